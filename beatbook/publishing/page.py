"""What a page of the site is, before a template shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.model import Site
from beatbook.publishing.views import Desk, Link, Recall, recall_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beatbook.config import Config
    from beatbook.publishing.index import Index
    from beatbook.publishing.words import Words


class Page(msgspec.Struct, frozen=True):
    """One page, ready for its template."""

    url: str  # from the site's root
    template: str
    title: str  # without the site's name
    description: str
    section: str  # id of the navigation item it belongs to; "" for none
    values: dict[str, object]  # what the template sees beside the layout's own values
    trail: tuple[Link, ...] = ()  # breadcrumbs, without the page itself
    node: str = ""  # "event:ID", "person:ID"...: what the page is about, for its JSON-LD
    feed: str = ""  # path of its own feed without the ending ("people/kim-jong-un"); "" for the site's
    index: bool = True  # may be found: in the sitemap and the search
    robots: str = field(default="")
    sums_up: bool = True  # tells of the digest, not of one thing in it: its foot says of which day it is, and of how many articles
    picture: str = "site"  # which of the theme's share pictures stands for it


class Raw(msgspec.Struct, frozen=True):
    """A file without a template: data, a feed, a script."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Unit:
    """Pages or other files that are made in one go: from these arguments, and from what is read through the desks meanwhile."""

    name: str  # no other unit has it
    make: Callable[..., Iterator[Page] | Iterator[Raw]]  # gets the desks and the arguments
    arguments: tuple[object, ...] = ()
    large: bool = False  # worth a processor of its own


@dataclass(frozen=True, slots=True)
class Desks:
    """A desk for each depth of folder."""

    site: Site
    words: Words
    config: Config
    index: Index
    recall: Recall = recall_plainly
    made: dict[int, Desk] = field(default_factory=dict)

    def away(self, root: str) -> Desk:
        """A desk for what is read elsewhere: its links begin with `root`, the whole address of the site."""
        return Desk(self.site, self.words, self.config, self.index, root, self.recall)

    def at(self, url: str) -> Desk:
        """The desk for a page at this path."""
        depth = url.count("/")
        if depth not in self.made:
            self.made[depth] = Desk(self.site, self.words, self.config, self.index, "../" * depth, self.recall)
        return self.made[depth]


def facts_of(desks: Desks | Desk) -> Site:
    """The site as programs get it: an editor's note below a brief changes none of its data."""
    site = desks.site
    return Site(site.as_of, desks.index.facts, site.profiles, site.articles, site.pairs, site.pages, site.redirects)
