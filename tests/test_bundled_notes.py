"""The notes that come with Beatbook, built from end to end: what a fresh clone shows, and that building again changes nothing."""

from __future__ import annotations

from pathlib import Path

INBOX = Path(__file__).parents[1] / "content" / "inbox"


def stamps(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in sorted(folder.glob("**/*")) if path.is_file()}


def test_building_the_notes_again_and_again_writes_nothing(newsroom):
    """What the machine wrote of names, kinds and places is no evidence to the machine: a second and a third build find it right."""
    for note in sorted(INBOX.glob("*.md")):
        newsroom.add(note.name, note.read_bytes())
    newsroom.run("--jobs", "1")
    first, built = newsroom.tree(), [stamps(newsroom.folder)]

    for _ in range(2):
        newsroom.run("--jobs", "1")
        built.append(stamps(newsroom.folder))

    assert newsroom.tree() == first
    assert [name for stamp in built[1:] for name, when in stamp.items() if built[0].get(name) != when and ".cache" not in name] == []


def test_a_clone_finds_the_committed_digest_up_to_date(newsroom):
    """A government's seat and the government, a city and the state that it stands for, stay apart when the registry is read back."""
    for note in sorted(INBOX.glob("*.md")):
        newsroom.add(note.name, note.read_bytes())
    newsroom.run("--jobs", "1")

    kept = {path.stem for path in newsroom.content.glob("*/*.md") if path.parent.name in ("places", "organizations", "people")}
    newsroom.run("--jobs", "1", "--clean")

    assert {path.stem for path in newsroom.content.glob("*/*.md") if path.parent.name in ("places", "organizations", "people")} == kept
