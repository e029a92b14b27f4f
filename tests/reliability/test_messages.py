"""Messages as people meet them: each is triggered, and tells file, line, what was found and what to do."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from beatbook import analysis, briefing, command, files, pipeline, reading
from beatbook.errors import BeatbookError, ConfigError
from beatbook.publishing.check import check_site
from beatbook.reading.model import Reading
from tests.newsroom import HELD, Newsroom
from tests.reliability.children import options
from tests.reliability.message_cases import COMMANDS, DOCUMENTS, FILES, STOPS, THINGS

if TYPE_CHECKING:
    from pathlib import Path

    from beatbook.errors import Problem


LATER = """Ministers meet again

PORTO - Swedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Porto on 10 September 2024.
"""


def build(room: Newsroom) -> list[Problem]:
    return list(pipeline.build(options(room.folder)).problems)


@pytest.mark.parametrize(
    ("path", "content", "code", "line", "part"), FILES, ids=[f"{entry[2]}-{number}" for number, entry in enumerate(FILES)]
)
def test_a_wrong_file_is_told_with_its_line_and_what_to_do(newsroom, path, content, code, line, part):
    """The digest is built around it."""
    newsroom.add("held.txt", HELD, "outlet: The Post\npublished: 2024-05-16\n")
    target = newsroom.content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())

    told = [problem for problem in build(newsroom) if problem.code == code]

    assert told
    problem = told[0]
    assert (
        path.removeprefix("inbox/").rpartition(".")[0].lower() in problem.path.lower()
        or path.rpartition("/")[2] in str(problem)
        or "held" in problem.path
    )
    assert problem.line == line
    assert part in str(problem)
    assert (newsroom.public / "index.html").exists()


@pytest.mark.parametrize(("code", "act", "path", "line", "part"), STOPS, ids=[entry[0] for entry in STOPS])
def test_what_stops_a_build_is_told_and_leaves_everything_as_it_was(newsroom, code, act, path, line, part):
    newsroom.add("held.txt", HELD, "outlet: The Post\npublished: 2024-05-16\n")
    act(newsroom)
    before = newsroom.tree()

    with pytest.raises(BeatbookError) as caught:
        build(newsroom)

    problem = next(problem for problem in caught.value.problems if problem.code == code)
    assert path in problem.path
    assert problem.line == line
    assert part in str(problem)
    assert newsroom.tree() == before


@pytest.mark.parametrize(("code", "act", "path", "part"), THINGS, ids=[entry[0] for entry in THINGS])
def test_what_is_no_plain_file_is_told_and_not_opened(newsroom, code, act, path, part):
    """Links, pipes, folders and twins in the place of a file; the digest is built around them."""
    newsroom.add("held.txt", HELD, "outlet: The Post\npublished: 2024-05-16\n")
    newsroom.add("other.txt", HELD.replace("fish", "grain"))
    act(newsroom)

    (problem, *_) = [problem for problem in build(newsroom) if problem.code == code]

    assert path in problem.path
    assert part in str(problem)
    assert (newsroom.public / "index.html").exists()


@pytest.mark.parametrize(("code", "words", "path", "part"), COMMANDS, ids=[entry[0] for entry in COMMANDS])
def test_a_command_that_cannot_be_carried_out_says_why_and_changes_nothing(newsroom, monkeypatch, code, words, path, part):
    """Its message says what to call instead."""
    monkeypatch.chdir(newsroom.folder)
    for name, text in {**DOCUMENTS, "people/ana.md": "---\nname: Ana Marin\n---\n", "wrong.csv": "headline,day\nA,B\n"}.items():
        (newsroom.content / name).parent.mkdir(parents=True, exist_ok=True)
        (newsroom.content / name).write_text(text, "utf-8")
    before = newsroom.tree()

    done = CliRunner().invoke(command.cli, list(words))

    assert isinstance(done.exception, BeatbookError), done.output
    (problem, *_) = done.exception.problems
    assert problem.code == code
    assert problem.path.endswith(path)
    assert part in str(problem)
    assert newsroom.tree() == before


def test_a_row_of_a_table_that_cannot_be_read_is_told_with_its_line(newsroom, monkeypatch):
    """Code table-participant; the other rows become briefs."""
    monkeypatch.chdir(newsroom.folder)
    newsroom.content.mkdir()
    (newsroom.folder / "events.csv").write_text("title,participants\nOne,(host)\nTwo,Ana Marin (host)\n", "utf-8")

    done = CliRunner().invoke(command.cli, ["new", "events", "events.csv"])

    assert 'the participant "(host)" cannot be read; wanted "Name" or "Name (role)"' in done.output
    assert [path.name for path in (newsroom.content / "events").iterdir()] == ["two.md"]


# ---- briefs that stand in each other's way


@pytest.fixture
def built(newsroom: Newsroom) -> Newsroom:
    """Two events of one report each, and both briefs with a title of the editor's."""
    newsroom.add("held.txt", HELD, "outlet: The Post\npublished: 2024-05-16\n")
    newsroom.add("later.txt", LATER, "outlet: The Post\npublished: 2024-09-11\n")
    build(newsroom)
    for path in briefs(newsroom):
        path.write_text(re.sub("^title: .*$", f"title: Our {path.stem}", path.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")
    return newsroom


def briefs(room: Newsroom) -> list[Path]:
    return sorted((room.content / "events").glob("*.md"))


def told(room: Newsroom, code: str) -> list[str]:
    return [str(problem) for problem in build(room) if problem.code == code]


def test_an_edited_brief_that_nothing_reports_any_more_is_named(built):
    """Code brief-orphan: it stays."""
    (built.inbox / "later.txt").unlink()
    pipeline.remove(options(built.folder), "post-2024-09-11-ministers-meet-again")
    (message,) = told(built, "brief-orphan")

    assert "no article reports this any more" in message
    assert len(briefs(built)) == 2


def test_a_copy_of_a_brief_is_named(built):
    """Code brief-copy."""
    original = briefs(built)[0]
    copy = original.with_name("copy.md")
    copy.write_text(original.read_text("utf-8").replace(f"id: {original.stem}", "id: copy", 1), "utf-8")
    (message,) = told(built, "brief-copy")

    assert message.startswith("events/copy.md: ")
    assert original.name in message


def test_two_edited_briefs_that_are_one_event_are_named(built):
    """Code brief-merge: neither title is thrown away."""
    one, other = briefs(built)
    one.write_text(one.read_text("utf-8").replace("\n---\n", f"\nsame_as: [{other.stem}]\n---\n", 1), "utf-8")
    (message,) = told(built, "brief-merge")

    assert "both have been edited: title" in message
    assert "keep one value of each and delete this file" in message
    assert briefs(built) == [one, other]


def test_a_brief_saved_while_the_build_ran_is_left_and_named(built, monkeypatch):
    """Code content-moved: what somebody wrote in between stands."""
    one = briefs(built)[0]
    (built.inbox / "held.txt").write_text(HELD.replace("useful", "short"), "utf-8")
    (built.inbox / "held.yaml").write_text("outlet: The Other Post\npublished: 2024-05-16\n", "utf-8")
    plan = briefing.plan_views

    def plan_and_save(*arguments, **named):
        made = plan(*arguments, **named)
        for path in briefs(built):
            path.write_text(path.read_text("utf-8") + "\nSaved in between.\n", "utf-8")
        return made

    monkeypatch.setattr(briefing, "plan_views", plan_and_save)
    messages = told(built, "content-moved")

    assert messages
    assert all("build again" in message for message in messages)
    assert "Saved in between." in one.read_text("utf-8")


# ---- pages


def test_pages_that_readers_could_not_find_or_name_are_told():
    """Codes page-orphan and id-twice."""
    home, twice = b"<!doctype html><title>x</title>", b"<!doctype html><title>x</title><p id=x></p><p id=x></p>"

    problems = {problem.code: problem for problem in check_site({"index.html": home, "events/a.html": twice})}

    assert problems.keys() == {"page-orphan", "id-twice"}
    assert "link to it from a page that readers find" in str(problems["page-orphan"])
    assert "content/events/a.md" in str(problems["id-twice"])


def test_no_page_is_written_outside_the_output_folder(tmp_path):
    """Code output-outside: the last barrier, behind the checks of ids."""
    with pytest.raises(ConfigError, match="would lie outside") as caught:
        files.stage_site(tmp_path / "public", {"index.html": b"", "../x.html": b""})

    assert caught.value.problems[0].path == "../x.html"
    assert not (tmp_path / "x.html").exists()


def test_an_article_that_falls_out_without_a_reason_is_told(newsroom, monkeypatch):
    """Code article-lost: a fault of ours, made here by force."""
    newsroom.add_reports()
    identify = reading.identify
    read = reading.read_article
    assert identify
    monkeypatch.setattr(
        reading, "read_article", lambda source, rules: Reading(source.path) if source.path == "plan.txt" else read(source, rules)
    )
    (message,) = told(newsroom, "article-lost")

    assert message.startswith("plan.txt: the article fell out without a reason")


# ---- folders and locks


def test_folders_that_lie_in_each_other_are_refused(newsroom):
    """Code output-overlap: the next build would publish, or delete, what people wrote."""
    newsroom.add("held.txt", HELD)
    wrong = pipeline.Options(newsroom.inbox, newsroom.content, newsroom.content / "site", newsroom.folder / "site_config.yaml")

    with pytest.raises(BeatbookError, match="lie in each other"):
        pipeline.build(wrong)


def test_a_question_about_an_event_that_is_not_there_is_answered(newsroom):
    """Code explain-unknown."""
    newsroom.add("held.txt", HELD)

    with pytest.raises(BeatbookError, match='there is no event "x"'):
        pipeline.explain(options(newsroom.folder), "x")


def test_a_build_beside_another_is_told_so(newsroom):
    """Code busy, with the lock's path; and nothing has to be removed when the other one has died."""
    newsroom.add("held.txt", HELD)
    with files.lock(newsroom.content / ".cache" / "lock"), pytest.raises(BeatbookError) as caught:
        build(newsroom)

    assert [problem.code for problem in caught.value.problems] == ["busy"]
    assert build(newsroom) is not None


def test_a_file_name_that_is_no_unicode_is_refused(newsroom):
    """Code inbox-name: such a name could not be written into a page."""
    newsroom.add("held.txt", HELD)
    (newsroom.inbox / os.fsdecode(b"caf\xe9.txt")).write_text(HELD, "utf-8")

    told = [problem for problem in build(newsroom) if problem.code == "inbox-name"]

    assert [(problem.path, problem.severity) for problem in told] == [("caf\\udce9.txt", "refused")]


def test_a_text_that_makes_the_analysis_fail_is_refused_and_the_rest_is_built(newsroom, monkeypatch):
    """Code article-crash: the kind of the error alone is told, because its words may quote the text."""
    newsroom.add_reports()
    analyse = analysis.analyse

    def fail(article, rules):
        if article.metadata.file == "plan.txt":
            raise ValueError("the secret words of the text")
        return analyse(article, rules)

    monkeypatch.setattr(analysis, "analyse", fail)
    report = pipeline.build(options(newsroom.folder))

    assert [str(problem).partition("\n")[0] for problem in report.problems] == ["plan.txt: analysing it failed with ValueError."]
    assert (report.used, report.refused, report.found) == (2, 1, 3)


def test_a_text_marked_confidential_later_goes_with_all_that_was_made_of_it(newsroom):
    """Its record, its analysis and its page."""
    newsroom.add_reports()
    newsroom.add("quill.txt", "Anton Quillfeather met Rui Tavares in Porto on 3 May 2024.", "published: 2024-05-04\n")
    build(newsroom)
    (newsroom.inbox / "quill.yaml").write_text("confidential: true\n")
    (newsroom.inbox / "quill.txt").rename(newsroom.inbox / "renamed.txt")
    (newsroom.inbox / "quill.yaml").rename(newsroom.inbox / "renamed.yaml")

    build(newsroom)

    written = {name: text for name, text in newsroom.tree().items() if "inbox/" not in name}
    assert not [name for name, text in written.items() if b"Quillfeather" in text]
