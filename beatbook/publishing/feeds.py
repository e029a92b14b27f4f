"""Feeds: Atom (RFC 4287) and JSON Feed 1.1, for the site and for every channel.

Ids are tag: URIs and `updated` comes from the data, so that a rebuild tells a reader of feeds nothing new.  Without a base URL the
links are left out; the content stands in the feed itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from operator import itemgetter
from typing import TYPE_CHECKING

from beatbook.publishing.channels import Channel, channel_paths, find_channels
from beatbook.publishing.data import to_json
from beatbook.publishing.outline import outline_of
from beatbook.publishing.urls import absolute_url, tag_uri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.config import Config
    from beatbook.publishing.heads import ProfileHead
    from beatbook.publishing.model import Site, SiteEvent, SiteProfile
    from beatbook.publishing.outline import Changed

LIMIT = 50  # entries of a feed, newest first
EPOCH = "1970-01-01"  # of a feed that holds nothing yet

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in a feed."""

    id: str
    title: str
    url: str  # absolute, "" without a base URL
    updated: str  # day
    kind: str
    paragraphs: tuple[str, ...]  # plain text
    topics: tuple[str, ...]


def export_feeds(site: Site, config: Config) -> dict[str, bytes]:
    """Both feeds of every channel by their paths under public/."""
    outline = outline_of(site)
    written: dict[str, WrittenEntry] = {}
    files: dict[str, bytes] = {}
    for channel in find_channels(outline, config).values():
        chosen = newest(channel, outline.changed)
        for ident in chosen:
            if ident not in written:
                event = site.events[ident]
                written[ident] = feed_entry(event, site.profiles.get(event.place or ""), outline.changed[ident].day, config)
        files |= format_feeds(channel, [written[ident] for ident in chosen], site, config)
    return files


def newest(channel: Channel, changed: Mapping[str, Changed]) -> tuple[str, ...]:
    """The channel's newest events by the days on which they changed; of one day those later in the site's order first."""
    known = [(changed[identifier].day, identifier) for identifier in reversed(channel.events)]
    return tuple([identifier for day, identifier in sorted(known, key=itemgetter(0), reverse=True)[:LIMIT] if day])


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An event as it stands in every feed that tells of it."""

    updated: str  # day
    atom: str
    json: bytes


def format_feeds(channel: Channel, entries: Sequence[WrittenEntry], site: Site, config: Config) -> dict[str, bytes]:
    """The Atom document (RFC 4287) and the JSON Feed 1.1 of a channel by their paths; its entries are in order, newest first."""
    paths = channel_paths(channel.page)
    updated = entries[0].updated if entries else (site.as_of or EPOCH).partition("T")[0]
    return {
        paths.atom: _format_atom(channel, [entry.atom for entry in entries], config, updated),
        paths.json: _format_json_feed(channel, [entry.json for entry in entries], config),
    }


def feed_entry(event: SiteEvent, place: SiteProfile | ProfileHead | None, updated: str, config: Config) -> WrittenEntry:
    """An event in both forms; `updated` is the day on which it changed."""
    entry = _entry(event, place, updated, config)
    return WrittenEntry(entry.updated, _atom_entry(entry), to_json(_json_item(entry)).rstrip())


def _format_atom(channel: Channel, entries: Sequence[str], config: Config, updated: str) -> bytes:
    paths = channel_paths(channel.page)
    links = [("self", absolute_url(config, paths.atom)), ("alternate", absolute_url(config, channel.page))]
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(config.language)}>',
        f"<id>{_text(tag_uri(config, channel.page.removesuffix('.html')))}</id>",
        f"<title>{_text(channel.title)}</title>",
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{_text(config.publisher or config.title)}</name></author>",
        "<generator>Beatbook</generator>",
        *(f'<link rel="{relation}" href={_attribute(href)}/>' for relation, href in links if href),
    ]
    return "\n".join((*head, *entries, "</feed>", "")).encode()


def _format_json_feed(channel: Channel, items: Sequence[bytes], config: Config) -> bytes:
    feed: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": channel.title}
    if config.base_url:
        feed["home_page_url"] = absolute_url(config, channel.page)
        feed["feed_url"] = absolute_url(config, channel_paths(channel.page).json)
    feed |= {"language": config.language, "authors": [{"name": config.publisher or config.title}]}
    return to_json(feed).removesuffix(b"}\n") + b',"items":[' + b",".join(items) + b"]}\n"


def _entry(event: SiteEvent, place: SiteProfile | ProfileHead | None, updated: str, config: Config) -> Entry:
    state = "lapsed" if event.lapsed else event.status
    facts = " · ".join(part for part in (state, event.date or "", place.name if place else "") if part)
    return Entry(
        id=tag_uri(config, f"events/{event.id}"),
        title=event.title if state == "happened" else f"{event.title} ({state})",
        url=absolute_url(config, event.url),
        updated=updated,
        kind=event.kind,
        paragraphs=tuple(part for part in (facts, " ".join(sentence.text for sentence in event.summary)) if part),
        topics=event.topics,
    )


def _atom_entry(entry: Entry) -> str:
    content = "".join(f"<p>{_text(paragraph)}</p>" for paragraph in entry.paragraphs)
    parts = [
        "<entry>",
        f"<id>{_text(entry.id)}</id>",
        f"<title>{_text(entry.title)}</title>",
        f"<updated>{_moment(entry.updated)}</updated>",
        f'<link rel="alternate" href={_attribute(entry.url)}/>' if entry.url else "",
        *(f"<category term={_attribute(term)}/>" for term in (entry.kind, *entry.topics)),
        f'<content type="html">{escape(content, quote=False)}</content>',
        "</entry>",
    ]
    return "\n".join(part for part in parts if part)


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {"id": entry.id, "title": entry.title, "content_text": "\n\n".join(entry.paragraphs)}
    if entry.url:
        item["url"] = entry.url
    return {**item, "date_modified": _moment(entry.updated), "tags": [entry.kind, *entry.topics]}


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _text(text: str) -> str:
    """Text for an element; characters that XML cannot hold become U+FFFD."""
    return escape(_NO_XML.sub("\ufffd", text), quote=False)


def _attribute(text: str) -> str:
    """Text for an attribute, with its quotation marks."""
    written = escape(_NO_XML.sub("\ufffd", text)).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{written}"'
