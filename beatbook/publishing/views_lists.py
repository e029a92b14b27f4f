"""Home and the lists: events, people, sources, articles, places, organizations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.paging import UNDATED, year_name
from beatbook.publishing.svg_timeline import YearStrip, year_strips
from beatbook.publishing.views import ArticleRow, Desk, EventRow, Link, newest_first
from beatbook.publishing.views_profiles import EventGroup, group_by_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.publishing.heads import Tally
    from beatbook.publishing.index import Index
    from beatbook.publishing.outline import Outline, ProfileTies
    from beatbook.publishing.paging import Pager
    from beatbook.publishing.words import When


class Facet(msgspec.Struct, frozen=True):
    """One static list of events: a year, kind or status."""

    link: Link
    number: int | None  # None: said on the list of all events alone, or one event would change every list
    current: bool


class Facets(msgspec.Struct, frozen=True):
    title: str
    items: tuple[Facet, ...]


class EventListView(msgspec.Struct, frozen=True):
    title: str
    lede: str
    groups: tuple[EventGroup, ...]
    facets: tuple[Facets, ...]
    pager: Pager


class ProfileRow(msgspec.Struct, frozen=True):
    """A person, place, organization or source in a list."""

    link: Link
    known_as: str
    country: Link | None
    events: int
    articles: int
    cited: int
    last: When | None
    parent: Link | None = None


class HomeView(msgspec.Struct, frozen=True):
    lede: str
    planned: tuple[EventRow, ...]
    lapsed: tuple[EventRow, ...]
    top: EventRow | None  # of the latest the one that most rests on; None where no two reports tell of one
    gist: str  # its first two sentences
    latest: tuple[EventRow, ...]  # the others
    differ: tuple[EventRow, ...]
    people: tuple[ProfileRow, ...]
    pairs: tuple[Link, ...]
    articles: tuple[ArticleRow, ...]
    strips: tuple[YearStrip, ...]
    empty: bool


class TimelineYear(msgspec.Struct, frozen=True):
    strip: YearStrip
    rows: tuple[EventRow, ...]
    more: Link | None  # to the list of the year's events, where the rows are cut short


class TimelineView(msgspec.Struct, frozen=True):
    years: tuple[TimelineYear, ...]
    undated: tuple[EventRow, ...]
    jumps: tuple[Facet, ...]  # to the years: on this page, or each on its own
    numbers: dict[str, int]  # of the events, by their links: which of its year's it is in the table of facets


HOME_LATEST, HOME_PEOPLE, HOME_ARTICLES = 8, 10, 6


def home_view(desk: Desk) -> HomeView:
    """What a reader wants first: what is planned, what happened last, where sources differ, who matters."""
    site, index = desk.site, desk.index
    front = [event for event in index.events.values() if not event.background]
    open_plans = [event for event in front if event.status in ("expected", "planned")]
    planned = [event for event in open_plans if not event.lapsed]
    open_ids = {event.id for event in open_plans}
    past = [event for event in newest_first(front) if event.id not in open_ids]
    named = [event for event in past if event.people] or past  # one that names nobody is in the lists, not here
    latest = named[:HOME_LATEST]
    ranked = (index.facts[event.id] for event in latest)
    top = max(enumerate(ranked), key=lambda item: (item[1].origins, len(item[1].reports), -item[0]), default=(0, None))[1]
    top = top if top and len(top.reports) > 1 else None
    people = [profile for profile in index.profiles.values() if profile.type == "person" and profile.url]
    people.sort(key=lambda person: (-index.tallies[person.id].events, -index.tallies[person.id].named_in, person.name, person.id))
    pairs = sorted((pair for pair in site.pairs.values() if pair.met), key=lambda pair: (-len(pair.met), pair.id))
    return HomeView(
        lede=desk.t(
            "home.lede",
            events=desk.count("events", len(index.events)),
            articles=desk.count("articles", len(index.articles)),
            people=desk.count("people", len(people)),
        ),
        planned=tuple(desk.event_row(event.id) for event in planned[:HOME_LATEST]),
        lapsed=tuple(desk.event_row(event.id) for event in newest_first(event for event in open_plans if event.lapsed)[:3]),
        top=desk.event_row(top.id) if top else None,
        gist=" ".join(sentence.text for sentence in top.summary[:2]) if top else "",
        latest=tuple(desk.event_row(event.id) for event in latest if top is None or event.id != top.id),
        differ=tuple(desk.event_row(event.id) for event in newest_first(event for event in front if event.differs)[:4]),
        people=tuple(profile_row(desk, person.id) for person in people[:HOME_PEOPLE] if index.tallies[person.id].events),
        pairs=tuple(_pair_link(desk, pair.people, pair.url, desk.count("meetings", len(pair.met))) for pair in pairs[:4]),
        articles=tuple(desk.article_row(ident) for ident in list(index.articles)[: -HOME_ARTICLES - 1 : -1]),
        strips=(),
        empty=not index.events and not index.articles,
    )


def _pair_link(desk: Desk, people: tuple[str, str], url: str, note: str) -> Link:
    names = [link.text if (link := desk.profile(ident)) else ident for ident in people]
    return Link(desk.t("pair.title", a=names[0], b=names[1]), desk.href(url), "person", note)


def profile_row(desk: Desk, ident: str) -> ProfileRow:
    """A profile in a list."""
    profile, tally = desk.index.profiles[ident], desk.index.tallies[ident]
    last = desk.index.events[tally.last] if tally.last else None
    return ProfileRow(
        link=Link(profile.name, desk.href(profile.url), profile.type),
        known_as=tally.known_as,
        country=desk.country(tally.country) if profile.type != "state" else None,
        events=tally.events,
        articles=_articles(desk.index, tally),
        cited=tally.cited_by,
        last=desk.words.date_short(last.date, extent=last.extent) if last else None,
        parent=desk.profile(profile.parent),
    )


# ---- events


def event_list(desk: Desk, title: str, events: Iterable[str], *, lede: str, facets: tuple[Facets, ...], pager: Pager) -> EventListView:
    """Events by their ids, already in the order in which they are to stand, under their years."""
    return EventListView(title, lede, group_by_year(desk, (desk.event_row(event) for event in events)), facets, pager)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The static lists of events, and how many events each holds; None where that is not to be said."""

    years: dict[str, int | None]
    kinds: dict[str, int | None]
    statuses: dict[str, int | None]

    def uncounted(self) -> FacetCounts:
        """The same lists without their numbers."""
        return FacetCounts(dict.fromkeys(self.years), dict.fromkeys(self.kinds), dict.fromkeys(self.statuses))


