"""What organizations, places and states are told of under one key, by what the gazetteers say and by name and country."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyascii import anyascii
from slugify import slugify

from beatbook.analysis.known_names import place_id
from beatbook.analysis.name_forms import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.model import Entity
    from beatbook.merging.model import ProfileType
    from beatbook.rules import Rules

Key = tuple[str, str]  # type, and what is the same for all that say the same

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")  # of such a name the slug is plain to see; most of 6,000 cities have one


@dataclass(slots=True)
class Thing:
    """An organization, place or state in the making."""

    type: ProfileType
    name: str
    wanted: str  # id it would like
    country: str = ""
    kind: str = ""
    parent: str = ""
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """What the gazetteers say of known ids, and what entities are by that."""

    countries: Mapping[str, tuple[str, str, str, str]]  # code -> name, demonym, latitude, longitude
    places: Mapping[str, tuple[str, str]]  # id -> latitude, longitude
    outlets: Mapping[str, tuple[str, str, str, str]]  # folded name, alias or id -> id, name, country, kind
    bodies: Mapping[str, str]  # folded name or alias of an organization -> its id
    said: dict[tuple[str, ...], tuple[Key, Thing]] = field(default_factory=dict)  # as it was worked out

    @classmethod
    def of(cls, rules: Rules) -> World:
        tables = rules.gazetteers
        countries = {row[0]: (row[1], row[3].split("|")[0], row[5], row[6]) for row in tables.get("countries", ()) if len(row) > 6}
        places: dict[str, tuple[str, str]] = {}
        for row in tables.get("regions", ()):
            places.setdefault(slug_of(row[0]), (row[3] if len(row) > 3 else "", row[4] if len(row) > 4 else ""))
        for row in tables.get("cities", ()):
            known = slug_of(row[0])
            places.setdefault(known if known not in places else f"{known}-{row[1].lower()}", (row[2], row[3]))
        outlets: dict[str, tuple[str, str, str, str]] = {}
        for table in ("agencies", "outlets"):
            for row in tables.get(table, ()):
                id_, name, aliases, country, kind = (*row, *[""] * 5)[:5]
                for form in (id_, name, *aliases.split("|")):
                    outlets.setdefault(fold(form), (id_, name, country, kind or table))
        bodies: dict[str, str] = {}
        for row in tables.get("organizations_known", ()):
            _, _, name, aliases = (*row, *[""] * 4)[:4]
            for form in (name, *aliases.split("|")):
                bodies.setdefault(fold(form), place_id(name))
        return cls(countries, places, outlets, bodies)

    def thing(self, entity: Entity) -> tuple[Key, Thing]:
        """Under which key an organization, place or state is told of, and what it is; worked out once for all that say the same."""
        said = (entity.type, entity.kind, entity.known, entity.name, entity.country)
        if said not in self.said:
            self.said[said] = self._make_thing(entity)
        return self.said[said]

    def _make_thing(self, entity: Entity) -> tuple[Key, Thing]:
        if entity.kind == "country" and entity.known in self.countries:
            return ("state", entity.known), self.country(entity.known)
        if entity.type == "place":
            latitude, longitude = self.places.get(entity.known, ("", ""))
            key = entity.known or f"{fold(entity.name)}:{entity.country}"
            return ("place", key), Thing(
                "place",
                _plain(entity.name),
                entity.known or slug_of(entity.name),
                entity.country,
                entity.kind,
                entity.country,
                latitude,
                longitude,
            )
        if entity.type == "state":
            return ("state", fold(entity.name)), Thing("state", entity.name, slug_of(entity.name), entity.country, "country")
        if entity.kind in ("agency", "outlet") and (row := self.outlets.get(fold(entity.known or entity.name))):
            return ("organization", row[0]), Thing("organization", row[1], row[0], row[2], row[3])
        base = self._without_country(entity.name, entity.country)
        name = self._with_country(base, entity.country) if entity.kind == "government" and not entity.known else _plain(entity.name)
        firm = _LEGAL_FORM.sub("", base)  # "Acme", "Acme Ltd" and "Acme Ltd." are one
        known = entity.known or self.bodies.get(fold(firm), "")
        key = known or f"{fold(firm)}:{entity.country if entity.kind == 'government' else ''}"
        return ("organization", key), Thing("organization", name, known or slug_of(name), entity.country, entity.kind)

    def country(self, code: str) -> Thing:
        name, _, latitude, longitude = self.countries[code]
        return Thing("state", name, slug_of(name), code, "country", "", latitude, longitude)

    def _without_country(self, name: str, code: str) -> str:
        plain = _plain(name)
        if code in self.countries:
            country, demonym, *_ = self.countries[code]
            for prefix in (demonym, country, "U.S." if code == "US" else "", "US" if code == "US" else "", "UK" if code == "GB" else ""):
                if prefix and plain.startswith(f"{prefix} "):
                    return plain[len(prefix) + 1 :]
        return plain

    def _with_country(self, base: str, code: str) -> str:
        if code not in self.countries or any(word in base for word in self.countries[code][:2] if word):
            return base
        demonym = "U.S." if code == "US" else self.countries[code][1]
        return f"{demonym} {base}" if demonym else base


# What says of a firm how it is owned: no part of what it is called.
_LEGAL_FORM = re.compile(
    r"(?:,?\s(?:Inc|Incorporated|Ltd|Limited|Corp|Corporation|Co|PLC|plc|Plc|LLC|LLP|L\.P|LP|N\.?V|S\.?A|AG|SE|GmbH|SpA|S\.p\.A|AB|ASA|Oyj|Pty|B\.?V)\b\.?)+$"
)


def _plain(name: str) -> str:
    return " ".join(name.split()).removeprefix("the ").removeprefix("The ") if name.lower() not in ("the hague", "the gambia") else name


def slug_of(name: str) -> str:
    """The id that a name wants: "x-" and letters of a hash are for names without a Latin form or longer than 80 characters."""
    slug = name.lower().replace(" ", "-") if _PLAIN.fullmatch(name) else slugify(anyascii(name).replace("'", ""))
    if slug and len(slug) <= 80:
        return slug
    digest = 0
    for letter in name:
        digest = (digest * 1_000_003 + ord(letter)) % (1 << 48)
    return f"x-{digest:012x}"
