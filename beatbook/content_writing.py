"""Bringing content/ up to date in one go.

A file that a person may have edited is replaced only while it is still what was read.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.briefing import STANDING
from beatbook.briefing.model import StandingViews
from beatbook.content_held import ContentScan, HeldAnalyses
from beatbook.errors import Problem
from beatbook.journal import Change, apply_changes, finish_changes
from beatbook.machine_files import MACHINE, analysis_path, document_path, edition_path, encode_machine, list_machine, view_path
from beatbook.packs import DATA, INDEX, Pack, digest_of
from beatbook.plain_files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from beatbook.analysis.model import Analysis
    from beatbook.briefing.model import FileChange, MachineView

CACHES = (  # in which something of an article stands
    "analyses.json",
    "inbox.index",
    "merged.pack",
    "merged.index",
    "settled.bin",
    "words.bin",
    "site.pack",
    "site.index",
    "linked.bin",
    "noted.bin",
    INDEX,
    DATA,
)

_UNTRACKED = Change(".cache/.gitignore", b"*\n")


def write_content(folder: Path, changes: tuple[FileChange, ...]) -> tuple[Problem, ...]:
    """Applies the changes under content/, all or none; a file that is no longer what was read is left alone and named."""
    return _moved(apply_changes(folder, [_guarded(change) for change in changes]))


def write_machine(
    folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis], editions: Mapping[str, bytes] | None = None
) -> None:
    """Makes content/_machine/ hold exactly these views, analyses and editions.  Files whose bytes need not change are not touched."""
    apply_changes(folder, _machine_changes(folder, views, analyses, editions or {}, ContentScan()))


@dataclass(frozen=True, slots=True)
class ToWrite:
    """All that a build wants content/ to hold."""

    changes: tuple[FileChange, ...]  # of what people see
    views: Mapping[str, MachineView]  # path of the document -> the machine's view of it
    analyses: Mapping[str, Analysis]
    editions: Mapping[str, bytes]
    caches: Mapping[str, bytes]  # name -> content, of those that are not as they were
    standing: Callable[[Written], bytes | None] | None = None  # what is to be said of it, once it is written


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it."""

    problems: tuple[Problem, ...]  # of files that were left alone because somebody changed them meanwhile
    views: Mapping[str, bytes]  # path of the document -> hash of its view as it stands
    texts: Mapping[str, bytes]  # path under content/ -> hash of every file that is read as it stands
    changes: Mapping[str, bytes | None]  # path under content/ -> hash of what was written there, None where a file was deleted


def write_build(folder: Path, wanted: ToWrite, held: ContentScan, pack: Pack) -> Written:
    """All that a build changes under content/ in one go: what people see, the machine's view of it and the caches.

    A document and the machine's view of it change together, or both stay: else the next build would take the difference between an old
    file and a new view for somebody's edit.
    """
    guarded = [_guarded(change) for change in wanted.changes]
    rest = [Change(f".cache/{name}", content) for name, content in wanted.caches.items()]
    if read_bytes(folder / _UNTRACKED.path) != _UNTRACKED.content:
        rest.append(_UNTRACKED)
    machine = _machine_changes(folder, wanted.views, wanted.analyses, wanted.editions, held)
    written = _written((), [*guarded, *machine], wanted, held)
    said = wanted.standing(written) if wanted.standing else None
    if said is not None and said != held.standing:
        machine.append(Change(STANDING, said))
    moved = apply_changes(folder, [*guarded, *machine, *rest])
    with contextlib.suppress(OSError):  # content/ is written: a cache that cannot be is no reason to fail
        pack.keep(gone=[change.path for change in (*guarded, *machine)])
    if moved:
        return _written(moved, [*guarded, *machine], wanted, held)
    if said is None or said == held.standing:
        return written
    return replace(written, changes={**written.changes, STANDING: digest_of(said)})


