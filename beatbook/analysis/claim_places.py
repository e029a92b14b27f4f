"""Where of claims whose own clause does not say it: "here", "there", the place of the journey, the dateline.

Only where the text ties the two.  The dateline is where the reporter is: it is the place of what happened on the day only when one of
those who took part is at home there and the other is not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.mentions import Naming
    from beatbook.analysis.model import Claim, Entity, Mention, Sentence, Timex
    from beatbook.reading.model import NewsArticle

_HELD = frozenset(("meeting", "talks", "agreement", "forum", "visit", "exercise", "other"))
_TOGETHER = frozenset(("meeting", "talks", "agreement"))
_VOTES = frozenset(("election", "elections", "vote", "poll", "polls", "ballot", "referendum"))
_TOWNS = frozenset(("city", "capital"))
_OTHER_TIME = re.compile(r"\b(?:after|before|following|from|back|home|since|until)\b", re.IGNORECASE)
_REACH = 3  # sentences from a journey to what is told of it
_CITY_REACH = 3  # sentences from a town to "the city"
_A_TOWN = frozenset(("city", "capital", "town"))
_OPENING = 4  # sentences that the dateline speaks for


def place_claims(
    claims: Sequence[Claim], sentences: Sequence[Sentence], naming: Naming, timexes: Sequence[Timex], article: NewsArticle
) -> tuple[Claim, ...]:
    """The claims, with the place that the text around gives those that have none."""
    if not any(claim.place is None or naming.entities[claim.place].kind == "venue" for claim in claims):
        return tuple(claims)
    ground = _Ground.of(sentences, naming, timexes, article)
    placed = list(claims)
    for index, claim in enumerate(placed):
        placed[index] = _here(claim, ground)
        placed[index] = _there(placed[index], ground)
        placed[index] = _in_the_city(placed[index], ground)
        placed[index] = _on_journey(placed, index, ground)
        placed[index] = _at_dateline(placed[index], ground)
        placed[index] = _in_the_country_that_votes(placed[index], ground)
    return tuple(placed)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the places of claims are looked up in."""

    text: str
    sentences: Mapping[int, Sentence]
    entities: Sequence[Entity]
    places: tuple[Mention, ...]  # that are no governments, by start
    countries: tuple[Mention, ...]  # as places, as states, as what a people belongs to
    starts: tuple[int, ...]
    timexes: Sequence[Timex]
    dateline: int | None  # entity of the dateline
    opening: frozenset[int]  # sentences at the top of the body
    published: date | None

    @classmethod
    def of(cls, sentences: Sequence[Sentence], naming: Naming, timexes: Sequence[Timex], article: NewsArticle) -> _Ground:
        places = tuple(mention for mention in naming.mentions if mention.type == "place" and not mention.acts_for and mention.sentence >= 0)
        body = [sentence.index for sentence in sentences if sentence.role is LineRole.PARAGRAPH]
        published = article.metadata.published
        return cls(
            article.clean.text,
            {sentence.index: sentence for sentence in sentences},
            naming.entities,
            places,
            tuple(mention for mention in naming.mentions if naming.entities[mention.entity].kind == "country" and mention.sentence >= 0),
            tuple(mention.start for mention in places),
            timexes,
            _dateline(naming.entities, article),
            frozenset(body[:_OPENING]),
            date.fromisoformat(published[:10]) if published else None,
        )

    def told_before(self, offset: int, first: int) -> int | None:
        """The entity of the last place told before `offset`, not before `first`."""
        at = bisect_left(self.starts, offset) - 1
        return self.places[at].entity if at >= 0 and self.places[at].start >= first else None

    def is_placed(self, sentence: Sentence) -> bool:
        """Whether the sentence names a place of its own."""
        at = bisect_left(self.starts, sentence.start)
        return at < len(self.starts) and self.starts[at] < sentence.end


def _dateline(entities: Sequence[Entity], article: NewsArticle) -> int | None:
    name = (article.metadata.dateline or "").split(",")[0].split("/")[0].strip().casefold()
    return next(
        (number for number, each in enumerate(entities) if each.type == "place" and each.kind in _TOWNS and each.name.casefold() == name),
        None,
    )


