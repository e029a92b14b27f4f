"""A spreadsheet of events (CSV) -> briefs, with a word on what each row became."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.name_forms import fold
from beatbook.briefing.document import document_id, parse_documents
from beatbook.briefing.fields import text_of, texts_of
from beatbook.editing.model import EditError, refused
from beatbook.editing.new import new_event, new_person, slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.briefing.model import FileChange

COLUMNS = ("title", "kind", "date", "extent", "status", "place", "participants", "topics", "summary", "body", "id")
_ACTOR = re.compile(r"\s*(?:(person|organization|state):)?\s*([^()]+?)\s*(?:\(([^()]*)\))?\s*")
_FOLDERS = {"people": "person", "organizations": "organization", "places": "place"}


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of a row."""

    line: int
    path: str  # of the new brief; "" where there is none
    found: str  # "Marin and Vell meet", or what is wrong


@dataclass(frozen=True, slots=True)
class Table:
    """What a spreadsheet would add to content/."""

    changes: tuple[FileChange, ...]
    rows: tuple[RowReport, ...]


def read_table(text: str, texts: Mapping[str, str], *, kinds: Sequence[str] = ()) -> Table:
    """One brief a row.  Columns as in COLUMNS, in any order; only `title` must be there.

    `participants` and `topics` are separated by ";": "Ana Marin (host); Tomas Vell (visitor); state: Estonia".  Names and spellings of
    profiles lead to them; a person without a profile gets one.  Rows with a wrong value are left out and say why.
    Raises EditError when the table cannot be read at all.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text))
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    unknown = [name for name in names if name not in COLUMNS]
    if "title" not in names or unknown:
        found = f'there is no column "{unknown[0]}"' if unknown else 'there is no column "title"'
        raise refused("table-columns", found, f"columns out of: {', '.join(COLUMNS)}")
    rows.fieldnames = names
    registry = _Registry(texts)
    reports = []
    for row in rows:
        values = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and not isinstance(value, list)}
        if any(values.values()):
            reports.append(_row(rows.line_num, values, registry, kinds))
    return Table(tuple(registry.changes), tuple(reports))


class _Registry:
    """The folder as it grows row by row, and who is called what."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self.changes: list[FileChange] = []
        self.ids: dict[str, tuple[str, str]] = {}  # folded name -> type, id
        for document in parse_documents(texts).documents:
            kind = _FOLDERS.get(document.path.partition("/")[0])
            if kind:
                type_ = "state" if text_of(document.front_matter, "type") == "state" else kind
                for form in (document.id, text_of(document.front_matter, "name"), *texts_of(document.front_matter, "aliases")):
                    self.ids.setdefault(fold(form), (type_, document.id))

    def add(self, change: FileChange) -> None:
        self.changes.append(change)
        self.texts[change.path] = change.text or ""

    def actor(self, stated: str, name: str) -> tuple[str, str]:
        """(type, id) of somebody who takes part; a person that nobody knows gets a profile."""
        type_, id_ = self.ids.get(fold(name), ("", ""))
        if id_ and type_ != "place" and stated in ("", type_):
            return type_, id_
        type_, id_ = stated or "person", slug(name)
        if type_ == "person" and f"people/{id_}.md" not in self.texts:
            self.add(new_person(self.texts, name, id_=id_))
        self.ids[fold(name)] = (type_, id_)
        return type_, id_

    def place(self, name: str) -> str:
        return self.ids.get(fold(name), ("", slug(name)))[1] if name else ""


def _row(line: int, values: Mapping[str, str], registry: _Registry, kinds: Sequence[str]) -> RowReport:
    changes = len(registry.changes)
    try:
        actors = [_actor(part, registry) for part in values.get("participants", "").split(";") if part.strip()]
        change = new_event(
            registry.texts,
            values.get("title", ""),
            kind=values.get("kind") or "other",
            date=values.get("date", ""),
            extent=values.get("extent") or "within",
            status=values.get("status") or "happened",
            place=registry.place(values.get("place", "")),
            participants=actors,
            topics=[topic.strip() for topic in values.get("topics", "").split(";") if topic.strip()],
            summary=values.get("summary", ""),
            body=values.get("body", ""),
            id_=values.get("id", ""),
            kinds=kinds,
        )
    except EditError as error:
        for added in registry.changes[changes:]:
            registry.texts.pop(added.path, None)
        del registry.changes[changes:]
        problem = error.problems[0]
        where = f"{problem.path}: " if problem.path else ""
        return RowReport(line, "", f"{where}{problem.found}" + (f"; wanted {problem.wanted}" if problem.wanted else ""))
    registry.add(change)
    return RowReport(line, change.path, values.get("title") or document_id(change.path))


def _actor(part: str, registry: _Registry) -> tuple[str, str, str]:
    found = _ACTOR.fullmatch(part)
    if found is None:
        raise refused("table-participant", f'the participant "{part.strip()}" cannot be read', '"Name" or "Name (role)"')
    type_, id_ = registry.actor(found[1] or "", found[2])
    return type_, id_, found[3] or "participant"


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab, whichever the first line has most of."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)
