"""A small grammar for time expressions: words with classes, patterns over classes, longest match first.

A sentence becomes a string with one character a word: all words that belong to the same classes ("month", "weekday", the literal "last" of
some pattern) share a character, and every other word is OTHER.  Patterns become regular expressions over that short string, with no
unbounded repetition in any of them, so that matching is linear in the length of the sentence, and a sentence without a single known
word costs no more than its splitting into words.

The pattern language of rules/dates.yaml: words stand for themselves (`earlier this|last`), `{class}` for any word of that class or for a
pattern defined under that name, `{name:class}` captures, `( A | B )` chooses, a final `?` makes optional.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MAX_DIGITS = 9  # a longer number counts no days that anyone reports on
OTHER = "\u0001"  # a word that no rule knows
_FIRST_KIND = 0xE000  # private use: one code point for each set of classes

# One alternative a shape; what is not a shape is a word or a single sign.
_TOKEN = re.compile(
    r"""(?P<iso>(?<![0-9/-])[0-9]{4}-[0-9][0-9]-[0-9][0-9](?:T[0-9][0-9]:?[0-9][0-9](?::?[0-9][0-9])?(?:Z|[+-][0-9][0-9]:?[0-9][0-9])?)?(?![0-9-]))
      | (?P<slash>(?<![0-9/.])[0-9]{1,4}(?P<slashsign>[/.])[0-9]{1,2}(?P=slashsign)[0-9]{2,4}(?![0-9/]|\.[0-9]))
      | (?P<clock>(?<![0-9:])[0-9]{1,2}:[0-9][0-9](?::[0-9][0-9])?(?![0-9:]))
      | (?P<ordinal>[0-9]{1,3}(?:st|nd|rd|th)(?!\w))
      | (?P<decade>(?:[0-9]{3}0|['‘’]?[1-9]0)['’]?s(?!\w))
      | (?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)
      | (?P<ampm>(?:[ap]\.\s?m\.|[ap]m(?!\w)))
      | (?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?)
      | (?P<sign>['’]s(?!\w)|[^\w\s]|_)""",
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = {"–": "-", "—": "--", "‑": "-", "−": "-", "’": "'", "‘": "'", "’s": "'s", "’S": "'s", "'S": "'s"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign of a sentence; offsets count from the sentence's start."""

    start: int
    end: int
    text: str
    lower: str  # lower case; dashes and quotes unified
    shape: str  # name of its alternative in the tokenizer


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Which classes a word belongs to, and what it is worth in each."""

    kinds: Mapping[str, str]  # lower-case word -> character, for words in lower case
    capital_kinds: Mapping[str, str]  # the same for words that begin with a capital
    shape_kinds: Mapping[str, str]  # shape ("year", "day", "iso", ...) -> character
    values: Mapping[str, Mapping[str, str]]  # class -> lower-case word -> value
    members: Mapping[str, frozenset[str]]  # class -> characters


class Pattern:
    """A pattern and the characters that it can begin with; it is compiled when a sentence has one of these: few of all do."""

    __slots__ = ("classes", "regex", "source", "starts")
    regex: re.Pattern[str]

    def __init__(self, source: str, starts: frozenset[str], classes: Mapping[str, str]) -> None:
        self.source, self.starts = source, starts
        self.classes = classes  # capture name -> class

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Asked for what is not there yet, which is `regex`."""
        if name != "regex":
            raise AttributeError(name)
        self.regex = re.compile(self.source)
        return self.regex


def split_words(text: str) -> list[Word]:
    """The words, numbers and signs of a sentence."""
    words: list[Word] = []
    for found in _TOKEN.finditer(text):
        token = found.group()
        lower = token.lower()
        words.append(Word(found.start(), found.end(), token, _SIGNS.get(lower, lower), found.lastgroup or "sign"))
    return words


def kinds_of(words: Iterable[Word], lexicon: Lexicon) -> str:
    """One character a word."""
    return "".join(_kind(word, lexicon) for word in words)


def _kind(word: Word, lexicon: Lexicon) -> str:
    if word.shape in ("word", "sign"):
        table = lexicon.capital_kinds if word.text[0].isupper() else lexicon.kinds
        return table.get(word.lower, OTHER)
    return lexicon.shape_kinds.get(_shape(word), OTHER)


def _shape(word: Word) -> str:
    """The shape with numbers told apart by what they can be: a day, a year, a clock without colon, or just a number."""
    text = word.text
    if word.shape != "number":
        return word.shape
    if not text.isdigit():
        return "decimal"
    if len(text) <= 2:
        return "day" if 1 <= int(text) <= 31 else "two" if len(text) == 2 else "integer"
    if len(text) == 4 and "1000" <= text <= "2199":
        return "year" if "1900" <= text < "2100" else "old"
    return "hhmm" if len(text) == 4 and text < "2400" and text[2] < "6" else "integer"


SHAPE_CLASSES = {
    "iso": ("iso",),
    "slash": ("slash",),
    "clock": ("clock",),
    "ordinal": ("ordinal",),
    "decade": ("decade",),
    "ampm": ("ampm",),
    "day": ("day", "int", "twodigit"),
    "two": ("int", "twodigit"),
    "integer": ("int",),
    "year": ("recentyear", "fouryear", "int", "hhmm"),
    "old": ("fouryear", "int", "hhmm"),
    "hhmm": ("int", "hhmm"),
    "decimal": ("decimal",),
}


def build_lexicon(classes: Mapping[str, Mapping[str, str]], literals: Iterable[str]) -> Lexicon:
    """The lexicon of these classes (class -> word -> value) and of every literal word that some pattern names.

    A word written with a capital is known only with a capital ("May"); one in lower case is known either way.
    """
    lower: dict[str, set[str]] = {}
    capital: dict[str, set[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for name, words in classes.items():
        for word, value in words.items():
            values.setdefault(name, {})[word.lower()] = value
            capital.setdefault(word.lower(), set()).add(name)
            if not word[0].isupper():
                lower.setdefault(word, set()).add(name)
    for literal in literals:
        key, name = literal.lower(), f"={literal}"
        capital.setdefault(key, set()).add(name)
        if not literal[0].isupper():
            lower.setdefault(key, set()).add(name)
    return _lexicon(lower, capital, values)


def _lexicon(lower: dict[str, set[str]], capital: dict[str, set[str]], values: dict[str, dict[str, str]]) -> Lexicon:
    shapes = {shape: frozenset(names) for shape, names in SHAPE_CLASSES.items()}
    distinct = sorted({*map(frozenset, lower.values()), *map(frozenset, capital.values()), *shapes.values()}, key=sorted)
    chars = {names: chr(_FIRST_KIND + index) for index, names in enumerate(distinct)}
    members: dict[str, set[str]] = {}
    for names, char in chars.items():
        for name in names:
            members.setdefault(name, set()).add(char)
    return Lexicon(
        {word: chars[frozenset(names)] for word, names in lower.items()},
        {word: chars[frozenset(names)] for word, names in capital.items()},
        {shape: chars[names] for shape, names in shapes.items()},
        values,
        {name: frozenset(found) for name, found in members.items()},
    )


# ---- patterns

_PIECE = re.compile(r"\{(?:(\w+):)?(\w+)\}(\??)|(\()|(\)\??)|(?<!\S)(\|)(?!\S)|([^\s(){}]+)")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a parsed pattern."""

    form: str  # seq | alt | elem | capture
    parts: tuple[Node, ...] = ()
    classes: tuple[str, ...] = ()  # of an elem: any of these
    name: str = ""
    optional: bool = False


def parse_pattern(text: str, defined: Mapping[str, str]) -> Node:
    """The tree of a pattern; names in `defined` are replaced by their own patterns.  Raises ValueError."""
    pieces = list(_PIECE.finditer(text))
    if "".join(piece.group() for piece in pieces) != re.sub(r"\s+", "", text):
        raise ValueError(f'the pattern "{text}" cannot be read')
    node, used = _parse_alternatives(pieces, 0, defined)
    if used != len(pieces):
        raise ValueError(f'the pattern "{text}" has a ")" too many')
    return node


def _parse_alternatives(pieces: list[re.Match[str]], at: int, defined: Mapping[str, str]) -> tuple[Node, int]:
    branches: list[Node] = []
    parts: list[Node] = []
    while at < len(pieces) and not pieces[at].group(5):
        piece = pieces[at]
        if piece.group(6):
            branches.append(Node("seq", tuple(parts)))
            parts, at = [], at + 1
        elif piece.group(4):
            inner, at = _parse_alternatives(pieces, at + 1, defined)
            if at >= len(pieces):
                raise ValueError('a ")" is missing')
            parts.append(Node("seq", (inner,), optional=pieces[at].group(5) == ")?"))
            at += 1
        else:
            parts.append(_element(piece, defined))
            at += 1
    branches.append(Node("seq", tuple(parts)))
    return (branches[0] if len(branches) == 1 else Node("alt", tuple(branches))), at


def _element(piece: re.Match[str], defined: Mapping[str, str]) -> Node:
    name, class_name, question, literal = piece.group(1), piece.group(2), piece.group(3), piece.group(7)
    if literal:
        optional = literal.endswith("?") and len(literal) > 1
        words = literal.removesuffix("?") if optional else literal
        return Node("elem", classes=tuple(f"={word}" for word in words.split("|")), optional=optional)
    inner = parse_pattern(defined[class_name], defined) if class_name in defined else Node("elem", classes=(class_name,))
    return Node("capture" if name else "seq", (inner,), (class_name,), name or "", optional=bool(question))


def literals_of(node: Node) -> set[str]:
    """All literal words that the pattern names."""
    own = {name[1:] for name in node.classes if name.startswith("=")} if node.form == "elem" else set()
    return own.union(*(literals_of(part) for part in node.parts))


def compile_pattern(node: Node, lexicon: Lexicon) -> Pattern:
    """The pattern as a regular expression over kinds.  Raises ValueError when it names an unknown class or can be empty."""
    starts, nullable = _starts(node, lexicon)
    if nullable:
        raise ValueError("the pattern can match nothing at all")
    names: dict[str, str] = {}
    return Pattern(_regex(node, lexicon, names), frozenset(starts), names)


def _chars(node: Node, lexicon: Lexicon) -> set[str]:
    found: set[str] = set()
    for name in node.classes:
        if name not in lexicon.members:
            raise ValueError(f'there is no class "{name}"')
        found |= lexicon.members[name]
    return found


def _regex(node: Node, lexicon: Lexicon, names: dict[str, str]) -> str:
    if node.form == "elem":
        text = f"[{''.join(sorted(_chars(node, lexicon)))}]"
    elif node.form == "alt":
        text = f"(?:{'|'.join(_regex(part, lexicon, names) for part in node.parts)})"
    else:
        inner = "".join(_regex(part, lexicon, names) for part in node.parts)
        if node.form == "capture":
            names[node.name] = node.classes[0]
            text = f"(?P<{node.name}>{inner})"
        else:
            text = f"(?:{inner})"
    return text + ("?" if node.optional else "")


def _starts(node: Node, lexicon: Lexicon) -> tuple[set[str], bool]:
    """The characters that the node can begin with, and whether it can be empty."""
    if node.form == "elem":
        return _chars(node, lexicon), node.optional
    if node.form == "alt":
        found = [_starts(part, lexicon) for part in node.parts]
        return set().union(*(chars for chars, _ in found)), node.optional or any(empty for _, empty in found)
    starts: set[str] = set()
    for part in node.parts:
        chars, empty = _starts(part, lexicon)
        starts |= chars
        if not empty:
            return starts, node.optional
    return starts, True


# ---- what captured words are worth


def number_value(words: Iterable[Word], values: Mapping[str, str]) -> str:
    """What a number phrase says: "3", "2.5", "25" for "twenty-five", "1" for "a", "X" for "several".  Takes the first of "two or three"."""
    total, seen, half = 0.0, False, False
    for word in words:
        if word.lower in ("a", "an"):
            continue
        if word.lower in ("or", "to") and seen:
            break
        if word.lower == "half":
            half = True
            continue
        value = word.lower.replace(",", "") if word.shape == "number" else values.get(word.lower)
        if value == "X" or (value is not None and len(value) > _MAX_DIGITS):
            return "X"
        if value is not None:
            factor = float(value)
            total = total * factor if factor >= 12 and factor in (12, 100, 1000) and total else total + factor
            seen = True
    total += 0.5 * half if seen or half else 1
    return str(int(total)) if total.is_integer() else f"{total:g}"


def clock_value(words: Iterable[Word]) -> str:
    """The TIMEX3 time of day: "T10:00", "T15:30"; "T24:00" for midnight and "T12:00" for noon; "" when it is none."""
    hour, minute, half = -1, 0, ""
    for word in words:
        if word.lower in ("noon", "midday"):
            return "T12:00"
        if word.lower == "midnight":
            return "T24:00"
        if word.shape == "clock":
            hour, minute = (int(part) for part in word.text.split(":")[:2])
        elif word.shape == "number" and hour < 0:
            hour, minute = _bare_clock(word.text)
        elif word.shape == "ampm":
            half = word.lower[0]
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return f"T{hour:02}:{minute:02}" if 0 <= hour <= 24 and minute < 60 else ""


def _bare_clock(text: str) -> tuple[int, int]:
    if "." in text:
        hour, _, minute = text.partition(".")
        return (int(hour), int(minute)) if len(hour) < 3 and len(minute) == 2 else (-1, 0)
    return (int(text[:2]), int(text[2:])) if len(text) == 4 else (int(text) if len(text) <= 2 else -1, 0)
