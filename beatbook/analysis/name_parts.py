"""A sentence taken apart: the known phrases, titles, headed names and sure people in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from beatbook.analysis.headed import HeadedSpan, find_headed
from beatbook.analysis.name_context import Context, PersonSpan, is_name_word
from beatbook.analysis.name_rows import is_row
from beatbook.analysis.names import FAMILY, GIVEN, INITIAL, NEVER, PARTICLE, PLACE, SURNAME, WORD, NameRules
from beatbook.analysis.people import find_people
from beatbook.analysis.titles import PhraseHit, Title, find_titles
from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.known_names import Phrase
    from beatbook.analysis.model import Sentence, Token


_LARGE = 1_000_000
_LOCATED = frozenset("in at near from to of outside around through visited leaving toward towards via".split())  # noqa: SIM905  a word list
_FORMS_OF_STATE = frozenset(("Republic", "Kingdom", "Federation", "Emirate", "Sultanate", "Principality", "Commonwealth", "Union"))
_WORDS_OF_STATE = frozenset(
    ("Federal", "Islamic", "People's", "People", "'s", "Democratic", "Socialist", "United", "Bolivarian", "Hashemite", "Arab")
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart: what in it is a name for sure."""

    sentence: Sentence
    texts: tuple[str, ...]
    flags: tuple[int, ...]
    hits: tuple[PhraseHit, ...]
    titles: tuple[Title, ...]
    headed: tuple[HeadedSpan, ...]
    people: tuple[PersonSpan, ...]
    first: int
    headline: bool


def take_apart(
    sentence: Sentence,
    rules: NameRules,
    seen: dict[str, int],
    known: frozenset[str] = frozenset(),
    alone: Mapping[str, float] = MappingProxyType({}),
) -> Parts:
    """The names, titles and known phrases of one sentence.  `seen` keeps flags of words that were met before.

    `known` and `alone` are what the rest of the article shows: see Context.
    """
    sentence = _without_tails(sentence, rules)
    tokens = sentence.tokens
    texts = tuple(token.text for token in tokens)
    flags = tuple(_flags(text, rules, seen) for text in texts)
    row = is_row(tokens)
    if row:
        flags = _with_initials(texts, flags)
    first = _first_word(texts)
    headline = _is_headline(texts, flags, sentence.role)
    hits = _phrase_hits(texts, flags, rules, first=first, headline=headline)
    titles = find_titles(tokens, hits, rules, flags)
    titled = [False] * len(tokens)
    for title in titles:
        if texts[title.head][0].isupper() or texts[title.end - 1][0].isupper():
            for at in range(title.head, title.end):
                titled[at] = True
    headed = tuple(
        span
        for span in find_headed(tokens, flags, titled, rules)
        if not _inside_hit(span, hits)
        and not (headline and any(tokens[at].lower in rules.verbs or flags[at] & NEVER for at in range(span.start, span.end - 1)))
    )
    blocked = _blocked(len(tokens), hits, titles, headed, texts, flags)
    people = find_people(Context(tokens, flags, titles, blocked, first, headline, row, known, alone), rules)
    return Parts(sentence, texts, flags, hits, titles, headed, people, first, headline)


def _with_initials(texts: Sequence[str], flags: Sequence[int]) -> tuple[int, ...]:
    """ "A Quill (ESP)", "I Alder 63": in a row the two letters that are words too are initials before a capital."""
    behind = (*texts[1:], "")
    return tuple(
        INITIAL if text in ("A", "I") and after[:1].isupper() and len(after) > 2 else flag
        for text, after, flag in zip(texts, behind, flags, strict=True)
    )


def _without_tails(sentence: Sentence, rules: NameRules) -> Sentence:
    """The sentence with names only where a token joins a name to something else: "Ruiz" of "Ruiz/AP", "Oslo" of "Oslo-based"."""
    if "/" not in sentence.text and "-" not in sentence.text:
        return sentence
    tokens = [_without_tail(token, rules) for token in sentence.tokens]
    if tokens and tokens[0].text.isupper() and "-" in tokens[0].text:
        tokens[0] = _without_section(tokens[0], rules)
    return replace(sentence, tokens=tuple(tokens))


