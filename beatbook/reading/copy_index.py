"""The overlaps of texts, kept from build to build: a text more is compared with those that share a shingle with it, and no other.

What is kept is a room of values: the sketch of each article, which articles hold a shingle (in buckets, so that an article more touches
as many as its sketch has shingles), and the pairs that were found.  The pairs are those that `find_overlaps` finds, to the last one:
pairs that share a shingle of few texts, and of a stock phrase those that stand side by side in the order of ids.
"""

from __future__ import annotations

import struct
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import msgspec

from beatbook.reading.copies import CROWD, LIKELY_COPY, find_overlaps, overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_BUCKETS = 2048
_IDS, _PAIRS = "ids", "pairs"  # keys
_NAMES = msgspec.msgpack.Decoder(list[str])
_FOUND = msgspec.msgpack.Decoder(list[tuple[str, str]])


def index_overlaps(sketches: Mapping[str, tuple[int, ...]]) -> dict[str, bytes]:
    """What to keep of all articles."""
    ids = sorted(sketches)
    buckets: list[list[int]] = [[] for _ in range(_BUCKETS)]
    for number, id_ in enumerate(ids):
        for value in sketches[id_]:
            buckets[value % _BUCKETS].append(value << 32 | number)
    kept = {_sketch_key(id_): _pack(sketch, "I") for id_, sketch in sketches.items()}
    kept.update((_bucket_key(number), _pack(entries, "Q")) for number, entries in enumerate(buckets) if entries)
    return {**kept, _IDS: msgspec.msgpack.encode(ids), _PAIRS: _format_pairs((pair.first, pair.second) for pair in find_overlaps(sketches))}


