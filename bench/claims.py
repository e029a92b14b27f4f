"""How well claims, status and attribution are read, on made-up sentences: `python bench/claims.py [status|attribution|claims] [--errors]`.

Two thirds of the sentences were at hand when the rules were tuned ("seen"), every third one was not ("held back").
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from beatbook.analysis.clauses import lay_out, token_span  # noqa: E402
from beatbook.analysis.grammar import compile_grammar_rules, find_verb_groups, tag_sentence  # noqa: E402
from beatbook.analysis.sentences import compile_sentence_rules, split_passage  # noqa: E402
from beatbook.analysis.status import compile_status_rules, status_at  # noqa: E402
from beatbook.reading.model import LineRole  # noqa: E402
from beatbook.rules import Rules, parse_rules  # noqa: E402
from beatbook.strictyaml import load_map  # noqa: E402

DATA = ROOT / "tests" / "analysis"
LETTERS = {"h": "happened", "p": "planned", "e": "expected", "x": "postponed", "c": "cancelled", "d": "denied"}


def read_rules() -> Rules:
    """The package's rules, read from the checkout."""
    folder = ROOT / "beatbook" / "rules"
    names = ("abbreviations.yaml", "grammar.yaml", "status.yaml", "attribution.yaml", "kinds.yaml", "triggers.yaml", "topics.yaml", "gazetteers/verbs.tsv")
    return parse_rules({name: (folder / name).read_text("utf-8") for name in names if (folder / name).exists()})


def rows(name: str) -> list[str]:
    value = load_map((DATA / f"{name}_sentences.yaml").read_text("utf-8"), path=name).value
    return [str(row) for row in value["sentences"]]  # type: ignore[index, call-overload]  # the form of our own files


def f1_table(pairs: list[tuple[str, str]]) -> dict[str, tuple[float, float, float]]:
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
    for number, row in enumerate(rows("status")):
        if (number % 3 == 2) != (part == "held back"):
            continue
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


def show(title: str, table: dict[str, tuple[float, float, float]]) -> None:
    print(title)
    for label, (precision, recall, f1) in table.items():
        print(f"  {label:24} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    print(f"  {'macro':24} F1 {sum(f1 for *_, f1 in table.values()) / max(1, len(table)):.3f}")


def main() -> None:
    wanted = [arg for arg in sys.argv[1:] if not arg.startswith("-")] or ["status"]
    for part in ("seen", "held back"):
        if "status" in wanted:
            show(f"status, {part}", measure_status(part, errors="--errors" in sys.argv and part == "seen"))


if __name__ == "__main__":
    main()
