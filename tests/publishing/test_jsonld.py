"""Linked data that says what the page says, in terms that schema.org has."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import extruct
import pytest

from beatbook.publishing.calendar import export_calendars
from beatbook.publishing.jsonld import article_node, breadcrumb_node, event_node, profile_node, script_json, structured_data
from beatbook.publishing.site import build_site
from beatbook.publishing.views_event import event_view
from tests.publishing.factories import ANNOUNCED, NOTE, make_config, make_event, make_site
from tests.publishing.theme import make_desk, render

SUMMIT = "duarte-lindqvist-port-amber-2031"
WORDS = {
    "expected": ("EventScheduled", "TENTATIVE"),
    "planned": ("EventScheduled", "CONFIRMED"),
    "happened": ("EventScheduled", "CONFIRMED"),
    "postponed": ("EventPostponed", "TENTATIVE"),
    "cancelled": ("EventCancelled", "CANCELLED"),
}
# Types and properties that we use, as schema.org 29 lists them.
TERMS = {
    "Event": {
        "attendee", "description", "endDate", "eventStatus", "location", "name", "startDate", "subEvent", "subjectOf", "superEvent",
        "url",
    },
    "Person": {"alternateName", "jobTitle", "name", "sameAs", "url"},
    "Organization": {"alternateName", "name", "sameAs", "url"},
    "NewsMediaOrganization": {"alternateName", "name", "sameAs", "url"},
    "Country": {"alternateName", "containedInPlace", "geo", "name", "sameAs", "url"},
    "Place": {"alternateName", "containedInPlace", "geo", "name", "sameAs", "url"},
    "GeoCoordinates": {"latitude", "longitude"},
    "NewsArticle": {
        "about", "archivedAt", "author", "dateModified", "datePublished", "headline", "inLanguage", "keywords", "mentions",
        "publisher", "url",
    },
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"item", "name", "position"},
}  # fmt: skip


def event_of(as_of="2031-05-01", **fields):
    config = make_config()
    site = build_site([make_event("e", **fields)], {}, {}, config, as_of=as_of)
    return event_node(site.events["e"], site, config)


def nodes_in(value):
    """Every typed node, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes_in(inner)


def all_nodes(config):
    site = make_site(config)
    found = [event_node(event, site, config) for event in site.events.values()]
    found += [profile_node(profile, site, config) for profile in site.profiles.values()]
    found += [article_node(article, site, config) for article in site.articles.values()]
    return [node for node in found if node] + [breadcrumb_node([("Home", "index.html"), ("People", "people/index.html")], config)]


def test_every_type_and_property_is_a_term_of_schema_org():
    """Nothing is made up: a program that knows schema.org understands all of it."""
    for node in nodes_in(all_nodes(make_config())):
        assert node.keys() - {"@type"} <= TERMS[node["@type"]]


def test_no_value_is_empty():
    """What is not known is left out."""
    assert all(value not in (None, "", [], {}) for node in nodes_in(all_nodes(make_config())) for value in node.values())


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("expected", "https://schema.org/EventScheduled"),
        ("planned", "https://schema.org/EventScheduled"),
        ("happened", "https://schema.org/EventScheduled"),
        ("postponed", "https://schema.org/EventPostponed"),
        ("cancelled", "https://schema.org/EventCancelled"),
    ],
)
def test_the_status_is_schema_org_s_own_word(status, expected):
    """The same table as in calendars."""
    assert event_of(status=status, date="2031-06-01")["eventStatus"] == expected


@pytest.mark.parametrize("fields", [{"status": "denied"}, {"status": "planned", "date": "2031-04-01"}], ids=["denied", "lapsed"])
def test_what_did_not_take_place_is_no_event(fields):
    """What was denied, or planned for a day that passed, is no Event to a search engine."""
    assert event_of(**fields) is None


@pytest.mark.parametrize("day", ["2031-04", "2031", "2031-04-10~", "2031-04-08/2031-04-12", ""])
def test_only_a_known_day_is_a_start_date(day):
    """No first of the month is made up for a month."""
    assert "startDate" not in event_of(date=day)


