"""Time expressions of news English: what is found, which way it points, and which TIMEX3 value it has on the day of writing."""

from __future__ import annotations

import itertools
import re
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.analysis.grammar import GrammarRules, compile_grammar_rules, find_verb_groups, tag_sentence
from beatbook.analysis.model import VerbGroup
from beatbook.analysis.sentences import SentenceRules, compile_sentence_rules, split_passage
from beatbook.analysis.timexes import DateRules, compile_date_rules, find_timexes, link_timexes, resolve, timex_interval
from beatbook.edtf import Interval
from beatbook.errors import RuleError
from beatbook.rules import Rule, Rules, parse_rules
from beatbook.strictyaml import load_map
from tests.rule_examples import emptied, without

if TYPE_CHECKING:
    from beatbook.analysis.model import Timex

RULES = Path(__file__).resolve().parents[2] / "beatbook" / "rules"
SENTENCES = Path(__file__).with_name("timex_sentences.yaml")
MONDAY = "2019-04-22"
TABLES = ("dates", "dates_words", "dates_traps", "dates_holidays", "dates_direction")


@cache
def all_rules() -> Rules:
    paths = [*RULES.glob("*.yaml"), *RULES.glob("gazetteers/*.tsv")]
    return parse_rules({path.relative_to(RULES).as_posix(): path.read_text("utf-8") for path in paths})


@cache
def engine() -> tuple[SentenceRules, GrammarRules, DateRules]:
    rules = all_rules()
    return compile_sentence_rules(rules), compile_grammar_rules(rules), compile_date_rules(rules)


def find(text: str, created: str | None = MONDAY, groups: tuple[VerbGroup, ...] | None = None) -> tuple[Timex, ...]:
    """The time expressions of a text, tied together as in an article."""
    splitting, grammar, dates = engine()
    found: list[Timex] = []
    for sentence in split_passage(text, 0, len(text), splitting):
        tagged = tag_sentence(sentence, grammar)
        verbs = find_verb_groups(tagged, grammar) if groups is None else groups
        found += find_timexes(tagged, verbs, dates, created=created)
    return link_timexes(found, created=created)


def values(text: str, created: str | None = MONDAY) -> list[tuple[str, str | None]]:
    return [(timex.text, timex.value) for timex in find(text, created)]


# ---- the rules' own examples


def unmarked(example: str) -> tuple[str, set[tuple[str, str]]]:
    """The text of an example without its brackets, and each bracketed expression with the value that stands behind the "="."""
    marked, _, told = example.rpartition(" = ") if "[" in example else (example, "", "")
    spans = re.findall(r"\[(.*?)\]", marked)
    return marked.replace("[", "").replace("]", ""), set(zip(spans, told.split(" | ") if spans else (), strict=True))


EXAMPLES = [(rule.id, example) for table in TABLES for rule in all_rules()[table] for example in rule.match]
TRAPS = [(rule.id, example) for table in TABLES for rule in all_rules()[table] for example in rule.no_match]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}-{number}" for number, (rule, _) in enumerate(EXAMPLES)])
def test_rule_finds_what_its_example_brackets(rule: str, example: str) -> None:
    """Each bracketed expression of a rule's example is found with exactly that extent and value."""
    text, wanted = unmarked(example)

    assert wanted <= set(values(text)), rule


@pytest.mark.parametrize(("rule", "example"), TRAPS, ids=[f"{rule}-{number}" for number, (rule, _) in enumerate(TRAPS)])
def test_rule_leaves_its_counterexample_alone(rule: str, example: str) -> None:
    """Nothing is found in what a rule must leave alone; where brackets stand, the date is found and its value is another."""
    text, refused = unmarked(example)
    found = set(values(text))

    assert {span for span, _ in refused} == {span for span, _ in found}, rule
    assert not refused & found, rule


def holds(rule: Rule) -> bool:
    """Whether all examples of a rule come out as they say."""
    right = [wanted <= set(values(text)) for text, wanted in map(unmarked, rule.match)]
    for text, refused in map(unmarked, rule.no_match):
        found = set(values(text))
        right.append({span for span, _ in refused} == {span for span, _ in found} and not refused & found)
    return all(right)


