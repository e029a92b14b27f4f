"""The inbox: which articles lie there, with their sidecars, and what must not be read."""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING

import msgspec

from beatbook.errors import Problem
from beatbook.plain_files import MAX_FILE_BYTES, read_plain
from beatbook.reading import is_skipped
from beatbook.reading.model import InboxFile
from beatbook.seal import DIGEST, FIELDS, MODE, UNREAD
from beatbook.sealing import is_settled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from beatbook.seal import Folder

INDEX = "inbox.index"  # in the cache
_CHECKSUM = 32  # bytes of the hash before the index
_MODE_BYTES = 8  # of a row, before what a file is told by
_STAMP_BYTES = FIELDS * 8 - _MODE_BYTES


class InboxText(msgspec.Struct, frozen=True, array_like=True):
    """An article in the inbox, as it was found: its bytes are read again when their turn comes, and not kept."""

    path: str  # in the inbox, "/" as separator
    sha256: str  # of its bytes
    sidecar: str | None = None  # path of NAME.yaml beside it
    sidecar_sha256: str = ""


@dataclass(frozen=True, slots=True)
class InboxScan:
    """What lies in the inbox: every file is in `files`, `skipped` or `problems`."""

    files: tuple[InboxText, ...] = ()
    skipped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)  # path -> sha256 of each file that was read, or stands as it was read once
    stamps: Mapping[str, bytes] = field(default_factory=dict)  # path -> its stamp, of those of which a later change must show in it
    seen: bytes = b""  # a hash of the stamps by which all of this is told; b"" where something of it may be another without a new stamp
    index: bytes | None = None  # what was known of it, where it is all that an earlier scan found

    def digest(self, path: str) -> bytes | None:
        """The hash of what a file held, as `digest_of` makes it; None of one that was not read."""
        found = self.digests.get(path)
        return bytes.fromhex(found)[:DIGEST] if found else None

    @property
    def refused(self) -> frozenset[str]:
        """Paths of articles, and of folders, that were not read; each has its problem."""
        return frozenset(problem.path for problem in self.problems if problem.severity == "refused")


class _Index(msgspec.Struct, array_like=True):
    """What a scan left for the next."""

    held: dict[str, bytes] = {}  # path -> stamp and hash
    seen: bytes = b""  # of the scan; b"" where what follows is not kept
    files: tuple[InboxText, ...] = ()
    skipped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_inbox(folder: Path, seen: Mapping[str, Folder] | None = None, *, now: int = 0, index: bytes | None = None) -> InboxScan:
    """The articles in `folder` and below, with their sidecars, in order of path.  A folder that is not there is empty.

    `seen`: what was found in the folders of the inputs, by their whole path, after `now` (ns); `index`: what `format_index` made of an
    earlier scan: files that stand as they did then are not opened.
    """
    folders = _folders_below(folder, seen or {})
    before, whole = _parse_index(index), _hash_folders(folders)
    if whole and before.seen == whole:
        digests = {name: held[_STAMP_BYTES:].hex() for name, held in before.held.items()}
        stamps = {name: held[:_STAMP_BYTES] for name, held in before.held.items()}
        return InboxScan(before.files, before.skipped, before.problems, digests, stamps, whole, index)
    return _look_through(folder, folders, before, whole, now)


