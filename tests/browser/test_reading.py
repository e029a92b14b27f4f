"""Reading the digest in a real browser: from disk, without a network, at a desk and on a phone, with and without scripts."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.checkers import AXE, needs_axe

SUMMIT = "events/duarte-lindqvist-port-amber-2031.html"
PAGES = (
    "index.html", "events/index.html", SUMMIT, "events/cod-talks-2031.html", "meetings/index.html",
    "meetings/ana-duarte--tomas-lindqvist.html",
    "people/index.html", "people/ana-duarte.html", "places/index.html", "places/port-amber.html", "organizations/index.html",
    "organizations/cod-council.html", "sources/index.html", "sources/harbour-post.html", "articles/index.html",
    "articles/harbour-post-2031-04-10-leaders-meet.html", "timeline.html", "about.html", "search.html",
    "editions/index.html", "editions/2031-W12.html", "changes.html", "corrections.html", "data/index.html",
)  # fmt: skip


def test_pages_read_from_disk_without_a_complaint(read):
    """No console message, no violation of the policy, nothing from elsewhere, and four files at most: page, style, script and icon."""
    for url in PAGES:
        read.requests.clear()
        page = read.open(url)

        assert page.locator("h1").count() == 1, url
        assert read.messages == [], url
        assert all(address.startswith("file:") for address in read.requests), url
        files = {Path(unquote(urlsplit(address).path)) for address in read.requests}
        if url != "search.html":
            assert len(files) <= 4, url
            assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 14 * 1024, url


def test_pages_fit_a_phone(read_on_phone):
    """At 360 px nothing scrolls sideways but tables in a frame of their own."""
    for url in PAGES:
        read_on_phone.open(url)

        assert not read_on_phone.is_wider_than_the_window(), url
        assert read_on_phone.messages == [], url


def test_pages_read_without_scripts(read_without_scripts):
    """Headings, statements and links are all there; only search says that it needs a script."""
    for url in PAGES:
        page = read_without_scripts.open(url)

        assert page.locator("main h1").is_visible(), url
        assert page.locator("main").inner_text().strip(), url


def test_pages_turn_round_for_languages_from_right_to_left(read_on_phone):
    """Nothing scrolls sideways then either."""
    for url in PAGES:
        page = read_on_phone.open(url)
        page.evaluate("document.documentElement.dir = 'rtl'")

        assert not read_on_phone.is_wider_than_the_window(), url


def test_statement_leads_to_the_marked_words(read):
    """From an event's evidence to the article's page in one click, with the words marked."""
    page = read.open(SUMMIT)

    page.locator("#evidence ~ .report .perma").first.click()

    marked = page.locator(":target")
    assert "President Ana Duarte may meet" in marked.inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector(':target blockquote p')).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_reference_in_the_summary_leads_to_its_report(read):
    page = read.open(SUMMIT)

    page.locator(".ref").first.click()

    assert "Leaders meet" in page.locator(":target").inner_text()


def test_when_two_people_last_met_and_who_says_so_is_three_clicks_away(read):
    """Home, who met whom, the pair: it says how often, when last, and who tells of it; the third click shows the words."""
    page = read.open("index.html")

    page.get_by_role("link", name="Meetings", exact=True).click()
    page.locator(".matrix td a").first.click()
    lede, said = page.locator(".lede").first.inner_text(), page.locator(".said").inner_text()
    page.locator(".said a").first.click()

    assert "3 times" in lede
    assert "the last time some time in October 2031" in lede
    assert said.startswith("Of the last time tell: ")
    assert page.locator("figure:target p").first.inner_text()


def test_when_two_people_last_met_and_who_says_so_is_one_search_away(read):
    """The first result says when; the page behind it, who says so."""
    page = read.open(SUMMIT)

    page.keyboard.press("/")
    page.keyboard.type("duarte lindqvist")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits li")
    first = page.locator("#hits li").first

    assert "met 3 times, last some time in October 2031" in first.inner_text()
    first.locator("a").click()
    assert page.locator(".said a").count() >= 1


def test_theme_button_changes_to_dark_and_the_choice_stays(read):
    page = read.open("index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name="Dark or light").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    read.open("timeline.html")

    assert light != dark
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_slash_leads_to_the_search_field(read):
    page = read.open(SUMMIT)

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.name") == "q"


def test_slash_in_a_field_is_a_slash(read):
    page = read.open(SUMMIT)

    page.locator("#find").focus()
    page.keyboard.type("a/b")

    assert page.locator("#find").input_value() == "a/b"


def test_search_finds_a_person_by_a_misspelt_name_from_disk(read):
    """Nothing is loaded before use; then a typing error in a name is forgiven."""
    page = read.open(SUMMIT)
    assert not [address for address in read.requests if "/search/" in address]

    page.keyboard.press("/")
    page.keyboard.type("lindqvits")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits li")

    assert page.locator("#hits li a").first.inner_text() == "Tomas Lindqvist"
    assert read.messages == []


def test_search_narrows_by_kind(read):
    page = read.open("search.html?q=duarte")
    page.wait_for_selector("#hits li")

    page.get_by_role("button", name="People").click()

    assert page.locator("#hits li").all_inner_texts() == ["Ana Duarte\nPerson · President"]


def test_skip_link_is_the_first_stop_of_the_keyboard(read):
    page = read.open(SUMMIT)

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.locator(".skip").evaluate("element => element.getBoundingClientRect().top >= 0")


def test_focus_can_be_seen(read):
    page = read.open(SUMMIT)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_small_targets_keep_their_distance(read_on_phone):
    """Controls of the header and lists are at least 24 px in both directions (WCAG 2.2, 2.5.8)."""
    page = read_on_phone.open("index.html")

    sizes = page.evaluate(
        "[...document.querySelectorAll('header.site a, header.site button, header.site input, .facets a, footer.site a')]"
        ".filter(e => e.offsetParent && !e.classList.contains('away'))"
        ".map(e => [e.textContent, Math.round(e.getBoundingClientRect().height)])"
    )

    assert [name for name, height in sizes if height < 24] == []


def test_nothing_moves_while_the_page_loads(read):
    """Cumulative layout shift is zero: the style is there before the first paint."""
    page = read.page
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { window.shift += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    read.open(SUMMIT)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.shift") == 0


def test_former_address_arrives_at_the_present_page(read):
    page = read.open("events/duarte-lindqvist-2031.html")
    page.wait_for_url(f"**/{SUMMIT}")

    assert page.locator("h1").inner_text() == "Duarte and Lindqvist meet in Port Amber"


def test_print_leaves_out_what_cannot_be_used_on_paper(read):
    page = read.open(SUMMIT)
    page.emulate_media(media="print")

    assert not page.locator(".sections").is_visible()
    assert not page.locator(".find").is_visible()
    assert page.locator(".facts").is_visible()


@needs_axe
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, digest, scheme, width):
    """No violation of WCAG 2.2 AA or of axe's best practices on any kind of page."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = []
    for url in PAGES:
        page.goto(f"{digest.as_uri()}/{url}")
        page.evaluate(AXE.read_text("utf-8"))
        result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
        found += [(url, violation["id"], violation["nodes"][0]["html"]) for violation in result["violations"]]
    context.close()

    assert found == []
