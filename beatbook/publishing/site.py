"""content/ -> the site: every brief, record, profile and page read, and linked to all that it names.

Nothing but what stands under content/ comes in, so a clone without the texts builds the same site.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.edtf import parse_edtf
from beatbook.errors import Problem
from beatbook.publishing.events import ArticleEvidence, EventContext, article_evidence, participant_types, read_event
from beatbook.publishing.front_matter import is_safe_id, is_true, maps, text, texts
from beatbook.publishing.history import status_history
from beatbook.publishing.model import Site, SitePage, SiteProfile
from beatbook.publishing.pairs import find_companions, find_pairs
from beatbook.publishing.profiles import PROFILE_DOCUMENTS, Naming, by_name, fold, read_naming, read_profiles, undocumented, with_type
from beatbook.publishing.quotes import limit_quotes
from beatbook.publishing.records import read_articles, resolved_entities
from beatbook.publishing.related import Neighbour, features_of, rank_events
from beatbook.publishing.urls import page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Analysis
    from beatbook.briefing.model import Document, MachineView
    from beatbook.config import Config
    from beatbook.publishing.model import SiteArticle, SiteClaim, SiteEvent


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
    content = _Content.sorted_out(documents, views, analyses)
    articles = _with_outlets(read_articles(content.articles, views, analyses), content.profiles)
    as_of = as_of or _newest_day(articles.values())
    names = {**undocumented(_analysed(content, articles), content.profiles, content.current_id), **content.profiles}
    events = _read_events(content, articles, names, config, as_of)
    if config.publish == "checked":
        shown = {report.article for event in events.values() for report in event.reports}
        articles = {identifier: article for identifier, article in articles.items() if identifier in shown}
    namings = content.namings(articles)
    profiles = _link_profiles(content, names, _ProfileLinks.of(namings, articles, events), keep_all=config.publish != "checked")
    events = _linked_events(_without_unknown(events, profiles, articles), articles)
    pairs = find_pairs(events, frozenset(profile.id for profile in profiles.values() if profile.type == "person"))
    companions = find_companions(pairs.values())
    profiles = {identifier: replace(profile, companions=companions.get(identifier, ())) for identifier, profile in profiles.items()}
    articles = _linked_articles(articles, events, namings, profiles)
    pages = _read_pages(content.pages)
    redirects = _redirects(events, profiles, articles, content.articles)
    return Site(as_of, events, profiles, articles, pairs, pages, redirects, content.problems(events, profiles))


# ---- what content/ holds


@dataclass(frozen=True, slots=True)
class _Content:
    """The documents by what they are, and the ids by which they were ever known."""

    events: tuple[Document, ...]
    articles: tuple[Document, ...]
    pages: tuple[Document, ...]
    profiles: dict[str, SiteProfile]
    hidden: frozenset[str]  # ids of hidden profiles
    views: Mapping[str, MachineView]
    analyses: Mapping[str, Analysis]
    entities: Mapping[str, tuple[str, ...]]  # article -> profile id of each entity of its analysis
    former: Mapping[str, str]  # former id -> id
    unsafe: tuple[str, ...]  # paths that cannot be published
    twins: Mapping[str, str]  # path that cannot be published -> the path whose address it would take
    acts_as: Mapping[str, str]  # profile id -> how briefs list it: person | organization | state

    @classmethod
    def sorted_out(cls, documents: Sequence[Document], views: Mapping[str, MachineView], analyses: Mapping[str, Analysis]) -> _Content:
        ordered = sorted(documents, key=lambda document: (document.type, document.id))
        twins = _find_twins(ordered)
        safe = [document for document in ordered if is_safe_id(document.id) and document.path not in twins]
        shown = [document for document in safe if not is_true(document.front_matter, "hidden")]
        own = [document for document in shown if document.type in PROFILE_DOCUMENTS]
        records = tuple(document for document in shown if document.type == "article")
        hidden = {document.id for document in safe if document.type in PROFILE_DOCUMENTS and is_true(document.front_matter, "hidden")}
        entities = {
            record.id: resolved for record in records if (resolved := resolved_entities(views.get(record.path), analyses.get(record.id)))
        }
        current = {document.id for document in shown}
        former = {old: document.id for document in shown for old in texts(document.front_matter, "former_ids")}
        acts_as: dict[str, str] = {}
        for document in shown:
            if document.type == "event":
                acts_as.update(participant_types(document.front_matter))
        return cls(
            events=tuple(document for document in shown if document.type == "event"),
            articles=records,
            pages=tuple(document for document in shown if document.type == "page"),
            profiles=read_profiles(own, views),
            hidden=frozenset(hidden - {document.id for document in own}),
            views=views,
            analyses=analyses,
            entities=entities,
            former={old: new for old, new in former.items() if old not in current},
            unsafe=tuple(document.path for document in ordered if not is_safe_id(document.id)),
            twins=twins,
            acts_as=acts_as,
        )

    def current_id(self, identifier: str) -> str:
        """The id under which something is known today.  A ring of former ids ends where it began."""
        seen: set[str] = set()
        while identifier in self.former and identifier not in seen:
            seen.add(identifier)
            identifier = self.former[identifier]
        return identifier

    def namings(self, articles: Iterable[str]) -> dict[str, Naming]:
        """Article -> whom it names."""
        return {
            identifier: read_naming(identifier, self.analyses[identifier], self.entities[identifier], self.current_id)
            for identifier in articles
            if identifier in self.entities
        }

    def problems(self, events: Mapping[str, SiteEvent], profiles: Mapping[str, SiteProfile]) -> tuple[Problem, ...]:
        """What cannot be published, and references that lead nowhere."""
        found = [Problem("id-unsafe", path, "its name cannot be part of an address", "letters, digits and hyphens") for path in self.unsafe]
        found += [
            Problem("id-twins", path, f'its address would be that of "{other}"', "names that differ in more than case or accents' form")
            for path, other in self.twins.items()
        ]
        for document in self.events:
            if document.id in events:
                found += [
                    Problem("reference-unknown", document.path, f'{field} names "{name}", of which there is no file', hint="check the id")
                    for field, name in _references(document)
                    if self._is_unknown(field, self.current_id(name), profiles)
                ]
        return tuple(found)

    def _is_unknown(self, field: str, identifier: str, profiles: Mapping[str, SiteProfile]) -> bool:
        if field == "part_of":
            return identifier not in {document.id for document in self.events}
        if identifier in self.profiles or identifier in self.hidden:
            return False
        return identifier not in profiles or not profiles[identifier].named_in


def _find_twins(documents: Iterable[Document]) -> dict[str, str]:
    """Documents whose address is another one's where file systems and servers fold case: path -> path of the first."""
    first: dict[tuple[str, str], str] = {}
    twins = {}
    for document in documents:
        folded = unicodedata.normalize("NFKC", document.id).casefold()
        known = first.setdefault((document.type, folded), document.path)
        if known != document.path:
            twins[document.path] = known
    return twins


