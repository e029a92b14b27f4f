"""Which events are parts of others."""

from __future__ import annotations

import pytest

from beatbook.merging.model import Event, EventParticipant
from beatbook.merging.parts import in_place_of_whole
from beatbook.merging.resolved import make_atlas
from tests.merging.factories import digest, make_profile

WHOLE = "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)"

PARTS = {
    "what the two signed there": "agreement berg+lund happened 2021-05-04 @oslo object:treaty (2021-05-05)",
    "the dinner for them": "other berg+lund happened 2021-05-04 object:state_dinner (2021-05-05)",
    "their joint press conference": "statement berg+lund happened 2021-05-04 object:press_conference (2021-05-05)",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_what_goes_with_a_meeting_is_part_of_it(part):
    """Signed, served or said jointly on its day by those who met."""
    merged = digest(f"{WHOLE}\n{part}")

    meeting = next(event for event in merged.events if event.kind == "meeting")
    assert [event.part_of for event in merged.events if event.kind != "meeting"] == [meeting.id]


NO_PARTS = {
    "what one of them told reporters": "statement berg happened 2021-05-04 object:reporters (2021-05-05)",
    "the dinner on another day": "other berg+lund happened 2021-05-06 object:state_dinner (2021-05-07)",
    "what one signed with a third": "agreement berg+moe happened 2021-05-04 object:treaty (2021-05-05)",
    "a verdict of the day": "other berg happened 2021-05-04 object:verdict (2021-05-05)",
}


@pytest.mark.parametrize("part", NO_PARTS.values(), ids=NO_PARTS)
def test_what_only_falls_on_its_day_is_no_part(part):
    """The day alone makes nothing part of a meeting."""
    merged = digest(f"{WHOLE}\n{part}")

    assert all(event.part_of is None for event in merged.events)


def event(id_: str, kind: str, place: str | None, *people: str) -> Event:
    cast = tuple(EventParticipant(f"anna-{name}", "person", "participant") for name in people)
    return Event(id_, kind, "happened", "claimed", "2021-05-04", place=place, participants=cast)


@pytest.mark.parametrize(
    ("whole", "people", "place"),
    [
        (("forum", "lima"), ("berg", "lund"), "lima"),
        (("visit", "lima"), ("berg", "quispe"), "lima"),
        (("visit", "lima"), ("berg", "lund"), None),
        (("visit", "peru"), ("berg", "quispe"), None),
    ],
    ids=["at a forum", "with somebody at home there", "with somebody else", "a country is no town"],
)
def test_a_part_without_a_place_is_in_the_town_of_its_whole(whole, people, place):
    """At a forum always, on a visit with somebody who is at home there."""
    atlas = make_atlas([make_profile(id_) for id_ in ("lima", "peru", *(f"anna-{name}" for name in people))])

    found = in_place_of_whole(event("part", "talks", None, *people), event("whole", *whole, "berg"), atlas)

    assert found.place == place
    assert ("place: that of whole, which it was part of" in found.because) == bool(place)
