"""The merged view after some articles, or what is known, have changed: what these can touch is merged again, and the rest stands.

It ends with the very same view that `merge_whole` makes of everything.  Where a change reaches too far, or is of a kind that is followed
nowhere (events that an editor united, divided or wrote by hand), WholeError says so, and what was changed by then is to be thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.merging.anchors import anchor, anchor_again, records_by_id
from beatbook.merging.corrections import held_apart, known_claims, set_days, spoken_claims, spoken_of
from beatbook.merging.events import Evidence, compose_event
from beatbook.merging.identity import NameRules
from beatbook.merging.ids import births, find_heir, former_ids, order_of
from beatbook.merging.leftovers import why_dropped
from beatbook.merging.memory import GroupRecord, KeptTraces, OfArticle, Standing, WholeError, articles_of, digest, digest_known, key_text
from beatbook.merging.model import Dropped, IdentifiedAnalysis
from beatbook.merging.name_links import NameLinks
from beatbook.merging.names import Changed, Names, find_names, kept_names, named_by, remember_names
from beatbook.merging.origins import copies_among
from beatbook.merging.parts import find_wholes
from beatbook.merging.publication import infer_publication
from beatbook.merging.regrouping import Editors, name_group, regroup
from beatbook.merging.resolved import lend_people, make_atlas, resolve_claims
from beatbook.merging.stored import ARTICLES, ENCODER, EVENTS, PROFILES, REST, format_article, format_rest, parse_rest
from beatbook.merging.synthesis import actors_of, as_part, decided, has_page, is_editors, maybe_same, record_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Analysis
    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.grouping import Group
    from beatbook.merging.memory import Memory
    from beatbook.merging.model import ClaimKey, Event, Known, KnownEvent, Profile
    from beatbook.merging.publication import InferredPublication
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules
    from beatbook.merging.synthesis import Composition
    from beatbook.merging.traces import GroupTrace

_MOST = 0.3  # part of all known events that may have changed; beyond it, all are merged as fast


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a merge reads."""

    analyses: Mapping[str, Analysis]
    digests: Mapping[str, bytes]  # id -> hash of the analysis
    known: Known
    rules: MergingRules
    overlapping: Sequence[tuple[str, str]]  # pairs of articles of which one repeats the other's text, in order
    code: str  # stands for the rules and the code
    key: str  # stands for all of this


def is_followed(known: Known) -> bool:
    """Whether nothing was said of events that only everything together can follow."""
    return not any(event.same_as or event.not_about or event.split or event.by_hand for event in known.events)


# ---- what a merge of everything leaves


def remember(memory: Memory, whole: Composition, now: Inputs) -> None:
    """Leaves to the next merge what this one, of everything, was made of; nothing where the next one could not use it."""
    memory.forget()
    if whole.corrected or not is_followed(now.known) or len(whole.articles) < len(now.digests):
        return
    finals = {event.id: event for event in whole.merged.events}
    by_first = {group.claims[0].key: index for index, group in enumerate(whole.kept)}
    standing = _standing(whole, now)
    for number, (group, trace) in enumerate(zip(whole.traced.grouping.groups, whole.traced.traces, strict=True)):
        first = group.claims[0].key
        index = by_first.get(first)
        event = whole.composed[index] if index is not None else None
        memory.put_group(number, GroupRecord(trace, whole.why.get(first, ""), event.id if event else ""), new=True)
        if event is not None:
            note_first(standing, first, event)
            if index in whole.wholes:
                memory.put_event(finals[event.id], event)
    standing.next = standing.groups = len(whole.traced.traces)
    compiled = NameRules.of(now.rules.rules)
    remember_names(memory, whole.resolution, now.known, compiled, NameLinks(compiled))
    memory.finish(standing)


