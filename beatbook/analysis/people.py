"""Personal names in a sentence: which stretches of capitalised words are people, by what the words are and what stands around them.

Every stretch gets a score; the weights are ours and were set on made-up sentences (tests/analysis/name_sentences.yaml; figures in
bench/names.py), precision first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.name_context import (
    ALMOST_SURE,
    Context,
    PersonSpan,
    evidence_before,
    evidence_behind,
    evidence_elsewhere,
    is_name_word,
    is_venue,
)
from beatbook.analysis.name_forms import PARTICLES
from beatbook.analysis.name_rows import find_row_names
from beatbook.analysis.names import (
    ACRONYM,
    BEFORE_PLACE,
    BEFORE_THING,
    CALENDAR,
    COURTESY,
    DEMONYM,
    ENDING,
    FAMILY,
    FEMALE,
    GIVEN,
    HEADS,
    INITIAL,
    LAND,
    MALE,
    NEVER,
    PARTICLE,
    PLACE,
    SUFFIX,
    SURNAME,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Token
    from beatbook.analysis.names import NameRules
    from beatbook.analysis.titles import Title

LONGEST = 7  # tokens of a name, particles included
ACCEPT = 2.5  # of a name of several words
_QUOTES = frozenset(('"', "“", "”"))
_MODALS = frozenset(("will", "may", "can", "could", "would", "should", "must", "shall", "did", "does", "do", "is", "are", "was", "has"))
LONGER = 0.8  # a word that could belong to the name mostly does: swept 0.3-1.0 on the made-up sentences


def find_people(context: Context, rules: NameRules) -> tuple[PersonSpan, ...]:
    """The personal names of a sentence that are sure without the rest of the article, in order."""
    titled = {title.name_at: title for title in context.titles if title.name_at is not None}
    titled |= {
        title.apposed_at: title
        for title in context.titles
        if title.apposed_at is not None and title.apposed_at not in titled and _closed(context, title)
    }
    found: list[PersonSpan] = []
    index, size = 0, len(context.tokens)
    while index < size:
        if not _can_open(context, index):
            index += 1
            continue
        title = titled.get(index)
        person = _reversed(context, index) or _best(context, index, title, found, rules)
        if person is not None:
            person = _with_unknown_first(context, person, found)
            found.append(person)
            index = person.end
        else:
            index += 1
    return tuple(_with_row_names(context, found, rules))


def _with_row_names(context: Context, found: list[PersonSpan], rules: NameRules) -> list[PersonSpan]:
    """All of `found`, and the names that only their place in a row tells."""
    if not (context.row or any(token.text in (":", "b") for token in context.tokens)):
        return found
    taken = {at for person in found for at in range(person.start, person.end)}
    more = [
        PersonSpan(start, end, ACCEPT, single=end - start == 1, row=True)
        for start, end in find_row_names(context.tokens, context.flags, context.blocked, rules)
        if taken.isdisjoint(range(start, end))
    ]
    return sorted((*found, *more), key=lambda person: person.start) if more else found


def _reversed(context: Context, start: int) -> PersonSpan | None:
    """ "ALDER, Henry" in a list of results: the surname in capitals, a comma, the given name."""
    tokens, flags = context.tokens, context.flags
    if not context.row or start + 2 >= len(tokens) or tokens[start + 1].text != "," or context.blocked[start + 2]:
        return None
    surname, given = tokens[start].text, tokens[start + 2].text
    if not (surname.isupper() and len(surname) > 1 and given[0].isupper() and not given.isupper()):
        return None
    known = flags[start + 2] & GIVEN or flags[start] & SURNAME
    return PersonSpan(start, start + 3, ACCEPT, single=False, language="ja") if known else None


def _with_unknown_first(context: Context, person: PersonSpan, found: Sequence[PersonSpan]) -> PersonSpan:
    """ "Lenya Rún Tahadóttir", where no list has the first word but the rest is a name: it belongs to it."""
    at = person.start - 1
    if at <= context.first or person.single or person.title is not None or context.blocked[at] or (found and found[-1].end > at):
        return person
    text = context.tokens[at].text
    open_word = text[0].isupper() and text.isalpha() and len(text) > 2 and not context.flags[at] & ~(GIVEN | MALE | FEMALE)
    if (
        not open_word
        or context.headline
        or is_name_word(context.tokens[at - 1].text)
        or context.tokens[person.start].start > context.tokens[at].end + 1
    ):
        return person
    return replace(person, start=at)


def _closed(context: Context, title: Title) -> bool:
    """ "The late king, Haakon, reigned": one word between commas, behind a definite title that takes one."""
    at = title.apposed_at
    if (
        at is None
        or title.determiner == ""
        or title.plural
        or title.office.group not in ("monarch", "royal", "head", "leader", "spokesperson")
    ):
        return False
    return at + 1 < len(context.tokens) and context.tokens[at + 1].text == ","


def _can_open(context: Context, index: int) -> bool:
    text, flags = context.tokens[index].text, context.flags[index]
    if index == context.first and context.tokens[index].lower in _MODALS and context.tokens[-1].text == "?":
        return False
    if context.blocked[index] or flags & COURTESY:
        return False
    if flags & (SUFFIX | BEFORE_THING) and not flags & (GIVEN | SURNAME):
        return False
    if flags & NEVER and not flags & (GIVEN | SURNAME | FAMILY):
        return False
    if is_name_word(text):
        return text[0].isalpha()
    return (
        bool(flags & PARTICLE)
        and text in ("von", "van", "de", "di", "da", "del", "bin", "al", "el")
        and (_honoured(context, index) or any(title.apposed_at == index for title in context.titles))
        and index + 1 < len(context.tokens)
    )


def _honoured(context: Context, index: int) -> bool:
    return index > 0 and context.tokens[index - 1].lower in ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.")


def _best(  # noqa: C901, PLR0912  a list of cases, in order
    context: Context, start: int, title: Title | None, found: Sequence[PersonSpan], rules: NameRules
) -> PersonSpan | None:
    honorific = rules.honorifics.get(context.tokens[start - 1].lower) if start else None
    if honorific is not None and not context.tokens[start - 1].text[0].isupper():
        honorific = None
    best: PersonSpan | None = None
    if title is not None and title.start and context.tokens[title.start - 1].lower in rules.uses["vessel"]:
        return None  # "the ferry Princess Paula"
    around = evidence_before(context, start, title, honorific, found, rules)
    for end in _ends(context, start):
        kept = [at for at in _name_tokens(context.tokens, start, end) if not context.flags[at] & SUFFIX or at == start]
        words = [context.tokens[at].text for at in kept]
        score, language = _score(context, kept, words, rules)
        if context.flags[end - 1] & SUFFIX and len(words) > 1:
            score += 1.5
        single = len(words) == 1
        if single and _owes_a_word(words[0].lower(), context.flags[start]) and _goes_on(context, end):
            continue  # "Mr De Wit"
        if single and title is not None and honorific is None and words[0].lower() in rules.uses["domain"]:
            continue  # "Minister of State Security"
        if single and title is None and honorific is None:
            if not _of_kin(context, start, rules):
                continue
            score = ACCEPT + 0.2
        elif single:
            score = _single_score(context, start, title, honorific)
            if start + 1 < len(context.tokens) and not context.blocked[start + 1] and is_name_word(context.tokens[start + 1].text):
                score -= 0.6
        else:
            score += around + evidence_behind(context, end, rules) - 3.0 * is_venue(context, start, end)
            score += evidence_elsewhere(context, end, words) - 3.0 * (title is None and _is_something_else(context, start, end, rules))
        if score < (ACCEPT + (1.0 if context.headline and title is None and " ".join(words) not in context.known else 0.0)):
            continue
        if best is None or score + LONGER * (end - start) > best.score + LONGER * (best.end - best.start):
            best = PersonSpan(start, end, score, single, title, honorific or "", language)
    return best


def _of_kin(context: Context, at: int, rules: NameRules) -> bool:
    """ "their son Kirill", "his wife, Odile,": a given name alone is enough."""
    flags, tokens = context.flags[at], context.tokens
    aged = at > 0 and tokens[at - 1].lower.endswith("-year-old")
    if (
        not at
        or not flags & GIVEN
        or (flags & PLACE and not aged)
        or flags & (CALENDAR | NEVER)
        or (at + 1 < len(tokens) and is_name_word(tokens[at + 1].text))
    ):
        return False
    before = tokens[at - 1].lower
    if before.endswith("-year-old"):
        return not flags & (WORD | DEMONYM) and (at + 1 >= len(tokens) or tokens[at + 1].tag not in ("NN", "JJ"))
    if before == "," and at > 1 and at + 1 < len(tokens) and not tokens[at + 1].text[0].isalnum():
        before = tokens[at - 2].lower
    return before in rules.uses["kin"] and before not in ("counterpart", "rival", "deputy", "successor", "predecessor", "ally", "boss")


def _ends(context: Context, start: int) -> list[int]:
    """Where a name that begins at `start` may end."""
    tokens, flags = context.tokens, context.flags
    ends = [start + 1]
    at, last = start + 1, min(len(tokens), start + LONGEST)
    while at < last and not context.blocked[at] and tokens[at].start <= tokens[at - 1].end + 1:  # a wider gap is another column or line
        text = tokens[at].text
        if is_name_word(text):
            if not _may_continue(flags[at], text) and not _owes_a_word(tokens[at - 1].text, flags[at - 1]):
                break
            ends.append(at + 1)
            if text.lower() == tokens[start].lower and flags[at] & SURNAME:
                break
        elif text in _QUOTES and at == start + 1 and (closing := _nickname_end(context, at)):
            at = closing
            continue
        elif not (flags[at] & PARTICLE or (text in ("an", "na", "a'") and tokens[at - 1].text in ("Mac", "Mag", "Nic"))) or not _goes_on(
            context, at + 1
        ):
            break
        at += 1
    if at + 1 < last and tokens[at].text == "," and flags[at + 1] & SUFFIX and tokens[at + 1].text[0] in "JS":
        ends.append(at + 2)
    return ends


def _owes_a_word(text: str, flags: int) -> bool:
    """A particle has its word behind it, whatever that word means else: "van der Does", "Meer-ten Have", "Mac an Bhaird"."""
    if text in ("an", "Ní", "Nic", "Uí"):
        return True
    return bool(flags & PARTICLE and text.islower()) or ("-" in text and text.rpartition("-")[2] in PARTICLES and text[-1].islower())


def _may_continue(flags: int, text: str) -> bool:
    if flags & CALENDAR and text != "May":
        return False
    return not flags & NEVER or bool(flags & (SURNAME | FAMILY | GIVEN | PARTICLE | INITIAL))


def _nickname_end(context: Context, at: int) -> int | None:
    """The surname behind a nickname in quotation marks: "Sal "Big Sal" Romano"."""
    tokens = context.tokens
    for end in range(at + 2, min(at + 5, len(tokens) - 1)):
        if tokens[end].text in _QUOTES:
            if tokens[at + 1].lower in ("and", "or", ","):
                return None
            surname = end + 1
            return surname if is_name_word(tokens[surname].text) and not context.blocked[surname] else None
    return None


def name_words(tokens: Sequence[Token], start: int, end: int) -> list[str]:
    """The words of a name without commas and without a nickname in quotation marks."""
    return [tokens[at].text for at in _name_tokens(tokens, start, end)]


def _name_tokens(tokens: Sequence[Token], start: int, end: int) -> list[int]:
    kept: list[int] = []
    quoted = False
    for at in range(start, end):
        if tokens[at].text in _QUOTES:
            quoted = not quoted
        elif not quoted and tokens[at].text != ",":
            kept.append(at)
    return kept


def _goes_on(context: Context, at: int) -> bool:
    if at >= len(context.tokens) or context.blocked[at]:
        return False
    if is_name_word(context.tokens[at].text):
        return not context.flags[at] & CALENDAR
    return bool(context.flags[at] & PARTICLE) and at + 1 < len(context.tokens) and is_name_word(context.tokens[at + 1].text)


def _score(context: Context, kept: Sequence[int], words: list[str], rules: NameRules) -> tuple[float, str]:
    """How much the words themselves look like a personal name, and the language where the family name leads."""
    flags = [context.flags[at] for at in kept]
    if words[0] == "Jan":
        flags[0] &= ~CALENDAR  # of the month a number would follow
    first, last = flags[0], flags[-1]
    opening = kept[0] == context.first
    language = rules.family_first(words)
    if language and not (opening and first & (NEVER | WORD) and len(words) < 3 and "-" not in words[-1]):
        western = len(words) == 2 and first & GIVEN and last & SURNAME and not last & WORD
        base = 4.0 if len(words) > 2 or "-" in words[-1] or language in ("zh", "ja") else 2.5
        if any(flag & ACRONYM for flag in flags) or (first & (PLACE | DEMONYM) and not first & SURNAME):
            base -= 3
        return base + (0.5 if western else 0), language
    score = _first_word(first, opening=opening, headline=context.headline)
    given = 0 if not first & GIVEN else 1 if first & (WORD | PLACE | DEMONYM | NEVER) else 2  # 2: a given name and nothing else
    if _is_initialled(words, last):
        given = 2
    elif first & INITIAL and last & (LAND | PLACE | DEMONYM) and words[0][0] in "NSEW":
        return -3.0, ""  # "N. Ireland"
    if _in_capitals(words, row=context.row) and (given == 2 or context.row):  # "Henry ALDER"
        return score + 2.0 + 0.3 * (len(words) - 2), ""
    score += 1.0 if len(words) > 2 and _owes_a_word(words[-2], flags[-2]) else _last_word(last, words[-1], given=given)
    score += sum(
        0.4 if _owes_a_word(word, 0) or before in ("der", "den", "van", "von", "ten", "ter") else _middle_word(flag, word)
        for before, flag, word in zip(words, flags[1:-1], words[1:-1], strict=False)
    )
    if any(flag & (INITIAL | PARTICLE) for flag in flags[1:-1]):
        score += 0.3
    if len(words) > 4:
        score -= 0.5
    return score, ""


def _is_initialled(words: Sequence[str], last: int) -> bool:
    """ "J. Kayes", where "Kayes" is a town too; not "S. Korea"."""
    return len(words[0].rstrip(".")) == 1 and not last & (LAND | DEMONYM | HEADS) and not (words[0][0] in "NSEW" and last & PLACE)


def _in_capitals(words: Sequence[str], *, row: bool) -> bool:
    """ "Henry ALDER": the surname alone is written in capitals."""
    return len(words) > 1 and not words[0].isupper() and words[-1].isupper() and len(words[-1]) > (2 if row else 4) and words[-1].isalpha()


def _first_word(flags: int, *, opening: bool, headline: bool) -> float:  # noqa: PLR0911  # a decision list: a case a line
    if flags & LAND and not flags & SURNAME:
        return 0.6 if flags & GIVEN and not opening else 0.3 if flags & GIVEN else -3.0
    doubtful = flags & (WORD | PLACE | DEMONYM | HEADS | CALENDAR | NEVER | BEFORE_PLACE)
    if flags & GIVEN:
        if flags & ACRONYM:
            return 0.0
        if not doubtful:
            return 2.5
        if flags & (NEVER | CALENDAR | DEMONYM | BEFORE_PLACE):
            return 0.2 if opening or headline else 1.3
        return 1.0 if opening or headline else 1.6
    if flags & INITIAL:
        return 2.0
    if flags & ACRONYM:
        return -3.0
    if doubtful:
        strength = -4.0 if opening or headline else -2.0
        return strength if not flags & SURNAME else strength + 1.5
    return 0.7 if flags & (SURNAME | ENDING) else 0.5


def _last_word(flags: int, word: str, *, given: int) -> float:  # noqa: PLR0911  # a decision list: a case a line
    if flags & (INITIAL | ACRONYM) and not flags & SURNAME:
        return -3.0
    if flags & HEADS:
        return 0.8 if flags & SURNAME and given else -4.0
    if flags & SURNAME:
        return 1.0 if flags & (PLACE | DEMONYM) else 1.4 if flags & WORD else 2.0
    if flags & FAMILY:
        return 1.6
    if flags & (PLACE | DEMONYM):
        return -2.0 if flags & (LAND | DEMONYM) or given < 2 else 0.4
    if flags & (CALENDAR | NEVER):
        return -2.0
    if flags & ENDING:
        return 1.2
    if flags & WORD:
        return -1.2 if not given or word.endswith("s") else 0.3 if given > 1 else -0.9
    return 1.0


def _middle_word(flags: int, word: str) -> float:  # noqa: PLR0911  # a decision list: a case a line
    if flags & INITIAL:
        return 1.0
    if flags & PARTICLE:
        return 0.4
    if flags & ACRONYM:
        return -3.0
    if flags & HEADS and not flags & (GIVEN | SURNAME):
        return -4.0
    if flags & (GIVEN | SURNAME):
        return 0.3
    if flags & (WORD | PLACE | DEMONYM):
        return -1.5
    return 0.2 if word[0].isupper() else -1.0


def _is_something_else(context: Context, start: int, end: int, rules: NameRules) -> bool:
    """A saint's town, a work in quotation marks, or a team with its figures."""
    tokens, flags = context.tokens, context.flags
    if tokens[start].lower in rules.uses["geographic"] and (
        not flags[end - 1] & SURNAME or not flags[start] & GIVEN or tokens[start].text[0] in "SFL"
    ):
        return True
    if start and end < len(tokens) and tokens[start - 1].text in _QUOTES and tokens[end].text in _QUOTES:
        return True
    figures = tokens[end : end + 4]
    return context.row and start == context.first == 0 and len(figures) == 4 and all(token.text.isdigit() for token in figures)


