"""What is kept of the files of a site, so that the next build makes only those that would be others.

Of each unit of the site: its arguments, what it read, and its files.  A unit of which all that is the same is not even looked at.  Of
each page: the stamp of its file, and where it leads.  Nothing here is trusted further: other code, another configuration or a damaged
byte makes all of it void.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from beatbook.publishing.check import PageLinks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Stamp = tuple[int, int, int]  # inode, size, mtime in ns

PRINT = 12  # bytes of the hash of an entry
_DIGEST = 32  # bytes of the checksum in front
_SHORT = 48  # bytes up to which arguments are kept as they are


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the site as it was last written."""

    stamp: Stamp
    listed: bool = False  # in the sitemap
    links: PageLinks | None = None  # None: no page


@dataclass(frozen=True, slots=True)
class KeptUnit:
    """A unit as it was last made."""

    arguments: bytes
    reads: bytes  # numbers of entries of tables, four bytes each
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a site."""

    setting: bytes = b""
    files: Mapping[str, KeptFile] = field(default_factory=dict)  # path under public/ -> file
    units: Mapping[str, KeptUnit] = field(default_factory=dict)
    tables: Mapping[str, tuple[list[str], list[bytes]]] = field(default_factory=dict)  # name -> keys, and a hash of the entry of each


class _Row(msgspec.Struct, array_like=True):
    path: str
    stamp: Stamp
    listed: bool
    ids: tuple[str, ...]
    targets: bytes | None  # numbers of texts, four bytes each: most pages lead to the same places; None: no page
    redirect: bool
    sound: bool


class _Stored(msgspec.Struct, array_like=True):
    setting: bytes
    texts: list[str]
    rows: list[_Row]
    units: dict[str, tuple[bytes, bytes, tuple[str, ...]]]
    tables: dict[str, tuple[list[str], list[bytes]]]


def page_key(*values: object) -> bytes:
    """A hash of everything that something is made of; b"" where there is something among it of which none can be made."""
    encoded = _encoded(values)
    return blake2b(encoded, digest_size=16).digest() if encoded else b""


def _encoded(value: object) -> bytes:
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        return b""


def hash_entry(encoded: bytes) -> bytes:
    """A hash of an entry of a table."""
    return blake2b(encoded, digest_size=PRINT).digest()


def encode_entry(entry: object) -> bytes:
    """An entry of a table as bytes."""
    return _ENCODER.encode(entry)


def _plain(value: object) -> object:
    if isinstance(value, Markup):
        return ["markup", str.__str__(value)]
    raise TypeError(type(value))


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")


def digest_arguments(arguments: Iterable[object]) -> bytes:
    """The arguments of a unit, or a hash of them; b"" where none can be made."""
    encoded = _encoded(tuple(arguments))
    return encoded if len(encoded) <= _SHORT else blake2b(encoded, digest_size=16).digest()


def format_kept(kept: Kept) -> bytes:
    """The bytes to keep, a checksum in front."""
    numbers: dict[str, int] = {}
    rows = []
    for path, file in sorted(kept.files.items()):
        links = file.links
        targets = array("I", [numbers.setdefault(target, len(numbers)) for target in links.targets]).tobytes() if links else None
        more = (links.ids, targets, links.redirect, links.sound) if links else ((), None, False, True)
        rows.append(_Row(path, file.stamp, file.listed, *more))
    units = {name: (unit.arguments, unit.reads, unit.files) for name, unit in kept.units.items()}
    content = msgspec.msgpack.encode(_Stored(kept.setting, list(numbers), rows, units, dict(kept.tables)))
    return sha256(content).digest() + content


def parse_kept(content: bytes | None) -> Kept:
    """What was kept; nothing where it is damaged or there is none."""
    if not content or sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return Kept()
    try:
        stored = msgspec.msgpack.decode(content[_DIGEST:], type=_Stored)
        texts = stored.texts
        files = {row.path: KeptFile(row.stamp, row.listed, _links(row, texts)) for row in stored.rows}
        units = {name: KeptUnit(*unit) for name, unit in stored.units.items()}
        sound = all(path in files for unit in units.values() for path in unit.files)
    except (msgspec.DecodeError, msgspec.ValidationError, LookupError, ValueError):  # of another version
        return Kept()
    return Kept(stored.setting, files, units, stored.tables) if sound else Kept()


def _links(row: _Row, texts: list[str]) -> PageLinks | None:
    if row.targets is None:
        return None
    return PageLinks(row.ids, tuple([texts[number] for number in array("I", row.targets)]), row.redirect, row.sound)
