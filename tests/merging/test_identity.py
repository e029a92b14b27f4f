"""Who is who across articles: permanent ids, merged spellings, namesakes apart, the registry first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from beatbook.analysis.family_order import compile_family_order
from beatbook.analysis.model import Analysis, Entity, Mention, PersonName, StatedRole
from beatbook.analysis.name_forms import parse_person
from beatbook.files import read_package_rules
from beatbook.merging.identity import resolve_profiles
from beatbook.merging.model import IdentifiedAnalysis, Known, KnownArticle, KnownProfile, Profile
from beatbook.reading.model import ArticleMetadata
from beatbook.rules import parse_rules

if TYPE_CHECKING:
    from beatbook.merging.resolution import Resolution

RULES = parse_rules(read_package_rules())
ORDER = compile_family_order(RULES)


def full(name: str, *roles: StatedRole) -> Entity:
    words = name.split()
    return Entity(
        "person", name, person=parse_person(words, language=ORDER.language(words)), forms=(name,), roles=roles, country=_country(roles)
    )


def surname(name: str, *roles: StatedRole) -> Entity:
    return Entity("person", name, person=PersonName(name), forms=(name,), roles=roles, country=_country(roles))


def described(text: str, role: StatedRole) -> Entity:
    return Entity("person", text, roles=(role,), country=role.country, described=True)


def _country(roles: tuple[StatedRole, ...]) -> str:
    return next((role.country for role in roles if role.country), "")


def make_article(id_: str, *entities: Entity, published: str | None = "2020-05-10", outlet: str | None = None) -> IdentifiedAnalysis:
    """An article that names each entity once."""
    mentions = tuple(
        Mention(at * 100, at * 100 + len(e.name), e.name, e.type, at, "full", 0, credit=e.credit) for at, e in enumerate(entities)
    )
    metadata = ArticleMetadata(f"{id_}.txt", id_, published=published, outlet=outlet)
    return IdentifiedAnalysis(id_, Analysis(metadata, entities=entities, mentions=mentions))


def resolve(*articles: IdentifiedAnalysis, known: Known | None = None) -> Resolution:
    return resolve_profiles(articles, known or Known(), SimpleNamespace(rules=RULES))


def people(resolution: Resolution) -> dict[str, Profile]:
    return {profile.id: profile for profile in resolution.profiles if profile.type == "person"}


PRESIDENT_PL = StatedRole("President", "president", "PL")
PRESIDENT_CL = StatedRole("President", "president", "CL")


# ---- one person


@pytest.mark.parametrize(
    "spellings",
    [
        ("Yury Belov", "Yuri Belov"),
        ("Ri Jong Su", "Ri Jong-su"),
        ("Choe Son Ok", "Choi Sun-ok"),
        ("Ana T. Ruiz", "Ana Ruiz"),
        ("Ivan Kovalsky", "Ivan Kovalskiy"),
        ("Bashir al-Hamad", "Bashir Hamad"),
    ],
)
def test_spellings_of_one_name_are_one_profile(spellings: tuple[str, str]) -> None:
    """Surname first, then given name by syllable, initials and transliterations allowed."""
    found = people(resolve(make_article("a", full(spellings[0])), make_article("b", full(spellings[1]))))

    assert [(sorted((p.name, *p.aliases))) for p in found.values()] == [sorted(spellings)]


@pytest.mark.parametrize(
    "names",
    [("Ri Jong Un", "Ri Jong Il"), ("Tony Kim", "Kim Dong Chul"), ("George H.W. Stone", "George W. Stone"), ("Anna Berg", "Hanna Berg")],
)
def test_names_that_are_close_are_two_profiles(names: tuple[str, str]) -> None:
    """No threshold joins two people."""
    assert len(people(resolve(make_article("a", full(names[0])), make_article("b", full(names[1]))))) == 2


def test_the_canonical_name_is_the_most_frequent_full_form() -> None:
    """Of equals the earliest counts, and the id follows the name."""
    found = people(
        resolve(
            make_article("a", full("Yury Belov"), published="2020-05-11"),
            make_article("b", full("Yuri Belov"), published="2020-05-10"),
            make_article("c", full("Yury Belov"), published="2020-05-12"),
        )
    )

    assert [(p.id, p.name, p.aliases) for p in found.values()] == [("yury-belov", "Yury Belov", ("Yuri Belov",))]


def test_roles_are_dated_by_the_articles_that_state_them() -> None:
    """First and last day, and which articles."""
    found = people(
        resolve(
            make_article("a", full("Jan Nowak", PRESIDENT_PL), published="2020-05-10"),
            make_article("b", full("Jan Nowak", PRESIDENT_PL), published="2020-07-01"),
        )
    )

    role = found["jan-nowak"].roles[0]
    assert (role.title, role.country, role.first, role.last, role.articles) == ("President", "PL", "2020-05-10", "2020-07-01", ("a", "b"))


# ---- namesakes


def test_namesakes_of_two_countries_and_offices_stay_two() -> None:
    """One name, a Chilean president and an Irish coach: two profiles, and a pair that may be the same."""
    resolution = resolve(
        make_article("a", full("Ana Ruiz", PRESIDENT_CL)),
        make_article("b", full("Ana Ruiz", StatedRole("coach", "coach", "IE"))),
    )

    assert sorted(people(resolution)) == ["ana-ruiz", "ana-ruiz-2"]
    assert [(pair.one, pair.other) for pair in resolution.maybe_same] == [("ana-ruiz", "ana-ruiz-2")]


def test_one_person_in_two_offices_of_one_country_stays_one() -> None:
    """A minister who becomes president is no namesake."""
    found = people(
        resolve(
            make_article("a", full("Ana Ruiz", StatedRole("Foreign Minister", "foreign-minister", "CL"))),
            make_article("b", full("Ana Ruiz", PRESIDENT_CL)),
        )
    )

    assert sorted(found) == ["ana-ruiz"]


# ---- surnames alone


def test_a_surname_finds_its_bearer_in_articles_near_in_time() -> None:
    """ "Nowak" is the Jan Nowak of last week's article."""
    resolution = resolve(make_article("a", full("Jan Nowak")), make_article("b", surname("Nowak"), published="2020-05-17"))

    assert resolution.entity_ids["b"] == ("jan-nowak",)


