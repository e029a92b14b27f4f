"""What resolving names leaves to the next time: of each article what it says and whom that was found to mean, and by what it is found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from beatbook.merging.memory import NAME_KEYS, NAMED, NAMES, Finder, digest
from beatbook.merging.model import MaybeSame  # noqa: TC001 - msgspec reads the annotation
from beatbook.merging.stored import ENCODER
from beatbook.merging.told import Told  # noqa: TC001 - msgspec reads the annotation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.merging.memory import Room
    from beatbook.merging.model import Known, KnownArticle, KnownProfile
    from beatbook.merging.name_links import NameLinks


class OfNames(msgspec.Struct, array_like=True, frozen=True):
    """The names of an article; all lists are as long as its entities."""

    told: Told
    links: tuple[tuple[int, ...], ...]
    marks: tuple[tuple[int, ...], ...]
    ids: tuple[str, ...]  # profile of each, before editors unite any; "" for none
    company: tuple[tuple[str, ...], ...]  # of people named in full: what tells them from others, and for whom they were taken before

    def keys(self) -> set[int]:
        """All by which the article is found."""
        return {key for keys in (*self.links, *self.marks) for key in keys}


class KnownNote(msgspec.Struct, array_like=True, frozen=True):
    """What is known of a profile, as it was last read."""

    digest: bytes
    ids: tuple[str, ...]
    links: tuple[int, ...]
    marks: tuple[int, ...]


class OutletNote(msgspec.Struct, array_like=True, frozen=True):
    """An outlet of articles."""

    id: str
    articles: int
    marks: tuple[int, ...]  # of spellings by which its profile is looked for


class StateNote(msgspec.Struct, array_like=True, frozen=True):
    """A state."""

    id: str
    named: int  # how often; 0: only places and office holders are of it


class NamesStanding(msgspec.Struct, array_like=True):
    """Small values of all names."""

    numbers: dict[str, int] = {}  # "a/ID" of articles, "k/ID" of what is known -> number by which it is found
    next: int = 0
    known: dict[str, KnownNote] = {}
    outlets: dict[str, OutletNote] = {}
    states: dict[str, StateNote] = {}  # country code or folded name
    places: dict[str, str] = {}  # link of a place, as text, -> country whose state holds it
    said: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}  # article -> day, and names of people, that a person set
    heirs: dict[str, str] = {}  # profile -> the one that stays in its place
    described: dict[str, int] = {}  # country -> how often somebody is only described as of it
    maybe: tuple[MaybeSame, ...] = ()  # before editors unite any
    nations: dict[str, str] = {}  # profiles that stand for a country -> its code
    placed: dict[str, str] = {}  # profiles of places -> country
    called: dict[str, tuple[str, ...]] = {}  # profiles that may be outlets -> all that they are called, without case


def digest_profile(profile: KnownProfile) -> bytes:
    """A hash of all by which names are resolved: of the offices of somebody, which they are, not who told of them when."""
    offices = sorted((role.office, role.country, role.former) for role in profile.roles)
    return digest([replace(profile, roles=()), offices])


def note_known(profile: KnownProfile, links: NameLinks, found: bytes) -> KnownNote:
    own = links.of_known(profile)
    return KnownNote(found, (profile.id, *profile.former_ids), own.links, own.marks)


def unresolved(told: Told, links: NameLinks, record: KnownArticle | None) -> OfNames:
    """The names of an article before anybody knows whom they mean."""
    found = links.of_article(told, record.reassigned if record else ())
    return OfNames(told, tuple(one.links for one in found), tuple(one.marks for one in found), ("",) * len(found), ((),) * len(found))


def said_of(known: Known) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Article -> day and people that a person set, of those of which there are any."""
    return {one.id: (one.published or "", one.reassigned) for one in known.articles if one.published or one.reassigned}


def keys_of(names: OfNames, links: NameLinks) -> set[int]:
    """All by which the article is found, with the profiles that it names."""
    return names.keys() | {links.id_mark(id_) for id_ in names.ids if id_}


def count_described(described: dict[str, int], told: Told, times: int) -> None:
    """Counts, by country, who is only described."""
    for entity in told.entities:
        if entity.described:
            described[entity.country] = described.get(entity.country, 0) + times
            if not described[entity.country]:
                del described[entity.country]


_STANDING = msgspec.msgpack.Decoder(NamesStanding)
_NAMES = msgspec.msgpack.Decoder(OfNames)


class NamesMemory:
    """The rooms of names, read and written as what they hold."""

    def __init__(self, rooms: Mapping[str, Room]) -> None:
        self._rooms = rooms
        self._read: dict[str, OfNames | None] = {}
        self.finder = Finder(rooms[NAME_KEYS])
        self.opened = 0  # articles

    def standing(self) -> NamesStanding | None:
        """Small values of all names; None where nothing is remembered."""
        try:
            return _STANDING.decode(self._rooms[NAMES][""])
        except (KeyError, msgspec.DecodeError, msgspec.ValidationError):
            return None

    def article(self, id_: str) -> OfNames:
        found = self._read.get(id_)
        if found is None:
            found = self._read[id_] = _NAMES.decode(self._rooms[NAMED][id_])
            self.opened += 1
        return found

    def kept_articles(self) -> set[str]:
        return set(self._rooms[NAMED])

    def put_article(self, id_: str, names: OfNames | None) -> None:
        self._read[id_] = names
        self._rooms[NAMED].put({id_: ENCODER.encode(names) if names is not None else None})

    def finish(self, standing: NamesStanding) -> None:
        """Writes what was gathered."""
        self.finder.finish()
        self._rooms[NAMES].put({"": ENCODER.encode(standing)})

    def forget(self) -> None:
        """Empties all rooms."""
        for name in (NAMES, NAMED, NAME_KEYS):
            self._rooms[name].put(dict.fromkeys(list(self._rooms[name])))
        self.finder = Finder(self._rooms[NAME_KEYS])
