"""The site as data: data/*.json with their JSON Schemas, and events and people as CSV.

JSON is UTF-8, indented by one blank, in the site's order.  CSV is RFC 4180 with a byte order mark, so that spreadsheets read it as
UTF-8; lists are joined with "; ".
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from beatbook.publishing.earlier import NOTHING_EARLIER
from beatbook.publishing.index import make_index
from beatbook.publishing.pairs import BUCKETS, events_in
from beatbook.publishing.schemas import ENTRIES, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from beatbook.config import Config
    from beatbook.publishing.earlier import Earlier
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Pair, Site, SiteArticle, SiteClaim, SiteEvent, SiteProfile, SiteReport

Entry = dict[str, Any]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


CSV = ("events", "people")  # what also comes as a table for spreadsheets
DOWNLOADS = tuple(sorted([*(f"data/{name}.json" for name in ENTRIES), *(f"data/{name}.csv" for name in CSV)]))


def export_data(site: Site, config: Config) -> dict[str, bytes]:  # noqa: ARG001  # the configuration is part of the joint; no choice of it shows in the data
    """Every data file by its path under public/."""
    files = {path: content for name in ENTRIES for path, content in export_table(name, site, make_index(site), NOTHING_EARLIER).items()}
    return {**files, **export_schemas()}


def export_schemas() -> dict[str, bytes]:
    return {f"data/schema/{name}.json": msgspec.json.format(to_json(schema_of(name)), indent=1) + b"\n" for name in ENTRIES}


def export_table(name: str, site: Site, index: Index, earlier: Earlier) -> dict[str, bytes]:
    """One data file, and its table for spreadsheets where it has one, by their paths.

    The entries of the last build stand in its file, one a line: only those that can be others now are made again, and no node is looked
    at but theirs.  `site` is what programs get of it.
    """
    table = _TABLES[name]
    idents = table.idents(index, site)
    old = _written(name, earlier)
    changed = _changed(name, index, earlier) if old else None
    if changed is None:
        old, changed = {}, frozenset()
    lines, rows = [], []
    for ident in idents:
        if ident in old and ident not in changed:
            line, row = old[ident]
        else:
            entry = table.entry(ident, site)
            line, row = _in_one_line(entry), _csv_row(_ROWS[name](entry)) if name in _ROWS else b""
        lines.append(line)
        rows.append(row)
    files = {f"data/{name}.json": _in_lines(lines)}
    if name in _ROWS:
        files[f"data/{name}.csv"] = b"".join([_BOM, _csv_row(_COLUMNS[name]), *rows])
    return files


def _written(name: str, earlier: Earlier) -> dict[str, tuple[bytes, bytes]]:
    """Id -> its line and its row as the last build wrote them; nothing where the files are not those, or hold line ends in a cell."""
    content = earlier.read(f"data/{name}.json")
    if not content or not content.startswith(b"[\n"):
        return {}
    lines = content[2:-3].split(b",\n")
    if not all(line.startswith(_BEGINS) for line in lines):
        return {}
    idents = [line[len(_BEGINS) : line.index(b'"', len(_BEGINS))].decode() for line in lines]
    rows = [b""] * len(lines)
    if name in _ROWS:
        rows = [row + _END for row in (earlier.read(f"data/{name}.csv") or b"").split(_END)[1:-1]]
    return dict(zip(idents, zip(lines, rows, strict=True), strict=True)) if len(rows) == len(lines) else {}


def _changed(name: str, index: Index, earlier: Earlier) -> frozenset[str] | None:
    """The entries that can be others than they were; None where that is not known."""
    own = earlier.changed({"events": "index.facts", "articles": "articles", "pairs": "pairs"}.get(name, "profiles"))
    if own is None or name != "events":
        return None if own is None else frozenset(own)
    profiles, articles = earlier.changed("index.profiles"), earlier.changed("articles")
    if profiles is None or articles is None:
        return None
    named = frozenset(profiles)  # an entry names its place and whoever acts by what their heads say, and the files of its reports
    naming = [ident for ident, head in index.events.items() if head.place in named or not named.isdisjoint(head.people)]
    reported = [event for article in articles if article in index.articles for event in index.articles[article].events]
    return frozenset([*own, *naming, *reported])


def _in_lines(lines: Sequence[bytes]) -> bytes:
    return b"[\n" + b",\n".join(lines) + b"\n]\n" if lines else b"[]\n"


def to_json(value: object) -> bytes:
    """The bytes of a JSON file, an entry of a list a line; characters that UTF-8 cannot hold (lone surrogates) are escaped."""
    if isinstance(value, list):
        return _in_lines([_in_one_line(entry) for entry in value])
    return _in_one_line(value) + b"\n"


def _in_one_line(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a CSV file.  A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return b"".join([_BOM, _csv_row(columns), *map(_csv_row, rows)])


_BOM, _END = b"\xef\xbb\xbf", b"\r\n"
_BEGINS = b'{"id":"'


def _csv_row(row: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def event_entry(event: SiteEvent, site: Site) -> Entry:
    """One entry of events.json."""
    return {
        "id": event.id,
        "url": event.url,
        "title": event.title,
        "kind": event.kind,
        "date": event.date,
        "extent": event.extent,
        "status": event.status,
        "standing": event.standing,
        "lapsed": event.lapsed,
        "background": event.background,
        "part_of": event.part_of,
        "review": event.review,
        "summary": " ".join(sentence.text for sentence in event.summary),
        "topics": list(event.topics),
        "place": _event_place(site.profiles[event.place]) if event.place and event.place in site.profiles else None,
        "participants": [_participant(site.profiles[actor], role) for actor, role in event.participants],
        "reports": [_report(report, site.articles[report.article]) for report in event.reports],
        "conflicts": [
            {
                "field": conflict.field,
                "values": [{"value": value, "articles": list(articles)} for value, articles in conflict.values],
                "chosen": conflict.chosen,
                "because": conflict.because,
            }
            for conflict in event.conflicts
        ],
        "origins": event.origins,
        "former_ids": list(event.former_ids),
        "updated": event.updated,
    }


def person_entry(profile: SiteProfile) -> Entry:
    """One entry of people.json: everybody whom an article names, with or without a page."""
    roles = [
        {"title": role.title, "country": role.country, "from": role.first, "to": role.last, "articles": list(role.articles)}
        for role in profile.roles
    ]
    return {**_named(profile), "roles": roles, "events": list(profile.events), "mentions": _mentions(profile)}


def organization_entry(profile: SiteProfile) -> Entry:
    """One entry of organizations.json: organizations, and states that act."""
    shared = {"type": profile.type, "kind": profile.kind, "events": list(profile.events), "mentions": _mentions(profile)}
    return {**_named(profile), **shared}


def place_entry(profile: SiteProfile) -> Entry:
    """One entry of places.json."""
    position = {"latitude": profile.latitude, "longitude": profile.longitude}
    return {**_named(profile), "kind": profile.kind, "parent": profile.parent, **position, "events": list(profile.events)}


def source_entry(profile: SiteProfile) -> Entry:
    """One entry of sources.json: outlets with their articles, and whoever else is cited."""
    shared = {"type": profile.type, "kind": profile.kind, "articles": list(profile.reported), "cited_by": list(profile.cited_by)}
    return {**_named(profile), **shared}


def pair_entry(pair: Pair) -> Entry:
    """One entry of pairs.json."""
    counts: Entry = {bucket: list(events_in(pair, bucket)) for bucket in BUCKETS}
    return {"id": pair.id, "url": pair.url, "people": list(pair.people), **counts}


def article_entry(article: SiteArticle) -> Entry:
    """One entry of articles.json.  `headline` is the stated one, null where there is none."""
    return {
        "id": article.id,
        "url": article.url,
        "file": article.file,
        "headline": article.stated_headline,
        "outlet": article.outlet,
        "outlet_id": article.outlet_id,
        "byline": article.byline,
        "dateline": article.dateline,
        "language": article.language,
        "type": article.type,
        "text": article.text,
        "published": article.published,
        "published_basis": article.published_basis,
        "published_range": article.published_range,
        "updated": article.updated,
        "tags": list(article.tags),
        "source_url": article.source_url,
        "archived": article.archived,
        "cites": list(article.cites),
        "copy_of": article.copy_of,
        "standing": article.standing,
        "sha256": article.sha256,
    }


def _named(profile: SiteProfile) -> Entry:
    return {
        "id": profile.id,
        "url": profile.url or None,
        "name": profile.name,
        "aliases": list(profile.aliases),
        "country": profile.country,
    }


def _mentions(profile: SiteProfile) -> list[Entry]:
    return [{"article": article, "start": start, "end": end, "text": text} for article, start, end, text in profile.mentions]


def _event_place(place: SiteProfile) -> Entry:
    position = {"latitude": place.latitude, "longitude": place.longitude}
    return {"id": place.id, "name": place.name, "country": place.country, **position}


def _participant(profile: SiteProfile, role: str) -> Entry:
    return {"id": profile.id, "type": acting_type(profile), "name": profile.name, "role": role}


def acting_type(profile: SiteProfile) -> str:
    """What a profile is when it acts: a place acts as the state that it stands for, an outlet as the organization that it is."""
    return {"person": "person", "state": "state", "place": "state"}.get(profile.type, "organization")


def _report(report: SiteReport, article: SiteArticle) -> Entry:
    return {"article": report.article, "file": article.file, "status": report.status, "claims": [_claim(claim) for claim in report.claims]}


def _claim(claim: SiteClaim) -> Entry:
    evidence = claim.evidence
    words = ("start", "end", "quote", "prefix", "suffix")
    return {
        "status": claim.status,
        "on": claim.on,
        "date": claim.date,
        "place": claim.place,
        "said_by": [[{"source": voice.source, "text": voice.text} for voice in chain] for chain in claim.said_by],
        "evidence": {word: getattr(evidence, word) for word in words} if evidence else None,
        "anchor": claim.anchor,
        "our_note": claim.our_note,
    }


# ---- CSV

_EVENT_COLUMNS = (
    "id", "url", "title", "kind", "date", "extent", "status", "standing", "lapsed", "background", "part_of", "review", "place", "country",
    "latitude", "longitude", "participants", "topics", "articles", "origins", "summary",
)  # fmt: skip
_PERSON_COLUMNS = ("id", "url", "name", "aliases", "country", "roles", "events", "articles")


def _event_row(entry: Entry) -> list[str]:
    place = entry["place"] or {}
    cells = {
        **entry,
        "place": place.get("name"),
        **{key: place.get(key) for key in ("country", "latitude", "longitude")},
        "participants": [f"{actor['name']} ({actor['role']})" for actor in entry["participants"]],
        "articles": [report["article"] for report in entry["reports"]],
    }
    return [_cell(cells[column]) for column in _EVENT_COLUMNS]


def _person_row(entry: Entry) -> list[str]:
    articles = list(dict.fromkeys(mention["article"] for mention in entry["mentions"]))
    cells = {**entry, "roles": [role["title"] for role in entry["roles"]], "articles": articles}
    return [_cell(cells[column]) for column in _PERSON_COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _safe_cell(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would take it for a formula; numbers stay numbers."""
    if not cell.startswith(_FORMULA_STARTS):
        return cell
    return cell if cell[0] == "-" and cell[1:].replace(".", "", 1).isdecimal() else f"'{cell}"


# ---- which entries stand in which file


class _Table(NamedTuple):
    idents: Callable[[Index, Site], list[str]]  # in the site's order
    entry: Callable[[str, Site], Entry]


def _profiles(types: Collection[str], entry: Callable[[SiteProfile], Entry]) -> _Table:
    return _Table(
        lambda index, _: [profile.id for profile in index.profiles.values() if profile.type in types],
        lambda ident, site: entry(site.profiles[ident]),
    )


_TABLES = {
    "events": _Table(lambda index, _: list(index.events), lambda ident, site: event_entry(site.events[ident], site)),
    "people": _profiles(("person",), person_entry),
    "articles": _Table(lambda index, _: list(index.articles), lambda ident, site: article_entry(site.articles[ident])),
    "organizations": _profiles(("organization", "state"), organization_entry),
    "places": _profiles(("place", "state"), place_entry),
    "sources": _profiles(("outlet", "source"), source_entry),
    "pairs": _Table(lambda _, site: list(site.pairs), lambda ident, site: pair_entry(site.pairs[ident])),
}
_ROWS: dict[str, Callable[[Entry], list[str]]] = {"events": _event_row, "people": _person_row}
_COLUMNS = {"events": _EVENT_COLUMNS, "people": _PERSON_COLUMNS}
