"""The only module that touches the disk.  It moves bytes and texts; what they mean is decided elsewhere.

Three promises are kept here: what is served stays whole at every moment (`publish` exchanges the folder), a file that a person may have
edited is replaced only while it is still what was read (`write_content`), and nothing outside the folders named is read or written.
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
import unicodedata
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.analysis.model import Analysis
from beatbook.briefing import with_branch
from beatbook.briefing.model import FOLDERS, FileChange, MachineView
from beatbook.errors import BusyError, ConfigError, Problem
from beatbook.journal import FOLDER as JOURNAL
from beatbook.journal import Change, apply_changes, exchange, finish_changes, is_unfinished, replace_file, stage_changes, umask
from beatbook.reading import is_skipped
from beatbook.reading.model import InboxFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beatbook.briefing.model import BriefingPlan

MAX_FILE_BYTES = 16 * 1024 * 1024  # an article of 16 MiB is no article: the longest newspaper texts are below 200 kB
MAX_MACHINE_BYTES = 256 * 1024 * 1024  # of a file under _machine/: the analysis of the longest text that is read has about 30 MB
MARKER = ".beatbook-site"  # stands in every output folder of ours: only such a folder, or an empty one, is ever replaced
MACHINE = "_machine"
EDITIONS = "editions"  # below it: what finished editions said
UNREADABLE = "\ufffe"  # stands for the text of a document that is there but cannot be read, so that nobody takes it for deleted
_GIT_MARKS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")
_VIEW_FOLDERS = {FOLDERS[kind]: ("records" if kind == "article" else FOLDERS[kind]) for kind in FOLDERS if kind != "page"}


@dataclass(frozen=True, slots=True)
class InboxText:
    """An article in the inbox, as it was found: its bytes are read again when their turn comes, and not kept."""

    path: str  # in the inbox, "/" as separator
    sha256: str  # of its bytes
    sidecar: str | None = None  # path of NAME.yaml beside it
    sidecar_sha256: str = ""


@dataclass(frozen=True, slots=True)
class InboxScan:
    """What lies in the inbox: every file is in `files`, `skipped` or `problems`."""

    files: tuple[InboxText, ...] = ()
    skipped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> frozenset[str]:
        """Paths of articles, and of folders, that were not read; each has its problem."""
        return frozenset(problem.path for problem in self.problems if problem.severity == "refused")


@dataclass(frozen=True, slots=True)
class ContentScan:
    """What lies under content/: texts of briefs, records, profiles and pages, and the machine's last view of them."""

    texts: Mapping[str, str] = field(default_factory=dict)  # path under content/ -> text
    views: Mapping[str, MachineView] = field(default_factory=dict)  # path of the document -> view
    analyses: Mapping[str, Analysis] = field(default_factory=dict)  # record id -> analysis
    editions: Mapping[str, bytes] = field(default_factory=dict)  # id of a finished edition -> its record
    rules: Mapping[str, str] = field(default_factory=dict)  # the publisher's own rules
    problems: tuple[Problem, ...] = ()


# ---- reading


def read_inbox(folder: Path) -> InboxScan:
    """The articles in `folder` and below, with their sidecars, in order of path.  A folder that is not there is empty."""
    found: dict[str, Path] = {}
    skipped: list[str] = []
    problems: list[Problem] = []
    for path in _walk(folder, problems):
        name = path.relative_to(folder).as_posix()
        if is_skipped(name):
            skipped.append(_visible(name))
        elif name != _visible(name):
            problems.append(
                Problem("inbox-name", _visible(name), "a file name that is no Unicode", "a readable name", "rename it", severity="refused")
            )
        elif problem := _not_plain(path, folder, name):
            problems.append(problem)
        else:
            found[name] = path
    contents = {name: digest for name, path in found.items() if (digest := _digest(path, name, problems)) is not None}
    sidecars = _group_sidecars([*found, *(problem.path for problem in problems if problem.severity == "refused")])
    articles = sorted(name for name in contents if not _is_sidecar(name))
    problems = [replace(problem, severity="error") if _is_sidecar(problem.path) else problem for problem in problems]
    others = [*found, *skipped, *(problem.path for problem in problems)]
    problems += _lonely_sidecars(sidecars, {_sidecar_key(name) for name in others if not _is_sidecar(name)})
    refused = {name: problem for name in articles if (problem := _unread_sidecar(name, sidecars, contents))}
    files = tuple(_inbox_text(name, contents, sidecars.get(_sidecar_key(name), ())) for name in articles if name not in refused)
    return InboxScan(files, tuple(sorted(skipped)), (*problems, *refused.values()))


