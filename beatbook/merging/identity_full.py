"""Which people who are named in full are one person: surname first, then given name, then office and country.

Blocked by surname; within a surname by distinct spelling, so that a name told a thousand times is compared once.  Everything is
sorted before it is looked at: the order of articles changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beatbook.analysis.name_forms import VariantRules, fold, likeness, parse_person, surname_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from beatbook.analysis.family_order import FamilyOrder
    from beatbook.analysis.model import Entity, PersonName
    from beatbook.merging.model import KnownProfile

NEAR_DAYS = 200  # how far apart articles may be for a surname or an office to mean the same person
MOST_HOLDERS = 60  # of one office and country: where more are told of, no description is clear, and none is worth the search
LEADERS = frozenset(("head", "leader", "monarch"))
_MANY = frozenset(("minister", "leader", "secretary"))  # offices that say too little of who it is


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A person of one article."""

    article: str
    entity: int


@dataclass(slots=True, eq=False)
class Person:
    """A person of all articles, while identity is being worked out."""

    nodes: list[Node] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)  # full forms -> articles
    parsed: dict[str, PersonName] = field(default_factory=dict)
    known: KnownProfile | None = None
    short: bool = False  # known by surname alone
    label: str = ""  # a description that is as good as a name: "the Queen"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the resolver may look up of articles."""

    entities: Mapping[str, Sequence[Entity]]
    days: Mapping[str, date | None]
    groups: Mapping[str, str]  # office -> group
    reassigned: Mapping[Node, str]  # set by an editor: person id
    people: Sequence[Node]  # sorted
    company: Mapping[str, Collection[str]]  # article -> what tells the people from others that are named in full and looked at elsewhere