def _without_section(token: Token, rules: NameRules) -> Token:
    """ "ALDER" of "GOLF-ALDER", as wires head their copy: the word before the hyphen is no name."""
    section, _, rest = token.text.partition("-")
    if not rest or not rules.is_word(section.lower()) or rules.names.get(section.capitalize(), 0) & (GIVEN | SURNAME):
        return token
    return replace(token, text=rest, lower=rest.lower(), start=token.end - len(rest))


def _without_tail(token: Token, rules: NameRules) -> Token:
    own = token.text
    if "/" in own and own[0].isalpha() and own not in rules.phrases:
        own = own.split("/")[0]
    if "-" in own and own[0].isupper() and _is_compound(own.rpartition("-")[2], rules):
        own = own.rpartition("-")[0]
    return token if own == token.text else replace(token, text=own, lower=own.lower(), end=token.start + len(own))


def _is_compound(tail: str, rules: NameRules) -> bool:
    """The second half of "Oslo-based", "Alder-anchored"."""
    return tail in rules.uses["compound"] or (tail.endswith("ed") and len(tail) > 4 and rules.is_word(tail))


def _flags(text: str, rules: NameRules, seen: dict[str, int]) -> int:
    found = seen.get(text)
    if found is None:
        found = seen[text] = rules.flags(text) if text[0].isalpha() or text.lower() in rules.uses["particle"] else 0
    return found


def _first_word(texts: Sequence[str]) -> int:
    return next((index for index, text in enumerate(texts) if text[0].isalpha()), 0)


def _is_headline(texts: Sequence[str], flags: Sequence[int], role: LineRole) -> bool:
    """Whether (nearly) every longer word is capitalised: headline case or capitals throughout."""
    share = 0.8 if role in (LineRole.HEADLINE, LineRole.HEADING, LineRole.TEASER) else 1.0
    if share == 1.0 and any(text.islower() and flag & WORD and not flag & NEVER for text, flag in zip(texts, flags, strict=True)):
        return False  # "The President of the Republic met Jan Smit": headlines write their verbs with a capital
    long = [text for text in texts if len(text) > 3 and text[0].isalpha()]
    capitals = sum(text[0].isupper() for text in long)
    common = sum(
        bool(text[0].isupper() and flag & WORD and not flag & (GIVEN | SURNAME | PLACE)) for text, flag in zip(texts, flags, strict=True)
    )
    return len(long) >= 4 and capitals >= share * len(long) and common >= 2


def _phrase_hits(texts: tuple[str, ...], flags: Sequence[int], rules: NameRules, *, first: int, headline: bool) -> tuple[PhraseHit, ...]:
    hits: list[PhraseHit] = []
    index = 0
    while index < len(texts):
        found = rules.find_phrase(texts, index) if texts[index][0].isupper() or texts[index] in rules.phrases else None
        if (
            found is None
            or _doubtful(texts, flags, index, found[0], found[1].type, first=first, headline=headline)
            or (found[1].type == "city" and found[0] == index + 1 and flags[index] & WORD and _is_word_here(texts, index, found[1]))
        ):
            index += 1
            continue
        hits.append(_capital(texts, PhraseHit(index, found[0], found[1]), rules))
        index = hits[-1].end
    return tuple(hits)


def _is_word_here(texts: Sequence[str], index: int, city: Phrase) -> bool:
    """ "Enterprise", "Reading": a small town whose name is a word is one only behind "in" and the like."""
    before = texts[index - 1].lower() if index else ""
    return not city.capital and city.size < _LARGE and before not in _LOCATED


_MONEY = frozenset(("market", "markets", "gains", "punishment", "controls", "flows", "account", "spending", "expenditure", "investment"))


def _capital(texts: Sequence[str], hit: PhraseHit, rules: NameRules) -> PhraseHit:
    """ "the Kenyan capital", "Kenya's capital": the city; else the whole name of the state."""
    end = hit.end + (hit.phrase.type == "country" and texts[hit.end : hit.end + 1] in (("'s",), ("’s",)))
    of = hit.phrase.type == "demonym" or (hit.phrase.type == "country" and end > hit.end)
    if of and texts[end : end + 1] == ("capital",) and hit.phrase.country in rules.capitals:
        after = texts[end + 1].lower() if end + 1 < len(texts) else ""
        if after not in _MONEY:
            return PhraseHit(hit.start, end + 1, rules.capitals[hit.phrase.country])
    return _with_form_of_state(texts, hit, rules)


