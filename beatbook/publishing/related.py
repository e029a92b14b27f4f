"""Related events: an inverted index over who, where and what, of which each event keeps its nearest few."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.publishing.model import SiteEvent

KEPT = 5
REACH = 12  # neighbours in time looked at on either side for each thing shared: what all events share would else compare all with all
_WEIGHTS = {"person": 3.0, "place": 1.5, "topic": 1.0}  # set by hand: who took part says more than where, where more than a theme


def related_events(events: Mapping[str, SiteEvent]) -> dict[str, tuple[str, ...]]:
    """Event id -> at most five others, nearest first: those that share most, rare things counting more; then those nearest in time.

    The event that another is part of, and its parts, are left out: the page shows them as such.  `events` are in order of date.
    """
    order = list(events)
    position = {identifier: index for index, identifier in enumerate(order)}
    postings = _postings(events, position)
    days = [_ordinal(event) for event in events.values()]
    return {identifier: _nearest(events[identifier], events, order, postings, position, days) for identifier in order}


_Feature = tuple[str, str]


def _features(event: SiteEvent) -> list[_Feature]:
    shared = [("person", identifier) for identifier, _ in event.participants]
    shared += [("topic", topic) for topic in event.topics]
    return [*shared, ("place", event.place)] if event.place else shared


def _postings(events: Mapping[str, SiteEvent], position: Mapping[str, int]) -> dict[_Feature, list[int]]:
    postings: defaultdict[_Feature, list[int]] = defaultdict(list)
    for identifier, event in events.items():
        for feature in dict.fromkeys(_features(event)):
            postings[feature].append(position[identifier])
    return postings


def _nearest(
    event: SiteEvent,
    events: Mapping[str, SiteEvent],
    order: list[str],
    postings: Mapping[_Feature, list[int]],
    position: Mapping[str, int],
    days: list[int],
) -> tuple[str, ...]:
    own = position[event.id]
    scores: defaultdict[int, float] = defaultdict(float)
    for feature in dict.fromkeys(_features(event)):
        posting = postings[feature]
        weight = _WEIGHTS[feature[0]] * math.log1p(len(events) / len(posting))
        at = bisect_left(posting, own)
        for other in posting[max(0, at - REACH) : at + REACH + 1]:
            scores[other] += weight
    kin = {own, *(position[identifier] for identifier in (event.part_of or "", *event.parts) if identifier in position)}
    candidates = (other for other in scores if other not in kin)
    best = heapq.nsmallest(KEPT, candidates, key=lambda other: (-round(scores[other], 6), abs(days[other] - days[own]), order[other]))
    return tuple(order[other] for other in best)


def _ordinal(event: SiteEvent) -> int:
    """The first day as a number; undated events are far from all others."""
    if not event.date or (first := parse_edtf(event.date).first) == date.min:
        return date.max.toordinal()
    return first.toordinal()
