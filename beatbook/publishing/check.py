"""The link checker: dead links, dead fragments, ids that stand twice, and pages that nothing leads to.

A page is read once, into the ids that it has and the places to which it leads; that is all that is kept of it, so that a site of any
size can be checked while its pages are written.  Only a page on which something is wrong is looked at again, to say what and where.
"""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from beatbook.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

HOME = "index.html"
NOT_FOUND = "404.html"  # served at any depth: a <base> says where it belongs, and nothing links to it

_LINKS = ("href", "src", "poster", "{http://www.w3.org/1999/xlink}href", "xlink:href")
_COUNTS = re.compile(r"(?<![\w.-])(?:href|src|poster|id)\s*=", re.IGNORECASE)  # attributes that count, however they are written
_PLAIN = re.compile(r""" (?:href|src|poster|id)=\"""")
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)  # of Jinja2
_QUIET = re.compile(r"<script\b.*?</script>|<style.*?</style>", re.DOTALL)  # quotes in these stand around no attribute
_UNESCAPED = re.compile(r"\b(?:safe|tojson|urlize|xmlattr|autoescape)\b")  # what lets quotes through, in the language of Jinja2
_LINK = re.compile(rb''' (?:href|src|poster)="([^"]*)"''')
_ID = re.compile(rb''' id="([^"]+)"''')
_STRANGE = re.compile(r"<!-|<!\[|srcset|xlink|<a\b[^>]*\sname\s*=|<style\b[^<]*=", re.IGNORECASE)
_AWAY = re.compile(r"<base|http-equiv\s*=\s*.?refresh", re.IGNORECASE)  # what is looked for in the head of a page alone
_PLAIN_PATH = re.compile(rb"(?:[\w-][\w.-]*/)*[\w-][\w.-]*(?:#[\w.-]+)?")  # of a file
_PLAIN_FRAGMENT = re.compile(rb"#[\w.-]+")
_REFRESH = re.compile(r"[^;]*;\s*url\s*=\s*(.+)", re.IGNORECASE)
_SOURCES = {"events": "events", "people": "people", "organizations": "organizations", "articles": "articles", "pages": "pages"}


class PageLinks(msgspec.Struct, frozen=True):
    """What one page offers to link to, and where it leads."""

    ids: tuple[str, ...]
    targets: tuple[str, ...]  # paths under public/, with "#" and a fragment where a link has one; each once, none within the page
    redirect: bool  # leads on by itself
    sound: bool  # no id stands twice, and no link leads to a folder


class HasIds(Protocol):
    """A page of which it is known what it offers to link to."""

    @property
    def ids(self) -> tuple[str, ...]: ...


class _Markup(msgspec.Struct, frozen=True):
    """A page as written."""

    ids: dict[str, int]  # id -> how often it stands there
    links: tuple[str, ...]  # each once, in order
    refresh: str = ""  # where a redirect leads; "" for a page of its own
    base: str | None = None  # the folder from which its relative links start, where it names one


def check_site(files: Mapping[str, bytes], *, base_url: str = "", plain: bool = False) -> list[Problem]:
    """The problems of a rendered site, path under public/ -> bytes, in order of page and link.

    Links within the site must lead to a file and, with a fragment, to an id on it; addresses under `base_url` count as links within the
    site.  Other addresses are not looked at: the build uses no network.  `plain` is what `is_plainly_written` says of the templates.
    """
    reader = LinkReader(base_url, plain=plain)
    pages = {path: reader.read(path, content) for path, content in files.items() if path.endswith(".html")}
    return find_problems(pages, files.keys(), files.__getitem__, base_url=base_url)


class LinkReader:
    """Reads pages; remembers where a link of a folder leads, for nearly all stand on many pages.

    `plain`: the templates of all pages are plainly written.  Else each page is parsed.
    """

    def __init__(self, base_url: str = "", *, plain: bool = False) -> None:
        self.base_url, self.plain = base_url, plain
        self._known: dict[str, _Known] = {}  # by folder
        self._folders: set[str] = set()  # where links to folders lead

    def read(self, path: str, content: bytes) -> PageLinks:
        if not self.plain or _leads_on(content) or not (stretches := _outside_of_scripts(content)):
            return self._read_parsed(path, content)
        try:
            return self._read_plain(path, content, stretches)
        except UnicodeDecodeError:
            return self._read_parsed(path, content)

    def _read_parsed(self, path: str, content: bytes) -> PageLinks:
        markup = _read_markup(content)
        links = (*markup.links, *([markup.refresh] if markup.refresh else []))
        found = [self.whole(resolve_link(link, path, base=markup.base, base_url=self.base_url)) for link in links]
        ids = [ident for ident, count in markup.ids.items() for _ in range(count)]
        return self._links(path, ids, dict.fromkeys(found), redirect=bool(markup.refresh))

    def _read_plain(self, path: str, content: bytes, stretches: Sequence[tuple[int, int]]) -> PageLinks:
        """The ids and links of a page of plainly written templates, in a fiftieth of the time of a parser.  Raises UnicodeDecodeError."""
        folder = path.rpartition("/")[0]
        known = self._known.get(folder)
        if known is None:
            known = self._known[folder] = _Known(self, folder)
        known.page = path
        ids = [_value(ident) for stretch in stretches for ident in _ID.findall(content, *stretch)]
        links = [link for stretch in stretches for link in _LINK.findall(content, *stretch)]
        return self._links(path, ids, dict.fromkeys(map(known.__getitem__, links)))

    def _links(self, path: str, ids: Sequence[str], targets: dict[str, None], *, redirect: bool = False) -> PageLinks:
        targets.pop("", None)
        once = tuple(dict.fromkeys(ids))
        for ident in (*once, "top"):  # a link to what stands on the page itself leads there, whatever becomes of other pages
            targets.pop(f"{path}#{ident}", None)
        return PageLinks(once, tuple(targets), redirect, len(once) == len(ids) and self._folders.isdisjoint(targets))

    def resolve(self, written: bytes, page: str) -> str:
        """Where a link leads; "": outside the site.  Raises UnicodeDecodeError."""
        return self.whole(resolve_link(_value(written), page, base_url=self.base_url))

    def whole(self, target: Target | None) -> str:
        if target is None:
            return ""
        if target.folder:
            self._folders.add(target.whole)
        return target.whole


