"""What was done, by the verb that reports tell it with: "sues Zenith", "is released from jail", "resigns".

A deed is made from a claim's trigger and the few words that analysis keeps of what was done; it is left out, and a plainer wording
stands, where those words are no clean phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.lexicon import inflect
from beatbook.briefing.phrases import is_plural_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.analysis.model import Claim, Role
    from beatbook.rules import Rule

TAIL_WORDS = 7  # a longer one is a piece of the report's sentence, not a phrase
_BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "'s", "get", "gets", "got"})
_PREPOSITION = re.compile(
    r"^(?:about|after|against|as|at|before|by|during|for|from|in|into|of|on|over|through|to|under|with|within|without|toward|towards|behind|beyond|near)\b",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"\s(?=(?:about|after|against|amid|as|at|before|because|by|despite|during|following|for|from|in|into|near|on|over|that|through|to|under|until|when|where|which|while|who|with|within|without)\b)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"[\"“”«»()\[\]{}|:;]|\b(?:he|she|it|they|we|you|him|her|them|us|me|this|these|that|those|who|which|whom|what|was|were|is|are|has|have|had|will|would|can|could|may|might|said|says|not)\b",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"n['’]t\b")
_POSSESSIVE = re.compile(r"^(?:his|her|its|their|our|my|your)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an|a)\s+", re.IGNORECASE)
_ADVERB = re.compile(r"^\w+ly\b\s*", re.IGNORECASE)
_WHEN = re.compile(
    r"^(?:last|next|this|that)?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year|yesterday|today|tomorrow)['’]s\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:^|\s+)(?:here|there|again|too|also|today|instead|anyway|together)$", re.IGNORECASE)
_NEXT_DEED = re.compile(r"\s+and\s+(?=\w+ed\b|sent\b|said\b|told\b|gave\b|took\b|made\b|went\b|left\b|held\b|met\b|put\b|saw\b|began\b)")
_AT_PLACE = re.compile(r"^(?:in|near|at|off|outside) [A-Z]")
_GATHERING = re.compile(r"^(?:\S+ ){0,4}(?:conference|briefing|rally|forum|summit|ceremony|meeting|hearing)\b", re.IGNORECASE)
_OWN_OFFICE = re.compile(r"^as (?:its|his|her|their|our) (?!own\b)", re.IGNORECASE)  # whose it is was told in another sentence
_ON_DAY = re.compile(
    r"^(?:(?:late|early) )?(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today)"
    r"(?: (?:morning|afternoon|evening|night))?\s+"
    r"(?=(?:a|an|the|its|his|her|their|all|two|three|\w+ed|\w+ing)\b|[A-Z$€£\d])",
    re.IGNORECASE,
)
_IDIOMS = frozenset({"take", "pay", "give", "make", "have", "lose", "catch", "keep", "hold"})  # whose bare object is no thing: "took place"
_TORN = re.compile(
    r"\s+(?:\w+ing\s+)?(?:the\s+)?\d+(?:st|nd|rd|th)$|\s+(?:saying|stating|telling|adding|noting|arguing|claiming)\b.*$", re.IGNORECASE
)
_BARE = 2  # words of an object without an article that still is a name for what was done to: "power", "additional forces"
_COUNT = re.compile(r"^\d+(?:[-–]| to )\d+\b\s*")


@dataclass(frozen=True, slots=True)
class VerbForms:
    """A verb as titles and sentences need it."""

    base: str
    third: str
    past: str
    participle: str


@dataclass(frozen=True, slots=True)
class DeedRules:
    """The verbs, and what rules/wording.yaml says of some of them."""

    lemmas: Mapping[str, str]  # form -> base form
    verbs: Mapping[str, VerbForms]
    alone: frozenset[str]  # verbs that need no object
    never: frozenset[str]  # verbs that do not say what was done: "asked", "called"
    with_plan: frozenset[str]  # of these, the ones that "to form a government" may follow
    done_to: frozenset[str]  # verbs that without an object tell what was done to their subject: "extradited to Mexico"
    by_candidate: frozenset[str]  # verbs that whoever wins or leaves an office is the subject of
    particles: Mapping[str, str]  # verb -> its particle: "step" "down"
    as_nouns: Mapping[str, str]  # verb -> noun for what it tells: "march" "march"
    giving: frozenset[str]  # verbs of two objects: "awarded Acme a contract"
    asking: frozenset[str]  # verbs that need what is asked: "urged Okoro to free the prisoners"
    instead: Mapping[str, str]  # verb that needs a content clause -> one that does not
    nouns: Mapping[str, tuple[str, ...]]  # noun for a deed -> clauses


NO_DEEDS = DeedRules({}, {}, frozenset(), frozenset(), frozenset(), frozenset(), frozenset(), {}, {}, frozenset(), frozenset(), {}, {})


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with what follows it, or a clause for a noun."""

    verb: VerbForms | None
    tail: str = ""
    passive: bool = False
    subject: str = ""  # where the words name what it was done to, and no participant is that
    clauses: tuple[str, ...] = ()  # of a noun: clauses of rules/wording.yaml

    def patterns(self, subject: str, *, title: bool) -> tuple[str, ...]:
        """Clauses as rules/wording.yaml has them; `subject` is the brace of who does it or is done to."""
        if self.clauses:
            return self.clauses
        verb = self.verb
        assert verb is not None  # noqa: S101  # one of the two is set
        if self.passive:
            present = verb.participle if title else f"is {verb.participle}"
            words = f"[be {verb.participle}|{present}|was {verb.participle}]"
        else:
            words = f"[{verb.base}|{verb.third}|{verb.past}]"
        tail = "" if not self.tail else " {target}" if self.tail == "{target}" else " {tail}"
        return (f"{subject} {words}{tail}( {{on}})( {{at}})( {{when}})( {{about}})",)

    @property
    def is_plural(self) -> bool:
        return is_plural_noun(self.subject)


