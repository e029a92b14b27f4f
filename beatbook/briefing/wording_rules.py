"""rules/wording.yaml, compiled: how kinds, statuses and conflicts are put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.briefing.phrases import NameRules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.rules import Rule, Rules


@dataclass(frozen=True, slots=True)
class KindWording:
    """How one kind of event is put."""

    clauses: tuple[str, ...]
    nouns: tuple[str, ...]
    actor: tuple[str, ...] = ()  # roles: whoever has the first of them that anybody has; empty: everybody who is no target
    target: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusWording:
    """How one status is put.  Pairs: plural and singular of verbs, singular and plural of nouns."""

    title_verb: tuple[str, ...]
    ahead: tuple[str, ...]
    lapsed: tuple[str, ...]
    noun_title: tuple[str, ...]
    noun_sentence: tuple[str, ...]
    source_verbs: tuple[str, ...]  # of media, of parties


@dataclass(frozen=True, slots=True)
class ConflictWording:
    """How a difference between reports is put."""

    about: str  # "the date"
    verbs: tuple[str, ...]  # of one outlet, of several: "gives", "give"


@dataclass(frozen=True, slots=True)
class Wording:
    """rules/wording.yaml, compiled."""

    kinds: Mapping[str, KindWording]
    statuses: Mapping[str, StatusWording]
    revived: tuple[str, ...]  # source_verbs for a plan that was on again
    conflicts: Mapping[str, ConflictWording]
    names: NameRules
    demonyms: Mapping[str, str]  # ISO 3166-1 alpha-2 -> "Latvian"
    not_first: frozenset[str] = frozenset()  # words with which no name of what was agreed begins
    too_general: frozenset[str] = frozenset()  # words that alone do not say what was agreed


def compile_wording(rules: Rules) -> Wording:
    """The wording rules, ready for use.  Raises RuleError for a rule that lacks what it needs."""
    table = rules["wording"]
    names = NameRules(*(frozenset(word for rule in table for word in rule.texts(key)) for key in ("names", "last_words", "on")))
    demonyms = {row[0]: row[3].partition("|")[0] for row in rules.gazetteers.get("countries", ()) if len(row) > 3}
    kinds = {rule.text("kind"): _kind(rule) for rule in table if rule.text("kind", "")}
    statuses = {rule.text("status"): _status(rule) for rule in table if rule.text("status", "")}
    revived = next((_pair(rule, "source_verbs") for rule in table if rule.text("revived", "")), ())
    conflicts = {
        rule.text("conflict"): ConflictWording(rule.text("about"), _pair(rule, "verbs")) for rule in table if rule.text("conflict", "")
    }
    demonyms |= {rule.text("country"): rule.text("demonym") for rule in table if rule.text("demonym", "")}
    phrase = [frozenset(word for rule in table for word in rule.texts(key)) for key in ("not_first", "too_general")]
    return Wording(kinds, statuses, revived, conflicts, names, demonyms, *phrase)


def _kind(rule: Rule) -> KindWording:
    return KindWording(rule.texts("clauses"), rule.texts("nouns"), rule.texts("actor"), rule.texts("target"))


def _status(rule: Rule) -> StatusWording:
    return StatusWording(*(_pair(rule, key) for key in ("title_verb", "ahead", "lapsed", "noun_title", "noun_sentence", "source_verbs")))


def _pair(rule: Rule, key: str) -> tuple[str, ...]:
    pair = rule.texts(key)
    if len(pair) != 2 and not (key in ("title_verb", "ahead", "lapsed") and not pair):
        raise rule.error("rule-field", f'rule "{rule.id}" has {len(pair)} texts under "{key}"', "two texts: one for one, one for several")
    return pair