def _written(moved: Collection[str], changes: Sequence[Change], wanted: ToWrite, held: ContentScan) -> Written:
    """What stands once these changes are made; `moved`: files that were left alone."""
    digests = {**held.digests, **{change.path: digest_of(change.content) for change in changes if change.content is not None}}
    for change in changes:
        if change.content is None:
            digests.pop(change.path, None)
    left = {*moved, *(change.partner for change in changes if change.partner and change.partner in moved)}
    looked_at = wanted.views.looked_at if isinstance(wanted.views, StandingViews) else wanted.views
    views = {path: digest for path, digest in held.view_digests.items() if path in wanted.views and path not in left}
    views |= {path: digests[name] for path in looked_at if path not in left and (name := view_path(path)) in digests}
    made = {change.path: None if change.content is None else digest_of(change.content) for change in changes}
    stands = {path: digest for path, digest in digests.items() if path not in left} if left else digests
    return Written(_moved(moved), views, stands, made)


def recover_content(folder: Path) -> None:
    """Finishes what a killed build began to write under content/.  To be called while the lock is held, before anything is read."""
    finish_changes(folder)


def remove_article(content: Path, inbox: Path, id_: str, file: str) -> tuple[str, ...]:
    """Deletes all that is held of one article: `file` of the inbox with its sidecar, record, view, analysis and cache."""
    text = inbox / file if file else None
    inside = text is not None and text.resolve().is_relative_to(inbox.resolve())
    ours = [text, text.with_suffix(".yaml")] if text is not None and inside else []
    kept = [
        content / "articles" / f"{id_}.md",
        content / MACHINE / "records" / f"{id_}.json",
        content / MACHINE / "articles" / f"{id_}.json",
        content / STANDING,
    ]
    gone = [path for path in (*ours, *kept, *(content / ".cache" / name for name in CACHES)) if path.is_file()]
    for path in gone:
        path.unlink()
    told = (path for path in gone if ".cache" not in path.parts and path != content / STANDING)
    return tuple(path.as_posix() for path in told)


def _guarded(change: FileChange) -> Change:
    text, was = change.text, change.was
    return Change(change.path, None if text is None else text.encode(), None if was is None else was.encode(), guarded=True)


def _machine_changes(
    folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis], editions: Mapping[str, bytes], held: ContentScan
) -> list[Change]:
    """What has to change for content/_machine/ to hold exactly these; a view goes with its document.

    What stands as it was packed, when it was found to be what is wanted, is not even encoded.
    """
    looked_at = views.looked_at if isinstance(views, StandingViews) else views  # the others stand as they are stored
    wanted: dict[str, bytes] = {
        name: encode_machine(view)
        for path, view in looked_at.items()
        if (name := view_path(path)) not in held.packed or held.views.get(path) is not view
    }
    unsure = analyses.find_unsure(held.packed) if isinstance(analyses, HeldAnalyses) else analyses
    wanted |= {analysis_path(id_): encode_machine(analyses[id_]) for id_ in unsure}
    wanted |= {edition_path(id_): content for id_, content in editions.items()}
    changes = [
        Change(name, content, partner=document_path(name))
        for name, content in sorted(wanted.items())
        if (digest_of(content) != held.digests[name] if name in held.digests else read_bytes(folder / name) != content)
    ]
    names = {*map(view_path, looked_at), *(f"{MACHINE}/articles/{id_}.json" for id_ in analyses), *map(edition_path, editions)}
    if looked_at is not views:
        names.update(held.view_files[path] for path in held.view_files.keys() & views.keys())
    gone = [Change(name, None, partner=document_path(name)) for name in held.machine or list_machine(folder) if name not in names]
    return [*changes, *gone]


def _moved(paths: Iterable[str]) -> tuple[Problem, ...]:
    found, hint = "the file changed while the build ran: left as it is", "build again"
    return tuple(Problem("content-moved", path, found, hint=hint) for path in paths)
