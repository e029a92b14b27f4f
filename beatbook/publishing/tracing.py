"""What a page reads of the site, noted while it is made: so that the next build knows which pages nothing has changed for.

Whoever makes a page gets the site and its look-up tables as `Table`s, which hand out nothing without noting it: a single entry, that
there is none, or all of them.  So the notes are right by construction, whatever a view or template does.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from beatbook.publishing.index import Index
from beatbook.publishing.model import Site

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView

K = TypeVar("K")
V = TypeVar("V")

DAY = ""  # the one key of the table that holds the day the site is as of
TABLE_BITS = 5  # of the number of something read: the rest is the place of its key
WHOLE = 0  # the place that stands for all entries of a table, and their order


class Table(Mapping[str, V], Generic[V]):
    """A mapping that notes which of its entries were asked for."""

    __slots__ = ("_held", "note", "read", "whole")

    def __init__(self, held: Mapping[str, V]) -> None:
        self._held = held
        self.read: set[str] = set()
        self.note = self.read.add  # for who has an entry at hand that it was given before
        self.whole = False

    def __getitem__(self, key: str) -> V:
        self.note(key)
        return self._held[key]

    def get(self, key: str | None, default: Any = None) -> Any:
        if key is None:
            return default
        self.note(key)
        return self._held.get(key, default)

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        self.note(key)
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        self.whole = True
        return iter(self._held)

    def __len__(self) -> int:
        self.whole = True
        return len(self._held)

    def __bool__(self) -> bool:
        self.whole = True
        return bool(self._held)

    def keys(self) -> KeysView[str]:
        self.whole = True
        return self._held.keys()

    def values(self) -> ValuesView[V]:
        self.whole = True
        return self._held.values()

    def items(self) -> ItemsView[str, V]:
        self.whole = True
        return self._held.items()

    def forget(self) -> None:
        """What was noted."""
        self.read.clear()
        self.whole = False

    def untraced(self) -> Mapping[str, V]:
        """The entries, for who keeps the books."""
        return self._held


class TracedSite(Site):
    """A site whose tables note what is read, the day that it is as of among them."""

    __slots__ = ("_day",)
    _day: Table[str | None]

    def __init__(self, day: Table[str | None], tables: Mapping[str, Table[Any]]) -> None:
        object.__setattr__(self, "_day", day)
        for name, table in tables.items():
            object.__setattr__(self, name, table)

    @property
    def as_of(self) -> str | None:  # a field of the site, here with a note
        return self._day[DAY]


SITE = ("events", "articles", "profiles", "pairs", "pages", "redirects")
BASES = {  # tables of what shows nothing but a node of that other table
    "index.events": "events",
    "index.facts": "events",
    "index.edited": "events",
    "index.edited_profiles": "profiles",
    "index.articles": "articles",
    "index.profiles": "profiles",
    "index.aliases": "profiles",
    "index.anchors": "articles",
    "index.amended": "articles",
}


def table_names() -> tuple[str, ...]:
    """The names of all these tables, in their order."""
    return (*SITE, *(f"index.{field.name}" for field in fields(Index)), "day", "feeds", "totals")


class Untraced(NamedTuple):
    """The site and its look-up tables again, as `tables_of` was given them."""

    site: Site
    tables: Index


def untraced(held: Mapping[str, Mapping[str, Any]]) -> Untraced:
    events, articles, profiles, pairs, pages, redirects = (held[name] for name in SITE)
    site = Site(held["day"][DAY], events, profiles, articles, pairs, pages, redirects)
    return Untraced(site, Index(**{field.name: held[f"index.{field.name}"] for field in fields(Index)}))


@dataclass(frozen=True, slots=True)
class Reads:
    """What was read: numbers of entries, and those (table, key) that have no number yet."""

    numbers: bytes
    others: tuple[tuple[int, str], ...] = ()


NOTHING_READ = Reads(b"")


def tables_of(site: Site, index: Index, more: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """All that a unit may read, by name."""
    held: dict[str, Mapping[str, Any]] = {name: getattr(site, name) for name in SITE}
    held |= {f"index.{field.name}": getattr(index, field.name) for field in fields(Index)}
    return {**held, "day": {DAY: site.as_of}, **more}


class _Noted(NamedTuple):
    """What was read meanwhile, as in `Reads`."""

    numbers: set[int]
    others: dict[tuple[int, str], None]

    def add(self, more: _Noted) -> None:
        self.numbers.update(more.numbers)
        if more.others:
            self.others.update(more.others)


class Recorder:
    """The tables of a site, and what was read of them since it was last asked."""

    def __init__(self, held: Mapping[str, Mapping[str, Any]]) -> None:
        """`held` are all tables by their names, as `tables_of` has them."""
        self.tables: dict[str, Table[Any]] = {name: Table(entries) for name, entries in held.items()}
        self.site: Site = TracedSite(self.tables["day"], {name: self.tables[name] for name in SITE})
        self.index = Index(**{field.name: self.tables[f"index.{field.name}"] for field in fields(Index)})
        self.places: list[dict[str, int]] = [{} for _ in self.tables]  # of each table: key -> its place
        self._noted = _Noted(set(), {})  # what the tables were asked to note before
        self._recalled: dict[tuple[int, object], _Noted] = {}

    def recall(self, held: dict[K, V], key: K, make: Callable[[K], V]) -> V:
        """The value kept under `key`, made where there is none; whoever is given a kept one is taken to have read what it was made of."""
        found = (id(held), key)
        if key not in held:
            self._collect()
            outer, self._noted = self._noted, _Noted(set(), {})
            held[key] = make(key)
            self._collect()
            self._recalled[found], self._noted = self._noted, outer
        self._noted.add(self._recalled[found])
        return held[key]

    def begin(self) -> None:
        """From here on it counts."""
        self._noted = _Noted(set(), {})
        for table in self.tables.values():
            if table.read or table.whole:
                table.forget()

    def reads(self) -> Reads:
        """All that was read since it began."""
        self._collect()
        return Reads(array("I", self._noted.numbers).tobytes(), tuple(self._noted.others))

    def _collect(self) -> None:
        """Takes over what the tables have noted."""
        numbers, others = self._noted
        for number, (table, places) in enumerate(zip(self.tables.values(), self.places, strict=True)):
            if table.read:
                found = list(map(places.get, table.read))
                if None in found:
                    others.update(dict.fromkeys([(number, key) for key in table.read if key not in places]))
                numbers.update([place << TABLE_BITS | number for place in found if place is not None])
            if table.whole:
                numbers.add(WHOLE << TABLE_BITS | number)
            elif not table.read:
                continue
            table.forget()
