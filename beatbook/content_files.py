"""What stands under content/: read, and brought up to date in one go.

A file that a person may have edited is replaced only while it is still what was read.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator, KeysView, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.analysis.model import Analysis
from beatbook.briefing import STANDING, with_branch
from beatbook.briefing.model import FOLDERS, FileChange, MachineView, StandingViews
from beatbook.errors import BeatbookError, ConfigError, Problem
from beatbook.journal import Change, apply_changes, finish_changes
from beatbook.packs import DATA, INDEX, Pack, Stamp, digest_of
from beatbook.plain_files import MAX_FILE_BYTES, read_bytes, read_plain, read_sized
from beatbook.reading.model import ArticleMetadata  # noqa: TC001 - msgspec reads the annotation
from beatbook.seal import FIELDS, FORMAT, LINK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from beatbook.seal import Folder

MAX_MACHINE_BYTES = 256 * 1024 * 1024  # of a file under _machine/: the analysis of the longest text that is read has about 30 MB
MACHINE = "_machine"
EDITIONS = "editions"  # below it: what finished editions said
UNREADABLE = "\ufffe"  # stands for the text of a document that is there but cannot be read, so that nobody takes it for deleted
CACHES = (  # in which something of an article stands
    "analyses.json",
    "inbox.index",
    "merged.pack",
    "merged.index",
    "settled.bin",
    "words.bin",
    "site.pack",
    "site.index",
    "linked.bin",
    "noted.bin",
    INDEX,
    DATA,
)
_GIT_MARKS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")
_VIEW_FOLDERS = {FOLDERS[kind]: ("records" if kind == "article" else FOLDERS[kind]) for kind in FOLDERS if kind != "page"}
_DOCUMENT_FOLDERS = {machine: kind for kind, machine in _VIEW_FOLDERS.items()}


@dataclass(frozen=True, slots=True)
class ContentScan:
    """What lies under content/: texts of briefs, records, profiles and pages, and the machine's last view of them."""

    texts: Mapping[str, str] = field(default_factory=dict)  # path under content/ -> text
    views: Mapping[str, MachineView] = field(default_factory=dict)  # path of the document -> view
    analyses: HeldAnalyses = field(default_factory=lambda: HeldAnalyses(_Source(Path(), Pack(), {}), {}, {}, frozenset()))
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

    def forget(self) -> None:
        """Lets go of what was decoded and can be decoded again."""
        self.analyses.forget()
        if isinstance(self.views, HeldViews):
            self.views.forget()


class Head(msgspec.Struct):
    """What is told at the top of an analysis: most of a build asks for nothing else."""

    metadata: ArticleMetadata
    notices: tuple[str, ...] = ()


class HeldTexts(Mapping[str, str]):
    """Texts by path under content/, each read when somebody asks for it; few are."""

    def __init__(self, source: _Source, stored: Iterable[str], made: Mapping[str, str]) -> None:
        self._source, self._paths, self._made = source, dict.fromkeys(stored), dict(made)

    def __getitem__(self, path: str) -> str:
        made = self._made.get(path)
        if made is not None:
            return made
        if path not in self._paths:
            raise KeyError(path)
        return self._source.read(path).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths  # as Mapping has it, it would be read

    def keys(self) -> KeysView[str]:
        """The paths, as a set that is made of nothing anew."""
        return self._paths.keys()

    def but(self, paths: Collection[str]) -> HeldTexts:
        """The same without some."""
        return HeldTexts(self._source, (path for path in self._paths if path not in paths), self._made)


