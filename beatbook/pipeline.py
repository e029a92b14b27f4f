"""The data's way through the house: inbox -> articles -> analyses -> merged view -> content -> site.

This is the only module that calls `files`.  It decides the order of things and keeps count; every step is a pure function elsewhere.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from beatbook import analysing, analysis, briefing, content_files, files, inbox_files, merging, plain_files, publishing, reading, seal
from beatbook.briefing.model import FileChange
from beatbook.config import Config, parse_config
from beatbook.errors import BeatbookError, ConfigError, Problem, StorageError
from beatbook.merging.model import IdentifiedAnalysis, Merged
from beatbook.packs import Pack
from beatbook.publishing import KeptFile, KeptUnit
from beatbook.publishing.check import LinkReader, find_problems, is_as_sound, is_plainly_written
from beatbook.publishing.tracing import NOTHING_READ
from beatbook.reading.identity import KnownId
from beatbook.rules import Rules, parse_rules
from beatbook.sharing import share

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from beatbook.analysis import AnalysisRules
    from beatbook.analysis.model import Analysis
    from beatbook.briefing import Settled
    from beatbook.briefing.model import BriefingPlan, Document, MachineView, Suggestion
    from beatbook.content_files import ContentScan, HeldAnalyses, Written
    from beatbook.inbox_files import InboxScan
    from beatbook.merging.model import Known
    from beatbook.publishing import Base, Edition, File, Kept, Ledger, Noted, Press, Shop, Unit
    from beatbook.publishing.model import Site
    from beatbook.publishing.tracing import Reads

PAGES, MERGED, SETTLED = "pages.bin", "merged.bin", "settled.bin"  # caches: of pages, of what was merged, of what was planned
SITE = "site.bin"  # of what the site was made of
SHARED_FROM = 40  # portions of the site from which a second process pays: about 800 pages


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    inbox: Path = Path("content/inbox")
    content: Path = Path("content")
    output: Path = Path("public")
    config: Path = Path("site_config.yaml")
    base_url: str | None = None
    as_of: str | None = None
    jobs: int = 0  # 0: as many as there are processors
    scheduler: str | None = None  # address of a Dask scheduler: its workers analyse the texts; None: processes of this machine
    clean: bool = False
    read_only: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, for the summary and the exit status."""

    articles: int = 0  # used, with those known from earlier builds whose text is not at hand
    analysed: int = 0  # of these, read anew
    found: int = 0  # files and unreadable folders in the inbox but sidecars: used + doubles + skipped + confidential + refused
    used: int = 0
    doubles: int = 0  # files that are the same article as another one, which is used
    skipped: int = 0
    confidential: int = 0
    refused: int = 0
    events_new: int = 0
    events_changed: int = 0
    events_same: int = 0
    events_gone: int = 0
    pages: int = 0
    pages_written: int = 0
    pages_removed: int = 0
    changes: tuple[str, ...] = ()  # paths under content/ that were, or with --read-only would be, written
    suggestions: tuple[Suggestion, ...] = ()
    problems: tuple[Problem, ...] = ()
    as_of: str | None = None
    published: bool = True

    @property
    def incomplete(self) -> bool:
        """Whether something was refused or is wrong: more than is only worth knowing."""
        return any(problem.severity != "notice" for problem in self.problems)

    def summary(self, output: Path) -> list[str]:
        """The lines at the end of a build, without how long it took."""
        refused = f", {self.refused} refused" if self.refused else ""
        withheld = f", {self.confidential} confidential and left alone" if self.confidential else ""
        suggestions = f", {len(self.suggestions)} suggestions" if self.suggestions else ""
        gone = f", {self.events_gone} gone" if self.events_gone else ""
        written = f"{self.pages_written} written, {self.pages_removed} removed"
        return [
            f"Articles  {self.articles} used ({self.analysed} analysed), {self.skipped} skipped{refused}{withheld}",
            f"Events    {self.events_new} new, {self.events_changed} changed, {self.events_same} unchanged{gone}{suggestions}",
            f"Site      {self.pages} files in {output} ({written}), as of {self.as_of or 'no known day'}",
        ]

    def problem_count(self) -> str:
        """How many problems there are, in words."""
        count = sum(problem.severity != "notice" for problem in self.problems)
        return f"{count} problem{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a build knows before it writes: the inputs, the machine's view, and what it would do to content/."""

    config: Config
    content: ContentScan
    analyses: HeldAnalyses
    merging: _Merging
    plan: BriefingPlan
    report: Report
    notices: Mapping[str, tuple[str, tuple[str, ...]]]  # record id -> file and what its analysis has to say
    caches: Mapping[str, bytes] = field(default_factory=dict)  # what the next build may save itself: name -> content

    @property
    def merged(self) -> Merged:
        """The machine's view of everything."""
        return self.merging.result()


