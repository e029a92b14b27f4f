"""Words by what they can be: the closed classes, and the verbs of news English with all their forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.rules import Rules


FINITE = frozenset(("VBP", "VBZ", "VBD", "MD"))

VERBS = frozenset(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"))

BE = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "'re", "'m", "ai"))

HAVE = frozenset(("have", "has", "had", "having", "'ve"))

DO = frozenset(("do", "does", "did"))

GET = frozenset(("get", "gets", "got"))

VerbTag = Literal["VB", "VBZ", "VBD", "VBN", "VBG"]

NOMINAL = frozenset(("DT", "PS", "POS", "JJ", "CD"))

FIXTURES = frozenset(("end", "ends", "start", "starts", "open", "opens", "close", "closes"))


@dataclass(frozen=True, slots=True)
class GrammarRules:
    """The lexicon."""

    closed: Mapping[str, str]  # word in lower case -> its tag
    verbs: Mapping[str, tuple[tuple[VerbTag, str], ...]]  # form -> its readings (tag, lemma)
    nouns: frozenset[str]  # verb forms that are as often nouns: "visit", "visits", "meeting"


def compile_grammar_rules(rules: Rules) -> GrammarRules:
    """The lexicon of rules/grammar.yaml and gazetteers/verbs.tsv.  Raises RuleError."""
    closed: dict[str, str] = {}
    for rule in rules["grammar"]:
        for word in rule.text("words").split():
            closed.setdefault(word, rule.text("tag"))
    closed["to"] = "TO"
    forms: dict[str, dict[tuple[VerbTag, str], None]] = {}
    nouns: set[str] = set()
    for row in rules.gazetteer("verbs"):
        lemma, past, participle, noun, gerund = (*row, "", "", "", "", "")[:5]
        for tag, form in inflect(lemma, past, participle, gerund):
            forms.setdefault(form, {})[(tag, lemma)] = None
            if noun and tag in ("VB", "VBZ"):
                nouns.add(form)
    return GrammarRules(closed, {form: tuple(readings) for form, readings in forms.items()}, frozenset(nouns))


def inflect(lemma: str, past: str = "", participle: str = "", gerund: str = "") -> tuple[tuple[VerbTag, str], ...]:
    """All forms of a verb with their tags; forms given are taken as they are, alternatives parted by "/"."""
    pasts = past.split("/") if past else [_regular(lemma, "ed")]
    participles = participle.split("/") if participle else pasts
    gerunds = gerund.split("/") if gerund else [_regular(lemma, "ing")]
    third = {"be": "is", "have": "has", "do": "does", "go": "goes"}.get(lemma) or _third(lemma)
    present = [("VBZ", third)] if lemma != "be" else [("VBZ", "is"), ("VBZ", "are"), ("VBZ", "am")]
    pairs = [
        ("VB", lemma),
        *present,
        *(("VBD", form) for form in pasts),
        *(("VBN", form) for form in participles),
        *(("VBG", form) for form in gerunds),
    ]
    return tuple(pairs)  # type: ignore[arg-type]  # the literals above are VerbTags


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "to", "go", "ho")) else "s")  # "vetoes", "undergoes", "echoes"


def _regular(lemma: str, ending: str) -> str:
    if lemma.endswith("ie") and ending == "ing":
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not (ending == "ing" and lemma.endswith(("ee", "oe", "ye"))):
        return lemma[:-1] + ending
    if lemma.endswith("y") and ending == "ed" and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + ("k" if lemma.endswith("ic") else "") + ending


def base_form(lower: str, rules: GrammarRules) -> bool:
    return lower in ("be", "have", "not") or any(tag == "VB" for tag, _ in rules.verbs.get(lower, ()))


def only_finite(lower: str, rules: GrammarRules) -> bool:
    """The form is a past or third person that is no noun and no participle: "said", "met", "tells"."""
    readings = {tag for tag, _ in rules.verbs.get(lower, ())}
    return lower not in rules.nouns and ("VBD" in readings or "VBZ" in readings) and "VB" not in readings
