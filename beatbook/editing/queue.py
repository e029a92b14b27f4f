"""What wants an editor's eye, most important first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from beatbook.analysis.model import Quote
from beatbook.briefing.document import document_type
from beatbook.briefing.fields import is_true, maps_of, text_of, texts_of
from beatbook.briefing.known import is_checked
from beatbook.briefing.lasting import changed_since
from beatbook.editing.model import ITEM_KINDS, Evidence, QueueItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beatbook.briefing.model import BriefingPlan, Document, MachineView
    from beatbook.errors import Problem
    from beatbook.merging.model import MaybeSame

QUOTES = 4  # pieces of evidence that an item shows, one of each of the latest reports; the page has them all
_AT = re.compile(r"[0-9]{1,9}-[0-9]{1,9}")


def build_queue(plan: BriefingPlan, maybe_same: Sequence[MaybeSame], problems: Iterable[Problem] = ()) -> tuple[QueueItem, ...]:
    """All that wants an eye: broken files; checked briefs that changed; suggestions; conflicts; pairs that may be one; what lost its
    reports; unread briefs, those with the most reports first; people never looked at.

    `problems` are those of files that could not be read.  Hidden documents are left out.
    """
    documents = {document.path: document for document in plan.documents if not is_true(document.front_matter, "hidden")}
    items = [
        *_broken((*problems, *plan.problems)),
        *(item for path, document in documents.items() for item in _of_document(document, plan.views.get(path))),
        *_pairs(documents, maybe_same),
    ]
    return tuple(sorted(items, key=lambda item: (ITEM_KINDS.index(item.kind), -_weight(item, documents), item.path, item.field)))


def _weight(item: QueueItem, documents: Mapping[str, Document]) -> int:
    document = documents.get(item.path)
    if document is None:
        return 0
    background = is_true(document.front_matter, "background")
    return -1 if background else len(maps_of(document.front_matter, "reports"))


def _broken(problems: Iterable[Problem]) -> Iterator[QueueItem]:
    seen = set()
    for problem in problems:
        if problem.severity != "notice" and document_type(problem.path) and (problem.path, problem.line, problem.code) not in seen:
            seen.add((problem.path, problem.line, problem.code))
            yield QueueItem("problem", problem.path, problem.path, tuple(str(problem).split("\n")))


def _of_document(document: Document, view: MachineView | None) -> Iterator[QueueItem]:
    title = text_of(document.front_matter, "title") or text_of(document.front_matter, "name") or document.id
    for offer in maps_of(view.extra, "suggestions") if view else ():
        field, yours, machine = text_of(offer, "field"), text_of(offer, "yours"), text_of(offer, "machine")
        lines = (f"{field} is {yours or 'empty'} (yours); the articles now say {machine or 'nothing'}",)
        yield QueueItem("suggestion", document.path, title, lines, _evidence(document, view), field=field, machine=machine)
    if view and is_true(view.extra, "gone"):
        what = "the article is gone; its record" if document.type == "article" else "no article reports this any more; the file"
        yield QueueItem("orphan", document.path, title, (f"{what} was edited by hand",))
    elif document.type == "event":
        yield from _of_event(document, view, title)
    elif document.type == "person" and view and not is_checked(document.front_matter):
        articles = dict.fromkeys(text_of(mention, "article") for mention in maps_of(view.extra, "mentions"))
        aliases = ", ".join(texts_of(document.front_matter, "aliases")) or "no other spelling"
        yield QueueItem("person", document.path, title, (f"spelled: {aliases}", f"named in {', '.join(articles) or 'no article'}"))


def _of_event(document: Document, view: MachineView | None, title: str) -> Iterator[QueueItem]:
    front = document.front_matter
    when, where = text_of(front, "date") or "no date", text_of(front, "place") or "no place"
    facts = (
        f"{text_of(front, 'kind')}, {text_of(front, 'status')}, {when}, {where}",
        text_of(front, "summary"),
    )
    if is_checked(front):
        changes = tuple(
            f"{field}: {then or 'nothing'} when it was checked, {now or 'nothing'} now" for field, then, now in changed_since(front, view)
        )
        if changes:
            yield QueueItem("changed", document.path, title, (*facts, *changes), _evidence(document, view))
        return
    if view is None:
        return  # somebody wrote it
    conflicts = tuple(
        f"{text_of(conflict, 'field')}: "
        + " or ".join(f"{text_of(value, 'value')} ({', '.join(texts_of(value, 'articles'))})" for value in maps_of(conflict, "values"))
        + f"; chosen {text_of(conflict, 'chosen') or 'none'}: {text_of(conflict, 'because')}"
        for conflict in maps_of(front, "conflicts")
    )
    yield QueueItem("conflict" if conflicts else "event", document.path, title, (*facts, *conflicts), _evidence(document, view))


def _evidence(document: Document, view: MachineView | None) -> tuple[Evidence, ...]:
    contexts = {
        (text_of(entry, "article"), text_of(entry, "start")): (entry.get("prefix", ""), entry.get("suffix", ""))
        for entry in (maps_of(view.extra, "claims") if view else ())
    }
    found = []
    for report in reversed(maps_of(document.front_matter, "reports")):
        claims = [claim for claim in maps_of(report, "claims") if _AT.fullmatch(text_of(claim, "at"))]
        meant = [claim for claim in claims if text_of(claim, "status") == text_of(report, "status")]
        for claim in (meant or claims)[:1]:
            start, _, end = text_of(claim, "at").partition("-")
            prefix, suffix = contexts.get((text_of(report, "article"), start), ("", ""))
            said = ", ".join(value for value in (text_of(claim, "status"), text_of(claim, "date")) if value)
            quote = Quote(int(start), int(end), text_of(claim, "quote"), str(prefix), str(suffix))
            found.append(Evidence(text_of(report, "article"), said, quote))
    return tuple(found[:QUOTES])


def _pairs(documents: Mapping[str, Document], maybe_same: Sequence[MaybeSame]) -> Iterator[QueueItem]:
    for pair in maybe_same:
        folder = "events" if pair.type == "event" else "people"
        one, other = documents.get(f"{folder}/{pair.one}.md"), documents.get(f"{folder}/{pair.other}.md")
        if one is None or other is None or _are_apart(one, other):
            continue
        names = tuple(text_of(document.front_matter, "title") or text_of(document.front_matter, "name") for document in (one, other))
        lines = tuple(
            f"{document.path}: {text_of(document.front_matter, 'summary') or name}"
            for document, name in zip((one, other), names, strict=True)
        )
        because = (f"because: {pair.because}",) if pair.because else ()
        yield QueueItem("maybe", one.path, " / ".join(names), (*lines, *because), other=other.path)


def _are_apart(one: Document, other: Document) -> bool:
    return any(b.id in texts_of(a.front_matter, "not_same_as") for a, b in ((one, other), (other, one)))
