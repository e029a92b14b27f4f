"""How long lists are cut into pages."""

from __future__ import annotations

import pytest

from beatbook.publishing.paging import cut_list
from tests.publishing.theme import make_desk


@pytest.mark.parametrize(
    ("items", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])], ids=["none", "one", "full", "one over", "three pages"]
)
def test_list_is_cut_into_full_pages_and_a_rest(items, sizes):
    """A list without items has a page, too."""
    parts = cut_list(make_desk(), "people/index.html", range(items), 3)

    assert [len(part.items) for part in parts] == sizes


def test_pager_names_the_neighbours_the_first_and_the_last():
    part = cut_list(make_desk(), "people/index.html", range(100), 5)[9]

    assert [(item.link.text, item.gap, item.current) for item in part.pager.pages] == [
        ("1", False, False), ("8", True, False), ("9", False, False), ("10", False, True), ("11", False, False), ("12", False, False),
        ("20", True, False),
    ]  # fmt: skip


def test_later_pages_say_their_number():
    first, second = cut_list(make_desk(), "people/index.html", range(4), 3)

    assert (first.url, first.title(make_desk(), "People")) == ("people/index.html", "People")
    assert (second.url, second.title(make_desk(), "People")) == ("people/index-2.html", "People, page 2")
