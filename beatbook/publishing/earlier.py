"""What the last build wrote, for who need not make all of it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@dataclass(frozen=True, slots=True)
class Earlier:
    """The files of the last build, and what is not as it was then."""

    changed: Callable[[str], Collection[str] | None]  # name of a table -> entries that are others or new; None: not known
    read: Callable[[str], bytes | None]  # path -> the file as the last build wrote it; None where it is not
    same: Callable[[str, tuple[object, ...]], bool] = lambda _, __: False  # a unit and arguments -> whether it had them then


NOTHING_EARLIER = Earlier(lambda _: None, lambda _: None)
