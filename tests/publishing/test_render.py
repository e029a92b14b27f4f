"""The site model becomes pages: whole, linked, safe, and the same each time."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from beatbook.config import Corrections
from beatbook.errors import TemplateError
from beatbook.publishing import renderer
from beatbook.publishing.assets import publish_assets
from beatbook.publishing.check import check_site
from beatbook.publishing.model import Site
from beatbook.publishing.render import Press, render_site
from tests.publishing.factories import MET, NOTE, RUMOUR, TEXTS, make_config, make_site
from tests.publishing.theme import default_theme, page, render, text_of

SUMMIT = "duarte-lindqvist-port-amber-2031"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\"'"
EMPTY = Site(None, {}, {}, {}, {}, {})


@pytest.fixture(scope="module")
def site_files():
    return render()


def pages_of(files):
    """The pages of the site, parsed; letters to be sent are none: they are read elsewhere."""
    return {url: page(files, url) for url in files if url.endswith(".html") and not url.endswith(".mail.html")}


# ---- the whole site


def test_every_link_and_fragment_leads_somewhere(site_files):
    """No dead link, no dead fragment, no page that nothing leads to, no id twice on a page."""
    assert check_site(site_files, base_url="https://news.example/beat") == []


def test_empty_digest_renders_and_says_what_to_do():
    """A fresh site without articles has a home page that says how to begin."""
    files = render(EMPTY)

    assert "content/inbox" in page(files, "index.html").text_content()
    assert check_site(files, base_url="https://news.example/beat") == []


def test_same_site_gives_the_same_bytes(site_files):
    assert render() == site_files


def test_every_kind_of_page_is_there(site_files):
    wanted = {
        "index.html", "404.html", "about.html", "timeline.html", "search.html", "events/index.html", "events/year/2031.html",
        "events/kind/meeting.html", "events/status/planned.html", "meetings/index.html", "people/index.html", "places/index.html",
        "organizations/index.html", "sources/index.html", "articles/index.html", f"events/{SUMMIT}.html", f"articles/{MET}.html",
        "people/ana-duarte.html", "places/port-amber.html", "meetings/ana-duarte--tomas-lindqvist.html",
    }  # fmt: skip

    assert wanted <= set(site_files)


def test_data_feeds_and_sitemap_come_with_the_pages(site_files):
    assert {"data/events.json", "feed.xml", "calendar.ics", "sitemap.xml", "search/index.js"} <= set(site_files)


def test_page_never_holds_the_full_text_of_an_original(site_files):
    """The site shows short quotes, never the text."""
    everything = b"".join(content for url, content in site_files.items() if url.endswith(".html")).decode()

    assert not any(text.partition("\n\n")[2] in everything for name, text in TEXTS.items() if name != NOTE and "\n\n" in text)


def test_two_files_at_one_address_are_refused():
    """Two pages that would stand at one address stop the build; neither is lost in silence."""
    site = make_site()
    event = replace(site.events[SUMMIT], url="people/ana-duarte.html")

    with pytest.raises(TemplateError, match=r"people/ana-duarte\.html"):
        render(replace(site, events={**site.events, SUMMIT: event}))


# ---- links and addresses


def test_links_within_the_site_are_relative(site_files):
    """The same pages work from disk, under any path and on a domain of their own."""
    for url, tree in pages_of(site_files).items():
        found = [value for _, _, value, _ in tree.iterlinks() if value.startswith("/") or "news.example" in value]
        canonical = [link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")]
        base = [element.get("href") for element in tree.iterfind(".//base")]
        assert [value for value in found if value not in (*canonical, *base)] == [], url


def test_nothing_is_loaded_from_another_host(site_files):
    for url, tree in pages_of(site_files).items():
        loaded = [*tree.xpath("//script/@src"), *tree.xpath("//img/@src"), *tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")]
        assert not [address for address in loaded if ":" in address or address.startswith("//")], url


def test_only_the_page_for_missing_pages_has_a_base(site_files):
    """It is served at any depth; every other page must work from disk."""
    with_base = [url for url, tree in pages_of(site_files).items() if tree.find(".//base") is not None]

    assert with_base == ["404.html"]
    assert page(site_files, "404.html").find(".//base").get("href") == "/beat/"


def test_without_a_base_url_nothing_absolute_is_claimed():
    tree = page(render(config=make_config(base_url="")), f"events/{SUMMIT}.html")

    assert tree.find(".//link[@rel='canonical']") is None


def test_former_address_leads_to_the_present_one(site_files):
    """A renamed event keeps its old permalink."""
    redirect = page(site_files, "events/duarte-lindqvist-2031.html")

    assert redirect.find(".//a").get("href") == f"../events/{SUMMIT}.html"
    assert redirect.find(".//meta[@http-equiv='refresh']").get("content") == f"0; url=../events/{SUMMIT}.html"


def test_asset_name_carries_a_hash_of_its_content():
    """A changed style never meets an old one in a cache."""
    one, other = (publish_assets({"site.css": content, "strings.en.yaml": b"a: b"}) for content in (b"a{}", b"b{}"))

    assert one.paths["site.css"] != other.paths["site.css"]
    assert "strings.en.yaml" not in one.paths


def test_long_lists_have_a_smaller_style_sheet():
    """What only texts need is left out of it."""
    assets = publish_assets({"site.css": b"a{b:c}/* @begin text */d{e:f}/* @end */g{h:i}"})

    assert assets.files[assets.paths["lists.css"]] == b"a{b:c}g{h:i}"
    assert assets.files[assets.paths["site.css"]] == b"a{b:c}d{e:f}g{h:i}"


# ---- every page


def test_pages_have_one_first_heading_and_no_skipped_level(site_files):
    for url, tree in pages_of(site_files).items():
        levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4") if heading.tag]
        if 'http-equiv="refresh"' in site_files[url].decode():
            continue
        assert levels[0] == 1 or 1 in levels, url
        assert levels.count(1) == 1, url
        main = [int(heading.tag[1]) for heading in tree.find(".//main").iter("h1", "h2", "h3", "h4")]
        assert all(after <= before + 1 for before, after in pairwise(main)), (url, main)


def test_pages_have_landmarks_and_a_way_past_the_header(site_files):
    for url, tree in pages_of(site_files).items():
        if tree.find(".//main") is None:
            assert "refresh" in site_files[url].decode(), url
            continue
        assert len(tree.findall(".//main")) == 1, url
        assert tree.find(".//body")[0].get("href", "").endswith("#main"), url


def test_every_picture_that_leads_somewhere_has_a_name(site_files):
    for url, tree in pages_of(site_files).items():
        for link in tree.iter("a"):
            assert link.text_content().strip() or link.get("aria-label"), (url, link.get("href"))


def test_policy_allows_nothing_from_elsewhere(site_files):
    policy = page(site_files, "index.html").find(".//meta[@http-equiv='Content-Security-Policy']").get("content")

    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http:" not in policy


def test_no_page_has_inline_styles_or_handlers(site_files):
    """They would break under the policy."""
    for url, tree in pages_of(site_files).items():
        assert not tree.xpath("//@style"), url
        assert not tree.xpath("//@*[starts-with(name(), 'on')]"), url


# ---- what stands on a page


def test_event_page_says_what_when_where_and_on_whose_word(site_files):
    tree = page(site_files, f"events/{SUMMIT}.html")

    assert tree.find(".//h1").text == "Duarte and Lindqvist meet in Port Amber"
    assert text_of(tree, "standfirst") == "10 April 2031, Port Amber"
    assert [heading.text_content() for heading in tree.iter("h2")][:7] == [
        "Facts", "On this page", "Editor’s note", "How it was announced", "Where sources differ", "What each source says", "Evidence",
    ]  # fmt: skip


def test_known_day_is_a_time_element(site_files):
    tree = page(site_files, f"events/{SUMMIT}.html")

    assert tree.find(".//p[@class='standfirst']/time").get("datetime") == "2031-04-10"


def test_quote_stands_in_quotation_marks_with_an_id(site_files):
    """The marks are the style's; the element says that these are another's words."""
    tree = page(site_files, f"articles/{RUMOUR}.html")

    figures = tree.find_class("quote")
    assert figures[0].get("id").startswith("q-")
    assert figures[0].find(".//blockquote") is not None


def test_our_note_is_never_shown_as_a_quotation(site_files):
    """The words of an editor's summary are labelled and stand in no quotation element."""
    tree = page(site_files, f"articles/{NOTE}.html")

    assert tree.find_class("quote")
    assert tree.find(".//blockquote") is None
    assert "our note" in tree.find_class("quote")[0].text_content()


