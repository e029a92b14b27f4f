"""The store of a stage: what is read is what was written, at the keys asked for, and nothing that was taken away stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from beatbook.stores import DamagedError, Store

if TYPE_CHECKING:
    from pathlib import Path


def stored(cache: Path, **rooms: dict[str, bytes | None]) -> Store:
    """A store after a build that made these changes."""
    store = Store(cache, "s", "1")
    for name, values in rooms.items():
        store.room(name).put(values)
    store.keep()
    return store


def rooms_of(cache: Path, *names: str, version: str = "1") -> dict[str, dict[str, bytes]]:
    store = Store(cache, "s", version)
    return {name: dict(store.room(name)) for name in names}


def test_the_next_build_finds_what_one_kept(tmp_path: Path):
    """In its room, under its key."""
    stored(tmp_path, a={"x": b"one", "y": b""}, b={"x": b"two"})

    assert rooms_of(tmp_path, "a", "b", "c") == {"a": {"x": b"one", "y": b""}, "b": {"x": b"two"}, "c": {}}


def test_what_changed_is_read_back_and_the_rest_stays(tmp_path: Path):
    """A value may grow, go, or come again."""
    stored(tmp_path, a={"x": b"one", "y": b"two", "z": b"three"}, b={"x": b"four"})

    stored(tmp_path, a={"x": b"one and more", "y": None, "new": b"five"})

    assert rooms_of(tmp_path, "a", "b") == {"a": {"x": b"one and more", "z": b"three", "new": b"five"}, "b": {"x": b"four"}}


def test_a_build_reads_what_it_changed_itself(tmp_path: Path):
    """Before it is written and after."""
    stored(tmp_path, a={"x": b"one", "y": b"two"})
    store = Store(tmp_path, "s", "1")

    store.room("a").put({"x": b"new", "y": None})
    before = dict(store.room("a"))
    store.keep()

    assert before == dict(store.room("a")) == dict(Store(tmp_path, "s", "1").room("a")) == {"x": b"new"}
    assert "y" not in store.room("a")
    assert store.room("a").get("y") is None


def test_what_was_taken_away_or_replaced_is_in_no_file_any_more(tmp_path: Path):
    """A text that is withdrawn leaves nothing behind."""
    stored(tmp_path, a={"x": b"a secret", "y": b"another secret", "z": b"public" * 20})

    stored(tmp_path, a={"x": None, "y": b"known"})

    assert all(b"secret" not in path.read_bytes() for path in tmp_path.iterdir())


def test_equal_values_have_equal_hashes(tmp_path: Path):
    """Wherever they lie: by it a value is told to be what it was."""
    before = stored(tmp_path, a={"x": b"one", "y": b"two"}).room("a").digests()
    stored(tmp_path, a={"x": b"other"})
    after = stored(tmp_path, a={"x": b"one"}).room("a").digests()

    assert after == before


def test_a_file_that_is_mostly_waste_is_written_anew(tmp_path: Path):
    """However often values change, it stays as large as what it holds, twice at most."""
    for number in range(50):
        stored(tmp_path, a={"x": bytes([number]) * 100, "y": b"stays" * 20})

    assert (tmp_path / "s.pack").stat().st_size <= 2 * 300
    assert rooms_of(tmp_path, "a") == {"a": {"x": bytes([49]) * 100, "y": b"stays" * 20}}


def test_a_changed_byte_is_never_read(tmp_path: Path):
    """Whoever asks for that value hears that it is damaged, and makes all of it again."""
    stored(tmp_path, a={"x": b"one", "y": b"two"})
    path = tmp_path / "s.pack"
    path.write_bytes(path.read_bytes().replace(b"one", b"ten"))

    room = Store(tmp_path, "s", "1").room("a")

    assert room["y"] == b"two"
    with pytest.raises(DamagedError):
        room["x"]


@pytest.mark.parametrize("name", ["s.pack", "s.index"])
def test_where_half_of_it_is_lost_nothing_wrong_is_read(tmp_path: Path, name: str):
    """Either file may be deleted, emptied or cut short."""
    for harm in (lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(path.read_bytes()[:-2])):
        stored(tmp_path, a={"x": b"one"})
        harm(tmp_path / name)
        room = Store(tmp_path, "s", "1").room("a")

        if "x" in room:
            with pytest.raises(DamagedError):
                room["x"]
        Store(tmp_path, "s", "1").clear()
        for path in tmp_path.iterdir():
            path.unlink()


def test_what_another_version_kept_is_not_read(tmp_path: Path):
    """Its values may mean something else."""
    stored(tmp_path, a={"x": b"one"})

    assert rooms_of(tmp_path, "a", version="2") == {"a": {}}


def test_nothing_is_written_where_nothing_changed(tmp_path: Path):
    """The files keep their stamps."""
    stored(tmp_path, a={"x": b"one"})
    before = [(path.name, path.stat().st_mtime_ns) for path in sorted(tmp_path.iterdir())]

    store = Store(tmp_path, "s", "1")
    assert store.room("a")["x"] == b"one"
    store.keep()

    assert [(path.name, path.stat().st_mtime_ns) for path in sorted(tmp_path.iterdir())] == before
