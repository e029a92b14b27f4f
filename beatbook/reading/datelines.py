"""Datelines: "SEOUL (The Korea Herald/ANN) -", "MOSCOW, April 24 (Reuters) -", "NEW YORK, June 3, 2019 /PRNewswire/ --"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}(?:,?\s(?:19|20)\d\d)?|\d{{1,2}}\s{_MONTH}(?:,?\s(?:19|20)\d\d)?)"
_CAPS_WORD = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'-]+"
_CAPS = rf"{_CAPS_WORD}(?:[ /](?:{_CAPS_WORD}|de|del|la|al|upon|on|-)){{0,4}}"
_WORD = r"[A-Z\u00c0-\u00de][\w.'-]{0,24}"
_TITLE = rf"{_WORD}(?:[ /]{_WORD}){{0,3}}"
_REGION = rf"(?:,\s(?:{_TITLE}|{_CAPS})){{0,2}}?"
_AGENCY = r"(?:\((?P<agency>[A-Z][\w.&' /-]{1,58})\)|/(?P<wire>[A-Z][\w .&-]{2,30})/)"
_AGENCY_2, _AGENCY_4 = (_AGENCY.replace("agency", f"agency{number}").replace("wire", f"wire{number}") for number in "24")
# A hyphen or an en dash counts with a space beside it only: "U.S.-China talks", "BEIJING-based".
_DASH = r"(?:(?:--+|[\u2014\u2015]+)|(?<=\s)[-\u2013\u2212]+|[-\u2013\u2212]+(?=\s))(?=\s|[\"'A-Z])"
_LABELS = frozenset(
    {
        "UPDATE",
        "UPDATED",
        "BREAKING",
        "WATCH",
        "EXCLUSIVE",
        "OPINION",
        "ANALYSIS",
        "LIVE",
        "VIDEO",
        "EDITORIAL",
        "FACTBOX",
        "EXPLAINER",
        "NATO",
        "EU",
        "UN",
        "US",
        "UK",
        "LEAD",
        "CORRECTION",
        "NOTE",
        "WARNING",
        "QUESTION",
        "ANSWER",
        "URGENT",
        "ALERT",
        "SPOILER",
        "REVIEW",
        "TIMELINE",
        "KEY POINTS",
    }
)

# The place in capitals; or any place when an agency in brackets or a day stands behind it; or the agency alone.
_DATELINE = re.compile(
    "|".join(
        (
            rf"(?P<place1>{_CAPS}){_REGION}(?:[,.]?\s(?P<day1>(?i:{_DAY})))?\s?[,.]?\s?{_AGENCY}?\s?(?:{_DASH}|:(?=\s[A-Z\"']))\s*",
            rf"(?P<place2>{_TITLE}){_REGION}(?:[,.]?\s(?P<day2>(?i:{_DAY})))?[,.]?\s{_AGENCY_2}\s?(?:{_DASH}|[:.])?\s*",
            rf"(?P<place3>{_TITLE}){_REGION},\s(?P<day3>(?i:{_DAY}))\s?(?:{_DASH}|:(?=\s))\s*",
            rf"{_AGENCY_4}\s?(?:{_DASH}|:)\s*",
        )
    )
)
_LONE = re.compile(
    rf"(?P<place1>{_CAPS})(?:,\s{_TITLE}){{0,2}}(?:[,.]?\s(?P<day1>(?i:{_DAY})))?\s?"
    rf"(?:\((?P<agency>[A-Z][\w.&' /-]{{1,58}})\))?\s?[-\u2013\u2014:.]*"
)
_WINDOW = 160  # a dateline is over by then


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline at the start of a text."""

    end: int  # behind the dash and the spaces after it
    place: str  # "" when only the agency is given
    agency: str | None
    day: str | None


def match_dateline(text: str) -> FoundDateline | None:
    """The dateline that opens a paragraph, or None.

    "(Reuters) - " without a place counts; "Trump - who" does not: in small letters a place needs an agency or a day behind it.
    """
    found = _DATELINE.match(text[:_WINDOW])
    dateline = _found(found) if found else None
    return None if dateline is None or dateline.place in _LABELS else dateline


def match_lone_dateline(line: str) -> FoundDateline | None:
    """The dateline that a whole line is: "SEOUL, South Korea", "MOSCOW, April 24 (TASS)"."""
    found = _LONE.fullmatch(line) if len(line) <= _WINDOW else None
    return _found(found) if found and ("," in line or "(" in line) else None


def _found(found: re.Match[str]) -> FoundDateline:
    group = found.groupdict()

    def first(*names: str) -> str | None:
        return next((group[name].strip() for name in names if group.get(name)), None)

    place = first("place1", "place2", "place3") or ""
    return FoundDateline(
        found.end(), place.rstrip(" ,.") if not re.search(r"\b[A-Z]\.[A-Z]\.$", place) else place,
        first("agency", "agency2", "agency4", "wire", "wire2", "wire4"), first("day1", "day2", "day3"),
    )  # fmt: skip
