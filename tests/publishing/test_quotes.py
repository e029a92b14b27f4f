"""Quotations stay within the publisher's limits, and stay exact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beatbook.analysis.model import Quote
from beatbook.config import Quotes
from beatbook.publishing.quotes import count_words, cut_quote
from beatbook.publishing.site import build_site
from beatbook.reading.model import Span
from tests.publishing.factories import make_article, make_config, make_event, make_report

TEXT = "Before it. The two met in the harbour, walked to the old fish hall, and signed a paper on cod; then it rained. After it."
WHOLE = Quote(11, 110, TEXT[11:110], "Before it. ", " After it.")


def words(number, name="word"):
    return " ".join(f"{name}{index}" for index in range(number))


def quoted(*events, limits, **article):
    """(event, quote or None) of every claim; `events` are (id, quotes of its report on the one article)."""
    documents = [make_article("post", **article)]
    for id_, quotes in events:
        claims = [{"status": status, "at": f"{at}-{at + len(quote)}", "quote": quote} for status, at, quote in quotes]
        documents.append(make_event(id_, date=f"2031-01-0{len(documents)}", reports=[make_report("post", "happened", *claims)]))
    site = build_site(documents, {}, {}, make_config(quotes=limits))
    return [(e.id, c.evidence.quote if c.evidence else None) for e in site.events.values() for r in e.reports for c in r.claims]


def test_a_short_quote_stays_whole():
    """Nothing is cut that keeps the limit."""
    assert cut_quote(WHOLE, 40) is WHOLE


def test_a_long_quote_ends_with_a_clause():
    """The cut comes behind the last comma, semicolon or stop within the limit, and offsets, prefix and suffix move along."""
    cut = cut_quote(WHOLE, 14)

    assert cut.quote == "The two met in the harbour, walked to the old fish hall,"
    assert TEXT[cut.start : cut.end] == cut.quote
    assert (cut.prefix, cut.suffix) == ("Before it. ", " and signed a paper on cod; then")


def test_a_quote_without_clauses_is_cut_at_a_word():
    """A clause end that would leave next to nothing does not count."""
    quote = "So, " + words(30)

    assert cut_quote(Quote(0, len(quote), quote), 10).quote == "So, " + words(9)


def test_what_makes_it_evidence_stays_in():
    """When the telling words lie behind the limit, clauses in front of them go."""
    at = TEXT.index("signed")

    cut = cut_quote(WHOLE, 8, trigger=Span(at, at + len("signed")))

    assert cut.quote == "and signed a paper on cod;"
    assert TEXT[cut.start : cut.end] == cut.quote


@given(st.text(alphabet="ab ,.;\n\u3000é", max_size=200), st.integers(1, 20), st.integers(0, 200), st.integers(0, 30))
def test_a_cut_quote_always_stands_at_its_offsets(text, limit, at, width):
    """Whatever the text: no more words than allowed, and exactly the words between the offsets."""
    cut = cut_quote(Quote(7, 7 + len(text), text), limit, trigger=Span(7 + at, 7 + at + width))

    assert count_words(cut.quote) <= limit
    assert text[cut.start - 7 : cut.end - 7] == cut.quote


def test_the_budget_of_an_article_is_shared_fairly():
    """Each event gets one quote of an article before any gets a second one; a claim without words stays."""
    first = [("happened", 0, words(6, "a")), ("happened", 100, words(6, "b"))]
    second = [("happened", 200, words(6, "c"))]

    found = quoted(("e1", first), ("e2", second), limits=Quotes(40, 14))

    assert found == [("e1", words(6, "a")), ("e1", None), ("e2", words(6, "c"))]


def test_the_claim_that_decides_is_quoted_first():
    """Within an event the words that carry the report's status in the end come before older ones."""
    claims = [("planned", 0, words(6, "a")), ("happened", 100, words(6, "b"))]

    assert quoted(("e", claims), limits=Quotes(40, 8)) == [("e", None), ("e", words(6, "b"))]


def test_the_same_words_cost_once():
    """Two events that rest on one sentence show it twice for the price of one."""
    claims = [("happened", 0, words(10))]

    assert quoted(("e1", claims), ("e2", claims), limits=Quotes(40, 10)) == [("e1", words(10)), ("e2", words(10))]


def test_our_own_notes_have_no_limit():
    """The limits are for other people's texts."""
    claims = [("happened", 0, words(60))]

    assert quoted(("e", claims), limits=Quotes(40, 50), text="summary") == [("e", words(60))]


def test_the_anchor_does_not_depend_on_the_limits():
    """A permalink to a quote holds when the publisher changes the limits."""
    anchors = set()
    for limit in (5, 40):
        report = make_report("post", "happened", {"status": "happened", "at": f"0-{len(words(20))}", "quote": words(20)})
        site = build_site([make_article("post"), make_event("e", reports=[report])], {}, {}, make_config(quotes=Quotes(limit, 200)))
        anchors.add(site.events["e"].reports[0].claims[0].anchor)

    assert len(anchors) == 1
