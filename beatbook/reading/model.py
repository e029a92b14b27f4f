"""The nouns of reading: an article as it came, cleaned, with every line's role.

Two coordinate systems: `text` is the decoded file (no BOM, LF line ends; for HTML the extracted text), and evidence that leaves the
program counts its code points.  `clean` is what the analysis sees: the same text with typographic noise replaced, nearly always one
character by one.  Everything inside the analysis counts code points of `clean.text`; `clean.original(start, end)` leads back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from beatbook.errors import Problem

PublishedBasis = Literal["stated", "metadata", "inferred", "unknown"]
ArticleType = Literal["news", "official", "post", "interview", "document"]
TextKind = Literal["original", "summary"]


class LineRole(StrEnum):
    """What a line of an article is."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"  # a line that is nothing but a dateline; one that opens a paragraph is part of it
    TIMESTAMP = "timestamp"  # published or updated time
    SECTION = "section"
    CAPTION = "caption"
    CREDIT = "credit"
    TEASER = "teaser"  # a link to another article
    TAGS = "tags"
    SOURCE = "source"  # "Source(s): Reuters"
    OUTLET = "outlet"  # a line that is nothing but the outlet's name
    BOILERPLATE = "boilerplate"
    HEADING = "heading"  # between the paragraphs
    PARAGRAPH = "paragraph"
    BLANK = "blank"


EVIDENCE_ROLES = frozenset({LineRole.HEADLINE, LineRole.STANDFIRST, LineRole.CAPTION, LineRole.HEADING, LineRole.PARAGRAPH})


@dataclass(frozen=True, slots=True)
class Span:
    """Code points from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the original text and what it is."""

    start: int  # in NewsArticle.text
    end: int  # without the line end
    role: LineRole
    repeat: bool = False  # the same line stood earlier in this article: kept, but counted once


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text that the analysis sees, and the way back."""

    text: str
    offsets: tuple[int, ...] | None = None  # clean offset -> original offset, one more than text is long; None: the same
    ends: tuple[int, ...] | None = None  # index of a clean character -> end of what it came from; None: offsets[index + 1]

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that clean code points `start` to `end` came from.

        What was dropped before the first or after the last of them is not part of it.
        """
        if self.offsets is None:
            return Span(start, end)
        if self.ends is None or end <= start:
            return Span(self.offsets[start], self.offsets[end])
        return Span(self.offsets[start], self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that reads as one: a paragraph (its wrapped lines joined by spaces), a headline, a caption."""

    start: int  # in clean.text
    end: int
    role: LineRole  # one of EVIDENCE_ROLES
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Dateline:
    """ "SEOUL (The Korea Herald/ANN) -", "MOSCOW, April 24 (Reuters) -": where and on which day the report was written."""

    start: int  # in clean.text, with the dash: sentences begin after `end`
    end: int
    place: str  # as written: "SEOUL"
    agency: str | None = None
    day: str | None = None  # as written: "April 24"


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """What is known about an article besides its text."""

    file: str  # path in the inbox, "/" as separator
    sha256: str  # of the file's bytes
    headline: str | None = None
    outlet: str | None = None  # as given
    url: str | None = None
    archived: str | None = None
    published: str | None = None  # ISO 8601 day, or day and time with the offset where one is stated: "2019-04-15T02:21+03:00"
    published_basis: PublishedBasis = "unknown"
    stamped: str = ""  # where no time is known: a day without its year, "--10-09", with the weekday beside it "--07-17/3"
    updated: str | None = None
    byline: str | None = None
    dateline: str | None = None  # the place as written
    section: str | None = None
    language: str = "en"  # ISO 639-1; "und" when there is too little text to tell
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # named in a source line ("Source(s): Reuters") or as the agency of the dateline
    type: ArticleType = "news"
    party: str | None = None  # of an official account: on whose side it speaks
    text: TextKind = "original"
    set_by_sidecar: tuple[str, ...] = ()  # keys that a person gave in a sidecar or front matter


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """One text, read."""

    metadata: ArticleMetadata
    text: str
    lines: tuple[Line, ...]
    clean: CleanText
    passages: tuple[Passage, ...]  # in order; only roles that can hold evidence
    dateline: Dateline | None = None
    shingles: tuple[int, ...] = ()  # sorted 32-bit hashes of word 8-grams of the paragraphs (bottom-k sketch): finds copies


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox as it lies there, with its sidecar."""

    path: str  # in the inbox, "/" as separator
    content: bytes
    sidecar: bytes | None = None  # content of NAME.yaml beside it


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one inbox file: an article, or the reason why there is none."""

    file: str
    article: NewsArticle | None = None
    confidential: bool = False  # left alone on purpose; nothing of it may appear anywhere
    problems: tuple[Problem, ...] = ()
