"""Counted work: how often something is done, for tests that hold a build to what it has to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest


def count_calls(monkeypatch: pytest.MonkeyPatch, places: Iterable[tuple[object, str]]) -> Counter[str]:
    """How often the functions of these names are called from now on, each as the module beside it knows it."""
    done: Counter[str] = Counter()

    def count(place: object, name: str) -> None:
        real = getattr(place, name)

        def counted(*args: object, **kwargs: object) -> object:
            done[name] += 1
            return real(*args, **kwargs)

        monkeypatch.setattr(place, name, counted)

    for place, name in places:
        count(place, name)
    return done
