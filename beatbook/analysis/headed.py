"""Names that show by a word what they are: "Ministry of Trade", "Harlow Inc.", "Andrews Air Force Base", "Hurricane Ida", "the Venn Prize"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.names import (
    BEFORE_PLACE,
    BEFORE_THING,
    CALENDAR,
    DEMONYM,
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
from beatbook.analysis.people import is_name_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules

# heads that alone, or behind "the", are an organization of their own when written with a capital
_ALONE = frozenset(("parliament", "duma", "bundestag", "knesset", "rada", "politburo", "cabinet"))
_NATURE = frozenset(
    ("river", "lake", "sea", "ocean", "mountain", "mountains", "hills", "valley", "peninsula", "desert", "forest", "island", "islands")
)


@dataclass(frozen=True, slots=True)
class HeadedSpan:
    """A stretch of tokens with a head that says what it is."""

    start: int
    end: int
    type: Literal["organization", "place", "thing"]
    kind: str = ""  # "government", "company"; "venue", "region"; "" when the head does not say


def find_headed(
    tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], first: int, rules: NameRules
) -> tuple[HeadedSpan, ...]:
    """The headed names of a sentence in order; `titled` marks tokens of titles, `first` is the first word of the sentence."""
    spans: list[HeadedSpan] = []
    index, size = 0, len(tokens)
    while index < size:
        text = tokens[index].text
        if titled[index] or not (text[0].isupper() and text[0].isalpha()):
            index += 1
            continue
        end = _run_end(tokens, flags, titled, index, first)
        if end == index:
            index += 1
            continue
        span = _headed(tokens, flags, titled, index, end, first, rules)
        if span is not None:
            spans.append(span)
            index = max(span.end, index + 1)
        else:
            index = end
    return tuple(spans)


def _run_end(tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], start: int, first: int) -> int:
    """Where the capitalised words that begin at `start` end; `start` itself when its word opens no name."""
    if flags[start] & (NEVER | CALENDAR) and not flags[start] & (SURNAME | GIVEN | BEFORE_PLACE):
        if not (flags[start] & CALENDAR and start + 1 < len(tokens) and tokens[start].lower == "new"):
            return start
    at = start + 1
    while at < len(tokens) and not titled[at]:
        text = tokens[at].text
        if text == "&" or (
            flags[at] & PARTICLE and at + 1 < len(tokens) and tokens[at + 1].text[0].isupper() and not text[0].isupper() and len(text) < 4
        ):
            at += 1
            continue
        if text[0].isdigit() and tokens[at - 1].text[0].isupper() and flags[at - 1] & (HEADS | BEFORE_THING):
            at += 1
            continue
        if not is_name_word(text) or (flags[at] & CALENDAR and not text[-1] == "." and text not in ("New",) and not flags[at] & SURNAME):
            break
        if (
            flags[at] & NEVER
            and not flags[at] & (SURNAME | GIVEN | INITIAL | BEFORE_PLACE)
            and tokens[at].lower not in ("first", "second", "third", "one")
        ):
            break
        at += 1
    while at > start + 1 and (tokens[at - 1].text == "&" or not tokens[at - 1].text[0].isupper()):
        if tokens[at - 1].text[0].isdigit():
            break
        at -= 1
    return at


def _headed(
    tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], start: int, end: int, first: int, rules: NameRules
) -> HeadedSpan | None:
    if (
        start == first
        and end - start > 1
        and flags[start] & WORD
        and not flags[start] & (GIVEN | SURNAME | HEADS | PLACE | DEMONYM | BEFORE_PLACE | BEFORE_THING)
    ):
        pass  # "Federal Bureau": an adjective may open the name and the sentence at once
    if end - start > 1 and flags[start] & BEFORE_THING and not _family(flags, start, end):
        return HeadedSpan(start, end, "thing")
    head = _last_head(tokens, flags, start, end)
    if head is None or head == start:
        named_first = flags[start] & GIVEN and flags[end - 1] & SURNAME
        if end - start > 1 and tokens[start].lower in _GEOGRAPHIC and not named_first:
            return HeadedSpan(start, end, "place", "region")
    if head is None:
        if any(tokens[at].text == "&" for at in range(start, end)):
            return HeadedSpan(start, end, "organization", "company")
        return None
    if (
        head == start
        and end - start > 1
        and not flags[head + 1] & HEADS
        and tokens[head].lower not in ("university", "bank", "ministry", "department")
    ):
        # the head opens the run: "Airport Anna", "Park Won-gon", "Police Constable"
        if _joined(tokens, flags, titled, head + 1, rules) == head + 1:
            return None
    stop = head + 1
    kind_flags = flags[head]
    grown = _joined(tokens, flags, titled, stop, rules)
    if grown == stop and stop - start == 1:
        lower = tokens[head].lower
        return HeadedSpan(start, stop, "organization", "government") if lower in _ALONE and flags[head] & ORGANIZATION else None
    if kind_flags & ORGANIZATION:
        kind = "government" if tokens[head].lower in rules.uses["government"] else ""
        return HeadedSpan(start, grown, "organization", kind)
    if kind_flags & VENUE:
        return HeadedSpan(start, grown, "place", "region" if tokens[head].lower in _NATURE else "venue")
    return HeadedSpan(start, grown, "thing")


_GEOGRAPHIC = frozenset(
    (
        "mount",
        "mt",
        "mt.",
        "lake",
        "fort",
        "cape",
        "port",
        "puerto",
        "santa",
        "san",
        "são",
        "sao",
        "los",
        "las",
        "st",
        "st.",
        "saint",
        "camp",
        "rue",
        "piazza",
        "plaza",
        "rio",
        "isle",
        "gulf",
    )
)


def _family(flags: Sequence[int], start: int, end: int) -> bool:
    return bool(flags[start] & GIVEN) and bool(flags[end - 1] & SURNAME)


def _last_head(tokens: Sequence[Token], flags: Sequence[int], start: int, end: int) -> int | None:
    """The last word of the run that heads it; a surname that could be a head ("Rosa Park", "Henry Hall") is none."""
    for at in range(end - 1, start - 1, -1):
        if not flags[at] & HEADS or not tokens[at].text[0].isupper():
            continue
        if flags[at] & SURNAME and at > start and flags[at - 1] & (GIVEN | INITIAL) and at - start < 3 and not flags[at] & ORGANIZATION:
            if not (start and tokens[start - 1].lower == "the"):
                continue
        if flags[at] & (GIVEN | SURNAME) and at == start:
            continue
        if flags[at] & GIVEN and at + 1 < end and not flags[at + 1] & HEADS and is_name_word(tokens[at + 1].text):
            continue
        if flags[at] & SUFFIX:
            continue
        return at
    return None


def _joined(tokens: Sequence[Token], flags: Sequence[int], titled: Sequence[bool], stop: int, rules: NameRules) -> int:
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
            end += 1
        end = _coordinated(tokens, flags, titled, end)
        at = end
    return at


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