def open_text(folder: Path, text: InboxText) -> InboxFile:
    """The bytes of an article in the inbox `folder`, with its sidecar.  Raises OSError when it has gone since it was found."""
    sidecar = _read_plain(folder / text.sidecar) if text.sidecar is not None else None
    return InboxFile(text.path, _read_plain(folder / text.path), sidecar)


def read_content(folder: Path) -> ContentScan:
    """Everything under content/ but the inbox.  What cannot be read is a problem, and is left as it is.

    Raises ConfigError when a folder below is a link that leads elsewhere: what is written there would leave content/.
    """
    _check_links(folder)
    problems: list[Problem] = []
    texts = {
        f"{kind}/{path.name}": UNREADABLE if text is None else text
        for kind in FOLDERS.values()
        for path in _files_in(folder / kind, ".md")
        if (text := _text(path, f"{kind}/{path.name}", folder, problems)) is not None or kind != "pages"
    }
    rules = {
        f"content/rules/{path.relative_to(folder / 'rules').as_posix()}": text
        for path in sorted((folder / "rules").glob("**/*"))
        if path.suffix in {".yaml", ".tsv"} and (text := _text(path, f"rules/{path.name}", folder, problems)) is not None
    }
    views = {
        f"{kind}/{path.stem}.md": view
        for kind, machine in _VIEW_FOLDERS.items()
        for path in _files_in(folder / MACHINE / machine, ".json")
        if (view := _view(path, problems)) is not None
    }
    analyses = {
        path.stem: analysis
        for path in _files_in(folder / MACHINE / "articles", ".json")
        if (analysis := _analysis(path, problems)) is not None
    }
    editions = {
        path.stem: content
        for path in _files_in(folder / MACHINE / EDITIONS, ".json")
        if (content := _bytes(path, f"{MACHINE}/{EDITIONS}/{path.name}", problems)) is not None
    }
    return ContentScan(texts, views, analyses, editions, rules, tuple(problems))


def _files_in(folder: Path, ending: str) -> list[Path]:
    """What a folder holds under names of this ending, in order of name; comparing paths took seconds for 50,000 of them."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return [folder / name for name in sorted(os.listdir(folder)) if name.endswith(ending)]  # noqa: PTH208
    return []


def read_package_rules() -> dict[str, str]:
    """The rule files and gazetteers that come with the package: path below rules/ -> text."""
    folder = resources.files("beatbook.rules")
    texts = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".yaml")}
    gazetteers = folder / "gazetteers"
    texts |= {f"gazetteers/{item.name}": item.read_text("utf-8") for item in gazetteers.iterdir() if item.name.endswith(".tsv")}
    return texts


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


def read_text(path: Path) -> str | None:
    """The text of a file, None when there is none.  OSError and UnicodeDecodeError are the caller's to explain."""
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") if path.exists() else None


