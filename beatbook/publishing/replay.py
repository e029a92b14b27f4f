"""What the digest knew when: the reports gone through again in the order of their days of publication.

Editions and the page of changes are made of it.  Only what was published by the end of a period goes into it, so that later articles
leave it as it was.  Articles without a known day of publication belong to no period.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from beatbook.edtf import is_edtf, parse_edtf

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from beatbook.publishing.model import Site, SiteArticle, SiteClaim, SiteEvent, SiteReport

Period = Literal["day", "week"]

_WEIGHT = {"expected": 0, "planned": 1, "postponed": 2, "cancelled": 2, "denied": 2, "happened": 3}
OPEN = frozenset({"expected", "planned"})
FRESH = timedelta(days=31)  # a report later than that after an event looks back on it
UNDATED = timedelta(days=60)  # how long a plan for no known day is told of as open


@dataclass(frozen=True, slots=True)
class Known:
    """What reports had said of an event by some day."""

    status: str
    date: str | None
    place: str | None
    article: str  # the report that decides the status
    claim: SiteClaim
    participants: tuple[str, ...]
    reported: datetime.date  # day of the newest report


@dataclass(frozen=True, slots=True)
class Change:
    """What the reports of a period did to an event; `before` is None when they were the first."""

    event: str
    before: Known | None
    after: Known

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def differs(self) -> bool:
        """Whether status, date or place are others than before.  A vaguer date is no other one."""
        before, after = self.before, self.after
        if before is None:
            return True
        moved = after.date is not None and after.date != before.date and not (before.date and _covers(after.date, before.date))
        return before.status != after.status or moved or (after.place is not None and before.place not in (None, after.place))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day or week in which articles were published."""

    id: str  # "2019-04-23" or "2019-W17"
    first: date
    last: date
    articles: tuple[str, ...]  # in the site's order
    changes: tuple[Change, ...]  # of the events that they report, in the site's order
    ahead: tuple[tuple[str, Known], ...]  # plans for it and for later of which nobody has reported more by its end


@dataclass(frozen=True, slots=True)
class Days:
    """What is needed of all articles and events to find the reports of a period."""

    published: Mapping[str, datetime.date]  # article -> its day of publication, in the site's order; where it is one certain day
    planned: Mapping[str, int]  # events that were ever told of as planned -> the last day, as a number, on which they may be ahead


def days_of(site: Site) -> Days:
    return Days(_publication_days(site), {event.id: date.max.toordinal() for event in site.events.values() if was_planned(event)})


def replay(site: Site, period: Period) -> tuple[Stretch, ...]:
    """The periods in which something was published, oldest first, each with what it brought."""
    known: dict[str, Known] = {}
    waiting: dict[str, Known] = {}  # plans that may still be ahead: one that is not any more comes back only with another report
    order = {event: position for position, event in enumerate(site.events)}
    stretches = []
    for (first, last), published in sorted(_published(_publication_days(site), period).items()):
        changes = []
        for event in sorted(_touched(site, published), key=order.__getitem__):
            before, after = known.get(event), known_by(site.events[event], site, last)
            if after is not None:
                known[event] = waiting[event] = after
                changes.append(Change(event, before, after))
        ahead = _ahead(waiting, first, last)
        waiting = dict(ahead)
        stretches.append(Stretch(_name(first, period), first, last, tuple(published), tuple(changes), ahead))
    return tuple(stretches)


def periods(days: Days, period: Period) -> tuple[str, ...]:
    """The names of the periods in which something was published, oldest first."""
    return tuple(_name(first, period) for first, _ in sorted(_published(days.published, period)))


def replay_newest(
    site: Site, period: Period, *, only: Container[str] | None = None, with_plans: bool = True, days: Days | None = None
) -> Iterator[Stretch]:
    """The same periods as `replay` has, or `only` some, newest first, each worked out by itself: for who wants a few of them.

    `days` are those of the site, where they are at hand.
    """
    order = {event: position for position, event in enumerate(site.events)}
    published_on = days.published if days else _publication_days(site)
    for (first, last), published in sorted(_published(published_on, period).items(), reverse=True):
        if only is not None and _name(first, period) not in only:
            continue
        changes = tuple(
            Change(event, _last_known(site.events[event], site, period, first - timedelta(days=1)), after)
            for event in sorted(_touched(site, published), key=order.__getitem__)
            if (after := known_by(site.events[event], site, last)) is not None
        )
        ahead: tuple[tuple[str, Known], ...] = ()
        if with_plans:
            planned, start = (days or days_of(site)).planned, first.toordinal()
            told = ((event, _last_known(site.events[event], site, period, last)) for event, until in planned.items() if until >= start)
            ahead = _ahead({event: known for event, known in told if known}, first, last)
        yield Stretch(_name(first, period), first, last, tuple(published), changes, ahead)


