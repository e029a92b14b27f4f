"""Status with history: each step dated and sourced."""

from __future__ import annotations

import pytest

from beatbook.publishing.history import is_lapsed
from beatbook.publishing.site import build_site
from tests.publishing.factories import MET, RUMOUR, make_article, make_config, make_event, make_report, make_site


def steps(*reports, date="2031-04-10", articles=None):
    """(status, on, date) of each step; articles are published on the days of their names unless given."""
    names = [report["article"] for report in reports]
    records = articles or [make_article(name, published=name.removeprefix("on-")) for name in dict.fromkeys(names)]
    site = build_site([*records, make_event("e", date=date, reports=list(reports))], {}, {}, make_config())
    return [(step.status, step.on, step.date) for step in site.events["e"].history]


def said(day, status, date="", on=""):
    """A report of one claim in the article published on `day`."""
    return make_report(f"on-{day}", status, {"status": status, "date": date, "on": on})


def test_rumour_plan_and_deed_are_three_steps():
    """Each step has its day, the date that was given, and the article that said so."""
    history = make_site().events["duarte-lindqvist-port-amber-2031"].history

    assert [(step.status, step.on, step.date) for step in history] == [
        ("expected", "2031-03-02", "2031-04-09"),
        ("planned", "2031-03-20", "2031-04-10"),
        ("happened", None, "2031-04-10"),
    ]
    assert [step.article for step in history][::2] == [RUMOUR, MET]


def test_saying_the_same_again_is_no_step():
    """Only the first report of a status and date counts."""
    assert steps(said("2031-03-01", "planned", "2031-04-10"), said("2031-03-02", "planned", "2031-04-10")) == [
        ("planned", "2031-03-01", "2031-04-10")
    ]


def test_a_new_date_is_a_step():
    """A plan moved to another day is news."""
    assert len(steps(said("2031-03-01", "planned", "2031-04-09"), said("2031-03-02", "planned", "2031-04-10"))) == 2


def test_a_vaguer_date_is_no_step():
    """ "In April" after "on 10 April" says nothing new."""
    assert len(steps(said("2031-03-01", "planned", "2031-04-10"), said("2031-03-02", "planned", "2031-04"))) == 1


def test_a_sharper_date_is_a_step():
    """ "On 10 April" after "in April" does."""
    assert len(steps(said("2031-03-01", "planned", "2031-04"), said("2031-03-02", "planned", "2031-04-10"))) == 2


def test_cancelled_and_revived_are_steps_of_their_own():
    """A summit planned, cancelled and planned again for the same day has three steps."""
    reports = [said(f"2031-03-0{day}", status, "2031-04-10") for day, status in enumerate(("planned", "cancelled", "planned"), start=1)]

    assert [step[0] for step in steps(*reports)] == ["planned", "cancelled", "planned"]


def test_a_retelling_does_not_go_back():
    """An article that recalls the plan after the event adds nothing."""
    reports = [said(f"2031-04-1{day}", status, "2031-04-10") for day, status in ((0, "planned"), (1, "happened"), (2, "planned"))]

    assert [step[0] for step in steps(*reports)] == ["planned", "happened"]


def test_the_day_of_saying_wins_over_the_day_of_publication():
    """Two claims of one article, said on two days, stand in the order in which they were said."""
    report = make_report("on-2031-03-09", "planned", {"status": "planned", "on": "2031-03-08"}, {"status": "cancelled", "on": "2031-03-07"})

    assert steps(report) == [("cancelled", "2031-03-07", None), ("planned", "2031-03-08", None)]


def test_a_forecast_without_any_day_stands_before_the_event():
    """An undated article that speaks of the event as to come is older than the event."""
    articles = [make_article("undated"), make_article("on-2031-04-11", published="2031-04-11")]
    reports = [said("2031-04-11", "happened", "2031-04-10"), make_report("undated", "expected", {"status": "expected"})]

    assert [step[0] for step in steps(*reports, articles=articles)] == ["expected", "happened"]


@pytest.mark.parametrize(
    ("status", "day", "as_of", "lapsed"),
    [
        ("planned", "2031-04", "2031-04-30", False),
        ("planned", "2031-04", "2031-05-01", True),
        ("expected", "2031-04-10", "2032-01-01", True),
        ("happened", "2031-04-10", "2032-01-01", False),
        ("postponed", "2031-04-10", "2032-01-01", False),
        ("planned", None, "2032-01-01", False),
        ("planned", "2031-04-10/..", "2032-01-01", False),
        ("planned", "2031-04-10", None, False),
    ],
)
def test_only_a_plan_whose_last_day_has_passed_lapses(status, day, as_of, lapsed):
    """A month has passed on the first of the next one; what is open-ended never passes."""
    assert is_lapsed(status, day, as_of) is lapsed
