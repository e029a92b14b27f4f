"""The lean path: a build that found everything as it was leaves a seal, and while the seal holds, the next build has nothing to do.

A seal names every folder that a build reads, with a digest of the stamps of its files (name, inode, size, mtime and ctime in ns) and a
hash of what they hold, the folders of the output with their stamps, and what the build reported.  The stamps are compared first; where
they differ, as after a fresh checkout, the hashes decide.  Nothing of this is trusted for more than leaving early: without a seal, or
with one that is broken, the build simply runs.

Only the standard library is imported here, and of that little: this module is all that runs when nothing has changed.
"""

from __future__ import annotations

import os
import sys
import time
from hashlib import sha256

NAME = "seal.json"
VERSION = 1
FINE, COARSE = (
    50_000_000,
    2_000_000_000,
)  # ns before the build's start in which a file may change once more and keep its stamp, by file system
_VALUES = frozenset({"--content", "--inbox", "--output", "--config", "--base-url", "--as-of", "--jobs", "--scheduler"})
_FLAGS = frozenset({"--read-only", "--frozen", "--strict", "--quiet", "--verbose"})
_UNREAD = frozenset({".cache", "__pycache__", ".git"})  # folders below the inputs that no build reads


class Folder:
    """The files of one folder: `names` in order, a digest of their stamps, and the newest change among them in ns."""

    __slots__ = ("digest", "fine", "names", "newest")

    def __init__(self, names: list[str], digest: str, newest: int, *, fine: bool) -> None:
        self.names, self.digest, self.newest, self.fine = names, digest, newest, fine


# ---- what a build reads


def survey(roots: list[str]) -> dict[str, Folder]:
    """Every folder at and below the roots; a root that is a file, or is not there, stands for a folder that holds it alone.

    A link to a folder is a stamp of its own and is not followed.
    """
    found: dict[str, Folder] = {}
    for root in roots:
        if not os.path.isdir(root):
            found[root] = _stamped([("", root)])
            continue
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            files = []
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.is_dir(follow_symlinks=False):
                        files.append((entry.name, entry.path))
                    elif entry.name not in _UNREAD:
                        waiting.append(entry.path)
            files.sort()
            found[folder] = _stamped(files)
    return found


