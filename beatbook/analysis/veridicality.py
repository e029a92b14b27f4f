"""Whether any event that a text names is told as fact, as still to come, or as not so: for events that are given, not found.

Claims ask about meetings, visits and votes, which are planned, called off and held (status.py).  Of the other words that name an event
("the attack", "growth") most are told as fact: such a noun lies ahead only where what governs it is after it, brings it about, or has it
take place (rules/veridicality.yaml).  Verbs are read as in claims, with TimeML's eye for subjects that negate ("nobody left").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.status import noun_status, phrase_start
from beatbook.analysis.status_cues import StatusRules, conditional, cue_effect, verb_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Status, VerbGroup
    from beatbook.rules import Rules

FRAMES = (
    "wanted", "wanted-with", "making", "occurring", "scheduled", "plan", "plan-behind", "preventing", "negative",
    "reported", "ending",
)  # fmt: skip
_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_AHEAD = ("planned", "expected")
_OFF = ("cancelled", "postponed")
_COPULAS = frozenset(("be", "become", "remain", "seem", "appear", "stay", "feel", "look", "get"))
_UNTIL = frozenset(("until", "till", "once", "unless", "before", "when", "after"))
_DEFINITE = frozenset(("the", "this", "these", "that", "those", "its", "his", "her", "their", "our", "your", "my", "'s", "’s"))
_CLOSE_TO = frozenset(("close", "closer", "near", "nearer"))
_PERCEIVING = frozenset(("want", "see", "expect", "like", "hear", "keep", "leave", "imagine", "prevent", "stop"))  # "wants them leaving"
_PREPOSITIONAL = frozenset(("following", "including", "according", "regarding", "concerning", "involving"))
_SINGLING = frozenset(("first", "second", "third", "last", "only", "worst", "best", "latest"))
_NO_SUPERLATIVES = frozenset(("latest", "interest", "west", "guest", "forest", "request", "protest", "contest", "arrest"))
_NO_NEGATION = frozenset(("longer", "more", "less", "fewer", "later", "doubt", "earlier"))  # behind "no"
_TRANSITIVE = frozenset(("sign", "make", "reach", "announce", "issue", "deliver", "be"))  # take place only in the passive
_READY = frozenset(("available", "unavailable", "ready", "due", "scheduled", "slated", "eligible"))
_TALKED_OF = ("plan", "speculat", "proposal")  # also "plans on", "speculation about"
_NEAR = 9  # tokens between a verb and what hangs on it
_REACH = 12  # tokens looked back for the subject of a verb


@dataclass(frozen=True, slots=True)
class VeridicalityRules:
    """Words by frame; "call for" as such; and the cues of status."""

    words: Mapping[str, frozenset[str]]
    cues: StatusRules


def compile_veridicality_rules(rules: Rules, cues: StatusRules) -> VeridicalityRules:
    """The words of rules/veridicality.yaml.  Raises RuleError for an unknown frame."""
    words: dict[str, frozenset[str]] = {}
    for rule in rules["veridicality"]:
        frame = rule.text("frame")
        if frame not in FRAMES:
            raise rule.error("rule-field", f'rule "{rule.id}" has frame: {frame}', "one of " + ", ".join(FRAMES))
        found = frozenset(quoted or plain for quoted, plain in _WORDS.findall(rule.text("words")))
        words[frame] = words.get(frame, frozenset()) | found
    return VeridicalityRules(words, cues)


def veridicality(layout: Layout, first: int, end: int, rules: VeridicalityRules) -> Status:
    """The status of the event that tokens first to before end name."""
    if end <= first:
        return "happened"
    number = layout.group_at[end - 1]
    if number >= 0:
        return _verb(layout, number, rules)
    token = layout.tokens[end - 1]
    if token.lower in rules.words["scheduled"]:
        return noun_status(layout, first, end, rules.cues).status
    if token.tag in ("NN", "NNP", "CD"):
        return _noun(layout, first, end, rules)
    return _predicate(layout, first, rules)


# ---- verbs


def _verb(layout: Layout, number: int, rules: VeridicalityRules) -> Status:
    group = layout.groups[number]
    status = verb_status(layout, number, rules.cues).status
    status = _as_fact(layout, number, status, rules)
    if status == "happened" and _is_awaited(layout, number):
        status = "planned"
    negated = _has_negative_subject(layout, number, rules) or _has_negative_object(layout, group)
    return "denied" if negated and status in ("happened", "planned", "expected") else status


def _as_fact(layout: Layout, number: int, status: Status, rules: VeridicalityRules) -> Status:
    """What verb_status leaves open, and TimeML tells as fact or as still to come."""
    group = layout.groups[number]
    if group.form == "infinitive":
        return _infinitive(layout, number, status, rules)
    if group.form == "gerund":
        return _gerund(layout, number, status, rules)
    plain = group.form == "finite" and group.tense == "past" and group.modal is None and not group.negated
    if status == "expected" and plain and (not conditional(layout, group) or _is_reduced(layout, number)):
        return "happened"  # "they believe that it sank", "whether the ban imposed in May should be lifted"
    return status


def _gerund(layout: Layout, number: int, status: Status, rules: VeridicalityRules) -> Status:
    group, above = layout.groups[number], layout.groups[number - 1] if number else None
    if _modifies(layout, group, above) or layout.tokens[group.first_token].lower in _PREPOSITIONAL:
        return "denied" if group.negated else "happened"
    if above is None:
        return status
    between = layout.tokens[above.end_token : group.first_token]
    broken = any(token.tag == "PU" for token in between) and status in ("denied", *_OFF)
    if broken or (not between and above.lemma in rules.words["ending"]):
        return "happened"  # "sales declined, reaching a low": no complement of the verb before
    aimed = between and between[-1].lower in ("to", "of", "for") and _is_aim(layout, group.first_token - 2, rules)
    return "planned" if aimed and status == "happened" else status


def _modifies(layout: Layout, group: VerbGroup, above: VerbGroup | None) -> bool:
    """ "Despite clashes flaring up": right behind the noun that does it."""
    index = group.first_token - 1
    if index < 0 or layout.tokens[index].tag not in ("NN", "NNP") or layout.group_at[index] >= 0:
        return False
    return above is None or above.lemma not in _PERCEIVING


def _is_reduced(layout: Layout, number: int) -> bool:
    """ "The ban imposed in May should": a past form with another finite verb behind it in the same clause."""
    if number + 1 >= len(layout.groups) or layout.groups[number + 1].form != "finite":
        return False
    between = layout.tokens[layout.groups[number].end_token : layout.groups[number + 1].first_token]
    return not any(token.tag in ("CS", "CC", "PU", "PN") for token in between)


def _infinitive(layout: Layout, number: int, status: Status, rules: VeridicalityRules) -> Status:
    group, above = layout.groups[number], layout.groups[number - 1] if number else None
    fact: Status = "denied" if group.negated else "happened"
    if above is not None and above.form == "gerund" and cue_effect(layout, above, "infinitive", rules.cues) == "same":
        return _verb(layout, number - 1, rules)  # "the number continuing to claim"
    words = [token.lower for token in layout.tokens[group.first_token : group.end_token]]
    reported = words[:2] == ["to", "have"] and above is not None and above.lemma in rules.words["reported"]
    if reported or _is_singled_out(layout, group):
        return fact
    return "planned" if status == "happened" and above is not None and _is_to_come(layout, group, above) else status


def _is_to_come(layout: Layout, group: VerbGroup, above: VerbGroup) -> bool:
    """ "We are going to try", "it is hard to say", "the aim was to win"."""
    between = layout.tokens[above.end_token : group.first_token]
    if not between:
        return above.lemma == "go" and above.progressive
    return above.lemma in _COPULAS and between[-1].tag in ("JJ", "NN", "VBG")


def _is_singled_out(layout: Layout, group: VerbGroup) -> bool:
    """ "The worst quake to hit the country", "the first woman to lead the bank": they did."""
    tokens = layout.tokens
    index = group.first_token - 1
    if index < 1 or tokens[index].tag not in ("NN", "NNP"):
        return False
    words = [token.lower for token in tokens[max(0, index - 4) : index]]
    singled = any(word in _SINGLING or (word.endswith("est") and len(word) > 4 and word not in _NO_SUPERLATIVES) for word in words)
    return singled and "the" in words and layout.group_at[index] < 0


def _is_aim(layout: Layout, index: int, rules: VeridicalityRules) -> bool:
    """ "the goal of finishing", "close to winning"."""
    word = layout.tokens[index].lower if index >= 0 else ""
    return word in rules.words["plan"] or word in _CLOSE_TO


def _is_awaited(layout: Layout, number: int) -> bool:
    """ "to stay until the troops leave", "will vote once the talks end": the present tense behind what lies ahead."""
    group = layout.groups[number]
    if group.form != "finite" or group.tense != "present" or group.negated:
        return False
    opened = next(
        (
            layout.tokens[index].lower
            for index in range(group.first_token - 1, max(-1, group.first_token - _NEAR), -1)
            if layout.tokens[index].tag in ("CS", "IN", "PU") or layout.tokens[index].lower in _UNTIL or layout.group_at[index] >= 0
        ),
        "",
    )
    if opened not in _UNTIL:
        return False
    others = layout.groups[max(0, number - 3) : number + 3]
    return opened == "until" or any(other.tense == "future" or other.modal or other.form == "infinitive" for other in others)


def _has_negative_subject(layout: Layout, number: int, rules: VeridicalityRules) -> bool:
    """ "Nobody left", "no one was hurt", "no motive was given": in the verb's own clause, before it."""
    group = layout.groups[number]
    if group.form != "finite":
        return False
    for index in range(group.first_token - 1, max(-1, group.first_token - _REACH), -1):
        token = layout.tokens[index]
        if token.tag in ("CS", "PU") or layout.group_at[index] >= 0:
            return False
        if token.lower in rules.words["negative"]:
            return True
        if token.lower == "no":
            return not any(each.tag in ("IN", "TO") for each in layout.tokens[index : group.first_token] if each.lower != "of")
    return False


