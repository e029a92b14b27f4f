"""The map: no tiles, every dot a link, no name over another."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from itertools import combinations

import pytest

from beatbook.publishing.svg_map import LETTER, TEXT, WIDTH, map_view
from tests.publishing.factories import make_site
from tests.publishing.theme import default_theme, make_desk

LAND = default_theme()[1]["land.txt"].decode()
EVENT = "duarte-lindqvist-port-amber-2031"


def map_of(*places, land=LAND):
    """The map of (name, latitude, longitude), each with one event."""
    site = make_site()
    model = site.profiles["port-amber"]
    profiles = {
        name: replace(model, id=name, name=name, url=f"places/{name}.html", latitude=latitude, longitude=longitude, events=(EVENT,))
        for name, latitude, longitude in places
    }
    return map_view(make_desk(replace(site, profiles=profiles)), land)


def box_of(dot):
    """What a name covers: left, top, right, bottom."""
    width = len(dot.name) * TEXT * LETTER
    left = {"start": dot.name_x, "end": dot.name_x - width, "middle": dot.name_x - width / 2}[dot.anchor]
    return left, dot.name_y - TEXT * 0.8, left + width, dot.name_y + TEXT * 0.2


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_dot_leads_to_its_place_and_says_how_many_events():
    dot = map_of(("Halden", 59.1, 11.4), ("Port Amber", 54.5, 11.2)).dots[0]

    assert dot.href == "../places/Halden.html"
    assert dot.label == "Halden: 1 event"


def test_places_stand_as_on_a_map():
    """North is up and east is right."""
    dots = {dot.name: dot for dot in map_of(("Halden", 59.1, 11.4), ("Harwich", 51.9, 1.3)).dots}

    assert dots["Halden"].y < dots["Harwich"].y
    assert dots["Halden"].x > dots["Harwich"].x


def test_places_on_both_sides_of_the_date_line_are_neighbours():
    """The map is cut where no place is, not at 180 degrees."""
    view = map_of(("Suva", -18.1, 178.4), ("Apia", -13.8, -171.8))

    west, east = (next(dot.x for dot in view.dots if dot.name == name) for name in ("Suva", "Apia"))
    assert 0 < west < east < WIDTH


@pytest.mark.parametrize("step", [0.3, 1.0, 4.0])
def test_no_name_covers_another(step):
    """Where there is no room for a name the dot stands without it; the table below has all."""
    view = map_of(*((f"Place number {number}", 40 + step * (number % 5), 120 + step * (number // 5)) for number in range(25)))

    boxes = [box_of(dot) for dot in view.dots if dot.name]
    assert boxes
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


def test_places_too_near_to_tell_apart_share_a_dot_that_names_them():
    (dot, other) = map_of(("Halden", 59.12, 11.38), ("Halden Fort", 59.11, 11.40), ("Cairo", 30.0, 31.2)).dots

    assert [dot.label, other.label] == ["Cairo: 1 event", "Halden, Halden Fort: 1 event"]
    assert other.name == "Halden +1"


def test_land_stays_inside_the_window():
    view = map_of(("Halden", 59.1, 11.4), ("Tokyo", 35.7, 139.7))

    x = y = 0
    for command, across, up in re.findall(r"([Ml ]?)(-?\d+)[ ]?(-?\d+)", view.land):
        x, y = (int(across), int(up)) if command == "M" else (x + int(across), y + int(up))
        assert -1 <= x <= WIDTH + 1
        assert -1 <= y <= view.height + 1


def test_map_of_the_world_stays_small():
    """30 kB over the wire for the whole page."""
    view = map_of(("Reykjavik", 64.1, -21.9), ("Wellington", -41.3, 174.8), ("Lima", -12.0, -77.0), ("Tokyo", 35.7, 139.7))

    assert len(gzip.compress(view.land.encode())) < 20_000


def test_place_without_coordinates_is_not_drawn():
    view = map_of(("Halden", 59.1, 11.4), ("Somewhere", None, None), ("Cairo", 30.0, 31.2))

    assert {dot.name for dot in view.dots} == {"Halden", "Cairo"}


def test_single_place_needs_no_map():
    assert map_of(("Halden", 59.1, 11.4)) is None
