"""Every merge can be explained."""

from __future__ import annotations

from beatbook.merging.explain import explain
from tests.merging.factories import digest

MERGED = digest(
    "meeting berg+lund expected 2021-04-24 unnamed (2021-04-15)",
    "meeting berg+lund planned 2021-04-25 @oslo (2021-04-23)\nmeeting berg+lund happened 2019-02-03 @lima bg",
    "meeting nobody happened (2021-05-01)",
)


def test_an_event_says_why_it_is_one_and_why_its_date_and_status():
    """Claims, reasons, the choice of date and status, and who says otherwise."""
    lines = explain(MERGED, "berg-lund-oslo-2021")

    assert lines[0] == "berg-lund-oslo-2021: meeting, 2021-04-25, oslo, planned (claimed)"
    assert any("forecasts that differ by a few days" in line for line in lines)
    assert "  differs on date: 2021-04-24 (a); 2021-04-25 (b)" in lines


def test_an_event_says_what_was_kept_apart():
    """Other events of the same people, with what tells them apart."""
    lines = explain(MERGED, "berg-lund-oslo-2021")

    assert lines[-1] == "  kept apart from berg-lund-lima-2019: its date is 2019-02-03"


def test_an_article_says_what_was_left_out():
    """Claims without an event stand there with the reason."""
    lines = explain(MERGED, "c")

    assert any("nothing says who" in line for line in lines)


def test_a_person_says_where_they_are_named():
    """Mentions by article."""
    assert explain(MERGED, "anna-berg")[:2] == ["anna-berg: Anna Berg (person)", "  named in: a, b"]


def test_an_unknown_id_has_nothing_to_say():
    """No lines, no error."""
    assert explain(MERGED, "nobody-of-this-name") == []


def test_another_counterpart_of_the_same_day_is_told_as_the_reason():
    """Two meetings of one person on one day."""
    merged = digest("meeting berg+lund happened 2021-05-04 (2021-05-05)\nmeeting berg+moe happened 2021-05-04")

    (lines,) = [explain(merged, event.id) for event in merged.events if any(actor.id == "anna-lund" for actor in event.participants)]

    assert any(line.endswith("anna-moe takes part in it, not anna-lund") for line in lines)


def test_an_undated_meeting_of_the_same_two_may_be_the_dated_one():
    """With the line to paste; not where there are two dated ones, nor where its place is another."""
    told = "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)"

    near = digest(told, "meeting berg+lund happened (2023-05-10)")
    far = digest(told, "meeting berg+lund happened @lima (2023-05-10)")
    two = digest(told, "meeting berg+lund happened 2022-05-04 (2022-05-05)", "meeting berg+lund happened (2023-05-10)")

    (pair,) = near.maybe_same
    assert any(f"same_as: [{pair.other}]" in line for line in explain(near, pair.one))
    assert (far.maybe_same, two.maybe_same) == ((), ())
