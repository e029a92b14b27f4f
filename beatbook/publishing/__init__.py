"""Publishing: content/ -> the site model -> pages, feeds, data, checks."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.publishing.data import Earlier, export_data
    from beatbook.publishing.editions import Edition, find_withdrawn, finished, format_edition, parse_edition, without, write_editions
    from beatbook.publishing.kept import Kept, KeptFile, KeptUnit, digest_arguments, format_kept, hash_tables, page_key, parse_kept
    from beatbook.publishing.ledger import Ledger
    from beatbook.publishing.page import Unit
    from beatbook.publishing.pages_editions import period_of
    from beatbook.publishing.render import File, Press, Shop, render_site, written_twice
    from beatbook.publishing.site import build_site
    from beatbook.publishing.stored import Base, Noted, NotStoredError, Stored, format_base
else:
    offer(
        __name__,
        {
            "data": "Earlier export_data",
            "editions": "Edition find_withdrawn finished format_edition parse_edition without write_editions",
            "kept": "Kept KeptFile KeptUnit digest_arguments format_kept hash_tables page_key parse_kept",
            "ledger": "Ledger",
            "page": "Unit",
            "pages_editions": "period_of",
            "render": "File Press Shop render_site written_twice",
            "site": "build_site",
            "stored": "Base Noted NotStoredError Stored format_base",
        },
    )

__all__ = [
    "Base",
    "Earlier",
    "Edition",
    "File",
    "Kept",
    "KeptFile",
    "KeptUnit",
    "Ledger",
    "NotStoredError",
    "Noted",
    "Press",
    "Shop",
    "Stored",
    "Unit",
    "build_site",
    "digest_arguments",
    "export_data",
    "find_withdrawn",
    "finished",
    "format_base",
    "format_edition",
    "format_kept",
    "hash_tables",
    "page_key",
    "parse_edition",
    "parse_kept",
    "period_of",
    "render_site",
    "without",
    "write_editions",
    "written_twice",
]
