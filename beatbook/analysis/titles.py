"""Titles in text: offices with their country and date, before a name or in apposition to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from beatbook.analysis.model import StatedRole
from beatbook.analysis.names import ACRONYM, CALENDAR, DEMONYM, GIVEN, HEADS, NEVER, PLACE, SURNAME, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.known_names import Phrase
    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules, Office

_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "their", "its", "our", "my", "both", "two", "three"))
_HONORIFICS = frozenset("his her the royal excellency highness eminence dr dr. prof prof. mr mr. ms ms. mrs mrs. sir".split())  # noqa: SIM905  a word list
_PARTICLES = frozenset(("de", "van", "von", "di", "da", "del", "bin", "al", "el"))
_RETIRED = frozenset(("ret", "ret.", "retd", "retd.", "retired", "rtd", "rtd."))
_FORMER = ("ex-", "then-")
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
    peerage_end: int | None = None  # where "Duchess of Bergen" ends, when written with a capital and a place


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
        title = _title(tokens, index, found, by_end, by_start, rules, flags)
        titles.append(title)
        index = min(title.start, title.head) - 1
    return tuple(reversed(titles))


@dataclass(frozen=True, slots=True)
class _Found:
    office: Office
    size: int
    plural: bool
    former: bool = False


def _office_at(tokens: Sequence[Token], last: int, rules: NameRules) -> _Found | None:
    lower = tokens[last].lower
    prefix = next((prefix for prefix in _FORMER if lower.startswith(prefix)), "")
    if prefix:
        found = _office_named(tokens, last, lower.removeprefix(prefix), rules)
        return found and replace(found, former=True)
    return _office_named(tokens, last, lower, rules)


def _office_named(tokens: Sequence[Token], last: int, lower: str, rules: NameRules) -> _Found | None:
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
    if last and flags[last - 1] & GIVEN and tokens[last - 1].text[0].isupper() and not following:
        clean = not flags[last - 1] & (WORD | PLACE | DEMONYM | NEVER)
        if flags[last] & SURNAME or (clean and last > 1 and not tokens[last - 2].text[0].isupper()) or (clean and last == 1):
            return True
    if token.lower == "dean" and following and flags[last + 1] & SURNAME and not flags[last + 1] & HEADS:
        return True  # "Dean Alder", who is none
    if following and flags[last + 1] & HEADS and not flags[last + 1] & (SURNAME | GIVEN):
        return True
    return token.lower in _LOOSE and following and rules.is_word(tokens[last + 1].lower) and not flags[last + 1] & (GIVEN | SURNAME)


@dataclass(slots=True)
class _Left:
    """What stands before the office, gathered from right to left."""

    start: int
    domains: int  # first token of the title as such: "Interior" of "Russian Interior Minister"
    country: str = ""
    former: bool = False
    possessor: int | None = None


def _title(
    tokens: Sequence[Token],
    last: int,
    found: _Found,
    by_end: dict[int, PhraseHit],
    by_start: dict[int, PhraseHit],
    rules: NameRules,
    flags: Sequence[int],
) -> Title:
    head, end = last - found.size + 1, last + 1
    left = _Left(head, head, former=found.former)
    while left.start > 0 and _takes_in(tokens, left, by_end, rules):
        pass
    after, complement = _complement(tokens, end, by_start)
    if after is None:
        after = _body_behind(tokens, end, flags)
    within = next((by_start[at].phrase.country for at in range(head, end) if at in by_start), "")  # "White House press secretary"
    before = tokens[left.start - 1].lower if left.start else ""
    return Title(
        left.start,
        head,
        end,
        found.office,
        StatedRole(_as_written(tokens[left.domains : end]), found.office.id, left.country or within or complement, left.former),
        found.plural,
        before if before in _DETERMINERS else "'s" if left.possessor is not None else "",
        left.possessor,
        _name_start(tokens, end, after),
        _apposed(tokens, end, after),
        _peerage_end(tokens, head, end, after),
    )


def _as_written(tokens: Sequence[Token]) -> str:
    """The words of a title with a space where there is one: "People's Security Minister", not "People 's"."""
    gaps = ["", *(" " if after.start > before.end else "" for before, after in pairwise(tokens))]
    return "".join(gap + token.text for gap, token in zip(gaps, tokens, strict=True))


def _peerage_end(tokens: Sequence[Token], head: int, end: int, after: int | None) -> int | None:
    if end + 1 >= len(tokens) or tokens[end].lower != "of" or not tokens[head].text[0].isupper() or not tokens[end + 1].text[0].isupper():
        return None
    return after or end + 2


def _takes_in(tokens: Sequence[Token], left: _Left, by_end: dict[int, PhraseHit], rules: NameRules) -> bool:
    """Moves `left` over one more word or known name that belongs to the title; False where the title begins."""
    hit, lower = by_end.get(left.start), tokens[left.start - 1].lower
    if hit is not None and hit.phrase.type in ("demonym", "country", "government", "city", "region"):
        left.country = left.country or hit.phrase.country
        left.start = hit.start
        return True
    if lower in rules.uses["former"] and tokens[left.start - 1].text != "Then":
        left.former, left.start = True, left.start - 1
        return True
    if lower in rules.uses["domain"] or lower in rules.uses["modifier"] or _is_compound(lower, rules):
        left.start -= 1
        if left.start == left.domains - 1 and (lower in rules.uses["domain"] or "-" in lower):
            left.domains = left.start
        left.former = left.former or lower.startswith(("ex-", "then-"))
        return True
    if lower == "'s" and left.start > 1:
        return _takes_owner(tokens, left, by_end)
    return False


def _takes_owner(tokens: Sequence[Token], left: _Left, by_end: dict[int, PhraseHit]) -> bool:
    if tokens[left.start - 2].lower in ("people", "women", "children", "men"):
        left.start = left.domains = left.start - 2
        return True
    owner = by_end.get(left.start - 1)
    if owner is not None and owner.phrase.country and not left.country:
        left.country, left.start = owner.phrase.country, owner.start
    else:
        left.possessor = left.start - 2
    return False


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
    further = _complement(tokens, hit.end, by_start) if country else (None, "")  # "ambassador of Turkey to Oman"
    return further[0] or hit.end, country


def _body_behind(tokens: Sequence[Token], end: int, flags: Sequence[int]) -> int | None:
    """Where the name begins behind "of the Border Service", "of State for Trade", "of the Committee for National Security of Poland".

    Only common and known words belong to what somebody heads; two words in a row that are neither are the name, as is a lone one behind a
    ministry.
    """
    if end + 2 >= len(tokens) or tokens[end].lower not in _COMPLEMENTS:
        return None
    at = end + 1
    seen = 0
    while at < len(tokens) and at < end + 14:
        text = tokens[at].text
        common = text[0].isupper() and flags[at] & (WORD | HEADS | DEMONYM | PLACE | ACRONYM | NEVER) and not flags[at] & CALENDAR
        if common and not (flags[at] & GIVEN and not flags[at] & HEADS and _opens_name(tokens[min(at + 1, len(tokens) - 1)].text)):
            seen = at + 1
        elif text.islower() and tokens[at].lower not in ("of", "for", "the", "and", "on", "to"):
            return None
        elif not text.islower() and text not in (",", "&"):
            break
        at += 1
    if not seen or at >= len(tokens) or not _opens_name(tokens[at].text) or at - seen > 1:
        return None
    two = at + 1 < len(tokens) and _opens_name(tokens[at + 1].text) and not flags[at + 1] & HEADS
    lone = tokens[end].lower in ("of", "for") and all(flags[k] & WORD for k in range(end + 1, seen) if tokens[k].text[0].isupper())
    return (at if tokens[at - 1].text != "," else seen) if two or (lone and not flags[at] & (PLACE | HEADS)) else None


def _name_start(tokens: Sequence[Token], end: int, after: int | None) -> int | None:
    for place in (after, end):
        at = _behind_brackets(tokens, place) if place is not None else None
        if at is not None and at < len(tokens) and _opens_name(tokens[at].text):
            return at
    return None


def _behind_brackets(tokens: Sequence[Token], at: int) -> int:
    """ "General (ret.) Ivo Maric"."""
    if at + 3 >= len(tokens) or tokens[at].text != "(" or tokens[at + 1].lower not in _RETIRED:
        return at
    return next((k + 1 for k in range(at + 2, min(len(tokens) - 1, at + 5)) if tokens[k].text == ")"), at)


def _apposed(tokens: Sequence[Token], end: int, after: int | None) -> int | None:
    for at in (after, end):
        if at is None or at + 1 >= len(tokens) or tokens[at].text != ",":
            continue
        if _opens_name(tokens[at + 1].text):
            return _behind_honorific(tokens, at + 1)
        if at + 3 < len(tokens) and tokens[at + 1].text in _PARTICLES and _opens_name(tokens[at + 2].text) and tokens[at + 3].text == ",":
            return at + 1  # "the mayor of Lima, de Soto,"
    return None


def _behind_honorific(tokens: Sequence[Token], at: int) -> int:
    """ "the minister, His Excellency Ivo Maric", "the regent, Dr Ana Ruiz": where the name itself begins."""
    first = at
    while at + 1 < len(tokens) and at - first < 4 and tokens[at].lower in _HONORIFICS and _opens_name(tokens[at + 1].text):
        at += 1
    return at


def _opens_name(text: str) -> bool:
    return text[0].isupper() or (text[:3] in ("al-", "el-") and len(text) > 3 and text[3].isupper())