class _Known(dict[bytes, str]):
    """Where the links on pages of one folder lead, as they are written; "": outside the site.  Whoever asks for a new one has it learnt,
    and remembered unless it leads elsewhere on every page.
    """

    def __init__(self, reader: LinkReader, folder: str) -> None:
        super().__init__()
        self.page = ""
        self._reader, self._root = reader, b"../" * (folder.count("/") + 1 if folder else 0)

    def __missing__(self, written: bytes) -> str:
        if _PLAIN_FRAGMENT.fullmatch(written):
            return self.page + written.decode()
        root = self._root
        if written.startswith(root) and _PLAIN_PATH.fullmatch(written, len(root)):  # from the root of the site, with nothing to be decoded
            target = written[len(root) :].decode()
        else:
            target = self._reader.resolve(written, self.page)
            if target.partition("#")[0] == self.page:
                return target
        self[written] = target
        return target


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


def is_as_sound(new: PageLinks | None, old: PageLinks | None, pages: Mapping[str, HasIds | None]) -> bool:
    """Whether a site without a fault is still without one when this page of it takes the place of the old one; `pages`: path -> links, of
    all files.  False where that takes a look at the whole site.
    """
    if new is None or old is None or new == old:
        return new == old
    kept = set(old.ids) <= set(new.ids) and set(old.targets) <= set(new.targets) and new.redirect == old.redirect
    return kept and new.sound and all(_is_there(target, pages) for target in set(new.targets).difference(old.targets))


def _is_there(target: str, pages: Mapping[str, HasIds | None]) -> bool:
    path, _, fragment = target.partition("#")
    if path not in pages:
        return False
    links = pages[path]
    return not fragment or links is None or fragment == "top" or fragment in links.ids


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


def is_plainly_written(templates: Iterable[str]) -> bool:
    """Whether pages of these templates have ids and links only in attributes within double quotes, with a space in front, and lead on to
    other addresses only in their heads.

    What is put into a template is escaped, and so are double quotes in the texts of Markdown: nothing else can look like such an attribute.
    """
    return all(
        len(_COUNTS.findall(text)) == len(_PLAIN.findall(text))
        and not _STRANGE.search(text)
        and _is_quoting_attributes_only(text)
        and all(found.end() <= text.find("<body") and found[0] in ("<base", 'http-equiv="refresh') for found in _AWAY.finditer(text))
        for text in templates
    )


def _is_quoting_attributes_only(template: str) -> bool:
    text = _QUIET.sub("", _TAGS.sub("-", template))
    return text.count('"') == 2 * text.count('="') and not _UNESCAPED.search(template)


def _leads_on(content: bytes) -> bool:
    """Whether a page of plainly written templates names a base or another page: such templates do so in the head alone."""
    end = content.find(b"<body")
    return content.find(b"<base", 0, end) >= 0 or content.find(b'http-equiv="refresh"', 0, end) >= 0


def _outside_of_scripts(content: bytes) -> list[tuple[int, int]]:
    """The stretches of a page that are no script; none where one does not end."""
    stretches, at = [], 0
    while (start := content.find(b"<script", at)) >= 0:
        body = content.find(b">", start) + 1
        stretches.append((at, body))
        at = content.find(b"</script>", body)
        if not body or at < 0:
            return []
    return [*stretches, (at, len(content))]


def _value(written: bytes) -> str:
    """The value of an attribute.  Raises UnicodeDecodeError."""
    value = written.decode("utf-8")
    return html.unescape(value) if "&" in value else value


def _read_markup(content: bytes) -> _Markup:
    """The ids and links of any HTML page."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - few sites need it; lxml ships no types, and its stubs lag behind

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


class Target(msgspec.Struct, frozen=True):
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
