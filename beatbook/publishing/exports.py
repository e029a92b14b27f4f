"""Everything that the site offers to programs, in one call: data, feeds, calendars and the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.publishing.calendar import export_calendars, is_dated
from beatbook.publishing.channels import channel_paths, find_channels
from beatbook.publishing.data import export_data
from beatbook.publishing.feeds import export_feeds
from beatbook.publishing.sitemap import export_sitemap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beatbook.config import Config
    from beatbook.publishing.model import Site


def channel_files(site: Site, config: Config) -> frozenset[str]:
    """The paths of all feeds and calendars, without making one."""
    dated = frozenset(event.id for event in site.events.values() if is_dated(event, site))
    paths: set[str] = set()
    for channel in find_channels(site, config).values():
        found = channel_paths(channel.page)
        paths |= {found.atom, found.json}
        if not dated.isdisjoint(channel.events):
            paths.add(found.calendar)
    return frozenset(paths)


def export_files(site: Site, config: Config, pages: Iterable[str]) -> dict[str, bytes]:
    """The files for programs by their paths under public/; `pages` are the paths of the rendered pages, for the sitemap."""
    return {
        **export_data(site, config),
        **export_feeds(site, config),
        **export_calendars(site, config),
        **export_sitemap(site, config, pages),
    }
