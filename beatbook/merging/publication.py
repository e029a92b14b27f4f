"""Articles without a day of publication: the days on which they can have been written, as their own words and dated articles imply.

What may bound an article's day:
- it tells of an act on a full date ("met on 3 May 2018"): not before that day;
- it announces an act on a full date ("will meet on 12 June 2018"): not after that day;
- it names the day of one planned event twice, by the calendar and from its own day ("next week", "April 24");
- it tells of an event on "Friday" that an article with a known day dates;
- it bears a day without its year ("9 OCT, 14:22"), and all dated articles on the same people are nearest to that day of one year.

A wrong range is far worse than none.  So only dates count that the verb of their own clause places (Timex.certain), or that are the date of
a claim; the same two people do the same thing again and again, so an event shared with a dated article counts only with words in common and
together with a second, independent sign; what contradicts each other gives nothing, and neither does an open end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from beatbook.analysis.timexes import resolve, timex_interval
from beatbook.edtf import Interval, format_edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beatbook.analysis.model import Analysis, Claim, Timex
    from beatbook.merging.model import IdentifiedAnalysis

_NEAR_STAMP = 60  # days between a day without its year and the article on the same people that brings the year
_ONE_YEAR_OFF = 120  # an article on the same people that is farther than this from every such day leaves the year open
_PEOPLE_SHARED = 2
_SEVERAL = 4  # dated articles
_FULL = "full date"  # source of the signs that full dates give
MAX_DAYS = 62  # a longer range helps nobody
_SEARCH = 400  # days around a dated event in which an article on it is looked for
_SHARED_STEMS = 3  # in the words of both sentences, besides names and words that stand everywhere
_FULL_DATE = re.compile(r"(?:date:\d{4}:\d|value:\d{4}-\d\d)")
_CALENDAR_DAY = re.compile(r"date:(?:\d{4})?:\d\d:\d\d:")
_COUNTED = re.compile(r"(?:unit:(?:D|W|WE):[+-]?\d|weekday:\d:(?:future|next|this))")
_PAST_DAY = re.compile(r"(?:weekday:\d:(?:past|last)?|unit:D:(?:-\d|\+0))$")
_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 6  # letters: "congratulated" and "congratulatory" are one
_PLAIN_STEMS = frozenset(
    ("monday", "tuesda", "wednes", "thursd", "friday", "saturd", "sunday", "januar", "februa", "march", "april", "august",
     "septem", "octobe", "novemb", "decemb", "presid", "leader", "minist", "meetin", "summit", "letter", "messag", "visit",
     "visite", "talks", "speech", "agreem", "statem", "foreig", "after", "before", "about", "their", "there", "which", "would",
     "could", "first", "second", "other", "where", "while", "betwee", "countr", "govern", "offici", "report", "during")
)  # fmt: skip  # first letters of words that do not tell one event from another


@dataclass(frozen=True, slots=True)
class InferredPublication:
    """The days on which an article can have been published, and why."""

    days: Interval
    because: tuple[str, ...]  # sentence parts for readers, in a fixed order

    @property
    def edtf(self) -> str:
        return format_edtf(self.days)

    @property
    def day(self) -> date | None:
        """The one certain day, if it is one."""
        return self.days.first if self.days.first == self.days.last else None


@dataclass(frozen=True, slots=True)
class _Sign:
    """One thing that an article's day must agree with."""

    allows: Callable[[date], bool]
    around: Interval | None  # days near which the article must lie; None: says nothing of the year
    because: str
    source: str  # signs of one source are not independent of each other
    needs_second: bool = False


class DatedEvent(msgspec.Struct, array_like=True, frozen=True):
    """A sentence of a dated article that tells of at least two people on a day."""

    people: tuple[str, ...]  # names or profile ids, sorted
    stems: tuple[str, ...]  # of its words, names left out, sorted
    day: date


class Testimony(msgspec.Struct, array_like=True, frozen=True):
    """What a dated article says by which another one can be dated."""

    people: tuple[str, ...]  # profile ids, or names of two words and more, sorted
    events: tuple[DatedEvent, ...]


