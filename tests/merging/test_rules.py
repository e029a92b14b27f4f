"""The examples of merging's own rules hold: `match` are one event, `no_match` are two; behind a ">" stands what claims come to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from beatbook.errors import RuleError
from beatbook.merging.ruleset import compile_rules
from beatbook.rules import Rules
from tests.merging import factories
from tests.merging.factories import RULES, digest
from tests.rule_examples import emptied, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beatbook.merging.model import Merged
    from beatbook.rules import Rule

FILES = ("merging", "status_order", "standing")
# figures that examples hold from below only, and why
ONE_SIDED = {
    "near-miss": "pairs that are further from one event are not compared at all",
    "plan-horizon": "claims with a day are looked up no further away than three times near-days",
}


def read(claims: str) -> Merged:
    """What articles come to; "|" parts them, "//" parts the claims of one article, which are called a, b, c in their order."""
    return digest(*(article.replace("//", "\n") for article in claims.split("|")))


def outcomes(claims: str) -> set[str]:
    """All that an example may say behind its ">".

    Of the events, which articles tell of each ("a+c b"), their kind, status, standing and roles ("berg host"), and whether one is part of
    another; of what is no event, the reason; and whether the editor is asked if two are the same.
    """
    merged = read(claims)
    found = {" ".join(sorted("+".join(sorted({report.article for report in event.reports})) for event in merged.events))}
    for event in merged.events:
        found |= {event.kind, event.status, event.standing, "part of another" if event.part_of else ""}
        found |= {f"{actor.id.removeprefix('anna-')} {actor.role}" for actor in event.participants}
    found |= {dropped.because for dropped in merged.dropped} | ({"maybe the same"} if merged.maybe_same else set())
    return found


def holds(example: str, *, match: bool) -> bool:
    """Whether an example is true of the rules as they are."""
    claims, _, wanted = example.partition(">")
    if wanted:
        return (wanted.strip() in outcomes(claims)) is match
    merged = read(claims)
    return len(merged.events) == 1 if match else all(len(event.reports) == 1 for event in merged.events)


def pairs(which: str) -> list[object]:
    return [
        pytest.param(example, id=f"{rule.id}-{number}")
        for file in FILES
        for rule in RULES.rules[file]
        for number, example in enumerate(getattr(rule, which))
    ]


@pytest.mark.parametrize("example", pairs("match"))
def test_an_example_comes_out_as_it_says(example: str) -> None:
    """The claims become one event, or come to what stands behind the ">"."""
    assert holds(example, match=True), outcomes(example.partition(">")[0])


@pytest.mark.parametrize("example", pairs("no_match"))
def test_a_counterexample_does_not(example: str) -> None:
    """The claims stay two events, or one of them becomes none; or they do not come to what stands behind the ">"."""
    assert holds(example, match=False), outcomes(example.partition(">")[0])


# ---- no rule is there for nothing


def broken(file: str, rule: Rule) -> Iterator[Rules]:
    """The rules with this one taken out; a figure far too small and far too large, since its examples hold it from both sides."""
    if rule.text("type") != "figure":
        yield emptied(RULES.rules, file, rule) if rule.text("type") == "count" else without(RULES.rules, file, rule)
        return
    for value in ("-1000",) if rule.id in ONE_SIDED else ("-1000", "100000"):
        figure = replace(rule, fields={**rule.fields, "value": value})
        yield Rules({**RULES.rules.tables, file: tuple(figure if each is rule else each for each in RULES.rules[file])}, {})


@pytest.mark.parametrize(
    ("file", "rule"), [pytest.param(file, rule, id=f"{file}-{rule.id}") for file in FILES for rule in RULES.rules[file]]
)
def test_examples_fail_without_their_rule(file: str, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the rule taken out, an example comes out otherwise; a figure cannot be moved far either way without that."""
    for rules in broken(file, rule):
        monkeypatch.setattr(factories, "RULES", compile_rules(rules))
        try:
            kept = [holds(example, match=True) for example in rule.match] + [holds(example, match=False) for example in rule.no_match]
        except (KeyError, IndexError, ValueError, RuleError):
            kept = [False]  # without it nothing can be merged at all

        assert not all(kept), [each.fields.get("value") for each in rules[file] if each.id == rule.id]
