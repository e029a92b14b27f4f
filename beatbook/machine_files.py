"""The machine's own files under content/_machine/: where each stands, and how it is written down."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.analysis.model import Analysis
from beatbook.briefing import with_branch
from beatbook.briefing.model import FOLDERS, MachineView

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MAX_BYTES = 256 * 1024 * 1024  # of a file: the analysis of the longest text that is read has about 30 MB
MACHINE = "_machine"
EDITIONS = "editions"  # below it: what finished editions said
VIEW_FOLDERS = {FOLDERS[kind]: ("records" if kind == "article" else FOLDERS[kind]) for kind in FOLDERS if kind != "page"}
_DOCUMENT_FOLDERS = {machine: kind for kind, machine in VIEW_FOLDERS.items()}
_GIT_MARKS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")


def encode_machine(value: MachineView | Analysis) -> bytes:
    """JSON with one entry of a list a line: short, and readable as a difference."""
    fields = msgspec.to_builtins(value)
    return ("{\n" + ",\n".join(f'"{key}": {_encode_field(item)}' for key, item in fields.items()) + "\n}\n").encode()


def decode_view(content: bytes) -> MachineView:
    """The view that a file under _machine/ holds; where git left two versions in it, both of them.

    Raises msgspec.DecodeError or ValidationError.
    """
    views = []
    for side in sides_of(content):
        value = msgspec.json.decode(side, type=_StoredView)
        views.append(MachineView(value.front_matter, value.body, value.updated, value.extra))
    return with_branch(*views) if len(views) > 1 else views[0]


def decode_analysis(content: bytes) -> Analysis:
    """The analysis that a file under _machine/ holds; where git left two versions in it, the first.

    Raises msgspec.DecodeError or ValidationError.
    """
    return msgspec.json.decode(sides_of(content)[0], type=Analysis)


def sides_of(content: bytes) -> list[bytes]:
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


class _StoredView(msgspec.Struct):
    """A machine's view as it is stored.  Deeper values are looked at where they are used: msgspec knows no recursive unions."""

    front_matter: dict[str, str | list[Any] | dict[str, Any]]
    body: str
    updated: str | None
    extra: dict[str, str | list[Any] | dict[str, Any]]


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


def list_machine(folder: Path, but: Collection[str] = ()) -> list[str]:
    """The paths of all files of the machine's own, in order."""
    machine = folder / MACHINE
    folders = sorted(entry.name for entry in os.scandir(machine) if entry.is_dir() and entry.name not in but) if machine.is_dir() else []
    return sorted(f"{MACHINE}/{kind}/{name}" for kind in folders for name in os.listdir(machine / kind) if name.endswith(".json"))  # noqa: PTH208 - 30,000 paths


def list_strays(folder: Path) -> list[str]:
    """The paths of files of the machine's own in folders that no build of this code writes."""
    return list_machine(folder, but={"articles", EDITIONS, *VIEW_FOLDERS.values()})


def edition_path(id_: str) -> str:
    return f"{MACHINE}/{EDITIONS}/{id_}.json"


def view_path(path: str) -> str:
    return f"{MACHINE}/{VIEW_FOLDERS[path.partition('/')[0]]}/{stem_of(path)}.json"


def analysis_path(id_: str) -> str:
    return f"{MACHINE}/articles/{id_}.json"


def stem_of(path: str) -> str:
    """The name of a file, without folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def document_path(path: str) -> str:
    """The document that a file under content/ is the view of; "" for an analysis or edition."""
    kind = _DOCUMENT_FOLDERS.get(path.split("/")[1])
    return f"{kind}/{stem_of(path)}.md" if kind else ""
