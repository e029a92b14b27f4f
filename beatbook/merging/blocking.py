"""Which clusters of claims are ever compared: blocks by who acts and when, so that no step looks at all pairs.

Two clusters meet when they share a key (people by pairs, else the only actors, countries, a name or a place) in a stretch of a fortnight.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.affinity import Cluster
    from beatbook.merging.ruleset import MergingRules

MOST = 6  # people or countries of a claim that are looked at for blocking; more are a crowd
_STRETCH = 15  # days; two clusters that are nearer than this always share a stretch
_NARROW = 31  # days up to which a date is taken for a day of its own and not for a vague one
_FAR = 130  # stretches, five years: what is vaguer than that is only looked for in its own article and in its first years

Blocks = dict[tuple[object, ...], list[int]]  # (key, stretch) -> numbers of the clusters that stand there


@dataclass(frozen=True, slots=True)
class Bearings:
    """Under which keys a cluster stands, under which it looks for others, and in which stretches of days.

    One who is told of with a counterpart is compared with that pair and with what is told of each alone: a busy person's other
    meetings are never looked at.
    """

    stands: tuple[tuple[str, ...], ...]
    looks: tuple[tuple[str, ...], ...]
    stretches: range
    narrow: bool  # whether it has a day of its own, and stands somewhere: the others are vague


def bearings(cluster: Cluster, rules: MergingRules) -> Bearings:
    """Those of the cluster as it is now, kept with it until it grows."""
    if cluster.bearings is None:
        cluster.bearings = _take_bearings(cluster, rules)
    return cluster.bearings


def _take_bearings(cluster: Cluster, rules: MergingRules) -> Bearings:
    family = cluster.first.family
    people = sorted(cluster.people)[:MOST]
    shared: list[tuple[str, ...]] = [(family, "name", *label.split()[-2:]) for label in sorted(cluster.labels)]  # "Water Forum"
    shared += [(family, "body", body) for body in sorted(cluster.bodies | cluster.states)]
    if len(cluster.sides) > 1:
        shared.append((family, "sides", *sorted(cluster.sides)[:MOST]))
    at = [(family, "at", place) for place in sorted(cluster.within)]
    nobody = not cluster.people and not cluster.bodies and not cluster.states
    pairs = [(family, "pair", *pair) for pair in combinations(people, 2)]
    each = [(family, "person", person) for person in people]
    alone = [(family, "alone", person) for person in people]
    acts = [(family, "act", act, one) for act in sorted(cluster.triggers & rules.known_acts) for one in sorted(cluster.around)[:MOST]]
    if len(people) > 1:
        stands, looks = (*shared, *at, *acts, *pairs, *each), (*shared, *pairs, *alone)
    else:
        stands, looks = (*shared, *at, *acts, *each, *alone), (*shared, *each, *((*at, *acts) if nobody else ()))
    days = cluster.narrowest
    return Bearings(stands, looks, _stretches(cluster, days, rules), days is not None and days.days <= _NARROW and bool(stands))


def _stretches(cluster: Cluster, days: Interval | None, rules: MergingRules) -> range:
    """The stretches of a fortnight in which a cluster is compared: those of its days, else those around its publication."""
    if days is not None:
        first, last = days.first.toordinal(), days.last.toordinal()
    elif cluster.published is not None:
        reach = int(3 * rules.figures["near-days"])
        first, last = cluster.published.first.toordinal() - reach, cluster.published.last.toordinal() + reach
    else:
        return range(0)
    return range(first // _STRETCH, min(last // _STRETCH, first // _STRETCH + _FAR) + 2)


def block(
    clusters: Sequence[Cluster], members: Sequence[int], rules: MergingRules, wanted: Container[tuple[str, ...]] | None = None
) -> Blocks:
    """The members by the keys under which they stand, in each of their stretches; only those keys that are wanted, if that is said."""
    blocks: Blocks = defaultdict(list)
    for index in members:
        own = bearings(clusters[index], rules)
        for key in own.stands:
            if wanted is None or key in wanted:
                for stretch in own.stretches:
                    blocks[key, stretch].append(index)
    return blocks


def find_others(cluster: Cluster, blocks: Mapping[tuple[object, ...], list[int]], rules: MergingRules) -> set[int]:
    """The clusters of `blocks` that this one may be one with."""
    own = bearings(cluster, rules)
    return {index for key in own.looks for stretch in own.stretches for index in blocks.get((key, stretch), ())}


def pairs(clusters: Sequence[Cluster], members: Sequence[int], rules: MergingRules) -> Iterator[tuple[int, int]]:
    """Pairs of members that may be one, each once."""
    blocks = block(clusters, members, rules)
    for one in members:
        for other in sorted(find_others(clusters[one], blocks, rules)):
            if one < other or (other < one and not _finds(clusters[other], clusters[one], rules)):
                yield min(one, other), max(one, other)


def _finds(cluster: Cluster, other: Cluster, rules: MergingRules) -> bool:
    """Whether the cluster finds the other one, so that the pair comes from there."""
    return not set(bearings(cluster, rules).looks).isdisjoint(bearings(other, rules).stands)
