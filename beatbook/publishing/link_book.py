"""Where the pages of a site lead, in numbers: most of them lead to the same places, and a build looks at few of them.

The places are kept as texts, each once, and a page as the numbers of those to which it leads.  So all links are checked by a look at
every place, where there are twenty times as many links; and where the last build found nothing amiss, by a look at those places alone
which are new, or lie on pages that changed.
"""

from __future__ import annotations

from array import array
from collections import deque
from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.check import HOME, NOT_FOUND, PageLinks, find_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from beatbook.errors import Problem


class NumberedLinks(msgspec.Struct, array_like=True, frozen=True):
    """What one page offers to link to, and where it leads."""

    ids: tuple[str, ...]
    targets: bytes  # numbers of places, four bytes each
    redirect: bool
    sound: bool


class _Numbers(dict[str, int]):
    """Place -> its number; whoever asks for a new one enters it."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(zip(texts, range(len(texts)), strict=True))
        self.pop("", None)
        self.texts = texts

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self.texts)
        self.texts.append(text)
        return number


class LinkBook:
    """The numbers of places: paths under public/, with "#" and a fragment where a link has one."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """`texts` are the places by their numbers, as the last build kept them; "" for one that is no more."""
        self.texts = list(texts)
        self.known = len(self.texts)  # those with a higher number are new
        self._numbers = _Numbers(self.texts)

    def enter(self, links: PageLinks) -> NumberedLinks:
        """The links of a page in numbers."""
        found = array("I", map(self._numbers.__getitem__, links.targets))
        return NumberedLinks(links.ids, found.tobytes(), links.redirect, links.sound)

    def read(self, links: NumberedLinks) -> PageLinks:
        """The links of a page again."""
        return _spelled_out(links, self.texts)

    def forget(self, numbers: Collection[int]) -> None:
        """Takes places out to which no page leads: the name of something that was taken away must not stay in a cache."""
        for number in numbers:
            self._numbers.pop(self.texts[number], None)
            self.texts[number] = ""


def read_links(links: NumberedLinks | None, places: Sequence[str]) -> PageLinks | None:
    """The links of a page again, by the places that were kept; None for a file that is no page."""
    return None if links is None else _spelled_out(links, places)


def _spelled_out(links: NumberedLinks, places: Sequence[str]) -> PageLinks:
    return PageLinks(links.ids, tuple([places[number] for number in array("I", links.targets)]), links.redirect, links.sound)


def find_site_problems(
    book: LinkBook,
    pages: Mapping[str, NumberedLinks],
    paths: Collection[str],
    content_of: Callable[[str], bytes],
    *,
    base_url: str = "",
    changed: Mapping[str, NumberedLinks | None] | None = None,
) -> list[Problem]:
    """What `check.find_problems` finds.  `changed` are the files that are new, others or gone since a build that found nothing, with the
    links that they had then; None: all may be.
    """
    lost = _lost(book, pages, paths, changed)
    used = _used(pages, lost) if lost else set()
    looked = pages if changed is None else changed.keys() & pages.keys()
    wanted = set(pages) if changed is None else _to_be_reached(book, pages, changed)
    if not used and all(pages[path].sound for path in looked) and _are_reached(book, pages, wanted):
        book.forget(lost)
        return []
    problems = find_problems({path: book.read(links) for path, links in pages.items()}, paths, content_of, base_url=base_url)
    book.forget(lost - used)
    return problems


def _lost(
    book: LinkBook, pages: Mapping[str, NumberedLinks], paths: Collection[str], changed: Mapping[str, NumberedLinks | None] | None
) -> set[int]:
    """The numbers of places that are not there, and of those that only a look at all pages can tell of."""
    wanted: dict[str, list[int]] = {}  # page -> numbers of places on it
    lost = set()
    for number, text in enumerate(book.texts):
        if not text:
            continue
        path, mark, _ = text.partition("#")
        if changed is not None and number < book.known and path not in changed:
            continue
        if path not in paths:
            lost.add(number)
        elif mark and path in pages:
            wanted.setdefault(path, []).append(number)
    for path, numbers in wanted.items():
        ids = {"top", *pages[path].ids}
        lost.update([number for number in numbers if book.texts[number][len(path) + 1 :] not in ids])
    return lost


def _used(pages: Mapping[str, NumberedLinks], numbers: set[int]) -> set[int]:
    """Those of the numbers to which a page leads."""
    used: set[int] = set()
    for links in pages.values():
        used.update(numbers.intersection(array("I", links.targets)))
    return used


def _to_be_reached(book: LinkBook, pages: Mapping[str, NumberedLinks], changed: Mapping[str, NumberedLinks | None]) -> set[str]:
    """The pages to which a way must be found: those that are new, and those to which a page led that does so no more.

    To every other a way led, and leads still: where it went through a page that does not lead on any more, it goes on from the next.
    """
    lost: set[int] = set()
    for path, before in changed.items():
        if before is not None:
            now = pages[path].targets if path in pages else b""
            lost |= set(array("I", before.targets)).difference(array("I", now))
    left = {book.texts[number].partition("#")[0] for number in lost}
    new = {path for path, before in changed.items() if before is None or before.redirect}  # a redirect may have had no way to it
    return (left | new) & pages.keys()


def _are_reached(book: LinkBook, pages: Mapping[str, NumberedLinks], wanted: set[str]) -> bool:
    """Whether a way leads from the home page to all of these; redirects and the page for missing ones need none."""
    if HOME not in pages:
        return True
    left = {path for path in wanted if not pages[path].redirect}
    left -= {HOME, NOT_FOUND}
    seen: set[int] = set()
    entered, waiting = {HOME}, deque([HOME])  # nearest first: lists lead to nearly all pages
    while waiting and left:
        found = set(array("I", pages[waiting.popleft()].targets)) - seen
        seen |= found
        for path in {book.texts[number].partition("#")[0] for number in sorted(found)} - entered:
            if path in pages:
                entered.add(path)
                left.discard(path)
                waiting.append(path)
    return not left
