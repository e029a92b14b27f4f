"""The site as it is published, its theme, caches and locks.

What is served stays whole at every moment: `Staging` makes the new site beside it, `show_site` exchanges the two.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import glob
import os
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from beatbook.errors import BusyError, ConfigError, Problem
from beatbook.journal import FOLDER as JOURNAL
from beatbook.journal import Change, exchange, finish_changes, is_unfinished, stage_changes, umask
from beatbook.keyed import Keyed
from beatbook.plain_files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from beatbook.publishing import KeptFile

LARGE = 500  # files of a site from which few changes are made in place, by a journal: to link all others took longer than to make them
MARKER = ".beatbook-site"  # stands in every output folder of ours: only such a folder, or an empty one, is ever replaced


# ---- what comes with the package or the site


class _Texts(Keyed[str]):
    """Files by their path below a folder, each read when somebody asks for it."""

    def __init__(self, folder: Path, paths: Iterable[str]) -> None:
        self._folder, self._keys = folder, dict.fromkeys(paths)

    def __getitem__(self, path: str) -> str:
        if path not in self._keys:
            raise KeyError(path)
        return (self._folder / path).read_text("utf-8")


def read_package_rules() -> Mapping[str, str]:
    """The rule files and gazetteers that come with the package: path below rules/ -> text, read when somebody asks for it."""
    folder = Path(__file__).parent / "rules"
    tables = sorted(name for name in os.listdir(folder) if name.endswith(".yaml"))  # noqa: PTH208 - names alone
    gazetteers = sorted(f"gazetteers/{name}" for name in os.listdir(folder / "gazetteers") if name.endswith(".tsv"))  # noqa: PTH208 - as above
    return _Texts(folder, [*tables, *gazetteers])


def read_theme(own: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """Templates (name -> text) and assets (name -> bytes): the package's, with the site's `own` over them.

    The site's own texts of the interface stand among the templates as "own/strings.en.yaml", beside the package's among the assets.
    """
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    for folder in (_default_theme(), own):
        templates |= {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.glob("**/*.html"))}
        files = {
            path.relative_to(folder / "assets").as_posix(): path for path in sorted((folder / "assets").glob("**/*")) if path.is_file()
        }
        texts = {name for name in files if folder is own and name.startswith("strings.")}
        templates |= {f"own/{name}": files[name].read_text("utf-8") for name in sorted(texts)}
        assets |= {name: path.read_bytes() for name, path in files.items() if name not in texts}
    return templates, assets


@cache  # the code that runs does not change while it runs
def code_fingerprint(*rooms: str) -> bytes:
    """A hash of the source of these packages, of those that an analysis depends on when none is named.

    What a cache holds is good for this code only.  The theme that an installed package brings along is no part of it: a checkout has it
    elsewhere, and both are the same code.
    """
    root = Path(__file__).parent
    paths = [
        f"{folder}/{name}"
        for room in rooms or ("reading", "analysis", "rules")
        for folder, _, names in os.walk(root / room)
        for name in names
        if name.endswith((".py", ".yaml", ".tsv")) and not folder.startswith(str(root / "theme"))
    ]
    total = sha256()
    for path in sorted(paths):
        total.update(path.removeprefix(str(root)).encode() + sha256(Path(path).read_bytes()).digest())
    return total.digest()


# ---- caches


def write_cache(folder: Path, name: str, content: bytes) -> None:
    """Keeps something that may be lost at any time, out of git's sight."""
    cache = folder / ".cache"
    cache.mkdir(parents=True, exist_ok=True)
    write_if_changed(cache / ".gitignore", b"*\n")
    write_if_changed(cache / name, content)


def read_cache(folder: Path, name: str) -> bytes | None:
    with contextlib.suppress(OSError):
        return (folder / ".cache" / name).read_bytes()
    return None


def clean(content: Path) -> None:
    """Empties the cache.  Never touches anything else under content/, nor the site that is served: a failed build must leave it whole."""
    shutil.rmtree(content / ".cache", ignore_errors=True)


# ---- the site


@dataclass(frozen=True, slots=True)
class StagedSite:
    """A site that lies ready beside the one that is served."""

    output: Path
    folder: Path | None  # None: what is served is the same already; `output` itself where its files change in place
    written: int = 0
    removed: int = 0
    emptied: tuple[str, ...] = ()  # folders in which nothing is left


def publish(output: Path, pages: Mapping[str, bytes]) -> tuple[int, int]:
    """Makes `output` hold exactly `pages` (path -> bytes), all at once.  Returns how many were written and how many removed.

    Raises ConfigError when `output` holds files that are not ours.
    """
    staged = stage_site(output, pages)
    show_site(staged)
    return staged.written, staged.removed


def stage_site(output: Path, pages: Mapping[str, bytes], *, fresh: bool = False) -> StagedSite:
    """A site of which all files are at hand, ready beside the one that is served.  Raises what `Staging` raises."""
    staging = Staging(output, fresh=fresh)
    try:
        written = sum([staging.put(name, content) for name, content in pages.items()])
        return staging.finish(frozenset(pages), written)
    except BaseException:
        staging.drop()
        raise


