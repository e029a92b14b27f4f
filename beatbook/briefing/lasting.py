"""What a machine's view keeps for later: so that what people said outlives files that are broken, renamed, deleted or gone.

All of it stands in MachineView.extra:
- `edited`: how an edited document differs from the machine's view, as it last could be read;
- `spoken`, `detached`: marks of the claims that an event had when a correction first spoke of it, and of those that it then took out;
- `past`: marks of claims that once belonged to an edited event, so that it is known again when its article comes back;
- `tombstone`: the machine removed the file itself, and the view is kept because a correction names it, with marks of its `own` claims;
- `checked`: the facts of a brief when an editor checked it.
Marks are hashes: of an article that was removed, no word stays behind.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.briefing.document import document_id, document_type
from beatbook.briefing.fields import YES, FrontMatter, is_true, maps_of, quote_anchor, text_of, texts_of
from beatbook.briefing.model import Document, MachineView
from beatbook.merging.model import ClaimKey, Known

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from beatbook.analysis.model import Analysis
    from beatbook.merging.model import KnownEvent
    from beatbook.strictyaml import YamlValue

NAMING = ("same_as", "not_same_as", "split_from")  # corrections that name other documents of the folder
SINGLE_FACTS = ("kind", "date", "extent", "status", "standing", "place", "part_of")  # of a brief, that a check covers
LOST = -1  # index of a claim that its article no longer makes: the article still counts for who keeps an id


# ---- edited documents


def difference(document: Document, view: MachineView) -> FrontMatter:
    """How an edited document differs from the machine's view; {} where it does not."""
    changed = {key: value for key, value in document.front_matter.items() if view.front_matter.get(key) != value}
    removed: list[YamlValue] = [key for key in view.front_matter if key not in document.front_matter]
    if not changed and not removed and document.body == view.body:
        return {}
    return {"set": changed, "removed": removed, "body": document.body}


def last_form(path: str, view: MachineView) -> Document | None:
    """The document as it last could be read: the machine's view with what people had made of it."""
    found = document_type(path)
    if found is None:
        return None
    edited = view.extra.get("edited")
    if not isinstance(edited, dict):
        return Document(found, document_id(path), dict(view.front_matter), view.body)
    changed, removed = edited.get("set"), set(texts_of(edited, "removed"))
    front = {**view.front_matter, **(changed if isinstance(changed, dict) else {})}
    body = edited.get("body", "")
    kept = {key: value for key, value in front.items() if key not in removed}
    return Document(found, document_id(path), kept, body if isinstance(body, str) else "")


# ---- claims


def claim_mark(article: str, anchor: str, nth: str = "") -> str:
    """A claim's mark: sixteen digits of a hash of its article and words.

    `nth` tells claims with the same words apart, "" for the first.
    """
    return hashlib.sha256(f"{article}\n{anchor}\n{nth}".encode("utf-8", "replace")).hexdigest()[:16]


def marks_of(view: MachineView | None) -> frozenset[str]:
    """The marks of the claims that an event rests on now."""
    return frozenset(mark_of(claim) for claim in (maps_of(view.extra, "claims") if view else ()))


def mark_of(claim: FrontMatter) -> str:
    """The mark of a claim of a view."""
    return claim_mark(text_of(claim, "article"), text_of(claim, "anchor"), text_of(claim, "nth"))


def articles_of(view: MachineView) -> frozenset[str]:
    """The articles that an event or a profile rests on."""
    return frozenset(text_of(entry, "article") for key in ("claims", "mentions") for entry in maps_of(view.extra, key))


