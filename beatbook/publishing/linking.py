"""How the nodes of the site hang together, found from their facts: what leads to what, who is shown, in which order.

All of it is found on every build, for it is quickly gone through; what a node is linked with then tells whether it is what it was.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import parse_edtf
from beatbook.publishing.facts import EventFacts, ProfileFacts
from beatbook.publishing.front_matter import is_safe_id
from beatbook.publishing.model import NodeType  # noqa: TC001 - links are encoded by their types
from beatbook.publishing.pairs import find_companions, find_pairs
from beatbook.publishing.profiles import TYPE_ORDER, fold, type_in_digest
from beatbook.publishing.related import Neighbour, Ranking, features_of, rank_events
from beatbook.publishing.urls import page_url

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from beatbook.publishing.facts import ArticleFacts
    from beatbook.publishing.model import Pair

_NO_PARTS: tuple[str, ...] = ()
_STANDS_BEHIND = frozenset({"source", "outlet", "organization"})
_RANK = {node_type: position for position, node_type in enumerate(TYPE_ORDER)}

Beyond = tuple[tuple[str, tuple[int, ...]], ...]  # article -> indexes of claims without their words


class EventLinks(msgspec.Struct, array_like=True, frozen=True):
    """What an event has of others."""

    lapsed: bool
    place: str | None
    part_of: str | None
    missing: tuple[str, ...]  # participants that the site does not show
    parts: tuple[str, ...]
    related: tuple[str, ...]
    beyond: Beyond


class ArticleLinks(msgspec.Struct, array_like=True, frozen=True):
    """What an article has of others, but for its claims, which are those of its events."""

    outlet_id: str | None
    cites: tuple[str, ...]
    copy_of: str | None
    events: tuple[str, ...]
    named: tuple[str, ...]


class ProfileLinks(msgspec.Struct, array_like=True, frozen=True):
    """What a profile has of others, but for where it is mentioned, which the articles in `named_in` say."""

    type: NodeType
    url: str
    parent: str | None
    events: tuple[str, ...]
    named_in: tuple[str, ...]
    cited_by: tuple[str, ...]
    reported: tuple[str, ...]
    companions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of single documents."""

    events: Mapping[str, EventFacts]  # by id, in order of id
    articles: Mapping[str, ArticleFacts]
    profiles: Mapping[str, ProfileFacts]  # with and without files
    documented: Container[str]  # ids of those with files
    by_machine: Container[str]  # paths of documents that the machine has a view of
    hidden: frozenset[str]  # ids of profiles that are not shown
    former: Mapping[str, str]  # former id -> id


@dataclass(frozen=True, slots=True)
class Links:
    """How all hangs together; each table in the site's order."""

    as_of: str | None
    events: dict[str, EventLinks]
    articles: dict[str, ArticleLinks]
    profiles: dict[str, ProfileLinks]
    pairs: dict[str, Pair]
    stubs: dict[str, ProfileFacts]  # those of whom nothing is known but the id
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Before:
    """How it hung together when it was last linked."""

    ranking: Ranking
    same: AbstractSet[str]  # events of which the facts are what they were
    profiles: AbstractSet[str]  # that were shown


def link(
    facts: Facts,
    beyond: Callable[[Sequence[EventFacts]], Mapping[str, Beyond]],
    *,
    checked: bool,
    as_of: str | None,
    before: Before | None = None,
) -> Links:
    """Links all that is shown; `beyond` tells of the events in order which of their quotes are beyond an article's budget.

    With `checked` only what checked events lead to is shown.
    """
    articles = sorted(facts.articles.values(), key=lambda article: article.order)
    as_of = as_of or max((article.day for article in articles if article.day), default=None)
    shown = sorted((event for event in facts.events.values() if event.shown), key=lambda event: (event.order, event.id))
    events = {event.id: event for event in shown}
    if checked:
        reported = {article for event in shown for article in event.reports}
        articles = [article for article in articles if article.id in reported]
    outlets = _outlets(articles, facts)
    leads = _Leads.of(articles, shown, outlets)
    listed = acts_as(facts.events)
    stubs = {one: _stub(one, listed, place=one in leads.places) for one in leads.events if one not in facts.profiles}
    profiles = _link_profiles({**facts.profiles, **stubs}, facts, leads, listed, keep_all=not checked)
    linked, ranking = _link_events(events, profiles, beyond(shown), as_of, before)
    part_of = {identifier: links.part_of for identifier, links in linked.items() if links.part_of}
    people = frozenset(identifier for identifier, links in profiles.items() if links.type == "person")
    pairs = find_pairs(events, people, part_of)
    for identifier, companions in find_companions(pairs.values()).items():
        profiles[identifier] = msgspec.structs.replace(profiles[identifier], companions=companions)
    return Links(as_of, linked, _link_articles(articles, shown, outlets, profiles), profiles, pairs, stubs, ranking)


