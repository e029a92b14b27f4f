"""The nodes of a site of which an earlier build laid most ready: made are those that are not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beatbook.publishing.heads import (
    Tally,
    article_head,
    bare_event,
    edited_event,
    edited_profile,
    event_head,
    profile_head,
)
from beatbook.publishing.held import Derived, Held, Keeper, NodeTable
from beatbook.publishing.index import Index, anchors_of, find_nationals, sort_mentions
from beatbook.publishing.kept import encode_entry, hash_entry
from beatbook.publishing.nodes import Maker
from beatbook.publishing.outline import Changed, Outline, find_changed, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from beatbook.publishing.editions import EditionFacts
    from beatbook.publishing.facts import ProfileFacts
    from beatbook.publishing.held import Entries
    from beatbook.publishing.linking import ProfileLinks
    from beatbook.publishing.model import Pair, Site, SiteArticle, SiteEvent, SiteProfile
    from beatbook.publishing.site import Assembly

_SHORT = 48  # bytes up to which links are kept as they are


class KeptNodes:
    """All nodes of a site, in its order, and the tables that pages look things up in."""

    def __init__(self, assembly: Assembly, entries: Entries) -> None:
        self._assembly, self._before = assembly, assembly.before
        self._keeper = Keeper(entries, assembly.before.tables)
        self._maker, self._links, self._held_links = Maker(assembly), assembly.links, dict[str, dict[str, bytes]]()
        self.reports: dict[str, bytes] = {}
        self.events: Mapping[str, SiteEvent] = self._keep_events()
        self.articles: Mapping[str, SiteArticle] = self._keep_articles()
        self.changed = self._find_changed()
        self.profiles: Mapping[str, SiteProfile] = self._keep_profiles()
        self.pairs: Mapping[str, Pair] = self._keep("pairs", self._links.pairs, dict(self._links.pairs), self._maker.pair)

    def _keep_events(self) -> Mapping[str, SiteEvent]:
        links = self._links.events
        stale = self._find_stale("events", {key: _short(encode_entry(linked)) for key, linked in links.items()}, self._assembly.read)
        made = {key: self._maker.event(key) for key in stale}
        self._stale, known = stale, self._before.reports
        self.reports = {key: hash_entry(encode_entry(made[key].reports)) if key in made else known[key] for key in links}
        self.event_heads = self._keep("index.events", links, {key: event_head(event) for key, event in made.items()}, self._event_head)
        return self._keep("events", links, made, self._maker.event)

    def _find_changed(self) -> dict[str, Changed]:
        """When events last changed, as far as they and their articles tell."""
        known, stale = self._before.changed, frozenset(self._stale)
        return {key: settled(self.events[key], self.articles) if key in stale else known[key] for key in self.events}

    def outline(self, site: Site) -> Outline:
        """The outline of this site."""
        return self._assembly.outline({key: known if known.day else find_changed(site, key) for key, known in self.changed.items()})

    def _event_head(self, key: str) -> Any:
        return event_head(self._maker.event(key))

    def _keep_articles(self) -> Mapping[str, SiteArticle]:
        links, reports = self._links.articles, self.reports
        linked = {key: _short(encode_entry(linked)) for key, linked in links.items()}
        known, events = self._before.reports, self._assembly.events
        changed = {article for event, told in reports.items() if known.get(event) != told for article in events[event].reports}
        changed |= {key for key in links if f"articles/{key}.md" in self._assembly.changed}
        stale = self._find_stale("articles", linked, changed)
        made = {key: self._article(key) for key in stale}
        heads = {key: article_head(article) for key, article in made.items()}
        self.article_heads = self._keep("index.articles", links, heads, lambda key: article_head(self._article(key)))
        mentions = {key: found for key in stale if (found := self._mentions(key))}
        before = self._keeper.before.get("index.mentions", {})
        keys = [key for key in links if key in mentions or (key in before and key not in made)]
        self.mentions = self._keep("index.mentions", keys, mentions, self._mentions)
        return self._keep("articles", links, made, self._article)

    def _article(self, key: str) -> SiteArticle:
        return self._maker.article(key, self.events)

    def _mentions(self, key: str) -> tuple[tuple[int, int, str], ...]:
        naming = self._assembly.records.naming(key)
        shown = (profile for profile in naming.order if profile in self._links.profiles)
        return sort_mentions((start, end, profile) for profile in shown for _, start, end, _ in naming.mentions[profile])

    def _keep_profiles(self) -> Mapping[str, SiteProfile]:
        links, assembly = self._links.profiles, self._assembly
        linked = {
            key: _short(
                encode_entry((linked, self._links.stubs[key].type if key in self._links.stubs else assembly.unwritten.get(key, (b"",))[0]))
            )
            for key, linked in links.items()
        }
        others = (article for article in self._links.articles if not assembly.names_the_same(article))
        named = {profile for article in others for profile in assembly.articles[article].named}
        stale = self._find_stale("profiles", linked, assembly.touched_profiles | named)
        earlier = NodeTable("profiles", self._keeper.entries, self._keeper.before.get("profiles", {}), {}, self._maker.profile)
        made = {key: self._maker.profile(key, earlier.get(key)) for key in stale}
        heads = {key: profile_head(profile) for key, profile in made.items()}
        self.profile_heads = self._keep("index.profiles", links, heads, lambda key: profile_head(self._maker.profile(key)))
        called = {key: profile.aliases for key, profile in made.items() if profile.aliases}
        before = self._keeper.before.get("index.aliases", {})
        keys = [key for key in links if key in called or (key in before and key not in made)]
        self.aliases = self._keep("index.aliases", keys, called, lambda key: self._maker.profile(key).aliases)
        return self._keep("profiles", links, made, self._maker.profile)

    def _find_stale(self, name: str, linked: dict[str, bytes], read: Collection[str]) -> list[str]:
        """The nodes of which something is not what it was: they were read anew, or are linked with something else."""
        known, self._held_links[name] = self._before.links.get(name, {}), linked
        return [key for key, links in linked.items() if key in read or known.get(key) != links]

    def _keep(self, name: str, keys: Iterable[str], made: dict[str, Any], make: Callable[[str], Any]) -> NodeTable[Any]:
        return NodeTable(name, self._keeper.entries, self._keeper.keep(name, keys, made), made, make)

    @property
    def added(self) -> int:
        """How many entries are others than before."""
        return self._keeper.added

    def index(self) -> Index:
        """The tables in which pages look things up: those that `make_index` makes of the whole site."""
        links, names, events = self._links, {**self._links.stubs, **self._assembly.names}, self._assembly.events
        articles = self._assembly.articles
        copies: dict[str, list[str]] = {}
        within: dict[str, list[str]] = {}
        for key, article in links.articles.items():
            if article.copy_of:
                copies.setdefault(article.copy_of, []).append(key)
        for key, profile in links.profiles.items():
            if profile.parent:
                within.setdefault(profile.parent, []).append(key)
        listed = ((key, len(linked.events), names[key]) for key, linked in links.profiles.items() if linked.type == "person" and linked.url)
        return Index(
            events=self.event_heads,
            articles=self.article_heads,
            profiles=self.profile_heads,
            tallies={key: self._tally(linked, names[key]) for key, linked in links.profiles.items()},
            aliases=self.aliases,
            anchors=Derived(self.articles, links.articles, anchors_of),
            mentions=self.mentions,
            states={names[key].country: key for key, linked in links.profiles.items() if linked.type == "state" and names[key].country},
            nationals=find_nationals((events, facts.name, key, facts.country) for key, events, facts in listed),
            copies={key: tuple(found) for key, found in copies.items()},
            within={key: tuple(found) for key, found in within.items()},
            pairs={key: pair.url for key, pair in links.pairs.items()},
            edited=Derived(self.events, {key: None for key in links.events if events[key].edited}, edited_event),
            edited_profiles=Derived(self.profiles, {key: None for key in links.profiles if names[key].edited}, edited_profile),
            amended=Derived(self.articles, {key: None for key in links.articles if articles[key].amended}, _same),
            facts=Derived(self.events, links.events, bare_event),
        )

    def _tally(self, linked: ProfileLinks, facts: ProfileFacts) -> Tally:
        shown, events = self._links.events, self._assembly.events
        return Tally(
            facts.id,
            facts.known_as,
            facts.country,
            len(linked.events),
            len(linked.reported),
            len(linked.cited_by),
            len(linked.named_in),
            next((event for event in reversed(linked.events) if event in shown and events[event].dated), None),
        )

    def close(self, setting: bytes, editions: Mapping[str, EditionFacts] | None = None, withdrawn: bytes = b"") -> Held:
        """What the next build is to hold: with it the facts of the editions, and what stands for all that these do not tell of."""
        assembly = self._assembly
        return Held(
            setting=setting,
            prints=dict(assembly.prints),
            left_out=assembly.left_out,
            hidden=frozenset(assembly.hidden),
            silent=frozenset(assembly.silent),
            unseen=frozenset(assembly.unseen),
            renamed=assembly.renamed,
            former=assembly.former,
            events=assembly.events,
            articles=assembly.articles,
            profiles=assembly.profiles,
            unwritten=assembly.unwritten,
            ranking=assembly.links.ranking,
            beyond=assembly.beyond,
            links=self._held_links,
            reports=self.reports,
            changed=self.changed,
            editions=dict(editions or {}),
            withdrawn=withdrawn,
            tables=self._keeper.now,
        )


def _same(article: SiteArticle) -> SiteArticle:
    return article


def _short(encoded: bytes) -> bytes:
    return encoded if len(encoded) <= _SHORT else hash_entry(encoded)
