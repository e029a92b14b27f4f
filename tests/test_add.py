"""`add`: an article from the web, from a file or pasted, into the inbox."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from beatbook import analysis, fetching, pipeline
from beatbook.adding import find_gates
from beatbook.command import cli
from beatbook.errors import BeatbookError
from beatbook.fetching import FetchError, fetch
from beatbook.pipeline import load_rules
from beatbook.strictyaml import load_map
from tests.newsroom import HELD, PLAN, Newsroom
from tests.publisher import OFFLINE, Answer, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beatbook.analysis import AnalysisRules
    from beatbook.rules import Rules
    from tests.publisher import Server

STORY = """<p>LISBON - Swedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Lisbon on Wednesday.</p>
<p>Lindqvist said that the talks on fishing rights had been useful, and that her government would send a proposal to Lisbon before the
summer. She thanked Tavares for his patience, and praised the grilled sardines that were served at lunch in the old customs house.</p>
<p>Tavares said that both sides wanted an agreement by the end of the year. His ministry expects another round of talks in September,
and hopes that the boats of both countries can go out under one set of rules from next January on.</p>
<p>Fishermen in Setubal remained doubtful. They have waited for such rules for eleven years, said Joana Brito, who leads their union, and
the ministers had never before agreed on so much as the size of a net.</p>"""


def page(story: str = STORY, *, head: str = "", around: str = "") -> str:
    """A page as outlets make them: metadata, a menu, the story, a footer."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ministers agree to keep talking about fish",
        "datePublished": "2024-05-15T18:30:00+01:00",
        "dateModified": "2024-05-15T20:00:00+01:00",
        "author": {"@type": "Person", "name": "Ines Moura"},
        "publisher": {"@type": "Organization", "name": "The Atlantic Lantern"},
        "articleSection": "World",
        "keywords": ["fish", "diplomacy"],
    }
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ministers agree | The Atlantic Lantern</title>'
        f'<script type="application/ld+json">{json.dumps(data)}</script>{head}</head>'
        f'<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>{around}'
        f"<main><article><h1>Ministers agree to keep talking about fish</h1>{story}</article></main>"
        "<footer><p>© The Atlantic Lantern</p></footer></body></html>"
    )


@pytest.fixture
def server() -> Iterator[Server]:
    with serve({"/fish": Answer(page())}) as server:
        yield server


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OFFLINE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rules, AnalysisRules]:
    rules = load_rules(tmp_path_factory.mktemp("content"))
    return rules, analysis.compile_rules(rules)


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch, compiled: tuple[Rules, AnalysisRules]) -> None:
    """Every `add` reads and compiles the rules of the package three times; here they are the same each time."""
    for module in (pipeline.understanding, pipeline.desk):
        monkeypatch.setattr(module, "parse_rules", lambda *_: compiled[0])
    monkeypatch.setattr(analysis, "compile_rules", lambda *_: compiled[1])


@dataclass(frozen=True)
class Done:
    """How the command ended."""

    returncode: int
    stdout: str
    stderr: str


def add(room: Newsroom, *arguments: str, stdin: str = "") -> Done:
    """`build.py add ARGUMENTS` in this process: it starts no other, and needs none."""
    room.inbox.mkdir(parents=True, exist_ok=True)
    folders = ["--content", str(room.content), "--output", str(room.public), "--config", str(room.folder / "site_config.yaml")]
    result = CliRunner().invoke(cli, ["add", *arguments, *folders], input=stdin, env={"SOURCE_DATE_EPOCH": "1764633600"})
    error = result.exception
    if isinstance(error, BeatbookError):  # what main() makes of it
        return Done(2, result.stdout, "\n".join(map(str, error.problems)))
    assert error is None or isinstance(error, SystemExit), result.exc_info
    return Done(result.exit_code, result.stdout, result.stderr)


def saved(room: Newsroom) -> dict[str, bytes]:
    return {path.relative_to(room.inbox).as_posix(): path.read_bytes() for path in sorted(room.inbox.glob("**/*")) if path.is_file()}


def sidecar(room: Newsroom) -> dict:
    (path,) = room.inbox.glob("*.yaml")
    return load_map(path.read_text("utf-8"), path=path.name).value


