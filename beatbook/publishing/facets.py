"""The facets of events for the search page: kind, status, year, place, person and outlet of each, to be combined in the browser.

Every single facet has its static list or page as well; this is for more than one at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.publishing.views import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.publishing.model import Site, SiteEvent
    from beatbook.publishing.words import Words

FACETS = ("kind", "status", "year", "place", "person", "outlet")


def facet_table(site: Site, words: Words, events: Sequence[SiteEvent], first: int) -> dict[str, object]:
    """`labels`: of each facet, most frequent first (years: newest); `rows`: of each event, per facet, the numbers of its
    labels ("0|1|3||0,4|2" and a semicolon: a third of what lists would take).

    `first` is the number of the first event in the search index; the others follow in the order given.
    """
    rows = [_labels(event, site, words) for event in events]
    labels = [_ordered(facet, (row[number] for row in rows)) for number, facet in enumerate(FACETS)]
    places = [{label: position for position, label in enumerate(known)} for known in labels]
    return {
        "first": first,
        "labels": labels,
        "rows": ";".join(
            "|".join(",".join(str(places[number][label]) for label in found) for number, found in enumerate(row)) for row in rows
        ),
    }


def _labels(event: SiteEvent, site: Site, words: Words) -> tuple[tuple[str, ...], ...]:
    outlets = {
        article.outlet
        for report in event.reports
        if (article := site.articles.get(report.article)) is not None and article.outlet is not None
    }
    people = [ident for ident, _ in event.participants]
    names = dict.fromkeys(site.profiles[ident].name for ident in people if ident in site.profiles)
    return (
        (words.term("kind", event.kind),),
        (words.t("status.lapsed") if event.lapsed else words.term("status", event.status),),
        (year_of(event),) if year_of(event) else (),
        (site.profiles[event.place].name,) if event.place and event.place in site.profiles else (),
        tuple(names),
        tuple(sorted(outlets)),
    )


def _ordered(facet: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    counts: dict[str, int] = {}
    for row in rows:
        for label in row:
            counts[label] = counts.get(label, 0) + 1
    if facet == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda label: (-counts[label], label))