def test_page_links_back_to_all_that_name_it(site_files):
    """A place's page lists its events and the articles that name it."""
    hrefs = {link.get("href") for link in page(site_files, "places/port-amber.html").iter("a")}

    assert {f"../events/{SUMMIT}.html", f"../articles/{MET}.html"} <= hrefs


def test_structured_data_can_be_read_back(site_files):
    tree = page(site_files, f"events/{SUMMIT}.html")

    data = json.loads(tree.find(".//script[@type='application/ld+json']").text)
    assert {node["@type"] for node in data["@graph"]} == {"Event", "BreadcrumbList"}


def test_page_names_its_own_feed_and_calendar(site_files):
    tree = page(site_files, "people/ana-duarte.html")

    found = {link.get("type"): link.get("href") for link in tree.iterfind(".//link[@rel='alternate']")}
    assert found == {
        "application/atom+xml": "../people/ana-duarte.xml",
        "application/feed+json": "../people/ana-duarte.json",
        "text/calendar": "../people/ana-duarte.ics",
    }


@pytest.mark.parametrize(
    ("corrections", "href"),
    [
        (
            Corrections(repository="https://forge.example/desk/beat"),
            f"https://forge.example/desk/beat/edit/main/content/events/{SUMMIT}.md",
        ),
        (
            Corrections(form="https://form.example/?page={permalink}"),
            f"https://form.example/?page=https%3A%2F%2Fnews.example%2Fbeat%2Fevents%2F{SUMMIT}.html",
        ),
    ],
    ids=["repository", "form"],
)
def test_reader_can_suggest_a_correction(corrections, href):
    tree = page(render(config=make_config(corrections=corrections)), f"events/{SUMMIT}.html")

    assert href in [link.get("href") for link in tree.iter("a")]


