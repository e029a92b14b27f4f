"""Pictures for those who share a page: one a kind, the theme's own."""

from __future__ import annotations

import struct

import pytest

from tests.publishing.factories import make_config
from tests.publishing.theme import default_theme, page, render

KINDS = {
    "index.html": "site",
    "events/duarte-lindqvist-port-amber-2031.html": "events",
    "people/ana-duarte.html": "people",
    "meetings/index.html": "meetings",
    "places/index.html": "places",
    "sources/harbour-post.html": "sources",
    "timeline.html": "timeline",
    "editions/index.html": "editions",
}


@pytest.fixture(scope="module")
def site_files():
    return render()


@pytest.mark.parametrize(("url", "kind"), KINDS.items())
def test_page_has_the_picture_of_its_kind(site_files, url, kind):
    address = page(site_files, url).xpath("//meta[@property='og:image']")[0].get("content")

    assert address.startswith(f"https://news.example/beat/assets/share-{kind}.")
    assert address.removeprefix("https://news.example/beat/") in site_files


@pytest.mark.parametrize("name", sorted(name for name in default_theme()[1] if name.startswith("share-")))
def test_picture_is_as_large_as_the_networks_want_it_and_light(name):
    """1200 by 630, at most 20 kB."""
    content = default_theme()[1][name]

    assert struct.unpack(">II", content[16:24]) == (1200, 630)
    assert len(content) <= 20_000


def test_site_without_an_address_names_no_picture():
    """A picture to share needs its whole address."""
    assert not page(render(config=make_config(base_url="")), "index.html").xpath("//meta[@property='og:image']")
