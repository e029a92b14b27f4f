"""What is published from hostile articles and briefs: every format stays what it is, and in a browser nothing runs."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from xml.etree import ElementTree

from tests.newsroom import ROOT

ATOM = "{http://www.w3.org/2005/Atom}"
EVALUATED = re.compile(r"(?<!\w)1337(?!\w)")  # 7 * 191
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def test_nothing_runs_and_nothing_leaves_the_page(public):
    """In Chromium: no script but our own, no request, no dialog, no event handler, no address that is no http, https or mailto, no report of
    the policy, no complaint on the console.
    """
    done = subprocess.run([sys.executable, "-m", "tests.hostile.visit", str(public)], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {}


def test_feeds_are_well_formed_and_link_to_pages_only(public):
    """CDATA ends, control characters and markup in a title stay text."""
    for path in public.glob("**/*.xml"):
        tree = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - written by ourselves; entities are what we look for
        assert {element.tag for element in tree.iter() if not element.tag.startswith(ATOM)} <= {
            element.tag for element in tree.iter() if "sitemaps.org" in element.tag
        }, path
        assert all(element.get("href", "https:").startswith("https:") for element in tree.iter(f"{ATOM}link"))


def test_calendars_hold_events_only(public):
    """A line break in a title begins no property and no alarm; lines are folded at 75 bytes."""
    for path in public.glob("**/*.ics"):
        lines = path.read_bytes().decode("utf-8").split("\r\n")
        unfolded = path.read_bytes().decode("utf-8").replace("\r\n ", "").split("\r\n")
        assert all(len(line.encode()) <= 75 and "\n" not in line and "\r" not in line for line in lines), path
        assert not [
            line for line in unfolded if line.startswith(("BEGIN:", "END:")) and line.partition(":")[2] not in ("VCALENDAR", "VEVENT")
        ]
        assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT")


def test_no_cell_of_a_table_is_a_formula(public):
    """A spreadsheet would run it."""
    for path in public.glob("data/*.csv"):
        cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")) for cell in row]
        assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r" and not NUMBER.fullmatch(cell)]


def test_data_is_json_without_half_characters(public):
    for path in [*public.glob("**/*.json")]:
        json.loads(path.read_bytes().decode("utf-8"))


def test_no_template_expression_is_evaluated(public):
    """7 * 191 in a title stays as it was written."""
    assert not [
        path
        for path in public.glob("**/*")
        if path.suffix in (".html", ".xml", ".json", ".ics") and EVALUATED.search(path.read_text("utf-8"))
    ]


def test_every_file_lies_where_every_system_can_hold_it(public):
    """No "..", no control character, no name that Windows refuses, none that differs from another in case only."""
    names = [path.relative_to(public).as_posix() for path in public.glob("**/*")]

    assert not [name for name in names if re.search(r"[\x00-\x1f<>:\"|?*\\]|\.\.|[ .](/|$)", name)]
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name.rpartition("/")[2], re.IGNORECASE)]
