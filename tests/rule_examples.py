"""What the tests of rules share: a copy of all rules in which one of them is missing.

An example is worth its line only when it fails without its rule; the tests of the rule files hold each rule to that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.rules import Rules

if TYPE_CHECKING:
    from beatbook.rules import Rule


def without(rules: Rules, table: str, missing: Rule) -> Rules:
    """All rules but this one of `table`."""
    return Rules({**rules.tables, table: tuple(rule for rule in rules[table] if rule.id != missing.id)}, rules.gazetteers)


def emptied(rules: Rules, table: str, missing: Rule) -> Rules:
    """All rules, this one with empty lists: for rules that lend their words to code that would not run without the list."""
    fields = {key: [] if isinstance(value, list) else value for key, value in missing.fields.items()}
    return Rules(
        {**rules.tables, table: tuple(replace(rule, fields=fields) if rule.id == missing.id else rule for rule in rules[table])},
        rules.gazetteers,
    )