def _references(document: Document) -> list[tuple[str, str]]:
    fields = document.front_matter
    single = [(key, text(fields, key)) for key in ("place", "part_of") if text(fields, key)]
    return [*single, *(("participants", identifier) for identifier in participant_types(fields))]


# ---- reading and linking


def _read_events(
    content: _Content, articles: dict[str, SiteArticle], names: Mapping[str, SiteProfile], config: Config, as_of: str | None
) -> dict[str, SiteEvent]:
    """The events to be shown, in order of date, their quotes within the limits."""
    evidence: dict[str, ArticleEvidence] = {
        identifier: article_evidence(content.analyses[identifier], content.entities.get(identifier, ()))
        for identifier in articles
        if identifier in content.analyses
    }
    context = EventContext(
        articles=articles,
        order={identifier: position for position, identifier in enumerate(articles)},
        evidence=evidence,
        source_name=lambda identifier: names[identifier].name if identifier in names else identifier,
        current_id=content.current_id,
        hidden=content.hidden,
        limits=config.quotes,
        as_of=as_of,
    )
    read = [(document, read_event(document, content.views.get(document.path), context)) for document in content.events]
    shown = [
        event
        for document, event in read
        if (config.publish != "checked" or event.review == "checked")
        and (
            event.reports or event.body or not maps(document.front_matter, "reports")
        )  # all its articles are hidden: nothing is left of it
    ]
    originals = frozenset(article.id for article in articles.values() if article.text != "summary")
    ordered = sorted(shown, key=lambda event: (*_days(event.date), event.id))
    return {event.id: event for event in limit_quotes(ordered, originals, config.quotes)}


def _analysed(content: _Content, articles: Iterable[str]) -> list[tuple[Analysis, tuple[str, ...]]]:
    return [(content.analyses[identifier], content.entities[identifier]) for identifier in articles if identifier in content.entities]


