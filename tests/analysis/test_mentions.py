"""Whom and what an article names: the rules of reference inside one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beatbook.analysis.grammar import compile_grammar_rules, tag_sentences
from beatbook.analysis.mentions import Naming, compile_mention_rules, find_mentions
from beatbook.analysis.sentences import split_sentences
from beatbook.files import read_package_rules
from beatbook.reading.model import ArticleMetadata, CleanText, Line, LineRole, NewsArticle, Passage
from beatbook.rules import parse_rules

if TYPE_CHECKING:
    from beatbook.analysis.model import Entity, Mention

RULES = parse_rules(read_package_rules())
NAMES = compile_mention_rules(RULES)
GRAMMAR = compile_grammar_rules(RULES)


def make_article(*paragraphs: str, headline: str = "", credit_lines: tuple[str, ...] = ()) -> NewsArticle:
    """An article of a headline, paragraphs, and lines that are credits."""
    parts = [(headline, LineRole.HEADLINE)] if headline else []
    parts += [(paragraph, LineRole.PARAGRAPH) for paragraph in paragraphs] + [(line, LineRole.CREDIT) for line in credit_lines]
    text, lines, passages = "", [], []
    for part, role in parts:
        start = len(text)
        text += part + "\n"
        lines.append(Line(start, start + len(part), role))
        if role is not LineRole.CREDIT:
            passages.append(Passage(start, start + len(part), role))
    return NewsArticle(ArticleMetadata("a.txt", ""), text, tuple(lines), CleanText(text), tuple(passages))


def read(*paragraphs: str, headline: str = "", credit_lines: tuple[str, ...] = ()) -> Naming:
    article = make_article(*paragraphs, headline=headline, credit_lines=credit_lines)
    return find_mentions(tag_sentences(split_sentences(article, NAMES.sentences), GRAMMAR), article, NAMES)


def people(naming: Naming) -> list[str]:
    return [entity.name for entity in naming.entities if entity.type == "person" and not entity.credit and not entity.described]


def person(naming: Naming, name: str) -> Entity:
    return next(entity for entity in naming.entities if entity.name == name)


def meant(naming: Naming, text: str, form: str = "") -> list[str]:
    """Names of the entities that mentions of this text mean, in order."""
    return [naming.entities[m.entity].name for m in naming.mentions if m.text == text and form in ("", m.form)]


def mention(naming: Naming, text: str) -> Mention:
    return next(m for m in naming.mentions if m.text == text)


# ---- one person, several forms


def test_spelling_variants_are_one_person() -> None:
    """A hyphen more or less, another romanization: one entity with all its forms."""
    naming = read("Ri Jong Su spoke.", "Later, Ri Jong-su left. Aide Yury Belov stayed, and Yuri Belov said so.")

    assert people(naming) == ["Ri Jong Su", "Yury Belov"]
    assert person(naming, "Ri Jong Su").forms == ("Ri Jong Su", "Ri Jong-su")


def test_five_of_one_surname_stay_five() -> None:
    """A surname never merges people whose full names differ."""
    naming = read("Kim Yong Su, Kim Yong Ho, Kim Hye-rin, Tony Kim and Kim Chol met.")

    assert people(naming) == ["Kim Yong Su", "Kim Yong Ho", "Kim Hye-rin", "Tony Kim", "Kim Chol"]


def test_a_surname_goes_to_the_most_prominent_bearer() -> None:
    """A bare surname means who was told of most, not who was named last, and never the name that it is in apposition to."""
    naming = read(
        "Leader Kim Yong Su will travel by train. Kim Yong Su boards on Monday.",
        "Kim's chief aide, Kim Hye-rin, was seen at the station. Kim has not been abroad since May.",
    )

    assert meant(naming, "Kim") == ["Kim Yong Su", "Kim Yong Su"]


def test_initials_and_middle_names_are_one_person() -> None:
    """ "Charles E. Grady" is "Charles Grady"; "George H.W." is not "George W."."""
    naming = read("Charles E. Grady spoke. Charles Grady left.", "George H.W. Stanton met George W. Stanton.")

    assert people(naming) == ["Charles E. Grady", "George H.W. Stanton", "George W. Stanton"]


def test_a_title_is_kept_as_it_is_written() -> None:
    """A possessive inside a title stays where it is."""
    naming = read("Lao People's Defence Minister Khamla Vong arrived on Monday.")

    (role,) = person(naming, "Khamla Vong").roles

    assert role.title == "People's Defence Minister"


def test_a_title_with_a_given_name_is_a_name() -> None:
    """Royals and popes are known by title and given name."""
    naming = read("Queen Ingrid met Pope Clement XV. The queen smiled.")

    assert people(naming) == ["Queen Ingrid", "Pope Clement XV"]
    assert meant(naming, "The queen") == ["Queen Ingrid"]


def test_a_peer_is_named_by_title_and_place() -> None:
    """ "Odile, Duchess of Ghent" is one person, whom "the Duchess of Ghent" means again."""
    naming = read("Princess Odile, the Duchess of Ghent, came first. The Duchess of Ghent wore blue.")

    assert people(naming) == ["Princess Odile"]
    assert meant(naming, "Duchess of Ghent") == ["Princess Odile", "Princess Odile"]


def test_a_couple_shares_its_surname() -> None:
    """ "Bill and Marcia Thorne" are two people with one surname."""
    assert people(read("Bill and Marcia Thorne bought the farm.")) == ["Bill Thorne", "Marcia Thorne"]


def test_mrs_is_another_than_mr() -> None:
    """An honorific keeps husband and wife apart."""
    naming = read("Marcos Teixeira and his wife, Luciana, arrived. Mr Teixeira spoke. Mrs Teixeira waved.")

    assert meant(naming, "Teixeira") == ["Marcos Teixeira", "Luciana"]


def test_a_nickname_in_quotation_marks_is_no_part_of_the_name() -> None:
    """The name is given name and surname; the mention spans all of it."""
    naming = read('Developer Sal "Big Sal" Romano pleaded guilty. Romano will testify.')

    assert people(naming) == ["Sal Romano"]
    assert mention(naming, 'Sal "Big Sal" Romano').form == "full"


def test_a_surname_that_is_never_given_in_full_needs_evidence() -> None:
    """What stands where only people stand is a surname; a company in the same place is not."""
    naming = read("Sergei Malyshev held talks with Kovalenko and Petrenko. Kovalenko said no. Velcora fell 3 percent.")

    assert people(naming) == ["Sergei Malyshev", "Kovalenko", "Petrenko"]


# ---- roles


@pytest.mark.parametrize(
    ("text", "name", "office", "country"),
    [
        pytest.param("Polish Foreign Minister Jan Nowak left.", "Jan Nowak", "foreign-minister", "PL", id="before the name"),
        pytest.param("Jan Nowak, the foreign minister of Poland, left.", "Jan Nowak", "foreign-minister", "PL", id="behind it"),
        pytest.param("The Polish foreign minister, Jan Nowak, left.", "Jan Nowak", "foreign-minister", "PL", id="apposed"),
        pytest.param("Poland's foreign minister Jan Nowak left.", "Jan Nowak", "foreign-minister", "PL", id="possessive"),
        pytest.param("Polish ambassador in Oslo Jan Nowak left.", "Jan Nowak", "ambassador", "PL", id="posted abroad"),
        pytest.param("Jan Nowak, a 34-year-old law professor at Lodz, left.", "Jan Nowak", "professor", "", id="occupation"),
        pytest.param("The aide to the Polish president, Jan Nowak, left.", "Jan Nowak", "aide", "", id="the outer of two titles"),
    ],
)
def test_roles_come_with_their_country(text: str, name: str, office: str, country: str) -> None:
    """Wherever a title stands, it is the person's, with the country that the text states and no other."""
    role = person(read(text), name).roles[0]

    assert (role.office, role.country) == (office, country)


