"""Related events: an inverted index over who, where and what, of which each event keeps its nearest few.

How much something shared counts depends on how many events there are, and how many share it, so every event that is added moves all
scores a little.  An event is ranked anew only where that could matter: where its neighbours in one of the lists are others, or where
scores have moved by more than what keeps its nearest apart.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

KEPT = 5
REACH = 12  # neighbours in time looked at on either side for each thing shared: what all events share would else compare all with all
_WEIGHTS = {"p": 3.0, "l": 1.5, "t": 1.0}  # person, place, topic, set by hand: who took part says more than where, where more than a theme
_ROUNDING = 2e-6  # by which two rounded scores may be nearer to each other than the scores are


class Neighbour(msgspec.Struct, array_like=True, frozen=True):
    """What is looked at of an event."""

    id: str
    day: int  # the first day as a number; undated events are far from all others
    features: tuple[str, ...]
    kin: tuple[str, ...]  # the event that it is part of, and its parts: the page shows them as such


class Ranked(msgspec.Struct, array_like=True, frozen=True):
    """An event's nearest, and what they hang on."""

    nearest: tuple[str, ...]
    slack: float  # by how much scores may move before the nearest could be others
    tied: tuple[tuple[int, int], ...] = ()  # (number of a feature, events that have it): equal scores are equal while these are


class Ranking(msgspec.Struct, array_like=True, frozen=True):
    """The nearest of all events, and the numbers from which on the moves of scores are counted."""

    events: tuple[Neighbour, ...] = ()  # in order of date
    ranked: dict[str, Ranked] = {}
    total: int = 0
    counts: dict[str, int] = {}
    renewed: int = 0  # how many were ranked when this was made

    def nearest(self, event: str) -> tuple[str, ...]:
        return self.ranked[event].nearest


def features_of(participants: Iterable[str], topics: Iterable[str], place: str | None) -> tuple[str, ...]:
    """The things that an event may share with others, once each."""
    shared = [f"p{identifier}" for identifier in participants] + [f"t{topic}" for topic in topics]
    return tuple(dict.fromkeys([*shared, f"l{place}"] if place else shared))


def rank_events(events: Sequence[Neighbour], before: Ranking | None = None) -> Ranking:
    """For each event at most five others, nearest first: those that share most, rare things counting more; then those nearest in time.

    `events` are in order of date.  What `before` had ranked is taken from it where it would come out the same.
    """
    index = _Index(events)
    stale = _find_stale(index, before) if before is not None else None
    if before is None or stale is None:
        new = {event.id: _rank(event, index, {}) for event in events}
        return Ranking(tuple(events), new, len(events), index.counts, len(events))
    counts = {feature: before.counts.get(feature, count) for feature, count in index.counts.items()}
    moved = _moves(index, before.total, counts)
    new = {event.id: _rank(event, index, moved) if event.id in stale else before.ranked[event.id] for event in events}
    return Ranking(tuple(events), new, before.total, counts, len(stale))


class _Index:
    """The events by what they share, each list in order of date."""

    def __init__(self, events: Sequence[Neighbour]) -> None:
        self.events = events
        self.position = {event.id: at for at, event in enumerate(events)}
        self.postings = _postings(events)
        self.counts = {feature: len(posting) for feature, posting in self.postings.items()}
        self.weights = {feature: _weight(feature, len(events), count) for feature, count in self.counts.items()}


