"""Copies are found by shared wording, not by shared facts."""

from __future__ import annotations

import random
from random import Random

import pytest

from beatbook.reading.copies import SKETCH_SIZE, find_overlaps, overlap, sketch

WORDS = [f"word{number}" for number in range(4000)]


def make_text(seed: int, words: int = 600) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311 - made-up text, the same every time


def test_the_same_wording_is_a_full_overlap_however_it_is_divided() -> None:
    """Case, punctuation and paragraphs do not matter."""
    text = make_text(1)

    assert overlap(sketch([text]), sketch([text[:999].upper(), text[999:].replace(" ", ", ")])) > 0.95


def test_a_reprint_that_was_cut_is_still_a_copy() -> None:
    """The share is that of the shorter text."""
    text = make_text(1)

    assert overlap(sketch([text]), sketch([text[: len(text) // 3]])) > 0.9


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_estimate_is_near_the_truth(share: float) -> None:
    """Half of the words give half of the overlap, within three standard errors."""
    whole, other = make_text(1, 1200), make_text(2, 1200)
    shared = " ".join(whole.split()[: int(1200 * share)] + other.split()[int(1200 * share) :])

    assert overlap(sketch([whole]), sketch([shared])) == pytest.approx(share, abs=0.13)


def test_other_texts_share_nothing() -> None:
    """Neither other wording nor no wording overlaps."""
    assert overlap(sketch([make_text(1)]), sketch([make_text(2)])) == 0
    assert overlap(sketch(["too short"]), sketch([make_text(2)])) == 0


def test_a_sketch_is_small_and_sorted() -> None:
    """However long the text."""
    found = sketch([make_text(1, 5000)])

    assert len(found) == SKETCH_SIZE
    assert list(found) == sorted(found)


def test_copies_are_found_among_many() -> None:
    """Pairs come in order of their ids, whatever order the articles have."""
    sketches = {f"a{number}": sketch([make_text(number)]) for number in range(30)}
    sketches["copy"] = sketch(["Some desk wrote this line. ", make_text(7)])

    assert [(found.first, found.second) for found in find_overlaps(sketches)] == [("a7", "copy")]
    assert find_overlaps(sketches) == find_overlaps(dict(reversed(sketches.items())))


def test_no_pair_is_missed_for_being_counted_instead_of_compared() -> None:
    """Whatever lengths texts have and however much they share: what is found is what comparing all pairs finds."""
    chance = Random(7)  # noqa: S311 - a die
    sketches = {f"a{number}": draw_sketch(chance) for number in range(36)}
    everything = [(one, other) for one in sorted(sketches) for other in sorted(sketches) if one < other]

    found = [(pair.first, pair.second) for pair in find_overlaps(sketches)]

    assert found == [(one, other) for one, other in everything if overlap(sketches[one], sketches[other]) >= 0.5]
    assert len(found) > 20


def draw_sketch(chance: Random) -> tuple[int, ...]:
    """A short text, or a sample of a long one: of one of three subjects, so that many share some of their shingles."""
    subject, size = chance.randint(0, 2), chance.choice((6, 40, SKETCH_SIZE))
    reach = 2**32 if size < SKETCH_SIZE else chance.choice((2**28, 2**30))
    step = reach // (2 * SKETCH_SIZE)
    return tuple(sorted(chance.sample(range(subject, reach, step), size)))
