"""content/ -> what merging needs to know of earlier builds and of people's corrections."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast, get_args

import msgspec

from beatbook.analysis.model import STATUSES
from beatbook.briefing.document import document_id, document_type, parse_documents
from beatbook.briefing.fields import FrontMatter, is_true, maps_of, quote_anchor, text_of, texts_of
from beatbook.briefing.lasting import is_tombstone, last_form
from beatbook.briefing.renames import follow_partings, follow_views, without_parted
from beatbook.briefing.three_way import words_of
from beatbook.edtf import is_edtf
from beatbook.merging.model import ClaimKey, Known, KnownArticle, KnownEvent, KnownProfile, ProfileRole, ProfileType
from beatbook.reading.identity import KnownId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from beatbook.briefing.model import Document, DocumentType, MachineView
    from beatbook.errors import Problem

Standing = Literal["stands", "corrected", "retracted"]
NOTHING: Mapping[str, bytes] = MappingProxyType({})
KnownEntry = KnownArticle | KnownProfile | KnownEvent
_PROFILES: dict[str, ProfileType] = {"person": "person", "organization": "organization", "place": "place", "outlet": "outlet"}
_NAMED = msgspec.msgpack.Decoder(KnownId)
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")  # sets in one order, whatever the hash seed


@dataclass(frozen=True, slots=True)
class HeldKnown:
    """What content/ knows, by path of the document: as an earlier build stored it where nothing has changed, else as it was found now.

    It is made whole when somebody asks for it; where nothing is merged anew, nobody does.
    """

    kept: Mapping[str, bytes] = field(default_factory=dict)  # encoded; b"" of a document of which there is nothing to know
    found: Mapping[str, KnownEntry] = field(default_factory=dict)

    def digest(self) -> bytes:
        """A hash of all of it."""
        encoded = {**self.kept, **{path: encode_known(entry) for path, entry in self.found.items()}}
        total = sha256()
        for path in sorted(encoded):
            total.update(encoded[path])
        return total.digest()

    def whole(self) -> Known:
        """All of it, in order of the paths."""
        entries = [entry for path in sorted({*self.kept, *self.found}) if (entry := self._entry(path)) is not None]
        return Known(
            tuple(entry for entry in entries if isinstance(entry, KnownArticle)),
            tuple(entry for entry in entries if isinstance(entry, KnownProfile)),
            tuple(entry for entry in entries if isinstance(entry, KnownEvent)),
        )

    def articles(self) -> Iterator[KnownArticle]:
        """The records, in order of the paths."""
        for path in sorted(path for path in {*self.kept, *self.found} if path.startswith("articles/")):
            if isinstance(entry := self._entry(path), KnownArticle):
                yield entry

    def named(self) -> Iterator[KnownId]:
        """The records, as articles are told from each other."""
        for path, content in self.kept.items():
            if path.startswith("articles/"):
                yield _NAMED.decode(content)
        for entry in self.found.values():
            if isinstance(entry, KnownArticle):
                yield KnownId(entry.id, entry.file, entry.sha256, entry.url)

    def events(self) -> Iterator[KnownEvent]:
        """The briefs that stand, in order of the paths."""
        for path in sorted(path for path in self.kept if path.startswith("events/")):
            if isinstance(entry := self._entry(path), KnownEvent):
                yield entry

    def looked_at(self) -> Known:
        """What was found now."""
        return HeldKnown(found=self.found).whole()

    def with_events(self, events: Iterable[KnownEvent]) -> HeldKnown:
        """The same, with these in place of the events that were found now."""
        return replace(self, found={**self.found, **{f"events/{event.id}.md": event for event in events}})

    def _entry(self, path: str) -> KnownEntry | None:
        return self.found[path] if path in self.found else decode_known(path, self.kept[path])


def encode_known(entry: KnownEntry | None) -> bytes:
    """An entry as it is kept: the fields that say something."""
    if entry is None:
        return b""
    values = ((each.name, getattr(entry, each.name)) for each in fields(entry))
    return _ENCODER.encode({name: value for name, value in values if value not in (None, "", (), frozenset(), False)})


def decode_known(path: str, content: bytes) -> KnownEntry | None:
    """The entry of a document that was kept."""
    if not content:
        return None
    kind = document_type(path)
    if kind == "event":
        return msgspec.msgpack.decode(content, type=KnownEvent)
    return msgspec.msgpack.decode(content, type=KnownArticle) if kind == "article" else msgspec.msgpack.decode(content, type=KnownProfile)


def read_known(
    texts: Mapping[str, str], views: Mapping[str, MachineView], plain: Collection[str] = ()
) -> tuple[Known, tuple[Problem, ...]]:
    """What the folder content/ knows (path -> text), and what is wrong with the documents that could not be read.

    `plain`: documents known to be as the machine wrote them for their view, which need not be parsed.

    A document that is broken or that a person deleted is known by its machine view: its id stays taken, and what it was is recognised.
    """
    known, problems = read_held(texts, views, plain)
    return known.whole(), problems


def read_held(
    texts: Mapping[str, str], views: Mapping[str, MachineView], plain: Collection[str] = (), kept: Mapping[str, bytes] = NOTHING
) -> tuple[HeldKnown, tuple[Problem, ...]]:
    """The same, with what is `kept` of documents that are none of `texts` and `views`, and have nothing to do with those that are."""
    stored = views
    renamed = follow_views(texts, views)
    views = follow_partings(texts, renamed)
    parsed = parse_documents(texts, {path: stored[path] for path in plain})
    documents = [without_parted(document, renamed.get(document.path), views.get(document.path)) for document in parsed.documents]
    deleted = frozenset(path for path, view in views.items() if path not in texts and not is_tombstone(view))
    return HeldKnown(kept, _entries(documents, views, deleted)), parsed.problems


def known_from(documents: Iterable[Document], views: Mapping[str, MachineView], *, deleted: frozenset[str] = frozenset()) -> Known:
    """The same from documents already read; `deleted` are paths that have a view and no file."""
    return HeldKnown(found=_entries(documents, views, deleted)).whole()


def known_of(path: str, document: Document | None, view: MachineView) -> KnownEntry | None:
    """What is known of a document that is as the machine wrote it for this view, with all claims where the view lists them."""
    entry = _entries([document] if document else [], {path: view}, frozenset()).get(path)
    return replace(entry, claims=tuple(dict.fromkeys(entry.claims))) if isinstance(entry, KnownEvent) else entry


def _entries(documents: Iterable[Document], views: Mapping[str, MachineView], deleted: frozenset[str]) -> dict[str, KnownEntry]:
    """Path of the document -> what merging goes by of it."""
    by_path = {document.path: document for document in documents}
    entries: dict[str, KnownEntry] = {}
    for path in sorted(by_path.keys() | views.keys()):
        found, view = document_type(path), views.get(path)
        document = by_path.get(path)
        held = document or (last_form(path, view) if view else None)
        front = held.front_matter if held else {}
        owned = owned_fields(front, view)
        if found == "event":
            withdrawn = path in deleted or is_true(front, "hidden")
            entries[path] = replace(_event(document_id(path), front, view, owned), withdrawn=withdrawn)
        elif found == "article":
            entries[path] = _article(document_id(path), front, owned, deleted=path in deleted)
        elif found in _PROFILES and (document or (view and is_true(view.extra, "has_page"))):
            entries[path] = _profile(
                document_id(path), found, front, owned, set_by_hand=_added(front, view, "aliases"), called=_called(view)
            )
    ids = {old: entry.id for entry in entries.values() if isinstance(entry, KnownArticle) for old in entry.former_ids}
    return {path: _with_ids(entry, ids) if ids and isinstance(entry, KnownEvent) else entry for path, entry in entries.items()}


def _with_ids(event: KnownEvent, ids: Mapping[str, str]) -> KnownEvent:
    """The event with what an editor said of articles under their former ids."""
    not_about, split = (tuple(ids.get(id_, id_) for id_ in named) for named in (event.not_about, event.split))
    return replace(event, not_about=not_about, split=split)


def owned_fields(front_matter: FrontMatter, view: MachineView | None) -> frozenset[str]:
    """The fields that a person set: where the file says something else than the machine last did; all of them without a view.

    So is a value that the machine holds by now too, because a person had set it: the machine may only echo it.
    """
    base = view.front_matter if view else {}
    keys = front_matter.keys() | base.keys() if front_matter is not base else ()
    differing = {key for key in keys if front_matter.get(key, "") != base.get(key, "") and key != "id"}
    echoed = {key for key, yours in _overruled(view).items() if key in front_matter and words_of(front_matter[key]) == yours}
    return frozenset(differing | echoed)


def _added(front_matter: FrontMatter, view: MachineView | None, key: str) -> tuple[str, ...]:
    """The items of a list that a person added."""
    base, overruled = texts_of(view.front_matter, key) if view else (), _overruled(view)
    return tuple(item for item in texts_of(front_matter, key) if item not in base or f"{key}[{item}]" in overruled)


def _called(view: MachineView | None) -> str:
    """The name that the machine gave, or would give if it did not echo a person's."""
    if view is None:
        return ""
    memory = view.extra.get("memory", {})
    overruled = memory.get("overruled", {}) if isinstance(memory, dict) else {}
    known = overruled.get("name") if isinstance(overruled, dict) else None
    return (text_of(known, "machine") if isinstance(known, dict) else "") or text_of(view.front_matter, "name")


