"""Which way a date without year or week points: back or ahead, by the verb that governs it.

In news a bare "Friday" is the last one in 95 of 100 cases; the plans that a digest lives on are the other five ("will meet on Friday").
The governing verb is the nearest verb group before the date in its own clause, or the nearest one behind when the date opens the
clause ("On Friday, he said ..., and on Monday they will meet").  Words beside the date ("ahead of Friday's vote", "until Friday",
"due Friday") go before the verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import VerbGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Direction
    from beatbook.analysis.timex_grammar import Word

_PREPOSITIONS = frozenset(
    ("on", "in", "at", "by", "for", "from", "until", "till", "to", "of", "the", "early", "late", "earlier", "later", "since", "around",
     "about", "before", "after", "this", "next", "last")
)  # fmt: skip
_OPENERS = frozenset(
    ("and", "but", "that", "where", "when", "which", "who", "while", "because", "if", "as", ";", ":", "--", "or", "whether", "although",
     "though", "after", "before", "so", '"', "“", "(")
)  # fmt: skip
_NEAR = 60  # characters between a verb and the infinitive that hangs on it
_CLOSE = 8  # characters between a verb and a noun that looks like one: room for an article
_WINDOW = 12  # words looked at before a date: keeps a line of a million dates linear
_AWAY = frozenset(
    ("before", "ahead", "for", "about", "until", "till", "to", "toward", "towards", "after", "since", "of", "from", "on", "over", "that",
     "which", "who", "planned", "scheduled", "due", "slated", "upcoming", "next", "than", "like", "as", "not", "by", '"', "“", "”")
)  # fmt: skip  # between a verb and its date: the date may belong to something else

_RELATIVES = frozenset(("who", "which", "what", "whom"))
_INVITING = frozenset(("invite",))
_CALLING_OFF = frozenset(("cancel", "postpone", "delay", "scrap", "shelve", "defer"))
_CALLING_OFF_ALL = _CALLING_OFF | {"call", "put", "push", "drop", "pull"}  # with their particles: "called off", "put off"
_DUE = frozenset(("due", "back", "expected", "scheduled"))
_AWAY_FROM_DUE = frozenset((",", "after", "since", "following", "that", "which", "who", "held"))


@dataclass(frozen=True, slots=True)
class DirectionRules:
    """Word lists of rules/dates_direction.yaml."""

    planning: frozenset[str]  # lemmas after which an infinitive lies ahead: plan, agree, ask
    ahead: frozenset[str]  # participles that point ahead by themselves: scheduled, due
    scheduled: frozenset[str]  # lemmas whose present tense means a fixture: begin, open, expire
    fixing: frozenset[str]  # lemmas that put something "for Monday": call, schedule
    causing: frozenset[str]  # lemmas whose past makes their infinitive past: prompt, manage, begin
    placing: frozenset[str]  # lemmas whose date is the date of the act itself: meet, die, open
    expecting: frozenset[str]  # lemmas whose object lies ahead: expect, forecast
    cues_future: frozenset[str]  # words right before the date
    cues_past: frozenset[str]


@dataclass(frozen=True, slots=True)
class Governed:
    """What the sentence says of a date."""

    direction: Direction
    certain: bool = False  # the verb's own act is on this date: see Timex.certain
    near: bool = False  # a plan told in the past ("was to meet on"): the nearest such day, behind or ahead


class SentenceVerbs:
    """The verb groups of one sentence, in order, found by place."""

    def __init__(self, words: Sequence[Word], groups: Sequence[VerbGroup], rules: DirectionRules, offset: int) -> None:
        self._words, self._rules, self._offset = words, rules, offset
        self._groups = sorted(groups, key=lambda group: (group.start, group.end))
        self._starts = [group.start for group in self._groups]
        self._ends = [group.end for group in self._groups]

    def governed(self, first: int, last: int) -> Governed:  # noqa: PLR0911  a list of cases, in order
        """Past, future or none for the date that covers the words `first` to before `last`."""
        before = self._words[max(0, first - _WINDOW) : first]
        cue = _cue(before, self._rules)
        if cue is not None and not (cue == "future" and self._opens_with_until(before, last)):
            return Governed(cue)
        start, end = self._words[first].start + self._offset, self._words[last - 1].end + self._offset
        index = self._governor(start, end, before)
        if index is None:
            return Governed("none")
        group = self._groups[index]
        if before and before[-1].lower == "for" and self._is_fixing(index):
            return Governed("future")
        if any(word.lower == "since" and word.start + self._offset >= group.end for word in before):
            return Governed("past")
        if group.lemma in _INVITING and any(word.lower == "to" and word.start + self._offset >= group.end for word in before):
            return Governed("future")  # "invited both sides to talks on Tuesday"
        if self._is_past_plan(index) or self._is_due(index, before, end, tense="past"):
            off = any(each.lemma in _CALLING_OFF for each in self._groups[max(0, index - 4) : index])
            if group.perfect and not any(each.lemma in _CALLING_OFF_ALL for each in self._groups[index + 1 : index + 4]):
                return Governed("past")  # "was to have met on Thursday": the day is over, and nothing says that it was still ahead
            return Governed("future") if off else Governed("none", near=True)  # "postponed a visit that was to begin on Monday"
        if self._is_due(index, before, end, tense="present"):
            return Governed("future")
        return Governed(self._direction(index), self._is_certain(group, before, start, opens=first <= 1))

    def _is_fixing(self, index: int) -> bool:
        """ "Set a trial for Monday", "setting the hearing for Monday", where the noun looks like a verb."""
        group, fixing = self._groups[index], self._rules.fixing
        if group.lemma in fixing:
            return True
        outer = self._groups[index - 1] if index else group
        return group.form == "gerund" and outer.lemma in fixing and group.start - outer.end < _CLOSE

    def _opens_with_until(self, before: Sequence[Word], last: int) -> bool:
        """ "Until Tuesday, they had made no arrests": at the head of a sentence in the past tense the day is over."""
        if len(before) != 1 or before[0].lower != "until" or last >= len(self._words) or self._words[last].text != ",":
            return False
        behind = next((group for group in self._groups if group.form == "finite"), None)
        return behind is not None and behind.tense == "past"

    def _governor(self, start: int, end: int, before: Sequence[Word]) -> int | None:
        """The index of the governing group: the nearest before, or behind when the date opens its clause."""
        earlier = bisect_right(self._ends, start) - 1
        behind = range(bisect_left(self._starts, end), len(self._groups))[:_WINDOW]
        later = next((n for n in behind if self._groups[n].form in ("finite", "infinitive") and not self._is_relative(n)), None)
        if earlier < 0:
            return later if later is not None else 0 if self._starts and self._starts[0] >= end else None
        opens = _opens_clause(before) and later is not None and self._starts[later] - end < 2 * _NEAR
        return later if opens else earlier

    def _direction(self, index: int) -> Direction:  # noqa: PLR0911 - one line a form of the verb
        group, rules = self._groups[index], self._rules
        if group.modal is not None:
            return "none" if group.perfect and group.modal != "will" else "future"  # "would have taken effect on"
        if group.tense == "future":
            return "future"
        if group.lemma == "be" and not group.passive:
            return "none"  # "the date was June 12"
        points_ahead = group.lemma in rules.ahead
        if group.tense == "past" or group.perfect:
            return "future" if group.passive and points_ahead else "past"
        if group.form == "infinitive":
            return self._direction_of_infinitive(index)
        if group.tense == "present":
            points_ahead = (group.passive and points_ahead) or group.lemma in rules.scheduled or group.lemma in rules.expecting
            return "future" if group.progressive or points_ahead else "none"
        if group.form == "participle":
            return "future" if points_ahead else "past"
        outer = self._outer(index) if group.form == "gerund" else None
        return "none" if outer is None else self._direction(outer)

    def _is_relative(self, index: int) -> bool:
        """The verb of "in what may prove", "the men who toppled": no date that opens the sentence is its own."""
        return self._word_before(index) in _RELATIVES

    def _word_before(self, index: int) -> str:
        place = bisect_left(self._words, self._groups[index].start - self._offset, key=lambda word: word.start)
        return self._words[place - 1].lower if place else ""

    def _is_past_plan(self, index: int) -> bool:
        """ "was to meet", "had been due to arrive", "was scheduled for": told in the past, whether the day is over or not."""
        group = self._groups[index]
        if group.form == "infinitive" and index and group.tense != "future":
            outer = self._groups[index - 1]
            arranged = outer.lemma == "be" or (outer.passive and outer.lemma in self._rules.ahead)
            return outer.tense == "past" and arranged and group.start - outer.end < 12
        return group.tense == "past" and group.passive and group.lemma in self._rules.ahead

    def _is_due(self, index: int, before: Sequence[Word], end: int, *, tense: str) -> bool:
        """ "is due in Rome on Friday", "the vote is on Sunday": what is or was to be then, without a verb of its own."""
        group = self._groups[index]
        if group.lemma != "be" or group.passive or group.tense != tense or group.start > end:
            return False
        between = [word.lower for word in before if word.start + self._offset >= group.end]
        if tense == "present" and (between in ([], ["on"]) or (self._word_before(index) == "there" and "," not in between)):
            return True  # "the vote is on Sunday", "there is a vote on Sunday"
        return bool(between) and len(between) < _WINDOW - 1 and between[0] in _DUE and _AWAY_FROM_DUE.isdisjoint(between)

    def _outer(self, index: int) -> int | None:
        """The nearest finite group before, among the last few."""
        return next((n for n in range(index - 1, max(-1, index - _WINDOW), -1) if self._groups[n].form == "finite"), None)

    def _direction_of_infinitive(self, index: int) -> Direction:
        """ "agreed to meet" lies ahead, "was forced to leave" is over; an infinitive on its own is a headline's future."""
        if index == 0:
            return "future"
        group, outer, rules = self._groups[index], self._groups[index - 1], self._rules
        distance = group.start - outer.end
        if distance >= _NEAR or outer.lemma in rules.planning or outer.lemma == "be" or outer.tense != "past":
            return "future"
        return "past" if distance < 3 or outer.lemma in rules.causing else "future"

    def _is_certain(self, group: VerbGroup, before: Sequence[Word], start: int, *, opens: bool) -> bool:
        """Whether the date is that of the group's own act, told as a fact or announced with "will"."""
        told = group.tense in ("past", "future") and group.form == "finite" and group.modal in (None, "will") and not group.negated
        if not told or group.perfect or group.lemma not in self._rules.placing:
            return False
        if group.start > start:
            return opens
        between = [word.lower for word in before if word.start + self._offset >= group.end]
        if between and between[-1] in ("on", "in"):
            between.pop()
        is_whole = len(between) < _WINDOW - 1  # else the verb is too far away to be sure
        return is_whole and _AWAY.isdisjoint(between) and "," not in between[:-1]


def _cue(before: Sequence[Word], rules: DirectionRules) -> Direction | None:
    """What the one to five words before the date say together."""
    tail = ""
    for word in before[:-6:-1]:
        tail = f"{word.lower} {tail}".rstrip()
        if tail in rules.cues_future:
            return "future"
        if tail in rules.cues_past:
            return "past"
    return None


def _opens_clause(before: Sequence[Word]) -> bool:
    """Whether the words before the date, less its prepositions, end with something that opens a clause."""
    index = len(before) - 1
    while index >= 0 and before[index].lower in _PREPOSITIONS:
        index -= 1
    if index >= 0 and before[index].lower == '"' and index + 1 < len(before) and before[index + 1].start > before[index].end:
        return False  # a blank behind it: it closes ("its "final offer" on Monday")
    return index >= 0 and before[index].lower in _OPENERS


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
