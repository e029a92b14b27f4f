"""What a merge of everything leaves to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.merging.corrections import spoken_of
from beatbook.merging.memory import GroupRecord, OfArticle, Standing, articles_of, digest, digest_known, key_text
from beatbook.merging.name_links import NameLinks
from beatbook.merging.names import named_by, remember_names
from beatbook.merging.resolution import NameRules
from beatbook.merging.resolved import make_atlas
from beatbook.merging.synthesis import actors_of, is_editors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.model import Analysis
    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.memory import Memory
    from beatbook.merging.model import ClaimKey, Event, Known
    from beatbook.merging.publication import InferredPublication
    from beatbook.merging.ruleset import MergingRules
    from beatbook.merging.synthesis import Composition


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a merge reads."""

    analyses: Mapping[str, Analysis]
    digests: Mapping[str, bytes]  # id -> hash of the analysis
    known: Known
    rules: MergingRules
    overlapping: Sequence[tuple[str, str]]  # pairs of articles of which one repeats the other's text, in order
    code: str  # stands for the rules and the code
    key: str  # stands for all of this


def is_followed(known: Known) -> bool:
    """Whether nothing was said of events that only everything together can follow."""
    return not any(event.same_as or event.not_about or event.split or event.by_hand for event in known.events)


def remember(memory: Memory, whole: Composition, now: Inputs) -> None:
    """Leaves to the next merge what this one, of everything, was made of; nothing where the next one could not use it."""
    memory.forget()
    if whole.corrected or not is_followed(now.known) or len(whole.articles) < len(now.digests):
        return
    finals = {event.id: event for event in whole.merged.events}
    by_first = {group.claims[0].key: index for index, group in enumerate(whole.kept)}
    standing = _standing(whole, now)
    for number, (group, trace) in enumerate(zip(whole.traced.grouping.groups, whole.traced.traces, strict=True)):
        first = group.claims[0].key
        index = by_first.get(first)
        event = whole.composed[index] if index is not None else None
        memory.put_group(number, GroupRecord(trace, whole.why.get(first, ""), event.id if event else ""), new=True)
        if event is not None:
            note_first(standing, first, event)
            if index in whole.wholes:
                memory.put_event(finals[event.id], event)
    standing.next = standing.groups = len(whole.traced.traces)
    compiled = NameRules.of(now.rules.rules)
    remember_names(memory, whole.resolution, now.known, compiled, NameLinks(compiled))
    memory.finish(standing)


def _standing(whole: Composition, now: Inputs) -> Standing:
    known, resolution = now.known, whole.resolution
    standing = Standing(code=now.code)
    speaking = whole.claims
    for article in whole.articles:
        ids = resolution.entity_ids.get(article.id, ())
        inferred = digest_inferred(whole.inferred.get(article.id))
        standing.articles[article.id] = of_article(
            article, now.digests[article.id], digest(ids), speaks=article.id in speaking, inferred=inferred
        )
    standing.records, standing.events = digest_known(known.articles), digest_known(known.events)
    standing.profiles = {profile.id: digest(profile) for profile in resolution.profiles}
    standing.people = resolution.maybe_same
    standing.countries = dict(make_atlas(resolution.profiles).countries)
    for event in whole.merged.events:
        count_actors(standing, event, 1)
    named = zip(whole.composed, whole.heirs, strict=True)
    standing.heirs = {event.id: heirs for event, heirs in named if heirs != (event.id,)}
    standing.copy_of = dict(whole.copy_of)
    standing.named = named_by({id_: (of.digest, of.day) for id_, of in standing.articles.items()}, known)
    standing.outlets = {
        of.outlet: record.outlet_id
        for of, record in ((standing.articles[record.id], record) for record in whole.merged.articles)
        if record.outlet_id
    }
    standing.spoken = tuple(sorted(spoken_of(known.events)))
    standing.editors = {event.id: articles_of(event.claims) for event in known.events if is_editors(event)}
    standing.stand = whole.traced.stand
    return standing


def of_article(article: AnchoredArticle, analysis: bytes, entities: bytes, *, speaks: bool, inferred: bytes) -> OfArticle:
    """What is kept of an article."""
    day = article.published.isoformat() if article.published and not inferred else ""
    return OfArticle(analysis, entities, speaks, (article.analysis.metadata.outlet or "").casefold(), day, inferred)


def digest_inferred(found: InferredPublication | None) -> bytes:
    """A hash of what was inferred; b"" for nothing."""
    return digest([found.days, found.because]) if found else b""


def count_actors(standing: Standing, event: Event, times: int) -> None:
    for id_ in actors_of(event):
        standing.acting[id_] = standing.acting.get(id_, 0) + times


def note_first(standing: Standing, first: ClaimKey, event: Event) -> None:
    if any(claim.key == first for report in event.reports for claim in report.claims):
        standing.firsts[key_text(first)] = event.id
