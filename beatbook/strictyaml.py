"""YAML as Beatbook reads it: strings, lists and maps, nothing else, each with its line.

PyYAML's C parser does the parsing; this module walks its events, so that `no` stays "no" and `14:30` stays "14:30", so
that duplicate keys, anchors, aliases and tags are refused, and so that every complaint has a line.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Union

import yaml

from beatbook.errors import Problem, YamlError

if TYPE_CHECKING:
    from collections.abc import Iterator

YamlValue = Union[str, list["YamlValue"], dict[str, "YamlValue"]]
YamlPath = tuple[Union[str, int], ...]

MAX_DEPTH = 40  # deeper than any file of ours; keeps hostile nesting away from Python's recursion limit
_LOADER = getattr(yaml, "CLoader", yaml.Loader)  # only its parser is used: no constructor ever runs


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A parsed text.  An empty scalar is ""; an empty text is an empty map."""

    value: YamlValue
    lines: dict[YamlPath, int]  # path of keys and indexes -> 1-based line of the value (of the key, for a map's items)

    def line(self, *path: str | int) -> int | None:
        """The line of the value at `path`, or of the nearest thing above it that has one."""
        for end in range(len(path), -1, -1):
            if (found := self.lines.get(path[:end])) is not None:
                return found
        return None


