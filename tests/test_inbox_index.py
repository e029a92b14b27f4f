"""What lies in the inbox is opened once, and again when it is another file or an edited one; the index tells the two apart."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

import pytest

from beatbook import inbox_files, sealing

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a.txt", "b.txt", "B.yaml", "b.yaml", "c.html", ".note", "README.md", "page_files/x.js", "sub/d.txt", "sub/d.yaml", "é.txt")


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are opened, by name."""
    names: list[str] = []
    read = inbox_files.read_plain

    def noted(path: Path) -> bytes:
        names.append(path.name)
        return read(path)

    monkeypatch.setattr(inbox_files, "read_plain", noted)
    monkeypatch.setattr(sealing, "FINE", 0)
    return names


def scan(inbox: Path, index: bytes | None = None) -> inbox_files.InboxScan:
    surveyed = sealing.Surveyed([str(inbox)])
    return inbox_files.read_inbox(inbox, surveyed.folders, now=surveyed.now, index=index)


def facts(found: inbox_files.InboxScan) -> tuple[object, ...]:
    return found.files, found.skipped, sorted(map(str, found.problems)), found.digests


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("seed", range(12))
def test_with_an_index_the_inbox_is_what_it_is_without(tmp_path: Path, seed: int, opened: list[str]):
    """Whatever is added, edited, exchanged, linked or taken away; and of what stands nothing is opened."""
    chance, inbox = Random(seed), tmp_path / "inbox"  # noqa: S311 - a die
    inbox.mkdir()
    write(tmp_path / "outside.txt", "x")
    index: bytes | None = None
    for _ in range(12):
        path = inbox / chance.choice(NAMES)
        time.sleep(0.01)  # a tick of the clock of the file system
        match chance.randint(0, 4):
            case 0:
                path.unlink(missing_ok=True)
            case 1 if path.parent.exists() and not path.exists():
                path.symlink_to(chance.choice([tmp_path / "outside.txt", inbox / "a.txt"]))
            case 2 if path.exists() and not path.is_symlink():
                was = path.stat()
                write(path, path.read_text("utf-8").swapcase())
                os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
            case _:
                write(path, f"Text {chance.randint(1, 99)}")

        found = scan(inbox, index)
        index = inbox_files.format_index(found, ())
        opened.clear()
        again = scan(inbox, index)

        plain = {name.rpartition("/")[2] for name in found.digests if not (inbox / name).is_symlink()}
        assert not plain & set(opened)
        assert facts(found) == facts(again) == facts(inbox_files.read_inbox(inbox))


def test_an_inbox_that_is_what_it_was_is_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Its folders have the stamps that they had, so all that was found of it is; and the index stays the one that it is."""
    for name in ("a.txt", "b.txt", "b.yaml", "lonely.yaml", "README", "sub/c.txt"):
        write(tmp_path / name, name)
    first = scan(tmp_path)
    index = inbox_files.format_index(first, ())
    monkeypatch.setattr(inbox_files, "is_skipped", None)

    again = scan(tmp_path, index)

    assert facts(again) == facts(first)
    assert inbox_files.format_index(again, ()) is index
    assert b"b.txt" not in inbox_files.format_index(again, ["b.txt"])


def test_what_stands_is_not_opened(tmp_path: Path, opened: list[str]):
    """Of three files the one that was edited is."""
    for name in ("a.txt", "b.txt", "b.yaml"):
        write(tmp_path / name, name)
    index = inbox_files.format_index(scan(tmp_path), ())
    write(tmp_path / "a.txt", "A.TXT")
    opened.clear()

    scan(tmp_path, index)

    assert opened == ["a.txt"]


def test_a_text_that_is_withheld_is_in_no_index(tmp_path: Path):
    """Neither its name nor its hash, nor those of its sidecar."""
    for name in ("a.txt", "plan.txt", "plan.yaml"):
        write(tmp_path / name, name)
    index = inbox_files.format_index(scan(tmp_path), ("plan.txt",))

    assert b"a.txt" in index
    assert b"plan" not in index
    assert not any(sha256(name.encode()).digest() in index for name in ("plan.txt", "plan.yaml"))


def test_a_file_that_may_change_unseen_is_opened_again(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch):
    """It is younger than the tick of its file system's clock."""
    monkeypatch.setattr(sealing, "FINE", 10**12)
    write(tmp_path / "a.txt", "A")
    index = inbox_files.format_index(scan(tmp_path), ())
    opened.clear()

    scan(tmp_path, index)

    assert opened == ["a.txt"]


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 40, "last byte"])
def test_a_damaged_index_is_no_index(tmp_path: Path, opened: list[str], damage: bytes | str):
    """The files are read."""
    write(tmp_path / "a.txt", "A")
    index = inbox_files.format_index(scan(tmp_path), ())
    opened.clear()

    scan(tmp_path, index[:-1] + bytes([index[-1] ^ 1]) if isinstance(damage, str) else damage)

    assert opened == ["a.txt"]
