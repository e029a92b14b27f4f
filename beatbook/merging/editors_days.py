"""The day that an editor gave an event: what articles tell of that day belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.merging.affinity import Cluster, Dated, link
from beatbook.merging.board import Board, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from beatbook.edtf import Interval
    from beatbook.merging.model import ClaimKey
    from beatbook.merging.ruleset import MergingRules


def join_on_set_days(
    board: Board, known: Mapping[ClaimKey, str], days: Mapping[str, Interval], rules: MergingRules, look: Callable[[Step], object]
) -> None:
    """What articles tell of the day that an editor gave an event belongs to it.

    After all else, so that a corrected day changes nothing about what the claims of the event have in common: dated beforehand, each of
    them would look for company of its own, and another one in the next build.
    """
    board.wake(*(one for one, _ in board.script.get(Step.SET_DAYS, ())))
    for id_ in sorted(days):
        while (pair := _on_set_day(board, known, id_, days, rules)) is not None:
            board.join(Step.SET_DAYS, *pair, ["an editor set the day"])
            look(Step.SET_DAYS)


def _on_set_day(
    board: Board, known: Mapping[ClaimKey, str], id_: str, days: Mapping[str, Interval], rules: MergingRules
) -> tuple[int, int] | None:
    """A cluster of the event and one on its day that fits, if there still is one."""
    roots = [index for index in board.roots() if not any(other in days for other in board.clusters[index].known - {id_})]
    mine = [index for index in roots if _is_mostly(board.clusters[index], id_, known)]
    for one in mine:
        cluster = _dated_by_editor(board.clusters[one], days[id_])
        for other in roots:
            theirs = board.clusters[other]
            if other in mine:
                theirs = _dated_by_editor(theirs, days[id_])
            elif theirs.first.family != cluster.first.family or not any(days[id_].contains(day) for day in theirs.dated):
                continue
            if other != one and not board.is_settled(one, other) and not board.are_apart(one, other):
                found = link(cluster, theirs, rules)
                if not found.apart and found.score >= rules.figures["same-event"]:
                    board.wake(one, other)
                    return one, other
    return None


def _is_mostly(cluster: Cluster, id_: str, known: Mapping[ClaimKey, str]) -> bool:
    """Whether the cluster stands for this earlier event: half of its claims were its, or more."""
    return id_ in cluster.known and sum(known.get(claim.key) == id_ for claim in cluster.claims) * 2 >= len(cluster.claims)


def _dated_by_editor(cluster: Cluster, days: Interval) -> Cluster:
    """The cluster with the day that an editor gave it in place of what articles say of the day."""
    return replace(
        cluster, dated={days: Dated(days, forward=False, first_said=None, articles=set())}, window=days, held={}, ahead={}, bearings=None
    )
