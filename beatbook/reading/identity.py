"""Which file is which article: ids that are given once and kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from anyascii import anyascii
from slugify import slugify

from beatbook.errors import Problem
from beatbook.reading.decode import HTML_ENDINGS, TEXT_ENDINGS, ending
from beatbook.reading.model import ArticleMetadata, NewsArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_ID = 80
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))})
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|cmpid|ref|src|smid|smtyp|action|module|pgtype|partner|mc_[ce]id|ns_.*|at_.*|xtor|ocid|sr_share"
)


@dataclass(frozen=True, slots=True)
class KnownId:
    """An article that has an id from an earlier build."""

    id: str
    file: str
    sha256: str
    url: str | None = None


def identify(articles: Sequence[NewsArticle | ArticleMetadata], known: Sequence[KnownId]) -> dict[str, str]:
    """The id of each file, sorted by file: file -> id.

    An article is a known one when it has its sha256, else its path, else its address.  Files with the same bytes or the same address are
    one article and share an id.  A new id is outlet, day and headline in ASCII ("korea-herald-2019-04-16-leaders-may-meet"); clashes get
    "-2", "-3" in order of content, so that the order of the files decides nothing.
    """
    described = sorted((article.metadata if isinstance(article, NewsArticle) else article for article in articles), key=_content_order)
    ids: dict[str, str] = {}
    by_content = {entry.sha256: entry.id for entry in sorted(known, key=lambda entry: entry.id, reverse=True)}
    by_address = {
        address: entry.id for entry in sorted(known, key=lambda entry: entry.id, reverse=True) if (address := normal_url(entry.url))
    }
    present = {metadata.sha256 for metadata in described}
    moved = {entry.id for entry in known if entry.sha256 in present}
    by_path = {entry.file: entry.id for entry in known if entry.id not in moved}
    taken = {entry.id for entry in known}
    for metadata in described:
        address = normal_url(metadata.url)
        found = by_content.get(metadata.sha256) or by_path.get(metadata.file) or (by_address.get(address) if address else None)
        if found is None:
            found = _unique(article_slug(metadata), taken)
            taken.add(found)
        by_content.setdefault(metadata.sha256, found)
        if address:
            by_address.setdefault(address, found)
        ids[metadata.file] = found
    return dict(sorted(ids.items()))


def article_slug(metadata: ArticleMetadata) -> str:
    """The id that an article would like to have: outlet (else "article"), day if known, headline (else the file's name)."""
    outlet = re.sub(r"^the\s+", "", metadata.outlet or "", flags=re.IGNORECASE) or "article"
    stem = metadata.file.rpartition("/")[2].rpartition(".")[0]
    return slug(f"{outlet} {(metadata.published or '')[:10]} {metadata.headline or stem}")


def slug(name: str) -> str:
    """`name` in lower-case ASCII words joined by "-", cut at a word to MAX_ID.

    "x-" and a hash when nothing is left or one word is too long.
    """
    words = slugify(anyascii(name.replace("'", "").replace("\u2019", "")))
    cut = words if len(words) <= MAX_ID else words[: MAX_ID + 1].rpartition("-")[0]
    if not cut:
        return f"x-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return f"x-{cut}" if cut.partition(".")[0] in _RESERVED else cut


def normal_url(url: str | None) -> str | None:
    """An address without what does not tell pages apart: scheme, "www.", "m.", fragment, tracking parameters, a slash at the end."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return None
    query = urlencode(sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key.lower())))
    return f"{host}{parts.path.rstrip('/')}{'?' + query if query else ''}" or None


def is_skipped(path: str) -> bool:
    """Is this file of the inbox none of ours: a dot file, a README, or part of the folder that a browser saves beside a page?"""
    *folders, name = path.split("/")
    return (
        any(part.startswith(".") for part in [*folders, name])
        or name.upper().startswith("README")
        or any(part.endswith("_files") for part in folders)
    )


def check_twins(paths: Iterable[str]) -> tuple[Problem, ...]:
    """An error for each two articles that would share a sidecar: NAME.txt beside NAME.html, or names that differ in case only."""
    stems: dict[str, str] = {}
    problems = []
    for path in sorted(paths):
        if ending(path) in TEXT_ENDINGS | HTML_ENDINGS:
            stem = unicodedata.normalize("NFC", path.rpartition(".")[0]).casefold()
            if stem in stems:
                found = f'two articles have one name: "{stems[stem]}" and "{path}"'
                problems.append(Problem("article-twins", path, found, "one file a name", "rename one of them, and its sidecar"))
            stems.setdefault(stem, path)
    return tuple(problems)


def _content_order(metadata: ArticleMetadata) -> tuple[str, str, str]:
    return article_slug(metadata), metadata.sha256, metadata.file


def _unique(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
