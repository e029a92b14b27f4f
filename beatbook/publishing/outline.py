"""The outline of a site: what has to be known of all nodes to plan its lists, channels and pages.

A build that changes few nodes plans all pages without a look at the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import msgspec

from beatbook.publishing.event_days import can_be_dated, settled_day, updated_day
from beatbook.publishing.replay import published_day
from beatbook.publishing.urls import page_url
from beatbook.publishing.views import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from beatbook.publishing.model import NodeType, Pair, Site, SiteArticle, SiteEvent


class EventOutline(Protocol):
    """Of an event: `facts.EventFacts`, or the same made of a node."""

    @property
    def id(self) -> str: ...
    @property
    def dated(self) -> bool: ...
    @property
    def year(self) -> str: ...  # "" when unknown
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def background(self) -> bool: ...
    @property
    def reports(self) -> tuple[str, ...]: ...  # articles


class ArticleOutline(Protocol):
    """Of an article: `facts.ArticleFacts`, or the same made of a node."""

    @property
    def id(self) -> str: ...
    @property
    def year(self) -> str: ...  # "" when unknown
    @property
    def published(self) -> date | None: ...  # where it is one certain day
    @property
    def outlet(self) -> str | None: ...


class ArticleTies(Protocol):
    """What an article has of others: its node, or `linking.ArticleLinks`."""

    @property
    def outlet_id(self) -> str | None: ...
    @property
    def events(self) -> tuple[str, ...]: ...


class ProfileTies(Protocol):
    """What a profile has of others: its node, or `linking.ProfileLinks`."""

    @property
    def type(self) -> NodeType: ...
    @property
    def url(self) -> str: ...
    @property
    def events(self) -> tuple[str, ...]: ...
    @property
    def named_in(self) -> tuple[str, ...]: ...
    @property
    def cited_by(self) -> tuple[str, ...]: ...
    @property
    def reported(self) -> tuple[str, ...]: ...


class Named(Protocol):
    """A profile, or its facts."""

    @property
    def name(self) -> str: ...


class Changed(msgspec.Struct, array_like=True, frozen=True):
    """When what is told of an event last changed."""

    day: str  # "": nothing is known
    dated: bool  # it has a place in a calendar


@dataclass(frozen=True, slots=True)
class Outline:
    """A site without its nodes; each table in the site's order."""

    events: Mapping[str, EventOutline]
    articles: Mapping[str, ArticleOutline]
    article_ties: Mapping[str, ArticleTies]
    profiles: Mapping[str, ProfileTies]
    names: Mapping[str, Named]  # of the profiles
    pairs: Mapping[str, Pair]
    changed: Mapping[str, Changed]  # events

    def newest_first(self) -> list[EventOutline]:
        """The events turned round, those without a date still last."""
        events = list(self.events.values())
        return [event for event in reversed(events) if event.dated] + [event for event in events if not event.dated]

    def pages(self) -> int:
        """How many nodes have a page."""
        return len(self.events) + len(self.articles) + sum([bool(profile.url) for profile in self.profiles.values()])

    def urls(self) -> Iterator[Iterable[tuple[str, str]]]:
        """Id and page of all events, then of all profiles with a page, then of all articles."""
        yield ((ident, page_url("event", ident)) for ident in self.events)
        yield ((ident, profile.url) for ident, profile in self.profiles.items() if profile.url)
        yield ((ident, page_url("article", ident)) for ident in self.articles)


@dataclass(frozen=True, slots=True)
class _Event:
    id: str
    dated: bool
    year: str
    kind: str
    status: str
    background: bool
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Article:
    id: str
    year: str
    published: date | None
    outlet: str | None


def outline_of(site: Site) -> Outline:
    """The outline of a site of which all nodes are at hand."""
    return Outline(
        {
            event.id: _Event(
                event.id,
                bool(event.date),
                year_of(event),
                event.kind,
                event.status,
                event.background,
                tuple([report.article for report in event.reports]),
            )
            for event in site.events.values()
        },
        {
            article.id: _Article(article.id, article_year(article), published_day(article), article.outlet)
            for article in site.articles.values()
        },
        site.articles,
        site.profiles,
        site.profiles,
        site.pairs,
        {ident: find_changed(site, ident) for ident in site.events},
    )


def article_year(article: SiteArticle) -> str:
    """The year of publication, "" where not even the first day is known on which it may have been."""
    year = (article.published or article.published_range or "")[:4]
    return year if year.isdigit() else ""


def find_changed(site: Site, event: str) -> Changed:
    """When an event last changed."""
    node = site.events[event]
    day = updated_day(node, site)
    return Changed(day.isoformat() if day else "", day is not None and can_be_dated(node))


def settled(event: SiteEvent, articles: Mapping[str, SiteArticle]) -> Changed:
    """The same where it hangs on the event and its articles alone, not on the day of the site."""
    return Changed(settled_day(event, articles), can_be_dated(event))
