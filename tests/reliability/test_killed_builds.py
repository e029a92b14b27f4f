"""A build that is killed, starved or edited under leaves a whole site and readable briefs, and the next one heals without help.

BEATBOOK_KILLS sets how many builds are killed (40; `make soak`: 500).
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import Newsroom
from tests.reliability.children import (
    Result,
    at_step,
    build,
    build_as_nobody,
    build_here,
    build_until,
    build_until_listed,
    count_steps,
    kill,
    start,
    wait,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("BEATBOOK_KILLS", "40"))
IN_A_ROW = 4  # builds killed one after the other on one site before one is left to end


@dataclass(frozen=True)
class Scene:
    """A site before a build, the same site after it, and what the build costs."""

    before: Newsroom
    old: dict[str, bytes]
    new: dict[str, bytes]
    steps: int
    seconds: float

    def stage(self, folder: Path) -> Newsroom:
        shutil.copytree(self.before.folder, folder, symlinks=True)
        return Newsroom(folder)

    def is_whole(self, room: Newsroom) -> bool:
        """Whether what is served is the old site or the new one, page for page."""
        served = part(room.tree(), "public/")
        return served in (part(self.old, "public/"), part(self.new, "public/"))

    def half_written(self, room: Newsroom) -> set[str]:
        """Files under content/ that are neither the old nor the new one."""
        return {name for name, content in part(room.tree(), "content/").items() if content not in (self.old.get(name), self.new.get(name))}


def part(tree: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {name: content for name, content in tree.items() if name.startswith(folder) and "/.journal/" not in name}


def make_scene(folder: Path, *, incremental: bool) -> Scene:
    room = Newsroom(folder / "before")
    room.add_reports("rumour", "plan")
    if not incremental:
        room.add_reports("held")
    else:
        assert build(room.folder).status == 0
        brief = next(path for path in sorted((room.content / "events").glob("*.md")) if "kind: meeting" in path.read_text("utf-8"))
        brief.write_text(brief.read_text("utf-8") + "\nAn editor's own words.\n", "utf-8")
        room.add_reports("held")
        (room.inbox / "plan.yaml").write_text("outlet: The Plan Post\npublished: 2024-05-09\n", "utf-8")
    after, counted = Newsroom(folder / "after"), Newsroom(folder / "counted")
    for copy in (after, counted):
        shutil.copytree(room.folder, copy.folder)
    began = time.monotonic()
    assert build(after.folder).status == 0
    seconds = time.monotonic() - began
    wait(start(count_steps, counted.folder, folder / "steps"))
    return Scene(room, room.tree(), after.tree(), int((folder / "steps").read_text()), seconds)


@pytest.fixture(scope="module")
def first_build(tmp_path_factory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("first"), incremental=False)


@pytest.fixture(scope="module")
def later_build(tmp_path_factory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("later"), incremental=True)


@pytest.mark.parametrize("name", ["first_build", "later_build"])
def test_a_site_built_again_and_again_under_fire_stays_whole(name, request, tmp_path):
    """Half of the builds die at a random moment, half right before they touch the disk for a random time.

    They die in a row, so that recovery dies too.
    """
    scene: Scene = request.getfixturevalue(name)
    chance = random.Random(f"{name} {KILLS}")  # noqa: S311 - a die, no secret
    for row in range(max(1, KILLS // 2 // IN_A_ROW)):
        room = scene.stage(tmp_path / str(row))
        for number in range(IN_A_ROW):
            if number % 2:
                child = start(build_until, room.folder, chance.randint(1, scene.steps))
                wait(child)
            else:
                child = start(build_here, room.folder, {})
                time.sleep(chance.uniform(0, scene.seconds))
                kill(child)
            assert scene.is_whole(room)
            assert scene.half_written(room) == set()

        done = build(room.folder)

        assert done.status == 0, done.problems
        assert room.tree() == scene.new
        assert [path.name for path in room.folder.iterdir() if path.name.startswith(".public.new") or path.name == ".public.old"] == []
        shutil.rmtree(room.folder)


def test_a_command_that_writes_nothing_says_that_a_killed_build_is_unfinished(later_build, tmp_path):
    """Half of the briefs are of one build and half of another: nothing is published from them; the build heals it."""
    room = later_build.stage(tmp_path / "room")
    wait(start(build_until_listed, room.folder))

    refused = build(room.folder, read_only=True)
    healed = build(room.folder)

    assert refused.status == 2
    assert "run the build once" in refused.problems[0]
    assert (healed.status, room.tree()) == (0, later_build.new)


# ---- a disk that is full


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 3 MiB."""
    folder = Path(tempfile.mkdtemp())
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("mounting a small disk needs root; test_a_write_that_fails_changes_nothing covers the rest")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.parametrize("room_left", [0, 60_000, 150_000, 400_000])
def test_a_full_disk_changes_nothing_and_is_named(later_build, small_disk, room_left):
    """Exit status 2 and a hint; the old site is served, no brief is touched; with room made the next build succeeds."""
    room = later_build.stage(small_disk / "site")
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(b"x" * max(0, free - room_left))

    failed = build_elsewhere(room)
    before = room.tree()
    ballast.unlink()
    healed = build(room.folder)

    if failed.status == 2:
        assert "make room on the disk" in failed.problems[0]
        assert part(before, "content/") == part(later_build.old, "content/")
        assert part(before, "public/") == part(later_build.old, "public/")
    assert failed.status == 2 or room_left > 100_000
    assert (healed.status, room.tree()) == (0, later_build.new)


