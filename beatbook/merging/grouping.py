"""Claims grouped into events, within and across articles.

Order-free: claims are sorted by key, pairs are taken by score and then by key, and whatever is vague is decided against the dated
clusters as they stood.  Near-linear: only claims that share an actor (or, without actors, a name or a place) and whose days fall into
one month or its neighbour are ever compared; vague ones look up the clusters of their actors.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from beatbook.merging.attaching import attach
from beatbook.merging.blocking import MOST, pairs
from beatbook.merging.board import Board, Step
from beatbook.merging.dating import FORWARD
from beatbook.merging.editors_days import join_on_set_days
from beatbook.merging.model import ClaimKey, MaybeSame
from beatbook.merging.near import NearPair
from beatbook.merging.redating import join_redated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.affinity import Cluster
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

_NARROW = 31  # days up to which a date is taken for a day of its own and not for a vague one


@dataclass(frozen=True, slots=True)
class Group:
    """Claims on one event."""

    claims: tuple[ResolvedClaim, ...]
    reasons: tuple[str, ...] = ()
    known: tuple[str, ...] = ()  # ids of earlier events that it stands for
    spoken: tuple[str, ...] = ()  # ids of earlier events of which an editor spoke when some of its claims were theirs


@dataclass(frozen=True, slots=True)
class Grouping:
    """All claims, each in one group, and the pairs that came near to being one."""

    groups: tuple[Group, ...]
    near: tuple[NearPair, ...] = ()


def take_steps(
    board: Board,
    rules: MergingRules,
    *,
    known: Mapping[ClaimKey, str],
    days: Mapping[str, Interval],
    look: Callable[[Step], object] = lambda _step: None,
) -> None:
    """Joins what is one event.  `look` is called before each step, after each deed of a step whose order matters, and in the end."""
    steps: tuple[tuple[Step, Callable[[], None]], ...] = (
        (Step.HINTS, lambda: _join_hints(board, rules)),
        (Step.EQUAL, lambda: _join_equal(board)),
        (Step.DATED, lambda: _join_greedily(board, board.narrow(rules), rules, Step.DATED)),
        (Step.SENTENCES, lambda: _join_sentences(board, rules)),
        (Step.ATTACH_DATED, lambda: attach(board, _of_dated(board, board.vague(rules)), rules, Step.ATTACH_DATED)),
        (Step.LEND, lambda: _lend_in_sentences(board)),
        (Step.ATTACH, lambda: attach(board, board.vague(rules), rules, Step.ATTACH)),
        (Step.DATED_AGAIN, lambda: _join_greedily(board, board.narrow(rules), rules, Step.DATED_AGAIN)),  # they know more people now
        (Step.ATTACH_DAYS, lambda: attach(board, _of_days(board, board.vague(rules)), rules, Step.ATTACH_DAYS)),  # and more places
        (Step.VAGUE, lambda: _join_greedily(board, board.vague(rules), rules, Step.VAGUE)),
        (Step.REDATED, lambda: join_redated(board, rules, look)),
        (Step.SET_DAYS, lambda: join_on_set_days(board, known, days, rules, look)),
    )
    for step, take in steps:
        look(step)
        take()
        if board.woken:  # all is to be done again
            return
    look(Step.END)


def group_of(board: Board, index: int) -> Group:
    """The group that a cluster has become."""
    cluster = board.clusters[index]
    spoken = tuple(sorted(board.spoken.get(index, ())))
    return Group(tuple(cluster.claims), tuple(cluster.reasons), tuple(sorted(cluster.known)), spoken)


def _of_dated(board: Board, members: Sequence[int]) -> list[int]:
    return [index for index in members if board.clusters[index].dated]


def _of_days(board: Board, members: Sequence[int]) -> list[int]:
    return [index for index in members if board.clusters[index].days_of_year]


def _join_hints(board: Board, rules: MergingRules) -> None:
    """Claims that the text itself makes one ("the meeting ... It was held") and that nothing forbids to be one."""
    place = {cluster.first.key: index for index, cluster in enumerate(board.clusters)}
    for index in range(len(board.clusters)):
        claim = board.clusters[index].first
        if claim.claim.same_as is None:
            continue
        other = place.get(ClaimKey(claim.key.article, claim.claim.same_as))
        if board.stands_by(index):
            if other is not None and not board.stands_by(other):
                board.wake(index)
            board.replay(Step.HINTS, index)
            continue
        if other is None or other == index:
            continue
        board.heed(index, other)
        found = board.link(board.find(index), board.find(other), rules)
        refers = claim.claim.definite or not claim.actors  # what names its own actors anew has to fit by itself
        if refers and (not found.apart or found.apart.startswith("nothing but")):
            board.wake(other)
            board.join(Step.HINTS, index, other, ["the text itself makes them one"])
        elif "date" in found.apart and not claim.actors and board.is_alone(index):
            lender = board.clusters[other].first
            board.lend(Step.HINTS, index, lender, board.source(lender))


def _lend_in_sentences(board: Board) -> None:
    """A dated claim that names nobody takes the people of the only others in its sentence: "a month after their first summit, in April"."""
    sentences: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index in board.roots():
        for article, sentence in board.clusters[index].sentences:
            sentences[(board.clusters[index].first.family, article, sentence)].append(index)
    for index in board.roots():
        claim = board.clusters[index].first
        if not may_borrow(board.clusters[index]):
            continue
        others = sentences[(claim.family, claim.key.article, claim.claim.sentence)]
        here = [other for other in others if len(board.clusters[other].people) > 1]
        if board.stands_by(index):
            if any(not board.stands_by(other) for other in others):
                board.wake(index)
            continue
        board.wake(*(other for other in others if may_borrow(board.clusters[other])))
        for other in here:
            board.heed(index, other)
        if len(here) == 1:
            lender = next(c for c in board.clusters[here[0]].claims if c.people)
            board.lend(Step.LEND, index, lender, board.source(lender))
    board.replay(Step.LEND)


def may_borrow(cluster: Cluster) -> bool:
    """Whether it is a claim alone that has a day and names nobody."""
    return len(cluster.claims) == 1 and not cluster.first.actors and cluster.first.days is not None


def _join_sentences(board: Board, rules: MergingRules) -> None:
    """Vague claims of one sentence that fit: "their last meeting was in 2019, when he came to Oslo"."""
    sentences: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index in board.vague(rules):
        sentences[min(board.clusters[index].sentences)].append(index)
    for sentence in sorted(sentences):
        here = sentences[sentence]
        if all(board.stands_by(index) for index in here):
            continue
        board.wake(*here)
        if len(here) > MOST:
            board.history.ties += [(index, ("sentence", *sentence)) for index in here]
        for one, other in combinations(here[:MOST], 2):
            a, b = board.find(one), board.find(other)
            found = board.link(a, b, rules)
            if a != b and not found.apart and found.score >= rules.figures["same-event"]:
                board.join(Step.SENTENCES, a, b, found.reasons)
    board.replay(Step.SENTENCES)


def what_it_says(cluster: Cluster) -> tuple[object, ...] | None:
    """The who, what, when and where of a claim that is alone so far and says enough; None of any other."""
    claim = cluster.first
    if len(cluster.claims) > 1 or not claim.people or claim.family == "act" or not (_is_pointed(claim) or _is_bare_plan(claim)):
        return None
    act = claim.trigger if claim.kind == "election_or_appointment" else ""
    return claim.kind, act, claim.people, claim.bodies, claim.states, claim.days, claim.place, claim.claim.label


def _join_equal(board: Board) -> None:
    """Claims that say the same of who, what, when and where: one step instead of all their pairs."""
    firsts: dict[tuple[object, ...], list[int]] = defaultdict(list)  # several only where an editor holds events apart
    said = {index: what for index in board.roots() if (what := what_it_says(board.clusters[index])) is not None}
    for index in said if board.groups else ():
        firsts[said[index]].append(index)
    for here in firsts.values():
        if not all(board.stands_by(index) for index in here):
            board.wake(*here)
    firsts.clear()
    for index, what in said.items():
        if board.stands_by(index):
            continue
        same = firsts[what]
        other = next((one for one in same if not board.are_apart(one, index)), None)
        if other is None:
            same.append(index)
        else:
            board.join(Step.EQUAL, other, index, ["the same people, kind, day and place"])
    board.replay(Step.EQUAL)


def _is_pointed(claim: ResolvedClaim) -> bool:
    return claim.days is not None and claim.days.days <= _NARROW


def _is_bare_plan(claim: ResolvedClaim) -> bool:
    """A plan for a place without a day in an article without one: whoever tells the same of the same people means the same."""
    return (
        claim.days is None and claim.published is None and claim.status in FORWARD and claim.place is not None and not claim.count.another
    )


def _join_greedily(board: Board, members: Sequence[int], rules: MergingRules, step: Step) -> None:
    """Joins the best pair first, as long as a pair reaches the threshold; a score is taken again when one of the two has grown."""
    threshold = rules.figures["same-event"]
    queue: list[tuple[float, ClaimKey, ClaimKey, int, int]] = []
    for one, other in pairs(board.clusters, members, rules):
        if not board.is_settled(one, other) and _push(queue, board, (one, other), rules):
            board.wake(one, other)
            board.heed(one, other)
            board.heed(other, one)
    while queue:
        score, *_, one, other = heapq.heappop(queue)
        a, b = board.find(one), board.find(other)
        if a == b:
            continue
        found = board.compare(min(a, b), max(a, b), rules)
        if found.apart or found.score < threshold:
            continue
        if (a, b) != (one, other) and found.score < -score:
            _push(queue, board, (a, b), rules)
            continue
        board.join(step, a, b, found.reasons)
    board.replay(step)


def _push(queue: list[tuple[float, ClaimKey, ClaimKey, int, int]], board: Board, pair: tuple[int, int], rules: MergingRules) -> bool:
    """Queues the pair if it reaches the threshold."""
    one, other = min(pair), max(pair)  # as their first claims are ordered
    found = board.compare(one, other, rules)
    if found.apart or found.score < rules.figures["same-event"]:
        return False
    heapq.heappush(queue, (-found.score, board.clusters[one].first.key, board.clusters[other].first.key, one, other))
    return True


__all__ = ["Group", "Grouping", "MaybeSame", "NearPair"]