def test_former_offices_are_marked() -> None:
    """ "Former", "ex-" and "then-" do not describe the holder of today."""
    naming = read("Former president Ana Ruiz met Ex-minister Jan Nowak.")

    assert [person(naming, name).roles[0].former for name in ("Ana Ruiz", "Jan Nowak")] == [True, True]


def test_a_plural_title_is_everybodys() -> None:
    """ "Presidents Ana Ruiz and Jan Nowak" are two presidents."""
    naming = read("Presidents Ana Ruiz and Jan Nowak shook hands.")

    assert [person(naming, name).roles[0].office for name in ("Ana Ruiz", "Jan Nowak")] == ["president", "president"]


# ---- descriptions, groups, pronouns


def test_descriptions_go_to_the_holder_of_the_office() -> None:
    """Office and country decide: "the Chilean leader" is the Chilean president."""
    naming = read(
        "Chilean President Ana Ruiz met Polish Prime Minister Jan Nowak.", "The Chilean leader smiled. The prime minister did not."
    )

    assert meant(naming, "The Chilean leader") == ["Ana Ruiz"]
    assert meant(naming, "The prime minister") == ["Jan Nowak"]


def test_a_counterpart_holds_the_same_office() -> None:
    """ "Her Polish counterpart" of a foreign minister is Poland's foreign minister, not its president."""
    naming = read(
        "Polish President Ada Wilk and Polish Foreign Minister Jan Nowak were there.",
        "Chilean Foreign Minister Ana Ruiz spoke. She thanked her Polish counterpart.",
    )

    assert meant(naming, "her Polish counterpart") == ["Jan Nowak"]


