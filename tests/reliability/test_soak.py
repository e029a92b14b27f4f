"""A process that builds again and again, as `serve` does, does not grow.  BEATBOOK_CYCLES sets how often (25; `make soak`: 2,000)."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.newsroom import ROOT

CYCLES = os.environ.get("BEATBOOK_CYCLES", "25")


def test_memory_open_files_and_caches_do_not_grow():
    """In a process of its own, so that other tests do not weigh in."""
    done = subprocess.run([sys.executable, str(ROOT / "bench" / "soak.py"), CYCLES], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2000:]
    assert json.loads(done.stdout)["grew"] == []
