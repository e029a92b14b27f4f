"""Time stamps of articles: "Updated 22:38, 23-Apr-2019", "June 3, 2019 / 5:14 AM", "02:21 GMT +315 April 2019"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.rules import Rules

StampKind = Literal["published", "updated", "plain"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_GAP = r"[\s.,/-]{{0,3}}"

# A day, in every common form.  The year may be fused with a following time: "June 3, 20195:14 AM".
_DATE = re.compile(
    "|".join(
        (
            rf"(?<!\d){_DAY.format('d1')}(?:\s+of)?{_GAP.format()}{_MONTH.format('m1')}{_GAP.format()}(?P<y1>(?:19|20)\d\d)(?!\d(?!\d?:\d\d))",
            rf"\b{_MONTH.format('m2')}{_GAP.format()}{_DAY.format('d2')}(?!\d),?\s{{1,3}}(?P<y2>(?:19|20)\d\d)(?!\d(?!\d?:\d\d))",
            r"(?<!\d)(?P<y3>(?:19|20)\d\d)(?P<s3>[-/.])(?P<m3>\d{1,2})(?P=s3)(?P<d3>\d{1,2})(?!\d)",
            r"(?<![\d/.-])(?P<a4>\d{1,2})(?P<s4>[-/.])(?P<b4>\d{1,2})(?P=s4)(?P<y4>(?:19|20)\d\d)(?!\d)",
            rf"(?<![\d:]){_DAY.format('d5')}[\s-]{_MONTH.format('m5')}[\s'-]{{1,2}}(?P<y5>\d\d)(?![\d:.]|,?\s*(?:19|20)\d\d)",
            r"(?<![\d/.-])(?P<bad6>\d{1,2}[-/.]\d{1,2}[-/.]\d\d)(?![\d:])",
        )
    ),
    re.IGNORECASE,
)
_DATE_WITHOUT_YEAR = re.compile(
    "|".join(
        (
            rf"(?<!\d){_DAY.format('d1')}\s+{_MONTH.format('m1')}(?!\w)",
            rf"\b{_MONTH.format('m2')}\s+{_DAY.format('d2')}(?![\w:])",
            r"(?<=day )(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})(?![\d/.])",  # "Wednesday 17/7"
            r"(?<=\b(?:mon|tue|wed|thu|fri|sat|sun) )(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})(?![\d/.])",
        )
    ),
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# Zone and day run together: every split of the digits is tried.
_FUSED = re.compile(
    rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::\d\d)?\s*(?:GMT|UTC)\s*(?P<sign>[+\u2212-])\s*(?P<digits>\d{{2,6}})\s*{_MONTH.format('month')}\s*,?\s*"
    rf"{_YEAR.format('year')}",
    re.IGNORECASE,
)
_FUSED_TIME = re.compile(
    rf"(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?P<day>[1-9]|[012]\d|3[01])\s*{_MONTH.format('month')}\s*,?\s*{_YEAR.format('year')}",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:.])(?:(?P<h1>[01]?\d|2[0-3]):(?P<n1>[0-5]\d)(?::[0-5]\d)?(?:\s*(?P<p1>[ap])\.?m\b\.?)?"
    r"|(?P<h2>1[0-2]|0?[1-9])(?:\.(?P<n2>[0-5]\d))?\s*(?P<p2>[ap])\.?m\b\.?"
    r"|(?P<h3>[01]\d|2[0-3])\.?(?P<n3>[0-5]\d)(?:\s*(?:hrs|hours|h)\b|(?=\s*(?:GMT|UTC|BST|[A-Z]{2,4}T)\b))"
    r"|(?P<h4>[01]?\d|2[0-3])h(?P<n4>[0-5]\d)\b)(?![\d:])",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s*\(?(?:(?P<name>[A-Z]{1,5})\b)?\s*(?P<offset>[+\u2212-]\d{1,2}(?::?\d\d)?)?(?!\d)\)?")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?", re.IGNORECASE)
_SPEECH = re.compile(r"\b(?!hrs\b|hours\b|and\b|the\b)[a-z]{3,}\b")  # words that are no part of a time stamp
_LINKS = re.compile(
    r"^(?:[\s,;|/\u00b7\u2022()\[\]:\u2013\u2014-]|at\b|on\b|of\b|the\b)+|(?:[\s,;|/\u00b7\u2022()\[\]:\u2013\u2014-]|at\b|on\b)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StampRules:
    """Compiled words around time stamps."""

    labels: tuple[tuple[StampKind, re.Pattern[str]], ...]
    relative: re.Pattern[str]  # "2 hours ago": a stamp without a value
    zones: Mapping[str, str]  # "BST" -> "+01:00"; "" for a name that means several


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time stamp in a line."""

    start: int
    end: int
    kind: StampKind
    moment: str | None  # ISO 8601 day, or day and time with its offset if stated; None: no year, or two readings
    yearless: str = ""  # "--10-09", with the weekday beside it "--07-17/3" (1 Monday to 7 Sunday); "": a year, or no day


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    readings: tuple[date, ...]
    time: str = ""  # of a fused stamp
    yearless: str = ""  # "--10-09"


