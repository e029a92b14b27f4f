"""The analysis stage: texts of the inbox become analyses, through whatever Executor there is.

An article is read and analysed on its own, so this is the stage that is spread: over the processors of this machine, or with a scheduler's
address over a Dask cluster.  Texts are opened when their turn comes and handed on in small batches, of which only so many are under way as
the workers need: what the stage holds does not grow with the number of articles, but for their analyses.  Results come back in the order of
the texts; who worked them out never shows.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import msgspec

from beatbook import analysis, reading
from beatbook.errors import ConfigError, Problem
from beatbook.rules import parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future, ProcessPoolExecutor

    from beatbook.analysis import AnalysisRules
    from beatbook.analysis.model import Analysis
    from beatbook.reading.model import ArticleMetadata

_P = ParamSpec("_P")
_T = TypeVar("_T")
PARALLEL_FROM = 24  # texts from which a second process pays: forking and moving results costs about as much as ten articles
BATCH = 8  # texts that travel together: a tenth of a second of work
AHEAD = 4  # batches under way for each worker, so that none waits for the next one
RETRIES = 3  # times that a batch is given to another worker when the one that had it is lost


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a worker needs to analyse as everybody else does: small, and the same for every text."""

    own_rules: tuple[tuple[str, str], ...]  # of the site: name -> text
    fingerprint: str  # of the code and all rules: a worker with others refuses to work
    read_rules: Callable[[], Mapping[str, str]]  # the package's, where the worker runs
    read_code: Callable[[], bytes]  # the same for its code


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text."""

    path: str  # in the inbox
    metadata: ArticleMetadata | None = None  # None: it is no article
    analysis: Analysis | None = None  # None: it is no article, or analysing it failed
    crash: Problem | None = None  # how analysing it failed
    confidential: bool = False
    problems: tuple[Problem, ...] = ()  # of reading


def make_recipe(
    own_rules: Iterable[tuple[str, str]], read_rules: Callable[[], Mapping[str, str]], read_code: Callable[[], bytes]
) -> Recipe:
    """The recipe of this process, for workers anywhere."""
    own = tuple(sorted(own_rules))
    return Recipe(own, _fingerprint(own, read_code), read_rules, read_code)


def analyse_texts(texts: Iterable[reading.InboxFile], recipe: Recipe, executor: Executor | None, workers: int = 1) -> Iterator[Outcome]:
    """One outcome a text, in order; worked out here where there is no executor."""
    texts = iter(texts)
    batches = iter(lambda: tuple(islice(texts, BATCH)), ())
    if executor is None:
        for batch in batches:
            yield from analyse_batch(recipe, batch)
        return
    under_way: deque[tuple[tuple[reading.InboxFile, ...], Future[tuple[Outcome, ...]]]] = deque()
    for batch in batches:
        under_way.append((batch, executor.submit(analyse_batch, recipe, batch)))
        if len(under_way) > AHEAD * workers:
            yield from _outcomes(*under_way.popleft(), recipe, executor)
    while under_way:
        yield from _outcomes(*under_way.popleft(), recipe, executor)


def _outcomes(
    batch: tuple[reading.InboxFile, ...], done: Future[tuple[Outcome, ...]], recipe: Recipe, executor: Executor
) -> tuple[Outcome, ...]:
    """What came of a batch.  Where a worker was lost, which takes along all batches under way, it is done again."""
    try:
        return done.result()
    except BrokenExecutor:
        return _again(batch, recipe, executor)


def _again(batch: tuple[reading.InboxFile, ...], recipe: Recipe, executor: Executor) -> tuple[Outcome, ...]:
    """A batch whose worker was lost: once more, then with nothing else under way, then text by text; who takes its worker along then is
    reported.
    """
    for _ in range(2):
        try:
            return executor.submit(analyse_batch, recipe, batch).result()
        except BrokenExecutor:
            continue
    if len(batch) > 1:
        return tuple(outcome for file in batch for outcome in _again((file,), recipe, executor))
    found, hint = (
        "the process that read it was lost: it was ended from outside, or ran out of memory",
        "build again; if it stays, report it",
    )
    return (Outcome(batch[0].path, problems=(Problem("article-crash", batch[0].path, found, hint=hint, severity="refused"),)),)


def analyse_batch(recipe: Recipe, batch: tuple[reading.InboxFile, ...]) -> tuple[Outcome, ...]:
    """The outcomes of some texts, in the process that this is called in."""
    reading_rules, analysis_rules = _compiled(recipe)
    return tuple(_analyse(file, reading_rules, analysis_rules) for file in batch)


@contextmanager
def open_executor(texts: int, recipe: Recipe, *, jobs: int, scheduler: str | None) -> Iterator[tuple[Executor | None, int]]:
    """Who works, and how many at a time: the cluster of `scheduler`, else a process a processor where that pays, else nobody but us.

    Raises ConfigError when there is no such cluster or the extra is not installed.
    """
    if scheduler is not None and texts:
        with _dask(scheduler) as (executor, workers):
            yield executor, workers
        return
    workers = min(jobs or os.cpu_count() or 1, texts)
    if workers < 2 or texts < PARALLEL_FROM:
        yield None, 1
        return
    _compiled(recipe)  # before the processes are forked, so that they have it
    with _Pool(workers) as pool:
        yield pool, workers


class _Pool(Executor):
    """Processes of this machine; where one of them was lost, new ones take the next batch."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = self._open()

    def _open(self) -> ProcessPoolExecutor:
        import multiprocessing  # noqa: PLC0415 - few builds have so many texts
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown()  # waits for its thread: the new processes are forked from a process with one
            self._pool = self._open()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor has it
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        library = import_module("distributed")  # an extra, and slow to import
    except ImportError as error:
        found, hint = "--scheduler needs the library that is not installed: distributed", "pip install 'beatbook[dask]'"
        raise ConfigError(Problem("scheduler", "", found, "the extra beatbook[dask]", hint)) from error
    try:
        client = library.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        found = f'no Dask scheduler answers at "{address}": {error}'
        raise ConfigError(Problem("scheduler", "", found, "an address such as tcp://10.0.0.5:8786", "start one: dask scheduler")) from error
    with client:
        yield client.get_executor(retries=RETRIES, pure=False), max(1, sum(client.ncores().values()))


