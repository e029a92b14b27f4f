"""What lies under content/, as a build holds it: most of it stands where it is stored, and is decoded when somebody asks for it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from beatbook.analysis.model import Analysis, Claim, Entity, Mention  # the last three: msgspec reads the annotations
from beatbook.briefing.model import MachineView
from beatbook.errors import BeatbookError, Problem
from beatbook.keyed import Keyed
from beatbook.machine_files import MACHINE, MAX_BYTES, analysis_path, decode_analysis, decode_view, encode_machine, sides_of
from beatbook.packs import Pack, digest_of
from beatbook.plain_files import read_plain
from beatbook.reading.model import ArticleMetadata  # noqa: TC001 - msgspec reads the annotation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_RECENT = 256  # analyses that are held for who asks again, of 14 kB each


@dataclass(frozen=True, slots=True)
class ContentScan:
    """What lies under content/: texts of briefs, records, profiles and pages, and the machine's last view of them."""

    texts: Mapping[str, str] = field(default_factory=dict)  # path under content/ -> text
    views: Mapping[str, MachineView] = field(default_factory=dict)  # path of the document -> view
    analyses: HeldAnalyses = field(default_factory=lambda: HeldAnalyses(Source(Path(), Pack(), {}), {}, {}, frozenset()))
    editions: Mapping[str, bytes] = field(default_factory=dict)  # id of a finished edition -> its record
    rules: Mapping[str, str] = field(default_factory=dict)  # the publisher's own rules
    problems: tuple[Problem, ...] = ()
    digests: Mapping[str, bytes] = field(default_factory=dict)  # path under content/ -> hash of what the file holds
    packed: frozenset[str] = frozenset()  # of these, those that stand as an earlier build left or found them
    view_digests: Mapping[str, bytes] = field(default_factory=dict)  # path of the document -> hash of the file with its view
    view_files: Mapping[str, str] = field(default_factory=dict)  # path of the document -> path of that file
    machine: tuple[str, ...] = ()  # paths of all files under content/_machine/
    standing: bytes | None = None  # what the last build said of all this

    @property
    def unreadable(self) -> frozenset[str]:
        """Paths of documents that are there but cannot be read."""
        return frozenset(self.texts.keys() - self.digests.keys())

    def but(self, paths: Collection[str]) -> ContentScan:
        """The same without some documents."""
        texts, views = self.texts, self.views
        return replace(
            self,
            texts=texts.but(paths) if isinstance(texts, HeldTexts) else {path: texts[path] for path in texts if path not in paths},
            views=views.but(paths) if isinstance(views, HeldViews) else {path: views[path] for path in views if path not in paths},
            view_digests={path: digest for path, digest in self.view_digests.items() if path not in paths},
        )

    def forget(self, *, but: Collection[str] = ()) -> None:
        """Lets go of what was decoded and can be decoded again, `but` the views of these documents."""
        self.analyses.forget()
        if isinstance(self.views, HeldViews):
            self.views.forget(but=but)


class Head(msgspec.Struct):
    """What is told at the top of an analysis: most of a build asks for nothing else."""

    metadata: ArticleMetadata
    notices: tuple[str, ...] = ()


class _Shown(msgspec.Struct):
    """What the site asks of an analysis."""

    metadata: ArticleMetadata
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    notices: tuple[str, ...] = ()


class HeldTexts(Keyed[str]):
    """Texts by path under content/, each read when somebody asks for it; few are."""

    def __init__(self, source: Source, stored: Iterable[str], made: Mapping[str, str]) -> None:
        self._source, self._keys, self._made = source, dict.fromkeys(stored), dict(made)

    def __getitem__(self, path: str) -> str:
        made = self._made.get(path)
        if made is not None:
            return made
        if path not in self._keys:
            raise KeyError(path)
        return self._source.read(path).decode()

    def but(self, paths: Collection[str]) -> HeldTexts:
        """The same without some."""
        return HeldTexts(self._source, (path for path in self._keys if path not in paths), self._made)


class HeldViews(Keyed[MachineView]):
    """The machine's views by path of the document.  Each is decoded when somebody asks for it, and is the same object from then on."""

    def __init__(self, source: Source, stored: Mapping[str, str], made: Mapping[str, MachineView]) -> None:
        self._source, self._made = source, {path: made[path] for path in made if path in stored}
        self._keys = self._stored = stored

    def __getitem__(self, path: str) -> MachineView:
        view = self._made.get(path)
        if view is None:
            view = self._made[path] = decode_view(self._source.read(self._stored[path]))
        return view

    def but(self, paths: Collection[str]) -> HeldViews:
        """The same without some."""
        return HeldViews(self._source, {path: name for path, name in self._stored.items() if path not in paths}, self._made)

    def forget(self, *, but: Collection[str] = ()) -> None:
        """Lets go of those that were decoded and can be again, `but` of these."""
        readable = self._source.pack.is_readable
        self._made = {path: view for path, view in self._made.items() if path in but or not readable(self._stored[path])}


