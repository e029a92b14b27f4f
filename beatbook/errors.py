"""What can go wrong: exceptions that stop the build, and problems that a person should look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F)}
_UNSEEN = re.compile("[\x80-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]")

Severity = Literal["refused", "error", "notice"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person should look at: where, what was found, what was wanted, and how to mend it.

    `severity` is "refused" when an input was left out because of it, "error" when something is wrong but nothing was
    left out, "notice" when it is only worth knowing (exit status 0).  `code` is the stable name of the message, as
    listed in docs/errors.md.
    """

    code: str
    path: str  # as the user wrote it, or relative to the site; "" when no file is concerned
    found: str  # one sentence part without a full stop: 'status is "postpond"'
    wanted: str = ""  # 'one of: expected, planned, ...'; "" when nothing in particular
    hint: str = ""  # 'did you mean "postponed"?'; "" when there is none
    line: int | None = None  # 1-based; None when no line is concerned
    severity: Severity = "error"

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        first = f"{where}: {self.found}." if where else f"{self.found}."
        rest = [f"Wanted {self.wanted}." if self.wanted else "", f"Hint: {self.hint}" if self.hint else ""]
        second = "  ".join(part for part in rest if part)
        return f"{_visible(first)}\n  {_visible(second)}" if second else _visible(first)


def _visible(text: str) -> str:
    """The text on one line, with what a terminal or a CI log would obey or hide written out: words of others stand in it."""
    return _UNSEEN.sub(lambda found: found.group().encode("ascii", "backslashreplace").decode(), text).translate(_CONTROLS)


class BeatbookError(Exception):
    """The build cannot go on.  Carries the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type[BeatbookError], tuple[Problem, ...]]:
        """As it is, from one process to another."""
        return type(self), self.problems


class ConfigError(BeatbookError):
    """site_config.yaml or a command-line option is wrong."""


class RuleError(BeatbookError):
    """A rule file is wrong: broken YAML, a missing example, a pattern that does not compile."""


class YamlError(BeatbookError):
    """A text is not the YAML that we read: strings, lists and maps only.  Holds exactly one problem."""


class TemplateError(BeatbookError):
    """A template failed: names the template, the line and the page."""


class BusyError(BeatbookError):
    """Another build holds the lock."""


class StorageError(BeatbookError):
    """The disk is full or may not be written.  Nothing has changed, or the next command finishes it."""
