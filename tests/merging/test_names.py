"""Names resolved again where something changed are those that all articles together give: profiles, ids, doubtful pairs, outlets."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from beatbook.analysis.family_order import compile_family_order
from beatbook.analysis.model import Analysis, Entity, Mention, PersonName, StatedRole
from beatbook.analysis.name_forms import parse_person
from beatbook.files import read_package_rules
from beatbook.merging.identity import resolve_profiles
from beatbook.merging.memory import REMEMBERED, Memory, OfArticle, Standing, WholeError, digest
from beatbook.merging.model import IdentifiedAnalysis, Known, KnownArticle, KnownProfile, ProfileRole
from beatbook.merging.name_links import NameLinks
from beatbook.merging.names import Changed, find_names, remember_names
from beatbook.merging.names_kept import NamesMemory
from beatbook.merging.resolution import NameRules
from beatbook.merging.resolved import make_atlas
from beatbook.merging.same_as import unite_profiles
from beatbook.merging.stored import ARTICLES, PROFILES
from beatbook.merging.synthesis import outlets_by_name
from beatbook.reading.model import ArticleMetadata
from beatbook.rules import parse_rules
from tests.merging.test_again import Values, found_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beatbook.merging.names import Names
    from beatbook.merging.resolution import Resolution

RULES = parse_rules(read_package_rules())
ORDER = compile_family_order(RULES)

FULL = (
    "Anna Berg", "Anna Marie Berg", "Ana Berg", "Nils Berg", "Karl Lund", "Carl Lund", "Kim Jong Un", "Kim Jong-un", "Kim Jong Il",
    "Kim Yong Chol", "Ali Reza", "Mahmood Ali Reza", "Ana Ruiz", "Ana Ruiz-Mateos", "Yury Belov", "Yuri Belov", "Jean Luc", "Jean-Luc",
    "George Bush", "George W. Bush", "George H.W. Bush", "Bashir al-Hamad", "Bashir Hamad", "Jon Smith", "Jon Smyth", "Li Na", "Na Li",
)  # fmt: skip
SHORT = ("Berg", "Lund", "Kim", "Reza", "Ruiz", "Belov", "Bush", "Un", "Smith", "Li", "Hamad", "Nobody")
ROLES = (
    StatedRole("President", "president", "PL"),
    StatedRole("President", "president", "CL"),
    StatedRole("President", "president", ""),
    StatedRole("Prime Minister", "prime-minister", "PL"),
    StatedRole("Foreign Minister", "foreign-minister", "NO"),
    StatedRole("leader", "leader", "KP"),
    StatedRole("President", "president", "KP", former=True),
)
DESCRIBED = (
    Entity("person", "the Polish president", roles=ROLES[:1], country="PL", described=True),
    Entity("person", "the president", roles=ROLES[2:3], described=True),
    Entity("person", "the North Korean leader", roles=ROLES[5:6], country="KP", described=True),
    Entity("person", "the Queen", described=True),
    Entity("person", "the Queen", roles=(StatedRole("Queen", "monarch", "GB"),), country="GB", described=True),
    Entity("person", "the Norwegian foreign minister", roles=ROLES[4:5], country="NO", described=True),
    Entity("person", "the man", described=True),
)
THINGS = (
    Entity("place", "Oslo", known="oslo", country="NO", kind="capital", forms=("Oslo",)),
    Entity("place", "Norway", known="NO", country="NO", kind="country", forms=("Norway",)),
    Entity("state", "Norway", known="NO", country="NO", kind="country", forms=("Norway", "the Norwegians")),
    Entity("place", "Berg", country="SE", kind="city", forms=("Berg",)),
    Entity("place", "Berg", country="NO", kind="city", forms=("Berg",)),
    Entity("state", "Somaliland", country="", forms=("Somaliland",)),
    Entity("organization", "Acme", kind="company", forms=("Acme",)),
    Entity("organization", "Acme Ltd", kind="company", forms=("Acme Ltd", "Acme")),
    Entity("organization", "Ministry of Finance", kind="government", country="PL", forms=("Ministry of Finance",)),
    Entity("organization", "Polish Ministry of Finance", kind="government", country="PL", forms=("Polish Ministry of Finance",)),
    Entity("organization", "Ministry of Finance", kind="government", country="NO", forms=("Ministry of Finance",)),
    Entity("organization", "Nordic Post", kind="outlet", forms=("Nordic Post", "Post")),
    Entity("organization", "Yonhap", known="yonhap", kind="agency", forms=("Yonhap",)),
    Entity("organization", "Jon Smith", kind="company", forms=("Jon Smith",)),
    Entity("organization", "Anna Berg", kind="company", forms=("Anna Berg",)),
    Entity("person", "Karl Lund", person=PersonName("Lund", "Karl"), forms=("Karl Lund",), credit=True),
)  # fmt: skip
CLANS = (("", "PL"), ("ak", "PE"), ("ul", "BR"), ("im", "FI"), ("or", "JP"), ("es", "IT"))  # of whom nobody is taken for one of another
OUTLETS = ("Nordic Post", "Yonhap", "Evening Mail", "Acme", "Post", None, "Jon Smith")


def settle(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def of_clan(entity: Entity, suffix: str, country: str) -> Entity:
    """The same of another country, and spelt as others are not."""
    if entity.known or entity.name.startswith(("Kim", "the Queen")) or (entity.described and not entity.country):
        return entity
    roles = tuple(replace(role, country=country) for role in entity.roles)
    if entity.described:
        return replace(entity, roles=roles, country=country)
    name, person = f"{entity.name}{suffix}", entity.person
    if person is not None:
        person = (
            replace(person, surname=f"{person.surname}{suffix}") if person.surname else replace(person, given=f"{person.given}{suffix}")
        )
    return replace(entity, name=name, person=person, forms=(name,), roles=roles, country=country if entity.country else "")


@dataclass
class Desk:
    """Articles, what is known of their names, and what the last resolving left."""

    draw: random.Random
    clans: int = 1
    articles: dict[str, Analysis] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    rooms: dict[str, Values] = field(default_factory=dict)
    before: Standing = field(default_factory=Standing)

    # ---- what happens

    def write(self, id_: str) -> None:
        draw = self.draw
        entities = [self.entity() for _ in range(draw.choice((1, 2, 3, 5)))]
        mentions = tuple(
            Mention(at * 100, at * 100 + len(e.name), e.name, e.type, at, draw.choice(("full", "full", "pronoun")), 0, credit=e.credit)  # type: ignore[arg-type]
            for at, e in enumerate(entities)
        )
        day = draw.choice((None, "2020-05-10", "2020-06-01", "2020-11-20", "2019-01-01", "2023-01-01"))
        metadata = ArticleMetadata(f"{id_}.txt", str(draw.random()), published=day, outlet=draw.choice(OUTLETS))
        self.articles[id_] = Analysis(metadata, entities=tuple(entities), mentions=mentions)

    def entity(self) -> Entity:
        suffix, country = self.draw.choice(CLANS[: self.clans])
        return of_clan(self.plain_entity(), suffix, country) if suffix else self.plain_entity()

    def plain_entity(self) -> Entity:
        draw, kind = self.draw, self.draw.random()
        roles = tuple(draw.sample(ROLES, draw.choice((0, 0, 1, 1, 2))))
        country = next((role.country for role in roles if role.country), "")
        if kind < 0.45:
            name = draw.choice(FULL)
            parsed = parse_person(name.split(), language=ORDER.language(name.split()))
            return Entity("person", name, person=parsed, forms=(name,), roles=roles, country=country)
        if kind < 0.6:
            name = draw.choice(SHORT)
            return Entity("person", name, person=PersonName(name), forms=(name,), roles=roles, country=country)
        if kind < 0.65:
            name = draw.choice(("Shakira", "Jean", "Un"))
            return Entity("person", name, person=PersonName("", name), forms=(name,), roles=roles, country=country)
        return draw.choice(DESCRIBED) if kind < 0.78 else draw.choice(THINGS)

    def act(self) -> None:
        draw, ids = self.draw, sorted(self.articles)
        what = draw.randrange(10)
        self.articles = dict(self.articles)
        if what < 5 or len(ids) < 4:
            for _ in range(draw.choice((1, 1, 2))):
                self.write(f"a{draw.randrange(40):02}")
        elif what == 5:
            for id_ in draw.sample(ids, draw.choice((1, 2))):
                del self.articles[id_]
        elif what == 6:
            self.say_of_articles()
        else:
            self.say_of_profiles()

    def say_of_articles(self) -> None:
        draw = self.draw
        people = [one.id for one in self.known.profiles if one.type == "person"]
        records = {record.id: record for record in self.known.articles}
        for id_ in draw.sample(sorted(self.articles), 2):
            reassigned = ((draw.choice(("Kim", "Berg", "the president", "Karl Lund")), draw.choice([*people, *people, "somebody"])),)
            day = draw.choice((None, None, "2020-05-11", "2022-01-01"))
            records[id_] = KnownArticle(id_, id_, published=day, reassigned=draw.choice((reassigned, (), ())))
        self.known = replace(self.known, articles=tuple(records[id_] for id_ in sorted(records)))

    def say_of_profiles(self) -> None:
        draw = self.draw
        profiles = {profile.id: profile for profile in self.known.profiles}
        for profile in self.resolution.profiles:
            if draw.random() < 0.4:
                roles = tuple(ProfileRole(role.title, role.office, role.country, former=role.former) for role in profile.roles)
                profiles[profile.id] = KnownProfile(
                    profile.id, profile.type, profile.name, profile.aliases, profile.former_ids, profile.country, roles
                )
        ids = sorted(profiles)
        for id_ in draw.sample(ids, min(len(ids), draw.choice((0, 1, 2)))):
            other, one = draw.choice(ids), profiles[id_]
            said = draw.choice(
                (
                    {"same_as": (other,)} if other != id_ else {},
                    {"not_same_as": (other,)},
                    {"name": f"{one.name} Esq", "called": one.name, "owned": frozenset({"name"})},
                    {"owned": frozenset({"country"}), "country": "SE"},
                    {"owned": frozenset({"aliases"}), "own_aliases": ("Berg",), "aliases": settle((*one.aliases, "Berg"))},
                    {"owned": frozenset({"aliases"}), "own_aliases": ("Post",), "aliases": settle((*one.aliases, "Post"))},
                    {"former_ids": settle((*one.former_ids, draw.choice(("old-one", "jon-smith", "berg"))))},
                    {"same_as": (), "not_same_as": (), "owned": frozenset()},
                )
            )
            profiles[id_] = replace(one, **said)  # type: ignore[arg-type]
        for id_ in draw.sample(ids, min(len(ids), draw.choice((0, 0, 1, 3)))):
            del profiles[id_]
        self.known = replace(self.known, profiles=tuple(profiles[id_] for id_ in sorted(profiles)))

    # ---- what is found

    def resolve(self) -> Resolution:
        """Of everything."""
        analyses = [IdentifiedAnalysis(id_, analysis) for id_, analysis in self.articles.items()]
        self.resolution = unite_profiles(resolve_profiles(analyses, self.known, SimpleNamespace(rules=RULES)), self.known.profiles)  # type: ignore[arg-type]
        return self.resolution

    def remember(self) -> None:
        """Leaves what resolving everything leaves."""
        rules = NameRules.of(RULES)
        self.rooms = {name: Values() for name in (PROFILES, ARTICLES, *REMEMBERED)}
        remember_names(Memory(self.rooms), self.resolution, self.known, rules, NameLinks(rules))
        self.before = Standing(countries=dict(make_atlas(self.resolution.profiles).countries))
        self.stand()

    def stand(self) -> None:
        found = self.resolution
        self.before.profiles = {profile.id: digest(profile) for profile in found.profiles}
        self.before.articles = {
            id_: OfArticle(digest(one), digest(found.entity_ids[id_]), speaks=True, outlet="", day="", inferred=b"")
            for id_, one in self.articles.items()
        }

    def resolve_again(self) -> Names:
        here, before = {id_: digest(one) for id_, one in self.articles.items()}, self.before.articles
        edited = {id_ for id_, found in here.items() if id_ not in before or before[id_].digest != found}
        changed = Changed(here, sorted(edited), sorted(before.keys() - here.keys()), self.articles)
        return find_names(Memory(self.rooms), self.before, self.known, RULES, changed)


def held(desk: Desk) -> dict[str, object]:
    names = NamesMemory(desk.rooms)
    kept = names.standing()
    assert kept is not None
    return {
        "articles": {id_: names.article(id_) for id_ in desk.rooms["named"]},
        "standing": {name: getattr(kept, name) for name in kept.__struct_fields__ if name not in ("next", "numbers")},
        "numbered": sorted(kept.numbers),
        "found": found_by(names, kept),
    }


def check(desk: Desk, names: Names) -> None:
    """What was resolved again, laid over what stood, is what everything gives."""
    found, before = desk.resolution, desk.before
    profiles = {profile.id: profile for profile in found.profiles}
    others = {id_: one for id_, one in profiles.items() if before.profiles.get(id_) != digest(one)}
    assert names.profiles == {**others, **dict.fromkeys(before.profiles.keys() - profiles.keys())}
    hashes = {id_: digest(ids) for id_, ids in found.entity_ids.items()}
    stood = {id_: of.entities for id_, of in before.articles.items()}
    assert names.articles == {id_: one for id_, one in hashes.items() if stood.get(id_) != one}
    assert all(names.ids(id_) == found.entity_ids[id_] for id_ in names.articles)
    assert names.people == found.maybe_same
    assert names.atlas.countries == make_atlas(found.profiles).countries
    assert names.outlets == outlets_by_name(found.profiles)


def run(seed: int, steps: int, size: int, clans: int = 1) -> tuple[int, int]:
    """A random sequence; how many entities were resolved again, and how many there were."""
    desk = Desk(random.Random(seed), clans)  # noqa: S311 - reproducible
    for number in range(size):
        desk.write(f"a{number:02}")
    desk.resolve()
    desk.remember()
    looked_at = entities = 0
    for _ in range(steps):
        desk.act()
        desk.resolve()
        try:
            names = desk.resolve_again()
        except WholeError:
            desk.remember()
            continue
        looked_at, entities = looked_at + names.resolved, entities + sum(len(one.entities) for one in desk.articles.values())

        check(desk, names)
        left = held(desk)
        desk.remember()
        assert left == held(desk)
    return looked_at, entities


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_names_whom_everything_names(seed: int) -> None:
    """Articles come, change and go; editors rename, unite and part people, give names to others, and take profiles away."""
    run(seed, 12, *((12, 1) if seed % 2 else (24, 6)))


def test_whoever_took_over_a_profile_follows_what_is_known_of_it() -> None:
    """An editor made one person part of another whom nobody else names; addresses of the one that is gone lead to the one that stays."""
    desk = Desk(random.Random(1))  # noqa: S311 - reproducible
    for number in range(8):
        desk.write(f"a{number}")
    desk.articles["b"] = Analysis(ArticleMetadata("b.txt", "b"), entities=(THINGS[6],))
    gone = KnownProfile("zenith", "organization", "Zenith")
    heir = KnownProfile("acme", "organization", "Acme", same_as=("zenith",))
    desk.known = Known(profiles=(heir, gone))
    desk.resolve()
    desk.remember()
    desk.known = Known(profiles=(heir, replace(gone, former_ids=("zenith-works",))))
    desk.resolve()

    names = desk.resolve_again()

    check(desk, names)
    profile = names.profiles["acme"]
    assert profile is not None
    assert profile.former_ids == ("zenith", "zenith-works")


def work_for_one_more(size: int) -> Names:
    """Among so many articles, each on people and a firm of its own, and all on Norway, one more on some of them."""
    desk = Desk(random.Random(1))  # noqa: S311 - reproducible
    letters = "bdfgklmnprst"
    for number in range(size):
        name = f"{letters[number % 12]}a{letters[number // 12]}ovic".capitalize()
        people = [Entity("person", f"{first} {name}", person=PersonName(name, first), forms=(name,)) for first in ("Anna", "Olga")]
        firm = Entity("organization", f"{name} Works", kind="company", forms=(f"{name} Works",))
        for at, entities in ((0, (*people, THINGS[1])), (1, (people[0], firm))):
            id_ = f"a{number:03}-{at}"
            mentions = tuple(Mention(at * 9, at * 9 + 9, e.name, e.type, at, "full", 0) for at, e in enumerate(entities))
            metadata = ArticleMetadata(f"{id_}.txt", id_, published="2020-05-10", outlet="Evening Mail")
            desk.articles[id_] = Analysis(metadata, entities=entities, mentions=mentions)
    desk.resolve()
    desk.remember()
    desk.articles["new"] = replace(desk.articles["a003-1"], metadata=ArticleMetadata("new.txt", "new", published="2020-05-10"))
    desk.resolve()
    names = desk.resolve_again()
    check(desk, names)
    return names


def test_one_article_more_reads_the_names_of_those_that_name_the_same() -> None:
    """Among 30 pairs of articles as among 120: the same entities are resolved, the names of the same articles read."""
    few, many = work_for_one_more(30), work_for_one_more(120)

    assert (few.resolved, few.opened) == (many.resolved, many.opened)
    assert many.resolved < 10
    assert many.opened <= 3
