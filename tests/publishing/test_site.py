"""What a folder of briefs, records and profiles becomes: one site, everything in it linked both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beatbook.briefing import plan_briefing
from beatbook.briefing.model import MachineView
from beatbook.publishing.site import build_site
from tests.briefing.factories import make_merged, read_rules
from tests.publishing.factories import (
    ANNOUNCED,
    COPY,
    MET,
    NOTE,
    RUMOUR,
    TEXTS,
    digest,
    make_article,
    make_claim,
    make_config,
    make_document,
    make_event,
    make_person,
    make_report,
    make_site,
    people,
)

SUMMIT = "duarte-lindqvist-port-amber-2031"


def test_every_node_has_a_flat_page():
    """Each kind of thing has its folder, and the file's ending stands in the address."""
    site = make_site()

    assert site.events[SUMMIT].url == f"events/{SUMMIT}.html"
    assert site.profiles["ana-duarte"].url == "people/ana-duarte.html"
    assert site.profiles["cod-council"].url == "organizations/cod-council.html"
    assert site.profiles["port-amber"].url == "places/port-amber.html"
    assert site.profiles["veskia"].url == "places/veskia.html"
    assert site.profiles["meridian-news-agency"].url == "sources/meridian-news-agency.html"
    assert site.articles[RUMOUR].url == f"articles/{RUMOUR}.html"
    assert site.pages["about"].url == "pages/about.html"


def test_events_stand_in_order_of_date_and_unknown_dates_last():
    """A reader who goes down the list goes forward in time."""
    documents = [make_event("c", date="2031-05"), make_event("b"), make_event("a", date="2031-05-02"), make_event("d", date="2030/2031")]

    site = build_site(documents, {}, {}, make_config())

    assert list(site.events) == ["d", "c", "a", "b"]


def test_input_order_changes_nothing():
    """The same documents in another order make the same site."""
    source = digest()

    turned = build_site(tuple(reversed(source.documents)), source.views, source.analyses, make_config(), as_of="2031-11-20")

    assert turned == make_site()
    assert [list(nodes) for nodes in (turned.events, turned.profiles, turned.articles)] == [
        list(nodes) for nodes in (make_site().events, make_site().profiles, make_site().articles)
    ]


def test_an_article_lists_its_events_and_whom_it_names():
    """What an article says is found from its page, in the order of the text."""
    article = make_site().articles[ANNOUNCED]

    assert article.events == ("duarte-lindqvist-call-2031", SUMMIT)
    assert [claim.evidence.quote.split()[0] for _, claim in article.claims] == ["Duarte", "A"]
    assert article.named == ("ana-duarte", "tomas-lindqvist", "port-amber", "veskia", "ines-falk")


def test_a_person_lists_events_articles_and_companions():
    """Everything that names a person leads to and from the person's page."""
    person = make_site().profiles["ana-duarte"]

    assert person.events[0] == "duarte-lindqvist-call-2031"
    assert len(person.events) == 6
    assert person.named_in == (RUMOUR, ANNOUNCED, COPY, MET, NOTE)
    assert person.companions == (("tomas-lindqvist", 4),)


def test_a_source_lists_what_rests_on_it():
    """An outlet lists its own articles and those that cite it; an agency those that cite it."""
    profiles = make_site().profiles

    assert (profiles["harbour-post"].type, profiles["harbour-post"].reported) == ("outlet", (RUMOUR, ANNOUNCED, MET))
    assert profiles["harbour-post"].cited_by == (COPY,)
    assert (profiles["meridian-news-agency"].type, profiles["meridian-news-agency"].cited_by) == ("source", (RUMOUR,))


def test_somebody_named_once_has_no_page_but_is_known():
    """Who is only named in passing stands in the data, under the name that the article gives, without a page."""
    person = make_site().profiles["ines-falk"]

    assert (person.name, person.url, person.named_in) == ("Ines Falk", "", (ANNOUNCED,))


