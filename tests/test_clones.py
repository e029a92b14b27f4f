"""A clone, which has content/ and neither caches nor texts, knows what a build found out before: work counted, and nothing trusted."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from beatbook import briefing, content_files, content_held, content_writing, merging, pipeline
from beatbook.briefing import STANDING, document, outcomes
from beatbook.pipeline import understanding
from tests.counting import count_calls
from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest of three reports in which an editor has written."""
    room = Newsroom(tmp_path_factory.mktemp("built"))
    (room.folder / "site_config.yaml").write_text("title: A beat\n", "utf-8")
    room.add_reports()
    build(room)
    profile = room.content / "people" / "rui-tavares.md"
    profile.write_text(profile.read_text("utf-8").replace("name: Rui Tavares", "name: R. Tavares"), "utf-8")
    build(room)
    return room.folder


@pytest.fixture
def clone(built: Path, tmp_path: Path) -> Newsroom:
    """As git has it."""
    return Newsroom(shutil.copytree(built, tmp_path / "clone", ignore=shutil.ignore_patterns("public", ".cache", "inbox", ".public*")))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of these is done."""
    decoding = [(content_files, "decode_analysis"), (content_held, "decode_analysis")]
    encoding = [(content_held, "encode_machine"), (content_writing, "encode_machine")]
    parsing = [(document, "parse_document"), (outcomes, "parse_document")]
    return count_calls(monkeypatch, [(merging, "merge_whole"), (briefing, "machine_views"), *parsing, *encoding, *decoding])


def build(room: Newsroom, **asked: object) -> pipeline.Report:
    options = pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1, **asked)  # type: ignore[arg-type]
    return pipeline.build(options)


def test_a_clone_merges_parses_and_encodes_nothing_again(clone: Newsroom, work: Counter[str]):
    """But for the one document that a person edited: what is theirs stands in it alone."""
    before = clone.tree(public=False)

    build(clone)

    assert work["merge_whole"] == work["machine_views"] == work["encode_machine"] == work["decode_analysis"] == 0
    assert work["parse_document"] <= 2
    assert clone.tree(public=False) == before


def test_it_makes_the_site_of_a_build_that_works_all_of_it_out(clone: Newsroom, tmp_path: Path):
    """What was found out before saves time, and nothing else."""
    other = Newsroom(shutil.copytree(clone.folder, tmp_path / "other"))
    (other.content / STANDING).unlink()

    build(clone)
    build(other)

    assert clone.tree() == other.tree()


def edit_a_brief(room: Newsroom) -> None:
    path = next((room.content / "events").glob("*.md"))
    path.write_text(path.read_text("utf-8").replace("\nstatus: happened", "\nstatus: cancelled"), "utf-8")


def lose_a_view(room: Newsroom) -> None:
    next((room.content / "_machine" / "events").glob("*.json")).unlink()


def lose_an_analysis(room: Newsroom) -> None:
    next((room.content / "_machine" / "articles").glob("held*.json")).unlink()


def damage_an_analysis(room: Newsroom) -> None:
    """Nobody vouches for it: it is told of, and its bytes are in no cache."""
    next((room.content / "_machine" / "articles").glob("held*.json")).write_text('{"metadata": "of another sort"}', "utf-8")


def change_the_rules(room: Newsroom) -> None:
    (room.content / "rules").mkdir()
    (room.content / "rules" / "kinds.yaml").write_text("about: ours\nrules: []\n", "utf-8")


def conflict(room: Newsroom) -> None:
    path = room.content / STANDING
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(["<<<<<<< ours\n", *lines, "=======\n", *lines, ">>>>>>> theirs\n"]), "utf-8")


def claim_more(room: Newsroom) -> None:
    """What git makes of two branches may be JSON, and say of a document of both what is true of neither."""
    path = room.content / STANDING
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**said, "documents": "0" * 64, "others": {}}), "utf-8")


@pytest.mark.parametrize(
    "change", [edit_a_brief, lose_a_view, lose_an_analysis, damage_an_analysis, change_the_rules, conflict, claim_more]
)
def test_what_it_does_not_speak_of_is_worked_out(clone: Newsroom, tmp_path: Path, work: Counter[str], change):
    """Other files, other rules, or a file that is none: as if there were no such file, and the next clone is spared again."""
    change(clone)
    other = Newsroom(shutil.copytree(clone.folder, tmp_path / "other"))
    (other.content / STANDING).unlink()

    build(clone)
    merged = work["merge_whole"]
    build(other)

    assert merged == 1
    assert clone.tree() == other.tree()
    shutil.rmtree(clone.content / ".cache")
    work.clear()
    build(clone)
    assert work["merge_whole"] == 0
    assert clone.tree() == other.tree()


def test_an_analysis_that_is_damaged_is_told_of_and_not_kept(clone: Newsroom):
    """What nobody vouches for is decoded before anything goes by it."""
    damage_an_analysis(clone)

    assert "machine-damaged" in {problem.code for problem in build(clone).problems}
    assert b"of another sort" not in (clone.content / ".cache" / "content.pack").read_bytes()


def test_other_code_alone_does_not_write_it_anew(clone: Newsroom, work: Counter[str], monkeypatch: pytest.MonkeyPatch):
    """A new version is no change of the content; a clone is spared again once the content has changed."""
    before = (clone.content / STANDING).read_bytes()
    monkeypatch.setattr(understanding, "content_code", lambda: "of another version")

    build(clone)

    assert work["merge_whole"] == 1
    assert (clone.content / STANDING).read_bytes() == before


def test_a_frozen_build_of_a_clone_finds_nothing_to_write(clone: Newsroom):
    """As a workflow asks it, with the file and without it."""
    assert clone.here("--frozen").returncode == 0
    (clone.content / STANDING).unlink()
    assert clone.here("--frozen").returncode == 0


def test_a_look_back_leaves_it_alone(clone: Newsroom):
    """What was known on a day is not what there is to know."""
    before = (clone.content / STANDING).read_bytes()

    build(clone, as_of="2024-05-02")

    assert (clone.content / STANDING).read_bytes() == before


def test_it_tells_nothing_of_an_article_that_is_taken_out(clone: Newsroom):
    """What people overruled stands in it, in the words of articles."""
    ident = next((clone.content / "articles").glob("held*.md")).stem

    pipeline.remove(pipeline.Options(clone.inbox, clone.content, clone.public, clone.folder / "site_config.yaml"), ident)

    assert not (clone.content / STANDING).exists()
