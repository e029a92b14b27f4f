"""Names that show by a word what they are: "Ministry of Trade", "Harlow Inc.", "Venn Air Force Base", "Hurricane Ida"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.name_context import is_name_word
from beatbook.analysis.names import (
    BEFORE_PLACE,
    BEFORE_THING,
    CALENDAR,
    GIVEN,
    HEADS,
    INITIAL,
    NEVER,
    ORGANIZATION,
    PARTICLE,
    PLACE,
    SUFFIX,
    SURNAME,
    VENUE,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules


@dataclass(frozen=True, slots=True)
class HeadedSpan:
    """A stretch of tokens with a head that says what it is."""

    start: int
    end: int
    type: Literal["organization", "place", "thing"]
    kind: str = ""  # "government", "company"; "venue", "region"; "" when the head does not say


def find_headed(tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], rules: NameRules) -> tuple[HeadedSpan, ...]:
    """The headed names of a sentence in order; `titled` marks tokens of titles."""
    spans: list[HeadedSpan] = []
    index, size = 0, len(tokens)
    while index < size:
        text = tokens[index].text
        if titled[index] or not (text[0].isupper() and text[0].isalpha()):
            index += 1
            continue
        end = _run_end(tokens, flags, titled, index)
        if end == index:
            index += 1
            continue
        span = _headed(tokens, flags, titled, index, end, rules)
        if span is not None:
            spans.append(span)
            index = max(span.end, index + 1)
        else:
            index = end
    return tuple(spans)


def _run_end(tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], start: int) -> int:
    """Where the capitalised words that begin at `start` end; `start` itself when its word opens no name."""
    if flags[start] & (NEVER | CALENDAR) and not flags[start] & (SURNAME | GIVEN | BEFORE_PLACE):
        return start
    at = start + 1
    while at < len(tokens) and not titled[at] and _continues(tokens, flags, at):
        at += 1
    while at > start + 1 and not tokens[at - 1].text[0].isupper() and not tokens[at - 1].text[0].isdigit():
        at -= 1
    return at


def _continues(tokens: Sequence[Token], flags: Sequence[int], at: int) -> bool:
    text = tokens[at].text
    if text == "&":
        return True
    if text[0].isdigit():
        return bool(flags[at - 1] & (HEADS | BEFORE_THING)) and tokens[at - 1].text[0].isupper()
    if flags[at] & PARTICLE and text.islower():
        return len(text) < 4 and at + 1 < len(tokens) and tokens[at + 1].text[0].isupper()
    if not is_name_word(text):
        return False
    if flags[at] & CALENDAR and text != "New" and not flags[at] & SURNAME:
        return False
    in_names = flags[at] & (SURNAME | GIVEN | INITIAL | BEFORE_PLACE) or tokens[at].lower in ("first", "second", "third", "one")
    return bool(in_names) or not flags[at] & NEVER


def _headed(
    tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], start: int, end: int, rules: NameRules
) -> HeadedSpan | None:
    several = end - start > 1
    if several and flags[start] & BEFORE_THING and not _family(flags, start, end):
        return HeadedSpan(start, end, "thing")
    head = _last_head(tokens, flags, start, end)
    if head in (None, start) and several and tokens[start].lower in rules.uses["geographic"] and not _family(flags, start, end):
        return HeadedSpan(start, end, "place", "region")
    if head is None:
        joined = any(tokens[at].text == "&" for at in range(start, end))
        return HeadedSpan(start, end, "organization", "company") if joined else None
    grown = _joined(tokens, flags, titled, head + 1)
    if grown == head + 1 and head == start:
        return _lone_head(tokens, flags, start, rules) if not several or flags[head + 1] & HEADS else None
    return _by_head(tokens[head].lower, flags[head], start, grown, rules)


def _lone_head(tokens: Sequence[Token], flags: Sequence[int], at: int, rules: NameRules) -> HeadedSpan | None:
    alone = flags[at] & ORGANIZATION and tokens[at].lower in rules.uses["alone"]
    return HeadedSpan(at, at + 1, "organization", "government") if alone else None


def _by_head(head: str, flags: int, start: int, end: int, rules: NameRules) -> HeadedSpan:
    if flags & ORGANIZATION:
        return HeadedSpan(start, end, "organization", "government" if head in rules.uses["government"] else "")
    if flags & VENUE:
        return HeadedSpan(start, end, "place", "region" if head in rules.uses["nature"] else "venue")
    return HeadedSpan(start, end, "thing")


def _family(flags: Sequence[int], start: int, end: int) -> bool:
    return bool(flags[start] & GIVEN) and bool(flags[end - 1] & SURNAME)


def _last_head(tokens: Sequence[Token], flags: Sequence[int], start: int, end: int) -> int | None:
    """The last word of the run that heads it; a surname that could be a head ("Rosa Park", "Henry Hall") is none."""
    for at in range(end - 1, start - 1, -1):
        if not flags[at] & HEADS or not tokens[at].text[0].isupper() or flags[at] & SUFFIX:
            continue
        if not _is_surname_here(tokens, flags, start, at) and not _is_first_name(tokens, flags, start, at, end):
            return at
    return None


def _is_surname_here(tokens: Sequence[Token], flags: Sequence[int], start: int, at: int) -> bool:
    if not flags[at] & SURNAME or flags[at] & ORGANIZATION or not start < at < start + 3 or not flags[at - 1] & (GIVEN | INITIAL):
        return False
    return not (start and tokens[start - 1].lower in ("the", "at", "inside", "outside"))


def _is_first_name(tokens: Sequence[Token], flags: Sequence[int], start: int, at: int, end: int) -> bool:
    if flags[at] & (GIVEN | SURNAME) and at == start:
        return True
    return bool(flags[at] & GIVEN) and at + 1 < end and not flags[at + 1] & HEADS and is_name_word(tokens[at + 1].text)


def _joined(tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], stop: int) -> int:
    """The end with its complements: "Ministry" + "of Trade and Industry"."""
    at = stop
    while at + 1 < len(tokens) and tokens[at].text in ("of", "for", "on"):
        word = at + 1 + (tokens[at + 1].lower == "the")
        if word >= len(tokens) or titled[word] or not tokens[word].text[0].isupper() or not tokens[word].text[0].isalpha():
            break
        if flags[word] & CALENDAR or (flags[word] & GIVEN and not flags[word] & (WORD | PLACE) and tokens[at].text != "of"):
            break
        end = word + 1
        while (
            end < len(tokens)
            and tokens[end].text[0].isupper()
            and tokens[end].text[0].isalpha()
            and not titled[end]
            and not flags[end] & (CALENDAR | NEVER)
        ):
            if flags[end - 1] & PLACE and flags[end] & GIVEN and not flags[end] & (WORD | PLACE):
                break  # "head of the National Bank of Ukraine Andriy"
            if _opens_person(tokens, flags, end):
                break
            end += 1
        end = _coordinated(tokens, flags, titled, end)
        at = end
    return at


def _opens_person(tokens: Sequence[Token], flags: Sequence[int], at: int) -> bool:
    """ "Committee for National Security Saimur Rakhmon": behind common words two that are none are somebody."""
    known = WORD | HEADS | PLACE | INITIAL
    if at + 1 >= len(tokens) or not flags[at - 1] & (WORD | HEADS | PLACE) or flags[at] & known or not is_name_word(tokens[at + 1].text):
        return False
    return not flags[at + 1] & known or bool(flags[at + 1] & SURNAME and not flags[at + 1] & HEADS)


def _coordinated(tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], end: int) -> int:
    """ "Trade, Economy, Science and Technology": ordinary words only, so that "of Poland and Maria Ruiz" ends at Poland."""
    if not _is_common(tokens, flags, end - 1):
        return end
    at = end
    while at + 1 < len(tokens) and tokens[at].text in (",", "and", "&") and _is_common(tokens, flags, at + 1) and not titled[at + 1]:
        at += 2
        while at < len(tokens) and _is_common(tokens, flags, at) and not titled[at]:
            at += 1
    return at


def _is_common(tokens: Sequence[Token], flags: Sequence[int], at: int) -> bool:
    return tokens[at].text[0].isupper() and bool(flags[at] & WORD) and not flags[at] & (SURNAME | GIVEN | PLACE | CALENDAR | NEVER)