class Shelf:
    """A site that is only looked at: its files stay in memory, of this process alone."""

    shared = False

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> bool:
        self.contents[name] = content
        return True

    def stamp(self, name: str) -> tuple[int, int, int]:
        return 0, len(self.contents[name]), 0

    def stands(self, _name: str, _stamp: tuple[int, int, int]) -> bool:
        return False

    def stand(self, _files: Mapping[str, KeptFile], *, but: Collection[str] = ()) -> bool:  # noqa: ARG002 - as a staging has it
        return False

    def read(self, name: str) -> bytes:
        return self.contents[name]


class Staging:
    """A site while it is made, beside the one that is served, which nothing here touches.

    Files come in any order, and from several processes at once: what stands on the site already is left there, the rest is written.
    Raises ConfigError when the output folder holds files that are not ours, OSError when the disk is full.
    """

    shared = True

    def __init__(self, output: Path, *, fresh: bool = False, stands: bool = False) -> None:
        """`fresh`: everything is written anew; `stands`: the folders of the site are known to be as the last build left them."""
        self.output = output.resolve()  # a link to the folder that is served stays a link
        recover(self.output)
        self.old = set(_names(self.output))
        if self.old and MARKER not in self.old:
            found = "the output folder holds files that Beatbook did not make"
            raise ConfigError(Problem("output-foreign", str(self.output), found, hint="name an empty folder"))
        self.fresh, self._stands = fresh, stands
        self._place_of_old = str(self.output)
        self.output.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{self.output.name}.new-", dir=self.output.parent))
        self.folder.chmod(0o777 & ~umask())
        self._place_of_new = str(self.folder)
        self._folders = {""}
        self._last: tuple[str, tuple[int, int, int]] = ("", (0, 0, 0))  # the file that was put here last, and its stamp

    def put(self, name: str, content: bytes) -> bool:
        """Lays a file ready; whether it had to be written."""
        stands = None if self.fresh or name not in self.old else _stamp_of_same(f"{self._place_of_old}/{name}", content)
        self._last = (name, stands or _write_new(self._place(name), content))
        return stands is None

    def stamp(self, name: str) -> tuple[int, int, int]:
        """Inode, size and mtime of a file that was put here: they stay when the site is shown."""
        if self._last[0] == name:
            return self._last[1]
        try:
            status = os.stat(f"{self._place_of_new}/{name}")  # noqa: PTH116 - a path object for each of 30,000 files takes longer
        except FileNotFoundError:
            status = os.stat(f"{self._place_of_old}/{name}")  # noqa: PTH116
        return status.st_ino, status.st_size, status.st_mtime_ns

    def stands(self, name: str, stamp: tuple[int, int, int]) -> bool:
        """Whether the site that is served has this very file."""
        if self.fresh or name not in self.old:
            return False
        status = os.lstat(f"{self._place_of_old}/{name}")
        return (status.st_ino, status.st_size, status.st_mtime_ns) == stamp

    def stand(self, files: Mapping[str, KeptFile], *, but: Collection[str] = ()) -> bool:
        """Whether the site that is served has all these very files; of some it is enough that they are there.

        Where the folders are as the last build left them, so are the files: one that comes, goes or is exchanged changes its folder.
        """
        if self.fresh or not self.old.issuperset(files):
            return False
        return self._stands or all(self.stands(name, file.stamp) for name, file in files.items() if name not in but)

    def read(self, name: str) -> bytes:
        """What a file that was put here holds."""
        new = self.folder / name
        return (new if new.exists() else self.output / name).read_bytes()

    def finish(self, names: frozenset[str], written: int) -> StagedSite:
        """The site of exactly these files, `written` of them new."""
        written += self.put(MARKER, b"Made by Beatbook. Everything here is replaced by the next build.\n")
        names |= {MARKER}
        gone = sorted(self.old - names)
        if not written and not gone:
            self.drop()
            return StagedSite(self.output, None)
        if os.path.ismount(self.output):  # a volume of its own: the folder cannot change places, so its files do, with a list of steps
            changes = [Change(name, (self.folder / name).read_bytes()) for name in sorted(names) if (self.folder / name).exists()]
            stage_changes(self.output, [*changes, *(Change(name, None) for name in gone)])
            self.drop()
            return StagedSite(self.output, self.output, len(changes), len(gone))
        if len(names) >= LARGE and written + len(gone) < len(names) // 4 and not self.fresh:
            staged = sorted(_names(self.folder))
            made = [Change(name, None, ready=self.folder / name) for name in staged]
            stage_changes(self.output, [*made, *(Change(name, None) for name in gone)])
            self.drop()
            left = {name.rpartition("/")[0] for name in names}
            emptied = sorted({name.rpartition("/")[0] for name in gone} - left, reverse=True)
            return StagedSite(self.output, self.output, len(made), len(gone), tuple(emptied))
        if written < len(names):
            new = set(_names(self.folder))
            for name in names:
                if name not in new:
                    self._keep(name)
        return StagedSite(self.output, self.folder, written, len(gone))

    def drop(self) -> None:
        """Forgets it all."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, name: str) -> None:
        """A file that stays what it is: a hard link, a copy where the file system has none."""
        place = self._place(name)
        try:
            os.link(f"{self._place_of_old}/{name}", place)
        except OSError:
            shutil.copyfile(self.output / name, place)

    def _place(self, name: str) -> str:
        """Where a file is staged; its folder is there."""
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            if ".." in Path(name).parts or Path(name).is_absolute():  # no id leads here; were one to, nothing is written outside
                found = "the page would lie outside of the output folder"
                raise ConfigError(Problem("output-outside", name, found, hint="give its brief another id"))
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self._place_of_new}/{name}"


def show_site(site: StagedSite) -> None:
    """The staged folder and the old one change places: a reader sees the old site or the new one.  Where nothing changed, nothing moves."""
    if site.folder == site.output:
        finish_changes(site.output)
        for name in site.emptied:
            with contextlib.suppress(OSError):  # it holds folders
                (site.output / name).rmdir()
    elif site.folder is not None:
        _exchange(site.folder, site.output)


def drop_site(site: StagedSite) -> None:
    """Forgets a staged folder that is not to be shown."""
    if site.folder is not None:
        shutil.rmtree(site.output / JOURNAL if site.folder == site.output else site.folder, ignore_errors=True)


def recover(output: Path) -> None:
    """Clears up after a build that was killed: finishes what it began to show, brings a site back that was moved aside, removes half-made
    folders.
    """
    finish_changes(output)
    aside = output.with_name(f".{output.name}.old")
    if aside.exists() and not output.exists():
        aside.rename(output)
    for left in [aside, *output.parent.glob(f".{glob.escape(output.name)}.new-*")]:
        shutil.rmtree(left, ignore_errors=True)


# ---- locks


@contextlib.contextmanager
def shared_lock(folder: Path) -> Iterator[None]:
    """Keeps builds from writing under content/ while a command that writes nothing reads it; writes nothing itself.

    Raises BusyError when a build is writing just now, or died while it did: the files do not belong together then.
    """
    path = folder / ".cache" / "lock"
    with path.open("rb") if path.exists() else contextlib.nullcontext() as file:
        if file is not None:
            _take_lock(file.fileno(), fcntl.LOCK_SH, path)
        if is_unfinished(folder):
            found = "a build was killed while it wrote under this folder"
            raise BusyError(Problem("content-unfinished", str(folder), found, hint="run the build once: it finishes what that one began"))
        yield


@contextlib.contextmanager
def lock(path: Path) -> Iterator[bytes]:
    """Holds `path` for this build, and gives what the last one left there, b"" where it died.

    Raises BusyError at once when another one has it; the kernel lets go when a build dies.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _take_lock(file.fileno(), fcntl.LOCK_EX, path)
        file.seek(0)
        left = file.read()
        file.truncate(0)
        file.flush()
        try:
            yield left
        finally:
            with contextlib.suppress(OSError):  # a full disk: then nobody knows that nobody has built since
                file.write(b"%d %d" % (time.time_ns(), os.getpid()))
                file.flush()


