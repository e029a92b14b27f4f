"""Names that only sign or illustrate: bylines, photographers, reporters who report, teasers and tags.  None of them acts in the story."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.name_context import is_name_word
from beatbook.analysis.name_forms import parse_person
from beatbook.analysis.name_parts import take_apart
from beatbook.analysis.names import ACRONYM, CALENDAR, NEVER, WORD
from beatbook.analysis.sentences import split_passage
from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.analysis.cast import Cast
    from beatbook.analysis.name_context import PersonSpan
    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.names import NameRules
    from beatbook.analysis.sentences import SentenceRules
    from beatbook.reading.model import CleanText, NewsArticle

_CREDIT_LINES = frozenset((LineRole.BYLINE, LineRole.CREDIT, LineRole.TEASER, LineRole.TAGS, LineRole.SOURCE))
_NAMES_ONLY = frozenset((LineRole.BYLINE, LineRole.CREDIT))  # what looks like a name there is one
_REPORTING = frozenset(("says", "said", "reports", "reported", "writes", "contributed", "explains"))
_STAFF = frozenset(
    "editor editors writer writers author authors reporter reporters translator translators photographer photographers contact contacts producer producers".split()  # noqa: SIM905,E501  a word list reads better in a line
)
_TOP = 5  # passages of an article among which its byline stands
_PRESENTS = frozenset("is was writes covers reports teaches works edits heads directs has contributes".split())  # noqa: SIM905  a word list
_CONTACT = re.compile(
    r"\b[Cc]ontact\b.{0,60}\b0\d{1,3}[ -]\d{3}[ -]\d{3,4}\b"
    r"|(?<![\w+])\+\d{1,3}[ (.-]{0,2}\d[\d ().-]{5,16}\d(?!\d)|[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,10}\b"
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|(?:19|20)\d\d")
_GENRES = frozenset("q&a briefing commentary explainer podcast op-ed essay excerpt dispatch backgrounder".split())  # noqa: SIM905  a word list
_DESKS = frozenset(("agency", "bureau", "newsdesk", "newsroom"))
_PICTURES = frozenset(("photo", "photograph", "photographs", "picture", "pictures", "image", "images", "credit"))


@dataclass(frozen=True, slots=True)
class CreditMention:
    """A name outside the article's own text, in code points."""

    start: int
    end: int
    text: str
    member: int


def find_credits(
    article: NewsArticle, cast: Cast, rules: NameRules, splitting: SentenceRules, seen: dict[str, int]
) -> Iterator[CreditMention]:
    """Names in bylines, credits, teasers, tags and source lines."""
    for line in article.lines:
        if line.role not in _CREDIT_LINES:
            continue
        start, end = _clean_span(article.clean, line.start, line.end)
        for sentence in split_passage(article.clean.text, start, end, splitting, role=line.role):
            yield from _credit_names(take_apart(sentence, rules, seen), cast, line.role, article.clean.text)


def _clean_span(clean: CleanText, start: int, end: int) -> tuple[int, int]:
    if clean.offsets is None:
        return start, end
    return bisect_left(clean.offsets, start), min(bisect_left(clean.offsets, end), len(clean.text))


def _credit_names(parts: Parts, cast: Cast, role: LineRole, text: str) -> Iterator[CreditMention]:
    tokens = parts.sentence.tokens
    spans = [(person.start, person.end, person.language) for person in parts.people if not person.single]
    if not spans and role in _NAMES_ONLY:
        spans = [(start, end, "") for start, end in _capital_runs(parts)]
    for start, end, language in spans:
        words = [word for word in parts.texts[start:end] if word != ","]
        member = cast.add_full(words, parse_person(words, language=language))
        first, last = tokens[start].start, tokens[end - 1].start + len(parts.texts[end - 1])
        yield CreditMention(first, last, text[first:last], member)


def _capital_runs(parts: Parts) -> Iterator[tuple[int, int]]:
    """Two or three words of a byline or credit that are written like a name."""
    taken = {at for hit in parts.hits for at in range(hit.start, hit.end)} | {
        at for span in parts.headed for at in range(span.start, span.end)
    }
    at = 0
    while at < len(parts.texts):
        end = at
        while (
            end < len(parts.texts)
            and end not in taken
            and is_name_word(parts.texts[end])
            and not parts.flags[end] & (NEVER | CALENDAR | ACRONYM)
        ):
            end += 1
        if 2 <= end - at <= 3 and not all(flag & WORD for flag in parts.flags[at:end]):
            yield at, end
        at = max(end, at + 1)


