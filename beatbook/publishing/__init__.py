"""Publishing: content/ -> the site model -> pages, feeds, data, checks."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.publishing.data import export_data
    from beatbook.publishing.earlier import Earlier
    from beatbook.publishing.editions import Edition, EditionFacts, Issue
    from beatbook.publishing.held import Held, checksum_of, format_held, parse_held
    from beatbook.publishing.kept import Kept, KeptFile, KeptUnit, digest_all, format_kept, page_key, parse_kept
    from beatbook.publishing.kept_nodes import KeptNodes
    from beatbook.publishing.ledger import Ledger, hash_tables
    from beatbook.publishing.page import Unit
    from beatbook.publishing.pages_editions import period_of
    from beatbook.publishing.reader import Lazily
    from beatbook.publishing.render import File, Overview, Press, Shop, render_site, written_twice
    from beatbook.publishing.site import Assembly, build_site
    from beatbook.publishing.stored import SMALL, Base, Noted, NotStoredError, Stored, format_base, parse_base
else:
    offer(
        __name__,
        {
            "data": "export_data",
            "earlier": "Earlier",
            "editions": "Edition EditionFacts Issue",
            "held": "Held checksum_of format_held parse_held",
            "kept": "Kept KeptFile KeptUnit digest_all format_kept page_key parse_kept",
            "kept_nodes": "KeptNodes",
            "ledger": "Ledger hash_tables",
            "page": "Unit",
            "pages_editions": "period_of",
            "reader": "Lazily",
            "render": "File Overview Press Shop render_site written_twice",
            "site": "Assembly build_site",
            "stored": "SMALL Base Noted NotStoredError Stored format_base parse_base",
        },
    )

__all__ = [
    "SMALL",
    "Assembly",
    "Base",
    "Earlier",
    "Edition",
    "EditionFacts",
    "File",
    "Held",
    "Issue",
    "Kept",
    "KeptFile",
    "KeptNodes",
    "KeptUnit",
    "Lazily",
    "Ledger",
    "NotStoredError",
    "Noted",
    "Overview",
    "Press",
    "Shop",
    "Stored",
    "Unit",
    "build_site",
    "checksum_of",
    "digest_all",
    "export_data",
    "format_base",
    "format_held",
    "format_kept",
    "hash_tables",
    "page_key",
    "parse_base",
    "parse_held",
    "parse_kept",
    "period_of",
    "render_site",
    "written_twice",
]
