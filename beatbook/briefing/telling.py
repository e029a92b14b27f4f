"""Who reported an event, and the steps by which it came about, in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from beatbook.briefing.history import Step, find_steps, published_day
from beatbook.briefing.naming import Sentence, nameless
from beatbook.briefing.phrases import capital, say_day, say_list
from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.briefing.naming import Namer
    from beatbook.merging.model import Event, Report

_UNKNOWN: Final = "an unattributed"
CITED: Final = 4  # references a sentence carries at most: more is noise, and the brief lists every report
RECALLED_AFTER: Final = timedelta(days=60)  # a report this long after the event recalls it


def tell_history(event: Event, namer: Namer) -> Sentence | None:
    """Who had it as likely, announced it or called it off, and when; None for an event only ever reported as what it is."""
    told: list[tuple[Step, str]] = []
    before, year = "", ""
    for step in find_steps(event, namer.articles):
        teller = _teller(step, namer)
        if not teller:
            continue
        said = _verb(step, namer) + (_on(step.day, year, event) if step.day and not teller.startswith(_UNKNOWN) else "")
        told.append((step, said if teller == before else f"{teller} {said}"))
        before, year = teller, (step.day or "")[:4]
    if not told:
        return None
    text = _joined([said for _, said in told], [_teller(step, namer) for step, _ in told])
    return Sentence(f"{capital(text)}.", tuple(dict.fromkeys(step.article for step, _ in told)))


def _joined(said: Sequence[str], tellers: Sequence[str]) -> str:
    """The steps in a row: those of one teller as one list, those of several with a semicolon between them."""
    rows: list[list[str]] = []
    for index, step in enumerate(said):
        if index and tellers[index] == tellers[index - 1]:
            rows[-1].append(step)
        else:
            rows.append([step])
    return "; ".join(say_list(row) for row in rows)


def _teller(step: Step, namer: Namer) -> str:
    """ "Yonhap, citing an unidentified diplomatic source,"; "" when nobody is known."""
    chain = [said for voice in step.voices if (said := namer.voice(voice))]
    if chain:
        return f"{chain[0]}, citing {chain[1]}," if len(chain) > 1 else chain[0]
    article = namer.articles.get(step.article)
    if article is None:
        return ""
    return namer.outlet(article) or nameless(published_day(article))


def _verb(step: Step, namer: Namer) -> str:
    media = not any(namer.voice(voice) for voice in step.voices) or namer.is_media(step.voices[0])
    verbs = namer.wording.revived if step.revived else namer.wording.statuses[step.status].source_verbs
    return verbs[0 if media else 1]


def _on(day: str, year: str, event: Event) -> str:
    """When it was said: "the same day", "the day before", else on which day, without the year that the sentence has just named."""
    days = parse_edtf(event.date) if event.date else None
    if not year and days is not None and days.days == 1:
        gap = (days.first - parse_edtf(day).last).days
        if gap in (0, 1):
            return " the same day" if gap == 0 else " the day before"
    return f" on {_day(day, year)}"


def _day(day: str, year: str) -> str:
    """A day, without the year that the sentence has just named."""
    said = say_day(day)
    return said.removesuffix(f" {year}") if year and said.endswith(year) and " " in said else said


def tell_report(event: Event, namer: Namer, *, source: str = "") -> Sentence | None:
    """ "RT reported it the next day, citing the Kremlin."; None when the articles are not known.

    `source` is the one whose word the event is told on, where the sentence before names it.
    """
    known = [report for report in event.reports if report.article in namer.articles]
    reports = [report for report in known if report.status == event.status] or [report for report in known if _tells(report, event)]
    if not reports:
        return None
    outlets = _outlets(reports, namer)
    cited = tuple(article for _, article in outlets)[:CITED] or (reports[0].article,)
    day = published_day(namer.articles[cited[0]])
    verb = "recalled it" if _is_recalled(event, day) else "reported it"
    if len(outlets) > 1:
        return Sentence(f"{capital(say_list([outlet for outlet, _ in outlets], limit=4))} {verb}.", cited)
    own = outlets[0][0] if outlets else ""
    citing = _citing(event, [report for report in reports if report.article in cited], {own, source}, namer)
    return Sentence(f"{capital(own or nameless(day))} {verb}{_when(event, day) if own else ''}{citing}.", cited)


def _tells(report: Report, event: Event) -> bool:
    """Whether one of its claims has the event as it is, though the article ends on another word."""
    return any(claim.status == event.status for claim in report.claims)


def _outlets(reports: Sequence[Report], namer: Namer) -> list[tuple[str, str]]:
    """Each outlet and its first article."""
    found: dict[str, str] = {}
    for report in reports:
        article = namer.articles.get(report.article)
        if article is not None and (outlet := namer.outlet(article)):
            found.setdefault(outlet, report.article)
    return list(found.items())


def _citing(event: Event, reports: Sequence[Report], named: set[str], namer: Namer) -> str:
    chains = (claim.said_by[0] for report in reports for claim in report.claims if claim.said_by)
    acting = {who.id for who in event.participants}
    sources = [said for chain in chains if chain[0].source not in acting and (said := namer.voice(chain[0])) not in named]
    return f", citing {sources[0]}" if sources and sources[0] else ""


def _when(event: Event, day: str | None) -> str:
    """When it was reported, as seen from its own day: "the same day", "the next day", "on 9 May 2021"."""
    if not day:
        return ""
    if event.date:
        days = parse_edtf(event.date)
        gap = (parse_edtf(day).first - days.last).days
        if days.days == 1 and gap in (0, 1):
            return " the same day" if gap == 0 else " the next day"
    return f" on {say_day(day)}"


def _is_recalled(event: Event, day: str | None) -> bool:
    return event.background or bool(
        day
        and event.date
        and parse_edtf(day).first > parse_edtf(event.date).last
        and parse_edtf(day).first - parse_edtf(event.date).last > RECALLED_AFTER
    )
