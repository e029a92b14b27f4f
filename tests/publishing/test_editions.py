"""Editions: a page, a mail and a plain text a week, and the page of changes."""

from __future__ import annotations

import re

from tests.publishing.factories import make_config
from tests.publishing.theme import page, render

RUMOURED, ANNOUNCED = "editions/2031-W09.html", "editions/2031-W12.html"


def told(files, url):
    return [" ".join(" ".join(item.itertext()).split()) for item in page(files, url).xpath("//ul[@class='told']/li")]


def test_edition_tells_what_its_week_brought():
    """The summit is planned, told by kind and people: its title would tell how it came out."""
    items = told(render(), ANNOUNCED)

    summit = next(item for item in items if "10 April 2031" in item)
    assert summit.startswith("Meeting: Ana Duarte, Tomas Lindqvist planned for 10 April 2031")


def test_edition_notes_what_was_found_out_later():
    items = told(render(), RUMOURED)

    assert any("thought likely for 9 April 2031" in item and "The digest now says: happened · 10 April 2031" in item for item in items)


def test_edition_can_be_mailed_as_one_file_without_scripts():
    """No script, no picture, no file beside it; every link is a whole address."""
    mail = render()["editions/2031-W12.mail.html"].decode()

    assert "<script" not in mail
    assert "<link" not in mail
    assert "<img" not in mail
    assert set(re.findall(r'href="(\w+:)', mail)) == {"https:"}
    assert not re.findall(r'href="(?!https:)', mail)


def test_mail_of_a_site_without_an_address_has_no_links():
    assert "href=" not in render(config=make_config(base_url=""))["editions/2031-W12.mail.html"].decode()


def test_edition_as_plain_text_says_the_same():
    text = render()["editions/2031-W12.txt"].decode()

    assert "planned for 10 April 2031" in text
    assert "<" not in text.replace(" < ", "")
    assert "https://news.example/beat/editions/2031-W12.html" in text


def test_edition_is_cited_as_of_its_last_day():
    assert "23 March 2031" in page(render(), ANNOUNCED).xpath("//details[@class='cite']//dd")[0].text_content()


def test_editions_may_be_daily_or_left_out():
    daily, none = render(config=make_config(editions="day")), render(config=make_config(editions="none"))

    assert "editions/2031-03-02.html" in daily
    assert not [path for path in none if path.startswith("editions/")]
    assert "Editions" not in [link.text_content() for link in page(none, "index.html").xpath("//nav[@class='sections']//a")]


def test_page_of_changes_begins_with_the_newest_day():
    days = [" ".join(heading.text_content().split()) for heading in page(render(), "changes.html").xpath("//div[@class='rest']//h2")]

    assert days[0] == "1 November 2031"
    assert days[-1] == "2 March 2031"


def test_only_the_newest_editions_come_in_forms_for_mail(monkeypatch):
    """Nobody sends an edition of years ago; its page stays, without the links to the other forms."""
    monkeypatch.setattr("beatbook.publishing.pages.SENT", 1)
    monkeypatch.setattr("beatbook.publishing.pages_editions.SENT", 1)
    files = render()
    pages = sorted(path for path in files if path.startswith("editions/2") and path.endswith(".html") and "mail" not in path)

    assert len(pages) > 1
    assert [path for path in files if path.endswith(".mail.html")] == [pages[-1].replace(".html", ".mail.html")]
    assert [path for path in files if path.startswith("editions/") and path.endswith(".txt")] == [pages[-1].replace(".html", ".txt")]
    assert b".mail.html" not in files[pages[0]]
