"""The search index: small classic scripts, so that search works from disk, under any path and with a strict policy.

`search/index.js` names the shards and where each begins; a word's shard holds the pages it stands on; a shard of titles holds what is
shown of a hit.  The browser loads what a query needs and nothing before.  Words are folded the same way on both sides: NFKD without
marks, lower case; a romanized form stands beside every word that is not ASCII.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyascii import anyascii

from beatbook.publishing.facets import facet_table
from beatbook.publishing.heads import last_role
from beatbook.publishing.views import newest_first
from beatbook.publishing.views_meetings import last_meeting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beatbook.publishing.model import Pair, Site, SiteEvent
    from beatbook.publishing.words import Words

SHARD = 12_000  # characters of a shard of words: one to three make a query
ROWS = 8_000  # characters of a shard of titles: a page of twelve results may need as many, 60 kB in all
TITLE, NAME, TEXT = 3, 2, 1  # what a hit weighs: in the title, in a name of those concerned, in the text
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that can be found."""

    title: str
    url: str
    type: str  # person | place | organization | source | meeting | event | article | page: a facet
    note: str  # a date or role, shown behind the title
    words: dict[str, int]  # folded word -> weight
    name: bool = False  # its title is a name, for which typing errors are forgiven


def export_search(site: Site, words: Words) -> dict[str, bytes]:
    """The files of the index by their paths under public/."""
    entries = tuple(_entries(site, words))
    events = newest_first(site.events.values())
    first = next((number for number, entry in enumerate(entries) if entry.type == "event"), 0)
    titles = list(_title_shards(entries))
    postings = list(_word_shards(_postings(entries)))
    names = sorted({word for entry in entries if entry.name for word, weight in entry.words.items() if weight == TITLE and len(word) > 3})
    files: dict[str, bytes] = {}
    manifest = {
        "words": [[first, _add(files, f"w{number}", shard)] for number, (first, shard) in enumerate(postings)],
        "titles": [[start, _add(files, f"d{number}", shard)] for number, (start, shard) in enumerate(titles)],
        "types": [[start, kind] for start, kind in _type_starts(entries)],
        "names": _add(files, "n", names),
        "facets": _add(files, "f", facet_table(site, words, events, first)),
    }
    files["search/index.js"] = _script("index", manifest)
    return files


def fold_words(text: str) -> list[str]:
    """The words of a text as they stand in the index."""
    found = []
    for word in _WORD.findall(_fold(text)):
        found.append(word)
        if not word.isascii():
            found += [romanized for romanized in _WORD.findall(_fold(anyascii(word))) if romanized != word]
    return found


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.category(char).startswith("M"))


def _entries(site: Site, words: Words) -> Iterator[Entry]:
    """Everything that has a page, people and places first, then events and articles, newest first."""
    order = ("person", "organization", "state", "place", "outlet", "source")
    profiles = [profile for profile in site.profiles.values() if profile.url]
    for profile in sorted(profiles, key=lambda profile: (order.index(profile.type), -len(profile.events))):
        role = last_role(profile) or words.t(f"type.{profile.type}")
        kind = {"state": "place", "outlet": "source"}.get(profile.type, profile.type)
        weighed = _weigh((profile.name, TITLE), *((alias, TITLE) for alias in profile.aliases))
        yield Entry(profile.name, profile.url, kind, role, weighed, name=True)
    met = sorted(
        (pair for pair in site.pairs.values() if pair.met and pair.met[-1] in site.events), key=lambda pair: (-len(pair.met), pair.id)
    )
    yield from (_pair(pair, site, words) for pair in met)
    for event in newest_first(site.events.values()):
        yield Entry(event.title, event.url, "event", _event_note(event, words), _event_words(event, site, words))
    for article in reversed(list(site.articles.values())):
        when = words.date_short(article.published or article.published_range, extent="within")
        note = ", ".join(part for part in (article.outlet or "", when.text if when.known else "") if part)
        yield Entry(article.headline, article.url, "article", note, _weigh((article.headline, TITLE), (article.outlet or "", NAME)))
    for page in site.pages.values():
        if page.id != "about":
            yield Entry(page.title, page.url, "page", "", _weigh((page.title, TITLE), (page.body, TEXT)))


