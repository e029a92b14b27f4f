"""Companies and other bodies whose names only the article itself shows: "the chipmaker Norvell", "Norvell shares", "Norvell said it would".

A bare capitalised word says nothing by itself.  What stands around it at one place is evidence for all places of the article; the weights
are ours and were set on made-up sentences, precision first: a person is never learnt as a body, and an ordinary word only away from the
start of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.name_context import is_name_word
from beatbook.analysis.names import (
    ACRONYM,
    CALENDAR,
    COURTESY,
    DEMONYM,
    ENDING,
    FAMILY,
    GIVEN,
    HEADS,
    INITIAL,
    NEVER,
    PLACE,
    SUFFIX,
    SURNAME,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from beatbook.analysis.cast import Cast
    from beatbook.analysis.known_names import Phrase
    from beatbook.analysis.model import Token
    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.names import NameRules

SURE = 1.0  # evidence that makes a body
_LONGEST = 4  # words of a name without a head
_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}")
_MARKETS = frozenset("nasdaq nyse lse lon asx tsx hkex amex otc ticker".split())  # noqa: SIM905  a word list reads better in a line
_BE = frozenset(("is", "was", "be", "been", "being"))
_SHARES = frozenset(("shares", "stock", "shareholders", "ceo", "chief"))
_AUXILIARIES = frozenset("has had have is was be been being are were".split())  # noqa: SIM905  a word list reads better in a line
_NO_PART = CALENDAR | COURTESY | DEMONYM | INITIAL | SUFFIX | PLACE


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words that is part of no other name, by token indexes."""

    start: int
    end: int
    text: str


def learn_bodies(apart: Sequence[Parts], cast: Cast, rules: NameRules) -> Mapping[str, str]:
    """The names, as they are written, that the sentences show to be bodies, with their kind: "company", or "" where they are none.

    Twice: "a pact of Norvell and Brandex" tells of Brandex once Norvell is a body.
    """
    evidence: dict[str, float] = {}
    kinds: dict[str, str] = {}
    seen = [(parts, run) for parts in apart if not parts.headline for run in runs(parts) if not _is_somebody(run, cast)]
    for parts, run in seen:
        if found := _evidence(parts, run, rules):
            evidence[run.text] = evidence.get(run.text, 0.0) + found
            kinds.setdefault(run.text, "company")
            if run.start and parts.texts[run.start - 1].lower() in rules.uses["no-company"]:
                kinds[run.text] = ""
    bodies = {name for name, found in evidence.items() if found >= SURE}
    for parts, run in seen if bodies else ():
        if run.text not in bodies and _is_beside(parts, run, bodies) and not _is_no_body(parts, run, rules):
            kinds.setdefault(run.text, "company")
            bodies.add(run.text)
    return {name: kinds[name] for name in sorted(bodies)}


def _is_beside(parts: Parts, run: Run, bodies: set[str]) -> bool:
    """ "Norvell and Brandex agreed"."""
    texts, size = parts.texts, run.end - run.start
    if size > 1 or parts.flags[run.start] & (SURNAME | GIVEN | FAMILY | WORD):
        return False
    before = texts[run.start - 2] if run.start > 1 and texts[run.start - 1].lower() in ("and", "or", "&") else ""
    behind = texts[run.end + 1] if run.end + 1 < len(texts) and texts[run.end].lower() in ("and", "or", "&") else ""
    return before in bodies or behind in bodies


def find_bodies(parts: Parts, covered: set[int], names: Collection[str], rules: NameRules) -> Iterator[Run]:
    """Where a sentence names one of these: whole runs, and single words of a run that begins or ends with one."""
    for run in runs(parts, covered):
        if run.text in names:
            if not is_ordinary_here(parts, run.start, rules) or run.end - run.start > 1:
                yield run
            continue
        for at in range(run.start, run.end) if run.end - run.start <= _LONGEST + 2 else ():
            if parts.texts[at] in names and (parts.headline or at == run.start) and not is_ordinary_here(parts, at, rules):
                yield Run(at, at + 1, parts.texts[at])


