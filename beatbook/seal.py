"""The lean path: a build leaves a seal, and while the seal holds, the next build has nothing to do.

A seal names every folder that a build reads, with a digest of the stamps of its files (name, inode, size, mtime and ctime in ns) and a
hash of what they hold, the folders of the output with their stamps, and what the build reported.  The stamps are compared first; where
they differ, as after a fresh checkout, the hashes decide.  Nothing of this is trusted for more than leaving early: without a seal, or
with one that is broken, the build simply runs.  `sealing` makes them.

This module is all that runs when nothing has changed, so it imports next to nothing, not even hashlib, json and typing, and goes over tens
of thousands of files in loops of C.
"""

from __future__ import annotations

import os
import sys
import time
from _operator import attrgetter  # `operator` is four hundred lines around it
from itertools import chain
from marshal import dumps, loads
from struct import error, pack

try:
    from _blake2 import blake2b  # hashlib loads all of OpenSSL
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NAME = "seal"
HEAD = "beatbook seal 4"
MODE, INODE, SIZE, MTIME, CTIME = range(5)  # times in ns
FIELDS = 5  # numbers of a file in the rows of its folder: those above
FORMAT, FOLDER, FILE, LINK = 0o170000, 0o040000, 0o100000, 0o120000  # of MODE
FINE, COARSE = (
    50_000_000,
    2_000_000_000,
)  # ns before a stamp was taken in which a file may change once more and keep its stamp, by file system
DIGEST = 16  # bytes
MANY = 100  # files of a folder of which few edited ones are not taken for a fresh checkout
ALONE = 10_000  # files up to which a second process costs more than it saves
_MOST = 2**63 - 1
_TOKEN = 100  # bytes
_PART = 1 << 20  # bytes of a file that are read at once
_NUMBERS = attrgetter("st_mode", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
_VALUES = frozenset({"--content", "--inbox", "--output", "--config", "--base-url", "--as-of", "--jobs", "--scheduler"})
_FLAGS = frozenset({"--read-only", "--frozen", "--strict", "--quiet", "--verbose"})
UNREAD = frozenset({".cache", "__pycache__", ".git"})  # folders below the inputs that no build reads


# ---- what a build reads


class Folder:
    """The files of one folder in the order in which the system lists them, and the names of the folders in it that a build reads.

    `rows` holds FIELDS numbers a file, one file behind the other, and behind the last one those of what links lead to.  A file that has
    just gone has zeros; a folder that cannot be read has no file and one number.
    """

    __slots__ = ("folders", "names", "packed")

    def __init__(self, names: list[str], rows: list[int], folders: tuple[str, ...] = ()) -> None:
        self.names, self.folders = names, folders
        try:
            self.packed = pack(f"{len(rows)}q", *rows)
        except error:  # a number of 64 bits
            self.packed = pack(f"{len(rows)}q", *(number & _MOST for number in rows))

    @property
    def rows(self) -> memoryview[int]:
        """Whole numbers, eight bytes each."""
        return memoryview(self.packed).cast("q")

    def digest(self) -> str:
        """One of all stamps."""
        total = blake2b("\0".join(self.names).encode("utf-8", "surrogateescape"), digest_size=DIGEST)
        total.update(self.packed)
        return total.hexdigest()

    def latest(self) -> int:
        """The latest ctime of a file in it, in ns."""
        return max(self.rows[CTIME : len(self.names) * FIELDS : FIELDS], default=0)

    def is_readable(self) -> bool:
        """Whether its files could be listed."""
        return len(self.packed) >= FIELDS * 8 or not self.packed


def survey(roots: list[str]) -> dict[str, Folder]:
    """Every folder at and below the roots; a root that is a file, or is not there, stands for a folder that holds it alone.

    A link to a folder is a file with a stamp of its own and is not followed.
    """
    found: dict[str, Folder] = {}
    waiting = list(roots)
    while waiting:
        path = waiting.pop()
        folder = found[path] = look(path)
        waiting += [f"{path}/{name}" for name in folder.folders]
    return found


def look(path: str, *, entering: bool = False) -> Folder:
    """One folder.  With `entering` the process goes there, so that the system need not walk there for every file."""
    if not os.path.isdir(path):
        return Folder([""], _rows([path], os.stat))
    try:
        if entering:
            os.chdir(path)
            return _sorted_out(names := os.listdir(), _rows(names, os.lstat), os.stat)
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            names = os.listdir(handle)
            rows = _rows(names, lambda name: os.lstat(name, dir_fd=handle))
            return _sorted_out(names, rows, lambda name: os.stat(name, dir_fd=handle))
        finally:
            os.close(handle)
    except OSError:
        return Folder([], [-1])


def _rows(names: list[str], stat: Callable[[str], os.stat_result]) -> list[int]:
    try:
        return list(chain.from_iterable(map(_NUMBERS, map(stat, names))))
    except OSError:  # a file has just gone
        return [number for name in names for number in numbers_of(name, stat)]


def numbers_of(name: str, stat: Callable[[str], os.stat_result] = os.lstat) -> tuple[int, ...]:
    """The FIELDS numbers of a file."""
    try:
        return tuple(number & _MOST for number in _NUMBERS(stat(name)))
    except OSError:
        return (0,) * FIELDS


def _sorted_out(names: list[str], rows: list[int], stat: Callable[[str], os.stat_result]) -> Folder:
    """The folder without what are folders themselves, and with what its links lead to."""
    folders: tuple[str, ...] = ()
    formats = {mode & FORMAT for mode in set(rows[::FIELDS])}
    if FOLDER in formats:
        at = [index for index, mode in enumerate(rows[::FIELDS]) if mode & FORMAT == FOLDER]
        folders = tuple(names[index] for index in at if names[index] not in UNREAD)
        for index in reversed(at):
            del names[index], rows[index * FIELDS : (index + 1) * FIELDS]
    if LINK in formats:
        rows.extend(_rows([name for name, mode in zip(names, rows[::FIELDS], strict=False) if mode & FORMAT == LINK], stat))
    return Folder(names, rows, folders)


def hash_contents(named: Iterable[tuple[str, bytes]]) -> str:
    """What the files of a folder are called and hold (name, sha256 cut to DIGEST bytes), as one hash: of a single text it tells nothing."""
    total = blake2b(digest_size=DIGEST)
    for name, digest in sorted(named):
        total.update(name.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return total.hexdigest()


def digest_file(path: str) -> bytes:
    """The hash of what a file holds."""
    from hashlib import sha256  # noqa: PLC0415 - only where stamps differ

    try:
        if os.stat(path).st_mode & FORMAT != FILE:  # a pipe would be waited for, and a device read for ever
            return b"unreadable"
        with open(path, "rb") as file:
            total = sha256()
            while part := file.read(_PART):  # of any size: an inbox may hold a film
                total.update(part)
            return total.digest()[:DIGEST]
    except OSError:
        return b"unreadable"


def hash_folder(path: str, folder: Folder) -> str:
    """`hash_contents` of the files as they stand."""
    return hash_contents((name, digest_file(f"{path}/{name}" if name else path)) for name in folder.names)


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
    return blake2b("\n".join([sys.version, *installed]).encode(), digest_size=DIGEST).hexdigest()


def own_folders() -> list[str]:
    """The package, and the theme beside it in a source checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.join(os.path.dirname(package), "templates")
    return [package, beside] if os.path.isdir(beside) else [package]


# ---- the seal as it is stored


class Input:
    """A folder as a seal knows it."""

    __slots__ = ("count", "digest", "held", "latest")

    def __init__(self, digest: str, held: str, count: int, latest: int) -> None:
        self.digest, self.held = digest, held  # of the stamps, of the contents
        self.count = count  # files
        self.latest = latest  # the latest ctime among them, in ns


class Seal:
    """What a build found and said."""

    __slots__ = ("asked", "engine", "inputs", "output", "problems", "roots", "status", "summary")

    def __init__(self) -> None:
        self.engine = ""
        self.asked: list[str] = []  # what tells one build from another
        self.roots: list[str] = []
        self.inputs: dict[str, Input] = {}  # by path
        self.output: dict[str, str] = {}  # path of a folder -> its stamp
        self.status = 0  # of the exit
        self.problems: list[tuple[bool, str]] = []  # each whether it is a mere notice, and in words
        self.summary: list[str] = []  # lines


def format_seal(seal: Seal) -> bytes:
    """A line a fact, its words between tabs, behind a line with a checksum."""
    facts: list[tuple[str, ...]] = [
        ("engine", seal.engine),
        ("asked", *seal.asked),
        ("roots", *seal.roots),
        *(("input", path, known.digest, known.held, str(known.count), str(known.latest)) for path, known in seal.inputs.items()),
        *(("output", *known) for known in seal.output.items()),
        ("status", str(seal.status)),
        *(("problem", "notice" if notice else "", text) for notice, text in seal.problems),
        *(("summary", line) for line in seal.summary),
    ]
    text = "\n".join("\t".join(word.replace("%", "%25").replace("\n", "%0A").replace("\t", "%09") for word in fact) for fact in facts)
    rest = text.encode("utf-8", "surrogateescape")
    return f"{HEAD} {blake2b(rest, digest_size=DIGEST).hexdigest()}\n".encode() + rest


def parse_seal(content: bytes) -> Seal | None:
    """The reverse; None for what is no whole seal."""
    head, _, rest = content.partition(b"\n")
    if head != f"{HEAD} {blake2b(rest, digest_size=DIGEST).hexdigest()}".encode():
        return None
    seal, seen = Seal(), set()
    try:
        for line in rest.decode("utf-8", "surrogateescape").split("\n"):
            name, *words = line.split("\t")
            if "%" in line:
                words = [word.replace("%0A", "\n").replace("%09", "\t").replace("%25", "%") for word in words]
            _enter(seal, name, words)
            seen.add(name)
    except ValueError:
        return None
    return seal if {"engine", "asked", "roots", "input", "output", "status", "summary"} <= seen else None


def _enter(seal: Seal, name: str, words: list[str]) -> None:
    """Raises ValueError."""
    if name == "input":
        path, digest, held, count, latest = words
        seal.inputs[path] = Input(digest, held, int(count), int(latest))
    elif name == "output":
        path, seal.output[path] = words
    elif name == "problem":
        notice, text = words
        seal.problems.append((bool(notice), text))
    elif name == "summary":
        seal.summary += words
    elif name in ("asked", "roots"):
        setattr(seal, name, words)
    elif name == "engine":
        (seal.engine,) = words
    else:
        (status,) = words
        seal.status = int(status)


def read_seal(content: str) -> Seal | None:
    """The seal that lies in the cache of a content folder; None where there is none that can be read."""
    try:
        with open(os.path.join(content, ".cache", NAME), "rb") as file:
            return parse_seal(file.read())
    except OSError:
        return None


def read_token(content: str) -> bytes:
    """What stands in the lock of a content folder: each build, and each command that writes there, puts something else into it."""
    try:
        with open(os.path.join(content, ".cache", "lock"), "rb") as file:
            return file.read(_TOKEN)
    except OSError:
        return b""


# ---- whether it holds


class Looked:
    """What the lean path saw of the inputs: a build that has to run need not look again."""

    __slots__ = ("_far", "_near", "now", "output", "roots", "token")

    def __init__(self, token: bytes) -> None:
        self.token = token  # what stood in the lock of the content folder
        self.now = time.time_ns()  # before it looked
        self.roots: list[str] = []
        self.output = False  # whether the folders of the site are as the last build left them
        self._near: dict[str, Folder] = {}
        self._far = b""  # the folders that another process saw, as it wrote them down

    def see(self, roots: list[str], near: dict[str, Folder], far: bytes) -> None:
        """Takes what was seen of all inputs."""
        self.roots, self._near, self._far = roots, near, far

    def folders(self) -> dict[str, Folder]:
        """Every folder at and below the roots, as `survey` gives them; none where not all were seen."""
        if self._far:
            for path, names, below, packed in loads(self._far):  # noqa: S302 - of a process of our own
                self._near[path] = folder = Folder(names, [], below)
                folder.packed = packed
            self._far = b""
        return self._near


def inputs_now(seal: Seal, asked: list[str], looked: Looked) -> dict[str, str] | None:
    """Path of each input -> digest of its stamps as they are now; None unless a build that was asked this would find all as it was."""
    if (seal.asked, seal.engine) != (asked, engine()):
        return None
    looked.output = all(_folder_stamp(folder) == stamp for folder, stamp in seal.output.items())
    try:
        now = _digests_now(seal, looked)
    except OSError:
        return None
    if now is None or not looked.output:
        return None
    moved = sorted((seal.inputs[path].count, path) for path, digest in now.items() if digest != seal.inputs[path].digest)
    folders = {path: looked.folders()[path] for _, path in moved}
    if any(_is_edited(folder, seal.inputs[path]) for path, folder in folders.items()):
        return None
    return now if all(hash_folder(path, folder) == seal.inputs[path].held for path, folder in folders.items()) else None


def _is_edited(folder: Folder, then: Input) -> bool:
    """Whether a folder plainly holds something else, so that nothing need be read to know: more files or fewer, or a few newer ones.

    In a fresh checkout, which may hold the same, all are newer.
    """
    if len(folder.names) != then.count:
        return True
    newer = sum(map(then.latest.__lt__, folder.rows[CTIME : then.count * FIELDS : FIELDS]))
    return then.count >= MANY and 0 < 2 * newer < then.count


def _digests_now(seal: Seal, looked: Looked) -> dict[str, str] | None:
    """Path -> digest of today's stamps; None where there are other folders than there were."""
    paths = sorted(seal.inputs, key=lambda path: seal.inputs[path].count, reverse=True)
    alone = sum(known.count for known in seal.inputs.values()) < ALONE or _processors() < 2
    mine, others = (paths, []) if alone else _halves(paths, seal)
    here = os.open(".", os.O_RDONLY)
    try:
        near, found, far = _shared(mine, others) if others else _tell(mine)
    finally:
        os.fchdir(here)
        os.close(here)
    told = dict(zip([*mine, *others], found, strict=True))
    if {f"{path}/{name}" for path, (_, *below) in told.items() for name in below}.union(seal.roots) != seal.inputs.keys():
        return None
    looked.see(seal.roots, near, far)
    return {path: words[0] for path, words in told.items()}


def _tell(paths: list[str]) -> tuple[dict[str, Folder], list[tuple[str, ...]], bytes]:
    """The folders, of each the digest and the names of the folders in it, and nothing from afar."""
    folders = {path: look(path, entering=True) for path in paths}
    return folders, [(folder.digest(), *folder.folders) for folder in folders.values()], b""


def _halves(paths: list[str], seal: Seal) -> tuple[list[str], list[str]]:
    """The folders in two parts of about as many files; `paths` begin with the largest."""
    mine: list[str] = []
    others: list[str] = []
    ahead = 0  # files of mine less those of the others
    for path in paths:
        (others if ahead > 0 else mine).append(path)
        ahead += -seal.inputs[path].count if ahead > 0 else seal.inputs[path].count
    return mine, others


def _shared(mine: list[str], others: list[str]) -> tuple[dict[str, Folder], list[tuple[str, ...]], bytes]:
    """What `_tell` tells of both, of the others in a process of their own: this one is so small that it is copied in a millisecond."""
    reading, writing = os.pipe()
    helper = os.fork()
    if not helper:
        status = 1
        try:
            with open(writing, "wb") as pipe:
                folders, found, _ = _tell(others)
                seen = [(path, folder.names, folder.folders, folder.packed) for path, folder in folders.items()]
                pipe.write(dumps((found, dumps(seen))))
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    try:
        near, told, _ = _tell(mine)
    finally:
        with open(reading, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(helper, 0)
    if status:
        raise ChildProcessError(status)
    found, far = loads(said)  # noqa: S302 - of a process of our own
    return near, told + found, far


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1  # elsewhere a copied process is no small thing


# ---- the command


def asked_of(paths: tuple[str, ...], base_url: str | None, as_of: str | None) -> list[str]:
    """What tells one build from another: content, inbox, output and configuration as they are meant in the current folder, and options."""
    return [*map(os.path.abspath, paths), "" if base_url is None else f"at {base_url}", as_of or ""]


def said_again(arguments: list[str], found: list[Looked] | None = None) -> int | None:
    """Says what the last build said and returns its exit status, when nothing has changed since; None when a build has to run.

    What was seen of the inputs before that was clear is put into `found`.
    """
    began = time.monotonic()
    given = _plain_build(arguments)
    if given is None:
        return None
    content = given.get("--content", "content")
    inbox, output = given.get("--inbox", os.path.join(content, "inbox")), given.get("--output", "public")
    asked = asked_of((content, inbox, output, given.get("--config", "site_config.yaml")), given.get("--base-url"), given.get("--as-of"))
    looked, seal = Looked(read_token(content)), read_seal(content)
    if seal is None or ("--strict" in given and seal.status):
        return None
    inputs = inputs_now(seal, asked, looked)
    if inputs is None:
        if found is not None:
            found.append(looked)
        return None
    if any(digest != seal.inputs[path].digest for path, digest in inputs.items()) and not {"--read-only", "--frozen"} & given.keys():
        from beatbook.sealing import renew  # noqa: PLC0415 - after a fresh checkout alone

        renew(content, seal, inputs)
    sys.stderr.write("".join(f"{text}\n" for notice, text in seal.problems if "--verbose" in given or not notice))
    if "--quiet" not in given:
        sys.stdout.write("\n".join(seal.summary) + f", {time.monotonic() - began:.1f} s\n")
    return seal.status


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
