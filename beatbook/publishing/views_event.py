"""The page of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import parse_edtf
from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.svg_chain import Chain, chain_view
from beatbook.publishing.views import Badge, Desk, EventRow, Link, QuoteView, web_address
from beatbook.publishing.views_editing import editing_notices, reports_say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from beatbook.publishing.model import Site, SiteConflict, SiteEvent, SiteReport, StatusStep
    from beatbook.publishing.words import When


class Reference(msgspec.Struct, frozen=True):
    """A number in the text that leads to the report it rests on."""

    number: int
    href: str
    title: str


class SentenceView(msgspec.Struct, frozen=True):
    pieces: tuple[Link, ...]
    references: tuple[Reference, ...]


class Fact(msgspec.Struct, frozen=True):
    """One row of the facts box."""

    term: str
    links: tuple[Link, ...] = ()
    when: When | None = None
    badge: Badge | None = None
    editor: str = ""  # "set by the editor: ..."; "" where the machine's value stands


class StepView(msgspec.Struct, frozen=True):
    """One step of the status history: reports that say the same one after the other count as one step."""

    when: When
    status: Badge
    detail: str  # "for 24 April 2019"
    outlet: Link  # to the evidence
    voices: tuple[tuple[Link, ...], ...]
    more: tuple[Link, ...]  # further reports that say the same


class ConflictValue(msgspec.Struct, frozen=True):
    value: Link
    articles: tuple[Link, ...]
    chosen: bool


class ConflictView(msgspec.Struct, frozen=True):
    field: str
    values: tuple[ConflictValue, ...]
    chosen: str
    because: str


class GivenValue(msgspec.Struct, frozen=True):
    """A date or place as one report gives it."""

    text: str
    differs: bool  # from the one shown for the event


class ReportView(msgspec.Struct, frozen=True):
    """One article's report, for the comparison and with its evidence."""

    number: int
    anchor: str
    article: Link
    outlet: Link | None
    when: When
    status: Badge
    dates: tuple[GivenValue, ...]
    places: tuple[GivenValue, ...]
    voices: tuple[tuple[Link, ...], ...]
    copy_of: Link | None
    our_note: bool
    standing: Badge | None
    quotes: tuple[QuoteView, ...]
    original: str  # address of the outside article, and of its archived copy: printed with the reference
    archived: str
    copies: tuple[Link, ...] = ()  # by their outlets: reports without credit to this one, whose words they are


class EventView(msgspec.Struct, frozen=True):
    id: str
    title: str
    kind: str
    kind_link: Link
    year_link: Link | None
    when: When
    place: Link | None
    status: Badge
    review: Badge
    notices: tuple[Badge, ...]
    summary: tuple[SentenceView, ...]
    facts: tuple[Fact, ...]
    people: tuple[Link, ...]
    history: tuple[StepView, ...]
    conflicts: tuple[ConflictView, ...]
    reports: tuple[ReportView, ...]  # copies folded, at most REPORTS
    more: Link | None  # to the pages of all reports, where they are cut short
    compared: bool  # several reports: they stand side by side
    chain: Chain | None  # who rests on whom as a picture
    origins: str
    body: Markup
    parts: tuple[EventRow, ...]
    related: tuple[EventRow, ...]
    updated: When | None
    here: tuple[Link, ...]  # to the sections of the page, where there are enough of them to get lost


def event_view(desk: Desk, event: SiteEvent) -> EventView:
    """Everything that an event's page shows."""
    year = (event.date or "")[:4] if event.date and event.date[:4].isdigit() else ""
    folded = fold_copies(desk.site, event)
    places = report_places(desk, event, folded)
    reports = report_views(desk, event, tuple(folded.items())[:REPORTS])
    names = desk.names(_named(desk, event)) if event.summary else {}
    return EventView(
        id=event.id,
        title=event.title,
        kind=desk.term("kind", event.kind),
        kind_link=Link(desk.term("kinds", event.kind), desk.href(f"events/kind/{event.kind}.html")),
        year_link=Link(year, desk.href(f"events/year/{year}.html")) if year else None,
        when=desk.words.date(event.date, extent=event.extent),
        place=desk.profile(event.place),
        status=desk.status(event),
        review=desk.review(event),
        notices=_notices(desk, event),
        summary=tuple(
            SentenceView(desk.linked_text(sentence.text, names), _references(desk, sentence.articles, places)) for sentence in event.summary
        ),
        facts=_facts(desk, event),
        people=_people(desk, event),
        history=_history(desk, event.history),
        conflicts=tuple(_conflict(desk, event, conflict) for conflict in event.conflicts),
        reports=reports,
        more=Link(desk.t("event.all_reports", n=len(folded)), desk.href(reports_url(event))) if len(folded) > REPORTS else None,
        compared=len(event.reports) > 1,
        chain=chain_view((*reports, *_copy_views(desk, event, folded))) if len(event.reports) > 1 else None,
        origins=desk.t(
            "event.chain_about", reports=desk.count("reports", len(event.reports)), origins=desk.count("origins", event.origins)
        ),
        body=render_markdown(event.body),
        parts=desk.event_rows(event.parts),
        related=desk.event_rows(event.related),
        updated=desk.words.date(event.updated) if event.updated else None,
        here=_here(desk, event, reports),
    )


