"""analyse: all parts together, with offsets of the original text."""

from __future__ import annotations

from dataclasses import replace

from beatbook.analysis import analyse
from beatbook.reading.model import CleanText
from tests.analysis.made_up import compiled, make_article


def test_offsets_count_the_original_text() -> None:
    """Where cleaning moved the text, everything that is stored points into the original."""
    article = make_article("Anna Berg met Paul Okoro in Rome on Monday.")
    original = "##" + article.text
    offsets = tuple(range(2, len(original) + 1))
    moved = replace(article, text=original, clean=CleanText(article.clean.text, offsets))

    analysis = analyse(moved, compiled())

    (claim,) = analysis.claims
    assert claim.evidence is not None
    assert original[claim.evidence.start : claim.evidence.end] == claim.evidence.quote == "Anna Berg met Paul Okoro in Rome on Monday."
    assert claim.evidence.prefix == "##"
    assert original[claim.trigger.start : claim.trigger.end] == "met"
    assert [original[each.start : each.end] for each in analysis.mentions] == [each.text for each in analysis.mentions]
    assert [original[each.start : each.end] for each in analysis.timexes] == [each.text for each in analysis.timexes]


def test_another_language_is_only_noted() -> None:
    """A text in another language is noted with its language, and nothing is read into it."""
    analysis = analyse(make_article("Anna Berg traf Paul Okoro.", language="de"), compiled())

    assert analysis.claims == analysis.mentions == ()
    assert analysis.notices == ("not analysed: de",)


def test_the_same_article_gives_the_same_analysis() -> None:
    """Nothing is kept from one call to the next."""
    article = make_article("Anna Berg met Paul Okoro in Rome on Monday.", "She will visit Lagos next week, Reuters said.")

    assert analyse(article, compiled()) == analyse(article, compiled())


def test_a_source_line_is_cited() -> None:
    """Agencies of the source line count among those that the article rests on."""
    article = make_article("Anna Berg met Paul Okoro in Rome on Monday.")
    article = replace(article, metadata=replace(article.metadata, sources=("Reuters",)))

    assert [voice.text for voice in analyse(article, compiled()).cites] == ["Reuters"]


def test_an_article_without_text_says_nothing() -> None:
    """An empty article is analysed like any other."""
    analysis = analyse(make_article(), compiled())

    assert (analysis.claims, analysis.words) == ((), 0)
