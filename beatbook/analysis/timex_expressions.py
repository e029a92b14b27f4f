"""What only the rules know, written as expressions that `resolve` reads: decades, centuries, slashed dates, fortnights."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def plain(expression: str) -> str:
    """The expression with what only the rules know written out: decades, centuries, slashed dates, fortnights."""
    head, _, rest = expression.partition(":")
    if head in _PLAIN:
        return _PLAIN[head](rest)
    if head == "duration" and rest.startswith(":"):
        expression = f"duration:1{rest}"
    return re.sub(r"^(unit|duration):(\w+):([+-]?)(\w+)$", _fortnight, expression) if "W2" in expression else expression


def _fortnight(found: re.Match[str]) -> str:
    head, one, sign, other = found.groups()
    number = other if one == "W2" else one
    twice = str(2 * int(number)) if number.isdigit() else number
    return f"{head}:W:{sign}{twice}" if head == "unit" else f"{head}:{twice}:W"


def _slashed(text: str) -> str:
    """Day first, month first or year first, whichever exists alone; "value:" when two readings exist."""
    one, two, three = (int(part) for part in re.split(r"[/.]", text))
    if one > 31:
        return _if_day(one, two, three)
    year = three + (2000 if three < 70 else 1900) if three < 100 else three
    if one > 12 or one == two:
        return _if_day(year, two, one)
    return _if_day(year, one, two) if two > 12 else "value:"


def _if_day(year: int, month: int, day: int) -> str:
    try:
        return "value:" + date(year, month, day).isoformat()
    except ValueError:
        return "value:"


def _day_month(text: str) -> str:
    """A day and a month in figures beside their weekday: "Friday (19/4)"; "value:" where there is no such month."""
    day, month, direction, weekday = text.split(":")
    return f"date::{int(month):02}:{int(day):02}:{direction}:{weekday}" if 1 <= int(month) <= 12 else "value:"


def _iso(text: str) -> str:
    """A day, or a day and time without seconds and offset."""
    try:
        return "value:" + date.fromisoformat(text[:10]).isoformat() + text[10:16].upper()
    except ValueError:
        return "value:"


def _decade(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return "value:" + (digits[:3] if len(digits) == 4 else "19" + digits[0])


def _years(text: str) -> str:
    first, _, last = text.partition(":")
    return f"value:{first}/{first[:2]}{last}" if int(first[2:]) < int(last) else f"value:{first}"


def _part(head: str, parts: int) -> Callable[[str], str]:
    def plain_part(text: str) -> str:
        number, _, rest = text.partition(":")
        if number == "-1":
            return f"{head}:{parts}:{rest}" if rest[:1].isdigit() else f"unit:{head[0].upper()}{'1' * (head == 'half')}:-1"
        return f"{head}:{number}:{rest}" if "1" <= number <= str(parts) and len(number) == 1 else "value:"

    return plain_part


def _ago(text: str) -> str:
    """Decades and centuries back or ahead are so many years: "a decade ago" is a year, not a decade."""
    unit, _, rest = text.partition(":")
    if unit == "Y" and re.fullmatch(r"-\d+(?:@ref)?", rest):
        return f"like:{rest}"
    years = {"DE": 10, "CE": 100}.get(unit)
    found = re.match(r"([+-])([\d.]+)(.*)", rest)
    return f"unit:Y:{found[1]}{years * float(found[2]):g}{found[3]}" if years and found else plain(f"unit:{text}")


_PLAIN: dict[str, Callable[[str], str]] = {
    "time": lambda text: f"unit:D:+0|{text}" if text else "value:",  # of the article's own day
    "ago": _ago,
    "quarter": _part("quarter", 4),
    "half": _part("half", 2),
    "iso": _iso,
    "slash": _slashed,
    "daymonth": _day_month,
    "decade": _decade,
    "century": lambda text: f"value:{int(text) - 1:02}" if int(text) > 0 else "value:",
    "years": _years,
}
