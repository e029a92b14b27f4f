"""Who met whom as a picture: names one below the other, an arc from one to another for those who met.

Of the ways to draw a network this one keeps every name readable and every arc traceable, on a phone as well, and is the same on every
build.  Only geometry is made here; the template draws it, every name and arc a link.  Units are pixels of a picture 340 wide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.publishing.views import Desk, Link

WIDTH, ROW, NAME_X = 340, 26, 168  # rows are at least as high as a target must be (24 px, WCAG 2.5.8)
PEOPLE = 24
ROUNDS = 12  # of putting each name between those whom it met; after these the order hardly changes
DEEPEST = 146  # how far the longest arc reaches
LETTERS = 21  # of a name that fit beside the arcs


class Node(msgspec.Struct, frozen=True):
    y: int
    href: str
    name: str  # cut to what fits
    label: str


class Arc(msgspec.Struct, frozen=True):
    path: str
    width: float
    href: str
    label: str  # "Putin and Kim: 2 meetings"


class Network(msgspec.Struct, frozen=True):
    width: int
    height: int
    x: int  # where names end and arcs begin
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]


def network_view(desk: Desk, people: Sequence[str]) -> Network | None:
    """The picture of these people; None when fewer than three have met, for then there is nothing to see."""
    met = [
        (frozenset(pair.people), pair)
        for pair in desk.site.pairs.values()
        if pair.met and all(ident in people[:PEOPLE] for ident in pair.people)
    ]
    shown = [ident for ident in people[:PEOPLE] if any(ident in two for two, _ in met)]
    if len(shown) < 3:
        return None
    order = _order(shown, [two for two, _ in met])
    row = {ident: number for number, ident in enumerate(order)}
    links = dict(zip(order, desk.profiles(order), strict=True))
    arcs = []
    for _, pair in sorted(met, key=lambda item: (len(item[1].met), item[1].id)):  # most meetings last: on top
        first, last = sorted(row[ident] for ident in pair.people)
        names = [links[ident].text for ident in pair.people]
        label = desk.t("meetings.cell", a=names[0], b=names[1], meetings=desk.count("meetings", len(pair.met)))
        arcs.append(Arc(_path(first, last, len(order)), min(1.2 + 0.9 * (len(pair.met) - 1), 6.0), desk.href(pair.url), label))
    nodes = tuple(_node(links[ident], number) for number, ident in enumerate(order))
    return Network(WIDTH, ROW * len(order), NAME_X, nodes, tuple(arcs))


def _node(link: Link, number: int) -> Node:
    name = link.text if len(link.text) <= LETTERS else f"{link.text[: LETTERS - 1].rstrip()}…"
    return Node(ROW * number + ROW // 2, link.href, name, link.text)


def _order(people: Sequence[str], met: Sequence[frozenset[str]]) -> list[str]:
    """Names so that those who met stand near each other: each moves to the middle of those whom it met, a few times over."""
    others = {ident: [other for two in met if ident in two for other in two if other != ident] for ident in people}
    place = {ident: float(number) for number, ident in enumerate(people)}
    for _ in range(ROUNDS):
        middle = {ident: (place[ident] + sum(place[other] for other in others[ident])) / (1 + len(others[ident])) for ident in people}
        ordered = sorted(people, key=lambda ident: (middle[ident], ident))
        place = {ident: float(number) for number, ident in enumerate(ordered)}
    return sorted(people, key=lambda ident: place[ident])


def _path(first: int, last: int, rows: int) -> str:
    x, depth = NAME_X + 14, 16 + (DEEPEST - 16) * ((last - first) / max(rows - 1, 1)) ** 0.7
    start, end, far = ROW * first + ROW // 2, ROW * last + ROW // 2, round(x + depth * 4 / 3, 1)
    return f"M{x} {start}C{far} {start} {far} {end} {x} {end}"
