"""What each line of an article is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beatbook.reading import LineRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import NewsArticle


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("FILE PHOTO. Mayor Jo Field opens a bridge in the old town of Springfield. © Noel TARRANT / AFP", "caption"),
        ("FILE PHOTO: A view of the bridge in Springfield, June 3, 2017. REUTERS/Noel Tarrant", "caption"),
        ("Mayor Jo Field (R) and her guest Ann Poe hold talks at the Grand Hotel in Springfield, June 3, 2017. /VCG Photo", "caption"),
        ("In this Monday, June 3, 2019, file photo, a lorry crosses the bridge. (AP Photo/Noel Tarrant)", "caption"),
        ("The mayor at the gate of the old town hall [Noel Tarrant/Reuters]", "caption"),
        ("The mayor cuts the ribbon. Photograph: Noel Tarrant/AFP/Getty Images", "caption"),
        ("Lorries cross the bridge over the river on Monday (Photo by Noel Tarrant/Getty Images)", "caption"),
        ("Image copyright EPA Image caption Lorries cross the bridge", "caption"),
        ("Noel Tarrant/AP", "credit"),
        ("© Example / Noel Tarrant", "credit"),
        ("photo credit: Example TV", "credit"),
        ("Enlarge this image toggle caption Noel Tarrant/AP Noel Tarrant/AP", "credit"),
        ("READ MORE: Shelbyville Vows to Build a Bridge of Its Own", "teaser"),
        ("More:After the vote, Shelbyville says talks go on", "teaser"),
        ("Read more", "teaser"),
        ("Shelbyville Mayor Vows to Build a Bigger Bridge of His Own", "teaser"),
        ("00:35", "boilerplate"),
        ("3 Min Read", "boilerplate"),
        ("ADVERTISEMENT", "boilerplate"),
        ("Story continues below advertisement", "boilerplate"),
        ("Sign up for our morning newsletter", "boilerplate"),
        ('["bridges"]', "tags"),
        ("What comes next?", "heading"),
        ("A long quarrel", "heading"),
        ("'This is our day'", "heading"),
        ("The bridge is open.", "paragraph"),
        ('Why now, of all days?" he asked', "paragraph"),
        ("- a ban on lorries at night,", "paragraph"),
        ("Lire aussi: Un pont de plus à Springfield", "teaser"),
        ("The views expressed here are the author's own.", "boilerplate"),
        ("Friday 25 October: Springfield", "heading"),
        ("According to the county's news service, the toll is two dollars,", "paragraph"),
    ],
)
def test_a_line_inside_the_story_has_its_role(roles: Callable[..., list[tuple[str, str]]], line: str, role: str) -> None:
    """Captions, credits, teasers, furniture and headings are told from paragraphs wherever they stand."""
    after = "The town has waited for this bridge since the old one fell into the river in the flood."

    found = {
        text: kind
        for kind, text in roles("", f"{line}\n\n{after}\n\nThe toll is two dollars a lorry, and nothing for those who walk, she said.")
    }

    assert found[line] == role


@pytest.mark.parametrize(
    ("top", "wanted"),
    [
        ("The mayor will visit the harbour in “the coming days,” two people in the town hall have said", ["standfirst"]),
        ("The bridge is set.", ["paragraph"]),
        ("Jo Field\n\nMayor Field Opens Bridge in Springfield", ["section", "headline"]),
        ("Bridges & Roads\nMayor opens bridge in Springfield", ["section", "headline"]),
        ("Mayor opens bridge in Springfield\nMayor opens bridge in Springfield", ["headline", "headline"]),
        ("Mayor opens bridge\nLorries must wait until the end of the month, town hall says", ["headline", "standfirst"]),
        ("Martha Quill\n\nSpecial to EXAMPLE TODAY", ["byline", "credit"]),
        ("Bridge opened", ["headline"]),
        ("Peace Talks Collapse", ["headline"]),
    ],
)
def test_the_top_is_read_inwards(roles: Callable[..., list[tuple[str, str]]], top: str, wanted: list[str]) -> None:
    """At most one headline, told from standfirsts, labels and names; a text may begin without one."""
    body = """
