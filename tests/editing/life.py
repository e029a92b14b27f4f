"""Somebody who corrects a digest in memory, step by step, and remembers what was said: for sequences that nobody thought of."""

from __future__ import annotations

import copy
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from beatbook import editing
from beatbook.briefing.fields import maps_of, text_of, texts_of
from beatbook.briefing.three_way import item_key
from beatbook.machine_files import decode_view, encode_machine
from tests.editing.desk import ARTICLES, EDITED, Desk, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


IDS = sorted(ARTICLES)


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
    removed: list[tuple[str, str]] = field(default_factory=list)  # path of a brief, who takes no part
    gone: list[str] = field(default_factory=list)  # articles that were retracted
    names: dict[str, str] = field(default_factory=dict)  # path of a profile -> its name
    absorbed: list[str] = field(default_factory=list)  # paths of profiles that are part of another one
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
            self.dates[path] = f"19{10 + len(self.dates)}-01-{1 + number % 28:02}"
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

    def topic(self, which: int, _: int) -> None:
        if path := self.pick(self.desk.events(), which):
            trace = f"topic {len(self.traces)}"
            self.desk.write(path, topics=[*texts_of(self.desk.front(path), "topics"), trace])
            self.traces[trace] = path
            self.log.append(f"topic {path}")

    def out(self, which: int, number: int) -> None:
        """Somebody takes no part."""
        if path := self.pick(self.fresh(), which):
            actors = maps_of(self.desk.front(path), "participants")
            if actors:
                out = actors[number % len(actors)]
                self.desk.write(path, participants=[actor for actor in actors if actor != out])
                self.removed.append((path, item_key("participants", out) or ""))
                self.log.append(f"out {path} {out}")

    def own(self, which: int, number: int) -> None:
        """A brief by hand, on nobody and no day that an article tells of."""
        trace = f"By hand {len(self.traces)}"
        change = editing.new_event(self.desk.texts, trace, date=f"1950-01-{1 + number % 28:02}", kind=("meeting", "other")[which % 2])
        self.desk.texts[change.path] = change.text or ""
        self.traces[trace] = change.path
        self.log.append(f"own {change.path}")

    def rename(self, which: int, _: int) -> None:
        """A brief gets another id."""
        free = [path for path in self.desk.events() if not text_of(self.desk.front(path), "split_from") and "past-" not in path]
        if path := self.pick(free, which):
            new = f"events/renamed-{len(self.log)}.md"
            front = self.desk.front(path)
            self.desk.write(path, id=new[7:-3], former_ids=[*texts_of(front, "former_ids"), path[7:-3]])
            self.desk.texts[new] = self.desk.texts.pop(path)
            for other in self.desk.events():
                for key in ("same_as", "not_same_as"):
                    if path[7:-3] in (names := texts_of(self.desk.front(other), key)):
                        self.desk.write(other, **{key: [new[7:-3] if name == path[7:-3] else name for name in names]})
                if text_of(self.desk.front(other), "split_from") == path[7:-3]:
                    self.desk.write(other, split_from=new[7:-3])
            self.traces = {trace: new if where == path else where for trace, where in self.traces.items()}
            self.dates = {new if where == path else where: date for where, date in self.dates.items()}
            self.hidden = [new if where == path else where for where in self.hidden]
            self.removed = [(new if where == path else where, who) for where, who in self.removed]
            self.log.append(f"rename {path} {new}")

    def retract(self, which: int, _: int) -> None:
        if path := self.pick([path for path in self.desk.texts if path.startswith("articles/")], which):
            self.desk.write(path, standing="retracted")
            self.gone.append(path[9:-3])
            self.log.append(f"retract {path}")

    def check_off(self, which: int, number: int) -> None:
        if path := self.pick(self.desk.events(), which):
            change = editing.check_brief(self.desk.texts, path, by="Ana", on=f"2024-09-{1 + number % 28:02}")
            self.desk.texts[path] = change.text or ""
            self.log.append(f"check {path}")

    def name(self, which: int, number: int) -> None:
        free = [path for path in self.desk.texts if path.startswith("people/") and path not in self.names]
        if path := self.pick(free, which):
            self.names[path] = f"Person {('Anna', 'Berta', 'Clara', 'Dora')[number % 4]} {chr(65 + len(self.names))}insdottir"
            self.desk.write(path, name=self.names[path])
            self.log.append(f"name {path}")

    def one_person(self, which: int, number: int) -> None:
        free = [path for path in self.desk.texts if path.startswith("people/") and path not in self.names and path not in self.absorbed]
        free = [path for path in free if not texts_of(self.desk.front(path), "same_as")]
        one = self.pick(free, which)
        other = self.pick([path for path in free if path != one and path not in self.traces.values()], number)
        if one and other:
            self.desk.write(one, same_as=[other[7:-3]])
            self.absorbed.append(other)
            self.log.append(f"one person {one} {other}")

    def accept(self, which: int, _: int) -> None:
        offered = [path for path, view in self.desk.views.items() if "suggestions" in view.extra and path in self.desk.texts]
        offered = [path for path in offered if not {*self.hidden, *self.names} & {path} and path not in self.traces.values()]
        if path := self.pick(offered, which):
            change = editing.accept(self.desk.texts, self.desk.views, path)
            self.desk.texts[path] = change.text or ""
            self.dates.pop(path, None)
            self.removed = [pair for pair in self.removed if pair[0] != path]
            self.log.append(f"accept {path}")

    def branches(self, which: int, number: int) -> None:
        """Two people work from the same state, each builds, and git joins what they made."""
        if shutil.which("git") is None:
            return
        base, other = copy.copy(self.desk.texts), copy.deepcopy(self)
        views = dict(self.desk.views)
        for editor, deed in ((self, BRANCHED[which % len(BRANCHED)]), (other, BRANCHED[number % len(BRANCHED)])):
            editor.log.append("branch:")
            deed(editor, which, number)
            editor.desk.build()
        self.log.extend(other.log[len(other.log) - 1 :])
        self.desk.texts = _joined(base, self.desk.texts, other.desk.texts)
        stored = [
            {path: encode_machine(view).decode() for path, view in each.items()} for each in (views, self.desk.views, other.desk.views)
        ]
        self.desk.views = {path: decode_view(text.encode()) for path, text in _joined(*stored, conflicts=True).items()}
        self.desk.articles |= other.desk.articles
        self.traces |= other.traces
        self.dates |= other.dates
        whole = "\n".join(self.desk.texts.values())  # where both wrote in one place, one of the two gave way
        self.traces = {trace: path for trace, path in self.traces.items() if trace in whole}
        self.dates = {path: date for path, date in self.dates.items() if path in self.desk.texts and self.desk.front(path)["date"] == date}

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
                if (view := self.desk.views.get(shown)) and "edited" not in view.extra:
                    assert len(away & claims.get(shown, frozenset())) * 2 <= len(away), "a deleted brief came back"
        written = "\n".join(self.desk.texts.values())
        assert [trace for trace in self.traces if trace not in written] == []
        self.check_values(claims)

    def check_values(self, claims: Mapping[str, frozenset[Said]]) -> None:
        for path, date in self.dates.items():
            assert self.desk.front(path)["date"] == date
        for path, who in self.removed:
            actors = maps_of(self.desk.front(path), "participants") if path in self.desk.texts else ()
            assert who not in {item_key("participants", actor) for actor in actors}, "somebody takes part again"
        for id_ in self.gone:
            assert not any(article == id_ for found in claims.values() for article, *_ in found), "a retracted article counts again"
        for path, name in self.names.items():
            assert path not in self.desk.texts or self.desk.front(path)["name"] == name
        for path in self.absorbed:
            assert path not in self.desk.texts, "merged people fell apart"
        for path in self.hidden:
            assert self.desk.front(path)["hidden"] == "true"


