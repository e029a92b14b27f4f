"""Timelines as static pictures: a strip a year, a dot for a day, a bar for what may have taken longer or is only known roughly.

Only geometry is made here; the template draws it, every mark a link.  Across, units are per cent of the width, so that the words keep
their size on a phone; down, they are pixels.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import Interval, parse_edtf
from beatbook.publishing.views import recall_plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.publishing.heads import EventHead
    from beatbook.publishing.views import Desk

LANE = 24  # from one lane to the next: targets of 24 px do not overlap (WCAG 2.5.8)
LANES = 12  # at most; what does not fit into them overlaps in the last
TOP = 20  # room for the names of the months
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DOT_DAYS = 16  # half of what a mark takes on a strip of 280 px, in days: marks of one lane keep clear of each other on a phone too


class Mark(msgspec.Struct, frozen=True):
    """An event on a strip: a dot at (x, y), or a bar from x to `until`."""

    x: float
    y: int
    until: float  # 0 for a dot
    href: str
    label: str  # "Putin and Kim meet: 25 April 2019"
    tone: str
    about: bool = False  # an approximate day: a small dot in a dotted ring


class Tick(msgspec.Struct, frozen=True):
    x: float
    text: str


class YearStrip(msgspec.Struct, frozen=True):
    year: str
    height: int
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    label: str  # "2019: 7 events"


def year_strips(desk: Desk, events: Iterable[EventHead]) -> tuple[YearStrip, ...]:
    """A strip for each year in which dated events fall, newest first.  An event over several years stands in its first and its last."""
    by_year: dict[int, list[tuple[EventHead, Interval]]] = {}
    for event in events:
        interval = _interval(event.date)
        if interval is not None:
            for year in dict.fromkeys((interval.first.year, interval.last.year)):
                by_year.setdefault(year, []).append((event, interval))
    return tuple(_strip(desk, year, by_year[year]) for year in sorted(by_year, reverse=True))


def _interval(value: str | None) -> Interval | None:
    """The days of a date that has two ends."""
    try:
        interval = parse_edtf(value or "")
    except ValueError:
        return None
    return None if date.min in (interval.first, interval.last) or date.max in (interval.first, interval.last) else interval


def _strip(desk: Desk, year: int, events: Sequence[tuple[EventHead, Interval]]) -> YearStrip:
    free: list[int] = []  # day of the year from which each lane is free
    marks = []
    for event, interval in sorted(events, key=lambda item: (item[1].first, item[1].last, item[0].id)):
        first, last = max(interval.first, date(year, 1, 1)), min(interval.last, date(year, 12, 31))
        begin, until = first.timetuple().tm_yday - DOT_DAYS, last.timetuple().tm_yday + DOT_DAYS
        lane = next((index for index, day in enumerate(free) if day <= begin), min(len(free), LANES - 1))
        free[lane : lane + 1] = [until]
        marks.append(
            Mark(
                x=_position(first, middle=interval.days == 1),
                y=TOP + LANE * lane + LANE // 2,
                until=0.0 if interval.days == 1 else _position(last, middle=True),
                href=desk.href(event.url),
                label=desk.t("timeline.axis", title=event.title, date=desk.words.date(event.date, extent=event.extent).text),
                tone="lapsed" if event.lapsed else event.status,
                about="~" in (event.date or ""),
            )
        )
    ticks = recall_plainly(desk.ticks, "", lambda _: _month_ticks(desk))
    return YearStrip(f"{year:04d}", TOP + LANE * max(len(free), 1) + 4, ticks, tuple(marks), f"{year}: {desk.count('events', len(marks))}")


def _month_ticks(desk: Desk) -> tuple[Tick, ...]:
    """Where the months begin: at the same places in every year, so that one picture of them serves all strips (once.Once)."""
    return tuple(Tick(_position(date(2000, month, 1)), name) for month, name in enumerate(desk.words.months_short(), 1))


def _position(day: date, *, middle: bool = False) -> float:
    """Where a day begins on the strip of its year, or its middle.  Months are equally long, so that the strips of all years line up."""
    length = 29 if day.month == 2 and isleap(day.year) else _LENGTHS[day.month - 1]
    return round((day.month - 1 + (day.day - (0.5 if middle else 1)) / length) / 0.12, 2)