class FullNames:
    """People who are named in full, and what the registry and editors know of them."""

    def __init__(self, facts: Facts, known: Sequence[KnownProfile], variants: VariantRules, order: FamilyOrder) -> None:
        self.facts, self.variants, self.order = facts, variants, order
        self.persons: list[Person] = []
        self._keys: dict[PersonName, str] = {}  # as they were worked out: a name is told a thousand times
        self._by_key: dict[str, list[Person]] = defaultdict(list)
        self._by_given: dict[str, list[Person]] = defaultdict(
            list
        )  # by words that stand for people without a surname, or whose given name does
        self._of_article: dict[str, set[int | str]] = defaultdict(set, {id_: set(others) for id_, others in facts.company.items()})
        self._joined: dict[Node, list[Person]] = defaultdict(list)  # to whom each was joined, one after the other
        self._named_in: dict[tuple[str, int], list[PersonName]] = defaultdict(list)  # article, person -> names there
        self._known: dict[str, Person] = {}
        self._known_forms: dict[str, list[Person]] = defaultdict(list)
        people = sorted((one for one in known if one.type == "person"), key=lambda one: one.id)
        naming: dict[str, list[KnownProfile]] = defaultdict(list)  # id -> profiles that an editor made it part of
        for profile in people:
            for other in dict.fromkeys(profile.same_as):
                naming[other].append(profile)
        for profile in people:
            self._seed(profile, _survivor(profile, naming.get(profile.id, ())))

    def _seed(self, profile: KnownProfile, survivor: KnownProfile) -> None:
        if (survivor.id in self._known and survivor.id != profile.id) or (survivor.id != profile.id and survivor.id not in self._known):
            person = self._known.get(survivor.id) or self._new(survivor)
        else:
            person = self._known.get(profile.id) or self._new(profile)
        for id_ in (profile.id, *profile.former_ids):
            self._known.setdefault(id_, person)
        for form in (*profile.names, *profile.aliases):
            words = form.split()
            # a surname that the machine once noted as an alias says nothing of other articles; one that an editor set does
            decides = len(words) > 1 or form in profile.names or "aliases" in profile.owned
            if decides and person not in self._known_forms[fold(form)]:
                self._known_forms[fold(form)].append(person)
            if len(words) > 1:
                name = parse_person(words, language=self.order.language(words))
                person.parsed.setdefault(form, name)
                key = self.key(name)
                if person not in self._by_key[key]:
                    self._by_key[key].append(person)

    def _new(self, profile: KnownProfile | None = None) -> Person:
        person = Person(known=profile)
        self.persons.append(person)
        if profile is not None:
            self._known[profile.id] = person
        return person

    def entity(self, node: Node) -> Entity:
        return self.facts.entities[node.article][node.entity]

    def key(self, name: PersonName) -> str:
        if name not in self._keys:
            given = f"given:{fold(name.given).split()[0] if name.given else ''}"
            self._keys[name] = surname_key(name, self.variants) if name.surname else given
        return self._keys[name]

    def is_full(self, node: Node) -> bool:
        return is_full(self.entity(node))

    def assign(self, node: Node, id_: str) -> None:
        """What an editor decided."""
        person = self._known.get(id_)
        if person is None:
            person = self._new()
            self._known[id_] = person
            entity = self.entity(node)
            person.names[id_] += 0
            if entity.person is not None:
                person.parsed.setdefault(entity.name, entity.person)
        self._join(person, node)

    def _join(self, person: Person, node: Node) -> None:
        person.nodes.append(node)
        self._joined[node].append(person)
        self._of_article[node.article].add(id(person))
        entity = self.entity(node)
        if entity.described or entity.person is None:
            return
        self._named_in[node.article, id(person)].append(entity.person)
        if entity.person.given:
            person.names[entity.name] += 1
            person.parsed.setdefault(entity.name, entity.person)
            if entity.person.family_first or not entity.person.surname:
                words = fold(entity.person.given).split()
                for word in sorted({words[0], words[-1]}):
                    if person not in self._by_given[word][-1:]:
                        self._by_given[word].append(person)
        elif not person.names:
            person.names[entity.name] += 0

    # ---- full names

    def add_full(self, nodes: Sequence[Node]) -> None:
        blocks: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for node in nodes:
            entity = self.entity(node)
            assert entity.person is not None  # noqa: S101  # is_full
            blocks[self.key(entity.person)][entity.name].append(node)
        for key in sorted(blocks):
            spellings = blocks[key]
            for name in sorted(spellings, key=lambda form: (-_definite(form), -len(spellings[form]), form)):
                person = self._person_for(key, name, spellings[name])
                for node in spellings[name]:
                    self._join(person, node)

    def _person_for(self, key: str, name: str, nodes: Sequence[Node]) -> Person:
        by_form = self._known_forms.get(fold(name), [])
        if len(by_form) == 1:
            return self._remember(key, by_form[0])
        parsed = self.entity(nodes[0]).person
        assert parsed is not None  # noqa: S101  # is_full
        fitting = [person for person in self._by_key[key] if person.parsed and self._fits(person, name, parsed)]
        if by_form:
            fitting = [person for person in fitting if person in by_form] or by_form
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            exact = [person for person in fitting if any(fold(form) == fold(name) for form in person.parsed)]
            if len(exact) == 1:
                return exact[0]
            sure = [
                person for person in fitting if any(likeness(other, parsed, self.variants) == "same" for other in person.parsed.values())
            ]
            if len(sure) == 1 and not exact:
                return sure[0]
            if exact or sure:
                return max(exact or sure, key=lambda person: (sum(person.names.values()), first_name(person)))
        return self._remember(key, self._new())

    def _remember(self, key: str, person: Person) -> Person:
        if person not in self._by_key[key]:
            self._by_key[key].append(person)
        return person

    def _fits(self, person: Person, form: str, name: PersonName) -> bool:
        found = [likeness(other, name, self.variants) for other in person.parsed.values()]
        if "different" in found:
            return False
        if (
            person.known is not None
            and person.known.not_same_as
            and fold(form) not in {fold(alias) for alias in (person.known.name, *person.known.aliases)}
        ):
            rivals = [other for other in self.persons if other.known is not None and other.known.id in person.known.not_same_as]
            if any(likeness(theirs, name, self.variants) == "same" for rival in rivals for theirs in rival.parsed.values()):
                return False
        return "same" in found or "maybe" in found

    def join_parts(self) -> None:
        """ "Ali Reza" of one article is "Mahmood Ali Reza" of another in the same office, "Ana Ruiz" is "Ana Ruiz-Mateos".

        Nobody else may fit.
        """
        whole: dict[str, dict[int, Person]] = defaultdict(dict)
        for person in self.persons:
            for form in sorted(person.names):
                for part in parts_of(form):
                    whole[part][id(person)] = person
        for person in self.persons:
            if person.known is not None or not person.nodes or any(len(form.split()) != 2 for form in person.names):
                continue
            fitting = whole.get(fold(next(iter(person.names))), {}) if len(person.names) == 1 else {}
            others = {key: one for key, one in fitting.items() if one is not person and one.nodes} if len(fitting) < MOST_HOLDERS else {}
            if len(others) != 1:
                continue
            other = next(iter(others.values()))
            if self._may_be_joined(person, other) and (self._holds_the_same(person, other) or self._is_barrelled(person, other)):
                for node in person.nodes:
                    self._join(other, node)
                person.nodes.clear()
                for key in sorted({self.key(name) for name in person.parsed.values()}):
                    self._by_key[key] = [each for each in self._by_key[key] if each is not person]

    def _may_be_joined(self, one: Person, other: Person) -> bool:
        """Articles near in time that do not name both, and no two countries."""
        countries = [{role.country for node in person.nodes for role in self.entity(node).roles if role.country} for person in (one, other)]
        apart = bool(countries[0] and countries[1] and not countries[0] & countries[1])
        days, undated = self._days_of({node.article for node in other.nodes})
        near = all(self._near(days, undated, node.article) for node in one.nodes)
        return near and not apart and not {n.article for n in one.nodes} & {n.article for n in other.nodes}

    def _offices(self, person: Person) -> set[str]:
        return {role.office for node in person.nodes for role in self.entity(node).roles if not role.former and role.office}

    def _holds_the_same(self, one: Person, other: Person) -> bool:
        """An office that only one person of a country has at a time."""
        offices = self._offices(one) & self._offices(other)
        return any(self.facts.groups.get(office) in (*LEADERS, "minister", "governor", "mayor") for office in offices - _MANY)

    def _is_barrelled(self, one: Person, other: Person) -> bool:
        """One name is the other without the second half of its surname, and what is told of them does not differ."""
        form = fold(next(iter(one.names)))
        offices = self._offices(one), self._offices(other)
        same = not offices[0] or not offices[1] or bool(offices[0] & offices[1])
        return same and all(_single_barrelled(name) == form for name in other.names)

    def split_namesakes(self) -> None:
        """One name, two people: when articles near in time give it other countries and other kinds of office."""
        for person in list(self.persons):
            if person.known is not None or len(person.nodes) < 2:
                continue
            parts = self._by_side(person)
            if len(parts) < 2:
                continue
            person.nodes.clear()
            names, parsed = Counter(person.names), dict(person.parsed)
            person.names.clear()
            for number, nodes in enumerate(parts):
                target = person if number == 0 else self._new()
                if number:
                    target.parsed.update(parsed)
                    for key in sorted({self.key(name) for name in parsed.values()}):
                        self._remember(key, target)
                for node in nodes:
                    self._join(target, node)
            person.parsed.update({form: parsed[form] for form in names if form in parsed})

    def _by_side(self, person: Person) -> list[list[Node]]:
        sides: dict[str, list[Node]] = defaultdict(list)
        groups: dict[str, set[str]] = defaultdict(set)
        open_nodes: list[Node] = []
        for node in sorted(person.nodes):
            entity = self.entity(node)
            countries = {role.country for role in entity.roles if role.country and not role.former}
            if len(countries) != 1:
                open_nodes.append(node)
                continue
            country = min(countries)
            sides[country].append(node)
            groups[country] |= {self.facts.groups.get(role.office, "") for role in entity.roles if role.office}
        if len(sides) < 2:
            return [person.nodes]
        ordered = sorted(sides, key=lambda country: (-len(sides[country]), country))
        apart = [ordered[0]]
        for country in ordered[1:]:
            if all(groups[country] and groups[other] and not groups[country] & groups[other] for other in apart):
                apart.append(country)
            else:
                open_nodes += sides[country]
        if len(apart) < 2:
            return [person.nodes]
        parts = [sides[country] for country in apart]
        parts[0] = sorted(parts[0] + open_nodes)
        return parts

    def company(self) -> dict[Node, tuple[str, ...]]:
        """What tells everybody who is named in full from others, the first of their nodes, and those for whom they were taken before."""
        marks: dict[int, str] = {}
        given: Counter[str] = Counter()
        for node in self.facts.people:
            for person in self._joined.get(node, ()):
                if id(person) not in marks:
                    first = f"{node.article}#{node.entity}"
                    marks[id(person)] = f"{first}+{given[first]}"
                    given[first] += 1
        return {node: tuple(marks[id(person)] for person in people) for node, people in self._joined.items()}

    def _days_of(self, articles: Iterable[str]) -> tuple[list[int], int]:
        """Sorted ordinals of the dated articles, and how many have no date."""
        days = [self.facts.days.get(article) for article in articles]
        dated = sorted(day.toordinal() for day in days if day is not None)
        return dated, len(days) - len(dated)

    def _near(self, days: Sequence[int], undated: int, article: str) -> float:
        """How many of these days are near to the day of the article; one without a day counts as near."""
        day = self.facts.days.get(article)
        if day is None:
            return float(len(days) + undated)
        first, last = day.toordinal() - NEAR_DAYS, day.toordinal() + NEAR_DAYS
        return float(bisect_right(days, last) - bisect_left(days, first) + undated)


