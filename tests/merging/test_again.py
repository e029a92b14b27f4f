"""After any change, what is merged again is what a merge of everything makes: to the byte, and with all that the next merge goes by."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from beatbook import files
from beatbook.analysis import analyse
from beatbook.analysis import compile_rules as compile_analysis
from beatbook.merging import Inputs, Known, Memory, Merged, WholeError, compile_rules, merge_again, merge_whole, remember
from beatbook.merging.memory import REMEMBERED
from beatbook.merging.model import IdentifiedAnalysis, KnownArticle, KnownEvent, KnownProfile
from beatbook.merging.names_kept import NamesMemory, NamesStanding
from beatbook.merging.stored import ARTICLES, ENCODER, EVENTS, PROFILES, REST, format_merged, parse_rest
from beatbook.reading import compile_rules as compile_reading
from beatbook.reading import read_article
from beatbook.reading.copies import find_overlaps
from beatbook.reading.model import InboxFile
from beatbook.rules import parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from beatbook.analysis.model import Analysis
    from beatbook.merging.work import Done

PEOPLE = (
    ("Norwegian Prime Minister Anna Berg", "Berg", "the Norwegian prime minister"),
    ("Swedish President Karl Lund", "Lund", "the Swedish president"),
    ("Danish Foreign Minister Eva Holm", "Holm", "the Danish foreign minister"),
    ("Finnish President Olli Virtanen", "Virtanen", "the Finnish president"),
    ("Peruvian President Jose Quispe", "Quispe", "the Peruvian president"),
    ("Norwegian Defence Minister Nils Berg", "Berg", "the Norwegian defence minister"),
)
PLACES = ("Oslo", "Lima", "Helsinki", "Turku", "Stockholm")
OUTLETS = ("Nordic Post", "Baltic Herald", "Evening Mail")
SAID = (
    "{one} met {other} in {place} on {day} May 2021 to talk about trade.",
    "{one} will meet {other} in {place} on {day} May 2021, the ministry said on Monday.",
    "{one} arrived in {place} on {day} May 2021 for a visit of three days.",
    "{one} and {other} signed an agreement on fisheries in {place} on {day} May 2021.",
    "The meeting of {one} and {other} on {day} May was called off.",
    "{short} told {other_short} by telephone on {day} May 2021 that talks would go on.",
    "{described} said that the forum in {place} had been postponed to {day} May 2021.",
    "{one} attended a forum in {place} on {day} May 2021, where {short} met {other}.",
    "{one} denied that a meeting with {other} was planned in {place}.",
)


class Values(dict[str, bytes]):
    """A room in memory."""

    def put(self, values: Mapping[str, bytes | None]) -> None:
        self.update({key: value for key, value in values.items() if value is not None})
        for key in [key for key, value in values.items() if value is None]:
            self.pop(key, None)


Rooms = dict[str, Values]


@dataclass
class Desk:
    """Articles and what is known of them, and what the last merge left."""

    draw: random.Random
    read: Callable[[str, str, str], Analysis]
    rules: object
    texts: dict[str, Analysis] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    said: dict[str, dict[str, object]] = field(default_factory=dict)  # of editors, by event
    excluded: set[str] = field(default_factory=set)
    dated: float = 1.0  # part of the articles that say when they were published

    def write(self, id_: str) -> None:
        draw = self.draw
        if self.texts and draw.random() < 0.15:
            other = self.texts[draw.choice(sorted(self.texts))]
            self.texts[id_] = replace(other, metadata=replace(other.metadata, outlet=draw.choice(OUTLETS), sha256=id_))
            return
        sentences = []
        for _ in range(draw.randrange(1, 5)):
            one, other = draw.sample(PEOPLE, 2)
            named = {"one": one[0], "short": one[1], "described": one[2].capitalize(), "other": other[0], "other_short": other[1]}
            sentences.append(draw.choice(SAID).format(**named, place=draw.choice(PLACES), day=draw.randrange(1, 20)))
        day = f"published: 2021-05-{draw.randrange(1, 28):02}\n" if draw.random() < self.dated else ""
        self.texts[id_] = self.read(f"{id_}: talks", " ".join(sentences), f"outlet: {draw.choice(OUTLETS)}\n{day}")

    def inputs(self) -> Inputs:
        digests = {id_: ENCODER.encode(analysis)[-200:] + analysis.metadata.sha256.encode() for id_, analysis in self.texts.items()}
        pairs = [(pair.first, pair.second) for pair in find_overlaps({id_: one.shingles for id_, one in self.texts.items()})]
        return Inputs(self.texts, digests, self.known, self.rules, pairs, "code", "key")  # type: ignore[arg-type]

    def learn(self, merged: Merged) -> None:
        """What the next build knows: what this one made, and what editors said of it."""
        events = tuple(
            replace(
                KnownEvent(event.id, event.kind, event.date, event.status, event.place, tuple(actor.id for actor in event.participants)),
                claims=tuple(claim.key for report in event.reports for claim in report.claims),
                former_ids=event.former_ids,
                articles=len(event.reports),
                **self.said.get(event.id, {}),  # type: ignore[arg-type]
            )
            for event in merged.events
        )
        profiles = tuple(
            KnownProfile(one.id, one.type, one.name, one.aliases, one.former_ids, one.country, one.roles)
            for one in merged.profiles
            if one.has_page
        )
        articles = tuple(KnownArticle(one.id, one.id, published=one.published, excluded=one.id in self.excluded) for one in merged.articles)
        self.known = Known(articles, profiles, events)

    def act(self, merged: Merged) -> None:
        """One thing that happens between two builds."""
        draw, ids = self.draw, sorted(self.texts)
        what = draw.randrange(8)
        self.texts = dict(self.texts)
        if what in (0, 1, 2):
            for _ in range(draw.choice((1, 1, 3))):
                self.write(f"a{draw.randrange(60):02}")
        elif what == 3 and len(ids) > 4:
            for id_ in draw.sample(ids, draw.choice((1, 2))):
                del self.texts[id_]
        elif what == 4 and merged.events:
            event = draw.choice(merged.events)
            day = {"owned": frozenset({"date"}), "date": f"2021-05-{draw.randrange(1, 20):02}"}
            apart = {"not_same_as": (draw.choice(merged.events).id,)}
            self.said[event.id] = draw.choice(({"reviewed": True}, day, {"withdrawn": True}, apart))
        elif what == 5 and self.said:
            del self.said[draw.choice(sorted(self.said))]
        elif what == 6:
            self.excluded ^= {draw.choice(ids)}
        if what > 3 or draw.random() < 0.6:
            self.learn(merged)


@pytest.fixture(scope="module")
def package():
    return parse_rules(files.read_package_rules())


@pytest.fixture(scope="module")
def read(package):
    reading, analysing = compile_reading(package), compile_analysis(package)

    def read_text(headline: str, text: str, sidecar: str) -> Analysis:
        found = read_article(InboxFile("a.txt", f"{headline}\n\n{text}\n".encode(), sidecar.encode()), reading)
        assert found.article
        return analyse(found.article, analysing)

    return read_text


@pytest.fixture(scope="module")
def rules(package):
    return compile_rules(package)


def merged_whole(now: Inputs) -> tuple[Merged, Rooms]:
    whole = merge_whole(
        [IdentifiedAnalysis(id_, now.analyses[id_]) for id_ in sorted(now.analyses)], now.known, now.rules, overlapping=now.overlapping
    )
    rooms = {name: Values() for name in (EVENTS, PROFILES, ARTICLES, REST, *REMEMBERED)}
    for name, values in format_merged(whole.merged, now.key).items():
        rooms[name].put(values)
    remember(Memory(rooms), whole, now)
    return whole.merged, rooms


def merged_again(now: Inputs, rooms: Rooms) -> tuple[Done, Rooms]:
    after = {name: Values(values) for name, values in rooms.items()}
    return merge_again(Memory(after), now), after


def held(rooms: Rooms) -> dict[str, object]:
    """All that rooms hold, groups told by their first claims and not by their numbers."""
    memory, names = Memory(rooms), NamesMemory(rooms)
    standing, kept = memory.standing(), names.standing()
    groups = {number: memory.group(int(number)) for number in rooms["groups"]}
    first = {int(number): group.trace.claims[0] for number, group in groups.items()}
    keys = {key for group in groups.values() for key in group.trace.keys}
    return {
        **{name: dict(rooms[name]) for name in (EVENTS, PROFILES, ARTICLES, "wholes")},
        "named": {id_: names.article(id_) for id_ in rooms["named"]},
        "names": {name: getattr(kept, name) for name in kept.__struct_fields__ if name not in ("next", "numbers", "said")}
        if kept
        else None,
        "numbered": sorted(kept.numbers) if kept else None,
        "found": found_by(names, kept) if kept else None,
        "rest": parse_rest(rooms[REST][""]),
        "groups": sorted((group.trace.claims[0], str(group)) for group in groups.values()),
        "places": {id_: sorted(first[number] for number in memory.groups_in(id_)) for id_ in rooms["places"]},
        "keys": {key: sorted(first[number] for number in memory.find([key])) for key in keys},
        "standing": {name: getattr(standing, name) for name in standing.__struct_fields__ if name != "next"} if standing else None,
    }


def found_by(names: NamesMemory, standing: NamesStanding) -> dict[int, list[str]]:
    """Articles, and what is known of profiles, by all under which they are found."""
    pairs = (pair for bucket in names.finder.buckets() for pair in bucket)
    by_number = {number: name for name, number in standing.numbers.items()}
    found: dict[int, list[str]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(by_number[number])
    return {key: sorted(names) for key, names in found.items()}


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_leaves_what_a_merge_of_everything_does(seed: int, read, rules):
    """Articles come, are edited, excluded and go; editors read, date, withdraw and part events; builds learn the ids that they gave."""
    desk = Desk(random.Random(seed), read, rules, dated=0.6 if seed == 2 else 1)  # noqa: S311 - reproducible
    for number in range(16):
        desk.write(f"a{number:02}")
    merged, rooms = merged_whole(desk.inputs())
    again = 0
    for _ in range(25):
        desk.act(merged)
        now = desk.inputs()
        merged, whole = merged_whole(now)
        try:
            _, rooms = merged_again(now, rooms)
            again += 1
        except WholeError:
            rooms = whole

        assert held(rooms) == held(whole)
    assert again > 15


def settled(desk: Desk, size: int) -> Rooms:
    """A desk of so many articles, each on people of its own but for two, after two builds."""
    names = [
        f"{first}{last}" for first in ("Ar", "Bel", "Cor", "Dun", "Em", "Far", "Gol") for last in ("ov", "man", "ski", "dal", "ez", "ini")
    ]
    for number in range(size):
        person = f"Minister {names[number % 42]} {names[number // 42]}son"
        text = f"{person} met Norwegian Prime Minister Anna Berg in Oslo on {number % 27 + 1} May {1990 + number % 30} to talk about trade."
        desk.texts[f"a{number:03}"] = desk.read(f"{person} in Oslo", text, f"outlet: Post\npublished: {1990 + number % 30}-05-28\n")
    merged, _ = merged_whole(desk.inputs())
    desk.learn(merged)
    merged, rooms = merged_whole(desk.inputs())
    return rooms


def work_for_one_more(desk: Desk, size: int) -> Iterable[int]:
    rooms = settled(desk, size)
    text = "Minister Olga Novak met Norwegian Prime Minister Anna Berg in Turku on 3 May 2003."
    desk.texts["new"] = desk.read("Novak in Turku", text, "outlet: Post\npublished: 2003-05-28\n")
    done, _ = merged_again(desk.inputs(), rooms)
    return done.claims, done.grouped, done.composed, done.known


def test_one_article_more_costs_the_same_among_many(read, rules):
    """Claims resolved, claims grouped, events composed, earlier events looked at: as many among 40 articles as among 160."""
    few = work_for_one_more(Desk(random.Random(1), read, rules), 40)  # noqa: S311 - reproducible
    many = work_for_one_more(Desk(random.Random(1), read, rules), 160)  # noqa: S311 - reproducible

    assert all(b <= a + 15 for a, b in zip(few, many, strict=True))
    assert sum(many) < 80


def test_what_only_everything_can_follow_is_left_to_it(read, rules):
    """Events that an editor united, and a merge that left nothing."""
    desk = Desk(random.Random(1), read, rules)  # noqa: S311 - reproducible
    rooms = settled(desk, 4)
    desk.known = replace(desk.known, events=(replace(desk.known.events[0], same_as=("other",)), *desk.known.events[1:]))

    for left in (rooms, {name: Values() for name in rooms}):
        with pytest.raises(WholeError):
            merged_again(desk.inputs(), left)


def test_an_article_without_a_day_has_the_dated_ones_read_once(read, rules):
    """What each says by which others can be dated is kept; it is asked again where its analysis, its names or its day are others."""
    desk = Desk(random.Random(1), read, rules)  # noqa: S311 - reproducible
    rooms = settled(desk, 20)
    desk.texts["undated"] = desk.read(
        "Talks", "Norwegian Prime Minister Anna Berg met Minister Olga Novak in Turku on Friday.", "outlet: Post\n"
    )
    first, rooms = merged_again(desk.inputs(), rooms)
    desk.texts["more"] = desk.read("Talks", "Minister Olga Novak met Minister Ivo Lang in Turku.", "outlet: Post\npublished: 2003-05-28\n")
    second, rooms = merged_again(desk.inputs(), rooms)
    del desk.texts["a003"]
    desk.texts["a004"] = desk.read("Talks", "Minister Olga Novak met Minister Ivo Lang in Oslo.", "outlet: Post\npublished: 2003-05-29\n")
    third, rooms = merged_again(desk.inputs(), rooms)

    assert (first.testified, second.testified, third.testified) == (20, 1, 1)
    assert set(rooms["testimonies"]) == desk.texts.keys() - {"undated"}
    assert held(rooms) == held(merged_whole(desk.inputs())[1])

    del desk.texts["undated"], desk.texts["a005"]
    _, rooms = merged_again(desk.inputs(), rooms)

    assert not rooms["testimonies"], "what an article said that is gone stays nowhere"
