"""What stands under content/: read, and brought up to date in one go.

A file that a person may have edited is replaced only while it is still what was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.analysis.model import Analysis
from beatbook.briefing import with_branch
from beatbook.briefing.model import FOLDERS, FileChange, MachineView
from beatbook.errors import ConfigError, Problem
from beatbook.journal import Change, apply_changes, finish_changes
from beatbook.plain_files import MAX_FILE_BYTES, files_in, read_bytes, read_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.briefing.model import BriefingPlan

MAX_MACHINE_BYTES = 256 * 1024 * 1024  # of a file under _machine/: the analysis of the longest text that is read has about 30 MB
MACHINE = "_machine"
EDITIONS = "editions"  # below it: what finished editions said
UNREADABLE = "\ufffe"  # stands for the text of a document that is there but cannot be read, so that nobody takes it for deleted
_GIT_MARKS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")
_VIEW_FOLDERS = {FOLDERS[kind]: ("records" if kind == "article" else FOLDERS[kind]) for kind in FOLDERS if kind != "page"}


@dataclass(frozen=True, slots=True)
class ContentScan:
    """What lies under content/: texts of briefs, records, profiles and pages, and the machine's last view of them."""

    texts: Mapping[str, str] = field(default_factory=dict)  # path under content/ -> text
    views: Mapping[str, MachineView] = field(default_factory=dict)  # path of the document -> view
    analyses: Mapping[str, Analysis] = field(default_factory=dict)  # record id -> analysis
    editions: Mapping[str, bytes] = field(default_factory=dict)  # id of a finished edition -> its record
    rules: Mapping[str, str] = field(default_factory=dict)  # the publisher's own rules
    problems: tuple[Problem, ...] = ()


def read_content(folder: Path) -> ContentScan:
    """Everything under content/ but the inbox.  What cannot be read is a problem, and is left as it is.

    Raises ConfigError when a folder below is a link that leads elsewhere: what is written there would leave content/.
    """
    _check_links(folder)
    problems: list[Problem] = []
    texts = {
        f"{kind}/{path.name}": UNREADABLE if text is None else text
        for kind in FOLDERS.values()
        for path in files_in(folder / kind, ".md")
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
        for path in files_in(folder / MACHINE / machine, ".json")
        if (view := _view(path, problems)) is not None
    }
    analyses = {
        path.stem: analysis
        for path in files_in(folder / MACHINE / "articles", ".json")
        if (analysis := _analysis(path, problems)) is not None
    }
    editions = {
        path.stem: content for path in files_in(folder / MACHINE / EDITIONS, ".json") if (content := _edition(path, problems)) is not None
    }
    return ContentScan(texts, views, analyses, editions, rules, tuple(problems))


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


def _edition(path: Path, problems: list[Problem]) -> bytes | None:
    try:
        return read_plain(path)
    except OSError:
        problems.append(_damaged(path))
        return None


class _StoredView(msgspec.Struct):
    """A machine's view as it is stored.  Deeper values are looked at where they are used: msgspec knows no recursive unions."""

    front_matter: dict[str, str | list[Any] | dict[str, Any]]
    body: str
    updated: str | None
    extra: dict[str, str | list[Any] | dict[str, Any]]


def _view(path: Path, problems: list[Problem]) -> MachineView | None:
    try:
        return decode_view(read_plain(path, MAX_MACHINE_BYTES))
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
        problems.append(_damaged(path))
        return None


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
        return msgspec.json.decode(_sides(read_plain(path, MAX_MACHINE_BYTES))[0], type=Analysis)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, OSError):
        problems.append(_damaged(path))
        return None


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
