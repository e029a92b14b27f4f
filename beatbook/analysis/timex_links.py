"""Dates that hang on dates spoken of before: "two weeks later", "the quarter", "a year earlier", a time of day without its day.

Which earlier date an expression hangs on depends on its sort: "the next day" takes the nearest one, "the quarter" the nearest quarter,
"a year earlier" the nearest quarter or else month, so that business news compares like with like.  Sorts are told by expressions, not by
values: the links are the same with and without an anchor.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.timex_values import anchored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Timex

_CHAIN = 8  # "the next day" after "the next day" and so on: no story needs more, and a longer chain would not stay linear
_SENTENCES = 3  # "the next day" looks back at most so many sentences
_QUARTERS = 8  # sentences looked back for the quarter that an earnings report is about: it is named once, at the top
_LOOK = 40  # time expressions looked at: keeps an article of nothing but dates linear
_SORTS = {
    "Q": re.compile(r"(?:same:Q@)*(?:quarter:|unit:Q:)"),  # not "a year ago": what follows is of the quarter reported on
    "M": re.compile(r"date:[^:]*:\d\d::|unit:M:"),
    "D": re.compile(r"weekday:|date:[^:]*:\d*:\d\d:|unit:D:|value:\d{4}-\d\d-\d\d"),
}
_ALONE = {"Q": ("unit:Q:-1", "unit:Q:+0"), "D": ("unit:D:+0", "unit:D:+0")}  # with nothing before it: in the past, ahead
_CLOCK = re.compile(r"unit:D:\+0(\|T\d\d:\d\d)$")
_LAST_UNIT = re.compile(r"unit:[WMQY]:-1@ref")
_SPAN = re.compile(r"unit:Y:\+0$|year:")  # "for the year": of the article's own day, nothing to count days from


def link_timexes(timexes: Sequence[Timex], *, created: str | None) -> tuple[Timex, ...]:
    """All time expressions of an article, in order, with "that day", "two weeks later" and the like tied to the date spoken of before.

    The antecedent is the nearest earlier date in the same sentence or one of the three before it.  When that one is too wide to count
    from ("the next day" after "in June"), or there is none, the expression stays "...@ref" and has no value.
    """
    linked: list[Timex] = []
    for timex in timexes:
        expression = _linked(timex, linked)
        if expression != timex.expression:
            timex = replace(timex, expression=expression, value=anchored(expression, created))  # noqa: PLW2901  the same one, tied
        linked.append(timex)
    return tuple(linked)


def _linked(timex: Timex, earlier: Sequence[Timex]) -> str:
    """The expression with its antecedent in place of "ref"."""
    expression = timex.expression
    if expression.startswith("like:"):
        return _like(timex, earlier)
    if expression.startswith("same:"):
        sort = expression[5]
        found = _nearest(timex, earlier, sort, _QUARTERS) if sort == "Q" else _day_spoken_of(timex, earlier)
        return expression.removesuffix("ref") + found if found else _ALONE[sort][timex.direction == "future"]
    if clock := _CLOCK.match(expression):
        day = _day_spoken_of(timex, earlier)
        return day + clock[1] if day and "@" not in day and ".." not in day else expression
    return _from_antecedent(timex, earlier) if expression.endswith("@ref") else expression


def _from_antecedent(timex: Timex, earlier: Sequence[Timex]) -> str:
    expression = timex.expression
    if antecedent := _antecedent(timex, earlier):
        return expression.removesuffix("ref") + antecedent
    is_first = not any(other.type == "DATE" and not other.expression.endswith("_REF") for other in earlier[-_LOOK:])
    if is_first and _LAST_UNIT.match(expression):
        return expression.removesuffix("@ref")  # "the previous week", told of before any other date, is the one before the article's own
    return expression


def _day_spoken_of(timex: Timex, earlier: Sequence[Timex]) -> str | None:
    """The nearest day in the sentence; else the first of the sentence before, which is that of its main verb."""
    near = [other for other in earlier[-_LOOK:] if timex.sentence - other.sentence <= 1]
    before = [other for other in near if other.sentence < timex.sentence]
    if any(other.sentence == timex.sentence and _SORTS["D"].match(other.expression) for other in near):
        return _nearest(timex, near, "D", 0)
    return next((other.expression.partition("|")[0] for other in before if _SORTS["D"].match(other.expression)), None)


def _like(timex: Timex, earlier: Sequence[Timex]) -> str:
    """ "A year ago", "a year earlier", "the same period of 2017": of the quarter or month spoken of, else of the year."""
    bare = timex.expression.removesuffix("@ref")
    if quarter := _nearest(timex, earlier, "Q", _SENTENCES):
        return f"{bare}@{quarter}"
    if bare == timex.expression:
        return bare
    if month := _nearest(timex, earlier, "M", 0):
        return f"{bare}@{month}"
    antecedent = _antecedent(timex, earlier)
    return f"{bare}@{antecedent}" if antecedent else timex.expression


def _nearest(timex: Timex, earlier: Sequence[Timex], sort: str, sentences: int) -> str | None:
    """The expression of the nearest earlier date of this sort, without its time of day."""
    for other in reversed(earlier[-_LOOK:]):
        if timex.sentence - other.sentence > sentences:
            return None
        if other.type in ("DATE", "TIME") and _SORTS[sort].match(other.expression) and not other.expression.endswith("@ref"):
            return other.expression.partition("|")[0] if other.expression.count("@") < _CHAIN else None
    return None


def _antecedent(timex: Timex, earlier: Sequence[Timex]) -> str | None:
    for other in reversed(earlier[-_LOOK:]):
        if timex.sentence - other.sentence > _SENTENCES:
            return None
        if other.type in ("DATE", "TIME") and not other.expression.endswith("_REF") and not _SPAN.match(other.expression):
            hangs = other.expression.endswith("@ref") or other.expression.count("@") >= _CHAIN
            return None if hangs else other.expression.partition("|")[0]
    return None
