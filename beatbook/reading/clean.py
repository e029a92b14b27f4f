"""The text that the analysis sees: typographic noise replaced, and the way back to the original."""

from __future__ import annotations

import html
import re
import unicodedata

from beatbook.reading.model import CleanText

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u2800"
_BREAKS = "\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x85"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\uff07"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
_CONTROLS = "".join(map(chr, [*range(9), *range(14, 28), 31, *range(0x7F, 0x85), *range(0x86, 0xA0)]))
_ONE_TO_ONE = str.maketrans(
    _SPACES + _BREAKS + _SINGLE + _DOUBLE + _CONTROLS,
    " " * len(_SPACES) + "\n" * len(_BREAKS) + "'" * len(_SINGLE) + '"' * len(_DOUBLE) + " " * len(_CONTROLS),
)

# Invisible: soft hyphen, zero-width spaces and joiners, byte order mark, bidirectional controls, variation selectors.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_ENTITY = (
    r"&(?:\#\d{1,6}|\#[xX][0-9A-Fa-f]{1,5}|amp|nbsp|quot|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|eacute|euml|ouml|uuml|ccedil|pound|euro);"
)
_COMBINED = r"\w[\u0300-\u036f]{1,8}"
_LIGATURE = "[\ufb00-\ufb06]"
_LOST_APOSTROPHE = r"(?<=[A-Za-z])\ufffd(?=(?:s|t|d|m|re|ve|ll)\b)"
# A link to other stories pasted into the sentence behind a name that is a link: "Mr Doe John Q. DoeFive things to know MORE said".
_UNEVEN = re.compile(f"[{_INVISIBLE}]+|{_ENTITY}|{_COMBINED}|{_LIGATURE}|{_LOST_APOSTROPHE}")
_GLUED_TEASER = re.compile(r"\b([A-Z][a-z'-]{1,30})( (?:[A-Z][\w.'-]{0,30} ){1,4}\1(?=[A-Z])[^\n]{10,400}? MORE)(?= [a-z(,])")
# The first characters of UTF-8 read as Windows-1252 or Latin-1: a cheap sign that ftfy is worth its import.
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00e2\u00c5\u00d0\u00d1\u00e3\u00ef][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def clean_text(text: str) -> CleanText:
    """`text` with plain spaces, straight quotation marks and no invisible characters.

    One character stays one character, and `offsets` is None, but where that is impossible: invisible characters, HTML entities,
    ligatures, combining accents, link teasers glued into a sentence, and lines whose encoding was mixed up (ftfy, on flagged lines only).
    Line breaks stay where they are, so original and clean text have the same lines.
    """
    replacements = {match.span(): _replacement(match.group()) for match in _UNEVEN.finditer(text)}
    replacements |= {match.span(2): "" for match in _GLUED_TEASER.finditer(text)}
    if _MOJIBAKE.search(text):
        replacements |= _mended(text)
    if not replacements:
        return CleanText(text.translate(_ONE_TO_ONE))
    return _spliced(text, replacements)


def _spliced(text: str, replacements: dict[tuple[int, int], str]) -> CleanText:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for (start, end), new in sorted(replacements.items()):
        if start < at:
            continue  # inside a longer one that began earlier
        pieces += [text[at:start].translate(_ONE_TO_ONE), new.translate(_ONE_TO_ONE)]
        starts += [*range(at, start), *([start] * len(new))]
        ends += [*range(at + 1, start + 1), *([end] * len(new))]
        at = end
    pieces.append(text[at:].translate(_ONE_TO_ONE))
    starts += range(at, len(text) + 1)
    ends += range(at + 1, len(text) + 1)
    return CleanText("".join(pieces), tuple(starts), tuple(ends))


def _replacement(found: str) -> str:
    if found[0] == "&":
        return html.unescape(found).replace("\n", " ")
    if found == "\ufffd":
        return "'"
    if found[0] >= "\ufb00" and found[0] <= "\ufb06":
        return unicodedata.normalize("NFKC", found)
    if len(found) > 1 and unicodedata.combining(found[1]):
        return unicodedata.normalize("NFC", found)
    return ""


def _mended(text: str) -> dict[tuple[int, int], str]:
    """Replacements for the runs of a mixed-up encoding, in the lines that ftfy flags."""
    import ftfy  # noqa: PLC0415 - only texts that show signs of a mixed-up encoding pay for the import
    from ftfy.badness import is_bad  # noqa: PLC0415

    replacements: dict[tuple[int, int], str] = {}
    at = 0
    for line in text.split("\n"):
        if _MOJIBAKE.search(line) and is_bad(line):
            for match in _NOT_ASCII.finditer(line):
                fixed = ftfy.fix_encoding(match.group())
                if fixed != match.group() and "\n" not in fixed:
                    replacements[at + match.start(), at + match.end()] = fixed
        at += len(line) + 1
    return replacements
