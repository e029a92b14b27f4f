"""Groups of claims at work while something is merged again: looked up, composed, and with what they were before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from beatbook.merging.anchors import anchor, anchor_again, records_by_id
from beatbook.merging.corrections import spoken_of
from beatbook.merging.events import Evidence, compose_event
from beatbook.merging.leftovers import why_dropped
from beatbook.merging.memory import GroupRecord, articles_of, digest_known
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.merging.names import kept_names
from beatbook.merging.regrouping import name_group
from beatbook.merging.remembering import count_actors
from beatbook.merging.resolved import lend_people, resolve_claims
from beatbook.merging.stored import EVENTS
from beatbook.merging.synthesis import actors_of, is_editors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.grouping import Group
    from beatbook.merging.memory import Memory, Standing
    from beatbook.merging.model import ClaimKey, Event, KnownEvent
    from beatbook.merging.publication import InferredPublication
    from beatbook.merging.remembering import Inputs
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.traces import GroupTrace


@dataclass(slots=True)
class Done:
    """What a merge had to do, counted."""

    named: int = 0  # entities of which it was worked out who they are
    opened: int = 0  # articles whose names were read
    testified: int = 0  # dated articles that were read for what they say of the days of others
    claims: int = 0  # resolved
    grouped: int = 0  # claims that grouping looked at
    composed: int = 0  # events
    known: int = 0  # earlier events whose heir was looked for


@dataclass(slots=True)
class Piece:
    """A group at work, with the event that it becomes."""

    number: int
    record: GroupRecord
    first: ClaimKey
    event: Event | None  # None: it becomes none
    was: str  # id of the event that it stood for
    heirs: tuple[str, ...] = ()  # earlier ids that lead to it


class Work:
    """What one run of `merge_again` has at hand."""

    def __init__(self, memory: Memory, now: Inputs, standing: Standing) -> None:
        self.memory, self.now, self.standing = memory, now, standing
        self.known, self.rules = now.known, now.rules
        self.records = records_by_id(now.known)
        self.silent = {id_ for id_, record in self.records.items() if record.excluded or record.standing == "retracted"}
        self.done = Done()
        self.acting: dict[str, int] = {}  # in how many events those take part of whom that changes: before
        self.claims_gone: set[ClaimKey] = set()
        self.pieces: dict[int, Piece] = {}  # by number of the group
        self.inferred: Mapping[str, InferredPublication] = {}
        self.names = kept_names(memory, standing)  # until it is known better
        self.copy_of: dict[str, str] = {}
        self.copied: set[str] = set()  # articles that repeat another one than before
        self.touched: set[str] = set()  # articles of which claims, or what is told with them, may be others
        self.told: Mapping[ClaimKey, str] = {}  # claim -> earlier event
        self.spoken: Mapping[ClaimKey, frozenset[str]] = {}  # claim -> earlier events of which an editor spoke when it was theirs
        self.articles: set[str] = set()  # of groups that are new, gone or told otherwise
        self.left: set[str] = set()  # events whose group is gone
        self.gone = standing.articles.keys() - now.digests.keys()
        self.edited = {id_ for id_, found in now.digests.items() if id_ not in standing.articles or standing.articles[id_].digest != found}
        self.record_digests = digest_known(now.known.articles)
        self.event_digests = digest_known(now.known.events)
        self.rerecorded = differing(self.record_digests, standing.records)
        self.renewed = differing(self.event_digests, standing.events)
        self._stated: dict[str, AnchoredArticle] = {}
        self._claims: dict[str, tuple[ResolvedClaim, ...]] = {}

    # ---- what is looked up

    def stated(self, id_: str) -> AnchoredArticle:
        """The article with the day that it states, or that a person set."""
        if id_ not in self._stated:
            self._stated[id_] = anchor(IdentifiedAnalysis(id_, self.now.analyses[id_]), self.records.get(id_))
        return self._stated[id_]

    def anchored(self, id_: str) -> AnchoredArticle:
        found = self.inferred.get(id_)
        return anchor_again(self.stated(id_), found.days, found.because) if found else self.stated(id_)

    def claims_of(self, id_: str) -> tuple[ResolvedClaim, ...]:
        if id_ not in self._claims:
            speaks = id_ in self.now.digests and id_ not in self.silent
            self._claims[id_] = resolve_claims(self.anchored(id_), self.names.ids(id_), self.names.atlas, self.rules) if speaks else ()
            self.done.claims += len(self._claims[id_])
        return self._claims[id_]

    def day(self, id_: str) -> str:
        if id_ in self.edited or id_ in self.rerecorded:
            published = self.stated(id_).published
            return published.isoformat() if published else ""
        return self.standing.articles[id_].day

    def known_day(self, id_: str) -> str:
        found = self.inferred.get(id_)
        return self.day(id_) or (found.day.isoformat() if found and found.day else "")

    # ---- groups and events

    def add(self, number: int, group: Group, trace: GroupTrace, *, was: str, new: bool) -> None:
        """Sifts and composes a group."""
        why = why_dropped(group.claims, self.rules) or ""
        kept = not why or any(self._is_editors(id_) for id_ in group.known)
        event = compose_event(group, self._evidence(trace)) if kept else None
        self.done.composed += kept
        record = GroupRecord(trace, why, was)
        self.pieces[number] = Piece(number, record, trace.claims[0], event, was)
        if new:
            self.memory.put_group(number, record, new=True)
        if new or not self._is_told_as_before(event, was):
            self.articles.update(articles_of(trace.claims))

    def _is_told_as_before(self, event: Event | None, was: str) -> bool:
        """Whether it is, by all that ids and wholes go by, the event that it was."""
        if event is None or not was:
            return event is None and not was
        old = self.memory.composed(was)
        return replace(event, id=old.id, former_ids=old.former_ids, because=old.because) == old

    def _is_editors(self, id_: str) -> bool:
        event = self.by_id.get(id_)
        return event is not None and is_editors(event)

    @cached_property
    def by_id(self) -> Mapping[str, KnownEvent]:
        return {event.id: event for event in self.known.events}

    def _evidence(self, trace: GroupTrace) -> Evidence:
        articles = {id_: self.anchored(id_) for id_ in articles_of(trace.claims)}
        return Evidence(articles, self.copy_of, self.names.atlas, self.rules)

    def compose_again(self, articles: Iterable[str]) -> None:
        """Events of which something else is told than their claims, and groups of which an editor says something else."""
        numbers = {number for id_ in articles for number in self.memory.groups_in(id_)}
        for id_ in self.renewed:
            event = self.by_id.get(id_)
            now = set(articles_of(event.claims)) if event is not None and is_editors(event) else set()
            for article in now | set(self.standing.editors.get(id_, ())):
                numbers.update(self.memory.groups_in(article))
        self.take_up(numbers)

    def take_up(self, numbers: Iterable[int]) -> None:
        for number in sorted(set(numbers) - self.pieces.keys()):
            record = self.memory.group(number)
            self.add(number, self._group(record.trace), record.trace, was=record.event, new=False)

    def _group(self, trace: GroupTrace) -> Group:
        claims = [self.claims_of(key.article)[key.index] for key in trace.claims]
        for _, at, source in trace.lent:
            claims[at] = lend_people(claims[at], self.claims_of(source.article)[source.index])
        return name_group(claims, trace.reasons, known=self.told, spoken=self.spoken)

    def compose_spoken(self) -> None:
        """Events on which an editor decided, or decides no more."""
        spoken = tuple(sorted(spoken_of(self.known.events)))
        self.take_up(number for id_ in set(spoken) ^ set(self.standing.spoken) for number in self.numbers_of(id_))
        self.standing.spoken = spoken

    def numbers_of(self, event: str) -> set[int]:
        """The group of an event as it stood; none where it is gone."""
        if event not in self.memory.rooms[EVENTS]:
            return set()
        articles = {report.article for report in self.memory.event(event).reports}
        return {number for id_ in articles for number in self.memory.groups_in(id_) if self._was(number) == event}

    def _was(self, number: int) -> str:
        return self.pieces[number].was if number in self.pieces else self.memory.group(number).event

    def events_in(self, articles: Iterable[str]) -> dict[str, Event]:
        """The events that these articles tell of, as they are composed now, by id."""
        numbers = {number for id_ in articles for number in self.memory.groups_in(id_)}
        events = (self.event_of(number) for number in sorted(numbers))
        return {event.id: event for event in events if event is not None}

    def first_of(self, number: int) -> ClaimKey:
        return self.pieces[number].first if number in self.pieces else self.memory.group(number).trace.claims[0]

    def event_of(self, number: int) -> Event | None:
        """What a group is composed to, before it is made part of another one."""
        if number in self.pieces:
            return self.pieces[number].event
        id_ = self.memory.group(number).event
        return self.memory.composed(id_) if id_ else None

    def count(self, event: Event, times: int) -> None:
        self.acting |= {id_: self.standing.acting.get(id_, 0) for id_ in actors_of(event) - self.acting.keys()}
        count_actors(self.standing, event, times)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    """Keys that have not the same value in both."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
