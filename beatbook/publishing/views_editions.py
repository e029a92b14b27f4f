"""Editions (a page a week or day: what happened, what is planned, what changed) and the page of changes.

An edition says what the reports published by its last day say.  Events are named by kind and people, for their titles tell how things
came out; what is known now stands beside, as a note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import parse_edtf
from beatbook.publishing.editions import SECTIONS, Edition, Entry, Named, Reported, State, entry_of
from beatbook.publishing.page import facts_of
from beatbook.publishing.replay import OPEN
from beatbook.publishing.urls import page_url
from beatbook.publishing.views import ArticleRow, Badge, Desk, Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beatbook.publishing.citations import Citation
    from beatbook.publishing.heads import ArticleHead, EventHead
    from beatbook.publishing.replay import Stretch
    from beatbook.publishing.words import When


class EditionItem(msgspec.Struct, frozen=True):
    """An event in an edition."""

    name: Link  # "Meeting: Ana Duarte, Tomas Lindqvist"
    status: Badge
    detail: str  # "for 24 April 2019 · Vladivostok"
    source: Link  # outlet, to the words it rests on
    voices: tuple[tuple[Link, ...], ...]
    before: str  # "before: thought likely, for 24 April 2019"; "" where nothing had been said or it is the same
    new: bool  # first told of in this edition
    later: str  # what the digest says now, where that is something else; ""


class EditionSection(msgspec.Struct, frozen=True):
    id: str
    title: str
    items: tuple[EditionItem, ...]
    empty: str  # what stands there without items; "": the section is left out


class EditionView(msgspec.Struct, frozen=True):
    id: str
    title: str  # "Week of 22–28 April 2019"
    lede: str
    sections: tuple[EditionSection, ...]
    articles: tuple[ArticleRow, ...]
    late: tuple[ArticleRow, ...]  # articles of these days that came in when the edition was closed
    previous: Link | None
    mail: Link | None  # this and the next: None for editions of long ago
    text: Link | None
    cite: Citation | None = None


class EditionRow(msgspec.Struct, frozen=True):
    """An edition in the list of all."""

    link: Link
    counts: str
    year: str


class ChangeDay(msgspec.Struct, frozen=True):
    """What one day's articles brought."""

    when: When
    articles: tuple[Link, ...]
    items: tuple[EditionItem, ...]


def edition_url(edition: Edition) -> str:
    return f"editions/{edition.id}.html"


def edition_title(desk: Desk, edition: Edition) -> str:
    days = desk.words.date(edition.first if edition.first == edition.last else f"{edition.first}/{edition.last}").text
    return desk.t("editions.day" if edition.first == edition.last else "editions.week", days=days)


def edition_view(desk: Desk, edition: Edition, previous: Edition | None, late: Iterable[str] = (), *, sent: bool = True) -> EditionView:
    """Everything that the page of an edition shows; `late` are articles of its days that it does not know."""
    stem = f"editions/{edition.id}"
    told = {entry.event for name in SECTIONS for entry in _shown(desk, getattr(edition, name))}
    counts = desk.t("editions.lede", articles=desk.count("articles", len(edition.articles)), events=desk.count("events", len(told)))
    return EditionView(
        id=edition.id,
        title=edition_title(desk, edition),
        lede=counts,
        sections=tuple(section for section in _sections(desk, edition) if section.items or section.empty),
        articles=tuple(_article_row(desk, article) for article in edition.articles if article.id in desk.index.articles),
        late=tuple(_row(desk, desk.index.articles[ident]) for ident in late),
        previous=Link(edition_title(desk, previous), desk.href(edition_url(previous))) if previous else None,
        mail=Link(desk.t("editions.mail"), desk.href(f"{stem}.mail.html")) if sent else None,
        text=Link(desk.t("editions.text"), desk.href(f"{stem}.txt")) if sent else None,
    )


def edition_row(desk: Desk, edition: Edition) -> EditionRow:
    parts = (
        desk.count("articles", len(edition.articles)),
        *(f"{section.title} {len(section.items)}" for section in _sections(desk, edition) if section.items),
    )
    return EditionRow(Link(edition_title(desk, edition), desk.href(edition_url(edition))), " · ".join(parts), edition.last[:4])


def change_days(desk: Desk, stretches: Iterable[Stretch], limit: int) -> tuple[ChangeDay, ...]:
    """What changed, day by day, newest first, up to about `limit` events."""
    days, shown = [], 0
    for stretch in stretches:
        changes = [change for change in stretch.changes if change.is_new or change.differs]
        if shown >= limit:
            break
        if changes:
            articles = tuple(_outlet_link(desk, desk.index.articles[ident]) for ident in stretch.articles)
            items = tuple(_item(desk, entry_of(facts_of(desk), change)) for change in changes[: limit - shown])
            days.append(ChangeDay(desk.words.date(stretch.first.isoformat()), articles, items))
            shown += len(changes)
    return tuple(days)


def edition_text(view: EditionView, desk: Desk, *, site_title: str, address: str) -> str:
    """An edition as plain text, lines of any length: mail programs wrap them."""
    lines = [site_title, view.title, "=" * len(view.title), "", view.lede, ""]
    for section in view.sections:
        lines += [section.title, "-" * len(section.title), ""]
        lines += [line for item in section.items for line in _item_lines(item, desk.t("editions.later"))] or [section.empty]
        lines.append("")
    for heading, rows in ((desk.t("editions.articles"), view.articles), (desk.t("editions.late"), view.late)):
        lines += [heading, "-" * len(heading), "", *map(_article_line, rows), ""] if rows or rows is view.articles else []
    return "\n".join([*lines, address]).rstrip() + "\n"


