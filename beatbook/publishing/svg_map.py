"""A map of the places without tiles: land as one path, every dot a link.  Plate carrée, squeezed by the cosine of its middle latitude.

Land and, behind a ~, borders come as lines of `longitude,latitude` in tenths of a degree (templates/assets/land.txt), are cut to the
window and drawn at build time.  Units are those of the viewBox, WIDTH across.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from beatbook.publishing.model import SiteProfile
    from beatbook.publishing.views import Desk

WIDTH = 720.0
NARROWEST = 26.0  # degrees of longitude: closer, and the outline is coarse
FLATTEST, TALLEST = 0.45, 0.8  # height over width
TEXT = 25.0  # size of a name on a phone; at a desk it is drawn smaller, so names that fit here fit there
NEAR = 26.0  # closer dots become one
STEP = 3.0  # of a border
LETTER = 0.56  # of the size: width of an average letter

Point = tuple[float, float]


class Dot(msgspec.Struct, frozen=True):
    """A place, or places too near to each other to be told apart."""

    x: float
    y: float
    radius: float
    href: str
    label: str  # "Port Amber: 3 events"; all names for several places
    name: str  # beside the dot; "" where it would cover another name
    name_x: float
    name_y: float
    anchor: str  # start | end | middle


class MapView(msgspec.Struct, frozen=True):
    height: float
    land: str  # data of one path
    borders: str  # between countries, data of one path
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What the map shows: degrees, and how they become units."""

    west: float
    east: float
    south: float
    north: float

    @property
    def squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Units a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    @property
    def project(self) -> Callable[[float, float], Point]:
        """From longitude and latitude to the place on the map."""
        west, north, squeeze, scale = self.west, self.north, self.squeeze, self.scale
        return lambda longitude, latitude: ((longitude - west) * squeeze * scale, (north - latitude) * scale)


def map_view(desk: Desk, land: str) -> MapView | None:
    """The map of all places with events and known coordinates; None where there are fewer than two, or no land."""
    places = [
        desk.site.profiles[head.id]
        for head in desk.index.profiles.values()
        if head.type in ("place", "state") and head.url and head.latitude is not None and head.longitude is not None
    ]
    places = [place for place in places if place.events]
    if len(places) < 2 or not land:
        return None
    places.sort(key=lambda place: (-len(place.events), place.name, place.id))
    longitudes = _unrolled([place.longitude or 0.0 for place in places])
    window = _window(longitudes, [place.latitude or 0.0 for place in places])
    project = window.project
    points = [project(x, place.latitude or 0.0) for x, place in zip(longitudes, places, strict=True)]
    return MapView(
        round(window.height, 1), _land_path(land, window), _border_path(land, window), _dots(desk, places, points, window.height)
    )


def _unrolled(longitudes: Sequence[float]) -> list[float]:
    """Longitudes on one stretch: the map is cut where the widest gap between places is, not at 180 degrees."""
    ring = sorted({longitude % 360 for longitude in longitudes})
    gaps = [((after - before) % 360 or 360.0, after) for before, after in zip(ring, [*ring[1:], ring[0]], strict=True)]
    first = max(gaps)[1]
    first = first - 360 if first > 180 else first
    return [first + (longitude - first) % 360 for longitude in longitudes]


def _window(longitudes: Sequence[float], latitudes: Sequence[float]) -> Window:
    """A window around the places with a margin, neither too flat nor too tall."""
    middle_x, middle_y = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    across = max((max(longitudes) - min(longitudes)) * 1.3, NARROWEST)
    squeeze = max(math.cos(math.radians(middle_y)), 0.2)
    up = (max(latitudes) - min(latitudes)) * 1.4
    up = min(max(up, across * squeeze * FLATTEST), 150.0)
    across = min(max(across, up / (TALLEST * squeeze)), 360.0)
    north = min(middle_y + up / 2, 84.0)
    south = max(north - up, -80.0)
    return Window(middle_x - across / 2, middle_x + across / 2, south, north)


def _land_path(land: str, window: Window) -> str:
    """The outlines within the window, as the data of a path."""
    parts = []
    project = window.project
    for line in land.splitlines():
        if line.startswith(("#", "~")) or not line:
            continue
        ring = _continuous(_points(line))
        least, most = min(ring)[0], max(ring)[0]
        for shift in (-360.0, 0.0, 360.0):
            if most + shift < window.west or least + shift > window.east:
                continue
            points = [project(x, y) for x, y in _cut([(x + shift, y) for x, y in ring], window)]
            rounded = [point for point, _ in groupby([(round(x), round(y)) for x, y in points])]
            if len(rounded) > 2:
                steps = [f"{x - u} {y - v}" for (u, v), (x, y) in pairwise(rounded)]
                parts.append(f"M{rounded[0][0]} {rounded[0][1]}l{' '.join(steps)}z")
    return "".join(parts).replace(" -", "-")


