"""What grouping leaves behind, so that the next one need not begin anew: of each group how it came to be, and where it is found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from beatbook.edtf import Interval  # noqa: TC001  # msgspec reads it
from beatbook.merging.attaching import AROUND
from beatbook.merging.board import Board, Step, make_board
from beatbook.merging.footprints import Footprints, number, refers, tie
from beatbook.merging.grouping import Grouping, group_of, take_steps
from beatbook.merging.model import ClaimKey  # msgspec reads it
from beatbook.merging.near import NearPair, near_pairs, undated_pairs, who_takes_part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from beatbook.merging.affinity import Cluster
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

Mark = tuple[ClaimKey, str, tuple[str, ...]]  # a claim, the earlier event that it was of, and those of which an editor spoke then


@dataclass(frozen=True, slots=True)
class GroupTrace:
    """How a group came to be, and by what it is found.  Claims are told by their place in it."""

    claims: tuple[ClaimKey, ...]  # sorted; the first one stands for the group in near pairs
    reasons: tuple[str, ...] = ()
    joins: tuple[tuple[int, int, int], ...] = ()  # (step, one, other), in order
    lent: tuple[tuple[int, int, ClaimKey], ...] = ()  # (step, claim, the one whose actors it took), in order
    keys: tuple[int, ...] = ()  # sorted
    ties: tuple[int, ...] = ()  # whoever is found under one of these is looked at again when this group changes
    cast: int = 0  # which people take part; 0: fewer than two
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """What else a grouping leaves behind."""

    near: tuple[NearPair, ...] = ()
    undated: tuple[tuple[int, ClaimKey, ClaimKey, str], ...] = ()  # the same of what is told without a day, by cast
    apart: tuple[tuple[str, str], ...] = ()  # earlier events held apart, sorted
    days: tuple[tuple[str, Interval], ...] = ()  # those whose day an editor set, sorted
    marks: tuple[Mark, ...] = ()  # claims of all of these events, sorted

    def near_pairs(self) -> tuple[NearPair, ...]:
        """All pairs that came near to being one, as `Grouping.near` has them."""
        return tuple(sorted((*self.near, *(pair[1:] for pair in self.undated))))


class Traces(Protocol):
    """The traces of all groups, by numbers that whoever keeps them gives."""

    @property
    def stand(self) -> Stand: ...

    def __len__(self) -> int: ...

    def find(self, keys: Collection[int]) -> Collection[int]:
        """The numbers of the groups that have one of these keys."""

    def read(self, numbers: Collection[int]) -> Mapping[int, GroupTrace]:
        """The traces of these."""


class TracesInMemory:
    """Traces that are all at hand."""

    def __init__(self, traces: Iterable[GroupTrace], stand: Stand) -> None:
        self.stand = stand
        self.traces: dict[int, GroupTrace] = {}
        self._found: dict[int, set[int]] = defaultdict(set)
        self.replace((), traces, stand)

    def __len__(self) -> int:
        return len(self.traces)

    def find(self, keys: Collection[int]) -> set[int]:
        return {group for key in keys for group in self._found.get(key, ())}

    def read(self, numbers: Collection[int]) -> dict[int, GroupTrace]:
        return {group: self.traces[group] for group in numbers}

    def replace(self, gone: Iterable[int], new: Iterable[GroupTrace], stand: Stand) -> None:
        for group in gone:
            for key in self.traces.pop(group).keys:
                self._found[key].discard(group)
        self.stand, after = stand, max(self.traces, default=-1) + 1
        for group, trace in enumerate(new, start=after):
            self.traces[group] = trace
            for key in trace.keys:
                self._found[key].add(group)


@dataclass(frozen=True, slots=True)
class Traced:
    """A grouping and what it leaves behind; the traces in the order of its groups."""

    grouping: Grouping
    traces: tuple[GroupTrace, ...]
    stand: Stand


def trace_claims(
    claims: Sequence[ResolvedClaim],
    rules: MergingRules,
    *,
    known: Mapping[ClaimKey, str],
    apart: frozenset[tuple[str, str]] = frozenset(),
    spoken: Mapping[ClaimKey, frozenset[str]] | None = None,
    days: Mapping[str, Interval] | None = None,
) -> Traced:
    """The claims by event, and how that came to be.

    `known` says which earlier event a claim belonged to, `apart` which of these stay two, both ways round, `spoken` to which of them it
    belonged when an editor spoke of them, `days` the date that an editor gave to one: claims on that day belong to it.
    """
    days, spoken = days or {}, spoken or {}
    board = make_board(claims, known=known, apart=apart, spoken=spoken)
    lengths: dict[str, int] = defaultdict(int)
    for claim in claims:
        lengths[claim.key.article] += 1
    tracer = Tracer(board, Footprints(rules, days=days, is_long=lambda article: lengths[article] > AROUND))
    take_steps(board, rules, known=known, days=days, look=tracer.look)
    near, undated = near_pairs(board, rules), undated_pairs(board)
    groups = tuple(group_of(board, index) for index in board.roots())
    marks = take_marks({claim.key for claim in claims}, known=known, spoken=spoken, apart=apart, days=days)
    traces = tracer.traces()
    casts = {trace.claims[0]: trace.cast for trace in traces}
    stand = Stand(
        tuple(sorted(near)),
        tuple(sorted((casts[pair[0]], *pair) for pair in undated)),
        tuple(sorted(apart)),
        tuple(sorted(days.items())),
        marks,
    )
    return Traced(Grouping(groups, stand.near_pairs()), traces, stand)


def take_marks(
    claims: Collection[ClaimKey],
    *,
    known: Mapping[ClaimKey, str],
    spoken: Mapping[ClaimKey, frozenset[str]],
    apart: Collection[tuple[str, str]],
    days: Collection[str],
) -> tuple[Mark, ...]:
    """What the claims are to events that are held apart or whose day an editor set; nothing else of known events decides anything."""
    ids = {id_ for pair in apart for id_ in pair} | set(days)
    marks = []
    for key in sorted(claims) if ids else ():
        id_, others = known.get(key, ""), sorted(spoken.get(key, frozenset()) & ids)
        if id_ in ids or others:
            marks.append((key, id_ if id_ in ids else "", tuple(others)))
    return tuple(marks)


@dataclass(slots=True)
class Tracer:
    """Notes, while clusters are joined, where those at work are found, and where they look where somebody wants to know."""

    board: Board
    footprints: Footprints
    asked: set[int] | None = None  # None: nobody wants to know
    _found: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _step: Step | None = None

    def look(self, step: Step) -> None:
        """Notes all that clusters show at this step; when it is looked at again, only those that were joined since."""
        board, prints = self.board, self.footprints
        moved = sorted(board.history.moved)
        everything = moved if step is self._step else board.roots()
        self._step = step
        if step is Step.HINTS:
            self._note(everything, refers, lambda cluster: iter((number("refers", *_parts(cluster.first.key)),)))
            return
        if step is Step.EQUAL:
            self._note(everything, prints.found_saying, prints.found_saying)
            return
        self._note(everything if step is Step.DATED else moved, prints.found, prints.looks)
        if step is Step.REDATED:
            self._note(everything, prints.found_redated, prints.looks_redated)
        elif step is Step.SET_DAYS:
            self._note(everything, prints.found_on_days, prints.looks_on_days)
        board.history.moved.clear()

    def _note(self, indexes: Iterable[int], found: Callable[[Cluster], Iterable[int]], looks: Callable[[Cluster], Iterable[int]]) -> None:
        board = self.board
        for index in indexes:
            if board.heirs[index] == index and not board.stands_by(index):
                self._found[index].update(found(board.clusters[index]))
                if self.asked is not None:
                    self.asked.update(looks(board.clusters[index]))

    def traces(self) -> tuple[GroupTrace, ...]:
        """Those of the groups that the clusters at work have become, in order."""
        board, history = self.board, self.board.history
        drafts = {index: _Draft(board.clusters[index]) for index in board.roots() if not board.stands_by(index)}
        for index, found in self._found.items():
            if draft := drafts.get(board.find(index)):  # None: joined with a bystander, which is to be woken
                draft.keys |= found
        for one, other in history.heeds:
            a, b = board.find(one), board.find(other)
            if a != b and a in drafts:
                drafts[a].keys.add(tie(*_parts(board.clusters[b].first.key)))
        for index, key in history.ties:
            if draft := drafts.get(board.find(index)):
                draft.ties.add(number("tie", *key))
        self._tell(drafts)
        return tuple(draft.trace() for draft in drafts.values())

    def _tell(self, drafts: Mapping[int, _Draft]) -> None:
        """Notes what was done to become these groups."""
        board, history = self.board, self.board.history
        for step, one, other in history.joins:
            if draft := drafts.get(board.find(one)):
                draft.joins.append((int(step), draft.place(board, one), draft.place(board, other)))
        for step, index, source in history.lent:
            if draft := drafts.get(board.find(index)):
                draft.lent.append((int(step), draft.place(board, index), source))


class _Draft:
    """The trace of a group at work."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.places = {claim.key: place for place, claim in enumerate(cluster.claims)}
        self.keys = {number("article", article) for article in cluster.articles}
        self.ties: set[int] = set()
        self.joins: list[tuple[int, int, int]] = []
        self.lent: list[tuple[int, int, ClaimKey]] = []

    def place(self, board: Board, index: int) -> int:
        return self.places[board.clusters[index].first.key]

    def trace(self) -> GroupTrace:
        cluster, cast = self.cluster, 0
        if who := who_takes_part(cluster):
            cast = number("who", who[0], tuple(sorted(who[1])))
            self.keys.add(cast)
        return GroupTrace(
            tuple(self.places),
            tuple(cluster.reasons),
            tuple(self.joins),
            tuple(self.lent),
            tuple(sorted(self.keys | self.ties)),
            tuple(sorted(self.ties)),
            cast,
            bool(cluster.dated),
        )


def _parts(key: ClaimKey) -> tuple[str, int]:
    return key.article, key.index
