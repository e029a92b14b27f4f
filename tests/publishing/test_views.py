"""What templates get to see: linked, sorted, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import escape

from beatbook.analysis.model import Quote
from beatbook.publishing.check import check_site
from beatbook.publishing.model import SummarySentence
from beatbook.publishing.views import Badge, Desk, Link, newest_first
from beatbook.publishing.views_article import article_view
from beatbook.publishing.views_event import REPORTS, event_view
from beatbook.publishing.views_lists import home_view
from beatbook.publishing.views_meetings import meetings_view, pair_view
from beatbook.publishing.views_profiles import ARTICLES_SHOWN, profile_view
from beatbook.publishing.words import When
from tests.publishing.factories import ANNOUNCED, COPY, MET, NOTE, RUMOUR, make_site
from tests.publishing.made import made_site
from tests.publishing.theme import make_desk, page, render

SUMMIT = "duarte-lindqvist-port-amber-2031"


def summit(desk=None):
    desk = desk or make_desk()
    return event_view(desk, desk.site.events[SUMMIT])


def with_event(site, **fields):
    """The site with other values for the summit."""
    return replace(site, events={**site.events, SUMMIT: replace(site.events[SUMMIT], **fields)})


# ---- event


def test_summary_names_lead_to_their_pages():
    """Every mention of a person or place in a summary is a link, longest name first."""
    pieces = summit().summary[0].pieces

    assert [(piece.text, piece.href) for piece in pieces if piece.href] == [
        ("Ana Duarte", "../people/ana-duarte.html"),
        ("Tomas Lindqvist", "../people/tomas-lindqvist.html"),
        ("Port Amber", "../places/port-amber.html"),
    ]


def test_linking_names_changes_no_word():
    view = summit()

    assert "".join(piece.text for piece in view.summary[0].pieces) == "Ana Duarte met Tomas Lindqvist in Port Amber on 10 April 2031."


def test_name_inside_another_word_is_no_mention():
    desk = make_desk()

    assert [piece.href for piece in desk.linked_text("The Duartes came.", desk.names(["ana-duarte"]))] == [""]


def test_the_longer_of_two_names_is_linked_each_time_it_stands():
    desk = make_desk()
    pieces = desk.linked_text("Ana Duarte met Ana Duarte and Tomas Lindqvist.", desk.names(["ana-duarte", "tomas-lindqvist"]))

    assert [piece.text for piece in pieces if piece.href] == ["Ana Duarte", "Ana Duarte", "Tomas Lindqvist"]
    assert "".join(piece.text for piece in pieces) == "Ana Duarte met Ana Duarte and Tomas Lindqvist."


def test_each_sentence_of_a_summary_leads_to_its_reports():
    """The references are the numbers of the reports on the page, with fragments that exist there."""
    view = summit()

    anchors = {f"#{report.anchor}" for report in view.reports}
    assert [[reference.number for reference in sentence.references] for sentence in view.summary] == [[3, 2], [3]]
    assert all(reference.href in anchors for sentence in view.summary for reference in sentence.references)


def test_history_dates_each_step_and_says_on_whose_word():
    steps = summit().history

    assert [(step.when.text, step.status.text) for step in steps][:2] == [("2 March 2031", "thought likely"), ("20 March 2031", "planned")]
    assert [link.text for link in steps[0].voices[0]] == ["Meridian News Agency", "a diplomatic source"]


def test_a_step_without_its_day_stands_beside_none_with_it():
    """A headline leaves out the day that the first sentence gives: that is one step, not two."""
    site = make_site()
    steps = site.events[SUMMIT].history
    bare = replace(steps[1], date=None)

    told = summit(make_desk(with_event(site, history=(bare, steps[1])))).history
    alone = summit(make_desk(with_event(site, history=(bare,)))).history

    assert (len(told), len(alone)) == (1, 1)
    assert told[0].detail
    assert not alone[0].detail


def test_reports_that_repeat_a_step_stand_beside_it():
    """Two reports that say "planned for 10 April" are one step of the history."""
    site = make_site()
    steps = site.events[SUMMIT].history
    site = with_event(site, history=(steps[1], replace(steps[1], article=COPY)))

    planned = summit(make_desk(site)).history

    assert [[link.text for link in step.more] for step in planned] == [["Coast Courier"]]


def test_step_leads_to_the_marked_words_on_the_articles_page():
    desk = make_desk()
    step = summit(desk).history[0]

    anchor = desk.site.events[SUMMIT].history[0].claim.anchor
    assert step.outlet.href == f"../articles/{RUMOUR}.html#{anchor}"


def test_conflict_shows_all_values_and_marks_the_one_chosen():
    conflict = summit().conflicts[0]

    assert [(value.value.text, value.chosen) for value in conflict.values] == [("9 April 2031", False), ("10 April 2031", True)]
    assert conflict.because == "two origins, one after the event"


def test_conflict_on_who_took_part_says_who_was_absent():
    """Somebody told to take part here and to have stayed away there is no one value twice."""
    site = make_site()
    (conflict,) = site.events[SUMMIT].conflicts
    values = (("ana-duarte", (RUMOUR,)), ("not ana-duarte", (MET,)))
    site = with_event(site, conflicts=(replace(conflict, field="participants", values=values, chosen="not ana-duarte"),))

    shown = summit(make_desk(site)).conflicts[0]

    assert [(value.value.text, value.chosen) for value in shown.values] == [("Ana Duarte", False), ("Ana Duarte (absent)", True)]


def test_value_of_a_report_that_differs_from_the_event_is_marked():
    rumour, announced, *_ = summit().reports

    assert [(given.text, given.differs) for given in rumour.dates] == [("9 Apr 2031", True)]
    assert [given.differs for given in announced.dates] == [False]


def test_copy_is_folded_under_its_original():
    """It is named there, with the way to its article; what it says is said once, and it is no origin of its own."""
    view = summit()

    original = next(report for report in view.reports if report.copies)
    assert [copy.href for copy in original.copies] == [f"../articles/{COPY}.html"]
    assert not [report for report in view.reports if report.article.href.endswith(f"{COPY}.html")]
    assert view.origins == "4 reports, 2 independent origins."


def test_event_with_very_many_reports_goes_on_on_further_pages():
    """Its own page shows the first of them and stays small; references lead to where each report stands."""
    site = make_site()
    event = site.events[SUMMIT]
    many = {f"r{number:03}": replace(site.articles[RUMOUR], id=f"r{number:03}", url=f"articles/r{number:03}.html") for number in range(100)}
    reports = tuple(replace(event.reports[0], article=ident) for ident in many)
    summary = (SummarySentence("It was said.", ("r000", "r099")),)
    crowded = replace(
        site, articles={**site.articles, **many}, events={**site.events, SUMMIT: replace(event, reports=reports, summary=summary)}
    )

    files = render(crowded)
    first = page(files, f"events/{SUMMIT}.html")
    assert len(first.xpath("//section[@class='report']")) == REPORTS
    assert [ref.get("href") for ref in first.xpath("//a[@class='ref']")] == ["#r-r000", f"../events/{SUMMIT}.reports-5.html#r-r099"]
    assert page(files, f"events/{SUMMIT}.reports-5.html").xpath("//section[@id='r-r099']")
    assert not check_site(files, base_url="https://news.example/beat")


def test_lapsed_plan_says_so():
    """A plan whose day passed without a report says that, in words."""
    desk = make_desk()

    notices = [notice.text for notice in event_view(desk, desk.site.events["cod-talks-2031"]).notices]

    assert "Planned for 3 November 2031. No report at hand says that it took place." in notices


def test_value_set_by_an_editor_says_so_with_its_reason():
    site = with_event(make_site(), editor={"date": {"by": "P. Holm", "on": "2031-05-01", "because": "seen by a witness"}})

    facts = summit(make_desk(site)).facts

    assert facts[0].editor == "set by the editor: seen by a witness, by P. Holm, on 1 May 2031"


def test_place_shows_what_holds_it():
    facts = {fact.term: fact for fact in summit().facts}

    assert [link.text for link in facts["Where"].links] == ["Port Amber", "Veskia"]


# ---- evidence


def test_names_in_a_quote_lead_to_their_pages():
    """The analysis knows where in the article each name stands; the quote shows them as links and loses no word."""
    desk = make_desk()
    article = desk.site.articles[RUMOUR]
    quote = article_view(desk, article).quotes[0]

    assert "Ana Duarte" in [piece.text for piece in quote.pieces if piece.href]
    assert "".join(piece.text for piece in quote.pieces) == article.claims[0][1].evidence.quote


def test_cut_quote_is_shown_without_links():
    """Where a quote was shortened its offsets no longer tell where the names stand."""
    desk = make_desk()
    article = desk.site.articles[RUMOUR]
    event, claim = article.claims[0]
    cut = replace(claim, evidence=Quote(claim.evidence.start, claim.evidence.end, "President Ana Duarte may meet …"))

    quote = desk.quotes(article, [(event, cut)])[0]

    assert [(piece.text, piece.href) for piece in quote.pieces] == [("President Ana Duarte may meet …", "")]


def test_one_stretch_of_words_is_shown_once_for_all_that_it_proves():
    desk = make_desk()
    article = desk.site.articles[MET]
    _, claim = article.claims[0]

    quotes = desk.quotes(article, [(SUMMIT, claim), ("duarte-letter-2031", claim)])

    assert len(quotes) == 1
    assert [stated.event.text for stated in quotes[0].states] == [
        "Duarte and Lindqvist meet in Port Amber",
        "Duarte hands Lindqvist a letter",
    ]


def test_our_note_is_no_quotation():
    desk = make_desk()

    assert all(quote.our_note for quote in article_view(desk, desk.site.articles[NOTE]).quotes)


def test_evidence_opens_the_original_at_the_quoted_words():
    """Where the article's address is known, a text fragment leads to the words."""
    desk = make_desk()

    quote = article_view(desk, desk.site.articles[ANNOUNCED]).quotes[0]

    assert quote.original.startswith("https://post.example/2#:~:text=")


