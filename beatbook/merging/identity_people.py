"""Which people of which articles are one person, and whom a surname or a description means: by company, office, country and day.

Those who are named in full come first (identity_full.py); everything is sorted before it is looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import PersonName
from beatbook.analysis.name_forms import VariantRules, fold, likeness, surname_key
from beatbook.merging.identity_full import LEADERS, MOST_HOLDERS, Facts, FullNames, Node, Person, first_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.family_order import FamilyOrder
    from beatbook.analysis.model import StatedRole
    from beatbook.merging.model import KnownProfile, ProfileRole

DOMINANT = 4  # how many times more articles must name one of two people of a surname to be meant by it alone


@dataclass(frozen=True, slots=True)
class _Summary:
    """What the articles that name a person in full say of it."""

    days: list[int]  # sorted ordinals
    undated: int
    articles: frozenset[str]
    countries: frozenset[str]
    offices: frozenset[str]
    company: frozenset[int | str]  # who else stands in these articles


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody who holds an office, and when articles say so."""

    person: Person
    days: list[int]  # sorted ordinals
    undated: int  # articles without a day, and what the registry states


@dataclass(frozen=True, slots=True)
class People:
    """The outcome: persons, and pairs that may be the same."""

    persons: tuple[Person, ...]
    maybe: tuple[tuple[int, int, str], ...]  # indexes of persons, why
    company: Mapping[Node, tuple[str, ...]]  # of those named in full: what tells this person, and whom it was taken for before, from others


def resolve_people(facts: Facts, known: Sequence[KnownProfile], variants: VariantRules, order: FamilyOrder) -> People:
    """All people of all articles; described ones that fit nobody belong to no person."""
    nodes = facts.people
    resolver = _Resolver(facts, known, variants, order)
    assigned = [node for node in nodes if node in facts.reassigned]
    for node in assigned:
        resolver.assign(node, facts.reassigned[node])
    rest = [node for node in nodes if node not in facts.reassigned]
    resolver.add_full([node for node in rest if resolver.is_full(node)])
    resolver.join_parts()
    resolver.split_namesakes()
    company = resolver.company()
    resolver.add_short([node for node in rest if not resolver.is_full(node) and not resolver.entity(node).described])
    resolver.add_described([node for node in rest if resolver.entity(node).described])
    return People(tuple(person for person in resolver.persons if person.nodes), resolver.near_misses(), company)


