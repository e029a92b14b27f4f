"""Reading: a file of the inbox becomes a NewsArticle: text, metadata, and every line with its role."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.reading.article import ReadingRules, compile_rules, read_article
    from beatbook.reading.copies import LIKELY_COPY, Overlap, find_overlaps, overlap, sketch
    from beatbook.reading.identity import (
        KnownId,
        StandingText,
        article_slug,
        check_twins,
        identify,
        identify_changed,
        is_skipped,
        normal_url,
        slug,
    )
    from beatbook.reading.model import (
        EVIDENCE_ROLES,
        ArticleMetadata,
        CleanText,
        Dateline,
        InboxFile,
        Line,
        LineRole,
        NewsArticle,
        Passage,
        Reading,
        Span,
    )
else:
    offer(
        __name__,
        {
            "article": "ReadingRules compile_rules read_article",
            "copies": "LIKELY_COPY Overlap find_overlaps overlap sketch",
            "identity": "KnownId StandingText article_slug check_twins identify identify_changed is_skipped normal_url slug",
            "model": "EVIDENCE_ROLES ArticleMetadata CleanText Dateline InboxFile Line LineRole NewsArticle Passage Reading Span",
        },
    )

__all__ = [
    "EVIDENCE_ROLES",
    "LIKELY_COPY",
    "ArticleMetadata",
    "CleanText",
    "Dateline",
    "InboxFile",
    "KnownId",
    "Line",
    "LineRole",
    "NewsArticle",
    "Overlap",
    "Passage",
    "Reading",
    "ReadingRules",
    "Span",
    "StandingText",
    "article_slug",
    "check_twins",
    "compile_rules",
    "find_overlaps",
    "identify",
    "identify_changed",
    "is_skipped",
    "normal_url",
    "overlap",
    "read_article",
    "sketch",
    "slug",
]
