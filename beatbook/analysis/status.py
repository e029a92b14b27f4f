"""Whether what a verb or noun names has happened, is planned, is thought likely, was put off, called off or denied.

Cue rules over verb groups: tense, modality, negation, and the words that govern the event (rules/status.yaml).  The governing words
are themselves weighed the same way, so that "refused to cancel the visit" leaves the visit planned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.clauses import Layout
    from beatbook.analysis.model import Status, VerbGroup
    from beatbook.rules import Rules

Effect = Literal["planned", "expected", "denied", "cancelled", "postponed", "same"]
FRAMES = ("infinitive", "predicate", "clause", "noun", "object", "subject", "modifier", "lead", "after", "hedge")
_EFFECTS = ("planned", "expected", "denied", "cancelled", "postponed", "same")
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_CONDITIONS = frozenset(("if", "unless", "whether", "lest"))
_SAYING = frozenset(
    """
    say tell announce report add confirm note claim state mention reveal disclose hint indicate write tweet declare
    insist warn reiterate stress predict
    """.split()  # noqa: SIM905  a word list reads better in lines
)
_FRAMING = frozenset(("at", "in", "during", "after", "following", "before", "since"))
_EDGES = frozenset(("end", "start", "opening", "close", "sidelines", "margins", "beginning", "conclusion", "outset"))
_ROUNDS = frozenset(("round", "rounds", "series", "session", "sessions", "day", "days", "stage", "phase", "edition"))
_LINKS = frozenset(("DT", "JJ", "NN", "NNP", "CD", "PS", "POS", "VBN", "VBG", "RB", "NEG"))


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


def status_at(layout: Layout, first: int, end: int, rules: StatusRules, *, noun_end: int | None = None, future: bool = False) -> Reading:
    """The status of the event that tokens first to before end name.

    `noun_end` is where its noun phrase ends; `future`: it is dated ahead.
    """
    number = layout.group_at[end - 1] if end else -1
    if number >= 0:
        return verb_status(layout, number, rules, future=future)
    return noun_status(layout, first, end, rules, noun_end=noun_end or end, future=future)


# ---- verbs


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
        reading = _compose(effect, verb_status(layout, number - 1, rules, depth=depth + 1))
    if _conditional(layout, group):
        return Reading("expected" if reading.status != "denied" else "denied", hypothetical=True)
    return reading


def _finite_status(layout: Layout, group: VerbGroup, rules: StatusRules, *, future: bool) -> Reading:  # noqa: PLR0911  a list of cases, in order
    hedged = any(token.lower in rules.words["hedge"] for token in layout.tokens[max(0, group.first_token - 1) : group.end_token + 1])
    if group.negated:
        return Reading("denied")
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
    between = layout.tokens[above.end_token : group.first_token]
    broken = any(
        token.tag in ("PU", "CC", "IN", "TO") or (token.tag == "CS" and token.lower not in ("that", "whether", "if")) for token in between
    )
    return None if broken else effect


def _conditional(layout: Layout, group: VerbGroup) -> bool:
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
        reading = _infinitive_status(layout, number, governor, rules, depth=depth)
    return (
        Reading("denied", hypothetical=reading.hypothetical)
        if group.negated and reading.status in ("happened", "planned", "expected")
        else reading
    )


def _infinitive_status(layout: Layout, number: int, governor: int, rules: StatusRules, *, depth: int) -> Reading:  # noqa: C901, PLR0911  a list of cases, in order
    group = layout.groups[number]
    if governor < 0:
        for token in reversed(layout.tokens[max(0, group.first_token - 2) : group.first_token]):
            if (noun := rules.words["noun"].get(token.lower)) is not None:
                return _compose(noun, Reading("happened"))
        return Reading("planned", hypothetical=not layout.title and group.tense != "future")
    above = layout.groups[governor]
    if any(layout.tokens[index].text in (";", ":") for index in range(above.end_token, group.first_token)):
        return Reading("planned")
    own = verb_status(layout, governor, rules, depth=depth + 1)
    between = layout.tokens[above.end_token : group.first_token]
    for token in reversed(between):
        effect = (rules.words["predicate"] if above.lemma in ("be", "seem", "appear", "feel", "become", "remain", "look") else {}).get(
            token.lower
        ) or rules.words["noun"].get(token.lower)
        if effect is not None:
            return _compose(effect, _governor_of_noun(layout, governor, own, rules))
    if above.lemma in ("be", "have") and not [token for token in between if token.tag not in ("RB", "NEG")]:
        return _compose("planned" if above.lemma == "be" else "expected", own)
    effect = _cue(layout, above, "infinitive", rules)
    if above.passive or above.lemma == "set":
        effect = rules.words["predicate"].get(layout.tokens[above.end_token - 1].lower) or effect
    if effect is not None:
        return _compose(effect, own)
    if own.status in ("planned", "expected"):
        return own
    return Reading("planned" if own.status == "happened" else own.status)  # a purpose: "flew to Rome to meet Okoro"


def _governor_of_noun(layout: Layout, number: int, own: Reading, rules: StatusRules) -> Reading:
    """How the verb before "plans to" or "plans for" weighs on them: "dropped plans" calls off, "announced plans" changes nothing."""
    effect = _cue(layout, layout.groups[number], "object", rules)
    if effect in ("cancelled", "denied", "postponed"):
        return _compose(effect, own)
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
    effect = _cue(layout, above, "infinitive", rules) if near else None
    if effect is not None:
        return _compose(effect, own)
    between = layout.tokens[above.end_token : layout.groups[number].first_token]
    if lead in ("of", "for") and len(between) >= 2 and (noun := rules.words["noun"].get(between[-2].lower)) is not None:
        return _compose(noun, own)
    if own.status in ("planned", "expected"):
        return own
    return Reading("planned" if future or lead == "for" else "happened")


def _lead_word(layout: Layout, group: VerbGroup) -> str:
    for index in range(group.first_token - 1, max(-1, group.first_token - 3), -1):
        if layout.tokens[index].tag not in ("RB", "NEG"):
            word = layout.tokens[index].lower
            return "instead" if word == "of" and index and layout.tokens[index - 1].lower == "instead" else word
    return ""


def _cue(layout: Layout, group: VerbGroup, frame: str, rules: StatusRules) -> Effect | None:
    """The effect of a verb, by itself or with its particle ("call off", "call the meeting off")."""
    particles = rules.particles["object" if frame == "infinitive" else frame]
    for index in range(group.end_token, min(len(layout.tokens), group.end_token + 7)):
        if (effect := particles.get((group.lemma, layout.tokens[index].lower))) is not None:
            return effect
        if layout.group_at[index] >= 0:
            break
    return rules.words[frame].get(group.lemma)


def _compose(effect: Effect, own: Reading) -> Reading:
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


# ---- nouns


def noun_status(
    layout: Layout, first: int, end: int, rules: StatusRules, *, noun_end: int | None = None, future: bool = False, past: bool = False
) -> Reading:
    """The status of the event that the noun at tokens first to before end names; its phrase goes on to `noun_end`."""
    start = phrase_start(layout, first)
    words = rules.words["modifier"]
    effect: Effect | None = None
    for index in range(start, end):
        effect = words.get(layout.tokens[index].lower) or effect
    if effect == "planned" and past:
        effect = None
    if effect in ("cancelled", "postponed", "denied"):
        return Reading(effect)
    reading = _related_status(layout, start, end, noun_end or end, rules, future=future)
    if reading.status not in ("cancelled", "postponed", "denied"):
        reading = _relative_status(layout, end, rules, future=future) or reading
    if effect is not None and reading.status in ("happened", "planned"):
        weak = reading.status == "happened" and _subject_group(layout, noun_end or end) is not None and not future and effect == "expected"
        return Reading("expected" if weak else effect if effect != "same" else reading.status, reading.hypothetical)
    return reading


def _relative_status(layout: Layout, end: int, rules: StatusRules, *, future: bool) -> Reading | None:
    """ "talks that fell apart", "the meeting, which took place in Oslo": the relative clause says what became of it."""
    for index in range(end, min(len(layout.tokens), end + 12)):
        token = layout.tokens[index]
        if token.lower in ("that", "which") and token.tag == "CS":
            number = next((layout.group_at[k] for k in range(index + 1, min(len(layout.tokens), index + 4)) if layout.group_at[k] >= 0), -1)
            if (
                number < 0
                or layout.groups[number].form != "finite"
                or any(t.tag in ("NN", "NNP", "PN") for t in layout.tokens[index + 1 : layout.groups[number].first_token])
            ):
                return None
            group = layout.groups[number]
            effect = _cue(layout, group, "subject", rules)
            if (
                effect in ("cancelled", "postponed", "denied")
                or (effect is not None and group.passive)
                or group.lemma in ("take", "hold", "occur", "happen", "last")
            ):
                return _as_subject(layout, number, rules, future=future)
            return None
        if layout.group_at[index] >= 0 or token.text in (";", ":") or token.tag == "CS":
            return None
    return None


def phrase_start(layout: Layout, first: int) -> int:
    """Index of the first token of the noun phrase whose noun stands at `first`."""
    index = first
    while index > 0 and layout.group_at[index - 1] < 0 and layout.tokens[index - 1].tag in _LINKS | {"PU"}:
        token = layout.tokens[index - 1]
        if token.tag == "PU" and token.text not in ("“", '"', "‘", "’", "”", "-"):
            break
        index -= 1
        if token.tag in ("DT", "PS"):
            break
    if index > 1 and layout.tokens[index - 1].lower == "of" and layout.tokens[index - 2].lower in _ROUNDS:
        return phrase_start(layout, index - 2)
    # a modifier that looks like a verb form: "the planned summit" is one, "cancelled summit" too
    if (
        index > 0
        and layout.group_at[index - 1] >= 0
        and layout.groups[layout.group_at[index - 1]].form == "participle"
        and index >= 2
        and layout.tokens[index - 2].tag in ("DT", "PS", "POS")
    ):
        return index - 2
    return index


def _related_status(layout: Layout, start: int, end: int, noun_end: int, rules: StatusRules, *, future: bool) -> Reading:  # noqa: PLR0911  a list of cases, in order
    after = _after_status(layout, end, noun_end, rules)
    if after is not None:
        return after
    number = _subject_group(layout, noun_end)
    if number is not None and not _governed_before(layout, start):
        return _as_subject(layout, number, rules, future=future)
    index = start - 1
    while index >= 0 and layout.tokens[index].tag == "RB" and layout.group_at[index] < 0:
        index -= 1
    if index >= 0 and layout.group_at[index] >= 0:
        return _as_object(layout, layout.group_at[index], rules, future=future)
    if index >= 0 and layout.tokens[index].tag in ("IN", "TO"):
        return _as_prepositional(layout, index, noun_end, rules, future=future)
    if index >= 0 and layout.tokens[index].tag == "CS" and layout.tokens[index].lower in ("before", "after", "since", "until"):
        return _as_prepositional(layout, index, noun_end, rules, future=future)
    if index >= 0 and layout.tokens[index].lower in ("and", ",", "or", "&"):
        return _as_coordinated(layout, index, rules, future=future)
    if number is not None:
        return _as_subject(layout, number, rules, future=future)
    if layout.caption:
        return Reading("planned" if future else "happened")
    return _standing_alone(layout, noun_end, rules, future=future)


def _standing_alone(layout: Layout, noun_end: int, rules: StatusRules, *, future: bool) -> Reading:
    """A noun without a verb: "Okoro summit possible", "Berg summit on Friday"."""
    following = layout.tokens[noun_end].lower if noun_end < len(layout.tokens) else ""
    if (effect := rules.words["modifier"].get(following) or rules.words["after"].get(following)) is not None and effect != "same":
        return Reading(effect)
    return Reading("planned" if future else "happened")


def _governed_before(layout: Layout, start: int) -> bool:
    """A verb or preposition before the phrase governs it, so that a verb behind it has another subject."""
    index = start - 1
    if index < 0:
        return False
    if layout.group_at[index] >= 0:
        return layout.groups[layout.group_at[index]].lemma not in _SAYING
    return layout.tokens[index].tag in ("IN", "TO")


def _after_status(layout: Layout, end: int, noun_end: int, rules: StatusRules) -> Reading | None:
    """ "the summit, scheduled for June", "a summit due in June", "talks held in Rome"."""
    for index in range(end, min(len(layout.tokens), noun_end + 3)):
        token = layout.tokens[index]
        number = layout.group_at[index]
        if number >= 0:
            group = layout.groups[number]
            if group.form != "participle":
                return None
            effect = rules.words["after"].get(token.lower) or _cue(layout, group, "subject", rules)
            return Reading(effect) if effect is not None and effect != "same" else None
        if (
            token.tag == "JJ"
            and (effect := rules.words["after"].get(token.lower)) is not None
            and index >= noun_end - 1
            and effect != "same"
        ):
            return Reading(effect)
        if token.tag in ("CS", "CC") or token.text in (";", ":"):
            return None
    return None


def _subject_group(layout: Layout, noun_end: int) -> int | None:
    """The finite verb behind the noun phrase whose subject it is."""
    depth = 0
    for index in range(noun_end, min(len(layout.tokens), noun_end + 25)):
        token = layout.tokens[index]
        number = layout.group_at[index]
        if number >= 0:
            group = layout.groups[number]
            if group.form == "finite" and depth == 0:
                return number
            if group.form == "finite":
                depth -= 1
            continue
        if token.lower in ("which", "that", "who", "where") and token.tag == "CS":
            directly = index == noun_end or (index == noun_end + 1 and layout.tokens[noun_end].text == ",")
            if directly and token.lower in ("which", "that"):
                continue
            depth += 1
        elif (
            token.text in (";", ":")
            or token.tag == "CS"
            or token.lower in ("and", "but")
            or (token.tag in ("PN", "NNP") and layout.tokens[index - 1].text == "," and index > noun_end)
        ):
            return None
    return None


def _as_subject(layout: Layout, number: int, rules: StatusRules, *, future: bool) -> Reading:  # noqa: PLR0911  a list of cases, in order
    group = layout.groups[number]
    own = verb_status(layout, number, rules, future=future)
    effect = _cue(layout, group, "subject", rules)
    if effect is not None and effect != "same":
        if own.status == "planned" and effect == "planned":
            return own
        return _compose(effect, own)
    following = layout.groups[number + 1] if number + 1 < len(layout.groups) else None
    if following is not None and following.form == "infinitive" and following.first_token - group.end_token <= 2:
        inner = _infinitive_status(layout, number + 1, number, rules, depth=0)
        inner_effect = _cue(layout, following, "subject", rules)
        return inner if inner_effect in (None, "same") else _compose(inner_effect, inner)
    if group.lemma == "be" and (predicate := _predicate(layout, group, rules)) is not None:
        return _compose(predicate, own) if own.status != "denied" else Reading("denied")
    if group.negated and group.tense == "future":
        return Reading("cancelled", own.hypothetical)
    if group.negated and group.lemma not in ("be", "take", "happen", "occur", "hold", "go"):
        return Reading("happened" if group.tense == "past" else "planned")  # "the talks did not bring peace": they were held
    return own


def _predicate(layout: Layout, group: VerbGroup, rules: StatusRules) -> Effect | None:
    """ "the summit is possible", "is on", "is off", "is unlikely", "was due in June"."""
    for index in range(group.end_token, min(len(layout.tokens), group.end_token + 4)):
        word = layout.tokens[index].lower
        if word == "off":
            return "cancelled"
        if word in ("on", "back"):
            following = layout.tokens[index + 1].text if index + 1 < len(layout.tokens) else "."
            return "planned" if following in (".", ",", "on") else None
        if (effect := rules.words["predicate"].get(word)) is not None:
            return effect
        if layout.tokens[index].tag not in ("RB", "JJ"):
            return None
    return None


def _as_object(layout: Layout, number: int, rules: StatusRules, *, future: bool) -> Reading:
    group = layout.groups[number]
    own = verb_status(layout, number, rules, future=future)
    effect = _cue(layout, group, "object", rules)
    return own if effect is None else _compose(effect, own)


def _as_prepositional(layout: Layout, index: int, noun_end: int, rules: StatusRules, *, future: bool) -> Reading:  # noqa: C901, PLR0911, PLR0912  a list of cases, in order
    """The noun stands behind a preposition at `index`."""
    tokens = layout.tokens
    word = tokens[index].lower
    before = tokens[index - 1] if index else None
    if word == "of" and index > 2 and layout.tokens[index - 1].lower in _EDGES:
        inner = index - 2 - (layout.tokens[index - 2].tag == "DT")
        if layout.tokens[inner].lower in ("at", "on", "since", "before"):
            return _as_prepositional(layout, inner, noun_end, rules, future=future)
    framing = word in _FRAMING
    number = _group_before(layout, index)
    if word in ("during", "after", "following", "since", "before") and number is not None:
        number = _finite_above(layout, number)
    own = verb_status(layout, number, rules) if number is not None else _main_status(layout, index, rules)
    noun = before is not None and layout.group_at[index - 1] < 0 and before.tag in ("NN", "JJ", "VBG", "NNP") and not framing
    if before is not None and noun and (effect := rules.words["noun"].get(before.lower)) is not None:
        ending = _subject_group(layout, noun_end) if number is None else None
        if ending is not None and (called := _cue(layout, layout.groups[ending], "subject", rules)) in ("cancelled", "postponed", "denied"):
            return _compose(called, verb_status(layout, ending, rules))  # "plans for a summit fell through"
        near = number is not None and index - layout.groups[number].end_token < 8
        return _compose(effect, _governor_of_noun(layout, number, own, rules) if near and number is not None else Reading("happened"))
    if (
        number is not None
        and not framing
        and (effect := _cue(layout, layout.groups[number], "object", rules)) is not None
        and _directly_behind(layout, number, index)
    ):
        return _compose(effect, own)
    if word in ("after", "following", "since", "from"):
        return Reading("happened") if own.status in ("happened", "denied") else own
    if word == "of" and before is not None and before.lower == "ahead":
        return Reading("planned")
    if word in ("without", "despite", "instead"):
        return Reading("denied" if word == "without" else "happened")
    if word == "before":
        return Reading("planned" if future or own.status == "planned" or layout.title else "happened")
    if word in ("for", "toward", "towards", "pending") or (word in ("about", "on", "regarding") and own.status != "happened"):
        motion = number is not None and layout.groups[number].lemma in (
            "meet",
            "gather",
            "sit",
            "host",
            "join",
            "welcome",
            "receive",
            "praise",
            "thank",
            "criticise",
            "criticize",
            "arrive",
            "come",
        )
        return (
            own
            if motion and word == "for"
            else Reading("planned" if future or number is None or own.status != "happened" or word != "on" else own.status)
        )
    if own.status == "denied":
        return Reading("happened")
    if word in ("about", "on", "regarding", "of", "over") and own.status == "happened":
        return Reading("happened", weak=not future)
    return own


def _finite_above(layout: Layout, number: int) -> int:
    """The finite verb on which an infinitive or gerund hangs: what was "voiced during a meeting" was voiced there, not done there."""
    while (
        number > 0
        and layout.groups[number].form != "finite"
        and layout.groups[number].first_token - layout.groups[number - 1].end_token < 9
    ):
        number -= 1
    return number


def _directly_behind(layout: Layout, number: int, index: int) -> bool:
    """The preposition at `index` follows the verb, at most with a particle between: "agreed on", "pulled out of"."""
    gap = layout.tokens[layout.groups[number].end_token : index]
    return not gap or (len(gap) == 1 and gap[0].tag in ("IN", "RB"))


def _main_status(layout: Layout, index: int, rules: StatusRules) -> Reading:
    """The status of the first finite verb behind a phrase that opens the sentence: "At a meeting with Berg, Okoro said"."""
    for number, group in enumerate(layout.groups):
        if group.first_token > index and group.form == "finite":
            reading = verb_status(layout, number, rules)
            return Reading("happened") if reading.status == "denied" else reading
    return Reading("happened")


def _group_before(layout: Layout, index: int) -> int | None:
    for position in range(index - 1, max(-1, index - 25), -1):
        if layout.group_at[position] >= 0:
            return layout.group_at[position]
        if layout.tokens[position].text in (";", ":") or layout.tokens[position].tag == "CS":
            return None
    return None


def _as_coordinated(layout: Layout, index: int, rules: StatusRules, *, future: bool) -> Reading:
    number = _group_before(layout, index)
    if number is None:
        return Reading("planned" if future else "happened")
    return _as_object(layout, number, rules, future=future)
