"""Comments in front matter: the only words of people that the values do not hold."""

from __future__ import annotations

import re

from beatbook.briefing.document import FENCE

_TRAILING = re.compile(r"""(?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*\s(#.*)""")  # a "#" behind a blank and outside of quotes


def comments_of(text: str) -> tuple[str, ...]:
    """The comments of a document's front matter, each from its "#" on, in order.

    Behind an apostrophe in a plain value none is found; a line of a text block that begins with "#" counts as one.
    """
    front = text.replace("\r\n", "\n").removeprefix("\ufeff").removeprefix(f"{FENCE}\n").partition(f"\n{FENCE}")[0]
    found = []
    for line in front.split("\n"):
        trailing = _TRAILING.fullmatch(line)
        if line.lstrip().startswith("#"):
            found.append(line.strip())
        elif trailing:
            found.append(trailing.group(1))
    return tuple(found)


def with_comments(text: str, comments: tuple[str, ...]) -> str:
    """The document with these comments at the end of its front matter; those that it has already are left out."""
    new = [comment for comment in comments if comment not in text]
    start = text.find("\n")
    end = text.find(f"\n{FENCE}", start)
    if not new or end < 0:
        return text
    line_end = "\r\n" if text[: start + 1].endswith("\r\n") else "\n"
    return text[: end + 1] + "".join(f"{comment}{line_end}" for comment in new) + text[end + 1 :]
