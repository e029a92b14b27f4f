"""Every page of the site: where it stands, which template shows it, and what that template gets."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from beatbook.publishing.facets import FACETS
from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.page import Desks, Page
from beatbook.publishing.pages_data import data_tables
from beatbook.publishing.pages_editions import SENT, changes_page, edition_list, edition_page, late_articles, period_of
from beatbook.publishing.pages_lists import article_lists, article_page, list_batches, profile_pages
from beatbook.publishing.paging import cut_list
from beatbook.publishing.views import Badge, Link, newest_first, year_of
from beatbook.publishing.views_editing import correction_rows
from beatbook.publishing.views_event import REPORTS, event_view, fold_copies, report_views, reports_url
from beatbook.publishing.views_lists import event_facets, event_list, facet_order, home_view, list_lede, timeline_view, timeline_years
from beatbook.publishing.views_meetings import meetings_view, pair_rows, pair_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beatbook.publishing.editions import Edition
    from beatbook.publishing.model import Pair, SiteEvent
    from beatbook.publishing.page import Batch

T = TypeVar("T")

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
    for batch in page_batches(desks, editions, land=land):
        yield from batch()


BATCH = 32  # pages of one kind made in one go: enough to be worth handing to another processor, few enough to share evenly


def page_batches(desks: Desks, editions: Sequence[Edition] = (), *, land: str = "") -> list[Batch]:
    """The same pages in portions, each of which can be made by itself."""
    site = desks.site
    return [
        lambda: iter([_home(desks)]),
        *_event_lists(desks),
        *_portions(site.events.values(), lambda event: chain(_event(desks, event), _reports(desks, event))),
        lambda: _meetings(desks),
        *_portions([pair for pair in site.pairs.values() if pair.has_page], lambda pair: _pair(desks, pair)),
        *list_batches(desks, land),
        *_portions([profile for profile in site.profiles.values() if profile.url], lambda profile: profile_pages(desks, profile)),
        lambda: article_lists(desks),
        *_portions(site.articles.values(), lambda article: article_page(desks, article)),
        *_timeline(desks),
        *_editions(desks, editions),
        lambda: changes_page(desks),
        lambda: _hand_written(desks),
        lambda: _single(desks),
    ]


def _editions(desks: Desks, editions: Sequence[Edition]) -> Iterator[Batch]:
    """Every edition, oldest first, then their list; nothing where the configuration asks for none."""
    if period_of(desks.config.editions) is not None:
        late, sent = late_articles(desks, editions), {edition.id for edition in editions[-SENT:]}
        yield from _portions(
            zip((None, *editions), editions, strict=False),
            lambda two: edition_page(desks, two[1], two[0], late.get(two[1].id, ()), sent=two[1].id in sent),
        )
        yield lambda: edition_list(desks, editions)


def _portions(items: Iterable[T], pages_of: Callable[[T], Iterator[Page]]) -> Iterator[Batch]:
    """Batches of the pages of these items."""
    every = list(items)
    for start in range(0, len(every), BATCH):
        yield partial(_pages_of, every[start : start + BATCH], pages_of)


def _pages_of(items: Sequence[T], pages_of: Callable[[T], Iterator[Page]]) -> Iterator[Page]:
    for item in items:
        yield from pages_of(item)


def _home(desks: Desks) -> Page:
    desk = desks.at("index.html")
    view = home_view(desk)
    return Page("index.html", "home.html", "", desks.config.tagline or view.lede, "home", {"view": view})


# ---- events


def _event_lists(desks: Desks) -> Iterator[Batch]:
    t, term = desks.words.t, desks.words.term
    events = newest_first(desks.site.events.values())
    yield partial(_event_list, desks, "events/index.html", t("events.title"), events)
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
        yield partial(_event_list, desks, url, title, found)


def _event_list(desks: Desks, url: str, title: str, events: Sequence[SiteEvent]) -> Iterator[Page]:
    """A list of events, cut into pages of the configured size."""
    desk = desks.at(url)
    facets, lede = event_facets(desk, desks.site.events.values(), url), list_lede(desk, events)
    trail = () if url == "events/index.html" else (Link(desk.t("nav.events"), desk.href("events/index.html")),)
    for part in cut_list(desk, url, events, desks.config.page_size):
        view = event_list(desk, title, part.items, lede=lede, facets=facets, pager=part.pager)
        yield Page(part.url, "events.html", part.title(desk, title), lede, "events", {"view": view}, trail, picture="events")


def _event(desks: Desks, event: SiteEvent) -> Iterator[Page]:
    desk = desks.at(event.url)
    view = event_view(desk, event)
    trail = [Link(desk.t("nav.events"), desk.href("events/index.html"))]
    trail += [view.year_link] if view.year_link else []
    description = event.summary[0].text if event.summary else f"{view.kind}, {view.when.text}"
    values: dict[str, object] = {"view": view, "event": event}
    yield Page(event.url, "event.html", event.title, description, "events", values, tuple(trail), f"event:{event.id}", picture="events")


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


def _pair(desks: Desks, pair: Pair) -> Iterator[Page]:
    desk = desks.at(pair.url)
    two = pair_view(desk, pair)
    trail = (Link(desk.t("meetings.title"), desk.href("meetings/index.html")),)
    node, feed = f"pair:{pair.id}", pair.url.removesuffix(".html")
    yield Page(pair.url, "pair.html", two.title, two.lede, "meetings", {"view": two}, trail, node, feed, picture="meetings")


# ---- the rest


def _hand_written(desks: Desks) -> Iterator[Page]:
    for page in desks.site.pages.values():
        if page.id != "about":  # its text stands on the page about the site
            template = str(page.extra.get("template") or "page.html")
            yield Page(page.url, template, page.title, page.title, "about", {"title": page.title, "body": render_markdown(page.body)})


def _timeline(desks: Desks) -> Iterator[Batch]:
    """All years on one page, or a page a year where they would be too many rows for one."""
    size = min(desks.config.page_size, TIMELINE)
    years = timeline_years(desks.site)
    order = facet_order(desks.site)
    if len(desks.site.events) <= size:
        yield partial(_timeline_page, desks, "timeline.html", None, {}, size, order)
        return
    urls = {year: "timeline.html" if not number else f"timeline/{year or 'undated'}.html" for number, year in enumerate(years)}
    for year in years:
        yield partial(_timeline_page, desks, urls[year], year, urls, size, order)


def _timeline_page(
    desks: Desks, url: str, year: str | None, urls: Mapping[str, str], size: int, order: Mapping[str, int]
) -> Iterator[Page]:
    t, view = desks.words.t, timeline_view(desks.at(url), year, urls, limit=size, order=order)
    title = t("timeline.title") if url == "timeline.html" else f"{t('timeline.title')}, {year or t('events.undated_short')}"
    yield Page(
        url,
        "timeline.html",
        title,
        t("timeline.lede"),
        "timeline",
        {"view": view, "filters": ("person", "place", "kind", "status")},
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
    yield Page("404.html", "404.html", t("not_found.title"), t("not_found.text"), "", {}, index=False)


SEARCH_KINDS = (
    ("event", "events"), ("meeting", "meetings"), ("person", "people"), ("place", "places"), ("organization", "organizations"),
    ("source", "sources"), ("article", "articles"), ("page", "pages"),
)  # fmt: skip
STATUSES = ("expected", "planned", "happened", "postponed", "cancelled", "denied", "lapsed")
