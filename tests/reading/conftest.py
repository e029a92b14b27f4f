"""What the tests of reading share: the package's own rules, compiled once, and small factories."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from beatbook.files import read_package_rules
from beatbook.reading import InboxFile, ReadingRules, compile_rules, read_article
from beatbook.rules import parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import NewsArticle, Reading

BODY = """
The mayor of Springfield opened the new bridge over the river on Monday, ending a quarrel over its cost that had lasted for years.

"We have waited for this day," she told a crowd of about two hundred people who had gathered on the old quay.

The bridge will be open to lorries from the end of the month, the town hall said in a statement.
"""


@pytest.fixture(scope="session")
def rules() -> ReadingRules:
    return compile_rules(parse_rules(read_package_rules()))


@pytest.fixture(scope="session")
def read(rules: ReadingRules) -> Callable[..., Reading]:
    """Reads a text or bytes as if it lay in the inbox."""

    def read(content: str | bytes, *, path: str = "article.txt", sidecar: str | bytes | None = None) -> Reading:
        encoded = content if isinstance(content, bytes) else content.encode()
        beside = sidecar.encode() if isinstance(sidecar, str) else sidecar
        return read_article(InboxFile(path, encoded, beside), rules)

    return read


@pytest.fixture(scope="session")
def article(read: Callable[..., Reading]) -> Callable[..., NewsArticle]:
    """Reads an article whose top and tail stand around BODY."""

    def article(top: str = "", tail: str = "", *, body: str = BODY, sidecar: str | None = None) -> NewsArticle:
        reading = read(f"{dedent(top).strip(chr(10))}\n{body}\n{dedent(tail).strip(chr(10))}\n", sidecar=sidecar)
        assert reading.article is not None, reading.problems
        return reading.article

    return article


@pytest.fixture(scope="session")
def roles(article: Callable[..., NewsArticle]) -> Callable[..., list[tuple[str, str]]]:
    """The role and text of each line that holds text."""

    def roles(top: str = "", tail: str = "", *, body: str = BODY) -> list[tuple[str, str]]:
        found = article(top, tail, body=body)
        return [(line.role.value, text) for line in found.lines if (text := found.text[line.start : line.end].strip())]

    return roles
