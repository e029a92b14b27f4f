"""How well articles become events, on made-up articles: `python bench/clusters.py [NAME ...] [--held-back] [--errors]`.

Each cluster (tests/golden/clusters/NAME.yaml) is three or four short articles on one subject and what a diligent analyst finds in
them; a file under tests/golden/articles holds one article alone, each of another subject and style.  The files marked `held_back`
were not looked at while rules were tuned.  An event found is one wanted when both have a kind of
one family, an article in common, dates that go together and, where people are named, half of them (F1); optional events count
neither as missed nor as wrong, nor does one that may stand merged in another.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from beatbook import analysis, merging, reading  # noqa: E402
from beatbook.edtf import Interval, parse_edtf  # noqa: E402
from beatbook.merging.model import IdentifiedAnalysis, Known, Merged  # noqa: E402
from beatbook.reading.model import InboxFile  # noqa: E402
from beatbook.rules import Rules, parse_rules  # noqa: E402
from beatbook.strictyaml import load_map  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CLUSTERS = ROOT / "tests" / "golden" / "clusters"
ARTICLES = ROOT / "tests" / "golden" / "articles"
FOLDERS = {"clusters": CLUSTERS, "articles": ARTICLES}
FAMILY = dict.fromkeys(("meeting", "visit", "talks", "forum", "call"), "consult")
Wanted = dict[str, Any]  # Any: an event of a cluster file, in the form shown there


@dataclass(frozen=True, slots=True)
class Found:
    """An event as it came out, in the words of a cluster file."""

    title: str
    kind: str
    date: str | None
    place: str
    people: frozenset[str]
    status: dict[str, str]  # file -> what it says in the end
    final: str


@dataclass(slots=True)
class Figures:
    """Counts; several clusters add up."""

    found: int = 0
    wanted: int = 0
    given: int = 0  # events that came out
    matched: int = 0  # of these, wanted or optional ones
    right: dict[str, list[float]] = field(default_factory=dict)  # date, place, who, status, final, reports found, reports right

    def note(self, name: str, value: float) -> None:
        self.right.setdefault(name, []).append(value)

    def add(self, other: Figures) -> None:
        for name in ("found", "wanted", "given", "matched"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name, values in other.right.items():
            self.right.setdefault(name, []).extend(values)

    def table(self) -> dict[str, float]:
        precision, recall = self.matched / max(1, self.given), self.found / max(1, self.wanted)
        f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
        means = {name: sum(values) / len(values) for name, values in sorted(self.right.items())}
        return {"precision": precision, "recall": recall, "f1": f1, **means}


def read_rules() -> Rules:
    """The package's rules, read from the checkout."""
    folder = ROOT / "beatbook" / "rules"
    return parse_rules(
        {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/*.tsv")])}
    )


def load_cluster(path: Path) -> dict[str, Any]:
    """A cluster file: subject, articles, people, not_people, events."""
    return dict(load_map(path.read_text("utf-8"), path=path.name).value)  # type: ignore[arg-type]  # a map, as load_map says


def merge_cluster(cluster: dict[str, Any], rules: Rules) -> Merged:
    """What comes out when the cluster's articles are read, analysed and merged."""
    reading_rules, analysis_rules = reading.compile_rules(rules), analysis.compile_rules(rules)
    analyses = []
    for article in cluster["articles"]:
        sidecar = f"outlet: {article['outlet']}\npublished: {article['published']}\n"
        read = reading.read_article(InboxFile(article["file"], article["text"].encode(), sidecar.encode()), reading_rules)
        assert read.article is not None, read.problems  # noqa: S101  # a cluster that cannot be read is a mistake in it
        analyses.append(IdentifiedAnalysis(article["file"], analysis.analyse(read.article, analysis_rules)))
    return merging.merge(analyses, Known(), merging.compile_rules(rules))


def events_of(merged: Merged, cluster: dict[str, Any]) -> list[Found]:
    """The events in the words of the cluster file: people by its names, articles by their files."""
    forms: dict[str, str] = {}
    for name, others in cluster["people"].items():
        forms |= dict.fromkeys((fold(form) for form in (name, *others)), name)
    profiles = {profile.id: profile for profile in merged.profiles}

    def canonical(id_: str) -> str:
        names = (profiles[id_].name, *sorted(profiles[id_].aliases, key=len, reverse=True))
        return next((forms[fold(name)] for name in names if fold(name) in forms), profiles[id_].name)

    return [
        Found(
            f"{event.id} {event.label or event.object}".strip(),
            event.kind,
            event.date,
            profiles[event.place].name if event.place else "",
            frozenset(canonical(actor.id) for actor in event.participants if actor.type == "person"),
            {report.article: report.status for report in event.reports},
            event.status,
        )
        for event in merged.events
    ]


# ---- comparing


def fold(name: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w' ]+", " ", text.casefold()).split())


def overlap(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """F1 of two sets; 1 where both are empty."""
    one, other = set(ours), set(theirs)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def dates(wanted: Wanted) -> list[str]:
    return [str(value) if value != "null" else "" for value in (wanted.get("date", ""), *wanted.get("date_also", ()))]


def dates_agree(wanted: Wanted, found: Found) -> bool:
    theirs = parse_edtf(found.date) if found.date else None
    return any(_agree(parse_edtf(value) if value else None, theirs) for value in dates(wanted))


def _agree(ours: Interval | None, theirs: Interval | None) -> bool:
    if ours is None:
        return theirs is None or date.max in (theirs.first, theirs.last)
    return theirs is not None and ours.overlaps(theirs) and (theirs.days <= 367 or ours.days > 367)  # a decade is no answer


def who(wanted: Wanted, found: Found) -> float:
    return max(overlap(names, found.people) for names in (wanted["participants"], *wanted.get("participants_also", ())))


def pair_up(wanted: Sequence[Wanted], found: Sequence[Found]) -> list[tuple[int, int]]:
    """Which event found is which event wanted: best first, those that must be found before optional ones."""
    pairs = []
    for one, event in enumerate(wanted):
        kinds = (event["kind"], *event.get("also", ()))
        families = {FAMILY.get(kind, kind) for kind in kinds}
        for other, candidate in enumerate(found):
            if FAMILY.get(candidate.kind, candidate.kind) not in families or not event["status"].keys() & candidate.status.keys():
                continue
            same = who(event, candidate)
            if not dates_agree(event, candidate) or (event["participants"] and same < 0.5):
                continue
            score = (
                same
                + overlap(event["status"], candidate.status)
                + 0.5 * ((candidate.date or "") in dates(event))
                + 0.25 * (candidate.kind in kinds)
            )
            pairs.append((event.get("optional") != "true", score, -one, -other))
    chosen: dict[int, int] = {}
    for *_, one, other in sorted(pairs, reverse=True):
        if -one not in chosen and -other not in chosen.values():
            chosen[-one] = -other
    return sorted(chosen.items())


def judge(wanted: Sequence[Wanted], found: Sequence[Found], *, errors: list[str] | None = None) -> Figures:
    """The figures of one cluster; with `errors` also a line for each fault."""
    lines = errors if errors is not None else []
    pairs = pair_up(wanted, found)
    matched = {one for one, _ in pairs}
    ids = {wanted[one]["id"] for one in matched}
    due = [n for n, e in enumerate(wanted) if e.get("optional") != "true" and (n in matched or not ids & set(e.get("merge_ok_with", ())))]
    figures = Figures(sum(one in matched for one in due), len(due), len(found), len(pairs))
    for one, other in pairs:
        if one in due:
            _compare(wanted[one], found[other], figures, lines)
    lines += [
        f"missed    {wanted[n]['id']}: {wanted[n]['kind']} {wanted[n].get('date')} {wanted[n]['participants']}"
        for n in due
        if n not in matched
    ]
    spurious = [event for n, event in enumerate(found) if n not in {other for _, other in pairs}]
    lines += [f"spurious  {e.kind} {e.date} {sorted(e.people)} {e.place} {e.status} {e.title}" for e in spurious]
    return figures


def _compare(event: Wanted, found: Found, figures: Figures, lines: list[str]) -> None:
    exact = (found.date or "") in dates(event)
    figures.note("date", exact)
    figures.note("who", who(event, found))
    if not exact:
        lines.append(f"date      {event['id']}: {found.date} (wanted {event.get('date')})")
    if who(event, found) < 1:
        lines.append(f"who       {event['id']}: {sorted(found.people)} (wanted {event['participants']})")
    if event.get("place", "null") != "null":
        right = fold(found.place) in {fold(place) for place in (event["place"], *event.get("place_also", ()))}
        figures.note("place", right)
        lines += [] if right else [f"place     {event['id']}: {found.place} (wanted {event['place']})"]
    if "final_status" in event:
        figures.note("final", found.final == event["final_status"])
    _compare_reports(event, found, figures, lines)


def _compare_reports(event: Wanted, found: Found, figures: Figures, lines: list[str]) -> None:
    for file, status in event["status"].items():
        figures.note("reports found", file in found.status)
        if file not in found.status:
            lines.append(f"report    {event['id']}: not in {file}")
            continue
        right = found.status[file] in (status, *event.get("status_also", {}).get(file, ()))
        figures.note("status", right)
        lines += [] if right else [f"status    {event['id']} in {file}: {found.status[file]} (wanted {status})"]
    for file in sorted(found.status):
        figures.note("reports right", file in event["status"])
        lines += [] if file in event["status"] else [f"report    {event['id']}: wrongly in {file}"]


def measure(part: str, names: Sequence[str] = (), *, folder: Path = CLUSTERS, errors: bool = False) -> Figures:
    """The figures of all files of a part, "tuned" or "held back"."""
    rules, total = read_rules(), Figures()
    for path in sorted(folder.glob("*.yaml")):
        cluster = load_cluster(path)
        if (cluster.get("held_back") == "yes") != (part == "held back") or (names and path.stem not in names):
            continue
        lines: list[str] = []
        figures = judge(cluster["events"], events_of(merge_cluster(cluster, rules), cluster), errors=lines)
        total.add(figures)
        if errors:
            print(f"\n{path.stem}  F1 {figures.table()['f1']:.2f}")
            print("\n".join(f"  {line}" for line in lines))
    return total


def floors(folder: str = "clusters") -> dict[str, float]:
    value = load_map((ROOT / "bench" / "floors.yaml").read_text("utf-8"), path="floors.yaml").value
    return {name: float(str(floor)) for name, floor in value.get(folder, {}).items()}  # type: ignore[union-attr]  # the form of our own file


def below(folder: str, part: str, table: dict[str, float]) -> list[str]:
    """The figures of a part that lie below their floors."""
    wanted = floors(folder)
    return [name for name, value in table.items() if value < wanted.get(f"{part.replace(' ', '_')}.{name}", 0)]


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 when one lies below its floor."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    low = []
    parts = ("tuned", "held back") if "--held-back" in arguments else ("tuned",)
    for (folder, path), part in ((each, part) for each in FOLDERS.items() for part in parts):
        table = measure(part, names, folder=path, errors="--errors" in arguments and part == "tuned").table()
        print(f"\n{folder} {part:10}" + "  ".join(f"{name} {value:.3f}" for name, value in table.items()))
        low += [f"{folder}.{part}.{name}" for name in below(folder, part, table) if not names]
    if low:
        print("below the floor: " + ", ".join(low))
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
