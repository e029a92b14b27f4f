"""Every rule of reading holds for its own examples, run through the code that reads articles."""

from __future__ import annotations

import re

import pytest

from beatbook.errors import RuleError
from beatbook.files import read_package_rules
from beatbook.reading.language import compile_language_rules, detect_language
from beatbook.reading.outlets import compile_outlets
from beatbook.reading.roles import compile_line_rules, match_rule
from beatbook.reading.stamps import compile_stamp_rules, find_stamps
from beatbook.rules import Rule, parse_rules

RULES = parse_rules(read_package_rules())
LINE_RULES = {rule.id: rule for rule in compile_line_rules(RULES)}
STAMPS = compile_stamp_rules(RULES)
LANGUAGES = compile_language_rules(RULES)
TABLES = [rule for table in ("boilerplate", "credits", "metadata") for rule in RULES[table]]


def accepts(rule: Rule, example: str) -> bool:
    if stamp := rule.fields.get("stamp"):
        found = find_stamps(example, STAMPS)
        return any(item.kind == stamp for item in found) if stamp != "relative" else bool(found)
    return match_rule(LINE_RULES[rule.id], example) is not None


@pytest.mark.parametrize("rule", TABLES, ids=lambda rule: rule.id)
def test_line_rules_hold_for_their_examples(rule: Rule) -> None:
    """A rule takes every line that it names as its own, and leaves the others alone."""
    assert rule.match
    assert rule.no_match
    assert [example for example in rule.match if not accepts(rule, example)] == []
    assert [example for example in rule.no_match if accepts(rule, example)] == []


@pytest.mark.parametrize("rule", RULES["languages"], ids=lambda rule: rule.id)
def test_languages_are_told_by_their_small_words(rule: Rule) -> None:
    """Each profile finds its own language and no other."""
    assert [detect_language(example, LANGUAGES) for example in rule.match] == [rule.id] * len(rule.match)
    assert rule.id not in [detect_language(example, LANGUAGES) for example in rule.no_match]


def test_a_pattern_that_does_not_compile_names_its_rule() -> None:
    """A broken pattern stops the build with the rule's name, file and line."""
    texts = {
        **read_package_rules(),
        "credits.yaml": "rules:\n- {id: odd, source: ours, role: credit, pattern: '(', examples: {match: [a], no_match: [b]}}\n",
    }

    with pytest.raises(RuleError, match=r'credits.yaml:2: rule "odd" does not compile'):
        compile_line_rules(parse_rules(texts))


@pytest.mark.parametrize("table", ["outlets", "agencies"])
def test_outlets_are_well_formed(table: str) -> None:
    """Every outlet has an id, a name, a country, a kind and a domain."""
    for row in RULES.gazetteer(table):
        assert len(row) == 6, row
        identifier, name, _, country, kind, domain = row
        assert re.fullmatch(r"[a-z0-9-]+", identifier), row
        assert name, row
        assert re.fullmatch(r"[A-Z]{2}", country), row
        assert kind in {"agency", "newspaper", "broadcaster", "site"}, row
        assert "." in domain, row


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/world-1", "BBC News"),
        ("https://edition.cnn.com/2019/06/03/a", "CNN"),
        ("https://abcnews.go.com/a", "ABC News"),
        ("https://economictimes.indiatimes.com/a", "The Economic Times"),
        ("https://example.org/bbc.com", None),
        ("not an address", None),
        (None, None),
    ],
)
def test_an_address_tells_its_outlet(url: str | None, name: str | None) -> None:
    """The host decides, the longest known domain first."""
    found = compile_outlets(RULES).at(url)

    assert (found.name if found else None) == name
