"""Time expressions: found in a sentence, made TIMEX3 values at the article's creation time, and tied to each other.

Three steps: a grammar finds the longest expressions (timex_grammar.py, rules/dates.yaml); tense and governing verb say which way a bare
weekday or month points (timex_direction.py); arithmetic turns the expression into a value (timex_values.py).  Extents follow the
TempEval-3 guidelines: prepositions stay outside ("on [Friday]"), articles and modifiers inside ("[the end of the year]", "[over two
decades]").

Without a creation time what needs one has the value None and keeps its expression: no year is ever invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.model import Timex
from beatbook.analysis.timex_direction import DirectionRules, cue_verb_groups, direction_of
from beatbook.analysis.timex_grammar import (
    Lexicon,
    Node,
    Pattern,
    Word,
    build_lexicon,
    clock_value,
    compile_pattern,
    kinds_of,
    literals_of,
    number_value,
    parse_pattern,
    split_words,
)
from beatbook.analysis.timex_values import absolute, resolve, timex_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.analysis.model import Direction, Sentence, TimexType, VerbGroup
    from beatbook.rules import Rule, Rules

__all__ = ["DateRules", "compile_date_rules", "find_timexes", "link_timexes", "resolve", "timex_interval"]

_SIGNED = {"-1": "past", "+0": "same", "+1": "future", "last": "past", "next": "future", "future": "future", "this": "none", "past": "past"}
_FILLERS = frozenset({",", "at", "around", "about", "by", "on", "in", "of", "from"})  # between a date and its time of day
_COORDINATORS = frozenset({"and", "or", ",", "to", "-", "--", "through", "until", "till"})
_RANGE_WORDS = frozenset({"to", "-", "--", "through", "until", "till"})
_LINK_SENTENCES = 3  # "the next day" looks back at most so many sentences


@dataclass(frozen=True, slots=True)
class DateRule:
    """One compiled pattern of rules/dates.yaml."""

    id: str
    pattern: Pattern
    type: Literal["DATE", "TIME", "DURATION", "SET", "PART", "NONE"]
    expression: str
    mod: str
    direction: str
    lasts: bool
    only_future: bool
    only_lower: bool
    after: frozenset[str]
    not_after: frozenset[str]
    not_after_two: frozenset[str]
    not_earlier: frozenset[str]  # anywhere before it in the sentence
    before: frozenset[str]
    not_before: frozenset[str]
    not_before_two: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateRules:
    """Everything that `find_timexes` knows, compiled once."""

    lexicon: Lexicon
    starts: Mapping[str, tuple[DateRule, ...]]  # kind of the first word -> rules that can begin with it, in order
    directions: DirectionRules


@dataclass(frozen=True, slots=True)
class _Draft:
    """A match on its way to a Timex; indexes count words."""

    first: int
    last: int  # exclusive
    rule: DateRule
    captures: Mapping[str, str]
    direction: Direction = "none"
    time: str = ""  # "T10:00", joined from a neighbour


# ---- compiling


def compile_date_rules(rules: Rules) -> DateRules:
    """The date rules, compiled.  Raises RuleError with file and line for a pattern that cannot be read."""
    entries = [rule for table in ("dates", "dates_holidays", "dates_traps") for rule in rules[table]]
    defined = {rule.id: rule.text("define") for rule in entries if "define" in rule.fields}
    nodes = {rule.id: _parse(rule, defined) for rule in entries if "pattern" in rule.fields}
    classes = {rule.id: _words(rule) for rule in rules["dates_words"]}
    lexicon = build_lexicon(classes, set().union(*(literals_of(node) for node in nodes.values())))
    starts: dict[str, list[DateRule]] = {}
    for rule in entries:
        if rule.id in nodes:
            date_rule = _date_rule(rule, nodes[rule.id], lexicon)
            for kind in sorted(date_rule.pattern.starts):
                starts.setdefault(kind, []).append(date_rule)
    return DateRules(lexicon, {kind: tuple(found) for kind, found in starts.items()}, _direction_rules(rules["dates_direction"]))


def _parse(rule: Rule, defined: Mapping[str, str]) -> Node:
    try:
        return parse_pattern(rule.text("pattern"), defined)
    except (ValueError, RecursionError) as error:
        raise rule.error("rule-pattern", f'the pattern of rule "{rule.id}" cannot be read: {error}') from error


def _words(rule: Rule) -> dict[str, str]:
    words = rule.fields.get("words")
    if not isinstance(words, dict):
        raise rule.error("rule-field", f'rule "{rule.id}" has no words', "words: {word: value}")
    return {word: str(value) for word, value in words.items()}


def _date_rule(rule: Rule, node: Node, lexicon: Lexicon) -> DateRule:
    kind = rule.text("type", "DATE")
    if kind not in ("DATE", "TIME", "DURATION", "SET", "PART", "NONE"):
        raise rule.error("rule-field", f'rule "{rule.id}" has the type "{kind}"', "one of: DATE, TIME, DURATION, SET, PART, NONE")
    try:
        pattern = compile_pattern(node, lexicon)
    except ValueError as error:
        raise rule.error("rule-pattern", f'the pattern of rule "{rule.id}" cannot be compiled: {error}') from error
    neighbours = {key: frozenset(rule.texts(key)) for key in _NEIGHBOURS}
    return DateRule(
        rule.id, pattern, kind, rule.text("expression", ""), rule.text("mod", ""), rule.text("direction", ""),
        rule.text("extent", "within") == "lasts", rule.text("when", "") == "future", rule.text("lower", "") == "yes", **neighbours,
    )  # fmt: skip


_NEIGHBOURS = ("after", "not_after", "not_after_two", "not_earlier", "before", "not_before", "not_before_two")


def _direction_rules(table: Sequence[Rule]) -> DirectionRules:
    lists = {rule.id: (*rule.texts("lemmas"), *rule.texts("cues")) for rule in table}
    return DirectionRules(
        frozenset(lists["planning"]), frozenset(lists["ahead"]), frozenset(lists["scheduled"]), frozenset(lists["fixing"]),
        lists["cues-future"], lists["cues-past"],
    )


# ---- finding


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
    scan = _Scan(sentence, words, kinds, date_rules, verb_groups)
    drafts = _join_times(scan.drafts(), words)
    return tuple(_year_together(_together([_timex(draft, scan, created) for draft in drafts], sentence, words), sentence, created))


class _Scan:
    """One walk over a sentence."""

    def __init__(self, sentence: Sentence, words: list[Word], kinds: str, rules: DateRules, groups: Sequence[VerbGroup]) -> None:
        self.sentence, self.words, self.kinds, self.rules = sentence, words, kinds, rules
        self._groups: Sequence[VerbGroup] = groups

    def drafts(self) -> list[_Draft]:
        found: list[_Draft] = []
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

    def _longest(self, at: int) -> _Draft | None:
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
            and (not rule.not_after or not self._is_any(rule.not_after, first - 1))
            and (not rule.not_after_two or not self._is_any(rule.not_after_two, first - 2))
            and (not rule.not_earlier or rule.not_earlier.isdisjoint(word.lower for word in self.words[:first]))
            and (not rule.before or self._is_any(rule.before, last))
            and (not rule.not_before or not self._is_any(rule.not_before, last))
            and (not rule.not_before_two or not self._is_any(rule.not_before_two, last + 1))
            and (not rule.only_future or self.direction(first, last) == "future")
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

    def direction(self, first: int, last: int) -> Direction:
        if not self._groups:
            self._groups = cue_verb_groups(self.sentence.text, self.sentence.start) or _NO_GROUPS
        groups = () if self._groups is _NO_GROUPS else self._groups
        start, end = self.words[first].start, self.words[last - 1].end
        return direction_of(start, end, self.words[:first], groups, self.rules.directions, offset=self.sentence.start)

    def _draft(self, first: int, last: int, rule: DateRule, match: re.Match[str]) -> _Draft:
        captures = {
            name: _captured(self.words[match.start(name) : match.end(name)], class_name, self.rules.lexicon)
            for name, class_name in rule.pattern.classes.items()
            if match.group(name) is not None
        }
        if rule.type in ("NONE", "DURATION", "SET"):
            return _Draft(first, last, rule, captures)
        stated = rule.direction.format_map(_Blank(captures)) if rule.direction else ""
        return _Draft(first, last, rule, captures, _SIGNED.get(stated, "none") if stated else self.direction(first, last))


_NO_GROUPS: tuple[VerbGroup, ...] = ()


class _Blank(dict[str, str]):
    """Captures, "" for those that the match left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _captured(words: list[Word], class_name: str, lexicon: Lexicon) -> str:
    if class_name in ("number", "smallnumber"):
        return number_value(words, {**lexicon.values["numword"], **lexicon.values["vagueword"], **lexicon.values["pair"]})
    if class_name == "clocktime":
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