def _days(value: str | None) -> tuple[date, date]:
    if value is None:
        return date.max, date.max
    interval = parse_edtf(value)
    return (interval.last, interval.last) if interval.first == date.min else (interval.first, interval.last)


def _newest_day(articles: Iterable[SiteArticle]) -> str | None:
    return max((article.published.partition("T")[0] for article in articles if article.published), default=None)


def _with_outlets(articles: dict[str, SiteArticle], profiles: Mapping[str, SiteProfile]) -> dict[str, SiteArticle]:
    """The articles with the profile of their outlet, found by its name where the record does not give its id."""
    bodies = [profile for profile in profiles.values() if profile.type != "person"]
    names = {fold(name): profile.id for profile in bodies for name in (*profile.aliases, profile.name)}
    return {
        identifier: article if article.outlet_id or not article.outlet else replace(article, outlet_id=names.get(fold(article.outlet)))
        for identifier, article in articles.items()
    }


def _link_profiles(content: _Content, names: Mapping[str, SiteProfile], links: _ProfileLinks, *, keep_all: bool) -> dict[str, SiteProfile]:
    """The profiles with what leads to them, and with a page where they earn one.

    Those that nothing shown leads to are left out, but for files under content/ where `keep_all` says so.
    """
    known = dict(names)
    for identifier in sorted(links.referred):
        known.setdefault(identifier, _stub(identifier, content.acts_as.get(identifier), place=identifier in links.places))
    linked = [
        _linked_profile(profile, content, links)
        for profile in known.values()
        if profile.id not in content.hidden and is_safe_id(profile.id)
    ]
    kept = {profile.id for profile in linked if profile.url or profile.named_in or (keep_all and profile.id in content.profiles)}
    kept |= {profile.parent for profile in linked if profile.id in kept and profile.parent in content.profiles}
    shown = [profile for profile in linked if profile.id in kept]
    return by_name(replace(profile, parent=profile.parent if profile.parent in kept else None) for profile in shown)


@dataclass(frozen=True, slots=True)
class _ProfileLinks:
    """Profile id -> what leads to it, each in the site's order."""

    events: Mapping[str, list[str]]
    named_in: Mapping[str, list[str]]
    mentions: Mapping[str, list[tuple[str, int, int, str]]]
    cited_by: Mapping[str, list[str]]
    reported: Mapping[str, list[str]]
    referred: frozenset[str]  # needed by an event or as an outlet
    places: frozenset[str]

    @classmethod
    def of(cls, namings: Mapping[str, Naming], articles: Mapping[str, SiteArticle], events: Mapping[str, SiteEvent]) -> _ProfileLinks:
        lists: tuple[defaultdict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(4))
        in_events, named_in, cited_by, reported = lists
        mentions: defaultdict[str, list[tuple[str, int, int, str]]] = defaultdict(list)
        voices: defaultdict[str, list[str]] = defaultdict(list)
        for event in events.values():
            for report in event.reports:
                chains = (chain for claim in report.claims for chain in claim.said_by)
                voices[report.article] += [voice.source for chain in chains for voice in chain if voice.source]
            for identifier in dict.fromkeys((*(actor for actor, _ in event.participants), *([event.place] if event.place else []))):
                in_events[identifier].append(event.id)
        for article in articles.values():
            naming = namings.get(article.id)
            for identifier in naming.order if naming else ():
                named_in[identifier].append(article.id)
                mentions[identifier] += naming.mentions[identifier] if naming else ()
            for identifier in dict.fromkeys((*article.cites, *voices.get(article.id, ()))):
                cited_by[identifier].append(article.id)
            if article.outlet_id:
                reported[article.outlet_id].append(article.id)
        places = frozenset(event.place for event in events.values() if event.place)
        return cls(in_events, named_in, mentions, cited_by, reported, frozenset(in_events), places)


def _linked_profile(profile: SiteProfile, content: _Content, links: _ProfileLinks) -> SiteProfile:
    identifier = profile.id
    reported = tuple(links.reported.get(identifier, ()))
    linked = replace(
        with_type(profile, acts_as=content.acts_as.get(identifier), reported=bool(reported)),
        mentions=tuple(links.mentions.get(identifier, ())),
        events=tuple(links.events.get(identifier, ())),
        named_in=tuple(links.named_in.get(identifier, ())),
        cited_by=tuple(links.cited_by.get(identifier, ())),
        reported=reported,
    )
    return replace(linked, url=page_url(linked.type, identifier)) if _earns_page(linked, content) else linked


