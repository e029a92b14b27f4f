"""What is kept of overlaps gives the pairs that all texts together give, and a text more is compared with few."""

from __future__ import annotations

import random

import pytest

from beatbook.reading import copies, copy_index
from beatbook.reading.copies import find_overlaps
from beatbook.reading.copy_index import index_overlaps, kept_pairs, update_overlaps


def made_up(draw: random.Random, before: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """A sketch: new, cut from another one or mixed with it, with stock phrases that many texts hold."""
    own = {draw.randrange(1 << 32) for _ in range(draw.choice((0, 3, 30)))}
    stock = {number * 7919 for number in range(20) if draw.random() < draw.choice((0.1, 0.9))}
    other = set(draw.choice(sorted(before.values()))) if before and draw.random() < 0.6 else set()
    shared = {value for value in other if draw.random() < 0.8}
    return tuple(sorted(own | stock | shared)[: copies.SKETCH_SIZE])


def found(sketches: dict[str, tuple[int, ...]]) -> tuple[tuple[str, str], ...]:
    return tuple((pair.first, pair.second) for pair in find_overlaps(sketches))


def plain(kept: dict[str, bytes]) -> dict[str, bytes]:
    return {key: value for key, value in kept.items() if key.startswith("of ") or key == "pairs"}


@pytest.mark.parametrize("crowd", [2, 5, 40])
@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_leaves_the_pairs_of_a_clean_start(monkeypatch: pytest.MonkeyPatch, seed: int, crowd: int):
    """Articles come, change and go, also several at once, while phrases become stock phrases and cease to be."""
    monkeypatch.setattr(copies, "CROWD", crowd)
    monkeypatch.setattr(copy_index, "CROWD", crowd)
    draw = random.Random(seed * 100 + crowd)  # noqa: S311 - reproducible
    sketches: dict[str, tuple[int, ...]] = {}
    kept = index_overlaps(sketches)
    for _ in range(40):
        changed: dict[str, tuple[int, ...] | None] = {}
        for _ in range(draw.choice((1, 1, 1, 4))):
            id_ = f"a{draw.randrange(60):02}"
            changed[id_] = None if id_ in sketches and draw.random() < 0.4 else made_up(draw, sketches)
        sketches = {id_: sketch for id_, sketch in {**sketches, **changed}.items() if sketch is not None}
        for key, value in update_overlaps(kept, changed).items():
            if value is None:
                kept.pop(key, None)
            else:
                kept[key] = value

        assert kept_pairs(kept) == found(sketches)
        assert plain(kept) == plain(index_overlaps(sketches))


def test_what_is_gone_leaves_nothing_behind():
    """No shingle of a text that was taken away is kept."""
    kept = index_overlaps({"a": (5, 9), "b": (9, 11)})

    after = {**kept, **update_overlaps(kept, {"a": None})}

    assert [key for key, value in after.items() if key.startswith("bucket") and value] == ["bucket 9", "bucket 11"]
    assert after["of a"] is None
    assert b"a" not in after["ids"].replace(b"\xa0", b"")


@pytest.mark.parametrize("size", [100, 400])
def test_one_text_more_is_compared_with_those_that_share_its_words(monkeypatch: pytest.MonkeyPatch, size: int):
    """However many others there are."""
    draw = random.Random(1)  # noqa: S311 - reproducible
    sketches = {f"a{number:03}": tuple(sorted(draw.sample(range(1 << 32), 100))) for number in range(size)}
    kept = index_overlaps(sketches)
    compared = []
    monkeypatch.setattr(copy_index, "overlap", lambda one, other: compared.append(one) or copies.overlap(one, other))

    after = {**kept, **update_overlaps(kept, {"new": sketches["a007"][:80]})}

    assert len(compared) == 1
    assert kept_pairs(after) == (("a007", "new"),)
