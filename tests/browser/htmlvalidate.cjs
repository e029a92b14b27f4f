// What html-validate holds every page to: its recommendations and those on accessibility, but for these.
module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    "doctype-style": "off", // either case is valid
    "long-title": "off", // a page on an article is called as the article is
    "no-redundant-role": "off", // without role="list" VoiceOver tells no list where the marks are styled away
    "prefer-native-element": ["error", { exclude: ["list"] }], // the same
  },
};
