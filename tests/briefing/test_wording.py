"""Titles and summaries: an event's facts in a desk editor's English."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beatbook.analysis.model import Claim, Participant, Quote
from beatbook.briefing.phrases import say_day, say_list, say_when, with_article
from beatbook.briefing.wording import Writer
from beatbook.briefing.wording_rules import compile_wording
from beatbook.merging.model import Conflict, ConflictValue, EventParticipant, Profile, ProfileRole
from beatbook.reading.model import Span
from tests.briefing.factories import (
    PROFILES,
    make_article,
    make_claim,
    make_event,
    make_merged,
    make_person,
    make_report,
    read_rules,
    voice,
)

WORDING = compile_wording(read_rules())


def participants(*cast: tuple[str, str]) -> tuple[EventParticipant, ...]:
    return tuple(EventParticipant(id_, "person", role) for id_, role in cast)  # type: ignore[arg-type]  # roles


def write(*people: Profile, articles: Any = (), as_of: str = "2021-05-04", parent: Any = None, **fields: Any) -> tuple[str, list[str]]:
    """The title, and the summary's sentences without their references."""
    event = make_event(**fields)
    merged = make_merged(event, *([parent] if parent else []), articles=articles, profiles=(*PROFILES, *people), as_of=as_of)
    words = Writer(merged, WORDING).event(event)
    return words.title, [sentence.partition(" [@")[0] for sentence in words.summary.split("] ")]


VISITOR, SPEAKER = participants(("tomas-vell", "visitor")), participants(("ana-marin", "speaker"))
GUEST, CANDIDATE = participants(("ana-marin", "attendee")), participants(("ana-marin", "candidate"))
LETTER = participants(("ana-marin", "sender"), ("tomas-vell", "recipient"))
MINISTRY = (EventParticipant("fisheries-ministry", "organization", "speaker"),)
STATE = (EventParticipant("latvia", "state", "participant"),)

