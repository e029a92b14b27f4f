"""site_config.yaml: every choice that a publisher makes, each with its default.

The keys are the fields of `Config`; a nested class is a nested map.  site_config.yaml explains each key in place, and a test compares
the two.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, is_dataclass
from typing import TYPE_CHECKING, TypeVar, get_type_hints

from beatbook.errors import ConfigError, Problem, YamlError
from beatbook.strictyaml import YamlDocument, YamlPath, YamlValue, load_map

if TYPE_CHECKING:
    from collections.abc import Iterable

PUBLISH = ("all", "checked")
EDITIONS = ("week", "day", "none")

_T = TypeVar("_T")
_TAG = re.compile(r"[A-Za-z0-9.@-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+;=@:/?-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Quotes:
    """How much of an original text may be quoted."""

    max_words: int = 40
    per_article: int = 200


@dataclass(frozen=True, slots=True)
class Corrections:
    """Where readers send corrections: the repository's editor, a form or an address.  All empty: no link."""

    repository: str = ""  # "https://github.com/owner/name"
    branch: str = "main"
    form: str = ""  # URL; {permalink} is filled in
    email: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The parsed configuration."""

    site_id: str = "beatbook.example,2026:digest"  # authority, date and name of the feeds' tag: URIs (RFC 4151)
    title: str = "Beatbook"
    tagline: str = ""
    language: str = "en"
    base_url: str = ""  # "" leaves out canonical links and the sitemap, and says so
    publisher: str = ""
    publish: str = "all"  # one of PUBLISH
    editions: str = "week"  # one of EDITIONS: a page a week, a day, or none
    page_size: int = 100  # rows of a list before it is split
    theme: str = "templates"  # folder of the site's own templates, beside the configuration; they win over the package's
    quotes: Quotes = field(default_factory=Quotes)
    corrections: Corrections = field(default_factory=Corrections)


def parse_config(text: str, *, path: str) -> Config:
    """The configuration in `text`.

    Raises ConfigError with every problem at once: unknown keys (with the nearest known one), wrong types, impossible values.
    """
    try:
        document = load_map(text, path=path)
    except YamlError as error:
        raise ConfigError(*error.problems) from error
    reader = _Reader(document, path)
    config = reader.read(Config, ())
    problems = [*reader.problems, *_impossible(config, document, path)]
    if problems:
        raise ConfigError(*problems)
    return config


class _Reader:
    """Fills the dataclasses from the map and collects what does not fit."""

    def __init__(self, document: YamlDocument, path: str) -> None:
        self.document, self.path = document, path
        self.problems: list[Problem] = []

    def read(self, kind: type[_T], at: YamlPath) -> _T:
        """An instance of the dataclass `kind` from the map at `at`; what is missing or wrong keeps its default."""
        hints = get_type_hints(kind)
        values: dict[str, object] = {}
        for key, value in self._map(at).items():
            if key not in hints:
                full = ".".join([*map(str, at), key])
                self._add("config-key", at, key, f'there is no key "{full}"', _one_of(hints), _nearest(key, hints))
            elif is_dataclass(hint := hints[key]) and isinstance(hint, type):
                values[key] = self.read(hint, (*at, key))
            elif not isinstance(value, str):
                self._add("config-value", at, key, f'"{key}" is no single value', "one text or number")
            elif hint is int:
                self._read_number(key, value, at, values)
            else:
                values[key] = value
        return kind(**values)

    def _read_number(self, key: str, value: str, at: YamlPath, values: dict[str, object]) -> None:
        if re.fullmatch(r"[1-9]\d{0,6}", value):
            values[key] = int(value)
        else:
            self._add("config-value", at, key, f'"{key}" is "{value}"', "a whole number from 1 to 9999999")

    def _map(self, at: YamlPath) -> dict[str, YamlValue]:
        value = self.document.value
        for key in at:
            value = value[key] if isinstance(value, dict) and isinstance(key, str) else ""
        if isinstance(value, dict):
            return value
        if value != "":
            self._add("config-value", at[:-1], str(at[-1]), f'"{at[-1]}" holds no keys', "key: value lines")
        return {}

    def _add(self, code: str, at: YamlPath, key: str, found: str, wanted: str, hint: str = "") -> None:
        self.problems.append(Problem(code, self.path, found, wanted, hint, self.document.line(*at, key)))


def _impossible(config: Config, document: YamlDocument, path: str) -> list[Problem]:
    """Values that have the right type but cannot be meant."""
    checks = {
        "publish": (config.publish in PUBLISH, _one_of(PUBLISH), _nearest(config.publish, PUBLISH)),
        "editions": (config.editions in EDITIONS, _one_of(EDITIONS), _nearest(config.editions, EDITIONS)),
        "base_url": (not config.base_url or _is_web_address(config.base_url), "an address such as https://owner.github.io/name/", ""),
        "site_id": (bool(_TAG.fullmatch(config.site_id)), 'authority, date and name such as "example.org,2026:digest"', ""),
        "language": (bool(_LANGUAGE.fullmatch(config.language)), 'a language tag such as "en" or "pt-BR"', ""),
    }
    return [
        Problem("config-value", path, f'"{key}" is "{getattr(config, key)}"', wanted, hint, document.line(key))
        for key, (right, wanted, hint) in checks.items()
        if not right
    ]


def _is_web_address(text: str) -> bool:
    return bool(re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", text))


def _one_of(names: Iterable[str]) -> str:
    return "one of: " + ", ".join(names)


def _nearest(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""
