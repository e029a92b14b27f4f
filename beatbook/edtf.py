"""Dates as values: EDTF level 0 and the "about" mark of level 1 (ISO 8601-2:2019, annex A)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import msgspec

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class Interval(msgspec.Struct, frozen=True, order=True):
    """The days from `first` to `last`, both included.  An open end is `date.min` or `date.max`."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it holds: 1 for a single day."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: Interval) -> bool:
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: Interval) -> bool:
        return self.first <= other.first and other.last <= self.last

    def intersection(self, other: Interval) -> Interval | None:
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Interval(first, last) if first <= last else None


def parse_edtf(value: str) -> Interval:
    """The days that an EDTF value covers: "2019", "2019-04", "2019-04-25", "A/B", "../B", "A/..", each with or without "~".

    A time of day after "T" is ignored.  Raises ValueError, with a text for people, for anything else and for days that do not exist.
    """
    if len(value) == 10 and value[4] == value[7] == "-" and value.isascii():  # a day: nearly all values, and three times as fast
        try:
            day = date.fromisoformat(value)
        except ValueError:
            pass  # told below
        else:
            return Interval(day, day)
    first, slash, last = value.strip().partition("/")
    interval = Interval(_edge(first, end=False), _edge(last if slash else first, end=True))
    if interval.first > interval.last:
        raise ValueError(f'"{value}" ends before it begins')
    return interval


def is_edtf(value: str) -> bool:
    try:
        parse_edtf(value)
    except ValueError:
        return False
    return True


def format_edtf(interval: Interval) -> str:
    """The shortest EDTF value for these days: a whole year is "2019", a whole month "2019-04", a day "2019-04-25", else "A/B"."""
    first, last = interval.first, interval.last
    if first == last:
        return first.isoformat()
    if first == date.min or last == date.max:
        return f"{'..' if first == date.min else first.isoformat()}/{'..' if last == date.max else last.isoformat()}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04}/{last.year:04}"
    if first.day == 1 and last == month_end(last.year, last.month):
        months = first.isoformat()[:7], last.isoformat()[:7]  # strftime writes the year 999 with three digits
        return months[0] if months[0] == months[1] else "/".join(months)
    return f"{first.isoformat()}/{last.isoformat()}"


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def week_of(day: date) -> Interval:
    """Monday to Sunday of the week that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return Interval(monday, monday + timedelta(days=6))


def _edge(text: str, *, end: bool) -> date:
    text = text.strip().rstrip("~?%").partition("T")[0]
    if text in ("", ".."):
        return date.max if end else date.min
    if not (found := _POINT.fullmatch(text)):
        raise ValueError(f'"{text}" is no date: wanted YYYY, YYYY-MM or YYYY-MM-DD')
    year, month, day = (int(group) if group else None for group in found.groups())
    try:
        if year is None:
            raise ValueError
        if day is not None and month is not None:
            return date(year, month, day)
        if month is not None:
            return month_end(year, month) if end else date(year, month, 1)
        return date(year, 12, 31) if end else date(year, 1, 1)
    except ValueError:
        raise ValueError(f'"{text}" does not exist in the calendar') from None
