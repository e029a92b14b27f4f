"""What the claims of every sentence are found with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_triggers import ClaimRules
    from beatbook.analysis.model import Attribution, Entity, Timex
    from beatbook.analysis.status import StatusRules


@dataclass(frozen=True, slots=True)
class Context:
    """What every sentence's claims are found with."""

    rules: ClaimRules
    cues: StatusRules
    entities: Sequence[Entity]
    timexes: Sequence[Timex]
    created: str | None
    attributions: Sequence[Attribution] = field(default=())  # of the sentence
    said_on: int | None = None  # the last day of saying told before, within three days of publication
    heard: frozenset[str] = frozenset()  # rules of the nouns that the article has told an event with: "the exercise" is then one
    previous: tuple[int, ...] = ()  # the person who was the subject of the sentence before
