"""The machine's view of everything + what stands in content/ -> what a build would do to content/."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.briefing.comments import comments_of, with_comments
from beatbook.briefing.document import document_id, document_type, format_document, parse_document, unify_line_ends
from beatbook.briefing.fields import (
    PROFILE_TYPES,
    FrontMatter,
    article_extra,
    article_fields,
    event_extra,
    event_fields,
    is_true,
    maps_of,
    profile_extra,
    profile_fields,
    text_of,
    texts_of,
)
from beatbook.briefing.known import is_checked
from beatbook.briefing.lasting import (
    NAMING,
    checked_extra,
    deleted,
    difference,
    is_tombstone,
    last_form,
    marks_of,
    named_by_corrections,
    once,
    tombstone,
    unsupported,
    with_past,
    with_same_reasons,
    with_spoken,
)
from beatbook.briefing.model import (
    FOLDERS,
    BriefingPlan,
    Document,
    DocumentType,
    FileChange,
    MachineView,
    StandingDocuments,
    StandingViews,
    Suggestion,
)
from beatbook.briefing.renames import follow_views
from beatbook.briefing.settled import SHOWN, bare
from beatbook.briefing.splice import splice_document
from beatbook.briefing.three_way import Memory, Merge, Overruled, Version, merge_versions
from beatbook.briefing.validate import find_faults
from beatbook.briefing.wording import Writer
from beatbook.briefing.wording_rules import compile_wording
from beatbook.errors import Problem, YamlError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from beatbook.analysis.model import Claim
    from beatbook.briefing.asked import Words
    from beatbook.briefing.settled import Settled
    from beatbook.merging.model import Merged
    from beatbook.rules import Rules
    from beatbook.strictyaml import YamlValue


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one document."""

    document: Document | None  # None: there is none, and none is written
    view: MachineView | None
    text: str | None  # as it shall stand on disk; None: no file
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()
    plain: bool = False  # whether the text is to the letter what the machine writes for the view


def plan_briefing(merged: Merged, texts: Mapping[str, str], views: Mapping[str, MachineView], rules: Rules) -> BriefingPlan:
    """What a build would write under content/, and the documents and views that the site is made of.

    `texts`: path under content/ -> text, of every document on disk.  `views`: the machine's views as they last stood.  Nothing is written
    for a document whose bytes need not change, so a second build of the same input has no changes.
    """
    followed = follow_views(texts, views)
    return plan_views(machine_views(merged, rules, followed), texts, views, as_of=merged.as_of)


def plan_views(
    new: Mapping[str, MachineView],
    texts: Mapping[str, str],
    views: Mapping[str, MachineView],
    *,
    as_of: str | None,
    plain: frozenset[str] = frozenset(),
    quiet: Collection[str] = frozenset(),
    again: Callable[[str, MachineView], MachineView] = lambda _, stored: bare(stored),
) -> BriefingPlan:
    """The same, where the machine's own views are at hand; `plain` are documents known to be as the machine wrote them.

    `quiet`: documents that stand, as the machine wrote them for the views that it would make again, which need not be in `new`, and that no
    correction is in.  They are not looked at, unless a correction elsewhere speaks of them: `again` gives the view that the machine would
    make, for a path and what is stored there.
    """
    quiet = set(quiet)
    stored, views = views, follow_views({path: texts[path] for path in texts.keys() - quiet}, _but(views, quiet))
    paths = sorted({path for path in texts.keys() - quiet if document_type(path)} | (new.keys() - quiet) | views.keys())
    outcomes = {path: _outcome(path, views.get(path), new.get(path), texts.get(path), as_of, plain=path in plain) for path in paths}
    outcomes = _inherit(outcomes, views, {path: view for path, view in new.items() if path not in quiet}, as_of)
    spoken_of = _spoken_of(outcomes.values()) & quiet
    if spoken_of:
        quiet -= spoken_of
        views |= {path: stored[path] for path in spoken_of}
        new = {**new, **{path: again(path, stored[path]) for path in spoken_of}}
        outcomes |= {path: _standing(path, stored[path], texts.get(path)) for path in spoken_of}
        outcomes = {path: outcomes[path] for path in sorted(outcomes)}
    outcomes = _lasting(outcomes, views, lambda: _marks(stored[path] for path in quiet if path.startswith("events/")))
    changes = tuple(
        FileChange(path, outcome.text, texts.get(path)) for path, outcome in outcomes.items() if outcome.text != texts.get(path)
    )
    documents = tuple(outcome.document for outcome in outcomes.values() if outcome.document)
    final = {path: _as_stored(outcome.view, views.get(path)) for path, outcome in outcomes.items() if outcome.view}
    standing = StandingDocuments(stored, quiet & texts.keys(), documents) if quiet else documents
    return BriefingPlan(
        changes,
        standing,
        StandingViews(stored, quiet, final) if quiet else final,
        tuple(suggestion for outcome in outcomes.values() for suggestion in outcome.suggestions),
        (*(problem for outcome in outcomes.values() for problem in outcome.problems), *_copies(standing, documents, outcomes)),
        {document.path: owned for document in documents if (owned := _owned(document, outcomes[document.path].view))},
        {path: view for path, view in new.items() if path not in quiet},
        frozenset(path for path, outcome in outcomes.items() if outcome.plain),
        frozenset(quiet),
    )


