"""The lean path: a build that changed nothing leaves a seal, and while it holds the command only says again what there is to say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from beatbook import files, pipeline, seal, sealing
from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[1]
MANY = 2  # few
HEAVY = ("yaml", "jinja2", "markdown", "click", "rich", "msgspec", "lxml")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A site that two builds have brought to rest, its files old enough to be sealed."""
    room = Newsroom(tmp_path_factory.mktemp("sealed") / "site")
    room.add_reports()
    (room.folder / "site_config.yaml").write_text("title: A beat\n", "utf-8")
    build(room)
    build(room)
    return room


@pytest.fixture
def room(sealed: Newsroom, tmp_path: Path) -> Newsroom:
    """A copy of it, with the seal that a build of the copy would leave."""
    room = Newsroom(tmp_path / "site")
    shutil.copytree(sealed.folder, room.folder)
    held, old, new = seal_of(sealed), str(sealed.folder), str(room.folder)
    held.asked, held.roots = [word.replace(old, new) for word in held.asked], [root.replace(old, new) for root in held.roots]
    held.summary = [line.replace(old, new) for line in held.summary]
    held.output = seal.folders_of(str(room.public))
    for path, folder in seal.survey(held.roots).items():
        held.inputs[path] = seal.Input(folder.digest(), held.inputs.pop(path.replace(new, old)).held, len(folder.names), folder.latest())
    held.inputs = {path: held.inputs[path] for path in held.inputs if not path.startswith(old)}
    put(room, held)
    return room


def seal_of(room: Newsroom) -> seal.Seal:
    held = seal.read_seal(str(room.content))
    assert held
    return held


def put(room: Newsroom, held: seal.Seal) -> None:
    files.write_cache(room.content, seal.NAME, seal.format_seal(held))


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
    monkeypatch.setattr(sealing, "FINE", 0)


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
    code = f"import sys, atexit\natexit.register(lambda: print([name for name in {HEAVY} if name in sys.modules]))\nfrom beatbook.lean import main\nmain()"
    arguments = ["--inbox", room.inbox, "--content", room.content, "--output", room.public, "--config", room.folder / "site_config.yaml"]

    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--quiet"], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ}
    )

    assert done.stdout == "[]\n"


def test_no_more_than_a_handful_of_modules_is_loaded_when_nothing_changed(room: Newsroom):
    """Each costs a millisecond or more, and nothing but them and the stamps of the files is to be paid for."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom beatbook.seal import said_again\n"
        "print(said_again(sys.argv[1:]), *sorted(set(sys.modules) - before))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *folders(room), "--quiet"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert done[0] == "0"
    assert set(done[1:]) <= {"__future__", "_blake2", "_operator", "_struct", "beatbook", "beatbook.seal", "itertools", "struct", "time"}


def test_many_files_are_looked_at_by_two_processes(room: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """They say what one would say, and the current folder stays what it was."""
    monkeypatch.setattr(seal, "ALONE", 0)
    monkeypatch.setattr(seal, "_processors", lambda: 2)
    monkeypatch.chdir(room.folder)

    assert say(room, capsys)[0] == 0
    assert Path.cwd() == room.folder
    CHANGES["a page of the site is deleted"](room)
    assert say(room, capsys)[0] is None
    build(room)
    assert say(room, capsys)[0] == 0
    CHANGES["a brief is edited"](room)
    assert say(room, capsys)[0] is None


@pytest.mark.parametrize("alone", [0, 10_000])
def test_a_build_takes_over_what_the_lean_path_saw(room: Newsroom, monkeypatch: pytest.MonkeyPatch, alone: int):
    """The inputs are not looked at twice, and the build leaves a seal all the same."""
    CHANGES["a brief is edited"](room)
    monkeypatch.setattr(seal, "ALONE", alone)
    monkeypatch.setattr(seal, "_processors", lambda: 2)
    time.sleep(0.1)
    looked: list[seal.Looked] = []

    assert seal.said_again([*folders(room), "--quiet"], looked) is None
    with monkeypatch.context() as patch:
        patch.setattr(seal, "survey", None)
        pipeline.build(options(room), looked=looked[0])

    assert seal.said_again([*folders(room), "--quiet"]) == 0


def test_what_the_lean_path_saw_is_worth_nothing_once_somebody_has_built(room: Newsroom, monkeypatch: pytest.MonkeyPatch):
    """Another build or an editor's command wrote under content/ between the look and the lock; or one was killed, and left no word."""
    CHANGES["a brief is edited"](room)
    looked: list[seal.Looked] = []
    assert seal.said_again([*folders(room), "--quiet"], looked) is None
    surveyed: list[object] = []
    real = seal.survey
    monkeypatch.setattr(seal, "survey", lambda roots: surveyed.append(roots) or real(roots))

    build(room)
    pipeline.build(options(room), looked=looked[0])
    (room.content / ".cache" / "lock").write_bytes(b"")
    killed = seal.Looked(seal.read_token(str(room.content)))
    killed.see(looked[0].roots, looked[0].folders(), b"")
    pipeline.build(options(room), looked=killed)

    assert len(surveyed) == 3


