"""What stands around a name, for and against its being a person's: before it, behind it, and elsewhere in the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.names import (
    ACRONYM,
    DEMONYM,
    ENDING,
    FAMILY,
    GIVEN,
    HEADS,
    LAND,
    PLACE,
    SURNAME,
    THING,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules
    from beatbook.analysis.titles import Title

_UNITS = frozenset(("percent", "per", "pct", "cents", "pence", "cent", "percentage"))
ALMOST_SURE = 4.0  # a score that needs nothing else


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence as far as names go by it."""

    tokens: Sequence[Token]
    flags: Sequence[int]
    titles: Sequence[Title]
    blocked: Sequence[int]  # per token: 0 free, 1 part of a title, 2 part of another name, 3 no name at all
    first: int  # index of the first word
    headline: bool  # every longer word is capitalised
    row: bool  # of a table or list: no verb, but numbers
    known: frozenset[str]  # full names that the body of the article is sure of, and their last words
    alone: Mapping[str, float]  # words that the article writes without their neighbours, and how much that speaks for a surname


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """A stretch of tokens that names a person."""

    start: int
    end: int
    score: float
    single: bool  # one word: a surname, or a given name after a title that takes one
    title: Title | None = None
    gender: str = ""  # by an honorific
    language: str = ""  # "ko", "zh", "vi", "ja" where the family name stands first
    row: bool = False  # stands where a row of results has people


def is_name_word(text: str) -> bool:
    """Whether a word is written as part of a name: with a capital, or "al-Assad"."""
    return text[0].isupper() or (len(text) > 4 and text[2] == "-" and text[3].isupper() and text[:2] in ("al", "el", "as", "ar", "an"))


def evidence_before(
    context: Context, start: int, title: Title | None, honorific: str | None, found: Sequence[PersonSpan], rules: NameRules
) -> float:
    """What stands before a name, for and against it."""
    score = 3.0 * (title is not None) + 3.0 * (honorific is not None)
    if not start:
        return score
    lower = context.tokens[start - 1].lower
    score += _word_before(context, start, titled=title is not None, found_before=bool(found and found[-1].end == start - 1), rules=rules)
    if found and found[-1].end in (start - 1, start - 2) and lower in ("and", ",", "&") and found[-1].score > ALMOST_SURE - 1:
        score += 1.2
    if any(apposed.apposed_at == start for apposed in context.titles):
        score += 1.0
    return score


def _word_before(  # noqa: C901, PLR0911  a decision list: a case a line
    context: Context, start: int, *, titled: bool, found_before: bool, rules: NameRules
) -> float:
    lower = context.tokens[start - 1].lower
    described = rules.uses["kin"] | rules.uses["describing"]
    if lower in described or (lower == "," and start > 1 and context.tokens[start - 2].lower in rules.uses["kin"]):
        return 1.5
    if lower in ("in", "of") and start > 1 and context.tokens[start - 2].lower in rules.uses["traded"]:
        return -2.5  # "shares in Alder Quill"
    if lower == "by":
        signed = (
            start == 1
            or context.tokens[start - 1].text == "By"
            or context.tokens[start - 2].lower in rules.uses["by-people"] | rules.uses["staff"]
        )
        return 1.2 if signed else 0.4
    if lower in ("said", "says", "with", "told"):
        return 0.7
    if lower.endswith(("-year-old", "-year-olds")):
        return 1.5
    if lower in rules.uses["national"]:
        return 1.2
    if lower == "(" and found_before:
        return -2.0  # "Jan Smit (Norvell Dynex)": for whom he rides
    if lower in ("la", "el", "las", "los", "les") and context.tokens[start - 1].text[0].isupper():
        return -1.5
    if titled:
        return 0.0
    if lower in rules.uses["vessel"]:
        return -3.0
    return {"the": -2.5, "a": -1.0, "an": -1.0, "in": -0.8, "at": -0.8, "near": -0.8, "from": -0.8, "on": -0.8}.get(lower, 0.0)