def is_full(entity: Entity) -> bool:
    """Whether an article names somebody in full."""
    name = entity.person
    return not entity.described and name is not None and bool(name.given) and (bool(name.surname) or " " in entity.name)


def parts_of(form: str) -> set[str]:
    """The names of two words for which one of three or more may be the whole; none of others."""
    words = fold(form).split()
    return {" ".join(words[:2]), " ".join(words[-2:]), _single_barrelled(form)} if len(words) > 2 else set()


def _definite(form: str) -> int:
    """Names without initials first: "George Bush" must not gather "George W." and "George H.W."."""
    words = form.split()
    return len(words) if all(len(word.rstrip(".")) > 1 for word in words) or len(words) > 2 else 1


def first_name(person: Person) -> str:
    return min(person.names, default="")


def _survivor(profile: KnownProfile, naming: Sequence[KnownProfile]) -> KnownProfile:
    """The profile that an editor made this one part of: the first of those that name this one in their `same_as`."""
    first = next((other for other in naming if other.id != profile.id), None)
    if first is None:
        return profile
    mutual = first.id in profile.same_as
    return first if not mutual or first.id < profile.id else profile


def _single_barrelled(form: str) -> str:
    """ "ana ruiz" of "Ana María Ruiz-Mateos"; "" of a name without a double surname."""
    words = form.split()
    return fold(f"{words[0]} {words[-1].split('-')[0]}") if len(words) > 1 and "-" in words[-1] else ""