def event_facets(desk: Desk, counted: FacetCounts, current: str) -> tuple[Facets, ...]:
    """The static lists by year, kind and status in the order given; `current` is the path of the list at hand."""
    groups = (
        ("by_year", "year", {year: year_name(desk, year) for year in counted.years}, counted.years),
        ("by_kind", "kind", {kind: desk.term("kinds", kind) for kind in counted.kinds}, counted.kinds),
        ("by_status", "status", {status: desk.term("status", status) for status in counted.statuses}, counted.statuses),
    )
    return tuple(
        Facets(
            desk.t(f"events.{title}"),
            tuple(
                Facet(Link(text, desk.href(url := f"events/{folder}/{key}.html")), numbers[key], url == current)
                for key, text in texts.items()
            ),
        )
        for title, folder, texts, numbers in groups
    )


# ---- profiles


def find_profiles(outline: Outline, types: Iterable[str], *, by_events: bool = False) -> list[str]:
    """Profiles of these types that have a page, by name or with most events first."""
    wanted = frozenset(types)
    found = [ident for ident, profile in outline.profiles.items() if profile.type in wanted and profile.url]
    if by_events:
        found.sort(key=lambda ident: (_weight(outline.profiles[ident]), outline.names[ident].name, ident))
    return found


def _weight(profile: ProfileTies) -> tuple[int, ...]:
    return (-len(profile.events), -len(profile.reported), -len(profile.cited_by), -len(profile.named_in))


def find_cited(outline: Outline) -> list[str]:
    """Whom the articles cite by name, most cited first."""
    cited = [ident for ident, profile in outline.profiles.items() if profile.cited_by]
    cited.sort(key=lambda ident: (-len(outline.profiles[ident].cited_by), outline.names[ident].name, ident))
    return cited


class Outlet(msgspec.Struct, frozen=True):
    """An outlet in the list of sources; one without a profile by its name as given."""

    id: str
    name: str
    articles: int