def evidence_behind(context: Context, end: int, rules: NameRules) -> float:  # noqa: PLR0911  # a decision list: a case a line
    """What stands behind a name, for and against it."""
    tokens = context.tokens
    if end >= len(tokens):
        return 0.0
    lower = tokens[end].lower
    if lower in rules.uses["lower-head"] or (context.flags[end] & THING and is_name_word(tokens[end].text)):
        return -3.0
    if lower in rules.uses["speech"]:
        return 1.0 - 2.0 * any(token.lower in ("it", "its") for token in tokens[end + 1 : end + 3])  # who speaks of itself is a body
    if lower == "," and end + 1 < len(tokens):
        return _behind_comma(context, end + 1)
    if lower in ("who", "whose"):
        return 1.2
    if lower == "(" and end + 2 < len(tokens):
        return _in_brackets(context, end)
    if _is_traded(tokens, end, rules):
        return -2.5
    if context.row and lower[0].isdigit() and (end + 1 >= len(tokens) or tokens[end + 1].text in (",", ";", "(", ")")):
        return 1.0  # the minute of a goal, a time, a score
    if any(title.start == title.head == end and title.name_at is not None for title in context.titles):
        return -2.5  # "Alder Quill analyst Ana Ruiz": whose analyst she is
    return 0.0


def _is_traded(tokens: Sequence[Token], end: int, rules: NameRules) -> bool:
    """ "Alder Quill investment firm", "Alder Quill rose 2 1/8", "Alder Quill ended higher"."""
    if end + 1 >= len(tokens):
        return False
    lower, following = tokens[end].lower, tokens[end + 1].lower
    if lower.islower() and following in rules.uses["firm-behind"]:
        return True
    unit = tokens[end + 2].lower if end + 2 < len(tokens) else ""
    priced = following[0] in "$€£¥" or following.endswith("%") or (following[0].isdigit() and (unit in _UNITS or "/" in unit))
    return lower in rules.uses["market-verb"] and (priced or following in ("higher", "lower", "sharply"))


def _behind_comma(context: Context, at: int) -> float:
    """An age, a relative clause, an office in apposition."""
    lower = context.tokens[at].lower
    if lower.isdigit() and len(lower) == 2 and int(lower) > 3:
        return 2.0
    apposed = any(title.start - 3 <= at <= title.head and title.name_at is None for title in context.titles)
    return 1.2 if lower in ("who", "whose", "whom") or apposed else 0.0


def _in_brackets(context: Context, end: int) -> float:
    """Where somebody stands in a picture; for whom somebody plays; the letters by which a body goes."""
    if context.tokens[end + 1].lower in ("r", "l", "c", "left", "right", "center", "centre"):
        return 2.0
    if _is_abbreviated(context.tokens, end):
        return -3.0  # "Kaun Banega Crorepati (KBC)"
    return 1.2 if _is_nation(context, end + 1) else 0.0


def _is_abbreviated(tokens: Sequence[Token], end: int) -> bool:
    """Whether what stands in brackets is made of the first letters of the words before them."""
    if end + 2 >= len(tokens) or tokens[end + 2].text != ")" or not tokens[end + 1].text.isupper() or len(tokens[end + 1].text) < 2:
        return False
    letters = tokens[end + 1].text
    return end >= len(letters) and "".join(token.text[0] for token in tokens[end - len(letters) : end]) == letters


def _is_nation(context: Context, at: int) -> bool:
    """ "(Spain)", "(ESP)", "(U.S.)": whom somebody plays or runs for."""
    tokens = context.tokens
    close = next((k for k in range(at + 1, min(at + 4, len(tokens))) if tokens[k].text == ")"), None)
    if close is None:
        return False
    first = context.flags[at]
    return bool(first & (LAND | ACRONYM)) or (context.blocked[at] == 2 and tokens[at].text[0].isupper())


def evidence_elsewhere(context: Context, end: int, words: Sequence[str]) -> float:
    """ "Bergov said" for "Emil Bergov"; "Emil Bergov and Rustam Lindov"; "Emil Bergov looked at his shoes"."""
    tokens = context.tokens
    score = context.alone.get(words[-1], 0.0) if words[0] not in context.alone else 0.0
    if end >= len(tokens):
        return score
    if tokens[end].lower == "and" and end + 2 < len(tokens) and not context.headline:
        given = context.flags[end + 1] & GIVEN and not context.flags[end + 1] & (WORD | PLACE | DEMONYM)
        score += 1.0 * bool(given and context.flags[end + 2] & (SURNAME | ENDING | FAMILY) and is_name_word(tokens[end + 2].text))
    if tokens[end].tag in ("VBD", "VBZ") and any(token.lower in ("his", "her") for token in tokens[end + 1 : end + 6]):
        score += 1.0
    return score


def is_venue(context: Context, start: int, end: int) -> bool:
    """ "at Eden Park", where "Park" could also be a surname."""
    return bool(context.flags[end - 1] & HEADS) and start > 0 and context.tokens[start - 1].lower in ("at", "in", "near", "on")