def test_a_surname_of_two_bearers_stays_a_surname() -> None:
    """Nothing is guessed."""
    resolution = resolve(make_article("a", full("Jan Nowak"), full("Ada Nowak")), make_article("b", surname("Nowak")))

    assert resolution.entity_ids["b"] == ("nowak",)


def test_the_role_tells_two_bearers_of_a_surname_apart() -> None:
    """ "President Nowak" of Poland is not the Nowak who presides over Chile."""
    resolution = resolve(
        make_article("a", full("Jan Nowak", PRESIDENT_PL), full("Ada Nowak", PRESIDENT_CL)),
        make_article("b", surname("Nowak", PRESIDENT_PL)),
    )

    assert resolution.entity_ids["b"] == ("jan-nowak",)


def test_a_surname_from_another_decade_stays_a_surname() -> None:
    """Articles that are years apart do not name each other's people."""
    resolution = resolve(make_article("a", full("Jan Nowak")), make_article("b", surname("Nowak"), published="2009-01-01"))

    assert resolution.entity_ids["b"] == ("nowak",)


def test_a_surname_that_nobody_bears_is_a_profile_of_its_own() -> None:
    """It is one person over all articles that agree on the country."""
    found = people(resolve(make_article("a", surname("Moro")), make_article("b", surname("Moro", PRESIDENT_CL))))

    assert [(p.id, p.name) for p in found.values()] == [("moro", "Moro")]


# ---- descriptions


def test_a_description_finds_the_one_holder_of_the_office() -> None:
    """ "The Polish president" of one article is the president whom a near one names."""
    resolution = resolve(
        make_article("a", full("Jan Nowak", PRESIDENT_PL)), make_article("b", described("the Polish president", PRESIDENT_PL))
    )

    assert resolution.entity_ids["b"] == ("jan-nowak",)


def test_a_leader_may_be_a_president() -> None:
    """ "The Polish leader" is found by the group of offices."""
    leader = StatedRole("leader", "leader", "PL")
    resolution = resolve(make_article("a", full("Jan Nowak", PRESIDENT_PL)), make_article("b", described("the Polish leader", leader)))

    assert resolution.entity_ids["b"] == ("jan-nowak",)


def test_a_description_that_fits_nobody_stands_for_its_country() -> None:
    """Nobody is invented: who acts is the state."""
    resolution = resolve(make_article("a", described("the Polish president", PRESIDENT_PL)))

    assert (people(resolution), resolution.entity_ids) == ({}, {"a": ("poland",)})


def test_the_queen_is_somebody_even_without_a_name() -> None:
    """A title with a capital is as good as a name."""
    queen = StatedRole("Queen", "queen", "")
    resolution = resolve(make_article("a", described("the Queen", queen)), make_article("b", described("The Queen", queen)))

    assert [profile.name for profile in people(resolution).values()] == ["the Queen"]
    assert resolution.entity_ids["a"] == resolution.entity_ids["b"]


