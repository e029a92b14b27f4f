"""Which articles rest on one another: copies of one text, relays of one agency, and the outlet's own repetition."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beatbook.reading.copies import find_overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from beatbook.merging.anchors import AnchoredArticle
    from beatbook.merging.model import Profile
    from beatbook.merging.resolved import ResolvedClaim


def copies(articles: Sequence[AnchoredArticle], overlapping: Sequence[tuple[str, str]] | None = None) -> dict[str, str]:
    """Article id -> id of the article whose text it repeats: the earliest, then the smallest id.  Originals are left out.

    `overlapping`: the pairs of these articles of which one repeats the other's text, where they are known.
    """
    if overlapping is None:
        sketches = {article.id: article.analysis.shingles for article in articles}
        overlapping = [(pair.first, pair.second) for pair in find_overlaps(sketches)]
    days = {article.id: article.published.isoformat() if article.published else "" for article in articles}
    return copies_among(days.__getitem__, overlapping)


def copies_among(day_of: Callable[[str], str], overlapping: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The same of these pairs; `day_of` gives the day of publication of an article, "" where none is known."""
    parent = {id_: id_ for pair in overlapping for id_ in pair}
    order = {id_: (day_of(id_) or "9999-12-31", id_) for id_ in parent}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            id_ = parent[id_]
        return id_

    for pair in overlapping:
        first, second = sorted((root(pair[0]), root(pair[1])), key=lambda id_: order[id_])
        parent[second] = first
    return {id_: root(id_) for id_ in sorted(parent) if root(id_) != id_}


def count_origins(
    claims: Iterable[ResolvedClaim],
    articles: Mapping[str, AnchoredArticle],
    copy_of: Mapping[str, str],
    profiles: Mapping[str, Profile],
) -> int:
    """How many independent reports an event rests on.  Copies, relays of one agency and articles of one outlet count once."""
    voices: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        voices[claim.key.article] |= _relayed(claim, profiles)
    groups: dict[str, str] = {}

    def root(key: str) -> str:
        groups.setdefault(key, key)
        while groups[key] != key:
            key = groups[key]
        return key

    for id_ in sorted(voices):
        for tie in sorted(_ties(id_, articles[id_], copy_of, voices[id_])):
            groups[root(tie)] = root(f"article {id_}")
    return len({root(f"article {id_}") for id_ in voices})


def _relayed(claim: ResolvedClaim, profiles: Mapping[str, Profile]) -> set[str]:
    """The agencies and outlets on whose word alone a claim stands."""
    first = {chain[0].source for chain in claim.voices if chain and chain[0].source}
    return {
        id_ for id_ in first if id_ and (profile := profiles.get(id_)) and profile.kind in ("agency", "outlet", "broadcaster", "newspaper")
    }


def _ties(id_: str, article: AnchoredArticle, copy_of: Mapping[str, str], relayed: set[str]) -> set[str]:
    metadata = article.analysis.metadata
    ties = {f"article {copy_of.get(id_, id_)}"}
    if metadata.outlet:
        ties.add(f"outlet {metadata.outlet.casefold()}")
    ties |= {f"outlet {source.casefold()}" for source in metadata.sources[:1]}
    if len(relayed) == 1:
        ties |= {f"source {source}" for source in relayed}
    return ties
