"""Lines of an article as they lie on the page: which of them belong together, before anybody says what they are."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatbook.reading.model import LineRole

MAX_RULE_LENGTH = 700  # rules look at whole lines up to this length, and at both ends of longer ones: keeps them linear
_WRAP_WIDTHS = range(50, 161)  # columns of mail, wire printers and editors
_FIRST_WORD = re.compile(r"\S+")
_ENDS_SENTENCE = re.compile(r"[.!?\u2026][\"')\]]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line, or the wrapped lines of one paragraph; offsets in the clean text, without the white space around."""

    start: int
    end: int
    first_line: int
    last_line: int
    text: str  # its lines joined by spaces
    role: LineRole | None = None  # None: not yet known
    cut_start: int = 0  # so many characters at the start are furniture ("FILE PHOTO: ")
    cut_end: int = 0  # so many at the end are a credit
    repeat: bool = False

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def is_sentence(self) -> bool:
        return bool(_ENDS_SENTENCE.search(self.text[-6:]))

    @property
    def is_body(self) -> bool:
        """Is it long enough, or enough of a sentence, to be a paragraph?"""
        is_question = self.text.endswith("?") and self.words <= 14
        return self.role is None and (self.words >= 25 or (self.words >= 9 and self.is_sentence and not is_question))


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line: its span in the clean text without the line end, and the text in it without white space around."""

    start: int
    end: int
    text: str
    text_start: int  # where `text` begins


def split_lines(clean: str) -> tuple[RawLine, ...]:
    """Every line of the clean text."""
    lines, at = [], 0
    for line in clean.split("\n"):
        text = line.strip()
        lines.append(RawLine(at, at + len(line), text, at + len(line) - len(line.lstrip())))
        at += len(line) + 1
    return tuple(lines)


def find_units(lines: tuple[RawLine, ...], *, first: int = 0) -> tuple[Unit, ...]:
    """The lines from index `first` on that hold text; wrapped ones joined.

    Wrapped is a text whose lines are filled as an editor or a wire printer fills them: the next line's first word would not have fitted.
    """
    width = _wrap_width(lines[first:])
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if index < first or not line.text:
            continue
        if width and groups and groups[-1][-1] == index - 1 and _continues(lines[index - 1], line, width):
            groups[-1].append(index)
        else:
            groups.append([index])
    return tuple(_mark_repeats([_unit(lines, group) for group in groups]))


def _unit(lines: tuple[RawLine, ...], group: list[int]) -> Unit:
    first, last = lines[group[0]], lines[group[-1]]
    text = " ".join(lines[index].text for index in group)
    return Unit(first.text_start, last.text_start + len(last.text), group[0], group[-1], text)


def _mark_repeats(units: list[Unit]) -> list[Unit]:
    seen: set[str] = set()
    marked = []
    for unit in units:
        marked.append(replace(unit, repeat=unit.text in seen))
        if unit.words >= 3:
            seen.add(unit.text)
    return marked


def _wrap_width(lines: tuple[RawLine, ...]) -> int:
    """The column at which a text is wrapped, 0 when it is not."""
    widths = [len(line.text) for line in lines if line.text]
    if len(widths) < 4:
        return 0
    width = max(widths)
    if width not in _WRAP_WIDTHS:
        return 0
    pairs = [(one, other) for one, other in itertools.pairwise(lines) if one.text and other.text]
    full = [pair for pair in pairs if _continues(*pair, width)]
    open_ends = sum(not _ENDS_SENTENCE.search(one.text[-6:]) for one, _ in full)
    return width if len(full) >= 3 and len(full) * 2 >= len(pairs) and open_ends * 2 >= len(full) else 0


def _continues(line: RawLine, following: RawLine, width: int) -> bool:
    first_word = _FIRST_WORD.match(following.text)
    return first_word is not None and len(line.text) + 1 + len(first_word.group()) > width - 2
