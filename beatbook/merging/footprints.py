"""Under which keys a cluster can be found by others, and under which it looks for them: what a step compares is among these.

Every look-up of `grouping` has its counterpart here: two clusters that any step compares share a number, one being found under it and the
other looking there.  More may share one, which costs time and nothing else.  A number is a hash of 64 bits, the same on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from beatbook.merging.blocking import bearings
from beatbook.merging.grouping import may_borrow, what_it_says
from beatbook.merging.landmarks import landmarks
from beatbook.merging.redating import cast, is_off, put_off_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beatbook.edtf import Interval
    from beatbook.merging.affinity import Cluster
    from beatbook.merging.ruleset import MergingRules

_COARSE = 8  # stretches that long ones are counted by
_LONG = 4  # stretches from which on they are
_SPREAD = 0x9E3779B97F4A7C15  # odd: numbers of neighbouring stretches lie far apart
_MASK = 2**64 - 1
_SIGN = 2**63
_PLACES = ("at", "act")  # keys under which those who name nobody look
_WEEKS = 15  # days by which dated clusters are found for an editor's day


def number(*key: object) -> int:
    """The number of a key: text, numbers and tuples of them; signed, of 64 bits."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big", signed=True)


class Footprints:
    """Works out the numbers of clusters; it keeps those of the keys that it has met."""

    def __init__(self, rules: MergingRules, *, days: Mapping[str, Interval], is_long: Callable[[str], bool]) -> None:
        self._rules, self._days, self._is_long = rules, days, is_long
        self._reach = int(max(rules.figures["redate-days"], rules.figures["redate-told-days"])) + 1
        self._number = cache(number)
        self._bases: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)  # kind -> key -> its number, before it is spread

    # ---- where a cluster is found

    def found(self, cluster: Cluster) -> list[int]:
        """As it stands before a step that compares."""
        rules, family = self._rules, cluster.first.family
        own, marks = bearings(cluster, rules), landmarks(cluster, rules)
        if own.narrow:
            stretches = _own(own.stretches)
            found = self._each("dated", own.stands, stretches)
            found += self._each("dated looks", [key for key in own.looks if key[1] in _PLACES], stretches)
            found += [self._number("dated in", family, article) for article in cluster.articles]
            found += [self._number("dated mark", *key) for key in marks if not _is_month(cluster, key)]
        else:
            found = self._rough("vague looks", own.looks, own.stretches)
            found += self._rough("vague", [key for key in own.stands if key[1] in _PLACES], own.stretches)
            found += [self._number("vague in", family, article) for article in cluster.articles]
            found += [self._number("vague mark", *key) for key in marks]
            found.append(self._number("vague of", *min(cluster.sentences)))
        if may_borrow(cluster):
            found += [self._number("borrows", family, *sentence) for sentence in cluster.sentences]
        return found

    def found_saying(self, cluster: Cluster) -> Iterator[int]:
        """As it stands before equal claims are joined; there it looks under the same numbers."""
        what = what_it_says(cluster)
        if what is not None:
            yield number("says", *(tuple(sorted(part)) if isinstance(part, frozenset) else part for part in what))

    def found_redated(self, cluster: Cluster) -> Iterator[int]:
        """As it stands when new days are looked for."""
        if cluster.dated:
            yield from (self._number("cast", *key, at) for key in cast(cluster) for at in self._at(cluster))
            if is_off(cluster):
                yield from (self._number("off", *key, at) for key in cast(cluster) for at in self._around(cluster))

    def found_on_days(self, cluster: Cluster) -> Iterator[int]:
        """As it stands when the days that editors set are looked at."""
        yield from (self._number("days", cluster.first.family, days.first.toordinal() // _WEEKS) for days in cluster.dated)
        yield from (self._number("editor", id_) for id_ in cluster.known if id_ in self._days)

    # ---- where it looks

    def looks(self, cluster: Cluster) -> Iterator[int]:
        """The numbers under which those are found that a step compares with the cluster."""
        rules, family = self._rules, cluster.first.family
        own = bearings(cluster, rules)
        around = range(own.stretches.start - 1, own.stretches.stop) if own.stretches else own.stretches
        yield from self._each("dated", own.looks, around)
        yield from self._both("vague looks", own.stands, around)
        places = [key for key in own.stands if key[1] in _PLACES]
        if own.narrow:
            yield from self._each("dated looks", places, around)
            yield from (self._number("vague in", family, article) for article in cluster.articles)
            yield from (self._number("dated in", family, article) for article in cluster.articles if self._is_long(article))
            yield from (self._number("vague mark", *key) for key in landmarks(cluster, rules))
        else:
            yield from self._both("vague", [key for key in own.looks if key[1] in _PLACES], around)
            yield from (self._number("dated in", family, article) for article in cluster.articles)
            yield from (self._number("dated mark", *key) for key in _days_of(landmarks(cluster, rules)))
            yield self._number("vague of", *min(cluster.sentences))
        if may_borrow(cluster):
            yield from (self._number(kind, family, article) for kind in ("dated in", "vague in") for article in cluster.articles)
        yield from (self._number("borrows", family, *sentence) for sentence in cluster.sentences)

    def looks_redated(self, cluster: Cluster) -> Iterator[int]:
        if cluster.dated:
            yield from (self._number("off", *key, at) for key in cast(cluster) for at in self._at(cluster))
            if is_off(cluster):
                yield from (self._number("cast", *key, at) for key in cast(cluster) for at in self._around(cluster))

    def looks_on_days(self, cluster: Cluster) -> Iterator[int]:
        for id_, days in self._days.items():
            if id_ in cluster.known:
                first, last = days.first.toordinal() // _WEEKS, days.last.toordinal() // _WEEKS
                yield from (number("days", cluster.first.family, at) for at in range(first, last + 1))
            if id_ in cluster.known or any(days.contains(day) for day in cluster.dated):
                yield self._number("editor", id_)

    # ---- numbers of keys in stretches

    def _rough(self, kind: str, keys: Sequence[tuple[str, ...]], stretches: range) -> list[int]:
        if len(stretches) <= _LONG:
            return self._each(kind, keys, _own(stretches))
        return self._each(f"{kind} long", keys, _coarse(_own(stretches)))

    def _both(self, kind: str, keys: Sequence[tuple[str, ...]], stretches: range) -> list[int]:
        return [*self._each(kind, keys, stretches), *self._each(f"{kind} long", keys, _coarse(stretches))]

    def _each(self, kind: str, keys: Iterable[tuple[str, ...]], stretches: range) -> list[int]:
        if not stretches:
            return []
        numbers, bases = [], self._bases[kind]
        for key in keys:
            base = bases.get(key)
            if base is None:
                base = bases[key] = number(kind, *key) + _SIGN
            for stretch in stretches:
                numbers.append(((base + stretch * _SPREAD) & _MASK) - _SIGN)  # noqa: PERF401  # the innermost loop of all
        return numbers

    def _at(self, cluster: Cluster) -> set[int]:
        days = cluster.narrowest
        return {days.first.toordinal() // self._reach, days.last.toordinal() // self._reach} if days else set()

    def _around(self, cluster: Cluster) -> range:
        """Where those are found that may be the new day of what was put off, or the old one."""
        days, put_off = cluster.narrowest, put_off_on(cluster)
        if days is None:
            return range(0)
        at = days.first.toordinal() // self._reach
        return range(min(at - 1, put_off.toordinal() // self._reach) if put_off else at - 1, at + 2)


def tie(article: str, claim: int) -> int:
    """The number under which those are found whose decisions heeded the group of which this is the first claim."""
    return number("heeds", article, claim)


def refers(cluster: Cluster) -> Iterator[int]:
    """The number of the claim that the text makes one with this one."""
    claim = cluster.first
    if claim.claim.same_as is not None:
        yield number("refers", claim.key.article, claim.claim.same_as)


def _own(stretches: range) -> range:
    """Those of the cluster's own days: it is found in them, and looks in those beside them, too (see blocking)."""
    return stretches[:-1]


def _coarse(stretches: range) -> range:
    return range(stretches.start // _COARSE, (stretches.stop - 1) // _COARSE + 1) if stretches else stretches


def _is_month(cluster: Cluster, key: tuple[object, ...]) -> bool:
    """Whether a landmark is the month of a full date: who looks for a month alone looks for each of its days."""
    day = key[2] if key[1] == "day of year" else None
    return isinstance(day, tuple) and day[1] == 0 and day not in cluster.days_of_year


def _days_of(keys: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for key in keys:
        yield key
        if key[1] == "day of year" and isinstance(key[2], tuple) and key[2][1] == 0:
            yield from ((*key[:2], (key[2][0], day), *key[3:]) for day in range(1, 32))
