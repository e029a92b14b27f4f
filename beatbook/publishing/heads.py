"""Heads of nodes: what other pages show of an event, article or profile.

A page that names somebody, or lists an event, reads the head alone; nothing else of the node can show there.  So a page stands while
the heads that it read are the same, whatever else has changed of the things that it names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.model import NodeType  # noqa: TC001 - heads are read back by their types

if TYPE_CHECKING:
    from beatbook.publishing.model import SiteArticle, SiteEvent, SiteProfile


class EventHead(msgspec.Struct, frozen=True):
    """What lists show of an event."""

    id: str
    url: str
    title: str
    kind: str
    date: str | None
    extent: str
    status: str
    lapsed: bool
    background: bool
    place: str | None
    people: tuple[str, ...]  # who acts, by id
    gist: str  # the first sentence of its summary
    reports: int
    differs: bool  # sources do
    review: str
    reviewed_by: str
    reviewed_on: str


class ArticleHead(msgspec.Struct, frozen=True):
    """What lists show of an article."""

    id: str
    url: str
    headline: str
    outlet: str | None
    outlet_id: str | None
    published: str | None
    published_range: str | None
    events: tuple[str, ...]
    cites: tuple[str, ...]  # sources
    text: str
    copy_of: str | None
    standing: str


class ProfileHead(msgspec.Struct, frozen=True):
    """What any page shows of a profile that it names."""

    id: str
    url: str
    name: str
    type: NodeType
    country: str
    parent: str | None
    latitude: float | None
    longitude: float | None


class Tally(msgspec.Struct, frozen=True):
    """What lists of profiles show of one beside its head: it changes with every event and article."""

    id: str
    known_as: str  # the role last named
    country: str
    events: int
    reported: int
    cited_by: int
    named_in: int
    last: str | None  # id of the last event whose date is known


def event_head(event: SiteEvent) -> EventHead:
    return EventHead(
        event.id,
        event.url,
        event.title,
        event.kind,
        event.date,
        event.extent,
        event.status,
        event.lapsed,
        event.background,
        event.place,
        tuple([ident for ident, _ in event.participants]),
        event.summary[0].text if event.summary else "",
        len(event.reports),
        bool(event.conflicts),
        event.review,
        event.reviewed_by,
        event.reviewed_on,
    )


def bare_event(event: SiteEvent) -> SiteEvent:
    """The event without what its own page alone shows: text by an editor, and what is said of the editing."""
    return replace(event, body="", editor={}, extra={}, because=(), changed=(), unsupported=False, history=(), related=())


def edited_event(event: SiteEvent) -> SiteEvent:
    """The event with what is said of the editing, and without its texts."""
    return replace(event, body="", extra={}, because=(), changed=(), history=(), related=(), reports=(), summary=())


def edited_profile(profile: SiteProfile) -> SiteProfile:
    """The profile with what is said of the editing, and without what leads to it."""
    return replace(profile, body="", extra={}, roles=(), mentions=(), events=(), named_in=(), cited_by=(), reported=(), companions=())


def is_edited(node: SiteEvent | SiteProfile) -> bool:
    """Whether a person set a value of it, or it took in another one: the page of corrections tells of it."""
    return bool(node.editor or node.former_ids)


def article_head(article: SiteArticle) -> ArticleHead:
    return ArticleHead(
        article.id,
        article.url,
        article.headline,
        article.outlet,
        article.outlet_id,
        article.published,
        article.published_range,
        article.events,
        article.cites,
        article.text,
        article.copy_of,
        article.standing,
    )


def profile_head(profile: SiteProfile) -> ProfileHead:
    return ProfileHead(
        profile.id,
        profile.url,
        profile.name,
        profile.type,
        profile.country,
        profile.parent,
        profile.latitude,
        profile.longitude,
    )


def last_role(profile: SiteProfile) -> str:
    """The title under which articles named somebody last; of two at one time the one that more of them give."""
    known = [role for role in profile.roles if role.last or role.first]
    roles = known or list(profile.roles)
    return max(roles, key=lambda role: (role.last or role.first or "", len(role.articles))).title if roles else ""