_WITHHELD = "(withheld)"  # in lists of what was written: a name may tell what a confidential text tells
_T = TypeVar("_T")


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for callers that show none."""


def build(options: Options, progress: Callable[[str, int, int], None] = silent) -> Report:
    """Builds the digest and returns what happened.

    Raises BeatbookError when nothing can be published: wrong configuration, rules or templates, a foreign output folder, another build
    at work, or, with `strict`, any problem at all.
    """
    _check_folders(options)
    with ExitStack() as stack:
        stack.enter_context(_explained())
        stack.enter_context(_without_collector())
        stack.enter_context(files.lock(options.output.with_name(f".{options.output.name}.lock")))
        if not options.read_only:
            stack.enter_context(files.lock(options.content / ".cache" / "lock"))
            content_files.recover_content(options.content)
        if options.clean:
            files.clean(options.content)
        surveyed = seal.Surveyed(_inputs(options), time.time_ns())
        pack = stack.enter_context(_open_pack(options, surveyed.now))
        known = understand(options, progress, pack)
        staging = files.Staging(options.output, fresh=options.clean)
        try:
            rendered = _render(options, known, staging, progress)
            report = replace(known.report, problems=(*known.report.problems, *rendered.problems), pages=len(rendered.files))
            if options.strict and (bad := [problem for problem in report.problems if problem.severity != "notice"]):
                raise BeatbookError(*bad)
            site = staging.finish(rendered.files, rendered.written)
        except BaseException:
            staging.drop()
            raise
        if not options.read_only:
            report = replace(report, problems=(*report.problems, *_write(options, known, rendered, site, pack)))
        files.show_site(site)
        report = replace(report, pages_written=site.written, pages_removed=site.removed)
        if not options.read_only:
            _seal(options, surveyed, report)
        return report


def _inputs(options: Options) -> list[str]:
    """All that a build reads."""
    theme = options.config.parent / read_config(options).theme
    paths = [options.content, *([] if options.inbox.is_relative_to(options.content) else [options.inbox]), options.config, theme]
    return [*(os.path.abspath(path) for path in paths), *seal.own_folders()]  # noqa: PTH100 - as the lean path does it, without pathlib


def _seal(options: Options, surveyed: seal.Surveyed, report: Report) -> None:
    """Leaves the seal by which the next build knows that it has nothing to do, where this one changed nothing that it reads."""
    paths = (str(options.content), str(options.inbox), str(options.output), str(options.config))
    asked = seal.asked_of(paths, options.base_url, options.as_of)
    again = replace(report, analysed=0, pages_written=0, pages_removed=0)
    told = {
        "problems": [[problem.severity == "notice", str(problem)] for problem in report.problems],
        "summary": again.summary(options.output),
        "count": report.problem_count(),
        "status": int(report.incomplete),
    }
    output = str(options.output.resolve())
    made = seal.make_seal(surveyed, seal.read_seal(str(options.content)), asked, output, told)
    if made is not None:
        files.write_cache(options.content, seal.NAME, msgspec.json.encode(made))


def _write(options: Options, known: Understanding, rendered: _Rendered, site: files.StagedSite, pack: Pack) -> tuple[Problem, ...]:
    """Brings content/ up to date while the new site lies ready; when that fails, neither has changed."""
    caches = {**known.caches, PAGES: publishing.format_kept(rendered.kept)}
    wanted = content_files.ToWrite(known.plan.changes, known.plan.views, known.analyses, rendered.editions, caches)
    try:
        written = content_files.write_build(options.content, wanted, known.content, pack)
    except OSError:
        files.drop_site(site)
        raise
    settled = briefing.settle(known.plan, written.views, written.texts)
    settled.version, settled.key, settled.as_of = _version(), known.merging.key, known.merging.as_of
    settled.articles, settled.notices = dict(known.merging.articles), dict(known.notices)
    with suppress(OSError):  # content/ is written: a cache that cannot be is no reason to fail
        files.write_cache(options.content, SETTLED, briefing.format_settled(settled))
        if rendered.press is not None:
            files.write_cache_parts(options.content, SITE, _format_base(options, known, rendered, rendered.press, written))
    return written.problems


@contextmanager
def _open_pack(options: Options, now: int) -> Iterator[Pack]:
    """What earlier builds packed of content/; a build that may write adds what it reads."""
    pack = Pack(options.content / ".cache", version=_version(), now=now, writing=not options.read_only)
    try:
        yield pack
    finally:
        pack.close()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Without the search for cycles of garbage: a build holds nearly all that it makes until it ends, and makes hardly a cycle.

    At 10,000 articles the search took half of the time of reading and a third of that of merging, and found nothing worth its while.
    """
    watched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watched:
            gc.enable()


@contextmanager
def _explained() -> Iterator[None]:
    """Tells of a disk that fails in the words of a problem.

    What is served and what stands under content/ is as it was, or is finished by the next command.
    """
    try:
        yield
    except OSError as error:
        hints = {errno.ENOSPC: "make room on the disk", errno.EDQUOT: "make room on the disk", errno.EROFS: "the disk is read-only"}
        hint = hints.get(error.errno or 0, "check that this user may write there")
        found = f"the disk refused: {error.strerror or error}"
        raise StorageError(Problem("disk", str(error.filename or ""), found, "a folder that can be written", hint)) from error


