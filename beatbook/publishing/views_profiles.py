"""The pages of people, organizations, states, places, outlets and other cited sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import parse_edtf
from beatbook.publishing.heads import last_role
from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.svg_timeline import YearStrip, year_strips
from beatbook.publishing.urls import pair_id
from beatbook.publishing.views import ArticleRow, Desk, EventRow, Link, newest_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from markupsafe import Markup

    from beatbook.publishing.heads import ArticleHead
    from beatbook.publishing.model import SiteProfile
    from beatbook.publishing.words import When


class RoleRow(msgspec.Struct, frozen=True):
    """A title as articles gave it."""

    title: str
    country: Link | None
    first: When
    last: When
    articles: tuple[Link, ...]


class Spelling(msgspec.Struct, frozen=True):
    text: str
    articles: tuple[Link, ...]


class Companion(msgspec.Struct, frozen=True):
    link: Link
    together: int
    pair: Link | None  # to the page of the two
    share: int  # of the most frequent companion's, in per cent: for a bar


class EventGroup(msgspec.Struct, frozen=True):
    """Events under one heading: those of a year."""

    title: str
    rows: tuple[EventRow, ...]

    @property
    def size(self) -> int:
        return len(self.rows)


class FullList(msgspec.Struct, frozen=True):
    """A list of a profile with all its rows, for pages of its own."""

    url: str
    title: str
    lede: str
    rows: tuple[EventRow, ...] | tuple[ArticleRow, ...]


EVENTS_SHOWN, ARTICLES_SHOWN = 21, 12  # on the profile's own page, which stays within its 14 kB: the rest has pages of its own
BESIDE = 24  # rows of a list beside the text
NAMED = 5  # articles named in one line
FULL_LISTS = ("events", "reported", "cited_by", "named_in")


class ProfileView(msgspec.Struct, frozen=True):
    """One page for all kinds of profiles: a template shows what its kind has."""

    id: str
    type: str
    type_name: str
    name: str
    country: Link | None
    parents: tuple[Link, ...]
    known_as: str  # the role last named
    lede: str
    spellings: tuple[Spelling, ...]
    roles: tuple[RoleRow, ...]
    planned: tuple[EventRow, ...]
    groups: tuple[EventGroup, ...]  # newest first, at most EVENTS_SHOWN
    strips: tuple[YearStrip, ...]
    companions: tuple[Companion, ...]
    within: tuple[Link, ...]
    people: tuple[Link, ...]  # of an organization or state
    reported: tuple[ArticleRow, ...]
    cites: tuple[Link, ...]
    cited_by: tuple[ArticleRow, ...]
    named_in: tuple[ArticleRow, ...]  # this and the two lists before: newest first, at most ARTICLES_SHOWN
    more: dict[str, Link]  # name of a list that is cut short (one of FULL_LISTS) -> the whole of it
    latitude: float | None
    longitude: float | None
    same_as: tuple[Link, ...]  # outside addresses
    body: Markup


def profile_view(desk: Desk, profile: SiteProfile) -> ProfileView:
    """Everything that a profile's page shows."""
    events = [desk.index.events[ident] for ident in profile.events if ident in desk.index.events]
    planned = [event for event in events if event.status in ("expected", "planned") and not event.lapsed]
    past = newest_first(event for event in events if event.status not in ("expected", "planned") or event.lapsed)[:EVENTS_SHOWN]
    lists = {name: _listed(desk, profile, name) for name in FULL_LISTS}
    roles = tuple(
        RoleRow(
            role.title,
            desk.country(role.country),
            desk.words.date_short(role.first),
            desk.words.date_short(role.last),
            _outlets(desk, role.articles),
        )
        for role in profile.roles
    )
    return ProfileView(
        id=profile.id,
        type=profile.type,
        type_name=desk.t(f"type.{profile.type}"),
        name=profile.name,
        country=desk.country(profile.country) if profile.type != "state" else None,
        parents=desk.profiles(desk.place_chain(profile.id)[1:]),
        known_as=last_role(profile),
        lede=_lede(desk, profile),
        spellings=_spellings(desk, profile),
        roles=tuple(reversed(roles)),
        planned=tuple(desk.event_row(event.id) for event in planned[:EVENTS_SHOWN]),
        groups=group_by_year(desk, (desk.event_row(event.id) for event in past)),
        strips=year_strips(desk, [*planned[:EVENTS_SHOWN], *past]),
        companions=_companions(desk, profile),
        within=desk.profiles(desk.index.within.get(profile.id, ())[:BESIDE]),
        people=_people_of(desk, profile),
        reported=_rows(desk, "reported", lists["reported"][:ARTICLES_SHOWN]),
        cites=_cites(desk, profile),
        cited_by=_rows(desk, "cited_by", lists["cited_by"][:ARTICLES_SHOWN]),
        named_in=_rows(desk, "named_in", lists["named_in"][:ARTICLES_SHOWN]),
        more={
            name: Link(desk.t(f"more.{name}", n=len(found)), desk.href(_list_url(profile, name)))
            for name, found in lists.items()
            if len(found) > (EVENTS_SHOWN if name == "events" else ARTICLES_SHOWN)
        },
        latitude=profile.latitude,
        longitude=profile.longitude,
        same_as=_same_as(profile),
        body=render_markdown(profile.body),
    )


