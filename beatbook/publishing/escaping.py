"""Values as the text of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import markupsafe
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Callable

# markupsafe 3 escapes a text in C and puts the result into an object made in Python, which a page throws away a hundred times
escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def written(value: object) -> str:
    """A value as it stands in a page: escaped, unless it says itself how it is written."""
    if type(value) is str:
        return escape_text(value)
    write: Callable[[], str] | None = getattr(value, "__html__", None)
    return escape_text(str(value)) if write is None else write()
