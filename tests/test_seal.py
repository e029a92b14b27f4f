"""The lean path: a build that changed nothing leaves a seal, and while it holds the command only says again what there is to say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from beatbook import pipeline, seal
from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[1]
HEAVY = ("yaml", "jinja2", "markdown", "click", "rich", "msgspec", "lxml")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A site that two builds have brought to rest, its files old enough to be sealed."""
    room = Newsroom(tmp_path_factory.mktemp("sealed") / "site")
    room.add_reports()
    (room.folder / "site_config.yaml").write_text("title: A beat\n", "utf-8")
    build(room)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "FINE", 0)
        build(room)
    return room


@pytest.fixture
def room(sealed: Newsroom, tmp_path: Path) -> Newsroom:
    """A copy of it, with the seal that a build of the copy would leave."""
    room = Newsroom(tmp_path / "site")
    shutil.copytree(sealed.folder, room.folder)
    text = (room.content / ".cache" / seal.NAME).read_text("utf-8").replace(str(sealed.folder), str(room.folder))
    held = json.loads(text)
    held["output"] = seal.folders_of(str(room.public))
    held["inputs"] = {path: [folder.digest, held["inputs"][path][1]] for path, folder in seal.survey(held["roots"]).items()}
    write(room.content / ".cache" / seal.NAME, json.dumps(held))
    return room


def options(room: Newsroom) -> pipeline.Options:
    return pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1)


def build(room: Newsroom) -> pipeline.Report:
    return pipeline.build(options(room))


def say(room: Newsroom, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | None, str]:
    """The exit status that the lean path gives, None where a build has to run, and what it printed."""
    folders = ["--inbox", str(room.inbox), "--content", str(room.content), "--output", str(room.public)]
    status = seal.said_again([*folders, f"--config={room.folder / 'site_config.yaml'}", *arguments])
    return status, capsys.readouterr().out


@pytest.fixture(autouse=True)
def no_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "FINE", 0)


def test_nothing_changed_says_the_same_again(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """The summary of the last build, with nothing analysed, new or written, and its exit status."""
    expected = build(room).summary(room.public)

    status, said = say(room, capsys)

    assert status == 0
    assert said.splitlines()[:3] == expected
    assert "0 analysed" in said
    assert "0 written, 0 removed" in said


def test_nothing_heavy_is_loaded_when_nothing_changed(room: Newsroom):
    """Neither yaml nor jinja2, markdown, click, rich, msgspec or lxml."""
    code = f"import sys\nfrom beatbook.lean import main\ntry:\n main()\nexcept SystemExit as end:\n print(end.code, [name for name in {HEAVY} if name in sys.modules])"
    arguments = ["--inbox", room.inbox, "--content", room.content, "--output", room.public, "--config", room.folder / "site_config.yaml"]

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--quiet"], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ}
    )

    assert done.stdout == "0 []\n"


def test_the_first_build_leaves_no_seal(tmp_path: Path):
    """It wrote briefs, which the next one has to read."""
    room = Newsroom(tmp_path)
    room.add_reports()
    build(room)

    assert not (room.content / ".cache" / seal.NAME).exists()


