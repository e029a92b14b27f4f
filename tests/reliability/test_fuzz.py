"""Nothing that a stranger can send raises: random bytes and random words through every door.  `make fuzz` does the same for hours."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.reliability.targets import TARGETS, WORDS, Kit, make_kit

FEW = {"merge": 25, "analyse": 60, "annotate": 60, "read": 80}  # examples; the rest gets 200
SEEDS: tuple[tuple[str, bytes], ...] = ()  # what once raised, with its target


@pytest.fixture(scope="module")
def kit() -> Kit:
    return make_kit()


STRANGE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=40).map(
        lambda words: " ".join(words).encode("utf-8", "surrogatepass")
    ),
    st.lists(st.sampled_from(WORDS), max_size=40).map(lambda words: "".join(words).encode()),
)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_a_stranger_sends_raises(kit, name):
    """A value or a problem comes out, whatever goes in."""

    @seed(4)
    @settings(max_examples=FEW.get(name, 200), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(STRANGE)
    def holds(content: bytes) -> None:
        TARGETS[name](kit, content)

    holds()


@pytest.mark.parametrize(("name", "content"), SEEDS)
def test_what_once_raised_no_longer_does(kit, name, content):
    TARGETS[name](kit, content)


# ---- linear time

LINES = {  # a unit that is repeated; each aims at a pattern that could look ahead or back without end
    "words": "a ", "capitals": "Aa ", "names": "Karin Lindqvist and ", "dates": "on 3 May 2024, ", "months": "May ", "digits": "1", "slashes": "1/", "quotes": '"',
    "curly": "\u201ca", "brackets": "(", "dashes": "- ", "commas": ", ", "dots": ".", "said": "he said that ", "titles": "President ", "who": "who met who ", "of": "of the ",
    "met": "Kim met Moon ", "spaces": " ", "tabs": "\t", "apostrophes": "'s ", "blank": "\n", "lines": "A line.\n", "marks": "a\u0301", "initials": "A. ", "hyphens": "a-", "by": "By ",
    "zones": "+09:00 ", "urls": "http://x.y/ ", "html": "&lt;", "numbers": "two hundred ", "and": "and ", "will": "will ", "next": "next Friday ", "weeks": "last week ",
}  # fmt: skip
SIZE = 3_000  # characters at n
QUADRATIC = 11  # between four times the time, which is linear, and sixteen times, which is quadratic
ENOUGH = 0.4  # seconds at 4n below which nothing can be measured, and nothing is slow


@pytest.mark.parametrize("name", LINES)
def test_time_grows_with_the_length_of_the_text(kit, name):
    """At n, 2n and 4n characters; processor time, and only where there is enough of it to be measured."""
    unit = LINES[name]
    texts = [(unit * (size // len(unit) + 1))[:size].encode() for size in (SIZE, 2 * SIZE, 4 * SIZE)]

    first, second, third = (_seconds(kit, text) for text in texts)

    if third > ENOUGH and third > QUADRATIC * first:  # measure again: the collector of garbage may have come by
        first, second, third = (min(_seconds(kit, text) for _ in range(3)) for text in texts)
    assert third <= ENOUGH or third <= QUADRATIC * first, (first, second, third)


def _seconds(kit: Kit, text: bytes) -> float:
    began = time.process_time()
    for name in ("read", "analyse", "markdown"):
        TARGETS[name](kit, text)
    return time.process_time() - began
