"""The scripts of the search index: each hands one value to the page that loads it."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

import msgspec

INDEX = "search/index.js"  # names all others


class Script(NamedTuple):
    """A file of the index."""

    path: str  # under public/
    content: bytes


def make_script(kind: str, value: bytes) -> Script:
    """The script of a value in JSON; its name carries a hash of it, so that a cache never serves an old one."""
    name = f"{kind}.{hashlib.sha256(value).hexdigest()[:8]}"
    return Script(f"search/{name}.js", format_script(name, value))


def format_script(name: str, value: bytes) -> bytes:
    return b'beatbookSearch("%s",%s)\n' % (name.encode(), value)


def parse_script(content: bytes) -> Any:
    """The value of a script that was made here."""
    return msgspec.json.decode(content[content.index(b",") + 1 : -2])


def name_of(path: str) -> str:
    """By what a script is asked for."""
    return path.removeprefix("search/").removesuffix(".js")


def encode(value: object) -> bytes:
    """JSON in which nothing can end a string of a script."""
    try:
        return msgspec.json.encode(value).replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    except UnicodeEncodeError:  # half of a character
        return json.dumps(value, separators=(",", ":")).encode()