# ---- from match to value


def _join_times(drafts: list[_Draft], words: list[Word]) -> list[_Draft]:
    """Dates and times of day that stand together become one; parts of a day without a date go."""
    joined: list[_Draft] = []
    for draft in drafts:
        if joined and (one := _joined(joined[-1], draft, words)):
            joined[-1] = one
        else:
            joined.append(draft)
    return [draft for draft in joined if draft.rule.type != "PART" or draft.time]


def _joined(one: _Draft, other: _Draft, words: list[Word]) -> _Draft | None:
    between = words[one.last : other.first]
    if len(between) > 2 or any(word.lower not in _FILLERS for word in between):
        return None
    for day, clock in ((one, other), (other, one)):
        is_day = day.rule.type == "DATE" and not day.time and _names_day(day.rule.expression)
        is_clock = clock.rule.type in ("TIME", "PART") and clock.rule.id in ("time-of-day", "part-of-day")
        if is_day and is_clock:
            if day is other and not between and clock.rule.type == "PART":
                continue  # "in the evening Friday's vote": not one expression
            if clock.rule.type == "PART" and between and day is one:
                continue  # "on Friday in the morning" is fine as two; a part without a day of its own goes
            time = "T" + clock.captures["dp"] if clock.rule.type == "PART" else clock.captures["clock"]
            return replace(day, first=one.first, last=other.last, time=time)
    return None


