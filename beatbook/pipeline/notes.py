"""The site again where nothing changed since the last build but notes below briefs: only their pages are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook import briefing, files, publishing
from beatbook.pipeline.assembling import Shelves
from beatbook.pipeline.laying import Rendered, make_unit
from beatbook.pipeline.versions import NOTED, PAGES, code
from beatbook.publishing.check import LinkReader, is_as_sound, is_plainly_written
from beatbook.publishing.link_book import read_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing.model import Document
    from beatbook.content_writing import Written
    from beatbook.pipeline.assembling import Assembled
    from beatbook.pipeline.options import Options
    from beatbook.pipeline.understanding import Understanding
    from beatbook.publishing import Base, Noted

MOST = 20  # pages that are made again and again, before a whole build takes them into its books


def render_notes(options: Options, known: Understanding, place: files.Staging | files.Shelf) -> Rendered | None:
    """The same where since the last whole build nothing changed but notes below briefs: only their pages are made.  None where more did."""
    content = known.content
    views = {path: digest for path, digest in content.view_digests.items() if _is_same_view(known, path)}  # those that stand as they lie
    if known.plan.changes:
        return None
    try:
        base, shelves = publishing.parse_base(files.read_cache(options.content, NOTED)), Shelves(options)
        briefs = _hash_briefs(known, content.digests, views)
        if base.rest != _hash_rest(options, known, content.digests, views, content.editions) or briefs.keys() != base.briefs.keys():
            return None
        noted = [known.plan.document(path) for path, digest in briefs.items() if digest != base.briefs[path]]
        if any(_hash_facts(document, known) != base.fronts[document.path] for document in noted):
            return None
        if not shelves.belong_to(base.entries):
            return None
        before = publishing.parse_kept(files.read_cache(options.content, PAGES))
        site = publishing.Stored(base, shelves).with_notes({document.id: document.body for document in noted}, before)
        return _lay_notes(options, known, place, base, site)
    except publishing.NotStoredError:
        return None


def _lay_notes(options: Options, known: Understanding, place: files.Staging | files.Shelf, base: Base, site: Noted) -> Rendered | None:
    """Makes the pages of briefs with other notes; None where these pages lead elsewhere than before, or files of the site are gone.

    What is kept of all pages stays as it is: the few that were made are made again by the next build, until one makes more.
    """
    config, kept = known.config, site.kept
    theme = files.read_theme(options.config.parent / config.theme)
    shop = publishing.Shop(config, *theme, site.tables, code=code(), looks_back=options.as_of is not None)
    if shop.recorder is None or not shop.setting == base.setting == kept.setting:
        return None
    own = {path for unit in site.units for path in kept.units[unit.name].files}
    if len(site.units) > MOST or not place.stand(kept.files, but=own):
        return None
    reader = LinkReader(config.base_url, plain=is_plainly_written(text for name, text in theme[0].items() if name.endswith(".html")))
    laid = [make_unit(unit, shop, place, reader) for unit in site.units]
    if any(tuple(file.path for file in unit.placed) != kept.units[unit.name].files for unit in laid):
        return None
    links = {file.path: file.links for unit in laid for file in unit.placed}
    before = {path: read_links(kept.files[path].links, kept.places) for path in links}
    if base.problems and links != before:
        return None
    targets = {target.partition("#")[0] for held in links.values() if held for target in held.targets}
    pages = {path: kept.files[path].links for path in targets & kept.files.keys()}
    if not all(is_as_sound(held, before[path], pages) for path, held in links.items()):
        return None
    written = sum(file.written for unit in laid for file in unit.placed)
    return Rendered(frozenset(kept.files), written, base.problems, dict(known.content.editions))


def _is_same_view(known: Understanding, path: str) -> bool:
    """Whether the machine's view that the site is made of is the one that lies under content/."""
    if path in known.plan.quiet:
        return True
    view, stored = known.plan.views.get(path), known.content.views.get(path)
    return view is stored or view == stored


def _hash_briefs(known: Understanding, texts: Mapping[str, bytes], views: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path of a brief -> hashes of its text and of the machine's view of it."""
    paths = (path for path in known.plan.paths if path.startswith("events/"))
    return {path: texts.get(path, b"") + b" " + views.get(path, b"") for path in paths}


def _hash_facts(document: Document, known: Understanding) -> bytes:
    """A hash of all that is read of a brief but the note below it; the machine notes in its view that there is one."""
    view = known.plan.views.get(document.path)
    said = {key: value for key, value in view.extra.items() if key not in briefing.OF_NOTES} if view else None
    front = document.front_matter
    machine = view and (None if view.front_matter == front else view.front_matter, view.updated, said)  # of most briefs they are the same
    return publishing.page_key(front, machine)


def _hash_rest(
    options: Options, known: Understanding, texts: Mapping[str, bytes], views: Mapping[str, bytes], editions: Mapping[str, bytes]
) -> bytes:
    """A hash of all that the site is made of but the briefs and what stands for every file of it."""
    documents = sorted((path, texts.get(path, b"")) for path in known.plan.paths if not path.startswith("events/"))
    briefs = {path for path in known.plan.paths if path.startswith("events/")}
    shown = sorted((path, views.get(path, b"")) for path in known.plan.views if path not in briefs)
    articles = sorted(known.merging.articles.items())
    return publishing.page_key(documents, shown, articles, sorted(editions.items()), known.merging.as_of, options.as_of)


def format_base(options: Options, known: Understanding, rendered: Rendered, written: Written) -> bytes | None:
    """What the next build is to know where only notes change; None where it could not tell."""
    press = rendered.press
    if press is None or press.recorder is None or rendered.assembled is None or rendered.kept is None:
        return None
    tables = {name: table.untraced() for name, table in press.recorder.tables.items()}
    return publishing.format_base(
        publishing.Base(
            press.setting,
            rendered.assembled.kept,
            _hash_rest(options, known, written.texts, written.views, rendered.editions),
            _hash_briefs(known, written.texts, written.views),
            dict(rendered.fronts),
            rendered.problems,
            publishing.hash_tables(rendered.kept, but="events"),
            {name: dict(tables[name]) for name in publishing.SMALL},
        )
    )


def hash_fronts(options: Options, known: Understanding, assembled: Assembled) -> dict[str, bytes]:
    """Path of a brief -> a hash of its facts; those of briefs that are what they were are taken over."""
    try:
        base = publishing.parse_base(files.read_cache(options.content, NOTED))
        before = base.fronts if base.entries == assembled.before else {}
    except publishing.NotStoredError:
        before = {}
    paths = [path for path in known.plan.paths if path.startswith("events/")]
    same = before.keys() - assembled.changed
    return {path: before[path] if path in same else _hash_facts(known.plan.document(path), known) for path in paths}
