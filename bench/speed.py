"""How long a build takes and what memory it needs, beside Hugo and Pelican on the same digest, in one paired run.

    python bench/speed.py [--sizes 100 1000 10000] [--digest FOLDER ...] [--rounds 3] [--folder .cache/bench] [--docs] [--prepare]

Each size is a digest of so many briefs (bench/corpus.py), and the same briefs as a Hugo and as a Pelican site (bench/peer_sites.py).  A
round takes each scenario with each generator in turn; the figures are medians over the rounds, and the ratios medians of the ratios of each
round, so that what else the machine does falls on all of them alike.  Whole processes are timed from outside.  Memory is taken in runs of
its own, which come first and warm up: the peak over all processes of the sum of their proportional shares (PSS).

cold: no output and no caches, content/ present, no texts to analyse.  nothing changed: the same again.  one brief: a paragraph is added to
a brief by hand.  one article: a text is added to an inbox that holds all the others; Hugo and Pelican, which do not read articles, get a
brief more.  after the article: nothing has changed since, and the digest has just grown; the others do then what they do when nothing
changed, and are not asked again.

A digest is kept in the folder for the next time (`--prepare` does no more than that); `--digest` takes one that lies elsewhere, with its
inbox.  Sizes that are not run keep their figures in bench/speed.json.  The peers are installed from PyPI into an environment of their own
inside the folder, pinned in bench/peers/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.processes import peak_memory, run
from bench.speed_report import SCENARIOS, format_notes, format_table, plot, with_table
from bench.speed_sites import PINNED, ROOT, Beatbook, count_briefs, install_peers, kept_digest, make_peers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bench.speed_sites import Peer

SIZES = (100, 1000, 10000)
OURS_ALONE = {"after the article": "nothing changed"}  # scenario -> the one that it is for the others
WEIGHED = {"beatbook": ("cold", "one brief", "one article"), "hugo": ("cold",), "pelican": ("cold",)}
SETTLING = (
    0.2  # seconds between an edit and the build, as a person's hand needs at least: a file younger than its clock's tick is read again
)
SAME_SIZE = 1.5  # figures of so many times as many briefs are of another size


@dataclass
class Figures:
    """All runs of one generator in one scenario at one size."""

    generator: str
    scenario: str
    briefs: int
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    pss_mib: float | None = None  # None: not taken


def measure(digest: Path, work: Path, rounds: int, binaries: Path, say: Callable[[str], None]) -> list[Figures]:
    """All figures of one digest; `work` is a folder for the copies."""
    briefs = count_briefs(digest)
    say(f"{briefs} briefs: copies are made, and built once")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    ours = Beatbook(work, digest)
    generators: list[Beatbook | Peer] = [ours, *make_peers(work, ours.clone, binaries)]
    figures = {
        (one.name, scenario): Figures(one.name, scenario, briefs)
        for one in generators
        for scenario in SCENARIOS
        if one is ours or scenario not in OURS_ALONE
    }
    for generator in generators:
        for scenario in WEIGHED[generator.name]:
            peak = peak_memory(_ready(generator, scenario, rounds), ROOT)
            figures[generator.name, scenario].pss_mib = round(peak, 1)
            say(f"  {briefs} {generator.name:9} {scenario:17} {peak:8.0f} MiB")
    run(_ready(ours, "after the article", 0), ROOT)
    for round_ in range(rounds):
        for scenario in SCENARIOS:
            for generator in generators[round_ % 3 :] + generators[: round_ % 3]:
                if (found := figures.get((generator.name, scenario))) is not None:
                    done = run(_ready(generator, scenario, round_), ROOT)
                    found.seconds.append(round(done.seconds, 4))
                    found.cpu.append(round(done.cpu, 4))
                    say(f"  {briefs} {generator.name:9} {scenario:17} {done.seconds:8.2f} s  {done.cpu:8.2f} s CPU")
    shutil.rmtree(work)
    return list(figures.values())


def _ready(generator: Beatbook | Peer, scenario: str, round_: int) -> list[str]:
    """The command of a scenario, once its input lies ready and on disk."""
    command = generator.prepare(scenario, round_)
    os.sync()
    time.sleep(SETTLING)
    return command


def ratios(figures: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Ours to theirs, "scenario, briefs, peer" -> the median over the rounds."""
    by_key = {(one["generator"], one["scenario"], one["briefs"]): one["seconds"] for one in figures}
    found = {}
    for (generator, scenario, briefs), ours in by_key.items():
        for peer in ("hugo", "pelican") if generator == "beatbook" else ():
            theirs = by_key[peer, OURS_ALONE.get(scenario, scenario), briefs]
            found[f"{scenario}, {briefs}, {peer}"] = round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 4)
    return found


def merged(figures: list[Mapping[str, Any]], before: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The figures, and of earlier ones those of sizes that were not run again, in order of size."""
    ran = {one["briefs"] for one in figures}
    kept = [one for one in before if not any(1 / SAME_SIZE < one["briefs"] / briefs < SAME_SIZE for briefs in ran)]
    return sorted((*kept, *figures), key=lambda one: int(one["briefs"]))


def _result(figures: list[Mapping[str, Any]], *, shared: bool) -> dict[str, Any]:
    return {
        "machine": {"processors": os.cpu_count(), "python": sys.version.split()[0]},
        "peers": [line for line in PINNED.read_text("utf-8").split() if "==" in line],
        "shared": shared,
        "figures": figures,
        "ratios": ratios(figures),
    }


def _write_docs(result: dict[str, Any]) -> None:
    (ROOT / "bench" / "speed.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    (ROOT / "docs" / "speed.svg").write_text(plot(result), "utf-8")
    page = ROOT / "docs" / "scale.md"
    page.write_text(with_table(page.read_text("utf-8"), result), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", help="briefs (100 1000 10000, where no --digest is given)")
    parser.add_argument("--digest", type=Path, nargs="+", default=[], help="folders with a digest: content/ with its inbox and .cache")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "bench")
    parser.add_argument("--docs", action="store_true", help="write bench/speed.json, docs/speed.svg and the table in docs/scale.md as well")
    parser.add_argument("--prepare", action="store_true", help="only make the digests and install the others")
    parser.add_argument("--shared", action="store_true", help="the machine has other work: plot CPU seconds")
    given = parser.parse_args()

    def say(line: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)

    binaries = install_peers(given.folder / "peers")
    sizes = given.sizes or (() if given.digest else SIZES)
    digests = [*(kept_digest(given.folder, size, say) for size in sizes), *given.digest]
    if given.prepare:
        return
    known = ROOT / "bench" / "speed.json"
    before = json.loads(known.read_text("utf-8"))["figures"] if known.exists() else []
    for digest in digests:
        figures = [asdict(one) for one in measure(digest, given.folder / f"run-{digest.name}", given.rounds, binaries, say)]
        before = merged(figures, before)
        result = _result(before, shared=given.shared)
        (given.folder / "speed.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
        (given.folder / "speed.svg").write_text(plot(result), "utf-8")
        if given.docs:
            _write_docs(result)
    print(format_table(result), format_notes(result), sep="\n\n")


if __name__ == "__main__":
    main()
