"""Builds in child processes that can be killed, edited under, starved of disk and stripped of rights.

Children come from a fork server that has imported everything once: a build starts at once, and nothing leaks from one to the next.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from beatbook import pipeline
from beatbook.errors import BeatbookError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess
    from pathlib import Path

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload([__name__, "trafilatura"])
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod", "ctypes.dlsym", "open"}
NOBODY = 65534


@dataclass(frozen=True)
class Result:
    """What a build in a child said: its exit status as the command would have it, and the texts of its problems."""

    status: int
    problems: tuple[str, ...] = ()


def options(folder: Path) -> pipeline.Options:
    return pipeline.Options(folder / "content" / "inbox", folder / "content", folder / "public", folder / "site_config.yaml", jobs=1)


def start(target: Callable[..., Any], *arguments: Any) -> BaseProcess:
    child = _SERVER.Process(target=target, args=arguments)
    child.start()
    return child


def wait(child: BaseProcess, seconds: float = 120) -> int:
    """The exit code; minus the signal's number for a child that was killed."""
    child.join(seconds)
    assert child.exitcode is not None, "the child hangs"
    return child.exitcode


def kill(child: BaseProcess) -> int:
    if child.pid is not None and child.is_alive():
        os.kill(child.pid, signal.SIGKILL)
    return wait(child)


def build(folder: Path, **changes: Any) -> Result:
    """A build from beginning to end, in a child."""
    answer = folder.parent / f"{folder.name}.answer"
    answer.unlink(missing_ok=True)
    code = wait(start(build_here, folder, changes, answer))
    assert code == 0, f"the build crashed with {code}"
    return Result(**json.loads(answer.read_text("utf-8")))


def build_here(folder: Path, changes: dict[str, Any], answer: Path | None = None) -> None:
    try:
        report = pipeline.build(replace(options(folder), **changes))
        bad = [problem for problem in report.problems if problem.severity != "notice"]
        found = {"status": int(bool(bad)), "problems": [str(problem) for problem in report.problems]}
    except BeatbookError as error:
        found = {"status": 2, "problems": [str(problem) for problem in error.problems]}
    if answer is not None:
        answer.write_text(json.dumps(found), "utf-8")


def build_until(folder: Path, step: int) -> None:
    """A build that is killed right before it touches the disk for the `step`th time."""
    at_step(folder, step, lambda: os.kill(os.getpid(), signal.SIGKILL))
    build_here(folder, {})


def build_until_listed(folder: Path) -> None:
    """A build that is killed when the list of its steps under content/ is complete and none is taken."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS and _is_change(event, arguments, str(folder)) and (folder / "content/.journal/steps").exists():
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    build_here(folder, {})


def at_step(folder: Path, step: int, act: Callable[[], object]) -> None:
    """Calls `act` in this process right before it changes something below `folder` for the `step`th time (0: never).

    Steps are told by Python's audit events; reading does not count.
    """
    count, acting = 0, False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count, acting
        if event not in _EVENTS or acting or not _is_change(event, arguments, str(folder)):
            return
        count += 1
        if count == step:
            acting = True
            act()
            acting = False

    sys.addaudithook(hook)


def _is_change(event: str, arguments: tuple[Any, ...], folder: str) -> bool:
    if event == "ctypes.dlsym":
        return arguments[1] == "renameat2"
    if not isinstance(arguments[0], str | os.PathLike) or not os.fspath(arguments[0]).startswith(folder):
        return False
    return event != "open" or bool(int(arguments[2] or 0) & _WRITES)


def count_steps(folder: Path, answer: Path) -> None:
    """Writes how often a whole build changes something on the disk."""
    counted = [0]
    sys.addaudithook(
        lambda event, arguments: counted.__setitem__(0, counted[0] + (event in _EVENTS and _is_change(event, arguments, str(folder))))
    )
    build_here(folder, {})
    answer.write_text(str(counted[0]))


def become_nobody() -> None:
    """Gives up root's rights, under which every file can be written; does nothing for others."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def build_as_nobody(warm_up: Path, folder: Path, answer: Path) -> None:
    """A build without root's rights.  The first one, elsewhere, imports what the interpreter would no longer be allowed to read."""
    build_here(warm_up, {})
    answer.touch()
    answer.chmod(0o666)
    become_nobody()
    build_here(folder, {}, answer)
