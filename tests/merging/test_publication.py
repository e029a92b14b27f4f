"""Missing days of publication: bounded by what the articles themselves imply, or unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from beatbook.analysis.model import Analysis, Claim, Direction, Entity, Mention, Participant, Quote, Status, Timex
from beatbook.edtf import parse_edtf
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.merging.publication import infer_publication
from beatbook.reading.model import ArticleMetadata, Span

PEOPLE = ("Anna Berg", "Ole Lund")
PRIZE = "Berg congratulated Lund on his election to the Harbour Commission"


def make_timex(
    text: str, expression: str, direction: Direction, *, sentence: int = 0, start: int = 40, certain: bool = False, value: str | None = None
) -> Timex:
    return Timex(start, start + len(text), text, "DATE", value, expression, direction=direction, sentence=sentence, certain=certain)


def make_claim(status: Status, *, sentence: int = 0, when: int | None = 0, quote: str = PRIZE, kind: str = "meeting") -> Claim:
    return Claim(
        kind,
        status,
        0,
        len(quote),
        Span(0, 5),
        sentence,
        participants=(Participant(0, "participant"), Participant(1, "participant")),
        when=when,
        evidence=Quote(0, len(quote), quote),
    )


def make_article(id_: str, *timexes: Timex, claims: tuple[Claim, ...] = ()) -> IdentifiedAnalysis:
    sentences = sorted({timex.sentence for timex in timexes})
    mentions = tuple(Mention(0, 4, name, "person", n, "full", sentence) for sentence in sentences for n, name in enumerate(PEOPLE))
    entities = tuple(Entity("person", name) for name in PEOPLE)
    return IdentifiedAnalysis(id_, Analysis(ArticleMetadata(f"{id_}.txt", ""), timexes, entities, mentions, claims=claims))


MET = make_timex("3 May 2018", "date:2018:05:03:past", "past", certain=True, value="2018-05-03")
WILL_MEET = make_timex("12 June 2018", "date:2018:06:12:future", "future", sentence=1, certain=True, value="2018-06-12")
ON_FRIDAY = make_timex("Friday", "weekday:5:past", "past")
NEXT_WEEK = make_timex("next week", "unit:W:+1", "future", sentence=3)
ON_8_MAY = make_timex("May 8", "date::05:08:future:", "future", sentence=4)
FRIDAY_TOLD = make_claim("happened")
PLAN = (make_claim("expected", sentence=3, when=1), make_claim("planned", sentence=4, when=2))
TELEGRAM = make_article("telegram", ON_FRIDAY, claims=(FRIDAY_TOLD,))  # published on Monday 30 April 2018: Friday is the 27th
UNDATED = make_article("undated", ON_FRIDAY, NEXT_WEEK, ON_8_MAY, claims=(FRIDAY_TOLD, *PLAN))
KNOWN = {"telegram": date(2018, 4, 30)}


def days(articles: list[IdentifiedAnalysis], known: dict[str, date] | None = None) -> str | None:
    """The range of the article "undated" as EDTF."""
    found = infer_publication(articles, known or {})
    return found["undated"].edtf if "undated" in found else None


def test_past_and_announced_full_dates_bound_the_day_on_both_sides() -> None:
    """An article that tells of 3 May 2018 and announces 12 June 2018 was written between the two."""
    found = infer_publication([make_article("undated", MET, WILL_MEET)], {})["undated"]

    assert found.edtf == "2018-05-03/2018-06-12"
    assert found.because == ('it tells of "3 May 2018" as past', 'it announces something for "12 June 2018"')


@pytest.mark.parametrize("timex", [MET, WILL_MEET, ON_FRIDAY])
def test_open_end_gives_nothing(timex: Timex) -> None:
    """A bound on one side alone, or a weekday alone, leaves the day unknown."""
    assert days([make_article("undated", timex)]) is None


def test_long_range_gives_nothing() -> None:
    """More than two months help nobody."""
    assert days([make_article("undated", replace(MET, expression="date:2017:05:03:past", value="2017-05-03"), WILL_MEET)]) is None


def test_date_that_no_verb_of_its_own_places_is_no_bound() -> None:
    """ "announced a summit on 3 May 2018" says nothing of the day of writing."""
    assert days([make_article("undated", replace(MET, certain=False), WILL_MEET)]) is None


def test_announcement_beside_another_year_is_no_bound() -> None:
    """ "said in 2015 that they will meet on 12 June 2018" looks ahead from 2015."""
    said = make_timex("2015", "date:2015::::", "past", sentence=1, value="2015")

    assert days([make_article("undated", MET, WILL_MEET, said)]) is None


def test_plan_named_by_calendar_and_from_the_article_bounds_it_to_a_week() -> None:
    """One plan that is "next week" and on 8 May 2018 was written of in the week before."""
    fixed = replace(ON_8_MAY, expression="date:2018:05:08:future", value="2018-05-08")
    article = make_article("undated", ON_FRIDAY, NEXT_WEEK, fixed, claims=PLAN)

    assert days([article]) == "2018-04-30/2018-05-06"


def test_plan_without_a_year_gives_nothing_alone() -> None:
    """ "next week" and "May 8" fit every year: no year is invented."""
    assert days([UNDATED]) is None


def test_event_shared_with_a_dated_article_and_a_plan_give_year_and_week() -> None:
    """What both tell of Friday gives the year, the plan of next week confirms it, and both narrow the days."""
    found = infer_publication([TELEGRAM, UNDATED], KNOWN)["undated"]

    assert found.edtf == "2018-04-30/2018-05-03"
    assert found.because == (
        'one event is "next week" and on "May 8"',
        'what it tells of "Friday" took place on 2018-04-27, as telegram says',
    )


def test_shared_event_alone_gives_nothing() -> None:
    """The same two people do the same thing again: one shared event without a second sign is not enough."""
    assert days([TELEGRAM, make_article("undated", ON_FRIDAY, claims=(FRIDAY_TOLD,))], KNOWN) is None


def test_other_words_are_another_event() -> None:
    """Two people and a weekday in common, but no words: not one event."""
    other = make_claim("happened", quote="Berg telephoned Lund")

    assert days([TELEGRAM, make_article("undated", ON_FRIDAY, NEXT_WEEK, ON_8_MAY, claims=(other, *PLAN))], KNOWN) is None


def test_other_people_are_another_event() -> None:
    """The people of both sentences must be the same."""
    stranger = replace(UNDATED.analysis, entities=(Entity("person", "Eva Moe"), Entity("person", "Ole Lund")))

    assert days([TELEGRAM, IdentifiedAnalysis("undated", stranger)], KNOWN) is None
    assert infer_publication(
        [TELEGRAM, IdentifiedAnalysis("undated", stranger)], KNOWN, entity_ids={"telegram": ("a", "b"), "undated": ("a", "b")}
    )


def test_background_is_no_anchor() -> None:
    """What a dated article only recalls dates nothing."""
    recalled = make_article("telegram", ON_FRIDAY, claims=(replace(FRIDAY_TOLD, background=True),))

    assert days([recalled, UNDATED], KNOWN) is None


def test_contradicting_signs_give_nothing() -> None:
    """When no day agrees with every sign, the article stays unknown."""
    late = replace(ON_8_MAY, expression="date::08:08:future:")
    contradicting = make_article("undated", ON_FRIDAY, NEXT_WEEK, late, claims=(FRIDAY_TOLD, *PLAN))

    assert days([TELEGRAM, contradicting], KNOWN) is None


def test_single_day_is_named_as_such() -> None:
    """Signs that leave one day alone make it a certain one."""
    today = make_timex("today", "unit:D:+0", "past")
    told = make_article("undated", today, NEXT_WEEK, ON_8_MAY, claims=(FRIDAY_TOLD, *PLAN))
    found = infer_publication([make_article("telegram", ON_FRIDAY, claims=(FRIDAY_TOLD,)), told], {"telegram": date(2018, 5, 5)})["undated"]

    assert (found.day, found.edtf) == (date(2018, 5, 4), "2018-05-04")


def test_dated_articles_are_left_alone() -> None:
    """Only articles without a known day are answered for."""
    assert infer_publication([TELEGRAM, UNDATED], KNOWN | {"undated": date(2018, 5, 2)}) == {}


def test_order_of_articles_changes_nothing() -> None:
    """Any order of the input gives the same answer."""
    second = replace(TELEGRAM, id="another")
    answers = [
        infer_publication(list(order), KNOWN | {"another": date(2018, 4, 29)}) for order in permutations([TELEGRAM, UNDATED, second])
    ]

    assert all(answer == answers[0] for answer in answers)
    assert parse_edtf(answers[0]["undated"].edtf).days == 4


# ---- a day without its year


def make_stamped(stamped: str) -> IdentifiedAnalysis:
    """An article that names both people and bears a day without its year."""
    article = make_article("undated", ON_FRIDAY)
    metadata = replace(article.analysis.metadata, stamped=stamped)
    return IdentifiedAnalysis("undated", replace(article.analysis, metadata=metadata))


def dated(*published: date) -> tuple[list[IdentifiedAnalysis], dict[str, date]]:
    """Articles on the same two people, published on these days."""
    known = {f"a{number}": day for number, day in enumerate(published)}
    return [make_article(id_, ON_FRIDAY) for id_ in known], known


@pytest.mark.parametrize(
    ("stamped", "published", "wanted"),
    [
        ("--05-09", (date(2018, 4, 30), date(2018, 6, 1)), "2018-05-09"),
        ("--12-30", (date(2019, 1, 4), date(2018, 12, 1)), "2018-12-30"),
        ("--05-09/3", (date(2018, 4, 30),), "2018-05-09"),
    ],
    ids=["two articles of the time", "over the turn of the year", "one article and the weekday"],
)
def test_articles_on_the_same_people_bring_the_year(stamped: str, published: tuple[date, ...], wanted: str) -> None:
    """A stamp without a year is of the year to which all dated articles on the same people are nearest."""
    articles, known = dated(*published)

    assert days([*articles, make_stamped(stamped)], known) == wanted


@pytest.mark.parametrize(
    ("stamped", "published"),
    [
        ("--05-09", (date(2018, 4, 30),)),
        ("--05-09/4", (date(2018, 4, 30),)),
        ("--05-09", (date(2018, 4, 30), date(2019, 5, 1))),
        ("--05-09", (date(2018, 4, 30), date(2018, 10, 30))),
        ("--05-09", (date(2018, 2, 1), date(2018, 2, 5))),
        ("--02-29", (date(2018, 2, 27), date(2018, 3, 1))),
        ("", (date(2018, 4, 30), date(2018, 6, 1))),
    ],
    ids=["one article", "another weekday", "two years", "half a year away", "too far", "no such day", "no stamp"],
)
def test_year_is_never_guessed(stamped: str, published: tuple[date, ...]) -> None:
    """One article, another weekday, articles of other years or far away leave the day unknown."""
    articles, known = dated(*published)

    assert days([*articles, make_stamped(stamped)], known) is None


def test_year_says_where_it_comes_from() -> None:
    """The reason names the nearest of the articles that bring the year."""
    articles, known = dated(date(2018, 4, 30), date(2018, 5, 11))

    found = infer_publication([*articles, make_stamped("--05-09")], known)["undated"]

    assert found.because == ("it bears the day and month of 2018-05-09 without a year, and names the same people as a1",)


def test_one_shared_person_is_enough_where_several_articles_are_of_one_time() -> None:
    """Four dated articles of the same weeks and one person in common bring the year; three do not."""
    articles, known = dated(date(2018, 5, 1), date(2018, 5, 3), date(2018, 5, 5), date(2018, 5, 7))
    others = [replace(each, analysis=replace(each.analysis, mentions=())) for each in articles[1:]]
    first = replace(articles[0], analysis=replace(articles[0].analysis, mentions=articles[0].analysis.mentions[:1]))

    assert days([first, *others, make_stamped("--05-09")], known) == "2018-05-09"
    assert days([first, *others[:2], make_stamped("--05-09")], {id_: known[id_] for id_ in ("a0", "a1", "a2")}) is None
