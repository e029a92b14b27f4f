"""The disk: what is read, what is refused, and that what is served stays whole."""

import os
import stat
from pathlib import Path

import pytest

from beatbook import content_files, content_writing, files, inbox_files
from beatbook.analysis.model import Analysis
from beatbook.briefing.model import FileChange, MachineView
from beatbook.errors import BusyError, ConfigError
from beatbook.reading.model import ArticleMetadata


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def codes(scan) -> list[str]:
    return [problem.code for problem in scan.problems]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("**/*")) if path.is_file()}


# ---- the inbox


def test_articles_come_with_their_sidecars_in_order_of_path(inbox):
    """NAME.yaml belongs to NAME.txt, also in a folder below."""
    (inbox / "b.txt").write_text("B")
    (inbox / "b.yaml").write_text("outlet: X")
    (inbox / "a").mkdir()
    (inbox / "a" / "one.html").write_text("<p>A")

    scan = inbox_files.read_inbox(inbox)

    assert [(file.path, inbox_files.open_text(inbox, file).sidecar) for file in scan.files] == [
        ("a/one.html", None),
        ("b.txt", b"outlet: X"),
    ]
    assert scan.problems == ()


def test_readmes_and_dot_files_are_skipped_and_listed(inbox):
    """Nothing is left out in silence."""
    (inbox / "README.md").write_text("notes to self")
    (inbox / ".DS_Store").write_bytes(b"\0")

    scan = inbox_files.read_inbox(inbox)

    assert scan.files == ()
    assert scan.skipped == (".DS_Store", "README.md")


def test_a_link_out_of_the_inbox_is_refused(inbox, tmp_path):
    """An archive unpacked into the inbox cannot pull in a secret from elsewhere."""
    (tmp_path / "secret.txt").write_text("secret")
    (inbox / "x.txt").symlink_to(tmp_path / "secret.txt")

    scan = inbox_files.read_inbox(inbox)

    assert scan.files == ()
    assert codes(scan) == ["inbox-link"]


def test_a_pipe_is_refused_and_never_opened(inbox):
    """Reading a pipe would hang the build."""
    os.mkfifo(inbox / "x.txt")

    assert codes(inbox_files.read_inbox(inbox)) == ["inbox-special"]


def test_a_file_beyond_the_bound_is_refused_unread(inbox):
    """A 50 MB line is no article; the message says which file and how large it may be."""
    with (inbox / "big.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    (problem,) = inbox_files.read_inbox(inbox).problems

    assert str(problem).startswith("big.txt: a file of 50 MiB")
    assert problem.severity == "refused"


def test_a_sidecar_without_an_article_is_named(inbox):
    """A misspelt sidecar would otherwise lose what it says."""
    (inbox / "a.txt").write_text("A")
    (inbox / "b.yaml").write_text("outlet: X")

    assert codes(inbox_files.read_inbox(inbox)) == ["sidecar-lonely"]


def test_a_folder_that_cannot_be_read_is_named(inbox, monkeypatch):
    """The rest of the inbox is read.  (The refusal is simulated: root, who runs CI, may read everything.)"""
    (inbox / "closed").mkdir()
    (inbox / "a.txt").write_text("A")
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    scan = inbox_files.read_inbox(inbox)

    assert [file.path for file in scan.files] == ["a.txt"]
    assert str(scan.problems[0]).startswith("closed: the folder cannot be read: Permission denied")


def test_a_missing_inbox_is_empty(tmp_path):
    """A digest can be built from briefs alone."""
    assert inbox_files.read_inbox(tmp_path / "nowhere") == inbox_files.InboxScan()


# ---- content


def test_a_changed_file_is_left_alone(tmp_path):
    """What somebody saved while the build ran is not overwritten."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.md").write_text("mine")

    problems = content_writing.write_content(tmp_path, (FileChange("events/a.md", "machine's", "as it was read"),))

    assert [problem.code for problem in problems] == ["content-moved"]
    assert (tmp_path / "events" / "a.md").read_text() == "mine"


def test_content_is_written_replaced_and_deleted(tmp_path):
    """A change without a text deletes; permissions of a replaced file stay."""
    changes = (FileChange("events/a.md", "one", None), FileChange("events/b.md", "two", None))
    assert content_writing.write_content(tmp_path, changes) == ()
    (tmp_path / "events" / "a.md").chmod(0o600)

    content_writing.write_content(tmp_path, (FileChange("events/a.md", "new", "one"), FileChange("events/b.md", None, "two")))

    assert tree(tmp_path) == {"events/a.md": b"new"}
    assert stat.S_IMODE((tmp_path / "events" / "a.md").stat().st_mode) == 0o600


def test_the_machines_view_comes_back_as_it_was_written(tmp_path):
    """Views and analyses survive the way to disk and back; those no longer wanted go."""
    view = MachineView({"id": "a", "topics": ["x", "y"]}, "", "2019-04-25", {"origins": "2"})
    analysis = Analysis(ArticleMetadata("a.txt", "00"), shingles=(1, 2))
    content_writing.write_machine(tmp_path, {"events/a.md": view, "articles/b.md": view}, {"b": analysis})
    content_writing.write_machine(tmp_path, {"events/a.md": view}, {"b": analysis})

    content = content_files.read_content(tmp_path)

    assert dict(content.views) == {"events/a.md": view}
    assert dict(content.analyses) == {"b": analysis}


def test_an_unchanged_view_is_not_written_again(tmp_path):
    """A second build of the same input writes nothing."""
    view = {"events/a.md": MachineView({"id": "a"})}
    content_writing.write_machine(tmp_path, view, {})
    path = tmp_path / "_machine" / "events" / "a.json"
    before = path.stat().st_ino, path.stat().st_mtime_ns

    content_writing.write_machine(tmp_path, view, {})

    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before


def test_a_damaged_view_is_named_and_done_without(tmp_path):
    """Half a JSON file does not stop the build."""
    (tmp_path / "_machine" / "events").mkdir(parents=True)
    (tmp_path / "_machine" / "events" / "a.json").write_text('{"front_matter": {')

    content = content_files.read_content(tmp_path)

    assert content.views == {}
    assert [problem.code for problem in content.problems] == ["machine-damaged"]


def test_a_brief_that_is_not_utf8_is_named_with_its_line(tmp_path):
    """The message leads to the byte; the file is left as it is."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.md").write_bytes(b"---\nid: a\ntitle: \xff\n---\n")

    content = content_files.read_content(tmp_path)

    assert content.texts == {"events/a.md": content_files.UNREADABLE}
    assert str(content.problems[0]).startswith("events/a.md:3: the file is not UTF-8")