class HeldViews(Mapping[str, MachineView]):
    """The machine's views by path of the document.  Each is decoded when somebody asks for it, and is the same object from then on."""

    def __init__(self, source: _Source, stored: Mapping[str, str], made: Mapping[str, MachineView]) -> None:
        self._source, self._stored, self._made = source, stored, {path: made[path] for path in made if path in stored}

    def __getitem__(self, path: str) -> MachineView:
        view = self._made.get(path)
        if view is None:
            view = self._made[path] = decode_view(self._source.read(self._stored[path]))
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __contains__(self, path: object) -> bool:
        return path in self._stored  # as Mapping has it, it would be decoded

    def keys(self) -> KeysView[str]:
        """The paths of their documents, as a set that is made of nothing anew."""
        return self._stored.keys()

    def but(self, paths: Collection[str]) -> HeldViews:
        """The same without some."""
        return HeldViews(self._source, {path: name for path, name in self._stored.items() if path not in paths}, self._made)

    def forget(self) -> None:
        """Lets go of those that were decoded and can be again."""
        self._made = {path: view for path, view in self._made.items() if not self._source.pack.is_readable(self._stored[path])}


@dataclass(frozen=True, slots=True)
class _Source:
    """Where what was found at the start is read, when its turn comes."""

    folder: Path
    pack: Pack
    digests: Mapping[str, bytes]

    def read(self, path: str) -> bytes:
        """What the file held when it was found.  Raises BeatbookError where it is another one by now."""
        content = self.pack.read(path)
        if content is None:
            with contextlib.suppress(OSError):
                content = read_plain(self.folder / path, MAX_MACHINE_BYTES)
            if content is None or digest_of(content) != self.digests.get(path):
                found = "the file changed while the build ran"
                raise BeatbookError(Problem("content-moved", path, found, hint="build again"))
        return content


class HeldAnalyses(Mapping[str, Analysis]):
    """Analyses by record id, in order of id; those that are stored are decoded when somebody asks for them, and most never are."""

    def __init__(self, source: _Source, stored: Mapping[str, str], made: Mapping[str, Analysis], fresh: frozenset[str]) -> None:
        self._source, self._stored, self._made, self._fresh = source, dict(stored), dict(made), fresh
        self._encoded: dict[str, bytes] = {}  # hashes of those that are stored nowhere yet

    def __getitem__(self, id_: str) -> Analysis:
        made = self._made.get(id_)
        if made is None:
            made = self._made[id_] = decode_analysis(self._read(id_))
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._stored  # as Mapping has it, it would be decoded

    def head(self, id_: str) -> Head:
        """The top of an analysis, without the rest."""
        made = self._made.get(id_)
        return msgspec.json.decode(_sides(self._read(id_))[0], type=Head) if made is None else Head(made.metadata, made.notices)

    def digest(self, id_: str) -> bytes:
        """The hash of what is, or will be, stored of it."""
        path = self._stored[id_]
        if id_ not in self._fresh and path == _analysis_path(id_) and (digest := self._source.digests.get(path)) is not None:
            return digest
        if id_ not in self._encoded:
            self._encoded[id_] = digest_of(encode_machine(self[id_]))
        return self._encoded[id_]

    def digests(self) -> dict[str, bytes]:
        """The hashes of all of them, by id."""
        return {id_: self.digest(id_) for id_ in self._stored}

    def find_unsure(self, packed: Collection[str]) -> list[str]:
        """Ids of those that may have to be written: they do not stand under their id as they were `packed`."""
        named = ((id_, path, f"{MACHINE}/articles/{id_}.json") for id_, path in self._stored.items())
        return [id_ for id_, path, name in named if id_ in self._fresh or path != name or name not in packed]

    def forget(self) -> None:
        """Lets go of those that were decoded and are stored: whoever asks again waits for it, which is better than to hold all of them."""
        self._made = {id_: made for id_, made in self._made.items() if id_ in self._fresh or self._stored[id_] != _analysis_path(id_)}

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


