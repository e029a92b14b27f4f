"""Uncredited copies: sketches of word 8-grams, and how much of one text stands in another."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDS_PER_SHINGLE = 8  # shorter ones are shared by texts that only quote the same sentence
SKETCH_SIZE = 128  # standard error of an overlap of one half: 0.044
LIKELY_COPY = 0.5  # of the shorter text's shingles; two reports that share all their quotes stay below 0.3
_CROWD = 40  # a shingle in more texts than these is a stock phrase or a mass reprint: linked to its neighbours in order only
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two articles, in order of their ids, and the share of the shorter one's wording that stands in the other."""

    first: str
    second: str
    share: float


def sketch(texts: Iterable[str]) -> tuple[int, ...]:
    """The SKETCH_SIZE smallest 32-bit hashes of the word 8-grams of `texts`, sorted: the same words give the same sketch anywhere.

    Shingles run across paragraphs, so that another division into paragraphs changes nothing.  Fewer than eight words: empty.
    """
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    shingles = {" ".join(words[at : at + WORDS_PER_SHINGLE]) for at in range(len(words) - WORDS_PER_SHINGLE + 1)}
    return tuple(sorted({zlib.crc32(shingle.encode()) for shingle in shingles})[:SKETCH_SIZE])


def overlap(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """An estimate, 0 to 1, of the share of the shorter text's shingles that the longer one holds too.

    Below the smaller of the two largest hashes both sketches are complete samples, so a text that was cut still counts as copied.
    """
    if not one or not other:
        return 0.0
    limit = min((sketch[-1] for sketch in (one, other) if len(sketch) == SKETCH_SIZE), default=0xFFFFFFFF)
    left, right = {value for value in one if value <= limit}, {value for value in other if value <= limit}
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def find_overlaps(sketches: Mapping[str, tuple[int, ...]], *, at_least: float = LIKELY_COPY) -> tuple[Overlap, ...]:
    """Every pair of articles whose overlap is `at_least` that, in order of their ids.

    Near-linear: only pairs that share a shingle are compared.
    """
    holders: dict[int, list[str]] = {}
    for name in sorted(sketches):
        for value in sketches[name]:
            holders.setdefault(value, []).append(name)
    pairs = {pair for names in holders.values() for pair in (combinations(names, 2) if len(names) <= _CROWD else pairwise(names))}
    overlaps = (Overlap(first, second, overlap(sketches[first], sketches[second])) for first, second in sorted(pairs))
    return tuple(found for found in overlaps if found.share >= at_least)
