"""The nouns of publishing: the site as read from content/, before anything is rendered.

Nodes refer to each other by id; `Site` looks them up.  `url` is the page's path from the site's root, "" where a thing has no page of
its own ("people/kim-jong-un.html").  Dates are EDTF strings, None when unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.model import Quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.errors import Problem

NodeType = Literal["event", "person", "organization", "state", "place", "outlet", "source", "article", "page"]


@dataclass(frozen=True, slots=True)
class SiteVoice:
    """One link of a chain of sources."""

    source: str | None  # id of a source, None for an unnamed one
    text: str  # name of the source, or the words used for the unnamed one


@dataclass(frozen=True, slots=True)
class SiteClaim:
    """What one article says of an event in one place."""

    status: str
    on: str | None
    date: str | None
    place: str | None
    said_by: tuple[tuple[SiteVoice, ...], ...]
    evidence: Quote | None  # within the publisher's limits on quotation
    anchor: str  # fragment on the article's page: "q-" and a hash of the uncut quote; claims with the same words share it; "" without words
    our_note: bool  # the article is a summary of ours: never in quotation marks
    kind: str = ""  # what the claim itself tells of ("meeting" in a brief on a visit); "" when nothing says
    participants: tuple[str, ...] = ()  # profile ids that the claim itself names as taking part


@dataclass(frozen=True, slots=True)
class SiteReport:
    article: str
    status: str
    claims: tuple[SiteClaim, ...]


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step of an event's history: from `on`, articles presented it with this status."""

    status: str
    on: str | None
    date: str | None  # the day that was given for the event at this step
    article: str
    claim: SiteClaim


@dataclass(frozen=True, slots=True)
class SiteConflict:
    field: str
    values: tuple[tuple[str, tuple[str, ...]], ...]  # (value, articles)
    chosen: str
    because: str


@dataclass(frozen=True, slots=True)
class SummarySentence:
    text: str
    articles: tuple[str, ...]  # the references


@dataclass(frozen=True, slots=True)
class SiteEvent:
    id: str
    url: str
    title: str
    kind: str
    date: str | None
    extent: str
    status: str
    standing: str
    lapsed: bool  # planned or expected for a day before as_of, and no report that it took place
    background: bool
    place: str | None
    part_of: str | None
    participants: tuple[tuple[str, str], ...]  # (profile id, role)
    topics: tuple[str, ...]
    summary: tuple[SummarySentence, ...]
    reports: tuple[SiteReport, ...]
    history: tuple[StatusStep, ...]
    conflicts: tuple[SiteConflict, ...]
    origins: int
    review: str  # unreviewed | checked
    reviewed_by: str = ""
    reviewed_on: str = ""
    body: str = ""  # Markdown by an editor
    editor: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # owned field -> {by, on, because, machine}, each optional; machine: what reports say
    former_ids: tuple[str, ...] = ()
    updated: str | None = None
    parts: tuple[str, ...] = ()  # ids of events that are part of this one
    related: tuple[str, ...] = ()  # at most five neighbours, nearest first
    extra: dict[str, object] = field(default_factory=dict)  # front matter keys that Beatbook does not know: for templates
    by_hand: bool = False  # no machine view: a person wrote all of it
    because: tuple[str, ...] = ()  # why these claims are one event, why this date and status
    changed: tuple[tuple[str, str, str], ...] = ()  # (fact, then, now) of a checked brief that is no longer what the editor saw
    unsupported: bool = False  # no article reports it any more; it stays because a person edited it


@dataclass(frozen=True, slots=True)
class SiteRole:
    title: str
    country: str
    first: str | None
    last: str | None
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """A person, organization, state, place, outlet or other cited source."""

    id: str
    type: NodeType
    url: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    kind: str = ""
    parent: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    roles: tuple[SiteRole, ...] = ()
    mentions: tuple[tuple[str, int, int, str], ...] = ()  # (article, start, end, text)
    events: tuple[str, ...] = ()  # taking part (place: taking place), oldest first
    named_in: tuple[str, ...] = ()  # articles
    cited_by: tuple[str, ...] = ()  # articles that rest on it, for sources
    reported: tuple[str, ...] = ()  # its own articles, for outlets
    companions: tuple[tuple[str, int], ...] = ()  # (profile id, events together), most first
    body: str = ""
    former_ids: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)
    document: str = ""  # path of its file under content/; "" when there is none
    editor: dict[str, dict[str, str]] = field(default_factory=dict)  # as in SiteEvent


@dataclass(frozen=True, slots=True)
class SiteArticle:
    id: str
    url: str
    file: str
    headline: str  # as stated, else the outlet and day, else the file's name
    stated_headline: str | None
    outlet: str | None
    outlet_id: str | None
    byline: str | None
    dateline: str | None
    language: str
    type: str
    text: str  # original | summary
    published: str | None
    published_basis: str
    published_range: str | None
    published_because: tuple[str, ...]
    updated: str | None
    tags: tuple[str, ...]
    source_url: str | None
    archived: str | None
    cites: tuple[str, ...]
    copy_of: str | None
    standing: str
    sha256: str
    events: tuple[str, ...] = ()
    named: tuple[str, ...] = ()  # profiles that it names, in order of appearance
    claims: tuple[tuple[str, SiteClaim], ...] = ()  # (event, claim) in order of the text
    notices: tuple[str, ...] = ()
    body: str = ""
    editor: dict[str, dict[str, str]] = field(default_factory=dict)  # as in SiteEvent


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and what they have done together, counted apart by how ("met": a meeting or talks that happened, or a visit that met)."""

    id: str  # "kim-jong-un--vladimir-putin": the two ids in order
    url: str  # of their page; of two who have but one event that event's, which is all there is to say of them
    people: tuple[str, str]
    met: tuple[str, ...] = ()  # event ids, oldest first; a parent is not counted with its parts
    spoke: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    called_off: tuple[str, ...] = ()
    other: tuple[str, ...] = ()  # letters, agreements and the like

    @property
    def has_page(self) -> bool:
        """Whether the two have a page of their own."""
        return sum(map(len, (self.met, self.spoke, self.attended, self.planned, self.called_off, self.other))) > 1


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page written by hand under content/pages/."""

    id: str
    url: str
    title: str
    body: str
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the site shows."""

    as_of: str | None
    events: Mapping[str, SiteEvent]  # in order of date, unknown ones last
    profiles: Mapping[str, SiteProfile]  # sorted by name within a type
    articles: Mapping[str, SiteArticle]  # oldest first
    pairs: Mapping[str, Pair]
    pages: Mapping[str, SitePage]
    redirects: Mapping[str, str] = field(default_factory=dict)  # former url -> url
    problems: tuple[Problem, ...] = ()  # references in content/ that lead nowhere
