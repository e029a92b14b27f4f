"""The three-way merge: what the machine held, what it holds now, and what stands in the file.

People win.  Base is the machine's view as it last stood, new its view now, ours the file.  Whatever differs between base and ours
was done by a person and holds; everything else follows the machine.  It goes field by field, inside a list item by item where items
have a key (participants by who they are, reports by article, plain lists by value), and through the body by paragraphs.

Two things must outlive a build in which the machine changes its mind twice, so they are kept as `Memory` beside the view:
- what a person removed: without it, an item that the machine drops for one build and finds again would come back;
- what the machine held when a person overruled it: a difference is a suggestion only when the machine has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, TypeAlias

from beatbook.briefing.fields import quote_anchor
from beatbook.briefing.model import Suggestion
from beatbook.strictyaml import YamlValue


class _Missing(Enum):
    """Not there, which is not the same as empty: a field that a person deleted stays deleted."""

    MISSING = 0


MISSING: Final = _Missing.MISSING
Maybe: TypeAlias = YamlValue | Literal[_Missing.MISSING]
Map: TypeAlias = Mapping[str, YamlValue]

ITEM_KEYS: dict[str, tuple[str, ...]] = {  # name of a list -> keys that together say which item is which
    "participants": ("person", "organization", "state"),
    "reports": ("article",),
    "claims": ("quote", "status"),
    "conflicts": ("field",),
    "values": ("value",),
    "roles": ("title", "country"),
    "versions": ("sha256",),
}
_ANY_ITEM = ("id", "article", "field", "name")  # of lists that a publisher's own keys hold
_WORDS = frozenset({"title", "summary", "topics"})
_WHOLE = frozenset({"said_by"})  # lists in which order and nesting are the meaning


@dataclass(frozen=True, slots=True)
class Overruled:
    """A machine value that a person replaced: what the machine held then, and what the person wrote."""

    machine: str
    yours: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier merges of this document left to remember.  Paths are those of Suggestion.field: "participants[ana-marin].role"."""

    removed: frozenset[str] = frozenset()
    overruled: Mapping[str, Overruled] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome for one document."""

    front_matter: dict[str, YamlValue]
    body: str
    memory: Memory
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A document's content, whoever made it."""

    front_matter: Map
    body: str = ""


def merge_versions(base: Version, new: Version, ours: Version, *, path: str = "", memory: Memory | None = None) -> Merge:
    """The document as it shall stand.

    For all a, b: `merge(a, b, a)` is b, `merge(a, a, b)` and `merge(a, b, b)` are b.  Merging the outcome again, with `new` as the base,
    changes nothing.  `path` (under content/) only names the document in suggestions.
    """
    merger = _Merger(path, memory or Memory(), has_base=bool(base.front_matter))
    front = merger.map(base.front_matter, new.front_matter, ours.front_matter, "")
    body = merge_body(base.body, new.body, ours.body)
    return Merge(front, body, merger.memory(), tuple(merger.suggestions))


def merge_body(base: str, new: str, ours: str) -> str:
    """The body, paragraph by paragraph: a person's paragraphs stay, unchanged ones follow the machine."""
    if ours in (base, new):
        return new
    if new == base:
        return ours
    base_parts, new_parts, our_parts = (body.split("\n\n") if body else [] for body in (base, new, ours))
    if any(len(set(parts)) < len(parts) for parts in (base_parts, new_parts, our_parts)):
        return ours  # a paragraph that stands twice has no place of its own to merge at
    kept = [part for part in our_parts if part not in base_parts or part in new_parts]
    added = [part for part in new_parts if part not in base_parts and part not in our_parts]
    return "\n\n".join(merge_order(base_parts, new_parts, our_parts, {*kept, *added}))


def merge_order(base: Sequence[str], new: Sequence[str], ours: Sequence[str], keep: set[str]) -> list[str]:
    """The keys in `keep`, in the machine's order unless a person changed it; an item of one side only goes behind its neighbour there."""
    common = [key for key in ours if key in base]
    moved = [key for key in base if key in common] != common
    lead, rest = (ours, new) if moved or not base else (new, ours)
    order = [key for key in lead if key in keep]
    for position, key in enumerate(rest):
        if key in keep and key not in order:
            before = next((earlier for earlier in reversed(rest[:position]) if earlier in order), None)
            after = next((later for later in rest[position + 1 :] if later in order), None)
            order.insert(order.index(before) + 1 if before is not None else order.index(after) if after is not None else len(order), key)
    return order


def item_key(name: str, item: YamlValue) -> str | None:
    """What tells one item of the list `name` from another; None where nothing does."""
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        return None
    if name == "participants":
        return next((value for key in ITEM_KEYS[name] if isinstance(value := item.get(key), str) and value), None)
    for keys in [ITEM_KEYS[name]] if name in ITEM_KEYS else [(key,) for key in _ANY_ITEM]:
        parts = [item.get(key, "") for key in keys]
        if any(parts) and all(isinstance(part, str) for part in parts):
            return " ".join(quote_anchor(str(part)) if key == "quote" else str(part) for key, part in zip(keys, parts, strict=True) if part)
    return None


