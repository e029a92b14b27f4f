"""Which units of the last build stand: the books of what each of them read."""

from __future__ import annotations

import sys
from array import array
from hashlib import blake2b
from itertools import compress, count, repeat
from operator import eq, ne
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.publishing.held import NodeTable
from beatbook.publishing.kept import Kept, digest_arguments, encode_entry, hash_entry
from beatbook.publishing.tracing import BASES, TABLE_BITS, WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from beatbook.publishing.kept import KeptFile, KeptUnit
    from beatbook.publishing.tracing import Reads, Recorder


class Ledger:
    """Tells which units of the last build stand, and keeps the books of this one."""

    def __init__(self, recorder: Recorder, kept: Kept, setting: bytes) -> None:
        """`kept` is what the last build kept; `setting` stands for all that every file of the site depends on."""
        self.setting = setting
        self.kept = kept if setting and kept.setting == setting and _can_number(recorder, kept) else Kept(files=kept.files)
        self._tables: dict[str, tuple[list[str], list[bytes]]] = {}
        self._changed: set[int] = set()
        self._recorder = recorder
        for number, name in enumerate(recorder.tables):
            self._enter(number, name)

    def stands(self, name: str, arguments: bytes) -> KeptUnit | None:
        """The unit as it was last made, if it would be made the same again; None where that is not known."""
        unit = self.kept.units.get(name)
        if unit is None or not arguments or unit.arguments != arguments:
            return None
        return unit if not self._changed or self._changed.isdisjoint(array("I", unit.reads)) else None

    def asked_the_same(self, name: str, arguments: tuple[object, ...]) -> bool:
        """Whether the last build made this unit of the same arguments."""
        unit = self.kept.units.get(name)
        return unit is not None and unit.arguments == digest_arguments(arguments)

    def changed(self, name: str) -> frozenset[str] | None:
        """The entries of a table that are new or others than before; None where that is not known."""
        if not self.kept.units:
            return None
        number, (keys, _) = list(self._recorder.tables).index(name), self._tables[name]
        places = (one >> TABLE_BITS for one in self._changed if one & ((1 << TABLE_BITS) - 1) == number)
        return frozenset([keys[place] for place in places if place != WHOLE])

    def numbers(self, reads: Reads) -> bytes:
        """What was read, all in numbers."""
        if not reads.others:
            return reads.numbers
        found = array("I", reads.numbers)
        for number, key in reads.others:
            places, (keys, prints) = self._recorder.places[number], self._tables[tuple(self._recorder.tables)[number]]
            if key not in places:
                places[key] = len(keys)
                keys.append(key)
                prints.append(b"")
            found.append(places[key] << TABLE_BITS | number)
        return found.tobytes()

    def close(self, units: Mapping[str, KeptUnit], files: Mapping[str, KeptFile]) -> Kept:
        """What the next build is to know."""
        return Kept(self.setting, files, units, self._tables)

    def _enter(self, number: int, name: str) -> None:
        """Numbers the entries of a table, as they were numbered before, and notes which are others than before."""
        entries = self._recorder.tables[name].untraced()
        keys, prints = self.kept.tables.get(name, ([], []))
        known = dict(zip(keys[1:], prints[1:], strict=True))
        now = self._prints(name, entries, known)
        whole = hash_order(now)
        keys = keys or [""]
        keys = [*keys, *(key for key in now if key not in known)]
        found = [whole, *map(now.get, keys[1:], repeat(b""))]
        before = [*prints, *([b""] * (len(found) - len(prints)))]
        self._changed.update(at << TABLE_BITS | number for at in compress(count(), map(ne, found, before)))
        self._tables[name] = keys, found
        self._recorder.places[number] = dict(zip(keys[1:], range(1, len(keys)), strict=True))

    def _prints(self, name: str, entries: Mapping[str, Any], known: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """A hash of every entry.  One that shows nothing but its node is what it was while the node is."""
        if isinstance(entries, NodeTable):
            return entries.prints
        base = BASES.get(name)
        if base is None or not known:
            return _hash_entries(entries)
        keys, prints = self._tables[base]
        _, before = self.kept.tables[base]
        same = known.keys() & set(compress(keys, map(eq, prints, before)))
        now = dict(zip(entries, map(known.get, entries, repeat(b"")), strict=True))
        now.update((key, hash_entry(encode_entry(entries[key]))) for key in entries if key not in same)
        return now


def _hash_entries(entries: Mapping[str, Any]) -> Mapping[str, bytes]:
    """A hash of every entry; where they are mere words, of each word once."""
    if isinstance(next(iter(entries.values()), None), str):
        made = {word: hash_entry(encode_entry(word)) for word in set(entries.values())}
        return {key: made[word] for key, word in entries.items()}
    return {key: hash_entry(encode_entry(entry)) for key, entry in entries.items()}


def hash_order(prints: Mapping[str, bytes]) -> bytes:
    """A hash of all entries of a table, and of their order."""
    return hash_entry("\0".join(prints).encode() + b"".join(prints.values()))


def hash_tables(kept: Kept, *, but: str) -> bytes:
    """A hash of all entries that were numbered, but those of one table."""
    total = blake2b(digest_size=16)
    for name, (keys, prints) in sorted(kept.tables.items()):
        if name != but:
            total.update(msgspec.msgpack.encode((name, keys, prints)))
    return total.digest()


def find_changed(kept: Kept, name: str, prints: Mapping[str, bytes]) -> frozenset[int]:
    """The numbers of those entries of a table that have not these hashes, with that of the whole table; none where all have."""
    number = list(kept.tables).index(name)
    keys, before = kept.tables[name]
    places = [place for key, new in prints.items() if before[place := keys.index(key)] != new]
    return frozenset(place << TABLE_BITS | number for place in (WHOLE, *places)) if places else frozenset()


def find_readers(kept: Kept, numbers: Collection[int]) -> list[str]:
    """The names of the units that read one of these entries."""
    found: dict[str, KeptUnit] = {}
    for number in numbers:
        sought = number.to_bytes(4, sys.byteorder)
        found.update((name, unit) for name, unit in kept.units.items() if sought in unit.reads)
    return [name for name, unit in found.items() if not set(numbers).isdisjoint(array("I", unit.reads))]


def _can_number(recorder: Recorder, kept: Kept) -> bool:
    """Whether the numbers of the last build serve this one: none of its entries is gone, and most of them are asked for.

    A number holds the name of its entry.  That of something which was taken away, a confidential text say, must not stay in a cache.
    """
    tables = {name: table.untraced() for name, table in recorder.tables.items()}
    if sum(len(keys) for keys, _ in kept.tables.values()) >= 2 * sum(map(len, tables.values())) + 1000:
        return False
    return all(set(compress(keys[1:], prints[1:])).issubset(tables.get(name, ())) for name, (keys, prints) in kept.tables.items())
