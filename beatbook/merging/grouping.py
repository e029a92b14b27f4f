"""Claims grouped into events, within and across articles.

Order-free: claims are sorted by key, pairs are taken by score and then by key, and whatever is vague is decided against the dated
clusters as they stood.  Near-linear: only claims that share an actor (or, without actors, a name or a place) and whose days fall into
one month or its neighbour are ever compared; vague ones look up the clusters of their actors.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from beatbook.merging.affinity import Cluster, Dated, link
from beatbook.merging.blocking import MOST, bearings, block, find_others, pairs
from beatbook.merging.board import Board, Step, make_board
from beatbook.merging.dating import FORWARD
from beatbook.merging.landmarks import landmarks
from beatbook.merging.model import ClaimKey, MaybeSame
from beatbook.merging.redating import REDATED, is_new_date, is_off, is_old_date, same_kind, was_called_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

NearPair = tuple[ClaimKey, ClaimKey, str]  # first claims of two groups, and what speaks for their being one
AROUND = 60  # clusters of its own article that a vague claim looks at
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


def group_claims(
    claims: Sequence[ResolvedClaim],
    rules: MergingRules,
    *,
    known: Mapping[ClaimKey, str],
    apart: frozenset[tuple[str, str]] = frozenset(),
    spoken: Mapping[ClaimKey, frozenset[str]] | None = None,
    days: Mapping[str, Interval] | None = None,
) -> Grouping:
    """The claims by event.

    `known` says which earlier event a claim belonged to, `apart` which of these stay two, both ways round, `spoken` to which of them it
    belonged when an editor spoke of them, `days` the date that an editor gave to one: claims on that day belong to it.
    """
    board = make_board(claims, known=known, apart=apart, spoken=spoken or {})
    take_steps(board, rules, known=known, days=days or {})
    near = tuple(sorted((*near_pairs(board, rules), *undated_pairs(board))))
    return Grouping(tuple(group_of(board, index) for index in board.roots()), near)


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
        (Step.DATED, lambda: _join_greedily(board, _narrow(board, rules), rules, Step.DATED)),
        (Step.SENTENCES, lambda: _join_sentences(board, rules)),
        (Step.ATTACH_DATED, lambda: _attach(board, _of_dated(board, _vague(board, rules)), rules, Step.ATTACH_DATED)),
        (Step.LEND, lambda: _lend_in_sentences(board)),
        (Step.ATTACH, lambda: _attach(board, _vague(board, rules), rules, Step.ATTACH)),
        (Step.DATED_AGAIN, lambda: _join_greedily(board, _narrow(board, rules), rules, Step.DATED_AGAIN)),  # they know more people now
        (Step.ATTACH_DAYS, lambda: _attach(board, _of_days(board, _vague(board, rules)), rules, Step.ATTACH_DAYS)),  # and more places
        (Step.VAGUE, lambda: _join_greedily(board, _vague(board, rules), rules, Step.VAGUE)),
        (Step.REDATED, lambda: _join_redated(board, rules, look)),
        (Step.SET_DAYS, lambda: _join_on_set_days(board, known, days, rules, look)),
    )
    for step, take in steps:
        look(step)
        take()
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


def is_narrow(cluster: Cluster, rules: MergingRules) -> bool:
    return bearings(cluster, rules).narrow


def _join_hints(board: Board, rules: MergingRules) -> None:
    """Claims that the text itself makes one ("the meeting ... It was held") and that nothing forbids to be one."""
    place = {cluster.first.key: index for index, cluster in enumerate(board.clusters)}
    for index in range(len(board.clusters)):
        claim = board.clusters[index].first
        other = place.get(ClaimKey(claim.key.article, claim.claim.same_as)) if claim.claim.same_as is not None else None
        if other is None or other == index:
            continue
        if board.stands_by(index):
            if not board.stands_by(other):
                board.wake(index)
            board.replay(Step.HINTS, index)
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
    for index in _vague(board, rules):
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


def _join_redated(board: Board, rules: MergingRules, look: Callable[[Step], object]) -> None:
    """Events that were put off and what they were put off to: the next day that fits."""
    dated = [index for index in board.roots() if board.clusters[index].dated]
    if not any(is_off(board.clusters[index]) for index in dated):
        return
    casts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in dated:
        for key in cast(board.clusters[index]):
            casts[key].append(index)
    for one in sorted(dated, key=lambda index: (-_first_day(board, index), board.clusters[index].first.key)):
        if board.find(one) != one or not is_off(board.clusters[one]):
            continue
        others = sorted({other for key in cast(board.clusters[one]) for other in casts[key] if board.find(other) == other} - {one})
        if board.stands_by(one):
            if any(not board.stands_by(other) and _is_redated(board, one, other, rules) for other in others):
                board.wake(one)
            board.replay(Step.REDATED, one)
            continue
        fitting = [other for other in others if _is_redated(board, one, other, rules)]
        for other in fitting:
            board.heed(one, other)
        if fitting:
            chosen = min(fitting, key=lambda other: _redated_order(board, one, other))
            board.wake(chosen)
            board.join(Step.REDATED, one, chosen, [REDATED])
            look(Step.REDATED)


def _narrow(board: Board, rules: MergingRules) -> list[int]:
    return [index for index in board.roots() if is_narrow(board.clusters[index], rules)]


def _vague(board: Board, rules: MergingRules) -> list[int]:
    return [index for index in board.roots() if not is_narrow(board.clusters[index], rules)]


def _redated_order(board: Board, one: int, other: int) -> tuple[bool, int, ClaimKey]:
    return not same_kind(board.clusters[one], board.clusters[other]), _first_day(board, other), board.clusters[other].first.key


def _is_redated(board: Board, one: int, other: int, rules: MergingRules) -> bool:
    off, dated = board.clusters[one], board.clusters[other]
    if board.are_apart(one, other):
        return False
    return (was_called_off(off) and is_new_date(off, dated, rules)) or is_old_date(dated, off)


def cast(cluster: Cluster) -> list[tuple[str, str]]:
    """By whom an event and its new day find one another."""
    who = sorted(cluster.people) or sorted(cluster.bodies | cluster.states)
    return [(cluster.first.family, name) for name in who[:MOST]]


def _join_on_set_days(
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


def _attach(board: Board, vague: Sequence[int], rules: MergingRules, step: Step) -> None:
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
    members = _narrow(board, rules) if vague else []
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
            entry for entry in close if _first_day(board, entry[1]) <= (cluster.published.last.toordinal() if cluster.published else 10**7)
        ]
        if past:
            return max(past, key=lambda entry: (_first_day(board, entry[1]), -entry[1]))
    alike = [entry for entry in close if bool(board.clusters[entry[1]].over) == bool(cluster.over)]
    if len(alike) == 1 and cluster.people:
        return alike[0]
    here = [entry for entry in close if board.clusters[entry[1]].articles & cluster.articles]
    if here and cluster.definite:
        return min(here, key=lambda entry: (_distance(board.clusters[entry[1]], cluster), entry[1]))
    if cluster.dated or cluster.background:
        return None
    return max(close, key=lambda entry: (entry[0], -entry[1])) if close[0][0] != close[1][0] or here else None


def _first_day(board: Board, index: int) -> int:
    days = board.clusters[index].narrowest
    return days.first.toordinal() if days else 0


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


def near_pairs(board: Board, rules: MergingRules) -> list[NearPair]:
    """Dated clusters that nearly were one: an editor may want to look."""
    near = []
    for one, other in pairs(board.clusters, _narrow(board, rules), rules):
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


__all__ = ["Group", "Grouping", "MaybeSame", "group_claims"]