# ---- an address


def test_a_page_is_saved_with_what_it_says_of_itself(newsroom, server):
    """The file is named by outlet, day and headline; the sidecar holds what the page states, and the day of access."""
    done = add(newsroom, server.url("/fish"), "--archived", "https://archive.example/1")

    assert done.returncode == 0, done.stderr
    assert set(saved(newsroom)) == {
        f"atlantic-lantern-2024-05-15-ministers-agree-to-keep-talking-about-fish.{ending}" for ending in ("html", "yaml")
    }
    assert sidecar(newsroom) == {
        "headline": "Ministers agree to keep talking about fish",
        "outlet": "The Atlantic Lantern",
        "url": server.url("/fish"),
        "published": "2024-05-15T18:30+01:00",
        "updated": "2024-05-15T20:00+01:00",
        "byline": "Ines Moura",
        "section": "World",
        "tags": ["fish", "diplomacy"],
        "archived": "https://archive.example/1",
        "accessed": "2025-12-02",
    }


def test_the_article_then_builds_without_a_word(newsroom, server):
    """What `add` writes is what the build reads: no problem, the right day and outlet."""
    add(newsroom, server.url("/fish"))

    done = newsroom.run()

    (article,) = json.loads((newsroom.public / "data" / "articles.json").read_text("utf-8"))
    assert done.returncode == 0, done.stderr
    assert (article["outlet"], article["published"], article["source_url"]) == (
        "The Atlantic Lantern",
        "2024-05-15T18:30+01:00",
        server.url("/fish"),
    )


def test_it_says_which_events_an_article_touches(newsroom, server):
    """A new event, or what changed in a known one."""
    newsroom.add_reports("plan")
    newsroom.run()

    done = add(newsroom, server.url("/fish"))

    (event,) = newsroom.content.glob("events/*tavares*.md")
    assert done.returncode == 0, done.stderr
    assert event.stem in done.stdout
    assert "happened" in done.stdout


def test_only_the_address_asked_for_is_fetched(newsroom, server):
    """One request, by name."""
    add(newsroom, server.url("/fish"))

    assert [path for path, _ in server.asked] == ["/fish"]
    assert server.asked[0][1]["User-Agent"].startswith("Beatbook/")


def test_the_same_article_again_changes_nothing(newsroom, server):
    """Pages differ in every fetch by what stands around the story."""
    add(newsroom, server.url("/fish"))
    before = saved(newsroom)
    server.answers["/fish"] = Answer(page(around="<aside>Now: the weather, at 14:03</aside>"))

    done = add(newsroom, server.url("/fish?utm_source=letter"))
    server.answers["/fish?utm_source=letter"] = server.answers["/fish"]
    again = add(newsroom, server.url("/fish?utm_source=letter"))

    assert done.returncode == 2  # the address with the tail was not there yet
    assert again.returncode == 0
    assert "there already" in again.stdout
    assert saved(newsroom) == before


def test_a_new_text_at_the_same_address_is_a_new_version(newsroom, server):
    """It takes the place of the earlier one, which is kept where no build reads it."""
    add(newsroom, server.url("/fish"))
    before = saved(newsroom)
    server.answers["/fish"] = Answer(page(STORY.replace("useful", "useless")))

    done = add(newsroom, server.url("/fish"))

    after = saved(newsroom)
    (name,) = [name for name in before if name.endswith(".html")]
    assert "new version" in done.stdout
    assert b"useless" in after[name]
    assert after[f".earlier/{name}"] == before[name]
    assert newsroom.run().returncode == 0


def test_pasted_text_gives_way_to_the_page_itself(newsroom, server):
    """An article that stood there as .txt with its address; never two files with one name."""
    newsroom.add("fish.txt", HELD, f"outlet: X\nurl: {server.url('/fish')}\n")

    add(newsroom, server.url("/fish"))

    assert set(saved(newsroom)) == {".earlier/fish.txt", "fish.html", "fish.yaml"}
    assert newsroom.run().returncode == 0


