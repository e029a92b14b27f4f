"""The merged view of articles whose names are resolved: claims into events, with ids, wholes, records and profiles."""

from __future__ import annotations

from dataclasses import replace
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
from beatbook.merging.grouping import Grouping, group_claims
from beatbook.merging.ids import name_events
from beatbook.merging.leftovers import why_dropped
from beatbook.merging.model import Article, Dropped, MaybeSame, Merged
from beatbook.merging.origins import copies
from beatbook.merging.parts import find_wholes, in_place_of_whole
from beatbook.merging.resolved import make_atlas, resolve_claims

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.grouping import Group
    from beatbook.merging.identity import Resolution
    from beatbook.merging.model import ClaimKey, Event, Known, KnownArticle, KnownEvent, Profile
    from beatbook.merging.resolved import Atlas
    from beatbook.merging.ruleset import MergingRules


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
    atlas, records, outlets = make_atlas(resolution.profiles), records_by_id(known), outlets_by_name(resolution.profiles)
    speaking = standing_articles(articles, records)
    claims = [claim for article in speaking for claim in resolve_claims(article, resolution.entity_ids.get(article.id, ()), atlas, rules)]
    apart = held_apart(known.events)
    grouping = group_claims(
        claims,
        rules,
        known=known_claims(known.events),
        apart=apart,
        spoken=spoken_claims(known.events, apart),
        days=set_days(known.events),
    )
    corrected = apply_corrections(grouping.groups, known.events)
    kept, dropped = _sift(corrected.groups, known.events, rules)
    copy_of = copies(articles, overlapping)
    evidence = Evidence({article.id: article for article in articles}, copy_of, atlas, rules)
    events = _named([compose_event(group, evidence) for group in kept], with_split_claims(known.events, kept), atlas.profiles)
    events = _decided(events, spoken_of(known.events))
    wholes = find_wholes(events, atlas, rules)
    events = tuple(_as_part(event, events[wholes[index]], atlas) if index in wholes else event for index, event in enumerate(events))
    gone = [Dropped(claim.key, reason) for claim, reason in corrected.detached]
    return Merged(
        as_of=as_of.isoformat() if as_of else None,
        articles=tuple(_record(article, resolution, copy_of, outlets, records) for article in articles),
        profiles=_with_pages(resolution, events),
        events=tuple(sorted(events, key=lambda event: event.id)),
        maybe_same=(*resolution.maybe_same, *_maybe_same(grouping, events), *lookalikes(events, known.events)),
        dropped=tuple(sorted((*dropped, *gone), key=lambda entry: entry.claim)),
    )


def _as_part(event: Event, whole: Event, atlas: Atlas) -> Event:
    return replace(in_place_of_whole(event, whole, atlas), part_of=whole.id)


def _sift(groups: Sequence[Group], known: Sequence[KnownEvent], rules: MergingRules) -> tuple[list[Group], list[Dropped]]:
    """The groups that become events, and the claims of the others with the reason.  What a person set up or read stays an event."""
    editors = {event.id for event in known if event.reviewed or event.owned or event.same_as or event.split}
    kept, dropped = [], []
    for group in groups:
        reason = None if editors & set(group.known) else why_dropped(group.claims, rules)
        if reason is None:
            kept.append(group)
        else:
            dropped += [Dropped(claim.key, reason) for claim in group.claims]
    return kept, dropped


def _named(events: Sequence[Event], known: Sequence[KnownEvent], profiles: Mapping[str, Profile]) -> tuple[Event, ...]:
    naming = name_events(events, known, profiles)
    return tuple(replace(event, id=naming.ids[index], former_ids=naming.former_ids[index]) for index, event in enumerate(events))


def _decided(events: Sequence[Event], spoken: frozenset[str]) -> tuple[Event, ...]:
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


def _maybe_same(grouping: Grouping, events: Sequence[Event]) -> tuple[MaybeSame, ...]:
    by_claim: dict[ClaimKey, str] = {claim.key: event.id for event in events for report in event.reports for claim in report.claims}
    pairs: dict[tuple[str, str], MaybeSame] = {}
    for one, other, because in grouping.near:
        first, second = sorted((by_claim.get(one, ""), by_claim.get(other, "")))
        if first and first != second:
            pairs.setdefault((first, second), MaybeSame("event", first, second, because))
    return tuple(pairs[pair] for pair in sorted(pairs))


def _record(
    article: AnchoredArticle,
    resolution: Resolution,
    copy_of: Mapping[str, str],
    outlets: Mapping[str, str],
    records: Mapping[str, KnownArticle],
) -> Article:
    ids = resolution.entity_ids.get(article.id, ())
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


def outlets_by_name(profiles: Sequence[Profile]) -> dict[str, str]:
    """Name or alias without case -> the profile that an outlet of this name has, the smallest id of several."""
    found: dict[str, str] = {}
    for profile in profiles:
        if profile.type in ("outlet", "organization", "source"):
            for name in (profile.name, *profile.aliases):
                found[name.casefold()] = min(profile.id, found.get(name.casefold(), profile.id))
    return found


def outlet_id(article: AnchoredArticle, outlets: Mapping[str, str]) -> str | None:
    """The profile of the article's outlet, found by its name; None when there is none."""
    name = (article.analysis.metadata.outlet or "").casefold()
    return outlets.get(name) if name else None


def _with_pages(resolution: Resolution, events: Sequence[Event]) -> tuple[Profile, ...]:
    """The profiles; a page of their own get those who take part in an event and those whom two articles name."""
    acting = {actor.id for event in events for actor in event.participants} | {event.place for event in events if event.place}
    return tuple(
        replace(profile, has_page=profile.id in acting or len({mention.article for mention in profile.mentions}) > 1)
        for profile in sorted(resolution.profiles, key=lambda profile: (profile.type, profile.id))
    )
