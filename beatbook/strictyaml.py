"""YAML as Beatbook reads it: strings, lists and maps, nothing else, each with its line.

PyYAML's C parser does the parsing; this module walks its events, so that `no` stays "no" and `14:30` stays "14:30", so
that duplicate keys, anchors, aliases and tags are refused, and so that every complaint has a line.  No constructor of PyYAML ever
runs.  As fast as CBaseLoader: 0.25 ms for the front matter of a brief with four reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator  # noqa: TC003 - the alias beside it is read at run time by msgspec
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, Union

import yaml

from beatbook.errors import Problem, YamlError

YamlValue: TypeAlias = Union[str, list["YamlValue"], dict[str, "YamlValue"]]  # noqa: UP007 - "|" takes no forward references at run time
YamlPath: TypeAlias = tuple[str | int, ...]

MAX_DEPTH = 40  # deeper than any file of ours; keeps hostile nesting away from Python's recursion limit
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)  # Any: the two have no common type; only their parser is used
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # all but YAML 1.1's printable characters
_NULLS = frozenset({"~", "null"})


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


def load_yaml(text: str, *, path: str, first_line: int = 1) -> YamlDocument:
    """The one document that `text` holds.

    `path` and `first_line` (the line of the file on which `text` begins) are used in messages only.
    Raises YamlError for broken YAML, several documents, tags, anchors, aliases, merge keys, duplicate keys, keys that are no
    plain strings, and nesting beyond MAX_DEPTH.
    """
    try:
        return _Reader(_parse(text), path, first_line).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = first_line + mark.line if mark else first_line
        cause = " ".join(part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part)
        raise YamlError(Problem("yaml-broken", path, f"broken YAML: {cause or error}", "key: value lines", _hint(cause), line)) from error


def load_map(text: str, *, path: str, first_line: int = 1) -> YamlDocument:
    """Like load_yaml, but the document must be a map."""
    document = load_yaml(text, path=path, first_line=first_line)
    if not isinstance(document.value, dict):
        raise YamlError(Problem("yaml-no-map", path, "the YAML holds no keys", "key: value lines", line=first_line))
    return document


def locate(text: str) -> Node:
    """Where the values of a text stand that load_yaml can read, as code points; an empty map where it holds nothing."""
    events = _parse(text)
    first = next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
    return _locate(first, events) if first is not None else Node("map", 0, 0)


def _parse(text: str) -> Iterator[yaml.Event]:
    """The parser's events, with what YAML forbids made visible as U+FFFD, so that the parser reports lines and not offsets."""
    events: Iterator[yaml.Event] = yaml.parse(_FORBIDDEN.sub("\ufffd", text), Loader=_LOADER)
    return events


class _Reader:
    """Builds one value from the parser's events, depth first."""

    def __init__(self, events: Iterator[yaml.Event], path: str, first_line: int) -> None:
        self.events, self.path, self.first_line = events, path, first_line
        self.lines: dict[YamlPath, int] = {}

    def document(self) -> YamlDocument:
        value: YamlValue | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and value is not None:
                raise self._refuse(event, "yaml-several", "there is a second document", "one document", 'remove the second "---"')
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, ())
        if value is None:
            self.lines[()] = self.first_line
        return YamlDocument({} if value is None or value == "" else value, self.lines)

    def _value(self, event: yaml.Event, at: YamlPath) -> YamlValue:
        self.lines.setdefault(at, self._line(event))
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "yaml-alias", f'the alias "*{event.anchor}"', "the value itself", "write the value out")
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            raise self._refuse(event, "yaml-broken", "broken YAML", "key: value lines")
        if event.anchor:
            raise self._refuse(event, "yaml-alias", f'the anchor "&{event.anchor}"', "no anchors", "remove it and repeat the value")
        if event.tag is not None and event.tag != "!":
            raise self._refuse(event, "yaml-tag", f'the tag "{event.tag}"', "no tags", "remove it: every value is a string")
        if len(at) > MAX_DEPTH:
            raise self._refuse(event, "yaml-deep", f"nesting deeper than {MAX_DEPTH}", "flat values")
        if isinstance(event, yaml.ScalarEvent):
            return "" if not event.style and event.value in _NULLS else str(event.value)
        return self._list(at) if isinstance(event, yaml.SequenceStartEvent) else self._map(at)

    def _list(self, at: YamlPath) -> list[YamlValue]:
        items: list[YamlValue] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*at, len(items))))
        return items

    def _map(self, at: YamlPath) -> dict[str, YamlValue]:
        items: dict[str, YamlValue] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in items:
                first = self.lines[(*at, key)]
                raise self._refuse(event, "yaml-duplicate", f'the key "{key}" stands twice, first on line {first}', "one of them")
            self.lines[(*at, key)] = self._line(event)
            items[key] = self._value(next(self.events), (*at, key))
        return items

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
            raise self._refuse(event, "yaml-key", "a key that is no plain word", "word: value")
        if event.value == "<<" and not event.style:
            raise self._refuse(event, "yaml-alias", 'the merge key "<<"', "the values themselves", "write them out")
        return str(event.value)

    def _line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def _refuse(self, event: yaml.Event, code: str, found: str, wanted: str, hint: str = "") -> YamlError:
        return YamlError(Problem(code, self.path, found, wanted, hint, self._line(event)))


def _locate(event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
    start, end = _span(event)
    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", start, end, str(event.value), event.style or "")
    flow, inner = bool(getattr(event, "flow_style", False)), []
    while not isinstance(after := next(events), yaml.CollectionEndEvent):
        inner.append(_locate(after, events))
    end = _span(after)[1] if flow else inner[-1].end if inner else end  # the mark of a block's end stands behind blank lines
    if isinstance(event, yaml.SequenceStartEvent):
        return Node("list", start, end, flow=flow, items=tuple(inner))
    return Node("map", start, end, flow=flow, entries=tuple(zip(inner[::2], inner[1::2], strict=True)))


def _span(event: yaml.Event) -> tuple[int, int]:
    return (event.start_mark.index if event.start_mark else 0, event.end_mark.index if event.end_mark else 0)


def _hint(cause: str) -> str:
    if "tab" in cause or "\\t" in cause or "cannot start any token" in cause:
        return "indent with spaces, not with tabs, and quote a value that begins with a special character"
    if "mapping values are not allowed" in cause:
        return 'put a value that holds ": " in quotes'
    return "look for a missing quote or a wrong indent on this line or the one above"
