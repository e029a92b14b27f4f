"""A pack: what tens of thousands of small files hold, in one file, so that a build opens none that has not changed.

The small files stay the truth.  A file is taken from the pack when its stamp (inode, size, mtime and ctime in ns) is the one that it had
when it was packed, and when it was old enough then that a later change must show in the stamp; what is taken is checked against its
hash.  Without a pack, or with one that is damaged or of another version, the files themselves are read.

Contents are added behind the others, and the index beside them is replaced last: a build that is killed leaves the pack that it found.
What no file holds any more is overwritten: a text that was taken away, or turned confidential, stays in no cache.
"""

from __future__ import annotations

import os
import struct
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beatbook.indices import map_file, read_index, write_index
from beatbook.seal import COARSE, FINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

INDEX, DATA = "content.index", "content.pack"  # in the cache
WASTE = 2  # times as large as what it holds the pack may grow before it is written anew
_BUFFER = 1 << 20  # bytes that are written together
_DIGEST = 16  # bytes of the hash of a content
_STAMP, _START = struct.Struct("=4q"), struct.Struct("=q")
_MOST = 2**63 - 1
_AT, _HASH = _STAMP.size, _STAMP.size + _START.size  # where in an entry the start stands, and the hash
_SIZE, _MTIME, _CTIME = slice(8, 16), slice(16, 24), slice(24, 32)  # in an entry


