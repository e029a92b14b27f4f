"""Edited files: single values change in place, every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.briefing.document import format_document, parse_document
from beatbook.briefing.model import Document
from beatbook.briefing.splice import splice_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.strictyaml import YamlValue

EDITED = """---
# the desk's own file
title:   'Marin and Vell meet'   # our headline
date: 2021-05

status: planned # see below
place:
participants:
  # hosts first
  - {person: ana-marin,  role: "host"}   # president
  - person: tomas-vell
    role: visitor

topics: [ 'fisheries' ,  ice ]
reports:
  - article: one
    status: planned   # so far
    claims:
      - {status: planned, at: 1-9, quote: "To meet."}
note: |
  Two lines
  of ours.
former_ids: []   # none yet
---

Our own text.
"""


def splice(text: str, change: Callable[[dict[str, YamlValue]], object], body: str | None = None) -> str:
    """The text with a change made to its front matter, as a build would write it."""
    document = parse_document(text, path="events/x.md", type="event")
    fields = parse_document(text, path="events/x.md", type="event").front_matter  # a copy to change
    change(fields)
    return splice_document(text, Document("event", "x", fields, document.body if body is None else body))


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("field", "value", "gone", "come"),
    [
        ("date", "2021-05-03", "date: 2021-05", "date: 2021-05-03"),
        ("status", "happened", "status: planned # see below", "status: happened # see below"),
        ("place", "riga", "place:", "place: riga"),
        ("date", "", "date: 2021-05", "date:"),
        ("title", "A: B", "title:   'Marin and Vell meet'   # our headline", 'title:   "A: B"   # our headline'),
        ("topics", ["fisheries", "ice", "trade"], "topics: [ 'fisheries' ,  ice ]", "topics: [ 'fisheries' ,  ice, trade ]"),
        ("topics", ["ice"], "topics: [ 'fisheries' ,  ice ]", "topics: [ ice ]"),
        ("former_ids", ["y"], "former_ids: []   # none yet", "former_ids: [y]   # none yet"),
        ("note", "One line.", "note: |", "note: One line."),
    ],
)
def test_one_value_changes_in_its_place(field: str, value: YamlValue, gone: str, come: str) -> None:
    """Comments, order, spaces and quotes around a changed value stay."""
    went, came = lines_changed(EDITED, splice(EDITED, lambda fields: fields.update({field: value})))

    assert came == [come]
    assert went[:1] == [gone]


def test_a_list_that_empties_stands_on_its_line_and_its_comments_stay() -> None:
    """Nothing that a person wrote goes with what the machine takes away."""
    went, came = lines_changed(EDITED, splice(EDITED, lambda fields: fields.update({"participants": [], "reports": []})))

    assert [line for line in came if not line.startswith("#")] == ["participants: []", "reports: []"]
    assert [line for line in came if line.startswith("#")] == ["# hosts first", "# president", "# so far"]
    assert "reports:" in went


def participants(fields: dict[str, YamlValue]) -> list[dict[str, YamlValue]]:
    found = fields["participants"]
    assert isinstance(found, list)
    return found  # type: ignore[return-value]  # the test's own file holds maps there


def test_a_value_inside_an_item_changes_in_its_place() -> None:
    """The role of one participant, whichever way the item is written."""
    one = splice(EDITED, lambda fields: participants(fields)[0].update(role="speaker"))
    other = splice(EDITED, lambda fields: participants(fields)[1].update(role="host"))

    assert lines_changed(EDITED, one)[1] == ["  - {person: ana-marin,  role: speaker}   # president"]
    assert lines_changed(EDITED, other)[1] == ["    role: host"]


def test_an_item_joins_behind_its_neighbour() -> None:
    """A new participant takes a line of its own; the blank line below the list stays below it."""
    after = splice(EDITED, lambda fields: participants(fields).append({"person": "lea-orav", "role": "attendee"}))

    assert lines_changed(EDITED, after) == ([], ["  - {person: lea-orav, role: attendee}"])
    assert "    role: visitor\n  - {person: lea-orav, role: attendee}\n\ntopics" in after


def test_an_item_goes_with_its_lines() -> None:
    """Removing a participant takes its lines and no others."""
    after = splice(EDITED, lambda fields: participants(fields).pop(1))

    assert lines_changed(EDITED, after) == (["  - person: tomas-vell", "    role: visitor"], [])


def test_a_report_joins_a_commented_list() -> None:
    """A new report is written key by key, the others keep their comments."""
    report: dict[str, YamlValue] = {"article": "two", "status": "happened", "claims": [{"status": "happened", "at": "3-4", "quote": "x"}]}

    def add(fields: dict[str, YamlValue]) -> None:
        reports = fields["reports"]
        assert isinstance(reports, list)
        reports.append(report)

    went, came = lines_changed(EDITED, splice(EDITED, add))

    assert went == []
    assert came == ["  - article: two", "    status: happened", "      - {status: happened, at: 3-4, quote: x}"]


def test_a_new_key_stands_where_the_machine_puts_it_and_an_old_one_goes() -> None:
    """A key joins behind the one that stands before it; a key that goes leaves no hole."""
    document = parse_document(EDITED, path="events/x.md", type="event")
    fields: dict[str, YamlValue] = {}
    for key, value in document.front_matter.items():
        if key != "place":
            fields[key] = value
        if key == "status":
            fields["standing"] = "confirmed"
    after = splice_document(EDITED, Document("event", "x", fields, document.body))

    assert "status: planned # see below\nstanding: confirmed\nparticipants:" in after


def test_an_empty_list_becomes_a_block_under_its_key() -> None:
    """The comment of the key's line stays on it."""
    after = splice(EDITED, lambda fields: fields.update(conflicts=[{"field": "date", "chosen": "x"}], former_ids=["a" * 90, "b" * 90]))

    assert f"former_ids:   # none yet\n  - {'a' * 90}\n  - {'b' * 90}\n" in after


