"""What a link shows before it is followed: title, facts and first sentence of its page, in small classic scripts.

They are loaded when a reader first points at a link, work from disk and under a strict policy, and hold nothing that the page itself
does not say.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from beatbook.publishing.heads import last_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beatbook.publishing.model import Site, SiteArticle, SiteEvent, SiteProfile
    from beatbook.publishing.words import Words

ENTRIES = 56  # previews in one script at most, on average: 2 to 4 kB over the wire
LONGEST = 260  # characters of a sentence


def export_previews(site: Site, words: Words) -> dict[str, bytes]:
    """The scripts by their paths under public/; the script of a page is that of its address's checksum (see `shard_of`)."""
    entries = dict(_entries(site, words))
    count = shards(site)
    found: list[dict[str, tuple[str, str, str]]] = [{} for _ in range(count)]
    for url, entry in entries.items():
        found[shard_of(url, count)][url] = entry
    return {f"previews/{number}.js": _script(number, shard) for number, shard in enumerate(found)}


def shards(site: Site) -> int:
    """How many scripts there are; 0 for a site without pages to preview.

    It is a power of two, for every page names it: so it stays the same until the site is twice as large.
    """
    pages = len(site.events) + len(site.articles) + sum(bool(profile.url) for profile in site.profiles.values())
    return 1 << (-(-pages // ENTRIES) - 1).bit_length() if pages else 0


def shard_of(url: str, count: int) -> int:
    """The number of the script that holds the preview of a page.  The browser computes the same (templates/assets/site.js)."""
    checksum = 0
    for char in url:
        checksum = (checksum * 31 + ord(char)) % 4294967296
    return checksum % count


def _entries(site: Site, words: Words) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for event in site.events.values():
        yield event.url, _event(event, site, words)
    for profile in site.profiles.values():
        if profile.url:
            yield profile.url, _profile(profile, site, words)
    for article in site.articles.values():
        yield article.url, _article(article, site, words)


def _event(event: SiteEvent, site: Site, words: Words) -> tuple[str, str, str]:
    status = words.t("status.lapsed") if event.lapsed else words.term("status", event.status)
    when = words.date(event.date, extent=event.extent)
    place = site.profiles[event.place].name if event.place and event.place in site.profiles else ""
    return event.title, _joined(status, when.text, place), _cut(event.summary[0].text if event.summary else "")


def _profile(profile: SiteProfile, site: Site, words: Words) -> tuple[str, str, str]:
    counted = words.count("events", len(profile.events)) if profile.events else ""
    if profile.reported:
        counted = words.count("articles", len(profile.reported))
    past = [event for ident in profile.events if (event := site.events.get(ident)) and event.date and event.status == "happened"]
    last = words.t("preview.last", title=past[-1].title, date=words.date(past[-1].date, extent=past[-1].extent).text) if past else ""
    return profile.name, _joined(last_role(profile) or words.t(f"type.{profile.type}"), counted), _cut(last)


def _article(article: SiteArticle, site: Site, words: Words) -> tuple[str, str, str]:
    when = words.date(article.published or article.published_range, extent="within")
    titles = [site.events[ident].title for ident in article.events[:3] if ident in site.events]
    return article.headline, _joined(article.outlet or "", when.text if when.known else ""), _cut("; ".join(titles))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _script(number: int, shard: dict[str, tuple[str, str, str]]) -> bytes:
    text = json.dumps(shard, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"beatbookPreview({number},{text})\n".encode()