def infer_publication(
    articles: Sequence[IdentifiedAnalysis],
    published: Mapping[str, date],
    *,
    entity_ids: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, InferredPublication]:
    """Article id -> the days on which it can have been published, for those articles without a known day of which anything is implied.

    Pass all articles, and the day of every article whose day is known (stated, from metadata, or set by an editor) under its id; timexes of
    dated articles are resolved against that day.  `entity_ids` may hold, per article, the profile id of each of its entities, as
    `Resolution.entity_ids` does; without it, participants are compared by name.  An article that is missing from the answer stays
    unknown.  The order of `articles` changes nothing.
    """
    undated = [identified for identified in articles if identified.id not in published]
    if not undated:
        return {}
    ids = entity_ids or {}
    dated = (identified for identified in articles if identified.id in published)
    told = {one.id: testify(one, published[one.id], ids.get(one.id, ())) for one in dated}
    return infer_from(undated, published, told, lambda id_: ids.get(id_, ()))


def testify(identified: IdentifiedAnalysis, published: date, ids: Sequence[str]) -> Testimony:
    """What an article of this day says by which others can be dated; `ids` are the profiles of its entities, "" where there is none."""
    names = _names(identified, ids)
    return Testimony(tuple(sorted(_people(identified, names))), tuple(_dated_events(identified, names, published)))


def infer_from(
    undated: Iterable[IdentifiedAnalysis],
    published: Mapping[str, date],
    told: Mapping[str, Testimony],
    ids_of: Callable[[str], Sequence[str]],
) -> dict[str, InferredPublication]:
    """The same from what all dated articles say; `ids_of` has the profiles of an article's entities."""
    events: dict[tuple[str, ...], list[tuple[str, DatedEvent]]] = defaultdict(list)  # by the people: nothing else is ever compared
    for id_ in sorted(told):
        for event in told[id_].events:
            events[event.people].append((id_, event))
    found: dict[str, InferredPublication] = {}
    for identified in sorted(undated, key=lambda identified: identified.id):
        names = _names(identified, ids_of(identified.id))
        signs = [*_own_signs(identified.analysis), *_shared_signs(identified, names, events)]
        if stamped := identified.analysis.metadata.stamped:
            people = _people(identified, names)
            witnesses = [_Witness(id_, published[id_], people.intersection(told[id_].people)) for id_ in sorted(told)]
            signs += _stamp_signs(stamped, witnesses)
        if (inferred := _agree(signs)) is not None:
            found[identified.id] = inferred
    return found


# ---- what all signs together allow


def _agree(signs: Sequence[_Sign]) -> InferredPublication | None:
    """The days that every sign allows; None when there are none, when they are too many, or when they fall apart."""
    if len({sign.source for sign in signs if sign.source != _FULL}) < 2:
        signs = [sign for sign in signs if not sign.needs_second]
    window = _window(signs)
    if window is None:
        return None
    days = [day for day in _days(window) if all(sign.allows(day) for sign in signs)]
    if not days or len(days) > MAX_DAYS or (days[-1] - days[0]).days + 1 != len(days):
        return None
    return InferredPublication(Interval(days[0], days[-1]), tuple(dict.fromkeys(sign.because for sign in signs)))


def _window(signs: Sequence[_Sign]) -> Interval | None:
    """The days that can come into question at all: None when no sign bounds them on both sides."""
    window = Interval(date.min, date.max)
    for sign in signs:
        if sign.around is not None:
            narrowed = window.intersection(sign.around)
            if narrowed is None:
                return None
            window = narrowed
    return None if window.first == date.min or window.last == date.max else window


def _days(interval: Interval) -> Iterator[date]:
    return (interval.first + timedelta(days=number) for number in range(interval.days))


# ---- signs of the article's own words


def _own_signs(analysis: Analysis) -> Iterator[_Sign]:
    yield from _full_dates(analysis)
    yield from _named_twice(analysis)


def _full_dates(analysis: Analysis) -> Iterator[_Sign]:
    """ "met on 3 May 2018", "will meet on 12 June 2018"."""
    for timex in analysis.timexes:
        days = timex_interval(timex.value)
        if not timex.certain or days is None or not _FULL_DATE.match(timex.expression):
            continue
        if timex.direction == "past":
            around = Interval(days.first, date.max)
            yield _Sign(_inside(around), around, f'it tells of "{timex.text}" as past', _FULL)
        elif timex.direction == "future" and not _other_full_date(timex, analysis.timexes):
            around = Interval(date.min, days.last)
            yield _Sign(_inside(around), around, f'it announces something for "{timex.text}"', _FULL)


def _inside(days: Interval) -> Callable[[date], bool]:
    return lambda day: days.first <= day <= days.last


