"""Mappings of which the keys are at hand and the values are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView

V = TypeVar("V")


class Keyed(Mapping[str, V]):
    """Values by key, read or made when somebody asks for one: which keys there are is told without that."""

    _keys: Mapping[str, object]  # in order

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys  # as Mapping has it, the value would be made

    def keys(self) -> KeysView[str]:
        """The keys, as a set that is made of nothing anew."""
        return self._keys.keys()
