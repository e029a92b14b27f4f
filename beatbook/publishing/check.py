"""The link checker: dead links, dead fragments, ids that stand twice, and pages that nothing leads to."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types, and its stubs lag behind

from beatbook.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HOME = "index.html"
NOT_FOUND = "404.html"  # served at any depth: a <base> says where it belongs, and nothing links to it

_LINKS = ("href", "src", "poster", "{http://www.w3.org/1999/xlink}href", "xlink:href")
_REFRESH = re.compile(r"[^;]*;\s*url\s*=\s*(.+)", re.IGNORECASE)
_SOURCES = {"events": "events", "people": "people", "organizations": "organizations", "articles": "articles", "pages": "pages"}


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What one page offers to link to, and links to."""

    ids: frozenset[str]
    repeated: tuple[str, ...]  # ids that stand more than once
    links: tuple[str, ...]  # as written, each once, in order
    refresh: str  # where a redirect leads; "" for a page of its own
    base: str | None  # the folder from which its relative links start, where it names one


def check_site(files: Mapping[str, bytes], *, base_url: str = "") -> list[Problem]:
    """The problems of a rendered site, path under public/ -> bytes, in order of page and link.

    Links within the site must lead to a file and, with a fragment, to an id on it; addresses under `base_url` count as links within the
    site.  Other addresses are not looked at: the build uses no network.
    """
    pages = {path: read_page(content) for path, content in sorted(files.items()) if path.endswith(".html")}
    problems: list[Problem] = []
    reached: dict[str, set[str]] = {}
    for path, page in pages.items():
        problems += [_repeated(path, identifier) for identifier in page.repeated]
        reached[path] = set()
        for link in (*page.links, *([page.refresh] if page.refresh else [])):
            target = resolve_link(link, path, base=page.base, base_url=base_url)
            if target is None:
                continue
            reached[path].add(target.path)
            if problem := _dead(path, link, target, files, pages):
                problems.append(problem)
    return [*problems, *_orphans(pages, reached)]


def read_page(content: bytes) -> PageLinks:
    """The ids and links of an HTML page."""
    tree = etree.fromstring(content, etree.HTMLParser(encoding="utf-8")) if content.strip() else None
    ids: dict[str, int] = {}
    links: dict[str, None] = {}
    refresh, base = "", None
    for element in tree.iter() if tree is not None else ():
        attributes = element.attrib
        if identifier := attributes.get("id"):
            ids[identifier] = ids.get(identifier, 0) + 1
        if element.tag == "a" and (name := attributes.get("name")):
            ids.setdefault(name, 1)
        if element.tag == "base":
            base = attributes.get("href", base)
        elif element.tag == "meta":
            refresh = _refresh(attributes) or refresh
        else:
            links.update(dict.fromkeys(attributes[name] for name in _LINKS if name in attributes))
            if "srcset" in attributes:
                links.update(dict.fromkeys(part.split()[0] for part in attributes["srcset"].split(",") if part.strip()))
    repeated = tuple(identifier for identifier, count in ids.items() if count > 1)
    return PageLinks(frozenset(ids), repeated, tuple(links), refresh, base)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads within the site."""

    path: str  # under public/; begins with "../" when it leads out of the site
    fragment: str
    folder: bool = False  # a relative link to a folder: a server shows its index, a browser that reads from disk a list of files


def resolve_link(link: str, page: str, *, base: str | None = None, base_url: str = "") -> Target | None:
    """Where a link on `page` leads; None for an address outside the site, a mail address and the like."""
    link = link.strip()
    root = _root(base, base_url)
    absolute = bool(base_url) and link.startswith(base_url.rstrip("/") + "/")
    if absolute:
        link = root + link[len(base_url.rstrip("/")) + 1 :]
    try:
        parts = urlsplit(link)
    except ValueError:
        return Target("../" + link, "")
    if parts.scheme or parts.netloc:
        return None
    fragment = unquote(parts.fragment).partition(":~:")[0]
    path = unquote(parts.path)
    if path.startswith("/"):
        path = path.removeprefix(root) if path.startswith(root) else f"../{path}"
    elif not path and base is None:
        return Target(page, fragment)
    elif base is None:
        path = posixpath.join(posixpath.dirname(page), path)
    folder = not path or path.rpartition("/")[2] in ("", ".", "..")
    normal = posixpath.normpath(path) if path else "."
    if folder:
        normal = HOME if normal == "." else f"{normal}/{HOME}"
    return Target(normal, fragment, folder=folder and base is None and not absolute)


def _root(base: str | None, base_url: str) -> str:
    """The path under which the site is published: "/" or "/repo/"."""
    path = urlsplit(base).path if base else urlsplit(base_url).path
    return f"{path.rstrip('/')}/"


def _refresh(attributes: Mapping[str, str]) -> str:
    if attributes.get("http-equiv", "").lower() != "refresh":
        return ""
    found = _REFRESH.match(attributes.get("content", ""))
    return found.group(1).strip().strip("'\"") if found else ""


def _dead(path: str, link: str, target: Target, files: Mapping[str, bytes], pages: Mapping[str, PageLinks]) -> Problem | None:
    if target.path not in files:
        return Problem("link-dead", path, f'the link "{link}" leads to {target.path}, which is not on the site', "a page", _source(path))
    if target.folder:
        found = f'the link "{link}" leads to a folder, which does not open from disk'
        return Problem("link-folder", path, found, f"a link to {target.path}", _source(path))
    if target.fragment and target.path in pages and target.fragment != "top" and target.fragment not in pages[target.path].ids:
        found = f'the link "{link}" leads to "#{target.fragment}", which is not on {target.path}'
        return Problem("fragment-dead", path, found, "an id of that page", _source(path))
    return None


def _repeated(path: str, identifier: str) -> Problem:
    return Problem("id-twice", path, f'the id "{identifier}" stands twice on the page', "each id once", _source(path))


def _source(path: str) -> str:
    """The file under content/ from which a page is made, as a hint; "" where it is made from many."""
    folder, slash, name = path.partition("/")
    return f"the page is made from content/{_SOURCES[folder]}/{name.removesuffix('.html')}.md" if slash and folder in _SOURCES else ""


def _orphans(pages: Mapping[str, PageLinks], reached: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Pages to which no way leads from the home page; redirects and the page for missing ones are meant to be so."""
    if HOME not in pages:
        return
    seen, waiting = {HOME}, [HOME]
    while waiting:
        for target in reached[waiting.pop()]:
            if target in pages and target not in seen:
                seen.add(target)
                waiting.append(target)
    for path, page in pages.items():
        if path not in seen and path != NOT_FOUND and not page.refresh:
            hint = "link to it from a page that readers find"
            yield Problem("page-orphan", path, "no link leads from the home page to this page", "a way to it", hint, severity="notice")
