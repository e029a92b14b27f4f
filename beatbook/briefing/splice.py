"""Changes to the text of an edited document, value by value, so that every other byte stays.

The parser's marks say where each value stands.  The two versions are compared; each difference becomes an edit of the smallest piece
of text that holds it: a scalar in its place, an item or a key with its line.  Where the text is laid out in a way that this does not
follow (a comment inside brackets, a map that begins on its dash's line), the whole value of the front matter's key is written anew; and
what comes out is read again before it counts, so that a mistake here costs style, never content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.briefing.comments import comments_of, with_comments
from beatbook.briefing.document import FENCE, document_id, find_layout, format_document, parse_document
from beatbook.briefing.emitter import format_block, format_entry, format_flow, format_item, inline
from beatbook.briefing.model import Document
from beatbook.briefing.three_way import keyed
from beatbook.errors import YamlError
from beatbook.strictyaml import Node, YamlValue, locate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.briefing.model import DocumentType


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the text from `start` to before `end`."""

    start: int
    end: int
    text: str


class _TooHardError(Exception):
    """The layout is one that is not edited in place."""


def splice_document(text: str, wanted: Document) -> str:
    """The `text` changed as little as possible so that it reads as `wanted`.  `text` must be readable.

    Line ends of Windows stay where a file has them.  A comment on what goes moves to the end of the front matter.
    """
    unix = text.replace("\r\n", "\n") if text.startswith(f"{FENCE}\r\n") else text
    spliced = with_comments(_splice(unix, wanted), comments_of(unix))
    return spliced.replace("\n", "\r\n") if unix != text else spliced


def _splice(text: str, wanted: Document) -> str:
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(bom)
    layout = find_layout(text, path=wanted.path, type=wanted.type)
    now = parse_document(text, path=wanted.path, type=wanted.type)
    front = text[layout.front_start : layout.front_end]
    body = text[layout.body_start :] if now.body == wanted.body else f"\n{wanted.body}\n" if wanted.body else ""
    head, fence = text[: layout.front_start], text[layout.front_end : layout.body_start]
    for careful in (False, True):
        try:
            edited = splice_front_matter(front, now.front_matter, wanted.front_matter, whole_values=careful)
        except _TooHardError:
            continue
        result = f"{head}{edited}{fence}{body}"
        if _reads_as(result, wanted.path, wanted.type, wanted):
            return bom + result
    return bom + format_document(wanted)


def splice_front_matter(text: str, now: Mapping[str, YamlValue], wanted: Mapping[str, YamlValue], *, whole_values: bool = False) -> str:
    """The block map `text`, which reads as `now`, so that it reads as `wanted`; `whole_values` goes no deeper than its keys."""
    if dict(now) == dict(wanted):
        return text
    if not now:
        return text + "".join(format_entry(key, value) for key, value in wanted.items())
    root = locate(text)
    edits = _Splicer(text, whole_values=whole_values).map(root, now, wanted)
    return apply_edits(text, edits)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made.  Raises _TooHardError where two overlap."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise _TooHardError
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _reads_as(text: str, path: str, type: DocumentType, wanted: Document) -> bool:  # noqa: A002 - the field's own name
    try:
        return parse_document(text, path=path, type=type) == Document(type, document_id(path), wanted.front_matter, wanted.body)
    except YamlError:
        return False


