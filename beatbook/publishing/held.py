"""What the last build found of a site, kept so that the next one looks at what has changed and at what hangs together with it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

import msgspec

from beatbook.keyed import Keyed
from beatbook.publishing.editions import EditionFacts  # noqa: TC001 - read back by its type
from beatbook.publishing.facts import ArticleFacts, EventFacts, ProfileFacts  # noqa: TC001 - read back by their types
from beatbook.publishing.heads import ArticleHead, EventHead, ProfileHead
from beatbook.publishing.kept import encode_entry, hash_entry
from beatbook.publishing.linking import Beyond  # noqa: TC001 - read back by its type
from beatbook.publishing.model import Pair, SiteArticle, SiteEvent, SiteProfile
from beatbook.publishing.outline import Changed  # noqa: TC001 - read back by its type
from beatbook.publishing.related import Ranking

V = TypeVar("V")

_LARGE = frozenset({"events", "articles", "profiles"})  # tables whose entries are whole nodes

_CHECKSUM = 32  # bytes in front
TYPES: Mapping[str, Any] = {  # tables whose entries are kept, and what these are
    "events": SiteEvent,
    "articles": SiteArticle,
    "profiles": SiteProfile,
    "pairs": Pair,
    "index.events": EventHead,
    "index.articles": ArticleHead,
    "index.profiles": ProfileHead,
    "index.aliases": tuple[str, ...],
    "index.mentions": tuple[tuple[int, int, str], ...],
}


class Entries(Protocol):
    """A place that keeps the entries of tables."""

    def read(self, table: str, key: str) -> bytes | None:
        """The entry as it was put there; None where there is none, or it is damaged."""

    def holds(self, table: str, key: str) -> bool:
        """Whether there is one.  Raises LookupError where nobody can tell."""

    def put(self, table: str, entries: Mapping[str, bytes | None]) -> None:
        """Keeps these; None: takes it away."""


class Held(msgspec.Struct, array_like=True):
    """All that is kept of a site but its entries."""

    setting: bytes = b""  # stands for all that every node depends on
    prints: dict[str, bytes] = {}  # path -> what the document was made of
    left_out: frozenset[str] = frozenset()  # paths that cannot be published
    hidden: frozenset[str] = frozenset()  # paths of hidden documents
    silent: frozenset[str] = frozenset()  # those, and excluded ones
    unseen: frozenset[str] = frozenset()  # ids of hidden profiles
    renamed: dict[str, tuple[str, ...]] = {}  # path -> former ids
    former: dict[str, str] = {}  # former id -> id
    events: dict[str, EventFacts] = {}
    articles: dict[str, ArticleFacts] = {}
    profiles: dict[str, ProfileFacts] = {}  # those with files
    unwritten: dict[str, tuple[bytes, ProfileFacts]] = {}  # those without, and a hash of what names them
    ranking: Ranking = Ranking()
    beyond: dict[str, Beyond] = {}
    links: dict[str, dict[str, bytes]] = {}  # table -> key -> what its node is linked with
    reports: dict[str, bytes] = {}  # event -> a hash of its reports
    changed: dict[str, Changed] = {}  # event -> when it last did, as far as that does not hang on the day of the site
    editions: dict[str, EditionFacts] = {}  # those under content/
    withdrawn: bytes = b""  # stands for what a person took down, which these editions do not tell of
    tables: dict[str, dict[str, bytes]] = {}  # table -> key -> a hash of the entry
    checksum: bytes = b""  # of all this, where it was kept


def format_held(held: Held) -> bytes:
    """The bytes to keep, a checksum in front."""
    content = msgspec.msgpack.encode(held)
    return blake2b(content, digest_size=_CHECKSUM).digest() + content


def checksum_of(content: bytes) -> bytes:
    """The checksum of what was kept."""
    return content[:_CHECKSUM]


def parse_held(content: bytes | None) -> Held:
    """What was kept; nothing where it is damaged or there is none."""
    if not content or blake2b(content[_CHECKSUM:], digest_size=_CHECKSUM).digest() != checksum_of(content):
        return Held()
    try:
        held = msgspec.msgpack.decode(memoryview(content)[_CHECKSUM:], type=Held)
    except (msgspec.DecodeError, msgspec.ValidationError):  # of another version
        return Held()
    held.checksum = checksum_of(content)
    return held


class NodeTable(Keyed[V]):
    """The entries of a table in the site's order: those that this build made, and those that an earlier one kept.

    One that is damaged is made again.
    """

    def __init__(self, name: str, entries: Entries, prints: Mapping[str, bytes], made: dict[str, V], make: Callable[[str], V]) -> None:
        """`prints` has a hash of every entry; `made` are those at hand."""
        self._keys = self.prints = prints
        self._name, self._entries, self._made, self._make = name, entries, made, make
        self._decoder = msgspec.msgpack.Decoder(TYPES[name])

    def __getitem__(self, key: str) -> V:
        found = self._made.get(key)
        if found is None:
            if key not in self.prints:
                raise KeyError(key)
            found = self._made[key] = self._read(key)
        return found

    def values(self) -> ValuesView[V]:
        """All of them, one after the other: of a whole table none is kept in memory."""
        return _Values(self) if self._name in _LARGE else super().values()

    def look(self, key: str) -> V:
        """An entry that need not be at hand again."""
        found = self._made.get(key)
        return found if found is not None else self._read(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The entry, without the detour that Mapping takes: a page asks for a hundred."""
        found = self._made.get(key)
        if found is None:
            return self[key] if key in self.prints else default
        return found

    def _read(self, key: str) -> V:
        entry = self._entries.read(self._name, key)
        if entry is not None:
            with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError):
                return self._decoder.decode(entry)  # type: ignore[no-any-return]  # of the table's type
        return self._make(key)


