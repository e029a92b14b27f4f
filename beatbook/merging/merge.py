"""All analyses and what is known, made into people, events, status, conflicts and origins.

The order of things: articles get their days; later ones are left out; names are resolved; claims get global ids; claims are grouped;
editors' corrections are applied; each group becomes an event; events get ids and wholes; articles and profiles get their records.
The order of the input changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.merging.anchors import anchor, anchor_again, newest_day, published_by, records_by_id
from beatbook.merging.identity import resolve_profiles
from beatbook.merging.publication import infer_publication
from beatbook.merging.same_as import unite_profiles
from beatbook.merging.synthesis import Composition, compose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.merging.model import IdentifiedAnalysis, Known, Merged
    from beatbook.merging.ruleset import MergingRules


def merge(
    analyses: Sequence[IdentifiedAnalysis],
    known: Known,
    rules: MergingRules,
    *,
    as_of: str | None = None,
    overlapping: Sequence[tuple[str, str]] | None = None,
) -> Merged:
    """The machine's view of everything that these analyses and earlier builds hold, as of a day (ISO 8601; default: the newest known).

    Articles published later are left out; those that an editor excluded or that were retracted keep their record but make no events.
    The result does not depend on the order of `analyses`.  `overlapping`: the pairs of them of which one repeats the other's text, in
    order, where they are known.
    """
    return merge_whole(analyses, known, rules, as_of=as_of, overlapping=overlapping).merged


def merge_whole(
    analyses: Sequence[IdentifiedAnalysis],
    known: Known,
    rules: MergingRules,
    *,
    as_of: str | None = None,
    overlapping: Sequence[tuple[str, str]] | None = None,
) -> Composition:
    """The same with what it was made of."""
    records = records_by_id(known)
    ordered = sorted(analyses, key=lambda identified: identified.id)
    articles = [anchor(identified, records.get(identified.id)) for identified in ordered]
    day = date.fromisoformat(as_of) if as_of else newest_day(articles)
    articles = list(published_by(articles, day))
    kept = {article.id for article in articles}
    present = [identified for identified in ordered if identified.id in kept]
    resolution = unite_profiles(resolve_profiles(present, known, rules), known.profiles)
    dated = {article.id: article.published for article in articles if article.published}
    inferred = infer_publication(present, dated, entity_ids=resolution.entity_ids)
    articles = [anchor_again(a, inferred[a.id].days, inferred[a.id].because) if a.id in inferred else a for a in articles]
    articles = list(published_by(articles, day))
    pairs = overlapping if len(articles) == len(analyses) else None  # texts that were not out yet are compared with none
    return replace(compose(articles, resolution, known, rules, as_of=day, overlapping=pairs), inferred=inferred)
