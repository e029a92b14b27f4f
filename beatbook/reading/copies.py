"""Uncredited copies: sketches of word 8-grams, and how much of one text stands in another."""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDS_PER_SHINGLE = 8  # shorter ones are shared by texts that only quote the same sentence
SKETCH_SIZE = 128  # standard error of an overlap of one half: 0.044
LIKELY_COPY = 0.5  # of the shorter text's shingles; two reports that share all their quotes stay below 0.3
CROWD = 40  # a shingle in more texts than these is a stock phrase or a mass reprint: linked to its neighbours in order only
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
    limit = min(_reach(one), _reach(other))
    fewer = min(bisect_right(one, limit), bisect_right(other, limit))
    return len(set(one).intersection(other)) / fewer if fewer else 0.0  # what both hold never lies above the limit


def _reach(sketch: tuple[int, ...]) -> int:
    """Up to which hash a sketch holds all that its text has."""
    return sketch[-1] if len(sketch) == SKETCH_SIZE else 0xFFFFFFFF


def find_overlaps(sketches: Mapping[str, tuple[int, ...]], *, at_least: float = LIKELY_COPY) -> tuple[Overlap, ...]:
    """Every pair of articles whose overlap is `at_least` that, in order of their ids.

    Near-linear: only pairs that share a shingle are looked at, what they share is counted on the way, and those of which it cannot be
    enough are never compared.
    """
    sizes = Counter(chain.from_iterable(sketches.values()))
    bits = {value: 1 << number for number, value in enumerate(value for value, size in sizes.items() if size > CROWD)}
    stock = {name: sum(bits[value] for value in sketch if value in bits) for name, sketch in sketches.items()}  # a bit for each phrase
    nearest = min(map(_reach, sketches.values()), default=0)  # up to here every sketch is complete
    least = {name: bisect_right(sketch, nearest) * at_least for name, sketch in sketches.items()}  # what a pair shares at least
    holders: dict[int, list[str]] = defaultdict(list)  # of those before; of a stock phrase the last one alone
    found: list[Overlap] = []
    for second in sorted(sketches):
        sketch, phrases, enough = sketches[second], stock[second], least[second]
        shared = Counter(chain.from_iterable([holders[value] for value in sketch if value in holders and value not in bits]))
        likely = {first for value in sketch if value in bits for first in holders[value]}.difference(shared)
        for first, count in (*shared.items(), *((first, 0) for first in likely)):
            total = count + (phrases & stock[first]).bit_count()
            if (total >= enough or total >= least[first]) and (share := overlap(sketches[first], sketch)) >= at_least:
                found.append(Overlap(first, second, share))
        for value in sketch:
            if value in bits:
                holders[value] = [second]
            elif sizes[value] > 1:
                holders[value].append(second)
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.second)))
