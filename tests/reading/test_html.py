"""Saved pages: text, captions and what they say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import Reading

PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The mayor of Springfield opened the new bridge over the river on Monday, ending a quarrel over its cost that had lasted for years.",
        "She told a crowd of about two hundred people who had gathered on the old quay that they had waited for this day.",
        "The bridge will be open to lorries from the end of the month, the town hall said in a statement on its web site.",
    )
)
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Mayor opens bridge | Springfield Post</title>{head}</head>
<body><nav><a href="/">Home</a></nav><article><h1>Mayor opens bridge</h1>{body}</article><footer>© 2019</footer></body></html>"""
JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
{"@type": "NewsArticle", "headline": "Mayor opens bridge at last", "datePublished": "2019-06-03T09:14:00+01:00", "dateModified": "2019-06-04T10:00Z",
"author": [{"@type": "Person", "name": "Martha Quill"}, {"@type": "Person", "name": "Noel Tarrant"}],
"publisher": {"@type": "Organization", "name": "Springfield Post"}, "articleSection": "Local", "keywords": ["bridges", "rivers"]}]}</script>"""


def make_page(head: str = "", body: str = PARAGRAPHS) -> str:
    return PAGE.replace("{head}", head).replace("{body}", body)


def test_json_ld_says_what_a_page_is(read: Callable[..., Reading]) -> None:
    """Headline, times with their offsets, authors, outlet, section and tags."""
    reading = read(make_page(JSON_LD), path="a.html")

    assert reading.article is not None
    metadata = reading.article.metadata
    assert (metadata.headline, metadata.outlet, metadata.byline) == (
        "Mayor opens bridge at last",
        "Springfield Post",
        "Martha Quill and Noel Tarrant",
    )
    assert (metadata.published, metadata.published_basis, metadata.updated) == (
        "2019-06-03T09:14+01:00",
        "metadata",
        "2019-06-04T10:00+00:00",
    )
    assert (metadata.section, metadata.tags) == ("Local", ("bridges", "rivers"))


def test_meta_tags_are_read_where_there_is_no_json_ld(read: Callable[..., Reading]) -> None:
    """OpenGraph and its kin; a sidecar wins over them."""
    head = """<meta property="og:title" content="Mayor opens bridge"><meta property="article:published_time" content="2019-06-03T09:14:00+01:00">
    <meta property="og:site_name" content="Springfield Post"><link rel="canonical" href="https://post.example/2019/bridge">"""

    reading = read(make_page(head), path="a.html", sidecar="outlet: The Post")

    assert reading.article is not None
    metadata = reading.article.metadata
    assert (metadata.headline, metadata.outlet, metadata.published) == ("Mayor opens bridge", "The Post", "2019-06-03T09:14+01:00")
    assert metadata.url == "https://post.example/2019/bridge"


def test_a_page_without_a_date_has_none(read: Callable[..., Reading]) -> None:
    """No day is guessed from the story or the copyright line."""
    reading = read(make_page(), path="a.html")

    assert reading.article is not None
    assert (reading.article.metadata.published, reading.article.metadata.published_basis) == (None, "unknown")


def test_captions_of_a_page_are_kept_as_captions(read: Callable[..., Reading]) -> None:
    """They follow the story, and their credits are cut."""
    figure = "<figure><img src='a.jpg'><figcaption>Mayor Jo Field cuts the ribbon on the old quay. Photograph: Noel Tarrant/AFP</figcaption></figure>"

    reading = read(make_page(body=figure + PARAGRAPHS), path="a.html")

    assert reading.article is not None
    captions = [reading.article.text[part.start : part.end] for part in reading.article.passages if part.role == "caption"]
    assert captions == ["Mayor Jo Field cuts the ribbon on the old quay."]


def test_scripts_never_become_text(read: Callable[..., Reading]) -> None:
    """What a browser would run is no story."""
    reading = read(make_page(body=f"<script>alert('canary')</script>{PARAGRAPHS}"), path="a.html")

    assert reading.article is not None
    assert "canary" not in reading.article.text


def test_broken_json_ld_is_left_alone(read: Callable[..., Reading]) -> None:
    """Half a script, a list of numbers or endless nesting: the page is read without it."""
    scripts = "".join(
        f'<script type="application/ld+json">{content}</script>' for content in ('{"@type": "NewsArticle", "headl', "[1, 2]", "[" * 5000)
    )

    assert read(make_page(scripts), path="a.html").article is not None