def read_content(folder: Path, pack: Pack | None = None, seen: Mapping[str, Folder] | None = None) -> ContentScan:
    """Everything under content/ but the inbox.  What cannot be read is a problem, and is left as it is.  Folders that were `seen`, by
    their whole path, are not looked at again.

    What is packed and has not changed is not opened.  Raises ConfigError when a folder below is a link that leads elsewhere: what is
    written there would leave content/.
    """
    _check_links(folder)
    desk = _Desk(folder, pack or Pack(), seen or {})
    texts = [path for kind in FOLDERS.values() for path in desk.look(kind, ".md", desk.has_text)]
    rules = {
        f"content/rules/{path.relative_to(folder / 'rules').as_posix()}": text
        for path in sorted((folder / "rules").glob("**/*"))
        if path.suffix in {".yaml", ".tsv"} and (text := _text(path, f"rules/{path.name}", folder, desk.problems)) is not None
    }
    views = {
        f"{folder_}/{path[len(below) + 1 : -5]}.md": path
        for folder_, machine in _VIEW_FOLDERS.items()
        for below in [f"{MACHINE}/{machine}"]
        for path in desk.look(below, ".json", desk.has_view)
    }
    below = f"{MACHINE}/articles"
    stored = {path[len(below) + 1 : -5]: path for path in desk.look(below, ".json", desk.has_analysis)}
    editions = {_stem(path): desk.editions[path] for path in desk.look(f"{MACHINE}/{EDITIONS}", ".json", desk.has_edition, every=True)}
    source = _Source(folder, desk.pack, desk.digests)
    analyses = HeldAnalyses(source, stored, desk.analyses, frozenset())
    return ContentScan(
        HeldTexts(source, texts, desk.texts),
        HeldViews(source, views, desk.views),
        analyses,
        editions,
        rules,
        tuple(desk.problems),
        desk.digests,
        frozenset(desk.packed),
        {path: desk.digests[name] for path, name in views.items()},
        views,
        (*desk.machine, *_strays(folder)),
        _read_standing(folder),
    )


def _read_standing(folder: Path) -> bytes | None:
    try:
        return read_plain(folder / STANDING, MAX_MACHINE_BYTES)
    except OSError:
        return None  # the next build writes it anew