def compile_deeds(table: Iterable[Rule], verbs: Iterable[tuple[str, ...]]) -> DeedRules:
    """The verbs of gazetteers/verbs.tsv and the rules on deeds."""
    rules = list(table)
    lemmas: dict[str, str] = {}
    forms: dict[str, VerbForms] = {}
    for row in verbs:
        lemma, past, participle, _, gerund = (*row, "", "", "", "", "")[:5]
        tagged = inflect(lemma, past, participle, gerund)
        first = dict(reversed(tagged))
        forms[lemma] = VerbForms(lemma, first["VBZ"], first["VBD"], first["VBN"])
        for _, form in tagged:
            lemmas.setdefault(form, lemma)
    return DeedRules(
        lemmas,
        forms,
        frozenset(word for rule in rules for word in rule.texts("verbs_alone")),
        frozenset(word for rule in rules for word in rule.texts("verbs_never")),
        frozenset(word for rule in rules for word in rule.texts("verbs_with_plan")),
        frozenset(word for rule in rules for word in rule.texts("verbs_done_to")),
        frozenset(word for rule in rules for word in rule.texts("verbs_of_candidates")),
        {pair.partition(" ")[0]: pair.partition(" ")[2] for rule in rules for pair in rule.texts("verbs_with_particles")},
        _pairs(rules, "verbs_as_nouns"),
        frozenset(word for rule in rules for word in rule.texts("verbs_of_two_objects")),
        frozenset(word for rule in rules for word in rule.texts("verbs_of_asking")),
        _pairs(rules, "verbs_instead"),
        {noun: rule.texts("clauses") for rule in rules for noun in rule.texts("deed_nouns")},
    )


def _pairs(rules: Iterable[Rule], key: str) -> dict[str, str]:
    return {pair.partition(": ")[0]: pair.partition(": ")[2] for rule in rules for pair in rule.texts(key)}