def follow_claims(
    known: Known,
    views: Mapping[str, MachineView],
    analyses: Mapping[str, Analysis],
    listed: Collection[str] = (),
    others: Callable[[], Iterable[KnownEvent]] = tuple,
) -> Known:
    """`known` with the claims of each event found again by their words in today's analyses.

    An edited article or a new rule gives claims other numbers.  A claim whose words are gone keeps its article and gets the index LOST.
    `listed`: paths of events whose claims are known to be where their views say; `others`: events beside these, whose claims are found.
    """
    finder = _Finder(analyses, {article.id: article.former_ids for article in known.articles if article.former_ids})
    current = {
        event.id: event.claims if f"events/{event.id}.md" in listed else finder.current(views.get(f"events/{event.id}.md"))
        for event in known.events
    }
    past = {event.id: texts_of(view.extra, "past") for event in known.events if (view := views.get(f"events/{event.id}.md"))}
    taken = {key for keys in current.values() for key in keys}
    if any(past.values()) or any(event.told for event in known.events):
        taken |= {key for event in others() for key in event.claims}
    returned = finder.returned(past, taken) if any(past.values()) else {}
    taken |= {key for keys in returned.values() for key in keys}
    lost = finder.told([event for event in known.events if event.told], taken)
    events = tuple(_with_claims(e, (*current[e.id], *returned.get(e.id, ()), *lost.get(e.id, ()))) for e in known.events)
    remembered = {event.id: view.extra for event in events if (view := views.get(f"events/{event.id}.md")) and "spoken" in view.extra}
    keys = finder.marked({mark for extra in remembered.values() for key in ("spoken", "detached") for mark in texts_of(extra, key)})
    return replace(known, events=tuple(_with_spoken(event, remembered.get(event.id), keys) for event in events))


def _with_claims(event: KnownEvent, claims: tuple[ClaimKey, ...]) -> KnownEvent:
    kept = tuple(dict.fromkeys(key for key in claims if key.article not in event.not_about))
    out = tuple(dict.fromkeys(key for key in claims if key.article in event.not_about))
    return replace(event, claims=kept, spoken=kept if _speaks(event) else (), detached=out)


def _speaks(event: KnownEvent) -> bool:
    return bool(event.same_as or event.not_same_as or event.not_about or event.split_from)


def _with_spoken(event: KnownEvent, extra: Mapping[str, YamlValue] | None, keys: Mapping[str, ClaimKey]) -> KnownEvent:
    """The event with the claims that it had when an editor spoke of it."""
    if extra is None:
        return event
    spoken = tuple(keys[mark] for mark in texts_of(extra, "spoken") if mark in keys)
    detached = tuple(key for mark in texts_of(extra, "detached") if (key := keys.get(mark)) and key.article in event.not_about)
    return replace(event, spoken=spoken, detached=tuple(dict.fromkeys((*event.detached, *detached))))


class _Finder:
    """Looks claims up by their words."""

    def __init__(self, analyses: Mapping[str, Analysis], former_ids: Mapping[str, tuple[str, ...]]) -> None:
        self.analyses, self.former_ids = analyses, former_ids
        self.anchors: dict[str, tuple[str, ...]] = {}

    def of(self, article: str) -> tuple[str, ...]:
        """The anchor of each claim of an article, "" for one without words."""
        if article not in self.anchors:
            held = self.analyses.get(article)
            quotes = (claim.evidence.quote if claim.evidence else "" for claim in held.claims) if held else ()
            self.anchors[article] = tuple(quote_anchor(quote) if quote else "" for quote in quotes)
        return self.anchors[article]

    def current(self, view: MachineView | None) -> tuple[ClaimKey, ...]:
        """The keys of the claims that a view lists."""
        entries = [
            (text_of(claim, "article"), int(index), text_of(claim, "anchor"))
            for claim in (maps_of(view.extra, "claims") if view else ())
            if (index := text_of(claim, "index")).isdecimal()
        ]
        same = {(article, index) for article, index, anchor in entries if self.of(article)[index : index + 1] == (anchor,)}
        keys = []
        for article, number, anchor in entries:
            others = (other for other, found in enumerate(self.of(article)) if found == anchor and (article, other) not in same)
            place = number if (article, number) in same or article not in self.analyses else next(others, LOST)
            same.add((article, place))
            keys.append(ClaimKey(article, place))
        return tuple(keys)

    def told(self, events: Sequence[KnownEvent], taken: set[ClaimKey]) -> dict[str, list[ClaimKey]]:
        """Event -> the claims that its brief itself reports and that are no other event's.

        One sentence may make several claims: each event gets those of its kind and status first, then of its kind, then what is left.
        """
        found: dict[str, list[ClaimKey]] = defaultdict(list)
        open_ = [(event, report) for event in events for report in event.told]
        for exact in (2, 1, 0):
            rest = []
            for event, (article, anchor, status) in open_:
                fits = (index for index, other in enumerate(self.of(article)) if other == anchor)
                keys = (ClaimKey(article, index) for index in fits if self._likeness(article, index, event.kind, status) >= exact)
                key = next((key for key in keys if key not in taken), None)
                if key is None:
                    rest.append((event, (article, anchor, status)))
                else:
                    taken.add(key)
                    found[event.id].append(key)
            open_ = rest
        return found

    def _likeness(self, article: str, index: int, kind: str, status: str) -> int:
        claim = self.analyses[article].claims[index]
        return (claim.kind == kind) + (claim.kind == kind and claim.status == status)

    def marked(self, marks: set[str]) -> dict[str, ClaimKey]:
        """Mark -> the claim of today that has it, for all of `marks` that there still are."""
        found: dict[str, ClaimKey] = {}
        for article in sorted(self.analyses) if marks else ():
            for index in range(len(self.of(article))):
                found |= {mark: ClaimKey(article, index) for mark in self._marks(article, index) if mark in marks}
        return found

    def _marks(self, article: str, index: int) -> tuple[str, ...]:
        """The marks of a claim: one for each id that its article has had."""
        anchors = self.of(article)
        anchor, nth = anchors[index], str(anchors[:index].count(anchors[index]) or "")
        return tuple(claim_mark(id_, anchor, nth) for id_ in (article, *self.former_ids.get(article, ()))) if anchor else ()

    def returned(self, past: Mapping[str, tuple[str, ...]], taken: set[ClaimKey]) -> dict[str, list[ClaimKey]]:
        """Event -> the claims that were once its own and that belong to no event now."""
        owners: dict[str, str] = {}
        for id_ in sorted(past):
            for mark in past[id_]:
                owners.setdefault(mark, id_)
        found: dict[str, list[ClaimKey]] = defaultdict(list)
        for article in sorted(self.analyses):
            for index in range(len(self.of(article))):
                owner = next((owners[mark] for mark in self._marks(article, index) if mark in owners), None)
                if owner and ClaimKey(article, index) not in taken:
                    found[owner].append(ClaimKey(article, index))
        return found


