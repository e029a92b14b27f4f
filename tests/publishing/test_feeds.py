"""Feeds that strict readers accept, and that stay still while nothing changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from beatbook.publishing.channels import channel_paths, find_channels
from beatbook.publishing.feeds import LIMIT, export_feeds
from beatbook.publishing.outline import outline_of
from beatbook.publishing.site import build_site
from tests.publishing.factories import digest, make_config, make_document, make_event, make_person, make_site, people

ATOM = "{http://www.w3.org/2005/Atom}"
JSON_FEED = Draft202012Validator(json.loads(Path(__file__).with_name("json_feed.schema.json").read_text("utf-8")))
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def feed_errors(content: bytes) -> str:
    """What the grammar of RFC 4287 says against a feed; "" for a valid one."""
    try:
        GRAMMAR.assertValid(etree.fromstring(content))
    except (etree.XMLSyntaxError, etree.DocumentInvalid) as error:
        return str(error)
    return ""


def make_feeds(*documents, config=None):
    config = config or make_config()
    return export_feeds(build_site(documents, {}, {}, config, as_of="2031-05-01"), config)


@pytest.mark.parametrize("base_url", ["https://news.example/beat", ""], ids=["with a base URL", "without"])
def test_every_feed_is_valid_atom(base_url):
    """The feeds of the site and of every person, place, outlet and pair keep RFC 4287."""
    config = make_config(base_url=base_url)
    feeds = [content for path, content in export_feeds(make_site(config), config).items() if path.endswith(".xml")]

    assert len(feeds) > 5
    assert [feed_errors(content) for content in feeds] == [""] * len(feeds)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<updated>2031-11-01T", b"<updated>2031-11-31T"),
        (b"<id>tag:", b"<id>"),
        (b"<author><name>The Desk</name></author>", b""),
        (b'href="https://news', b'href="news'),
    ],
    ids=["a day that does not exist", "an id that is no IRI", "no author", "a relative link"],
)
def test_the_grammar_refuses_what_the_standard_refuses(right, wrong):
    """The check itself is checked: each of these mistakes is found."""
    feed = export_feeds(make_site(), make_config())["feed.xml"]

    assert right in feed
    assert feed_errors(feed.replace(right, wrong)) != ""


def test_an_empty_site_has_a_valid_feed():
    """A new digest can be followed before it says anything."""
    feeds = make_feeds()

    assert sorted(feeds) == ["feed.json", "feed.xml"]
    assert feed_errors(feeds["feed.xml"]) == ""


def test_ids_are_tags_and_outlive_the_address():
    """Moving the site to another address shows no reader an old event as new."""
    ids = []
    for address in ("https://one.example", "https://two.example/beat"):
        config = make_config(base_url=address)
        feed = ET.fromstring(export_feeds(make_site(config), config)["feed.xml"])  # noqa: S314 - our own text
        ids.append([entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")])

    assert ids[0] == ids[1]
    assert "tag:beatbook.example,2026:digest/events/duarte-lindqvist-port-amber-2031" in ids[0]


def test_updated_comes_from_the_brief():
    """An entry is as new as the day on which what it shows last changed."""
    feed = ET.fromstring(export_feeds(make_site(), make_config())["feed.xml"])  # noqa: S314 - our own text
    updated = {entry.findtext(f"{ATOM}id").rpartition("/")[2]: entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")}

    assert updated["duarte-lindqvist-port-amber-2031"] == "2031-04-12T00:00:00Z"


def test_a_plan_that_lapsed_is_news_once():
    """What lapses changes on the day behind its own, however late the build."""
    feeds = [export_feeds(make_site(as_of=day), make_config())["feed.xml"] for day in ("2031-11-05", "2031-12-24")]

    assert feeds[0] == feeds[1]
    assert b"<title>Talks on cod quotas (lapsed)</title>\n<updated>2031-11-04T00:00:00Z</updated>" in feeds[0]


def test_what_is_only_recalled_is_not_in_the_feed_of_the_site():
    """Background events stand in the feeds of those who took part, not in that of the home page."""
    feeds = export_feeds(make_site(), make_config())

    assert b"duarte-letter-2031" not in feeds["feed.xml"]
    assert b"duarte-letter-2031" in feeds["people/ana-duarte.xml"]


def test_a_feed_holds_exactly_the_events_of_its_page():
    """Following a place brings its events and no others."""
    items = json.loads(export_feeds(make_site(), make_config())["places/halden.json"])["items"]

    assert {item["id"].rpartition("/")[2] for item in items} == {
        "north-sea-forum-2031", "duarte-lindqvist-halden-2031", "duarte-halden-october-2031"
    }  # fmt: skip


def test_a_page_of_fewer_than_three_events_has_no_feed_of_its_own():
    """It offers those of the site; thousands of places are named once and never again."""
    found = [make_event(f"e{number}", date=f"2031-04-0{number}", participants=people("a"), place="p") for number in (1, 2, 3)]
    place, person = make_document("place", "p", name="P"), make_person("a")

    assert {"people/a.xml", "places/p.json"}.isdisjoint(make_feeds(*found[:2], place, person))
    assert {"people/a.xml", "places/p.json"} <= set(make_feeds(*found, place, person))


def test_pairs_have_a_feed_from_three_events_on():
    """Two people who were together twice are found on each other's pages."""
    two = [make_event(f"e{number}", date=f"2031-04-0{number}", participants=people("a", "b")) for number in (1, 2)]
    persons = [make_person("a"), make_person("b")]

    assert "meetings/a--b.xml" not in make_feeds(*two, *persons)
    assert "meetings/a--b.xml" in make_feeds(*two, make_event("e3", date="2031-04-03", participants=people("a", "b")), *persons)


