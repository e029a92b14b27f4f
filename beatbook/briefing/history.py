"""The steps by which an event became what it is: first thought likely, announced, put off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.model import Status
    from beatbook.merging.model import Article, Event, VoiceRef

BEFORE: dict[str, tuple[Status, ...]] = {  # final status -> the steps that are told
    "expected": ("expected",),
    "planned": ("expected", "planned", "postponed", "cancelled"),
    "happened": ("expected", "planned", "postponed", "cancelled"),
    "postponed": ("planned", "postponed"),
    "cancelled": ("planned", "cancelled"),
    "denied": ("expected", "planned", "denied"),
}
TOLD = 3  # steps a sentence holds; the brief's page shows the whole history
_AHEAD = frozenset({"expected", "planned"})
_OFF = frozenset({"postponed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Step:
    """One claim that brought the event a status for the first time, or brought a plan back."""

    status: Status
    day: str | None  # of the act of saying so, else of the report's publication
    article: str
    voices: tuple[VoiceRef, ...]  # the chain of sources nearest to the article first; empty: the article itself
    in_the_end: bool = True  # the article as a whole says the same
    revived: bool = False  # planned again after it had been called off


def find_steps(event: Event, articles: Mapping[str, Article]) -> tuple[Step, ...]:
    """The first claim of each status on the way to the final one, oldest first; none for an event only ever reported as happened.

    Left out: what was said after the event, a rumour after the announcement, and a cancellation that nothing revived.
    """
    order = BEFORE[event.status]
    said = sorted(
        _steps(event, articles), key=lambda step: (_order(step), order.index(step.status) if step.status in order else len(order))
    )
    if event.status == "happened":
        said = [step for step in said if not _is_after(step, event)]
    first = {status: step for status in BEFORE[event.status] if (step := _first(said, status))}
    steps = [step for step in said if first.get(step.status) is step]
    steps = [step for step in steps if step.status != "expected" or not _is_overtaken(step, first.get("planned"))]
    if event.status in ("planned", "happened"):
        steps = _with_revival(steps, said)
    return tuple(steps[-TOLD:])


def _steps(event: Event, articles: Mapping[str, Article]) -> list[Step]:
    """Every claim as a step."""
    return [
        Step(
            claim.status,
            claim.on or published_day(articles.get(report.article)),
            report.article,
            claim.said_by[0] if claim.said_by else (),
            in_the_end=claim.status == report.status,
        )
        for report in event.reports
        for claim in report.claims
    ]


def _first(said: list[Step], status: Status) -> Step | None:
    """The first claim of a status; before all those whose article means it in the end, and does not only touch on it."""
    same = [step for step in said if step.status == status]
    return next((step for step in same if step.in_the_end), same[0] if same else None)


def _with_revival(steps: list[Step], said: list[Step]) -> list[Step]:
    """The steps with the plan that came back after a cancellation; without the cancellation where none did."""
    off = [step for step in steps if step.status in _OFF]
    if not off or off[-1].day is None:
        return [step for step in steps if step.status not in _OFF]
    again = next((step for step in said if step.status == "planned" and step.day and step.day > str(off[-1].day)), None)
    kept = [step for step in steps if step is not again and (step.status not in _OFF or (again and step is off[-1]))]
    kept = [step for step in kept if not (again and step.status in ("planned", "expected") and _order(step) >= str(off[-1].day))]
    return [*kept, replace(again, revived=True)] if again else kept


def _is_overtaken(rumour: Step, plan: Step | None) -> bool:
    """Whether a rumour adds nothing: it came after the plan, or the very article that tells of the plan calls it likely too."""
    return plan is not None and (_order(rumour) > _order(plan) or (rumour.article == plan.article and rumour.voices == plan.voices))


def _order(step: Step) -> str:
    return step.day or "9999"


def _is_after(step: Step, event: Event) -> bool:
    if not step.day or not event.date:
        return False
    said, days = parse_edtf(step.day).first, parse_edtf(event.date)
    return said > days.last or (step.status in _AHEAD and said >= days.first and days.days == 1)  # told that day as ahead: no history


def published_day(article: Article | None) -> str | None:
    """The day of publication, without the time; None when it is not known."""
    return article.published.partition("T")[0] if article is not None and article.published else None
