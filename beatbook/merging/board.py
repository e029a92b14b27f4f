"""Clusters at work: what is joined with what, step by step, and what came of it.

Beside the clusters at work there may be bystanders: groups that an earlier grouping made and that have no part in what is new.  They do
what they did then, at the same step; where one of them would have a part after all, it is woken, and the grouping is done again with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from beatbook.merging.affinity import Cluster, Link, absorb, link, make_cluster
from beatbook.merging.blocking import bearings
from beatbook.merging.resolved import lend_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.merging.model import ClaimKey
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

AT_WORK = -1


class Step(IntEnum):
    """The steps of grouping, in order."""

    HINTS = 0
    EQUAL = 1
    DATED = 2
    SENTENCES = 3
    ATTACH_DATED = 4
    LEND = 5
    ATTACH = 6
    DATED_AGAIN = 7
    ATTACH_DAYS = 8
    VAGUE = 9
    REDATED = 10
    SET_DAYS = 11
    END = 12


@dataclass(slots=True)
class History:
    """What was done on a board, in order; clusters by the number of their first claim."""

    joins: list[tuple[Step, int, int]] = field(default_factory=list)
    lent: list[tuple[Step, int, ClaimKey]] = field(default_factory=list)  # a claim, and whose actors it took
    sources: dict[ClaimKey, ClaimKey] = field(default_factory=dict)  # the same by claim, the last time
    heeds: list[tuple[int, int]] = field(default_factory=list)  # (one, other): what became of one depends on how the other one stood
    ties: list[tuple[int, tuple[object, ...]]] = field(default_factory=list)  # lists that were cut short, and who stood in them
    moved: set[int] = field(default_factory=set)  # clusters that changed since somebody looked


Deed = tuple[int, "int | ResolvedClaim"]  # a cluster, and the one that it was joined with or the claim whose actors it took


@dataclass(slots=True)
class Board:
    """Clusters at work, by number; a cluster that was absorbed points to its heir."""

    clusters: list[Cluster]
    heirs: list[int]
    apart: frozenset[tuple[str, str]] = frozenset()  # earlier events that an editor holds apart
    spoken: dict[int, set[str]] = field(default_factory=dict)  # earlier events of which an editor spoke when its claims were theirs
    history: History = field(default_factory=History)
    groups: list[int] = field(default_factory=list)  # number of the bystander's group, or AT_WORK, of each claim; empty: all are at work
    script: dict[Step, list[Deed]] = field(default_factory=dict)  # what bystanders do at each step, in order
    woken: set[int] = field(default_factory=set)  # groups of bystanders that have a part in what is new
    ages: list[int] = field(default_factory=list)  # of each cluster: how often it has changed
    compared: dict[tuple[int, int], tuple[int, int, Link]] = field(default_factory=dict)  # pairs at these ages

    def find(self, index: int) -> int:
        heirs = self.heirs
        while heirs[index] != index:
            heirs[index] = heirs[heirs[index]]
            index = heirs[index]
        return index

    def join(self, step: Step, one: int, other: int, reasons: Iterable[str] = ()) -> None:
        a, b = self.find(one), self.find(other)
        if a == b:
            return
        target, gone = (a, b) if self.clusters[a].first.key <= self.clusters[b].first.key else (b, a)
        absorb(self.clusters[target], self.clusters[gone])
        self.clusters[target].reasons = sorted({*self.clusters[target].reasons, *reasons})
        self.heirs[gone] = target
        self.ages[target] += 1
        self.history.joins.append((step, one, other))
        self.history.moved.add(target)
        if gone in self.spoken:
            self.spoken.setdefault(target, set()).update(self.spoken.pop(gone))

    def lend(self, step: Step, index: int, lender: ResolvedClaim, source: ClaimKey) -> None:
        """Gives a claim the actors of another one; `source` is the claim that had them first."""
        cluster = self.clusters[index]
        self.clusters[index] = make_cluster(lend_people(cluster.first, lender))
        self.clusters[index].known |= cluster.known
        self.ages[index] += 1
        self.history.lent.append((step, index, source))
        self.history.sources[cluster.first.key] = source
        self.history.moved.add(index)

    def source(self, lender: ResolvedClaim) -> ClaimKey:
        """The claim whose actors a claim has: its own, unless it was lent some."""
        return self.history.sources.get(lender.key, lender.key)

    def are_apart(self, one: int, other: int) -> bool:
        if not self.apart:
            return False
        a, b = (self.clusters[index].known | self.spoken.get(index, set()) for index in (self.find(one), self.find(other)))
        return any((x, y) in self.apart for x in a for y in b)

    def link(self, one: int, other: int, rules: MergingRules) -> Link:
        if self.apart and self.are_apart(one, other):
            return Link(0.0, apart="an editor holds them apart")
        return link(self.clusters[one], self.clusters[other], rules)

    def compare(self, one: int, other: int, rules: MergingRules) -> Link:
        """The same as `link`, kept as long as neither of the two changes: the pairs of one step are those of another one, most of them."""
        before = self.compared.get((one, other))
        if before is not None and before[0] == self.ages[one] and before[1] == self.ages[other]:
            return before[2]
        found = self.link(one, other, rules)
        self.compared[one, other] = self.ages[one], self.ages[other], found
        return found

    def roots(self) -> list[int]:
        return [index for index, heir in enumerate(self.heirs) if heir == index]

    def is_alone(self, index: int) -> bool:
        return self.heirs[index] == index and len(self.clusters[index].claims) == 1

    def narrow(self, rules: MergingRules) -> list[int]:
        """The clusters that have a day of their own."""
        return [index for index in self.roots() if bearings(self.clusters[index], rules).narrow]

    def vague(self, rules: MergingRules) -> list[int]:
        """The others."""
        return [index for index in self.roots() if not bearings(self.clusters[index], rules).narrow]

    def heed(self, one: int, other: int) -> None:
        self.history.heeds.append((one, other))

    # ---- bystanders

    def stands_by(self, index: int) -> bool:
        return bool(self.groups) and self.groups[index] != AT_WORK

    def is_settled(self, one: int, other: int) -> bool:
        """Whether both are bystanders, so that what they are to each other is known."""
        return bool(self.groups) and self.groups[one] != AT_WORK and self.groups[other] != AT_WORK

    def wake(self, *indexes: int) -> bool:
        """Notes that these have a part in what is new; whether any of them was a bystander."""
        found = {self.groups[index] for index in indexes if self.groups[index] != AT_WORK} if self.groups else set()
        self.woken |= found
        return bool(found)

    def replay(self, step: Step, of: int | None = None) -> None:
        """Has the bystanders do what they did at this step: all of them, or one cluster alone."""
        for one, other in self.script.get(step, ()):
            if of is not None and one != of:
                continue
            if isinstance(other, int):
                self.join(step, one, other)
            else:
                self.lend(step, one, other, other.key)


def make_board(
    claims: Sequence[ResolvedClaim],
    *,
    known: Mapping[ClaimKey, str],
    apart: frozenset[tuple[str, str]],
    spoken: Mapping[ClaimKey, frozenset[str]],
) -> Board:
    """A board with a cluster for each claim, in the order of their keys."""
    clusters = [make_cluster(claim) for claim in sorted(claims, key=lambda claim: claim.key)]
    board = Board(clusters, list(range(len(clusters))), apart, ages=[0] * len(clusters))
    for index, cluster in enumerate(clusters):
        if id_ := known.get(cluster.first.key):
            cluster.known = frozenset((id_,))
        if ids := spoken.get(cluster.first.key):
            board.spoken[index] = set(ids)
    return board
