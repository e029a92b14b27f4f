"""What was put off and given another day is one event with a history."""

from __future__ import annotations

import pytest

from tests.merging.factories import digest, one

REDATED = {
    "postponed, then planned and held on a new day": (
        "meeting berg+lund planned 2021-06-12 @oslo (2021-05-10)",
        "meeting berg+lund postponed (2021-05-24)",
        "meeting berg+lund planned 2021-06-19 @oslo (2021-06-01)",
        "meeting berg+lund happened 2021-06-19 @oslo (2021-06-20)",
    ),
    "one article gives the old and the new day": (
        "meeting berg+lund planned 2021-06-12 @oslo (2021-05-10)",
        "meeting berg+lund postponed 2021-06-12 (2021-05-24)\nmeeting berg+lund planned 2021-06-19 same:0 def (2021-05-24)",
        "meeting berg+lund happened 2021-06-19 @oslo (2021-06-20)",
    ),
    "postponed to a day": (
        "meeting berg+lund planned 2021-06-12 @oslo (2021-05-10)",
        "meeting berg+lund postponed 2021-06-19 (2021-05-24)",
        "meeting berg+lund happened 2021-06-19 @oslo (2021-06-20)",
    ),
    "cancelled, and in so many words on again for another day": (
        "meeting berg+lund planned 2021-06-12 @oslo (2021-05-10)",
        "meeting berg+lund cancelled 2021-06-12 (2021-05-24)",
        'meeting berg+lund planned 2021-06-19 @oslo "moved to 19 June" (2021-06-01)',
        "meeting berg+lund happened 2021-06-19 @oslo (2021-06-20)",
    ),
    "a journey put off": (
        "visit berg planned 2021-06-12 @lima (2021-05-10)",
        "visit berg postponed 2021-06-12 @peru (2021-05-24)",
        "visit berg planned 2021-07-19 @lima (2021-07-01)",
        "visit berg happened 2021-07-19 @lima (2021-07-20)",
    ),
}


@pytest.mark.parametrize("articles", REDATED.values(), ids=REDATED)
def test_the_old_and_the_new_day_are_one_event(articles):
    """It stands under its new day; the old one is history and no conflict of dates."""
    event = one(digest(*articles))

    assert (event.status, event.date in ("2021-06-19", "2021-07-19"), event.conflicts) == ("happened", True, ())


TWO = {
    "cancelled, and another meeting weeks later": (
        "meeting berg+lund cancelled 2021-06-12 @oslo (2021-05-24)",
        "meeting berg+lund happened 2021-06-24 @oslo (2021-06-25)",
    ),
    "postponed here, and met there": (
        "meeting berg+lund postponed 2021-06-12 @oslo (2021-05-24)",
        "meeting berg+lund happened 2021-06-24 @lima (2021-06-25)",
    ),
    "postponed, and met half a year later": (
        "meeting berg+lund postponed 2021-06-12 @oslo (2021-05-24)",
        "meeting berg+lund happened 2021-12-24 @oslo (2021-12-25)",
    ),
    "the other meeting was planned before": (
        "meeting berg+lund planned 2021-06-24 @oslo (2021-05-20)",
        "meeting berg+lund postponed 2021-06-12 @oslo (2021-05-24)",
    ),
    "another counterpart": (
        "meeting berg+lund postponed 2021-06-12 @oslo (2021-05-24)",
        "meeting berg+moe happened 2021-06-24 @oslo (2021-06-25)",
    ),
}


@pytest.mark.parametrize("articles", TWO.values(), ids=TWO)
def test_these_stay_two_events(articles):
    """What was called off and what was held are two where nothing says that the day was changed."""
    merged = digest(*articles)

    assert len(merged.events) == 2


def test_a_revived_plan_keeps_the_conflict_of_its_days():
    """Called off and on again for the same day: the rumour of another day is still a difference between sources."""
    event = one(
        digest(
            "meeting berg+lund expected 2021-06-11 unnamed (2021-05-01)",
            "meeting berg+lund planned 2021-06-12 @oslo (2021-05-10)",
            "meeting berg+lund cancelled 2021-06-12 party (2021-05-24)",
            "meeting berg+lund happened 2021-06-12 @oslo (2021-06-13)",
        )
    )

    assert [conflict.field for conflict in event.conflicts] == ["date"]
