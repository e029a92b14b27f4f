"""A made-up newsroom of any size: articles, and the digest that a real build makes of them.

    python bench/corpus.py articles COUNT FOLDER [--seed SEED]     an inbox of so many articles with their sidecars
    python bench/corpus.py digest BRIEFS FOLDER [--seed SEED]      a content/ with at least so many briefs, built from such articles

Nobody in these texts exists and nothing in them happened.  The first articles of a larger corpus are those of a smaller one, so that
"one article more" means the next one.  The digest is what `build.py` writes: each article is read, analysed and merged like any other.
"""

from __future__ import annotations

import argparse
import calendar
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
GAZETTEERS = ROOT / "beatbook" / "rules" / "gazetteers"
FIRST, LAST = date(2005, 1, 3), date(2024, 12, 20)
BUSY = 24  # people whom half of all events have in common, as on a real beat
BRIEFS_AN_ARTICLE = 1.05  # about; only the first guess of `write_digest`, which goes by what is built

WORDS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Person:
    given: str
    surname: str
    office: str
    country: str
    demonym: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"

    @property
    def full(self) -> str:
        return f"{self.demonym} {self.office} {self.name}"


@dataclass(frozen=True)
class Happening:
    """What an article is about."""

    number: int
    kind: str  # meeting, visit, call, agreement, letter
    one: Person
    other: Person
    city: str
    day: date
    topic: str
    told: tuple[str, ...]  # how the articles on it look at it: "ahead", "held", "after"


@dataclass(frozen=True)
class Story:
    """One article as it lies in an inbox."""

    name: str  # of its file, without a suffix
    text: str
    sidecar: str


class Newsroom:
    """The people, places and papers of one seed; the same for every size of corpus."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        rows = [line.split("\t") for line in _lines(GAZETTEERS / "countries.tsv")]
        self.countries = [(row[1], row[3].split("|")[0], row[4]) for row in rows if len(row) > 6 and row[3] and row[4]]

    def person(self, number: int) -> Person:
        draw = self._draw("person", number)
        country, demonym, _ = draw.choice(self.countries)
        surname = f"{draw.choice(WORDS['heads'])}{draw.choice(WORDS['tails'])}"
        return Person(draw.choice(WORDS["given"]), surname, draw.choice(WORDS["offices"]), country, demonym)

    def happening(self, number: int) -> Happening:
        draw = self._draw("happening", number)
        pool = BUSY + 12 + number // 8
        one = draw.randrange(BUSY) if draw.random() < 0.5 else draw.randrange(pool)
        other = draw.choice([index for index in {draw.randrange(pool) for _ in range(4)} if index != one] or [pool])
        a, b = self.person(one), self.person(other)
        while b.surname == a.surname:
            other += pool
            b = self.person(other)
        kind = draw.choices(("meeting", "visit", "call", "agreement", "letter"), (45, 20, 12, 13, 10))[0]
        told = draw.choices((("held",), ("ahead",), ("held", "after"), ("ahead", "held"), ("ahead", "held", "after")), (62, 8, 14, 10, 6))[
            0
        ]
        city = draw.choice(self.countries)[2]
        day = FIRST + timedelta(draw.randrange((LAST - FIRST).days))
        return Happening(number, kind, a, b, city, day, draw.choice(WORDS["topics"]), told)

    def stories(self) -> Iterator[Story]:
        """Articles without end, in the order in which happenings come up (which is not that of their days)."""
        number = 0
        while True:
            happening = self.happening(number)
            for look in happening.told:
                yield self.story(happening, look)
            number += 1

    def story(self, happening: Happening, look: str) -> Story:
        draw = self._draw(look, happening.number)
        ahead = look == "ahead"
        first, last = {"ahead": (-6, -2), "held": (0, 1), "after": (1, 3)}[look]
        published = happening.day + timedelta(draw.randint(first, last))
        outlet = self._outlet(happening, draw)
        earlier = self.happening(draw.randrange(max(1, happening.number)))
        fillers = [_filler(happening, form, draw) for form in draw.sample(WORDS["fillers"], 6)]
        body = [
            _headline(happening, ahead=ahead),
            f"{happening.city.upper()} - {_lead(happening, published, draw, ahead=ahead)}",
            _said(happening, published, draw),
            fillers[0],
            _recalls(happening, earlier, published),
            *fillers[1:],
            f"{happening.other.surname} said that {happening.topic} would stay on the agenda.",
        ]
        name = f"{published.isoformat()}-{happening.number:07}-{look}"
        return Story(name, "\n\n".join(dict.fromkeys(body)) + "\n", f'outlet: "{outlet}"\npublished: {published.isoformat()}\n')

    def _outlet(self, happening: Happening, draw: random.Random) -> str:
        """A few papers print half of all there is."""
        number = int(draw.paretovariate(0.7)) % (10 + happening.number // 20)
        name = self._draw("outlet", number)
        return f"The {name.choice(WORDS['towns'])}{name.choice(('ton', 'ham', 'field', 'bury', 'mouth'))} {name.choice(WORDS['papers'])}"

    def _draw(self, what: str, number: int) -> random.Random:
        return random.Random(f"{self.seed}/{what}/{number}")  # noqa: S311  # a corpus, no secret


def write_inbox(folder: Path, stories: Iterable[Story]) -> int:
    """Puts the articles into a folder, a text and a sidecar each.  Returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for count, story in enumerate(stories, 1):  # noqa: B007  # the number of the last one is the answer
        (folder / f"{story.name}.txt").write_text(story.text, "utf-8")
        (folder / f"{story.name}.yaml").write_text(story.sidecar, "utf-8")
    return count


