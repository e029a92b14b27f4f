"""Every page of the site: where it stands, which template shows it, and what that template gets."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from beatbook.publishing.facets import FACETS
from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.outline import Outline, outline_of
from beatbook.publishing.page import Desks, Page, Unit
from beatbook.publishing.pages_data import data_tables
from beatbook.publishing.pages_editions import SENT, changes_unit, edition_lists, edition_page, period_of
from beatbook.publishing.pages_lists import article_lists, article_page, list_units, profile_pages
from beatbook.publishing.paging import UNDATED, Part, Sheet, cut_by_year, cut_list, list_part, page_count, year_pager
from beatbook.publishing.views import Badge, Link
from beatbook.publishing.views_editing import correction_rows
from beatbook.publishing.views_event import REPORTS, event_view, fold_copies, report_views, reports_url
from beatbook.publishing.views_lists import (
    FacetCounts,
    TimelinePlan,
    event_facets,
    event_list,
    home_view,
    plan_timeline,
    timeline_view,
)
from beatbook.publishing.views_meetings import find_pairs, headings_view, meetings_view, pair_rows, pair_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beatbook.publishing.editions import Issue
    from beatbook.publishing.model import SiteEvent
    from beatbook.publishing.outline import EventOutline

NAVIGATION = (
    ("events", "events/index.html"),
    ("meetings", "meetings/index.html"),
    ("people", "people/index.html"),
    ("places", "places/index.html"),
    ("organizations", "organizations/index.html"),
    ("sources", "sources/index.html"),
    ("timeline", "timeline.html"),
    ("editions", "editions/index.html"),
    ("about", "about.html"),
)


TIMELINE = 60  # rows on a page of the timeline, each with a mark above: as many as fit into 14 kB


def all_pages(desks: Desks, issues: Sequence[Issue] = (), *, land: str = "") -> Iterator[Page]:
    """The pages in a fixed order.  Redirects, feeds and data are not among them.  `land`: outlines for the map; "": no map."""
    for unit in page_units(desks, outline_of(desks.site), issues, land=land):
        yield from (page for page in unit.make(desks, *unit.arguments) if isinstance(page, Page))


def page_units(desks: Desks, outline: Outline, issues: Sequence[Issue] = (), *, land: str = "") -> list[Unit]:
    """The same pages in units, each of which can be made by itself; all of them are known from the outline of the site."""
    events, profiles, articles = outline.urls()
    return [
        Unit("home", _home, large=True),
        *_event_lists(desks, outline),
        *(event_unit(ident, url) for ident, url in events),
        *_meeting_lists(desks, outline),
        *(Unit(pair.url, _pair, (pair.id,)) for pair in outline.pairs.values() if pair.has_page),
        *list_units(desks, outline, land),
        *(Unit(url, profile_pages, (ident,)) for ident, url in profiles),
        *article_lists(desks, outline),
        *(Unit(url, article_page, (ident,)) for ident, url in articles),
        *(Unit(url, _timeline_page, (url, plan)) for url, plan in plan_timeline(outline, min(desks.config.page_size, TIMELINE)).items()),
        *_editions(desks, issues),
        changes_unit(outline),
        Unit("hand-written", _hand_written),
        Unit("single", _single, large=True),
    ]


def _editions(desks: Desks, issues: Sequence[Issue]) -> Iterator[Unit]:
    """Every edition, oldest first, then their list; nothing where the configuration asks for none."""
    if period_of(desks.config.editions) is not None:
        sent = {issue.id for issue in issues[-SENT:]}
        for previous, issue in zip((None, *issues), issues, strict=False):
            digests = issue.facts.digest, previous.facts.digest if previous else b""
            found = *digests, issue.late, "sent" if issue.id in sent else ""
            yield Unit(f"edition {issue.id}", partial(edition_page, issue, previous), found)
        yield from edition_lists(desks, issues)


def _home(desks: Desks) -> Iterator[Page]:
    desk = desks.at("index.html")
    view = home_view(desk)
    yield Page("index.html", "home.html", "", desks.config.tagline or view.lede, "home", {"view": view})


# ---- events


def _event_lists(desks: Desks, outline: Outline) -> Iterator[Unit]:
    """Lists of events, cut into pages of the configured size; each page is a unit, for a change in one event leaves most of them alone."""
    t, term = desks.words.t, desks.words.term
    events = outline.newest_first()
    years = _grouped(events, "year")
    kinds = dict(sorted(_grouped(events, "kind").items(), key=lambda item: (term("kinds", item[0]), item[0])))
    statuses = dict(sorted(_grouped(events, "status").items(), key=lambda item: (*STATUSES, item[0]).index(item[0])))
    counted = FacetCounts({year or UNDATED: len(years[year]) for year in years}, _sizes(kinds), _sizes(statuses))
    lists = {
        f"events/year/{year or UNDATED}.html": (t("events.year", year=year) if year else t("events.undated"), years[year]) for year in years
    }
    lists |= {f"events/kind/{kind}.html": (t("events.kind", kind=term("kinds", kind)), found) for kind, found in kinds.items()}
    lists |= {f"events/status/{one}.html": (t("events.status", status=term("status", one)), found) for one, found in statuses.items()}
    named = counted.uncounted()
    yield from _list_units(desks, EVENTS, t("events.title"), events, counted, years_at="events/year/*.html")
    for url, (title, found) in sorted(lists.items()):
        yield from _list_units(desks, url, title, found, named, whole=url.startswith("events/year/"))


EVENTS = "events/index.html"


def _list_units(
    desks: Desks, url: str, title: str, events: Sequence[EventOutline], facets: FacetCounts, *, years_at: str = "", whole: bool = False
) -> Iterator[Unit]:
    articles = len(set().union(*[event.reports for event in events]))
    words = desks.words
    lede = words.t("events.lede", events=words.count("events", len(events)), articles=words.count("articles", articles))
    for sheet in cut_by_year(url, events, desks.config.page_size, attrgetter("year"), years_at=years_at, whole=whole):
        ids = Sheet(sheet.url, sheet.year, sheet.number, sheet.last, sheet.years, tuple([event.id for event in sheet.items]))
        yield Unit(f"list {sheet.url}", _event_list, (url, title, lede if sheet.is_front else "", facets, ids, years_at))


def _grouped(events: Sequence[EventOutline], name: str) -> dict[str, list[EventOutline]]:
    """The events by what they have under this name."""
    found: dict[str, list[EventOutline]] = {}
    for key, event in zip(map(attrgetter(name), events), events, strict=True):
        found.setdefault(key, []).append(event)
    return found


def _sizes(groups: Mapping[str, Sequence[EventOutline]]) -> dict[str, int | None]:
    return {key: len(found) for key, found in groups.items()}


def _event_list(desks: Desks, url: str, title: str, lede: str, listed: FacetCounts, sheet: Sheet[str], years_at: str) -> Iterator[Page]:
    """One page of a list of events."""
    desk = desks.at(url)
    trail = () if url == EVENTS else (Link(desk.t("nav.events"), desk.href(EVENTS)),)
    pager = year_pager(desk, url, sheet, years_at=years_at)
    view = event_list(desk, title, sheet.items, lede=lede, facets=event_facets(desk, listed, url), pager=pager)
    named = sheet.title(desk, title)
    yield Page(
        sheet.url, "events.html", named, lede or named, "events", {"view": view}, trail, sums_up=sheet.url == EVENTS, picture="events"
    )


def event_unit(ident: str, url: str) -> Unit:
    """The page of an event, with the pages of its reports."""
    return Unit(url, _event, (ident,))


def _event(desks: Desks, ident: str) -> Iterator[Page]:
    event = desks.site.events[ident]
    desk = desks.at(event.url)
    view = event_view(desk, event)
    trail = [Link(desk.t("nav.events"), desk.href("events/index.html"))]
    trail += [view.year_link] if view.year_link else []
    description = event.summary[0].text if event.summary else f"{view.kind}, {view.when.text}"
    values: dict[str, object] = {"view": view, "event": event}
    yield Page(
        event.url,
        "event.html",
        event.title,
        description,
        "events",
        values,
        tuple(trail),
        f"event:{event.id}",
        sums_up=False,
        picture="events",
    )
    yield from _reports(desks, event)


def _reports(desks: Desks, event: SiteEvent) -> Iterator[Page]:
    """All reports of an event that has more than its own page holds."""
    if len(event.reports) <= REPORTS:
        return
    desk = desks.at(event.url)
    folded = tuple(fold_copies(desks.site, event).items())
    if len(folded) <= REPORTS:
        return
    trail = (Link(desk.t("nav.events"), desk.href("events/index.html")), Link(event.title, desk.href(event.url)))
    title, lede = desk.t("event.reports_title", title=event.title), desk.count("reports", len(event.reports))
    for part in cut_list(desk, reports_url(event), folded, REPORTS):
        views = report_views(desk, event, part.items, (part.number - 1) * REPORTS + 1)
        values: dict[str, object] = {"title": part.title(desk, title), "lede": lede, "reports": views, "pager": part.pager}
        yield Page(part.url, "reports.html", part.title(desk, title), lede, "events", values, trail, sums_up=False, picture="events")


# ---- meetings


def _meeting_lists(desks: Desks, outline: Outline) -> Iterator[Unit]:
    pairs, size = find_pairs(outline.pairs.values()), desks.config.page_size
    last = page_count(len(pairs), size)
    for number in range(1, last + 1):
        shown = tuple(pairs[(number - 1) * size : number * size])
        yield Unit(f"meetings {number}", _meetings, (number, last, shown), large=number == 1)


def _meetings(desks: Desks, number: int, last: int, pairs: tuple[str, ...]) -> Iterator[Page]:
    """One page of the list of pairs, the first with the matrix and the network."""
    desk = desks.at("meetings/index.html")
    view = meetings_view(desk) if number == 1 else headings_view(desk)
    part: Part[str] = list_part(desk, "meetings/index.html", number, last, ())
    values: dict[str, object] = {"view": view, "pairs": pair_rows(desk, pairs), "pager": part.pager, "number": number}
    title, lede = part.title(desk, desk.t("meetings.title")), desk.t("meetings.lede")
    yield Page(part.url, "meetings.html", title, lede, "meetings", values, sums_up=number == 1, picture="meetings")


def _pair(desks: Desks, ident: str) -> Iterator[Page]:
    pair = desks.site.pairs[ident]
    desk = desks.at(pair.url)
    two = pair_view(desk, pair)
    trail = (Link(desk.t("meetings.title"), desk.href("meetings/index.html")),)
    node, feed = f"pair:{pair.id}", pair.url.removesuffix(".html")
    yield Page(pair.url, "pair.html", two.title, two.lede, "meetings", {"view": two}, trail, node, feed, sums_up=False, picture="meetings")


# ---- the rest


def _hand_written(desks: Desks) -> Iterator[Page]:
    for page in desks.site.pages.values():
        if page.id != "about":  # its text stands on the page about the site
            template = str(page.extra.get("template") or "page.html")
            yield Page(page.url, template, page.title, page.title, "about", {"title": page.title, "body": render_markdown(page.body)})


def _timeline_page(desks: Desks, url: str, plan: TimelinePlan) -> Iterator[Page]:
    t, view = desks.words.t, timeline_view(desks.at(url), plan)
    only = next(iter(plan.events), "") or t("events.undated_short")
    title = t("timeline.title") if url == "timeline.html" else f"{t('timeline.title')}, {only}"
    yield Page(
        url,
        "timeline.html",
        title,
        t("timeline.lede"),
        "timeline",
        {"view": view, "filters": ("person", "place", "kind", "status")},
        sums_up=url == "timeline.html",
        picture="timeline",
    )


def _single(desks: Desks) -> Iterator[Page]:
    desk, t = desks.at(""), desks.words.t
    own = desks.site.pages.get("about")
    corrections = Link(t("corrections.title"), desk.href("corrections.html"))
    pages = (corrections, *(Link(page.title, desk.href(page.url)) for page in desks.site.pages.values() if page.id != "about"))
    for part in cut_list(desk, "corrections.html", correction_rows(desk), desks.config.page_size):
        found: dict[str, object] = {"rows": part.items, "pager": part.pager}
        yield Page(part.url, "corrections.html", part.title(desk, t("corrections.title")), t("corrections.lede"), "about", found)
    statuses = tuple(Badge(desk.term("status", status), status, t(f"status_about.{status}")) for status in STATUSES)
    values: dict[str, object] = {"body": render_markdown(own.body) if own else "", "pages": pages, "statuses": statuses}
    yield Page("about.html", "about.html", own.title if own else t("about.title"), t("about.lede"), "about", values)
    yield Page(
        "search.html", "search.html", t("search.title"), t("search.label"), "search", {"kinds": SEARCH_KINDS, "facets": FACETS}, index=False
    )
    yield Page("data/index.html", "data.html", t("data.title"), t("data.lede"), "about", {"tables": data_tables(desks)}, picture="site")
    yield Page("404.html", "404.html", t("not_found.title"), t("not_found.text"), "", {}, index=False, sums_up=False)


SEARCH_KINDS = (
    ("event", "events"), ("meeting", "meetings"), ("person", "people"), ("place", "places"), ("organization", "organizations"),
    ("source", "sources"), ("article", "articles"), ("page", "pages"),
)  # fmt: skip
STATUSES = ("expected", "planned", "happened", "postponed", "cancelled", "denied", "lapsed")
