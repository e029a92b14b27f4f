"""The pack of small files: what is taken from it is what the file holds, and it never keeps what no file holds any more."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from beatbook.packs import DATA, INDEX, Pack, Stamp

if TYPE_CHECKING:
    from pathlib import Path

LATER = 9 * 10**18  # ns: all files of a test are old by then


def stamped(path: Path, content: bytes) -> Stamp:
    path.write_bytes(content)
    return Stamp.of(path.stat())


def packed(folder: Path, contents: dict[str, bytes], *, now: int = LATER) -> dict[str, Stamp]:
    """Files with these contents, packed by a build."""
    stamps = {name: stamped(folder / name, content) for name, content in contents.items()}
    pack = Pack(folder / "cache", version="1", now=now, writing=True)
    for name, content in contents.items():
        pack.put(name, stamps[name], content)
    pack.keep()
    return stamps


def taken(pack: Pack, name: str, stamp: Stamp) -> bytes | None:
    return pack.read(name) if pack.holds(name, stamp) else None


def test_what_was_packed_need_not_be_opened(tmp_path: Path):
    """By its stamp alone a file is found to stand."""
    stamps = packed(tmp_path, {"a": b"one", "b": b"two"})

    pack = Pack(tmp_path / "cache", version="1")

    assert [taken(pack, name, stamps[name]) for name in ("a", "b")] == [b"one", b"two"]


def test_a_file_that_changed_is_not_taken_from_the_pack(tmp_path: Path):
    """Not even one of the same size, whose times somebody set back."""
    was = packed(tmp_path, {"a": b"one"})["a"]

    (tmp_path / "a").write_bytes(b"ten")
    os.utime(tmp_path / "a", ns=(was.mtime, was.mtime))

    assert taken(Pack(tmp_path / "cache", version="1"), "a", Stamp.of((tmp_path / "a").stat())) is None


def test_a_file_that_was_young_when_it_was_packed_is_read_again(tmp_path: Path):
    """It may have changed once more within the tick of its file system's clock."""
    path = tmp_path / "a"
    now = stamped(path, b"one").ctime
    stamps = packed(tmp_path, {"a": b"one"}, now=now)

    assert taken(Pack(tmp_path / "cache", version="1"), "a", stamps["a"]) is None


def test_another_version_of_the_code_begins_anew(tmp_path: Path):
    """What was looked at by other code is looked at again."""
    stamps = packed(tmp_path, {"a": b"one"})

    assert taken(Pack(tmp_path / "cache", version="2"), "a", stamps["a"]) is None


def test_a_damaged_pack_is_no_pack(tmp_path: Path):
    """Of the index and of each content there is a hash."""
    stamps = packed(tmp_path, {"a": b"one", "b": b"two"})
    data = tmp_path / "cache" / DATA

    data.write_bytes(data.read_bytes().replace(b"two", b"twx"))

    pack = Pack(tmp_path / "cache", version="1")
    assert [taken(pack, name, stamps[name]) for name in ("a", "b")] == [b"one", None]
    index = tmp_path / "cache" / INDEX
    index.write_bytes(index.read_bytes()[:-1])
    assert taken(Pack(tmp_path / "cache", version="1"), "a", stamps["a"]) is None


def test_what_no_file_holds_any_more_stays_nowhere(tmp_path: Path):
    """A text that was taken away may have been taken away for good reason."""
    stamps = packed(tmp_path, {"a": b"a secret", "b": b"told"})

    pack = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
    assert pack.holds("b", stamps["b"])
    pack.keep()

    assert b"secret" not in (tmp_path / "cache" / DATA).read_bytes()
    assert taken(Pack(tmp_path / "cache", version="1"), "b", stamps["b"]) == b"told"


def test_what_a_build_itself_takes_away_leaves_the_pack_at_once(tmp_path: Path):
    """An article that turned confidential is in no cache when the build ends."""
    stamps = packed(tmp_path, {"a": b"a secret", "b": b"told"})

    pack = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
    assert pack.holds("a", stamps["a"])
    assert pack.holds("b", stamps["b"])
    pack.keep(gone=["a"])

    assert b"secret" not in (tmp_path / "cache" / DATA).read_bytes()


def test_what_a_build_takes_out_again_is_in_no_byte_of_it(tmp_path: Path):
    """What was read and turned out to be damaged."""
    pack = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
    for name in ("a", "b"):
        pack.put(name, stamped(tmp_path / name, name.encode() * 9), name.encode() * 9)

    pack.drop("a")
    pack.keep()

    assert pack.read("a") is None
    assert pack.read("b") == b"b" * 9
    assert b"aaa" not in (tmp_path / "cache" / DATA).read_bytes()


def test_a_pack_does_not_grow_with_every_edit(tmp_path: Path):
    """Where most of it is no longer used it is written anew."""
    packed(tmp_path, {"a": b"x" * 1000})
    for number in range(9):
        stamp = stamped(tmp_path / "a", content := bytes([number]) * 1000)
        pack = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
        pack.put("a", stamp, content)
        pack.keep()

    assert (tmp_path / "cache" / DATA).stat().st_size <= 2000
    assert taken(Pack(tmp_path / "cache", version="1"), "a", stamp) == content


def test_a_build_that_was_killed_leaves_the_pack_that_it_found(tmp_path: Path):
    """What it had added lies behind what the index knows of."""
    stamps = packed(tmp_path, {"a": b"one"})

    dying = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
    dying.put("b", stamped(tmp_path / "b", b"x" * 3_000_000), b"x" * 3_000_000)
    dying.close()

    pack = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
    assert taken(pack, "a", stamps["a"]) == b"one"
    pack.keep()
    assert (tmp_path / "cache" / DATA).stat().st_size == len(b"one")


def test_a_build_that_only_looks_writes_nothing(tmp_path: Path):
    """Not even a folder."""
    pack = Pack(tmp_path / "cache", version="1", now=LATER)
    pack.put("a", stamped(tmp_path / "a", b"one"), b"one")
    pack.keep()

    assert not (tmp_path / "cache").exists()


def test_what_one_build_reads_and_takes_away_is_overwritten_too(tmp_path: Path):
    """Such as the record of an article that turned confidential and was edited at once."""
    packed(tmp_path, {"a": b"one"})
    pack = Pack(tmp_path / "cache", version="1", now=LATER, writing=True)
    pack.put("b", stamped(tmp_path / "b", b"a secret"), b"a secret")
    pack.keep(gone=["b"])

    assert b"secret" not in (tmp_path / "cache" / DATA).read_bytes()
    assert b"b" not in (tmp_path / "cache" / INDEX).read_bytes()[-20:]