def _pair(pair: Pair, site: Site, words: Words) -> Entry:
    """The page of two people, found by the names of both: when they last met stands behind it."""
    one, other = (site.profiles[ident] for ident in pair.people)
    last = last_meeting(site.events, pair)
    when = words.date(last.date, extent=last.extent).text if last else ""
    note = words.t("search.met", times=words.count("times", len(pair.met)), last=when)
    weighed = _weigh(
        *((name, NAME) for person in (one, other) for name in (person.name, *person.aliases)), (words.t("meetings.title"), TEXT)
    )
    return Entry(words.t("pair.title", a=one.name, b=other.name), pair.url, "meeting", note, weighed)


def _event_note(event: SiteEvent, words: Words) -> str:
    """The day, and the status of what did not simply happen."""
    when = words.date_short(event.date, extent=event.extent).text
    status = words.t("status.lapsed") if event.lapsed else words.term("status", event.status)
    return when if event.status == "happened" else f"{when}, {status}"


def _event_words(event: SiteEvent, site: Site, words: Words) -> dict[str, int]:
    names = [
        profile.name for ident in (*(ident for ident, _ in event.participants), event.place or "") if (profile := site.profiles.get(ident))
    ]
    text = " ".join(sentence.text for sentence in event.summary)
    kind, year = words.term("kind", event.kind), words.date(event.date).text if event.date else ""
    return _weigh((event.title, TITLE), *((name, NAME) for name in names), (f"{kind} {year} {' '.join(event.topics)}", NAME), (text, TEXT))


def _weigh(*texts: tuple[str, int]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for text, weight in texts:
        for word in fold_words(text):
            weights[word] = max(weight, weights.get(word, 0))
    return weights


def _postings(entries: Iterable[Entry]) -> dict[str, list[int]]:
    """Word -> the entries it stands in, each as the step from the one before, times 4, plus the weight."""
    last: dict[str, int] = {}
    postings: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for word, weight in entry.words.items():
            postings.setdefault(word, []).append((number - last.get(word, 0)) * 4 + weight)
            last[word] = number
    return postings


def _word_shards(postings: dict[str, list[int]]) -> Iterator[tuple[str, dict[str, list[int]]]]:
    shard: dict[str, list[int]] = {}
    size = 0
    for word in sorted(postings):
        grown = len(word) + 6 + sum(len(str(step)) + 1 for step in postings[word])
        if shard and size + grown > SHARD:
            yield next(iter(shard)), shard
            shard, size = {}, 0
        shard[word] = postings[word]
        size += grown
    if shard:
        yield next(iter(shard)), shard


def _type_starts(entries: tuple[Entry, ...]) -> Iterator[tuple[int, str]]:
    """Where the entries of each kind begin: they stand together, so that a ranking by kind needs no titles."""
    before = ""
    for number, entry in enumerate(entries):
        if entry.type != before:
            yield number, entry.type
            before = entry.type


def _title_shards(entries: tuple[Entry, ...]) -> Iterator[tuple[int, list[list[str]]]]:
    shard: list[list[str]] = []
    start = size = 0
    for number, entry in enumerate(entries):
        row = [entry.title, entry.url, entry.type, entry.note]
        if shard and size + sum(map(len, row)) > ROWS:
            yield start, shard
            shard, start, size = [], number, 0
        shard.append(row)
        size += sum(map(len, row)) + 14
    if shard:
        yield start, shard


def _add(files: dict[str, bytes], name: str, value: object) -> str:
    """Files a shard and gives back its name, which carries a hash of what it holds."""
    digest = hashlib.sha256(_json(value).encode()).hexdigest()[:8]
    file = f"{name}.{digest}"
    files[f"search/{file}.js"] = _script(file, value)
    return file


def _script(name: str, value: object) -> bytes:
    return f"beatbookSearch({json.dumps(name)},{_json(value)})\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
