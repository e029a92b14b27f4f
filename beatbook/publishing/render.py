"""The site model -> the files of the site."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import jinja2
from markupsafe import Markup

from beatbook.errors import Problem, TemplateError
from beatbook.publishing.channels import ChannelPaths, channel_paths
from beatbook.publishing.citations import Citation, cite_article, cite_event
from beatbook.publishing.corrections import editor_url, form_url, mail_url
from beatbook.publishing.data import DOWNLOADS, NOTHING_EARLIER, export_schemas, export_table
from beatbook.publishing.editions import write_editions
from beatbook.publishing.environment import make_environment
from beatbook.publishing.exports import ChannelPlan, ChannelWriter, channel_files, plan_channels
from beatbook.publishing.jsonld import article_node, breadcrumb_node, event_node, profile_node, script_json, structured_data
from beatbook.publishing.kept import page_key
from beatbook.publishing.minify import minify_css, minify_js
from beatbook.publishing.once import Once
from beatbook.publishing.page import Desks, Page, Raw, Unit, facts_of
from beatbook.publishing.pages import NAVIGATION, page_units
from beatbook.publishing.pages_editions import Letter, letter_text, letters, period_of
from beatbook.publishing.previews import Shard, find_shards, format_shard, shard_path, shards
from beatbook.publishing.schemas import ENTRIES
from beatbook.publishing.search_index import export_search
from beatbook.publishing.sitemap import export_sitemap
from beatbook.publishing.tracing import Recorder, tables_of, untraced
from beatbook.publishing.urls import SECTIONS, absolute_url
from beatbook.publishing.views import Link, make_index, recall_plainly
from beatbook.publishing.views_editions import EditionView
from beatbook.publishing.words import parse_words

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from beatbook.config import Config
    from beatbook.publishing.editions import Edition
    from beatbook.publishing.model import Site
    from beatbook.publishing.views import Index
    from beatbook.publishing.words import Words

LAND = "land.txt"  # outlines for the map: read at build time, not published
HASHED = ("css", "js", "svg", "png", "woff2")  # assets whose names carry a hash of their content, so that a cache never serves an old one


SECTION_PAGES = frozenset(url for _, url in NAVIGATION)
LISTS = frozenset({"events.html", "list.html", "timeline.html"})  # templates of long lists: their style leaves out what only texts need
_ONLY_TEXT = re.compile(rb"/\* @begin text \*/.*?/\* @end \*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assets:
    """The theme's files: published path of each by its name, and their bytes by published path."""

    paths: dict[str, str]  # "site.css" -> "assets/site.0a1b2c3d.css"
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or calendar that a page offers."""

    name: str  # "Feed"
    title: str  # "Ana Duarte · North Sea Beat"
    href: str
    type: str
    named: bool = True  # in the head of the page, where readers of feeds look: of the site's feeds one is enough there


def render_site(
    site: Site, config: Config, templates: Mapping[str, str], assets: Mapping[str, bytes], editions: Sequence[Edition] | None = None
) -> dict[str, bytes]:
    """Every file of the site by its path under public/: pages, redirects, feeds, data and assets.

    `editions` are those to be shown, oldest first; None: all as the site's reports have them.

    `templates` and `assets` are the theme's, by name ("event.html", "site.css"); files named `strings.LANGUAGE.yaml` in either hold
    the words of the interface.  Raises TemplateError with template, line and page.
    """
    files: dict[str, bytes] = {}
    press = Press(site, config, templates, assets, editions)
    found = []
    for file in chain.from_iterable(press.files(unit) for unit in press.units):
        if file.path in files:
            raise written_twice(file.path)
        files[file.path] = file.make()
        found += [file.path] if file.listed else []
    return {**files, **{file.path: file.make() for file in press.sitemap(found)}}


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site, made when its content is asked for."""

    path: str  # under public/
    make: Callable[[], bytes]
    listed: bool = False  # in the sitemap

    @property
    def is_page(self) -> bool:
        return self.path.endswith(".html")


def written_twice(path: str) -> TemplateError:
    return TemplateError(Problem("page-twice", path, "two files would stand at the same address", "an address of its own for each"))


