"""What the last whole build knew of the site, kept so that single entries can be read again: for builds in which only notes changed.

An editor's note below a brief shows on that brief's page alone.  To make this page the site need not be put together again: what it is
made of lies here, entry by entry, and of all that is kept only the few entries that it asks for are read.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from beatbook.errors import Problem  # noqa: TC001 - read back by its type
from beatbook.publishing.heads import ArticleHead, EventHead, ProfileHead
from beatbook.publishing.kept import PRINT, encode_entry, hash_entry, hash_tables, with_entries
from beatbook.publishing.model import SiteArticle, SiteEvent
from beatbook.publishing.pages import event_unit
from beatbook.publishing.tracing import table_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beatbook.publishing.kept import Kept
    from beatbook.publishing.page import Unit
    from beatbook.publishing.tracing import Recorder

_SIZE = 8  # bytes that tell the length of the head
_PART = 200  # entries written in one go
TYPES: Mapping[str, Any] = {  # tables that the page of an event reads, and what their entries are
    "events": SiteEvent,
    "articles": SiteArticle,
    "index.events": EventHead,
    "index.articles": ArticleHead,
    "index.profiles": ProfileHead,
    "index.aliases": tuple[str, ...],
    "index.mentions": tuple[tuple[int, int, str], ...],
    "day": str | None,
    "feeds": str,
    "totals": int,
}


class NotStoredError(LookupError):
    """Something was asked for that is not kept: the site has to be put together."""


class Base(msgspec.Struct):
    """What a site was made of, and what is told of it."""

    setting: bytes  # of the press
    rest: bytes  # a hash of all inputs but the briefs
    briefs: dict[str, bytes]  # path -> hash of the text
    fronts: dict[str, bytes]  # path -> hash of the front matter
    problems: tuple[Problem, ...]
    books: bytes  # a hash of all entries of tables but the events
    tables: dict[str, tuple[list[str], bytes, bytes]] = {}  # name -> keys in order, ends of the entries, and a hash of each


def format_base(base: Base, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[bytes]:
    """What to keep, in parts: all entries, and behind them the head, so that nobody has to hold all of it."""
    for name in TYPES:
        keys, ends, prints, end = list(tables[name]), array("Q"), [], 0
        for start in range(0, len(keys), _PART):
            encoded = [encode_entry(tables[name][key]) for key in keys[start : start + _PART]]
            for entry in encoded:
                end += len(entry)
                ends.append(end)
                prints.append(hash_entry(entry))
            yield b"".join(encoded)
        base.tables[name] = (keys, ends.tobytes(), b"".join(prints))
    head = msgspec.msgpack.encode(base)
    yield b"".join([head, hash_entry(head), len(head).to_bytes(_SIZE, "little")])


class Stored:
    """A kept site."""

    def __init__(self, content: bytes) -> None:
        """Raises NotStoredError where there is none, or it is damaged."""
        end = len(content) - _SIZE - PRINT
        size = int.from_bytes(content[-_SIZE:], "little")
        head = content[max(end - size, 0) : max(end, 0)]
        if not content or hash_entry(head) != content[max(end, 0) : -_SIZE]:
            raise NotStoredError
        try:
            self.base = msgspec.msgpack.decode(head, type=Base)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise NotStoredError from error
        self.tables: dict[str, StoredTable] = {}
        at = 0
        for name, (keys, lengths, prints) in self.base.tables.items():
            ends = array("Q", lengths)
            self.tables[name] = StoredTable(content, at, keys, ends, prints, TYPES[name])
            at += ends[-1] if ends else 0

    def with_notes(self, notes: Mapping[str, str], kept: Kept) -> Noted:
        """The site with these notes (event -> text) below its briefs, where nothing else is another than it was.

        Raises NotStoredError where more than their own pages may show it.
        """
        events = self.tables["events"]
        if hash_tables(kept, but="events") != self.base.books:
            raise NotStoredError
        for ident, note in notes.items():
            if ident not in events or not events[ident].reports:  # a brief without reports is shown for its note alone
                raise NotStoredError
            events.over[ident] = replace(events[ident], body=note)
        prints = events.prints() | {ident: hash_entry(encode_entry(event)) for ident, event in events.over.items()}
        patched, changed = with_entries(kept, "events", prints, prints)
        names = [name for name, unit in kept.units.items() if not changed.isdisjoint(array("I", unit.reads))] if changed else []
        units = {event_unit(event).name: event_unit(event) for event in map(events.__getitem__, prints.keys() & _events_of(names))}
        if units.keys() != set(names):
            raise NotStoredError
        return Noted(patched, tuple(units[name] for name in names), {name: self.tables.get(name, NoTable()) for name in table_names()})


def _events_of(names: Iterable[str]) -> set[str]:
    """The ids that units are named after, where they are those of events."""
    return {name.removeprefix("events/").removesuffix(".html") for name in names}


class Noted(NamedTuple):
    """A site in which only notes changed."""

    kept: Kept
    units: tuple[Unit, ...]  # to be made anew
    tables: dict[str, Mapping[str, Any]]

    def number(self, recorder: Recorder) -> None:
        """Lets a recorder of these tables call their entries by the numbers that they have."""
        recorder.places = [dict(zip(keys, range(len(keys)), strict=True)) for keys, _ in self.kept.tables.values()]


class StoredTable(Mapping[str, Any]):
    """The entries of a table, each decoded when it is asked for; those that another build made lie over them."""

    def __init__(self, content: bytes, start: int, keys: list[str], ends: array[int], prints: bytes, type_: Any) -> None:
        self._content, self._start, self._ends, self._prints = content, start, ends, prints
        self._decoder = msgspec.msgpack.Decoder(type_)
        self._places = dict(zip(keys, range(len(keys)), strict=True))
        self.over: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key in self.over:
            return self.over[key]
        place = self._places[key]
        begin = self._ends[place - 1] if place else 0
        entry = self._content[self._start + begin : self._start + self._ends[place]]
        if hash_entry(entry) != self._prints[place * PRINT : (place + 1) * PRINT]:
            raise NotStoredError(key)
        try:
            return self._decoder.decode(entry)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise NotStoredError(key) from error

    def prints(self) -> dict[str, bytes]:
        """A hash of every entry as it lies here, in the order of the site."""
        return {key: self._prints[at * PRINT : (at + 1) * PRINT] for key, at in self._places.items()}

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        raise NotStoredError

    def __len__(self) -> int:
        raise NotStoredError


class NoTable(Mapping[str, Any]):
    """Stands for a table that is not kept."""

    def __getitem__(self, key: str) -> Any:
        raise NotStoredError(key)

    def __contains__(self, key: object) -> bool:
        raise NotStoredError(key)

    def __iter__(self) -> Iterator[str]:
        raise NotStoredError

    def __len__(self) -> int:
        raise NotStoredError
