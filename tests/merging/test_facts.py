"""Kind, date, place and participants of an event, and where articles differ."""

from __future__ import annotations

import pytest

from tests.merging.factories import digest, one


def conflicts(event, field):
    return [
        (conflict.chosen, tuple((value.value, value.articles) for value in conflict.values))
        for conflict in event.conflicts
        if conflict.field == field
    ]


def test_a_meeting_says_more_than_the_visit_made_for_it():
    """Of a visit and the meeting in it the brief is named a meeting."""
    event = one(digest("visit berg planned 2021-05-04 @malmo (2021-05-01)\nmeeting berg+lund planned 2021-05-04 @malmo"))

    assert event.kind == "meeting"


def test_a_visit_with_one_traveller_stays_a_visit():
    """A loose word of a meeting without a second side does not make one."""
    assert one(digest("visit berg happened 2021-05-04 @lima (2021-05-05)\nmeeting berg happened 2021-05-04 @lima")).kind == "visit"


def test_the_day_told_afterwards_holds_against_the_rumour():
    """The conflict is shown with both values, who gives them, and why one was chosen."""
    event = one(
        digest(
            "meeting berg+lund expected 2021-04-24 unnamed (2021-04-15)",
            "meeting berg+lund planned 2021-04-25 @oslo (2021-04-23)",
            "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)",
        )
    )

    assert event.date == "2021-04-25"
    assert conflicts(event, "date") == [("2021-04-25", (("2021-04-24", ("a",)), ("2021-04-25", ("b", "c"))))]
    assert event.conflicts[0].because == "2 reports, written after the event"


def test_who_gives_the_week_does_not_give_the_day():
    """Beside the rumoured day stand those who name the other day, not those who leave it open."""
    event = one(
        digest(
            "meeting berg+lund expected 2021-04-19/2021-04-25 unnamed (2021-04-14)",
            "meeting berg+lund expected 2021-04-24 unnamed (2021-04-15)",
            "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)",
        )
    )

    assert conflicts(event, "date") == [("2021-04-25", (("2021-04-24", ("b",)), ("2021-04-25", ("c",))))]


def test_a_month_and_its_day_do_not_conflict():
    """What holds the chosen day is no other value."""
    event = one(digest("meeting berg+lund happened 2021-04 bg (2021-08-01)", "meeting berg+lund happened 2021-04-25 (2021-04-26)"))

    assert event.date == "2021-04-25"
    assert not event.conflicts


def test_an_official_day_holds_against_a_forecast():
    """Before the event a party's plan outranks others' guesses."""
    event = one(
        digest("meeting berg+lund planned 2021-04-25 party (2021-04-15)", "meeting berg+lund expected 2021-04-24 unnamed (2021-04-16)")
    )

    assert event.date == "2021-04-25"


def test_a_range_that_lasts_is_the_date_of_a_forum():
    """A forum told of on its first day keeps its whole stretch."""
    event = one(
        digest(
            "forum berg planned 2021-04-26/2021-04-27 @kyoto name:Harbour-Days (2021-04-15)",
            "forum berg happened 2021-04-26 @kyoto name:Harbour-Days (2021-04-26)",
        )
    )

    assert (event.date, event.extent) == ("2021-04-26/2021-04-27", "lasts")


def test_arrival_and_departure_make_a_range():
    """A visit told of by its first and last day lasts from one to the other."""
    event = one(
        digest(
            "visit berg happened 2021-W22 @lima (2021-06-06)\nvisit berg happened 2021-05-31 @lima begins same:0",
            "visit berg happened 2021-W22 @lima (2021-06-08)\nvisit berg happened 2021-06-03 @lima ends same:0",
        )
    )

    assert (event.date, event.extent) == ("2021-05-31/2021-06-03", "lasts")


def test_an_event_without_any_day_has_no_date():
    """Nothing is invented."""
    event = one(digest("visit berg+lund planned @oslo when:in_the_foreseeable_future (2021-05-01)"))

    assert event.date is None


def test_the_city_is_the_place_where_the_country_is_told_too():
    """The most specific place that fits is chosen."""
    event = one(digest("visit berg planned 2021-05-04 @peru (2021-05-01)", "visit berg happened 2021-05-04 @lima (2021-05-05)"))

    assert event.place == "lima"
    assert not event.conflicts