# ---- what is no article


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(page("<p>Ministers met.</p><p>Subscribe to continue reading. Already a subscriber? Log in.</p>")), "paywall"),
        (Answer(page("<p>The two ministers met in Lisbon on Wednesday to talk about fishing rights and other things.</p>",
                     head='<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>')), "paywall"),
        (Answer("<html><body><h1>We value your privacy</h1><p>We and our 812 partners store information on a device.</p>"
                "<button>Accept all cookies</button></body></html>"), "consent"),
        (Answer("<html><body><h1>Just a moment...</h1><p>Checking your browser before you enter.</p></body></html>"), "proof"),
        (Answer("<html><body><div id=app></div><noscript>Please enable JavaScript to read this.</noscript></body></html>"), "JavaScript"),
        (Answer("<html><body><p>Hello.</p></body></html>"), "no article was found"),
        (Answer(b""), "the page is empty"),
        (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "a PDF"),
        (Answer(b"%PDF-1.7", headers={}), "a PDF"),
        (Answer(b"PK\x03\x04", headers={"Content-Type": "application/vnd.example"}), "application/vnd.example"),
        (Answer("<p>Pay</p>", 402), "payment"),
        (Answer("<p>No</p>", 403), "refuses"),
        (Answer("<p>No</p>", 404), "no such page"),
        (Answer("<p>Gone</p>", 410), "taken away"),
        (Answer("<p>Slow</p>", 429), "too many requests"),
        (Answer("<p>Oh</p>", 503), "in trouble"),
        (Answer(b"x", headers={"Content-Type": "text/html", "Content-Encoding": "br"}), "packed"),
        (Answer(b"no gzip", headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}), "broke"),
    ],
    ids=["paywall", "not free", "consent", "robot check", "scripts only", "no article", "empty", "PDF", "PDF in disguise", "some format",
         "402", "403", "404", "410", "429", "503", "packing", "broken packing"],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_a_clear_word(newsroom, server, answer, said):
    """What was found, and what to do; nothing is saved."""
    server.answers["/x"] = answer

    done = add(newsroom, server.url("/x"))

    assert done.returncode == 2
    assert said in done.stderr
    assert server.url("/x") in done.stderr
    assert "Hint: " in done.stderr
    assert saved(newsroom) == {}


def test_a_whole_article_under_a_banner_is_taken(newsroom, server):
    """A consent banner or an offer beside the story is no wall."""
    server.answers["/x"] = Answer(page(around="<div>We value your privacy. Accept all cookies. Subscribe to read more stories.</div>"))

    done = add(newsroom, server.url("/x"))

    assert done.returncode == 0, done.stderr


def test_a_page_that_calls_itself_not_free_and_shows_much_is_taken_with_a_word(newsroom, server):
    """It may be whole; the editor can tell."""
    server.answers["/x"] = Answer(page(head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'))

    done = add(newsroom, server.url("/x"))

    assert done.returncode == 0
    assert "may be its beginning only" in done.stderr


def test_every_gate_rule_holds_on_its_own_examples(tmp_path):
    """Through the real code: each rule finds what it must and leaves the rest alone."""
    rules = load_rules(tmp_path)

    for rule in rules["gates"]:
        assert [text for text in rule.match if rule not in find_gates(text, rules)] == [], rule.id
        assert [text for text in rule.no_match if rule in find_gates(text, rules)] == [], rule.id
        assert rule.match, rule.id
        assert rule.no_match, rule.id


# ---- bounds


def test_redirects_are_followed_and_the_last_address_is_kept(newsroom, server):
    """A short link leads to the article; the article's own address goes into the sidecar."""
    server.answers["/s"] = Answer(status=302, headers={"Location": "/fish"})

    add(newsroom, server.url("/s"))

    assert sidecar(newsroom)["url"] == server.url("/fish")


@pytest.mark.parametrize(
    ("target", "said"), [("/loop", "redirect"), ("file:///etc/passwd", "not on the web"), ("ftp://127.0.0.1/x", "redirects to ftp:")]
)
def test_redirects_end_somewhere_on_the_web(server, target, said):
    """At most five, and to http or https only."""
    server.answers["/loop"] = Answer(status=302, headers={"Location": target})

    with pytest.raises(FetchError) as raised:
        fetch(server.url("/loop"))

    assert said in str(raised.value)
    assert len(server.asked) <= fetching.MAX_REDIRECTS + 1


def test_a_public_page_may_not_redirect_into_a_private_network(server, monkeypatch):
    """Else a page could have this machine fetch what only this machine can reach."""
    server.answers["/away"] = Answer(status=302, headers={"Location": server.url("/fish")})
    connected: list[str] = []
    check = fetching._Guard.check

    def first_is_public(guard, connection):
        if not connected:
            guard.began_private = False
            connected.append("public")
            return
        check(guard, connection)

    monkeypatch.setattr(fetching._Guard, "check", first_is_public)

    with pytest.raises(FetchError, match="private network"):
        fetch(server.url("/away"))

    assert [path for path, _ in server.asked] == ["/away"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "https://", "http://[::1", "https://ana:secret@example.org/"])
def test_addresses_that_are_none_of_the_web_are_refused(newsroom, url):
    """Before anything is opened."""
    done = add(newsroom, url)

    assert done.returncode == 2
    assert "address" in done.stderr


def test_a_page_without_end_is_left(newsroom, server):
    """Ten megabytes are more than any article."""
    server.answers["/x"] = Answer(b"<p>fish</p>" * 10_000, repeat=200)

    done = add(newsroom, server.url("/x"))

    assert done.returncode == 2
    assert "more than 10 MB" in done.stderr


def test_a_packed_page_is_bounded_unpacked(server):
    """A small file can unpack to a large one."""
    server.answers["/x"] = Answer(gzip.compress(b"fish " * 4_000_000), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})

    with pytest.raises(FetchError, match="more than 10 MB"):
        fetch(server.url("/x"))