class Shop:
    """What is needed to make any file of a site: words, templates, assets, and the site to read."""

    def __init__(
        self,
        config: Config,
        templates: Mapping[str, str],
        assets: Mapping[str, bytes],
        tables: Mapping[str, Mapping[str, Any]],
        *,
        code: bytes = b"",
        looks_back: bool = False,
    ) -> None:
        self.config = config
        self.words = parse_words(_string_files(templates, assets), config.language)
        told = {name: _tell_keys(content, self.words) if name == "comfort.js" else content for name, content in assets.items()}
        self.published = publish_assets(told)
        texts = {name: content for name, content in assets.items() if name.startswith("strings.")}
        previews = tables["totals"]["previews"]
        self.setting = page_key(code, config, templates, texts, self.published.paths, previews, looks_back) if code else b""
        self.recorder = Recorder(tables) if self.setting else None
        if self.recorder is not None:
            self.site, index, recall, tables = self.recorder.site, self.recorder.index, self.recorder.recall, self.recorder.tables
        else:
            self.site, index, recall = *untraced(tables), recall_plainly
        self.desks = Desks(self.site, self.words, config, index, recall)
        self.renderer = Renderer(self.desks, templates, self.published, tables["feeds"], tables["totals"], looks_back=looks_back)

    def files(self, unit: Unit) -> Iterator[File]:
        """The files of a unit.  Raises TemplateError with template, line and page."""
        for made in unit.make(self.desks, *unit.arguments):
            if isinstance(made, Page):
                values = self.renderer.values(made)
                yield File(made.url, partial(self.renderer.render, made, values), listed=made.index)
            else:
                yield File(made.path, partial(bytes, made.content))


class Press(Shop):
    """Makes the files of a site in units, each by itself and in any order, so that several processors can share the work.

    Nothing is made before it is asked for, and nothing is kept: a site of any size takes the memory of a unit.  Where `code` is given,
    which stands for the code and the libraries that make them, what every unit reads of the site is noted.
    """

    def __init__(
        self,
        site: Site,
        config: Config,
        templates: Mapping[str, str],
        assets: Mapping[str, bytes],
        editions: Sequence[Edition] | None = None,
        *,
        code: bytes = b"",
        looks_back: bool = False,
        index: Index | None = None,
    ) -> None:
        """`index` are the look-up tables of the site, where they are at hand."""
        self.earlier = NOTHING_EARLIER  # what the last build wrote, for who knows
        index = index or make_index(site)
        period = period_of(config.editions)
        editions = editions if editions is not None else write_editions(site, period, {}) if period else ()
        channels = plan_channels(site, config)
        feeds = dict.fromkeys(channel_files(channels), "")
        tables = tables_of(site, index, {"feeds": feeds, "totals": {"articles": len(site.articles), "previews": shards(site)}})
        super().__init__(config, templates, assets, tables, code=code, looks_back=looks_back)
        writer = ChannelWriter(config, self.desks.recall)
        plain = Desks(site, self.words, config, index)
        land = assets.get(LAND, b"").decode("utf-8")
        self.units: list[Unit] = [
            Unit("assets", partial(_assets, self.published), (page_key(self.published.files),)),
            Unit("schemas", _schemas),
            *(Unit(f"data {name}", self._data, (name,), large=True) for name in ENTRIES),
            *(Unit(f"channel {plan.page}", partial(_channel, writer), (plan,)) for plan in channels),
            Unit("search", _search, large=True),
            *(Unit(f"text {letter.edition.id}", _letter, (letter,)) for letter in letters(plain, editions)),
            *(Unit(shard_path(shard), _previews, (shard,)) for shard in find_shards(site)),
            *page_units(plain, editions, land=land),
            *(Unit(f"redirect {former}", self._redirect, (former, url)) for former, url in sorted(site.redirects.items())),
        ]

    def portions(self, units: Sequence[Unit]) -> list[list[Unit]]:
        """The units in portions, few enough to share evenly and large enough to be worth handing to another processor."""
        found: list[list[Unit]] = [[unit] for unit in units if unit.large]
        rest = [unit for unit in units if not unit.large]
        return [*found, *(rest[start : start + PORTION] for start in range(0, len(rest), PORTION))]

    def sitemap(self, listed: Iterable[str]) -> Iterator[File]:
        """What can only be made when all units are: the map of the pages that may be found."""
        files = export_sitemap(self.site, self.config, listed)
        return (File(path, partial(bytes, content)) for path, content in files.items())

    def _data(self, desks: Desks, name: str) -> Iterator[Raw]:
        site, index = facts_of(desks), desks.index
        read = (site.events, site.profiles, site.articles, site.pairs, index.events, index.articles, index.profiles)
        for table in read:
            table.keys()  # all of each: what stands of the last build's files was made of it
        return _raw(export_table(name, site, index, self.earlier))

    def _redirect(self, _desks: Desks, former: str, url: str) -> Iterator[Raw]:
        yield Raw(former, self.renderer.redirect(former, url))