def test_credits_name_nobody():
    """A photographer or a byline is no person of the digest."""
    assert "pia-holm" not in make_site().profiles
    assert all(profile.name != "Pia Holm" for profile in make_site().profiles.values())


def test_a_country_that_acts_is_a_state():
    """A country listed as taking part is a state, and its page stands among the places."""
    state = make_site().profiles["veskia"]

    assert (state.type, state.events) == ("state", ("north-sea-forum-2031", "cod-talks-2031"))


def test_a_country_with_two_files_is_one_thing():
    """A state under organizations/ and the same country under places/ share one page, with the coordinates of the latter."""
    documents = [
        make_document("organization", "norland", name="Norland", type="state", country="NL"),
        make_document("place", "norland", name="Kingdom of Norland", kind="country", latitude="60", longitude="10"),
        make_event("e", participants=[{"state": "norland", "role": "participant"}], place="norland"),
    ]

    profile = build_site(documents, {}, {}, make_config()).profiles["norland"]

    assert (profile.type, profile.name, profile.aliases) == ("state", "Norland", ("Kingdom of Norland",))
    assert (profile.latitude, profile.longitude) == (60.0, 10.0)


def test_parts_know_their_whole_and_the_whole_its_parts():
    """A meeting at a forum is found from the forum, and the forum from the meeting."""
    events = make_site().events

    assert events["duarte-lindqvist-halden-2031"].part_of == "north-sea-forum-2031"
    assert events["north-sea-forum-2031"].parts == ("duarte-lindqvist-halden-2031",)


@pytest.mark.parametrize(
    ("day", "lapsed"),
    [("2031-11-02", False), ("2031-11-03", False), ("2031-11-04", True)],
    ids=["before", "on the day", "after"],
)
def test_a_plan_lapses_when_its_day_has_passed(day, lapsed):
    """Planned for a day before the one that the site is as of, and no report that it took place: lapsed."""
    assert make_site(as_of=day).events["cod-talks-2031"].lapsed is lapsed


def test_without_a_day_the_site_is_as_of_its_newest_article():
    """The clock is never asked."""
    assert make_site(as_of=None).as_of == "2031-11-01"


def test_hidden_things_leave_no_trace():
    """A hidden event, person or article is neither shown nor linked."""
    source = digest()
    hidden = {SUMMIT, "tomas-lindqvist", COPY}
    documents = [
        replace(document, front_matter={**document.front_matter, "hidden": "true"}) if document.id in hidden else document
        for document in source.documents
    ]

    site = build_site(documents, source.views, source.analyses, make_config(), as_of="2031-11-20")

    assert not hidden & {*site.events, *site.profiles, *site.articles}
    assert all("tomas-lindqvist" not in dict(event.participants) for event in site.events.values())
    assert all("tomas-lindqvist" not in article.named for article in site.articles.values())
    assert site.pairs == {}
    assert site.problems == ()


def test_an_event_whose_articles_are_all_excluded_goes_with_them():
    """Nothing is left of an event that only hidden texts report, unless somebody wrote on it."""
    report = [make_report("post", "happened")]
    documents = [
        make_article("post", excluded="true"),
        make_event("gone", reports=report),
        make_event("kept", reports=report, body="What we know."),
        make_event("by-hand"),
    ]

    assert set(build_site(documents, {}, {}, make_config()).events) == {"kept", "by-hand"}


def test_publish_checked_shows_only_what_an_editor_has_read():
    """With `publish: checked` an unchecked event is nowhere, and neither is an article or a name that only it leads to."""
    site = make_site(make_config(publish="checked"))

    assert list(site.events) == [SUMMIT]
    assert set(site.articles) == {RUMOUR, ANNOUNCED, COPY, MET}
    assert "halden" not in site.profiles
    assert "cod-council" not in site.profiles


def test_a_review_tells_by_whom_and_when():
    """The badge of a checked brief names the editor and the day."""
    event = make_site().events[SUMMIT]

    assert (event.review, event.reviewed_by, event.reviewed_on) == ("checked", "Kim Reader", "2031-04-12")


