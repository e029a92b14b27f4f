"""The shards of words of the search index: word -> the numbers of the entries in which it stands.

An entry that is added changes the lists of its words alone.  So they are made of those that the last build wrote: out of these is taken
what changed, what only has another number gets it, and the words of what changed or is new are put in.  No other entry is looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, repeat
from operator import rshift
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import msgspec

from beatbook.publishing.search_plan import BLOCK, Block
from beatbook.publishing.search_script import INDEX, Script, make_script, parse_script

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from beatbook.publishing.earlier import Earlier
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Site
    from beatbook.publishing.search_entries import Entries, Row

SHARD = 12_000  # characters of a shard of words: one to three make a query
_EARLIEST = 9_000  # characters from which on a shard may end
_ON_AVERAGE = 1_500  # characters after that at which it does

Postings = dict[str, list[int]]  # word -> its entries in order, each as the step from the one before, times 4, plus the weight


class Numbered(NamedTuple):
    """An entry with its number."""

    number: int
    kind: str
    ident: str


def write_words(postings: Mapping[str, Sequence[int]]) -> Iterator[Script]:
    """The scripts that hold these lists, in order.

    Where one ends hangs, within limits, on the word that follows: so a list that grows leaves the scripts behind it what they are.
    """
    shard: list[bytes] = []
    size = 0
    for word in sorted(postings):
        held = msgspec.json.encode(word) + b":" + msgspec.json.encode(postings[word])
        ends = size >= _EARLIEST and crc32(word.encode()) * _ON_AVERAGE < len(held) << 32
        if shard and (ends or size + len(held) > SHARD):
            yield make_script("w", b"{" + b",".join(shard) + b"}")
            shard, size = [], 0
        shard.append(held)
        size += len(held) + 1
    if shard:
        yield make_script("w", b"{" + b",".join(shard) + b"}")


def first_word(script: bytes) -> str:
    """The word with which a script begins."""
    start = script.index(b"{")
    word: str = msgspec.json.decode(script[start + 1 : script.index(b":", start)])
    return word


def find_postings(plan: Iterable[Block], entries: Entries) -> Postings:
    """The lists of all words, found by looking at every entry."""
    last: dict[str, int] = {}
    postings: Postings = {}
    for block in plan:
        for number, ident in enumerate(block.idents, block.start):
            for word, weight in entries.words(block.kind, ident).items():
                postings.setdefault(word, []).append((number - last.get(word, 0)) * 4 + weight)
                last[word] = number
    return postings


def carry_postings(plan: Sequence[Block], same: Collection[int], entries: Entries, changed: Changed, earlier: Earlier) -> Postings | None:
    """The same lists, made of those of the last build; None where these are not at hand.

    `same` are the numbers of the scripts of titles that hold the same entries as before.
    """
    index = _read(INDEX, earlier)
    shards = [_read(f"search/{name}.js", earlier) for _, name in index["words"]] if index else [None]
    before = _rows_before(index["titles"], same, earlier) if index else None
    if before is None or None in shards:
        return None
    postings: Postings = {word: steps for shard in shards for word, steps in shard.items()}  # type: ignore[union-attr]  # None is not among them
    moves, fresh = _compare(plan, same, entries, changed, before)
    _patch(postings, moves, _words_of(fresh, entries))
    return postings


class Changed:
    """The entries whose words may be others than they were."""

    def __init__(self, site: Site, index: Index, earlier: Earlier) -> None:
        tables = {name: earlier.changed(name) for name in _TABLES}
        self.known = None not in tables.values()
        found = {name: frozenset(changed or ()) for name, changed in tables.items()}
        named = found["index.profiles"] | found["index.aliases"]
        self._kinds = {"event": found["index.facts"], "article": found["index.articles"], "meeting": found["pairs"], "page": found["pages"]}
        self._profiles = named
        if named and self.known:
            naming = {ident for ident, head in index.events.items() if head.place in named or not named.isdisjoint(head.people)}
            self._kinds["event"] |= naming
            self._kinds["meeting"] |= {pair.id for pair in site.pairs.values() if not named.isdisjoint(pair.people)}

    def of(self, kind: str) -> frozenset[str]:
        """Those of a kind, by their ids."""
        return self._kinds.get(kind, self._profiles)


_TABLES = ("index.facts", "index.articles", "index.profiles", "index.aliases", "pairs", "pages")


def _read(path: str, earlier: Earlier) -> Any:
    content = earlier.read(path)
    return parse_script(content) if content else None


def _rows_before(titles: Iterable[tuple[int, str]], same: Collection[int], earlier: Earlier) -> dict[Row, list[int]] | None:
    """What the last build showed of entries whose numbers may be others now, each with the numbers that it had."""
    found: dict[Row, list[int]] = {}
    for start, name in titles:
        if start // BLOCK not in same:
            rows = _read(f"search/{name}.js", earlier)
            if rows is None:
                return None
            for number, (title, url, kind, _) in enumerate(rows, start):
                found.setdefault((title, url, kind, ""), []).append(number)
    return found


def _compare(
    plan: Sequence[Block], same: Collection[int], entries: Entries, changed: Changed, before: Mapping[Row, list[int]]
) -> tuple[dict[int, int | None], list[Numbered]]:
    """Number of an entry -> the one that it has now (None: its words are to be taken out), and the entries whose words are to be put in."""
    moves: dict[int, int | None] = {}
    fresh: list[Numbered] = []
    now: dict[Row, list[Numbered]] = {}
    for block in plan:
        others = changed.of(block.kind)
        if block.number not in same:
            for number, ident in enumerate(block.idents, block.start):
                title, url, kind, _ = entries.row(block.kind, ident)
                now.setdefault((title, url, kind, ""), []).append(Numbered(number, kind, ident))
        elif not others.isdisjoint(block.idents):
            again = [Numbered(number, block.kind, ident) for number, ident in enumerate(block.idents, block.start) if ident in others]
            fresh += again
            moves |= {one.number: None for one in again}
    for row, numbers in before.items():
        found = now.pop(row, [])
        if len(numbers) == len(found) == 1 and found[0].ident not in changed.of(found[0].kind):
            if numbers[0] != found[0].number:
                moves[numbers[0]] = found[0].number
        else:
            moves |= dict.fromkeys(numbers)
            fresh += found
    return moves, fresh + [one for found in now.values() for one in found]


def _words_of(fresh: Iterable[Numbered], entries: Entries) -> dict[str, list[int]]:
    """Word -> numbers of these entries times 4, plus the weight."""
    found: dict[str, list[int]] = {}
    for number, kind, ident in fresh:
        for word, weight in entries.words(kind, ident).items():
            found.setdefault(word, []).append(number * 4 + weight)
    return found


def _patch(postings: Postings, moves: Mapping[int, int | None], added: dict[str, list[int]]) -> None:
    """Gives entries their new numbers in all lists, takes out those without one, and puts in what is added."""
    touched = moves.keys()
    numbers_now = (number for number in moves.values() if number is not None)
    spans = _spans({*touched, *numbers_now, *(code >> 2 for codes in added.values() for code in codes)})
    for word, steps in list(postings.items()):
        numbers = list(accumulate(map(rshift, steps, repeat(2))))
        if word not in added and touched.isdisjoint(numbers):
            continue
        postings[word] = _respan(steps, numbers, spans, moves, added.pop(word, []))
        if not postings[word]:
            del postings[word]
    postings.update({word: _respan([], [], spans, moves, codes) for word, codes in added.items()})


def _spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The stretches in which these numbers lie, whole blocks of them."""
    spans: list[tuple[int, int]] = []
    for block in sorted({number // BLOCK for number in numbers}):
        start = block * BLOCK
        if spans and spans[-1][1] == start:
            spans[-1] = spans[-1][0], start + BLOCK
        else:
            spans.append((start, start + BLOCK))
    return spans


def _respan(
    steps: list[int], numbers: list[int], spans: Iterable[tuple[int, int]], moves: Mapping[int, int | None], added: list[int]
) -> list[int]:
    """A list of which these stretches are made anew, and all else is taken over."""
    cuts = [(bisect_left(numbers, start), bisect_left(numbers, end)) for start, end in spans]
    held = [(moves.get(numbers[at], numbers[at]), steps[at] & 3) for begin, end in cuts for at in range(begin, end)]
    codes = sorted([*added, *(number * 4 + weight for number, weight in held if number is not None)])
    made: list[int] = []
    last = at = used = 0
    for (_, stop), (begin, end) in zip([*spans, (0, 0)], [*cuts, (len(steps), len(steps))], strict=True):
        if begin > at:
            made.append(steps[at] + ((numbers[at - 1] if at else 0) - last) * 4)
            made += steps[at + 1 : begin]
            last = numbers[begin - 1]
        upto = bisect_left(codes, stop * 4)
        for code in codes[used:upto]:
            made.append(code - last * 4)
            last = code >> 2
        at, used = end, max(used, upto)
    return made
