"""What a statement is about: the event that an article tells of in the same breath."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Claim
    from beatbook.merging.model import Article, Event, ReportClaim

_SAID = frozenset({"statement", "other"})  # what is said itself, and acts that only their verb names

_JOINT = re.compile(
    r"\b(?:that|about|whether|of|how|on his|on her|on their|during|after|at|before|ahead|following|beside|alongside|while)\b", re.IGNORECASE
)
_CONTENT = frozenset({"that", "about", "whether", "of", "how", "on his", "on her", "on their"})
_OCCASION = re.compile(r"(?:at|during|after|on|before|ahead|following|in|speaking|beside)\b", re.IGNORECASE)


class ToldBeside:
    """The events by the articles that tell of them, statements left aside; in the order of the claims."""

    def __init__(self, events: Iterable[Event], questions: set[str]) -> None:
        """`questions`: where it is noted which articles are asked for, see `asked`."""
        self._questions = questions
        self._claims: dict[str, list[tuple[int, str]]] = defaultdict(list)  # article -> (claim, id of the event that it tells of)
        for event in events:
            if event.kind not in _SAID:
                for report in event.reports:
                    for claim in report.claims:
                        self._claims[claim.key.article].append((claim.key.index, event.id))

    def events_of(self, article: str) -> list[tuple[int, str]]:
        """(claim, id of the event that it tells of) of an article."""
        return sorted(self._claims.get(article, ()))

    def at(self, article: str, sentence: int, claims: Sequence[Claim]) -> list[tuple[int, str]]:
        """The same of one sentence of it; `claims` are those of the article."""
        self._questions.add(f"b{article}")
        return [(index, id_) for index, id_ in self.events_of(article) if index < len(claims) and claims[index].sentence == sentence]


def matter_of(event: Event, beside: ToldBeside, articles: Mapping[str, Article]) -> str:
    """The id of the first event that stands in what is said; "" for none.  The occasion on which it is said is not what it is about."""
    for report in event.reports:
        for claim in report.claims:
            told = _analysed(claim, articles)
            if told is None:
                continue
            claims = articles[claim.key.article].analysis.claims
            others = beside.at(claim.key.article, told.sentence, claims)
            found = [id_ for index, id_ in others if _is_said(told, claims[index])]
            if found:
                return found[0]
    return ""


def _is_said(told: Claim, other: Claim) -> bool:
    """Whether the words make the other claim the content of this one: "said that they met", "they met, she said"."""
    quote = told.evidence
    if quote is None or not quote.start <= told.trigger.start <= quote.end:
        return False
    if other.trigger.start < quote.start:
        return True  # "..., the minister told reporters": the words of the saying are a clause of their own
    first, last = sorted((told.trigger, other.trigger), key=lambda trigger: trigger.start)
    between = quote.quote[max(0, first.end - quote.start) : max(0, last.start - quote.start)]
    if other.trigger.start < told.trigger.start:
        return "," in between and not _OCCASION.match(quote.quote)
    joints = _JOINT.findall(between)
    return bool(joints) and joints[-1].lower() in _CONTENT


def _analysed(claim: ReportClaim, articles: Mapping[str, Article]) -> Claim | None:
    article = articles.get(claim.key.article)
    claims = article.analysis.claims if article is not None else ()
    return claims[claim.key.index] if claim.key.index < len(claims) else None
