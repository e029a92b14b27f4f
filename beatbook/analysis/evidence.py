"""The way back to the original text: offsets of everything, and for each claim the exact words that say so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.model import Quote
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from beatbook.analysis.model import Analysis, Attribution, Claim
    from beatbook.reading.model import NewsArticle

CONTEXT = 32  # code points of prefix and suffix
MAX_WORDS = 40


def with_original_offsets(analysis: Analysis, article: NewsArticle) -> Analysis:
    """The analysis with every offset counted in `article.text`, and evidence for each claim."""
    place = article.clean.original
    claims = []
    for claim in analysis.claims:
        span = place(claim.start, claim.end)
        claims.append(
            replace(
                claim,
                start=span.start,
                end=span.end,
                trigger=place(claim.trigger.start, claim.trigger.end),
                evidence=quote_of(article, claim),
            )
        )
    return replace(
        analysis,
        timexes=tuple(
            replace(each, start=place(each.start, each.end).start, end=place(each.start, each.end).end) for each in analysis.timexes
        ),
        mentions=tuple(
            replace(each, start=place(each.start, each.end).start, end=place(each.start, each.end).end) for each in analysis.mentions
        ),
        attributions=tuple(_move_attribution(article, each) for each in analysis.attributions),
        claims=tuple(claims),
    )


def quote_of(article: NewsArticle, claim: Claim) -> Quote:
    """The claim's clause in the original words, at most MAX_WORDS of them, with what stands around it."""
    span = article.clean.original(claim.start, claim.end)
    start, end = _trimmed(article.text, span)
    words = article.text[start:end].split()
    if len(words) > MAX_WORDS:
        start, end = _trimmed(article.text, _around(article, claim, Span(start, end)))
    return Quote(start, end, article.text[start:end], article.text[max(0, start - CONTEXT) : start], article.text[end : end + CONTEXT])


def _around(article: NewsArticle, claim: Claim, span: Span) -> Span:
    """MAX_WORDS words of the span that hold the trigger, cut between words."""
    text = article.text
    trigger = article.clean.original(claim.trigger.start, claim.trigger.end)
    starts = [
        index for index in range(span.start, span.end) if not text[index].isspace() and (index == span.start or text[index - 1].isspace())
    ]
    at = max((number for number, start in enumerate(starts) if start <= trigger.start), default=0)
    first = max(0, min(at - MAX_WORDS // 2, len(starts) - MAX_WORDS))
    last = first + MAX_WORDS
    return Span(starts[first], starts[last] if last < len(starts) else span.end)


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _move_attribution(article: NewsArticle, attribution: Attribution) -> Attribution:
    place = article.clean.original
    content, cue = place(attribution.start, attribution.end), place(attribution.cue.start, attribution.cue.end)
    source = place(attribution.source.start, attribution.source.end) if attribution.source is not None else None
    return replace(attribution, start=content.start, end=content.end, cue=cue, source=source)
