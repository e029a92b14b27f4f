"""Work shared by processors: the same results as alone, and nobody left behind."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from beatbook.errors import BeatbookError, Problem
from beatbook.sharing import can_share, share
from tests.reliability.children import start, wait

if TYPE_CHECKING:
    from collections.abc import Callable

forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can copy a process safely")


def holds(check: Callable[..., None], *arguments: object) -> bool:
    """Whether a check ends without an error in a process of its own: one with threads, as those of parallel tests have, is never copied."""
    return wait(start(check, *arguments)) == 0


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_every_portion_is_done_once_whoever_does_it(workers: int):
    """The number of workers never shows in the result, but for its order."""
    assert sorted(share(50, lambda number: number * number, workers=workers)) == [number * number for number in range(50)]


def slow(number: int) -> int:
    time.sleep(0.02)
    return os.getpid() if number >= 0 else 0


def check_helpers() -> None:
    assert can_share()
    assert len(set(share(40, slow, workers=2))) == 2


@forks
def test_helpers_take_part():
    """With slow portions more than one process has done some."""
    assert holds(check_helpers)


def check_error(error: Exception) -> None:
    own = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != own:
            raise error
        return slow(number)

    with pytest.raises(type(error)) as raised:
        list(share(60, work, workers=2))
    assert str(raised.value) == str(error)


@forks
@pytest.mark.parametrize("error", [BeatbookError(Problem("x", "a.md", "broken")), OSError(28, "No space left", "a.html")])
def test_an_error_of_a_helper_is_raised_here(error: Exception):
    """With its problems, or with the words of the disk."""
    assert holds(check_error, error)


def check_killed() -> None:
    own = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != own:
            os.kill(os.getpid(), 9)
        slow(number)
        return number

    assert sorted(share(60, work, workers=3)) == list(range(60))


@forks
def test_what_a_helper_had_that_is_killed_is_done_here():
    """Half a site must not be taken for a whole one, and a helper that ran out of memory ends no build."""
    assert holds(check_killed)


def check_closed() -> None:
    started = share(200, slow, workers=3)
    next(started)
    started.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@forks
def test_no_process_is_left_when_the_caller_fails():
    """Helpers end with those that they help."""
    assert holds(check_closed)


def check_wrong() -> None:
    raise AssertionError


def test_a_check_that_fails_is_told():
    """Or the checks above would prove nothing."""
    assert not holds(check_wrong)


def test_a_process_with_threads_works_alone():
    """A copy has one thread only; what the others held would stay held."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert not can_share()
        assert set(share(9, lambda _: os.getpid(), workers=4)) == {os.getpid()}
    finally:
        done.set()
        other.join()
