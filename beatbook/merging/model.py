"""The nouns of merging: what all articles together say, and what was known before.

Everything here has global ids.  Dates are EDTF strings, None when nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.model import PersonName, Quote, Role, Status  # msgspec may read the annotations

if TYPE_CHECKING:
    from beatbook.analysis.model import Analysis

Standing = Literal["claimed", "confirmed", "disputed"]
Extent = Literal["lasts", "within"]
ConflictField = Literal["date", "place", "participants", "status", "figures"]
ProfileType = Literal["person", "organization", "place", "state", "outlet", "source"]


# ---- what goes in


@dataclass(frozen=True, slots=True)
class KnownProfile:
    """A person, organization, place or outlet that an earlier build or an editor knows (content/<type>/ID.md)."""

    id: str
    type: ProfileType
    name: str
    aliases: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    country: str = ""
    roles: tuple[ProfileRole, ...] = ()
    same_as: tuple[str, ...] = ()  # other ids that are this one
    not_same_as: tuple[str, ...] = ()
    owned: frozenset[str] = frozenset()  # fields that a person set
    own_aliases: tuple[str, ...] = ()  # aliases that a person added: they stay, whatever the articles say
    called: str = ""  # what the articles call it, where a person gave it another name

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called and was called before a person renamed it: never the name of somebody else."""
        return (self.name, self.called) if self.called and self.called != self.name else (self.name,)


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event that an earlier build wrote or an editor kept (content/events/ID.md)."""

    id: str
    kind: str
    date: str | None = None
    status: Status | None = None
    place: str | None = None
    participants: tuple[str, ...] = ()  # ids
    claims: tuple[ClaimKey, ...] = ()  # which claims made it up: decides who keeps the id
    former_ids: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    not_same_as: tuple[str, ...] = ()
    not_about: tuple[str, ...] = ()  # articles that an editor detached
    split: tuple[str, ...] = ()  # articles that an editor moved here
    split_from: str = ""  # id of the event that they were moved out of
    owned: frozenset[str] = frozenset()
    reviewed: bool = False
    articles: int = 0
    withdrawn: bool = False  # a person hid its brief or deleted it
    told: tuple[tuple[str, str, str], ...] = ()  # (article, anchor, status) in a brief whose machine view was lost
    by_hand: bool = False  # a person wrote it, and no article has told of it yet
    spoken: tuple[ClaimKey, ...] = ()  # claims that were its own when an editor spoke of it, wherever they belong now
    detached: tuple[ClaimKey, ...] = ()  # claims of the articles in `not_about` that were its own then


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """The record of an article (content/articles/ID.md) as far as merging goes by it."""

    id: str
    file: str
    sha256: str = ""
    url: str | None = None
    published: str | None = None  # set by a person: wins over what reading found
    standing: Literal["stands", "corrected", "retracted"] = "stands"
    excluded: bool = False
    former_ids: tuple[str, ...] = ()
    reassigned: tuple[tuple[str, str], ...] = ()  # (surface form, person id): "people: {Kim: kim-yong-chol}"


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier builds and editors know.  Empty for an empty content folder."""

    articles: tuple[KnownArticle, ...] = ()
    profiles: tuple[KnownProfile, ...] = ()
    events: tuple[KnownEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentifiedAnalysis:
    """An analysis and the id of its record."""

    id: str
    analysis: Analysis


# ---- what comes out


@dataclass(frozen=True, slots=True, order=True)
class ClaimKey:
    """A claim, wherever it is spoken of: the record's id and the claim's index in its analysis."""

    article: str
    index: int


@dataclass(frozen=True, slots=True)
class ProfileRole:
    """An office as articles name it of somebody, from the first to the last day on which they do."""

    title: str
    office: str = ""
    country: str = ""
    first: str | None = None
    last: str | None = None
    articles: tuple[str, ...] = ()
    former: bool = False


@dataclass(frozen=True, slots=True)
class MentionAt:
    """Where an article names somebody."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, organization, state or place as all articles together show it."""

    id: str
    type: ProfileType
    name: str
    aliases: tuple[str, ...] = ()  # other spellings found, sorted
    person: PersonName | None = None
    country: str = ""
    kind: str = ""  # of places and organizations, as in analysis Entity.kind
    parent: str | None = None  # of a place: the id of the place that holds it
    latitude: str | None = None  # decimal degrees as text, from the gazetteer
    longitude: str | None = None
    roles: tuple[ProfileRole, ...] = ()
    mentions: tuple[MentionAt, ...] = ()
    has_page: bool = False  # takes part in an event, or named in two articles
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceRef:
    """One link of a chain of sources, resolved: exactly one of the two is set."""

    source: str | None = None  # id of an outlet, agency, office or person
    unnamed: str | None = None  # as written: "an unidentified diplomatic source"
    kind: str = ""  # of an unnamed source


@dataclass(frozen=True, slots=True)
class ReportClaim:
    """What one article says of the event in one place."""

    key: ClaimKey
    status: Status
    on: str | None  # day of the act of saying or deciding
    date: str | None  # the event's date as this claim gives it
    place: str | None  # id
    participants: tuple[str, ...]
    said_by: tuple[tuple[VoiceRef, ...], ...]
    evidence: Quote
    figures: tuple[str, ...] = ()
    phase: str = "whole"


@dataclass(frozen=True, slots=True)
class Report:
    """All that one article says of the event, oldest first in Event.reports."""

    article: str
    status: Status  # what this article says in the end
    claims: tuple[ReportClaim, ...]


@dataclass(frozen=True, slots=True)
class ConflictValue:
    value: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which articles differ, with the value chosen and why."""

    field: ConflictField
    values: tuple[ConflictValue, ...]
    chosen: str
    because: str  # a sentence part for readers: "two origins, one after the event"


@dataclass(frozen=True, slots=True)
class EventParticipant:
    id: str
    type: Literal["person", "organization", "state"]
    role: Role


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, is planned or is thought likely, merged from all claims on it."""

    id: str
    kind: str
    status: Status
    standing: Standing
    date: str | None
    extent: Extent = "within"
    place: str | None = None
    part_of: str | None = None
    participants: tuple[EventParticipant, ...] = ()
    topics: tuple[str, ...] = ()
    label: str = ""  # its own name, where it has one
    object: str = ""
    reports: tuple[Report, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    origins: int = 0  # independent reports: copies and relays of one agency count once
    background: bool = False
    because: tuple[str, ...] = ()  # why these claims are one event, why this date and status: for `explain`
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """The record of an article as all articles together show it."""

    id: str
    analysis: Analysis
    outlet_id: str | None = None
    published: str | None = None
    published_basis: str = "unknown"
    published_range: str | None = None  # EDTF, when published is None and bounds are known
    published_because: tuple[str, ...] = ()  # reasons for a range or an inferred day
    cites: tuple[str, ...] = ()  # ids of sources
    copy_of: str | None = None  # id of the article whose text this one repeats
    entities: tuple[str, ...] = ()  # profile id of each analysis entity, "" for none; as long as analysis.entities
    standing: str = "stands"


@dataclass(frozen=True, slots=True)
class MaybeSame:
    """Two profiles or events that may be one, kept apart for now."""

    type: Literal["person", "event"]
    one: str
    other: str
    because: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that went into no event, and why."""

    claim: ClaimKey
    because: str  # a sentence part


@dataclass(frozen=True, slots=True)
class Merged:
    """The machine's view of everything."""

    as_of: str | None  # newest publication day known, or the day asked for
    articles: tuple[Article, ...]
    profiles: tuple[Profile, ...]
    events: tuple[Event, ...]
    maybe_same: tuple[MaybeSame, ...] = field(default=())
    dropped: tuple[Dropped, ...] = ()
