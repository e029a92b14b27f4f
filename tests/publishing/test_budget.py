"""What a first visit costs on a digest of a thousand events: the page, its style, its script and its icon, as a server would send them."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.publishing.factories import make_config
from tests.publishing.made import made_site
from tests.publishing.theme import render

FIRST_VISIT = 14 * 1024  # bytes: what a server may send before it hears from the reader again
WIDE = {"places/index.html": 30_000, "meetings/index.html": 20_000}  # the map and the network, the first page of each
SEARCH = 60_000


def sent(content: bytes) -> int:
    return len(gzip.compress(content, 9))


@pytest.fixture(scope="module")
def files():
    """The site of a digest of a thousand events."""
    return render(made_site(1000), make_config())


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


def test_first_search_stays_within_the_budget(files):
    """The page with its script, the index, two shards of words, three of titles: the largest of each."""
    shards = {
        kind: sorted((sent(content) for path, content in files.items() if path.startswith(f"search/{kind}")), reverse=True)
        for kind in "wdif"
    }
    script = next(sent(content) for path, content in files.items() if path.startswith("assets/search."))

    cost = sent(files["search.html"]) + script + shards["i"][0] + sum(shards["w"][:2]) + sum(shards["d"][:3])

    assert cost <= SEARCH
    assert shards["f"][0] <= 12_000


def test_no_page_has_more_elements_than_a_browser_lays_out_at_once(files):
    """1,500 on texts; lists at 100 rows have more, within reason."""
    counts = {path: content.count(b"</") for path, content in files.items() if path.endswith(".html")}

    assert max(counts.values()) <= 2500
    assert max(count for path, count in counts.items() if re.match(r"(people|places|sources)/[^.]*\.html$", path)) <= 1500
