"""Made-up claims that collide: few people, few days, much that is vague, put off or called off, and editors who have their say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.analysis.model import Claim, Quote
from beatbook.edtf import Interval
from beatbook.merging.counting import Count
from beatbook.merging.dating import EVER, shift
from beatbook.merging.model import ClaimKey, EventParticipant
from beatbook.merging.regrouping import Editors
from beatbook.merging.resolved import ResolvedClaim
from beatbook.reading.model import Span
from tests.merging.factories import RULES

if TYPE_CHECKING:
    import random

_FIRST = date(2021, 1, 4)
_KINDS = ("meeting", "visit", "talks", "forum", "call", "letter", "agreement", "election_or_appointment", "weapons_test", "other")
_STATUSES = ("happened", "happened", "planned", "expected", "postponed", "cancelled", "denied")
_PEOPLE = {"ann": "NO", "bea": "NO", "cid": "SE", "dag": "SE", "eva": "PE", "fay": "PE", "gil": "PE"}
_BODIES = {"acme": "NO", "zenith": "SE", "ministry": "PE"}
_PLACES = {
    "oslo": ("norway", True),
    "malmo": ("sweden", True),
    "lima": ("peru", True),
    "isle": ("norway", False),
    "norway": ("norway", True),
}
_COUNTRIES = {"norway": "NO", "sweden": "SE", "peru": "PE"}
_TEXTS = ("They met.", "It was rescheduled.", "their last meeting", "several meetings", "the resignation", "a strike", "a lawsuit")


@dataclass
class World:
    """Articles whose claims are as they are now, and what editors said of events."""

    draw: random.Random
    articles: dict[str, tuple[ResolvedClaim, ...]] = field(default_factory=dict)
    known: dict[ClaimKey, str] = field(default_factory=dict)
    spoken: dict[ClaimKey, frozenset[str]] = field(default_factory=dict)
    apart: set[tuple[str, str]] = field(default_factory=set)
    days: dict[str, Interval] = field(default_factory=dict)
    span: int = 120  # days on which all happens
    longest: int = 6  # claims of an article

    def claims(self) -> list[ResolvedClaim]:
        return [claim for claims in self.articles.values() for claim in claims]

    def editors(self) -> Editors:
        ids = {id_ for pair in self.apart for id_ in pair} | self.days.keys()
        marked = {key for key, id_ in self.known.items() if id_ in ids} | {key for key, others in self.spoken.items() if others & ids}
        return Editors(self.known, frozenset(self.apart), self.spoken, self.days, marked)

    def write(self, article: str) -> None:
        """Writes an article, or another version of it."""
        draw = self.draw
        published = None if draw.random() < 0.15 else self._day()
        around = frozenset(draw.sample(sorted({**_PEOPLE, **_BODIES}), draw.randrange(4)))
        count = draw.randrange(1, self.longest + 1)
        self.articles[article] = tuple(self._claim(ClaimKey(article, index), published, around) for index in range(count))

    def change_a_claim(self, article: str) -> None:
        claims = list(self.articles[article])
        index = self.draw.randrange(len(claims))
        claims[index] = self._claim(claims[index].key, claims[index].published, claims[index].around)
        self.articles[article] = tuple(claims)

    def speak(self, groups: list[tuple[ClaimKey, ...]]) -> None:
        """Has an editor say something, or take something back."""
        draw = self.draw
        ids = sorted({*self.known.values()})
        what = draw.randrange(7)
        if what == 0 and groups:  # a build gave ids to events
            for number, claims in enumerate(groups):
                self.known.update({key: f"event-{number}" for key in claims if draw.random() < 0.9})
        elif what == 1 and len(ids) > 1:
            one, other = draw.sample(ids, 2)
            self.apart |= {(one, other), (other, one)}
        elif what == 2 and self.apart:
            one, other = draw.choice(sorted(self.apart))
            self.apart -= {(one, other), (other, one)}
        elif what == 3 and ids:
            first = self._day()
            self.days[draw.choice(ids)] = Interval(first, first + timedelta(draw.choice((0, 0, 0, 6, 30))))
        elif what == 4 and self.days:
            self.days.pop(draw.choice(sorted(self.days)))
        elif what == 5 and ids:
            for key in draw.sample(sorted(self.known), min(len(self.known), 4)):
                self.spoken[key] = frozenset({draw.choice(ids), *self.spoken.get(key, ())})
        elif what == 6 and self.known:
            self.known.pop(draw.choice(sorted(self.known)))

    def _day(self) -> date:
        return _FIRST + timedelta(self.draw.randrange(self.span))

    def _when(self) -> Interval | None:
        draw, day = self.draw, self._day()
        length = draw.choice((None, None, 0, 0, 0, 0, 1, 6, 27, 200, 3000))
        return None if length is None else Interval(day, day + timedelta(length))

    def _claim(self, key: ClaimKey, published: date | None, around: frozenset[str]) -> ResolvedClaim:
        draw = self.draw
        people = draw.sample(sorted(_PEOPLE), draw.choice((0, 0, 1, 1, 2, 2, 2, 3)))
        bodies = draw.sample(sorted(_BODIES), draw.choice((0, 0, 0, 1, 2)))
        states = draw.sample(sorted(_COUNTRIES), draw.choice((0, 0, 0, 0, 1, 2)))
        if draw.random() < 0.15:  # nobody is named: others of the sentence lend their people
            people, bodies, states = [], [], []
        kind, status = draw.choice(_KINDS), draw.choice(_STATUSES)
        role = "candidate" if kind == "election_or_appointment" else "participant"
        types = {**dict.fromkeys(people, "person"), **dict.fromkeys(bodies, "organization"), **dict.fromkeys(states, "state")}
        place = draw.choice((None, None, *_PLACES))
        holds, site = _PLACES[place] if place else ("", False)
        days = self._when()
        window = days or self._window(published)
        quote = draw.choice(_TEXTS)
        trigger = draw.choice(("", "met", *sorted(RULES.known_acts)[:4], *sorted(RULES.once)[:2]))
        claim = Claim(
            kind=kind,
            status=status,
            start=0,
            end=len(quote),
            trigger=Span(0, 4),
            sentence=draw.randrange(6),
            label=draw.choice(("", "", "", "", "Water Forum", "Eastern Water Forum")),
            definite=draw.random() < 0.3,
            background=draw.random() < 0.2,
            phase=draw.choice(("whole", "whole", "begins", "ends")),
            same_as=draw.randrange(key.index) if key.index and draw.random() < 0.15 else None,
            evidence=Quote(0, len(quote), quote),
        )
        return ResolvedClaim(
            key=key,
            claim=claim,
            kind=kind,
            family=RULES.family(kind),
            status=status,
            actors=tuple(EventParticipant(id_, types[id_], role) for id_ in sorted(types)),
            people=frozenset(people),
            bodies=frozenset(bodies),
            states=frozenset(states),
            sides=frozenset({**_PEOPLE, **_BODIES, **_COUNTRIES}[id_] for id_ in types),
            absent=frozenset(),
            place=place,
            within=frozenset({place, holds}) if place else frozenset(),
            country=_COUNTRIES.get(holds, ""),
            site=site,
            days=days,
            edtf=None,
            extent="within",
            window=window,
            on=published,
            published=published,
            voices=(),
            trigger=trigger,
            text=quote,
            party=draw.random() < 0.2,
            count=draw.choice((Count(), Count(), Count(), Count(), Count(2, another=True), Count(None, another=True), Count(3))),
            around=around,
            day_of_year=draw.choice(((1, 0), (2, 11), (3, 4), (4, 0))) if days is None and draw.random() < 0.3 else None,
        )

    def _window(self, published: date | None) -> Interval:
        if published is None:
            return EVER
        return Interval(shift(published, -self.draw.choice((1, 8, 30))), shift(published, self.draw.choice((0, 1, 400))))
