"""After every sequence of builds site and content are what clean builds make: whatever was added, edited, moved, damaged or taken away.

    BEATBOOK_STEPS=40 BEATBOOK_SEEDS=4 BEATBOOK_FIRST_SEED=100 BEATBOOK_ARTICLES=50 pytest tests/reliability/test_incremental.py

draws longer days.  A failure tells what was done; the same seed does it again.
"""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from beatbook import analysing, pipeline, seal
from beatbook.errors import BeatbookError
from tests.newsroom import Newsroom, rules_read_once
from tests.reliability.random_day import Day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEPS = int(os.environ.get("BEATBOOK_STEPS", "6"))
SEEDS = int(os.environ.get("BEATBOOK_SEEDS", "2"))
FIRST = int(os.environ.get("BEATBOOK_FIRST_SEED", "0"))
ARTICLES = int(os.environ.get("BEATBOOK_ARTICLES", "14"))


@pytest.fixture(autouse=True)
def _found_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rules and templates are compiled and texts analysed once for all builds: half of the time of a small one, and always the same.

    That it is, is another test's: tests/reliability/test_same_bytes.py.
    """
    found: dict[tuple[object, ...], tuple[object, ...]] = {}
    analyse, compile_template = analysing._analyse, Environment.compile

    def analyse_once(file: object, reading_rules: object, analysis_rules: object) -> object:
        key = (file, id(analysis_rules))
        if key not in found:
            found[key] = (analyse(file, reading_rules, analysis_rules), analysis_rules)  # type: ignore[arg-type]  # the rules keep their id
        return found[key][0]

    def compile_once(environment: Environment, source: str, name: str, filename: str | None) -> object:
        key = (source, name, filename)
        if key not in found:
            found[key] = (compile_template(environment, source, name, filename),)
        return found[key][0]

    monkeypatch.setattr(analysing, "_analyse", analyse_once)
    monkeypatch.setattr(Environment, "compile", compile_once)
    with rules_read_once():
        yield


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_any_sequence_of_builds_ends_where_a_clean_build_does(tmp_path: Path, seed: int):
    """A build that knows what earlier ones did, one that knows nothing, and one more of what that one left: the same bytes, all three.

    Every page, feed and data file, every brief, record and profile, and all that the machine keeps beside them.
    """
    room, clean = Newsroom(tmp_path / "site"), Newsroom(tmp_path / "clean")
    day, done = Day(room, seed, ARTICLES), ["the first build"]
    for _ in range(STEPS + 1):
        copy_without_caches(room, clean)
        time.sleep(day.chance.choice((0, 0.06)))  # a build leaves a seal only where the last edit is older than the tick of the clock
        told = build(room, day.as_of, jobs=day.chance.choice((1, 1, 2)))
        for which in ("one that knows nothing", "one more of what that left"):
            copy_without_caches(clean, clean)
            day_told = "\n".join([*done, which])

            assert build(clean, day.as_of) == told, day_told
            assert differing(content(room), content(clean)) == [], day_told
            assert told != "built" or differing(tree(room.public), tree(clean.public)) == [], day_told
        assert told != "built" or not (sealed(room) and sealed(clean)) or sealed(room) == sealed(clean), "\n".join(done)
        done.append(day.act())


def build(room: Newsroom, as_of: str | None, jobs: int = 1) -> str:
    """What `build.py` does: nothing where the seal says so.  Returns "built", or why nothing was published."""
    options = pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", as_of=as_of, jobs=jobs)
    folders = {"inbox": options.inbox, "content": options.content, "output": options.output, "config": options.config}
    words = [f"--{name}={path}" for name, path in folders.items()] + ([f"--as-of={as_of}"] if as_of else [])
    try:
        looked: list[seal.Looked] = []
        if seal.said_again([*words, "--quiet"], looked) is None:
            pipeline.build(options, looked=next(iter(looked), None))
    except BeatbookError as refused:  # such as a page that two files claim: nothing is published, and nothing has changed
        return str(refused).replace(str(room.folder), "")
    return "built"


def sealed(room: Newsroom) -> tuple[object, ...] | None:
    """What a build says that finds all as the last one left it, its places aside."""
    held = seal.read_seal(str(room.content))
    return held and (held.status, [line.replace(str(room.folder), "") for line in held.summary], held.problems)


def copy_without_caches(room: Newsroom, to: Newsroom) -> None:
    """The inputs alone, in a folder of their own; or what a build left, its caches and site taken away."""
    if room != to:
        shutil.rmtree(to.folder, ignore_errors=True)
        shutil.copytree(room.folder, to.folder, ignore=shutil.ignore_patterns("public", ".cache", ".public*"))
    shutil.rmtree(to.content / ".cache", ignore_errors=True)
    shutil.rmtree(to.public, ignore_errors=True)


def content(room: Newsroom) -> dict[str, bytes]:
    return {name: held for name, held in tree(room.content).items() if not name.startswith(".cache/")}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
