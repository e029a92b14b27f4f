"""Briefs -> the site's events, with their evidence whole and not yet linked to each other."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import STATUSES, Quote
from beatbook.briefing.fields import quote_anchor
from beatbook.briefing.lasting import changed_since
from beatbook.publishing.front_matter import choice, edtf, is_safe_id, is_true, mapping, maps, optional, text, texts
from beatbook.publishing.history import is_lapsed
from beatbook.publishing.model import SiteClaim, SiteConflict, SiteEvent, SiteReport, SiteVoice, SummarySentence
from beatbook.publishing.quotes import cut_quote
from beatbook.publishing.set_by_editor import set_by_editor
from beatbook.publishing.urls import page_url

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from beatbook.analysis.model import Claim
    from beatbook.briefing.model import Document, MachineView
    from beatbook.config import Quotes
    from beatbook.publishing.model import SiteArticle
    from beatbook.strictyaml import YamlValue

EVENT_KEYS = frozenset({
    "id", "title", "kind", "date", "extent", "status", "standing", "place", "part_of", "participants", "topics", "summary", "reports",
    "conflicts", "review", "reviewed_by", "reviewed_on", "former_ids", "editor", "background", "hidden", "same_as", "not_same_as",
    "not_about", "split", "split_from", "label", "object",
})  # fmt: skip
OWNABLE = ("title", "kind", "date", "extent", "status", "standing", "place", "part_of", "participants", "topics", "summary", "conflicts")

STANDINGS = ("claimed", "confirmed", "disputed")

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
_CITATION = re.compile(r"\s*\[(@[^\[\]]*)\]")
_STOP = re.compile(r"[.!?]+")


@dataclass(frozen=True, slots=True)
class ArticleEvidence:
    """What an article's analysis adds to the claims in briefs: claims by the span of their evidence, and who its entities are."""

    claims: Mapping[tuple[int, int], Mapping[str, Claim]]  # (start, end) -> index in the analysis -> claim
    entities: tuple[str, ...]  # profile id of each entity, "" for none


@dataclass(frozen=True, slots=True)
class EventContext:
    """What is needed beside a brief to read it."""

    articles: Mapping[str, SiteArticle]  # those that the site shows
    order: Mapping[str, tuple[int, str, str]]  # article -> by what articles are sorted
    evidence: Mapping[str, ArticleEvidence]
    source_name: Callable[[str], str]
    current_id: Callable[[str], str]  # follows former ids
    hidden: Container[str]  # profiles that the site does not show
    limits: Quotes
    as_of: str | None


def article_evidence(claims: Iterable[Claim], entities: tuple[str, ...]) -> ArticleEvidence:
    """The claims of an analysis, found by where their evidence stands."""
    found: defaultdict[tuple[int, int], dict[str, Claim]] = defaultdict(dict)
    for index, claim in enumerate(claims):
        if claim.evidence:
            found[claim.evidence.start, claim.evidence.end][str(index)] = claim
    return ArticleEvidence(found, entities)


def read_event(document: Document, view: MachineView | None, context: EventContext) -> SiteEvent:
    """The event that a brief tells of; references to articles that the site does not show are left out."""
    fields = document.front_matter
    machine = view.front_matter if view else {}
    status, date = choice(fields, "status", STATUSES, choice(machine, "status", STATUSES, "expected")), edtf(fields, "date")
    review = _review(fields)
    return SiteEvent(
        id=document.id,
        url=page_url("event", document.id),
        title=text(fields, "title") or document.id,
        kind=_kind(fields),
        date=date,
        extent=choice(fields, "extent", ("lasts", "within"), "within"),
        status=status,
        standing=choice(fields, "standing", STANDINGS, choice(machine, "standing", STANDINGS, "claimed")),
        lapsed=is_lapsed(status, date, context.as_of),
        background=is_true(fields, "background"),
        place=_id(fields, "place", context),
        part_of=_id(fields, "part_of", context),
        participants=read_participants(fields, context.current_id),
        topics=texts(fields, "topics"),
        summary=read_summary(text(fields, "summary"), context.articles),
        reports=_read_reports(fields, _Selectors(view), context),
        history=(),
        conflicts=tuple(_read_conflict(item, context) for item in maps(fields, "conflicts") if text(item, "field")),
        origins=_origins(fields, view),
        review=review[0],
        reviewed_by=review[1],
        reviewed_on=review[2],
        body=document.body,
        editor=set_by_editor(fields, view, OWNABLE),
        former_ids=texts(fields, "former_ids"),
        updated=view.updated if view else None,
        extra={key: value for key, value in fields.items() if key not in EVENT_KEYS},
        by_hand=view is None,
        because=texts(view.extra, "because") if view else (),
        changed=tuple(changed_since(fields, view)) if review[0] == "checked" else (),
        unsupported=is_true(view.extra, "gone") if view else False,
    )