PORTION = 32  # units of pages, of a few ms each


def _assets(published: Assets, _desks: Desks, _key: bytes) -> Iterator[Raw]:
    yield Raw(".nojekyll", b"")  # for who publishes from a branch: GitHub is to leave the files as they are
    yield from _raw(published.files)


def _schemas(_desks: Desks) -> Iterator[Raw]:
    return _raw(export_schemas())


def _channel(writer: ChannelWriter, desks: Desks, plan: ChannelPlan) -> Iterator[Raw]:
    return _raw(writer.files(plan, facts_of(desks)))


def _search(desks: Desks) -> Iterator[Raw]:
    return _raw(export_search(facts_of(desks), desks.words))


def _letter(desks: Desks, letter: Letter) -> Iterator[Raw]:
    return _raw(letter_text(desks, letter))


def _previews(desks: Desks, shard: Shard) -> Iterator[Raw]:
    yield Raw(shard_path(shard), format_shard(shard, facts_of(desks), desks.words))


def _raw(files: Mapping[str, bytes]) -> Iterator[Raw]:
    return (Raw(path, content) for path, content in files.items())


def publish_assets(assets: Mapping[str, bytes]) -> Assets:
    """Assets under names with a hash of their content; texts of the interface are none."""
    paths, files = {}, {}
    if "site.css" in assets and "lists.css" not in assets:
        assets = {**assets, "lists.css": _ONLY_TEXT.sub(b"", assets["site.css"])}
    for name, original in sorted(assets.items()):
        if name.startswith("strings.") or name == LAND:
            continue
        stem, dot, ending = name.rpartition(".")
        content = _smaller(original, ending)
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}" if dot and ending in HASHED else name
        paths[name] = f"assets/{hashed}"
        files[paths[name]] = content
    return Assets(paths, files)


def _smaller(content: bytes, ending: str) -> bytes:
    minify = {"css": minify_css, "js": minify_js}.get(ending)
    try:
        return minify(content.decode("utf-8")).encode() if minify else content
    except UnicodeDecodeError:  # a publisher's own, in another encoding: as it is
        return content


