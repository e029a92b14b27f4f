"""Editions (a page a week or day: what happened, what is planned, what changed) and the page of changes.

An edition says what the reports published by its last day say.  Events are named by kind and people, for their titles tell how things
came out; what later reports say stands beside, as a note.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf
from beatbook.publishing.replay import OPEN, Change, Known, Stretch, is_fresh
from beatbook.publishing.views import ArticleRow, Badge, Desk, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.publishing.citations import Citation
    from beatbook.publishing.model import SiteEvent
    from beatbook.publishing.words import When

NAMES = 4  # people in an event's name
AHEAD = 12  # plans that an edition tells of


@dataclass(frozen=True, slots=True)
class EditionItem:
    """An event in an edition."""

    name: Link  # "Meeting: Ana Duarte, Tomas Lindqvist"
    status: Badge
    detail: str  # "for 24 April 2019 · Vladivostok"
    source: Link  # outlet, to the words it rests on
    voices: tuple[tuple[Link, ...], ...]
    before: str  # "before: thought likely, for 24 April 2019"; "" where nothing had been said or it is the same
    new: bool  # first told of in this edition
    later: str  # what the digest says now, where that is something else; ""


@dataclass(frozen=True, slots=True)
class EditionSection:
    id: str
    title: str
    items: tuple[EditionItem, ...]
    empty: str  # what stands there without items; "": the section is left out


@dataclass(frozen=True, slots=True)
class EditionView:
    id: str
    title: str  # "Week of 22–28 April 2019"
    lede: str
    sections: tuple[EditionSection, ...]
    articles: tuple[ArticleRow, ...]
    previous: Link | None
    mail: Link
    text: Link
    cite: Citation | None = None


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition in the list of all."""

    link: Link
    counts: str
    year: str


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """What one day's articles brought."""

    when: When
    articles: tuple[Link, ...]
    items: tuple[EditionItem, ...]


def edition_url(stretch: Stretch) -> str:
    return f"editions/{stretch.id}.html"


def edition_title(desk: Desk, stretch: Stretch) -> str:
    days = desk.words.date(_span(stretch)).text
    return desk.t("editions.day" if stretch.first == stretch.last else "editions.week", days=days)


def edition_view(desk: Desk, stretch: Stretch, previous: Stretch | None) -> EditionView:
    """Everything that the page of an edition shows."""
    stem = f"editions/{stretch.id}"
    sections = _sections(desk, stretch)
    counts = desk.t(
        "editions.lede", articles=desk.count("articles", len(stretch.articles)), events=desk.count("events", len(stretch.changes))
    )
    return EditionView(
        id=stretch.id,
        title=edition_title(desk, stretch),
        lede=counts,
        sections=tuple(section for section in sections if section.items or section.empty),
        articles=tuple(replace(row, events=()) for row in desk.article_rows(stretch.articles)),
        previous=Link(edition_title(desk, previous), desk.href(edition_url(previous))) if previous else None,
        mail=Link(desk.t("editions.mail"), desk.href(f"{stem}.mail.html")),
        text=Link(desk.t("editions.text"), desk.href(f"{stem}.txt")),
    )


def edition_row(desk: Desk, stretch: Stretch) -> EditionRow:
    parts = (
        desk.count("articles", len(stretch.articles)),
        *(f"{section.title} {len(section.items)}" for section in _sections(desk, stretch) if section.items),
    )
    return EditionRow(Link(edition_title(desk, stretch), desk.href(edition_url(stretch))), " · ".join(parts), str(stretch.last.year))


def change_days(desk: Desk, stretches: Iterable[Stretch], limit: int) -> tuple[ChangeDay, ...]:
    """What changed, day by day, newest first, up to about `limit` events."""
    days, shown = [], 0
    for stretch in stretches:
        changes = [change for change in stretch.changes if change.is_new or change.differs]
        if shown >= limit:
            break
        if changes:
            articles = tuple(link for ident in stretch.articles if (link := _article(desk, ident)))
            items = tuple(_item(desk, change.event, change.after, change) for change in changes[: limit - shown])
            days.append(ChangeDay(desk.words.date(stretch.first.isoformat()), articles, items))
            shown += len(changes)
    return tuple(days)


def edition_text(view: EditionView, *, site_title: str, heading: str, address: str, now: str) -> str:
    """An edition as plain text, lines of any length: mail programs wrap them."""
    lines = [site_title, view.title, "=" * len(view.title), "", view.lede, ""]
    for section in view.sections:
        lines += [section.title, "-" * len(section.title), ""]
        lines += [line for item in section.items for line in _item_lines(item, now)] or [section.empty]
        lines.append("")
    lines += [heading, "-" * len(heading), ""]
    for row in view.articles:
        outlet = f"{row.outlet.text}, " if row.outlet else ""
        lines.append(f"* {outlet}{row.when.text}: {row.link.text}")
    return "\n".join([*lines, "", address]).rstrip() + "\n"


