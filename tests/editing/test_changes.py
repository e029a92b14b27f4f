"""What an editor's commands change in the files."""

from __future__ import annotations

import pytest

from beatbook import editing
from beatbook.briefing import MachineView
from beatbook.errors import BeatbookError

BRIEF = """---
# from the desk
id: one
title: 'Ours'
date: 1999   # kept
participants:
  - {person: ana, role: host}
reports:
  - article: a
    status: happened
  - article: b
    status: planned
---

Words.
"""
PATH = "events/one.md"
TEXTS = {PATH: BRIEF, "events/two.md": BRIEF.replace("id: one", "id: two"), "people/ana.md": "---\nid: ana\nname: Ana\n---\n"}


def view(*suggestions: dict[str, str]) -> dict[str, MachineView]:
    return {PATH: MachineView({"date": "2021-05-03", "title": "Theirs"}, extra={"suggestions": [*suggestions]})}


def test_a_document_is_found_by_id_path_or_address() -> None:
    """Whatever an editor has at hand."""
    for name in ("one", "events/one", "content/events/one.md", "events/one.html"):
        assert editing.find_path(TEXTS, name) == PATH


def test_an_unknown_or_ambiguous_id_is_refused() -> None:
    """Nothing is guessed."""
    with pytest.raises(BeatbookError, match='there is no document "three"'):
        editing.find_path(TEXTS, "three")
    with pytest.raises(BeatbookError, match=r"people/one\.md"):
        editing.find_path({**TEXTS, "people/one.md": ""}, "one")


def test_accept_takes_one_value_over_and_leaves_every_other_byte() -> None:
    """Comments, quotes and order stay."""
    change = editing.accept(TEXTS, view({"field": "date", "yours": "1999", "machine": "2021-05-03"}), PATH, "date")

    assert change.text == BRIEF.replace("1999", "2021-05-03")


def test_accept_reaches_into_lists() -> None:
    """A role of one participant."""
    change = editing.accept(TEXTS, view({"field": "participants[ana].role", "yours": "host", "machine": "visitor"}), PATH)

    assert change.text == BRIEF.replace("role: host", "role: visitor")


def test_accept_without_a_suggestion_gives_a_field_back_to_the_machine() -> None:
    """Named by its field; without one there is nothing to do."""
    assert "title: 'Theirs'" in (editing.accept(TEXTS, view(), PATH, "title").text or "").replace("title: Theirs", "title: 'Theirs'")
    with pytest.raises(BeatbookError, match="there is no suggestion"):
        editing.accept(TEXTS, view(), PATH)


def test_a_declined_value_is_noted() -> None:
    """So that it is not offered again."""
    assert "editor: {date: {declined: 2021-05-03}}\n" in (editing.decline(TEXTS, PATH, "date", "2021-05-03").text or "").replace(
        "editor:\n  date: {declined: 2021-05-03}\n", "editor: {date: {declined: 2021-05-03}}\n"
    )


def test_split_begins_a_brief_that_takes_the_reports() -> None:
    """The next build fills it."""
    change = editing.split(TEXTS, PATH, ["b"])

    assert (change.path, change.text, change.was) == ("events/one-2.md", "---\nid: one-2\nsplit: [b]\nsplit_from: one\n---\n", None)


@pytest.mark.parametrize(("articles", "message"), [(["c"], "no report of c"), (["a", "b"], "all its reports")], ids=["unknown", "all"])
def test_an_impossible_split_is_refused(articles: list[str], message: str) -> None:
    """With what could be split."""
    with pytest.raises(BeatbookError, match=message):
        editing.split(TEXTS, PATH, articles)


def test_merge_names_the_other_in_the_one_that_stays() -> None:
    """Within one folder only."""
    assert "same_as: [two]\n" in (editing.merge(TEXTS, PATH, ["two"]).text or "")
    with pytest.raises(BeatbookError, match='no document "ana"'):
        editing.merge(TEXTS, PATH, ["ana"])
    with pytest.raises(BeatbookError, match="the same document"):
        editing.merge(TEXTS, PATH, ["one"])


def test_a_check_notes_who_when_and_which_facts() -> None:
    """A second check on the same day of other facts is another check."""
    one = editing.check_brief(TEXTS, PATH, by="Ana", on="2021-06-01").text or ""
    other = editing.check_brief({PATH: BRIEF.replace("1999", "2001")}, PATH, by="Ana", on="2021-06-01").text or ""

    assert "status: checked, by: Ana, on: 2021-06-01" in one.replace("\n  ", ", ").replace("{", ", ")
    assert [line for line in one.split("\n") if "facts" in line] != [line for line in other.split("\n") if "facts" in line]


def test_new_documents_are_refused_for_wrong_values() -> None:
    """Each with what was wanted."""
    for message, facts in [
        ("the date", {"date": "May"}),
        ("the status", {"status": "postpond"}),
        ("the kind", {"kind": "x", "kinds": ["meeting"]}),
    ]:
        with pytest.raises(BeatbookError, match=message):
            editing.new_event(TEXTS, "A thing", **facts)
    with pytest.raises(BeatbookError, match="there is one already"):
        editing.new_person(TEXTS, "Ana")


def test_a_new_brief_is_named_after_title_and_year() -> None:
    """The id is given at birth."""
    change = editing.new_event(TEXTS, "Marin opens the fair", date="2021-05-03", participants=[("person", "ana", "speaker")])

    assert change.path == "events/marin-opens-the-fair-2021.md"
    assert "  - {person: ana, role: speaker}\n" in (change.text or "")


def test_a_spreadsheet_becomes_briefs_and_says_what_each_row_became() -> None:
    """Rows with a wrong value are left out and say why; unknown people get a profile."""
    text = (
        "title,date,kind,participants,status\n"
        'Ana meets Vell,2021-05-03,meeting,"Ana (host); Tomas Vell (visitor); state: Estonia",\n'
        "Bad day,2021-02-30,meeting,,\n"
        ",2021-01-01,meeting,,\n"
        ",,,,\n"
        "Ana meets Vell,2021-05-03,meeting,,\n"
    )
    table = editing.read_table(text, TEXTS, kinds=["meeting"])

    assert [change.path for change in table.changes] == ["people/tomas-vell.md", "events/ana-meets-vell-2021.md"]
    assert "{person: ana, role: host}" in (table.changes[1].text or "")
    assert "{state: estonia, role: participant}" in (table.changes[1].text or "")
    assert [(row.line, bool(row.path)) for row in table.rows] == [(2, True), (3, False), (4, False), (6, False)]
    assert 'the date is "2021-02-30"' in table.rows[1].found
    assert "there is one already" in table.rows[3].found


def test_a_table_without_titles_is_refused() -> None:
    """Named with the columns that there may be."""
    with pytest.raises(BeatbookError, match='no column "title"'):
        editing.read_table("date\n2021\n", TEXTS)
    with pytest.raises(BeatbookError, match='no column "who"'):
        editing.read_table("title,who\nx,y\n", TEXTS)