def test_a_description_without_a_holder_is_kept_for_merging() -> None:
    """Nobody is invented: the entity is described by office and country."""
    naming = read("The Chilean president will travel to Oslo.")

    described = [entity for entity in naming.entities if entity.described]
    assert [(entity.name, entity.roles[0].office, entity.country) for entity in described] == [("The Chilean president", "president", "CL")]


@pytest.mark.parametrize("group", ["The two leaders", "Both leaders", "The pair", "The two"])
def test_groups_are_a_mention_for_each_member(group: str) -> None:
    """ "The two leaders" is one span and two mentions, one of each of them."""
    verb = "men met" if group == "The two" else "met"
    naming = read("Chilean President Ana Ruiz flew to see Polish President Jan Nowak.", f"{group} {verb} for an hour.")

    assert [naming.entities[m.entity].name for m in naming.mentions if m.form == "group"] == ["Ana Ruiz", "Jan Nowak"]


def test_the_two_leaders_are_those_of_the_nearest_sentence() -> None:
    """Not the person whose predecessor is spoken of, nor those of the paragraph before."""
    naming = read(
        "Prime Minister Astrid Solheim will step down.",
        "In 2015, Solheim's predecessor, Jens Vik, hosted Chinese President Li Guoqiang. The two leaders signed a deal.",
    )

    assert [naming.entities[m.entity].name for m in naming.mentions if m.form == "group"] == ["Jens Vik", "Li Guoqiang"]


def test_pronouns_agree_in_gender() -> None:
    """ "She" is no Mr; the subject of the sentence before comes first."""
    naming = read("Mr Hartwell praised Ms Solheim. She thanked him.")

    assert meant(naming, "She") == ["Solheim"]
    assert meant(naming, "him") == ["Hartwell"]


def test_pronouns_without_a_person_mean_nobody() -> None:
    """Nothing is guessed at the start of an article."""
    assert not [m for m in read("He said nothing. The river rose.").mentions if m.form == "pronoun"]


# ---- places, states, organizations


def test_a_capital_acts_or_is_a_place() -> None:
    """ "Oslo said" is Norway; "in Oslo" is the town."""
    naming = read("Oslo said it would answer. They met in Oslo.")

    acting, place = [m for m in naming.mentions if m.text == "Oslo"]
    assert (acting.type, acting.acts_for, naming.entities[acting.entity].known) == ("state", True, "NO")
    assert (place.type, place.acts_for, naming.entities[place.entity].kind) == ("place", False, "capital")


def test_both_states_of_a_pair_act() -> None:
    """Coordination carries over: "Oslo and Madrid agreed", "between Chile and Peru"."""
    naming = read("Oslo and Madrid agreed. Trade between Chile and Peru grew.")

    assert [naming.entities[m.entity].name for m in naming.mentions if m.type == "state"] == ["Norway", "Spain", "Chile", "Peru"]


def test_a_nationality_alone_is_no_mention() -> None:
    """ "Danish butter" names no state; "the Danish side" does."""
    naming = read("Danish butter melted. The Danish side agreed.")

    assert [(m.text, m.type) for m in naming.mentions] == [("Danish", "state")]


def test_a_seat_of_government_speaks_or_houses() -> None:
    """The White House said: an organization.  At the White House: a place."""
    naming = read("The White House said so. They dined at the White House.")

    assert [m.type for m in naming.mentions if m.text == "White House"] == ["organization", "place"]


def test_a_company_is_known_by_its_first_word() -> None:
    """Once "Norvell Inc" is named, "Norvell" means it."""
    naming = read("Norvell Inc rejected the bid. Norvell said it was too low.")

    assert meant(naming, "Norvell") == ["Norvell Inc"]


def test_places_know_what_holds_them() -> None:
    """A town named together with its country has it as parent."""
    naming = read("They met in Hanoi, Vietnam.")

    hanoi, vietnam = naming.entities
    assert (hanoi.name, vietnam.name, hanoi.parent) == ("Hanoi", "Vietnam", 1)


