"""Which names and nouns of a sentence are members of one list: "the ministers of Peru and Chile", "A, B and C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.layout import Layout, Node


def coordinated(layout: Layout, node: Node, *, leftwards: bool) -> tuple[Node, ...]:
    """The node and those joined to it by "and" or commas, in text order; insertions that mean the same are left out."""
    found = [node]
    position = layout.nodes.index(node)
    step = -1 if leftwards else 1
    index = position + step
    while 0 <= index < len(layout.nodes):
        other = layout.nodes[index]
        left, right = (other, found[0]) if leftwards else (found[-1], other)
        if leftwards and (other.first >= _title_start(layout, right, 0) or _in_relative(layout, other, right)):
            index += step
            continue
        if not leftwards and other.type != "person" and _in_title(layout, other, index, left.end):
            index += step
            continue
        if other.modifier and not other.body:
            if not _only_title(layout, other, found[0] if leftwards else None):
                break
            index += step
            continue
        if not joined(layout, left, right):
            break
        if not set(other.entities) <= {entity for each in found for entity in each.entities}:
            found = [other, *found] if leftwards else [*found, other]
        index += step
    return tuple(found)


def _only_title(layout: Layout, modifier: Node, right: Node | None) -> bool:
    """The modifier belongs to the name on its right ("Russian President Vladimir Putin"): coordination looks past it."""
    tokens = layout.tokens
    position = layout.nodes.index(modifier) + 1
    following = right if right is not None else (layout.nodes[position] if position < len(layout.nodes) else None)
    if following is None or (modifier.possessor and following.type != "person"):
        return False
    return all(
        tokens[index].tag in ("NN", "NNP", "JJ", "POS", "VBN")
        or tokens[index].text == ","
        or (tokens[index].lower == "and" and tokens[index - 1].tag in ("NN", "JJ"))
        for index in range(modifier.end, following.first)
    )


def _title_start(layout: Layout, node: Node, stop: int) -> int:
    """Where the phrase begins that a name explains: "the chairman of the committee, Colonel Okoro"; else the name's start."""
    tokens = layout.tokens
    comma = node.first - 1
    while comma > stop and tokens[comma].tag in ("NNP", "NN", "JJ") and node.first - comma < 5:
        comma -= 1
    if node.type != "person" or comma <= stop or tokens[comma].text != ",":
        return node.first
    start = None
    index = comma - 1
    while index >= stop and comma - index < 18:
        token = tokens[index]
        if token.tag in ("DT", "PS"):
            start = index
        elif token.tag not in ("NN", "NNP", "JJ", "POS", "CD") and token.lower not in ("of", "for"):
            break
        index -= 1
    opens = start is not None and start > 0 and tokens[start - 1].lower in ("and", "&", ",", "with", "by", "between", "of", "to", "as")
    return start if opens and start is not None else node.first


def _in_title(layout: Layout, other: Node, position: int, stop: int) -> bool:
    """The node belongs to the title of a person behind it: "the head of Acme, Paul Okoro"."""
    return any(_title_start(layout, after, stop) <= other.first for after in layout.nodes[position + 1 : position + 4])


def _behind_relative(layout: Layout, index: int, end: int) -> int:
    """Where the relative clause that opens at token `index` closes, before "and": "Berg, who led the talks, and Okoro"; else `index`."""
    tokens = layout.tokens
    if index + 1 >= end or tokens[index].text != "," or tokens[index + 1].lower not in ("who", "whose", "whom"):
        return index
    return next(
        (at for at in range(index + 2, min(end, index + 22)) if tokens[at].text == "," and tokens[at + 1].lower in ("and", "&")), index
    )


def _in_relative(layout: Layout, node: Node, right: Node) -> bool:
    """The node stands in a relative clause that closes before "and" and the name on the right."""
    tokens = layout.tokens
    for index in range(node.first - 1, max(0, node.first - 18), -1):
        if tokens[index].lower in ("who", "whose", "whom") and tokens[index - 1].text == ",":
            closed = _behind_relative(layout, index - 1, right.first)
            return closed > node.first and any(layout.group_at[at] >= 0 for at in range(index, closed))
        if tokens[index].text in (";", ":"):
            return False
    return False


def joined(layout: Layout, left: Node, right: Node) -> bool:  # noqa: C901  a list of cases, in order
    """Between the two nodes stands "and" or a comma with nothing but titles; a parenthesis such as "(R)" is skipped."""
    tokens = layout.tokens
    if left.first == right.first or (left.end > right.first):
        return True  # one hyphenated token: "Berg-Okoro"
    between = list(range(_behind_relative(layout, left.end, right.first), _title_start(layout, right, left.end)))
    joins = False
    depth = 0
    commas = 0
    for index in between:
        token = tokens[index]
        if token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth -= 1
        elif depth > 0:
            continue
        elif token.lower in ("and", "&") or token.text in ("-", "–", "/"):
            joins = True
        elif token.text == ",":
            commas += 1
            joins = True
        elif token.lower in ("with", "alongside", "together", "along", "well", "as"):
            if token.lower == "with" and not (index and tokens[index - 1].lower in ("along", "together")):
                return False
            joins = True
        elif layout.group_at[index] >= 0 or token.tag not in ("NN", "NNP", "JJ", "DT", "POS", "PS", "CD", "VBN"):
            return False
    if commas and not _list_goes_on(layout, left, right, between):
        return False
    return joins and commas < 3


def _list_goes_on(layout: Layout, left: Node, right: Node, between: Sequence[int]) -> bool:
    """A comma joins two names only in a list that ends with "and"; otherwise it opens an apposition or a new clause."""
    tokens = layout.tokens
    if any(tokens[index].lower in ("and", "&") for index in between):
        return True
    if set(left.entities) & set(right.entities):
        return True
    for index in range(right.end, min(len(tokens), right.end + 14)):
        token = tokens[index]
        if token.lower in ("and", "&"):
            return any(layout.node_at[k] >= 0 for k in range(index + 1, min(len(tokens), index + 7)))
        if layout.group_at[index] >= 0 or token.tag in ("CS", "IN", "TO"):
            return False
    return False
