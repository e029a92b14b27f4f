"""Calendars (RFC 5545): the events of a channel whose days are known, as all-day entries.

What is no event to a calendar (denied, or planned for a day that passed without a report) is left out.  DTSTAMP is the day on which
the brief last changed, so that a rebuild changes no byte.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.publishing.channels import channel_paths, find_channels
from beatbook.publishing.event_days import updated_day
from beatbook.publishing.outline import outline_of
from beatbook.publishing.status_table import known_days, status_words
from beatbook.publishing.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.config import Config
    from beatbook.publishing.channels import Channel
    from beatbook.publishing.model import Site, SiteEvent
    from beatbook.publishing.outline import Changed

LIMIT = 1_000  # entries of a calendar, those that come last in time: nobody subscribes to three megabytes
LINE = 75  # octets of a line without its end (RFC 5545, 3.1)

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
                written[ident] = fold_lines(event_lines(site.events[ident], site, config))
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


def event_lines(event: SiteEvent, site: Site, config: Config) -> list[str]:
    """The unfolded lines of a VEVENT; [] for what has no place in a calendar."""
    days, words, updated = known_days(event), status_words(event), updated_day(event, site)
    if days is None or words is None or updated is None or days.last.year == 9999:
        return []
    place = site.profiles.get(event.place) if event.place else None
    address = absolute_url(config, event.url)
    described = " ".join(sentence.text for sentence in event.summary)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event_uid(event.id, config)}",
        f"DTSTAMP:{_digits(updated)}T000000Z",
        f"LAST-MODIFIED:{_digits(updated)}T000000Z",
        f"DTSTART;VALUE=DATE:{_digits(days.first)}",
        f"DTEND;VALUE=DATE:{_digits(days.last + timedelta(days=1))}",
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
    return [line for line in lines if line]


def event_uid(identifier: str, config: Config) -> str:
    """The event's name in every calendar, now and later: its id at the digest's."""
    return f"{escape_text(identifier)}@{_NO_UID.sub('.', config.site_id).strip('.')}"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


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
