"""Timelines are honest about what is known: a day is a dot, anything longer or vaguer is a bar."""

from __future__ import annotations

from dataclasses import replace

from beatbook.publishing.svg_timeline import LANES, year_strips
from tests.publishing.factories import make_site
from tests.publishing.theme import make_desk


def strips_of(*dates):
    desk = make_desk()
    event = next(iter(desk.site.events.values()))
    return year_strips(desk, [replace(event, id=f"e{number}", date=date) for number, date in enumerate(dates)])


def test_known_day_is_a_dot():
    (mark,) = strips_of("2031-04-10")[0].marks

    assert mark.until == 0.0
    assert not mark.about


def test_approximate_day_is_marked_as_such():
    (mark,) = strips_of("2031-04-10~")[0].marks

    assert mark.about


def test_month_is_a_bar_as_long_as_the_month():
    (mark,) = strips_of("2031-04")[0].marks

    assert 7.5 < mark.until - mark.x < 8.5  # 30 of 366 days, in per cent


def test_range_over_new_year_stands_in_both_years():
    years = strips_of("2031-12-30/2032-01-02")

    assert [strip.year for strip in years] == ["2032", "2031"]


def test_unknown_and_open_dates_are_on_no_strip():
    """They are in the list below; a place on the axis would be invented."""
    assert strips_of(None, "../2031-04-10", "some day") == ()


def test_marks_that_would_cover_each_other_stand_in_different_lanes():
    marks = strips_of("2031-04-10", "2031-04-12", "2031-11-01")[0].marks

    assert marks[0].y != marks[1].y
    assert marks[0].y == marks[2].y


def test_crowded_year_does_not_grow_without_bound():
    strip = strips_of(*["2031-04-10"] * 100)[0]

    assert len({mark.y for mark in strip.marks}) == LANES


def test_mark_says_what_and_when_and_leads_there():
    desk = make_desk(root="")
    event = make_site().events["duarte-lindqvist-port-amber-2031"]

    (mark,) = year_strips(desk, [event])[0].marks

    assert mark.label == "Duarte and Lindqvist meet in Port Amber: 10 April 2031"
    assert mark.href == "events/duarte-lindqvist-port-amber-2031.html"