def _postings(events: Iterable[Neighbour], only: AbstractSet[str] | None = None) -> dict[str, list[int]]:
    """Where the events stand that have a thing, in order; of all things, or `only` some."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for at, event in enumerate(events):
        if only is None or not only.isdisjoint(event.features):
            for feature in event.features:
                postings[feature].append(at)
    return postings


def _weight(feature: str, total: int, count: int) -> float:
    return _WEIGHTS[feature[0]] * math.log1p(total / count)


def _rank(event: Neighbour, index: _Index, moved: Mapping[str, float]) -> Ranked:
    alike = _find_alike(event, index)
    weights = [index.weights[feature] for feature in event.features]
    scored = sorted(((_score(mask, weights), mask) for mask in alike), reverse=True)
    nearest: list[str] = []
    slack, tied, at = math.inf, 0, 0
    while at < len(scored) and len(nearest) < KEPT:
        score, first = scored[at]
        same = [mask for other, mask in scored[at:] if other == score]
        members = (other for mask in same for other in alike[mask])
        nearest += [other for _, other in sorted((abs(index.events[other].day - event.day), index.events[other].id) for other in members)]
        at += len(same)
        after = scored[at][0] if at < len(scored) else -math.inf
        slack = min(slack, score - after if all(_are_like(first, mask, event, index) for mask in same) else 0.0)
        for mask in same:
            tied |= first ^ mask
    counts = tuple((number, index.counts[feature]) for number, feature in enumerate(event.features) if tied >> number & 1)
    return Ranked(tuple(nearest[:KEPT]), slack - _drift(event, moved), counts)


def _find_alike(event: Neighbour, index: _Index) -> dict[int, list[int]]:
    """The candidates by what they share with the event: a number whose bits stand for its features."""
    own, shared = index.position[event.id], defaultdict[int, int](int)
    for number, feature in enumerate(event.features):
        posting, bit = index.postings[feature], 1 << number
        at = bisect_left(posting, own)
        for other in posting[max(0, at - REACH) : at + REACH + 1]:
            shared[other] |= bit
    for kin in (own, *(index.position[identifier] for identifier in event.kin if identifier in index.position)):
        shared.pop(kin, None)
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for other, mask in shared.items():
        alike[mask].append(other)
    return alike


def _are_like(one: int, other: int, event: Neighbour, index: _Index) -> bool:
    """Whether two sorts of candidates have equal scores for as long as as many events have what only one of them shares."""
    return one == other or _parts(one & ~other, event, index) == _parts(other & ~one, event, index)


def _parts(mask: int, event: Neighbour, index: _Index) -> list[tuple[str, int]]:
    return sorted((feature[0], index.counts[feature]) for number, feature in enumerate(event.features) if mask >> number & 1)


def _score(mask: int, weights: Sequence[float]) -> float:
    total = 0.0
    for number, weight in enumerate(weights):
        if mask >> number & 1:
            total += weight
    return round(total, 6)


# ---- what may stand


def _find_stale(index: _Index, before: Ranking) -> set[str] | None:
    """The events that have to be ranked anew; None where that is most of them.

    An event that is the very one that was ranked stands where it stood among the others that are: only lists of things that another one
    has, or had, can be others.
    """
    known = {event.id: event for event in before.events}
    other = [event for event in index.events if known.get(event.id) is not event]
    changed = {event.id for event in other if known.get(event.id) != event}
    were = [known[event.id] for event in other if event.id in known]
    gone = [known[ident] for ident in known.keys() - index.position.keys()]
    touched = {feature for event in (*other, *were, *gone) for feature in event.features}
    moved = _moves(index, before.total, before.counts)
    stale = {
        event.id
        for event in _shaken(index, before, moved, touched)
        if event.id in changed or _may_differ(event, before.ranked[event.id], index, moved)
    }
    stale |= changed
    old = [event.id if event.id not in changed else "" for event in before.events]
    new = [event.id if event.id not in changed else "" for event in index.events]
    earlier = _postings(before.events, touched)
    for feature in touched & index.postings.keys():
        posting = index.postings[feature]
        was, now = [old[at] for at in earlier.get(feature, ())], [new[at] for at in posting]
        if was != now or "" in now:
            first, last = _difference(was, now)
            stale.update([index.events[at].id for at in posting[max(0, first - REACH) : last + REACH]])
    return None if 2 * len(stale) > len(index.events) else stale


def _shaken(index: _Index, before: Ranking, moved: Mapping[str, float], touched: AbstractSet[str]) -> list[Neighbour]:
    """The events of before of which scores may have moved too far.  Of those that have nothing `touched` it is enough to know how many
    things they have, and which of the others moved most.
    """
    most = max((move for feature, move in moved.items() if feature not in touched), default=0.0) * 1.000001  # for a sum is rounded
    ranked = before.ranked
    return [
        event
        for event in index.events
        if event.id in ranked
        and (most * len(event.features) + _ROUNDING >= ranked[event.id].slack or not touched.isdisjoint(event.features))
    ]


def _difference(was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """The part of a list that is another than before: all in front of it and all behind it are the same, and have a name."""
    shorter = min(len(was), len(now))
    first = next((at for at in range(shorter) if was[at] != now[at] or not now[at]), shorter)
    back = next((at for at in range(shorter - first) if was[-1 - at] != now[-1 - at] or not now[-1 - at]), shorter - first)
    return first, len(now) - back


def _may_differ(event: Neighbour, ranked: Ranked, index: _Index, moved: Mapping[str, float]) -> bool:
    if _drift(event, moved) + _ROUNDING >= ranked.slack:
        return True
    return any(index.counts[event.features[number]] != count for number, count in ranked.tied)


def _moves(index: _Index, total: int, counts: Mapping[str, int]) -> dict[str, float]:
    """By how much the weight of each thing is another than when slack was last counted from nothing."""
    return {
        feature: abs(weight - _weight(feature, total, counts[feature])) for feature, weight in index.weights.items() if feature in counts
    }


def _drift(event: Neighbour, moved: Mapping[str, float]) -> float:
    """The most by which two scores of candidates of this event can have moved against each other."""
    return sum([moved[feature] for feature in event.features]) if moved else 0.0
