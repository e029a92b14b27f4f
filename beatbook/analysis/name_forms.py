"""Personal names by their parts, and when two of them can be one person: surname first, then given name by syllable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal

from anyascii import anyascii
from rapidfuzz import fuzz

from beatbook.analysis.model import PersonName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.rules import Rule, Rules

Likeness = Literal["same", "maybe", "different"]

PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "das",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "ten",
        "ter",
        "af",
        "av",
        "zu",
        "bin",
        "bint",
        "ibn",
        "ben",
        "al",
        "el",
        "abu",
        "'t",
        "’t",
        "t",
        "an",
        "mac",
        "ní",
        "ni",
        "nic",
        "uí",
        "ó",
    ]
)
# which open a surname without a given name where a sentence or honorific makes them a capital: "Van Rossum", "Mr De Wijk"
_OPENING = frozenset(
    ("van", "von", "de", "del", "della", "du", "den", "der", "ter", "ten", "dos", "da", "'t", "’t", "ní", "ni", "nic", "uí", "ó", "mac")
)
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr."))
# courtesy words that some articles write as part of a name and some leave out: "Begum Shaheen Ahmed"
_STYLES = frozenset(
    [
        "begum",
        "md",
        "mohd",
        "haji",
        "hajji",
        "datuk",
        "dato",
        "tun",
        "tan",
        "maulana",
        "ustad",
        "sri",
        "shri",
        "tengku",
        "jonkheer",
        "jonkvrouw",
        "engr",
        "barrister",
        "sardar",
    ]
)
_NUMERAL = re.compile(r"[IVX]{1,5}")
_INITIALS = re.compile(r"(?:[a-z]\.?-?){1,4}")
_LETTERS = (
    ("kh", "h"),
    ("ou", "u"),
    ("oo", "u"),
    ("ph", "f"),
    ("ck", "k"),
    ("ks", "x"),
    ("dj", "j"),
    ("yu", "u"),
    ("iu", "u"),
    ("ya", "ia"),
    ("ye", "e"),
    ("yo", "o"),
)
_MARRIED = re.compile(r"-(?:ten|ter|van|von|de|den|der|'t)\b.{1,40}")  # "van der Meer-ten Kate" is "van der Meer" before and after
SPELLING = 88  # rapidfuzz ratio of long given names behind equal surnames: Aleksandr/Alexander 89, Volodymyr/Vladimir 71


@dataclass(frozen=True, slots=True)
class VariantRules:
    """Which spellings are one name."""

    syllables: Mapping[str, str]  # syllable -> the first of its group
    nicknames: Mapping[str, frozenset[int]]  # given name -> its groups
    endings: tuple[tuple[str, str], ...]  # ending -> the first of its group, longest first


def compile_variant_rules(rules: Rules) -> VariantRules:
    """The groups of rules/name_variants.yaml.  Raises RuleError when one is no list of lists."""
    syllables: dict[str, str] = {}
    nicknames: dict[str, set[int]] = {}
    endings: dict[str, str] = {}
    for rule in rules["name_variants"]:
        for number, group in enumerate(_groups(rule)):
            for form in group:
                if rule.text("use") == "syllables":
                    syllables.setdefault(form, group[0])
                elif rule.text("use") == "nicknames":
                    nicknames.setdefault(form, set()).add(number)
                else:
                    endings.setdefault(form, group[0])
    ordered = tuple(sorted(endings.items(), key=lambda pair: (-len(pair[0]), pair[0])))
    return VariantRules(syllables, {name: frozenset(numbers) for name, numbers in nicknames.items()}, ordered)


def _groups(rule: Rule) -> list[list[str]]:
    groups = rule.fields.get("groups")
    if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
        raise rule.error("rule-field", f'rule "{rule.id}" has no list of lists under "groups"', "groups: [[one, two], ...]")
    return [[str(form) for form in group] for group in groups if isinstance(group, list)]


def fold(text: str) -> str:
    """A name for comparison: ASCII, lower case, hyphens as spaces, no apostrophes."""
    plain = text if text.isascii() else anyascii(text)
    return " ".join(plain.lower().replace("-", " ").replace("'", "").replace("`", "").split())


def parse_person(words: Sequence[str], *, language: str = "", given_only: bool = False) -> PersonName:
    """The parts of a name as written; `language` says that the family name stands first."""
    kept = [word for word in words if word.lower() not in _SUFFIXES]
    if not kept:
        return PersonName(" ".join(words))
    if given_only:
        return PersonName("", " ".join(kept))
    if language and len(kept) > 1:
        return PersonName(kept[0], " ".join(kept[1:]), family_first=True)
    if len(kept) > 1 and kept[0].lower() in _OPENING and all(word.lower() in PARTICLES for word in kept[:-1]):
        return PersonName(" ".join(kept))
    if len(kept) > 1 and _NUMERAL.fullmatch(kept[-1]):
        return PersonName("", " ".join(kept)) if len(kept) == 2 else PersonName(kept[-2], " ".join(kept[:-2]))
    at = len(kept) - 1
    for index in range(1, len(kept) - 1):
        if kept[index].lower() in PARTICLES and kept[index][0].islower():
            at = index
            break
    while at > 1 and kept[at - 1].lower() in PARTICLES and kept[at - 1][0].isupper() and len(kept) > 2:
        at -= 1
    return PersonName(" ".join(kept[at:]), " ".join(kept[:at]))


def surname_key(name: PersonName, rules: VariantRules) -> str:
    """What surnames of one person have in common: particles and articles off, one spelling of endings and syllables."""
    folded = fold(_MARRIED.sub("", name.surname))
    words = [word for word in folded.split() if word not in PARTICLES] or folded.split()
    key = " ".join(words)
    if name.family_first or key in rules.syllables:
        return rules.syllables.get(key, key)
    for ending, common in rules.endings:
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return _letters(key[: -len(ending)]) + common
    return _letters(key)


def _letters(text: str) -> str:
    text = reduce(lambda so_far, pair: so_far.replace(*pair), _LETTERS, text)
    return re.sub(r"(.)\1", r"\1", text).replace("y", "i").replace("w", "v")


def likeness(one: PersonName, other: PersonName, rules: VariantRules) -> Likeness:
    """Whether two names can be one person: "maybe" when one of them says too little."""
    if not one.surname or not other.surname:
        return _given_only(one, other, rules)
    if surname_key(one, rules) != surname_key(other, rules):
        return "different"
    if not one.given or not other.given:
        return "maybe"
    if one.family_first or other.family_first:
        return _by_syllables(one, other, rules)
    return given_likeness(one.given, other.given, rules)


def _given_only(one: PersonName, other: PersonName, rules: VariantRules) -> Likeness:
    if not one.given or not other.given:
        return "different"
    if one.surname or other.surname:
        return "maybe" if given_likeness(one.given.split()[0], other.given.split()[0], rules) == "same" else "different"
    first, second = fold(one.given).split(), fold(other.given).split()
    if first[0] != second[0]:
        return "different"
    return "same" if first == second or min(len(first), len(second)) == 1 else "different"


def _by_syllables(one: PersonName, other: PersonName, rules: VariantRules) -> Likeness:
    first, second = fold(one.given).split(), fold(other.given).split()
    if "".join(first) == "".join(second):
        return "same"
    if one.family_first != other.family_first:  # "Tony Kim" and "Kim Dong Chul"
        return "different"
    return (
        "same"
        if [rules.syllables.get(word, word) for word in first] == [rules.syllables.get(word, word) for word in second]
        else "different"
    )


def given_likeness(one: str, other: str, rules: VariantRules) -> Likeness:
    """Given names of equal surnames: "Donald J." and "Donald" are the same, "George H.W." and "George W." are not."""
    first, second = _given_words(one), _given_words(other)
    if not first or not second:
        return "maybe"
    if len(first) == 1 and len(second) > 1:
        first, second = second, first
    if len(second) == 1 and len(second[0]) > 1 and len(first) > 1 and len(first[0]) == 1 < len(first[1]):
        return "maybe" if _word_fits(first[1], second[0], rules) else "different"  # "T. Erwin" goes by Erwin and is no Thomas
    if not _word_fits(first[0], second[0], rules):
        return "different"
    for left, right in zip(first[1:], second[1:], strict=False):
        if not _word_fits(left, right, rules):
            return "different"
    if len(first[0]) == 1 or len(second[0]) == 1:
        return "maybe"
    return "same"


def _given_words(given: str) -> list[str]:
    words: list[str] = []
    for word in fold(given).split():
        if "." in word and _INITIALS.fullmatch(word):
            words.append("".join(letter for letter in word if letter.isalpha()))
            if len(words) > 1 and len(words[-2]) <= 2 and _was_initial(given, words[-2]):
                words[-2:] = ["".join(words[-2:])]
        else:
            words.append(word)
    while len(words) > 1 and words[0] in _STYLES:
        words.pop(0)
    return words


def _was_initial(given: str, letters: str) -> bool:
    return f"{letters[0].upper()}." in given


def _word_fits(one: str, other: str, rules: VariantRules) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short) and len(long) > 2
    if rules.nicknames.get(one, frozenset()) & rules.nicknames.get(other, frozenset()):
        return True
    if one[0] != other[0] and {one[0], other[0]} not in ({"y", "i"}, {"y", "e"}, {"k", "c"}, {"y", "j"}):
        return False
    left, right = _letters(one), _letters(other)
    if left == right or (left.removesuffix("i") == right.removesuffix("i") and len(left) > 3):
        return True
    return len(short) > 5 and fuzz.ratio(left, right) >= SPELLING
