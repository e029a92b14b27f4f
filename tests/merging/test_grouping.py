"""Which claims are one event."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.merging.factories import digest, one

ONE_EVENT = {
    "a rumour with another day, the plan and the report": (
        "meeting berg+lund expected 2021-04-24 unnamed (2021-04-15)",
        "meeting berg+lund planned 2021-04-25 @oslo (2021-04-23)",
        "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)",
    ),
    "a month, a rumoured day, a week and the day": (
        "visit berg expected 2021-05 @lima (2021-04-30)",
        "meeting berg+lund expected 2021-05-14 @lima (2021-04-30)",
        "meeting berg+lund planned 2021-W19 @lima (2021-05-08)",
        "meeting berg+lund planned 2021-05-15 @lima (2021-05-08)",
        "meeting berg+lund happened 2021-05-15 @lima (2021-05-16)",
    ),
    "a week that holds the day": (
        "visit berg expected 2021-W17 (2021-04-20)",
        "meeting berg+lund planned 2021-04-29 (2021-04-23)",
    ),
    "the recollection two years later": (
        "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)",
        'meeting berg+lund happened 2021 bg def "the last meeting between the two, in 2021" (2023-09-11)',
    ),
    "a visit announced for the coming days and recalled by its month": (
        "visit berg planned when:in_the_coming_days @lima (2021-09-11)",
        "meeting berg+quispe happened 2021-09 bg def @lima (2022-01-22)",
    ),
    "one of the two, and both": (
        "meeting berg planned 2021-06-03 @oslo (2021-06-01)",
        "meeting berg+lund planned 2021-06-03 @oslo (2021-06-02)",
    ),
    "a city and its country": (
        "visit tanaka planned 2021-06-03 @peru (2021-06-01)",
        "visit tanaka happened 2021-06-03 @lima (2021-06-04)",
    ),
    "the countries instead of their leaders": (
        "talks norway+sweden planned 2021-06-03 (2021-06-01)",
        "talks berg+lund happened 2021-06-03 (2021-06-04)",
    ),
    "two cities on one day of one pair": (
        "meeting berg+lund happened 2021-06-03 @oslo (2021-06-04)",
        "meeting berg+lund happened 2021-06-03 @bergen (2021-06-04)",
    ),
    "cancelled and revived": (
        "meeting berg+lund planned 2021-06-12 @oslo (2021-05-10)",
        "meeting berg+lund cancelled 2021-06-12 party (2021-05-24)",
        "meeting berg+lund planned 2021-06-12 party (2021-06-01)",
    ),
    "a letter told of in two papers": (
        "letter berg+lund happened 2021-04-12 (2021-04-15)",
        "letter berg+lund happened 2021-04-12 (2021-04-16)",
    ),
    "a bid under one word": (
        'other acme+zenith happened 2021-11-06 "its unsolicited bid" figure:$103_billion (2021-11-06)',
        'other acme+zenith happened 2021-11-06 "raised its bid" (2021-11-07)',
    ),
    "a forum by its name, other people each": (
        "forum berg planned 2021-09-10 name:Fjord-Forum @bergen (2021-09-01)",
        "forum lund+berg happened 2021-09-10 name:Fjord-Forum @bergen (2021-09-11)",
    ),
    "a test at a site, nobody named": (
        "weapons_test nobody happened 2017-09 @bergen (2021-05-27)",
        "weapons_test nobody happened 2017-09-03 @bergen (2021-05-28)",
    ),
    "plans with vague days from articles near in time": (
        "visit berg+lund planned when:in_the_near_future @oslo (2021-05-01)",
        "visit berg+lund planned when:soon @oslo (2021-05-04)",
    ),
    "a month and a day within it": (
        "agreement berg+lund happened 2021-06 (2021-09-01)",
        "agreement berg+lund happened 2021-06-12 (2021-06-13)",
    ),
    "a range and one of its days": (
        "forum berg planned 2021-04-26/2021-04-27 @kyoto name:Harbour-Days (2021-04-15)",
        "forum berg happened 2021-04-26 @kyoto name:Harbour-Days (2021-04-26)",
    ),
    "a day whose year an undated article does not tell": (
        "meeting berg+lund happened 2021-05-24 (2021-05-25)",
        "meeting berg+lund planned day:05-24",
    ),
    "a place and a day without its year": (
        "agreement berg+lund happened 2021-03-03 @bergen (2021-03-04)",
        "agreement nobody happened bg def day:03-03 @bergen",
    ),
    "a dismissal that is recalled without its day": (
        'election_or_appointment berg happened role:candidate 2021-05-04 "sacked" (2021-05-05)',
        'election_or_appointment lund+berg happened role:candidate bg "dismissed" (2021-06-20)',
    ),
    "a swearing-in, and who was sworn in": (
        'election_or_appointment nobody planned 2021-05-04 @oslo "swearing-in" (2021-05-02)',
        'election_or_appointment berg happened role:candidate 2021-05-04 @oslo "sworn" (2021-05-05)',
    ),
    "a report handed in, and delivered in that month": (
        'other berg happened 2021-05-04 "handed" (2021-05-05)',
        'other berg happened 2021-05 "delivered" (2021-06-20)',
    ),
    "a meeting of people nobody names, by its day and place": (
        "meeting nobody happened 2021-05-04 @oslo (2021-05-05)",
        "meeting nobody happened 2021-05-04 @oslo (2021-05-06)",
    ),
    "an election and its month": (
        "election_or_appointment okafor happened 2021-04 (2021-05-15)",
        "election_or_appointment okafor happened 2021-04-11 (2021-04-12)",
    ),
}


@pytest.mark.parametrize("articles", ONE_EVENT.values(), ids=ONE_EVENT)
def test_these_are_one_event(articles):
    """Claims of several articles that tell of one thing make one event with a report of each."""
    event = one(digest(*articles))

    assert len(event.reports) == len(articles)


TWO_EVENTS = {
    "the same two on two days": (
        "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)",
        "meeting berg+lund happened 2021-09-13 @oslo (2021-09-14)",
    ),
    "the same two a year later": (
        "meeting berg+lund happened 2021-04-25 (2021-04-26)",
        "meeting berg+lund planned 2022-04-25 (2022-04-20)",
    ),
    "what was held and what is planned two days later": (
        "meeting berg+lund happened 2021-04-24 (2021-04-25)",
        "meeting berg+lund planned 2021-04-27 (2021-04-25)",
    ),
    "another counterpart on the same day": (
        "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)",
        "meeting berg+moe happened 2021-04-25 @oslo (2021-04-26)",
    ),
    "two who share a country": (
        "visit berg happened 2021-04-25 @lima (2021-04-26)",
        "visit holm happened 2021-04-25 @lima (2021-04-26)",
    ),
    "one traveller in two cities on one day": (
        "visit berg planned 2021-04-25 @lima (2021-04-20)",
        "visit berg planned 2021-04-25 @kyoto (2021-04-20)",
    ),
    "a letter and a meeting of the same day": (
        "letter berg+lund happened 2021-04-25 (2021-04-26)",
        "meeting berg+lund happened 2021-04-25 (2021-04-26)",
    ),
    "a bid and a suit of the same day": (
        'other acme+zenith happened 2021-11-06 "made a bid" (2021-11-06)',
        'other acme+zenith happened 2021-11-06 "filed a suit" (2021-11-06)',
    ),
    "an old summit and an undated plan": (
        "meeting berg+lund happened 2019-04-25 (2019-04-26)",
        "meeting berg+lund planned @lima (2021-09-11)",
    ),
    "recalled by year, of two in that year": (
        "meeting berg+lund happened 2021-04-25 @oslo (2021-04-26)\nmeeting berg+lund happened 2021-09-13 @lima (2021-09-14)",
        "meeting berg+lund happened 2021 bg @kyoto (2023-09-14)",
    ),
    "a call and a meeting": (
        "call berg+lund happened 2021-04-25 (2021-04-26)",
        "meeting berg+lund happened 2021-04-25 (2021-04-26)",
    ),
    "statements of two speakers": (
        "statement berg happened 2021-04-25 (2021-04-26)",
        "statement lund happened 2021-04-25 (2021-04-26)",
    ),
    "two forums of other names": (
        "forum berg happened 2021-04-25 name:Fjord-Forum (2021-04-26)",
        "forum berg happened 2021-04-25 name:Harbour-Days (2021-04-26)",
    ),
    "another day of a year that is not told": (
        "meeting berg+lund happened 2021-05-24 (2021-05-25)",
        "meeting berg+lund happened day:06-03",
    ),
    "a day without its year on which one more takes part": (
        "meeting berg+lund happened 2021-05-24 (2021-05-25)",
        "meeting berg+lund+moe happened day:05-24",
    ),
    "who resigned and who was sworn in": (
        'election_or_appointment berg happened role:candidate 2021-05-04 "resigned" (2021-05-05)',
        'election_or_appointment berg happened role:candidate 2021-05-04 "sworn" (2021-05-05)',
    ),
    "rumours a fortnight apart": (
        "meeting berg+lund expected 2021-04-10 (2021-04-01)",
        "meeting berg+lund expected 2021-04-24 (2021-04-01)",
    ),
}


@pytest.mark.parametrize("articles", TWO_EVENTS.values(), ids=TWO_EVENTS)
def test_these_are_different_events(articles):
    """Claims that only look alike stay apart."""
    merged = digest(*articles)

    assert len(merged.events) >= 2
    assert all(len(event.reports) == 1 for event in merged.events)


def test_two_days_in_one_article_are_two_events():
    """An article that names two days means two meetings, however near they are."""
    merged = digest("meeting berg+lund planned 2021-04-24 @oslo (2021-04-20)\nmeeting berg+lund planned 2021-04-26 @oslo (2021-04-20)")

    assert sorted(event.date for event in merged.events) == ["2021-04-24", "2021-04-26"]


def test_the_summit_in_an_article_is_the_one_it_spoke_of():
    """ "The summit" without names goes to the meeting told just before it, not to the older one recalled below."""
    merged = digest(
        "meeting berg+lund planned 2021-04-25 sentence:0 (2021-04-23)\n"
        'meeting nobody planned def sentence:1 "the summit" (2021-04-23)\n'
        "meeting berg+quispe happened 2019-02-28 bg sentence:9 (2021-04-23)"
    )

    assert {event.date: len(event.reports[0].claims) for event in merged.events} == {"2019-02-28": 1, "2021-04-25": 2}


def test_a_month_without_its_year_says_too_little_of_what_nobody_does():
    """ "September's election" of an undated article may be that of any year."""
    merged = digest(
        'election_or_appointment nobody planned 2021-09 @lima "election" (2021-05-25)',
        'election_or_appointment nobody happened def day:09-00 "election"',
    )

    assert [len(event.reports) for event in merged.events] == [1]


def test_who_resigned_did_not_mean_the_deadline_for_it():
    """What is told as over joins what was held, when a plan for another day would fit as well."""
    merged = digest(
        'election_or_appointment berg planned role:candidate 2021-05-03 "resign" (2021-05-02)',
        'election_or_appointment berg happened role:candidate 2021-05-06 "resigned" (2021-05-07)',
        'election_or_appointment berg happened role:candidate "resigned"',
    )

    assert {event.date: len(event.reports) for event in merged.events} == {"2021-05-03": 1, "2021-05-06": 2}


def test_the_last_meeting_is_the_latest_of_several():
    """ "Their last meeting" joins the most recent one before the article."""
    merged = digest(
        "meeting berg+lund happened 2020-02-01 @oslo (2020-02-02)",
        "meeting berg+lund happened 2021-03-05 @lima (2021-03-06)",
        'meeting berg+lund happened bg def when:last "their last meeting" (2021-03-20)',
    )

    assert {event.date: len(event.reports) for event in merged.events} == {"2020-02-01": 1, "2021-03-05": 2}


def test_a_hint_of_the_text_joins_what_says_too_little_itself():
    """ "It took place in the town hall" is the meeting of the sentence before."""
    event = one(digest("meeting berg+lund happened 2021-04-25 (2021-04-26)\nmeeting nobody happened @oslo same:0 (2021-04-26)"))

    assert event.place == "oslo"


def test_claims_never_join_by_their_people_alone():
    """Without any day, name or shared article two claims on one pair stay two."""
    merged = digest("visit berg+lund planned (2019-05-01)", "visit berg+lund planned @oslo 2021-05-04 (2021-05-01)")

    assert len(merged.events) == 2


CROWD = (
    "meeting berg+lund expected 2021-04-24 unnamed (2021-04-15)",
    "meeting berg+lund planned 2021-04-25 @oslo (2021-04-23)\nmeeting nobody planned def (2021-04-23)\nvisit moe happened 2021-04-21 @oslo",
    'meeting berg+lund happened 2021 bg def "their last meeting" (2023-04-26)',
    "visit berg planned when:soon @oslo (2021-04-16)",
    "meeting berg+moe happened 2021-04-25 @oslo (2021-04-26)",
)


@pytest.mark.parametrize("order", list(permutations(range(len(CROWD))))[::7])
def test_the_order_of_articles_changes_nothing(order):
    """Any order of the input gives the same events with the same ids."""
    names = tuple("pqrst")
    expected = digest(*CROWD, ids=names)

    shuffled = digest(*(CROWD[index] for index in order), ids=tuple(names[index] for index in order))

    assert shuffled.events == expected.events
    assert shuffled.maybe_same == expected.maybe_same
    assert shuffled.dropped == expected.dropped


def test_near_misses_are_shown_and_not_merged():
    """Two events that nearly were one are listed for the editor."""
    merged = digest("visit berg expected 2021-05-04 (2021-05-01)", "meeting berg+lund happened 2021-05-08 @oslo (2021-05-09)")

    assert len(merged.events) == 2
    assert [(pair.one, pair.other) for pair in merged.maybe_same] == [tuple(sorted(event.id for event in merged.events))]


def test_a_claim_that_names_nobody_and_no_day_is_left_out_with_its_reason():
    """Nothing is dropped in silence."""
    merged = digest("meeting nobody happened (2021-05-01)")

    assert not merged.events
    assert [entry.because for entry in merged.dropped] == ["nothing says who, when or in which event of its own"]


def test_a_thousand_reports_of_one_event_are_one_event():
    """A hot story stays one event however many report it."""
    articles = [f"meeting berg+lund {'planned' if n % 2 else 'happened'} 2021-05-04 @oslo (2021-05-0{3 + n % 4})" for n in range(300)]

    assert len(one(digest(*articles, ids=tuple(f"n{n:04}" for n in range(300)))).reports) == 300


def test_what_was_held_and_what_was_called_off_in_one_sentence_are_two():
    """ "He came to Lima, where he called off a meeting" tells of a visit and of a meeting that never was."""
    merged = digest("visit berg happened 2021-05-04 @lima (2021-05-05)\nmeeting berg+quispe cancelled sentence:0 @lima")

    assert {(event.kind, event.status) for event in merged.events} == {("visit", "happened"), ("meeting", "cancelled")}


def test_what_is_held_and_what_is_ahead_in_one_article_are_two():
    """An article on yesterday's meeting that speaks of a next one does not put the plan into the past."""
    merged = digest("meeting berg+lund happened 2021-05-04 @oslo (2021-05-05)\nmeeting berg+lund planned @malmo (2021-05-05)")

    assert {(event.place, event.status) for event in merged.events} == {("oslo", "happened"), ("malmo", "planned")}


