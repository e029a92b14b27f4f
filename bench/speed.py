"""How long a build takes and what memory it needs, beside Hugo and Pelican on the same digest, in one paired run.

    python bench/speed.py [--sizes 100 1000 10000] [--rounds 3] [--folder .cache/bench] [--docs]

Each size is a digest of so many briefs (bench/corpus.py), and the same briefs as a Hugo and as a Pelican site (bench/peer_sites.py).  A
round takes each scenario with each generator in turn; the figures are medians over the rounds, and the ratios medians of the ratios of each
round, so that what else the machine does falls on all of them alike.  Whole processes are timed from outside.  Memory is taken in a run of
its own: the peak over all processes of the sum of their proportional shares (PSS).

cold: no output and no caches, content/ present, no texts to analyse.  one brief: a paragraph is added to a brief by hand.  one article: a
text is added to an inbox that holds all the others; Hugo and Pelican, which do not read articles, get a brief more.

The peers are installed from PyPI into an environment of their own inside the folder, pinned in bench/peers/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
import venv
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.corpus import Newsroom, Story, write_digest, write_inbox
from bench.peer_sites import hugo_page, pelican_page, read_briefs, write_hugo, write_pelican
from bench.speed_report import format_table, plot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench.peer_sites import Plain

ROOT = Path(__file__).parents[1]
SCENARIOS = ("cold", "nothing changed", "one brief", "one article")
SAMPLES = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    """One process from outside."""

    seconds: float
    cpu: float  # seconds, with all processes that it waited for


@dataclass
class Figures:
    """All runs of one generator in one scenario at one size."""

    generator: str
    scenario: str
    briefs: int
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    pss_mib: float | None = None  # None: not taken


class Beatbook:
    """Our own build.  Two copies of the digest: one without texts, as a clone has it, and one with all texts in its inbox."""

    name = "beatbook"

    def __init__(self, folder: Path, digest: Path, more: list[Story]) -> None:
        self.clone, self.desk, self.more = folder / "clone", folder / "desk", more
        for copy in (self.clone, self.desk):
            shutil.copytree(digest, copy, ignore=shutil.ignore_patterns("public", ".cache", "inbox"))
            (copy / "content" / "inbox").mkdir()
        shutil.copytree(digest / "content" / "inbox", self.desk / "content" / "inbox", dirs_exist_ok=True)
        for site in (self.clone, self.desk, self.desk):  # the content as this version writes it; the second time all stamps are old enough
            self._build(site)

    def prepare(self, scenario: str, round_: int) -> Callable[[], list[str]]:
        """Brings the input into the state of the scenario, and returns what makes the command to be timed."""
        if scenario == "cold":
            shutil.rmtree(self.clone / "public", ignore_errors=True)
            shutil.rmtree(self.clone / "content" / ".cache", ignore_errors=True)
        elif scenario == "one brief":
            brief = sorted((self.clone / "content" / "events").glob("*.md"))[round_ * 7 + 3]
            brief.write_text(brief.read_text("utf-8") + f"\nA note by hand, number {round_}.\n", "utf-8")
        elif scenario == "one article":
            write_inbox(self.desk / "content" / "inbox", [self.more.pop(0)])
            return lambda: self._command(self.desk)
        return lambda: self._command(self.clone)

    def _command(self, site: Path) -> list[str]:
        folders = {
            "inbox": site / "content" / "inbox",
            "content": site / "content",
            "output": site / "public",
            "config": site / "site_config.yaml",
        }
        return [
            sys.executable,
            str(ROOT / "build.py"),
            "--quiet",
            *(word for key, path in folders.items() for word in (f"--{key}", str(path))),
        ]

    def _build(self, site: Path) -> None:
        subprocess.run(self._command(site), cwd=ROOT, check=True, capture_output=True)


class Peer:
    """Hugo or Pelican on the same briefs."""

    def __init__(
        self, folder: Path, name: str, command: list[str], briefs: Path, output: str, page: Callable[[Plain], str], plain: Plain
    ) -> None:
        self.folder, self.name, self.command, self.page, self.plain = folder, name, command, page, plain
        self.briefs, self.output = briefs, folder / output

    def prepare(self, scenario: str, round_: int) -> Callable[[], list[str]]:
        if scenario == "cold":
            shutil.rmtree(self.output, ignore_errors=True)
            for cache in ("cache", "resources", "__pycache__"):
                shutil.rmtree(self.folder / cache, ignore_errors=True)
        elif scenario == "one brief":
            brief = sorted(self.briefs.glob("*.md"))[round_ * 7 + 3]
            brief.write_text(brief.read_text("utf-8") + f"\nA note by hand, number {round_}.\n", "utf-8")
        elif scenario == "one article":
            new = renamed(self.plain, f"added-{round_}-{time.monotonic_ns()}")
            (self.briefs / f"{new.id}.md").write_text(self.page(new), "utf-8")
        return lambda: self.command


def renamed(plain: Plain, id_: str) -> Plain:
    return replace(plain, id=id_, title=f"{plain.title} ({id_})")


def make_peers(folder: Path, digest: Path, binaries: Path) -> list[Peer]:
    content = digest / "content"
    plain = next(iter(read_briefs(content)))
    write_hugo(folder / "hugo", content)
    write_pelican(folder / "pelican", content)
    hugo = [str(next(binaries.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*"))), "--quiet", "--source", str(folder / "hugo")]
    settings = folder / "pelican" / "pelicanconf.py"
    pelican = [
        str(binaries / "pelican"),
        "--quiet",
        "-s",
        str(settings),
        "-o",
        str(folder / "pelican" / "output"),
        str(folder / "pelican" / "content"),
    ]
    return [
        Peer(folder / "hugo", "hugo", hugo, folder / "hugo" / "content" / "events", "public", hugo_page, plain),
        Peer(folder / "pelican", "pelican", pelican, folder / "pelican" / "content", "output", pelican_page, plain),
    ]


def install_peers(folder: Path) -> Path:
    """An environment with the peers' pinned versions; returns the folder of its commands."""
    wanted = (Path(__file__).parent / "peers" / "requirements.txt").read_text("utf-8")
    stamp = folder / "installed.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(Path(__file__).parent / "peers" / "requirements.txt")], check=True)
        stamp.write_text(wanted, "utf-8")
    return folder / "bin"


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
    """MiB: the largest sum of the proportional shares (PSS) of all processes of the command, looked at twenty times a second."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLES):
            peak = max(peak, sum(_pss(pid) for pid in _session(process.pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    return peak / 1024


def _session(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            if int(fields[3]) == leader:
                found.append(int(entry.name))
    return found


def _pss(pid: int) -> int:
    """KiB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def measure(folder: Path, size: int, rounds: int, binaries: Path, say: Callable[[str], None]) -> list[Figures]:
    """All figures of one size."""
    digest = folder / f"digest-{size}"
    if not (digest / "complete").exists():
        shutil.rmtree(digest, ignore_errors=True)
        say(f"building the digest of {size} briefs")
        write_digest(digest, size, texts=True)
        (digest / "complete").touch()
    briefs = len(list((digest / "content" / "events").glob("*.md")))
    articles = len(list((digest / "content" / "inbox").glob("*.txt")))
    say(f"{briefs} briefs from {articles} articles")
    work = folder / f"run-{size}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    more = list(islice(Newsroom().stories(), articles, articles + rounds + 1))
    generators = [Beatbook(work, digest, more), *make_peers(work, digest, binaries)]
    figures = {(one.name, scenario): Figures(one.name, scenario, briefs) for one in generators for scenario in SCENARIOS}
    for round_ in range(rounds):
        for scenario in SCENARIOS:
            for generator in generators[round_ % 3 :] + generators[: round_ % 3]:
                command = generator.prepare(scenario, round_)()
                done = run(command, ROOT)
                figures[generator.name, scenario].seconds.append(round(done.seconds, 4))
                figures[generator.name, scenario].cpu.append(round(done.cpu, 4))
                say(f"  {size} {generator.name:9} {scenario:16} {done.seconds:8.2f} s  {done.cpu:8.2f} s CPU")
    for generator in generators:
        for scenario in ("cold", "one article"):
            figures[generator.name, scenario].pss_mib = round(peak_memory(generator.prepare(scenario, rounds)(), ROOT), 1)
    shutil.rmtree(work)
    return list(figures.values())


