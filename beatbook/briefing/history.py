"""The steps by which an event became what it is: first thought likely, announced, put off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.model import Status
    from beatbook.merging.model import Article, Event, VoiceRef

BEFORE: dict[str, tuple[Status, ...]] = {  # final status -> the steps that are told, in their order
    "expected": ("expected",),
    "planned": ("expected", "planned"),
    "happened": ("expected", "planned"),
    "postponed": ("planned", "postponed"),
    "cancelled": ("planned", "cancelled"),
    "denied": ("expected", "planned", "denied"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One claim that brought the event a status for the first time."""

    status: Status
    day: str | None  # of the act of saying so, else of the report's publication
    article: str
    voices: tuple[VoiceRef, ...]  # the chain of sources nearest to the article first; empty: the article itself


def find_steps(event: Event, articles: Mapping[str, Article]) -> tuple[Step, ...]:
    """The first claim of each status on the way to the final one, oldest first; none for an event only ever reported as happened."""
    steps: list[Step] = []
    for status in BEFORE[event.status]:
        found = [
            Step(status, claim.on or published_day(articles.get(report.article)), report.article, claim.said_by[0] if claim.said_by else ())
            for report in event.reports
            for claim in report.claims
            if claim.status == status
        ]
        if found:
            steps.append(min(found, key=lambda step: step.day or "9999"))  # the first of the reports among those of one day
    return tuple(steps)


def published_day(article: Article | None) -> str | None:
    """The day of publication, without the time; None when it is not known."""
    return article.published.partition("T")[0] if article is not None and article.published else None
