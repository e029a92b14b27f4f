"""Datelines open a story; what only looks like one is text."""

from __future__ import annotations

import pytest

from beatbook.reading.datelines import match_dateline, match_lone_dateline


@pytest.mark.parametrize(
    ("text", "place", "agency", "day"),
    [
        ("SPRINGFIELD (The Springfield Herald/ANN) - The mayor", "SPRINGFIELD", "The Springfield Herald/ANN", None),
        ("SPRINGFIELD, June 3 (Reuters) - The mayor", "SPRINGFIELD", "Reuters", "June 3"),
        ("SPRINGFIELD, 3 June (Agency) – The mayor", "SPRINGFIELD", "Agency", "3 June"),
        ("SPRINGFIELD, Ill. (AP) — The mayor", "SPRINGFIELD", "AP", None),
        ("NEW SPRINGFIELD, Ill., June 3, 2019 /PRNewswire/ -- The mayor", "NEW SPRINGFIELD", "PRNewswire", "June 3, 2019"),
        ("SPRINGFIELD. June 3 (Interfax) - The mayor", "SPRINGFIELD", "Interfax", "June 3"),
        ("SPRINGFIELD, June 3. /TASS/. The mayor", "SPRINGFIELD", "TASS", "June 3"),
        ("SPRINGFIELD — The mayor", "SPRINGFIELD", None, None),
        ("SPRINGFIELD—The mayor", "SPRINGFIELD", None, None),
        ("SPRINGFIELD, Far Country — The mayor", "SPRINGFIELD", None, None),
        ("SPRINGFIELD: The mayor", "SPRINGFIELD", None, None),
        ("Springfield, June 3 (KCNA) -- The mayor", "Springfield", "KCNA", "June 3"),
        ("Springfield, Far Country (CNN) — The mayor", "Springfield", "CNN", None),
        ("Springfield (CNN)The mayor", "Springfield", "CNN", None),
        ("(Reuters) - The mayor", "", "Reuters", None),
        ("(CNN) -- The mayor", "", "CNN", None),
    ],
)
def test_a_dateline_is_read_and_ends_before_the_story(text: str, place: str, agency: str | None, day: str | None) -> None:
    """Place, agency and day come out; the story's first sentence begins where it ends."""
    found = match_dateline(text)

    assert found is not None
    assert (found.place, found.agency, found.day) == (place, agency, day)
    assert text[found.end :] == "The mayor"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor - a former teacher - opened the bridge.",
        "Field — who was elected in May — opened the bridge.",
        "U.S.-Farland talks go on.",
        "US–Farland talks go on.",
        "SPRINGFIELD-based engineers built it.",
        "UPDATE: The bridge is open.",
        "NATO — the alliance — agreed.",
        "Springfield: the bridge is open.",
        "On June 3 (a Monday) the bridge opened.",
        "A",
    ],
)
def test_what_only_looks_like_a_dateline_is_text(text: str) -> None:
    """Dashes, colons and brackets make no dateline by themselves."""
    assert match_dateline(text) is None


@pytest.mark.parametrize(("line", "place"), [("SPRINGFIELD, Far Country", "SPRINGFIELD"), ("SPRINGFIELD, June 3 (TASS)", "SPRINGFIELD")])
def test_a_dateline_may_have_a_line_of_its_own(line: str, place: str) -> None:
    """In capitals, with a region, a day or an agency."""
    found = match_lone_dateline(line)

    assert found is not None
    assert found.place == place
    assert match_lone_dateline("SPRINGFIELD") is None
