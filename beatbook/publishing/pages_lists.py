"""The pages that list people, places, organizations, sources and articles, and the pages of each of them.

No list is without an end: one with more rows than the configuration allows goes on on further pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.publishing.page import Desks, Page, Unit
from beatbook.publishing.paging import cut_list
from beatbook.publishing.svg_map import map_view
from beatbook.publishing.views import Desk, Link
from beatbook.publishing.views_article import article_view
from beatbook.publishing.views_lists import cited_rows, outlet_rows, profile_rows
from beatbook.publishing.views_profiles import FULL_LISTS, full_list, group_by_year, profile_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beatbook.publishing.model import SiteProfile
    from beatbook.publishing.views_lists import ProfileRow

PROFILE_SECTIONS = {
    "person": "people",
    "organization": "organizations",
    "state": "places",
    "place": "places",
    "outlet": "sources",
    "source": "sources",
}


def list_units(land: str) -> list[Unit]:
    """The lists of people, places, organizations and sources."""
    return [
        Unit("people", _people, large=True),
        Unit("places", _places, (land,), large=True),
        Unit("organizations", _organizations, large=True),
        Unit("sources", _sources, large=True),
    ]


def _people(desks: Desks) -> Iterator[Page]:
    desk = desks.at("people/index.html")
    rows = profile_rows(desk, ["person"])
    return _list(desk, "people", desk.t("people.lede", people=desk.count("people", len(rows))), {"rows": rows})


def _places(desks: Desks, land: str) -> Iterator[Page]:
    desk = desks.at("places/index.html")
    rows = profile_rows(desk, ["place", "state"], by_events=True)
    return _list(desk, "places", desk.t("places.lede"), {"rows": rows}, map=map_view(desk, land), filters=("person", "kind", "status"))


def _organizations(desks: Desks) -> Iterator[Page]:
    desk = desks.at("organizations/index.html")
    tables = {"rows": profile_rows(desk, ["organization"], by_events=True), "states": profile_rows(desk, ["state"], by_events=True)}
    return _list(desk, "organizations", desk.t("organizations.lede"), tables)


def _sources(desks: Desks) -> Iterator[Page]:
    desk = desks.at("sources/index.html")
    articles = {"articles": len(desk.index.articles), "articles_link": desk.href("articles/index.html")}
    return _list(desk, "sources", desk.t("sources.lede"), {"outlets": outlet_rows(desk), "cited": cited_rows(desk)}, **articles)


def _list(desk: Desk, section: str, lede: str, tables: dict[str, tuple[ProfileRow, ...]], **first: object) -> Iterator[Page]:
    """The pages of one or two tables, cut side by side; what only the first page shows is empty on the others."""
    size = desk.config.page_size
    longest = max(len(rows) for rows in tables.values())
    for part in cut_list(desk, f"{section}/index.html", range(longest), size):
        begin = (part.number - 1) * size
        values: dict[str, object] = {name: rows[begin : begin + size] for name, rows in tables.items()}
        values |= {"lede": lede, "pager": part.pager, "number": part.number}
        values |= first if part.number == 1 else dict.fromkeys(first)
        yield Page(part.url, f"{section}.html", part.title(desk, desk.t(f"{section}.title")), lede, section, values, picture=section)


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


def article_lists(desks: Desks) -> Iterator[Page]:
    """The list of articles, newest first."""
    desk = desks.at("articles/index.html")
    rows = [desk.article_row(ident) for ident in reversed(list(desk.index.articles))]
    title, lede = desk.t("articles.title"), desk.t("articles.lede", articles=desk.count("articles", len(rows)))
    trail = (Link(desk.t("nav.sources"), desk.href("sources/index.html")),)
    for part in cut_list(desk, "articles/index.html", rows, desk.config.page_size):
        values: dict[str, object] = {"title": part.title(desk, title), "lede": lede, "pager": part.pager, "groups": (), "rows": part.items}
        yield Page(part.url, "list.html", part.title(desk, title), lede, "sources", values, trail, picture="sources")


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
