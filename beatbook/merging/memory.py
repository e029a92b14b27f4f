"""What one merge leaves to the next one: of articles, groups of claims and events what they rested on, in rooms read at single keys."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

import msgspec

from beatbook.merging.model import MaybeSame  # noqa: TC001 - msgspec reads the annotation
from beatbook.merging.stored import ARTICLES, ENCODER, EVENTS, PROFILES, kept_entities, parse_event, parse_profile
from beatbook.merging.traces import GroupTrace, Stand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from beatbook.merging.model import ClaimKey, Event, KnownArticle, KnownEvent, Profile

GROUPS, PLACES, KEYS, WHOLES, STANDING = "groups", "places", "keys", "wholes", "standing"  # rooms
NAMES, NAMED, NAME_KEYS, TESTIMONIES = "names", "named", "name-keys", "testimonies"  # rooms
REMEMBERED = (GROUPS, PLACES, KEYS, WHOLES, STANDING, NAMES, NAMED, NAME_KEYS, TESTIMONIES)
_BUCKETS = 1024
_PAIR = struct.Struct("<qI")  # key, number of a group


class WholeError(Exception):
    """Only everything together can be merged."""


class Room(Protocol):
    """Named values; what is put is read back at once."""

    def __getitem__(self, key: str, /) -> bytes: ...

    def __contains__(self, key: object, /) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def put(self, values: Mapping[str, bytes | None]) -> None: ...


class Finder:
    """What is found under which keys, both told by numbers, in a room of buckets."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._buckets: dict[int, list[tuple[int, int]]] = {}
        self._added: dict[int, set[int]] = defaultdict(set)
        self._gone: dict[int, set[int]] = defaultdict(set)

    def find(self, keys: Collection[int]) -> set[int]:
        """Whatever is found under one of these."""
        found: set[int] = set()
        for key in keys:
            gone = self._gone.get(key, ())
            found.update(number for other, number in self._bucket(key % _BUCKETS) if other == key and number not in gone)
            found |= self._added.get(key, _NOTHING)
        return found

    def buckets(self) -> Iterator[list[tuple[int, int]]]:
        """All that was written, keys with what is found there."""
        return (self._bucket(int(number)) for number in self._room)

    def _bucket(self, number: int) -> list[tuple[int, int]]:
        if number not in self._buckets:
            self._buckets[number] = list(_PAIR.iter_unpack(self._room[str(number)])) if str(number) in self._room else []
        return self._buckets[number]

    def add(self, number: int, keys: Iterable[int]) -> None:
        for key in keys:
            self._added[key].add(number)

    def remove(self, number: int, keys: Iterable[int]) -> None:
        for key in keys:
            self._added[key].discard(number)
            self._gone[key].add(number)

    def finish(self) -> None:
        """Writes what was gathered."""
        changed = {key % _BUCKETS for keys in (self._added, self._gone) for key, numbers in keys.items() if numbers}
        buckets = {at: [(key, number) for key, number in self._bucket(at) if number not in self._gone.get(key, ())] for at in changed}
        for key, numbers in self._added.items():
            if numbers:
                buckets[key % _BUCKETS] += [(key, number) for number in sorted(numbers)]
        self._room.put({str(number): b"".join(_PAIR.pack(*pair) for pair in pairs) for number, pairs in buckets.items()})
        self._buckets, self._added, self._gone = {}, defaultdict(set), defaultdict(set)


class OfArticle(msgspec.Struct, array_like=True, frozen=True):
    """An article as it stood."""

    digest: bytes  # of its analysis
    entities: bytes  # of the ids of its entities
    speaks: bool  # neither excluded by an editor nor retracted
    outlet: str  # as it is named, without case
    day: str  # of publication, as it is stated; "" where it is not
    inferred: bytes  # hash of the days on which others say that it was published; b"" where its own is stated, or nothing is known


class GroupRecord(msgspec.Struct, array_like=True, frozen=True):
    """A group of claims and what became of it."""

    trace: GroupTrace
    why: str  # it would become no event; "": it is one
    event: str  # id; "": none


class Standing(msgspec.Struct, array_like=True):
    """What is read by every merge: small values of all articles, profiles and known events."""

    code: str = ""
    articles: dict[str, OfArticle] = {}
    named: bytes = b""  # hash of all by which names were resolved
    records: dict[str, bytes] = {}  # hashes of what editors and earlier builds know of articles, of events
    events: dict[str, bytes] = {}
    countries: dict[str, str] = {}  # code -> profile
    profiles: dict[str, bytes] = {}  # hashes of profiles, as names were resolved
    people: tuple[MaybeSame, ...] = ()
    acting: dict[str, int] = {}  # profile -> events that it takes part in or is the place of
    firsts: dict[str, str] = {}  # first claim of a group -> its event, where that reports it
    heirs: dict[str, tuple[str, ...]] = {}  # event -> earlier ids that lead to it, where these are not just its own
    copy_of: dict[str, str] = {}
    outlets: dict[str, str] = {}  # name of an outlet, as articles have it -> its profile
    spoken: tuple[str, ...] = ()
    editors: dict[str, tuple[str, ...]] = {}  # earlier event that a person set up or read -> the articles of its claims
    stand: Stand = Stand()
    next: int = 0  # number of the next group
    groups: int = 0


_STANDING = msgspec.msgpack.Decoder(Standing)
_GROUP = msgspec.msgpack.Decoder(GroupRecord)
_NOTHING: frozenset[int] = frozenset()
_NUMBERS = msgspec.msgpack.Decoder(list[int])


