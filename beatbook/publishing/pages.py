"""Every page of the site: where it stands, which template shows it, and what that template gets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.svg_map import map_view
from beatbook.publishing.views import Badge, Desk, Index, Link, listed_people, make_index, newest_first, year_of
from beatbook.publishing.views_article import article_view
from beatbook.publishing.views_event import event_view
from beatbook.publishing.views_lists import (
    Facet,
    Pager,
    by_letter,
    cited_rows,
    event_facets,
    event_list,
    home_view,
    outlet_rows,
    profile_rows,
    timeline_view,
)
from beatbook.publishing.views_meetings import meetings_view, pair_view
from beatbook.publishing.views_profiles import group_by_year, profile_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.config import Config
    from beatbook.publishing.model import Site, SiteEvent
    from beatbook.publishing.words import Words

NAVIGATION = (
    ("events", "events/index.html"),
    ("meetings", "meetings/index.html"),
    ("people", "people/index.html"),
    ("places", "places/index.html"),
    ("organizations", "organizations/index.html"),
    ("sources", "sources/index.html"),
    ("timeline", "timeline.html"),
    ("about", "about.html"),
)
PROFILE_SECTIONS = {
    "person": "people",
    "organization": "organizations",
    "state": "places",
    "place": "places",
    "outlet": "sources",
    "source": "sources",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready for its template."""

    url: str  # from the site's root
    template: str
    title: str  # without the site's name
    description: str
    section: str  # id of the navigation item it belongs to; "" for none
    values: dict[str, object]  # what the template sees beside the layout's own values
    trail: tuple[Link, ...] = ()  # breadcrumbs, without the page itself
    node: str = ""  # "event:ID", "person:ID"...: what the page is about, for its JSON-LD
    feed: str = ""  # path of its own feed without the ending ("people/kim-jong-un"); "" for the site's
    index: bool = True  # may be found: in the sitemap and the search
    robots: str = field(default="")


@dataclass(frozen=True, slots=True)
class Desks:
    """A desk for each depth of folder."""

    site: Site
    words: Words
    config: Config
    index: Index
    made: dict[int, Desk] = field(default_factory=dict)

    def at(self, url: str) -> Desk:
        """The desk for a page at this path."""
        depth = url.count("/")
        if depth not in self.made:
            self.made[depth] = Desk(self.site, self.words, self.config, self.index, "../" * depth)
        return self.made[depth]


