"""Names that are written family name first: Korean, Chinese, Vietnamese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.rules import Rules

_LANGUAGES = ("ko", "zh", "vi")


@dataclass(frozen=True, slots=True)
class FamilyOrder:
    """What tells a family name that stands first."""

    families: Mapping[str, frozenset[str]]  # family name -> languages
    syllables: Mapping[str, re.Pattern[str]]  # language -> what given names are made of

    def language(self, words: Sequence[str]) -> str:
        """The language in which these words are a family name and syllables of a given name, or ""."""
        languages = self.families.get(words[0], frozenset()) if 2 <= len(words) <= 4 else frozenset()
        for language in _LANGUAGES:
            if language not in languages or (language == "zh" and len(words) > 3):
                continue
            if all(self.syllables[language].fullmatch(word.lower()) for word in words[1:]):
                return language
        return ""


def compile_family_order(rules: Rules) -> FamilyOrder:
    """Family names of gazetteers/family_names.tsv and syllables of names.yaml; empty where these are missing."""
    families: dict[str, set[str]] = {}
    for language, listed in rules.gazetteers.get("family_names", ()):
        for name in listed.split():
            families.setdefault(name, set()).add(language)
    lists = {rule.text("use"): rule.texts("words") for rule in rules.tables.get("names", ())}
    patterns = {language: _pattern(lists.get(f"syllables-{language}", ())) for language in _LANGUAGES}
    return FamilyOrder({name: frozenset(languages) for name, languages in families.items()}, patterns)


def _pattern(syllables: Iterable[str]) -> re.Pattern[str]:
    """One to three syllables, hyphens between them allowed.  Names are short: what is longer than 14 letters is none."""
    options = "|".join(sorted(syllables, key=lambda syllable: (-len(syllable), syllable))) or "(?!)"
    return re.compile(rf"(?=.{{1,14}}\Z)(?:{options})(?:-?(?:{options})){{0,2}}")
