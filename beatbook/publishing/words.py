"""Values in words: dates with their precision, statuses, kinds, roles, counts, and every other text of the interface.

The texts stand in the theme's `strings.LANGUAGE.yaml`, so that another language needs no Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import Interval, format_edtf, parse_edtf
from beatbook.errors import Problem, TemplateError, YamlError
from beatbook.publishing.escaping import escape_text
from beatbook.strictyaml import YamlValue, load_map

if TYPE_CHECKING:
    from collections.abc import Mapping


class When(msgspec.Struct, frozen=True):
    """A date for people and for programs."""

    text: str  # "between 15 and 21 January 2024"
    iso: str  # for <time datetime>: a year, month or day; "" for a range, an approximate or an unknown date
    known: bool = True  # False: nothing is known

    def __html__(self) -> str:
        """As a template writes it."""
        if self.iso:
            return f'<time datetime="{escape_text(self.iso)}">{escape_text(self.text)}</time>'
        return escape_text(self.text) if self.known else f'<span class="soft">{escape_text(self.text)}</span>'


class Words:
    """The texts of one language.  Immutable once made, but for dates and numbers said before: a site says each many times."""

    def __init__(self, table: Mapping[str, YamlValue], *, path: str) -> None:
        self._table, self._path = table, path
        self._said: dict[tuple[str | None, str, str], When] = {}
        self._counted: dict[tuple[str, int], str] = {}

    def t(self, key: str, **values: object) -> str:
        """The text under `key` ("event.facts") with its braces filled in.  Raises TemplateError for a key that no file of strings holds."""
        text = self._table.get(key)
        if not isinstance(text, str):
            raise TemplateError(
                Problem("string-missing", self._path, f'there is no text "{key}"', "a text for every key of strings.en.yaml")
            )
        try:
            return text.format(**values) if values else text
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            wanted = ", ".join(f"{{{name}}}" for name in values)
            raise TemplateError(
                Problem("string-braces", self._path, f'"{key}" has braces that cannot be filled: {error}', wanted)
            ) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        texts = self._table.get(key)
        return tuple(str(text) for text in texts) if isinstance(texts, list) else (self.t(key),)

    def count(self, key: str, n: int, **values: object) -> str:
        """ "1 report", "3 reports": the text under count.KEY for this number."""
        if values or (key, n) not in self._counted:
            text = self.t(f"{key if '.' in key else 'count.' + key}.{'one' if n == 1 else 'other'}", n=n, **values)
            if values:
                return text
            self._counted[key, n] = text
        return self._counted[key, n]

    def term(self, group: str, term: str) -> str:
        """A word for an id of the rules ("status", "happened"); of a publisher's own kind the id itself, in words."""
        text = self._table.get(f"{group}.{term}")
        if isinstance(text, str):
            return text
        spaced = term.replace("_", " ").replace("-", " ").strip()
        return spaced[:1].upper() + spaced[1:] if group in ("kind", "kinds", "field") else spaced

    def has(self, key: str) -> bool:
        return key in self._table

    def date(self, value: str | None, *, extent: str = "lasts") -> When:
        """An EDTF value in words.  `extent` "within" says that the event fell on some day of the range."""
        return self._when(value, extent, "date.months", "date.unknown")

    def date_short(self, value: str | None, *, extent: str = "lasts") -> When:
        """The same with short months, for tables and lists."""
        return self._when(value, extent, "date.months_short", "date.unknown_short")

    def months_short(self) -> tuple[str, ...]:
        """The twelve short names of the months."""
        return tuple(str(name) for name in self._months("date.months_short"))

    def _when(self, value: str | None, extent: str, months: str, unknown: str) -> When:
        said = self._said.get((value, extent, months))
        if said is None:
            said = self._said[value, extent, months] = self._put_in_words(value, extent, months, unknown)
        return said

    def _put_in_words(self, value: str | None, extent: str, months: str, unknown: str) -> When:
        if not value:
            return When(self.t(unknown), "", known=False)
        try:
            interval = parse_edtf(value)
        except ValueError:  # kept as written: the build has named it as a problem
            return When(value, "")
        about = any(mark in value for mark in "~?%")
        text = self._interval(interval, extent, months)
        canonical = format_edtf(interval)
        return When(self.t("date.about", value=text) if about else text, "" if about or "/" in canonical else canonical)

    def _interval(self, interval: Interval, extent: str, months: str) -> str:
        value = format_edtf(interval)
        first, _, last = value.partition("/")
        if not last:
            text = self._point(first, months)
            return self.t("date.some_time", value=text) if extent == "within" and interval.days > 1 else text
        if ".." in (first, last):
            known, key = (last, "date.until") if first == ".." else (first, "date.from")
            return self.t(key, value=self._point(known, months))
        shared = _shared_parts(first, last)
        start, end = self._point(first, months, leave_out=shared), self._point(last, months)
        if extent == "within":
            return self.t("date.between", first=start, last=end)
        return self.t("date.range_tight" if shared == 2 else "date.range", first=start, last=end)

    def _point(self, value: str, months: str, *, leave_out: int = 0) -> str:
        """A year, month or day; `leave_out` 1 leaves out the year, 2 the month as well."""
        year, month, day = [*value.split("-"), "", ""][:3]
        if not month:
            return year
        name = str(self._months(months)[int(month) - 1])
        if not day:
            return name if leave_out else self.t("date.month", month=name, year=year)
        if leave_out == 2:
            return str(int(day))
        key = "date.day_month" if leave_out else "date.day"
        return self.t(key, day=int(day), month=name, **({} if leave_out else {"year": year}))

    def _months(self, key: str) -> list[YamlValue]:
        months = self._table.get(key)
        if not isinstance(months, list) or len(months) != 12:
            raise TemplateError(Problem("string-missing", self._path, f'"{key}" has not twelve names', "a list of twelve months"))
        return months


def parse_words(texts: Mapping[str, str], language: str) -> Words:
    """The words of `language` from the theme's files ("strings.en.yaml" -> text), English where a translation leaves something out.

    "pt-BR" falls back to "pt".  A site's own texts ("own/strings.en.yaml") stand over those key by key.  Raises TemplateError when
    strings.en.yaml is missing or a file is broken.
    """
    names = ["strings.en.yaml", f"strings.{language.partition('-')[0]}.yaml", f"strings.{language}.yaml"]
    if names[0] not in texts:
        raise TemplateError(Problem("string-missing", names[0], "the theme has no such file", "the texts of the interface"))
    found = [path for name in dict.fromkeys(names) for path in (name, f"own/{name}") if path in texts]
    table: dict[str, YamlValue] = {}
    for name in found:
        try:
            table.update(_flatten(load_map(texts[name], path=name).value))
        except YamlError as error:
            raise TemplateError(*error.problems) from error
    return Words(table, path=found[-1])


def _flatten(value: YamlValue, prefix: str = "") -> dict[str, YamlValue]:
    if not isinstance(value, dict):
        return {prefix: value}
    return {key: text for name, item in value.items() for key, text in _flatten(item, f"{prefix}.{name}" if prefix else name).items()}


def _shared_parts(first: str, last: str) -> int:
    """How many leading parts two points of the same precision share: 0, 1 (the year) or 2 (year and month)."""
    if len(first) != len(last) or len(first) == 4 or first[:4] != last[:4]:
        return 0
    return 2 if len(first) == 10 and first[:7] == last[:7] else 1
