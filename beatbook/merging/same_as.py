"""What editors said about profiles, applied to the resolution: same as.  (Held apart: identity_full.py.)"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.merging.model import KnownEvent, KnownProfile, Profile
    from beatbook.merging.resolution import Resolution


def unite_profiles(resolution: Resolution, known: Sequence[KnownProfile]) -> Resolution:
    """The resolution in which each profile takes over those that an editor named in its `same_as`.

    The survivor gets their mentions, spellings and former ids; names in all articles lead to it.  Where two name each other, the smaller
    id survives; a ring of them ends in its smallest.
    """
    heirs = survivors(known)
    if not heirs:
        return resolution
    profiles = {profile.id: profile for profile in resolution.profiles}
    by_id = {profile.id: profile for profile in known}
    for old in sorted(heirs):
        heir = heirs[old]
        gone = profiles.pop(old, None)
        if heir not in profiles and gone is not None:
            stands = by_id.get(heir)
            profiles[heir] = replace(gone, id=heir, name=stands.name if stands else gone.name)
            gone = None
        if heir in profiles:
            former = by_id[old].former_ids if old in by_id else ()
            profiles[heir] = _absorb(profiles[heir], gone, (old, *former))
    ids = {article: tuple(heirs.get(id_, id_) for id_ in found) for article, found in resolution.entity_ids.items()}
    moved = [replace(pair, one=heirs.get(pair.one, pair.one), other=heirs.get(pair.other, pair.other)) for pair in resolution.maybe_same]
    maybe = tuple(pair for pair in moved if pair.one != pair.other)
    placed = (_with_parent(profile, heirs) for profile in profiles.values())
    return replace(resolution, profiles=tuple(sorted(placed, key=lambda profile: profile.id)), entity_ids=ids, maybe_same=maybe)


def survivors(known: Sequence[KnownProfile | KnownEvent]) -> dict[str, str]:
    """Id -> the id that stays in its place, for every profile or event that an editor made part of another one."""
    heir: dict[str, str] = {}
    mutual = {(profile.id, other) for profile in known for other in profile.same_as}
    for profile in sorted(known, key=lambda one: one.id):
        for other in sorted(profile.same_as):
            if other != profile.id and not ((other, profile.id) in mutual and other < profile.id):
                heir.setdefault(other, profile.id)
    return {old: end for old in sorted(heir) if (end := _end(old, heir)) != old}


def _end(id_: str, heir: Mapping[str, str]) -> str:
    """The last of a chain; the smallest of a ring."""
    seen = [id_]
    while (after := heir.get(seen[-1])) is not None:
        if after in seen:
            return min(seen[seen.index(after) :])
        seen.append(after)
    return seen[-1]


def _absorb(heir: Profile, gone: Profile | None, former: tuple[str, ...]) -> Profile:
    ids = tuple(sorted({*heir.former_ids, *former} - {heir.id}))
    if gone is None:
        return replace(heir, former_ids=ids)
    forms = {*heir.aliases, gone.name, *gone.aliases} - {heir.name}
    mentions = sorted((*heir.mentions, *gone.mentions), key=lambda at: (at.article, at.start, at.end))
    return replace(
        heir,
        former_ids=tuple(sorted({*ids, *gone.former_ids} - {heir.id})),
        aliases=tuple(sorted(forms)),
        mentions=tuple(mentions),
        roles=heir.roles or gone.roles,
        country=heir.country or gone.country,
        kind=heir.kind or gone.kind,
        parent=heir.parent or gone.parent,
        latitude=heir.latitude or gone.latitude,
        longitude=heir.longitude or gone.longitude,
    )


def _with_parent(profile: Profile, heirs: Mapping[str, str]) -> Profile:
    parent = heirs.get(profile.parent, profile.parent) if profile.parent else None
    return replace(profile, parent=parent if parent != profile.id else None)