class _Desk:
    """One look at content/: from the pack what stands as it was packed, from its file what does not."""

    def __init__(self, folder: Path, pack: Pack, seen: Mapping[str, Folder]) -> None:
        self.folder, self.pack, self.place, self.seen = folder, pack, os.fspath(folder), seen
        self.digests: dict[str, bytes] = {}
        self.packed: set[str] = set()
        self.texts: dict[str, str] = {}  # those that had to be read, and stand in no pack
        self.views: dict[str, MachineView] = {}  # by path of the document
        self.analyses: dict[str, Analysis] = {}  # by id
        self.editions: dict[str, bytes] = {}  # by path
        self.machine: list[str] = []  # paths of all files of the machine's own
        self.problems: list[Problem] = []

    def look(self, below: str, ending: str, read: Callable[[str, Stamp | None], bool], *, every: bool = False) -> list[str]:
        """The paths of the files of a folder with this ending, in order of name; those that do not stand as they were packed are `read`,
        or `every` one.
        """
        stamps = self._stamps(below, ending)
        if below.startswith(MACHINE):
            self.machine += stamps
        standing = self.pack.find_standing(stamps)
        self.digests.update(standing)
        self.packed.update(standing)
        if len(standing) == len(stamps) and not every:
            return sorted(stamps)
        return [
            path
            for path, stamp in sorted(stamps.items())
            if (path in standing and not every) or read(path, Stamp.unpacked(stamp) if stamp else None)
        ]

    def _stamps(self, below: str, ending: str) -> dict[str, bytes]:
        """The paths of the files of a folder with this ending, each with its stamp as the pack has it; b"" of links."""
        seen = self.seen.get(os.path.abspath(self.folder / below))  # noqa: PTH100 - as they are named there
        if seen is not None and seen.is_readable():
            return _packed_stamps(seen, below, ending)
        try:
            with os.scandir(self.folder / below) as entries:
                files = [entry for entry in entries if entry.name.endswith(ending)]
        except (FileNotFoundError, NotADirectoryError):
            return {}
        return {f"{below}/{e.name}": b"" if e.is_symlink() else Stamp.of(e.stat(follow_symlinks=False)).packed() for e in files}

    def has_text(self, path: str, stamp: Stamp | None) -> bool:
        """Whether there is a text, if only one that cannot be read: that is a problem, and stands for UNREADABLE unless it is a page."""
        if self._note_sized(path, stamp):
            return True
        text = _text(self.folder / path, path, self.folder, self.problems)
        if text is None:
            self.texts[path] = UNREADABLE
            return not path.startswith(f"{FOLDERS['page']}/")
        if not self._note(path, stamp, text.encode()):
            self.texts[path] = text
        return True

    def has_view(self, path: str, stamp: Stamp | None) -> bool:
        """Whether a file holds a view; where it is damaged, there is a problem."""
        try:
            content = self._read(path, stamp)
            view = decode_view(content)
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
            self.problems.append(_damaged(self.folder / path))
            return False
        self._note(path, stamp, content)
        self.views[_document_path(path)] = view
        return True

    def has_edition(self, path: str, stamp: Stamp | None) -> bool:
        """Whether the record of an edition can be read; where it cannot, there is a problem."""
        held = self.pack.read(path) if path in self.packed else None
        if held is None:
            try:
                held = self._read(path, stamp)
            except OSError:
                self.problems.append(_damaged(self.folder / path))
                return False
            self._note(path, stamp, held)
        self.editions[path] = held
        return True

    def has_analysis(self, path: str, stamp: Stamp | None) -> bool:
        """Whether a file holds an analysis; where it is damaged, there is a problem."""
        try:
            content = self._read(path, stamp)
            analysis = decode_analysis(content)
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
            self.problems.append(_damaged(self.folder / path))
            return False
        self.analyses[_stem(path)] = analysis
        self._note(path, stamp, content)
        return True

    def _read(self, path: str, stamp: Stamp | None) -> bytes:
        """What a file of the machine's own holds.  Raises OSError."""
        if stamp is not None and stamp.size <= MAX_FILE_BYTES and (content := read_sized(f"{self.place}/{path}", stamp.size)) is not None:
            return content
        return read_plain(self.folder / path, MAX_MACHINE_BYTES)

    def _note_sized(self, path: str, stamp: Stamp | None) -> bool:
        """Whether a file is a text like nearly all: no link, not too large, UTF-8, and as large as it was a moment ago."""
        if stamp is None or stamp.size > MAX_FILE_BYTES:
            return False
        try:
            content = read_sized(f"{self.place}/{path}", stamp.size)
            text = content.decode() if content is not None else None
        except (OSError, UnicodeDecodeError):
            return False
        if content is None or text is None:
            return False
        if not self._note(path, stamp, content):
            self.texts[path] = text
        return True

    def _note(self, path: str, stamp: Stamp | None, content: bytes) -> bool:
        """Whether the pack holds from now on what was read."""
        self.digests[path] = digest_of(content)
        self.packed.discard(path)
        return stamp is not None and self.pack.put(path, stamp, content)


def _packed_stamps(folder: Folder, below: str, ending: str) -> dict[str, bytes]:
    """The paths of what ends so in a folder, each with its stamp as the pack has it; b"" of a link, and of a folder of such a name."""
    rows, width = folder.packed, FIELDS * 8
    modes = folder.rows[: len(folder.names) * FIELDS : FIELDS].tolist()
    placed = zip(folder.names, range(8, len(folder.names) * width, width), strict=True)
    found = {f"{below}/{name}": rows[at : at + width - 8] for name, at in placed if name.endswith(ending)}
    odd = {mode for mode in set(modes) if not mode or mode & FORMAT == LINK}
    for name, mode in zip(folder.names, modes, strict=True) if odd else ():
        if mode in odd and name.endswith(ending):
            found[f"{below}/{name}"] = b""
            if not mode:  # it has just gone
                del found[f"{below}/{name}"]
    return found | {f"{below}/{name}": b"" for name in folder.folders if name.endswith(ending)}


# ---- writing


def write_content(folder: Path, changes: tuple[FileChange, ...]) -> tuple[Problem, ...]:
    """Applies the changes under content/, all or none; a file that is no longer what was read is left alone and named."""
    return _moved(apply_changes(folder, [_guarded(change) for change in changes]))


