"""Changes to documents, as an editor would write them: every other byte of the file stays."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.briefing.document import document_id, document_type, parse_document
from beatbook.briefing.fields import maps_of, text_of, texts_of
from beatbook.briefing.lasting import facts_of
from beatbook.briefing.model import FOLDERS, Document, FileChange
from beatbook.briefing.splice import splice_document
from beatbook.briefing.three_way import item_key
from beatbook.editing.model import refused
from beatbook.errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.briefing.model import MachineView
    from beatbook.strictyaml import YamlValue

_STEP = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]|([^.\[\]]+)")  # one step of "participants[ana-marin].role"


def find_path(texts: Mapping[str, str], id_: str, folders: Sequence[str] = tuple(FOLDERS.values())) -> str:
    """The path of the document that an editor calls by its id, its path, or the address of its page.  Raises EditError."""
    name = id_.removeprefix("content/").removesuffix(".md").removesuffix(".html").strip("/")
    if f"{name}.md" in texts and "/" in name:
        return f"{name}.md"
    found = [path for folder in folders if (path := f"{folder}/{name.rpartition('/')[2]}.md") in texts]
    if not found:
        raise refused("edit-unknown", f'there is no document "{id_}"', hint="ids stand in the addresses of the pages; build first")
    if len(found) > 1:
        raise refused("edit-ambiguous", f'"{id_}" is the name of {" and of ".join(found)}', hint="give the path instead of the id")
    return found[0]


def read_document(texts: Mapping[str, str], path: str) -> Document:
    """The document at `path`.  Raises EditError when it cannot be read."""
    found = document_type(path)
    if found is None:
        raise refused("edit-unknown", f'"{path}" is no document')
    try:
        return parse_document(texts[path], path=path, type=found)
    except YamlError as error:
        raise refused("edit-broken", "the file cannot be read", hint="mend it first: the build says where", path=path) from error


def set_fields(texts: Mapping[str, str], path: str, fields: Mapping[str, YamlValue]) -> FileChange:
    """The document with these values in its front matter; None of them is checked here, the build does that."""
    document = read_document(texts, path)
    wanted = replace(document, front_matter={**document.front_matter, **fields})
    return FileChange(path, splice_document(texts[path], wanted), texts[path])


# ---- suggestions


def accept(texts: Mapping[str, str], views: Mapping[str, MachineView], path: str, field: str = "") -> FileChange:
    """The document with the machine's value of one field, or of all on which the machine has a suggestion.  Raises EditError."""
    document, view = read_document(texts, path), views.get(path)
    offered = {text_of(item, "field"): text_of(item, "machine") for item in maps_of(view.extra, "suggestions")} if view else {}
    if field and field not in offered and view and field in view.front_matter:
        front = {**document.front_matter, field: view.front_matter[field]}
    else:
        wanted = {key: value for key, value in offered.items() if field in ("", key)}
        if not wanted:
            hint = f"there are suggestions on: {', '.join(sorted(offered))}" if offered else "the file says what the articles say"
            raise refused("accept-nothing", f"there is no suggestion{f' on {field}' if field else ''}", hint=hint, path=path)
        value: YamlValue = dict(document.front_matter)
        for key, machine in sorted(wanted.items()):
            value = _put(value, _steps(key), _value(machine))
        front = value if isinstance(value, dict) else {}
    notes = front.get("editor")
    if isinstance(notes, dict):
        accepted = {field} if field else set(offered)
        notes = {key: note for key, note in notes.items() if key not in accepted}
        front = {key: value for key, value in {**front, "editor": notes}.items() if key != "editor" or notes}
    return FileChange(path, splice_document(texts[path], replace(document, front_matter=front)), texts[path])


def decline(texts: Mapping[str, str], path: str, field: str, machine: str) -> FileChange:
    """The document with a note that this value was offered and declined: it is not suggested again."""
    document = read_document(texts, path)
    notes = document.front_matter.get("editor")
    notes = dict(notes) if isinstance(notes, dict) else {}
    note = notes.get(field)
    notes[field] = {**(note if isinstance(note, dict) else {}), "declined": machine}
    return set_fields(texts, path, {"editor": notes})


