"""The paired runs against other generators: what they are given, and what is told of them."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from bench.corpus import write_digest
from bench.peer_sites import read_briefs, write_hugo, write_pelican
from bench.processes import peak_memory, run
from bench.speed import OURS_ALONE, Figures, merged, ratios
from bench.speed_report import BEGIN, END, PLOTTED, SCENARIOS, format_notes, format_table, plot, with_table
from bench.speed_sites import put_aside
from tests.newsroom import ROOT

if TYPE_CHECKING:
    from pathlib import Path


SECONDS = {"beatbook": [1.0, 1.0, 4.0], "hugo": [2.0, 2.0, 2.0], "pelican": [10.0, 20.0, 40.0]}


def _figures(*sizes: int) -> list[dict[str, Any]]:
    keys = [(name, scenario, n) for n in sizes for name in SECONDS for scenario in SCENARIOS]
    asked = [key for key in keys if key[0] == "beatbook" or key[1] not in OURS_ALONE]
    return [asdict(Figures(name, scenario, n, SECONDS[name], SECONDS[name], 50.0)) for name, scenario, n in asked]


def _result() -> dict[str, Any]:
    figures = _figures(100, 1000)
    return {"figures": figures, "ratios": ratios(figures)}


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

    assert found["cold, 100, hugo"] == 0.5
    assert found["cold, 100, pelican"] == 0.1


def test_what_only_we_are_asked_is_compared_with_what_the_others_do_then():
    """To look once more after an article is, for those who keep nothing, a build in which nothing changed."""
    figures = [one for one in _figures(100) if one["generator"] != "hugo"]
    figures += [asdict(Figures("hugo", name, 100, [8.0, 8.0, 8.0], [8.0])) for name in SCENARIOS if name == "nothing changed"]
    figures += [asdict(Figures("hugo", name, 100, [2.0, 2.0, 2.0], [2.0])) for name in PLOTTED if name != "nothing changed"]

    assert ratios(figures)["after the article, 100, hugo"] == 0.125


def test_sizes_that_are_not_run_again_keep_their_figures():
    """A digest grows by what analysis finds: figures of about as many briefs are of the same size."""
    found = merged(_figures(1071), _figures(110, 1075, 10057))

    assert sorted({one["briefs"] for one in found}) == [110, 1071, 10057]


def test_table_and_plot_hold_every_figure():
    """A row a size and scenario, a line a generator in each panel."""
    result = _result()

    table, svg = format_table(result), ElementTree.fromstring(plot(result))  # noqa: S314  # our own drawing

    assert len(table.splitlines()) == 2 + 2 * len(SCENARIOS)
    assert "| 1,000 | one article | 1 (1) | 2 (2) | 20 (20) | 0.5 | 0.1 | 50 / 50 / 50 |" in table
    assert "| 1,000 | after the article | 1 (1) |  |  | 0.5 | 0.1 | 50 |" in table
    assert len(svg.findall(".//{*}polyline")) == 3 * len(PLOTTED)
    assert format_notes(result) == (
        "Medians of 3 rounds. Time a brief, cold, at 1,000 over that at 100: 0.10 (beatbook), 0.10 (hugo), 0.10 (pelican)."
    )


def test_the_manual_gets_the_table_between_its_marks():
    """What stands around the marks is somebody's own words; a second run changes nothing."""
    page = f"before\n{BEGIN}yesterday\n{END}after\n"

    once = with_table(page, _result())

    assert once.startswith(f"before\n{BEGIN}| briefs |")
    assert once.endswith(f"\n{END}after\n")
    assert "yesterday" not in once
    assert with_table(once, _result()) == once
    assert BEGIN in (ROOT / "docs" / "scale.md").read_text("utf-8")


def test_a_process_is_measured_with_its_children(tmp_path: Path):
    """CPU seconds and memory hold those of the processes that a generator starts."""
    hog = "x = bytearray(b'1') * 60_000_000; import time; time.sleep(0.6)"
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hog!r}], check=True)"]

    assert run(command, tmp_path).seconds > 0.5
    assert peak_memory(command, tmp_path) > 50


def test_what_is_in_the_way_is_put_aside_whole(tmp_path: Path):
    """Nothing is deleted in front of a run that is timed; twice the same name is no trouble, nor is a folder that is not there."""
    site, aside = tmp_path / "site" / "public", tmp_path / "aside"
    for _ in range(2):
        site.mkdir(parents=True)
        (site / "index.html").write_text("page")
        put_aside(site, aside)
    put_aside(site, aside)
    assert not site.exists()
    assert [path.read_text() for path in aside.glob("public-*/index.html")] == ["page", "page"]
