"""What becomes of one document: the machine's view of it, what stands in its file, and what a person set there, brought together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.briefing.document import document_id, document_type, format_document, parse_document, unify_line_ends
from beatbook.briefing.fields import (
    FrontMatter,
    is_true,
    maps_of,
    text_of,
    texts_of,
)
from beatbook.briefing.known import is_checked
from beatbook.briefing.lasting import (
    checked_extra,
    deleted,
    difference,
    is_tombstone,
    last_form,
    unsupported,
)
from beatbook.briefing.model import (
    Document,
    DocumentType,
    MachineView,
    Suggestion,
)
from beatbook.briefing.settled import SHOWN
from beatbook.briefing.splice import splice_document
from beatbook.briefing.three_way import Memory, Merge, Overruled, Version, merge_versions
from beatbook.briefing.validate import find_faults
from beatbook.errors import Problem, YamlError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.strictyaml import YamlValue


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one document."""

    document: Document | None  # None: there is none, and none is written
    view: MachineView | None
    text: str | None  # as it shall stand on disk; None: no file
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()
    plain: bool = False  # whether the text is to the letter what the machine writes for the view


def find_outcome(
    path: str, base: MachineView | None, new: MachineView | None, text: str | None, as_of: str | None, *, plain: bool
) -> Outcome:
    """What becomes of the document at `path`; the cases in which there is a machine's view, a file, both or neither."""
    if is_tombstone(base):
        if text is None and new is None:
            return Outcome(None, base, None)
        base = None
    if text is None:
        return _without_file(path, base, new, as_of)
    if base is not None and plain and new is not None and _is_same(new, base):
        return Outcome(Document(type_of(path), document_id(path), base.front_matter, base.body), base, text, plain=True)
    if (
        base is not None
        and _has_file(path, base)
        and _memory(base) == Memory()
        and (plain or unify_line_ends(text) == text_for(path, base))
    ):
        return _untouched(path, base, new, text, as_of)
    return _touched(path, base, new, text, as_of)


def _touched(path: str, base: MachineView | None, new: MachineView | None, text: str, as_of: str | None) -> Outcome:
    """A file that is not as the machine wrote it."""
    try:
        ours = parse_document(text, path=path, type=type_of(path))
    except YamlError:  # named by read_known; the file is left as it is, and the site shows how it last could be read
        return _broken(path, base, new, text)
    if new is None or not _has_file(path, new):
        return _orphan(path, ours, base, new, text, as_of)
    return merge_document(path, ours, base, new, text, as_of)


def _untouched(path: str, base: MachineView, new: MachineView | None, text: str, as_of: str | None) -> Outcome:
    """A file as the machine wrote it: replaced whole, or gone with its subject."""
    if new is None or not _has_file(path, new):
        return Outcome(None, new, None)
    document = Document(type_of(path), document_id(path), new.front_matter, new.body)
    same = (new.front_matter, new.body) == (base.front_matter, base.body)
    kept = text if same else format_document(document)
    return Outcome(document, _stamped(new, base, document, as_of), kept, plain=kept == unify_line_ends(kept))


def _is_same(new: MachineView, base: MachineView) -> bool:
    """Whether the machine would store what it has stored: all the same, but for the stamp."""
    return (new.front_matter, new.body, new.extra) == (base.front_matter, base.body, {k: v for k, v in base.extra.items() if k != SHOWN})


def merge_document(path: str, ours: Document, base: MachineView | None, new: MachineView, text: str, as_of: str | None) -> Outcome:
    """A document that people may have edited and the machine may see differently."""
    held = base or _begun_by_hand(ours)
    merge = merge_versions(
        Version(held.front_matter, held.body),
        Version(new.front_matter, new.body),
        Version(ours.front_matter, ours.body),
        path=path,
        memory=_memory(base),
    )
    merge = replace(merge, suggestions=tuple(item for item in merge.suggestions if not _is_declined(item, merge.front_matter)))
    document = Document(ours.type, ours.id, merge.front_matter, merge.body)
    unchanged = merge.front_matter == ours.front_matter and merge.body == ours.body
    kept = text if unchanged else splice_document(text, document)
    view = replace(new, extra={**new.extra, **_remembered(merge), **_edited(document, new, base)})
    return Outcome(document, _stamped(view, base, document, as_of), kept, merge.suggestions, find_faults(ours, text))


def _begun_by_hand(document: Document) -> MachineView:
    """The base of a document that only a person has written: what is left empty is for the machine to fill in, and the rest holds.

    Nothing at all of one with reports: its view was lost, and nobody knows what of it a person wrote.
    """
    if document.type != "event" or maps_of(document.front_matter, "reports"):
        return MachineView({})
    return MachineView({"id": document.id, **{key: value for key, value in document.front_matter.items() if not value}})