def find_deed(claim: Claim, rules: DeedRules, names: Iterable[str]) -> Deed | None:
    """What the claim tells as done; None where its words are no clean phrase.  `names` are the surnames and names of who takes part."""
    quote = claim.evidence
    if quote is None or not quote.start <= claim.trigger.start < claim.trigger.end <= quote.end:
        return _noun_deed(claim, rules, "")
    trigger = quote.quote[claim.trigger.start - quote.start : claim.trigger.end - quote.start].lower().split()
    behind = quote.quote[claim.trigger.end - quote.start :]
    if not trigger or _CONTRACTED.search(" ".join(trigger)) or "not" in trigger:
        return None
    lemma = rules.lemmas.get(trigger[-1], "")
    if lemma in ("", "be", "have", "do", "go") or (claim.object and claim.object not in behind):
        return _noun_deed(claim, rules, trigger[-1])  # analysis keeps a noun with its adjectives, and of a verb what follows it
    return _verb_deed(claim, rules, lemma, behind, passive=_is_passive(trigger), names=tuple(names))


def _is_passive(trigger: list[str]) -> bool:
    return len(trigger) > 1 and any(word in _BE for word in trigger[:-1]) and not trigger[-1].endswith("ing")


def _noun_deed(claim: Claim, rules: DeedRules, word: str) -> Deed | None:
    words = claim.object.lower().split()
    known = (" ".join(words[-2:]), words[-1] if words else "", word)
    clauses = next((rules.nouns[noun] for noun in known if noun in rules.nouns), ())
    return Deed(None, clauses=clauses) if clauses else None


def _verb_deed(claim: Claim, rules: DeedRules, lemma: str, behind: str, *, passive: bool, names: tuple[str, ...]) -> Deed | None:
    particle = rules.particles.get(lemma, "")
    if particle and not re.match(rf"\s*{particle}\b", behind):
        particle = ""
    verb = _with_words(rules.verbs[lemma], particle)
    if lemma in rules.instead:
        head, _, rest = rules.instead[lemma].partition(" ")
        verb = _with_words(rules.verbs[head], "at" if rest == "to" and _GATHERING.search(claim.object) else rest)
    tail = clean_tail(claim.object.removeprefix(particle).strip() if particle else claim.object)
    if claim.kind == "election_or_appointment":
        return _office_deed(verb, tail, lemma, rules, behind, passive=passive, names=names)
    roles = {who.role for who in claim.participants}
    if lemma in rules.never or (lemma in rules.asking and not re.search(r"\bto [a-z]", tail)):
        return None
    if lemma in rules.giving and tail and "target" in roles:
        return Deed(verb, tail, passive=passive) if passive or roles - {"target"} else Deed(verb, passive=True)
    if passive:
        return Deed(verb, _prepositional(tail), passive=True) if roles else None
    alone = lemma in rules.alone or lemma in rules.instead
    if roles and lemma in rules.done_to and (not tail or _PREPOSITION.match(tail)):
        return Deed(verb, _prepositional(tail), passive=True)  # "was arrested in Madrid and extradited to Mexico"
    return _active_deed(verb, tail, roles, names, alone=alone)


def _active_deed(verb: VerbForms, tail: str, roles: set[Role], names: tuple[str, ...], *, alone: bool) -> Deed | None:
    """A verb with its object: the one it is done to by name, or the words for it."""
    named = bool(tail) and "target" in roles and not _PREPOSITION.match(tail) and _names_any(_INNER.split(tail)[0], names)
    if not roles - {"target"}:
        return Deed(verb, passive=True) if named else _done_to(verb, tail)
    if named or ("target" in roles and not tail and not alone):
        return Deed(verb, "{target}")
    return Deed(verb, tail) if tail or alone else None


def _office_deed(
    verb: VerbForms, tail: str, lemma: str, rules: DeedRules, behind: str, *, passive: bool, names: tuple[str, ...]
) -> Deed | None:
    if lemma in rules.by_candidate and not passive:
        if not tail or _PREPOSITION.match(tail):
            return Deed(verb)
        return Deed(verb, "{target}" if _names_any(tail, names) else tail)
    if lemma in rules.never:
        asked = (_short(behind), tail) if lemma in rules.with_plan else ()
        plan = next((found for words in asked if (found := re.search(r"\bto [a-z]+ [\w' -]{3,40}$", words))), None)
        return Deed(verb, plan[0], passive=True) if plan else None
    office = re.match(
        r"[^.;:]{0,60}?\b(as (?:the )?[\w'’ -]{3,40}?)(?=,|\.|;| (?:on|in|by|after|before|at|for|last|this|next)\b|$)", behind
    )
    return Deed(verb, _OWN_OFFICE.sub("as ", clean_tail(office[1])) if office else "", passive=True)


