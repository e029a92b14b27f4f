"""content/ -> the site: every brief, record, profile and page read, and linked to all that it names.

Nothing but what stands under content/ comes in, so a clone without the texts builds the same site.  A document is read where it, or
something that was looked up while it was read, is not what it was; how all hang together is found anew; and a node is made where it, or
what it is linked with, is not what it was (`Held`).  With nothing held, all of that is everything.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from beatbook.briefing.model import DOCUMENT_TYPES, FOLDERS
from beatbook.errors import Problem
from beatbook.publishing.editions import Standing
from beatbook.publishing.facts import ArticleFacts, EventFacts, ProfileFacts, article_facts, event_facts, former_ids, profile_facts
from beatbook.publishing.front_matter import is_safe_id, is_true, text
from beatbook.publishing.held import Held
from beatbook.publishing.kept import page_key
from beatbook.publishing.linking import Before, Facts, Links, link
from beatbook.publishing.model import Site, SitePage
from beatbook.publishing.nodes import Nodes
from beatbook.publishing.outline import Outline
from beatbook.publishing.profiles import PROFILE_DOCUMENTS
from beatbook.publishing.quotes import find_beyond
from beatbook.publishing.reader import Briefs, Records, read_profile
from beatbook.publishing.records import age_of
from beatbook.publishing.replay import Days
from beatbook.publishing.urls import page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Analysis
    from beatbook.briefing.model import Document, DocumentType, MachineView
    from beatbook.config import Config
    from beatbook.publishing.kept_nodes import KeptNodes
    from beatbook.publishing.linking import Beyond
    from beatbook.publishing.outline import Changed

_PROFILE_RANK = {FOLDERS[document_type]: rank for rank, document_type in enumerate(PROFILE_DOCUMENTS)}


def build_site(
    documents: Sequence[Document],
    views: Mapping[str, MachineView],
    analyses: Mapping[str, Analysis],
    config: Config,
    *,
    as_of: str | None = None,
) -> Site:
    """The site that `documents` make, as known on the day `as_of` (None: the newest day of publication).

    `views` is keyed by the documents' paths, `analyses` by the articles' ids.  Hidden documents and excluded articles are left out, with
    everything that leads to them; with `publish: checked` so are events that nobody has checked, and articles and names that only they
    lead to.  References to nothing are left out and stand in Site.problems.
    """
    return Assembly({document.path: document for document in documents}, views, analyses, config, as_of=as_of).site()


class Assembly:
    """A site put together from documents, and from what the last build held of it."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        views: Mapping[str, MachineView],
        analyses: Mapping[str, Analysis],
        config: Config,
        *,
        as_of: str | None = None,
        prints: Mapping[str, bytes] | None = None,
        before: Held | None = None,
    ) -> None:
        """`documents` are keyed by their paths, which is all that is looked at of most; `prints` stand for all that they are made of: text,
        view and analysis.
        """
        self.config, self._views, self._analyses, self.prints = config, views, analyses, prints or {}
        self._documents, self._all = documents, _by_type(documents)
        self._twins, self._unsafe = _find_twins(self._all), _find_unsafe(self._all)
        self.left_out = frozenset((*self._unsafe, *self._twins))
        self.before = before if before is not None and prints is not None else Held()
        self.changed = self._find_changed()
        self._sort_out()
        self.records = Records(self._documents, views, analyses, self.former)
        self.articles = self._read_records()
        self.profiles, self.touched_profiles = self._read_profiles()
        self.unwritten = self._find_unwritten()
        self.names = {**self.profiles, **{identifier: facts for identifier, (_, facts) in self.unwritten.items()}}
        self.briefs = Briefs(self.records, self.articles, self.names, self.unseen, config.quotes)
        self.read: set[str] = set()  # events that were read now
        self.events = self._read_briefs()
        self.beyond: dict[str, Beyond] = {}
        self.links = self._link(as_of)

    def site(self) -> Site:
        """The site, with all of its nodes at hand."""
        return self.of(Nodes(self))

    def of(self, nodes: Nodes | KeptNodes) -> Site:
        """The site of these nodes."""
        pages = _read_pages(self._documents[path] for path in self._shown["page"].values())
        return Site(self.links.as_of, nodes.events, nodes.profiles, nodes.articles, nodes.pairs, pages, self._redirects(), self._problems())

    def forget(self) -> None:
        """Lets go of the documents that were read; one that is asked for again is read again."""
        self.records.forget()
        self.briefs.forget()

    def days(self) -> Days:
        """What editions ask of all articles and events."""
        articles = ((identifier, self.articles[identifier].published) for identifier in self.links.articles)
        planned = {identifier: until for identifier in self.links.events if (until := self.events[identifier].open_until)}
        return Days({identifier: day for identifier, day in articles if day}, planned)

    def outline(self, changed: Mapping[str, Changed]) -> Outline:
        """The outline of the site; `changed` says of events when they last did."""
        links = self.links
        events = {identifier: self.events[identifier] for identifier in links.events}
        articles = {identifier: self.articles[identifier] for identifier in links.articles}
        return Outline(events, articles, links.articles, links.profiles, {**links.stubs, **self.names}, links.pairs, changed)

    def standing(self) -> Standing:
        """What stands under content/."""
        former = {former for path, ids in self.renamed.items() if path.startswith("articles/") for former in ids}
        return Standing(self._documents.keys(), self.silent, former, self._views.keys())

    def files_of(self, profile: str) -> list[Document]:
        """The files on a profile that is not hidden."""
        return [self._documents[path] for path in self._files.get(profile, ())]

    def names_the_same(self, article: str) -> bool:
        """Whether it names the same profiles in the same places as when the site was last put together."""
        before = self.before.articles.get(article)
        return before is not None and before.mentions == self.articles[article].mentions

    @property
    def views(self) -> Mapping[str, MachineView]:
        return self._views

    # ---- what changed

    def _find_changed(self) -> set[str]:
        """The paths of documents that are not what they were; all where nothing is held."""
        known = self.before.prints
        now = self.prints
        changed = {path for path in self._documents if not (made_of := now.get(path)) or known.get(path) != made_of}
        return changed | ((self.before.left_out ^ self.left_out) & self._documents.keys())

    def _sort_out(self) -> None:
        """What is hidden, and the ids by which things were ever known."""
        before, documents = self.before, self._documents
        there = documents.keys() - self.left_out
        same = documents.keys() - self.changed
        fresh = {path: documents[path].front_matter for path in self.changed}
        self.hidden = (before.hidden & same) | {path for path, fields in fresh.items() if is_true(fields, "hidden")}
        self.silent = (before.silent & same) | {path for path, fields in fresh.items() if is_true(fields, "excluded")} | self.hidden
        shown = there - self.hidden
        self._shown = {kind: {id_: path for id_, path in found.items() if path in shown} for kind, found in self._all.items()}
        renamed = {path: former for path, former in before.renamed.items() if path in same}
        self.renamed = renamed | {path: former for path in self.changed if (former := former_ids(documents[path]))}
        self.former = self._find_former()
        self._files: dict[str, list[str]] = {}
        for kind in sorted(PROFILE_DOCUMENTS):
            for identifier, path in self._shown[kind].items():
                self._files.setdefault(identifier, []).append(path)
        concealed = self.hidden & there
        unseen = {identifier for kind in PROFILE_DOCUMENTS for identifier, path in self._all[kind].items() if path in concealed}
        self.unseen = dict.fromkeys(sorted(unseen - self._files.keys()), True)
        self.renewed = {old for old in before.former.keys() | self.former.keys() if before.former.get(old) != self.former.get(old)}

    def _find_former(self) -> dict[str, str]:
        if not self.renamed:
            return {}
        current = {identifier for found in self._shown.values() for identifier in found}
        return {
            former: identifier
            for found in self._shown.values()
            for identifier, path in found.items()
            for former in self.renamed.get(path, ())
            if former not in current
        }

    # ---- documents

    def _read_records(self) -> dict[str, ArticleFacts]:
        found: dict[str, ArticleFacts] = {}
        for identifier, path in self._shown["article"].items():
            if path in self.changed:
                facts = self._read_record(self._documents[path])
            else:
                facts = self.before.articles.get(identifier)
                if facts and self.renewed and not self.renewed.isdisjoint((*facts.named, *facts.entities, *facts.renamed)):
                    facts = self._read_record(self._documents[path])
                    self.changed.add(path)
            if facts is not None:
                found[identifier] = facts
        return found

    def _read_record(self, document: Document) -> ArticleFacts | None:
        if is_true(document.front_matter, "excluded"):
            return None
        identifier = document.id
        entities = self.records.entities(identifier)
        article = self.records.article(identifier)
        return article_facts(
            article,
            age_of(article),
            self.records.naming(identifier),
            former=former_ids(document),
            entities=self.records.named(identifier),
            renamed=(profile for profile in entities if profile in self.former),
        )

    def _read_profiles(self) -> tuple[dict[str, ProfileFacts], set[str]]:
        """The profiles with files, people first, and those of which a file came, went or changed."""
        gone = self.before.prints.keys() - self.prints.keys() if self.prints else ()
        touched = {_stem(path) for path in (*self.changed, *gone)}
        found: dict[str, ProfileFacts] = {}
        ranked = sorted(self._files, key=lambda identifier: (self._rank(identifier), identifier))
        for identifier in ranked:
            known = self.before.profiles.get(identifier) if identifier not in touched else None
            found[identifier] = known or profile_facts(read_profile(identifier, self.files_of(identifier), self._views))
        return found, touched

    def _rank(self, identifier: str) -> int:
        return min(_PROFILE_RANK[path.partition("/")[0]] for path in self._files[identifier])

    def _find_unwritten(self) -> dict[str, tuple[bytes, ProfileFacts]]:
        """Those whom articles name and content/ has no file on, each with a hash of all that names them."""
        naming: dict[str, list[str]] = {}
        for facts in sorted(self.articles.values(), key=lambda facts: facts.order):
            for identifier in facts.entities:
                if identifier not in self.profiles:
                    naming.setdefault(identifier, []).append(facts.id)
        found = {}
        for identifier in sorted(naming):
            key = page_key([self._named_in(article) for article in naming[identifier]]) if self.prints else b""
            held = self.before.unwritten.get(identifier)
            if not key or held is None or held[0] != key:
                held = (key, profile_facts(self.records.unwritten(identifier, naming[identifier])))
            found[identifier] = held
        self.named_by = naming
        return found

    def _named_in(self, article: str) -> tuple[object, ...]:
        """What stands for whom an article names."""
        renamed = [self.records.current_id(identifier) for identifier in self.articles[article].renamed]
        return article, self.prints.get(f"articles/{article}.md"), renamed

    def _read_briefs(self) -> dict[str, EventFacts]:
        """The facts of all briefs; those are read of which something is not what it was."""
        touched, checked = self._find_touched(), self.config.publish == "checked"
        found: dict[str, EventFacts] = {}
        for identifier, path in self._shown["event"].items():
            known = self.before.events.get(identifier) if path not in self.changed else None
            if known is None or (touched and not touched.isdisjoint(known.asked)):
                event = self.briefs.event(identifier)
                days = [day for report in event.reports if (day := self.articles[report.article].published)]
                asked, newest = self.briefs.asked[identifier], max(days, default=None)
                known = event_facts(self._documents[path], event, checked=checked, asked=asked, newest=newest)
                self.read.add(identifier)
            found[identifier] = known
        return found

    def _find_touched(self) -> set[str]:
        """Ids of what may be looked up while a brief is read, and is not what it was."""
        before = self.before
        records = {_stem(path) for path in self.changed if path.startswith("articles/")}
        records |= before.articles.keys() ^ self.articles.keys()
        known = {**before.profiles, **{identifier: facts for identifier, (_, facts) in before.unwritten.items()}}
        names = {identifier for identifier, facts in self.names.items() if identifier not in known or known[identifier].name != facts.name}
        names |= known.keys() - self.names.keys()
        return records | names | self.renewed | (before.unseen ^ self.unseen.keys())

    # ---- how it hangs together

    def _link(self, as_of: str | None) -> Links:
        facts = Facts(self.events, self.articles, self.names, self.profiles, self._views, frozenset(self.unseen), self.former)
        before = None
        if self.before.setting:
            same = self.before.events.keys() - self.read
            before = Before(self.before.ranking, same, self.before.links.get("profiles", {}).keys())
        return link(facts, self._find_beyond, checked=self.config.publish == "checked", as_of=as_of, before=before)

    def _find_beyond(self, shown: Sequence[EventFacts]) -> Mapping[str, Beyond]:
        """Which quotes are beyond an article's budget: looked at again for the articles of briefs that were read."""
        before, limits = self.before.beyond, self.config.quotes
        gone = self.before.events.keys() - self.events.keys()
        facts = [self.before.events[identifier] for identifier in gone | (self.read & self.before.events.keys())]
        articles = {article for event in (*facts, *(self.events[identifier] for identifier in self.read)) for article in event.reports}
        originals = {article for article in articles if article in self.articles and self.articles[article].text != "summary"}
        whose = [self.briefs.event(event.id) for event in shown if not articles.isdisjoint(event.reports)]
        now = find_beyond(whose, originals, limits)
        asked = {event.id for event in whose}
        for event in shown:
            kept = before.get(event.id, ())
            if event.id in asked:
                kept = (*((article, claims) for article, claims in kept if article not in articles), *now.get(event.id, {}).items())
            if kept:
                self.beyond[event.id] = tuple(sorted(kept))
        return self.beyond

    def _problems(self) -> tuple[Problem, ...]:
        """What cannot be published, and references that lead nowhere."""
        found = [
            Problem("id-unsafe", path, "its name cannot be part of an address", "letters, digits and hyphens") for path in self._unsafe
        ]
        found += [
            Problem("id-twins", path, f'its address would be that of "{other}"', "names that differ in more than case or accents' form")
            for path, other in self._twins.items()
        ]
        unknown = {reference for reference in self._references() if self._is_unknown(*reference)}
        for event in self.events.values() if unknown else ():
            if event.id in self.links.events and not unknown.isdisjoint(event.references):
                found += [
                    Problem(
                        "reference-unknown",
                        f"events/{event.id}.md",
                        f'{field} names "{name}", of which there is no file',
                        hint="check the id",
                    )
                    for field, name in event.references
                    if (field, name) in unknown
                ]
        return tuple(found)

    def _references(self) -> set[tuple[str, str]]:
        """All that briefs refer to, as (field, id)."""
        return set().union(*[event.references for event in self.events.values()])

    def _is_unknown(self, field: str, name: str) -> bool:
        identifier = self.records.current_id(name) if self.former else name
        if field == "part_of":
            return identifier not in self.events
        if identifier in self.profiles or identifier in self.unseen:
            return False
        profile = self.links.profiles.get(identifier)
        return profile is None or not profile.named_in

    def _redirects(self) -> dict[str, str]:
        """Former url -> url, for every former id whose place nobody has taken."""
        links, found = self.links, dict[str, str]()
        for event in links.events:
            if former := self.events[event].former:
                found.update({page_url("event", old): page_url("event", event) for old in former if is_safe_id(old)})
        for identifier, linked in links.profiles.items():
            former = self.names[identifier].former if identifier in self.names and linked.url else ()
            found.update({page_url(linked.type, old): linked.url for old in former if is_safe_id(old)})
        for article in sorted([article for article in links.articles if self.articles[article].former]):
            old_ids = self.articles[article].former
            found.update({page_url("article", old): page_url("article", article) for old in old_ids if is_safe_id(old)})
        return {old: new for old, new in sorted(found.items()) if not self._is_taken(old)} if found else {}

    def _is_taken(self, url: str) -> bool:
        identifier = url.partition("/")[2].removesuffix(".html")
        profile = self.links.profiles.get(identifier)
        if profile is not None and profile.url == url:
            return True
        section = url.partition("/")[0]
        return (section == "events" and identifier in self.links.events) or (section == "articles" and identifier in self.links.articles)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _by_type(paths: Iterable[str]) -> dict[DocumentType, dict[str, str]]:
    """Type of document -> id -> path, types and ids in order."""
    found: dict[DocumentType, dict[str, str]] = {kind: {} for kind in sorted(FOLDERS)}
    for path in paths:
        folder, _, name = path.partition("/")
        found[DOCUMENT_TYPES[folder]][name.removesuffix(".md")] = path
    return {kind: dict(sorted(held.items())) for kind, held in found.items()}


def _find_twins(documents: Mapping[DocumentType, Mapping[str, str]]) -> dict[str, str]:
    """Documents whose address is another one's where file systems and servers fold case: path -> path of the first."""
    twins = {}
    for held in documents.values():
        first: dict[str, str] = {}
        for identifier, path in held.items():
            folded = (identifier if identifier.isascii() else unicodedata.normalize("NFKC", identifier)).casefold()
            known = first.setdefault(folded, path)
            if known != path:
                twins[path] = known
    return twins


def _find_unsafe(documents: Mapping[DocumentType, Mapping[str, str]]) -> tuple[str, ...]:
    """The paths of those whose id cannot be part of an address."""
    return tuple(path for held in documents.values() for identifier, path in held.items() if not is_safe_id(identifier))


def _read_pages(documents: Iterable[Document]) -> dict[str, SitePage]:
    return {
        document.id: SitePage(
            document.id,
            page_url("page", document.id),
            text(document.front_matter, "title") or document.id,
            document.body,
            {key: value for key, value in document.front_matter.items() if key not in ("id", "title", "hidden")},
        )
        for document in documents
    }
