"""Messages as people meet them: each is triggered, and tells file, line, what was found and what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from beatbook import files, pipeline
from beatbook.errors import BeatbookError
from tests.newsroom import HELD, RUMOUR, Newsroom
from tests.reliability.children import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.errors import Problem

EVENT = "---\ntitle: A meeting\nkind: meeting\ndate: 2024-05-15\nstatus: happened\n{}---\n"
RULE = "rules:\n  - id: own\n    {}\n"

FILES: tuple[tuple[str, str | bytes, str, int | None, str], ...] = (  # path below content/ (inbox/: one below it), content, code, line, part
    ("inbox/held.yaml", "published: 16 May 2024\n", "date-form", 1, "write it as 2024-05-16"),
    ("inbox/held.yaml", "\npublished: 2023-02-29\n", "date-impossible", 2, "2023-02-29"),
    ("inbox/held.yaml", "text: sumary\n", "value-unknown", 1, 'did you mean "summary"?'),
    ("inbox/held.yaml", "tags: {a: b}\n", "value-type", 1, "tags: [one, another]"),
    ("inbox/held.yaml", "outlet: X\nurl: example.org\n", "url-broken", 2, "http"),
    ("inbox/held.yaml", "outlett: X\n", "key-unknown", 1, 'did you mean "outlet"?'),
    ("inbox/held.yaml", "a: [\n", "yaml-broken", 2, ""),
    ("inbox/held.yaml", b"outlet: X\nbyline: \xff\n", "sidecar-encoding", 2, "UTF-8"),
    ("inbox/secret.txt", "---\nconfidential: true\noutlet: [\n---\nText.", "confidential-broken", 4, "mend the line"),
    ("inbox/lonely.yaml", "outlet: X\n", "sidecar-lonely", None, "lonely.txt"),
    ("inbox/HELD.YML", "outlet: X\n", "sidecar-several", None, "HELD.YML"),
    ("inbox/copy.txt", HELD, "article-double", None, "held.txt"),
    ("inbox/held.html", "<p>" + RUMOUR, "article-twins", None, "held.html"),
    ("inbox/korea.txt", "북한과 러시아의 정상이 다음 주에 만날 것으로 보인다고 관계자가 말했다. " * 5, "article-not-analysed", None, "English"),
    ("events/a.md", EVENT.format("place: {a: b}\n"), "brief-value", 6, "put it in quotes"),
    ("events/a.md", EVENT.replace("happened", "hapened").format(""), "brief-value", 5, 'did you mean "happened"?'),
    ("events/a.md", EVENT.replace("2024-05-15", "2024-02-30").format(""), "brief-date", 4, "YYYY-MM-DD"),
    ("events/a.md", EVENT.format("id: b\n"), "brief-id", 6, "rename"),
    ("events/a.md", "title: A meeting\n", "brief-front-matter", 1, "---"),
    ("events/a.md", EVENT.format("place: nowhere\n"), "reference-unknown", None, "nowhere"),
    ("events/a.md", EVENT.format("") + "\n[dead](nothing.html)\n", "link-dead", None, "nothing.html"),
    ("events/a.md", EVENT.format("") + "\n[dead](#nothing)\n", "fragment-dead", None, "#nothing"),
    ("events/a b.md", EVENT.format(""), "id-unsafe", None, "letters, digits and hyphens"),
    ("events/a.md", b"---\ntitle: \xff\n---\n", "content-encoding", 2, "UTF-8"),
    ("events/a.md", b"x" * (files.MAX_FILE_BYTES + 1), "content-large", None, "MiB"),
    ("events/a.md", "---\ntitle: A\n<<<<<<< ours\nkind: meeting\n=======\nkind: visit\n>>>>>>> theirs\n---\n", "brief-conflict", 3, "keep what is right"),
)  # fmt: skip


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


def _write(path: str, text: str | bytes) -> Callable[[Newsroom], None]:
    def act(room: Newsroom) -> None:
        (room.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (room.folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())

    return act


def _link_out(room: Newsroom) -> None:
    (room.folder / "elsewhere").mkdir()
    (room.content / "events").symlink_to(room.folder / "elsewhere")


STOPS: tuple[tuple[str, Callable[[Newsroom], None], str, int | None, str], ...] = (
    ("config-key", _write("site_config.yaml", "title: X\ntagine: Y\n"), "site_config.yaml", 2, 'did you mean "tagline"?'),
    ("config-value", _write("site_config.yaml", "title: X\npublish: some\n"), "site_config.yaml", 2, "one of: all, checked"),
    ("config-unreadable", _write("site_config.yaml", b"title: \xff\n"), "site_config.yaml", None, "cannot be read"),
    ("output-foreign", _write("public/thesis.doc", "years of work"), "public", None, "name an empty folder"),
    ("rule-file", _write("content/rules/triggers.yaml", "rule: []\n"), "rules/triggers.yaml", 1, "rules"),
    ("rule-fields", _write("content/rules/triggers.yaml", RULE.format("source: mine")), "rules/triggers.yaml", 2, "examples"),
    ("content-folder-link", _link_out, "events", None, "put a folder in its place"),
    ("template", _write("templates/event.html", "{{ nothing_of_the_kind }}"), "event.html", 1, "nothing_of_the_kind"),
    ("rule-pattern", _write("content/rules/dates.yaml", RULE.format("source: mine\n    examples: {match: [x], no_match: [y]}\n    pattern: '('")), "dates.yaml", 2, "own"),
    ("string-missing", _write("templates/assets/strings.en.yaml", "date:\n  months: [January]\n"), "strings.en.yaml", None, "twelve"),
    ("string-braces", _write("templates/assets/strings.en.yaml", "site:\n  as_of: 'As of {'\n"), "strings.en.yaml", None, "as_of"),
)  # fmt: skip


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
    analyse = pipeline.analysis.analyse

    def fail(article, rules):
        if article.metadata.file == "plan.txt":
            raise ValueError("the secret words of the text")
        return analyse(article, rules)

    monkeypatch.setattr(pipeline.analysis, "analyse", fail)
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