# ---- what is kept when the plan is made


def named_by_corrections(documents: Iterable[Document]) -> frozenset[str]:
    """Paths of all documents that a correction names."""
    return frozenset(
        f"{document.path.partition('/')[0]}/{other}.md"
        for document in documents
        for key in NAMING
        for other in texts_of(document.front_matter, key)
    )


def with_spoken(view: MachineView, base: MachineView | None, apart: frozenset[str], not_about: tuple[str, ...]) -> MachineView:
    """The view of an event of which an editor speaks, with marks of the claims that the editor saw there.

    They are taken once, from the view as it stood then.  `apart`: articles whose claims the editor takes out of the event; what
    `not_about` names among them is noted too.
    """
    extra = {key: value for key, value in view.extra.items() if key not in ("spoken", "detached")}
    seen = maps_of(base.extra, "claims") if base else ()
    before = texts_of(base.extra, "spoken") if base else ()
    own = [mark_of(claim) for claim in seen or maps_of(view.extra, "claims") if text_of(claim, "article") not in apart]
    gone = {mark_of(claim) for claim in seen if text_of(claim, "article") in not_about} | set(
        texts_of(base.extra, "detached") if base else ()
    )
    spoken: list[YamlValue] = [*sorted(set(before or own))]
    detached: list[YamlValue] = [*sorted(gone)]
    return replace(view, extra={**extra, "spoken": spoken, **({"detached": detached} if detached and not_about else {})})


def with_past(view: MachineView, base: MachineView | None, elsewhere: frozenset[str]) -> MachineView:
    """The view with the marks of claims that once were its own; `elsewhere` are those that belong to another event now."""
    marks = once(base) - marks_of(view) - elsewhere
    extra = {key: value for key, value in view.extra.items() if key != "past"}
    past: list[YamlValue] = [*sorted(marks)]
    return replace(view, extra={**extra, "past": past} if past else extra)


def with_same_reasons(view: MachineView, base: MachineView) -> MachineView:
    """The view with the reasons that it gave before, where nothing but these has changed.

    Merging starts from what the last build found, so that the same claims may be joined by another step: no reason to write a file.
    """
    if view.extra.get("because") == base.extra.get("because"):
        return view
    kept = replace(view, extra={**view.extra, "because": base.extra.get("because", [])})
    return kept if kept == base else view


def once(base: MachineView | None) -> frozenset[str]:
    """The marks of all claims that an event rests on, or rested on before."""
    return marks_of(base) | frozenset(texts_of(base.extra, "past")) if base else frozenset()


