"""What is kept of the files of a site, so that the next build makes only those that would be others.

Of each unit of the site: its arguments, what it read, and its files.  A unit of which all that is the same is not even looked at.  Of
each page: the stamp of its file, and where it leads.  Nothing here is trusted further: other code, another configuration or a damaged
byte makes all of it void.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from beatbook.publishing.link_book import NumberedLinks  # noqa: TC001 - read back by its type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.publishing.page import Unit

Stamp = tuple[int, int, int]  # inode, size, mtime in ns

PRINT = 12  # bytes of the hash of an entry
_DIGEST = 32  # bytes of the checksum in front
_SHORT = 48  # bytes up to which arguments are kept as they are


class KeptFile(msgspec.Struct, array_like=True, frozen=True):
    """A file of the site as it was last written."""

    stamp: Stamp
    listed: bool = False  # in the sitemap
    links: NumberedLinks | None = None  # None: no page


class KeptUnit(msgspec.Struct, array_like=True, frozen=True):
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
    places: Sequence[str] = ()  # to which links lead, by their numbers
    faultless: bool = False  # no link leads nowhere, and every page is reached


class _Stored(msgspec.Struct, array_like=True):
    setting: bytes
    files: dict[str, KeptFile]
    units: dict[str, KeptUnit]
    tables: dict[str, tuple[list[str], list[bytes]]]
    places: list[str]
    faultless: bool


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


def digest_all(units: Sequence[Unit]) -> dict[str, bytes]:
    """Name of a unit -> the same of its arguments; of tens of thousands, nearly all of which have but an id."""
    try:
        encoded = [_ENCODER.encode(unit.arguments) for unit in units]
    except (TypeError, ValueError, RecursionError):
        return {unit.name: digest_arguments(unit.arguments) for unit in units}
    return {
        unit.name: held if len(held) <= _SHORT else blake2b(held, digest_size=16).digest()
        for unit, held in zip(units, encoded, strict=True)
    }


def format_kept(kept: Kept) -> bytes:
    """The bytes to keep, a checksum in front."""
    stored = _Stored(kept.setting, dict(kept.files), dict(kept.units), dict(kept.tables), list(kept.places), kept.faultless)
    content = msgspec.msgpack.encode(stored)
    return sha256(content).digest() + content


def parse_kept(content: bytes | None) -> Kept:
    """What was kept; nothing where it is damaged or there is none.

    It is decoded in one go, without a look at a single file: a site of 10,000 briefs has 30,000.
    """
    if not content or sha256(held := memoryview(content)[_DIGEST:]).digest() != content[:_DIGEST]:
        return Kept()
    try:
        stored = msgspec.msgpack.decode(held, type=_Stored)
    except (msgspec.DecodeError, msgspec.ValidationError):  # of another version
        return Kept()
    if not all(path in stored.files for unit in stored.units.values() for path in unit.files):
        return Kept()
    return Kept(stored.setting, stored.files, stored.units, stored.tables, stored.places, stored.faultless)