# ---- credits


def test_photographers_and_reporters_never_act() -> None:
    """Credit lines, inline credits and reporting reporters are credits."""
    naming = read(
        "Ana Ruiz waves. © Ilja Kadobov / AFP",
        "It may rain, says the BBC's Colin Marsh in Oslo.",
        "Reporting by Olga Hamm; Editing by Rob Frey",
        credit_lines=("Photo: Nick Ziem",),
    )

    assert people(naming) == ["Ana Ruiz"]
    assert {entity.name for entity in naming.entities if entity.credit} == {
        "Ilja Kadobov",
        "Colin Marsh",
        "Olga Hamm",
        "Rob Frey",
        "Nick Ziem",
    }


def test_whoever_acts_elsewhere_is_no_mere_credit() -> None:
    """A credited name that the text also tells of is a person of the story."""
    naming = read("Photographer Nick Ziem was hurt.", credit_lines=("Photo: Nick Ziem",))

    assert people(naming) == ["Nick Ziem"]


# ---- headlines and hostile text


def test_headlines_name_whom_the_body_names() -> None:
    """In headline case words are capitalised anyway: the body says which are names."""
    naming = read("President Ana Ruiz lost the vote, and Ruiz left.", headline="Ruiz Vows Revenge As Prosecutors Close In On Party")

    assert people(naming) == ["Ana Ruiz"]
    assert meant(naming, "Ruiz") == ["Ana Ruiz", "Ana Ruiz"]


@pytest.mark.parametrize(
    "text",
    ["A" * 5000 + ".", "Kim " * 2000 + ".", "of the " * 3000, '"' * 4000 + " A", "(" * 999 + "Mr.", "Jr. , Jr. , III", "€ 5 / / - -"],
    ids=["long word", "many names", "no names", "quotes", "brackets", "suffixes", "marks"],
)
def test_hostile_text_is_read_without_a_crash(text: str) -> None:
    """Whatever comes is answered; spans stay inside the text."""
    assert all(0 <= m.start < m.end <= len(text) for m in read(text).mentions)


def test_mentions_stand_in_order_and_quote_the_text() -> None:
    """Each mention's text is exactly what stands at its offsets."""
    article = make_article("Chilean President Ana Ruiz met Jan Nowak in Oslo.", "The two leaders smiled. She left.")
    naming = find_mentions(tag_sentences(split_sentences(article, NAMES.sentences), GRAMMAR), article, NAMES)

    assert [(m.start, m.end) for m in naming.mentions] == sorted((m.start, m.end) for m in naming.mentions)
    assert all(article.clean.text[m.start : m.end] == m.text for m in naming.mentions)


# ---- particles, complements, contacts


def test_a_particle_has_its_word_behind_it() -> None:
    """ "van der Does", "Meer-ten Have": what is a verb elsewhere ends the name here."""
    naming = read("Minister Marijke van der Does-ten Have spoke. Pieter 't Hooft left. 'T Hooft had met her.")

    assert people(naming) == ["Marijke van der Does-ten Have", "Pieter 't Hooft"]
    assert meant(naming, "Hooft") == ["Pieter 't Hooft"]


def test_a_particle_with_a_capital_opens_a_surname() -> None:
    """ "Van Rossem said" at the start of a sentence is Pieter van Rossem, and nobody's given name is Van."""
    naming = read("Envoy Pieter van Rossem arrived. Van Rossem said he was glad. Mr De Wit left.")

    assert people(naming) == ["Pieter van Rossem", "De Wit"]


def test_an_initial_before_a_given_name_is_no_other_given_name() -> None:
    """ "T. Erwin Lubis" goes by Erwin: Togar Lubis is somebody else."""
    naming = read("They met the governor, T. Erwin Lubis. Also there was the mayor, Togar Lubis. Erwin Lubis spoke.")

    assert people(naming) == ["T. Erwin Lubis", "Togar Lubis"]
    assert meant(naming, "Erwin Lubis") == ["T. Erwin Lubis"]


def test_what_somebody_heads_ends_where_the_name_begins() -> None:
    """ "Chairman of the Committee for National Security NAME": common and known words belong to the body."""
    naming = read(
        "The Chairman of the State Committee for National Security Saimur Rakhmon met the head of the Border Service Ulan Sydykov.",
        "The agreement was signed by Minister of Foreign Affairs Retnowita.",
    )

    assert people(naming) == ["Saimur Rakhmon", "Ulan Sydykov", "Retnowita"]
    assert person(naming, "Retnowita").roles[0].office == "foreign-minister"


