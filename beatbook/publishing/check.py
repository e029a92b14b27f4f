"""The link checker: dead links, dead fragments, ids that stand twice, and pages that nothing leads to.

A page is read once, into the ids that it has and the places to which it leads; that is all that is kept of it, so that a site of any
size can be checked while its pages are written.  Only a page on which something is wrong is looked at again, to say what and where.
"""

from __future__ import annotations

import html
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types, and its stubs lag behind

from beatbook.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

HOME = "index.html"
NOT_FOUND = "404.html"  # served at any depth: a <base> says where it belongs, and nothing links to it

_LINKS = ("href", "src", "poster", "{http://www.w3.org/1999/xlink}href", "xlink:href")
_SCRIPT = re.compile(r"(<script\b[^>]*>).*?</script>", re.DOTALL)
_ENDS = (" href=", " id=", " src=", " poster=")  # of what stands before the value of an attribute that counts
_COUNTED = (("href", " href="), ("src", " src="), ("poster", " poster="), ("id=", " id="))
_STRANGE = ("<!-", "<![", "<base", "srcset", "xlink")
_REFRESH = re.compile(r"[^;]*;\s*url\s*=\s*(.+)", re.IGNORECASE)
_SOURCES = {"events": "events", "people": "people", "organizations": "organizations", "articles": "articles", "pages": "pages"}


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What one page offers to link to, and where it leads."""

    ids: tuple[str, ...]
    targets: tuple[str, ...]  # paths under public/, with "#" and a fragment where a link has one; each once
    redirect: bool  # leads on by itself
    sound: bool  # no id stands twice, and no link leads to a folder


@dataclass(frozen=True, slots=True)
class _Markup:
    """A page as written."""

    ids: dict[str, int]  # id -> how often it stands there
    links: tuple[str, ...]  # each once, in order
    refresh: str = ""  # where a redirect leads; "" for a page of its own
    base: str | None = None  # the folder from which its relative links start, where it names one


def check_site(files: Mapping[str, bytes], *, base_url: str = "") -> list[Problem]:
    """The problems of a rendered site, path under public/ -> bytes, in order of page and link.

    Links within the site must lead to a file and, with a fragment, to an id on it; addresses under `base_url` count as links within the
    site.  Other addresses are not looked at: the build uses no network.
    """
    reader = LinkReader(base_url)
    pages = {path: reader.read(path, content) for path, content in files.items() if path.endswith(".html")}
    return find_problems(pages, files.keys(), files.__getitem__, base_url=base_url)


class LinkReader:
    """Reads pages; remembers where a link of a folder leads, for nearly all stand on many pages."""

    def __init__(self, base_url: str = "") -> None:
        self.base_url = base_url
        self._known: dict[tuple[str, str], Target | None] = {}

    def read(self, path: str, content: bytes) -> PageLinks:
        markup = _read_fast(content) or _read_markup(content)
        folder = posixpath.dirname(path)
        found = [self._resolve(link, path, folder, markup.base) for link in (*markup.links, *([markup.refresh] if markup.refresh else []))]
        targets = [target for target in found if target is not None]
        sound = all(count == 1 for count in markup.ids.values()) and not any(target.folder for target in targets)
        return PageLinks(tuple(markup.ids), tuple(dict.fromkeys(target.whole for target in targets)), bool(markup.refresh), sound)

    def _resolve(self, link: str, path: str, folder: str, base: str | None) -> Target | None:
        if base is not None or link[:1] in ("", "#", "?"):
            return resolve_link(link, path, base=base, base_url=self.base_url)
        if (folder, link) not in self._known:
            self._known[folder, link] = resolve_link(link, path, base_url=self.base_url)
        return self._known[folder, link]


def find_problems(
    pages: Mapping[str, PageLinks], paths: Collection[str], content_of: Callable[[str], bytes], *, base_url: str = ""
) -> list[Problem]:
    """What is wrong with a site of these pages (path -> links) and files; `content_of` is asked only for pages with a fault."""
    anchors = {f"{path}#{identifier}" for path, page in pages.items() for identifier in page.ids}
    problems: list[Problem] = []
    for path in sorted(pages):
        if not pages[path].sound or not all(_leads_somewhere(target, anchors, pages, paths) for target in pages[path].targets):
            problems += _faults(path, content_of(path), pages, paths, base_url)
    return [*problems, *_orphans(pages)]


def _leads_somewhere(target: str, anchors: Collection[str], pages: Collection[str], paths: Collection[str]) -> bool:
    if target in paths or target in anchors:
        return True
    path, _, fragment = target.partition("#")
    return path in paths and (path not in pages or fragment == "top")


def _faults(path: str, content: bytes, pages: Mapping[str, PageLinks], paths: Collection[str], base_url: str) -> Iterator[Problem]:
    """What is wrong with one page, in order of its ids and links."""
    markup = _read_markup(content)
    yield from (_repeated(path, identifier) for identifier, count in markup.ids.items() if count > 1)
    for link in (*markup.links, *([markup.refresh] if markup.refresh else [])):
        target = resolve_link(link, path, base=markup.base, base_url=base_url)
        if target is not None and (problem := _dead(path, link, target, paths, pages)):
            yield problem


def _read_fast(content: bytes) -> _Markup | None:
    """The ids and links of a page whose attributes all stand in double quotes, and double quotes nowhere else; None for other pages.

    So are the pages of our templates, for Jinja2 escapes what it puts in; it takes a tenth of the time of a parser.
    """
    try:
        text = _SCRIPT.sub(r"\1", content.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if 'http-equiv="refresh"' in text.lower():
        return None
    parts = text.split('"')  # what stands between attributes, and their values, in turns
    if not _is_plain("\0".join(parts[::2]), len(parts)):
        return None
    ids: dict[str, int] = {}
    links: dict[str, None] = {}
    for at in range(0, len(parts) - 1, 2):
        before = parts[at]
        if before.endswith(_ENDS):
            if not _is_inside(parts, at):
                return None
            written = html.unescape(parts[at + 1]) if "&" in parts[at + 1] else parts[at + 1]
            if before[-3:] != "id=":
                links[written] = None
            elif written:
                ids[written] = ids.get(written, 0) + 1
    return _Markup(ids, tuple(links))


def _is_plain(between: str, parts: int) -> bool:
    """Whether double quotes stand around values only, and the attributes that count are written as our templates write them."""
    lower = between.lower()
    if parts % 2 == 0 or between.count("=\0") != parts // 2 or any(strange in lower for strange in _STRANGE):
        return False
    written = all(lower.count(name) == between.count(f"{end}\0") for name, end in _COUNTED)
    return written and lower.count(" name=") == lower.count("<meta name=\0") + lower.count("<input id=\0 name=\0")


def _is_inside(parts: list[str], at: int) -> bool:
    """Whether what comes behind this part stands in a tag."""
    while at >= 0:
        if "<" in parts[at] or ">" in parts[at]:
            return parts[at].rfind("<") > parts[at].rfind(">")
        at -= 2
    return False


def _read_markup(content: bytes) -> _Markup:
    """The ids and links of any HTML page."""
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
    return _Markup(ids, tuple(links), refresh, base)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads within the site."""

    path: str  # under public/; begins with "../" when it leads out of the site
    fragment: str
    folder: bool = False  # a relative link to a folder: a server shows its index, a browser that reads from disk a list of files

    @property
    def whole(self) -> str:
        return f"{self.path}#{self.fragment}" if self.fragment else self.path


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


def _dead(path: str, link: str, target: Target, paths: Collection[str], pages: Mapping[str, PageLinks]) -> Problem | None:
    if target.path not in paths:
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


def _orphans(pages: Mapping[str, PageLinks]) -> Iterator[Problem]:
    """Pages to which no way leads from the home page; redirects and the page for missing ones are meant to be so."""
    if HOME not in pages:
        return
    seen, waiting = {HOME}, [HOME]
    while waiting:
        for target in pages[waiting.pop()].targets:
            path = target.partition("#")[0]
            if path not in seen and path in pages:
                seen.add(path)
                waiting.append(path)
    for path in sorted(pages):
        if path not in seen and path != NOT_FOUND and not pages[path].redirect:
            hint = "link to it from a page that readers find"
            yield Problem("page-orphan", path, "no link leads from the home page to this page", "a way to it", hint, severity="notice")