def test_their_first_summit_is_that_of_the_people_just_named():
    """A second date told beside the first one keeps its people, and stays an event of its own."""
    merged = digest("meeting berg+lund happened 2021-05-26 (2021-05-27)\nmeeting nobody happened 2021-04-27 @oslo same:0 def")

    assert {event.date: [actor.id for actor in event.participants] for event in merged.events} == {
        "2021-05-26": ["anna-berg", "anna-lund"],
        "2021-04-27": ["anna-berg", "anna-lund"],
    }


def test_an_article_of_two_thousand_vague_claims_is_merged():
    """Hostile input takes no more than its share of time."""
    lines = [f"meeting berg+lund planned 2021-{1 + n % 12:02}-{1 + n % 28:02} @oslo sentence:{n} (2021-01-01)" for n in range(400)]
    lines += [f"meeting nobody planned def sentence:{n} (2021-01-01)" for n in range(1600)]

    assert digest("\n".join(lines)).events


def test_a_journey_at_home_is_not_the_visit_of_the_guest():
    """Berg travels within Norway on Monday; the month's meeting with a guest is another thing."""
    merged = digest("visit berg happened 2021-09-06 @bergen (2021-09-06)", "meeting berg+quispe happened 2021-09 @norway (2022-01-22)")

    assert len(merged.events) == 2


