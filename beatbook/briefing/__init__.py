"""briefing: what the machine knows and what people wrote, merged into the files under content/."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.briefing.asked import Words, format_words, note_words, parse_words
    from beatbook.briefing.branches import with_branch
    from beatbook.briefing.document import ParsedDocuments, document_id, document_type, format_document, parse_document, parse_documents
    from beatbook.briefing.known import HeldKnown, known_from, read_held, read_known
    from beatbook.briefing.lasting import articles_of, changed_since, follow_claims
    from beatbook.briefing.machine import Views, machine_views
    from beatbook.briefing.model import BriefingPlan, Document, DocumentType, FileChange, MachineView, Suggestion
    from beatbook.briefing.plan import plan_briefing, plan_views
    from beatbook.briefing.renames import find_record_ids, find_renamed, follow_views, settle_views
    from beatbook.briefing.settled import OF_NOTES, Settled, format_settled, parse_settled, quieted, settle
    from beatbook.briefing.standing import (
        STANDING,
        Standing,
        analyses_vouched_for,
        format_standing,
        parse_standing,
        settled_by,
        sum_of_analyses,
        sum_up,
    )
    from beatbook.briefing.wording_rules import compile_wording
else:
    offer(
        __name__,
        {
            "asked": "Words format_words note_words parse_words",
            "branches": "with_branch",
            "document": "ParsedDocuments document_id document_type format_document parse_document parse_documents",
            "known": "HeldKnown known_from read_held read_known",
            "lasting": "articles_of changed_since follow_claims",
            "machine": "Views machine_views",
            "model": "BriefingPlan Document DocumentType FileChange MachineView Suggestion",
            "plan": "plan_briefing plan_views",
            "renames": "find_record_ids find_renamed follow_views settle_views",
            "settled": "OF_NOTES Settled format_settled parse_settled quieted settle",
            "standing": "STANDING Standing analyses_vouched_for format_standing parse_standing settled_by sum_of_analyses sum_up",
            "wording_rules": "compile_wording",
        },
    )

__all__ = [
    "OF_NOTES",
    "STANDING",
    "BriefingPlan",
    "Document",
    "DocumentType",
    "FileChange",
    "HeldKnown",
    "MachineView",
    "ParsedDocuments",
    "Settled",
    "Standing",
    "Suggestion",
    "Views",
    "Words",
    "analyses_vouched_for",
    "articles_of",
    "changed_since",
    "compile_wording",
    "document_id",
    "document_type",
    "find_record_ids",
    "find_renamed",
    "follow_claims",
    "follow_views",
    "format_document",
    "format_settled",
    "format_standing",
    "format_words",
    "known_from",
    "machine_views",
    "note_words",
    "parse_document",
    "parse_documents",
    "parse_settled",
    "parse_standing",
    "parse_words",
    "plan_briefing",
    "plan_views",
    "quieted",
    "read_held",
    "read_known",
    "settle",
    "settle_views",
    "settled_by",
    "sum_of_analyses",
    "sum_up",
    "with_branch",
]