def _item_lines(item: EditionItem, now: str) -> list[str]:
    voices = "; ".join(" < ".join(link.text for link in chain) for chain in item.voices)
    lines = [f"* {item.name.text}", f"  {' '.join(part for part in (item.status.text, item.detail) if part)}"]
    lines.append(f"  {item.source.text}{f' < {voices}' if voices else ''}")
    lines += [f"  {item.before}"] if item.before else []
    lines += [f"  {now} {item.later}"] if item.later else []
    return lines


def _sections(desk: Desk, stretch: Stretch) -> tuple[EditionSection, ...]:
    events = desk.site.events
    shown = [change for change in stretch.changes if not events[change.event].background]
    happened = [
        change
        for change in shown
        if change.after.status == "happened" and is_fresh(change, stretch) and (change.is_new or _was(change) != "happened")
    ]
    ahead = stretch.ahead[:AHEAD]
    planned = {event for event, _ in ahead}
    rest = [change for change in shown if change not in happened and (change.differs or change.is_new)]
    changed = [change for change in rest if not change.is_new and (change.event not in planned or change.differs)]
    back = [change for change in rest if change.is_new and change.event not in planned]
    by_event = {change.event: change for change in stretch.changes}
    plans = tuple(
        replace(_item(desk, event, known, by_event.get(event)), before="") for event, known in ahead if not events[event].background
    )
    return (
        EditionSection("happened", desk.t("editions.happened"), _items(desk, happened), desk.t("editions.none_happened")),
        EditionSection("planned", desk.t("editions.planned"), plans, desk.t("editions.none_planned")),
        EditionSection("changed", desk.t("editions.changed"), _items(desk, changed), ""),
        EditionSection("back", desk.t("editions.back"), _items(desk, back), ""),
    )


def _was(change: Change) -> str:
    return change.before.status if change.before else ""


def _items(desk: Desk, changes: Sequence[Change]) -> tuple[EditionItem, ...]:
    return tuple(_item(desk, change.event, change.after, change) for change in changes)


def _item(desk: Desk, ident: str, known: Known, change: Change | None) -> EditionItem:
    event = desk.site.events[ident]
    before = change.before if change and change.differs else None
    article = desk.site.articles[known.article]
    outlet = desk.outlet(article)
    return EditionItem(
        name=Link(_name(desk, event, known), desk.href(event.url), "event"),
        status=Badge(desk.term("status", known.status), known.status),
        detail=_detail(desk, known),
        source=Link(outlet.text if outlet else article.headline, desk.href(article.url, known.claim.anchor), "article"),
        voices=desk.voices(known.claim),
        before=desk.t("editions.before", state=_state(desk, before)) if before else "",
        new=bool(change and change.is_new),
        later=_later(desk, event, known),
    )


def _name(desk: Desk, event: SiteEvent, known: Known) -> str:
    """The kind and whom the reports so far named; not the title, which says how it came out."""
    idents = known.participants or tuple(ident for ident, _ in event.participants)
    names = [link.text for link in desk.profiles(idents[:NAMES])]
    kind = desk.term("kind", event.kind)
    return desk.t("editions.name", kind=kind, people=", ".join(names)) if names else kind


def _detail(desk: Desk, known: Known) -> str:
    place = desk.profile(known.place)
    when = desk.dated(known.status, known.date)
    return f"{when} · {place.text}".strip() if place else when


def _state(desk: Desk, known: Known) -> str:
    return " ".join(part for part in (desk.term("status", known.status), desk.dated(known.status, known.date)) if part)


def _later(desk: Desk, event: SiteEvent, known: Known) -> str:
    """What the digest says now, where it is something else than what the edition says."""
    moved = bool(event.date and known.date) and not parse_edtf(event.date or "").overlaps(parse_edtf(known.date or ""))
    if event.status == known.status and not moved and not (event.lapsed and known.status in OPEN):
        return ""
    state = desk.status(event).text
    return state if event.lapsed else " ".join(part for part in (state, desk.dated(event.status, event.date)) if part)


def _article(desk: Desk, ident: str) -> Link | None:
    article = desk.site.articles.get(ident)
    outlet = desk.outlet(article) if article else None
    return Link(outlet.text if outlet else article.headline, desk.href(article.url), "article") if article else None


def _span(stretch: Stretch) -> str:
    first, last = stretch.first.isoformat(), stretch.last.isoformat()
    return first if first == last else f"{first}/{last}"