def understand(options: Options, progress: Callable[[str, int, int], None] = silent, pack: Pack | None = None) -> Understanding:
    """Reads, analyses, merges and plans, and writes nothing but to the pack."""
    config = read_config(options)
    with files.shared_lock(options.content) if options.read_only else nullcontext():
        content = content_files.read_content(options.content, pack)
    if ids := briefing.find_record_ids(content.texts, content.views):
        content = replace(content, analyses=content.analyses.renamed(ids))
    rules = parse_rules(files.read_package_rules(), content.rules)
    inbox = inbox_files.read_inbox(options.inbox)
    texts = content.texts
    settled = briefing.parse_settled(files.read_cache(options.content, SETTLED), _version())
    plain = settled.find_plain(content.view_digests(), content.digests)
    known, known_problems = briefing.read_known(content.texts, content.views, plain)
    stage = _analyse_inbox(inbox, content, known, options, progress, settled)
    withheld = _told_in_confidence(stage.withheld, known, content.views)
    if withheld:
        content = replace(content, texts=_but(content.texts, withheld), views=_but(content.views, withheld))
        known, known_problems = briefing.read_known(content.texts, content.views, plain & content.texts.keys())
    articles = {id_: stage.analyses.digest(id_) for id_ in stage.analyses}
    stand = briefing.settle_views(content.texts, content.views)
    listed = {
        path for path in settled.find_listed(content.views, content.view_digests(), articles) if stand.get(path) is content.views[path]
    }
    known = briefing.follow_claims(known, stand, stage.analyses, listed)
    progress("merging", 0, 1)
    merged = _Merging(options, stage.analyses, known, rules, content, articles, settled)
    plan = _plan(merged, content, rules, settled, plain)
    plan = replace(plan, changes=(*plan.changes, *(FileChange(path, None, texts[path]) for path in sorted(withheld & texts.keys()))))
    known_problems = tuple(
        problem for problem in known_problems if content.texts.get(problem.path) != content_files.UNREADABLE
    )  # told by content
    problems = (*inbox.problems, *content.problems, *known_problems, *stage.problems, *plan.problems)
    report = _count(plan, content, inbox, stage, problems, merged.as_of)
    report = replace(report, changes=tuple(sorted({_WITHHELD if path in withheld else path for path in report.changes})))
    return Understanding(config, content, stage.analyses, merged, plan, report, stage.notices, {"analyses.json": stage.keys, **merged.kept})


class _Merging:
    """The machine's view of everything, as the last build found it where that would read the very same.

    It is loaded when somebody asks for it: where only texts were edited, nobody does.
    """

    def __init__(
        self,
        options: Options,
        analyses: HeldAnalyses,
        known: Known,
        rules: Rules,
        content: ContentScan,
        articles: Mapping[str, bytes],
        settled: Settled,
    ) -> None:
        self._options, self._analyses, self._known, self._rules = options, analyses, known, rules
        self.articles = articles  # id -> hash of the analysis
        code = files.code_fingerprint(".") + msgspec.json.encode(sorted(content.rules.items()))
        self.key = merging.merge_key(articles, known, hashlib.sha256(code).hexdigest(), options.as_of)
        self.kept: dict[str, bytes] = {}  # what the next build may save itself
        self._result: Merged | None = None
        self.is_known = settled.key == self.key
        self.as_of = settled.as_of if self.is_known else self.result().as_of

    def result(self) -> Merged:
        if self._result is None:
            self._result = merging.parse_merged(files.read_cache(self._options.content, MERGED), self.key, self._analyses)
        if self._result is None:
            identified = [IdentifiedAnalysis(id_, self._analyses[id_]) for id_ in sorted(self._analyses)]
            self._result = merging.merge(identified, self._known, merging.compile_rules(self._rules), as_of=self._options.as_of)
            self.kept = {MERGED: merging.format_merged(self._result, self.key)}
        return self._result

    def forget(self) -> None:
        """Lets go of it: once a build is planned, only `explain` asks for it."""
        self._result = None


def _plan(merged: _Merging, content: ContentScan, rules: Rules, settled: Settled, plain: frozenset[str]) -> BriefingPlan:
    """What the build would do to content/.  Where nothing was merged anew, the machine's own views are those of the last build."""
    followed = briefing.follow_views(content.texts, content.views)
    if merged.is_known:
        new, missing = settled.views_again(content.views, content.view_digests())
        if missing:
            new |= briefing.machine_views(merged.result(), rules, followed, only=missing)
    else:
        new = briefing.machine_views(merged.result(), rules, followed)
    return briefing.plan_views(new, content.texts, content.views, as_of=merged.as_of, plain=plain & content.texts.keys())


def _version() -> str:
    """That of the code and of the libraries, for caches."""
    return hashlib.sha256(files.code_fingerprint(".") + seal.engine().encode()).hexdigest()


def _told_in_confidence(withheld: Mapping[str, str], known: Known, views: Mapping[str, MachineView]) -> frozenset[str]:
    """Paths of the documents that rest on confidential articles alone: their records, and events and profiles that nothing else tells of.

    They go with all that anybody wrote in them, for they, and often their very names, tell what the text told.
    """
    checksums = set(withheld.values())
    ids = {record.id for record in known.articles if record.file in withheld or record.sha256 in checksums}
    if not ids:
        return frozenset()
    told = {path: briefing.articles_of(view) for path, view in views.items()}
    return frozenset({f"articles/{id_}.md" for id_ in ids} | {path for path, articles in told.items() if articles and articles <= ids})


def _but(documents: Mapping[str, _T], paths: frozenset[str]) -> dict[str, _T]:
    return {path: held for path, held in documents.items() if path not in paths}


