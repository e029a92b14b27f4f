"""Previews of links and the facets of the search page, as the browser loads them."""

from __future__ import annotations

import json

from beatbook.publishing.facets import FACETS, facet_table
from beatbook.publishing.index import make_index
from beatbook.publishing.minify import minify_css, minify_js
from beatbook.publishing.outline import outline_of
from beatbook.publishing.previews import export_previews, shard_of, shards
from beatbook.publishing.search_plan import plan_search
from tests.publishing.factories import make_site
from tests.publishing.theme import english

SUMMIT = "events/duarte-lindqvist-port-amber-2031.html"


def load(script: bytes):
    return json.loads(script.decode().partition(",")[2].strip()[:-1])


def test_every_page_on_something_has_a_preview_in_the_script_of_its_checksum():
    site = make_site()
    files = export_previews(site, english())

    count = shards(outline_of(site))
    for url in [event.url for event in site.events.values()] + [person.url for person in site.profiles.values() if person.url]:
        assert url in load(files[f"previews/{shard_of(url, count)}.js"])


def test_preview_of_an_event_says_status_day_and_place():
    site = make_site()

    title, facts, sentence = load(export_previews(site, english())[f"previews/{shard_of(SUMMIT, shards(outline_of(site)))}.js"])[SUMMIT]

    assert title == "Duarte and Lindqvist meet in Port Amber"
    assert facts == "happened · 10 April 2031 · Port Amber"
    assert sentence == "Ana Duarte met Tomas Lindqvist in Port Amber on 10 April 2031."


def test_facets_give_each_event_its_labels():
    site = make_site()
    index = make_index(site)
    blocks = [block for block in plan_search(outline_of(site), site.pages) if block.kind == "event"]

    table = facet_table(index, english(), blocks, outline_of(site))

    events = [ident for block in blocks for ident in block.idents]
    row = table["rows"].split(";")[events.index("duarte-lindqvist-port-amber-2031")].split("|")
    labels = [[known[int(number)] for number in found.split(",")] for known, found in zip(table["labels"], row, strict=True)]
    assert dict(zip(FACETS, labels, strict=True)) == {
        "kind": ["Meeting"], "status": ["happened"], "year": ["2031"], "place": ["Port Amber"],
        "person": ["Ana Duarte", "Tomas Lindqvist"], "outlet": ["Coast Courier", "Harbour Post"],
    }  # fmt: skip
    assert [number for start, size in table["runs"] for number in range(start, start + size)] == [
        number for block in blocks for number in range(block.start, block.start + len(block.idents))
    ]


def test_style_sheet_loses_what_means_nothing_and_keeps_strings():
    """A blank before a colon may be a descendant's and stays."""
    css = '/* head */\na  b :hover , c {\n  content: "a  /* b */ ; c";\n  color: red;\n}\n'

    assert minify_css(css) == 'a b :hover,c{content:"a  /* b */ ; c";color:red}'


def test_script_loses_comments_and_indentation_and_keeps_its_lines():
    assert minify_js("// head\n  var a = 1; // one\n\n  go();\n") == "var a = 1; // one\ngo();\n"
