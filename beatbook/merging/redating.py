"""An event that was put off and given another day is one event with a history, not two."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from beatbook.merging.blocking import MOST
from beatbook.merging.board import Step
from beatbook.merging.dating import FORWARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.affinity import Cluster
    from beatbook.merging.board import Board
    from beatbook.merging.model import ClaimKey
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

REDATED = "put off and given another day"
OFF = ("postponed", "cancelled")
_POINT = 7  # days up to which a date is one that a plan was made for


def is_off(cluster: Cluster) -> bool:
    """Whether somebody tells that it was put off or called off."""
    return any(claim.status in OFF for claim in cluster.claims)


def was_called_off(cluster: Cluster) -> bool:
    """Whether it has a day, was postponed or called off, and nobody has it held."""
    told = {claim.status for claim in cluster.claims}
    return bool(cluster.dated) and not told.isdisjoint(OFF) and "happened" not in told


def is_new_date(off: Cluster, new: Cluster, rules: MergingRules) -> bool:
    """Whether the second cluster is the first one on its new day.

    It has the same cast, and a day that was first named when the old one was given up; and either the old day was postponed, not
    cancelled, or the words of one of the two say that a day was changed.
    """
    old_days, new_days = off.narrowest, new.narrowest
    if old_days is None or new_days is None or old_days.overlaps(new_days) or not _same_cast(off, new):
        return False
    given_up = min(_said(claim) for claim in off.claims if claim.status in OFF)
    first_named = min((_said(claim) for claim in new.claims if claim.days and claim.days.days <= _POINT), default=date.min)
    if first_named < given_up or new_days.last < given_up:
        return False
    told = any(
        rules.redated.search(claim.text) for claim in (*off.claims, *new.claims) if claim.status != "happened" or claim in new.claims
    )
    postponed = any(claim.status == "postponed" for claim in off.claims)
    reach = rules.figures["redate-told-days"] if told else rules.figures["redate-days"]
    return (told or postponed) and abs((new_days.first - old_days.first).days) <= reach


def is_old_date(old: Cluster, moved: Cluster) -> bool:
    """Whether the first cluster is the plan that the second one, "postponed to 19 June", gives another day to."""
    old_days, new_days = old.narrowest, moved.narrowest
    if old_days is None or new_days is None or old_days.overlaps(new_days) or not _same_cast(old, moved):
        return False
    put_off = put_off_on(moved)
    if put_off is None:
        return False
    ahead = all(claim.status in FORWARD and _said(claim) <= put_off for claim in old.claims)
    return ahead and put_off <= old_days.last < new_days.first and not any(_said(claim) < put_off for claim in moved.claims if claim.days)


def put_off_on(moved: Cluster) -> date | None:
    """The day on which somebody first says that it is put off; None where nobody does."""
    return min((_said(claim) for claim in moved.claims if claim.status == "postponed"), default=None)


def _said(claim: ResolvedClaim) -> date:
    return claim.on or claim.published or date.max


def _same_cast(one: Cluster, other: Cluster) -> bool:
    """Two people in common, one traveller to one place, or bodies of two sides; and nothing that tells the two apart."""
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        return False
    if one.sites and other.sites and not one.within & other.places and not other.within & one.places:
        return False
    if one.labels and other.labels:
        return bool(one.labels & other.labels)
    if one.people and other.people:
        who, kinds = _put_off(one)
        shared = who & other.people
        nested = who <= other.people or other.people <= who
        return nested and (len(shared) > 1 or bool(kinds & other.kinds and one.within & other.within))
    bodies = (one.bodies | one.states) & (other.bodies | other.states)
    return not one.people and not other.people and len(bodies) > 1 and bool(one.kinds & other.kinds)


def _put_off(cluster: Cluster) -> tuple[set[str], set[str]]:
    """Who was to take part in what by those who tell that it is put off: people and kinds; by all where they name nobody."""
    telling = [claim for claim in cluster.claims if claim.status in OFF and claim.people] or cluster.claims
    return {person for claim in telling for person in claim.people}, {claim.kind for claim in telling}


def same_kind(off: Cluster, new: Cluster) -> bool:
    """Whether the new day is told of as what was put off: a visit as a visit."""
    return bool(_put_off(off)[1] & new.kinds)


def join_redated(board: Board, rules: MergingRules, look: Callable[[Step], object]) -> None:
    """Events that were put off and what they were put off to: the next day that fits."""
    dated = [index for index in board.roots() if board.clusters[index].dated]
    if not any(is_off(board.clusters[index]) for index in dated):
        return
    casts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in dated:
        for key in cast(board.clusters[index]):
            casts[key].append(index)
    for one in sorted(dated, key=lambda index: (-first_day(board, index), board.clusters[index].first.key)):
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


def _redated_order(board: Board, one: int, other: int) -> tuple[bool, int, ClaimKey]:
    return not same_kind(board.clusters[one], board.clusters[other]), first_day(board, other), board.clusters[other].first.key


def _is_redated(board: Board, one: int, other: int, rules: MergingRules) -> bool:
    off, dated = board.clusters[one], board.clusters[other]
    if board.are_apart(one, other):
        return False
    return (was_called_off(off) and is_new_date(off, dated, rules)) or is_old_date(dated, off)


def cast(cluster: Cluster) -> list[tuple[str, str]]:
    """By whom an event and its new day find one another."""
    who = sorted(cluster.people) or sorted(cluster.bodies | cluster.states)
    return [(cluster.first.family, name) for name in who[:MOST]]


def first_day(board: Board, index: int) -> int:
    """The first day of a cluster's shortest stretch; 0: none."""
    days = board.clusters[index].narrowest
    return days.first.toordinal() if days else 0


def given_up(claims: Sequence[ResolvedClaim]) -> frozenset[Interval]:
    """Of the days that claims on one event give, those that were given up for another one: history, and no conflict."""
    calls = [claim for claim in claims if claim.status in OFF]
    dated = [claim for claim in claims if claim.days is not None]
    if not calls or not dated:
        return frozenset()
    off_day = min(_said(claim) for claim in calls)
    moved_to = {claim.days for claim in calls if claim.status == "postponed" and claim.days and _moves(claim, claim.days, dated, off_day)}
    off_on = [claim.days for claim in calls if claim.days and claim.days not in moved_to]
    off_on_none = len(off_on) < len(calls)
    days = {claim.days for claim in dated if claim.days}
    new = {d for d in days if not _meets(d, off_on) and (d in moved_to or any(_renews(c, off_day) for c in dated if c.days == d))}
    old = {
        d
        for d in days - new
        if (off_on_none or _meets(d, off_on))
        and not _meets(d, new)
        and all(c.status in OFF or (c.status in FORWARD and _said(c) <= off_day) for c in dated if c.days == d)
    }
    return frozenset(old) if new else frozenset()


def _moves(claim: ResolvedClaim, days: Interval, dated: Iterable[ResolvedClaim], off_day: date) -> bool:
    """Whether "postponed ... 19 June" names the new day: another one was planned before, and nobody had planned for this one."""
    before = [other for other in dated if other.status in FORWARD and other.status != "postponed" and _said(other) < off_day]
    earlier = any(other.days is not None and other.days.last < days.first for other in before)
    return earlier and not any(other.days is not None and other.days.overlaps(days) for other in before) and _said(claim) <= days.last


def _renews(claim: ResolvedClaim, off_day: date) -> bool:
    return claim.status == "happened" or (claim.status in FORWARD and not claim.claim.background and _said(claim) >= off_day)


def _meets(days: Interval, others: Iterable[Interval]) -> bool:
    return any(days.overlaps(other) for other in others)
