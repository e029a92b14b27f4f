"""briefing: what the machine knows and what people wrote, merged into the files under content/."""

from beatbook.briefing.branches import with_branch
from beatbook.briefing.document import ParsedDocuments, document_id, document_type, format_document, parse_document, parse_documents
from beatbook.briefing.known import known_from, read_known
from beatbook.briefing.lasting import articles_of, changed_since, follow_claims
from beatbook.briefing.model import BriefingPlan, Document, DocumentType, FileChange, MachineView, Suggestion
from beatbook.briefing.plan import machine_views, plan_briefing
from beatbook.briefing.renames import find_record_ids, settle_views
from beatbook.briefing.wording_rules import compile_wording

__all__ = [
    "BriefingPlan",
    "Document",
    "DocumentType",
    "FileChange",
    "MachineView",
    "ParsedDocuments",
    "Suggestion",
    "articles_of",
    "changed_since",
    "compile_wording",
    "document_id",
    "document_type",
    "find_record_ids",
    "follow_claims",
    "format_document",
    "known_from",
    "machine_views",
    "parse_document",
    "parse_documents",
    "plan_briefing",
    "read_known",
    "settle_views",
    "with_branch",
]
