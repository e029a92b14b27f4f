"""What a build did, counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from beatbook.briefing.model import BriefingPlan, Suggestion
    from beatbook.content_held import ContentScan
    from beatbook.inbox_files import InboxScan
    from beatbook.pipeline.intake import Stage


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, for the summary and the exit status."""

    articles: int = 0  # used, with those known from earlier builds whose text is not at hand
    analysed: int = 0  # of these, read anew
    found: int = 0  # files and unreadable folders in the inbox but sidecars: used + doubles + skipped + confidential + refused
    used: int = 0
    doubles: int = 0  # files that are the same article as another one, which is used
    skipped: int = 0
    confidential: int = 0
    refused: int = 0
    events_new: int = 0
    events_changed: int = 0
    events_same: int = 0
    events_gone: int = 0
    pages: int = 0
    pages_written: int = 0
    pages_removed: int = 0
    changes: tuple[str, ...] = ()  # paths under content/ that were, or with --read-only would be, written
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()
    as_of: str | None = None
    published: bool = True

    @property
    def incomplete(self) -> bool:
        """Whether something was refused or is wrong: more than is only worth knowing."""
        return any(problem.severity != "notice" for problem in self.problems)

    def again(self) -> Report:
        """What the next build would say, if nothing changed until then."""
        same = self.events_new + self.events_changed + self.events_same
        return replace(
            self, analysed=0, events_new=0, events_changed=0, events_same=same, events_gone=0, pages_written=0, pages_removed=0, changes=()
        )

    def summary(self, output: Path) -> list[str]:
        """The lines at the end of a build, without how long it took."""
        refused = f", {self.refused} refused" if self.refused else ""
        withheld = f", {self.confidential} confidential and left alone" if self.confidential else ""
        suggestions = f", {len(self.suggestions)} suggestions" if self.suggestions else ""
        gone = f", {self.events_gone} gone" if self.events_gone else ""
        written = f"{self.pages_written} written, {self.pages_removed} removed"
        return [
            f"Articles  {self.articles} used ({self.analysed} analysed), {self.skipped} skipped{refused}{withheld}",
            f"Events    {self.events_new} new, {self.events_changed} changed, {self.events_same} unchanged{gone}{suggestions}",
            f"Site      {self.pages} files in {output} ({written}), as of {self.as_of or 'no known day'}",
        ]

    def problem_count(self) -> str:
        """How many problems there are, in words."""
        count = sum(problem.severity != "notice" for problem in self.problems)
        return f"{count} problem{'' if count == 1 else 's'}"


def count(
    plan: BriefingPlan, content: ContentScan, inbox: InboxScan, stage: Stage, problems: tuple[Problem, ...], as_of: str | None
) -> Report:
    """The figures of the summary."""
    events = {path for path in plan.paths if path.startswith("events/")}
    before = {path for path in content.texts if path.startswith("events/")}
    touched = {change.path for change in plan.changes if change.path.startswith("events/")}
    lost = _find_lost(inbox, stage, problems)
    return Report(
        articles=len(stage.analyses),
        analysed=stage.analysed,
        found=len(inbox.files) + len(inbox.skipped) + len(inbox.refused),
        used=len(stage.used),
        doubles=len(stage.doubles),
        skipped=len(inbox.skipped),
        confidential=len(stage.confidential),
        refused=len(stage.refused | {problem.path for problem in lost}) + len(inbox.refused),
        events_new=len(events - before),
        events_changed=len(events & before & touched),
        events_same=len((events & before) - touched),
        events_gone=len(before - events),
        changes=tuple(sorted(change.path for change in plan.changes)),
        suggestions=plan.suggestions,
        problems=(*problems, *lost),
        as_of=as_of,
    )


def _find_lost(inbox: InboxScan, stage: Stage, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The articles that would fall out without a reason.  There are none; if ever there are, they are told on every build."""
    reasons = {problem.path for problem in problems if problem.severity == "refused"}
    told = stage.used | stage.doubles | stage.confidential | (stage.refused & reasons)
    hint = "this is a fault of Beatbook: please report it"
    return tuple(
        Problem("article-lost", file.path, "the article fell out without a reason", hint=hint, severity="refused")
        for file in inbox.files
        if file.path not in told
    )
