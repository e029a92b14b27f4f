"""Who takes which part in what a trigger tells of, and where: frames filled from subjects, objects, possessors and prepositions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.claim_noun_frames import (
    noun_frame,
    part_of,
)
from beatbook.analysis.claim_parts import (
    _HUMANS,
    BODIES,
    PLACES,
    Frame,
    add_fronted_places,
    add_nodes,
    add_places,
    add_slot,
    head_nouns,
    leader_of_body,
    names_people,
    subject_words,
    unnamed_subject,
)
from beatbook.analysis.objects import clause_end, slots_after
from beatbook.analysis.subjects import subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_triggers import ClaimRules, Occurrence, TriggerRule
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import VerbGroup
    from beatbook.analysis.objects import Slot

__all__ = ["Frame", "fill_frame", "part_of"]


def fill_frame(layout: Layout, occurrence: Occurrence, rules: ClaimRules, heard: frozenset[str] = frozenset()) -> Frame | None:
    """The frame, or None where the trigger's own conditions (a word behind it, a governing verb) do not hold."""
    return (
        _verb_frame(layout, occurrence, rules)
        if occurrence.group >= 0 and _is_verbal(layout, occurrence)
        else noun_frame(layout, occurrence, rules, heard)
    )


def _is_verbal(layout: Layout, occurrence: Occurrence) -> bool:
    return layout.groups[occurrence.group].end_token == occurrence.end


def _verb_frame(layout: Layout, occurrence: Occurrence, rules: ClaimRules) -> Frame | None:  # noqa: C901  a list of cases, in order
    rule, group = occurrence.rule, layout.groups[occurrence.group]
    end = clause_end(layout, group.end_token)
    if not _fits(layout, rule, group, end):
        return None
    before = subject_words(layout, group.first_token)
    if rule.subject_words and not before & rule.subject_words:
        return None
    agents = head_nouns(layout, _finite_before(layout, occurrence.group)) if rule.needs & _ASKS_FOR_ACTORS else set()
    frame = Frame(occurrence, phrase=group.first_token, end=end)
    frame.somebody = bool(before)
    frame.body = bool(before & BODIES)
    frame.crowd = any(word.endswith("s") and rules.is_actor(word) for word in agents)
    frame.agent = any(word in _PRONOUNS or rules.is_actor(word) or rules.is_event(word) for word in agents)
    frame.subject = subject_of(layout, occurrence.group)
    if all(node.type != "person" for node in frame.subject):  # "A Chilean delegation led by Berg"
        frame.subject = leader_of_body(layout, group.first_token) or frame.subject
    frame.first_person, frame.both_sides = unnamed_subject(layout, group.first_token)
    frame.unnamed_subject = not frame.subject and any(
        token.lower in _HUMANS for token in layout.tokens[max(0, group.first_token - 3) : group.first_token]
    )
    slots = slots_after(layout, group.end_token)
    if rule.bare and not (slots and slots[0].preposition == "" and slots[0].nodes and _ends_behind(layout, slots[0].nodes[-1].end)):
        return None
    object_role, subject_role = rule.frame.get("object"), rule.frame.get("subject")
    if group.passive or (group.form == "participle" and group.tense == "none" and _is_past_participle(layout, occurrence)):
        if rule.id == "letter-delivered":
            add_nodes(frame, [node for node in layout.nodes if node.end <= group.first_token][-1:], "sender")
        add_nodes(frame, frame.subject, subject_role if rule.passive else object_role)
        for slot in slots:
            if slot.preposition == "by":
                add_nodes(frame, slot.nodes, subject_role)
    else:
        add_nodes(frame, frame.subject, subject_role)
        if slots and slots[0].preposition == "" and object_role is not None:
            add_slot(frame, slots[0], object_role, layout)
    _add_prepositions(frame, slots, layout)
    if rule.frame.get("object") == "participant" and slots and slots[0].preposition == "" and names_people(layout, slots[0]):
        frame.unnamed = True
    add_places(frame, slots, layout)
    add_fronted_places(frame, layout, group.first_token)
    return frame


