"""Takes the screenshots in docs/images/ from the bundled digest: `python tools/screenshots.py [PUBLIC]` after `make site`.

Needs Chromium, as the browser tests do.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
EVENT, PERSON = "events/kim-putin-vladivostok-2019.html", "people/kim-jong-un.html"
Scheme = Literal["light", "dark"]
# name, page, scheme, width, height of the window
SHOTS: tuple[tuple[str, str, Scheme, int, int], ...] = (
    ("home", "index.html", "light", 1280, 1100),
    ("event-light", EVENT, "light", 1280, 1100),
    ("event-dark", EVENT, "dark", 1280, 1100),
    ("person-phone", PERSON, "light", 390, 1100),
    ("meetings", "meetings/index.html", "light", 1280, 1000),
    ("timeline", "timeline.html", "light", 1280, 1100),
    ("places", "places/index.html", "light", 1280, 1000),
    ("edition", "editions/2019-W17.html", "light", 1280, 1100),
)


def main() -> None:
    public = Path(sys.argv[1] if len(sys.argv) > 1 else "public").resolve()
    program = os.environ.get("BEATBOOK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, page, scheme, width, height in SHOTS:
            if not (public / page).exists():
                sys.exit(f"{public / page}: there is no such page. Build the bundled digest first: make site")
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            shown = context.new_page()
            shown.goto((public / page).as_uri())
            shown.screenshot(path=str(IMAGES / f"{name}.png"))
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