def _steps(field: str) -> list[tuple[str, bool]]:
    """(name, is the key of a list's item) of each step of a suggestion's path."""
    return [(item or name, bool(item)) for item, name in _STEP.findall(field)]


def _put(value: YamlValue, steps: Sequence[tuple[str, bool]], machine: YamlValue, name: str = "") -> YamlValue:
    """The value with `machine` at the end of the path; unchanged where the path leads nowhere."""
    if not steps:
        return machine
    (step, is_item), rest = steps[0], steps[1:]
    if isinstance(value, dict) and not is_item:
        return {**value, step: _put(value.get(step, ""), rest, machine, step)}
    if isinstance(value, list) and is_item:
        return [_put(item, rest, machine, name) if item_key(name, item) == step else item for item in value]
    return value


def _value(machine: str) -> YamlValue:
    """The value that a suggestion shows: lists and maps stand in it as JSON."""
    if machine[:1] in ("[", "{"):
        try:
            decoded: YamlValue = json.loads(machine)
        except json.JSONDecodeError:
            return machine
        return decoded
    return machine


# ---- corrections


def split(texts: Mapping[str, str], path: str, articles: Sequence[str], *, new_id: str = "") -> FileChange:
    """A new brief that takes the reports of these articles out of the brief at `path`.  Raises EditError."""
    document = read_document(texts, path)
    reports = [text_of(report, "article") for report in maps_of(document.front_matter, "reports")]
    moved = [document_id(article.removeprefix("content/")) for article in articles]
    unknown = [article for article in moved if article not in reports]
    if unknown:
        raise refused("split-unknown", f"it has no report of {', '.join(unknown)}", f"some of: {', '.join(reports)}", path=path)
    if set(moved) == set(reports):
        raise refused("split-all", "these are all its reports", "at least one that stays", path=path)
    id_ = new_id or free_id(texts, f"events/{document.id}.md")
    if f"events/{id_}.md" in texts:
        raise refused("split-taken", f'there is a brief "{id_}" already', hint="give another --id")
    listed = ", ".join(dict.fromkeys(moved))
    return FileChange(f"events/{id_}.md", f"---\nid: {id_}\nsplit: [{listed}]\nsplit_from: {document.id}\n---\n", None)


def merge(texts: Mapping[str, str], path: str, others: Sequence[str]) -> FileChange:
    """The document that stays, with the others in its `same_as`.  Raises EditError."""
    folder = path.partition("/")[0]
    return _add_names(texts, path, "same_as", [find_path(texts, other, [folder]) for other in others])


def hold_apart(texts: Mapping[str, str], path: str, other: str) -> FileChange:
    """The document with the other one in its `not_same_as`."""
    return _add_names(texts, path, "not_same_as", [other])


def _add_names(texts: Mapping[str, str], path: str, key: str, others: Sequence[str]) -> FileChange:
    names = [document_id(other) for other in others]
    document = read_document(texts, path)
    if document.id in names:
        raise refused("merge-itself", "it is the same document", "another one", path=path)
    value: list[YamlValue] = [*dict.fromkeys([*texts_of(document.front_matter, key), *names])]
    return set_fields(texts, path, {key: value})


def hide(texts: Mapping[str, str], path: str) -> FileChange:
    """The document, not to be shown."""
    return set_fields(texts, path, {"hidden": "true"})


def check_brief(texts: Mapping[str, str], path: str, *, by: str = "", on: str = "") -> FileChange:
    """The document, checked, with who and when, and with a mark of the facts as they stood."""
    document = read_document(texts, path)
    facts = json.dumps(facts_of(document.front_matter), sort_keys=True, ensure_ascii=False)
    mark = hashlib.sha256(facts.encode("utf-8", "replace")).hexdigest()[:8]
    review: dict[str, YamlValue] = {"status": "checked", "by": by, "on": on, "facts": mark if document.type == "event" else ""}
    return set_fields(texts, path, {"review": {key: value for key, value in review.items() if value}})


def free_id(texts: Mapping[str, str], path: str) -> str:
    """The id of `path`, with a number where it is taken."""
    folder, _, name = path.partition("/")
    base = name.removesuffix(".md")
    number = 1
    while f"{folder}/{base if number == 1 else f'{base}-{number}'}.md" in texts:
        number += 1
    return base if number == 1 else f"{base}-{number}"
