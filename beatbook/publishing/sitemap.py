"""sitemap.xml (sitemaps.org 0.9): every page with the day on which what it shows last changed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from beatbook.publishing.outline import outline_of
from beatbook.publishing.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beatbook.config import Config
    from beatbook.publishing.model import Site
    from beatbook.publishing.outline import Outline

LIMIT = 50_000  # addresses of one file, by the protocol

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def export_sitemap(site: Site, config: Config, pages: Iterable[str], outline: Outline | None = None) -> dict[str, bytes]:
    """The sitemap of `pages` (paths under public/) by its path; {} without a base URL, for a sitemap holds nothing but addresses.

    Redirects, the page for missing pages and what is no page are left out.  More than 50,000 pages make several files and an index.
    `outline` is that of the site, where it is at hand.
    """
    if not config.base_url:
        return {}
    shown = sorted(page for page in set(pages) if page.endswith(".html") and page != "404.html" and page not in site.redirects)
    days = _days(outline or outline_of(site))
    entries = [_entry(absolute_url(config, page), days.get(page)) for page in shown]
    chunks = [entries[start : start + LIMIT] for start in range(0, len(entries), LIMIT)]
    if len(chunks) <= 1:
        return {"sitemap.xml": _document("urlset", entries)}
    files = {f"sitemap-{number}.xml": _document("urlset", chunk) for number, chunk in enumerate(chunks, start=1)}
    index = [f"<sitemap><loc>{escape(absolute_url(config, path), quote=False)}</loc></sitemap>" for path in files]
    return {"sitemap.xml": _document("sitemapindex", index), **files}


def _days(outline: Outline) -> dict[str, str]:
    """Url of a page -> the newest day on which an event that it shows changed."""
    changed = {ident: known.day for ident, known in outline.changed.items() if known.day}
    events, profiles, articles = outline.urls()
    days = {url: changed[ident] for ident, url in events if ident in changed}
    for pages, ties in ((profiles, outline.profiles), (articles, outline.article_ties)):
        for ident, url in pages:
            if newest := max((changed[event] for event in ties[ident].events if event in changed), default=""):
                days[url] = newest
    if changed:
        days["index.html"] = max(changed.values())
    return days


def _entry(address: str, day: str | None) -> str:
    lastmod = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address, quote=False)}</loc>{lastmod}</url>"


def _document(element: str, entries: list[str]) -> bytes:
    return "\n".join((_HEAD, f"<{element} {_XMLNS}>", *entries, f"</{element}>", "")).encode()
