"""A group of claims as an event: its fields, reports, conflicts, and the reasons for each choice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.merging.conflicts import figure_conflict, participant_conflict, status_conflict
from beatbook.merging.facts import choose_date, choose_kind, choose_participants, choose_place
from beatbook.merging.model import Event, Report
from beatbook.merging.origins import count_origins
from beatbook.merging.resolved import report_claim
from beatbook.merging.status import final_status, last_word, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.grouping import Group
    from beatbook.merging.model import Conflict
    from beatbook.merging.resolved import Atlas, ResolvedClaim
    from beatbook.merging.ruleset import MergingRules
    from beatbook.merging.status import LastWord

ONE_EVENT = "one event because"
_BEAR_OUT = {  # claims of which status bear out one of these: who announced it has no other event in mind than who saw it
    "happened": ("happened", "planned"),
    "planned": ("planned", "happened"),
    "expected": ("expected", "planned", "happened"),
}
_TOPICS = 5  # of an event, the most often named


@dataclass(frozen=True, slots=True)
class Evidence:
    """What composing an event needs besides its claims."""

    articles: Mapping[str, AnchoredArticle]
    copy_of: Mapping[str, str]
    atlas: Atlas
    rules: MergingRules


def compose_event(group: Group, evidence: Evidence) -> Event:
    """The event that a group of claims tells of, without id and part_of."""
    rules = evidence.rules
    claims = _possible(group.claims)
    words = {article: last_word(own, rules) for article, own in by_article(claims).items()}
    kind = choose_kind(claims, rules)
    when = choose_date(claims, kind)
    where = choose_place(claims, evidence.atlas, when.days)
    participants = choose_participants(claims, kind, where.place, evidence.atlas, rules)
    status = final_status(words.values(), when.days, rules)
    conflicts = (
        when.conflict,
        where.conflict,
        participant_conflict(claims, participants),
        status_conflict(claims, when.days, status.status),
        figure_conflict(claims),
    )
    return Event(
        id="",
        kind=kind,
        status=status.status,
        standing=standing_of(
            claims,
            status.status,
            _origins([claim for claim in claims if claim.status in _BEAR_OUT.get(status.status, (status.status,))], evidence),
        ),
        date=when.edtf,
        extent=when.extent,
        place=where.place,
        participants=participants,
        topics=_most_told((topic for claim in claims for topic in claim.claim.topics), _TOPICS),
        label=next(iter(_most_told((claim.claim.label for claim in claims if claim.claim.label), 1)), ""),
        object=_object(claims, conflicts),
        reports=_reports(claims, words, evidence),
        conflicts=tuple(conflict for conflict in conflicts if conflict),
        origins=_origins(claims, evidence),
        background=all(claim.claim.background for claim in claims),
        because=_because(group, when.because, status.because),
    )


def _possible(claims: Sequence[ResolvedClaim]) -> tuple[ResolvedClaim, ...]:
    """The claims, where nothing has happened before its day: "the summit" told of in advance is planned."""
    days = choose_date(claims, "").days
    if days is None:
        return tuple(claims)
    return tuple(
        replace(claim, status="planned") if claim.status == "happened" and claim.published and claim.published < days.first else claim
        for claim in claims
    )


def _origins(claims: Sequence[ResolvedClaim], evidence: Evidence) -> int:
    return count_origins(claims, evidence.articles, evidence.copy_of, evidence.atlas.profiles)


def by_article(claims: Sequence[ResolvedClaim]) -> dict[str, list[ResolvedClaim]]:
    """The claims of each article, articles in order of id."""
    articles: dict[str, list[ResolvedClaim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.key):
        articles[claim.key.article].append(claim)
    return dict(articles)


def _reports(claims: Sequence[ResolvedClaim], words: Mapping[str, LastWord], evidence: Evidence) -> tuple[Report, ...]:
    """One report an article, oldest first; articles without a date come last."""
    reports = []
    for article, own in by_article(claims).items():
        written = tuple(found for claim in own if (found := report_claim(claim)))
        published = evidence.articles[article].stated or "9"
        reports.append((published, Report(article, words[article].status, written)))
    return tuple(report for _, report in sorted(reports, key=lambda pair: (pair[0], pair[1].article)))


def _object(claims: Sequence[ResolvedClaim], conflicts: Iterable[Conflict | None]) -> str:
    """What was agreed or done as most claims have it; a wording without a figure that was not chosen before one with it."""
    rejected = {
        value.value
        for conflict in conflicts
        if conflict and conflict.field == "figures"
        for value in conflict.values
        if value.value != conflict.chosen
    }
    told = [claim.claim.object for claim in claims if claim.claim.object]
    fitting = [words for words in told if not any(figure in words for figure in rejected)]
    return next(iter(_most_told(fitting or told, 1)), "")


def _most_told(values: Iterable[str], limit: int) -> tuple[str, ...]:
    told = Counter(values)
    return tuple(sorted(told, key=lambda value: (-told[value], -len(value), value))[:limit])


def _because(group: Group, date: str, status: Sequence[str]) -> tuple[str, ...]:
    articles = len({claim.key.article for claim in group.claims})
    told = "one claim" if len(group.claims) == 1 else f"{len(group.claims)} claims"
    lines = [f"{told} of {articles} articles" if articles > 1 else f"{told} of one article"]
    if group.reasons:
        lines.append(f"{ONE_EVENT}: " + "; ".join(group.reasons))
    if date:
        lines.append(f"date: {date}")
    lines.append("status: " + "; ".join(status))
    return tuple(lines)
