"""Names that the package knows as data: countries and who lives there, seats of government, cities, regions, agencies, outlets, bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from anyascii import anyascii

if TYPE_CHECKING:
    from beatbook.rules import Rules

PhraseType = Literal["country", "demonym", "government", "city", "region", "agency", "outlet", "organization"]
_PLACES = frozenset(("country", "city", "region"))
_SPLIT = re.compile(r"['’]s\b|[^\s,]+?(?=['’]s\b)|[^\s,]+")
_APART = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name that the package knows: a country, a city, an agency ..."""

    type: PhraseType
    known: str  # ISO code of countries and demonyms, else an id that is unique within its type
    name: str  # canonical
    country: str = ""
    kind: str = ""
    capital: bool = False
    size: int = 0  # people of a city
    latitude: str = ""
    longitude: str = ""

    @property
    def is_place(self) -> bool:
        return self.type in _PLACES


@dataclass(slots=True)
class KnownNames:
    """All known names, while and after they are gathered.  The first entry of a form holds."""

    phrases: dict[str, list[tuple[tuple[str, ...], Phrase]]] = field(default_factory=dict)  # first word -> words and what they name
    countries: dict[str, Phrase] = field(default_factory=dict)  # ISO code -> country
    places: dict[str, Phrase] = field(default_factory=dict)  # id -> city or region
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, form: str, phrase: Phrase) -> None:
        words = tuple(_SPLIT.findall(form))
        if words and words not in self.seen:
            self.seen.add(words)
            self.phrases.setdefault(words[0], []).append((words, phrase))


def find_known_names(rules: Rules) -> KnownNames:
    """The names of the gazetteers; countries before regions before cities, where one form names several."""
    known = KnownNames()
    capitals = _add_countries(known, rules)
    _add_regions(known, rules)
    _add_cities(known, rules, capitals)
    _add_media(known, rules)
    for row in rules.gazetteer("organizations_known"):
        kind, code, name, aliases = _fields(row, 4)
        for form in (name, *aliases.split("|")):
            known.add(form, Phrase("organization", place_id(name), name, code, kind))
    return known


def place_id(name: str) -> str:
    """The id of a known name: its ASCII letters and digits, joined by hyphens."""
    return _APART.sub("-", (name if name.isascii() else anyascii(name)).lower()).strip("-")


def _fields(row: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (*row, *[""] * count)[:count]


def _add_countries(known: KnownNames, rules: Rules) -> dict[str, str]:
    """Capital -> ISO code."""
    capitals: dict[str, str] = {}
    for row in rules.gazetteer("countries"):
        code, name, aliases, demonyms, capital, latitude, longitude = _fields(row, 7)
        country = Phrase("country", code, name, code, "country", latitude=latitude, longitude=longitude)
        known.countries[code] = country
        for form in (name, *aliases.split("|")):
            known.add(form, country)
        for form in demonyms.split("|"):
            known.add(form, Phrase("demonym", code, name, code))
            if not form.endswith(("s", "h", "ese", ".")):
                known.add(f"{form}s", Phrase("demonym", code, name, code))
        capitals[capital] = code
    for name, code, stands_for in rules.gazetteer("governments"):
        known.add(name, Phrase("government", place_id(name), name, code, stands_for))
    return capitals


def _add_regions(known: KnownNames, rules: Rules) -> None:
    for row in rules.gazetteer("regions"):
        name, kind, code, latitude, longitude, aliases = _fields(row, 6)
        place = Phrase("region", place_id(name), name, code, kind, latitude=latitude, longitude=longitude)
        known.places.setdefault(place.known, place)
        for form in (name, *aliases.split("|")):
            known.add(form, place)


def _add_cities(known: KnownNames, rules: Rules, capitals: dict[str, str]) -> None:
    """Larger ones come first in the file and take the plain id and the plain form."""
    for row in rules.gazetteer("cities"):
        name, code, latitude, longitude, size, aliases = _fields(row, 6)
        plain = place_id(name)
        id_ = plain if plain not in known.places else f"{plain}-{code.lower()}"
        capital = code in (capitals.get(name), capitals.get(anyascii(name)))
        place = Phrase("city", id_, name, code, "capital" if capital else "city", capital, int(size or 0), latitude, longitude)
        known.places.setdefault(id_, place)
        for form in (name, *aliases.split("|")):
            known.add(form, place)


def _add_media(known: KnownNames, rules: Rules) -> None:
    for table, type_ in (("agencies", "agency"), ("outlets", "outlet")):
        for row in rules.gazetteers.get(table, ()):
            id_, name, aliases, code = _fields(row, 4)
            phrase = Phrase("agency" if type_ == "agency" else "outlet", id_, name, code, type_)
            for form in (name, *aliases.split("|")):
                if len(form) > 1 and not form.islower() and "." not in form and "(" not in form:
                    known.add(form.removeprefix("The ") if " " in form[4:] else form, phrase)