def _names_day(expression: str) -> bool:
    return expression.startswith(("weekday", "iso", "unit:D")) or "{d}" in expression


def _timex(draft: _Draft, scan: _Scan, created: str | None) -> Timex:
    rule, words, sentence = draft.rule, scan.words, scan.sentence
    captures = _Blank(draft.captures)
    captures["dir"] = draft.direction if draft.direction in ("past", "future") else ""
    expression = _plain(rule.expression.format_map(captures)) + (f"|{draft.time}" if draft.time else "")
    start, end = words[draft.first].start, words[draft.last - 1].end
    kind: TimexType = "TIME" if "|T" in expression else rule.type if rule.type not in ("PART", "NONE") else "DATE"
    return Timex(
        sentence.start + start, sentence.start + end, sentence.text[start:end], kind, _value(expression, created), expression,
        rule.mod.format_map(captures) or None, "lasts" if rule.lasts else "within", draft.direction, sentence.index,
    )  # fmt: skip


def _value(expression: str, created: str | None) -> str | None:
    day = creation_day(created)
    return absolute(expression) if day is None else resolve(expression, day)


def creation_day(created: str | None) -> date | None:
    """The day of a creation time, None when there is none or it is no full day."""
    try:
        return date.fromisoformat(created[:10]) if created else None
    except ValueError:
        return None


def _plain(expression: str) -> str:
    """The expression with what only the rules know written out: decades, centuries, slashed dates, fortnights."""
    head, _, rest = expression.partition(":")
    if head in _PLAIN:
        return _PLAIN[head](rest)
    if head == "duration" and rest.startswith(":"):
        expression = f"duration:1{rest}"
    return re.sub(r"^(unit|duration):(\w+):([+-]?)(\w+)$", _fortnight, expression) if "W2" in expression else expression


def _fortnight(found: re.Match[str]) -> str:
    head, one, sign, other = found.groups()
    number = other if one == "W2" else one
    twice = str(2 * int(number)) if number.isdigit() else number
    return f"{head}:W:{sign}{twice}" if head == "unit" else f"{head}:{twice}:W"


def _slashed(text: str) -> str:
    """Day first, month first or year first, whichever exists alone; "value:" when two readings exist."""
    one, two, three = (int(part) for part in re.split(r"[/.]", text))
    if one > 31:
        return _if_day(one, two, three)
    year = three + (2000 if three < 70 else 1900) if three < 100 else three
    if one > 12 or one == two:
        return _if_day(year, two, one)
    return _if_day(year, one, two) if two > 12 else "value:"


def _if_day(year: int, month: int, day: int) -> str:
    try:
        return "value:" + date(year, month, day).isoformat()
    except ValueError:
        return "value:"


