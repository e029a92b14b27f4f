#!/usr/bin/env python3
"""Builds the digest: `python build.py --help`."""

import os
import sys

from beatbook.lean import leave, run
from beatbook.seal import Looked, said_again


def main() -> None:
    """Runs the command; with the Python that `make site` has set up where this one lacks the dependencies."""
    looked: list[Looked] = []
    status = said_again(sys.argv[1:], looked)  # nothing has changed: nothing is loaded
    if status is not None:
        leave(status)
    try:
        from beatbook.command import main as whole  # noqa: PLC0415 - loads everything
    except ModuleNotFoundError as missing:
        from pathlib import Path  # noqa: PLC0415 - not on the lean path

        own = Path(__file__).parent / ".venv" / "bin" / "python"
        if not own.exists() or Path(sys.prefix).resolve() == own.parent.parent.resolve():
            sys.exit(f"build.py: {missing}.\n  Hint: run `make site` once; it sets up everything in .venv")
        os.execv(own, [str(own), *sys.argv])  # noqa: S606 - our own interpreter, no shell wanted
    run(lambda: whole(looked))


if __name__ == "__main__":
    main()
