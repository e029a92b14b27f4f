"""Whether what a verb or noun names has happened, is planned, is thought likely, was put off, called off or denied.

Cue rules over verb groups: tense, modality, negation, and the words that govern the event (rules/status.yaml).  The governing words
are themselves weighed the same way, so that "refused to cancel the visit" leaves the visit planned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.status_cues import (
    FRAMES,
    SAYING,
    Effect,
    Reading,
    StatusRules,
    compile_status_rules,
    compose,
    cue_effect,
    governor_of_noun,
    infinitive_status,
    verb_status,
)

if TYPE_CHECKING:
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Status, VerbGroup

__all__ = [
    "FRAMES",
    "Effect",
    "Reading",
    "StatusRules",
    "compile_status_rules",
    "noun_status",
    "phrase_start",
    "status_at",
    "subject_status",
    "verb_status",
]


_FRAMING = frozenset(("at", "in", "during", "after", "following", "before", "since"))

_EDGES = frozenset(("end", "start", "opening", "close", "sidelines", "margins", "beginning", "conclusion", "outset"))

_ROUNDS = frozenset(
    ("round", "rounds", "series", "session", "sessions", "day", "days", "hour", "hours", "week", "weeks", "stage", "phase", "edition")
)

_LINKS = frozenset(("DT", "JJ", "NN", "NNP", "CD", "PS", "POS", "VBN", "VBG", "RB", "NEG"))


def status_at(layout: Layout, first: int, end: int, rules: StatusRules, *, noun_end: int | None = None, future: bool = False) -> Reading:
    """The status of the event that tokens first to before end name.

    `noun_end` is where its noun phrase ends; `future`: it is dated ahead.
    """
    number = layout.group_at[end - 1] if end else -1
    if number >= 0:
        return verb_status(layout, number, rules, future=future)
    return noun_status(layout, first, end, rules, noun_end=noun_end or end, future=future)


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
        revived = _held_after_all(layout, noun_end or end, rules, future=future) if effect != "denied" else None
        return revived or Reading(effect)
    if _is_back_on(layout, noun_end or end):
        return Reading("planned")
    reading = _related_status(layout, start, end, noun_end or end, rules, future=future)
    if reading.status not in ("cancelled", "postponed", "denied"):
        reading = _relative_status(layout, end, rules, future=future) or reading
    if effect is not None and reading.status in ("happened", "planned"):
        weak = reading.status == "happened" and _subject_group(layout, noun_end or end) is not None and not future and effect == "expected"
        return Reading("expected" if weak else effect if effect != "same" else reading.status, reading.hypothetical)
    return reading


_HELD = frozenset(("take", "hold", "happen", "occur", "begin", "open", "start", "go", "resume", "proceed"))


def _held_after_all(layout: Layout, noun_end: int, rules: StatusRules, *, future: bool) -> Reading | None:
    """ "The postponed summit finally took place", "the delayed vote will now be held": the verb outweighs the modifier."""
    number = _subject_group(layout, noun_end)
    if number is None or layout.groups[number].lemma not in _HELD or layout.groups[number].negated:
        return None
    reading = _as_subject(layout, number, rules, future=future)
    return reading if reading.status in ("happened", "planned") else None


def _is_back_on(layout: Layout, noun_end: int) -> bool:
    """ "The summit that was called off last week is back on"."""
    for index in range(noun_end, min(len(layout.tokens) - 2, noun_end + 20)):
        number = layout.group_at[index]
        if number < 0 or layout.groups[number].lemma != "be" or layout.groups[number].end_token != index + 1:
            continue
        if layout.groups[number].negated:
            return False
        words = [token.lower for token in layout.tokens[index + 1 : index + 3]]
        if words in (["back", "on"], ["on", "again"]):
            return True
    return False


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
            effect = cue_effect(layout, group, "subject", rules)
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


def _related_status(layout: Layout, start: int, end: int, noun_end: int, rules: StatusRules, *, future: bool) -> Reading:
    """What the words behind the noun say, unless its verb undoes it: "called off a meeting planned for Monday"."""
    after = _after_status(layout, end, noun_end, rules)
    if after is None:
        return _governed_status(layout, start, noun_end, rules, future=future)
    governed = _governed_status(layout, start, noun_end, rules, future=future)
    return governed if governed.status in ("cancelled", "postponed", "denied") else after


def _governed_status(layout: Layout, start: int, noun_end: int, rules: StatusRules, *, future: bool) -> Reading:  # noqa: PLR0911  a list of cases, in order
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
        return layout.groups[layout.group_at[index]].lemma not in SAYING
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
            effect = rules.words["after"].get(token.lower) or cue_effect(layout, group, "subject", rules)
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


def subject_status(layout: Layout, number: int, rules: StatusRules, *, future: bool) -> Status:
    """The status of the event that is the subject of verb group `number`."""
    return _as_subject(layout, number, rules, future=future).status


def _as_subject(layout: Layout, number: int, rules: StatusRules, *, future: bool) -> Reading:  # noqa: PLR0911  a list of cases, in order
    group = layout.groups[number]
    own = verb_status(layout, number, rules, future=future)
    effect = cue_effect(layout, group, "subject", rules)
    if effect is not None and effect != "same":
        if own.status == "planned" and effect == "planned":
            return own
        return compose(effect, own)
    following = layout.groups[number + 1] if number + 1 < len(layout.groups) else None
    if following is not None and following.form == "infinitive" and following.first_token - group.end_token <= 2:
        inner = infinitive_status(layout, number + 1, number, rules, depth=0)
        inner_effect = cue_effect(layout, following, "subject", rules)
        return inner if inner_effect in (None, "same") else compose(inner_effect, inner)
    if group.lemma == "be" and (predicate := _predicate(layout, group, rules)) is not None:
        return compose(predicate, own) if own.status != "denied" else Reading("cancelled" if predicate == "cancelled" else "denied")
    if group.negated and group.tense == "future":
        return Reading("cancelled", own.hypothetical)
    if group.negated and group.lemma not in ("be", "take", "happen", "occur", "hold", "go"):
        return Reading("happened" if group.tense == "past" else "planned")  # "the talks did not bring peace": they were held
    return own


def _predicate(layout: Layout, group: VerbGroup, rules: StatusRules) -> Effect | None:  # noqa: PLR0911  a list of cases, in order
    """ "the summit is possible", "is on", "is off", "is unlikely", "was due in June"."""
    dropped = layout.tokens[group.end_token - 1].tag == "NEG" or (
        group.end_token < len(layout.tokens) and layout.tokens[group.end_token].tag == "NEG"
    )
    for index in range(group.end_token, min(len(layout.tokens), group.end_token + 6)):
        word = layout.tokens[index].lower
        dropped = dropped or layout.tokens[index].tag == "NEG"
        if word == "off":
            return "cancelled"
        if word in ("table", "agenda", "cards", "schedule", "programme", "program"):
            return "cancelled" if dropped or group.negated else "planned"
        if word in ("on", "back"):
            following = layout.tokens[index + 1].text if index + 1 < len(layout.tokens) else "."
            if following in (".", ",", "on"):
                return "planned"
            if word == "on" and following == "the":
                continue
            return None
        if (effect := rules.words["predicate"].get(word)) is not None:
            return effect
        if layout.tokens[index].tag not in ("RB", "JJ", "NEG", "DT") and layout.tokens[index].text not in "“\"'‘":
            return None
    return None


def _as_object(layout: Layout, number: int, rules: StatusRules, *, future: bool) -> Reading:
    group = layout.groups[number]
    own = verb_status(layout, number, rules, future=future)
    effect = cue_effect(layout, group, "object", rules)
    return own if effect is None else compose(effect, own)


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
        if ending is not None and (called := cue_effect(layout, layout.groups[ending], "subject", rules)) in (
            "cancelled",
            "postponed",
            "denied",
        ):
            return compose(called, verb_status(layout, ending, rules))  # "plans for a summit fell through"
        near = number is not None and index - layout.groups[number].end_token < 8
        return compose(effect, governor_of_noun(layout, number, own, rules) if near and number is not None else Reading("happened"))
    if (
        number is not None
        and not framing
        and (effect := cue_effect(layout, layout.groups[number], "object", rules)) is not None
        and _directly_behind(layout, number, index)
    ):
        return compose(effect, own)
    if word == "on" and index == 0:
        return own  # "On a visit to Rome, Berg said"
    if word == "on" and number is not None and layout.groups[number].lemma == "be" and _directly_behind(layout, number, index):
        return own  # "is on a visit to Rome"
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
        return Reading("planned") if future else Reading("happened", weak=True)
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
