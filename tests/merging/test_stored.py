"""What a merge found is kept for the next build that would merge the very same."""

from __future__ import annotations

import pytest

from beatbook import files
from beatbook.analysis import analyse
from beatbook.analysis import compile_rules as compile_analysis
from beatbook.merging import Known, compile_rules, format_merged, merge, merge_key, parse_merged
from beatbook.merging.model import IdentifiedAnalysis, KnownEvent
from beatbook.reading import compile_rules as compile_reading
from beatbook.reading import read_article
from beatbook.reading.model import InboxFile
from beatbook.rules import parse_rules
from tests.newsroom import SIDECARS, TEXTS

KNOWN = Known(events=(KnownEvent("a", "meeting", owned=frozenset({"date", "place", "kind", "status"})),))


@pytest.fixture(scope="module")
def rules():
    return parse_rules(files.read_package_rules())


@pytest.fixture(scope="module")
def identified(rules):
    reading, analysis = compile_reading(rules), compile_analysis(rules)
    found = [
        read_article(InboxFile(f"{name}.txt", text.encode(), f"outlet: Post\npublished: {SIDECARS[name]}\n".encode()), reading)
        for name, text in TEXTS.items()
    ]
    return [IdentifiedAnalysis(one.file, analyse(one.article, analysis)) for one in found if one.article]


@pytest.fixture(scope="module")
def merged(identified, rules):
    return merge(identified, Known(), compile_rules(rules))


def analyses(identified):
    return {one.id: one.analysis for one in identified}


def test_what_was_kept_is_what_was_found(identified, merged):
    """Every event, profile and article with all that belongs to it, to the last field."""
    assert merged.events
    assert merged.profiles
    assert parse_merged(format_merged(merged, "k" * 64), "k" * 64, analyses(identified)) == merged


def test_the_same_input_has_the_same_key_in_any_order(identified):
    """Neither the order of articles nor that of a set shows."""
    digests = {one.id: one.id.encode() for one in identified}

    assert merge_key(digests, KNOWN, "code", None) == merge_key(dict(reversed(digests.items())), KNOWN, "code", None)


def test_whatever_merging_reads_changes_the_key():
    """Articles, what people set, rules and code, the day that is asked for."""
    digests = {"a": b"1", "c": b"2"}
    keys = {
        merge_key(digests, KNOWN, "code", None),
        merge_key({"a": b"1"}, KNOWN, "code", None),
        merge_key({**digests, "a": b"3"}, KNOWN, "code", None),
        merge_key({"b": b"1", "c": b"2"}, KNOWN, "code", None),
        merge_key(digests, Known(), "code", None),
        merge_key(digests, KNOWN, "other", None),
        merge_key(digests, KNOWN, "code", "2024-05-08"),
    }

    assert len(keys) == 7


def test_what_is_of_something_else_or_another_version_is_not_used(identified, merged):
    """A cache may be of another digest, empty, or hold what this code does not know."""
    whole = format_merged(merged, "k" * 64)

    assert parse_merged(whole, "j" * 64, analyses(identified)) is None
    assert parse_merged(whole, "k" * 64, {}) is None
    assert parse_merged({room: {} for room in whole}, "k" * 64, analyses(identified)) is None
    assert parse_merged({**whole, "events": {"a": b"x"}}, "k" * 64, analyses(identified)) is None


def test_a_change_shows_in_the_value_of_what_changed_alone(identified, rules, merged):
    """So that what an article more leaves as it was need not be written, nor worded, again."""
    before = format_merged(merged, "k")
    after = format_merged(merge(identified, Known(), compile_rules(rules), as_of=merged.as_of), "k")

    assert after == before