def _single_score(context: Context, at: int, title: Title | None, honorific: str | None) -> float:
    """A surname after a title or honorific: "President Xi", "Mr Moon"."""
    flags, text = context.flags[at], context.tokens[at].text
    named = flags & (SURNAME | FAMILY)
    if flags & INITIAL or (flags & (NEVER | HEADS | BEFORE_PLACE) and not named):
        return 0.0
    if flags & CALENDAR and (text != "May" or (at + 1 < len(context.tokens) and context.tokens[at + 1].text[0].isdigit())):
        return 0.0
    if honorific is not None:
        return ALMOST_SURE
    if title is None or (flags & NEVER and not flags & SURNAME):
        return 0.0
    return 0.0 if _is_no_surname(context, at, title) else _after_title(context, at, title)


def _is_no_surname(context: Context, at: int, title: Title) -> bool:
    flags = context.flags[at]
    if flags & (ACRONYM | DEMONYM) or (flags & PLACE and not flags & (SURNAME | GIVEN)):
        return True
    if title.name_at is not None and title.name_at > title.end and not flags & SURNAME:
        return True  # "ambassador to Chile Monday"
    if title.office.group in ("culture", "scholar", "sport") and flags & (PLACE | WORD):
        return True
    if not context.headline or not flags & (WORD | PLACE):
        return False
    return context.tokens[at].text not in context.known


def _goes_on_capitalised(context: Context, at: int) -> bool:
    """ "Prime Minister Question Time": in running text "Minister Stone met" has no second capital."""
    return at + 1 < len(context.tokens) and is_name_word(context.tokens[at + 1].text)


def _after_title(context: Context, at: int, title: Title) -> float:
    flags = context.flags[at]
    if flags & (SURNAME | FAMILY | GIVEN):
        return ALMOST_SURE - 0.5
    written_small = not context.tokens[title.head].text[0].isupper()
    if flags & WORD:
        return 0.0 if written_small or context.headline or _goes_on_capitalised(context, at) else ACCEPT + 0.1
    return ACCEPT + 0.1 if written_small and not flags & ENDING else ALMOST_SURE - 0.5
