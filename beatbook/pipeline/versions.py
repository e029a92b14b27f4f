"""What stands for the code, for caches; and their names."""

from __future__ import annotations

import hashlib

from beatbook import files, seal

PAGES, MERGED, SETTLED = "pages.bin", "merged", "settled.bin"  # caches: of pages, of what was merged, of what was planned
WORDS = "words.bin"  # of what the words of events were made of
SITE, LINKED, NOTED = "site", "linked.bin", "noted.bin"  # of the site: its entries, what they hang on, what only notes may change in


def version() -> str:
    """That of the code and of the libraries, for caches."""
    return hashlib.sha256(files.code_fingerprint(".") + seal.engine().encode()).hexdigest()


def code() -> bytes:
    """What stands for the code and the libraries."""
    return hashlib.sha256(files.code_fingerprint(".") + seal.engine().encode()).digest()