def test_address_that_is_not_of_the_web_is_no_link():
    desk = make_desk()
    article = replace(desk.site.articles[ANNOUNCED], source_url="javascript:alert(1)")

    view = article_view(desk, article)

    assert view.original == ""
    assert not any(quote.original for quote in view.quotes)


def test_article_without_a_date_shows_the_range_that_could_be_inferred():
    desk = make_desk()

    assert article_view(desk, desk.site.articles[MET]).when.text == "between 10 and 12 April 2031"


# ---- people and places


def test_person_shows_what_is_called_off_and_met_newest_first():
    desk = make_desk()

    rows = [row for group in profile_view(desk, desk.site.profiles["ana-duarte"]).groups for row in group.rows]

    days = [row.when.text for row in rows]
    assert days[0] == "some time in Oct 2031"
    assert days[-1] == "21 Mar 2031"


def test_companion_leads_to_the_page_of_the_pair():
    desk = make_desk()

    companion = profile_view(desk, desk.site.profiles["ana-duarte"]).companions[0]

    assert companion.link.text == "Tomas Lindqvist"
    assert companion.pair is not None
    assert companion.pair.href == "../meetings/ana-duarte--tomas-lindqvist.html"


def test_spelling_names_the_articles_that_use_it():
    desk = make_desk()

    spellings = {spelling.text: spelling for spelling in profile_view(desk, desk.site.profiles["ana-duarte"]).spellings}

    assert spellings["Duarte"].articles
    assert spellings["آنا دوارتي"].articles == ()


