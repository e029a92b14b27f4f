"""The nouns of briefing: the files under content/ and what a build would do to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from beatbook.errors import Problem
from beatbook.strictyaml import YamlValue

DocumentType = Literal["event", "article", "person", "organization", "place", "outlet", "page"]

FOLDERS: dict[DocumentType, str] = {
    "event": "events",
    "article": "articles",
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "outlet": "outlets",
    "page": "pages",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file with front matter: a brief, a record, a profile or a page.  `parse_document(format_document(d)) == d`."""

    type: DocumentType
    id: str
    front_matter: dict[str, YamlValue]  # in the order of the file; strings, lists and maps only
    body: str = ""  # Markdown behind the front matter, without the blank line that separates them

    @property
    def path(self) -> str:
        """Where it stands under content/."""
        return f"{FOLDERS[self.type]}/{self.id}.md"


@dataclass(frozen=True, slots=True)
class MachineView:
    """What the machine last made of a document: the base of the three-way merge, kept in content/_machine/<folder>/ID.json."""

    front_matter: dict[str, YamlValue]
    body: str = ""
    updated: str | None = None  # day of the newest article when what it shows last changed: feeds go by it
    extra: dict[str, YamlValue] = field(default_factory=dict)  # not for editing: origins, because, mentions, resolved entities


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A difference that the machine would make where a person has decided otherwise."""

    path: str  # under content/
    field: str  # "date", "participants[vladimir-putin].role"
    yours: str
    machine: str
    because: str = ""

    def __str__(self) -> str:
        said = f"{self.path}: {self.field} is {self.yours or 'empty'} (yours); the articles now say {self.machine or 'nothing'}"
        return f"{said} ({self.because})" if self.because else said


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file under content/ that a build wants to write or delete."""

    path: str  # under content/
    text: str | None  # None: delete
    was: str | None  # text on disk when it was read; None: there was none


@dataclass(frozen=True, slots=True)
class BriefingPlan:
    """What a build would do to content/, and what the site is to be made of."""

    changes: tuple[FileChange, ...]
    documents: tuple[Document, ...]  # as they will stand, deleted ones left out
    views: dict[str, MachineView]  # path of the document -> view, new ones
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()
    owned: dict[str, frozenset[str]] = field(default_factory=dict)  # path -> names of fields that a person set
    made: dict[str, MachineView] = field(default_factory=dict)  # path -> the view that the machine made by itself
    plain: frozenset[str] = frozenset()  # paths of documents whose text is to the letter what the machine writes for their view