def test_a_server_that_drips_is_left(server, monkeypatch):
    """The whole page has to be there after a minute."""
    moments = iter([0.0, 61.0, 62.0])
    monkeypatch.setattr(fetching.time, "monotonic", lambda: next(moments))

    with pytest.raises(FetchError, match="not there after 60 seconds"):
        fetch(server.url("/fish"))


def test_a_server_that_is_not_there_is_named(server):
    """With the reason."""
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (page().replace("Setubal", "Setúbal").encode("windows-1252"), "text/html; charset=windows-1252"),
        (page().replace("Setubal", "Setúbal").replace('charset="utf-8"', 'charset="windows-1252"').encode("windows-1252"), "text/html"),
        (page().replace("Setubal", "Setúbal").encode(), "text/html; charset=nonsense"),
        (gzip.compress(page().replace("Setubal", "Setúbal").encode()), "text/html"),
    ],
    ids=["named by the server", "named by the page", "named wrongly", "packed"],
)
def test_the_charset_is_the_one_that_fits(newsroom, server, body, kind):
    """The server's word wins over the page's; a word that cannot be right counts for nothing."""
    packing = {"Content-Encoding": "gzip"} if body.startswith(b"\x1f\x8b") else {}
    server.answers["/x"] = Answer(body, headers={"Content-Type": kind, **packing})

    add(newsroom, server.url("/x"))
    newsroom.run()

    (analysis,) = newsroom.content.glob("_machine/articles/*.json")
    assert "Setúbal" in analysis.read_text("utf-8")


def test_a_hostile_page_cannot_speak_to_the_terminal_or_the_sidecar(newsroom, server):
    """Control characters and YAML in a headline stay text."""
    evil = "\x1b[2J fish\u2028confidential: true # &a !!python/object"
    server.answers["/x"] = Answer(page().replace("Ministers agree to keep talking about fish", json.dumps(evil)[1:-1]))

    done = add(newsroom, server.url("/x"))

    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "confidential" not in sidecar(newsroom)


# ---- a file, and pasted text


