"""What an edition said, kept: once its days are over, an edition stands as it was written, whatever is learnt later.

A record holds names and values as they were then, without a word of the interface, so that a page in any language can be made of it;
what it leads to is looked up anew.  It stands under `content/_machine/editions/`, goes into git with the rest of the content, and is
only ever shortened: what was taken down since is taken out of it, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.replay import Change, Known, Stretch, days_of, is_fresh, periods, replay, replay_newest
from beatbook.publishing.views import independent_chains

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from beatbook.publishing.model import Site, SiteArticle, SiteClaim
    from beatbook.publishing.replay import Days, Period

NAMES = 4  # people in an event's name
AHEAD = 12  # plans that an edition tells of
FEW = 4  # editions that are worked out one by one: each looks at all plans


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something by the name of the day; `id` is "" for who has none."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class State:
    """What had been said of an event: a status and the date that went with it."""

    status: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What an edition says of one event."""

    event: str
    kind: str
    people: tuple[Named, ...]  # whom the reports so far named
    state: State
    place: Named | None
    article: Named  # the report it rests on, by its outlet
    anchor: str  # of the words on that article's page
    voices: tuple[tuple[Named, ...], ...]
    before: State | None  # what had been said before, where that is something else
    new: bool  # first told of in this edition


@dataclass(frozen=True, slots=True)
class Reported:
    """An article of an edition's days."""

    id: str
    headline: str
    outlet: Named | None
    published: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What the reports of a day or week brought, as known at its end."""

    id: str  # "2019-04-23" or "2019-W17"
    first: str
    last: str
    happened: tuple[Entry, ...] = ()
    planned: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    back: tuple[Entry, ...] = ()
    articles: tuple[Reported, ...] = ()


SECTIONS = ("happened", "planned", "changed", "back")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands under content/, by path."""

    paths: Collection[str]  # of all documents
    silent: Collection[str]  # of those that are hidden or excluded
    former: Collection[str]  # ids that articles once had
    viewed: Iterable[str]  # of documents, gone ones too, of which the machine has a view


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Ids that may not be shown any more, because a person said so."""

    events: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()


def write_editions(site: Site, period: Period, kept: Mapping[str, Edition], days: Days | None = None) -> tuple[Edition, ...]:
    """Every edition, oldest first: as kept where it is, else as the reports published by its end have it.

    `days` are those of the site, where they are at hand.
    """
    days = days or days_of(site)
    found = periods(days, period)
    ids = sorted({*found, *(ident for ident in kept if _is_of(ident, period))})
    stretches = {stretch.id: stretch for stretch in _wanted(site, period, frozenset(found) - kept.keys(), days)}
    return tuple(kept[ident] if ident in kept else write_edition(site, stretches[ident]) for ident in ids)


def _wanted(site: Site, period: Period, wanted: frozenset[str], days: Days) -> Iterable[Stretch]:
    """At least these stretches; where they are few, the others are not gone through."""
    return replay(site, period) if len(wanted) > FEW else replay_newest(site, period, only=wanted, days=days)


def finished(editions: Iterable[Edition], as_of: str | None) -> dict[str, Edition]:
    """Those whose days are over: a report of a later day is known."""
    return {edition.id: edition for edition in editions if as_of and edition.last < as_of}


def write_edition(site: Site, stretch: Stretch) -> Edition:
    """The edition of a period, from the reports published by its end.  Events that are only recalled in passing are left out."""
    shown = [change for change in stretch.changes if not site.events[change.event].background]
    happened = [change for change in shown if change.after.status == "happened" and is_fresh(change, stretch) and _comes_true(change)]
    ahead = [(event, known) for event, known in stretch.ahead[:AHEAD] if not site.events[event].background]
    planned = {event for event, _ in stretch.ahead[:AHEAD]}
    rest = [change for change in shown if change not in happened and (change.differs or change.is_new)]
    by_event = {change.event: change for change in stretch.changes}
    return Edition(
        id=stretch.id,
        first=stretch.first.isoformat(),
        last=stretch.last.isoformat(),
        happened=tuple(entry_of(site, change) for change in happened),
        planned=tuple(_entry(site, event, known, new=event in by_event and by_event[event].is_new) for event, known in ahead),
        changed=tuple(entry_of(site, change) for change in rest if not change.is_new),
        back=tuple(entry_of(site, change) for change in rest if change.is_new and change.event not in planned),
        articles=tuple(_reported(site, site.articles[ident]) for ident in stretch.articles),
    )


def entry_of(site: Site, change: Change) -> Entry:
    """What is told of a change."""
    before = State(change.before.status, change.before.date) if change.before and change.differs else None
    return _entry(site, change.event, change.after, before, new=change.is_new)


def find_withdrawn(standing: Standing, editions: Iterable[Edition]) -> Withdrawn:
    """What a person hid, excluded or deleted of all that these editions name."""
    told = {article.id for edition in editions for article in edition.articles}
    told |= {entry.article.id for edition in editions for name in SECTIONS for entry in getattr(edition, name)}
    silent: dict[str, set[str]] = {"events": set(), "articles": set()}
    for path in standing.silent:
        silent.setdefault(path.partition("/")[0], set()).add(_id_of(path))
    deleted = {_id_of(path) for path in standing.viewed if path.startswith("events/") and path not in standing.paths}
    unknown = {article for article in told if f"articles/{article}.md" not in standing.paths and article not in standing.former}
    return Withdrawn(
        events=frozenset(deleted | silent.pop("events")),
        articles=frozenset(unknown | silent.pop("articles")),
        profiles=frozenset().union(*silent.values()),
    )


def _id_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def without(edition: Edition, withdrawn: Withdrawn) -> Edition:
    """The edition without what was taken down since."""
    articles = tuple(
        replace(article, outlet=None) if article.outlet and article.outlet.id in withdrawn.profiles else article
        for article in edition.articles
        if article.id not in withdrawn.articles
    )
    return replace(
        edition,
        happened=tuple(_entries_without(edition.happened, withdrawn)),
        planned=tuple(_entries_without(edition.planned, withdrawn)),
        changed=tuple(_entries_without(edition.changed, withdrawn)),
        back=tuple(_entries_without(edition.back, withdrawn)),
        articles=articles,
    )


def format_edition(edition: Edition) -> str:
    """JSON with one entry a line: short, and readable as a difference."""
    fields = msgspec.to_builtins(edition)
    return "{\n" + ",\n".join(f'"{key}": {_lines(value)}' for key, value in fields.items()) + "\n}\n"


def parse_edition(content: bytes) -> Edition | None:
    """The edition that `format_edition` wrote; None where the file is damaged."""
    try:
        edition = msgspec.json.decode(content, type=Edition)
        date.fromisoformat(edition.first), date.fromisoformat(edition.last)
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError):
        return None
    return edition


def _lines(value: object) -> str:
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join(f" {msgspec.json.encode(item).decode()}" for item in value) + "\n]"
    return msgspec.json.encode(value).decode()


def _is_of(ident: str, period: Period) -> bool:
    return ("W" in ident) == (period == "week")


def _comes_true(change: Change) -> bool:
    return change.is_new or (change.before is not None and change.before.status != "happened")


def _entry(site: Site, ident: str, known: Known, before: State | None = None, *, new: bool) -> Entry:
    event, article = site.events[ident], site.articles[known.article]
    people = known.participants or tuple(person for person, _ in event.participants)
    return Entry(
        event=ident,
        kind=event.kind,
        people=tuple(_named(site, person) for person in people[:NAMES]),
        state=State(known.status, known.date),
        place=_named(site, known.place) if known.place else None,
        article=Named(article.id, outlet.name if (outlet := _outlet(site, article)) else article.headline),
        anchor=known.claim.anchor,
        voices=_voices(site, known.claim),
        before=before,
        new=new,
    )


def _named(site: Site, ident: str) -> Named:
    known = site.profiles.get(ident)
    return Named(ident, known.name if known else ident)


def _outlet(site: Site, article: SiteArticle) -> Named | None:
    if article.outlet_id and article.outlet_id in site.profiles:
        return _named(site, article.outlet_id)
    return Named("", article.outlet) if article.outlet else None


def _voices(site: Site, claim: SiteClaim) -> tuple[tuple[Named, ...], ...]:
    return tuple(
        tuple(_named(site, voice.source) if voice.source and voice.source in site.profiles else Named("", voice.text) for voice in chain)
        for chain in independent_chains(claim)
    )


def _reported(site: Site, article: SiteArticle) -> Reported:
    return Reported(article.id, article.headline, _outlet(site, article), article.published or "")


def _entries_without(entries: Iterable[Entry], withdrawn: Withdrawn) -> Iterator[Entry]:
    for entry in entries:
        if entry.event in withdrawn.events or entry.article.id in withdrawn.articles:
            continue
        people = tuple(person for person in entry.people if person.id not in withdrawn.profiles)
        place = None if entry.place and entry.place.id in withdrawn.profiles else entry.place
        voices = tuple(tuple(voice for voice in chain if voice.id not in withdrawn.profiles) for chain in entry.voices)
        yield replace(entry, people=people, place=place, voices=tuple(chain for chain in voices if chain))