def _here(desk: Desk, event: SiteEvent, reports: tuple[ReportView, ...]) -> tuple[Link, ...]:
    sections = {
        "history": event.history,
        "conflicts": event.conflicts,
        "sources": len(event.reports) > 1,
        "evidence": reports,
        "chain": len(event.reports) > 1,
        "parts": event.parts,
        "related": event.related,
    }
    return tuple(Link(desk.t(f"event.{name}"), f"#{name}") for name, held in sections.items() if held)


REPORTS = 20  # on an event's own page, which stays within its 14 kB; more have pages of their own
COPIES = 12  # named in one line


class Place(msgspec.Struct, frozen=True):
    """Where a report stands: its number, and the way to its evidence."""

    number: int
    href: str


def fold_copies(site: Site, event: SiteEvent) -> dict[str, tuple[str, ...]]:
    """The articles that report an event on their own, each with those that copied it, in the order of the brief."""
    known = [report.article for report in event.reports if report.article in site.articles]
    originals = {ident: _original(site, ident, known) for ident in known}
    folded: dict[str, list[str]] = {ident: [] for ident in known if originals[ident] == ident}
    for ident in known:
        if originals[ident] != ident:
            folded[originals[ident]].append(ident)
    return {ident: tuple(copies) for ident, copies in folded.items()}


def _original(site: Site, ident: str, known: Sequence[str]) -> str:
    """The report whose words these are; a ring of copies ends where it began."""
    seen: list[str] = []
    while (copied := site.articles[ident].copy_of) in known and copied is not None and ident not in seen:
        seen.append(ident)
        ident = copied
    return ident if ident not in seen else min(seen)


def report_places(desk: Desk, event: SiteEvent, folded: Mapping[str, tuple[str, ...]]) -> dict[str, Place]:
    """Where every report of an event stands; a copy stands with its original."""
    places = {}
    for number, (ident, copies) in enumerate(folded.items(), 1):
        page = (number - 1) // REPORTS
        url = desk.href(reports_url(event).replace(".html", f"-{page + 1}.html")) if page else ""
        for article in (ident, *copies):
            places[article] = Place(number, f"{url}#{report_anchor(ident)}")
    return places


def reports_url(event: SiteEvent) -> str:
    return event.url.removesuffix(".html") + ".reports.html"


def report_views(desk: Desk, event: SiteEvent, folded: Iterable[tuple[str, tuple[str, ...]]], first: int = 1) -> tuple[ReportView, ...]:
    """Reports with their evidence, numbered from `first` on."""
    by_article = {report.article: report for report in event.reports}
    return tuple(_report(desk, event, by_article[ident], number, copies) for number, (ident, copies) in enumerate(folded, first))


def _copy_views(desk: Desk, event: SiteEvent, folded: Mapping[str, tuple[str, ...]]) -> tuple[ReportView, ...]:
    """The copies, for the picture of who rests on whom: numbered behind all others."""
    copies = {ident for idents in folded.values() for ident in idents[:COPIES]}
    reports = [report for report in event.reports if report.article in copies]
    return tuple(_report(desk, event, report, number) for number, report in enumerate(reports, len(event.reports) + 1))


def _copies(desk: Desk, idents: Sequence[str]) -> tuple[Link, ...]:
    links = []
    for ident in idents[:COPIES]:
        article = desk.index.articles[ident]
        outlet, when = desk.outlet(article), desk.article_when(article)
        links.append(Link(outlet.text if outlet else article.headline, desk.href(article.url), "article", when.text if when.known else ""))
    return (*links, Link(desk.t("more.articles", n=len(idents) - COPIES))) if len(idents) > COPIES else tuple(links)


def report_anchor(article: str) -> str:
    """The fragment of a report on its event's page."""
    return f"r-{article}"


def _named(desk: Desk, event: SiteEvent) -> tuple[str, ...]:
    """Whom and what a summary may name: those who act, the place and those that hold it, and all that the reports name."""
    named = [ident for ident, _ in event.participants]
    named += desk.place_chain(event.place)
    for report in event.reports:
        if article := desk.site.articles.get(report.article):
            named += [*article.named, *article.cites, *([article.outlet_id] if article.outlet_id else [])]
    return tuple(dict.fromkeys(named))


