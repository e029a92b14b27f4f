"""The nouns of editing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from beatbook.errors import BeatbookError, Problem

if TYPE_CHECKING:
    from beatbook.analysis.model import Quote

ItemKind = Literal["problem", "changed", "suggestion", "conflict", "maybe", "orphan", "event", "person"]
ITEM_KINDS: tuple[ItemKind, ...] = ("problem", "changed", "suggestion", "conflict", "maybe", "orphan", "event", "person")


class EditError(BeatbookError):
    """An editor's command cannot be carried out; nothing was written."""


def refused(code: str, found: str, wanted: str = "", hint: str = "", path: str = "") -> EditError:
    """The exception for one complaint."""
    return EditError(Problem(code, path, found, wanted, hint))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that an item rests on."""

    article: str
    said: str  # "happened, 2021-05-03"
    quote: Quote


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing that wants an editor's eye."""

    kind: ItemKind
    path: str  # of the document under content/
    title: str
    lines: tuple[str, ...] = ()  # what there is to see, in sentences
    evidence: tuple[Evidence, ...] = ()
    field: str = ""  # of a suggestion: the path of the value
    other: str = ""  # of a pair: path of the other document
    machine: str = ""  # of a suggestion: what the articles say now

    @property
    def question(self) -> str:
        """What "yes" means here."""
        return QUESTIONS[self.kind]


QUESTIONS: dict[ItemKind, str] = {
    "problem": "Open the file? (y opens it)",
    "changed": "Checked again? (n: not any more)",
    "suggestion": "Take over what the articles say now? (n: never again)",
    "conflict": "Is the choice right? (y: checked)",
    "maybe": "Are the two one? (n: never)",
    "orphan": "Keep it? (n hides it)",
    "event": "Is the brief right? (y: checked, n hides it)",
    "person": "Is this somebody of their own? (y: checked, n hides the page)",
}
