"""Whole processes from outside: how long they take, and what memory they need together with all that they start."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLES = 0.05  # seconds between two looks at the memory, at least
SHARE = 0.04  # of the time may be spent on looking: the kernel walks every page of a process to tell its share


@dataclass(frozen=True)
class Run:
    """One process from its start to its end."""

    seconds: float
    cpu: float  # seconds, with all processes that it waited for


def run(command: list[str], cwd: Path) -> Run:
    """The command from its start to its end.  Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True) as process:
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors)
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def peak_memory(command: list[str], cwd: Path) -> float:
    """MiB: the largest sum of the proportional shares (PSS) of all processes of the command that was seen.

    Twenty looks a second, fewer where a look takes so long that it would slow the command.  Raises CalledProcessError when it fails.
    """
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    peak, pause = 0, SAMPLES
    done = threading.Event()

    def watch() -> None:
        nonlocal peak, pause
        while not done.wait(pause):
            began = time.perf_counter()
            peak = max(peak, sum(_pss(pid) for pid in _session(process.pid)))
            pause = max(SAMPLES, (time.perf_counter() - began) / SHARE)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak / 1024


def _session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for name in os.listdir("/proc"):  # noqa: PTH208 - a few hundred names, twenty times a second
        if name.isdigit():
            try:
                fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            if int(fields[3]) == leader:
                found.append(int(name))
    return found


def _pss(pid: int) -> int:
    """KiB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
