"""People win: the three-way merge of what the machine held, what it holds now and what stands in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.briefing.model import Suggestion
from beatbook.briefing.three_way import Memory, Merge, Version, item_key, merge_body, merge_order, merge_versions

if TYPE_CHECKING:
    from beatbook.strictyaml import YamlValue

HOST = {"person": "ana-marin", "role": "host"}
GUEST = {"person": "tomas-vell", "role": "visitor"}
AIDE = {"person": "lea-orav", "role": "attendee"}


def merge(base: dict[str, YamlValue], new: dict[str, YamlValue], ours: dict[str, YamlValue], memory: Memory | None = None) -> Merge:
    return merge_versions(Version(base), Version(new), Version(ours), path="events/x.md", memory=memory)


# ---- fields


def test_an_untouched_field_follows_the_machine() -> None:
    """What nobody edited is what the machine says now."""
    assert merge({"date": "2021-05"}, {"date": "2021-05-03"}, {"date": "2021-05"}).front_matter == {"date": "2021-05-03"}


def test_an_edited_field_holds() -> None:
    """What a person set stays, however often the machine is asked."""
    assert merge({"date": "2021-05-04"}, {"date": "2021-05-04"}, {"date": "2021-05-03"}).front_matter == {"date": "2021-05-03"}


def test_where_both_changed_the_persons_holds_and_the_difference_is_a_suggestion() -> None:
    """The machine's new value is offered, not taken."""
    merged = merge({"date": "2021-05"}, {"date": "2021-05-04"}, {"date": "2021-05-03"})

    assert merged.front_matter == {"date": "2021-05-03"}
    assert merged.suggestions == (Suggestion("events/x.md", "date", "2021-05-03", "2021-05-04"),)


def test_overruling_the_machine_is_no_disagreement_to_report() -> None:
    """A person who corrects the machine is not told at once that the machine thought otherwise."""
    assert merge({"date": "2021-05-04"}, {"date": "2021-05-04"}, {"date": "2021-05-03"}).suggestions == ()


def test_a_suggestion_stands_until_it_is_dealt_with() -> None:
    """The next build, which has nothing new, suggests the same and not nothing."""
    first = merge({"date": "2021-05"}, {"date": "2021-05-04"}, {"date": "2021-05-03"})
    second = merge({"date": "2021-05-04"}, {"date": "2021-05-04"}, first.front_matter, first.memory)

    assert second == first


def test_a_new_decision_silences_the_old_suggestion() -> None:
    """A person who edits the field again has seen what the machine says."""
    first = merge({"date": "2021-05"}, {"date": "2021-05-04"}, {"date": "2021-05-03"})
    second = merge({"date": "2021-05-04"}, {"date": "2021-05-04"}, {"date": "2021-05-02"}, first.memory)

    assert second.suggestions == ()


def test_a_correction_with_which_the_machine_agreed_for_a_while_still_holds() -> None:
    """The machine comes round to the person's date and strays again: the person's date stays."""
    first = merge({"date": "2021-05-04"}, {"date": "2021-05-04"}, {"date": "2021-05-03"})
    second = merge({"date": "2021-05-04"}, {"date": "2021-05-03"}, first.front_matter, first.memory)
    third = merge({"date": "2021-05-03"}, {"date": "2021-05-09"}, second.front_matter, second.memory)

    assert third.front_matter == {"date": "2021-05-03"}


def test_a_field_that_a_person_deleted_stays_deleted() -> None:
    """Even when the machine drops the field for one build and comes back with it."""
    first = merge({"a": "1", "topics": ["fish"]}, {"a": "1", "topics": ["fish"]}, {"a": "1"})
    second = merge({"a": "1", "topics": ["fish"]}, {"a": "1"}, first.front_matter, first.memory)
    third = merge({"a": "1"}, {"a": "1", "topics": ["fish", "ice"]}, second.front_matter, second.memory)

    assert third.front_matter == {"a": "1"}


def test_unknown_keys_are_kept() -> None:
    """A key that only a person knows stays where it is."""
    merged = merge({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "1", "my_note": "x", "b": "2"})

    assert list(merged.front_matter.items()) == [("a", "1"), ("my_note", "x"), ("b", "3")]


# ---- items of lists


