"""Sentences and tokens of an article, by a splitter of our own that knows ranks, initials, quotations and datelines.

A sentence never crosses a passage.  Offsets are code points of `article.clean.text`.  Every expression is linear in the length
of the text: no alternative of the token pattern can match one stretch in two ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.analysis.model import Sentence, Token
from beatbook.reading.model import LineRole, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.reading.model import NewsArticle
    from beatbook.rules import Rules

_TOKEN = re.compile(
    r"""
      (?:[^\W\d_]\.){2,}(?:-\w+)*(?!\w)               # U.S.  a.m.  H.W.  U.S.-led
    | (?:[A-Z]\.){1,3}(?=[A-Z][a-z]{2})                # K.Alder
    | [$€£¥₩]\s?\d[\d,.]*\d|[$€£¥₩]\s?\d             # $1.5
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|[a-z]{2})?(?:-\w+)*%?
    | \w+?(?=n['’]t\b)|n['’]t\b                      # did n't
    | ['’](?:s|S|ll|re|ve|d|m|t|T)\b                 # 's 'll
    | [^\W\d_]{1,2}['’](?!(?:re|ve|ll)\b)(?=[^\W\d_]{2})\w+(?:-\w+)*   # O'Neil  d'affaires  Xi'an
    | [A-Z][a-z]+['’](?!em\b)[aeo][a-z]{0,3}\b        # Ping'an
    | \w+(?:[-‑&/](?=\w)\w+)*                        # Kim Jong-un  six-party  AT&T
    | --+|\.\.+|…
    | \S
    """,
    re.VERBOSE,
)
MAX_TOKENS = 400  # in one sentence; the longest of a newspaper have 150, and no line of a stranger may cost the square of its length
_ENDS = frozenset((".", "!", "?", "…", "..", "...", "...."))
_CLOSERS = frozenset("\"'”’»)]")
_OPENERS = frozenset("\"'“‘«([")
_ELISIONS = ("s", "S", "em", "til", "cause", "tis", "twas")
_INITIAL = re.compile(r"[^\W\d_a-hj-z]\Z")  # one capital letter


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """Abbreviations in lower case without their full stop."""

    never: frozenset[str]  # end no sentence
    maybe: frozenset[str]  # end one when a typical first word follows
    starters: frozenset[str]  # lower-case words that open a sentence after an abbreviation
    speech: frozenset[str]  # verbs that go on after a quoted question: '"Why?" he asked'


def compile_sentence_rules(rules: Rules) -> SentenceRules:
    """The abbreviations of rules/abbreviations.yaml."""
    words: dict[str, set[str]] = {"never": set(), "maybe": set(), "starters": set(), "speech": set()}
    for rule in rules["abbreviations"]:
        ends = rule.text("ends")
        if ends not in words:
            raise rule.error("rule-field", f'rule "{rule.id}" has ends: {ends}', "never, maybe, starters or speech")
        words[ends].update(rule.text("words").split())
    return SentenceRules(
        frozenset(words["never"]), frozenset(words["maybe"] - words["never"]), frozenset(words["starters"]), frozenset(words["speech"])
    )


def split_sentences(article: NewsArticle, rules: SentenceRules) -> tuple[Sentence, ...]:
    """The sentences of all passages in order; a dateline is skipped.  Tokens carry no tag yet: see grammar.tag_sentences."""
    sentences: list[Sentence] = []
    dateline = article.dateline
    for number, passage in enumerate(article.passages):
        start = passage.start
        if dateline is not None and passage.start <= dateline.start and dateline.end <= passage.end:
            start = dateline.end
        for sentence in split_passage(article.clean.text, start, passage.end, rules, role=passage.role, passage=number):
            sentences.append(replace(sentence, index=len(sentences), repeat=passage.repeat))
    return tuple(sentences)


def split_passage(
    text: str, start: int, end: int, rules: SentenceRules, *, role: LineRole = LineRole.PARAGRAPH, passage: int = 0
) -> Iterator[Sentence]:
    """The sentences of text[start:end], numbered from 0.  A stretch without a word or number is none."""
    tokens = find_tokens(text, start, end, rules)
    quotes = find_quotes(text, start, end)
    first, index = 0, 0
    for after in _cut_endless((*_boundaries(tokens, quotes, rules), len(tokens))):
        part = tuple(tokens[first:after])
        first = after
        if not any(char.isalnum() for token in part for char in token.text):
            continue
        span = Span(part[0].start, part[-1].end)
        inside = tuple(Span(max(q.start, span.start), min(q.end, span.end)) for q in quotes if q.start < span.end and q.end > span.start)
        yield Sentence(index, span.start, span.end, text[span.start : span.end], role, passage, part, inside)
        index += 1


def _cut_endless(ends: Sequence[int]) -> Iterator[int]:
    """The ends of sentences, with one every MAX_TOKENS where there is none: later stages look back over their sentence."""
    start = 0
    for end in ends:
        yield from range(start + MAX_TOKENS, end, MAX_TOKENS)
        yield end
        start = end


def find_tokens(text: str, start: int, end: int, rules: SentenceRules) -> list[Token]:
    """Words with their own full stops ("Lt.", "U.S."), clitics ("'s", "n't"), numbers and marks of text[start:end]."""
    tokens: list[Token] = []
    done = start
    for found in _TOKEN.finditer(text, start, end):
        first, last = found.span()
        if first < done:
            continue
        word = found.group()
        if last < end and text[last] == "." and _owns_full_stop(word, text, last, end, rules):
            last += 1
            word += "."
        tokens.append(Token(first, last, word, word.lower().replace("’", "'")))
        done = last
    return tokens


def _owns_full_stop(word: str, text: str, last: int, end: int, rules: SentenceRules) -> bool:
    lower = word.lower()
    if len(word) == 1 and _INITIAL.match(word):
        return last + 2 < end and text[last + 1 : last + 2].isspace() and text[last + 2].isupper()
    if lower in rules.never:
        if not word[0].isupper() and lower not in ("vs", "approx", "cf", "fig", "vol"):
            return False
        if lower in ("no", "nos", "art", "sec", "fig", "figs", "vol", "ed"):
            return text[last + 1 : last + 3].strip()[:1].isdigit()
        return last + 1 < end
    return lower in rules.maybe and (word[0].isupper() or lower in ("etc", "est")) and last + 1 < end


def _boundaries(tokens: Sequence[Token], quotes: Sequence[Span], rules: SentenceRules) -> Iterator[int]:
    """Token indexes at which a new sentence begins."""
    count = len(tokens)
    index = 0
    opens = {quote.start for quote in quotes}
    while index < count - 1:
        token = tokens[index]
        ends = token.text in _ENDS
        abbreviated = not ends and token.text[-1] == "." and len(token.text) > 1
        if not (ends or abbreviated):
            index += 1
            continue
        after = index + 1
        while (
            after < count
            and tokens[after].text in _CLOSERS
            and tokens[after].start == tokens[after - 1].end
            and tokens[after].start not in opens
        ):
            after += 1
        if after >= count:
            return
        closed = after > index + 1
        if _starts_sentence(tokens, index, after, rules, abbreviated=abbreviated, closed=closed):
            yield after
        index = after


def _closes(tokens: Sequence[Token], index: int, opens: set[int]) -> bool:
    mark = tokens[index]
    return mark.text in _CLOSERS and mark.start == tokens[index - 1].end and mark.start not in opens


def _starts_sentence(tokens: Sequence[Token], index: int, after: int, rules: SentenceRules, *, abbreviated: bool, closed: bool) -> bool:
    mark, following = tokens[index], tokens[after]
    if following.start == tokens[after - 1].end:
        return False  # no space: a file name, an address, a missing space after a figure
    first = after
    while first < len(tokens) - 1 and tokens[first].text in _OPENERS:
        first += 1
    word = tokens[first].text
    if not (word[0].isupper() or word[0].isdigit() or word[0] in "$€£") and not (first > after and word[0].isalnum() and not abbreviated):
        return False
    if abbreviated:
        stem = mark.lower.rstrip(".")
        titled = stem in rules.never or len(stem) == 1
        return not titled and (tokens[first].lower in rules.starters or (closed and word[0].isupper()))
    if closed and mark.text in "!?":
        return not any(token.lower in rules.speech for token in tokens[first : first + 4])
    return mark.text in ".!?" or word[0].isupper()


def find_quotes(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The stretches of text[start:end] inside quotation marks, marks included.

    An unclosed one runs to the end: it goes on in the next paragraph.
    """
    quotes: list[Span] = []
    opened: int | None = None
    closer = ""
    position = start
    for found in _QUOTE.finditer(text, start, end):
        position = found.start()
        mark = found.group()
        if opened is not None:
            if mark in closer and _can_close(text, position, end, mark):
                quotes.append(Span(opened, position + 1))
                opened = None
            continue
        if mark in '"“«„':
            opened, closer = position, {'"': '"”', "“": '”"', "«": "»", "„": "“”"}[mark]
        elif mark in "‘'" and _opens_single(text, position, start, end):
            opened, closer = position, "’'"
    if opened is not None and text[opened] in '"“«„' and (opened == start or text[opened - 1].isspace() or text[opened - 1] in "(—–-"):
        quotes.append(Span(opened, end))
    return tuple(quotes)


_QUOTE = re.compile("[\"“”«»„‘’']")


def _opens_single(text: str, position: int, start: int, end: int) -> bool:
    if position > start and not (text[position - 1].isspace() or text[position - 1] in '(["“—–'):
        return False
    rest = text[position + 1 : position + 7]
    if not rest or not (rest[0].isalnum() or rest[0] in '["“') or (rest[0].isdigit() and rest[2:3] == "s"):
        return False
    word = re.match(r"\w*", rest)
    if word is not None and word.group() in _ELISIONS:
        return False
    # only when it is closed again nearby: a stray apostrophe must not swallow the paragraph
    return re.search(r"[^\s]['’](?![^\W\d_])", text[position + 1 : min(end, position + 400)]) is not None


def _can_close(text: str, position: int, end: int, mark: str) -> bool:
    if mark not in "’'":
        return True
    if position + 1 < end and (text[position + 1].isalnum()):
        return False
    if text[position - 1] in ".,!?":
        return True
    # "the leaders' meeting'": after an s, a possessive when the quotation is closed later in a better place
    if text[position - 1] in "sS" and position + 2 < end and text[position + 1] == " " and text[position + 2].islower():
        return re.search(r"[^\s]['’](?![^\W\d_])", text[position + 2 : min(end, position + 120)]) is None
    return True
