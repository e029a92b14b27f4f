"""A note below a brief shows on that brief's page alone: the site is not put together for it, and is the same as if it had been."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from beatbook import files, pipeline, publishing, seal
from beatbook.pipeline import notes
from tests.newsroom import Newsroom
from tests.reliability.test_incremental import tree

if TYPE_CHECKING:
    from pathlib import Path


def options(room: Newsroom) -> pipeline.Options:
    return pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1)


def clean_build(room: Newsroom, folder: Path) -> dict[str, bytes]:
    """The site that a build without caches and without an earlier site makes of the same content."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(room.folder, folder, ignore=shutil.ignore_patterns("public", ".cache", ".public*"))
    other = Newsroom(folder)
    pipeline.build(options(other))
    return tree(other.public)


class Watched:
    """A site, and how often it was put together."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room, self.folder, self.wholes = Newsroom(folder / "site"), folder, 0
        self.room.add_reports()
        other = "Ministers meet\n\nPORTO - Foreign Minister Rui Tavares met Anton Berg in Porto on 3 February 2024.\n"
        self.room.add("other.txt", other, "outlet: The Note\npublished: 2024-02-04\n")
        (self.room.folder / "site_config.yaml").write_text("title: A beat\nbase_url: https://example.org/x\n", "utf-8")
        whole = publishing.Assembly
        monkeypatch.setattr(publishing, "Assembly", lambda *args, **named: self._count() or whole(*args, **named))
        self.build()
        self.briefs = sorted((self.room.content / "events").glob("*.md"))

    def _count(self) -> None:
        self.wholes += 1

    def build(self) -> pipeline.Report:
        self.wholes = 0
        return pipeline.build(options(self.room))

    def note(self, number: int, text: str) -> None:
        path = self.briefs[number]
        path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n\n{text}\n", "utf-8")

    def page(self, number: int) -> str:
        return (self.room.public / "events" / f"{self.briefs[number].stem}.html").read_text("utf-8")

    def is_as_clean(self) -> bool:
        return tree(self.room.public) == clean_build(self.room, self.folder / "clean")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_note_is_published_without_putting_the_site_together(site):
    """Nor is it for the next one; one that is taken away may leave links to it behind, so that all is looked at."""
    before = site.briefs[0].read_text("utf-8")
    for number, text in ((0, "A first note."), (1, "A second note, with **weight**.")):
        site.note(number, text)
        report = site.build()

        assert (site.wholes, report.pages_written) == (0, 1)
        assert site.is_as_clean()
    site.briefs[0].write_text(before, "utf-8")
    site.build()

    assert "A first note." not in site.page(0)
    assert site.is_as_clean()


def test_what_is_kept_of_the_pages_stands_until_many_have_notes(site, monkeypatch):
    """A page with a note is made again by each build, which costs less than to write down what is known of all pages."""
    monkeypatch.setattr(notes, "MOST", 1)
    kept = site.room.content / ".cache" / "pages.bin"
    before = kept.read_bytes()
    site.note(0, "A first note.")
    site.build()

    assert kept.read_bytes() == before
    site.note(1, "A second note.")
    site.build()

    assert (site.wholes, kept.read_bytes() == before) == (1, False)
    assert site.is_as_clean()
    site.note(0, "Another note.")
    site.build()

    assert site.wholes == 0
    assert site.is_as_clean()


def test_files_of_a_site_that_stands_as_it_was_left_are_not_looked_at(site, monkeypatch):
    """The lean path saw that none has come, gone or been exchanged."""
    time.sleep(0.1)
    site.build()
    site.note(0, "A note.")
    asked = options(site.room)
    folders = [f"--{name}={getattr(asked, name)}" for name in ("content", "inbox", "output", "config")]
    looked: list[seal.Looked] = []

    assert seal.said_again([*folders, "--quiet"], looked) is None
    assert looked[0].output
    site.wholes = 0
    with monkeypatch.context() as patch:
        patch.setattr(files.Staging, "stands", None)
        pipeline.build(asked, looked=looked[0])

    assert site.wholes == 0
    assert site.is_as_clean()


def test_value_that_is_changed_after_a_note_is_shown_wherever_it_stands(site):
    site.note(0, "A note.")
    site.build()
    site.briefs[0].write_text(site.briefs[0].read_text("utf-8").replace("\ntitle: ", "\ntitle: Once more, ", 1), "utf-8")
    site.build()

    assert site.wholes
    assert "Once more, " in (site.room.public / "index.html").read_text("utf-8")
    assert site.is_as_clean()


def test_link_of_a_note_that_leads_nowhere_is_told(site):
    """On the build that brings it, and on every other one until it is mended."""
    site.note(0, "See [there](nowhere.html).")
    for number in (0, 1):
        found = [problem.path for problem in site.build().problems if problem.code == "link-dead"]

        assert found == [f"events/{site.briefs[0].stem}.html"]
        site.note(1, f"Another note, {number}.")


def test_link_of_a_note_that_leads_to_a_page_is_none(site):
    site.note(0, f"See [there]({site.briefs[1].stem}.html#evidence).")

    assert not [problem for problem in site.build().problems if problem.code == "link-dead"]
    assert site.is_as_clean()


def test_page_that_was_taken_away_comes_back_with_the_next_note(site):
    (site.room.public / "index.html").unlink()
    site.note(0, "A note.")
    site.build()

    assert site.is_as_clean()


@pytest.mark.parametrize("name", ["noted.bin", "linked.bin", "site.index", "site.pack"])
@pytest.mark.parametrize("at", [3, 40, -5])
def test_damaged_memory_of_the_site_costs_time_and_nothing_else(site, name, at):
    path = site.room.content / ".cache" / name
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))
    site.note(0, "A note.")
    site.build()

    assert site.is_as_clean()


def test_other_configuration_or_articles_beside_a_note_are_not_overlooked(site):
    site.note(0, "A note.")
    (site.room.folder / "site_config.yaml").write_text("title: Another beat\nbase_url: https://example.org/x\n", "utf-8")
    site.build()

    assert site.is_as_clean()
    site.note(1, "A note.")
    site.room.add(
        "more.txt", "Talks\n\nLISBON - Rui Tavares met Anton Berg in Lisbon on 3 May 2024.\n", "outlet: The Note\npublished: 2024-05-04\n"
    )
    site.build()

    assert site.wholes
    assert site.is_as_clean()
