"""The date rules of rules/dates*.yaml, compiled: patterns by the word that they can begin with, and the word lists of direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from beatbook.analysis.timex_direction import DirectionRules
from beatbook.analysis.timex_grammar import Lexicon, Node, Pattern, build_lexicon, compile_pattern, literals_of, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.rules import Rule, Rules

RuleType = Literal["DATE", "TIME", "DURATION", "SET", "PART", "NONE"]
_TYPES = ("DATE", "TIME", "DURATION", "SET", "PART", "NONE")
_NEIGHBOURS = ("after", "after_two", "not_after", "not_after_two", "not_earlier", "before", "not_before", "not_before_two")


@dataclass(frozen=True, slots=True)
class DateRule:
    """One compiled pattern of rules/dates.yaml."""

    id: str
    pattern: Pattern
    type: RuleType
    expression: str
    mod: str
    direction: str
    lasts: bool
    only_future: bool
    only_lower: bool
    after: frozenset[str]
    after_two: frozenset[str]  # the word before the one before
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
    if kind not in _TYPES:
        raise rule.error("rule-field", f'rule "{rule.id}" has the type "{kind}"', f"one of: {', '.join(_TYPES)}")
    try:
        pattern = compile_pattern(node, lexicon)
    except ValueError as error:
        raise rule.error("rule-pattern", f'the pattern of rule "{rule.id}" cannot be compiled: {error}') from error
    neighbours = {key: frozenset(rule.texts(key)) for key in _NEIGHBOURS}
    return DateRule(
        rule.id, pattern, cast("RuleType", kind), rule.text("expression", ""), rule.text("mod", ""), rule.text("direction", ""),
        rule.text("extent", "within") == "lasts", rule.text("when", "") == "future", rule.text("lower", "") == "yes", **neighbours,
    )  # fmt: skip


def _direction_rules(table: Sequence[Rule]) -> DirectionRules:
    lists = {rule.id: (*rule.texts("lemmas"), *rule.texts("cues")) for rule in table}
    return DirectionRules(
        frozenset(lists["planning"]),
        frozenset(lists["ahead"]),
        frozenset(lists["scheduled"]),
        frozenset(lists["fixing"]),
        frozenset(lists["causing"]),
        frozenset(lists["placing"]),
        frozenset(lists["expecting"]),
        frozenset(lists["cues-future"]),
        frozenset(lists["cues-past"]),
    )
