"""Editing from outside: damaged files, removed and confidential articles, clones, spreadsheets, the gate, --frozen."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.newsroom import HELD, Newsroom
from tests.test_editors_day import briefs, edit, only, page

CANARY = "Quillfeather"
SECRET = f"Minister {CANARY} met Rui Tavares in Porto on 3 May 2024. Rui Tavares met Karin Lindqvist in Lisbon on 15 May 2024.\n"


def written(newsroom: Newsroom) -> bytes:
    """All that a build wrote anywhere, caches too."""
    files = (path for path in newsroom.folder.glob("**/*") if path.is_file() and newsroom.inbox not in path.parents)
    return b"\n".join(path.relative_to(newsroom.folder).as_posix().encode() + path.read_bytes() for path in files)


@pytest.fixture
def built(newsroom: Newsroom) -> Newsroom:
    newsroom.add_reports()
    assert newsroom.here().returncode == 0
    return newsroom


def meeting_of(newsroom: Newsroom) -> dict:
    return only(briefs(newsroom), "meeting")


@pytest.mark.parametrize(
    ("damage", "line", "part"),
    [
        (lambda text: text.replace("title: ", "title: [", 1), r":\d+: ", "broken YAML"),
        (lambda text: text.replace("status: happened", "status: happened\nstatus: planned", 1), r":\d+: ", "stands twice"),
        (lambda text: text[:80], r":1: ", "does not end"),
        (lambda text: f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> branch\n", ":1: ", "git left two versions"),
    ],
    ids=["broken YAML", "a key twice", "half a file", "conflict markers"],
)
def test_a_damaged_brief_is_named_left_and_shown_as_it_last_was(built: Newsroom, damage, line: str, part: str) -> None:
    """With file, line and hint; its page keeps what an editor had set, and the rest is built."""
    meeting = meeting_of(built)
    path = built.content / "events" / f"{meeting['id']}.md"
    edit(built, f"events/{meeting['id']}.md", "title: ", "title: Ours, ")
    built.here()
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    before = path.read_bytes()

    done = built.here()

    assert done.returncode == 1
    assert f"events/{meeting['id']}.md:" in done.stderr
    assert part in done.stderr
    assert "Hint:" in done.stderr or "Wanted" in done.stderr
    assert path.read_bytes() == before
    assert briefs(built)[meeting["id"]]["title"].startswith("Ours, ")


def test_a_damaged_brief_of_ones_own_is_left_out_and_named(built: Newsroom) -> None:
    """Nobody knows its last good form."""
    (built.content / "events" / "own.md").write_text("---\ntitle: [\n", "utf-8")

    done = built.here()

    assert done.returncode == 1
    assert "events/own.md:" in done.stderr
    assert "own" not in briefs(built)
    assert len(briefs(built)) == 1


def test_windows_line_ends_stay_in_an_edited_brief(built: Newsroom) -> None:
    """Also when the machine changes a value."""
    path = built.content / "events" / f"{meeting_of(built)['id']}.md"
    text = path.read_text("utf-8").replace("review:", "# ours\nreview:")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    built.add("more.txt", HELD.replace("useful", "long"), "outlet: The Far Post\npublished: 2024-05-17\n")

    built.here()

    assert b"# ours\r\n" in path.read_bytes()
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert b"far-post" in path.read_bytes()


def test_removing_an_article_takes_its_reports_along(built: Newsroom) -> None:
    """The event that nobody edited goes when the last one is removed, and nothing of them stays."""
    meeting = meeting_of(built)
    articles = [report["article"] for report in meeting["reports"]]

    assert built.here("remove", articles[-1]).returncode == 0
    assert built.here().returncode == 0
    assert meeting_of(built)["status"] == "planned"
    for article in articles[:-1]:
        built.here("remove", article)
    built.here()

    assert briefs(built) == {}
    assert not (built.content / "events" / f"{meeting['id']}.md").exists()
    assert b"Lindqvist" not in written(built)
    assert built.here("remove", articles[0]).returncode == 2


def test_an_edited_event_without_reports_stays_and_says_so(built: Newsroom) -> None:
    """In the build's summary and on its page."""
    meeting = meeting_of(built)
    edit(built, f"events/{meeting['id']}.md", "title: ", "title: Ours, ")
    built.here()
    for report in meeting["reports"]:
        built.here("remove", report["article"])

    done = built.here("--verbose")

    assert "no article reports this any more" in done.stderr
    assert "No report at hand supports this page any more" in page(built, meeting["url"])
    assert "useful" not in page(built, meeting["url"])


def test_a_text_that_becomes_confidential_leaves_no_trace(built: Newsroom) -> None:
    """Not in content, site, cache or log, although earlier builds knew it."""
    built.add("secret.txt", SECRET, "outlet: The Quiet Post\npublished: 2024-05-20\n")
    built.here()
    assert CANARY.encode() in written(built)
    built.add("secret.txt", SECRET, "confidential: true\n")

    done = built.here("--verbose")

    assert CANARY.encode() not in written(built)
    assert CANARY.lower().encode() not in written(built)
    assert CANARY not in done.stdout + done.stderr
    assert built.here("--frozen").returncode == 0


