"""Every example of the rules on names, read by the real code."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

import pytest

from beatbook.analysis.family_order import compile_family_order
from beatbook.analysis.grammar import compile_grammar_rules, tag_sentence
from beatbook.analysis.mentions import Naming, compile_mention_rules, find_mentions
from beatbook.analysis.name_forms import likeness, parse_person
from beatbook.analysis.sentences import split_passage
from beatbook.errors import RuleError
from beatbook.files import read_package_rules
from beatbook.reading.model import LineRole
from beatbook.rules import Rule, parse_rules
from tests.rule_examples import emptied

RULES = parse_rules(read_package_rules())
NAMES = compile_mention_rules(RULES)
GRAMMAR = compile_grammar_rules(RULES)
MARK = re.compile(r"\[([^\]]+)\]")
# what the brackets stand around, by the use of the rule; a person where nothing is said
ORGANIZATIONS = (
    "organization", "describes-organization", "government", "no-body", "alone",
    "body-has", "body-may-have", "buys", "trade-in", "impersonal", "no-company",
)  # fmt: skip
PLACES = ("venue", "nature", "geographic", "place-noun-city", "place-noun-region", "place-noun-venue")
STATES = ("location", "side", "no-side", "governing")


def read(text: str) -> Naming:
    """All that a made-up text names."""
    role = LineRole.PARAGRAPH if text.endswith((".", "?")) else LineRole.HEADLINE
    return find_mentions([tag_sentence(s, GRAMMAR) for s in split_passage(text, 0, len(text), NAMES.sentences, role=role)], None, NAMES)


def expected(use: str) -> str:
    """The type that the brackets of an example claim."""
    for type_, uses in (("organization", ORGANIZATIONS), ("place", PLACES), ("state", STATES)):
        if use in uses:
            return type_
    return "person"


def read_as(text: str, span: tuple[int, int]) -> set[str]:
    """All that the words of a span are read as: type, kind, form, country and offices ("mayor", "former mayor")."""
    naming = read(text)
    found: set[str] = set()
    for mention in naming.mentions:
        if (mention.start, mention.end) == span and mention.form != "pronoun":
            entity = naming.entities[mention.entity]
            offices = {f"former {role.office}" if role.former else role.office for role in entity.roles}
            found |= {mention.type, mention.form, entity.kind, entity.country, *offices}
    return found


def examples(*tables: str, match: bool) -> list[object]:
    found = []
    for table in tables:
        for rule in RULES[table]:
            for number, text in enumerate(rule.match if match else rule.no_match):
                found.append(pytest.param(rule.fields.get("use", ""), text, id=f"{table}-{rule.id}-{number}"))
    return found


@dataclass(frozen=True)
class Marked:
    """An example taken apart: "Former mayor [Stella Mwangi] waved. = former mayor"."""

    text: str
    span: tuple[int, int]
    told: frozenset[str]  # behind the "="; empty when nothing stands there


def unmarked(example: str) -> Marked:
    sentence, _, told = example.partition(" = ")
    mark = MARK.search(sentence)
    assert mark is not None, example
    return Marked(sentence.replace(mark[0], mark[1], 1), (mark.start(), mark.end() - 2), frozenset([told] if told else []))


def holds(use: str, example: str, *, match: bool) -> bool:
    """Whether an example is read as its side of the rule says; what stands behind the "=" of a counterexample is what it is not read as."""
    marked = unmarked(example)
    found = read_as(marked.text, marked.span)
    if match:
        return {expected(use)} | marked.told <= found
    return not marked.told <= found and expected(use) in found if marked.told else expected(use) not in found


@pytest.mark.parametrize(("use", "text"), examples("titles", "names", "organizations", "places", match=True))
def test_what_an_example_marks_is_read_as_such(use: str, text: str) -> None:
    """Each example of `match` holds."""
    assert holds(use, text, match=True)


@pytest.mark.parametrize(("use", "text"), examples("titles", "names", "organizations", "places", match=False))
def test_what_a_counterexample_marks_is_left_alone(use: str, text: str) -> None:
    """Each example of `no_match` holds; where something stands behind the "=", it is read, and not as that."""
    assert holds(use, text, match=False)


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        pytest.param(table, rule, id=f"{table}-{rule.id}")
        for table in ("titles", "names", "organizations", "places")
        for rule in RULES[table]
    ],
)
def test_examples_fail_without_the_words_of_their_rule(table: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its list empty, at least one example of the rule no longer holds: each rule is there for something."""
    monkeypatch.setattr(sys.modules[__name__], "NAMES", compile_mention_rules(emptied(RULES, table, rule)))
    use = rule.text("use")

    kept = [holds(use, text, match=True) for text in rule.match] + [holds(use, text, match=False) for text in rule.no_match]

    assert not all(kept)


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
