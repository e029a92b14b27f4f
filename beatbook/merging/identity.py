"""Global profiles for whom and what the articles name, with permanent ids.

People are worked out in identity_people.py; organizations and places go by their gazetteer id or by name and country; a country is one
profile, whether articles speak of the place or of the state.  The registry (profiles of earlier builds and editors) wins everywhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from anyascii import anyascii
from slugify import slugify

from beatbook.analysis.family_order import compile_family_order
from beatbook.analysis.known_names import place_id
from beatbook.analysis.name_forms import compile_variant_rules, fold
from beatbook.merging.identity_people import Facts, Node, Person, most_common, resolve_people
from beatbook.merging.model import MaybeSame, MentionAt, Profile, ProfileRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Entity, PersonName
    from beatbook.merging.model import IdentifiedAnalysis, Known, KnownProfile, ProfileType
    from beatbook.merging.ruleset import MergingRules
    from beatbook.rules import Rules


_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")  # of such a name the slug is plain to see; most of 6,000 cities have one


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who and what all articles name."""

    profiles: tuple[Profile, ...]  # sorted by id; ids are unique over all types
    entity_ids: dict[str, tuple[str, ...]]  # article id -> profile id of each entity, "" for none
    maybe_same: tuple[MaybeSame, ...] = ()


def resolve_profiles(analyses: Sequence[IdentifiedAnalysis], known: Known, rules: MergingRules) -> Resolution:
    """Profiles of everybody and everything named, unnamed sources left out.

    Ids of the registry are kept; new ones are slugs of the name, with -2 and so on for another of the same slug, the one told earlier and
    more often first.
    """
    return _Register(analyses, known, rules.rules).resolution()


@dataclass(frozen=True, slots=True)
class _World:
    """What the gazetteers say of known ids."""

    countries: Mapping[str, tuple[str, str, str, str]]  # code -> name, demonym, latitude, longitude
    places: Mapping[str, tuple[str, str]]  # id -> latitude, longitude
    outlets: Mapping[str, tuple[str, str, str, str]]  # folded name, alias or id -> id, name, country, kind
    bodies: Mapping[str, str]  # folded name or alias of an organization -> its id

    @classmethod
    def of(cls, rules: Rules) -> _World:
        tables = rules.gazetteers
        countries = {row[0]: (row[1], row[3].split("|")[0], row[5], row[6]) for row in tables.get("countries", ()) if len(row) > 6}
        places: dict[str, tuple[str, str]] = {}
        for row in tables.get("regions", ()):
            places.setdefault(_slug(row[0]), (row[3] if len(row) > 3 else "", row[4] if len(row) > 4 else ""))
        for row in tables.get("cities", ()):
            known = _slug(row[0])
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


@dataclass(slots=True)
class _Thing:
    """An organization, place or state in the making."""

    type: ProfileType
    name: str
    wanted: str  # id it would like
    country: str = ""
    kind: str = ""
    parent: str = ""
    latitude: str = ""
    longitude: str = ""


