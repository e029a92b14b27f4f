"""Random sequences of articles, edits and corrections, through the real merging: what people said holds, whatever comes."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.editing.desk import Desk
from tests.editing.life import DEEDS, IDS, live

EXAMPLES = int(os.environ.get("BEATBOOK_EXAMPLES", "0"))  # `make soak`: 2,000
EASY = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


STEPS = st.lists(st.tuples(st.sampled_from(range(len(DEEDS))), st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=9)


@settings(EASY, max_examples=EXAMPLES or 80)
@given(st.sets(st.sampled_from(IDS), min_size=2), STEPS)
def test_what_people_said_holds_whatever_comes(start: set[str], steps: list[tuple[int, int, int]]) -> None:
    """No human byte is lost, no correction comes back, and a rebuild without change writes nothing."""
    live(start, steps)


@settings(EASY, max_examples=EXAMPLES or 40)
@given(st.lists(st.sampled_from(IDS), min_size=1, max_size=12), st.sets(st.sampled_from(IDS)))
def test_the_way_does_not_show_but_in_ids(path: list[str], last: set[str]) -> None:
    """Whatever articles came and went, and in which order: the end is what a build from nothing makes of those that are left."""
    desk, fresh = Desk(), Desk()
    for id_ in path:
        if id_ in desk.articles:
            del desk.articles[id_]
        else:
            desk.add(id_)
        desk.build()
    desk.articles.clear()
    desk.add(*sorted(last))
    fresh.add(*sorted(last))
    desk.build()
    fresh.build()

    assert plain(desk) == plain(fresh)


def plain(desk: Desk) -> list[str]:
    """All documents without ids and former ids."""
    events = {
        path[7:-3]: f"event-{number}"
        for number, path in enumerate(sorted(desk.events(), key=lambda path: desk.texts[path][desk.texts[path].index("\ntitle") :]))
    }
    texts = []
    for path, text in desk.texts.items():
        lines = [line for line in text.split("\n") if not line.startswith(("id: ", "former_ids: "))]
        lines = [f"part_of: {events.get(line[9:], line[9:])}" if line.startswith("part_of: ") else line for line in lines]
        texts.append("\n".join([path.partition("/")[0], *lines]))
    return sorted(texts)
