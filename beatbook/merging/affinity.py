"""How much speaks for two groups of claims being one event, and what forbids it.

People decide: the same two people on two days are two events, and two people are never one because they share a surname; but shared
people alone are not enough: there must be a day, a name of the event or the article's own context that ties the claims together.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from beatbook.edtf import Interval
from beatbook.merging.dating import EVER, FORWARD
from beatbook.merging.landmarks import candidates, happens_once, is_on_day_of_year, is_told_since
from beatbook.merging.status import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from beatbook.merging.blocking import Bearings
    from beatbook.merging.dating import DayOfYear
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

_SAME_STORY = 2  # people and bodies that two articles must both be about for an act of nobody, nowhere, to be one
_SAME_WEEK = 1.3  # what dates add that hold one another within a week
_HELD_FOR = 60  # days for which an act that happens once is told of as ahead
_REMEMBERED = 400  # days for which it is recalled without its date
_NONE: frozenset[str] = frozenset()
_LEAD = 2  # sentences behind a headline that tell what it says


@dataclass(slots=True)
class Dated:
    """Days on which claims of a cluster put the event."""

    days: Interval
    forward: bool  # only forecasts and plans say so
    first_said: date | None  # earliest publication of these claims; None: not known
    articles: set[str] = field(default_factory=set)
    announced: bool = False  # somebody plans it for these days, and is not only thought to


@dataclass(slots=True)
class Cluster:
    """Claims that are taken for one event so far, and what they say together.  Only `grouping` changes one.

    Its sets are those of its claims for as long as it has one claim: most never have a second one.
    """

    claims: list[ResolvedClaim]
    kinds: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    states: frozenset[str]
    sides: frozenset[str]
    places: frozenset[str]
    within: frozenset[str]
    sites: frozenset[str]  # those of the places that exclude one another: cities and countries
    homes: frozenset[str]  # countries of its places
    labels: frozenset[str]
    triggers: frozenset[str]
    articles: frozenset[str]
    sentences: frozenset[tuple[str, int]]
    over: frozenset[tuple[str, int]]  # sentences that have it happen
    off: frozenset[tuple[str, int]]  # sentences that have it called off
    counted: list[ResolvedClaim]  # those of its claims that tell of one more: "another meeting"
    around: frozenset[str]  # those whom its articles name most
    numbers: frozenset[int]  # places in a series: 3 for "their third summit"
    held: dict[str, date]  # article -> day by which it has the event over
    ahead: dict[str, date]  # article -> day on which it still speaks of it as ahead, or as called off, without a day
    dated: dict[Interval, Dated]
    window: Interval
    published: Interval | None  # first and last day of publication
    days_of_year: frozenset[DayOfYear]  # of dates without a year
    known: frozenset[str] = frozenset()  # ids of earlier events that it stands for
    reasons: list[str] = field(default_factory=list)
    bearings: Bearings | None = None  # where it is compared, as blocking took them; None: to be taken anew
    landmarks: tuple[tuple[object, ...], ...] | None = None  # the same of what ties it to claims without a date

    @property
    def first(self) -> ResolvedClaim:
        return self.claims[0]

    @property
    def narrowest(self) -> Interval | None:
        """Its shortest stretch of days, the earliest of several; None when it has no date."""
        if len(self.dated) <= 1:
            return next(iter(self.dated), None)
        return min(self.dated, key=lambda days: (days.days, days))

    @property
    def definite(self) -> bool:
        return any(claim.claim.definite for claim in self.claims)

    @property
    def background(self) -> bool:
        return all(claim.claim.background for claim in self.claims)


def make_cluster(claim: ResolvedClaim) -> Cluster:
    """A cluster of one claim."""
    dated = {}
    if claim.days:
        dated[claim.days] = Dated(
            claim.days,
            forward=claim.status in FORWARD,
            first_said=claim.published,
            articles={claim.key.article},
            announced=_is_announced(claim),
        )
    place = frozenset((claim.place,)) if claim.place else _NONE
    sentence = frozenset(((claim.key.article, claim.claim.sentence),))
    return Cluster(
        claims=[claim],
        kinds=frozenset((claim.kind,)),
        people=claim.people,
        bodies=claim.bodies,
        states=claim.states,
        sides=claim.sides,
        places=place,
        within=claim.within,
        sites=place if claim.site else _NONE,
        homes=frozenset((claim.country,)) if claim.country else _NONE,
        labels=frozenset((claim.claim.label.casefold(),)) if claim.claim.label else _NONE,
        triggers=frozenset((claim.trigger,)) if claim.trigger else _NONE,
        articles=frozenset((claim.key.article,)),
        sentences=sentence,
        over=sentence if claim.status == "happened" else frozenset(),
        off=sentence if claim.status in ("cancelled", "postponed") else frozenset(),
        counted=[claim] if claim.count.another else [],
        around=claim.around,
        numbers=frozenset((claim.count.number,)) if claim.count.number is not None else frozenset(),
        held=_held(claim),
        ahead=_ahead(claim),
        dated=dated,
        window=claim.window,
        published=Interval(claim.published, claim.published) if claim.published else None,
        days_of_year=frozenset((claim.day_of_year,)) if claim.day_of_year else frozenset(),
    )


def _is_announced(claim: ResolvedClaim) -> bool:
    return claim.status == "planned" and (claim.party or voice_of(claim) in ("outlet", "named"))


def _held(claim: ResolvedClaim) -> dict[str, date]:
    over = claim.status == "happened" and claim.days is not None and claim.published is not None and claim.days.last <= claim.published
    return {claim.key.article: claim.days.last} if over and claim.days else {}


def _ahead(claim: ResolvedClaim) -> dict[str, date]:
    ahead = claim.status not in ("happened", "denied") and claim.days is None and not claim.claim.background
    return {claim.key.article: claim.on} if ahead and claim.on else {}


def absorb(target: Cluster, other: Cluster) -> None:
    """Adds all of `other` to `target`."""
    target.bearings = target.landmarks = None
    if len(other.claims) == 1:
        insort(target.claims, other.first, key=lambda claim: claim.key)
    else:
        target.claims = sorted([*target.claims, *other.claims], key=lambda claim: claim.key)
    target.counted += other.counted
    target.kinds |= other.kinds
    target.people |= other.people
    target.bodies |= other.bodies
    target.states |= other.states
    target.sides |= other.sides
    target.places |= other.places
    target.within |= other.within
    target.homes |= other.homes
    target.sites |= other.sites
    target.labels |= other.labels
    target.triggers |= other.triggers
    target.articles |= other.articles
    target.sentences |= other.sentences
    target.over |= other.over
    target.off |= other.off
    target.around |= other.around
    target.numbers |= other.numbers
    target.days_of_year |= other.days_of_year
    target.known |= other.known
    for article, day in other.held.items():
        target.held[article] = min(day, target.held.get(article, day))
    for article, day in other.ahead.items():
        target.ahead[article] = max(day, target.ahead.get(article, day))
    for days, dated in other.dated.items():
        known = target.dated.get(days)
        if known is None:
            target.dated[days] = dated
            continue
        known.forward = known.forward and dated.forward
        known.first_said = _earlier(known.first_said, dated.first_said)
        known.articles |= dated.articles
        known.announced = known.announced or dated.announced
    target.window = target.window.intersection(other.window) or target.window
    target.published = _hull(target.published, other.published)
    target.reasons = sorted({*target.reasons, *other.reasons})


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _hull(one: Interval | None, other: Interval | None) -> Interval | None:
    if one is None or other is None:
        return one or other
    return Interval(min(one.first, other.first), max(one.last, other.last))


@dataclass(frozen=True, slots=True)
class Link:
    """Why two clusters are one event.  `apart` says what forbids it, and then the score means nothing."""

    score: float
    reasons: tuple[str, ...] = ()
    apart: str = ""


class _Part(NamedTuple):
    """What one signal says."""

    score: float
    reason: str = ""
    apart: str = ""


_NOTHING = _Part(0.0)


def link(one: Cluster, other: Cluster, rules: MergingRules) -> Link:  # noqa: PLR0911  # each return spares all that stands behind it
    """What speaks for the two being one event.  The same whichever comes first."""
    kind = _kinds(one, other, rules)
    if kind.apart:
        return Link(0.0, apart=kind.apart)
    name = _labels(one, other)
    if name.apart:
        return Link(0.0, apart=name.apart)
    who = _who(one, other, rules)
    if who.apart:
        return Link(0.0, apart=who.apart)
    where = _places(one, other)
    series, around = _series(one, other), _unnamed(one, other, where)
    for part in (_fates(one, other), _journey(one, other), series, around):
        if part.apart:
            return Link(0.0, apart=part.apart)
    when = _days(one, other, rules)
    if when.apart:
        return Link(0.0, apart=when.apart)
    if where.apart and not _same_pair_same_day(who, when):
        return Link(0.0, apart=where.apart)
    context = _context(one, other)
    if context.score <= 0 and (untied := _untied(one, other, rules, when=when, where=where)):
        return Link(0.0, apart=untied)
    if when.score <= 0 and name.score <= 0 and series.score <= 0 and context.score <= 0:
        return Link(0.0, apart="nothing but the people ties them")
    parts = (kind, who, when, where, name, series, around, context)
    return Link(sum(part.score for part in parts), tuple(part.reason for part in parts if part.reason))


def _untied(one: Cluster, other: Cluster, rules: MergingRules, *, when: _Part, where: _Part) -> str:
    """Why two that no article ties are two, though their people fit."""
    if where.score <= 0 and _is_another_journey(one, other, when):
        return "nothing says that it is the same journey, or that it was made for this"
    return "another counterpart" if when.score < _SAME_WEEK and _other_body(one, other, rules) else ""


def _unnamed(one: Cluster, other: Cluster, where: _Part) -> _Part:
    """An act of nobody, nowhere: the strike of two articles is one where both are about the same people and bodies."""
    nobody = [c for c in (one, other) if not (c.people or c.bodies or c.states)]
    if not nobody or where.score > 0 or one.first.family != "act" or one.labels & other.labels or one.articles & other.articles:
        return _NOTHING
    if len(one.around & other.around) >= _SAME_STORY:
        return _Part(0.4, "the same people and bodies around it")
    return _Part(0.0, apart="nothing but the day ties them")


def _kinds(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    scores = [rules.join(a, b) for a in one.kinds for b in other.kinds]
    if None in scores:
        return _Part(0, apart=f"a {'/'.join(sorted(one.kinds))} is no {'/'.join(sorted(other.kinds))}")
    known = [score for score in scores if score is not None]
    if "other" in one.kinds | other.kinds and one.triggers and other.triggers and not one.triggers & other.triggers:
        return _Part(0, apart="another act")
    if "election_or_appointment" in one.kinds | other.kinds and _other_office(one, other, rules):
        return _Part(0, apart="another change of office")
    if one.kinds & other.kinds & {"election_or_appointment"} and one.triggers & other.triggers & rules.known_acts:
        return _Part(max(known) + 0.5, "the same change of office")
    return _Part(max(known), "one kind of event" if one.kinds & other.kinds else "kinds that go together")


def _other_office(one: Cluster, other: Cluster, rules: MergingRules) -> bool:
    """Whether the two name other candidates, or one of them leaves an office that the other takes."""
    acts = rules.known_acts
    ours, theirs = one.triggers & acts, other.triggers & acts
    if ours and theirs and not ours & theirs:
        return True
    taking, others = candidates(one), candidates(other)
    return bool(taking and others and not taking & others)


def _who(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    if one.people and other.people:
        return _people(one, other, rules)
    shared = (one.bodies & other.bodies) | (one.states & other.states)
    if one.people or other.people:
        return _sides(one, other) if not shared else _Part(0.8, "the same bodies act")
    ours, theirs = one.bodies | one.states, other.bodies | other.states
    if ours and theirs and not shared:
        return _sides(one, other)
    if shared and _other_bodies(one, other, rules):
        return _Part(0, apart="other bodies act")
    if shared:
        by_bodies = 1.2 if one.bodies & other.bodies else 1.0 if len(shared) > 1 else 0.8
        return _Part(by_bodies, "the same bodies act" if one.bodies & other.bodies else "the same countries act")
    return _NOTHING


def _other_bodies(one: Cluster, other: Cluster, rules: MergingRules) -> bool:
    """Whether two events of two sides each share only one of them."""
    ours, theirs = one.bodies | one.states, other.bodies | other.states
    apart = bool(rules.pairwise & (one.kinds | other.kinds)) and bool(ours - theirs) and bool(theirs - ours)
    return apart and len(one.sides) > 1 and len(other.sides) > 1


def _people(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    shared = one.people & other.people
    if not shared:
        return _Part(0, apart="other people take part")
    if one.people <= other.people or other.people <= one.people:
        few = min(len(one.people), len(other.people))
        if few > 1 or one.people == other.people:
            return _Part(2.0 if few > 1 else 1.6, "the same people take part")
        return _counterpart(one, other) or _Part(0.9, "one of them takes part")
    if len(shared) == 1 and rules.pairwise & (one.kinds | other.kinds):
        return _Part(0, apart="another counterpart")
    return _Part(1.0, "people in common")


def _counterpart(one: Cluster, other: Cluster) -> _Part | None:
    """Of a claim that names one of two people: whether its other side is another country."""
    few, many = (one, other) if len(one.people) < len(other.people) else (other, one)
    if len(few.sides) > 1 and len(many.sides) > 1 and not few.sides <= many.sides and not many.sides <= few.sides:
        return _Part(0, apart="another counterpart")
    return None


def _other_body(one: Cluster, other: Cluster, rules: MergingRules) -> bool:
    """Whether one is told of somebody with a person and the other of the same with a body that is not this person's."""
    if not rules.pairwise & (one.kinds | other.kinds):
        return False
    for body, person in ((one, other), (other, one)):
        strangers = body.bodies - person.bodies
        if len(body.people) == 1 and strangers and not person.bodies and body.people < person.people and not body.sides - person.sides:
            return len(body.sides) < len(person.people)  # a body whose country is told goes by its country
    return False


