"""Bytes become text, or a problem that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beatbook.errors import Problem
from beatbook.reading.decode import MAX_BYTES, Decoded, check_format, decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import Reading

STORY = "The mayor’s café opened in Škofja on Monday – “at last”, she said."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_every_form(encoding: str) -> None:
    """With or without a byte order mark the text is the same, without a word about it."""
    assert decode(STORY.encode(encoding), path="a.txt") == Decoded(STORY)


def test_windows_1252_is_read_with_a_notice() -> None:
    """The commonest legacy encoding of English news comes out right."""
    text = "The mayor’s café opened on Monday – “at last”, she said to the crowd on the quay." * 3

    found = decode(text.encode("cp1252"), path="a.txt")

    assert isinstance(found, Decoded)
    assert found.text == text
    assert str(found.problems[0]).startswith("a.txt: read as Windows-1252.")
    assert found.problems[0].severity == "notice"


def test_damaged_utf_8_stays_utf_8() -> None:
    """One broken character does not turn all others into nonsense."""
    found = decode(STORY.encode().replace("–".encode(), b"\xe2\x80"), path="a.txt")

    assert isinstance(found, Decoded)
    assert "The mayor’s café" in found.text
    assert found.problems[0].found == "read as UTF-8 with 1 damaged characters"


def test_html_is_read_in_the_charset_that_it_names() -> None:
    """A page's own declaration holds where the bytes are no UTF-8."""
    page = '<html><head><meta charset="iso-8859-2"></head><body>Škofja</body></html>'

    found = decode(page.encode("iso-8859-2"), path="a.html")

    assert isinstance(found, Decoded)
    assert "Škofja" in found.text


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_are_one(ends: str) -> None:
    """Windows, old Mac and Unix files give the same text."""
    assert decode(f"One.{ends}Two.".encode(), path="a.txt") == Decoded("One.\nTwo.")


@pytest.mark.parametrize(
    ("path", "content", "code", "hint"),
    [
        ("a.txt", b"", "article-empty", "fill it or remove it"),
        ("a.txt", b" \r\n\t\n", "article-empty", "fill it or remove it"),
        ("a.txt", b"\xef\xbb\xbf\n", "article-empty", "fill it or remove it"),
        ("a.txt", bytes(range(256)) * 20, "article-binary", ""),
        ("a.txt", b"%PDF-1.7 ...", "article-binary", "pdftotext"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "article-binary", ""),
        ("a.pdf", b"%PDF-1.7 ...", "article-format", "pdftotext"),
        ("a.docx", b"PK\x03\x04", "article-format", "plain text"),
        ("a.eml", b"From: a", "article-format", "sidecar"),
        ("article", b"The mayor said.", "article-format", ".txt"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "article-large", "one file an article"),
        ("a.txt", b"x" * (MAX_BYTES - 1), "article-large", "one file an article"),
        ("a.html", b"<html><body><p>Too little.</p></body></html>", "html-no-article", ".txt"),
        ("a.html", b"<" * 100_000, "html-no-article", ".txt"),
    ],
)
def test_what_is_no_article_is_refused_with_a_hint(read: Callable[..., Reading], path: str, content: bytes, code: str, hint: str) -> None:
    """Empty, binary, foreign and endless files each get their own message."""
    reading = read(content, path=path)

    assert reading.article is None
    assert [problem.code for problem in reading.problems] == [code]
    assert reading.problems[0].path == path
    assert reading.problems[0].severity == "refused"
    assert hint in reading.problems[0].hint


def test_a_few_zero_bytes_do_no_harm(read: Callable[..., Reading]) -> None:
    """A stray NUL is no binary file and never reaches the analysis."""
    reading = read(("The mayor\x00 opened the bridge. " + "She was glad of it. " * 30).encode())

    assert reading.article is not None
    assert "\x00" not in reading.article.text


def test_the_format_is_checked_before_anything_is_decoded() -> None:
    """A good name and good first bytes raise no problem."""
    assert check_format(b"The mayor said.", path="folder.name/a.TXT") is None
    assert isinstance(decode(b"\x00\x01\x02" * 99, path="a.txt"), Problem)