def test_a_value_set_by_hand_is_marked_with_what_the_machine_holds():
    """Where the file says something else than the machine's view, the site says who set it and what reports say."""
    document = make_event("e", date="2031-04-11", status="happened", editor={"date": {"by": "Kim", "because": "saw the log"}})
    views = {document.path: MachineView({"date": "2031-04-10", "status": "planned"})}

    event = build_site([document], views, {}, make_config()).events["e"]

    assert event.editor["date"] == {"by": "Kim", "because": "saw the log", "machine": "2031-04-10"}
    assert event.editor["status"] == {"machine": "planned"}
    assert not event.by_hand


def test_unknown_keys_reach_the_templates():
    """A key that Beatbook does not know is kept as it is."""
    assert make_site().events[SUMMIT].extra == {"desk": "fisheries"}


def test_former_ids_redirect():
    """A permalink that was ever given leads to the page of today, and so does a reference by it."""
    documents = [
        make_person("new", former_ids=["old"]),
        make_event("e", participants=people("old"), former_ids=["was"]),
        make_event("f", part_of="was"),
    ]

    site = build_site(documents, {}, {}, make_config())

    assert site.redirects == {"events/was.html": "events/e.html", "people/old.html": "people/new.html"}
    assert site.events["e"].participants == (("new", "participant"),)
    assert site.events["f"].part_of == "e"


def test_a_former_id_that_lives_again_does_not_redirect():
    """A page that exists is never replaced by a redirect."""
    documents = [make_event("one", former_ids=["two"]), make_event("two")]

    assert build_site(documents, {}, {}, make_config()).redirects == {}


def test_a_ring_of_former_ids_ends():
    """Former ids that lead in a circle do no harm."""
    documents = [make_person("a", former_ids=["b", "x"]), make_person("b", former_ids=["a"]), make_event("e", participants=people("x"))]

    assert build_site(documents, {}, {}, make_config()).events["e"].participants == (("a", "participant"),)


def test_a_reference_to_nothing_is_a_problem():
    """A brief that names an id without a file is shown, and the problem names brief, field and id."""
    site = build_site([make_event("e", participants=people("nobody"), part_of="nothing")], {}, {}, make_config())

    assert [str(problem).splitlines()[0] for problem in site.problems] == [
        'events/e.md: part_of names "nothing", of which there is no file.',
        'events/e.md: participants names "nobody", of which there is no file.',
    ]
    assert site.events["e"].part_of is None
    assert site.profiles["nobody"].type == "person"


@pytest.mark.parametrize("identifier", ["../../etc", ".hidden", "a/b", "", "x\x00"])
def test_an_id_that_cannot_be_an_address_is_left_out(identifier):
    """No id leads out of the folder."""
    site = build_site([make_event(identifier), make_event("fine", participants=people(identifier))], {}, {}, make_config())

    assert list(site.events) == ["fine"]
    assert identifier not in site.profiles


@pytest.mark.parametrize(
    "fields",
    [
        {"participants": "putin", "reports": "x", "conflicts": {"a": "b"}, "topics": {"x": "y"}, "summary": ["a"]},
        {"participants": [["x"], {"person": ["y"]}], "reports": [{"article": "post", "claims": ["x", {"at": "9-1", "quote": ["z"]}]}]},
        {"date": "2031-02-30", "status": "postpond", "standing": "?", "extent": "x", "review": ["checked"], "former_ids": [["x"]]},
        {
            "reports": [{"article": "post", "status": "x", "claims": [{"at": "0-5", "quote": "abc", "said_by": "x", "date": ".."}]}],
            "date": "..",
        },
        {"part_of": "e", "editor": "me", "origins": "many"},
    ],
)
def test_front_matter_of_any_shape_makes_a_site(fields):
    """What a person wrote may have any shape; a value that makes no sense counts as missing."""
    site = build_site([make_article("post"), make_event("e", **fields)], {}, {}, make_config())

    assert site.events["e"].status in ("expected", "happened")
    assert site.events["e"].date is None


