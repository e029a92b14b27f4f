"""Who met whom: a matrix first, then the list of pairs, then a page for each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.svg_network import PEOPLE, Network, network_view
from beatbook.publishing.urls import pair_id
from beatbook.publishing.views import Dated, Desk, EventRow, Link
from beatbook.publishing.views_event import evidence_link, few_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.publishing.model import Pair, Site
    from beatbook.publishing.words import When

MATRIX_PEOPLE = 14  # as many names as stand side by side at 1280 px; the list below holds all
WAYS = ("met", "spoke", "attended", "planned", "called_off", "other")


class Cell(msgspec.Struct, frozen=True):
    number: int  # 0 where they have not met
    href: str
    label: str  # "Putin and Kim: 2 meetings"; "" for an empty cell
    self: bool = False


class MatrixRow(msgspec.Struct, frozen=True):
    person: Link
    cells: tuple[Cell, ...]


class PairRow(msgspec.Struct, frozen=True):
    link: Link
    numbers: tuple[int, ...]  # in the order of WAYS
    last: When | None  # of the last meeting


class MeetingsView(msgspec.Struct, frozen=True):
    people: tuple[Link, ...]  # the columns
    rows: tuple[MatrixRow, ...]
    headings: tuple[str, ...]  # of the list of pairs
    network: Network | None


class PairSection(msgspec.Struct, frozen=True):
    title: str
    rows: tuple[EventRow, ...]


class PairView(msgspec.Struct, frozen=True):
    title: str
    people: tuple[Link, ...]
    lede: str
    span: str
    sections: tuple[PairSection, ...]
    said: tuple[Link, ...] = ()  # who says that they last met: outlets, to the words


def meetings_view(desk: Desk) -> MeetingsView:
    """The matrix of the people with most meetings."""
    people = _most_met(desk.site, MATRIX_PEOPLE)
    columns = desk.profiles(people)
    return MeetingsView(
        people=columns,
        rows=tuple(
            MatrixRow(link, tuple(_cell(desk, ident, other) for other in people)) for ident, link in zip(people, columns, strict=True)
        ),
        headings=tuple(desk.t(f"meetings.{way}") for way in WAYS),
        network=network_view(desk, _most_met(desk.site, PEOPLE)),
    )


def headings_view(desk: Desk) -> MeetingsView:
    """What the pages behind the first need of it."""
    return MeetingsView(people=(), rows=(), headings=tuple(desk.t(f"meetings.{way}") for way in WAYS), network=None)


def find_pairs(pairs: Iterable[Pair]) -> list[str]:
    """Every pair, those that met most often first."""
    found = sorted(
        (pair for pair in pairs if any(getattr(pair, way) for way in WAYS)),
        key=lambda pair: (*(-len(getattr(pair, way)) for way in WAYS), pair.id),
    )
    return [pair.id for pair in found]


def pair_rows(desk: Desk, pairs: Iterable[str]) -> tuple[PairRow, ...]:
    return tuple([_pair_row(desk, desk.site.pairs[ident]) for ident in pairs])


def pair_view(desk: Desk, pair: Pair) -> PairView:
    """Everything that two people have done together, newest first."""
    links = desk.profiles(pair.people)
    a, b = (link.text for link in links)
    sections = tuple(
        PairSection(desk.t(f"pair.{way}"), desk.event_rows(getattr(pair, way), newest_first=True)) for way in WAYS if getattr(pair, way)
    )
    if not pair.met:
        return PairView(desk.t("pair.title", a=a, b=b), links, desk.t("pair.lede_none", a=a, b=b), "", sections)
    times = desk.count("times", len(pair.met))
    return PairView(
        desk.t("pair.title", a=a, b=b),
        links,
        desk.t("pair.lede_met", a=a, b=b, times=times),
        _span(desk, pair),
        sections,
        _who_says(desk, pair),
    )


def _who_says(desk: Desk, pair: Pair) -> tuple[Link, ...]:
    """The reports of their last meeting that tell of it as having taken place, each with the way to its words."""
    met = last_meeting(desk.index.events, pair)
    last = desk.index.facts[met.id] if met else None
    claims = {
        report.article: claim.anchor
        for report in (last.reports if last else ())
        for claim in reversed(report.claims)
        if claim.status == "happened" and report.article in desk.index.articles
    }
    return few_links(desk, [evidence_link(desk, article, anchor) for article, anchor in claims.items()], len(claims))


def _most_met(site: Site, most: int) -> list[str]:
    met: dict[str, int] = {}
    for pair in site.pairs.values():
        for ident in pair.people if pair.met else ():
            met[ident] = met.get(ident, 0) + len(pair.met)
    return sorted(met, key=lambda ident: (-met[ident], ident))[:most]


def _cell(desk: Desk, one: str, other: str) -> Cell:
    if one == other:
        return Cell(0, "", "", self=True)
    pair = desk.site.pairs.get(pair_id(one, other))
    if pair is None or not pair.met:
        return Cell(0, "", "")
    names = [link.text for link in desk.profiles((one, other))]
    label = desk.t("meetings.cell", a=names[0], b=names[1], meetings=desk.count("meetings", len(pair.met)))
    return Cell(len(pair.met), desk.href(pair.url), label)


def _pair_row(desk: Desk, pair: Pair) -> PairRow:
    a, b = (link.text for link in desk.profiles(pair.people))
    last = last_meeting(desk.index.events, pair)
    return PairRow(
        link=Link(desk.t("pair.title", a=a, b=b), desk.href(pair.url), "person"),
        numbers=tuple(len(getattr(pair, way)) for way in WAYS),
        last=desk.words.date_short(last.date, extent=last.extent) if last else None,
    )


def last_meeting(events: Mapping[str, Dated], pair: Pair) -> Dated | None:
    """The latest of their meetings whose date is known; where none is, one of them; None where they have not met."""
    met = [event for ident in pair.met if (event := events.get(ident))]
    return next((event for event in reversed(met) if event.date), met[-1] if met else None)


def _span(desk: Desk, pair: Pair) -> str:
    """ "The first time 25 April 2019, the last time 13 September 2023."; "" where no day is known."""
    dated = [event for ident in pair.met if (event := desk.index.events.get(ident)) and event.date]
    if not dated:
        return ""
    first, last = (desk.words.date(event.date, extent=event.extent).text for event in (dated[0], dated[-1]))
    return desk.t("pair.only", first=first) if len(dated) == 1 else desk.t("pair.first_last", first=first, last=last)
