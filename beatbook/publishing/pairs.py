"""Who met whom: two people and what they did together, counted apart by how."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from beatbook.publishing.model import Pair, SiteEvent
from beatbook.publishing.urls import pair_id, pair_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Bucket = Literal["met", "spoke", "attended", "planned", "called_off", "other"]

BUCKETS: tuple[Bucket, ...] = ("met", "spoke", "attended", "planned", "called_off", "other")
MEETING_KINDS = frozenset({"meeting", "talks"})
ENCOUNTER_KINDS = MEETING_KINDS | {"visit", "call", "forum"}
MAX_PEOPLE = 100  # beyond it an event pairs nobody: a list of all heads of state says nothing of any two, and pairs grow by the square

_DONE: dict[str, Bucket] = {"meeting": "met", "talks": "met", "call": "spoke", "forum": "attended"}


def find_pairs(events: Mapping[str, SiteEvent], people: frozenset[str]) -> dict[str, Pair]:
    """The pairs of `people` that take part in one event, by id; events in the order given.

    "Met" is: happened, and a meeting or talks, or a visit of which a report says that the two met.  Calls are "spoke", forums
    "attended", what lies ahead "planned", what did not come about "called off", letters and the like "other".  An event that has parts
    is left out for a pair that a part counts already.
    """
    found: defaultdict[tuple[str, str], dict[str, Bucket]] = defaultdict(dict)
    for event in events.values():
        present = sorted({identifier for identifier, _ in event.participants if identifier in people})
        if len(present) <= MAX_PEOPLE:
            for one, other in combinations(present, 2):
                found[one, other][event.id] = _bucket(event, one, other)
    return {pair_id(*two): _pair(two, _without_parents(buckets, events), events) for two, buckets in sorted(found.items())}


def find_companions(pairs: Iterable[Pair]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Person -> (other person, events together, those called off not counted), most first."""
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        if count := sum(len(events_in(pair, bucket)) for bucket in BUCKETS if bucket != "called_off"):
            one, other = pair.people
            together[one][other] = together[other][one] = count
    return {person: tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))) for person, counts in together.items()}


def events_in(pair: Pair, bucket: Bucket) -> tuple[str, ...]:
    """The ids of a pair's events of one sort."""
    found: tuple[str, ...] = getattr(pair, bucket)
    return found


def _bucket(event: SiteEvent, one: str, other: str) -> Bucket:
    if event.kind not in ENCOUNTER_KINDS:
        return "other"
    if event.status in ("cancelled", "denied"):
        return "called_off"
    if event.status != "happened":
        return "planned"
    if event.kind == "visit":
        return "met" if _says_they_met(event, one, other) else "other"
    return _DONE[event.kind]


def _says_they_met(event: SiteEvent, one: str, other: str) -> bool:
    return any(
        claim.kind in MEETING_KINDS and claim.status == "happened" and {one, other} <= set(claim.participants)
        for report in event.reports
        for claim in report.claims
    )


def _without_parents(buckets: dict[str, Bucket], events: Mapping[str, SiteEvent]) -> dict[str, Bucket]:
    """The events without those of which a part, at any depth, counts: it was held, or it is of the same sort as the whole."""
    counted: set[str] = set()
    for identifier, bucket in buckets.items():
        for parent in _ancestors(identifier, events):
            if events[identifier].status == "happened" or buckets.get(parent) == bucket:
                counted.add(parent)
    return {identifier: bucket for identifier, bucket in buckets.items() if identifier not in counted}


def _ancestors(identifier: str, events: Mapping[str, SiteEvent]) -> list[str]:
    found: list[str] = []
    parent = events[identifier].part_of
    while parent is not None and parent in events and parent not in found and parent != identifier:
        found.append(parent)
        parent = events[parent].part_of
    return found


def _pair(two: tuple[str, str], buckets: dict[str, Bucket], events: Mapping[str, SiteEvent]) -> Pair:
    """The pair.  What one event says of two needs no page beside that event's own: the second one gives them theirs."""
    url = events[next(iter(buckets))].url if len(buckets) == 1 else pair_url(*two)
    sorted_out: dict[Bucket, list[str]] = {bucket: [] for bucket in BUCKETS}
    for identifier, bucket in buckets.items():
        sorted_out[bucket].append(identifier)
    return Pair(pair_id(*two), url, two, **{bucket: tuple(found) for bucket, found in sorted_out.items()})