def full_list(desk: Desk, profile: SiteProfile, name: str) -> FullList:
    """All rows of one of a profile's lists, newest first."""
    idents = _listed(desk, profile, name)
    rows = desk.event_rows(idents, newest_first=True) if name == "events" else _rows(desk, name, idents)
    counted = desk.count("events" if name == "events" else "articles", len(idents))
    return FullList(_list_url(profile, name), desk.t(f"more.{name}_title", name=profile.name), counted, rows)


def _list_url(profile: SiteProfile, name: str) -> str:
    return f"{profile.url.removesuffix('.html')}.{name.replace('_', '-')}.html"


def _listed(desk: Desk, profile: SiteProfile, name: str) -> list[str]:
    """What stands in one of a profile's lists: events in the site's order, articles newest first."""
    if name == "events":
        return [ident for ident in profile.events if ident in desk.index.events]
    own = frozenset(profile.reported)
    idents = {"reported": profile.reported, "cited_by": profile.cited_by, "named_in": profile.named_in}[name]
    return [ident for ident in reversed(idents) if ident in desk.index.articles and (name == "reported" or ident not in own)]


def _rows(desk: Desk, name: str, idents: Sequence[str]) -> tuple[ArticleRow, ...]:
    """Articles as a profile's list shows them: an outlet's own say how they stand in time against others."""
    rows = desk.article_rows(idents)
    if name != "reported":
        return rows
    leads = (_lead(desk, desk.index.articles[ident]) for ident in idents)
    return tuple(msgspec.structs.replace(row, outlet=None, lead=lead) for row, lead in zip(rows, leads, strict=True))


def group_by_year(desk: Desk, rows: Iterable[EventRow]) -> tuple[EventGroup, ...]:
    """Rows under their years, in the order given."""
    groups: dict[str, list[EventRow]] = {}
    for row in rows:
        groups.setdefault(row.year or desk.t("timeline.undated"), []).append(row)
    return tuple(EventGroup(title, tuple(group)) for title, group in groups.items())


def _lede(desk: Desk, profile: SiteProfile) -> str:
    """How much there is of it: "12 events · 5 articles"."""
    parts = [desk.count("events", len(profile.events))] if profile.events else []
    if profile.reported:
        parts.append(desk.count("articles", len(profile.reported)))
    if cited := len(set(profile.cited_by).difference(profile.reported)):
        parts.append(f"{desk.t('organization.cited_by').lower()} {desk.count('articles', cited)}")
    if not parts and profile.named_in:
        parts.append(f"{desk.t('person.named_in').lower()} {desk.count('articles', len(profile.named_in))}")
    return " · ".join(parts)


