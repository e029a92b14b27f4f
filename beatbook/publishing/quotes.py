"""Quotations within the publisher's limits: single quotes cut at a clause, an article's quotes kept within one budget.

The limits are for other people's texts; an editor's own notes (`text: summary`) are shown as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.model import Quote

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from beatbook.config import Quotes
    from beatbook.publishing.model import SiteEvent, SiteReport
    from beatbook.reading.model import Span

CONTEXT = 32  # code points of prefix and suffix, as analysis keeps them

_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"[,;:.!?…)\]”’\"—–]+$")
_MIN_SHARE = 0.4  # a cut shorter than this share of the limit loses the sense: then the limit itself cuts, inside a clause


def count_words(text: str) -> int:
    return len(text.split())


def cut_quote(quote: Quote, max_words: int, *, trigger: Span | None = None) -> Quote:
    """The quote with at most `max_words` words, its offsets, prefix and suffix moved along.

    The cut comes behind the last clause end within the limit, else behind the last word.  When the words of `trigger` (original
    offsets: what makes it evidence) lie beyond the limit, words in front of their clause go first.
    """
    words = list(_WORD.finditer(quote.quote))
    if len(words) <= max_words or max_words < 1:
        return quote
    first = _first_word(words, max_words, trigger.end - quote.start if trigger else 0)
    last = _last_word(words, first, max_words, trigger.end - quote.start if trigger else 0)
    return slice_quote(quote, words[first].start(), words[last].end())


def slice_quote(quote: Quote, start: int, end: int) -> Quote:
    """The part of a quote between two offsets inside it, with what then stands around it."""
    return Quote(
        quote.start + start,
        quote.start + end,
        quote.quote[start:end],
        (quote.prefix + quote.quote[:start])[-CONTEXT:],
        (quote.quote[end:] + quote.suffix)[:CONTEXT],
    )


def limit_quotes(events: Sequence[SiteEvent], originals: Container[str], limits: Quotes) -> tuple[SiteEvent, ...]:
    """The events with no more than `limits.per_article` quoted words of each article in `originals`, counted over the whole site.

    The budget goes round by round: each event of the article gets one quote before any gets a second, events in the order given, those
    recalled in passing last; within an event the claim that carries the report's status in the end comes first, then the text's order.
    Words that two quotes share count once.  A claim beyond the budget stays, without its words.
    """
    beyond = find_beyond(events, originals, limits)
    return tuple(without_quotes(event, beyond.get(event.id, {})) for event in events)


def find_beyond(events: Iterable[SiteEvent], originals: Container[str], limits: Quotes) -> dict[str, dict[str, tuple[int, ...]]]:
    """Event -> article -> indexes of the claims whose words are beyond the article's budget; `events` are all that report one of them."""
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for article, queue in _queues(events, originals).items():
        if sum([count_words(quote.quote) for _, quote in queue]) <= limits.per_article:
            continue
        kept = _kept(queue, limits.per_article)
        for event, index in sorted({slot for slot, _ in queue} - kept):
            claims = found.setdefault(event, {})
            claims[article] = (*claims.get(article, ()), index)
    return found


def without_quotes(event: SiteEvent, beyond: Mapping[str, Sequence[int]]) -> SiteEvent:
    """The event without the words of these claims: article -> indexes in its report."""
    if not beyond:
        return event
    return replace(event, reports=tuple(_without(report, beyond.get(report.article, ())) for report in event.reports))


def _without(report: SiteReport, indexes: Sequence[int]) -> SiteReport:
    if not indexes:
        return report
    claims = (replace(claim, evidence=None) if index in indexes else claim for index, claim in enumerate(report.claims))
    return replace(report, claims=tuple(claims))


_Slot = tuple[str, int]  # event id, index of the claim in the event's report on the article


def _queues(events: Iterable[SiteEvent], originals: Container[str]) -> dict[str, list[tuple[_Slot, Quote]]]:
    """Article -> its quotes in the order in which they may be kept."""
    ranked: dict[str, list[tuple[tuple[int, bool, int], _Slot, Quote]]] = {}
    for position, event in enumerate(events):
        for report in event.reports:
            if report.article not in originals:
                continue
            for turn, index in enumerate(_by_weight(report)):
                if evidence := report.claims[index].evidence:
                    rank = (turn, event.background, position)
                    ranked.setdefault(report.article, []).append((rank, (event.id, index), evidence))
    return {article: [(slot, quote) for _, slot, quote in sorted(items, key=lambda item: item[0])] for article, items in ranked.items()}


def _kept(queue: list[tuple[_Slot, Quote]], budget: int) -> frozenset[_Slot]:
    spent: set[int] = set()  # offsets of the words shown so far
    kept: set[_Slot] = set()
    for slot, quote in queue:
        words = {quote.start + word.start() for word in _WORD.finditer(quote.quote)}
        if len(spent | words) <= budget:
            spent |= words
            kept.add(slot)
    return frozenset(kept)


def _by_weight(report: SiteReport) -> list[int]:
    """Indexes of a report's claims: those that carry its status in the end first, then in the order of the text."""
    starts = [claim.evidence.start if claim.evidence else 0 for claim in report.claims]
    return sorted(range(len(starts)), key=lambda index: (report.claims[index].status != report.status, starts[index], index))


def _first_word(words: list[re.Match[str]], max_words: int, wanted: int) -> int:
    """Index of the word to begin with, so that offset `wanted` lies within `max_words` words: where its own clause starts, if that fits."""
    reach = next((i for i, word in enumerate(words) if word.end() >= wanted), len(words) - 1)
    if reach < max_words:
        return 0
    earliest = reach - max_words + 1
    return next((i for i in range(reach, earliest - 1, -1) if _CLAUSE_END.search(words[i - 1].group())), earliest)


def _last_word(words: list[re.Match[str]], first: int, max_words: int, wanted: int) -> int:
    """Index of the word to end with: the last clause end within the limit that keeps enough and reaches `wanted`."""
    limit = min(first + max_words, len(words)) - 1
    if limit == len(words) - 1:
        return limit
    least = first + int(max_words * _MIN_SHARE)
    for index in range(limit, least - 1, -1):
        if words[index].end() >= wanted and _CLAUSE_END.search(words[index].group()):
            return index
    return limit