def load_yaml(text: str, *, path: str, first_line: int = 1) -> YamlDocument:
    """The one document that `text` holds.

    `path` and `first_line` (the line of the file on which `text` begins) are used in messages only.
    Raises YamlError for broken YAML, several documents, tags, anchors, aliases, merge keys, duplicate keys, keys that are no
    plain strings, and nesting beyond MAX_DEPTH.
    """
    loader = _LOADER(_without_controls(text))
    try:
        return _Reader(loader, path, first_line).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + mark.line if mark else first_line
        cause = " ".join(part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part)
        raise YamlError(Problem("yaml-broken", path, f"broken YAML: {cause or error}", "key: value lines", _hint(cause), line)) from error
    finally:
        with contextlib.suppress(AttributeError):
            loader.dispose()


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: `text[start:end]`, a block list or map ending with its last value."""

    kind: Literal["scalar", "list", "map"]
    start: int
    end: int
    value: str = ""  # of a scalar
    style: str = ""  # of a scalar: "" plain, "'", '"', "|" or ">"
    flow: bool = False  # of a list or map: in brackets
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()  # keys and values of a map


def locate(text: str) -> Node:
    """Where the values of a readable text stand, as code points.  Raises yaml.YAMLError for a text that load_yaml refuses as broken."""
    loader = _LOADER(_without_controls(text))
    try:
        events = iter(loader.get_event, None)
        while not isinstance(event := next(events), yaml.NodeEvent | yaml.StreamEndEvent):
            pass
        return _locate(event, events) if isinstance(event, yaml.NodeEvent) else Node("map", 0, 0)
    finally:
        with contextlib.suppress(AttributeError):
            loader.dispose()


def load_map(text: str, *, path: str, first_line: int = 1) -> YamlDocument:
    """Like load_yaml, but the document must be a map."""
    document = load_yaml(text, path=path, first_line=first_line)
    if not isinstance(document.value, dict):
        raise YamlError(Problem("yaml-no-map", path, "the YAML holds no keys", "key: value lines", line=first_line))
    return document


def _locate(event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", start, end, str(event.value), event.style or "")
    flow, inner = bool(getattr(event, "flow_style", False)), []
    while not isinstance(after := next(events), yaml.CollectionEndEvent):
        inner.append(_locate(after, events))
    end = after.end_mark.index if flow else inner[-1].end if inner else end  # the mark of a block's end stands behind blank lines
    if isinstance(event, yaml.SequenceStartEvent):
        return Node("list", start, end, flow=flow, items=tuple(inner))
    return Node("map", start, end, flow=flow, entries=tuple(zip(inner[::2], inner[1::2], strict=True)))


class _Reader:
    """Builds one value from the parser's events, depth first."""

    def __init__(self, loader: yaml.Loader, path: str, first_line: int) -> None:
        self.loader, self.path, self.first_line = loader, path, first_line
        self.lines: dict[YamlPath, int] = {}

    def document(self) -> YamlDocument:
        self._next(yaml.StreamStartEvent)
        if isinstance(self.loader.peek_event(), yaml.StreamEndEvent):
            return YamlDocument({}, {(): self.first_line})
        self._next(yaml.DocumentStartEvent)
        value = self._value(())
        self._next(yaml.DocumentEndEvent)
        if not isinstance(event := self.loader.get_event(), yaml.StreamEndEvent):
            raise self._refuse(event, "yaml-several", "there is a second document", "one document", 'remove the second "---"')
        return YamlDocument({} if value == "" else value, self.lines)

    def _value(self, at: YamlPath) -> YamlValue:
        event = self.loader.get_event()
        self.lines.setdefault(at, self.first_line + event.start_mark.line)
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "yaml-alias", f'the alias "*{event.anchor}"', "the value itself", "write the value out")
        if event.anchor:
            raise self._refuse(event, "yaml-alias", f'the anchor "&{event.anchor}"', "no anchors", "remove it and repeat the value")
        if event.tag is not None and event.tag != "!":
            raise self._refuse(event, "yaml-tag", f'the tag "{event.tag}"', "no tags", "remove it: every value is a string")
        if len(at) > MAX_DEPTH:
            raise self._refuse(event, "yaml-deep", f"nesting deeper than {MAX_DEPTH}", "flat values")
        if isinstance(event, yaml.ScalarEvent):
            return "" if not event.style and event.value in ("~", "null") else str(event.value)
        return self._list(at) if isinstance(event, yaml.SequenceStartEvent) else self._map(at)

    def _list(self, at: YamlPath) -> list[YamlValue]:
        items: list[YamlValue] = []
        while not isinstance(self.loader.peek_event(), yaml.SequenceEndEvent):
            items.append(self._value((*at, len(items))))
        self.loader.get_event()
        return items

    def _map(self, at: YamlPath) -> dict[str, YamlValue]:
        items: dict[str, YamlValue] = {}
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
                raise self._refuse(event, "yaml-key", "a key that is no plain word", "word: value")
            key = str(event.value)
            if key == "<<" and not event.style:
                raise self._refuse(event, "yaml-alias", 'the merge key "<<"', "the values themselves", "write them out")
            if key in items:
                first = self.lines[(*at, key)]
                raise self._refuse(event, "yaml-duplicate", f'the key "{key}" stands twice, first on line {first}', "one of them")
            self.lines[(*at, key)] = self.first_line + event.start_mark.line
            items[key] = self._value((*at, key))
        return items

    def _next(self, kind: type[yaml.Event]) -> None:
        event = self.loader.get_event()
        if not isinstance(event, kind):
            raise self._refuse(event, "yaml-broken", "broken YAML", "key: value lines")

    def _refuse(self, event: yaml.Event, code: str, found: str, wanted: str, hint: str = "") -> YamlError:
        return YamlError(Problem(code, self.path, found, wanted, hint, self.first_line + event.start_mark.line))


def _without_controls(text: str) -> str:
    """The text with the characters that YAML forbids made visible as U+FFFD, so that the parser reports lines, not offsets."""
    return "".join(
        char if char >= " " and not "\x7f" <= char <= "\x9f" and not "\ud800" <= char <= "\udfff" or char in "\t\n\r\x85" else "\ufffd"
        for char in text
    )


def _hint(cause: str) -> str:
    if "tab" in cause or "\\t" in cause:
        return "indent with spaces, not with tabs"
    if "mapping values are not allowed" in cause:
        return 'put a value that holds ": " in quotes'
    return "look for a missing quote or a wrong indent on this line or the one above"
