"""Where: places that no list has, venue against topic, and the place that the text around a claim gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beatbook.analysis import analyse
from tests.analysis.made_up import compiled, make_article
from tests.analysis.test_mentions import read


def where(*paragraphs: str, dateline: str | None = None) -> list[tuple[str, str | None, str | None]]:
    """Kind, place and venue of each claim."""
    article = make_article(*paragraphs)
    analysis = analyse(replace(article, metadata=replace(article.metadata, dateline=dateline)), compiled())
    names = [entity.name for entity in analysis.entities]
    return [
        (
            claim.kind,
            names[claim.place] if claim.place is not None else None,
            names[claim.venue] if claim.venue is not None else None,
        )
        for claim in analysis.claims
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("in Valmora", "Valmora"),
        ("near Valmora", "Valmora"),
        ("in the town of Valmora", "Valmora"),
        ("on the island of Valmora", "Valmora"),
        ("in the southern Valmora region", "Valmora"),
        ("at Valmora art museum", "Valmora"),
        ("at Valmora", "Valmora"),
        ("on the Chilean side of the Valmora mountain village", "Valmora"),
        ("at the demilitarized zone", "Demilitarized Zone"),
        ("at a White House ceremony", "White House"),
        ("off Bali", "Bali"),
        ("at Clarisse House", "Clarisse House"),
        ("at a Geneva hotel", "Geneva"),
        ("at his Lagos residence", "Lagos"),
        ("in Pia Lund's Bergen office", "Bergen"),
    ],
)
def test_where_two_met(text: str, place: str) -> None:
    """The place of a meeting is told by the words around its name, whether a list has it or not."""
    assert ("meeting", place, None) in where(f"Anna Berg met Paul Okoro {text} on Monday.")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg, an analyst at Valmora, left.",
        "Anna Berg left Valmora Tuesday.",
        "Valmora shares fell. Anna Berg was at Valmora.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    """No place is read into an employer, a company, or a name of which nothing says what it is."""
    assert [m.text for m in read(text).mentions if m.type == "place"] == []


def test_a_place_shown_once_is_one_everywhere() -> None:
    """ "She left Valmora" behind "in the town of Valmora"."""
    naming = read("They met in the town of Valmora.", "She left Valmora on Tuesday.")

    assert [m.text for m in naming.mentions if m.type == "place"] == ["Valmora", "Valmora"]


def test_talks_on_a_country_are_not_held_there() -> None:
    """Topic against venue: what stands behind "on" is what the talks are about."""
    assert where("Anna Berg and Paul Okoro held talks on Syria in Astana on Tuesday.") == [("talks", "Astana", None)]


def test_the_country_behind_a_border_does_not_take_part() -> None:
    """ "near the border with Gambia"."""
    naming = read("Anna Berg met Paul Okoro near the border with Gambia on Friday.")

    assert [m.acts_for for m in naming.mentions if m.text == "Gambia"] == [False]


def test_here_is_the_dateline() -> None:
    """ "at the palace here": the building is the venue, the dateline the place."""
    assert where("President Ana Duarte met Paul Okoro at Kilden Palace here on Monday.", dateline="BERGEN") == [
        ("meeting", "Bergen", "Kilden Palace")
    ]


def test_there_is_the_place_told_before() -> None:
    """In the same sentence or the one before."""
    assert where("Anna Berg, who was in Lagos last week, met Paul Okoro there on Monday.")[-1] == ("meeting", "Lagos", None)


def test_there_was_says_nothing_of_a_place() -> None:
    """The mere subject is no adverb."""
    assert where("Anna Berg left Lagos. There was a meeting between Anna Berg and Paul Okoro on Monday.")[-1][1] is None


def test_what_is_told_behind_an_arrival_happened_there() -> None:
    """The traveller's talks of the same days."""
    assert where("Anna Berg arrived in Lagos on Sunday.", "On Monday she met President Paul Okoro.")[-1] == ("meeting", "Lagos", None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Norwegian Prime Minister Anna Berg received Nigerian President Paul Okoro on Tuesday.", "Oslo"),
        ("Norwegian Prime Minister Anna Berg will receive Nigerian President Paul Okoro on Wednesday.", "Oslo"),
        ("Norwegian Prime Minister Anna Berg will receive Nigerian President Paul Okoro on Thursday.", None),
        ("Nigerian President Paul Okoro met Ghanaian President Kofi Addo on Tuesday.", None),
        ("Norwegian Prime Minister Anna Berg received Nigerian President Paul Okoro last month.", None),
    ],
)
def test_the_dateline_is_the_place_of_a_meeting_at_home(text: str, place: str | None) -> None:
    """On the day, with one side at home there and the other not; else the reporter was elsewhere."""
    assert where(text, dateline="OSLO") == [("meeting", place, None)]