def ratios(figures: list[Figures]) -> Mapping[str, float]:
    """Ours to theirs, "scenario, briefs, peer" -> the median over the rounds."""
    by_key = {(one.generator, one.scenario, one.briefs): one for one in figures}
    return {
        f"{one.scenario}, {one.briefs}, {one.generator}": round(
            statistics.median(
                ours / theirs for ours, theirs in zip(by_key["beatbook", one.scenario, one.briefs].seconds, one.seconds, strict=True)
            ),
            4,
        )
        for one in figures
        if one.generator != "beatbook"
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "bench")
    parser.add_argument("--docs", action="store_true", help="write docs/speed.svg and bench/speed.json as well")
    parser.add_argument("--shared", action="store_true", help="the machine has other work: plot CPU seconds")
    given = parser.parse_args()
    binaries = install_peers(given.folder / "peers")
    figures = [
        one
        for size in given.sizes
        for one in measure(given.folder, size, given.rounds, binaries, lambda line: print(line, file=sys.stderr, flush=True))
    ]
    requirements = (Path(__file__).parent / "peers" / "requirements.txt").read_text("utf-8").split()
    result = {
        "machine": {"processors": os.cpu_count(), "python": sys.version.split()[0]},
        "peers": [line for line in requirements if "==" in line],
        "rounds": given.rounds,
        "shared": given.shared,
        "figures": [asdict(one) for one in figures],
        "ratios": ratios(figures),
    }
    written = json.dumps(result, indent=1) + "\n"
    (given.folder / "speed.json").write_text(written, "utf-8")
    (given.folder / "speed.svg").write_text(plot(result), "utf-8")
    if given.docs:
        (ROOT / "bench" / "speed.json").write_text(written, "utf-8")
        (ROOT / "docs" / "speed.svg").write_text(plot(result), "utf-8")
    print(format_table(result))


if __name__ == "__main__":
    main()
