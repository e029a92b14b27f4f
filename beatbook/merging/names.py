"""Who and what the articles name now, and what of it is not as it was: resolved for what can be touched, else for all articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.merging.identity import find_profiles, resolution_of, side_of
from beatbook.merging.identity_full import Node
from beatbook.merging.memory import KeptProfiles, WholeError, digest
from beatbook.merging.name_links import NameLinks
from beatbook.merging.name_reach import EverythingError
from beatbook.merging.names_kept import (
    NamesMemory,
    NamesStanding,
    OfNames,
    OutletNote,
    StateNote,
    count_described,
    digest_profile,
    keys_of,
    note_known,
    said_of,
    unresolved,
)
from beatbook.merging.renaming import Renaming
from beatbook.merging.resolution import NameRules, Resolution
from beatbook.merging.resolved import Atlas, is_nation, make_atlas
from beatbook.merging.same_as import survivors, unite_profiles
from beatbook.merging.synthesis import PUBLISHERS, outlets_by_name, outlets_called
from beatbook.merging.told import told_by

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from beatbook.analysis.model import Analysis
    from beatbook.merging.memory import Memory, Standing
    from beatbook.merging.model import Known, MaybeSame, Profile
    from beatbook.merging.resolution import Found
    from beatbook.rules import Rules


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what the articles name, and what of it is not as it was."""

    ids: Callable[[str], tuple[str, ...]]  # article -> profile ids of its entities
    articles: Mapping[str, bytes]  # of which the ids are others: hash of them
    profiles: Mapping[str, Profile | None]  # those that are new, others, or gone; without pages
    people: tuple[MaybeSame, ...]
    atlas: Atlas
    outlets: Mapping[str, str]  # name without case -> profile
    naming: Callable[[Collection[str]], set[str]]  # profiles -> the articles that name one of them
    opened: int = 0  # articles whose names were read
    resolved: int = 0  # entities


@dataclass(frozen=True, slots=True)
class Changed:
    """What articles are not as they were."""

    articles: Mapping[str, bytes]  # all there are
    edited: Collection[str]  # new ones, too
    gone: Collection[str]
    analyses: Mapping[str, Analysis]  # read for those that are edited, and where nothing is remembered


def named_by(articles: Mapping[str, tuple[bytes, str]], known: Known) -> bytes:
    """A hash of all by which names are resolved: analyses with their days, and what is known of profiles.

    Of the offices of somebody known only which they are counts, not who told of them when.
    """
    profiles = [replace(one, roles=()) for one in known.profiles]
    offices = [sorted((role.office, role.country, role.former) for role in one.roles) for one in known.profiles]
    reassigned = [(record.id, record.reassigned) for record in known.articles if record.reassigned]
    return digest([sorted(articles.items()), profiles, offices, reassigned])


def kept_names(memory: Memory, before: Standing) -> Names:
    """Who the articles name, as it stood."""
    return Names(
        ids=memory.entities,
        articles={},
        profiles={},
        people=before.people,
        atlas=Atlas(KeptProfiles(memory), before.countries),
        outlets=before.outlets,
        naming=lambda wanted: set(wanted) & set(),
    )


def find_names(memory: Memory, before: Standing, known: Known, rules: Rules, changed: Changed) -> Names:
    """Who the articles name now; leaves it to the next time.  WholeError where what holds a place may be another country than before."""
    compiled = NameRules.of(rules)
    links = NameLinks(compiled)
    names = NamesMemory(memory.rooms)
    standing = names.standing()
    if standing is not None:
        with suppress(EverythingError):
            return _find_touched(memory, names, standing, before, Renaming(names, standing, known, compiled, links), changed)
    return _find_all(memory, before, known, compiled, links, changed)


# ---- what can be touched


def _find_touched(
    memory: Memory, names: NamesMemory, standing: NamesStanding, before: Standing, renaming: Renaming, changed: Changed
) -> Names:
    profiles = renaming.known.profiles
    heirs = survivors(profiles)
    found = renaming.run({id_: changed.analyses[id_] for id_ in changed.edited}, changed.gone, heirs, before.profiles)
    renaming.keep(found)
    resolution = unite_profiles(resolution_of(found, {}, standing.maybe), profiles)
    now = {profile.id: profile for profile in resolution.profiles}
    left = {id_ for id_ in renaming.concerned(found, heirs) if id_ in before.profiles and id_ not in now}
    for id_ in left:
        note_profile(standing, id_, None)
    for profile in resolution.profiles:
        note_profile(standing, profile.id, profile)
    names.finish(standing)
    others: dict[str, Profile | None] = {id_: one for id_, one in now.items() if before.profiles.get(id_) != digest(one)}
    others.update(dict.fromkeys(left))
    touched = {id_: _united_ids(names.article(id_), found, heirs) for id_ in renaming.articles()}
    hashes = {id_: digest(ids) for id_, ids in touched.items()}
    countries = {country: id_ for id_, country in sorted(standing.nations.items())}
    _check_countries(before, countries, standing.placed, others)
    return Names(
        ids=lambda id_: touched[id_] if id_ in touched else memory.entities(id_),
        articles=_others(hashes, before),
        profiles=others,
        people=resolution.maybe_same,
        atlas=Atlas(_Overlaid(others, KeptProfiles(memory)), countries),
        outlets=outlets_called(standing.called),
        naming=lambda wanted: _naming(touched, wanted),
        opened=names.opened,
        resolved=renaming.reach.size(),
    )


def _united_ids(names: OfNames, found: Found, heirs: Mapping[str, str]) -> tuple[str, ...]:
    ids = (id_ or side_of(entity, found.states) for id_, entity in zip(names.ids, names.told.entities, strict=True))
    return tuple(heirs.get(id_, id_) for id_ in ids)


