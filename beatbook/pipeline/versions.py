"""What stands for the code, for caches; and their names."""

from __future__ import annotations

import hashlib
import os
import sys

from beatbook import files, seal

PAGES, MERGED, SETTLED = "pages.bin", "merged", "settled.bin"  # caches: of pages, of what was merged, of what was planned
WORDS = "words.bin"  # of what the words of events were made of
SITE, LINKED, NOTED = "site", "linked.bin", "noted.bin"  # of the site: its entries, what they hang on, what only notes may change in


_LIBRARIES = ("anyascii-", "msgspec-", "python_slugify-", "pyyaml-", "rapidfuzz-", "text_unidecode-")  # that merging or writing calls


def version() -> str:
    """That of the code and of the libraries, for caches."""
    return hashlib.sha256(files.code_fingerprint(".") + seal.engine().encode()).hexdigest()


def code() -> bytes:
    """What stands for the code and the libraries."""
    return hashlib.sha256(files.code_fingerprint(".") + seal.engine().encode()).digest()


def content_code() -> str:
    """That of the code and the libraries that decide what content/ says: the same on every machine with the same versions."""
    places = [place for place in sys.path if place.endswith(("site-packages", "dist-packages")) and os.path.isdir(place)]  # noqa: PTH112
    installed = {name.lower() for place in places for name in os.listdir(place) if name.endswith(".dist-info")}  # noqa: PTH208
    libraries = sorted(name for name in installed if name.startswith(_LIBRARIES))
    total = hashlib.sha256(files.code_fingerprint("."))
    total.update(repr((sys.version_info[:2], libraries)).encode())
    return total.hexdigest()
