"""The nouns of analysis: what one article says, with names unresolved across articles and relative dates kept relative.

All offsets are code points of the article.  While an article is analysed they count `clean.text`; `analyse` turns them into offsets
of the original text at the very end, in one place, so a stored Analysis counts the original.  Indexes point into the tuples of
the same Analysis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from beatbook.reading.model import ArticleMetadata, LineRole, Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Direction = Literal["past", "future", "same", "none"]
EntityType = Literal["person", "organization", "place", "state"]
MentionForm = Literal["full", "surname", "given", "description", "pronoun", "group"]
Status = Literal["expected", "planned", "happened", "postponed", "cancelled", "denied"]
Role = Literal["host", "visitor", "participant", "sender", "recipient", "speaker", "signatory", "attendee", "candidate", "target"]

STATUSES: tuple[Status, ...] = ("expected", "planned", "happened", "postponed", "cancelled", "denied")
ROLES: tuple[Role, ...] = (
    "host", "visitor", "participant", "sender", "recipient", "speaker", "signatory", "attendee", "candidate", "target",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark."""

    start: int
    end: int
    text: str
    lower: str
    tag: str = ""  # coarse part of speech by lexicon and ending: see analysis/grammar.py


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, in the article's order."""

    index: int
    start: int
    end: int
    text: str
    role: LineRole
    passage: int  # index of its passage: sentences of one paragraph share it
    tokens: tuple[Token, ...]
    quotes: tuple[Span, ...] = ()  # parts inside quotation marks, marks included
    repeat: bool = False  # its line stood earlier in the article


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries: "will meet", "has not been invited", "to visit"."""

    start: int
    end: int
    lemma: str  # of the main verb: "meet"
    tense: Literal["past", "present", "future", "none"]  # "none" for infinitives and participles without auxiliary
    form: Literal["finite", "infinitive", "gerund", "participle"]
    modal: str | None = None  # "may", "could", "would", "should", "must", "can", "might"; "will" counts as tense
    perfect: bool = False
    progressive: bool = False
    passive: bool = False
    negated: bool = False
    first_token: int = 0  # indexes of the sentence's tokens, end exclusive
    end_token: int = 0


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression (TIMEX3, TimeML 1.2.1)."""

    start: int
    end: int
    text: str
    type: TimexType
    value: str | None  # TIMEX3 value at the article's creation time ("2019-04-25", "2019-W17", "P7D", "FUTURE_REF"); None: needs an anchor
    expression: str  # the relative form that `resolve` reads, e.g. "weekday:3:future"; the same without and with an anchor
    mod: str | None = None  # TIMEX3 mod: APPROX, EARLY, MID, START, END, BEFORE, AFTER, ON_OR_BEFORE, ...
    extent: Literal["lasts", "within"] = "within"  # of a value that covers several days: "April 26-27" lasts, "last week" is within
    direction: Direction = "none"  # what tense and governing verb say, kept for the inference of missing dates
    sentence: int = 0
    certain: bool = False  # its verb's own act is on this date, told as a fact or announced with "will": "met on", not "announced talks on"
    quoted: bool = False  # stands in quotation marks: may count from an earlier day than the article's
    ends: bool = False  # the second end of a range whose first is the time expression before it: "June 5" of "from June 3 to June 5"


@dataclass(frozen=True, slots=True)
class StatedRole:
    """A title as an article states it of someone: "Russian Defense Minister"."""

    title: str  # "Defense Minister", in the article's spelling without the country
    office: str = ""  # id of rules/offices.yaml ("defence-minister"), "" when unknown
    country: str = ""  # ISO 3166-1 alpha-2, or "" when not stated
    former: bool = False


