"""Calendars that keep RFC 5545 to the letter.

`calendar_errors` is a strict reader of our own: common libraries accept a missing UID, bare line feeds and lines of any length.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.publishing import exports
from beatbook.publishing.calendar import LINE, escape_text, export_calendars, fold_line
from beatbook.publishing.earlier import Earlier
from beatbook.publishing.exports import ChannelWriter, plan_channels
from beatbook.publishing.index import make_index
from beatbook.publishing.outline import outline_of
from beatbook.publishing.site import build_site
from beatbook.publishing.views import recall_plainly
from tests.publishing.factories import make_config, make_document, make_event, make_site
from tests.publishing.made import made_documents

ONCE = {"VCALENDAR": ("VERSION", "PRODID"), "VEVENT": ("UID", "DTSTAMP", "DTSTART")}
AT_MOST_ONCE = ("DTEND", "SUMMARY", "STATUS", "LOCATION", "GEO", "URL", "TRANSP", "DESCRIPTION", "LAST-MODIFIED", "METHOD", "CALSCALE")
VALUES = {
    "VERSION": r"2\.0",
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "STATUS": "TENTATIVE|CONFIRMED|CANCELLED",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "GEO": r"-?\d{1,2}\.\d{6};-?\d{1,3}\.\d{6}",
    "URL": r"https?://[!-~]+",
}
TEXT_VALUES = ("SUMMARY", "DESCRIPTION", "LOCATION", "UID", "X-WR-CALNAME", "CATEGORIES")
BAD_TEXT = re.compile(r"(?<!\\)(?:\\\\)*(?:[,;]|\\[^\\,;nN]|\\$)")


def calendar_errors(content: bytes) -> list[str]:
    """Every breach of RFC 5545 in a calendar of all-day events."""
    errors = [f"bare {end!r}" for end in (b"\r", b"\n") if end in content.replace(b"\r\n", b"")]
    raw = content.split(b"\r\n")
    errors += ["no line end at the end"] if raw[-1] else []
    errors += [f"{len(line)} octets: {line!r}" for line in raw if len(line) > 75]
    for line in raw:
        line.decode()  # folded inside a character: UnicodeDecodeError
    lines = content.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n")
    if (lines[0], lines[-1]) != ("BEGIN:VCALENDAR", "END:VCALENDAR"):
        errors.append("no calendar")
    errors += [f"control character: {line!r}" for line in lines if re.search("[\x00-\x08\x0b-\x1f\x7f]", line)]
    if errors:
        return errors
    return [error for component in components(lines) for error in component_errors(*component)]


def components(lines):
    """(name, [(property, parameters, value)]) of the calendar and of each event; BEGIN and END must match."""
    open_ones, found = [], []
    for line in lines:
        name, parameters, value = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", line, re.DOTALL).groups()
        if name == "BEGIN":
            open_ones.append((value, []))
        elif name == "END":
            assert open_ones[-1][0] == value
            found.append(open_ones.pop())
        else:
            open_ones[-1][1].append((name, parameters, value))
    assert not open_ones
    return found


def component_errors(component, properties):
    names = [name for name, _, _ in properties]
    errors = [f"{component} has {names.count(name)} {name}" for name in ONCE[component] if names.count(name) != 1]
    errors += [f"{component} has {names.count(name)} {name}" for name in AT_MOST_ONCE if names.count(name) > 1]
    for name, parameters, value in properties:
        if name in VALUES and not re.fullmatch(VALUES[name], value):
            errors.append(f"{name} is {value}")
        if name in TEXT_VALUES and BAD_TEXT.search(value):
            errors.append(f"{name} is not escaped: {value}")
        if name in ("DTSTART", "DTEND") and (
            parameters != ";VALUE=DATE" or not date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")
        ):
            errors.append(f"{name}{parameters} is {value}")
    days = {name: value for name, _, value in properties if name in ("DTSTART", "DTEND")}
    return errors + (["DTEND is not behind DTSTART"] if days and days["DTEND"] <= days["DTSTART"] else [])


def make_calendar(*documents):
    config = make_config()
    return export_calendars(build_site(documents, {}, {}, config, as_of="2031-05-01"), config).get("calendar.ics", b"")


def test_every_calendar_keeps_the_standard():
    """The calendars of the site and of every person, place, outlet and pair pass the strict reader."""
    calendars = export_calendars(make_site(), make_config())

    assert {"calendar.ics", "people/ana-duarte.ics", "places/halden.ics", "sources/harbour-post.ics"} <= set(calendars)
    assert {path: errors for path, content in calendars.items() if (errors := calendar_errors(content))} == {}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"\r\n", b"\n"),
        (b"UID:", b"X-UID:"),
        (b"DTSTAMP:20311101T000000Z", b"DTSTAMP:20311101"),
        (b"20310410", b"20310431"),
        (b"SUMMARY:Duarte", b"SUMMARY:Duarte, "),
        (b"STATUS:CONFIRMED", b"STATUS:HAPPENED"),
        (b"SUMMARY:", b"SUMMARY:" + b"x" * 70),
    ],
    ids=["line ends", "no UID", "DTSTAMP without time", "no such day", "bare comma", "unknown status", "long line"],
)
def test_the_strict_reader_finds_what_the_standard_forbids(right, wrong):
    """The check itself is checked."""
    content = export_calendars(make_site(), make_config())["calendar.ics"]

    assert right in content
    try:
        errors = calendar_errors(content.replace(right, wrong))
    except (ValueError, AttributeError) as error:
        errors = [str(error)]
    assert errors


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"date": "2031-04-10"}, ("20310410", "20310411")),
        ({"date": "2031-12-30/2031-12-31", "extent": "lasts"}, ("20311230", "20320101")),
        ({"date": "2031-04-10/2031-04-12", "extent": "within"}, None),
        ({"date": "2031-04"}, None),
        ({"date": "2031-04-10~"}, None),
        ({"date": "2031-04-10/..", "extent": "lasts"}, None),
        ({}, None),
    ],
    ids=["a day", "days that it lasts", "some day of these", "a month", "about a day", "open end", "unknown"],
)
def test_only_known_days_stand_in_a_calendar(fields, days):
    """An all-day entry says that it was this day: nothing less certain gets one.  The end is the first day after."""
    content = make_calendar(make_event("e", **fields)).decode()

    assert re.findall("DT(?:START|END);VALUE=DATE:(.*)\r", content) == list(days or [])


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("expected", "TENTATIVE"),
        ("planned", "CONFIRMED"),
        ("happened", "CONFIRMED"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
        ("denied", None),
    ],
)
def test_the_status_is_the_calendar_s_own_word(status, expected):
    """A calendar greys out what is cancelled; what was denied is in none."""
    found = re.search("STATUS:(.*)\r", make_calendar(make_event("e", date="2031-06-01", status=status)).decode())

    assert (found.group(1) if found else None) == expected


def test_a_lapsed_plan_is_in_no_calendar():
    """A day on which nothing is known to have happened stays free."""
    assert make_calendar(make_event("e", date="2031-04-01", status="planned")) == b""


def test_the_stamp_comes_from_the_brief():
    """DTSTAMP is the day on which the brief last changed, so that a rebuild changes no byte."""
    content = export_calendars(make_site(), make_config())["people/ana-duarte.ics"]

    assert b"\r\nDTSTAMP:20310412T000000Z\r\n" in content


def test_the_uid_does_not_depend_on_address_or_date():
    """A calendar moves an entry whose date was corrected instead of showing two."""
    uids = {re.search(b"UID:(.*)\r", make_calendar(make_event("e", date=day))).group(1) for day in ("2031-04-10", "2031-04-11")}

    assert uids == {b"e@beatbook.example.2026.digest"}


def test_hostile_text_adds_no_line():
    """A title with line ends, colons and semicolons stays one value."""
    text = "x\r\nATTENDEE:mailto:a@example.org\r\n;\\, \x00\x07\u2028y"
    place = make_document("place", "p", name=text)

    content = make_calendar(make_event("e", title=text, kind=text, summary=text, place="p", date="2031-04-10"), place)

    assert calendar_errors(content) == []
    assert b"\r\nATTENDEE" not in content


@given(st.text(max_size=300))
def test_folding_comes_undone(text):
    """No line is longer than 75 octets, no character is cut, and unfolding gives back the line."""
    line = f"SUMMARY:{escape_text(text)}"
    folded = fold_line(line)

    assert max(len(part.encode()) for part in folded.split("\r\n")) <= LINE
    assert folded.replace("\r\n ", "") == line


@given(st.text(max_size=100))
def test_escaped_text_is_a_text_value(text):
    """Whatever the text, its value holds no bare separator and no line end."""
    assert not BAD_TEXT.search(escape_text(text))
    assert not re.search("[\r\n]", escape_text(text))


def test_entries_of_the_last_build_are_taken_over_where_they_tell_the_same(monkeypatch):
    """One event has another title, and another one's place another name: those two are written, and the calendar is that of a build from nothing."""
    site, config = build_site(made_documents(40), {}, {}, make_config(), as_of="2025-01-31"), make_config()
    dated = [event for event in site.events.values() if outline_of(site).changed[event.id].dated]
    titled, moved = dated[-1], next(event for event in dated if event.place != dated[-1].place)
    events = {**site.events, titled.id: replace(titled, title="Ferry, talks; BEGIN:VEVENT")}
    place = replace(site.profiles[moved.place], name="Zora")
    after = replace(site, events=events, profiles={**site.profiles, place.id: place})
    changed = {"index.facts": {titled.id}, "index.profiles": {place.id}}
    earlier = Earlier(changed.get, export_calendars(site, config).get)
    written = []
    monkeypatch.setattr(
        exports, "write_entry", lambda event, *rest, write=exports.write_entry: written.append(event.id) or write(event, *rest)
    )

    index, outline = make_index(after), outline_of(after)
    writer = ChannelWriter(config, recall_plainly, outline.changed)
    files = {}
    for plan in plan_channels(outline, config):
        files |= writer.files(plan, after, index, earlier)

    there = {event.id for event in dated if event.place == place.id}
    assert sorted(written) == sorted({titled.id, *there})
    assert {path: files[path] for path in files if path.endswith(".ics")} == export_calendars(after, config)


def test_entry_that_changed_on_another_day_is_written_again():
    """The day may hang on the articles, or on the day of the site."""
    site, config = make_site(), make_config()
    before = {path: content.replace(b"DTSTAMP:2031", b"DTSTAMP:2030") for path, content in export_calendars(site, config).items()}
    outline = outline_of(site)
    plan = plan_channels(outline, config)[0]

    files = ChannelWriter(config, recall_plainly, outline.changed).files(plan, site, make_index(site), Earlier(lambda _: set(), before.get))

    assert files["calendar.ics"] == export_calendars(site, config)["calendar.ics"]