class _Overlaid(Mapping[str, "Profile"]):
    """Profiles as they stood, but for some."""

    def __init__(self, others: Mapping[str, Profile | None], kept: Mapping[str, Profile]) -> None:
        self._others, self._kept = others, kept

    def __getitem__(self, id_: str) -> Profile:
        if id_ not in self._others:
            return self._kept[id_]
        found = self._others[id_]
        if found is None:
            raise KeyError(id_)
        return found

    def __iter__(self) -> Iterator[str]:
        ids = {*self._kept, *self._others}
        return iter(id_ for id_ in sorted(ids) if self._others.get(id_, id_) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


# ---- all


def _find_all(memory: Memory, before: Standing, known: Known, rules: NameRules, links: NameLinks, changed: Changed) -> Names:
    names = NamesMemory(memory.rooms)
    kept = names.kept_articles() - set(changed.edited)
    told = {id_: names.article(id_).told if id_ in kept else told_by(changed.analyses[id_]) for id_ in changed.articles}
    found = find_profiles(told, known, rules)
    resolution = unite_profiles(resolution_of(found, told), known.profiles)
    standing = remember_names(memory, resolution, known, rules, links)
    profiles: dict[str, Profile | None] = dict.fromkeys(before.profiles.keys() - {profile.id for profile in resolution.profiles})
    profiles |= {profile.id: profile for profile in resolution.profiles if before.profiles.get(profile.id) != digest(profile)}
    atlas = make_atlas(resolution.profiles)
    _check_countries(before, atlas.countries, standing.placed, profiles)
    return Names(
        ids=lambda id_: resolution.entity_ids.get(id_, ()),
        articles=_others({id_: digest(ids) for id_, ids in resolution.entity_ids.items()}, before),
        profiles=profiles,
        people=resolution.maybe_same,
        atlas=atlas,
        outlets=outlets_by_name(resolution.profiles),
        naming=lambda wanted: _naming(resolution.entity_ids, wanted),
        opened=len(told),
        resolved=sum(len(one.entities) for one in told.values()),
    )


def remember_names(memory: Memory, resolution: Resolution, known: Known, rules: NameRules, links: NameLinks) -> NamesStanding:
    """Leaves to the next time who all articles were found to name."""
    found, told = resolution.found, resolution.told
    assert found is not None  # noqa: S101  # it comes from `resolution_of`
    names, standing = NamesMemory(memory.rooms), NamesStanding(maybe=found.maybe_same, said=said_of(known), heirs=survivors(known.profiles))
    names.forget()
    records = {record.id: record for record in known.articles}
    outlets: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for id_ in sorted(told):
        one = told[id_]
        plain = unresolved(one, links, records.get(id_))
        nodes = [Node(id_, index) for index in range(len(one.entities))]
        ids, company = tuple(found.ids.get(node, "") for node in nodes), tuple(found.company.get(node, ()) for node in nodes)
        full = OfNames(one, plain.links, plain.marks, ids, company)
        names.put_article(id_, full)
        standing.numbers[f"a/{id_}"] = standing.next
        names.finder.add(standing.next, keys_of(full, links))
        standing.next += 1
        count_described(standing.described, one, 1)
        outlets[one.outlet] += bool(one.outlet)
        for entity, own in zip(one.entities, plain.links, strict=True):
            if entity.type != "person" and not entity.credit:
                key, thing = rules.world.thing(entity)
                named[key[1]] += key[0] == "state"
                if thing.type == "place":
                    standing.places.setdefault(str(own[0]), thing.country)
    for one_known in known.profiles:
        note = standing.known[one_known.id] = note_known(one_known, links, digest_profile(one_known))
        standing.numbers[f"k/{one_known.id}"] = standing.next
        names.finder.add(standing.next, note.links)
        standing.next += 1
    standing.outlets = {name: OutletNote(found.outlets[name], times, links.of_outlet(name)) for name, times in outlets.items() if times}
    standing.states = {code: StateNote(id_, named[code]) for code, id_ in found.states.items()}
    for profile in resolution.profiles:
        note_profile(standing, profile.id, profile)
    names.finish(standing)
    return standing


# ---- what both have in common


def note_profile(standing: NamesStanding, id_: str, profile: Profile | None) -> None:
    """Keeps what is asked of all profiles at once."""
    for kept in (standing.nations, standing.placed, standing.called):
        kept.pop(id_, None)
    if profile is None:
        return
    if profile.country and is_nation(profile):
        standing.nations[id_] = profile.country
    if profile.country and profile.type == "place":
        standing.placed[id_] = profile.country
    if profile.type in PUBLISHERS:
        standing.called[id_] = tuple(sorted({name.casefold() for name in (profile.name, *profile.aliases)}))


def _check_countries(
    before: Standing, countries: Mapping[str, str], placed: Mapping[str, str], profiles: Mapping[str, Profile | None]
) -> None:
    """WholeError where a place that stands is of a country that is another one; else countries are what they are now."""
    others = {code for code in countries.keys() | before.countries.keys() if countries.get(code) != before.countries.get(code)}
    if others and any(country in others and id_ not in profiles for id_, country in placed.items()):
        raise WholeError
    before.countries = dict(countries)


def _others(hashes: Mapping[str, bytes], before: Standing) -> dict[str, bytes]:
    return {id_: found for id_, found in hashes.items() if id_ not in before.articles or before.articles[id_].entities != found}


def _naming(articles: Mapping[str, Collection[str]], wanted: Collection[str]) -> set[str]:
    ids = set(wanted)
    return {id_ for id_, named in articles.items() if not ids.isdisjoint(named)}
