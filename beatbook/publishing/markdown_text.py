"""Markdown that people wrote -> HTML that is safe to show."""

from __future__ import annotations

import re

from markupsafe import Markup

TAGS = frozenset((
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
))  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
}
_QUOTES = re.compile(r"""(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)|\"""")  # tags, and double quotes outside of them
SCHEMES = frozenset({"http", "https", "mailto"})
EXTENSIONS = ("tables", "sane_lists", "def_list", "toc")


def render_markdown(text: str) -> Markup:
    """The HTML of a body: headings from level 2 on, no script, no style, no event handler, no address but http, https, mailto and relative.

    Pictures from other hosts lose their address, so that a page asks nothing of third parties.
    """
    if not text.strip():
        return Markup("")
    import markdown  # noqa: PLC0415 - only where somebody has written something
    import nh3  # noqa: PLC0415

    # the page has its own first heading: "# Title" becomes a second one
    writer = markdown.Markdown(extensions=list(EXTENSIONS), extension_configs={"toc": {"baselevel": 2}}, output_format="html")
    html = writer.convert(text)
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_own_pictures,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )
    clean = _QUOTES.sub(lambda found: found[1] or "&quot;", clean)  # so that double quotes stand around attributes only (check.py)
    return Markup(clean)  # noqa: S704 - this is the one place where markup is made, and nh3 has just cleaned it


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and (":" in value or value.lstrip().startswith(("//", "\\"))):
        return None
    return value
