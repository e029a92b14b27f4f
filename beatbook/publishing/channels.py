"""Channels: lists of events with feeds and a calendar of their own.  The whole site is one, and so is every page that lists events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.edtf import is_edtf, parse_edtf
from beatbook.publishing.pairs import BUCKETS, events_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from beatbook.config import Config
    from beatbook.publishing.model import Pair, Site, SiteEvent

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


def find_channels(site: Site, config: Config) -> dict[str, Channel]:
    """The channels by the url of their page: the site (without what is only recalled in passing), and from three events on every person,
    organization, place, outlet and pair.
    """
    front = tuple(event.id for event in site.events.values() if not event.background)
    channels = [Channel("index.html", config.title, front)]
    order = {event: position for position, event in enumerate(site.events)}
    for profile in site.profiles.values():
        events = _in_order(_reported(profile.reported, site), order) if profile.type in ("outlet", "source") else profile.events
        if profile.url and len(events) >= OWN_FEED:
            channels.append(Channel(profile.url, f"{profile.name} - {config.title}", events))
    for pair in site.pairs.values():
        if len(events := _in_order(_pair_events(pair), order)) >= OWN_FEED:
            names = " and ".join(site.profiles[identifier].name for identifier in pair.people)
            channels.append(Channel(pair.url, f"{names} - {config.title}", events))
    return {channel.page: channel for channel in channels}


def updated_day(event: SiteEvent, site: Site) -> date | None:
    """The day on which what the event's page shows last changed: as kept in its machine view, else that of its newest article, else
    the day the site is as of; None when nothing is known.  A plan that lapsed changed on the day behind its own.
    """
    for value in _days(event, site):
        if value and is_edtf(value) and (last := parse_edtf(value).last) != date.max:
            return max(last, parse_edtf(event.date).last + timedelta(days=1)) if event.lapsed and event.date else last
    return None


def _days(event: SiteEvent, site: Site) -> Iterator[str | None]:
    """The days in question, each looked up only when those before are not known: pages would else hang on the day of the site."""
    yield event.updated
    yield max((day for report in event.reports if (day := site.articles[report.article].published)), default=None)
    yield site.as_of


def _reported(articles: Iterable[str], site: Site) -> set[str]:
    return {event for article in articles for event in site.articles[article].events}


def _pair_events(pair: Pair) -> set[str]:
    return {identifier for bucket in BUCKETS for identifier in events_in(pair, bucket)}


def _in_order(events: set[str], order: Mapping[str, int]) -> tuple[str, ...]:
    """The events in the site's order."""
    return tuple(sorted(events, key=order.__getitem__))
