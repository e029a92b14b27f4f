"""Which events are parts of others."""

from __future__ import annotations

import pytest

from tests.merging.factories import digest

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