class _Register:
    """One run of resolve_profiles; nothing outlives it."""

    def __init__(self, analyses: Sequence[IdentifiedAnalysis], known: Known, rules: Rules) -> None:
        self.analyses = {one.id: one.analysis for one in sorted(analyses, key=lambda one: one.id)}
        self.known, self.rules = known, rules
        self.world = _World.of(rules)
        self.groups = {rule.id: rule.text("class") for rule in rules.tables.get("offices", ())}
        records = {record.id: record for record in known.articles}
        self.days = {
            id_: _day((records[id_].published if id_ in records else None) or one.metadata.published) for id_, one in self.analyses.items()
        }
        self.ids: dict[Node, str] = {}
        self.said: dict[tuple[str, ...], tuple[tuple[str, str], _Thing]] = {}
        self.state_ids: dict[str, str] = {}  # country code -> id of its profile
        self.profiles: dict[str, Profile] = {}
        self.taken: set[str] = {id_ for profile in known.profiles for id_ in (profile.id, *profile.former_ids)}
        self.known_by_form: dict[str, list[KnownProfile]] = _forms(known.profiles)
        self.known_by_id: dict[str, KnownProfile] = {
            id_: profile for profile in known.profiles for id_ in (*profile.former_ids, profile.id)
        }
        self.mentions = self._mentions()

    def resolution(self) -> Resolution:
        self._add_things()
        self._add_outlets()
        maybe = self._add_people()
        entity_ids = {
            article: tuple(
                self.ids.get(Node(article, index), "") or self._side_of(entity) for index, entity in enumerate(analysis.entities)
            )
            for article, analysis in self.analyses.items()
        }
        return Resolution(tuple(self.profiles[id_] for id_ in sorted(self.profiles)), entity_ids, maybe)

    def _side_of(self, entity: Entity) -> str:
        """The state for which an office holder acts whom no article names: "the Finnish president"."""
        return self.state_ids.get(entity.country, "") if entity.type == "person" and entity.described else ""

    def _mentions(self) -> dict[Node, list[MentionAt]]:
        found: dict[Node, list[MentionAt]] = defaultdict(list)
        for article, analysis in self.analyses.items():
            for mention in analysis.mentions:
                if mention.form not in ("pronoun", "group") and not mention.credit:
                    found[Node(article, mention.entity)].append(MentionAt(article, mention.start, mention.end, mention.text))
        return found

    def _said_of(self, nodes: Iterable[Node]) -> tuple[MentionAt, ...]:
        return tuple(sorted((at for node in nodes for at in self.mentions.get(node, ())), key=lambda at: (at.article, at.start, at.end)))

    # ---- organizations, places, states

    def _add_things(self) -> None:
        gathered: dict[tuple[str, str], list[Node]] = defaultdict(list)
        things: dict[tuple[str, str], _Thing] = {}
        called: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for article, analysis in self.analyses.items():
            for index, entity in enumerate(analysis.entities):
                if entity.type == "person" or entity.credit:
                    continue
                key, thing = self._thing(entity)
                gathered[key].append(Node(article, index))
                called[key][thing.name] += 1
                things.setdefault(key, thing)
        for key, names in called.items():
            if len(names) > 1 and things[key].type == "organization":
                name = max(names, key=lambda form: (names[form], -len(form), form))
                things[key] = replace(things[key], name=name, wanted=key[1] if ":" not in key[1] else _slug(name))
        self._add_countries_of(things)
        order = sorted(things, key=lambda key: (things[key].type != "state", -len(gathered[key]), key))
        given = {key: self._id_for(things[key]) for key in order}
        self.state_ids = {key[1]: id_ for key, id_ in given.items() if key[0] == "state"}
        for key in order:
            thing, nodes = things[key], gathered.get(key, [])
            id_ = given[key]
            for node in nodes:
                self.ids[node] = id_
            known = self.known_by_id.get(id_)
            parent = given.get(("state", thing.parent)) if thing.parent else None
            forms = {form for node in nodes for form in self._entity(node).forms}
            name = known.name if known and "name" in known.owned else thing.name
            had = self.profiles.get(id_)
            self.profiles[id_] = Profile(
                id_,
                known.type if known else thing.type,
                name,
                tuple(sorted((forms | (set(known.own_aliases) if known else set()) | (set(had.aliases) if had else set())) - {name})),
                country=(known.country if known and "country" in known.owned else "") or thing.country,
                kind=thing.kind,
                parent=parent if parent != id_ else None,
                latitude=thing.latitude or None,
                longitude=thing.longitude or None,
                mentions=tuple(
                    sorted((*self._said_of(nodes), *(had.mentions if had else ())), key=lambda at: (at.article, at.start, at.end))
                ),
                former_ids=known.former_ids if known else (),
            )

    def _entity(self, node: Node) -> Entity:
        return self.analyses[node.article].entities[node.entity]

    def _thing(self, entity: Entity) -> tuple[tuple[str, str], _Thing]:
        """Under which key an organization, place or state is told of, and what it is; worked out once for all that say the same."""
        said = (entity.type, entity.kind, entity.known, entity.name, entity.country)
        if said not in self.said:
            self.said[said] = self._make_thing(entity)
        return self.said[said]

    def _make_thing(self, entity: Entity) -> tuple[tuple[str, str], _Thing]:
        if entity.kind == "country" and entity.known in self.world.countries:
            return ("state", entity.known), self._country(entity.known)
        if entity.type == "place":
            latitude, longitude = self.world.places.get(entity.known, ("", ""))
            key = entity.known or f"{fold(entity.name)}:{entity.country}"
            return ("place", key), _Thing(
                "place",
                _plain(entity.name),
                entity.known or _slug(entity.name),
                entity.country,
                entity.kind,
                entity.country,
                latitude,
                longitude,
            )
        if entity.type == "state":
            return ("state", fold(entity.name)), _Thing("state", entity.name, _slug(entity.name), entity.country, "country")
        if entity.kind in ("agency", "outlet") and (row := self.world.outlets.get(fold(entity.known or entity.name))):
            return ("organization", row[0]), _Thing("organization", row[1], row[0], row[2], row[3])
        base = self._without_country(entity.name, entity.country)
        name = self._with_country(base, entity.country) if entity.kind == "government" and not entity.known else _plain(entity.name)
        firm = _LEGAL_FORM.sub("", base)  # "Acme", "Acme Ltd" and "Acme Ltd." are one
        known = entity.known or self.world.bodies.get(fold(firm), "")
        key = known or f"{fold(firm)}:{entity.country if entity.kind == 'government' else ''}"
        return ("organization", key), _Thing("organization", name, known or _slug(name), entity.country, entity.kind)

    def _country(self, code: str) -> _Thing:
        name, _, latitude, longitude = self.world.countries[code]
        return _Thing("state", name, _slug(name), code, "country", "", latitude, longitude)

    def _add_countries_of(self, things: dict[tuple[str, str], _Thing]) -> None:
        """The country of every place has a profile, so that a place can name it as its parent, and that of every office holder."""
        described = (e.country for analysis in self.analyses.values() for e in analysis.entities if e.described)
        for country in sorted({country for country in described if country in self.world.countries}):
            things.setdefault(("state", country), self._country(country))
        for thing in list(things.values()):
            if thing.type == "place" and thing.country in self.world.countries:
                things.setdefault(("state", thing.country), self._country(thing.country))

    def _without_country(self, name: str, code: str) -> str:
        plain = _plain(name)
        if code in self.world.countries:
            country, demonym, *_ = self.world.countries[code]
            for prefix in (demonym, country, "U.S." if code == "US" else "", "US" if code == "US" else "", "UK" if code == "GB" else ""):
                if prefix and plain.startswith(f"{prefix} "):
                    return plain[len(prefix) + 1 :]
        return plain

    def _with_country(self, base: str, code: str) -> str:
        if code not in self.world.countries or any(word in base for word in self.world.countries[code][:2] if word):
            return base
        demonym = "U.S." if code == "US" else self.world.countries[code][1]
        return f"{demonym} {base}" if demonym else base

    def _id_for(self, thing: _Thing) -> str:
        by_id = self.known_by_id.get(thing.wanted)
        candidates: list[KnownProfile] = [*([by_id] if by_id else []), *self.known_by_form.get(fold(thing.name), ())]
        for profile in candidates:
            same_country = not profile.country or not thing.country or profile.country == thing.country
            if same_country and _is_sort_of(profile, thing):
                return profile.id
        return self._new_id(thing.wanted)

    def _new_id(self, wanted: str) -> str:
        id_, number = wanted, 1
        while id_ in self.taken or id_ in self.profiles:
            number += 1
            id_ = f"{wanted}-{number}"
        self.taken.add(id_)
        return id_

    def _add_outlets(self) -> None:
        """The outlets that published the articles: a profile each, the one of an organization that articles name where there is one."""
        by_name = {
            fold(form): id_
            for id_, profile in sorted(self.profiles.items())
            if profile.type != "person"
            for form in (profile.name, *profile.aliases)
        }
        published = sorted({analysis.metadata.outlet for analysis in self.analyses.values() if analysis.metadata.outlet})
        for outlet in published:
            row = self.world.outlets.get(fold(outlet), ("", outlet, "", "outlet"))
            known = next((p for p in self.known_by_form.get(fold(outlet), ()) if p.type in ("outlet", "organization", "source")), None)
            id_ = known.id if known else by_name.get(fold(row[1])) or by_name.get(fold(outlet)) or self._new_id(row[0] or _slug(outlet))
            had = self.profiles.get(id_) or Profile(id_, "outlet", known.name if known else row[1], country=row[2], kind=row[3])
            self.profiles[id_] = replace(had, type="outlet", aliases=tuple(sorted({*had.aliases, outlet} - {had.name})))
            by_name[fold(outlet)] = id_

    # ---- people

    def _add_people(self) -> tuple[MaybeSame, ...]:
        facts = Facts({id_: one.entities for id_, one in self.analyses.items()}, self.days, self.groups, self._reassigned())
        people = (
            resolve_people(facts, self.known.profiles, compile_variant_rules(self.rules), compile_family_order(self.rules))
            if "name_variants" in self.rules.tables
            else None
        )
        if people is None:
            return ()
        order = sorted(range(len(people.persons)), key=lambda index: self._birth_order(people.persons[index]))
        ids: dict[int, str] = {}
        for index in order:
            person = people.persons[index]
            profile = self._person(person, self._reassigned_id(person, facts))
            ids[index] = profile.id
            self.profiles[profile.id] = profile
            for node in person.nodes:
                self.ids[node] = profile.id
        pairs = sorted({(*sorted((ids[one], ids[other])), because) for one, other, because in people.maybe})
        return tuple(MaybeSame("person", one, other, because) for one, other, because in pairs)

    def _reassigned(self) -> dict[Node, str]:
        found: dict[Node, str] = {}
        for record in self.known.articles:
            analysis = self.analyses.get(record.id)
            for form, person in record.reassigned if analysis else ():
                for index, entity in enumerate(analysis.entities if analysis else ()):
                    if entity.type == "person" and fold(form) in {fold(one) for one in (entity.name, *entity.forms)}:
                        found[Node(record.id, index)] = person
        return found

    def _reassigned_id(self, person: Person, facts: Facts) -> str:
        return next((facts.reassigned[node] for node in sorted(person.nodes) if node in facts.reassigned), "")

    def _birth_order(self, person: Person) -> tuple[bool, bool, int, str, str]:
        days = sorted(day.isoformat() for node in person.nodes if (day := self.days[node.article]))
        return (
            person.known is None,
            person.short,
            -len({node.article for node in person.nodes}),
            days[0] if days else "9999",
            str(min(person.nodes)),
        )

    def _person(self, person: Person, reassigned: str) -> Profile:
        entities = [self._entity(node) for node in person.nodes]
        known = person.known
        canonical = self._canonical(person)
        decided = known is not None and ("name" in known.owned or known.same_as)  # who stays keeps the name, as an editor saw it
        name = known.name if known and (decided or not canonical) else canonical
        forms = {form for entity in entities if not entity.described for form in (entity.name, *entity.forms)}
        roles = self._roles(person)
        country = (known.country if known and "country" in known.owned else "") or most_common(
            role.country for entity in entities for role in entity.roles
        )
        return Profile(
            id=known.id if known else reassigned or self._new_id(_slug(name)),
            type="person",
            name=name,
            aliases=tuple(sorted((forms | (set(known.own_aliases) if known else set())) - {name})),
            person=_parse_of(name, person, entities),
            country=country,
            roles=roles,
            mentions=self._said_of(person.nodes),
            former_ids=known.former_ids if known else (),
        )

    def _canonical(self, person: Person) -> str:
        """The most frequent full form; of equals the earliest, then the longest."""
        if person.label:
            return person.label
        firsts: dict[str, str] = {}
        for node in person.nodes:
            entity = self._entity(node)
            day = self.days[node.article]
            stamp = f"{day.isoformat() if day else '9999'}:{node.article}"
            firsts[entity.name] = min(firsts.get(entity.name, stamp), stamp)
        names = {form: count for form, count in person.names.items() if form in firsts} or {
            form: 0 for form in firsts if not self._is_described(person, form)
        }
        return min(names, key=lambda form: (-names[form], firsts[form], -len(form), form), default="")

    def _is_described(self, person: Person, form: str) -> bool:
        return any(self._entity(node).described and self._entity(node).name == form for node in person.nodes)

    def _roles(self, person: Person) -> tuple[ProfileRole, ...]:
        told: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
        titles: dict[tuple[str, str, str, bool], Counter[str]] = defaultdict(Counter)
        for node in sorted(person.nodes):
            entity = self._entity(node)
            if entity.described:
                continue
            for role in entity.roles:
                key = (fold(role.title), role.office, role.country, role.former)
                told[key].append(node.article)
                titles[key][role.title] += 1
        roles = []
        for key in sorted(told):
            days = sorted(day.isoformat() for article in told[key] if (day := self.days[article]))
            title = min(titles[key], key=lambda form: (-titles[key][form], form))
            roles.append(
                ProfileRole(
                    title, key[1], key[2], days[0] if days else None, days[-1] if days else None, tuple(sorted(set(told[key]))), key[3]
                )
            )
        return tuple(sorted(roles, key=lambda role: (role.first or "9999", role.title, role.country, role.former)))