# ---- the registry


@pytest.mark.parametrize(
    ("owned", "name"), [(frozenset({"name"}), "Yury Belov"), (frozenset(), "Yuri Belov")], ids=["set by an editor", "by machine"]
)
def test_the_registry_keeps_ids_and_names_that_a_person_set(owned: frozenset[str], name: str) -> None:
    """An id once given stays; a name follows the articles unless an editor set it."""
    known = Known(profiles=(KnownProfile("yury-belov", "person", "Yury Belov", aliases=("Yuri Belov",), owned=owned),))
    found = people(resolve(make_article("a", full("Yuri Belov")), known=known))

    assert [(p.id, p.name) for p in found.values()] == [("yury-belov", name)]


def test_an_alias_set_by_an_editor_decides() -> None:
    """ "Moon" is who the editor says, even without a near article."""
    known = Known(profiles=(KnownProfile("moon-jae-su", "person", "Moon Jae-su", aliases=("Moon",), owned=frozenset({"aliases"})),))

    assert resolve(make_article("a", surname("Moon")), known=known).entity_ids["a"] == ("moon-jae-su",)


def test_an_alias_that_the_machine_noted_does_not_decide() -> None:
    """That Jan Nowak was once called "Nowak" does not make every Nowak him."""
    known = Known(profiles=(KnownProfile("jan-nowak", "person", "Jan Nowak", aliases=("Nowak",)),))
    resolution = resolve(make_article("a", full("Ada Nowak")), make_article("b", surname("Nowak")), known=known)

    assert resolution.entity_ids["b"] == ("nowak",)


def test_a_second_build_gives_everybody_the_same_id() -> None:
    """The registry that a build writes leads the next one to the same answer."""
    articles = [
        make_article("a", full("Yury Belov"), surname("Nowak"), Entity("place", "Lima", known="lima", country="PE", kind="capital")),
        make_article("b", full("Yuri Belov"), full("Jan Nowak", PRESIDENT_PL), outlet="Reuters"),
        make_article("c", full("Ana Ruiz", PRESIDENT_CL), described("the Polish president", PRESIDENT_PL), surname("Moro")),
    ]
    first = resolve(*articles)
    known = Known(profiles=tuple(KnownProfile(p.id, p.type, p.name, p.aliases, (), p.country, p.roles) for p in first.profiles))

    assert resolve(*articles, known=known) == first


def test_a_mention_reassigned_by_an_editor_goes_there() -> None:
    """The record of the article wins over everything."""
    known = Known(
        articles=(KnownArticle("a", "a.txt", reassigned=(("Nowak", "ada-nowak"),)),),
        profiles=(KnownProfile("ada-nowak", "person", "Ada Nowak"), KnownProfile("jan-nowak", "person", "Jan Nowak")),
    )

    assert resolve(make_article("a", surname("Nowak")), known=known).entity_ids["a"] == ("ada-nowak",)


def test_same_as_joins_two_profiles() -> None:
    """The profile that names the other survives; both names lead to it."""
    known = Known(
        profiles=(
            KnownProfile("ana-ruiz", "person", "Ana Ruiz", same_as=("anita-perez",)),
            KnownProfile("anita-perez", "person", "Anita Perez"),
        )
    )
    resolution = resolve(make_article("a", full("Ana Ruiz"), full("Anita Perez")), known=known)

    assert resolution.entity_ids["a"] == ("ana-ruiz", "ana-ruiz")


def test_a_surname_beside_another_name_of_the_same_person_is_theirs() -> None:
    """What an editor made one is one in an article that has both names, too: the surname alone is nobody else."""
    known = Known(
        profiles=(
            KnownProfile("ana-ruiz", "person", "Ana Ruiz", same_as=("anita-perez",)),
            KnownProfile("anita-perez", "person", "Anita Perez"),
        )
    )
    resolution = resolve(make_article("a", surname("Ruiz"), full("Anita Perez")), make_article("b", full("Ana Ruiz")), known=known)

    assert resolution.entity_ids["a"] == ("ana-ruiz", "ana-ruiz")


