"""How templates are read and compiled: Jinja2 as it comes, but for three things that every page pays for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.ext import Extension

from beatbook.publishing.escaping import escape_text, written

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from beatbook.publishing.words import Words

_TEXT = re.compile(r"\{\{ t\('([\w.]+)'\) \}\}")  # a text of the interface with nothing to fill in
_SYNTAX = re.compile(r"\{[{%#]|[}%#]\}|\n")


def make_environment(templates: Mapping[str, str], words: Words) -> jinja2.Environment:
    """An environment of these templates: values are escaped, and a name that is unknown is an error."""
    environment = _Environment(
        loader=_Loader(dict(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[_Texts],
    )
    environment.words = words
    return environment


class _Environment(jinja2.Environment):
    """Hands the names that all templates know to each as a plain dictionary: each page copies them, and a chain of them is slow to copy."""

    words: Words

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class _Loader(jinja2.DictLoader):
    """Templates from a dictionary, which write values as `written` does."""

    def load(self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> jinja2.Template:  # noqa: A002 - as Jinja2 calls it
        template = super().load(environment, name, globals)
        template.root_render_func.__globals__["escape"] = written
        return template


class _Texts(Extension):
    """Puts the texts of the interface into templates when these are read, instead of asking for them on every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - as Jinja2 calls it
        return _TEXT.sub(self._text, source)

    def _text(self, found: re.Match[str]) -> str:
        words: Words = self.environment.words  # type: ignore[attr-defined]  # ours
        text = escape_text(words.t(found[1])) if words.has(found[1]) else "{{"
        return found[0] if _SYNTAX.search(text) else text  # one that is missing is told of where it is asked for