def _decade(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return "value:" + (digits[:3] if len(digits) == 4 else "19" + digits[0])


def _years(text: str) -> str:
    first, _, last = text.partition(":")
    return f"value:{first}/{first[:2]}{last}" if int(first[2:]) < int(last) else f"value:{first}"


def _part(head: str, parts: int) -> Callable[[str], str]:
    def plain(text: str) -> str:
        number, _, rest = text.partition(":")
        if number == "-1":
            return f"{head}:{parts}:{rest}" if rest[:1].isdigit() else f"unit:{head[0].upper()}{'1' * (head == 'half')}:-1"
        return f"{head}:{number}:{rest}" if "1" <= number <= str(parts) and len(number) == 1 else "value:"

    return plain


def _ago(text: str) -> str:
    """Decades and centuries back or ahead are so many years: "a decade ago" is a year, not a decade."""
    unit, _, rest = text.partition(":")
    years = {"DE": 10, "CE": 100}.get(unit)
    found = re.match(r"([+-])([\d.]+)(.*)", rest)
    return f"unit:Y:{found[1]}{years * float(found[2]):g}{found[3]}" if years and found else _plain(f"unit:{text}")


_PLAIN: dict[str, Callable[[str], str]] = {
    "ago": _ago,
    "quarter": _part("quarter", 4),
    "half": _part("half", 2),
    "iso": lambda text: "value:" + text[:16].replace(" ", "T"),
    "slash": _slashed,
    "decade": _decade,
    "century": lambda text: f"value:{int(text) - 1:02}" if int(text) > 0 else "value:",
    "years": _years,
}


# ---- dates that stand together


def _together(timexes: list[Timex], sentence: Sentence, words: list[Word]) -> list[Timex]:
    """Neighbours joined by "and" or "to" share direction and year; the second end of a range counts from the first."""
    for index in range(len(timexes) - 1):
        one, other = timexes[index], timexes[index + 1]
        between = [word.lower for word in words if one.end <= word.start + sentence.start and word.end + sentence.start <= other.start]
        if not between or len(between) > 2 or between[0] not in _COORDINATORS or not {one.type, other.type} <= {"DATE", "TIME"}:
            continue
        opener = [word.lower for word in words if word.end + sentence.start <= one.start][-1:]
        is_range = between[0] in _RANGE_WORDS or (opener == ["between"] and between[0] == "and")
        timexes[index], timexes[index + 1] = _coordinated(one, other, is_range=is_range)
    return timexes


def _coordinated(one: Timex, other: Timex, *, is_range: bool) -> tuple[Timex, Timex]:
    if year := re.match(r"date:(\d{4}|[+-]\d+):\d", other.expression):
        one = replace(one, expression=re.sub(r"^date::(?=\d)", f"date:{year[1]}:", one.expression))
    elif is_range and re.match(r"(date::\d|weekday:\d:(past|future)?$)", other.expression) and "@" not in one.expression:
        following = re.sub(r"^(date::\d*:\d*|weekday:\d):(past|future)?.*", r"\1:future", other.expression)
        other = replace(other, expression=f"{following}@{one.expression}")
    elif other.direction == "none" or other.expression.startswith("weekday"):
        other = replace(other, expression=re.sub(r":(past|future|)$", f":{one.direction if one.direction in ('past', 'future') else ''}", other.expression)
                        if re.match(r"(weekday:\d|date::\d+:\d*):", other.expression) else other.expression, direction=one.direction)  # fmt: skip
    if is_range:
        one, other = replace(one, extent="lasts"), replace(other, extent="lasts", ends=True)
    return one, other


def _year_together(timexes: list[Timex], sentence: Sentence, created: str | None) -> list[Timex]:  # noqa: ARG001
    return [replace(timex, value=_value(timex.expression, created)) for timex in timexes if timex.expression not in ("value:", "")]


# ---- dates that hang on other dates


def link_timexes(timexes: Sequence[Timex], *, created: str | None) -> tuple[Timex, ...]:
    """All time expressions of an article, in order, with "that day", "two weeks later" and the like tied to the date spoken of before.

    The antecedent is the nearest earlier date in the same sentence or one of the three before it.  When that one is too wide to count
    from ("the next day" after "in June"), or there is none, the expression stays "...@ref" and has no value.
    """
    linked: list[Timex] = []
    for timex in timexes:
        if timex.expression.endswith("@ref") and (antecedent := _antecedent(timex, linked)):
            expression = timex.expression.removesuffix("ref") + antecedent.expression.partition("|")[0]
            linked.append(replace(timex, expression=expression, value=_value(expression, created)))
        else:
            linked.append(timex)
    return tuple(linked)


def _antecedent(timex: Timex, earlier: Sequence[Timex]) -> Timex | None:
    for other in reversed(earlier):
        if timex.sentence - other.sentence > _LINK_SENTENCES:
            return None
        if other.type in ("DATE", "TIME") and not other.expression.endswith("_REF"):
            return None if other.expression.endswith("@ref") else other
    return None