def test_a_confidential_text_leaves_no_trace_in_what_an_editor_edited_either(built: Newsroom) -> None:
    """What rests on it alone goes, its record too, whoever wrote in it; what others tell as well stays as it was edited."""
    built.add("secret.txt", SECRET, "outlet: The Quiet Post\npublished: 2024-05-20\n")
    built.here()
    record = next(path for path in (built.content / "articles").glob("*.md") if "quiet" in path.name)
    record.write_text(record.read_text("utf-8").replace("standing: stands", "standing: corrected") + "\nOur remark.\n", "utf-8")
    secret, meeting = sorted(briefs(built), key=lambda id_: "lisbon" in id_)
    for id_ in (secret, meeting):
        edit(built, f"events/{id_}.md", "status: happened\nstanding", "status: postponed\nstanding")
    edit(built, f"people/{CANARY.lower()}.md", "aliases: []", "aliases: [Minister Q.]")
    built.here()
    built.add("secret.txt", SECRET, "confidential: true\n")

    done = built.here("--verbose")

    assert done.returncode == 0, done.stderr
    assert CANARY.lower().encode() not in written(built).lower()
    assert b"Quiet Post" not in written(built)
    assert CANARY.lower() not in (done.stdout + done.stderr).lower()
    assert briefs(built)[meeting]["status"] == "postponed"
    assert built.here("--frozen").returncode == 0


def test_a_clone_without_texts_builds_the_same_site_with_all_corrections(built: Newsroom) -> None:
    """All that is needed stands in content/; the cache is not."""
    meeting = meeting_of(built)
    edit(built, f"events/{meeting['id']}.md", "date: 2024-05-15", "date: 2024-05-14")
    built.here("split", meeting["id"], meeting["reports"][0]["article"], "--id", "rumour-only")
    built.here()
    with_texts = built.tree()
    shutil.rmtree(built.inbox)
    shutil.rmtree(built.public)
    shutil.rmtree(built.content / ".cache")

    done = built.here("--frozen")

    assert done.returncode == 0, done.stdout
    assert built.tree() == {name: content for name, content in with_texts.items() if not name.startswith("content/inbox/")}


def test_only_checked_briefs_are_published_where_the_publisher_says_so(built: Newsroom) -> None:
    """`publish: checked`; and what is checked is published by the next build."""
    meeting = meeting_of(built)
    (built.folder / "site_config.yaml").write_text("publish: checked\n", "utf-8")
    built.here()
    assert briefs(built) == {}
    assert not (built.public / meeting["url"]).exists()

    edit(built, f"events/{meeting['id']}.md", "review: unreviewed", "review: checked")
    built.here()

    assert list(briefs(built)) == [meeting["id"]]


def test_review_takes_one_key_an_item(built: Newsroom) -> None:
    """No hides, skip leaves, quit ends; an unknown key is asked again."""
    meeting = meeting_of(built)

    done = built.here("review", stdin="x\nn\nq\n")
    built.here()

    assert "'x' means nothing here" in done.stderr
    assert "1 done" in done.stdout
    assert meeting["id"] not in briefs(built)
    assert built.here("review", stdin="").returncode == 0


def test_a_suggestion_is_accepted_by_command(built: Newsroom) -> None:
    """It comes when the articles change their mind after an editor has decided."""
    meeting = meeting_of(built)
    built.here("remove", meeting["reports"][-1]["article"])
    built.here()
    edit(built, f"events/{meeting['id']}.md", "status: planned\nstanding", "status: cancelled # a call\nstanding")
    built.here()
    built.add("held.txt", HELD, "outlet: The Held Post\npublished: 2024-05-16\n")
    built.here()
    assert briefs(built)[meeting["id"]]["status"] == "cancelled"
    assert "suggestion" in built.here("queue").stdout

    assert built.here("accept", meeting["id"], "status").returncode == 0
    built.here()

    assert briefs(built)[meeting["id"]]["status"] == "happened"
    assert "status: happened # a call\n" in (built.content / "events" / f"{meeting['id']}.md").read_text("utf-8")


def test_briefs_profiles_and_pages_are_begun_by_command(newsroom: Newsroom) -> None:
    """Without any article."""
    assert newsroom.here("new", "person", "Ana Marin", "--country", "LV").returncode == 0
    done = newsroom.here(
        "new", "event", "Marin opens the fair", "--date", "2021-05-03", "--status", "happened", "--person", "ana-marin:speaker"
    )
    assert done.returncode == 0, done.stderr
    assert newsroom.here("new", "page", "How we work").returncode == 0
    assert newsroom.here("new", "event", "Bad", "--date", "May").returncode == 2
    table = newsroom.folder / "events.csv"
    table.write_text("title,date,kind,participants\nThe fair closes,2021-05-09,other,Ana Marin\nBad,May,other,\n", "utf-8")
    done = newsroom.here("new", "events", str(table))
    assert done.returncode == 1
    assert "events.csv:2: wrote content/events/the-fair-closes-2021.md" in done.stdout
    assert 'events.csv:3: left out: the date is "May"' in done.stdout

    done = newsroom.here()

    assert done.returncode == 0, done.stderr
    assert set(briefs(newsroom)) == {"marin-opens-the-fair-2021", "the-fair-closes-2021"}
    assert "Marin opens the fair" in page(newsroom, "people/ana-marin.html")
    assert (newsroom.public / "pages" / "how-we-work.html").exists()


def test_frozen_fails_while_content_is_behind(built: Newsroom) -> None:
    """For CI: nothing is written, what would be is listed."""
    built.add("more.txt", HELD, "outlet: The Far Post\npublished: 2024-05-17\n")
    before = built.tree(public=False)

    done = built.here("--frozen")

    assert done.returncode == 1
    assert "would write content/events/" in done.stdout
    assert built.tree(public=False) == before
    assert json.loads((built.public / "data" / "articles.json").read_text("utf-8"))
