"""Names resolved again after some articles, or what is known of profiles, have changed: those that hang together with them, and no others.

What is resolved is widened until nothing in it needs anything that is outside: whatever is compared (`name_links`), whose profiles have,
or would like, ids of one stem, whom outlets may be, and where it decides whose company somebody is in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from beatbook.merging.identity import find_profiles
from beatbook.merging.identity_full import Node
from beatbook.merging.model import Known
from beatbook.merging.name_reach import EverythingError, Reach
from beatbook.merging.names_kept import (
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
from beatbook.merging.resolution import Part
from beatbook.merging.told import told_by

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from beatbook.analysis.model import Analysis
    from beatbook.merging.model import KnownArticle, KnownProfile
    from beatbook.merging.name_links import NameLinks
    from beatbook.merging.names_kept import KnownNote, NamesMemory, NamesStanding
    from beatbook.merging.resolution import Found, NameRules
    from beatbook.merging.told import Told


class Renaming:
    """One run; `found` is what is resolved again, the rest stands."""

    def __init__(self, memory: NamesMemory, before: NamesStanding, known: Known, rules: NameRules, links: NameLinks) -> None:
        self.memory, self.standing, self.known, self.rules, self.links = memory, before, known, rules, links
        self.ids: Collection[str] = ()  # that profiles had
        self.records: Mapping[str, KnownArticle] = {record.id: record for record in known.articles}
        self.profiles: Mapping[str, KnownProfile] = {profile.id: profile for profile in known.profiles}
        self.known_ids = {id_ for profile in known.profiles for id_ in (profile.id, *profile.former_ids)}
        self.reach = Reach(memory, before, links)  # what is resolved again
        self.old: dict[str, OfNames | None] = {}  # of articles that changed: as they were
        self.changed_ids: set[str] = set()  # of what is known of profiles
        self._states = dict(before.states)  # of the rest
        self._places = dict(before.places)
        self._named: Counter[str] = Counter()  # how often states are named in this part
        self._countries: list[str] = []
        self._chosen: set[str] = set()  # what is known of profiles, of those that this part may look up
        self.gone: set[str] = set()  # ids of profiles that are no more

    def run(self, edited: Mapping[str, Analysis], gone: Collection[str], heirs: Mapping[str, str], profiles: Collection[str]) -> Found:
        """`edited`: articles that are new or others; `heirs`: id -> id that stays in its place; `profiles`: ids of all that there were.

        Raises EverythingError where only all names together can be resolved; then nothing was written.
        """
        self.ids = profiles
        self._check()
        self._note_heirs(heirs)
        self._note_known()
        for id_ in sorted({*edited, *gone, *self._noted(gone)}):
            self._note_article(id_, edited.get(id_), here=id_ not in gone)
        while True:
            self.reach.follow()
            found = self._resolve()
            size = self.reach.size()
            self._widen(found, heirs)
            self.reach.follow()
            if self.reach.size() == size:
                self.gone = self.old_ids() - found.profiles.keys()
                return found

    def _check(self) -> None:
        """People to whom an editor assigned names must be known, and no id be known of two."""
        people = {id_ for profile in self.known.profiles if profile.type == "person" for id_ in (profile.id, *profile.former_ids)}
        assigned = {person for record in self.known.articles for _, person in record.reassigned}
        if len(self.profiles) < len(self.known.profiles) or not assigned <= people:
            raise EverythingError

    # ---- what changed

    def _note_heirs(self, heirs: Mapping[str, str]) -> None:
        """Where an editor made a state part of something, it may be meant anywhere: "the Finnish president" whom no article names."""
        before, self.standing.heirs = self.standing.heirs, dict(heirs)
        others = {id_ for id_ in before.keys() | heirs.keys() if before.get(id_) != heirs.get(id_)}
        if any(note.id in others for note in self.standing.states.values()):
            raise EverythingError

    def _noted(self, gone: Collection[str]) -> set[str]:
        """Articles of which a person set another day, or said otherwise whom they name."""
        before, now = self.standing.said, said_of(self.known)
        self.standing.said = now
        return {id_ for id_ in before.keys() | now.keys() if before.get(id_) != now.get(id_) and self._is_here(id_)} - set(gone)

    def _note_known(self) -> None:
        before: Mapping[str, KnownNote] = self.standing.known
        now: dict[str, KnownNote] = {}
        for id_, profile in self.profiles.items():
            found = digest_profile(profile)
            old = before.get(id_)
            now[id_] = old if old is not None and old.digest == found else note_known(profile, self.links, found)
        for id_ in before.keys() | now.keys():
            old, new = before.get(id_), now.get(id_)
            if old is not new:
                number = self.reach.number(f"k/{id_}")
                self.memory.finder.remove(number, old.links if old else ())
                self.memory.finder.add(number, new.links if new else ())
                for note in filter(None, (old, new)):
                    self.reach.note(note.links)
                    self.reach.note(marks=note.marks)
                    self.changed_ids.update(note.ids)
                if new is None:
                    del self.standing.numbers[f"k/{id_}"]
        self.standing.known = now

    def _note_article(self, id_: str, analysis: Analysis | None, *, here: bool) -> None:
        name = f"a/{id_}"
        old = self.memory.article(id_) if name in self.standing.numbers else None
        self.old[id_] = old
        number = self.reach.number(name)
        if old is not None:
            self.memory.finder.remove(number, self._keys(old))
            self._count(old.told, -1)
            self.reach.note(link for links in old.links for link in links)
        if not here:
            del self.standing.numbers[name]
            return
        told = told_by(analysis) if analysis is not None else old.told if old is not None else None
        if told is None:
            raise EverythingError
        new = self.reach.fresh[id_] = unresolved(told, self.links, self.records.get(id_))
        self.memory.finder.add(number, new.keys())
        self._count(told, 1)
        self.reach.note(link for links in new.links for link in links)
        self.reach.nodes[id_].update(range(len(told.entities)))

    def _keys(self, names: OfNames) -> set[int]:
        return keys_of(names, self.links)

    def _count(self, told: Told, times: int) -> None:
        count_described(self.standing.described, told, times)
        if told.outlet:
            note = self.standing.outlets.get(told.outlet) or OutletNote("", 0, self.links.of_outlet(told.outlet))
            self.standing.outlets[told.outlet] = OutletNote(note.id, note.articles + times, note.marks)
            if not note.articles or not note.articles + times:
                self.reach.outlets.add(told.outlet)

    # ---- resolving

    def _resolve(self) -> Found:
        nodes = {id_: indexes for id_, indexes in self.reach.nodes.items() if indexes and self._is_here(id_)}
        told = {id_: self.reach.record(id_).told for id_ in nodes}
        self._take_stock(nodes)
        wanted = set(self._own_marks(nodes))
        chosen = self._known_with(wanted)
        chosen |= self._known_with({self.links.id_mark(id_) for one in chosen for id_ in self.standing.known[one].ids})
        self._chosen = chosen | self.reach.people
        known = Known(
            tuple(self.records[id_] for id_ in nodes if id_ in self.records),
            tuple(profile for profile in self.known.profiles if profile.id in self._chosen),
        )
        part = Part(
            nodes,
            self.known_ids | (set(self.ids) - self.old_ids()),
            {code: note.id for code, note in self._states.items()},
            self._countries,
            tuple(name for name in self.reach.outlets if self.standing.outlets[name].articles),
            {id_: self._others_in(id_) for id_ in nodes},
        )
        return find_profiles(told, known, self.rules, part)

    def _is_here(self, id_: str) -> bool:
        return f"a/{id_}" in self.standing.numbers

    def _take_stock(self, nodes: Mapping[str, Collection[int]]) -> None:
        """Which states and places the rest has, and which countries need a state that is not among these."""
        states, places = self.standing.states, self.standing.places
        self._states = {code: note for code, note in states.items() if note.named and self.links.state_link(code) not in self.reach.reached}
        self._places = {link: country for link, country in places.items() if int(link) not in self.reach.reached}
        world = self.rules.world
        first: set[str] = set()
        self._named = Counter()
        for id_ in sorted(nodes):
            for index in sorted(nodes[id_]):
                entity = self.reach.record(id_).told.entities[index]
                if entity.type == "person" or entity.credit:
                    continue
                key, thing = world.thing(entity)
                link = str(self.reach.record(id_).links[index][0])
                if key[0] == "state":
                    self._named[key[1]] += 1
                if thing.type == "place" and link not in first:
                    first.add(link)
                    self._places[link] = thing.country
        needed = {*self._places.values(), *self.standing.described} & world.countries.keys()
        self._countries = sorted(needed - self._states.keys())

    def _own_marks(self, nodes: Mapping[str, Collection[int]]) -> Iterable[int]:
        for id_, indexes in nodes.items():
            marks = self.reach.record(id_).marks
            for index in indexes:
                yield from marks[index]
        for name in self.reach.outlets:
            yield from self.standing.outlets[name].marks
        for code in self._countries:
            thing = self.rules.world.country(code)
            yield from (self.links.form_mark(thing.name), self.links.id_mark(thing.wanted))

    def _known_with(self, marks: set[int]) -> set[str]:
        return {id_ for id_, note in self.standing.known.items() if not marks.isdisjoint(note.marks)}

    def _others_in(self, id_: str) -> set[str]:
        company, here = self.reach.record(id_).company, self.reach.nodes[id_]
        return {mark for index, marks in enumerate(company) if index not in here for mark in marks}

    def old_ids(self) -> set[str]:
        """Profiles that stood for what is resolved again."""
        found = {self.standing.outlets[name].id for name in self.reach.outlets}
        found |= {note.id for code, note in self.standing.states.items() if code not in self._states}
        for names in self.old.values():
            found.update(names.ids if names is not None else ())
        for id_, indexes in self.reach.nodes.items():
            if id_ not in self.old:
                ids = self.memory.article(id_).ids
                found.update(ids[index] for index in indexes)
        return found - {""}

    # ---- widening

    def _widen(self, found: Found, heirs: Mapping[str, str]) -> None:
        """Notes what else is to be resolved with it."""
        old = self.old_ids()
        ids = old | found.profiles.keys()
        things = {id_ for id_ in ids if id_ not in found.profiles or found.profiles[id_].type != "person"}
        wanted = things | _with_heirs(ids | self.changed_ids, heirs) | self._of_stems(ids, heirs)
        self.reach.note(marks={self.links.id_mark(id_) for id_ in wanted})
        self._widen_outlets()
        for id_ in self._moved(found):
            for links in self.reach.record(id_).links:
                self.reach.note(links)

    def _of_stems(self, ids: Collection[str], heirs: Mapping[str, str]) -> set[str]:
        """Ids of profiles that got theirs because these did not have it, or the other way round: "jon-smith" and "jon-smith-2"."""
        stems = {stem(id_) for id_ in ids if not self._is_settled(id_)} | {stem(id_) for id_ in self.changed_ids}
        return {id_ for id_ in {*self.ids, *heirs} if stem(id_) in stems and not self._is_settled(id_)} if stems else set()

    def _is_settled(self, id_: str) -> bool:
        """Whether it is the id of what is known, as it was."""
        return id_ in self.known_ids and id_ not in self.changed_ids

    def _widen_outlets(self) -> None:
        nodes = {id_: indexes for id_, indexes in self.reach.nodes.items() if indexes}
        marks = {
            mark for id_, indexes in nodes.items() if self._is_here(id_) for at in indexes for mark in self.reach.record(id_).marks[at]
        }
        marks |= {mark for names in self.old.values() if names is not None for own in names.marks for mark in own}
        marks |= {mark for id_ in self._chosen for mark in self.standing.known[id_].marks}
        self.reach.outlets.update(name for name, note in self.standing.outlets.items() if self.reach.is_marked(note, marks))
        for name in self.reach.outlets:
            note = self.standing.outlets[name]
            self.reach.note(marks=note.marks)
            for id_ in self._known_with(set(note.marks)):
                self.reach.note(marks=[self.links.id_mark(id_)])

    def _moved(self, found: Found) -> set[str]:
        """Articles in which somebody is told from others otherwise than before: it decides in whose company others there are."""
        after: dict[str, set[str]] = defaultdict(set)
        before: dict[str, set[str]] = defaultdict(set)
        pairs: list[tuple[str, str, str]] = []
        moved: set[str] = set()
        for id_, indexes in self.reach.nodes.items():
            if id_ in self.old:
                continue
            company = self.memory.article(id_).company
            for index in indexes:
                now, was = found.company.get(Node(id_, index), ()), company[index]
                if len(now) != len(was):
                    moved.add(id_)
                pairs += [(id_, one, other) for one, other in zip(was, now, strict=False)]
        for _, one, other in pairs:
            after[one].add(other)
            before[other].add(one)
        return moved | {id_ for id_, one, other in pairs if len(after[one]) > 1 or len(before[other]) > 1}

    # ---- what is left behind

    def keep(self, found: Found) -> None:
        """Writes what the next time goes by, but for what is made of united profiles."""
        standing = self.standing
        for code, note in standing.states.items():
            if code in found.states and found.states[code] != note.id:
                raise EverythingError
        standing.states = {
            code: self._states[code] if code in self._states else StateNote(id_, self._named[code]) for code, id_ in found.states.items()
        }
        standing.places = self._places
        for name in self.reach.outlets:
            outlet = standing.outlets[name]
            if outlet.articles:
                standing.outlets[name] = OutletNote(found.outlets[name], outlet.articles, outlet.marks)
            else:
                del standing.outlets[name]
        old = self.gone | found.profiles.keys()
        standing.maybe = tuple(
            sorted(
                (*(pair for pair in standing.maybe if pair.one not in old and pair.other not in old), *found.maybe_same),
                key=lambda pair: (pair.one, pair.other, pair.because),
            )
        )
        for id_ in self.old:
            if not self._is_here(id_):
                self.memory.put_article(id_, None)
        for id_ in self.articles():
            self._keep_article(id_, found)

    def concerned(self, found: Found, heirs: Mapping[str, str]) -> set[str]:
        """Ids that profiles of this part have, or had."""
        return _with_heirs({*self.gone, *found.profiles, *self.changed_ids}, heirs)

    def articles(self) -> list[str]:
        """Those that name somebody who is resolved again."""
        return [id_ for id_, indexes in self.reach.nodes.items() if indexes or id_ in self.reach.fresh]

    def _keep_article(self, id_: str, found: Found) -> None:
        names, here = self.reach.record(id_), self.reach.nodes[id_]
        nodes = [Node(id_, index) for index in range(len(names.ids))]
        ids = tuple(found.ids.get(node, "") if node.entity in here else names.ids[node.entity] for node in nodes)
        company = tuple(found.company.get(node, ()) if node.entity in here else names.company[node.entity] for node in nodes)
        new = OfNames(names.told, names.links, names.marks, ids, company)
        if id_ in self.reach.fresh or new != names:
            number = self.standing.numbers[f"a/{id_}"]
            before, after = self._keys(names), self._keys(new)
            self.memory.finder.remove(number, before - after)
            self.memory.finder.add(number, after - before)
            self.memory.put_article(id_, new)


def stem(id_: str) -> str:
    """What an id has in common with those that were given where it was taken."""
    return id_.rstrip("0123456789-")


def _with_heirs(ids: Collection[str], heirs: Mapping[str, str]) -> set[str]:
    """These and those in whose place they stay, or which stay in theirs."""
    here = set(ids)
    return here | {id_ for pair in heirs.items() if not here.isdisjoint(pair) for id_ in pair}