Mayor Jo Field opened the bridge on Monday and called it a day of peace after the collapse of talks with her rivals.

"We have waited for this day," she told a crowd of about two hundred people who had gathered on the old quay.
"""
    assert [role for role, _ in roles(top, body=body)][: len(wanted)] == wanted


def test_repeated_lines_are_marked(article: Callable[..., NewsArticle]) -> None:
    """A caption that stands twice is kept twice and counted once."""
    caption = "Mayor Jo Field (R) and her guest Ann Poe hold talks at the Grand Hotel in Springfield, June 3, 2017."
    end = "The toll is two dollars a lorry, and nothing for those who walk, the mayor said."

    found = article("", f"{caption}\n\n{caption}\n\n{end}")

    assert [passage.repeat for passage in found.passages if passage.role == "caption"] == [False, True]


def test_a_captions_credit_is_no_part_of_its_passage(article: Callable[..., NewsArticle]) -> None:
    """Who took a picture acts in no event; what the caption says is evidence."""
    end = "The toll is two dollars a lorry, and nothing for those who walk, the mayor said."

    found = article("", f"FILE PHOTO. Mayor Jo Field opens a bridge in the old town. © Noel TARRANT / AFP\n\n{end}")

    captions = [found.clean.text[passage.start : passage.end] for passage in found.passages if passage.role == "caption"]
    assert captions == ["Mayor Jo Field opens a bridge in the old town."]


def test_a_sign_off_behind_the_last_paragraph_is_cut(article: Callable[..., NewsArticle]) -> None:
    """Reporters and editors named in brackets are no part of the story."""
    found = article("", "The toll is two dollars, the mayor said on the old quay. (Reporting by Martha Quill; Editing by Noel Tarrant)")

    last = found.passages[-1]
    assert found.clean.text[last.start : last.end] == "The toll is two dollars, the mayor said on the old quay."


def test_wrapped_lines_read_as_one_paragraph(article: Callable[..., NewsArticle]) -> None:
    """In a text wrapped at a column, the lines of a paragraph are one passage; line breaks became spaces, one by one."""
    body = """
The mayor of Springfield opened the new bridge over the river on Monday,
ending a quarrel over its cost that had lasted for years and had split the
council into two camps that no longer spoke to each other.

"We have waited for this day," she told a crowd of about two hundred people
who had gathered on the old quay. The bridge will be open to lorries from
the end of the month, the town hall said in a statement on its web site.
"""
    found = article("Springfield opens bridge\n", body=body)

    paragraphs = [passage for passage in found.passages if passage.role == "paragraph"]
    assert len(paragraphs) == 2
    assert "on Monday, ending a quarrel" in found.clean.text
    assert len(found.clean.text) == len(found.text)
    assert found.metadata.headline == "Springfield opens bridge"


def test_short_paragraphs_are_not_taken_for_wrapped_lines(article: Callable[..., NewsArticle]) -> None:
    """One paragraph a line stays one paragraph a line."""
    body = "\n".join(
        f"The mayor spoke for the {count} time about the bridge on Monday."
        for count in ("first", "second", "third", "fourth", "fifth", "sixth")
    )

    assert len([passage for passage in article("", body=body).passages if passage.role == "paragraph"]) == 6


def test_every_line_has_a_role_and_lines_cover_the_text(article: Callable[..., NewsArticle]) -> None:
    """Lines are the text's own lines, in order, none left out."""
    found = article("Springfield opens bridge\nBy Martha Quill\n", "Share")

    assert "\n".join(found.text[line.start : line.end] for line in found.lines) == found.text