class Memory:
    """The rooms of a merge, read and written as what they hold."""

    def __init__(self, rooms: Mapping[str, Room]) -> None:
        self.rooms = rooms
        self._groups: dict[int, GroupRecord | None] = {}
        self._places: dict[str, list[int]] = {}
        self._events: dict[str, Event] = {}
        self._keys = Finder(rooms[KEYS])

    # ---- read

    def standing(self) -> Standing | None:
        """What all merges read; None where nothing is remembered, or by another version."""
        try:
            return _STANDING.decode(self.rooms[STANDING][""])
        except (KeyError, msgspec.DecodeError, msgspec.ValidationError):
            return None

    def group(self, number: int) -> GroupRecord:
        found = self._groups.get(number)
        if found is None:
            found = self._groups[number] = _GROUP.decode(self.rooms[GROUPS][str(number)])
        return found

    def groups_in(self, article: str) -> list[int]:
        """The groups that have a claim of the article."""
        if article not in self._places:
            self._places[article] = _NUMBERS.decode(self.rooms[PLACES][article]) if article in self.rooms[PLACES] else []
        return self._places[article]

    def event(self, id_: str) -> Event:
        """The event as it is shown, as it stood."""
        if id_ not in self._events:
            self._events[id_] = parse_event(self.rooms[EVENTS][id_])
        return self._events[id_]

    def composed(self, id_: str) -> Event:
        """The event before it was made part of another one, as it stood."""
        return parse_event(self.rooms[WHOLES][id_]) if id_ in self.rooms[WHOLES] else self.event(id_)

    def entities(self, article: str) -> tuple[str, ...]:
        """The profiles of an article's entities, as they stood."""
        return kept_entities(self.rooms[ARTICLES][article])

    def profile(self, id_: str) -> Profile | None:
        return parse_profile(self.rooms[PROFILES][id_]) if id_ in self.rooms[PROFILES] else None

    def find(self, keys: Collection[int]) -> set[int]:
        """The groups that are found under one of these keys."""
        return self._keys.find(keys)

    # ---- written

    def put_group(self, number: int, record: GroupRecord, *, new: bool) -> None:
        self._groups[number] = record
        self.rooms[GROUPS].put({str(number): ENCODER.encode(record)})
        if new:
            for article in sorted({key.article for key in record.trace.claims}):
                self._places[article] = sorted({*self.groups_in(article), number})
            self._keys.add(number, record.trace.keys)

    def drop_group(self, number: int) -> None:
        trace = self.group(number).trace
        self.rooms[GROUPS].put({str(number): None})
        self._groups.pop(number)
        for article in {key.article for key in trace.claims}:
            self._places[article] = [other for other in self.groups_in(article) if other != number]
        self._keys.remove(number, trace.keys)

    def put_event(self, event: Event, composed: Event) -> None:
        self._events[event.id] = event
        self.rooms[EVENTS].put({event.id: ENCODER.encode(event)})
        if event is not composed:
            self.rooms[WHOLES].put({event.id: ENCODER.encode(composed)})
        elif event.id in self.rooms[WHOLES]:
            self.rooms[WHOLES].put({event.id: None})

    def drop_event(self, id_: str) -> None:
        self._events.pop(id_, None)
        self.rooms[EVENTS].put({id_: None})
        if id_ in self.rooms[WHOLES]:
            self.rooms[WHOLES].put({id_: None})

    def finish(self, standing: Standing) -> None:
        """Writes what was gathered."""
        places = {article: ENCODER.encode(numbers) if numbers else None for article, numbers in self._places.items()}
        self.rooms[PLACES].put({article: value for article, value in places.items() if value or article in self.rooms[PLACES]})
        self._keys.finish()
        self.rooms[STANDING].put({"": ENCODER.encode(standing)})

    def forget(self) -> None:
        """Empties the rooms that only the next merge reads."""
        for name in REMEMBERED:
            self.rooms[name].put(dict.fromkeys(list(self.rooms[name])))


class KeptProfiles(Mapping[str, "Profile"]):
    """All profiles as they stood, read when somebody asks for one."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._found: dict[str, Profile] = {}

    def __getitem__(self, id_: str) -> Profile:
        if id_ not in self._found:
            found = self._memory.profile(id_)
            if found is None:
                raise KeyError(id_)
            self._found[id_] = found
        return self._found[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._memory.rooms[PROFILES])

    def __len__(self) -> int:
        return sum(1 for _ in self._memory.rooms[PROFILES])


class KeptTraces:
    """The traces of all groups, as grouping asks for them."""

    def __init__(self, memory: Memory, standing: Standing) -> None:
        self._memory, self.stand, self._groups = memory, standing.stand, standing.groups

    def __len__(self) -> int:
        return self._groups

    def find(self, keys: Collection[int]) -> set[int]:
        return self._memory.find(keys)

    def read(self, numbers: Collection[int]) -> dict[int, GroupTrace]:
        return {number: self._memory.group(number).trace for number in numbers}


def digest(value: object) -> bytes:
    """A hash of plain values and frozen dataclasses."""
    return blake2b(ENCODER.encode(value), digest_size=12).digest()


def digest_known(items: Iterable[KnownArticle | KnownEvent]) -> dict[str, bytes]:
    """Id -> hash of all that is known."""
    encode = ENCODER.encode
    return {item.id: blake2b(encode(item), digest_size=12).digest() for item in items}


def key_text(key: ClaimKey) -> str:
    """A claim's key as a key of a map."""
    return f"{key.article}#{key.index}"


def articles_of(claims: Sequence[ClaimKey]) -> tuple[str, ...]:
    return tuple(sorted({key.article for key in claims}))
