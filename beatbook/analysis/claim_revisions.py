"""What a text says of an event a second time, without naming it: "It was cancelled", "but it could still take place in June".

A pronoun or a noun that stands for any event ("that stop", "the plan") is the subject; the event is the last one told before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.objects import clause_end
from beatbook.analysis.status import subject_status
from beatbook.analysis.status_cues import cue_effect
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_context import Context
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Claim, Status, VerbGroup

_PRONOUNS = frozenset(("it", "this", "that"))
_ANY_EVENT = frozenset(
    ("stop", "leg", "plan", "plans", "idea", "event", "appointment", "engagement", "appearance", "occasion", "encounter")
)
_HELD = frozenset(("hold", "happen", "proceed", "materialise", "materialize"))
_HELD_WITH = {"take": "place", "go": "ahead"}
_OFF = frozenset(("cancelled", "postponed", "denied"))
_AHEAD = frozenset(("planned", "expected", "postponed", "cancelled"))
_DENYING = frozenset(("deny", "dismiss", "reject", "refute", "call", "describe"))
_REPORTS = frozenset(("it", "this", "that", "report", "reports", "claim", "claims", "rumour", "rumours", "rumor", "rumors", "speculation"))
_UNTRUE = frozenset(
    (
        "false",
        "untrue",
        "baseless",
        "unfounded",
        "incorrect",
        "invention",
        "fiction",
        "nonsense",
        "fabrication",
        "lie",
        "speculation",
        "fake",
    )
)


def find_revisions(layout: Layout, context: Context, earlier: Sequence[Claim], own: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims that give an event told before another status; `own` are those of this sentence, `earlier` those before it."""
    found: list[Claim] = []
    for number, group in enumerate(layout.groups):
        if group.form != "finite":
            continue
        status = _status(layout, number, context)
        denied = status is None and _denies_report(layout, group)
        if status is None and not denied:
            continue
        target = _target(layout, group, earlier, [*own, *found])
        if target is None or (target.status not in _AHEAD and not _is_bare(layout, group)):
            continue
        if denied and not (target.said_by or target.status == "expected"):
            continue
        found.append(_revised(layout, number, target, "denied" if status is None else status))
    return tuple(each for each in found if each.trigger.start >= layout.sentence.start)


def _status(layout: Layout, number: int, context: Context) -> Status | None:
    """What the verb says became of an event that only a pronoun names; None where it says nothing of the sort."""
    group = layout.groups[number]
    if _is_bare(layout, group):
        return "cancelled"
    if not _stands_for_event(layout, group):
        return None
    effect = cue_effect(layout, group, "subject", context.cues)
    behind = [token.lower for token in layout.tokens[group.end_token : group.end_token + 3]]
    held = (group.lemma in _HELD and (group.passive or group.lemma != "hold")) or _HELD_WITH.get(group.lemma, "-") in behind
    if group.lemma == "be" and ("off" in behind[:2] or behind[:2] == ["back", "on"]):
        held = True
    if not held and not (effect in _OFF and (group.passive or group.lemma in ("fall", "collapse"))):
        return None
    return subject_status(layout, number, context.cues, future=False)


def _is_bare(layout: Layout, group: VerbGroup) -> bool:
    """ "He cancelled.": who was to come does not."""
    first = layout.tokens[group.first_token - 1].lower if group.first_token else ""
    following = layout.tokens[group.end_token].text if group.end_token < len(layout.tokens) else "."
    return group.lemma == "cancel" and not group.passive and not group.negated and first in ("he", "she", "they") and following in ".,;"


def _stands_for_event(layout: Layout, group: VerbGroup) -> bool:
    index = group.first_token - 1
    while index >= 0 and layout.tokens[index].tag in ("RB", "NEG"):
        index -= 1
    if index < 0:
        return False
    word, before = layout.tokens[index].lower, layout.tokens[index - 1] if index else None
    if word in _PRONOUNS:
        return before is None or before.tag in ("CC", "CS", "PU", "RB", "VBD", "VBZ", "VBN")
    return word in _ANY_EVENT and before is not None and before.lower in ("the", "that", "this")


def _denies_report(layout: Layout, group: VerbGroup) -> bool:
    """ "denied the report", "called this an invention"."""
    if group.lemma not in _DENYING or group.negated or group.passive:
        return False
    words = [token.lower for token in layout.tokens[group.end_token : group.end_token + 8]]
    named = bool(words) and (words[0] in _REPORTS or (words[0] in ("the", "those", "such", "these") and bool(set(words[1:3]) & _REPORTS)))
    return named and (group.lemma not in ("call", "describe", "dismiss") or bool(set(words) & _UNTRUE))


def _target(layout: Layout, group: VerbGroup, earlier: Sequence[Claim], own: Sequence[Claim]) -> Claim | None:
    beside = [each for each in own if each.trigger.end <= group.start]
    if beside:
        return beside[-1]
    before = [each for each in earlier[-3:] if layout.sentence.index - each.sentence == 1]
    return before[-1] if before else None


def _revised(layout: Layout, number: int, target: Claim, status: Status) -> Claim:
    group = layout.groups[number]
    end = clause_end(layout, group.end_token)
    when = next((index for first, _, index in layout.timexes if group.end_token <= first < end), None)
    moved = when is not None and status not in ("cancelled", "denied")
    return replace(
        target,
        status=status,
        start=layout.sentence.start,
        end=layout.sentence.end,
        trigger=Span(group.start, group.end),
        sentence=layout.sentence.index,
        when=when if moved else target.when,
        when_to=None if moved else target.when_to,
        on=None,
        definite=True,
        same_as=None,
        phase="whole",
    )
