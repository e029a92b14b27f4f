"""Two branches of content/ that git merged: the base from which the file of today is to be looked at.

Each branch has its own view of a document.  Where git could not join the two, `files` hands over both: the one of this branch, and the
other one under `branch`.  What stands in the file and in either view was written by a machine; the rest was written by a person.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.briefing.document import document_type, parse_document
from beatbook.briefing.fields import FrontMatter, maps_of, text_of, texts_of
from beatbook.briefing.model import MachineView
from beatbook.briefing.three_way import MISSING, Maybe, keyed
from beatbook.errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.strictyaml import YamlValue

BRANCH = "branch"  # key of a view's `extra` under which the view of the other branch stands
_MARKS = ("past", "spoken", "detached")


def with_branch(view: MachineView, other: MachineView) -> MachineView:
    """The view of one branch that carries the other one."""
    return replace(view, extra={**view.extra, BRANCH: {"front_matter": other.front_matter, "body": other.body, "extra": other.extra}})


def follow_branches(texts: Mapping[str, str], views: Mapping[str, MachineView]) -> dict[str, MachineView]:
    """The views, those of two branches joined into the one that the file of today is to be compared with."""
    return {path: _joined(path, view, texts.get(path)) if BRANCH in view.extra else view for path, view in views.items()}


def _joined(path: str, view: MachineView, text: str | None) -> MachineView:
    stored = view.extra[BRANCH]
    theirs = stored if isinstance(stored, dict) else {}
    front, extra = theirs.get("front_matter", {}), theirs.get("extra", {})
    other = MachineView(front if isinstance(front, dict) else {}, text_of(theirs, "body"), extra=extra if isinstance(extra, dict) else {})
    mine = {key: value for key, value in view.extra.items() if key != BRANCH}
    joined = replace(view, extra={**mine, **_remembered(mine, other.extra)})
    found = document_type(path)
    if text is None or found is None:
        return joined
    try:
        document = parse_document(text, path=path, type=found)
    except YamlError:
        return joined
    base = _map(view.front_matter, other.front_matter, document.front_matter)
    return replace(joined, front_matter=base, body=other.body if document.body == other.body else view.body)


def _remembered(mine: FrontMatter, theirs: FrontMatter) -> FrontMatter:
    """What both branches kept for later."""
    found: FrontMatter = {}
    for key in _MARKS:
        if key in mine or key in theirs:
            found[key] = [*sorted({*texts_of(mine, key), *texts_of(theirs, key)})]
    claims = [*maps_of(mine, "claims"), *maps_of(theirs, "claims")]
    if claims:
        found["claims"] = [
            *{(text_of(claim, "article"), text_of(claim, "anchor"), text_of(claim, "nth")): claim for claim in claims}.values()
        ]
    memories = [memory for extra in (theirs, mine) if isinstance(memory := extra.get("memory"), dict)]
    if memories:
        removed: list[YamlValue] = [*sorted({path for memory in memories for path in texts_of(memory, "removed")})]
        overruled = {
            path: known for memory in memories if isinstance(all_ := memory.get("overruled"), dict) for path, known in all_.items()
        }
        found["memory"] = {"removed": removed, "overruled": overruled}
    for key in ("edited", "checked"):
        if key not in mine and key in theirs:
            found[key] = theirs[key]
    return found


def _map(mine: FrontMatter, theirs: FrontMatter, now: FrontMatter) -> FrontMatter:
    values = {key: _value(mine.get(key, MISSING), theirs.get(key, MISSING), now.get(key, MISSING), key) for key in {**mine, **theirs}}
    return {key: value for key, value in values.items() if value is not MISSING}


def _value(mine: Maybe, theirs: Maybe, now: Maybe, name: str) -> Maybe:
    """What to take for the machine's value: what the file has, if either machine wrote it."""
    if now in (mine, theirs):
        return now
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(now, dict):
        return _map(mine, theirs, now)
    lists = [keyed(name, value) for value in (mine, theirs, now)]
    ours, others, held = lists
    if ours is not None and others is not None and held is not None and isinstance(now, list):
        items = {key: _value(ours.get(key, MISSING), others.get(key, MISSING), held.get(key, MISSING), name) for key in {**ours, **others}}
        return [item for item in items.values() if item is not MISSING]
    return mine if mine is not MISSING else theirs
