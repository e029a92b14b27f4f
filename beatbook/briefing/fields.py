"""What merging found <-> front matter: the keys of briefs, records and profiles, in the order in which they are written.

Every value is a string, a list or a map; None and "" are both the empty value.  docs/formats.md lists every key.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.briefing.model import DocumentType
    from beatbook.merging.model import (
        Article,
        Conflict,
        Event,
        EventParticipant,
        MentionAt,
        Profile,
        ProfileRole,
        Report,
        ReportClaim,
        VoiceRef,
    )
    from beatbook.strictyaml import YamlValue

FrontMatter = dict[str, "YamlValue"]

PROFILE_TYPES: dict[str, DocumentType] = {  # where the profile of each type stands
    "person": "person",
    "organization": "organization",
    "state": "organization",
    "place": "place",
    "outlet": "outlet",
    "source": "outlet",
}
YES = "true"


# ---- events


def event_fields(event: Event, *, title: str, summary: str) -> FrontMatter:
    """The front matter of a brief."""
    fields: FrontMatter = {
        "id": event.id,
        "title": title,
        "kind": event.kind,
        "date": event.date or "",
        "extent": event.extent,
        "status": event.status,
        "standing": event.standing,
        "place": event.place or "",
        "part_of": event.part_of or "",
        "participants": [_participant(participant) for participant in event.participants],
        "topics": list(event.topics),
        "summary": summary,
        "reports": [_report(report) for report in event.reports],
        "conflicts": [_conflict(conflict) for conflict in event.conflicts],
        "review": "unreviewed",
        "former_ids": list(event.former_ids),
    }
    return {**fields, "background": YES} if event.background else fields


def event_extra(event: Event, checksums: Mapping[str, str]) -> FrontMatter:
    """What the site needs of an event beyond its brief: origins, reasons, and the selectors of each claim's evidence.

    `checksums`: id of each article -> sha256 of its file.
    """
    claims: list[YamlValue] = [
        _claim_extra(claim, anchor, checksums.get(report.article, ""))
        for report in event.reports
        for anchor, claim in _anchored(report.claims)
    ]
    return {
        "origins": str(event.origins),
        "because": list(event.because),
        "label": event.label,
        "object": event.object,
        "claims": claims,
    }


def quote_anchor(quote: str) -> str:
    """The fragment under which a quote stands on its article's page: "q-" and ten digits of its hash, stable over rebuilds."""
    return f"q-{hashlib.sha256(quote.encode('utf-8', 'replace')).hexdigest()[:10]}"


def _participant(participant: EventParticipant) -> FrontMatter:
    return {participant.type: participant.id, "role": participant.role}


def _report(report: Report) -> FrontMatter:
    return {"article": report.article, "status": report.status, "claims": [_claim(claim) for claim in report.claims]}


def _claim(claim: ReportClaim) -> FrontMatter:
    fields: FrontMatter = {
        "status": claim.status,
        "on": claim.on or "",
        "date": claim.date or "",
        "place": claim.place or "",
        "said_by": [[_voice(voice) for voice in chain] for chain in claim.said_by],
        "at": f"{claim.evidence.start}-{claim.evidence.end}",
        "quote": claim.evidence.quote,
    }
    return {key: value for key, value in fields.items() if value}


def _voice(voice: VoiceRef) -> FrontMatter:
    return {"source": voice.source} if voice.source else {"unnamed": voice.unnamed or ""}


def _anchored(claims: Iterable[ReportClaim]) -> Iterable[tuple[str, ReportClaim]]:
    return ((quote_anchor(claim.evidence.quote), claim) for claim in claims)


def _claim_extra(claim: ReportClaim, anchor: str, checksum: str) -> FrontMatter:
    fields: FrontMatter = {
        "article": claim.key.article,
        "index": str(claim.key.index),
        "anchor": anchor,
        "start": str(claim.evidence.start),
        "end": str(claim.evidence.end),
        "prefix": claim.evidence.prefix,
        "suffix": claim.evidence.suffix,
        "sha256": checksum,
        "participants": list(claim.participants),
        "figures": list(claim.figures),
        "phase": "" if claim.phase == "whole" else claim.phase,
        "unnamed": [voice.kind for chain in claim.said_by for voice in chain if voice.unnamed and voice.kind],
    }
    return {key: value for key, value in fields.items() if value}


