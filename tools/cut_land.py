"""Cuts templates/assets/land.txt from Natural Earth's land and countries at 1:50m.

npm install --no-save world-atlas@2
python tools/cut_land.py node_modules/world-atlas/land-50m.json node_modules/world-atlas/countries-50m.json > templates/assets/land.txt
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TOLERANCE = 0.09  # degrees (Douglas-Peucker): less than a pixel on a map of a continent
SMALLEST = 0.15  # square degrees of an island's box

Point = tuple[float, float]


def main() -> None:
    topology, countries = (json.loads(Path(path).read_text("utf-8")) for path in sys.argv[1:3])
    print("# Outlines of land, a ring a line, and behind a ~ borders between countries; longitude,latitude in tenths of a degree.")
    print("# Natural Earth 1:50m (public domain), by world-atlas 2.0.2 (ISC); tools/cut_land.py simplifies it: do not edit.")
    for ring in rings(topology):
        if line := format_ring(ring):
            print(line)
    for border in borders(countries):
        tenths = list(dict.fromkeys((round(x * 10), round(y * 10)) for x, y in simplify(border)))
        if len(tenths) > 1:
            print("~" + " ".join(f"{x},{y}" for x, y in tenths))


def borders(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines that two countries share, in degrees."""
    users: dict[int, set[int]] = {}
    for number, geometry in enumerate(topology["objects"]["countries"]["geometries"]):
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for index in (index for ring in polygon for index in ring):
                users.setdefault(index if index >= 0 else ~index, set()).add(number)
    return [arc for index, arc in enumerate(arcs_of(topology)) if len(users.get(index, ())) > 1]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON, in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(arc)
    return arcs


def rings(topology: dict[str, Any]) -> list[list[Point]]:
    """The rings of a TopoJSON of land, in degrees."""
    arcs, found = arcs_of(topology), []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for indexes in polygon:
                ring: list[Point] = []
                for index in indexes:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += arc[1:] if ring else arc
                found.append(ring)
    return found


def format_ring(ring: list[Point]) -> str:
    """A ring as a line, simplified; "" for one too small to be seen."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    if (max(xs) - min(xs)) * (max(ys) - min(ys)) < SMALLEST:
        return ""
    half = len(ring) // 2
    tenths: list[tuple[int, int]] = []
    for x, y in simplify(ring[: half + 1]) + simplify(ring[half:])[1:]:
        point = (round(x * 10), round(y * 10))
        if not tenths or tenths[-1] != point:
            tenths.append(point)
    return " ".join(f"{x},{y}" for x, y in tenths) if len(tenths) > 3 else ""


def simplify(line: list[Point]) -> list[Point]:
    """The line without the points that lie within TOLERANCE of it (Douglas-Peucker)."""
    keep = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        far, where = 0.0, 0
        for index in range(first + 1, last):
            if (away := distance(line[index], line[first], line[last])) > far:
                far, where = away, index
        if far > TOLERANCE:
            keep.add(where)
            open_parts += [(first, where), (where, last)]
    return [line[index] for index in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    across, up = end[0] - start[0], end[1] - start[1]
    length = (across**2 + up**2) ** 0.5
    if length == 0:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return float(abs(up * (point[0] - start[0]) - across * (point[1] - start[1])) / length)


if __name__ == "__main__":
    main()
