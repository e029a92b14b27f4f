"""Factories for tests of the analysis: the package's rules, compiled once, and articles of one paragraph."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from beatbook.analysis import AnalysisRules, compile_rules
from beatbook.analysis.grammar import find_verb_groups, tag_sentence
from beatbook.analysis.layout import Layout, lay_out
from beatbook.analysis.sentences import split_passage
from beatbook.reading.model import ArticleMetadata, CleanText, LineRole, NewsArticle, Passage
from beatbook.rules import Rules, parse_rules
from beatbook.strictyaml import load_map

if TYPE_CHECKING:
    from beatbook.analysis.model import Sentence

RULES = Path(__file__).resolve().parents[2] / "beatbook" / "rules"
HERE = Path(__file__).parent


@cache
def all_rules() -> Rules:
    paths = [*RULES.glob("*.yaml"), *RULES.glob("gazetteers/*.tsv")]
    return parse_rules({path.relative_to(RULES).as_posix(): path.read_text("utf-8") for path in paths})


@cache
def compiled() -> AnalysisRules:
    return compile_rules(all_rules())


def sentences(text: str) -> list[Sentence]:
    rules = compiled()
    return [tag_sentence(each, rules.grammar) for each in split_passage(text, 0, len(text), rules.sentences)]


def layout(text: str) -> Layout:
    """The first sentence laid out, without mentions."""
    sentence = sentences(text)[0]
    return lay_out(sentence, find_verb_groups(sentence, compiled().grammar))


def make_article(*paragraphs: str, published: str | None = "2021-05-12", headline: str | None = None, language: str = "en") -> NewsArticle:
    """An article of 12 May 2021, a Wednesday, whose original text is its clean text."""
    blocks = ([headline] if headline else []) + list(paragraphs)
    text, passages = "", []
    for number, block in enumerate(blocks):
        role = LineRole.HEADLINE if headline and number == 0 else LineRole.PARAGRAPH
        passages.append(Passage(len(text), len(text) + len(block), role))
        text += block + "\n"
    metadata = ArticleMetadata(
        "a.txt", "0" * 64, published=published, published_basis="stated" if published else "unknown", language=language
    )
    return NewsArticle(metadata, text, (), CleanText(text.replace("\n", " ")), tuple(passages))


def made_up_rows(name: str) -> list[str]:
    value = load_map((HERE / f"{name}_sentences.yaml").read_text("utf-8"), path=name).value
    assert isinstance(value, dict)
    rows = value["sentences"]
    assert isinstance(rows, list)
    return [str(row) for row in rows]
