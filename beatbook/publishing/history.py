"""The status of an event over time: when which article first said what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf
from beatbook.publishing.model import SiteArticle, SiteClaim, SiteReport, StatusStep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CALLED_OFF = frozenset({"cancelled", "postponed", "denied"})
AHEAD = frozenset({"planned", "expected"})


@dataclass(frozen=True, slots=True)
class _Saying:
    """A claim with the day on which it was made, as well as that can be told."""

    when: date
    on: str | None
    article: str
    claim: SiteClaim


def status_history(reports: Sequence[SiteReport], articles: Mapping[str, SiteArticle], event_date: str | None) -> tuple[StatusStep, ...]:
    """The steps of an event's history, oldest first.

    A step is a claim that brings a status or a date for the first time, or one that revives what had been called off.  A vaguer date
    ("April 2019" after "25 April 2019") is no new one.  Claims are dated by `on`, else by the day of their article; where neither is
    known they stand by the latest day that is possible, forecasts never behind the event itself.
    """
    sayings = [
        _Saying(
            _sort_day(claim, articles[report.article], event_date),
            claim.on or _published_day(articles[report.article]),
            report.article,
            claim,
        )
        for report in reports
        for claim in report.claims
    ]
    steps: list[StatusStep] = []
    for saying in sorted(sayings, key=lambda saying: saying.when):  # stable: same day as in the reports
        if _is_step(saying.claim, steps):
            steps.append(StatusStep(saying.claim.status, saying.on, saying.claim.date, saying.article, saying.claim))
    return tuple(steps)


def is_lapsed(status: str, day: str | None, as_of: str | None) -> bool:
    """Whether an event that was only planned or expected should have taken place before `as_of`, and nobody reported that it did."""
    if status not in AHEAD or not day or not as_of:
        return False
    return parse_edtf(day).last < parse_edtf(as_of).first


def _is_step(claim: SiteClaim, steps: list[StatusStep]) -> bool:
    same = [step for step in steps if step.status == claim.status]
    if not same:
        return True
    if claim.status != steps[-1].status and (steps[-1].status in CALLED_OFF) != (claim.status in CALLED_OFF):
        return True
    return claim.date is not None and not any(_covers(claim.date, step.date) for step in same)


def _covers(later: str, earlier: str | None) -> bool:
    """Whether a date says no more than an earlier one did."""
    return earlier is not None and (later == earlier or parse_edtf(later).contains(parse_edtf(earlier)))


def _published_day(article: SiteArticle) -> str | None:
    return article.published.partition("T")[0] if article.published else None


def _sort_day(claim: SiteClaim, article: SiteArticle, event_date: str | None) -> date:
    for value in (claim.on, article.published, article.published_range):  # read from front matter, so dates already
        if value and (last := parse_edtf(value).last) != date.max:
            return last
    target = claim.date or event_date
    if claim.status != "happened" and target:
        return parse_edtf(target).first
    return date.max
