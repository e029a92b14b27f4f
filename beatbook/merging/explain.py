"""Why an event is what it is: which claims make it up, why they are one event, why that date and status, and what was kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.merging.model import Article, Conflict, Event, Merged, Profile, Report

_SNIPPET = 100  # characters of a quote in one line


def explain(merged: Merged, id_: str) -> list[str]:
    """Lines for people about an event, a person or an article by id (former ids count); empty when there is none of this id."""
    for event in merged.events:
        if id_ == event.id or id_ in event.former_ids:
            return _event(merged, event)
    for profile in merged.profiles:
        if id_ == profile.id or id_ in profile.former_ids:
            return _profile(merged, profile)
    return next((_article(merged, article) for article in merged.articles if article.id == id_), [])


def _event(merged: Merged, event: Event) -> list[str]:
    who = ", ".join(f"{actor.id} ({actor.role})" for actor in event.participants) or "nobody named"
    lines = [
        f"{event.id}: {event.kind}, {event.date or 'no date'}, {event.place or 'no place'}, {event.status} ({event.standing})",
        f"  who: {who}",
        *(f"  {line}" for line in event.because),
        f"  origins: {event.origins} independent of {len(event.reports)} {'reports' if len(event.reports) != 1 else 'report'}",
    ]
    if event.part_of:
        lines.append(f"  part of {event.part_of}: somebody in common, within its days, in its place")
    lines += [line for conflict in event.conflicts for line in _conflict(conflict)]
    lines += [line for report in event.reports for line in _report(report)]
    return lines + _apart(merged, event)


def _conflict(conflict: Conflict) -> list[str]:
    values = "; ".join(f"{value.value} ({', '.join(value.articles)})" for value in conflict.values)
    return [f"  differs on {conflict.field}: {values}", f"    chosen {conflict.chosen}: {conflict.because}"]


def _report(report: Report) -> list[str]:
    lines = [f"  {report.article}: {report.status}"]
    for claim in report.claims:
        quote = " ".join(claim.evidence.quote.split())
        short = quote if len(quote) <= _SNIPPET else quote[: _SNIPPET - 1] + "…"
        said = (
            f"said {claim.on}" if claim.on else "",
            f"for {claim.date}" if claim.date else "",
            f"at {claim.place}" if claim.place else "",
        )
        lines.append(f"    {', '.join((claim.status, *filter(None, said)))}: “{short}”")
    return lines


def _apart(merged: Merged, event: Event) -> list[str]:
    """Events that an editor may take for the same, and those of the same people that stayed apart, each with the reason."""
    lines = []
    for pair in merged.maybe_same:
        if pair.type == "event" and event.id in (pair.one, pair.other):
            other = pair.other if pair.one == event.id else pair.one
            lines.append(f"  nearly one with {other} ({pair.because}); to merge, put into {event.id}:  same_as: [{other}]")
    people = _people(event)
    return lines + [f"  kept apart from {other.id}: {_difference(event, other)}" for other in _alike(merged.events, event, people)]


def _alike(events: Sequence[Event], event: Event, people: set[str]) -> list[Event]:
    """Events of all the same people, and events of its kind and day that somebody of them takes part in."""
    others = (other for other in events if other.id != event.id)
    return [
        other
        for other in others
        if (len(people) > 1 and people <= _people(other))
        or (event.date and other.kind == event.kind and other.date == event.date and people & _people(other))
    ]


def _people(event: Event) -> set[str]:
    return {actor.id for actor in event.participants if actor.type == "person"}


def _difference(event: Event, other: Event) -> str:
    if event.date and other.date and event.date != other.date:
        return f"its date is {other.date}"
    if event.kind != other.kind:
        return f"it is a {other.kind}"
    ours, theirs = _people(event), _people(other)
    if ours - theirs and theirs - ours:
        return f"{', '.join(sorted(theirs - ours))} takes part in it, not {', '.join(sorted(ours - theirs))}"
    if event.place and other.place and event.place != other.place:
        return f"its place is {other.place}"
    return f"nothing ties the two together but who takes part ({other.date or 'no date'}, {other.place or 'no place'})"


def _profile(merged: Merged, profile: Profile) -> list[str]:
    articles = sorted({mention.article for mention in profile.mentions})
    lines = [f"{profile.id}: {profile.name} ({profile.type})", f"  named in: {', '.join(articles) or 'no article'}"]
    if profile.aliases:
        lines.append(f"  also written: {', '.join(profile.aliases)}")
    lines += [f"  {role.title}, {role.country or 'no country'}: {', '.join(role.articles)}" for role in profile.roles]
    for pair in merged.maybe_same:
        if pair.type == "person" and profile.id in (pair.one, pair.other):
            other = pair.other if pair.one == profile.id else pair.one
            lines.append(f"  may be the same as {other} ({pair.because}); to merge:  same_as: [{other}]")
    return lines


def _article(merged: Merged, article: Article) -> list[str]:
    lines = [f"{article.id}: {article.analysis.metadata.headline or 'no headline'}"]
    lines.append(f"  published: {article.published or article.published_range or 'unknown'} ({article.published_basis})")
    lines += [f"    {reason}" for reason in article.published_because]
    if article.copy_of:
        lines.append(f"  repeats the text of {article.copy_of}")
    lines += [
        f"  reports {event.id}: {report.status}" for event in merged.events for report in event.reports if report.article == article.id
    ]
    claims = article.analysis.claims
    for dropped in merged.dropped:
        if dropped.claim.article == article.id and dropped.claim.index < len(claims):
            evidence = claims[dropped.claim.index].evidence
            words = " ".join(evidence.quote.split())[:_SNIPPET] if evidence else "?"
            lines.append(f"  left out: “{words}”: {dropped.because}")
    return lines
