"""A second word on an event: what "it" became, and reports that are denied."""

from __future__ import annotations

import pytest

from beatbook.analysis import analyse
from tests.analysis.made_up import compiled, make_article

CASES = {
    "a pronoun in the same sentence": ("Anna Berg was to have visited Lagos on Friday, however this was cancelled.", "cancelled"),
    "a pronoun behind a semicolon": (
        "Anna Berg will meet Paul Okoro in Rome on Friday; it was planned for April. It was called off.",
        "cancelled",
    ),
    "a noun that stands for any event": ("Anna Berg will visit Lagos on Friday. That stop was dropped.", "cancelled"),
    "called off, and possible again": (
        "Anna Berg cancelled a meeting with Paul Okoro but said it could still take place in June.",
        "expected",
    ),
    "who was to come calls off": ("Anna Berg will visit Lagos on Friday. She cancelled.", "cancelled"),
    "a report called untrue": ("Anna Berg may visit Lagos in June. Her office called this an invention.", "denied"),
}


@pytest.mark.parametrize(("text", "status"), CASES.values(), ids=CASES.keys())
def test_the_last_word_on_an_event_stands_last(text: str, status: str) -> None:
    """A pronoun takes the event up, and the new claim is tied to it."""
    claims = analyse(make_article(text), compiled()).claims

    assert claims[-1].status == status
    assert claims[-1].same_as == 0


KEPT = {
    "a pronoun for a thing": "Anna Berg will visit Lagos on Friday. It was painted last year.",
    "an event that is over": "Anna Berg visited Lagos on Friday. It was put off no more.",
    "a denial of something else": "Anna Berg visited Lagos on Friday. Paul Okoro denied the charge.",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_is_no_second_word_changes_nothing(text: str) -> None:
    """Other sentences with "it" or a denial leave the event as it was told."""
    claims = analyse(make_article(text), compiled()).claims

    assert len({claim.status for claim in claims}) == 1


def test_meetings_on_two_days_are_two() -> None:
    """ "On Monday and again on Wednesday"."""
    analysis = analyse(make_article("Anna Berg met Paul Okoro on Monday and again on Tuesday."), compiled())

    assert [analysis.timexes[claim.when].value for claim in analysis.claims if claim.when is not None] == ["2021-05-10", "2021-05-11"]


def test_days_from_and_to_are_one_stretch() -> None:
    """ "From May 24 until May 26"; of a day that was moved the new one alone."""
    lasting = analyse(make_article("Anna Berg will visit Lagos from May 24 until May 26."), compiled())
    moved = analyse(make_article("Anna Berg's visit to Lagos was moved from May 24 to May 26."), compiled())

    assert lasting.timexes[lasting.claims[0].when_to or 0].value == "2021-05-26"
    assert moved.claims[0].when_to is None
    assert moved.timexes[moved.claims[0].when or 0].value == "2021-05-26"