def read_participants(fields: Mapping[str, YamlValue], current_id: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """(profile id, role) of each participant; somebody listed twice keeps the first role."""
    found: dict[str, str] = {}
    for item in maps(fields, "participants"):
        if identifier := text(item, "person", "organization", "state"):
            found.setdefault(current_id(identifier), text(item, "role") or "participant")
    return tuple(found.items())


def read_summary(summary: str, articles: Mapping[str, SiteArticle]) -> tuple[SummarySentence, ...]:
    """The sentences of a summary with their references: "Putin met Kim. [@one; @two] They spoke for two hours [@one]."

    References to articles that the site does not show are left out; text without any reference is a sentence of its own.
    """
    sentences: list[SummarySentence] = []
    position = 0
    for found in _CITATION.finditer(summary):
        words, position = summary[position : found.start()].strip(), found.end()
        if stop := _STOP.match(summary, position):  # "... for two hours [@one]."
            words, position = words + stop.group(), stop.end()
        references = [part.strip().removeprefix("@") for part in found.group(1).split(";")]
        cited = tuple(dict.fromkeys(article for article in references if article in articles))
        if words:
            sentences.append(SummarySentence(words, cited))
        elif sentences:
            last = sentences.pop()
            sentences.append(SummarySentence(last.text, tuple(dict.fromkeys((*last.articles, *cited)))))
    rest = summary[position:].strip()
    return (*sentences, SummarySentence(rest, ())) if rest else tuple(sentences)


class _Selectors:
    """What the machine's view of an event keeps beside its claims: where they come from, and who takes part in each."""

    def __init__(self, view: MachineView | None) -> None:
        self._by_span: defaultdict[tuple[str, str], list[dict[str, YamlValue]]] = defaultdict(list)
        for item in maps(view.extra, "claims") if view else ():
            self._by_span[text(item, "article"), f"{text(item, 'start')}-{text(item, 'end')}"].append(item)

    def take(self, article: str, at: str) -> dict[str, YamlValue]:
        """The entry of the next claim with this span; {} when there is none (any more)."""
        found = self._by_span.get((article, at))
        return found.pop(0) if found else {}


def _read_reports(fields: Mapping[str, YamlValue], selectors: _Selectors, context: EventContext) -> tuple[SiteReport, ...]:
    reports = []
    for item in maps(fields, "reports"):
        if article := context.articles.get(context.current_id(text(item, "article"))):
            claims = tuple(
                _read_claim({**selectors.take(text(item, "article"), text(claim, "at")), **claim}, article, text(fields, "kind"), context)
                for claim in maps(item, "claims")
            )
            reports.append(SiteReport(article.id, choice(item, "status", STATUSES, claims[-1].status if claims else "expected"), claims))
    return tuple(sorted(reports, key=lambda report: context.order[report.article]))


def _kind(fields: Mapping[str, YamlValue]) -> str:
    """The kind, which a publisher may have added; each has a list at an address of its own, so it has to be fit for one."""
    kind = text(fields, "kind")
    return kind if is_safe_id(kind) else "other"


def _read_claim(item: Mapping[str, YamlValue], article: SiteArticle, event_kind: str, context: EventContext) -> SiteClaim:
    quote = _read_quote(item)
    analysed = _analysed_claim(item, quote, event_kind, context.evidence.get(article.id))
    our_note = article.text == "summary"
    if quote and not quote.prefix and analysed and analysed.evidence and analysed.evidence.quote == quote.quote:
        quote = analysed.evidence
    trigger = analysed.trigger if analysed else None
    return SiteClaim(
        status=choice(item, "status", STATUSES, "expected"),
        on=edtf(item, "on"),
        date=edtf(item, "date"),
        place=_id(item, "place", context),
        said_by=_read_voices(item, context),
        evidence=quote if quote is None or our_note else cut_quote(quote, context.limits.max_words, trigger=trigger),
        anchor=quote_anchor(quote.quote) if quote else "",
        our_note=our_note,
        kind=text(item, "kind") or (analysed.kind if analysed else ""),
        participants=_claim_participants(item, analysed, article.id, context),
    )


def _read_quote(item: Mapping[str, YamlValue]) -> Quote | None:
    """The claim's words; None where `at` and `quote` do not fit each other, so that no offset is ever wrong."""
    quote = item.get("quote")
    at = _AT.fullmatch(text(item, "at"))
    if not isinstance(quote, str) or not quote.strip() or not at:
        return None
    start, end = int(at.group(1)), int(at.group(2))
    return Quote(start, end, quote, _context(item, "prefix"), _context(item, "suffix")) if end - start == len(quote) else None


def _context(item: Mapping[str, YamlValue], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _analysed_claim(item: Mapping[str, YamlValue], quote: Quote | None, event_kind: str, evidence: ArticleEvidence | None) -> Claim | None:
    """The claim of the analysis with the same evidence: of several the one that the machine's view names, else one of the event's kind."""
    if quote is None or evidence is None:
        return None
    found = evidence.claims.get((quote.start, quote.end), {})
    named = found.get(text(item, "index"))
    return named or next((claim for claim in found.values() if claim.kind == event_kind), next(iter(found.values()), None))


def _claim_participants(item: Mapping[str, YamlValue], analysed: Claim | None, article: str, context: EventContext) -> tuple[str, ...]:
    if "participants" in item:
        return tuple(context.current_id(identifier) for identifier in texts(item, "participants"))
    entities = context.evidence[article].entities if analysed else ()
    if not analysed or not entities:
        return ()
    found = (entities[participant.entity] for participant in analysed.participants if participant.entity < len(entities))
    return tuple(dict.fromkeys(context.current_id(identifier) for identifier in found if identifier))


def _read_voices(item: Mapping[str, YamlValue], context: EventContext) -> tuple[tuple[SiteVoice, ...], ...]:
    value = item.get("said_by")
    chains = value if isinstance(value, list) else []
    return tuple(voices for chain in chains if (voices := _read_chain(chain, context)))


def _read_chain(chain: YamlValue, context: EventContext) -> tuple[SiteVoice, ...]:
    links = chain if isinstance(chain, list) else [chain]
    voices = []
    for link in links:
        if not isinstance(link, dict):
            continue
        if source := text(link, "source", "person", "organization", "state"):
            current = context.current_id(source)
            if current not in context.hidden:
                voices.append(SiteVoice(current, context.source_name(current)))
        elif words := text(link, "unnamed"):
            voices.append(SiteVoice(None, words))
    return tuple(voices)


def _read_conflict(item: Mapping[str, YamlValue], context: EventContext) -> SiteConflict:
    values = tuple(
        (text(value, "value"), tuple(article for article in texts(value, "articles") if article in context.articles))
        for value in maps(item, "values")
    )
    return SiteConflict(text(item, "field"), values, text(item, "chosen"), text(item, "because"))


def _review(fields: Mapping[str, YamlValue]) -> tuple[str, str, str]:
    """(state, by, on) from `review: checked` with `reviewed_by` and `reviewed_on`, or from a map {status, by, on}."""
    review = mapping(fields, "review")
    state = text(review, "status", "state") or ("checked" if text(review, "by") else "") if review else text(fields, "review")
    checked = "checked" if state == "checked" else "unreviewed"
    return checked, text(review, "by") or text(fields, "reviewed_by"), text(review, "on") or text(fields, "reviewed_on")


def _origins(fields: Mapping[str, YamlValue], view: MachineView | None) -> int:
    stated = text(view.extra, "origins") if view else ""
    return int(stated) if stated.isascii() and stated.isdigit() else len(maps(fields, "reports"))


def _id(fields: Mapping[str, YamlValue], key: str, context: EventContext) -> str | None:
    identifier = optional(fields, key)
    return context.current_id(identifier) if identifier else None
