"""Which of a series an event is."""

from __future__ import annotations

import pytest

from beatbook.analysis.model import Claim, Quote
from beatbook.merging.counting import Count, count_claim
from beatbook.reading.model import Span
from tests.merging.factories import RULES, digest

COUNTED = [
    ("Berg and Lund will hold a third summit in Oslo.", "summit", Count(3, another=True)),
    ("Their second round of talks begins on Monday.", "talks", Count(2, another=True)),
    ("It was their second summit.", "summit", Count(2)),
    ("This marks the fourth meeting of the two.", "meeting", Count(4)),
    ("Berg is ready for another meeting with Lund.", "meeting", Count(None, another=True)),
    ("Berg met Lund again on Friday.", "met", Count(None, another=True)),
    ("Berg received the two leaders separately.", "received", Count(None, another=True)),
    ("Berg met with Ms Lund for the third time.", "met", Count(3, another=True)),
    ("Berg and Lund held their first summit.", "summit", Count(1)),
    ("It is the second meeting of the two this year.", "meeting", Count(None)),
    ("Berg makes a third visit to Lima since taking office.", "visit", Count(None, another=True)),
    ("The first meeting in five years took place in Oslo.", "meeting", Count(None)),
    ("The second day of talks brought no result.", "talks", Count()),
    ("The first lady's visit was short.", "visit", Count()),
    ("It is Berg's first foreign visit.", "visit", Count()),
    ("The meeting is on again.", "meeting", Count()),
    ("Berg met Lund, and again spoke of peace.", "met", Count()),
]


@pytest.mark.parametrize(("sentence", "trigger", "wanted"), COUNTED, ids=[sentence for sentence, *_ in COUNTED])
def test_words_before_and_behind_the_trigger_count_the_event(sentence, trigger, wanted):
    """An ordinal numbers an event; one limited to a year, an office or a journey, or that counts something else, does not."""
    start = sentence.index(trigger)
    claim = Claim("meeting", "planned", 0, len(sentence), Span(start, start + len(trigger)), 1, evidence=Quote(0, len(sentence), sentence))

    assert count_claim(claim, RULES.count) == wanted


def test_a_third_summit_is_not_the_one_just_held():
    """What is ahead as "a third summit" is another event than the one that other papers report the same day."""
    merged = digest(
        "meeting berg+lund happened 2021-06-12 @oslo (2021-06-13)",
        'meeting berg+lund expected "a third summit" (2021-06-13)',
    )

    assert sorted(event.status for event in merged.events) == ["expected", "happened"]


def test_another_meeting_told_of_behind_the_first_is_a_second_one():
    """An article that tells of a planned meeting and of another one means two, though neither is over."""
    merged = digest(
        "other acme planned 2021-06-12 (2021-06-01)\n"
        "meeting berg+lund planned 2021-06-12 @oslo (2021-06-01)\n"
        'meeting berg+lund expected "another meeting" (2021-06-01)'
    )

    assert [event.kind for event in merged.events].count("meeting") == 2


def test_what_is_told_of_meetings_before_is_no_report_of_the_one_at_hand():
    """ "They have met once before" says nothing of the planned meeting, and without a day it is no event of its own."""
    merged = digest(
        "meeting berg+lund planned 2021-06-12 @oslo (2021-06-01)\n"
        'meeting berg+lund happened @lima "Berg and Lund have met once before" (2021-06-01)'
    )

    assert [(event.status, event.date) for event in merged.events] == [("planned", "2021-06-12")]


def test_ordinals_that_agree_join_what_has_no_other_tie():
    """Two articles weeks apart speak of a third meeting: one event."""
    merged = digest(
        'meeting berg+lund expected "a third meeting" (2021-04-20)',
        'meeting berg+lund planned 2021-06-12 @oslo "their third meeting" (2021-05-30)',
    )

    assert len(merged.events) == 1
