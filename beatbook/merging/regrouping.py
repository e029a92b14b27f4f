"""The grouping of all claims after some have changed, worked out from those alone and what they can touch.

The groups of changed claims are taken apart, and their claims take all the steps again.  Every group that any step could compare with one
of theirs stands by: at each step it does what it did before, so that those at work see it as it was.  Where a comparison could have changed
what a bystander did, it is woken: taken apart, too, and all is done again.  So is every group whose decisions heeded one that has come out
differently.  In the end nothing that stood by has met anything new that mattered to it, and all that did matter is as it was: whoever was
not woken would do the same again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from beatbook.merging.attaching import AROUND
from beatbook.merging.board import AT_WORK, Board, Deed, Step, make_board
from beatbook.merging.footprints import Footprints, number, tie
from beatbook.merging.grouping import Group, group_of, take_steps
from beatbook.merging.model import ClaimKey
from beatbook.merging.near import near_pairs, undated_pairs
from beatbook.merging.traces import GroupTrace, Stand, Tracer, take_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules
    from beatbook.merging.traces import Mark, Traces


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What has become of a grouping: it is the recorded one without the groups that are gone, and with the new ones."""

    gone: tuple[int, ...]  # numbers of groups in the traces, sorted
    new: tuple[Group, ...]
    traces: tuple[GroupTrace, ...]  # those of `new`
    stand: Stand
    claims: int = 0  # looked at, bystanders included: what the work was


@dataclass(frozen=True, slots=True)
class Editors:
    """What people said of earlier events, as `trace_claims` takes it; `claims`: those of the events that it is about."""

    known: Mapping[ClaimKey, str]
    apart: frozenset[tuple[str, str]] = frozenset()
    spoken: Mapping[ClaimKey, frozenset[str]] = field(default_factory=dict)
    days: Mapping[str, Interval] = field(default_factory=dict)
    claims: Collection[ClaimKey] = ()


def regroup(
    traces: Traces,
    changed: Collection[str],
    claims_of: Callable[[str], Sequence[ResolvedClaim]],
    rules: MergingRules,
    editors: Editors,
    *,
    most: float = 0.5,
) -> Regrouped | None:
    """What has become of the grouping that these traces are of; the same as `trace_claims` makes of all claims as they are now.

    `changed` are the articles whose claims are not what they were: new, changed or gone.  `claims_of` gives all claims of an article as
    they are now, () for one that is gone; it is asked for some dozens of others, too, which must be as they were.
    None where more than that part of all groups would have to be looked at: then the whole grouping is the cheaper one.
    """
    work = _Regrouping(traces, frozenset(changed), claims_of, rules, editors)
    work.begin()
    while not work.is_settled():
        if len(work.woken) + len(work.beside) > max(most * len(traces), _FEW if most else 0):
            return None
    return work.result()


_FEW = 200  # groups that are not too many to look at, however few there are