def test_a_name_beside_the_day_is_a_byline(article: Callable[..., NewsArticle]) -> None:
    """As agencies' sites write it, with dots: the day comes first then."""
    found = article("Mayor opens bridge in Springfield\n\nMartha Quill   | 03.06.2019 - Update : 04.06.2019").metadata

    assert (found.byline, found.published, found.updated) == ("Martha Quill", "2019-06-03", "2019-06-04")


@pytest.mark.parametrize(
    ("top", "tail", "headline"),
    [
        ("Home > News > 2019 > June\n\nOpening of the bridge", "", "Opening of the bridge"),
        ("THE SPRINGFIELD LANTERN\nMonday 3 June 2019 . No. 812\n\nBRIDGE OPENS AT LAST", "", "BRIDGE OPENS AT LAST"),
        ("THE SPRINGFIELD LANTERN - weekend digest\n\nMayor opens bridge", "© The Springfield Lantern", "Mayor opens bridge"),
        ("LIVE: Mayor opens bridge", "", "LIVE: Mayor opens bridge"),
        ("Opinion | The price of a bridge\n\nBy Martha Quill", "", "Opinion | The price of a bridge"),
        ("Mayor opens bridge in Springfield\n\nOpinion | The price of a bridge", "", "Mayor opens bridge in Springfield"),
    ],
)
def test_the_headline_is_told_from_what_stands_above_it(article, top: str, tail: str, headline: str) -> None:
    """Paths, mastheads and labels of a genre; a labelled line under a headline leads to another story."""
    assert article(top, tail).metadata.headline == headline


def test_the_masthead_that_owns_the_copyright_is_the_outlet(article: Callable[..., NewsArticle]) -> None:
    """Twice named, it need not be known."""
    found = article("THE SPRINGFIELD LANTERN - weekend digest\n\nMayor opens bridge", "© The Springfield Lantern").metadata

    assert found.outlet == "The Springfield Lantern"


def test_a_byline_with_its_word_counts_before_a_bare_name(article: Callable[..., NewsArticle]) -> None:
    """A paper's name can look like a person's."""
    found = article("Mayor opens bridge in Springfield\n\nQuick Lantern\n\nBY Martha Quill\nOn 3 Jun 2019 at 07:45").metadata

    assert found.byline == "Martha Quill"


def test_a_note_on_the_author_is_a_credit(roles: Callable[..., list[tuple[str, str]]]) -> None:
    """Whoever wrote the piece is no actor in it, whatever her office; somebody else at its end may be one."""
    notes = ('Martha Quill is a senior fellow at the Quay Institute and the author of "Bridges".', "Jo Field is the mayor of Springfield.")

    found = {text: role for role, text in roles("The price of a bridge\n\nBy Martha Quill", "\n\n".join(notes))}

    assert [found[note] for note in notes] == ["credit", "paragraph"]


def test_tags_one_a_line_are_tags(roles: Callable[..., list[tuple[str, str]]]) -> None:
    """Names among them are no actors of the last paragraph."""
    found = {text: role for role, text in roles("Mayor opens bridge in Springfield", "Related topics\nBridges\nSpringfield\nJo Field")}

    assert {found[name] for name in ("Bridges", "Springfield", "Jo Field")} == {"tags"}


@pytest.mark.parametrize(
    "line",
    [
        "In Oslo on June 3, 1969, the mayor resigned.",
        "The mayor, born on June 3, 1969, opened the new bridge on Monday.",
        "The mayor (born June 3, 1969) opened the new bridge on Monday.",
        "The bridge opened on June 3, 1969",
        "She was elected on 3 June 1969.",
    ],
)
def test_the_day_of_an_act_is_not_that_of_publication(article: Callable[..., NewsArticle], line: str) -> None:
    """A short first sentence with a full date is part of the story."""
    found = article("Bridge opens in town\n", body=f"\n{line}\n\nThe town was glad to have a bridge at last, she told a crowd.\n")

    assert found.metadata.published is None
    assert LineRole.TIMESTAMP not in {each.role for each in found.lines}
