"""How far a build is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_T = TypeVar("_T")


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for callers that show none."""


def counted(items: Iterable[_T], stage: str, progress: Callable[[str, int, int], None], total: int | None = None) -> Iterable[_T]:
    """The items one by one, telling `progress` about each."""
    count = total if total is not None else len(items) if isinstance(items, Sequence) else 0
    for index, item in enumerate(items):
        progress(stage, index, count)
        yield item
    progress(stage, count, count)
