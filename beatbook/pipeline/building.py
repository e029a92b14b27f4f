"""The order of things in a build, from the lock to the seal; and builds that write nothing."""

from __future__ import annotations

import gc
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook import briefing, content_writing, files, merging, publishing, seal, sealing
from beatbook.errors import BeatbookError, ConfigError, Problem
from beatbook.packs import Pack, digest_of
from beatbook.pipeline.desk import explained
from beatbook.pipeline.notes import format_base
from beatbook.pipeline.options import Options, read_config
from beatbook.pipeline.progress import silent
from beatbook.pipeline.rendering import render
from beatbook.pipeline.understanding import Understanding, understand
from beatbook.pipeline.versions import NOTED, PAGES, SETTLED, version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from beatbook.briefing import Settled
    from beatbook.content_writing import Written
    from beatbook.pipeline.laying import Rendered
    from beatbook.pipeline.report import Report

MENDED = frozenset({"machine-damaged"})  # codes of problems that a build may tell of and mend


def build(
    options: Options,
    progress: Callable[[str, int, int], None] = silent,
    held: list[object] | None = None,
    looked: seal.Looked | None = None,
) -> Report:
    """Builds the digest and returns what happened.  Who ends the process then gives a list to hold all that the build had in memory: to
    free it, piece by piece, takes seconds.  `looked`: what the lean path saw of the inputs.

    Raises BeatbookError when nothing can be published: wrong configuration, rules or templates, a foreign output folder, another build
    at work, or, with `strict`, any problem at all.
    """
    _check_folders(options)
    with ExitStack() as stack:
        stack.enter_context(explained())
        stack.enter_context(_without_collector(for_good=held is not None))
        stack.enter_context(files.lock(options.output.with_name(f".{options.output.name}.lock")))
        if not options.read_only:
            token = stack.enter_context(files.lock(options.content / ".cache" / "lock"))
            if looked is not None and (not token or token != looked.token):  # somebody has written under content/ since
                looked = None
            content_writing.recover_content(options.content)
        if options.clean:
            files.clean(options.content)
        surveyed = sealing.Surveyed(_inputs(options), None if options.read_only else looked)
        pack = stack.enter_context(_open_pack(options, surveyed.now))
        known = understand(options, progress, pack, surveyed)
        staging = files.Staging(options.output, fresh=options.clean, stands=looked is not None and looked.output)
        try:
            rendered = render(options, known, staging, progress)
            report = replace(known.report, problems=(*known.report.problems, *rendered.problems), pages=len(rendered.files))
            if options.strict and (bad := [problem for problem in report.problems if problem.severity != "notice"]):
                raise BeatbookError(*bad)
            site = staging.finish(rendered.files, rendered.written)
        except BaseException:
            staging.drop()
            raise
        written = None if options.read_only else _write(options, known, rendered, site, pack)
        files.show_site(site)
        problems = (*report.problems, *(written.problems if written else ()))
        report = replace(report, problems=problems, pages_written=site.written, pages_removed=site.removed)
        if held is not None:
            held += (surveyed, known, rendered)
        if written is not None:
            _seal(options, surveyed, known, written, report)
        return report


def _inputs(options: Options) -> list[str]:
    """All that a build reads."""
    theme = options.config.parent / read_config(options).theme
    paths = [options.content, *([] if options.inbox.is_relative_to(options.content) else [options.inbox]), options.config, theme]
    return [*(os.path.abspath(path) for path in paths), *seal.own_folders()]  # noqa: PTH100 - as the lean path does it, without pathlib


def _seal(options: Options, surveyed: sealing.Surveyed, known: Understanding, written: Written, report: Report) -> None:
    """Leaves the seal by which the next build knows that it has nothing to do."""
    if written.problems:  # of files that somebody changed meanwhile
        return
    if any(problem.code in MENDED for problem in report.problems):  # the next build has no such thing to tell
        return
    content, inbox = (os.path.abspath(folder) + os.sep for folder in (options.content, options.inbox))  # noqa: PTH100 - as in `_inputs`

    def read(path: str) -> bytes | None:
        if path.startswith(inbox):
            return known.inbox.digest(path.removeprefix(inbox))
        if path == f"{content}{briefing.STANDING}" and known.content.standing is not None:
            return digest_of(known.content.standing)
        return known.content.digests.get(path.removeprefix(content)) if path.startswith(content) else None

    changes = {f"{content}{path}": digest for path, digest in written.changes.items()}
    inputs = sealing.find_inputs(surveyed, seal.read_seal(str(options.content)), read, changes)
    if inputs is None:
        return
    again = report.again()
    made = seal.Seal()
    paths = (str(options.content), str(options.inbox), str(options.output), str(options.config))
    made.asked, made.engine, made.roots = seal.asked_of(paths, options.base_url, options.as_of), seal.engine(), surveyed.roots
    made.inputs, made.output = inputs, seal.folders_of(str(options.output.resolve()))
    made.status, made.problems = int(again.incomplete), [(problem.severity == "notice", str(problem)) for problem in again.problems]
    made.summary = [*again.summary(options.output), again.problem_count()]
    files.write_cache(options.content, seal.NAME, seal.format_seal(made))


