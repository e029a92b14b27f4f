"""The data files: complete, exact, the same on every machine, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from beatbook.publishing import data
from beatbook.publishing.data import export_data, export_schemas, export_table, to_csv
from beatbook.publishing.earlier import Earlier
from beatbook.publishing.index import make_index
from beatbook.publishing.schemas import ENTRIES
from beatbook.publishing.site import build_site
from tests.publishing.factories import ANNOUNCED, COPY, MET, TEXTS, make_article, make_config, make_document, make_event, make_site, people


def table(name, site=None):
    files = export_data(site or make_site(), make_config())
    return json.loads(files[f"data/{name}.json"])


def entry(name, id_, site=None):
    return next(item for item in table(name, site) if item["id"] == id_)


def test_an_event_holds_all_that_the_contract_names():
    """A program finds who, when, where, how certain, and on whose word."""
    event = entry("events", "duarte-lindqvist-port-amber-2031")

    assert event["url"] == "events/duarte-lindqvist-port-amber-2031.html"
    assert (event["date"], event["status"], event["standing"], event["review"]) == ("2031-04-10", "happened", "confirmed", "checked")
    assert event["place"] == {"id": "port-amber", "name": "Port Amber", "country": "VK", "latitude": 54.5, "longitude": 11.25}
    assert event["participants"][0] == {"id": "ana-duarte", "type": "person", "name": "Ana Duarte", "role": "host"}
    assert event["conflicts"][0]["chosen"] == "2031-04-10"
    assert event["origins"] == 2


def test_a_summary_carries_no_citation_marks():
    """References are for the page; the data has the sentences."""
    summary = entry("events", "duarte-lindqvist-port-amber-2031")["summary"]

    assert summary == "Ana Duarte met Tomas Lindqvist in Port Amber on 10 April 2031. They spoke of fishing."


def test_every_quote_stands_at_its_offsets():
    """Evidence is exact: the text between start and end is the quote."""
    for event in table("events"):
        for report in event["reports"]:
            for claim in report["claims"]:
                evidence = claim["evidence"]
                assert TEXTS[report["article"]][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_a_report_names_its_file():
    """A report leads to the file in the inbox that it was read from."""
    event = entry("events", "duarte-lindqvist-port-amber-2031")

    assert [report["file"] for report in event["reports"]][:2] == [
        "harbour-post-2031-03-02-leaders-may-meet.txt",
        "harbour-post-2031-03-20-summit-announced.txt",
    ]


def test_an_unnamed_source_has_no_id():
    """A chain names each voice; an unnamed one by the words used for it."""
    claim = entry("events", "duarte-lindqvist-port-amber-2031")["reports"][0]["claims"][0]

    assert claim["said_by"] == [
        [{"source": "meridian-news-agency", "text": "Meridian News Agency"}, {"source": None, "text": "a diplomatic source"}]
    ]


def test_a_state_acts_as_a_state():
    """Participants say what they are."""
    types = {actor["id"]: actor["type"] for actor in entry("events", "north-sea-forum-2031")["participants"]}

    assert types == {"ana-duarte": "person", "tomas-lindqvist": "person", "veskia": "state", "cod-council": "organization"}


def test_everybody_named_stands_among_the_people():
    """Who is named once has an entry without an address, with the place in the text."""
    person = entry("people", "ines-falk")
    mention = person["mentions"][0]

    assert person["url"] is None
    assert mention["article"] == ANNOUNCED
    assert TEXTS[ANNOUNCED][mention["start"] : mention["end"]] == mention["text"] == "Ines Falk"


def test_an_article_says_what_is_known_of_its_day():
    """A stated day and time stays as it is; an inferred range is no day; a missing headline is null."""
    assert entry("articles", ANNOUNCED)["published"] == "2031-03-20T08:30+01:00"
    assert entry("articles", MET)["published"] is None
    assert entry("articles", MET)["published_range"] == "2031-04-10/2031-04-12"
    assert entry("articles", COPY)["headline"] is None
    assert entry("articles", COPY)["copy_of"] == ANNOUNCED


def test_a_country_stands_among_organizations_and_places():
    """A state acts and is a place: a program finds it in both files under the same id."""
    assert entry("organizations", "veskia")["type"] == "state"
    assert entry("places", "veskia")["url"] == "places/veskia.html"


def test_the_bytes_do_not_depend_on_the_order_of_documents():
    """Two sites from the same documents have the same data, byte for byte, in UTF-8 with a line end."""
    files = export_data(make_site(), make_config())

    assert files == export_data(make_site(), make_config())
    assert all(content.endswith(b"\n") for content in files.values())
    assert "آنا دوارتي".encode() in files["data/people.json"]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "=HYPERLINK(...)"])
def test_no_cell_is_a_formula(title):
    """A title that a spreadsheet would run gets an apostrophe in front."""
    event = make_event("e", title=title.strip() or title)
    rows = read_csv(export_data(build_site([event], {}, {}, make_config()), make_config())["data/events.csv"])

    assert rows[1][2] == f"'{title.strip()}"


def test_numbers_stay_numbers():
    """A southern latitude is a number, not a formula."""
    documents = [make_document("place", "p", name="P", latitude="-33.5", longitude="-70"), make_event("e", place="p")]
    rows = read_csv(export_data(build_site(documents, {}, {}, make_config()), make_config())["data/events.csv"])

    assert [rows[1][rows[0].index(column)] for column in ("latitude", "longitude")] == ["-33.5", "-70.0"]


def test_csv_is_read_back_as_written():
    """Quotes, commas, line ends and other scripts come back."""
    cells = ['a "b"', "c, d", "e\nf", "김", ""]

    assert read_csv(to_csv(("h",), [cells])) == [["h"], cells]


def test_an_entry_stands_on_a_line():
    """A third smaller than with indents, and still read by tools that compare or search line by line."""
    lines = export_data(make_site(), make_config())["data/events.json"].decode().splitlines()

    assert [lines[0], lines[-1]] == ["[", "]"]
    assert [json.loads(line.removesuffix(","))["id"] for line in lines[1:-1]] == list(make_site().events)


def test_characters_that_utf8_cannot_hold_do_not_stop_the_export():
    """A lone surrogate is escaped in JSON and replaced in CSV."""
    site = build_site([make_event("e", title="x\ud800", participants=people("a")), make_article("p")], {}, {}, make_config())

    files = export_data(site, make_config())

    assert json.loads(files["data/events.json"])[0]["title"] == "x\ud800"
    assert b"x?" in files["data/events.csv"]


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_of(files):
    return files.get


def test_entries_of_the_last_build_are_made_again_only_where_they_can_be_others(monkeypatch):
    """A changed person touches its own entry and those of its events; the files are those of a build from nothing."""
    site, changed = (
        make_site(),
        {"profiles": {"ana-duarte"}, "index.profiles": {"ana-duarte"}, "articles": set(), "pairs": set(), "index.facts": set()},
    )
    renamed = replace(site.profiles["ana-duarte"], name="Ana-Maria Duarte")
    after = replace(site, profiles={**site.profiles, "ana-duarte": renamed})
    earlier = Earlier(changed.get, read_of(export_data(site, make_config())))
    made = []
    monkeypatch.setattr(
        data.msgspec.json, "encode", lambda value, encode=data.msgspec.json.encode: made.append(value["id"]) or encode(value)
    )

    files = {path: content for name in ENTRIES for path, content in export_table(name, after, make_index(after), earlier).items()}

    monkeypatch.undo()
    naming = [event.id for event in site.events.values() if "ana-duarte" in dict(event.participants)]
    assert sorted(made) == sorted(["ana-duarte", *naming])
    assert {**files, **export_schemas()} == export_data(after, make_config())


def test_event_that_is_gone_leaves_the_files():
    site = make_site()
    after = replace(site, events=dict(list(site.events.items())[1:]))
    earlier = Earlier(lambda _: frozenset(), read_of(export_data(site, make_config())))

    assert (
        export_table("events", after, make_index(after), earlier)["data/events.json"]
        == export_data(after, make_config())["data/events.json"]
    )


@pytest.mark.parametrize("damage", [lambda text: text[:-20], lambda text: b"", lambda text: text.replace(b'{"id"', b'{"no"', 1)])
def test_files_that_are_not_those_of_the_last_build_are_made_from_nothing(damage):
    whole = export_data(make_site(), make_config())
    earlier = Earlier(lambda _: None, read_of({path: damage(content) for path, content in whole.items()}))

    assert export_table("events", make_site(), make_index(make_site()), earlier)["data/events.json"] == whole["data/events.json"]


def test_line_end_within_a_cell_has_the_table_made_from_nothing():
    site = make_site()
    event = next(iter(site.events.values()))
    site = replace(site, events={**site.events, event.id: replace(event, title="one\r\ntwo")})
    whole = export_data(site, make_config())

    files = export_table("events", site, make_index(site), Earlier(lambda _: frozenset(), read_of(whole)))

    assert files["data/events.csv"] == whole["data/events.csv"]
