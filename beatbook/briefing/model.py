"""The nouns of briefing: the files under content/ and what a build would do to them."""

from __future__ import annotations

from collections.abc import KeysView, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, overload

from beatbook.errors import Problem
from beatbook.keyed import Keyed
from beatbook.strictyaml import YamlValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
DOCUMENT_TYPES: dict[str, DocumentType] = {folder: found for found, folder in FOLDERS.items()}


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


class StandingViews(Keyed[MachineView]):
    """Views by path: those that were looked at, and beside them those that stand as they are stored, which are decoded when asked for."""

    def __init__(self, stored: Mapping[str, MachineView], standing: Iterable[str], looked_at: Mapping[str, MachineView]) -> None:
        self._stored, self.looked_at = stored, looked_at
        self._keys = dict.fromkeys(sorted({*standing, *looked_at}))

    def __getitem__(self, path: str) -> MachineView:
        view = self.looked_at.get(path)
        if view is not None:
            return view
        if path in self._keys:
            return self._stored[path]
        raise KeyError(path)


class StandingDocuments(Sequence[Document]):
    """Documents in order of their paths: those that were looked at, and beside them those that are what the machine writes for its view."""

    def __init__(self, views: Mapping[str, MachineView], standing: Iterable[str], looked_at: Sequence[Document]) -> None:
        self._views, self.looked_at = views, looked_at
        self._own = {document.path: document for document in looked_at}
        self._paths = dict.fromkeys(sorted({*standing, *self._own}))

    @property
    def paths(self) -> KeysView[str]:
        """Their paths."""
        return self._paths.keys()

    def of(self, path: str) -> Document:
        """The document at `path`, which is one of `paths`."""
        own = self._own.get(path)
        if own is not None:
            return own
        view, (folder, _, name) = self._views[path], path.partition("/")
        return Document(DOCUMENT_TYPES[folder], name.removesuffix(".md"), view.front_matter, view.body)

    def __iter__(self) -> Iterator[Document]:
        return map(self.of, self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, index: int) -> Document: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...

    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        paths = list(self._paths)
        return [self.of(path) for path in paths[index]] if isinstance(index, slice) else self.of(paths[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]  # as that of a list


@dataclass(frozen=True, slots=True)
class BriefingPlan:
    """What a build would do to content/, and what the site is to be made of."""

    changes: tuple[FileChange, ...]
    documents: Sequence[Document]  # as they will stand, in order of their paths, deleted ones left out
    views: Mapping[str, MachineView]  # path of the document -> view, new ones
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()
    owned: dict[str, frozenset[str]] = field(default_factory=dict)  # path -> names of fields that a person set
    made: dict[str, MachineView] = field(default_factory=dict)  # path -> the view that the machine made by itself, but of `quiet` ones
    plain: frozenset[str] = frozenset()  # paths of documents whose text is to the letter what the machine writes for their view
    quiet: frozenset[str] = frozenset()  # paths of documents that were not looked at: text and view stand as they are stored

    @property
    def paths(self) -> KeysView[str]:
        """The paths of the documents, in order."""
        if isinstance(self.documents, StandingDocuments):
            return self.documents.paths
        return {document.path: None for document in self.documents}.keys()

    def document(self, path: str) -> Document:
        """The document at `path`, which is one of `paths`."""
        held = self.documents
        return held.of(path) if isinstance(held, StandingDocuments) else next(document for document in held if document.path == path)

    @property
    def looked_at(self) -> Sequence[Document]:
        """The documents but those that are as the last build left them."""
        return self.documents.looked_at if isinstance(self.documents, StandingDocuments) else self.documents
