"""Hostile briefs: lies about ids, paths and structure are named, nothing leaves the folder, and the rest is published."""

from __future__ import annotations

import json

import pytest

from tests.hostile.articles import ATTACKS
from tests.hostile.briefs import NAMES, STRUCTURE
from tests.hostile.conftest import written


def test_the_digest_is_published_around_them(from_briefs):
    """The meeting that the articles report is there, and so are the briefs whose words alone are hostile."""
    ids = {event["id"] for event in json.loads((from_briefs.room.public / "data/events.json").read_text("utf-8"))}

    assert {f"attack-{number}" for number in range(len(ATTACKS))} <= ids
    assert "body" in ids


@pytest.mark.parametrize("key", ["date", "status", "standing", "extent", "id"])
def test_a_field_that_lies_is_named_with_its_line(from_briefs, key):
    """File, line, what stands there and what was wanted."""
    (problem, *_) = [problem for problem in from_briefs.problems[f"events/lie-text-{key}.md"] if problem["severity"] != "notice"]

    assert problem["line"]
    assert problem["wanted"] or problem["hint"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("latin1", "content-encoding"), ("bomb", "yaml-alias"), ("folder", "content-unreadable"), ("link", "content-link"),
     ("loop", "content-unreadable"), ("con", "id-unsafe"), ("index", "id-unsafe"), ("twin", "id-twins")],
)  # fmt: skip
def test_a_file_that_is_no_brief_is_named(from_briefs, name, code):
    assert code in from_briefs.codes(f"events/{name}.md")


def test_hostile_files_stay_as_they_are(from_briefs):
    """What people wrote is theirs, also when it is wrong."""
    events = from_briefs.room.content / "events"

    assert all((events / f"{name}.md").read_text("utf-8").startswith("---\ntitle: Odd name") for name in NAMES)
    assert all((events / f"lie-map-{key}.md").exists() for key in STRUCTURE)
    assert (events / "link.md").is_symlink()


def test_nothing_leaves_the_folder(from_briefs):
    room = from_briefs.room

    assert {path.name for path in room.folder.parent.iterdir()} == {"site"}
    assert not list(room.folder.glob("**/*escaped*"))
    assert b"root:x:0:0" not in b"".join(written(room).values())
