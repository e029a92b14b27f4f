"""What is known of names: one lookup for every word of an article, compiled once from the gazetteers and rule files.

A word gets flags (given name, surname, ordinary word, part of an organization's name ...); names of countries, cities, agencies and
other known things are phrases, found by their first word.  Nothing here scans all names for a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyascii import anyascii

from beatbook.analysis.family_order import FamilyOrder, compile_family_order
from beatbook.analysis.known_names import Phrase, find_known_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.analysis.lexicon import GrammarRules
    from beatbook.rules import Rules

# flags of a word
GIVEN = 1
MALE = 2
FEMALE = 4
SURNAME = 8
WORD = 16  # an ordinary English word when written in lower case
PLACE = 32  # a country, city or region of one word
DEMONYM = 64
CALENDAR = 128
ORGANIZATION = 256  # heads the name of an organization: "Ministry"
VENUE = 512  # heads the name of a place: "Airport"
THING = 1024  # heads the name of what is neither: "Prize"
NEVER = 2048  # begins sentences and headlines, is no name
FAMILY = 4096  # a family name that may stand first
ENDING = 8192  # ends like a surname
BEFORE_PLACE = 16384  # "Mount", "Lake"
BEFORE_THING = 32768  # "Hurricane", "USS"
INITIAL = 65536  # "J.", "H.W."
ACRONYM = 131072  # "KCNA"
PARTICLE = 262144
SUFFIX = 524288  # "Jr."
COURTESY = 2097152  # "Mr": never part of the name itself
LAND = 1048576  # a country or region, which is hardly ever a surname
HEADS = ORGANIZATION | VENUE | THING

_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[B-HJ-Z]")


@dataclass(frozen=True, slots=True)
class Office:
    """An entry of rules/offices.yaml."""

    id: str
    group: str  # `class` in the file: offices that one description can mean
    gender: str  # "m", "f" or ""


@dataclass(frozen=True, slots=True)
class NameRules:
    """Everything that naming goes by."""

    names: Mapping[str, int]  # as written -> flags of given names and surnames
    words: frozenset[str]  # ordinary English words, lower case
    verbs: frozenset[str]  # verb forms, lower case
    lower: Mapping[str, int]  # lower case -> flags of words that head or open names
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Phrase], ...]]  # first word -> phrases, longest first
    offices: Mapping[str, tuple[tuple[tuple[str, ...], Office], ...]]  # last word, lower case -> offices, longest first
    office_groups: Mapping[str, str]  # office id -> group
    order: FamilyOrder
    uses: Mapping[str, frozenset[str]]  # use of a word list -> its words
    honorifics: Mapping[str, str]  # lower case -> gender
    countries: Mapping[str, Phrase]  # ISO code -> the country
    places: Mapping[str, Phrase]  # id of cities and regions -> the place
    capitals: Mapping[str, Phrase]  # ISO code -> the capital
    endings: tuple[str, ...]  # of surnames

    def flags(self, text: str) -> int:
        """The flags of a word as it is written."""
        lower = text.lower()
        found = self.names.get(text, 0) | self.lower.get(lower, 0)
        if found & SUFFIX and not (text.isupper() or lower[0] in "js"):
            found &= ~SUFFIX  # "Xi" is no numeral
        if text.isupper() and len(text) > 1:
            found |= self._capitals(text)
        elif not text.isascii() and (stem := anyascii(text)) != text:
            found |= self.names.get(stem, 0)
        if "-" in text and not found & (GIVEN | SURNAME):
            found |= self._hyphenated(text)
        if "-" in text and not found & GIVEN and any(self.order.syllables[language].fullmatch(lower) for language in ("ko", "zh")):
            found |= GIVEN
        if (
            self.is_word(lower)
            and not (found & GIVEN and lower in self.uses["given-first"])
            and not ("-" in text and text.rsplit("-", maxsplit=1)[-1][:1].isupper())
        ):
            found |= WORD
        if not found & (SURNAME | WORD | GIVEN) and len(text) > 5 and lower.endswith(self.endings):
            found |= ENDING
        if text.startswith(("Saint-", "Sainte-", "São-", "Santa-")):
            found = (found | BEFORE_PLACE) & ~(GIVEN | SURNAME | MALE | FEMALE)
        if _INITIALS.fullmatch(text) and not found & CALENDAR:
            found |= INITIAL
        return found

    def _capitals(self, text: str) -> int:
        as_name = self.names.get(text.capitalize(), 0)
        if len(text) > 4 and as_name:
            return as_name
        return ACRONYM if len(text) <= 6 and text.isalpha() else (as_name or 0)

    def _hyphenated(self, text: str) -> int:
        parts = [part for part in text.split("-") if part]
        known = [self.names.get(part, 0) for part in parts]
        if parts and text[:3].lower() in ("al-", "el-", "ul-") and len(text) > 4:
            return SURNAME
        if parts and all(flags & GIVEN for flags in known):
            return known[0] & (GIVEN | MALE | FEMALE)
        return SURNAME if parts and all(flags & SURNAME for flags in known) else 0

    def is_word(self, lower: str) -> bool:
        """Whether a lower-case form is an ordinary English word, regular endings taken off."""
        if lower in self.words or lower in self.verbs:
            return True
        for ending, cut, tail in _REGULAR:
            if lower.endswith(ending) and len(lower) > cut + 2:
                stem = lower[:-cut] + tail
                if stem in self.words or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in self.words):
                    return True
        return "-" in lower and all(part in self.words or part in self.uses["never"] for part in lower.split("-"))

    def find_phrase(self, texts: tuple[str, ...] | list[str], index: int) -> tuple[int, Phrase] | None:
        """The longest known name that begins at `index`: where it ends, and what it is."""
        for words, phrase in self.phrases.get(texts[index], ()):
            size = len(words)
            if size == 1 or tuple(texts[index : index + size]) == words:
                return index + size, phrase
        return None

    def family_first(self, words: list[str]) -> str:
        """The language in which these words are a family name and a given name, or ""."""
        language = self.order.language(words)
        if language or len(words) != 2 or not self.order.families.get(words[0], frozenset()) & {"ja", "km", "hu"}:
            return language
        family, given = self.names.get(words[0], 0), self.names.get(words[1], 0)
        return "ja" if given & GIVEN and not family & GIVEN and not given & SURNAME else ""


_REGULAR = (
    ("s", 1, ""), ("es", 2, ""), ("ies", 3, "y"), ("ed", 2, ""), ("ed", 1, ""), ("ied", 3, "y"), ("ing", 3, ""), ("ing", 3, "e"),
    ("er", 2, ""), ("er", 1, ""), ("ers", 3, ""), ("ers", 2, ""), ("est", 3, ""), ("est", 2, ""), ("ly", 2, ""),
)  # fmt: skip


def compile_name_rules(rules: Rules, grammar: GrammarRules) -> NameRules:
    """The lexicon of names out of the gazetteers and the rule files names, titles, offices, organizations and places."""
    uses = _word_lists(rules)
    words = frozenset(row[0] for row in rules.gazetteer("english_words"))
    known = find_known_names(rules)
    phrases = known.phrases
    names = _personal_names(rules)
    order = compile_family_order(rules)
    lower: dict[str, int] = {}
    for use, flag in _LOWER_FLAGS:
        for word in uses.get(use, ()):
            lower[word] = lower.get(word, 0) | flag
    for first, entries in phrases.items():
        for parts, phrase in entries:
            if len(parts) == 1:
                names[first] = names.get(first, 0) | _PHRASE_FLAGS.get(phrase.type, 0)
    for name in order.families:
        names[name] = names.get(name, 0) | FAMILY
    offices, groups = _offices(rules)
    return NameRules(
        names=names,
        words=words,
        verbs=frozenset(grammar.verbs),
        lower=lower,
        phrases={first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in phrases.items()},
        offices=offices,
        office_groups=groups,
        order=order,
        uses=uses,
        honorifics=_honorifics(rules),
        countries=known.countries,
        places=known.places,
        capitals={place.country: place for place in reversed(known.places.values()) if place.capital},
        endings=tuple(sorted(uses["ending"])),
    )


_PHRASE_FLAGS: dict[str, int] = {"demonym": DEMONYM, "country": PLACE | LAND, "region": PLACE | LAND, "city": PLACE}
_LOWER_FLAGS = (
    ("calendar", CALENDAR), ("organization", ORGANIZATION), ("venue", VENUE), ("thing", THING), ("never", NEVER),
    ("before-place", BEFORE_PLACE), ("before-thing", BEFORE_THING), ("particle", PARTICLE), ("suffix", SUFFIX), ("courtesy", COURTESY),
    ("people-name", DEMONYM),
)  # fmt: skip


def _word_lists(rules: Rules) -> dict[str, frozenset[str]]:
    uses: dict[str, set[str]] = {}
    for table in ("names", "titles", "organizations", "places"):
        for rule in rules[table]:
            uses.setdefault(rule.text("use"), set()).update(word.lower() for word in rule.texts("words"))
    return {use: frozenset(words) for use, words in uses.items()}


def _honorifics(rules: Rules) -> dict[str, str]:
    return {word: rule.text("gender", "") for rule in rules["titles"] if rule.text("use") == "honorific" for word in rule.texts("words")}


def _personal_names(rules: Rules) -> dict[str, int]:
    """Name -> flags: 160,000 entries, so those of one flag are taken together."""
    kinds = {"given": GIVEN, "given-m": GIVEN | MALE, "given-f": GIVEN | FEMALE, "surname": SURNAME}
    listed: list[tuple[int, Iterable[str]]] = [(SURNAME, (row[0] for row in rules.gazetteer("surnames")))]
    given: dict[int, list[str]] = {}
    for row in rules.gazetteer("given_names"):
        given.setdefault(GIVEN | {"m": MALE, "f": FEMALE}.get(row[1] if len(row) > 1 else "", 0), []).append(row[0])
    listed += given.items()
    for table in ("names_by_hand", "given_names_us", "surnames_us"):
        listed += ((kinds[kind], names.split()) for kind, names in rules.gazetteers.get(table, ()))
    found: dict[str, int] = {}
    for flag, names in listed:
        new = dict.fromkeys(names, flag)
        for name in new.keys() & found.keys():
            new[name] |= found[name]
        found |= new
    return found


def _offices(rules: Rules) -> tuple[dict[str, tuple[tuple[tuple[str, ...], Office], ...]], dict[str, str]]:
    found: dict[str, dict[tuple[str, ...], Office]] = {}
    groups: dict[str, str] = {}
    for rule in rules["offices"]:
        office = Office(rule.id, rule.text("class"), rule.text("gender", ""))
        groups[rule.id] = office.group
        for phrase in rule.texts("phrases"):
            words = tuple(phrase.lower().split())
            found.setdefault(words[-1], {}).setdefault(words, office)
    ordered = {last: tuple(sorted(entries.items(), key=lambda entry: -len(entry[0]))) for last, entries in found.items()}
    return ordered, groups