def write_machine(
    folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis], editions: Mapping[str, bytes] | None = None
) -> None:
    """Makes content/_machine/ hold exactly these views, analyses and editions.  Files whose bytes need not change are not touched."""
    apply_changes(folder, _machine_changes(folder, views, analyses, editions or {}, ContentScan()))


@dataclass(frozen=True, slots=True)
class ToWrite:
    """All that a build wants content/ to hold."""

    changes: tuple[FileChange, ...]  # of what people see
    views: Mapping[str, MachineView]  # path of the document -> the machine's view of it
    analyses: Mapping[str, Analysis]
    editions: Mapping[str, bytes]
    caches: Mapping[str, bytes]  # name -> content
    standing: Callable[[Written], bytes | None] | None = None  # what is to be said of it, once it is written


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it."""

    problems: tuple[Problem, ...]  # of files that were left alone because somebody changed them meanwhile
    views: Mapping[str, bytes]  # path of the document -> hash of its view as it stands
    texts: Mapping[str, bytes]  # path under content/ -> hash of every file that is read as it stands
    changes: Mapping[str, bytes | None]  # path under content/ -> hash of what was written there, None where a file was deleted


def write_build(folder: Path, wanted: ToWrite, held: ContentScan, pack: Pack) -> Written:
    """All that a build changes under content/ in one go: what people see, the machine's view of it and the caches.

    A document and the machine's view of it change together, or both stay: else the next build would take the difference between an old
    file and a new view for somebody's edit.
    """
    guarded = [_guarded(change) for change in wanted.changes]
    caches = {f".cache/{name}": content for name, content in {".gitignore": b"*\n", **wanted.caches}.items()}
    rest = [Change(name, content) for name, content in caches.items() if read_bytes(folder / name) != content]
    machine = _machine_changes(folder, wanted.views, wanted.analyses, wanted.editions, held)
    written = _written((), [*guarded, *machine], wanted, held)
    said = wanted.standing(written) if wanted.standing else None
    if said is not None and said != held.standing:
        machine.append(Change(STANDING, said))
    moved = apply_changes(folder, [*guarded, *machine, *rest])
    with contextlib.suppress(OSError):  # content/ is written: a cache that cannot be is no reason to fail
        pack.keep(gone=[change.path for change in (*guarded, *machine)])
    if moved:
        return _written(moved, [*guarded, *machine], wanted, held)
    if said is None or said == held.standing:
        return written
    return replace(written, changes={**written.changes, STANDING: digest_of(said)})


def _written(moved: Collection[str], changes: Sequence[Change], wanted: ToWrite, held: ContentScan) -> Written:
    """What stands once these changes are made; `moved`: files that were left alone."""
    digests = {**held.digests, **{change.path: digest_of(change.content) for change in changes if change.content is not None}}
    for change in changes:
        if change.content is None:
            digests.pop(change.path, None)
    left = {*moved, *(change.partner for change in changes if change.partner and change.partner in moved)}
    looked_at = wanted.views.looked_at if isinstance(wanted.views, StandingViews) else wanted.views
    views = {path: digest for path, digest in held.view_digests.items() if path in wanted.views and path not in left}
    views |= {path: digests[name] for path in looked_at if path not in left and (name := _view_path(path)) in digests}
    made = {change.path: None if change.content is None else digest_of(change.content) for change in changes}
    stands = {path: digest for path, digest in digests.items() if path not in left} if left else digests
    return Written(_moved(moved), views, stands, made)


def recover_content(folder: Path) -> None:
    """Finishes what a killed build began to write under content/.  To be called while the lock is held, before anything is read."""
    finish_changes(folder)


def remove_article(content: Path, inbox: Path, id_: str, file: str) -> tuple[str, ...]:
    """Deletes all that is held of one article: `file` of the inbox with its sidecar, record, view, analysis and cache."""
    text = inbox / file if file else None
    inside = text is not None and text.resolve().is_relative_to(inbox.resolve())
    ours = [text, text.with_suffix(".yaml")] if text is not None and inside else []
    kept = [
        content / "articles" / f"{id_}.md",
        content / MACHINE / "records" / f"{id_}.json",
        content / MACHINE / "articles" / f"{id_}.json",
        content / STANDING,
    ]
    gone = [path for path in (*ours, *kept, *(content / ".cache" / name for name in CACHES)) if path.is_file()]
    for path in gone:
        path.unlink()
    told = (path for path in gone if ".cache" not in path.parts and path != content / STANDING)
    return tuple(path.as_posix() for path in told)


def encode_machine(value: MachineView | Analysis) -> bytes:
    """JSON with one entry of a list a line: short, and readable as a difference."""
    fields = msgspec.to_builtins(value)
    return ("{\n" + ",\n".join(f'"{key}": {_encode_field(item)}' for key, item in fields.items()) + "\n}\n").encode()


def decode_view(content: bytes) -> MachineView:
    """The view that a file under _machine/ holds; where git left two versions in it, both of them.

    Raises msgspec.DecodeError or ValidationError.
    """
    views = []
    for side in _sides(content):
        value = msgspec.json.decode(side, type=_StoredView)
        views.append(MachineView(value.front_matter, value.body, value.updated, value.extra))
    return with_branch(*views) if len(views) > 1 else views[0]


# ---- how


def _check_links(folder: Path) -> None:
    for name in (*FOLDERS.values(), "rules", MACHINE, *(f"{MACHINE}/{kind}" for kind in ("articles", *_VIEW_FOLDERS.values()))):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            found = "the folder is a link that leads out of the content folder"
            raise ConfigError(Problem("content-folder-link", str(folder / name), found, hint="put a folder in its place"))


def _text(path: Path, name: str, folder: Path, problems: list[Problem]) -> str | None:
    """The text of a file under content/.  One that cannot be read is named, and is None."""
    try:
        plain = path.parent.parent == folder and not path.is_symlink()  # the folders themselves are looked at by _check_links
        if not plain and not path.resolve().is_relative_to(folder.resolve()):
            found = "a link that leads out of the content folder"
            problems.append(Problem("content-link", name, found, "a file", "put a copy in its place"))
            return None
        content = read_plain(path)
        if len(content) > MAX_FILE_BYTES:
            problems.append(Problem("content-large", name, "the file is too large", f"at most {MAX_FILE_BYTES // 2**20} MiB"))
            return None
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem("content-encoding", name, "the file is not UTF-8", "UTF-8", "save it again as UTF-8", line))
    except OSError as error:
        problems.append(Problem("content-unreadable", name, f"the file cannot be read: {error.strerror}", hint="check its permissions"))
    except RuntimeError:
        problems.append(Problem("content-unreadable", name, "the file cannot be read: a link that leads to itself", hint="remove it"))
    return None


class _StoredView(msgspec.Struct):
    """A machine's view as it is stored.  Deeper values are looked at where they are used: msgspec knows no recursive unions."""

    front_matter: dict[str, str | list[Any] | dict[str, Any]]
    body: str
    updated: str | None
    extra: dict[str, str | list[Any] | dict[str, Any]]


