"""rules/wording.yaml, compiled: how kinds, statuses and conflicts are put into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beatbook.briefing.deeds import NO_DEEDS, compile_deeds
from beatbook.briefing.phrases import NameRules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing.deeds import DeedRules
    from beatbook.rules import Rule, Rules


@dataclass(frozen=True, slots=True)
class KindWording:
    """How one kind of event is put."""

    clauses: tuple[str, ...]
    nouns: tuple[str, ...]
    actor: tuple[str, ...] = ()  # roles: whoever has the first of them that anybody has; empty: everybody who is no target
    target: tuple[str, ...] = ()
    by_deed: bool = False  # worded by the verb that reports tell it with, where that gives a clean phrase
    noun_happened: tuple[str, ...] = ()  # instead of the status's noun_sentence
    issue: tuple[str, ...] = ()  # sentences on its topics: after it, before it, of what came to nothing; empty: none
    figures: bool = False  # whether figures say something of it


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
    fields: frozenset[str] = frozenset()  # topics that name a field of life and no matter at issue
    two_sided_topics: frozenset[str] = frozenset()  # topics that only an event of two countries can be about
    nouns_of_one: frozenset[str] = frozenset()  # nouns for what is somebody's own: "funeral"
    two_sided_nouns: Mapping[str, str] = field(default_factory=dict)  # kind -> noun that "with" follows: "telephone call"
    mass_nouns: frozenset[str] = frozenset()  # nouns that take no "a": "power"
    deeds: DeedRules = NO_DEEDS
    noun_verbs: Mapping[str, str] = field(default_factory=dict)  # noun -> what it does instead of taking place: "struck"


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

    def words(key: str) -> frozenset[str]:
        return frozenset(word for rule in table for word in rule.texts(key))

    return Wording(
        kinds,
        statuses,
        revived,
        conflicts,
        names,
        demonyms,
        not_first=words("not_first"),
        too_general=words("too_general"),
        fields=words("fields"),
        two_sided_topics=words("two_sided_topics"),
        nouns_of_one=words("nouns_of_one"),
        mass_nouns=words("mass_nouns"),
        two_sided_nouns={rule.text("kind"): rule.text("with_noun") for rule in table if rule.text("with_noun", "")},
        deeds=compile_deeds(table, rules.gazetteers.get("verbs", ())),
        noun_verbs={noun: rule.text("verb") for rule in table for noun in rule.texts("nouns_with_verb")},
    )


def _kind(rule: Rule) -> KindWording:
    return KindWording(
        rule.texts("clauses"),
        rule.texts("nouns"),
        rule.texts("actor"),
        rule.texts("target"),
        by_deed=rule.text("by_deed", "no") == "yes",
        noun_happened=rule.texts("noun_happened"),
        issue=rule.texts("issue"),
        figures=rule.text("figures", "no") == "yes",
    )


def _status(rule: Rule) -> StatusWording:
    return StatusWording(*(_pair(rule, key) for key in ("title_verb", "ahead", "lapsed", "noun_title", "noun_sentence", "source_verbs")))


def _pair(rule: Rule, key: str) -> tuple[str, ...]:
    pair = rule.texts(key)
    if len(pair) != 2 and not (key in ("title_verb", "ahead", "lapsed") and not pair):
        raise rule.error("rule-field", f'rule "{rule.id}" has {len(pair)} texts under "{key}"', "two texts: one for one, one for several")
    return pair
