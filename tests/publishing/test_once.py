"""What stands on many pages is made once."""

from __future__ import annotations

from beatbook.publishing.once import Once


def test_a_macro_is_asked_once_for_the_same_row():
    asked = []
    once, row = Once(), object()

    def macro(*args):
        asked.append(args)
        return f"row {len(asked)}"

    assert [once(macro, row, "h3"), once(macro, row, "h3"), once(macro, row, "h4")] == ["row 1", "row 1", "row 2"]
    assert asked == [(row, "h3"), (row, "h4")]


def test_rows_that_come_and_go_are_never_taken_for_each_other():
    """A new value may get the place in memory of one that is gone; those that were asked for stay."""
    once = Once()

    assert [once(str, [number]) for number in range(100)] == [f"[{number}]" for number in range(100)]


def test_two_macros_may_get_the_same_row():
    once, row = Once(), [1]

    assert (once(str, row), once(repr, (row,))) == ("[1]", "([1],)")
