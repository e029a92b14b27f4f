"""What a build would do to content/."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from beatbook.briefing import MachineView, plan_briefing, read_known
from beatbook.briefing.document import parse_document
from beatbook.merging.model import ClaimKey, Conflict, ConflictValue, EventParticipant
from tests.briefing.factories import MARIN, PROFILES, make_article, make_claim, make_event, make_merged, make_report, read_rules, voice

if TYPE_CHECKING:
    from beatbook.briefing import BriefingPlan
    from beatbook.merging.model import Merged

BRIEF = "events/marin-vell-riga-2021.md"
RECORD = "articles/lantern-2021-05-04.md"
PERSON = "people/ana-marin.md"
RULES = read_rules()


@dataclass
class Desk:
    """A content folder over several builds."""

    texts: dict[str, str] = field(default_factory=dict)
    views: dict[str, MachineView] = field(default_factory=dict)

    def build(self, merged: Merged) -> BriefingPlan:
        """One build, written to the folder."""
        plan = plan_briefing(merged, self.texts, self.views, RULES)
        for change in plan.changes:
            assert change.was == self.texts.get(change.path)
            self.texts.pop(change.path, None)
            if change.text is not None:
                self.texts[change.path] = change.text
        self.views = plan.views
        return plan

    def edit(self, path: str, old: str, new: str) -> None:
        assert old in self.texts[path]
        self.texts[path] = self.texts[path].replace(old, new, 1)

    def field(self, path: str, key: str) -> object:
        folder = "event" if path.startswith("events/") else "person" if path.startswith("people/") else "article"
        return parse_document(self.texts[path], path=path, type=folder).front_matter.get(key)  # type: ignore[arg-type]  # one of the three


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.build(make_merged())
    return found


# ---- what is written


def test_events_records_and_profiles_with_a_page_are_written() -> None:
    """Everybody has a view; only those with a page have a file."""
    desk = Desk()
    profiles = (*PROFILES[:-1], replace(PROFILES[-1], has_page=False))
    plan = desk.build(make_merged(profiles=profiles))

    assert {BRIEF, RECORD, PERSON, "places/riga.md", "outlets/the-lantern.md"} <= desk.texts.keys()
    assert "organizations/latvia.md" not in desk.texts
    assert "organizations/latvia.md" in plan.views
    assert {document.path for document in plan.documents} == desk.texts.keys()


def test_outlets_that_published_or_are_cited_have_a_page() -> None:
    """The sources of the digest are shown even when nobody names them in a text."""
    desk = Desk()
    profiles = [replace(profile, has_page=False) if profile.type in ("outlet", "source") else profile for profile in PROFILES]
    desk.build(make_merged(profiles=profiles, articles=[make_article(cites=("lna",))]))

    assert {"outlets/the-lantern.md", "outlets/lna.md"} <= desk.texts.keys()
    assert "outlets/baltic-herald.md" not in desk.texts


def test_a_second_build_of_the_same_input_writes_nothing(desk: Desk) -> None:
    """No change, and the views are the same to the byte."""
    views = desk.views
    plan = desk.build(make_merged())

    assert plan.changes == ()
    assert plan.views == views


def test_claims_carry_their_evidence_in_the_brief_and_its_selectors_in_the_view() -> None:
    """The brief shows the words and where they stand; prefix, suffix, checksum and key are the machine's."""
    desk = Desk()
    claim = make_claim(on="2021-05-01", place="riga", said_by=((voice("lna"), voice("an official")),), quote="Marin met Vell: briefly")
    desk.build(make_merged(make_event(reports=(make_report("lantern-2021-05-04", "happened", claim),))))

    assert (
        "      - {status: happened, on: 2021-05-01, date: 2021-05-03, place: riga, said_by: [[{source: lna}, {unnamed: an official}]], "
        'at: 10-33, quote: "Marin met Vell: briefly"}\n'
    ) in desk.texts[BRIEF]
    (selector,) = desk.views[BRIEF].extra["claims"]
    assert isinstance(selector, dict)
    assert selector["prefix"] == "before "
    assert selector["sha256"] == "lantern-2021-05-04-hash"
    assert str(selector["anchor"]).startswith("q-")


