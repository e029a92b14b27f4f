"""Random sequences of articles, edits and corrections, through the real merging: what people said holds, whatever comes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatbook.briefing.fields import texts_of
from tests.editing.desk import ARTICLES, EDITED, Desk, Said

if TYPE_CHECKING:
    from collections.abc import Callable

IDS = sorted(ARTICLES)
# EXAMPLES=2000 pytest tests/editing/test_life.py drives longer than every commit needs.
EASY = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@dataclass
class Editor:
    """Somebody who corrects, and remembers what was said."""

    desk: Desk = field(default_factory=Desk)
    traces: dict[str, str] = field(default_factory=dict)  # what was written -> path of the file
    dates: dict[str, str] = field(default_factory=dict)  # path -> date
    together: list[frozenset[Said]] = field(default_factory=list)
    apart: list[tuple[frozenset[Said], frozenset[Said]]] = field(default_factory=list)
    away: dict[str, frozenset[Said]] = field(default_factory=dict)  # path of a brief that was deleted -> its claims
    hidden: list[str] = field(default_factory=list)
    touched: set[Said] = field(default_factory=set)  # claims that a correction speaks of already
    log: list[str] = field(default_factory=list)

    # ---- what happens

    def article(self, which: int, _: int) -> None:
        id_ = IDS[which % len(IDS)]
        if id_ in self.desk.articles:
            del self.desk.articles[id_]
        else:
            self.desk.add(id_)
        self.log.append(f"article {id_}")

    def edition(self, which: int, _: int) -> None:
        present = [id_ for id_ in EDITED if id_ in self.desk.articles]
        if present:
            self.desk.change(present[which % len(present)])
            self.log.append(f"edition {present[which % len(present)]}")

    def comment(self, which: int, number: int) -> None:
        if path := self.pick(self.desk.texts, which):
            trace = f"# remark {len(self.traces)}-{number}"
            self.desk.texts[path] = self.desk.texts[path].replace("---\n", f"---\n{trace}\n", 1)
            self.traces[trace] = path
            self.log.append(f"comment {path}")

    def paragraph(self, which: int, number: int) -> None:
        if path := self.pick(self.desk.events(), which):
            trace = f"Paragraph {len(self.traces)}-{number}."
            self.desk.texts[path] = self.desk.texts[path].rstrip("\n") + f"\n\n{trace}\n"
            self.traces[trace] = path
            self.log.append(f"paragraph {path}")

    def date(self, which: int, number: int) -> None:
        if path := self.pick(self.fresh(), which):
            self.dates[path] = f"1999-01-{1 + number % 28:02}"
            self.desk.write(path, date=self.dates[path])
            self.log.append(f"date {path}")

    def same(self, which: int, number: int) -> None:
        one, other = self.two(which, number)
        if other:
            claims = self.desk.claims()
            self.together.append(claims[one] | claims[other])
            self.touched |= claims[one] | claims[other]
            self.desk.write(one, same_as=[other[7:-3]])
            self.log.append(f"same {one} {other}")

    def other(self, which: int, number: int) -> None:
        one, other = self.two(which, number)
        if other:
            claims = self.desk.claims()
            self.apart.append((claims[one], claims[other]))
            self.touched |= claims[one] | claims[other]
            self.desk.write(one, not_same_as=[other[7:-3]])
            self.log.append(f"other {one} {other}")

    def split(self, which: int, number: int) -> None:
        several = [path for path in self.fresh() if len({article for article, *_ in self.desk.claims()[path]}) > 1]
        if path := self.pick(several, which):
            claims = self.desk.claims()[path]
            articles = sorted({article for article, *_ in claims})
            moved = articles[number % len(articles)]
            new = f"events/own-{len(self.apart)}-{len(self.together)}.md"
            if new not in self.desk.texts:
                self.desk.texts[new] = f"---\nid: {new[7:-3]}\nsplit: [{moved}]\nsplit_from: {path[7:-3]}\n---\n"
                gone = frozenset(claim for claim in claims if claim[0] == moved)
                self.apart.append((claims - gone, gone))
                self.touched |= claims
                self.log.append(f"split {path} {moved}")

    def not_about(self, which: int, number: int) -> None:
        if path := self.pick(self.fresh(), which):
            claims = self.desk.claims()[path]
            articles = sorted({article for article, *_ in claims})
            if len(articles) > 1:
                out = articles[number % len(articles)]
                gone = frozenset(claim for claim in claims if claim[0] == out)
                self.apart.append((claims - gone, gone))
                self.touched |= claims
                self.desk.write(path, not_about=[out])
                self.log.append(f"not about {path} {out}")

    def hide(self, which: int, _: int) -> None:
        if path := self.pick(self.fresh(), which):
            self.desk.write(path, hidden="true")
            self.hidden.append(path)
            self.touched |= self.desk.claims()[path]
            self.log.append(f"hide {path}")

    def delete(self, which: int, _: int) -> None:
        if path := self.pick(self.fresh(), which):
            claims = self.desk.claims()[path]
            self.away[path] = claims
            self.touched |= claims
            del self.desk.texts[path]
            self.traces = {trace: where for trace, where in self.traces.items() if where != path}
            self.log.append(f"delete {path}")

    def alias(self, which: int, number: int) -> None:
        if path := self.pick([path for path in self.desk.texts if path.startswith("people/")], which):
            trace = f"Alias {len(self.traces)} {number}"
            self.desk.write(path, aliases=[*texts_of(self.desk.front(path), "aliases"), trace])
            self.traces[trace] = path
            self.log.append(f"alias {path}")

    # ---- how to choose

    def pick(self, paths: list[str] | dict[str, str], which: int) -> str:
        ordered = sorted(paths)
        return ordered[which % len(ordered)] if ordered else ""

    def fresh(self) -> list[str]:
        """Briefs with claims, of which no correction speaks yet."""
        claims = self.desk.claims()
        held = {*self.dates, *self.hidden}
        return [path for path in self.desk.events() if claims.get(path) and not claims[path] & self.touched and path not in held]

    def two(self, which: int, number: int) -> tuple[str, str]:
        one = self.pick(self.fresh(), which)
        other = self.pick([path for path in self.fresh() if path != one], number)
        return one, other

    # ---- what must hold

    def check(self) -> None:
        claims = self.desk.claims()
        owner = {claim: path for path, found in claims.items() for claim in found}
        for together in self.together:
            assert len({owner[claim] for claim in together if claim in owner}) <= 1, "merged events fell apart"
        for one, other in self.apart:
            assert not {owner[claim] for claim in one if claim in owner} & {owner[claim] for claim in other if claim in owner}, (
                "joined again"
            )
        for path, away in self.away.items():
            assert path not in self.desk.texts
            for shown in self.desk.events():  # a part of it may prove to be another event, or one that somebody edited
                if "edited" not in self.desk.views[shown].extra:
                    assert len(away & claims.get(shown, frozenset())) * 2 <= len(away), "a deleted brief came back"
        for path, date in self.dates.items():
            assert self.desk.front(path)["date"] == date
        for path in self.hidden:
            assert self.desk.front(path)["hidden"] == "true"
        written = "\n".join(self.desk.texts.values())
        assert [trace for trace in self.traces if trace not in written] == []


DEEDS: tuple[Callable[[Editor, int, int], None], ...] = (
    Editor.article, Editor.article, Editor.article, Editor.edition, Editor.comment, Editor.paragraph, Editor.date, Editor.same,
    Editor.other, Editor.split, Editor.not_about, Editor.hide, Editor.delete, Editor.alias,
)  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(range(len(DEEDS))), st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=9)


@settings(EASY, max_examples=int(os.environ.get("EXAMPLES", "60")))
@given(st.sets(st.sampled_from(IDS), min_size=2), STEPS)
def test_what_people_said_holds_whatever_comes(start: set[str], steps: list[tuple[int, int, int]]) -> None:
    """No human byte is lost, no correction comes back, and a rebuild without change writes nothing."""
    editor = Editor()
    editor.desk.add(*sorted(start))
    editor.desk.build()
    for deed, which, number in steps:
        DEEDS[deed](editor, which, number)
        editor.desk.build()
        editor.check()
        views = editor.desk.views
        again = editor.desk.build()
        assert [change.path for change in again.changes] == []
        assert again.views == views


@settings(EASY, max_examples=int(os.environ.get("EXAMPLES", "40")))
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
