"""What an edition said, kept: once its days are over, an edition stands as it was written, whatever is learnt later.

A record holds names and values as they were then, without a word of the interface, so that a page in any language can be made of it;
what it leads to is looked up anew.  It stands under `content/_machine/editions/`, goes into git with the rest of the content, and is
only ever shortened: what was taken down since is taken out of it, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.replay import Change, Known, Stretch, days_of, is_fresh, periods, replay, replay_newest
from beatbook.publishing.views import independent_chains

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

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


class EditionFacts(msgspec.Struct, array_like=True, frozen=True):
    """What has to be known of an edition that is not looked at."""

    digest: bytes  # stands for all that it says
    first: str
    last: str
    articles: tuple[str, ...]  # of its days
    cited: tuple[str, ...]  # that its entries rest on


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition to be shown; it is read when it is asked for."""

    id: str
    facts: EditionFacts
    edition: Callable[[], Edition]
    late: tuple[str, ...] = ()  # articles of its days that it does not know


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


def write_editions(site: Site, period: Period, kept: Collection[str] = (), days: Days | None = None) -> tuple[Edition, ...]:
    """Every edition that is not kept, oldest first: as the reports published by its end have it.

    `kept` are ids; `days` are those of the site, where they are at hand.
    """
    days = days or days_of(site)
    wanted = frozenset(periods(days, period)) - frozenset(kept)
    stretches = {stretch.id: stretch for stretch in _wanted(site, period, wanted, days)} if wanted else {}
    return tuple(write_edition(site, stretches[ident]) for ident in sorted(wanted))


def _wanted(site: Site, period: Period, wanted: frozenset[str], days: Days) -> Iterable[Stretch]:
    """At least these stretches; where they are few, the others are not gone through."""
    return replay(site, period) if len(wanted) > FEW else replay_newest(site, period, only=wanted, days=days)


def is_finished(facts: EditionFacts, as_of: str | None) -> bool:
    """Whether its days are over: a report of a later day is known."""
    return bool(as_of) and facts.last < (as_of or "")


def is_of(ident: str, period: Period) -> bool:
    """Whether an edition of this id is one of a period of this length."""
    return ("W" in ident) == (period == "week")


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


def edition_facts(edition: Edition, digest: bytes) -> EditionFacts:
    """The facts of an edition; `digest` stands for all that it says."""
    cited = (entry.article.id for name in SECTIONS for entry in getattr(edition, name))
    articles = tuple(article.id for article in edition.articles)
    return EditionFacts(digest, edition.first, edition.last, articles, tuple(dict.fromkeys(cited)))


def issue_of(edition: Edition) -> Issue:
    """An edition that is at hand."""
    return Issue(edition.id, edition_facts(edition, digest_edition(format_edition(edition).encode())), lambda: edition)


def digest_edition(content: bytes) -> bytes:
    """What stands for an edition of this content."""
    return blake2b(content, digest_size=16).digest()


def find_withdrawn(standing: Standing) -> Withdrawn:
    """What a person hid, excluded or deleted, but for articles of which no trace is left."""
    silent: dict[str, set[str]] = {"events": set(), "articles": set()}
    for path in standing.silent:
        silent.setdefault(path.partition("/")[0], set()).add(_id_of(path))
    deleted = {_id_of(path) for path in standing.viewed if path.startswith("events/") and path not in standing.paths}
    return Withdrawn(
        events=frozenset(deleted | silent.pop("events")),
        articles=frozenset(silent.pop("articles")),
        profiles=frozenset().union(*silent.values()),
    )


def find_gone(standing: Standing, told: Collection[str]) -> frozenset[str]:
    """The articles of which no trace is left, of those that editions name."""
    return frozenset([ident for ident in told if f"articles/{ident}.md" not in standing.paths and ident not in standing.former])


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
        edition = read_edition(content)
        date.fromisoformat(edition.first), date.fromisoformat(edition.last)
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError):
        return None
    return edition


def read_edition(content: bytes) -> Edition:
    """The edition of a file that is known to be sound."""
    return msgspec.json.decode(content, type=Edition)


def _lines(value: object) -> str:
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join(f" {msgspec.json.encode(item).decode()}" for item in value) + "\n]"
    return msgspec.json.encode(value).decode()


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
