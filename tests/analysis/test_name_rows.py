"""People in score cards, lists of results and tables, where no verb tells who is somebody."""

from __future__ import annotations

import pytest

from beatbook.analysis import annotate
from tests.analysis.made_up import compiled


def people(text: str) -> list[str]:
    return [each["text"] for each in annotate({"doc_id": "a", "text": text}, compiled())["people"]]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("1. Anna Berg (Sweden) 52.1 seconds", ["Anna Berg"]),
        ("3. Thuro Belkanu (Cuba) 65.60 metres", ["Thuro Belkanu"]),
        ("8 - Paul Okoro (Nigeria) beat Jan Siemel (Netherlands) 6-3 6-4", ["Paul Okoro", "Jan Siemel"]),
        ("[WC] A Quill (ESP) d [4] I Berg (SWE) 75 64", ["A Quill", "I Berg"]),
        ("132 Anna Berg 66 66", ["Anna Berg"]),
        ("|4|Thuro BELKANU|CUB|9.97|", ["Thuro BELKANU"]),
        ("2 BERG, Anna SWE 9.89", ["BERG, Anna"]),
        ("T. Quill c Ruzzoni b Marsh 14", ["T. Quill", "Ruzzoni", "Marsh"]),
        ("Anna Quill lbw b Ruzzoni 0", ["Anna Quill", "Ruzzoni"]),
        ("Bowling: K.Ruzzoni 12-1-36-2, Marsh 9.4-0-33-0", ["K.Ruzzoni", "Marsh"]),
        ("Fall of wickets: 1-6 (Ruzzoni), 2-25 (Marsh)", ["Ruzzoni", "Marsh"]),
        ("Norby Town 2 (Ruzzoni 51, Paul Okoro 89 penalty) Harle 1 (Booth 25)", ["Ruzzoni", "Paul Okoro", "Booth"]),
        ("Yellow card: Ruzzoni 71, Marsh 83", ["Ruzzoni", "Marsh"]),
        ("Referee: Thuro Belkanu", ["Thuro Belkanu"]),
    ],
)
def test_a_row_of_results_names_people(row: str, names: list[str]) -> None:
    """Numbers, nations and labels stand in for the verb."""
    assert people(f"Results on Friday:\n{row}\nMore to follow.") == names


@pytest.mark.parametrize(
    "row",
    [
        "Norby Town 12 7 3 2 24",
        "S. Korea 2 N. Ireland 1",
        "West Indies 238 all out",
        "Scorers: England 23, Wales 12",
        "Derbyshire 133 for five",
        "Extras (lb7) 7",
    ],
)
def test_teams_and_countries_of_a_table_are_nobody(row: str) -> None:
    """A county, a club or a country does not become somebody because a number follows."""
    assert people(f"Results on Friday:\n{row}\nMore to follow.") == []


def test_a_headline_in_capitals_names_whom_its_story_names() -> None:
    """The surname in capitals is the person of the story; the word that only looks like it is not."""
    text = "GOLF-QUILL TAKES LEAD IN LONG RACE\nAnna Quill shot 66 on Friday. Anna Long was third."

    assert people(text) == ["QUILL", "Anna Quill", "Anna Long"]


def test_the_first_word_of_a_firm_is_nobodys_surname() -> None:
    """ "Ruzzoni", once the article writes "Ruzzoni Inc", is the firm however often it speaks."""
    assert people("Ruzzoni Inc rejected the bid. Ruzzoni said it was low. Ruzzoni added that it would wait.") == []


def test_whose_analyst_somebody_is_names_a_firm() -> None:
    """Of two names around an office in lower case the first is whom the second works for."""
    assert people("It is a start, Rosa Hartley analyst Paul Okoro wrote.") == ["Paul Okoro"]


def test_an_age_before_a_given_name_is_enough() -> None:
    """ "her children, 5-year-old Paula": nobody writes the age of a place."""
    assert people("She left with her children, 5-year-old Paula and 2-year-old Oskar.") == ["Paula", "Oskar"]


def test_who_only_names_a_government_does_not_act() -> None:
    """ "The Hartley administration" names Hartley, and nothing that Hartley did."""
    found = annotate({"doc_id": "a", "text": "Critics of the Hartley administration left. It fell in the Hartley era."}, compiled())

    assert [(each["text"], each["credit"]) for each in found["people"]] == [("Hartley", True), ("Hartley", True)]


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg and Paul Okoro",
        "20 Feb 2023, 18:40, Oslo - Norland news agency, Anna Berg",
        "The two shake hands. (Anna Berg, staff photographer)",
    ],
)
def test_who_signs_or_took_the_picture_is_a_credit(line: str) -> None:
    """A line of names at the top, a dateline with its reporter, a photographer in brackets."""
    found = annotate({"doc_id": "a", "text": f"Bridge opens\n{line}\nThe bridge was opened on Friday."}, compiled())

    assert all(each["credit"] for each in found["people"])
    assert found["people"]


def test_what_a_minister_minds_is_nobody() -> None:
    """Of "the Minister of State Security" no word is a name."""
    assert people("She met Paul Okoro, the Minister of State Security, on Friday.") == ["Paul Okoro"]


@pytest.mark.parametrize(
    "text",
    [
        "Standings:\nPetra Dronice 20 4 4 12 15 35 16",
        'The film "Rosa Hartley" topped the list on Friday.',
        "The ferry Princess Paula sank on Friday.",
        "Shares in Rosa Hartley were sold on Friday.",
        "Rosa Hartley ended higher on Friday.",
        "Rosa Hartley fell 2.5 percent on Friday.",
        "They met in Santa Paula on Friday.",
        "Tropical Storm Paula moved on.",
        "The Orlando Magic won on Friday.",
    ],
)
def test_names_of_other_things_are_nobody(text: str) -> None:
    """A team with its figures, a work, a ship, a share, a saint's town, a storm, a club."""
    assert people(text) == []


def test_who_gains_in_sport_stays_somebody() -> None:
    """Points are added and lost by people too."""
    assert people("Rosa Hartley added 24 points and Paul Okoro fell 6-4 6-3 on Friday.") == ["Rosa Hartley", "Paul Okoro"]