def test_two_cities_are_a_conflict_of_place():
    """Places that exclude each other are shown."""
    event = one(
        digest(
            "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)",
            "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)",
            "meeting berg+lund happened 2021-05-04 @malmo (2021-05-05)",
        )
    )

    assert conflicts(event, "place") == [("oslo", (("malmo", ("c",)), ("oslo", ("a", "b"))))]


def test_states_step_back_behind_their_people():
    """A state takes part only where none of its people or bodies is named."""
    event = one(digest("talks norway+sweden planned 2021-05-04 (2021-05-01)", "talks berg+sweden happened 2021-05-04 (2021-05-05)"))

    assert [actor.id for actor in event.participants] == ["anna-berg", "sweden"]


def test_who_is_named_as_absent_takes_no_part():
    """An article that names the absence expressly is believed, and the difference is shown."""
    event = one(
        digest(
            "meeting berg+lund+moe planned 2021-05-04 @oslo (2021-05-01)",
            "meeting berg+lund happened 2021-05-04 @oslo absent:moe (2021-05-05)",
        )
    )

    assert [actor.id for actor in event.participants] == ["anna-berg", "anna-lund"]
    assert conflicts(event, "participants") == [("not anna-moe", (("anna-moe", ("a",)), ("not anna-moe", ("b",))))]


def test_who_is_at_home_is_the_host():
    """Where two meet in the country of one of them, that one is the host."""
    event = one(digest("meeting berg+lund happened 2021-05-04 @malmo (2021-05-05)"))

    assert {actor.id: actor.role for actor in event.participants} == {"anna-lund": "host", "anna-berg": "visitor"}


def test_nobody_is_host_on_neutral_ground():
    """In a third country both take part."""
    event = one(digest("meeting berg+lund happened 2021-05-04 @lima (2021-05-05)"))

    assert {actor.role for actor in event.participants} == {"participant"}


def test_different_sums_are_a_conflict_of_figures():
    """Each article's only figure of one unit is set side by side."""
    event = one(
        digest(
            'other acme+zenith happened 2021-11-06 "the bid" figure:$103_billion (2021-11-06)',
            'other acme+zenith happened 2021-11-06 "the bid" figure:$130_billion (2021-11-07)',
        )
    )

    assert conflicts(event, "figures") == [("$130 billion", (("$103 billion", ("a",)), ("$130 billion", ("b",))))]


def test_figures_of_other_units_do_not_conflict():
    """Dollars and shares may both be true."""
    event = one(
        digest(
            'other acme+zenith happened 2021-11-06 "the bid" figure:$103_billion (2021-11-06)',
            'other acme+zenith happened 2021-11-06 "the bid" figure:60_percent (2021-11-07)',
        )
    )

    assert not event.conflicts


def test_an_event_that_is_only_recalled_is_background():
    """What every report recalls in passing is marked so."""
    assert one(digest("meeting berg+lund happened 2019-05-04 @oslo bg (2021-05-05)")).background


def test_news_of_one_article_is_not_background():
    """One report that tells it as news is enough."""
    event = one(
        digest("meeting berg+lund happened 2021-05-04 @oslo bg (2021-08-05)", "meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)")
    )

    assert not event.background


def test_reports_stand_oldest_first():
    """The order of reports is that of publication."""
    event = one(digest("meeting berg+lund happened 2021-05-04 (2021-05-05)", "meeting berg+lund planned 2021-05-04 (2021-05-01)"))

    assert [report.article for report in event.reports] == ["b", "a"]


def test_topics_are_those_told_most_often():
    """Topics of all claims, the most frequent first."""
    event = one(
        digest(
            "meeting berg+lund happened 2021-05-04 topic:trade (2021-05-05)",
            "meeting berg+lund happened 2021-05-04 topic:trade (2021-05-05)\nmeeting berg+lund happened 2021-05-04 topic:fish",
        )
    )

    assert event.topics == ("trade", "fish")


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("visit berg happened 2021-05-03/2021-05-06 @lima", "agreement berg+quispe happened 2021-05-04 @lima"),
        ("forum berg+lund happened 2021-05-03/2021-05-06 @kyoto name:Harbour-Days", "meeting berg+lund happened 2021-05-04 @kyoto"),
    ],
    ids=["signed during a visit", "met on the sidelines"],
)
def test_what_happens_within_a_visit_or_forum_is_part_of_it(outer, inner):
    """Two events, the inner one with the id of the outer one."""
    merged = digest(f"{outer} (2021-05-07)\n{inner}")

    parts = {event.id: event.part_of for event in merged.events}
    assert len(parts) == 2
    assert [whole for whole in parts.values() if whole] == [id_ for id_, whole in parts.items() if not whole]