@pytest.mark.parametrize(
    ("table", "rule"),
    [pytest.param(table, rule, id=rule.id) for table in ("dates_traps", "dates_direction") for rule in all_rules()[table]],
)
def test_examples_fail_without_their_rule(table: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a trap something is found that is no date; without its words a direction is another."""
    splitting, grammar, _ = engine()
    poorer = (emptied if table == "dates_direction" else without)(all_rules(), table, rule)
    monkeypatch.setattr(sys.modules[__name__], "engine", lambda: (splitting, grammar, compile_date_rules(poorer)))

    assert not holds(rule)


def test_broken_pattern_names_the_rule_and_its_line() -> None:
    """A pattern that cannot be read stops the build with file, line and the rule's name."""
    rules = all_rules()
    first = rules["dates"][0]
    broken = replace(first, fields={"pattern": "( the {month}"})

    with pytest.raises(RuleError, match=rf"{first.path}:{first.line}: the pattern of rule \"{first.id}\""):
        compile_date_rules(Rules({**rules.tables, "dates": (broken, *rules["dates"][1:])}, rules.gazetteers))


# ---- direction


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The president congratulated his colleague on Friday.", "2019-04-19"),
        ("The two leaders will meet on Thursday.", "2019-04-25"),
        ("The two leaders are to meet on Thursday.", "2019-04-25"),
        ("Two leaders to meet Thursday in the far east", "2019-04-25"),
        ("The two leaders were to meet on Thursday.", "2019-04-25"),
        ("The two leaders were to have met on Thursday.", "2019-04-18"),
        ("The two leaders were to have met on Thursday, but the talks were called off.", "2019-04-25"),
        ("Until Thursday, the two leaders had kept silent.", "2019-04-18"),
        ("A judge granted a new trial, setting the hearing for Thursday.", "2019-04-25"),
        ("The bank expects a fall in sales on Thursday.", "2019-04-25"),
        ("The vote is scheduled for Wednesday.", "2019-04-24"),
        ("The trial opens on Wednesday.", "2019-04-24"),
        ("Police searched flats ahead of Thursday's vote.", "2019-04-25"),
        ("He has been in custody since Wednesday.", "2019-04-17"),
        ("They agreed to meet on Thursday.", "2019-04-25"),
        ("He was forced to resign on Thursday.", "2019-04-18"),
        ("The talks could begin on Thursday.", "2019-04-25"),
        ("Officials met on Monday.", "2019-04-22"),
        ("The envoy, who will leave on Sunday, spoke little.", "2019-04-28"),
    ],
)
def test_weekday_points_where_its_verb_points(sentence: str, value: str) -> None:
    """A bare weekday is the last one, today included; under a verb that looks ahead it is the next."""
    assert [timex.value for timex in find(sentence)] == [value]


def test_each_weekday_has_its_own_verb() -> None:
    """ "said Tuesday that they will meet Thursday" points back and ahead in one sentence."""
    assert values("The minister said Tuesday that they will meet Thursday.") == [("Tuesday", "2019-04-16"), ("Thursday", "2019-04-25")]


def test_date_that_opens_a_clause_belongs_to_the_verb_behind_it() -> None:
    """A date after "and" or "where" takes the verb of the clause that it opens."""
    found = values("He landed on Saturday, and on Thursday he will open the fair.")

    assert found == [("Saturday", "2019-04-20"), ("Thursday", "2019-04-25")]


def test_given_verb_groups_decide() -> None:
    """The verb groups that are passed in are the ones that count."""
    text = "They meet on Thursday."
    past = VerbGroup(5, 9, "meet", "past", "finite")

    (found,) = find(text, groups=(past,))

    assert (found.value, found.direction) == ("2019-04-18", "past")


def test_cue_words_stand_in_for_missing_verb_groups() -> None:
    """Without verb groups, "will" and a past tense are still told apart."""
    assert [timex.value for timex in find("They will meet on Thursday.", groups=())] == ["2019-04-25"]
    assert [timex.value for timex in find("They met on Thursday.", groups=())] == ["2019-04-18"]


def test_month_without_a_year_is_the_last_one_for_a_past_act() -> None:
    """ "attended in July" is the latest July not after the article, "will in September" the next September."""
    assert values("He attended a parade in July.", "2023-09-11") == [("July", "2023-07")]
    assert values("They will vote in September.", "2023-11-11") == [("September", "2024-09")]


# ---- without a day of writing


@pytest.mark.parametrize("text", ["on Friday", "in July", "on April 25", "last week", "yesterday", "on Tuesday, April 23", "next month"])
def test_relative_date_without_an_anchor_has_no_value(text: str) -> None:
    """No year is invented: without a day of writing a relative date keeps its expression and has no value."""
    (found,) = find(f"They met {text}.", None)

    assert found.value is None
    assert found.expression


