"""What `packs` and `stores` have in common: an index behind a checksum, beside a large file that is mapped into memory."""

from __future__ import annotations

import contextlib
import mmap
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from beatbook.journal import replace_file

if TYPE_CHECKING:
    from pathlib import Path

_CHECKSUM = 32  # bytes of the hash before the index


class Versioned(Protocol):
    """An index: good for one version of the code."""

    version: str


_I = TypeVar("_I", bound=Versioned)


def read_index(path: Path, kind: type[_I], version: str) -> _I | None:
    """The index that lies there; None where there is none, or it is damaged, or of another version."""
    try:
        content = path.read_bytes()
        if sha256(memoryview(content)[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
            return None
        index = msgspec.msgpack.decode(memoryview(content)[_CHECKSUM:], type=kind)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return index if index.version == version else None


def write_index(path: Path, index: Versioned) -> None:
    """Replaces an index.  Raises OSError."""
    content = msgspec.msgpack.encode(index)
    replace_file(path, sha256(content).digest() + content)


def map_file(path: Path) -> mmap.mmap | bytes:
    """What a file holds, read where somebody looks at it; nothing where there is none."""
    with contextlib.suppress(OSError, ValueError), path.open("rb") as file:  # ValueError: an empty file
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return b""
