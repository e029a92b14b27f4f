"""What ties a claim without a date to a dated event: a day without its year, and acts that happen to somebody once in years."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from beatbook.merging.dating import FORWARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from beatbook.merging.affinity import Cluster
    from beatbook.merging.dating import DayOfYear
    from beatbook.merging.ruleset import MergingRules

_MOST = 6  # people, bodies or places of a claim under which it is looked up
_AROUND = 12  # people and bodies that its articles are about, for an act of nobody
_SAME_STORY = 2  # of these that two acts of nobody must share
_NARROW = 31  # days of a stretch whose every day counts


def landmarks(cluster: Cluster, rules: MergingRules) -> tuple[tuple[object, ...], ...]:
    """Keys that a dated cluster and a vague one share when such a sign ties them; kept with the cluster until it grows."""
    if cluster.landmarks is None:
        cluster.landmarks = _take_landmarks(cluster, rules)
    return cluster.landmarks


def _take_landmarks(cluster: Cluster, rules: MergingRules) -> tuple[tuple[object, ...], ...]:
    family = cluster.first.family
    days = sorted({*cluster.days_of_year, *_days_of_year(cluster)})
    who = sorted(cluster.people | cluster.bodies | cluster.states)[:_MOST]
    around = [*who, *sorted(cluster.places)[:_MOST]]
    once = [(family, "once", act, one) for act in sorted(cluster.triggers & rules.once) for one in sorted(candidates(cluster))[:_MOST]]
    acts = [(act, one) for act in sorted(cluster.triggers & rules.known_acts) for one in sorted(cluster.around)[:_AROUND]]
    return (*((family, "day of year", day, one) for day in days for one in (*around, *acts)), *once)


def _days_of_year(cluster: Cluster) -> Iterator[DayOfYear]:
    for days in cluster.dated:
        if days.days <= _NARROW:
            yield days.first.month, days.first.day
            yield days.first.month, 0


def candidates(cluster: Cluster) -> set[str]:
    """Who takes or leaves an office."""
    return {actor.id for claim in cluster.claims for actor in claim.actors if actor.role == "candidate"}


def is_on_day_of_year(dated: Cluster, vague: Cluster) -> bool | None:
    """Whether a date without a year is one of the other's days; None where nobody gives one, or the other is too vague to tell.

    The claim without a year must add nobody: what it says may be of another year.
    """
    narrow = [days for days in dated.dated if days.days <= _NARROW]
    if not vague.days_of_year or not narrow:
        return None
    told = {day for days in narrow for number in range(days.days) for day in _written(days.first + timedelta(days=number))}
    return bool(told & vague.days_of_year) and _may_be(dated, vague)


def _may_be(dated: Cluster, vague: Cluster) -> bool:
    nobody = not (vague.people or vague.bodies or vague.states) and not vague.within & dated.within
    if nobody and not dated.articles & vague.articles:
        by_day = all(day for _, day in vague.days_of_year)  # a month alone says too little of what nobody does
        return by_day and len(dated.around & vague.around) >= _SAME_STORY
    return vague.people <= dated.people or not dated.people


def _written(day: date) -> tuple[DayOfYear, DayOfYear]:
    return (day.month, day.day), (day.month, 0)


def happens_once(one: Cluster, other: Cluster, rules: MergingRules) -> bool:
    """Whether both tell of an act that happens to the same person once in years: who resigned is not to resign again next month."""
    return bool(one.triggers & other.triggers & rules.once and candidates(one) & candidates(other))


def is_told_since(dated: Cluster, vague: Cluster, *, before: int, after: int) -> bool:
    """Whether the vague cluster speaks from the right side of the day: at most so many days ahead of it, or so many behind it.

    True where nobody knows when its articles were published.
    """
    days, told = dated.narrowest, vague.published
    if days is None or told is None:
        return days is not None
    if any(claim.status in FORWARD for claim in vague.claims):
        return 0 <= (days.last - told.last).days <= before
    return 0 <= (told.first - days.first).days <= after