def _has_negative_object(layout: Layout, group: VerbGroup) -> bool:
    """ "found no survivors", "said nothing"; not "is no friend" nor "no longer", "no more than"."""
    if group.lemma in ("be", "say", "tell") or group.end_token >= len(layout.tokens):
        return False
    following = layout.tokens[group.end_token].lower
    behind = layout.tokens[group.end_token + 1].lower if group.end_token + 1 < len(layout.tokens) else ""
    return following in ("nothing", "nobody") or (following == "no" and behind not in _NO_NEGATION)


# ---- adjectives and adverbs


def _predicate(layout: Layout, first: int, rules: VeridicalityRules) -> Status:
    """ "will be available", "were not aware": as the verb that links it to its subject."""
    for index in range(first - 1, max(-1, first - 5), -1):
        number = layout.group_at[index]
        if number >= 0:
            return _verb(layout, number, rules) if layout.groups[number].lemma in _COPULAS else "happened"
        if layout.tokens[index].tag not in ("RB", "NEG", "DT", "JJ"):
            break
    return "happened"


# ---- nouns


def _noun(layout: Layout, first: int, end: int, rules: VeridicalityRules, *, depth: int = 0) -> Status:
    tokens = layout.tokens
    start = phrase_start(layout, first)
    before = _word_before(layout, start)
    if any(token.lower in ("no", "neither", "nor") for token in tokens[start:first]) or (before >= 0 and tokens[before].lower == "without"):
        return "denied"
    modified = next((effect for token in tokens[start:first] if (effect := rules.cues.words["modifier"].get(token.lower))), None)
    if modified is not None and modified != "same":
        return modified
    if end < len(tokens) and tokens[end].lower in rules.words["plan-behind"]:
        return "planned"
    return _governed(layout, start, first, end, before, rules, depth=depth)


