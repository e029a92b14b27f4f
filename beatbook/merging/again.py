"""The merged view after some articles, or what is known, have changed: what these can touch is merged again, and the rest stands.

It ends with the very same view that `merge_whole` makes of everything.  Where a change reaches too far, or is of a kind that is followed
nowhere (events that an editor united, divided or wrote by hand), WholeError says so, and what was changed by then is to be thrown away.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from beatbook.merging.corrections import held_apart, known_claims, set_days, spoken_claims
from beatbook.merging.ids_again import name_events_again, place_again
from beatbook.merging.memory import KeptTraces, WholeError, articles_of, digest, key_text
from beatbook.merging.model import Dropped, IdentifiedAnalysis
from beatbook.merging.names import Changed, Names, find_names, kept_names, named_by
from beatbook.merging.origins import copies_among
from beatbook.merging.publication import infer_from
from beatbook.merging.regrouping import Editors, name_group, regroup
from beatbook.merging.remembering import Inputs, digest_inferred, is_followed, of_article
from beatbook.merging.stored import ARTICLES, ENCODER, PROFILES, REST, format_article, format_rest, parse_rest
from beatbook.merging.synthesis import has_page, is_editors, maybe_same, record_article
from beatbook.merging.testimonies import forget_testimonies, gather_testimonies
from beatbook.merging.work import Done, Work

if TYPE_CHECKING:
    from beatbook.merging.memory import Memory
    from beatbook.merging.model import ClaimKey, Profile


_MOST = 0.3  # part of all known events that may have changed; beyond it, all are merged as fast


def merge_again(memory: Memory, now: Inputs) -> Done:
    """Brings the rooms from what the last merge left to what `merge_whole` would leave; returns what there was to do.

    Raises WholeError where only everything together can be merged; then what the rooms hold is to be thrown away.
    """
    standing = memory.standing()
    if standing is None or standing.code != now.code or not is_followed(now.known):
        raise WholeError
    return _run(Work(memory, now, standing))


# ---- the order of things


def _run(work: Work) -> Done:
    now, before = work.now, work.standing
    if len(work.renewed) > _MOST * len(work.event_digests) + 20:
        raise WholeError
    named = named_by({id_: (found, work.day(id_)) for id_, found in now.digests.items()}, work.known)
    work.names = kept_names(work.memory, before) if named == before.named else _find_names(work)
    _infer(work)
    work.copy_of = copies_among(work.known_day, now.overlapping)
    work.copied = {id_ for id_ in work.copy_of.keys() | before.copy_of.keys() if work.copy_of.get(id_) != before.copy_of.get(id_)}
    _regroup(work)
    work.compose_again((work.touched | work.copied) & now.digests.keys())
    work.compose_spoken()
    name_events_again(work)
    place_again(work)
    _write_articles(work)
    _write_profiles(work)
    _write_rest(work)
    before.records, before.events, before.copy_of, before.named = work.record_digests, work.event_digests, work.copy_of, named
    before.editors = {event.id: articles_of(event.claims) for event in work.known.events if is_editors(event)}
    work.memory.finish(before)
    return work.done


def _find_names(work: Work) -> Names:
    now = work.now
    changed = Changed(now.digests, sorted(work.edited), sorted(work.gone), now.analyses)
    found = find_names(work.memory, work.standing, now.known, now.rules.rules, changed)
    work.done.named, work.done.opened = found.resolved, found.opened
    return found


def _infer(work: Work) -> None:
    """Works out when articles were published that do not say so, from all others.  WholeError where one is of a day not come yet."""
    days = {id_: work.day(id_) for id_ in work.now.digests}
    undated = [id_ for id_, day in days.items() if not day]

    def read(id_: str) -> tuple[IdentifiedAnalysis, tuple[str, ...]]:
        work.done.testified += 1
        return IdentifiedAnalysis(id_, work.now.analyses[id_]), work.names.ids(id_)

    if not undated:
        forget_testimonies(work.memory)
    else:
        named = work.names.articles
        sums = {id_: found + (named.get(id_) or work.standing.articles[id_].entities) for id_, found in work.now.digests.items()}
        told = gather_testimonies(work.memory, {id_: (sums[id_], day) for id_, day in days.items() if day}, read)
        published = {id_: date.fromisoformat(days[id_]) for id_ in told}
        unknown = [IdentifiedAnalysis(id_, work.now.analyses[id_]) for id_ in undated]
        work.inferred = infer_from(unknown, published, told, work.names.ids)
    newest = max(days.values(), default="")
    if any(found.day and found.day.isoformat() > newest for found in work.inferred.values()):
        raise WholeError


def _redated(work: Work) -> set[str]:
    """Articles of which something else is inferred."""
    before = {id_ for id_, of in work.standing.articles.items() if of.inferred} & work.now.digests.keys()
    articles = work.standing.articles
    return {
        id_
        for id_ in before | work.inferred.keys()
        if id_ not in articles or articles[id_].inferred != digest_inferred(work.inferred.get(id_))
    }


def _retold(work: Work) -> set[str]:
    """Articles that name somebody of whom claims, or what they become, hold more than the id.  WholeError for places and countries."""
    changed = set()
    for id_, profile in work.names.profiles.items():
        old = work.memory.profile(id_)
        if old is None or profile is None or _facts(old) == _facts(profile):
            continue
        if {"place", "state"} & {old.type, profile.type} or "country" in (old.kind, profile.kind):
            raise WholeError
        changed.add(id_)
    return work.names.naming(changed) if changed else set()


def _is_heard_otherwise(work: Work, id_: str) -> bool:
    """Whether an editor gave an article another day, silenced it, or lets it speak again."""
    before = work.standing.articles[id_]
    return before.day != work.day(id_) or before.speaks != (id_ not in work.silent)


def _is_told(work: Work, key: ClaimKey, changed: set[str]) -> bool:
    """Whether there is this claim, of an event as it was when its brief was written."""
    if key.article in changed:
        return 0 <= key.index < len(work.claims_of(key.article))
    return any(key in work.memory.group(number).trace.claims for number in work.memory.groups_in(key.article))


def _regroup(work: Work) -> None:
    before = work.standing
    retold = work.edited | work.names.articles.keys() | _retold(work) | _redated(work)
    work.touched = (retold | (work.rerecorded & work.now.digests.keys())) - work.gone
    changed = work.gone | retold | {id_ for id_ in work.touched - retold if _is_heard_otherwise(work, id_)}
    apart = held_apart(work.known.events)
    days = set_days(work.known.events)
    told, spoken = known_claims(work.known.events), spoken_claims(work.known.events, apart)
    about = {id_ for pair in apart for id_ in pair} | days.keys()
    said = {key for event in work.known.events if event.id in about for key in (*event.claims, *event.spoken)}
    marked = {key for key in said if key.article in work.now.digests and key.article not in work.silent and _is_told(work, key, changed)}
    work.told, work.spoken = told, spoken
    found = regroup(KeptTraces(work.memory, before), changed, work.claims_of, work.rules, Editors(told, apart, spoken, days, marked))
    if found is None:
        raise WholeError
    work.done.grouped = found.claims
    work.articles.update(work.gone)
    for number in found.gone:
        record = work.memory.group(number)
        work.articles.update(articles_of(record.trace.claims))
        work.claims_gone.update(record.trace.claims)
        before.firsts.pop(key_text(record.trace.claims[0]), None)
        if record.event:
            work.left.add(record.event)
        work.memory.drop_group(number)
    for new, trace in zip(found.new, found.traces, strict=True):
        group = name_group(new.claims, new.reasons, known=told, spoken=spoken)
        work.add(before.next, group, trace, was="", new=True)
        before.next += 1
    before.groups += len(found.new) - len(found.gone)
    before.stand = found.stand


# ---- records, profiles and the rest


def _write_articles(work: Work) -> None:
    before, room = work.standing, work.memory.rooms[ARTICLES]
    for id_ in work.gone:
        del before.articles[id_]
    for id_ in work.touched:
        entities = work.names.articles.get(id_) or before.articles[id_].entities
        before.articles[id_] = of_article(
            work.anchored(id_),
            work.now.digests[id_],
            entities,
            speaks=id_ not in work.silent,
            inferred=digest_inferred(work.inferred.get(id_)),
        )
    outlets = {of.outlet for of in before.articles.values()} - {""}
    now = {name: found for name in outlets if (found := work.names.outlets.get(name))}
    other = {name for name in now.keys() | before.outlets.keys() if now.get(name) != before.outlets.get(name)}
    renamed = {id_ for id_, of in before.articles.items() if of.outlet in other} if other else set()
    before.outlets = now
    for id_ in work.touched | (work.copied & work.now.digests.keys()) | renamed:
        record = record_article(work.anchored(id_), work.names.ids(id_), work.copy_of, work.names.outlets, work.records)
        room.put({id_: format_article(record)})
    room.put(dict.fromkeys(work.gone))


def _write_profiles(work: Work) -> None:
    before, room = work.standing, work.memory.rooms[PROFILES]
    before.acting = {id_: times for id_, times in before.acting.items() if times}
    for id_, profile in work.names.profiles.items():
        if profile is None:
            room.put({id_: None})
            before.profiles.pop(id_, None)
        else:
            room.put({id_: ENCODER.encode(_with_page(work, profile))})
            before.profiles[id_] = digest(profile)
    for id_, times in work.acting.items():
        profile = work.memory.profile(id_)
        if id_ not in work.names.profiles and profile is not None and bool(times) != (id_ in before.acting):
            room.put({id_: ENCODER.encode(_with_page(work, profile))})


def _with_page(work: Work, profile: Profile) -> Profile:
    return replace(profile, has_page=has_page(profile, work.standing.acting))


def _write_rest(work: Work) -> None:
    before = work.standing
    before.people = work.names.people
    firsts = before.firsts
    maybe = maybe_same(before.stand.near_pairs(), lambda key: firsts.get(key_text(key), ""))
    old = parse_rest(work.memory.rooms[REST][""])
    if old is None:
        raise WholeError
    seen = {*work.claims_gone, *(key for piece in work.pieces.values() for key in piece.record.trace.claims)}
    left_out = [Dropped(key, p.record.why) for p in work.pieces.values() if p.event is None for key in p.record.trace.claims]
    dropped = (*(entry for entry in old.dropped if entry.claim not in seen), *left_out)
    day = max((of.day for of in before.articles.values()), default="") or None
    rest = format_rest(work.now.key, day, (*work.names.people, *maybe), tuple(sorted(dropped, key=lambda entry: entry.claim)))
    work.memory.rooms[REST].put({"": rest})


def _facts(profile: Profile) -> tuple[object, ...]:
    """What resolved claims, and the events that they become, hold of a profile besides its id."""
    surname = profile.person.surname if profile.person else ""
    return profile.type, profile.kind, profile.country, profile.parent, bool(profile.roles), surname