def test_without_corrections_configured_there_is_no_such_link(site_files):
    assert not [link for link in page(site_files, f"events/{SUMMIT}.html").iter("a") if "correction" in link.text_content()]


# ---- hostile content


def hostile_site():
    site = make_site()
    event = replace(site.events[SUMMIT], title=HOSTILE, topics=(HOSTILE,), body=HOSTILE)
    person = replace(site.profiles["ana-duarte"], name=HOSTILE, aliases=(HOSTILE,), body=HOSTILE)
    article = replace(
        site.articles[MET], headline=HOSTILE, byline=HOSTILE, outlet=HOSTILE, outlet_id=None, source_url="javascript:alert(1)"
    )
    return replace(
        site,
        events={**site.events, SUMMIT: event},
        profiles={**site.profiles, "ana-duarte": person},
        articles={**site.articles, MET: article},
    )


def test_hostile_texts_stay_texts():
    """Names, titles and bodies that try to be markup, scripts or templates are shown as they are and do nothing."""
    files = render(hostile_site(), make_config(title=HOSTILE, tagline=HOSTILE, publisher=HOSTILE))

    for url, tree in pages_of(files).items():
        assert not tree.xpath("//img[@onerror]"), url
        assert {script.get("src") or script.get("type") or "theme" for script in tree.iter("script")} <= {
            "theme", "application/ld+json", *(address for address in tree.xpath("//script/@src") if "assets/" in address),
        }, url  # fmt: skip
        assert not [
            script for script in tree.iter("script") if "alert" in (script.text or "") and script.get("type") != "application/ld+json"
        ], url
        assert not [link.get("href") for link in tree.iter("a") if (link.get("href") or "").startswith("javascript:")], url
    assert "{{ 7*7 }}" in page(files, f"events/{SUMMIT}.html").find(".//h1").text


# ---- templates of a site's own


def with_template(name, text):
    templates, assets = default_theme()
    return render_site(make_site(), make_config(), {**templates, name: text}, assets)


def test_template_overridden_by_the_site_is_used():
    files = with_template("404.html", "gone: {{ page.title }}")

    assert files["404.html"] == b"gone: This page is not here"


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("one\n{{ nothing.here }}", 2, "nothing"),
        ("one\ntwo\n{% if %}", 3, "Expected"),
        ("{{ 1 / 0 }}", 1, "division"),
        ("{% extends 'other.html' %}", None, "no such template"),
    ],
    ids=["undefined name", "broken syntax", "failing expression", "missing parent"],
)
def test_broken_template_is_named_with_its_line_and_page(text, line, found):
    """The message names the template, the line and the page that was being made."""
    with pytest.raises(TemplateError) as caught:
        with_template("timeline.html", text)

    problem = caught.value.problems[0]
    assert found in problem.found
    assert problem.line == line
    assert "timeline.html" in problem.found or "timeline.html" in problem.path


def test_a_template_of_a_publisher_may_use_all_of_jinja2():
    """What the quick way cannot render is rendered by the book: here an item asked for as an attribute, and a macro called by name."""
    text = "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ {'k': '<'}.k }} {{ m(x=view.gone | default('-')) }}"

    assert with_template("timeline.html", text)["timeline.html"] == b"&lt; <b>-</b>"


def test_every_template_of_the_theme_takes_the_quick_way(monkeypatch):
    """The careful way is for templates of publishers: it takes half as long again."""
    asked = []
    make = renderer.make_environment

    def watched(templates, words, *, quick=False):
        environment = make(templates, words, quick=quick)
        if not quick:
            monkeypatch.setattr(environment, "get_template", asked.append)
        return environment

    monkeypatch.setattr(renderer, "make_environment", watched)
    render()

    assert asked == []


def test_a_broken_template_that_no_page_is_made_of_stops_nothing():
    """Templates are compiled before the work is shared; what is wrong with one is told of the page that needs it."""
    templates, assets = default_theme()
    press = Press(make_site(), make_config(), {**templates, "unused.html": "{% if %}"}, assets)
    press.renderer.prepare()

    assert next(iter(press.files(press.units[0])))
