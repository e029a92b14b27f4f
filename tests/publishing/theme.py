"""The default theme, and the site in miniature rendered with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lxml import html

from beatbook import files
from beatbook.publishing.index import make_index
from beatbook.publishing.page import Desks
from beatbook.publishing.render import render_site
from beatbook.publishing.views import Desk
from beatbook.publishing.words import Words, parse_words
from tests.publishing.factories import make_config, make_site

if TYPE_CHECKING:
    from beatbook.config import Config
    from beatbook.publishing.model import Site

NOWHERE = Path("no such folder")


def default_theme() -> tuple[dict[str, str], dict[str, bytes]]:
    """Templates and assets of the package."""
    return files.read_theme(NOWHERE)


def english() -> Words:
    templates, assets = default_theme()
    return parse_words({name: text.decode() for name, text in assets.items() if name.startswith("strings.")} | templates, "en")


def make_desk(site: Site | None = None, config: Config | None = None, root: str = "../") -> Desk:
    """A desk for pages one folder deep."""
    site = site or make_site()
    return Desk(site, english(), config or make_config(), make_index(site), root)


def make_desks(site: Site | None = None, **config: object) -> Desks:
    """The desks of a site, that in miniature if none is given."""
    site = site or make_site()
    return Desks(site, english(), make_config(**config), make_index(site))


def render(site: Site | None = None, config: Config | None = None) -> dict[str, bytes]:
    """All files of a site, that in miniature if none is given."""
    return render_site(site or make_site(), config or make_config(), *default_theme())


def page(files_: dict[str, bytes], url: str) -> html.HtmlElement:
    """One page, parsed."""
    return html.document_fromstring(files_[url].decode("utf-8"))


def text_of(element: html.HtmlElement, selector: str) -> str:
    """The text of the first element with this class, spaces made one."""
    found = element.find_class(selector)
    return " ".join(found[0].text_content().split()) if found else ""
