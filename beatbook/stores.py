"""A store: what a stage of a build found, kept in rooms of named values that are read, and written, one at a time.

All values lie in one file behind one another; an index beside it says where.  Of an index only the rooms are read that somebody asks
for.  What a build changes is added at the end, what it takes away is overwritten, and the index is replaced last: a build that is killed
leaves what it found, or something that is seen to be damaged.  A value is checked against its hash when it is read.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from beatbook.indices import map_file, read_index, write_index

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator
    from pathlib import Path

WASTE = 2  # times as large as what it holds the file may grow before it is written anew
_ENTRY = struct.Struct("<8sQI")  # of a value: hash, start, length
_DIGEST = 8  # bytes of the hash of a value, the first of an entry


class DamagedError(Exception):
    """A store that does not hold what it says: whoever reads it does without."""


class _Index(msgspec.Struct, array_like=True):
    version: str
    end: int  # of the file
    live: int  # bytes of it that are values
    rooms: dict[str, msgspec.Raw]  # each a map of keys to entries


class Room(Mapping[str, bytes]):
    """The values of one room.  Reading one raises DamagedError where it is not what was written."""

    def __init__(self, content: mmap.mmap | bytes, entries: dict[str, bytes]) -> None:
        self._content, self.entries = content, entries
        self.changes: dict[str, bytes | None] = {}  # made by this build; None: taken away

    def __getitem__(self, key: str) -> bytes:
        if key in self.changes:
            changed = self.changes[key]
            if changed is None:
                raise KeyError(key)
            return changed
        return self._read(self.entries[key])

    def _read(self, entry: bytes) -> bytes:
        digest, start, length = _ENTRY.unpack(entry)
        value = self._content[start : start + length]
        if hash_value(value) != digest:
            raise DamagedError
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests())

    def __len__(self) -> int:
        return len(self.digests())

    def __contains__(self, key: object) -> bool:
        return self.changes[key] is not None if key in self.changes else key in self.entries

    def digests(self) -> dict[str, bytes]:
        """Key -> hash of the value, of all there are."""
        found = {key: entry[:_DIGEST] for key, entry in self.entries.items()}
        found.update((key, hash_value(value)) for key, value in self.changes.items() if value is not None)
        return {key: digest for key, digest in found.items() if self.changes.get(key, b"") is not None}

    def put(self, values: Mapping[str, bytes | None]) -> None:
        """Changes values, or takes them away (None)."""
        self.changes.update(values)


class Store:
    """What one version of the code keeps under a name in a cache folder.  A room is good until `keep` or `clear`; ask for it again then."""

    def __init__(self, cache: Path, name: str, version: str) -> None:
        self._data, self._place = cache / f"{name}.pack", cache / f"{name}.index"
        index = read_index(self._place, _Index, version)
        self._index = index or _Index(version, 0, 0, {})
        self._content = map_file(self._data) if index is not None else b""
        self._rooms: dict[str, Room] = {}

    def room(self, name: str) -> Room:
        """The room of this name, empty where there is none.  Raises DamagedError when its part of the index cannot be read."""
        if name not in self._rooms:
            raw = self._index.rooms.get(name)
            try:
                entries = msgspec.msgpack.decode(raw, type=dict[str, bytes]) if raw is not None else {}
            except msgspec.DecodeError as error:
                raise DamagedError from error
            self._rooms[name] = Room(self._content, entries)
        return self._rooms[name]

    def clear(self) -> None:
        """Empties all rooms."""
        self._index, self._content, self._rooms = _Index(self._index.version, 0, 0, {}), b"", {}

    def reset(self) -> None:
        """Takes back all changes; empties all rooms where one of them cannot be read."""
        try:
            for name in self._index.rooms:
                self.room(name)
        except DamagedError:
            self.clear()
        for room in self._rooms.values():
            room.changes.clear()

    def keep(self) -> None:
        """Writes what changed.  Raises OSError where the disk refuses: then what was kept before stands, or is seen to be damaged."""
        if not any(room.changes for room in self._rooms.values()):
            return
        added = sum(len(value) for room in self._rooms.values() for value in room.changes.values() if value is not None)
        if self._index.end == 0 or self._index.end + added > WASTE * (self._index.live + added):
            self._write_whole()
        else:
            self._write_changes()
        self._content, self._rooms = map_file(self._data), {}

    def _write_changes(self) -> None:
        end, live, rooms = self._index.end, self._index.live, dict(self._index.rooms)
        file = os.open(self._data, os.O_RDWR | os.O_CLOEXEC)
        try:
            for name, room in self._rooms.items():
                new = bytearray()
                entries = dict(room.entries) if room.changes else room.entries
                for key, value in room.changes.items():
                    old = entries.pop(key, None)
                    if old is not None:
                        _, start, length = _ENTRY.unpack(old)
                        os.pwrite(file, bytes(length), start)
                        live -= length
                    if value is not None:
                        entries[key] = _ENTRY.pack(hash_value(value), end + len(new), len(value))
                        new += value
                os.pwrite(file, new, end)
                end, live = end + len(new), live + len(new)
                if room.changes:
                    rooms[name] = msgspec.Raw(msgspec.msgpack.encode(entries))
        finally:
            os.close(file)
        self._write_index(_Index(self._index.version, end, live, rooms))

    def _write_whole(self) -> None:
        end, rooms = 0, {}
        draft = self._data.with_name(f"{self._data.name}.new")
        try:
            with draft.open("wb") as file:
                for name in sorted({*self._index.rooms, *self._rooms}):
                    room = self.room(name)
                    entries = {}
                    for key in room:
                        with contextlib.suppress(DamagedError):
                            value = room[key]
                            entries[key] = _ENTRY.pack(hash_value(value), end, len(value))
                            end += file.write(value)
                    rooms[name] = msgspec.Raw(msgspec.msgpack.encode(entries))
            draft.replace(self._data)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        self._write_index(_Index(self._index.version, end, end, rooms))

    def _write_index(self, index: _Index) -> None:
        write_index(self._place, index)
        self._index = index


def hash_value(value: bytes) -> bytes:
    """The hash by which a value is told from others."""
    return blake2b(value, digest_size=_DIGEST).digest()
