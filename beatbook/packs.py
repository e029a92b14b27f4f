"""A pack: what tens of thousands of small files hold, in one file, so that a build opens none that has not changed.

The small files stay the truth.  A file is taken from the pack when its stamp (inode, size, mtime and ctime in ns) is the one that it had
when it was packed, and when it was old enough then that a later change must show in the stamp; what is taken is checked against its
hash.  Without a pack, or with one that is damaged or of another version, the files themselves are read.

Contents are added behind the others, and the index beside them is replaced last: a build that is killed leaves the pack that it found.
What no file holds any more is overwritten: a text that was taken away, or turned confidential, stays in no cache.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beatbook.journal import replace_file
from beatbook.seal import COARSE, FINE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

INDEX, DATA = "content.index", "content.pack"  # in the cache
WASTE = 2  # times as large as what it holds the pack may grow before it is written anew
_CHECKSUM = 32  # bytes of the hash before the index
_BUFFER = 1 << 20  # bytes that are written together
_DIGEST = 16  # bytes of the hash of a content


class Stamp(NamedTuple):
    """What tells that a file is what it was."""

    inode: int
    size: int
    mtime: int  # ns
    ctime: int  # ns

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        return cls(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class _Entry(NamedTuple):
    stamp: Stamp
    start: int  # in the pack
    digest: bytes


class _Index(msgspec.Struct, array_like=True):
    version: str
    now: int  # ns: before the first of the files was looked at
    size: int  # of the pack
    entries: dict[str, _Entry]


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
        held = _read_index(cache / INDEX, version) if cache is not None else None
        self._held = held or _Index(version, 0, 0, {})
        self._entries: dict[str, _Entry] = {}  # those that this build found to stand
        self._content = _map(cache / DATA) if cache is not None and held is not None else b""
        self._end = self._held.size
        self._added = bytearray()  # not yet written
        self._file = -1
        if writing and cache is not None:
            cache.mkdir(parents=True, exist_ok=True)
            self._file = os.open(cache / DATA, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            os.ftruncate(self._file, self._end)  # behind it lies what a build added that was killed

    def holds(self, path: str, stamp: Stamp) -> bool:
        """Whether the file at `path` was packed and is as it was then."""
        entry = self._held.entries.get(path)
        if entry is None or entry.stamp != stamp or not _is_settled(stamp, self._held.now):
            return False
        self._entries[path] = entry
        return True

    def read(self, path: str) -> bytes | None:
        """What was packed of a file that stands; None where the pack is damaged."""
        entry = self._entries.get(path)
        if entry is None or not self.is_readable(path):
            return None
        content = self._content[entry.start : entry.start + entry.stamp.size] if entry.start < self._held.size else self._take_added(entry)
        if digest_of(content) == entry.digest:
            return content
        del self._entries[path]
        return None

    def is_readable(self, path: str) -> bool:
        """Whether `read` has a content for it, as far as is known: what this build added, while the pack is open."""
        entry = self._entries.get(path)
        return entry is not None and (entry.start < self._held.size or self._file >= 0)

    def _take_added(self, entry: _Entry) -> bytes:
        """What this build added, written or not yet written."""
        start = entry.start - (self._end - len(self._added))
        size = entry.stamp.size
        return bytes(self._added[start : start + size]) if start >= 0 else os.pread(self._file, size, entry.start)

    def find_digest(self, path: str) -> bytes | None:
        """The hash of what a file that stands, or was added, holds."""
        entry = self._entries.get(path)
        return entry.digest if entry else None

    def put(self, path: str, stamp: Stamp, content: bytes) -> bool:
        """Whether it could add what a file held that was read just now; not where this build may not write."""
        if self._file < 0 or len(content) != stamp.size:
            return False
        self._entries[path] = _Entry(stamp, self._end, digest_of(content))
        self._end += len(content)
        self._added += content
        if len(self._added) > _BUFFER:
            self._flush()
        return self._file >= 0

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
            self._entries.pop(path, None)
        if self._entries != self._held.entries or self._end != self._held.size:
            for path, entry in self._held.entries.items():
                if self._entries.get(path) != entry:
                    os.pwrite(self._file, bytes(entry.stamp.size), entry.start)
            content = msgspec.msgpack.encode(_Index(self._held.version, self._now, *self._tidied()))
            replace_file(self._cache / INDEX, sha256(content).digest() + content)

    def close(self) -> None:
        """Lets go of the file; what was taken from the pack stays readable."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _tidied(self) -> tuple[int, dict[str, _Entry]]:
        """Size and entries of the pack as it stays: written anew, without what was overwritten, where that is most of it."""
        live = sum(entry.stamp.size for entry in self._entries.values())
        if self._cache is None or self._end <= WASTE * live:
            return self._end, self._entries
        start, entries = 0, {}
        with (self._cache / f"{DATA}.new").open("wb") as new:
            for path, entry in self._entries.items():
                new.write(os.pread(self._file, entry.stamp.size, entry.start))
                entries[path] = entry._replace(start=start)
                start += entry.stamp.size
        (self._cache / f"{DATA}.new").replace(self._cache / DATA)
        return start, entries


def _is_settled(stamp: Stamp, now: int) -> bool:
    """Whether a file was so old then that another change must have given it another stamp."""
    return max(stamp.mtime, stamp.ctime) < now - (FINE if stamp.ctime % 1_000_000_000 else COARSE)


def _read_index(path: Path, version: str) -> _Index | None:
    try:
        content = path.read_bytes()
        if sha256(content[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
            return None
        index = msgspec.msgpack.decode(content[_CHECKSUM:], type=_Index)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return index if index.version == version else None


def _map(path: Path) -> mmap.mmap | bytes:
    with contextlib.suppress(OSError, ValueError), path.open("rb") as file:  # ValueError: an empty file
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return b""