CHANGES = {
    "a brief is edited": lambda room: edit(next((room.content / "events").glob("*.md"))),
    "a brief is deleted": lambda room: next((room.content / "events").glob("*.md")).unlink(),
    "a brief is renamed": lambda room: rename(next((room.content / "events").glob("*.md"))),
    "a page is added": lambda room: write(room.content / "pages" / "team.md", "---\ntitle: Team\n---\nUs.\n"),
    "an article is added": lambda room: room.add("late.txt", "Nothing happened\n\nNothing at all happened in Porto.\n", ""),
    "a hidden file lies in the inbox": lambda room: write(room.inbox / ".note", "x"),
    "the configuration changes": lambda room: write(room.folder / "site_config.yaml", "title: Another beat\n"),
    "the configuration goes": lambda room: (room.folder / "site_config.yaml").unlink(),
    "a template is overridden": lambda room: write(room.folder / "templates" / "404.html", "gone"),
    "a rule is added": lambda room: write(room.content / "rules" / "kinds.yaml", "rules: []\n"),
    "a file of the machine is damaged": lambda room: edit(next((room.content / "_machine" / "events").glob("*.json"))),
    "a page of the site is deleted": lambda room: next((room.public / "events").glob("*.html")).unlink(),
    "a stale page appears": lambda room: write(room.public / "events" / "old.html", "x"),
    "the site is gone": lambda room: shutil.rmtree(room.public),
    "an earlier build died": lambda room: write(room.content / ".journal" / "steps", "[]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_breaks_the_seal(room: Newsroom, capsys: pytest.CaptureFixture[str], change):
    """Then a build has to run."""
    assert say(room, capsys)[0] == 0
    change(room)

    assert say(room, capsys)[0] is None


def test_an_edit_of_the_same_size_within_the_tick_of_a_clock_breaks_the_seal(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """Size and mtime are as they were; the ctime is not, and nobody can set it."""
    brief = next((room.content / "events").glob("*.md"))
    was = brief.stat()
    brief.write_text(brief.read_text("utf-8").replace("review: unreviewed", "review: unREVIEWED"), "utf-8")
    os.utime(brief, ns=(was.st_atime_ns, was.st_mtime_ns))

    assert say(room, capsys)[0] is None


def test_a_file_changed_just_before_the_build_gets_no_seal(room: Newsroom, monkeypatch: pytest.MonkeyPatch):
    """On a file system with coarse stamps it could change once more and look the same."""
    (room.content / ".cache" / seal.NAME).unlink()
    monkeypatch.setattr(seal, "FINE", 10**12)
    build(room)

    assert not (room.content / ".cache" / seal.NAME).exists()


def test_the_same_bytes_with_new_times_are_recognised(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """As after a fresh checkout: hashes decide, and the seal takes the new times over so that nothing is hashed again."""
    shutil.copytree(room.content, room.folder / "copy")
    shutil.rmtree(room.content)
    (room.folder / "copy").rename(room.content)
    before = seal.read_seal(str(room.content))

    assert say(room, capsys)[0] == 0
    assert seal.read_seal(str(room.content)) != before
    assert say(room, capsys)[0] == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version": 1}', "null", '{"version": 1, "asked": 1, "engine": 2}'])
def test_a_broken_seal_is_no_seal(room: Newsroom, capsys: pytest.CaptureFixture[str], text: str):
    """A cache may be lost or damaged at any time."""
    write(room.content / ".cache" / seal.NAME, text)

    assert say(room, capsys)[0] is None


def test_half_a_seal_is_no_seal(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """Whichever of its parts is missing or of another shape."""
    whole = seal.read_seal(str(room.content))
    assert whole
    for name in whole:
        for wrong in (None, [], "x", {"x": 1}):
            write(room.content / ".cache" / seal.NAME, json.dumps({**whole, name: wrong}))
            status, _ = say(room, capsys)
            assert status is None, (name, wrong)


@pytest.mark.parametrize(
    "arguments",
    [("--clean",), ("--help",), ("check",), ("--base-url", "https://example.org"), ("--as-of=2024-01-01",), ("--jobs",), ("--quiet=x",)],
)
def test_other_questions_are_for_the_whole_command(room: Newsroom, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]):
    """Subcommands, help, options that ask for another site, and what cannot be understood."""
    assert say(room, capsys, *arguments)[0] is None


@pytest.mark.parametrize("arguments", [("--read-only",), ("--frozen", "--strict"), ("--jobs", "3"), ("--verbose",)])
def test_options_that_ask_for_the_same_site_are_answered(room: Newsroom, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]):
    """Nothing would be written, so that a frozen build and a strict one say the same."""
    assert say(room, capsys, *arguments)[0] == 0


def test_problems_are_told_again_and_strict_refuses_them(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """The exit status stays 1; what is an error with --strict is for a build to refuse."""
    room.add("broken.pdf", "%PDF-1.4", "")
    build(room)
    report = build(room)

    status = seal.said_again([*folders(room)])
    told = capsys.readouterr()

    assert status == 1
    assert all(str(problem) in told.err for problem in report.problems if problem.severity != "notice")
    assert told.out.splitlines()[-1].startswith(report.problem_count())
    assert seal.said_again([*folders(room), "--strict"]) is None


def folders(room: Newsroom) -> list[str]:
    paths = {"inbox": room.inbox, "content": room.content, "output": room.public, "config": room.folder / "site_config.yaml"}
    return [f"--{name}={path}" for name, path in paths.items()]


def edit(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")


def rename(path: Path) -> None:
    path.rename(path.with_name("renamed.md"))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
