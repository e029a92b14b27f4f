"""Other interface languages: one file of strings each, from left or from right."""

from __future__ import annotations

import string

import pytest

from beatbook.publishing.render import render_site
from beatbook.publishing.words import _flatten, parse_words
from beatbook.strictyaml import load_map
from tests.publishing.factories import make_config, make_site
from tests.publishing.theme import default_theme, page, render

TEXTS = {name: content.decode() for name, content in default_theme()[1].items() if name.startswith("strings.")}


def table(name):
    return _flatten(load_map(TEXTS[name], path=name).value)


def braces(text):
    return sorted({field for _, field, _, _ in string.Formatter().parse(text) if field})


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"strings.en.yaml"}))
def test_translation_is_complete_and_has_the_same_braces(name):
    """Every text of the interface, no text that there is none of, and what is filled in is filled in everywhere."""
    english, other = table("strings.en.yaml"), table(name)

    assert set(english) == set(other)
    wrong = [key for key, text in english.items() if isinstance(text, str) and braces(text) != braces(str(other[key]))]
    assert wrong == []
    assert [key for key, text in english.items() if isinstance(text, list) and len(text) != len(other[key])] == []


def test_one_key_of_the_configuration_makes_the_interface_german():
    """Navigation, dates and counts; what Beatbook writes in English says so to a screen reader."""
    files = render(config=make_config(language="de"))

    summit = page(files, "events/duarte-lindqvist-port-amber-2031.html")
    assert summit.get("lang") == "de"
    assert summit.xpath("//nav[@class='sections']//a")[0].text == "Ereignisse"
    assert summit.xpath("//time")[0].text == "10. April 2031"
    assert summit.xpath("//h1")[0].get("lang") == "en"


def test_language_from_right_to_left_turns_the_page():
    """One text in its file says so: `direction: rtl`."""
    templates, assets = default_theme()
    arabic = {"strings.ar.yaml": b"site: {direction: rtl}\n"}

    files = render_site(make_site(), make_config(language="ar"), templates, {**assets, **arabic})

    assert (page(files, "index.html").get("dir"), page(files, "index.html").get("lang")) == ("rtl", "ar")
    assert parse_words(TEXTS, "de").t("site.direction") == "ltr"
