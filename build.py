#!/usr/bin/env python3
"""Builds the digest: `python build.py --help`."""

import os
import sys
from pathlib import Path

try:
    from beatbook.command import main
except ModuleNotFoundError as missing:
    # Called with a Python that lacks the dependencies: go on with the one that `make site` has set up.
    own = Path(__file__).parent / ".venv" / "bin" / "python"
    if not own.exists() or Path(sys.prefix).resolve() == own.parent.parent.resolve():
        sys.exit(f"build.py: {missing}.\n  Hint: run `make site` once; it sets up everything in .venv")
    os.execv(own, [str(own), *sys.argv])  # noqa: S606 - our own interpreter, no shell wanted

if __name__ == "__main__":
    main()
