"""Phrases that mean several people at once: "the two leaders", "the royal couple", "the presidents of Chile and Peru"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.titles import PhraseHit, Title

Lead = Literal["both", "two", "any", "they", "here", "the-plain", "royal"]

_PAIRS = frozenset(
    ("leaders", "presidents", "men", "women", "two", "heads", "rulers", "statesmen", "ministers", "premiers", "counterparts", "monarchs")
)
_JOINING = frozenset(("when", "as", "after", "before", "where", "while"))
_ANY_PAIRS = frozenset(("men", "women", "ministers", "counterparts"))
_PAIR_NOUNS = frozenset(("pair", "duo", "couple"))
_BOTH = frozenset(("leaders", "presidents", "men", "women", "ministers", "premiers"))


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase that means several people, by token indexes.

    `lead` says where to look for them: "any" whoever they are, "they" the two of the sentence before, "royal" the royals of the article.
    """

    start: int
    end: int
    office: str = ""
    lead: Lead = "two"


@dataclass(frozen=True, slots=True)
class Holders:
    """A plural title with the countries whose holders it means: "the Kyrgyz and Tajik presidents", by token indexes."""

    start: int
    end: int
    title: Title
    countries: tuple[tuple[str, str], ...]  # code and name, in the order of the text


def group_at(tokens: Sequence[Token], index: int) -> Group | None:
    """ "the two leaders", "both presidents", "the leaders", "the pair", "the royal couple", "their majesties"."""
    lower = tokens[index].lower
    rest = [token.lower for token in tokens[index + 1 : index + 4]]
    if not rest:
        return None
    if lower == "they" and (index == 0 or tokens[index - 1].lower in _JOINING):
        return Group(index, index + 1, lead="they" if index == 0 else "here")
    if lower == "both" and rest[0] in _BOTH:
        return Group(index, index + 2, "president" if rest[0] == "presidents" else "", "both")
    if (lower == "their" and rest[:2] in (["majesties"], ["royal", "highnesses"])) or (lower == "their" and rest[0] == "majesties"):
        return Group(index, index + 2 + (rest[0] == "royal"), lead="royal")
    return _after_the(index, rest, tokens) if lower == "the" else None


def _after_the(index: int, rest: Sequence[str], tokens: Sequence[Token]) -> Group | None:
    if rest[0] == "royals" or (rest[0] == "royal" and rest[1:2] in (["couple"], ["pair"])):
        return Group(index, index + 2 + (rest[0] == "royal"), lead="royal")
    if rest[0] in _PAIR_NOUNS and (len(rest) < 2 or rest[1] != "of"):
        return Group(index, index + 2, lead="any")
    if rest[0] == "two" and len(rest) > 1 and rest[1] in _PAIRS:
        end = index + 3 + 2 * (rest[1] == "heads" and [token.lower for token in tokens[index + 3 : index + 5]] == ["of", "state"])
        return Group(index, end, "president" if rest[1] == "presidents" else "", "any" if rest[1] in _ANY_PAIRS else "two")
    if rest[0] == "two" and len(rest) > 1 and (tokens[index + 2].tag in ("VBD", "VBP", "MD", "RB") or rest[1] in ("last", "first")):
        return Group(index, index + 2, lead="any")
    if rest[0] == "leaders" and (len(rest) < 2 or rest[1] not in ("of", "from", "in", "who")):
        return Group(index, index + 2, lead="the-plain")
    return None


def find_holders(parts: Parts) -> tuple[Holders, ...]:
    """The plural titles of a sentence that stand with two countries or more and without a name."""
    by_start = {hit.start: hit for hit in parts.hits}
    by_end = {hit.end: hit for hit in parts.hits}
    found = []
    for title in parts.titles:
        if not title.plural or title.name_at is not None:
            continue
        behind = _countries_behind(parts.texts, title.end, by_start)
        before = _countries_before(parts.texts, title, by_end) if len(behind) < 2 else ()
        hits = behind if len(behind) > 1 else before
        if len({hit.phrase.country for hit in hits}) < 2:
            continue
        first, last = min(title.head, hits[0].start), max(title.end, hits[-1].end)
        first -= first > 0 and parts.texts[first - 1].lower() == "the"
        found.append(Holders(first, last, title, tuple((hit.phrase.country, hit.phrase.name) for hit in hits)))
    return tuple(found)


def _countries_behind(texts: Sequence[str], at: int, by_start: dict[int, PhraseHit]) -> tuple[PhraseHit, ...]:
    """ "of Chile, Peru and Bolivia"."""
    if at >= len(texts) or texts[at].lower() != "of":
        return ()
    found = []
    at += 1
    while at < len(texts):
        at += texts[at].lower() in ("the", "both")
        hit = by_start.get(at)
        if hit is None or hit.phrase.type != "country":
            break
        found.append(hit)
        at = hit.end
        if at < len(texts) and texts[at] in (",", "and"):
            at += 1 + (texts[at] == "," and texts[at + 1 : at + 2] == ("and",))
        else:
            break
    return tuple(found)


def _countries_before(texts: Sequence[str], title: Title, by_end: dict[int, PhraseHit]) -> tuple[PhraseHit, ...]:
    """ "the Chilean and Peruvian" before the title, from left to right."""
    hit = next((by_end[at] for at in range(title.head, title.start - 1, -1) if at in by_end), None)
    found: list[PhraseHit] = []
    while hit is not None and hit.phrase.type in ("demonym", "country"):
        found.insert(0, hit)
        at = hit.start
        joined = at > 1 and texts[at - 1] in (",", "and", "-")
        hit = by_end.get(at - 1) if joined else None
    return tuple(found)