def _parse_of(name: str, person: Person, entities: Sequence[Entity]) -> PersonName | None:
    """The parts of the name: as articles have them, where an editor only added to it ("President Moon Jae-in")."""
    told = {one.name: one.person for one in entities if one.person and one.person.given}
    within = [form for form in told if set(form.split()) < set(name.split())]
    if name not in told and within:
        return told[max(within, key=lambda form: (len(form), form))]
    return (
        person.parsed.get(name)
        or next((one.person for one in entities if one.name == name), None)
        or next((person.parsed[form] for form in sorted(person.parsed)), None)
    )


def _is_sort_of(profile: KnownProfile, thing: _Thing) -> bool:
    """May the known profile be this thing?  A city is not the government that sits in it, unless a person gave the profile that name."""
    if profile.type == "person":
        return False
    if fold(thing.name) in {fold(form) for form in profile.aliases} and "aliases" in profile.owned:
        return True
    return (profile.type if profile.type in ("place", "state") else "organization") == thing.type


def _forms(profiles: Sequence[KnownProfile]) -> dict[str, list[KnownProfile]]:
    forms: dict[str, list[KnownProfile]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda one: one.id):
        for form in (*profile.names, *profile.aliases):
            if profile not in forms[fold(form)]:
                forms[fold(form)].append(profile)
    return forms


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


# What says of a firm how it is owned: no part of what it is called.
_LEGAL_FORM = re.compile(
    r"(?:,?\s(?:Inc|Incorporated|Ltd|Limited|Corp|Corporation|Co|PLC|plc|Plc|LLC|LLP|L\.P|LP|N\.?V|S\.?A|AG|SE|GmbH|SpA|S\.p\.A|AB|ASA|Oyj|Pty|B\.?V)\b\.?)+$"
)


def _plain(name: str) -> str:
    return " ".join(name.split()).removeprefix("the ").removeprefix("The ") if name.lower() not in ("the hague", "the gambia") else name


def _slug(name: str) -> str:
    """The id that a name wants: "x-" and letters of a hash are for names without a Latin form or longer than 80 characters."""
    slug = name.lower().replace(" ", "-") if _PLAIN.fullmatch(name) else slugify(anyascii(name).replace("'", ""))
    if slug and len(slug) <= 80:
        return slug
    digest = 0
    for letter in name:
        digest = (digest * 1_000_003 + ord(letter)) % (1 << 48)
    return f"x-{digest:012x}"
