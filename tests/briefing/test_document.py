"""Briefs, records, profiles and pages as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.briefing.document import document_type, format_document, parse_document, parse_documents
from beatbook.briefing.model import Document
from beatbook.errors import YamlError

if TYPE_CHECKING:
    from beatbook.strictyaml import YamlValue

WORDS = st.text(max_size=12) | st.sampled_from(
    ["", "~", "null", "no", "14:30", "a: b", "a #b", "- x", "2019-04-25", "[x]", "<<", "---", "...", "é", "金正恩", "x:"]
)
VALUES: st.SearchStrategy[YamlValue] = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)
KEYS = st.sampled_from(["id", "title", "reports", "participants", "summary", "claims", "x"]) | WORDS

BRIEF = """---
id: marin-vell-riga-2021
title: Marin and Vell meet in Riga
date: 2021-05-03
part_of:
participants:
  - {person: ana-marin, role: host}
  - {person: tomas-vell, role: visitor}
topics: [fisheries, border traffic]
reports:
  - article: the-sentinel-2021-05-04-ministers-meet
    status: happened
    claims:
      - {status: happened, date: 2021-05-03, said_by: [[{source: lna}, {unnamed: x}]], at: 10-42, quote: "Marin met Vell: it was brief."}
conflicts: []
---

A note by the desk.

Another one.
"""


def test_brief_reads_as_strings_lists_and_maps() -> None:
    """Every value of the front matter is a string, a list or a map; an empty value is an empty string."""
    document = parse_document(BRIEF, path="events/marin-vell-riga-2021.md", type="event")

    assert document.id == "marin-vell-riga-2021"
    assert document.front_matter["date"] == "2021-05-03"
    assert document.front_matter["part_of"] == ""
    assert document.front_matter["participants"] == [{"person": "ana-marin", "role": "host"}, {"person": "tomas-vell", "role": "visitor"}]
    assert document.body == "A note by the desk.\n\nAnother one."


def test_brief_is_written_in_the_form_in_which_it_is_documented() -> None:
    """Reports stand key by key, claims and participants one a line, short lists in brackets, an empty value as nothing."""
    assert format_document(parse_document(BRIEF, path="events/marin-vell-riga-2021.md", type="event")) == BRIEF


@given(st.dictionaries(KEYS, VALUES, max_size=6), st.text(max_size=40))
def test_every_document_comes_back_as_it_was_written(front_matter: dict[str, YamlValue], body: str) -> None:
    """Reading what was written gives the same document, whatever its keys, values and body."""
    document = Document("event", "x", front_matter, body)

    assert parse_document(format_document(document), path=document.path, type="event") == document


@pytest.mark.parametrize("key", ["k" * 1100, "ü: " * 500])
def test_very_long_keys_come_back(key: str) -> None:
    """A key beyond YAML's 1,024 characters is written in its long form."""
    document = Document("event", "x", {key: "1", "reports": [{key: "2"}], "other": {key: "3" * 200}}, "")

    assert parse_document(format_document(document), path=document.path, type="event") == document


def test_line_ends_of_windows_and_a_byte_order_mark_are_read() -> None:
    """A brief that was saved on Windows reads like any other."""
    document = parse_document("\ufeff---\r\ntitle: A\r\n---\r\n\r\nOne.\r\nTwo.\r\n", path="events/x.md", type="event")

    assert (document.front_matter, document.body) == ({"title": "A"}, "One.\nTwo.")


def test_a_page_needs_no_front_matter_but_a_brief_does() -> None:
    """A page may be Markdown alone; anything else without front matter is refused."""
    assert parse_document("# Hello\n", path="pages/about.md", type="page").body == "# Hello"
    with pytest.raises(YamlError, match=r'events/x\.md:1: there is no front matter\.\n  Wanted a first line "---"\.'):
        parse_document("# Hello\n", path="events/x.md", type="event")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: A\n", r"events/x\.md:1: the front matter does not end"),
        ("---\ntitle: A\ntitle: B\n---\n", r'events/x\.md:3: the key "title" stands twice, first on line 2'),
        ("---\ntitle: A: B\n---\n", r'events/x\.md:2: broken YAML: .*\n.*Hint: put a value that holds ": " in quotes'),
        ("---\n- a\n---\n", r"events/x\.md:2: the YAML holds no keys"),
        ("---\ntitle: !!python/name:os.system\n---\n", r"events/x\.md:2: the tag"),
    ],
    ids=["unclosed", "duplicate", "colon", "list", "tag"],
)
def test_broken_front_matter_is_named_with_file_and_line(text: str, message: str) -> None:
    """What is wrong with a brief is said with its file, its line and a hint."""
    with pytest.raises(YamlError, match=message):
        parse_document(text, path="events/x.md", type="event")


def test_a_folder_gives_its_documents_and_the_problems_of_the_rest() -> None:
    """One broken brief does not keep the others from being read."""
    parsed = parse_documents({"events/b.md": "---\ntitle: B\n---\n", "events/a.md": "no", "notes.txt": "x", "rules/x.yaml": "x"})

    assert [document.id for document in parsed.documents] == ["b"]
    assert [problem.path for problem in parsed.problems] == ["events/a.md"]


@pytest.mark.parametrize(
    ("path", "folder"),
    [("events/a.md", "event"), ("people/a.md", "person"), ("events/2019/a.md", None), ("a.md", None), ("inbox/a.md", None)],
)
def test_the_folder_says_what_a_document_is(path: str, folder: str | None) -> None:
    """Only Markdown files directly in one of the folders are documents."""
    assert document_type(path) == folder
