"""Corrections one by one, through the real merging, over articles that change, go and come back."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from beatbook import editing
from beatbook.briefing.fields import maps_of, texts_of
from beatbook.machine_files import decode_view, encode_machine
from tests.editing.desk import Desk, analyse


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.add("plan", "held", "call", "visit")
    found.build()
    return found


def brief(desk: Desk, kind: str) -> str:
    (path,) = [path for path in desk.events() if desk.front(path)["kind"] == kind]
    return path


def leave_and_return(desk: Desk, *ids: str) -> None:
    """Articles are removed, built without, and added again."""
    for id_ in ids:
        del desk.articles[id_]
    desk.build()
    desk.add(*ids)
    desk.build()


def test_a_date_set_by_hand_is_there_when_its_only_report_was_away(desk: Desk) -> None:
    """The brief stays, says that nothing reports it, and is the same brief when the report is back."""
    call = brief(desk, "call")
    desk.write(call, date="1999-01-01")
    del desk.articles["call"]
    plan = desk.build()
    assert [problem.code for problem in plan.problems] == ["brief-orphan"]
    assert desk.front(call)["reports"] == []

    desk.add("call")
    desk.build()

    assert desk.front(call)["date"] == "1999-01-01"
    assert desk.front(call)["reports"] != []
    assert brief(desk, "call") == call


AHEAD = """Summit still on, ministers say

