"""How well and how fast time expressions are found: recall, precision and value F1 on the made-up sentences, sentences a second.

    python bench/dates.py [--errors] [--held-back] [--cues]

Scoring as in TempEval-3: a found expression counts when it overlaps an annotated one (relaxed); value F1 also wants the same value.
Annotations of type "?" are left out.  Floors are in floors.yaml beside this file; below one of them the exit status is 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from beatbook.analysis.grammar import GrammarRules, compile_grammar_rules, find_verb_groups, tag_sentence
from beatbook.analysis.sentences import SentenceRules, compile_sentence_rules, split_passage
from beatbook.analysis.timexes import DateRules, compile_date_rules, find_timexes, link_timexes
from beatbook.rules import parse_rules
from beatbook.strictyaml import load_map

if TYPE_CHECKING:
    from beatbook.analysis.model import Sentence, Timex

HERE = Path(__file__).resolve().parent
RULES = HERE.parent / "beatbook" / "rules"
SENTENCES = HERE.parent / "tests" / "analysis" / "timex_sentences.yaml"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One sentence with its annotations: (text, type, value or None)."""

    created: str
    text: str
    timexes: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Engine:
    sentences: SentenceRules
    grammar: GrammarRules
    dates: DateRules


def load_engine() -> Engine:
    paths = [*RULES.glob("*.yaml"), *RULES.glob("gazetteers/*.tsv")]
    rules = parse_rules({path.relative_to(RULES).as_posix(): path.read_text(encoding="utf-8") for path in paths})
    return Engine(compile_sentence_rules(rules), compile_grammar_rules(rules), compile_date_rules(rules))


def load_sentences(path: Path = SENTENCES) -> tuple[Annotated, ...]:
    entries = load_map(path.read_text(encoding="utf-8"), path=path.name).value["sentences"]
    return tuple(Annotated(entry["created"], entry["text"], tuple(map(_annotation, entry["timexes"]))) for entry in entries)


def _annotation(text: str) -> tuple[str, str, str | None]:
    words, kind, value = (part.strip() for part in text.split(" | "))
    return words, kind, None if value == "-" else value


def parse(text: str, engine: Engine) -> list[Sentence]:
    sentences = split_passage(text, 0, len(text), engine.sentences)
    return [tag_sentence(sentence, engine.grammar) for sentence in sentences]


def find(text: str, created: str, engine: Engine, *, cues: bool = False) -> tuple[Timex, ...]:
    found: list[Timex] = []
    for sentence in parse(text, engine):
        groups = () if cues else find_verb_groups(sentence, engine.grammar)
        found += find_timexes(sentence, groups, engine.dates, created=created)
    return link_timexes(found, created=created)


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts over sentences."""

    annotated: int = 0
    found: int = 0
    overlapping: int = 0
    right: int = 0
    exact: int = 0

    def __add__(self, other: Rates) -> Rates:
        return Rates(*(getattr(self, name) + getattr(other, name) for name in ("annotated", "found", "overlapping", "right", "exact")))

    @property
    def recall(self) -> float:
        return self.overlapping / self.annotated

    @property
    def precision(self) -> float:
        return self.overlapping / self.found

    @property
    def value_f1(self) -> float:
        return 2 * self.right / (self.annotated + self.found)

    @property
    def strict_f1(self) -> float:
        return 2 * self.exact / (self.annotated + self.found)


def judge(sentence: Annotated, found: tuple[Timex, ...]) -> tuple[Rates, list[str]]:
    """The counts of one sentence, and what was wrong in words."""
    left_out, wanted, at = [], [], 0
    for text, kind, value in sentence.timexes:
        at = sentence.text.index(text, at)
        (left_out if kind == "?" else wanted).append((at, at + len(text), text, value))
        at += len(text)
    found = tuple(timex for timex in found if not any(start < timex.end and timex.start < end for start, end, *_ in left_out))
    rates, wrong, used = Rates(len(wanted), len(found)), [], set()
    for start, end, text, value in wanted:
        match = next((n for n, timex in enumerate(found) if n not in used and timex.start < end and start < timex.end), None)
        if match is None:
            wrong.append(f"missed {text!r}")
            continue
        used.add(match)
        timex = found[match]
        is_right = timex.value == value
        rates += Rates(overlapping=1, right=is_right, exact=(timex.start, timex.end) == (start, end))
        if not is_right:
            wrong.append(f"{text!r} is {value}, found {timex.text!r} {timex.value} ({timex.expression})")
        elif timex.text != text:
            wrong.append(f"extent of {text!r} is {timex.text!r}")
    wrong += [f"spurious {timex.text!r} {timex.value}" for n, timex in enumerate(found) if n not in used]
    return rates, wrong


def measure(engine: Engine, *, held_back: bool, errors: bool, cues: bool = False) -> Rates:
    total = Rates()
    for number, sentence in enumerate(load_sentences()):
        if (number % 3 == 2) == held_back:
            rates, wrong = judge(sentence, find(sentence.text, sentence.created, engine, cues=cues))
            total += rates
            if errors and wrong:
                print(f"  {sentence.created} {sentence.text}")
                print("".join(f"      {line}\n" for line in wrong), end="")
    return total


def sentences_a_second(engine: Engine) -> float:
    """On one core, verb groups at hand, the median of seven runs over all sentences."""
    parsed = [(s, find_verb_groups(s, engine.grammar), a.created) for a in load_sentences() for s in parse(a.text, engine)]
    rates = []
    for _ in range(7):
        began = time.perf_counter()
        for sentence, groups, created in parsed:
            find_timexes(sentence, groups, engine.dates, created=created)
        rates.append(len(parsed) / (time.perf_counter() - began))
    return sorted(rates)[3]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print what was wrong in the two thirds that one may look at")
    parser.add_argument(
        "--held-back", action="store_true", help="print what was wrong in the held-back third, too: it is none any longer then"
    )
    parser.add_argument("--cues", action="store_true", help="without verb groups, by cue words")
    args = parser.parse_args()
    engine = load_engine()
    floors = load_map((HERE / "floors.yaml").read_text(encoding="utf-8"), path="floors.yaml").value.get("dates", {})
    below = []
    for name, held_back in (("seen", False), ("held_back", True)):
        rates = measure(engine, held_back=held_back, errors=args.held_back if held_back else args.errors, cues=args.cues)
        figures = (("recall", rates.recall), ("precision", rates.precision), ("value F1", rates.value_f1), ("strict F1", rates.strict_f1))
        print(f"{name:10}", *(f"{label} {figure:.3f} " for label, figure in figures), f"({rates.annotated} annotated)")
        below += [
            f"{name}.{key}" for key in ("recall", "precision", "value_f1") if getattr(rates, key) < float(floors.get(f"{name}.{key}", 0))
        ]
    print(f"{sentences_a_second(engine):.0f} sentences a second on one core")
    print(f"below the floor: {', '.join(below)}" if below else "no figure below its floor")
    return bool(below)


if __name__ == "__main__":
    sys.exit(main())
