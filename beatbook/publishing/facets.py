"""The facets of events for the search page: kind, status, year, place, person and outlet of each, to be combined in the browser.

Every single facet has its static list or page as well; this is for more than one at a time.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from beatbook.publishing.views import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.publishing.heads import EventHead
    from beatbook.publishing.index import Index
    from beatbook.publishing.outline import Outline
    from beatbook.publishing.search_plan import Block
    from beatbook.publishing.words import Words

FACETS = ("kind", "status", "year", "place", "person", "outlet")


def facet_table(index: Index, words: Words, blocks: Sequence[Block], outline: Outline) -> dict[str, object]:
    """`labels`: of each facet, most frequent first (years: newest); `rows`: of each event, per facet, the numbers of its
    labels ("0|1|3||0,4|2" and a semicolon: a third of what lists would take).

    `runs` are the numbers of these events in the search index: where some in a row begin, and how many they are.
    """
    outlets = _outlets(outline)
    events = [index.events[ident] for block in blocks for ident in block.idents]
    rows = [_labels(event, outlets.get(event.id, ()), index, words) for event in events]
    labels = [_ordered(facet, (row[number] for row in rows)) for number, facet in enumerate(FACETS)]
    places = [{label: str(position) for position, label in enumerate(known)} for known in labels]
    return {
        "runs": _runs(blocks),
        "labels": labels,
        "rows": ";".join(
            "|".join(",".join([known[label] for label in found]) for known, found in zip(places, row, strict=True)) for row in rows
        ),
    }


def _runs(blocks: Iterable[Block]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for block in blocks:
        start, size = runs[-1] if runs else (0, 0)
        if runs and start + size == block.start:
            runs[-1] = start, size + len(block.idents)
        else:
            runs.append((block.start, len(block.idents)))
    return runs


def _outlets(outline: Outline) -> dict[str, set[str]]:
    """Event -> the outlets that report it."""
    found: dict[str, set[str]] = {}
    for ident, article in outline.articles.items():
        if article.outlet is not None:
            for event in outline.article_ties[ident].events:
                found.setdefault(event, set()).add(article.outlet)
    return found


def _labels(event: EventHead, outlets: Iterable[str], index: Index, words: Words) -> tuple[Iterable[str], ...]:
    profiles, year = index.profiles, year_of(event)
    names = dict.fromkeys([profiles[ident].name for ident in event.people if ident in profiles])
    return (
        (words.term("kind", event.kind),),
        (words.t("status.lapsed") if event.lapsed else words.term("status", event.status),),
        (year,) if year else (),
        (profiles[event.place].name,) if event.place and event.place in profiles else (),
        names,
        sorted(outlets),
    )


def _ordered(facet: str, rows: Iterable[Iterable[str]]) -> list[str]:
    counts: Mapping[str, int] = Counter(chain.from_iterable(rows))
    if facet == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda label: (-counts[label], label))
