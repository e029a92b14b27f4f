"""Bylines: who wrote it, without "By", posts, outlets and places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatbook.reading.outlets import Outlet, Outlets

_BY = re.compile(
    r"(?:(?:written|words|story|text|report(?:ed|ing)?|posted|published|compiled|analysis|opinion|commentary|review)\s+)?by:?\s+|(?:authors?|writers?|reporters?)\s?:\s*",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s(?i:for|in|at|from|with|via|on)\s|\s[|\u2022\u00b7\u2013\u2014/-]+\s?|\s?[|\u2022\u00b7(@<]")
_JOIN = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)
_IN_PLACE = re.compile(r"(?:in|at)\s[A-Z][\w.'-]*(?:,?\s(?:and\s)?[A-Z][\w.'-]*){0,4}")
# Two lists of words that are easier to read as prose than as quoted items.
_PARTICLES = frozenset("de da di del della der den des dos du van von bin bint ibn al el la le ter ten abu y zu af av".split())  # noqa: SIM905
_NOT_NAMES = frozenset(
    """a an the and or of to in on at for by with from our your this that news staff desk press agency agencies team editorial editor
    editors reporter reporters correspondent correspondents writer writers bureau chief columnist contributor contributors newsroom
    web online digital world politics business sports international national foreign diplomatic political senior special office
    service services media group network times post herald tribune journal gazette daily weekly guardian review report reports update
    updated published summit talks admin administrator guest wire wires associated united states kingdom republic president minister
    prime general north south east west january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday university college council committee government ministry department party
    association union street city county state photo video live analysis opinion comment interview exclusive breaking""".split()  # noqa: SIM905
)
_AFFILIATION = re.compile(
    r"(?:[\w.&'/-]+\s+){0,5}(?:staff|writer|reporter|correspondent|editor|columnist|chief|contributor|producer|analyst|fellow|journalist|desk|bureau|"
    r"newsroom|news|press|times|post|professor|author)\b.{0,60}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The persons and the outlet that a byline names."""

    names: tuple[str, ...]
    outlet: Outlet | None = None

    @property
    def text(self) -> str | None:
        """ "A", "A and B", "A, B and C"; None when it names nobody."""
        *most, last = self.names or ("",)
        return (f"{', '.join(most)} and {last}" if most else last) or None


def says_by(line: str) -> bool:
    """Does a line begin with "By", "Reporter:" or the like?"""
    return _BY.match(line) is not None


def parse_byline(line: str, outlets: Outlets) -> Byline | None:
    """What a line that begins with "By" or the like says, or None when it is no byline."""
    found = _BY.match(line)
    if found is None or len(line) > 200:
        return None
    return _parse(line[found.end() :], outlets)


def parse_signature(line: str, outlets: Outlets) -> Byline | None:
    """What a line without "By" says: "Jane Doe, Reuters", "Jane Doe in Springfield", "Jane Doe | Example", "Jane Doe, Staff writer".

    A bare name is none: what stands around it must tell (see roles.py).  In capitals a headline's verb can look like a name ("Mayor Opens
    Bridge in Springfield"), so callers ask only below a headline.
    """
    name = _leading_name(line, outlets)
    if name is None or len(line) > 120 or line.endswith((".", "!", "?", ":")):
        return None
    rest = re.sub(r"^[\s,|/\u2022\u00b7\u2013\u2014(-]+", "", line[len(name) :])
    rest = re.sub(r"[\s,|)]+$", "", rest)
    if not rest:
        return None
    head, _, tail = rest.partition(",")
    outlet = outlets.named(rest) or outlets.named(head) or outlets.named(re.sub(r"^for\s+", "", head))
    mark = line[len(name) :].lstrip()[:1]
    if outlet or _AFFILIATION.fullmatch(rest) or _IN_PLACE.fullmatch(rest) or (mark == "|" and rest.count(" ") <= 4):
        return Byline((name,), outlet or outlets.named(tail.strip()))
    return None


def is_personal_name(text: str, outlets: Outlets) -> bool:
    """Has `text` the shape of a full name: two to four capitalized words, particles and initials among them, none of them a common word?"""
    words = text.split()
    if not 2 <= len(words) <= 5 or outlets.named(text) or not re.fullmatch(r"[^\W\d_][^\d_,;:!?\"()\[\]/|@]*", text):
        return False
    if any(word.lower().strip(".") in _NOT_NAMES for word in words) or words[-1].lower() in _PARTICLES:
        return False
    return sum(word.lower() not in _PARTICLES for word in words) >= 2 and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    if word in _PARTICLES:
        return True
    if not word[:1].isupper():
        return bool(re.match(r"(?:al|el|d|l|o)[-'][A-Z]", word))
    return not word.endswith(".") or len(word) <= 3


def _parse(text: str, outlets: Outlets) -> Byline | None:
    text = re.sub(r"[\s.,|]+$", "", text) if not re.search(r"\b(?:Jr|Sr)\.$", text) else text.strip()
    if outlet := outlets.named(text) or outlets.named(
        re.sub(r"\s+(?:staff|reporters?|news ?desk|correspondents?|in\s.+)$", "", text, flags=re.IGNORECASE)
    ):
        return Byline((), outlet)
    cut = _CUT.search(text)
    head, tail = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    names: list[str] = []
    found: Outlet | None = None
    for piece in _JOIN.split(head):
        name = piece if is_personal_name(piece, outlets) else _leading_name(piece, outlets)
        if name is None:
            found = found or outlets.named(piece)
            if names:
                break
            continue
        names.append(name)
        if name != piece:
            found = found or outlets.named(piece[len(name) :].strip())
            break
    for piece in [tail, tail.partition(",")[0], *tail.split("|")]:
        found = found or outlets.named(piece.strip())
    if names or found:
        return Byline(tuple(names), found)
    return (
        Byline(())
        if re.fullmatch(
            r"(?:[\w.'&-]+\s){0,3}(?:staff|reporters?|correspondents?|desk|editors?|admin|team|agencies|writers?)", head, re.IGNORECASE
        )
        else None
    )


def _leading_name(text: str, outlets: Outlets) -> str | None:
    """The name that a text begins with, when a comma, an outlet or a post follows it."""
    words = text.split()
    for size in (4, 3, 2):
        name = " ".join(words[:size])
        if len(words) < size:
            continue
        bare = name.rstrip(",|")
        if not is_personal_name(bare, outlets):
            continue
        rest = " ".join(words[size:])
        ends = name != bare or rest[:1] in "|,-/(\u2022\u00b7\u2013\u2014" or re.match(r"(?:in|for|at)\s", rest)
        if not rest or ends or outlets.named(rest) or outlets.named(rest.partition(",")[0]) or _AFFILIATION.fullmatch(rest):
            return bare
    return None