def _border_path(land: str, window: Window) -> str:
    """The borders within the window, as the data of a path: steps shorter than STEP are left out."""
    parts, project = [], window.project
    for line in land.splitlines():
        points = _points(line[1:]) if line.startswith("~") else []
        for shift in (-360.0, 0.0, 360.0):
            if not any(window.west - 1 <= x + shift <= window.east + 1 for x, _ in points):
                continue
            run: list[tuple[int, int]] = []
            for x, y in [*((x + shift, y) for x, y in points), (math.inf, 0.0)]:
                inside = window.west - 1 <= x <= window.east + 1 and window.south - 1 <= y <= window.north + 1
                if inside and (not run or math.dist(run[-1], project(x, y)) >= STEP):
                    run.append((round((at := project(x, y))[0]), round(at[1])))
                if not inside and len(run) > 1:
                    parts.append(f"M{run[0][0]} {run[0][1]}l" + " ".join(f"{x - u} {y - v}" for (u, v), (x, y) in pairwise(run)))
                run = run if inside else []
    return "".join(parts).replace(" -", "-")


def _points(line: str) -> list[Point]:
    return [(int(x) / 10, int(y) / 10) for x, _, y in (point.partition(",") for point in line.split(" "))]


def _continuous(ring: list[Point]) -> list[Point]:
    """The ring without jumps from one edge of the world to the other."""
    points, turn = [ring[0]], 0.0
    for (before, _), (x, y) in pairwise(ring):
        turn += 360.0 if x - before < -180 else -360.0 if x - before > 180 else 0.0
        points.append((x + turn, y))
    return points


def _cut(ring: list[Point], window: Window) -> list[Point]:
    """The part of a ring within the window (Sutherland-Hodgman)."""
    for axis, limit, keep_above in ((0, window.west, True), (0, window.east, False), (1, window.south, True), (1, window.north, False)):
        if all((point[axis] >= limit) == keep_above for point in ring):
            continue
        cut: list[Point] = []
        for before, point in zip([ring[-1], *ring], ring, strict=False):
            was_in, is_in = ((part[axis] >= limit) == keep_above for part in (before, point))
            if was_in != is_in:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                cut.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if is_in:
                cut.append(point)
        ring = cut
        if not ring:
            return []
    return ring


def _dots(desk: Desk, places: Sequence[SiteProfile], points: Sequence[Point], height: float) -> tuple[Dot, ...]:
    """A dot for each place, most events first; a later one that lies on an earlier one joins it."""
    groups: list[tuple[Point, list[SiteProfile]]] = []
    for place, point in zip(places, points, strict=True):
        near = next((members for centre, members in groups if math.dist(centre, point) < NEAR), None)
        if near is not None:
            near.append(place)
        else:
            groups.append((point, [place]))
    taken = [(x - 12, y - 12, x + 12, y + 12) for (x, y), _ in groups]
    dots = []
    for (x, y), members in groups:
        events = len({event for place in members for event in place.events})
        name = members[0].name + (f" +{len(members) - 1}" if len(members) > 1 else "")
        radius = round(5 + 2.2 * math.sqrt(events), 1)
        label = f"{', '.join(place.name for place in members)}: {desk.count('events', events)}"
        spot = _name_spot(name, x, y, radius, height, taken)
        href = desk.href(members[0].url)
        shown = (name, *spot) if spot else ("", x, y, "start")
        dots.append(Dot(round(x, 1), round(y, 1), radius, href, label, shown[0], round(shown[1], 1), round(shown[2], 1), shown[3]))
    return tuple(dots)


def _name_spot(
    name: str, x: float, y: float, radius: float, height: float, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float, str] | None:
    """Where a name stands beside its dot without covering another name, a dot or the edge; None where there is no room."""
    width, gap = len(name) * TEXT * LETTER, radius + 6
    spots = (
        (x + gap, y + TEXT * 0.35, "start", x + gap),
        (x - gap, y + TEXT * 0.35, "end", x - gap - width),
        (x, y - gap, "middle", x - width / 2),
        (x, y + gap + TEXT * 0.75, "middle", x - width / 2),
    )
    for at_x, at_y, anchor, left in spots:
        box = (left, at_y - TEXT * 0.8, left + width, at_y + TEXT * 0.2)
        own = (x - 12, y - 12, x + 12, y + 12)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= height
        if inside and not any(_overlap(box, other) for other in taken if other != own):
            taken.append(box)
            return at_x, at_y, anchor
    return None


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
