"""The merged view of articles whose names are resolved: claims into events, with ids, wholes, records and profiles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from beatbook.merging.anchors import records_by_id, standing_articles
from beatbook.merging.by_hand import lookalikes
from beatbook.merging.corrections import (
    apply_corrections,
    held_apart,
    known_claims,
    set_days,
    spoken_claims,
    spoken_of,
    with_split_claims,
)
from beatbook.merging.events import ONE_EVENT, Evidence, compose_event
from beatbook.merging.ids import name_events
from beatbook.merging.leftovers import why_dropped
from beatbook.merging.model import Article, Dropped, MaybeSame, Merged
from beatbook.merging.origins import copies
from beatbook.merging.parts import find_wholes, in_place_of_whole
from beatbook.merging.resolved import make_atlas, resolve_claims
from beatbook.merging.traces import trace_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from datetime import date

    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.grouping import Group, NearPair
    from beatbook.merging.ids import Naming
    from beatbook.merging.model import ClaimKey, Event, Known, KnownArticle, KnownEvent, Profile
    from beatbook.merging.publication import InferredPublication
    from beatbook.merging.resolution import Resolution
    from beatbook.merging.resolved import Atlas, ResolvedClaim
    from beatbook.merging.ruleset import MergingRules
    from beatbook.merging.traces import Traced


@dataclass(frozen=True, slots=True)
class Composition:
    """A merged view with what it was made of, so that the next merge need not begin anew."""

    merged: Merged
    articles: tuple[AnchoredArticle, ...]
    resolution: Resolution
    claims: Mapping[str, tuple[ResolvedClaim, ...]]  # by article that speaks
    traced: Traced
    why: Mapping[ClaimKey, str]  # by its first claim, of each group that says too little: why it would be no event
    kept: tuple[Group, ...]  # those that became events
    composed: tuple[Event, ...]  # of these, before any was made part of another one
    heirs: tuple[tuple[str, ...], ...]  # of each, the earlier ids that lead to it
    wholes: Mapping[int, int]  # index of a part -> index of its whole
    copy_of: Mapping[str, str]
    corrected: bool  # whether an editor divided or united groups
    inferred: Mapping[str, InferredPublication] = field(default_factory=dict)  # article -> when it was published, as others say


def merge_resolved(
    articles: Sequence[AnchoredArticle],
    resolution: Resolution,
    known: Known,
    rules: MergingRules,
    *,
    as_of: date | None,
    overlapping: Sequence[tuple[str, str]] | None = None,
) -> Merged:
    """The merged view of articles whose names are resolved.  `overlapping`: as in `copies`."""
    return compose(articles, resolution, known, rules, as_of=as_of, overlapping=overlapping).merged


def compose(
    articles: Sequence[AnchoredArticle],
    resolution: Resolution,
    known: Known,
    rules: MergingRules,
    *,
    as_of: date | None,
    overlapping: Sequence[tuple[str, str]] | None = None,
) -> Composition:
    """The same with what it was made of."""
    atlas, records, outlets = make_atlas(resolution.profiles), records_by_id(known), outlets_by_name(resolution.profiles)
    speaking = standing_articles(articles, records)
    claims = {article.id: resolve_claims(article, resolution.entity_ids.get(article.id, ()), atlas, rules) for article in speaking}
    apart = held_apart(known.events)
    traced = trace_claims(
        [claim for own in claims.values() for claim in own],
        rules,
        known=known_claims(known.events),
        apart=apart,
        spoken=spoken_claims(known.events, apart),
        days=set_days(known.events),
    )
    grouping = traced.grouping
    corrected = apply_corrections(grouping.groups, known.events)
    kept, dropped, why = _sift(corrected.groups, known.events, rules)
    copy_of = copies(articles, overlapping)
    evidence = Evidence({article.id: article for article in articles}, copy_of, atlas, rules)
    bare = [compose_event(group, evidence) for group in kept]
    naming = name_events(bare, with_split_claims(known.events, kept), atlas.profiles)
    composed = decided(_named(bare, naming), spoken_of(known.events))
    wholes = find_wholes(composed, atlas, rules)
    events = tuple(as_part(event, composed[wholes[index]], atlas) if index in wholes else event for index, event in enumerate(composed))
    gone = [Dropped(claim.key, reason) for claim, reason in corrected.detached]
    of_claim = _of_claim(events)
    merged = Merged(
        as_of=as_of.isoformat() if as_of else None,
        articles=tuple(
            record_article(article, resolution.entity_ids.get(article.id, ()), copy_of, outlets, records) for article in articles
        ),
        profiles=_with_pages(resolution, events),
        events=tuple(sorted(events, key=lambda event: event.id)),
        maybe_same=(
            *resolution.maybe_same,
            *maybe_same(grouping.near, lambda key: of_claim.get(key, "")),
            *lookalikes(events, known.events),
        ),
        dropped=tuple(sorted((*dropped, *gone), key=lambda entry: entry.claim)),
    )
    is_corrected = bool(gone) or corrected.groups != tuple(sorted(grouping.groups, key=lambda group: group.claims[0].key))
    return Composition(
        merged, tuple(articles), resolution, claims, traced, why, tuple(kept), composed, naming.heirs, wholes, copy_of, is_corrected
    )


def as_part(event: Event, whole: Event, atlas: Atlas) -> Event:
    """The event as a part of another one."""
    return replace(in_place_of_whole(event, whole, atlas), part_of=whole.id)


def _sift(
    groups: Sequence[Group], known: Sequence[KnownEvent], rules: MergingRules
) -> tuple[list[Group], list[Dropped], dict[ClaimKey, str]]:
    """The groups that become events, the claims of the others with the reason, and by first claim why a group would not become one.

    What a person set up or read stays an event.
    """
    editors = {event.id for event in known if is_editors(event)}
    kept, dropped, why = [], [], {}
    for group in groups:
        reason = why_dropped(group.claims, rules)
        if reason is not None:
            why[group.claims[0].key] = reason
        if reason is None or editors & set(group.known):
            kept.append(group)
        else:
            dropped += [Dropped(claim.key, reason) for claim in group.claims]
    return kept, dropped, why


def is_editors(event: KnownEvent) -> bool:
    """Whether a person set it up, corrected or read it: it stays an event, whatever is told of it."""
    return bool(event.reviewed or event.owned or event.same_as or event.split)


def _named(events: Sequence[Event], naming: Naming) -> tuple[Event, ...]:
    return tuple(replace(event, id=naming.ids[index], former_ids=naming.former_ids[index]) for index, event in enumerate(events))


def decided(events: Sequence[Event], spoken: frozenset[str]) -> tuple[Event, ...]:
    """The events, where an editor's word is the only reason given for those that it was about.

    What else speaks for their claims being one may change from build to build: the next one starts from what this one made of them.
    """
    line = f"{ONE_EVENT}: an editor decided on it"
    return tuple(
        replace(event, because=(event.because[0], line, *(reason for reason in event.because[1:] if not reason.startswith(ONE_EVENT))))
        if event.id in spoken
        else event
        for event in events
    )


def _of_claim(events: Iterable[Event]) -> dict[ClaimKey, str]:
    """Claim -> the event that reports it."""
    return {claim.key: event.id for event in events for report in event.reports for claim in report.claims}


def maybe_same(near: Iterable[NearPair], event_of: Callable[[ClaimKey], str]) -> tuple[MaybeSame, ...]:
    """The events that nearly were one; `event_of` says which one reports the first claim of a group, "" for none."""
    pairs: dict[tuple[str, str], MaybeSame] = {}
    for one, other, because in near:
        first, second = sorted((event_of(one), event_of(other)))
        if first and first != second:
            pairs.setdefault((first, second), MaybeSame("event", first, second, because))
    return tuple(pairs[pair] for pair in sorted(pairs))


def record_article(
    article: AnchoredArticle,
    ids: Sequence[str],
    copy_of: Mapping[str, str],
    outlets: Mapping[str, str],
    records: Mapping[str, KnownArticle],
) -> Article:
    """The record of an article; `ids` are those of its entities."""
    record = records.get(article.id)
    cites = dict.fromkeys(ids[voice.entity] for voice in article.analysis.cites if voice.entity is not None and voice.entity < len(ids))
    return Article(
        id=article.id,
        analysis=article.analysis,
        outlet_id=outlet_id(article, outlets),
        published=article.stated,
        published_basis=article.basis,
        published_range=article.published_range,
        published_because=article.because,
        cites=tuple(id_ for id_ in cites if id_),
        copy_of=copy_of.get(article.id),
        entities=tuple(ids),
        standing=record.standing if record else "stands",
    )


PUBLISHERS = ("outlet", "organization", "source")  # types of profiles that may be of an outlet


def outlets_by_name(profiles: Sequence[Profile]) -> dict[str, str]:
    """Name or alias without case -> the profile that an outlet of this name has, the smallest id of several."""
    return outlets_called({one.id: [name.casefold() for name in (one.name, *one.aliases)] for one in profiles if one.type in PUBLISHERS})


def outlets_called(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The same of what each of these profiles is called, without case."""
    found: dict[str, str] = {}
    for id_, called in names.items():
        for name in called:
            found[name] = min(id_, found.get(name, id_))
    return found


def outlet_id(article: AnchoredArticle, outlets: Mapping[str, str]) -> str | None:
    """The profile of the article's outlet, found by its name; None when there is none."""
    name = (article.analysis.metadata.outlet or "").casefold()
    return outlets.get(name) if name else None


def _with_pages(resolution: Resolution, events: Sequence[Event]) -> tuple[Profile, ...]:
    """The profiles; a page of their own get those who take part in an event and those whom two articles name."""
    acting = {id_ for event in events for id_ in actors_of(event)}
    return tuple(
        replace(profile, has_page=has_page(profile, acting))
        for profile in sorted(resolution.profiles, key=lambda profile: (profile.type, profile.id))
    )


def actors_of(event: Event) -> set[str]:
    """Who takes part in an event, and its place."""
    return {actor.id for actor in event.participants} | ({event.place} if event.place else set())


def has_page(profile: Profile, acting: Container[str]) -> bool:
    """Whether a profile has a page of its own: who takes part in an event (`acting`), and whom two articles name."""
    return profile.id in acting or len({mention.article for mention in profile.mentions}) > 1