def test_a_few_edits_among_many_files_are_known_without_reading_the_others(room: Newsroom, monkeypatch: pytest.MonkeyPatch):
    """A fresh checkout, in which all are new, is still compared by what the files hold."""
    monkeypatch.setattr(seal, "MANY", MANY)
    read: list[str] = []
    real = seal.digest_file
    monkeypatch.setattr(seal, "digest_file", lambda path: read.append(path) or real(path))

    records = sorted((room.content / "articles").iterdir())
    text = records[0].read_text("utf-8")

    records[0].write_text(f"{text}A note.\n", "utf-8")
    assert seal.said_again([*folders(room), "--quiet"]) is None
    assert not read

    records[0].write_text(text, "utf-8")
    for path in records:
        path.touch()
    assert seal.said_again([*folders(room), "--quiet"]) == 0
    assert len(read) == len(records) > MANY


def test_the_first_build_leaves_a_seal_of_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The next one has nothing to do, and says what it would say had it looked."""
    room = Newsroom(tmp_path)
    room.add_reports()
    build(room)
    held = seal_of(room)

    assert say(room, capsys)[0] == 0
    build(room)
    assert (seal_of(room).summary, seal_of(room).problems) == (held.summary, held.problems)


@pytest.mark.parametrize("change", ["note", "title", "article", "gone", "confidential"])
def test_a_build_that_changed_something_leaves_a_seal(room: Newsroom, capsys: pytest.CaptureFixture[str], change: str):
    """With the stamps of what was there before, and of what it wrote itself; no text is opened to make it but those that were written."""
    brief = next((room.content / "events").glob("*.md"))
    match change:
        case "note":
            edit(brief)
        case "title":
            write(brief, brief.read_text("utf-8").replace("\ntitle: ", "\ntitle: Again, ", 1))
        case "article":
            room.add(
                "late.txt", "Ministers meet\n\nLISBON - Rui Tavares met Anton Berg in Lisbon on 3 April 2024.\n", "published: 2024-04-04\n"
            )
        case "gone":
            next(room.inbox.glob("*.txt")).unlink()
        case _:
            next(room.inbox.glob("*.txt")).with_suffix(".yaml").write_text("confidential: true\n", "utf-8")
    build(room)
    held = seal_of(room)

    assert say(room, capsys)[0] == held.status
    build(room)
    assert (seal_of(room).summary, seal_of(room).problems) == (held.summary, held.problems)
    assert {path: known.held for path, known in seal_of(room).inputs.items()} == {path: known.held for path, known in held.inputs.items()}


@pytest.mark.parametrize("where", ["brief", "view", "text", "page", "configuration"])
def test_what_somebody_changes_while_a_build_runs_is_seen_by_the_next(
    room: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, where: str
):
    """Wherever it is changed, in what the build reads, writes or leaves alone: the build itself went by what stood there before."""
    paths = {
        "brief": next((room.content / "events").glob("*.md")),
        "view": next((room.content / "_machine" / "events").glob("*.json")),
        "text": next(room.inbox.glob("*.txt")),
        "page": room.content / "pages" / "team.md",
        "configuration": room.folder / "site_config.yaml",
    }
    show = files.show_site

    def meanwhile(site: files.StagedSite) -> None:
        path = paths[where]
        write(path, (path.read_text("utf-8") if path.exists() else "---\ntitle: Team\n---\n") + "\n")
        show(site)

    edit(paths["brief"])
    monkeypatch.setattr(files, "show_site", meanwhile)
    build(room)

    assert say(room, capsys)[0] is None


def test_an_edit_within_the_tick_of_what_the_build_wrote_itself_breaks_the_seal(
    room: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """Size and stamp may be those of the build; what the file holds is looked at before it is vouched for."""
    room.add("late.txt", "Ministers meet\n\nLISBON - Rui Tavares met Anton Berg in Lisbon on 3 April 2024.\n", "published: 2024-04-04\n")
    before = set((room.content / "events").glob("*.md"))
    show = files.show_site

    def meanwhile(site: files.StagedSite) -> None:
        for path in set((room.content / "events").glob("*.md")) - before:
            path.write_text(path.read_text("utf-8").replace("review: unreviewed", "review: unREVIEWED"), "utf-8")
        show(site)

    monkeypatch.setattr(files, "show_site", meanwhile)
    build(room)

    assert set((room.content / "events").glob("*.md")) - before
    assert say(room, capsys)[0] is None


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
    monkeypatch.setattr(sealing, "FINE", 10**12)
    monkeypatch.setattr(sealing, "COARSE", 10**12)
    build(room)

    assert not (room.content / ".cache" / seal.NAME).exists()


def test_the_same_bytes_with_new_times_are_recognised(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """As after a fresh checkout: hashes decide, and the seal takes the new times over so that nothing is hashed again."""
    shutil.copytree(room.content, room.folder / "copy")
    shutil.rmtree(room.content)
    (room.folder / "copy").rename(room.content)
    before = seal.format_seal(seal_of(room))

    assert say(room, capsys)[0] == 0
    assert seal.format_seal(seal_of(room)) != before
    assert say(room, capsys)[0] == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", seal.HEAD.encode(), seal.HEAD.encode() + b" 0\nengine\tx", b"\xff\xfe"])
def test_a_broken_seal_is_no_seal(room: Newsroom, capsys: pytest.CaptureFixture[str], content: bytes):
    """A cache may be lost or damaged at any time."""
    (room.content / ".cache" / seal.NAME).write_bytes(content)

    assert say(room, capsys)[0] is None


def test_half_a_seal_is_no_seal(room: Newsroom, capsys: pytest.CaptureFixture[str]):
    """Cut anywhere, with any byte changed, or lacking a part though its checksum is right."""
    path = room.content / ".cache" / seal.NAME
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            path.write_bytes(broken)
            assert say(room, capsys)[0] is None, at
    for name in ("asked", "engine", "inputs", "output", "roots", "summary"):
        held = seal.parse_seal(whole)
        assert held
        setattr(held, name, type(getattr(held, name))())
        path.write_bytes(seal.format_seal(held))
        assert say(room, capsys)[0] is None, name


def test_a_seal_is_read_as_it_was_written():
    """Tabs, ends of lines, percent signs and names that are no Unicode included."""
    held = seal.Seal()
    held.engine, held.asked, held.roots, held.summary, held.status = "e", ["a\tb", "", "%0A\udcff"], ["r"], ["one\ntwo", "%25"], 1
    held.inputs, held.output = {"p\n": seal.Input("d", "h", 3, 4)}, {"o": "-"}
    held.problems = [(True, "a\n  b"), (False, "c%09")]

    again = seal.parse_seal(seal.format_seal(held))

    assert again
    assert seal.format_seal(again) == seal.format_seal(held)
    assert (again.asked, again.problems, again.summary) == (held.asked, held.problems, held.summary)


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


def test_what_a_build_mended_is_not_told_again(room: Newsroom):
    """The notice of a damaged file of the machine is that build's alone: the file is whole by then."""
    view = next((room.content / "_machine" / "events").glob("*.json"))
    view.write_text("{", "utf-8")
    told = [problem.code for problem in build(room).problems]
    held = seal.read_seal(str(room.content))

    assert "machine-damaged" in told
    assert held is None or not any("damaged" in text for _, text in held.problems)
    assert "machine-damaged" not in [problem.code for problem in build(room).problems]
