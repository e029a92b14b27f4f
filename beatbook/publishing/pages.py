"""Every page of the site: where it stands, which template shows it, and what that template gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.publishing.facets import FACETS
from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.page import Desks, Page
from beatbook.publishing.pages_data import data_tables
from beatbook.publishing.pages_editions import changes_page, edition_pages
from beatbook.publishing.pages_lists import article_pages, list_pages, profile_pages
from beatbook.publishing.paging import cut_list
from beatbook.publishing.views import Badge, Link, newest_first, year_of
from beatbook.publishing.views_editing import correction_rows
from beatbook.publishing.views_event import REPORTS, event_view, fold_copies, report_views, reports_url
from beatbook.publishing.views_lists import event_facets, event_list, home_view, list_lede, timeline_view, timeline_years
from beatbook.publishing.views_meetings import meetings_view, pair_rows, pair_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.publishing.editions import Edition
    from beatbook.publishing.model import SiteEvent

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


def all_pages(desks: Desks, editions: Sequence[Edition] = (), *, land: str = "") -> Iterator[Page]:
    """The pages in a fixed order.  Redirects, feeds and data are not among them.  `land` are the outlines for the map; "": no map."""
    yield _home(desks)
    yield from _event_lists(desks)
    for event in desks.site.events.values():
        yield _event(desks, event)
        yield from _reports(desks, event)
    yield from _meetings(desks)
    yield from list_pages(desks, land)
    yield from profile_pages(desks)
    yield from article_pages(desks)
    yield from _timeline(desks)
    yield from edition_pages(desks, editions)
    yield from changes_page(desks)
    yield from _hand_written(desks)
    yield from _single(desks)


def _home(desks: Desks) -> Page:
    desk = desks.at("index.html")
    view = home_view(desk)
    return Page("index.html", "home.html", "", desks.config.tagline or view.lede, "home", {"view": view})


# ---- events


def _event_lists(desks: Desks) -> Iterator[Page]:
    t, term = desks.words.t, desks.words.term
    events = newest_first(desks.site.events.values())
    yield from _event_list(desks, "events/index.html", t("events.title"), events)
    lists: dict[str, tuple[str, list[SiteEvent]]] = {}
    for event in events:
        year = year_of(event)
        named = (
            (f"events/year/{year or 'undated'}.html", t("events.year", year=year) if year else t("events.undated")),
            (f"events/kind/{event.kind}.html", t("events.kind", kind=term("kinds", event.kind))),
            (f"events/status/{event.status}.html", t("events.status", status=term("status", event.status))),
        )
        for url, title in named:
            lists.setdefault(url, (title, []))[1].append(event)
    for url, (title, found) in sorted(lists.items()):
        yield from _event_list(desks, url, title, found)


def _event_list(desks: Desks, url: str, title: str, events: Sequence[SiteEvent]) -> Iterator[Page]:
    """A list of events, cut into pages of the configured size."""
    desk = desks.at(url)
    facets, lede = event_facets(desk, desks.site.events.values(), url), list_lede(desk, events)
    trail = () if url == "events/index.html" else (Link(desk.t("nav.events"), desk.href("events/index.html")),)
    for part in cut_list(desk, url, events, desks.config.page_size):
        view = event_list(desk, title, part.items, lede=lede, facets=facets, pager=part.pager)
        yield Page(part.url, "events.html", part.title(desk, title), lede, "events", {"view": view}, trail, picture="events")


def _event(desks: Desks, event: SiteEvent) -> Page:
    desk = desks.at(event.url)
    view = event_view(desk, event)
    trail = [Link(desk.t("nav.events"), desk.href("events/index.html"))]
    trail += [view.year_link] if view.year_link else []
    description = event.summary[0].text if event.summary else f"{view.kind}, {view.when.text}"
    values: dict[str, object] = {"view": view, "event": event}
    return Page(event.url, "event.html", event.title, description, "events", values, tuple(trail), f"event:{event.id}", picture="events")


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
        yield Page(part.url, "reports.html", part.title(desk, title), lede, "events", values, trail, picture="events")


# ---- meetings


def _meetings(desks: Desks) -> Iterator[Page]:
    desk = desks.at("meetings/index.html")
    title = desk.t("meetings.title")
    view = meetings_view(desk)
    for part in cut_list(desk, "meetings/index.html", pair_rows(desk), desks.config.page_size):
        values: dict[str, object] = {"view": view, "pairs": part.items, "pager": part.pager, "number": part.number}
        lede = desk.t("meetings.lede")
        yield Page(part.url, "meetings.html", part.title(desk, title), lede, "meetings", values, picture="meetings")
    trail = (Link(title, desk.href("meetings/index.html")),)
    for pair in desks.site.pairs.values():
        two = pair_view(desk, pair)
        node, feed = f"pair:{pair.id}", pair.url.removesuffix(".html")
        yield Page(pair.url, "pair.html", two.title, two.lede, "meetings", {"view": two}, trail, node, feed, picture="meetings")


# ---- the rest


def _hand_written(desks: Desks) -> Iterator[Page]:
    for page in desks.site.pages.values():
        if page.id != "about":  # its text stands on the page about the site
            template = str(page.extra.get("template") or "page.html")
            yield Page(page.url, template, page.title, page.title, "about", {"title": page.title, "body": render_markdown(page.body)})


def _timeline(desks: Desks) -> Iterator[Page]:
    """All years on one page, or a page a year where they would be too many rows for one."""
    t, size = desks.words.t, desks.config.page_size
    years = timeline_years(desks.site)
    whole = len(desks.site.events) <= min(size, TIMELINE)
    urls = {year: "timeline.html" if not number else f"timeline/{year or 'undated'}.html" for number, year in enumerate(years)}
    for year in ("",) if whole else years:
        url = "timeline.html" if whole else urls[year]
        desk = desks.at(url)
        view = timeline_view(desk, None if whole else year, {} if whole else urls, limit=min(size, TIMELINE))
        title = t("timeline.title") if url == "timeline.html" else f"{t('timeline.title')}, {year or t('events.undated_short')}"
        yield Page(url, "timeline.html", title, t("timeline.lede"), "timeline", {"view": view}, picture="timeline")


def _single(desks: Desks) -> Iterator[Page]:
    desk, t = desks.at(""), desks.words.t
    own = desks.site.pages.get("about")
    corrections = Link(t("corrections.title"), desk.href("corrections.html"))
    pages = (corrections, *(Link(page.title, desk.href(page.url)) for page in desks.site.pages.values() if page.id != "about"))
    rows = correction_rows(desk)
    yield Page("corrections.html", "corrections.html", t("corrections.title"), t("corrections.lede"), "about", {"rows": rows})
    statuses = tuple(Badge(desk.term("status", status), status, t(f"status_about.{status}")) for status in STATUSES)
    values: dict[str, object] = {"body": render_markdown(own.body) if own else "", "pages": pages, "statuses": statuses}
    yield Page("about.html", "about.html", own.title if own else t("about.title"), t("about.lede"), "about", values)
    yield Page(
        "search.html", "search.html", t("search.title"), t("search.label"), "search", {"kinds": SEARCH_KINDS, "facets": FACETS}, index=False
    )
    yield Page("data/index.html", "data.html", t("data.title"), t("data.lede"), "about", {"tables": data_tables(desks)}, picture="site")
    yield Page("404.html", "404.html", t("not_found.title"), t("not_found.text"), "", {}, index=False)


SEARCH_KINDS = (
    ("event", "events"), ("meeting", "meetings"), ("person", "people"), ("place", "places"), ("organization", "organizations"),
    ("source", "sources"), ("article", "articles"), ("page", "pages"),
)  # fmt: skip
STATUSES = ("expected", "planned", "happened", "postponed", "cancelled", "denied", "lapsed")
