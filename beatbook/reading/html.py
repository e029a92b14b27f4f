"""A saved web page: its text, and what it says of itself in JSON-LD and meta tags."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from beatbook.errors import Problem
from beatbook.reading.stamps import find_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beatbook.reading.stamps import StampRules

_ARTICLE_TYPES = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review|Advertiser)?(?:News)?Article|BlogPosting|LiveBlogPosting|WebPage|Report"
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>\"]+)")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?")
_META = {
    "published": ("article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "parsely-pub-date",
                  "sailthru.date",
                  "dc.date.issued", "dc.date", "dcterms.created", "date", "article.published", "cxenseparse:recs:publishtime"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified", "last-modified"),
    "headline": ("og:title", "twitter:title", "parsely-title", "dc.title", "headline"),
    "outlet": ("og:site_name", "application-name", "parsely-site", "dc.publisher", "publisher"),
    "byline": ("author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author"),
    "section": ("article:section", "parsely-section", "section"),
    "tags": ("news_keywords", "article:tag", "keywords", "parsely-tags"),
    "url": ("og:url", "parsely-link", "twitter:url"),
}  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
MAX_CAPTIONS = 30


@dataclass(frozen=True, slots=True)
class Page:
    """The readable text of a page, a line a paragraph, and its own metadata under the keys of a sidecar."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    captions: tuple[str, ...] = ()  # they follow the story in `text`, a line each


def extract_page(html: str, *, path: str, rules: StampRules) -> Page | Problem:
    """What a page holds.  JSON-LD is believed before meta tags, these before what Trafilatura and htmldate find.

    No date is guessed from the page's text (htmldate with extensive_search=False).  Problem: nothing readable.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - with Trafilatura 160 ms that only a site with saved pages should pay
    from lxml import html as lxml_html  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415

    try:
        tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
        document = bare_extraction(
            tree, with_metadata=True, include_comments=False, include_tables=False, include_images=False,
            date_extraction_params={"extensive_search": False, "original_date": True}, fast=False,
        )  # fmt: skip
    except (etree.LxmlError, ValueError, RecursionError, AttributeError, TypeError, KeyError) as error:
        return _unreadable(path, f"the page cannot be read ({type(error).__name__})")
    text = _paragraphs(document)
    if len(text.split()) < 15:
        return _unreadable(path, "no article was found in the page")
    tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    captions = tuple(_captions(tree, text))
    values = {key: value for key, value in _fallback(document, html, rules).items() if value}
    values |= _meta(tree, rules)
    values |= _json_ld(tree, rules)
    return Page("\n".join([*_lines(text), *captions]), values, captions)


def _unreadable(path: str, found: str) -> Problem:
    return Problem("html-no-article", path, found, "a page with an article", "copy the article's text into a .txt file", severity="refused")


def _paragraphs(document: Any) -> str:
    """Trafilatura's text, a line a paragraph; "" when it found none."""
    return getattr(document, "text", None) or ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _captions(tree: Any, text: str) -> Iterator[str]:
    seen: set[str] = set()
    for element in tree.iter("figcaption"):
        caption = " ".join("".join(element.itertext()).split())
        if 20 <= len(caption) <= 700 and caption not in seen and caption not in text and len(seen) < MAX_CAPTIONS:
            seen.add(caption)
            yield caption


def _fallback(document: Any, html: str, rules: StampRules) -> dict[str, str]:
    saved = _SAVED_FROM.search(html[:5000])
    return {
        "headline": _text(document.title), "outlet": _text(document.sitename), "url": saved.group(1) if saved else _text(document.url),
        "byline": _text(document.author).replace("; ", " and "), "published": _moment(_text(document.date), rules),
    }  # fmt: skip


def _meta(tree: Any, rules: StampRules) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and (content := _text(element.get("content"))):
            found.setdefault(name, []).append(content)
    values = {}
    for key, names in _META.items():
        contents = next((found[name] for name in names if name in found), None)
        if contents:
            values[key] = "\n".join(contents) if key == "tags" else contents[0]
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and (href := _text(element.get("href"))).startswith("http"):
            values.setdefault("url", href)
    return _normal(values, rules)


def _json_ld(tree: Any, rules: StampRules) -> dict[str, str]:
    """The values of the first article that the page describes in JSON-LD."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(content, 0):
            if any(_ARTICLE_TYPES.fullmatch(kind) and kind != "WebPage" for kind in _strings(item.get("@type"))):
                return _normal(_described(item), rules)
    return {}


def _items(content: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(content, list):
        for item in content[:200]:
            yield from _items(item, depth + 1)
    elif isinstance(content, dict):
        yield content
        yield from _items(content.get("@graph"), depth + 1)
        yield from _items(content.get("mainEntity"), depth + 1)


def _described(item: dict[str, Any]) -> dict[str, str]:
    values = {
        "headline": _text(item.get("headline")), "published": _text(item.get("datePublished")), "updated": _text(item.get("dateModified")),
        "outlet": next(_strings(item.get("publisher")), ""), "section": next(_strings(item.get("articleSection")), ""),
        "byline": " and ".join(_strings(item.get("author"))), "tags": "\n".join(_strings(item.get("keywords"))),
        "url": _text(item.get("url")), "language": _text(item.get("inLanguage"))[:2].lower(),
    }  # fmt: skip
    return {key: value for key, value in values.items() if value}


def _strings(value: Any) -> Iterator[str]:
    """The names in a JSON-LD value: a text, a thing with a name, or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        name = _text(item.get("name") if isinstance(item, dict) else item)
        if name:
            yield name


def _normal(values: dict[str, str], rules: StampRules) -> dict[str, str]:
    """The values as a sidecar would hold them; what is none is left out."""
    normal = {key: _normal_value(key, value, rules) for key, value in values.items()}
    return {key: value for key, value in normal.items() if value}


def _normal_value(key: str, value: str, rules: StampRules) -> str:
    if key in ("published", "updated"):
        return _moment(value, rules)
    if key == "tags":
        return "\n".join(dict.fromkeys(tag.strip() for tag in re.split(r"[,;\n]", value) if tag.strip()))
    is_address = re.fullmatch(r"https?://[^\s<>\"]+", value) is not None
    is_no_name = key == "byline" and value.startswith(("http", "@"))
    return "" if is_no_name or (key == "url" and not is_address) else value


def _moment(value: str, rules: StampRules) -> str:
    """An ISO 8601 moment as the page states it, "" when it is none."""
    if found := _ISO.match(value):
        day, time, zone = found.groups()
        offset = "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}" if zone else ""
        text = f"{day}T{time}{offset}" if time else day
        return text if any(stamp.moment for stamp in find_stamps(day, rules)) else ""
    return next((stamp.moment for stamp in find_stamps(value, rules) if stamp.moment), "")


def _text(value: Any) -> str:
    """One line of a value; JSON can escape halves of a surrogate pair, which no file of ours can hold."""
    return _SURROGATE.sub("\ufffd", " ".join(value.split())[:1000]) if isinstance(value, str) else ""
