"""The paired runs against other generators: what they are given, and what is told of them."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from bench.corpus import write_digest
from bench.peer_sites import read_briefs, write_hugo, write_pelican
from bench.speed import Figures, peak_memory, ratios, run
from bench.speed_report import SCENARIOS, format_table, plot

if TYPE_CHECKING:
    from pathlib import Path


def _result() -> dict[str, object]:
    seconds = {"beatbook": [1.0, 1.0, 4.0], "hugo": [2.0, 2.0, 2.0], "pelican": [10.0, 20.0, 40.0]}
    figures = [
        Figures(name, scenario, n, times, times, 50.0) for name, times in seconds.items() for scenario in SCENARIOS for n in (100, 1000)
    ]
    return {"figures": [asdict(one) for one in figures], "ratios": ratios(figures)}


def test_the_peers_get_every_brief_with_its_words(tmp_path: Path):
    """Hugo and Pelican build the same digest: a page a brief, with its people, sources and quotes."""
    write_digest(tmp_path / "digest", 6)
    content = tmp_path / "digest" / "content"

    write_hugo(tmp_path / "hugo", content)
    write_pelican(tmp_path / "pelican", content)

    briefs = list(read_briefs(content))
    assert len(briefs) >= 6
    for brief in briefs:
        assert brief.sources
        for page in (tmp_path / "hugo" / "content" / "events" / f"{brief.id}.md", tmp_path / "pelican" / "content" / f"{brief.id}.md"):
            text = page.read_text("utf-8")
            assert brief.title in text
            assert brief.body in text
            assert all(person in text for person in brief.people)


def test_ratios_are_medians_of_rounds():
    """What slows one round slows all generators in it: the ratio is taken round by round."""
    found = _result()["ratios"]

    assert isinstance(found, dict)
    assert found["cold, 100, hugo"] == 0.5
    assert found["cold, 100, pelican"] == 0.1


def test_table_and_plot_hold_every_figure():
    """A row a size and scenario, a line a generator in each panel."""
    result = _result()

    table, svg = format_table(result), ElementTree.fromstring(plot(result))  # noqa: S314  # our own drawing

    assert len(table.splitlines()) == 2 + 2 * len(SCENARIOS)
    assert "| 1,000 | one article | 1 s (1 CPU) | 2 s (2 CPU) | 20 s (20 CPU) | 0.5 | 0.1 |" in table
    assert len(svg.findall(".//{*}polyline")) == 3 * len(SCENARIOS)


def test_a_process_is_measured_with_its_children(tmp_path: Path):
    """CPU seconds and memory hold those of the processes that a generator starts."""
    hog = "x = bytearray(b'1') * 60_000_000; import time; time.sleep(0.6)"
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hog!r}], check=True)"]

    assert run(command, tmp_path).seconds > 0.5
    assert peak_memory(command, tmp_path) > 50
