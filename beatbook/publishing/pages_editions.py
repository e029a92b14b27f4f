"""The pages of editions, in three forms each (page, mail, plain text), their list, and the page of changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.citations import cite_page
from beatbook.publishing.kept import page_key
from beatbook.publishing.page import Desks, Page, Raw, Unit, facts_of
from beatbook.publishing.paging import Sheet, cut_by_year, year_pager
from beatbook.publishing.replay import Days, Period, replay_newest
from beatbook.publishing.urls import absolute_url
from beatbook.publishing.views import Link
from beatbook.publishing.views_editions import change_days, edition_row, edition_text, edition_title, edition_url, edition_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.publishing.editions import Issue
    from beatbook.publishing.outline import Outline

SENT = 12  # newest editions with the forms for mail: nobody sends those of years ago, and they would be a fifth of all files
CHANGES = 40  # events on the page of changes; older ones stand in the editions


def period_of(editions: str) -> Period | None:
    """The period that the configuration asks for; None for no editions."""
    return "day" if editions == "day" else "week" if editions == "week" else None


EDITIONS = "editions/index.html"


def edition_lists(desks: Desks, issues: Sequence[Issue]) -> Iterator[Unit]:
    """The list of all editions, newest first, a page a unit."""
    newest = list(reversed(issues))
    for sheet in cut_by_year(EDITIONS, newest, desks.config.page_size, lambda issue: issue.facts.last[:4]):
        ids = Sheet(sheet.url, sheet.year, sheet.number, sheet.last, sheet.years, tuple([issue.id for issue in sheet.items]))
        yield Unit(f"list {sheet.url}", partial(_edition_list, sheet.items), (ids, tuple([issue.facts.digest for issue in sheet.items])))


def _edition_list(issues: Sequence[Issue], desks: Desks, sheet: Sheet[str], _digests: tuple[bytes, ...]) -> Iterator[Page]:
    desk = desks.at(EDITIONS)
    rows = [edition_row(desk, issue.edition()) for issue in issues]
    title, lede = sheet.title(desk, desk.t("editions.title")), desk.t("editions.about")
    values: dict[str, object] = {"rows": rows, "pager": year_pager(desk, EDITIONS, sheet), "title": title, "lede": lede}
    yield Page(sheet.url, "editions.html", title, lede, "editions", values, sums_up=sheet.is_front, picture="editions")


def edition_page(
    issue: Issue, previous: Issue | None, desks: Desks, _digest: bytes, _previous: bytes, late: tuple[str, ...], forms: str
) -> Iterator[Page]:
    """An edition, and the form of it for mail where `forms` is "sent"."""
    edition = issue.edition()
    url, config, sent = edition_url(edition), desks.config, forms == "sent"
    desk = desks.at(url)
    trail = (Link(desk.t("nav.editions"), desk.href("editions/index.html")),)
    citation = cite_page(f"edition-{edition.id}", edition_title(desk, edition), url, date.fromisoformat(edition.last), config)
    view = msgspec.structs.replace(edition_view(desk, edition, previous.edition() if previous else None, late, sent=sent), cite=citation)
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


def letter_units(desks: Desks, issues: Sequence[Issue]) -> Iterator[Unit]:
    """The newest editions as plain text."""
    if period_of(desks.config.editions):
        for issue in issues[-SENT:]:
            yield Unit(f"text {issue.id}", partial(_letter, issue), (issue.facts.digest, issue.late))


def _letter(issue: Issue, desks: Desks, _digest: bytes, late: tuple[str, ...]) -> Iterator[Raw]:
    config, edition = desks.config, issue.edition()
    url = edition_url(edition)
    desk = desks.at(url)
    view = edition_view(desk, edition, None, late)
    text = edition_text(view, desk, site_title=config.title, address=absolute_url(config, url))
    yield Raw(url.replace(".html", ".txt"), text.encode())


def with_late(issues: Sequence[Issue], outline: Outline) -> tuple[Issue, ...]:
    """The same with the articles of their days that they do not know, in the site's order: these came in when an edition was closed."""
    dated = sorted(issues, key=lambda issue: (issue.facts.first, issue.facts.last, issue.id))
    bounds = [(date.fromisoformat(issue.facts.first), date.fromisoformat(issue.facts.last)) for issue in dated]
    starts, of_days = [first for first, _ in bounds], defaultdict[date, list[str]](list)
    for ident, article in outline.articles.items():
        if article.published:
            of_days[article.published].append(ident)
    found = defaultdict[str, list[str]](list)
    for day, idents in of_days.items():
        if (at := bisect_right(starts, day) - 1) >= 0 and day <= bounds[at][1]:
            found[dated[at].id] += idents
    order = dict(zip(outline.articles, range(len(outline.articles)), strict=True))
    late = {ident: frozenset(found[ident]).difference(issue.facts.articles) for issue in issues if (ident := issue.id) in found}
    return tuple([replace(issue, late=tuple(sorted(late.get(issue.id, ()), key=order.__getitem__))) for issue in issues])


def changes_unit(outline: Outline) -> Unit:
    """The page of what changed; the days on which articles were published are known from the outline."""
    published = {ident: article.published for ident, article in outline.articles.items() if article.published}
    return Unit("changes", partial(_changes_page, Days(published, {})), (page_key(list(published.items())),), large=True)


def _changes_page(published: Days, desks: Desks, _key: bytes) -> Iterator[Page]:
    """What changed, day by day."""
    desk = desks.at("changes.html")
    days = change_days(desk, replay_newest(facts_of(desks), "day", with_plans=False, days=published), CHANGES)
    title, lede = desk.t("changes.title"), desk.t("changes.lede")
    editions = Link(desk.t("changes.older"), desk.href("editions/index.html")) if period_of(desks.config.editions) else None
    yield Page("changes.html", "changes.html", title, lede, "editions", {"days": days, "editions": editions}, picture="editions")