# ---- the site


def test_the_site_holds_exactly_the_pages(tmp_path):
    """Pages of the last build that no longer belong are gone."""
    output = tmp_path / "public"
    files.publish(output, {"index.html": b"1", "events/a.html": b"a"})

    written, removed = files.publish(output, {"index.html": b"2", "events/b.html": b"b"})

    assert (written, removed) == (2, 1)
    assert {name for name in tree(output) if name != files.MARKER} == {"index.html", "events/b.html"}


def test_nothing_is_touched_when_nothing_changed(tmp_path):
    """The second build leaves the folder itself alone."""
    output = tmp_path / "public"
    files.publish(output, {"index.html": b"1"})
    before = output.stat().st_ino

    assert files.publish(output, {"index.html": b"1"}) == (0, 0)
    assert output.stat().st_ino == before


@pytest.fixture
def large_site(tmp_path: Path) -> Path:
    files.publish(tmp_path / "public", large_pages())
    return tmp_path / "public"


def large_pages() -> dict[str, bytes]:
    return {"old/gone.html": b"gone", **{f"pages/{number}.html": b"%d" % number for number in range(files.LARGE)}}


def changed_pages() -> dict[str, bytes]:
    kept = {name: content for name, content in large_pages().items() if name != "old/gone.html"}
    return {**kept, "pages/7.html": b"seven", "new/one.html": b"one"}


def test_few_pages_of_a_large_site_change_in_place(large_site):
    """The folder and all other files stay what they are; a folder in which nothing is left goes."""
    folder, other = large_site.stat().st_ino, (large_site / "pages" / "8.html").stat().st_ino

    assert files.publish(large_site, changed_pages()) == (2, 1)
    assert {name: content for name, content in tree(large_site).items() if name != files.MARKER} == changed_pages()
    assert (large_site.stat().st_ino, (large_site / "pages" / "8.html").stat().st_ino) == (folder, other)
    assert not (large_site / "old").exists()


def test_page_that_is_changed_in_place_is_the_file_that_was_staged(large_site):
    """By its stamp the next build knows it."""
    staging = files.Staging(large_site)
    staging.put("pages/7.html", b"seven")
    stamp = staging.stamp("pages/7.html")
    files.show_site(staging.finish(frozenset(large_pages()), 1))

    assert files.Staging(large_site).stands("pages/7.html", stamp)


def test_changes_in_place_are_finished_by_the_next_command(large_site):
    """A build that dies when the steps are listed has published; one that dies before has not touched the site."""
    files.stage_site(large_site, changed_pages())
    before = {name: content for name, content in tree(large_site).items() if not name.startswith(".")}

    files.recover(large_site)

    assert before == large_pages()
    assert {name: content for name, content in tree(large_site).items() if name != files.MARKER} == changed_pages()


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path):
    """--output with a wrong path must not cost anybody their files."""
    (tmp_path / "thesis.doc").write_text("years of work")

    with pytest.raises(ConfigError, match="did not make"):
        files.publish(tmp_path, {"index.html": b"1"})
    assert (tmp_path / "thesis.doc").exists()


def test_a_build_that_died_between_two_renames_is_made_good(tmp_path):
    """The next command brings back the site that was moved aside and clears the half-made one."""
    files.publish(tmp_path / "public", {"index.html": b"1"})
    (tmp_path / "public").rename(tmp_path / ".public.old")
    (tmp_path / ".public.new-abc").mkdir()

    files.recover(tmp_path / "public")

    assert (tmp_path / "public" / "index.html").read_bytes() == b"1"
    assert not list(tmp_path.glob(".public*"))


def test_exchange_works_without_the_system_call(tmp_path, monkeypatch):
    """On systems without renameat2 two renames do."""
    monkeypatch.setattr(files, "exchange", lambda one, other: False)
    files.publish(tmp_path / "public", {"index.html": b"1"})

    files.publish(tmp_path / "public", {"index.html": b"2"})

    assert (tmp_path / "public" / "index.html").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_second_build_is_told_that_one_is_running(tmp_path):
    """The lock is refused at once, with a word on what is going on, and free again afterwards."""
    with files.lock(tmp_path / "lock"), pytest.raises(BusyError, match="another build is running"), files.lock(tmp_path / "lock"):
        pass

    with files.lock(tmp_path / "lock"):
        pass


def test_clean_empties_the_cache_only(tmp_path):
    """--clean never touches what people wrote, and what is served stays until the new site takes its place."""
    files.publish(tmp_path / "public", {"index.html": b"1"})
    files.write_cache(tmp_path / "content", "analyses.json", b"{}")
    (tmp_path / "content" / "brief.md").write_text("mine")

    files.clean(tmp_path / "content")

    assert tree(tmp_path / "content") == {"brief.md": b"mine"}
    assert (tmp_path / "public" / "index.html").exists()
