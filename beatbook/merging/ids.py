"""Ids of events: given at birth from who, where or what, and year; kept from earlier builds by the claims that they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyascii import anyascii
from slugify import slugify

from beatbook.merging.by_hand import adopted
from beatbook.merging.same_as import survivors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from beatbook.merging.model import ClaimKey, Event, KnownEvent, Profile

_WHO = 2  # surnames in an id
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Naming:
    """The id of each event, in order, and the earlier ids that lead to it."""

    ids: tuple[str, ...]
    former_ids: tuple[tuple[str, ...], ...] = field(default=())
    heirs: tuple[tuple[str, ...], ...] = field(default=())  # all earlier ids that lead to it, the one that it bears first


def name_events(events: Sequence[Event], known: Sequence[KnownEvent], profiles: Mapping[str, Profile]) -> Naming:
    """The ids of `events`, in order.

    An earlier id goes to the event that holds most of its claims, else most of its articles.  Where several earlier events became one,
    the id that an editor let stay survives, else that of the reviewed, edited or withdrawn, else of that with most articles, else the
    smallest.  All others are former ids.
    """
    heirs = _heirs(events, known)
    absorbed = survivors(known)  # who names another one in same_as stays
    by_id = {event.id: event for event in known}
    ordered = tuple(order_of(heirs.get(index, ()), by_id, absorbed) for index in range(len(events)))
    ids = [mine[0] if mine else "" for mine in ordered]
    former = [former_ids(mine, by_id) for mine in ordered]
    taken = {id_ for id_ in ids if id_} | {event.id for event in known} | {old for event in known for old in event.former_ids}
    return Naming(births(events, ids, taken, profiles), tuple(former), ordered)


def order_of(heirs: Collection[str], known: Mapping[str, KnownEvent], absorbed: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The earlier ids that lead to one event, the one that it bears first; `absorbed`: id -> id that an editor let stay for it."""
    return tuple(sorted(heirs, key=lambda id_: ((absorbed or {}).get(id_) in heirs, _survives(known[id_]))))


def former_ids(heirs: Sequence[str], known: Mapping[str, KnownEvent]) -> tuple[str, ...]:
    """What else leads to the event that bears the first of these ids."""
    return tuple(sorted({*heirs[1:], *(old for id_ in heirs for old in known[id_].former_ids)}))


def find_heir(earlier: KnownEvent, events: Sequence[Event]) -> int | None:
    """Which of these, all that the articles of an earlier event tell of, takes over its id."""
    return _heir(earlier, events, *_places(events))


def _heirs(events: Sequence[Event], known: Sequence[KnownEvent]) -> dict[int, list[str]]:
    """Which event takes over each earlier id."""
    by_claim, by_article = _places(events)
    heirs: dict[int, list[str]] = defaultdict(list)
    for earlier in sorted(known, key=lambda event: event.id):
        heir = _heir(earlier, events, by_claim, by_article)
        if heir is not None:
            heirs[heir].append(earlier.id)
    for id_, index in adopted(events, known, owned=set(heirs)).items():
        heirs[index].append(id_)
    _add_named(heirs, known)
    return heirs


def _places(events: Sequence[Event]) -> tuple[dict[ClaimKey, int], dict[str, list[int]]]:
    """Claim and article -> the events that report it, or on it."""
    by_claim = {claim.key: index for index, event in enumerate(events) for report in event.reports for claim in report.claims}
    by_article: dict[str, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        for report in event.reports:
            by_article[report.article].append(index)
    return by_claim, by_article


def _add_named(heirs: dict[int, list[str]], known: Sequence[KnownEvent]) -> None:
    """Briefs without claims go to the event of those that an editor made one with them: such a brief has nothing else to go by."""
    owner = {id_: index for index, ids in heirs.items() for id_ in ids}
    pairs = [(event.id, other) for event in sorted(known, key=lambda event: event.id) for other in event.same_as]
    lost = {event.id for event in known if event.by_hand} - owner.keys()
    for one, other in pairs:
        for alone, with_claims in ((one, other), (other, one)):
            if alone in lost and with_claims in owner:
                heirs[owner[with_claims]].append(alone)
                lost.remove(alone)


def _heir(
    earlier: KnownEvent, events: Sequence[Event], by_claim: Mapping[ClaimKey, int], by_article: Mapping[str, list[int]]
) -> int | None:
    shared = Counter(by_claim[key] for key in earlier.claims if key in by_claim)
    if shared:
        return min(shared, key=lambda index: (-len(_articles_shared(earlier, events[index])), -shared[index], index))
    near = Counter(index for article in {key.article for key in earlier.claims} for index in by_article.get(article, ()))
    alike = [
        index
        for index in near
        if {p.id for p in events[index].participants} & set(earlier.participants) and events[index].kind == earlier.kind
    ]
    return min(alike, key=lambda index: (-near[index], index), default=None)


def _articles_shared(earlier: KnownEvent, event: Event) -> set[str]:
    return {key.article for key in earlier.claims} & {report.article for report in event.reports}


def _survives(event: KnownEvent) -> tuple[bool, int, str]:
    return (not (event.reviewed or event.owned or event.withdrawn), -event.articles, event.id)


def births(events: Sequence[Event], ids: Sequence[str], taken: set[str], profiles: Mapping[str, Profile]) -> tuple[str, ...]:
    """Ids for those without one.  Those that would share one are told apart by kind, then by month, then by number, in order of date."""
    result = list(ids)
    wanting: dict[str, list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        if not result[index]:
            wanting[birth_id(event, profiles)].append(index)
    for base in sorted(wanting):
        members = sorted(wanting[base], key=lambda index: (events[index].date or "9", events[index].kind, _first_key(events[index])))
        for index in members:
            result[index] = _free(base, events[index], taken, alone=len(members) == 1)
            taken.add(result[index])
    return tuple(result)


def _free(base: str, event: Event, taken: set[str], *, alone: bool) -> str:
    month = (event.date or "")[5:7]
    kind = slugify(event.kind)
    candidates = [base] if alone else []
    if kind not in base:
        candidates.append(_with(base, kind))
    if month.isdigit():
        candidates.append(f"{base}-{month}")
    candidates += [] if alone else [base]
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _with(base: str, word: str) -> str:
    stem, dash, year = base.rpartition("-")
    return f"{stem}-{word}-{year}" if dash and year.isdigit() else f"{base}-{word}"


def _first_key(event: Event) -> tuple[str, int]:
    return min((claim.key.article, claim.key.index) for report in event.reports for claim in report.claims)


def birth_id(event: Event, profiles: Mapping[str, Profile]) -> str:
    """Who, where or what, and year: "berg-lund-oslo-2021"; without a day, that may prove wrong.  ASCII, at most 80 characters."""
    people = [actor.id for actor in event.participants if actor.type == "person"][:_WHO]
    names = [_surname(id_, profiles) for id_ in people] or [actor.id for actor in event.participants][:_WHO]
    if event.label:
        names = [_slug(event.label), *names[:1]] if not people else [*names, _slug(event.label)]
    what = [event.place] if event.place else [slugify(event.kind)]
    if not names:
        what = [*what, slugify(event.kind)] if event.place else what
    year = (event.date or "")[:4]
    words = [word for word in (*names, *what, year) if word]
    return "-".join(dict.fromkeys(words))[:_LONGEST].strip("-") or "event"


def _surname(id_: str, profiles: Mapping[str, Profile]) -> str:
    profile = profiles.get(id_)
    if profile and profile.person and profile.person.surname:
        return _slug(profile.person.surname)
    return id_


def _slug(text: str) -> str:
    return slugify(anyascii(text))
