"""Hostile articles: each is read, skipped or refused as the table says, within bounds, and leaves nothing outside the output folder."""

from __future__ import annotations

import json

import pytest

from tests.hostile.articles import CASES, NO_FILES, Case
from tests.hostile.conftest import written


def stem(name: str) -> str:
    return name.rpartition(".")[0]


@pytest.mark.parametrize("case", CASES, ids=[case.name[:40] for case in CASES])
def test_a_hostile_article_ends_as_the_table_says(from_articles, case: Case):
    """Used, skipped, left alone, or refused with this code; a refusal and a flaw come with a hint or with what was wanted."""
    used = {article["file"] for article in json.loads((from_articles.room.public / "data/articles.json").read_text("utf-8"))}
    told = [*from_articles.problems.get(case.name, []), *from_articles.problems.get(f"{stem(case.name)}.yaml", [])]
    refusals = {problem["code"] for problem in told if problem["severity"] == "refused"}

    if case.outcome == "used":
        assert case.name.strip() in used or from_articles.codes(case.name) == {"article-double"}, told
        assert not refusals
    elif case.outcome in ("skipped", "confidential"):
        assert case.name not in used
    else:
        assert refusals == {case.outcome}
        assert case.name not in used
    assert not case.notice or case.notice in {problem["code"] for problem in told}
    assert all(problem["hint"] or problem["wanted"] for problem in told if problem["severity"] != "notice")


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_of_the_inbox_is_refused_unread(from_articles, name):
    """Links that lead out, pipes, devices: named with their reason, and the build does not hang."""
    assert NO_FILES[name] in from_articles.codes(name)


def test_every_file_is_used_a_double_skipped_refused_or_confidential(from_articles):
    """Nothing falls out in silence."""
    told = from_articles.report

    assert told["found"] == told["used"] + told["doubles"] + told["skipped"] + told["refused"] + told["confidential"]
    assert told["skipped"] == sum(case.outcome == "skipped" for case in CASES)
    assert told["confidential"] == sum(case.outcome == "confidential" for case in CASES)
    assert not {problem["code"] for problems in from_articles.problems.values() for problem in problems} & {"article-crash", "article-lost"}


def test_nothing_outside_is_read_or_written(from_articles):
    """Neither what links point to, nor a name with "../" in it; confidential texts leave no trace."""
    room = from_articles.room
    built = b"".join(content for name, content in written(room).items() if not name.startswith(("content/inbox/", "content/outside")))

    assert {path.name for path in room.folder.parent.iterdir()} == {"site"}
    assert {path.name for path in room.folder.iterdir()} == {"content", "public", ".public.lock"}
    for word in (b"root:x:0:0", b"Quillfeather", b"Canary Outsider"):
        assert word not in built
        assert word.decode() not in from_articles.output


def test_no_name_of_others_reaches_the_log_as_it_is(from_articles):
    """Control characters would move the cursor, and a line break could begin a command of a CI system."""
    assert "\x1b" not in from_articles.output
    assert "\nbreak" not in from_articles.output
