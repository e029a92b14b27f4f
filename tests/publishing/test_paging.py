"""How long lists are cut into pages."""

from __future__ import annotations

import pytest

from beatbook.publishing.paging import cut_by_year, cut_list, year_pager
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


def year_of(item: str) -> str:
    return item[:4] if item[0].isdigit() else ""


@pytest.mark.parametrize(
    ("items", "sizes"),
    [(0, [0]), (4, [4]), (6, [2, 4]), (5, [3, 2]), (9, [3, 2, 4]), (12, [4, 4, 4])],
    ids=["none", "one page", "rest in front", "little in front is shared", "with its neighbour only", "full pages"],
)
def test_list_in_order_of_time_is_filled_from_the_oldest(items, sizes):
    sheets = cut_by_year("events/year/2019.html", ["2019"] * items, 4, year_of, whole=True)

    assert [len(sheet.items) for sheet in sheets] == sizes
    assert [sheet.number for sheet in sheets] == list(range(len(sizes), 0, -1))


def test_newer_item_leaves_the_older_pages_as_they_are():
    """Whatever stands on the third page or behind it stays there, at the same address."""
    for number in range(1, 60):
        before, after = (
            {sheet.url: sheet.items for sheet in cut_by_year("a.html", [f"{n}" for n in range(count, 0, -1)], 5, year_of, whole=True)}
            for count in (number, number + 1)
        )
        kept = dict(list(before.items())[2:])

        assert kept.items() <= after.items()


def test_list_by_years_leads_to_the_newest_and_to_every_year():
    sheets = cut_by_year("a/index.html", [*["2020"] * 3, *["2019"] * 5, "?"], 3, year_of)

    assert [sheet.url for sheet in sheets] == [
        "a/index.html", "a/index-2020.html", "a/index-2019.html", "a/index-2019-1.html", "a/index-undated.html",
    ]  # fmt: skip
    pager = year_pager(make_desk(), "a/index.html", sheets[3])
    assert [(item.link.text, item.current) for item in pager.pages] == [
        ("Newest", False),
        ("2020", False),
        ("2019", True),
        ("undated", False),
    ]
    assert [(item.link.text, item.current) for item in pager.within] == [("Newest", False), ("1", True)]
    assert sheets[3].title(make_desk(), "Articles") == "Articles, 2019, page 1"
