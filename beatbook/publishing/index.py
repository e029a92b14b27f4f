"""What pages look up again and again, gathered once from the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.heads import (
    ArticleHead,
    EventHead,
    ProfileHead,
    Tally,
    article_head,
    bare_event,
    edited_event,
    edited_profile,
    event_head,
    is_edited,
    last_role,
    profile_head,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.publishing.model import Site, SiteArticle, SiteEvent, SiteProfile

NATIONALS = 24  # people on the page of a state


@dataclass(frozen=True, slots=True)
class Index:
    """What pages look up again and again, gathered once from the site."""

    events: Mapping[str, EventHead]  # these three in the site's order
    articles: Mapping[str, ArticleHead]
    profiles: Mapping[str, ProfileHead]
    tallies: Mapping[str, Tally]  # profile -> its figures
    aliases: Mapping[str, tuple[str, ...]]  # profile -> its other names
    anchors: Mapping[str, tuple[str, ...]]  # article -> the marked words on its page
    mentions: Mapping[str, tuple[tuple[int, int, str], ...]]  # article -> (start, end, profile), by position
    states: Mapping[str, str]  # ISO 3166-1 alpha-2 -> profile
    nationals: Mapping[str, tuple[str, ...]]  # ISO 3166-1 alpha-2 -> people with a page, those in most events first
    copies: Mapping[str, tuple[str, ...]]  # article -> its copies
    within: Mapping[str, tuple[str, ...]]  # profile -> profiles whose parent it is
    pairs: Mapping[str, str]  # id of a pair -> url of its page
    edited: Mapping[str, SiteEvent]  # events of which a person set a value, or that took in another one: without their texts
    edited_profiles: Mapping[str, SiteProfile]  # the same of profiles: without what leads to them
    amended: Mapping[str, SiteArticle]  # articles of which a person set a value, or that were corrected or taken back
    facts: Mapping[str, SiteEvent]  # events as data and feeds have them: without what an editor wrote below the facts


def make_index(site: Site) -> Index:
    """The look-up tables of a site."""
    mentions: dict[str, list[tuple[int, int, str]]] = {}
    within: dict[str, list[str]] = {}
    for profile in site.profiles.values():
        for named_in, start, end, _ in profile.mentions:
            mentions.setdefault(named_in, []).append((start, end, profile.id))
        if profile.parent:
            within.setdefault(profile.parent, []).append(profile.id)
    copies: dict[str, list[str]] = {}
    for article in site.articles.values():
        if article.copy_of:
            copies.setdefault(article.copy_of, []).append(article.id)
    nationals = find_nationals((len(person.events), person.name, person.id, person.country) for person in listed_people(site))
    return Index(
        events={event.id: event_head(event) for event in site.events.values()},
        articles={article.id: article_head(article) for article in site.articles.values()},
        profiles={profile.id: profile_head(profile) for profile in site.profiles.values()},
        tallies={profile.id: _tally(site, profile) for profile in site.profiles.values()},
        aliases={profile.id: profile.aliases for profile in site.profiles.values() if profile.aliases},
        anchors={article.id: anchors_of(article) for article in site.articles.values()},
        mentions={ident: sort_mentions(mentions[ident]) for ident in site.articles if ident in mentions},
        states={profile.country: profile.id for profile in site.profiles.values() if profile.type == "state" and profile.country},
        nationals=nationals,
        copies={ident: tuple(found) for ident, found in copies.items()},
        within={ident: tuple(found) for ident, found in within.items()},
        pairs={pair.id: pair.url for pair in site.pairs.values()},
        edited={event.id: edited_event(event) for event in site.events.values() if is_edited(event)},
        edited_profiles={profile.id: edited_profile(profile) for profile in site.profiles.values() if is_edited(profile)},
        amended={article.id: article for article in site.articles.values() if is_amended(article)},
        facts={event.id: bare_event(event) for event in site.events.values()},
    )


def is_amended(article: SiteArticle) -> bool:
    """Whether the list of corrections tells of it."""
    return bool(article.editor) or article.standing in ("corrected", "retracted")


def anchors_of(article: SiteArticle) -> tuple[str, ...]:
    """The marked words on an article's page."""
    return tuple(sorted({claim.anchor for _, claim in article.claims}))


def sort_mentions(mentions: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Where an article names whom, by position; of those that begin at one place the longest first."""
    return tuple(sorted(mentions, key=lambda mention: (mention[0], -mention[1], mention[2])))


def find_nationals(people: Iterable[tuple[int, str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Country -> people of it, those in most events first; `people` are (number of events, name, id, country)."""
    nationals: dict[str, list[str]] = {}
    for _, _, ident, country in sorted(people, key=lambda person: (-person[0], person[1], person[2])):
        nationals.setdefault(country, []).append(ident)
    return {country: tuple(found[:NATIONALS]) for country, found in nationals.items() if country}


def _tally(site: Site, profile: SiteProfile) -> Tally:
    dated = (ident for ident in reversed(profile.events) if (event := site.events.get(ident)) and event.date)
    return Tally(
        profile.id,
        last_role(profile),
        profile.country,
        len(profile.events),
        len(profile.reported),
        len(profile.cited_by),
        len(profile.named_in),
        next(dated, None),
    )


def listed_people(site: Site) -> list[SiteProfile]:
    """People with a page of their own, by name."""
    return [profile for profile in site.profiles.values() if profile.type == "person" and profile.url]
