"""Sentences and tokens: where one ends, what keeps its full stop, what stands in quotation marks."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.analysis.sentences import compile_sentence_rules, find_quotes, split_passage, split_sentences
from beatbook.errors import RuleError
from beatbook.reading.model import Dateline
from beatbook.rules import parse_rules
from tests.analysis.made_up import all_rules, compiled, make_article, sentences


def split(text: str) -> list[str]:
    return [each.text for each in sentences(text)]


@pytest.mark.parametrize("example", [example for rule in all_rules()["abbreviations"] for example in rule.match + rule.no_match])
def test_every_rule_ends_sentences_where_its_examples_say(example: str) -> None:
    """In an example "|" stands where a sentence ends, and nowhere else."""
    assert split(example.replace("|", "")) == [part.strip() for part in example.split("|")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lt. Gen. Anna Berg spoke on Jan. 5. She left at 5 p.m. He stayed.", 3),
        ("George W. Bush met J. R. Hale in the U.S. The visit was short.", 2),
        ("It cost $1.5 million. Nobody paid.", 2),
        ('"Will she come?" Okoro asked. "No." He left.', 3),
        ("Nobody knows ... and nobody asks.", 1),
    ],
)
def test_full_stops_of_abbreviations_end_no_sentence(text: str, count: int) -> None:
    """Ranks, initials, months, times of day and amounts keep their full stops."""
    assert len(split(text)) == count


def test_offsets_lead_back_to_the_text() -> None:
    """Every sentence and token is exactly the text at its offsets."""
    article = make_article("Anna Berg won't go. She’s in Xi'an, at O'Neil's.", "“Why?” he asked.")

    for sentence in split_sentences(article, compiled().sentences):
        assert article.clean.text[sentence.start : sentence.end] == sentence.text
        for token in sentence.tokens:
            assert article.clean.text[token.start : token.end] == token.text


def test_a_dateline_is_no_part_of_the_first_sentence() -> None:
    """Sentences begin behind the dateline of their paragraph."""
    text = "LAGOS, May 12 (Wire) - Anna Berg arrived."
    article = replace(make_article(text), dateline=Dateline(0, 23, "LAGOS", "Wire", "May 12"))

    assert split_sentences(article, compiled().sentences)[0].text == "Anna Berg arrived."


def test_a_repeated_passage_marks_its_sentences() -> None:
    """What stood in the article before is kept, but marked."""
    article = make_article("Berg waves.")
    article = replace(article, passages=(*article.passages, replace(article.passages[0], repeat=True)))

    assert [each.repeat for each in split_sentences(article, compiled().sentences)] == [False, True]


def test_a_sentence_never_crosses_a_paragraph() -> None:
    """A headline without a full stop ends where its line ends."""
    article = make_article("She arrived today.", headline="Berg in Lagos")

    assert [each.text for each in split_sentences(article, compiled().sentences)] == ["Berg in Lagos", "She arrived today."]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“Yes,” she said. “No,” he said.", ["“Yes,”", "“No,”"]),
        ('"Yes," she said.', ['"Yes,"']),
        ("'We can't,' he said of the leaders' plan.", ["'We can't,'"]),
        ("“It goes on in the next paragraph.", ["“It goes on in the next paragraph."]),
        ("The leaders' plan failed in the '90s.", []),
    ],
)
def test_quotations_are_told_from_apostrophes(text: str, quotes: list[str]) -> None:
    """Marks belong to the quotation; an unclosed one runs to the end of its paragraph."""
    assert [text[quote.start : quote.end] for quote in find_quotes(text, 0, len(text))] == quotes


@given(st.text(alphabet="Ab1 .,!?'\"“”’()-—…$\n", max_size=80))
def test_any_text_is_split_without_loss(text: str) -> None:
    """Tokens never overlap, stand in order, and leave out nothing but white space and stretches without a word."""
    found = list(split_passage(text, 0, len(text), compiled().sentences))

    tokens = [token for sentence in found for token in sentence.tokens]
    assert all(one.end <= other.start for one, other in itertools.pairwise(tokens))
    covered = "".join(token.text for token in tokens)
    assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]


def test_an_unknown_class_of_abbreviations_is_refused() -> None:
    """A rule file with a wrong `ends` names what is wanted."""
    text = "rules:\n  - {id: a, source: ours, words: mr, ends: often, examples: {match: [x], no_match: [y]}}\n"

    with pytest.raises(RuleError, match="never, maybe"):
        compile_sentence_rules(parse_rules({"abbreviations.yaml": text}))