def build_elsewhere(room: Newsroom) -> Result:
    """A build whose answer is not written to the full disk."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        wait(start(build_here, room.folder, {}, answer))
        return Result(**json.loads(answer.read_text("utf-8")))


def build_with_small_files(folder: Path, bytes_: int, answer: Path) -> None:
    build_here(folder.with_name("warm"), {})
    with answer.open("w"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
        build_here(folder, {}, answer)


@pytest.mark.parametrize("bytes_", [1_000, 8_000])
def test_a_write_that_fails_changes_nothing(later_build, tmp_path, bytes_):
    """The same without root: no file may grow beyond a few bytes."""
    room = later_build.stage(tmp_path / "room")
    later_build.stage(tmp_path / "warm")
    answer = tmp_path / "answer"

    wait(start(build_with_small_files, room.folder, bytes_, answer))

    assert "the disk refused" in answer.read_text("utf-8")
    assert part(room.tree(), "") == part(later_build.old, "")
    assert build(room.folder).status == 0
    assert room.tree() == later_build.new


# ---- no right to write


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("closed", ["content/events", "content/_machine/events", "content", "."])
def test_a_folder_that_may_not_be_written_changes_nothing_and_is_named(later_build, open_folder, closed):
    """The message names the place; what is served and what people wrote stays."""
    room = later_build.stage(open_folder / "room")
    later_build.stage(open_folder / "warm")
    give_away(open_folder)
    (room.folder / closed).chmod(0o555)
    answer = open_folder / "answer"

    assert wait(start(build_as_nobody, open_folder / "warm", room.folder, answer)) == 0

    assert "may write there" in answer.read_text("utf-8")
    assert part(room.tree(), "content/") == part(later_build.old, "content/")
    assert part(room.tree(), "public/") == part(later_build.old, "public/")


def give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in [folder, *folder.glob("**/*")]:
            os.chown(path, 65534, 65534, follow_symlinks=False)


# ---- others at work


def build_while_saving(folder: Path, step: int, whole: bool) -> None:  # noqa: FBT001 - handed to a process by position
    def save() -> None:
        for path in sorted((folder / "content" / "events").glob("*.md")):
            text = path.read_text("utf-8").replace("\n---\n", "\neditor_note: saved meanwhile\n---\n", 1)
            if whole:
                path.write_text(text, "utf-8")
            else:
                (path.parent / "draft").write_text(text, "utf-8")
                (path.parent / "draft").rename(path)
        (folder / "saved").touch()

    at_step(folder, step, save)
    build_here(folder, {})


@pytest.mark.parametrize("whole", [True, False], ids=["in place", "renamed"])
def test_what_an_editor_saves_while_the_build_runs_is_kept(later_build, tmp_path, whole):
    """In every file saved, and through the next build; the machine's own fields still follow the machine."""
    chance = random.Random(4)  # noqa: S311 - a die
    for number in range(4):
        room = later_build.stage(tmp_path / f"{number}{whole}")
        wait(start(build_while_saving, room.folder, chance.randint(1, later_build.steps * 3 // 4), whole))
        assert (room.folder / "saved").exists()

        healed = build(room.folder)

        briefs = {name: text.decode() for name, text in room.tree().items() if name.startswith("content/events/")}
        expected = {name: text.decode() for name, text in later_build.new.items() if name.startswith("content/events/")}
        assert healed.status == 0
        assert {name for name, text in briefs.items() if "saved meanwhile" not in text} <= expected.keys() - part(
            later_build.old, ""
        ).keys()
        for name, text in briefs.items():
            assert text.replace("editor_note: saved meanwhile\n", "") == expected[name]


def test_of_two_builds_at_once_one_is_told_to_wait(later_build, tmp_path):
    """And the site is as after one."""
    room = later_build.stage(tmp_path / "room")
    answers = [tmp_path / "one", tmp_path / "two"]

    for child in [start(build_here, room.folder, {}, answer) for answer in answers]:
        assert wait(child) == 0

    told = [answer.read_text("utf-8") for answer in answers]
    assert any('"status": 0' in answer for answer in told)
    assert all('"status": 0' in answer or "another build is running" in answer for answer in told)
    assert room.tree() == later_build.new


def test_a_site_on_a_volume_of_its_own_changes_file_by_file(later_build, small_disk):
    """The folder is a mount point and cannot change places; the list of steps makes the change whole."""
    room = Newsroom(small_disk / "site")
    shutil.copytree(later_build.before.folder, room.folder)
    shutil.rmtree(room.public)
    room.public.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(room.public)], check=True)
    try:
        for step in (20, 60, later_build.steps - 40, later_build.steps - 10):
            wait(start(build_until, room.folder, step))

        assert build(room.folder).status == 0
        assert part(room.tree(), "public/") == part(later_build.new, "public/")
    finally:
        subprocess.run(["umount", "-l", str(room.public)], check=True)
