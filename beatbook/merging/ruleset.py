"""The rules of merging, compiled from `merging.yaml`, `status_order.yaml` and `standing.yaml`.

Each example of a rule in `merging.yaml` is two claims of two articles: `match` are one event, `no_match` are two; where a rule decides
something else, what they come to stands behind a ">" (tests/merging/test_rules.py reads it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.merging.counting import compile_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.merging.counting import CountRules
    from beatbook.rules import Rule, Rules


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a vague phrase reaches: "in the coming days" is at most ten days ahead."""

    pattern: re.Pattern[str]
    before: int  # days before the day of publication
    after: int  # days after it


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which of two claims on one event decides, where the later one is not simply right."""

    id: str
    later: frozenset[str]  # statuses of the claim made later
    earlier: frozenset[str]  # statuses of the one made before it
    unless: frozenset[str]  # kinds of voice of the later claim that make it decide all the same: party, outlet, unnamed, analyst
    because: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """Claims that carry no event of their own."""

    id: str
    kinds: frozenset[str]  # empty: all
    when: frozenset[str]  # conditions that must all hold: undated, coarse, placeless, background, alone, nobody, ...
    because: str


@dataclass(frozen=True, slots=True)
class MergingRules:
    """All that merging goes by.  `rules` are the parsed files, for the modules that compile their own part."""

    rules: Rules
    families: Mapping[str, str]  # kind -> family; a kind without one is its own
    joins: Mapping[tuple[str, str], float]  # two kinds, sorted -> what they add to the score of a pair; missing: never one event
    pairwise: frozenset[str]  # kinds of two sides: other counterparts make another event
    two_sided: frozenset[str]  # kinds that name an event only where a claim tells of two sides
    lasting: frozenset[str]  # kinds that go on for days
    figures: Mapping[str, float]  # thresholds and day counts by id
    horizons: tuple[Horizon, ...]
    latest: re.Pattern[str]  # words that pick the most recent of several events: "last", "previous"
    several: re.Pattern[str]  # words that speak of more than one event: "several meetings"
    redated: re.Pattern[str]  # words that give an event that was put off another day: "rescheduled", "originally set for"
    wordless: re.Pattern[str]  # objects that do not say what was done: "with fraud", "$12 million"
    side_events: frozenset[str]  # nouns for what goes with a meeting: "banquet"
    count: CountRules  # words that number events: "third", "another", "again"
    acts: Mapping[str, str]  # word for an act -> id of the act that it is a word for
    known_acts: frozenset[str]  # the ids of the rules of type "act"
    light_verbs: frozenset[str]  # verbs whose object names the act: "survives a vote"
    once: frozenset[str]  # ids of acts that happen to the same person once in years
    kind_order: tuple[str, ...]  # when an event is told under several kinds, the first one of these names it
    roles: tuple[str, ...]  # when somebody is told in several roles, the first one of these holds
    report_order: tuple[str, ...]  # what an article says in the end, of statuses said of one day
    precedences: tuple[Precedence, ...]
    party_bodies: frozenset[str]  # kinds of organizations that speak for their country
    leftovers: tuple[Leftover, ...]

    def family(self, kind: str) -> str:
        """The family of a kind: kinds of different families are never one event."""
        return self.families.get(kind, kind)

    def join(self, one: str, other: str) -> float | None:
        """What two kinds add to the score of a pair; None when they are never one event."""
        return self.joins.get((one, other) if one <= other else (other, one))


def compile_rules(rules: Rules) -> MergingRules:
    """The rules of merging.  Raises RuleError for a rule that does not compile."""
    table: dict[str, list[Rule]] = {}
    for rule in (*rules["merging"], *rules["status_order"], *rules["standing"]):
        table.setdefault(rule.text("type"), []).append(rule)
    return MergingRules(
        rules=rules,
        families={kind: rule.text("name") for rule in table.get("family", []) for kind in rule.texts("kinds")},
        joins={_pair(rule): _number(rule, "score") for rule in table.get("join", [])},
        pairwise=_kinds(table, "pairwise"),
        two_sided=_kinds(table, "two-sided"),
        lasting=_kinds(table, "lasting"),
        figures={rule.id: _number(rule, "value") for rule in table.get("figure", [])},
        horizons=tuple(_horizon(rule) for rule in table.get("horizon", [])),
        latest=_words(table.get("latest", [])),
        several=_words(table.get("several", [])),
        redated=_words(table.get("redated", [])),
        wordless=_words(table.get("wordless", [])),
        side_events=frozenset(_list(table, "side-event")),
        count=compile_count(_only(table, "count")),
        acts={word: rule.id for rule in table.get("act", []) for word in rule.texts("words")},
        known_acts=frozenset(rule.id for rule in table.get("act", []) if rule.texts("words")),
        light_verbs=frozenset(_list(table, "light-verb")),
        once=frozenset(_list(table, "once")),
        kind_order=_list(table, "kind-order"),
        roles=_list(table, "role-order"),
        report_order=_list(table, "report-order"),
        precedences=tuple(_precedence(rule) for rule in table.get("precedence", [])),
        party_bodies=frozenset(_list(table, "party")),
        leftovers=tuple(_leftover(rule) for rule in table.get("leftover", [])),
    )


def _only(table: Mapping[str, list[Rule]], type_: str) -> Rule:
    """The rule of a type that there is once."""
    return table[type_][0]


def _pair(rule: Rule) -> tuple[str, str]:
    kinds = sorted(rule.texts("kinds"))
    if len(kinds) not in (1, 2):
        raise rule.error("rule-field", f'rule "{rule.id}" joins {len(kinds)} kinds', "one or two kinds")
    return kinds[0], kinds[-1]


def _number(rule: Rule, key: str) -> float:
    try:
        return float(rule.text(key))
    except ValueError:
        raise rule.error("rule-field", f'"{key}" of rule "{rule.id}" is no number', "a number such as 2.5") from None


def _pattern(rule: Rule, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise rule.error("rule-pattern", f'the pattern of rule "{rule.id}" does not compile: {error}') from error


def _horizon(rule: Rule) -> Horizon:
    return Horizon(_pattern(rule, rule.text("pattern")), int(_number(rule, "before")), int(_number(rule, "after")))


def _words(rules: list[Rule]) -> re.Pattern[str]:
    parts = [_pattern(rule, rule.text("pattern")).pattern for rule in rules]
    return re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)", re.IGNORECASE)


def _kinds(table: Mapping[str, list[Rule]], type_: str) -> frozenset[str]:
    return frozenset(kind for rule in table.get(type_, []) for kind in rule.texts("kinds"))


def _list(table: Mapping[str, list[Rule]], type_: str) -> tuple[str, ...]:
    return tuple(value for rule in table.get(type_, []) for value in rule.texts("order"))


def _precedence(rule: Rule) -> Precedence:
    return Precedence(
        rule.id,
        frozenset(rule.texts("later")),
        frozenset(rule.texts("earlier")),
        frozenset(rule.texts("unless")),
        rule.text("because"),
    )


def _leftover(rule: Rule) -> Leftover:
    return Leftover(rule.id, frozenset(rule.texts("kinds")), frozenset(rule.texts("when")), rule.text("because"))