def _other_full_date(timex: Timex, timexes: Iterable[Timex]) -> bool:
    """Whether its sentence names another year: "he said in 2015 that they will" looks ahead from 2015."""
    return any(other.sentence == timex.sentence and other is not timex and re.match(r"date:\d{4}:", other.expression) for other in timexes)


def _named_twice(analysis: Analysis) -> Iterator[_Sign]:
    """One planned event with a date of the calendar here and one counted from the article's day there."""
    planned: dict[tuple[str, frozenset[int]], list[tuple[Timex, bool]]] = {}
    for claim in analysis.claims:
        people = frozenset(p.entity for p in claim.participants if analysis.entities[p.entity].type == "person")
        timex = _planned_day(claim, analysis)
        if claim.status in ("planned", "expected") and timex is not None and not timex.quoted and len(people) > 1:
            planned.setdefault((claim.kind, people), []).append((timex, claim.when is not None))
    for number, dates in enumerate(planned.values()):
        fixed = [timex for timex, _ in dates if _CALENDAR_DAY.match(timex.expression) and "@" not in timex.expression]
        counted = [timex for timex, _ in dates if _COUNTED.match(timex.expression) and "@" not in timex.expression]
        if len({timex.expression for timex in fixed}) == 1:
            for timex in counted:
                yield _twice(fixed[0], timex, f"event {number}", has_year=all(is_own for _, is_own in dates))


def _planned_day(claim: Claim, analysis: Analysis) -> Timex | None:
    """The date of the claim; where it has none, the next date ahead behind its trigger in the same sentence."""
    if claim.when is not None:
        return analysis.timexes[claim.when]
    behind = (timex for timex in analysis.timexes if timex.sentence == claim.sentence and timex.start >= claim.trigger.end)
    timex = next((timex for timex in behind if timex.type in ("DATE", "TIME")), None)
    others = (other for other in analysis.claims if other.sentence == claim.sentence and other is not claim)
    if timex is None or timex.direction != "future" or any(claim.trigger.end <= other.trigger.start < timex.start for other in others):
        return None
    return timex


def _twice(fixed: Timex, counted: Timex, source: str, *, has_year: bool) -> _Sign:
    """Only dates that are the claims' own may bring the year; others can but confirm one."""

    def allows(day: date) -> bool:
        one, other = timex_interval(resolve(fixed.expression, day)), timex_interval(resolve(counted.expression, day))
        return one is not None and other is not None and one.overlaps(other)

    days = timex_interval(fixed.value) if has_year and _FULL_DATE.match(fixed.expression) else None
    because = f'one event is "{counted.text}" and on "{fixed.text}"'
    return _Sign(allows, _around(days) if days else None, because, source)


def _around(days: Interval) -> Interval:
    return Interval(days.first - timedelta(days=_SEARCH), days.last + timedelta(days=_SEARCH))


# ---- a day without its year


def _people(identified: IdentifiedAnalysis, names: Sequence[str]) -> frozenset[str]:
    """The people that the article names, credits left out: profile ids, or names of two words and more."""
    analysis = identified.analysis
    acting = {mention.entity for mention in analysis.mentions if mention.type == "person" and not mention.credit}
    return frozenset(names[number] for number in acting if re.search(r"[ -]", names[number]))


@dataclass(frozen=True, slots=True)
class _Witness:
    """A dated article, and the people that it shares with the one without a year."""

    article: str
    day: date
    people: frozenset[str]


def _stamp_signs(stamped: str, told: Sequence[_Witness]) -> Iterator[_Sign]:
    """The day that the article bears, in the year to which every dated article on the same people is nearest.

    One person in one article says little: the year counts when the weekday agrees, too, when two articles share two people, or when all
    dated articles there are, and they are several, belong to that one time.
    """
    month_day, _, weekday = stamped.partition("/")
    witnesses = [witness for witness in told if witness.people]
    nearest: dict[date, list[tuple[int, str]]] = {}
    for witness in witnesses:
        near = min(_stamped_days(month_day, witness.day.year), key=lambda day: (abs((day - witness.day).days), day), default=None)
        if near is None or abs((near - witness.day).days) > _ONE_YEAR_OFF:
            return
        nearest.setdefault(near, []).append((abs((near - witness.day).days), witness.article))
    if len(nearest) != 1:
        return
    found, others = next(iter(nearest.items()))
    distance, article = min(others)
    people = frozenset[str]().union(*(witness.people for witness in witnesses))
    one_time = len(told) >= _SEVERAL and all(abs((found - witness.day).days) <= _ONE_YEAR_OFF for witness in told)
    several = one_time or (len(witnesses) > 1 and len(people) >= _PEOPLE_SHARED)
    enough = found.isoweekday() == int(weekday) if weekday else several
    if enough and distance <= _NEAR_STAMP:
        only = Interval(found, found)
        because = f"it bears the day and month of {found.isoformat()} without a year, and names the same people as {article}"
        yield _Sign(_inside(only), only, because, "stamp")


