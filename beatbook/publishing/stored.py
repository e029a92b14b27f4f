"""What the last whole build knew of the site, for builds in which only notes changed.

An editor's note below a brief shows on that brief's page alone.  To make this page the site need not be put together again: of what is
kept of it only the few entries are read that the page asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from beatbook.errors import Problem  # noqa: TC001 - read back by its type
from beatbook.publishing.held import TYPES
from beatbook.publishing.kept import encode_entry, hash_entry
from beatbook.publishing.ledger import find_changed, find_readers, hash_tables
from beatbook.publishing.pages import event_unit
from beatbook.publishing.tracing import table_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beatbook.publishing.held import Entries
    from beatbook.publishing.kept import Kept
    from beatbook.publishing.page import Unit

_CHECKSUM = 32  # bytes in front
SMALL = ("day", "feeds", "totals")  # tables that the page of an event reads and that are kept whole


class NotStoredError(LookupError):
    """Something was asked for that is not kept: the site has to be put together."""


class Base(msgspec.Struct):
    """What a site was made of, and what is told of it."""

    setting: bytes  # of the press
    entries: bytes  # stands for the entries that are kept beside this
    rest: bytes  # a hash of all inputs but the briefs
    briefs: dict[str, bytes]  # path -> hash of the text
    fronts: dict[str, bytes]  # path -> hash of the front matter
    problems: tuple[Problem, ...]
    books: bytes  # a hash of all entries of tables but the events
    small: dict[str, dict[str, Any]]  # table -> key -> entry


def format_base(base: Base) -> bytes:
    """What to keep, a checksum in front."""
    content = msgspec.msgpack.encode(base)
    return blake2b(content, digest_size=_CHECKSUM).digest() + content


def parse_base(content: bytes | None) -> Base:
    """What was kept.  Raises NotStoredError where there is nothing, or it is damaged."""
    if not content or blake2b(content[_CHECKSUM:], digest_size=_CHECKSUM).digest() != content[:_CHECKSUM]:
        raise NotStoredError
    try:
        return msgspec.msgpack.decode(memoryview(content)[_CHECKSUM:], type=Base)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise NotStoredError from error


class Stored:
    """A kept site."""

    def __init__(self, base: Base, entries: Entries) -> None:
        self.base = base
        self.tables = {name: StoredTable(name, entries) for name in TYPES}

    def with_notes(self, notes: Mapping[str, str], kept: Kept) -> Noted:
        """The site with these notes (event -> text) below its briefs, where nothing else is another than it was.

        Raises NotStoredError where more than their own pages may show it.
        """
        events = self.tables["events"]
        if hash_tables(kept, but="events") != self.base.books:
            raise NotStoredError
        for ident, note in notes.items():
            if ident not in events or not events[ident].reports:  # one that is not shown, or shown for its note alone
                raise NotStoredError
            events.over[ident] = replace(events[ident], body=note)
        prints = {ident: hash_entry(encode_entry(event)) for ident, event in events.over.items()}
        names = find_readers(kept, find_changed(kept, "events", prints))
        units = {(unit := event_unit(ident, event.url)).name: unit for ident, event in events.over.items()}
        if not units.keys() >= set(names):
            raise NotStoredError
        held: dict[str, Mapping[str, Any]] = {**self.tables, **self.base.small}
        tables = {name: held.get(name, NoTable()) for name in table_names()}
        return Noted(kept, tuple(units[name] for name in names), tables)


class Noted(NamedTuple):
    """A site in which only notes changed."""

    kept: Kept
    units: tuple[Unit, ...]  # to be made anew
    tables: dict[str, Mapping[str, Any]]


class StoredTable(Mapping[str, Any]):
    """The entries of a table, each decoded when it is asked for; those that another build made lie over them."""

    def __init__(self, name: str, entries: Entries) -> None:
        self._name, self._entries = name, entries
        self._decoder = msgspec.msgpack.Decoder(TYPES[name])
        self.over: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key in self.over:
            return self.over[key]
        if not self._entries.holds(self._name, key):
            raise KeyError(key)
        entry = self._entries.read(self._name, key)
        if entry is None:
            raise NotStoredError(key)
        try:
            return self._decoder.decode(entry)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise NotStoredError(key) from error

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._entries.holds(self._name, key)

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
