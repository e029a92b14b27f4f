"""The sitemap: every page, each with the day of its last change."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from beatbook.publishing.exports import export_files
from beatbook.publishing.sitemap import LIMIT, export_sitemap
from tests.publishing.factories import make_config, make_site

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SUMMIT = "events/duarte-lindqvist-port-amber-2031.html"


def entries(pages):
    tree = ET.fromstring(export_sitemap(make_site(), make_config(), pages)["sitemap.xml"])  # noqa: S314 - our own text
    return {url.findtext(f"{NS}loc"): url.findtext(f"{NS}lastmod") for url in tree}


def test_every_page_stands_in_it_with_the_day_of_its_last_change():
    """The day comes from the brief; a page without events has none."""
    assert entries(["index.html", SUMMIT, "pages/about.html"]) == {
        "https://news.example/beat/": "2031-11-04",
        f"https://news.example/beat/{SUMMIT}": "2031-04-12",
        "https://news.example/beat/pages/about.html": None,
    }


def test_what_is_no_page_of_its_own_is_left_out():
    """Redirects, the page for missing ones, feeds and assets are not for search engines."""
    assert entries(["404.html", "events/duarte-lindqvist-2031.html", "feed.xml", "assets/site.css", SUMMIT]).keys() == {
        f"https://news.example/beat/{SUMMIT}"
    }


def test_without_a_base_url_there_is_none():
    """A sitemap without addresses would be empty."""
    assert export_sitemap(make_site(), make_config(base_url=""), ["index.html"]) == {}


def test_addresses_are_encoded():
    """A name in another script is percent-encoded, as RFC 3986 wants it."""
    assert list(entries(["people/김.html"])) == ["https://news.example/beat/people/%EA%B9%80.html"]


def test_many_pages_make_several_files():
    """No file holds more than the protocol allows; an index names them."""
    files = export_sitemap(make_site(), make_config(), [f"events/e{number}.html" for number in range(LIMIT + 1)])

    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert files["sitemap-1.xml"].count(b"<loc>") == LIMIT
    assert b"<sitemapindex" in files["sitemap.xml"]


def test_one_call_makes_all_files_for_programs():
    """Data, schemas, feeds, calendars and the sitemap come together, and no two want the same path."""
    files = export_files(make_site(), make_config(), ["index.html"])

    assert {
        "data/events.json",
        "data/schema/events.json",
        "data/people.csv",
        "feed.xml",
        "feed.json",
        "calendar.ics",
        "sitemap.xml",
    } <= set(files)