def compile_stamp_rules(rules: Rules) -> StampRules:
    """The stamp rules in metadata.yaml and gazetteers/time_zones.tsv."""
    kinds: dict[str, StampKind] = {"published": "published", "updated": "updated"}
    labels = [
        (kinds[rule.text("stamp")], re.compile(rule.text("pattern"), re.IGNORECASE))
        for rule in rules["metadata"]
        if rule.fields.get("stamp") in kinds
    ]
    relative = "|".join(rule.text("pattern") for rule in rules["metadata"] if rule.fields.get("stamp") == "relative")
    zones = {row[0]: row[1] if len(row) > 1 else "" for row in rules.gazetteer("time_zones")}
    return StampRules(tuple(labels), re.compile(relative, re.IGNORECASE), zones)


def find_stamps(line: str, rules: StampRules) -> tuple[Stamp, ...]:
    """The time stamps in a line, in order, labels and weekdays included in their spans.

    A day that can be read in two ways ("03/06/2019") counts only when the weekday beside it decides; two-digit years only behind
    a month's name.  A stamp is never completed from anything outside the line.
    """
    stamps: list[Stamp] = []
    at = 0
    days = _days(line)
    for index, day in enumerate(days):
        limit = days[index + 1].start if index + 1 < len(days) else len(line)
        label_limit = _next_label(line, day.end, limit, rules)
        stamps.append(_stamp(line, day, at, label_limit, rules))
        at = stamps[-1].end
    for found in rules.relative.finditer(line):
        if not any(stamp.start < found.end() and found.start() < stamp.end for stamp in stamps):
            start, kind = _label(line, at if found.start() >= at else 0, found.start(), rules)
            stamps.append(Stamp(start, found.end(), kind, None))
    return tuple(sorted(stamps, key=lambda stamp: stamp.start))


def without_stamps(line: str, stamps: tuple[Stamp, ...]) -> str:
    """What stands in the line besides its time stamps, its pieces joined by " | " and without the marks that joined them."""
    rest, at = [], 0
    for stamp in stamps:
        rest.append(line[at : stamp.start])
        at = stamp.end
    rest.append(line[at:])
    parts = [_LINKS.sub("", part) for part in rest]
    return " | ".join(part for part in parts if part)


def _days(line: str) -> list[_Day]:
    if not _DIGIT.search(line):  # most lines have none, and need not be looked at for every month's name
        return []
    if fused := _FUSED.search(line):
        return [_fused_day(fused)]
    if fused := _FUSED_TIME.search(line):
        time = f"{int(fused['hour']):02}:{fused['minute']}"
        return [_Day(fused.start(), fused.end(), _valid((fused["year"], _month(fused["month"]), fused["day"])), time)]
    days = [_Day(found.start(), found.end(), _readings(found)) for found in _DATE.finditer(line)]
    if not days:
        days = [_Day(found.start(), found.end(), (), yearless=_yearless(found)) for found in _DATE_WITHOUT_YEAR.finditer(line)]
    return days


def _readings(found: re.Match[str]) -> tuple[date, ...]:
    group = found.groupdict()
    if group["bad6"]:
        return ()
    for number in "12":
        if group[f"y{number}"]:
            return _valid((group[f"y{number}"], _month(group[f"m{number}"]), group[f"d{number}"]))
    if group["y5"]:
        return _valid((f"20{group['y5']}", _month(group["m5"]), group["d5"]))
    if group["y3"]:
        return _valid((group["y3"], group["m3"], group["d3"]))
    first, second, year = group["a4"], group["b4"], group["y4"]
    day_first = _valid((year, second, first))
    return day_first if group["s4"] == "." else tuple(sorted({*day_first, *_valid((year, first, second))}))


def _yearless(found: re.Match[str]) -> str:
    """Month and day of a day without its year; "" where figures alone leave open which is the month."""
    group = found.groupdict()
    number = next(number for number in "1234" if group[f"d{number}"])
    day = int(re.sub(r"\D", "", group[f"d{number}"]))
    month = _month(group[f"m{number}"]) if number in "12" else int(group[f"m{number}"])
    open_ = number in "34" and (day <= 12 and month <= 12 and day != month)
    exists = 1 <= month <= 12 and bool(_valid((2000, month, day)))  # a leap year: 29 February is a day
    return f"--{month:02}-{day:02}" if exists and not open_ else ""