def _but(views: Mapping[str, MachineView], paths: Collection[str]) -> dict[str, MachineView]:
    return {path: views[path] for path in views if path not in paths}


def _standing(path: str, view: MachineView, text: str | None) -> _Outcome:
    """A document that stands, as the machine wrote it for its view."""
    if text is None:
        return _Outcome(None, view, None)
    return _Outcome(Document(_type(path), document_id(path), view.front_matter, view.body), view, text, plain=True)


def _as_stored(view: MachineView, base: MachineView | None) -> MachineView:
    """The very view that is stored, where it is the same: it need not be written, nor looked at again."""
    return base if base is not None and view == base else view


def machine_views(
    merged: Merged, rules: Rules, before: Mapping[str, MachineView], *, only: frozenset[str] | None = None
) -> dict[str, MachineView]:
    """What the machine would write by itself, by path: a view of every event, article and profile, or of those of `only`.

    A profile without a page has a view and no file: its `extra` lacks `has_page`.
    """
    views = Views(merged, rules)
    return {path: views.make(path, before) for path in views.paths if only is None or path in only}


class Views:
    """What the machine writes by itself of a merged view, one document at a time."""

    def __init__(self, merged: Merged, rules: Rules) -> None:
        self._writer = Writer(merged, compile_wording(rules))
        self._events = {_path("event", event.id): event for event in merged.events}
        self._articles = {_path("article", article.id): article for article in merged.articles}
        self._profiles = {_path(PROFILE_TYPES[profile.type], profile.id): profile for profile in merged.profiles}
        self._sources = {id_ for article in merged.articles for id_ in (article.outlet_id, *article.cites) if id_}
        self.asked: dict[str, frozenset[str]] = {}  # path of an event that was worded -> what its words asked of the merged view

    @property
    def paths(self) -> list[str]:
        """The paths of all documents that there are, events first."""
        return [*self._events, *self._articles, *self._profiles]

    def answer(self, question: str) -> object:
        """The answer to a question of `asked`."""
        return self._writer.answer(question)

    def has_page(self, path: str) -> bool:
        """Whether the machine writes a file for a profile."""
        profile = self._profiles[path]
        return profile.has_page or (profile.type in ("outlet", "source") and profile.id in self._sources)

    def stands(self, path: str, changed: Collection[str], settled: Settled, words: Words) -> bool:
        """Whether the view of one of `paths`, which stood when `settled` was left, would be the same; not asked is what words ask for.

        `changed` names what is merged otherwise since, as "events/ID", "profiles/ID" and "articles/ID".
        """
        name = path.removesuffix(".md")
        if path in self._events:
            return name not in changed and path in words.asked
        if path in self._articles:
            return name not in changed
        return f"profiles/{document_id(path)}" not in changed and self.has_page(path) == settled.had_page(path)

    def make(self, path: str, before: Mapping[str, MachineView]) -> MachineView:
        """The view of one of `paths`; `before` are the views as they last stood."""
        if path in self._events:
            return self._event(path)
        if path in self._articles:
            article = self._articles[path]
            return MachineView(_with_versions(article_fields(article), before.get(path)), extra=article_extra(article))
        profile = self._profiles[path]
        return MachineView(profile_fields(profile), extra=profile_extra(replace(profile, has_page=self.has_page(path))))

    def _event(self, path: str) -> MachineView:
        event = self._events[path]
        words = self._writer.event(event)
        self.asked[path] = self._writer.questions
        known = {
            id_: article.analysis
            for report in event.reports
            for id_ in (report.article, *(claim.key.article for claim in report.claims))
            if (article := self._articles.get(_path("article", id_)))
        }
        extra = event_extra(event, {id_: analysis.metadata.sha256 for id_, analysis in known.items()})
        front = event_fields(event, title=words.title, summary=words.summary)
        return MachineView(front, extra=_numbered(extra, {id_: analysis.claims for id_, analysis in known.items()}))


