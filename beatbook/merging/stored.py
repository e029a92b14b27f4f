"""What a merge found, kept for the next build that would merge the very same: an edit of a body, a template or a page changes no event.

The analyses are not kept a second time: they are at hand whenever this is read.
"""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.merging.model import Article, Dropped, Event, MaybeSame, Merged, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.model import Analysis
    from beatbook.merging.model import Known

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")  # sets in one order, whatever the hash seed
_DIGEST = 32  # bytes of the checksum in front
_OF_ARTICLE = tuple(field.name for field in fields(Article) if field.name not in ("id", "analysis"))


class _Stored(msgspec.Struct, array_like=True):
    key: str
    as_of: str | None
    articles: dict[str, dict[str, Any]]  # id -> all of an Article but its analysis
    profiles: tuple[Profile, ...]
    events: tuple[Event, ...]
    maybe_same: tuple[MaybeSame, ...]
    dropped: tuple[Dropped, ...]


def merge_key(analyses: Mapping[str, bytes], known: Known, code: str, as_of: str | None) -> str:
    """A hash of all that `merge` reads: `analyses` are the hashes of those, by id; `code` stands for the rules and for the code itself."""
    return sha256(_ENCODER.encode([code, as_of, known, sorted(analyses.items())])).hexdigest()


def format_merged(merged: Merged, key: str) -> bytes:
    """The bytes to keep, a checksum in front."""
    articles = {article.id: {name: getattr(article, name) for name in _OF_ARTICLE} for article in merged.articles}
    content = _ENCODER.encode(_Stored(key, merged.as_of, articles, merged.profiles, merged.events, merged.maybe_same, merged.dropped))
    return sha256(content).digest() + content


def parse_merged(content: bytes | None, key: str, analyses: Mapping[str, Analysis]) -> Merged | None:
    """What was kept under this key; None where that is something else, nothing, or damaged."""
    if not content or sha256(content[_DIGEST:]).digest() != content[:_DIGEST] or key.encode() not in content[:200]:
        return None
    try:
        stored = msgspec.msgpack.decode(content[_DIGEST:], type=_Stored)
        articles = tuple(_article(id_, kept, analyses[id_]) for id_, kept in stored.articles.items())
    except (msgspec.DecodeError, msgspec.ValidationError, LookupError, TypeError):  # of another version
        return None
    return Merged(stored.as_of, articles, stored.profiles, stored.events, stored.maybe_same, stored.dropped) if stored.key == key else None


def _article(id_: str, kept: dict[str, Any], analysis: Analysis) -> Article:
    lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return Article(id=id_, analysis=analysis, **{**kept, **lists})