def _here(claim: Claim, ground: _Ground) -> Claim:
    """ "met at the palace here on Monday"."""
    if ground.dateline is None or claim.background or not _says(claim, ground, "here"):
        return claim
    if claim.place is None:
        return replace(claim, place=ground.dateline)
    venue = claim.venue is None and ground.entities[claim.place].kind == "venue"
    return replace(claim, place=ground.dateline, venue=claim.place) if venue else claim


def _there(claim: Claim, ground: _Ground) -> Claim:
    """ "She met Okoro there on Monday", behind a sentence on Lagos."""
    if claim.place is not None or claim.kind not in _HELD or not _says(claim, ground, "there"):
        return claim
    sentence = ground.sentences[claim.sentence]
    before = ground.sentences.get(claim.sentence - 1)
    near = before is not None and before.passage in (sentence.passage, sentence.passage - 1)
    first = before.start if before is not None and near else sentence.start
    return replace(claim, place=ground.told_before(claim.trigger.start, first))


def _in_the_city(claim: Claim, ground: _Ground) -> Claim:
    """ "He was due in the city on Monday", "met him in the capital": the town told of last, in the sentences before."""
    if claim.place is not None or claim.kind not in _HELD:
        return claim
    sentence = ground.sentences[claim.sentence]
    words = [token.lower for token in sentence.tokens]
    at = next((index for index in range(len(words) - 2) if words[index : index + 2] == ["in", "the"] and words[index + 2] in _A_TOWN), None)
    if at is None or not claim.trigger.start - 60 <= sentence.tokens[at].start <= claim.trigger.end + 60:
        return claim
    if at + 3 < len(words) and (words[at + 3] == "of" or sentence.tokens[at + 3].tag in ("NN", "NNP")):
        return claim  # "in the city of Lagos" names its own, "in the city centre" may be another's
    before = ground.sentences.get(claim.sentence - _CITY_REACH)
    place = ground.told_before(sentence.tokens[at].start, before.start if before is not None else 0)
    return replace(claim, place=place) if place is not None and ground.entities[place].kind in _TOWNS else claim


def _says(claim: Claim, ground: _Ground, word: str) -> bool:
    """Whether the sentence has the adverb, outside quotations, near the trigger and not as a mere subject ("there was", "here is")."""
    sentence = ground.sentences[claim.sentence]
    for index, token in enumerate(sentence.tokens):
        if token.lower != word or not claim.trigger.start - 60 <= token.start <= claim.trigger.end + 140:
            continue
        following = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
        opens = following is not None and (following.tag in ("VBD", "VBZ", "VBP", "MD") or following.lower in ("'s", "’s"))
        if not opens and not any(quote.start <= token.start < quote.end for quote in sentence.quotes):
            return True
    return False


def _on_journey(claims: Sequence[Claim], index: int, ground: _Ground) -> Claim:
    """ "She arrived in Lagos on Monday.  The next day she met Okoro": told right behind, by who made the journey."""
    claim = claims[index]
    if claim.place is not None or claim.kind not in _TOGETHER or claim.background:
        return claim
    placed = ground.is_placed(ground.sentences[claim.sentence])
    people = {part.entity for part in claim.participants if ground.entities[part.entity].type == "person"}
    for visit in reversed(claims[:index]):
        if claim.sentence - visit.sentence > _REACH:
            break
        travels = {part.entity for part in visit.participants if part.role == "visitor"}
        if visit.kind == "visit" and visit.sentence == claim.sentence and _goes_on(visit, claim, people & travels, ground.text):
            return replace(claim, place=visit.place, when=claim.when if visit.when is None else visit.when)
        if placed:
            continue
        if visit.kind != "visit" or visit.background or visit.place is None or not travels & people or visit.status != claim.status:
            continue
        if claim.status == "happened" and _within(visit, claim, ground):
            return replace(claim, place=visit.place)
        break
    return claim