def _path(type: DocumentType, id: str) -> str:  # noqa: A002 - the fields' own names
    return f"{FOLDERS[type]}/{id}.md"


def _numbered(extra: FrontMatter, claims_of: Mapping[str, tuple[Claim, ...]]) -> FrontMatter:
    """The view's extra, in which claims with the same words have numbers ("nth", from the second on)."""
    for entry in maps_of(extra, "claims"):
        claims, index = claims_of.get(text_of(entry, "article"), ()), int(text_of(entry, "index"))
        quotes = [claim.evidence.quote if claim.evidence else "" for claim in claims[: index + 1]]
        if quotes and (before := quotes[:-1].count(quotes[-1])):
            entry["nth"] = str(before)
    return extra


def _with_versions(front: FrontMatter, before: MachineView | None) -> FrontMatter:
    """The record with the earlier versions of its text, oldest first, where there were any."""
    if before is None:
        return front
    versions: list[YamlValue] = list(maps_of(before.front_matter, "versions"))
    was = text_of(before.front_matter, "sha256")
    if was and was != front["sha256"]:
        versions.append({"seen": before.updated or "", "sha256": was})
    return {**front, "versions": versions} if versions else front


# ---- one document


def _outcome(path: str, base: MachineView | None, new: MachineView | None, text: str | None, as_of: str | None, *, plain: bool) -> _Outcome:
    """What becomes of the document at `path`; the cases in which there is a machine's view, a file, both or neither."""
    if is_tombstone(base):
        if text is None and new is None:
            return _Outcome(None, base, None)
        base = None
    if text is None:
        return _without_file(path, base, new, as_of)
    if base is not None and plain and new is not None and _is_same(new, base):
        return _Outcome(Document(_type(path), document_id(path), base.front_matter, base.body), base, text, plain=True)
    if (
        base is not None
        and _has_file(path, base)
        and _memory(base) == Memory()
        and (plain or unify_line_ends(text) == _text_of(path, base))
    ):
        return _untouched(path, base, new, text, as_of)
    return _touched(path, base, new, text, as_of)


def _touched(path: str, base: MachineView | None, new: MachineView | None, text: str, as_of: str | None) -> _Outcome:
    """A file that is not as the machine wrote it."""
    try:
        ours = parse_document(text, path=path, type=_type(path))
    except YamlError:  # named by read_known; the file is left as it is, and the site shows how it last could be read
        return _broken(path, base, new, text)
    if new is None or not _has_file(path, new):
        return _orphan(path, ours, base, new, text, as_of)
    return _merged(path, ours, base, new, text, as_of)


def _untouched(path: str, base: MachineView, new: MachineView | None, text: str, as_of: str | None) -> _Outcome:
    """A file as the machine wrote it: replaced whole, or gone with its subject."""
    if new is None or not _has_file(path, new):
        return _Outcome(None, new, None)
    document = Document(_type(path), document_id(path), new.front_matter, new.body)
    same = (new.front_matter, new.body) == (base.front_matter, base.body)
    kept = text if same else format_document(document)
    return _Outcome(document, _stamped(new, base, document, as_of), kept, plain=kept == unify_line_ends(kept))


def _is_same(new: MachineView, base: MachineView) -> bool:
    """Whether the machine would store what it has stored: all the same, but for the stamp."""
    return (new.front_matter, new.body, new.extra) == (base.front_matter, base.body, {k: v for k, v in base.extra.items() if k != SHOWN})


def _merged(path: str, ours: Document, base: MachineView | None, new: MachineView, text: str, as_of: str | None) -> _Outcome:
    """A document that people may have edited and the machine may see differently."""
    held = base or _begun_by_hand(ours)
    merge = merge_versions(
        Version(held.front_matter, held.body),
        Version(new.front_matter, new.body),
        Version(ours.front_matter, ours.body),
        path=path,
        memory=_memory(base),
    )
    merge = replace(merge, suggestions=tuple(item for item in merge.suggestions if not _is_declined(item, merge.front_matter)))
    document = Document(ours.type, ours.id, merge.front_matter, merge.body)
    unchanged = merge.front_matter == ours.front_matter and merge.body == ours.body
    kept = text if unchanged else splice_document(text, document)
    view = replace(new, extra={**new.extra, **_remembered(merge), **_edited(document, new, base)})
    return _Outcome(document, _stamped(view, base, document, as_of), kept, merge.suggestions, find_faults(ours, text))


