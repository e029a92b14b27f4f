"""Past editions stay as they were written: over later articles, corrections and names; only what is taken down goes."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "site_id: example.org,2024:fish\ntitle: Fish\nbase_url: https://fish.example/\n"
CLOSED, LAST = "2024-W18", "2024-W19"  # the week of the rumour, and that of the plan
LATE = """Boats wait for word

PORTO - Swedish Foreign Minister Karin Lindqvist met Anton Berg in Porto on May 2.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A digest as it stood when the plan came out: the week of the rumour is over."""
    room = Newsroom(tmp_path_factory.mktemp("built"))
    (room.folder / "site_config.yaml").write_text(CONFIG)
    room.add_reports("rumour", "plan")
    build(room)
    return room.folder


@pytest.fixture
def newsroom(built: Path, tmp_path: Path) -> Newsroom:
    """That digest, to be changed."""
    return Newsroom(shutil.copytree(built, tmp_path / "copy", copy_function=shutil.copy2))


def build(room: Newsroom, *arguments: str) -> None:
    done = room.run(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def edition(room: Newsroom, ident: str = CLOSED) -> str:
    return (room.public / "editions" / f"{ident}.txt").read_text("utf-8")


def change(room: Newsroom, pattern: str, before: str, after: str) -> None:
    """An edit by hand in the one file that matches."""
    (path,) = room.content.glob(pattern)
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_edition_is_kept_when_a_report_of_a_later_period_is_known(newsroom):
    """The open week has no record yet: it may still grow."""
    assert [path.stem for path in newsroom.content.glob("_machine/editions/*.json")] == [CLOSED]


def test_second_build_changes_no_byte(newsroom):
    before = newsroom.tree()

    build(newsroom)

    assert newsroom.tree() == before


def test_later_articles_add_notes_and_nothing_else(newsroom):
    """The record is the same to the byte; the page says beside each entry what became of it."""
    record, before = (newsroom.content / "_machine/editions" / f"{CLOSED}.json").read_bytes(), edition(newsroom)
    newsroom.add_reports("held")
    build(newsroom)

    assert (newsroom.content / "_machine/editions" / f"{CLOSED}.json").read_bytes() == record
    assert [line for line in edition(newsroom).splitlines() if "The digest now says" not in line] == [
        line for line in before.splitlines() if "The digest now says" not in line
    ]
    assert "The digest now says: happened" in edition(newsroom, LAST)


def test_name_corrected_later_stays_as_it_was_printed(newsroom):
    change(newsroom, "people/karin-lindqvist.md", "name: Karin Lindqvist", "name: Karin Maria Lindqvist")
    build(newsroom)

    assert "Karin Lindqvist" in edition(newsroom)
    assert "Karin Maria" not in edition(newsroom)
    assert "Karin Maria Lindqvist" in (newsroom.public / "people" / "karin-lindqvist.html").read_text("utf-8")


def test_article_that_comes_in_late_is_named_below(newsroom):
    """It is of a closed week: the edition says that it came in later, and stays."""
    before = edition(newsroom)
    newsroom.add("late.txt", LATE, "outlet: The Quay\npublished: 2024-05-03\n")
    build(newsroom)

    new = [line for line in edition(newsroom).splitlines() if line not in before.splitlines()]
    assert [line for line in new if line.strip("-")] == ["Came in later", "* The Quay, 3 May 2024: Boats wait for word"]


def test_page_of_a_past_edition_has_no_dead_link_when_its_event_is_gone(newsroom):
    """A brief merged away or no longer made leaves its entry, without a link, with a note."""
    path = newsroom.content / "_machine/editions" / f"{CLOSED}.json"
    path.write_text(re.sub(r'"event":"[^"]+"', '"event":"made-no-more"', path.read_text("utf-8")), "utf-8")
    build(newsroom, "--strict")

    assert "no longer in the digest" in edition(newsroom)


def test_what_is_hidden_goes_from_past_editions_and_their_records(newsroom):
    """Taking down wins over keeping: neither page nor record names the event any more."""
    change(newsroom, "events/*.md", "---\n", "---\nhidden: true\n")
    build(newsroom)

    record = json.loads((newsroom.content / "_machine/editions" / f"{CLOSED}.json").read_text("utf-8"))
    assert [record[section] for section in ("happened", "planned", "changed", "back")] == [[], [], [], []]
    assert "Karin Lindqvist" not in edition(newsroom)


def test_excluded_article_goes_from_past_editions(newsroom):
    change(newsroom, "articles/*2024-04-30*.md", "---\n", "---\nexcluded: true\n")
    build(newsroom)

    assert "Lindqvist may travel" not in edition(newsroom)


def test_damaged_record_is_made_anew(newsroom):
    path = newsroom.content / "_machine/editions" / f"{CLOSED}.json"
    before = path.read_bytes()
    path.write_bytes(b"{")
    done = newsroom.run("--verbose")

    assert "_machine/editions/2024-W18.json: the machine's own file is damaged" in done.stderr
    assert path.read_bytes() == before


def test_look_back_at_a_day_equals_what_could_have_been_written_then(newsroom, tmp_path):
    """Kept editions are no part of it: they are written from what was published by that day, and stay as they are under content/."""
    newsroom.add_reports("held")
    build(newsroom)
    kept = {path.name: path.read_bytes() for path in newsroom.content.glob("_machine/editions/*")}
    fresh = Newsroom(tmp_path / "then")
    fresh.folder.mkdir()
    (fresh.folder / "site_config.yaml").write_text(CONFIG)
    fresh.add_reports("rumour", "plan")

    build(newsroom, "--as-of", "2024-05-10")
    build(fresh, "--as-of", "2024-05-10")

    looking_back, then = ({path.name: path.read_bytes() for path in (room.public / "editions").iterdir()} for room in (newsroom, fresh))
    assert looking_back == then
    assert {path.name: path.read_bytes() for path in newsroom.content.glob("_machine/editions/*")} == kept


def test_an_edition_that_is_written_now_names_nobody_who_is_hidden(newsroom):
    """Neither by an address that leads nowhere: what the next build would take out of it never comes into it."""
    shutil.rmtree(newsroom.content / "_machine" / "editions")
    change(newsroom, "people/rui-tavares.md", "name: ", "hidden: true\nname: ")

    build(newsroom)

    written = newsroom.tree()
    assert "rui-tavares" not in edition(newsroom)
    assert "rui-tavares" not in (newsroom.content / "_machine" / "editions" / f"{CLOSED}.json").read_text("utf-8")
    build(newsroom)
    assert newsroom.tree() == written
