"""Tops and tails as outlets all over the world print them; every name and story is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import NewsArticle

HABITS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "american newspaper": (
        """
        Springfield Opens Bridge After Years of Delay

        By Martha Quill

        June 3, 2019
        """,
        "Noel Tarrant contributed reporting from Shelbyville.",
        {"headline": "Springfield Opens Bridge After Years of Delay", "byline": "Martha Quill", "published": "2019-06-03"},
    ),
    "associated press": (
        """
        Mayor opens bridge in Springfield
        By MARTHA QUILL and NOEL TARRANT
        June 3, 2019 GMT
        SPRINGFIELD, Ill. (AP) — A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "___\n\nAssociated Press writer Jo Field in Shelbyville contributed to this report.",
        {"headline": "Mayor opens bridge in Springfield", "byline": "MARTHA QUILL and NOEL TARRANT", "published": "2019-06-03",
         "dateline": "SPRINGFIELD", "sources": ("AP", "Associated Press")},
    ),
    "reuters": (
        """
        Springfield mayor opens bridge after long dispute
        June 3, 2019 / 5:14 AM / 3 years ago
        Martha Quill
        3 Min Read
        SPRINGFIELD, June 3 (Reuters) - A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "Reporting by Martha Quill; Editing by Noel Tarrant\n\nOur Standards: The Thomson Reuters Trust Principles.",
        {"headline": "Springfield mayor opens bridge after long dispute", "byline": "Martha Quill", "published": "2019-06-03T05:14", "sources": ("Reuters",)},
    ),
    "bbc": (
        """
        Springfield bridge opened after ten-year row

        By Martha Quill
        BBC News, Springfield

        Published
        3 June 2019

        Image source, Getty Images
        Image caption, The bridge has two lanes for lorries
        """,
        "Related Topics\nSpringfield\n\nMore on this story\nShelbyville mayor quits over bridge\nFive things to know about the river",
        {"headline": "Springfield bridge opened after ten-year row", "byline": "Martha Quill", "outlet": "BBC News", "published": "2019-06-03"},
    ),
    "guardian": (
        """
        Springfield bridge opens after decade of quarrels

        Mayor hails 'great day' as lorries are told to wait until end of month

        Martha Quill in Springfield
        Mon 3 Jun 2019 09.14 BST
        Last modified on Tue 4 Jun 2019 12.20 BST

        Mayor Jo Field cuts the ribbon. Photograph: Noel Tarrant/AFP/Getty Images
        """,
        "",
        {"headline": "Springfield bridge opens after decade of quarrels", "byline": "Martha Quill", "published": "2019-06-03T09:14+01:00",
         "updated": "2019-06-04T12:20+01:00"},
    ),
    "cnn": (
        """
        Bridge opens in Springfield at last
        By Martha Quill, CNN
        Updated 0239 GMT (1039 HKT) June 4, 2019

        Springfield (CNN)A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "CNN's Noel Tarrant contributed to this report.",
        {"headline": "Bridge opens in Springfield at last", "byline": "Martha Quill", "outlet": "CNN", "published": "2019-06-04T02:39+00:00",
         "updated": "2019-06-04T02:39+00:00"},
    ),
    "bloomberg": (
        """
        Politics
        Springfield Opens Bridge in Win for Mayor
        By Martha Quill and Noel Tarrant
        June 3, 2019, 5:14 AM EDT Updated on June 3, 2019, 9:30 AM EDT
        """,
        "— With assistance by Jo Field",
        {"headline": "Springfield Opens Bridge in Win for Mayor", "byline": "Martha Quill and Noel Tarrant", "published": "2019-06-03T05:14-04:00",
         "updated": "2019-06-03T09:30-04:00", "section": "Politics"},
    ),
    "al jazeera": (
        """
        NEWS
        |
        Politics
        Springfield mayor opens disputed bridge

        Officials say lorries may cross the river from the end of the month.

        The bridge over the river in Springfield [File: Noel Tarrant/Reuters]
        By Al Jazeera Staff
        Published On 3 Jun 2019
        """,
        "SOURCE: AL JAZEERA AND NEWS AGENCIES",
        {"headline": "Springfield mayor opens disputed bridge", "outlet": "Al Jazeera", "byline": None, "published": "2019-06-03", "section": "NEWS"},
    ),
    "chinese agency": (
        """
        Springfield opens bridge
        Source: Xinhua| 2019-06-03 22:38:11|Editor: huaxia

        SPRINGFIELD, June 3 (Xinhua) -- A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "",
        {"headline": "Springfield opens bridge", "published": "2019-06-03T22:38", "sources": ("Xinhua",), "outlet": None},
    ),
    "korean agency": (
        """
        (LEAD) Springfield opens bridge after decade of disputes

        All News 14:05 June 03, 2019

        By Park Min-a
        SPRINGFIELD, June 3 (Yonhap) -- A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "(END)",
        {"headline": "(LEAD) Springfield opens bridge after decade of disputes", "byline": "Park Min-a", "published": "2019-06-03T14:05"},
    ),
    "russian agency": (
        """
        3 JUN, 14:05
        Mayor opens bridge in Springfield after years of work

        SPRINGFIELD, June 3. /TASS/. A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "Tags\nBridges",
        {"headline": "Mayor opens bridge in Springfield after years of work", "published": None, "sources": ("TASS",)},
    ),
    "fused zone and day": (
        """
        09:05 GMT +328 June 2019
            Springfield Mayor Opens Bridge - Town Hall
        """,
        "",
        {"headline": "Springfield Mayor Opens Bridge - Town Hall", "published": "2019-06-28T09:05+03:00"},
    ),
    "indian newspaper": (
        """
        Springfield bridge opened to public
        PTI | Jun 3, 2019, 17:14 IST
        SPRINGFIELD: A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)",
        {"headline": "Springfield bridge opened to public", "published": "2019-06-03T17:14", "dateline": "SPRINGFIELD"},
    ),
    "british tabloid": (
        """
        At last! Springfield gets its bridge - and lorries must wait
        By MARTHA QUILL FOR MAILONLINE
        PUBLISHED: 09:14, 3 June 2019 | UPDATED: 12:20, 4 June 2019
        """,
        "Share or comment on this article:\n\n312 comments",
        {"headline": "At last! Springfield gets its bridge - and lorries must wait", "byline": "MARTHA QUILL", "published": "2019-06-03T09:14",
         "updated": "2019-06-04T12:20"},
    ),
    "press release": (
        """
        Springfield Opens First Bridge Built With Private Money

        SPRINGFIELD, Ill., June 3, 2019 /PRNewswire/ -- A new bridge was opened on Monday by the mayor, the town hall announced today in a note.
        """,
        "Media contact: Martha Quill, +1 555 0100, press@example.org\n\nSOURCE Springfield Bridge Company",
        {"headline": "Springfield Opens First Bridge Built With Private Money", "published": "2019-06-03", "sources": ("PRNewswire",)},
    ),
    "local paper": (
        """
        Bridge opened at last
        Martha Quill | Springfield Courier
        Posted: Monday, 3rd June 2019 at 2.30pm
        """,
        "Never miss a story. Sign up for our newsletter.",
        {"headline": "Bridge opened at last", "published": "2019-06-03T14:30"},
    ),
    "blog": (
        """
        Some thoughts on our new bridge
        Posted on June 3, 2019 by admin
        """,
        "Filed under: Bridges, Springfield\n\n3 Comments\n\nJune 5, 2019 at 3:00 pm\n\nLeave a Reply",
        {"headline": "Some thoughts on our new bridge", "published": "2019-06-03", "byline": None, "tags": ("Bridges", "Springfield")},
    ),
    "page copied with its furniture": (
        """
        Skip to main content
        We use cookies to improve your experience. By continuing to use our site you agree to our use of cookies.
        Accept all cookies
        Home > News > Local
        Bridge in Springfield opened | The Guardian
        Share on Facebook
        Tweet
        3 June 2019
        """,
        "Most read\nMayor of Shelbyville quits over bridge\nTen walks along the river\n\n© 2019 Example Media. All rights reserved.\nPrivacy Policy",
        {"headline": "Bridge in Springfield opened", "outlet": "The Guardian", "published": "2019-06-03"},
    ),
    "chinese newspaper": (
        """
        Mayor opens bridge in Springfield
        By Li Hua in Springfield | China Daily | Updated: 2019-06-03 07:21
        """,
        "",
        {"headline": "Mayor opens bridge in Springfield", "byline": "Li Hua", "outlet": "China Daily", "published": "2019-06-03T07:21"},
    ),
    "japanese newspaper": (
        """
        Springfield opens long-awaited bridge
        KYODO
        Jun 3, 2019
        """,
        "",
        {"headline": "Springfield opens long-awaited bridge", "outlet": None, "published": "2019-06-03", "sources": ("Kyodo News",)},
    ),
    "german broadcaster": (
        """
        Springfield: Mayor opens new bridge
        Martha Quill
        03/06/2019
        June 3, 2019
        """,
        "",
        {"headline": "Springfield: Mayor opens new bridge", "byline": "Martha Quill", "published": "2019-06-03"},
    ),
    "day and month in unknown order": (
        """
        Springfield mayor opens new bridge
        Published 03/06/2019
        """,
        "",
        {"headline": "Springfield mayor opens new bridge", "published": None},
    ),
    "weekday decides the order": (
        """
        Springfield mayor opens new bridge
        Monday 03/06/2019
        """,
        "",
        {"published": "2019-06-03"},
    ),
    "us network": (
        """
        Bridge opens in Springfield after decade
        By Martha Quill
        June 3, 2019 / 5:14 AM EDT / CBS/AP
        """,
        "© 2019 CBS Interactive Inc. All Rights Reserved. The Associated Press contributed to this report.",
        {"headline": "Bridge opens in Springfield after decade", "byline": "Martha Quill", "published": "2019-06-03T05:14-04:00"},
    ),
    "public radio": (
        """
        Springfield Bridge Opens After A Decade Of Disputes

        June 3, 2019 5:14 PM ET

        Martha Quill

        Enlarge this image toggle caption Noel Tarrant/AP Noel Tarrant/AP
        """,
        "Copyright 2019 NPR. To see more, visit NPR.org.",
        {"headline": "Springfield Bridge Opens After A Decade Of Disputes", "byline": "Martha Quill", "outlet": "NPR", "published": "2019-06-03T17:14"},
    ),
    "african site": (
        """
        Springfield mayor opens bridge after years of delay
        by Martha Quill
        2 hours ago
        in Politics
        Reading Time: 2 mins read
        """,
        "ShareTweetSend",
        {"headline": "Springfield mayor opens bridge after years of delay", "byline": "Martha Quill", "published": None},
    ),
    "standfirst above the byline": (
        """
        Springfield opens bridge

        The crossing had been promised by four mayors and is to carry lorries from the end of the month.

        By Martha Quill
        3 June 2019
        """,
        "",
        {"headline": "Springfield opens bridge", "byline": "Martha Quill", "published": "2019-06-03"},
    ),
    "no top at all": ("", "With Post wires", {"headline": None, "byline": None, "outlet": None, "published": None}),
    "state agency": (
        """
        Mayor Opens New Bridge

        Springfield, June 3 (KCNA) -- A new bridge was opened on Monday by the mayor of Springfield, officials in the town hall said.
        """,
        "-0-",
        {"headline": "Mayor Opens New Bridge", "dateline": "Springfield", "sources": ("KCNA",), "published": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
def test_metadata_is_read_from_the_habits_of_outlets(article: Callable[..., NewsArticle], habit: str) -> None:
    """Headline, outlet, byline, times and sources come out of each habit; what is not stated stays unknown."""
    top, tail, wanted = HABITS[habit]

    metadata = article(top, tail).metadata

    assert {key: getattr(metadata, key) for key in wanted} == wanted


@pytest.mark.parametrize("habit", HABITS)
def test_furniture_holds_no_evidence(article: Callable[..., NewsArticle], habit: str) -> None:
    """What surrounds the story is in no passage: no byline, credit, counter, teaser or consent banner."""
    top, tail, _ = HABITS[habit]
    found = article(top, tail)

    evidence = "\n".join(found.clean.text[passage.start : passage.end] for passage in found.passages)

    furniture = (
        "Quill",
        "Tarrant",
        "cookies",
        "omments",
        "Share",
        "Tweet",
        "2019,",
        "newsletter",
        "Shelbyville mayor",
        "Getty",
        "rights",
        "wires",
        "admin",
    )
    assert [word for word in furniture if word.lower() in evidence.lower()] == []
    assert "The bridge will be open to lorries from the end of the month" in evidence
