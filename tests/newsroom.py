"""A small newsroom for end-to-end tests: three made-up reports on one made-up meeting, and a folder to build them in."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from beatbook import analysis, command, merging, reading
from beatbook.pipeline import desk, understanding
from beatbook.rules import parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from beatbook.rules import Rules

ROOT = Path(__file__).parents[1]

# One paragraph a line, as articles come.
RUMOUR = """Lindqvist may travel to Lisbon in May, officials say

STOCKHOLM (Northern Wire) - Swedish Foreign Minister Karin Lindqvist may meet her Portuguese counterpart Rui Tavares in Lisbon on May 14, a senior diplomat said on Tuesday.

The two ministers are expected to discuss fishing rights.
"""
PLAN = """Lindqvist to meet Tavares in Lisbon next week

LISBON, May 8 - Portuguese Foreign Minister Rui Tavares will meet Swedish Foreign Minister Karin Lindqvist in Lisbon on May 15, the Portuguese Foreign Ministry said in a statement on Wednesday.
"""
HELD = """Ministers agree to keep talking about fish

LISBON - Swedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Lisbon on Wednesday.

Lindqvist said the talks had been useful.
"""
SIDECARS = {"rumour": "2024-04-30", "plan": "2024-05-08", "held": "2024-05-16"}
TEXTS = {"rumour": RUMOUR, "plan": PLAN, "held": HELD}


_PARSED: dict[tuple[tuple[str, str], ...], Rules] = {}
_COMPILED: dict[tuple[str, int], tuple[object, Rules]] = {}


@contextlib.contextmanager
def rules_read_once() -> Iterator[None]:
    """Rules compiled once for all builds of this process: pure functions of the same rules, and most of a small build's time."""

    def parse(package: Mapping[str, str], own: Mapping[str, str]) -> Rules:
        key = tuple(sorted(own.items()))
        return _PARSED.get(key) or _PARSED.setdefault(key, parse_rules(package, own))

    def once(compile_rules: Callable[[Rules], object]) -> Callable[[Rules], object]:
        def compiled(rules: Rules) -> object:
            key = (compile_rules.__module__, id(rules))
            return (_COMPILED.get(key) or _COMPILED.setdefault(key, (compile_rules(rules), rules)))[
                0
            ]  # with the rules, which keeps their id

        return compiled

    with pytest.MonkeyPatch.context() as patch:
        for module in (desk, understanding):
            patch.setattr(module, "parse_rules", parse)
        for room in (analysis, merging, reading):
            patch.setattr(room, "compile_rules", once(room.compile_rules))
        yield


@dataclass(frozen=True)
class Newsroom:
    """A site in a folder of its own, and the command to build it."""

    folder: Path

    @property
    def inbox(self) -> Path:
        return self.folder / "content" / "inbox"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def add(self, name: str, text: str | bytes, sidecar: str | None = None) -> None:
        self.inbox.mkdir(parents=True, exist_ok=True)
        (self.inbox / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        if sidecar is not None:
            (self.inbox / name).with_suffix(".yaml").write_text(sidecar, "utf-8")

    def add_reports(self, *names: str) -> None:
        for name in names or TEXTS:
            self.add(f"{name}.txt", TEXTS[name], f"outlet: The {name.title()} Post\npublished: {SIDECARS[name]}\n")

    def run(self, *arguments: str, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """`python build.py ARGUMENTS` on this site."""
        folders = ["--content", str(self.content), "--output", str(self.public), "--config", str(self.folder / "site_config.yaml")]
        command = [sys.executable, str(ROOT / "build.py")]
        words = [*command, *folders, *arguments] if not arguments or arguments[0].startswith("-") else [*command, *arguments, *folders]
        return subprocess.run(
            words, cwd=self.folder, input=stdin, capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=120
        )

    def here(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """The same as `run` in this process, without loading everything again: many builds in a row take a fraction of the time."""
        folders = ["--content", str(self.content), "--output", str(self.public), "--config", str(self.folder / "site_config.yaml")]
        words = [*folders, *arguments] if not arguments or arguments[0].startswith("-") else [*arguments, *folders]
        out, err, before = io.StringIO(), io.StringIO(), sys.stdin
        status: int | str | None = 0
        with rules_read_once(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            sys.stdin = io.StringIO(stdin or "")
            sys.argv, argv = ["build.py", *words], sys.argv
            try:
                command.main()
            except SystemExit as error:
                status = error.code
            finally:
                sys.stdin, sys.argv = before, argv
        return subprocess.CompletedProcess(words, int(status or 0), out.getvalue(), err.getvalue())

    def tree(self, *, public: bool = True) -> dict[str, bytes]:
        """Everything built, but the cache: path -> bytes."""
        folders = [self.content, self.public] if public else [self.content]
        paths = (path for folder in folders for path in sorted(folder.glob("**/*")) if path.is_file() and ".cache" not in path.parts)
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}