def _take_lock(handle: int, kind: int, path: Path) -> None:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EAGAIN, errno.EACCES}:
            raise
        raise BusyError(Problem("busy", str(path), "another build is running here", hint="wait until it has ended")) from error


# ---- how


def _stamp_of_same(path: str, content: bytes) -> tuple[int, int, int] | None:
    """Inode, size and mtime of a file that holds this content; None of any other, and of a link."""
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(content):
        return None
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - plain calls: path objects took a tenth of the time of a site
        return (status.st_ino, status.st_size, status.st_mtime_ns) if file.readall() == content else None


def _write_new(path: str, content: bytes) -> tuple[int, int, int]:
    """Writes a file; its inode, size and mtime."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)
    status = os.stat(path)  # noqa: PTH116 - once it is closed: some file systems date it then
    return status.st_ino, status.st_size, status.st_mtime_ns


def _names(folder: Path) -> Iterator[str]:
    """The files of a site, links among them, by their paths below it."""
    root = len(str(folder)) + 1
    for parent, _, names in os.walk(folder):
        below = f"{parent[root:]}/" if len(parent) > root else ""
        yield from (f"{below}{name}" for name in names)


def _exchange(new: Path, old: Path) -> None:
    """`new` takes the place of `old`, which is removed.  One system call where the kernel has it (renameat2), else two renames."""
    if not old.exists():
        new.rename(old)
    elif exchange(new, old):
        shutil.rmtree(new)
    else:
        aside = old.with_name(f".{old.name}.old")
        old.rename(aside)
        new.rename(old)
        shutil.rmtree(aside)


def _default_theme() -> Path:
    """The theme of the package: beside it in a source checkout, inside it in an installed wheel."""
    package = Path(__file__).parent
    inside = package / "theme"
    return inside if inside.exists() else package.parent / "templates"
