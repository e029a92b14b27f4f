"""Briefs that a person wrote before any article told of the event: taken up by the event that is plainly the same, else pointed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf
from beatbook.merging.model import MaybeSame

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from beatbook.merging.model import Event, KnownEvent

_NEAR = 3  # days between a day written by hand and a day told for which an editor is asked
_SURE = 2  # who take part in both: two, or one at the same place; one person may do two like things on a day


def adopted(events: Sequence[Event], known: Sequence[KnownEvent], *, owned: Collection[int]) -> dict[str, int]:
    """Id of a brief written by hand -> the event that takes it up.

    It is the only one of its kind on that very day with the same people, nobody else's brief (`owned`: indexes of events that have one),
    and no other brief by hand fits it.
    """
    fitting = {
        brief.id: [index for index, event in enumerate(events) if index not in owned and _is_same(brief, event)]
        for brief in known
        if brief.by_hand
    }
    wanted = [index for found in fitting.values() for index in found]
    return {id_: found[0] for id_, found in sorted(fitting.items()) if len(found) == 1 and wanted.count(found[0]) == 1}


def lookalikes(events: Sequence[Event], known: Sequence[KnownEvent]) -> list[MaybeSame]:
    """Briefs written by hand and events that may be one: an editor has to say."""
    ids = {event.id for event in events}
    return [
        MaybeSame("event", brief.id, event.id, "the same kind and people, and a day that is the same or near")
        for brief in sorted(known, key=lambda brief: brief.id)
        if brief.by_hand and brief.id not in ids
        for event in sorted(events, key=lambda event: event.id)
        if brief.kind == event.kind and _shared(brief, event) and _is_near(brief.date, event.date)
    ]


def _is_same(brief: KnownEvent, event: Event) -> bool:
    shared = _shared(brief, event)
    here = brief.place is not None and brief.place == event.place
    elsewhere = None not in (brief.place, event.place) and not here
    sure = len(shared) >= _SURE or (shared and here)
    return brief.kind == event.kind and brief.date is not None and brief.date == event.date and bool(sure) and not elsewhere


def _shared(brief: KnownEvent, event: Event) -> set[str]:
    """Who takes part in both; nobody where each has somebody whom the other lacks."""
    ours, theirs = set(brief.participants), {actor.id for actor in event.participants}
    return ours & theirs if ours <= theirs or theirs <= ours else set()


def _is_near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    a, b = parse_edtf(one), parse_edtf(other)
    return a.overlaps(b) or min(abs((a.first - b.last).days), abs((b.first - a.last).days)) <= _NEAR
