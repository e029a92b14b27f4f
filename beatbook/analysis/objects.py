"""What stands behind a verb or noun: its object, what prepositions govern, and where the clause ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.coordination import coordinated
from beatbook.analysis.layout import REACH

if TYPE_CHECKING:
    from beatbook.analysis.layout import Layout, Node


@dataclass(frozen=True, slots=True)
class Slot:
    """What follows a verb or noun: its object ("") or what a preposition governs."""

    preposition: str
    nodes: tuple[Node, ...]
    first: int
    end: int


def slots_after(layout: Layout, index: int, *, noun: bool = False) -> tuple[Slot, ...]:
    """The object and the prepositional phrases from token `index` on, up to the end of the clause."""
    tokens = layout.tokens
    slots: list[Slot] = []
    preposition, first = "", index
    nodes: list[Node] = []
    position, end = index, clause_end(layout, index, noun=noun)
    while position < end:
        token = tokens[position]
        number = layout.node_at[position]
        if number >= 0:
            node = layout.nodes[number]
            if node.acts and not nodes:
                nodes.extend(coordinated(layout, node, leftwards=False))
                position = max(position + 1, nodes[-1].end)
            else:
                position = max(position + 1, node.end)
            continue
        if (until := _time_end(layout, position)) is not None:
            position = until
            continue
        if (
            token.lower == "of"
            and not nodes
            and (preposition or not noun)
            and (person := _titled_person(layout, position, end)) is not None
        ):
            nodes.extend(coordinated(layout, person, leftwards=False))
            position = max(position + 1, nodes[-1].end)
            continue
        if noun and token.lower in ("amid", "amidst", "despite", "because", "since", "following"):
            break
        if token.tag in ("IN", "TO") and layout.group_at[position] < 0 and not (token.lower == "of" and not noun and preposition):
            slots.append(Slot(preposition, tuple(nodes), first, position))
            preposition, nodes, first = token.lower, [], position + 1
        elif layout.group_at[position] >= 0 and (noun or layout.groups[layout.group_at[position]].form != "participle"):
            slots.append(Slot(preposition, tuple(nodes), first, position))
            preposition, nodes, first = "+verb", [], position + 1
        position += 1
    slots.append(Slot(preposition, tuple(nodes), first, end))
    return tuple(slot for slot in slots if slot.end > slot.first or slot.nodes)


def _titled_person(layout: Layout, index: int, end: int) -> Node | None:
    """The person to whose title the "of" at `index` belongs: "with the Minister of Foreign Affairs of Chile, Ines Okafor"."""
    tokens = layout.tokens
    if index == 0 or tokens[index - 1].tag not in ("NN", "NNP") or tokens[index - 1].lower in _GROUPS_OF:
        return None
    position = index + 1
    while position < min(end, index + 18):
        number = layout.node_at[position]
        if number >= 0 and layout.nodes[number].type == "person":
            node = layout.nodes[number]
            named = tokens[position - 1].tag in ("NN", "NNP") or tokens[position - 1].text == ","
            return node if named and node.first - index > 1 and node.form in ("full", "surname") and not node.modifier else None
        token = tokens[position]
        if layout.group_at[position] >= 0 or (
            token.tag not in ("NN", "NNP", "JJ", "DT", "POS", "PS", "CC") and token.lower not in ("of", "for") and token.text != ","
        ):
            return None
        if token.tag == "CC" and tokens[position + 1 : position + 2] and tokens[position + 1].tag in ("DT", "PS"):
            return None
        position += 1
    return None


_GROUPS_OF = frozenset(
    ("families", "relatives", "members", "group", "number", "supporters", "victims", "death", "widow", "son", "daughter")
)


def _time_end(layout: Layout, index: int) -> int | None:
    """Where a time expression that begins at `index`, with or without its preposition, ends."""
    for first, end, _ in layout.timexes:
        if first == index or (
            first == index + 1 and layout.tokens[index].lower in ("on", "in", "at", "by", "since", "until", "during", "for", "from")
        ):
            return end
    return None


def clause_end(layout: Layout, index: int, *, noun: bool = False) -> int:
    """Token index at which the clause that goes on at `index` ends."""
    tokens = layout.tokens
    last = min(len(tokens), index + REACH)
    for position in range(index, last):
        token = tokens[position]
        number = layout.group_at[position]
        if number >= 0 and layout.groups[number].form == "finite" and layout.groups[number].first_token == position:
            return position
        if noun and number >= 0 and layout.groups[number].form == "infinitive":
            return position
        if token.text in (";", ":", "--", "—") or (token.tag == "CS" and token.lower not in ("as", "than", "so")):
            return position
        if token.text in ("”", '"') and position > index and position + 1 < last and tokens[position + 1].text != ",":
            continue
        if (token.lower in ("and", "but", "or") or token.text == ",") and _opens_clause(layout, position):
            if token.lower == "and" and any(layout.tokens[k].lower == "between" for k in range(max(index, position - 8), position)):
                continue
            return position
    return last


def _opens_clause(layout: Layout, index: int) -> bool:
    """After this "and" or comma a new subject and its finite verb follow, or a verb without a subject of its own."""
    tokens = layout.tokens
    named = False  # a subject stands between
    for position in range(index + 1, min(len(tokens), index + 12)):
        number = layout.group_at[position]
        if number >= 0 and layout.groups[number].form != "participle":
            finite = layout.groups[number].form == "finite" and layout.groups[number].first_token == position
            return finite and (named or tokens[index].text != "," or position == index + 1)
        if (
            tokens[position].tag in ("TO", "CC", "CS")
            or (tokens[position].tag == "IN" and not named)
            or (tokens[position].text == "," and position > index + 1)
        ):
            return False
        named = named or (position not in layout.dated and tokens[position].tag in ("NN", "NNP", "PN"))
    return False
