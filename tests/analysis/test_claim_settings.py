"""Day and place around a sentence: headings of a programme, "there", "here"."""

from __future__ import annotations

from beatbook.analysis import Analysis, analyse
from beatbook.reading.model import ArticleMetadata, CleanText, LineRole, NewsArticle, Passage
from tests.analysis.made_up import compiled, make_article


def programme(*lines: tuple[LineRole, str]) -> Analysis:
    text, passages = "", []
    for role, line in lines:
        passages.append(Passage(len(text), len(text) + len(line), role))
        text += line + "\n"
    metadata = ArticleMetadata("a.txt", "0" * 64, published="2021-05-12", published_basis="stated", dateline="LAGOS")
    return analyse(NewsArticle(metadata, text, (), CleanText(text.replace("\n", " ")), tuple(passages)), compiled())


def test_a_heading_dates_what_stands_below_it() -> None:
    """A programme: the day and the town of the heading, up to the next one."""
    analysis = programme(
        (LineRole.HEADING, "Monday 24 May: Bergen"),
        (LineRole.PARAGRAPH, "Anna Berg will visit a school in Bergen."),
        (LineRole.HEADING, "Tuesday 25 May: Oslo"),
        (LineRole.PARAGRAPH, "Anna Berg will meet Paul Okoro."),
    )

    assert [analysis.timexes[claim.when].value for claim in analysis.claims if claim.when is not None] == ["2021-05-24", "2021-05-25"]
    assert [analysis.entities[claim.place].name for claim in analysis.claims if claim.place is not None] == ["Bergen", "Oslo"]


def test_there_is_the_place_named_before() -> None:
    """ "There" takes the last place of the sentence before, "there is" none."""
    analysis = analyse(make_article("Anna Berg was in Lagos last week. She met Paul Okoro there on Friday."), compiled())
    meeting = next(claim for claim in analysis.claims if claim.kind == "meeting")

    assert analysis.entities[meeting.place or 0].name == "Lagos"


def test_here_is_the_place_of_the_dateline() -> None:
    """Where the text names it too."""
    analysis = programme(
        (LineRole.PARAGRAPH, "Anna Berg met Paul Okoro here on Monday."), (LineRole.PARAGRAPH, "The streets of Lagos were empty.")
    )

    assert analysis.entities[analysis.claims[0].place or 0].name == "Lagos"
