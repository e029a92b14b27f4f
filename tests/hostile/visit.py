"""Opens every page below a folder in Chromium and prints what ran, what left the page and what was complained about, as JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from beatbook.publishing.renderer import THEME_SCRIPT
from tests.browser.conftest import ARGUMENTS, NAMES

LISTEN = """
window.violations = [];
addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective + ' ' + event.blockedURI));
"""
LOOK = """THEME => {
  const found = [];
  if (window.pwned !== undefined) found.push('a script ran');
  found.push(...window.violations);
  for (const element of document.querySelectorAll('*')) {
    for (const {name, value} of element.attributes) {
      if (name.startsWith('on')) found.push(`${element.localName} has ${name}`);
      if (['href', 'src', 'action', 'formaction', 'xlink:href', 'srcset', 'data', 'poster', 'background'].includes(name)) {
        let scheme;
        try { scheme = new URL(value, document.baseURI).protocol; } catch { scheme = 'broken'; }
        if (!['file:', 'http:', 'https:', 'mailto:'].includes(scheme)) found.push(`${element.localName} ${name}=${value.slice(0, 60)}`);
        if (!['a', 'link'].includes(element.localName) && scheme !== 'file:') found.push(`${element.localName} loads ${value.slice(0, 60)}`);
      }
    }
    if (['iframe', 'object', 'embed', 'base', 'math', 'template', 'frame'].includes(element.localName)) found.push(`there is a ${element.localName}`);
    if (element.localName === 'script' && !element.src) {
      if (element.textContent === THEME) continue;
      if (element.type !== 'application/ld+json') found.push('an inline script');
      else try { JSON.parse(element.textContent); } catch (error) { found.push('JSON-LD: ' + error.message); }
    }
  }
  if (/1337/.test(document.documentElement.innerText)) found.push('a template expression was evaluated');
  return [...new Set(found)];
}"""


MOST = 25  # pages of one folder that are opened; those made from attacks first
MISSING = "console: Failed to load resource: net::ERR_FILE_NOT_FOUND"  # a picture of the site's own that is not there


def choose(folder: Path) -> list[Path]:
    """Every page at the top, and up to MOST of each folder.  The page for wrong addresses alone has a base, which is no place on a disk."""
    chosen = []
    for place in sorted({path.parent for path in folder.glob("**/*.html")}):
        pages = sorted(place.glob("*.html"), key=lambda path: ("attack" not in path.name and "script" not in path.name, path.name))
        chosen += [page for page in pages[:MOST] if page.name != "404.html"]
    return chosen


def visit(folder: Path, chromium: str) -> dict[str, list[str]]:
    """Page -> what was found; pages without a finding are left out."""
    found: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(offline=True)
        context.add_init_script(LISTEN)
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (told.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda other: told.append(f"popup: {other.url}"))
        page.on("request", lambda request: None if request.url.startswith(folder.as_uri()) else told.append(f"request: {request.url}"))
        for path in choose(folder):
            told.clear()
            try:
                page.goto(path.as_uri(), timeout=20_000)
                told += page.evaluate(LOOK, str(THEME_SCRIPT))
            except Exception as error:
                told.append(f"failed: {error}")
            if left := sorted({line for line in told if line != MISSING}):
                found[path.relative_to(folder).as_posix()] = left
        browser.close()
    return found


if __name__ == "__main__":
    program = os.environ.get("BEATBOOK_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        sys.exit("no Chromium")
    json.dump(visit(Path(sys.argv[1]).resolve(), program), sys.stdout)
