"""Channels: lists of events with feeds and a calendar of their own.  The whole site is one, and so is every page that lists events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.pairs import BUCKETS, events_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.config import Config
    from beatbook.publishing.model import Pair
    from beatbook.publishing.outline import Outline

OWN_FEED = (
    3  # events from which a page has feeds of its own: whoever follows less sees it on the page, and is told of more by the site's feed
)


@dataclass(frozen=True, slots=True)
class Channel:
    """A list of events that one can follow."""

    page: str  # url of the page that shows them
    title: str
    events: tuple[str, ...]  # ids, in the site's order


@dataclass(frozen=True, slots=True)
class ChannelPaths:
    """Where the files of a channel stand under public/."""

    atom: str
    json: str
    calendar: str


def channel_paths(page: str) -> ChannelPaths:
    """The files beside a page: "people/a.html" -> "people/a.xml", "people/a.json", "people/a.ics"; the home page's have plain names."""
    if page == "index.html":
        return ChannelPaths("feed.xml", "feed.json", "calendar.ics")
    stem = page.removesuffix(".html")
    return ChannelPaths(f"{stem}.xml", f"{stem}.json", f"{stem}.ics")


def find_channels(outline: Outline, config: Config) -> dict[str, Channel]:
    """The channels by the url of their page: the site (without what is only recalled in passing), and from three events on every person,
    organization, place, outlet and pair.
    """
    front = tuple(event.id for event in outline.events.values() if not event.background)
    channels = [Channel("index.html", config.title, front)]
    order = {event: position for position, event in enumerate(outline.events)}
    for ident, profile in outline.profiles.items():
        events = _in_order(_reported(profile.reported, outline), order) if profile.type in ("outlet", "source") else profile.events
        if profile.url and len(events) >= OWN_FEED:
            channels.append(Channel(profile.url, f"{outline.names[ident].name} - {config.title}", events))
    for pair in outline.pairs.values():
        if len(events := _in_order(_pair_events(pair), order)) >= OWN_FEED:
            names = " and ".join(outline.names[identifier].name for identifier in pair.people)
            channels.append(Channel(pair.url, f"{names} - {config.title}", events))
    return {channel.page: channel for channel in channels}


def _reported(articles: Iterable[str], outline: Outline) -> set[str]:
    return {event for article in articles for event in outline.article_ties[article].events}


def _pair_events(pair: Pair) -> set[str]:
    return {identifier for bucket in BUCKETS for identifier in events_in(pair, bucket)}


def _in_order(events: set[str], order: Mapping[str, int]) -> tuple[str, ...]:
    """The events in the site's order."""
    return tuple(sorted(events, key=order.__getitem__))