def test_a_country_spoken_of_once_does_not_take_part():
    """Where two people meet, a state takes part only if most claims say so."""
    event = one(
        digest(
            "meeting berg+lund+peru planned 2021-05-04 (2021-05-01)\nmeeting berg+lund planned 2021-05-04",
            "meeting berg+lund happened 2021-05-04 (2021-05-05)",
        )
    )

    assert [actor.id for actor in event.participants] == ["anna-berg", "anna-lund"]


def test_nothing_has_happened_before_its_day():
    """ "The summit" of an article that looks ahead is planned, however the clause reads."""
    event = one(digest("meeting berg+lund planned 2021-05-04 (2021-05-01)\nmeeting berg+lund happened def"))

    assert event.status == "planned"
    assert {claim.status for claim in event.reports[0].claims} == {"planned"}


def test_two_whose_presence_is_disputed_are_both_in_the_choice():
    """The choice of a participants' conflict names everybody whom articles differ on."""
    event = one(
        digest(
            "meeting berg+lund+moe+holm planned 2021-05-04 @oslo (2021-05-01)",
            "meeting berg+lund happened 2021-05-04 @oslo absent:moe (2021-05-05)",
            "meeting berg+lund happened 2021-05-04 @oslo absent:holm (2021-05-05)",
        )
    )

    (conflict,) = [conflict for conflict in event.conflicts if conflict.field == "participants"]
    assert conflict.chosen == "not anna-holm, not anna-moe"
    assert len(conflict.values) == 4


def test_a_journey_through_a_country_is_not_in_the_town_where_it_ends():
    """ "A state visit to Peru from Monday to Friday, which will conclude in Lima" is a visit to Peru."""
    event = one(
        digest(
            "visit berg planned 2021-05-03/2021-05-07 @peru (2021-04-20)\nvisit nobody planned def ends same:0 @lima (2021-04-20)",
            "visit berg happened 2021-05-07 ends @lima (2021-05-08)",
        )
    )

    assert event.place == "peru"


def test_a_journey_of_a_day_is_in_its_town():
    """A country and a town in it: the town says more."""
    event = one(digest("visit berg planned 2021-05-03 @peru (2021-04-20)", "visit berg happened 2021-05-03 @lima (2021-05-04)"))

    assert event.place == "lima"


def test_of_two_figures_the_latest_is_taken_and_names_what_was_agreed():
    """A toll or a sum is corrected over time; what was agreed is not called by the sum that was not taken."""
    event = one(
        digest(
            "agreement berg+lund happened 2021-05-04 figure:$3_billion object:$3_billion_deal (2021-05-05)",
            "agreement berg+lund happened 2021-05-04 figure:$4_billion object:trade_deal (2021-05-06)",
        )
    )

    (conflict,) = [conflict for conflict in event.conflicts if conflict.field == "figures"]
    assert (conflict.chosen, conflict.because, event.object) == ("$4 billion", "the latest report gives it", "trade deal")


@pytest.mark.parametrize(
    ("reports", "place", "because"),
    [
        (("@oslo (2021-05-05)", "@bergen (2021-05-06)"), "bergen", "the latest report names it"),
        (("@oslo (2021-05-06)", "@bergen (2021-05-05)"), "oslo", "the latest report names it"),
        (("@oslo (2021-05-05)", "@oslo (2021-05-05)", "@bergen (2021-05-06)"), "oslo", "most reports name it"),
    ],
)
def test_of_two_places_most_reports_decide_and_then_the_latest(reports, place, because):
    """The reason says what decided."""
    event = one(digest(*(f"meeting berg+lund happened 2021-05-04 {report}" for report in reports)))

    (conflict,) = [conflict for conflict in event.conflicts if conflict.field == "place"]
    assert (conflict.chosen, conflict.because) == (place, because)