def is_staff_line(parts: Parts, rules: NameRules) -> bool:
    """ "Reporting by Ana Ruiz", "Ana Ruiz contributed to this report", "Editor: Ana Ruiz", and whom to call or write to."""
    lowers = [token.lower for token in parts.sentence.tokens[:40]]
    if "contributed" in lowers and not {"report", "reporting", "article", "story"}.isdisjoint(lowers):
        return True
    if lowers[1:2] == [":"] and lowers[0] in _STAFF and len(parts.texts) < 16 and not parts.sentence.text.endswith((".", "?", "!")):
        return True  # "Editor: Ana Ruiz"
    if _CONTACT.search(parts.sentence.text):
        return True  # "Press office, Ana Ruiz, +47 22 00 00 00"
    if _is_dateline(parts) or _introduces_author(lowers) or _names_only(parts):
        return True
    if lowers[:2] == ["more", "by"] and len(parts.texts) < 10:
        return True
    opening = lowers[1:6] if lowers[:1] == ["("] else lowers[:5]
    return bool(opening) and opening[0] in rules.uses["staff"] and "by" in opening


def _is_dateline(parts: Parts) -> bool:
    """ "20 February, 18:40, Bishkek - Norvell news agency, Ana Ruiz": a time or year, an agency or outlet, no verb."""
    tokens = parts.sentence.tokens
    sent = any(hit.phrase.type in ("agency", "outlet") for hit in parts.hits) or any(token.lower in _DESKS for token in tokens)
    if len(tokens) > 24 or not sent:
        return False
    dated = any(_CLOCK.fullmatch(token.text) for token in tokens)
    return dated and not any(token.tag in ("VBD", "VBZ", "MD") for token in tokens)


def _names_only(parts: Parts) -> bool:
    """ "Ana Ruiz and Paul Okoro" as a line near the top, nothing else: who wrote the article."""
    if not parts.people or parts.sentence.passage > _TOP or any(person.single for person in parts.people):
        return False
    named = {at for person in parts.people for at in range(person.start, person.end)}
    return all(at in named or text.lower() in ("and", "&", ",", "by") for at, text in enumerate(parts.texts))


def _introduces_author(lowers: Sequence[str]) -> bool:
    """ "In this Q&A, expert Ana Ruiz explains what it means"."""
    return lowers[:2] == ["in", "this"] and len(lowers) > 2 and lowers[2] in _GENRES


def is_about_author(parts: Parts, person: PersonSpan) -> bool:
    """Whether the sentence begins with the name and says who that is: "Ana Ruiz is a fellow at", "Ana Ruiz covers trade"."""
    following = parts.sentence.tokens[person.end].lower if person.end < len(parts.texts) else ""
    return person.start <= 1 and following in _PRESENTS


def is_credited(parts: Parts, person: PersonSpan) -> bool:
    """A photographer ("© Ana Ruiz / AFP", "Photo by Ana Ruiz") or a reporter who reports ("says the BBC's Ana Ruiz")."""
    texts, tokens = parts.texts, parts.sentence.tokens
    before = [text.lower() for text in texts[max(0, person.start - 3) : person.start]]
    last = before[-1] if before else ""
    if last in ("©", "/", "copyright") or (len(before) > 1 and before[-2] in _PICTURES and last in ("by", ":")):
        return True
    behind = tokens[person.end - 1].end - parts.sentence.start
    if parts.sentence.text[behind : behind + 1] == "/":  # "Ruiz/AP"
        return True
    if last == "(" and any(token.lower in _STAFF for token in tokens[person.end : person.end + 4]):  # "(Ana Ruiz, staff photographer)"
        return True
    if person.end + 1 < len(texts) and texts[person.end] in ("/", "|") and texts[person.end + 1][0].isupper():
        return True
    owned = any(hit.end == person.start - 1 and hit.phrase.type in ("outlet", "agency") for hit in parts.hits)
    return owned and last in ("'s", "'", "’") and any(token.lower in _REPORTING for token in tokens)
