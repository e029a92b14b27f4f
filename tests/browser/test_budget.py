"""What a reader waits for, counted in a browser on a digest of a thousand events (and of ten thousand, for search)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beatbook.publishing.search_index import export_search
from tests.browser.served import Site, largest, serve
from tests.publishing.factories import make_config
from tests.publishing.made import made_site
from tests.publishing.theme import english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

FIRST_VISIT, REQUESTS = 14 * 1024, 4
OWN_BUDGET = {"places/index.html": 30_000, "meetings/index.html": 20_000 + 14 * 1024}
SEARCH = 60_000
QUERIES = ("{name}", "{surname} meeting", "fishing harbour", "{surname}x", "harbour 2019")
# Told by the browser: how far things moved after they were first painted
SHIFT = """new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) sum += entry.value; })).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 80);
})"""


@pytest.fixture(scope="module")
def thousand(thousand_files) -> Iterator[Site]:
    with serve(thousand_files) as site:
        yield site


@pytest.fixture(scope="module")
def ten_thousand(thousand_files) -> Iterator[Site]:
    """Only the search differs from the smaller digest."""
    rest = {path: content for path, content in thousand_files.items() if not path.startswith("search/")}
    with serve({**rest, **export_search(made_site(10_000), english(), make_config())}) as site:
        yield site


def kinds_of_pages(files: dict[str, bytes]) -> list[str]:
    lists = [path for path in files if path.endswith("/index.html")]
    single = ["index.html", "timeline.html", "changes.html", "corrections.html", "about.html", "search.html", "404.html"]
    own = [
        largest(files, folder) for folder in ("events", "people", "places", "sources", "articles", "meetings", "editions", "events/year")
    ]
    return [*single, *lists, *own]


@pytest.mark.parametrize("width", [360, 1280])
def test_first_visit_of_every_kind_of_page_stays_within_the_budget(browser: Browser, thousand: Site, thousand_files, width):
    """14 kB over the wire in four answers; nothing moves once it is painted; no console message."""
    over = []
    for url in kinds_of_pages(thousand_files):
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        messages: list[str] = []
        page.on("console", lambda message, kept=messages: kept.append(message.text))
        thousand.sent.clear()
        page.goto(f"{thousand.address}/{url}", wait_until="load")
        moved, requests = page.evaluate(SHIFT), len(thousand.sent)
        allowed = OWN_BUDGET.get(url, FIRST_VISIT)
        if thousand.cost() > allowed or requests > REQUESTS + (url == "search.html") or moved > 0 or messages:
            over.append((url, thousand.cost(), requests, moved, messages))
        context.close()

    assert over == []


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_first_search_stays_within_the_budget(request, browser: Browser, size):
    """Page, script, index and results together: 60 kB at a thousand events, at ten thousand no more than twice that."""
    site: Site = request.getfixturevalue("thousand" if size == 1_000 else "ten_thousand")
    costs = {}
    for query in queries():
        page = browser.new_context().new_page()
        site.sent.clear()
        page.goto(f"{site.address}/search.html")
        page.locator("#q").fill(query)
        page.wait_for_selector("#hits li")
        costs[query] = (site.cost(), page.locator("#said").inner_text())
        page.context.close()

    assert {query: cost for query, cost in costs.items() if cost[0] > SEARCH * (1 if size == 1_000 else 2)} == {}


def test_nothing_of_the_search_is_loaded_before_use(browser: Browser, thousand: Site):
    page = browser.new_context().new_page()
    thousand.sent.clear()
    page.goto(f"{thousand.address}/search.html")
    page.wait_for_load_state("networkidle")

    assert [path for path, _ in thousand.sent if path.startswith("search/")] == []
    page.context.close()


def test_more_results_are_fetched_when_asked_for(browser: Browser, thousand: Site):
    """A page of twelve first; the next ones come by a button, and the keyboard goes on behind the last."""
    page = browser.new_context().new_page()
    page.goto(f"{thousand.address}/search.html?q=fishing")
    page.wait_for_selector("#hits li")
    first = page.locator("#hits li").count()
    page.get_by_role("button", name="Show more").click()
    page.wait_for_selector("#hits li:nth-child(13) a:focus")

    assert (first, page.locator("#hits li").count()) == (12, 60)
    page.context.close()


def queries() -> list[str]:
    """What readers type: a name, a name and a kind, words of the text, a name with a typing error, a status and a year."""
    site = made_site(1_000)
    person = max((profile for profile in site.profiles.values() if profile.type == "person"), key=lambda profile: len(profile.events))
    return [query.format(name=person.name, surname=person.name.split()[-1]) for query in QUERIES]
