"""Calendars (RFC 5545): the events of a channel whose days are known, as all-day entries.

What is no event to a calendar (denied, or planned for a day that passed without a report) is left out.  DTSTAMP is the day on which
the brief last changed, so that a rebuild changes no byte.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from beatbook.publishing.channels import channel_paths, find_channels
from beatbook.publishing.outline import outline_of
from beatbook.publishing.status_table import known_days, status_words
from beatbook.publishing.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.config import Config
    from beatbook.publishing.channels import Channel
    from beatbook.publishing.heads import ProfileHead
    from beatbook.publishing.model import Site, SiteEvent, SiteProfile
    from beatbook.publishing.outline import Changed

LIMIT = 1_000  # entries of a calendar, those that come last in time: nobody subscribes to three megabytes
LINE = 75  # octets of a line without its end (RFC 5545, 3.1)

_BEGIN, _NEXT, _END = "BEGIN:VEVENT\r\n", "\r\nLAST-MODIFIED:", "END:VCALENDAR\r\n"

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_NO_UID = re.compile(r"[^A-Za-z0-9]+")


def export_calendars(site: Site, config: Config) -> dict[str, bytes]:
    """The calendar of every channel by its path under public/; a channel without a dated event has none, for RFC 5545 wants one entry."""
    outline = outline_of(site)
    written: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for channel in find_channels(outline, config).values():
        for ident in (chosen := last_dated(channel, outline.changed)):
            if ident not in written:
                event = site.events[ident]
                written[ident] = write_entry(event, site.profiles.get(event.place or ""), outline.changed[ident].day, config)
        if chosen:
            files[channel_paths(channel.page).calendar] = format_calendar(channel.title, [written[ident] for ident in chosen])
    return files


def last_dated(channel: Channel, changed: Mapping[str, Changed]) -> tuple[str, ...]:
    """The events that the calendar of a channel holds."""
    return tuple([identifier for identifier in channel.events if changed[identifier].dated][-LIMIT:])


def format_calendar(title: str, entries: list[str]) -> bytes:
    """The calendar that holds `entries`, each the folded lines of one event."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Beatbook//Digest//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape_text(title)}",
    ]
    return "".join((fold_lines(head), *entries, fold_lines(["END:VCALENDAR"]))).encode()


def begin_entry(ident: str, updated: str, config: Config) -> str:
    """How the entry of an event begins: which one it is, and the day on which it changed."""
    return fold_lines(["BEGIN:VEVENT", f"UID:{event_uid(ident, config)}", f"DTSTAMP:{_digits(updated)}T000000Z"])


def read_entries(calendar: bytes) -> dict[str, str]:
    """The entries of a calendar, as they were written, by how they begin."""
    entries = [f"{_BEGIN}{entry}" for entry in calendar.decode().removesuffix(_END).split(f"\r\n{_BEGIN}")[1:]]
    closed = [entry if entry.endswith("\r\n") else f"{entry}\r\n" for entry in entries]
    return {entry[: entry.index(_NEXT) + 2]: entry for entry in closed if _NEXT in entry}


def write_entry(event: SiteEvent, place: SiteProfile | ProfileHead | None, updated: str, config: Config) -> str:
    """The folded lines of a VEVENT; "" for what has no place in a calendar.  `updated` is the day on which it changed."""
    days, words = known_days(event), status_words(event)
    if days is None or words is None or not updated or days.last.year == 9999:
        return ""
    address = absolute_url(config, event.url)
    described = " ".join(sentence.text for sentence in event.summary)
    lines = [
        f"LAST-MODIFIED:{_digits(updated)}T000000Z",
        f"DTSTART;VALUE=DATE:{_digits(days.first.isoformat())}",
        f"DTEND;VALUE=DATE:{_digits((days.last + timedelta(days=1)).isoformat())}",
        f"SUMMARY:{escape_text(event.title)}",
        f"STATUS:{words.calendar}",
        "TRANSP:TRANSPARENT",
        f"CATEGORIES:{escape_text(event.kind)}",
        f"DESCRIPTION:{escape_text(described)}" if described else "",
        f"LOCATION:{escape_text(place.name)}" if place else "",
        f"GEO:{place.latitude:.6f};{place.longitude:.6f}" if place and place.latitude is not None and place.longitude is not None else "",
        f"URL:{address}" if address else "",
        "END:VEVENT",
    ]
    return begin_entry(event.id, updated, config) + fold_lines([line for line in lines if line])


def event_uid(identifier: str, config: Config) -> str:
    """The event's name in every calendar, now and later: its id at the digest's."""
    return f"{escape_text(identifier)}@{_NO_UID.sub('.', config.site_id).strip('.')}"


def _digits(day: str) -> str:
    return day.replace("-", "")


def escape_text(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): no bare comma, semicolon, backslash or line end, and no control character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    clean = _CONTROLS.sub(" ", lines)
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold_lines(lines: list[str]) -> str:
    """Lines folded, each with its CRLF."""
    return "".join(f"{fold_line(line)}\r\n" for line in lines)


def fold_line(line: str) -> str:
    """The line with a CRLF and a blank wherever 75 octets are full, never inside a character."""
    if len(line) <= LINE and line.isascii():
        return line
    parts: list[str] = []
    start, size, limit = 0, 0, LINE
    for index, char in enumerate(line):
        width = len(char.encode())
        if size + width > limit:
            parts.append(line[start:index])
            start, size, limit = index, 0, LINE - 1  # the blank counts
        size += width
    return "\r\n ".join((*parts, line[start:]))
