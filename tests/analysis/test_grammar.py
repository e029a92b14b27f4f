"""Verb groups: tense, modality, voice and negation of the verbs of a sentence."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.analysis.grammar import find_verb_groups, inflect, tag_words
from tests.analysis.made_up import all_rules, compiled, sentences

if TYPE_CHECKING:
    from beatbook.analysis.model import VerbGroup


WORDS = """to will not be been have has met meet meeting Berg and , . said the visit visits planned 's that""".split()  # noqa: SIM905  a word list reads better in lines


def groups(text: str) -> tuple[VerbGroup, ...]:
    return find_verb_groups(sentences(text)[0], compiled().grammar)


def described(text: str) -> list[str]:
    """ "lemma tense form" and what else holds of each verb group."""
    return [
        " ".join(
            [
                each.lemma,
                each.tense,
                each.form,
                *([each.modal] if each.modal else []),
                *(name for name in ("perfect", "progressive", "passive", "negated") if getattr(each, name)),
            ]
        )
        for each in groups(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berg visits Oslo", ["visit present finite"]),
        ("Berg's visit to Oslo was called off.", ["call past finite passive"]),
        ("Berg and Okoro to meet in Oslo", ["meet future infinitive"]),
        ("She is set to pay a visit to Rome.", ["set present finite passive", "pay future infinitive"]),
        ("She is to meet Okoro.", ["be present finite", "meet future infinitive"]),
        ("She was due to arrive on Tuesday.", ["be past finite", "arrive none infinitive"]),
        ("She will not be invited.", ["invite future finite passive negated"]),
        ("She can't come.", ["come none finite can negated"]),
        ("She won't come.", ["come future finite negated"]),
        ("They have not yet met.", ["meet present finite perfect negated"]),
        ("They're meeting again.", ["meet present finite progressive"]),
        ("He would've come.", ["come none finite would perfect"]),
        ("The city never rebuilt the bridge.", ["rebuild past finite negated"]),
        ("The treaty signed in June lapses.", ["sign none participle", "lapse present finite"]),
        ("Before meeting Okoro, Berg left.", ["meet none gerund", "leave past finite"]),
        ("The leaders held an unannounced meeting.", ["hold past finite"]),
        ("A senior official said so.", ["say past finite"]),
        ("The talks stalled.", ["stall past finite"]),
        ("The ministers plan to sign.", ["plan present finite", "sign none infinitive"]),
        ("Berg calls Okoro, urges restraint", ["call present finite", "urge present finite"]),
        ("Berg May Meet Okoro in Lagos", ["meet none finite may"]),
        ("Norway to open embassy in Lagos", ["open future infinitive"]),
    ],
)
def test_verb_groups_carry_tense_voice_modality_and_negation(text: str, expected: list[str]) -> None:
    """Headline present, infinitive headlines, contractions and reduced relatives included."""
    assert described(text) == expected


@pytest.mark.parametrize("example", [(rule.text("tag"), example) for rule in all_rules()["grammar"] for example in rule.match], ids=str)
def test_every_class_of_words_tags_its_examples(example: tuple[str, str]) -> None:
    """In an example each word stands with its tag."""
    pairs = [word.rpartition("/")[::2] for word in example[1].split()]
    rules = compiled().grammar
    words = [token for text, _ in pairs for token in [(text, text.lower())]]

    tags = tag_words(words, rules)

    assert [tag for tag, (_, wanted) in zip(tags, pairs, strict=True) if wanted == example[0]] == [example[0]] * sum(
        w == example[0] for _, w in pairs
    )


@pytest.mark.parametrize(
    "example", [(rule.text("tag"), example) for rule in all_rules()["grammar"] for example in rule.no_match if "/" in example], ids=str
)
def test_no_class_of_words_takes_what_it_must_leave(example: tuple[str, str]) -> None:
    """A word that the rule must leave alone gets another tag, or stands in another class."""
    rules = compiled().grammar
    for word in example[1].split():
        text, _, _ = word.rpartition("/")
        own = {each for rule in all_rules()["grammar"] if rule.text("tag") == example[0] for each in rule.text("words").split()}
        assert text.lower() not in own or rules.closed[text.lower()] != example[0]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("visit", "visit visits visited visited visiting"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("deny", "deny denies denied denied denying"),
        ("die", "die dies died died dying"),
        ("reach", "reach reaches reached reached reaching"),
        ("propose", "propose proposes proposed proposed proposing"),
    ],
)
def test_regular_verbs_are_inflected_by_rule(lemma: str, forms: str) -> None:
    """The gazetteer names only what is irregular."""
    assert [form for _, form in inflect(lemma)] == forms.split()


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    )
)
def test_any_row_of_words_has_tags_and_groups(words: list[str]) -> None:
    """Every token gets a tag; groups stand in order and never overlap."""
    for sentence in sentences(" ".join(words)):
        found = find_verb_groups(sentence, compiled().grammar)

        assert all(token.tag for token in sentence.tokens)
        assert all(one.end_token <= other.first_token for one, other in itertools.pairwise(found))