def _stamped(files: list[tuple[str, str]]) -> Folder:
    stamps, newest, fine = [], 0, True
    for name, path in files:
        try:
            status = os.stat(path)
        except OSError:
            stamps.append(f"{name}\0-")
            continue
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        fine = fine and bool(status.st_ctime_ns % 1_000_000_000)
        stamps.append(f"{name}\0{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    digest = sha256("\n".join(stamps).encode("utf-8", "surrogateescape")).hexdigest()
    return Folder([name for name, _ in files], digest, newest, fine=fine)


def _digests(folders: dict[str, Folder]) -> dict[str, str]:
    return {path: folder.digest for path, folder in folders.items()}


def hash_folder(path: str, folder: Folder) -> str:
    """What the files of a folder are called and hold, as one hash: of a single text, confidential or not, it tells nothing."""
    total = sha256()
    for name in folder.names:
        total.update(name.encode("utf-8", "surrogateescape"))
        try:
            with open(f"{path}/{name}" if name else path, "rb") as file:
                total.update(sha256(file.read()).digest())
        except OSError:
            total.update(b"unreadable")
    return total.hexdigest()


def folders_of(output: str) -> dict[str, str]:
    """The folders of a site, each with its stamp: a file that comes, goes or is exchanged changes that of its folder."""
    found, waiting = {}, [output]
    while waiting:
        folder = waiting.pop()
        found[folder] = _folder_stamp(folder)
        with os.scandir(folder) as entries:
            waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    return found


def _folder_stamp(folder: str) -> str:
    try:
        status = os.stat(folder)
    except OSError:
        return "-"
    return f"{status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns}"


def engine() -> str:
    """The Python that runs and what is installed beside it: another version of a library may write other bytes."""
    places = sorted({place for place in sys.path if place.endswith(("site-packages", "dist-packages")) and os.path.isdir(place)})
    installed = sorted(name for place in places for name in os.listdir(place) if name.endswith((".dist-info", ".egg-link", ".pth")))
    return sha256("\n".join([sys.version, *installed]).encode()).hexdigest()


def own_folders() -> list[str]:
    """The package, and the theme beside it in a source checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.join(os.path.dirname(package), "templates")
    return [package, beside] if os.path.isdir(beside) else [package]


# ---- making one


class Surveyed:
    """The inputs as they stood before a build read the first of them."""

    __slots__ = ("folders", "now", "roots")

    def __init__(self, roots: list[str], now: int) -> None:
        self.roots, self.now = roots, now
        self.folders = survey(roots)

    def is_settled(self) -> bool:
        """Whether every file is old enough that a later change of it must show in its stamp."""
        return all(folder.newest < self.now - (FINE if folder.fine else COARSE) for folder in self.folders.values())

    def is_still_so(self) -> bool:
        """Whether the inputs are what they were."""
        return _digests(survey(self.roots)) == _digests(self.folders)


def make_seal(surveyed: Surveyed, before: dict | None, asked: list[str], output: str, told: dict) -> dict | None:  # type: ignore[type-arg]  # JSON
    """The seal of a build that has just ended, None where something changed meanwhile or might change unseen.

    `asked`: what tells one build from another (folders, options); `told`: what the build reported.  Hashes of folders that stand as they
    did under the seal `before` are taken from there.
    """
    if not surveyed.is_settled():
        return None
    known = before.get("inputs", {}) if before and before.get("version") == VERSION else {}
    held = {path: _known_hash(known, path, folder) or hash_folder(path, folder) for path, folder in surveyed.folders.items()}
    if not surveyed.is_still_so():  # looked at last: what was hashed is what was read
        return None
    return {
        "version": VERSION,
        "engine": engine(),
        "asked": asked,
        "roots": surveyed.roots,
        "inputs": {path: [folder.digest, held[path]] for path, folder in surveyed.folders.items()},
        "output": folders_of(output),
        "told": told,
    }


def _known_hash(known: dict, path: str, folder: Folder) -> str:  # type: ignore[type-arg]  # JSON
    """The hash that an earlier seal has for a folder with these very stamps; "" where it has none."""
    try:
        stamp, held = known[path]
    except (LookupError, TypeError, ValueError):
        return ""
    return str(held) if stamp == folder.digest else ""


# ---- looking at one


def read_seal(content: str) -> dict | None:  # type: ignore[type-arg]  # JSON, looked at in `holds`
    """The seal that lies in the cache of a content folder; None where there is none that can be read."""
    import json  # noqa: PLC0415 - only where there is one

    try:
        with open(os.path.join(content, ".cache", NAME), encoding="utf-8") as file:
            seal = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    return seal if isinstance(seal, dict) else None


def inputs_now(seal: dict, asked: list[str]) -> dict[str, list[str]] | None:  # type: ignore[type-arg]  # as above
    """The inputs as a seal holds them, with today's stamps; None unless a build that was asked this would find all as it was."""
    try:
        if (seal["version"], seal["asked"], seal["engine"]) != (VERSION, asked, engine()):
            return None
        if any(_folder_stamp(folder) != stamp for folder, stamp in seal["output"].items()):
            return None
        inputs, now = seal["inputs"], survey(seal["roots"])
        if now.keys() != inputs.keys():
            return None
        moved = [path for path, folder in now.items() if folder.digest != inputs[path][0]]
        if any(hash_folder(path, now[path]) != inputs[path][1] for path in sorted(moved, key=lambda path: len(now[path].names))):
            return None
        return {path: [folder.digest, inputs[path][1]] for path, folder in now.items()}
    except (OSError, LookupError, TypeError, AttributeError, ValueError):
        return None


def _renew(content: str, seal: dict, inputs: dict[str, list[str]]) -> None:  # type: ignore[type-arg]  # as above
    """Puts today's stamps into a seal that held by its hashes, so that nothing is hashed the next time."""
    import json  # noqa: PLC0415 - as above

    place = os.path.join(content, ".cache", NAME)
    surveyed = Surveyed(seal["roots"], time.time_ns())
    if {path: stamp for path, (stamp, _) in inputs.items()} != _digests(surveyed.folders) or not surveyed.is_settled():
        return
    try:
        with open(f"{place}.new", "w", encoding="utf-8") as file:
            json.dump({**seal, "inputs": inputs}, file)
        os.replace(f"{place}.new", place)
    except OSError:
        return  # the cache of somebody else, or a full disk: nothing is lost


def asked_of(paths: tuple[str, ...], base_url: str | None, as_of: str | None) -> list[str]:
    """What tells one build from another: content, inbox, output and configuration as they are meant in the current folder, and options."""
    return [*map(os.path.abspath, paths), "" if base_url is None else f"at {base_url}", as_of or ""]


# ---- the command


def said_again(arguments: list[str]) -> int | None:
    """Says what the last build said and returns its exit status, when nothing has changed since; None when a build has to run."""
    began = time.monotonic()
    given = _plain_build(arguments)
    if given is None:
        return None
    content = given.get("--content", "content")
    inbox, output = given.get("--inbox", os.path.join(content, "inbox")), given.get("--output", "public")
    asked = asked_of((content, inbox, output, given.get("--config", "site_config.yaml")), given.get("--base-url"), given.get("--as-of"))
    seal = read_seal(content)
    told = _words(seal, loud="--verbose" in given) if seal else None
    if seal is None or told is None or ("--strict" in given and told[0]):
        return None
    inputs = inputs_now(seal, asked)
    if inputs is None:
        return None
    if inputs != seal["inputs"] and not {"--read-only", "--frozen"} & given.keys():
        _renew(content, seal, inputs)
    status, problems, summary = told
    sys.stderr.write(problems)
    if "--quiet" not in given:
        sys.stdout.write(f"{summary}, {time.monotonic() - began:.1f} s\n")
    return status


def _words(seal: dict, *, loud: bool) -> tuple[int, str, str] | None:  # type: ignore[type-arg]  # as above
    """What a seal has to say: exit status, problems, summary; None where it is broken.  Notices only when asked to be loud."""
    try:
        told = seal["told"]
        problems = "".join(f"{text}\n" for notice, text in told["problems"] if loud or not notice)
        return int(told["status"]), problems, "\n".join([*told["summary"], told["count"]])
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _plain_build(arguments: list[str]) -> dict[str, str] | None:
    """The options of a build without a subcommand; None for anything else, which is for the whole command to understand."""
    given: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        name, equals, value = waiting.pop(0).partition("=")
        if name in _FLAGS and not equals:
            given[name] = ""
        elif name in _VALUES and (equals or waiting):
            given[name] = value if equals else waiting.pop(0)
        else:
            return None
    return given