def _valid(*candidates: tuple[str | int, str | int, str | int]) -> tuple[date, ...]:
    days = []
    for year, month, day in candidates:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(days)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _fused_day(found: re.Match[str]) -> _Day:
    """ "+315 April": offset +3 and day 15, because there is no offset of 31 hours.  Two readings give no value."""
    digits, month = found["digits"], _month(found["month"])
    readings: dict[date, str] = {}
    for cut in range(1, len(digits)):
        zone, day = digits[:cut], digits[cut:]
        if len(day) <= 2 and not (len(day) == 2 and day > "31") and (offset := _offset(found["sign"] + zone)):
            for value in _valid((found["year"], month, day)):
                readings[value] = f"{int(found['hour']):02}:{found['minute']}{offset}"
    days = tuple(sorted(readings))
    return _Day(found.start(), found.end(), days, readings[days[0]] if len(days) == 1 else "")


def _offset(text: str) -> str:
    """ "+3", "-0430", "+09:00" as "+HH:MM"; "" when there is no such zone."""
    sign = "-" if text[0] in "-\u2212" else "+"
    digits = text[1:].replace(":", "")
    hours, minutes = (digits, "00") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    valid = digits.isdigit() and int(hours) <= 14 and minutes in ("00", "30", "45")
    return f"{sign}{int(hours):02}:{minutes}" if valid else ""


def _stamp(line: str, day: _Day, start: int, end: int, rules: StampRules) -> Stamp:
    """The stamp around `day`, which may reach from `start` to `end`: time and weekday before or behind, a label in front."""
    time = day.time
    first, last = day.start, day.end
    if fused := _TIME.match(line[day.end : end]) if line[day.end : day.end + 1].isdigit() else None:
        time, last = _clock(fused), day.end + fused.end()  # "June 3, 20195:14 AM"
    weekday: int | None = None
    for found in [*_WEEKDAY.finditer(line, start, first), *_WEEKDAY.finditer(line, last, end)]:
        between = line[found.end() : first] if found.end() <= day.start else line[last : found.start()]
        if len(between) <= 30 and not _SPEECH.search(between):
            weekday = _DAYS.index(found.group()[:3].lower())
            first, last = min(first, found.start()), max(last, found.end())
            break
    if not time:
        times = [found for found in _TIME.finditer(line, start, end) if found.end() <= day.start or found.start() >= day.end]
        for found in times:
            zone_end, offset = _zone(line, found.end(), end, rules)
            time = time or f"{_clock(found)}{offset}"
            first, last = min(first, found.start()), max(last, zone_end if zone_end <= day.start or found.start() >= day.end else last)
    first, kind = _label(line, start, first, rules)
    readings = (
        day.readings if weekday is None or len(day.readings) < 2 else tuple(value for value in day.readings if value.weekday() == weekday)
    )
    moment = None if len(readings) != 1 else readings[0].isoformat() + (f"T{time}" if time else "")
    yearless = day.yearless and day.yearless + (f"/{weekday + 1}" if weekday is not None else "")
    return Stamp(first, last, kind, moment, yearless)


def _clock(found: re.Match[str]) -> str:
    group = found.groupdict()
    number = next(number for number in "1234" if group[f"h{number}"])
    hour, minute = int(group[f"h{number}"]), group[f"n{number}"] or "00"
    half = (group.get(f"p{number}") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute}"


def _zone(line: str, start: int, end: int, rules: StampRules) -> tuple[int, str]:
    """Where the zone behind a time ends, and its offset ("" when it states none)."""
    found = _ZONE.match(line, start, end)
    if found is None:
        return start, ""
    name, offset = found["name"] or "", found["offset"] or ""
    if name and name not in rules.zones:
        return start, ""
    if offset:
        return found.end(), _offset(offset)
    return (found.end(), rules.zones[name]) if name else (start, "")


def _label(line: str, start: int, end: int, rules: StampRules) -> tuple[int, StampKind]:
    """Where the words before a stamp begin that say what it is, and what they say."""
    for kind, pattern in rules.labels:
        if found := pattern.search(line, start, end):
            return found.start(), kind
    return end, "plain"


def _next_label(line: str, start: int, end: int, rules: StampRules) -> int:
    """Where the next stamp's label begins, so that its time is not taken for this one's."""
    return min((found.start() for _, pattern in rules.labels if (found := pattern.search(line, start, end))), default=end)
