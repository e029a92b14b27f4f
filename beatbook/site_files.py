"""The disk for the commands around the build: the files of a new site, what `add` saves, what `serve` watches."""

from __future__ import annotations

import os
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EARLIER = ".earlier"  # in the inbox: what a new version replaced.  The dot keeps it out of the build
_UNWATCHED = frozenset({".cache", ".journal", "_machine", EARLIER})

Stamp = tuple[int, int, int]  # inode, size, time of change in ns


def read_starter(names: Iterable[str]) -> dict[str, str]:
    """The files of a new site that come with the package: name in beatbook/starter/ -> text."""
    folder = resources.files("beatbook.starter")
    return {name: (folder / name).read_text("utf-8") for name in names}


def write_new(folder: Path, texts: Mapping[str, str], *, executable: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Writes the files (path below `folder` -> text) that are not there yet, and returns their paths in order."""
    written = []
    for name, text in sorted(texts.items()):
        path = folder / name
        if not path.exists() and not path.is_symlink():
            _write(path, text.encode())
            if name in executable:
                path.chmod(0o755)
            written.append(name)
    return tuple(written)


def save_article(inbox: Path, name: str, content: bytes, sidecar: bytes | None, *, replaces: str | None = None) -> str | None:
    """Puts an article and its sidecar into the inbox; returns where the file that it `replaces` is kept now, None when there was none."""
    kept = _set_aside(inbox, replaces) if replaces else None
    if sidecar is not None:
        _write((inbox / name).with_suffix(".yaml"), sidecar)
    _write(inbox / name, content)
    return kept


def read_file(path: Path, limit: int) -> bytes:
    """The first `limit` + 1 bytes of a file: enough to see that it is too long.  OSError is the caller's to explain."""
    with path.open("rb") as file:
        return file.read(limit + 1)


def stamps(paths: Iterable[Path]) -> dict[str, Stamp]:
    """What tells whether one of these files, or a file below one of these folders, has changed: path -> stamp."""
    return {str(path): stamp for root in paths for path in _files(root) if (stamp := _stamp(path)) is not None}


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    for parent, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - _UNWATCHED)
        yield from (Path(parent) / name for name in sorted(names) if not name.endswith((".new", ".lock", "~", ".swp")))


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None  # gone meanwhile
    return status.st_ino, status.st_size, status.st_mtime_ns


def _set_aside(inbox: Path, name: str) -> str | None:
    """Keeps a file that a new version replaces: nobody else may have that text."""
    path = inbox / name
    if not path.is_file():
        return None
    folder = inbox / EARLIER
    folder.mkdir(exist_ok=True)
    flat = name.replace("/", "-")
    number, kept = 1, folder / flat
    while kept.exists():
        number += 1
        kept = folder / f"{Path(flat).stem}-{number}{path.suffix}"
    path.rename(kept)
    return kept.relative_to(inbox).as_posix()


def _write(path: Path, content: bytes) -> None:
    """Writes beside and renames, so that nobody ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
