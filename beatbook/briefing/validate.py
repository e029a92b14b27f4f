"""What is wrong with the values that a person wrote: named with file, line, what was wanted and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from beatbook.analysis.model import ROLES, STATUSES
from beatbook.briefing.document import find_layout, unify_line_ends
from beatbook.edtf import parse_edtf
from beatbook.errors import Problem
from beatbook.merging.model import Extent, Standing
from beatbook.strictyaml import YamlDocument, YamlPath, YamlValue, load_map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beatbook.briefing.model import Document

CHOICES: dict[str, dict[str, tuple[str, ...]]] = {  # type -> key -> what it may be; empty is always allowed
    "event": {
        "status": STATUSES,
        "standing": get_args(Standing),
        "extent": get_args(Extent),
        "review": ("unreviewed", "checked"),
    },
    "article": {
        "standing": ("stands", "corrected", "retracted"),
        "published_basis": ("stated", "metadata", "inferred", "unknown"),
        "type": ("news", "official", "post", "interview", "document"),
        "text": ("original", "summary"),
    },
}
DATES: dict[str, tuple[str, ...]] = {"event": ("date",), "article": ("published", "published_range", "updated")}
LISTS: dict[str, tuple[str, ...]] = {
    "event": ("participants", "topics", "reports", "conflicts", "former_ids", "same_as", "not_same_as", "not_about", "split"),
    "article": ("tags", "cites", "versions", "former_ids"),
    "person": ("aliases", "roles", "former_ids", "same_as", "not_same_as"),
}
WORDS: dict[str, tuple[str, ...]] = {"event": ("title", "kind", "date", "status", "place", "part_of", "summary")}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands, for messages."""

    path: str
    yaml: YamlDocument

    def problem(self, at: YamlPath, found: str, wanted: str, hint: str = "", *, code: str = "brief-value") -> Problem:
        return Problem(code, self.path, found, wanted, hint, self.yaml.line(*at))


def find_faults(document: Document, text: str) -> tuple[Problem, ...]:
    """What is wrong with the values in a document that can be read, in the order of the checks below.

    A wrong value is reported and otherwise left as it is: the site treats it as missing.
    """
    text = unify_line_ends(text.removeprefix("\ufeff"))
    layout = find_layout(text, path=document.path, type=document.type)
    if not layout.front_end:
        return ()
    place = _Place(document.path, load_map(text[layout.front_start : layout.front_end], path=document.path, first_line=2))
    return (*_id(document, place), *_values(document, place))


def _id(document: Document, place: _Place) -> Iterator[Problem]:
    stated = document.front_matter.get("id", "")
    if stated and stated != document.id and document.type != "page":
        hint = "to rename a document, rename its file and add the old name to former_ids"
        yield place.problem(("id",), f'the id is "{stated}"', f'the file\'s own name, "{document.id}"', hint, code="brief-id")


def _values(document: Document, place: _Place) -> Iterator[Problem]:
    front, type_ = document.front_matter, "person" if document.type not in ("event", "article", "page") else document.type
    for key in LISTS.get(type_, ()):
        if not isinstance(front.get(key, ""), list) and front.get(key, ""):
            yield place.problem((key,), f"{key} is no list", "items in brackets or one a line", f"{key}: [{front[key]}]")
    for key in WORDS.get(type_, ()):
        if not isinstance(front.get(key, ""), str):
            yield place.problem((key,), f"{key} is no plain text", "one value", "put it in quotes")
    for key, choices in CHOICES.get(type_, {}).items():
        value = front.get(key, "")
        if key == "review" and isinstance(value, dict):
            yield from _choice(place, ("review", "status"), value.get("status", ""), choices)
        else:
            yield from _choice(place, (key,), value, choices)
    for key in DATES.get(type_, ()):
        yield from _date(place, (key,), front.get(key, ""))
    if type_ == "event":
        yield from _participants(place, front.get("participants", []))
        yield from _claims(place, front.get("reports", []))


def _participants(place: _Place, participants: YamlValue) -> Iterator[Problem]:
    for index, item in enumerate(participants if isinstance(participants, list) else []):
        at: YamlPath = ("participants", index)
        if not isinstance(item, dict) or not any(item.get(key) for key in ("person", "organization", "state")):
            yield place.problem(at, "a participant without an id", "{person: ID, role: ROLE}, or organization or state for person")
        else:
            yield from _choice(place, (*at, "role"), item.get("role", ""), ROLES)


def _claims(place: _Place, reports: YamlValue) -> Iterator[Problem]:
    for index, report in enumerate(reports if isinstance(reports, list) else []):
        if not isinstance(report, dict) or not report.get("article"):
            yield place.problem(("reports", index), "a report without an article", "article: ID")
            continue
        yield from _choice(place, ("reports", index, "status"), report.get("status", ""), STATUSES)
        claims = report.get("claims", [])
        for number, claim in enumerate(claims if isinstance(claims, list) else []):
            at: YamlPath = ("reports", index, "claims", number)
            if isinstance(claim, dict):
                yield from _choice(place, (*at, "status"), claim.get("status", ""), STATUSES)
                yield from _date(place, (*at, "date"), claim.get("date", ""))
                yield from _date(place, (*at, "on"), claim.get("on", ""))


def _choice(place: _Place, at: YamlPath, value: YamlValue, choices: tuple[str, ...]) -> Iterator[Problem]:
    if value == "" or (isinstance(value, str) and value in choices):
        return
    near = get_close_matches(value, choices, n=1) if isinstance(value, str) else []
    found = f'{at[-1]} is "{value}"' if isinstance(value, str) else f"{at[-1]} is no single word"
    yield place.problem(at, found, f"one of: {', '.join(choices)}", f'did you mean "{near[0]}"?' if near else "")


def _date(place: _Place, at: YamlPath, value: YamlValue) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield place.problem(at, f"{at[-1]} is no date", "YYYY, YYYY-MM, YYYY-MM-DD or A/B", code="brief-date")
    elif value:
        try:
            parse_edtf(value)
        except ValueError as error:
            yield place.problem(at, f"{at[-1]}: {error}", "YYYY, YYYY-MM, YYYY-MM-DD or A/B, with ~ for about", code="brief-date")