def all_pages(site: Site, words: Words, config: Config, *, land: str = "") -> Iterator[Page]:
    """The pages in a fixed order.  Redirects, feeds and data are not among them.  `land` are the outlines for the map; "": no map."""
    desks = Desks(site, words, config, make_index(site))
    yield _home(desks)
    yield from _event_lists(desks)
    yield from (_event(desks, event) for event in site.events.values())
    yield from _meetings(desks)
    yield from _lists(desks, land)
    yield from _profiles(desks)
    yield from _articles(desks)
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
    desk, size = desks.at(url), desks.config.page_size
    facets = event_facets(desk, desks.site.events.values(), url)
    urls = [
        url if number == 1 else f"{url.removesuffix('.html')}-{number}.html" for number in range(1, max(1, -(-len(events) // size)) + 1)
    ]
    trail = () if url == "events/index.html" else (Link(desk.t("nav.events"), desk.href("events/index.html")),)
    for number, here in enumerate(urls, 1):
        pager = Pager(
            tuple(Facet(Link(str(n), desk.href(other)), n, n == number) for n, other in enumerate(urls, 1)) if len(urls) > 1 else ()
        )
        view = event_list(desk, title, events, facets=facets, pager=pager)
        rows = [desk.event_row(event) for event in events[(number - 1) * size : number * size]]
        view = replace(view, groups=group_by_year(desk, rows))
        heading = title if number == 1 else f"{title}, {desk.t('events.page', n=number)}"
        yield Page(here, "events.html", heading, view.lede, "events", {"view": view}, trail)


def _event(desks: Desks, event: SiteEvent) -> Page:
    desk = desks.at(event.url)
    view = event_view(desk, event)
    trail = [Link(desk.t("nav.events"), desk.href("events/index.html"))]
    trail += [view.year_link] if view.year_link else []
    description = event.summary[0].text if event.summary else f"{view.kind}, {view.when.text}"
    values: dict[str, object] = {"view": view, "event": event}
    return Page(event.url, "event.html", event.title, description, "events", values, tuple(trail), f"event:{event.id}")


# ---- meetings


def _meetings(desks: Desks) -> Iterator[Page]:
    desk = desks.at("meetings/index.html")
    title = desk.t("meetings.title")
    yield Page("meetings/index.html", "meetings.html", title, desk.t("meetings.lede"), "meetings", {"view": meetings_view(desk)})
    trail = (Link(title, desk.href("meetings/index.html")),)
    for pair in desks.site.pairs.values():
        view = pair_view(desk, pair)
        feed = pair.url.removesuffix(".html")
        yield Page(pair.url, "pair.html", view.title, view.lede, "meetings", {"view": view}, trail, f"pair:{pair.id}", feed)


# ---- lists and profiles


def _lists(desks: Desks, land: str) -> Iterator[Page]:
    desk = desks.at("people/index.html")
    t, count = desk.t, desk.count
    people = listed_people(desks.site)
    lede = t("people.lede", people=count("people", len(people)))
    rows = profile_rows(desk, ["person"])
    yield Page(
        "people/index.html",
        "people.html",
        t("people.title"),
        lede,
        "people",
        {"rows": rows, "letters": by_letter(desk, people), "lede": lede},
    )
    values: dict[str, object] = {"rows": profile_rows(desk, ["place", "state"], by_events=True), "map": map_view(desk, land)}
    yield Page("places/index.html", "places.html", t("places.title"), t("places.lede"), "places", values)
    values = {"rows": profile_rows(desk, ["organization"], by_events=True), "states": profile_rows(desk, ["state"], by_events=True)}
    yield Page("organizations/index.html", "organizations.html", t("organizations.title"), t("organizations.lede"), "organizations", values)
    values = {
        "outlets": outlet_rows(desk),
        "cited": cited_rows(desk),
        "articles": len(desks.site.articles),
        "articles_link": desk.href("articles/index.html"),
    }
    yield Page("sources/index.html", "sources.html", t("sources.title"), t("sources.lede"), "sources", values)


def _profiles(desks: Desks) -> Iterator[Page]:
    for profile in desks.site.profiles.values():
        if not profile.url:
            continue
        desk = desks.at(profile.url)
        section = PROFILE_SECTIONS[profile.type]
        view = profile_view(desk, profile)
        trail = (Link(desk.t(f"nav.{section}"), desk.href(f"{section}/index.html")),)
        description = " · ".join(part for part in (view.known_as, view.lede) if part) or profile.name
        feed = profile.url.removesuffix(".html")
        yield Page(
            profile.url, "profile.html", profile.name, description, section, {"view": view}, trail, f"{profile.type}:{profile.id}", feed
        )


def _articles(desks: Desks) -> Iterator[Page]:
    site = desks.site
    desk = desks.at("articles/index.html")
    sources = Link(desk.t("nav.sources"), desk.href("sources/index.html"))
    rows = [desk.article_row(article) for article in reversed(site.articles.values())]
    lede = desk.t("articles.lede", articles=desk.count("articles", len(rows)))
    yield Page("articles/index.html", "articles.html", desk.t("articles.title"), lede, "sources", {"rows": rows, "lede": lede}, (sources,))
    trail = (sources, Link(desk.t("articles.title"), desk.href("articles/index.html")))
    for article in site.articles.values():
        view = article_view(desks.at(article.url), article)
        outlet = view.outlet.text if view.outlet else ""
        description = ", ".join(part for part in (outlet, view.when.text) if part)
        yield Page(article.url, "article.html", article.headline, description, "sources", {"view": view}, trail, f"article:{article.id}")


# ---- the rest


def _hand_written(desks: Desks) -> Iterator[Page]:
    for page in desks.site.pages.values():
        if page.id != "about":  # its text stands on the page about the site
            yield Page(page.url, "page.html", page.title, page.title, "about", {"title": page.title, "body": render_markdown(page.body)})


def _single(desks: Desks) -> Iterator[Page]:
    desk, t = desks.at(""), desks.words.t
    yield Page("timeline.html", "timeline.html", t("timeline.title"), t("timeline.lede"), "timeline", {"view": timeline_view(desk)})
    own = desks.site.pages.get("about")
    pages = tuple(Link(page.title, desk.href(page.url)) for page in desks.site.pages.values() if page.id != "about")
    statuses = tuple(Badge(desk.term("status", status), status, t(f"status_about.{status}")) for status in STATUSES)
    values: dict[str, object] = {"body": render_markdown(own.body) if own else "", "pages": pages, "statuses": statuses}
    yield Page("about.html", "about.html", own.title if own else t("about.title"), t("about.lede"), "about", values)
    yield Page("search.html", "search.html", t("search.title"), t("search.label"), "search", {"kinds": SEARCH_KINDS}, index=False)
    yield Page("404.html", "404.html", t("not_found.title"), t("not_found.text"), "", {}, index=False)


SEARCH_KINDS = (
    ("event", "events"), ("person", "people"), ("place", "places"), ("organization", "organizations"), ("source", "sources"),
    ("article", "articles"), ("page", "pages"),
)  # fmt: skip
STATUSES = ("expected", "planned", "happened", "postponed", "cancelled", "denied", "lapsed")