def test_conflicts_are_listed_with_the_choice_and_its_reason() -> None:
    """One line a conflict, as the design shows it."""
    desk = Desk()
    conflict = Conflict(
        "date", (ConflictValue("2021-05-03", ("one", "two")), ConflictValue("2021-05-04", ("three",))), "2021-05-03", "two origins"
    )
    desk.build(make_merged(make_event(conflicts=(conflict,))))

    assert (
        "  - {field: date, values: [{value: 2021-05-03, articles: [one, two]}, {value: 2021-05-04, articles: [three]}], "
        "chosen: 2021-05-03, because: two origins}\n"
    ) in desk.texts[BRIEF]


def test_a_background_event_says_so_and_others_do_not(desk: Desk) -> None:
    """`background` is written only where it is true."""
    assert "background" not in desk.texts[BRIEF]
    desk.build(make_merged(make_event(background=True)))
    assert "background: true\n" in desk.texts[BRIEF]


def test_a_new_version_of_a_text_is_noted_in_its_record(desk: Desk) -> None:
    """The record keeps the checksums of earlier texts with the day on which they were the newest."""
    article = make_article()
    newer = replace(article, analysis=replace(article.analysis, metadata=replace(article.analysis.metadata, sha256="other")))
    desk.build(make_merged(articles=[newer], as_of="2021-06-01"))
    desk.build(make_merged(articles=[newer], as_of="2021-06-01"))

    assert desk.field(RECORD, "versions") == [{"seen": "2021-05-04", "sha256": "lantern-2021-05-04-hash"}]


# ---- people win


def test_an_edited_date_holds_and_the_rest_follows_the_machine(desk: Desk) -> None:
    """One corrected field does not freeze the others, and comments stay."""
    desk.edit(BRIEF, "date: 2021-05-03", "date: 2021-05-02  # the palace's own record")
    plan = desk.build(make_merged(make_event(status="cancelled")))

    assert "date: 2021-05-02  # the palace's own record\n" in desk.texts[BRIEF]
    assert desk.field(BRIEF, "status") == "cancelled"
    assert plan.owned[BRIEF] == {"date"}
    assert plan.suggestions == ()


def test_a_later_difference_is_suggested_until_it_is_dealt_with(desk: Desk) -> None:
    """The machine's new date is offered in this build and in the next, and stands in the view for the site."""
    desk.edit(BRIEF, "date: 2021-05-03", "date: 2021-05-02")
    news = make_merged(make_event(date="2021-05-05"))
    first, second = desk.build(news), desk.build(news)

    assert [(item.path, item.field, item.yours, item.machine) for item in first.suggestions] == [
        (BRIEF, "date", "2021-05-02", "2021-05-05")
    ]
    assert second.suggestions == first.suggestions
    assert second.changes == ()
    assert desk.views[BRIEF].extra["suggestions"] == [{"field": "date", "yours": "2021-05-02", "machine": "2021-05-05"}]


def test_a_removed_participant_stays_out_and_a_body_stays(desk: Desk) -> None:
    """Also when the event is built anew from other reports."""
    desk.edit(BRIEF, "  - {person: tomas-vell, role: visitor}\n", "")
    desk.texts[BRIEF] += "\nA note.\n"
    desk.build(make_merged(make_event(topics=("ice",))))

    assert desk.field(BRIEF, "participants") == [{"person": "ana-marin", "role": "host"}]
    assert desk.texts[BRIEF].endswith("---\n\nA note.\n")


def test_an_edited_file_is_not_written_again_when_nothing_changed(desk: Desk) -> None:
    """Bytes that need not change do not change, however the file is laid out."""
    desk.edit(BRIEF, "kind: meeting", "kind:    'meeting'   # sic")

    assert desk.build(make_merged()).changes == ()


def test_a_deleted_brief_stays_deleted(desk: Desk) -> None:
    """A person who deletes a file does not get it back, neither now nor after the event was gone for a while."""
    del desk.texts[BRIEF]
    desk.build(make_merged())
    desk.build(replace(make_merged(), events=()))
    plan = desk.build(make_merged())

    assert BRIEF not in desk.texts
    assert BRIEF not in {document.path for document in plan.documents}


def test_a_brief_without_reports_goes_unless_a_person_edited_it(desk: Desk) -> None:
    """An edited brief stays and says so."""
    nothing = replace(make_merged(), events=())
    untouched = Desk(dict(desk.texts), dict(desk.views))
    untouched.build(nothing)
    desk.edit(BRIEF, "title: Marin", "title: Ms Marin")
    plan = desk.build(nothing)

    assert BRIEF not in untouched.texts
    assert BRIEF in desk.texts
    assert [(problem.code, problem.severity) for problem in plan.problems] == [("brief-orphan", "notice")]
    assert desk.views[BRIEF].extra["gone"] == "true"


