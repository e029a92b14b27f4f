"""What templates see: small values, sorted, in words and linked.  A template arranges them and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import quote

import msgspec

from beatbook.publishing.escaping import escape_text
from beatbook.publishing.heads import (
    ArticleHead,
    EventHead,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from beatbook.config import Config
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Site, SiteArticle, SiteClaim, SiteEvent, SiteVoice
    from beatbook.publishing.svg_timeline import Tick
    from beatbook.publishing.words import When, Words


class Link(msgspec.Struct, frozen=True):
    """A name that leads somewhere.  `href` is relative to the page that shows it, "" where there is nothing to lead to."""

    text: str
    href: str = ""
    type: str = ""  # person | place | ...: for the look only
    note: str = ""  # a role, a count: said behind the name

    def __html__(self) -> str:
        """As a template writes it: its text alone where it leads nowhere."""
        return f'<a href="{escape_text(self.href)}">{escape_text(self.text)}</a>' if self.href else escape_text(self.text)


class Badge(msgspec.Struct, frozen=True):
    """A short word with a colour and an explanation."""

    text: str
    tone: str  # a status, "checked", "unchecked", "note"
    about: str = ""

    def __html__(self) -> str:
        """As a template writes it, with the explanation for whoever points at it."""
        about = f' title="{escape_text(self.about)}"' if self.about else ""
        return f'<span class="badge s-{escape_text(self.tone)}"{about}>{escape_text(self.text)}</span>'


class EventRow(msgspec.Struct, frozen=True):
    """An event in a list."""

    link: Link
    when: When
    kind: str
    status: Badge
    place: Link | None
    people: tuple[Link, ...]
    summary: str  # its first sentence
    reports: str  # "3 reports"
    differs: bool
    background: bool
    review: Badge
    year: str  # "" when unknown


class ArticleRow(msgspec.Struct, frozen=True):
    """An article in a list."""

    link: Link
    outlet: Link | None
    when: When
    events: tuple[Link, ...]
    notes: tuple[Badge, ...]
    lead: str = ""  # on an outlet's page: "first report", "2 days after"


class Stated(msgspec.Struct, frozen=True):
    """What a quote is evidence for."""

    event: Link | None
    status: Badge
    detail: str  # "for 24 April 2019 · Vladivostok"; "" when the words give neither


class QuoteView(msgspec.Struct, frozen=True):
    """The evidence for one or more statements: the words, and where they stand."""

    pieces: tuple[Link, ...]  # the words, those that name somebody with a link; empty when the limits on quotation leave nothing to show
    our_note: bool
    anchor: str
    href: str  # to the marked quote on the article's page
    voices: tuple[tuple[Link, ...], ...]  # on whose word: independent chains
    states: tuple[Stated, ...]
    spoken: bool = False  # the words are themselves in quotation marks: no second pair around them
    language: str = ""  # of the quoted words, where it differs from the page's
    original: str = ""  # address of the outside article at these words, where it is known
    archived: str = ""  # address of its archived copy


Dated = TypeVar("Dated", "SiteEvent", EventHead)
K = TypeVar("K")
V = TypeVar("V")


class Recall(Protocol):
    """Keeps a value that many pages show: see `tracing.Recorder.recall`."""

    def __call__(self, held: dict[K, V], key: K, make: Callable[[K], V]) -> V: ...


def _ignore(_key: str) -> None:
    """Of what nobody keeps books."""


def recall_plainly(held: dict[K, V], key: K, make: Callable[[K], V]) -> V:
    """The value kept under `key`, made where there is none."""
    if key not in held:
        held[key] = make(key)
    return held[key]


class Desk:
    """Makes links and words for the pages of one folder: `root` is "", "../" or "../../", the way from a page back to the site's root."""

    def __init__(self, site: Site, words: Words, config: Config, index: Index, root: str = "", recall: Recall = recall_plainly) -> None:
        self.site, self.words, self.config, self.index, self.root, self.recall = site, words, config, index, root, recall
        self.t, self.count, self.term = words.t, words.count, words.term
        # made once for all pages of this depth: most stand on many of them, and templates draw the same row once (once.Once)
        self._rows: dict[str, EventRow] = {}
        self._article_rows: dict[str, ArticleRow] = {}
        self._links: dict[str, Link] = {}
        self._badges: dict[str, Badge] = {}
        self.ticks: dict[str, tuple[Tick, ...]] = {}  # what all timelines have in common (svg_timeline.py)
        self._note: Callable[[str], object] = getattr(index.profiles, "note", _ignore)

    # ---- links

    def href(self, url: str, fragment: str = "") -> str:
        """The way from this folder to a path of the site; "" for a thing without a page."""
        if not url:
            return ""
        return f"{self.root}{url}#{fragment}" if fragment else f"{self.root}{url}"

    def profile(self, ident: str | None, *, note: str = "") -> Link | None:
        """A link to a person, place, organization or source; its mere id where the site does not know it."""
        if not ident:
            return None
        if (link := self._links.get(ident)) is None:
            known = self.index.profiles.get(ident)
            link = self._links[ident] = Link(known.name, self.href(known.url), known.type) if known else Link(ident)
        else:
            self._note(ident)
        return Link(link.text, link.href, link.type, note) if note else link

    def profiles(self, idents: Iterable[str]) -> tuple[Link, ...]:
        return tuple(link for ident in idents if (link := self.profile(ident)))

    def place_chain(self, ident: str | None) -> tuple[str, ...]:
        """The ids of a place and of those that hold it, narrowest first."""
        chain: list[str] = []
        while ident and ident not in chain:
            chain.append(ident)
            ident = known.parent if (known := self.index.profiles.get(ident)) else None
        return tuple(chain)

    def event(self, ident: str, *, note: str = "") -> Link | None:
        known = self.index.events.get(ident)
        return Link(known.title, self.href(known.url), "event", note) if known else None

    def events(self, idents: Iterable[str]) -> tuple[Link, ...]:
        return tuple(link for ident in idents if (link := self.event(ident)))

    def article(self, ident: str, *, fragment: str = "", note: str = "") -> Link | None:
        known = self.index.articles.get(ident)
        return Link(known.headline, self.href(known.url, fragment), "article", note) if known else None

    def outlet(self, article: SiteArticle | ArticleHead) -> Link | None:
        """The outlet of an article: its page, its name as given, or None where nothing is known."""
        if article.outlet_id and article.outlet_id in self.index.profiles:
            return self.profile(article.outlet_id)
        return Link(article.outlet) if article.outlet else None

    # ---- rows

    def status(self, event: SiteEvent | EventHead) -> Badge:
        state = "lapsed" if event.lapsed else event.status
        return recall_plainly(self._badges, state, self._status)

    def _status(self, state: str) -> Badge:
        text = self.t("status.lapsed") if state == "lapsed" else self.term("status", state)
        about = self.t(f"status_about.{state}") if self.words.has(f"status_about.{state}") else ""
        return Badge(text, state, about)

    def review(self, event: SiteEvent | EventHead) -> Badge:
        checked = event.review == "checked"
        key = "checked" if checked else "unreviewed"
        said = [self.t(f"review.{key}")]
        if checked and event.reviewed_by:
            said.append(self.t("review.by", name=event.reviewed_by))
        if checked and event.reviewed_on:
            said.append(self.t("review.on", date=self.words.date(event.reviewed_on).text))
        return Badge(self.t(f"review.{key}_short"), "checked" if checked else "unchecked", " ".join(said))

    def event_row(self, ident: str) -> EventRow:
        """An event as lists show it."""
        return self.recall(self._rows, ident, self._event_row)

    def _event_row(self, ident: str) -> EventRow:
        event = self.index.events[ident]
        return EventRow(
            link=Link(event.title, self.href(event.url), "event"),
            when=self.words.date_short(event.date, extent=event.extent),
            kind=self.term("kind", event.kind),
            status=self.status(event),
            place=self.profile(event.place),
            people=self.profiles(event.people),
            summary=event.gist,
            reports=self.count("reports", event.reports),
            differs=event.differs,
            background=event.background,
            review=self.review(event),
            year=year_of(event),
        )

    def event_rows(self, idents: Iterable[str], *, newest_first: bool = False) -> tuple[EventRow, ...]:
        """Rows in the given order, which is that of the site: oldest first, unknown dates last."""
        rows = [self.event_row(ident) for ident in idents if ident in self.index.events]
        return tuple(newest_rows_first(rows)) if newest_first else tuple(rows)

    def article_when(self, article: SiteArticle | ArticleHead, *, short: bool = True) -> When:
        """Its day of publication, or the range that could be inferred."""
        say = self.words.date_short if short else self.words.date
        return say(article.published) if article.published else say(article.published_range, extent="within")

    def article_row(self, ident: str) -> ArticleRow:
        """An article as lists show it."""
        return self.recall(self._article_rows, ident, self._article_row)

    def _article_row(self, ident: str) -> ArticleRow:
        article = self.index.articles[ident]
        notes = []
        if article.text == "summary":
            notes.append(Badge(self.t("event.our_note"), "note"))
        if article.copy_of:
            copied = self.article(article.copy_of)
            notes.append(Badge(self.t("event.chain_copy") + f" {copied.text if copied else article.copy_of}", "note"))
        if article.standing in ("corrected", "retracted"):
            notes.append(Badge(self.term("standing", article.standing), article.standing))
        return ArticleRow(
            link=Link(article.headline, self.href(article.url), "article"),
            outlet=self.outlet(article),
            when=self.article_when(article),
            events=self.events(article.events),
            notes=tuple(notes),
        )

    def article_rows(self, idents: Iterable[str]) -> tuple[ArticleRow, ...]:
        return tuple(self.article_row(ident) for ident in idents if ident in self.index.articles)

    # ---- evidence

    def voices(self, claim: SiteClaim) -> tuple[tuple[Link, ...], ...]:
        """On whose word: independent chains, each from the one nearest to the article on; one that begins a longer one stands in that."""
        return tuple(
            tuple((self.profile(voice.source) if voice.source in self.index.profiles else None) or Link(voice.text) for voice in chain)
            for chain in independent_chains(claim)
        )

    def quotes(self, article: SiteArticle, claims: Iterable[tuple[str, SiteClaim]]) -> tuple[QuoteView, ...]:
        """The evidence in one article for (event id, claim), one entry for each stretch of words, in the order given."""
        by_anchor: dict[str, list[tuple[str, SiteClaim]]] = {}
        for ident, claim in claims:
            by_anchor.setdefault(claim.anchor, []).append((ident, claim))
        return tuple(self._quote(article, anchor, tuple(group)) for anchor, group in by_anchor.items())

    def _quote(self, article: SiteArticle, anchor: str, claims: tuple[tuple[str, SiteClaim], ...]) -> QuoteView:
        claim = claims[0][1]
        return QuoteView(
            pieces=self._pieces(article, claim),
            our_note=claim.our_note,
            anchor=anchor,
            href=self.href(article.url, anchor),
            voices=self.voices(claim),
            spoken=_is_spoken(claim),
            states=tuple(dict.fromkeys(self._stated(ident, claim) for ident, claim in claims)),
            language=article.language if article.language not in ("", self.config.language) else "",
            original=_text_fragment(article, claim),
            archived="" if claim.our_note else web_address(article.archived),
        )

    def _stated(self, ident: str, claim: SiteClaim) -> Stated:
        place = self.profile(claim.place)
        when = self.dated(claim.status, claim.date)
        detail = f"{when} · {place.text}".strip() if place else when
        return Stated(self.event(ident), Badge(self.term("status", claim.status), claim.status), detail)

    def dated(self, status: str, date: str | None) -> str:
        """What stands behind a status given with a date: "for 24 April 2019" of a plan, "· 25 April 2019" of what took place."""
        key = "event.for_date" if status in ("expected", "planned") else "event.of_date"
        return self.t(key, date=self.words.date(date).text) if date else ""

    def _pieces(self, article: SiteArticle, claim: SiteClaim) -> tuple[Link, ...]:
        """The quoted words with a link on every name that the analysis found in them."""
        evidence = claim.evidence
        if evidence is None or not evidence.quote.strip():
            return ()
        if evidence.end - evidence.start != len(evidence.quote):  # cut to the limits on quotation: offsets no longer tell
            return (Link(evidence.quote.strip()),)
        pieces, at = [], evidence.start
        for start, end, ident in self.index.mentions.get(article.id, ()):
            if start < at or end > evidence.end or not (link := self.profile(ident)) or not link.href:
                continue
            pieces += [Link(evidence.quote[at - evidence.start : start - evidence.start])] if start > at else []
            pieces.append(Link(evidence.quote[start - evidence.start : end - evidence.start], link.href, link.type, link.text))
            at = end
        return (*pieces, Link(evidence.quote[at - evidence.start :])) if at < evidence.end else tuple(pieces)

    def names(self, idents: Iterable[str]) -> dict[str, str]:
        """The names that texts may call these profiles by, each with the first that has it, where it has a page."""
        names: dict[str, str] = {}
        for ident in idents:
            known = self.index.profiles.get(ident)
            if known and known.url:
                for name in (known.name, *self.index.aliases.get(ident, ())):
                    if len(name) > 2:
                        names.setdefault(name, ident)
        return names

    def linked_text(self, text: str, names: Mapping[str, str]) -> tuple[Link, ...]:
        """A text of ours with a link on these names of profiles, longest names first."""
        there = [name for name in names if name in text]
        if not there:
            return (Link(text),)
        pieces, at = [], 0
        for start, shorter, found in sorted([(start, -len(name), name) for name in there for start in _places_of(name, text)]):
            if start < at:  # within a longer name, or one that begins before it
                continue
            if start > at:
                pieces.append(Link(text[at:start]))
            link = self.profile(names[found])
            pieces.append(Link(found, link.href if link else "", link.type if link else ""))
            at = start - shorter
        return (*pieces, Link(text[at:])) if at < len(text) else tuple(pieces)

    def country(self, code: str) -> Link | None:
        """The state with this ISO 3166 code; its mere name where the site has none."""
        if not code:
            return None
        return self.profile(self.index.states.get(code)) or Link(self.term("country", code))


