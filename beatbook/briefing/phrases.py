"""Small phrases of desk English: dates, places, lists, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from beatbook.edtf import Interval, format_edtf, parse_edtf, week_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.merging.model import Profile

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HEAD_END = re.compile(r" (?:at|between|by|for|from|in|involving|of|on|to|with)\b")
_VOWEL = re.compile(r"(?!(?:eu|uni(?!m|n)|use|one\b))[aeiou]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameRules:
    """Which names take "the", and which places "on"."""

    with_the: frozenset[str] = frozenset()
    last_words: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()


# ---- dates


def say_day(value: str) -> str:
    """An EDTF value as a noun: "25 April 2019", "April 2019", "26-27 April 2019", "about March 2019", "the week of 15 April 2019"."""
    interval = parse_edtf(value)
    about = "about " if "~" in value else ""
    if interval.first == date.min or interval.last == date.max:
        return f"{about}{_open(interval)}"
    return f"{about}{_closed(interval)}"


def say_when(value: str | None, *, extent: str) -> str:
    """An EDTF value as an adverb: "on 25 April 2019", "in April 2019", "from 26 to 27 April 2019", "around 2019"; "" for None."""
    if not value:
        return ""
    interval = parse_edtf(value)
    if interval.first == date.min or interval.last == date.max:
        return _open(interval)
    if "~" in value:
        return f"around {_closed(interval)}"
    shortest = format_edtf(interval)
    if "/" not in shortest:
        return f"{'on' if interval.days == 1 else 'in'} {_point(shortest)}"
    if extent != "lasts" and week_of(interval.first) == interval:
        return f"in the week of {_point(interval.first.isoformat())}"
    first, last = _ends(interval)
    return f"from {first} to {last}" if extent == "lasts" else f"between {first} and {last}"


def _closed(interval: Interval) -> str:
    shortest = format_edtf(interval)
    if "/" not in shortest:
        return _point(shortest)
    if week_of(interval.first) == interval:
        return f"the week of {_point(interval.first.isoformat())}"
    first, last = _ends(interval)
    return f"{first}-{last}" if first.isdigit() else f"{first} to {last}"


def _open(interval: Interval) -> str:
    if interval.first == date.min and interval.last == date.max:
        return "at a time unknown"
    if interval.first == date.min:
        return f"by {_point(interval.last.isoformat())}"
    return f"after {_point(interval.first.isoformat())}"


def _ends(interval: Interval) -> tuple[str, str]:
    """Both ends in words, the first without what it shares with the second."""
    first, _, last = format_edtf(interval).partition("/")
    words, end = _point(first).split(" "), _point(last).split(" ")
    if len(first) == len(last):
        while len(words) > 1 and words[-1] == end[-1]:
            words, end = words[:-1], end[:-1]
    return " ".join(words), _point(last)


def _point(value: str) -> str:
    parts = value.split("-")
    if len(parts) == 1:
        return value
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {month}" if len(parts) == 3 else month


# ---- lists and numbers


def say_list(items: Sequence[str], *, limit: int = 99) -> str:
    """ "A", "A and B", "A, B and C"; beyond `limit` items "A, B and three others"."""
    shown = list(items)
    if len(shown) > limit:
        shown = [*shown[: limit - 1], f"{say_number(len(shown) - limit + 1)} others"]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part) if shown else ""


def say_number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def with_article(noun: str) -> str:
    """ "a meeting", "an agreement"."""
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"


def is_plural_noun(noun: str) -> bool:
    """Whether a noun phrase is plural, by its head: "talks between A and B", "tariffs"; not "weapons test", "address"."""
    head = _HEAD_END.split(noun, maxsplit=1)[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))


def in_words(term: str) -> str:
    """A term of the rules as words: "bilateral-ties" is "bilateral ties"; a name with capitals stays."""
    return term.replace("-", " ").replace("_", " ") if term.islower() else term


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


# ---- names


def named(name: str, rules: NameRules) -> str:
    """A name as it stands inside a sentence: "the Kremlin", "the United States", "Yonhap"."""
    if name in rules.with_the or capital(_HEAD_END.split(name, maxsplit=1)[0].rpartition(" ")[2]) in rules.last_words:
        return f"the {name}"
    return name


def at_place(place: Profile, rules: NameRules) -> str:
    """ "in Riga", "on Ruhnu Island", "at the Baltic Forum"."""
    name = named(place.name, rules)
    if place.name.rpartition(" ")[2] in rules.on or place.kind in ("island", "peninsula"):
        return f"on {name}"
    return f"{'at' if place.kind in ('venue', 'building') else 'in'} {name}"


def short_name(profile: Profile, others: Sequence[Profile]) -> str:
    """A name for titles: the surname, in full where somebody else in the same title has it too."""
    if profile.person is None or not profile.person.surname:
        return profile.name
    surname = profile.person.surname
    same = sum(other.person is not None and other.person.surname.casefold() == surname.casefold() for other in others)
    return surname if same <= 1 else profile.name
