"""Day and place that a claim takes from what is told around it: the summit at which two meet, the meeting after which they sign.

Only where the text ties the two: one sentence, the summit named again, the same two people in the next sentence, or a word that says
so ("also", "there", "after the talks").  A claim never gives up what it says itself, and nothing is taken from what is only recalled.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.model import Participant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.claim_settings import Setting
    from beatbook.analysis.model import Claim, Entity, Sentence

_OCCASIONS = frozenset(("meeting", "talks", "visit", "agreement", "forum"))
_TAKING = frozenset(("meeting", "talks", "agreement", "forum"))
_AHEAD = frozenset(("planned", "expected"))
_AT_FORUM = re.compile(
    r"\b(?:at|during|(?:on|at) the (?:sidelines|margins|fringes) of) (?:the|this|that) (?:[\w-]+ ){0,2}?"
    r"(?:summit|forum|conference|congress|gathering|assembly|meeting)\b|^On the (?:sidelines|margins|fringes)\b",
    re.IGNORECASE,
)
_PUTS_AT = re.compile(r"\b(?:at|during|sidelines of|margins of|fringes of|attend\w*)\b", re.IGNORECASE)
_PUTS_AWAY = re.compile(r"\b(?:for|ahead of|before|after|from|to|towards?|until|since|and|but)\b|;", re.IGNORECASE)
_ON_JOURNEY = re.compile(
    r"\b(?:during|on) (?:(?:his|her|their|a|the|\w+['’]s?)(?: [\w-]+){0,3} )?(?:visit|trip|tour|journey)\b", re.IGNORECASE
)
_ON_OCCASION = re.compile(
    r"(?<!days )(?<!weeks )(?<!months )(?<!years )(?<!day )(?<!week )(?<!month )(?<!year )\blater\b(?! (?:this|on|next|in))"
    r"|\b(?:also|then|afterwards?|later (?:in the day|that day)|earlier in the day|(?:the same|that) (?:day|evening|afternoon|morning))\b"
    r"|\b(?:after|at|during|following) (?:the|their) (?:talks|meeting|visit|trip|launch|ceremony|signing|encounter|lunch|dinner)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\bthere\b|\bwhere\b|\b(?:after|at|during|following) (?:the|their) (?:talks|meeting|encounter|ceremony|signing)\b", re.IGNORECASE
)
_LATER = 5  # the same for "later", "also": with the same person
_NEAR = 2  # sentences back to what a claim may be told on the occasion of
_FORUM = 8  # sentences back to the forum that "at the summit" means


def inherit_context(
    claims: Sequence[Claim], sentences: Sequence[Sentence], entities: Sequence[Entity], settings: Mapping[int, Setting] | None = None
) -> tuple[Claim, ...]:
    """The claims, with the day and place that the text around gives those that have none."""
    texts = {sentence.index: sentence for sentence in sentences}
    found = list(claims)
    for index in range(len(found)):
        found[index] = _attended(found, index, texts, entities)
    for index in range(len(found)):
        found[index] = _at_forum(found, index, texts)
        found[index] = _in_sentence(found, index, entities)
        found[index] = _on_journey(found, index, texts, entities)
        found[index] = _on_occasion(found, index, texts, entities)
        found[index] = _there(found, index, texts)
        found[index] = _in_setting(found[index], settings or {})
    return tuple(found)


def _in_setting(claim: Claim, settings: Mapping[int, Setting]) -> Claim:
    """The day of the heading above, and the place that "there" or "here" means."""
    setting = settings.get(claim.sentence)
    if setting is None or claim.background:
        return claim
    if claim.when is None and setting.day is not None and claim.status in ("planned", "expected", "happened"):
        claim = replace(claim, when=setting.day)
    if claim.place is None and setting.place is not None and claim.kind != "statement":
        claim = replace(claim, place=setting.place)
    return claim


def _attended(claims: Sequence[Claim], index: int, texts: Mapping[int, Sentence], entities: Sequence[Entity]) -> Claim:
    """The forum at which a sentence has two meet: they attend it, on that day."""
    claim = claims[index]
    if claim.kind != "forum" or not index or claim.background:
        return claim
    other = claims[index - 1]
    away = other.sentence != claim.sentence or other.kind == "forum" or not other.participants
    if (
        away
        or not _is_at(other, claim, texts[claim.sentence])
        or other.status in ("denied", "cancelled", "postponed")
        or not _named(claim, entities) <= _people(other)
    ):
        return claim
    attending = tuple(Participant(part.entity, "attendee") for part in other.participants)
    return replace(claim, participants=attending, status=other.status, when=claim.when if claim.when is not None else other.when)


def _at_forum(claims: Sequence[Claim], index: int, texts: Mapping[int, Sentence]) -> Claim:
    """What happened at a forum takes its place, and its day."""
    claim = claims[index]
    if claim.kind == "forum" or claim.kind not in _OCCASIONS or claim.background:
        return claim
    sentence = texts[claim.sentence]
    beside = [each for each in claims if each.kind == "forum" and each.sentence == claim.sentence and _is_at(claim, each, sentence)]
    if not beside and not _AT_FORUM.search(sentence.text):
        return claim
    before = [
        each for each in claims[:index] if each.kind == "forum" and 0 < claim.sentence - each.sentence <= _FORUM and not each.background
    ]
    forum = beside[0] if beside else before[-1] if before else None
    return claim if forum is None or not _goes_together(forum, claim) else _with(claim, forum, place=True)


def _is_at(claim: Claim, forum: Claim, sentence: Sentence) -> bool:
    """Whether the words between the two put the first at the second, and not on the way to it."""
    between = sentence.text[max(0, claim.trigger.end - sentence.start) : max(0, forum.trigger.start - sentence.start)]
    return bool(_PUTS_AT.search(between)) and not _PUTS_AWAY.search(between)


def _in_sentence(claims: Sequence[Claim], index: int, entities: Sequence[Entity]) -> Claim:
    """ "signed an accord on Monday after the two had talked": one sentence, one occasion."""
    claim = claims[index]
    if claim.kind not in _TAKING or claim.when is not None or claim.background or claim.same_as is not None:
        return claim
    for other in claims:
        if other is claim or other.sentence != claim.sentence or other.when is None or other.kind not in _OCCASIONS:
            continue
        if _goes_together(other, claim) and _shares_person(other, claim, entities) and not other.background:
            return _with(claim, other, place=claim.status in _AHEAD and other.kind == "visit")
    return claim


def _on_journey(claims: Sequence[Claim], index: int, texts: Mapping[int, Sentence], entities: Sequence[Entity]) -> Claim:
    """ "during her trip to Oslo, where she cancelled a meeting with Lund": what was to be there was to be then."""
    claim = claims[index]
    if claim.kind not in ("meeting", "talks") or claim.when is not None or claim.status not in ("cancelled", "postponed", "happened"):
        return claim
    if not _ON_JOURNEY.search(texts[claim.sentence].text):
        return claim
    for visit in claims:
        if visit.kind != "visit" or visit.sentence != claim.sentence or not _shares_person(visit, claim, entities):
            continue
        if visit.place is not None and claim.place not in (None, visit.place):
            continue
        beside = [each for each in claims if each.sentence == claim.sentence and each is not claim and not each.background]
        dated = [visit, *beside, *(claims[each.same_as] for each in beside if each.same_as is not None)]
        source = next((each for each in dated if each.when is not None), None)
        return _with(claim, replace(source or visit, place=visit.place, venue=visit.venue), place=True)
    return claim


def _on_occasion(claims: Sequence[Claim], index: int, texts: Mapping[int, Sentence], entities: Sequence[Entity]) -> Claim:
    """ "They signed a treaty", "She also met Okoro", behind "Berg met Lund in Oslo on Monday"."""
    claim = claims[index]
    if claim.kind not in _TAKING or claim.status != "happened" or claim.when is not None or claim.background or claim.same_as is not None:
        return claim
    text = texts[claim.sentence].text
    for other in reversed(claims[:index]):
        if claim.sentence - other.sentence > _LATER:
            break
        near = claim.sentence - other.sentence <= _NEAR
        if other.status != "happened" or other.background or other.when is None or other.kind not in _OCCASIONS | {"statement"}:
            continue
        people = _named(claim, entities)
        both = near and len(people) > 1 and people == _named(other, entities)
        signed = near and claim.kind == "agreement" and claim.definite and other.kind in ("meeting", "talks", "visit", "forum")
        if signed or both or (_ON_OCCASION.search(text) and _shares_person(other, claim, entities)):
            return _with(claim, other, place=both or bool(_THERE.search(text)) or _is_at_home(claim, other, entities))
    return claim


def _is_at_home(claim: Claim, other: Claim, entities: Sequence[Entity]) -> bool:
    """Whether one of those who met is at home where the other occasion was, and somebody else is not: "later she met the president"."""
    home = entities[other.place].country if other.place is not None else ""
    sides = [entities[part.entity].country for part in claim.participants]
    return bool(home) and home in sides and any(side and side != home for side in sides)


def _there(claims: Sequence[Claim], index: int, texts: Mapping[int, Sentence]) -> Claim:
    """ "The council meets in Lagos on Monday. There, Berg will relieve Okoro of his duties": the same day and place."""
    claim = claims[index]
    if claim.when is not None or claim.background or claim.same_as is not None or not texts[claim.sentence].text.startswith("There, "):
        return claim
    before = [
        each for each in claims[:index] if claim.sentence - each.sentence == 1 and each.when is not None and _goes_together(each, claim)
    ]
    return _with(claim, before[-1], place=True) if before else claim


def _goes_together(other: Claim, claim: Claim) -> bool:
    """Both done, or both ahead."""
    return other.status == claim.status or {other.status, claim.status} <= _AHEAD


def _with(claim: Claim, other: Claim, *, place: bool) -> Claim:
    at = claim.place is None and claim.venue is None and place
    return replace(
        claim,
        when=other.when if claim.when is None else claim.when,
        when_to=other.when_to if claim.when is None else claim.when_to,
        place=other.place if at else claim.place,
        venue=other.venue if at else claim.venue,
    )


def _people(claim: Claim) -> set[int]:
    return {part.entity for part in claim.participants}


def _named(claim: Claim, entities: Sequence[Entity]) -> set[int]:
    return {part.entity for part in claim.participants if entities[part.entity].type == "person"}


def _shares_person(one: Claim, other: Claim, entities: Sequence[Entity]) -> bool:
    return bool(_named(one, entities) & _named(other, entities))
