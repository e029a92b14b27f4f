"""What became of an event, who says so, and how well it stands."""

from __future__ import annotations

import pytest

from tests.merging.factories import digest, one

HISTORIES = {
    "expected, planned, held": (
        ("expected 2021-05-04 unnamed (2021-04-20)", "planned 2021-05-04 party (2021-04-28)", "happened 2021-05-04 (2021-05-05)"),
        "happened",
    ),
    "planned and never told of again": (("planned 2021-05-04 party (2021-04-28)",), "planned"),
    "called off": (("planned 2021-05-04 (2021-04-20)", "cancelled 2021-05-04 party (2021-04-28)"), "cancelled"),
    "called off and back on": (
        ("planned 2021-05-04 (2021-04-20)", "cancelled 2021-05-04 party (2021-04-24)", "planned 2021-05-04 party (2021-04-28)"),
        "planned",
    ),
    "called off, hoped for by unnamed officials": (
        ("cancelled 2021-05-04 party (2021-04-24)", "expected 2021-05-04 unnamed (2021-04-28)"),
        "cancelled",
    ),
    "called off, hoped for by a party": (("cancelled 2021-05-04 party (2021-04-24)", "expected 2021-05-04 party (2021-04-25)"), "expected"),
    "postponed": (("planned 2021-05-04 (2021-04-20)", "postponed 2021-05-04 party (2021-04-28)"), "postponed"),
    "an older forecast read later": (("planned 2021-05-04 party (2021-04-20)", "expected 2021-05-04 unnamed (2021-04-28)"), "planned"),
    "held, though one side denies it": (("happened 2021-05-04 (2021-05-05)", "denied 2021-05-04 party (2021-05-06)"), "happened"),
    "a rumour that a party denies": (("expected 2021-05-04 unnamed (2021-04-20)", "denied 2021-05-04 party (2021-04-21)"), "denied"),
    "only denied": (("denied 2021-05-04 party (2021-04-21)",), "denied"),
    "told as done before its day": (("happened 2021-05-04 (2021-04-20)",), "planned"),
}


@pytest.mark.parametrize(("claims", "status"), HISTORIES.values(), ids=HISTORIES)
def test_the_latest_word_in_a_position_to_know_decides(claims, status):
    """Each history of claims by several articles ends in one status."""
    event = one(digest(*(f"meeting berg+lund {claim}" for claim in claims)))

    assert event.status == status, event.because


LAST_WORDS = {
    "revived on the day after": ("cancelled 2021-06-12 on:2021-05-24", "expected 2021-06-12 on:2021-05-25"),
    "called off today": ("planned 2021-06-12", "cancelled 2021-06-12"),
    "was scheduled, called off yesterday": (
        "expected 2021-07 sentence:0 bg",
        "cancelled 2021-06-12 on:2021-05-24 sentence:0",
        "planned 2021-06-12 sentence:9",
    ),
    "held as planned": ("planned 2021-05-20", "happened 2021-05-20"),
}
WANTED = {
    "revived on the day after": "expected",
    "called off today": "cancelled",
    "was scheduled, called off yesterday": "cancelled",
    "held as planned": "happened",
}


@pytest.mark.parametrize("case", LAST_WORDS)
def test_an_article_has_a_last_word(case):
    """Of several claims of one article the last act of saying holds, and what is done before what was planned."""
    lines = "\n".join(f"meeting berg+lund {claim} (2021-05-25)" for claim in LAST_WORDS[case])

    events = digest(lines).events

    assert WANTED[case] in {report.status for event in events for report in event.reports if event.date != "2021-07"}


def test_expected_and_planned_are_weighed():
    """An article whose lead says "may" and whose text once says "will" speaks of an expectation."""
    claims = ("expected 2021-05-04 sentence:0 (2021-04-20)", "planned 2021-05-04 sentence:9", "expected 2021-05-04 sentence:5")

    event = one(digest("\n".join(f"meeting berg+lund {claim}" for claim in claims)))

    assert event.reports[0].status == "expected"


def test_a_denial_beside_reports_makes_it_disputed():
    """One side's denial is shown; it does not undo what others tell."""
    event = one(digest("meeting berg+lund happened 2021-05-04 (2021-05-05)", "meeting berg+lund denied 2021-05-04 party (2021-05-06)"))

    assert event.standing == "disputed"
    assert [conflict.field for conflict in event.conflicts] == ["status"]


def test_one_article_on_an_unnamed_word_is_a_claim():
    """What a single unnamed source says stands as claimed."""
    assert one(digest("meeting berg+lund expected 2021-05-04 unnamed (2021-05-01)")).standing == "claimed"


def test_the_word_of_a_party_confirms():
    """Somebody who takes part is in a position to say so."""
    assert one(digest("meeting berg+lund planned 2021-05-04 says:lund (2021-05-01)")).standing == "confirmed"


def test_a_ministry_speaks_for_its_country():
    """The word of a government body of one side counts as that side's."""
    assert one(digest("meeting berg+lund planned 2021-05-04 says:norway-ministry (2021-05-01)")).standing == "confirmed"


def test_two_outlets_of_their_own_confirm():
    """Independent reports confirm what no party has said."""
    articles = ("meeting berg+lund planned 2021-05-04 (2021-05-01)", "meeting berg+lund planned 2021-05-04 (2021-05-02)")

    assert one(digest(*articles, outlets={"a": "Gazette", "b": "Courier"})).standing == "confirmed"


def test_the_reasons_name_the_article_that_decides():
    """The status can be explained."""
    event = one(digest("meeting berg+lund planned 2021-05-04 (2021-05-01)", "meeting berg+lund happened 2021-05-04 (2021-05-05)"))

    assert event.because[-1] == "status: b tells it as done"


def test_an_article_that_says_afterwards_that_it_did_not_take_place_has_the_last_word():
    """After the day an outlet's own "did not take place" is no side's denial of a plan, but what became of it."""
    event = one(
        digest("visit berg planned 2021-05-04 @lima party (2021-05-01)", "visit berg denied 2021-05-04 @lima (2021-05-20)"),
    )

    assert event.status == "denied"
