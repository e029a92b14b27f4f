"""The analysis stage: spread over processes or a cluster, and the same whoever works."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from beatbook import analysing, files
from beatbook.errors import ConfigError
from beatbook.reading.model import InboxFile
from bench.corpus import Newsroom as Stories
from bench.corpus import write_inbox
from tests.newsroom import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.newsroom import Newsroom

TEXTS = 64  # eight batches


@pytest.fixture(scope="module")
def recipe() -> analysing.Recipe:
    return analysing.make_recipe((), files.read_package_rules, files.code_fingerprint)


@pytest.fixture(scope="module")
def texts() -> list[InboxFile]:
    return [InboxFile(f"{story.name}.txt", story.text.encode(), story.sidecar.encode()) for story in islice(Stories().stories(), TEXTS)]


@pytest.fixture(scope="module")
def here(texts: list[InboxFile], recipe: analysing.Recipe) -> list[analysing.Outcome]:
    """What this process alone makes of the texts."""
    return list(analysing.analyse_texts(texts, recipe, None))


# ---- on this machine


def test_two_processes_make_what_one_makes(texts, here, recipe):
    """In the same order: the number of processes never shows in the result."""
    with analysing.open_executor(len(texts), recipe, jobs=2, scheduler=None) as (executor, workers):
        spread = list(analysing.analyse_texts(texts, recipe, executor, workers))

    assert workers == 2
    assert spread == here


def test_few_texts_are_analysed_here(recipe):
    """Forking and moving results costs about as much as ten articles."""
    with analysing.open_executor(analysing.PARALLEL_FROM - 1, recipe, jobs=2, scheduler=None) as (executor, workers):
        assert (executor, workers) == (None, 1)


def test_a_worker_that_is_lost_takes_no_text_along(texts, here, recipe):
    """Its batch, and whatever else was under way, is done again by new processes."""
    with analysing.open_executor(len(texts), recipe, jobs=2, scheduler=None) as (executor, workers):
        outcomes = analysing.analyse_texts(texts, recipe, executor, workers)
        spread = [next(outcomes)]
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        spread += outcomes

    assert spread == here


def test_a_text_that_takes_its_worker_along_is_reported_and_the_others_are_analysed(texts, here, recipe, monkeypatch):
    """A file on which the process dies every time is refused with its path; nothing else falls out."""
    analyse, bad, parent = analysing._analyse, texts[11].path, os.getpid()

    def analyse_or_die(file, *rules):
        if file.path == bad and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return analyse(file, *rules)

    monkeypatch.setattr(analysing, "_analyse", analyse_or_die)
    with analysing.open_executor(len(texts), recipe, jobs=2, scheduler=None) as (executor, workers):
        spread = list(analysing.analyse_texts(texts, recipe, executor, workers))

    assert [outcome for outcome in spread if outcome.path != bad] == [outcome for outcome in here if outcome.path != bad]
    (problem,) = spread[11].problems
    assert (problem.code, problem.path, problem.severity) == ("article-crash", bad, "refused")
    assert "the process that read it was lost" in str(problem)


def test_texts_are_opened_when_their_turn_comes(texts, recipe):
    """What the stage holds of texts does not grow with their number: only so many batches are open as the workers need."""
    opened = 0

    def counted() -> Iterator[InboxFile]:
        nonlocal opened
        for text in texts * 8:
            opened += 1
            yield text

    with analysing.open_executor(len(texts) * 8, recipe, jobs=2, scheduler=None) as (executor, workers):
        ahead = [opened - done for done, _ in enumerate(analysing.analyse_texts(counted(), recipe, executor, workers))]

    assert len(ahead) == len(texts) * 8
    assert max(ahead) <= analysing.BATCH * (analysing.AHEAD * workers + 1)


def test_a_worker_with_another_version_refuses_to_work(recipe, texts):
    """Its analyses would differ, and nobody would know which text was read by whom."""
    with pytest.raises(ConfigError, match="another version"):
        analysing.analyse_batch(replace(recipe, fingerprint="0" * 64), tuple(texts[:1]))


def test_a_scheduler_that_does_not_answer_is_named(recipe):
    """The message says which address, and how to start one."""
    pytest.importorskip("distributed", reason="the extra beatbook[dask] is not installed")

    with (
        pytest.raises(ConfigError, match=r"tcp://127\.0\.0\.1:9") as told,
        analysing.open_executor(1, recipe, jobs=0, scheduler="tcp://127.0.0.1:9"),
    ):
        pass

    assert told.value.problems[0].hint == "start one: dask scheduler"


def test_without_the_extra_the_message_says_what_to_install(recipe, monkeypatch):
    """--scheduler is an extra: nobody else pays for its libraries."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(analysing, "import_module", missing)

    with (
        pytest.raises(ConfigError, match=r"pip install 'beatbook\[dask\]'"),
        analysing.open_executor(1, recipe, jobs=0, scheduler="tcp://x:1"),
    ):
        pass


# ---- on a cluster


class Cluster:
    """A Dask scheduler and its workers, each a process of its own on this machine."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file)
        )
        started = time.monotonic()
        while not self.file.exists():
            assert self.scheduler.poll() is None
            assert time.monotonic() - started < 120
            time.sleep(0.05)
        self.workers = [self.add_worker() for _ in range(workers)]
        with import_module("distributed").Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)  # so that each of them gets texts

    def add_worker(self) -> subprocess.Popen[bytes]:
        return self._start("dask_worker", "--scheduler-file", str(self.file), "--no-nanny", "--nthreads", "1", "--no-dashboard")

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            command, cwd=self.file.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text("utf-8"))["address"])

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    if find_spec("distributed") is None:
        pytest.skip("the extra beatbook[dask] is not installed")
    made = Cluster(tmp_path, workers=2)
    yield made
    made.stop()


def test_a_cluster_makes_what_one_process_makes(cluster, texts, here, recipe):
    """Workers are processes of their own, which know the code and the rules but nothing of this one."""
    with analysing.open_executor(len(texts), recipe, jobs=0, scheduler=cluster.address) as (executor, workers):
        spread = list(analysing.analyse_texts(texts, recipe, executor, workers))

    assert spread == here


def test_a_worker_that_is_killed_changes_nothing(cluster, texts, here, recipe):
    """Its texts go to another worker, also those that it had finished and nobody had fetched."""
    with analysing.open_executor(len(texts), recipe, jobs=0, scheduler=cluster.address) as (executor, _):
        outcomes = analysing.analyse_texts(texts, recipe, executor, workers=2)
        spread = [next(outcomes)]
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        cluster.workers[0].wait()
        spread += outcomes

    assert spread == here


def test_a_digest_built_on_a_cluster_is_the_same_to_the_byte(cluster, newsroom: Newsroom):
    """--scheduler changes who works, not what comes out."""
    write_inbox(newsroom.inbox, islice(Stories().stories(), 12))
    newsroom.run("--jobs", "1")
    local = newsroom.tree()

    done = newsroom.run("--clean", "--scheduler", cluster.address)

    assert (done.returncode, newsroom.tree()) == (0, local)
    assert "12 used (12 analysed)" in done.stdout