def runs(parts: Parts, covered: set[int] | None = None) -> Iterator[Run]:
    """The runs of capitalised words of a sentence that belong to no person, title or known or headed name."""
    taken = _taken(parts) if covered is None else covered
    texts, flags = parts.texts, parts.flags
    at = 0
    while at < len(texts):
        if at in taken or not _may_be_part(texts[at], flags[at]):
            at += 1
            continue
        start = at
        while at < len(texts) and at not in taken and _may_be_part(texts[at], flags[at]):
            at += 1
        yield Run(start, at, " ".join(texts[start:at]))


def _taken(parts: Parts) -> set[int]:
    taken = {at for person in parts.people for at in range(person.start, person.end)}
    taken.update(at for hit in parts.hits for at in range(hit.start, hit.end))
    taken.update(at for span in parts.headed for at in range(span.start, span.end))
    taken.update(at for title in parts.titles for at in range(title.head, title.end))
    return taken


def _may_be_part(text: str, flags: int) -> bool:
    return text[0].isalpha() and text[0].isupper() and len(text) > 1 and not flags & _NO_PART and not (flags & NEVER and is_name_word(text))


def is_ordinary_here(parts: Parts, at: int, rules: NameRules) -> bool:
    """An ordinary word that opens a sentence, if no verb, "'s" or what companies have follows."""
    if not parts.flags[at] & (WORD | NEVER) or at != parts.first:
        return False
    after = parts.texts[at + 1].lower() if at + 1 < len(parts.texts) else ""
    if after in rules.uses["speech"] or after in ("'s", "’s") or after in rules.uses["body-has"]:
        return False
    return at + 1 >= len(parts.texts) or parts.sentence.tokens[at + 1].tag not in ("VBD", "VBZ", "MD")


def _is_somebody(run: Run, cast: Cast) -> bool:
    """A word of the run is somebody's name here."""
    return any(cast.candidates([word]) for word in run.text.split())


def _is_no_body(parts: Parts, run: Run, rules: NameRules) -> bool:
    """What is too long, a common word that opens a sentence, or known not to be a body ("Bitcoin")."""
    size = run.end - run.start
    if size > _LONGEST or (size == 1 and (parts.flags[run.start] & HEADS or run.text.lower() in rules.uses["no-body"])):
        return True
    return run.start == parts.first and bool(parts.flags[run.start] & WORD) and known_body(run.text, rules) is None


def known_body(text: str, rules: NameRules) -> Phrase | None:
    """The organization of the gazetteers that is called so: "Target", a common word where it opens a sentence."""
    words = tuple(text.split())
    found = rules.find_phrase(words, 0)
    return found[1] if found is not None and found[0] == len(words) and found[1].type == "organization" else None


def _evidence(parts: Parts, run: Run, rules: NameRules) -> float:
    """How much this place shows that the name is a body's; nothing for what is no name at all."""
    if _is_no_body(parts, run, rules):
        return 0.0
    found = _from_behind(parts, run.end, rules) + _from_before(parts, run.start, rules)
    if not found:
        return 0.0
    flags = parts.flags[run.start]
    if run.end - run.start == 1 and not flags & ACRONYM:
        found -= 0.3 * bool(flags & WORD) + 0.5 * bool(flags & (SURNAME | GIVEN | ENDING | FAMILY))
        found += 0.2 * any(letter.isupper() for letter in run.text[1:])  # "NorVell"
    return found


def _from_behind(parts: Parts, end: int, rules: NameRules) -> float:
    texts = parts.texts
    after = texts[end].lower() if end < len(texts) else ""
    if after == "(":
        return 1.4 * is_ticker(texts, end + 1)
    if after == ",":
        return _apposed(parts.sentence.tokens, end + 1, rules)
    if after in rules.uses["speech"]:
        return _says_it(parts.sentence.tokens, end + 1, rules) or _deals(texts, end)
    at = end + (after in ("'s", "’s"))
    for word in range(at, min(len(texts), at + 3)):
        lower, tag = texts[word].lower(), parts.sentence.tokens[word].tag
        if tag in ("NN", "NNP", "JJ") and not (word + 1 < len(texts) and texts[word + 1] == "of"):
            if lower in rules.uses["body-has"]:
                return 1.6 if lower in _SHARES else 1.3
            if lower in rules.uses["body-may-have"]:
                return 0.6
        if tag not in ("JJ", "CD", "NN"):
            break
    return _deals(texts, end)


