"""What scripts add: previews of links, keys, filters; all from disk, without a network."""

from __future__ import annotations

SUMMIT = "events/duarte-lindqvist-port-amber-2031.html"


def test_link_that_is_pointed_at_shows_what_its_page_says(read):
    """Nothing is loaded before; Escape closes the preview."""
    page = read.open(SUMMIT)
    assert not [address for address in read.requests if "/previews/" in address]

    page.locator(".facts a[href*='ana-duarte']").hover()
    page.wait_for_selector("#preview:not([hidden])")
    said = page.locator("#preview").inner_text()
    page.keyboard.press("Escape")

    assert said.startswith("Ana Duarte\n")
    assert "President" in said
    assert page.locator("#preview").is_hidden()
    assert read.messages == []


def test_link_in_focus_shows_the_same_preview(read):
    """It is told to a screen reader as the link's description."""
    page = read.open(SUMMIT)

    page.locator(".trail a").last.focus()
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.pathname.includes('/people/')"):
            break
        page.keyboard.press("Tab")
    page.wait_for_selector("#preview:not([hidden])")

    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "preview"


def test_j_and_k_lead_from_entry_to_entry(read):
    page = read.open("events/index.html")
    titles = page.locator("main .title a").all_inner_texts()

    page.keyboard.press("j")
    page.locator("main a:focus").wait_for()  # the script that knows the keys is fetched for the first one
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("k")

    assert (page.evaluate("document.activeElement.innerText"), second) == (titles[0], titles[1])


def test_single_keys_can_be_switched_off(read):
    """The choice stays (WCAG 2.1.4); the window that tells of the keys opens from the footer, too."""
    page = read.open("index.html")

    page.keyboard.press("?")
    page.locator("#keys input").uncheck()
    page.locator("#keys button").click()
    page.keyboard.press("?")
    silent = page.locator("#keys").is_hidden()
    page.locator("#keys-open").click()

    assert silent
    assert page.locator("#keys").is_visible()
    assert page.evaluate("localStorage.getItem('shortcuts')") == "off"


def test_filters_are_combined_and_count_what_is_left(read):
    page = read.open("search.html#facets")
    page.wait_for_selector("#f-kind option:nth-child(2)", state="attached")

    page.locator("#f-kind").select_option(label="Meeting (2)")
    page.locator("#f-place").select_option(index=1)
    page.wait_for_selector("#hits li")

    assert page.locator("#said").inner_text() == "1 result"
    assert read.messages == []


def test_one_search_tells_when_two_people_last_met(read):
    """And one click more who says so."""
    page = read.open("search.html?q=duarte lindqvist")
    page.wait_for_selector("#hits li")

    first = page.locator("#hits li").first
    assert "met 3 times, last" in first.inner_text()
    first.locator("a").click()
    assert page.locator("h1").inner_text() == "Ana Duarte and Tomas Lindqvist"


def test_timeline_is_filtered_by_person_place_kind_and_status(read):
    """List and marks together; the address holds the choice, so that it can be sent on, and nothing is loaded before use."""
    page = read.open("timeline.html")
    every = page.locator("main li[data-n]").count()
    assert not [address for address in read.requests if "/search/" in address or "filter" in address]

    page.locator("#filter summary").click()
    page.wait_for_selector("#f-person option:nth-child(2)", state="attached")
    page.locator("#f-person").select_option(label="Ana Duarte (6)")
    page.locator("#f-kind").select_option(label="Meeting (2)")
    shown = page.locator("main li[data-n]:visible").count()

    assert (shown, page.locator("main .strip a:visible").count()) == (2, 2)
    assert page.locator("#filter [role=status]").inner_text() == f"2 of {every} events fit"
    assert "person=Ana+Duarte&kind=Meeting" in page.url
    page.get_by_role("button", name="Clear all filters").click()
    assert page.locator("main li[data-n]:visible").count() == every
    assert read.messages == []


def test_filtered_timeline_can_be_sent_on(read):
    page = read.open("timeline.html?kind=Meeting")
    page.wait_for_selector("#filter[open] .clear")
    page.wait_for_selector("main li[data-n].out", state="attached")

    assert page.locator("main li[data-n]:visible").count() == 2


def test_map_is_filtered_by_person_kind_and_status(read):
    """A place where nothing fits leaves the map."""
    page = read.open("places/index.html")
    dots = page.locator(".map a:visible").count()

    page.locator("#filter summary").click()
    page.wait_for_selector("#f-kind option:nth-child(2)", state="attached")
    page.locator("#f-kind").select_option(label="Forum (1)")

    assert page.locator(".map a:visible").count() < dots
    assert read.messages == []


def test_filters_are_not_offered_without_scripts(read_without_scripts):
    """Each single one has its static list."""
    assert read_without_scripts.open("timeline.html").locator("#filter").is_hidden()