class Renderer:
    """Turns pages into HTML with one compiled set of templates.

    `exports` are the paths of the feeds and calendars, `totals` the figures of the whole digest.  Of a digest that looks back every page
    says at which day; of another one only the pages that sum it up, or each article would change them all.
    """

    def __init__(
        self,
        desks: Desks,
        templates: Mapping[str, str],
        assets: Assets,
        exports: Container[str],
        totals: Mapping[str, int],
        *,
        looks_back: bool = False,
    ) -> None:
        self.site, self.index, self.config, self.words, self._recall = desks.site, desks.index, desks.config, desks.words, desks.recall
        self.assets, self.exports, self._totals, self._looks_back = assets, exports, totals, looks_back
        config, words = desks.config, desks.words
        self._quick, self._careful = make_environment(templates, words, quick=True), make_environment(templates, words)
        names: dict[str, Any] = {
            "t": words.t,
            "texts": words.texts,
            "count": words.count,
            "term": words.term,
            "site_title": config.title,
            "tagline": config.tagline,
            "language": config.language,
            "publisher": config.publisher,
            "previews": totals["previews"],
            "asset_paths": assets.paths,
            "theme_script": Markup(THEME_SCRIPT),  # noqa: S704 - a constant of this module
            "csp": Markup(content_security_policy()),  # noqa: S704 - a constant, with no character that would end the attribute
            "once": Once(),
            "keys": _keys(words),
        }
        self._quick.globals |= names
        self._careful.globals |= names
        self._templates = sorted(name for name in templates if name.endswith(".html"))
        self._careful_only: set[str] = set()  # templates that the quick way cannot render
        self._shared: dict[tuple[str, ...], tuple[Any, ...]] = {}  # what many pages have in common: the same value for all of them

    def render(self, page: Page, values: dict[str, object]) -> bytes:
        """The page's HTML from the values that its template is to see.  Raises TemplateError."""
        return self._render(page.template, page.url, values)

    def prepare(self) -> None:
        """Compiles all templates, for who is about to share the work with copies of this process: each would do it for itself."""
        for name in self._templates:
            with suppress(jinja2.TemplateError, SyntaxError):  # told of where a page is made of it
                self._quick.get_template(name)

    def values(self, page: Page) -> dict[str, object]:
        """What the template of a page sees."""
        root = "" if page.url == "404.html" else "../" * page.url.count("/")
        return {
            **page.values,
            "page": page,
            "root": root,
            "navigation": self._navigation(root, page),
            "stylesheet": self._stylesheet(page.template),
            "canonical": self._absolute(page.url) if page.index else "",
            "share": self._absolute(self.assets.paths.get(f"share-{page.picture}.png", "")) if page.picture else "",
            "base": _base_path(self.config.base_url) if page.url == "404.html" else "",
            "correction": self._correction(page),
            "structured": self._structured(page),
            "feeds": self._feeds(page, root),
            "downloads": self._downloads(root),
            "cite": self._cite(page),
            "as_of": self.words.date(self.site.as_of) if (page.sums_up or self._looks_back) and self.site.as_of else None,
            "articles_total": self.words.count("articles", self._totals["articles"]) if page.sums_up else "",
        }

    def redirect(self, former: str, url: str) -> bytes:
        """A page that leads from a former address to the present one, without a script."""
        target = "../" * former.count("/") + url
        return self._render("redirect.html", former, {"target": target, "canonical": self._absolute(url)})

    def _render(self, template: str, url: str, values: dict[str, object]) -> bytes:
        if template not in self._careful_only:
            try:
                return self._quick.get_template(template).render(values).encode("utf-8")
            except (*_TEMPLATE_ERRORS, LookupError, SyntaxError):  # its own, or none at all: the careful way tells
                pass
        try:
            text = self._careful.get_template(template).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise _template_error(error.name or template, error.lineno, url, error.message or "broken") from error
        except jinja2.TemplateNotFound as error:
            raise _template_error(str(error.name), None, url, "there is no such template") from error
        except _TEMPLATE_ERRORS as error:
            where = _template_frame(error)
            raise _template_error(where[0] or template, where[1], url, str(error)) from error
        self._careful_only.add(template)
        return text.encode("utf-8")

    def _stylesheet(self, template: str) -> str:
        return self.assets.paths.get("lists.css" if template in LISTS else "site.css", "")

    def _absolute(self, url: str) -> str:
        return absolute_url(self.config, url) if self.config.base_url and url else ""

    def _navigation(self, root: str, page: Page) -> tuple[tuple[Link, str], ...]:
        """The sections of the site, each with what `aria-current` says of it: "page", "true" above the page at hand, else ""."""
        at = page.url if page.url in SECTION_PAGES else ""
        if ("navigation", root, page.section, at) not in self._shared:
            self._shared["navigation", root, page.section, at] = tuple(
                (Link(self.words.t(f"nav.{name}"), root + url), "" if name != page.section else "page" if url == at else "true")
                for name, url in NAVIGATION
                if name != "editions" or self.config.editions != "none"
            )
        return self._shared["navigation", root, page.section, at]

    def _downloads(self, root: str) -> tuple[Link, ...]:
        if ("downloads", root) not in self._shared:
            self._shared["downloads", root] = tuple(Link(path.removeprefix("data/"), root + path) for path in DOWNLOADS)
        return self._shared["downloads", root]

    def _feeds(self, page: Page, root: str) -> tuple[Feed, ...]:
        """The page's own feeds and calendar where it has some, else the site's."""
        own = channel_paths(page.url)
        if own.atom in self.exports:
            return self._offered(own, root, f"{page.title} · {self.config.title}" if page.title else self.config.title)
        return self._recall(self._shared, ("feeds", root), lambda _: self._site_feeds(root))

    def _site_feeds(self, root: str) -> tuple[Feed, ...]:
        feeds = self._offered(channel_paths("index.html"), root, self.config.title)
        return tuple(replace(feed, named=number == 0 or not root) for number, feed in enumerate(feeds))

    def _offered(self, paths: ChannelPaths, root: str, title: str) -> tuple[Feed, ...]:
        found = ((paths.atom, *FEED_TYPES[0]), (paths.json, *FEED_TYPES[1]), (paths.calendar, *FEED_TYPES[2]))
        return tuple(Feed(self.words.t(name), title, root + path, kind) for path, name, kind in found if path in self.exports)

    def _structured(self, page: Page) -> Markup:
        """What the page is about, for search engines."""
        kind, _, ident = page.node.partition(":")
        node = None
        if kind == "event":
            node = event_node(self.site.events[ident], self.site, self.config, self.index)
        elif kind == "article":
            node = article_node(self.site.articles[ident], self.index, self.config)
        elif ident in self.index.profiles and kind != "pair":
            node = profile_node(self.site.profiles[ident], self.index, self.config)
        crumbs = [(step.text, _from_root(page.url, step.href)) for step in page.trail] if self.config.base_url else []
        trail = breadcrumb_node([*crumbs, (page.title, page.url)], self.config) if crumbs else None
        return Markup(structured_data([node, trail]))  # noqa: S704 - structured_data escapes all that could end the element

    def _cite(self, page: Page) -> Citation | None:
        kind, _, ident = page.node.partition(":")
        if isinstance(view := page.values.get("view"), EditionView):
            return view.cite
        if kind == "event":
            return cite_event(self.site.events[ident], self.site, self.config)
        return cite_article(self.site.articles[ident]) if kind == "article" else None

    def _correction(self, page: Page) -> Link | None:
        """Where a reader may send a correction of this page: the brief in the repository's editor, a form, or an address."""
        where, (kind, _, ident) = self.config.corrections, page.node.partition(":")
        permalink, text = self._absolute(page.url) or page.url, self.words.t("corrections.suggest")
        if form := form_url(where, permalink):
            return Link(text, form)
        if (file := self._file(kind, ident)) and (editor := editor_url(where, f"content/{file}")):
            return Link(self.words.t("corrections.edit"), editor)
        letter = mail_url(where, page.title, permalink)
        return Link(text, letter) if letter else None

    def _file(self, kind: str, ident: str) -> str:
        """The file under content/ that a page is made of; "" when there is none, as for somebody named in one article."""
        if kind in ("event", "article"):
            return f"{kind}s/{ident}.md"
        return self.site.profiles[ident].document if kind in SECTIONS and ident in self.index.profiles else ""