def find_outlets(outline: Outline) -> list[Outlet]:
    """Outlets with articles of their own, most articles first."""
    outlets = [
        Outlet(ident, outline.names[ident].name, len(profile.reported if profile.type == "outlet" else profile.named_in))
        for ident, profile in outline.profiles.items()
        if profile.reported
    ]
    bare: dict[str, int] = {}
    for ident, article in outline.articles.items():
        if article.outlet and (outline.article_ties[ident].outlet_id or "") not in outline.profiles:
            bare[article.outlet] = bare.get(article.outlet, 0) + 1
    outlets += [Outlet("", name, number) for name, number in bare.items()]
    return sorted(outlets, key=lambda outlet: (-outlet.articles, outlet.name))


def outlet_row(desk: Desk, outlet: Outlet) -> ProfileRow:
    if outlet.id:
        return profile_row(desk, outlet.id)
    return ProfileRow(Link(outlet.name, "", "outlet"), "", None, events=0, articles=outlet.articles, cited=0, last=None)


def _articles(index: Index, tally: Tally) -> int:
    return tally.reported if index.profiles[tally.id].type == "outlet" else tally.named_in


@dataclass(frozen=True, slots=True)
class TimelinePlan:
    """What a page of the timeline is made of beside the heads of its events."""

    events: dict[str, tuple[str, ...]]  # year -> its first events, "" for those without a known date; of the years on this page
    years: tuple[str, ...]  # all of them, newest first, "" last
    counts: dict[str, int]  # of these years, or of all
    urls: dict[str, str]  # year -> its page, where each has its own
    numbers: dict[str, int]  # event -> its place among those of its year in the table of facets


def timeline_view(desk: Desk, plan: TimelinePlan) -> TimelineView:
    """The events of the plan's years in their order, newest year first."""
    index = desk.index
    dated = [index.events[ident] for year, idents in plan.events.items() if year for ident in idents]
    strips = [strip for strip in year_strips(desk, dated) if not plan.urls or strip.year in plan.events]
    jumps = tuple(
        Facet(
            Link(year or desk.t("events.undated_short"), desk.href(plan.urls.get(year, "")) or f"#{_year_anchor(year)}"),
            plan.counts.get(year),
            bool(plan.urls) and year in plan.events,
        )
        for year in plan.years
    )
    years = tuple(_timeline_year(desk, strip, plan.events.get(strip.year, ()), plan.counts.get(strip.year, 0)) for strip in strips)
    rows = tuple(desk.event_row(ident) for ident in plan.events.get("", ()))
    numbers = {desk.href(index.events[ident].url): number for ident, number in plan.numbers.items()}
    return TimelineView(years, rows, jumps if len(jumps) > 1 else (), numbers)


def plan_timeline(outline: Outline, size: int) -> dict[str, TimelinePlan]:
    """Url -> what stands there: all years on one page, or a page a year where they would be too many rows for one."""
    by_year: dict[str, list[str]] = {}
    for event in outline.events.values():
        by_year.setdefault(event.year, []).append(event.id)
    years = (*sorted(by_year.keys() - {""}, reverse=True), *([""] if "" in by_year else []))
    counts = {year: len(by_year[year]) for year in years}
    shown = {year: tuple(by_year[year][:size]) for year in years}
    numbers = {ident: number for idents in by_year.values() for number, ident in enumerate(idents)}
    if len(outline.events) <= size:
        return {"timeline.html": TimelinePlan(shown, years, counts, {}, numbers)}
    urls = {year: "timeline.html" if not number else f"timeline/{year or UNDATED}.html" for number, year in enumerate(years)}
    return {
        url: TimelinePlan(
            {year: shown[year]},
            years,
            {year: counts[year]} if year != years[0] else counts,
            urls,
            {ident: numbers[ident] for ident in shown[year]},
        )
        for year, url in urls.items()
    }


def _timeline_year(desk: Desk, strip: YearStrip, events: Sequence[str], number: int) -> TimelineYear:
    url = f"events/year/{strip.year}.html"
    more = Link(desk.t("events.all", events=desk.count("events", number)), desk.href(url)) if number > len(events) else None
    return TimelineYear(strip, tuple(desk.event_row(event) for event in events), more)


def _year_anchor(year: str) -> str:
    return f"y{year}" if year else "undated"
