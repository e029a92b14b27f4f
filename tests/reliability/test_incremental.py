"""After every sequence of builds the site is what a clean build makes: whatever was edited, moved, damaged or taken away in between."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from beatbook import pipeline
from beatbook.errors import BeatbookError
from tests.newsroom import Newsroom

STEPS = int(os.environ.get("BEATBOOK_STEPS", "12"))
SEEDS = int(os.environ.get("BEATBOOK_SEEDS", "2"))
TOWNS = ("Lisbon", "Porto", "Bergen", "Turku", "Riga")


class Day:
    """One person's work on a site, at random; every act says what it did."""

    def __init__(self, room: Newsroom, seed: int) -> None:
        self.room, self.chance = room, Random(seed)  # noqa: S311 - a die
        self.config, self.theme = room.folder / "site_config.yaml", room.folder / "templates"
        self.config.write_text("title: A beat\n", "utf-8")

    def act(self) -> str:
        name = self.chance.choice(sorted(name for name in dir(self) if name.startswith("do_")))
        getattr(self, name)()
        return name

    def _brief(self) -> Path:
        return self.chance.choice(sorted((self.room.content / "events").glob("*.md")) or [self._page()])

    def _page(self) -> Path:
        path = self.room.content / "pages" / "team.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\ntitle: Team\n---\nUs.\n", "utf-8")
        return path

    def do_edit_a_body(self) -> None:
        path = self._brief()
        path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n\nA note of {self.chance.randint(1, 99)}.\n", "utf-8")

    def do_edit_a_value(self) -> None:
        path = self._brief()
        path.write_text(path.read_text("utf-8").replace("\ntitle: ", f"\ntitle: {self.chance.choice(TOWNS)} again, ", 1), "utf-8")

    def do_edit_within_the_tick(self) -> None:
        path = self._brief()
        was, text = path.stat(), path.read_text("utf-8")
        path.write_text(text.replace("met", "mEt").replace("Lisbon", "LiSbon"), "utf-8")
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))

    def do_delete_a_brief(self) -> None:
        self._brief().unlink()

    def do_rename_a_brief(self) -> None:
        path = self._brief()
        text = path.read_text("utf-8").replace("\nformer_ids: []", f"\nformer_ids: [{path.stem}]", 1)
        path.unlink()
        path.with_name(f"renamed-{self.chance.randint(1, 9)}.md").write_text(text, "utf-8")

    def do_add_an_article(self) -> None:
        number, day, town = self.chance.randint(0, 5), self.chance.randint(1, 28), self.chance.choice(TOWNS)
        text = f"Ministers meet again\n\n{town.upper()} - Foreign Minister Rui Tavares met Anton Berg in {town} on {day} March 2024.\n"
        self.room.add(f"more-{number}.txt", text, f"outlet: The Note\npublished: 2024-0{self.chance.randint(4, 6)}-{day:02}\n")

    def do_remove_an_article(self) -> None:
        path = self.chance.choice(sorted(self.room.inbox.glob("*.txt")) or [self._page()])
        path.unlink()
        path.with_suffix(".yaml").unlink(missing_ok=True)

    def do_change_the_configuration(self) -> None:
        lines = (
            f"title: Beat {self.chance.randint(1, 9)}",
            "page_size: 2",
            "language: de",
            "base_url: https://example.org/x",
            "editions: day",
        )
        self.config.write_text("\n".join(dict.fromkeys(["title: A beat", self.chance.choice(lines[1:])])) + "\n", "utf-8")

    def do_change_a_template(self) -> None:
        own = self.theme / "redirect.html" if self.chance.random() < 0.3 else self.theme / "404.html"
        own.parent.mkdir(exist_ok=True)
        default = Path(__file__).parents[2] / "templates" / own.name
        own.write_text(default.read_text("utf-8").replace("<title>", f"<title>{self.chance.randint(1, 9)} ", 1), "utf-8")

    def do_drop_the_templates(self) -> None:
        shutil.rmtree(self.theme, ignore_errors=True)

    def do_move_the_clock(self) -> None:
        for path in [*self.room.content.rglob("*.md"), *self.room.inbox.rglob("*.txt")]:
            os.utime(path, (moment := self.chance.choice((0, 10**9, 4 * 10**9)), moment))

    def do_damage_the_caches(self) -> None:
        for path in sorted((self.room.content / ".cache").glob("*.*")):
            self._damage(path)

    def _damage(self, path: Path) -> None:
        content = path.read_bytes()
        kind = self.chance.randint(0, 3)
        if kind == 0:
            path.unlink()
        elif kind == 1:
            path.write_bytes(content[: len(content) // 2])
        elif content and kind == 2:
            at = self.chance.randrange(len(content))
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])

    def do_lose_a_page(self) -> None:
        for path in sorted(self.room.public.rglob("*.html"))[:: self.chance.randint(2, 9)]:
            path.unlink()

    def do_leave_a_stale_page(self) -> None:
        self.room.public.mkdir(exist_ok=True)
        (self.room.public / "stale.html").write_text("old", "utf-8")

    def do_nothing(self) -> None:
        pass


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_sequence_of_builds_ends_where_a_clean_build_does(tmp_path: Path, seed: int):
    """Every page, feed and data file, to the byte; and what stands under content/ needs no further change."""
    room = Newsroom(tmp_path / "site")
    room.add_reports()
    day, done = Day(room, seed), []
    pipeline.build(options(room))
    for _ in range(STEPS):
        done.append(day.act())
        try:
            pipeline.build(options(room))
        except BeatbookError as refused:  # such as a page that two files claim: nothing is published, and nothing has changed
            done.append(str(refused))
            continue

        assert tree(room.public) == clean_build(room, tmp_path / "clean"), done


def options(room: Newsroom) -> pipeline.Options:
    return pipeline.Options(room.inbox, room.content, room.public, room.folder / "site_config.yaml", jobs=1)


def clean_build(room: Newsroom, folder: Path) -> dict[str, bytes]:
    """The site that a build without caches and without an earlier site makes of the same content."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(room.folder, folder, ignore=shutil.ignore_patterns("public", ".cache", ".public*"))
    other = Newsroom(folder)
    pipeline.build(options(other))
    return tree(other.public)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