_TEMPLATE_ERRORS = (jinja2.TemplateError, TypeError, ValueError, AttributeError, KeyError, ZeroDivisionError)
KEYS = ("/", "j", "k", "?", "Esc")


def _keys(words: Words) -> tuple[tuple[str, str], ...]:
    """The single keys, each with what it does."""
    return tuple(zip(KEYS, words.texts("keys.what"), strict=False))


def _tell_keys(script: bytes, words: Words) -> bytes:
    """The script with the texts of the window that tells of the keys in front: it stands there once, instead of on every page."""
    texts = {"title": words.t("keys.title"), "keys": _keys(words), "on": words.t("keys.on"), "close": words.t("keys.close")}
    return f"window.beatbookKeys={script_json(texts)};\n".encode("utf-8", "replace") + script


FEED_TYPES = (("site.feed", "application/atom+xml"), ("site.json_feed", "application/feed+json"), ("site.calendar", "text/calendar"))

# Sets a chosen theme before anything is painted; everything else waits in a deferred file.  Its hash stands in the policy.
THEME_SCRIPT = 'try{var d=localStorage.getItem("theme");if(d)document.documentElement.dataset.theme=d}catch(e){}'


def content_security_policy() -> str:
    """What a page may load: its own style, scripts and pictures, and nothing else from anywhere."""
    digest = b64encode(hashlib.sha256(THEME_SCRIPT.encode()).digest()).decode()
    rules = (
        "default-src 'none'",
        "style-src 'self'",
        f"script-src 'self' 'sha256-{digest}'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
    )
    return "; ".join(rules)


def _string_files(templates: Mapping[str, str], assets: Mapping[str, bytes]) -> dict[str, str]:
    texts = {name: content.decode("utf-8") for name, content in assets.items() if name.startswith("strings.")}
    return texts | {name: text for name, text in templates.items() if name.removeprefix("own/").startswith("strings.")}


def _base_path(base_url: str) -> str:
    """The path under which the site is published: "/" or "/repo/"."""
    return f"{urlsplit(base_url).path.rstrip('/')}/"


def _from_root(page: str, href: str) -> str:
    """A link of a page as a path from the site's root."""
    return urljoin(page, href)


def _template_error(template: str, line: int | None, url: str, found: str) -> TemplateError:
    return TemplateError(Problem("template", f"templates/{template}", f"{found} (on the page {url})", "a template that renders", line=line))


def _template_frame(error: BaseException) -> tuple[str, int | None]:
    """The innermost template and line in a traceback that Jinja2 has rewritten."""
    name, line, frame = "", None, error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        if "__jinja_template__" in frame.tb_frame.f_globals or code.co_filename == "<template>" or code.co_filename.endswith(".html"):
            template = frame.tb_frame.f_globals.get("__jinja_template__")
            name, line = (
                code.co_filename if code.co_filename != "<template>" else str(getattr(template, "name", "") or name),
                frame.tb_lineno,
            )
        frame = frame.tb_next
    return name, line
