"""site_config.yaml: every choice that a publisher makes, each with its default."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Quotes:
    """How much of an original text may be quoted."""

    max_words: int = 40
    per_article: int = 200


@dataclass(frozen=True, slots=True)
class Corrections:
    """Where readers send corrections: the repository's editor, a form or an address.  All empty: no link."""

    repository: str = ""  # "https://github.com/owner/name"
    branch: str = "main"
    form: str = ""  # URL; {permalink} is filled in
    email: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The parsed configuration."""

    site_id: str = "beatbook.example,2026:digest"  # authority, date and name of the tag: URIs of feeds (RFC 4151)
    title: str = "Beatbook"
    tagline: str = ""
    language: str = "en"
    base_url: str = ""  # "" leaves out canonical links, feeds' absolute links and the sitemap
    publisher: str = ""
    publish: str = "all"  # all | checked
    page_size: int = 100
    theme: str = "templates"  # folder of the site's own templates, over the package's
    quotes: Quotes = field(default_factory=Quotes)
    corrections: Corrections = field(default_factory=Corrections)
