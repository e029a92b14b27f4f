"""Where things live on the site: flat files with their ending in the links."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from beatbook.config import Config
    from beatbook.publishing.model import NodeType

SECTIONS: dict[NodeType, str] = {
    "event": "events",
    "person": "people",
    "organization": "organizations",
    "state": "places",  # a country is one page, whether it acts or is where something happens
    "place": "places",
    "outlet": "sources",
    "source": "sources",
    "article": "articles",
    "page": "pages",
}


def page_url(type: NodeType, identifier: str) -> str:  # noqa: A002  # the field's name everywhere
    """The path of a node's page from the site's root: "people/kim-jong-un.html"."""
    return f"{SECTIONS[type]}/{identifier}.html"


def pair_id(one: str, other: str) -> str:
    """The two ids in order: "kim-jong-un--vladimir-putin"."""
    return "--".join(sorted((one, other)))


def pair_url(one: str, other: str) -> str:
    return f"meetings/{pair_id(one, other)}.html"


def absolute_url(config: Config, url: str) -> str:
    """The address of a path of the site, percent-encoded; "" without a base URL.  The home page is the folder itself."""
    if not config.base_url:
        return ""
    path = "" if url == "index.html" else url
    return f"{config.base_url.rstrip('/')}/{quote(path, safe='/')}"


def tag_uri(config: Config, path: str) -> str:
    """The tag: URI of something of the site (RFC 4151), which outlives a change of address."""
    return f"tag:{config.site_id}/{quote(path, safe='/')}"
