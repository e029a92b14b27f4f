"""Where every call of the command begins: the lean path first, and all the rest only where that has no answer."""

from __future__ import annotations

import sys

from beatbook.seal import said_again


def main() -> None:
    """The `beatbook` command."""
    status = said_again(sys.argv[1:])
    if status is not None:
        sys.exit(status)
    from beatbook.command import main as whole  # noqa: PLC0415 - loads everything

    whole()
