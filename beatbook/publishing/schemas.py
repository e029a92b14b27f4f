"""JSON Schemas (2020-12) of the data files, one a file: what a program that reads them may rely on."""

from __future__ import annotations

from typing import Any

from beatbook.analysis.model import ROLES, STATUSES

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def text(about: str = "", **more: object) -> Schema:
    return _described({"type": "string", **more}, about)


def name(about: str = "") -> Schema:
    """A string that is never empty."""
    return text(about, minLength=1)


def nullable(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def listing(items: Schema, about: str = "") -> Schema:
    return _described({"type": "array", "items": items}, about)


def record(properties: dict[str, Schema], about: str = "") -> Schema:
    """An object that holds all of `properties` and nothing else."""
    return _described({"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}, about)


def _described(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about} if about else schema


_POINT = r"\d{4}(-\d\d(-\d\d)?)?[~?%]?"
_YEAR_TO_DAY = rf"^({_POINT}|({_POINT}|\.\.|)/({_POINT}|\.\.|))$"
EDTF = nullable(text("EDTF date: 2019, 2019-04, 2019-04-25, A/B; ~ behind it for about; null when unknown", pattern=_YEAR_TO_DAY))
MOMENT = nullable(
    text("a day, a month or a year; or a day and time, with the offset where one is stated", pattern=r"^\d{4}(-\d\d(-\d\d)?)?(T.*)?[~?%]*$")
)
STATUS = text(enum=list(STATUSES))
OFFSET: Schema = {"type": "integer", "minimum": 0, "description": "code points of the decoded text (no BOM, LF line ends)"}
URL = text("path of its page from the site's root", pattern=r"^[^/].*\.html$")
IDS = listing(name())

VOICE = record({"source": nullable(name("id; null for an unnamed source")), "text": name("its name, or the words used for it")})
EVIDENCE = record(
    {"start": OFFSET, "end": OFFSET, "quote": name("the words between start and end"), "prefix": text(), "suffix": text()},
    "exact words, as in the selectors of the Web Annotation data model",
)
CLAIM = record({
    "status": STATUS,
    "on": EDTF,
    "date": EDTF,
    "place": nullable(name("id")),
    "said_by": listing(listing(VOICE, "a chain: the voice nearest to the article first"), "independent voices"),
    "evidence": {**EVIDENCE, "type": ["object", "null"]},
    "anchor": text("fragment on the article's page; empty where no words stand for the claim"),
    "our_note": {"type": "boolean", "description": "the words are the editors' own note on a report, not its text"},
})  # fmt: skip
REPORT = record({
    "article": name("id"),
    "file": text("path in the inbox"),
    "status": STATUS,
    "claims": listing(CLAIM),
})  # fmt: skip
PLACE = record({
    "id": name(), "name": name(), "country": text("ISO 3166-1 alpha-2; empty when unknown"),
    "latitude": nullable({"type": "number", "minimum": -90, "maximum": 90}),
    "longitude": nullable({"type": "number", "minimum": -180, "maximum": 180}),
})  # fmt: skip
PARTICIPANT = record(
    {"id": name(), "type": text(enum=["person", "organization", "state"]), "name": name(), "role": text(examples=list(ROLES))}
)
CONFLICT = record({
    "field": name(), "values": listing(record({"value": text(), "articles": IDS})), "chosen": text(), "because": text(),
})  # fmt: skip
EVENT = record({
    "id": name(), "url": URL, "title": name(), "kind": name(), "date": EDTF,
    "extent": text("of a date of several days: lasts from the first to the last, or falls within them", enum=["lasts", "within"]),
    "status": STATUS,
    "standing": text(enum=["claimed", "confirmed", "disputed"]),
    "lapsed": {"type": "boolean", "description": "the day has passed and no report says that it took place"},
    "background": {"type": "boolean", "description": "only recalled in passing"},
    "part_of": nullable(name("id of an event")),
    "review": text(enum=["unreviewed", "checked"]),
    "summary": text(), "topics": listing(name()),
    "place": {**PLACE, "type": ["object", "null"]},
    "participants": listing(PARTICIPANT),
    "reports": listing(REPORT, "one an article, oldest first"),
    "conflicts": listing(CONFLICT),
    "origins": {"type": "integer", "minimum": 0, "description": "independent reports: copies and relays of one agency count once"},
    "former_ids": IDS,
    "updated": EDTF,
})  # fmt: skip
MENTION = record({"article": name("id"), "start": OFFSET, "end": OFFSET, "text": name()})
ROLE = record({"title": name(), "country": text(), "from": EDTF, "to": EDTF, "articles": IDS})
NAMED = {"id": name(), "url": nullable(URL), "name": name(), "aliases": listing(name()), "country": text()}
PERSON = record({**NAMED, "roles": listing(ROLE), "events": IDS, "mentions": listing(MENTION)})
ORGANIZATION = record({**NAMED, "type": text(enum=["organization", "state"]), "kind": text(), "events": IDS, "mentions": listing(MENTION)})
PLACE_ENTRY = record({
    **NAMED, "kind": text(), "parent": nullable(name("id of the place that holds it")),
    "latitude": PLACE["properties"]["latitude"], "longitude": PLACE["properties"]["longitude"], "events": IDS,
})  # fmt: skip
SOURCE = record({
    **NAMED, "type": text(enum=["outlet", "source"]), "kind": text(),
    "articles": listing(name(), "its own"), "cited_by": listing(name(), "articles that rest on it"),
})  # fmt: skip
PAIR = record({
    "id": name(), "url": URL, "people": {"type": "array", "items": name(), "minItems": 2, "maxItems": 2},
    "met": IDS, "spoke": IDS, "attended": IDS, "planned": IDS, "called_off": IDS, "other": IDS,
})  # fmt: skip
ARTICLE = record({
    "id": name(), "url": URL, "file": text("path in the inbox"), "headline": nullable(name()), "outlet": nullable(name("as given")),
    "outlet_id": nullable(name()), "byline": nullable(name()), "dateline": nullable(name()), "language": name(), "type": name(),
    "text": text(enum=["original", "summary"]), "published": MOMENT,
    "published_basis": text(enum=["stated", "metadata", "inferred", "unknown"]), "published_range": EDTF, "updated": MOMENT,
    "tags": listing(name()), "source_url": nullable(name()), "archived": nullable(name()), "cites": IDS, "copy_of": nullable(name("id")),
    "standing": text(enum=["stands", "corrected", "retracted"]), "sha256": text("of the file", pattern="^([0-9a-f]{64})?$"),
})  # fmt: skip

ENTRIES: dict[str, Schema] = {
    "events": EVENT,
    "people": PERSON,
    "articles": ARTICLE,
    "organizations": ORGANIZATION,
    "places": PLACE_ENTRY,
    "sources": SOURCE,
    "pairs": PAIR,
}


def schema_of(file: str) -> Schema:
    """The JSON Schema of one data file: "events" for data/events.json."""
    return {"$schema": DIALECT, "title": f"{file}.json", **listing(ENTRIES[file])}
