"""The search index: small classic scripts, so that search works from disk, under any path and with a strict policy.

`search/index.js` names the shards and where each begins; a word's shard holds the pages it stands on; a shard of titles holds what is
shown of a hit.  The browser loads what a query needs and nothing before.  Words are folded the same way on both sides: NFKD without
marks, lower case; a romanized form stands beside every word that is not ASCII.

The shards are made in units of their own.  Their names carry hashes of what they hold, so the index that names them is made last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.publishing.earlier import NOTHING_EARLIER
from beatbook.publishing.facets import facet_table
from beatbook.publishing.index import make_index
from beatbook.publishing.outline import outline_of
from beatbook.publishing.page import Desks, Raw, Unit
from beatbook.publishing.search_entries import Entries, fold_words
from beatbook.publishing.search_plan import plan_search
from beatbook.publishing.search_script import INDEX, Script, encode, format_script, make_script, name_of
from beatbook.publishing.search_words import Changed, carry_postings, find_postings, first_word, write_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from beatbook.config import Config
    from beatbook.publishing.earlier import Earlier
    from beatbook.publishing.model import Site
    from beatbook.publishing.outline import Outline
    from beatbook.publishing.search_plan import Block
    from beatbook.publishing.words import Words

_SHORTEST = 4  # letters of a name for which typing errors are forgiven


def search_units(plan: tuple[Block, ...], outline: Outline, earlier: Callable[[], Earlier]) -> list[Unit]:
    """All but the index; `earlier` is asked for when they are made."""
    events = tuple(block for block in plan if block.kind == "event")

    def words(desks: Desks, plan: tuple[Block, ...]) -> Iterator[Raw]:
        return _raw(_words(desks, plan, earlier()))

    def facets(desks: Desks, events: tuple[Block, ...]) -> Iterator[Raw]:
        desks.index.articles.keys()  # of all articles it is told in the outline which outlet reports what
        return _raw([make_script("f", encode(facet_table(desks.index, desks.words, events, outline)))])

    return [
        Unit("search words", words, (plan,), large=True),
        Unit("search facets", facets, (events,), large=True),
        Unit("search names", _names),
        *map(_titles_unit, plan),
    ]


def search_index(plan: tuple[Block, ...], paths: Iterable[str], read: Callable[[str], bytes]) -> Script:
    """The index of these scripts; `paths` are those of all files, of which it is told what some hold."""
    named: dict[str, list[str]] = {kind: [] for kind in "wdnf"}
    for path in paths:
        if path.startswith("search/") and path != INDEX:
            named[path[len("search/")]].append(path)
    titles = {int(name_of(path).partition(".")[0][1:]): name_of(path) for path in named["d"]}
    starts: dict[str, int] = {}
    for block in plan:
        starts.setdefault(block.kind, block.start)
    index = {
        "words": sorted((first_word(read(path)), name_of(path)) for path in named["w"]),
        "titles": [(block.start, titles[block.number]) for block in plan],
        "types": [(start, kind) for kind, start in starts.items()],
        "names": name_of(*named["n"]),
        "facets": name_of(*named["f"]),
    }
    return Script(INDEX, format_script("index", encode(index)))


def export_search(site: Site, words: Words, config: Config) -> dict[str, bytes]:
    """The files of the index by their paths under public/."""
    index = make_index(site)
    outline = outline_of(site)
    desks, plan = Desks(site, words, config, index), plan_search(outline, site.pages)
    made = (file for unit in search_units(plan, outline, lambda: NOTHING_EARLIER) for file in unit.make(desks, *unit.arguments))
    files = {file.path: file.content for file in made if isinstance(file, Raw)}
    return dict([*files.items(), search_index(plan, files, files.__getitem__)])


def _titles_unit(block: Block) -> Unit:
    return Unit(f"search titles {block.number}", _titles, (block,))


def _titles(desks: Desks, block: Block) -> Iterator[Raw]:
    entries = Entries(desks.site, desks.index, desks.words)
    rows = [entries.row(block.kind, ident) for ident in block.idents]
    return _raw([make_script(f"d{block.number}", encode(rows))])


def _words(desks: Desks, plan: tuple[Block, ...], earlier: Earlier) -> Iterable[Script]:
    site, index = desks.site, desks.index
    for table in (index.facts, index.articles, index.profiles, index.aliases, index.events, site.pairs, site.pages):
        table.keys()  # all of each: what stands of the last build's lists was made of it
    entries, changed = Entries(site, index, desks.words), Changed(site, index, earlier)
    postings = None
    if changed.known:
        same = {block.number for block in plan if earlier.same((unit := _titles_unit(block)).name, unit.arguments)}
        postings = carry_postings(plan, same, entries, changed, earlier)
    return write_words(postings if postings is not None else find_postings(plan, entries))


def _names(desks: Desks) -> Iterator[Raw]:
    """The words of names, for which typing errors are forgiven."""
    entries = Entries(desks.site, desks.index, desks.words)
    shown = [profile for profile in desks.index.profiles.values() if profile.url]
    found = {word for profile in shown for name in entries.names(profile) for word in fold_words(name)}
    return _raw([make_script("n", encode(sorted(word for word in found if len(word) >= _SHORTEST)))])


def _raw(scripts: Iterable[Script]) -> Iterator[Raw]:
    return (Raw(script.path, script.content) for script in scripts)
