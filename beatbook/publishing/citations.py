"""How to cite a brief or an article: as text, as BibTeX, and as CSL-JSON (the form that Zotero and others read)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import is_edtf, parse_edtf
from beatbook.publishing.data import to_json
from beatbook.publishing.event_days import updated_day
from beatbook.publishing.urls import absolute_url

if TYPE_CHECKING:
    from datetime import date

    from beatbook.config import Config
    from beatbook.publishing.model import Site, SiteArticle, SiteEvent

_BIBTEX_SPECIAL = re.compile(r"[\\{}#$%&_~^]")
_BIBTEX_WORDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_KEY = re.compile("[^A-Za-z0-9-]+")


class Citation(msgspec.Struct, frozen=True):
    """One thing to cite, in three forms."""

    text: str
    bibtex: str
    csl_json: str  # a list of one item


class _Work(msgspec.Struct, frozen=True):
    """What all three forms are made of; "" and None for what is not known."""

    id: str
    title: str
    container: str  # the digest, or the outlet
    publisher: str
    author: str
    day: date | None
    address: str
    type: str  # of CSL


def cite_event(event: SiteEvent, site: Site, config: Config) -> Citation:
    """How to cite a brief, as of the day on which it last changed."""
    publisher = "" if config.publisher == config.title else config.publisher
    address = absolute_url(config, event.url)
    return _cite(_Work(event.id, event.title, config.title, publisher, "", updated_day(event, site), address, "webpage"))


def cite_page(identifier: str, title: str, url: str, day: date, config: Config) -> Citation:
    """How to cite a page of the digest that is of one day, such as an edition."""
    publisher = "" if config.publisher == config.title else config.publisher
    return _cite(_Work(identifier, title, config.title, publisher, "", day, absolute_url(config, url), "webpage"))


def cite_article(article: SiteArticle) -> Citation:
    """How to cite an article that the digest rests on, at its own address."""
    day = parse_edtf(article.published) if article.published and is_edtf(article.published) else None
    known = day.first if day and day.days == 1 else None
    address = article.source_url or ""
    return _cite(_Work(article.id, article.headline, article.outlet or "", "", article.byline or "", known, address, "article-newspaper"))


def _cite(work: _Work) -> Citation:
    return Citation(_as_text(work), _as_bibtex(work), _as_csl(work))


def _as_text(work: _Work) -> str:
    day = f"{work.day.day} {_MONTHS[work.day.month - 1]} {work.day.year}" if work.day else ""
    title = f"“{work.title}.”" if work.title[-1:] not in (".", "!", "?") else f"“{work.title}”"
    author = f"{work.author.rstrip('.')}." if work.author else ""
    source = ", ".join(part for part in (work.container, work.publisher, day) if part)
    return " ".join(part for part in (author, title, f"{source}." if source else "", work.address) if part)


def _as_bibtex(work: _Work) -> str:
    fields = {
        "author": f"{{{_bibtex(work.author)}}}" if work.author else "",
        "title": f"{{{_bibtex(work.title)}}}",
        "howpublished": _bibtex(work.container),
        "publisher": _bibtex(work.publisher),
        "year": str(work.day.year) if work.day else "",
        "month": str(work.day.month) if work.day else "",
        "day": str(work.day.day) if work.day else "",
        "url": work.address,
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    return "\n".join((f"@misc{{{_KEY.sub('-', work.id)},", *lines, "}"))


def _as_csl(work: _Work) -> str:
    item: dict[str, object] = {"id": work.id, "type": work.type, "title": work.title}
    if work.author:
        item["author"] = [{"literal": work.author}]
    filled = (("container-title", work.container), ("publisher", work.publisher), ("URL", work.address))
    item |= {key: value for key, value in filled if value}
    if work.day:
        item["issued"] = {"date-parts": [[work.day.year, work.day.month, work.day.day]]}
    return to_json([item]).decode().strip()


def _bibtex(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(lambda found: _BIBTEX_WORDS.get(found.group(), f"\\{found.group()}"), text)
