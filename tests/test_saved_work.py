"""What a build does not do again, counted: texts opened, documents parsed, sentences written, views encoded."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from beatbook import briefing, content_files, content_held, content_writing, inbox_files, merging, pipeline, rules, seal
from beatbook.briefing import document, known, machine, outcomes, settled
from beatbook.packs import Pack
from tests.counting import count_calls
from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A site that was built twice, so that the second build found all files old enough to be packed."""
    room = Newsroom(tmp_path / "site")
    room.add_reports()
    build(room)
    time.sleep(0.1)  # the files of the first build are younger than that
    build(room)
    return room


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of these is done."""
    places = (
        (content_files, "read_plain"),
        (content_held, "read_plain"),
        (content_files, "read_sized"),
        (content_files, "decode_analysis"),
        (content_held, "decode_analysis"),
        (content_files, "decode_view"),
        (content_held, "decode_view"),
        (content_held, "encode_machine"),
        (content_writing, "encode_machine"),
        (known, "decode_known"),
        (document, "parse_document"),
        (outcomes, "parse_document"),
        (outcomes, "format_document"),
        (machine.Writer, "event"),
        (merging, "merge_whole"),
        (briefing, "machine_views"),
        (seal, "survey"),
        (rules, "parse_rule_file"),
        (inbox_files, "read_plain"),
    )
    return count_calls(monkeypatch, places)


def build(room: Newsroom) -> pipeline.Report:
    return pipeline.build(pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1))


def brief_of(room: Newsroom) -> Path:
    return next((room.content / "events").glob("*.md"))


def test_where_nothing_was_edited_nothing_is_opened_parsed_or_written(room: Newsroom, work: Counter[str]):
    """A changed template makes the build run; content/ has not changed, so nothing of it is looked at twice."""
    (room.folder / "site_config.yaml").write_text("title: Another beat\n", "utf-8")

    build(room)

    assert work.pop("survey") == 1  # all inputs are looked at once
    assert work.pop("read_plain") == 1  # what the last build said of it all
    assert not {name: times for name, times in work.items() if not name.startswith("decode")}  # pages are made of these


def test_one_edited_brief_is_the_only_one_that_is_opened_and_parsed(room: Newsroom, work: Counter[str]):
    """Its body is a person's: no event is merged anew for it, and the machine writes no sentence."""
    path = brief_of(room)
    path.write_text(path.read_text("utf-8") + "\nSeen by an editor.\n", "utf-8")

    build(room)

    assert work["read_sized"] == work["read_plain"] == 1  # the brief, and what the last build said of it all
    assert work["parse_document"] <= 2  # to know what is set by hand, and to merge it
    assert work["merge_whole"] == work["machine_views"] == work["event"] == 0
    assert work["encode_machine"] == 1
    assert work["decode_view"] == 1  # its own: what the others hold nobody asks
    assert work["parse_rule_file"] == 0
    assert work["survey"] == 1  # all inputs are looked at once, and nobody looks again


def test_a_note_below_a_brief_that_is_not_shown_is_built_like_any_other_edit(room: Newsroom):
    """It is on no page: the site is what it was, and so is the report of the build."""
    (room.folder / "site_config.yaml").write_text("title: A beat\npublish: checked\n", "utf-8")
    build(room)
    before = room.tree()
    path = brief_of(room)
    path.write_text(path.read_text("utf-8") + "\nSeen by an editor.\n", "utf-8")

    build(room)

    after = room.tree()
    assert {name for name in after if after[name] != before.get(name) and name.startswith("public/")} == set()


def test_no_analysis_is_decoded_to_know_what_there_is(room: Newsroom, work: Counter[str]):
    """All that a build asks of them before it makes pages is told by their hashes, and by the top of those that are new."""
    pipeline.understand(
        pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1), pack=packed(room)
    )

    assert work["decode_analysis"] == 0


def packed(room: Newsroom) -> Pack:
    return Pack(room.content / ".cache", version=pipeline.versions.version())