def _standing(whole: Composition, now: Inputs) -> Standing:
    known, resolution = now.known, whole.resolution
    standing = Standing(code=now.code)
    speaking = whole.claims
    for article in whole.articles:
        ids = resolution.entity_ids.get(article.id, ())
        inferred = digest_inferred(whole.inferred.get(article.id))
        standing.articles[article.id] = of_article(
            article, now.digests[article.id], digest(ids), speaks=article.id in speaking, inferred=inferred
        )
    standing.records, standing.events = digest_known(known.articles), digest_known(known.events)
    standing.profiles = {profile.id: digest(profile) for profile in resolution.profiles}
    standing.people = resolution.maybe_same
    standing.countries = dict(make_atlas(resolution.profiles).countries)
    for event in whole.merged.events:
        count_actors(standing, event, 1)
    named = zip(whole.composed, whole.heirs, strict=True)
    standing.heirs = {event.id: heirs for event, heirs in named if heirs != (event.id,)}
    standing.copy_of = dict(whole.copy_of)
    standing.named = named_by({id_: (of.digest, of.day) for id_, of in standing.articles.items()}, known)
    standing.outlets = {
        of.outlet: record.outlet_id
        for of, record in ((standing.articles[record.id], record) for record in whole.merged.articles)
        if record.outlet_id
    }
    standing.spoken = tuple(sorted(spoken_of(known.events)))
    standing.editors = {event.id: articles_of(event.claims) for event in known.events if is_editors(event)}
    standing.stand = whole.traced.stand
    return standing


def of_article(article: AnchoredArticle, analysis: bytes, entities: bytes, *, speaks: bool, inferred: bytes) -> OfArticle:
    """What is kept of an article."""
    day = article.published.isoformat() if article.published and not inferred else ""
    return OfArticle(analysis, entities, speaks, (article.analysis.metadata.outlet or "").casefold(), day, inferred)


def digest_inferred(found: InferredPublication | None) -> bytes:
    """A hash of what was inferred; b"" for nothing."""
    return digest([found.days, found.because]) if found else b""


def count_actors(standing: Standing, event: Event, times: int) -> None:
    for id_ in actors_of(event):
        standing.acting[id_] = standing.acting.get(id_, 0) + times


def note_first(standing: Standing, first: ClaimKey, event: Event) -> None:
    if any(claim.key == first for report in event.reports for claim in report.claims):
        standing.firsts[key_text(first)] = event.id


# ---- merging again


def merge_again(memory: Memory, now: Inputs) -> Done:
    """Brings the rooms from what the last merge left to what `merge_whole` would leave; returns what there was to do.

    Raises WholeError where only everything together can be merged; then what the rooms hold is to be thrown away.
    """
    standing = memory.standing()
    if standing is None or standing.code != now.code or not is_followed(now.known):
        raise WholeError
    return _Again(memory, now, standing).run()


@dataclass(slots=True)
class Done:
    """What a merge had to do, counted."""

    named: int = 0  # entities of which it was worked out who they are
    opened: int = 0  # articles whose names were read
    claims: int = 0  # resolved
    grouped: int = 0  # claims that grouping looked at
    composed: int = 0  # events
    known: int = 0  # earlier events whose heir was looked for


@dataclass(slots=True)
class _Piece:
    """A group at work, with the event that it becomes."""

    number: int
    record: GroupRecord
    first: ClaimKey
    event: Event | None  # None: it becomes none
    was: str  # id of the event that it stood for
    heirs: tuple[str, ...] = ()  # earlier ids that lead to it


