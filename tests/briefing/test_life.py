"""Sequences of edits, news and builds: no human byte is lost, and a build that has nothing to do does nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.briefing import MachineView, plan_briefing
from tests.briefing.factories import make_article, make_event, make_merged, make_report, read_rules

if TYPE_CHECKING:
    from beatbook.merging.model import Event, Merged

BRIEF = "events/marin-vell-riga-2021.md"
RULES = read_rules()
ARTICLES = [make_article(f"article-{n}") for n in range(3)]

EDITS = {  # name -> (text to find, text to put in its place); each leaves a trace that must survive
    "comment": ("status:", "# from the desk\nstatus:"),
    "remark": ("standing: confirmed", "standing: confirmed   # by both"),
    "own key": ("review:", "our_key: [x, y]\nreview:"),
    "date": ("date: 2021-05", "date: 1999-12-31 # was 2021-05"),
    "title": ("title: ", "title: Ours, "),
    "participant": ("participants:\n", "participants:\n  - {person: lea-orav, role: speaker}  # too\n"),
}
TRACES = {
    "comment": "# from the desk\n",
    "remark": "# by both",
    "own key": "our_key: [x, y]\n",
    "date": "1999-12-31",
    "title": "Ours, ",
    "participant": "  - {person: lea-orav, role: speaker}  # too\n",
}

EVENTS = st.builds(
    lambda date, status, topics, reports, place: make_event(
        date=date, status=status, topics=topics, place=place, reports=tuple(make_report(f"article-{n}", status) for n in sorted(reports))
    ),
    st.sampled_from(["2021-05-03", "2021-05-04", "2021-05", None]),
    st.sampled_from(["planned", "happened", "cancelled"]),
    st.sampled_from([(), ("ice",), ("ice", "fisheries")]),
    st.sets(st.sampled_from([0, 1, 2]), min_size=1),
    st.sampled_from(["riga", None]),
)


def merged_view(event: Event | None) -> Merged:
    merged = make_merged(*([event] if event else []), articles=ARTICLES)
    return merged if event else replace(merged, events=())


def build(event: Event | None, texts: dict[str, str], views: dict[str, MachineView]) -> dict[str, MachineView]:
    """One build into `texts`, followed by one that must change nothing."""
    plan = plan_briefing(merged_view(event), texts, views, RULES)
    for change in plan.changes:
        if change.text is None:
            del texts[change.path]
        else:
            texts[change.path] = change.text
    again = plan_briefing(merged_view(event), texts, plan.views, RULES)
    assert again.changes == ()
    assert again.views == plan.views
    assert again.suggestions == plan.suggestions
    return plan.views


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.lists(st.sampled_from(sorted(EDITS)) | EVENTS | st.just("gone"), min_size=1, max_size=7))
def test_every_edit_outlives_every_later_build(first: Event, steps: list[Event | str]) -> None:
    """Whatever is edited stays to the byte, whatever the articles say next, even that there is no such event."""
    texts: dict[str, str] = {}
    event: Event | None = first
    views = build(event, texts, {})
    traces: set[str] = set()
    for step in steps:
        if isinstance(step, str) and step in EDITS:
            old, new = EDITS[step]
            if BRIEF in texts and old in texts[BRIEF] and step not in traces:
                texts[BRIEF] = texts[BRIEF].replace(old, new, 1)
                traces.add(step)
        else:
            event = None if isinstance(step, str) else step
        views = build(event, texts, views)

        assert [name for name in sorted(traces) if TRACES[name] not in texts[BRIEF]] == []


@settings(max_examples=40, deadline=None)
@given(st.lists(EVENTS | st.none(), min_size=1, max_size=5), EVENTS)
def test_the_way_does_not_show_in_untouched_files(path: list[Event | None], last: Event) -> None:
    """After any history without edits the folder is what a build from nothing makes of the last articles."""
    texts: dict[str, str] = {}
    views: dict[str, MachineView] = {}
    for event in [*path, last]:
        views = build(event, texts, views)
    fresh: dict[str, str] = {}
    build(last, fresh, {})

    assert texts == fresh


@settings(max_examples=40, deadline=None)
@given(
    EVENTS, st.lists(EVENTS | st.none(), min_size=1, max_size=4), st.sampled_from(["title: [", "---\n---\ntitle: a: b\n", "\x00", "half"])
)
def test_a_broken_file_is_never_written(first: Event, news: list[Event | None], wreck: str) -> None:
    """Nothing is done to a file that cannot be read."""
    texts: dict[str, str] = {}
    views = build(first, texts, {})
    texts[BRIEF] = f"---\ntitle: one\n  two: {wreck}"
    broken = texts[BRIEF]
    for event in news:
        views = build(event, texts, views)

    assert texts[BRIEF] == broken
