"""Related events: the nearest few, found without comparing all with all."""

from __future__ import annotations

from beatbook.publishing.related import KEPT
from beatbook.publishing.site import build_site
from tests.publishing.factories import make_config, make_event, make_person, people


def related(*events):
    persons = [make_person(person) for person in "abcd"]
    return {event.id: event.related for event in build_site([*events, *persons], {}, {}, make_config()).events.values()}


def test_who_took_part_says_more_than_a_theme():
    """Events of the same two people come before one on the same topic."""
    found = related(
        make_event("here", date="2031-01-01", participants=people("a", "b"), topics=["cod"]),
        make_event("theme", date="2031-01-02", participants=people("c"), topics=["cod"]),
        make_event("both", date="2031-06-01", participants=people("a", "b")),
    )

    assert found["here"] == ("both", "theme")


def test_what_is_rare_says_more():
    """Sharing somebody who is everywhere says less than sharing somebody who is hardly ever seen."""
    crowd = [make_event(f"e{number}", date=f"2031-02-0{number}", participants=people("a")) for number in range(1, 8)]
    found = related(
        make_event("here", date="2031-01-01", participants=people("a", "b")),
        *crowd,
        make_event("rare", date="2031-09-01", participants=people("b")),
    )

    assert found["here"][0] == "rare"


def test_of_equals_the_nearest_in_time_comes_first():
    """Five at most, and the neighbours in time before the rest."""
    events = [make_event(f"e{number:02}", date=f"2031-01-{number:02}", participants=people("a")) for number in range(1, 20)]

    found = related(*events)["e10"]

    assert len(found) == KEPT
    assert set(found) == {"e08", "e09", "e11", "e12", "e07"}


def test_parts_and_whole_are_not_neighbours():
    """What the page shows as part or whole is not shown again as related."""
    found = related(
        make_event("forum", date="2031-01-01", participants=people("a", "b")),
        make_event("part", date="2031-01-01", part_of="forum", participants=people("a", "b")),
    )

    assert found == {"forum": (), "part": ()}


def test_what_shares_nothing_is_not_related():
    """An event on other people, elsewhere, on something else is no neighbour."""
    assert related(make_event("x", participants=people("a")), make_event("y", participants=people("b"))) == {"x": (), "y": ()}
