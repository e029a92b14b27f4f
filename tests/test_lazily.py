"""Packages that load what they offer when it is asked for: an ordinary build does not pay for code that it does not run."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from beatbook import merging, pipeline
from tests.newsroom import Newsroom

PACKAGE = Path(__file__).parents[1] / "beatbook"
LAZY = [path for path in sorted(PACKAGE.glob("*/__init__.py")) if "offer(" in path.read_text("utf-8")]


def run(code: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("path", LAZY, ids=lambda path: path.parent.name)
def test_what_the_type_checker_sees_is_what_python_loads(path: Path):
    """The same names from the same modules, and they are what the package says it offers."""
    package = import_module(f"beatbook.{path.parent.name}")
    seen = {
        alias.name: node.module.rpartition(".")[2]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"beatbook.{path.parent.name}.")
        for alias in node.names
    }

    assert vars(package)["_offered"] == seen
    assert set(package.__all__) == seen.keys()
    assert all(getattr(package, name) is getattr(import_module(f"{package.__name__}.{module}"), name) for name, module in seen.items())


@pytest.mark.parametrize(
    "first", ["import beatbook.merging.merge", "from beatbook.merging import merge", "import beatbook.merging.explain"]
)
def test_a_function_wins_over_the_module_that_it_is_named_for(first: str):
    """Whichever of the two is asked for first, as when the package loaded everything."""
    assert run(f"{first}\nfrom beatbook import merging\nprint(callable(merging.merge), callable(merging.explain))") == "True True\n"


def test_a_name_that_nobody_offers_is_no_attribute():
    """In the words of Python."""
    with pytest.raises(AttributeError, match=r"module 'beatbook.merging' has no attribute 'split'"):
        merging.split  # noqa: B018


def test_the_command_loads_no_room_before_it_knows_what_for():
    """Neither what reads and analyses nor what merges, plans and renders."""
    loaded = run("import sys, beatbook.command\nprint(*[name for name in sys.modules if name.count('.') == 2 and 'beatbook.' in name])")

    assert not {name for name in loaded.split() if name.split(".")[1] in {"reading", "analysis", "merging", "briefing", "publishing"}}


def test_a_note_below_a_brief_loads_neither_what_analyses_nor_what_merges(tmp_path: Path):
    """Of these rooms it needs the words that are stored: it reads no article, finds no claim, and asks for no rule."""
    room = Newsroom(tmp_path / "site")
    room.add_reports()
    folders = {"inbox": room.inbox, "content": room.content, "output": room.public, "config": room.folder / "site_config.yaml"}
    options = pipeline.Options(**folders, jobs=1)
    pipeline.build(options)
    time.sleep(0.1)  # until the files of the first build are old enough to be packed
    pipeline.build(options)
    brief = next((room.content / "events").glob("*.md"))
    brief.write_text(brief.read_text("utf-8") + "\nSeen by an editor.\n", "utf-8")
    code = (
        "import atexit, sys\nfrom beatbook.lean import main\n"
        "atexit.register(lambda: print(*[name for name in sys.modules if name.startswith('beatbook.') and name.count('.') == 2]))\nmain()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "--quiet", *(f"--{name}={path}" for name, path in folders.items())],
        cwd=PACKAGE.parent, capture_output=True, text=True, check=True,
    )  # fmt: skip

    loaded = set(done.stdout.split())
    assert "beatbook.publishing.views_event" in loaded
    assert not loaded & {
        f"beatbook.{name}" for name in ("reading.article", "analysis.analyse", "analysis.sentences", "merging.merge", "merging.grouping")
    }