def _stamped_days(month_day: str, year: int) -> Iterator[date]:
    """That day in the year before, this one and the next, as far as it exists."""
    for candidate in range(max(1, year - 1), min(9999, year + 1) + 1):
        with suppress(ValueError):  # 29 February
            yield date.fromisoformat(f"{candidate:04}-{month_day.removeprefix('--')}")


# ---- signs of dated articles


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that tells of at least two people on a day of the week or so many days ago."""

    timex: Timex
    people: frozenset[str]  # names or profile ids
    stems: frozenset[str]  # of its words, names left out


def _dated_events(identified: IdentifiedAnalysis, names: Sequence[str], published: date) -> Iterator[DatedEvent]:
    for told in _told_on_a_day(identified, names):
        days = timex_interval(resolve(told.timex.expression, published))
        if days is not None and days.days == 1 and days.last <= published:
            yield DatedEvent(tuple(sorted(told.people)), tuple(sorted(told.stems)), days.first)


def _told_on_a_day(identified: IdentifiedAnalysis, names: Sequence[str]) -> Iterator[_Told]:
    """The sentences with one such date and with claims, of which none is background or still ahead."""
    analysis = identified.analysis
    common = [name for name, entity in zip(names, analysis.entities, strict=True) if entity.type in ("person", "state", "place")]
    for timex in analysis.timexes:
        claims = [claim for claim in analysis.claims if claim.sentence == timex.sentence]
        if not _PAST_DAY.match(timex.expression) or timex.direction != "past" or timex.quoted:
            continue
        if not claims or any(claim.background for claim in claims):
            continue
        if sum(other.sentence == timex.sentence and other.type in ("DATE", "TIME") for other in analysis.timexes) > 1:
            continue
        people = frozenset(
            names[mention.entity]
            for mention in analysis.mentions
            if mention.sentence == timex.sentence and mention.type == "person" and not mention.credit
        )
        if len(people) > 1:
            yield _Told(timex, people, _stems(claims, common))


def _shared_signs(
    identified: IdentifiedAnalysis, names: Sequence[str], events: Mapping[tuple[str, ...], Sequence[tuple[str, DatedEvent]]]
) -> Iterator[_Sign]:
    for told in _told_on_a_day(identified, names):
        for article, event in events.get(tuple(sorted(told.people)), ()):
            if len(told.stems.intersection(event.stems)) >= _SHARED_STEMS:
                yield _same_event(told.timex, article, event.day)


def _same_event(timex: Timex, article: str, day: date) -> _Sign:
    days = Interval(day, day)

    def allows(published: date) -> bool:
        return timex_interval(resolve(timex.expression, published)) == days

    because = f'what it tells of "{timex.text}" took place on {day.isoformat()}, as {article} says'
    return _Sign(allows, _around(days), because, f"shared {day.isoformat()}", needs_second=True)


def _names(identified: IdentifiedAnalysis, ids: Sequence[str]) -> tuple[str, ...]:
    """One name an entity: its profile id where that is known, else its name without hyphens and case."""
    plain = [re.sub(r"[\W_]+", " ", entity.name).casefold().strip() for entity in identified.analysis.entities]
    return tuple((ids[number] if number < len(ids) else "") or name for number, name in enumerate(plain))


def _stems(claims: Iterable[Claim], names: Iterable[str]) -> frozenset[str]:
    """What the words of these claims say besides names, days and the words of their kind."""
    words = {word[:_STEM] for claim in claims if claim.evidence for word in _WORD.findall(claim.evidence.quote.casefold())}
    starts = {part[:5] for name in names for part in re.split(r"[\W_]+", name) if len(part) > 3}  # "korea" is in "korean"
    return frozenset(word for word in words - _PLAIN_STEMS if word[:5] not in starts and word[:4] not in starts)