def _word_before(layout: Layout, start: int) -> int:
    """The token that governs the phrase: adverbs, dates and quotation marks passed over; -1 for none."""
    index = start - 1
    while index >= 0 and (
        index in layout.dated or (layout.tokens[index].tag == "RB" and layout.group_at[index] < 0) or layout.tokens[index].text in "“\"'‘"
    ):
        index -= 1
    return index


def _governed(layout: Layout, start: int, first: int, end: int, before: int, rules: VeridicalityRules, *, depth: int) -> Status:
    tokens = layout.tokens
    if before >= 0 and layout.group_at[before] >= 0:
        status = _as_object(layout, layout.group_at[before], start, rules)
        return status if status is not None else "happened"
    if before >= 0 and tokens[before].tag in ("IN", "TO") and (status := _behind_preposition(layout, before, rules)) is not None:
        return status
    if before >= 0 and tokens[before].lower in ("and", "or") and before and depth < 3 and layout.group_at[before - 1] < 0:
        one = before - 1
        if tokens[one].tag == "NN":
            return _noun(layout, one, one + 1, rules, depth=depth + 1)
    if before < 0 or tokens[before].tag not in ("IN", "TO"):
        number = _finite_behind(layout, end)
        if number is not None:
            return _as_subject(layout, number, first, rules)
    return "happened"