def _sides(one: Cluster, other: Cluster) -> _Part:
    """Countries instead of people: "the summit between North Korea and Russia"."""
    if not one.sides or not other.sides:
        return _NOTHING
    if one.sides <= other.sides or other.sides <= one.sides:
        return _Part(0.9 if len(one.sides & other.sides) > 1 else 0.4, "the same countries")
    return _Part(0, apart="other countries")


def _days(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    if one.dated and other.dated:
        return _both_dated(one, other, rules)
    if one.dated or other.dated:
        dated, vague = (one, other) if one.dated else (other, one)
        return _one_dated(dated, vague, rules)
    return _none_dated(one, other, rules)


def _both_dated(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    if _contradicts_itself(one, other):
        return _Part(0, apart="one article gives both of two dates")
    shared = [
        max(ours.days, theirs.days)
        for ours in one.dated
        for theirs in other.dated
        if ours.overlaps(theirs) and _narrow(one, ours) and _narrow(other, theirs)
    ]
    if not shared:
        return _stretch(one, other, rules) or _rumoured(one, other, rules)
    longer = min(shared)
    if longer == 1:
        return _Part(2.0, "on the same day")
    if longer <= 31:
        return _Part(1.3 if longer <= 7 else 1.1, "dates that hold one another")
    return _Part(0.8 if longer <= 366 else 0.3, "dates that hold one another")


def _narrow(cluster: Cluster, days: Interval) -> bool:
    """Whether these days are told for themselves, and not only as the month or year around a day of the same cluster."""
    return not any(other != days and days.contains(other) for other in cluster.dated)


def _stretch(one: Cluster, other: Cluster, rules: MergingRules) -> _Part | None:
    """Two days of what goes on for days: its arrival and its departure, or both in a stretch that one of the two names."""
    if not (one.kinds | other.kinds) <= rules.lasting or one.people != other.people or not one.within & other.within:
        return None
    days = [one.narrowest, other.narrowest]
    spans = [span for span in (*one.dated, *other.dated) if span.days <= 31]
    if any(all(day is not None and span.contains(day) for day in days) for span in spans):
        return _Part(1.0, "days of one stretch")
    starts, ends = sorted(day.first for day in days if day)
    phases = {claim.claim.phase for cluster in (one, other) for claim in cluster.claims}
    if {"begins", "ends"} <= phases and (ends - starts).days <= rules.figures["visit-days"]:
        return _Part(1.0, "its arrival and its departure")
    return None


def _contradicts_itself(one: Cluster, other: Cluster) -> bool:
    """Whether one article puts the two on days that exclude each other."""
    if not one.articles & other.articles:
        return False
    return any(a.articles & b.articles and not a.days.overlaps(b.days) for a in one.dated.values() for b in other.dated.values())


def _rumoured(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    """Two days that exclude each other: one event when forecasts made beforehand differ by little."""
    points = [
        dated for cluster in (one, other) for dated in cluster.dated.values() if dated.days.days <= 7 and _narrow(cluster, dated.days)
    ]
    facts = [dated.days for dated in points if not dated.forward]
    if not points or any(not a.overlaps(b) for a in facts for b in facts):
        return _Part(0, apart="other dates")
    first, last = min(dated.days.last for dated in points), max(dated.days.first for dated in points)
    beforehand = all(dated.first_said is not None and dated.first_said <= first for dated in points if dated.forward)
    told = [dated for dated in points if dated.forward and not any(dated.days.overlaps(fact) for fact in facts)]
    if facts and any(dated.announced for dated in told):
        return _Part(0, apart="other dates")  # what was announced for one day and what was held on another are two
    near = (last - first).days <= rules.figures["rumour-days"]
    if not near or not beforehand or len(facts) == len(points) or not one.people & other.people:
        return _Part(0, apart="other dates")
    return _Part(0.4, "forecasts that differ by a few days")


def _one_dated(dated: Cluster, vague: Cluster, rules: MergingRules) -> _Part:
    days = dated.narrowest
    assert days is not None  # noqa: S101  # it has dates, as the caller saw to
    if (same := is_on_day_of_year(dated, vague)) is not None:
        return _Part(1.5, "the same day of a year that one of them does not tell") if same else _Part(0, apart="another day of the year")
    if happens_once(dated, vague, rules) and is_told_since(dated, vague, before=_HELD_FOR, after=_REMEMBERED):
        return _Part(0.8, "it happens to somebody once")
    if not days.overlaps(vague.window) and not vague.sentences & dated.sentences and not _follows(vague, dated):
        return _Part(0, apart="its window is another")
    if vague.published is None or vague.window == EVER:
        return _Part(0.1 if vague.articles & dated.articles else 0.0)
    gap = max((days.first - vague.published.last).days, (vague.published.first - days.last).days, 0)
    near = rules.figures["near-days"]
    if vague.background and gap > near:
        return _NOTHING
    return _Part(0.5 * max(0.0, 1 - gap / (3 * near)) if gap <= 3 * near else 0.0, "told of near its day" if gap <= near else "")


def _none_dated(one: Cluster, other: Cluster, rules: MergingRules) -> _Part:
    if one.days_of_year and other.days_of_year and not one.days_of_year & other.days_of_year:
        return _Part(0, apart="another day of the year")
    if one.published is None or other.published is None:
        return _NOTHING
    if not one.window.overlaps(other.window):
        return _Part(0, apart="their windows do not meet")
    gap = max((one.published.first - other.published.last).days, (other.published.first - one.published.last).days, 0)
    return _Part(0.5, "told of in the same days") if gap <= rules.figures["near-days"] else _NOTHING


def _places(one: Cluster, other: Cluster) -> _Part:
    if not one.places or not other.places:
        return _NOTHING
    if one.places & other.places:
        return _Part(0.8, "the same place")
    if one.places & other.within or other.places & one.within:
        return _Part(0.4, "one place lies in the other")
    if one.sites and other.sites:
        return _Part(-0.5, apart="other places")
    return _Part(0.0)  # an island, a campus or a region: it may lie in the other, or hold it


def _same_pair_same_day(who: _Part, when: _Part) -> bool:
    """Two cities on one day are one event with a conflict of place when the same two meet, else two."""
    return who.score >= 2 and when.score >= 2


def _labels(one: Cluster, other: Cluster) -> _Part:
    if not one.labels or not other.labels:
        return _NOTHING
    if _meet(one.labels, other.labels):
        return _Part(1.5, "the same name")
    return _Part(0, apart="other names")


def _is_another_journey(one: Cluster, other: Cluster, when: _Part) -> bool:
    """Of two that no place and no article ties: whether one is a journey that the other need not belong to.

    A journey is not made for a forum of its week; one to a place not for a meeting whose place and day are not told; and of one
    traveller a journey without a place and day is any journey.
    """
    if one.kinds | other.kinds == {"forum", "visit"}:
        return True
    if when.score >= _SAME_WEEK:
        return False
    for trip, meeting in ((one, other), (other, one)):
        if trip.kinds == {"visit"} and trip.places and "visit" not in meeting.kinds and not meeting.places:
            return True
    alone = len(one.people | other.people) == 1 and one.kinds == other.kinds == {"visit"}
    return alone and not (one.dated and other.dated)


def _journey(one: Cluster, other: Cluster) -> _Part:
    """Somebody's journey in their own country is made for a meeting there only when it is on the same day."""
    for trip, meeting in ((one, other), (other, one)):
        domestic = trip.kinds == {"visit"} and len(trip.people) == 1 and trip.sides and trip.sides == trip.homes
        if domestic and len(meeting.people) > 1 and not set(trip.dated) & set(meeting.dated):
            return _Part(0, apart="a journey at home")
    return _NOTHING


def _fates(one: Cluster, other: Cluster) -> _Part:
    """An article that tells one thing as held and another as ahead or called off means two."""
    if one.over & other.off or other.over & one.off:
        return _Part(0, apart="one was held, the other called off")
    for held, ahead in ((one.held, other.ahead), (other.held, one.ahead)):
        for article in held.keys() & ahead.keys():
            if held[article] < ahead[article]:
                return _Part(0, apart="one was held, the other is ahead or was called off")
    return _NOTHING


def _series(one: Cluster, other: Cluster) -> _Part:
    """Events that texts count: the second is not the third, and "another" is not the one told of before."""
    if one.numbers and other.numbers:
        if one.numbers & other.numbers:
            return _Part(0.8, "the same in a series")
        return _Part(0, apart="another of a series")
    for more, known in ((one, other), (other, one)):
        if any(_is_another(claim, known) for claim in more.counted):
            return _Part(0, apart="one more than the one told of")
    return _NOTHING


def _is_another(claim: ResolvedClaim, known: Cluster) -> bool:
    """Whether "another meeting" cannot be this one: it is ahead and this one over, or the article tells of this one first."""
    if known.counted or (claim.days and any(claim.days.overlaps(days) for days in known.dated)):
        return False
    days = known.narrowest
    if claim.status in FORWARD and days is not None and claim.published is not None and days.last <= claim.published:
        return True
    told = any(0 < sentence < claim.claim.sentence for article, sentence in known.sentences if article == claim.key.article)
    return told and bool(known.dated or known.over)


def _meet(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    return any(a == b or a in b or b in a for a in ours for b in theirs)


def _context(one: Cluster, other: Cluster) -> _Part:
    """A known event spoken of again in the same article: "the summit"."""
    if not one.articles & other.articles:
        return _NOTHING
    if one.sentences & other.sentences:
        return _Part(0.8, "in one sentence")
    if _heads(one, other) or _heads(other, one):
        return _Part(0.8, "the headline and its article's first words")
    unlike = 0.6 if _tenses_differ(one, other) else 0.0
    if _follows(one, other) or _follows(other, one):
        return _Part(0.8 - unlike, "in the next sentence")
    return _Part((0.7 if one.definite or other.definite else 0.3) - unlike, "in one article")


def _heads(headline: Cluster, lead: Cluster) -> bool:
    """Whether one is a headline's claim without a day, and the other stands in the first sentences behind it."""
    told = {article for article, sentence in headline.sentences if sentence == 0}
    return not headline.dated and any(article in told and 0 < sentence <= _LEAD for article, sentence in lead.sentences)


def _tenses_differ(one: Cluster, other: Cluster) -> bool:
    """Whether the article has one of the two over and the other still ahead."""
    return any(
        {claim.status for claim in done.claims} == {"happened"} and ahead.ahead.keys() & done.articles and not ahead.over
        for done, ahead in ((one, other), (other, one))
    )


def _follows(vague: Cluster, other: Cluster) -> bool:
    """Whether a definite claim stands in the sentence behind one of the other cluster: "The talks focused on ..."."""
    return (
        len(vague.claims) == 1
        and vague.definite
        and any((article, sentence - 1) in other.sentences for article, sentence in vague.sentences)
    )
