"""What words ask of the merged view: where event and answers are as they were, the words are."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from beatbook.briefing.asked import Words, format_words, note_words, parse_words
from beatbook.briefing.machine import Views
from beatbook.briefing.wording import Writer
from beatbook.briefing.wording_rules import compile_wording
from beatbook.merging.model import EventParticipant, Merged, ProfileRole
from tests.briefing.factories import PROFILES, make_article, make_claim, make_event, make_merged, make_person, make_report, read_rules

if TYPE_CHECKING:
    from beatbook.merging.model import Article, Event, Profile

RULES = read_rules()
WORDING = compile_wording(RULES)
DAYS = ("2021-05-02", "2021-05-03", "2021-06-01", "2023-01-01")
PEOPLE = ("ana-marin", "tomas-vell", "ivo-marin", "eva-berg")
KINDS = (("meeting", "happened"), ("visit", "planned"), ("statement", "happened"), ("letter", "expected"), ("meeting", "cancelled"))


def made_up(chance: random.Random) -> Merged:
    """A small digest: people who share a surname, offices, statements beside meetings in one article."""
    profiles = [profile for profile in PROFILES if profile.type != "person"] + [person(id_, chance) for id_ in PEOPLE]
    articles = [make_article(f"lantern-{number}", published=chance.choice(DAYS)) for number in range(4)]
    events = tuple(event(f"event-{number}", chance, articles) for number in range(6))
    return make_merged(*events, articles=articles, profiles=profiles, as_of=chance.choice(DAYS))


def person(id_: str, chance: random.Random) -> Profile:
    role = ProfileRole(
        chance.choice(("President", "Foreign Minister")), country="LV", first=chance.choice(DAYS[:2]), articles=("lantern-0",)
    )
    given, surname = id_.split("-")
    return make_person(id_, f"{given.title()} {surname.title()}", *([role] if chance.random() < 0.6 else []))


def event(id_: str, chance: random.Random, articles: list[Article]) -> Event:
    kind, status = chance.choice(KINDS)
    cast = tuple(EventParticipant(who, "person", "participant") for who in chance.sample(PEOPLE, 2))
    told = [make_report(article.id, status, make_claim(article.id, status)) for article in chance.sample(articles, 2)]
    parent = chance.choice((None, None, "event-0"))
    return make_event(id_, kind, status, participants=cast, date=chance.choice(DAYS), reports=tuple(told), part_of=parent)


def changed_a_little(merged: Merged, chance: random.Random) -> Merged:
    """The digest of the next build: somebody's office, a name, a day of publication, an event more, an event less, a later day."""
    profiles, articles, events = list(merged.profiles), list(merged.articles), list(merged.events)
    for _ in range(chance.randrange(3)):
        what = chance.randrange(6)
        if what == 0:
            at = chance.randrange(len(profiles))
            profiles[at] = person(profiles[at].id, chance) if profiles[at].id in PEOPLE else replace(profiles[at], name="New name")
        elif what == 1:
            at = chance.randrange(len(articles))
            articles[at] = replace(articles[at], published=chance.choice(DAYS))
        elif what == 2:
            events.append(event(f"event-{chance.randrange(6, 9)}", chance, articles))
        elif what == 3:
            events.pop(chance.randrange(len(events)))
        elif what == 4:
            at = chance.randrange(len(events))
            events[at] = event(events[at].id, chance, articles)
        else:
            merged = replace(merged, as_of=chance.choice(DAYS))
    return replace(merged, profiles=tuple(profiles), articles=tuple(articles), events=tuple({one.id: one for one in events}.values()))


def digests(merged: Merged) -> dict[str, bytes]:
    named = (("events", merged.events), ("profiles", merged.profiles), ("articles", merged.articles))
    return {f"{room}/{one.id}": msgspec.msgpack.encode(one) for room, all_ in named for one in all_}


@pytest.mark.parametrize("seed", range(30))
def test_an_event_that_is_not_stale_would_be_worded_as_it_was(seed: int):
    """On random sequences of builds: of events that are merged as they were, only those are left that ask nothing that has another answer."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    merged, words, told = made_up(chance), Words(), dict[str, object]()
    before: dict[str, bytes] = {}
    for _ in range(4):
        views, writer, now = Views(merged, RULES), Writer(merged, WORDING), digests(merged)
        changed = {name for name, _ in now.items() ^ before.items()}
        stale = words.find_stale(changed, views.answer)
        paths = [f"events/{one.id}.md" for one in merged.events]
        kept = [path for path in paths if path in words.asked and path not in stale and path.removesuffix(".md") not in changed]
        all_words = {f"events/{one.id}.md": writer.event(one) for one in merged.events}

        assert {path: told[path] for path in kept} == {path: all_words[path] for path in kept}

        for path in paths:
            if path not in kept:
                views.make(path, {})
        words = parse_words(format_words(note_words("key", words, views.asked, kept, views.answer)), "key")
        merged, told, before = changed_a_little(merged, chance), dict(all_words), now


def test_a_further_article_on_somebody_leaves_the_words_of_older_events_alone():
    """Neither who is named where, nor when an office was named last, is asked for as long as the office on the event's day is the same."""
    merged = make_merged(make_event())
    views = Views(merged, RULES)
    views.make("events/marin-vell-riga-2021.md", {})
    words = note_words("key", Words(), views.asked, (), views.answer)
    (marin,) = (profile for profile in merged.profiles if profile.id == "ana-marin")
    later = replace(marin, roles=tuple(replace(role, last="2021-09-01", articles=(*role.articles, "x")) for role in marin.roles))
    now = replace(merged, profiles=tuple(later if profile is marin else profile for profile in merged.profiles), as_of="2021-09-01")

    assert words.find_stale({"profiles/ana-marin"}, Views(now, RULES).answer) == frozenset()


def test_words_of_another_merge_or_a_damaged_file_are_nothing():
    """What is kept is good for what was merged then."""
    content = format_words(Words("key", {"events/a.md": "pana"}, {"pana": b"12345678"}))

    assert parse_words(content, "key").asked == {"events/a.md": "pana"}
    assert parse_words(content, "other").asked == parse_words(content[:-1], "key").asked == parse_words(None, "key").asked == {}