def _goes_on(visit: Claim, claim: Claim, travellers: set[int], text: str) -> bool:
    """ "flew to Oslo and met Okoro": one after the other in a sentence, in the same status; not "flew home after he had met Okoro"."""
    if not travellers or visit.place is None or visit.status != claim.status or visit.trigger.start > claim.trigger.start:
        return False
    between = text[visit.trigger.end : claim.trigger.start]
    return " and " in between and not _OTHER_TIME.search(between)


def _within(visit: Claim, claim: Claim, ground: _Ground) -> bool:
    """Whether the day of the claim is the day of the arrival or one of the four behind it; a claim without a day is told in its course."""
    if visit.when is None or claim.when is None:
        return claim.when is None or claim.when == visit.when
    first, day = _day(ground.timexes[visit.when]), _day(ground.timexes[claim.when])
    return first is not None and day is not None and timedelta(0) <= day - first <= timedelta(days=4)


def _at_dateline(claim: Claim, ground: _Ground) -> Claim:
    """What is told of the day at the top of a report from there, when one side is at home there and the other is not.

    Over or still ahead: "Berg is to meet Okoro on Wednesday", in a report from Lagos of that Wednesday, is in Lagos.
    """
    venue = claim.place if claim.place is not None and ground.entities[claim.place].kind == "venue" else None
    if (
        (claim.place is not None and venue is None)
        or ground.dateline is None
        or claim.kind not in _TOGETHER
        or claim.background
        or claim.sentence not in ground.opening
        or claim.when is None
        or _is_elsewhere(claim, venue, ground)
    ):
        return claim
    home = ground.entities[ground.dateline].country
    sides = [ground.entities[part.entity].country for part in claim.participants]
    met_there = home in sides and any(side != home for side in sides)
    if not met_there or not _is_of_the_day(claim, ground.timexes[claim.when], ground):
        return claim
    return replace(claim, place=ground.dateline, venue=claim.venue if venue is None else venue)


def _is_elsewhere(claim: Claim, venue: int | None, ground: _Ground) -> bool:
    """Whether the sentence names a place besides the claim's own building and the dateline's own country."""
    sentence = ground.sentences[claim.sentence]
    home = ground.entities[ground.dateline].country if ground.dateline is not None else ""
    named = {mention.entity for mention in ground.places if sentence.start <= mention.start < sentence.end} - {venue, ground.dateline}
    return any(ground.entities[entity].kind != "country" or ground.entities[entity].country != home for entity in named)


def _is_of_the_day(claim: Claim, timex: Timex, ground: _Ground) -> bool:
    """Whether it was on the day of publication or the day before, or, planned, is on that day; a bare weekday of an undated report."""
    day = _day(timex)
    if ground.published is None:
        return day is None and claim.status == "happened" and timex.expression.startswith("weekday:") and timex.direction == "past"
    if day is None:
        return False
    age = ground.published - day
    return age == timedelta(0) if claim.status in ("planned", "expected") else timedelta(0) <= age <= timedelta(days=1)


def _in_the_country_that_votes(claim: Claim, ground: _Ground) -> Claim:
    """ "Iceland's coalition lost its majority in Saturday's general election": a vote of a country is held there."""
    if claim.place is not None or claim.kind != "election_or_appointment" or not _is_a_vote(claim, ground):
        return claim
    sentence = ground.sentences[claim.sentence]
    countries = {mention.entity for mention in ground.countries if sentence.start <= mention.start < sentence.end}
    elsewhere = any(sentence.start <= mention.start < sentence.end and mention.entity not in countries for mention in ground.places)
    return replace(claim, place=min(countries)) if len(countries) == 1 and not elsewhere else claim


def _is_a_vote(claim: Claim, ground: _Ground) -> bool:
    sentence = ground.sentences[claim.sentence]
    trigger = sentence.text[max(0, claim.trigger.start - sentence.start) : max(0, claim.trigger.end - sentence.start)]
    people = any(ground.entities[part.entity].type == "person" for part in claim.participants)
    return not people and trigger.lower().rpartition(" ")[2] in _VOTES


def _day(timex: Timex) -> date | None:
    try:
        return date.fromisoformat((timex.value or "")[:10])
    except ValueError:
        return None