def _overruled(view: MachineView | None) -> dict[str, str]:
    """Path of a value -> what a person wrote there, for all that the view remembers."""
    memory = view.extra.get("memory", {}) if view else {}
    overruled = memory.get("overruled", {}) if isinstance(memory, dict) else {}
    found = overruled.items() if isinstance(overruled, dict) else ()
    return {path: text_of(known, "yours") for path, known in found if isinstance(known, dict)}


def is_checked(front_matter: FrontMatter) -> bool:
    """Whether an editor has read a brief: `review: checked`, or a map with `status: checked`."""
    review = front_matter.get("review", "")
    status = text_of(review, "status") if isinstance(review, dict) else review
    return isinstance(status, str) and status.strip() == "checked"


def _event(id: str, front: FrontMatter, view: MachineView | None, owned: frozenset[str]) -> KnownEvent:  # noqa: A002 - the field's own name
    status, date = text_of(front, "status"), text_of(front, "date")
    reports = maps_of(front, "reports")
    return KnownEvent(
        id,
        text_of(front, "kind"),
        date=date if is_edtf(date) else None,
        status=status if status in STATUSES else None,
        place=text_of(front, "place") or None,
        participants=participant_ids(front),
        claims=_claim_keys(view),
        former_ids=texts_of(front, "former_ids"),
        same_as=texts_of(front, "same_as"),
        not_same_as=texts_of(front, "not_same_as"),
        not_about=texts_of(front, "not_about"),
        split=texts_of(front, "split"),
        split_from=text_of(front, "split_from"),
        owned=owned,
        reviewed=is_checked(front),
        articles=len(reports),
        told=_told(reports) if view is None else (),
        by_hand=view is None and not reports,
    )


