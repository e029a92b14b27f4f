"""When a claim is dated: to which verb or noun each date of a sentence belongs, and whether an event is recalled only in passing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.analysis.objects import clause_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.analysis.claim_frames import Frame
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Timex
    from beatbook.analysis.status import Reading

_SAYING = frozenset(
    """
    say tell announce report add confirm note state mention reveal write tweet declare warn quote cite stress reiterate
    claim clarify explain
    """.split()  # noqa: SIM905  a word list reads better in lines
)
_DECIDING = frozenset(
    """
    cancel scrap announce confirm postpone call deny reject accept agree schedule propose delay nix pull invite plan
    suggest request offer put rule
    """.split()  # noqa: SIM905  a word list reads better in lines
)
_ARRANGED = frozenset(("plan", "schedule", "slate", "intend", "arrange", "expect", "set", "pencil", "bill"))
_STATES = frozenset(
    ("border", "include", "involve", "face", "surround", "contain", "concern", "regard", "feature", "span", "link", "connect", "represent")
)
RECALLED_AFTER = 45  # days before publication from which an event is only recalled; news returns to what is younger


@dataclass(frozen=True, slots=True)
class Dates:
    """To which verb group or noun each date of a sentence belongs."""

    by_group: dict[int, tuple[int, ...]]  # verb group -> timexes
    by_noun: dict[int, tuple[int, ...]]  # token behind a noun trigger -> timexes

    def of(self, layout: Layout, frame: Frame, timexes: Sequence[Timex], created: str | None) -> tuple[int | None, int | None, bool]:
        """(timex of the event, timex of deciding or saying it, whether the first stands in the trigger's own clause)."""
        occurrence = frame.occurrence
        if occurrence.end in self.by_noun or occurrence.group < 0 or layout.groups[occurrence.group].end_token != occurrence.end:
            return self._of_noun(layout, frame, timexes, created)
        own = self._of_verb(layout, frame, timexes, created)
        if own is not None and _is_start(layout, own):
            own = None  # "has introduced since July", "criticised its losses since 2005"
        on = None
        if own is None and occurrence.group:
            above = occurrence.group - 1
            found = self._best(self.by_group.get(above, ()), timexes)
            if found is not None:
                if self._is_meant_ahead(layout, occurrence.group, timexes[found], created):
                    own = found
                elif layout.groups[above].lemma in _SAYING | _DECIDING or layout.groups[occurrence.group].form == "infinitive":
                    on = found
                elif layout.groups[occurrence.group].form in ("gerund", "participle"):
                    own = found
        return own, on, own is not None

    def _of_verb(self, layout: Layout, frame: Frame, timexes: Sequence[Timex], created: str | None) -> int | None:
        """The day that stands with the verb, or with what hangs on it."""
        occurrence = frame.occurrence
        own = self._best(self.by_group.get(occurrence.group, ()), timexes)
        if own is None:
            own = _opened_by_when(layout, occurrence.group)
        if own is None:
            own = self._of_verb_before(layout, occurrence.group, timexes)
        if own is None and (
            occurrence.rule.kind in ("meeting", "visit", "talks", "agreement", "call", "other", "statement") or occurrence.rule.with_words
        ):
            own = self._nested(layout, frame, timexes, created)
        if own is None:
            own = self._behind_hanging_verb(layout, occurrence.group, timexes, created)
        return own

    def _of_noun(self, layout: Layout, frame: Frame, timexes: Sequence[Timex], created: str | None) -> tuple[int | None, int | None, bool]:  # noqa: C901, PLR0911  a list of cases, in order
        dates = self.by_noun.get(frame.occurrence.end, ())
        own = self._best([each for each in dates if not _of_other_noun(layout, frame, each)], timexes)
        number = frame.carrier if frame.carrier >= 0 else _next_group(layout, frame)
        governing = self._best(self.by_group.get(number, ()), timexes) if number >= 0 else None
        if governing is None and number >= 0 and number == frame.carrier and own is None:
            governing = self._of_verb_before(layout, number, timexes)
        deciding = number >= 0 and layout.groups[number].lemma in (_SAYING | _DECIDING) - frame.occurrence.rule.done_by
        if (
            own is not None
            and deciding
            and not self.is_ahead(timexes[own], created)
            and layout.groups[number].tense == "past"
            and _stands_behind(layout, frame, own)
        ):
            return None, own, False  # "called off the meeting on Thursday"
        if own is None and governing is None and frame.carrier > 0 and layout.groups[frame.carrier - 1].lemma in _SAYING | _DECIDING:
            told = self._best(self.by_group.get(frame.carrier - 1, ()), timexes)
            if told is not None:
                return None, told, False  # "announced on Monday that they had reached a pact"
        if governing is not None and deciding and layout.groups[number].lemma in _MOVED and _is_new_day(layout, governing):
            return governing, None, True  # "the audience was postponed to today"
        behind = self._of_clause_behind(layout, frame, timexes, relative=own is None and number >= 0)
        if behind is not None and (own is None or (deciding and not self.is_ahead(timexes[own], created))):
            return behind, governing if deciding and governing != behind else None, True  # "called off talks planned for Monday"
        if own is None and governing is None and frame.mover >= 0:
            own = self._best(self.by_group.get(frame.mover, ()), timexes)  # "travels to Rome on Friday for a forum"
        if own is not None:
            return own, governing if deciding else None, True
        if (
            governing is not None
            and deciding
            and not (self.is_ahead(timexes[governing], created) and layout.groups[number].tense != "past")
        ):
            return (governing, None, True) if self.is_ahead(timexes[governing], created) else (None, governing, False)
        if governing is not None:
            return governing, None, True
        number = _main_group(layout, frame)
        main = self._best(self.by_group.get(number, ()), timexes) if number >= 0 else None
        after = (
            number >= 0
            and frame.phrase > 0
            and layout.tokens[frame.phrase - 1].lower in ("after", "following", "since")
            and layout.groups[number].lemma in _SAYING
        )
        if main is not None and layout.groups[number].lemma not in _DECIDING and not after:
            return main, None, layout.groups[number].lemma not in _SAYING or _is_framing(layout, frame)
        return None, main, False

    def _is_meant_ahead(self, layout: Layout, number: int, timex: Timex, created: str | None) -> bool:
        """ "On Friday she is due to meet Okoro": the day to come is that of the infinitive, not of being due."""
        above = layout.groups[number - 1]
        return (
            layout.groups[number].form == "infinitive"
            and (above.lemma in ("be", "have") or above.lemma in _ARRANGED)
            and self.is_ahead(timex, created)
        )

    def _of_verb_before(self, layout: Layout, number: int, timexes: Sequence[Timex], depth: int = 0) -> int | None:
        """The date of the verb with which this one shares its subject: "on Monday she addressed parliament and signed the treaty".

        Also that of the verb on which "before attending" and the like hang.
        """
        above = _coordinated_verb(layout, number)
        if above is None or depth > 3:
            return None
        found = self._best(self.by_group.get(above, ()), timexes)
        return found if found is not None else self._of_verb_before(layout, above, timexes, depth + 1)

    def _of_clause_behind(self, layout: Layout, frame: Frame, timexes: Sequence[Timex], *, relative: bool) -> int | None:
        """The date in the clause behind the noun: "talks that fell apart in May", "talks planned for Monday"."""
        found = self._best(self.by_group.get(_relative_group(layout, frame), ()), timexes) if relative else None
        return found if found is not None else self._best(self.by_group.get(_arranged_group(layout, frame), ()), timexes)

    def _nested(self, layout: Layout, frame: Frame, timexes: Sequence[Timex], created: str | None) -> int | None:
        """A date that hangs on a noun inside the verb's clause: "met at a summit in Rome on Friday"."""
        first, end = frame.occurrence.end, frame.end
        past = layout.groups[frame.occurrence.group].tense == "past"
        found = [
            number
            for at, numbers in self.by_noun.items()
            if first < at <= end
            and (
                _prepositions_before(layout, at, first) <= {"at", "in", "during", "on", "for", "over", "by"}
                or frame.occurrence.rule.kind in ("other", "sanction", "statement")
            )
            for number in numbers
            if frame.occurrence.rule.kind != "other" or _stands_free(layout, at, number)
            if not (past and self.is_ahead(timexes[number], created))
        ]
        return self._best(tuple(found), timexes)

    def _behind_hanging_verb(self, layout: Layout, number: int, timexes: Sequence[Timex], created: str | None) -> int | None:
        """ "barred Okoro from running on Tuesday": a day that is past is that of the verb in the past."""
        group = layout.groups[number]
        if group.form != "finite" or group.tense != "past":
            return None
        for following in range(number + 1, min(len(layout.groups), number + 3)):
            other = layout.groups[following]
            before = layout.tokens[other.first_token - 1].lower
            if other.form == "finite" or before in ("after", "before", "while", "since", ","):
                return None
            found = self._best(self.by_group.get(following, ()), timexes)
            if found is not None:
                past = timexes[found].direction == "past" and not self.is_ahead(timexes[found], created)
                return found if (past and other.form != "participle") or other.end_token in layout.dated | _day_begins(layout) else None
        return None

    @staticmethod
    def _best(numbers: Sequence[int], timexes: Sequence[Timex]) -> int | None:
        """The first date; a time of day, duration or set only where nothing better stands."""
        for types in (("DATE",), ("TIME",)):
            for number in numbers:
                if timexes[number].type in types and timexes[number].value not in ("PRESENT_REF", "PAST_REF"):
                    return number
        return None

    @staticmethod
    def is_ahead(timex: Timex, created: str | None) -> bool:
        """The date lies after the day of publication; without one, as tense has it."""
        first = first_day(timex.value)
        if first is not None and created is not None:
            return first > date.fromisoformat(created)
        return timex.direction == "future" or timex.value == "FUTURE_REF"


def _is_start(layout: Layout, number: int) -> bool:
    """The date says since when, not on which day."""
    first = next((first for first, _, index in layout.timexes if index == number), 0)
    return first > 0 and layout.tokens[first - 1].lower == "since"


def _stands_free(layout: Layout, end: int, number: int) -> bool:
    """The date behind a noun that ends at token `end` is no part of its phrase: "rejected the offer on Monday", not "Monday's offer"."""
    first = next((first for first, _, index in layout.timexes if index == number), 0)
    return first >= end and layout.tokens[first - 1].lower not in ("of", "from", "for", "since", "until", "to", "by")


def _day_begins(layout: Layout) -> frozenset[int]:
    """Tokens right before a date: its preposition."""
    return frozenset(first - 1 for first, _, _ in layout.timexes if first and layout.tokens[first - 1].lower in ("on", "late", "early"))


def _coordinated_verb(layout: Layout, number: int) -> int | None:
    """The verb group before `number` that has the same subject and tense: "met Berg and signed", "will meet Berg before attending"."""
    group = layout.groups[number]
    index = group.first_token - 1
    while index > 0 and layout.tokens[index].tag == "RB":
        index -= 1
    if index <= 0 or number == 0:
        return None
    word = layout.tokens[index].lower
    if group.form == "gerund" and word in ("before", "after", "while"):
        above = next((k for k in range(number - 1, max(-1, number - 4), -1) if layout.groups[k].form != "participle"), None)
        return above if above is not None and layout.groups[above].lemma not in _SAYING else None
    if layout.tokens[index].tag != "CC" and word != "then":
        return None
    above = next((k for k in range(number - 1, max(-1, number - 4), -1) if layout.groups[k].form == group.form), None)
    if above is None or layout.groups[above].lemma in _SAYING:
        return None
    same = layout.groups[above].tense == group.tense or "none" in (layout.groups[above].tense, group.tense)
    return above if same else None


def _opened_by_when(layout: Layout, number: int) -> int | None:
    """ "in 2014, when he met Okoro": the date right before the clause's "when"."""
    first = layout.groups[number].first_token
    for index in range(first - 1, max(0, first - 9), -1):
        if layout.tokens[index].lower in ("when", "where") and layout.tokens[index].tag == "CS":
            return next((timex for _, end, timex in layout.timexes if 0 <= index - end <= 1), None)
        if layout.group_at[index] >= 0:
            return None
    return None


def _prepositions_before(layout: Layout, index: int, first: int) -> set[str]:
    """The preposition that governs the noun behind which `index` stands."""
    for position in range(index - 2, first - 1, -1):
        if layout.tokens[position].tag in ("IN", "TO"):
            return {layout.tokens[position].lower}
    return set()


def dates_of(layout: Layout, nouns: Sequence[tuple[int, int]]) -> Dates:
    """Each date belongs to the nearest verb or noun trigger before it in its clause, or, at the head of a clause, to the verb behind it."""
    by_group: dict[int, list[int]] = {}
    by_noun: dict[int, list[int]] = {}
    ends_of = {end for _, end in nouns}
    nouns = [each for each in nouns if not (layout.tokens[each[0] - 1].lower == "of" and each[0] - 1 in ends_of)]  # "a letter of protest"
    anchors: list[tuple[int, int, int, tuple[int, int]]] = [
        (end, first, -1, (first, end)) for first, end in {end: (first, end) for first, end in nouns}.values()
    ]
    anchors += [
        (group.end_token, group.first_token, number, (0, 0))
        for number, group in enumerate(layout.groups)
        if not (group.form == "gerund" and group.lemma in _STATES)  # "in a region bordering Peru on Monday": that is when they met
    ]
    anchors.sort()
    ends = {end: clause_end(layout, end, noun=number < 0) for end, _, number, _ in anchors}
    for first, end, index in layout.timexes:
        owner = _verb_right_behind(layout, anchors, first, end)
        for anchor in anchors if owner is None else ():
            if anchor[0] <= first < max(ends[anchor[0]], anchor[0] + 1):
                owner = anchor
            elif anchor[2] < 0 and end <= anchor[3][0] and anchor[3][0] - end <= 6 and _same_phrase(layout, end, anchor[3][0]):
                owner = anchor
                break
        if owner is None and _opens_clause(layout, first, end):
            owner = next(
                (
                    anchor
                    for anchor in anchors
                    if anchor[2] >= 0
                    and anchor[1] >= end
                    and layout.groups[anchor[2]].form == "finite"
                    and not _is_relative(layout, anchor[1], end)
                ),
                None,
            )
        if owner is None:
            owner = next((anchor for anchor in reversed(anchors) if anchor[0] <= first), None) or next(iter(anchors), None)
        if owner is None:
            continue
        if owner[2] < 0:
            by_noun.setdefault(owner[3][1], []).append(index)
        else:
            by_group.setdefault(owner[2], []).append(index)
    return Dates({key: tuple(value) for key, value in by_group.items()}, {end: tuple(by_noun.get(end, ())) for _, end in nouns})


def _verb_right_behind(
    layout: Layout, anchors: Sequence[tuple[int, int, int, tuple[int, int]]], first: int, end: int
) -> tuple[int, int, int, tuple[int, int]] | None:
    """ "Acme, which makes chips, on Monday raised its offer": the verb right behind the date, unless the date hangs on one before it."""
    before = first - 1 - (first > 0 and layout.tokens[first - 1].lower == "on")
    if before < 0 or layout.group_at[before] >= 0 or layout.tokens[before].tag not in ("NN", "NNP", "PU", "PN"):
        return None
    return next((anchor for anchor in anchors if anchor[1] == end and anchor[2] >= 0 and layout.groups[anchor[2]].form == "finite"), None)


def _opens_clause(layout: Layout, first: int, end: int) -> bool:
    """The date stands at the head of a clause, or right before its "when"."""
    if end < len(layout.tokens) and layout.tokens[end].lower == "when":
        return True
    before = first - 1
    while before >= 0 and first - before < 5 and layout.tokens[before].tag in ("IN", "DT", "RB", "JJ", "CS"):
        before -= 1
    return before < 0 or layout.tokens[before].tag in ("PU", "CC")


def _is_relative(layout: Layout, index: int, first: int) -> bool:
    """The verb at token `index` belongs to a relative clause that begins behind `first`: "the men who toppled", "in what may be"."""
    for position in range(index - 1, max(first - 1, index - 5), -1):
        token = layout.tokens[position]
        if token.lower in ("who", "which", "whose", "what", "that", "where") and token.tag in ("CS", "PN", "DT", "WP"):
            return position > first
        if token.tag not in ("RB", "NEG", "MD", "NN", "JJ", "DT", "PS"):
            return False
    return False


def _same_phrase(layout: Layout, first: int, end: int) -> bool:
    """Only words of one noun phrase stand between: "Saturday's surprise meeting", "the June 12 summit"."""
    return all(
        layout.tokens[index].tag in ("POS", "JJ", "NN", "NNP", "CD", "VBN", "PU") and layout.tokens[index].text not in ",;:"
        for index in range(first, end)
    )


def _is_new_day(layout: Layout, number: int) -> bool:
    """ "moved to Monday", "put off until May"."""
    return any(
        index == number and first and layout.tokens[first - 1].lower in ("to", "until", "till") for first, _, index in layout.timexes
    )


def _of_other_noun(layout: Layout, frame: Frame, number: int) -> bool:
    """ "a conference for the victims of the earthquake of 7 November": the day of what stands before "of"."""
    first = next((first for first, _, index in layout.timexes if index == number), 0)
    return first - 1 > frame.occurrence.end and layout.tokens[first - 1].lower == "of" and layout.tokens[first - 2].tag in ("NN", "NNP")


def _stands_behind(layout: Layout, frame: Frame, number: int) -> bool:
    return any(
        index == number and first >= frame.occurrence.end and layout.tokens[first - 1].lower not in ("for", "of")
        for first, _, index in layout.timexes
    )


def _next_group(layout: Layout, frame: Frame) -> int:
    """The verb behind the phrase: as whose subject the noun stands, or a participle that belongs to it."""
    governed = frame.phrase > 0 and (layout.tokens[frame.phrase - 1].tag in ("IN", "TO") or layout.group_at[frame.phrase - 1] >= 0)
    for index in range(frame.occurrence.end, min(len(layout.tokens), frame.occurrence.end + 20)):
        number = layout.group_at[index]
        if number >= 0:
            group = layout.groups[number]
            if group.form == "participle" and group.end_token < len(layout.tokens) and layout.tokens[group.end_token].lower == "by":
                continue  # "the talks, led by Berg and Okoro, began on Monday"
            return number if not governed or group.form == "participle" else -1
        token = layout.tokens[index]
        if token.tag == "CS" and token.lower in ("that", "which"):
            governed = False
        elif token.text in (";", ":") or token.tag == "CS":
            return -1
    return -1


def _relative_group(layout: Layout, frame: Frame) -> int:
    """The verb of a relative clause right behind the noun; -1 for none."""
    for index in range(frame.occurrence.end, min(len(layout.tokens) - 1, frame.occurrence.end + 2)):
        if layout.tokens[index].lower in ("that", "which") and layout.tokens[index].tag == "CS":
            return layout.group_at[index + 1]
    return -1


def _arranged_group(layout: Layout, frame: Frame) -> int:
    """The verb behind the noun that says for when it was arranged: "talks planned for Monday", "a visit that was to begin on Monday"."""
    first = frame.occurrence.end
    relative = False
    for index in range(first, min(len(layout.tokens), first + 16)):
        token, number = layout.tokens[index], layout.group_at[index]
        if number >= 0:
            group = layout.groups[number]
            if group.form == "participle" and (group.lemma in _ARRANGED or (index < first + 7 and number != frame.carrier)):
                return number
            if relative and group.form == "finite":
                inner = (
                    number + 1 if number + 1 < len(layout.groups) and layout.groups[number + 1].first_token == group.end_token else number
                )
                return inner if layout.groups[inner].form == "infinitive" or group.lemma in _ARRANGED else -1
            return -1
        if token.tag == "CS" and token.lower in ("that", "which"):
            relative = True
        elif token.tag == "CS" or token.text in (";", ":"):
            return -1
    return -1


def _is_framing(layout: Layout, frame: Frame) -> bool:
    return frame.phrase > 0 and layout.tokens[frame.phrase - 1].lower in ("at", "in", "during", "following", "after")


def _main_group(layout: Layout, frame: Frame) -> int:
    if not _is_framing(layout, frame):
        return -1
    for index in range(frame.phrase - 1, max(-1, frame.phrase - 25), -1):
        if layout.group_at[index] >= 0:
            return layout.group_at[index]
    return next(
        (number for number, group in enumerate(layout.groups) if group.first_token >= frame.occurrence.end and group.form == "finite"), -1
    )


_VALUE = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)))?")


