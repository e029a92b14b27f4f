"""Which events are parts of others: dated meetings in a visit, talks on the sidelines of a forum."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.merging.model import Event
    from beatbook.merging.resolved import Atlas

_WHOLES = frozenset({"visit", "forum"})
_PARTS = frozenset({"meeting", "talks", "agreement", "visit"})
_LONGEST = 31  # days of a visit or forum; longer is a date that is not known well


def find_wholes(events: Sequence[Event], atlas: Atlas) -> Mapping[int, int]:
    """Index of a part -> index of the visit or forum that it happened in: somebody in common, within its days, in its place."""
    wholes: dict[str, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        if event.kind in _WHOLES and event.date and event.place and parse_edtf(event.date).days <= _LONGEST:
            for article in _articles(event):
                wholes[article].append(index)
    found = {}
    for index, event in enumerate(events):
        near = sorted({other for article in _articles(event) for other in wholes.get(article, ())})
        fitting = [other for other in near if other != index and _holds(events[other], event, atlas)]
        if fitting:
            found[index] = min(fitting, key=lambda other: (events[other].kind != "forum", _days(events[other]), events[other].id, other))
    return found


def _articles(event: Event) -> set[str]:
    return {report.article for report in event.reports}


def _days(event: Event) -> int:
    return parse_edtf(event.date).days if event.date else 0


def _holds(whole: Event, part: Event, atlas: Atlas) -> bool:
    if part.kind not in _PARTS or (part.kind == "visit" and whole.kind != "forum") or not part.date or whole.date is None:
        return False
    outer, inner = parse_edtf(whole.date), parse_edtf(part.date)
    people = {actor.id for actor in whole.participants} & {actor.id for actor in part.participants}
    return outer.contains(inner) and bool(people or not whole.participants) and _in_place(whole.place, part.place, atlas)


def _in_place(whole: str | None, part: str | None, atlas: Atlas) -> bool:
    return whole is None or part is None or whole in atlas.holding(part) or part in atlas.holding(whole)
