"""Work shared by processors: the same results as alone, and nobody left behind."""

from __future__ import annotations

import os
import threading
import time

import pytest

from beatbook.errors import BeatbookError, Problem
from beatbook.sharing import can_share, share

forks = pytest.mark.skipif(not can_share(), reason="this platform or this run of tests cannot fork")


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_every_portion_is_done_once_whoever_does_it(workers: int):
    """The number of workers never shows in the result, but for its order."""
    assert sorted(share(50, lambda number: number * number, workers=workers)) == [number * number for number in range(50)]


@forks
def test_helpers_take_part():
    """With slow portions more than one process has done some."""

    def work(number: int) -> int:
        time.sleep(0.02)
        return os.getpid()

    assert len(set(share(40, work, workers=2))) == 2


@forks
@pytest.mark.parametrize("error", [BeatbookError(Problem("x", "a.md", "broken")), OSError(28, "No space left", "a.html")])
def test_an_error_of_a_helper_is_raised_here(error: Exception):
    """With its problems, or with the words of the disk."""
    own = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != own:
            raise error
        time.sleep(0.01)
        return number

    with pytest.raises(type(error)) as raised:
        list(share(60, work, workers=2))

    assert str(raised.value) == str(error)


@forks
def test_a_helper_that_is_killed_is_an_error():
    """Half a site must not be taken for a whole one."""
    own = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != own:
            os.kill(os.getpid(), 9)
        time.sleep(0.01)
        return number

    with pytest.raises(OSError, match="ended from outside"):
        list(share(60, work, workers=2))


@forks
def test_no_process_is_left_when_the_caller_fails():
    """Helpers end with those that they help."""

    def work(number: int) -> int:
        time.sleep(0.01)
        return number

    started = share(200, work, workers=3)
    next(started)
    started.close()

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


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