def test_a_file_is_copied_under_its_name_with_its_sidecar(newsroom, tmp_path):
    """What the sidecar beside it says holds; the options say more."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "plan.txt").write_text(PLAN)
    (tmp_path / "desk" / "plan.yaml").write_text("outlet: The Plan Post\n")

    done = add(newsroom, str(tmp_path / "desk" / "plan.txt"), "--published", "2024-05-08")

    assert done.returncode == 0, done.stderr
    assert saved(newsroom)["plan.txt"] == PLAN.encode()
    assert sidecar(newsroom) == {"outlet": "The Plan Post", "published": "2024-05-08", "accessed": "2025-12-02"}


def test_pasted_text_is_named_by_what_it_says(newsroom):
    """Its first line is its headline."""
    done = add(newsroom, "-", "--outlet", "The Held Post", "--published", "2024-05-16", stdin=HELD)

    assert done.returncode == 0, done.stderr
    assert "held-post-2024-05-16-ministers-agree-to-keep-talking-about-fish.txt" in saved(newsroom)


def test_a_pasted_page_is_saved_as_one(newsroom):
    """The source of a page, copied from the browser."""
    add(newsroom, "-", stdin=page())

    assert [name for name in saved(newsroom) if name.endswith(".html")]
    assert sidecar(newsroom)["outlet"] == "The Atlantic Lantern"


def test_a_note_gets_its_facts_at_its_top(newsroom, tmp_path):
    """Notes (.md) are committed and sidecars are not, so that what belongs together stays together."""
    note = tmp_path / "note.md"
    note.write_text(f"---\noutlet: The Plan Post\ntext: summary\n---\n\n{PLAN}")

    add(newsroom, str(note), "--published", "2024-05-08", "--outlet", "Another")

    text = saved(newsroom)["note.md"].decode()
    assert set(saved(newsroom)) == {"note.md"}
    assert text.startswith(
        "---\noutlet: The Plan Post\ntext: summary\npublished: 2024-05-08\naccessed: 2025-12-02\n---\n\nLindqvist to meet"
    )
    assert newsroom.run().returncode == 0


def test_two_files_of_one_name_get_two_names(newsroom, tmp_path):
    """Another article is never written over."""
    for folder, text in (("a", PLAN), ("b", HELD)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(text)
        add(newsroom, str(tmp_path / folder / "story.txt"))

    assert set(saved(newsroom)) == {"story.txt", "story.yaml", "story-2.txt", "story-2.yaml"}


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("a.pdf", b"%PDF-1.7", "pdftotext"),
        ("a.docx", b"PK\x03\x04", "plain text"),
        ("a.txt", b"%PDF-1.7", "pdftotext"),
        ("a.txt", b"", "fill it"),
        ("missing.txt", None, "check the name"),
    ],
)
def test_other_formats_are_refused_with_a_hint(newsroom, tmp_path, name, content, hint):
    """By their name, or by what they hold."""
    if content is not None:
        (tmp_path / name).write_bytes(content)

    done = add(newsroom, str(tmp_path / name))

    assert done.returncode == 2
    assert hint in done.stderr
    assert saved(newsroom) == {}


def test_nothing_pasted_is_nothing_added(newsroom):
    """With the way to do it."""
    done = add(newsroom, "-", stdin=" \n")

    assert done.returncode == 2
    assert "Ctrl+D" in done.stderr


def test_a_file_of_the_inbox_is_there_already(newsroom):
    """Nothing to do, and no second copy."""
    newsroom.add_reports("held")

    done = add(newsroom, str(newsroom.inbox / "held.txt"))

    assert "there already" in done.stdout
    assert set(saved(newsroom)) == {"held.txt", "held.yaml"}


def test_a_confidential_text_is_saved_and_never_read(newsroom, tmp_path):
    """It is not analysed, and nothing of it is printed."""
    secret = tmp_path / "tip.txt"
    secret.write_text("---\nconfidential: true\n---\nKarin Quillfeather met Rui Tavares in Porto on 3 May 2024.\n")

    done = add(newsroom, str(secret))
    built = newsroom.run()

    assert done.returncode == 0, done.stderr
    assert "confidential" in done.stdout
    assert "Quillfeather" not in done.stdout
    assert "1 confidential" in built.stdout


def test_add_writes_into_the_inbox_only(newsroom: Newsroom, server: Server, tmp_path: Path):
    """Briefs change with the next build, when somebody looks."""
    newsroom.add_reports("plan")
    newsroom.run()
    before = {path: text for path, text in newsroom.tree().items() if "/inbox/" not in path}

    add(newsroom, server.url("/fish"))

    assert {path: text for path, text in newsroom.tree().items() if "/inbox/" not in path} == before
