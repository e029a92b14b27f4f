"""Profiles and names in articles -> the site's people, organizations, places and sources, not yet linked to events."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.publishing.front_matter import edtf, is_true, maps, number, optional, text, texts
from beatbook.publishing.model import NodeType, SiteProfile, SiteRole
from beatbook.publishing.set_by_editor import set_by_editor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from beatbook.analysis.model import Analysis, Entity, Mention
    from beatbook.briefing.model import Document, DocumentType, MachineView
    from beatbook.strictyaml import YamlValue

OWNABLE = ("name", "aliases", "country", "kind", "parent", "latitude", "longitude", "roles")
PROFILE_KEYS = frozenset({
    "id", "name", "type", "kind", "aliases", "former_ids", "country", "roles", "same_as", "not_same_as", "parent", "latitude", "longitude",
    "hidden", "editor", "person",
})  # fmt: skip
PROFILE_DOCUMENTS: dict[DocumentType, NodeType] = {"person": "person", "organization": "organization", "place": "place", "outlet": "source"}
TYPE_ORDER: tuple[NodeType, ...] = ("person", "organization", "state", "place", "outlet", "source")

_NAMING_FORMS = frozenset({"full", "surname", "given", "description"})  # "he" and "the two leaders" name nobody who is not named already
_SOURCE_KINDS = frozenset({"agency", "outlet"})


@dataclass(frozen=True, slots=True)
class Naming:
    """Who is named in an article, and where."""

    order: tuple[str, ...]  # profile ids, in order of first appearance
    mentions: Mapping[str, tuple[tuple[str, int, int, str], ...]]  # profile id -> (article, start, end, text)


def read_profiles(documents: Iterable[Document], views: Mapping[str, MachineView]) -> dict[str, SiteProfile]:
    """The profiles by id, hidden ones left out, still without their page's url.

    An id is one thing: an outlet that is an organization, or a country that is a place, has its two files read as one profile, the
    first in the order people, organizations, places, sources giving what both state.
    """
    found: dict[str, SiteProfile] = {}
    rank = list(PROFILE_DOCUMENTS)
    for document in sorted(documents, key=lambda document: (rank.index(document.type), document.id)):
        if not is_true(document.front_matter, "hidden"):
            profile = _read_profile(document, views.get(document.path))
            found[profile.id] = _joined(found[profile.id], profile) if profile.id in found else profile
    return found


def read_naming(article: str, analysis: Analysis, entities: tuple[str, ...], current_id: Callable[[str], str]) -> Naming:
    """Whom an article names.  Credits, pronouns and entities without a profile are left out."""
    mentions: defaultdict[str, list[tuple[str, int, int, str]]] = defaultdict(list)
    for mention in sorted(analysis.mentions, key=lambda mention: (mention.start, mention.end)):
        if _names_somebody(mention, entities):
            mentions[current_id(entities[mention.entity])].append((article, mention.start, mention.end, mention.text))
    return Naming(tuple(mentions), {identifier: tuple(found) for identifier, found in mentions.items()})


def from_entities(identifier: str, entities: Sequence[Entity]) -> SiteProfile:
    """The profile of somebody whom articles name and content/ has no file on: the fullest form that any of them uses is the name."""
    fullest = max(entities, key=lambda entity: (not entity.described, len(entity.name), entity.name))
    forms = sorted({form for entity in entities for form in (*entity.forms, entity.name)} - {fullest.name})
    node_type: NodeType = "source" if fullest.type == "organization" and fullest.kind in _SOURCE_KINDS else fullest.type
    countries = sorted({entity.country for entity in entities if entity.country})
    return SiteProfile(
        id=identifier,
        type=node_type,
        url="",
        name=fullest.name,
        aliases=tuple(forms),
        country=countries[0] if len(countries) == 1 else "",
        kind=fullest.kind,
    )


def type_in_digest(node_type: NodeType, kind: str, *, acts_as: str | None, reported: bool) -> NodeType:
    """The type that a profile's part in the digest gives it: a country that acts is a state, a source with articles an outlet."""
    if node_type in ("place", "organization") and (kind == "country" or acts_as == "state"):
        return "state"
    if node_type in ("outlet", "source"):
        return "outlet" if reported else "source"
    return node_type


def fold(name: str) -> str:
    """A name for sorting: no accents, no case."""
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).casefold()


def _read_profile(document: Document, view: MachineView | None) -> SiteProfile:
    fields = document.front_matter
    stated = text(fields, "type")
    node_type = PROFILE_DOCUMENTS[document.type]
    if (stated == "state" and node_type in ("organization", "place")) or (stated == "outlet" and node_type == "source"):
        node_type = _node_type(stated)
    name = text(fields, "name") or document.id
    return SiteProfile(
        id=document.id,
        type=node_type,
        url="",
        name=name,
        aliases=tuple(alias for alias in dict.fromkeys(texts(fields, "aliases")) if alias != name),
        country=text(fields, "country"),
        kind=text(fields, "kind"),
        parent=optional(fields, "parent"),
        latitude=number(fields, "latitude", limit=90),
        longitude=number(fields, "longitude", limit=180),
        roles=_read_roles(fields, view),
        body=document.body,
        former_ids=texts(fields, "former_ids"),
        extra={key: value for key, value in fields.items() if key not in PROFILE_KEYS},
        document=document.path,
        editor=set_by_editor(fields, view, OWNABLE, echoed=OWNABLE),
    )


def _node_type(name: str) -> NodeType:
    return next(node_type for node_type in TYPE_ORDER if node_type == name)


def _read_roles(fields: Mapping[str, YamlValue], view: MachineView | None) -> tuple[SiteRole, ...]:
    """The roles as the file has them, each with the articles that name it as the machine's view has them."""
    named = {(text(item, "title"), text(item, "country")): texts(item, "articles") for item in maps(view.extra, "roles")} if view else {}
    return tuple(
        SiteRole(title, country, edtf(item, "from"), edtf(item, "to"), texts(item, "articles") or named.get((title, country), ()))
        for item in maps(fields, "roles")
        for title, country in [(text(item, "title"), text(item, "country"))]
        if title
    )


def _joined(first: SiteProfile, second: SiteProfile) -> SiteProfile:
    """Two files on one thing as one profile."""
    return replace(
        first,
        aliases=tuple(alias for alias in dict.fromkeys((*first.aliases, second.name, *second.aliases)) if alias != first.name),
        country=first.country or second.country,
        kind=first.kind or second.kind,
        parent=first.parent or second.parent,
        latitude=second.latitude if first.latitude is None else first.latitude,
        longitude=second.longitude if first.longitude is None else first.longitude,
        roles=first.roles or second.roles,
        body="\n\n".join(body for body in (first.body, second.body) if body),
        former_ids=tuple(dict.fromkeys((*first.former_ids, *second.former_ids))),
        extra={**second.extra, **first.extra},
    )


def _names_somebody(mention: Mention, entities: tuple[str, ...]) -> bool:
    return not mention.credit and mention.form in _NAMING_FORMS and mention.entity < len(entities) and bool(entities[mention.entity])
