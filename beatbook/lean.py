"""Where every call of the command begins and ends: the lean path first, and all the rest only where that has no answer."""

from __future__ import annotations

import os
import sys

from beatbook.seal import said_again

TYPE_CHECKING = False  # as `typing` has it, which takes as long to load as all else here
if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.seal import Looked


def main() -> None:
    """The `beatbook` command."""
    looked: list[Looked] = []
    status = said_again(sys.argv[1:], looked)
    if status is not None:
        leave(status)
    from beatbook.command import main as whole  # noqa: PLC0415 - loads everything

    run(lambda: whole(looked))


def run(whole: Callable[[], None]) -> None:
    """The command where the lean path had no answer, and the end of the process."""
    try:
        whole()
    except SystemExit as end:  # while it is held, so is all that the command was at: to take that down piece by piece takes seconds
        leave(end.code)


def leave(status: str | int | None) -> None:
    """Ends the process with what `sys.exit` takes, at once where nobody could tell the difference."""
    if status is not None and not isinstance(status, int):
        sys.exit(status)
    if "threading" in sys.modules and sys.modules["threading"].active_count() > 1:
        sys.exit(status)
    if "atexit" in sys.modules:
        sys.modules["atexit"]._run_exitfuncs()  # as the interpreter does it
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # nobody reads any more, or they are closed: the interpreter knows what to say of it
        sys.exit(status)
    os._exit((status or 0) & 0xFF)
