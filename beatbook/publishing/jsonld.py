"""Linked data (schema.org, JSON-LD 1.1) for the pages: what each page is about, in the words of search engines.

Addresses are absolute or left out.  Empty values are left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.publishing.status_table import known_days, status_words
from beatbook.publishing.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.config import Config
    from beatbook.publishing.heads import EventHead, ProfileHead
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Site, SiteArticle, SiteEvent, SiteProfile

Node = dict[str, Any]

CONTEXT = "https://schema.org"

_NOT_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")  # the last are halves of characters, which UTF-8 cannot hold

_PROFILE_TYPES = {
    "person": "Person",
    "organization": "Organization",
    "state": "Country",
    "place": "Place",
    "outlet": "NewsMediaOrganization",
    "source": "Organization",
}
_ARTICLE_TYPES = {
    "news": "NewsArticle",
    "interview": "NewsArticle",
    "official": "Article",
    "post": "SocialMediaPosting",
    "document": "DigitalDocument",
}


def event_node(event: SiteEvent, site: Site, config: Config, index: Index | None = None) -> Node | None:
    """The event as a schema.org Event; None when it is none to others: denied, or planned for a day that has passed.

    Only a known day is a startDate.  That it took place is said by an endDate in the past: schema.org has no better word.
    """
    words, days, around = status_words(event), known_days(event), index or site
    if words is None:
        return None
    actors = [around.profiles[actor] for actor, _ in event.participants]
    reports = [site.articles[report.article] for report in event.reports]
    return _node(
        "Event",
        absolute_url(config, event.url),
        name=event.title,
        description=" ".join(sentence.text for sentence in event.summary),
        eventStatus=f"{CONTEXT}/{words.event_status}",
        startDate=days.first.isoformat() if days else None,
        endDate=days.last.isoformat() if days else None,
        location=_named(around.profiles[event.place], config) if event.place and event.place in around.profiles else None,
        attendee=[_named(actor, config) for actor in actors if actor.type in ("person", "organization")],
        superEvent=_linked_event(around.events[event.part_of], config) if event.part_of and event.part_of in around.events else None,
        subEvent=[_linked_event(around.events[part], config) for part in event.parts if part in around.events],
        subjectOf=[_cited(article) for article in reports],
    )


def profile_node(profile: SiteProfile, site: Site | Index, config: Config) -> Node:
    """A person, organization, country, place or source."""
    wikidata = profile.extra.get("wikidata")
    parent = site.profiles.get(profile.parent) if profile.parent else None
    return _node(
        _PROFILE_TYPES[profile.type],
        absolute_url(config, profile.url) if profile.url else "",
        name=profile.name,
        alternateName=list(profile.aliases),
        jobTitle=list(dict.fromkeys(role.title for role in profile.roles)) if profile.type == "person" else None,
        geo=_geo(profile),
        containedInPlace=_named(parent, config) if parent and profile.type in ("place", "state") else None,
        sameAs=f"https://www.wikidata.org/wiki/{wikidata}"
        if isinstance(wikidata, str) and wikidata[1:].isdigit() and wikidata[0] == "Q"
        else None,
    )


def article_node(article: SiteArticle, site: Site | Index, config: Config) -> Node:
    """An article that the digest rests on, as its outlet published it; `url` is its own address, not that of our page."""
    outlet = site.profiles.get(article.outlet_id) if article.outlet_id else None
    named = [site.profiles[identifier] for identifier in article.named]
    return _node(
        _ARTICLE_TYPES.get(article.type, "NewsArticle"),
        _web_address(article.source_url),
        headline=article.stated_headline,
        datePublished=article.published,
        dateModified=article.updated,
        author={"@type": "Person", "name": article.byline} if article.byline else None,
        publisher=_named(outlet, config) if outlet else {"@type": "Organization", "name": article.outlet} if article.outlet else None,
        inLanguage=article.language,
        keywords=list(article.tags),
        archivedAt=_web_address(article.archived),
        about=[_linked_event(site.events[event], config) for event in article.events],
        mentions=[_named(profile, config) for profile in named if profile.type == "person"],
    )


def breadcrumb_node(crumbs: Sequence[tuple[str, str]], config: Config) -> Node | None:
    """The way from the home page to a page: (name, url) of each step; None without a base URL, for each step needs its address."""
    if not config.base_url or not crumbs:
        return None
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute_url(config, url)}
        for position, (name, url) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def structured_data(nodes: Iterable[Node | None]) -> str:
    """The text of a page's one script element of type application/ld+json; "" when there is nothing to say."""
    graph = [node for node in nodes if node]
    if not graph:
        return ""
    return script_json({"@context": CONTEXT, **graph[0]} if len(graph) == 1 else {"@context": CONTEXT, "@graph": graph})


def script_json(value: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element, opens a comment or is a line end to JavaScript."""
    try:
        text = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:  # a lone surrogate, which is escaped below
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if text.isascii() and "<" not in text and ">" not in text and "&" not in text:  # nearly all
        return text
    return _NOT_IN_SCRIPT.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _node(node_type: str, address: str | None, **values: object) -> Node:
    filled = {key: value for key, value in values.items() if value not in (None, "", [])}
    return {"@type": node_type, **({"url": address} if address else {}), **filled}


def _named(profile: SiteProfile | ProfileHead, config: Config) -> Node:
    """A profile in passing: its type, name, address, and where it lies."""
    return _node(
        _PROFILE_TYPES[profile.type], absolute_url(config, profile.url) if profile.url else "", name=profile.name, geo=_geo(profile)
    )


def _geo(profile: SiteProfile | ProfileHead) -> Node | None:
    if profile.type not in ("place", "state") or profile.latitude is None or profile.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": profile.latitude, "longitude": profile.longitude}


def _linked_event(event: SiteEvent | EventHead, config: Config) -> Node:
    days = known_days(event)
    return _node("Event", absolute_url(config, event.url), name=event.title, startDate=days.first.isoformat() if days else None)


def _cited(article: SiteArticle) -> Node:
    publisher = {"@type": "Organization", "name": article.outlet} if article.outlet else None
    values = {"headline": article.stated_headline, "datePublished": article.published, "publisher": publisher}
    return _node(_ARTICLE_TYPES.get(article.type, "NewsArticle"), _web_address(article.source_url), **values)


def _web_address(address: str | None) -> str | None:
    """An address of the web; None for what only looks like one."""
    return address if address and address.startswith(("https://", "http://")) else None
