"""Home and the lists: events, people, sources, articles, places, organizations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.svg_timeline import YearStrip, year_strips
from beatbook.publishing.views import ArticleRow, Desk, EventRow, Link, last_role, listed_people, newest_first, year_of
from beatbook.publishing.views_profiles import EventGroup, group_by_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.publishing.model import Site, SiteEvent, SiteProfile
    from beatbook.publishing.paging import Pager
    from beatbook.publishing.words import When


@dataclass(frozen=True, slots=True)
class Facet:
    """One static list of events: a year, kind or status."""

    link: Link
    number: int
    current: bool


@dataclass(frozen=True, slots=True)
class Facets:
    title: str
    items: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class EventListView:
    title: str
    lede: str
    groups: tuple[EventGroup, ...]
    facets: tuple[Facets, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A person, place, organization or source in a list."""

    link: Link
    known_as: str
    country: Link | None
    events: int
    articles: int
    cited: int
    last: When | None
    parent: Link | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
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


@dataclass(frozen=True, slots=True)
class TimelineYear:
    strip: YearStrip
    rows: tuple[EventRow, ...]
    more: Link | None  # to the list of the year's events, where the rows are cut short


@dataclass(frozen=True, slots=True)
class TimelineView:
    years: tuple[TimelineYear, ...]
    undated: tuple[EventRow, ...]
    jumps: tuple[Facet, ...]  # to the years: on this page, or each on its own
    numbers: dict[str, int]  # of the events, by their links: where the table of facets has them


HOME_LATEST, HOME_PEOPLE, HOME_ARTICLES = 8, 10, 6


def home_view(desk: Desk) -> HomeView:
    """What a reader wants first: what is planned, what happened last, where sources differ, who matters."""
    site = desk.site
    front = [event for event in site.events.values() if not event.background]
    open_plans = [event for event in front if event.status in ("expected", "planned")]
    planned = [event for event in open_plans if not event.lapsed]
    open_ids = {event.id for event in open_plans}
    past = [event for event in newest_first(front) if event.id not in open_ids]
    named = [event for event in past if event.participants] or past  # one that names nobody is in the lists, not here
    latest = named[:HOME_LATEST]
    top = max(latest, key=lambda event: (event.origins, len(event.reports), -latest.index(event)), default=None)
    top = top if top and len(top.reports) > 1 else None
    people = sorted(listed_people(site), key=lambda person: (-len(person.events), -len(person.named_in), person.name, person.id))
    pairs = sorted((pair for pair in site.pairs.values() if pair.met), key=lambda pair: (-len(pair.met), pair.id))
    return HomeView(
        lede=desk.t(
            "home.lede",
            events=desk.count("events", len(site.events)),
            articles=desk.count("articles", len(site.articles)),
            people=desk.count("people", len(people)),
        ),
        planned=tuple(desk.event_row(event) for event in planned[:HOME_LATEST]),
        lapsed=tuple(desk.event_row(event) for event in newest_first(event for event in open_plans if event.lapsed)[:3]),
        top=desk.event_row(top) if top else None,
        gist=" ".join(sentence.text for sentence in top.summary[:2]) if top else "",
        latest=tuple(desk.event_row(event) for event in latest if event is not top),
        differ=tuple(desk.event_row(event) for event in newest_first(event for event in front if event.conflicts)[:4]),
        people=tuple(profile_row(desk, person) for person in people[:HOME_PEOPLE] if person.events),
        pairs=tuple(_pair_link(desk, pair.people, pair.url, desk.count("meetings", len(pair.met))) for pair in pairs[:4]),
        articles=tuple(desk.article_row(article) for article in list(reversed(site.articles.values()))[:HOME_ARTICLES]),
        strips=(),
        empty=not site.events and not site.articles,
    )


def _pair_link(desk: Desk, people: tuple[str, str], url: str, note: str) -> Link:
    names = [link.text if (link := desk.profile(ident)) else ident for ident in people]
    return Link(desk.t("pair.title", a=names[0], b=names[1]), desk.href(url), "person", note)


def profile_row(desk: Desk, profile: SiteProfile) -> ProfileRow:
    """A profile in a list."""
    dated = [event for ident in profile.events if (event := desk.site.events.get(ident)) and event.date]
    return ProfileRow(
        link=Link(profile.name, desk.href(profile.url), profile.type),
        known_as=last_role(profile),
        country=desk.country(profile.country) if profile.type != "state" else None,
        events=len(profile.events),
        articles=len(profile.reported) if profile.type == "outlet" else len(profile.named_in),
        cited=len(profile.cited_by),
        last=desk.words.date_short(dated[-1].date, extent=dated[-1].extent) if dated else None,
        parent=desk.profile(profile.parent),
    )


# ---- events


def list_lede(desk: Desk, events: Sequence[SiteEvent]) -> str:
    """How many events and articles a list holds."""
    reports = {report.article for event in events for report in event.reports}
    return desk.t("events.lede", events=desk.count("events", len(events)), articles=desk.count("articles", len(reports)))


def event_list(
    desk: Desk, title: str, events: Sequence[SiteEvent], *, lede: str, facets: tuple[Facets, ...], pager: Pager
) -> EventListView:
    """Events, already in the order in which they are to stand, under their years."""
    return EventListView(title, lede, group_by_year(desk, (desk.event_row(event) for event in events)), facets, pager)