def _relative_object(layout: Layout, index: int) -> str:
    """The noun whose relative clause the verb at token `index` stands in, as its object: "the complaint that it filed"; "" for none."""
    for position in range(index - 1, max(0, index - 6), -1):
        token = layout.tokens[position]
        if token.lower in ("that", "which") and token.tag == "CS":
            return layout.tokens[position - 1].lower if position < index - 1 else ""
        if layout.group_at[position] >= 0 or token.tag in ("IN", "TO", "CC"):
            return ""
    return ""


def _finite_before(layout: Layout, number: int) -> int:
    """First token of the verb whose subject acts: "is expected" of "a court is expected to rule"."""
    while number > 0 and layout.groups[number].form == "infinitive":
        number -= 1
    return layout.groups[number].first_token


_ASKS_FOR_ACTORS = frozenset(("agent", "two-or-body"))

_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who"))


def _fits(layout: Layout, rule: TriggerRule, group: VerbGroup, end: int) -> bool:
    """The verb stands with the words, in the tense and without the object that the rule asks for."""
    if rule.with_words and not (
        any(token.lower in rule.with_words for token in layout.tokens[group.end_token : end + 4])
        or (group.passive and subject_words(layout, group.first_token) & rule.with_words)
        or _relative_object(layout, group.first_token) in rule.with_words
    ):
        return False
    if rule.alone and not _stands_alone(layout, group.end_token):
        return False
    return not rule.ahead or group.tense == "future"


def _stands_alone(layout: Layout, index: int) -> bool:
    """Behind the verb stands neither an object nor a particle: "signed on Friday", not "signed off on Friday"."""
    if index >= len(layout.tokens) or index in layout.dated:
        return True
    if layout.tokens[index].text in (",", ".", ";") or layout.tokens[index].lower in ("in", "at", "after", "before", "too"):
        return True
    return layout.tokens[index].tag == "IN" and index + 1 in layout.dated


def _ends_behind(layout: Layout, index: int) -> bool:
    """Behind the object stands no second one: "called Okoro on Monday", not "called Okoro a liar"."""
    if index >= len(layout.tokens) or index in layout.dated:
        return True
    token = layout.tokens[index]
    return token.lower in (
        *",.;-–—",
        "on",
        "in",
        "to",
        "after",
        "before",
        "during",
        "from",
        "and",
        "last",
        "this",
        "earlier",
        "late",
        "again",
    )


def _names_something(layout: Layout, slot: Slot) -> bool:
    """ "wrote to the palace", "wrote to her landlord": somebody reads it, also where no mention says who."""
    return any(layout.tokens[index].tag in ("NN", "NNP") for index in range(slot.first, slot.end) if index not in layout.dated)


def _is_past_participle(layout: Layout, occurrence: Occurrence) -> bool:
    return layout.tokens[occurrence.end - 1].tag == "VBN"


_PRESIDING = frozenset(("chairmanship", "chairwomanship", "leadership", "presidency"))


def _add_prepositions(frame: Frame, slots: Sequence[Slot], layout: Layout) -> None:
    for slot in slots:
        if slot.preposition == "+verb":
            return
        role = frame.occurrence.rule.frame.get(slot.preposition)
        if slot.preposition == "under" and any(token.lower in _PRESIDING for token in layout.tokens[slot.first : slot.end]):
            role = frame.occurrence.rule.frame.get("subject")  # "met under the chairmanship of Berg"
        if role is None or slot.preposition == "":
            continue
        if frame.occurrence.rule.kind == "letter" and slot.preposition == "to" and _names_something(layout, slot):
            frame.unnamed = True
        if role == "place":
            frame.places.extend(node for node in slot.nodes if node.type in PLACES and not node.modifier)
        else:
            add_slot(frame, slot, role, layout)
