"""What the site offers to programs: which files there are of each channel, and everything in one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from beatbook.publishing.calendar import begin_entry, export_calendars, format_calendar, last_dated, read_entries, write_entry
from beatbook.publishing.channels import Channel, channel_paths, find_channels
from beatbook.publishing.data import export_data
from beatbook.publishing.feeds import WrittenEntry, export_feeds, feed_entry, format_feeds, newest
from beatbook.publishing.sitemap import export_sitemap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from beatbook.config import Config
    from beatbook.publishing.earlier import Earlier
    from beatbook.publishing.heads import ProfileHead
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Site
    from beatbook.publishing.outline import Changed, Outline
    from beatbook.publishing.views import Recall


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """What the feeds and the calendar of a channel are made of beside its events."""

    page: str  # url
    title: str
    newest: tuple[str, ...]  # events of its feeds
    dated: tuple[str, ...]  # events of its calendar; it has none where there are none
    days: bytes  # a hash of the days on which all these changed


def plan_channels(outline: Outline, config: Config) -> tuple[ChannelPlan, ...]:
    """The files of every channel, without making one: so a change in one event leaves alone the feeds that do not tell of it."""
    changed, found = outline.changed, find_channels(outline, config).values()
    return tuple(_plan(channel, changed) for channel in found)


def _plan(channel: Channel, changed: Mapping[str, Changed]) -> ChannelPlan:
    told, dated = newest(channel, changed), last_dated(channel, changed)
    days = blake2b("".join([changed[ident].day for ident in (*told, *dated)]).encode(), digest_size=8).digest()
    return ChannelPlan(channel.page, channel.title, told, dated, days)


def channel_files(plans: Iterable[ChannelPlan]) -> frozenset[str]:
    """The paths of all feeds and calendars."""
    paths: set[str] = set()
    for plan in plans:
        found = channel_paths(plan.page)
        paths |= {found.atom, found.json, *([found.calendar] if plan.dated else [])}
    return frozenset(paths)


class ChannelWriter:
    """Writes the files of channels; what an event is in a feed or calendar is made once for all that tell of it."""

    def __init__(self, config: Config, recall: Recall, changed: Mapping[str, Changed]) -> None:
        """`changed` says when events changed."""
        self._config, self._recall, self._changed = config, recall, changed
        self._entries: dict[str, WrittenEntry] = {}
        self._dated: dict[str, str] = {}

    def files(self, plan: ChannelPlan, site: Site, index: Index, earlier: Earlier) -> dict[str, bytes]:
        """The feeds of a channel, and its calendar where it has one, by their paths; `site` and `index` are what is read of them now."""
        config, channel = self._config, Channel(plan.page, plan.title, ())
        entries = [self._recall(self._entries, ident, partial(self._feed_entry, index=index)) for ident in plan.newest]
        files = format_feeds(channel, entries, site, config)
        if plan.dated:
            path = channel_paths(plan.page).calendar
            files[path] = format_calendar(plan.title, self._dated_entries(plan.dated, index, _Written.of(path, earlier)))
        return files

    def _feed_entry(self, ident: str, *, index: Index) -> WrittenEntry:
        event = index.facts[ident]
        return feed_entry(event, index.profiles.get(event.place or ""), self._changed[ident].day, self._config)

    def _dated_entries(self, dated: Iterable[str], index: Index, written: _Written) -> list[str]:
        """The entries of these events, as the last build wrote them where they tell the same."""
        found = []
        for ident in dated:
            event = index.events[ident]
            place = index.profiles.get(event.place or "")
            held = written.entries.get(begin_entry(ident, self._changed[ident].day, self._config))
            if not held or ident not in index.facts or ident in written.events or event.place in written.places:
                held = self._recall(self._dated, ident, partial(self._dated_entry, place=place, index=index))
            found.append(held)
        return found

    def _dated_entry(self, ident: str, *, place: ProfileHead | None, index: Index) -> str:
        return write_entry(index.facts[ident], place, self._changed[ident].day, self._config)


class _Written(NamedTuple):
    """A calendar as the last build wrote it, and what is not as it was then."""

    entries: dict[str, str]
    events: Collection[str] = ()
    places: Collection[str] = ()

    @classmethod
    def of(cls, path: str, earlier: Earlier) -> _Written:
        events, places = earlier.changed("index.facts"), earlier.changed("index.profiles")
        content = earlier.read(path) if events is not None and places is not None else None
        return cls(read_entries(content), events or (), places or ()) if content else cls({})


def export_files(site: Site, config: Config, pages: Iterable[str]) -> dict[str, bytes]:
    """The files for programs by their paths under public/; `pages` are the paths of the rendered pages, for the sitemap."""
    return {
        **export_data(site, config),
        **export_feeds(site, config),
        **export_calendars(site, config),
        **export_sitemap(site, config, pages),
    }
