"""Many builds in one process while somebody edits at random: memory, open files and caches must not grow; `make soak`.

    python bench/soak.py [CYCLES]

Each cycle adds, changes or removes a report or a brief, builds, and now and then previews, as `serve` does.  Prints one line of JSON;
status 1 when something grew.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from beatbook import pipeline  # noqa: E402 - after the path is set
from tests.newsroom import Newsroom  # noqa: E402 - the same

TOWNS = ("Lisbon", "Porto", "Bergen", "Turku", "Riga")
GROWTH_KIB = 24 * 1024  # of resident memory between the first third and the end; a leak of one site model a build would be 2 MiB each
WARM_UP = 12  # cycles after which everything is imported and every table filled


def soak(folder: Path, cycles: int) -> dict[str, Any]:
    """Figures at the first warm cycle and at the end."""
    room, chance = Newsroom(folder), random.Random(8)  # noqa: S311 - a die
    room.add_reports()
    inbox, config = room.inbox, folder / "site_config.yaml"
    options = pipeline.Options(inbox, room.content, room.public, config, jobs=1)
    first: dict[str, int] = {}
    for cycle in range(cycles):
        act(room, chance)
        pipeline.build(options)
        if cycle % 5 == 0:
            pipeline.preview(options, drafts=True)
        if cycle == min(WARM_UP, cycles // 3):
            first = measure(folder)
    return {"cycles": cycles, "first": first, "last": measure(folder)}


def act(room: Newsroom, chance: random.Random) -> None:
    """One thing that a person does."""
    number = chance.randint(0, 9)
    name, day, town = f"soak-{number}.txt", chance.randint(1, 28), chance.choice(TOWNS)
    briefs = sorted((room.content / "events").glob("*.md"))
    what = chance.randint(0, 3)
    if what == 0:
        (room.inbox / name).unlink(missing_ok=True)
        (room.inbox / name).with_suffix(".yaml").unlink(missing_ok=True)
    elif what == 1 and briefs:
        brief = chance.choice(briefs)
        text = brief.read_text("utf-8")
        brief.write_text(text.partition("\nA note")[0].rstrip("\n") + f"\n\nA note {day}.\n", "utf-8")
    elif what == 2 and len(briefs) > 3:
        chance.choice(briefs).unlink()
    else:
        text = f"Ministers meet again\n\n{town.upper()} - Foreign Minister Rui Tavares met Anton Berg in {town} on {day} March 2024.\n"
        room.add(name, text, f"outlet: The Note\npublished: 2024-04-{day:02}\n")


def measure(folder: Path) -> dict[str, int]:
    """Resident memory in KiB, open files, live objects, and files in the caches."""
    gc.collect()
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    resident = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    handles = Path("/proc/self/fd")
    left = [path for path in folder.glob(".*") if path.name != ".public.lock"]
    return {
        "resident_kib": resident,
        "open_files": len(list(handles.iterdir())) if handles.exists() else 0,
        "objects": len(gc.get_objects()),
        "cache_files": len([*(folder / "content" / ".cache").glob("**/*"), *left]),
    }


def growth(figures: dict[str, Any]) -> list[str]:
    """What grew; empty when nothing did."""
    first, last = figures["first"], figures["last"]
    limits = {"resident_kib": GROWTH_KIB, "open_files": 0, "objects": max(20_000, first["objects"] // 10), "cache_files": 0}
    return [f"{name}: {first[name]} -> {last[name]}" for name, limit in limits.items() if last[name] - first[name] > limit]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        told = soak(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    print(json.dumps({**told, "grew": growth(told)}))
    sys.exit(1 if growth(told) else 0)
