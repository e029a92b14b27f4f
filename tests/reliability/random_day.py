"""One day's work on a digest of made-up news, at random: articles come, are mended and go, editors correct, and disks lose things."""

from __future__ import annotations

import os
import shutil
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from beatbook import editing, pipeline
from beatbook.briefing.model import FOLDERS
from beatbook.errors import BeatbookError
from bench.corpus import Newsroom as Papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beatbook.briefing.model import FileChange
    from beatbook.strictyaml import YamlValue
    from tests.newsroom import Newsroom

TEMPLATES = Path(__file__).parents[2] / "templates"
KINDS = Path(__file__).parents[2] / "beatbook" / "rules" / "kinds.yaml"
WORDS = ("Lisbon", "Porto", "Bergen", "Turku", "Riga")
PROFILES = ("people", "places", "organizations", "outlets")


class Day:
    """One person's work on a site.  `act` does one thing; what it did is told for the day when the test fails.

    Everything is drawn from the seed, so that the same seed does the same things as long as the site is the same.
    """

    def __init__(self, room: Newsroom, seed: int, articles: int) -> None:
        self.room, self.chance = room, Random(seed)  # noqa: S311 - a die
        self.config, self.theme = room.folder / "site_config.yaml", room.folder / "templates"
        self.as_of: str | None = None  # the day that the next build looks back at
        self.stories = Papers(seed).stories()
        self.kept = room.folder.with_name("caches of before")
        room.folder.mkdir(parents=True)
        self.config.write_text("title: A beat\n", "utf-8")
        for story in islice(self.stories, articles):
            room.add(f"{story.name}.txt", story.text, story.sidecar)

    def act(self) -> str:
        """Does something, and says what."""
        self.as_of = None
        name = self.chance.choice(sorted(name for name in dir(self) if name.startswith("do_")))
        told = getattr(self, name)()
        return f"{name} {told or ''}".strip()

    # ---- what there is

    def _any(self, paths: Iterator[Path]) -> Path | None:
        found = sorted(paths)
        return self.chance.choice(found) if found else None

    def _article(self) -> Path | None:
        return self._any(self.room.inbox.glob("*.txt"))

    def _brief(self) -> Path | None:
        return self._any((self.room.content / "events").glob("*.md"))

    def _document(self, *folders: str) -> Path | None:
        return self._any(path for folder in folders or FOLDERS.values() for path in (self.room.content / folder).glob("*.md"))

    def _texts(self) -> dict[str, str]:
        return {
            f"{folder}/{path.name}": path.read_text("utf-8")
            for folder in FOLDERS.values()
            for path in sorted((self.room.content / folder).glob("*.md"))
        }

    def _edit(self, change: Callable[[dict[str, str]], FileChange]) -> str:
        """An editor's command, unless it is refused."""
        try:
            made = change(self._texts())
        except BeatbookError as refused:
            return f"refused: {refused}"
        path = self.room.content / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.text or "", "utf-8")
        return made.path

    def _set(self, path: Path | None, **fields: YamlValue) -> str:
        return self._edit(lambda texts: editing.set_fields(texts, self._name(path), fields)) if path else "nothing"

    def _name(self, path: Path) -> str:
        return path.relative_to(self.room.content).as_posix()

    def _replace(self, path: Path | None, old: str, new: str) -> str:
        if path is None:
            return "nothing"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        return f"{path.name}: {old!r} is now {new!r}"

    def _day(self) -> str:
        return (date(2005, 1, 1) + timedelta(self.chance.randrange(7300))).isoformat()

    # ---- articles

    def do_add_articles(self) -> str:
        stories = list(islice(self.stories, self.chance.choice((1, 1, 1, 3))))
        for story in stories:
            self.room.add(f"{story.name}.txt", story.text, story.sidecar)
        return ", ".join(story.name for story in stories)

    def do_add_an_undated_article(self) -> None:
        story = next(self.stories)
        self.room.add(f"{story.name}.txt", story.text, "outlet: The Note\n")

    def do_add_an_article_twice(self) -> None:
        if path := self._article():
            self.room.add(f"copy-{path.name}", path.read_text("utf-8"), path.with_suffix(".yaml").read_text("utf-8"))

    def do_edit_an_article(self) -> str:
        path, word = self._article(), self.chance.choice(WORDS)
        old, new = self.chance.choice(
            ((" met ", " will meet "), (" on ", f" in {word} on "), (" said", " denied"), ("\n\n", f"\n\n{word}. "))
        )
        return self._replace(path, old, new)

    def do_retitle_an_article(self) -> str:
        path = self._article()
        return self._replace(path, path.read_text("utf-8").partition("\n")[0], f"{self.chance.choice(WORDS)} again") if path else ""

    def do_remove_a_text(self) -> str:
        if path := self._article():
            path.unlink()
            path.with_suffix(".yaml").unlink(missing_ok=True)
        return str(path)

    def do_remove_an_article(self) -> str:
        if (path := self._any((self.room.content / "articles").glob("*.md"))) is None:
            return "nothing"
        try:
            pipeline.remove(pipeline.Options(self.room.inbox, self.room.content, self.room.public, self.config), path.stem)
        except BeatbookError as refused:
            return str(refused)
        return path.stem

    def do_withhold_an_article(self) -> str:
        return self._sidecar("confidential: true\n")

    def do_date_an_article_anew(self) -> str:
        return self._sidecar(f"published: {self._day()}\n")

    def _sidecar(self, line: str) -> str:
        if path := self._article():
            path.with_suffix(".yaml").write_text(f"outlet: The {self.chance.choice(WORDS)} Post\n{line}", "utf-8")
        return f"{path}: {line}"

    def do_rename_a_text(self) -> str:
        if path := self._article():
            name = f"{self.chance.randint(1, 99)}-{path.stem[-30:]}"
            for suffix in (".txt", ".yaml"):
                if path.with_suffix(suffix).exists():
                    path.with_suffix(suffix).rename(path.with_name(f"{name}{suffix}"))
        return str(path)

    # ---- what editors write

    def do_write_a_note(self) -> str:
        if path := self._document():
            path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n\nA note of {self.chance.randint(1, 99)}.\n", "utf-8")
        return str(path)

    def do_write_a_page(self) -> None:
        path = self.room.content / "pages" / f"team-{self.chance.randint(1, 2)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Team {self.chance.randint(1, 9)}\n---\nUs.\n", "utf-8")

    def do_title_a_brief(self) -> str:
        return self._set(self._brief(), title=f"{self.chance.choice(WORDS)} again {self.chance.randint(1, 9)}")

    def do_correct_a_date(self) -> str:
        return self._set(self._brief(), date=self._day(), editor={"date": {"by": "Ana", "because": "the minutes"}})

    def do_correct_a_status(self) -> str:
        return self._set(self._brief(), status=self.chance.choice(("planned", "happened", "cancelled", "denied", "hapened")))

    def do_correct_a_place(self) -> str:
        place = self._document("places")
        return self._set(self._brief(), place=place.stem if place else "")

    def do_correct_a_name(self) -> str:
        return self._set(self._document(*PROFILES), name=f"{self.chance.choice(WORDS)} {self.chance.randint(1, 9)}")

    def do_add_a_spelling(self) -> str:
        return self._set(self._document(*PROFILES), aliases=[self.chance.choice(WORDS)])

    def do_merge_two(self) -> str:
        one = self._document(*PROFILES, "events", "events", "people")
        other = self._any(one.parent.glob("*.md")) if one else None
        return self._edit(lambda texts: editing.merge(texts, self._name(one), [other.stem])) if one and other else ""

    def do_hold_two_apart(self) -> str:
        one = self._document("people", "events")
        other = self._any(one.parent.glob("*.md")) if one else None
        return self._edit(lambda texts: editing.hold_apart(texts, self._name(one), other.stem)) if one and other else ""

    def do_take_a_decision_back(self) -> str:
        for name, text in self._texts().items():
            for key in ("same_as", "not_same_as", "hidden", "excluded", "not_about"):
                if f"\n{key}: " in text:
                    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(f"{key}: ")]
                    (self.room.content / name).write_text("".join(lines), "utf-8")
                    return f"{key} of {name}"
        return "nothing"

    def do_split_a_brief(self) -> str:
        path = self._brief()
        reports = [line.split(":")[1].strip() for line in path.read_text("utf-8").splitlines() if "- article:" in line] if path else []
        return self._edit(lambda texts: editing.split(texts, self._name(path), reports[:1])) if path and reports else ""

    def do_say_what_a_brief_is_not_about(self) -> str:
        article = self._any((self.room.content / "articles").glob("*.md"))
        return self._set(self._brief(), not_about=[article.stem] if article else [])

    def do_judge_an_article(self) -> str:
        fields: dict[str, YamlValue] = self.chance.choice(
            ({"excluded": "true"}, {"standing": "retracted"}, {"published": self._day()}, {"outlet": "The Note"}, {"hidden": "true"})
        )
        return f"{self._set(self._document('articles'), **fields)}: {fields}"

    def do_hide(self) -> str:
        return self._set(self._document("events", "people", "places"), hidden="true")

    def do_check_a_brief(self) -> str:
        path = self._brief()
        return self._edit(lambda texts: editing.check_brief(texts, self._name(path), by="Ana", on="2024-05-01")) if path else ""

    def do_begin_a_brief(self) -> str:
        title = f"Talks in {self.chance.choice(WORDS)}"
        return self._edit(lambda texts: editing.new_event(texts, title, kinds=["other"], date=self._day()))

    def do_delete_a_document(self) -> str:
        if path := self._document("events", "people", "articles", "events"):
            path.unlink()
        return str(path)

    def do_rename_a_document(self) -> str:
        if path := self._document("events", "people", "events", "articles"):
            text = path.read_text("utf-8").replace("\nformer_ids: []", f"\nformer_ids: [{path.stem}]", 1)
            path.unlink()
            path.with_name(f"renamed-{self.chance.randint(1, 9)}.md").write_text(text, "utf-8")
        return str(path)

    def do_break_a_document(self) -> str:
        return self._replace(self._document("events", "people"), "---\n", "---\n: broken: [\n")

    def do_mend_the_documents(self) -> None:
        for name, text in self._texts().items():
            if text.startswith("---\n: broken"):
                (self.room.content / name).write_text(text.replace(": broken: [\n", "", 1), "utf-8")

    def do_edit_within_the_tick(self) -> str:
        if path := self._brief():
            was, text = path.stat(), path.read_text("utf-8")
            path.write_text(text.replace("met", "mEt").replace(" in ", " iN "), "utf-8")
            os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        return str(path)

    # ---- what a site is

    def do_change_the_configuration(self) -> str:
        lines = (
            "title: Another beat",
            "page_size: 2",
            "language: de",
            "base_url: https://example.org/x",
            "editions: day",
            "publish: checked",
        )
        line = self.chance.choice(lines)
        self.config.write_text(
            "\n".join(dict.fromkeys(["title: A beat", line] if not line.startswith("title") else [line])) + "\n", "utf-8"
        )
        return line

    def do_change_a_template(self) -> str:
        own = self.theme / self.chance.choice(("redirect.html", "404.html", "event.html"))
        own.parent.mkdir(exist_ok=True)
        text = (TEMPLATES / own.name).read_text("utf-8")
        own.write_text(
            text.replace("<title>", f"<title>{self.chance.randint(1, 9)} ", 1) + f"<!-- {self.chance.randint(1, 9)} -->\n", "utf-8"
        )
        return own.name

    def do_drop_the_templates(self) -> None:
        shutil.rmtree(self.theme, ignore_errors=True)

    def do_change_the_rules(self) -> None:
        own = self.room.content / "rules" / "kinds.yaml"
        own.parent.mkdir(exist_ok=True)
        if own.exists() and self.chance.random() < 0.4:
            own.unlink()
            return
        rule = next(line for line in KINDS.read_text("utf-8").split("\n  - ") if line.startswith("{id: meeting"))
        word = self.chance.choice(("meet", "see", "join"))
        own.write_text(f"about: ours\nrules:\n  - {rule.strip().replace('title: meet', f'title: {word}')}\n", "utf-8")

    # ---- what happens to disks

    def do_move_the_clock(self) -> None:
        for path in [*self.room.content.rglob("*.md"), *self.room.content.rglob("*.json"), *self.room.inbox.rglob("*.txt")]:
            os.utime(path, (moment := self.chance.choice((0, 10**9, 4 * 10**9)), moment))

    def do_move_the_site(self) -> None:
        """To another disk and back: every file is a new one with the old times."""
        there = self.room.folder.with_name("elsewhere")
        shutil.copytree(self.room.folder, there)
        shutil.rmtree(self.room.folder)
        there.rename(self.room.folder)

    def do_check_out_anew(self) -> None:
        """As git does: no caches, no site, every file with the time of now."""
        for path in sorted(self.room.content.rglob("*")):
            if path.is_file():
                path.write_bytes(path.read_bytes())
        shutil.rmtree(self.room.content / ".cache", ignore_errors=True)
        shutil.rmtree(self.room.public, ignore_errors=True)

    def do_keep_the_caches(self) -> None:
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.room.content / ".cache", self.kept)

    def do_put_old_caches_back(self) -> str:
        """All of them, or one: such as a backup does."""
        names = sorted(path.name for path in self.kept.glob("*.*") if path.is_file()) if self.kept.exists() else []
        names = names if self.chance.random() < 0.5 else [self.chance.choice(names)] if names else []
        for name in names:
            shutil.copy2(self.kept / name, self.room.content / ".cache" / name)
        return ", ".join(names)

    def do_damage_the_caches(self) -> str:
        return ", ".join(self._damage(path) for path in self._caches())

    def do_damage_one_cache(self) -> str:
        return self._damage(self.chance.choice(found)) if (found := self._caches()) else ""

    def do_lose_one_cache(self) -> str:
        if found := self._caches():
            (lost := self.chance.choice(found)).unlink()
            return lost.name
        return ""

    def _caches(self) -> list[Path]:
        return sorted(
            path for path in (self.room.content / ".cache").rglob("*") if path.is_file() and path.name not in (".gitignore", "lock")
        )

    def _damage(self, path: Path) -> str:
        content = path.read_bytes()
        kind = self.chance.choice(("lost", "halved", "flipped", "emptied", "whole"))
        if kind == "lost":
            path.unlink()
        elif kind == "flipped" and content:
            at = self.chance.randrange(len(content))
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        elif kind != "whole":
            path.write_bytes(content[: len(content) // 2] if kind == "halved" else b"")
        return f"{path.name} {kind}"

    def do_lose_machine_files(self) -> str:
        found = sorted((self.room.content / "_machine").rglob("*.json"))
        lost = self.chance.sample(found, min(len(found), self.chance.choice((1, 1, 5))))
        for path in lost:
            path.unlink()
        return ", ".join(path.name for path in lost)

    def do_damage_a_machine_file(self) -> str:
        if path := self._any((self.room.content / "_machine").rglob("*")):
            if not path.is_file():
                return "nothing"
            content = path.read_bytes()
            half = content[: len(content) // 2]
            path.write_bytes(self.chance.choice((half, b"<<<<<<< ours\n" + content + b"=======\n" + content + b">>>>>>> theirs\n")))
        return str(path)

    def do_lose_pages(self) -> None:
        for path in sorted(self.room.public.rglob("*.html"))[:: self.chance.randint(2, 9)]:
            path.unlink()

    def do_leave_a_stale_page(self) -> None:
        self.room.public.mkdir(exist_ok=True)
        (self.room.public / "stale.html").write_text("old", "utf-8")

    def do_look_back(self) -> str:
        self.as_of = self._day()
        return self.as_of

    def do_nothing(self) -> None:
        pass
