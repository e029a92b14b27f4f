"""The fields of an event, chosen from its claims: kind, date, place, participants; and the claims that say otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.edtf import Interval, format_edtf
from beatbook.merging.model import Conflict, ConflictValue, EventParticipant
from beatbook.merging.redating import given_up
from beatbook.merging.status import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Role
    from beatbook.merging.model import ClaimKey, Extent
    from beatbook.merging.resolved import Atlas, ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

_LASTING = frozenset({"visit", "forum", "exercise"})
_TWO = 2


@dataclass(frozen=True, slots=True)
class DateChoice:
    """When the event is."""

    days: Interval | None
    edtf: str | None
    extent: Extent
    because: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """Where the event is."""

    place: str | None
    conflict: Conflict | None = None


def choose_kind(claims: Sequence[ResolvedClaim], rules: MergingRules) -> str:
    """The kind of the event: of those told, the first in the order of the rules whose own claims bear it out.

    A meeting, talks or a call needs two sides in one claim, or two people over all of them; else the next kind is taken.
    """
    people = {person for claim in claims for person in claim.people}
    told = Counter(claim.kind for claim in claims)
    for kind in rules.kind_order:
        if kind in told and (len(told) == 1 or kind not in rules.two_sided or _two_sides(claims, kind, people)):
            return kind
    return min(told, key=lambda kind: (-told[kind], kind))


def _two_sides(claims: Sequence[ResolvedClaim], kind: str, people: set[str]) -> bool:
    own = [claim for claim in claims if claim.kind == kind]
    strong = [claim for claim in own if not claim.claim.definite or len(claim.people) >= _TWO] or own
    return len(people) >= _TWO and any(len(claim.people) >= _TWO or len(claim.actors) >= _TWO for claim in strong)


# ---- date


def choose_date(claims: Sequence[ResolvedClaim], kind: str) -> DateChoice:
    """The date that those in the best position to know give; within it the narrowest; and who says otherwise."""
    values: dict[Interval, list[ResolvedClaim]] = defaultdict(list)
    old = given_up(claims)
    for claim in claims:
        if claim.days and claim.days not in old:
            values[claim.days].append(claim)
    if not values:
        return DateChoice(None, None, "within")
    chosen = max(values, key=lambda days: _trust(days, values[days]))
    while inner := [days for days in values if days != chosen and chosen.contains(days)]:
        if kind in _LASTING and any(claim.extent == "lasts" for claim in values[chosen]):
            break
        chosen = max(inner, key=lambda days: _trust(days, values[days]))
    chosen, extent = _lasting(chosen, values, kind)
    others = [days for days in values if not days.overlaps(chosen) and _trust(days, values[days])[0] > 0]
    support = values.get(chosen) or [claim for days in values if chosen.contains(days) for claim in values[days]]
    because = _why_date(support)
    edtf = support[0].edtf if support[0].days == chosen and support[0].edtf else format_edtf(chosen)
    return DateChoice(chosen, edtf, extent, because, _date_conflict(chosen, edtf, others, values, because) if others else None)


def _trust(days: Interval, claims: Sequence[ResolvedClaim]) -> tuple[int, int, int, date, int, int]:
    """How well a value is borne out: who says it, how many articles, how lately; then the narrower and the earlier value."""
    best = max(_knows(claim, days) for claim in claims)
    articles = len({claim.key.article for claim in claims})
    latest = max((claim.published or date.min for claim in claims), default=date.min)
    return (best, int(days.days <= 31), articles, latest, -days.days, -days.first.toordinal())


def _knows(claim: ResolvedClaim, days: Interval) -> int:
    """A teller after the day knows better than a party's plan, that better than others' plans, and those better than a forecast."""
    if claim.claim.definite and claim.published is not None and days == Interval(claim.published, claim.published):
        return 0  # "said on Wednesday after the summit": the day of the article, not of the summit
    if claim.status == "happened" and (claim.published is None or claim.published >= days.first):
        return 4 if not claim.claim.background and not claim.claim.definite else 3  # "the summit": its clause is about something else
    if claim.status in ("planned", "postponed", "cancelled"):
        return 3 if claim.party or voice_of(claim) == "outlet" else 2
    return 1


def _lasting(chosen: Interval, values: Mapping[Interval, Sequence[ResolvedClaim]], kind: str) -> tuple[Interval, Extent]:
    """The whole stretch of a visit or forum that claims tell of in parts."""
    own = values[chosen]
    if kind in _LASTING:
        longer = [days for days in values if days != chosen and days.contains(chosen) and any(c.extent == "lasts" for c in values[days])]
        if longer and chosen.days == 1:
            return min(longer, key=lambda days: (days.days, days)), "lasts"
        if stretch := _phases(chosen, values):
            return stretch, "lasts"
    return chosen, "lasts" if any(claim.extent == "lasts" for claim in own) else "within"


def _phases(chosen: Interval, values: Mapping[Interval, Sequence[ResolvedClaim]]) -> Interval | None:
    """From the day on which it is told to begin to that on which it is told to end; None when one of them is not told."""
    begins = [days.first for days in values for claim in values[days] if claim.claim.phase == "begins" and days.days == 1]
    ends = [days.last for days in values for claim in values[days] if claim.claim.phase == "ends" and days.days == 1]
    if not begins or not ends or not timedelta(0) < max(ends) - min(begins) <= timedelta(60):
        return None
    stretch = Interval(min(begins), max(ends))
    return stretch if stretch.contains(chosen) else None


def _why_date(claims: Sequence[ResolvedClaim]) -> str:
    articles = len({claim.key.article for claim in claims})
    told = "one report" if articles == 1 else f"{articles} reports"
    if any(claim.status == "happened" and not claim.claim.background for claim in claims):
        return f"{told}, written after the event"
    if any(claim.status == "happened" for claim in claims):
        return f"{told}, looking back"
    if any(claim.party for claim in claims):
        return f"{told}, on the word of a party"
    return told


def _date_conflict(
    chosen: Interval,
    edtf: str,
    others: Sequence[Interval],
    values: Mapping[Interval, Sequence[ResolvedClaim]],
    because: str,
) -> Conflict:
    """The values side by side.  Who gives a week that holds the day chosen does not give that day."""
    agreeing = [days for days in values if chosen.contains(days)] or [days for days in values if days.overlaps(chosen)]
    backing = sorted({claim.key.article for days in agreeing for claim in values[days]})
    rest = [ConflictValue(_written(values[days]), _articles(values[days])) for days in others]
    ordered = sorted([ConflictValue(edtf, tuple(backing)), *rest], key=lambda value: value.value)
    return Conflict("date", tuple(ordered), edtf, because)


def _written(claims: Sequence[ResolvedClaim]) -> str:
    return min(claim.edtf or "" for claim in claims)


def _articles(claims: Iterable[ResolvedClaim]) -> tuple[str, ...]:
    return tuple(sorted({claim.key.article for claim in claims}))


# ---- place


def choose_place(claims: Sequence[ResolvedClaim], atlas: Atlas, days: Interval | None = None) -> PlaceChoice:
    """The place with the best backing; within it the most specific one that is told; and who says otherwise.

    `days`: those of the event.  A journey of several days through a country is not in the one town of it that is told, where its claims
    have it begin, end or stop on a day: "a state visit to Peru from Monday to Friday, which will end in Cusco".
    """
    told: dict[str, list[ResolvedClaim]] = defaultdict(list)
    stops = _stops(claims, days, atlas)
    for claim in claims:
        if claim.place and claim.key not in stops:
            told[claim.place].append(claim)
    if not told:
        return PlaceChoice(None)
    chosen = max(sorted(told), key=lambda place: (atlas.is_site(place), *_backing(told[place])))
    while inner := _within(chosen, sorted(told), atlas):
        chosen = max(inner, key=lambda place: _backing(told[place]))
    around = atlas.holding(chosen)
    others = sorted(p for p in told if p not in around and chosen not in atlas.holding(p) and atlas.is_site(p) and atlas.is_site(chosen))
    if not others:
        return PlaceChoice(chosen)
    values = [ConflictValue(place, _articles(told[place])) for place in (chosen, *others)]
    because = _why_place(told[chosen], [told[other] for other in others])
    return PlaceChoice(chosen, Conflict("place", tuple(sorted(values, key=lambda value: value.value)), chosen, because))


def _stops(claims: Sequence[ResolvedClaim], days: Interval | None, atlas: Atlas) -> frozenset[ClaimKey]:
    """Claims that tell of one stop of a journey whose country or region others tell for the whole of it."""
    if days is None or days.days == 1:
        return frozenset()
    whole = {claim.place for claim in claims if claim.kind == "visit" and claim.place and claim.days == days}
    return frozenset(
        claim.key
        for claim in claims
        if claim.place
        and claim.place not in whole
        and (claim.claim.phase != "whole" or (claim.days is not None and claim.days.days < days.days))
        and atlas.holding(claim.place) & whole
    )


def _within(chosen: str, told: Sequence[str], atlas: Atlas) -> list[str]:
    """More specific places that are told, cities before islands and halls; inside a city nothing is more specific for a reader."""
    inner = [place for place in told if place != chosen and chosen in atlas.holding(place)]
    profile = atlas.profiles.get(chosen)
    if profile and profile.kind in ("city", "capital", "town", "village"):
        return []
    return [place for place in inner if atlas.is_site(place)] or inner


def _backing(claims: Sequence[ResolvedClaim]) -> tuple[int, int, date, int]:
    """How well a place is borne out: who says so, how many articles, how lately, how often."""
    return (
        max(_knows(claim, claim.days or claim.window) for claim in claims),
        len({claim.key.article for claim in claims}),
        max((claim.published or date.min for claim in claims), default=date.min),
        len(claims),
    )


def _why_place(chosen: Sequence[ResolvedClaim], others: Sequence[Sequence[ResolvedClaim]]) -> str:
    ours, theirs = _backing(chosen), max(_backing(claims) for claims in others)
    if ours[0] > theirs[0]:
        return "those who were in a position to know name it"
    if ours[1] > theirs[1]:
        return "most reports name it"
    return "the latest report names it" if ours[2] > theirs[2] else "it is told more often" if ours[3] > theirs[3] else "nothing decides"


# ---- participants


def choose_participants(
    claims: Sequence[ResolvedClaim], kind: str, place: str | None, atlas: Atlas, rules: MergingRules
) -> tuple[EventParticipant, ...]:
    """All that act: people and bodies of the claims that tell of the event, states only where none of their people or bodies acts."""
    telling = [claim for claim in claims if not _vague(claim)] or list(claims)
    absent = {id_ for claim in claims for id_ in claim.absent}
    roles: dict[str, list[EventParticipant]] = defaultdict(list)
    for claim in telling:
        for actor in claim.actors:
            if actor.id not in absent:
                roles[actor.id].append(actor)
    people = sum(found[0].type == "person" for found in roles.values())
    if people >= _TWO:  # a country or body in one clause of many is what was talked about, not who talked
        roles = {id_: found for id_, found in roles.items() if found[0].type == "person" or 2 * len(found) > len(telling)}
    sides = {atlas.side(id_) for id_, found in roles.items() if found[0].type != "state"}
    kept = {id_: found for id_, found in roles.items() if found[0].type != "state" or atlas.side(id_) not in sides}
    chosen = [EventParticipant(id_, found[0].type, _role(found, rules)) for id_, found in sorted(kept.items())]
    return _hosts(
        tuple(sorted(chosen, key=lambda actor: (actor.type != "person", rules.roles.index(actor.role), actor.id))), kind, place, atlas
    )


def _vague(claim: ResolvedClaim) -> bool:
    """Recalled in passing and without a date: good for the status, not for who was there."""
    return claim.days is None and (claim.claim.definite or claim.claim.background)


def _role(found: Sequence[EventParticipant], rules: MergingRules) -> Role:
    told = Counter(actor.role for actor in found)
    telling = {role: count for role, count in told.items() if role not in ("participant", "attendee")} or told
    return min(telling, key=lambda role: (-telling[role], rules.roles.index(role)))


def _hosts(participants: tuple[EventParticipant, ...], kind: str, place: str | None, atlas: Atlas) -> tuple[EventParticipant, ...]:
    """Who is at home where two meet is the host, the other the visitor."""
    home = atlas.side(place) if place else ""
    if kind not in ("meeting", "talks", "visit") or not home or any(actor.role in ("host", "visitor") for actor in participants):
        return participants
    at_home = {actor.id for actor in participants if atlas.side(actor.id) == home}
    away = {actor.id for actor in participants if atlas.side(actor.id) not in ("", home)}
    if not at_home or not away:
        return participants
    return tuple(
        EventParticipant(a.id, a.type, "host" if a.id in at_home else "visitor")
        if a.role == "participant" and a.id in at_home | away
        else a
        for a in participants
    )
