"""Article records -> the site's articles, not yet linked to events."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, get_args

from beatbook.edtf import is_edtf, parse_edtf
from beatbook.publishing.front_matter import choice, edtf, moment, optional, text, texts
from beatbook.publishing.model import SiteArticle
from beatbook.publishing.set_by_editor import set_by_editor
from beatbook.publishing.urls import page_url
from beatbook.reading.model import ArticleType, PublishedBasis, TextKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.analysis.model import Analysis
    from beatbook.briefing.model import Document, MachineView
    from beatbook.reading.model import ArticleMetadata
    from beatbook.strictyaml import YamlValue

OWNABLE = (
    "headline", "outlet", "url", "archived", "published", "updated", "byline", "dateline", "language", "tags", "type", "party", "text",
    "copy_of", "people",
)  # fmt: skip
_SHA256 = re.compile("[0-9a-f]{64}")


def resolved_entities(view: MachineView | None, analysis: Analysis | None) -> tuple[str, ...]:
    """The profile id of each entity of the analysis, "" for none; () where record and analysis do not fit each other."""
    entities = texts_with_blanks(view.extra.get("entities")) if view else ()
    return entities if analysis and len(entities) == len(analysis.entities) else ()


def texts_with_blanks(value: YamlValue | None) -> tuple[str, ...]:
    """The strings of a list whose empty items count."""
    return tuple(item if isinstance(item, str) else "" for item in value) if isinstance(value, list) else ()


def read_article(document: Document, view: MachineView | None, analysis: Analysis | None) -> SiteArticle:
    """The article of a record.

    What the record says wins, an empty value included; a key that it does not have comes from the analysis.
    """
    fields = {**_stated(analysis.metadata), **document.front_matter} if analysis else dict(document.front_matter)
    published = moment(fields, "published")
    published_range = edtf(fields, "published_range")
    if published is None:  # somebody may have written a range where a day belongs
        published_range = edtf(fields, "published") or published_range
    headline = optional(fields, "headline")
    return SiteArticle(
        id=document.id,
        url=page_url("article", document.id),
        file=text(fields, "file"),
        headline=headline or _stand_in(fields, published),
        stated_headline=headline,
        outlet=optional(fields, "outlet"),
        outlet_id=optional(fields, "outlet_id") or (optional(view.extra, "outlet_id") if view else None),
        byline=optional(fields, "byline"),
        dateline=optional(fields, "dateline"),
        language=text(fields, "language") or "en",
        type=choice(fields, "type", get_args(ArticleType), "news"),
        text=choice(fields, "text", get_args(TextKind), "original"),
        published=published,
        published_basis=choice(fields, "published_basis", get_args(PublishedBasis), "stated" if published else "unknown"),
        published_range=published_range,
        published_because=texts(view.extra, "published_because") if view else (),
        updated=moment(fields, "updated"),
        tags=texts(fields, "tags"),
        source_url=optional(fields, "url"),
        archived=optional(fields, "archived"),
        cites=texts(fields, "cites"),
        copy_of=optional(fields, "copy_of"),
        standing=choice(fields, "standing", ("stands", "corrected", "retracted"), "stands"),
        sha256=sha256 if _SHA256.fullmatch(sha256 := text(fields, "sha256")) else "",
        notices=analysis.notices if analysis else texts(view.extra, "notices") if view else (),
        body=document.body,
        editor=set_by_editor(document.front_matter, view, OWNABLE, echoed=OWNABLE),
    )


def _stated(metadata: ArticleMetadata) -> dict[str, YamlValue]:
    """What reading found, in the form of a record."""
    names = ("file", "sha256", "headline", "outlet", "url", "archived", "published", "published_basis", "updated", "byline", "dateline")
    fields: dict[str, YamlValue] = {name: getattr(metadata, name) or "" for name in names}
    return {**fields, "language": metadata.language, "type": metadata.type, "text": metadata.text, "tags": list(metadata.tags)}


def _stand_in(fields: Mapping[str, YamlValue], published: str | None) -> str:
    """What an article without a headline is called: its outlet and day, else its file."""
    day = published.partition("T")[0] if published else ""
    outlet = text(fields, "outlet")
    return ", ".join(part for part in (outlet, day) if part) if outlet else text(fields, "file").rpartition("/")[2] or "Untitled article"


def age_of(article: SiteArticle) -> tuple[date, str, str]:
    """By which articles are sorted, oldest first, undated ones last."""
    for value in (article.published, article.published_range):
        if value and is_edtf(value) and (first := parse_edtf(value).first) != date.min:
            return first, value, article.id
    return date.max, "", article.id
