"""Which claims of one article the article itself makes one: "the meeting" after a meeting, the same two on the same day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.timex_values import timex_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_triggers import ClaimRules
    from beatbook.analysis.model import Claim, Entity, Timex

_NEAR = 2  # sentences
_STAND_ALONE = frozenset(("agreement", "statement", "letter", "election_or_appointment", "exercise", "weapons_test", "sanction", "other"))


def link_claims(
    claims: Sequence[Claim], entities: Sequence[Entity], timexes: Sequence[Timex], rules: ClaimRules, weak: frozenset[int] = frozenset()
) -> tuple[Claim, ...]:
    """The claims with `same_as` filled; a bare "the meeting" that takes up nothing is dropped unless it has a day and a place.

    `weak` holds the indexes of claims that only speak of an event ("about the meeting"): they take the status that the article gives it
    elsewhere, and are dropped where it gives none and they have no date.
    """
    kept: list[Claim] = []
    for index, found in enumerate(claims):
        claim = found
        if index in weak:
            same = _antecedent(claim, kept, entities, timexes, rules, any_status=True)
            told = (
                kept[same]
                if same is not None
                else _told_later(claim, [each for at, each in enumerate(claims) if at > index and at not in weak])
            )
            if told is None and claim.when is None:
                continue
            claim = claim if told is None else replace(claim, status=told.status, background=told.background)
        same = _antecedent(claim, kept, entities, timexes, rules)
        if (
            same is None
            and claim.definite
            and not claim.participants
            and not claim.absent
            and not claim.label
            and (claim.kind not in _STAND_ALONE or claim.when is None)
            and (claim.when is None or claim.place is None)
        ):
            continue
        kept.append(claim if same is None else _joined(claim, kept[same], same))
    return tuple(kept)


def _joined(claim: Claim, other: Claim, same: int) -> Claim:
    """The claim linked; "both sides", said by one, are those of the claim that it takes up."""
    people = {part.entity for part in claim.participants}
    missing = (
        tuple(part for part in other.participants if part.entity not in people) if claim.kind == "agreement" and len(people) == 1 else ()
    )
    if claim.kind == "meeting" and other.kind == "forum" and people and not other.participants:
        when = claim.when if claim.when is not None else other.when
        attending = tuple(replace(part, role="attendee") for part in claim.participants)
        return replace(claim, kind="forum", label=other.label, when=when, participants=attending, same_as=same)
    recalled = claim.background or (other.background and not people)
    return replace(claim, same_as=same, participants=claim.participants + missing, background=recalled)


def _told_later(claim: Claim, later: Sequence[Claim]) -> Claim | None:
    people = {part.entity for part in claim.participants}
    return next(
        (other for other in later if other.kind == claim.kind and people and people == {part.entity for part in other.participants}), None
    )


def _antecedent(
    claim: Claim,
    earlier: Sequence[Claim],
    entities: Sequence[Entity],
    timexes: Sequence[Timex],
    rules: ClaimRules,
    *,
    any_status: bool = False,
) -> int | None:
    family = rules.kinds[claim.kind]
    people = {part.entity for part in claim.participants}
    for index in range(len(earlier) - 1, -1, -1):
        other = earlier[index]
        bare = not people and claim.definite and claim.when is None
        if rules.kinds[other.kind] != family or not (bare or _compatible_dates(claim, other, timexes)):
            continue
        others = {part.entity for part in other.participants}
        if people and others:
            if claim.kind in _STAND_ALONE:
                same = people == others and (claim.definite or claim.sentence == other.sentence) and claim.kind == other.kind
                # "both sides had agreed", said by one of them, right behind "China and Norway have agreed"
                near = (
                    claim.kind == other.kind == "agreement"
                    and len(people) == 1
                    and len(others) >= 2
                    and claim.sentence - other.sentence <= 2
                )
                same = same or (near and entities[next(iter(people))].type == "person" and claim.status == other.status)
            else:
                same = claim.kind == other.kind or {claim.kind, other.kind} == {"meeting", "talks"}
                same = (
                    same
                    and (people <= others or others <= people)
                    and (len(people & others) >= 2 or people == others or claim.kind == "visit")
                )
                same = same and _compatible_places(claim, other, entities) and (any_status or _same_side_of_now(claim, other))
            if same:
                return index if other.same_as is None else other.same_as
        elif (not people and claim.definite and _takes_up(claim, other)) or (people and claim.definite and _names_them(claim, other)):
            return index if other.same_as is None else other.same_as
    return None


def _names_them(claim: Claim, other: Claim) -> bool:
    """ "The talks, led by Berg and Lund" behind "talks in Geneva this week" say who they were."""
    if {claim.kind, other.kind} == {"meeting", "forum"} and other.label and claim.when is None and not other.participants:
        return 0 < claim.sentence - other.sentence <= _NEAR + 1 and bool(claim.participants)  # "The summit was chaired by Berg"
    near = claim.sentence - other.sentence <= _NEAR and claim.status == other.status and claim.background == other.background
    return near and claim.kind == other.kind and claim.kind not in _STAND_ALONE and not other.participants and bool(claim.participants)


def _takes_up(claim: Claim, other: Claim) -> bool:
    """A bare "the summit" means the last meeting with people; what is past does not take up what is ahead."""
    if claim.kind == other.kind == "election_or_appointment" and len(other.participants) == 1 and claim.sentence - other.sentence <= _NEAR:
        return _same_side_of_now(claim, other)  # "has been sworn in. The inauguration took place on Friday"
    if not (claim.kind == other.kind or {claim.kind, other.kind} == {"meeting", "talks"}) or (
        claim.kind != "talks" and len(other.participants) < 2 and not other.label
    ):
        return False
    return _same_side_of_now(claim, other)


def _same_side_of_now(claim: Claim, other: Claim) -> bool:
    """Both have happened or neither; with one and the same date they may differ, since a plan is told before it is carried out."""
    ahead = ("planned", "expected", "postponed", "cancelled", "denied")
    return (claim.status in ahead) == (other.status in ahead) or (claim.when is not None and other.when is not None)


def _compatible_dates(claim: Claim, other: Claim, timexes: Sequence[Timex]) -> bool:
    if claim.when is None or other.when is None:
        return claim.background == other.background or claim.when is None is other.when
    one, two = timexes[claim.when], timexes[other.when]
    if one.value is None or two.value is None:
        return one.expression == two.expression
    if one.value == two.value:
        return True
    days, others = timex_interval(one.value), timex_interval(two.value)
    return days is not None and others is not None and (days.contains(others) or others.contains(days))


def _compatible_places(claim: Claim, other: Claim, entities: Sequence[Entity]) -> bool:
    if claim.place is not None and other.place is not None:
        one, two = entities[claim.place], entities[other.place]
        if "country" in (one.kind, two.kind) and one.country and one.country == two.country:
            return True  # a country and a town in it
    return claim.place is None or other.place is None or claim.place == other.place or "visit" not in (claim.kind, other.kind)
