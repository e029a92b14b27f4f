"""The site put together from what a build knows, and from what the last one kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook import files, machine_files, publishing
from beatbook.content_held import ShownAnalyses
from beatbook.packs import digest_of
from beatbook.pipeline.versions import LINKED, SITE, code, version
from beatbook.stores import DamagedError, Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing.model import BriefingPlan, Document
    from beatbook.pipeline.issuing import Issued
    from beatbook.pipeline.options import Options
    from beatbook.pipeline.understanding import Understanding
    from beatbook.publishing.model import Site

_MADE, _OF = "made", "of"  # room and key: which of what is held beside them the entries belong to


class Shelves:
    """The entries of the site's tables in a store."""

    def __init__(self, options: Options) -> None:
        self._store = Store(options.content / ".cache", SITE, version())

    def read(self, table: str, key: str) -> bytes | None:
        try:
            return self._store.room(table).get(key)
        except DamagedError:
            return None

    def holds(self, table: str, key: str) -> bool:
        try:
            return key in self._store.room(table)
        except DamagedError as error:
            raise publishing.NotStoredError(key) from error

    def put(self, table: str, entries: Mapping[str, bytes | None]) -> None:
        if entries:
            self._store.room(table).put(entries)

    def belong_to(self, checksum: bytes) -> bool:
        """Whether the entries are those that were kept together with something of this checksum."""
        return bool(checksum) and self.read(_MADE, _OF) == checksum

    def clear(self) -> None:
        self._store.clear()

    def keep(self, checksum: bytes) -> None:
        """Keeps what was put here together with something of this checksum.  Raises OSError."""
        if not self.belong_to(checksum):
            self.put(_MADE, {_OF: checksum})
        self._store.keep()


class Assembled:
    """The site, of which those nodes were made that are not what they were."""

    def __init__(self, options: Options, known: Understanding) -> None:
        self._options, self.shelves = options, Shelves(options)
        self._setting = publishing.page_key(code(), known.config)
        before = publishing.parse_held(files.read_cache(options.content, LINKED))
        if before.setting != self._setting or not self.shelves.belong_to(before.checksum):
            before = publishing.Held()
            self.shelves.clear()
        self.assembly = publishing.Assembly(
            planned(known.plan),
            known.plan.views,
            ShownAnalyses(known.analyses),
            known.config,
            as_of=known.merging.as_of,
            prints=hash_documents(known),
            before=before,
        )
        self.changed = self.assembly.changed  # paths of documents that are not what they were
        self.before, self.kept = before.checksum, b""  # what stands for what is held: by the last build, by this one
        self._nodes = publishing.KeptNodes(self.assembly, self.shelves)
        self.site: Site = self.assembly.of(self._nodes)
        self.overview = publishing.Overview(self._nodes.index(), self._nodes.outline(self.site))
        self.issued: Issued | None = None  # the editions
        self.assembly.forget()

    def keep(self) -> None:
        """Keeps it for the next build.  Raises OSError."""
        editions = (self.issued.facts, self.issued.withdrawn) if self.issued else ({}, b"")
        held = publishing.format_held(self._nodes.close(self._setting, *editions))
        self.kept = publishing.checksum_of(held)
        self.shelves.keep(self.kept)
        files.write_cache(self._options.content, LINKED, held)


def planned(plan: BriefingPlan) -> Mapping[str, Document]:
    """The documents of a plan by their paths; those that nobody looked at are made when they are asked for."""
    if plan.quiet:
        return publishing.Lazily(plan.paths, plan.document)
    return {document.path: document for document in plan.documents}


def hash_documents(known: Understanding) -> dict[str, bytes]:
    """Path -> a hash of all that a document is made of: its text, the machine's view of it, and of a record the analysis."""
    plan, content, quiet = known.plan, known.content, known.plan.quiet
    viewed = {path: content.view_digests[path] for path in quiet}
    for path in plan.paths - quiet:
        view = plan.views.get(path)
        if view is None:
            viewed[path] = b""
        elif view is content.views.get(path):
            viewed[path] = content.view_digests[path]
        else:
            viewed[path] = digest_of(machine_files.encode_machine(view))
        if path not in plan.plain:
            document = plan.document(path)
            viewed[path] += publishing.page_key(document.front_matter, document.body)
    for id_, digest in known.merging.articles.items():
        if (path := f"articles/{id_}.md") in viewed:
            viewed[path] += digest
    return viewed