def _write(options: Options, known: Understanding, rendered: Rendered, site: files.StagedSite, pack: Pack) -> Written:
    """Brings content/ up to date while the new site lies ready; when that fails, neither has changed."""
    caches = {**known.caches, **({} if rendered.kept is None else {PAGES: publishing.format_kept(rendered.kept)})}
    found: list[Settled] = []

    def say(written: Written) -> bytes | None:
        found.append(_settle(known, written))
        sums = briefing.sum_up(written.texts, known.content.rules)
        before = known.content.standing
        if before is not None and (standing := briefing.parse_standing(before)) is not None and standing.is_of(sums):
            said = before  # a new version alone is no change of the content
        else:
            said = briefing.format_standing(found[0], sums, written.views, written.texts, known.code)
        found[0].standing = digest_of(said)
        return said

    wanted = content_writing.ToWrite(
        known.plan.changes, known.plan.views, known.analyses, rendered.editions, caches, say if options.as_of is None else None
    )
    try:
        written = content_writing.write_build(options.content, wanted, known.content, pack)
    except OSError:
        files.drop_site(site)
        raise
    settled = found[0] if found and not written.problems else _settle(known, written)
    with suppress(OSError):  # content/ is written: a cache that cannot be is no reason to fail
        known.merging.keep()
        files.write_cache(options.content, SETTLED, briefing.format_settled(settled))
        if rendered.assembled is not None:
            files.write_cache(options.content, NOTED, format_base(options, known, rendered, written) or b"")
    return written


def _settle(known: Understanding, written: Written) -> Settled:
    """What the next build need not find again."""
    articles = known.merging.articles
    settled = briefing.settle(known.plan, written.views, written.texts, articles=articles.keys(), before=known.settled)
    settled.version, settled.key, settled.as_of = version(), known.merging.key, known.merging.as_of
    settled.articles, settled.notices = dict(articles), dict(known.notices)
    settled.merged = known.settled.merged if known.merging.is_known else known.merging.digests()
    return settled


@contextmanager
def _open_pack(options: Options, now: int) -> Iterator[Pack]:
    """What earlier builds packed of content/; a build that may write adds what it reads."""
    pack = Pack(options.content / ".cache", version=version(), now=now, writing=not options.read_only)
    try:
        yield pack
    finally:
        pack.close()


@contextmanager
def _without_collector(*, for_good: bool) -> Iterator[None]:
    """Without the search for cycles of garbage: a build holds nearly all that it makes until it ends, and makes hardly a cycle.

    At 10,000 articles the search took half of the time of reading and a third of that of merging, and found nothing worth its while.
    """
    watched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watched and not for_good:
            gc.enable()  # what it looks at first is all that was made meanwhile


def _check_folders(options: Options) -> None:
    """Raises ConfigError when the output folder is, holds or lies in a folder of the inputs."""
    output = options.output.resolve()
    for name, folder in (("content", options.content.resolve()), ("inbox", options.inbox.resolve())):
        if output == folder or output in folder.parents or folder in output.parents:
            found = f"the output folder and the {name} folder lie in each other"
            raise ConfigError(Problem("output-overlap", str(options.output), found, hint="give --output a folder of its own"))


def check(options: Options) -> tuple[Problem, ...]:
    """The problems of the inputs and of the site as it would be built; writes nothing."""
    known = understand(replace(options, read_only=True))
    problems = render(options, known, files.Shelf(), silent).problems
    return (*known.report.problems, *problems)


@dataclass(frozen=True, slots=True)
class Preview:
    """The site as it would be built, in memory."""

    pages: Mapping[str, bytes]  # path below public/ -> bytes
    drafts: frozenset[str]  # paths of pages that are only here because drafts were asked for
    report: Report


def preview(options: Options, *, drafts: bool = False) -> Preview:
    """The site as it would be built; writes nothing.  With `drafts` it also holds what `publish: checked` keeps back."""
    known = understand(replace(options, read_only=True))
    shelf, every = files.Shelf(), files.Shelf()
    problems = render(options, known, shelf, silent).problems
    report = replace(known.report, problems=(*known.report.problems, *problems), pages=len(shelf.contents))
    if not drafts or known.config.publish == "all":
        return Preview(shelf.contents, frozenset(), report)
    render(options, replace(known, config=replace(known.config, publish="all")), every, silent)
    return Preview(every.contents, frozenset(every.contents.keys() - shelf.contents.keys()), report)


def explain(options: Options, id_: str) -> list[str]:
    """Why the event `id_` is as it is, line by line.  Raises BeatbookError when there is no such event."""
    merged = understand(replace(options, read_only=True)).merged
    if id_ not in {event.id for event in merged.events}:
        raise BeatbookError(Problem("explain-unknown", "", f'there is no event "{id_}"', hint="ids stand in the addresses of the pages"))
    return merging.explain(merged, id_)