def _publication_days(site: Site) -> dict[str, datetime.date]:
    return {article.id: day for article in site.articles.values() if (day := published_day(article))}


def _published(days: Mapping[str, datetime.date], period: Period) -> dict[tuple[date, date], list[str]]:
    """The articles of every period, in the site's order."""
    bounds = {day: _bounds(day, period) for day in set(days.values())}
    articles: defaultdict[tuple[date, date], list[str]] = defaultdict(list)
    for article, day in days.items():
        articles[bounds[day]].append(article)
    return articles


def _touched(site: Site, articles: Iterable[str]) -> dict[str, None]:
    """The events that these articles report."""
    return dict.fromkeys(event for article in articles for event in site.articles[article].events if event in site.events)


def _last_known(event: SiteEvent, site: Site, period: Period, day: date) -> Known | None:
    """What was known of an event when the last period ended, up to this day, that brought something of it."""
    days = (published_day(site.articles[report.article]) for report in event.reports)
    ends = sorted({_bounds(one, period)[1] for one in days if one and one <= day}, reverse=True)
    return next((known for end in ends if (known := known_by(event, site, end))), None)


def was_planned(event: SiteEvent) -> bool:
    """Whether it was ever told of as planned."""
    return any(report.status in OPEN for report in event.reports)


def open_until(event: SiteEvent, newest: date | None) -> int:
    """The last day, as a number, on which it may be told of as ahead: no report names a later one, and `newest` is the day of the last of
    them; 0 for what was never planned.
    """
    if not was_planned(event):
        return 0
    ends = [parse_edtf(claim.date).last for report in event.reports for claim in report.claims if claim.date]
    if newest is not None:
        ends.append(newest + UNDATED)
    return max((end.toordinal() for end in ends if end != date.max), default=0)


def known_by(event: SiteEvent, site: Site, last: date) -> Known | None:
    """What reports published up to a day say of the event; None when there was none.

    The newest report decides, but neither does a forecast undo an announcement, nor an announcement undo what has taken place.
    """
    reports = [(day, report) for report in event.reports if (day := published_day(site.articles[report.article])) and day <= last]
    if not reports:
        return None
    reports.sort(key=lambda item: item[0])  # stable: of one day in the brief's order
    deciding = reports[0][1]
    for _, report in reports[1:]:
        if _decides(report, deciding):
            deciding = report
    claims = [claim for _, report in reports for claim in report.claims]
    own = [claim for claim in deciding.claims if claim.status == deciding.status] or list(deciding.claims)
    if not own:
        return None
    ranked = [*reversed(own), *(claim for claim in reversed(claims) if claim.status == deciding.status), *reversed(claims)]
    when = next((claim.date for claim in ranked if claim.date), None)
    return Known(
        status=deciding.status,
        date=when,
        place=next((claim.place for claim in ranked if claim.place), None),
        article=deciding.article,
        claim=next((claim for claim in own if claim.date == when), own[0]),
        participants=tuple(dict.fromkeys(ident for claim in claims for ident in claim.participants)),
        reported=reports[-1][0],
    )


def published_day(article: SiteArticle) -> date | None:
    """Its day of publication, where it is one certain day."""
    if not article.published or not is_edtf(article.published):
        return None
    interval = parse_edtf(article.published)
    return interval.first if interval.days == 1 else None


def is_fresh(change: Change, stretch: Stretch) -> bool:
    """Whether the event lies in the period or not long before it, so that the reports do not look back on it."""
    day = change.after.date
    if day is None:
        return True
    last = parse_edtf(day).last
    return last == date.max or last >= stretch.first - FRESH


def _decides(report: SiteReport, before: SiteReport) -> bool:
    new, old = _WEIGHT.get(report.status, 0), _WEIGHT.get(before.status, 0)
    called_off = before.status in ("postponed", "cancelled", "denied")
    return new >= old or (called_off and report.status == "planned")


def _ahead(known: dict[str, Known], first: date, last: date) -> tuple[tuple[str, Known], ...]:
    still_open = []
    for event, state in known.items():
        if state.status not in OPEN:
            continue
        end = parse_edtf(state.date).last if state.date else date.max
        if end >= first and (end != date.max or state.reported >= last - UNDATED):
            still_open.append((end, state.date or "", event, state))
    return tuple((event, state) for _, _, event, state in sorted(still_open, key=lambda item: item[:3]))


def _covers(later: str, earlier: str) -> bool:
    return parse_edtf(later).contains(parse_edtf(earlier))


def _bounds(day: date, period: Period) -> tuple[date, date]:
    if period == "day":
        return day, day
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _name(first: date, period: Period) -> str:
    if period == "day":
        return first.isoformat()
    year, week, _ = first.isocalendar()
    return f"{year:04d}-W{week:02d}"