def _begun_by_hand(document: Document) -> MachineView:
    """The base of a document that only a person has written: what is left empty is for the machine to fill in, and the rest holds.

    Nothing at all of one with reports: its view was lost, and nobody knows what of it a person wrote.
    """
    if document.type != "event" or maps_of(document.front_matter, "reports"):
        return MachineView({})
    return MachineView({"id": document.id, **{key: value for key, value in document.front_matter.items() if not value}})


def _is_declined(suggestion: Suggestion, front_matter: Mapping[str, YamlValue]) -> bool:
    """Whether the editor has said no to this very value: `editor: {date: {declined: 2021-05-04}}`."""
    notes = front_matter.get("editor")
    note = notes.get(suggestion.field) if isinstance(notes, dict) else None
    return isinstance(note, dict) and text_of(note, "declined") == suggestion.machine


def _edited(document: Document, new: MachineView, base: MachineView | None) -> FrontMatter:
    """What the view keeps of a document that a person edited, and of a brief that an editor checked."""
    edited = difference(document, new)
    extra: FrontMatter = {"edited": edited} if edited else {}
    if document.type == "event" and is_checked(document.front_matter):
        extra |= checked_extra(document, base, document.front_matter.get("review", ""))
    return extra


def _without_file(path: str, base: MachineView | None, new: MachineView | None, as_of: str | None) -> _Outcome:
    """No file: it is new, has no page, or a person deleted it."""
    if base is not None and _has_file(path, base):
        return _Outcome(None, deleted(base, new), None)
    if new is None:
        return _Outcome(None, None, None)
    if not _has_file(path, new):
        return _Outcome(None, new, None)
    document = Document(_type(path), document_id(path), new.front_matter, new.body)
    return _Outcome(document, _stamped(new, base, document, as_of), format_document(document), plain=True)


def _broken(path: str, base: MachineView | None, new: MachineView | None, text: str) -> _Outcome:
    """A file that cannot be read stays; its page shows its last good form."""
    shown = base or new
    document = last_form(path, shown) if shown and _has_file(path, shown) else None
    return _Outcome(document, base or new, text)


def _orphan(path: str, ours: Document, base: MachineView | None, new: MachineView | None, text: str, as_of: str | None) -> _Outcome:
    """An edited file whose subject the machine no longer sees: it stays and says so; what rested on articles goes."""
    if base is None or not _has_file(path, base):
        return _Outcome(ours, new, text, problems=find_faults(ours, text))  # made by hand
    outcome = _merged(path, ours, base, unsupported(path, base), text, as_of)
    if is_true(ours.front_matter, "hidden"):
        return outcome
    found = "no article reports this any more, but the file was edited by hand"
    hint = "delete the file, or leave it as a page of your own"
    if ours.type == "article":
        found, hint = "the article is gone, but its record was edited by hand", "delete the record, or put the text back into the inbox"
    notice = Problem("brief-orphan", path, found, hint=hint, severity="notice")
    return replace(outcome, problems=(notice, *outcome.problems))


def _text_of(path: str, view: MachineView) -> str:
    return format_document(Document(_type(path), document_id(path), view.front_matter, view.body))


def _type(path: str) -> DocumentType:
    found = document_type(path)
    if found is None:
        raise ValueError(path)
    return found


def _has_file(path: str, view: MachineView) -> bool:
    """Whether the machine writes a file for this: always, but for profiles of those who are named only once."""
    return document_type(path) in ("event", "article") or is_true(view.extra, "has_page")


# ---- the view


def _stamped(view: MachineView, base: MachineView | None, document: Document, as_of: str | None) -> MachineView:
    """The view with the day on which what it shows last changed.

    The day of the newest article, not of the build: the same input gives the same bytes on any day.
    """
    shown = json.dumps([document.front_matter, document.body], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:16]
    same = base is not None and text_of(base.extra, SHOWN) == digest
    return replace(view, updated=base.updated if same and base else as_of, extra={**view.extra, SHOWN: digest})


