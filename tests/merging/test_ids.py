"""Ids of events: at birth, and through later builds."""

from __future__ import annotations

from beatbook.merging.model import ClaimKey, KnownEvent
from tests.merging.factories import digest, one


def ids(merged):
    return [event.id for event in merged.events]


def test_an_id_says_who_where_and_in_which_year():
    """Surnames, place and year, without a day that may prove wrong."""
    assert ids(digest("meeting berg+lund planned 2021-05-04 @oslo (2021-05-01)")) == ["berg-lund-oslo-2021"]


def test_without_a_place_the_id_says_what():
    """The kind stands in for the place."""
    assert ids(digest("letter berg+lund happened 2021-05-04 (2021-05-05)")) == ["berg-lund-letter-2021"]


def test_without_people_the_id_names_the_body():
    """Organizations and states stand in for people."""
    assert ids(digest('other acme+zenith happened 2021-11-06 "the bid" (2021-11-06)')) == ["acme-zenith-other-2021"]


def test_without_a_date_the_id_has_no_year():
    """Nothing that is not known stands in an id."""
    assert ids(digest("visit berg planned @lima when:soon (2021-05-01)")) == ["berg-lima"]


def test_a_forum_goes_by_its_name():
    """The event's own name stands in its id."""
    assert ids(digest("forum nobody planned 2021-09-10 name:Fjord-Forum @bergen (2021-09-01)")) == ["fjord-forum-bergen-2021"]


def test_two_events_that_would_share_an_id_are_told_apart():
    """By kind, else by month: the same whatever the order of articles."""
    articles = ("letter berg+lund happened 2021-05-04 (2021-05-05)", "letter berg+lund happened 2021-08-04 (2021-08-05)")

    assert (
        ids(digest(*articles)) == ids(digest(*articles[::-1], ids=("b", "a"))) == ["berg-lund-letter-2021-05", "berg-lund-letter-2021-08"]
    )


def known(id_, *claims, **fields):
    keys = tuple(ClaimKey(article, 0) for article in claims)
    return KnownEvent(id_, "meeting", claims=keys, articles=len(keys), participants=("anna-berg", "anna-lund"), **fields)


MEETING = "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)"


def test_an_event_keeps_its_id():
    """An id outlives changes of date, place and title."""
    assert ids(digest(MEETING, known=(known("an-old-name", "a"),))) == ["an-old-name"]


def test_after_a_merge_the_id_with_most_articles_survives():
    """The other id leads to it."""
    event = one(digest(MEETING, MEETING, MEETING, known=(known("small", "a"), known("large", "b", "c"))))

    assert (event.id, event.former_ids) == ("large", ("small",))


def test_after_a_merge_the_reviewed_id_survives():
    """What an editor has read keeps its address."""
    event = one(
        digest(MEETING, MEETING, MEETING, known=(known("small", "a", reviewed=True), known("large", "b", "c", former_ids=("older",))))
    )

    assert (event.id, event.former_ids) == ("small", ("large", "older"))


def test_after_a_merge_of_equals_the_smallest_id_survives():
    """Nothing else tells them apart."""
    assert one(digest(MEETING, MEETING, known=(known("beta", "a"), known("alpha", "b")))).id == "alpha"


def test_after_a_split_the_id_stays_with_most_articles():
    """The other part gets a new id."""
    other = "meeting berg+lund happened 2021-09-04 @lima (2021-09-05)"
    merged = digest(MEETING, MEETING, other, known=(known("one-id", "a", "b", "c"),))

    assert {event.id: len(event.reports) for event in merged.events} == {"one-id": 2, "berg-lund-lima-2021": 1}


def test_claims_that_moved_in_their_article_are_found_again():
    """A new version of the rules may count claims anew; the event keeps its id by its articles and people."""
    earlier = KnownEvent("kept", "meeting", claims=(ClaimKey("a", 7),), participants=("anna-berg",), articles=1)

    assert ids(digest(MEETING, known=(earlier,))) == ["kept"]