class _Again:
    """One run of `merge_again`."""

    def __init__(self, memory: Memory, now: Inputs, standing: Standing) -> None:
        self.memory, self.now, self.standing = memory, now, standing
        self.known, self.rules = now.known, now.rules
        self.records = records_by_id(now.known)
        self.silent = {id_ for id_, record in self.records.items() if record.excluded or record.standing == "retracted"}
        self.done = Done()
        self.acting: dict[str, int] = {}  # in how many events those take part of whom that changes: before
        self.claims_gone: set[ClaimKey] = set()
        self.pieces: dict[int, _Piece] = {}  # by number of the group
        self.inferred: Mapping[str, InferredPublication] = {}
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

    # ---- the order of things

    def run(self) -> Done:
        now, before = self.now, self.standing
        self.gone = before.articles.keys() - now.digests.keys()
        self.edited = {id_ for id_, found in now.digests.items() if id_ not in before.articles or before.articles[id_].digest != found}
        records = digest_known(self.known.articles)
        self.rerecorded = {id_ for id_ in records.keys() | before.records.keys() if records.get(id_) != before.records.get(id_)}
        events = digest_known(self.known.events)
        self.renewed = {id_ for id_ in events.keys() | before.events.keys() if events.get(id_) != before.events.get(id_)}
        if len(self.renewed) > _MOST * len(events) + 20:
            raise WholeError
        named = named_by({id_: (found, self._day(id_)) for id_, found in now.digests.items()}, self.known)
        self.names = kept_names(self.memory, before) if named == before.named else self._find_names()
        self._infer()
        self.copy_of = copies_among(self._known_day, now.overlapping)
        self.copied = {id_ for id_ in self.copy_of.keys() | before.copy_of.keys() if self.copy_of.get(id_) != before.copy_of.get(id_)}
        self._regroup()
        self._compose_again((self.touched | self.copied) & now.digests.keys())
        self._compose_spoken()
        self._name()
        self._place()
        self._write_articles()
        self._write_profiles()
        self._write_rest()
        before.records, before.events, before.copy_of, before.named = records, events, self.copy_of, named
        before.editors = {event.id: articles_of(event.claims) for event in self.known.events if is_editors(event)}
        self.memory.finish(before)
        return self.done

    def _find_names(self) -> Names:
        now = self.now
        changed = Changed(now.digests, sorted(self.edited), sorted(self.gone), now.analyses)
        found = find_names(self.memory, self.standing, now.known, now.rules.rules, changed)
        self.done.named, self.done.opened = found.resolved, found.opened
        return found

    def _day(self, id_: str) -> str:
        if id_ in self.edited or id_ in self.rerecorded:
            published = self.stated(id_).published
            return published.isoformat() if published else ""
        return self.standing.articles[id_].day

    def _known_day(self, id_: str) -> str:
        found = self.inferred.get(id_)
        return self._day(id_) or (found.day.isoformat() if found and found.day else "")

    def _infer(self) -> None:
        """Works out when articles were published that do not say so, from all others.  WholeError where one is of a day not come yet."""
        days = {id_: day for id_ in self.now.digests if (day := self._day(id_))}
        if len(days) < len(self.now.digests):
            present = [IdentifiedAnalysis(id_, self.now.analyses[id_]) for id_ in sorted(self.now.digests)]
            dated = {id_: date.fromisoformat(day) for id_, day in days.items()}
            self.inferred = infer_publication(present, dated, entity_ids={id_: self.names.ids(id_) for id_ in self.now.digests})
        newest = max(days.values(), default="")
        if any(found.day and found.day.isoformat() > newest for found in self.inferred.values()):
            raise WholeError

    def _redated(self) -> set[str]:
        """Articles of which something else is inferred."""
        before = {id_ for id_, of in self.standing.articles.items() if of.inferred} & self.now.digests.keys()
        articles = self.standing.articles
        return {
            id_
            for id_ in before | self.inferred.keys()
            if id_ not in articles or articles[id_].inferred != digest_inferred(self.inferred.get(id_))
        }

    def _retold(self) -> set[str]:
        """Articles that name somebody of whom claims, or what they become, hold more than the id.  WholeError for places and countries."""
        changed = set()
        for id_, profile in self.names.profiles.items():
            old = self.memory.profile(id_)
            if old is None or profile is None or _facts(old) == _facts(profile):
                continue
            if {"place", "state"} & {old.type, profile.type} or "country" in (old.kind, profile.kind):
                raise WholeError
            changed.add(id_)
        return self.names.naming(changed) if changed else set()

    def _is_heard_otherwise(self, id_: str) -> bool:
        """Whether an editor gave an article another day, silenced it, or lets it speak again."""
        before = self.standing.articles[id_]
        return before.day != self._day(id_) or before.speaks != (id_ not in self.silent)

    # ---- groups and events

    def _regroup(self) -> None:
        before = self.standing
        retold = self.edited | self.names.articles.keys() | self._retold() | self._redated()
        self.touched = (retold | (self.rerecorded & self.now.digests.keys())) - self.gone
        changed = self.gone | retold | {id_ for id_ in self.touched - retold if self._is_heard_otherwise(id_)}
        apart = held_apart(self.known.events)
        days = set_days(self.known.events)
        told, spoken = known_claims(self.known.events), spoken_claims(self.known.events, apart)
        about = {id_ for pair in apart for id_ in pair} | days.keys()
        said = {key for event in self.known.events if event.id in about for key in (*event.claims, *event.spoken)}
        marked = {key for key in said if key.index >= 0 and key.article in self.now.digests and key.article not in self.silent}
        self.told, self.spoken = told, spoken
        found = regroup(KeptTraces(self.memory, before), changed, self.claims_of, self.rules, Editors(told, apart, spoken, days, marked))
        if found is None:
            raise WholeError
        self.done.grouped = found.claims
        self.articles = set(self.gone)  # of groups that are new or gone
        self.left: set[str] = set()  # events whose group is gone
        for number in found.gone:
            record = self.memory.group(number)
            self.articles.update(articles_of(record.trace.claims))
            self.claims_gone.update(record.trace.claims)
            before.firsts.pop(key_text(record.trace.claims[0]), None)
            if record.event:
                self.left.add(record.event)
            self.memory.drop_group(number)
        for new, trace in zip(found.new, found.traces, strict=True):
            group = name_group(new.claims, new.reasons, known=told, spoken=spoken)
            self._add(before.next, group, trace, was="", new=True)
            before.next += 1
        before.groups += len(found.new) - len(found.gone)
        before.stand = found.stand

    def _add(self, number: int, group: Group, trace: GroupTrace, *, was: str, new: bool) -> None:
        """Sifts and composes a group."""
        why = why_dropped(group.claims, self.rules) or ""
        kept = not why or any(self._is_editors(id_) for id_ in group.known)
        event = compose_event(group, self._evidence(trace)) if kept else None
        self.done.composed += kept
        record = GroupRecord(trace, why, was)
        self.pieces[number] = _Piece(number, record, trace.claims[0], event, was)
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

    @property
    def by_id(self) -> Mapping[str, KnownEvent]:
        if not hasattr(self, "_by_id"):
            self._by_id = {event.id: event for event in self.known.events}
        return self._by_id

    def _evidence(self, trace: GroupTrace) -> Evidence:
        articles = {id_: self.anchored(id_) for id_ in articles_of(trace.claims)}
        return Evidence(articles, self.copy_of, self.names.atlas, self.rules)

    def _compose_again(self, articles: Iterable[str]) -> None:
        """Events of which something else is told than their claims, and groups of which an editor says something else."""
        numbers = {number for id_ in articles for number in self.memory.groups_in(id_)}
        for id_ in self.renewed:
            event = self.by_id.get(id_)
            now = set(articles_of(event.claims)) if event is not None and is_editors(event) else set()
            for article in now | set(self.standing.editors.get(id_, ())):
                numbers.update(self.memory.groups_in(article))
        self._again(numbers)

    def _again(self, numbers: Iterable[int]) -> None:
        for number in sorted(set(numbers) - self.pieces.keys()):
            record = self.memory.group(number)
            self._add(number, self._group(record.trace), record.trace, was=record.event, new=False)

    def _group(self, trace: GroupTrace) -> Group:
        claims = [self.claims_of(key.article)[key.index] for key in trace.claims]
        for _, at, source in trace.lent:
            claims[at] = lend_people(claims[at], self.claims_of(source.article)[source.index])
        return name_group(claims, trace.reasons, known=self.told, spoken=self.spoken)

    def _compose_spoken(self) -> None:
        """Events on which an editor decided, or decides no more."""
        spoken = tuple(sorted(spoken_of(self.known.events)))
        self._again(number for id_ in set(spoken) ^ set(self.standing.spoken) for number in self._numbers_of(id_))
        self.standing.spoken = spoken

    def _numbers_of(self, event: str) -> set[int]:
        """The group of an event as it stood; none where it is gone."""
        if event not in self.memory.rooms[EVENTS]:
            return set()
        articles = {report.article for report in self.memory.event(event).reports}
        return {number for id_ in articles for number in self.memory.groups_in(id_) if self._was(number) == event}

    def _was(self, number: int) -> str:
        return self.pieces[number].was if number in self.pieces else self.memory.group(number).event

    # ---- ids

    def _name(self) -> None:
        """Gives every event at work its id: earlier ids go to the events that hold their claims now."""
        heir_of, led = self._find_heirs()
        unnamed = [id_ for id_, heirs in self.standing.heirs.items() if not heirs and id_ not in self.left]
        self._again(number for id_ in unnamed for number in self._numbers_of(id_))
        for piece in self.pieces.values():
            before = self.standing.heirs.get(piece.was, (piece.was,)) if piece.was else ()
            mine = {*(id_ for id_ in before if id_ not in led), *(id_ for id_, number in heir_of.items() if number == piece.number)}
            piece.heirs = order_of(mine, self.by_id) if piece.event is not None else ()
        born = [piece for piece in sorted(self.pieces.values(), key=lambda piece: piece.first) if piece.event is not None]
        ids = [piece.heirs[0] if piece.heirs else "" for piece in born]
        former = [former_ids(piece.heirs, self.by_id) for piece in born]
        taken = {*ids, *self.by_id, *(old for event in self.known.events for old in event.former_ids)} - {""}
        ids = list(births([piece.event for piece in born if piece.event], ids, taken, self.names.atlas.profiles))
        spoken = frozenset(self.standing.spoken)
        for piece, id_, old in zip(born, ids, former, strict=True):
            if piece.event is not None:
                piece.event = decided((replace(piece.event, id=id_, former_ids=old),), spoken)[0]
        self._note_names(born)

    def _find_heirs(self) -> tuple[dict[str, int], set[str]]:
        """Earlier id -> group of the event that takes it over, of those for which that may be another one than before; and all of these."""
        led: set[str] = set()
        heir_of: dict[str, int] = {}
        places = {id_: event for event, ids in self.standing.heirs.items() for id_ in ids}
        while True:
            near = {event.id for event in self.known.events if not self.articles.isdisjoint([key.article for key in event.claims])}
            todo = (near | self.renewed) - led
            if not todo:
                return heir_of, led
            led |= todo
            for id_ in sorted(todo):
                before = places.get(id_, "" if id_ in self.standing.heirs else id_)
                self._again(self._numbers_of(before))
                if id_ in self.by_id and (number := self._heir(self.by_id[id_])) is not None:
                    heir_of[id_] = number
                    self._again([number])
            self.done.known += len(todo)

    def _heir(self, earlier: KnownEvent) -> int | None:
        numbers = {number for id_ in articles_of(earlier.claims) for number in self.memory.groups_in(id_)}
        events = sorted(((self._first(number), number, event) for number in numbers if (event := self._event(number))), key=lambda e: e[0])
        index = find_heir(earlier, [event for *_, event in events])
        return events[index][1] if index is not None else None

    def _first(self, number: int) -> ClaimKey:
        return self.pieces[number].first if number in self.pieces else self.memory.group(number).trace.claims[0]

    def _event(self, number: int) -> Event | None:
        """What a group is composed to, before it is made part of another one."""
        if number in self.pieces:
            return self.pieces[number].event
        id_ = self.memory.group(number).event
        return self.memory.composed(id_) if id_ else None

    def _note_names(self, born: Sequence[_Piece]) -> None:
        standing = self.standing
        for id_ in self.left | {piece.was for piece in self.pieces.values()}:
            standing.heirs.pop(id_, None)
        for piece in self.pieces.values():
            standing.firsts.pop(key_text(piece.first), None)
        for piece in born:
            if piece.event is not None:
                if piece.heirs != (piece.event.id,):
                    standing.heirs[piece.event.id] = piece.heirs
                note_first(standing, piece.first, piece.event)
        for piece in self.pieces.values():
            record = GroupRecord(piece.record.trace, piece.record.why, piece.event.id if piece.event else "")
            if record != self.memory.group(piece.number):
                self.memory.put_group(piece.number, record, new=False)

    # ---- wholes

    def _place(self) -> None:
        """Finds anew of what the events near those at work are part, and writes all that are not as they were."""
        moved = {piece.was for piece in self.pieces.values() if piece.event is None or piece.event.id != piece.was}
        for piece in self.pieces.values():
            if piece.event is None or piece.event.id != piece.was or self.memory.composed(piece.was) != piece.event:
                self.articles.update(articles_of(piece.record.trace.claims))
        near = self._events_in(self.articles)
        around = self._events_in({report.article for event in near.values() for report in event.reports})
        events = sorted(around.values(), key=lambda event: event.id)
        wholes = find_wholes(events, self.names.atlas, self.rules)
        here = {event.id: index for index, event in enumerate(events)}
        after: dict[str, tuple[Event, Event]] = {}  # as it is shown, and as it is composed
        for event in near.values():
            whole = wholes.get(here[event.id])
            after[event.id] = (event if whole is None else as_part(event, events[whole], self.names.atlas), event)
        for id_ in (self.left | moved | after.keys()) - {""}:
            old = self.memory.event(id_) if id_ in self.memory.rooms[EVENTS] else None
            new, composed = after.get(id_, (None, None))
            if old is not None and old != new:
                self._count(old, -1)
            if new is not None and old != new:
                self._count(new, 1)
            if new is None or composed is None:
                self.memory.drop_event(id_)
            elif old != new or self.memory.composed(id_) != composed:
                self.memory.put_event(new, composed)

    def _events_in(self, articles: Iterable[str]) -> dict[str, Event]:
        """The events that these articles tell of, as they are composed now, by id."""
        numbers = {number for id_ in articles for number in self.memory.groups_in(id_)}
        events = (self._event(number) for number in sorted(numbers))
        return {event.id: event for event in events if event is not None}

    def _count(self, event: Event, times: int) -> None:
        self.acting |= {id_: self.standing.acting.get(id_, 0) for id_ in actors_of(event) - self.acting.keys()}
        count_actors(self.standing, event, times)

    # ---- records, profiles and the rest

    def _write_articles(self) -> None:
        before, room = self.standing, self.memory.rooms[ARTICLES]
        for id_ in self.gone:
            del before.articles[id_]
        for id_ in self.touched:
            entities = self.names.articles.get(id_) or before.articles[id_].entities
            before.articles[id_] = of_article(
                self.anchored(id_),
                self.now.digests[id_],
                entities,
                speaks=id_ not in self.silent,
                inferred=digest_inferred(self.inferred.get(id_)),
            )
        outlets = {of.outlet for of in before.articles.values()} - {""}
        now = {name: found for name in outlets if (found := self.names.outlets.get(name))}
        other = {name for name in now.keys() | before.outlets.keys() if now.get(name) != before.outlets.get(name)}
        renamed = {id_ for id_, of in before.articles.items() if of.outlet in other} if other else set()
        before.outlets = now
        for id_ in self.touched | (self.copied & self.now.digests.keys()) | renamed:
            record = record_article(self.anchored(id_), self.names.ids(id_), self.copy_of, self.names.outlets, self.records)
            room.put({id_: format_article(record)})
        room.put(dict.fromkeys(self.gone))

    def _write_profiles(self) -> None:
        before, room = self.standing, self.memory.rooms[PROFILES]
        before.acting = {id_: times for id_, times in before.acting.items() if times}
        for id_, profile in self.names.profiles.items():
            if profile is None:
                room.put({id_: None})
                before.profiles.pop(id_, None)
            else:
                room.put({id_: ENCODER.encode(self._with_page(profile))})
                before.profiles[id_] = digest(profile)
        for id_, times in self.acting.items():
            profile = self.memory.profile(id_)
            if id_ not in self.names.profiles and profile is not None and bool(times) != (id_ in before.acting):
                room.put({id_: ENCODER.encode(self._with_page(profile))})

    def _with_page(self, profile: Profile) -> Profile:
        return replace(profile, has_page=has_page(profile, self.standing.acting))

    def _write_rest(self) -> None:
        before = self.standing
        before.people = self.names.people
        firsts = before.firsts
        maybe = maybe_same(before.stand.near_pairs(), lambda key: firsts.get(key_text(key), ""))
        old = parse_rest(self.memory.rooms[REST][""])
        if old is None:
            raise WholeError
        seen = {*self.claims_gone, *(key for piece in self.pieces.values() for key in piece.record.trace.claims)}
        left_out = [Dropped(key, p.record.why) for p in self.pieces.values() if p.event is None for key in p.record.trace.claims]
        dropped = (*(entry for entry in old.dropped if entry.claim not in seen), *left_out)
        day = max((of.day for of in before.articles.values()), default="") or None
        rest = format_rest(self.now.key, day, (*self.names.people, *maybe), tuple(sorted(dropped, key=lambda entry: entry.claim)))
        self.memory.rooms[REST].put({"": rest})


def _facts(profile: Profile) -> tuple[object, ...]:
    """What resolved claims, and the events that they become, hold of a profile besides its id."""
    surname = profile.person.surname if profile.person else ""
    return profile.type, profile.kind, profile.country, profile.parent, bool(profile.roles), surname
