"""Claims with global ids: who, where and when in terms that can be compared across articles."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from beatbook.merging.counting import NOT_COUNTED, count_claim
from beatbook.merging.dating import date_claim
from beatbook.merging.model import ClaimKey, EventParticipant, Extent, ReportClaim, VoiceRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from beatbook.analysis.model import Analysis, Claim, Participant, Quote, Status, Voice
    from beatbook.edtf import Interval
    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.counting import Count
    from beatbook.merging.dating import DayOfYear
    from beatbook.merging.model import Profile
    from beatbook.merging.ruleset import MergingRules

_ABOUT = 10  # people and bodies that say what an article is about
_TELLERS = ("outlet", "agency", "broadcaster", "newspaper")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """A claim whose people, places and days are global."""

    key: ClaimKey
    claim: Claim
    kind: str
    family: str
    status: Status
    actors: tuple[EventParticipant, ...]
    people: frozenset[str]
    bodies: frozenset[str]  # organizations
    states: frozenset[str]
    sides: frozenset[str]  # countries of all actors
    absent: frozenset[str]
    place: str | None
    within: frozenset[str]  # the place and every place that holds it
    country: str  # of the place
    site: bool  # a city or a country: excludes other cities and countries
    days: Interval | None
    edtf: str | None
    extent: Extent
    window: Interval
    on: date | None
    published: date | None
    voices: tuple[tuple[VoiceRef, ...], ...]
    trigger: str  # the act by a rule of type "act", else the trigger's word, lower case, cut to its stem; "" when unknown
    text: str  # its evidence
    party: bool  # somebody who takes part, or who speaks for a side, says so
    count: Count = NOT_COUNTED  # which of a series it speaks of
    around: frozenset[str] = frozenset()  # those whom its article names most
    day_of_year: DayOfYear | None = None  # where the year is not known


@dataclass(frozen=True, slots=True)
class Atlas:
    """Profiles by id and what they tell about sides and places."""

    profiles: Mapping[str, Profile]
    countries: Mapping[str, str]  # ISO code -> id of the place or state

    def holding(self, place: str) -> frozenset[str]:
        """The place and every place that holds it, up to its country."""
        found = [place]
        while (profile := self.profiles.get(found[-1])) and profile.parent and profile.parent not in found:
            found.append(profile.parent)
        last = self.profiles.get(found[0])
        if last and last.country and (country := self.countries.get(last.country)):
            found.append(country)
        return frozenset(found)

    def is_site(self, place: str | None) -> bool:
        """Whether the place is one of those that exclude one another: a city is no other city, an island may lie in one."""
        profile = self.profiles.get(place or "")
        return profile is not None and (profile.type == "state" or profile.kind in ("city", "capital", "country", "town", "village"))

    def side(self, id_: str) -> str:
        profile = self.profiles.get(id_)
        return profile.country if profile else ""


def make_atlas(profiles: Sequence[Profile]) -> Atlas:
    """What profiles say about countries and places."""
    countries = {profile.country: profile.id for profile in profiles if profile.country and is_nation(profile)}
    return Atlas({profile.id: profile for profile in profiles}, countries)


def is_nation(profile: Profile) -> bool:
    """Whether it stands for its country."""
    return profile.type == "state" or (profile.type == "place" and profile.kind == "country")


def resolve_claims(article: AnchoredArticle, entity_ids: Sequence[str], atlas: Atlas, rules: MergingRules) -> tuple[ResolvedClaim, ...]:
    """The claims of one article with global ids, in order."""
    claims = article.analysis.claims
    undone = {claim.same_as for claim in claims if claim.status in ("cancelled", "postponed", "denied")}
    around = _around(article.analysis, entity_ids, atlas)
    return tuple(_resolve(article, index, entity_ids, atlas, rules, undone=index in undone, around=around) for index in range(len(claims)))


def _around(analysis: Analysis, ids: Sequence[str], atlas: Atlas) -> frozenset[str]:
    """The people and bodies that an article names most, outlets and agencies left aside: what it is about."""
    named = Counter(id_ for mention in analysis.mentions if not mention.credit and (id_ := _id(ids, mention.entity)))
    about = [
        id_
        for id_ in named
        if (profile := atlas.profiles.get(id_)) and profile.type in ("person", "organization") and profile.kind not in _TELLERS
    ]
    return frozenset(sorted(about, key=lambda id_: (-named[id_], id_))[:_ABOUT])


def _resolve(
    article: AnchoredArticle, index: int, ids: Sequence[str], atlas: Atlas, rules: MergingRules, *, undone: bool, around: frozenset[str]
) -> ResolvedClaim:
    analysis, claim = article.analysis, article.analysis.claims[index]
    actors = _actors(claim, analysis, ids, atlas, rules)
    published = article.published or article.near
    when = date_claim(claim, analysis, article.values, published, rules)
    place = _id(ids, claim.place) or _id(ids, claim.venue) or None
    people = frozenset(actor.id for actor in actors if actor.type == "person")
    bodies = frozenset(actor.id for actor in actors if actor.type == "organization")
    states = frozenset(actor.id for actor in actors if actor.type == "state")
    sides = frozenset(side for actor in actors if (side := atlas.side(actor.id)))
    voices = tuple(tuple(_voice(voice, ids) for voice in chain) for chain in claim.said_by)
    return ResolvedClaim(
        key=ClaimKey(article.id, index),
        claim=claim,
        kind=claim.kind,
        family=rules.family(claim.kind),
        status=claim.status if undone else _possible_status(claim, when.days, published),  # "was to meet on Monday, but it was called off"
        actors=actors,
        people=people,
        bodies=bodies,
        states=states,
        sides=sides,
        absent=frozenset(_id(ids, entity) for entity in claim.absent) - {""},
        place=place,
        within=atlas.holding(place) if place else frozenset(),
        country=atlas.side(place) if place else "",
        site=atlas.is_site(place),
        days=when.days,
        edtf=when.edtf,
        extent=when.extent,
        window=when.window,
        on=article.said_on(claim.on) or article.published,
        published=published,
        voices=voices,
        trigger=_trigger(claim, rules),
        text=claim.evidence.quote if claim.evidence else "",
        party=_is_party(voices, people | bodies | states, sides, atlas, rules),
        count=count_claim(claim, rules.count),
        around=around,
        day_of_year=when.day_of_year,
    )


def _possible_status(claim: Claim, days: Interval | None, published: date | None) -> Status:
    """What is told as done cannot lie ahead of the publication, nor what is told as ahead behind it, unless it was said earlier."""
    if days is None or published is None:
        return claim.status
    if claim.status == "happened" and days.first > published:
        return "planned"
    if claim.status in ("planned", "expected") and days.last < published and claim.on is None:
        return "happened"
    return claim.status


def _actors(claim: Claim, analysis: Analysis, ids: Sequence[str], atlas: Atlas, rules: MergingRules) -> tuple[EventParticipant, ...]:
    """Who acts, each once; the more telling role holds.  Places act as states when they are countries."""
    roles: dict[str, EventParticipant] = {}
    for participant in claim.participants:
        id_ = _id(ids, participant.entity)
        type_ = _actor_type(participant, analysis, id_, atlas)
        if not id_ or not type_:
            continue
        actor = EventParticipant(id_, type_, participant.role)
        known = roles.get(id_)
        if known is None or rules.roles.index(actor.role) < rules.roles.index(known.role):
            roles[id_] = actor
    return tuple(roles[id_] for id_ in sorted(roles))


def _actor_type(participant: Participant, analysis: Analysis, id_: str, atlas: Atlas) -> Literal["person", "organization", "state"] | None:
    profile = atlas.profiles.get(id_)
    type_ = profile.type if profile else analysis.entities[participant.entity].type
    if type_ == "person" or type_ == "state":  # noqa: PLR1714  # mypy narrows an equality, not a membership
        return type_
    if type_ == "place":
        return "state" if profile and profile.kind == "country" else None
    return "organization"


def _id(ids: Sequence[str], entity: int | None) -> str:
    return ids[entity] if entity is not None and entity < len(ids) else ""


def _voice(voice: Voice, ids: Sequence[str]) -> VoiceRef:
    if id_ := _id(ids, voice.entity):
        return VoiceRef(source=id_)
    return VoiceRef(unnamed=voice.text, kind=voice.unnamed or ("" if voice.entity is None else "named"))


def _trigger(claim: Claim, rules: MergingRules) -> str:
    """The act that the trigger's last word stands for: by a rule ("sued" and "lawsuit" are one), else its first five letters.

    Of "survives a confidence vote" the act is the vote.
    """
    quote: Quote | None = claim.evidence
    if quote is None or not quote.start <= claim.trigger.start < quote.end:
        return ""
    words = _WORD.findall(quote.quote[claim.trigger.start - quote.start : claim.trigger.end - quote.start].lower())
    if not words:
        return ""
    last = words[-1].rpartition("-")[2]
    nouns = reversed(_WORD.findall(claim.object.lower())) if last in rules.light_verbs else ()
    told = (*nouns, words[-1], last)
    return next((rules.acts[word] for word in told if word in rules.acts), last[:5].rstrip("eds"))


def _is_party(
    voices: tuple[tuple[VoiceRef, ...], ...], actors: frozenset[str], sides: frozenset[str], atlas: Atlas, rules: MergingRules
) -> bool:
    """Whether one of the chains ends at somebody who takes part, or who speaks for a country that does."""
    return any(chain and _speaks_for(chain[-1], actors, sides, atlas, rules) for chain in voices)


def _speaks_for(voice: VoiceRef, actors: frozenset[str], sides: frozenset[str], atlas: Atlas, rules: MergingRules) -> bool:
    profile = atlas.profiles.get(voice.source or "")
    if profile is None:
        return False
    if profile.id in actors:
        return True
    speaks = profile.type in ("person", "state") or profile.kind in rules.party_bodies
    return speaks and bool(profile.country) and profile.country in sides and (profile.type != "person" or bool(profile.roles))


def lend_people(claim: ResolvedClaim, other: ResolvedClaim) -> ResolvedClaim:
    """The claim with the actors of another: "their first summit, in April", told beside the second one."""
    return replace(claim, actors=other.actors, people=other.people, bodies=other.bodies, states=other.states, sides=other.sides)


def report_claim(claim: ResolvedClaim) -> ReportClaim | None:
    """The claim as an event's report holds it; None without evidence."""
    evidence = claim.claim.evidence
    if evidence is None:
        return None
    return ReportClaim(
        key=claim.key,
        status=claim.status,
        on=claim.on.isoformat() if claim.on else None,
        date=claim.edtf,
        place=claim.place,
        participants=tuple(actor.id for actor in claim.actors),
        said_by=claim.voices,
        evidence=evidence,
        figures=claim.claim.figures,
        phase=claim.claim.phase,
    )
