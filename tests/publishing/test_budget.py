"""What a first visit costs on a digest of a thousand events: the page, its style, its script and its icon, as a server would send them."""

from __future__ import annotations

import gzip
import re

import pytest

FIRST_VISIT = 14 * 1024  # bytes: what a server may send before it hears from the reader again
WIDE = {"places/index.html": 30_000, "meetings/index.html": 20_000}  # the map and the network, the first page of each


def sent(content: bytes) -> int:
    return len(gzip.compress(content, 9))


@pytest.fixture
def files(thousand_files):
    return thousand_files


def test_every_page_stays_within_the_budget(files):
    """14 kB for the whole of a first visit, with lists at 100 rows; the map and the network have their own."""
    costs: dict[str, int] = {}
    assets = {path: sent(content) for path, content in files.items() if path.startswith("assets/")}
    for path, content in files.items():
        if path.endswith(".html") and not path.endswith(".mail.html"):
            head = content[:6000].decode("utf-8", "ignore")
            used = set(re.findall(r'(?:href|src)="(?:\.\./)*(assets/[^"]+)"', head))
            costs[path] = sent(content) + sum(assets[asset] for asset in used)

    assert {path: cost for path, cost in costs.items() if cost > WIDE.get(path, FIRST_VISIT)} == {}
    assert len(costs) > 3000


def test_facets_of_a_thousand_events_are_one_small_file(files):
    """They are fetched when a reader opens the filters; what a search costs is counted in a browser (tests/browser/test_budget.py)."""
    assert max(sent(content) for path, content in files.items() if path.startswith("search/f")) <= 12_000


def test_no_page_has_more_elements_than_a_browser_lays_out_at_once(files):
    """1,500 on texts; lists at 100 rows have more, within reason."""
    counts = {path: content.count(b"</") for path, content in files.items() if path.endswith(".html")}

    assert max(counts.values()) <= 2500
    assert max(count for path, count in counts.items() if re.match(r"(people|places|sources)/[^.]*\.html$", path)) <= 1500
