"""The pages of editions, in three forms each (page, mail, plain text), their list, and the page of changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.citations import cite_page
from beatbook.publishing.page import Desks, Page, Unit, facts_of
from beatbook.publishing.paging import Sheet, cut_by_year, year_pager
from beatbook.publishing.replay import Period, published_day, replay_newest
from beatbook.publishing.urls import absolute_url
from beatbook.publishing.views import Link
from beatbook.publishing.views_editions import change_days, edition_row, edition_text, edition_title, edition_url, edition_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.publishing.editions import Edition

SENT = 12  # newest editions with the forms for mail: nobody sends those of years ago, and they would be a fifth of all files
CHANGES = 40  # events on the page of changes; older ones stand in the editions


def period_of(editions: str) -> Period | None:
    """The period that the configuration asks for; None for no editions."""
    return "day" if editions == "day" else "week" if editions == "week" else None


EDITIONS = "editions/index.html"


def edition_lists(desks: Desks, editions: Sequence[Edition]) -> Iterator[Unit]:
    """The list of all editions, newest first, a page a unit."""
    newest = list(reversed(editions))
    for sheet in cut_by_year(EDITIONS, newest, desks.config.page_size, lambda edition: edition.last[:4]):
        yield Unit(f"list {sheet.url}", _edition_list, (sheet,))


def _edition_list(desks: Desks, sheet: Sheet[Edition]) -> Iterator[Page]:
    desk = desks.at(EDITIONS)
    rows = [edition_row(desk, edition) for edition in sheet.items]
    title, lede = sheet.title(desk, desk.t("editions.title")), desk.t("editions.about")
    values: dict[str, object] = {"rows": rows, "pager": year_pager(desk, EDITIONS, sheet), "title": title, "lede": lede}
    yield Page(sheet.url, "editions.html", title, lede, "editions", values, sums_up=sheet.is_front, picture="editions")


def edition_page(desks: Desks, edition: Edition, previous: Edition | None, late: tuple[str, ...], forms: str) -> Iterator[Page]:
    """An edition, and the form of it for mail where `forms` is "sent"."""
    url, config, sent = edition_url(edition), desks.config, forms == "sent"
    desk = desks.at(url)
    trail = (Link(desk.t("nav.editions"), desk.href("editions/index.html")),)
    citation = cite_page(f"edition-{edition.id}", edition_title(desk, edition), url, date.fromisoformat(edition.last), config)
    view = msgspec.structs.replace(edition_view(desk, edition, previous, late, sent=sent), cite=citation)
    description = f"{view.title}. {view.lede}"
    yield Page(url, "edition.html", view.title, description, "editions", {"view": view}, trail, sums_up=False, picture="editions")
    if not sent:
        return
    # A mail has no site around it: its links are whole addresses, and where the site has none, there are no links.
    root = f"{config.base_url.rstrip('/')}/" if config.base_url else ""
    letter = edition_view(desks.away(root), edition, None, late)
    values: dict[str, object] = {"view": letter, "linked": bool(root), "address": absolute_url(config, url)}
    yield Page(
        f"editions/{edition.id}.mail.html", "edition_mail.html", view.title, description, "editions", values, index=False, sums_up=False
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """An edition that is sent, with the articles that came too late for it."""

    edition: Edition
    late: tuple[str, ...]


def letters(desks: Desks, editions: Sequence[Edition]) -> tuple[Letter, ...]:
    """The newest editions."""
    if not period_of(desks.config.editions):
        return ()
    late = late_articles(desks, editions)
    return tuple(Letter(edition, late.get(edition.id, ())) for edition in editions[-SENT:])


def letter_text(desks: Desks, letter: Letter) -> dict[str, bytes]:
    """An edition as plain text by its path."""
    config, url = desks.config, edition_url(letter.edition)
    desk = desks.at(url)
    view = edition_view(desk, letter.edition, None, letter.late)
    text = edition_text(view, desk, site_title=config.title, address=absolute_url(config, url))
    return {url.replace(".html", ".txt"): text.encode()}


def late_articles(desks: Desks, editions: Sequence[Edition]) -> dict[str, tuple[str, ...]]:
    """Id of an edition -> the articles of its days that it does not know, in the site's order: they came in when it was closed."""
    known = {edition.id: {article.id for article in edition.articles} for edition in editions}
    bounds = sorted((date.fromisoformat(edition.first), date.fromisoformat(edition.last), edition.id) for edition in editions)
    starts, late = [first for first, _, _ in bounds], defaultdict[str, list[str]](list)
    for ident, article in desks.site.articles.items():
        if (day := published_day(article)) and (at := bisect_right(starts, day) - 1) >= 0:
            _, last, edition = bounds[at]
            if day <= last and ident not in known[edition]:
                late[edition].append(ident)
    return {edition: tuple(idents) for edition, idents in late.items()}


def changes_page(desks: Desks) -> Iterator[Page]:
    """What changed, day by day."""
    desk = desks.at("changes.html")
    days = change_days(desk, replay_newest(facts_of(desks), "day", with_plans=False), CHANGES)
    title, lede = desk.t("changes.title"), desk.t("changes.lede")
    editions = Link(desk.t("changes.older"), desk.href("editions/index.html")) if period_of(desks.config.editions) else None
    yield Page("changes.html", "changes.html", title, lede, "editions", {"days": days, "editions": editions}, picture="editions")
