"""What is kept of the pages of a site, so that the next build makes only those that would be others.

Of each page: the key (a hash of all that its template saw, of the templates and of the code), the stamp of its file, and where it leads.
A page whose key and stamp are the same need not be made, checked or written.  Nothing here is trusted further: other code, another
configuration or a damaged byte makes all keys others.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from beatbook.publishing.check import PageLinks

if TYPE_CHECKING:
    from collections.abc import Mapping

Stamp = tuple[int, int, int]  # inode, size, mtime in ns

_DIGEST = 32  # bytes of the checksum in front


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was last written."""

    key: bytes
    stamp: Stamp
    links: PageLinks


class _Row(msgspec.Struct, array_like=True):
    path: str
    key: bytes
    stamp: Stamp
    ids: tuple[str, ...]
    targets: bytes  # numbers of texts, four bytes each: most pages lead to the same places
    redirect: bool
    sound: bool


class _Stored(msgspec.Struct, array_like=True):
    texts: list[str]
    rows: list[_Row]


def page_key(*values: object) -> bytes:
    """A hash of everything that a page is made of; b"" where there is something among it of which none can be made."""
    try:
        return blake2b(_ENCODER.encode(values), digest_size=16).digest()
    except (TypeError, ValueError, RecursionError):
        return b""


def _plain(value: object) -> object:
    if isinstance(value, Markup):
        return ["markup", str.__str__(value)]
    raise TypeError(type(value))


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")


def format_kept(pages: Mapping[str, KeptPage]) -> bytes:
    """The bytes to keep, a checksum in front."""
    numbers: dict[str, int] = {}
    rows = []
    for path, page in sorted(pages.items()):
        targets = array("I", [numbers.setdefault(target, len(numbers)) for target in page.links.targets])
        rows.append(_Row(path, page.key, page.stamp, page.links.ids, targets.tobytes(), page.links.redirect, page.links.sound))
    content = msgspec.msgpack.encode(_Stored(list(numbers), rows))
    return sha256(content).digest() + content


def parse_kept(content: bytes | None) -> dict[str, KeptPage]:
    """What was kept, by path; {} where it is damaged or there is nothing."""
    if not content or sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return {}
    try:
        stored = msgspec.msgpack.decode(content[_DIGEST:], type=_Stored)
        texts = stored.texts
        return {
            row.path: KeptPage(
                row.key,
                row.stamp,
                PageLinks(row.ids, tuple([texts[number] for number in array("I", row.targets)]), row.redirect, row.sound),
            )
            for row in stored.rows
        }
    except (msgspec.DecodeError, msgspec.ValidationError, LookupError, ValueError):  # of another version
        return {}
