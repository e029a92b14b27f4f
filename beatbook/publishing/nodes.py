"""The nodes of the site: single documents as they were read, linked with all that they hang together with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.publishing.history import status_history
from beatbook.publishing.model import SiteProfile
from beatbook.publishing.quotes import without_quotes
from beatbook.publishing.reader import Lazily, read_profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.publishing.model import Pair, SiteArticle, SiteClaim, SiteEvent
    from beatbook.publishing.site import Assembly


class Maker:
    """Makes any node of a site that was put together."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly, self._links = assembly, assembly.links
        self._records = Lazily(assembly.articles, assembly.records.article)

    def event(self, identifier: str) -> SiteEvent:
        links = self._links.events[identifier]
        event = without_quotes(self._assembly.briefs.event(identifier), dict(links.beyond))
        return replace(
            event,
            lapsed=links.lapsed,
            place=links.place,
            part_of=links.part_of,
            participants=tuple((actor, role) for actor, role in event.participants if actor not in links.missing),
            history=status_history(event.reports, self._records, event.date),
            parts=links.parts,
            related=links.related,
        )

    def article(self, identifier: str, events: Mapping[str, SiteEvent]) -> SiteArticle:
        """The article, with what it says of these events in the order of the text."""
        links = self._links.articles[identifier]
        said = [
            (event, claim)
            for event in dict.fromkeys(links.events)
            for report in events[event].reports
            if report.article == identifier
            for claim in report.claims
        ]
        return replace(
            self._records[identifier],
            outlet_id=links.outlet_id,
            cites=links.cites,
            copy_of=links.copy_of,
            events=links.events,
            named=links.named,
            claims=tuple(sorted(said, key=_place_in_text)),
        )

    def profile(self, identifier: str, before: SiteProfile | None = None) -> SiteProfile:
        """The profile; where articles name it as they did `before`, they are not looked at again."""
        links = self._links.profiles[identifier]
        return replace(
            self._unlinked(identifier),
            type=links.type,
            url=links.url,
            parent=links.parent,
            mentions=self._mentions(identifier, links.named_in, before),
            events=links.events,
            named_in=links.named_in,
            cited_by=links.cited_by,
            reported=links.reported,
            companions=links.companions,
        )

    def _mentions(self, identifier: str, articles: tuple[str, ...], before: SiteProfile | None) -> tuple[tuple[str, int, int, str], ...]:
        known: defaultdict[str, list[tuple[str, int, int, str]]] = defaultdict(list)
        for mention in before.mentions if before else ():
            known[mention[0]].append(mention)
        same, naming = self._assembly.names_the_same, self._assembly.records.naming
        return tuple(
            mention
            for article in articles
            for mention in (known[article] if article in known and same(article) else naming(article).mentions[identifier])
        )

    def _unlinked(self, identifier: str) -> SiteProfile:
        assembly = self._assembly
        if identifier in assembly.profiles:
            return read_profile(identifier, assembly.files_of(identifier), assembly.views)
        if identifier in assembly.unwritten:
            return assembly.records.unwritten(identifier, assembly.named_by[identifier])
        stub = self._links.stubs[identifier]
        return SiteProfile(identifier, stub.type, "", identifier)

    def pair(self, identifier: str) -> Pair:
        return self._links.pairs[identifier]


def _place_in_text(said: tuple[str, SiteClaim]) -> int:
    return said[1].evidence.start if said[1].evidence else 1 << 62


class Nodes:
    """All nodes of a site, in its order."""

    def __init__(self, assembly: Assembly) -> None:
        maker, links = Maker(assembly), assembly.links
        self.events: Mapping[str, SiteEvent] = {identifier: maker.event(identifier) for identifier in links.events}
        self.articles: Mapping[str, SiteArticle] = {identifier: maker.article(identifier, self.events) for identifier in links.articles}
        self.profiles: Mapping[str, SiteProfile] = {identifier: maker.profile(identifier) for identifier in links.profiles}
        self.pairs: Mapping[str, Pair] = links.pairs
