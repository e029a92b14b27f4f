"""What stands under content/, read; `content_writing` brings it up to date."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from beatbook.briefing import STANDING, analyses_vouched_for, sum_of_analyses
from beatbook.briefing.model import FOLDERS
from beatbook.content_held import ContentScan, HeldAnalyses, HeldTexts, HeldViews, Source
from beatbook.errors import ConfigError, Problem
from beatbook.machine_files import (
    EDITIONS,
    MACHINE,
    MAX_BYTES,
    VIEW_FOLDERS,
    decode_analysis,
    decode_view,
    document_path,
    list_strays,
    stem_of,
)
from beatbook.packs import Pack, Stamp, digest_of
from beatbook.plain_files import MAX_FILE_BYTES, read_plain, read_sized
from beatbook.seal import FIELDS, FORMAT, LINK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from beatbook.analysis.model import Analysis
    from beatbook.briefing.model import MachineView
    from beatbook.seal import Folder

_DAMAGED = (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError)
UNREADABLE = "\ufffe"  # stands for the text of a document that is there but cannot be read, so that nobody takes it for deleted


def read_content(
    folder: Path, pack: Pack | None = None, seen: Mapping[str, Folder] | None = None, *, code: str | None = None
) -> ContentScan:
    """Everything under content/ but the inbox.  What cannot be read is a problem, and is left as it is.  Folders that were `seen`, by
    their whole path, are not looked at again.  Analyses of which a build of the same `code` says that they stand are not decoded to see
    whether they can be.

    What is packed and has not changed is not opened.  Raises ConfigError when a folder below is a link that leads elsewhere: what is
    written there would leave content/.
    """
    _check_links(folder)
    desk = _Desk(folder, pack or Pack(), seen or {}, code)
    texts = [path for kind in FOLDERS.values() for path in desk.look(kind, ".md", desk.has_text)]
    rules = {
        f"content/rules/{path.relative_to(folder / 'rules').as_posix()}": text
        for path in sorted((folder / "rules").glob("**/*"))
        if path.suffix in {".yaml", ".tsv"} and (text := _text(path, f"rules/{path.name}", folder, desk.problems)) is not None
    }
    views = {
        f"{folder_}/{path[len(below) + 1 : -5]}.md": path
        for folder_, machine in VIEW_FOLDERS.items()
        for below in [f"{MACHINE}/{machine}"]
        for path in desk.look(below, ".json", desk.has_view)
    }
    below = f"{MACHINE}/articles"
    stored = {path[len(below) + 1 : -5]: path for path in desk.check_analyses(desk.look(below, ".json", desk.has_analysis))}
    editions = {stem_of(path): desk.editions[path] for path in desk.look(f"{MACHINE}/{EDITIONS}", ".json", desk.has_edition, every=True)}
    source = Source(folder, desk.pack, desk.digests)
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
        (*desk.machine, *list_strays(folder)),
        desk.standing,
    )


def _read_standing(folder: Path) -> bytes | None:
    try:
        return read_plain(folder / STANDING, MAX_BYTES)
    except OSError:
        return None  # the next build writes it anew


class _Desk:
    """One look at content/: from the pack what stands as it was packed, from its file what does not."""

    def __init__(self, folder: Path, pack: Pack, seen: Mapping[str, Folder], code: str | None) -> None:
        self.folder, self.pack, self.place, self.seen, self.code = folder, pack, os.fspath(folder), seen, code
        self.standing = _read_standing(folder)
        self.digests: dict[str, bytes] = {}
        self.packed: set[str] = set()
        self.texts: dict[str, str] = {}  # those that had to be read, and stand in no pack
        self.views: dict[str, MachineView] = {}  # by path of the document
        self.analyses: dict[str, Analysis] = {}  # by id
        self.editions: dict[str, bytes] = {}  # by path
        self.unchecked: list[str] = []  # paths of analyses that were read, and not yet decoded
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
        except (*_DAMAGED, OSError):
            self.problems.append(_damaged(self.folder / path))
            return False
        self._note(path, stamp, content)
        self.views[document_path(path)] = view
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
        """Whether a file holds an analysis; where it is damaged, there is a problem.  Where they may be vouched for, that is left open."""
        try:
            content = self._read(path, stamp)
            if self.vouched is None:
                self.analyses[stem_of(path)] = decode_analysis(content)
            else:
                self.unchecked.append(path)
        except (*_DAMAGED, OSError):
            self.problems.append(_damaged(self.folder / path))
            return False
        self._note(path, stamp, content)
        return True

    @cached_property
    def vouched(self) -> str | None:
        """What stands for all analyses that an earlier build of this code could decode; None where none says so."""
        return None if self.code is None else analyses_vouched_for(self.standing, self.code)

    def check_analyses(self, paths: list[str]) -> list[str]:
        """Those of the paths that hold an analysis, where that was left open."""
        if not self.unchecked or self.vouched == sum_of_analyses(self.digests):
            return paths
        source, damaged = Source(self.folder, self.pack, self.digests), set()
        for path in self.unchecked:
            try:
                self.analyses[stem_of(path)] = decode_analysis(source.read(path))
            except _DAMAGED:
                self.problems.append(_damaged(self.folder / path))
                damaged.add(path)
        for path in damaged:
            self.pack.drop(path)
            del self.digests[path]
        return [path for path in paths if path not in damaged]

    def _read(self, path: str, stamp: Stamp | None) -> bytes:
        """What a file of the machine's own holds.  Raises OSError."""
        if stamp is not None and stamp.size <= MAX_FILE_BYTES and (content := read_sized(f"{self.place}/{path}", stamp.size)) is not None:
            return content
        return read_plain(self.folder / path, MAX_BYTES)

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


def _check_links(folder: Path) -> None:
    for name in (*FOLDERS.values(), "rules", MACHINE, *(f"{MACHINE}/{kind}" for kind in ("articles", *VIEW_FOLDERS.values()))):
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


def _damaged(path: Path) -> Problem:
    name = f"{MACHINE}/{path.parent.name}/{path.name}"
    return Problem(
        "machine-damaged", name, "the machine's own file is damaged", hint="delete it: the next build makes it anew", severity="notice"
    )