def read_config(options: Options) -> Config:
    """The configuration with the command line's say over it; the defaults where there is no file.  Raises ConfigError."""
    try:
        text = plain_files.read_text(options.config)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(Problem("config-unreadable", str(options.config), f"the configuration cannot be read: {error}")) from error
    config = parse_config(text or "", path=str(options.config))
    return config if options.base_url is None else replace(config, base_url=options.base_url)


def check(options: Options) -> tuple[Problem, ...]:
    """The problems of the inputs and of the site as it would be built; writes nothing."""
    known = understand(replace(options, read_only=True))
    problems = _render(options, known, files.Shelf(), silent).problems
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
    problems = _render(options, known, shelf, silent).problems
    report = replace(known.report, problems=(*known.report.problems, *problems), pages=len(shelf.contents))
    if not drafts or known.config.publish == "all":
        return Preview(shelf.contents, frozenset(), report)
    _render(options, replace(known, config=replace(known.config, publish="all")), every, silent)
    return Preview(every.contents, frozenset(every.contents.keys() - shelf.contents.keys()), report)


def explain(options: Options, id_: str) -> list[str]:
    """Why the event `id_` is as it is, line by line.  Raises BeatbookError when there is no such event."""
    merged = understand(replace(options, read_only=True)).merged
    if id_ not in {event.id for event in merged.events}:
        raise BeatbookError(Problem("explain-unknown", "", f'there is no event "{id_}"', hint="ids stand in the addresses of the pages"))
    return merging.explain(merged, id_)


def read_desk(options: Options) -> ContentScan:
    """What stands under content/, for an editor's command."""
    return content_files.read_content(options.content)


def write_edits(options: Options, changes: Sequence[FileChange]) -> None:
    """Writes an editor's changes under content/, all or none.  Raises BeatbookError when a file has changed since it was read."""
    with ExitStack() as stack:
        stack.enter_context(_explained())
        stack.enter_context(files.lock(options.content / ".cache" / "lock"))
        content_files.recover_content(options.content)
        if moved := content_files.write_content(options.content, tuple(changes)):
            raise BeatbookError(*moved)


def remove(options: Options, id_: str) -> tuple[str, ...]:
    """Takes an article out: its text and sidecar, its record, its analysis.  Returns what was deleted.

    Its reports go with the next build.  Raises BeatbookError when there is no such article.
    """
    with ExitStack() as stack:
        stack.enter_context(_explained())
        stack.enter_context(files.lock(options.content / ".cache" / "lock"))
        content_files.recover_content(options.content)
        content = content_files.read_content(options.content)
        held, view = content.analyses.get(id_), content.views.get(f"articles/{id_}.md")
        file = held.metadata.file if held else str(view.front_matter.get("file", "")) if view else ""
        if held is None and view is None and f"articles/{id_}.md" not in content.texts:
            hint = "ids stand in the addresses of the pages"
            raise BeatbookError(Problem("remove-unknown", "", f'there is no article "{id_}"', hint=hint))
        return content_files.remove_article(options.content, options.inbox, id_, file)


def load_analysis_rules(content: Path | None = None) -> AnalysisRules:
    """The package's rules, with those of a site over them, compiled for `analysis`."""
    own = content_files.read_content(content).rules if content else {}
    return analysis.compile_rules(parse_rules(files.read_package_rules(), own))


def load_rules(content: Path) -> Rules:
    """The package's rules, with those of a site over them."""
    return parse_rules(files.read_package_rules(), content_files.read_content(content).rules)


# ---- the stages


@dataclass(frozen=True, slots=True)
class _Stage:
    """The outcome of reading and analysing."""

    analyses: HeldAnalyses
    analysed: int = 0
    used: frozenset[str] = frozenset()  # files of the inbox; with the three below they are all that were read
    doubles: frozenset[str] = frozenset()
    confidential: frozenset[str] = frozenset()
    withheld: Mapping[str, str] = field(default_factory=dict)  # path of each of these -> its sha256
    refused: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notices: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)  # record id -> file and what its analysis has to say
    keys: bytes = b""


