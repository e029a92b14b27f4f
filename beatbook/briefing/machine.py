"""What the machine writes by itself of a merged view: a view of every event, article and profile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.briefing.document import document_id
from beatbook.briefing.fields import (
    PROFILE_TYPES,
    FrontMatter,
    article_extra,
    article_fields,
    event_extra,
    event_fields,
    maps_of,
    profile_extra,
    profile_fields,
    text_of,
)
from beatbook.briefing.model import (
    FOLDERS,
    DocumentType,
    MachineView,
)
from beatbook.briefing.wording import Writer
from beatbook.briefing.wording_rules import compile_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from beatbook.analysis.model import Claim
    from beatbook.briefing.asked import Words
    from beatbook.briefing.settled import Settled
    from beatbook.merging.model import Merged
    from beatbook.rules import Rules
    from beatbook.strictyaml import YamlValue


def machine_views(
    merged: Merged, rules: Rules, before: Mapping[str, MachineView], *, only: frozenset[str] | None = None
) -> dict[str, MachineView]:
    """What the machine would write by itself, by path: a view of every event, article and profile, or of those of `only`.

    A profile without a page has a view and no file: its `extra` lacks `has_page`.
    """
    views = Views(merged, rules)
    return {path: views.make(path, before) for path in views.paths if only is None or path in only}


class Views:
    """What the machine writes by itself of a merged view, one document at a time."""

    def __init__(self, merged: Merged, rules: Rules) -> None:
        self._writer = Writer(merged, compile_wording(rules))
        self._events = {path_of("event", event.id): event for event in merged.events}
        self._articles = {path_of("article", article.id): article for article in merged.articles}
        self._profiles = {path_of(PROFILE_TYPES[profile.type], profile.id): profile for profile in merged.profiles}
        self._sources = {id_ for article in merged.articles for id_ in (article.outlet_id, *article.cites) if id_}
        self.asked: dict[str, frozenset[str]] = {}  # path of an event that was worded -> what its words asked of the merged view

    @property
    def paths(self) -> list[str]:
        """The paths of all documents that there are, events first."""
        return [*self._events, *self._articles, *self._profiles]

    def answer(self, question: str) -> object:
        """The answer to a question of `asked`."""
        return self._writer.answer(question)

    def has_page(self, path: str) -> bool:
        """Whether the machine writes a file for a profile."""
        profile = self._profiles[path]
        return profile.has_page or (profile.type in ("outlet", "source") and profile.id in self._sources)

    def stands(self, path: str, changed: Collection[str], settled: Settled, words: Words) -> bool:
        """Whether the view of one of `paths`, which stood when `settled` was left, would be the same; not asked is what words ask for.

        `changed` names what is merged otherwise since, as "events/ID", "profiles/ID" and "articles/ID".
        """
        name = path.removesuffix(".md")
        if path in self._events:
            return name not in changed and path in words.asked
        if path in self._articles:
            return name not in changed
        return f"profiles/{document_id(path)}" not in changed and self.has_page(path) == settled.had_page(path)

    def make(self, path: str, before: Mapping[str, MachineView]) -> MachineView:
        """The view of one of `paths`; `before` are the views as they last stood."""
        if path in self._events:
            return self._event(path)
        if path in self._articles:
            article = self._articles[path]
            return MachineView(_with_versions(article_fields(article), before.get(path)), extra=article_extra(article))
        profile = self._profiles[path]
        return MachineView(profile_fields(profile), extra=profile_extra(replace(profile, has_page=self.has_page(path))))

    def _event(self, path: str) -> MachineView:
        event = self._events[path]
        words = self._writer.event(event)
        self.asked[path] = self._writer.questions
        known = {
            id_: article.analysis
            for report in event.reports
            for id_ in (report.article, *(claim.key.article for claim in report.claims))
            if (article := self._articles.get(path_of("article", id_)))
        }
        extra = event_extra(event, {id_: analysis.metadata.sha256 for id_, analysis in known.items()})
        front = event_fields(event, title=words.title, summary=words.summary)
        return MachineView(front, extra=_numbered(extra, {id_: analysis.claims for id_, analysis in known.items()}))


def path_of(type: DocumentType, id: str) -> str:  # noqa: A002 - the fields' own names
    return f"{FOLDERS[type]}/{id}.md"


def _numbered(extra: FrontMatter, claims_of: Mapping[str, tuple[Claim, ...]]) -> FrontMatter:
    """The view's extra, in which claims with the same words have numbers ("nth", from the second on)."""
    for entry in maps_of(extra, "claims"):
        claims, index = claims_of.get(text_of(entry, "article"), ()), int(text_of(entry, "index"))
        quotes = [claim.evidence.quote if claim.evidence else "" for claim in claims[: index + 1]]
        if quotes and (before := quotes[:-1].count(quotes[-1])):
            entry["nth"] = str(before)
    return extra


def _with_versions(front: FrontMatter, before: MachineView | None) -> FrontMatter:
    """The record with the earlier versions of its text, oldest first, where there were any."""
    if before is None:
        return front
    versions: list[YamlValue] = list(maps_of(before.front_matter, "versions"))
    was = text_of(before.front_matter, "sha256")
    if was and was != front["sha256"]:
        versions.append({"seen": before.updated or "", "sha256": was})
    return {**front, "versions": versions} if versions else front
