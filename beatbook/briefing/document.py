"""Text <-> document: front matter between two "---" lines, Markdown below.

`parse_document(format_document(document), path=document.path, type=document.type) == document` for every document.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from beatbook.briefing.emitter import format_front_matter
from beatbook.briefing.model import DOCUMENT_TYPES, Document, DocumentType
from beatbook.errors import Problem, YamlError
from beatbook.strictyaml import load_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing.model import MachineView

FENCE = "---"
NONE: Mapping[str, MachineView] = MappingProxyType({})
_CONFLICT_START, _CONFLICT_END = "<<<<<<< ", ">>>>>>> "


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a document's text stand, as offsets into the text."""

    front_start: int  # behind the opening fence's line
    front_end: int  # before the closing fence's line
    body_start: int  # behind the closing fence's line


@dataclass(frozen=True, slots=True)
class ParsedDocuments:
    """What a folder of texts holds."""

    documents: tuple[Document, ...]  # in order of their paths
    problems: tuple[Problem, ...]  # of the texts that could not be read


def document_type(path: str) -> DocumentType | None:
    """The type of the document at `path` under content/, or None where no document belongs."""
    folder, slash, name = path.partition("/")
    return DOCUMENT_TYPES.get(folder) if slash and name.endswith(".md") and "/" not in name else None


def document_id(path: str) -> str:
    """The id of the document at `path`: its file name.  The `id` in the front matter only repeats it."""
    return path.rpartition("/")[2].removesuffix(".md")


def parse_documents(texts: Mapping[str, str], written: Mapping[str, MachineView] = NONE) -> ParsedDocuments:
    """Every document of the folder content/ (path -> text); other files are left out without a word.

    `written`: the views of documents known to be what the machine writes for them: what is formatted comes back when it is parsed.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in sorted(texts):
        if (found := document_type(path)) is not None:
            if (view := written.get(path)) is not None:
                documents.append(Document(found, document_id(path), view.front_matter, view.body))
                continue
            try:
                documents.append(parse_document(texts[path], path=path, type=found))
            except YamlError as error:
                problems.extend(error.problems)
    return ParsedDocuments(tuple(documents), tuple(problems))


def parse_document(text: str, *, path: str, type: DocumentType) -> Document:  # noqa: A002 - the field's own name, as in Document
    """The document that `text` holds.  Its id is the name of its file.

    Line ends of Windows are read as "\\n"; a text that begins with another line than "---" is all body, which only a page may be.
    Raises YamlError, with file and line, for broken front matter.
    """
    text = unify_line_ends(text.removeprefix("\ufeff"))
    _refuse_conflict(text, path)
    layout = find_layout(text, path=path, type=type)
    front = load_map(text[layout.front_start : layout.front_end], path=path, first_line=2).value if layout.front_end else {}
    return Document(type, document_id(path), front if isinstance(front, dict) else {}, _body(text, layout))


def format_document(document: Document) -> str:
    """The document's text: keys in their order, one blank line before the body, a line end behind it."""
    body = f"\n{document.body}\n" if document.body else ""
    return f"{FENCE}\n{format_front_matter(document.front_matter)}{FENCE}\n{body}"


def unify_line_ends(text: str) -> str:
    """The text with "\\n" for line ends, where its first line says that it came with those of Windows."""
    return text.replace("\r\n", "\n") if text.startswith(f"{FENCE}\r\n") else text


def find_layout(text: str, *, path: str, type: DocumentType) -> Layout:  # noqa: A002 - as above
    """Where front matter and body stand.  All zero for a page without front matter.  Raises YamlError."""
    first_end = text.find("\n") + 1 or len(text)
    if text[:first_end].rstrip() != FENCE or not text.startswith(FENCE):
        if type == "page":
            return Layout(0, 0, 0)
        raise YamlError(Problem("brief-front-matter", path, "there is no front matter", f'a first line "{FENCE}"', line=1))
    start = first_end
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if text.startswith(FENCE, start) and text[start:end].rstrip() == FENCE:
            return Layout(first_end, start, end)
        start = end
    hint = f'write "{FENCE}" on a line of its own between the keys and the text'
    raise YamlError(Problem("brief-front-matter", path, "the front matter does not end", f'a second line "{FENCE}"', hint, 1))


def _refuse_conflict(text: str, path: str) -> None:
    """Raises YamlError where git left two versions in the file, in front matter or body."""
    if _CONFLICT_END not in text:
        return
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines, 1) if line.startswith(_CONFLICT_START)), None)
    if start is not None and any(line.startswith(_CONFLICT_END) for line in lines[start:]):
        found = "git left two versions of it in the file"
        hint = f'keep what is right, and delete the lines that begin with "{_CONFLICT_START}", "=======" and "{_CONFLICT_END}"'
        raise YamlError(Problem("brief-conflict", path, found, "one version", hint, start))


def _body(text: str, layout: Layout) -> str:
    rest = text[layout.body_start :]
    return (rest.removeprefix("\n") if layout.body_start else rest).removesuffix("\n")