def _outlets(articles: Iterable[ArticleFacts], facts: Facts) -> dict[str, str | None]:
    """Article -> its outlet's profile, found by its name where the record does not give its id."""
    names = {name: profile.id for profile in facts.profiles.values() if profile.id in facts.documented for name in profile.names}
    found: dict[str, str | None] = {}
    called: dict[str, str | None] = {}
    for article in articles:
        if article.outlet_id or not article.outlet:
            found[article.id] = article.outlet_id
            continue
        if article.outlet not in called:
            called[article.outlet] = names.get(fold(article.outlet))
        found[article.id] = called[article.outlet]
    return found


@dataclass(frozen=True, slots=True)
class _Leads:
    """Profile id -> what leads to it, each in the site's order."""

    events: Mapping[str, list[str]]
    named_in: Mapping[str, list[str]]
    cited_by: Mapping[str, list[str]]
    reported: Mapping[str, list[str]]
    places: frozenset[str]

    @classmethod
    def of(cls, articles: Iterable[ArticleFacts], events: Iterable[EventFacts], outlets: Mapping[str, str | None]) -> _Leads:
        lists: tuple[defaultdict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(4))
        in_events, named_in, cited_by, reported = lists
        voices: defaultdict[str, list[str]] = defaultdict(list)
        for event in events:
            for article, sources in event.voices:
                voices[article] += sources
            for identifier in event.participants:
                in_events[identifier].append(event.id)
            if event.place and event.place not in event.participants:
                in_events[event.place].append(event.id)
        for record in articles:
            for identifier in record.named:
                named_in[identifier].append(record.id)
            for identifier in dict.fromkeys((*record.cites, *voices.get(record.id, ()))):
                cited_by[identifier].append(record.id)
            if outlet := outlets[record.id]:
                reported[outlet].append(record.id)
        return cls(in_events, named_in, cited_by, reported, frozenset(event.place for event in events if event.place))


def acts_as(events: Mapping[str, EventFacts]) -> dict[str, str]:
    """Profile id -> how briefs list it: person, organization or state."""
    return {identifier: listed for event in events.values() for identifier, listed in event.acts_as}


# ---- profiles


def _link_profiles(
    known: Mapping[str, ProfileFacts], facts: Facts, leads: _Leads, listed: Mapping[str, str], *, keep_all: bool
) -> dict[str, ProfileLinks]:
    """Those that are shown, type by type, within a type by name, with what leads to them, and with a page where they earn one.

    Those that nothing shown leads to are left out, but for files under content/ where `keep_all` says so.
    """
    linked: dict[str, ProfileLinks] = {}
    for identifier, profile in known.items():
        if identifier not in facts.hidden and is_safe_id(identifier):
            linked[identifier] = _link_profile(profile, facts, leads, listed.get(identifier))
    kept = {
        identifier for identifier, links in linked.items() if links.url or links.named_in or (keep_all and identifier in facts.documented)
    }
    parents = {identifier: known[identifier].parent for identifier in kept}
    kept |= {parent for parent in parents.values() if parent in facts.documented and parent in linked}
    for identifier in kept:
        parent = known[identifier].parent
        if parent in kept:
            linked[identifier] = msgspec.structs.replace(linked[identifier], parent=parent)
    ordered = sorted(kept, key=lambda identifier: (_RANK[linked[identifier].type], known[identifier].folded, identifier))
    return {identifier: linked[identifier] for identifier in ordered}


