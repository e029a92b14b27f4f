"""What a link shows before it is followed: title, facts and first sentence of its page, in small classic scripts.

They are loaded when a reader first points at a link, work from disk and under a strict policy, and hold nothing that the page itself
does not say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from beatbook.publishing.heads import last_role
from beatbook.publishing.outline import outline_of

if TYPE_CHECKING:
    from beatbook.publishing.model import Site, SiteArticle, SiteEvent, SiteProfile
    from beatbook.publishing.outline import Outline
    from beatbook.publishing.words import Words

ENTRIES = 56  # previews in one script at most, on average: 2 to 4 kB over the wire
LONGEST = 260  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Shard:
    """The pages whose previews stand in one script, by their ids."""

    number: int
    events: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def export_previews(site: Site, words: Words) -> dict[str, bytes]:
    """The scripts by their paths under public/; the script of a page is that of its address's checksum (see `shard_of`)."""
    return {shard_path(shard): format_shard(shard, site, words) for shard in find_shards(outline_of(site))}


def shard_path(shard: Shard) -> str:
    return f"previews/{shard.number}.js"


def find_shards(outline: Outline) -> list[Shard]:
    """What stands in each script, without making one."""
    count = shards(outline)
    found: list[tuple[list[str], list[str], list[str]]] = [([], [], []) for _ in range(count)]
    for kind, pages in enumerate(outline.urls()):
        for ident, url in pages:
            found[shard_of(url, count)][kind].append(ident)
    return [Shard(number, *map(tuple, idents)) for number, idents in enumerate(found)]


def format_shard(shard: Shard, site: Site, words: Words) -> bytes:
    """One script."""
    previews = {(event := site.events[ident]).url: _event(event, site, words) for ident in shard.events}
    previews |= {(profile := site.profiles[ident]).url: _profile(profile, site, words) for ident in shard.profiles}
    previews |= {(article := site.articles[ident]).url: _article(article, site, words) for ident in shard.articles}
    return _script(shard.number, previews)


def shards(outline: Outline) -> int:
    """How many scripts there are; 0 for a site without pages to preview.

    It is a power of two, for every page names it: so it stays the same until the site is twice as large.
    """
    pages = outline.pages()
    return 1 << (-(-pages // ENTRIES) - 1).bit_length() if pages else 0


def shard_of(url: str, count: int) -> int:
    """The number of the script that holds the preview of a page.  The browser computes the same (templates/assets/comfort.js).

    It is the checksum of gzip over the lower bytes of the address in UTF-16: Python has it in C, a loop over 30,000 addresses took 0.1 s.
    """
    return crc32(url.encode("utf-16-le", "surrogatepass")[::2]) % count


def _event(event: SiteEvent, site: Site, words: Words) -> tuple[str, str, str]:
    status = words.t("status.lapsed") if event.lapsed else words.term("status", event.status)
    when = words.date(event.date, extent=event.extent)
    place = site.profiles[event.place].name if event.place and event.place in site.profiles else ""
    return event.title, _joined(status, when.text, place), _cut(event.summary[0].text if event.summary else "")


def _profile(profile: SiteProfile, site: Site, words: Words) -> tuple[str, str, str]:
    counted = words.count("events", len(profile.events)) if profile.events else ""
    if profile.reported:
        counted = words.count("articles", len(profile.reported))
    last = ""
    for ident in reversed(profile.events):  # from the newest, so that no more is read than is told
        if (event := site.events.get(ident)) and event.date and event.status == "happened":
            last = words.t("preview.last", title=event.title, date=words.date(event.date, extent=event.extent).text)
            break
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
