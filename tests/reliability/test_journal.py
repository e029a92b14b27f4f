"""Many files change together or not at all, wherever the program is killed and whoever edits meanwhile."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from beatbook.journal import Change, apply_changes, finish_changes, is_unfinished, stage_changes
from tests.reliability.children import at_step, start, wait

if TYPE_CHECKING:
    from pathlib import Path

OLD = {"events/a.md": b"a", "events/b.md": b"b", "_machine/a.json": b"view of a", "_machine/b.json": b"view of b"}
NEW = {"events/a.md": b"A", "events/c.md": b"C", "_machine/a.json": b"view of A", "_machine/c.json": b"view of C"}
CHANGES = (
    Change("events/a.md", b"A", b"a", guarded=True),
    Change("events/b.md", None, b"b", guarded=True),
    Change("events/c.md", b"C", None, guarded=True),
    Change("_machine/a.json", b"view of A", partner="events/a.md"),
    Change("_machine/b.json", None, partner="events/b.md"),
    Change("_machine/c.json", b"view of C", partner="events/c.md"),
)
STEPS = 40  # more than the change takes: the last ones are never reached


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "content")


def lay_out(folder: Path) -> Path:
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("**/*")) if path.is_file()}


def die_at(folder: Path, step: int) -> None:
    at_step(folder, step, lambda: os.kill(os.getpid(), signal.SIGKILL))
    finish_changes(folder)
    apply_changes(folder, CHANGES)


def save_at(folder: Path, step: int, name: str, whole: bool) -> None:  # noqa: FBT001 - handed to a process by position
    def act() -> None:
        save(folder / name, whole=whole)
        folder.with_name(f"{step}.saved").touch()

    at_step(folder, step, act)
    apply_changes(folder, CHANGES)


def save(path: Path, *, whole: bool) -> None:
    """As editors save: in place, or beside and then renamed."""
    if whole:
        path.write_bytes(b"mine")
    else:
        path.with_name("#draft").write_bytes(b"mine")
        path.with_name("#draft").rename(path)


def test_everything_changes(folder):
    assert apply_changes(folder, CHANGES) == ()
    assert tree(folder) == NEW


def test_a_change_killed_at_any_step_is_finished_or_never_began(tmp_path):
    """Before the list is complete nothing has changed; afterwards the next one finishes it, also when it is killed in turn."""
    killed = 0
    for step in range(1, STEPS):
        folder = lay_out(tmp_path / str(step))
        killed += wait(start(die_at, folder, step)) == -signal.SIGKILL
        began = is_unfinished(folder)
        if began:
            wait(start(die_at, folder, step % 7 + 1))

        finish_changes(folder)

        assert tree(folder) in ((NEW,) if began or tree(folder) == NEW else (OLD,)), step
    assert killed >= 20


@pytest.mark.parametrize("name", ["events/a.md", "events/b.md", "events/c.md"])
@pytest.mark.parametrize("whole", [True, False], ids=["in place", "renamed"])
def test_what_somebody_saves_at_any_step_is_kept(tmp_path, name, whole):
    """The words stand in the file, or the file was saved after the change; the machine's view goes with the file it was made for."""
    for step in range(1, STEPS, 2):
        folder = lay_out(tmp_path / str(step))
        wait(start(save_at, folder, step, name, whole))

        after = tree(folder)

        assert not is_unfinished(folder)
        assert after.get(name) == (b"mine" if (tmp_path / f"{step}.saved").exists() else NEW.get(name)), step
        view = name.replace("events", "_machine").replace("md", "json")
        assert after.get(view) in (OLD.get(view), NEW.get(view))


def test_a_file_changed_since_it_was_read_is_left_alone_and_named(folder):
    """With it stays the machine's view of it, and nothing is removed: what the removed file held may be meant to live on in it."""
    (folder / "events/a.md").write_bytes(b"mine")

    left = apply_changes(folder, CHANGES)

    assert left == ("events/a.md",)
    assert tree(folder) == {**OLD, "events/a.md": b"mine", "events/c.md": b"C", "_machine/c.json": b"view of C"}


def test_an_edit_between_a_kill_and_the_next_build_is_kept_with_its_view(folder):
    """The file was in its place already when the build died: the edit is one of the new version."""
    stage_changes(folder, CHANGES)
    os.replace(folder / ".journal/0", folder / "events/a.md")  # noqa: PTH105 - as the killed build did
    (folder / "events/a.md").write_bytes(b"A, and mine")

    assert finish_changes(folder) == ()
    assert tree(folder) == {**NEW, "events/a.md": b"A, and mine"}


def test_nothing_changes_when_a_folder_may_not_be_written(folder, monkeypatch):
    """Asked before the first step is taken, so that no half of the change is made."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("_machine") and access(path, mode))

    with pytest.raises(PermissionError):
        apply_changes(folder, CHANGES)
    assert tree(folder) == OLD


@pytest.mark.parametrize("path", ["../out.md", "events/../../out.md", "/tmp/out.md", "linked/out.md"])  # noqa: S108 - must not be written
def test_no_path_leads_out_of_the_folder(folder, tmp_path, path):
    """Neither by its parts nor by a link on its way."""
    (tmp_path / "elsewhere").mkdir()
    (folder / "linked").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PermissionError, match="leads out"):
        apply_changes(folder, [Change(path, b"x")])
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    "steps",
    ["", "{}", "[1]", '[{"path": "../x", "staged": "0", "becomes": "1", "was": null, "guarded": false, "partner": ""}]',
     '[{"path": "x", "staged": "../../x", "becomes": "1", "was": null, "guarded": false, "partner": ""}]'],
)  # fmt: skip
def test_a_list_that_no_build_wrote_is_dropped(folder, tmp_path, steps):
    """It may come with somebody's pull request."""
    (folder / ".journal").mkdir()
    (folder / ".journal/0").write_bytes(b"evil")
    (folder / ".journal/steps").write_text(steps)

    assert finish_changes(folder) == ()
    assert tree(folder) == OLD
    assert not (tmp_path / "x").exists()
