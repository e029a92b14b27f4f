"""Long lists over several pages: what stands on which, and the way from one to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from beatbook.publishing.views import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.publishing.views import Desk

T = TypeVar("T")

NEAR = 2  # neighbours of a page that its pager names, beside the first and the last


@dataclass(frozen=True, slots=True)
class PagerItem:
    link: Link
    current: bool
    gap: bool  # pages between the one before and this one are not named


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages of a long list; empty when it has only one."""

    pages: tuple[PagerItem, ...] = ()


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
