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

ENCODER = msgspec.msgpack.Encoder(order="deterministic")  # sets in one order, whatever the hash seed
_EVENT, _PROFILE, _LISTS = msgspec.msgpack.Decoder(Event), msgspec.msgpack.Decoder(Profile), msgspec.msgpack.Decoder(list[Any])
EVENTS, PROFILES, ARTICLES, REST = "events", "profiles", "articles", "rest"  # rooms
_OF_ARTICLE = tuple(field.name for field in fields(Article) if field.name not in ("id", "analysis"))


class _Rest(msgspec.Struct, array_like=True):
    key: str
    as_of: str | None
    maybe_same: tuple[MaybeSame, ...]
    dropped: tuple[Dropped, ...]


_REST = msgspec.msgpack.Decoder(_Rest)


def merge_key(analyses: Mapping[str, bytes], known: bytes, code: str, as_of: str | None) -> str:
    """A hash of all that `merge` reads: `analyses` are the hashes of those, by id, `known` is one of what is known; `code` stands for the
    rules and for the code itself.
    """
    return sha256(ENCODER.encode([code, as_of, known, sorted(analyses.items())])).hexdigest()


def format_merged(merged: Merged, key: str) -> dict[str, dict[str, bytes]]:
    """What to keep, by room: a value for each event, profile and article, and one for the rest."""
    encode = ENCODER.encode
    return {
        EVENTS: {event.id: encode(event) for event in merged.events},
        PROFILES: {profile.id: encode(profile) for profile in merged.profiles},
        ARTICLES: {article.id: format_article(article) for article in merged.articles},
        REST: {"": format_rest(key, merged.as_of, merged.maybe_same, merged.dropped)},
    }


def format_article(article: Article) -> bytes:
    """The record of an article without its analysis, to be kept."""
    return ENCODER.encode([getattr(article, name) for name in _OF_ARTICLE])


def format_rest(key: str, as_of: str | None, maybe_same: tuple[MaybeSame, ...], dropped: tuple[Dropped, ...]) -> bytes:
    """What was merged besides events, profiles and articles, to be kept."""
    return ENCODER.encode(_Rest(key, as_of, maybe_same, dropped))


def parse_merged(rooms: Mapping[str, Mapping[str, bytes]], key: str, analyses: Mapping[str, Analysis]) -> Merged | None:
    """What was kept under this key; None where that is something else, nothing, or of another version."""
    rest = parse_rest(rooms[REST].get("", b""))
    if rest is None or rest.key != key:
        return None
    try:
        articles = tuple(parse_article(id_, rooms[ARTICLES][id_], analyses) for id_ in sorted(rooms[ARTICLES]))
        if any(id_ not in analyses for id_ in rooms[ARTICLES]):
            return None
        events = tuple(parse_event(rooms[EVENTS][id_]) for id_ in sorted(rooms[EVENTS]))
        profiles = sorted((parse_profile(rooms[PROFILES][id_]) for id_ in rooms[PROFILES]), key=lambda profile: (profile.type, profile.id))
    except (msgspec.DecodeError, msgspec.ValidationError, LookupError, TypeError):  # of another version
        return None
    return Merged(rest.as_of, articles, tuple(profiles), events, rest.maybe_same, rest.dropped)


def parse_rest(content: bytes) -> _Rest | None:
    """What was merged besides events, profiles and articles; None where that is nothing, or of another version."""
    try:
        return _REST.decode(content)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def parse_event(content: bytes) -> Event:
    """An event as it was kept."""
    return _EVENT.decode(content)


def parse_profile(content: bytes) -> Profile:
    """A profile as it was kept."""
    return _PROFILE.decode(content)


def parse_article(id_: str, content: bytes, analyses: Mapping[str, Analysis]) -> Article:
    """The record of an article as it was kept, with its analysis, which is not kept a second time."""
    return KeptArticle(id_, dict(zip(_OF_ARTICLE, _LISTS.decode(content), strict=True)), analyses)


class KeptArticle(Article):
    """An article whose analysis is read when somebody asks for it: of most nobody does."""

    __slots__ = ("_analyses",)
    _analyses: Mapping[str, Analysis]

    def __init__(self, id_: str, kept: Mapping[str, Any], analyses: Mapping[str, Analysis]) -> None:
        for name, value in kept.items():
            object.__setattr__(self, name, tuple(value) if isinstance(value, list) else value)
        object.__setattr__(self, "id", id_)
        object.__setattr__(self, "_analyses", analyses)

    @property
    def analysis(self) -> Analysis:
        return self._analyses[self.id]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Article) and all(getattr(self, each.name) == getattr(other, each.name) for each in fields(Article))

    def __hash__(self) -> int:
        return hash(self.id)


def kept_entities(content: bytes) -> tuple[str, ...]:
    """The profile ids of an article's entities, as its record was kept."""
    return tuple(_LISTS.decode(content)[_OF_ARTICLE.index("entities")])