def _as_object(layout: Layout, number: int, start: int, rules: VeridicalityRules) -> Status | None:
    group = layout.groups[number]
    if group.passive or (group.form == "participle" and number + 1 < len(layout.groups)):
        return None
    own = _verb(layout, number, rules)
    if group.lemma == "be" and group.first_token and layout.tokens[group.first_token - 1].lower == "there":
        return own
    if group.lemma in rules.words["preventing"]:
        return "denied" if own == "happened" else own
    if group.lemma in rules.words["wanted"]:
        return "denied" if own == "denied" else "planned"
    if group.lemma in rules.words["making"] and (own in _AHEAD or (own == "denied" and not _is_definite(layout, start))):
        return own
    return None


def _is_definite(layout: Layout, start: int) -> bool:
    return layout.tokens[start].lower in _DEFINITE or any(token.tag in ("POS", "PS") for token in layout.tokens[start : start + 3])


def _behind_preposition(  # noqa: PLR0911  a list of cases, in order
    layout: Layout, index: int, rules: VeridicalityRules
) -> Status | None:
    """What the preposition at `index` and the word before it say of the noun behind."""
    tokens = layout.tokens
    word, prior = tokens[index].lower, tokens[index - 1].lower if index else ""
    if word == "instead" or (word == "of" and prior == "instead"):
        return "denied"
    if word == "of" and (prior == "ahead" or (prior in ("event", "case") and index > 1 and tokens[index - 2].lower in ("the", "in"))):
        return "planned"
    if word == "for" and prior in _READY:
        return "planned"  # "available for comment"
    if index and prior in rules.words["plan"] and layout.group_at[index - 1] < 0:
        return "planned" if word in ("for", "of") or (word in ("on", "about", "over") and prior.startswith(_TALKED_OF)) else None
    number = _verb_before(layout, index)
    if number < 0:
        return None
    group = layout.groups[number]
    phrases = {f"{group.lemma} {token.lower}" for token in tokens[group.end_token : index + 1]}
    if phrases.isdisjoint(rules.words["wanted-with"]):
        return None
    return "denied" if _verb(layout, number, rules) == "denied" else "planned"


def _verb_before(layout: Layout, index: int) -> int:
    """The verb right before the preposition, or before "for" with a short object between: "asked the public for help"; -1 for none."""
    reach = 6 if layout.tokens[index].lower == "for" else 2
    for position in range(index - 1, max(-1, index - reach), -1):
        if layout.group_at[position] >= 0:
            return layout.group_at[position]
        if layout.tokens[position].tag in ("CS", "PU", "CC") or (reach == 2 and layout.tokens[position].tag not in ("RB", "IN")):
            return -1
    return -1


def _finite_behind(layout: Layout, end: int) -> int | None:
    """The finite verb whose subject the phrase is: past its "of", "in" and the like, not past a clause of its own."""
    for index in range(end, min(len(layout.tokens), end + _REACH)):
        token, number = layout.tokens[index], layout.group_at[index]
        if number >= 0:
            return number if layout.groups[number].form == "finite" else None
        if token.tag in ("CS", "CC") or token.text in (",", ";", ":", ".", '"', "”", "--", "—"):
            return None
    return None


def _as_subject(layout: Layout, number: int, first: int, rules: VeridicalityRules) -> Status:
    group = layout.groups[number]
    following = layout.groups[number + 1] if number + 1 < len(layout.groups) else None
    if following is not None and following.form == "infinitive" and following.first_token - group.end_token <= 2:
        status = _verb(layout, number + 1, rules)
        return status if following.lemma in rules.words["occurring"] and (following.lemma != "be" or following.passive) else "happened"
    own = _verb(layout, number, rules)
    if group.passive and group.lemma in rules.words["wanted"]:
        return "denied" if own == "denied" else "planned"
    if own in _AHEAD and layout.tokens[phrase_start(layout, first)].lower in ("a", "an"):
        return own  # "a deal may be close": what is not yet known
    occurs = group.lemma in rules.words["occurring"] and group.lemma not in _TRANSITIVE
    made = group.passive and group.lemma in (rules.words["occurring"] | rules.words["making"])
    return own if occurs or made else "happened"


__all__ = ["FRAMES", "VeridicalityRules", "compile_veridicality_rules", "veridicality"]
