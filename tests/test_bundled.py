"""The digest that comes with the repository: it is what a build of its notes makes, and it stays so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from beatbook.briefing import STANDING
from tests.newsroom import Newsroom

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture
def bundled(tmp_path: Path) -> Newsroom:
    """A copy of the repository's content."""
    shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns(".cache"))
    return Newsroom(tmp_path)


def test_the_committed_briefs_are_what_a_build_makes(bundled):
    """A change of the analysis brings the changed briefs along in the same commit."""
    done = bundled.run("--frozen")

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_build_from_the_notes_alone_makes_the_same_digest(bundled):
    """Nothing in content/ hangs on the history of builds."""
    before = _told(bundled)
    for folder in bundled.content.iterdir():
        if folder.name not in ("inbox", "pages", "rules"):
            shutil.rmtree(folder)

    bundled.run()
    first = bundled.tree()
    bundled.run()

    assert _told(bundled) == before
    assert bundled.tree() == first


def test_the_summit_is_told_from_first_rumour_to_recollection(bundled):
    """Thought likely, planned, held; the rumoured day beside the real one; our notes are never taken for quotations."""
    bundled.run("--read-only")
    events = json.loads((bundled.public / "data" / "events.json").read_text("utf-8"))
    (summit,) = [event for event in events if event["date"] == "2019-04-25"]

    assert (summit["status"], summit["place"]["name"]) == ("happened", "Vladivostok")
    assert {report["status"] for report in summit["reports"]} == {"expected", "planned", "happened"}
    assert "2019-04-24" in [value["value"] for conflict in summit["conflicts"] for value in conflict["values"]]
    page = (bundled.public / summit["url"]).read_text("utf-8")
    assert "our note" in page
    assert "<q" not in page


def _told(room: Newsroom) -> dict[str, bytes]:
    """All that content/ says; which code said so last stands in one file, and changes with every line of it."""
    return {name: held for name, held in room.tree(public=False).items() if not name.endswith(STANDING)}
