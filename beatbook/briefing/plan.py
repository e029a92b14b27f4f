"""The machine's view of everything + what stands in content/ -> what a build would do to content/."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.briefing.comments import comments_of, with_comments
from beatbook.briefing.document import document_id, document_type
from beatbook.briefing.fields import (
    is_true,
    maps_of,
    text_of,
    texts_of,
)
from beatbook.briefing.lasting import (
    NAMING,
    is_tombstone,
    marks_of,
    named_by_corrections,
    once,
    tombstone,
    with_past,
    with_same_reasons,
    with_spoken,
)
from beatbook.briefing.machine import machine_views, path_of
from beatbook.briefing.model import (
    BriefingPlan,
    Document,
    FileChange,
    MachineView,
    StandingDocuments,
    StandingViews,
)
from beatbook.briefing.outcomes import Outcome, find_outcome, find_owned, merge_document, text_for, type_of
from beatbook.briefing.renames import follow_views
from beatbook.briefing.settled import bare
from beatbook.briefing.splice import splice_document
from beatbook.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from beatbook.merging.model import Merged
    from beatbook.rules import Rules


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
    outcomes = {path: find_outcome(path, views.get(path), new.get(path), texts.get(path), as_of, plain=path in plain) for path in paths}
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
        {document.path: owned for document in documents if (owned := find_owned(document, outcomes[document.path].view))},
        {path: view for path, view in new.items() if path not in quiet},
        frozenset(path for path, outcome in outcomes.items() if outcome.plain),
        frozenset(quiet),
    )


def _but(views: Mapping[str, MachineView], paths: Collection[str]) -> dict[str, MachineView]:
    return {path: views[path] for path in views if path not in paths}


def _standing(path: str, view: MachineView, text: str | None) -> Outcome:
    """A document that stands, as the machine wrote it for its view."""
    if text is None:
        return Outcome(None, view, None)
    return Outcome(Document(type_of(path), document_id(path), view.front_matter, view.body), view, text, plain=True)


def _as_stored(view: MachineView, base: MachineView | None) -> MachineView:
    """The very view that is stored, where it is the same: it need not be written, nor looked at again."""
    return base if base is not None and view == base else view


def _inherit(
    outcomes: Mapping[str, Outcome], views: Mapping[str, MachineView], new: Mapping[str, MachineView], as_of: str | None
) -> dict[str, Outcome]:
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
                result[path] = merge_document(path, handed, heir.view, new[path], text, as_of)
                result[old] = Outcome(None, None, None)
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


def _copies(every: Iterable[Document], documents: Sequence[Document], outcomes: Mapping[str, Outcome]) -> tuple[Problem, ...]:
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


def _spoken(outcomes: Iterable[Outcome]) -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
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
            out[path_of("event", source)] |= {ids.get(id_, id_) for id_ in texts_of(front, "split")}
            out[document.path] |= set()
        for other in (*texts_of(front, "same_as"), *texts_of(front, "not_same_as")):
            out[document.path] |= set()
            out[path_of("event", other)] |= set()
    return {path: frozenset(articles) for path, articles in out.items()}, not_about


def _spoken_of(outcomes: Iterable[Outcome]) -> set[str]:
    """Paths of all documents that a correction names or speaks of."""
    outcomes = tuple(outcomes)
    return {*named_by_corrections(outcome.document for outcome in outcomes if outcome.document), *_spoken(outcomes)[0]}


def _lasting(outcomes: Mapping[str, Outcome], views: Mapping[str, MachineView], others: Callable[[], frozenset[str]]) -> dict[str, Outcome]:
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


def _needs_marks(path: str, outcome: Outcome, named: frozenset[str]) -> bool:
    """Whether what an event once rested on is kept, or looked at: of one that was edited, is gone, or is spoken of."""
    if not path.startswith("events/"):
        return outcome.view is None and path in named
    if path in named or outcome.text is None:
        return True
    return outcome.view is not None and not outcome.plain and outcome.text != text_for(path, outcome.view)


def _marks(views: Iterable[MachineView | None]) -> frozenset[str]:
    """The marks of all claims that events rest on."""
    return frozenset(mark for view in views for mark in marks_of(view))
