"""Who takes part in what a claim tells of, and who says so: speakers that take part themselves, and the chain of voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.model import Participant

if TYPE_CHECKING:
    from beatbook.analysis.claim_context import Context
    from beatbook.analysis.claim_frames import Frame
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Role, Status, Voice


def participants(frame: Frame, context: Context, kind: str) -> tuple[Participant, ...]:
    """People first, then organizations and states; those of "the two leaders" each.  Who is at a forum attends it."""
    found: dict[int, Role] = {}
    away = {entity for node in frame.absent for entity in node.entities}
    for entity, role in frame.speakers:
        found.setdefault(entity, role)  # type: ignore[arg-type]  # roles are checked when rules are compiled
    for node, role in frame.parts:
        for entity in node.entities:
            if entity not in away and (role != "candidate" or context.entities[entity].type == "person"):
                found.setdefault(entity, role)  # type: ignore[arg-type]  # roles are checked when rules are compiled
    order = {"person": 0, "organization": 1, "state": 2, "place": 2}
    ranked = sorted(found.items(), key=lambda item: order[context.entities[item[0]].type])
    return tuple(Participant(entity, "attendee" if kind == "forum" and role == "participant" else role) for entity, role in ranked)


def add_speakers(layout: Layout, frame: Frame, context: Context) -> None:
    """Who speaks takes part where the text says so.

    "I will sign", "Gao said both sides had agreed", "Hale said Li agreed to resume talks".
    """
    role = (
        frame.occurrence.rule.frame.get("subject")
        or frame.occurrence.rule.frame.get("carrier")
        or frame.occurrence.rule.frame.get("possessor")
    )
    if role is None or frame.occurrence.rule.kind not in ("agreement", "meeting", "talks", "visit"):
        return
    at = layout.tokens[frame.occurrence.end - 1].start
    voices = [
        each.voices[-1]
        for each in context.attributions
        if each.sentence == layout.sentence.index and each.start <= at < each.end and each.voices
    ]
    speakers = [voice.entity for voice in voices if voice.entity is not None and context.entities[voice.entity].type == "person"]
    if not speakers:
        return
    speaker = context.entities[speakers[-1]]
    if frame.occurrence.rule.id == "visit-noun":
        if not frame.parts and frame.places and layout.tokens[frame.phrase].lower in ("a", "an") and frame.carrier < 0:
            frame.speakers.append((speakers[-1], role))  # "Hadi said that a trip to Tunis had been called off"
        return
    taking_part = [entity for node, _ in frame.parts for entity in node.entities]
    people = [entity for entity in taking_part if context.entities[entity].type == "person"]
    states = [entity for entity in taking_part if context.entities[entity].type == "state"]
    agreed = frame.occurrence.rule.kind == "agreement"
    speaks_for_party = (
        agreed
        and not people
        and (
            frame.both_sides
            or any(speaker.country and speaker.country in (context.entities[s].country, context.entities[s].known) for s in states)
        )
    )
    other_party = (
        agreed
        and len(people) == 1
        and frame.occurrence.rule.id == "agree"
        and bool(context.entities[people[0]].country)
        and speaker.country != context.entities[people[0]].country
        and speakers[-1] not in people
    )
    if not (frame.first_person or speaks_for_party or other_party):
        return
    frame.parts = [
        (node, part)
        for node, part in frame.parts
        if not (
            node.type == "state"
            and speaker.country
            and speaker.country in (context.entities[node.entities[0]].country, context.entities[node.entities[0]].known)
        )
    ]
    frame.speakers.append((speakers[-1], role))


def add_previous_subject(layout: Layout, frame: Frame, context: Context) -> None:
    """ "This was discussed during a meeting with envoys": by the person of whom the sentence before speaks."""
    first = layout.tokens[0].lower
    rule = frame.occurrence.rule
    told = next((number for number, group in enumerate(layout.groups) if group.form == "finite"), -1)
    own = frame.occurrence.group if frame.occurrence.group >= 0 else frame.carrier
    if (
        first in ("he", "she")
        and layout.node_at[0] < 0
        and not frame.subject
        and own == told >= 0
        and rule.frame.get("subject", "none") != "none"
    ):
        frame.speakers.extend((entity, rule.frame["subject"]) for entity in context.previous)
        return
    if first not in ("this", "it", "these", "that") or not frame.unnamed or frame.parts or rule.kind not in ("meeting", "talks", "call"):
        return
    frame.speakers.extend((entity, rule.frame.get("with", "participant")) for entity in context.previous)


def voices(layout: Layout, frame: Frame, context: Context) -> tuple[tuple[tuple[Voice, ...], ...], int | None]:
    """The chains of voices whose content holds the trigger, and the date of the nearest saying."""
    at = layout.tokens[frame.occurrence.end - 1].start
    holding = [each for each in context.attributions if each.sentence == layout.sentence.index and each.start <= at < each.end]
    chains = tuple(dict.fromkeys(each.voices for each in holding if each.voices))
    on = next((each.on for each in holding if each.on is not None), None)
    return chains, on


def voiced_status(status: Status, said_by: tuple[tuple[Voice, ...], ...]) -> Status:
    """What only unnamed sources say of the future is thought likely, not announced."""
    if status == "planned" and said_by and all(chain and _is_hearsay(chain[-1]) for chain in said_by):
        return "expected"
    return status


def _is_hearsay(voice: Voice) -> bool:
    """An unnamed source that is neither official nor a definite body ("the palace", "his office")."""
    return (
        voice.entity is None
        and voice.unnamed not in ("official", "government")
        and not voice.text.lower().startswith(("the ", "his ", "her ", "its ", "their "))
    )
