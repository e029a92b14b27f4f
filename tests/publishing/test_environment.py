"""Templates as they are compiled: escaped, and with the texts of the interface in their place."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup, escape

from beatbook.publishing.environment import make_environment
from beatbook.publishing.escaping import written
from beatbook.publishing.words import Words


def render(template: str, texts: dict[str, str] | None = None, *, quick: bool = False, **values: object) -> str:
    words = Words(texts or {}, path="strings.en.yaml")
    environment = make_environment({"page.html": template}, words, quick=quick)
    environment.globals["t"] = words.t
    return environment.get_template("page.html").render(values)


class Thing:
    text, none, number = "<a & b>", None, 3

    def __html__(self) -> str:
        return "<i>thing</i>"


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


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m(x, y='<') %}<i>{{ x }}{{ y }}</i>{% endmacro %}{{ m('<') }}{{ m(m('a'), thing) }}",
        "{% macro m(x) %}[{{ caller() }}{{ x }}]{% endmacro %}{% call m('<') %}&{% endcall %}",
        "{% macro m() %}{{ varargs | length }}{{ kwargs | length }}{% endmacro %}{{ m(1, 2, a=3) }}",
        "{{ thing }} {{ thing.text }} {{ thing.none }} {{ thing.number + 1 }} {{ thing.text.upper() }} {{ thing.text | upper }}",
        "{{ ['<', 'a'] | join(', <') }} {{ ['<', thing] | join(', <') }} {{ [1, '<'] | join }} {{ [thing] | join }} {{ [] | join }}",
        "{{ [thing, thing] | join(' ', attribute='text') }} {{ 'abc' | join('-') }}",
        "{% for t in [thing, thing] if t.number %}{{ loop.index }}{{ t.text }}{% else %}-{% endfor %}",
        "{% set s %}<b>{{ thing.text }}</b>{% endset %}{{ s }}{{ s ~ '<' }} {{ t('a', n=thing.number) }}",
        "{{ 'a' if thing.none else thing.text }} {{ thing.text[:2] }} {{ table['k'] }} {{ table.get('k') }} {{ table.items() | length }}",
        "{% filter upper %}{{ thing.text }}{% endfilter %}{% autoescape false %}{{ thing.text }}{% endautoescape %}",
    ],
)
def test_the_quick_way_writes_what_jinja2_writes(template):
    values = {"thing": Thing(), "table": {"k": "<v>"}}

    assert render(template, {"a": "{n} <"}, quick=True, **values) == render(template, {"a": "{n} <"}, **values)


@pytest.mark.parametrize(
    "template",
    [
        "{{ table.k }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(x=1) }}",
        "{{ thing.gone | default('-') }}",
        "{{ thing.gone is defined }}",
    ],
)
def test_where_the_quick_way_does_not_lead_it_ends_in_an_error(template):
    """A page is then rendered as Jinja2 does it: nothing is left out in silence."""
    values = {"thing": Thing(), "table": {"k": "v"}}

    assert render(template, **values)
    with pytest.raises((AttributeError, TypeError, jinja2.TemplateError)):
        render(template, quick=True, **values)
