"""Single documents read, each when somebody asks for it: briefs, records and profiles as they stand by themselves, not yet linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from beatbook.keyed import Keyed
from beatbook.publishing.events import ArticleEvidence, EventContext, article_evidence, read_event
from beatbook.publishing.profiles import Naming, from_entities, read_naming, read_profiles
from beatbook.publishing.records import read_article, resolved_entities
from beatbook.publishing.tracing import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from beatbook.analysis.model import Analysis, Claim
    from beatbook.briefing.model import Document, MachineView
    from beatbook.config import Quotes
    from beatbook.publishing.facts import ArticleFacts, ProfileFacts
    from beatbook.publishing.model import SiteArticle, SiteEvent, SiteProfile

V = TypeVar("V")


class Lazily(Keyed[V]):
    """Values that are made when they are asked for, once."""

    def __init__(self, keys: Collection[str], make: Callable[[str], V]) -> None:
        self._make, self._made = make, dict[str, V]()
        self._keys = keys if isinstance(keys, Mapping) else dict.fromkeys(keys)

    def __getitem__(self, key: str) -> V:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def forget(self) -> None:
        """Lets go of what was made: whoever asks again waits for it."""
        self._made.clear()


def follow(identifier: str, former: Mapping[str, str]) -> str:
    """The id under which something is known today.  A ring of former ids ends where it began."""
    seen: set[str] = set()
    while identifier in former and identifier not in seen:
        seen.add(identifier)
        identifier = former[identifier]
    return identifier


class Records:
    """Records and what their analyses name."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        views: Mapping[str, MachineView],
        analyses: Mapping[str, Analysis],
        former: Mapping[str, str],
    ) -> None:
        """`documents` are keyed by their paths, `views` too, `analyses` by articles' ids; `former` are ids of old with those of today."""
        self.documents, self.views, self.analyses, self.former = documents, views, analyses, former
        self._articles: dict[str, SiteArticle] = {}
        self._entities: dict[str, tuple[str, ...]] = {}
        self._claims: dict[str, tuple[Claim, ...]] = {}  # of articles of which the entities were asked for: their briefs ask for these next
        self._naming: dict[str, Naming] = {}

    def article(self, identifier: str) -> SiteArticle:
        """The article of a record, not yet linked."""
        if identifier not in self._articles:
            path = f"articles/{identifier}.md"
            self._articles[identifier] = read_article(self.documents[path], self.views.get(path), self.analyses.get(identifier))
        return self._articles[identifier]

    def entities(self, identifier: str) -> tuple[str, ...]:
        """The profile id of each entity of the analysis, "" for none; () where record and analysis do not fit each other."""
        if identifier not in self._entities:
            analysis = self.analyses.get(identifier)
            self._entities[identifier] = resolved_entities(self.views.get(f"articles/{identifier}.md"), analysis)
            if analysis:
                self._claims[identifier] = analysis.claims
        return self._entities[identifier]

    def named(self, identifier: str) -> tuple[str, ...]:
        """The profiles of its entities but of those that it names in credits alone."""
        entities = self.entities(identifier)
        found = zip(self.analyses[identifier].entities, entities, strict=True) if entities else ()
        return tuple(self.current_id(profile) for entity, profile in found if profile and not entity.credit)

    def naming(self, identifier: str) -> Naming:
        """Whom an article names: asked for by the article itself, and by each profile that it names."""
        if identifier not in self._naming:
            entities = self.entities(identifier)
            named = read_naming(identifier, self.analyses[identifier], entities, self.current_id) if entities else Naming((), {})
            self._naming[identifier] = named
        return self._naming[identifier]

    def evidence(self, identifier: str) -> ArticleEvidence:
        entities = self.entities(identifier)
        return article_evidence(self._claims[identifier], entities)

    def unwritten(self, profile: str, articles: Iterable[str]) -> SiteProfile:
        """The profile of somebody who has no file, as these articles name them."""
        return from_entities(
            profile,
            [
                entity
                for article in articles
                for entity, resolved in zip(self.analyses[article].entities, self.entities(article), strict=True)
                if resolved and not entity.credit and self.current_id(resolved) == profile
            ],
        )

    def current_id(self, identifier: str) -> str:
        return follow(identifier, self.former)

    def forget(self) -> None:
        """Lets go of what was read."""
        for held in (self._articles, self._entities, self._claims, self._naming):
            held.clear()


class Briefs:
    """Briefs, each with what was looked up while it was read."""

    def __init__(
        self,
        records: Records,
        articles: Mapping[str, ArticleFacts],
        names: Mapping[str, ProfileFacts],
        hidden: Mapping[str, bool],
        limits: Quotes,
    ) -> None:
        """`articles` and `names` are those that the site may show, `hidden` the ids of profiles that it does not."""
        self._documents, self._views = records.documents, records.views
        self.asked: dict[str, frozenset[str]] = {}
        self._read: dict[str, SiteEvent] = {}
        self._evidence = Lazily(articles.keys() & records.analyses.keys(), records.evidence)
        self._records = Lazily(articles, records.article)
        shown, evidence = Table(self._records), Table(self._evidence)
        known, old, unseen = Table(names), Table(records.former), Table(hidden)
        self._tables: Sequence[Table[Any]] = (shown, evidence, known, old, unseen)
        self._context = EventContext(
            articles=shown,
            order={identifier: facts.order for identifier, facts in articles.items()},
            evidence=evidence,
            source_name=lambda identifier: known[identifier].name if identifier in known else identifier,
            current_id=lambda identifier: follow(identifier, old),
            hidden=unseen,
            limits=limits,
            as_of=None,
        )

    def event(self, identifier: str) -> SiteEvent:
        """The event of a brief, not yet linked, its quotes without regard to an article's budget."""
        if identifier not in self._read:
            path = f"events/{identifier}.md"
            for table in self._tables:
                table.read.clear()
            self._read[identifier] = read_event(self._documents[path], self._views.get(path), self._context)
            self.asked[identifier] = frozenset().union(*(table.read for table in self._tables))
        return self._read[identifier]

    def forget(self) -> None:
        """Lets go of what was read: above all of the claims of whole analyses."""
        self._read.clear()
        self._evidence.forget()
        self._records.forget()


def read_profile(identifier: str, documents: Iterable[Document], views: Mapping[str, MachineView]) -> SiteProfile:
    """The profile of which these are the files."""
    return read_profiles(documents, views)[identifier]
