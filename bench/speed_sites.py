"""The sites that bench/speed.py times: the digest as our own build has it, and as Hugo and Pelican would have it.

A digest is made once and kept with its caches, by seed, size and the code and rules that analyse texts: to analyse ten thousand articles
takes longer than the whole measurement.  Nothing is timed in it; what is timed are copies, which a build has looked at before.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
import venv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from beatbook import files
from bench.corpus import Newsroom, write_digest, write_inbox
from bench.peer_sites import hugo_page, pelican_page, read_briefs, write_hugo, write_pelican

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.corpus import Story
    from bench.peer_sites import Plain

ROOT = Path(__file__).parents[1]
ASIDE = "aside"  # beside the sites: what one of them had, until all are measured
SEED = 1
PINNED = Path(__file__).parent / "peers" / "requirements.txt"


def kept_digest(folder: Path, size: int, say: Callable[[str], None]) -> Path:
    """A digest of at least so many briefs with its texts and caches, as the analysis of today makes it; built where there is none."""
    code = hashlib.sha256(files.code_fingerprint()).hexdigest()[:12]
    digest = folder / f"digest-{SEED}-{size}-{code}"
    if not (digest / "complete").exists():
        shutil.rmtree(digest, ignore_errors=True)
        say(f"making a digest of {size} briefs, once: every article is analysed")
        write_digest(digest, size, seed=SEED, texts=True)
        (digest / "complete").touch()
    return digest


def count_briefs(digest: Path) -> int:
    return sum(1 for _ in (digest / "content" / "events").glob("*.md"))


class Beatbook:
    """Our own build.  A desk has all texts in its inbox and its caches; a clone has neither, as it comes from git."""

    name = "beatbook"

    def __init__(self, folder: Path, digest: Path) -> None:
        self.clone, self.desk = folder / "clone", folder / "desk"
        shutil.copytree(digest, self.desk, ignore=shutil.ignore_patterns("public"))
        articles = sum(1 for _ in (self.desk / "content" / "inbox").glob("*.txt"))
        self.more = _stories_from(articles)
        for _ in range(2):  # the content as this version writes it; the second time all stamps are old enough
            self._build(self.desk)
        shutil.copytree(self.desk, self.clone, ignore=shutil.ignore_patterns("public", ".cache", "inbox"))
        (self.clone / "content" / "inbox").mkdir()

    def prepare(self, scenario: str, round_: int) -> list[str]:
        """Brings the input into the state of the scenario, and returns the command to be timed."""
        if scenario == "cold":
            put_aside(self.clone / "public", self.clone.parent / ASIDE)
            put_aside(self.clone / "content" / ".cache", self.clone.parent / ASIDE)
        elif scenario == "one brief":
            add_note(self.clone / "content" / "events", round_)
        elif scenario == "one article":
            write_inbox(self.desk / "content" / "inbox", [next(self.more)])
        return self._command(self.desk if "article" in scenario else self.clone)

    def _command(self, site: Path) -> list[str]:
        folders = {
            "inbox": site / "content" / "inbox",
            "content": site / "content",
            "output": site / "public",
            "config": site / "site_config.yaml",
        }
        words = (word for key, path in folders.items() for word in (f"--{key}", str(path)))
        return [sys.executable, str(ROOT / "build.py"), "--quiet", *words]

    def _build(self, site: Path) -> None:
        subprocess.run(self._command(site), cwd=ROOT, check=True, capture_output=True)


class Peer:
    """Hugo or Pelican on the same briefs."""

    def __init__(
        self, folder: Path, name: str, command: list[str], briefs: Path, output: str, page: Callable[[Plain], str], plain: Plain
    ) -> None:
        self.folder, self.name, self.command, self.page, self.plain = folder, name, command, page, plain
        self.briefs, self.output = briefs, folder / output

    def prepare(self, scenario: str, round_: int) -> list[str]:
        """As of our own; where we get an article more, they get a brief more."""
        if scenario == "cold":
            for path in (self.output, *(self.folder / cache for cache in ("cache", "resources", "__pycache__"))):
                put_aside(path, self.folder.parent / ASIDE)
        elif scenario == "one brief":
            add_note(self.briefs, round_)
        elif scenario == "one article":
            id_ = f"added-{round_}-{time.monotonic_ns()}"
            new = replace(self.plain, id=id_, title=f"{self.plain.title} ({id_})")
            (self.briefs / f"{id_}.md").write_text(self.page(new), "utf-8")
        return self.command


def put_aside(path: Path, folder: Path) -> None:
    """Takes a file or folder out of the way without deleting it.

    ext4 looks for inodes that were not freed of late, which cost a cold build behind a deletion of 30,000 files a fifth of its time; a
    fresh clone has nothing deleted behind it.
    """
    if path.exists():
        folder.mkdir(exist_ok=True)
        path.rename(folder / f"{path.name}-{time.monotonic_ns()}")


def add_note(briefs: Path, number: int) -> None:
    """Adds a paragraph to one of the briefs, another one for each number."""
    paths = sorted(briefs.glob("*.md"))
    path = paths[(number * 7 + 3) % len(paths)]
    path.write_text(path.read_text("utf-8") + f"\nA note by hand, number {number}.\n", "utf-8")


def make_peers(folder: Path, digest: Path, binaries: Path) -> list[Peer]:
    content = digest / "content"
    plain = next(iter(read_briefs(content)))
    write_hugo(folder / "hugo", content)
    write_pelican(folder / "pelican", content)
    hugo = [str(next(binaries.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*"))), "--quiet", "--source", str(folder / "hugo")]
    settings, output, briefs = (str(folder / "pelican" / name) for name in ("pelicanconf.py", "output", "content"))
    pelican = [str(binaries / "pelican"), "--quiet", "-s", settings, "-o", output, briefs]
    return [
        Peer(folder / "hugo", "hugo", hugo, folder / "hugo" / "content" / "events", "public", hugo_page, plain),
        Peer(folder / "pelican", "pelican", pelican, folder / "pelican" / "content", "output", pelican_page, plain),
    ]


def install_peers(folder: Path) -> Path:
    """An environment with the peers' pinned versions; returns the folder of its commands."""
    wanted = PINNED.read_text("utf-8")
    stamp = folder / "installed.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(PINNED)], check=True)
        stamp.write_text(wanted, "utf-8")
    return folder / "bin"


def _stories_from(number: int) -> Iterator[Story]:
    """The articles that come after the first so many."""
    stories = Newsroom(SEED).stories()
    for _ in range(number):
        next(stories)
    return stories