def _link_profile(profile: ProfileFacts, facts: Facts, leads: _Leads, listed: str | None) -> ProfileLinks:
    identifier = profile.id
    events, named_in = tuple(leads.events.get(identifier, ())), tuple(leads.named_in.get(identifier, ()))
    cited_by, reported = tuple(leads.cited_by.get(identifier, ())), tuple(leads.reported.get(identifier, ()))
    node_type = type_in_digest(profile.type, profile.kind, acts_as=listed, reported=bool(reported))
    stands_behind = reported or (cited_by and node_type in _STANDS_BEHIND)
    by_hand = bool(profile.document) and (profile.has_body or profile.document not in facts.by_machine)
    url = page_url(node_type, identifier) if events or stands_behind or len(named_in) > 1 or by_hand else ""
    return ProfileLinks(node_type, url, None, events, named_in, cited_by, reported, ())


def _stub(identifier: str, listed: Mapping[str, str], *, place: bool) -> ProfileFacts:
    """Somebody or something that a brief names and nothing describes: its id is all that is known of its name."""
    as_ = listed.get(identifier)
    node_type: NodeType = "place" if place and not as_ else "state" if as_ == "state" else "person" if as_ == "person" else "organization"
    return ProfileFacts(identifier, node_type, identifier, fold(identifier))


# ---- events and articles


def _link_events(
    events: Mapping[str, EventFacts],
    profiles: Mapping[str, ProfileLinks],
    beyond: Mapping[str, Beyond],
    as_of: str | None,
    before: Before | None,
) -> tuple[dict[str, EventLinks], Ranking]:
    day = parse_edtf(as_of).first.toordinal() if as_of else 0
    part_of = {event.id: event.part_of for event in events.values() if event.part_of in events and event.part_of != event.id}
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for event, whole in part_of.items():
        parts[whole or ""].append(event)
    kin = {identifier: (part_of.get(identifier) or "", *parts.get(identifier, ())) for identifier in (*part_of, *parts)}
    ranking = rank_events(_neighbours(events, profiles, kin, before), before.ranking if before else None)
    there = frozenset(profiles)
    linked = {
        event.id: EventLinks(
            lapsed=event.end < day,
            place=event.place if event.place in profiles else None,
            part_of=part_of.get(event.id),
            missing=_NO_PARTS if there.issuperset(event.participants) else tuple([one for one in event.participants if one not in there]),
            parts=tuple(parts.get(event.id, ())),
            related=ranking.nearest(event.id),
            beyond=beyond.get(event.id, ()),
        )
        for event in events.values()
    }
    return linked, ranking


def _neighbours(
    events: Mapping[str, EventFacts], profiles: Mapping[str, ProfileLinks], kin: Mapping[str, tuple[str, ...]], before: Before | None
) -> list[Neighbour]:
    """The events in order, as they are compared with each other; those are taken over of which nothing has changed."""
    known = {event.id: event for event in before.ranking.events if event.id in before.same} if before else {}
    turned = profiles.keys() ^ before.profiles if before else frozenset[str]()  # shown, or not, but otherwise before
    found = []
    for event in events.values():
        neighbour, near = known.get(event.id), kin.get(event.id, _NO_PARTS)
        if neighbour is None or neighbour.kin != near or (turned and (event.place in turned or not turned.isdisjoint(event.participants))):
            actors, place = [actor for actor in event.participants if actor in profiles], event.place if event.place in profiles else None
            neighbour = Neighbour(event.id, event.day, features_of(actors, event.topics, place), near)
        found.append(neighbour)
    return found


def _link_articles(
    articles: Iterable[ArticleFacts], events: Iterable[EventFacts], outlets: Mapping[str, str | None], profiles: Iterable[str]
) -> dict[str, ArticleLinks]:
    shown, there = {article.id for article in articles}, frozenset(profiles)
    reported: defaultdict[str, list[str]] = defaultdict(list)
    for event in events:
        for article in event.reports:
            reported[article].append(event.id)
    return {
        article.id: ArticleLinks(
            outlet if (outlet := outlets[article.id]) in there else None,
            article.cites if there.issuperset(article.cites) else tuple([one for one in article.cites if one in there]),
            article.copy_of if article.copy_of in shown else None,
            tuple(reported.get(article.id, ())),
            article.named if there.issuperset(article.named) else tuple([one for one in article.named if one in there]),
        )
        for article in articles
    }
