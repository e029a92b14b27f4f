"""A real browser on the rendered digest, opened from disk with the network off.  Playwright's own downloads are not needed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.publishing.factories import make_config, make_site
from tests.publishing.theme import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests need Chromium: `sudo apt-get install -y --no-install-recommends chromium` on Debian or Ubuntu, "
    "else `.venv/bin/playwright install chromium`, or set BEATBOOK_CHROMIUM to the program."
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("BEATBOOK_CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
        path = path or (playwright.chromium.executable_path if os.path.exists(playwright.chromium.executable_path) else None)  # noqa: PTH110 - a string
        if path is None:
            pytest.fail(MISSING)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the rendered digest in miniature."""
    folder = tmp_path_factory.mktemp("digest")
    for name, content in render(make_site(), make_config(tagline="Talks and quarrels around the North Sea")).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


class Reader:
    """Someone who reads the digest from disk in a browser."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.messages: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, url: str) -> Page:
        self.page.goto(f"{self.folder.as_uri()}/{url}")
        return self.page

    def is_wider_than_the_window(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture
def read(browser: Browser, digest: Path) -> Iterator[Reader]:
    """A reader at a desk, in light."""
    yield from _reader(browser, digest, width=1280, scheme="light")


@pytest.fixture
def read_on_phone(browser: Browser, digest: Path) -> Iterator[Reader]:
    """A reader with a phone, in the dark."""
    yield from _reader(browser, digest, width=360, scheme="dark")


@pytest.fixture
def read_without_scripts(browser: Browser, digest: Path) -> Iterator[Reader]:
    yield from _reader(browser, digest, width=1280, scheme="light", scripts=False)


def _reader(browser: Browser, digest: Path, *, width: int, scheme: str, scripts: bool = True) -> Iterator[Reader]:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
        java_script_enabled=scripts,
        offline=True,
    )
    yield Reader(context.new_page(), digest)
    context.close()
