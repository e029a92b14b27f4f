"""The markup of every page of the digest in miniature, by two independent checkers."""

from __future__ import annotations

import json
import subprocess

from tests.browser.checkers import HTML_VALIDATE, ROOT, VNU, needs_html_validate, needs_vnu


@needs_vnu
def test_nu_checker_finds_no_error(digest):
    """HTML, SVG and attributes are as the standard has them, on every page."""
    pages = sorted(map(str, digest.rglob("*.html")))

    done = subprocess.run(
        ["java", "-jar", str(VNU), "--errors-only", "--format", "json", *pages], capture_output=True, text=True, check=False
    )

    assert [(found["url"], found["message"]) for found in json.loads(done.stderr)["messages"]] == []


@needs_html_validate
def test_html_validate_finds_nothing(digest):
    """Its recommendations and those on accessibility hold, but for the few that its configuration names with their reasons."""
    config = ROOT / "tests" / "browser" / "htmlvalidate.cjs"

    done = subprocess.run(
        ["node", str(HTML_VALIDATE), "--config", str(config), "--formatter", "json", f"{digest}/**/*.html"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    found = [(page["filePath"], message["ruleId"], message["message"]) for page in json.loads(done.stdout) for message in page["messages"]]
    assert found == []
