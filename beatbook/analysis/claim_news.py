"""The day of the news: what an article tells as fresh, without a day of its own, happened on the day with which it opens.

"Acme sacked its chief on Monday. ... said Berg at a news conference": the conference was on Monday.  Only what the text itself marks as
fresh takes that day: what somebody says at an occasion, and "has resigned" in the first sentences.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.analysis.claim_dates import first_day
from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Attribution, Claim, Sentence, Timex

_OPENING = 3  # sentences of the text in which the day of the news stands
_YOUNG = 3  # days before publication at most


def with_day_of_news(
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    timexes: Sequence[Timex],
    attributions: Sequence[Attribution],
    created: str | None,
) -> tuple[Claim, ...]:
    """The claims, with the day of the news where they are fresh and have none.  Without a day of publication nothing changes."""
    opening = [each for each in sentences if each.role == LineRole.PARAGRAPH][:_OPENING]
    day = _day_of_news(claims, opening, timexes, attributions, created)
    if day is None:
        return tuple(claims)
    texts = {sentence.index: sentence for sentence in sentences}
    first = {sentence.index for sentence in opening}
    return tuple(replace(claim, when=day) if _is_fresh(claim, texts[claim.sentence], first) else claim for claim in claims)


def _day_of_news(
    claims: Sequence[Claim], opening: Sequence[Sentence], timexes: Sequence[Timex], attributions: Sequence[Attribution], created: str | None
) -> int | None:
    """The first day in the opening on which something was done or said, if it is young."""
    if created is None:
        return None
    first = {sentence.index for sentence in opening}
    done = [
        (claim.start, claim.when) for claim in claims if claim.sentence in first and claim.status == "happened" and not claim.background
    ]
    said = [(each.start, each.on) for each in attributions if each.sentence in first]
    for _, number in sorted((start, when) for start, when in [*done, *said] if when is not None):
        day = first_day(timexes[number].value)
        if day is not None and timexes[number].type in ("DATE", "TIME") and len(timexes[number].value or "") >= len("2020-01-01"):
            return number if 0 <= (date.fromisoformat(created) - day).days <= _YOUNG else None
    return None


def _is_fresh(claim: Claim, sentence: Sentence, opening: set[int]) -> bool:
    if claim.when is not None or claim.same_as is not None or claim.background or claim.status != "happened":
        return False
    if claim.kind == "statement":
        return True
    trigger = sentence.text[claim.trigger.start - sentence.start : claim.trigger.end - sentence.start].lower()
    return claim.sentence in opening and trigger.startswith(("has ", "have ")) and "not" not in trigger.split()
