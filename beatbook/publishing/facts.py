"""What of a document its place in the site hangs on: little enough to be held of all documents and gone through on every build.

A document is read when it has changed, or something that was looked up while it was read; how all hang together is found again each time
from these facts alone.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import parse_edtf
from beatbook.publishing.front_matter import maps, text, texts
from beatbook.publishing.heads import is_edited, last_role
from beatbook.publishing.history import AHEAD
from beatbook.publishing.index import is_amended
from beatbook.publishing.kept import page_key
from beatbook.publishing.model import NodeType  # noqa: TC001 - facts are read back by their types
from beatbook.publishing.outline import article_year
from beatbook.publishing.pairs import met_in
from beatbook.publishing.profiles import fold
from beatbook.publishing.replay import open_until, published_day
from beatbook.publishing.views import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.briefing.model import Document
    from beatbook.publishing.model import SiteArticle, SiteEvent, SiteProfile
    from beatbook.publishing.profiles import Naming
    from beatbook.strictyaml import YamlValue

NEVER = date.max.toordinal()


class EventFacts(msgspec.Struct, array_like=True, frozen=True):
    """Of a brief.  Days are numbers."""

    id: str
    shown: bool  # False: not checked, or nothing is left of it
    order: tuple[int, int]  # by which events are sorted
    day: int  # the first one; NEVER: not known
    end: int  # the last one, of what lies ahead; NEVER: it cannot lapse
    dated: bool
    kind: str
    status: str
    background: bool
    place: str | None
    part_of: str | None
    participants: tuple[str, ...]
    topics: tuple[str, ...]
    reports: tuple[str, ...]  # articles, in their order
    voices: tuple[tuple[str, tuple[str, ...]], ...]  # article -> sources that its claims rest on
    met: tuple[tuple[str, ...], ...]  # groups of which a claim says that they met
    former: tuple[str, ...]
    edited: bool
    acts_as: tuple[tuple[str, str], ...]  # id as listed -> person | organization | state
    references: tuple[tuple[str, str], ...]  # (field, id) as written
    open_until: int  # the last day on which it may be told of as ahead; 0: never planned
    year: str  # under which it is listed, "" when unknown
    asked: tuple[str, ...]  # ids that were looked up while it was read


class ArticleFacts(msgspec.Struct, array_like=True, frozen=True):
    """Of a record, and of what its analysis names."""

    id: str
    order: tuple[int, str, str]
    day: str | None  # of publication
    published: date | None  # the same, where it is one certain day
    text: str
    year: str  # of publication, "" when unknown
    amended: bool
    outlet: str | None
    outlet_id: str | None
    cites: tuple[str, ...]
    copy_of: str | None
    former: tuple[str, ...]
    named: tuple[str, ...]  # profiles, in order of appearance
    mentions: bytes  # a hash of where it names them
    entities: tuple[str, ...]  # profiles of all that it names but in credits
    renamed: tuple[str, ...]  # ids of entities that are other ones today


class ProfileFacts(msgspec.Struct, array_like=True, frozen=True):
    """Of the files on one profile, or of what articles say of one that has none."""

    id: str
    type: NodeType
    name: str
    folded: str
    kind: str = ""
    country: str = ""
    parent: str | None = None
    document: str = ""
    has_body: bool = False
    former: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # folded, by which articles may call an outlet
    known_as: str = ""
    edited: bool = False


def event_facts(document: Document, event: SiteEvent, *, checked: bool, asked: Iterable[str], newest: date | None) -> EventFacts:
    """The facts of a brief, read as `event`; `checked`: the site shows checked events alone; `newest`: the day of its last report."""
    left = event.reports or event.body or not maps(document.front_matter, "reports")  # else all its articles are hidden
    order = _days(event.date)
    voices: dict[str, list[str]] = {}
    for report in event.reports:
        chains = (chain for claim in report.claims for chain in claim.said_by)
        voices.setdefault(report.article, []).extend(voice.source for chain in chains for voice in chain if voice.source)
    return EventFacts(
        id=event.id,
        shown=bool(left) and (not checked or event.review == "checked"),
        order=(order[0].toordinal(), order[1].toordinal()),
        day=_first_day(event.date),
        end=parse_edtf(event.date).last.toordinal() if event.status in AHEAD and event.date else NEVER,
        dated=bool(event.date),
        kind=event.kind,
        status=event.status,
        background=event.background,
        place=event.place,
        part_of=event.part_of,
        participants=tuple(actor for actor, _ in event.participants),
        topics=event.topics,
        reports=tuple(report.article for report in event.reports),
        voices=tuple((article, tuple(dict.fromkeys(sources))) for article, sources in voices.items() if sources),
        met=met_in(event),
        former=event.former_ids,
        edited=is_edited(event),
        acts_as=tuple(participant_types(document.front_matter).items()),
        references=tuple(_references(document)),
        open_until=open_until(event, newest),
        year=year_of(event),
        asked=tuple(sorted(asked)),
    )


def article_facts(
    article: SiteArticle,
    age: tuple[date, str, str],
    naming: Naming,
    *,
    former: Iterable[str],
    entities: Iterable[str],
    renamed: Iterable[str],
) -> ArticleFacts:
    """The facts of a record, read as `article`."""
    return ArticleFacts(
        id=article.id,
        order=(age[0].toordinal(), age[1], age[2]),
        day=article.published.partition("T")[0] if article.published else None,
        published=published_day(article),
        text=article.text,
        year=article_year(article),
        amended=is_amended(article),
        outlet=article.outlet,
        outlet_id=article.outlet_id,
        cites=article.cites,
        copy_of=article.copy_of,
        former=tuple(former),
        named=naming.order,
        mentions=page_key(naming.mentions) if naming.mentions else b"",
        entities=tuple(dict.fromkeys(entities)),
        renamed=tuple(dict.fromkeys(renamed)),
    )


def profile_facts(profile: SiteProfile) -> ProfileFacts:
    """The facts of a profile that is not linked yet."""
    folded = fold(profile.name)
    return ProfileFacts(
        id=profile.id,
        type=profile.type,
        name=profile.name,
        folded=folded,
        kind=profile.kind,
        country=profile.country,
        parent=profile.parent,
        document=profile.document,
        has_body=bool(profile.body),
        former=profile.former_ids,
        names=() if profile.type == "person" else (*map(fold, profile.aliases), folded),
        known_as=last_role(profile),
        edited=is_edited(profile),
    )


def participant_types(fields: Mapping[str, YamlValue]) -> dict[str, str]:
    """Profile id -> "person", "organization" or "state", as the brief lists its participants."""
    types = ("person", "organization", "state")
    return {text(item, type): type for item in maps(fields, "participants") for type in types if text(item, type)}  # noqa: A001  # the field's name


def former_ids(document: Document) -> tuple[str, ...]:
    return texts(document.front_matter, "former_ids")


def _references(document: Document) -> list[tuple[str, str]]:
    fields = document.front_matter
    single = [(key, text(fields, key)) for key in ("place", "part_of") if text(fields, key)]
    return [*single, *(("participants", identifier) for identifier in participant_types(fields))]


def _days(value: str | None) -> tuple[date, date]:
    if value is None:
        return date.max, date.max
    interval = parse_edtf(value)
    return (interval.last, interval.last) if interval.first == date.min else (interval.first, interval.last)


def _first_day(value: str | None) -> int:
    first = parse_edtf(value).first if value else date.min
    return NEVER if first == date.min else first.toordinal()