def _told(reports: Iterable[FrontMatter]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (text_of(report, "article"), quote_anchor(quote), text_of(claim, "status"))
        for report in reports
        for claim in maps_of(report, "claims")
        if (quote := text_of(claim, "quote"))
    )


def participant_ids(front_matter: FrontMatter) -> tuple[str, ...]:
    """The ids of those who take part, in order."""
    ids = (text_of(item, key) for item in maps_of(front_matter, "participants") for key in ("person", "organization", "state"))
    return tuple(id_ for id_ in ids if id_)


def _claim_keys(view: MachineView | None) -> tuple[ClaimKey, ...]:
    claims = maps_of(view.extra, "claims") if view else ()
    return tuple(ClaimKey(text_of(claim, "article"), int(index)) for claim in claims if (index := text_of(claim, "index")).isdecimal())


def _article(id: str, front: FrontMatter, owned: frozenset[str], *, deleted: bool) -> KnownArticle:  # noqa: A002 - the field's own name
    people = front.get("people", {})
    standing = text_of(front, "standing")
    return KnownArticle(
        id,
        text_of(front, "file"),
        text_of(front, "sha256"),
        text_of(front, "url") or None,
        published=text_of(front, "published") or None if "published" in owned else None,
        standing=cast("Standing", standing) if standing in get_args(Standing) else "stands",
        excluded=deleted or is_true(front, "excluded") or is_true(front, "hidden"),
        former_ids=texts_of(front, "former_ids"),
        reassigned=tuple((form, who) for form, who in people.items() if isinstance(who, str)) if isinstance(people, dict) else (),
    )


def _profile(
    id: str,  # noqa: A002 - the fields' own names
    type: DocumentType,  # noqa: A002
    front: FrontMatter,
    owned: frozenset[str],
    set_by_hand: tuple[str, ...],
    called: str,
) -> KnownProfile:
    stated = text_of(front, "type")
    return KnownProfile(
        id,
        cast("ProfileType", stated) if stated in ("state", "source") else _PROFILES[type],
        text_of(front, "name") or id,
        aliases=texts_of(front, "aliases"),
        called=called,
        former_ids=texts_of(front, "former_ids"),
        country=text_of(front, "country"),
        roles=tuple(_role(role) for role in maps_of(front, "roles")) if "roles" in owned else (),  # others come from the articles again
        same_as=texts_of(front, "same_as"),
        not_same_as=texts_of(front, "not_same_as"),
        owned=owned,
        own_aliases=set_by_hand,
    )


def _role(role: FrontMatter) -> ProfileRole:
    return ProfileRole(
        text_of(role, "title"),
        text_of(role, "office"),
        text_of(role, "country"),
        text_of(role, "from") or None,
        text_of(role, "to") or None,
        former=is_true(role, "former"),
    )