def _memory(view: MachineView | None) -> Memory:
    stored = view.extra.get("memory", {}) if view else {}
    fields = stored if isinstance(stored, dict) else {}
    overruled = fields.get("overruled", {})
    return Memory(
        frozenset(texts_of(fields, "removed")),
        {
            path: Overruled(str(known.get("machine", "")), str(known.get("yours", "")))
            for path, known in (overruled.items() if isinstance(overruled, dict) else ())
            if isinstance(known, dict)
        },
    )


def _remembered(merge: Merge) -> FrontMatter:
    """What the view keeps of a merge with a person's edits; nothing where there were none."""
    memory = merge.memory
    extra: FrontMatter = {}
    if memory.removed or memory.overruled:
        overruled: FrontMatter = {path: {"machine": known.machine, "yours": known.yours} for path, known in memory.overruled.items()}
        extra["memory"] = {"removed": [*sorted(memory.removed)], "overruled": overruled}
    if merge.suggestions:
        extra["suggestions"] = [{"field": item.field, "yours": item.yours, "machine": item.machine} for item in merge.suggestions]
    return extra


def _owned(document: Document, view: MachineView | None) -> frozenset[str]:
    """The fields in which the document differs from the machine's view: a person set them."""
    if view is None or document.front_matter is view.front_matter:
        return frozenset()
    keys = document.front_matter.keys() | view.front_matter.keys()
    return frozenset(key for key in keys if document.front_matter.get(key, "") != view.front_matter.get(key, ""))


# ---- merged documents


def _inherit(
    outcomes: Mapping[str, _Outcome], views: Mapping[str, MachineView], new: Mapping[str, MachineView], as_of: str | None
) -> dict[str, _Outcome]:
    """Edited files whose subject was merged into another one hand over what people wrote, and go.

    The survivor takes the fields that a person set, what was added to lists, and the body.  Where both have their own value of a field,
    both files stay and a problem names them.
    """
    result = dict(outcomes)
    for path in sorted(new):
        for former in texts_of(new[path].front_matter, "former_ids"):
            old = f"{path.partition('/')[0]}/{former}.md"
            heir, legacy = result[path], result.get(old)
            if old == path or old in new or legacy is None or legacy.document is None or heir.document is None:
                continue
            handed = _hand_over(path, heir.document, heir.view or new[path], legacy.document, views.get(old))
            if isinstance(handed, Problem):
                result[old] = replace(legacy, problems=(handed,))
            elif heir.text is not None:
                text = with_comments(splice_document(heir.text, handed), comments_of(legacy.text or ""))
                result[path] = _merged(path, handed, heir.view, new[path], text, as_of)
                result[old] = _Outcome(None, None, None)
    return result


_OWN = frozenset({"id", "former_ids", "reports", "conflicts", "review", "hidden", "summary"})  # of a file, never handed over


def _hand_over(path: str, heir: Document, view: MachineView, legacy: Document, base: MachineView | None) -> Document | Problem:
    """The survivor with the other's edits, or a problem where both own a field."""
    machine = base.front_matter if base else {}
    theirs = {key: value for key, value in legacy.front_matter.items() if value != machine.get(key, "") and key not in _OWN}
    front, clash = dict(heir.front_matter), []
    for key, value in theirs.items():
        mine = heir.front_matter.get(key, "")
        if isinstance(value, list) and isinstance(mine, list):
            known = machine.get(key, [])
            added = [item for item in value if item not in (*mine, heir.id) and not (isinstance(known, list) and item in known)]
            front[key] = [*mine, *added]
        elif mine in (value, view.front_matter.get(key, "")):
            front[key] = [item for item in value if item != heir.id] if key in NAMING and isinstance(value, list) else value
        else:
            clash.append(key)
    if is_true(legacy.front_matter, "hidden") and not is_true(heir.front_matter, "hidden"):
        clash.append("hidden")
    if clash:
        found = f"it was merged into {path}, and both have been edited: {', '.join(sorted(clash))}"
        return Problem("brief-merge", legacy.path, found, hint="keep one value of each and delete this file")
    bodies = dict.fromkeys(body for body in (heir.body, legacy.body) if body)
    return replace(heir, front_matter=front, body="\n\n".join(bodies))