BRANCHED: tuple[Callable[[Editor, int, int], None], ...] = (
    Editor.article, Editor.edition, Editor.comment, Editor.paragraph, Editor.date, Editor.topic, Editor.alias, Editor.check_off,
)  # fmt: skip
DEEDS: tuple[Callable[[Editor, int, int], None], ...] = (
    Editor.article, Editor.article, Editor.article, Editor.article, Editor.edition, Editor.edition, Editor.comment, Editor.paragraph,
    Editor.date, Editor.same, Editor.other, Editor.split, Editor.not_about, Editor.hide, Editor.delete, Editor.alias, Editor.topic,
    Editor.out, Editor.own, Editor.rename, Editor.retract, Editor.check_off, Editor.name, Editor.one_person, Editor.accept,
    Editor.branches,
)  # fmt: skip


def live(start: set[str], steps: list[tuple[int, int, int]]) -> Editor:
    """A life: some articles, then deed after deed, each followed by a build, a look at what must hold, and a build that changes nothing."""
    editor = Editor()
    editor.desk.add(*sorted(start))
    editor.desk.build()
    for deed, which, number in steps:
        DEEDS[deed](editor, which, number)
        editor.desk.build()
        editor.check()
        views = editor.desk.views
        again = editor.desk.build()
        assert [change.path for change in again.changes] == [], editor.log
        assert again.views == views, editor.log
    return editor


def _joined(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str], *, conflicts: bool = False) -> dict[str, str]:
    """Two folders joined as git does; where a file has a conflict its hunks are those of the first side, or both with git's marks."""
    result: dict[str, str] = {}
    for path in sorted(base.keys() | ours.keys() | theirs.keys()):
        was, one, other = base.get(path), ours.get(path), theirs.get(path)
        text = other if one == was else one if other in (was, one) else None
        if text is None and one is not None and other is not None:
            text = _merge_file(was or "", one, other, "" if conflicts else "--ours")
        elif text is None and was not in (one, other):
            text = one if one is not None else other
        if text is not None:
            result[path] = text
    return result


def _merge_file(base: str, ours: str, theirs: str, favour: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder, name)) for name in ("ours", "base", "theirs")]
        for name, text in zip(names, (ours, base, theirs), strict=True):
            Path(name).write_text(text, "utf-8")
        words = ["git", "merge-file", "-p", *([favour] if favour else []), *names]
        return subprocess.run(words, capture_output=True, check=False).stdout.decode()