def _article_line(row: ArticleRow) -> str:
    outlet = f"{row.outlet.text}, " if row.outlet else ""
    return f"* {outlet}{row.when.text}: {row.link.text}"


def _item_lines(item: EditionItem, now: str) -> list[str]:
    voices = "; ".join(" < ".join(link.text for link in chain) for chain in item.voices)
    lines = [f"* {item.name.text}", f"  {' '.join(part for part in (item.status.text, item.detail) if part)}"]
    lines.append(f"  {item.source.text}{f' < {voices}' if voices else ''}")
    lines += [f"  {item.before}"] if item.before else []
    lines += [f"  {now} {item.later}"] if item.later else []
    return lines


def _sections(desk: Desk, edition: Edition) -> tuple[EditionSection, ...]:
    empty = {"happened": desk.t("editions.none_happened"), "planned": desk.t("editions.none_planned")}
    return tuple(
        EditionSection(name, desk.t(f"editions.{name}"), _items(desk, getattr(edition, name)), empty.get(name, "")) for name in SECTIONS
    )


def _items(desk: Desk, entries: Iterable[Entry]) -> tuple[EditionItem, ...]:
    return tuple(_item(desk, entry) for entry in _shown(desk, entries))


def _shown(desk: Desk, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries whose report is on the site; where only checked events are published, those whose event is, too."""
    reported = tuple(entry for entry in entries if _known_article(desk, entry.article.id))
    return reported if desk.config.publish != "checked" else tuple(entry for entry in reported if _known_event(desk, entry.event))


def _item(desk: Desk, entry: Entry) -> EditionItem:
    event, article = _known_event(desk, entry.event), _known_article(desk, entry.article.id)
    anchor = entry.anchor if article and entry.anchor in desk.index.anchors.get(article.id, ()) else ""
    return EditionItem(
        name=Link(_name(desk, entry), desk.href(event.url) if event else "", "event"),
        status=Badge(desk.term("status", entry.state.status), entry.state.status),
        detail=_detail(desk, entry),
        source=Link(entry.article.name, desk.href(article.url, anchor) if article else "", "article"),
        voices=tuple(tuple(_link(desk, voice) for voice in chain) for chain in entry.voices),
        before=desk.t("editions.before", state=_state(desk, entry.before)) if entry.before else "",
        new=entry.new,
        later=_later(desk, entry, event, article),
    )


def _name(desk: Desk, entry: Entry) -> str:
    """The kind and whom the reports so far named; not the title, which says how it came out."""
    kind = desk.term("kind", entry.kind)
    return desk.t("editions.name", kind=kind, people=", ".join(person.name for person in entry.people)) if entry.people else kind


def _detail(desk: Desk, entry: Entry) -> str:
    when = desk.dated(entry.state.status, entry.state.date)
    return f"{when} · {entry.place.name}".strip(" ·" if not when else " ") if entry.place else when


def _state(desk: Desk, state: State) -> str:
    return " ".join(part for part in (desk.term("status", state.status), desk.dated(state.status, state.date)) if part)


def _later(desk: Desk, entry: Entry, event: EventHead | None, article: ArticleHead | None) -> str:
    """What the digest says now, where it is something else than what the edition says."""
    said = [desk.t("editions.gone")] if event is None else [_now(desk, entry.state, event)]
    if article and article.standing in ("corrected", "retracted"):
        said.append(desk.t(f"notice.{article.standing}"))
    return "; ".join(part for part in said if part)


def _now(desk: Desk, state: State, event: EventHead) -> str:
    moved = bool(event.date and state.date) and not parse_edtf(event.date or "").overlaps(parse_edtf(state.date or ""))
    if event.status == state.status and not moved and not (event.lapsed and state.status in OPEN):
        return ""
    status = desk.status(event).text
    return status if event.lapsed else " ".join(part for part in (status, desk.dated(event.status, event.date)) if part)


def _known_event(desk: Desk, ident: str) -> EventHead | None:
    """The event by its id of today; None where the digest has it no more."""
    known = desk.index.events
    return known.get(ident) or known.get(_id_in(desk.site.redirects.get(page_url("event", ident), "")))


def _known_article(desk: Desk, ident: str) -> ArticleHead | None:
    known = desk.index.articles
    return known.get(ident) or known.get(_id_in(desk.site.redirects.get(page_url("article", ident), "")))


def _id_in(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".html")


def _link(desk: Desk, named: Named) -> Link:
    known = desk.profile(named.id) if named.id in desk.index.profiles else None
    return Link(named.name, known.href if known else "", known.type if known else "")


def _article_row(desk: Desk, article: Reported) -> ArticleRow:
    known = desk.index.articles[article.id]
    outlet = _link(desk, article.outlet) if article.outlet else None
    notes = (Badge(desk.t(f"notice.{known.standing}"), known.standing),) if known.standing in ("corrected", "retracted") else ()
    return ArticleRow(
        Link(article.headline, desk.href(known.url), "article"), outlet, desk.words.date_short(article.published or None), (), notes
    )


def _row(desk: Desk, article: ArticleHead) -> ArticleRow:
    return ArticleRow(Link(article.headline, desk.href(article.url), "article"), desk.outlet(article), desk.article_when(article), (), ())


def _outlet_link(desk: Desk, article: ArticleHead) -> Link:
    outlet = desk.outlet(article)
    return Link(outlet.text if outlet else article.headline, desk.href(article.url), "article")