def _with_form_of_state(texts: Sequence[str], hit: PhraseHit, rules: NameRules) -> PhraseHit:
    """ "the Republic of Serbia", "the Kyrgyz Republic": the whole of it is the country."""
    country = rules.countries.get(hit.phrase.country)
    if hit.phrase.type == "demonym" and country and hit.end < len(texts) and texts[hit.end] in _FORMS_OF_STATE:
        return PhraseHit(hit.start, hit.end + 1, country)
    first = hit.start - 1 - (hit.start > 1 and texts[hit.start - 1] == "the")
    if hit.phrase.type != "country" or first < 1 or texts[first] != "of" or texts[first - 1] not in _FORMS_OF_STATE:
        return hit
    first -= 1
    while first and texts[first - 1] in _WORDS_OF_STATE:
        first -= 1
    return PhraseHit(first, hit.end, hit.phrase)


def _doubtful(texts: Sequence[str], flags: Sequence[int], start: int, end: int, kind: str, *, first: int, headline: bool) -> bool:
    """A phrase of one word that is more likely something else here."""
    if end - start > 1:
        if (
            texts[end - 1] in ("'s", "’s")
            and end - start == 2
            and start
            and flags[start - 1] & (GIVEN | INITIAL)
            and is_name_word(texts[start - 1])
        ):
            return True  # "Ronald Macy's house"
        of_office = start > 1 and texts[start - 1] in ("of", "for") and texts[start - 2][0].isupper()
        return kind == "outlet" and of_office  # "Minister of Foreign Affairs", which is a journal too
    flag = flags[start]
    if kind in ("country", "demonym", "government"):
        return False
    alone = not (end < len(texts) and is_name_word(texts[end])) and not (start and is_name_word(texts[start - 1]) and start - 1 != first)
    if kind in ("agency", "outlet"):
        return bool(flag & WORD) or (bool(flag & (GIVEN | SURNAME)) and not alone)
    if kind == "organization":
        return bool(flag & (WORD | GIVEN | SURNAME)) and (start == first or headline or not alone) and not texts[start].isupper()
    return bool(flag & WORD) and (start == first or headline or not alone or bool(flag & SURNAME))


def _inside_hit(span: HeadedSpan, hits: Sequence[PhraseHit]) -> bool:
    return any(hit.start <= span.start and span.end <= hit.end for hit in hits)


def _blocked(
    size: int, hits: Sequence[PhraseHit], titles: Sequence[Title], headed: Sequence[HeadedSpan], texts: Sequence[str], flags: Sequence[int]
) -> tuple[int, ...]:
    blocked = [0] * size
    for hit in hits:
        if not _may_be_personal(hit, texts, flags):
            blocked[hit.start : hit.end] = [2] * (hit.end - hit.start)
    for span in headed:
        blocked[span.start : span.end] = [3 if span.type == "thing" else 2] * (span.end - span.start)
    for title in titles:
        for at in range(title.head, title.end):
            if texts[at][0].isupper():
                blocked[at] = 1
    return tuple(blocked)


def _may_be_personal(hit: PhraseHit, texts: Sequence[str], flags: Sequence[int]) -> bool:
    """A known name of one word that may be part of a personal name here: "Jordan Harlow", "Jack London", "Coco Beaumont"."""
    kind, at = hit.phrase.type, hit.start
    if hit.end - at > 1 or kind not in ("city", "country", "region", "demonym", "organization"):
        return False
    before = at > 0 and is_name_word(texts[at - 1])
    if kind == "city" and at > 1 and flags[at - 1] & PARTICLE and texts[at - 1].islower() and flags[at - 2] & GIVEN:
        return texts[at - 1] in ("von", "van", "de", "da", "di", "zu", "of") and texts[at - 2][0].isupper()  # "Lars von Trier"
    if kind == "city" and before and flags[at - 1] & (GIVEN | SURNAME | FAMILY):
        return True
    if not flags[at] & (GIVEN | SURNAME | FAMILY):
        return False
    following = hit.end < len(texts) and is_name_word(texts[hit.end])
    return following or before or (kind in ("city", "region") and not hit.phrase.capital)
