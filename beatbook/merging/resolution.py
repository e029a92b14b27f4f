"""What resolving names takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beatbook.analysis.family_order import compile_family_order
from beatbook.analysis.name_forms import compile_variant_rules
from beatbook.merging.identity_things import World

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from beatbook.analysis.family_order import FamilyOrder
    from beatbook.analysis.name_forms import VariantRules
    from beatbook.merging.identity_full import Node
    from beatbook.merging.model import MaybeSame, Profile
    from beatbook.merging.told import Told
    from beatbook.rules import Rules


@dataclass(frozen=True, slots=True)
class Found:
    """Who and what is named, before editors have united any."""

    profiles: Mapping[str, Profile]
    ids: Mapping[Node, str]  # profile of each entity; none where it is nobody's
    maybe_same: tuple[MaybeSame, ...]
    states: Mapping[str, str]  # country code, or folded name -> profile of the state
    outlets: Mapping[str, str]  # name as articles have it -> profile
    company: Mapping[Node, tuple[str, ...]]  # of people named in full: what tells them from others, and whom else they were taken for


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who and what all articles name."""

    profiles: tuple[Profile, ...]  # sorted by id; ids are unique over all types
    entity_ids: dict[str, tuple[str, ...]]  # article id -> profile id of each entity, "" for none
    maybe_same: tuple[MaybeSame, ...] = ()
    found: Found | None = None
    told: Mapping[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameRules:
    """What resolving names goes by."""

    world: World
    groups: Mapping[str, str]  # office -> its group
    variants: VariantRules | None  # None: people are not resolved
    order: FamilyOrder

    @classmethod
    def of(cls, rules: Rules) -> NameRules:
        groups = {rule.id: rule.text("class") for rule in rules.tables.get("offices", ())}
        variants = compile_variant_rules(rules) if "name_variants" in rules.tables else None
        return cls(World.of(rules), groups, variants, compile_family_order(rules))


@dataclass(frozen=True, slots=True)
class Part:
    """Entities that are resolved by themselves, and what they have to know of all others."""

    nodes: Mapping[str, Collection[int]]  # article -> entities
    taken: Collection[str]  # ids of the profiles of others
    states: Mapping[str, str]  # those of others
    countries: Collection[str]  # that have a state though nobody names it
    outlets: Collection[str]  # that publish, of those whose profile may be another
    company: Mapping[str, Collection[str]]  # article -> what tells the people from others that are named there in full