def test_who_stays_after_a_merge_keeps_the_name() -> None:
    """However often the other name is written; the other one is an alias."""
    known = Known(
        profiles=(
            KnownProfile("ana-ruiz", "person", "Ana Ruiz", same_as=("anita-perez",)),
            KnownProfile("anita-perez", "person", "Anita Perez"),
        )
    )
    (found,) = resolve(make_article("a", full("Anita Perez")), make_article("b", full("Anita Perez")), known=known).profiles

    assert (found.id, found.name, found.aliases) == ("ana-ruiz", "Ana Ruiz", ("Anita Perez",))


def test_a_title_that_an_editor_wrote_into_a_name_is_no_given_name() -> None:
    """The parts of the name are those that the articles have."""
    known = Known(profiles=(KnownProfile("cho", "person", "General Cho Min-su", called="Cho Min-su", owned=frozenset({"name"})),))
    (found,) = resolve(make_article("a", full("Cho Min-su")), known=known).profiles

    assert found.name == "General Cho Min-su"
    assert found.person is not None
    assert found.person.given == full("Cho Min-su").person.given  # type: ignore[union-attr]  # of a person


def test_a_name_that_a_person_replaced_still_leads_to_the_profile() -> None:
    """The articles go on writing the old one."""
    known = Known(profiles=(KnownProfile("rosa", "person", "Dr Rosa Marín", called="Rosa Marin", owned=frozenset({"name"})),))

    found = resolve(make_article("a", full("Rosa Marin")), known=known)

    assert found.entity_ids["a"] == ("rosa",)
    assert [profile.name for profile in found.profiles] == ["Dr Rosa Marín"]


def test_not_same_as_keeps_two_spellings_apart() -> None:
    """What an editor told apart is not joined again by likeness."""
    known = Known(
        profiles=(
            KnownProfile("yury-belov", "person", "Yury Belov", not_same_as=("yuri-belov",)),
            KnownProfile("yuri-belov", "person", "Yuri Belov"),
        )
    )
    resolution = resolve(make_article("a", full("Yury Belov")), make_article("b", full("Yuri Belov")), known=known)

    assert (resolution.entity_ids["a"], resolution.entity_ids["b"]) == (("yury-belov",), ("yuri-belov",))


# ---- organizations, places, states, outlets


def test_a_country_is_one_profile_as_place_and_as_state() -> None:
    """It has the slug of its common name, and coordinates."""
    resolution = resolve(
        make_article(
            "a",
            Entity("state", "Norway", known="NO", country="NO", kind="country"),
            Entity("place", "Norway", known="NO", country="NO", kind="country"),
        )
    )

    assert resolution.entity_ids["a"] == ("norway", "norway")
    assert [(p.type, p.name, p.latitude) for p in resolution.profiles] == [("state", "Norway", "64.6")]


def test_a_city_has_coordinates_and_its_country_as_parent() -> None:
    """The parent gets a profile even when no article names it."""
    resolution = resolve(make_article("a", Entity("place", "Lima", known="lima", country="PE", kind="capital")))

    lima = next(p for p in resolution.profiles if p.id == "lima")
    assert (lima.parent, lima.latitude, lima.longitude) == ("peru", "-12.04", "-77.03")


def test_ministries_of_two_countries_are_two_organizations() -> None:
    """Named by country; with and without the nationality in the text it is the same one."""
    resolution = resolve(
        make_article("a", Entity("organization", "Polish Foreign Ministry", country="PL", kind="government")),
        make_article("b", Entity("organization", "Foreign Ministry", country="PL", kind="government")),
        make_article("c", Entity("organization", "Foreign Ministry", country="CL", kind="government")),
    )

    assert [resolution.entity_ids[id_][0] for id_ in "abc"] == [
        "polish-foreign-ministry",
        "polish-foreign-ministry",
        "chilean-foreign-ministry",
    ]


def test_a_firm_is_one_however_its_form_is_written() -> None:
    """ "Acme", "Acme Ltd" and "Acme, Inc." are one, called as it is most often; another first name makes another firm."""
    resolution = resolve(
        make_article("a", Entity("organization", "Acme Ltd", kind="company")),
        make_article("b", Entity("organization", "Acme", kind="company")),
        make_article("c", Entity("organization", "Acme", kind="company")),
        make_article("d", Entity("organization", "Acme, Inc.", kind="company")),
        make_article("e", Entity("organization", "Northern Acme Ltd.", kind="company")),
    )

    assert [resolution.entity_ids[id_][0] for id_ in "abcde"] == ["acme", "acme", "acme", "acme", "northern-acme-ltd"]
    assert next(profile.name for profile in resolution.profiles if profile.id == "acme") == "Acme"


