"""The examples of merging's own rules hold: `match` are one event, `no_match` are two."""

from __future__ import annotations

import pytest

from tests.merging.factories import RULES, digest


def pairs(file: str, which: str) -> list[tuple[str, str]]:
    return [(rule.id, example) for rule in RULES.rules[file] for example in getattr(rule, which)]


@pytest.mark.parametrize(("rule", "example"), pairs("merging", "match"))
def test_the_claims_of_a_matching_example_are_one_event(rule, example):
    """Two claims parted by a bar become one event."""
    merged = digest(*example.split("|"))

    assert len(merged.events) == 1, (rule, [event.id for event in merged.events], merged.dropped)


@pytest.mark.parametrize(("rule", "example"), pairs("merging", "no_match"))
def test_the_claims_of_the_other_examples_stay_apart(rule, example):
    """Two claims parted by a bar stay two events, or one of them becomes none."""
    merged = digest(*example.split("|"))

    assert all(len(event.reports) == 1 for event in merged.events), (rule, [event.because for event in merged.events])


@pytest.mark.parametrize(("rule", "example"), pairs("status_order", "match") + pairs("standing", "match"))
def test_the_status_or_standing_of_an_example_comes_out(rule, example):
    """Behind the ">" stands what the claims come to."""
    claims, _, wanted = example.partition(">")

    (event,) = digest(*claims.split("|")).events

    assert wanted.strip() in (event.status, event.standing), (rule, event.because)


@pytest.mark.parametrize(("rule", "example"), pairs("status_order", "no_match") + pairs("standing", "no_match"))
def test_the_status_or_standing_of_a_counterexample_does_not(rule, example):
    """Behind the ">" stands what the claims must not come to."""
    claims, _, wanted = example.partition(">")

    (event,) = digest(*claims.split("|")).events

    assert wanted.strip() not in (event.status, event.standing), (rule, event.because)
