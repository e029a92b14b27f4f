"""Articles on the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from beatbook.analysis.model import Analysis, Timex
from beatbook.edtf import Interval
from beatbook.merging.anchors import anchor, anchor_again, day_of, newest_day, published_by
from beatbook.merging.model import IdentifiedAnalysis, KnownArticle
from beatbook.reading.model import ArticleMetadata

FRIDAY = Timex(0, 6, "Friday", "DATE", None, "weekday:5:past")
APRIL = Timex(0, 8, "April 24", "DATE", None, "date::04:24:future")


def article(published=None, *timexes):
    metadata = ArticleMetadata("a.txt", "f" * 64, published=published, published_basis="stated" if published else "unknown")
    return IdentifiedAnalysis("a", Analysis(metadata, timexes))


def test_an_article_has_the_day_that_reading_found():
    """With the time of day kept for the record."""
    anchored = anchor(article("2021-05-04T22:38"), None)

    assert (anchored.published, anchored.stated, anchored.basis) == (date(2021, 5, 4), "2021-05-04T22:38", "stated")


def test_a_person_knows_better():
    """The day that a person set in the record wins."""
    anchored = anchor(article("2021-05-04"), KnownArticle("a", "a.txt", published="2021-05-05"))

    assert anchored.published == date(2021, 5, 5)


def test_relative_dates_follow_the_day_that_a_person_set():
    """ "Friday" is counted anew from the corrected day."""
    stored = Timex(0, 6, "Friday", "DATE", "2021-04-30", "weekday:5:past")

    anchored = anchor(article("2021-05-04", stored), KnownArticle("a", "a.txt", published="2021-05-11"))

    assert anchored.values == ("2021-05-07",)


def test_an_inferred_day_anchors_relative_dates():
    """What other articles say of the day gives "Friday" its date."""
    anchored = anchor_again(anchor(article(None, FRIDAY), None), Interval(date(2021, 5, 4), date(2021, 5, 4)), ("because",))

    assert (anchored.published, anchored.basis, anchored.values) == (date(2021, 5, 4), "inferred", ("2021-04-30",))


def test_a_range_anchors_only_what_it_leaves_no_doubt_of():
    """From Tuesday to Saturday "April 24" is one day; "Friday" is two."""
    anchored = anchor_again(anchor(article(None, APRIL, FRIDAY), None), Interval(date(2019, 4, 16), date(2019, 4, 20)), ())

    assert anchored.values == ("2019-04-24", None)
    assert (anchored.published, anchored.published_range) == (None, "2019-04-16/2019-04-20")


@pytest.mark.parametrize(
    ("stamp", "day"), [("2021-05-04", date(2021, 5, 4)), ("2021-05-04T02:21+03:00", date(2021, 5, 4)), ("soon", None), (None, None)]
)
def test_the_day_of_a_stamp(stamp, day):
    """ISO 8601, with or without a time; anything else is no day."""
    assert day_of(stamp) == day


def test_later_articles_are_left_out_as_of_a_day():
    """The digest of a day knows only what was published by then."""
    anchored = [anchor(article(published), None) for published in ("2021-05-04", "2021-05-06")]

    assert newest_day(anchored) == date(2021, 5, 6)
    assert [a.stated for a in published_by(anchored, date(2021, 5, 5))] == ["2021-05-04"]
