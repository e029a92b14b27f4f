"""A unit of the site made, and its files laid in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beatbook.publishing import KeptFile
from beatbook.publishing.tracing import NOTHING_READ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook import files
    from beatbook.errors import Problem
    from beatbook.pipeline.assembling import Assembled
    from beatbook.publishing import File, Kept, Press, Shop, Unit
    from beatbook.publishing.check import LinkReader, PageLinks
    from beatbook.publishing.link_book import LinkBook
    from beatbook.publishing.tracing import Reads


class Rendered(NamedTuple):
    """The files of the site, how many were written, what is wrong with them, and the editions that stand as they are from now on."""

    files: frozenset[str]
    written: int
    problems: tuple[Problem, ...]
    editions: dict[str, bytes]
    kept: Kept | None = None  # None: only notes changed, and what is kept stays as it is
    press: Press | None = None  # None: only notes changed
    assembled: Assembled | None = None  # None: only notes changed, or nothing is kept
    fronts: Mapping[str, bytes] = {}  # path of a brief -> a hash of its facts, where something is kept


class _Placed(NamedTuple):
    """A file that lies ready: what has to be known of it when its content is out of sight."""

    path: str
    written: bool
    file: KeptFile  # without its links
    links: PageLinks | None  # None: no page


def numbered(laid: _Placed, book: LinkBook) -> KeptFile:
    """What is kept of a file that was laid."""
    return KeptFile(laid.file.stamp, laid.file.listed, book.enter(laid.links)) if laid.links else laid.file


class Made(NamedTuple):
    """A unit of the site that lies ready."""

    name: str
    reads: Reads
    placed: tuple[_Placed, ...]


class Entered(NamedTuple):
    """A unit of which the files stand in the books."""

    name: str
    reads: Reads
    paths: tuple[str, ...]
    written: int  # how many of its files


def enter(unit: Made, book: LinkBook, placed: dict[str, KeptFile]) -> Entered:
    """Puts the files of a unit into the books, their links in numbers, and lets go of the rest."""
    placed.update([(file.path, numbered(file, book)) for file in unit.placed])
    return Entered(unit.name, unit.reads, tuple([file.path for file in unit.placed]), sum([file.written for file in unit.placed]))


def make_unit(unit: Unit, press: Shop, place: files.Staging | files.Shelf, reader: LinkReader) -> Made:
    """Makes the files of a unit and lays them in their place."""
    if press.recorder is None:
        return Made(unit.name, NOTHING_READ, tuple(lay(file, place, reader) for file in press.files(unit)))
    press.recorder.begin()
    made = list(press.files(unit))
    reads = press.recorder.reads()
    return Made(unit.name, reads, tuple(lay(file, place, reader) for file in made))


def lay(file: File, place: files.Staging | files.Shelf, reader: LinkReader) -> _Placed:
    """Puts a file in its place."""
    content = file.make()
    written = place.put(file.path, content)
    links = reader.read(file.path, content) if file.is_page else None
    return _Placed(file.path, written, KeptFile(place.stamp(file.path), file.listed), links)