@dataclass(frozen=True, slots=True)
class PersonName:
    """A personal name by its parts.  `surname` is "" when only a given name is known, `given` when only a surname is."""

    surname: str
    given: str = ""
    family_first: bool = False  # written "Kim Jong Un"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that means somebody or something."""

    start: int
    end: int
    text: str
    type: EntityType
    entity: int  # index of Analysis.entities; a group mention ("the two leaders") has one Mention a member, with the same span
    form: MentionForm
    sentence: int
    credit: bool = False  # stands in a byline, photo credit, teaser or the like: never an actor
    role: StatedRole | None = None  # the title that stands with this mention
    acts_for: bool = False  # of a place: the capital or country stands for its government ("Moscow thinks")


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organization, place or state of one article: what its mentions have in common."""

    type: EntityType
    name: str  # the fullest form in this article ("Kim Jong Un"); for a mere description its text ("the North Korean leader")
    known: str = ""  # id in a gazetteer of the package (country "KR", city, agency, outlet), "" for people and the unknown
    person: PersonName | None = None
    forms: tuple[str, ...] = ()  # surface forms that are names, longest first
    roles: tuple[StatedRole, ...] = ()
    country: str = ""  # ISO 3166-1 alpha-2 of a person's side, an organization's seat, a place; "" when not stated
    kind: str = ""  # place: city | country | region | venue | capital; organization: agency | outlet | government | company | ...
    parent: int | None = None  # place: index of the place that holds it
    described: bool = False  # no name in this article: merging may find the person by role and country
    credit: bool = False  # every mention is a credit


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of a chain of sources: a named entity, or an unnamed source."""

    entity: int | None  # None for an unnamed source
    text: str  # as written: "Yonhap News Agency", "an unidentified diplomatic source"
    unnamed: str = ""  # kind of an unnamed source: official | diplomatic | government | analyst | witness | media | other


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the span of the content and the chain of voices, nearest to the article first (agency, then whom it cites)."""

    start: int  # of the content
    end: int
    voices: tuple[Voice, ...]
    cue: Span  # the verb or "according to"
    source: Span | None  # the outermost source's span
    sentence: int
    direct: bool = False  # in quotation marks
    on: int | None = None  # index of the timex that dates the saying


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part in what a claim says."""

    entity: int
    role: Role


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of the original text, with what stands around them (Web Annotation selectors)."""

    start: int  # always original offsets
    end: int
    quote: str
    prefix: str = ""  # up to 32 code points
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one article says of one event."""

    kind: str  # id of rules/kinds.yaml
    status: Status
    start: int  # of the clause that says so
    end: int
    trigger: Span
    sentence: int
    participants: tuple[Participant, ...] = ()
    place: int | None = None  # index of entities
    venue: int | None = None  # a narrower place inside it
    when: int | None = None  # index of timexes
    when_to: int | None = None  # second timex of a range written apart
    said_by: tuple[tuple[Voice, ...], ...] = ()  # independent voices; each a chain
    on: int | None = None  # timex of the act of saying or deciding; None: the day of publication
    background: bool = False  # recalled in passing: pluperfect, "last met in", far from the article's own day
    definite: bool = False  # speaks of a known event: "the summit", "their last meeting"
    phase: Literal["whole", "begins", "goes on", "ends"] = "whole"
    figures: tuple[str, ...] = ()  # numbers that the clause states of the event: "$117 billion"
    topics: tuple[str, ...] = ()
    label: str = ""  # the event's own name where it has one: "Eastern Economic Forum"
    object: str = ""  # what was agreed, announced, launched, in a few words; for the title
    same_as: int | None = None  # index of an earlier claim of this article on the same event, where the text itself makes them one
    evidence: Quote | None = None  # filled by `analyse`
    absent: tuple[int, ...] = ()  # entities that are named as not taking part


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that Beatbook holds of one article's text: its cache, the unit of parallel work, and what a clone without the text goes by."""

    metadata: ArticleMetadata
    timexes: tuple[Timex, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    cites: tuple[Voice, ...] = ()  # every named agency, outlet or office that the article rests on, in order
    shingles: tuple[int, ...] = ()
    words: int = 0
    notices: tuple[str, ...] = ()  # "not analysed: ko"
