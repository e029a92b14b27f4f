"""Views that follow their documents: files that a person renamed, merges that a person took back, branches that git joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.briefing.branches import follow_branches
from beatbook.briefing.document import document_id, document_type, parse_document
from beatbook.briefing.fields import FrontMatter, maps_of, text_of, texts_of
from beatbook.briefing.lasting import is_tombstone, mark_of
from beatbook.errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing.model import Document, MachineView
    from beatbook.strictyaml import YamlValue

_PARTED = ("aliases", "former_ids")  # lists of a survivor that a merge adds to


def settle_views(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, MachineView]:
    """The views as merging is to know them: of two branches joined, of renamed documents under their new names, of parted ones each
    with its own.
    """
    return follow_partings(texts, follow_views(texts, views))


def follow_views(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, MachineView]:
    """The views as planning is to know them: of two branches joined, of renamed documents under their new names."""
    return follow_renames(texts, follow_branches(texts, views))


def follow_renames(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, MachineView]:
    """The views, each under the name that its document has now.

    A file without a view that names another one's id among its `former_ids` is that other one renamed, once the old file is gone and
    was not made part of it.
    """
    renamed = _renamed(texts, views)
    result = {path: view for path, view in views.items() if path not in set(renamed.values())}
    for path, old in renamed.items():
        result[path] = replace(views[old], front_matter={**views[old].front_matter, "id": document_id(path)})
    articles = {document_id(old): document_id(path) for path, old in renamed.items() if path.startswith("articles/")}
    return {path: _with_articles(view, articles) for path, view in result.items()} if articles else result


def find_renamed(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> frozenset[str]:
    """The paths that documents had before they were renamed."""
    return frozenset(_renamed(texts, views).values())


def _renamed(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, str]:
    """Path of each renamed document -> the one that it had."""
    found: dict[str, str] = {}
    for path in sorted(texts.keys() - views.keys()):
        type_ = document_type(path)
        if type_ is None or type_ == "page":
            continue
        try:
            front = parse_document(texts[path], path=path, type=type_).front_matter
        except YamlError:
            continue
        former = [f"{path.partition('/')[0]}/{id_}.md" for id_ in texts_of(front, "former_ids")]
        old = next((old for old in former if old in views and old not in texts and not is_tombstone(views[old])), None)
        if old is not None and old not in found.values():
            found[path] = old
    return found


def _with_articles(view: MachineView, ids: Mapping[str, str]) -> MachineView:
    """The view of an event with the ids that its articles have now."""
    if not any(text_of(claim, "article") in ids for claim in maps_of(view.extra, "claims")):
        return view
    claims: list[YamlValue] = [
        {**claim, "article": ids.get(text_of(claim, "article"), text_of(claim, "article"))} for claim in maps_of(view.extra, "claims")
    ]
    return replace(view, extra={**view.extra, "claims": claims})


def find_record_ids(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, str]:
    """Old id -> new id of each article whose record's file was renamed, which may be renamed like any other."""
    moved = {old: new for new, old in _renamed(texts, views).items()}
    return {document_id(old): document_id(new) for old, new in moved.items() if old.startswith("articles/")}


def follow_partings(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, MachineView]:
    """The views, where an editor took a merge back: each of the two has what is its own again.

    A merge is taken back by deleting the other's id from `same_as`.  What the two had in common by then, and what people had written in
    the other file, stays with the survivor.
    """
    result = dict(views)
    for path in sorted(texts.keys() & views.keys()):
        edited = views[path].extra.get("edited")
        before = texts_of(found, "same_as") if isinstance(edited, dict) and isinstance(found := edited.get("set"), dict) else ()
        folder = path.partition("/")[0]
        gone = [other for name in before if is_tombstone(views.get(other := f"{folder}/{name}.md"))]
        for other in gone:
            if not _names(texts[path], path, document_id(other)):
                result[path], result[other] = _parted(result[path], result[other])
    return result


def without_parted(document: Document, before: MachineView | None, after: MachineView | None) -> Document:
    """The document without the names and former ids that `follow_partings` took out of its view."""
    if before is None or after is None or before is after:
        return document
    gone = {key: {*texts_of(before.front_matter, key)} - {*texts_of(after.front_matter, key)} for key in _PARTED}
    lists: FrontMatter = {
        key: [item for item in texts_of(document.front_matter, key) if item not in gone[key]] for key in _PARTED if gone[key]
    }
    return replace(document, front_matter={**document.front_matter, **lists})


def _names(text: str, path: str, id_: str) -> bool:
    """Whether a document names another one in its `same_as`; one that cannot be read takes nothing back."""
    found = document_type(path)
    try:
        return found is None or id_ in texts_of(parse_document(text, path=path, type=found).front_matter, "same_as")
    except YamlError:
        return True


def _parted(survivor: MachineView, other: MachineView) -> tuple[MachineView, MachineView]:
    """Both views, without what is the other's: its names and former ids, and the claims that it had once."""
    theirs = {text_of(other.front_matter, "name"), *texts_of(other.front_matter, "aliases"), text_of(other.front_matter, "id")}
    lists: FrontMatter = {
        key: [item for item in texts_of(survivor.front_matter, key) if item not in theirs]
        for key in _PARTED
        if key in survivor.front_matter
    }
    front = {**survivor.front_matter, **lists}
    marks = set(texts_of(other.extra, "own"))
    claims: dict[bool, list[YamlValue]] = {True: [], False: []}
    for claim in maps_of(survivor.extra, "claims"):
        claims[mark_of(claim) in marks].append(claim)
    if "claims" not in survivor.extra:
        return replace(survivor, front_matter=front), other
    return (
        replace(survivor, front_matter=front, extra={**survivor.extra, "claims": claims[False]}),
        replace(other, extra={**other.extra, "claims": claims[True]}),
    )
