"""Smaller style sheets and scripts: without comments, indentation and blanks that mean nothing.

Only what is safe without parsing: strings are left alone, a script keeps its lines.
"""

from __future__ import annotations

import re

_CSS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|\s*([{};,>])\s*|(:)\s+|\s+""", re.DOTALL)


def minify_css(text: str) -> str:
    """A style sheet without comments and without blanks around braces, commas, semicolons and behind colons."""

    def smaller(found: re.Match[str]) -> str:
        string, mark, colon = found.groups()
        if string or mark or colon:
            return string or mark or colon
        return "" if found.group().startswith("/*") else " "

    return _CSS.sub(smaller, text).replace(";}", "}").strip()


def minify_js(text: str) -> str:
    """A script without indentation, empty lines and lines that are only a comment.  Not for scripts with strings over several lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