class _Splicer:
    """Compares two versions along the marks of the first and collects edits."""

    def __init__(self, text: str, *, whole_values: bool) -> None:
        self.text, self.whole_values = text, whole_values

    # ---- maps

    def map(self, node: Node, now: Mapping[str, YamlValue], wanted: Mapping[str, YamlValue]) -> list[Edit]:
        entries = {key.value: (key, value) for key, value in node.entries}
        edits: list[Edit] = []
        for name, (key, value) in entries.items():
            if name not in wanted:
                edits.append(self._cut(node, key, value))
            elif now[name] != wanted[name]:
                edits += self.value(name, value, now[name], wanted[name], node, key)
        before: Node | None = None
        lines: dict[int, str] = {}
        for name, item in wanted.items():  # new keys go behind the key that stands before them
            if name in entries:
                before = entries[name][1]
                continue
            if node.flow:
                raise _TooHardError
            at = self._line_end(before.end) if before else self._line_start(node.entries[0][0].start)
            lines[at] = lines.get(at, "") + self._line_break(at) + format_entry(name, item, self._column(node.entries[0][0].start))
        return edits + [Edit(at, at, text) for at, text in lines.items()]

    def value(self, name: str, node: Node, now: YamlValue, wanted: YamlValue, parent: Node, key: Node) -> list[Edit]:
        """One value of a map."""
        if not self.whole_values:
            deeper = self._inside(name, node, now, wanted)
            if deeper is not None:
                return deeper
        column = self._column(key.start)
        block = None if parent.flow else format_block(name, wanted, column)
        start = self._colon_end(key)
        is_block = node.kind != "scalar" and not node.flow
        if block is None and is_block:  # a block under its key becomes a value on the key's line
            at = self._line_end(start)
            return [Edit(start, start, inline(wanted)), Edit(at, self._line_end(node.end), "")]
        if block is None:
            return [self._put(node, format_flow(wanted) if parent.flow else inline(wanted).strip())]
        if is_block:  # its lines are replaced
            return [Edit(self._line_end(start), self._line_end(node.end), self._line_break(self._line_end(start)) + block)]
        at = self._line_end(node.end)
        return [Edit(start, node.end, ""), Edit(at, at, self._line_break(at) + block)]

    def _inside(self, name: str, node: Node, now: YamlValue, wanted: YamlValue) -> list[Edit] | None:
        """The edits inside a map or list, or None where the value must be replaced whole."""
        try:
            if isinstance(now, dict) and isinstance(wanted, dict) and now and wanted:
                return self.map(node, now, wanted)
            if isinstance(now, list) and isinstance(wanted, list) and now and wanted:
                return self.items(name, node, now, wanted)
        except _TooHardError:
            pass
        return None

    # ---- lists

    def items(self, name: str, node: Node, now: list[YamlValue], wanted: list[YamlValue]) -> list[Edit]:
        olds, news = keyed(name, now), keyed(name, wanted)
        if olds is None or news is None or [key for key in olds if key in news] != [key for key in news if key in olds]:
            raise _TooHardError
        nodes = dict(zip(olds, node.items, strict=True))
        if not any(key in news for key in olds):
            raise _TooHardError
        edits: list[Edit] = []
        for key, item in nodes.items():
            if key not in news:
                edits.append(self._cut_item(node, item))
            elif olds[key] != news[key]:
                inner = self._inside(name, item, olds[key], news[key])
                edits += [self._put(item, format_flow(news[key]))] if inner is None else inner
        return edits + self._insertions(name, node, nodes, news)

    def _insertions(self, name: str, node: Node, nodes: dict[str, Node], news: dict[str, YamlValue]) -> list[Edit]:
        """New items, each behind the item that stands before it."""
        before: Node | None = None
        texts: dict[int, str] = {}
        first = node.items[0]
        for key, item in news.items():
            if key in nodes:
                before = nodes[key]
            elif node.flow:
                at = before.end if before else first.start
                texts[at] = texts.get(at, "") + (f", {format_flow(item)}" if before else f"{format_flow(item)}, ")
            else:
                dash = self._dash(first)
                at = self._line_end(before.end) if before else self._line_start(dash)
                texts[at] = texts.get(at, "") + self._line_break(at) + format_item(name, item, self._column(dash))
        return [Edit(at, at, text) for at, text in texts.items()]

    def _cut_item(self, node: Node, item: Node) -> Edit:
        if node.flow:
            return self._cut_between(node, item.start, item.end, [other.start for other in node.items], [other.end for other in node.items])
        return Edit(self._line_start(self._dash(item)), self._line_end(item.end), "")

    def _dash(self, item: Node) -> int:
        """Where the "-" of a block list's item stands, which must be the first mark of its line."""
        at = len(self.text[: item.start].rstrip(" \n")) - 1
        if at < 0 or self.text[at] != "-" or self.text[self._line_start(at) : at].strip(" "):
            raise _TooHardError
        return at

    # ---- pieces of text

    def _cut(self, node: Node, key: Node, value: Node) -> Edit:
        """The removal of a key with its value."""
        if node.flow:
            return self._cut_between(node, key.start, value.end, [k.start for k, _ in node.entries], [v.end for _, v in node.entries])
        start = self._line_start(key.start)
        if self.text[start : key.start].strip(" "):
            raise _TooHardError
        return Edit(start, self._line_end(max(value.end, self._colon_end(key))), "")

    def _cut_between(self, node: Node, start: int, end: int, starts: list[int], ends: list[int]) -> Edit:
        """The removal of one piece of a list in brackets, with one of the commas beside it."""
        later = next((other for other in starts if other >= end), None)
        earlier = next((other for other in reversed(ends) if other <= start), None)
        cut = Edit(start, later, "") if later is not None else Edit(earlier if earlier is not None else start, end, "")
        if "#" in self.text[node.start : node.end] and "\n" in self.text[node.start : node.end]:
            raise _TooHardError  # there may be a comment inside the brackets
        return cut

    def _put(self, node: Node, words: str) -> Edit:
        """A value in place of another one."""
        end = node.end
        if node.style in ("|", ">"):
            end = node.start + len(self.text[node.start : end].rstrip())
        space = " " if words and node.start and self.text[node.start - 1] in ":-" else ""
        written = space + (words or self._nothing(node))
        ends_line = not written and self.text[end : end + 1] in ("", "\n")
        return Edit(len(self.text[: node.start].rstrip(" ")) if ends_line else node.start, max(end, node.start), written)

    def _nothing(self, node: Node) -> str:
        return (
            '""'
            if self.text[node.start - 1 : node.start] not in (" ", ":") or self.text[node.end : node.end + 1] in (",", "}", "]")
            else ""
        )

    def _colon_end(self, key: Node) -> int:
        """Behind the colon of a key."""
        at = self.text.find(":", key.end)
        if at < 0 or self.text[key.end : at].strip(" "):
            raise _TooHardError
        return at + 1

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Behind the end of the line on which `at` stands (of the line before, where `at` begins one)."""
        if at and self.text[at - 1] == "\n":
            return at
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def _line_break(self, at: int) -> str:
        """A line end, where the text before `at` lacks its own."""
        return "\n" if at and self.text[at - 1] != "\n" else ""
