"""What a person wrote wrong is named with its line and a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beatbook.briefing.document import parse_document
from beatbook.briefing.validate import find_faults

if TYPE_CHECKING:
    from beatbook.errors import Problem

BRIEF = """---
id: x
title: A
status: {status}
date: {date}
review: {review}
participants:
  - {{person: ana-marin, role: {role}}}
  - {{role: host}}
topics: {topics}
reports:
  - article: one
    status: happened
    claims:
      - {{status: happened, on: {on}, at: 1-2, quote: x}}
---
"""
DATE = "YYYY, YYYY-MM, YYYY-MM-DD or A/B, with ~ for about"
GOOD = {"status": "happened", "date": "2021-05-03", "role": "host", "topics": "[ice]", "on": "2021-05-04", "review": "checked"}


def faults(**values: str) -> list[Problem]:
    lonely = "  - {role: host}\n"  # a participant without an id: only where the test asks for it
    text = BRIEF.format(**{**GOOD, **values}).replace(lonely, lonely if values.get("role") == "" else "")
    return list(find_faults(parse_document(text, path="events/x.md", type="event"), text))


def test_a_good_brief_has_no_faults() -> None:
    """Every documented value is accepted, and so is an empty one."""
    assert faults() == []
    assert faults(status="", date="", review="{status: checked, by: Ana, on: 2021-06-01}") == []


@pytest.mark.parametrize(
    ("values", "line", "found", "wanted", "hint"),
    [
        (
            {"status": "postpond"}, 4, 'status is "postpond"', "one of: expected, planned, happened, postponed, cancelled, denied",
            'did you mean "postponed"?',
        ),
        ({"date": "2021-02-30"}, 5, 'date: "2021-02-30" does not exist in the calendar', DATE, ""),
        ({"review": "read"}, 6, 'review is "read"', "one of: unreviewed, checked", ""),
        ({"topics": "ice"}, 9, "topics is no list", "items in brackets or one a line", "topics: [ice]"),
        ({"on": "soon"}, 14, 'on: "soon" is no date: wanted YYYY, YYYY-MM or YYYY-MM-DD', DATE, ""),
    ],
    ids=["status", "date", "review", "list", "claim"],
)  # fmt: skip
def test_a_wrong_value_is_named(values: dict[str, str], line: int, found: str, wanted: str, hint: str) -> None:
    """File, line, what was found, what was wanted, and what may have been meant."""
    (fault,) = faults(**values)

    assert (fault.path, fault.line, fault.found, fault.wanted, fault.hint) == ("events/x.md", line, found, wanted, hint)


def test_participants_need_an_id_and_a_known_role() -> None:
    """Whoever takes part is somebody."""
    assert [(fault.line, fault.found) for fault in faults(role="hots")] == [(8, 'role is "hots"')]
    assert [(fault.line, fault.found) for fault in faults(role="")] == [(9, "a participant without an id")]


def test_records_are_checked_by_their_own_keys() -> None:
    """An article's standing is another word than an event's."""
    text = "---\nid: x\nstanding: retired\npublished: 2021-05-03T10:00+02:00\n---\n"
    (fault,) = find_faults(parse_document(text, path="articles/x.md", type="article"), text)

    assert (fault.line, fault.found) == (3, 'standing is "retired"')