def _is_declined(suggestion: Suggestion, front_matter: Mapping[str, YamlValue]) -> bool:
    """Whether the editor has said no to this very value: `editor: {date: {declined: 2021-05-04}}`."""
    notes = front_matter.get("editor")
    note = notes.get(suggestion.field) if isinstance(notes, dict) else None
    return isinstance(note, dict) and text_of(note, "declined") == suggestion.machine


def _edited(document: Document, new: MachineView, base: MachineView | None) -> FrontMatter:
    """What the view keeps of a document that a person edited, and of a brief that an editor checked."""
    edited = difference(document, new)
    extra: FrontMatter = {"edited": edited} if edited else {}
    if document.type == "event" and is_checked(document.front_matter):
        extra |= checked_extra(document, base, document.front_matter.get("review", ""))
    return extra


def _without_file(path: str, base: MachineView | None, new: MachineView | None, as_of: str | None) -> Outcome:
    """No file: it is new, has no page, or a person deleted it."""
    if base is not None and _has_file(path, base):
        return Outcome(None, deleted(base, new), None)
    if new is None:
        return Outcome(None, None, None)
    if not _has_file(path, new):
        return Outcome(None, new, None)
    document = Document(type_of(path), document_id(path), new.front_matter, new.body)
    return Outcome(document, _stamped(new, base, document, as_of), format_document(document), plain=True)


def _broken(path: str, base: MachineView | None, new: MachineView | None, text: str) -> Outcome:
    """A file that cannot be read stays; its page shows its last good form."""
    shown = base or new
    document = last_form(path, shown) if shown and _has_file(path, shown) else None
    return Outcome(document, base or new, text)


def _orphan(path: str, ours: Document, base: MachineView | None, new: MachineView | None, text: str, as_of: str | None) -> Outcome:
    """An edited file whose subject the machine no longer sees: it stays and says so; what rested on articles goes."""
    if base is None or not _has_file(path, base):
        return Outcome(ours, new, text, problems=find_faults(ours, text))  # made by hand
    outcome = merge_document(path, ours, base, unsupported(path, base), text, as_of)
    if is_true(ours.front_matter, "hidden"):
        return outcome
    found = "no article reports this any more, but the file was edited by hand"
    hint = "delete the file, or leave it as a page of your own"
    if ours.type == "article":
        found, hint = "the article is gone, but its record was edited by hand", "delete the record, or put the text back into the inbox"
    notice = Problem("brief-orphan", path, found, hint=hint, severity="notice")
    return replace(outcome, problems=(notice, *outcome.problems))


def text_for(path: str, view: MachineView) -> str:
    return format_document(Document(type_of(path), document_id(path), view.front_matter, view.body))


def type_of(path: str) -> DocumentType:
    found = document_type(path)
    if found is None:
        raise ValueError(path)
    return found


def _has_file(path: str, view: MachineView) -> bool:
    """Whether the machine writes a file for this: always, but for profiles of those who are named only once."""
    return document_type(path) in ("event", "article") or is_true(view.extra, "has_page")


def _stamped(view: MachineView, base: MachineView | None, document: Document, as_of: str | None) -> MachineView:
    """The view with the day on which what it shows last changed.

    The day of the newest article, not of the build: the same input gives the same bytes on any day.
    """
    shown = json.dumps([document.front_matter, document.body], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:16]
    same = base is not None and text_of(base.extra, SHOWN) == digest
    return replace(view, updated=base.updated if same and base else as_of, extra={**view.extra, SHOWN: digest})


def _memory(view: MachineView | None) -> Memory:
    stored = view.extra.get("memory", {}) if view else {}
    fields = stored if isinstance(stored, dict) else {}
    overruled = fields.get("overruled", {})
    return Memory(
        frozenset(texts_of(fields, "removed")),
        {
            path: Overruled(str(known.get("machine", "")), str(known.get("yours", "")))
            for path, known in (overruled.items() if isinstance(overruled, dict) else ())
            if isinstance(known, dict)
        },
    )


def _remembered(merge: Merge) -> FrontMatter:
    """What the view keeps of a merge with a person's edits; nothing where there were none."""
    memory = merge.memory
    extra: FrontMatter = {}
    if memory.removed or memory.overruled:
        overruled: FrontMatter = {path: {"machine": known.machine, "yours": known.yours} for path, known in memory.overruled.items()}
        extra["memory"] = {"removed": [*sorted(memory.removed)], "overruled": overruled}
    if merge.suggestions:
        extra["suggestions"] = [{"field": item.field, "yours": item.yours, "machine": item.machine} for item in merge.suggestions]
    return extra


def find_owned(document: Document, view: MachineView | None) -> frozenset[str]:
    """The fields in which the document differs from the machine's view: a person set them."""
    if view is None or document.front_matter is view.front_matter:
        return frozenset()
    keys = document.front_matter.keys() | view.front_matter.keys()
    return frozenset(key for key in keys if document.front_matter.get(key, "") != view.front_matter.get(key, ""))
