"""Time stamps: every common form, fused ones, and those that must stay unknown."""

from __future__ import annotations

import pytest

from beatbook.files import read_package_rules
from beatbook.reading.stamps import compile_stamp_rules, find_stamps, without_stamps
from beatbook.rules import parse_rules

RULES = compile_stamp_rules(parse_rules(read_package_rules()))


@pytest.mark.parametrize(
    ("line", "kind", "moment"),
    [
        ("3 June 2019", "plain", "2019-06-03"),
        ("June 3, 2019", "plain", "2019-06-03"),
        ("Jun. 3rd, 2019", "plain", "2019-06-03"),
        ("3 Jun 2019", "plain", "2019-06-03"),
        ("03-Jun-2019", "plain", "2019-06-03"),
        ("3 Jun 19", "plain", "2019-06-03"),
        ("2019-06-03", "plain", "2019-06-03"),
        ("2019/06/03 17:14", "plain", "2019-06-03T17:14"),
        ("2019-06-03T05:14:30+09:00", "plain", "2019-06-03T05:14+09:00"),
        ("2019-06-03T05:14Z", "plain", "2019-06-03T05:14+00:00"),
        ("03.06.2019", "plain", "2019-06-03"),
        ("13/06/2019", "plain", "2019-06-13"),
        ("06/13/2019", "plain", "2019-06-13"),
        ("06/06/2019", "plain", "2019-06-06"),
        ("03/06/2019", "plain", None),
        ("Monday 03/06/2019", "plain", "2019-06-03"),
        ("03/06/19", "plain", None),
        ("June 3", "plain", None),
        ("31 June 2019", "plain", None),
        ("Published: Mon 3 June 2019 09:14 BST", "published", "2019-06-03T09:14+01:00"),
        ("Updated 22:38, 23-Jun-2019", "updated", "2019-06-23T22:38"),
        ("Last modified on Mon 3 Jun 2019 12.20 BST", "updated", "2019-06-03T12:20+01:00"),
        ("Posted on June 3, 2019 at 5:14 p.m.", "published", "2019-06-03T17:14"),
        ("June 3, 2019 / 5:14 AM", "plain", "2019-06-03T05:14"),
        ("12:05 a.m. EDT June 3, 2019", "plain", "2019-06-03T00:05-04:00"),
        ("1402 GMT 3 June 2019", "plain", "2019-06-03T14:02+00:00"),
        ("3 June 2019, 14:05 GMT+3", "plain", "2019-06-03T14:05+03:00"),
        ("3 June 2019 14:05 IST", "plain", "2019-06-03T14:05"),
        ("02:21 GMT +315 June 2019", "plain", "2019-06-15T02:21+03:00"),
        ("02:21 GMT +35 June 2019", "plain", "2019-06-05T02:21+03:00"),
        ("02:21 GMT -0515 June 2019", "plain", "2019-06-15T02:21-05:00"),
        ("02:21 GMT +1015 June 2019", "plain", "2019-06-15T02:21+10:00"),
        ("02:21 GMT +115 June 2019", "plain", None),
        ("02:21 GMT +3 15 June 2019", "plain", "2019-06-15T02:21+03:00"),
        ("22:3823 June 2019", "plain", "2019-06-23T22:38"),
        ("June 3, 20195:14 AM", "plain", "2019-06-03T05:14"),
        ("14:05 June 03, 2019", "plain", "2019-06-03T14:05"),
        ("2 hours ago", "plain", None),
        ("This story is from June 3, 2019", "published", "2019-06-03"),
        ("This article was first published on 3 June 2019", "published", "2019-06-03"),
    ],
)
def test_a_stamp_is_read_as_it_stands(line: str, kind: str, moment: str | None) -> None:
    """One line, one stamp; what two readings share or a calendar lacks stays unknown."""
    found = find_stamps(line, RULES)

    assert [(stamp.kind, stamp.moment) for stamp in found] == [(kind, moment)]
    assert without_stamps(line, found) == ""


def test_two_labelled_stamps_are_kept_apart() -> None:
    """The time beside one label is not taken for the other's."""
    found = find_stamps("PUBLISHED: 09:14, 3 June 2019 | UPDATED: 12:20, 4 June 2019", RULES)

    assert [(stamp.kind, stamp.moment) for stamp in found] == [("published", "2019-06-03T09:14"), ("updated", "2019-06-04T12:20")]


def test_what_stands_beside_a_stamp_is_left_over() -> None:
    """A byline in front of a stamp comes out without the stamp."""
    line = "By Martha Quill, CNN Updated 0239 GMT (1039 HKT) June 4, 2019"

    assert without_stamps(line, find_stamps(line, RULES)) == "By Martha Quill, CNN"


@pytest.mark.parametrize(
    "line", ["The bridge was opened in 2019.", "He paid 3,000 for 12 boats", "Resolution 2397 passed 15 to 0", "May will meet March"]
)
def test_sentences_without_a_day_hold_no_stamp(line: str) -> None:
    """Years, numbers and names that are months are no time stamps."""
    assert find_stamps(line, RULES) == ()


@pytest.mark.parametrize(
    ("line", "yearless"),
    [
        ("9 OCT, 14:22", "--10-09"),
        ("June 3", "--06-03"),
        ("Mon 3 June", "--06-03/1"),
        ("For immediate release, Wed 17/7", "--07-17/3"),
        ("Wednesday 17.7", "--07-17/3"),
        ("Wednesday 6/6", "--06-06/3"),
        ("Wednesday 7/8", ""),
        ("Wednesday 31/6", ""),
        ("17/7", ""),
        ("3 June 2019", ""),
        ("2 hours ago", ""),
    ],
)
def test_a_day_without_its_year_is_kept_as_one(line: str, yearless: str) -> None:
    """Month and day, with the weekday beside it; figures alone count only beside a weekday and where but one reading exists."""
    found = find_stamps(line, RULES)

    assert [stamp.yearless for stamp in found] == ([yearless] if found else [])
    assert all(stamp.moment is None for stamp in found if yearless)
