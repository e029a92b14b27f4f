"""Places that no gazetteer has, by what stands around them: "in Valmora", "the town of Valmora", "the Valmora region", "at Kjarvik".

What one sentence shows holds for the whole article.  People and bodies of the article are no places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.bodies import Run, is_ordinary_here, runs
from beatbook.analysis.names import ACRONYM, CALENDAR, DEMONYM, GIVEN, HEADS, INITIAL, NEVER, SURNAME, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.names import NameRules

_IN = frozenset(("in", "near", "outside"))
_EMPLOYS = frozenset(
    [
        "work",
        "works",
        "worked",
        "working",
        "employed",
        "analyst",
        "professor",
        "economist",
        "researcher",
        "fellow",
        "drivers",
        "workers",
        "staff",
        "employees",
        "engineers",
        "miners",
        "nurses",
        "teachers",
        "students",
        "pilots",
        "executives",
        "managers",
        "strikers",
        "colleagues",
        "shareholders",
        "scientists",
        "researchers",
        "doctors",
        "dispute",
        "strike",
        "strikes",
        "stoppage",
        "stoppages",
        "layoffs",
        "boss",
        "chief",
        "director",
        "expert",
        "job",
        "jobs",
        "career",
        "trader",
    ]
)
_LONGEST = 2  # words


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place without an entry in a gazetteer, by token indexes."""

    run: Run
    kind: str  # city, region or venue


def learn_places(apart: Sequence[Parts], covered: Sequence[set[int]], rules: NameRules) -> Mapping[str, str]:
    """Name -> kind of the places that the sentences show; `covered` holds the tokens that belong to something else."""
    found: dict[str, str] = {}
    for parts, taken in zip(apart, covered, strict=True):
        if parts.headline:
            continue
        for run in runs(parts, taken):
            kind = _shown(parts, run, rules)
            if kind and found.get(run.text, "venue") == "venue":
                found[run.text] = kind
    return found


def find_learnt(parts: Parts, covered: set[int], places: Mapping[str, str], rules: NameRules) -> Iterator[FoundPlace]:
    """Where a sentence names one of these."""
    for run in runs(parts, covered):
        if run.text in places and not is_ordinary_here(parts, run.start, rules):
            yield FoundPlace(run, places[run.text])


def _shown(parts: Parts, run: Run, rules: NameRules) -> str:
    """The kind of place that this stretch is shown to be here, "" for none."""
    texts, flags = parts.texts, parts.flags[run.start : run.end]
    if run.end - run.start > _LONGEST or any(flag & (CALENDAR | NEVER | ACRONYM | DEMONYM | INITIAL | HEADS) for flag in flags):
        return ""
    if all(flag & WORD for flag in flags) or (run.end - run.start == _LONGEST and flags[0] & GIVEN):
        return ""
    if run.end < len(texts) and texts[run.end] in ("'s", "’s"):
        return ""
    return _by_noun_behind(parts, run, rules) or _by_words_before(parts, run, rules)


def _by_noun_behind(parts: Parts, run: Run, rules: NameRules) -> str:
    """ "the Valmora region", "Kjarvik art museum"."""
    tokens = parts.sentence.tokens
    for at in range(run.end, min(len(tokens), run.end + 3)):
        lower = tokens[at].lower
        for kind in ("city", "region", "venue"):
            if lower in rules.uses[f"place-noun-{kind}"] and tokens[at].text.islower():
                placed = run.start > 0 and parts.texts[run.start - 1].lower() in ("the", "in", "at", "from", "to", "near", "'s", "of", "on")
                described = run.start > 1 and tokens[run.start - 1].tag in ("JJ", "NN")  # "the southern Valmora region"
                return kind if placed or described else ""
        if tokens[at].tag not in ("NN", "JJ") or not tokens[at].text.islower():
            return ""
    return ""


def _by_words_before(parts: Parts, run: Run, rules: NameRules) -> str:
    texts = parts.texts
    before = texts[run.start - 1].lower() if run.start else ""
    earlier = texts[run.start - 2].lower() if run.start > 1 else ""
    if before == "of" and earlier:
        return next((kind for kind in ("city", "region", "venue") if earlier in rules.uses[f"place-noun-{kind}"]), "")
    if before in _IN:
        return "city"
    personal = any(flag & (SURNAME | GIVEN) for flag in parts.flags[run.start : run.end])
    if before == "at" and not personal and earlier not in _EMPLOYS and not _employed(texts, run.start):
        return "venue"
    return ""


def _employed(texts: Sequence[str], at: int) -> bool:
    """ "an analyst at Nordvell", "who teaches law at Kjarvik": no venue of anything."""
    return any(
        text.lower() in _EMPLOYS or text.lower() in ("teaches", "taught", "studied", "studies") for text in texts[max(0, at - 5) : at]
    )
