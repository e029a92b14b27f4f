"""The same input gives the same bytes: hash seeds, time zones, locales, umasks, jobs, order and dates of files, depth of the path.

BEATBOOK_BUILDS sets how many builds are compared (8; `make soak`: 30).
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.newsroom import ROOT, TEXTS, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

BUILDS = int(os.environ.get("BEATBOOK_BUILDS", "8"))
ZONES = ("UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati", "Etc/GMT+12")
LOCALES = ("C", "C.UTF-8", "POSIX", "en_US.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8")
UMASKS = (0o022, 0o077, 0o002, 0o000)
MANY = 26  # enough articles for more than one process


def build(folder: Path, number: int) -> str:
    """One hash over everything that a build makes, under circumstances of its own."""
    chance = random.Random(number)  # noqa: S311 - a die
    room = Newsroom(folder / "/".join(["deep"] * (number % 4 * 6)) / f"site {number} é")
    names = [*TEXTS, *(f"note-{index:02}" for index in range(MANY))]
    chance.shuffle(names)
    for name in names:
        add(room, name)
        os.utime(room.inbox / f"{name}.txt", (chance.randint(0, 2_000_000_000),) * 2)
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(chance.randint(0, 4_294_967_295)),
        "TZ": ZONES[number % len(ZONES)],
        "LC_ALL": LOCALES[number % len(LOCALES)],
        "LANG": LOCALES[-1 - number % len(LOCALES)],
        "USER": f"user{number}",
        "SOURCE_DATE_EPOCH": str(number),
    }
    arguments = ["--content", "content", "--output", "public", "--jobs", str(1 + number % 3)]
    mask = UMASKS[number % len(UMASKS)]
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments], cwd=room.folder, env=environment, capture_output=True, text=True, check=False,
        preexec_fn=lambda: os.umask(mask) and None,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    tree = room.tree()
    return hashlib.sha256(repr(sorted((name, hashlib.sha256(content).hexdigest()) for name, content in tree.items())).encode()).hexdigest()


def add(room: Newsroom, name: str) -> None:
    if name in TEXTS:
        room.add_reports(name)
    else:
        day = 1 + int(name[-2:])
        text = f"Tavares receives guest number {day}\n\nPORTO - Portuguese Foreign Minister Rui Tavares met Anton Berg in Porto on {day} March 2024.\n"
        room.add(f"{name}.txt", text, f"outlet: The Note\npublished: 2024-04-{1 + day % 28:02}\n")


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """One hash over content, machine views and site, whatever is around the build."""
    hashes = {number: build(tmp_path / str(number), number) for number in range(BUILDS)}

    assert len(set(hashes.values())) == 1, hashes
