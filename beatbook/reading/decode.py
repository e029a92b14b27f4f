"""Bytes to text: encodings, line ends, and what is no article at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from beatbook.errors import Problem

MAX_BYTES = 16 * 1024 * 1024  # a saved page with its pictures inlined stays below; the longest newspaper texts have 200 kB
MAX_CHARACTERS = 1_000_000  # of readable text: a long book; keeps time and memory of one article bounded
MAX_LINES = 20_000  # blank ones included; no article has more

TEXT_ENDINGS = frozenset({".txt", ".text", ".md", ".markdown"})
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})

_HINTS = {
    ".pdf": "copy its text into a .txt file, or run pdftotext",
    ".doc": "save it as plain text (.txt)",
    ".docx": "save it as plain text (.txt)",
    ".odt": "save it as plain text (.txt)",
    ".rtf": "save it as plain text (.txt)",
    ".epub": "copy the article into a .txt file",
    ".eml": "copy the message's text into a .txt file, its date and sender into a sidecar",
    ".msg": "copy the message's text into a .txt file, its date and sender into a sidecar",
    ".mbox": "put each message into a .txt file of its own",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".webarchive": "save the page as .html",
    ".zip": "unpack it into the inbox",
    ".json": "put each article into a .txt file with a sidecar",
    ".csv": "put each article into a .txt file with a sidecar",
    ".xml": "put each article into a .txt or .html file",
    ".yml": "name sidecars NAME.yaml",
}
_SIGNATURES = (
    (b"%PDF-", ".pdf"), (b"PK\x03\x04", ".zip"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"), (b"GIF8", ".gif"),
    (b"\xff\xd8\xff", ".jpg"), (b"\x1f\x8b", ".gz"), (b"bplist00", ".webarchive"),
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_META_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset\s*=\s*["']?|\?xml[^>]{0,100}?encoding\s*=\s*["'])([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n?")
_BINARY_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TYPICAL_1252 = re.compile(rb"[\x85\x91-\x97\xa0\xa3\xa9\xab\xb4\xbb\xe0-\xf6\xf8-\xfc]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file: no byte order mark, LF line ends, no NUL."""

    text: str
    problems: tuple[Problem, ...] = ()  # notices only


def ending(path: str) -> str:
    """The ending of a path's last part, lower case with its dot; "" when it has none."""
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def check_format(content: bytes, *, path: str) -> Problem | None:
    """The reason why this file cannot be an article, judged by its name, size and first bytes; None when it may be one."""
    suffix = ending(path)
    if suffix not in TEXT_ENDINGS | HTML_ENDINGS:
        found = f'the ending "{suffix}" is none that Beatbook reads' if suffix else "the file name has no ending"
        return _refused("article-format", path, found, "a .txt, .md or .html file", _HINTS.get(suffix, "save the article's text as .txt"))
    if len(content) > MAX_BYTES:
        return _refused(
            "article-large", path, f"the file has {len(content):,} bytes", f"at most {MAX_BYTES:,}", "split it into one file an article"
        )
    if not content.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        return _refused("article-empty", path, "the file is empty", "the text of an article", "fill it or remove it")
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            hint = _HINTS.get(kind, "remove it, or put the article's text into a .txt file")
            return _refused("article-binary", path, f"the content is not text but a {kind} file", "plain text or HTML", hint)
    return None


def decode(content: bytes, *, path: str) -> Decoded | Problem:
    """The text in `content`, or the reason why there is none.

    Tried in this order: byte order mark; UTF-8; UTF-16 by its zero bytes; UTF-8 with single damaged places; the charset that an HTML page
    names; Windows-1252; what charset-normalizer finds.  Everything but clean Unicode is told as a notice.
    """
    text, encoding = _decode(content, html=ending(path) in HTML_ENDINGS)
    if text is None or _is_binary(text):
        return _refused(
            "article-binary", path, "the content is not text", "plain text or HTML", "remove it, or save the article as .txt in UTF-8"
        )
    problems = []
    if encoding:
        problems.append(
            Problem(
                "article-encoding", path, f"read as {encoding}", "UTF-8", "save it as UTF-8 if characters look wrong", severity="notice"
            )
        )
    text = _LINE_END.sub("\n", text).replace("\x00", "\ufffd")
    if not text.strip():
        return _refused("article-empty", path, "the file is empty", "the text of an article", "fill it or remove it")
    return Decoded(text, tuple(problems))


def _decode(content: bytes, *, html: bool) -> tuple[str | None, str]:
    """Text and the encoding to tell of, "" for Unicode without a flaw."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), ""
    if encoding := _zero_bytes(content):
        return content.decode(encoding, "replace"), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    damaged = content.decode("utf-8", "replace")
    flaws = damaged.count("\ufffd")
    if flaws * 3 <= sum(char > "\x7f" for char in damaged) - flaws:
        return damaged, f"UTF-8 with {flaws} damaged characters"
    return _decode_legacy(content, html=html)


def _zero_bytes(content: bytes) -> str:
    """UTF-16 without a byte order mark: nearly every second byte of an English text is zero."""
    sample = content[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _decode_legacy(content: bytes, *, html: bool) -> tuple[str | None, str]:
    if html and (found := _META_CHARSET.search(content[:4096])):
        name = found.group(1).decode("ascii")
        try:
            return content.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    high = re.findall(rb"[\x80-\xff]", content)
    if len(high) * 8 < len(content) and len(_TYPICAL_1252.findall(content)) * 4 >= len(high) * 3:
        return content.decode("cp1252", "replace"), "Windows-1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 60 ms that only legacy encodings should cost

    best = from_bytes(content[:200_000]).best()
    if best is None:
        return None, ""
    return content.decode(best.encoding, "replace"), best.encoding


def _is_binary(text: str) -> bool:
    return len(_BINARY_CONTROLS.findall(text)) * 200 > len(text) or text.count("\ufffd") * 10 > len(text)


def _refused(code: str, path: str, found: str, wanted: str, hint: str) -> Problem:
    return Problem(code, path, found, wanted, hint, severity="refused")