def _sides(content: bytes) -> list[bytes]:
    """The two versions that git left in a file, or its one."""
    if b"\n>>>>>>> " not in content:
        return [content]
    sides: tuple[list[bytes], list[bytes]] = ([], [])
    now = (True, True)
    for line in content.splitlines(keepends=True):
        if line.startswith(_GIT_MARKS):
            now = {b"<": (True, False), b"|": (False, False), b"=": (False, True), b">": (True, True)}[line[:1]]
            continue
        for side, wanted in zip(sides, now, strict=True):
            if wanted:
                side.append(line)
    return [b"".join(side) for side in sides]


def decode_analysis(content: bytes) -> Analysis:
    """The analysis that a file under _machine/ holds; where git left two versions in it, the first.

    Raises msgspec.DecodeError or ValidationError.
    """
    return msgspec.json.decode(_sides(content)[0], type=Analysis)


def _damaged(path: Path) -> Problem:
    name = f"{MACHINE}/{path.parent.name}/{path.name}"
    return Problem(
        "machine-damaged", name, "the machine's own file is damaged", hint="delete it: the next build makes it anew", severity="notice"
    )


def _encode_field(item: object) -> str:
    if isinstance(item, list | tuple) and item and not isinstance(item[0], int):
        return "[\n" + ",\n".join(f" {msgspec.json.encode(entry).decode()}" for entry in item) + "\n]"
    if isinstance(item, dict) and item:
        return (
            "{\n"
            + ",\n".join(f" {msgspec.json.encode(key).decode()}: {msgspec.json.encode(entry).decode()}" for key, entry in item.items())
            + "\n}"
        )
    return msgspec.json.encode(item).decode()


