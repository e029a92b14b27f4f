"""The only module that touches the disk.  It moves bytes and texts; what they mean is decided elsewhere.

Three promises are kept here: what is served stays whole at every moment (`publish` exchanges the folder), a file that a person may have
edited is replaced only while it is still what was read (`write_content`), and nothing outside the folders named is read or written.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from beatbook.analysis.model import Analysis
from beatbook.briefing.model import FOLDERS, FileChange, MachineView
from beatbook.errors import BusyError, ConfigError, Problem
from beatbook.reading import is_skipped
from beatbook.reading.model import InboxFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_FILE_BYTES = 16 * 1024 * 1024  # an article of 16 MiB is no article: the longest newspaper texts are below 200 kB
MARKER = ".beatbook-site"  # stands in every output folder of ours: only such a folder, or an empty one, is ever replaced
MACHINE = "_machine"
_VIEW_FOLDERS = {FOLDERS[kind]: ("records" if kind == "article" else FOLDERS[kind]) for kind in FOLDERS if kind != "page"}


@dataclass(frozen=True, slots=True)
class InboxScan:
    """What lies in the inbox: every file is in `files`, `skipped` or `problems`."""

    files: tuple[InboxFile, ...] = ()
    skipped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentScan:
    """What lies under content/: texts of briefs, records, profiles and pages, and the machine's last view of them."""

    texts: Mapping[str, str] = field(default_factory=dict)  # path under content/ -> text
    views: Mapping[str, MachineView] = field(default_factory=dict)  # path of the document -> view
    analyses: Mapping[str, Analysis] = field(default_factory=dict)  # record id -> analysis
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
            skipped.append(name)
        elif problem := _not_plain(path, folder, name):
            problems.append(problem)
        else:
            found[name] = path
    contents = {name: content for name, path in found.items() if (content := _bytes(path, name, problems)) is not None}
    sidecars = {name for name in found if name.endswith(".yaml")}
    articles = [name for name in contents if name not in sidecars]
    problems += _lonely_sidecars(sidecars, {_stem(name) for name in found if name not in sidecars})
    files = tuple(InboxFile(name, contents[name], contents.get(f"{_stem(name)}.yaml")) for name in sorted(articles))
    return InboxScan(files, tuple(sorted(skipped)), tuple(problems))


def read_content(folder: Path) -> ContentScan:
    """Everything under content/ but the inbox.  What cannot be read is a problem, and is left as it is."""
    problems: list[Problem] = []
    texts = {
        f"{kind}/{path.name}": text
        for kind in FOLDERS.values()
        for path in sorted((folder / kind).glob("*.md"))
        if (text := _text(path, f"{kind}/{path.name}", problems)) is not None
    }
    rules = {
        f"content/rules/{path.relative_to(folder / 'rules').as_posix()}": text
        for path in sorted((folder / "rules").glob("**/*.yaml"))
        if (text := _text(path, f"rules/{path.name}", problems)) is not None
    }
    views = {
        f"{kind}/{path.stem}.md": view
        for kind, machine in _VIEW_FOLDERS.items()
        for path in sorted((folder / MACHINE / machine).glob("*.json"))
        if (view := _view(path, problems)) is not None
    }
    analyses = {
        path.stem: analysis
        for path in sorted((folder / MACHINE / "articles").glob("*.json"))
        if (analysis := _analysis(path, problems)) is not None
    }
    return ContentScan(texts, views, analyses, rules, tuple(problems))


def read_package_rules() -> dict[str, str]:
    """The rule files and gazetteers that come with the package: path below rules/ -> text."""
    folder = resources.files("beatbook.rules")
    texts = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".yaml")}
    gazetteers = folder / "gazetteers"
    texts |= {f"gazetteers/{item.name}": item.read_text("utf-8") for item in gazetteers.iterdir() if item.name.endswith(".tsv")}
    return texts


