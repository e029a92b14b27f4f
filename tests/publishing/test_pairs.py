"""Who met whom, and what counts as meeting."""

from __future__ import annotations

import pytest

from beatbook.publishing.pairs import BUCKETS, MAX_PEOPLE, find_companions
from beatbook.publishing.site import build_site
from beatbook.publishing.views_meetings import last_meeting
from tests.publishing.factories import make_article, make_config, make_event, make_person, make_report, make_site, people


def pair_of(*events, persons=("a", "b")):
    """Bucket -> events of the pair of a and b."""
    site = build_site([*events, make_article("post"), *(make_person(person) for person in persons)], {}, {}, make_config())
    pair = site.pairs["a--b"]
    return {bucket: getattr(pair, bucket) for bucket in BUCKETS if getattr(pair, bucket)}


def test_two_with_one_event_are_shown_on_its_page():
    """A page of their own would say no more; the second event gives them one."""
    documents = [make_event("e", participants=people("a", "b")), make_person("a"), make_person("b")]
    alone = build_site(documents, {}, {}, make_config()).pairs["a--b"]
    again = build_site([*documents, make_event("f", participants=people("a", "b"))], {}, {}, make_config()).pairs["a--b"]

    assert (alone.url, alone.has_page) == ("events/e.html", False)
    assert (again.url, again.has_page) == ("meetings/a--b.html", True)


@pytest.mark.parametrize(
    ("kind", "status", "bucket"),
    [
        ("meeting", "happened", "met"),
        ("talks", "happened", "met"),
        ("call", "happened", "spoke"),
        ("forum", "happened", "attended"),
        ("visit", "happened", "other"),
        ("letter", "happened", "other"),
        ("letter", "planned", "other"),
        ("meeting", "expected", "planned"),
        ("call", "planned", "planned"),
        ("meeting", "postponed", "planned"),
        ("visit", "cancelled", "called_off"),
        ("meeting", "denied", "called_off"),
    ],
)
def test_what_two_people_did_is_counted_by_kind_and_status(kind, status, bucket):
    """Met, spoke, attended, planned, called off, and the rest, each apart."""
    assert pair_of(make_event("e", kind=kind, status=status, participants=people("b", "a"))) == {bucket: ("e",)}


@pytest.mark.parametrize(
    ("claim", "bucket"),
    [
        ({"kind": "meeting", "status": "happened", "participants": ["a", "b"]}, "met"),
        ({"kind": "talks", "status": "happened", "participants": ["a", "b", "c"]}, "met"),
        ({"kind": "meeting", "status": "planned", "participants": ["a", "b"]}, "other"),
        ({"kind": "meeting", "status": "happened", "participants": ["a", "c"]}, "other"),
        ({"kind": "visit", "status": "happened", "participants": ["a", "b"]}, "other"),
    ],
    ids=["met", "talks of three", "meeting only planned", "met somebody else", "no meeting said"],
)
def test_a_visit_counts_as_met_only_when_a_report_says_so(claim, bucket):
    """Being host and guest is not yet having met."""
    event = make_event("e", kind="visit", participants=people("a", "b"), reports=[make_report("post", "happened", claim)])

    assert pair_of(event) == {bucket: ("e",)}


def test_what_the_analysis_says_of_a_visit_counts():
    """The kind of a claim comes from the analysis where the brief does not give it."""
    assert "duarte-halden-october-2031" in make_site().pairs["ana-duarte--tomas-lindqvist"].met


def test_a_whole_is_not_counted_with_its_parts():
    """Two who met at a forum met once; that they both attended is the same encounter."""
    forum = make_event("forum", kind="forum", participants=people("a", "b"))
    meeting = make_event("meeting", part_of="forum", participants=people("a", "b"))

    assert pair_of(forum, meeting) == {"met": ("meeting",)}


def test_a_whole_counts_when_its_part_was_called_off():
    """Two who attended a forum attended it, even if their meeting there was cancelled."""
    forum = make_event("forum", kind="forum", participants=people("a", "b"))
    meeting = make_event("meeting", part_of="forum", status="cancelled", participants=people("a", "b"))

    assert pair_of(forum, meeting) == {"attended": ("forum",), "called_off": ("meeting",)}


def test_a_whole_counts_for_those_who_are_not_in_the_part():
    """A part counts only for those who take part in it."""
    forum = make_event("forum", kind="forum", participants=people("a", "b", "c"))
    meeting = make_event("meeting", part_of="forum", participants=people("a", "c"))

    assert pair_of(forum, meeting, persons=("a", "b", "c")) == {"attended": ("forum",)}


def test_events_that_are_parts_of_each_other_do_no_harm():
    """A ring of part_of, which only a person can write, loses no encounter but the doubled one."""
    one = make_event("one", part_of="two", participants=people("a", "b"))
    two = make_event("two", part_of="one", participants=people("a", "b"))

    site = build_site([one, two, make_person("a"), make_person("b")], {}, {}, make_config())

    assert "a--b" in site.pairs


def test_only_people_make_pairs():
    """A state or an organization that takes part meets nobody in person."""
    event = make_event("e", participants=[*people("a"), {"state": "norland", "role": "participant"}])

    assert build_site([event, make_person("a")], {}, {}, make_config()).pairs == {}


def test_a_crowd_pairs_nobody():
    """That a hundred people and more attended says nothing of any two of them."""
    crowd = [f"p{number}" for number in range(MAX_PEOPLE + 1)]
    event = make_event("e", kind="forum", participants=people(*crowd))

    assert build_site([event], {}, {}, make_config()).pairs == {}


def test_companions_are_counted_without_what_was_called_off():
    """Who was with whom most often comes first."""
    events = [
        make_event("e1", participants=people("a", "b")),
        make_event("e2", participants=people("a", "c")),
        make_event("e3", participants=people("a", "c")),
        make_event("e4", status="cancelled", participants=people("a", "b")),
    ]
    site = build_site([*events, *(make_person(person) for person in "abc")], {}, {}, make_config())

    assert find_companions(site.pairs.values())["a"] == (("c", 2), ("b", 1))


def test_pair_last_met_on_the_latest_day_that_is_known():
    """A meeting without a known date stands last in the order of events, but is not when they last met."""
    documents = [
        make_event("known", kind="meeting", status="happened", date="2031-04-01", participants=people("a", "b")),
        make_event("unknown", kind="meeting", status="happened", participants=people("a", "b")),
        make_person("a"),
        make_person("b"),
    ]
    site = build_site(documents, {}, {}, make_config(), as_of="2031-05-01")

    assert site.pairs["a--b"].met[-1] == "unknown"
    assert last_meeting(site.events, site.pairs["a--b"]).id == "known"
