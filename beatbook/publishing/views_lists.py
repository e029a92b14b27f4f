"""Home and the lists: events, people, sources, articles, places, organizations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.svg_timeline import YearStrip, year_strips
from beatbook.publishing.views import ArticleRow, Desk, EventRow, Link, listed_people, newest_first, year_of
from beatbook.publishing.views_profiles import EventGroup, group_by_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.publishing.model import SiteEvent, SiteProfile
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
class Pager:
    """The pages of a long list; empty when it has only one."""

    pages: tuple[Facet, ...]


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
class Letter:
    """Profiles under their first letter."""

    letter: str
    rows: tuple[ProfileRow, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    lede: str
    planned: tuple[EventRow, ...]
    lapsed: tuple[EventRow, ...]
    latest: tuple[EventRow, ...]
    differ: tuple[EventRow, ...]
    people: tuple[ProfileRow, ...]
    pairs: tuple[Link, ...]
    articles: tuple[ArticleRow, ...]
    strips: tuple[YearStrip, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class TimelineView:
    years: tuple[tuple[YearStrip, tuple[EventRow, ...]], ...]
    undated: tuple[EventRow, ...]


HOME_LATEST, HOME_PEOPLE, HOME_ARTICLES = 8, 10, 6


def home_view(desk: Desk) -> HomeView:
    """What a reader wants first: what is planned, what happened last, where sources differ, who matters."""
    site = desk.site
    front = [event for event in site.events.values() if not event.background]
    open_plans = [event for event in front if event.status in ("expected", "planned")]
    planned = [event for event in open_plans if not event.lapsed]
    past = [event for event in newest_first(front) if event not in open_plans]
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
        latest=tuple(desk.event_row(event) for event in past[:HOME_LATEST]),
        differ=tuple(desk.event_row(event) for event in newest_first(event for event in front if event.conflicts)[:4]),
        people=tuple(profile_row(desk, person) for person in people[:HOME_PEOPLE]),
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
        known_as=profile.roles[-1].title if profile.roles else "",
        country=desk.country(profile.country) if profile.type != "state" else None,
        events=len(profile.events),
        articles=len(profile.reported) if profile.type == "outlet" else len(profile.named_in),
        cited=len(profile.cited_by),
        last=desk.words.date_short(dated[-1].date, extent=dated[-1].extent) if dated else None,
        parent=desk.profile(profile.parent),
    )


# ---- events


def event_list(desk: Desk, title: str, events: Sequence[SiteEvent], *, facets: tuple[Facets, ...], pager: Pager) -> EventListView:
    """Events, already in the order in which they are to stand, under their years."""
    reports = {report.article for event in events for report in event.reports}
    lede = desk.t("events.lede", events=desk.count("events", len(events)), articles=desk.count("articles", len(reports)))
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


def by_letter(desk: Desk, profiles: Iterable[SiteProfile]) -> tuple[Letter, ...]:
    """Profiles in the site's order, under the first letter of their names."""
    letters: dict[str, list[ProfileRow]] = {}
    for profile in profiles:
        letters.setdefault(profile.name[:1].upper(), []).append(profile_row(desk, profile))
    return tuple(Letter(letter, tuple(rows)) for letter, rows in letters.items())


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


def timeline_view(desk: Desk) -> TimelineView:
    """All events in their order, newest year first."""
    events = list(desk.site.events.values())
    by_year: dict[str, list[EventRow]] = {}
    for event in events:
        by_year.setdefault(year_of(event), []).append(desk.event_row(event))
    strips = year_strips(desk, events)
    return TimelineView(tuple((strip, tuple(by_year.get(strip.year, ()))) for strip in strips), tuple(by_year.get("", ())))
