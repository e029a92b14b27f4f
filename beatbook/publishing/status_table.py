"""What each status means to other programs: the one table behind JSON-LD, calendars and feeds.

Neither schema.org nor RFC 5545 has a word for "it took place": a past end date says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from datetime import date

    from beatbook.publishing.heads import EventHead
    from beatbook.publishing.model import SiteEvent


class StatusWords(msgspec.Struct, frozen=True):
    """One status in the words of other vocabularies."""

    event_status: str  # schema.org eventStatus without its address
    calendar: str  # RFC 5545 STATUS of a VEVENT


class Days(msgspec.Struct, frozen=True):
    """The first and the last day of an event."""

    first: date
    last: date


_WORDS = {
    "expected": StatusWords("EventScheduled", "TENTATIVE"),
    "planned": StatusWords("EventScheduled", "CONFIRMED"),
    "happened": StatusWords("EventScheduled", "CONFIRMED"),
    "postponed": StatusWords("EventPostponed", "TENTATIVE"),
    "cancelled": StatusWords("EventCancelled", "CANCELLED"),
}


def status_words(event: SiteEvent) -> StatusWords | None:
    """The event's status in other vocabularies; None when it is no event to them: denied, or planned for a day that has passed."""
    return None if event.lapsed else _WORDS.get(event.status)


def known_days(event: SiteEvent | EventHead) -> Days | None:
    """The days of an event, where they are known: a single day, or the first and last day of one that lasts; else None."""
    if event.date is None or "~" in event.date or "?" in event.date or "%" in event.date:
        return None
    edges = event.date.split("/")
    if any(len(edge) != len("2019-04-25") for edge in edges):
        return None
    interval = parse_edtf(event.date)
    return Days(interval.first, interval.last) if interval.days == 1 or event.extent == "lasts" else None
