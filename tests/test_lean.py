"""The end of the process: at once, and as Python itself would end it for all that anybody can see."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from beatbook import pipeline
from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[1]
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def run(code: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=BUFFERED
    )


@pytest.mark.parametrize("status", ["0", "1", "2", "130", "None", "'in words'", "256"])
@pytest.mark.parametrize("how", ["leave({})", "run(lambda: sys.exit({}))"])
def test_the_status_is_what_python_would_make_of_it(how: str, status: str):
    """A number, nothing, or words, which go to standard error; what was printed before has been written."""
    print_first = "import sys\nfrom beatbook.lean import leave, run\nprint('said')\nsys.stderr.write('wrong')\n"

    at_once, plain = run(print_first + how.format(status)), run(f"{print_first}sys.exit({status})")

    assert (at_once.returncode, at_once.stdout, at_once.stderr) == (plain.returncode, plain.stdout, plain.stderr)


def test_a_reader_that_has_gone_is_told_of_as_python_does():
    """Such as `build.py | head -1`."""
    ended = []
    for end in ("leave(0)", "sys.exit(0)"):
        reading, writing = os.pipe()
        os.close(reading)
        done = run(f"import sys\nfrom beatbook.lean import leave\nprint('x' * 99)\n{end}", writing)
        os.close(writing)
        ended.append((done.returncode, done.stderr))

    assert ended[0] == ended[1]
    assert ended[0][0] != 0


def test_what_was_to_be_done_at_the_end_is_done_and_nothing_is_taken_down():
    """Functions that a library has registered run; objects are left to the system."""
    code = (
        "import atexit\nfrom beatbook.lean import leave\natexit.register(print, 'tidied')\n"
        "class Large:\n def __del__(self): print('freed')\nlarge = Large()\nleave(0)"
    )

    assert run(code).stdout == "tidied\n"


def test_who_ends_the_process_holds_what_a_build_had_in_memory(tmp_path: Path):
    """And the search for cycles of garbage does not come back for the last lines; for others it does."""
    room = Newsroom(tmp_path)
    room.add_reports()
    options = pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1)
    held: list[object] = []
    try:
        pipeline.build(options, held=held)
        assert any(isinstance(kept, pipeline.Understanding) for kept in held)
        assert not gc.isenabled()
    finally:
        gc.enable()
    pipeline.build(options)
    assert gc.isenabled()