def test_a_broken_brief_is_left_alone_and_its_page_shows_the_last_good_form(desk: Desk) -> None:
    """Broken YAML costs no byte of the file and no other document."""
    desk.edit(BRIEF, "title: Marin", "title: Talks: Marin")
    broken = desk.texts[BRIEF]
    plan = desk.build(make_merged(make_event(status="cancelled")))
    _, problems = read_known(desk.texts, desk.views)

    assert desk.texts[BRIEF] == broken
    assert next(document for document in plan.documents if document.path == BRIEF).front_matter["title"] == "Marin and Vell meet in Riga"
    assert [(problem.path, problem.line) for problem in problems] == [(BRIEF, 3)]


def test_a_brief_written_by_hand_is_kept_and_shown() -> None:
    """A file that the machine knows nothing of is a document like any other."""
    desk = Desk({"events/own.md": "---\nid: own\ntitle: Ours\n---\n", "pages/about.md": "# About\n"})
    plan = desk.build(make_merged())

    assert {"events/own.md", "pages/about.md"} <= {document.path for document in plan.documents}
    assert desk.texts["events/own.md"] == "---\nid: own\ntitle: Ours\n---\n"


def test_an_id_that_lies_is_named(desk: Desk) -> None:
    """The file's name is the id; an id in the front matter that says otherwise leads nowhere."""
    desk.edit(BRIEF, "id: marin-vell-riga-2021", "id: ../../etc/passwd")
    plan = desk.build(make_merged())

    assert [problem.code for problem in plan.problems] == ["brief-id"]
    assert "marin-vell-riga-2021" in {document.id for document in plan.documents}


def test_a_hidden_brief_stays_hidden(desk: Desk) -> None:
    """The key holds through every build."""
    desk.edit(BRIEF, "review: unreviewed", "review: unreviewed\nhidden: true")
    desk.build(make_merged(make_event(topics=("ice",))))

    assert desk.field(BRIEF, "hidden") == "true"
    assert desk.field(BRIEF, "topics") == ["ice"]


# ---- merged ids


def test_the_survivor_of_a_merge_takes_over_what_people_wrote(desk: Desk) -> None:
    """Its file inherits owned fields and body; the other file goes."""
    double = "marin-vell-2021"
    desk.build(make_merged(make_event(), make_event(double)))
    desk.edit(f"events/{double}.md", "title: Marin and Vell meet in Riga", "title: The Riga meeting")
    desk.texts[f"events/{double}.md"] += "\nOur note.\n"
    merged = make_merged(make_event(former_ids=(double,)))
    desk.build(merged)

    assert f"events/{double}.md" not in desk.texts
    assert desk.field(BRIEF, "title") == "The Riga meeting"
    assert desk.texts[BRIEF].endswith("\n\nOur note.\n")
    assert desk.field(BRIEF, "former_ids") == [double]
    assert desk.build(merged).changes == ()


def test_two_edited_values_keep_both_files_and_name_them(desk: Desk) -> None:
    """Nobody's decision is thrown away."""
    double = "marin-vell-2021"
    desk.build(make_merged(make_event(), make_event(double)))
    desk.edit(BRIEF, "title: Marin and Vell meet in Riga", "title: One")
    desk.edit(f"events/{double}.md", "title: Marin and Vell meet in Riga", "title: Two")
    plan = desk.build(make_merged(make_event(former_ids=(double,))))

    assert {BRIEF, f"events/{double}.md"} <= desk.texts.keys()
    assert [problem.code for problem in plan.problems] == ["brief-merge"]
    assert "title" in str(plan.problems[0])


# ---- the day of the last change


def test_updated_moves_only_when_what_is_shown_changed(desk: Desk) -> None:
    """A new article that changes nothing of an event leaves its day alone."""
    desk.build(make_merged(as_of="2021-06-01"))
    same = desk.views[BRIEF].updated
    desk.build(make_merged(make_event(topics=("ice",)), as_of="2021-06-01"))

    assert same == "2021-05-04"
    assert desk.views[BRIEF].updated == "2021-06-01"


def test_a_persons_edit_moves_the_day_too(desk: Desk) -> None:
    """What a person changed is shown as well."""
    desk.edit(BRIEF, "date: 2021-05-03", "date: 2021-05-02")
    desk.build(make_merged(as_of="2021-06-01"))

    assert desk.views[BRIEF].updated == "2021-06-01"


# ---- what merging gets to know