def test_the_talks_of_the_next_sentence_are_those_just_recalled():
    """What follows a recollection belongs to it, not to the plan that the article is about."""
    merged = digest(
        "meeting berg+lund happened 2019-04-25 @malmo (2019-04-26)",
        "visit lund planned 2021-09-16 @oslo sentence:0 (2021-09-11)\n"
        'meeting berg+lund happened 2019 bg def sentence:5 "the last meeting, in 2019"\n'
        "talks nobody happened def sentence:6",
    )

    assert {event.date: [report.status for report in event.reports] for event in merged.events} == {
        "2019-04-25": ["happened", "happened"],
        "2021-09-16": ["planned"],
    }


def test_what_is_planned_for_a_day_that_has_passed_happened():
    """ "During their summit in September", read in January, tells of what took place."""
    assert one(digest("meeting berg+lund planned 2021-09 def @oslo (2022-01-22)")).status == "happened"


def test_a_statement_has_the_day_of_its_saying():
    """What is said is the event."""
    assert one(digest("statement berg happened on:2021-05-04 (2021-05-05)")).date == "2021-05-04"


LEFT_OUT = {
    "countries without day, place or person": "talks norway+peru planned (2021-05-01)",
    "told as over of one side, without day or place": "meeting berg happened (2021-05-01)",
    "one side alone": "meeting norway happened 2021-04 (2021-05-01)",
    "a call by nobody": 'call nobody planned 2021-11 @lima "the call" (2021-10-01)',
}


