"""The checkers of package.json, and why a test goes without one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
PUPPETEER = ROOT / "node_modules" / "puppeteer-core"
FIREFOX_NAMES = ("firefox-esr", "firefox")

INSTALL = "`make test` installs it with npm, or run `npm ci --ignore-scripts`"

needs_axe = pytest.mark.skipif(not AXE.exists(), reason=f"axe-core is not installed: {INSTALL}")
needs_vnu = pytest.mark.skipif(not VNU.exists() or not shutil.which("java"), reason=f"the Nu checker needs Java and vnu-jar: {INSTALL}")
needs_html_validate = pytest.mark.skipif(
    not HTML_VALIDATE.exists() or not shutil.which("node"), reason=f"html-validate is not installed: {INSTALL}"
)
needs_puppeteer = pytest.mark.skipif(
    not PUPPETEER.exists() or not shutil.which("node"), reason=f"puppeteer-core, which drives Firefox, is not installed: {INSTALL}"
)
