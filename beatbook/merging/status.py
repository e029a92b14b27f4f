"""What became of an event: the last word of each article, and of those the latest that is in a position to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.analysis.model import Status
    from beatbook.edtf import Interval
    from beatbook.merging.model import Standing
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

_LEAD = 2  # sentences, the headline included, that give an article's own point


@dataclass(frozen=True, slots=True)
class LastWord:
    """What one article says of an event in the end."""

    article: str
    status: Status
    claim: ResolvedClaim  # the one that says so

    @property
    def day(self) -> date:
        return self.claim.on or self.claim.published or date.min


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """The status of an event and the sentence parts that say why."""

    status: Status
    because: tuple[str, ...]


def last_word(claims: Sequence[ResolvedClaim], rules: MergingRules) -> LastWord:
    """What an article says in the end of an event.  `claims` are all of one article, at least one.

    What it reports as done holds before what it recalls of plans.  Else the latest day of saying decides, and of statuses said of one
    day the first in the order of `status_order.yaml`; between expected and planned the weight of claims, those of the lead twice.
    """
    article = claims[0].key.article
    own = [claim for claim in claims if not claim.claim.background] or list(claims)
    happened = [claim for claim in own if claim.status == "happened"]
    if happened:
        return LastWord(article, "happened", max(happened, key=_weight))
    latest = max((claim.on or date.min for claim in own), default=date.min)
    last = [claim for claim in own if (claim.on or date.min) == latest]
    called_off = [claim for claim in own if claim.status in ("cancelled", "postponed") and claim not in last]
    if called_off and all(claim.status == "planned" and not _leads(claim) for claim in last):
        last = [max(called_off, key=lambda claim: (claim.on or date.min, claim.key))]  # "was scheduled for", not "is on again"
    status = _weightiest(last, rules)
    return LastWord(article, status, max((claim for claim in last if claim.status == status), key=_weight))


def _weightiest(claims: Sequence[ResolvedClaim], rules: MergingRules) -> Status:
    said = {claim.status for claim in claims}
    for status in rules.report_order:
        if status in said and status not in ("planned", "expected"):
            return next(claim.status for claim in claims if claim.status == status)
    planned = sum(_weight(claim)[0] for claim in claims if claim.status == "planned")
    expected = sum(_weight(claim)[0] for claim in claims if claim.status == "expected")
    return "planned" if planned > expected or (planned == expected and _first(claims).status == "planned") else "expected"


def _first(claims: Sequence[ResolvedClaim]) -> ResolvedClaim:
    return min(claims, key=lambda claim: claim.key)


def _weight(claim: ResolvedClaim) -> tuple[int, int]:
    return (1 + _leads(claim), -claim.key.index)


def _leads(claim: ResolvedClaim) -> bool:
    return claim.claim.sentence <= _LEAD


def final_status(words: Iterable[LastWord], days: Interval | None, rules: MergingRules) -> StatusChoice:
    """The status of the event: what happened is settled by whoever tells it after the day; before it, the later word holds unless a
    rule of `status_order.yaml` says that its voice cannot know better."""
    ordered = sorted(words, key=lambda word: (word.day, _rank(word, rules), word.claim.published or date.min, word.claim.key))
    knowing = [word for word in ordered if word.status == "happened" and _after(word, days)]
    if knowing:
        known = knowing[-1]
        return StatusChoice("happened", (f"{known.article} tells it as done",))
    if all(word.status == "happened" for word in ordered):
        return StatusChoice("happened", (f"{ordered[-1].article} tells it as done",))
    current: LastWord | None = None
    because: list[str] = []
    for word in ordered:
        if word.status == "happened":
            continue
        rule = _keeps(current, word, rules) if current and not _settles(word, days) else None
        if rule:
            because.append(f"{word.article} says {word.status}, but {rule}")
            continue
        current = word
    assert current is not None  # noqa: S101  # not all words are "happened"
    return StatusChoice(current.status, (f"{current.article} has the last word: {current.status}", *because))


def _after(word: LastWord, days: Interval | None) -> bool:
    return days is None or word.claim.published is None or word.claim.published >= days.first


def _settles(word: LastWord, days: Interval | None) -> bool:
    """Whether an article says on its own account, after the day, that it did not take place: no side's denial, but the outcome."""
    after = days is not None and word.claim.published is not None and word.claim.published > days.last
    return word.status == "denied" and after and voice_of(word.claim) == "outlet"


def _rank(word: LastWord, rules: MergingRules) -> int:
    order = rules.report_order
    return -order.index(word.status) if word.status in order else -len(order)


def _keeps(current: LastWord | None, word: LastWord, rules: MergingRules) -> str | None:
    """Why the earlier word stands against the later one; None when it does not."""
    if current is None:
        return None
    for rule in rules.precedences:
        if word.status in rule.later and current.status in rule.earlier and voice_of(word.claim) not in rule.unless:
            return rule.because
    return None


def voice_of(claim: ResolvedClaim) -> str:
    """On whose word a claim stands: party, outlet (nobody is named), named, analyst, or unnamed."""
    if claim.party:
        return "party"
    if not claim.voices:
        return "outlet"
    last = claim.voices[0][-1] if claim.voices[0] else None
    if last is None or last.source:
        return "named"
    return "analyst" if last.kind == "analyst" else "unnamed"


def standing_of(claims: Sequence[ResolvedClaim], status: Status, origins: int) -> Standing:
    """Claimed by one side, confirmed by a party or by independent origins, or disputed: somebody denies what others say."""
    denied = {claim.key.article for claim in claims if claim.status == "denied"}
    told = {claim.key.article for claim in claims if claim.status != "denied"}
    if denied and told:
        return "disputed"
    if origins > 1 or any(claim.party and claim.status == status for claim in claims):
        return "confirmed"
    return "claimed"
