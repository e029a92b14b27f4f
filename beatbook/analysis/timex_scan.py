"""Matches of the date rules in one sentence: the longest at each place, its captured parts, dates and times of day joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.analysis.timex_direction import Governed, SentenceVerbs, cue_verb_groups
from beatbook.analysis.timex_grammar import clock_value, number_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.model import Direction, Sentence, VerbGroup
    from beatbook.analysis.timex_grammar import Lexicon, Word
    from beatbook.analysis.timex_rules import DateRule, DateRules

_SIGNED: dict[str, Direction] = {
    "-1": "past", "+0": "same", "+1": "future", "last": "past", "next": "future", "future": "future", "this": "none", "past": "past",
    "same": "same",
}  # fmt: skip  # what the captured words say of the direction
_FILLERS = frozenset({",", "at", "around", "about", "by", "on", "in", "of", "from"})  # between a date and its time of day
_UNGOVERNED = Governed("none")
_BACK = 40  # words looked back for "the first", "the worst"


@dataclass(frozen=True, slots=True)
class Draft:
    """A match on its way to a Timex; indexes count words."""

    first: int
    last: int  # exclusive
    rule: DateRule
    captures: Mapping[str, str]
    governed: Governed
    time: str = ""  # "T10:00", joined from a neighbour


class Captures(dict[str, str]):
    """Captures, "" for those that the match left out."""

    def __missing__(self, key: str) -> str:
        return ""


class Scan:
    """One walk over a sentence."""

    def __init__(self, sentence: Sentence, words: list[Word], kinds: str, rules: DateRules, groups: Sequence[VerbGroup]) -> None:
        self.sentence, self.words, self.kinds, self.rules = sentence, words, kinds, rules
        self._groups = groups
        self._verbs: SentenceVerbs | None = None

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        at = 0
        while at < len(self.words):
            draft = self._longest(at)
            if draft is None:
                at += 1
                continue
            if draft.rule.type != "NONE":
                found.append(draft)
            at = draft.last
        return found

    def _longest(self, at: int) -> Draft | None:
        best: tuple[int, DateRule, re.Match[str]] | None = None
        for rule in self.rules.starts.get(self.kinds[at], ()):
            match = rule.pattern.regex.match(self.kinds, at)
            if match is None or (best is not None and match.end() <= best[0]):
                continue
            if self._fits(rule, at, match.end()):
                best = (match.end(), rule, match)
        return None if best is None else self._draft(at, *best)

    def _fits(self, rule: DateRule, first: int, last: int) -> bool:
        if rule.only_lower and first > 0 and self.words[first].text[0].isupper() and self.sentence.role != "headline":
            return False
        return (
            (not rule.after or self._is_any(rule.after, first - 1))
            and (not rule.after_two or self._is_any(rule.after_two, first - 2))
            and (not rule.not_after or not self._is_any(rule.not_after, first - 1))
            and (not rule.not_after_two or not self._is_any(rule.not_after_two, first - 2))
            and (not rule.not_earlier or rule.not_earlier.isdisjoint(word.lower for word in self.words[max(0, first - _BACK) : first]))
            and (not rule.before or self._is_any(rule.before, last))
            and (not rule.not_before or not self._is_any(rule.not_before, last))
            and (not rule.not_before_two or not self._is_any(rule.not_before_two, last + 1))
            and (not rule.only_future or self.governed(first, last).direction == "future")
        )

    def _is_any(self, wanted: frozenset[str], index: int) -> bool:
        """Whether the word at `index` is one of the wanted words or of a wanted sort."""
        if not 0 <= index < len(self.words):
            return ("<start>" if index < 0 else "<end>") in wanted
        word = self.words[index]
        if word.lower in wanted:
            return True
        if word.shape == "sign":
            return "<sign>" in wanted
        if word.shape == "number":
            return "<number>" in wanted
        return ("<capital>" if word.text[0].isupper() and index > 0 else "<lower>") in wanted

    def governed(self, first: int, last: int) -> Governed:
        """What the sentence's verbs say of the date at these words; looked at only when there is a date."""
        if self._verbs is None:
            groups = self._groups or cue_verb_groups(self.sentence.text, self.sentence.start)
            self._verbs = SentenceVerbs(self.words, groups, self.rules.directions, self.sentence.start)
        return self._verbs.governed(first, last)

    def is_quoted(self, start: int) -> bool:
        """Whether the place, counted from the sentence's start, lies in quotation marks."""
        quotes = self.sentence.quotes
        index = bisect_right(quotes, start + self.sentence.start, key=lambda quote: quote.start) - 1
        return index >= 0 and start + self.sentence.start < quotes[index].end

    def _draft(self, first: int, last: int, rule: DateRule, match: re.Match[str]) -> Draft:
        captures = {
            name: _captured(self.words[match.start(name) : match.end(name)], class_name, self.rules.lexicon)
            for name, class_name in rule.pattern.classes.items()
            if match.group(name) is not None
        }
        if rule.type in ("NONE", "DURATION", "SET"):
            return Draft(first, last, rule, captures, _UNGOVERNED)
        stated = rule.direction.format_map(Captures(captures)) if rule.direction else ""
        return Draft(first, last, rule, captures, Governed(_SIGNED.get(stated, "none")) if stated else self.governed(first, last))


