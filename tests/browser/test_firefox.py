"""The main paths in a second engine: Firefox, driven by WebDriver BiDi."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.checkers import FIREFOX_NAMES, PUPPETEER, ROOT, needs_puppeteer

MISSING = (
    "The browser tests need Firefox: `sudo apt-get install -y --no-install-recommends firefox-esr` on Debian (`firefox` elsewhere), "
    "or set BEATBOOK_FIREFOX to the program."
)


@pytest.fixture(scope="module")
def firefox(digest: Path) -> dict[str, Any]:
    """What one run through the digest found."""
    program = os.environ.get("BEATBOOK_FIREFOX") or next((path for name in FIREFOX_NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.fail(MISSING)
    script = Path(__file__).with_name("firefox.cjs")
    environment = {**os.environ, "NODE_PATH": str(PUPPETEER.parent), "HOME": str(digest.parent)}
    done = subprocess.run(
        ["node", str(script), program, str(digest)], capture_output=True, text=True, check=False, cwd=ROOT, env=environment, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


pytestmark = needs_puppeteer


def test_statement_leads_to_the_marked_words(firefox):
    assert firefox["title"] == "Duarte and Lindqvist meet in Port Amber"
    assert "President Ana Duarte may meet" in firefox["marked"]
    assert firefox["mark"] not in ("transparent", "rgba(0, 0, 0, 0)")


def test_who_met_whom_is_two_clicks_away(firefox):
    assert "3 times" in firefox["pair"]


def test_link_shows_a_preview(firefox):
    assert firefox["preview"].startswith("Ana Duarte\n")


def test_search_forgives_a_typing_error_from_disk(firefox):
    assert firefox["hit"] == "Tomas Lindqvist"


def test_pictures_are_drawn(firefox):
    """Every mark of the timeline has a place, and no name of the map covers another."""
    assert firefox["dots"] > 3
    assert firefox["places"]["names"] >= 2
    assert firefox["places"]["overlaps"] == 0


def test_dark_and_phone_work(firefox):
    """The theme button changes the page, and nothing scrolls sideways at 360 px."""
    assert firefox["theme"]
    assert firefox["wide"] == []


def test_nothing_complains(firefox):
    assert firefox["messages"] == []