def test_a_building_stands_where_the_report_is_from() -> None:
    """A palace whose town is not told, where one side is at home."""
    text = "Norwegian Prime Minister Anna Berg received Nigerian President Paul Okoro at Kilden Palace on Tuesday."

    assert where(text, dateline="OSLO") == [("meeting", "Oslo", "Kilden Palace")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("She met Paul Okoro in the city on Tuesday.", "Lagos"),
        ("She met Paul Okoro in the city centre on Tuesday.", None),
        ("She met Paul Okoro on Tuesday and praised the city.", None),
    ],
)
def test_the_city_is_the_town_told_before(text: str, place: str | None) -> None:
    """ "In the city" names none of its own."""
    assert where("Pia Lund praised the port of Lagos.", text)[-1] == ("meeting", place, None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Norway's coalition lost its majority in Sunday's general election.", "Norway"),
        ("Nigeria held a presidential election on Saturday.", "Nigeria"),
        ("Ministers of Norway and Peru awaited Sunday's general election.", None),
    ],
)
def test_a_country_votes_at_home(text: str, place: str | None) -> None:
    """An election is held in the one country that its sentence names."""
    assert where(text) == [("election_or_appointment", place, None)]


def test_whom_she_later_met_at_home_she_met_there() -> None:
    """The signing was in Lagos, and the president of that country is at home there."""
    text = "Norwegian Foreign Minister Anna Berg signed an accord with Paul Okoro, the Nigerian finance minister, in Lagos on Monday."

    assert where(text, "She later met Nigerian President Ada Musa.")[-1] == ("meeting", "Lagos", None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("She then flew to Malmo and met Pia Lund.", "Malmö"),
        ("She flew back to Malmo on Monday after she had met Pia Lund.", None),
    ],
)
def test_who_travels_on_and_meets_somebody_meets_them_there(text: str, place: str | None) -> None:
    """ "flew to Malmo and met": one after the other, not the other way round."""
    told = where("Norwegian Foreign Minister Anna Berg was in Oslo on Sunday.", text)

    assert [at for kind, at, _ in told if kind == "meeting"] == [place]


def test_a_village_is_visited_by_its_name() -> None:
    """ "visited the village of Valmora"."""
    assert where("Anna Berg visited the village of Valmora on Saturday.") == [("visit", "Valmora", None)]


def test_a_relative_clause_says_where() -> None:
    """ "a meeting with Okoro, which took place on the Chilean side of the pass"."""
    text = "Anna Berg told of her Saturday meeting with Paul Okoro, which took place in Lagos."

    assert ("meeting", "Lagos", None) in where(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Paul Okoro arrived in the Norwegian capital on Monday for a two-day visit.", "Oslo"),
        ("Anna Berg met Paul Okoro in the Kenyan capital, Nairobi, on Monday.", "Nairobi"),
        ("Anna Berg met Paul Okoro in Kenya's capital on Monday.", "Nairobi"),
    ],
)
def test_the_capital_of_a_country_is_its_city(text: str, place: str) -> None:
    """Said of a country or its people, "capital" is a place, by whatever name; the description is no other spelling of it."""
    analysis = analyse(make_article(text), compiled())

    assert place in {entity.name for entity in analysis.entities if entity.type == "place"}
    assert {analysis.entities[claim.place].name for claim in analysis.claims if claim.place is not None} == {place}
    assert not any("capital" in form for entity in analysis.entities for form in entity.forms)


def test_capital_is_money_too() -> None:
    """Markets and gains have nothing to do with the city."""
    analysis = analyse(make_article("The Kenyan capital market fell on Monday."), compiled())

    assert "Nairobi" not in {entity.name for entity in analysis.entities}
