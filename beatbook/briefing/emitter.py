"""YAML as Beatbook writes it: plain words where our reader takes them back unchanged, quotes elsewhere, one item a line.

The reader is `strictyaml`: every value is a string, `~` and `null` are empty.  So the only question for a scalar is whether it
comes back as the same text; PyYAML's own emitter asks others as well (it quotes `2019-04-25` and `no`) and folds long lines, which
makes two lines of one change in a diff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.strictyaml import YamlValue

WIDTH = 140  # a list or map that fits in this many columns stands on its key's line
BLOCK_ITEMS = frozenset({"reports"})  # lists whose items are written key by key; other items are one line each
_SIMPLE_KEY = 1000  # YAML takes a key without "? " only up to 1,024 characters
_NULLS = frozenset({"~", "null"})
_FLOW_MARKS = frozenset(",[]{}:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def format_front_matter(front_matter: Mapping[str, YamlValue]) -> str:
    """The lines of a block map, each with its line end, in the order of the map; "" for an empty one."""
    return "".join(format_entry(key, value) for key, value in front_matter.items())


def format_entry(key: str, value: YamlValue, indent: int = 0) -> str:
    """ "key: value" with its line end; several lines where the value is a long list or map.  `indent` counts the key's column."""
    name = format_scalar(key)
    if len(name) > _SIMPLE_KEY:
        return f"{' ' * indent}? {name}\n{' ' * indent}: {format_flow(value)}\n"
    block = format_block(key, value, indent)
    if block is not None:
        return f"{' ' * indent}{name}:\n{block}"
    return f"{' ' * indent}{name}:{inline(value)}\n"


def inline(value: YamlValue) -> str:
    """What stands behind "key:" on its line, with the space before it; nothing for an empty string."""
    if isinstance(value, str):
        return f" {format_scalar(value)}" if value else ""
    return f" {format_flow(value)}"


def format_block(key: str, value: YamlValue, indent: int) -> str | None:
    """The lines under a key at column `indent`, or None where the value stands on the key's own line."""
    if not value or isinstance(value, str):
        return None
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value) and _fits(key, value, indent):
            return None
        return "".join(format_item(key, item, indent + 2) for item in value)
    return None if _fits(key, value, indent) else "".join(format_entry(name, item, indent + 2) for name, item in value.items())


def format_item(key: str, item: YamlValue, indent: int) -> str:
    """ "- item" of the list under `key`, with its line end.  `indent` is the column of the dash."""
    dash = f"{' ' * indent}- "
    if key in BLOCK_ITEMS and isinstance(item, dict) and item and all(len(name) < _SIMPLE_KEY // 2 for name in item):
        lines = "".join(format_entry(name, value, indent + 2) for name, value in item.items())
        return dash + lines[indent + 2 :]
    return f"{dash}{format_flow(item)}\n"


def format_flow(value: YamlValue) -> str:
    """The value on one line, as it may stand inside brackets: "[a, b]", "{person: x, role: host}"."""
    if isinstance(value, str):
        return format_scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(format_flow(item) for item in value)}]"
    return "{" + ", ".join(_flow_entry(key, item) for key, item in value.items()) + "}"


def format_scalar(text: str, *, flow: bool = False) -> str:
    """The text plain where it reads back unchanged, else in double quotes."""
    return text if _is_plain(text, flow=flow) else quote(text)


def quote(text: str) -> str:
    """The text in double quotes, on one line; what cannot be printed as an escape."""
    return f'"{"".join(_escape(char) for char in text)}"'


def _flow_entry(key: str, value: YamlValue) -> str:
    name = format_scalar(key, flow=True)
    return f"{'? ' if len(name) > _SIMPLE_KEY else ''}{name}: {format_flow(value)}"


def _fits(key: str, value: YamlValue, indent: int) -> bool:
    return indent + len(key) + 2 + len(format_flow(value)) <= WIDTH


def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether YAML takes the text as it is.  Stricter than the standard: it must begin with a letter or a digit."""
    if not text or text in _NULLS or not text[0].isalnum() or not text.isprintable() or text[-1] in " :":
        return False
    return ": " not in text and " #" not in text and not (flow and _FLOW_MARKS.intersection(text))


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
