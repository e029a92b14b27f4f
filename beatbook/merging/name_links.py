"""By what the names of articles hang together: whoever is ever compared with another one, or looked up for it, shares a number with it.

There are links and marks.  Whatever hangs together by links, over any number of steps, is resolved together: every look-up of
`identity_full` and `identity_people` has its counterpart here, and organizations, places and states have their key.  By a mark a name is
only found: where what is known under an id or a spelling changes, or where another profile wants the same id.  More may share a number,
which costs time and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beatbook.analysis.model import PersonName
from beatbook.analysis.name_forms import fold, parse_person, surname_key
from beatbook.merging.footprints import number
from beatbook.merging.identity import reassigned_to
from beatbook.merging.identity_full import is_full, parts_of
from beatbook.merging.identity_people import is_label, meant_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beatbook.analysis.model import Entity, StatedRole
    from beatbook.merging.model import KnownProfile
    from beatbook.merging.resolution import NameRules
    from beatbook.merging.told import Told

_HELD, _DESCRIBED = 1, 2  # kinds of links, in their last bits: an office that somebody holds, and one by which somebody is described


class Links(NamedTuple):
    """The numbers of one name."""

    links: tuple[int, ...]
    marks: tuple[int, ...]


class NameLinks:
    """Works out the numbers of names; it keeps those that it has met."""

    def __init__(self, rules: NameRules) -> None:
        self._rules = rules
        self._found: dict[object, Links] = {}
        self._named: dict[tuple[object, ...], tuple[int, ...]] = {}
        self._numbers: dict[tuple[object, ...], int] = {}

    def of_article(self, told: Told, reassigned: Sequence[tuple[str, str]]) -> tuple[Links, ...]:
        """The numbers of each of its entities."""
        return tuple(self._of_entity(entity, reassigned_to(entity, reassigned) if reassigned else None) for entity in told.entities)

    def of_known(self, profile: KnownProfile) -> Links:
        """Those of what is known of somebody or something."""
        ids = (profile.id, *profile.former_ids)
        marks = {self.id_mark(id_) for id_ in (*ids, *profile.same_as)} | {
            self.form_mark(form) for form in (*profile.names, *profile.aliases)
        }
        links = self._of_known_person(profile) if profile.type == "person" else ()
        return Links(tuple(sorted(set(links))), tuple(sorted(marks)))

    def of_outlet(self, name: str) -> tuple[int, ...]:
        """The marks of those whose profile an outlet may have."""
        row = self._rules.world.outlets.get(fold(name))
        return tuple(sorted({self.form_mark(name), self.form_mark(row[1] if row else name)}))

    def state_link(self, code: str) -> int:
        return self._number(0, "thing", "state", code)

    def id_mark(self, id_: str) -> int:
        """By which those are found whose profile has this id, or would like it."""
        return self._number(0, "id", id_)

    def form_mark(self, form: str) -> int:
        """By which bodies and places are found that are spelt like that."""
        return self._number(0, "form", fold(form))

    def _number(self, kind: int, *key: object) -> int:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = number(*key) & ~3
        return found | kind

    def _of_entity(self, entity: Entity, assigned: str | None) -> Links:
        if entity.credit:
            return Links((), ())
        if entity.type == "person":
            return self._of_person(entity, assigned)
        said = (entity.type, entity.kind, entity.known, entity.name, entity.country, entity.forms)
        if said not in self._found:
            self._found[said] = self._of_thing(entity)
        return self._found[said]

    def _of_thing(self, entity: Entity) -> Links:
        key, thing = self._rules.world.thing(entity)
        marks = {self.form_mark(form) for form in (thing.name, *entity.forms)} | {self.id_mark(thing.wanted)}
        return Links((self._number(0, "thing", *key),), tuple(sorted(marks)))

    # ---- people

    def _of_person(self, entity: Entity, assigned: str | None) -> Links:
        links = set(self._of_name(entity))
        if assigned is not None:
            links.update((self._number(0, "person", assigned), *self._parts([assigned])))
        if not entity.described or assigned is not None:
            links.update(self._offices(entity.roles))
        return Links(tuple(sorted(links)), ())

    def _of_name(self, entity: Entity) -> tuple[int, ...]:
        if entity.described:
            return tuple(self._of_description(entity))
        name = entity.person
        said = (entity.name, name.surname, name.given, name.family_first) if name else (entity.name,)
        if said not in self._named:
            self._named[said] = tuple(self._of_full_name(entity) if is_full(entity) else self._of_short_name(entity))
        return self._named[said]

    def _of_full_name(self, entity: Entity) -> Iterator[int]:
        assert entity.person is not None and self._rules.variants is not None  # noqa: S101, PT018  # is_full
        name = entity.person
        yield self._number(0, "form of a person", fold(entity.name))
        yield self._number(0, "surname", self._key(name))
        yield from self._parts([entity.name])
        yield from self._given(name)

    def _of_short_name(self, entity: Entity) -> Iterator[int]:
        name = entity.person or PersonName(entity.name)
        word = name.surname or name.given
        yield self._number(0, "form of a person", fold(entity.name))
        yield self._number(0, "given", fold(word))
        if self._rules.variants is not None:
            for first in (False, True):
                yield self._number(0, "surname", surname_key(PersonName(word, family_first=first), self._rules.variants))
        yield from self._given(name)

    def _of_description(self, entity: Entity) -> Iterator[int]:
        if is_label(entity.name):
            yield self._number(0, "label", entity.name.rsplit(maxsplit=1)[-1])
        if entity.roles:
            role = entity.roles[0]
            for office in meant_by(role.office, self._rules.groups) if role.country else [role.office]:
                yield self._number(_DESCRIBED, "office", role.country, office)

    def _key(self, name: PersonName) -> str:
        assert self._rules.variants is not None  # noqa: S101  # as the caller saw to
        return surname_key(name, self._rules.variants) if name.surname else f"given:{(fold(name.given).split() or [''])[0]}"

    def _given(self, name: PersonName) -> Iterator[int]:
        words = fold(name.given).split() if name.family_first or not name.surname else []
        for word in {*words[:1], *words[-1:]}:
            yield self._number(0, "given", word)

    def _parts(self, forms: Iterable[str]) -> Iterator[int]:
        """Of two words the name itself, of more those of which it may be the whole."""
        for form in forms:
            if len(form.split()) == 2:
                yield self._number(0, "part", fold(form))
            for part in parts_of(form) - {""}:
                yield self._number(0, "part", part)

    def _offices(self, roles: Iterable[StatedRole]) -> Iterator[int]:
        for role in roles:
            if role.office and not role.former:
                yield self._number(_HELD, "office", role.country, role.office)
                yield self._number(_HELD, "office", "", role.office)

    def _of_known_person(self, profile: KnownProfile) -> Iterator[int]:
        for id_ in (profile.id, *profile.former_ids, *profile.same_as, *profile.not_same_as):
            yield self._number(0, "person", id_)
        for form in (*profile.names, *profile.aliases):
            words = form.split()
            if len(words) > 1 or form in profile.names or "aliases" in profile.owned:
                yield self._number(0, "form of a person", fold(form))
            if len(words) > 1 and self._rules.variants is not None:
                yield self._number(0, "surname", self._key(parse_person(words, language=self._rules.order.language(words))))
        for role in profile.roles:
            if role.office and not role.former:
                yield self._number(_HELD, "office", role.country, role.office)
                yield self._number(_HELD, "office", "", role.office)


def counterpart(link: int) -> int | None:
    """Of an office that somebody holds, the one by which others are described, and the other way round; None of any other link."""
    return link ^ 3 if link & 3 in (_HELD, _DESCRIBED) else None


def is_held(link: int) -> bool:
    """Whether it is an office that somebody holds: it ties to others only where it describes somebody."""
    return link & 3 == _HELD
