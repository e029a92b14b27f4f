"""Which events are parts of others: dated meetings in a visit, talks on the sidelines of a forum, the signing at a summit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.merging.model import Event
    from beatbook.merging.resolved import Atlas
    from beatbook.merging.ruleset import MergingRules

_WHOLES = frozenset({"visit", "forum"})
_ENCOUNTERS = frozenset({"meeting", "talks"})  # what is signed, said jointly or served at them is part of them
_PARTS = frozenset({"meeting", "talks", "agreement", "visit"})
_HELD = frozenset({"meeting", "talks", "agreement"})  # what people come together for
_TWO = 2
_LONGEST = 31  # days of a visit or forum; longer is a date that is not known well


def find_wholes(events: Sequence[Event], atlas: Atlas, rules: MergingRules) -> Mapping[int, int]:
    """Index of a part -> index of the event that it happened in: somebody in common, within its days, in its place.

    A meeting of a day has its signing, its joint press conference and its dinner as parts; a visit or forum its meetings, too.
    """
    wholes: dict[str, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        if _is_whole(event):
            for article in _articles(event):
                wholes[article].append(index)
    found = {}
    for index, event in enumerate(events):
        near = sorted({other for article in _articles(event) for other in wholes.get(article, ())})
        fitting = [other for other in near if other != index and _holds(events[other], event, atlas, rules)]
        if fitting:
            found[index] = min(
                fitting,
                key=lambda other: (
                    events[other].kind not in _ENCOUNTERS,
                    events[other].kind != "forum",
                    _days(events[other]),
                    events[other].id,
                    other,
                ),
            )
    return found


def in_place_of_whole(event: Event, whole: Event, atlas: Atlas) -> Event:
    """The event with the town of the forum or visit that it was part of, where no claim gives it a place.

    On a visit only what was held with somebody who is at home there: a traveller also telephones.
    """
    place = atlas.profiles.get(whole.place or "")
    if event.place or place is None or event.kind not in _HELD or place.kind not in ("city", "capital", "town", "village"):
        return event
    sides = {atlas.side(actor.id) for actor in event.participants} - {""}
    if whole.kind != "forum" and (place.country not in sides or len(sides) == 1):
        return event
    return replace(event, place=whole.place, because=(*event.because, f"place: that of {whole.id}, which it was part of"))


def _articles(event: Event) -> set[str]:
    return {report.article for report in event.reports}


def _days(event: Event) -> int:
    return parse_edtf(event.date).days if event.date else 0


def _is_whole(event: Event) -> bool:
    if event.kind in _ENCOUNTERS:
        return bool(event.date) and _days(event) == 1
    return event.kind in _WHOLES and bool(event.date and event.place) and _days(event) <= _LONGEST


def _holds(whole: Event, part: Event, atlas: Atlas, rules: MergingRules) -> bool:
    if not part.date or whole.date is None or not _may_hold(whole, part, rules):
        return False
    outer, inner = parse_edtf(whole.date), parse_edtf(part.date)
    people = _people(whole) & _people(part)
    return outer.contains(inner) and bool(people or not whole.participants) and _in_place(whole.place, part.place, atlas)


def _may_hold(whole: Event, part: Event, rules: MergingRules) -> bool:
    """Whether an event of this kind can be part of that one."""
    if whole.kind in _ENCOUNTERS:
        here, there = _people(whole), _people(part)
        if part.kind == "agreement":
            return len(here & there) >= min(_TWO, len(there)) and there <= here
        return _is_side_event(part, rules) and bool(there) and there <= here
    if part.kind == "visit":
        return whole.kind == "forum"
    return part.kind in _PARTS or _is_side_event(part, rules)


def _is_side_event(event: Event, rules: MergingRules) -> bool:
    """A joint press conference, a banquet, a ceremony: what goes with a meeting."""
    if event.kind == "statement":
        return len(_people(event)) >= _TWO or "joint" in event.object.lower().split()
    return event.kind == "other" and event.object.lower().rpartition(" ")[2] in rules.side_events


def _people(event: Event) -> set[str]:
    return {actor.id for actor in event.participants}


def _in_place(whole: str | None, part: str | None, atlas: Atlas) -> bool:
    return whole is None or part is None or whole in atlas.holding(part) or part in atlas.holding(whole)
