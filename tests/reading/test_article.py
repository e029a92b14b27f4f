"""A file of the inbox becomes an article whose every span leads back to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatbook.reading import EVIDENCE_ROLES, InboxFile, ReadingRules, read_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from beatbook.reading import NewsArticle, Reading

GERMAN = "Die Bürgermeisterin hat am Montag die neue Brücke über den Fluss eröffnet und damit einen Streit beendet, der sich über Jahre hingezogen hat."
KOREAN = "시장은 월요일에 강 위의 새 다리를 개통했으며 수년간 이어진 비용 논쟁을 끝냈다고 시청이 밝혔다."


def test_passages_lead_back_to_the_file(article: Callable[..., NewsArticle]) -> None:
    """What the analysis reads in the clean text stands at the original offsets in the file."""
    found = article("Mayor’s bridge opens\n", "The toll is\u00a0two dollars a\u200b lorry &amp; nothing for those who walk, she said.")

    last = found.passages[-1]
    span = found.clean.original(last.start, last.end)

    assert found.clean.text[last.start : last.end] == "The toll is two dollars a lorry & nothing for those who walk, she said."
    assert found.text[span.start : span.end] == "The toll is\u00a0two dollars a\u200b lorry &amp; nothing for those who walk, she said."


def test_a_dateline_ends_where_the_story_begins(article: Callable[..., NewsArticle]) -> None:
    """Its span covers place, agency and dash; the outlet in it is the article's, an agency a source."""
    found = article(
        "Bridge opens in town\n",
        body="\nSPRINGFIELD (Springfield Post/Reuters) - The mayor opened the new bridge over the river on Monday.\n",
    )

    assert found.dateline is not None
    assert found.clean.text[found.dateline.start : found.dateline.end] == "SPRINGFIELD (Springfield Post/Reuters) - "
    assert (found.metadata.dateline, found.metadata.sources) == ("SPRINGFIELD", ("Reuters",))


@pytest.mark.parametrize(
    ("head", "day", "stamped"),
    [
        ("9 OCT, 14:22\nBridge opens in town\n", "", "--10-09"),
        ("Bridge opens in town\n", "SPRINGFIELD, October 9. /TASS/. ", "--10-09"),
        ("9 OCT, 14:22\nBridge opens in town\n", "SPRINGFIELD, October 8. /TASS/. ", "--10-09"),
        ("9 October 2024, 14:22\nBridge opens in town\n", "SPRINGFIELD, October 9. /TASS/. ", ""),
        ("Bridge opens in town\n", "", ""),
    ],
    ids=["stamp", "dateline", "stamp before dateline", "a year", "nothing"],
)
def test_a_day_without_a_year_is_kept_where_no_time_is_known(
    article: Callable[..., NewsArticle], head: str, day: str, stamped: str
) -> None:
    """It names no day of publication, but is there for whoever learns the year."""
    found = article(
        head, body=f"\n{day}The mayor opened the new bridge over the river on Monday, and the town walked across it.\n"
    ).metadata

    assert found.stamped == stamped
    assert (found.published is None) == (stamped != "" or "2024" not in head)


def test_a_story_that_opens_with_agency_and_day_is_dated(article: Callable[..., NewsArticle]) -> None:
    """The day in the brackets is that of publication; a bracket in the story is none."""
    opening = article("Bridge opens in town\n", body="\n(Northline; June 3, 2019) - The mayor opened the new bridge on Monday.\n")
    later = article("Bridge opens in town\n", body="\nThe mayor (born June 3, 1969) opened the new bridge on Monday.\n")

    assert (opening.metadata.published, later.metadata.published) == ("2019-06-03", None)


def test_a_line_of_stamp_place_and_agency_is_no_headline(article: Callable[..., NewsArticle]) -> None:
    """Place and agency behind the time say where it comes from."""
    found = article("", body="3 June,2019 06:33 PM IST | New Delhi | IANS\n\nThe mayor opened the new bridge over the river on Monday.\n")

    assert (found.metadata.headline, found.metadata.published) == (None, "2019-06-03T18:33")


def test_a_transcript_has_no_datelines(article: Callable[..., NewsArticle]) -> None:
    """Speakers in capitals are no places."""
    lines = [
        f"{name}: I think that the bridge will be open to lorries by the end of the month." for name in ("FIELD", "POE", "FIELD", "POE")
    ]

    assert article("", body="\n\n".join(lines)).dateline is None


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (KOREAN, "ko"), ("12 345 678", "und")])
def test_the_language_is_told(read: Callable[..., Reading], text: str, language: str) -> None:
    """English or not is what matters; too little text is undetermined."""
    reading = read(text)

    assert reading.article is not None
    assert reading.article.metadata.language == language


def test_many_lines_are_refused(read: Callable[..., Reading]) -> None:
    """A file of a hundred thousand lines is no article."""
    reading = read("The mayor said so.\n" * 30_000)

    assert reading.article is None
    assert str(reading.problems[0]) == (
        "article.txt: the text has 30,000 lines.\n  Wanted at most 20,000.  Hint: split it into one file an article"
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(st.sampled_from([
    "By Martha Quill", "3 June 2019", "---", "© A / B", "Read more:", "The mayor said on Monday that it was open.", "SPRINGFIELD (AP) -", "\u200b", "(",
    "Tags:", "FILE PHOTO. ", "\ufeff", "\t", "Share", "[", '["a"]', "Updated 22:38, 23-Jun-2019", "&amp;", "outlet: A", "\x00", "Jo Field", "?", "\u2028", "\r",
])).map("\n".join) | st.text(max_size=200))  # fmt: skip
def test_any_text_is_read_or_refused(rules: ReadingRules, content: str) -> None:
    """Nothing crashes; lines cover the text; passages are in order, inside it, and of roles that hold evidence."""
    reading = read_article(InboxFile("a.txt", content.encode("utf-8", "replace")), rules)

    if reading.article is None:
        assert [problem.severity for problem in reading.problems][-1:] == ["refused"]
        return
    found = reading.article
    bounds = [bound for passage in found.passages for bound in (passage.start, passage.end)]
    assert bounds == sorted(bounds)
    assert all(0 <= bound <= len(found.clean.text) for bound in bounds)
    assert {passage.role for passage in found.passages} <= EVIDENCE_ROLES
    assert [line.start for line in found.lines] == sorted(line.start for line in found.lines)
