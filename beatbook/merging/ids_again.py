"""Ids and wholes of events that are merged again: earlier ids go to the events that hold their claims now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.merging.ids import births, find_heir, former_ids, order_of
from beatbook.merging.memory import GroupRecord, articles_of, key_text
from beatbook.merging.parts import find_wholes
from beatbook.merging.remembering import note_first
from beatbook.merging.stored import EVENTS
from beatbook.merging.synthesis import as_part, decided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.merging.model import Event, KnownEvent
    from beatbook.merging.work import Piece, Work


def name_events_again(work: Work) -> None:
    """Gives every event at work its id: earlier ids go to the events that hold their claims now."""
    heir_of, led = _find_heirs(work)
    unnamed = [id_ for id_, heirs in work.standing.heirs.items() if not heirs and id_ not in work.left]
    work.take_up(number for id_ in unnamed for number in work.numbers_of(id_))
    for piece in work.pieces.values():
        before = work.standing.heirs.get(piece.was, (piece.was,)) if piece.was else ()
        mine = {*(id_ for id_ in before if id_ not in led), *(id_ for id_, number in heir_of.items() if number == piece.number)}
        piece.heirs = order_of(mine, work.by_id) if piece.event is not None else ()
    born = [piece for piece in sorted(work.pieces.values(), key=lambda piece: piece.first) if piece.event is not None]
    ids = [piece.heirs[0] if piece.heirs else "" for piece in born]
    former = [former_ids(piece.heirs, work.by_id) for piece in born]
    taken = {*ids, *work.by_id, *(old for event in work.known.events for old in event.former_ids)} - {""}
    ids = list(births([piece.event for piece in born if piece.event], ids, taken, work.names.atlas.profiles))
    spoken = frozenset(work.standing.spoken)
    for piece, id_, old in zip(born, ids, former, strict=True):
        if piece.event is not None:
            piece.event = decided((replace(piece.event, id=id_, former_ids=old),), spoken)[0]
    _note_names(work, born)


def _find_heirs(work: Work) -> tuple[dict[str, int], set[str]]:
    """Earlier id -> group of the event that takes it over, of those for which that may be another one than before; and all of these."""
    led: set[str] = set()
    heir_of: dict[str, int] = {}
    places = {id_: event for event, ids in work.standing.heirs.items() for id_ in ids}
    while True:
        near = {event.id for event in work.known.events if not work.articles.isdisjoint([key.article for key in event.claims])}
        todo = (near | work.renewed) - led
        if not todo:
            return heir_of, led
        led |= todo
        for id_ in sorted(todo):
            before = places.get(id_, "" if id_ in work.standing.heirs else id_)
            work.take_up(work.numbers_of(before))
            if id_ in work.by_id and (number := _heir(work, work.by_id[id_])) is not None:
                heir_of[id_] = number
                work.take_up([number])
        work.done.known += len(todo)


def _heir(work: Work, earlier: KnownEvent) -> int | None:
    numbers = {number for id_ in articles_of(earlier.claims) for number in work.memory.groups_in(id_)}
    events = sorted(((work.first_of(number), number, event) for number in numbers if (event := work.event_of(number))), key=lambda e: e[0])
    index = find_heir(earlier, [event for *_, event in events])
    return events[index][1] if index is not None else None


def _note_names(work: Work, born: Sequence[Piece]) -> None:
    standing = work.standing
    for id_ in work.left | {piece.was for piece in work.pieces.values()}:
        standing.heirs.pop(id_, None)
    for piece in work.pieces.values():
        standing.firsts.pop(key_text(piece.first), None)
    for piece in born:
        if piece.event is not None:
            if piece.heirs != (piece.event.id,):
                standing.heirs[piece.event.id] = piece.heirs
            note_first(standing, piece.first, piece.event)
    for piece in work.pieces.values():
        record = GroupRecord(piece.record.trace, piece.record.why, piece.event.id if piece.event else "")
        if record != work.memory.group(piece.number):
            work.memory.put_group(piece.number, record, new=False)


# ---- wholes


def place_again(work: Work) -> None:
    """Finds anew of what the events near those at work are part, and writes all that are not as they were."""
    moved = {piece.was for piece in work.pieces.values() if piece.event is None or piece.event.id != piece.was}
    for piece in work.pieces.values():
        if piece.event is None or piece.event.id != piece.was or work.memory.composed(piece.was) != piece.event:
            work.articles.update(articles_of(piece.record.trace.claims))
    near = work.events_in(work.articles)
    around = work.events_in({report.article for event in near.values() for report in event.reports})
    events = sorted(around.values(), key=lambda event: event.id)
    wholes = find_wholes(events, work.names.atlas, work.rules)
    here = {event.id: index for index, event in enumerate(events)}
    after: dict[str, tuple[Event, Event]] = {}  # as it is shown, and as it is composed
    for event in near.values():
        whole = wholes.get(here[event.id])
        after[event.id] = (event if whole is None else as_part(event, events[whole], work.names.atlas), event)
    for id_ in (work.left | moved | after.keys()) - {""}:
        old = work.memory.event(id_) if id_ in work.memory.rooms[EVENTS] else None
        new, composed = after.get(id_, (None, None))
        if old is not None and old != new:
            work.count(old, -1)
        if new is not None and old != new:
            work.count(new, 1)
        if new is None or composed is None:
            work.memory.drop_event(id_)
        elif old != new or work.memory.composed(id_) != composed:
            work.memory.put_event(new, composed)