def _analyse_inbox(
    inbox: InboxScan, content: ContentScan, known: Known, options: Options, progress: Callable[[str, int, int], None], settled: Settled
) -> _Stage:
    """Every article of the inbox analysed (cached while text, rules and code are the same), and the analyses of texts not at hand."""
    twins = {twin.path: replace(twin, severity="refused") for twin in reading.check_twins(text.path for text in inbox.files)}
    alone = {text.path: text for text in inbox.files if text.path not in twins}
    recipe = analysing.make_recipe(content.rules.items(), files.read_package_rules, files.code_fingerprint)
    remembered = {path: held for path, held in _remembered(options.content).items() if path in alone}
    held = {
        path: outcome
        for path, before in remembered.items()
        if before.key == _key(alone[path], recipe) and (outcome := _outcome(path, before, content)) is not None
    }
    fresh = _analyse_texts([text for path, text in alone.items() if path not in held], recipe, options, progress)
    outcomes = {path: held.get(path) or fresh[path] for path in alone}
    articles = {path: outcome for path, outcome in outcomes.items() if outcome.metadata is not None}
    ids = reading.identify([outcome.metadata for outcome in articles.values() if outcome.metadata], _known_ids(known, content))
    used = {ids[name]: name for name in sorted(articles)}  # of files that are one article the last by name
    crashed = {id_: crash for id_, name in used.items() if (crash := articles[name].crash) is not None}
    withheld = {path: alone[path].sha256 for path, outcome in outcomes.items() if outcome.confidential}
    found = {id_: made for id_, name in used.items() if (made := _made_anew(articles[name], id_, remembered, content)) is not None}
    analyses = content.analyses.changed(_kept(content, withheld), found)
    notices = _notices(analyses, settled)
    doubles = {name: used[id_] for name, id_ in ids.items() if used[id_] != name}
    refused = {path for path, outcome in outcomes.items() if outcome.metadata is None and not outcome.confidential}
    refused |= twins.keys() | {used[id_] for id_ in crashed}
    problems = (
        *twins.values(),
        *(problem for outcome in outcomes.values() for problem in outcome.problems),
        *(crashed[id_] for id_ in sorted(crashed)),
        *(_double(name, other) for name, other in sorted(doubles.items())),
    )
    keys = {path: _Remembered(_key(alone[path], recipe), ids[path], articles[path].problems) for path in used.values()}
    return _Stage(
        analyses,
        analysed=sum(name in fresh for id_, name in used.items() if id_ not in crashed),
        used=frozenset(name for id_, name in used.items() if id_ not in crashed),
        doubles=frozenset(name for name in doubles if ids[name] not in crashed),
        confidential=frozenset(withheld),
        withheld=withheld,
        refused=frozenset(refused | {name for name in doubles if ids[name] in crashed}),
        problems=(*problems, *(_not_analysed(path, notice) for path, told in notices.values() for notice in told)),
        notices=notices,
        keys=msgspec.json.encode({path: keys[path] for path in sorted(keys) if ids[path] not in crashed}),
    )


def _analyse_texts(
    texts: Sequence[inbox_files.InboxText], recipe: analysing.Recipe, options: Options, progress: Callable[[str, int, int], None]
) -> dict[str, analysing.Outcome]:
    """What became of each of these texts, by path; each is opened when its turn comes."""
    opened = (inbox_files.open_text(options.inbox, text) for text in texts)
    with analysing.open_executor(len(texts), recipe, jobs=options.jobs, scheduler=options.scheduler) as (executor, workers):
        outcomes = analysing.analyse_texts(opened, recipe, executor, workers)
        return {outcome.path: outcome for outcome in _counted(outcomes, "analysing", progress, len(texts))}


class _Remembered(NamedTuple):
    """What the cache holds of a text that was analysed."""

    key: str  # of text, sidecar, path, rules and code
    id: str  # of its article: under it stands the analysis
    problems: tuple[Problem, ...] = ()  # of reading it


def _outcome(path: str, before: _Remembered, content: ContentScan) -> analysing.Outcome | None:
    """What became of a text that is the same as before; None where its analysis is missing, or is of another text."""
    if before.id not in content.analyses:
        return None
    metadata = content.analyses.head(before.id).metadata
    return analysing.Outcome(path, metadata, problems=before.problems) if metadata.file == path else None


def _made_anew(outcome: analysing.Outcome, id_: str, remembered: Mapping[str, _Remembered], content: ContentScan) -> Analysis | None:
    """The analysis that a text was given by this build; of one that was analysed before, where its article has another id by now."""
    before = remembered.get(outcome.path)
    if outcome.analysis is None and outcome.crash is None and before is not None and before.id != id_:
        return content.analyses[before.id]
    return outcome.analysis


def _key(text: inbox_files.InboxText, recipe: analysing.Recipe) -> str:
    """What an analysis is good for: this text and sidecar at this place, read by this code and these rules."""
    parts = (recipe.fingerprint, text.sha256, text.sidecar or "", text.sidecar_sha256, text.path)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _kept(content: ContentScan, withheld: Mapping[str, str]) -> Collection[str]:
    """The ids of the analyses of earlier builds but of those articles that were marked confidential since, by their path or their bytes."""
    if not withheld:
        return content.analyses.keys()
    checksums = set(withheld.values())
    told = {id_: content.analyses.head(id_).metadata for id_ in content.analyses}
    return {id_ for id_, metadata in told.items() if metadata.file not in withheld and metadata.sha256 not in checksums}


def _double(path: str, other: str) -> Problem:
    found = f'the same article as "{other}", by its bytes or its address: that one is used'
    return Problem("article-double", path, found, hint="remove one of them", severity="notice")


class _Rendered(NamedTuple):
    """The files of the site, how many were written, what is wrong with them, and the editions that stand as they are from now on."""

    files: frozenset[str]
    written: int
    problems: tuple[Problem, ...]
    editions: dict[str, bytes]
    kept: Kept
    press: Press | None = None  # None: only notes changed


class _Placed(NamedTuple):
    """A file that lies ready: what has to be known of it when its content is out of sight."""

    path: str
    written: bool
    file: KeptFile | None  # None: the one that was kept stands


class _Made(NamedTuple):
    """A unit of the site that lies ready."""

    name: str
    reads: Reads
    placed: tuple[_Placed, ...]


