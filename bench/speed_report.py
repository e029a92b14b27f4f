"""What bench/speed.py measured, as a table and as a plot."""

from __future__ import annotations

import math
import statistics
from typing import Any

SCENARIOS = ("cold", "nothing changed", "one brief", "one article", "after the article")
PLOTTED = SCENARIOS[:4]  # what all three are asked
COLOURS = {"beatbook": "#1f6f54", "hugo": "#b3417c", "pelican": "#b07a1e"}
WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 210, 52, 34, 66
BEGIN, END = "<!-- bench/speed.py: begin -->\n", "<!-- bench/speed.py: end -->\n"  # around what it writes in docs/scale.md


def format_table(result: dict[str, Any]) -> str:
    """One row a size and scenario, in Markdown: seconds, CPU seconds, ratios, and memory where it was taken."""
    rows = [
        "| briefs | | Beatbook, s (CPU) | Hugo | Pelican | x Hugo | x Pelican | memory, MiB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    by_key = {(one["generator"], one["scenario"], one["briefs"]): one for one in result["figures"]}
    for briefs in _sizes(result["figures"]):
        for scenario in SCENARIOS:
            taken = [by_key.get((name, scenario, briefs)) for name in COLOURS]
            if taken[0] is None:
                continue
            times = (f"{_median(one['seconds'])} ({_median(one['cpu'])})" if one else "" for one in taken)
            ratios = (f"{result['ratios'][f'{scenario}, {briefs}, {peer}']:.2g}" for peer in ("hugo", "pelican"))
            memory = " / ".join(f"{one['pss_mib']:.0f}" for one in taken if one and one["pss_mib"] is not None)
            rows.append(f"| {briefs:,} | {scenario} | {' | '.join(times)} | {' | '.join(ratios)} | {memory} |")
    return "\n".join(rows)


def format_notes(result: dict[str, Any]) -> str:
    """What the table does not say: how many rounds, and whether time grows with briefs."""
    figures = result["figures"]
    rounds = sorted({len(one["seconds"]) for one in figures})
    told = f"Medians of {' to '.join(map(str, dict.fromkeys((rounds[0], rounds[-1]))))} round{'s' if rounds[-1] > 1 else ''}."
    sizes = _sizes(figures)[-2:]
    if len(sizes) < 2:
        return told
    cold = {
        (one["generator"], one["briefs"]): statistics.median(one["seconds"]) / one["briefs"] for one in figures if one["scenario"] == "cold"
    }
    growth = ", ".join(f"{cold[name, sizes[1]] / cold[name, sizes[0]]:.2f} ({name})" for name in COLOURS)
    return f"{told} Time a brief, cold, at {sizes[1]:,} over that at {sizes[0]:,}: {growth}."


def with_table(page: str, result: dict[str, Any]) -> str:
    """The page of the manual with these figures between its two marks.  Raises ValueError where they are missing."""
    before, after = page.index(BEGIN) + len(BEGIN), page.index(END)
    return f"{page[:before]}{format_table(result)}\n\n{format_notes(result)}\n{page[after:]}"


def _sizes(figures: list[dict[str, Any]]) -> list[int]:
    return sorted({one["briefs"] for one in figures})


def _median(values: list[float]) -> str:
    """Three significant digits, whatever the size."""
    middle = statistics.median(values)
    return f"{middle:.0f}" if middle >= 99.95 else f"{middle:.3g}"


class _Scale:
    """Briefs and seconds as places in a panel, both logarithmic."""

    def __init__(self, briefs: list[int], seconds: list[float]) -> None:
        self.low, self.high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
        self.first, last = math.log10(min(briefs)), math.log10(max(briefs))
        self.span = max(last - self.first, 0.01)

    def x(self, briefs: int) -> float:
        return WIDTH * (math.log10(briefs) - self.first) / self.span

    def y(self, seconds: float) -> float:
        return HEIGHT * (self.high - math.log10(seconds)) / (self.high - self.low)


def plot(result: dict[str, Any]) -> str:
    """An SVG of seconds against briefs, both logarithmic, a panel a scenario; of CPU seconds where the machine was shared."""
    measure = "cpu" if result.get("shared") else "seconds"
    figures = [one for one in result["figures"] if one["scenario"] in PLOTTED]
    scale = _Scale([one["briefs"] for one in figures], [statistics.median(one[measure]) for one in figures])
    panels = []
    for number, scenario in enumerate(PLOTTED):
        x, y = LEFT + (number % 2) * (WIDTH + GAP), TOP + (number // 2) * (HEIGHT + GAP)
        inside = _panel([one for one in figures if one["scenario"] == scenario], scale, measure)
        panels.append(f'<g transform="translate({x} {y})"><text y="-12" class="head">{scenario}</text>{inside}</g>')
    width, height = LEFT + 2 * WIDTH + GAP + 20, TOP + 2 * HEIGHT + GAP + 46
    style = (
        "text{font:12px system-ui,sans-serif;fill:#444}.head{font-weight:600;font-size:14px}.y{text-anchor:end}.x{text-anchor:middle}"
        ".frame,polyline{fill:none}.frame{stroke:#888}.grid{stroke:#ccc}polyline{stroke-width:2}.paper{fill:#fff}"
    )
    label = f"{'CPU seconds' if measure == 'cpu' else 'seconds'} of a whole build against the number of briefs: medians"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}"><style>{style}</style>'
        f'<rect class="paper" width="{width}" height="{height}"/>{"".join(panels)}<text x="{LEFT}" y="{height - 8}">{label}</text></svg>\n'
    )


def _panel(figures: list[dict[str, Any]], scale: _Scale, measure: str) -> str:
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" class="frame"/>']
    for power in range(scale.low, scale.high + 1):
        y = scale.y(10.0**power)
        parts.append(f'<path d="M0 {y:.1f}h{WIDTH}" class="grid"/><text x="-6" y="{y + 4:.1f}" class="y">{10.0**power:g} s</text>')
    sizes = _sizes(figures)
    parts += [f'<text x="{scale.x(briefs):.1f}" y="{HEIGHT + 16}" class="x">{briefs:,}</text>' for briefs in sizes]
    for generator, colour in COLOURS.items():
        own = sorted((one for one in figures if one["generator"] == generator), key=lambda one: int(one["briefs"]))
        points = [(scale.x(one["briefs"]), scale.y(statistics.median(one[measure]))) for one in own]
        parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" stroke="{colour}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{points[0][0] + 6:.1f}" y="{points[0][1] - 6:.1f}" style="fill:{colour}">{generator}</text>')
    return "".join(parts)