def test_outlet_shows_how_its_report_stands_against_the_others():
    """The first report on an event says so; a later one says how many days after the first it came."""
    desk = make_desk()

    leads = {row.link.text: row.lead for row in profile_view(desk, desk.site.profiles["harbour-post"]).reported}

    assert leads["Leaders may meet in spring"] == "first report"


def test_of_a_list_that_is_cut_short_only_what_is_shown_is_made(monkeypatch):
    """The page of an outlet with many articles makes the rows of twelve, and counts the others."""
    desk = make_desk(made_site(300))
    outlet = max(
        (profile for profile in desk.site.profiles.values() if profile.type == "outlet"), key=lambda profile: len(profile.reported)
    )
    made = []
    row = Desk.article_row
    monkeypatch.setattr(Desk, "article_row", lambda self, ident: made.append(ident) or row(self, ident))

    view = profile_view(desk, outlet)

    assert len(outlet.reported) > 2 * ARTICLES_SHOWN
    assert made == list(reversed(outlet.reported))[:ARTICLES_SHOWN]
    assert str(len(outlet.reported)) in view.more["reported"].text


# ---- meetings


def test_matrix_is_symmetrical_and_leads_to_the_pair():
    view = meetings_view(make_desk())

    one, other = view.rows[0].cells[1], view.rows[1].cells[0]
    assert one.number == other.number == 3
    assert one.href == other.href == "../meetings/ana-duarte--tomas-lindqvist.html"


