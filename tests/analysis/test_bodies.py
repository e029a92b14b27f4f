"""Companies and other bodies that only the article itself shows."""

from __future__ import annotations

import pytest

from tests.analysis.test_mentions import meant, person, read


def bodies(*paragraphs: str, headline: str = "") -> list[str]:
    """The organizations as the paragraphs write them, in order."""
    return [mention.text for mention in read(*paragraphs, headline=headline).mentions if mention.type == "organization"]


@pytest.mark.parametrize(
    "text",
    [
        "Nordvell shares fell on Monday.",
        "The chipmaker Nordvell cut jobs.",
        "Nordvell said it would buy a rival.",
        "Nordvell said it is weighing an offer.",
        "Nordvell said in a statement that its plant was safe.",
        "Nordvell, based in Utrecht, declined to comment.",
        "Nordvell, the world's largest chipmaker, cut jobs.",
        "Nordvell (NASDAQ: NRVL) fell.",
        "Nordvell (NRVL.O) fell.",
        "It holds a stake in Nordvell.",
        "A takeover of Nordvell was blocked.",
        "The group agreed to buy Nordvell for $3 billion.",
        "Nordvell agreed to merge with a rival.",
        "Nordvell's chief executive, Lena Falk, resigned.",
    ],
)
def test_a_word_of_business_shows_a_company(text: str) -> None:
    """Shares, a trade, a stake, "it": once is enough."""
    assert bodies(text) == ["Nordvell"]


def test_a_body_learnt_once_is_one_everywhere() -> None:
    """In the headline, before it was shown and behind it."""
    found = bodies("Nordvell declined to comment.", "Nordvell shares fell.", "Haddad left Nordvell in May.", headline="Nordvell Halts Work")

    assert found == ["Nordvell"] * 4


def test_who_is_joined_to_a_body_is_one() -> None:
    """ "Nordvell and Brandex": one of them is shown to be a company."""
    assert bodies("Nordvell shares rose. The pact was signed by Nordvell and Brandex.") == ["Nordvell", "Nordvell", "Brandex"]


@pytest.mark.parametrize(
    "text",
    [
        "Striker Ivan Marek joined the club. Marek's board was angry. The club wants to buy Marek.",
        "Okafor, who runs the shop, said it would close. Okafor's employees left.",
        "Kovalenko said it would take years. Kovalenko's board of advisers met.",
        "Duarte said it had been agreed. Duarte said it would be hard.",
        "Mr Hargrove spoke. Hargrove shareholders left.",
    ],
)
def test_a_person_is_never_learnt_as_a_body(text: str) -> None:
    """Whom the article names as a person stays one, and "it would be hard" is said by people too."""
    assert bodies(text) == []


@pytest.mark.parametrize(
    "text", ["Energy shares fell.", "Tech stocks rose.", "Company executives left.", "Investors in Bitcoin lost money."]
)
def test_an_ordinary_word_is_no_body(text: str) -> None:
    """A common word that opens a sentence has its capital from there."""
    assert bodies(text) == []


def test_a_known_company_whose_name_is_a_word_counts_where_the_article_shows_it() -> None:
    """ "Shell" at the start of a sentence is the company when it has employees."""
    assert bodies("Shell employees met on Monday.") == ["Shell"]
    assert bodies("Shell fragments lay on the beach.") == []


def test_an_abbreviation_in_brackets_is_the_body_before_it() -> None:
    """The full name and its letters are one entity from there on."""
    naming = read("The Coastal Rescue Agency (CRA) sent two boats. The CRA said it was too late.")

    assert person(naming, "Coastal Rescue Agency").forms == ("Coastal Rescue Agency", "CRA")


def test_a_rebel_group_is_no_company() -> None:
    """What the describing word says decides the kind."""
    assert person(read("The rebel group Ansadar claimed the attack. Ansadar denied it."), "Ansadar").kind == ""
    assert person(read("The chipmaker Nordvell cut jobs."), "Nordvell").kind == "company"


@pytest.mark.parametrize("text", ["The two companies", "Both companies"])
def test_two_companies_are_the_two_told_before(text: str) -> None:
    """Each of them by one mention."""
    naming = read(f"Nordvell Inc and Brandex Corp agreed to merge. {text} signed a deal.")

    assert meant(naming, text) == ["Brandex Corp", "Nordvell Inc"]


def test_the_company_is_the_one_told_before() -> None:
    """The only one of the sentence before."""
    naming = read("Nordvell shares fell.", "The company said it would appeal.")

    assert meant(naming, "The company") == ["Nordvell"]


@pytest.mark.parametrize(
    "text",
    [
        "Nordvell Inc sued Brandex Corp. The company said it would appeal.",
        "Nordvell Inc, Brandex Corp and Ostrix Ltd met. The two companies left.",
        "Nordvell shares fell. The company car was sold.",
        "The company said it would appeal.",
    ],
)
def test_where_it_is_not_clear_nobody_is_meant(text: str) -> None:
    """Two for one, three for two, another thing, and nobody told before."""
    assert not any(m.form in ("description", "group") for m in read(text).mentions if m.type == "organization")
