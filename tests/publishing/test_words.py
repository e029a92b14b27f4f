"""How dates, statuses and counts are said."""

from __future__ import annotations

import pytest

from beatbook.analysis.model import ROLES, STATUSES
from beatbook.errors import TemplateError
from beatbook.publishing.words import parse_words
from tests.publishing.theme import english


@pytest.mark.parametrize(
    ("value", "extent", "said"),
    [
        ("2031-04-10", "lasts", "10 April 2031"),
        ("2031-04", "lasts", "April 2031"),
        ("2031-04", "within", "some time in April 2031"),
        ("2031", "within", "some time in 2031"),
        ("2031-01-15/2031-01-21", "within", "between 15 and 21 January 2031"),
        ("2031-01-15/2031-01-21", "lasts", "15–21 January 2031"),
        ("2031-01-30/2031-02-02", "lasts", "30 January – 2 February 2031"),
        ("2031-12-30/2032-01-02", "lasts", "30 December 2031 – 2 January 2032"),
        ("2031-03/2031-05", "within", "between March and May 2031"),
        ("2031-04-10~", "lasts", "about 10 April 2031"),
        ("../2031-04-10", "lasts", "by 10 April 2031"),
        ("2031-04-10/..", "lasts", "on or after 10 April 2031"),
        ("2031-03-20T08:30+01:00", "lasts", "20 March 2031"),
        (None, "lasts", "date unknown"),
        ("", "lasts", "date unknown"),
    ],
)
def test_date_is_said_as_precisely_as_it_is_known(value, extent, said):
    """A date is never said more precisely than it is known."""
    assert english().date(value, extent=extent).text == said


@pytest.mark.parametrize(
    ("value", "iso"),
    [("2031-04-10", "2031-04-10"), ("2031-04", "2031-04"), ("2031-04-10~", ""), ("2031-01-15/2031-01-21", ""), (None, "")],
)
def test_only_a_certain_point_gets_a_machine_date(value, iso):
    """<time datetime> holds years, months and days; ranges, guesses and unknown dates have none."""
    assert english().date(value).iso == iso


def test_value_that_is_no_date_is_shown_as_written():
    """What someone wrote by mistake is shown, not hidden: the build names it as a problem."""
    assert english().date("next spring").text == "next spring"


def test_counts_have_a_singular():
    words = english()

    assert [words.count("reports", n) for n in (0, 1, 2)] == ["0 reports", "1 report", "2 reports"]


def test_publishers_own_kind_is_said_by_its_id():
    """A kind that a publisher added needs no entry in the strings."""
    assert english().term("kind", "port_call") == "Port call"


def test_every_status_has_a_word_and_an_explanation():
    words = english()

    assert all(words.has(f"status.{status}") and words.has(f"status_about.{status}") for status in (*STATUSES, "lapsed"))


def test_every_role_has_a_word():
    assert all(english().has(f"role.{role}") for role in ROLES)


TEXTS = {"strings.en.yaml": "nav:\n  home: Home\n  about: About\nlede: '{n} things'\n", "strings.fr.yaml": "nav:\n  home: Accueil\n"}


def test_translation_falls_back_to_english():
    """What a translation leaves out is said in English."""
    words = parse_words(TEXTS, "fr-CA")

    assert (words.t("nav.home"), words.t("nav.about")) == ("Accueil", "About")


def test_missing_text_names_the_file_and_the_key():
    with pytest.raises(TemplateError) as caught:
        parse_words(TEXTS, "fr").t("nav.map")

    assert "strings.fr.yaml" in str(caught.value)
    assert "nav.map" in str(caught.value)


def test_braces_that_cannot_be_filled_are_named():
    with pytest.raises(TemplateError, match="braces"):
        parse_words(TEXTS, "en").t("lede", wrong=1)


def test_theme_without_english_strings_is_refused():
    with pytest.raises(TemplateError, match=r"strings\.en\.yaml"):
        parse_words({}, "en")