def read_theme(own: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """Templates (name -> text) and assets (name -> bytes): the package's, with the site's `own` over them."""
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    for folder in (_default_theme(), own):
        templates |= {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.glob("**/*.html"))}
        files = (path for path in sorted((folder / "assets").glob("**/*")) if path.is_file())
        assets |= {path.relative_to(folder / "assets").as_posix(): path.read_bytes() for path in files}
    return templates, assets


def read_text(path: Path) -> str | None:
    """The text of a file, None when there is none.  OSError and UnicodeDecodeError are the caller's to explain."""
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") if path.exists() else None


def read_bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def code_fingerprint() -> bytes:
    """The source of the packages that an analysis depends on, as bytes to be hashed: a cached analysis is good for this code only."""
    root = Path(__file__).parent
    files = [path for name in ("reading", "analysis", "rules") for path in sorted((root / name).glob("**/*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files if path.suffix in {".py", ".yaml", ".tsv"})


# ---- writing


def write_content(folder: Path, changes: tuple[FileChange, ...]) -> tuple[Problem, ...]:
    """Applies the changes under content/; a file that is no longer what was read is left alone and named."""
    return tuple(problem for change in changes if (problem := _apply(folder, change)) is not None)


def write_machine(folder: Path, views: Mapping[str, MachineView], analyses: Mapping[str, Analysis]) -> None:
    """Makes content/_machine/ hold exactly these views and analyses.  Files whose bytes need not change are not touched."""
    wanted = {f"{_VIEW_FOLDERS[path.partition('/')[0]]}/{Path(path).stem}.json": _encode(view) for path, view in views.items()}
    wanted |= {f"articles/{id_}.json": _encode(analysis) for id_, analysis in analyses.items()}
    root = folder / MACHINE
    present = {path.relative_to(root).as_posix() for path in root.glob("*/*.json")}
    for name, content in wanted.items():
        _write_if_changed(root / name, content)
    for name in present - wanted.keys():
        (root / name).unlink()


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


def publish(output: Path, pages: Mapping[str, bytes]) -> tuple[int, int]:
    """Makes `output` hold exactly `pages` (path -> bytes), all at once.  Returns how many were written and how many removed.

    The new folder is built beside the old one, with hard links to the files that stay the same, and then the two change places: a reader
    sees the old site or the new one.  Nothing is touched when nothing changed.
    Raises ConfigError when `output` holds files that are not ours.
    """
    recover(output)
    pages = {**pages, MARKER: b"Made by Beatbook. Everything here is replaced by the next build.\n"}
    old = {path.relative_to(output).as_posix(): path for path in output.glob("**/*") if path.is_file() or path.is_symlink()}
    if old and MARKER not in old:
        raise ConfigError(
            Problem("output-foreign", str(output), "the output folder holds files that Beatbook did not make", hint="name an empty folder")
        )
    same = {name for name, content in pages.items() if name in old and _is_same(old[name], content)}
    removed = len(old.keys() - pages.keys())
    if len(same) == len(pages) and not removed:
        return 0, 0
    output.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{output.name}.new-", dir=output.parent))
    staging.chmod(0o755)
    for name, content in pages.items():
        _place(staging / name, content, old.get(name) if name in same else None)
    _exchange(staging, output)
    return len(pages) - len(same), removed


def recover(output: Path) -> None:
    """Clears up after a build that was killed: brings a site back that was moved aside, removes half-made folders."""
    aside = output.with_name(f".{output.name}.old")
    if aside.exists() and not output.exists():
        aside.rename(output)
    for left in [aside, *output.parent.glob(f".{output.name}.new-*")]:
        shutil.rmtree(left, ignore_errors=True)


def clean(output: Path, content: Path) -> None:
    """Empties the output folder, if it is ours, and the cache.  Never touches anything else under content/."""
    if (output / MARKER).exists():
        shutil.rmtree(output)
    shutil.rmtree(content / ".cache", ignore_errors=True)


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Holds `path` for this build.  Raises BusyError at once when another one has it; the kernel lets go when a build dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            raise BusyError(Problem("busy", str(path), "another build is running here", hint="wait until it has ended")) from error
        yield


# ---- how


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


def _not_plain(path: Path, folder: Path, name: str) -> Problem | None:
    """Why `path` must not be read: a link out of the folder, a device, a pipe, too large; None when it may."""
    try:
        status = path.stat()
        inside = path.resolve().is_relative_to(folder.resolve())
    except OSError as error:
        return Problem("inbox-unreadable", name, f"the file cannot be read: {error.strerror}", hint="check the link", severity="refused")
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


def _bytes(path: Path, name: str, problems: list[Problem]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"the file cannot be read: {error.strerror}"
        problems.append(Problem("inbox-unreadable", name, found, hint="check its permissions", severity="refused"))
        return None


def _text(path: Path, name: str, problems: list[Problem]) -> str | None:
    if path.is_file() and path.stat().st_size > MAX_FILE_BYTES:
        problems.append(Problem("content-large", name, "the file is too large", f"at most {MAX_FILE_BYTES // 2**20} MiB"))
        return None
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem("content-encoding", name, "the file is not UTF-8", "UTF-8", "save it again as UTF-8", line))
    except OSError as error:
        problems.append(Problem("content-unreadable", name, f"the file cannot be read: {error.strerror}", hint="check its permissions"))
    return None


def _view(path: Path, problems: list[Problem]) -> MachineView | None:
    try:
        value = msgspec.json.decode(path.read_bytes())
        return MachineView(value["front_matter"], value["body"], value["updated"], value["extra"])
    except (msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError, OSError):
        problems.append(_damaged(path))
        return None


def _analysis(path: Path, problems: list[Problem]) -> Analysis | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Analysis)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
        problems.append(_damaged(path))
        return None


def _damaged(path: Path) -> Problem:
    name = f"{MACHINE}/{path.parent.name}/{path.name}"
    return Problem(
        "machine-damaged", name, "the machine's own file is damaged", hint="delete it: the next build makes it anew", severity="notice"
    )


def _encode(value: MachineView | Analysis) -> bytes:
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


def _lonely_sidecars(sidecars: set[str], stems: set[str]) -> list[Problem]:
    return [
        Problem(
            "sidecar-lonely", name, "a sidecar without an article", f"{_stem(name)}.txt, .md or .html beside it", "rename one of the two"
        )
        for name in sorted(sidecars)
        if _stem(name) not in stems
    ]


def _stem(name: str) -> str:
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}{file.rpartition('.')[0] or file}"


def _apply(folder: Path, change: FileChange) -> Problem | None:
    path = folder / change.path
    now = path.read_bytes() if path.is_file() else None
    if now != (None if change.was is None else change.was.encode()):
        return Problem("content-moved", change.path, "the file changed while the build ran: left as it is", hint="build again")
    if change.text is None:
        path.unlink(missing_ok=True)
    else:
        _replace(path, change.text.encode())
    return None


def _write_if_changed(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    """Writes beside and renames, so that nobody ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(stat.S_IMODE(mode))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _is_same(path: Path, content: bytes) -> bool:
    return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content


def _place(path: Path, content: bytes, same: Path | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if same is not None:
        with contextlib.suppress(OSError):  # a file system without hard links: write it
            os.link(same, path)
            return
    path.write_bytes(content)


def _exchange(new: Path, old: Path) -> None:
    """`new` takes the place of `old`, which is removed.  One system call where the kernel has it (renameat2), else two renames."""
    if not old.exists():
        new.rename(old)
    elif _rename_exchange(new, old):
        shutil.rmtree(new)
    else:
        aside = old.with_name(f".{old.name}.old")
        old.rename(aside)
        new.rename(old)
        shutil.rmtree(aside)


def _rename_exchange(one: Path, other: Path) -> bool:
    """Whether the two could change places in one step."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE (linux/fs.h)
    return renameat2 is not None and renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _default_theme() -> Path:
    """The theme of the package: beside it in a source checkout, inside it in an installed wheel."""
    package = Path(__file__).parent
    inside = package / "theme"
    return inside if inside.exists() else package.parent / "templates"
