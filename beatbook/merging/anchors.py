"""Articles on the calendar: when each was published, and what its relative dates mean then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.analysis.timex_values import resolve, timex_interval
from beatbook.edtf import format_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Analysis
    from beatbook.edtf import Interval
    from beatbook.merging.model import IdentifiedAnalysis, Known, KnownArticle


@dataclass(frozen=True, slots=True)
class AnchoredArticle:
    """An analysis on the calendar."""

    id: str
    analysis: Analysis
    published: date | None  # None: not known
    stated: str | None  # as the record gives it, with time and offset where there are any
    basis: str  # stated | metadata | inferred | unknown
    values: tuple[str | None, ...]  # TIMEX3 values of analysis.timexes, anchored as well as is known
    published_range: str | None = None  # EDTF
    because: tuple[str, ...] = ()
    near: date | None = None  # the last day that it can have been published on; never shown, only compared

    def said_on(self, timex: int | None) -> date | None:
        """The single day that a timex names; None for anything else."""
        value = self.values[timex] if timex is not None and timex < len(self.values) else None
        days = timex_interval(value) if value else None
        return days.first if days and days.days == 1 else None


def anchor(identified: IdentifiedAnalysis, record: KnownArticle | None) -> AnchoredArticle:
    """The article with the day that a person set, else the one that reading found."""
    metadata = identified.analysis.metadata
    set_by_hand = record is not None and record.published not in (None, metadata.published)  # a record repeats what reading found
    stated = record.published if record and set_by_hand else metadata.published
    basis = "stated" if set_by_hand else metadata.published_basis
    published = day_of(stated)
    values = _values(identified.analysis, published if published != day_of(metadata.published) else None)
    return AnchoredArticle(
        identified.id, identified.analysis, published, stated if published else None, basis if published else "unknown", values
    )


def anchor_again(article: AnchoredArticle, days: Interval, because: tuple[str, ...]) -> AnchoredArticle:
    """The article with the days on which other articles say that it was published.

    One certain day anchors all its relative dates; of a range, only those that mean the same from its first to its last day.
    """
    if days.days == 1:
        values = _values(article.analysis, days.first)
        return replace(article, published=days.first, stated=days.first.isoformat(), basis="inferred", values=values, because=because)
    first, last = _values(article.analysis, days.first), _values(article.analysis, days.last)
    values = tuple(one if one == other else None for one, other in zip(first, last, strict=True))
    return replace(article, values=values, published_range=format_edtf(days), near=days.last, because=because)


def day_of(stamp: str | None) -> date | None:
    """The day of an ISO 8601 day or time stamp; None when there is none or it is no date."""
    try:
        return date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def newest_day(articles: Iterable[AnchoredArticle]) -> date | None:
    """The newest day of publication that is known."""
    return max((article.published for article in articles if article.published), default=None)


def published_by(articles: Sequence[AnchoredArticle], as_of: date | None) -> tuple[AnchoredArticle, ...]:
    """The articles that were out on that day.  One without a known day of publication stays."""
    return tuple(article for article in articles if as_of is None or article.published is None or article.published <= as_of)


def standing_articles(articles: Sequence[AnchoredArticle], records: Mapping[str, KnownArticle]) -> tuple[AnchoredArticle, ...]:
    """The articles that speak: neither excluded by an editor nor retracted."""
    silent = {id_ for id_, record in records.items() if record.excluded or record.standing == "retracted"}
    return tuple(article for article in articles if article.id not in silent)


def records_by_id(known: Known) -> dict[str, KnownArticle]:
    return {record.id: record for record in known.articles}


def _values(analysis: Analysis, published: date | None) -> tuple[str | None, ...]:
    """The stored values, or those of the new anchor: a stored one may rest on a day that a person has since corrected."""
    if published is None:
        return tuple(timex.value for timex in analysis.timexes)
    return tuple(resolve(timex.expression, published) or timex.value for timex in analysis.timexes)
