"""Which clusters are ever compared: those that share people, kind and time, and never all with all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from beatbook.edtf import Interval
from beatbook.merging import board
from beatbook.merging.anchors import anchor, newest_day
from beatbook.merging.model import Known
from beatbook.merging.synthesis import merge_resolved
from bench.merging import corpus
from tests.merging.factories import compiled

if TYPE_CHECKING:
    import pytest

    from beatbook.merging.affinity import Cluster, Link
    from beatbook.merging.ruleset import MergingRules


def _comparisons(articles: int, years: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often two clusters are compared when so many articles on so many years are merged."""
    count = 0
    link = board.link

    def counted(one: Cluster, other: Cluster, rules: MergingRules) -> Link:
        nonlocal count
        count += 1
        return link(one, other, rules)

    analyses, resolution = corpus(articles, years=Interval(date(2001, 1, 1), date(2000 + years, 12, 31)))
    stand = [anchor(analysis, None) for analysis in analyses]
    monkeypatch.setattr(board, "link", counted)
    merge_resolved(stand, resolution, Known(), compiled(), as_of=newest_day(stand))
    monkeypatch.setattr(board, "link", link)
    return count


def test_comparisons_grow_with_the_articles_and_not_with_their_square(monkeypatch):
    """Four times the years of a beat with a few busy people: at most five times the comparisons, where all pairs would be sixteen."""
    few, many = _comparisons(300, 3, monkeypatch), _comparisons(1200, 12, monkeypatch)

    assert few > 300
    assert many <= 5 * few


def test_a_crowded_year_costs_less_than_its_pairs(monkeypatch):
    """Four times the articles on the same years and people: more of them may be one event, and yet half of the square is not reached."""
    few, many = _comparisons(300, 10, monkeypatch), _comparisons(1200, 10, monkeypatch)

    assert many <= 8 * few
