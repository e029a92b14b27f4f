"""Global profiles for whom and what the articles name, with permanent ids.

People are worked out in identity_people.py; organizations and places go by their gazetteer id or by name and country; a country is one
profile, whether articles speak of the place or of the state.  The registry (profiles of earlier builds and editors) wins everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.analysis.name_forms import fold
from beatbook.merging.identity_full import Facts, Node, Person
from beatbook.merging.identity_people import most_common, resolve_people
from beatbook.merging.identity_things import slug_of
from beatbook.merging.model import MaybeSame, MentionAt, Profile, ProfileRole
from beatbook.merging.resolution import Found, NameRules, Part, Resolution
from beatbook.merging.told import told_by

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from beatbook.analysis.model import Entity, PersonName
    from beatbook.merging.identity_things import Key, Thing
    from beatbook.merging.model import IdentifiedAnalysis, Known, KnownProfile
    from beatbook.merging.ruleset import MergingRules
    from beatbook.merging.told import Told


def resolve_profiles(analyses: Sequence[IdentifiedAnalysis], known: Known, rules: MergingRules) -> Resolution:
    """Profiles of everybody and everything named, unnamed sources left out.

    Ids of the registry are kept; new ones are slugs of the name, with -2 and so on for another of the same slug, the one told earlier and
    more often first.
    """
    told = {one.id: told_by(one.analysis) for one in analyses}
    return resolution_of(find_profiles(told, known, NameRules.of(rules.rules)), told)


def find_profiles(told: Mapping[str, Told], known: Known, rules: NameRules, part: Part | None = None) -> Found:
    """The same of what articles say; of a part of it as it is among all the rest."""
    return _Register(told, known, rules, part).found()


def resolution_of(found: Found, told: Mapping[str, Told], maybe_same: tuple[MaybeSame, ...] | None = None) -> Resolution:
    """What was found, by article; `maybe_same`: those of all articles, where it was found of a part."""
    ids = {article: _entity_ids(article, told[article], found) for article in sorted(told)}
    profiles = tuple(found.profiles[id_] for id_ in sorted(found.profiles))
    return Resolution(profiles, ids, found.maybe_same if maybe_same is None else maybe_same, found, told)


def _entity_ids(article: str, told: Told, found: Found) -> tuple[str, ...]:
    return tuple(found.ids.get(Node(article, index), "") or side_of(entity, found.states) for index, entity in enumerate(told.entities))


def side_of(entity: Entity, states: Mapping[str, str]) -> str:
    """The state for which an office holder acts whom no article names: "the Finnish president"."""
    return states.get(entity.country, "") if entity.type == "person" and entity.described else ""


class _Register:
    """One run of find_profiles; nothing outlives it."""

    def __init__(self, told: Mapping[str, Told], known: Known, rules: NameRules, part: Part | None) -> None:
        self.told = {id_: told[id_] for id_ in sorted(told)}
        self.known, self.rules, self.world, self.part = known, rules, rules.world, part
        records = {record.id: record for record in known.articles}
        self.days = {id_: _day((records[id_].published if id_ in records else None) or one.published) for id_, one in self.told.items()}
        self.nodes = [
            (Node(article, index), entity)
            for article, one in self.told.items()
            for index, entity in enumerate(one.entities)
            if part is None or index in part.nodes.get(article, ())
        ]
        self.ids: dict[Node, str] = {}
        self.outlets: dict[str, str] = {}
        self.state_ids: dict[str, str] = dict(part.states) if part else {}  # country code -> id of its profile
        self.profiles: dict[str, Profile] = {}
        self.taken: set[str] = {id_ for profile in known.profiles for id_ in (profile.id, *profile.former_ids)}
        self.others: Collection[str] = part.taken if part else ()
        self.known_by_form: dict[str, list[KnownProfile]] = _forms(known.profiles)
        self.known_by_id: dict[str, KnownProfile] = {
            id_: profile for profile in known.profiles for id_ in (*profile.former_ids, profile.id)
        }
        self.mentions = self._mentions()

    def found(self) -> Found:
        self._add_things()
        self._add_outlets()
        maybe, company = self._add_people()
        return Found(self.profiles, self.ids, maybe, self.state_ids, self.outlets, company)

    def _mentions(self) -> dict[Node, list[MentionAt]]:
        found: dict[Node, list[MentionAt]] = {node: [] for node, _ in self.nodes}
        for article, one in self.told.items():
            for entity, start, end, text in one.mentions:
                at = found.get(Node(article, entity))
                if at is not None:
                    at.append(MentionAt(article, start, end, text))
        return found

    def _said_of(self, nodes: Iterable[Node]) -> tuple[MentionAt, ...]:
        return tuple(sorted((at for node in nodes for at in self.mentions.get(node, ())), key=lambda at: (at.article, at.start, at.end)))

    # ---- organizations, places, states

    def _add_things(self) -> None:
        gathered: dict[Key, list[Node]] = defaultdict(list)
        things: dict[Key, Thing] = {}
        called: dict[Key, Counter[str]] = defaultdict(Counter)
        for node, entity in self.nodes:
            if entity.type == "person" or entity.credit:
                continue
            key, thing = self.world.thing(entity)
            gathered[key].append(node)
            called[key][thing.name] += 1
            things.setdefault(key, thing)
        for key, names in called.items():
            if len(names) > 1 and things[key].type == "organization":
                name = max(names, key=lambda form: (names[form], -len(form), form))
                things[key] = replace(things[key], name=name, wanted=key[1] if ":" not in key[1] else slug_of(name))
        self._add_countries_of(things)
        order = sorted(things, key=lambda key: (things[key].type != "state", -len(gathered[key]), key))
        given = {key: self._id_for(things[key]) for key in order}
        self.state_ids |= {key[1]: id_ for key, id_ in given.items() if key[0] == "state"}
        for key in order:
            thing, nodes = things[key], gathered.get(key, [])
            id_ = given[key]
            for node in nodes:
                self.ids[node] = id_
            known = self.known_by_id.get(id_)
            parent = self.state_ids.get(thing.parent) if thing.parent else None
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
        return self.told[node.article].entities[node.entity]

    def _add_countries_of(self, things: dict[Key, Thing]) -> None:
        """The country of every place has a profile, so that a place can name it as its parent, and that of every office holder."""
        needed = {entity.country for _, entity in self.nodes if entity.described} if self.part is None else set(self.part.countries)
        for country in sorted(needed & self.world.countries.keys()):
            things.setdefault(("state", country), self.world.country(country))
        for thing in list(things.values()) if self.part is None else ():
            if thing.type == "place" and thing.country in self.world.countries:
                things.setdefault(("state", thing.country), self.world.country(thing.country))

    def _id_for(self, thing: Thing) -> str:
        by_id = self.known_by_id.get(thing.wanted)
        candidates: list[KnownProfile] = [*([by_id] if by_id else []), *self.known_by_form.get(fold(thing.name), ())]
        for profile in candidates:
            same_country = not profile.country or not thing.country or profile.country == thing.country
            if same_country and _is_sort_of(profile, thing):
                return profile.id
        return self._new_id(thing.wanted)

    def _new_id(self, wanted: str) -> str:
        id_, number = wanted, 1
        while id_ in self.taken or id_ in self.profiles or id_ in self.others:
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
        published = sorted({one.outlet for one in self.told.values() if one.outlet} if self.part is None else self.part.outlets)
        for outlet in published:
            row = self.world.outlets.get(fold(outlet), ("", outlet, "", "outlet"))
            known = next((p for p in self.known_by_form.get(fold(outlet), ()) if p.type in ("outlet", "organization", "source")), None)
            id_ = known.id if known else by_name.get(fold(row[1])) or by_name.get(fold(outlet)) or self._new_id(row[0] or slug_of(outlet))
            had = self.profiles.get(id_) or Profile(id_, "outlet", known.name if known else row[1], country=row[2], kind=row[3])
            self.profiles[id_] = replace(had, type="outlet", aliases=tuple(sorted({*had.aliases, outlet} - {had.name})))
            by_name[fold(outlet)] = self.outlets[outlet] = id_

    # ---- people

    def _add_people(self) -> tuple[tuple[MaybeSame, ...], Mapping[Node, tuple[str, ...]]]:
        if self.rules.variants is None:
            return (), {}
        company = self.part.company if self.part else {}
        entities = {id_: one.entities for id_, one in self.told.items()}
        nodes = [node for node, entity in self.nodes if entity.type == "person" and not entity.credit]
        facts = Facts(entities, self.days, self.rules.groups, self._reassigned(), nodes, company)
        people = resolve_people(facts, self.known.profiles, self.rules.variants, self.rules.order)
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
        return tuple(MaybeSame("person", one, other, because) for one, other, because in pairs), people.company

    def _reassigned(self) -> dict[Node, str]:
        records = {record.id: record.reassigned for record in self.known.articles if record.reassigned and record.id in self.told}
        return {
            node: person
            for node, entity in (self.nodes if records else ())
            if node.article in records and (person := reassigned_to(entity, records[node.article])) is not None
        }

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
            id=known.id if known else reassigned or self._new_id(slug_of(name)),
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


def reassigned_to(entity: Entity, reassigned: Sequence[tuple[str, str]]) -> str | None:
    """The person that an editor said this is, of the spellings that were reassigned in its article."""
    found = None
    for form, person in reassigned:
        if entity.type == "person" and fold(form) in {fold(one) for one in (entity.name, *entity.forms)}:
            found = person
    return found


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


def _is_sort_of(profile: KnownProfile, thing: Thing) -> bool:
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