@pytest.mark.parametrize("claim", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_a_brief_could_not_say_is_left_out_with_its_reason(claim):
    """An event needs something to tell; what is left out says why."""
    merged = digest(claim)

    assert not merged.events
    assert all(entry.because for entry in merged.dropped)


def test_clusters_that_learn_who_takes_part_are_compared_again():
    """Each article names one of the two with the month and place; an undated claim beside one of them names both."""
    event = one(
        digest(
            "meeting berg expected 2021-06-12 @lima (2021-05-10)",
            "meeting lund cancelled 2021-06 @lima sentence:1 (2021-05-27)\nmeeting berg+lund cancelled def sentence:2",
        )
    )

    assert [actor.id for actor in event.participants] == ["anna-berg", "anna-lund"]


def test_an_announced_day_and_another_day_on_which_it_was_held_are_two_events():
    """A rumour may miss the day; what was announced for Monday and what was held on Tuesday are two."""
    merged = digest("meeting berg+lund planned 2021-05-03 party (2021-05-01)", "meeting berg+lund happened 2021-05-04 (2021-05-05)")

    assert len(merged.events) == 2


def test_who_leaves_an_office_and_who_takes_it_are_two_events():
    """A resignation is not the appointment of the successor, though one sentence names both."""
    merged = digest(
        'election_or_appointment berg happened 2021-05-04 "resigned" (2021-05-04)\n'
        'election_or_appointment holm+berg happened 2021-05-04 "appointed" (2021-05-04)'
    )

    assert len(merged.events) == 2


def test_a_journey_elsewhere_in_the_week_of_a_forum_is_not_made_for_it():
    """The forum has no place, the journey one: nothing ties the two."""
    merged = digest(
        "forum berg planned 2021-09-20/2021-09-26 name:World-Forum (2021-09-14)",
        "visit berg happened 2021-09-21 @lima (2021-09-25)",
    )

    assert len(merged.events) == 2


def test_a_forum_under_a_longer_name_is_the_same_forum():
    """ "Norway-Peru Water Forum" and "Water Forum"."""
    merged = digest(
        "forum berg planned 2021-09-20 name:norway-peru_water_forum @oslo (2021-09-14)",
        "forum berg+lund happened 2021-09-20 name:water_forum @oslo (2021-09-21)",
    )

    assert len(merged.events) == 1


def test_a_plan_without_a_day_in_two_articles_without_one_is_one_plan():
    """Nothing anchors the two articles, but both tell of the same journey."""
    merged = digest("visit berg planned @lima", "visit berg planned @lima")

    assert len(merged.events) == 1


OTHER_JOURNEYS = {
    "a journey there this year and a meeting somewhere in it": (
        "visit berg expected 2021 @lima (2021-02-01)",
        "meeting berg+quispe happened 2021-05-14 (2021-05-15)",
    ),
    "a journey dropped and a meeting elsewhere put off": (
        "visit berg planned @lima (2021-05-01)",
        "meeting berg postponed 2021-05-08 (2021-05-09)",
    ),
    "a return announced and a stay reported": (
        "visit berg planned (2021-05-04)",
        "visit berg happened 2021-05-08 @lima (2021-05-09)",
    ),
}


@pytest.mark.parametrize("articles", OTHER_JOURNEYS.values(), ids=OTHER_JOURNEYS)
def test_a_journey_is_only_joined_with_what_a_place_a_day_or_the_article_ties_to_it(articles):
    """One traveller has many journeys: without a common place, a day or the article's own context two of them stay two."""
    assert all(len(event.reports) == 1 for event in digest(*articles).events)
