"""An editor's day, from outside: what docs/editing.md tells, done by command and by hand, and read off the site."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

from tests.newsroom import ROOT

if TYPE_CHECKING:
    import subprocess

    from tests.newsroom import Newsroom

SECOND = """Ministers speak by telephone

STOCKHOLM - Karin Lindqvist and Rui Tavares spoke by telephone on 3 June 2024, the Swedish Foreign Ministry said.
"""
TYPO = """Rui Tavarez meets Ingrid Solheim in Oslo

OSLO - Portuguese Foreign Minister Rui Tavarez met Norwegian Prime Minister Ingrid Solheim in Oslo on 20 June 2024.
"""
CONTRADICTS = """Lisbon meeting was on Thursday, ministry says

LISBON - Swedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Lisbon on 16 May 2024, the Portuguese Foreign Ministry said in a statement.
"""


def briefs(newsroom: Newsroom) -> dict[str, dict]:
    """The events of the site by id."""
    return {event["id"]: event for event in json.loads((newsroom.public / "data" / "events.json").read_text("utf-8"))}


def page(newsroom: Newsroom, path: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", (newsroom.public / path).read_text("utf-8")).split())


def edit(newsroom: Newsroom, path: str, old: str, new: str) -> None:
    file = newsroom.content / path
    text = file.read_text("utf-8")
    assert old in text, text
    file.write_text(text.replace(old, new, 1), "utf-8")


def only(events: dict[str, dict], kind: str) -> dict:
    (found,) = [event for event in events.values() if event["kind"] == kind]
    return found


class Manual:
    """The steps of the section "An editor's day" of docs/editing.md, one after the other, as they stand there."""

    def __init__(self, newsroom: Newsroom) -> None:
        text = (ROOT / "docs" / "editing.md").read_text("utf-8")
        self.day = text.partition("## An editor's day\n")[2].partition("\n## ")[0]
        self.commands = [shlex.split(line)[2:] for line in self.day.split("\n") if line.startswith("python build.py")]
        self.newsroom = newsroom

    def do(self, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """The next command, which has to begin with these words, and to succeed."""
        command = self.commands.pop(0)
        assert command[: len(words)] == [*words], command
        assert words or not command, command
        done = self.newsroom.here(*command, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done

    def lines(self) -> str:
        """The lines that are to be written into the brief."""
        return self.day.partition("```yaml\n")[2].partition("\n```")[0]


def test_an_editors_day(newsroom: Newsroom) -> None:  # noqa: PLR0915 - a day is long
    """Add three articles, check the briefs, correct a date, merge two people, split, hide, read what the site says of a contradiction."""
    manual = Manual(newsroom)

    # In the morning: three articles, and the queue.
    newsroom.add_reports()
    manual.do()
    meeting = only(briefs(newsroom), "meeting")
    brief = f"events/{meeting['id']}.md"
    assert f"content/{brief}" in manual.day
    assert "not yet checked" in page(newsroom, meeting["url"])
    queue = manual.do("queue").stdout
    assert brief in queue
    assert "conflict" in queue  # the rumour gave another day

    # The brief is read in the terminal, with its evidence, and found right.
    done = manual.do("review", "--by", "Ana", stdin="y\n" * 20)
    assert "met Portuguese Foreign Minister Rui Tavares" in done.stdout
    manual.do()
    assert briefs(newsroom)[meeting["id"]]["review"] == "checked"
    assert "checked by an editor" in page(newsroom, meeting["url"])

    # A date is corrected, with the reason.
    edit(newsroom, brief, "date: 2024-05-15", manual.lines())
    manual.do()
    assert "set by the editor: the minutes, by Ana, on 18 May 2024; reports say: 15 May 2024" in page(newsroom, meeting["url"])
    assert "14 May 2024" in page(newsroom, "corrections.html")
    assert "the minutes" in page(newsroom, "corrections.html")

    # Two people are one: an outlet misspelt a name.
    newsroom.add("second.txt", SECOND, "outlet: The Northern Post\npublished: 2024-06-04\n")
    newsroom.add("typo.txt", TYPO, "outlet: The Harbour Times\npublished: 2024-06-21\n")
    manual.do()
    manual.do("merge")
    manual.do()
    assert "rui-tavares.html" in (newsroom.public / "people" / "rui-tavarez.html").read_text("utf-8")
    assert not (newsroom.content / "people" / "rui-tavarez.md").exists()
    assert [who["id"] for event in briefs(newsroom).values() for who in event["participants"]].count("rui-tavares") >= 3

    # A report is about another event: split.
    assert newsroom.here("split", meeting["id"], "nowhere").returncode == 2
    rumour = briefs(newsroom)[meeting["id"]]["reports"][0]["article"]
    manual.do("split", meeting["id"], rumour)
    manual.do()
    events = briefs(newsroom)
    assert [report["article"] for report in events["the-rumour"]["reports"]] == [rumour]
    assert rumour not in [report["article"] for report in events[meeting["id"]]["reports"]]

    # One is not for the public.
    call = only(events, "call")
    edit(newsroom, f"events/{call['id']}.md", "review:", "hidden: true\nreview:")
    manual.do()
    assert call["id"] not in briefs(newsroom)
    assert not (newsroom.public / call["url"]).exists()

    # In the evening a fourth report contradicts the correction.
    newsroom.add("late.txt", CONTRADICTS, "outlet: Lisbon Daily\npublished: 2024-06-25\n")
    manual.do()
    events = briefs(newsroom)
    assert events[meeting["id"]]["date"] == "2024-05-14"
    assert "date: 2024-05-14  # as in the minutes\n" in (newsroom.content / brief).read_text("utf-8")
    said = page(newsroom, meeting["url"])
    assert "Changed since an editor checked it" in said
    assert "Date: 15 May 2024 then, 14 May 2024 now" in said
    assert call["id"] not in events
    assert [report["article"] for report in events["the-rumour"]["reports"]] == [rumour]
    assert not (newsroom.content / "people" / "rui-tavarez.md").exists()
    assert manual.do("queue").stdout.startswith(f"changed     {brief}")

    # And the next build has nothing to do.
    before = newsroom.tree()
    manual.do("--frozen")
    assert newsroom.run().returncode == 0
    assert newsroom.tree() == before
    assert manual.commands == []