def test_a_summary_comes_apart_into_sentences_with_references():
    """Each sentence of the summary carries the articles that it rests on; those that are not shown are left out."""
    summary = "They met. [@post; @gone] It rained [@post]. Nobody else came."
    event = build_site([make_article("post"), make_event("e", summary=summary)], {}, {}, make_config()).events["e"]

    assert [(sentence.text, sentence.articles) for sentence in event.summary] == [
        ("They met.", ("post",)),
        ("It rained.", ("post",)),
        ("Nobody else came.", ()),
    ]


def test_evidence_carries_what_stands_around_it():
    """Prefix and suffix come from the machine's view of the event."""
    claim = make_claim(MET, "Duarte gave Lindqvist a letter.")
    start, end = str(claim["at"]).split("-")
    document = make_event("e", reports=[make_report(MET, "happened", claim)])
    extra = {
        "claims": [
            {"article": MET, "start": start, "end": end, "index": "0", "prefix": "two hours. ", "suffix": "!", "participants": ["x"]}
        ]
    }
    views = {document.path: MachineView({}, "", None, extra)}

    found = build_site([document, make_article(MET)], views, {}, make_config()).events["e"].reports[0].claims[0]

    assert (found.evidence.prefix, found.evidence.suffix, found.participants) == ("two hours. ", "!", ("x",))


def test_quotes_stand_where_they_say():
    """Every quote on the site is exactly the text between its offsets."""
    for article in make_site(make_config(quotes=replace(make_config().quotes, max_words=5))).articles.values():
        for _, claim in article.claims:
            evidence = claim.evidence
            assert TEXTS[article.id][evidence.start : evidence.end] == evidence.quote


def test_a_quote_that_does_not_fit_its_offsets_is_not_shown():
    """Offsets that a person broke are left out rather than wrong."""
    reports = [make_report("post", "happened", {"status": "happened", "at": "0-9", "quote": "four"})]

    claim = build_site([make_article("post"), make_event("e", reports=reports)], {}, {}, make_config()).events["e"].reports[0].claims[0]

    assert (claim.evidence, claim.anchor) == (None, "")


def test_a_note_of_ours_is_marked_as_such():
    """The words of a summary that an editor wrote are never a quotation of the outlet."""
    claims = make_site().events["north-sea-forum-2031"].reports[0].claims

    assert [claim.our_note for claim in claims] == [True]


def test_an_article_without_headline_is_called_by_outlet_and_day():
    """Every article has something to be called by; the data still say that no headline is stated."""
    article = make_site().articles[COPY]

    assert (article.headline, article.stated_headline) == ("Coast Courier, 2031-03-21", None)


def test_an_outlet_is_found_by_its_name():
    """A record that names its outlet in words leads to the outlet's page."""
    documents = [make_document("outlet", "harbour-post", name="Harbour Post"), make_article("a", outlet="HARBOUR POST")]

    assert build_site(documents, {}, {}, make_config()).articles["a"].outlet_id == "harbour-post"


def test_a_range_in_the_place_of_a_day_is_a_range():
    """`published: A/B` is no day of publication, but says what is known."""
    article = build_site([make_article("a", published="2031-04-01/2031-04-05")], {}, {}, make_config()).articles["a"]

    assert (article.published, article.published_range) == (None, "2031-04-01/2031-04-05")


def test_what_briefing_plans_is_what_the_site_shows():
    """The documents and views of a build, as they come, make a site without a problem: names, roles, evidence and all."""
    merged = make_merged()
    plan = plan_briefing(merged, {}, {}, read_rules())

    site = build_site(plan.documents, plan.views, {article.id: article.analysis for article in merged.articles}, make_config())
    event = site.events["marin-vell-riga-2021"]

    assert site.problems == ()
    assert event.participants == (("ana-marin", "host"), ("tomas-vell", "visitor"))
    assert event.reports[0].claims[0].evidence.prefix == "before "
    assert site.profiles["ana-marin"].roles[0].articles == ("lantern-2021-05-04",)
    assert site.pairs["ana-marin--tomas-vell"].met == ("marin-vell-riga-2021",)
