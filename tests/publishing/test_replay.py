"""What the digest knew when, from the reports alone."""

from __future__ import annotations

from datetime import date

import pytest

from beatbook.publishing.replay import known_by, replay, replay_newest
from beatbook.publishing.site import build_site
from tests.publishing.factories import ANNOUNCED, MET, RUMOUR, digest, make_config, make_site
from tests.publishing.made import made_site

SUMMIT = "duarte-lindqvist-port-amber-2031"


def site_without(*left_out: str):
    source = digest()
    documents = [document for document in source.documents if document.id not in left_out]
    return build_site(documents, source.views, source.analyses, make_config(), as_of="2031-11-20")


def test_event_is_known_as_the_reports_so_far_have_it():
    """A rumour for the 9th in March, an announcement for the 10th later that month, nothing before."""
    site = make_site()
    event = site.events[SUMMIT]

    assert known_by(event, site, date(2031, 3, 1)) is None
    rumour, announced = known_by(event, site, date(2031, 3, 2)), known_by(event, site, date(2031, 3, 21))
    assert (rumour.status, rumour.date, rumour.article) == ("expected", "2031-04-09", RUMOUR)
    assert (announced.status, announced.date) == ("planned", "2031-04-10")


def test_week_is_named_after_iso_and_holds_what_was_published_in_it():
    stretches = {stretch.id: stretch for stretch in replay(make_site(), "week")}

    assert {"2031-W09", "2031-W12"} <= set(stretches)
    assert stretches["2031-W09"].articles == (RUMOUR,)
    assert (stretches["2031-W12"].first, stretches["2031-W12"].last) == (date(2031, 3, 17), date(2031, 3, 23))


def test_change_tells_what_had_been_said_before():
    week = next(stretch for stretch in replay(make_site(), "week") if ANNOUNCED in stretch.articles)
    change = next(change for change in week.changes if change.event == SUMMIT)

    assert (change.before.status, change.before.date) == ("expected", "2031-04-09")
    assert change.differs


def test_article_without_a_known_day_belongs_to_no_week():
    assert not any(MET in stretch.articles for stretch in replay(make_site(), "week"))


def test_later_articles_leave_earlier_weeks_as_they_were():
    """The weeks of March are the same with and without what was published in November."""
    with_note, without = make_site(), site_without("our-note-on-the-autumn-forum")

    march = [stretch for stretch in replay(with_note, "week") if stretch.id < "2031-W20"]
    assert march == [stretch for stretch in replay(without, "week") if stretch.id < "2031-W20"]


def test_plan_is_told_of_until_its_day_has_passed():
    stretches = {stretch.id: stretch for stretch in replay(make_site(), "week")}

    assert SUMMIT in [event for event, _ in stretches["2031-W12"].ahead]
    assert SUMMIT not in [event for event, _ in stretches["2031-W44"].ahead]


@pytest.mark.parametrize("period", ["day", "week"])
def test_newest_periods_are_the_same_worked_out_one_by_one(period):
    for site in (make_site(), made_site(60)):
        assert tuple(replay_newest(site, period)) == tuple(reversed(replay(site, period)))