class _Resolver(FullNames):
    def __init__(self, facts: Facts, known: Sequence[KnownProfile], variants: VariantRules, order: FamilyOrder) -> None:
        super().__init__(facts, known, variants, order)
        self._summaries: dict[int, _Summary] = {}

    # ---- surnames and descriptions

    def add_short(self, nodes: Sequence[Node]) -> None:
        alone: dict[str, list[Node]] = defaultdict(list)
        decided: list[tuple[Person, Node]] = []
        for node in sorted(nodes):
            person = self._meant(node)
            if person is not None:
                decided.append((person, node))
            else:
                alone[fold(self.entity(node).name)].append(node)
        for person, node in decided:
            self._join(person, node)
        for form in sorted(alone):
            for group in self._by_country(alone[form]):
                new = self._new()
                new.short = True
                for node in group:
                    self._join(new, node)
                    name = self.entity(node).person
                    if name is not None:
                        new.parsed.setdefault(self.entity(node).name, name)

    def _by_country(self, nodes: Sequence[Node]) -> list[list[Node]]:
        by: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            by[self.entity(node).country].append(node)
        stated = sorted((country for country in by if country), key=lambda country: (-len(by[country]), country))
        if not stated:
            return [by[""]]
        by[stated[0]] = sorted(by[stated[0]] + by.pop("", []))
        return [by[country] for country in stated]

    def _meant(self, node: Node) -> Person | None:
        """Whom a surname alone means: an alias that the registry has, else the one person of that surname who fits and is near in time."""
        entity = self.entity(node)
        name = entity.person or PersonName(entity.name)
        known = self._known_forms.get(fold(entity.name), [])
        if len(known) == 1:
            return known[0]
        word = name.surname or name.given
        keys = {surname_key(PersonName(word, family_first=family), self.variants) for family in (False, True)}
        pool = {id(person): person for key in sorted(keys) for person in self._by_key.get(key, ())}
        pool = pool or {id(person): person for person in self._by_given.get(fold(word), ())}
        ranked = sorted(
            ((score, self._first(person), person) for person in pool.values() if (score := self._nearness(person, node)) > 0),
            key=lambda entry: (-entry[0], entry[1]),
        )
        if not ranked:
            return None
        if len(ranked) == 1 or ranked[0][0] >= DOMINANT * ranked[1][0]:
            return ranked[0][2]
        return None

    def _first(self, person: Person) -> str:
        return person.known.id if person.known else first_name(person)

    def _nearness(self, person: Person, node: Node) -> float:
        """How many articles near in time name the person, weighted by what fits; 0 when country or the article itself contradict."""
        entity, summary = self.entity(node), self._summary(person)
        if entity.country and summary.countries and entity.country not in summary.countries:
            return 0.0
        if node.article in summary.articles and self._is_kept_apart(person, node):
            return 0.0
        near = self._near(summary.days, summary.undated, node.article)
        if not near and person.known is None:
            return 0.0
        score = near + (1.0 if person.known is not None else 0.0)
        if summary.offices & {role.office for role in entity.roles if role.office}:
            score *= 2
        return score * (1.5 if summary.company & self._of_article[node.article] else 1.0)

    def _is_kept_apart(self, person: Person, node: Node) -> bool:
        """Whether the article itself tells somebody of this surname from the person, whom it names in full.

        It does not where it names in full only what an editor made part of the person: "Lindqvist" beside a misspelt "Karin Lindquist".
        """
        form = fold(self.entity(node).name)
        surnames = {surname_key(PersonName(form, family_first=first), self.variants) for first in (False, True)}
        return any(self.key(name) in surnames or form in fold(name.given).split() for name in self._named_in[node.article, id(person)])

    def _summary(self, person: Person) -> _Summary:
        """What the articles that name a person in full say; worked out once, when all full names are known."""
        found = self._summaries.get(id(person))
        if found is None:
            articles = sorted({node.article for node in person.nodes})
            roles = [role for node in person.nodes for role in self.entity(node).roles]
            countries = {role.country for role in roles} | {person.known.country if person.known else ""}
            company = {other for article in articles for other in self._of_article[article]} - {id(person)}
            days, undated = self._days_of(articles)
            offices = frozenset(role.office for role in roles if role.office)
            found = _Summary(days, undated, frozenset(articles), frozenset(countries - {""}), offices, frozenset(company))
            self._summaries[id(person)] = found
        return found

    def add_described(self, nodes: Sequence[Node]) -> None:
        """ "the Polish president" of an article that names nobody: the one holder whom near articles or the registry know."""
        holders = self._holders()
        for node in sorted(nodes):
            roles = self.entity(node).roles
            person = self._holder(node, roles[0], holders) if roles else None
            if person is None and is_label(self.entity(node).name):
                person = self._labelled(self.entity(node).name)
            if person is not None:
                self._join(person, node)

    def _labelled(self, name: str) -> Person:
        """ "the Queen" whom no article names: one person by that label."""
        label = f"the {name.rsplit(maxsplit=1)[-1]}"
        person = next((person for person in self.persons if person.label == label), None) or self._new()
        person.label, person.short = label, True
        return person

    def _holders(self) -> dict[tuple[str, str], list[_Holder]]:
        """(country, office) -> who is told to hold it, and when.  Country "" holds those of all countries."""
        told: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        people = {id(person): person for person in self.persons}
        for person in self.persons:
            stated: list[tuple[str, StatedRole | ProfileRole]] = [(n.article, role) for n in person.nodes for role in self.entity(n).roles]
            stated += [("", role) for role in person.known.roles] if person.known else []
            for article, role in stated:
                if role.office and not role.former:
                    for country in {role.country, ""}:
                        told[country, role.office][id(person)].append(article)
        found: dict[tuple[str, str], list[_Holder]] = {}
        for key, by_person in told.items():
            found[key] = [_Holder(people[number], *self._days_of(articles)) for number, articles in by_person.items()]
        return found

    def _holder(self, node: Node, role: StatedRole, holders: Mapping[tuple[str, str], Sequence[_Holder]]) -> Person | None:
        told: Counter[int] = Counter()
        people: dict[int, Person] = {}
        offices = meant_by(role.office, self.facts.groups) if role.country else [role.office]  # "the Queen" is no "leader" of somewhere
        told_to_hold = [holder for office in offices for holder in holders.get((role.country, office), ())]
        for holder in told_to_hold if len(told_to_hold) <= MOST_HOLDERS else ():
            near = self._near(holder.days, holder.undated, node.article)
            if near:
                told[id(holder.person)] += int(near)
                people[id(holder.person)] = holder.person
        ranked = sorted(people.values(), key=lambda person: (-told[id(person)], self._first(person)))
        clear = len(ranked) == 1 or (len(ranked) > 1 and told[id(ranked[0])] >= DOMINANT * told[id(ranked[1])])
        return ranked[0] if clear else None

    # ---- near misses

    def near_misses(self) -> tuple[tuple[int, int, str], ...]:
        """Pairs of one surname whose given names say too little to be sure."""
        index = {id(person): number for number, person in enumerate(person for person in self.persons if person.nodes)}
        pairs: dict[tuple[int, int], str] = {}
        for key in sorted(self._by_key):
            people = [person for person in self._by_key[key] if id(person) in index]
            for at, one in enumerate(people[:40]):
                for other in people[at + 1 : 40]:
                    because = self._maybe(one, other)
                    if because:
                        first, second = sorted((index[id(one)], index[id(other)]))
                        pairs[(first, second)] = because
        return tuple((first, second, because) for (first, second), because in sorted(pairs.items()))

    def _maybe(self, one: Person, other: Person) -> str:
        if one.known and other.known and (other.known.id in one.known.not_same_as or one.known.id in other.known.not_same_as):
            return ""
        found = {likeness(left, right, self.variants) for left in one.parsed.values() for right in other.parsed.values()}
        if found == {"same"}:
            return "one name, but other countries and offices"
        return "given names that fit as far as they are told" if found and found <= {"maybe", "same"} else ""


def meant_by(description: str, groups: Mapping[str, str]) -> list[str]:
    """The offices that a description can mean: a leader is a president, a prime minister, a king."""
    if groups.get(description) not in LEADERS:
        return [description]
    if description == "leader":
        return sorted(office for office, group in groups.items() if group in LEADERS)
    return sorted({description, "leader"})


def is_label(name: str) -> bool:
    words = name.split()
    return len(words) == 2 and words[0].lower() == "the" and words[1] in ("Queen", "King", "Pope", "Emperor", "Sultan")


def most_common(values: Iterable[str]) -> str:
    """The most frequent value, the smallest of several; "" for none."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default="")
