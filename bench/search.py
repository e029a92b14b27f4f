"""How long a reader waits for the first results of a search, in Chromium: `python bench/search.py [EVENTS ...]`, else at 1,000 and 10,000.

From the last letter typed until results stand on the page, index and titles fetched for the first time over HTTP from this machine;
the median over queries and rounds, with what was sent.  The goal is 150 ms and 60 kB at 1,000 events, twice that at 10,000.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from beatbook.publishing.search_index import export_search
from tests.browser.served import serve
from tests.browser.test_budget import queries
from tests.publishing.factories import make_config, make_site
from tests.publishing.made import made_site
from tests.publishing.theme import english, render

ROUNDS = 5
TYPE = """query => new Promise(done => {
  const field = document.getElementById('q'), began = performance.now();
  new MutationObserver(() => { if (document.querySelector('#hits li')) done(performance.now() - began); })
    .observe(document.getElementById('hits'), {childList: true});
  field.value = query; field.dispatchEvent(new Event('input'));
})"""


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000]
    page_files = {path: content for path, content in render(make_site(), make_config()).items() if not path.startswith("search/")}
    program = os.environ.get("BEATBOOK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for size in sizes:
            with serve({**page_files, **export_search(made_site(size), english(), make_config())}) as site:
                times, costs = [], []
                for query in queries() * ROUNDS:
                    context = browser.new_context()
                    page = context.new_page()
                    page.goto(f"{site.address}/search.html", wait_until="load")
                    site.sent.clear()
                    times.append(page.evaluate(TYPE, query))
                    costs.append(site.cost())
                    context.close()
            said = f"{statistics.median(times):5.0f} ms median, {max(times):5.0f} ms most; {max(costs) / 1000:5.1f} kB of index at most"
            print(f"{size:>6} events: {said}")
        browser.close()


if __name__ == "__main__":
    main()
