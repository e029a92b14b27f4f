"""How many independent reports an event rests on."""

from __future__ import annotations

from tests.merging.factories import digest, one

CLAIM = "meeting berg+lund planned 2021-05-04"
SKETCH = tuple(range(1, 60))


def test_reports_of_different_outlets_are_independent():
    """Two outlets, two origins."""
    event = one(digest(f"{CLAIM} (2021-05-01)", f"{CLAIM} (2021-05-02)", outlets={"a": "Gazette", "b": "Courier"}))

    assert event.origins == 2


def test_a_copy_is_no_origin():
    """A text that repeats another counts with it, and its record names the original."""
    merged = digest(
        f"{CLAIM} (2021-05-01)", f"{CLAIM} (2021-05-02)", outlets={"a": "Gazette", "b": "Courier"}, shingles={"a": SKETCH, "b": SKETCH}
    )

    assert one(merged).origins == 1
    assert {article.id: article.copy_of for article in merged.articles} == {"a": None, "b": "a"}


def test_the_earliest_is_the_original():
    """Of two equal texts the one published first is copied."""
    merged = digest(f"{CLAIM} (2021-05-03)", f"{CLAIM} (2021-05-02)", shingles={"a": SKETCH, "b": SKETCH})

    assert {article.id: article.copy_of for article in merged.articles} == {"a": "b", "b": None}


def test_relays_of_one_agency_count_once():
    """Ten papers that all rest on one agency are one origin."""
    articles = [f"{CLAIM} says:northwire>official (2021-05-0{day})" for day in range(1, 6)]

    assert one(digest(*articles, outlets={"a": "Gazette", "b": "Courier", "c": "Post", "d": "Star", "e": "Sun"})).origins == 1


def test_one_outlet_confirms_itself_not():
    """Two articles of one outlet are one origin."""
    event = one(digest(f"{CLAIM} (2021-05-01)", f"{CLAIM} (2021-05-02)", outlets={"a": "Gazette", "b": "Gazette"}))

    assert event.origins == 1
    assert event.standing == "claimed"


def test_an_agency_and_a_reporter_are_two_origins():
    """One paper relays the agency, the other reports on its own."""
    event = one(digest(f"{CLAIM} says:northwire (2021-05-01)", f"{CLAIM} (2021-05-02)", outlets={"a": "Gazette", "b": "Courier"}))

    assert event.origins == 2