def _places_of(name: str, text: str) -> Iterator[int]:
    """Where a name stands in a text, as a word or words of its own."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])):
            yield start
        start = text.find(name, start + 1)


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def independent_chains(claim: SiteClaim) -> tuple[tuple[SiteVoice, ...], ...]:
    """On whose word a claim rests: chains, each from the one nearest to the article on; one that begins a longer one stands in that."""
    return tuple(chain for chain in claim.said_by if chain and not any(_begins(chain, other) for other in claim.said_by))


def _begins(chain: tuple[SiteVoice, ...], other: tuple[SiteVoice, ...]) -> bool:
    return len(chain) < len(other) and other[: len(chain)] == chain


def _is_spoken(claim: SiteClaim) -> bool:
    words = claim.evidence.quote.strip() if claim.evidence else ""
    return len(words) > 1 and words[0] in '"“„«' and words[-1] in '"”“»' and not any(mark in words[1:-1] for mark in '"“”„«»')


def _text_fragment(article: SiteArticle, claim: SiteClaim) -> str:
    """The outside article's address, opening at the quoted words (WICG text fragments); "" for notes of ours and where it is not known."""
    if claim.our_note or not claim.evidence or not web_address(article.source_url):
        return ""
    words = claim.evidence.quote.split()
    ends = [words] if len(words) <= 8 else [words[:4], words[-4:]]
    fragment = ",".join(_fragment_part(" ".join(part)) for part in ends)
    return f"{(article.source_url or '').partition('#')[0]}#:~:text={fragment}"


def _fragment_part(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


def web_address(url: str | None) -> str:
    """The address if it is one of the web, else "": nothing else becomes a link."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def newest_rows_first(rows: Iterable[EventRow]) -> list[EventRow]:
    """Rows of the site's order turned round, those without a date still last."""
    rows = list(rows)
    return [row for row in reversed(rows) if row.when.known] + [row for row in rows if not row.when.known]


def newest_first(events: Iterable[Dated]) -> list[Dated]:
    """Events of the site's order turned round, those without a date still last."""
    events = list(events)
    return [event for event in reversed(events) if event.date] + [event for event in events if not event.date]


def year_of(event: SiteEvent | EventHead) -> str:
    """The year under which an event is listed, that of its first day; "" when it is not known."""
    head = (event.date or "").removeprefix("../")[:4]
    return head if head.isdigit() else ""
