"""`serve` in a real browser: the page follows what is written, under the pages' own strict policy."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from beatbook import serving
from tests.test_serve import PATIENCE, options_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.newsroom import Newsroom


def test_the_browser_follows_what_is_written(newsroom: Newsroom, browser: Browser, tmp_path: Path):
    """A change reloads the page; a mistake is shown on the page that stands, and goes away when it is mended; no complaint in the console."""
    config = newsroom.folder / "site_config.yaml"
    newsroom.add_reports("held")
    config.write_text("title: Fish\n")
    lines: list[str] = []
    started, end, complaints = threading.Event(), threading.Event(), []

    def tell(line: str) -> None:
        lines.append(line)
        if line.startswith("built"):
            started.set()

    thread = threading.Thread(
        target=serving.serve,
        args=(options_of(newsroom),),
        kwargs={"host": "127.0.0.1", "port": 0, "drafts": False, "write": False, "tell": tell, "until": end},
    )
    thread.start()
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        assert started.wait(PATIENCE)
        page.goto(lines[0].split()[1])
        page.get_by_role("link", name="Fish").first.wait_for()

        config.write_text("title: Sardines\n")
        page.get_by_role("link", name="Sardines").first.wait_for(timeout=PATIENCE * 1000)

        config.write_text("title: Sardines\ntagine: x\n")
        error = page.locator("#beatbook-serve")
        error.wait_for(timeout=PATIENCE * 1000)
        assert "site_config.yaml:2" in error.inner_text()
        assert page.get_by_role("link", name="Sardines").first.is_visible()

        config.write_text("title: Sardines\n")
        error.wait_for(state="detached", timeout=PATIENCE * 1000)
    finally:
        page.close()
        end.set()
        thread.join(PATIENCE)

    assert complaints == []
