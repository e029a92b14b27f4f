"""Templates as they are compiled: escaped, and with the texts of the interface in their place."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup, escape

from beatbook.publishing.environment import make_environment
from beatbook.publishing.escaping import written
from beatbook.publishing.words import Words


def render(template: str, texts: dict[str, str] | None = None, **values: object) -> str:
    words = Words(texts or {}, path="strings.en.yaml")
    environment = make_environment({"page.html": template}, words)
    environment.globals["t"] = words.t
    return environment.get_template("page.html").render(values)


@pytest.mark.parametrize("value", ["<b>'&\"", Markup("<b>"), 3, None, 2.5, ("<", ">"), "", "Ö“"])
def test_a_value_is_written_as_markupsafe_escapes_it(value):
    assert written(value) == str(escape(value))


def test_markup_of_a_macro_is_not_escaped_twice():
    assert render("{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m('<') }}{{ m(m('a')) }}") == "<i>&lt;</i><i><i>a</i></i>"


def test_texts_are_escaped_as_values_are():
    assert render("<p>{{ t('a') }}</p>", {"a": 'R & "D"'}) == "<p>R &amp; &#34;D&#34;</p>"


def test_a_text_that_looks_like_a_template_stays_a_text():
    assert render("{{ t('a') }}|{{ t('b') }}", {"a": "{{ 7 * 7 }}", "b": "two\nlines #}"}) == "{{ 7 * 7 }}|two\nlines #}"


def test_texts_inside_of_expressions_are_left_to_them():
    assert render("{{ t('a') | upper }} {{ t('b', n=2) }}", {"a": "x", "b": "{n} y"}) == "X 2 y"


def test_an_unknown_name_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        render("{{ nobody }}")
