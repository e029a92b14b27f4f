"""Who rests on whom as a picture: sources on the left, the outlets that cite them on the right, copies behind their originals.

The same stands beside it as text.  Only geometry is made here; the template draws it.  Units are pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.publishing.views import Link
    from beatbook.publishing.views_event import ReportView

COLUMN, ROW, GAP = 178, 32, 34  # widths of a column of names and of the lines between two columns; height of a row
LETTERS = 23  # of a name that fit into a column
REPORTS = 14  # more are not drawn: the text has them all
DEPTH = 3  # links of a chain that are drawn


class Box(msgspec.Struct, frozen=True):
    x: int
    y: int
    text: str
    href: str
    label: str
    outlet: bool


class Line(msgspec.Struct, frozen=True):
    path: str
    copy: bool


class Chain(msgspec.Struct, frozen=True):
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class _Node:
    """A name in the making: where it stands, and what it leads to."""

    column: int
    link: Link
    outlet: bool
    y: float = 0.0


def chain_view(reports: Sequence[ReportView]) -> Chain | None:
    """The picture of the reports on an event; None when none of them rests on another or names a source."""
    shown = reports[:REPORTS]
    depth = max((min(len(chain), DEPTH) for report in shown for chain in report.voices), default=0)
    copies = any(report.copy_of for report in shown)
    if not shown or (not depth and not copies):
        return None
    nodes, edges = _place(shown, depth)
    columns = max(node.column for node in nodes.values()) + 1
    boxes = tuple(
        Box(node.column * (COLUMN + GAP), round(node.y), _cut(node.link.text), node.link.href, node.link.text, node.outlet)
        for node in nodes.values()
    )
    lines = tuple(Line(_curve(nodes[start], nodes[end]), copy) for start, end, copy in edges)
    return Chain(columns * (COLUMN + GAP) - GAP, round(max(node.y for node in nodes.values())) + ROW // 2 + 2, boxes, lines)


def _place(reports: Sequence[ReportView], depth: int) -> tuple[dict[str, _Node], list[tuple[str, str, bool]]]:
    """Every name with its place, and the lines between them as (from, to, whether a copy)."""
    nodes: dict[str, _Node] = {}
    edges: list[tuple[str, str, bool]] = []
    by_article = {report.article.href: f"r{report.number}" for report in reports}
    for report in reports:
        key, original = f"r{report.number}", by_article.get(report.copy_of.href) if report.copy_of else None
        copied = original is not None and original in nodes
        nodes[key] = _Node(depth + (1 if copied else 0), report.outlet or report.article, outlet=True)
        if copied and original is not None:
            edges.append((original, key, True))
            continue
        for chain in report.voices:
            before = key
            for back, link in enumerate(chain[:DEPTH], 1):
                name = f"{back}:{link.text}"
                nodes.setdefault(name, _Node(depth - back, link, outlet=False))
                if (name, before, False) not in edges:
                    edges.append((name, before, False))
                before = name
    _rows(nodes, edges, depth)
    return nodes, edges


def _rows(nodes: dict[str, _Node], edges: Sequence[tuple[str, str, bool]], depth: int) -> None:
    """Outlets one below the other; each source at the height of those that cite it, no two nearer than a row."""
    for column in (depth, *range(depth - 1, -1, -1), depth + 1):
        here = [(key, node) for key, node in nodes.items() if node.column == column]
        for number, (key, node) in enumerate(here):
            near = [nodes[end].y for start, end, _ in edges if start == key] if column < depth else []
            near = near or [nodes[start].y for start, end, copy in edges if end == key and copy]
            node.y = sum(near) / len(near) if near and column != depth else ROW * number + ROW / 2
        free = ROW / 2
        for _, node in sorted(here, key=lambda item: item[1].y):
            node.y = max(node.y, free)
            free = node.y + ROW


def _curve(start: _Node, end: _Node) -> str:
    x = start.column * (COLUMN + GAP) + COLUMN + 3
    until = end.column * (COLUMN + GAP) - 5
    middle, first, last = (x + until) // 2, round(start.y), round(end.y)
    return f"M{x} {first}C{middle} {first} {middle} {last} {until} {last}"


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"