class _Values(ValuesView[V]):
    """The entries of a table that are let go of."""

    _mapping: NodeTable[V] | Derived[V]

    def __iter__(self) -> Iterator[V]:
        return map(self._mapping.look, self._mapping)


class Derived(Keyed[V]):
    """Entries each of which shows nothing but the entry of another table, made when they are asked for."""

    def __init__(self, base: Mapping[str, Any], keys: Mapping[str, object], make: Callable[[Any], V]) -> None:
        self._base, self._keys, self._make, self._made = base, keys, make, dict[str, V]()

    def __getitem__(self, key: str) -> V:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(self._base[key])
        return self._made[key]

    def values(self) -> ValuesView[V]:
        """All of them, one after the other: of a whole table none is kept in memory."""
        return _Values(self)

    def look(self, key: str) -> V:
        """An entry that need not be at hand again."""
        found, base = self._made.get(key), self._base
        return found if found is not None else self._make(base.look(key) if isinstance(base, NodeTable) else base[key])


class Keeper:
    """Keeps the entries of tables for the next build; those that are what they were are left where they are."""

    def __init__(self, entries: Entries, before: Mapping[str, dict[str, bytes]]) -> None:
        self.entries, self.before = entries, before
        self.now: dict[str, dict[str, bytes]] = {}
        self.added = 0  # entries

    def keep(self, name: str, keys: Iterable[str], made: Mapping[str, Any]) -> dict[str, bytes]:
        """A hash of every entry of a table; those that are not among `made` are kept already."""
        before, changes = self.before.get(name, {}), dict[str, bytes | None]()
        encoded = {key: encode_entry(entry) for key, entry in made.items()}
        fresh = {key: hash_entry(entry) for key, entry in encoded.items()}
        now = {key: fresh[key] if key in fresh else before[key] for key in keys}
        changes.update((key, encoded[key]) for key, digest in fresh.items() if key in now and before.get(key) != digest)
        self.added += len(changes)
        changes.update(dict.fromkeys(before.keys() - now.keys()))
        self.entries.put(name, changes)
        self.now[name] = now
        return now
