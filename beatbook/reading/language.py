"""Which language a text is in: by its script, and among languages in Latin letters by their small words.

Only "English or not" decides anything, so a profile of function words does (rules/languages.yaml): deterministic, no model, no dependency.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatbook.rules import Rules

SAMPLE = 6000  # characters: a thousand words are plenty
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SCRIPTS = (
    ("ko", "\uac00-\ud7a3\u1100-\u11ff"), ("ja", "\u3041-\u30ff"), ("zh", "\u4e00-\u9fff"), ("ru", "\u0400-\u04ff"),
    ("ar", "\u0600-\u06ff"),
    ("he", "\u0590-\u05ff"), ("el", "\u0370-\u03ff"), ("th", "\u0e00-\u0e7f"), ("hi", "\u0900-\u097f"), ("bn", "\u0980-\u09ff"),
    ("ta", "\u0b80-\u0bff"), ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"), ("my", "\u1000-\u109f"), ("km", "\u1780-\u17ff"),
    ("am", "\u1200-\u137f"),
)  # fmt: skip
_SCRIPT_COUNTS = tuple((code, re.compile(f"[{span}]")) for code, span in _SCRIPTS)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Letters that tell the languages of one script apart.
_LETTERS = (
    ("ru", "uk", re.compile("[\u0456\u0457\u0454\u0491]")), ("ru", "be", re.compile("\u045e")),
    ("ru", "sr", re.compile("[\u0458\u0459\u045a\u045b\u0452]")),
    ("ar", "fa", re.compile("[\u067e\u0686\u0698\u06af]")), ("ar", "ur", re.compile("[\u0679\u0688\u0691\u06d2]")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """The small words of each language in Latin letters: code -> words."""

    words: tuple[tuple[str, frozenset[str]], ...]


def compile_language_rules(rules: Rules) -> LanguageRules:
    """The profiles in languages.yaml."""
    return LanguageRules(tuple((rule.id, frozenset(" ".join(rule.texts("words")).split())) for rule in rules["languages"]))


def detect_language(text: str, rules: LanguageRules) -> str:
    """ISO 639-1 code of the language that most of `text` is in; "und" when there is too little to tell."""
    sample = text[:SAMPLE]
    latin = len(_LATIN.findall(sample))
    counts = Counter({code: len(pattern.findall(sample)) for code, pattern in _SCRIPT_COUNTS})
    code, most = counts.most_common(1)[0]
    if counts["ja"] * 5 > counts["zh"] > 0:
        code, most = "ja", counts["ja"] + counts["zh"]
    if most * 2 > latin:
        return _by_letters(code, sample) if most >= 10 else "und"
    return _by_words([word.lower() for word in _WORD.findall(sample)], rules)


def _by_letters(code: str, sample: str) -> str:
    for script, language, letters in _LETTERS:
        if script == code and len(letters.findall(sample)) * 100 > len(sample):
            return language
    return code


def _by_words(words: list[str], rules: LanguageRules) -> str:
    if len(words) < 4:
        return "und"
    counts = Counter(words)
    hits = [(sum(counts[word] for word in profile & counts.keys()), code) for code, profile in rules.words]
    best, code = max(hits, key=lambda pair: pair[0])  # the first of equals: English leads the file
    return code if best * 8 >= len(words) else "und"
