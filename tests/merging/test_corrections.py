"""What editors said holds."""

from __future__ import annotations

from beatbook.merging.model import ClaimKey, Known, KnownArticle, KnownEvent
from tests.merging.factories import digest, one

MEETING = "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)"
LATER = "meeting berg+lund happened 2021-09-04 @oslo (2021-09-05)"


def known(id_, *claims, **fields):
    return KnownEvent(id_, "meeting", claims=tuple(ClaimKey(article, 0) for article in claims), articles=len(claims), **fields)


def test_two_events_that_an_editor_made_one_are_one():
    """same_as joins what the rules keep apart."""
    event = one(digest(MEETING, LATER, known=(known("first", "a", same_as=("second",)), known("second", "b"))))

    assert event.id == "first"
    assert event.former_ids == ("second",)


def test_a_merge_holds_when_the_other_brief_is_gone():
    """The surviving brief alone is enough to keep them together."""
    event = one(digest(MEETING, LATER, known=(known("first", "a", "b", same_as=("second",)),)))

    assert event.id == "first"


def test_two_events_that_an_editor_holds_apart_stay_two():
    """not_same_as forbids what the rules would join."""
    merged = digest(MEETING, MEETING, known=(known("first", "a", not_same_as=("second",)), known("second", "b")))

    assert {event.id: [report.article for report in event.reports] for event in merged.events} == {"first": ["a"], "second": ["b"]}


def test_a_detached_report_does_not_come_back():
    """not_about takes an article's claims out, now and in every later build, and says so."""
    merged = digest(MEETING, MEETING, known=(known("first", "a", not_about=("b",)),))

    assert [report.article for report in one(merged).reports] == ["a"]
    assert [(entry.claim.article, entry.because) for entry in merged.dropped] == [("b", "an editor says that it is not about first")]


def test_a_split_holds():
    """Reports that an editor moved make an event of their own."""
    merged = digest(MEETING, MEETING, known=(known("first", "a"), known("moved", "b", split=("b",))))

    assert {event.id: [report.article for report in event.reports] for event in merged.events} == {"first": ["a"], "moved": ["b"]}


def test_an_excluded_article_makes_no_event():
    """Its record stays."""
    knowledge = Known(articles=(KnownArticle("a", "a.txt", excluded=True),))
    merged = digest(MEETING, knowledge=knowledge)

    assert not merged.events
    assert [article.id for article in merged.articles] == ["a"]


def test_a_retracted_article_makes_no_event():
    """What was withdrawn no longer speaks."""
    knowledge = Known(articles=(KnownArticle("a", "a.txt", standing="retracted"),))

    assert not digest(MEETING, knowledge=knowledge).events


def test_what_an_editor_made_one_event_is_never_left_out():
    """A group that a person set up is an event even where the rules see too little."""
    scrap = "meeting berg happened def (2021-05-05)"

    merged = digest(scrap, scrap, known=(known("mine", "a", same_as=("other",)), known("other", "b")))

    assert [event.id for event in merged.events] == ["mine"]


def test_a_date_that_an_editor_set_takes_part_in_merging():
    """What a new article tells of the corrected day belongs to the brief; without the correction it would be another event."""
    corrected = "meeting berg+lund happened 2021-05-09 @oslo (2021-05-12)"
    mine = KnownEvent("mine", "meeting", date="2021-05-09", claims=(ClaimKey("a", 0),), owned=frozenset({"date"}), articles=1)

    assert len(one(digest(MEETING, corrected, known=(mine,))).reports) == 2
    assert len(digest(MEETING, corrected).events) == 2
