"""One digest built from the whole hostile corpus, and one from hostile briefs; both are only looked at."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile import articles, briefs
from tests.newsroom import ROOT, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

BOUND_SECONDS = 120  # of processor time for the whole corpus on one core; measured 20 s
BOUND_BYTES = 3 * 2**30  # of address space


@dataclass(frozen=True)
class Built:
    """A digest and what its build said."""

    room: Newsroom
    status: int
    report: dict[str, Any]
    problems: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # path -> problems
    output: str = ""

    def codes(self, path: str) -> set[str]:
        return {problem["code"] for problem in self.problems.get(path, [])}


def written(room: Newsroom) -> dict[str, bytes]:
    """Every plain file of the site; links are not followed."""
    files = (path for path in room.folder.glob("**/*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(room.folder).as_posix(): path.read_bytes() for path in files}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BOUND_BYTES, BOUND_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (BOUND_SECONDS, BOUND_SECONDS))


def build(room: Newsroom) -> Built:
    """A build within the stated bounds of time and memory, in a process of its own: beyond them the kernel ends it."""
    command = [sys.executable, "-m", "tests.hostile.build", str(room.folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, preexec_fn=_limit, timeout=600, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-4000:]
    told = json.loads(done.stdout)
    problems: dict[str, list[dict[str, Any]]] = {}
    for problem in told.pop("problems"):
        problems.setdefault(problem["path"], []).append(problem)
    return Built(room, 0, told, problems, done.stderr.decode("utf-8", "replace"))


@pytest.fixture(scope="session")
def from_articles(tmp_path_factory: pytest.TempPathFactory) -> Built:
    room = Newsroom(tmp_path_factory.mktemp("hostile") / "site")
    room.inbox.mkdir(parents=True)
    articles.lay_out(room.inbox)
    return build(room)


@pytest.fixture(scope="session")
def from_briefs(tmp_path_factory: pytest.TempPathFactory) -> Built:
    room = Newsroom(tmp_path_factory.mktemp("hostile") / "site")
    room.add_reports()
    assert build(room).status == 0
    briefs.lay_out(room.content)
    return build(room)


@pytest.fixture(scope="session", params=["from_articles", "from_briefs"])
def hostile(request: pytest.FixtureRequest) -> Built:
    built: Built = request.getfixturevalue(request.param)
    return built


@pytest.fixture(scope="session")
def public(hostile: Built) -> Path:
    return hostile.room.public
