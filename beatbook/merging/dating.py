"""When a claim says that its event takes place: days, EDTF value, and the window that vague words leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.analysis.timex_values import timex_interval
from beatbook.edtf import Interval, format_edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Analysis, Claim, Timex
    from beatbook.merging.model import Extent
    from beatbook.merging.ruleset import MergingRules

FORWARD = frozenset({"expected", "planned", "postponed"})
EVER = Interval(date.min, date.max)
DayOfYear = tuple[int, int]  # month and day; day 0: all of the month
_DAY_OF_YEAR = re.compile(r"date::(\d\d):(\d\d)?:")


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When a claim's event is."""

    days: Interval | None  # None: the claim names no day, month or year
    edtf: str | None  # the same as EDTF
    extent: Extent
    window: Interval  # the days it can be on at all; equals `days` where there are any
    day_of_year: DayOfYear | None = None  # "May 24" of an article without a year; None: a full date, or none


def date_claim(claim: Claim, analysis: Analysis, values: Sequence[str | None], published: date | None, rules: MergingRules) -> ClaimDate:
    """When the event of this claim is.  `values` are the TIMEX3 values of the article's timexes, anchored as well as is known."""
    first = _interval(values, claim.when)
    if first is None and claim.kind == "statement" and claim.when is None:
        first = _interval(values, claim.on)  # what is said is the event: its day is that of the saying
    last = _interval(values, claim.when_to)
    timex = analysis.timexes[claim.when] if claim.when is not None else None
    days: Interval | None = first
    extent: Extent = timex.extent if timex else "within"
    if first and last and first.first <= last.last:
        days, extent = Interval(first.first, last.last), "lasts"
    elif first and (length := _length(claim, analysis)) and first.days == 1:
        others = timedelta(days=length - 1)
        days = Interval(first.first - others, first.first) if claim.phase == "ends" else Interval(first.first, first.first + others)
        extent = "lasts"
    if days is None:
        return ClaimDate(None, None, "within", _window(claim, timex, published, rules), _day_of_year(timex))
    about = timex is not None and timex.mod == "APPROX"
    return ClaimDate(days, format_edtf(days) + ("~" if about else ""), extent, days)


def _day_of_year(timex: Timex | None) -> DayOfYear | None:
    found = _DAY_OF_YEAR.match(timex.expression) if timex is not None else None
    return (int(found[1]), int(found[2] or 0)) if found else None


def _interval(values: Sequence[str | None], index: int | None) -> Interval | None:
    value = values[index] if index is not None and index < len(values) else None
    return timex_interval(value) if value else None


def _length(claim: Claim, analysis: Analysis) -> int | None:
    """How many days an event that begins or ends lasts, where the same clause says so: "on Monday began a two-day trip"."""
    if claim.phase not in ("begins", "ends"):
        return None
    for timex in analysis.timexes:
        if timex.type == "DURATION" and timex.sentence == claim.sentence and claim.start <= timex.start < claim.end and timex.value:
            number = timex.value[1:-1]
            if timex.value.startswith("P") and timex.value.endswith("D") and number.isdigit() and 1 < int(number) <= 60:
                return int(number)
    return None


def _window(claim: Claim, timex: Timex | None, published: date | None, rules: MergingRules) -> Interval:
    """The days that a claim without a date leaves open."""
    if published is None:
        return EVER
    if claim.background and claim.status not in FORWARD:
        return Interval(date.min, published)
    before, after = _reach(claim, timex, rules)
    return Interval(shift(published, -before), shift(published, after))


def _reach(claim: Claim, timex: Timex | None, rules: MergingRules) -> tuple[int, int]:
    """Days before and after the publication."""
    for horizon in rules.horizons:
        if timex is not None and horizon.pattern.search(timex.text):
            return horizon.before, horizon.after
    known = claim.definite or claim.background or claim.on is not None
    news, plans = int(rules.figures["news-days" if known else "fresh-days"]), int(rules.figures["plan-horizon"])
    if claim.status in FORWARD:
        return 1, plans
    if claim.status in ("cancelled", "denied"):
        return plans, plans
    return news, plans if claim.definite else 0  # "the summit": told of as known, whether it is over or not


def shift(day: date, days: int) -> date:
    """`day` moved by `days`, kept within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