def test_the_body_changes_without_the_front_matter() -> None:
    """New text below, not a byte above."""
    after = splice(EDITED, lambda fields: None, body="New text.")

    assert after == EDITED.replace("Our own text.", "New text.")


def test_line_ends_of_windows_stay() -> None:
    """A file that came with CRLF keeps it on every line."""
    windows = EDITED.replace("\n", "\r\n")

    assert splice(windows, lambda fields: fields.update(date="2021-05-03")) == windows.replace("date: 2021-05", "date: 2021-05-03")


def test_a_layout_beyond_in_place_editing_is_still_right() -> None:
    """Comments inside brackets move; what is written reads as wanted, and the rest of the file stays."""
    text = "---\na: 1 # one\nlist: [x, # first\n  y]\n---\n"
    after = splice(text, lambda fields: fields.update(list=["y"]))

    assert after == "---\na: 1 # one\nlist: [y]\n# first\n---\n"


WORDS = st.sampled_from(["", "a", "b c", "x: y", "é", "2021-05-03", "~", "- d"])
ROLES = st.dictionaries(st.sampled_from(["ana-marin", "tomas-vell", "lea-orav"]), WORDS, max_size=3)
PARTICIPANTS = ROLES.map(lambda roles: [{"person": id_, "role": role} for id_, role in roles.items()])
CLAIMS = st.lists(WORDS.map(lambda words: {"at": words, "quote": words or "q"}), max_size=2, unique_by=str)
REPORTS = st.dictionaries(st.sampled_from(["one", "two", "three"]), CLAIMS, max_size=3).map(
    lambda found: [{"article": id_, "claims": claims} for id_, claims in found.items()]
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "date": WORDS,
        "title": WORDS,
        "participants": PARTICIPANTS,
        "reports": REPORTS,
        "topics": st.lists(WORDS, max_size=3),
        "editor": st.dictionaries(st.sampled_from(["date", "place"]), WORDS, max_size=2),
    },
)


@given(DOCUMENTS, DOCUMENTS, WORDS, WORDS, st.sampled_from(["", "# kept\n"]))
def test_every_change_reads_as_wanted_and_keeps_comments(
    now: dict[str, YamlValue], wanted: dict[str, YamlValue], body: str, new_body: str, comment: str
) -> None:
    """Whatever changes, the outcome is the document that was wanted, and a comment of its own line survives."""
    text = format_document(Document("event", "x", now, body))
    text = text.replace("---\n", f"---\n{comment}", 1)
    after = splice_document(text, Document("event", "x", wanted, new_body))

    assert parse_document(after, path="events/x.md", type="event") == Document("event", "x", wanted, new_body)
    assert not now or comment in after


@given(DOCUMENTS, WORDS)
def test_nothing_changes_where_nothing_is_to_change(now: dict[str, YamlValue], body: str) -> None:
    """The same document leaves the same bytes."""
    text = format_document(Document("event", "x", now, body)) + "\n\n"
    document = parse_document(text, path="events/x.md", type="event")

    assert splice_document(text, document) == text