def _with_words(verb: VerbForms, words: str) -> VerbForms:
    return VerbForms(*(f"{form} {words}".strip() for form in (verb.base, verb.third, verb.past, verb.participle)))


def _short(behind: str) -> str:
    """The words behind a verb up to the next comma or stop."""
    return re.split(r"[,.;:]", behind, maxsplit=1)[0].strip()


def last_noun(words: str) -> str:
    """The noun phrase that a phrase ends with: "a lecture" of "it in a lecture"."""
    if not _NEVER.search(words):
        return words
    last = _INNER.split(words)[-1]
    return "" if _NEVER.search(last) else _PREPOSITION.sub("", last).strip()


def _done_to(verb: VerbForms, tail: str) -> Deed | None:
    """ "A similar bill was blocked", where nobody is known to have done it."""
    if _POSSESSIVE.match(tail):
        tail = f"the {_INNER.split(_POSSESSIVE.sub('', tail))[0]}"
    if not _ARTICLE.match(tail) and not re.match(
        r"^[\d$€£]|^[A-Z]|^(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands)\b", tail
    ):
        head = _INNER.split(tail)[0]
        bare = bool(head) and len(head.split()) <= _BARE and not _PREPOSITION.match(head) and head.replace(" ", "").isalpha()
        if not bare or verb.base.partition(" ")[0] in _IDIOMS:
            return None
        return Deed(verb, passive=True, subject=head)
    return Deed(verb, passive=True, subject=tail)


def _prepositional(tail: str) -> str:
    return tail if _PREPOSITION.match(tail) and not tail.lower().startswith("by ") else ""


def _names_any(text: str, names: Iterable[str]) -> bool:
    return any(name and name in text for name in names)


def is_event_noun(claim: Claim) -> bool:
    """Whether the claim's object is a noun for the event itself, and not what stands behind its verb."""
    quote = claim.evidence
    return quote is None or not claim.object or claim.object not in quote.quote[max(0, claim.trigger.end - quote.start) :]


def name_deed(claim: Claim, rules: DeedRules) -> str:
    """A noun for what a verb without a known subject tells: "march through the capital", "vote on the deal"; "" for none."""
    quote = claim.evidence
    if quote is None:
        return ""
    words = quote.quote[max(0, claim.trigger.start - quote.start) : max(0, claim.trigger.end - quote.start)].lower().split()
    lemma = rules.lemmas.get(words[-1], "") if words else ""
    head, _, rest = claim.object.partition(" ")
    if f"{lemma} {head} {rest}".strip() in rules.as_nouns:
        return rules.as_nouns[f"{lemma} {head} {rest}".strip()]
    noun = rules.as_nouns.get(lemma, "") if claim.kind != "election_or_appointment" else ""
    tail = _prepositional(clean_tail(claim.object))
    return f"{noun} {'' if claim.place is not None and _AT_PLACE.match(tail) else tail}".strip() if noun else ""


def clean_tail(words: str) -> str:
    """The phrase behind a verb, cut to what stands on its own; "" where it does not."""
    text = _WHEN.sub("", _COUNT.sub("", _ADVERB.sub("", _ON_DAY.sub("", " ".join(words.split())))))
    text = _TRAILING.sub("", _NEXT_DEED.split(text)[0])
    while len(text.split()) > TAIL_WORDS:
        cut = text[: text.rfind(" ")]
        inner = [found.start() for found in _INNER.finditer(cut) if found.start() > 0]
        if not inner:
            return ""
        text = text[: inner[-1]]
    text = _TORN.sub("", text)
    if text.endswith(("'s", "’s")):
        text = _INNER.split(text)[0] if _INNER.search(text) else ""
    while text and _INNER.fullmatch(f" {text.split()[-1]}") is None and re.search(r"\b(?:and|or|of|the|a|an|its|his|her|their)$", text):
        text = text.rpartition(" ")[0]
    return "" if _NEVER.search(text) else text
