"""How well claims, status and attribution are read, on made-up sentences: `python bench/claims.py [status|attribution|claims] [--errors]`.

Two thirds of the sentences were at hand when the rules were tuned ("seen"), every third one was not ("held back").  Those on many
beats ("wide") were written later, as a harder test: half of them were at hand, half were not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from beatbook.analysis import AnalysisRules, analyse, compile_rules  # noqa: E402  the checkout comes first on the path
from beatbook.analysis.grammar import compile_grammar_rules, find_verb_groups, tag_sentence  # noqa: E402  the checkout comes first on the path
from beatbook.analysis.layout import lay_out, token_span  # noqa: E402  the checkout comes first on the path
from beatbook.analysis.sentences import compile_sentence_rules, split_passage  # noqa: E402  the checkout comes first on the path
from beatbook.analysis.status import compile_status_rules, status_at  # noqa: E402  the checkout comes first on the path
from beatbook.reading.model import ArticleMetadata, CleanText, LineRole, NewsArticle, Passage  # noqa: E402  the checkout comes first on the path
from beatbook.rules import Rules, parse_rules  # noqa: E402  the checkout comes first on the path
from beatbook.strictyaml import load_map  # noqa: E402  the checkout comes first on the path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Analysis

DATA = ROOT / "tests" / "analysis"
LETTERS = {"h": "happened", "p": "planned", "e": "expected", "x": "postponed", "c": "cancelled", "d": "denied"}


def read_rules() -> Rules:
    """The package's rules, read from the checkout."""
    folder = ROOT / "beatbook" / "rules"
    return parse_rules(
        {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/*.tsv")])}
    )


def rows(name: str) -> list[str]:
    value = load_map((DATA / f"{name}.yaml").read_text("utf-8"), path=name).value
    return [str(row) for row in value["sentences"]]  # type: ignore[index, call-overload]  # the form of our own files


def chosen(name: str, part: str) -> list[str]:
    """The sentences of a part: every third one is held back, of those on many beats ("wide") every second one."""
    wide = part.startswith("wide")
    every = 2 if wide else 3
    return [
        row
        for number, row in enumerate(rows(f"{name}_sentences_wide" if wide else f"{name}_sentences"))
        if (number % every == every - 1) == part.endswith("held back")
    ]


def f1_table(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float, float]]:
    """label -> (precision, recall, F1)."""
    table = {}
    for label in sorted({gold for gold, _ in pairs}):
        hit = sum(gold == got == label for gold, got in pairs)
        precision = hit / max(1, sum(got == label for _, got in pairs))
        recall = hit / max(1, sum(gold == label for gold, _ in pairs))
        table[label] = (precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0)
    return table


def measure_status(part: str, *, errors: bool = False) -> dict[str, tuple[float, float, float]]:
    rules = read_rules()
    splitting, grammar, cues = compile_sentence_rules(rules), compile_grammar_rules(rules), compile_status_rules(rules)
    pairs = []
    for row in chosen("status", part):
        letter, _, marked = row.partition(" | ")
        start = marked.rindex("[")
        head = marked[:start].replace("[", "").replace("]", "")
        word, _, tail = marked[start + 1 :].partition("]")
        text = head + word + tail
        role = LineRole.PARAGRAPH if text.endswith(".") else LineRole.HEADLINE
        sentence = next(s for s in split_passage(text, 0, len(text), splitting, role=role) if s.start <= len(head) < s.end)
        sentence = tag_sentence(sentence, grammar)
        layout = lay_out(sentence, find_verb_groups(sentence, grammar))
        got = status_at(layout, *token_span(sentence.tokens, len(head), len(head) + len(word)), cues).status
        pairs.append((LETTERS[letter], got))
        if errors and got != LETTERS[letter]:
            print(f"    {LETTERS[letter]} / {got}: {marked}")
    return f1_table(pairs)


def made_up_article(text: str) -> NewsArticle:
    """One sentence as an article of 12 May 2021; without a full stop it is a headline."""
    role = LineRole.PARAGRAPH if text.endswith((".", "?")) else LineRole.HEADLINE
    metadata = ArticleMetadata("a.txt", "", published="2021-05-12", published_basis="stated")
    return NewsArticle(metadata, text, (), CleanText(text), (Passage(0, len(text), role),))


@dataclass(frozen=True)
class Told:
    """A claim, as the sentences write it."""

    kind: str
    people: frozenset[str]
    place: str
    when: str
    status: str
    optional: bool = False

    def fields(self, other: Told) -> dict[str, bool]:
        return {name: getattr(self, name) == getattr(other, name) for name in ("people", "place", "when", "status")}


def parse_told(text: str) -> list[Told]:
    told = []
    for part in text.split(" | "):
        if part == "none":
            continue
        kind, people, place, when, status = (piece.strip() for piece in part.split(";"))
        named = frozenset() if people == "-" else frozenset(people.split("+"))
        told.append(Told(kind.lstrip("~"), named, place, when, LETTERS[status], kind.startswith("~")))
    return told


def claims_of(analysis: Analysis) -> list[Told]:
    told = []
    for claim in analysis.claims:
        names = frozenset(_short(analysis, part.entity) for part in claim.participants)
        place = analysis.entities[claim.place].name if claim.place is not None else "-"
        when = analysis.timexes[claim.when].text if claim.when is not None else "-"
        if claim.when_to is not None:
            when += " > " + analysis.timexes[claim.when_to].text
        told.append(Told(claim.kind, names, place, when, claim.status))
    return told


def _short(analysis: Analysis, number: int) -> str:
    entity = analysis.entities[number]
    if entity.type == "person":
        return entity.person.surname or entity.person.given if entity.person else entity.name.split()[-1]
    return entity.name.replace(" Corp.", "").replace(" Ltd.", "").removeprefix("the ").removeprefix("Norwegian ")


def measure_claims(
    part: str, rules: AnalysisRules, *, errors: bool = False
) -> tuple[dict[str, tuple[float, float, float]], dict[str, float]]:
    """P, R and F1 by kind (and of all), and the share of right fields among claims found."""
    counts: dict[str, list[int]] = {}
    right: dict[str, list[bool]] = {}
    for row in chosen("claim", part):
        text, _, wanted = row.partition(" => ")
        gold, found = parse_told(wanted), claims_of(analyse(made_up_article(text), rules))
        wrong = False
        for claim in gold:
            same = [each for each in found if each.kind == claim.kind]
            best = max(same, key=lambda each: sum(claim.fields(each).values()), default=None)
            if best is not None:
                found.remove(best)
                for name, value in claim.fields(best).items():
                    right.setdefault(name, []).append(value)
                    wrong |= not value
            if best is not None or not claim.optional:
                for label in (claim.kind, "all"):
                    counts.setdefault(label, [0, 0, 0])[0 if best is not None else 2] += 1
                wrong |= best is None
        for extra in found:
            for label in (extra.kind, "all"):
                counts.setdefault(label, [0, 0, 0])[1] += 1
        if errors and (wrong or found):
            print(
                f"    {row}\n      -> "
                + " | ".join(
                    f"{c.kind}; {'+'.join(sorted(c.people))}; {c.place}; {c.when}; {c.status}"
                    for c in claims_of(analyse(made_up_article(text), rules))
                )
            )
    table = {label: _prf(*counts[label]) for label in sorted(counts)}
    return table, {name: sum(values) / len(values) for name, values in right.items()}


def _prf(hit: int, extra: int, missed: int) -> tuple[float, float, float]:
    return hit / max(1, hit + extra), hit / max(1, hit + missed), 2 * hit / max(1, 2 * hit + extra + missed)


@dataclass(frozen=True)
class Marked:
    """A sentence without its marks, and what they held."""

    text: str
    contents: tuple[tuple[int, int], ...]  # parts of one content: "[He will stay], he said, “[for now].”"
    source: tuple[int, int] | None


def parse_marked(row: str) -> Marked:
    """The offsets of [content] and the last {source} before or behind it, in the text without brackets and braces."""
    text = ""
    spans: dict[str, list[tuple[int, int]]] = {}
    opened: dict[str, int] = {}
    for char in row.partition(" => ")[0]:
        if char in "[{":
            opened[char] = len(text)
        elif char in "]}":
            mark = "[" if char == "]" else "{"
            spans.setdefault(mark, []).append((opened[mark], len(text)))
        else:
            text += char
    return Marked(text, tuple(spans.get("[", ())), spans["{"][-1] if "{" in spans else None)


def measure_attribution(part: str, rules: AnalysisRules, *, errors: bool = False) -> tuple[float, float, float]:
    """P, R and F1 of pairs: content and source both overlap by half or more."""
    hit = extra = missed = 0
    for row in chosen("attribution", part):
        marked = parse_marked(row)
        analysis = analyse(made_up_article(marked.text), rules)
        pairs = [((each.start, each.end), (each.source.start, each.source.end) if each.source else None) for each in analysis.attributions]
        right = [pair for pair in pairs if any(_overlap(pair[0], each) for each in marked.contents) and _overlap(pair[1], marked.source)]
        hit += bool(right)
        missed += bool(marked.contents) and not right
        extra += len(pairs) - min(len(right), len(marked.contents))
        if errors and (len(pairs) != len(marked.contents) or (marked.contents and not right)):
            shown = [(marked.text[slice(*content)], marked.text[slice(*source)] if source else None) for content, source in pairs]
            print(f"    {row}\n      -> {shown}")
    return _prf(hit, extra, missed)


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    if one is None or other is None:
        return one is other
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.5 * max(one[1] - one[0], other[1] - other[0])


def show(title: str, table: dict[str, tuple[float, float, float]]) -> None:
    print(title)
    for label, (precision, recall, f1) in table.items():
        print(f"  {label:24} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    print(f"  {'macro':24} F1 {sum(f1 for *_, f1 in table.values()) / max(1, len(table)):.3f}")


def floors() -> dict[str, float]:
    """The figures below which this bench fails: bench/floors.yaml, key "claims"."""
    value = load_map((ROOT / "bench" / "floors.yaml").read_text("utf-8"), path="bench/floors.yaml").value
    return {name: float(floor) for name, floor in value.get("claims", {}).items()}  # type: ignore[union-attr, arg-type]  # the form of our own file


def main() -> None:
    wanted = [arg for arg in sys.argv[1:] if not arg.startswith("-")] or ["status", "claims", "attribution"]
    errors = "--errors" in sys.argv
    rules = compile_rules(read_rules())
    figures: dict[str, float] = {}
    for part in ("seen", "held back", "wide seen", "wide held back"):
        key = part.replace(" ", "_")
        tell = errors and not part.endswith("held back")
        if "status" in wanted:
            table = measure_status(part, errors=tell)
            show(f"status, {part}", table)
            figures[f"{key}.status_macro_f1"] = sum(f1 for *_, f1 in table.values()) / len(table)
        if "claims" in wanted:
            table, fields = measure_claims(part, rules, errors=tell)
            show(f"claims, {part}", table)
            print("  fields right where found: " + ", ".join(f"{name} {share:.3f}" for name, share in fields.items()))
            figures |= {f"{key}.claims_f1": table["all"][2], **{f"{key}.{name}": share for name, share in fields.items()}}
        if "attribution" in wanted:
            pairs = measure_attribution(part, rules, errors=tell)
            show(f"attribution, {part}", {"pairs": pairs})
            figures[f"{key}.attribution_f1"] = pairs[2]
    fallen = [
        f"{name} is {figures[name]:.3f}, floor {floor}" for name, floor in floors().items() if name in figures and figures[name] < floor
    ]
    sys.exit("\n".join(fallen) or 0)


if __name__ == "__main__":
    main()