@pytest.mark.parametrize("status", ["expected", "planned", "happened", "postponed", "cancelled", "denied"])
@pytest.mark.parametrize(
    ("day", "extent", "days"),
    [
        ("2031-06-10", "lasts", ("2031-06-10", "2031-06-10")),
        ("2031-06-10/2031-06-12", "lasts", ("2031-06-10", "2031-06-12")),
        ("2031-06-10/2031-06-12", "within", None),
        ("2031-06", "lasts", None),
        ("2031-04-10", "lasts", ("2031-04-10", "2031-04-10")),
    ],
    ids=["a day", "days that it lasts", "some day of these", "a month", "a day gone by"],
)
def test_facts_linked_data_and_calendar_agree(status, day, extent, days):
    """As the page says: the same days in all three, or in neither of the two others; a status that each has its own word for."""
    config = make_config()
    site = build_site([make_event("e", status=status, date=day, extent=extent)], {}, {}, config, as_of="2031-05-01")
    facts = {fact.term: fact for fact in event_view(make_desk(site, config), site.events["e"]).facts}
    calendar = export_calendars(site, config).get("calendar.ics", b"").decode()
    node = event_node(site.events["e"], site, config)

    lapsed = status in ("expected", "planned") and day == "2031-04-10"
    assert facts["Status"].badge.tone == ("lapsed" if lapsed else status)
    told = not lapsed and status != "denied"
    assert (node is not None) == told
    assert (calendar != "") == (told and days is not None)
    if node and days:
        assert (node["startDate"], node["endDate"]) == days
        assert facts["When"].when.text == ("10–12 June 2031" if days[0] != days[1] else f"10 {date.fromisoformat(days[0]):%B %Y}")
        assert f"DTSTART;VALUE=DATE:{days[0].replace('-', '')}\r\n" in calendar
        last = date.fromisoformat(days[1]) + timedelta(days=1)
        assert f"DTEND;VALUE=DATE:{last:%Y%m%d}\r\n" in calendar
        assert f"STATUS:{WORDS[status][1]}\r\n" in calendar
    if node:
        assert node["eventStatus"] == f"https://schema.org/{WORDS[status][0]}"


def test_an_event_names_who_and_where_and_on_whose_word():
    """Participants, place with coordinates, and the articles that report it."""
    site, config = make_site(), make_config()
    node = event_node(site.events[SUMMIT], site, config)

    assert [person["name"] for person in node["attendee"]] == ["Ana Duarte", "Tomas Lindqvist"]
    assert node["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 54.5, "longitude": 11.25}
    assert len(node["subjectOf"]) == 4


def test_an_article_stands_at_its_own_address():
    """The article is the outlet's, not ours; a note on none says nothing of outlet and address."""
    site, config = make_site(), make_config()

    assert article_node(site.articles[ANNOUNCED], site, config)["url"] == "https://post.example/2"
    assert not {"url", "publisher"} & article_node(site.articles[NOTE], site, config).keys()


def test_without_a_base_url_no_address_is_made_up():
    """Addresses are absolute or left out."""
    config = make_config(base_url="")
    nodes = [node for node in all_nodes(config) if node]

    assert {node["url"] for node in nodes_in(nodes) if "url" in node} == {"https://post.example/2"}


def test_one_thing_stands_alone_and_several_in_a_graph():
    """A page has one block of linked data, or none."""
    assert structured_data([None]) == ""
    assert json.loads(structured_data([{"@type": "Person"}, None])) == {"@context": "https://schema.org", "@type": "Person"}
    assert json.loads(structured_data([{"@type": "Person"}, {"@type": "Place"}]))["@graph"] == [{"@type": "Person"}, {"@type": "Place"}]


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a\u2028b\u2029c", "&lt;", "\ud800", "김"])
def test_no_text_ends_its_script_element(text):
    """What JSON holds is read back as it was, and nothing in it means anything to HTML."""
    found = script_json({"name": text})

    assert json.loads(found) == {"name": text}
    assert not set(found) & set("<>&\u2028\u2029\ud800")


def test_pages_carry_their_data_in_terms_of_schema_org_alone():
    """Read back from the pages by extruct, as a search engine does; every type and property is in schema.org's own list."""
    listed = Path(__file__).with_name("schema_org_terms.txt").read_text("utf-8").splitlines()
    terms = {line for line in listed if not line.startswith("#")}
    used: set[str] = set()
    pages = {url: content.decode() for url, content in render().items() if url.endswith(".html") and b"og:title" in content}
    for url, content in pages.items():
        read = extruct.extract(content, syntaxes=["json-ld", "opengraph"], uniform=False)
        assert dict(read["opengraph"][0]["properties"])["og:title"], url
        for graph in read["json-ld"]:
            assert graph["@context"] == "https://schema.org", url
            for node in nodes_in(graph):
                types = node.get("@type", [])
                used |= {types} if isinstance(types, str) else set(types)
                used |= {key for key in node if not key.startswith("@")}

    assert len(pages) > 40
    assert {"Event", "Person", "Place", "NewsArticle", "BreadcrumbList"} <= used
    assert used - terms == set()