Swedish Foreign Minister Karin Lindqvist and her Portuguese counterpart Rui Tavares will meet in Porto on June 12, a spokesman said on Sunday. Meanwhile, a Swedish delegation met Portuguese officials in Oslo on Sunday, as planning went ahead for the meeting of Lindqvist and Tavares. The summit was called off on Thursday and is on again. Lindqvist said she looked forward to the summit with Tavares.
"""


def test_a_date_moved_by_a_day_moves_nothing_else(desk: Desk) -> None:
    """No other event is drawn in, no claim leaves, and the next build agrees."""
    desk.articles["ahead"] = analyse("ahead", "2024-05-26", "Lisbon Daily", AHEAD)
    desk.build()
    (path,) = [path for path in desk.events() if desk.front(path)["date"] == "2024-06-12"]
    before = desk.claims()
    desk.write(path, date="2024-06-11")
    desk.build()

    assert desk.claims() == before
    assert desk.build().changes == ()


def test_a_report_of_the_day_that_an_editor_set_joins_the_event(desk: Desk) -> None:
    """And it stays one event when that report is the only one left."""
    call = brief(desk, "call")
    desk.write(call, date="2024-06-20")
    desk.articles["late"] = analyse(
        "late", "2024-06-21", "Lisbon Daily", "A talk\n\nKarin Lindqvist and Rui Tavares spoke by telephone on 20 June 2024.\n"
    )
    desk.build()
    assert {article for article, *_ in desk.claims()[call]} == {"call", "late"}
    del desk.articles["call"]
    desk.build()

    assert {article for article, *_ in desk.claims()[brief(desk, "call")]} == {"late"}
    assert desk.front(call)["date"] == "2024-06-20"


def test_two_briefs_that_an_editor_put_on_one_day_stay_two(desk: Desk) -> None:
    """Both have been looked at: who wants them to be one says so."""
    paths = [path for path in desk.events() if desk.front(path)["kind"] in ("meeting", "visit")]
    for path in paths:
        desk.write(path, date="1999-01-01")
    before = desk.claims()
    desk.build()

    assert desk.claims() == before


def test_a_brief_that_nobody_edited_goes_with_its_last_report(desk: Desk) -> None:
    """And comes back under the same id."""
    call = brief(desk, "call")
    del desk.articles["call"]
    desk.build()
    assert call not in desk.texts

    desk.add("call")
    desk.build()

    assert call in desk.texts


def test_what_is_detached_stays_away_from_what_becomes_of_the_event(desk: Desk) -> None:
    """Also when the event falls apart, and a part of it stands under another id."""
    desk.add("look-back", "sons", "rumour")
    desk.build()
    visit = next(path for path in desk.events() if "stockholm" in path)
    about = {article for article, *_ in desk.claims()[visit]} - {"visit"}
    assert about
    desk.write(visit, not_about=["visit"])
    desk.build()
    del desk.articles["sons"]
    desk.build()
    desk.build()

    for path, claims in desk.claims().items():
        articles = {article for article, *_ in claims}
        assert not ("visit" in articles and articles & about), path


def test_who_names_the_other_stays(desk: Desk) -> None:
    """Whatever else speaks for the other one, and the correction is not lost with it."""
    one, other = brief(desk, "visit"), brief(desk, "call")
    for path in (one, other):
        desk.write(path, review={"status": "checked", "by": "Ana"})
    desk.build()
    desk.write(one, same_as=[other[7:-3]])
    desk.build()

    assert one in desk.texts
    assert other not in desk.texts
    assert desk.build().changes == ()


def test_a_brief_that_took_another_one_in_can_be_renamed(desk: Desk) -> None:
    """It goes on under its new name, with all that it had."""
    one, other = brief(desk, "visit"), brief(desk, "call")
    desk.write(one, same_as=[other[7:-3]])
    desk.build()
    claims = desk.claims()[one]
    desk.write(one, id="fish", former_ids=[*texts_of(desk.front(one), "former_ids"), one[7:-3]])
    desk.texts["events/fish.md"] = desk.texts.pop(one)
    desk.build()

    assert desk.claims()["events/fish.md"] == claims
    assert desk.build().changes == ()


def test_two_branches_joined_by_git_keep_the_edits_of_both(desk: Desk) -> None:
    """Also where git could not join the machine's own view of a document: it leaves both, and the next build makes one of them."""
    call = brief(desk, "call")
    other = copy.deepcopy(desk)
    desk.write(call, date="2024-06-20")
    desk.build()
    other.write(call, topics=["fish"])
    other.articles["late"] = analyse(
        "late", "2024-06-05", "Lisbon Daily", "A talk\n\nKarin Lindqvist and Rui Tavares spoke by telephone on 2 June 2024.\n"
    )
    other.build()
    ours, theirs = (encode_machine(each.views[call]).decode() for each in (desk, other))
    desk.views[call] = decode_view(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> two\n".encode())
    desk.texts[call] = other.texts[call].replace("\ndate: 2024-06-02", "\ndate: 2024-06-20")
    desk.articles |= other.articles
    plan = desk.build()

    assert (desk.front(call)["date"], desk.front(call)["topics"]) == ("2024-06-20", ["fish"])
    assert plan.owned[call] == {"date", "topics"}
    assert "branch" not in desk.views[call].extra
    assert desk.build().changes == ()


def test_a_merge_of_people_can_be_taken_back(desk: Desk) -> None:
    """Without the id in `same_as` both are there again, each with their own names, and no address leads to the wrong one."""
    desk.add("sons")
    desk.build()
    before = {path: text for path, text in desk.texts.items() if not path.startswith("articles/")}
    desk.write("people/karin-lindqvist.md", same_as=["erik-lindqvist"])
    desk.build()
    assert "people/erik-lindqvist.md" not in desk.texts
    desk.texts["people/karin-lindqvist.md"] = desk.texts["people/karin-lindqvist.md"].replace("same_as: [erik-lindqvist]\n", "")
    desk.build()

    assert {path: text for path, text in desk.texts.items() if not path.startswith("articles/")} == before


def test_a_merge_of_briefs_can_be_taken_back(desk: Desk) -> None:
    """The other brief is there again under its own id."""
    call, visit = brief(desk, "call"), brief(desk, "visit")
    before = dict(desk.texts)
    desk.write(call, same_as=[visit[7:-3]])
    desk.build()
    assert visit not in desk.texts
    desk.texts[call] = desk.texts[call].replace(f"same_as: [{visit[7:-3]}]\n", "")
    desk.build()

    assert desk.texts == before


def test_merged_people_stay_one_when_the_misspelt_article_was_away(desk: Desk) -> None:
    """The other name leads to the survivor, also when no file has it any more."""
    desk.add("sons")
    desk.build()
    erik, karin = "people/erik-lindqvist.md", "people/karin-lindqvist.md"
    assert {erik, karin} <= desk.texts.keys()
    desk.write(karin, same_as=["erik-lindqvist"])
    desk.build()
    assert erik not in desk.texts

    leave_and_return(desk, "sons")

    assert erik not in desk.texts


def test_a_mention_reassigned_in_the_record_means_somebody_else(desk: Desk) -> None:
    """`people: {Solheim: ID}` holds for that article through later builds."""
    desk.write("articles/visit.md", people={"Ingrid Solheim": "somebody-else"})
    desk.build()
    desk.add("look-back")
    desk.build()

    participants = [
        str(item) for path in desk.events() for item in desk.front(path)["participants"] if "visit" in str(desk.front(path)["reports"])
    ]
    assert any("somebody-else" in item for item in participants)


def test_a_retracted_article_counts_for_nothing(desk: Desk) -> None:
    """Its events go with it; its record stays."""
    call = brief(desk, "call")
    desk.write("articles/call.md", standing="retracted")
    desk.build()
    desk.build()

    assert call not in desk.texts
    assert desk.front("articles/call.md")["standing"] == "retracted"


def test_a_day_of_publication_set_in_the_record_holds(desk: Desk) -> None:
    """It dates what the article says, in this build and all later ones."""
    desk.write("articles/held.md", published="2025-01-02")
    for _ in range(3):
        desk.build()

    assert desk.front("articles/held.md")["published"] == "2025-01-02"
    assert any("2025" in str(desk.front(path)["reports"]) for path in desk.events() if "held" in str(desk.front(path)["reports"]))


def test_a_renamed_place_is_called_so_everywhere(desk: Desk) -> None:
    """Also in titles, and after articles came and went."""
    desk.write("places/lisbon.md", name="Lisboa")
    desk.build()
    leave_and_return(desk, "held")

    assert desk.front("places/lisbon.md")["name"] == "Lisboa"
    assert any("Lisboa" in str(desk.front(path)["title"]) for path in desk.events())


@pytest.mark.parametrize("name", ["President Ingrid Solheim-Berg", "Ingrid Berg", "Solheim"])
def test_a_renamed_person_is_the_same_person(desk: Desk, name: str) -> None:
    """Whatever the new name: the articles go on using the old one, also after a while in which none of them was there."""
    desk.write("people/ingrid-solheim.md", name=name)
    desk.build()
    leave_and_return(desk, "visit")
    desk.add("look-back", "sons")
    desk.build()

    assert [path for path in desk.texts if "solheim" in path and path.startswith("people/")] == ["people/ingrid-solheim.md"]
    assert desk.front("people/ingrid-solheim.md")["name"] == name
    assert sum("{person: ingrid-solheim," in desk.texts[path] for path in desk.events()) == 2


def by_hand(desk: Desk, **facts: str) -> str:
    actors = [("person", "karin-lindqvist", "participant"), ("person", "rui-tavares", "participant")]
    change = editing.new_event(desk.texts, "Our fish call", kind="call", participants=actors, status="planned", **facts)
    desk.texts[change.path] = change.text or ""
    return change.path


def test_a_brief_by_hand_takes_in_the_reports_that_come_later() -> None:
    """Same kind, people and day: it stays as it was written, what was left empty is filled in, and facts that differ are suggested."""
    desk = Desk()
    path = by_hand(desk, date="2024-06-02")
    desk.build()
    desk.add("call")
    plan = desk.build()

    assert [path for path in desk.events() if desk.front(path)["kind"] == "call"] == [path]
    front = desk.front(path)
    assert (front["title"], front["status"], front["date"]) == ("Our fish call", "planned", "2024-06-02")
    assert [report["article"] for report in maps_of(front, "reports")] == ["call"]
    assert "spoke by telephone" in str(front["summary"])
    assert ("status", "happened") in [(item.field, item.machine) for item in plan.suggestions]
    assert not {"title", "summary", "date"} & {item.field for item in plan.suggestions}
    assert desk.build().changes == ()
    del desk.articles["call"]
    desk.build()
    assert desk.front(path)["title"] == "Our fish call"


def test_a_brief_by_hand_that_may_be_meant_is_pointed_out() -> None:
    """Another day: nothing is joined, and the queue asks; "yes" makes one of the two, under the id written by hand."""
    desk = Desk()
    path = by_hand(desk, date="2024-06-03")
    desk.add("call")
    plan = desk.build()
    calls = [path for path in desk.events() if desk.front(path)["kind"] == "call"]
    assert len(calls) == 2
    (item,) = [item for item in editing.build_queue(plan, desk.maybe_same) if item.kind == "maybe"]
    assert {item.path, item.other} == {*calls}

    change = editing.merge(desk.texts, path, [next(other for other in calls if other != path)])
    desk.texts[path] = change.text or ""
    desk.build()

    assert [other for other in desk.events() if desk.front(other)["kind"] == "call"] == [path]
    assert (desk.front(path)["title"], desk.front(path)["date"]) == ("Our fish call", "2024-06-03")
    assert desk.claims()[path]
    assert desk.build().changes == ()


def test_briefs_without_the_machines_views_are_known_by_their_reports(desk: Desk) -> None:
    """Who deletes content/_machine/ gets it back, and no brief twice; what was edited is kept."""
    call = brief(desk, "call")
    desk.write(call, date="2024-06-09")
    desk.build()
    before = dict(desk.texts)
    desk.views = {}
    desk.build()

    assert desk.texts == before
    assert "edited" in desk.views[call].extra
    assert desk.build().changes == ()


def test_a_renamed_record_takes_its_analysis_along(desk: Desk) -> None:
    """With the old name in `former_ids`: reports, corrections and the record itself go on under the new one."""
    desk.add("look-back")
    desk.build()
    visit = next(path for path in desk.events() if "stockholm-2024" in path)
    desk.write(visit, not_about=["look-back"])
    desk.write("articles/look-back.md", tags=["ours"])
    desk.build()
    before = desk.claims()
    for old, new in (("look-back", "fish"), ("call", "phone")):
        desk.write(f"articles/{old}.md", id=new, former_ids=[old])
        desk.texts[f"articles/{new}.md"] = desk.texts.pop(f"articles/{old}.md")
    desk.build()

    names = {"look-back": "fish", "call": "phone"}
    assert desk.claims() == {path: {(names.get(article, article), *rest) for article, *rest in claims} for path, claims in before.items()}
    assert desk.front("articles/fish.md")["tags"] == ["ours"]
    assert not [path for path in desk.texts if path in ("articles/look-back.md", "articles/call.md")]
    assert desk.build().changes == ()


def test_a_renamed_brief_keeps_following_the_articles(desk: Desk) -> None:
    """The file's name is the id; the old one among `former_ids` redirects."""
    call = brief(desk, "call")
    text = desk.texts.pop(call)
    old = call[len("events/") : -len(".md")]
    desk.texts["events/the-call.md"] = text.replace(f"id: {old}", "id: the-call").replace("former_ids: []", f"former_ids: [{old}]")
    desk.build()
    desk.change("call")
    desk.build()

    assert call not in desk.texts
    assert desk.front("events/the-call.md")["former_ids"] == [old]
    assert desk.claims()["events/the-call.md"]


def test_a_brief_copied_under_a_new_id_is_named(desk: Desk) -> None:
    """Both files stay; the build says that they hold the same reports."""
    call = brief(desk, "call")
    desk.texts["events/copy.md"] = desk.texts[call].replace(f"id: {call[7:-3]}", "id: copy")
    plan = desk.build()

    assert [(problem.code, problem.path) for problem in plan.problems] == [("brief-copy", "events/copy.md")]
    assert "events/copy.md" in desk.texts


@pytest.mark.parametrize(
    "wreck",
    ["---\ntitle: [\n---\n", "---\ntitle: half", "<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n"],
    ids=["YAML", "half a file", "git"],
)
def test_a_damaged_brief_keeps_its_last_good_form(desk: Desk, wreck: str) -> None:
    """With what an editor had set in it; the file is left as it is."""
    call = brief(desk, "call")
    desk.write(call, date="1999-01-01", hidden="true")
    desk.build()
    good = desk.texts[call]
    desk.texts[call] = broken = wreck.replace("{text}", good)
    plan = desk.build()
    desk.build()

    (document,) = [document for document in plan.documents if document.path == call]
    assert (document.front_matter["date"], document.front_matter["hidden"]) == ("1999-01-01", "true")
    assert desk.texts[call] == broken

    desk.texts[call] = good
    desk.build()

    assert desk.front(call)["date"] == "1999-01-01"


def test_conflict_markers_in_the_text_below_are_found_too(desk: Desk) -> None:
    """They would be published otherwise."""
    from beatbook.briefing import read_known  # noqa: PLC0415 - only here

    call = brief(desk, "call")
    desk.texts[call] += "\n<<<<<<< HEAD\nOne.\n=======\nOther.\n>>>>>>> branch\n"
    _, problems = read_known(desk.texts, desk.views)

    (problem,) = problems
    assert (problem.code, problem.path) == ("brief-conflict", call)
    assert desk.texts[call].split("\n")[(problem.line or 0) - 1].startswith("<<<<<<<")


def test_a_checked_brief_says_what_changed_since(desk: Desk) -> None:
    """Until it is checked again."""
    from beatbook.briefing import changed_since  # noqa: PLC0415 - only here
    from beatbook.editing import check_brief  # noqa: PLC0415 - only here

    path = next(path for path in desk.events() if "held" in str(desk.front(path)["reports"]))
    desk.texts[path] = check_brief(desk.texts, path, by="Ana", on="2024-05-17").text or ""
    desk.build()
    assert list(changed_since(desk.front(path), desk.views[path])) == []

    desk.add("look-back")
    desk.build()
    changed = list(changed_since(desk.front(path), desk.views[path]))
    assert ("reports", "", "look-back happened") in changed

    desk.texts[path] = check_brief(desk.texts, path, by="Ana", on="2024-05-17").text or ""
    desk.build()
    assert list(changed_since(desk.front(path), desk.views[path])) == []


def test_a_declined_suggestion_does_not_come_again(desk: Desk) -> None:
    """Not for this value."""
    from beatbook.editing import decline  # noqa: PLC0415 - only here

    path = next(path for path in desk.events() if "held" in str(desk.front(path)["reports"]))
    desk.write(path, date="1999-01-01")
    desk.build()
    view = desk.views[path]
    desk.views[path] = replace(
        view, extra={**view.extra, "memory": {"removed": [], "overruled": {"date": {"machine": "1998", "yours": "1999-01-01"}}}}
    )
    plan = desk.build()
    (offer,) = plan.suggestions

    desk.texts[path] = decline(desk.texts, path, "date", offer.machine).text or ""

    assert desk.build().suggestions == ()
    assert desk.front(path)["date"] == "1999-01-01"


def test_a_damaged_machine_view_is_made_anew(newsroom) -> None:
    """Numbers where texts belong: named, and no crash."""
    newsroom.add_reports("held")
    newsroom.run()
    view = next((newsroom.content / "_machine" / "events").glob("*.json"))
    view.write_text('{"front_matter": {"title": 5}, "body": "", "updated": null, "extra": {}}', "utf-8")

    done = newsroom.run("--verbose")

    assert done.returncode == 0, done.stderr
    assert "the machine's own file is damaged" in done.stderr
