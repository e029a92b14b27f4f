"""Typed access to front matter, which holds strings, lists and maps only.

What a person wrote may have any shape; a value of the wrong shape counts as missing here (briefing reports it with file and line).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from beatbook.edtf import is_edtf

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from beatbook.strictyaml import YamlValue

_YES = frozenset({"true", "yes", "on", "1"})
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SAFE_ID = re.compile(r"[^\W_][\w-]*")
_TAKEN_ID = re.compile(r"index(?:-\d+)?|con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # our lists; names that Windows refuses
_MAX_ID_BYTES = 200  # with the longest ending below the 255 bytes that file systems allow


def text(fields: Mapping[str, YamlValue], *keys: str) -> str:
    """The string under the first of `keys` that holds one, without outer blanks; "" when none does."""
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str) and (stripped := value.strip()):
            return stripped
    return ""


def optional(fields: Mapping[str, YamlValue], *keys: str) -> str | None:
    """Like `text`, None for the empty value."""
    return text(fields, *keys) or None


def texts(fields: Mapping[str, YamlValue], key: str) -> tuple[str, ...]:
    """The strings of the list under `key`, empty ones left out; one string counts as a list of one."""
    value = fields.get(key)
    items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def maps(fields: Mapping[str, YamlValue], key: str) -> tuple[dict[str, YamlValue], ...]:
    """The maps of the list under `key`; items of other shapes are left out."""
    value = fields.get(key)
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def mapping(fields: Mapping[str, YamlValue], key: str) -> dict[str, YamlValue]:
    """The map under `key`, {} when there is none."""
    value = fields.get(key)
    return value if isinstance(value, dict) else {}


def is_true(fields: Mapping[str, YamlValue], key: str) -> bool:
    return text(fields, key).lower() in _YES


def choice(fields: Mapping[str, YamlValue], key: str, allowed: Collection[str], default: str) -> str:
    """The string under `key` if it is one of `allowed`, else `default`."""
    value = text(fields, key)
    return value if value in allowed else default


def edtf(fields: Mapping[str, YamlValue], key: str) -> str | None:
    """The days under `key` as an EDTF value, without a time of day; None when it is missing or no date."""
    value = text(fields, key)
    return "/".join(_day(edge) for edge in value.split("/")) if _is_date(value) else None


def moment(fields: Mapping[str, YamlValue], key: str) -> str | None:
    """The day under `key` as it stands, with its time of day where it has one, or the month or year; None for anything else."""
    value = text(fields, key)
    return value if _is_date(value) and "/" not in value else None


def _is_date(value: str) -> bool:
    """Whether a value is EDTF and says anything: ".." and "../.." do not."""
    if _PLAIN_DAY.fullmatch(value):  # nearly all values; three times as fast as the whole grammar
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False
    return any(char.isdigit() for char in value) and is_edtf(value)


def _day(edge: str) -> str:
    """One edge without blanks and time, with at most one mark."""
    marked = edge.strip()
    plain = marked.rstrip("~?%")
    return plain.partition("T")[0] + marked[len(plain) :][:1]


def number(fields: Mapping[str, YamlValue], key: str, *, limit: float) -> float | None:
    """The decimal number under `key` if it lies between -limit and limit, else None."""
    try:
        value = float(text(fields, key))
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


def is_safe_id(identifier: str) -> bool:
    """Whether an id can name a page: letters, digits, "-" and "_" of any script, at most 200 bytes, and not taken by a list of ours."""
    fits = len(identifier.encode("utf-8", "replace")) <= _MAX_ID_BYTES
    return fits and _SAFE_ID.fullmatch(identifier) is not None and _TAKEN_ID.fullmatch(identifier) is None
