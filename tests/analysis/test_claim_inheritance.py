"""Day and place that a claim takes from the text around it, and those that it must not take."""

from __future__ import annotations

import pytest

from beatbook.analysis import analyse
from tests.analysis.made_up import compiled, make_article

CASES = {
    "the next sentence of the same two": (
        "Foreign Minister Karin Lindqvist met her Peruvian counterpart Alan Diaz in Oslo on Monday. The two signed a treaty on fisheries.",
        ("agreement", "2021-05-10", "Oslo"),
    ),
    "they": (
        "Foreign Minister Karin Lindqvist met her Peruvian counterpart Alan Diaz on Monday. They agreed to send envoys to Lima next month.",
        ("agreement", "2021-05-10", None),
    ),
    "a meeting on the margins takes the forum's place": (
        "Foreign Minister Karin Lindqvist met her Peruvian counterpart Alan Diaz on Monday on the sidelines of the G20 summit in Osaka.",
        ("meeting", "2021-05-10", "Osaka"),
    ),
    "and the forum has those who met and their day": (
        "Foreign Minister Karin Lindqvist met her Peruvian counterpart Alan Diaz on Monday on the sidelines of the G20 summit in Osaka.",
        ("forum", "2021-05-10", "Osaka"),
    ),
    "there, told in the next sentence": (
        "Foreign Minister Karin Lindqvist met President Alan Diaz on Monday at the G20 summit in Osaka. There, she also met Paul Okoro.",
        ("meeting", "2021-05-10", "Osaka"),
    ),
    "an earlier meeting keeps its own day": (
        "President Ana Duarte met President Alan Diaz in Lima on Monday. The two men last met in Quito in March.",
        ("meeting", "2021-03", "Quito"),
    ),
    "talks called off are those of the day for which they were planned": (
        "Trade Minister Ana Duarte cancelled a trip to Lisbon planned for next Monday.",
        ("visit", "2021-05-17", "Lisbon"),
    ),
    "a visit that was to begin": (
        "President Ana Duarte on Tuesday postponed a state visit to Ghana that was to begin Monday.",
        ("visit", "2021-05-17", "Ghana"),
    ),
    "the day of an earthquake is not that of the conference for its victims": (
        "An international donors' conference for the victims of the earthquake of 7 March will be held in Brussels on 4 December 2021.",
        ("forum", "2021-12-04", "Brussels"),
    ),
    "the place beside the date": (
        "Lakshmi Rao and Etienne Lefort signed the agreement for the mission in Toulouse in March 2018.",
        ("agreement", "2018-03", "Toulouse"),
    ),
    "a letter's day, not that of the protest in it": (
        "Defence Minister Paul Okoro said he had sent a letter of protest to his Chilean counterpart, Ana Ruiz, on Tuesday.",
        ("letter", "2021-05-11", None),
    ),
    "hours of talks": (
        "Union leader Moira Cassidy and railway director Simon Thwaite held nine hours of talks in Leeds on Tuesday.",
        ("talks", "2021-05-11", "Leeds"),
    ),
    "talks begin behind those who lead them": (
        "The talks, led by Canada's Gordon Whitlock and Brazil's Sandra Peixoto, began in Lima on Tuesday.",
        ("talks", "2021-05-11", "Lima"),
    ),
    "what was called off during a journey": (
        "During a trip to Peru on Monday, President Ana Duarte met the press and cancelled a meeting with President Alan Diaz.",
        ("meeting", "2021-05-10", "Peru"),
    ),
    "when they meet": (
        "President Ana Duarte will raise it with President Alan Diaz when they meet at the G20 summit in Bali in November.",
        ("meeting", "2021-11", "Bali"),
    ),
    "what somebody else did the sentence before gives no day": (
        "President Ana Duarte met President Alan Diaz in Lima on Monday. Prime Minister Paul Okoro held talks with Minister Anna Berg in Rome.",
        ("talks", None, "Rome"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_the_last_claim_of_its_kind_has_this_day_and_place(text, expected):
    """The text ties the two, or it does not."""
    analysis = analyse(make_article(text), compiled())

    claim = [claim for claim in analysis.claims if claim.kind == expected[0]][-1]
    when = analysis.timexes[claim.when].value if claim.when is not None else None
    assert (claim.kind, when, analysis.entities[claim.place].name if claim.place is not None else None) == expected


def test_a_forum_is_attended_by_those_who_meet_there():
    """Who meets on its margins was there."""
    analysis = analyse(make_article("President Ana Duarte met President Alan Diaz on Monday at the G20 summit in Osaka."), compiled())

    (forum,) = [claim for claim in analysis.claims if claim.kind == "forum"]
    assert {(analysis.entities[part.entity].name, part.role) for part in forum.participants} == {
        ("Ana Duarte", "attendee"),
        ("Alan Diaz", "attendee"),
    }


def test_the_pair_are_the_two_of_the_sentence_before():
    """ "The two", "they" and "the pair" mean two who were just named together, whatever their offices."""
    for group in ("The two", "The pair", "They", "The two ministers"):
        text = f"Finance Minister Karin Lindqvist met Trade Minister Alan Diaz in Oslo on Monday. {group} signed a treaty."
        analysis = analyse(make_article(text), compiled())
        (agreement,) = [claim for claim in analysis.claims if claim.kind == "agreement"]
        assert len(agreement.participants) == 2, group


def test_talks_named_again_with_those_who_led_them_are_the_same_talks():
    """ "Talks in Geneva this week" and "The talks, led by Berg and Lund, began on Tuesday" are one."""
    text = "Envoys made headway in talks in Geneva this week. The talks, led by Gordon Whitlock and Sandra Peixoto, began on Tuesday."
    analysis = analyse(make_article("Canada and Brazil have a quarrel. " + text), compiled())

    first, second = (claim for claim in analysis.claims if claim.kind == "talks")
    assert (len(first.participants), len(second.participants)) == (0, 2)
    assert analysis.claims[second.same_as or 0] is first
