"""Phrases that mean several people, and titles that mean somebody whom the article names elsewhere."""

from __future__ import annotations

import pytest

from beatbook.analysis import analyse
from tests.analysis.made_up import compiled, make_article
from tests.analysis.test_mentions import meant, people, person, read


@pytest.mark.parametrize("text", ["The royal couple", "Their Majesties", "The royals"])
def test_a_royal_couple_is_the_king_and_the_queen(text: str) -> None:
    """The article's only two crowned heads."""
    naming = read(f"King Floris and Queen Sofia arrived on Monday. {text} met President Ana Ruiz.")

    assert meant(naming, text) == ["King Floris", "Queen Sofia"]


def test_one_article_holds_for_two_titles() -> None:
    """ "The King and Queen" are two people."""
    naming = read("King Floris and Queen Sofia arrived. The King and Queen will meet Ana Ruiz.")

    assert (meant(naming, "The King"), meant(naming, "Queen")) == (["King Floris"], ["Queen Sofia"])


def test_a_title_before_the_name_is_told_means_the_same() -> None:
    """ "The King" of the first sentence is the only king whom the article names."""
    naming = read("The King left on Monday.", "King Floris was seen off by Ana Ruiz.")

    assert meant(naming, "The King") == ["King Floris"]
    assert people(naming) == ["King Floris", "Ana Ruiz"]


def test_two_kings_stay_two() -> None:
    """With two kings in the article the bare title before them is neither."""
    naming = read("The King left on Monday.", "King Floris of the Netherlands met King Haakor of Norway.")

    assert meant(naming, "The King") == ["The King"]
    assert [person(naming, name).country for name in ("King Floris", "King Haakor")] == ["NL", "NO"]


@pytest.mark.parametrize(
    "text",
    [
        "The presidents of Chile and Peru",
        "The Chilean and Peruvian presidents",
        "Chile and Peru's presidents",
        "Chilean, Peruvian presidents",
    ],
)
def test_a_plural_title_means_the_holder_of_each_country(text: str) -> None:
    """Those whom the article names with that office and country."""
    naming = read("Chilean President Ana Vega flew to Lima. She was met by Peruvian President Luis Rojas.", f"{text} met on Monday.")
    found = {naming.entities[m.entity].name for m in naming.mentions if m.form == "group"}

    assert found == {"Ana Vega", "Luis Rojas"}


def test_a_counterpart_with_a_name_holds_the_same_office() -> None:
    """ "her Dutch counterpart, NAME" is the Dutch foreign minister, and "the Dutch minister" means that one."""
    naming = read("Foreign Minister Ana Vega met her Dutch counterpart, Marieke Visser. The Dutch minister left early.")

    assert [(role.office, role.country) for role in person(naming, "Marieke Visser").roles] == [("foreign-minister", "NL")]
    assert meant(naming, "The Dutch minister") == ["Marieke Visser"]


def test_a_deposed_minister_is_not_the_minister() -> None:
    """ "the prime minister" is in office."""
    naming = read("The deposed prime minister, Ana Vega, was freed.", "The prime minister thanked the judges.")

    assert meant(naming, "The prime minister") == []


def test_the_first_of_kin_is_not_the_named_one() -> None:
    """ "General Haddad's father, Brigadier Nuri Haddad" are two people."""
    naming = read("General Haddad's father, Brigadier Nuri Haddad, served there.")

    assert people(naming) == ["Haddad", "Nuri Haddad"]


def test_people_of_two_states_act_for_both() -> None:
    """ "Norwegian and Swedish officials" act for Norway and for Sweden."""
    naming = read("Norwegian and Swedish officials met Ana Ruiz on Monday.")

    assert [m.text for m in naming.mentions if m.type == "state"] == ["Norwegian", "Swedish"]


@pytest.mark.parametrize(
    "text", ["Norwegian officials", "A Norwegian trade delegation", "The Norwegian side", "A senior Norwegian diplomat"]
)
def test_people_of_a_state_act_for_it(text: str) -> None:
    """ "Norwegian officials", whom nobody names, are Norway that acts."""
    naming = read(f"{text} met Ana Ruiz on Monday.")

    assert meant(naming, "Norwegian") == ["Norway"]


@pytest.mark.parametrize("text", ["Norwegian salmon", "Norwegian football officials", "A Norwegian army band"])
def test_other_things_of_a_country_do_not(text: str) -> None:
    """An adjective is no state."""
    assert meant(read(f"{text} met Ana Ruiz on Monday."), "Norwegian") == []


def test_who_leads_a_delegation_acts_with_it() -> None:
    """ "A Norwegian delegation led by Berg": the person, not the state."""
    analysis = analyse(make_article("A Norwegian delegation led by Anna Berg met Paul Okoro in Lagos on Monday."), compiled())

    assert {analysis.entities[part.entity].name for claim in analysis.claims for part in claim.participants} == {"Anna Berg", "Paul Okoro"}