def _look_through(folder: Path, folders: Mapping[str, Folder], before: _Index, whole: bytes, now: int) -> InboxScan:
    found: list[str] = []
    skipped: list[str] = []
    problems: list[Problem] = []
    stamps: dict[str, bytes] = {}
    contents: dict[str, str] = {}
    for name, row in _listed(folders) or _walk(folder, problems):
        stamp = row[_MODE_BYTES:]
        held = before.held.get(name)
        if is_skipped(name):
            skipped.append(_visible(name))
        elif row and held and held.startswith(stamp):
            found.append(name)
            stamps[name], contents[name] = stamp, held[len(stamp) :].hex()
        elif name != _visible(name):
            problems.append(
                Problem("inbox-name", _visible(name), "a file name that is no Unicode", "a readable name", "rename it", severity="refused")
            )
        elif problem := _not_plain(folder / name, folder, name):
            problems.append(problem)
        else:
            found.append(name)
            if row and _is_lasting(unpack(f"{FIELDS}q", row), now):
                stamps[name] = stamp
    contents |= {name: digest for name in found if name not in contents and (digest := _digest(folder / name, name, problems))}
    sidecars = _group_sidecars([*found, *(problem.path for problem in problems if problem.severity == "refused")])
    articles = sorted(name for name in contents if not _is_sidecar(name))
    problems = [replace(problem, severity="error") if _is_sidecar(problem.path) else problem for problem in problems]
    others = [*found, *skipped, *(problem.path for problem in problems)]
    problems += _lonely_sidecars(sidecars, {_sidecar_key(name) for name in others if not _is_sidecar(name)})
    refused = {name: problem for name in articles if (problem := _unread_sidecar(name, sidecars, contents))}
    files = tuple(_inbox_text(name, contents, sidecars.get(_sidecar_key(name), ())) for name in articles if name not in refused)
    told = whole if len(stamps) == len(contents) == len(found) else b""
    return InboxScan(files, tuple(sorted(skipped)), (*problems, *refused.values()), contents, stamps, told)


def format_index(scan: InboxScan, withheld: Collection[str]) -> bytes:
    """What the next scan need not open: the hashes of all files but of those texts that are withheld, and their sidecars."""
    if scan.index is not None and not withheld:
        return scan.index
    apart = {*withheld, *(text.sidecar for text in scan.files if text.path in withheld)}
    held = {
        name: stamp + bytes.fromhex(digest)
        for name, stamp in scan.stamps.items()
        if name not in apart and (digest := scan.digests.get(name))
    }
    known = _Index(held) if withheld or not scan.seen else _Index(held, scan.seen, scan.files, scan.skipped, scan.problems)
    content = msgspec.msgpack.encode(known)
    return sha256(content).digest() + content


def open_text(folder: Path, text: InboxText) -> InboxFile:
    """The bytes of an article in the inbox `folder`, with its sidecar.  Raises OSError when it has gone since it was found."""
    sidecar = read_plain(folder / text.sidecar) if text.sidecar is not None else None
    return InboxFile(text.path, read_plain(folder / text.path), sidecar)


# ---- how


