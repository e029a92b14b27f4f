"""The status of what a verb says, from tense, modality, negation and the words that govern it (rules/status.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Status, VerbGroup
    from beatbook.rules import Rules


Effect = Literal["planned", "expected", "denied", "cancelled", "postponed", "same"]

FRAMES = ("infinitive", "predicate", "clause", "noun", "object", "subject", "modifier", "lead", "after", "hedge")

_EFFECTS = ("planned", "expected", "denied", "cancelled", "postponed", "same")

_WORD = re.compile(r'"([^"]*)"|(\S+)')

_CONDITIONS = frozenset(("if", "unless", "whether", "lest"))

SAYING = frozenset(
    """
    say tell announce report add confirm note claim state mention reveal disclose hint indicate write tweet declare
    insist warn reiterate stress predict
    """.split()  # noqa: SIM905  a word list reads better in lines
)


@dataclass(frozen=True, slots=True)
class StatusRules:
    """For each frame, lemma or word -> effect; two-word cues by their first word, then their particle."""

    words: Mapping[str, Mapping[str, Effect]]
    particles: Mapping[str, Mapping[tuple[str, str], Effect]]


def compile_status_rules(rules: Rules) -> StatusRules:
    """The cues of rules/status.yaml.  Raises RuleError for an unknown frame or effect."""
    words: dict[str, dict[str, Effect]] = {frame: {} for frame in FRAMES}
    particles: dict[str, dict[tuple[str, str], Effect]] = {frame: {} for frame in FRAMES}
    for rule in rules["status"]:
        effect = rule.text("effect")
        if effect not in _EFFECTS:
            raise rule.error("rule-field", f'rule "{rule.id}" has effect: {effect}', "one of " + ", ".join(_EFFECTS))
        for frame in rule.text("frame").split():
            if frame not in FRAMES:
                raise rule.error("rule-field", f'rule "{rule.id}" has frame: {frame}', "one of " + ", ".join(FRAMES))
            for quoted, plain in _WORD.findall(rule.text("words")):
                if quoted:
                    lemma, _, particle = quoted.partition(" ")
                    particles[frame].setdefault((lemma, particle), effect)  # type: ignore[arg-type]  # checked above
                else:
                    words[frame].setdefault(plain, effect)  # type: ignore[arg-type]  # checked above
    return StatusRules(words, particles)


@dataclass(frozen=True, slots=True)
class Reading:
    """A status, and whether it stands in a condition or wish that asserts nothing."""

    status: Status
    hypothetical: bool = False
    recalled: bool = False  # pluperfect: told as past of the past
    weak: bool = False  # only spoken of ("about the meeting"): says nothing of its status


def verb_status(layout: Layout, number: int, rules: StatusRules, *, future: bool = False, depth: int = 0) -> Reading:
    """The status of what verb group `number` says."""
    group = layout.groups[number]
    if depth > 6:
        return Reading("happened")
    if group.form != "finite":
        return _governed_status(layout, number, rules, future=future, depth=depth)
    reading = _finite_status(layout, group, rules, future=future)
    if group.tense == "present" and not layout.title and reading.status == "happened" and _before_the_future(layout, number):
        reading = Reading("planned")
    if number and (effect := _clause_cue(layout, number, rules)) is not None:
        reading = compose(effect, verb_status(layout, number - 1, rules, depth=depth + 1))
    if conditional(layout, group):
        return Reading("expected" if reading.status != "denied" else "denied", hypothetical=True)
    return reading


def _finite_status(layout: Layout, group: VerbGroup, rules: StatusRules, *, future: bool) -> Reading:  # noqa: PLR0911  a list of cases, in order
    hedged = any(token.lower in rules.words["hedge"] for token in layout.tokens[max(0, group.first_token - 1) : group.end_token + 1])
    if group.negated:
        return Reading("cancelled" if _is_given_up(layout, group) else "denied")
    if group.modal in ("may", "might", "could", "can"):
        return Reading("expected")
    if group.modal == "would":
        return Reading("expected" if hedged or group.perfect else "planned", hypothetical=group.perfect)
    if group.modal is not None:
        return Reading("expected", hypothetical=True)
    if group.tense == "future":
        return Reading("expected" if hedged else "planned")
    if group.tense == "past":
        return Reading("happened", recalled=group.perfect)
    if future and not group.perfect:
        return Reading("expected" if hedged else "planned")
    return Reading("expected" if hedged and not layout.title and not group.perfect else "happened")


def _is_given_up(layout: Layout, group: VerbGroup) -> bool:
    """ "is no longer going", "will not travel as planned": it had been planned."""
    words = [token.lower for token in layout.tokens[group.first_token : group.end_token + 14]]
    if "longer" in words[: group.end_token - group.first_token + 2]:
        return group.tense in ("present", "future")
    behind = words[group.end_token - group.first_token :]
    planned = any(
        word == "as" and following in ("planned", "scheduled", "announced", "expected", "intended") for word, following in pairwise(behind)
    )
    return group.tense == "future" and planned


def _before_the_future(layout: Layout, number: int) -> bool:
    """ "may take place before Putin travels": a present tense that a future or modal verb governs through a conjunction of time."""
    group = layout.groups[number]
    opened = any(
        layout.tokens[index].lower in ("before", "until", "when", "after", "once", "till")
        for index in range(max(0, group.first_token - 5), group.first_token)
    )
    return opened and any(other.tense == "future" or other.modal is not None for other in layout.groups if other is not group)


def _clause_cue(layout: Layout, number: int, rules: StatusRules) -> Effect | None:
    """The effect of a verb whose whole clause the event is: "denied that the army attacked"."""
    above, group = layout.groups[number - 1], layout.groups[number]
    effect = rules.words["clause"].get(above.lemma)
    if effect is None or above.form == "participle":
        return None
    between = layout.tokens[_behind_day(layout, above.end_token) : group.first_token]
    broken = any(
        token.tag in ("PU", "CC", "IN", "TO") or (token.tag == "CS" and token.lower not in ("that", "whether", "if")) for token in between
    )
    return None if broken else effect


def _behind_day(layout: Layout, index: int) -> int:
    """The token behind a date that stands at `index`: "denied on Tuesday that"."""
    for first, end, _ in layout.timexes:
        if first == index or (first == index + 1 and layout.tokens[index].tag == "IN"):
            return end
    return index


def conditional(layout: Layout, group: VerbGroup) -> bool:
    """Whether the verb stands behind "if", "unless", "whether"."""
    for index in range(group.first_token - 1, max(-1, group.first_token - 12), -1):
        token = layout.tokens[index]
        if token.lower in _CONDITIONS:
            return True
        if token.tag in ("CS", "CC", "PU") or layout.group_at[index] >= 0:
            return False
    return False


def _governed_status(layout: Layout, number: int, rules: StatusRules, *, future: bool, depth: int) -> Reading:
    """The status of an infinitive, gerund or participle, from what governs it."""
    group = layout.groups[number]
    if group.form == "participle":
        return Reading("planned" if future else "happened")
    governor = number - 1 if number else -1
    lead = _lead_word(layout, group)
    if group.form == "gerund":
        reading = _gerund_status(layout, number, lead, rules, future=future, depth=depth)
    else:
        reading = infinitive_status(layout, number, governor, rules, depth=depth)
    return (
        Reading("denied", hypothetical=reading.hypothetical)
        if group.negated and reading.status in ("happened", "planned", "expected")
        else reading
    )


def infinitive_status(layout: Layout, number: int, governor: int, rules: StatusRules, *, depth: int) -> Reading:  # noqa: C901, PLR0911, PLR0912  a list of cases, in order
    group = layout.groups[number]
    if governor < 0:
        for token in reversed(layout.tokens[max(0, group.first_token - 2) : group.first_token]):
            if (noun := rules.words["noun"].get(token.lower)) is not None:
                return compose(noun, Reading("happened"))
        return Reading("planned", hypothetical=not layout.title and group.tense != "future")
    above = layout.groups[governor]
    if any(layout.tokens[index].text in (";", ":") for index in range(above.end_token, group.first_token)):
        return Reading("planned")
    own = verb_status(layout, governor, rules, depth=depth + 1)
    between = layout.tokens[above.end_token : group.first_token]
    if above.lemma == "have" and [token.lower for token in between] == ["yet"]:
        return Reading("denied")  # "has yet to visit"
    for at, token in reversed(list(enumerate(between))):
        effect = (rules.words["predicate"] if above.lemma in ("be", "seem", "appear", "feel", "become", "remain", "look") else {}).get(
            token.lower
        ) or rules.words["noun"].get(token.lower)
        if effect is not None:
            if at and between[at - 1].lower == "no":
                return Reading("denied")  # "has no plans to resign"
            return compose(effect, governor_of_noun(layout, governor, own, rules))
    if _was_to_have(layout, above, group):
        return compose("cancelled", own)
    if above.lemma in ("be", "have") and not [token for token in between if token.tag not in ("RB", "NEG")]:
        return compose("planned" if above.lemma == "be" else "expected", own)
    effect = cue_effect(layout, above, "infinitive", rules)
    if above.passive or above.lemma == "set":
        effect = rules.words["predicate"].get(layout.tokens[above.end_token - 1].lower) or effect
    if effect is not None:
        return compose(effect, own)
    if own.status in ("planned", "expected"):
        return own
    return Reading("planned" if own.status == "happened" else own.status)  # a purpose: "flew to Rome to meet Okoro"


def _was_to_have(layout: Layout, above: VerbGroup, group: VerbGroup) -> bool:
    """ "was to have flown on to Rome": it did not come to that; "was to have lasted a week": it was held all the same."""
    words = [token.lower for token in layout.tokens[group.first_token : group.end_token]]
    return above.lemma == "be" and above.tense == "past" and words[:2] == ["to", "have"] and group.lemma not in ("last", "be", "run", "end")


def governor_of_noun(layout: Layout, number: int, own: Reading, rules: StatusRules) -> Reading:
    """How the verb before "plans to" or "plans for" weighs on them: "dropped plans" calls off, "announced plans" changes nothing."""
    effect = cue_effect(layout, layout.groups[number], "object", rules)
    if effect in ("cancelled", "denied", "postponed"):
        return compose(effect, own)
    return Reading("happened", own.hypothetical) if own.status == "planned" else own


def _gerund_status(layout: Layout, number: int, lead: str, rules: StatusRules, *, future: bool, depth: int) -> Reading:
    if lead in ("without", "instead"):
        return Reading("denied")
    if number == 0:
        later = layout.groups[number + 1] if number + 1 < len(layout.groups) else None
        ahead = future or (later is not None and later.tense == "future")
        return Reading("planned" if ahead else "happened")
    above = layout.groups[number - 1]
    own = verb_status(layout, number - 1, rules, depth=depth + 1)
    near = layout.groups[number].first_token - above.end_token <= 2
    effect = cue_effect(layout, above, "infinitive", rules) if near else None
    if effect is not None:
        return compose(effect, own)
    between = layout.tokens[above.end_token : layout.groups[number].first_token]
    if lead in ("of", "for") and len(between) >= 2 and (noun := rules.words["noun"].get(between[-2].lower)) is not None:
        return compose(noun, own)
    if own.status in ("planned", "expected"):
        return own
    return Reading("planned" if future or lead == "for" else "happened")


def _lead_word(layout: Layout, group: VerbGroup) -> str:
    for index in range(group.first_token - 1, max(-1, group.first_token - 3), -1):
        if layout.tokens[index].tag not in ("RB", "NEG"):
            word = layout.tokens[index].lower
            return "instead" if word == "of" and index and layout.tokens[index - 1].lower == "instead" else word
    return ""


def cue_effect(layout: Layout, group: VerbGroup, frame: str, rules: StatusRules) -> Effect | None:
    """The effect of a verb, by itself or with its particle ("call off", "call the meeting off")."""
    if frame == "subject" and group.passive and group.lemma in ("boycott", "skip", "snub", "shun"):
        return None  # "an election boycotted by ten parties" was held
    particles = rules.particles["object" if frame == "infinitive" else frame]
    for index in range(group.end_token, min(len(layout.tokens), group.end_token + 7)):
        if (effect := particles.get((group.lemma, layout.tokens[index].lower))) is not None:
            return effect
        if layout.group_at[index] >= 0:
            break
    return rules.words[frame].get(group.lemma)


def compose(effect: Effect, own: Reading) -> Reading:
    """What becomes of an event under a cue that itself has the status `own`."""
    if effect == "same":
        return own
    if own.status == "denied":
        # "did not agree to meet" did not bring the meeting about; "did not cancel the visit" leaves it standing
        return Reading("planned" if effect in ("cancelled", "postponed", "denied") else "denied", own.hypothetical)
    if own.status in ("cancelled", "postponed"):
        return own
    if own.status == "expected" or own.hypothetical:
        return Reading("expected", own.hypothetical)
    return Reading(effect, own.hypothetical, own.recalled)