def test_an_edited_title_makes_the_digest_as_one_without_caches_does(room: Newsroom):
    """What a person set is known to merging, and nothing that was kept outlives it."""
    path = brief_of(room)
    path.write_text(
        path.read_text("utf-8").replace("\ntitle: ", "\ntitle: Two ministers: ", 1).replace("Two ministers: ", "'Two' "), "utf-8"
    )
    before = path.read_text("utf-8")

    build(room)
    build(room)

    assert path.read_text("utf-8") == before


def test_views_that_were_kept_are_those_that_would_be_made(room: Newsroom):
    """The plan of a build that found everything as it was is the plan of one that knows of no other."""
    options = pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1, read_only=True)
    with_caches = pipeline.understand(options)
    for path in (*(room.content / ".cache").glob("*.*"), room.content / briefing.STANDING):
        path.unlink()
    without = pipeline.understand(options)

    assert with_caches.plan.views == without.plan.views
    assert with_caches.plan.documents == without.plan.documents
    assert with_caches.plan.made == {}
    assert with_caches.plan.quiet == without.plan.made.keys()
    assert {path: settled.bare(without.plan.views[path]) for path in with_caches.plan.quiet} == without.plan.made
    assert with_caches.merging.key == without.merging.key
    assert with_caches.plan.changes == without.plan.changes == ()
    assert with_caches.merged.events == without.merged.events


def test_what_is_marked_confidential_is_in_no_cache_when_the_build_ends(room: Newsroom):
    """Neither its words nor what was made of them."""
    (room.inbox / "plan.yaml").write_text("confidential: true\n", "utf-8")

    build(room)

    kept = b"".join(path.read_bytes() for path in (room.content / ".cache").iterdir())
    assert b"said in a statement on Wednesday" not in kept
    assert b"the talks had been useful" in kept


def test_a_brief_that_could_not_be_read_is_looked_through_again(room: Newsroom):
    """Its view stayed what it was while its articles were read anew: where its claims stand now, nothing that was kept may say."""
    path = brief_of(room)
    text = path.read_text("utf-8")
    path.write_text(text.replace("---\n", "---\n: broken: [\n", 1), "utf-8")
    held = room.inbox / "held.txt"
    held.write_text(held.read_text("utf-8").replace("LISBON - ", "LISBON - It rained. "), "utf-8")
    build(room)
    time.sleep(0.1)
    build(room)

    path.write_text(text, "utf-8")
    build(room)

    (event,) = (room.content / "events").glob("*.md")
    assert event == path
    assert "held" in event.read_text("utf-8")


def test_one_article_more_has_the_machine_word_its_own_event_alone(room: Newsroom, work: Counter[str]):
    """What else there is stands: its briefs are neither worded nor formatted, nor parsed."""
    text = "Flood closes the old bridge of Oslo\n\nOSLO - Norwegian Prime Minister Jonas Vik visited Oslo on Monday.\n"
    (room.inbox / "flood.txt").write_text(text, "utf-8")
    (room.inbox / "flood.yaml").write_text("outlet: Oslo Herald\npublished: 2024-06-04\n", "utf-8")
    before = set((room.content / "events").glob("*.md"))

    build(room)

    new = set((room.content / "events").glob("*.md")) - before
    assert len(new) == work["event"] == 1
    assert work["parse_document"] == 0
    assert work["read_plain"] <= 5  # the article and its sidecar, to know them and to analyse them, and what says that the rest stands


def test_a_damaged_store_of_what_was_merged_costs_one_merge_of_everything(room: Newsroom, work: Counter[str]):
    """It is emptied then: the next build that changes something merges only that again."""
    store = room.content / ".cache" / "merged.pack"
    store.write_bytes(bytes(byte ^ (place % 50 == 0) for place, byte in enumerate(store.read_bytes())))
    path = brief_of(room)
    whole = []
    for kind in ("talks", "visit"):
        path.write_text(path.read_text("utf-8").replace("kind: meeting", f"kind: {kind}").replace("kind: talks", f"kind: {kind}"), "utf-8")
        build(room)
        whole.append(work["merge_whole"])

    assert whole == [1, 1]
