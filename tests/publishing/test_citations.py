"""How to cite a brief or an article."""

from __future__ import annotations

import json

import pytest

from beatbook.publishing.citations import cite_article, cite_event
from beatbook.publishing.site import build_site
from tests.publishing.factories import ANNOUNCED, COPY, make_config, make_event, make_site

SUMMIT = "duarte-lindqvist-port-amber-2031"


def test_a_brief_is_cited_as_of_its_last_change():
    """Title, digest, publisher, day and address."""
    site, config = make_site(), make_config()

    assert cite_event(site.events[SUMMIT], site, config).text == (
        "“Duarte and Lindqvist meet in Port Amber.” North Sea Beat, The Desk, 12 April 2031. "
        f"https://news.example/beat/events/{SUMMIT}.html"
    )


def test_an_article_is_cited_at_its_own_address():
    """Byline, headline, outlet and day, as far as they are known."""
    site = make_site()

    assert (
        cite_article(site.articles[ANNOUNCED]).text == "Pia Holm. “Summit announced.” Harbour Post, 20 March 2031. https://post.example/2"
    )
    assert cite_article(site.articles[COPY]).text == "“Coast Courier, 2031-03-21.” Coast Courier, 21 March 2031."


def test_csl_json_is_what_reference_managers_read():
    """A list of one item, with the date in parts."""
    site, config = make_site(), make_config()
    [item] = json.loads(cite_event(site.events[SUMMIT], site, config).csl_json)

    assert (item["type"], item["issued"]) == ("webpage", {"date-parts": [[2031, 4, 12]]})


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cod & haddock", r"{{Cod \& haddock}}"),
        ("100% {sure}", r"{{100\% \{sure\}}}"),
        ("a_b^c~d", r"{{a\_b\textasciicircum{}c\textasciitilde{}d}}"),
        ("back\\slash", r"{{back\textbackslash{}slash}}"),
    ],
)
def test_bibtex_is_escaped(title, expected):
    """A title that means something to TeX is only text."""
    config = make_config()
    site = build_site([make_event("e", title=title)], {}, {}, config)

    assert f"  title = {expected},\n" in cite_event(site.events["e"], site, config).bibtex


def test_a_question_needs_no_full_stop():
    """A title that ends with a mark keeps it."""
    site = build_site([make_event("e", title="Who met whom?")], {}, {}, make_config())

    assert cite_event(site.events["e"], site, make_config(publisher="")).text.startswith("“Who met whom?” North Sea Beat.")
