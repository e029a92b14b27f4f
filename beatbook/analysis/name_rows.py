"""Names in rows: score cards, lists of results, tables.  A row has no verb; what its numbers and marks say stands in for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beatbook.analysis.names import CALENDAR, GIVEN, HEADS, INITIAL, NEVER, PARTICLE, PLACE, SURNAME, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules

_FIGURES = re.compile(r"\d{1,2}(?:\.\d)?-\d{1,2}-\d{1,3}-\d{1,2}")  # of a bowler: overs, maidens, runs, wickets
_FALL = re.compile(r"\d{1,2}-\d{1,3}")  # of a wicket
_MARKS = frozenset(("(", "|"))
_DISMISSALS = frozenset(("c", "b", "lbw", "st"))
_BEFORE = frozenset((":", "-", "--", "–", ",", "(", ";", "and", "&"))
_BEHIND = frozenset((",", "(", ")", ";", ".", "and", "&", "-"))
_LONGEST = 4  # words of a name in a row
_WORDY = 0.25  # share of words in lower case from which a line is no row


def is_row(tokens: Sequence[Token]) -> bool:
    """Whether a line is a row of a table or list: it has a number or bracket and hardly a word in lower case."""
    spare = _WORDY * len(tokens)
    marked = False
    for token in tokens:
        text = token.text
        if text in _MARKS or text[0].isdigit():
            marked = True
        elif len(text) > 2 and text.islower() and text.isalpha():
            spare -= 1
            if spare < 0:
                return False
    return marked


def find_row_names(tokens: Sequence[Token], flags: Sequence[int], blocked: Sequence[int], rules: NameRules) -> Iterator[tuple[int, int]]:
    """The names that stand where a score card or a labelled list has people, surnames alone too, in order."""
    labelled = 0  # index up to which names belong to a label
    scorers = 0  # index up to which a bracket names who scored
    at, size = 0, len(tokens)
    cricket = any(token.text in ("lbw", "b") for token in tokens)
    while at < size:
        if tokens[at].text == ":" and _is_label(tokens, at, rules):
            labelled = _list_end(tokens, at + 1)
        if tokens[at].text == "(" and at and tokens[at - 1].text[0].isdigit():
            scorers = _bracket_end(tokens, at)
        end = _name_end(tokens, flags, blocked, at)
        if (
            end > at
            and (
                (cricket and _is_dismissal(tokens, at, end))
                or _has_figures(tokens, at, end)
                or (at < labelled and _is_listed(tokens, at, end))
                or (at < scorers and _is_minute(tokens, end))
            )
        ) or (end == at + 1 and _has_minute(tokens, flags, at)):
            yield at, end
        at = max(end, at + 1)


def _name_end(tokens: Sequence[Token], flags: Sequence[int], blocked: Sequence[int], start: int) -> int:
    """Where the run of words that could be one name ends; `start` itself when its word cannot."""
    at = start
    while at < len(tokens) and at < start + _LONGEST and not blocked[at]:
        text = tokens[at].text
        if not text[0].isupper():
            if not (flags[at] & PARTICLE and text.isalpha() and at + 1 < len(tokens) and tokens[at + 1].text[0].isupper()):
                break
        elif flags[at] & (CALENDAR | NEVER | HEADS) and not flags[at] & (SURNAME | GIVEN | INITIAL):
            break
        at += 1
    return at


def _is_dismissal(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "c Alder b Quill 14", "lbw b Quill 0", "st Alder b Quill"."""
    before = tokens[start - 1].text if start else ""
    if before not in _DISMISSALS:
        return False
    if before in ("c", "st"):
        return any(token.text == "b" for token in tokens[end : end + 2])
    return end >= len(tokens) or tokens[end].text[0].isdigit() or tokens[end].text[0].isupper() or tokens[end].text in (",", ";", "(", "|")


def _has_figures(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "Quill 12-1-36-2" of a bowler, "2-25 (Quill)" of a wicket."""
    if end < len(tokens) and _FIGURES.fullmatch(tokens[end].text):
        return True
    return (
        start > 1
        and end < len(tokens)
        and (tokens[start - 1].text, tokens[end].text) == ("(", ")")
        and bool(_FALL.fullmatch(tokens[start - 2].text))
        and any(token.lower in ("wickets", "fall") for token in tokens[:start])
    )


def _is_label(tokens: Sequence[Token], colon: int, rules: NameRules) -> bool:
    """ "Scorers:", "Yellow card:": one or two words before the colon."""
    one = tokens[colon - 1].lower if colon else ""
    two = f"{tokens[colon - 2].lower} {one}" if colon > 1 else one
    return one in rules.uses["row-label"] or two in rules.uses["row-label"]


def _list_end(tokens: Sequence[Token], start: int) -> int:
    return next((at for at in range(start, len(tokens)) if tokens[at].text in (":", "|")), len(tokens))


def _bracket_end(tokens: Sequence[Token], start: int) -> int:
    """Where "(" closes, when a minute stands in the brackets: "Norby 2 (Quill 51, Alder 89 penalty)"."""
    end = next((at for at in range(start + 1, min(start + 40, len(tokens))) if tokens[at].text == ")"), start)
    return end if any(_is_minute(tokens, at) for at in range(start + 2, end)) else 0


def _is_minute(tokens: Sequence[Token], at: int) -> bool:
    """ "51", "90+3", "16th", "30pen" behind a name."""
    if at + 1 >= len(tokens) or not tokens[at].text[0].isdigit() or len(tokens[at].text) > 5:
        return False
    return tokens[at + 1].text in (",", ")", "+", "and", "&") or tokens[at + 1].lower in ("pen", "penalty", "og", "own", "from", "mins")


def _is_listed(tokens: Sequence[Token], start: int, end: int) -> bool:
    before = tokens[start - 1]
    behind = tokens[end].text if end < len(tokens) else "."
    return (before.text in _BEFORE or before.text[0].isdigit()) and (behind in _BEHIND or behind[0].isdigit())


def _has_minute(tokens: Sequence[Token], flags: Sequence[int], at: int) -> bool:
    """ "Quill 11, Alder 72": a lone name between numbers or commas, with the minute of its goal behind it."""
    if not flags[at] & (GIVEN | SURNAME) or flags[at] & (WORD | PLACE | NEVER | CALENDAR) or at + 1 >= len(tokens) or not at:
        return False
    before, behind = tokens[at - 1].text, tokens[at + 1].text
    closed = at + 2 >= len(tokens) or tokens[at + 2].text in (",", ";", ".", "(")
    return (before == "," or before.isdigit()) and behind.rstrip("penog").isdigit() and len(behind) < 6 and closed
