"""The page of one article: what it says, in short marked quotes, never its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.markdown_text import render_markdown
from beatbook.publishing.views import ArticleRow, Badge, Desk, Link, QuoteView, web_address

if TYPE_CHECKING:
    from markupsafe import Markup

    from beatbook.publishing.model import SiteArticle
    from beatbook.publishing.words import When


class NamedGroup(msgspec.Struct, frozen=True):
    """People, places or organizations that an article names."""

    title: str
    links: tuple[Link, ...]


class ArticleView(msgspec.Struct, frozen=True):
    id: str
    title: str
    outlet: Link | None
    when: When
    basis: str
    because: tuple[str, ...]
    updated: When | None
    byline: str
    dateline: str
    language: str
    type: str
    tags: tuple[str, ...]
    cites: tuple[Link, ...]
    notices: tuple[Badge, ...]
    original: str  # address of the outside article, "" when not known
    archived: str
    quotes: tuple[QuoteView, ...]
    events: tuple[Link, ...]
    named: tuple[NamedGroup, ...]
    copies: tuple[ArticleRow, ...]
    our_note: bool
    body: Markup


NAMED_TYPES = (("people", ("person",)), ("organizations", ("organization", "outlet", "source")), ("places", ("place", "state")))


def article_view(desk: Desk, article: SiteArticle) -> ArticleView:
    """Everything that an article's page shows."""
    return ArticleView(
        id=article.id,
        title=article.headline,
        outlet=desk.outlet(article),
        when=desk.article_when(article, short=False),
        basis=desk.term("basis", article.published_basis),
        because=article.published_because,
        updated=desk.words.date(article.updated) if article.updated else None,
        byline=article.byline or "",
        dateline=article.dateline or "",
        language=article.language,
        type=desk.term("article_type", article.type),
        tags=article.tags,
        cites=desk.profiles(article.cites),
        notices=_notices(desk, article),
        original=web_address(article.source_url),
        archived=web_address(article.archived),
        quotes=tuple(quote for quote in desk.quotes(article, article.claims)),
        events=desk.events(article.events),
        named=_named(desk, article),
        copies=desk.article_rows(desk.index.copies.get(article.id, ())),
        our_note=article.text == "summary",
        body=render_markdown(article.body),
    )


def _notices(desk: Desk, article: SiteArticle) -> tuple[Badge, ...]:
    notices = [Badge(notice, "note") for notice in article.notices]
    if article.text == "summary":
        notices.append(Badge(desk.t("notice.our_note"), "note"))
    if article.standing in ("corrected", "retracted"):
        notices.append(Badge(desk.t(f"notice.{article.standing}"), article.standing))
    if article.copy_of and (original := desk.article(article.copy_of)):
        notices.append(Badge(desk.t("notice.copy", article=original.text), "note"))
    return tuple(notices)


def _named(desk: Desk, article: SiteArticle) -> tuple[NamedGroup, ...]:
    groups, named = [], desk.profiles(article.named)
    for section, types in NAMED_TYPES:
        links = tuple([link for link in named if link.type in types])
        if links:
            groups.append(NamedGroup(desk.t(f"nav.{section}"), links))
    return tuple(groups)
