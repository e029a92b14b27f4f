"""`review` in a terminal: one item a screen, one key an item; what was left is there the next time."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import ROOT, Newsroom
from tests.test_editors_day import SECOND, TYPO, briefs, only

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
QUESTION = "q quit]"
PATIENCE = 120  # seconds in which a screen must come; it comes in one or two


@dataclass
class Terminal:
    """A program at a pseudo-terminal, and what it has written there."""

    process: subprocess.Popen[bytes]
    keys: int
    seen: str = ""

    def wait_for(self, words: str) -> str:
        """What comes until these words have come."""
        start, end = len(self.seen), time.monotonic() + PATIENCE
        while words not in " ".join(self.seen[start:].split()):
            assert time.monotonic() < end, self.seen[start:]
            if not select.select([self.keys], [], [], 1)[0]:
                continue
            try:
                read = os.read(self.keys, 65536)
            except OSError:  # the program has closed the terminal
                read = b""
            assert read, self.seen[start:]
            self.seen += _ESCAPES.sub("", read.decode("utf-8", "replace")).replace("\r", "")
        return self.seen[start:]

    def press(self, key: str) -> None:
        """One key, once the program waits for one: what is typed before that does not count, as nobody has read the screen yet."""
        self.wait_until(by_line=False)
        os.write(self.keys, key.encode())

    def answer(self, words: str) -> None:
        """A line, once the program waits for one."""
        self.wait_until(by_line=True)
        os.write(self.keys, f"{words}\n".encode())

    def wait_until(self, *, by_line: bool) -> None:
        end = time.monotonic() + PATIENCE
        while bool(termios.tcgetattr(self.keys)[3] & termios.ICANON) != by_line:
            assert time.monotonic() < end, self.seen
            time.sleep(0.01)

    def end(self) -> int:
        """The exit status; what was still to be read is read."""
        while True:
            try:
                if not os.read(self.keys, 65536):
                    break
            except OSError:
                break
        return self.process.wait(PATIENCE)


@pytest.fixture
def desk(newsroom: Newsroom) -> Newsroom:
    newsroom.add_reports()
    newsroom.add("second.txt", SECOND, "outlet: The Northern Post\npublished: 2024-06-04\n")
    newsroom.add("typo.txt", TYPO, "outlet: The Harbour Times\npublished: 2024-06-21\n")
    assert newsroom.here().returncode == 0
    return newsroom


@pytest.fixture
def sit_down(desk: Newsroom) -> Iterator[object]:
    """Starts `review` at a terminal of so many columns."""
    open_: list[Terminal] = []

    def start(columns: int = 100, **environment: str) -> Terminal:
        outer, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        folders = ["--content", str(desk.content), "--output", str(desk.public), "--config", str(desk.folder / "site_config.yaml")]
        words = [sys.executable, str(ROOT / "build.py"), "review", "--by", "Ana", "--on", "2024-07-01", *folders]
        variables = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        process = subprocess.Popen(
            words, stdin=inner, stdout=inner, stderr=inner, cwd=desk.folder, env={**variables, "TERM": "xterm", **environment}
        )
        os.close(inner)
        open_.append(Terminal(process, outer))
        return open_[-1]

    yield start
    for terminal in open_:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.keys)


def test_one_key_is_enough_and_what_is_left_comes_again(desk: Newsroom, sit_down) -> None:
    """Yes, no, skip, a key that means nothing, quit; then review again, which goes on with the rest."""
    terminal = sit_down()
    first = terminal.wait_for(QUESTION)
    assert "1 of " in first
    total = int(first.split("1 of ")[1].split()[0])
    assert "met Portuguese Foreign Minister Rui Tavares" in " ".join(first.split())
    terminal.press("x")
    assert "'x' means nothing here" in terminal.wait_for(QUESTION)
    terminal.press("y")
    assert f"2 of {total}" in terminal.wait_for(QUESTION)
    terminal.press("k")
    assert f"3 of {total}" in terminal.wait_for(QUESTION)
    terminal.press("n")
    assert f"4 of {total}" in terminal.wait_for(QUESTION)
    terminal.press("q")
    assert "2 done. The next build takes it up." in terminal.wait_for("takes it up.")
    assert terminal.end() == 0
    texts = [path.read_text("utf-8") for path in sorted((desk.content / "events").glob("*.md"))]
    assert sum("by: Ana" in text and "status: checked" in text for text in texts) == 1
    assert sum("hidden: true" in text for text in texts) == 1

    again = sit_down()

    assert f"1 of {total - 2}" in again.wait_for(QUESTION)
    again.press("q")
    assert "0 done." in again.wait_for("0 done.")
    assert again.end() == 0


def test_merge_split_and_edit_ask_for_what_they_need(desk: Newsroom, sit_down) -> None:
    """Ids are typed; an unknown one is refused and the item asked again; the editor's own program opens the file."""
    meeting = max(briefs(desk).values(), key=lambda event: len(event["reports"]))
    call = only(briefs(desk), "call")
    opened = desk.folder / "opened"
    program = desk.folder / "program"
    program.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    program.chmod(0o755)
    terminal = sit_down(EDITOR=str(program), VISUAL="")
    assert meeting["id"] in terminal.wait_for(QUESTION)
    terminal.press("m")
    terminal.wait_for("into this one?")
    terminal.answer("nobody")
    assert 'there is no document "nobody"' in " ".join(terminal.wait_for(QUESTION).split())
    terminal.press("s")
    terminal.wait_for("of which articles?")
    terminal.answer(meeting["reports"][0]["article"])
    assert "2 of " in terminal.wait_for(QUESTION)
    terminal.press("m")
    terminal.wait_for("into this one?")
    second = terminal.seen.rpartition("2 of ")[2].partition("\n")[0]
    terminal.answer(meeting["id"] if call["id"] in second else call["id"])
    terminal.wait_for(QUESTION)
    terminal.press("e")
    terminal.wait_for(QUESTION)
    terminal.press("q")
    terminal.wait_for("3 done.")
    assert terminal.end() == 0

    assert opened.read_text().strip().endswith(".md")
    texts = "".join(path.read_text("utf-8") for path in sorted((desk.content / "events").glob("*.md")))
    assert f"split_from: {meeting['id']}" in texts
    assert "same_as: [" in texts
    assert desk.here().returncode == 0


def test_a_narrow_terminal_breaks_lines_between_words(sit_down) -> None:
    """Nothing runs over the edge, however long the quotes are."""
    terminal = sit_down(columns=40)
    screen = terminal.wait_for(QUESTION)
    terminal.press("q")
    terminal.wait_for("0 done.")

    assert max(len(line) for line in screen.split("\n") if " " in line.strip()) < 40


def test_the_end_of_the_keys_is_the_end_of_the_review(desk: Newsroom) -> None:
    """Ctrl-D, or a script without a terminal: nothing is changed, and nothing waits."""
    before = desk.tree(public=False)

    done = desk.here("review", stdin="")

    assert done.returncode == 0
    assert "0 done." in done.stdout
    assert desk.tree(public=False) == before
