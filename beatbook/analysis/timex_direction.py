"""Which way a date without year or week points: back or ahead, by the verb that governs it.

In news a bare "Friday" is the last one in 95 of 100 cases; the plans that a digest lives on are the other five ("will meet on Friday").
The governing verb is the nearest verb group before the date in its own clause, or the nearest one behind when the date opens the
clause ("On Friday, he said ..., and on Monday they will meet").  Words beside the date ("ahead of Friday's vote", "until Friday",
"due Friday") go before the verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import VerbGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Direction
    from beatbook.analysis.timex_grammar import Word

_PREPOSITIONS = frozenset(
    "on in at by for from until till to of the early late earlier later since around about before after this next last".split()
)
_OPENERS = frozenset(
    'and but that where when which who while because if as ; : -- or whether although though after before so " “ ('.split()
)
_NEAR = 60  # characters between a date and the verb behind it, when the date follows a comma


@dataclass(frozen=True, slots=True)
class DirectionRules:
    """Word lists of rules/dates_direction.yaml."""

    planning: frozenset[str]  # lemmas after which an infinitive lies ahead: plan, agree, ask
    ahead: frozenset[str]  # participles that point ahead by themselves: scheduled, due
    scheduled: frozenset[str]  # lemmas whose present tense means a fixture: begin, open, expire
    fixing: frozenset[str]  # lemmas that put something "for Monday": call, schedule
    cues_future: tuple[str, ...]  # words right before the date
    cues_past: tuple[str, ...]


def direction_of(
    start: int, end: int, words: Sequence[Word], groups: Sequence[VerbGroup], rules: DirectionRules, *, offset: int
) -> Direction:
    """Past, future or none for the date at `start` to `end` (counted from the sentence's start; the groups count from `offset` less)."""
    before = [word for word in words if word.end <= start]
    cue = _cue(before, rules)
    if cue is not None:
        return cue
    group = _governor(start + offset, end + offset, before, groups)
    if group is not None and before and before[-1].lower == "for" and group.lemma in rules.fixing:
        return "future"
    return "none" if group is None else _direction(group, groups, rules)


def _cue(before: list[Word], rules: DirectionRules) -> Direction | None:
    tail = " ".join(word.lower for word in before[-5:])
    for cue in rules.cues_future:
        if tail.endswith(" " + cue) or tail == cue:
            return "future"
    for cue in rules.cues_past:
        if tail.endswith(" " + cue) or tail == cue:
            return "past"
    return None


def _governor(start: int, end: int, before: list[Word], groups: Sequence[VerbGroup]) -> VerbGroup | None:
    earlier = [group for group in groups if group.end <= start]
    later = [group for group in groups if group.start >= end]
    finite_later = [group for group in later if group.form in ("finite", "infinitive")]
    if not earlier:
        return (finite_later or later or [None])[0]
    if _opens_clause(before) and finite_later and finite_later[0].start - end < 2 * _NEAR:
        return finite_later[0]
    return earlier[-1]


def _opens_clause(before: list[Word]) -> bool:
    """Whether the words before the date, less its prepositions, end with something that opens a clause."""
    index = len(before) - 1
    while index >= 0 and before[index].lower in _PREPOSITIONS:
        index -= 1
    return index >= 0 and before[index].lower in _OPENERS


def _direction(group: VerbGroup, groups: Sequence[VerbGroup], rules: DirectionRules) -> Direction:
    if group.modal is not None:
        return "past" if group.perfect and group.modal != "will" else "future"
    if group.tense == "future":
        return "future"
    if group.tense == "past" or group.perfect:
        return "future" if group.passive and group.lemma in rules.ahead else "past"
    if group.form == "infinitive":
        return _direction_of_infinitive(group, groups, rules)
    if group.tense == "present":
        ahead = group.progressive or group.lemma in rules.scheduled or (group.passive and group.lemma in rules.ahead)
        return "future" if ahead else "none"
    if group.lemma in rules.ahead and group.form == "participle":
        return "future"
    outer = [other for other in groups if other.end <= group.start and other.form == "finite"]
    if group.form == "participle":
        return "past"
    return _direction(outer[-1], groups, rules) if outer else "none"


def _direction_of_infinitive(group: VerbGroup, groups: Sequence[VerbGroup], rules: DirectionRules) -> Direction:
    """ "agreed to meet" lies ahead, "was forced to leave" is over; an infinitive on its own is a headline's future."""
    outer = [other for other in groups if other.end <= group.start and group.start - other.end < _NEAR]
    if not outer or outer[-1].lemma in rules.planning or outer[-1].lemma == "be":
        return "future"
    return "past" if outer[-1].tense == "past" and group.start - outer[-1].end < 3 else "future"


# ---- verb groups by cue words, for callers that have none

_CUES = re.compile(
    r"\b(?:(?P<future>will|won't|shall|would|could|may|might|should|must|can)(?:\s+(?:not|also|be|now|soon))*\s+(?P<perfect>have\s+)?(?P<verb>[a-z]+)"
    r"|(?P<going>(?:is|are|was|were)\s+(?:going|due|set|expected|scheduled|likely|slated|to)\s+(?:to\s+)?(?P<going_verb>[a-z]+))"
    r"|to\s+(?P<infinitive>[a-z]{3,})(?<!ing)"
    r"|(?P<past>said|told|was|were|had|did|met|went|came|made|took|gave|held|won|lost|left|began|fell|rose|saw|found|sent|died|became|spoke"
    r"|flew|led|wrote|got|ran|hit|sank|struck|broke|drew|brought|bought|sold|paid|cut|shot|fought|stood|sat|[a-z]{2,}ed)\b"
    r"|(?P<present>says|is|are|has|have|begins|starts|opens|meets|ends|[a-z]{2,}(?:ins|ets|rts|ens|nds|its|res|ves|lds)))\b"
)


def cue_verb_groups(text: str, offset: int) -> tuple[VerbGroup, ...]:
    """Rough verb groups by words alone: enough to tell "will meet" from "met"."""
    groups: list[VerbGroup] = []
    for found in _CUES.finditer(text):
        start, end = found.start() + offset, found.end() + offset
        if found["future"]:
            groups.append(
                VerbGroup(
                    start,
                    end,
                    found["verb"],
                    "future",
                    "finite",
                    perfect=bool(found["perfect"]),
                    modal="would" if found["perfect"] else None,
                )
            )
        elif found["going"]:
            groups.append(VerbGroup(start, end, found["going_verb"], "future", "finite"))
        elif found["infinitive"]:
            groups.append(VerbGroup(start, end, found["infinitive"], "none", "infinitive"))
        elif found["past"]:
            groups.append(_past_group(start, end, found["past"]))
        else:
            groups.append(VerbGroup(start, end, found["present"].removesuffix("s"), "present", "finite"))
    return tuple(groups)


def _past_group(start: int, end: int, word: str) -> VerbGroup:
    if word in ("scheduled", "slated", "due"):
        return VerbGroup(start, end, word, "none", "participle")
    lemma = {"agreed": "agree", "planned": "plan", "offered": "offer", "vowed": "vow", "expected": "expect", "asked": "ask"}.get(word, word)
    return VerbGroup(start, end, lemma, "past", "finite")
