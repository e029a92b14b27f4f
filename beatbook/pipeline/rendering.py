"""All that a build knows -> the files of the site, each laid in its place."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook import files, publishing
from beatbook.content_held import ShownAnalyses
from beatbook.pipeline.assembling import Assembled, planned
from beatbook.pipeline.issuing import issue_editions
from beatbook.pipeline.laying import Made, Rendered, enter, lay, make_unit
from beatbook.pipeline.notes import hash_fronts, render_notes
from beatbook.pipeline.versions import PAGES, code
from beatbook.publishing import KeptUnit
from beatbook.publishing.check import LinkReader, is_plainly_written
from beatbook.publishing.link_book import LinkBook, find_site_problems
from beatbook.sharing import share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.config import Config
    from beatbook.pipeline.options import Options
    from beatbook.pipeline.understanding import Understanding
    from beatbook.publishing import Assembly, Issue, Kept, KeptFile, Ledger, Unit
    from beatbook.publishing.link_book import NumberedLinks
    from beatbook.publishing.model import Site

SHARED_FROM = 40  # portions of the site from which a second process pays: about 800 pages


def render(
    options: Options, known: Understanding, place: files.Staging | files.Shelf, progress: Callable[[str, int, int], None]
) -> Rendered:
    """Makes the site and lays it in its place, file by file; none is kept in memory.  All processors share the work where they may."""
    progress("rendering", 0, 1)
    config = known.config
    if place.shared and (noted := render_notes(options, known, place)):
        return noted
    assembled = Assembled(options, known) if place.shared else None
    assembly = assembled.assembly if assembled else _assemble(known, config)
    site = assembled.site if assembled else assembly.site()
    issued = issue_editions(options, known, site, assembly, _all_of(known))
    fronts: dict[str, bytes] = {}
    if assembled:  # a build that writes: from here on it is the site that is held
        assembled.issued, fronts = issued, hash_fronts(options, known, assembled)
        _let_go(known, assembled)
    theme = files.read_theme(options.config.parent / config.theme)
    press = _press(options, site, config, theme, issued.shown, assembled)
    before = publishing.parse_kept(files.read_cache(options.content, PAGES)) if place.shared else publishing.Kept()
    books = publishing.Ledger(press.recorder, before, press.setting) if press.recorder else None
    if books:
        press.earlier = publishing.Earlier(books.changed, lambda path: _read_standing(path, before, place), books.asked_the_same)
    arguments = publishing.digest_all(press.units)
    standing = _standing(arguments, books, before, place) if books else {}
    reader = LinkReader(config.base_url, plain=is_plainly_written(text for name, text in theme[0].items() if name.endswith(".html")))

    def make(units: Sequence[Unit]) -> list[Made]:
        return [make_unit(unit, press, place, reader) for unit in units]

    portions = press.portions([unit for unit in press.units if unit.name not in standing])
    workers = (options.jobs or os.cpu_count() or 1) if place.shared and len(portions) >= SHARED_FROM else 1
    if workers > 1:
        press.renderer.prepare()
    book = LinkBook(before.places if standing else ())
    placed: dict[str, KeptFile] = {}
    shared = share(len(portions), lambda number: make(portions[number]), workers=workers)
    made = [enter(unit, book, placed) for portion in shared for unit in portion]
    placed |= {path: before.files[path] for unit in standing.values() for path in unit.files}
    paths = Counter([path for unit in standing.values() for path in unit.files] + [path for unit in made for path in unit.paths])
    listed = [path for path, file in placed.items() if file.listed]
    last = [lay(file, place, reader) for file in press.last(listed, placed, place.read)]
    paths.update(file.path for file in last)
    if twice := sorted(path for path, count in paths.items() if count > 1):
        raise publishing.written_twice(twice[0])
    pages = {path: file.links for path, file in placed.items() if file.links is not None}
    changed = _changed(placed, before) if standing and before.faultless else None
    problems = find_site_problems(book, pages, paths.keys(), place.read, base_url=config.base_url, changed=changed)
    written = sum(unit.written for unit in made) + sum(file.written for file in last)
    placed |= {file.path: file.file for file in last}
    kept = publishing.Kept(files=placed)
    if books:
        fresh = {unit.name: KeptUnit(arguments[unit.name], books.numbers(unit.reads), unit.paths) for unit in made}
        named = KeptUnit(b"", b"", tuple(file.path for file in last))
        kept = books.close({**standing, **fresh, "last": named}, placed)
        kept = replace(kept, places=book.texts, faultless=not problems)
    return Rendered(frozenset(paths), written, (*site.problems, *issued.problems, *problems), issued.kept, kept, press, assembled, fronts)


def _let_go(known: Understanding, assembled: Assembled) -> None:
    """Keeps for the next build what was put together, and lets go of what it was made of: more than half of all that is held."""
    with suppress(OSError):  # a cache that cannot be written is no reason to fail
        assembled.keep()
    known.merging.forget()
    known.analyses.forget()
    known.content.forget(but=known.plan.paths - known.plan.quiet)


def _press(
    options: Options,
    site: Site,
    config: Config,
    theme: tuple[dict[str, str], dict[str, bytes]],
    shown: Sequence[Issue],
    assembled: Assembled | None,
) -> publishing.Press:
    overview, version = (assembled.overview, code()) if assembled else (None, b"")
    return publishing.Press(site, config, *theme, shown, code=version, looks_back=options.as_of is not None, overview=overview)


def _all_of(known: Understanding) -> Assembly | None:
    """The site with all events, where only checked ones are published."""
    return _assemble(known, replace(known.config, publish="all")) if known.config.publish == "checked" else None


def _assemble(known: Understanding, config: Config) -> Assembly:
    """The site from nothing."""
    return publishing.Assembly(planned(known.plan), known.plan.views, ShownAnalyses(known.analyses), config, as_of=known.merging.as_of)


def _changed(placed: Mapping[str, KeptFile], before: Kept) -> dict[str, NumberedLinks | None]:
    """The files that are new or gone, or lead elsewhere than they did, with the links that they had."""
    old = before.files
    others = [path for path, file in placed.items() if file is not old.get(path) and (path not in old or file.links != old[path].links)]
    return {path: old[path].links if path in old else None for path in (*others, *(old.keys() - placed.keys()))}


def _read_standing(path: str, before: Kept, place: files.Staging | files.Shelf) -> bytes | None:
    """A file that is served, where it is still the one that the last build wrote."""
    return place.read(path) if path in before.files and place.stands(path, before.files[path].stamp) else None


def _standing(arguments: Mapping[str, bytes], books: Ledger, before: Kept, place: files.Staging | files.Shelf) -> dict[str, KeptUnit]:
    """The units of which nothing has changed that they are made of, and of which all files are those that were written."""
    known = ((name, books.stands(name, held)) for name, held in arguments.items())
    return {name: unit for name, unit in known if unit and all(place.stands(path, before.files[path].stamp) for path in unit.files)}
