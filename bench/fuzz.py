"""Fuzzes reader, dates, names, brief parser, merge and Markdown; `make fuzz`.

    python bench/fuzz.py [SECONDS] [TARGET ...]

With atheris (coverage-guided, pip install atheris) where it is installed, else with random words and mutations.  Prints the input of
a crash as a line for SEEDS in tests/reliability/test_fuzz.py, and ends with status 1.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def mutate(content: bytes, chance: random.Random, words: tuple[str, ...]) -> bytes:
    """The content with one thing changed: a piece cut, doubled, replaced by a word, or a byte flipped."""
    start, end = sorted((chance.randint(0, len(content)), chance.randint(0, len(content))))
    piece = content[start:end]
    word = chance.choice(words).encode("utf-8", "surrogatepass")
    byte = bytes([chance.randint(0, 255)])
    changed = chance.choice((b"", piece * chance.randint(2, 20), word, word * chance.randint(2, 30), byte, piece[::-1]))
    return (content[:start] + changed + content[end:])[:4000]


def run(seconds: float, names: list[str]) -> int:
    """The number of targets that raised."""
    from tests.reliability.targets import TARGETS, WORDS, make_kit  # noqa: PLC0415 - after the path is set

    kit, failed = make_kit(), 0
    for name in names or list(TARGETS):
        chance, count, corpus = random.Random(name), 0, [word.encode() for word in WORDS]  # noqa: S311 - a die
        until = time.monotonic() + seconds / len(names or TARGETS)
        while time.monotonic() < until:
            content = b" ".join(chance.choice(corpus) for _ in range(chance.randint(1, 12)))
            for _ in range(chance.randint(0, 6)):
                content = mutate(content, chance, WORDS)
            try:
                TARGETS[name](kit, content)
            except Exception:  # the very thing that is looked for
                traceback.print_exc()
                print(f"SEED: ({name!r}, {content!r}),")
                failed += 1
                break
            count += 1
            if chance.random() < 0.02:
                corpus.append(content[:200])
        print(f"{name}: {count} inputs, {'failed' if failed else 'no failure'}", flush=True)
    return failed


def run_atheris(seconds: float, names: list[str]) -> int:
    """The same, guided by coverage; a process each, because libFuzzer ends its own."""
    from tests.reliability.targets import TARGETS, WORDS  # noqa: PLC0415 - after the path is set

    chosen = names or list(TARGETS)
    code = (
        "import sys, atheris\n"
        "with atheris.instrument_imports(include=['beatbook']):\n"
        "    from tests.reliability.targets import TARGETS, make_kit\n"
        "kit, target = make_kit(), TARGETS[sys.argv.pop(1)]\n"
        "atheris.Setup(sys.argv, lambda content: target(kit, content))\n"
        "atheris.Fuzz()\n"
    )
    limits = [f"-max_total_time={int(seconds / len(chosen))}", "-max_len=4000", "-timeout=60", "-rss_limit_mb=4096", "-verbosity=1"]
    failed = 0
    for name in chosen:
        with tempfile.TemporaryDirectory() as place:
            words, corpus = Path(place) / "words", Path(place) / "corpus"
            corpus.mkdir()
            words.write_text("".join(f'"{_escape(word)}"\n' for word in WORDS), "ascii")
            for number, content in enumerate(make_corpus(name, WORDS)):
                (corpus / str(number)).write_bytes(content)
            command = [
                sys.executable,
                "-c",
                code,
                name,
                *limits,
                f"-dict={words}",
                f"-artifact_prefix={ROOT}/",
                "-print_final_stats=1",
                str(corpus),
            ]
            failed += subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return failed


def make_corpus(name: str, words: tuple[str, ...]) -> list[bytes]:
    """Two hundred inputs to begin with: lines of the target's own words, so that the first minutes are not spent on finding letters."""
    chance = random.Random(name)  # noqa: S311 - a die
    return [" ".join(chance.choices(words, k=chance.randint(1, 40))).encode("utf-8", "surrogatepass") for _ in range(200)]


def _escape(word: str) -> str:
    """A word as libFuzzer's dictionaries write it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    time_given = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    if importlib.util.find_spec("atheris"):
        sys.exit(min(1, run_atheris(time_given, sys.argv[2:])))
    print("atheris is not installed: random words and mutations")
    sys.exit(min(1, run(time_given, sys.argv[2:])))