@pytest.mark.parametrize(
    ("text", "value"),
    [("April 25, 2019", "2019-04-25"), ("the summer of 2017", "2017-SU"), ("the 1990s", "199"), ("recently", "PAST_REF")],
)
def test_full_date_needs_no_anchor(text: str, value: str) -> None:
    """What names its own year, and what names none at all, has its value without a day of writing."""
    assert values(f"They met in {text}.", None)[-1] == (text, value)


def test_expression_is_the_same_with_and_without_an_anchor() -> None:
    """The stored expression can be resolved later, when the day of writing becomes known."""
    (bare,), (anchored,) = find("They met on Friday.", None), find("They met on Friday.")

    assert bare.expression == anchored.expression
    assert resolve(bare.expression, date(2019, 4, 22)) == anchored.value


def test_time_of_day_and_offset_of_the_anchor_are_left_aside() -> None:
    """The local day as stated is the anchor."""
    assert values("They met on Friday.", "2019-04-22T02:21+03:00") == [("Friday", "2019-04-19")]


def test_broken_anchor_counts_as_none() -> None:
    """A creation time that is no full day anchors nothing."""
    assert values("They met on Friday.", "2019-04") == [("Friday", None)]


# ---- dates that stand together


def test_range_is_one_expression_when_its_ends_share_words() -> None:
    """ "April 26-27" lasts from one day to the other."""
    (found,) = find("A forum is planned for April 26-27.")

    assert (found.text, found.value, found.extent) == ("April 26-27", "2019-04-26/2019-04-27", "lasts")


def test_range_written_apart_is_two_expressions_and_the_second_says_so() -> None:
    """ "from June 3 to June 5" is two dates, the second marked as the end of the range."""
    first, second = find("The fair will run from June 3 to June 5.")

    assert (first.value, second.value) == ("2019-06-03", "2019-06-05")
    assert (first.ends, second.ends, first.extent) == (False, True, "lasts")


def test_range_over_the_turn_of_the_year_ends_after_it_begins() -> None:
    """ "from November 30 to January 5" ends in the next year."""
    assert [value for _, value in values("The fair ran from November 30 to January 5.")] == ["2018-11-30", "2019-01-05"]


def test_coordinated_month_takes_the_year_behind() -> None:
    """ "in March and April 2017" is twice 2017."""
    assert [value for _, value in values("They met in March and April 2017.")] == ["2017-03", "2017-04"]


def test_weekday_picks_the_year_of_a_date_without_one() -> None:
    """ "Tuesday, April 23" is the 23 April nearby that is a Tuesday."""
    assert values("They met on Tuesday, April 23.", "2020-01-10") == [("Tuesday, April 23", "2019-04-23")]


def test_time_and_day_become_one() -> None:
    """A time of day beside a date is one expression of type TIME."""
    (found,) = find("They met at 10 a.m. on Friday.")

    assert (found.text, found.type, found.value) == ("10 a.m. on Friday", "TIME", "2019-04-19T10:00")


# ---- dates that hang on other dates


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on April 3, 2018. The next day he flew home.", "2018-04-04"),
        ("They met on April 3, 2018. Two weeks later he resigned.", "2018-W16"),
        ("They met on April 3, 2018. He had resigned the previous month.", "2018-03"),
        ("They met on April 3, 2018. Later that month he resigned.", "2018-04"),
        ("He was crowned in 1953 and died three years later.", "1956"),
    ],
)
def test_later_and_earlier_count_from_the_date_before(text: str, value: str) -> None:
    """ "the next day" counts from the date spoken of before, in the same sentence or one of the three before it."""
    assert find(text)[-1].value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Profit rose in the third quarter of 2017. It had fallen a year earlier.", "2016-Q3"),
        ("Profit rose in the third quarter of 2017 from a year ago.", "2016-Q3"),
        ("Profit rose in the third quarter of 2017, beating that of the year-ago quarter.", "2016-Q3"),
        ("Profit rose in the third quarter of 2017. Sales in the quarter fell.", "2017-Q3"),
        ("Profit rose in the third quarter of 2017 from a year ago. Sales in the quarter fell.", "2017-Q3"),
        ("Prices in July 2018 were lower than a year earlier.", "2017-07"),
        ("He was jailed on 3 April 2018. A year earlier he had been free.", "2017"),
        ("Profit fell. It had risen in the same period last year.", "2018"),
        ("Profit fell in the second quarter. It had risen in the same quarter of 2016.", "2016-Q2"),
    ],
)
def test_business_news_compares_like_with_like(text: str, value: str) -> None:
    """ "A year earlier" and "the quarter" are of the quarter spoken of, or of the month in the same sentence."""
    assert find(text)[-1].value == value


