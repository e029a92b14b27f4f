"""Clusters of made-up articles with what an analyst finds in them: the files hold together, and no figure sinks."""

from __future__ import annotations

import pytest

from beatbook.analysis.model import STATUSES
from beatbook.edtf import parse_edtf
from bench.clusters import FOLDERS, Found, below, dates, judge, load_cluster, measure, read_rules

PATHS = [path for folder in FOLDERS.values() for path in sorted(folder.glob("*.yaml"))]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_cluster_speaks_of_its_own_articles_people_and_of_known_kinds(path):
    """A mistyped file, name, kind, status or date would make a figure wrong without a word."""
    cluster = load_cluster(path)
    files = {article["file"] for article in cluster["articles"]}
    kinds = {rule.id for rule in read_rules().tables["kinds"]}

    for event in cluster["events"]:
        assert event["status"].keys() <= files, event["id"]
        assert set(event["status"].values()) <= set(STATUSES), event["id"]
        assert {event["kind"], *event.get("also", ())} <= kinds, event["id"]
        assert {name for names in (event["participants"], *event.get("participants_also", ())) for name in names} <= cluster[
            "people"
        ].keys()
        assert all(parse_edtf(value) for value in dates(event) if value), event["id"]
    assert all(
        form in " ".join(article["text"] for article in cluster["articles"]) for forms in cluster["people"].values() for form in forms
    )


def test_an_event_is_found_once_and_an_optional_one_is_no_fault():
    """Of three events found, one is wanted, one is welcome and one is wrong."""
    wanted = [
        {"id": "a", "kind": "meeting", "date": "2024-05-15", "participants": ["Berg", "Lund"], "status": {"1.txt": "happened"}},
        {"id": "b", "kind": "letter", "date": "null", "participants": [], "optional": "true", "status": {"1.txt": "happened"}},
    ]
    found = [
        Found("", "talks", "2024-05", "", frozenset(("Berg", "Lund")), {"1.txt": "planned"}, "planned"),
        Found("", "letter", None, "", frozenset(), {"1.txt": "happened"}, "happened"),
        Found("", "meeting", "2024-05-16", "", frozenset(("Berg", "Lund")), {"1.txt": "happened"}, "happened"),
    ]
    faults: list[str] = []

    table = judge(wanted, found, errors=faults).table()

    assert (table["recall"], round(table["precision"], 2), table["date"], table["status"]) == (1.0, 0.67, 0.0, 0.0)
    assert [fault.split()[0] for fault in faults] == ["date", "status", "spurious"]


@pytest.mark.parametrize("folder", list(FOLDERS))
@pytest.mark.parametrize("part", ["tuned", "held back"])
def test_no_figure_sinks_below_its_floor(folder, part):
    """What was once read well stays read well, on articles that rules were tuned with and on those that were held back."""
    table = measure(part, folder=FOLDERS[folder]).table()

    assert below(folder, part, table) == []
