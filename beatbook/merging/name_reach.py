"""What hangs together with names that changed: followed by links and marks from one to all others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beatbook.merging.name_links import counterpart, is_held

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beatbook.merging.name_links import NameLinks
    from beatbook.merging.names_kept import NamesMemory, NamesStanding, OfNames, OutletNote

_MOST = 0.8  # part of all articles; beyond it, all names are resolved as fast


class EverythingError(Exception):
    """Only all names together can be resolved."""


class Reach:
    """Entities, outlets and what is known of people, as far as they hang together with what was noted."""

    def __init__(self, memory: NamesMemory, standing: NamesStanding, links: NameLinks) -> None:
        self.memory, self.standing, self.links = memory, standing, links
        self.nodes: dict[str, set[int]] = defaultdict(set)  # article -> entities
        self.outlets: set[str] = set()
        self.people: set[str] = set()  # ids of what is known of them
        self.fresh: dict[str, OfNames] = {}  # articles that changed, as they are now
        self.reached: set[int] = set()  # links
        self._names = {number: name for name, number in standing.numbers.items()}
        self._links: set[int] = set()  # to be followed
        self._marks: set[int] = set()
        self._brought: set[int] = set()

    def note(self, links: Iterable[int] = (), marks: Iterable[int] = ()) -> None:
        """What is to be followed."""
        self._links.update(links)
        self._marks.update(marks)

    def size(self) -> int:
        """How many entities, outlets and known people there are."""
        return sum(len(indexes) for indexes in self.nodes.values()) + len(self.outlets) + len(self.people)

    def number(self, name: str) -> int:
        """By which an article or what is known of somebody is found; a new one where there is none."""
        found = self.standing.numbers.get(name)
        if found is None:
            found = self.standing.numbers[name] = self.standing.next
            self._names[found] = name
            self.standing.next += 1
        return found

    def record(self, id_: str) -> OfNames:
        """The names of an article as they are now."""
        return self.fresh.get(id_) or self.memory.article(id_)

    def follow(self) -> None:
        """Follows links and marks to whatever they lead to."""
        while self._links or self._marks:
            if self._links:
                self._follow(self._links.pop())
            else:
                marks, self._marks = self._marks - self._brought, set()
                self._brought |= marks
                self._bring(marks)

    def _follow(self, link: int) -> None:
        if link in self.reached:
            return
        other = counterpart(link)
        if other is not None and is_held(link) and not self.memory.finder.find([other]):
            return
        group = {link} if other is None else {link, other}
        self.reached |= group
        for number in sorted(self.memory.finder.find(group)):
            kind, _, id_ = self._names[number].partition("/")
            if kind == "k":
                self.people.add(id_)
                self._links.update(self.standing.known[id_].links)
                continue
            for index, links in enumerate(self.record(id_).links):
                if not group.isdisjoint(links) and index not in self.nodes[id_]:
                    self.nodes[id_].add(index)
                    self._links.update(links)
        if len(self.nodes) > _MOST * len(self.standing.numbers) + 20:
            raise EverythingError

    def _bring(self, marks: set[int]) -> None:
        """Takes in whatever has one of these marks: entities, and outlets."""
        self.outlets.update(name for name, note in self.standing.outlets.items() if self.is_marked(note, marks))
        for number in sorted(self.memory.finder.find(marks)):
            kind, _, id_ = self._names[number].partition("/")
            if kind == "a":
                names = self.record(id_)
                for index, own in enumerate(names.marks):
                    if index not in self.nodes.get(id_, ()) and (
                        not marks.isdisjoint(own) or self.links.id_mark(names.ids[index]) in marks
                    ):
                        self._links.update(names.links[index])

    def is_marked(self, note: OutletNote, marks: set[int]) -> bool:
        """Whether an outlet may be one of those that have these marks."""
        return not marks.isdisjoint(note.marks) or (bool(note.id) and self.links.id_mark(note.id) in marks)