def test_previous_week_without_any_other_date_is_the_one_before_the_day_of_writing() -> None:
    """With nothing else to count from, the article's own day is what the writer counts from; a day needs more than that."""
    assert find("Claims fell from those of the previous week.")[-1].value == "2019-W16"
    assert find("He had left the previous day.")[-1].value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On Friday the doors open at 10 a.m.", "2019-04-26T10:00"),
        ("The gunmen struck on Friday. They fled at 2 p.m.", "2019-04-19T14:00"),
        ("The gunmen struck on Friday. They fled. The police came at 2 p.m.", "2019-04-22T14:00"),
        ("The doors open at 10 a.m.", "2019-04-22T10:00"),
    ],
)
def test_time_of_day_takes_the_day_just_spoken_of(text: str, value: str) -> None:
    """A time without a day is of the day in its own sentence or the one before, else of the article's own."""
    assert find(text)[-1].value == value


@pytest.mark.parametrize(
    "text",
    [
        "The next day he flew home.",
        "They met in June 2018. The next day he flew home.",
        "They met on May 3, 2018. It rained. It rained. It rained. It rained. The next day he flew home.",
    ],
)
def test_what_has_no_day_to_count_from_has_no_value(text: str) -> None:
    """No antecedent, one that is too wide, or one too far away: no value."""
    found = find(text)[-1]

    assert found.value is None
    assert found.expression.startswith("unit:D:+1@")


def test_chain_of_next_days_ends() -> None:
    """Each next day counts from the one before; a chain without end is cut, not followed into the depth."""
    found = find("They met on April 3, 2018. " + "The next day it rained. " * 2000)

    assert [timex.value for timex in found[1:4]] == ["2018-04-04", "2018-04-05", "2018-04-06"]
    assert found[-1].value is None
    assert max(len(timex.expression) for timex in found) < 200


def test_linked_expression_follows_the_anchor() -> None:
    """A linked expression holds that of its antecedent, so that it moves with a day of writing found later."""
    found = find("He fell on Friday. The next day he died.", None)[-1]

    assert found.value is None
    assert resolve(found.expression, date(2019, 4, 22)) == "2019-04-20"


# ---- what a verb places on a date


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("They met in Riga on May 3, 2018.", True),
        ("They will meet in Riga on May 3, 2020.", True),
        ("He announced a summit in Riga on May 3, 2020.", False),
        ("The meeting was planned for May 3, 2020.", False),
        ("They did not meet on May 3, 2018.", False),
        ("They may meet on May 3, 2020.", False),
        ("They met ahead of the vote on May 3, 2020.", False),
        ('"They will meet on May 3, 2020," he had said.', False),
        ("The 2020 games were awarded.", False),
    ],
)
def test_date_is_certain_only_as_the_day_of_its_own_verb(text: str, certain: bool) -> None:  # noqa: FBT001 - a column of the table
    """A date bounds an unknown day of publication only where the verb's own act is on it, told as fact or announced with "will"."""
    assert find(text)[-1].certain is certain


