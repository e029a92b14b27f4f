"""Which file is which article: ids that are given once and kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from anyascii import anyascii
from slugify import slugify

from beatbook.errors import Problem
from beatbook.reading.decode import HTML_ENDINGS, TEXT_ENDINGS, ending
from beatbook.reading.model import ArticleMetadata, NewsArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

MAX_ID = 80
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))})
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|cmpid|ref|src|smid|smtyp|action|module|pgtype|partner|mc_[ce]id|ns_.*|at_.*|xtor|ocid|sr_share"
)


@dataclass(frozen=True, slots=True)
class KnownId:
    """An article that has an id from an earlier build."""

    id: str
    file: str = ""
    sha256: str = ""
    url: str | None = None


def ids_by_content(known: Iterable[KnownId]) -> dict[str, str]:
    """sha256 -> id of the known article that has it: an article with these bytes has this id, whatever else there is."""
    return {entry.sha256: entry.id for entry in sorted(known, key=lambda entry: entry.id, reverse=True)}


def identify(articles: Sequence[NewsArticle | ArticleMetadata], known: Sequence[KnownId], others: Collection[str] = ()) -> dict[str, str]:
    """The id of each file, sorted by file: file -> id.  `others`: the sha256 of articles beside these, which `ids_by_content` has and which
    share no address with these that is not known.

    An article is a known one when it has its sha256, else its path, else its address.  Files with the same bytes or the same address are
    one article and share an id.  A new id is outlet, day and headline in ASCII ("korea-herald-2019-04-16-leaders-may-meet"); clashes get
    "-2", "-3" in order of content, so that the order of the files decides nothing.
    """
    described = sorted((article.metadata if isinstance(article, NewsArticle) else article for article in articles), key=_content_order)
    ids: dict[str, str] = {}
    by_content = ids_by_content(known)
    by_address: dict[str, str] = {}
    if any(metadata.url for metadata in described):
        ordered = sorted(known, key=lambda entry: entry.id, reverse=True)
        by_address = {address: entry.id for entry in ordered if (address := normal_url(entry.url))}
    present = {metadata.sha256 for metadata in described}.union(others)
    by_path = {entry.file: entry.id for entry in known if entry.sha256 not in present}
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


class StandingText(NamedTuple):
    """What is known of a text that has not changed, without reading it."""

    sha256: str
    address: str | None  # as `normal_url` has it


def identify_changed(
    changed: Sequence[ArticleMetadata],
    standing: Mapping[str, StandingText],
    known: Sequence[KnownId],
    look_up: Callable[[str], ArticleMetadata],
) -> dict[str, str]:
    """The ids that `identify` gives to all of them, sorted by file; `standing` are texts by file, of which few have to be looked up.

    An article with the bytes of a known one has its id, whatever else there is.  Of those it is only asked who shares an address with one
    that has to be identified.
    """
    by_content = ids_by_content(known)
    ids = {path: by_content.get(text.sha256, "") for path, text in standing.items()}
    open_ = [metadata for metadata in changed if metadata.sha256 not in by_content]
    ids |= {metadata.file: by_content[metadata.sha256] for metadata in changed if metadata.sha256 in by_content}
    again = {path for path, id_ in ids.items() if not id_}
    addresses = {normal_url(metadata.url) for metadata in open_} | {standing[path].address for path in again}
    addresses.discard(None)
    if addresses:
        again |= {path for path, text in standing.items() if text.address in addresses}
        open_ = [*open_, *(metadata for metadata in changed if metadata.sha256 in by_content and normal_url(metadata.url) in addresses)]
    open_ = [*open_, *(look_up(path) for path in sorted(again))]
    if open_:
        others = {*(text.sha256 for text in standing.values()), *(metadata.sha256 for metadata in changed)}
        ids |= identify(open_, known, others)
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
    if not folders:
        return name.startswith(".") or name[:6].upper() == "README"
    return (
        any(part.startswith(".") for part in [*folders, name])
        or name.upper().startswith("README")
        or any(part.endswith("_files") for part in folders)
    )


def check_twins(paths: Iterable[str]) -> tuple[Problem, ...]:
    """An error for each two articles that would share a sidecar: NAME.txt beside NAME.html, or names that differ in case only."""
    stems: dict[str, str] = {}
    problems = []
    paths = sorted(paths)
    if len({path.rpartition(".")[0].lower() for path in paths}) == len(paths) and all(map(str.isascii, paths)):
        return ()
    for path in paths:
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