class HeldAnalyses(Keyed[Analysis]):
    """Analyses by record id, in order of id; those that are stored are decoded when somebody asks for them, and most never are."""

    def __init__(self, source: Source, stored: Mapping[str, str], made: Mapping[str, Analysis], fresh: frozenset[str]) -> None:
        self._source, self._made, self._fresh = source, dict(made), fresh
        self._keys = self._stored = dict(stored)
        self._encoded: dict[str, bytes] = {}  # hashes of those that are stored nowhere yet

    def __getitem__(self, id_: str) -> Analysis:
        made = self._made.get(id_)
        if made is None:
            made = self._made[id_] = decode_analysis(self._read(id_))
        return made

    def head(self, id_: str) -> Head:
        """The top of an analysis, without the rest."""
        made = self._made.get(id_)
        return msgspec.json.decode(sides_of(self._read(id_))[0], type=Head) if made is None else Head(made.metadata, made.notices)

    def shown(self, id_: str) -> Analysis:
        """An analysis as far as the site asks for it: without time expressions, attributions and shingles where it has to be decoded."""
        made = self._made.get(id_)
        if made is not None:
            return made
        told = msgspec.json.decode(sides_of(self._read(id_))[0], type=_Shown)
        return Analysis(told.metadata, (), told.entities, told.mentions, (), told.claims, notices=told.notices)

    def digest(self, id_: str) -> bytes:
        """The hash of what is, or will be, stored of it."""
        path = self._stored[id_]
        if id_ not in self._fresh and path == analysis_path(id_) and (digest := self._source.digests.get(path)) is not None:
            return digest
        if id_ not in self._encoded:
            self._encoded[id_] = digest_of(encode_machine(self[id_]))
        return self._encoded[id_]

    def digests(self) -> dict[str, bytes]:
        """The hashes of all of them, by id."""
        held = self._source.digests
        found = {id_: held.get(path, b"") for id_, path in self._stored.items()}
        found.update((id_, self.digest(id_)) for id_ in self._apart() | {id_ for id_, digest in found.items() if not digest})
        return found

    def _apart(self) -> set[str]:
        """The ids of those that do not stand under their id."""
        return {id_ for id_, path in self._stored.items() if path != analysis_path(id_)} | self._fresh

    def find_unsure(self, packed: Collection[str]) -> list[str]:
        """Ids of those that may have to be written: they do not stand under their id as they were `packed`."""
        named = ((id_, path, f"{MACHINE}/articles/{id_}.json") for id_, path in self._stored.items())
        return [id_ for id_, path, name in named if id_ in self._fresh or path != name or name not in packed]

    def forget(self) -> None:
        """Lets go of those that were decoded and are stored: whoever asks again waits for it, which is better than to hold all of them."""
        self._made = {id_: made for id_, made in self._made.items() if id_ in self._fresh or self._stored[id_] != analysis_path(id_)}

    def renamed(self, ids: Mapping[str, str]) -> HeldAnalyses:
        """The same with some under other ids: old id -> new id."""
        stored = {ids.get(id_, id_): path for id_, path in self._stored.items()}
        return HeldAnalyses(self._source, stored, {ids.get(id_, id_): made for id_, made in self._made.items()}, self._fresh)

    def changed(self, keep: Collection[str], fresh: Mapping[str, Analysis]) -> HeldAnalyses:
        """Those of `keep` alone, and the fresh ones over them."""
        stored = {id_: path for id_, path in self._stored.items() if id_ in keep} | dict.fromkeys(fresh, "")
        made = {id_: made for id_, made in self._made.items() if id_ in stored} | dict(fresh)
        return HeldAnalyses(self._source, dict(sorted(stored.items())), made, frozenset(fresh))

    def _read(self, id_: str) -> bytes:
        return self._source.read(self._stored[id_])


@dataclass(frozen=True, slots=True)
class Source:
    """Where what was found at the start is read, when its turn comes."""

    folder: Path
    pack: Pack
    digests: Mapping[str, bytes]

    def read(self, path: str) -> bytes:
        """What the file held when it was found.  Raises BeatbookError where it is another one by now."""
        content = self.pack.read(path)
        if content is None:
            with contextlib.suppress(OSError):
                content = read_plain(self.folder / path, MAX_BYTES)
            if content is None or digest_of(content) != self.digests.get(path):
                found = "the file changed while the build ran"
                raise BeatbookError(Problem("content-moved", path, found, hint="build again"))
        return content


class ShownAnalyses(Keyed[Analysis]):
    """Analyses as far as the site asks for them.  They are asked for article by article, and no more than a few are held."""

    def __init__(self, held: HeldAnalyses) -> None:
        self._keys = self._held = held
        self._recent = dict[str, Analysis]()

    def __getitem__(self, id_: str) -> Analysis:
        found = self._recent.get(id_)
        if found is None:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            found = self._recent[id_] = self._held.shown(id_)
        return found