def test_outlets_of_the_articles_have_profiles() -> None:
    """Known ones by their gazetteer id."""
    resolution = resolve(make_article("a", outlet="Reuters"), make_article("b", outlet="Harlow Gazette"))

    assert [(p.id, p.type) for p in resolution.profiles] == [("harlow-gazette", "outlet"), ("reuters", "outlet")]


# ---- order


def test_credits_belong_to_nobody() -> None:
    """A byline makes no profile."""
    resolution = resolve(make_article("a", Entity("person", "Nick Ziem", person=PersonName("Ziem", "Nick"), credit=True)))

    assert (resolution.profiles, resolution.entity_ids) == ((), {"a": ("",)})


def test_the_order_of_articles_changes_nothing() -> None:
    """Same articles, any order, same profiles."""
    articles = [
        make_article("a", full("Yury Belov"), surname("Nowak")),
        make_article("b", full("Yuri Belov"), full("Jan Nowak", PRESIDENT_PL)),
        make_article("c", full("Ana Ruiz", PRESIDENT_CL), described("the Polish president", PRESIDENT_PL)),
        make_article("d", full("Ana Ruiz", StatedRole("coach", "coach", "IE")), surname("Belov"), published=None),
    ]

    assert resolve(*articles) == resolve(*reversed(articles))


FOREIGN_BD = StatedRole("Foreign Minister", "foreign-minister", "BD")


def test_the_end_of_a_longer_name_is_its_bearer_in_the_same_office() -> None:
    """ "Ali Reza", foreign minister, is "Mahmood Ali Reza", foreign minister: a surname of two words."""
    resolution = resolve(
        make_article("a", full("Syed Mahmood Ali Reza", FOREIGN_BD)),
        make_article("b", full("Ali Reza", StatedRole("foreign minister", "foreign-minister"))),
    )

    assert list(people(resolution)) == ["syed-mahmood-ali-reza"]


@pytest.mark.parametrize(
    "other",
    [
        full("Ali Reza"),
        full("Ali Reza", StatedRole("Mayor", "mayor", "BD")),
        full("Ali Reza", StatedRole("Foreign Minister", "foreign-minister", "IR")),
        full("Ali Reza", StatedRole("Minister", "minister", "BD")),
    ],
    ids=["no office", "another office", "another country", "one of many ministers"],
)
def test_the_end_of_a_longer_name_alone_is_somebody_else(other: Entity) -> None:
    """Two people are never merged for two common words."""
    resolution = resolve(make_article("a", full("Syed Mahmood Ali Reza", FOREIGN_BD)), make_article("b", other))

    assert len(people(resolution)) == 2


def test_the_queen_without_a_country_is_the_one_whom_other_articles_name() -> None:
    """ "the Queen" joins the only queen of near articles, and no leader of another country stands in the way."""
    queen = Entity(
        "person",
        "Queen Ingrid",
        person=PersonName("", "Ingrid"),
        forms=("Queen Ingrid",),
        roles=(StatedRole("Queen", "queen", "NO"),),
        country="NO",
    )
    resolution = resolve(
        make_article("a", queen, full("Jan Nowak", StatedRole("leader", "leader", "PL"))),
        make_article("b", described("The Queen", StatedRole("Queen", "queen"))),
    )

    assert resolution.entity_ids["b"] == resolution.entity_ids["a"][:1]


def test_half_of_a_double_surname_is_its_bearer() -> None:
    """ "Ana Ruiz" is "Ana María Ruiz-Mateos" where nothing that is told of them differs."""
    resolution = resolve(make_article("a", full("Ana María Ruiz-Mateos", PRESIDENT_CL)), make_article("b", full("Ana Ruiz")))

    assert [profile.name for profile in people(resolution).values()] == ["Ana María Ruiz-Mateos"]


@pytest.mark.parametrize(
    "other",
    [full("Ana Ruiz", PRESIDENT_PL), full("Eva Ruiz"), full("Ana Ruiz-Berg")],
    ids=["another country", "another given name", "another second half"],
)
def test_half_of_a_double_surname_alone_is_no_proof(other: Entity) -> None:
    """A country, a given name or another double surname keeps two apart."""
    resolution = resolve(make_article("a", full("Ana María Ruiz-Mateos", PRESIDENT_CL)), make_article("b", other))

    assert len(people(resolution)) == 2


def test_whom_one_article_names_both_are_two() -> None:
    """Two people of one article stay two, however near their names are."""
    both = make_article("a", full("Ana María Ruiz-Mateos", PRESIDENT_CL), full("Ana Ruiz"))

    assert len(people(resolve(both))) == 2