def tombstone(path: str, base: MachineView, elsewhere: frozenset[str] = frozenset()) -> MachineView:
    """What stays of a view whose document went, for the corrections that name it: a profile's names, an event's marks."""
    kept = ("id", "name", "aliases", "country", "type") if document_type(path) != "event" else ("id",)
    past: list[YamlValue] = [*sorted(once(base) - elsewhere)]
    own: list[YamlValue] = [*sorted(once(base))]
    extra: FrontMatter = {
        "tombstone": YES,
        "past": past,
        "own": own,
        "spoken": base.extra.get("spoken", own),
        "has_page": text_of(base.extra, "has_page"),
    }
    return MachineView(_only(base.front_matter, kept), extra={key: value for key, value in extra.items() if value})


def is_tombstone(view: MachineView | None) -> bool:
    """Whether the machine removed the document of this view itself."""
    return view is not None and is_true(view.extra, "tombstone")


def unsupported(path: str, base: MachineView) -> MachineView:
    """The machine's view of an edited document whose subject no article names any more: its facts stand, what rested on articles goes."""
    event = document_type(path) == "event"
    front = {**base.front_matter, "summary": "", "reports": [], "conflicts": []} if event else dict(base.front_matter)
    extra = _only(base.extra, ("has_page", "type", "surname", "given", "family_first", "past", "spoken", "detached"))
    return MachineView(front, base.body, extra={**extra, "gone": YES})


def deleted(base: MachineView, new: MachineView | None) -> MachineView:
    """The view of a document that a person deleted: what it needs to be known again, and to stay away."""
    if new is not None:
        return replace(
            new, updated=base.updated, extra={**new.extra, **_only(base.extra, ("edited", "past", "spoken", "detached")), "deleted": YES}
        )
    past: list[YamlValue] = [*sorted(once(base))]
    extra: FrontMatter = {**_only(base.extra, ("has_page",)), "deleted": YES}
    return MachineView(_only(base.front_matter, ("id", "file", "sha256", "url")), extra={**extra, "past": past} if past else extra)


def _only(fields: Mapping[str, YamlValue], keys: tuple[str, ...]) -> FrontMatter:
    return {key: fields[key] for key in keys if key in fields}


# ---- checked briefs


def facts_of(front_matter: Mapping[str, YamlValue]) -> FrontMatter:
    """What a check covers: the single facts, who took part as what, and which articles report it in which status."""
    actors = (
        (text_of(item, "person") or text_of(item, "organization") or text_of(item, "state"), text_of(item, "role"))
        for item in maps_of(front_matter, "participants")
    )
    facts: FrontMatter = {key: value for key in SINGLE_FACTS if (value := text_of(front_matter, key))}
    participants: list[YamlValue] = [f"{who} {role}".strip() for who, role in actors if who]
    reports: list[YamlValue] = [f"{text_of(item, 'article')} {text_of(item, 'status')}" for item in maps_of(front_matter, "reports")]
    return {**facts, "participants": participants, "reports": reports}


def checked_extra(document: Document, base: MachineView | None, review: YamlValue) -> FrontMatter:
    """The facts as they were when this check was made: kept as long as `review` stays what it is."""
    before = base.extra.get("checked") if base else None
    if isinstance(before, dict) and before.get("review") == review:
        return {"checked": before}
    return {"checked": {"review": review, "facts": facts_of(document.front_matter)}}


def changed_since(front_matter: Mapping[str, YamlValue], view: MachineView | None) -> Iterator[tuple[str, str, str]]:
    """(fact, then, now) of each fact of a checked brief that is no longer what the editor saw.

    Of lists, items of the two sides one by one: an empty `then` is new, an empty `now` is gone.
    """
    checked = view.extra.get("checked") if view else None
    facts = checked.get("facts") if isinstance(checked, dict) else None
    if not isinstance(facts, dict):
        return
    now = facts_of(front_matter)
    for key in SINGLE_FACTS:
        then, after = text_of(facts, key), text_of(now, key)
        if then != after:
            yield key, then, after
    for key in ("participants", "reports"):
        before, later = texts_of(facts, key), texts_of(now, key)
        yield from ((key, item, "") for item in before if item not in later)
        yield from ((key, "", item) for item in later if item not in before)
