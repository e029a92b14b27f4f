"""Many files of one folder change together or not at all, also when the program is killed half way.

New contents are staged in `.journal/` inside the folder, a list of steps is put beside them by one rename (from here on the change
happens, before it nothing did), and then step by step each staged file changes places with the one that it replaces.  Whoever comes
next finds the list and goes on where the steps ended: each tells from what lies in `.journal/` whether it was taken.

A step may be guarded: it is taken only while the file is still what it was when it was read.  The old file is checked after it was
moved aside, so that nothing saved between check and exchange is lost.  After a killed process every promise holds; after a power cut
the file system decides what of the last seconds it kept.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = ".journal"  # inside the folder that changes, so that a rename never crosses file systems
_LIST = "steps"
_NO_REPLACE, _EXCHANGE = 1, 2  # flags of renameat2 (linux/fs.h)


@dataclass(frozen=True, slots=True)
class Change:
    """What shall become of one file."""

    path: str  # below the folder, "/" between its parts
    content: bytes | None  # None: the file goes
    was: bytes | None = None  # of a guarded change: what stood there when it was read; None: there was no file
    guarded: bool = False
    partner: str = ""  # path of a guarded change: where that one was left alone, this one is too
    ready: Path | None = None  # a file on the same volume that is the new content: it is moved, and stays the file that it is


@dataclass(frozen=True, slots=True)
class _Step:
    """A change as the list holds it: contents as their sha256, the staged one under `staged`."""

    path: str
    staged: str
    becomes: str | None  # "": not known; None: nothing
    was: str | None
    guarded: bool
    partner: str


def apply_changes(folder: Path, changes: Sequence[Change]) -> tuple[str, ...]:
    """Makes all changes in `folder`; returns the paths of those guarded ones that were left alone, because somebody changed the file.

    When a file was left alone, nothing guarded is removed either: what it held may be meant to live on in the other.
    Raises OSError before anything changed when a folder may not be written or the disk is full.
    """
    if not changes:
        return ()
    stage_changes(folder, changes)
    return finish_changes(folder)


def stage_changes(folder: Path, changes: Sequence[Change]) -> None:
    """The first half: everything is ready and on the list, nothing has changed.  Raises OSError, and leaves nothing behind then."""
    journal = folder / FOLDER
    shutil.rmtree(journal, ignore_errors=True)
    journal.mkdir(parents=True)
    try:
        (journal / ".gitignore").write_bytes(b"*\n")
        steps = [_stage(folder, change, str(number)) for number, change in enumerate(changes)]
        draft = journal / f"{_LIST}.new"
        draft.write_text(json.dumps([asdict(step) for step in steps]), "utf-8")
        draft.rename(journal / _LIST)
    except BaseException:
        shutil.rmtree(journal, ignore_errors=True)
        raise


def is_unfinished(folder: Path) -> bool:
    """Whether an earlier change of the folder was cut short and has to be finished before anything is read."""
    return (folder / FOLDER / _LIST).exists()


def finish_changes(folder: Path) -> tuple[str, ...]:
    """The second half, from wherever it ended; does nothing but tidy up where there is no list.  Returns the paths left alone."""
    journal = folder / FOLDER
    if not is_unfinished(folder):
        if journal.exists():
            shutil.rmtree(journal)
        return ()
    steps = _read_steps(folder)
    for step in steps:
        (folder / step.path).parent.mkdir(parents=True, exist_ok=True)
    left = [step.path for step in steps if step.guarded and step.becomes is not None and not _take_guarded(folder, step)]
    removals = [step for step in steps if step.guarded and step.becomes is None]
    stay = {step.path for step in removals if left and not (journal / step.staged).exists()}
    moved = [step.path for step in removals if step.path not in stay and not _take_removal(folder, step)]
    alone = {*left, *stay, *moved}
    for step in steps:
        if not step.guarded and step.partner not in alone:
            _take(folder, step)
    (journal / _LIST).unlink()
    shutil.rmtree(journal)
    return (*left, *moved)


def replace_file(path: Path, content: bytes) -> None:
    """Writes beside and renames, so that nobody ever sees half a file.  Permissions of a replaced file stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Whether the two could change places in one step (Linux; other systems and some file systems cannot)."""
    return _renameat2(one, other, _EXCHANGE) == 0


# ---- steps


def _stage(folder: Path, change: Change, name: str) -> _Step:
    """Lays the new content ready and makes sure that the place where it goes can be written."""
    target = folder / change.path
    if not _is_inside(folder, change.path):
        raise PermissionError(errno.EPERM, "the path leads out of the folder", str(target))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target.parent))
    if change.content is not None:
        staged = folder / FOLDER / name
        staged.write_bytes(change.content)
        staged.chmod(_mode(target))
    if change.ready is not None:
        change.ready.rename(folder / FOLDER / name)
        return _Step(change.path, name, "", None, guarded=False, partner="")
    becomes = None if change.content is None else _sha256(change.content) if change.guarded else ""
    return _Step(change.path, name, becomes, None if change.was is None else _sha256(change.was), change.guarded, change.partner)


def _read_steps(folder: Path) -> list[_Step]:
    """The steps of the list; none of a list that is damaged or leads elsewhere, which no build of ours wrote."""
    try:
        steps = [_Step(**step) for step in json.loads((folder / FOLDER / _LIST).read_text("utf-8"))]
        sound = all(step.staged.isdecimal() and _is_inside(folder, step.path) for step in steps)
    except (ValueError, TypeError, AttributeError):
        return []
    return steps if sound else []


def _is_inside(folder: Path, path: str) -> bool:
    """Whether a path leads to a place below the folder, also when links on its way are followed."""
    return ".." not in Path(path).parts and (folder / path).parent.resolve().is_relative_to(folder.resolve())


def _take(folder: Path, step: _Step) -> None:
    """A step that is not guarded; taken twice it does nothing the second time."""
    staged = folder / FOLDER / step.staged
    if step.becomes is None:
        (folder / step.path).unlink(missing_ok=True)
    elif staged.exists():
        staged.replace(folder / step.path)


def _take_guarded(folder: Path, step: _Step) -> bool:
    """Whether the new content is in its place; False when the file was changed by somebody else, whose version then stands."""
    staged, target = folder / FOLDER / step.staged, folder / step.path
    if _hash_of(staged) == step.becomes:  # not taken yet
        now = _hash_of(target)
        if now == step.becomes or now != step.was:
            return now == step.becomes
        if now is None:
            return _create(staged, target)
        if not exchange(staged, target):
            staged.replace(target)
    moved_aside = _hash_of(staged)
    if moved_aside in (None, step.was):  # None: the file was created, or the system cannot exchange
        return True
    if _hash_of(target) == step.becomes and not exchange(staged, target):  # somebody saved between check and exchange: theirs comes back
        staged.replace(target)
    return False


def _take_removal(folder: Path, step: _Step) -> bool:
    """Whether the file is gone; False when it was changed by somebody else, whose version then stands."""
    aside, target = folder / FOLDER / step.staged, folder / step.path
    if not aside.exists():
        now = _hash_of(target)
        if now is None:
            return True
        if now != step.was:
            return False
        target.rename(aside)
    if _hash_of(aside) == step.was:
        return True
    _create(aside, target)
    return False


def _create(staged: Path, target: Path) -> bool:
    """Puts a file where there is none; False when there is one by now."""
    failed = _renameat2(staged, target, _NO_REPLACE)
    if failed in (0, errno.EEXIST):
        return not failed
    try:
        os.link(staged, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        staged.rename(target)
        return True
    staged.unlink()
    return True


def _renameat2(one: Path, other: Path, flags: int) -> int:
    """Zero when it was done, else the error's number; ENOSYS where the system does not know the call."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform.startswith("linux") else None
    if call is None:
        return errno.ENOSYS
    here = -100  # AT_FDCWD
    return 0 if call(here, os.fsencode(one), here, os.fsencode(other), flags) == 0 else ctypes.get_errno()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~umask()


def umask() -> int:
    """The mask for permissions of new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _hash_of(path: Path) -> str | None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return _sha256(path.read_bytes())
    return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