def _guarded(change: FileChange) -> Change:
    text, was = change.text, change.was
    return Change(change.path, None if text is None else text.encode(), None if was is None else was.encode(), guarded=True)


def _machine_changes(
    folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis], editions: Mapping[str, bytes], held: ContentScan
) -> list[Change]:
    """What has to change for content/_machine/ to hold exactly these; a view goes with its document.

    What stands as it was packed, when it was found to be what is wanted, is not even encoded.
    """
    looked_at = views.looked_at if isinstance(views, StandingViews) else views  # the others stand as they are stored
    wanted: dict[str, bytes] = {
        name: encode_machine(view)
        for path, view in looked_at.items()
        if (name := _view_path(path)) not in held.packed or held.views.get(path) is not view
    }
    unsure = analyses.find_unsure(held.packed) if isinstance(analyses, HeldAnalyses) else analyses
    wanted |= {_analysis_path(id_): encode_machine(analyses[id_]) for id_ in unsure}
    wanted |= {_edition_path(id_): content for id_, content in editions.items()}
    changes = [
        Change(name, content, partner=_document_path(name))
        for name, content in sorted(wanted.items())
        if (digest_of(content) != held.digests[name] if name in held.digests else read_bytes(folder / name) != content)
    ]
    names = {*map(_view_path, looked_at), *(f"{MACHINE}/articles/{id_}.json" for id_ in analyses), *map(_edition_path, editions)}
    if looked_at is not views:
        names.update(held.view_files[path] for path in held.view_files.keys() & views.keys())
    gone = [Change(name, None, partner=_document_path(name)) for name in held.machine or _machine_files(folder) if name not in names]
    return [*changes, *gone]


def _strays(folder: Path) -> list[str]:
    """The paths of files of the machine's own in folders that no build of this code writes."""
    return _machine_files(folder, but={"articles", EDITIONS, *_VIEW_FOLDERS.values()})


def _machine_files(folder: Path, but: Collection[str] = ()) -> list[str]:
    """The paths of all files of the machine's own, in order."""
    machine = folder / MACHINE
    folders = sorted(entry.name for entry in os.scandir(machine) if entry.is_dir() and entry.name not in but) if machine.is_dir() else []
    return sorted(f"{MACHINE}/{kind}/{name}" for kind in folders for name in os.listdir(machine / kind) if name.endswith(".json"))  # noqa: PTH208 - 30,000 paths


def _edition_path(id_: str) -> str:
    return f"{MACHINE}/{EDITIONS}/{id_}.json"


def _view_path(path: str) -> str:
    return f"{MACHINE}/{_VIEW_FOLDERS[path.partition('/')[0]]}/{_stem(path)}.json"


def _analysis_path(id_: str) -> str:
    return f"{MACHINE}/articles/{id_}.json"


def _stem(path: str) -> str:
    """The name of a file, without folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def _document_path(path: str) -> str:
    """The document that a file under content/ is the view of; "" for an analysis or edition."""
    kind = _DOCUMENT_FOLDERS.get(path.split("/")[1])
    return f"{kind}/{_stem(path)}.md" if kind else ""


def _moved(paths: Iterable[str]) -> tuple[Problem, ...]:
    found, hint = "the file changed while the build ran: left as it is", "build again"
    return tuple(Problem("content-moved", path, found, hint=hint) for path in paths)
