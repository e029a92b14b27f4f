"""The pages of editions, in three forms each (page, mail, plain text), their list, and the page of changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.publishing.citations import cite_page
from beatbook.publishing.page import Desks, Page
from beatbook.publishing.paging import cut_list
from beatbook.publishing.replay import Period, Stretch, replay
from beatbook.publishing.urls import absolute_url
from beatbook.publishing.views import Link
from beatbook.publishing.views_editions import change_days, edition_row, edition_text, edition_title, edition_url, edition_view

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGES = 40  # events on the page of changes; older ones stand in the editions


def period_of(editions: str) -> Period | None:
    """The period that the configuration asks for; None for no editions."""
    return "day" if editions == "day" else "week" if editions == "week" else None


def edition_pages(desks: Desks) -> Iterator[Page]:
    """Every edition, oldest first, with the form for mail; then their list, newest first."""
    period = period_of(desks.config.editions)
    if period is None:
        return
    stretches = replay(desks.site, period)
    desk = desks.at("editions/index.html")
    trail = (Link(desk.t("nav.editions"), desk.href("editions/index.html")),)
    for previous, stretch in zip((None, *stretches), stretches, strict=False):
        yield from _edition(desks, stretch, previous, trail)
    rows = [edition_row(desk, stretch) for stretch in reversed(stretches)]
    title, lede = desk.t("editions.title"), desk.t("editions.about")
    for part in cut_list(desk, "editions/index.html", rows, desks.config.page_size):
        values: dict[str, object] = {"rows": part.items, "pager": part.pager, "title": part.title(desk, title), "lede": lede}
        yield Page(part.url, "editions.html", part.title(desk, title), lede, "editions", values, picture="editions")


def _edition(desks: Desks, stretch: Stretch, previous: Stretch | None, trail: tuple[Link, ...]) -> Iterator[Page]:
    url, config = edition_url(stretch), desks.config
    desk = desks.at(url)
    citation = cite_page(f"edition-{stretch.id}", edition_title(desk, stretch), url, stretch.last, config)
    view = replace(edition_view(desk, stretch, previous), cite=citation)
    description = f"{view.title}. {view.lede}"
    yield Page(url, "edition.html", view.title, description, "editions", {"view": view}, trail, picture="editions")
    # A mail has no site around it: its links are whole addresses, and where the site has none, there are no links.
    root = f"{config.base_url.rstrip('/')}/" if config.base_url else ""
    sent = edition_view(desks.away(root), stretch, None)
    values: dict[str, object] = {"view": sent, "linked": bool(root), "address": absolute_url(config, url)}
    yield Page(f"editions/{stretch.id}.mail.html", "edition_mail.html", view.title, description, "editions", values, index=False)


def edition_texts(desks: Desks) -> dict[str, bytes]:
    """The editions as plain text by their paths."""
    period = period_of(desks.config.editions)
    words, config = desks.words, desks.config
    files = {}
    for stretch in replay(desks.site, period) if period else ():
        url = edition_url(stretch)
        view = edition_view(desks.at(url), stretch, None)
        heading, now, address = words.t("editions.articles"), words.t("editions.later"), absolute_url(config, url)
        text = edition_text(view, site_title=config.title, heading=heading, address=address, now=now)
        files[url.replace(".html", ".txt")] = text.encode()
    return files


def changes_page(desks: Desks) -> Iterator[Page]:
    """What changed, day by day."""
    desk = desks.at("changes.html")
    days = change_days(desk, reversed(replay(desks.site, "day")), CHANGES)
    title, lede = desk.t("changes.title"), desk.t("changes.lede")
    editions = Link(desk.t("changes.older"), desk.href("editions/index.html")) if period_of(desks.config.editions) else None
    yield Page("changes.html", "changes.html", title, lede, "editions", {"days": days, "editions": editions}, picture="editions")
