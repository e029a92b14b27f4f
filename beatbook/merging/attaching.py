"""Which dated event a claim means that tells no day, or only a month or a year: the one that fits, decided against all as they stood."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from beatbook.merging.blocking import bearings, block, find_others
from beatbook.merging.landmarks import landmarks
from beatbook.merging.redating import first_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.merging.affinity import Cluster
    from beatbook.merging.board import Board, Step
    from beatbook.merging.ruleset import MergingRules

AROUND = 60  # clusters of its own article that a vague claim looks at


def attach(board: Board, vague: Sequence[int], rules: MergingRules, step: Step) -> None:
    """Gives every vague cluster to the one dated cluster that it can only mean, as those stood before."""
    index = _index(board, vague, rules)
    choices = [(choice, one) for one in vague if (choice := _choose(board, one, index, rules)) is not None]
    for (target, reasons), one in choices:
        board.wake(target)
        if not board.link(board.find(one), board.find(target), rules).apart:
            board.join(step, target, one, reasons)
    board.replay(step)


def _index(board: Board, vague: Sequence[int], rules: MergingRules) -> dict[tuple[object, ...], list[int]]:
    """Dated clusters by all that a vague one can ask for: keys in stretches, landmarks, and articles for what names nobody."""
    clusters = board.clusters
    wanted = {key for one in vague for key in bearings(clusters[one], rules).looks}
    marks = {key for one in vague for key in landmarks(clusters[one], rules)}
    articles = {(clusters[one].first.family, "in", article) for one in vague for article in clusters[one].articles}
    members = board.narrow(rules) if vague else []
    index = block(clusters, members, rules, wanted)
    for one in members:
        cluster = clusters[one]
        for article in cluster.articles:
            if (cluster.first.family, "in", article) in articles:
                index[(cluster.first.family, "in", article)].append(one)
        for key in landmarks(cluster, rules) if marks else ():
            if key in marks:
                index[key].append(one)
    return index


def _choose(
    board: Board, one: int, index: Mapping[tuple[object, ...], list[int]], rules: MergingRules
) -> tuple[int, tuple[str, ...]] | None:
    cluster = board.clusters[one]
    if all(rules.several.search(claim.text) for claim in cluster.claims):
        return None
    here = {other for article in sorted(cluster.articles) for other in _in_article(board, one, article, index)}
    found = []
    marked = {other for key in landmarks(cluster, rules) for other in index.get(key, ())}
    for other in sorted(here | marked | find_others(cluster, index, rules)):
        if board.is_settled(one, other):
            continue
        it = board.link(one, other, rules)
        if not it.apart and it.score >= _needed(cluster, rules):
            found.append((it.score, other, it.reasons))
            board.heed(one, other)
    if not found:
        return None
    if board.wake(one):
        return None
    best = max(score for score, *_ in found)
    close = [entry for entry in found if best - entry[0] < rules.figures["clear-margin"]]
    chosen = close[0] if len(close) == 1 else _tell_apart(board, cluster, close, rules)
    return (chosen[1], chosen[2]) if chosen else None


def _in_article(board: Board, one: int, article: str, index: Mapping[tuple[object, ...], list[int]]) -> Sequence[int]:
    """The dated clusters of an article that stand nearest to a vague one; all of them in an article of ordinary length."""
    cluster = board.clusters[one]
    others = index.get((cluster.first.family, "in", article), ())
    if len(others) <= AROUND:
        return others
    if board.stands_by(one):
        board.wake(*(one for other in others if not board.stands_by(other)))
    board.history.ties += [(other, ("in", article)) for other in (one, *others)]
    return _nearest(board, cluster, others)


def _nearest(board: Board, cluster: Cluster, others: Sequence[int]) -> Sequence[int]:
    return heapq.nsmallest(AROUND, others, key=lambda other: (_distance(board.clusters[other], cluster), other))


def _needed(cluster: Cluster, rules: MergingRules) -> float:
    """What a vague cluster needs: less when it names nobody, for then the article's context is all there is."""
    nobody = not cluster.people and not cluster.bodies and not cluster.states
    return rules.figures["same-event-unnamed"] if nobody else rules.figures["same-event"]


def _tell_apart(
    board: Board,
    cluster: Cluster,
    close: Sequence[tuple[float, int, tuple[str, ...]]],
    rules: MergingRules,
) -> tuple[float, int, tuple[str, ...]] | None:
    """Of several that fit: the latest for "their last meeting", the only one held for what is over, the nearest in the article or in time.

    None when nothing tells them apart.
    """
    text = cluster.first.text
    if rules.latest.search(text):
        past = [
            entry for entry in close if first_day(board, entry[1]) <= (cluster.published.last.toordinal() if cluster.published else 10**7)
        ]
        if past:
            return max(past, key=lambda entry: (first_day(board, entry[1]), -entry[1]))
    alike = [entry for entry in close if bool(board.clusters[entry[1]].over) == bool(cluster.over)]
    if len(alike) == 1 and cluster.people:
        return alike[0]
    here = [entry for entry in close if board.clusters[entry[1]].articles & cluster.articles]
    if here and cluster.definite:
        return min(here, key=lambda entry: (_distance(board.clusters[entry[1]], cluster), entry[1]))
    if cluster.dated or cluster.background:
        return None
    return max(close, key=lambda entry: (entry[0], -entry[1])) if close[0][0] != close[1][0] or here else None


def _distance(dated: Cluster, vague: Cluster) -> int:
    """Sentences between the two where they share an article; what stands before is nearer than what comes after."""
    gaps = [
        (there.claim.sentence - here.claim.sentence) * 2 + 1
        if here.claim.sentence < there.claim.sentence
        else (here.claim.sentence - there.claim.sentence) * 2
        for here in vague.claims
        for there in dated.claims
        if here.key.article == there.key.article
    ]
    return min(gaps, default=10**6)