def _parse_index(content: bytes | None) -> _Index:
    """What a scan left; nothing where that is missing or damaged."""
    if content is None or sha256(content[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
        return _Index()
    try:
        return msgspec.msgpack.decode(content[_CHECKSUM:], type=_Index)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return _Index()


def _is_lasting(row: Sequence[int], now: int) -> bool:
    """Whether a file is told by its stamp: a plain one, old enough."""
    return stat.S_ISREG(row[MODE]) and is_settled(row, now)


def _folders_below(folder: Path, seen: Mapping[str, Folder]) -> dict[str, Folder]:
    """The inbox and the folders in it, as they were seen, by their path in it; nothing where not all of it was seen."""
    root = os.path.abspath(folder)  # noqa: PTH100 - as it is named there
    found: dict[str, Folder] = {}
    waiting = [""]
    while waiting:
        below = waiting.pop()
        held = seen.get(f"{root}/{below}".rstrip("/"))
        if held is None or not held.is_readable() or held.names == [""] or any((folder / below / name).is_dir() for name in UNREAD):
            return {}
        found[below] = held
        waiting += [f"{below}{name}/" for name in held.folders]
    return found


def _hash_folders(folders: Mapping[str, Folder]) -> bytes:
    """A hash of what was seen of them; b"" of none."""
    if not folders:
        return b""
    return sha256(msgspec.msgpack.encode([(below, folders[below].digest()) for below in sorted(folders)])).digest()


def _listed(folders: Mapping[str, Folder]) -> list[tuple[str, bytes]]:
    """Every file in them with its row."""
    size = FIELDS * 8
    return sorted(
        (f"{below}{name}", held.packed[at * size : (at + 1) * size])
        for below, held in folders.items()
        for at, name in enumerate(held.names)
    )


def _walk(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """Every file below `folder`, and no row; folders that cannot be read are problems.  Links to folders are not followed."""

    def unreadable(error: OSError) -> None:
        place = Path(error.filename).relative_to(folder).as_posix()
        problems.append(
            Problem(
                "inbox-unreadable", place, f"the folder cannot be read: {error.strerror}", hint="check its permissions", severity="refused"
            )
        )

    if not folder.exists():
        return
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        place = Path(parent)
        below = "" if place == folder else f"{place.relative_to(folder).as_posix()}/"
        for name in [*names, *(entry for entry in folders if (place / entry).is_symlink())]:
            yield f"{below}{name}", b""


def _visible(name: str) -> str:
    """The name as it can be written anywhere: bytes that are no Unicode as \\udcNN."""
    return name.encode("utf-8", "backslashreplace").decode()


def _not_plain(path: Path, folder: Path, name: str) -> Problem | None:
    """Why `path` must not be read: a link out of the folder, a device, a pipe, too large; None when it may."""
    try:
        status = path.lstat()
        inside = True  # as the folders that lead here are, which are no links
        if stat.S_ISLNK(status.st_mode):
            status = path.stat()
            inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        reason = error.strerror if isinstance(error, OSError) else "a link that leads to itself"
        return Problem("inbox-unreadable", name, f"the file cannot be read: {reason}", hint="check the link", severity="refused")
    if not inside:
        return Problem(
            "inbox-link", name, "a link that leads out of the inbox", "a file", "copy the file into the inbox", severity="refused"
        )
    if not stat.S_ISREG(status.st_mode):
        return Problem("inbox-special", name, "no plain file", "a text or HTML file", "remove it", severity="refused")
    if status.st_size > MAX_FILE_BYTES:
        found = f"a file of {status.st_size / 2**20:.0f} MiB"
        return Problem("inbox-large", name, found, f"at most {MAX_FILE_BYTES // 2**20} MiB", "save the article alone", severity="refused")
    return None


def _bytes(path: Path, name: str, problems: list[Problem]) -> bytes | None:
    try:
        return read_plain(path)
    except OSError as error:
        found = f"the file cannot be read: {error.strerror}"
        problems.append(Problem("inbox-unreadable", name, found, hint="check its permissions", severity="refused"))
        return None


def _digest(path: Path, name: str, problems: list[Problem]) -> str | None:
    content = _bytes(path, name, problems)
    return None if content is None else sha256(content).hexdigest()


def _inbox_text(name: str, digests: Mapping[str, str], sidecars: Sequence[str]) -> InboxText:
    sidecar = next(iter(sidecars), None)
    return InboxText(name, digests[name], sidecar, digests[sidecar] if sidecar is not None else "")


def _is_sidecar(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _sidecar_key(name: str) -> str:
    """What an article and its sidecar share: a word like "confidential" must not be missed for a letter's case or an accent's form."""
    return unicodedata.normalize("NFC", _stem(name)).casefold()


def _group_sidecars(names: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name in sorted(names):
        if _is_sidecar(name):
            grouped.setdefault(_sidecar_key(name), []).append(name)
    return grouped


def _unread_sidecar(name: str, sidecars: Mapping[str, list[str]], contents: Mapping[str, str]) -> Problem | None:
    """Why an article is left out for its sidecar: nobody knows whether it is confidential."""
    own = sidecars.get(_sidecar_key(name), [])
    if len(own) > 1:
        found = f"it has {len(own)} sidecars: {', '.join(own)}"
        return Problem("sidecar-several", name, found, "one sidecar", "put them into one", severity="refused")
    if own and own[0] not in contents:
        found = f"its sidecar {own[0]} cannot be read, and may say that it is confidential"
        return Problem("sidecar-unread", name, found, "a sidecar that can be read", "mend or remove the sidecar", severity="refused")
    return None


def _lonely_sidecars(sidecars: Mapping[str, list[str]], articles: set[str]) -> list[Problem]:
    return [
        Problem(
            "sidecar-lonely", name, "a sidecar without an article", f"{_stem(name)}.txt, .md or .html beside it", "rename one of the two"
        )
        for key, names in sorted(sidecars.items())
        for name in names
        if key not in articles
    ]


def _stem(name: str) -> str:
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{file.rpartition('.')[0] or file}"
