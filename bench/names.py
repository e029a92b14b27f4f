"""How well people, organizations and places are found, on made-up sentences: `python bench/names.py [--errors] [--speed]`.

Two thirds of the sentences were at hand when the rules were tuned ("seen"), every third one was not ("held back").  A span counts when
both its ends are right.  Falls below a floor of bench/floors.yaml end with status 1.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from beatbook.analysis.grammar import GrammarRules, compile_grammar_rules, tag_sentence  # noqa: E402
from beatbook.analysis.mentions import MentionRules, Naming, compile_mention_rules, find_mentions  # noqa: E402
from beatbook.analysis.sentences import split_passage  # noqa: E402
from beatbook.reading.model import LineRole  # noqa: E402
from beatbook.rules import Rules, parse_rules  # noqa: E402
from beatbook.strictyaml import load_map  # noqa: E402

if TYPE_CHECKING:
    from beatbook.analysis.model import Sentence

SENTENCES = ROOT / "tests" / "analysis" / "name_sentences.yaml"
TYPES = {"p": "person", "o": "organization", "l": "place"}
_MARK = re.compile(r"\[([pol]) ([^\]]+)\]")


@dataclass(frozen=True)
class Marked:
    """A sentence and the spans marked in it: (start, end, type)."""

    text: str
    spans: frozenset[tuple[int, int, str]]


@dataclass(frozen=True)
class Score:
    """Exact spans of one type."""

    hits: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_rules() -> Rules:
    """The package's rules, read from the checkout."""
    folder = ROOT / "beatbook" / "rules"
    return parse_rules(
        {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/*.tsv")])}
    )


def read_sentences() -> list[Marked]:
    value = load_map(SENTENCES.read_text("utf-8"), path=SENTENCES.name).value
    return [parse_marked(str(row)) for row in value["sentences"]]  # type: ignore[index, call-overload]  # the form of our own file


def parse_marked(row: str) -> Marked:
    text, spans, done = "", set(), 0
    for mark in _MARK.finditer(row):
        text += row[done : mark.start()]
        spans.add((len(text), len(text) + len(mark[2]), TYPES[mark[1]]))
        text += mark[2]
        done = mark.end()
    return Marked(text + row[done:], frozenset(spans))


def split(text: str, rules: MentionRules, grammar: GrammarRules) -> list[Sentence]:
    role = LineRole.PARAGRAPH if text.endswith((".", "?", "!")) else LineRole.HEADLINE
    return [tag_sentence(sentence, grammar) for sentence in split_passage(text, 0, len(text), rules.sentences, role=role)]


def named_spans(naming: Naming) -> set[tuple[int, int, str]]:
    """Names only: no descriptions, groups or pronouns.  States that act count as places."""
    return {
        (mention.start, mention.end, "place" if mention.type == "state" else mention.type)
        for mention in naming.mentions
        if mention.form in ("full", "surname", "given") and not mention.credit
    }


def measure(part: str, rules: MentionRules, grammar: GrammarRules, *, errors: bool = False) -> dict[str, Score]:
    """type -> score over the "seen" or the "held back" sentences."""
    counts = {kind: [0, 0, 0] for kind in TYPES.values()}
    for number, marked in enumerate(read_sentences()):
        if (number % 3 == 2) != (part == "held back"):
            continue
        found = named_spans(find_mentions(split(marked.text, rules, grammar), None, rules))
        for kind, tally in counts.items():
            wanted, got = {s for s in marked.spans if s[2] == kind}, {s for s in found if s[2] == kind}
            for at, count in enumerate((len(wanted & got), len(got), len(wanted))):
                tally[at] += count
        if errors and found != marked.spans:
            missed = ", ".join(f"{marked.text[s:e]} ({k})" for s, e, k in sorted(marked.spans - found))
            spurious = ", ".join(f"{marked.text[s:e]} ({k})" for s, e, k in sorted(found - marked.spans))
            print(f"    {marked.text}\n      missed: {missed}; spurious: {spurious}")
    return {kind: Score(*count) for kind, count in counts.items()}


def articles_per_second(rules: MentionRules, grammar: GrammarRules) -> float:
    """Of 2,500 characters, on one core, sentences already split and tagged."""
    text = " ".join(marked.text for marked in read_sentences() if marked.text.endswith("."))
    sentences = [
        [tag_sentence(s, grammar) for s in split_passage(text, at, min(at + 2500, len(text)), rules.sentences)]
        for at in range(0, len(text), 2500)
    ]
    began = time.process_time()
    for part in sentences * 3:
        find_mentions(part, None, rules)
    return 3 * len(text) / 2500 / (time.process_time() - began)


def floors() -> dict[str, float]:
    value = load_map((ROOT / "bench" / "floors.yaml").read_text("utf-8"), path="floors.yaml").value
    own = value.get("names", {}) if isinstance(value, dict) else {}
    return {key: float(str(figure)) for key, figure in own.items()} if isinstance(own, dict) else {}


def main(arguments: list[str]) -> int:
    package = read_rules()
    rules, grammar = compile_mention_rules(package), compile_grammar_rules(package)
    fallen = 0
    limits = floors()
    for part in ("seen", "held back"):
        for kind, score in measure(part, rules, grammar, errors="--errors" in arguments and part == "seen").items():
            print(f"{part:10} {kind:13} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}  ({score.wanted} spans)")
            for figure in ("precision", "f1"):
                floor = limits.get(f"{part.replace(' ', '_')}.{kind}.{figure}")
                if floor is not None and getattr(score, figure) < floor:
                    print(f"  below its floor of {floor}: {figure} of {kind}, {part}")
                    fallen += 1
    if "--speed" in arguments:
        print(f"{articles_per_second(rules, grammar):.0f} articles of 2,500 characters a second on one core")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