# ---- values and days


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2019-04-25", (2019, 4, 25), (2019, 4, 25)),
        ("2019-04-25T10:00", (2019, 4, 25), (2019, 4, 25)),
        ("2019-04-22TMO", (2019, 4, 22), (2019, 4, 22)),
        ("2019-W17", (2019, 4, 22), (2019, 4, 28)),
        ("2019-W17-WE", (2019, 4, 27), (2019, 4, 28)),
        ("2019-02", (2019, 2, 1), (2019, 2, 28)),
        ("2019-Q2", (2019, 4, 1), (2019, 6, 30)),
        ("2019-H2", (2019, 7, 1), (2019, 12, 31)),
        ("2018-WI", (2018, 12, 1), (2019, 2, 28)),
        ("2019", (2019, 1, 1), (2019, 12, 31)),
        ("199", (1990, 1, 1), (1999, 12, 31)),
        ("18", (1800, 1, 1), (1899, 12, 31)),
        ("2019-04-26/2019-04-27", (2019, 4, 26), (2019, 4, 27)),
    ],
)
def test_value_covers_its_days(value: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    """Every kind of TIMEX3 date has its first and last day."""
    assert timex_interval(value) == Interval(date(*first), date(*last))


@pytest.mark.parametrize(
    "value", [None, "", "P3D", "PAST_REF", "XXXX-WXX-5", "FY2018", "2019-02-30", "2019-W60", "0000", "2019-05/2019-04"]
)
def test_value_without_days_has_no_interval(value: str | None) -> None:
    """Durations, sets, vague references, fiscal years and days that do not exist cover nothing."""
    assert timex_interval(value) is None


@pytest.mark.parametrize(
    "expression", ["date:2019:02:30:", "unit:D:+1@ref", "unit:Y:+9000000", "nonsense", "", "weekday", "value:", "unit:TH:-3"]
)
def test_expression_that_means_no_day_resolves_to_nothing(expression: str) -> None:
    """What does not exist, hangs on another date or cannot be read has no value, and raises nothing."""
    assert resolve(expression, date(2019, 4, 22)) is None


def test_next_weekday_is_in_the_week_after() -> None:
    """Said on a Monday, "next Thursday" is not the coming one; "this Thursday" is."""
    assert values("They will meet next Thursday.") == [("next Thursday", "2019-05-02")]
    assert values("They will meet this Thursday.") == [("this Thursday", "2019-04-25")]


# ---- hostile and measured


PIECES = [*" 0123456789:/-.,'’\"年²٣\x00", "Friday ", "May ", "a ", "the ", "two ", "days ", "ago ", "12", "p.m. ", "next ", "of "]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_breaks_the_rules(text: str) -> None:
    """Whatever a line holds, expressions lie inside it, in order, without overlap, and say what stands there."""
    found = find(text)

    assert all(text[timex.start : timex.end] == timex.text for timex in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    "text", ["9" * 5000 + " days", "1" * 5000 + ".30 p.m.", "on " + "Friday and " * 500, "May 3-" * 400, "the " * 2000]
)
def test_long_lines_are_taken_as_they_come(text: str) -> None:
    """Huge numbers and endless repetitions end in values or in none, never in an error."""
    assert all(timex.value is None or len(timex.value) < 40 for timex in find(text))


def test_made_up_sentences_hold_their_level() -> None:
    """On the annotated sentences nineteen values in twenty are right, and as much is found of what there is."""
    wanted = right = found = 0
    entries = load_map(SENTENCES.read_text("utf-8"), path="timex_sentences.yaml").value["sentences"]  # type: ignore[index, call-overload]  # our own file
    for entry in entries:
        gold = [tuple(part.strip() for part in line.split(" | ")) for line in entry["timexes"]]  # type: ignore[index, union-attr, call-overload]  # our own file
        if any(kind == "?" for _, kind, _ in gold):
            continue
        got = values(str(entry["text"]), str(entry["created"]))  # type: ignore[index, call-overload]  # our own file
        wanted, found = wanted + len(gold), found + len(got)
        right += len({(text, value) for text, _, value in gold} & {(text, value or "-") for text, value in got})

    assert 2 * right / (wanted + found) >= 0.95


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He confirmed the visit on April 24.", "2019-04-24"),
        ("He confirmed the visit on April 3.", "2019-04-03"),
        ("He was shot on April 24.", "2018-04-24"),
        ("They agreed to meet on April 10.", "2019-04-10"),
        ("They will meet on April 10.", "2020-04-10"),
        ("The date of the fair was June 12.", "2019-06-12"),
    ],
)
def test_day_that_would_be_a_year_away_is_the_near_one(text: str, value: str) -> None:
    """A yearless day that its verb does not place for certain is never taken for one almost a year away."""
    assert [timex.value for timex in find(text, "2019-04-16")] == [value]


def test_midday_takes_the_day_beside_it() -> None:
    """A time of day whose rule captures nothing keeps its own value."""
    assert [timex.value for timex in find("The letter must be handed in by midday on 20 May.", "2021-05-12")] == ["2021-05-20T12:00"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('Acme Ltd made a "best and final offer" on Monday to acquire Zenith Inc.', "2019-04-15"),
        ('She called the bill a "farce" on Monday and promised to fight it.', "2019-04-15"),
        ('"On Monday we will meet," she said.', "2019-04-22"),
    ],
)
def test_a_straight_quotation_mark_opens_or_closes(text: str, value: str) -> None:
    """What stands behind a closing one goes on with the clause before it."""
    assert [found for _, found in values(text, "2019-04-18")] == [value]