def _notices(desk: Desk, event: SiteEvent) -> tuple[Badge, ...]:
    notices = []
    if event.lapsed:
        date = desk.words.date(event.date, extent=event.extent).text
        notices.append(Badge(desk.t("notice.lapsed", date=date), "lapsed"))
    if event.standing in ("disputed", "claimed"):
        notices.append(Badge(desk.t(f"notice.{event.standing}"), event.standing))
    if event.background:
        notices.append(Badge(desk.t("notice.background"), "background"))
    return (*notices, *editing_notices(desk, event))


def _references(desk: Desk, articles: Iterable[str], places: Mapping[str, Place]) -> tuple[Reference, ...]:
    """Each report once, by its number; a copy leads to its original."""
    found: dict[int, Reference] = {}
    for ident in articles:
        if place := places.get(ident):
            found.setdefault(place.number, Reference(place.number, place.href, desk.index.articles[ident].headline))
    return tuple(found.values())


def _facts(desk: Desk, event: SiteEvent) -> tuple[Fact, ...]:
    t = desk.t
    facts = [
        Fact(t("event.when"), when=desk.words.date(event.date, extent=event.extent), editor=editor_mark(desk, event, "date")),
        Fact(
            t("event.where"),
            desk.profiles(desk.place_chain(event.place)) or (Link(t("event.unknown_place")),),
            editor=editor_mark(desk, event, "place"),
        ),
        Fact(t("event.status"), badge=desk.status(event), editor=editor_mark(desk, event, "status")),
    ]
    if event.standing:
        about = t(f"standing_about.{event.standing}") if desk.words.has(f"standing_about.{event.standing}") else ""
        facts.append(
            Fact(
                t("event.standing"),
                badge=Badge(desk.term("standing", event.standing), event.standing, about),
                editor=editor_mark(desk, event, "standing"),
            )
        )
    if event.participants:
        facts.append(Fact(t("event.who"), _people(desk, event), editor=editor_mark(desk, event, "participants")))
    if whole := (desk.event(event.part_of) if event.part_of else None):
        facts.append(Fact(t("event.part_of"), (whole,), editor=editor_mark(desk, event, "part_of")))
    if event.topics:
        facts.append(Fact(t("event.topics"), tuple(Link(topic) for topic in event.topics), editor=editor_mark(desk, event, "topics")))
    rests = Link(desk.count("reports", len(event.reports)), "#evidence" if event.reports else "", "", desk.count("origins", event.origins))
    facts.append(Fact(t("event.rests_on"), (rests,)))
    facts.append(Fact(t("event.review"), badge=desk.review(event)))
    return tuple(facts)


def editor_mark(desk: Desk, event: SiteEvent, field: str) -> str:
    """What a page says beside a value that an editor set: by whom, when and why, as far as given."""
    set_by = event.editor.get(field)
    if set_by is None:
        return ""
    because = set_by.get("because", "")
    said = desk.t("review.editor_because", because=because) if because else desk.t("review.editor")
    said += f", {desk.t('review.by', name=set_by['by'])}" if set_by.get("by") else ""
    said += f", {desk.t('review.on', date=desk.words.date(set_by['on']).text)}" if set_by.get("on") else ""
    against = reports_say(desk, field, set_by.get("machine", ""))
    return f"{said}; {against}" if against else said


def _people(desk: Desk, event: SiteEvent) -> tuple[Link, ...]:
    return tuple(link for ident, role in event.participants if (link := desk.profile(ident, note=desk.term("role", role) if role else "")))


def _history(desk: Desk, steps: tuple[StatusStep, ...]) -> tuple[StepView, ...]:
    dated = {(step.article, step.status) for step in steps if step.date}  # a headline that leaves out the day, which the text gives
    groups: list[list[StatusStep]] = []
    for step in steps:
        if not step.date and (step.article, step.status) in dated:
            continue
        last = groups[-1][0] if groups else None
        if last and (last.status, last.date) == (step.status, step.date):
            groups[-1].append(step)
        else:
            groups.append([step])
    return tuple(_step(desk, group) for group in groups)


def _step(desk: Desk, group: list[StatusStep]) -> StepView:
    first = group[0]
    more = dict.fromkeys(step.article for step in group[1:] if step.article != first.article)
    anchors = {step.article: step.claim.anchor for step in reversed(group)}
    article = desk.index.articles.get(first.article)
    when = desk.words.date(first.on) if first.on or article is None else desk.article_when(article, short=False)
    outlet = evidence_link(desk, first.article, first.claim.anchor)
    same_day = not first.on or desk.words.date_short(first.on).text == outlet.note
    return StepView(
        when=when,
        status=Badge(desk.term("status", first.status), first.status, ""),
        detail=desk.dated(first.status, first.date),
        outlet=msgspec.structs.replace(outlet, note="") if same_day else outlet,
        voices=desk.voices(first.claim),
        more=few_links(desk, [evidence_link(desk, ident, anchors[ident]) for ident in list(more)[: FEW + 1]], len(more)),
    )


