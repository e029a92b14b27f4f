"""What a relative date means on a given day: expressions to TIMEX3 values, and TIMEX3 values to days.

An expression is what a time phrase says before anything is known of the day on which it was written:

    value:PAST_REF            a value as it stands ("value:2019-04-25", "value:P3Y", "value:199" for the 1990s)
    date:YEAR:MONTH:DAY:DIR   a calendar date; an empty part is not stated; YEAR may be "+N" or "-N" (years from now) or "last", "next";
                              with DIR "back" or "ahead" the verb points there, but the day may belong to something else
    date:...:DIR:WEEKDAY      the same, known to be that weekday (1 Monday to 7 Sunday)
    weekday:N:DIR             DIR is past (today or before), future (today or after), last (before today), next (in the week after), this,
                              near (the nearest, behind or ahead)
    weekend:DIR               the last weekend or the next
    unit:U:N                  N units from now; U is D, W, M, Y, Q, H1 (half year), DE, CE, WE (weekend), TH, TM, TS
    season:S:WHICH            S is SP, SU, FA, WI; WHICH a year, "+N"/"-N", or a direction
    like:N[:YEAR]             N years from the quarter or month of its "@", or in YEAR; alone, the year N years from now
    same:Q@ref                the quarter spoken of before
    year:DIR                  this year, or the last one where its result was told of early in the next
    quarter:N:YEAR:DIR        half:N:YEAR:DIR         like months
    week:N:BASE               the Nth week of the month BASE ("week:1:date::05::past"); N may be -1
    nth:MONTH:WEEKDAY:N:DIR   the Nth such weekday of a month: moving holidays; N may be -1
    A..B                      from A to B            BASE|T10:00  a time of day          OUTER@INNER  OUTER counted from the day of INNER
    OUTER@ref                 counted from a date spoken of before: known only once `link_timexes` has put that date in its place

Nothing here knows a year that was not given: without a day to count from there is no value.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from beatbook.edtf import Interval, month_end, week_of

Resolver = Callable[[list[str], date], str | None]

PAST, FUTURE = "PAST_REF", "FUTURE_REF"
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_FINENESS = {
    "D": "day",
    "W": "week",
    "WE": "weekend",
    "M": "month",
    "Q": "quarter",
    "H1": "half",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}
REF = "ref"
_STILL_LAST_YEAR = 2  # the last month in which "for the year" is still told of the year before: reports come out till February
_FAR = 300  # days; a day without a year that far away is named with its year, or lies on the other side


def resolve(expression: str, created: date) -> str | None:
    """The TIMEX3 value of an expression in a text written on `created`; None when it hangs on another date, or the day does not exist."""
    try:
        return _resolve(expression, created)
    except (ValueError, OverflowError):  # 30 February, year 0 or 10000
        return None


def _resolve(expression: str, created: date) -> str | None:
    outer, at, inner = expression.partition("@")
    if at:
        return _resolve_from(outer, inner, created)
    first, dots, last = expression.partition("..")
    if dots:
        return _resolve_range(first, last, created)
    base, bar, time = expression.partition("|")
    value = _resolve_point(base, created)
    return value + time if bar and value is not None and _is_day(value) else value


def anchored(expression: str, created: str | None) -> str | None:
    """The value of an expression in a text of this creation time; without one, that of an expression that needs none."""
    day = creation_day(created)
    return absolute(expression) if day is None else resolve(expression, day)


def creation_day(created: str | None) -> date | None:
    """The day of a creation time, None when there is none or it is no full day."""
    try:
        return date.fromisoformat(created[:10]) if created else None
    except ValueError:
        return None


def absolute(expression: str) -> str | None:
    """The value of an expression that needs no anchor; None for any other."""
    base = expression.partition("|")[0]
    if base.startswith(("value:", "duration:")) or re.match(r"(date|season:\w\w|quarter:\d|half:\d):\d{4}(:|$)", base):
        return resolve(expression, date(2000, 1, 1))
    if base.startswith("unit:") and base.endswith("X"):
        return resolve(base, date(2000, 1, 1))
    if expression.startswith("week:") and re.match(r"week:-?\d:date:\d{4}:", expression):
        return resolve(expression, date(2000, 1, 1))
    return None


def _resolve_from(outer: str, inner: str, created: date) -> str | None:
    if inner == REF or not (value := _resolve(inner, created)) or not (found := timex_interval(value)):
        return None
    if outer.startswith("same:"):
        return value
    if outer.startswith("like:"):
        return _like_value(outer, value, found.first)
    fine = outer.startswith(("unit:D:", "unit:W:", "unit:WE:", "weekday", "date:::"))
    if fine and found.days > 7:
        return None  # "two days later" than a whole month says nothing of a day
    return _resolve(outer, found.last if outer.startswith("unit:D") else found.first)


def _like_value(outer: str, value: str, first: date) -> str:
    """The same quarter, half, season or month, so many years before or in the year that is named; of any other date only the year."""
    _, years, year = (*outer.split(":"), "")[:3]
    wanted = year or f"{first.year + int(years):04}"
    return wanted + value[4:] if re.fullmatch(r"\d{4}-(?:Q\d|H\d|\d\d)", value) else wanted


def _resolve_range(first: str, last: str, created: date) -> str | None:
    begin = _resolve(first, created)
    start = timex_interval(begin) if begin else None
    if begin is None or start is None:
        return None
    end = _resolve(last, start.first if ":" in last and not last.startswith("value") else created)
    stop = timex_interval(end) if end else None
    return f"{begin}/{end}" if stop and start.first <= stop.last else None


def _resolve_point(expression: str, created: date) -> str | None:
    head, _, rest = expression.partition(":")
    if head == "value":
        return rest or None
    if head == "week":
        number, _, base = rest.partition(":")
        return _week_of_month(int(number), _resolve_point(base, created))
    arguments = rest.split(":")
    return _RESOLVERS[head](arguments, created) if head in _RESOLVERS else None


def _is_day(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


# ---- calendar dates


def _date(arguments: list[str], created: date) -> str | None:
    year, month, day, direction, weekday = (*arguments, "", "", "", "", "")[:5]
    if re.fullmatch(r"\d{4}", year):
        return _stated(int(year), month, day)
    if year and year[0] in "+-":
        return _stated(created.year + int(year), month, day)
    if not month:
        return _day_of_month(int(day), direction, created) if day else None
    if weekday:
        return _by_weekday(int(month), int(day), int(weekday), direction, created)
    return _day_of_year(int(month), int(day), direction, created) if day else _month(int(month), year or direction, created)


def _stated(year: int, month: str, day: str) -> str:
    if not month:
        return f"{year:04}"
    return date(year, int(month), int(day)).isoformat() if day else date(year, int(month), 1).isoformat()[:7]


def _day_of_month(day: int, direction: str, created: date) -> str | None:
    """ "the 25th": of this month or the next (future), of this or the one before (past), else of this."""
    months = [_add_months(created, shift) for shift in ((0, 1) if direction == "future" else (0, -1))]
    for year, month in months:
        if day > calendar.monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if direction not in ("past", "future") or (found >= created if direction == "future" else found <= created):
            return found.isoformat()
    return None


def _day_of_year(month: int, day: int, direction: str, created: date) -> str | None:
    """The last such day (past), the next (future), or the nearest.

    "back" and "ahead" give way to the nearest day when theirs is far away: on 16 April, "on April 24" is next week even after a past
    tense, since nobody writes of a day 357 days ago without its year.
    """
    days = [found for year in range(created.year - 4, created.year + 5) if (found := _day(year, month, day))]
    if direction in ("past", "back"):
        pointed = [found for found in days if found <= created]
    else:
        pointed = [found for found in days if found >= created] if direction in ("future", "ahead") else days
    if not pointed:
        return None
    nearest = min(pointed, key=lambda found: (abs((found - created).days), found))
    if direction in ("back", "ahead") and abs((nearest - created).days) > _FAR:
        nearest = min(days, key=lambda found: (abs((found - created).days), found))
    return nearest.isoformat()


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= year <= 9999 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _by_weekday(month: int, day: int, weekday: int, direction: str, created: date) -> str | None:
    """The nearest year in which the day falls on that weekday; without one within six years, as if the weekday were not given."""
    days = [
        found for year in range(created.year - 6, created.year + 7) if (found := _day(year, month, day)) and found.isoweekday() == weekday
    ]
    near = [found for found in days if abs((found - created).days) <= 366]
    if not near:
        return _day_of_year(month, day, direction, created)
    return min(near, key=lambda found: (abs((found - created).days), found)).isoformat()


def _month(month: int, direction: str, created: date) -> str:
    """Past: the last such month, this one included.  Future: the next.  Neither: the nearer, the past preferred (69 % of bare months)."""
    back = (created.month - month) % 12
    if direction == "last":
        back = back or 12
    elif direction == "next":
        back = back - 12
    elif direction == "future" or (direction not in ("past", "this") and back > 7):
        back = back - 12 if back else 0
    elif direction == "this":
        back = created.month - month
    year, found = _add_months(created, -back)
    return f"{year:04}-{found:02}"


def _add_months(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


def _like(arguments: list[str], created: date) -> str:
    """ "A year ago" without a quarter to compare with."""
    years, year = (*arguments, "")[:2]
    return year or _shift("Y", int(years), created) or ""


def _year(arguments: list[str], created: date) -> str | None:
    """ "For the year": early in a year, what is over was the year before."""
    return _shift("Y", -1 if arguments[0] == "past" and created.month <= _STILL_LAST_YEAR else 0, created)


# ---- weekdays, units, seasons, quarters


def _weekday(arguments: list[str], created: date) -> str:
    weekday, direction = int(arguments[0]), arguments[1] if len(arguments) > 1 else ""
    ahead, back = (weekday - created.isoweekday()) % 7, (created.isoweekday() - weekday) % 7
    if direction == "future" or (direction == "near" and ahead < back):
        found = created + timedelta(ahead)
    elif direction == "next":
        found = week_of(created).first + timedelta(6 + weekday)
    elif direction == "this":
        found = week_of(created).first + timedelta(weekday - 1)
    else:
        found = created - timedelta((back or 7) if direction == "last" else back)
    return found.isoformat()


def _weekend(arguments: list[str], created: date) -> str | None:
    """The weekend that is on or was last; ahead, the one of this week."""
    is_past = arguments[0] != "future" and created.isoweekday() < 6
    return _shift("WE", -1 if is_past else 0, created)


def _unit(arguments: list[str], created: date) -> str | None:
    unit, number = arguments[0], arguments[1]
    if number.endswith("X"):
        return PAST if number.startswith("-") else FUTURE
    if unit.startswith("T"):
        return None  # the time of day of the text is not known
    if float(number) != int(float(number)):
        smaller = {"Y": ("M", 12), "W": ("D", 7), "DE": ("Y", 10), "M": ("D", 30), "CE": ("Y", 100)}.get(unit)
        return _shift(smaller[0], int(float(number) * smaller[1]), created) if smaller else None
    return _shift(unit, int(float(number)), created)


def _shift(unit: str, number: int, created: date) -> str | None:  # noqa: PLR0911 - one line a unit
    if unit == "D":
        return (created + timedelta(number)).isoformat()
    if unit in ("W", "WE"):
        year, week, _ = (created + timedelta(7 * number)).isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        year, month = _add_months(created, number)
        return f"{year:04}-{month:02}"
    if unit == "Q":
        year, month = _add_months(created, 3 * number)
        return f"{year:04}-Q{(month + 2) // 3}"
    if unit == "H1":
        year, month = _add_months(created, 6 * number)
        return f"{year:04}-H{(month + 5) // 6}"
    if unit == "Y":
        return f"{date(created.year + number, 1, 1).year:04}"
    if unit == "DE":
        return f"{created.year // 10 + number}"
    return f"{created.year // 100 + number}" if unit == "CE" else None


def _season(arguments: list[str], created: date) -> str:
    """A winter belongs to the year in which it begins; the season that is on counts as this one."""
    season, which = arguments[0], arguments[1] if len(arguments) > 1 else ""
    if re.fullmatch(r"\d{4}", which):
        return f"{which}-{season}"
    year = created.year - (season == "WI" and created.month <= 2)
    begins = date(year, _SEASON_MONTHS[season], 1)
    if which and which[0] in "+-":
        year = created.year + int(which)
    elif which in ("past", "last", ""):
        over = timex_interval(f"{year:04}-{season}")
        year -= begins > created or (which == "last" and over is not None and over.last >= created)
    elif which in ("future", "next"):
        ends = timex_interval(f"{year:04}-{season}")
        year += (ends is not None and ends.last < created) or (which == "next" and begins <= created)
    return f"{year:04}-{season}"


def _part_of_year(letter: str, months: int) -> Resolver:
    def resolve_part(arguments: list[str], created: date) -> str:
        number, year, direction = (*arguments, "", "", "")[:3]
        if re.fullmatch(r"\d{4}", year):
            return f"{year}-{letter}{number}"
        if year and year[0] in "+-":
            return f"{created.year + int(year):04}-{letter}{number}"
        now = (created.month - 1) // months + 1
        shift = -(int(number) > now) if direction in ("past", "") else int(number) < now if direction == "future" else 0
        return f"{created.year + shift:04}-{letter}{number}"

    return resolve_part


def _duration(arguments: list[str], created: date) -> str:  # noqa: ARG001 - one signature for all
    number, unit = arguments
    return f"PT{number}{unit[1:]}" if unit.startswith("T") else f"P{number}{unit}"


def _nth(arguments: list[str], created: date) -> str | None:
    month, weekday, number, direction = (*arguments, "")[:4]
    years = range(created.year - 1, created.year + 2)
    days = [_nth_weekday(year, int(month), int(weekday), int(number)) for year in years]
    if direction in ("past", "last"):
        days = [day for day in days if day <= created]
    elif direction in ("future", "next"):
        days = [day for day in days if day >= created]
    return min(days, key=lambda day: (abs((day - created).days), day)).isoformat()


def _nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    if number < 0:
        last = month_end(year, month)
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (number - 1))


def _week_of_month(number: int, month: str | None) -> str | None:
    covered = timex_interval(month) if month else None
    if covered is None:
        return None
    day = covered.first + timedelta(7 * (number - 1)) if number > 0 else covered.last
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


_RESOLVERS: dict[str, Resolver] = {
    "date": _date, "weekday": _weekday, "weekend": _weekend, "unit": _unit, "season": _season, "duration": _duration, "nth": _nth,
    "like": _like, "year": _year, "quarter": _part_of_year("Q", 3), "half": _part_of_year("H", 6),
}  # fmt: skip


# ---- values to days

_VALUE = re.compile(
    r"(?P<century>\d\d)|(?P<decade>\d{3})|(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?P<weekend>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?:T.*)?"
)


def timex_interval(value: str | None) -> Interval | None:
    """The days that a TIMEX3 value covers; None for durations, sets, vague references, fiscal years and values that do not exist.

    Seasons are those of the northern half, by whole months ("2018-WI" is December 2018 to February 2019); "18" is 1800 to 1899.
    """
    if value is None:
        return None
    first, slash, last = value.partition("/")
    begin = _interval(first)
    end = _interval(last) if slash else begin
    return Interval(begin.first, end.last) if begin and end and begin.first <= end.last else None


def _interval(value: str) -> Interval | None:
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    try:
        return _covered(found)
    except ValueError:
        return None


def _covered(found: re.Match[str]) -> Interval:
    part = found.groupdict()
    if part["century"] or part["decade"]:
        text = part["century"] or part["decade"]
        return Interval(date(int(text.ljust(4, "0")), 1, 1), date(int(text.ljust(4, "9")), 12, 31))
    year = int(part["year"])
    if part["week"]:
        week = week_of(date.fromisocalendar(year, int(part["week"]), 1))
        return Interval(week.first + timedelta(5), week.last) if part["weekend"] else week
    if part["day"]:
        day = date(year, int(part["month"]), int(part["day"]))
        return Interval(day, day)
    first, months = _months(part)
    end_year, end_month = _add_months(date(year, first, 1), months - 1)
    return Interval(date(year, first, 1), month_end(end_year, end_month))


def _months(part: dict[str, str]) -> tuple[int, int]:
    """The first month and how many."""
    if part["month"]:
        return int(part["month"]), 1
    if part["quarter"]:
        return 3 * int(part["quarter"]) - 2, 3
    if part["half"]:
        return 6 * int(part["half"]) - 5, 6
    return (_SEASON_MONTHS[part["season"]], 3) if part["season"] else (1, 12)