def test_known_holds_events_with_their_claims_and_what_people_own(desk: Desk) -> None:
    """Dates, participants and corrections as they stand in the file."""
    desk.edit(BRIEF, "date: 2021-05-03", "date: 2021-05-02\nnot_about: [x]\nsame_as: [y]")
    desk.edit(BRIEF, "review: unreviewed", "review: {status: checked, by: Ana, on: 2021-06-01}")
    known, problems = read_known(desk.texts, desk.views)

    (event,) = known.events
    assert problems == ()
    assert (event.id, event.date, event.participants) == ("marin-vell-riga-2021", "2021-05-02", ("ana-marin", "tomas-vell"))
    assert (event.claims, event.articles, event.reviewed) == ((ClaimKey("lantern-2021-05-04", 0),), 1, True)
    assert (event.not_about, event.same_as) == (("x",), ("y",))
    assert event.owned == {"date", "not_about", "same_as", "review"}


def test_known_holds_profiles_with_names_roles_and_corrections(desk: Desk) -> None:
    """The registry that resolves names."""
    desk.edit(PERSON, "aliases: []", "aliases: [A. Marin]\nnot_same_as: [anna-marin]")
    desk.edit(PERSON, "title: President", "title: Acting President")
    known, _ = read_known(desk.texts, desk.views)

    person = next(profile for profile in known.profiles if profile.id == "ana-marin")
    assert (person.type, person.name, person.aliases, person.not_same_as) == ("person", "Ana Marin", ("A. Marin",), ("anna-marin",))
    assert [(role.title, role.country, role.first) for role in person.roles] == [("Acting President", "LV", "2021-04-01")]
    assert {(profile.id, profile.type) for profile in known.profiles} >= {("latvia", "state"), ("lna", "source"), ("the-lantern", "outlet")}


def test_known_holds_records_with_corrections(desk: Desk) -> None:
    """A day that a person set, names reassigned, an article taken back."""
    desk.edit(RECORD, "published: 2021-05-04", "published: 2021-05-06")
    desk.edit(RECORD, "standing: stands", "standing: retracted\npeople: {Marin: lea-orav}\nexcluded: true")
    known, _ = read_known(desk.texts, desk.views)

    (article,) = known.articles
    assert (article.published, article.standing, article.excluded) == ("2021-05-06", "retracted", True)
    assert article.reassigned == (("Marin", "lea-orav"),)


def test_a_deleted_event_is_still_known_so_that_it_is_recognised(desk: Desk) -> None:
    """Its id stays taken: the same event does not come back under another one."""
    del desk.texts[BRIEF]
    known, _ = read_known(desk.texts, desk.views)

    assert [event.id for event in known.events] == ["marin-vell-riga-2021"]


def test_people_without_a_page_are_no_part_of_the_registry() -> None:
    """Only profiles that stand in content/ resolve names."""
    desk = Desk()
    desk.build(
        make_merged(
            make_event(participants=(EventParticipant("tomas-vell", "person", "visitor"),)),
            profiles=(replace(MARIN, has_page=False), *PROFILES[1:]),
        )
    )
    known, _ = read_known(desk.texts, desk.views)

    assert "ana-marin" not in {profile.id for profile in known.profiles}


def test_a_checkout_with_the_line_ends_of_windows_is_no_edit(desk: Desk) -> None:
    """Git may change line ends; that makes nobody the owner of a file."""
    desk.texts[BRIEF] = desk.texts[BRIEF].replace("\n", "\r\n")
    same = desk.build(make_merged())
    desk.build(replace(make_merged(), events=()))

    assert same.changes == ()
    assert BRIEF not in desk.texts


def test_a_person_who_restores_a_deleted_file_has_it_back(desk: Desk) -> None:
    """A deletion holds as long as the file is away."""
    text = desk.texts.pop(BRIEF)
    desk.build(make_merged())
    desk.texts[BRIEF] = text
    plan = desk.build(make_merged(make_event(topics=("ice",))))

    assert desk.field(BRIEF, "topics") == ["ice"]
    assert "deleted" not in plan.views[BRIEF].extra


def test_a_wrong_value_is_named_and_left_as_it_is(desk: Desk) -> None:
    """The build goes on; the message has file and line."""
    desk.edit(BRIEF, "status: happened", "status: postpond")
    plan = desk.build(make_merged())

    assert [(problem.path, problem.line, problem.hint) for problem in plan.problems] == [(BRIEF, 7, 'did you mean "postponed"?')]
    assert desk.field(BRIEF, "status") == "postpond"
