"""Which pages there are, and how long lists are cut."""

from __future__ import annotations

from dataclasses import replace

from beatbook.publishing.pages import all_pages
from tests.publishing.factories import make_site
from tests.publishing.theme import make_desks


def pages_by_url(site=None, **config):
    return {page.url: page for page in all_pages(make_desks(site, **config))}


def test_events_are_listed_by_year_kind_and_status():
    """Each single facet has its static list, without a script."""
    urls = set(pages_by_url())

    assert {"events/year/2031.html", "events/kind/call.html", "events/status/cancelled.html"} <= urls


def test_events_without_a_date_have_a_list_of_their_own():
    site = make_site()
    event = next(iter(site.events.values()))
    site = replace(site, events={**site.events, event.id: replace(event, date=None)})

    assert pages_by_url(site)["events/year/undated.html"].title == "Events without a known date"


def shown_titles(page) -> list[str]:
    return [row.link.text for group in page.values["view"].groups for row in group.rows]


def test_long_list_of_events_begins_with_the_newest_and_leads_to_every_year():
    pages = pages_by_url(page_size=3)

    years = pages["events/index.html"].values["view"].pager.pages
    assert len(shown_titles(pages["events/index.html"])) == 3
    assert [item.link.text for item in years] == ["Newest", "2031"]
    assert "events/index-2.html" not in pages


def test_lists_of_the_years_hold_every_event_once():
    pages = pages_by_url(page_size=3)

    shown = [title for url, page in pages.items() if url.startswith("events/year/") for title in shown_titles(page)]
    assert sorted(shown) == sorted(event.title for event in make_site().events.values())


def test_long_list_of_a_kind_has_pages_of_every_year():
    site = make_site()
    event = next(event for event in site.events.values() if event.date)
    many = {
        f"e{n}": replace(event, id=f"e{n}", url=f"events/e{n}.html", title=f"{n}", kind="meeting", date=f"20{n}-01-01")
        for n in range(10, 20)
    }

    pages = pages_by_url(replace(site, events=many), page_size=4)

    assert shown_titles(pages["events/kind/meeting.html"]) == ["19", "18", "17", "16"]
    assert shown_titles(pages["events/kind/meeting-2012.html"]) == ["12"]
    assert pages["events/kind/meeting-2012.html"].title == "Events: Meetings, 2012"


def test_only_the_list_of_all_events_counts_the_others():
    """Else one event more would change every list of the site."""
    pages = pages_by_url()

    counted = {
        url: {item.number for facet in page.values["view"].facets for item in facet.items}
        for url, page in pages.items()
        if page.template == "events.html"
    }
    assert None not in counted.pop("events/index.html")
    assert set().union(*counted.values()) == {None}


def test_event_more_leaves_pages_of_other_years_alone():
    site = make_site()
    event = next(event for event in site.events.values() if event.date)
    days = [f"20{year}-0{month}-01" for year in range(10, 20) for month in range(1, 9)]
    many = {day: replace(event, id=day, url=f"events/{day}.html", date=day) for day in days}
    more = dict(sorted({**many, "2014-09-01": replace(event, id="new", url="events/new.html", date="2014-09-01")}.items()))

    before, after = (
        pages_by_url(replace(site, events={held.id: held for held in events.values()}), page_size=5) for events in (many, more)
    )

    lists = {url: page.values for url, page in after.items() if page.template in ("events.html", "timeline.html")}
    changed = {url for url, values in lists.items() if url not in before or before[url].values != values}
    kind, status = f"events/kind/{event.kind}", f"events/status/{event.status}"
    assert changed == {
        "events/index.html", "timeline.html", "timeline/2014.html", "events/year/2014.html", f"{kind}.html", f"{kind}-2014.html",
        f"{status}.html", f"{status}-2014.html",
    }  # fmt: skip


def test_short_list_has_no_pager():
    assert pages_by_url()["events/index.html"].values["view"].pager.pages == ()


def test_hand_written_page_stands_under_pages_and_on_the_about_page():
    site = make_site()
    own = replace(site.pages["about"], id="method", url="pages/method.html", title="Method")

    pages = pages_by_url(replace(site, pages={**site.pages, "method": own}))

    assert pages["pages/method.html"].title == "Method"
    assert [link.text for link in pages["about.html"].values["pages"]] == ["Corrections", "Method"]


def test_page_about_the_site_takes_its_title_and_text_from_the_publisher():
    about = pages_by_url()["about.html"]

    assert about.title == "About this beat"
    assert "<em>the desk</em>" in about.values["body"]


def test_no_page_stands_twice():
    urls = [page.url for page in all_pages(make_desks(page_size=2))]

    assert len(urls) == len(set(urls))


def test_no_list_is_longer_than_the_configuration_allows():
    """Articles, people, places, sources and pairs go on on further pages, too."""
    pages = pages_by_url(page_size=1)

    tables = ("rows", "states", "outlets", "cited", "pairs")
    longest = max(len(page.values[name]) for page in pages.values() for name in tables if name in page.values)
    assert longest == 1
    assert {"articles/index-2031.html", "people/index-2.html", "sources/index-2.html"} <= set(pages)


def test_timeline_of_many_events_has_a_page_a_year():
    """The newest year stands on the timeline itself; every year is a link on every one of them."""
    site = make_site()
    event = next(iter(site.events.values()))
    site = replace(site, events={**site.events, "old": replace(event, id="old", url="events/old.html", date="2030-05-01")})

    pages = pages_by_url(site, page_size=3)

    assert [jump.link.text for jump in pages["timeline/2030.html"].values["view"].jumps] == ["2031", "2030"]
    assert [year.strip.year for year in pages["timeline.html"].values["view"].years] == ["2031"]


def test_profile_named_in_many_articles_shows_the_newest_and_leads_to_all():
    site = make_site()
    article = next(iter(site.articles.values()))
    many = {f"a{n:02}": replace(article, id=f"a{n:02}", url=f"articles/a{n:02}.html", headline=f"Report {n:02}") for n in range(40)}
    person = replace(site.profiles["ana-duarte"], named_in=tuple(many))
    site = replace(site, articles={**site.articles, **many}, profiles={**site.profiles, "ana-duarte": person})

    pages = pages_by_url(site)

    view = pages["people/ana-duarte.html"].values["view"]
    assert [row.link.text for row in view.named_in][:2] == ["Report 39", "Report 38"]
    assert view.more["named_in"].text == "All 40 articles that name it"
    assert len(pages["people/ana-duarte.named-in.html"].values["rows"]) == 40
