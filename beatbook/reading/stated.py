"""What a person says of an article: the sidecar NAME.yaml, or front matter at the top of a .txt or .md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from beatbook.errors import Problem, YamlError
from beatbook.reading.model import ArticleType, TextKind
from beatbook.reading.stamps import find_stamps
from beatbook.strictyaml import YamlDocument, YamlValue, load_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.reading.stamps import StampRules

KEYS = (
    "headline", "outlet", "url", "archived", "accessed", "published", "updated", "byline", "dateline", "section", "language", "tags",
    "type", "party", "text", "confidential",
)  # fmt: skip
MAX_FRONT_MATTER_LINES = 200
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_FALSE = frozenset({"", "false", "no", "off", "0", "n"})
_FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class Stated:
    """Checked values under their keys; `tags` joined by line breaks.  Keys without a value are left out."""

    values: Mapping[str, str] = field(default_factory=dict)
    confidential: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML between two lines "---" at the top of a text, and where the article begins."""

    yaml: str
    end: int  # offset in the text; 0: there is none


def split_front_matter(text: str) -> FrontMatter:
    """The front matter of a text.  A rule of dashes over ordinary words is none."""
    lines = text.split("\n", MAX_FRONT_MATTER_LINES + 2)
    if not _FENCE.fullmatch(lines[0]):
        return FrontMatter("", 0)
    for index, line in enumerate(lines[1 : MAX_FRONT_MATTER_LINES + 1], 1):
        if _FENCE.fullmatch(line):
            inner = "\n".join(lines[1:index])
            is_yaml = re.search(r"^[A-Za-z_]\w*[ \t]*:(?:[ \t]|$)", inner, re.MULTILINE) is not None
            return FrontMatter(inner, sum(len(part) + 1 for part in lines[: index + 1])) if is_yaml else FrontMatter("", 0)
    return FrontMatter("", 0)


def read_stated(text: str, *, path: str, rules: StampRules, first_line: int = 1) -> Stated:
    """The values that a sidecar or front matter gives.

    What is wrong is a problem with its line, and the rest holds.  Broken YAML gives no values; if it so much as mentions `confidential`
    the article counts as confidential, because nobody can ask.
    """
    try:
        document = load_map(text, path=path, first_line=first_line) if text.strip() else YamlDocument({}, {})
    except YamlError as error:
        return Stated(confidential="confidential" in text.lower(), problems=error.problems)
    entries = document.value if isinstance(document.value, dict) else {}
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        checked = _check(key, entry, rules)
        if isinstance(checked, str):
            if checked:
                values[key] = checked
        else:
            code, found, wanted, hint = checked
            severity = "notice" if code == "key-unknown" else "error"
            problems.append(Problem(code, path, found, wanted, hint, document.line(key), "notice" if severity == "notice" else "error"))
    values.pop("confidential", "")
    confidential = any(_means_confidential(key, entry) for key, entry in entries.items())
    return Stated(values, confidential, tuple(problems))


def _means_confidential(key: str, entry: YamlValue) -> bool:
    """Whether somebody asks to leave the article alone, also by a misspelt key or a value of the wrong form: nobody can ask back."""
    named = bool(get_close_matches(key.strip().lower(), ["confidential"], 1, 0.8))
    return named and not (isinstance(entry, str) and entry.strip().lower() in _FALSE)


_Complaint = tuple[str, str, str, str]  # code, found, wanted, hint


def _check(key: str, entry: YamlValue, rules: StampRules) -> str | _Complaint:
    """The value in its normal form, or what is wrong with it."""
    if key not in KEYS:
        close = get_close_matches(key.lower(), KEYS, 1, 0.6)
        return (
            "key-unknown",
            f'the key "{key}" is none that Beatbook reads',
            f"one of {', '.join(KEYS)}",
            f'did you mean "{close[0]}"?' if close else "",
        )
    if key == "tags":
        return _tags(entry)
    if not isinstance(entry, str):
        return "value-type", f'"{key}" is no plain text', f"{key}: some text", "quote it if it holds a colon or brackets"
    value = " ".join(entry.split())
    if not value:
        return ""
    return _check_text(key, value, rules)


def _check_text(key: str, value: str, rules: StampRules) -> str | _Complaint:
    allowed = {"type": get_args(ArticleType), "text": get_args(TextKind)}.get(key)
    if allowed and value not in allowed:
        close = get_close_matches(value.lower(), allowed, 1, 0.5)
        return "value-unknown", f'{key} is "{value}"', f"one of {', '.join(allowed)}", f'did you mean "{close[0]}"?' if close else ""
    if key in ("accessed", "published", "updated"):
        return _moment(key, value, rules)
    if key in ("url", "archived") and not _URL.fullmatch(value):
        return "url-broken", f'{key} is "{value}"', "an address that begins with http:// or https://", ""
    if key == "language" and not _LANGUAGE.fullmatch(value):
        return "value-unknown", f'language is "{value}"', "a code such as en, ko or pt-BR", ""
    return value


def _tags(entry: YamlValue) -> str | _Complaint:
    items = entry.split(",") if isinstance(entry, str) else entry
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return "value-type", '"tags" is no list of texts', "tags: [one, another]", ""
    return "\n".join(" ".join(item.split()) for item in items if isinstance(item, str) and item.strip())


def _moment(key: str, value: str, rules: StampRules) -> str | _Complaint:
    """An ISO 8601 day, or day and time, as it is kept."""
    found = _MOMENT.fullmatch(value)
    if found is None:
        stamps = [stamp.moment for stamp in find_stamps(value, rules) if stamp.moment]
        hint = f"write it as {stamps[0]}" if stamps else ""
        return "date-form", f'{key} is "{value}"', "YYYY-MM-DD, or YYYY-MM-DDTHH:MM with an offset if known", hint
    day, time, zone = found.groups()
    try:
        date.fromisoformat(day)
        if time and not (time < "24:00" and time[3:] < "60"):
            raise ValueError
    except ValueError:
        return "date-impossible", f'{key} is "{value}", which does not exist', "a day of the calendar", ""
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{time}{'+00:00' if zone == 'Z' else zone or ''}" if time else day