def _earns_page(profile: SiteProfile, content: _Content) -> bool:
    """Who takes part in an event, is named in two articles, stands behind one, or was written by hand."""
    stands_behind = profile.reported or (profile.cited_by and profile.type in ("source", "outlet", "organization"))
    if profile.events or stands_behind or len(profile.named_in) > 1:
        return True
    return bool(profile.document) and (profile.document not in content.views or bool(profile.body))


def _stub(identifier: str, acts_as: str | None, *, place: bool) -> SiteProfile:
    """Somebody or something that a brief names and nothing describes: its id is all that is known of its name."""
    node_type = "place" if place and not acts_as else "state" if acts_as == "state" else "person" if acts_as == "person" else "organization"
    return SiteProfile(identifier, node_type, "", identifier)  # type: ignore[arg-type]  # mypy widens the chain of literals to str


def _without_unknown(
    events: Mapping[str, SiteEvent], profiles: Mapping[str, SiteProfile], articles: Mapping[str, SiteArticle]
) -> dict[str, SiteEvent]:
    """The events without references to what the site does not show."""
    return {
        event.id: replace(
            event,
            place=event.place if event.place in profiles else None,
            part_of=event.part_of if event.part_of in events and event.part_of != event.id else None,
            participants=tuple((actor, role) for actor, role in event.participants if actor in profiles),
            reports=tuple(report for report in event.reports if report.article in articles),
        )
        for event in events.values()
    }


def _linked_events(events: Mapping[str, SiteEvent], articles: Mapping[str, SiteArticle]) -> dict[str, SiteEvent]:
    """The events with their history, parts and neighbours."""
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for event in events.values():
        if event.part_of:
            parts[event.part_of].append(event.id)
    whole = {
        event.id: replace(event, history=status_history(event.reports, articles, event.date), parts=tuple(parts.get(event.id, ())))
        for event in events.values()
    }
    related = rank_events([_neighbour(event) for event in whole.values()])
    return {event.id: replace(event, related=related.nearest(event.id)) for event in whole.values()}


def _neighbour(event: SiteEvent) -> Neighbour:
    features = features_of((actor for actor, _ in event.participants), event.topics, event.place)
    first = parse_edtf(event.date).first if event.date else date.max
    return Neighbour(event.id, (date.max if first == date.min else first).toordinal(), features, (event.part_of or "", *event.parts))


def _linked_articles(
    articles: Mapping[str, SiteArticle],
    events: Mapping[str, SiteEvent],
    namings: Mapping[str, Naming],
    profiles: Mapping[str, SiteProfile],
) -> dict[str, SiteArticle]:
    """The articles with the events they report, whom they name, and what they say in the order of the text."""
    said: defaultdict[str, list[tuple[str, SiteClaim]]] = defaultdict(list)
    reported: defaultdict[str, list[str]] = defaultdict(list)
    for event in events.values():
        for report in event.reports:
            reported[report.article].append(event.id)
            said[report.article] += [(event.id, claim) for claim in report.claims]
    return {
        article.id: replace(
            article,
            outlet_id=article.outlet_id if article.outlet_id in profiles else None,
            cites=tuple(source for source in article.cites if source in profiles),
            copy_of=article.copy_of if article.copy_of in articles else None,
            events=tuple(reported.get(article.id, ())),
            named=tuple(one for one in namings[article.id].order if one in profiles) if article.id in namings else (),
            claims=tuple(sorted(said.get(article.id, ()), key=lambda item: item[1].evidence.start if item[1].evidence else 1 << 62)),
        )
        for article in articles.values()
    }


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


def _redirects(
    events: Mapping[str, SiteEvent], profiles: Mapping[str, SiteProfile], articles: Mapping[str, SiteArticle], records: Iterable[Document]
) -> dict[str, str]:
    """Former url -> url, for every former id whose place nobody has taken."""
    found: dict[str, str] = {}
    for event in events.values():
        found.update({page_url("event", old): event.url for old in event.former_ids if is_safe_id(old)})
    for profile in profiles.values():
        found.update({page_url(profile.type, old): profile.url for old in profile.former_ids if profile.url and is_safe_id(old)})
    for record in records:
        if record.id in articles:
            old_ids = texts(record.front_matter, "former_ids")
            found.update({page_url("article", old): articles[record.id].url for old in old_ids if is_safe_id(old)})
    taken = {node.url for nodes in (events, profiles, articles) for node in nodes.values()}
    return {old: new for old, new in sorted(found.items()) if old not in taken}