def _outlets(desk: Desk, idents: Iterable[str]) -> tuple[Link, ...]:
    """Articles by the names of their outlets, for tight places: the first few, and how many more there are."""
    links = []
    idents = list(idents)
    for ident in idents[:NAMED]:
        if article := desk.index.articles.get(ident):
            outlet, when = desk.outlet(article), desk.article_when(article)
            links.append(
                Link(outlet.text if outlet else article.headline, desk.href(article.url), "article", when.text if when.known else "")
            )
    if len(idents) > NAMED:
        links.append(Link(desk.t("more.articles", n=len(idents) - NAMED)))
    return tuple(links)


def _spellings(desk: Desk, profile: SiteProfile) -> tuple[Spelling, ...]:
    articles: dict[str, list[str]] = {alias: [] for alias in profile.aliases if alias != profile.name}
    for article, _, _, text in profile.mentions:
        if text in articles and article not in articles[text]:
            articles[text].append(article)
    return tuple(Spelling(text, _outlets(desk, idents)) for text, idents in articles.items())


def _companions(desk: Desk, profile: SiteProfile) -> tuple[Companion, ...]:
    most = max((together for _, together in profile.companions), default=1)
    found = []
    for ident, together in profile.companions[:BESIDE]:
        pair = desk.index.pairs.get(pair_id(profile.id, ident))
        link = desk.profile(ident)
        if link:
            title = desk.t("person.pair", a=profile.name, b=link.text)
            found.append(Companion(link, together, Link(title, desk.href(pair)) if pair else None, round(100 * together / most)))
    return tuple(found)


def _people_of(desk: Desk, profile: SiteProfile) -> tuple[Link, ...]:
    """People of a state, those in most events first: with a page of their own and its country."""
    if profile.type != "state" or not profile.country:
        return ()
    people = desk.index.nationals.get(profile.country, ())
    return tuple(link for ident in people if (link := desk.profile(ident, note=desk.index.tallies[ident].known_as)))


def _cites(desk: Desk, profile: SiteProfile) -> tuple[Link, ...]:
    """Whom an outlet's articles cite, most often cited first."""
    counts: dict[str, int] = {}
    for ident in profile.reported:
        for source in desk.index.articles[ident].cites if ident in desk.index.articles else ():
            if source == profile.id:  # "told Fox News": no other source
                continue
            counts[source] = counts.get(source, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BESIDE]
    return tuple(link for ident, n in ordered if (link := desk.profile(ident, note=desk.count("articles", n))))


def _lead(desk: Desk, article: ArticleHead) -> str:
    """How an article stands in time against the other reports on its events; "" where it is alone or a day is not known."""
    day = _day(article)
    if day is None:
        return ""
    behind, articles = [], desk.index.articles
    for ident in article.events:
        event = desk.index.facts.get(ident)
        told = [articles[report.article] for report in event.reports if report.article in articles] if event else []
        others = [_day(other) for other in told]
        days = [other for other in others if other is not None]
        if len(days) > 1:
            behind.append(((day - min(days)).days, days.count(min(days)) > 1))
    if not behind:
        return ""
    least, shared = min(behind)
    if least:
        return desk.count("outlet.lead_days", least)
    return desk.t("outlet.lead_same" if shared else "outlet.lead_first")


def _day(article: ArticleHead) -> date | None:
    """Its day of publication, where it is one certain day."""
    try:
        interval = parse_edtf(article.published or "")
    except ValueError:
        return None
    return interval.first if interval.days == 1 else None


def _same_as(profile: SiteProfile) -> tuple[Link, ...]:
    wikidata = profile.extra.get("wikidata")
    if isinstance(wikidata, str) and wikidata[:1] == "Q" and wikidata[1:].isdigit():
        return (Link(f"Wikidata {wikidata}", f"https://www.wikidata.org/wiki/{wikidata}"),)
    return ()
