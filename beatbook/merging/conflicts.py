"""Where articles differ on who was there, on what became of it, and on figures.  (Date and place: facts.py, where they are chosen.)"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from beatbook.merging.model import Conflict, ConflictValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.model import EventParticipant
    from beatbook.merging.resolved import ResolvedClaim

_FIGURE = re.compile(r"(?P<sign>[$€£¥]?)\s?(?P<number>\d[\d,.]*\d|\d)\s?(?P<unit>[^\W\d_]*(?:[ -][^\W\d_]+)?|%)")


def participant_conflict(claims: Sequence[ResolvedClaim], participants: Iterable[EventParticipant]) -> Conflict | None:
    """Somebody whom one article has taking part and another has staying away; None when there is nobody."""
    acting: dict[str, set[str]] = defaultdict(set)
    absent: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for id_ in claim.people | claim.bodies:
            acting[id_].add(claim.key.article)
        for id_ in claim.absent:
            absent[id_].add(claim.key.article)
    disputed = sorted(id_ for id_ in absent if acting.get(id_, set()) - absent[id_])
    if not disputed:
        return None
    here = {actor.id for actor in participants}
    values = [
        value
        for id_ in disputed
        for value in (
            ConflictValue(id_, tuple(sorted(acting[id_] - absent[id_]))),
            ConflictValue(f"not {id_}", tuple(sorted(absent[id_]))),
        )
    ]
    chosen = ", ".join(id_ if id_ in here else f"not {id_}" for id_ in disputed)
    because = "an article names the absence expressly" if all(id_ not in here for id_ in disputed) else "more say so"
    return Conflict("participants", tuple(values), chosen, because)


def status_conflict(claims: Sequence[ResolvedClaim], days: Interval | None, status: str) -> Conflict | None:
    """Claims after the day that exclude each other, or a denial of what others tell; what came one after the other is no conflict."""
    after = [
        c
        for c in claims
        if c.status == "denied" or (days and c.published and c.published >= days.last and c.status in ("happened", "cancelled"))
    ]
    told: dict[str, set[str]] = defaultdict(set)
    for claim in after:
        told[claim.status].add(claim.key.article)
    if "denied" in told and (others := {c.key.article for c in claims if c.status == status} - told["denied"]):
        told.setdefault(status, set()).update(others)
    if len(told) < 2 or len(set().union(*told.values())) < 2:
        return None
    values = tuple(ConflictValue(said, tuple(sorted(told[said]))) for said in sorted(told))
    return Conflict("status", values, status, "one side denies it" if "denied" in told else "the later word of those who tell it")


def figure_conflict(claims: Sequence[ResolvedClaim]) -> Conflict | None:
    """Different numbers of one unit, each the only one of its article: "$117 billion" here, "$121 billion" there.

    Chosen is what most articles give, of equals what the latest gives: tolls and counts are corrected over time.
    """
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        for figure in claim.claim.figures:
            if found := _FIGURE.search(figure):
                unit = f"{found['sign']} {found['unit'].casefold().rstrip('s')}".strip()
                told[unit][claim.key.article].add(figure)
    published = {claim.key.article: claim.published or date.min for claim in claims}
    for unit in sorted(told):
        values: dict[str, set[str]] = defaultdict(set)
        for article, figures in told[unit].items():
            if len(figures) == 1:
                values[min(figures)].add(article)
        if unit and len({_number(value) for value in values}) > 1:
            return _figures_apart(values, published)
    return None


def _figures_apart(values: Mapping[str, set[str]], published: Mapping[str, date]) -> Conflict:
    latest = {value: max(published[article] for article in articles) for value, articles in values.items()}
    chosen = max(sorted(values), key=lambda value: (len(values[value]), latest[value]))
    most = all(len(values[chosen]) > len(articles) for value, articles in values.items() if value != chosen)
    newest = all(latest[chosen] > day for value, day in latest.items() if value != chosen)
    because = "most reports give it" if most else "the latest report gives it" if newest else "nothing decides"
    return Conflict("figures", tuple(ConflictValue(v, tuple(sorted(values[v]))) for v in sorted(values)), chosen, because)


def _number(figure: str) -> str:
    found = _FIGURE.search(figure)
    return found["number"].replace(",", "") if found else figure
