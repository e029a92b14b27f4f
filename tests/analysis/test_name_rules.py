"""Every example of the rules on names, read by the real code."""

from __future__ import annotations

import re

import pytest

from beatbook.analysis.family_order import compile_family_order
from beatbook.analysis.grammar import compile_grammar_rules, tag_sentence
from beatbook.analysis.mentions import Naming, compile_mention_rules, find_mentions
from beatbook.analysis.name_forms import likeness, parse_person
from beatbook.analysis.sentences import split_passage
from beatbook.errors import RuleError
from beatbook.files import read_package_rules
from beatbook.reading.model import LineRole
from beatbook.rules import parse_rules

RULES = parse_rules(read_package_rules())
NAMES = compile_mention_rules(RULES)
GRAMMAR = compile_grammar_rules(RULES)
MARK = re.compile(r"\[([^\]]+)\]")
# what the brackets stand around, by the use of the rule; a person where nothing is said
ORGANIZATIONS = (
    "organization", "describes-organization", "joiner", "government", "no-body", "alone",
    "body-has", "body-may-have", "buys", "trade-in", "impersonal", "no-company",
)  # fmt: skip
STATES = ("location", "acting", "side", "no-side", "governing")


def read(text: str) -> Naming:
    """All that a made-up text names."""
    role = LineRole.PARAGRAPH if text.endswith((".", "?")) else LineRole.HEADLINE
    return find_mentions([tag_sentence(s, GRAMMAR) for s in split_passage(text, 0, len(text), NAMES.sentences, role=role)], None, NAMES)


def named(text: str, use: str) -> set[tuple[int, int]]:
    """The spans that are read as what the rule is about."""
    wanted = {"organization"} if use in ORGANIZATIONS else {"state"} if use in STATES else {"person"}
    forms = ("full", "surname", "given", *(("description",) if use in STATES else ()))
    return {(m.start, m.end) for m in read(text).mentions if m.type in wanted and m.form in forms}


def examples(*tables: str, match: bool) -> list[object]:
    found = []
    for table in tables:
        for rule in RULES[table]:
            for number, text in enumerate(rule.match if match else rule.no_match):
                found.append(pytest.param(rule.fields.get("use", ""), text, id=f"{table}-{rule.id}-{number}"))
    return found


def unmarked(text: str) -> tuple[str, tuple[int, int]]:
    mark = MARK.search(text)
    assert mark is not None, text
    return text.replace(mark[0], mark[1], 1), (mark.start(), mark.end() - 2)


@pytest.mark.parametrize(("use", "text"), examples("titles", "names", "organizations", "places", match=True))
def test_what_an_example_marks_is_read_as_such(use: str, text: str) -> None:
    """Each example of `match` holds."""
    plain, span = unmarked(text)

    assert span in named(plain, use)


@pytest.mark.parametrize(("use", "text"), examples("titles", "names", "organizations", "places", match=False))
def test_what_a_counterexample_marks_is_left_alone(use: str, text: str) -> None:
    """Each example of `no_match` holds."""
    plain, span = unmarked(text)

    assert span not in named(plain, use)


@pytest.mark.parametrize(
    ("office", "text"), [pytest.param(r.id, t, id=f"{r.id}-{n}") for r in RULES["offices"] for n, t in enumerate(r.match)]
)
def test_an_office_is_read_where_its_example_has_it(office: str, text: str) -> None:
    """Somebody of the example holds the office."""
    assert office in {role.office for entity in read(text).entities for role in entity.roles}


@pytest.mark.parametrize(
    ("office", "text"), [pytest.param(r.id, t, id=f"{r.id}-{n}") for r in RULES["offices"] for n, t in enumerate(r.no_match)]
)
def test_an_office_is_not_read_into_its_counterexample(office: str, text: str) -> None:
    """Nobody of the counterexample holds the office."""
    assert office not in {role.office for entity in read(text).entities for role in entity.roles}


def same(pair: str) -> bool:
    order = compile_family_order(RULES)
    one, other = (form.split() for form in pair.split("|"))
    parsed = [parse_person(words, language=order.language(words)) for words in (one, other)]
    return likeness(*parsed, NAMES.variants) == "same"


@pytest.mark.parametrize("pair", [text for rule in RULES["name_variants"] for text in rule.match])
def test_spellings_of_one_name_are_one_person(pair: str) -> None:
    """Each pair of `match` is one."""
    assert same(pair)


@pytest.mark.parametrize("pair", [text for rule in RULES["name_variants"] for text in rule.no_match])
def test_names_that_are_close_are_two_people(pair: str) -> None:
    """Each pair of `no_match` is two: no threshold joins Jong Un and Jong Il."""
    assert not same(pair)


def test_groups_of_spellings_must_be_lists() -> None:
    """A publisher's rule of another form is named with its line."""
    own = "rules:\n- id: mine\n  source: ours\n  use: nicknames\n  groups: tom\n  examples: {match: [], no_match: []}\n"

    with pytest.raises(RuleError, match='rule "mine" has no list of lists under "groups"'):
        compile_mention_rules(parse_rules(read_package_rules(), {"name_variants.yaml": own}))