def test_pair_counts_meetings_apart_from_the_rest():
    desk = make_desk()

    view = pair_view(desk, desk.site.pairs["ana-duarte--tomas-lindqvist"])

    assert view.lede == "Ana Duarte and Tomas Lindqvist are reported to have met 3 times."
    assert len(next(section for section in view.sections if section.title == "Met").rows) == 3


# ---- home


def test_event_recalled_in_passing_is_not_on_the_home_page():
    view = home_view(make_desk(root=""))

    assert "Duarte hands Lindqvist a letter" not in [row.link.text for row in view.latest]


def test_lapsed_plan_is_not_announced_as_planned():
    view = home_view(make_desk(root=""))

    assert [row.link.text for row in view.lapsed] == ["Talks on cod quotas"]
    assert view.planned == ()


def test_undated_events_stand_last_in_both_directions():
    site = with_event(make_site(), date=None)

    assert newest_first(site.events.values())[-1].id == SUMMIT


def test_home_page_leads_with_what_most_rests_on():
    """Of the latest events the one with most independent origins stands on top, larger and with more of its summary; the rest follow."""
    view = home_view(make_desk(root=""))

    assert view.top.link.text == "Duarte and Lindqvist meet in Port Amber"
    assert view.gist.count(".") >= 2
    assert view.top.link not in [row.link for row in view.latest]


def test_event_that_names_nobody_is_not_on_the_home_page():
    """The lists have it."""
    site = with_event(make_site(), participants=())
    view = home_view(make_desk(site, root=""))

    assert "Duarte and Lindqvist meet in Port Amber" not in [row.link.text for row in (view.top, *view.latest) if row]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Link("A & B", 'x.html?"'), '<a href="x.html?&#34;">A &amp; B</a>'),
        (Link("<b>"), "&lt;b&gt;"),
        (Badge("late", "lapsed", 'a "plan"'), '<span class="badge s-lapsed" title="a &#34;plan&#34;">late</span>'),
        (Badge("note", "note"), '<span class="badge s-note">note</span>'),
        (When("25 April 2019", "2019-04-25"), '<time datetime="2019-04-25">25 April 2019</time>'),
        (When("April <2019>", ""), "April &lt;2019&gt;"),
        (When("unknown", "", known=False), '<span class="soft">unknown</span>'),
    ],
)
def test_values_write_themselves_and_nothing_in_them_is_markup(value, written):
    assert escape(value) == written