def _conflict(conflict: Conflict) -> FrontMatter:
    values: list[YamlValue] = [{"value": value.value, "articles": list(value.articles)} for value in conflict.values]
    return {"field": conflict.field, "values": values, "chosen": conflict.chosen, "because": conflict.because}


# ---- records


def article_fields(article: Article) -> FrontMatter:
    """The front matter of a record."""
    known = article.analysis.metadata
    fields: FrontMatter = {
        "id": article.id,
        "headline": known.headline or "",
        "outlet": known.outlet or "",
        "outlet_id": article.outlet_id or "",
        "url": known.url or "",
        "archived": known.archived or "",
        "published": article.published or "",
        "published_basis": article.published_basis,
        "published_range": article.published_range or "",
        "updated": known.updated or "",
        "byline": known.byline or "",
        "dateline": known.dateline or "",
        "language": known.language,
        "tags": list(known.tags),
        "type": known.type,
        "party": known.party or "",
        "text": known.text,
        "cites": list(article.cites),
        "copy_of": article.copy_of or "",
        "standing": article.standing,
        "file": known.file,
        "sha256": known.sha256,
    }
    optional = ("published_range", "archived", "updated", "party", "copy_of", "byline", "dateline")
    return {key: value for key, value in fields.items() if value or key not in optional}


def article_extra(article: Article) -> FrontMatter:
    """What the site needs of an article beyond its record: whom each entity of its analysis means, and why its day was inferred."""
    return {
        "entities": list(article.entities),
        "published_because": list(article.published_because),
        "notices": list(article.analysis.notices),
    }


# ---- profiles


def profile_fields(profile: Profile) -> FrontMatter:
    """The front matter of a profile.  Coordinates and parent only for places; `type` where the folder does not say it."""
    fields: FrontMatter = {
        "id": profile.id,
        "name": profile.name,
        "aliases": list(profile.aliases),
        "country": profile.country,
    }
    if profile.type in ("state", "source"):
        fields["type"] = profile.type
    if profile.type != "person":
        fields["kind"] = profile.kind
    else:
        fields["roles"] = [_role(role) for role in profile.roles]
    if profile.type == "place":
        fields |= {"parent": profile.parent or "", "latitude": profile.latitude or "", "longitude": profile.longitude or ""}
    return {**fields, "wikidata": "", "former_ids": list(profile.former_ids)}


def profile_extra(profile: Profile) -> FrontMatter:
    """What the site needs of a profile beyond its file: where it is named, its name's parts, and which articles name each role."""
    person = profile.person
    fields: FrontMatter = {
        "type": profile.type,
        "has_page": YES if profile.has_page else "",
        "surname": person.surname if person else "",
        "given": person.given if person else "",
        "family_first": YES if person and person.family_first else "",
        "mentions": [_mention(mention) for mention in profile.mentions],
        "roles": [{"title": role.title, "country": role.country, "articles": list(role.articles)} for role in profile.roles],
    }
    return {key: value for key, value in fields.items() if value}


def _role(role: ProfileRole) -> FrontMatter:
    fields: FrontMatter = {
        "title": role.title,
        "office": role.office,
        "country": role.country,
        "from": role.first or "",
        "to": role.last or "",
        "former": YES if role.former else "",
    }
    return {key: value for key, value in fields.items() if value}


def _mention(mention: MentionAt) -> FrontMatter:
    return {"article": mention.article, "start": str(mention.start), "end": str(mention.end), "text": mention.text}


# ---- reading front matter


def text_of(fields: Mapping[str, YamlValue], key: str) -> str:
    """The string under `key` without outer blanks; "" where there is none or something else."""
    value = fields.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def texts_of(fields: Mapping[str, YamlValue], key: str) -> tuple[str, ...]:
    """The strings under `key`; one string counts as a list of one."""
    value = fields.get(key, [])
    items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def maps_of(fields: Mapping[str, YamlValue], key: str) -> tuple[FrontMatter, ...]:
    """The maps of the list under `key`."""
    value = fields.get(key, [])
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def is_true(fields: Mapping[str, YamlValue], key: str) -> bool:
    """Whether the value under `key` says yes."""
    return text_of(fields, key).lower() in ("true", "yes", "on", "1")
