"""Making a seal (`seal`): the inputs of a build as they stood before it read the first of them, and what it wrote among them itself.

The stamps of the inputs are taken once, before anything is read, and serve whoever reads.  A file that somebody changes while the build
runs has another stamp than the one in the seal, so the next build sees it.  What could change and keep its stamp, because it is so young
that the clock of its file system has not ticked since, and what the build wrote itself, is looked at once more when it is old enough: it
must hold what the build read or wrote.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from beatbook import seal
from beatbook.seal import COARSE, CTIME, FIELDS, FINE, FORMAT, LINK, MODE, MTIME, Folder, Input, Looked, Seal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

_MOMENT = 1_000_000_000  # ns in a second


class Surveyed:
    """The inputs as they stood at `now` (ns), before a build read the first of them."""

    __slots__ = ("folders", "now", "roots")

    def __init__(self, roots: list[str], looked: Looked | None = None) -> None:
        """`looked`: what the lean path saw, where nobody has built since."""
        folders = looked.folders() if looked and looked.roots == roots else {}
        self.now = looked.now if looked and folders else time.time_ns()
        self.roots, self.folders = roots, folders or seal.survey(roots)

    def young(self) -> list[str]:
        """Paths of the files that may have changed since they were looked at, and have kept their stamp."""
        return [
            f"{path}/{name}" if name else path
            for path, folder in self.folders.items()
            if folder.names and max(*folder.rows[MTIME::FIELDS], *folder.rows[CTIME::FIELDS]) >= self.now - COARSE
            for at, name in enumerate(folder.names)
            if not is_settled(folder.rows[at * FIELDS : (at + 1) * FIELDS].tolist(), self.now)
        ]


def is_settled(row: Sequence[int], now: int) -> bool:
    """Whether a file with these numbers was so old at `now` that a later change must show in them."""
    return max(row[MTIME], row[CTIME]) < now - _margin(row)


def _margin(row: Sequence[int]) -> int:
    return FINE if row[CTIME] % _MOMENT else COARSE


class _UnsureError(Exception):
    """The inputs may be others than the build read and wrote."""


def find_inputs(
    surveyed: Surveyed, before: Seal | None, read: Callable[[str], bytes | None], written: Mapping[str, bytes | None]
) -> dict[str, Input] | None:
    """The inputs as a seal names them, by path; None where something changed meanwhile, or might change unseen.

    `read`: path of a file -> hash of what the build found in it, None where it does not know; `written`: path -> hash of what it wrote
    itself, None for what it deleted.  Hashes of folders that stand as they did under the seal `before` are taken from there.
    """

    def held(path: str) -> bytes | None:
        return written[path] if path in written else read(path)

    try:
        expected = {**{path: _sure(read(path)) for path in surveyed.young()}, **written}
        folders = _looked_again(surveyed.folders, expected) if expected else surveyed.folders
        known = before.inputs if before else {}
        found = {}
        for path, folder in folders.items():
            digest, then = folder.digest(), known.get(path)
            contents = then.held if then and then.digest == digest else _hash(path, folder, held)
            found[path] = Input(digest, contents, len(folder.names), folder.latest())
    except (OSError, _UnsureError):
        return None
    return found


def renew(content: str, held: Seal, inputs: Mapping[str, str]) -> None:
    """Puts today's stamps into a seal that held by its hashes, so that nothing is hashed the next time."""
    surveyed = Surveyed(held.roots)
    if {path: folder.digest() for path, folder in surveyed.folders.items()} != inputs or surveyed.young():
        return
    held.inputs = {
        path: Input(inputs[path], held.inputs[path].held, len(folder.names), folder.latest()) for path, folder in surveyed.folders.items()
    }
    place = os.path.join(content, ".cache", seal.NAME)
    try:
        with open(f"{place}.new", "wb") as file:
            file.write(seal.format_seal(held))
        os.replace(f"{place}.new", place)
    except OSError:
        return  # the cache of somebody else, or a full disk: nothing is lost


# ---- how


def _sure(digest: bytes | None) -> bytes:
    if digest is None:
        raise _UnsureError
    return digest


def _looked_again(folders: Mapping[str, Folder], expected: Mapping[str, bytes | None]) -> dict[str, Folder]:
    """The folders with the stamps of today for these files, which must hold what is expected (a hash, None: they are gone)."""
    rows = _rows_when_settled([path for path, digest in expected.items() if digest is not None])
    if any(seal.digest_file(path) != expected[path] for path in rows):
        raise _UnsureError
    found, here = dict(folders), _by_folder(expected, folders)
    for folder in sorted(here.keys() - folders.keys()):
        found[folder] = Folder([], [])
    for folder, names in here.items():
        new = {name: rows.get(f"{folder}/{name}") for name in names}
        within = {path.rpartition("/")[2] for path in found if path.rpartition("/")[0] == folder}
        found[folder] = _with_rows(folder, found[folder], new, within)
    return found


def _rows_when_settled(paths: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The numbers of files that were written just now, taken when a later change must show in them: a moment is waited for, no more."""
    rows = {path: seal.numbers_of(path) for path in paths}
    wait = max((max(row[MTIME], row[CTIME]) + _margin(row) for row in rows.values()), default=0) - time.time_ns() + 1
    if wait > FINE + 1 or any(row[MODE] & FORMAT == LINK for row in rows.values()):
        raise _UnsureError
    if wait > 0:
        time.sleep(wait / _MOMENT)
        rows = {path: seal.numbers_of(path) for path in paths}
    if not all(is_settled(row, time.time_ns()) for row in rows.values()):
        raise _UnsureError
    return rows


def _by_folder(paths: Iterable[str], folders: Mapping[str, Folder]) -> dict[str, set[str]]:
    """Folder -> names of the files in it, and every new folder on the way there; a file that is a root stands in itself."""
    here: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if path in folders:
            raise _UnsureError  # such as a configuration that was written just now
        here.setdefault(folder, set()).add(name)
        while folder and folder not in folders:
            folder = folder.rpartition("/")[0]
            here.setdefault(folder, set())
        if not folder:
            raise _UnsureError
    return here


def _with_rows(path: str, folder: Folder, new: Mapping[str, tuple[int, ...] | None], within: Collection[str]) -> Folder:
    """A folder as it must be listed now, with new rows for some of its files."""
    if not folder.is_readable() or len(known := folder.rows) != len(folder.names) * FIELDS:  # links in it
        raise _UnsureError
    at = dict(zip(folder.names, range(0, len(known), FIELDS), strict=True))
    names = [name for name in os.listdir(path) if name not in within and name not in seal.UNREAD]
    if set(names) != (at.keys() - new.keys()) | {name for name, row in new.items() if row}:
        raise _UnsureError
    rows: list[int] = []
    for name in names:
        rows.extend(new.get(name) or known[at[name] : at[name] + FIELDS])
    return Folder(names, rows, tuple(within))


def _hash(path: str, folder: Folder, held: Callable[[str], bytes | None]) -> str:
    """The hash of what a folder held when it was read; a file of which nobody knows must still be what it was."""
    digests = [(name, held(f"{path}/{name}" if name else path)) for name in folder.names]
    if all(digest is not None for _, digest in digests):
        return seal.hash_contents((name, digest) for name, digest in digests if digest is not None)
    now = [(name, digest or seal.digest_file(f"{path}/{name}" if name else path)) for name, digest in digests]
    if seal.look(path).digest() != folder.digest():
        raise _UnsureError
    return seal.hash_contents(now)