def _render(
    options: Options, known: Understanding, place: files.Staging | files.Shelf, progress: Callable[[str, int, int], None]
) -> _Rendered:
    """Makes the site and lays it in its place, file by file; none is kept in memory.  All processors share the work where they may."""
    progress("rendering", 0, 1)
    config = known.config
    if place.shared and (noted := _render_notes(options, known, place)):
        return noted
    site = publishing.build_site(known.plan.documents, known.plan.views, known.analyses, config, as_of=known.merging.as_of)
    editions, kept_editions, damaged = _editions(options, known, site)
    if place.shared:  # a build that writes: from here on it is the site that is held
        known.merging.forget()
        known.analyses.forget()
        known.content.analyses.forget()
    theme = files.read_theme(options.config.parent / config.theme)
    press = publishing.Press(site, config, *theme, editions, code=_code() if place.shared else b"", looks_back=options.as_of is not None)
    before = publishing.parse_kept(files.read_cache(options.content, PAGES)) if place.shared else publishing.Kept()
    books = publishing.Ledger(press.recorder, before, press.setting) if press.recorder else None
    arguments = {unit.name: publishing.digest_arguments(unit.arguments) for unit in press.units}
    standing = _standing(arguments, books, before, place) if books else {}
    reader = LinkReader(config.base_url, plain=is_plainly_written(text for name, text in theme[0].items() if name.endswith(".html")))

    def make(units: Sequence[Unit]) -> list[_Made]:
        return [_make(unit, press, place, before, reader) for unit in units]

    portions = press.portions([unit for unit in press.units if unit.name not in standing])
    workers = (options.jobs or os.cpu_count() or 1) if place.shared and len(portions) >= SHARED_FROM else 1
    made = [unit for portion in share(len(portions), lambda number: make(portions[number]), workers=workers) for unit in portion]
    placed = {file.path: file.file or before.files[file.path] for unit in made for file in unit.placed}
    placed |= {path: before.files[path] for unit in standing.values() for path in unit.files}
    paths = Counter([path for unit in standing.values() for path in unit.files] + [file.path for unit in made for file in unit.placed])
    maps = [_lay(file, place, None, reader) for file in press.sitemap(path for path, file in placed.items() if file.listed)]
    paths.update(file.path for file in maps)
    if twice := sorted(path for path, count in paths.items() if count > 1):
        raise publishing.written_twice(twice[0])
    links = {path: file.links for path, file in placed.items() if file.links is not None}
    problems = find_problems(links, paths.keys(), place.read, base_url=config.base_url)
    written = sum(file.written for unit in made for file in unit.placed) + sum(file.written for file in maps)
    placed |= {file.path: file.file for file in maps if file.file}
    kept = publishing.Kept(files=placed)
    if books:
        paths_of = {unit.name: tuple(file.path for file in unit.placed) for unit in made}
        fresh = {unit.name: KeptUnit(arguments[unit.name], books.numbers(unit.reads), paths_of[unit.name]) for unit in made}
        mapped = KeptUnit(b"", b"", tuple(file.path for file in maps))
        kept = books.close({**standing, **fresh, "sitemap": mapped}, placed)
    return _Rendered(frozenset(paths), written, (*site.problems, *damaged, *problems), kept_editions, kept, press)


def _render_notes(options: Options, known: Understanding, place: files.Staging | files.Shelf) -> _Rendered | None:
    """The same where since the last whole build nothing changed but notes below briefs: only their pages are made.  None where more did."""
    content = known.content
    views = {path: digest for path, digest in content.view_digests().items() if _is_same_view(known, path)}  # those that stand as they lie
    held = None if known.plan.changes else files.read_cache(options.content, SITE)
    if held is None:
        return None
    try:
        stored = publishing.Stored(held)
        base, before = stored.base, publishing.parse_kept(files.read_cache(options.content, PAGES))
        briefs = _hash_briefs(known, content.digests, views)
        if base.rest != _hash_rest(options, known, content.digests, views, content.editions) or briefs.keys() != base.briefs.keys():
            return None
        noted = [document for document in known.plan.documents if briefs.get(document.path) != base.briefs.get(document.path)]
        if any(_hash_facts(document, known) != base.fronts[document.path] for document in noted):
            return None
        site = stored.with_notes({document.id: document.body for document in noted}, before)
        return _lay_notes(options, known, place, base, site)
    except publishing.NotStoredError:
        return None


def _lay_notes(options: Options, known: Understanding, place: files.Staging | files.Shelf, base: Base, site: Noted) -> _Rendered | None:
    """Makes the pages of briefs with other notes; None where these pages lead elsewhere than before, or files of the site are gone."""
    config, kept = known.config, site.kept
    theme = files.read_theme(options.config.parent / config.theme)
    shop = publishing.Shop(config, *theme, site.tables, code=_code(), looks_back=options.as_of is not None)
    made = {unit.name for unit in site.units}
    if shop.recorder is None or not shop.setting == base.setting == kept.setting:
        return None
    if not all(place.stands(path, kept.files[path].stamp) for name, unit in kept.units.items() if name not in made for path in unit.files):
        return None
    site.number(shop.recorder)
    reader = LinkReader(config.base_url, plain=is_plainly_written(text for name, text in theme[0].items() if name.endswith(".html")))
    laid = [_make(unit, shop, place, kept, reader) for unit in site.units]
    placed = {**kept.files, **{file.path: file.file for unit in laid for file in unit.placed if file.file}}
    links = {path: file.links for path, file in placed.items()}
    units = dict(kept.units)
    for unit in laid:
        paths = tuple(file.path for file in unit.placed)
        if unit.reads.others or paths != units[unit.name].files:
            return None
        if any(links[path] != kept.files[path].links for path in paths) and base.problems:
            return None
        if not all(is_as_sound(links[path], kept.files[path].links, links) for path in paths):
            return None
        units[unit.name] = replace(units[unit.name], reads=unit.reads.numbers, files=paths)
    written = sum(file.written for unit in laid for file in unit.placed)
    kept = replace(kept, files=placed, units=units)
    return _Rendered(frozenset(placed), written, base.problems, dict(known.content.editions), kept)


