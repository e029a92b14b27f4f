// The theme button, and "/" for the search field.  The rest (previews of links, keys) is fetched when a reader first points at a link or
// uses the keyboard: comfort.js.  Everything on the page works without either.
(function () {
  "use strict";
  var root = document.documentElement, asked = false, main = document.getElementById("main");
  var button = document.querySelector(".theme");
  if (button) {
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch (error) { /* private windows keep nothing */ }
    });
  }
  var missed = [];
  function comfort(event) {
    if (window.beatbookComfort) return;
    missed.push(event);
    if (asked) return;
    asked = true;
    var script = document.createElement("script");
    script.src = more;
    script.onload = function () { missed.forEach(window.beatbookComfort); };
    document.head.appendChild(script);
  }
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable, off = null;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    try { off = localStorage.getItem("shortcuts"); } catch (error) { /* then they are on */ }
    var field = document.getElementById("q") || document.getElementById("find");
    if (field && off !== "off") { event.preventDefault(); field.focus(); field.select(); }
  });
  var more = document.querySelector("script[data-more]").dataset.more;
  document.addEventListener("keydown", comfort);
  if (main) { main.addEventListener("mouseover", comfort); main.addEventListener("focusin", function (event) { if (event.target.matches("a")) comfort(event); }); }
  var filter = document.getElementById("filter");
  if (filter) {
    filter.addEventListener("toggle", function () {
      var script = document.createElement("script");
      script.src = filter.dataset.script;
      document.head.appendChild(script);
    }, { once: true });
    if (location.search) filter.open = true;
  }
  var keys = document.getElementById("keys-open");
  if (keys) keys.addEventListener("click", function (event) { event.preventDefault(); comfort(event); });
})();
