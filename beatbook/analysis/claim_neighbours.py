"""What claims of one sentence say of one another: who attends the forum at which they meet, who was elected, what was called off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.claim_context import Context
from beatbook.analysis.model import Claim, Participant
from beatbook.analysis.status import verb_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_context import Context
    from beatbook.analysis.claim_frames import Frame
    from beatbook.analysis.layout import Layout


def with_attendees(layout: Layout, frame: Frame, claim: Claim, earlier: Sequence[tuple[Frame, Claim]]) -> Claim:
    """ "met Okoro at the G20 summit": who meets at a forum attends it."""
    if (
        claim.kind != "forum"
        or claim.participants
        or not earlier
        or frame.phrase == 0
        or layout.tokens[frame.phrase - 1].lower not in ("at", "of")
    ):
        return claim
    before, other = earlier[-1]
    if (
        frame.phrase - before.occurrence.end > 20
        or other.status not in ("happened", "planned")
        or other.label != ""
        or other.kind not in ("meeting", "talks", "agreement", "visit")
    ):
        return claim
    frame.weak = False
    people = tuple(Participant(part.entity, "attendee") for part in other.participants)
    return replace(claim, participants=people, status=other.status, when=claim.when if claim.when is not None else other.when)


def with_recipient_elected(claims: list[tuple[Frame, Claim]]) -> list[tuple[Frame, Claim]]:
    """ "congratulated Okoro on his election": "his" is the one congratulated."""
    letter = next((claim for _, claim in claims if claim.kind == "letter" and len(claim.participants) == 2), None)
    if letter is None:
        return claims
    sender = next((part.entity for part in letter.participants if part.role == "sender"), None)
    recipient = next((part.entity for part in letter.participants if part.role == "recipient"), None)
    if sender is None or recipient is None:
        return claims
    return [
        (
            frame,
            replace(
                claim,
                participants=tuple(
                    Participant(recipient if part.entity == sender else part.entity, part.role) for part in claim.participants
                ),
            ),
        )
        if claim.kind == "election_or_appointment"
        else (frame, claim)
        for frame, claim in claims
    ]


def with_called_off_event(layout: Layout, claims: list[tuple[Frame, Claim]], context: Context) -> list[tuple[Frame, Claim]]:
    """ "were due to meet, but the event was cancelled": the plans before it are called off."""
    for number, group in enumerate(layout.groups):
        if group.first_token and layout.tokens[group.first_token - 1].lower in ("event", "it", "that", "plan", "plans") and group.passive:
            reading = verb_status(layout, number, context.cues)
            effect = context.cues.words["subject"].get(group.lemma)
            if effect in ("cancelled", "postponed") and reading.status == "happened":
                claims = [
                    (
                        frame,
                        replace(claim, status=effect)
                        if claim.status in ("planned", "expected") and frame.occurrence.end < group.first_token
                        else claim,
                    )
                    for frame, claim in claims
                ]
    return claims
