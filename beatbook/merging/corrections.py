"""What editors said about events, applied to the groups: same as, not about, split.  (Held apart: grouping.py.)"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf
from beatbook.merging.grouping import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.model import ClaimKey, KnownEvent
    from beatbook.merging.resolved import ResolvedClaim


@dataclass(frozen=True, slots=True)
class Corrected:
    """Groups after the editors' word, and the claims that they took out."""

    groups: tuple[Group, ...]
    detached: tuple[tuple[ResolvedClaim, str], ...] = ()  # claim, reason


def known_claims(events: Sequence[KnownEvent]) -> dict[ClaimKey, str]:
    """Claim -> the earlier event that it belonged to."""
    return {key: event.id for event in sorted(events, key=lambda event: event.id) for key in event.claims}


def spoken_claims(events: Sequence[KnownEvent], apart: frozenset[tuple[str, str]]) -> dict[ClaimKey, frozenset[str]]:
    """Claim -> the earlier events of which an editor spoke when it was theirs.

    So that what was said of an event holds for all that becomes of it.  Where two of them are held apart, the one it belongs to now counts.
    """
    speaking = sorted((event for event in events if event.spoken), key=lambda event: event.id)
    owner = known_claims(events) if speaking else {}
    found: dict[ClaimKey, set[str]] = {}
    for event in speaking:
        for key in event.spoken:
            if not any((event.id, other) in apart for other in (owner.get(key, ""), *found.get(key, ()))):
                found.setdefault(key, set()).add(event.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def held_apart(events: Sequence[KnownEvent]) -> frozenset[tuple[str, str]]:
    """Pairs of earlier events that are never one, both ways round.

    Held apart by an editor, or split one off the other, unless the editor made the two one.
    """
    pairs = {(event.id, other) for event in events for other in (*event.not_same_as, event.split_from) if other}
    one = {(event.id, other) for event in events for other in event.same_as}
    apart = {pair for pair in pairs if pair not in one and pair[::-1] not in one}
    return frozenset(apart | {(other, one) for one, other in apart})


def set_days(events: Sequence[KnownEvent]) -> dict[str, Interval]:
    """Earlier event -> the days that an editor gave it."""
    return {event.id: parse_edtf(event.date) for event in events if "date" in event.owned and event.date}


def apply_corrections(groups: Sequence[Group], events: Sequence[KnownEvent]) -> Corrected:
    """The groups with split, same_as and not_about applied, in this order, each to the event that the ids mean now."""
    current = _split(list(groups), events)
    current = _unite(current, events)
    return _detach(current, events)


def spoken_of(events: Sequence[KnownEvent]) -> frozenset[str]:
    """The events on whose claims an editor decided: what else speaks for them being one may differ from build to build."""
    naming = {event.id: (*event.same_as, *event.not_same_as, *((event.split_from,) if event.split_from else ())) for event in events}
    own = {event.id for event in events if naming[event.id] or event.split or event.not_about or event.withdrawn or "date" in event.owned}
    return frozenset(own | {other for others in naming.values() for other in others})


def with_split_claims(events: Sequence[KnownEvent], groups: Sequence[Group]) -> tuple[KnownEvent, ...]:
    """The earlier events, where those that an editor split off own the claims that went with them, and nobody else does."""
    split = {event.id for event in events if event.split}
    moved = {claim.key: group.known[0] for group in groups if len(group.known) == 1 and group.known[0] in split for claim in group.claims}
    if not moved:
        return tuple(events)
    return tuple(
        replace(
            event,
            claims=(
                *(key for key in event.claims if moved.get(key, event.id) == event.id),
                *(key for key in sorted(moved) if moved[key] == event.id and key not in event.claims),
            ),
        )
        for event in events
    )


def _owner(groups: Sequence[Group], event: KnownEvent) -> int | None:
    """The group that stands for an earlier event: the one with most of its articles, among those that hold claims of it."""
    counts = Counter(index for index, group in enumerate(groups) if event.id in group.known for c in group.claims if c.key in event.claims)
    return min(counts, key=lambda index: (-counts[index], index), default=None)


def _split(groups: list[Group], events: Sequence[KnownEvent]) -> list[Group]:
    by_id = {event.id: event for event in events}
    for event in sorted(events, key=lambda event: event.id):
        if not event.split:
            continue
        owner = _owner(groups, event)
        if owner is None and event.split_from in by_id:
            owner = _owner(groups, by_id[event.split_from])
        if owner is None:
            owner = _by_articles(groups, event)
        if owner is None:
            continue
        moved = [claim for claim in groups[owner].claims if claim.key.article in event.split]
        stays = [claim for claim in groups[owner].claims if claim.key.article not in event.split]
        if moved and stays:
            rest = tuple(id_ for id_ in groups[owner].known if id_ != event.id)
            groups[owner] = replace(groups[owner], claims=tuple(stays), known=rest)
            groups.append(Group(tuple(moved), ("an editor made it an event of its own",), (event.id,)))
    return groups


def _by_articles(groups: Sequence[Group], event: KnownEvent) -> int | None:
    """For a split that no build has seen yet: the group with most of its articles, of its kind if it has one."""
    counts = {
        index: len({claim.key.article for claim in group.claims} & set(event.split))
        for index, group in enumerate(groups)
        if any(claim.kind == event.kind for claim in group.claims) or not event.kind
    }
    best = max(counts.values(), default=0)
    return min((index for index, count in counts.items() if count == best), default=None) if best else None


def _unite(groups: list[Group], events: Sequence[KnownEvent]) -> list[Group]:
    """Makes one group of all that stand for an event and for those that an editor merged into it."""
    for event in sorted(events, key=lambda event: event.id):
        if not event.same_as:
            continue
        ids = {event.id, *event.same_as}
        members = [group for group in groups if ids & set(group.known)]
        if len(members) > 1:
            claims = tuple(sorted((claim for group in members for claim in group.claims), key=lambda claim: claim.key))
            reasons = sorted({"an editor made them one", *(reason for group in members for reason in group.reasons)})
            known = sorted({id_ for group in members for id_ in group.known})
            spoken = sorted({id_ for group in members for id_ in group.spoken})
            groups = [group for group in groups if group not in members] + [Group(claims, tuple(reasons), tuple(known), tuple(spoken))]
    return groups


def _detach(groups: list[Group], events: Sequence[KnownEvent]) -> Corrected:
    detached: list[tuple[ResolvedClaim, str]] = []
    for event in sorted((event for event in events if event.not_about), key=lambda event: event.id):
        for index, group in enumerate(groups):
            if event.id not in (*group.known, *group.spoken):
                continue
            gone = [claim for claim in group.claims if claim.key.article in event.not_about]
            if event.id not in group.known:  # what became of a part of the event
                gone = [claim for claim in gone if claim.key in event.detached]
            detached += [(claim, f"an editor says that it is not about {event.id}") for claim in gone]
            stays = tuple(claim for claim in group.claims if claim.key.article not in event.not_about)
            groups[index] = replace(group, claims=stays)
    kept = (group for group in groups if group.claims)
    return Corrected(tuple(sorted(kept, key=lambda group: group.claims[0].key)), tuple(detached))
