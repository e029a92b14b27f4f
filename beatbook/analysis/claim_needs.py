"""What a trigger wants before it makes a claim: two sides, a person, a place, a date of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.claim_context import Context

if TYPE_CHECKING:
    from beatbook.analysis.claim_context import Context
    from beatbook.analysis.claim_frames import Frame
    from beatbook.analysis.claim_triggers import Occurrence
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.status import Reading


_ATTEMPTS = frozenset(("bid", "bids", "offer", "offers", "proposal", "attempt", "approach", "effort", "efforts", "plan", "plans", "threat"))


def _is_what_a_bid_is_for(layout: Layout, occurrence: Occurrence) -> bool:
    """ "announced a bid to buy Acme": the bid is what happened, and buying is not."""
    if occurrence.group < 0:
        return False
    group = layout.groups[occurrence.group]
    before = layout.tokens[group.first_token - 1].lower if group.first_token else ""
    return group.form == "infinitive" and group.end_token == occurrence.end and before in _ATTEMPTS


def is_wanted(  # noqa: C901, PLR0911  a list of cases, in order
    layout: Layout, frame: Frame, context: Context, reading: Reading, *, when: int | None, own: bool, label: str, definite: bool
) -> bool:
    rule = frame.occurrence.rule
    entities = {entity for node, _ in frame.parts for entity in node.entities} | {entity for entity, _ in frame.speakers}
    dated = when is not None and context.timexes[when].type in ("DATE", "TIME")
    checks = {
        "two": _two_sides(frame, entities)
        or (frame.both_sides and bool(entities))
        or (frame.unnamed_subject and frame.unnamed and (dated or bool(frame.places))),
        "actor": bool(entities)
        or (frame.both_sides and dated)
        or bool(frame.absent)
        or (frame.occurrence.group < 0 and dated and (bool(frame.places) or reading.status in ("cancelled", "postponed")))
        or (rule.kind == "talks" and frame.occurrence.group < 0 and dated and own and frame.somebody),
        "actor-or-dated": bool(entities) or frame.both_sides or bool(frame.absent) or (frame.somebody and dated and own),
        "act": bool(entities) or bool(label) or frame.somebody or bool(frame.places) or is_listed(layout, frame.occurrence, when),
        "agent": _has_agent(layout, frame, entities),
        "target": any(role == "target" for _, role in frame.parts),
        "body-or-state": frame.agent or any(node.type != "person" for node in frame.subject) or _is_passive(layout, frame),
        "two-or-body": _two_sides(frame, entities)
        or (frame.both_sides and bool(entities))
        or (frame.unnamed_subject and frame.unnamed and (dated or bool(frame.places)))
        or (frame.unnamed_subject and bool(entities) and (dated or bool(frame.places)))
        or (dated and own and (frame.body or (frame.crowd and _is_day(context, when))))
        or (dated and own and any(node.type == "organization" or node.body for node, _ in frame.parts)),
        "person-sender": any(role == "sender" and node.type == "person" for node, role in frame.parts),
        "person-or-place": bool(frame.places) or _both_persons(frame),
        "place-or-date": bool(frame.places) or (dated and own),
        "person": any(node.type == "person" or node.body for node, role in frame.parts if role in ("visitor", "speaker", "participant"))
        or (rule.id == "visit-noun" and bool(frame.speakers) and dated),
        "both-persons": _both_persons(frame),
        "person-and-somebody": _both_persons(frame) or (frame.unnamed and any(node.type == "person" for node, _ in frame.parts)),
        "place": bool(frame.places),
        "no-place": not frame.places,
        "call-on-person": not _goes_on_with_infinitive(layout, frame),
        "date": dated,
        "date-or-off": dated or (reading.status in ("cancelled", "postponed") and bool(entities)),
        "own-date": dated and own,
        "named-speaker": any(role == "speaker" for _, role in frame.parts),
        "speaker": any(role == "speaker" for _, role in frame.parts),
        "own-date-or-title": (dated and own) or layout.title,
        "own-date-or-framed": (dated and own)
        or (frame.carrier < 0 and frame.phrase > 0 and layout.tokens[frame.phrase - 1].lower in ("at", "in", "during")),
        "from-place": any(layout.tokens[node.first - 1].lower == "from" for node in frame.places if node.first),
        "person-candidate": any(role == "candidate" and node.type == "person" for node, role in frame.parts),
        "named-or-date": bool(label) or dated,
        "actor-or-set": bool(entities) or bool(frame.absent) or dated or bool(frame.places) or frame.carrier >= 0,
        "actor-or-name": bool(entities) or bool(label),
        "two-or-date": _two_sides(frame, entities) or dated or (bool(entities) and frame.unnamed_subject),
        "date-or-definite": dated or definite or reading.status in ("cancelled", "postponed"),
    }
    if rule.kind == "other" and _is_what_a_bid_is_for(layout, frame.occurrence):
        return False
    if not all(checks.get(need, True) for need in rule.needs):
        if not (
            definite
            and frame.occurrence.group < 0
            and rule.kind in ("meeting", "visit", "talks", "forum", "exercise")
            and (rule.plural or not frame.occurrence.plural)
            and not frame.parts
        ):
            return False
        return _says_something(layout, frame, when)
    if (
        reading.status in ("denied", "expected")
        and rule.kind in ("agreement", "statement", "other", "sanction", "election_or_appointment")
        and not (dated and own)
    ):
        return False
    if (
        rule.kind in ("other", "sanction", "statement")
        and frame.occurrence.group >= 0
        and layout.groups[frame.occurrence.group].form in ("participle", "gerund")
    ):
        return False
    if _changes_no_office(layout, frame, dated=dated and own) or _is_vague_plan(frame, context, reading, when, named=bool(entities)):
        return False
    if rule.id == "forum" and label.endswith("Assembly") and label.partition(" ")[0] in _LAWMAKING:
        return False
    if rule.id == "call-election" and not entities and (when is None or len(context.timexes[when].value or "") == len("2020")):
        return False  # "ahead of the 2020 election"
    if frame.occurrence.plural and rule.kind == "other" and dated and own:
        return True  # "one-day stoppages on 19 and 26 July"
    if frame.carrier >= 0 and rule.id == "business-noun" and layout.groups[frame.carrier].lemma == "cast":
        return False  # "cast her vote": that one of many votes is no event
    listed = is_listed(layout, frame.occurrence, when)
    return not (frame.occurrence.plural and not rule.plural and not listed and not _counted(frame, entities, dated=dated))


def _is_vague_plan(frame: Frame, context: Context, reading: Reading, when: int | None, *, named: bool) -> bool:
    """ "The court will hear the case in the autumn", "ministers will gather in December": nobody named, and no day."""
    asks = frame.occurrence.rule.id == "convene" or "agent" in frame.occurrence.rule.needs
    return asks and not named and reading.status in ("planned", "expected") and not _is_day(context, when)


def _is_day(context: Context, when: int | None) -> bool:
    return when is not None and len(context.timexes[when].value or "") >= len("2020-01-01")


def _has_agent(layout: Layout, frame: Frame, entities: set[int]) -> bool:
    """Who acts is named, or a noun for people or a body; of a passive, that to which it is done is the subject."""
    number = frame.occurrence.group
    if number >= 0 and layout.groups[number].passive:
        return bool(entities) or frame.somebody
    if number >= 0 and layout.groups[number].form == "finite":
        return bool(entities) or frame.agent or frame.both_sides or frame.first_person  # "the order blocked Acme"
    return bool(entities) or frame.agent


def _changes_no_office(layout: Layout, frame: Frame, *, dated: bool) -> bool:
    """ "named Berg minister, replacing Okoro" is one event, "a deadline for him to step down" none."""
    rule, number = frame.occurrence.rule, frame.occurrence.group
    if rule.id == "dismiss" and number >= 0 and layout.groups[number].form == "gerund":
        return True
    return rule.kind == "election_or_appointment" and not dated and _is_only_wished(layout, frame)


def _is_only_wished(layout: Layout, frame: Frame) -> bool:
    """ "a deadline for him to step down", "began proceedings to impeach him": an infinitive that no "is to" or "will" makes a plan."""
    number = frame.occurrence.group
    if number < 0 or layout.groups[number].form != "infinitive" or layout.groups[number].tense == "future":
        return False
    if number == 0:
        return True
    above = layout.groups[number - 1]
    return above.lemma not in _PLANNING and not (above.passive and above.lemma in _FORESEEING)


_PLANNING = frozenset(("plan", "intend", "decide", "agree", "vote", "announce", "choose", "move", "be", "prepare"))
_FORESEEING = frozenset(("expect", "schedule", "set", "slate", "tip"))


def _is_passive(layout: Layout, frame: Frame) -> bool:
    return frame.occurrence.group >= 0 and layout.groups[frame.occurrence.group].passive


def is_listed(layout: Layout, occurrence: Occurrence, when: int | None) -> bool:
    """ "Stoppages on 19 July, 26 July and 2 August": the plural stands for as many events as there are days."""
    end = next((end for _, end, index in layout.timexes if index == when), None) if occurrence.plural else None
    following = next((first for first, _, _ in layout.timexes if end is not None and first > end), None)
    return end is not None and following is not None and {token.lower for token in layout.tokens[end:following]} <= {",", "and", "on"}


_LAWMAKING = frozenset(("National", "Legislative", "Federal", "Regional", "State", "Constituent", "Northern", "People's", "Parliamentary"))


def _goes_on_with_infinitive(layout: Layout, frame: Frame) -> bool:
    """ "called on Okoro to resign" is no visit to him."""
    number = frame.occurrence.group + 1
    return number < len(layout.groups) and layout.groups[number].form == "infinitive" and layout.groups[number].first_token <= frame.end + 1


def _says_something(layout: Layout, frame: Frame, when: int | None) -> bool:
    """A bare "the meeting" is worth a claim when a date, a place or a verb of its own stands with it."""
    if when is not None or frame.places or frame.carrier >= 0:
        return True
    following = frame.occurrence.end
    return following < len(layout.tokens) and layout.group_at[following] >= 0


def _two_sides(frame: Frame, entities: set[int]) -> bool:
    if len(entities) >= 2:
        return True
    return bool(entities) and frame.unnamed


def _both_persons(frame: Frame) -> bool:
    roles = {role: False for _, role in frame.parts}
    for node, role in frame.parts:
        roles[role] = roles[role] or node.type == "person"
    if set(roles) == {"participant"}:
        return sum(node.type == "person" for node, _ in frame.parts) >= 2 or any(len(node.entities) > 1 for node, _ in frame.parts)
    return len(roles) >= 2 and all(roles.values())


def _counted(frame: Frame, entities: set[int], *, dated: bool) -> bool:
    """A plural ("meetings") makes a claim only when two are named and it has a day or a place."""
    return (dated or (bool(frame.places) and frame.carrier >= 0)) and len(entities) >= 2