class _Regrouping:
    """The work at hand: groups that are woken and those that stand by, until nobody else need be."""

    def __init__(
        self,
        traces: Traces,
        changed: frozenset[str],
        claims_of: Callable[[str], Sequence[ResolvedClaim]],
        rules: MergingRules,
        editors: Editors,
    ) -> None:
        self.traces, self.changed, self.claims_of, self.rules, self.editors = traces, changed, claims_of, rules, editors
        self.woken: dict[int, GroupTrace] = {}
        self.beside: dict[int, GroupTrace] = {}
        self.marks = take_marks(
            set(editors.claims), known=editors.known, spoken=editors.spoken, apart=editors.apart, days=editors.days.keys()
        )
        self.known = {key: id_ for key, id_, _ in self.marks if id_}
        self.spoken = {key: frozenset(ids) for key, _, ids in self.marks if ids}
        self.remarked = _remarked(traces.stand, self.marks, editors)
        self.board = Board([], [])
        self.tracer = Tracer(self.board, self.footprints)

    @cached_property
    def footprints(self) -> Footprints:
        return Footprints(self.rules, days=self.editors.days, is_long=lambda article: len(self.claims_of(article)) > AROUND)

    def begin(self) -> None:
        articles = sorted(self.changed | {key.article for key in self.remarked})
        found = self.traces.read(self.traces.find([number("article", article) for article in articles]))
        self.woken = {group: trace for group, trace in found.items() if any(self._is_changed(key) for key in trace.claims)}

    def is_settled(self) -> bool:
        """Takes all steps with those who are woken; whether nobody else has to be woken, or to stand by."""
        self._set_up()
        take_steps(self.board, self.rules, known=self.known, days=self.editors.days, look=self.tracer.look)
        woken = set(self.board.woken)
        asked = set(self.tracer.asked or ())
        if not woken:
            woken.update(self.traces.find(self._stirred()))
        beside = set(self.traces.find(asked)) | self._referred_to()
        woken -= self.woken.keys()
        beside -= woken | self.woken.keys() | self.beside.keys()
        known = {group: self.beside.pop(group) for group in woken & self.beside.keys()}
        self.woken |= {**known, **self.traces.read(woken - known.keys())}
        self.beside |= self.traces.read(beside)
        return not woken and not beside

    def result(self) -> Regrouped:
        traces = self.tracer.traces()
        groups = [self._known(group_of(self.board, index)) for index in self.board.roots() if not self.board.stands_by(index)]
        same = {trace: group for group, trace in self.woken.items() if not any(self._is_changed(key) for key in trace.claims)}
        stays = {same[trace] for trace in traces if trace in same}
        new = [(group, trace) for group, trace in zip(groups, traces, strict=True) if trace not in same]
        return Regrouped(
            tuple(sorted(self.woken.keys() - stays)),
            tuple(group for group, _ in new),
            tuple(trace for _, trace in new),
            self._stand(traces),
            len(self.board.clusters),
        )

    # ---- one round

    def _set_up(self) -> None:
        claims = [claim for article in sorted(self.changed) for claim in self.claims_of(article)]
        claims += [self._claim(key) for trace in self.woken.values() for key in trace.claims if key.article not in self.changed]
        groups = dict.fromkeys((claim.key for claim in claims), AT_WORK)
        self.board = self._make_board(claims, groups, self.beside)
        self.tracer = Tracer(self.board, self.footprints, set())

    def _make_board(self, claims: Sequence[ResolvedClaim], groups: dict[ClaimKey, int], beside: Mapping[int, GroupTrace]) -> Board:
        """A board with claims at work and with bystanders who know their part."""
        standing = [self._claim(key) for trace in beside.values() for key in trace.claims]
        groups |= {key: group for group, trace in beside.items() for key in trace.claims}
        board = make_board([*claims, *standing], known=self.known, apart=self.editors.apart, spoken=self.spoken)
        keys = [cluster.first.key for cluster in board.clusters]
        board.groups = [groups[key] for key in keys]
        board.script = self._script(beside.values(), {key: index for index, key in enumerate(keys)})
        return board

    def _script(self, traces: Iterable[GroupTrace], places: Mapping[ClaimKey, int]) -> dict[Step, list[Deed]]:
        script: dict[Step, list[Deed]] = {step: [] for step in Step}
        for trace in traces:
            here = [places[key] for key in trace.claims]
            for step, claim, source in trace.lent:
                script[Step(step)].append((here[claim], self._claim(source)))
            for step, one, other in trace.joins:
                script[Step(step)].append((here[one], here[other]))
        return script

    def _claim(self, key: ClaimKey) -> ResolvedClaim:
        return self.claims_of(key.article)[key.index]

    def _is_changed(self, key: ClaimKey) -> bool:
        return key.article in self.changed or key in self.remarked

    def _stirred(self) -> set[int]:
        """Under which those are found who heeded a group that has come out differently."""
        now = {(trace.claims, trace.joins, trace.lent) for trace in self.tracer.traces()}
        stirred = set()
        for trace in self.woken.values():
            if (trace.claims, trace.joins, trace.lent) not in now or any(self._is_changed(key) for key in trace.claims):
                stirred |= {tie(trace.claims[0].article, trace.claims[0].index), *trace.ties}
        return stirred

    def _referred_to(self) -> set[int]:
        """The groups of claims that the text makes one with claims at work."""
        here = {cluster.first.key for cluster in self.board.clusters}
        wanted = {
            ClaimKey(cluster.first.key.article, cluster.first.claim.same_as)
            for index, cluster in enumerate(self.board.clusters)
            if cluster.first.claim.same_as is not None and not self.board.stands_by(index)
        } - here
        found = self.traces.read(self.traces.find({number("article", key.article) for key in wanted}))
        return {group for group, trace in found.items() if not wanted.isdisjoint(trace.claims)}

    # ---- what came of it

    def _known(self, group: Group) -> Group:
        """The group with all that is known of its claims."""
        return name_group(group.claims, group.reasons, known=self.editors.known, spoken=self.editors.spoken)

    def _stand(self, traces: Sequence[GroupTrace]) -> Stand:
        before, gone = self.traces.stand, {trace.claims[0] for trace in self.woken.values()}
        near = [pair for pair in before.near if pair[0] not in gone and pair[1] not in gone] + near_pairs(self.board, self.rules)
        casts = {trace.cast for trace in (*self.woken.values(), *traces)} - {0}
        undated = [pair for pair in before.undated if pair[0] not in casts]
        for cast in sorted(casts):
            undated += [(cast, *pair) for pair in self._undated(cast, traces)]
        return Stand(
            tuple(sorted(near)),
            tuple(sorted(undated)),
            tuple(sorted(self.editors.apart)),
            tuple(sorted(self.editors.days.items())),
            self.marks,
        )

    def _undated(self, cast: int, traces: Iterable[GroupTrace]) -> list[tuple[ClaimKey, ClaimKey, str]]:
        """What is told without a day of these people, and may be the one event of theirs that has one."""
        there = self.traces.read(set(self.traces.find([cast])) - self.woken.keys())
        members = [trace for trace in (*there.values(), *traces) if trace.cast == cast]
        if len(members) != 2 or members[0].dated == members[1].dated:  # one with a day and one without
            return []
        board = self._make_board([], {}, dict(enumerate(members)))
        for step in Step:
            board.replay(step)
        return undated_pairs(board)


def name_group(
    claims: Sequence[ResolvedClaim], reasons: tuple[str, ...], *, known: Mapping[ClaimKey, str], spoken: Mapping[ClaimKey, frozenset[str]]
) -> Group:
    """A group with the earlier events that it stands for."""
    ids = {known[claim.key] for claim in claims if known.get(claim.key)}
    others = {id_ for claim in claims for id_ in spoken.get(claim.key, ())}
    return Group(tuple(claims), reasons, tuple(sorted(ids)), tuple(sorted(others)))


def _remarked(stand: Stand, marks: Sequence[Mark], editors: Editors) -> frozenset[ClaimKey]:
    """The claims for which something else holds now that an editor said."""
    before, now = {mark[0]: mark for mark in stand.marks}, {mark[0]: mark for mark in marks}
    days = {id_ for id_, _ in set(stand.days) ^ set(editors.days.items())}
    ids = days | {id_ for pair in set(stand.apart) ^ editors.apart for id_ in pair}
    about = {key for key, id_, others in (*stand.marks, *marks) if id_ in ids or not ids.isdisjoint(others)}
    return frozenset(about | {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)})
