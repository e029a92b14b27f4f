"""The pages that list people, places, organizations, sources and articles, and the pages of each of them.

No list is without an end: one with more rows than the configuration allows goes on on further pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from beatbook.publishing.page import Desks, Page, Unit
from beatbook.publishing.paging import Part, Sheet, cut_by_year, cut_list, list_part, page_count, year_pager
from beatbook.publishing.svg_map import map_view
from beatbook.publishing.views import Desk, Link
from beatbook.publishing.views_article import article_view
from beatbook.publishing.views_lists import Outlet, find_cited, find_outlets, find_profiles, outlet_row, profile_row
from beatbook.publishing.views_profiles import FULL_LISTS, full_list, group_by_year, profile_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beatbook.publishing.model import SiteProfile
    from beatbook.publishing.outline import Outline

PROFILE_SECTIONS = {
    "person": "people",
    "organization": "organizations",
    "state": "places",
    "place": "places",
    "outlet": "sources",
    "source": "sources",
}


@dataclass(frozen=True, slots=True)
class _Rows:
    """What stands on one page of a list, by name of table; each page is a unit of its own, for most stand when something is added."""

    number: int
    last: int
    tables: dict[str, tuple[str | Outlet, ...]]

    @property
    def is_first(self) -> bool:
        return self.number == 1


def list_units(desks: Desks, outline: Outline, land: str) -> Iterator[Unit]:
    """The lists of people, places, organizations and sources."""
    size = desks.config.page_size
    people, places = find_profiles(outline, ["person"]), find_profiles(outline, ["place", "state"], by_events=True)
    acting = {"rows": find_profiles(outline, ["organization"], by_events=True), "states": find_profiles(outline, ["state"], by_events=True)}
    for rows in _cut({"rows": people}, size):
        yield Unit(f"people {rows.number}", _people, (rows, len(people) if rows.is_first else 0))
    for rows in _cut({"rows": places}, size):
        yield Unit(f"places {rows.number}", _places, (rows, land if rows.is_first else ""), large=rows.is_first)
    for rows in _cut(acting, size):
        yield Unit(f"organizations {rows.number}", _organizations, (rows,))
    for rows in _cut({"outlets": find_outlets(outline), "cited": find_cited(outline)}, size):
        yield Unit(f"sources {rows.number}", _sources, (rows, len(outline.articles) if rows.is_first else 0))


def _cut(tables: Mapping[str, Sequence[str | Outlet]], size: int) -> Iterator[_Rows]:
    """The pages of one or two tables, cut side by side."""
    last = page_count(max(map(len, tables.values())), size)
    for number in range(1, last + 1):
        yield _Rows(number, last, {name: tuple(rows[(number - 1) * size : number * size]) for name, rows in tables.items()})


def _people(desks: Desks, rows: _Rows, people: int) -> Iterator[Page]:
    desk = desks.at("people/index.html")
    lede = desk.t("people.lede", people=desk.count("people", people)) if rows.is_first else ""
    return _list(desk, "people", lede, rows)


def _places(desks: Desks, rows: _Rows, land: str) -> Iterator[Page]:
    desk = desks.at("places/index.html")
    first = {"map": map_view(desk, land) if rows.is_first else None, "filters": ("person", "kind", "status") if rows.is_first else ()}
    return _list(desk, "places", desk.t("places.lede"), rows, **first)


def _organizations(desks: Desks, rows: _Rows) -> Iterator[Page]:
    desk = desks.at("organizations/index.html")
    return _list(desk, "organizations", desk.t("organizations.lede"), rows)


def _sources(desks: Desks, rows: _Rows, articles: int) -> Iterator[Page]:
    desk = desks.at("sources/index.html")
    link = desk.href("articles/index.html") if rows.is_first else ""
    return _list(desk, "sources", desk.t("sources.lede"), rows, articles=articles, articles_link=link)


def _list(desk: Desk, section: str, lede: str, rows: _Rows, **first: object) -> Iterator[Page]:
    """One page of a list; what only the first page shows is empty on the others."""
    found: dict[str, object] = {
        name: tuple([profile_row(desk, row) if isinstance(row, str) else outlet_row(desk, row) for row in idents])
        for name, idents in rows.tables.items()
    }
    part: Part[str] = list_part(desk, f"{section}/index.html", rows.number, rows.last, ())
    title = part.title(desk, desk.t(f"{section}.title"))
    values = {**found, **first, "lede": lede, "pager": part.pager, "number": part.number}
    yield Page(part.url, f"{section}.html", title, lede or title, section, values, sums_up=rows.is_first, picture=section)


def profile_pages(desks: Desks, ident: str) -> Iterator[Page]:
    """The page of a person, place, organization or source, and the whole of the lists that are cut short on it."""
    profile = desks.site.profiles[ident]
    desk = desks.at(profile.url)
    section = PROFILE_SECTIONS[profile.type]
    view = profile_view(desk, profile)
    trail = (Link(desk.t(f"nav.{section}"), desk.href(f"{section}/index.html")),)
    description = " · ".join(part for part in (view.known_as, view.lede) if part) or profile.name
    values: dict[str, object] = {"view": view}
    node, feed = f"{profile.type}:{profile.id}", profile.url.removesuffix(".html")
    yield Page(profile.url, "profile.html", profile.name, description, section, values, trail, node, feed, sums_up=False, picture=section)
    for name in FULL_LISTS:
        if name in view.more:
            yield from _full_list(desk, profile, name, section, trail)


def _full_list(desk: Desk, profile: SiteProfile, name: str, section: str, trail: tuple[Link, ...]) -> Iterator[Page]:
    found = full_list(desk, profile, name)
    back = (*trail, Link(profile.name, desk.href(profile.url)))
    for part in cut_list(desk, found.url, found.rows, desk.config.page_size):
        values: dict[str, object] = {
            "title": part.title(desk, found.title),
            "lede": found.lede,
            "pager": part.pager,
            "groups": group_by_year(desk, part.items) if name == "events" else (),  # type: ignore[arg-type]  # rows of events
            "rows": () if name == "events" else part.items,
        }
        yield Page(part.url, "list.html", part.title(desk, found.title), found.lede, section, values, back, sums_up=False, picture=section)


ARTICLES = "articles/index.html"


def article_lists(desks: Desks, outline: Outline) -> Iterator[Unit]:
    """The list of articles, newest first, a page a unit."""
    newest = list(reversed(list(outline.articles.values())))
    lede = desks.words.t("articles.lede", articles=desks.words.count("articles", len(newest)))
    for sheet in cut_by_year(ARTICLES, newest, desks.config.page_size, attrgetter("year")):
        ids = Sheet(sheet.url, sheet.year, sheet.number, sheet.last, sheet.years, tuple([article.id for article in sheet.items]))
        yield Unit(f"list {sheet.url}", _article_list, (ids, lede if sheet.is_front else ""))


def _article_list(desks: Desks, sheet: Sheet[str], lede: str) -> Iterator[Page]:
    desk = desks.at(ARTICLES)
    title = sheet.title(desk, desk.t("articles.title"))
    trail = (Link(desk.t("nav.sources"), desk.href("sources/index.html")),)
    rows = tuple([desk.article_row(ident) for ident in sheet.items])
    values: dict[str, object] = {"title": title, "lede": lede, "pager": year_pager(desk, ARTICLES, sheet), "groups": (), "rows": rows}
    yield Page(sheet.url, "list.html", title, lede or title, "sources", values, trail, sums_up=sheet.is_front, picture="sources")


def article_page(desks: Desks, ident: str) -> Iterator[Page]:
    article = desks.site.articles[ident]
    desk = desks.at(article.url)
    view = article_view(desk, article)
    description = ", ".join(part for part in (view.outlet.text if view.outlet else "", view.when.text) if part)
    sources = Link(desk.t("nav.sources"), desk.href("sources/index.html"))
    trail = (sources, Link(desk.t("articles.title"), desk.href("articles/index.html")))
    node = f"article:{article.id}"
    yield Page(
        article.url, "article.html", article.headline, description, "sources", {"view": view}, trail, node, sums_up=False, picture="sources"
    )