def _deals(texts: Sequence[str], at: int) -> float:
    """ "Norvell acquired", "Norvell agreed to merge": what companies do, people seldom."""
    if at < len(texts) and texts[at].lower() in ("acquired", "acquires", "merged"):
        return 1.0
    for word in range(at, min(len(texts) - 1, at + 4)):
        if texts[word].lower() in ("to", "will", "would") and texts[word + 1].lower() in ("acquire", "merge"):
            return 1.3
        if not texts[word].islower():
            break
    return 0.0


def is_ticker(texts: Sequence[str], at: int) -> bool:
    """ "(NASDAQ: NRVL)", "(NRVL.O)"."""
    if at + 2 >= len(texts):
        return False
    return texts[at].lower() in _MARKETS or bool(_TICKER.fullmatch("".join(texts[at : at + 3])) or _TICKER.fullmatch(texts[at]))


def _apposed(tokens: Sequence[Token], start: int, rules: NameRules) -> float:  # noqa: PLR0911  a list of cases, in order
    """ "Norvell, the world's largest chipmaker,", "Norvell, which makes", "Norvell, based in Oslo": people are "who"."""
    if start >= len(tokens):
        return 0.0
    first = tokens[start].lower
    if first in ("which", "whose"):
        return 0.5
    if first in ("based", "headquartered", "owned"):
        return 1.3
    if first == "who" or tokens[start].tag not in ("DT", "JJ", "NN", "CD", "PS", "NNP"):
        return -1.5 if first == "who" else 0.0
    for at in range(start, min(len(tokens), start + 9)):
        lower = tokens[at].lower
        if lower in rules.uses["describes-organization"] and lower not in ("rival", "maker"):
            return 1.3
        if lower in (",", ".", "who", "and") or (tokens[at].tag in ("IN", "TO", "CS") and at > start):
            return 0.0
    return 0.0


def _says_it(tokens: Sequence[Token], at: int, rules: NameRules) -> float:
    """ "Norvell said it would buy", "Norvell said in a statement that its": bodies are "it", people are "he" or "she"."""
    while at < len(tokens) and (tokens[at].tag == "RB" or tokens[at].lower == "that"):
        at += 1
    for end in range(at, min(len(tokens), at + 7)):
        lower = tokens[end].lower
        if lower in ("he", "she", "his", "her", "i", "my"):
            return -1.0
        if lower == "its":
            return 1.0
        if lower == "it":
            return _acts(tokens, end + 1, rules)
        if tokens[end].tag[:2] == "VB" or tokens[end].tag == "MD" or tokens[end].text in ("“", '"'):
            return 0.0
    return 0.0


def _acts(tokens: Sequence[Token], at: int, rules: NameRules) -> float:
    """Behind "it": what only a body does ("it would buy", "it is weighing"), not "it would be hard", "it was time", "it takes"."""
    if at >= len(tokens) or tokens[at].tag not in ("MD", "VBD", "VBZ"):
        return 0.0
    for token in tokens[at : at + 5]:
        if token.tag[:2] == "VB" and token.lower not in _AUXILIARIES:
            passive = token.tag == "VBN" and any(other.lower in _BE for other in tokens[at : at + 3])  # "it was agreed"
            return 0.0 if passive or token.lower in rules.uses["impersonal"] else 1.3
        if token.tag not in ("MD", "RB", "NEG", "TO") and token.lower not in _AUXILIARIES:
            return 0.0
    return 0.0


def _from_before(parts: Parts, start: int, rules: NameRules) -> float:
    texts = parts.texts
    before = texts[start - 1].lower() if start else ""
    earlier = texts[start - 2].lower() if start > 1 else ""
    if before in rules.uses["describes-organization"]:
        return 0.0 if before == "rival" and earlier in ("his", "her", "their", "old") else 1.3
    if before in rules.uses["buys"]:
        return 1.0
    if before in ("of", "in", "for", "with", "on") and f"{earlier} {before}" in rules.uses["trade-in"]:
        return 1.3
    return 0.0
