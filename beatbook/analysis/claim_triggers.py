"""Which words of a sentence tell of an event: trigger rules, indexed by lemma and noun, so that a token costs one look-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beatbook.analysis.layout import Layout
    from beatbook.rules import Rule, Rules

_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_PREPOSITIONS = ("with", "between", "among", "of", "by", "to", "from", "in", "at", "into", "for", "on", "against")
_SLOTS = ("subject", "object", "possessor", "carrier", *_PREPOSITIONS)
_SHORTEST_DERIVED = 6  # letters; "omen", "lists" are no people
PARTS = ("own", "attendee", "host", "absent")


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """One way in which news tells of an event of one kind: see rules/triggers.yaml."""

    id: str
    kind: str
    frame: Mapping[str, str]  # slot ("subject", "object", "possessor", "carrier" or a preposition) -> role or "place"
    needs: frozenset[str]
    with_words: frozenset[str]
    near_words: frozenset[str]
    sentence_words: frozenset[str]
    subject_words: frozenset[str]  # one of these must stand in the subject: "thousands of workers marched"
    ahead: bool  # only of what is still to come: "is to see Okoro"
    called: str  # what the event is called where the verb has no object: "protest"
    bare: bool  # nothing but a preposition, a date or the end may follow the object: "called Okoro on Monday"
    alone: bool  # nothing but a date or place follows the verb: "signed on Friday"
    by_verbs: frozenset[str]
    particles: Mapping[str, str]  # of `by_verbs` in two words: lemma -> particle
    passive: bool
    carried: bool
    plural: bool
    status: str
    done_by: frozenset[str]  # governing verbs that bring it about at once: "announced an agreement"


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """Trigger rules by what they look for, the kinds, and what a governing verb makes of its subject."""

    verbs: Mapping[str, tuple[tuple[str, TriggerRule], ...]]  # lemma -> (particle or "", rule)
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], bool, TriggerRule], ...]]  # last word -> (earlier words, is a plural, rule)
    parts: Mapping[str, tuple[tuple[str, str], ...]]  # lemma -> (particle or "", part)
    kinds: Mapping[str, str]  # kind -> family
    again: Mapping[str, tuple[str, ...]]  # noun -> kinds that it may take up again
    topics: Mapping[str, str]  # cue word -> topic id
    actors: frozenset[str] = frozenset()  # nouns for people and bodies that act without a name
    actor_endings: tuple[str, ...] = ()

    def is_actor(self, word: str) -> bool:
        """Whether a noun in lower case stands for people or a body: "court", "carmakers"."""
        return word in self.actors or (len(word) > _SHORTEST_DERIVED and word.endswith(self.actor_endings))

    def is_event(self, word: str) -> bool:
        """Whether a noun in lower case is the name of an event by itself: "merger", "strike"."""
        return any(not before for before, _, _ in self.nouns.get(word, ()))


def compile_claim_rules(rules: Rules) -> ClaimRules:
    """The rules of kinds, triggers, verbs and topics.  Raises RuleError for an unknown kind, role or slot."""
    kinds = {rule.id: rule.text("family", rule.id) for rule in rules["kinds"]}
    again: dict[str, list[str]] = {}
    for rule in rules["kinds"]:
        for word in rule.text("again", "").split():
            again.setdefault(word, []).append(rule.id)
    verbs: dict[str, list[tuple[str, TriggerRule]]] = {}
    nouns: dict[str, list[tuple[tuple[str, ...], bool, TriggerRule]]] = {}
    for rule in (*rules["triggers"], *rules.tables.get("acts", ())):
        trigger = _trigger(rule, kinds)
        for lemma, particle in _pairs(rule.text("verbs", "")):
            verbs.setdefault(lemma, []).append((particle, trigger))
        for words in _phrases(rule.text("nouns", "")):
            nouns.setdefault(words[-1], []).append((words[:-1], trigger.plural and words[-1].endswith("s"), trigger))
            if not (trigger.plural and words[-1].endswith("s")):
                nouns.setdefault(_plural(words[-1]), []).append((words[:-1], True, trigger))
    parts: dict[str, list[tuple[str, str]]] = {}
    for rule in rules["verbs"]:
        if rule.text("part") not in PARTS:
            raise rule.error("rule-field", f'rule "{rule.id}" has part: {rule.text("part")}', "one of " + ", ".join(PARTS))
        for lemma, particle in _pairs(rule.text("words")):
            parts.setdefault(lemma, []).append((particle, rule.text("part")))
    topics = {word: rule.id for rule in (rules["topics"] if "topics" in rules.tables else ()) for word in rule.texts("words")}
    return ClaimRules(
        {key: tuple(value) for key, value in verbs.items()},
        {key: tuple(sorted(value, key=lambda item: -len(item[0]))) for key, value in nouns.items()},
        {key: tuple(value) for key, value in parts.items()},
        kinds,
        {key: tuple(value) for key, value in again.items()},
        topics,
        frozenset(word for rule in rules.tables.get("actors", ()) for word in rule.text("words", "").split()),
        tuple(word for rule in rules.tables.get("actors", ()) for word in rule.text("endings", "").split()),
    )


def _trigger(rule: Rule, kinds: Mapping[str, str]) -> TriggerRule:
    if (kind := rule.text("kind")) not in kinds:
        raise rule.error("rule-field", f'rule "{rule.id}" has kind: {kind}', "one of " + ", ".join(kinds))
    frame = {slot: rule.text(slot) for slot in _SLOTS if slot in rule.fields and rule.text(slot) != "none"}
    for slot, role in frame.items():
        if role not in (*ROLES, "place"):
            raise rule.error("rule-field", f'rule "{rule.id}" has {slot}: {role}', "a role or place")
    pairs = _pairs(rule.text("by_verbs", ""))
    return TriggerRule(
        rule.id,
        kind,
        frame,
        frozenset(rule.text("needs", "").split()),
        frozenset(rule.text("with_words", "").split()),
        frozenset(rule.text("near_words", "").split()),
        frozenset(rule.text("sentence_words", "").split()),
        frozenset(rule.text("subject_words", "").split()),
        rule.text("ahead", "") == "yes",
        rule.text("called", ""),
        rule.text("bare", "") == "yes",
        rule.text("alone", "") == "yes",
        frozenset(lemma for lemma, _ in pairs),
        {lemma: particle for lemma, particle in pairs if particle},
        rule.text("passive", "") == "only",
        rule.text("carried", "") == "yes",
        rule.text("plural", "") == "yes",
        rule.text("status", ""),
        frozenset(rule.text("done_by", "").split()),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for quoted, plain in _WORDS.findall(text):
        lemma, _, particle = (quoted or plain).partition(" ")
        pairs.append((lemma, particle))
    return pairs


def _phrases(text: str) -> list[tuple[str, ...]]:
    return [tuple((quoted or plain).split()) for quoted, plain in _WORDS.findall(text)]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A trigger in a sentence."""

    rule: TriggerRule
    first: int  # tokens of the verb group or noun
    end: int
    group: int  # index of the verb group; -1 for a noun
    plural: bool = False


