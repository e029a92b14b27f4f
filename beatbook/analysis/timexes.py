"""Time expressions: found in a sentence, made TIMEX3 values at the article's creation time, and tied to each other.

Three steps: a grammar finds the longest expressions (timex_grammar.py, rules/dates.yaml); tense and governing verb say which way a bare
weekday or month points (timex_direction.py); arithmetic turns the expression into a value (timex_values.py).  Extents follow the
TempEval-3 guidelines: prepositions stay outside ("on [Friday]"), articles and modifiers inside ("[the end of the year]", "[over two
decades]").

Without a creation time what needs one has the value None and keeps its expression: no year is ever invented.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.model import Timex
from beatbook.analysis.timex_expressions import plain
from beatbook.analysis.timex_grammar import kinds_of, split_words
from beatbook.analysis.timex_links import link_timexes
from beatbook.analysis.timex_rules import DateRules, RuleType, compile_date_rules
from beatbook.analysis.timex_scan import Captures, Scan, join_times
from beatbook.analysis.timex_values import anchored, creation_day, resolve, timex_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Sentence, TimexType, VerbGroup
    from beatbook.analysis.timex_grammar import Word
    from beatbook.analysis.timex_scan import Draft

__all__ = ["DateRules", "compile_date_rules", "creation_day", "find_timexes", "link_timexes", "resolve", "timex_interval"]

_COORDINATORS = frozenset({"and", "or", ",", "to", "-", "--", "through", "until", "till"})
_RANGE_WORDS = frozenset({"to", "-", "--", "through", "until", "till"})
_YEAR = re.compile(r"date:(\d{4}|[+-]\d+):\d")
_OPEN = re.compile(r"(?:date::\d+:\d*|weekday:\d):(?:past|future)?:?$")  # without a year or week of its own
_YEARLESS_DAY = re.compile(r"^(date::\d+:\d+:)(past|future)")


def find_timexes(sentence: Sentence, verb_groups: Sequence[VerbGroup], date_rules: DateRules, *, created: str | None) -> tuple[Timex, ...]:
    """The time expressions of a sentence, in order, without overlap; offsets count like the sentence's.

    `created` is the day on which the article was written, "2019-04-22" or with a time behind it; with None, relative expressions keep
    the value None.  Expressions that hang on another date ("the next day": expression "...@ref") get theirs from `link_timexes`.  With
    no verb groups at all, cue words stand in for them.
    """
    words = split_words(sentence.text)
    kinds = kinds_of(words, date_rules.lexicon)
    if not any(kind in date_rules.starts for kind in kinds):
        return ()
    scan = Scan(sentence, words, kinds, date_rules, verb_groups)
    drafts = join_times(scan.drafts(), words)
    expressed = _together([_express(draft, scan) for draft in drafts], [(draft.first, draft.last) for draft in drafts], words)
    return tuple(replace(timex, value=anchored(timex.expression, created)) for timex in expressed if timex.expression not in ("value:", ""))


def _express(draft: Draft, scan: Scan) -> Timex:
    """The timex of a match, its value still open."""
    rule, direction, sentence, words = draft.rule, draft.governed.direction, scan.sentence, scan.words
    captures = Captures(draft.captures)
    captures["dir"] = direction if direction in ("past", "future") else "near" if draft.governed.near else ""
    expression = plain(rule.expression.format_map(captures)) + (f"|{draft.time}" if draft.time else "")
    if not draft.governed.certain:
        expression = _YEARLESS_DAY.sub(_leaning, expression, count=1)
    start, end = words[draft.first].start, words[draft.last - 1].end
    return Timex(
        sentence.start + start,
        sentence.start + end,
        sentence.text[start:end],
        _type(rule.type, expression),
        None,
        expression,
        mod=rule.mod.format_map(captures) or None,
        extent="lasts" if rule.lasts else "within",
        direction=direction,
        sentence=sentence.index,
        certain=draft.governed.certain and not scan.is_quoted(start),
        quoted=scan.is_quoted(start),
    )


def _leaning(found: re.Match[str]) -> str:
    return found[1] + ("back" if found[2] == "past" else "ahead")


def _type(stated: RuleType, expression: str) -> TimexType:
    if "|T" in expression:
        return "TIME"
    return stated if stated in ("DURATION", "SET") else "DATE"


# ---- dates that stand together


def _together(timexes: list[Timex], places: Sequence[tuple[int, int]], words: Sequence[Word]) -> list[Timex]:
    """Neighbours joined by "and" or "to" share direction and year; the second end of a range counts from the first."""
    for index in range(len(timexes) - 1):
        (first, one_end), (other_start, _) = places[index], places[index + 1]
        between = [word.lower for word in words[one_end : min(other_start, one_end + 3)]]
        one, other = timexes[index], timexes[index + 1]
        if not 1 <= len(between) <= 2 or between[0] not in _COORDINATORS or not {one.type, other.type} <= {"DATE", "TIME"}:
            continue
        is_range = between[0] in _RANGE_WORDS or (between[0] == "and" and first > 0 and words[first - 1].lower == "between")
        timexes[index : index + 2] = _coordinated(one, other, is_range=is_range)
    return timexes


def _coordinated(one: Timex, other: Timex, *, is_range: bool) -> tuple[Timex, Timex]:
    if year := _YEAR.match(other.expression):  # "in March and April 2018"
        one = replace(one, expression=re.sub(r"^date::(?=\d)", f"date:{year[1]}:", one.expression))
    elif is_range and _OPEN.match(other.expression) and "@" not in one.expression:  # "from November 30 to January 5"
        following = re.sub(r"^(date::\d*:\d*|weekday:\d):.*", r"\1:future", other.expression)
        other = replace(other, expression=f"{following}@{one.expression}")
    elif _OPEN.match(other.expression) and one.direction in ("past", "future"):  # "will meet on Wednesday and Thursday"
        pointed = re.sub(r":(past|future)?$", f":{one.direction}", other.expression)
        other = replace(other, expression=pointed, direction=one.direction)
    if is_range:
        one, other = replace(one, extent="lasts"), replace(other, extent="lasts", ends=True)
    return one, other