def first_day(value: str | None) -> date | None:
    """The first day that a TIMEX3 value covers; None for durations, references and what needs an anchor."""
    found = _VALUE.match(value or "")
    if found is None:
        return None
    year, month, day, week = found.groups()
    try:
        if week:
            return date.fromisocalendar(int(year), int(week), 1)
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The timex of the first day and that of the last, None for a single one."""

    when: int | None
    when_to: int | None = None

    def __iter__(self) -> Iterator[int | None]:
        return iter((self.when, self.when_to))


def stretch_of(layout: Layout, when: int | None, timexes: Sequence[Timex]) -> Stretch:
    """ "from May 3 to May 5", "between Monday and Wednesday"; of "moved from May 3 to May 5" the new day alone."""
    if when is None:
        return Stretch(None)
    first, last = (when - 1, when) if timexes[when].ends else (when, when + 1)
    if first < 0 or last >= len(timexes) or not timexes[last].ends or timexes[first].sentence != timexes[last].sentence:
        return Stretch(when)
    if timexes[first].type != "DATE" or timexes[last].type != "DATE":
        return Stretch(when)
    start = next((at for at, _, index in layout.timexes if index == first), 0)
    moved = any(layout.group_at[at] >= 0 and layout.groups[layout.group_at[at]].lemma in _MOVED for at in range(max(0, start - 6), start))
    return Stretch(last) if moved else Stretch(first, last)


_MOVED = frozenset(("move", "postpone", "delay", "push", "put", "bring", "change", "reschedule", "shift", "defer", "advance", "extend"))


def is_background(layout: Layout, frame: Frame, reading: Reading, timex: Timex | None, created: str | None, *, reported: bool) -> bool:
    """Told as past of the past, as the last of its kind, or far before the article's own day.

    In reported speech "had met" is only the tense that "said" asks for.
    """
    if reading.status != "happened" or layout.caption:
        return False
    day = first_day(timex.value) if timex is not None else None
    if day is not None and created is not None:
        return date.fromisoformat(created) - _last_day(timex.value if timex else None, day) > timedelta(days=RECALLED_AFTER)
    words = {token.lower for token in layout.tokens[frame.phrase : frame.occurrence.first]}
    return (reading.recalled and not reported) or bool(words & {"last", "previous", "earlier", "past"})


def _last_day(value: str | None, first: date) -> date:
    text = value or ""
    if len(text) == 4:
        return date(first.year, 12, 31)
    if len(text) == 7:
        return first + timedelta(days=27)
    return first
