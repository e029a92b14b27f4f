"""Which number an entry of the search index has, and which entries stand in one script of titles.

Results of one weight are shown in the order of their numbers: people and places first, those in most events before others, then events
and articles, newest first.  Every kind of profile has room of its own, and so has every year of events and of articles, filled from its
end; so one event or article more moves the numbers of those that follow it in its year, and no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beatbook.publishing.outline import Outline

BLOCK = 64  # numbers of a script of titles, about 8 kB: a page of twelve results may need as many
_PROFILES = ("person", "organization", "state", "place", "outlet", "source")
KINDS = {"state": "place", "outlet": "source"}  # as which kind of page a profile is found, where that is not its type


@dataclass(frozen=True, slots=True)
class Block:
    """Entries of one kind with numbers in a row."""

    kind: str  # person | place | organization | source | meeting | event | article | page: a facet
    start: int  # the number of the first
    idents: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number of its script."""
        return self.start // BLOCK


def plan_search(outline: Outline, pages: Iterable[str]) -> tuple[Block, ...]:
    """All entries in the order of their numbers; `pages` are the ids of those written by hand."""
    blocks: list[Block] = []
    base = 0
    for node_type in _PROFILES:
        of_type = {ident: len(ties.events) for ident, ties in outline.profiles.items() if ties.type == node_type and ties.url}
        base = _fill(blocks, KINDS.get(node_type, node_type), base, sorted(of_type, key=of_type.__getitem__, reverse=True))
    met = [pair for pair in outline.pairs.values() if pair.met and pair.met[-1] in outline.events]
    base = _fill(blocks, "meeting", base, [pair.id for pair in sorted(met, key=lambda pair: (-len(pair.met), pair.id))])
    events = ((ident, (event.year or _BEFORE) if event.dated else "") for ident, event in outline.events.items())
    base = _fill_years(blocks, "event", base, _by_year(events))
    base = _fill_years(blocks, "article", base, _by_year((ident, article.year) for ident, article in outline.articles.items()))
    _fill(blocks, "page", base, [page for page in pages if page != "about"])
    return tuple(blocks)


_BEFORE = "0000"  # the year of what is only known to be before some day


def _by_year(entries: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Year -> its entries, in the order given."""
    found: dict[str, list[str]] = {}
    for ident, year in entries:
        found.setdefault(year, []).append(ident)
    return found


def _fill_years(blocks: list[Block], kind: str, base: int, years: Mapping[str, Sequence[str]]) -> int:
    """Lays out what has a date by years, newest first, and behind it what has none; gives back the next free number.

    Room is made for whole decades: so a new year moves nothing.
    """
    undated = years.get("", ())
    room = _room(max((len(entries) for year, entries in years.items() if year), default=0))
    for decade in sorted({year[:3] for year in years if year}, reverse=True):
        for digit in reversed("0123456789"):
            entries = tuple(reversed(years.get(decade + digit, ())))
            blocks += _cut(kind, base + room - len(entries), entries)
            base += room
    return _fill(blocks, kind, base, undated)


def _fill(blocks: list[Block], kind: str, base: int, entries: Sequence[str]) -> int:
    blocks += _cut(kind, base, tuple(entries))
    return base + _room(len(entries))


def _room(entries: int) -> int:
    """Numbers for so many entries: a power of two, which stays when there are a few more."""
    return max(BLOCK, 1 << max(0, entries - 1).bit_length())


def _cut(kind: str, start: int, entries: tuple[str, ...]) -> Iterator[Block]:
    at = 0
    while at < len(entries):
        end = at + BLOCK - (start + at) % BLOCK
        yield Block(kind, start + at, entries[at:end])
        at = end
