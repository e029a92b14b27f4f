"""A page and what it shows -> HTML: what frames every page, and the templates."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import jinja2
from markupsafe import Markup

from beatbook.errors import Problem, TemplateError
from beatbook.publishing.channels import ChannelPaths, channel_paths
from beatbook.publishing.citations import Citation, cite_article, cite_event
from beatbook.publishing.corrections import editor_url, form_url, mail_url
from beatbook.publishing.data import DOWNLOADS
from beatbook.publishing.environment import make_environment
from beatbook.publishing.jsonld import article_node, breadcrumb_node, event_node, profile_node, structured_data
from beatbook.publishing.once import Once
from beatbook.publishing.pages import NAVIGATION
from beatbook.publishing.urls import SECTIONS, absolute_url
from beatbook.publishing.views import Link
from beatbook.publishing.views_editions import EditionView

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from beatbook.publishing.assets import Assets
    from beatbook.publishing.page import Desks, Page
    from beatbook.publishing.words import Words

SECTION_PAGES = frozenset(url for _, url in NAVIGATION)
LISTS = frozenset({"events.html", "list.html", "timeline.html"})  # templates of long lists: their style leaves out what only texts need


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or calendar that a page offers."""

    name: str  # "Feed"
    title: str  # "Ana Duarte · North Sea Beat"
    href: str
    type: str
    named: bool = True  # in the head of the page, where readers of feeds look: of the site's feeds one is enough there


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
            "keys": keys_of(words),
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


def keys_of(words: Words) -> tuple[tuple[str, str], ...]:
    """The single keys, each with what it does."""
    return tuple(zip(KEYS, words.texts("keys.what"), strict=False))


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
