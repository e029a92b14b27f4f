"""The pictures of who met whom and of who rests on whom: every mark a link, names that fit, nothing drawn where there is nothing to see."""

from __future__ import annotations

import itertools
from dataclasses import replace

from beatbook.publishing.svg_chain import COLUMN, ROW, chain_view
from beatbook.publishing.svg_network import ROW as NAME_ROW
from beatbook.publishing.svg_network import WIDTH, network_view
from beatbook.publishing.views_event import event_view
from tests.publishing.factories import make_site
from tests.publishing.theme import make_desk

SUMMIT = "duarte-lindqvist-port-amber-2031"


def site_of_three():
    """Two who met three times, and one of them met a third."""
    site = make_site()
    pair = next(pair for pair in site.pairs.values() if pair.met)
    other = replace(pair, id="other", url="meetings/other.html", people=("ana-duarte", "ines-falk"), met=pair.met[:1])
    return replace(site, pairs={**site.pairs, "other": other})


def test_arc_leads_to_the_pair_and_is_thicker_for_more_meetings():
    network = network_view(make_desk(site_of_three()), ["ana-duarte", "tomas-lindqvist", "ines-falk"])

    thin, thick = sorted(network.arcs, key=lambda arc: arc.width)
    assert thin.href == "../meetings/other.html"
    assert (thick.label, thick.width > thin.width) == ("Ana Duarte and Tomas Lindqvist: 3 meetings", True)


def test_names_are_rows_of_their_own():
    network = network_view(make_desk(site_of_three()), ["ana-duarte", "tomas-lindqvist", "ines-falk"])

    heights = [node.y for node in network.nodes]
    assert [after - before for before, after in itertools.pairwise(heights)] == [NAME_ROW] * 2
    assert network.height == NAME_ROW * 3


def test_arcs_stay_within_the_picture():
    network = network_view(make_desk(site_of_three()), ["ana-duarte", "tomas-lindqvist", "ines-falk"])

    # a curve with both control points at x reaches three quarters of the way there
    assert all(182 + (float(arc.path.split("C")[1].split()[0]) - 182) * 0.75 <= WIDTH for arc in network.arcs)


def test_two_people_make_no_network():
    assert network_view(make_desk(), ["ana-duarte", "tomas-lindqvist"]) is None


def test_sources_stand_left_of_those_that_cite_them():
    desk = make_desk()
    chain = event_view(desk, desk.site.events[SUMMIT]).chain

    x = {box.text: box.x for box in chain.boxes}
    assert x["a diplomatic source"] < x["Meridian News Agency"] < x["Harbour Post"]


def test_no_two_boxes_of_a_column_overlap():
    desk = make_desk()
    chain = event_view(desk, desk.site.events[SUMMIT]).chain

    for column in {box.x for box in chain.boxes}:
        heights = sorted(box.y for box in chain.boxes if box.x == column)
        assert all(after - before >= ROW for before, after in itertools.pairwise(heights))
    assert chain.width >= max(box.x for box in chain.boxes) + COLUMN
    assert chain.height > max(box.y for box in chain.boxes)


def test_copy_stands_behind_its_original_with_a_dashed_line():
    desk = make_desk()
    chain = event_view(desk, desk.site.events[SUMMIT]).chain

    assert [line.copy for line in chain.lines].count(True) == 1


def test_report_on_its_own_account_makes_no_picture():
    desk = make_desk()
    reports = event_view(desk, desk.site.events[SUMMIT]).reports

    assert chain_view([report for report in reports if not report.voices and not report.copy_of]) is None