def find_triggers(layout: Layout, rules: ClaimRules) -> Iterator[Occurrence]:
    """Every trigger of the sentence in order; several rules may fire on one word (the caller keeps the first that is filled)."""
    tokens = layout.tokens
    for index, token in enumerate(tokens):
        number = layout.group_at[index]
        if number >= 0:
            group = layout.groups[number]
            if index != group.end_token - 1:
                continue
            for particle, rule in rules.verbs.get(group.lemma, ()):
                if (not particle or has_particle(layout, group.end_token, particle)) and not (rule.passive and not group.passive):
                    yield Occurrence(rule, group.first_token, group.end_token, number)
        if (
            (number < 0 or token.tag == "VBG")
            and index not in layout.dated
            and token.lower in rules.nouns
            and token.tag in ("NN", "NNP", "VBG", "JJ", "VBP", "VBZ")
        ):
            if number >= 0 and layout.groups[number].progressive:
                continue
            yield from _noun_triggers(layout, index, rules)
        elif "-" in token.text and (last := token.lower.rpartition("-")[2]) in rules.nouns:
            yield from (Occurrence(rule, index, index + 1, -1, plural) for before, plural, rule in rules.nouns[last] if not before)


def _noun_triggers(layout: Layout, index: int, rules: ClaimRules) -> Iterator[Occurrence]:
    token = layout.tokens[index]
    longest = 0
    for before, plural, rule in rules.nouns[token.lower]:
        first = index - len(before)
        if first < 0 or len(before) < longest or tuple(t.lower for t in layout.tokens[first:index]) != before:
            continue
        if (
            index + 1 < len(layout.tokens)
            and layout.tokens[index + 1].tag == "NN"
            and layout.group_at[index + 1] < 0
            and index + 1 not in layout.dated
            and not _is_trigger_compound(layout, index)
        ):
            continue  # "a meeting room", "visit programme"
        if _is_first_of_longer(layout, index, rules):
            continue  # "a letter of intent" is no letter
        longest = len(before)  # "a press conference" is no conference
        yield Occurrence(rule, first, index + 1, -1, plural)


def _is_first_of_longer(layout: Layout, index: int, rules: ClaimRules) -> bool:
    """The noun opens a longer trigger: "letter of intent", "memorandum of understanding"."""
    words = tuple(token.lower for token in layout.tokens[index : index + 3])
    return len(words) == 3 and words[1] == "of" and any(before == words[:2] for before, _, _ in rules.nouns.get(words[2], ()))


def _is_trigger_compound(layout: Layout, index: int) -> bool:
    """The noun behind is no head of its own: "summit Friday", "talks today"."""
    return layout.tokens[index + 1].lower in (
        *("next", "last", "yesterday", "today", "tomorrow"),
        *("minutes", "hours", "days", "weeks", "months", "years"),
    )


def has_particle(layout: Layout, index: int, particle: str) -> bool:
    """The particle stands within a short reach behind a verb, before the next verb."""
    words = particle.split()
    for position in range(index, min(len(layout.tokens), index + 6)):
        if layout.group_at[position] >= 0:
            return False
        if layout.tokens[position].lower == words[0] and all(
            position + k < len(layout.tokens) and layout.tokens[position + k].lower == word for k, word in enumerate(words)
        ):
            return True
    return False
