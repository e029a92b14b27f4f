"""The made-up newsroom of the benches: the same for everybody, and read like any other news."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bench.corpus import Newsroom, write_digest

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_seed_makes_the_same_articles():
    """A corpus is told by its size and its seed."""
    one, other = (list(islice(Newsroom(7).stories(), 40)) for _ in range(2))

    assert one == other
    assert one != list(islice(Newsroom(8).stories(), 40))


def test_a_larger_corpus_begins_with_the_smaller_one():
    """One article more is the next one: what was there stays what it was."""
    names = [story.name for story in islice(Newsroom().stories(), 60)]

    assert names[:30] == [story.name for story in islice(Newsroom().stories(), 30)]
    assert len(set(names)) == len(names)


def test_the_digest_is_what_a_build_makes_of_the_articles(tmp_path: Path):
    """The content holds at least the briefs asked for, with the machine's views beside them, and no texts."""
    briefs = write_digest(tmp_path, 12)

    written = {path.stem for path in (tmp_path / "content" / "events").glob("*.md")}
    assert briefs == len(written) >= 12
    assert written == {path.stem for path in (tmp_path / "content" / "_machine" / "events").glob("*.json")}
    assert not (tmp_path / "content" / "inbox").exists()
