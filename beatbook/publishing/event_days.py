"""When what is told of an event last changed, and whether it has a place in a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from beatbook.edtf import is_edtf, parse_edtf
from beatbook.publishing.status_table import known_days, status_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from beatbook.publishing.model import Site, SiteArticle, SiteEvent


def updated_day(event: SiteEvent, site: Site) -> date | None:
    """The day on which what the event's page shows last changed: as kept in its machine view, else that of its newest article, else
    the day the site is as of; None when nothing is known.  A plan that lapsed changed on the day behind its own.
    """
    return _changed(event, _days(event, site))


def settled_day(event: SiteEvent, articles: Mapping[str, SiteArticle]) -> str:
    """The same where it hangs on the event and its articles alone; "" where that tells nothing."""
    day = _changed(event, (event.updated, _newest(event, articles)))
    return day.isoformat() if day else ""


def can_be_dated(event: SiteEvent) -> bool:
    """Whether an event has a place in a calendar, once a day is known on which it changed."""
    if event.date is None or status_words(event) is None or (days := known_days(event)) is None:
        return False
    return days.last.year != date.max.year


def _changed(event: SiteEvent, days: Iterable[str | None]) -> date | None:
    for value in days:
        if value and is_edtf(value) and (last := parse_edtf(value).last) != date.max:
            return max(last, parse_edtf(event.date).last + timedelta(days=1)) if event.lapsed and event.date else last
    return None


def _days(event: SiteEvent, site: Site) -> Iterator[str | None]:
    """The days in question, each looked up only when those before are not known: pages would else hang on the day of the site."""
    yield event.updated
    yield _newest(event, site.articles)
    yield site.as_of


def _newest(event: SiteEvent, articles: Mapping[str, SiteArticle]) -> str | None:
    return max((day for report in event.reports if (day := articles[report.article].published)), default=None)