def test_a_removed_participant_stays_out_while_others_follow_the_machine() -> None:
    """Each participant is merged on its own."""
    merged = merge({"participants": [HOST, GUEST]}, {"participants": [HOST, GUEST, AIDE]}, {"participants": [GUEST]})

    assert merged.front_matter["participants"] == [GUEST, AIDE]


def test_a_removed_participant_does_not_come_back_after_the_machine_lost_and_found_it() -> None:
    """The removal outlives a build in which the machine did not see the participant either."""
    first = merge({"participants": [HOST, GUEST]}, {"participants": [GUEST]}, {"participants": [GUEST]})
    second = merge({"participants": [GUEST]}, {"participants": [HOST, GUEST]}, first.front_matter, first.memory)

    assert second.front_matter["participants"] == [GUEST]


def test_an_added_participant_stays_and_an_edited_role_holds() -> None:
    """People and machine may both add; a role that a person set is theirs."""
    edited = {"person": "tomas-vell", "role": "host"}
    merged = merge({"participants": [HOST, GUEST]}, {"participants": [HOST, GUEST]}, {"participants": [HOST, edited, AIDE]})

    assert merged.front_matter["participants"] == [HOST, edited, AIDE]


def test_suggestions_name_the_item_and_its_field() -> None:
    """A difference inside a list says where it is."""
    ours = {"person": "tomas-vell", "role": "host"}
    now = {"person": "tomas-vell", "role": "attendee"}
    merged = merge({"participants": [GUEST]}, {"participants": [now]}, {"participants": [ours]})

    assert [(item.field, item.yours, item.machine) for item in merged.suggestions] == [
        ("participants[tomas-vell].role", "host", "attendee")
    ]


def test_reports_are_merged_by_article_and_claims_by_their_words() -> None:
    """A new report joins the list although a person corrected a claim of another one."""
    claim = {"status": "happened", "at": "1-9", "quote": "They met."}
    one = {"article": "one", "status": "happened", "claims": [claim]}
    two = {"article": "two", "status": "planned", "claims": []}
    ours = {**one, "claims": [{**claim, "date": "2021-05-03"}]}
    merged = merge({"reports": [one]}, {"reports": [two, one]}, {"reports": [ours]})

    assert merged.front_matter["reports"] == [two, ours]


def test_words_of_a_plain_list_are_merged_one_by_one() -> None:
    """An alias that a person added stays, one that they removed stays away, the machine's new one comes in."""
    merged = merge({"aliases": ["A", "B"]}, {"aliases": ["A", "B", "C"]}, {"aliases": ["B", "X"]})

    assert merged.front_matter["aliases"] == ["B", "X", "C"]


def test_a_list_in_which_two_items_have_one_key_belongs_to_the_person() -> None:
    """Where items cannot be told apart the list is one value."""
    ours = [HOST, {"person": "ana-marin", "role": "speaker"}]
    merged = merge({"participants": [HOST]}, {"participants": [HOST, GUEST]}, {"participants": ours})

    assert merged.front_matter["participants"] == ours
    assert len(merged.suggestions) == 1


def test_an_order_that_a_person_changed_holds() -> None:
    """Participants put in another order by hand stay in it; new ones come behind their neighbour."""
    merged = merge({"participants": [HOST, GUEST]}, {"participants": [HOST, AIDE, GUEST]}, {"participants": [GUEST, HOST]})

    assert merged.front_matter["participants"] == [GUEST, HOST, AIDE]


@pytest.mark.parametrize(
    ("base", "new", "ours", "order"),
    [
        ("ab", "abc", "ab", "abc"),
        ("ab", "cab", "ab", "cab"),
        ("ab", "ba", "ab", "ba"),
        ("ab", "abc", "xab", "xabc"),
        ("ab", "abc", "axb", "axbc"),
        ("ab", "abc", "ba", "bca"),
        ("", "ab", "ba", "ba"),
    ],
)
def test_order_is_the_machines_unless_a_person_changed_it(base: str, new: str, ours: str, order: str) -> None:
    """One letter an item."""
    assert "".join(merge_order(base, new, ours, set(new) | set(ours))) == order