def _is_same_view(known: Understanding, path: str) -> bool:
    """Whether the machine's view that the site is made of is the one that lies under content/."""
    view, stored = known.plan.views.get(path), known.content.views.get(path)
    return view is stored or view == stored


def _hash_briefs(known: Understanding, texts: Mapping[str, bytes], views: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path of a brief -> hashes of its text and of the machine's view of it."""
    paths = (document.path for document in known.plan.documents if document.type == "event")
    return {path: texts.get(path, b"") + b" " + views.get(path, b"") for path in paths}


def _hash_facts(document: Document, known: Understanding) -> bytes:
    """A hash of all that is read of a brief but the note below it; the machine notes in its view that there is one."""
    view = known.plan.views.get(document.path)
    said = {key: value for key, value in view.extra.items() if key not in briefing.OF_NOTES} if view else None
    return publishing.page_key(document.front_matter, view and (view.front_matter, view.updated, said))


def _hash_rest(
    options: Options, known: Understanding, texts: Mapping[str, bytes], views: Mapping[str, bytes], editions: Mapping[str, bytes]
) -> bytes:
    """A hash of all that the site is made of but the briefs and what stands for every file of it."""
    documents = sorted((document.path, texts.get(document.path, b"")) for document in known.plan.documents if document.type != "event")
    briefs = {document.path for document in known.plan.documents if document.type == "event"}
    shown = sorted((path, views.get(path, b"")) for path in known.plan.views if path not in briefs)
    articles = sorted(known.merging.articles.items())
    return publishing.page_key(documents, shown, articles, sorted(editions.items()), known.merging.as_of, options.as_of)


def _format_base(options: Options, known: Understanding, rendered: _Rendered, press: Press, written: Written) -> Iterator[bytes]:
    """What the next build is to know where only notes change, in parts; nothing where it could not tell."""
    if press.recorder is None:
        return iter(())
    return publishing.format_base(
        publishing.Base(
            press.setting,
            _hash_rest(options, known, written.texts, written.views, rendered.editions),
            _hash_briefs(known, written.texts, written.views),
            {document.path: _hash_facts(document, known) for document in known.plan.documents if document.type == "event"},
            rendered.problems,
            publishing.hash_tables(rendered.kept, but="events"),
        ),
        {name: table.untraced() for name, table in press.recorder.tables.items()},
    )


def _code() -> bytes:
    """What stands for the code and the libraries."""
    return hashlib.sha256(files.code_fingerprint(".") + seal.engine().encode()).digest()


def _standing(arguments: Mapping[str, bytes], books: Ledger, before: Kept, place: files.Staging | files.Shelf) -> dict[str, KeptUnit]:
    """The units of which nothing has changed that they are made of, and of which all files are those that were written."""
    known = ((name, books.stands(name, held)) for name, held in arguments.items())
    return {name: unit for name, unit in known if unit and all(place.stands(path, before.files[path].stamp) for path in unit.files)}


def _make(unit: Unit, press: Shop, place: files.Staging | files.Shelf, before: Kept, reader: LinkReader) -> _Made:
    """Makes the files of a unit and lays them in their place."""
    if press.recorder is None:
        return _Made(unit.name, NOTHING_READ, tuple(_lay(file, place, None, reader) for file in press.files(unit)))
    press.recorder.begin()
    made = list(press.files(unit))
    reads = press.recorder.reads()
    return _Made(unit.name, reads, tuple(_lay(file, place, before.files.get(file.path), reader) for file in made))


def _lay(file: File, place: files.Staging | files.Shelf, before: KeptFile | None, reader: LinkReader) -> _Placed:
    """Puts a file in its place; a page that stands there as it would be made is not even made."""
    if file.key and before is not None and before.key == file.key and place.stands(file.path, before.stamp):
        return _Placed(file.path, written=False, file=None)
    content = file.make()
    written = place.put(file.path, content)
    links = reader.read(file.path, content) if file.is_page else None
    return _Placed(file.path, written, KeptFile(place.stamp(file.path), file.key, file.listed, links))


class _Editions(NamedTuple):
    shown: tuple[Edition, ...]
    kept: dict[str, bytes]  # what content/ is to hold of them
    problems: tuple[Problem, ...]


def _editions(options: Options, known: Understanding, site: Site) -> _Editions:
    """The editions to be shown.  Once its days are over an edition is kept and stays, but for what a person takes down.

    A look back at a day (`as_of`) writes them all from what was published by then, and leaves alone what is kept.  Where only checked
    events are published, editions are kept with all, so that one that is checked later has its place in them.
    """
    period, documents, views = publishing.period_of(known.config.editions), known.plan.documents, known.plan.views
    read = {id_: publishing.parse_edition(content) for id_, content in known.content.editions.items()}
    held = {id_: edition for id_, edition in read.items() if edition is not None}
    hint = "delete it: the next build makes it anew"
    damaged = tuple(
        Problem("machine-damaged", f"_machine/editions/{id_}.json", "the machine's own file is damaged", hint=hint, severity="notice")
        for id_ in read.keys() - held.keys()
    )
    whole = site
    if known.config.publish == "checked":
        everything = replace(known.config, publish="all")
        whole = publishing.build_site(documents, views, known.analyses, everything, as_of=known.merging.as_of)
    if options.as_of is not None:
        return _Editions(publishing.write_editions(whole, period, {}) if period else (), dict(known.content.editions), damaged)
    withdrawn = publishing.find_withdrawn(documents, views, held.values())
    held = {id_: publishing.without(edition, withdrawn) for id_, edition in held.items()}
    shown = publishing.write_editions(whole, period, held) if period else ()
    kept = {**held, **publishing.finished(shown, site.as_of)}
    return _Editions(shown, {id_: publishing.format_edition(edition).encode() for id_, edition in kept.items()}, damaged)


def _count(
    plan: BriefingPlan, content: ContentScan, inbox: InboxScan, stage: _Stage, problems: tuple[Problem, ...], as_of: str | None
) -> Report:
    """The figures of the summary."""
    events = {document.path for document in plan.documents if document.type == "event"}
    before = {path for path in content.texts if path.startswith("events/")}
    touched = {change.path for change in plan.changes if change.path.startswith("events/")}
    lost = _find_lost(inbox, stage, problems)
    return Report(
        articles=len(stage.analyses),
        analysed=stage.analysed,
        found=len(inbox.files) + len(inbox.skipped) + len(inbox.refused),
        used=len(stage.used),
        doubles=len(stage.doubles),
        skipped=len(inbox.skipped),
        confidential=len(stage.confidential),
        refused=len(stage.refused | {problem.path for problem in lost}) + len(inbox.refused),
        events_new=len(events - before),
        events_changed=len(events & before & touched),
        events_same=len((events & before) - touched),
        events_gone=len(before - events),
        changes=tuple(sorted(change.path for change in plan.changes)),
        suggestions=plan.suggestions,
        problems=(*problems, *lost),
        as_of=as_of,
    )


def _find_lost(inbox: InboxScan, stage: _Stage, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The articles that would fall out without a reason.  There are none; if ever there are, they are told on every build."""
    reasons = {problem.path for problem in problems if problem.severity == "refused"}
    told = stage.used | stage.doubles | stage.confidential | (stage.refused & reasons)
    hint = "this is a fault of Beatbook: please report it"
    return tuple(
        Problem("article-lost", file.path, "the article fell out without a reason", hint=hint, severity="refused")
        for file in inbox.files
        if file.path not in told
    )


def _check_folders(options: Options) -> None:
    """Raises ConfigError when the output folder is, holds or lies in a folder of the inputs."""
    output = options.output.resolve()
    for name, folder in (("content", options.content.resolve()), ("inbox", options.inbox.resolve())):
        if output == folder or output in folder.parents or folder in output.parents:
            found = f"the output folder and the {name} folder lie in each other"
            raise ConfigError(Problem("output-overlap", str(options.output), found, hint="give --output a folder of its own"))


def _known_ids(known: Known, content: ContentScan) -> list[KnownId]:
    """What earlier builds called the articles: from their records, else from their analyses."""
    ids = {article.id: KnownId(article.id, article.file, article.sha256, article.url) for article in known.articles if article.file}
    for id_ in content.analyses.keys() - ids.keys():
        metadata = content.analyses.head(id_).metadata
        ids[id_] = KnownId(id_, metadata.file, metadata.sha256, metadata.url)
    return [ids[id_] for id_ in sorted(ids)]


def _remembered(content: Path) -> dict[str, _Remembered]:
    """Path in the inbox -> what the last build made of the text there."""
    try:
        return msgspec.json.decode(files.read_cache(content, "analyses.json") or b"{}", type=dict[str, _Remembered])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}  # a damaged cache costs time, nothing else


def _notices(analyses: HeldAnalyses, settled: Settled) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Record id -> file and notices of each analysis that has any."""
    found = {}
    for id_ in analyses:
        if settled.articles.get(id_) == analyses.digest(id_):
            said = settled.notices.get(id_)
        else:
            head = analyses.head(id_)
            said = (head.metadata.file, head.notices) if head.notices else None
        if said is not None:
            found[id_] = said
    return found


def _not_analysed(path: str, notice: str) -> Problem:
    return Problem("article-not-analysed", path, notice, hint="only English is analysed", severity="notice")


def _counted(items: Iterable[_T], stage: str, progress: Callable[[str, int, int], None], total: int | None = None) -> Iterable[_T]:
    """The items one by one, telling `progress` about each."""
    count = total if total is not None else len(items) if isinstance(items, Sequence) else 0
    for index, item in enumerate(items):
        progress(stage, index, count)
        yield item
    progress(stage, count, count)