def test_a_title_owned_by_a_country_stands_with_the_name_behind_it() -> None:
    """ "Peru's prime minister, Ana Vega," is one person, and so is who has an honorific between."""
    naming = read("Peru's prime minister, Ana Vega, met the Minister of Trade of Chile, His Excellency Ivo Maric, on Monday.")

    assert people(naming) == ["Ana Vega", "Ivo Maric"]
    assert [person(naming, name).country for name in ("Ana Vega", "Ivo Maric")] == ["PE", "CL"]
    assert not any(entity.described for entity in naming.entities)


def test_a_form_of_state_belongs_to_the_country() -> None:
    """ "the Republic of Serbia", "the Kyrgyz Republic"."""
    naming = read("They paid a visit to the Republic of Serbia and to the Kyrgyz Republic.")

    assert [(m.text, naming.entities[m.entity].name) for m in naming.mentions] == [
        ("Republic of Serbia", "Serbia"),
        ("Kyrgyz Republic", "Kyrgyzstan"),
    ]


def test_a_name_that_no_list_has_is_shown_by_its_surname_alone() -> None:
    """Elsewhere in the article the last word speaks by itself, or what follows is "his"."""
    naming = read("Temirkul Asanbaev and Rustam Yusupov held talks.", '"We must act," Asanbaev was quoted as saying.')

    assert people(naming) == ["Temirkul Asanbaev", "Rustam Yusupov"]
    assert people(read("Temirkul Asanbaev looked at his shoes.")) == ["Temirkul Asanbaev"]
    assert people(read("Deutsche Varkom said it would pay.")) == []


def test_staff_and_contacts_are_credits() -> None:
    """Who edited the text or answers the telephone takes part in nothing."""
    for text in ("Editor: Anton Siahaan", "Press office, Ms Elin Berg, +47 22 00 00 00.", "Contact Elin Berg at elin@example.org."):
        assert all(m.credit for m in read(text).mentions if m.type == "person"), text


def test_gaelic_particles_belong_to_the_surname() -> None:
    """ "Mac an Bhaird", "Ní Dhomhnaill"."""
    naming = read("Proinsias Mac an Bhaird met Gráinne Ní Dhomhnaill. Mr Mac an Bhaird left before Ms Ní Dhomhnaill.")

    assert people(naming) == ["Proinsias Mac an Bhaird", "Gráinne Ní Dhomhnaill"]


def test_a_longer_name_takes_its_beginning_and_its_end() -> None:
    """ "Thora Katla" and "Ali Reza" are people whom the article has named at length."""
    naming = read("Thora Katla Kjaran met Syed Mahmood Ali Reza.", "Thora Katla smiled. Mr. Ali Reza left.")

    assert people(naming) == ["Thora Katla Kjaran", "Syed Mahmood Ali Reza"]


def test_half_of_a_double_surname_is_enough() -> None:
    """ "Mr Ravalo" behind "Mamy Ravalo-Lim"."""
    assert people(read("The tycoon Mamy Ravalo-Lim came. Mr Ravalo smiled.")) == ["Mamy Ravalo-Lim"]


def test_the_leader_of_a_union_is_no_head_of_government() -> None:
    """Who leads something without a country is not "the prime minister"."""
    assert meant(read("NBRX leader Jan Smit spoke. The prime minister left."), "The prime minister") == []


def test_a_courtesy_title_is_no_place() -> None:
    """ "confidence in Mr Power"."""
    assert [m.text for m in read("She has confidence in Mr Power.").mentions] == ["Power"]


def test_a_town_whose_name_is_a_word_is_one_behind_in() -> None:
    """ "Enterprise trains" against "in Enterprise"."""
    assert [m.text for m in read("Cross-Border Enterprise trains ran. She lives in Enterprise.").mentions] == ["Enterprise"]


def test_a_sentence_whose_long_words_have_capitals_is_no_headline() -> None:
    """A headline writes its verb with a capital, too."""
    assert people(read("The President of the Republic of Serbia met Jan Smit on Monday.")) == ["Jan Smit"]


def test_a_surname_with_a_small_particle_stands_in_apposition() -> None:
    """ "the mayor of Lima, de Soto,"."""
    assert people(read("It reminds him of the mayor of Lima, de Soto, who left. De Soto spoke.")) == ["de Soto"]
    assert people(read("The mayor of Lima, de facto ruler, left.")) == []