class Stamp(NamedTuple):
    """What tells that a file is what it was."""

    inode: int
    size: int
    mtime: int  # ns
    ctime: int  # ns

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        return cls(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    @classmethod
    def unpacked(cls, packed: bytes) -> Stamp:
        """The stamp that `packed` gave."""
        return cls(*_STAMP.unpack(packed))

    def packed(self) -> bytes:
        """The same as the survey of a build has it, see `seal.Folder`."""
        return _STAMP.pack(*(number & _MOST for number in self))


class _Index(msgspec.Struct, array_like=True):
    version: str
    size: int  # of the pack
    live: int  # bytes of it that are held
    entries: dict[str, bytes]  # path -> stamp, start, hash
    young: dict[str, bytes]  # the same of files that may have changed within the tick in which they were looked at


def digest_of(content: bytes) -> bytes:
    """The hash by which a content is told from others."""
    return sha256(content).digest()[:_DIGEST]


class Pack:
    """What a cache folder has packed, while one build goes on.

    `version` is that of the code that looks at the contents; `now` the time in ns, before any stamp was taken; where a build may write,
    what it reads anew is added.  Without a folder the pack is empty and keeps nothing.
    """

    def __init__(self, cache: Path | None = None, *, version: str = "", now: int = 0, writing: bool = False) -> None:
        self._cache, self._now = cache, now
        held = read_index(cache / INDEX, _Index, version) if cache is not None else None
        self._held = held or _Index(version, 0, 0, {}, {})
        self._entries: dict[str, bytes] = {}  # those that this build found to stand
        self._content = map_file(cache / DATA) if cache is not None and held is not None else b""
        self._put: set[str] = set()  # paths of those that it added
        self._end = self._held.size
        self._added = bytearray()  # not yet written
        self._file = -1
        if writing and cache is not None:
            cache.mkdir(parents=True, exist_ok=True)
            self._file = os.open(cache / DATA, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            os.ftruncate(self._file, self._end)  # behind it lies what a build added that was killed

    def holds(self, path: str, stamp: Stamp) -> bool:
        """Whether the file at `path` was packed and is as it was then."""
        return bool(self.find_standing({path: stamp.packed()}))

    def find_standing(self, stamps: Mapping[str, bytes]) -> dict[str, bytes]:
        """Of files by path, with their stamps as `Stamp.packed` has them, those that were packed and are as they were then, with hashes."""
        held = self._held.entries
        found = {path: entry for path, stamp in stamps.items() if (entry := held.get(path, b""))[:_AT] == stamp and entry}
        self._entries.update(found)
        return {path: entry[_HASH:] for path, entry in found.items()}

    def read(self, path: str) -> bytes | None:
        """What was packed of a file that stands; None where the pack is damaged."""
        entry = self._entries.get(path)
        if entry is None or not self.is_readable(path):
            return None
        start, size = _place(entry)
        content = self._content[start : start + size] if start < self._held.size else self._take_added(start, size)
        if digest_of(content) == entry[_HASH:]:
            return content
        del self._entries[path]
        return None

    def is_readable(self, path: str) -> bool:
        """Whether `read` has a content for it, as far as is known: what this build added, while the pack is open."""
        entry = self._entries.get(path)
        return entry is not None and (self._file >= 0 or _place(entry)[0] < self._held.size)

    def _take_added(self, start: int, size: int) -> bytes:
        """What this build added, written or not yet written."""
        at = start - (self._end - len(self._added))
        return bytes(self._added[at : at + size]) if at >= 0 else os.pread(self._file, size, start)

    def find_digest(self, path: str) -> bytes | None:
        """The hash of what a file that stands, or was added, holds."""
        entry = self._entries.get(path)
        return entry[_HASH:] if entry else None

    def put(self, path: str, stamp: Stamp, content: bytes) -> bool:
        """Whether it could add what a file held that was read just now; not where this build may not write."""
        if self._file < 0 or len(content) != stamp.size:
            return False
        self._entries[path] = stamp.packed() + _START.pack(self._end) + digest_of(content)
        self._put.add(path)
        self._end += len(content)
        self._added += content
        if len(self._added) > _BUFFER:
            self._flush()
        return self._file >= 0

    def drop(self, path: str) -> None:
        """Takes out again what this build added."""
        entry = self._entries.pop(path, None)
        if entry is not None and self._file >= 0:
            self._flush()
            start, size = _place(entry)
            os.pwrite(self._file, bytes(size), start)

    def _flush(self) -> None:
        try:
            os.pwrite(self._file, self._added, self._end - len(self._added))
        except OSError:  # a full disk: nothing is kept, and nothing is lost
            self.close()
        self._added.clear()

    def keep(self, gone: Iterable[str] = ()) -> None:
        """Makes the next build find what stands now; `gone` are files that this build itself took away or changed since.

        What the others hold can be read until the pack is closed.
        """
        if self._file >= 0:
            self._flush()
        if self._file < 0 or self._cache is None:
            return
        for path in gone:
            entry = self._entries.pop(path, None)
            if entry is not None and path in self._put:  # read anew, and taken away or changed by this very build
                start, size = _place(entry)
                os.pwrite(self._file, bytes(size), start)
        held, entries = self._held.entries, self._entries
        stale = {path: entry for path, entry in held.items() if entries.get(path) is not entry} | self._held.young
        fresh = {path: entries[path] for path in self._put if path in entries}
        if not stale and not fresh and self._end == self._held.size:
            return
        for entry in stale.values():
            start, size = _place(entry)
            os.pwrite(self._file, bytes(size), start)
        sizes = (sum(_place(entry)[1] for entry in some.values()) for some in (fresh, stale))
        live = self._held.live + next(sizes) - next(sizes)
        young = {path for path, entry in fresh.items() if not _is_settled(entry, self._now)}
        end, entries = self._tidied(live)
        settled = {path: entry for path, entry in entries.items() if path not in young} if young else entries
        write_index(self._cache / INDEX, _Index(self._held.version, end, live, settled, {path: entries[path] for path in young}))

    def close(self) -> None:
        """Lets go of the file; what was taken from the pack stays readable."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _tidied(self, live: int) -> tuple[int, dict[str, bytes]]:
        """Size and entries of the pack as it stays: written anew, without what was overwritten, where that is most of it."""
        if self._cache is None or self._end <= WASTE * live:
            return self._end, self._entries
        end, entries = 0, {}
        with (self._cache / f"{DATA}.new").open("wb") as new:
            for path, entry in self._entries.items():
                start, size = _place(entry)
                new.write(os.pread(self._file, size, start))
                entries[path] = entry[:_AT] + _START.pack(end) + entry[_HASH:]
                end += size
        (self._cache / f"{DATA}.new").replace(self._cache / DATA)
        return end, entries


def _place(entry: bytes) -> tuple[int, int]:
    """Where in the pack a content starts, and its size."""
    return int.from_bytes(entry[_AT:_HASH], sys.byteorder), int.from_bytes(entry[_SIZE], sys.byteorder)


def _is_settled(entry: bytes, now: int) -> bool:
    """Whether a file was so old then that another change must have given it another stamp."""
    mtime, ctime = (int.from_bytes(entry[time], sys.byteorder) for time in (_MTIME, _CTIME))
    return max(mtime, ctime) < now - (FINE if ctime % 1_000_000_000 else COARSE)