def _captured(words: list[Word], class_name: str, lexicon: Lexicon) -> str:
    if class_name in ("number", "smallnumber"):
        return number_value(words, {**lexicon.values["numword"], **lexicon.values["vagueword"], **lexicon.values["pair"]})
    if class_name in ("clocktime", "clock"):
        return clock_value(words)
    for name in (class_name, *_UNDER.get(class_name, ())):
        values = lexicon.values.get(name, {})
        for word in words:
            if (value := values.get(word.lower)) is not None:
                return value
    text = words[-1].text if words else ""
    return re.sub(r"\D", "", text).zfill(1 if class_name == "nth" else 2) if class_name in ("daynumber", "ordinal", "nth") else text


_UNDER = {
    "month": ("monthname", "monthabbr"),
    "weekday": ("weekdayname", "weekdayabbr"),
    "partof": ("part",),
    "nth": ("ordinalword",),
    "almost_": ("almost", "compare", "extreme"),
}  # what a defined pattern takes its value from


def join_times(drafts: list[Draft], words: list[Word]) -> list[Draft]:
    """Dates and times of day that stand together become one; parts of a day without a date go."""
    joined: list[Draft] = []
    for draft in drafts:
        if joined and (one := _joined(joined[-1], draft, words)):
            joined[-1] = one
        else:
            joined.append(draft)
    return [draft for draft in joined if draft.rule.type != "PART" or draft.time]


def _joined(one: Draft, other: Draft, words: list[Word]) -> Draft | None:
    between = words[one.last : other.first]
    if len(between) > 2 or any(word.lower not in _FILLERS for word in between):
        return None
    if _names_day(one) and _names_time(other) and not (between and "dp" in other.captures):
        return replace(one, last=other.last, time=_time(other))
    if _names_day(other) and _names_time(one) and (between or "clock" in one.captures):
        return replace(other, first=one.first, time=_time(one))
    return None


def _names_day(draft: Draft) -> bool:
    expression = draft.rule.expression
    return draft.rule.type == "DATE" and not draft.time and (expression.startswith(("weekday", "iso", "unit:D")) or "{d}" in expression)


def _names_time(draft: Draft) -> bool:
    """Whether it is a time or part of a day without a day of its own ("this morning" has one)."""
    return draft.rule.expression.startswith("time")


def _time(draft: Draft) -> str:
    if "dp" in draft.captures:
        return "T" + draft.captures["dp"]
    return draft.captures.get("clock") or draft.rule.expression.removeprefix("time:")  # "midday" is one word
