"""Work shared by the processors of this machine: forked helpers take the next portion from a queue, as the process itself does.

A helper is a copy of the process as it stands, so that nothing has to be sent to it; what comes back is small.  Where a process cannot be
copied safely (no fork, other threads), or where there is little to do, the process works alone.  The result is the same either way.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import struct
import sys
import threading
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from beatbook.errors import BeatbookError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beatbook.errors import Problem

_T = TypeVar("_T")
_NUMBER = struct.Struct("<I")
_ROOM = 8192  # portions that fit into a pipe of 64 kB with room to spare
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def can_share() -> bool:
    """Whether this process may be copied: a copy has one thread, and what the others held would stay held for ever."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def share(portions: int, work: Callable[[int], _T], *, workers: int) -> Iterator[_T]:
    """`work(number)` for every number below `portions`, in no particular order; BeatbookError and OSError are raised here.

    With more than one worker each result must be something that can be pickled.  What a helper had that was ended from outside is done
    here again: a portion may be worked on twice, and counts once.
    """
    if workers < 2 or portions < 2 or portions > _ROOM or not can_share():
        yield from map(work, range(portions))
        return
    queue = _Queue(portions)
    helpers: list[_Helper[_T]] = []
    try:
        helpers += [_Helper(queue, work) for _ in range(min(workers, portions) - 1)]
        missing = set(range(portions))
        for number in queue:
            missing.remove(number)
            yield work(number)
        for helper in helpers:
            for number, result in helper.results():
                missing.remove(number)
                yield result
        yield from map(work, sorted(missing))
    finally:
        for helper in helpers:
            helper.end()
        queue.close()


class _Queue:
    """The numbers of the portions in a pipe: whoever reads four bytes has the next one."""

    def __init__(self, portions: int) -> None:
        self._read, write = os.pipe()
        os.write(write, b"".join(_NUMBER.pack(number) for number in range(portions)))
        os.close(write)

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self._read, _NUMBER.size):
            yield _NUMBER.unpack(number)[0]

    def close(self) -> None:
        os.close(self._read)


class _Helper(Generic[_T]):
    """A copy of this process that works on the queue, and says in the end what came of it."""

    def __init__(self, queue: _Queue, work: Callable[[int], _T]) -> None:
        parent = os.getpid()
        self._read, write = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(self._read)
            _help(queue, work, write, parent)
        os.close(write)

    def results(self) -> Iterator[tuple[int, _T]]:
        """Each portion that it did, by number; none where it was ended from outside."""
        with os.fdopen(self._read, "rb") as pipe:
            content = pipe.read()
        self._read = -1
        try:
            found, problems, error = pickle.loads(content)  # noqa: S301 - written by our own copy
        except (EOFError, pickle.UnpicklingError):
            return
        if problems:
            raise BeatbookError(*problems)
        if error is not None:
            raise error
        yield from found

    def end(self) -> None:
        if self._read >= 0:  # something went wrong elsewhere: nobody asks for the results any more
            os.close(self._read)
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _help(queue: _Queue, work: Callable[[int], _T], write: int, parent: int) -> NoReturn:
    """The life of a helper.  It ends here, whatever happens: nothing of what its parent was about to do is for it to do."""
    status = 1
    try:
        _die_with(parent)
        found: list[tuple[int, _T]] = []
        problems: tuple[Problem, ...] = ()
        error: Exception | None = None
        try:
            found.extend((number, work(number)) for number in queue)
        except BeatbookError as refused:
            problems = refused.problems
        except Exception as fault:
            error = fault if isinstance(fault, OSError) else RuntimeError(f"{type(fault).__name__}: {fault}")
        with os.fdopen(write, "wb") as pipe:
            pickle.dump((found, problems, error), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)


def _die_with(parent: int) -> None:
    """A build that is killed takes its helpers along: they would go on writing, and hold its lock."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
