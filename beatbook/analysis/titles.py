"""Titles in text: offices with their country and date, before a name or in apposition to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import StatedRole
from beatbook.analysis.names import GIVEN, HEADS, SURNAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules, Office, Phrase

_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "our", "my", "both", "two", "three"))
_COMPLEMENTS = frozenset(("of", "for", "to", "in", "at", "from", "on"))
# titles that are as often names, companies' words or common words: in capitals, before another capital, they need to be a title for sure
_LOOSE = frozenset(
    (
        "general",
        "major",
        "private",
        "captain",
        "master",
        "prince",
        "king",
        "queen",
        "judge",
        "dean",
        "bishop",
        "pope",
        "marshal",
        "star",
        "chair",
    )
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title phrase of one sentence, by token indexes."""

    start: int  # with modifiers and country: "former Polish" of "former Polish president"
    head: int  # first token of the office itself
    end: int
    office: Office
    role: StatedRole
    plural: bool
    determiner: str  # "the", "a", "his" ...; "'s" after a possessive; "" for none
    possessor: int | None  # token index of the name before "'s": "Kim" of "Kim's chief aide"
    name_at: int | None  # where a name follows directly, behind a complement too ("ambassador to Chile Ana Ruiz")
    apposed_at: int | None  # where a name follows behind a comma: "the spokesman, Ana Ruiz"


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A known name of one sentence, by token indexes."""

    start: int
    end: int
    phrase: Phrase


def find_titles(tokens: Sequence[Token], hits: Sequence[PhraseHit], rules: NameRules, flags: Sequence[int]) -> tuple[Title, ...]:
    """The titles of a sentence in order; none lies inside another."""
    titles: list[Title] = []
    by_end = {hit.end: hit for hit in hits}
    by_start = {hit.start: hit for hit in hits}
    inside = {index for hit in hits for index in range(hit.start, hit.end) if hit.phrase.type not in ("demonym", "country", "government")}
    index = len(tokens) - 1
    while index >= 0:
        found = _office_at(tokens, index, rules)
        if found is None or index in inside or _is_name_part(tokens, index, found, flags, rules):
            index -= 1
            continue
        title = _title(tokens, index, found, by_end, by_start, rules)
        titles.append(title)
        index = min(title.start, title.head) - 1
    return tuple(reversed(titles))


@dataclass(frozen=True, slots=True)
class _Found:
    office: Office
    size: int
    plural: bool


def _office_at(tokens: Sequence[Token], last: int, rules: NameRules) -> _Found | None:
    lower = tokens[last].lower
    candidates = ((lower, False), (lower[:-1], True)) if lower.endswith("s") else ((lower, False), (lower.replace("men", "man"), True))
    for word, plural in candidates:
        for words, office in rules.offices.get(word, ()):
            size = len(words)
            if size > last + 1:
                continue
            if all(tokens[last - size + 1 + offset].lower == words[offset] for offset in range(size - 1)):
                return _Found(office, size, plural)
    return None


def _is_name_part(tokens: Sequence[Token], last: int, found: _Found, flags: Sequence[int], rules: NameRules) -> bool:
    """ "Stephen King", "General Motors", "Captain Lane Airport": the office word belongs to a name."""
    token = tokens[last]
    if found.size > 1 or not token.text[0].isupper():
        return False
    following = last + 1 < len(tokens) and tokens[last + 1].text[0].isupper()
    if last and flags[last - 1] & GIVEN and tokens[last - 1].text[0].isupper() and flags[last] & SURNAME and not following:
        return True
    if following and flags[last + 1] & HEADS and not flags[last + 1] & (SURNAME | GIVEN):
        return True
    return token.lower in _LOOSE and following and rules.is_word(tokens[last + 1].lower) and not flags[last + 1] & (GIVEN | SURNAME)


def _title(
    tokens: Sequence[Token],
    last: int,
    found: _Found,
    by_end: dict[int, PhraseHit],
    by_start: dict[int, PhraseHit],
    rules: NameRules,
) -> Title:
    head = last - found.size + 1
    start, country, former = head, "", False
    possessor: int | None = None
    domains = head
    while start > 0:
        hit = by_end.get(start)
        lower = tokens[start - 1].lower
        if hit is not None and hit.phrase.type in ("demonym", "country", "government", "city", "region") and _may_own(tokens, hit):
            country = country or hit.phrase.country
            start = hit.start
        elif lower in rules.uses["former"] and tokens[start - 1].text != "Then":
            former, start = True, start - 1
        elif lower in rules.uses["domain"] or lower in rules.uses["modifier"] or _is_compound(lower, rules):
            start -= 1
            if start == domains - 1 and (lower in rules.uses["domain"] or "-" in lower):
                domains = start
            former = former or lower.startswith("ex-") or lower.startswith("then-")
        elif lower == "'s" and start > 1 and tokens[start - 2].lower in ("people", "women", "children", "men"):
            start = domains = start - 2
        elif lower == "'s" and start > 1 and not possessor:
            owner = by_end.get(start - 1)
            if owner is not None and owner.phrase.country and not country:
                country, start = owner.phrase.country, owner.start
            else:
                possessor = start - 2
            break
        else:
            break
    determiner = ""
    if start and tokens[start - 1].lower in _DETERMINERS:
        determiner = tokens[start - 1].lower
    elif possessor is not None:
        determiner = "'s"
    end = last + 1
    after, complement = _complement(tokens, end, by_start)
    if complement and not country:
        country = complement
    title = " ".join(token.text for token in tokens[domains:end])
    role = StatedRole(title, found.office.id, country, former)
    return Title(
        start,
        head,
        end,
        found.office,
        role,
        found.plural,
        determiner,
        possessor,
        _name_start(tokens, end, after),
        _apposed(tokens, end, after),
    )


def _may_own(tokens: Sequence[Token], hit: PhraseHit) -> bool:
    return hit.phrase.type in ("demonym", "country", "government") or tokens[hit.start].text[0].isupper()


def _is_compound(lower: str, rules: NameRules) -> bool:
    """ "vice-foreign", "ex-president's", "then-deputy"."""
    parts = lower.split("-")
    known = rules.uses["modifier"] | rules.uses["domain"] | rules.uses["former"]
    return len(parts) > 1 and all(part in known for part in parts)


def _complement(tokens: Sequence[Token], end: int, by_start: dict[int, PhraseHit]) -> tuple[int | None, str]:
    """Behind "of Poland", "to the EU", "in Moscow": where it ends, and its country when it is one."""
    if end + 1 >= len(tokens) or tokens[end].lower not in _COMPLEMENTS:
        return None, ""
    at = end + 1 + (tokens[end + 1].lower == "the")
    hit = by_start.get(at)
    if hit is None:
        return None, ""
    country = hit.phrase.country if tokens[end].lower == "of" and hit.phrase.type == "country" else ""
    return hit.end, country


def _name_start(tokens: Sequence[Token], end: int, after: int | None) -> int | None:
    for at in (after, end):
        if at is not None and at < len(tokens) and _opens_name(tokens[at].text):
            return at
    return None


def _apposed(tokens: Sequence[Token], end: int, after: int | None) -> int | None:
    for at in (after, end):
        if at is not None and at + 1 < len(tokens) and tokens[at].text == "," and _opens_name(tokens[at + 1].text):
            return at + 1
    return None


def _opens_name(text: str) -> bool:
    return text[0].isupper() or (text[:3] in ("al-", "el-") and len(text) > 3 and text[3].isupper())
