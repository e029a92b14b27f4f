"""EDTF values as days: level 0 and the "about" mark."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.edtf import Interval, format_edtf, is_edtf, month_end, parse_edtf, week_of


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-04-25", date(2019, 4, 25), date(2019, 4, 25)),
        ("2019-04-25~", date(2019, 4, 25), date(2019, 4, 25)),
        ("2019-04-25T10:00+03:00", date(2019, 4, 25), date(2019, 4, 25)),
        ("2019-04/2019-05-03", date(2019, 4, 1), date(2019, 5, 3)),
        (" 2019 / 2020~ ", date(2019, 1, 1), date(2020, 12, 31)),
        ("../2019-04", date.min, date(2019, 4, 30)),
        ("2019-04-25/..", date(2019, 4, 25), date.max),
        ("/2019", date.min, date(2019, 12, 31)),
    ],
)
def test_value_covers_its_days(value: str, first: date, last: date) -> None:
    """A year, a month, a day and a range cover their first to their last day; an open end has no bound."""
    assert parse_edtf(value) == Interval(first, last)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2019-02-30", '"2019-02-30" does not exist in the calendar'),
        ("2019-13", '"2019-13" does not exist in the calendar'),
        ("0000", '"0000" does not exist in the calendar'),
        ("25 April 2019", '"25 April 2019" is no date: wanted YYYY, YYYY-MM or YYYY-MM-DD'),
        ("2019-W17", '"2019-W17" is no date'),
        ("2019-05/2019-04", '"2019-05/2019-04" ends before it begins'),
    ],
)
def test_value_that_is_no_date_says_why(value: str, message: str) -> None:
    """What is no date or does not exist is refused in words for people."""
    with pytest.raises(ValueError, match=message):
        parse_edtf(value)

    assert not is_edtf(value)


@pytest.mark.parametrize(
    ("first", "last", "value"),
    [
        (date(2019, 4, 25), date(2019, 4, 25), "2019-04-25"),
        (date(2019, 4, 1), date(2019, 4, 30), "2019-04"),
        (date(2019, 4, 1), date(2019, 5, 31), "2019-04/2019-05"),
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(2019, 1, 1), date(2020, 12, 31), "2019/2020"),
        (date(2019, 4, 26), date(2019, 4, 27), "2019-04-26/2019-04-27"),
        (date(2019, 4, 26), date.max, "2019-04-26/.."),
        (date.min, date(2019, 4, 26), "../2019-04-26"),
        (date(999, 1, 1), date(999, 12, 31), "0999"),
        (date(999, 3, 1), date(999, 3, 31), "0999-03"),
    ],
)
def test_days_have_one_shortest_value(first: date, last: date, value: str) -> None:
    """Whole years and months are written short, years always with four digits."""
    assert format_edtf(Interval(first, last)) == value


@given(st.dates(), st.dates())
def test_every_interval_survives_writing_and_reading(one: date, other: date) -> None:
    """parse(format(interval)) is the interval."""
    interval = Interval(min(one, other), max(one, other))

    assert parse_edtf(format_edtf(interval)) == interval


def test_intervals_meet_and_hold_each_other() -> None:
    """Days that both share are their intersection; there is none between strangers."""
    april, week, may = parse_edtf("2019-04"), parse_edtf("2019-04-29/2019-05-05"), parse_edtf("2019-05-06/2019-05-07")

    assert april.overlaps(week)
    assert april.intersection(week) == parse_edtf("2019-04-29/2019-04-30")
    assert april.contains(parse_edtf("2019-04-25"))
    assert not april.contains(week)
    assert not april.overlaps(may)
    assert april.intersection(may) is None
    assert week.days == 7


def test_week_begins_on_monday_and_month_knows_leap_years() -> None:
    """The calendar is ISO 8601's."""
    assert week_of(date(2019, 4, 28)) == Interval(date(2019, 4, 22), date(2019, 4, 28))
    assert month_end(2020, 2) == date(2020, 2, 29)
