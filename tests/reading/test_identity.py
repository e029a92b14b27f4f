"""Ids of articles: given once, kept, and independent of the order of files."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest

from beatbook.reading import ArticleMetadata, KnownId, StandingText, check_twins, identify, identify_changed, is_skipped, normal_url
from beatbook.reading.identity import MAX_ID, article_slug, slug


def make_metadata(file: str = "a.txt", sha256: str = "1", **values: str) -> ArticleMetadata:
    return ArticleMetadata(file, sha256, **values)  # type: ignore[arg-type] # only text fields are given


def test_an_id_is_outlet_day_and_headline() -> None:
    """In ASCII, without a leading article; what is unknown is left out, the file's name stands in for a headline."""
    full = make_metadata(outlet="The Springfield Post", published="2019-06-03T09:14", headline="Mayor’s Café opens in Škofja")

    assert article_slug(full) == "springfield-post-2019-06-03-mayors-cafe-opens-in-skofja"
    assert article_slug(make_metadata("inbox/note 7.txt")) == "article-note-7"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("CON", "x-con"), ("Nul", "x-nul"), ("ミサイル", "misairu"), ("👾" * 3, "space-invader-space-invader-space-invader")],
)
def test_every_name_gives_a_safe_id(name: str, wanted: str) -> None:
    """Names that Windows reserves get a prefix; other scripts are spelt in ASCII."""
    assert slug(name) == wanted


@pytest.mark.parametrize("name", ["", "???", "x" * 300])
def test_a_name_without_words_gives_a_hash(name: str) -> None:
    """Nothing left, or one endless word: a hash, the same every time."""
    assert slug(name).startswith("x-")
    assert slug(name) == slug(name)
    assert len(slug(name)) == 14


def test_long_names_are_cut_at_a_word() -> None:
    """No id is longer than its limit or ends in half a word."""
    cut = slug("bridge " * 40)

    assert len(cut) <= MAX_ID
    assert set(cut.split("-")) == {"bridge"}


def test_ids_do_not_depend_on_the_order_of_files() -> None:
    """Namesakes are numbered by content, whatever order they come in."""
    articles = [make_metadata(f"{sha}.txt", sha, headline="Bridge opens", outlet="Post") for sha in "312"]

    results = {tuple(identify(order, ()).items()) for order in permutations(articles)}

    assert results == {(("1.txt", "post-bridge-opens"), ("2.txt", "post-bridge-opens-2"), ("3.txt", "post-bridge-opens-3"))}


@pytest.mark.parametrize(
    "metadata",
    [
        make_metadata("a.txt", "new", headline="Other"),
        make_metadata("moved.txt", "old", headline="Other"),
        make_metadata("b.txt", "new", url="http://example.org/a?utm_source=x#top"),
    ],
    ids=["same path", "same bytes", "same address"],
)
def test_a_known_article_keeps_its_id(metadata: ArticleMetadata) -> None:
    """An edited, a renamed and a fetched-again article are the article that they were."""
    known = [KnownId("kept", "a.txt", "old", "https://www.example.org/a/")]

    assert identify([metadata], known) == {metadata.file: "kept"}


def test_a_path_taken_over_by_another_text_is_a_new_article_when_the_old_one_moved() -> None:
    """Bytes count more than names."""
    known = [KnownId("kept", "a.txt", "old")]
    articles = [make_metadata("a.txt", "new", headline="Other"), make_metadata("b.txt", "old", headline="Old")]

    assert identify(articles, known) == {"a.txt": "article-other", "b.txt": "kept"}


def test_a_new_article_never_takes_a_known_id() -> None:
    """Even when the known article's text is gone."""
    known = [KnownId("post-bridge-opens", "gone.txt", "old")]

    assert identify([make_metadata("new.txt", "2", headline="Bridge opens", outlet="Post")], known) == {"new.txt": "post-bridge-opens-2"}


def test_addresses_are_compared_without_what_does_not_matter() -> None:
    """Scheme, www, fragment, tracking and a last slash tell no pages apart; a query that names the page does."""
    assert normal_url("https://www.example.org/a/?utm_source=x&id=7#top") == normal_url("http://example.org/a?id=7") == "example.org/a?id=7"
    assert normal_url("http://[broken") is None


@pytest.mark.parametrize("path", [".hidden.txt", "sub/.git/a.txt", "README.md", "readme.txt", "sub/Page_files/a.html"])
def test_what_is_not_ours_is_skipped(path: str) -> None:
    """Dot files, READMEs and the folders that browsers save beside pages."""
    assert is_skipped(path)
    assert not is_skipped("sub/article.txt")


def test_twins_are_named_both() -> None:
    """NAME.txt beside NAME.html, or beside name.TXT, is an error."""
    problems = check_twins(["b.txt", "a.html", "a.txt", "a.yaml", "B.md"])

    assert [problem.found for problem in problems] == [
        'two articles have one name: "a.html" and "a.txt"',
        'two articles have one name: "B.md" and "b.txt"',
    ]


@pytest.mark.parametrize("seed", range(200))
def test_only_what_changed_is_identified_and_all_ids_are_the_same(seed: int):
    """Bytes, files and addresses shared at random: who stands need not be looked up, and the order of the files decides nothing."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    urls = [None, None, "https://example.org/a", "https://www.example.org/a/", "https://example.org/b", "https://example.org/c"]

    def made(number: int) -> ArticleMetadata:
        article = make_metadata(f"{number}.txt", str(chance.randrange(9)), headline=f"Story {chance.randrange(4)}", outlet="Post")
        return replace(article, url=chance.choice(urls))

    articles = [made(number) for number in range(8)]
    known = [
        KnownId(f"known-{n}", f"{chance.randrange(9)}.txt", str(chance.randrange(9)), chance.choice(urls))
        for n in range(chance.randrange(7))
    ]
    standing = {article.file: article for article in articles if chance.random() < 0.6}

    ids = identify_changed(
        [article for article in articles if article.file not in standing],
        {file: StandingText(article.sha256, normal_url(article.url)) for file, article in standing.items()},
        known,
        standing.__getitem__,
    )

    assert ids == identify(articles, known)
    assert list(ids) == sorted(ids)


def test_a_text_that_stands_under_known_bytes_is_not_looked_up():
    """Ten thousand of them cost nobody a look."""
    known = [KnownId(f"known-{number}", f"{number}.txt", str(number)) for number in range(5)]
    standing = {entry.file: StandingText(entry.sha256, None) for entry in known}

    def look_up(path: str) -> ArticleMetadata:
        raise AssertionError(path)

    ids = identify_changed([make_metadata("new.txt", "new", headline="Bridge opens", outlet="Post")], standing, known, look_up)

    assert ids == {**{entry.file: entry.id for entry in known}, "new.txt": "post-bridge-opens"}
