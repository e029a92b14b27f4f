"""Groups that came near to being one: an editor may want to look."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beatbook.merging.blocking import pairs
from beatbook.merging.model import ClaimKey

if TYPE_CHECKING:
    from beatbook.merging.affinity import Cluster
    from beatbook.merging.board import Board
    from beatbook.merging.ruleset import MergingRules

NearPair = tuple[ClaimKey, ClaimKey, str]  # first claims of two groups, and what speaks for their being one


def near_pairs(board: Board, rules: MergingRules) -> list[NearPair]:
    """Dated clusters that nearly were one: an editor may want to look."""
    near = []
    for one, other in pairs(board.clusters, board.narrow(rules), rules):
        if board.is_settled(one, other):
            continue
        found = board.compare(one, other, rules)
        if not found.apart and rules.figures["same-event"] - rules.figures["near-miss"] <= found.score < rules.figures["same-event"]:
            near.append((board.clusters[one].first.key, board.clusters[other].first.key, "; ".join(found.reasons)))
    return near


def undated_pairs(board: Board) -> list[NearPair]:
    """What is told without a day of all those who take part in one dated event alone: an editor may know that it is that one."""
    dated: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    undated: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for index in board.roots():
        if key := who_takes_part(board.clusters[index]):
            (dated if board.clusters[index].dated else undated)[key].append(index)
    found = []
    for key, vague in undated.items():
        there = dated.get(key, [])
        if len(there) != 1 or len(vague) != 1 or board.are_apart(there[0], vague[0]):
            continue
        one, other = board.clusters[there[0]], board.clusters[vague[0]]
        if one.sites and other.sites and not one.within & other.within:
            continue
        keys = sorted((one.first.key, other.first.key))
        found.append((keys[0], keys[1], "the same people take part, and one of the two has no day"))
    return found


def who_takes_part(cluster: Cluster) -> tuple[str, frozenset[str]] | None:
    """The family and the people of a cluster that names two or more; None of any other."""
    return (cluster.first.family, frozenset(cluster.people)) if len(cluster.people) > 1 else None