def event_facets(desk: Desk, events: Iterable[SiteEvent], current: str) -> tuple[Facets, ...]:
    """The static lists by year, kind and status, each with its count; `current` is the path of the list at hand."""
    years: dict[str, int] = {}
    kinds: dict[str, int] = {}
    statuses: dict[str, int] = {}
    for event in events:
        for counts, key in ((years, year_of(event) or "undated"), (kinds, event.kind), (statuses, event.status)):
            counts[key] = counts.get(key, 0) + 1
    ordered_years = sorted(years, key=lambda year: (year == "undated", "" if year == "undated" else year), reverse=False)
    dated = [year for year in reversed(ordered_years) if year != "undated"] + [year for year in ordered_years if year == "undated"]
    year_names = {year: desk.t("events.undated_short") if year == "undated" else year for year in dated}
    groups = (
        ("by_year", "year", [(year, year_names[year], years[year]) for year in dated]),
        (
            "by_kind",
            "kind",
            [(kind, desk.term("kinds", kind), kinds[kind]) for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind))],
        ),
        (
            "by_status",
            "status",
            [(name, desk.term("status", name), statuses[name]) for name in sorted(statuses, key=lambda name: (-statuses[name], name))],
        ),
    )
    return tuple(
        Facets(
            desk.t(f"events.{title}"),
            tuple(
                Facet(Link(text, desk.href(url := f"events/{folder}/{key}.html")), number, url == current) for key, text, number in items
            ),
        )
        for title, folder, items in groups
    )


# ---- profiles


def profile_rows(desk: Desk, types: Iterable[str], *, by_events: bool = False) -> tuple[ProfileRow, ...]:
    """Profiles of these types that have a page, by name or with most events first."""
    wanted = frozenset(types)
    found = [profile for profile in desk.site.profiles.values() if profile.type in wanted and profile.url]
    if by_events:
        found.sort(
            key=lambda profile: (
                -len(profile.events),
                -len(profile.reported),
                -len(profile.cited_by),
                -len(profile.named_in),
                profile.name,
                profile.id,
            )
        )
    return tuple(profile_row(desk, profile) for profile in found)


def cited_rows(desk: Desk) -> tuple[ProfileRow, ...]:
    """Whom the articles cite by name, most cited first."""
    cited = [profile for profile in desk.site.profiles.values() if profile.cited_by]
    cited.sort(key=lambda profile: (-len(profile.cited_by), profile.name, profile.id))
    return tuple(profile_row(desk, profile) for profile in cited)


def outlet_rows(desk: Desk) -> tuple[ProfileRow, ...]:
    """Outlets with articles of their own, most articles first; one without a profile by its name as given."""
    outlets = [profile_row(desk, profile) for profile in desk.site.profiles.values() if profile.reported]
    bare: dict[str, int] = {}
    for article in desk.site.articles.values():
        if article.outlet and (article.outlet_id or "") not in desk.site.profiles:
            bare[article.outlet] = bare.get(article.outlet, 0) + 1
    outlets += [
        ProfileRow(Link(name, "", "outlet"), "", None, events=0, articles=number, cited=0, last=None) for name, number in bare.items()
    ]
    return tuple(sorted(outlets, key=lambda row: (-row.articles, row.link.text)))


def timeline_years(site: Site) -> tuple[str, ...]:
    """The years of the events, newest first, "" for those without a known date last."""
    years = {year_of(event) for event in site.events.values()}
    return (*sorted(years - {""}, reverse=True), *([""] if "" in years else []))


def timeline_view(
    desk: Desk, only: str | None = None, urls: Mapping[str, str] | None = None, *, limit: int = 100, order: Mapping[str, int] | None = None
) -> TimelineView:
    """All events in their order, newest year first, or those of one year.

    `urls` are the pages of the years where each has its own, `order` the places of the events in the table of facets.
    """
    events = [event for event in desk.site.events.values() if only is None or year_of(event) == only]
    by_year: dict[str, list[SiteEvent]] = {}
    for event in desk.site.events.values():
        by_year.setdefault(year_of(event), []).append(event)
    strips = [strip for strip in year_strips(desk, events[:limit]) if only is None or strip.year == only]
    jumps = tuple(
        Facet(
            Link(year or desk.t("events.undated_short"), desk.href((urls or {}).get(year, "")) or f"#{_year_anchor(year)}"),
            len(by_year[year]),
            year == only,
        )
        for year in timeline_years(desk.site)
    )
    years = tuple(_timeline_year(desk, strip, by_year.get(strip.year, []), limit) for strip in strips)
    undated = by_year.get("", []) if not only else []
    rows = tuple(desk.event_row(event) for event in undated[:limit])
    numbers = {desk.href(event.url): order[event.id] for event in events} if order else {}
    return TimelineView(years, rows, jumps if len(jumps) > 1 else (), numbers)


def facet_order(site: Site) -> dict[str, int]:
    """The place of every event in the table of facets."""
    return {event.id: number for number, event in enumerate(newest_first(site.events.values()))}


def _timeline_year(desk: Desk, strip: YearStrip, events: list[SiteEvent], limit: int) -> TimelineYear:
    url = f"events/year/{strip.year}.html"
    more = Link(desk.t("events.all", events=desk.count("events", len(events))), desk.href(url)) if len(events) > limit else None
    return TimelineYear(strip, tuple(desk.event_row(event) for event in events[:limit]), more)


def _year_anchor(year: str) -> str:
    return f"y{year}" if year else "undated"
