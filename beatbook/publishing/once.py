"""Markup that many pages have in common, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup


class Once:
    """Calls a macro of a template once for the same arguments, and gives its markup again to whoever asks next.

    A row of a list stands on dozens of pages, and what frames a page on all of them: making these anew took more than half of the time of
    rendering.  Values are told apart by their identity, texts by what they say; the macro must depend on nothing but its arguments.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], tuple[Markup, tuple[object, ...]]] = {}  # with the arguments: their identities stay theirs

    def __call__(self, macro: Callable[..., Markup], *args: object) -> Markup:
        key = (macro, *[arg if arg.__class__ is str or arg.__class__ is bool else id(arg) for arg in args])
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = (macro(*args), args)
        return found[0]