def _copies(every: Iterable[Document], documents: Sequence[Document], outcomes: Mapping[str, _Outcome]) -> tuple[Problem, ...]:
    """Briefs made by hand that hold the very reports of another one: a file copied under a new id.

    `documents` are those that have an outcome, `every` those that may be copied.
    """
    by_hand = {document.path: key for document in documents if outcomes[document.path].view is None and (key := _report_key(document))}
    if not by_hand:
        return ()
    originals = {key: document.path for document in every if document.path not in by_hand and (key := _report_key(document))}
    return tuple(
        Problem(
            "brief-copy",
            path,
            f"it holds the same reports as {original}",
            "one brief an event",
            "delete one of the two; to rename a brief, rename its file and add the old name to former_ids",
            severity="notice",
        )
        for path, key in by_hand.items()
        if (original := originals.get(key))
    )


def _report_key(document: Document) -> str:
    claims = [
        f"{text_of(report, 'article')} {text_of(claim, 'at')}"
        for report in maps_of(document.front_matter, "reports")
        for claim in maps_of(report, "claims")
    ]
    return "\n".join(claims) if document.type == "event" else ""


def _spoken(outcomes: Iterable[_Outcome]) -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
    """Path of each event that a correction speaks of -> the articles taken out of it; path -> those that its `not_about` names."""
    out: dict[str, set[str]] = defaultdict(set)
    not_about: dict[str, tuple[str, ...]] = {}
    documents = [outcome.document for outcome in outcomes if outcome.document]
    ids = {old: record.id for record in documents if record.type == "article" for old in texts_of(record.front_matter, "former_ids")}
    for document in (document for document in documents if document.type == "event"):
        front = document.front_matter
        if names := tuple(ids.get(id_, id_) for id_ in texts_of(front, "not_about")):
            not_about[document.path] = names
            out[document.path] |= {*names}
        if source := text_of(front, "split_from"):
            out[_path("event", source)] |= {ids.get(id_, id_) for id_ in texts_of(front, "split")}
            out[document.path] |= set()
        for other in (*texts_of(front, "same_as"), *texts_of(front, "not_same_as")):
            out[document.path] |= set()
            out[_path("event", other)] |= set()
    return {path: frozenset(articles) for path, articles in out.items()}, not_about


def _spoken_of(outcomes: Iterable[_Outcome]) -> set[str]:
    """Paths of all documents that a correction names or speaks of."""
    outcomes = tuple(outcomes)
    return {*named_by_corrections(outcome.document for outcome in outcomes if outcome.document), *_spoken(outcomes)[0]}


def _lasting(
    outcomes: Mapping[str, _Outcome], views: Mapping[str, MachineView], others: Callable[[], frozenset[str]]
) -> dict[str, _Outcome]:
    """The outcomes, with what corrections need of claims and documents that are gone for now.

    `others` gives the marks of the claims of all other events.
    """
    named = named_by_corrections(outcome.document for outcome in outcomes.values() if outcome.document)
    spoken, not_about = _spoken(outcomes.values())
    looked_at = {path for path, outcome in outcomes.items() if _needs_marks(path, outcome, named)}
    lost = frozenset(mark for path in looked_at for mark in once(views.get(path)) - marks_of(outcomes[path].view))
    everywhere = (_marks(outcome.view for path, outcome in outcomes.items() if path.startswith("events/")) | others()) if lost else lost
    result = dict(outcomes)
    for path, outcome in outcomes.items():
        base, view = views.get(path), outcome.view
        if is_tombstone(view) and path not in named:
            result[path] = replace(outcome, view=None)
        elif view is None and outcome.text is None and base is not None and path in named:
            result[path] = replace(outcome, view=tombstone(path, base, everywhere))
        elif view is not None and path in looked_at:
            result[path] = replace(outcome, view=with_past(view, base, everywhere - marks_of(view)))
        if (final := result[path].view) is not None and path in spoken and not is_tombstone(final):
            result[path] = replace(result[path], view=with_spoken(final, base, spoken[path], not_about.get(path, ())))
        if (final := result[path].view) is not None and base is not None and final is not base:
            result[path] = replace(result[path], view=with_same_reasons(final, base))
    return result


def _needs_marks(path: str, outcome: _Outcome, named: frozenset[str]) -> bool:
    """Whether what an event once rested on is kept, or looked at: of one that was edited, is gone, or is spoken of."""
    if not path.startswith("events/"):
        return outcome.view is None and path in named
    if path in named or outcome.text is None:
        return True
    return outcome.view is not None and not outcome.plain and outcome.text != _text_of(path, outcome.view)


def _marks(views: Iterable[MachineView | None]) -> frozenset[str]:
    """The marks of all claims that events rest on."""
    return frozenset(mark for view in views for mark in marks_of(view))