def test_a_feed_keeps_the_newest_entries():
    """A feed stays small however long the digest."""
    events = [make_event(f"e{number:03}", date=f"20{number % 30:02}-04-01") for number in range(LIMIT + 20)]
    items = json.loads(make_feeds(*events)["feed.json"])["items"]

    assert len(items) == LIMIT


@pytest.mark.parametrize("base_url", ["https://news.example/beat", ""], ids=["with a base URL", "without"])
def test_every_json_feed_keeps_the_standard(base_url):
    """The feeds of the site and of every person, place, outlet and pair, by a schema of JSON Feed 1.1 that allows nothing besides."""
    config = make_config(base_url=base_url)
    feeds = {path: json.loads(content) for path, content in export_feeds(make_site(config), config).items() if path.endswith(".json")}

    assert len(feeds) > 5
    assert {path: error.message for path, feed in feeds.items() for error in JSON_FEED.iter_errors(feed)} == {}


@pytest.mark.parametrize(
    "wrong", [{"version": "https://jsonfeed.org/version/1"}, {"items": [{"id": "a"}]}, {"author": {"name": "a"}}, {"feed_url": "feed.json"}]
)
def test_the_schema_refuses_what_the_standard_refuses(wrong):
    """The check itself is checked."""
    feed = json.loads(export_feeds(make_site(), make_config())["feed.json"])

    assert list(JSON_FEED.iter_errors({**feed, **wrong}))


def test_json_feed_says_where_it_stands():
    feed = json.loads(export_feeds(make_site(), make_config())["feed.json"])

    assert (feed["home_page_url"], feed["feed_url"]) == ("https://news.example/beat/", "https://news.example/beat/feed.json")


def test_without_a_base_url_no_link_is_made_up():
    """Links of feeds are absolute or left out."""
    config = make_config(base_url="")
    feeds = export_feeds(make_site(config), config)

    assert b"<link" not in feeds["feed.xml"]
    assert "home_page_url" not in json.loads(feeds["feed.json"])


@pytest.mark.parametrize(
    "title", ["]]><x/>", "<script>alert(1)</script>", "a & b", "nul\x00 bell\x07 half\ud800 ffff\uffff", '" onload="x']
)
def test_no_title_breaks_out_of_a_feed(title):
    """A hostile title is text."""
    content = make_feeds(make_event("e", title=title, kind=title, summary=title, date="2031-04-01"))["feed.xml"]

    assert feed_errors(content) == ""
    assert b"<script" not in content


def test_feeds_do_not_depend_on_the_order_of_documents():
    """The same digest has the same feeds, byte for byte."""
    source = digest()
    turned = build_site(tuple(reversed(source.documents)), source.views, source.analyses, make_config(), as_of="2031-11-20")

    assert export_feeds(turned, make_config()) == export_feeds(make_site(), make_config())


def test_every_channel_stands_beside_its_page():
    """A page's feeds have its name with another ending; the home page's have plain ones."""
    assert channel_paths("people/a.b.html").atom == "people/a.b.xml"
    assert channel_paths("index.html").calendar == "calendar.ics"
    assert set(find_channels(outline_of(make_site()), make_config())) >= {
        "index.html",
        "people/ana-duarte.html",
        "sources/harbour-post.html",
    }


def test_another_publisher_is_another_author():
    """Without a publisher the digest itself is the author."""
    config = replace(make_config(), publisher="")

    assert b"<author><name>North Sea Beat</name></author>" in export_feeds(make_site(config), config)["feed.xml"]