def keyed(name: str, value: Maybe) -> dict[str, YamlValue] | None:
    """The items of a list by their keys, in order; None where an item has no key or two have the same."""
    if value is MISSING or value == "":
        return {}
    if not isinstance(value, list) or name in _WHOLE:
        return None
    keys = [item_key(name, item) for item in value]
    if None in keys or len(set(keys)) < len(keys):
        return None
    return {str(key): item for key, item in zip(keys, value, strict=True)}


def words_of(value: Maybe) -> str:
    """A value as it is shown in a suggestion: a text as it is, anything else on one line; "" for nothing."""
    if value is MISSING:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Merger:
    """Goes down the three versions together and notes what to remember."""

    def __init__(self, path: str, memory: Memory, *, has_base: bool) -> None:
        self.path, self.before = path, memory
        self.has_base = has_base  # without one (the view was lost) nothing tells what a person wrote
        self.removed, self.visited = set[str](), set[str]()
        self.overruled: dict[str, Overruled] = {}
        self.suggestions: list[Suggestion] = []

    def memory(self) -> Memory:
        unseen = self.before.removed - self.visited  # gone from all three versions for now, which is no reason to forget
        return Memory(frozenset(self.removed | unseen), {path: self.overruled[path] for path in sorted(self.overruled)})

    def map(self, base: Map, new: Map, ours: Map, at: str) -> dict[str, YamlValue]:
        """A map, key by key."""
        values = {key: self.value(_get(base, key), _get(new, key), _get(ours, key), _join(at, key), key) for key in {**new, **ours, **base}}
        order = merge_order(list(base), list(new), list(ours), {key for key, value in values.items() if value is not MISSING})
        return {key: value for key in order if (value := values[key]) is not MISSING}

    def value(self, base: Maybe, new: Maybe, ours: Maybe, at: str, name: str) -> Maybe:
        """One value.  `name` is the key under which it or its list stands."""
        self.visited.add(at)
        if ours is MISSING:
            return self._keep_removed(at) if base is not MISSING or at in self.before.removed else new
        if new is MISSING and ours == base and not self._was_set(at, ours):
            return MISSING
        if isinstance(ours, dict) and _all_maps(base, new):
            return self.map(_map(base), _map(new), ours, at)
        if isinstance(ours, list):
            parts = [keyed(name, version) for version in (base, new, ours)]
            if parts[0] is not None and parts[1] is not None and parts[2] is not None:
                return self.items(parts[0], parts[1], parts[2], at, name) or ("" if new == "" else [])
        return self._leaf(base, new, ours, at)

    def _leaf(self, base: Maybe, new: Maybe, ours: YamlValue, at: str) -> Maybe:
        """A value that is taken as a whole."""
        if ours == base and not self._was_set(at, ours):
            return new
        if ours == new:  # remembered all the same: what a person set holds when the machine, which may only echo it, changes its mind
            if self._was_set(at, ours):
                self.overruled[at] = self.before.overruled[at]
            elif self.has_base:
                self.overruled[at] = Overruled(words_of(base), words_of(ours))
            return new
        return self._keep_ours(base, new, ours, at)

    def items(self, base: Map, new: Map, ours: Map, at: str, name: str) -> list[YamlValue]:
        """A list, item by item."""
        values = {
            key: self.value(_get(base, key), _get(new, key), _get(ours, key), f"{at}[{key}]", name) for key in {**new, **ours, **base}
        }
        order = merge_order(list(base), list(new), list(ours), {key for key, value in values.items() if value is not MISSING})
        return [value for key in order if (value := values[key]) is not MISSING]

    def _keep_removed(self, at: str) -> Literal[_Missing.MISSING]:
        self.removed.add(at)
        return MISSING

    def _was_set(self, at: str, ours: YamlValue) -> bool:
        """Whether a person set this very value, so that it holds even where the machine has agreed with it for a while."""
        known = self.before.overruled.get(at)
        return known is not None and known.yours == words_of(ours)

    def _keep_ours(self, base: Maybe, new: Maybe, ours: YamlValue, at: str) -> YamlValue:
        machine, yours = words_of(new), words_of(ours)
        known = self.before.overruled.get(at)
        then = known.machine if known and known.yours == yours else words_of(base)
        if base is MISSING and at in _WORDS:  # a brief written by hand that articles have come to tell of: its words are no question
            then = machine
        self.overruled[at] = Overruled(then, yours)
        if machine != then and new is not MISSING:
            self.suggestions.append(Suggestion(self.path, at, yours, machine))
        return ours


def _get(values: Map, key: str) -> Maybe:
    return values.get(key, MISSING)


def _join(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _all_maps(*values: Maybe) -> bool:
    return all(value is MISSING or isinstance(value, dict) for value in values) and any(value is not MISSING for value in values)


def _map(value: Maybe) -> Map:
    return value if isinstance(value, dict) else {}
