"""What holds for all rule files: no rule without examples on both sides, no file that does not say what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatbook.files import read_package_rules
from beatbook.rules import parse_rules
from beatbook.strictyaml import load_map

RULES = parse_rules(read_package_rules())
FOLDER = Path(__file__).parents[1] / "beatbook" / "rules"
TABLES = sorted(RULES.tables)


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_has_examples_on_both_sides(table: str) -> None:
    """What it must accept and what it must leave alone: whoever reads a rule sees where it ends.  There are no exceptions."""
    one_sided = [f"{rule.path}:{rule.line}: {rule.id}" for rule in RULES[table] if not rule.match or not rule.no_match]

    assert one_sided == []


@pytest.mark.parametrize("table", TABLES)
def test_no_rule_says_an_example_twice(table: str) -> None:
    """An example stands once, on one side."""
    examples = {rule.id: [*rule.match, *rule.no_match] for rule in RULES[table]}

    assert [id_ for id_, texts in examples.items() if len(texts) != len(set(texts))] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_rule_file_says_what_it_is_for(path: Path) -> None:
    """The first thing in a file of rules is what they are about and how their examples are to be read."""
    document = load_map(path.read_text("utf-8"), path=path.name).value

    assert isinstance(document, dict)
    assert next(iter(document)) == "about"
    assert len(str(document["about"]).split()) > 3


@pytest.mark.parametrize("table", TABLES)
def test_the_examples_of_every_rule_file_are_run(table: str) -> None:
    """Each file is named by a test beside this one, which runs its examples through the code that reads them."""
    tests = [path for path in Path(__file__).parent.glob("**/test_*.py") if path != Path(__file__)]
    texts = [text for path in tests if ".no_match" in (text := path.read_text("utf-8")) or '"no_match"' in text]

    assert [text for text in texts if f'"{table}"' in text]