@lru_cache(maxsize=1)  # in a worker: rules are compiled once, not once a batch
def _compiled(recipe: Recipe) -> tuple[reading.ReadingRules, AnalysisRules]:
    """The rules as this process has them.  Raises ConfigError where its code or rules are others than those of who asks."""
    if _fingerprint(recipe.own_rules, recipe.read_code) != recipe.fingerprint:
        found = "a worker runs another version of Beatbook, whose analyses would differ"
        raise ConfigError(Problem("scheduler", "", found, "the same version everywhere", "install the same version on all workers"))
    rules = parse_rules(recipe.read_rules(), dict(recipe.own_rules))
    return reading.compile_rules(rules), analysis.compile_rules(rules)


def _fingerprint(own_rules: tuple[tuple[str, str], ...], read_code: Callable[[], bytes]) -> str:
    return hashlib.sha256(read_code() + msgspec.json.encode(own_rules)).hexdigest()


def _analyse(file: reading.InboxFile, reading_rules: reading.ReadingRules, analysis_rules: AnalysisRules) -> Outcome:
    try:
        found = reading.read_article(file, reading_rules)
    except Exception as error:  # the last resort: one article must not take the digest with it
        return Outcome(file.path, problems=(_crash(file.path, "reading", error),))
    if found.article is None:
        return Outcome(file.path, confidential=found.confidential, problems=found.problems)
    metadata = found.article.metadata
    try:
        return Outcome(file.path, metadata, analysis.analyse(found.article, analysis_rules), problems=found.problems)
    except Exception as error:  # the same
        return Outcome(file.path, metadata, crash=_crash(file.path, "analysing", error), problems=found.problems)


def _crash(path: str, stage: str, error: Exception) -> Problem:
    """The error's kind alone: its words may quote the text."""
    hint = "this is a fault of Beatbook: please report it; the other articles are built"
    return Problem("article-crash", path, f"{stage} it failed with {type(error).__name__}", hint=hint, severity="refused")
