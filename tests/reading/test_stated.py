"""Sidecars and front matter: what a person says of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import Reading

STORY = "Mayor opens bridge in Springfield\n\n3 June 2019\n\nThe mayor of Springfield opened the new bridge over the river on Monday, the town hall said.\n"


def test_a_sidecar_wins_over_front_matter_and_both_over_the_text(read: Callable[..., Reading]) -> None:
    """Each value is taken from the nearest source that gives it."""
    front = "---\nheadline: From the top\noutlet: Top Post\npublished: 2019-06-01\n---\n"

    reading = read(front + STORY, sidecar="outlet: Side Post\ntags: [bridges, rivers]\n")

    assert reading.article is not None
    metadata = reading.article.metadata
    assert (metadata.headline, metadata.outlet, metadata.published, metadata.tags) == (
        "From the top",
        "Side Post",
        "2019-06-01",
        ("bridges", "rivers"),
    )
    assert metadata.set_by_sidecar == ("headline", "outlet", "published", "tags")


def test_where_a_date_comes_from_is_told(read: Callable[..., Reading]) -> None:
    """Of a sidecar: metadata; of a stamp in the text: stated; of neither: unknown."""
    texts = [(STORY, "published: 2019-06-05"), (STORY, None), (STORY.replace("3 June 2019", ""), None)]

    found = [read(text, sidecar=sidecar).article for text, sidecar in texts]

    assert [(article.metadata.published, article.metadata.published_basis) for article in found if article] == [
        ("2019-06-05", "metadata"),
        ("2019-06-03", "stated"),
        (None, "unknown"),
    ]


def test_front_matter_is_no_part_of_the_story(read: Callable[..., Reading]) -> None:
    """Its lines keep their places, so that offsets count the whole file, and hold no evidence."""
    reading = read("---\noutlet: Top Post\n---\n" + STORY, path="note.md")

    assert reading.article is not None
    passages = [reading.article.text[passage.start : passage.end] for passage in reading.article.passages]
    assert passages[0] == "Mayor opens bridge in Springfield"
    assert "Top Post" not in " ".join(passages)


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        ("published: 2019-02-30", 'a.yaml:1: published is "2019-02-30", which does not exist.\n  Wanted a day of the calendar.'),
        ("outlet: Post\npublished: 3 June 2019", ('a.yaml:2: published is "3 June 2019".\n  Wanted YYYY-MM-DD, or YYYY-MM-DDTHH:MM with an offset if known.  '
         "Hint: write it as 2019-06-03")),
        ("updated: 2019-06-03T25:00", 'a.yaml:1: updated is "2019-06-03T25:00", which does not exist.\n  Wanted a day of the calendar.'),
        ("type: offical", 'a.yaml:1: type is "offical".\n  Wanted one of news, official, post, interview, document.  Hint: did you mean "official"?'),
        ("url: example.org/a", 'a.yaml:1: url is "example.org/a".\n  Wanted an address that begins with http:// or https://.'),
        ("outlet: [a, b]", 'a.yaml:1: "outlet" is no plain text.\n  Wanted outlet: some text.  Hint: quote it if it holds a colon or brackets'),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_and_the_rest_holds(read: Callable[..., Reading], sidecar: str, message: str) -> None:
    """The message names file, line, what was wanted and a remedy; the article is read."""
    reading = read(STORY, path="a.txt", sidecar=sidecar)

    assert reading.article is not None
    assert [str(problem) for problem in reading.problems] == [message]
    assert reading.problems[0].severity == "error"


def test_an_unknown_key_is_a_notice(read: Callable[..., Reading]) -> None:
    """A slip of the pen gets a suggestion, and stops nothing."""
    reading = read(STORY, path="a.txt", sidecar="Outlett: Post")

    assert reading.problems[0].severity == "notice"
    assert reading.problems[0].hint == 'did you mean "outlet"?'


def test_a_broken_sidecar_is_told_and_the_article_read_without_it(read: Callable[..., Reading]) -> None:
    """Broken YAML gives no values and its line."""
    reading = read(STORY, path="a.txt", sidecar="outlet: Post\n  published: : 2019\n")

    assert reading.article is not None
    assert (reading.problems[0].path, reading.problems[0].line) == ("a.yaml", 2)
    assert reading.article.metadata.published == "2019-06-03"


@pytest.mark.parametrize("value", ["true", "yes", "'1'", "until May"])
def test_a_confidential_article_leaves_nothing(read: Callable[..., Reading], value: str) -> None:
    """Neither text nor metadata nor a word about it comes out."""
    for reading in (read(STORY, sidecar=f"confidential: {value}"), read(f"---\nconfidential: {value}\n---\n{STORY}")):
        assert (reading.article, reading.confidential, reading.problems) == (None, True, ())


def test_confidential_false_is_an_ordinary_article(read: Callable[..., Reading]) -> None:
    """A plain no is no."""
    assert read(STORY, sidecar="confidential: false").article is not None


def test_a_broken_sidecar_that_mentions_confidential_withholds_the_article(read: Callable[..., Reading]) -> None:
    """Nobody can ask, so the article stays out; the message names the line and quotes nothing."""
    reading = read(STORY, path="a.txt", sidecar="confidential: true\nnote: 'canary\n")

    assert (reading.article, reading.confidential) == (None, True)
    assert "canary" not in str(reading.problems[0])
    assert reading.problems[0].severity == "refused"


def test_a_rule_of_dashes_is_no_front_matter(read: Callable[..., Reading]) -> None:
    """A text may begin with a line of dashes."""
    reading = read(f"---\nBridges and rivers\n---\n{STORY}")

    assert reading.article is not None
    assert reading.problems == ()