# ---- titles


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "Marin and Vell meet in Riga"),
        ({"status": "planned"}, "Marin and Vell to meet in Riga"),
        ({"status": "expected"}, "Marin and Vell may meet in Riga"),
        ({"status": "cancelled"}, "Meeting between Marin and Vell in Riga cancelled"),
        ({"status": "denied", "place": None}, "Meeting between Marin and Vell denied"),
        ({"kind": "visit", "participants": VISITOR}, "Vell visits Riga"),
        ({"kind": "visit", "status": "postponed", "participants": VISITOR}, "Visit by Vell to Riga postponed"),
        ({"kind": "letter", "participants": LETTER}, "Marin writes to Vell"),
        ({"kind": "letter", "participants": participants(("tomas-vell", "recipient"))}, "Vell receives a letter"),
        ({"kind": "call", "place": None}, "Marin and Vell speak by telephone"),
        ({"kind": "talks", "participants": ()}, "Talks in Riga"),
        ({"kind": "talks", "participants": (), "status": "planned"}, "Talks in Riga planned"),
        ({"kind": "forum", "label": "Baltic Forum", "participants": GUEST}, "Marin attends Baltic Forum in Riga"),
        ({"kind": "forum", "label": "Baltic Forum", "participants": ()}, "Baltic Forum in Riga"),
        ({"kind": "agreement", "object": "fishing quotas", "place": None}, "Marin and Vell agree on fishing quotas"),
        ({"kind": "sanction", "object": "25-percent tariff", "participants": LETTER}, "Marin imposes 25-percent tariff on Vell"),
        ({"kind": "other", "object": "ferry disaster", "place": None}, "Ferry disaster involving Marin and Vell"),
        ({"kind": "statement", "place": None, "participants": SPEAKER}, "Marin makes a statement"),
        ({"kind": "statement", "participants": MINISTRY}, "Fisheries Ministry issues a statement"),
        ({"kind": "election_or_appointment", "participants": CANDIDATE}, "Marin is chosen for office"),
        ({"kind": "weapons_test", "place": None, "participants": STATE}, "Latvia carries out a weapons test"),
        ({"kind": "tea_party", "label": "Garden party"}, "Marin and Vell take part in Garden party in Riga"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_titles_say_who_does_what_in_the_present(fields: dict[str, Any], title: str) -> None:
    """Surnames, the verb in the event's status, the place."""
    assert write(**fields)[0] == title


def test_namesakes_are_named_in_full() -> None:
    """A surname that two of them share would not say which."""
    sister = make_person("lea-marin", "Lea Marin")
    title, _ = write(sister, participants=participants(("ana-marin", "participant"), ("lea-marin", "participant")))

    assert title == "Ana Marin and Lea Marin meet in Riga"


def test_a_family_name_that_stands_first_is_the_one_that_titles_use() -> None:
    """ "Oh Min Ji" is Oh."""
    guest = make_person("oh-min-ji", "Oh Min Ji", surname="Oh")

    assert write(guest, kind="visit", participants=participants(("oh-min-ji", "visitor")))[0] == "Oh visits Riga"


def test_many_names_are_cut_short() -> None:
    """A title holds three names at most, a sentence five."""
    guests = [make_person(f"guest-{n}", f"Guest Number{n}") for n in range(6)]
    title, summary = write(*guests, participants=participants(*((guest.id, "participant") for guest in guests)))

    assert title == "Number0, Number1 and four others meet in Riga"
    assert summary[0] == "Guest Number0, Guest Number1, Guest Number2, Guest Number3 and two others met in Riga on 3 May 2021."


# ---- the first sentence


def test_two_people_come_with_the_office_that_reports_give_for_the_time() -> None:
    """Country and title before the name, as in a news story."""
    assert write()[1][0] == "Latvian President Ana Marin and Estonian Foreign Minister Tomas Vell met in Riga on 3 May 2021."


@pytest.mark.parametrize(
    "role",
    [
        ProfileRole("President", country="LV", first="2001-01-01", last="2001-02-01", articles=("x",)),
        ProfileRole("President", country="LV", first="2021-05-01", last="2021-05-04", former=True, articles=("x",)),
        ProfileRole("head of the harbour board", country="LV", first="2021-05-01", last="2021-05-04", articles=("x",)),
        ProfileRole("leader", first="2021-05-01", last="2021-05-04", articles=("x",)),
    ],
    ids=["long before", "former", "too long", "of whom is not said"],
)
def test_an_office_that_leaves_a_doubt_is_left_out(role: ProfileRole) -> None:
    """No office is better than a wrong one."""
    guest = make_person("lea-orav", "Lea Orav", role)

    assert write(guest, kind="visit", participants=participants(("lea-orav", "visitor")))[1][0] == "Lea Orav visited Riga on 3 May 2021."


def test_what_lies_ahead_is_said_as_such_and_what_lapsed_too() -> None:
    """ "Are to meet" before the day, "were to meet" after it."""
    ahead = write(status="planned", date="2021-05-09")[1][0]
    lapsed = write(status="planned", date="2021-05-01")[1][0]

    assert ahead.endswith("are to meet in Riga on 9 May 2021.")
    assert lapsed.endswith("were to meet in Riga on 1 May 2021.")


def test_a_cancelled_event_says_for_when_it_was_set() -> None:
    """The plan stays readable in the sentence that ends it."""
    summary = write(status="cancelled", kind="talks", participants=())[1]

    assert summary[0] == "The planned talks in Riga, set for 3 May 2021, were cancelled."


def test_a_visit_names_its_host_and_those_who_came_along() -> None:
    """Only the visitor is the subject."""
    cast = participants(("ana-marin", "host"), ("tomas-vell", "visitor"), ("lea-orav", "attendee"))
    summary = write(make_person("lea-orav", "Lea Orav"), kind="visit", participants=cast)[1]

    assert summary[0] == "Tomas Vell visited Riga on 3 May 2021, hosted by Ana Marin, with Lea Orav taking part."


def test_what_one_side_alone_says_is_said_to_be_its_word() -> None:
    """A claim that nobody else confirms carries its source."""
    claim = make_claim(said_by=((voice("lna"), voice("fisheries-ministry")),))
    summary = write(standing="claimed", reports=(make_report("lantern-2021-05-04", "happened", claim),))[1]

    assert summary[0].endswith("met in Riga on 3 May 2021, according to the Fisheries Ministry.")


# ---- how it came about


def test_the_way_from_rumour_to_report_is_told_with_its_sources() -> None:
    """Who had it as likely, citing whom, and who announced it."""
    rumour = make_claim(status="expected", on="2021-04-20", said_by=((voice("lna"), voice("an unidentified official")),))
    plan = make_claim(status="planned", on="2021-04-28", said_by=((voice("fisheries-ministry"),),))
    summary = write(reports=(make_report("lantern-2021-05-04", "happened", rumour, plan, make_claim()),))[1]

    rumoured, announced = summary[1].split("; ")
    assert rumoured == "LNA, citing an unidentified official, reported it as likely on 20 April 2021"
    assert announced == "the Fisheries Ministry announced it on 28 April."


def test_an_announcement_counts_where_the_article_means_it() -> None:
    """A piece on a rumour that touches on a proposal is not the announcement."""
    rumour = make_report(
        "lantern-2021-05-04", "expected", make_claim(status="planned", on="2021-04-20"), make_claim(status="expected", on="2021-04-21")
    )
    plan = make_report("herald-2021-05-05", "planned", make_claim(status="planned", on="2021-04-25"))
    articles = [make_article(), make_article("herald-2021-05-05", "baltic-herald", "2021-05-05")]
    summary = write(articles=articles, reports=(rumour, plan))[1]

    assert summary[1] == "The Lantern reported it as likely on 21 April 2021; Baltic Herald reported the plan on 25 April."


def test_a_plan_that_was_called_off_and_came_back_is_told_in_that_order() -> None:
    """Announced, cancelled, on again, and then it took place."""
    said = ((voice("ana-marin"),),)
    claims = (
        make_claim(status="planned", on="2021-04-20", said_by=said),
        make_claim(status="cancelled", on="2021-04-24", said_by=said),
        make_claim(status="planned", on="2021-04-28", said_by=said),
        make_claim(),
    )
    summary = write(reports=(make_report("lantern-2021-05-04", "happened", *claims),))[1]

    assert summary[1] == (
        "Ana Marin announced it on 20 April 2021, announced the cancellation on 24 April and said that it was on again on 28 April."
    )


def test_an_event_with_one_report_names_it() -> None:
    """Who reported it, when, and on whose word."""
    claim = make_claim(said_by=((voice("lna"),),))

    assert (
        write(reports=(make_report("lantern-2021-05-04", "happened", claim),))[1][1] == "The Lantern reported it the next day, citing LNA."
    )


def test_a_plan_told_on_the_day_by_who_tells_that_it_was_held_is_no_history() -> None:
    """A preview and a report in one paper of that day: who reported it is all that there is to say."""
    claims = (make_claim(status="planned", on="2021-05-03"), make_claim(on="2021-05-03"))

    summary = write(reports=(make_report("lantern-2021-05-04", "planned", *claims),))[1]

    assert summary[1:] == ["The Lantern reported it the next day."]


def test_who_reported_it_stands_behind_who_announced_it() -> None:
    """The way to the event, and then the report of it."""
    articles = (make_article(), make_article("herald-2021-05-02", "baltic-herald", "2021-05-02"))
    plan = make_report("herald-2021-05-02", "planned", make_claim("herald-2021-05-02", "planned", on="2021-05-02"))

    summary = write(articles=articles, reports=(plan, make_report()))[1]

    assert summary[1:] == ["Baltic Herald reported the plan the day before.", "The Lantern reported it the next day."]


def test_a_report_long_after_recalls() -> None:
    """Years later it is no news."""
    assert write(date="2019-05-03", articles=[make_article()])[1][1] == "The Lantern recalled it on 4 May 2021."


def test_an_article_without_an_outlet_is_called_that() -> None:
    """Nothing is made up for it."""
    summary = write(articles=[make_article(outlet_id=None)])[1]

    assert summary[1] == "An unattributed article of 4 May 2021 reported it."


def test_a_plan_told_after_the_cancellation_is_no_step_before_it() -> None:
    """Cancelled by one on the 24th, told as planned and as on again on the 25th: the plan of the 25th is the revival."""
    claims = (
        make_claim(status="cancelled", on="2021-04-24"),
        make_claim(status="planned", on="2021-04-25"),
        make_claim(status="planned", on="2021-04-25", said_by=((voice("ana-marin"),),)),
        make_claim(),
    )
    summary = write(reports=(make_report("lantern-2021-05-04", "happened", *claims),))[1]

    assert "reported the plan" not in summary[1]


def test_a_country_travels_by_delegation() -> None:
    """ "Latvian delegation visits Tallinn": a country itself does not travel."""
    title, summary = write(kind="visit", participants=(EventParticipant("latvia", "state", "visitor"),), place="riga")

    assert title == "Latvian delegation visits Riga"
    assert summary[0] == "A Latvian delegation visited Riga on 3 May 2021."


# ---- deeds


def tell(
    sentence: str, trigger: str, *, kind: str = "other", words: str = "", cast: tuple[EventParticipant, ...] = (), **fields: Any
) -> str:
    """The title of an event whose only claim tells it in this sentence."""
    start = sentence.index(trigger)
    claim = Claim(
        kind, "happened", 0, 9, Span(start, start + len(trigger)), 0, object=words,
        participants=tuple(Participant(0, actor.role) for actor in cast), evidence=Quote(0, len(sentence), sentence),
    )  # fmt: skip
    article = make_article()
    article = replace(article, analysis=replace(article.analysis, claims=(claim,)))
    values: dict[str, Any] = {"kind": kind, "object": words, "participants": cast, "place": None, **fields}
    ids = tuple(actor.id for actor in cast)
    event = make_event(**{**values, "reports": (make_report("lantern-2021-05-04", "happened", make_claim(participants=ids)),)})
    return Writer(make_merged(event, articles=(article,)), WORDING).title(event)


ACTS, SUFFERS = participants(("ana-marin", "participant")), participants(("ana-marin", "target"))


@pytest.mark.parametrize(
    ("title", "sentence", "trigger", "fields"),
    [
        ("Marin declares day of mourning", "Marin declared a day of mourning.", "declared", {"words": "a day of mourning", "cast": ACTS}),
        ("Marin released from jail", "Marin was released from jail.", "was released", {"words": "from jail", "cast": SUFFERS}),
        ("Marin extradited to Estonia", "Held in Riga and extradited to Estonia.", "extradited", {"words": "to Estonia", "cast": ACTS}),
        ("Similar bill blocked", "The court blocked a similar bill in 2018.", "blocked", {"words": "a similar bill"}),
        ("Marin testifies before the committee", "Marin testified before the committee.", "testified",
         {"words": "before the committee", "cast": ACTS}),
        ("Marin dies", "Marin died on Monday.", "died", {"words": "death", "cast": ACTS}),
        ("March through the capital", "Thousands marched through the capital.", "marched", {"words": "through the capital"}),
        ("Marin steps down", "Marin stepped down on Monday.", "stepped", {"kind": "election_or_appointment", "cast": CANDIDATE}),
        ("Marin sworn in as president", "Marin was sworn in as president on Friday.", "was sworn",
         {"kind": "election_or_appointment", "cast": CANDIDATE}),
        ("Marin asked to form a government", "Vell asked Marin to form a government.", "asked",
         {"kind": "election_or_appointment", "cast": CANDIDATE, "words": "Marin to form a government"}),
        ("Marin announces aid of three million euros", "Marin announced aid of three million euros.", "announced",
         {"kind": "statement", "cast": SPEAKER, "words": "aid of three million euros"}),
        ("Marin speaks to reporters", "Marin told reporters that it was over.", "told",
         {"kind": "statement", "cast": SPEAKER, "words": "reporters"}),
        ("Marin speaks at news conference", "Marin told a news conference that it was over.", "told",
         {"kind": "statement", "cast": SPEAKER, "words": "a news conference"}),
        ("Marin sworn in as new president", "Marin was sworn in as its new president, a day later.", "was sworn",
         {"kind": "election_or_appointment", "cast": CANDIDATE}),
        ("Marin asked to try to form a government", "Vell asked Marin to try to form a government.", "asked",
         {"kind": "election_or_appointment", "cast": CANDIDATE, "words": "Marin to try"}),
        ("Power seized", "The generals had seized power early on Monday.", "seized", {"words": "power"}),
        ("Additional forces withdrawn", "Both sides withdrew additional forces to their camps.", "withdrew",
         {"words": "additional forces to their camps"}),
        ("Marin rejects appeal", "Marin rejected on Tuesday an appeal to talk.", "rejected", {"words": "on Tuesday an appeal", "cast": ACTS}),
        ("Marin attends military parade", "Marin attended a military parade marking the 70th anniversary.", "attended",
         {"words": "a military parade marking the 70th", "cast": ACTS}),
        ("Marin speaks at town hall meeting", "Marin told a town hall meeting at the company's centre.", "told",
         {"kind": "statement", "cast": SPEAKER, "words": "a town hall meeting at the company's"}),
        ("Marin gives a lecture", "Marin announced it in a lecture.", "lecture", {"kind": "statement", "cast": SPEAKER, "words": "it in a lecture"}),
        ("Marin moves over to the Fisheries Party", "Marin moved over to the Fisheries Party.", "moved",
         {"words": "over to the Fisheries Party", "cast": ACTS}),
        ("Event involving Marin", "Marin had it done, he said.", "done", {"words": "he said", "cast": ACTS}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_deed_is_worded_by_its_verb(title: str, sentence: str, trigger: str, fields: dict[str, Any]) -> None:
    """The verb that the report tells it with, and what follows it where that is a clean phrase."""
    assert tell(sentence, trigger, **fields) == title


# ---- what was at issue, what is disputed, what it was part of


def test_topics_are_what_was_at_issue() -> None:
    """After the event they were at issue, before it they are on the agenda, and once it has lapsed they had been."""
    assert write(topics=("fisheries", "ice"))[1][2] == "At issue were fisheries and ice."
    assert write(topics=("fisheries",), status="planned", date="2021-05-09")[1][2] == "Reports put fisheries on the agenda."
    assert write(topics=("fisheries",), status="planned")[1][2] == "Reports had put fisheries on the agenda."


def test_a_topic_that_the_first_sentence_names_or_that_is_no_matter_at_issue_is_not_told() -> None:
    """Nothing is said twice, and "monarchy" is no subject of a royal visit."""
    twice = write(kind="agreement", object="defense pact", topics=("defence",), place=None)[1]
    royal = write(kind="visit", participants=VISITOR, topics=("monarchy", "trade"))[1]

    assert not any("concerns" in sentence for sentence in twice)
    assert royal[2] == "At issue was trade."


def test_a_dispute_gives_both_sides_the_choice_and_the_reason() -> None:
    """No reader has to open the articles to see where they differ."""
    articles = [make_article(), make_article("herald-2021-05-05", "baltic-herald", "2021-05-05")]
    values = (ConflictValue("2021-05-03", ("lantern-2021-05-04",)), ConflictValue("2021-05-04", ("herald-2021-05-05",)))
    conflicts = (Conflict("date", values, "2021-05-03", "it was there"), Conflict("place", values, "riga", ""))
    summary = write(articles=articles, conflicts=conflicts)[1]

    assert summary[2] == (
        "Reports differ on the date: The Lantern gives 3 May 2021; Baltic Herald gives 4 May 2021. "
        "This brief takes 3 May 2021 (it was there). They differ on the place as well."
    )


def test_a_sum_in_front_of_a_noun_takes_an_article() -> None:
    """ "a $3 billion bid"; a sum alone is a name."""
    summary = write(kind="agreement", object="$3 billion deal", place=None)[1]

    assert summary[0].endswith("agreed on a $3 billion deal on 3 May 2021.")


def test_what_became_of_it_is_taken_as_such() -> None:
    """A denial beside a report."""
    sides = (ConflictValue("denied", ("lantern-2021-05-04",)), ConflictValue("happened", ("herald-2021-05-05",)))
    summary = write(conflicts=(Conflict("status", sides, "happened", "one side denies it"),))[1]

    assert "This brief has it as having happened (one side denies it)." in summary[-1]


def test_a_part_names_the_whole() -> None:
    """A meeting in a forum says so."""
    parent = make_event("baltic-forum-2021", "forum", label="Baltic Forum")

    assert write(part_of="baltic-forum-2021", parent=parent)[1][2] == "It was part of the Baltic Forum in Riga."


# ---- references


def test_every_sentence_carries_the_articles_that_it_rests_on() -> None:
    """In pandoc's form, so that other programs read them too; at most four."""
    articles = [make_article(f"article-{n}") for n in range(6)]
    event = make_event(reports=tuple(make_report(f"article-{n}", "happened") for n in range(6)))
    summary = Writer(make_merged(event, articles=articles), WORDING).event(event).summary

    assert summary.startswith("Latvian President")
    assert ". [@article-0; @article-1; @article-2; @article-3] The Lantern reported" in summary
    assert summary.endswith("[@article-0]")


# ---- phrases


@pytest.mark.parametrize(
    ("value", "extent", "when"),
    [
        ("2019-04-25", "within", "on 25 April 2019"),
        ("2019-04", "within", "in April 2019"),
        ("2019", "within", "in 2019"),
        ("2019-04-26/2019-04-27", "lasts", "from 26 to 27 April 2019"),
        ("2019-04-26/2019-05-02", "lasts", "from 26 April to 2 May 2019"),
        ("2018-12-30/2019-01-02", "within", "between 30 December 2018 and 2 January 2019"),
        ("2024-01-15/2024-01-21", "within", "in the week of 15 January 2024"),
        ("2024-01-15/2024-01-21", "lasts", "from 15 to 21 January 2024"),
        ("2019-03/2019-04", "within", "between March and April 2019"),
        ("2019-04~", "within", "around April 2019"),
        ("../2019-04-25", "within", "by 25 April 2019"),
        ("2024-01-22/..", "within", "after 22 January 2024"),
        (None, "within", ""),
    ],
)
def test_dates_are_said_as_precisely_as_they_are_known(value: str | None, extent: str, when: str) -> None:
    """A day, a month, a range that lasts, a range within which it lies, about, open ends."""
    assert say_when(value, extent=extent) == when


@pytest.mark.parametrize(
    ("value", "day"),
    [("2019-04-25", "25 April 2019"), ("2019-04-26/2019-04-27", "26-27 April 2019"), ("2019-04~", "about April 2019"),
     ("2024-01-15/2024-01-21", "the week of 15 January 2024")],
)  # fmt: skip
def test_dates_as_nouns(value: str, day: str) -> None:
    """For "set for ..." and "gives ..."."""
    assert say_day(value) == day


def test_lists_and_articles() -> None:
    """Commas without the one before "and"; "an" by sound."""
    assert [say_list(["A"]), say_list(["A", "B"]), say_list(["A", "B", "C"]), say_list([])] == ["A", "A and B", "A, B and C", ""]
    assert say_list(["A", "B", "C", "D"], limit=3) == "A, B and two others"
    assert [with_article(noun) for noun in ("meeting", "agreement", "election", "union meeting", "European forum")] == [
        "a meeting", "an agreement", "an election", "a union meeting", "a European forum",
    ]  # fmt: skip
