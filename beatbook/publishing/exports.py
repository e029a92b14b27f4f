"""What the site offers to programs: which files there are of each channel, and everything in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.calendar import event_lines, export_calendars, fold_lines, format_calendar, last_dated
from beatbook.publishing.channels import Channel, channel_paths, find_channels
from beatbook.publishing.data import export_data
from beatbook.publishing.feeds import WrittenEntry, export_feeds, format_feeds, newest, write_entry
from beatbook.publishing.sitemap import export_sitemap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beatbook.config import Config
    from beatbook.publishing.model import Site
    from beatbook.publishing.outline import Outline
    from beatbook.publishing.views import Recall


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """What the feeds and the calendar of a channel are made of beside its events."""

    page: str  # url
    title: str
    newest: tuple[str, ...]  # events of its feeds
    dated: tuple[str, ...]  # events of its calendar; it has none where there are none


def plan_channels(outline: Outline, config: Config) -> tuple[ChannelPlan, ...]:
    """The files of every channel, without making one: so a change in one event leaves alone the feeds that do not tell of it."""
    changed, found = outline.changed, find_channels(outline, config).values()
    return tuple(ChannelPlan(channel.page, channel.title, newest(channel, changed), last_dated(channel, changed)) for channel in found)


def channel_files(plans: Iterable[ChannelPlan]) -> frozenset[str]:
    """The paths of all feeds and calendars."""
    paths: set[str] = set()
    for plan in plans:
        found = channel_paths(plan.page)
        paths |= {found.atom, found.json, *([found.calendar] if plan.dated else [])}
    return frozenset(paths)


class ChannelWriter:
    """Writes the files of channels; what an event is in a feed or calendar is made once for all that tell of it."""

    def __init__(self, config: Config, recall: Recall) -> None:
        self._config, self._recall = config, recall
        self._entries: dict[str, WrittenEntry] = {}
        self._dated: dict[str, str] = {}

    def files(self, plan: ChannelPlan, site: Site) -> dict[str, bytes]:
        """The feeds of a channel, and its calendar where it has one, by their paths; `site` is what is read of it now."""
        config, channel = self._config, Channel(plan.page, plan.title, ())
        entries = [self._recall(self._entries, ident, lambda key: write_entry(site.events[key], site, config)) for ident in plan.newest]
        files = format_feeds(channel, entries, site, config)
        if plan.dated:
            dated = [self._recall(self._dated, ident, lambda key: _dated_entry(key, site, config)) for ident in plan.dated]
            files[channel_paths(plan.page).calendar] = format_calendar(plan.title, dated)
        return files


def export_files(site: Site, config: Config, pages: Iterable[str]) -> dict[str, bytes]:
    """The files for programs by their paths under public/; `pages` are the paths of the rendered pages, for the sitemap."""
    return {
        **export_data(site, config),
        **export_feeds(site, config),
        **export_calendars(site, config),
        **export_sitemap(site, config, pages),
    }


def _dated_entry(ident: str, site: Site, config: Config) -> str:
    return fold_lines(event_lines(site.events[ident], site, config))
