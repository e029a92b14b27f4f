"""Related events: the nearest few, found without comparing all with all."""

from __future__ import annotations

import math
from random import Random

import pytest

from beatbook.publishing import related as related_module
from beatbook.publishing.related import KEPT, REACH, Neighbour, features_of, rank_events
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


def ranked_plainly(events):
    """The definition: every candidate scored, all of them sorted."""
    order = {event.id: at for at, event in enumerate(events)}
    holders = {feature: [one.id for one in events if feature in one.features] for event in events for feature in event.features}
    found = {}
    for event in events:
        scores = {}
        for feature in event.features:
            at = holders[feature].index(event.id)
            weight = {"p": 3.0, "l": 1.5, "t": 1.0}[feature[0]] * math.log1p(len(events) / len(holders[feature]))
            for other in holders[feature][max(0, at - REACH) : at + REACH + 1]:
                scores[other] = scores.get(other, 0.0) + weight
        others = [other for other in scores if other != event.id and other not in event.kin]
        others.sort(key=lambda other: (-round(scores[other], 6), abs(events[order[other]].day - event.day), other))
        found[event.id] = tuple(others[:KEPT])
    return found


def some_event(random, number, days):
    people = {f"p{int(random.paretovariate(1)) % 20}" for _ in range(random.randint(1, 3))}
    topics = {f"t{random.randint(0, 12)}" for _ in range(random.randint(0, 2))}
    place = f"l{int(random.paretovariate(1)) % 12}" if random.random() < 0.8 else None
    kin = (f"e{random.randint(0, days)}",) if random.random() < 0.1 else ()
    return Neighbour(f"e{number}", random.randint(1, days), features_of(sorted(people), sorted(topics), place), kin)


@pytest.mark.parametrize("seed", range(12))
def test_what_was_ranked_before_changes_nothing(seed):
    """Events come, go and change; of what stood before no more is taken over than would come out the same."""
    random, size = Random(seed), [4, 40, 150][seed % 3]  # noqa: S311 - made-up events
    events = [some_event(random, number, size) for number in range(size)]
    ranking = rank_events(sorted(events, key=lambda event: (event.day, event.id)))
    for step in range(10):
        action, at = random.choice(("add", "add", "remove", "change")), random.randrange(len(events))
        if action == "add":
            events.append(some_event(random, size + step, size))
        elif action == "remove" and len(events) > 1:
            del events[at]
        else:
            events[at] = some_event(random, int(events[at].id[1:]), size)
        events.sort(key=lambda event: (event.day, event.id))
        ranking = rank_events(events, ranking)

        assert {event: one.nearest for event, one in ranking.ranked.items()} == ranked_plainly(events)


def test_another_event_has_only_those_ranked_that_it_can_touch():
    """Its neighbours in the lists that it comes into, and the few whose nearest are nearly equal; the rest is taken over."""
    random = Random(3)  # noqa: S311 - made-up events
    events = sorted((some_event(random, number, 4000) for number in range(4000)), key=lambda event: (event.day, event.id))
    before = rank_events(events)
    again = rank_events(sorted([*events, some_event(random, 4000, 4000)], key=lambda event: (event.day, event.id)), before)

    assert before.renewed == 4000
    assert again.renewed < 400
    assert rank_events(events, before).renewed == 0


def test_few_events_are_looked_at_for_another_one(monkeypatch):
    """Of four thousand only those that share something with it, and those that a small move of all scores could touch."""
    random, looked = Random(3), []  # noqa: S311 - made-up events
    events = sorted((some_event(random, number, 4000) for number in range(4000)), key=lambda event: (event.day, event.id))
    before = rank_events(events)
    lone = Neighbour("lone", 2000, ("tnobody-else-s",), ())
    monkeypatch.setattr(
        related_module,
        "_may_differ",
        lambda event, *rest, plainly=related_module._may_differ: looked.append(event.id) or plainly(event, *rest),
    )
    rank_events(sorted([*events, lone], key=lambda event: (event.day, event.id)), before)

    assert len(looked) < 1000
