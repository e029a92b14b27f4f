"""What an article says of itself: headline, outlet, byline, time stamps, section, tags, sources."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from beatbook.reading.bylines import Byline, is_personal_name, parse_byline, parse_signature, says_by
from beatbook.reading.model import LineRole
from beatbook.reading.roles import EDGE, masthead_name, match_rule, outlet_on_line
from beatbook.reading.stamps import Stamp, find_stamps, without_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beatbook.reading.datelines import FoundDateline
    from beatbook.reading.layout import Unit
    from beatbook.reading.outlets import Outlets
    from beatbook.reading.roles import RoleRules

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL_DAY = re.compile(rf"/((?:19|20)\d\d)[/-](\d{{1,2}}|{'|'.join(_MONTHS)})[/-](\d{{1,2}})(?=[/_-]|$)", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:copyright|\(c\)|©)\s*(?:©|\(c\))?\s*(?:19|20)\d\d(?:\s*[-\u2013]\s*(?:19|20)?\d\d)?\s+(?:by\s+)?([^.|,;]{2,60})", re.IGNORECASE
)
_CREDIT_OUTLET = re.compile(r"©\s*([A-Z][\w .&']{1,40}?)\s*/\s*\S")
_SPECIAL_TO = re.compile(r"special to\s+(.+)", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"(?P<headline>.{8,})\s+(?P<mark>\||::|[-\u2013\u2014])\s+(?P<outlet>[^|]{2,40})")
_TAG_LABEL = re.compile(r"^[\w ]{3,40}:\s*")


@dataclass(frozen=True, slots=True)
class FoundMetadata:
    """What the text says; None and empty where it says nothing."""

    headline: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    stamped: str = ""
    section: str | None = None
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Moments:
    published: str | None
    updated: str | None
    stamped: str


def find_metadata(units: tuple[Unit, ...], dateline: FoundDateline | None, rules: RoleRules, *, url: str | None = None) -> FoundMetadata:
    """The metadata in the lines of an article, by their roles."""
    found = [(unit, byline) for unit in units if unit.role is LineRole.BYLINE and (byline := _byline(unit, rules)) is not None]
    bylines = [byline for unit, byline in sorted(found, key=lambda item: not says_by(item[0].text))]  # a bare name may be the paper's
    outlet = next(_outlets(units, dateline, bylines, rules.outlets, url), None)
    headline, outlet = _headline(units, outlet, rules.outlets)
    moments = _moments(units, dateline, rules)
    return FoundMetadata(
        headline=headline,
        outlet=outlet,
        byline=next((byline.text for byline in bylines if byline.text), None),
        published=moments.published,
        updated=moments.updated,
        stamped=moments.stamped,
        section=next((unit.text for unit in units if unit.role is LineRole.SECTION and _is_section(unit.text, rules)), None),
        tags=tuple(dict.fromkeys(tag for unit in units if unit.role is LineRole.TAGS for tag in _tags(unit.text))),
        sources=tuple(dict.fromkeys(_sources(units, dateline, bylines, rules.outlets))),
    )


def day_in_url(url: str | None) -> str | None:
    """The day that an address carries in its path ("/2019/apr/16/", "/2019/04/16/"), as ISO 8601."""
    found = _URL_DAY.search(url or "")
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return date(int(year), _MONTHS.index(month.lower()) + 1 if month.isalpha() else int(month), int(day)).isoformat()
    except ValueError:
        return None


def _byline(unit: Unit, rules: RoleRules) -> Byline | None:
    stamps = find_stamps(unit.text, rules.stamps)
    text = without_stamps(unit.text, stamps) if stamps else unit.text
    found = parse_byline(text, rules.outlets) or parse_signature(text, rules.outlets)
    return found or (Byline((text,)) if is_personal_name(text, rules.outlets) else None)


def _headline(units: tuple[Unit, ...], outlet: str | None, outlets: Outlets) -> tuple[str | None, str | None]:  # headline, outlet
    """The headline without the outlet that a page's title adds.

    Behind a dash a name may be the source of the news ("Leaders to meet - Example Post"), so there it must be the known outlet.
    """
    text = next((unit.text for unit in units if unit.role is LineRole.HEADLINE), None)
    found = _PAGE_TITLE.fullmatch(text) if text else None
    named = outlets.named(found["outlet"]) if found else None
    if text is None or found is None or named is None:
        return text, outlet
    if found["mark"] in ("|", "::") and not named.is_agency:
        return found["headline"], outlet or named.name
    return (found["headline"] if named == outlets.named(outlet or "") else text), outlet


def _outlets(
    units: tuple[Unit, ...], dateline: FoundDateline | None, bylines: list[Byline], outlets: Outlets, url: str | None
) -> Iterator[str]:
    """The names of the outlet, best evidence first.

    The address; a line of its own; byline, copyright and dateline; last a photo credit above the story.  An agency counts by its
    address only: agencies' reports and pictures stand everywhere.
    """
    if found := outlets.at(url):
        yield found.name
    named: list[str] = [name for unit in units if unit.role is LineRole.OUTLET and (name := outlet_on_line(unit.text, outlets))]
    named += [match.group(1) for unit in units if (match := _SPECIAL_TO.fullmatch(unit.text))]
    named += [byline.outlet.name for byline in bylines if byline.outlet]
    named += [match.group(1) for unit in units if unit.role is LineRole.BOILERPLATE and (match := _COPYRIGHT.search(unit.text))]
    named += _agencies(dateline)
    named += [match.group(1) for unit in units[:EDGE] if unit.role is LineRole.CREDIT and (match := _CREDIT_OUTLET.search(unit.text))]
    for name in named:
        if (found := outlets.named(name.strip())) and not found.is_agency:
            yield name.strip()
    yield from (name for unit in units[:1] if unit.role is LineRole.OUTLET and (name := masthead_name(unit.text, units)))


def _agencies(dateline: FoundDateline | None) -> list[str]:
    """ "The Korea Herald/ANN" names two."""
    if dateline is None or not dateline.agency:
        return []
    return [dateline.agency, *(part.strip() for part in dateline.agency.split("/") if "/" in dateline.agency)]


def _sources(units: tuple[Unit, ...], dateline: FoundDateline | None, bylines: list[Byline], outlets: Outlets) -> Iterator[str]:
    yield from (name for name in _agencies(dateline) if (found := outlets.named(name)) and found.is_agency)
    yield from (byline.outlet.name for byline in bylines if byline.outlet and byline.outlet.is_agency)
    for unit in units:
        text = unit.text
        if unit.role is LineRole.OUTLET and (name := outlet_on_line(text, outlets)) and (found := outlets.named(name)) and found.is_agency:
            yield found.name
        elif unit.role in (LineRole.SOURCE, LineRole.TIMESTAMP) or (
            unit.role is LineRole.CREDIT and re.search(r"\bcontribut|\breport", text)
        ):
            yield from outlets.agencies_in(text)
        elif unit.role is LineRole.PARAGRAPH and unit.cut_end:
            yield from outlets.agencies_in(text[len(text) - unit.cut_end :])


def _moments(units: tuple[Unit, ...], dateline: FoundDateline | None, rules: RoleRules) -> _Moments:
    """The stated times.  Without a label only a stamp above the story counts: below it stand those of comments and of other stories."""
    stamps: list[Stamp] = []
    body = next((index for index, unit in enumerate(units) if unit.role is LineRole.PARAGRAPH), len(units))
    for index, unit in enumerate(units):
        if unit.role in (LineRole.TIMESTAMP, LineRole.BYLINE, LineRole.BOILERPLATE, LineRole.DATELINE) and len(unit.text) <= 300:
            stamps += [stamp for stamp in find_stamps(unit.text, rules.stamps) if index < body or stamp.kind != "plain"]
    published = _best(stamps, "published") or _best(stamps, "plain")
    updated = _best(stamps, "updated")
    in_dateline = find_stamps(dateline.day, rules.stamps) if dateline and dateline.day else ()
    if published is None and updated is None:
        published = next((stamp.moment for stamp in in_dateline if stamp.moment), None)
    if published is None and updated is None and body < len(units) and (opening := _OPENING_STAMP.match(units[body].text)):
        published = next((stamp.moment for stamp in find_stamps(opening[1], rules.stamps) if stamp.moment), None)
    known = published or updated
    return _Moments(known, updated, "" if known else _yearless(stamps) or _yearless(in_dateline))


def _yearless(stamps: Iterable[Stamp]) -> str:
    """The one day without a year that the stamps name, published before plain before updated; "" where they differ."""
    for kind in ("published", "plain", "updated"):
        days = {stamp.yearless for stamp in stamps if stamp.kind == kind and stamp.yearless}
        if days:
            return max(days) if len({day[:7] for day in days}) == 1 else ""  # the one with its weekday
    return ""


# "(Northline; June 3, 2019) - ": a story that opens with its agency and day in brackets.
_OPENING_STAMP = re.compile(r"[(\[]((?:[A-Z][\w.& ]{1,30}[;,|:]\s)?[^()\[\];|]{6,40})[)\]]\s*[-\u2013\u2014:]")


def _best(stamps: list[Stamp], kind: str) -> str | None:
    """The first stamp of its kind; None when two of a kind name different days and nothing says which is which."""
    moments = [stamp.moment for stamp in stamps if stamp.kind == kind and stamp.moment]
    if kind == "plain" and len({moment[:10] for moment in moments}) > 1:
        return None
    return max(moments, key=len, default=None) if len({moment[:10] for moment in moments}) == 1 else next(iter(moments), None)


def _is_section(text: str, rules: RoleRules) -> bool:
    return any(rule.role is LineRole.SECTION and match_rule(rule, text) for rule in rules.lines)


def _tags(text: str) -> Iterator[str]:
    if text.startswith("["):
        try:
            items = json.loads(text)
        except ValueError:
            items = text.strip("[]").split(",")
        yield from (item.strip(" '\"") for item in items if isinstance(item, str))
        return
    rest = _TAG_LABEL.sub("", text)
    if rest.endswith(":"):
        return
    yield from (tag.strip(" .\"'") for tag in re.split(r"\s*[,;|\u00b7\u2022]\s*|\s*#", rest) if len(tag.strip(" .\"'")) > 1)
