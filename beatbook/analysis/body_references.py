"""Companies and other bodies that are meant without their name: "the two companies", "both firms", "the company".

A pair means the only two companies told of shortly before, a lone one the only company of the article, or the one told of last where the
sentence before names no other.  Where it is not clear, nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from beatbook.analysis.name_parts import Parts

_NEAR = 4  # sentences back to a pair
_PAIRS = frozenset(("companies", "firms", "banks", "carmakers", "automakers", "chipmakers", "airlines", "groups", "lenders", "drugmakers"))
_ONE = frozenset(("company", "firm", "carmaker", "automaker", "chipmaker", "airline", "lender", "drugmaker", "retailer", "brewer", "miner"))


@dataclass(frozen=True, slots=True)
class BodyReference:
    """A phrase that means bodies, by sentence position and token indexes; several for a pair."""

    sentence: int  # position in the sentences given
    start: int
    end: int
    name: str  # key of the body
    group: bool


def find_references(apart: Sequence[Parts], told: Mapping[int, Sequence[tuple[int, str]]]) -> Iterator[BodyReference]:
    """What "the two companies" and "the company" mean; `told` holds per sentence the companies that it names, by token and key."""
    everybody = {key for found in told.values() for _, key in found}
    for position, parts in enumerate(apart):
        if parts.headline:
            continue
        tokens = parts.sentence.tokens
        for index in range(len(tokens) - 1):
            lower, following = tokens[index].lower, tokens[index + 1].lower
            pair = 2 if lower == "both" and following in _PAIRS else 0
            if lower == "the" and following == "two" and index + 2 < len(tokens) and tokens[index + 2].lower in _PAIRS:
                pair = 3
            if pair:
                yield from (
                    BodyReference(position, index, index + pair, key, group=True) for key in _two_before(position, index, told, everybody)
                )
            alone = lower == "the" and following in _ONE and not _goes_on(parts, index + 2)
            if alone and (key := _one_before(position, index, told, everybody)):
                yield BodyReference(position, index, index + 2, key, group=False)


def _goes_on(parts: Parts, at: int) -> bool:
    """ "the company car", "the company that", "the company Nordvell": another thing, or one that is told here."""
    tokens = parts.sentence.tokens
    if at >= len(tokens):
        return False
    return tokens[at].tag in ("NN", "NNP", "CS", "POS") or tokens[at].lower in ("of", "behind", "in", "that", "which")


def _before(position: int, index: int, told: Mapping[int, Sequence[tuple[int, str]]]) -> Callable[[int], list[str]]:
    def keys(back: int) -> list[str]:
        return [key for at, key in told.get(position - back, ()) if back or at < index]

    return keys


def _two_before(position: int, index: int, told: Mapping[int, Sequence[tuple[int, str]]], everybody: set[str]) -> list[str]:
    keys = _before(position, index, told)
    for back in range(_NEAR + 1):
        found = sorted(set(keys(back)))
        if len(found) == 2:
            return found
        if len(found) > 2:
            return []
    return sorted(everybody) if len(everybody) == 2 else []


def _one_before(position: int, index: int, told: Mapping[int, Sequence[tuple[int, str]]], everybody: set[str]) -> str:
    keys = _before(position, index, told)
    for back in range(3):
        found = sorted(set(keys(back)))
        if found:
            return found[0] if len(found) == 1 else ""
    return next(iter(everybody)) if len(everybody) == 1 else ""
