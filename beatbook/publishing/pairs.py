"""Who met whom: two people and what they did together, counted apart by how."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from beatbook.publishing.model import Pair
from beatbook.publishing.urls import page_url, pair_id, pair_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.publishing.facts import EventFacts
    from beatbook.publishing.model import SiteEvent

Bucket = Literal["met", "spoke", "attended", "planned", "called_off", "other"]

BUCKETS: tuple[Bucket, ...] = ("met", "spoke", "attended", "planned", "called_off", "other")
MEETING_KINDS = frozenset({"meeting", "talks"})
ENCOUNTER_KINDS = MEETING_KINDS | {"visit", "call", "forum"}
MAX_PEOPLE = 100  # beyond it an event pairs nobody: a list of all heads of state says nothing of any two, and pairs grow by the square

_DONE: dict[str, Bucket] = {"meeting": "met", "talks": "met", "call": "spoke", "forum": "attended"}


def find_pairs(events: Mapping[str, EventFacts], people: frozenset[str], part_of: Mapping[str, str]) -> dict[str, Pair]:
    """The pairs of `people` that take part in one event, by id; events in the order given, `part_of` those that are part of another.

    "Met" is: happened, and a meeting or talks, or a visit of which a report says that the two met.  Calls are "spoke", forums
    "attended", what lies ahead "planned", what did not come about "called off", letters and the like "other".  An event that has parts
    is left out for a pair that a part counts already.
    """
    found: defaultdict[tuple[str, str], dict[str, Bucket]] = defaultdict(dict)
    for event in events.values():
        present = people.intersection(event.participants)
        if 1 < len(present) <= MAX_PEOPLE:
            for one, other in combinations(sorted(present), 2):
                found[one, other][event.id] = _bucket(event, one, other)
    return {pair_id(*two): _pair(two, _without_parents(buckets, events, part_of)) for two, buckets in sorted(found.items())}


def met_in(event: SiteEvent) -> tuple[tuple[str, ...], ...]:
    """Of a visit: the groups of which a claim says that they met."""
    if event.kind != "visit":
        return ()
    claims = (claim for report in event.reports for claim in report.claims)
    met = (claim.participants for claim in claims if claim.kind in MEETING_KINDS and claim.status == "happened")
    return tuple(dict.fromkeys(group for group in met if len(group) > 1))


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


def _bucket(event: EventFacts, one: str, other: str) -> Bucket:
    if event.kind not in ENCOUNTER_KINDS:
        return "other"
    if event.status in ("cancelled", "denied"):
        return "called_off"
    if event.status != "happened":
        return "planned"
    if event.kind == "visit":
        return "met" if any(one in group and other in group for group in event.met) else "other"
    return _DONE[event.kind]


def _without_parents(buckets: dict[str, Bucket], events: Mapping[str, EventFacts], part_of: Mapping[str, str]) -> dict[str, Bucket]:
    """The events without those of which a part, at any depth, counts: it was held, or it is of the same sort as the whole."""
    if part_of.keys().isdisjoint(buckets):
        return buckets
    counted: set[str] = set()
    for identifier, bucket in buckets.items():
        for parent in _ancestors(identifier, part_of):
            if events[identifier].status == "happened" or buckets.get(parent) == bucket:
                counted.add(parent)
    return {identifier: bucket for identifier, bucket in buckets.items() if identifier not in counted}


def _ancestors(identifier: str, part_of: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    parent = part_of.get(identifier)
    while parent is not None and parent not in found and parent != identifier:
        found.append(parent)
        parent = part_of.get(parent)
    return found


def _pair(two: tuple[str, str], buckets: dict[str, Bucket]) -> Pair:
    """The pair.  What one event says of two needs no page beside that event's own: the second one gives them theirs."""
    url = page_url("event", next(iter(buckets))) if len(buckets) == 1 else pair_url(*two)
    sorted_out: dict[Bucket, list[str]] = {bucket: [] for bucket in BUCKETS}
    for identifier, bucket in buckets.items():
        sorted_out[bucket].append(identifier)
    return Pair(pair_id(*two), url, two, **{bucket: tuple(found) for bucket, found in sorted_out.items()})
