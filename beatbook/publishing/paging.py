"""Long lists over several pages: what stands on which, and the way from one to the others.

Lists in order of time are cut so that one more item leaves nearly all of their pages as they are: the newest stand in front, and every
year has pages of its own, which are filled from the oldest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from beatbook.publishing.views import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beatbook.publishing.views import Desk

T = TypeVar("T")

NEAR = 2  # neighbours of a page that its pager names, beside the first and the last


class PagerItem(msgspec.Struct, frozen=True):
    link: Link
    current: bool
    gap: bool  # pages between the one before and this one are not named


class Pager(msgspec.Struct, frozen=True):
    """The pages of a long list; empty when it has only one."""

    pages: tuple[PagerItem, ...] = ()
    within: tuple[PagerItem, ...] = ()  # of a list by years: the pages of the year at hand, where it has several


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list."""

    url: str
    number: int
    items: tuple[T, ...]
    pager: Pager

    def title(self, desk: Desk, title: str) -> str:
        """The list's title, from the second page on with its number."""
        return title if self.number == 1 else f"{title}, {desk.t('events.page', n=self.number)}"


def cut_list(desk: Desk, url: str, items: Sequence[T], size: int) -> tuple[Part[T], ...]:
    """The pages of a list of at most `size` items each; an empty list has one page, too."""
    last = page_count(len(items), size)
    return tuple(list_part(desk, url, number, last, items[(number - 1) * size : number * size]) for number in range(1, last + 1))


def page_count(items: int, size: int) -> int:
    """How many pages a list has."""
    return max(1, -(-items // size))


def list_part(desk: Desk, url: str, number: int, last: int, items: Sequence[T]) -> Part[T]:
    """One page of a list of `last` pages."""
    return Part(_page_url(url, number), number, tuple(items), _pager(desk, url, number, last))


def _page_url(url: str, number: int) -> str:
    return url if number == 1 else f"{url.removesuffix('.html')}-{number}.html"


def _pager(desk: Desk, url: str, current: int, last: int) -> Pager:
    if last == 1:
        return Pager()
    named = sorted({1, last, *range(max(1, current - NEAR), min(last, current + NEAR) + 1)})
    before = [0, *named]
    return Pager(
        tuple(
            PagerItem(Link(str(n), desk.href(_page_url(url, n))), n == current, gap=n - earlier > 1)
            for n, earlier in zip(named, before, strict=False)
        )
    )


# ---- lists in order of time


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One page of a list in order of time."""

    url: str
    year: str  # whose items these are; "": the newest of all years, or all
    number: int  # of the pages of that year, counted from the oldest
    last: int  # how many these are
    years: tuple[str, ...]  # that have pages of their own, in the order of the list
    items: tuple[T, ...]

    @property
    def is_front(self) -> bool:
        """Whether it stands at the address of the list itself: only there the whole list is summed up."""
        return self.year == "" and self.number == self.last

    def title(self, desk: Desk, title: str) -> str:
        """The list's title, behind the front with year and number."""
        parts = [title, *([year_name(desk, self.year)] if self.year else [])]
        return ", ".join([*parts, *([desk.t("events.page", n=self.number)] if self.number < self.last else [])])


def cut_by_year(
    url: str, items: Sequence[T], size: int, year_of: Callable[[T], str], *, years_at: str = "", whole: bool = False
) -> list[Sheet[T]]:
    """The pages of a list that is newest first: its `size` newest items, and behind them pages of every year.

    `years_at` is the address of such a page with "*" for its year where other lists are these pages.  With `whole` the list is not cut
    by years, for it is one.
    """
    if whole or len(items) <= size:
        return _sheets(url, "", items, size, ())
    found: dict[str, list[T]] = {}
    for item in items:
        found.setdefault(year_of(item) or UNDATED, []).append(item)
    years = tuple(found)
    front = Sheet(url, "", 1, 1, years, tuple(items[:size]))
    return [front, *(sheet for year in years if not years_at for sheet in _sheets(year_url(url, year), year, found[year], size, years))]


UNDATED = "undated"


def year_url(url: str, year: str) -> str:
    return f"{url.removesuffix('.html')}-{year}.html"


def year_name(desk: Desk, year: str) -> str:
    return desk.t("events.undated_short") if year == UNDATED else year


def _sheets(url: str, year: str, items: Sequence[T], size: int, years: tuple[str, ...]) -> list[Sheet[T]]:
    parts = _from_the_oldest(items, size)
    last = len(parts)
    numbered = zip(range(last, 0, -1), parts, strict=True)
    return [Sheet(_sheet_url(url, number, last), year, number, last, years, tuple(part)) for number, part in numbered]


def _from_the_oldest(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Full pages counted from the last item, so that they stay what they are when others come in front; the first page takes what is
    left, and shares with the second where that would be little.
    """
    rest = len(items) % size or min(size, len(items))
    if 2 * rest < size < len(items):
        both = rest + size
        starts = [0, (both + 1) // 2, *range(both, len(items), size)]
    else:
        starts = [0, *range(rest, len(items), size)]
    return [items[start:end] for start, end in zip(starts, [*starts[1:], len(items)], strict=True)]


def _sheet_url(url: str, number: int, last: int) -> str:
    return url if number == last else f"{url.removesuffix('.html')}-{number}.html"


def year_pager(desk: Desk, url: str, sheet: Sheet[T], *, years_at: str = "") -> Pager:
    """The way to the newest, to every year, and to the other pages of the year at hand."""
    base = year_url(url, sheet.year) if sheet.year else url
    within = _numbers(desk, base, sheet.number, sheet.last)
    if not sheet.years:
        return Pager(within)
    newest = PagerItem(Link(desk.t("events.newest"), desk.href(url)), not sheet.year, gap=False)
    years = [
        PagerItem(Link(year_name(desk, year), desk.href(years_at.replace("*", year) or year_url(url, year))), year == sheet.year, gap=False)
        for year in sheet.years
    ]
    return Pager((newest, *years), within)


def _numbers(desk: Desk, url: str, current: int, last: int) -> tuple[PagerItem, ...]:
    """The pages of a year, newest first: the first has no number to be named by, or all would change with every page that is added."""
    if last == 1:
        return ()
    named = sorted({1, last, *range(max(1, current - NEAR), min(last, current + NEAR) + 1)}, reverse=True)
    texts = [desk.t("events.newest") if number == last else str(number) for number in named]
    before = [last + 1, *named]
    return tuple(
        PagerItem(Link(text, desk.href(_sheet_url(url, number, last))), number == current, gap=earlier - number > 1 and number < last)
        for text, number, earlier in zip(texts, named, before, strict=False)
    )