@pytest.mark.parametrize(
    ("name", "item", "key"),
    [
        ("participants", {"organization": "lna", "role": "host"}, "lna"),
        ("roles", {"title": "President", "country": "LV"}, "President LV"),
        ("topics", "fisheries", "fisheries"),
        ("own_list", {"name": "x"}, "x"),
        ("own_list", {"colour": "x"}, None),
        ("participants", {"role": "host"}, None),
    ],
)
def test_items_are_known_by_what_they_are_about(name: str, item: YamlValue, key: str | None) -> None:
    """Participants by id, reports by article, roles by title and country; an item without any of that by nothing."""
    assert item_key(name, item) == key


# ---- the body


def test_a_persons_paragraph_stays_and_the_machines_change() -> None:
    """Paragraphs are merged like items."""
    assert merge_body("One.\n\nTwo.", "One, new.\n\nTwo.", "One.\n\nMine.\n\nTwo.") == "One, new.\n\nMine.\n\nTwo."


def test_an_edited_paragraph_holds() -> None:
    """A paragraph that both changed is the person's, beside the machine's new one."""
    assert "Mine." in merge_body("One.", "One, new.", "Mine.").split("\n\n")


# ---- laws

SCALARS = st.sampled_from(["", "a", "b", "2021-05-03"])
ITEMS = st.sampled_from(["ana-marin", "tomas-vell", "lea-orav", "lna"])
PARTICIPANTS = st.dictionaries(ITEMS, SCALARS, max_size=4).map(lambda roles: [{"person": id_, "role": role} for id_, role in roles.items()])
REPORTS = st.dictionaries(ITEMS, PARTICIPANTS, max_size=3).map(
    lambda found: [{"article": id_, "claims": claims} for id_, claims in found.items()]
)
DOCUMENTS: st.SearchStrategy[dict[str, YamlValue]] = st.fixed_dictionaries(
    {},
    optional={
        "date": SCALARS,
        "status": SCALARS,
        "participants": PARTICIPANTS,
        "reports": REPORTS,
        "topics": st.lists(SCALARS, max_size=3),
        "editor": st.dictionaries(ITEMS, SCALARS, max_size=2),
    },
)
BODIES = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Four."]), max_size=4).map("\n\n".join)


@given(DOCUMENTS, DOCUMENTS, BODIES, BODIES)
def test_without_edits_the_machine_is_followed_and_without_news_the_person(
    one: dict[str, YamlValue], other: dict[str, YamlValue], body: str, other_body: str
) -> None:
    """Merging a change of one side only gives that side."""
    mine, new = Version(one, body), Version(other, other_body)
    follow, keep = merge_versions(mine, new, mine), merge_versions(mine, mine, new)

    assert (follow.front_matter, follow.body, follow.suggestions) == (other, other_body, ())
    assert (keep.front_matter, keep.body, keep.suggestions) == (other, other_body, ())


@given(DOCUMENTS, DOCUMENTS)
def test_agreement_is_taken(base: dict[str, YamlValue], both: dict[str, YamlValue]) -> None:
    """Where person and machine came to the same there is nothing to suggest."""
    merged = merge(base, both, both)

    assert (merged.front_matter, merged.suggestions) == (both, ())


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_merging_again_changes_nothing(base: dict[str, YamlValue], new: dict[str, YamlValue], ours: dict[str, YamlValue]) -> None:
    """The outcome is at rest: a second build of the same input gives the same document and the same memory."""
    first = merge(base, new, ours)
    second = merge(new, new, first.front_matter, first.memory)
    third = merge(new, new, second.front_matter, second.memory)

    assert second.front_matter == first.front_matter
    assert third == second


@given(DOCUMENTS, st.lists(DOCUMENTS, min_size=1, max_size=5), DOCUMENTS)
def test_what_a_person_set_outlives_every_change_of_mind_of_the_machine(
    base: dict[str, YamlValue], machine: list[dict[str, YamlValue]], ours: dict[str, YamlValue]
) -> None:
    """Fields that a person changed, added or removed are as they left them after any number of builds."""
    outcome = merge(base, base, ours)
    view = base
    for new in machine:
        outcome = merge(view, new, outcome.front_matter, outcome.memory)
        view = new

    for key in ("date", "status"):
        if key in base and ours.get(key) != base[key]:
            assert outcome.front_matter.get(key) == ours.get(key)