FEW = 8  # articles in one line


def few_links(desk: Desk, links: Sequence[Link], total: int) -> tuple[Link, ...]:
    """The first few, and how many more there are."""
    return (*links[:FEW], Link(desk.t("more.articles", n=total - FEW))) if total > FEW else tuple(links)


def evidence_link(desk: Desk, ident: str, anchor: str) -> Link:
    """The outlet and day of an article, leading to the marked words on its page."""
    article = desk.index.articles.get(ident)
    if article is None:
        return Link(ident)
    outlet, when = desk.outlet(article), desk.article_when(article)
    return Link(outlet.text if outlet else article.headline, desk.href(article.url, anchor), "article", when.text if when.known else "")


def _conflict(desk: Desk, event: SiteEvent, conflict: SiteConflict) -> ConflictView:
    values = tuple(
        ConflictValue(
            _value(desk, conflict.field, value),
            few_links(
                desk, [evidence_link(desk, id_, _anchor_for(event, id_, conflict.field, value)) for id_ in articles[:FEW]], len(articles)
            ),
            value in conflict.chosen.split(", ") if conflict.field == "participants" else value == conflict.chosen,
        )
        for value, articles in conflict.values
    )
    chosen = _value(desk, conflict.field, conflict.chosen).text
    return ConflictView(desk.term("field", conflict.field), values, chosen, conflict.because)


def _value(desk: Desk, field: str, value: str) -> Link:
    """A value of a conflict in words."""
    if field == "date":
        return Link(desk.words.date(value or None).text)
    if field == "place":
        return desk.profile(value) or Link(desk.t("event.unknown_place"))
    if field in ("status", "standing", "kind"):
        return Link(desk.term(field, value))
    if field == "participants":
        return Link(", ".join(_attendance(desk, one.strip()) for one in value.split(",")))
    return Link(value)


def _attendance(desk: Desk, value: str) -> str:
    """Somebody who is told to take part, or ("not ID") to have stayed away."""
    id_ = value.removeprefix("not ")
    name = ", ".join(link.text for link in desk.profiles([id_])) or id_
    return desk.t("event.absent", name=name) if value.startswith("not ") else name


def _anchor_for(event: SiteEvent, article: str, field: str, value: str) -> str:
    """The evidence in this article for that value, else its first evidence on the event, else ""."""
    claims = [claim for report in event.reports if report.article == article for claim in report.claims]
    fitting = [claim for claim in claims if field in ("date", "place", "status") and getattr(claim, field) == value]
    return next((claim.anchor for claim in [*fitting, *claims]), "")


def _report(desk: Desk, event: SiteEvent, report: SiteReport, number: int, copies: Sequence[str] = ()) -> ReportView:
    article = desk.site.articles[report.article]
    withdrawn = article.standing in ("corrected", "retracted")
    return ReportView(
        number=number,
        anchor=report_anchor(report.article),
        article=Link(article.headline, desk.href(article.url), "article"),
        outlet=desk.outlet(article),
        when=desk.article_when(article),
        status=Badge(desk.term("status", report.status), report.status),
        dates=_given_dates(desk, event, report),
        places=_given_places(desk, event, report),
        voices=tuple(dict.fromkeys(chain for claim in report.claims for chain in desk.voices(claim))),
        copy_of=desk.article(article.copy_of) if article.copy_of else None,
        our_note=article.text == "summary",
        standing=Badge(desk.t(f"notice.{article.standing}"), article.standing) if withdrawn else None,
        quotes=desk.quotes(article, [(event.id, claim) for claim in report.claims]),
        original=web_address(article.source_url),
        archived=web_address(article.archived),
        copies=_copies(desk, copies),
    )


def _given_dates(desk: Desk, event: SiteEvent, report: SiteReport) -> tuple[GivenValue, ...]:
    """The dates that a report gives.  A vaguer date that holds the one shown does not differ from it."""
    values = dict.fromkeys(claim.date for claim in report.claims if claim.date)
    return tuple(GivenValue(desk.words.date_short(value).text, not _agree(value, event.date)) for value in values)


def _agree(one: str, other: str | None) -> bool:
    try:
        return other is None or parse_edtf(one).overlaps(parse_edtf(other))
    except ValueError:
        return one == other


def _given_places(desk: Desk, event: SiteEvent, report: SiteReport) -> tuple[GivenValue, ...]:
    """The places that a report gives.  One that holds the place shown, or lies in it, does not differ from it."""
    values = dict.fromkeys(claim.place for claim in report.claims if claim.place)
    shown = desk.place_chain(event.place)
    return tuple(
        GivenValue(link.text, differs=bool(shown) and value not in shown and event.place not in desk.place_chain(value))
        for value in values
        if (link := desk.profile(value))
    )