def write_digest(folder: Path, briefs: int, *, seed: int = 1, texts: bool = False) -> int:
    """Builds a digest of at least so many briefs in `folder`/content, and returns how many it holds; `texts`: its inbox stays.

    The number of articles is found by building: what a text says decides how many events there are.
    """
    inbox = folder / "content" / "inbox"
    stories = Newsroom(seed).stories()
    made = write_inbox(inbox, islice(stories, int(briefs / BRIEFS_AN_ARTICLE)))
    while (found := _build(folder)) < briefs:
        made += write_inbox(inbox, islice(stories, max(10, int((briefs - found) * made / max(1, found)) + 1)))
    if not texts:
        shutil.rmtree(inbox)
    return found


def _build(folder: Path) -> int:
    """One build of all that lies there; how many briefs stand afterwards."""
    config = folder / "site_config.yaml"
    config.write_text('title: "A digest of made-up news"\n', "utf-8")
    command = [sys.executable, str(ROOT / "build.py"), "--quiet", "--config", str(config)]
    folders = ["--inbox", str(folder / "content/inbox"), "--content", str(folder / "content"), "--output", str(folder / "public")]
    finished = subprocess.run([*command, *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(finished.stdout[-2000:] + finished.stderr[-2000:])
    return len(list((folder / "content" / "events").glob("*.md")))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _on(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.day}"


def _headline(happening: Happening, *, ahead: bool) -> str:
    a, b, city = happening.one.surname, happening.other.surname, happening.city
    return {
        "meeting": f"{a} to meet {b} in {city}" if ahead else f"{a} meets {b} in {city}",
        "visit": f"{a} to visit {city}" if ahead else f"{a} visits {city}",
        "call": f"{a} to speak with {b} by telephone" if ahead else f"{a} and {b} speak by telephone",
        "agreement": f"{a} and {b} to sign agreement in {city}" if ahead else f"{a} and {b} sign agreement in {city}",
        "letter": f"{a} plans to write to {b}" if ahead else f"{a} sends letter to {b}",
    }[happening.kind]


def _lead(happening: Happening, published: date, draw: random.Random, *, ahead: bool) -> str:
    a, b, city, topic = happening.one.full, happening.other.full, happening.city, happening.topic
    day = happening.day
    near = abs((day - published).days) < 6 and draw.random() < 0.6
    on = "on " + (calendar.day_name[day.weekday()] if near else f"{_on(day)}, {day.year}," if draw.random() < 0.5 else _on(day))
    on = on.rstrip(",")
    return {
        "meeting": f"{a} {'will meet' if ahead else 'met'} {b} in {city} {on} to discuss {topic}.",
        "visit": f"{a} {'will visit' if ahead else 'visited'} {city} {on} for talks with {b} on {topic}.",
        "call": f"{a} {'will speak' if ahead else 'spoke'} with {b} by telephone {on} about {topic}.",
        "agreement": f"{a} and {b} {'will sign' if ahead else 'signed'} an agreement on {topic} in {city} {on}.",
        "letter": f"{a} {'will send' if ahead else 'sent'} a letter on {topic} to {b} {on}.",
    }[happening.kind]


def _said(happening: Happening, published: date, draw: random.Random) -> str:
    words = draw.choice(("useful", "open and useful", "long overdue", "a good beginning", "frank"))
    on = f"on {calendar.day_name[(published - timedelta(draw.randrange(2))).weekday()]}"
    return draw.choice(
        (
            f'"Contacts of this kind are {words}," {happening.one.surname} told reporters {on}.',
            f"{happening.one.surname} called contacts of this kind {words}, the {happening.one.demonym} government said.",
            f"The {happening.other.demonym} Foreign Ministry said {on} that contacts of this kind were {words}.",
        )
    )


def _filler(happening: Happening, form: str, draw: random.Random) -> str:
    who = draw.choice(WORDS["groups"])
    return form.format(
        city=happening.city,
        topic=draw.choice(WORDS["topics"]),
        country=draw.choice((happening.one.country, happening.other.country)),
        mood=draw.choice(WORDS["moods"]),
        run=draw.choice(("short", "long")),
        number=draw.randrange(2, 99),
        who=who,
        Who=who[0].upper() + who[1:],
        place=draw.choice(WORDS["places"]),
    )


def _recalls(happening: Happening, earlier: Happening, published: date) -> str:
    """A meeting of before, as articles recall it; of other people where there is no earlier one of these."""
    if earlier.day >= published - timedelta(40) or earlier.kind == "letter":
        return f"It was not known whether {happening.one.surname} would travel again this year."
    one, other = earlier.one.full, earlier.other.full
    verb = {"meeting": "met", "visit": "visited", "call": "spoke with", "agreement": "signed an agreement with"}[earlier.kind]
    what = (
        f"{earlier.city}"
        if earlier.kind == "visit"
        else f"{other} by telephone"
        if earlier.kind == "call"
        else f"{other} in {earlier.city}"
    )
    return f"In {calendar.month_name[earlier.day.month]} {earlier.day.year}, {one} {verb} {what}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("articles", "digest"))
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", action="store_true", help="of a digest: keep the articles in its inbox")
    given = parser.parse_args()
    if given.what == "articles":
        print(write_inbox(given.folder, islice(Newsroom(given.seed).stories(), given.count)), "articles")
    else:
        print(write_digest(given.folder, given.count, seed=given.seed, texts=given.texts), "briefs")


if __name__ == "__main__":
    main()