def kept_pairs(kept: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """The pairs of articles of which one repeats the other's text, as they were found; in order.  KeyError where nothing is kept."""
    return tuple(_FOUND.decode(kept[_PAIRS]))


def find_same(sketches: Mapping[str, tuple[int, ...]], digests: Mapping[str, bytes], hashed: Callable[[bytes], bytes]) -> set[str]:
    """The articles whose sketch is the one that is kept; `digests` are the hashes of all values that are."""
    return {id_ for id_, sketch in sketches.items() if digests.get(_sketch_key(id_)) == hashed(_pack(sketch, "I"))}


def kept_ids(kept: Mapping[str, bytes]) -> list[str]:
    """The articles whose sketches are kept.  KeyError where nothing is."""
    return [id_ for id_ in _NAMES.decode(kept[_IDS]) if id_]


def update_overlaps(kept: Mapping[str, bytes], changed: Mapping[str, tuple[int, ...] | None]) -> dict[str, bytes | None]:
    """What changes of what is kept where these articles have another sketch, or are no more (None).

    Raises KeyError where nothing, or not all of it, is kept.
    """
    return _Update(kept, changed).result()


class _Update:
    """One run of `update_overlaps`."""

    def __init__(self, kept: Mapping[str, bytes], changed: Mapping[str, tuple[int, ...] | None]) -> None:
        self.kept = kept
        self.ids = _NAMES.decode(kept[_IDS])
        self.numbers = {id_: number for number, id_ in enumerate(self.ids) if id_}
        self.old = {id_: self.sketch(id_) for id_ in changed if id_ in self.numbers}
        self.changed = {id_: sketch for id_, sketch in changed.items() if self.old.get(id_) != sketch}
        self.buckets: dict[int, list[int]] = {}  # as they are to be

    def result(self) -> dict[str, bytes | None]:
        if not self.changed:
            return {}
        touched = {value for id_ in self.changed for sketch in (self.old.get(id_), self.changed[id_]) for value in sketch or ()}
        before = {value: self.holders(value) for value in touched}
        self._change_buckets()
        after = {value: self.holders(value) for value in touched}
        pairs = self._pairs(before, after)
        found: dict[str, bytes | None] = {_bucket_key(number): _pack(entries, "Q") for number, entries in self.buckets.items()}
        found.update((_sketch_key(id_), None if sketch is None else _pack(sketch, "I")) for id_, sketch in self.changed.items())
        return {**found, _IDS: msgspec.msgpack.encode(self.ids), _PAIRS: _format_pairs(pairs)}

    def sketch(self, id_: str) -> tuple[int, ...]:
        return _unpack(self.kept[_sketch_key(id_)], "I")

    def current(self, id_: str) -> tuple[int, ...]:
        return self.changed[id_] or () if id_ in self.changed else self.sketch(id_)

    def holders(self, value: int) -> list[str]:
        """The articles whose sketch has this shingle, in order of their ids."""
        number = value % _BUCKETS
        entries = self.buckets.get(number)
        if entries is None:
            entries = self.buckets[number] = list(_unpack(self.kept.get(_bucket_key(number), b""), "Q"))
        return sorted(self.ids[entry & 0xFFFFFFFF] for entry in entries if entry >> 32 == value)

    def _change_buckets(self) -> None:
        gone = {self.numbers[id_] for id_ in self.old if id_ in self.changed}
        for id_ in self.old:
            for value in self.old[id_] if id_ in self.changed else ():
                number = value % _BUCKETS
                self.buckets[number] = [entry for entry in self.buckets[number] if entry & 0xFFFFFFFF not in gone]
        free = iter([number for number, id_ in enumerate(self.ids) if not id_])
        for id_, sketch in sorted(self.changed.items()):
            number = self.numbers.get(id_, -1)
            if sketch is None:
                if number >= 0:
                    self.ids[number] = ""
                continue
            if number < 0:
                number = next(free, len(self.ids))
                self.ids[number : number + 1] = [id_]
            for value in sketch:
                self.buckets[value % _BUCKETS].append(value << 32 | number)

    def _pairs(self, before: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]) -> set[tuple[str, str]]:
        pairs = {pair for pair in _FOUND.decode(self.kept[_PAIRS]) if not self.changed.keys() & set(pair)}
        new: set[tuple[str, str]] = set()
        doubtful: set[tuple[str, str]] = set()
        for value, holders in after.items():
            was = before[value]
            if len(holders) <= CROWD < len(was):
                new |= set(combinations(holders, 2))
            elif len(holders) <= CROWD:
                new |= {(min(one, id_), max(one, id_)) for id_ in self.changed.keys() & set(holders) for one in holders if one != id_}
            elif len(was) > CROWD:
                new |= set(pairwise(holders)).difference(pairwise(was))
                new |= {pair for pair in pairwise(holders) if self.changed.keys() & set(pair)}
                doubtful |= set(pairwise(was)).difference(pairwise(holders))
            else:
                new |= {pair for pair in pairwise(holders) if self.changed.keys() & set(pair)}
                doubtful |= set(combinations(was, 2))
        kept = {pair for pair in pairs if pair not in doubtful or self._are_compared(*pair)}
        return kept | {pair for pair in new - kept if overlap(self.current(pair[0]), self.current(pair[1])) >= LIKELY_COPY}

    def _are_compared(self, one: str, other: str) -> bool:
        """Whether the two share a shingle that few texts hold, or stand side by side among those that hold a stock phrase."""
        for value in set(self.current(one)).intersection(self.current(other)):
            holders = self.holders(value)
            if len(holders) <= CROWD or abs(holders.index(one) - holders.index(other)) == 1:
                return True
        return False


def _format_pairs(pairs: Iterable[tuple[str, str]]) -> bytes:
    return msgspec.msgpack.encode(sorted(pairs))


def _sketch_key(id_: str) -> str:
    return f"of {id_}"


def _bucket_key(number: int) -> str:
    return f"bucket {number}"


def _pack(numbers: Sequence[int], size: str) -> bytes:
    return struct.pack(f"<{len(numbers)}{size}", *numbers)


def _unpack(content: bytes, size: str) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // struct.calcsize('<' + size)}{size}", content)
