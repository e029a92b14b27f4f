"""What an article says of whom and what it names: all that names are resolved by, small enough to be kept beside its analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.analysis.model import Entity  # noqa: TC001 - msgspec reads the annotation

if TYPE_CHECKING:
    from beatbook.analysis.model import Analysis


class Told(msgspec.Struct, array_like=True, frozen=True):
    """What one article says."""

    published: str  # as it is stated; "" where it is not
    outlet: str
    entities: tuple[Entity, ...]  # as in its analysis
    mentions: tuple[tuple[int, int, int, str], ...]  # entity, start, end, text; pronouns, groups and credits left out


def told_by(analysis: Analysis) -> Told:
    """What the article of this analysis says."""
    mentions = tuple(
        (mention.entity, mention.start, mention.end, mention.text)
        for mention in analysis.mentions
        if mention.form not in ("pronoun", "group") and not mention.credit
    )
    return Told(analysis.metadata.published or "", analysis.metadata.outlet or "", analysis.entities, mentions)
