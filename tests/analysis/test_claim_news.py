"""The day of the news: what an article tells as fresh happened on the day with which it opens."""

from __future__ import annotations

import pytest

from beatbook.analysis import Analysis, analyse
from tests.analysis.made_up import compiled, make_article

CAST = "Prime Minister Anna Berg of Norway knows President Paul Okoro of Nigeria."


def days(analysis: Analysis, kind: str) -> list[str | None]:
    return [analysis.timexes[claim.when].value if claim.when is not None else None for claim in analysis.claims if claim.kind == kind]


def test_a_news_conference_is_on_the_day_of_the_news() -> None:
    """The lead says when; what is said at a conference behind it was said then."""
    article = make_article(
        "Norway fined Acme Corp. on Monday.", "Anna Berg said at a news conference that it would appeal.", published="2021-05-12"
    )
    assert days(analyse(article, compiled()), "statement") == ["2021-05-10"]


@pytest.mark.parametrize(
    ("lead", "published"),
    [
        ("Norway fined Acme Corp. on Monday.", None),
        ("Norway fined Acme Corp. in March.", "2021-05-12"),
        ("Norway will fine Acme Corp. on Friday.", "2021-05-12"),
    ],
    ids=["no day of publication", "no day", "still to come"],
)
def test_without_a_day_that_is_known_and_young_nothing_is_dated(lead: str, published: str | None) -> None:
    """Where the day of writing is unknown or long ago, no day is invented for the news."""
    article = make_article(lead, "Anna Berg said at a news conference that it would appeal.", published=published)
    assert days(analyse(article, compiled()), "statement") == [None]


def test_what_has_happened_is_news_in_the_opening_only() -> None:
    """ "has resigned" far down may be of any day."""
    filler = ["The harbour is large.", "The town lies on a hill."]
    fresh = make_article(CAST, "Paul Okoro has resigned, Anna Berg announced on Tuesday.", published="2021-05-12")
    old = make_article("Anna Berg laid a wreath on Tuesday.", *filler, "Paul Okoro has resigned.", published="2021-05-12")

    assert days(analyse(fresh, compiled()), "election_or_appointment") == ["2021-05-11"]
    assert days(analyse(old, compiled()), "election_or_appointment") == [None]


def test_the_inauguration_takes_up_who_was_sworn_in() -> None:
    """One event: the noun brings the day, the verb who."""
    article = make_article(
        "Paul Okoro has been sworn in as president.", "The inauguration took place in Lagos on Friday.", published="2021-05-15"
    )
    sworn, noun = (claim for claim in analyse(article, compiled()).claims if claim.kind == "election_or_appointment")
    assert (sworn.same_as, noun.same_as) == (None, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Paul Okoro ignored a deadline that the party had set for him to step down.",
        "Lawmakers began proceedings to impeach Paul Okoro.",
        "Anna Berg urged Paul Okoro to resign.",
    ],
)
def test_what_is_only_wished_of_an_office_is_no_change_of_it(text: str) -> None:
    """An infinitive that no "is to" or "will" makes a plan."""
    assert days(analyse(make_article(CAST, text), compiled()), "election_or_appointment") == []


def test_officials_without_names_meet_on_a_day() -> None:
    """A plural for people is both sides; without a day it is no event."""
    dated = make_article("Export officials of the two countries met in Rome on July 12.", published="2021-08-02")
    undated = make_article("Export officials of the two countries met often.", published="2021-08-02")

    assert days(analyse(dated, compiled()), "meeting") == ["2021-07-12"]
    assert days(analyse(undated, compiled()), "meeting") == []


def test_out_of_office_is_no_event_before_the_office() -> None:
    """ "Ousted president" says who he is; "was ousted" what happened."""
    article = make_article("State media say ousted vice president Paul Okoro will return on Friday.", published="2021-05-12")
    assert days(analyse(article, compiled()), "election_or_appointment") == []