def read_bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def code_fingerprint(*rooms: str) -> bytes:
    """The source of these packages as bytes to be hashed, of those that an analysis depends on when none is named.

    What a cache holds is good for this code only.
    """
    root = Path(__file__).parent
    files = [path for name in rooms or ("reading", "analysis", "rules") for path in sorted((root / name).glob("**/*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files if path.suffix in {".py", ".yaml", ".tsv"})


# ---- writing


def write_content(folder: Path, changes: tuple[FileChange, ...]) -> tuple[Problem, ...]:
    """Applies the changes under content/, all or none; a file that is no longer what was read is left alone and named."""
    return _moved(apply_changes(folder, [_guarded(change) for change in changes]))


def write_machine(
    folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis], editions: Mapping[str, bytes] | None = None
) -> None:
    """Makes content/_machine/ hold exactly these views, analyses and editions.  Files whose bytes need not change are not touched."""
    apply_changes(folder, _machine_changes(folder, views, analyses, editions or {}))


def write_build(
    folder: Path, plan: BriefingPlan, analyses: Mapping[str, Analysis], editions: Mapping[str, bytes], cache: Mapping[str, bytes]
) -> tuple[Problem, ...]:
    """All that a build changes under content/ in one go: what people see, the machine's view of it and the caches (name -> bytes).

    A document and the machine's view of it change together, or both stay: else the next build would take the difference between an old
    file and a new view for somebody's edit.  Returns a problem for each file that was left alone because somebody changed it meanwhile.
    """
    guarded = [_guarded(change) for change in plan.changes]
    caches = {f".cache/{name}": content for name, content in {".gitignore": b"*\n", **cache}.items()}
    rest = [Change(name, content) for name, content in caches.items() if read_bytes(folder / name) != content]
    return _moved(apply_changes(folder, [*guarded, *_machine_changes(folder, plan.views, analyses, editions), *rest]))


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
    ]
    gone = [path for path in (*ours, *kept, content / ".cache" / "analyses.json") if path.is_file()]
    for path in gone:
        path.unlink()
    return tuple(path.as_posix() for path in gone if ".cache" not in path.parts)


def write_cache(folder: Path, name: str, content: bytes) -> None:
    """Keeps something that may be lost at any time, out of git's sight."""
    cache = folder / ".cache"
    cache.mkdir(parents=True, exist_ok=True)
    _write_if_changed(cache / ".gitignore", b"*\n")
    _write_if_changed(cache / name, content)


def read_cache(folder: Path, name: str) -> bytes | None:
    with contextlib.suppress(OSError):
        return (folder / ".cache" / name).read_bytes()
    return None


@dataclass(frozen=True, slots=True)
class StagedSite:
    """A site that lies ready beside the one that is served."""

    output: Path
    folder: Path | None  # None: what is served is the same already; `output` itself where its files change in place
    written: int = 0
    removed: int = 0


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

    def read(self, name: str) -> bytes:
        return self.contents[name]


class Staging:
    """A site while it is made, beside the one that is served, which nothing here touches.

    Files come in any order, and from several processes at once: what stands on the site already is left there, the rest is written.
    Raises ConfigError when the output folder holds files that are not ours, OSError when the disk is full.
    """

    shared = True

    def __init__(self, output: Path, *, fresh: bool = False) -> None:
        self.output = output.resolve()  # a link to the folder that is served stays a link
        recover(self.output)
        self.old = set(_names(self.output))
        if self.old and MARKER not in self.old:
            found = "the output folder holds files that Beatbook did not make"
            raise ConfigError(Problem("output-foreign", str(self.output), found, hint="name an empty folder"))
        self.fresh = fresh
        self.output.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{self.output.name}.new-", dir=self.output.parent))
        self.folder.chmod(0o777 & ~umask())
        self._folders = {""}

    def put(self, name: str, content: bytes) -> bool:
        """Lays a file ready; whether it had to be written."""
        if not self.fresh and name in self.old and _is_same(self.output / name, content):
            return False
        self._place(name).write_bytes(content)
        return True

    def stamp(self, name: str) -> tuple[int, int, int]:
        """Inode, size and mtime of a file that was put here: they stay when the site is shown."""
        try:
            status = (self.folder / name).stat()
        except FileNotFoundError:
            status = (self.output / name).stat()
        return status.st_ino, status.st_size, status.st_mtime_ns

    def stands(self, name: str, stamp: tuple[int, int, int]) -> bool:
        """Whether the site that is served has this very file."""
        if self.fresh or name not in self.old:
            return False
        status = (self.output / name).lstat()
        return (status.st_ino, status.st_size, status.st_mtime_ns) == stamp

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
            os.link(self.output / name, place)
        except OSError:
            shutil.copyfile(self.output / name, place)

    def _place(self, name: str) -> Path:
        """Where a file is staged; its folder is there."""
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            if ".." in Path(name).parts or Path(name).is_absolute():  # no id leads here; were one to, nothing is written outside
                found = "the page would lie outside of the output folder"
                raise ConfigError(Problem("output-outside", name, found, hint="give its brief another id"))
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return self.folder / name


def show_site(site: StagedSite) -> None:
    """The staged folder and the old one change places: a reader sees the old site or the new one.  Where nothing changed, nothing moves."""
    if site.folder == site.output:
        finish_changes(site.output)
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


def clean(content: Path) -> None:
    """Empties the cache.  Never touches anything else under content/, nor the site that is served: a failed build must leave it whole."""
    shutil.rmtree(content / ".cache", ignore_errors=True)


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
def lock(path: Path) -> Iterator[None]:
    """Holds `path` for this build.  Raises BusyError at once when another one has it; the kernel lets go when a build dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _take_lock(file.fileno(), fcntl.LOCK_EX, path)
        yield


def _take_lock(handle: int, kind: int, path: Path) -> None:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EAGAIN, errno.EACCES}:
            raise
        raise BusyError(Problem("busy", str(path), "another build is running here", hint="wait until it has ended")) from error


# ---- how


def _check_links(folder: Path) -> None:
    for name in (*FOLDERS.values(), "rules", MACHINE, *(f"{MACHINE}/{kind}" for kind in ("articles", *_VIEW_FOLDERS.values()))):
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            found = "the folder is a link that leads out of the content folder"
            raise ConfigError(Problem("content-folder-link", str(folder / name), found, hint="put a folder in its place"))


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every file below `folder`, in order of path; folders that cannot be read are problems.  Links to folders are not followed."""

    def unreadable(error: OSError) -> None:
        place = Path(error.filename).relative_to(folder).as_posix()
        problems.append(
            Problem(
                "inbox-unreadable", place, f"the folder cannot be read: {error.strerror}", hint="check its permissions", severity="refused"
            )
        )

    if not folder.exists():
        return
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders.sort()
        for name in [*names, *(entry for entry in folders if (Path(parent) / entry).is_symlink())]:
            yield Path(parent) / name


def _visible(name: str) -> str:
    """The name as it can be written anywhere: bytes that are no Unicode as \\udcNN."""
    return name.encode("utf-8", "backslashreplace").decode()


def _not_plain(path: Path, folder: Path, name: str) -> Problem | None:
    """Why `path` must not be read: a link out of the folder, a device, a pipe, too large; None when it may."""
    try:
        status = path.stat()
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        reason = error.strerror if isinstance(error, OSError) else "a link that leads to itself"
        return Problem("inbox-unreadable", name, f"the file cannot be read: {reason}", hint="check the link", severity="refused")
    if not inside:
        return Problem(
            "inbox-link", name, "a link that leads out of the inbox", "a file", "copy the file into the inbox", severity="refused"
        )
    if not stat.S_ISREG(status.st_mode):
        return Problem("inbox-special", name, "no plain file", "a text or HTML file", "remove it", severity="refused")
    if status.st_size > MAX_FILE_BYTES:
        found = f"a file of {status.st_size / 2**20:.0f} MiB"
        return Problem("inbox-large", name, found, f"at most {MAX_FILE_BYTES // 2**20} MiB", "save the article alone", severity="refused")
    return None


def _read_plain(path: Path, limit: int = MAX_FILE_BYTES) -> bytes:
    """The content of a plain file, at most one byte more than `limit`.  Raises OSError.

    A pipe that took the file's place since it was looked at does not hang the build.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "no plain file", str(path))
        content = file.read(min(status.st_size, limit) + 1)  # asked for the limit, Python clears room for all of it: 0.4 ms a file
        return content if len(content) <= status.st_size else content + file.read(limit + 1 - len(content))  # it has grown meanwhile


def _inbox_text(name: str, digests: Mapping[str, str], sidecars: Sequence[str]) -> InboxText:
    sidecar = next(iter(sidecars), None)
    return InboxText(name, digests[name], sidecar, digests[sidecar] if sidecar is not None else "")


def _bytes(path: Path, name: str, problems: list[Problem]) -> bytes | None:
    try:
        return _read_plain(path)
    except OSError as error:
        found = f"the file cannot be read: {error.strerror}"
        problems.append(Problem("inbox-unreadable", name, found, hint="check its permissions", severity="refused"))
        return None


def _digest(path: Path, name: str, problems: list[Problem]) -> str | None:
    content = _bytes(path, name, problems)
    return None if content is None else sha256(content).hexdigest()


def _text(path: Path, name: str, folder: Path, problems: list[Problem]) -> str | None:
    """The text of a file under content/.  One that cannot be read is named, and is None."""
    try:
        plain = path.parent.parent == folder and not path.is_symlink()  # the folders themselves are looked at by _check_links
        if not plain and not path.resolve().is_relative_to(folder.resolve()):
            found = "a link that leads out of the content folder"
            problems.append(Problem("content-link", name, found, "a file", "put a copy in its place"))
            return None
        content = _read_plain(path)
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


def _view(path: Path, problems: list[Problem]) -> MachineView | None:
    try:
        return decode_view(_read_plain(path, MAX_MACHINE_BYTES))
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
        problems.append(_damaged(path))
        return None


def decode_view(content: bytes) -> MachineView:
    """The view that a file under _machine/ holds; where git left two versions in it, both of them.

    Raises msgspec.DecodeError or ValidationError.
    """
    views = []
    for side in _sides(content):
        value = msgspec.json.decode(side, type=_StoredView)
        views.append(MachineView(value.front_matter, value.body, value.updated, value.extra))
    return with_branch(*views) if len(views) > 1 else views[0]


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


def _analysis(path: Path, problems: list[Problem]) -> Analysis | None:
    try:
        return msgspec.json.decode(_sides(_read_plain(path, MAX_MACHINE_BYTES))[0], type=Analysis)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
        problems.append(_damaged(path))
        return None


def _damaged(path: Path) -> Problem:
    name = f"{MACHINE}/{path.parent.name}/{path.name}"
    return Problem(
        "machine-damaged", name, "the machine's own file is damaged", hint="delete it: the next build makes it anew", severity="notice"
    )


def encode_machine(value: MachineView | Analysis) -> bytes:
    """JSON with one entry of a list a line: short, and readable as a difference."""
    fields = msgspec.to_builtins(value)
    return ("{\n" + ",\n".join(f'"{key}": {_encode_field(item)}' for key, item in fields.items()) + "\n}\n").encode()


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


def _is_sidecar(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _sidecar_key(name: str) -> str:
    """What an article and its sidecar share: a word like "confidential" must not be missed for a letter's case or an accent's form."""
    return unicodedata.normalize("NFC", _stem(name)).casefold()


def _group_sidecars(names: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name in sorted(names):
        if _is_sidecar(name):
            grouped.setdefault(_sidecar_key(name), []).append(name)
    return grouped


def _unread_sidecar(name: str, sidecars: Mapping[str, list[str]], contents: Mapping[str, str]) -> Problem | None:
    """Why an article is left out for its sidecar: nobody knows whether it is confidential."""
    own = sidecars.get(_sidecar_key(name), [])
    if len(own) > 1:
        found = f"it has {len(own)} sidecars: {', '.join(own)}"
        return Problem("sidecar-several", name, found, "one sidecar", "put them into one", severity="refused")
    if own and own[0] not in contents:
        found = f"its sidecar {own[0]} cannot be read, and may say that it is confidential"
        return Problem("sidecar-unread", name, found, "a sidecar that can be read", "mend or remove the sidecar", severity="refused")
    return None


def _lonely_sidecars(sidecars: Mapping[str, list[str]], articles: set[str]) -> list[Problem]:
    return [
        Problem(
            "sidecar-lonely", name, "a sidecar without an article", f"{_stem(name)}.txt, .md or .html beside it", "rename one of the two"
        )
        for key, names in sorted(sidecars.items())
        for name in names
        if key not in articles
    ]


def _stem(name: str) -> str:
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{file.rpartition('.')[0] or file}"


def _guarded(change: FileChange) -> Change:
    text, was = change.text, change.was
    return Change(change.path, None if text is None else text.encode(), None if was is None else was.encode(), guarded=True)


def _machine_changes(
    folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis], editions: Mapping[str, bytes]
) -> list[Change]:
    """What has to change for content/_machine/ to hold exactly these; a view goes with its document."""
    wanted = {_view_path(path): (encode_machine(view), path) for path, view in views.items()}
    wanted |= {f"{MACHINE}/articles/{id_}.json": (encode_machine(analysis), "") for id_, analysis in analyses.items()}
    wanted |= {f"{MACHINE}/{EDITIONS}/{id_}.json": (content, "") for id_, content in editions.items()}
    changes = [Change(name, new, partner=path) for name, (new, path) in sorted(wanted.items()) if read_bytes(folder / name) != new]
    present = {path.relative_to(folder).as_posix(): path for path in sorted((folder / MACHINE).glob("*/*.json"))}
    gone = [Change(name, None, partner=_document_path(path)) for name, path in present.items() if name not in wanted]
    return [*changes, *gone]


def _view_path(path: str) -> str:
    return f"{MACHINE}/{_VIEW_FOLDERS[path.partition('/')[0]]}/{Path(path).stem}.json"


def _document_path(view: Path) -> str:
    """The document that a file under _machine/ is the view of; "" for an analysis or edition."""
    kind = next((kind for kind, machine in _VIEW_FOLDERS.items() if machine == view.parent.name), "")
    return f"{kind}/{view.stem}.md" if kind else ""


def _moved(paths: Iterable[str]) -> tuple[Problem, ...]:
    found, hint = "the file changed while the build ran: left as it is", "build again"
    return tuple(Problem("content-moved", path, found, hint=hint) for path in paths)


def _write_if_changed(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        replace_file(path, content)


def _is_same(path: Path, content: bytes) -> bool:
    return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content


def _names(folder: Path) -> Iterator[str]:
    """The files of a site, links among them, by their paths below it."""
    for parent, _, names in os.walk(folder):
        below = "" if Path(parent) == folder else f"{Path(parent).relative_to(folder).as_posix()}/"
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
