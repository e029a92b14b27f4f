"""The theme's files as they are published: smaller, and under names that say what they hold."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.minify import minify_css, minify_js

if TYPE_CHECKING:
    from collections.abc import Mapping

LAND = "land.txt"  # outlines for the map: read at build time, not published
HASHED = ("css", "js", "svg", "png", "woff2")  # assets whose names carry a hash of their content, so that a cache never serves an old one

_ONLY_TEXT = re.compile(rb"/\* @begin text \*/.*?/\* @end \*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assets:
    """The theme's files: published path of each by its name, and their bytes by published path."""

    paths: dict[str, str]  # "site.css" -> "assets/site.0a1b2c3d.css"
    files: dict[str, bytes]


def publish_assets(assets: Mapping[str, bytes]) -> Assets:
    """Assets under names with a hash of their content; texts of the interface are none."""
    paths, files = {}, {}
    if "site.css" in assets and "lists.css" not in assets:
        assets = {**assets, "lists.css": _ONLY_TEXT.sub(b"", assets["site.css"])}
    for name, original in sorted(assets.items()):
        if name.startswith("strings.") or name == LAND:
            continue
        stem, dot, ending = name.rpartition(".")
        content = _smaller(original, ending)
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}" if dot and ending in HASHED else name
        paths[name] = f"assets/{hashed}"
        files[paths[name]] = content
    return Assets(paths, files)


def _smaller(content: bytes, ending: str) -> bytes:
    minify = {"css": minify_css, "js": minify_js}.get(ending)
    try:
        return minify(content.decode("utf-8")).encode() if minify else content
    except UnicodeDecodeError:  # a publisher's own, in another encoding: as it is
        return content
