"""The command, from outside: a folder of articles goes in, a digest comes out, and every fault is named."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from beatbook import command
from beatbook.command import cli
from tests.newsroom import HELD, PLAN, RUMOUR, Newsroom

ROOT = Path(__file__).parents[1]


def events(newsroom: Newsroom) -> list[dict]:
    return json.loads((newsroom.public / "data" / "events.json").read_text("utf-8"))


def test_three_reports_of_one_meeting_become_one_brief(newsroom):
    """Rumoured, planned, held: one event with its history, its place, and both people."""
    newsroom.add_reports()

    done = newsroom.run()

    (meeting,) = [event for event in events(newsroom) if event["kind"] == "meeting"]
    assert done.returncode == 0, done.stderr
    assert (meeting["status"], meeting["date"], meeting["place"]["name"]) == ("happened", "2024-05-15", "Lisbon")
    assert {person["name"] for person in meeting["participants"]} == {"Karin Lindqvist", "Rui Tavares"}
    assert [report["status"] for report in meeting["reports"]] == ["expected", "planned", "happened"]


def test_the_bar_on_a_terminal_leaves_the_build_one_thread(monkeypatch, capsys):
    """Only a process of one thread is copied: a bar that draws itself would leave the other processors idle."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    before = threading.active_count()

    with command._Progress(quiet=False) as progress:
        for done in range(3):
            progress("rendering", done, 3)

            assert threading.active_count() == before

    assert "rendering" in capsys.readouterr().err


def test_the_date_that_did_not_come_true_is_shown_as_a_conflict(newsroom):
    """The rumoured 14th is kept beside the 15th, with the choice and its reason."""
    newsroom.add_reports()
    newsroom.run()

    (conflict,) = [found for event in events(newsroom) for found in event["conflicts"] if found["field"] == "date"]

    assert [value["value"] for value in conflict["values"]] == ["2024-05-14", "2024-05-15"]
    assert conflict["chosen"] == "2024-05-15"
    assert conflict["because"]


def test_a_second_build_writes_nothing(newsroom):
    """Bytes that need not change do not change, and neither do the files."""
    newsroom.add_reports()
    newsroom.run()
    before = {path: path.stat().st_mtime_ns for path in newsroom.folder.glob("**/*") if path.is_file() and ".cache" not in path.parts}

    newsroom.run()

    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_site_is_built_from_content_alone(newsroom):
    """A clone without the texts builds the same site."""
    newsroom.add_reports()
    newsroom.run()
    with_texts = newsroom.tree()
    shutil.rmtree(newsroom.inbox)
    shutil.rmtree(newsroom.public)

    newsroom.run()

    assert newsroom.tree() == {name: content for name, content in with_texts.items() if not name.startswith("content/inbox/")}


def test_same_input_gives_the_same_bytes_everywhere(tmp_path):
    """Hash seed, time zone, locale, number of jobs and the order in which files were made change nothing."""
    trees = []
    for number, (names, environment, jobs) in enumerate(
        [
            (("rumour", "plan", "held"), {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}, "1"),
            (("held", "rumour", "plan"), {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"}, "2"),
        ]
    ):
        room = Newsroom(tmp_path / f"a{'b' * 20 * number}")
        room.add_reports(*names)
        assert room.run("--jobs", jobs, **environment).returncode == 0
        trees.append(room.tree())

    assert trees[0] == trees[1]


def test_read_only_lists_what_it_would_write_and_writes_none_of_it(newsroom):
    """For CI: the site is published, content/ is left alone; --frozen makes the difference a failure."""
    newsroom.add_reports()
    before = newsroom.tree(public=False)

    done = newsroom.run("--read-only")
    frozen = newsroom.run("--frozen")

    assert newsroom.tree(public=False) == before
    assert re.search(r"would write content/events/\S+\.md", done.stdout)
    assert (done.returncode, frozen.returncode) == (0, 1)
    assert (newsroom.public / "index.html").exists()


def test_a_digest_as_of_a_day_leaves_out_what_was_published_later(newsroom):
    """On 10 May the meeting was planned, and nobody knew more."""
    newsroom.add_reports()

    newsroom.run("--as-of", "2024-05-10", "--read-only")

    (meeting,) = [event for event in events(newsroom) if event["kind"] == "meeting"]
    assert meeting["status"] == "planned"
    assert len(meeting["reports"]) == 2


def test_explain_says_why(newsroom):
    """Each merge and choice can be asked about."""
    newsroom.add_reports()
    newsroom.run()
    (meeting,) = [event for event in events(newsroom) if event["kind"] == "meeting"]

    done = newsroom.run("explain", meeting["id"])

    assert done.returncode == 0
    assert "2024-05-15" in done.stdout


def test_check_finds_a_sound_site_sound(newsroom):
    """Links, fragments and front matter of what we build hold."""
    newsroom.add_reports()
    newsroom.run()

    done = newsroom.run("check")

    assert (done.returncode, done.stdout.strip()) == (0, "no problems"), done.stderr


def test_annotate_reads_and_writes_json_lines(newsroom):
    """The analysis alone, for other programs: offsets are code points of the text that came in."""
    text = "Karin Lindqvist will meet Rui Tavares on Thursday."

    done = newsroom.run("annotate", stdin=json.dumps({"doc_id": "1", "text": text, "dct": "2024-05-06"}) + "\n")

    (answer,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert {text[person["start"] : person["end"]] for person in answer["people"]} == {"Karin Lindqvist", "Rui Tavares"}
    assert [(text[timex["start"] : timex["end"]], timex["value"]) for timex in answer["timex"]] == [("Thursday", "2024-05-09")]


# ---- bad input: each is named, the rest is built, nothing is lost

BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "report.pdf": b"%PDF-1.7\n",
    "line.txt": b"a" * (50 * 1024 * 1024),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_article_is_named_and_the_others_are_built(newsroom, name):
    """Exit status 1: published, but something was refused."""
    newsroom.add_reports()
    newsroom.add(name, BAD[name])

    done = newsroom.run()

    assert done.returncode == 1, done.stderr
    assert name in done.stderr
    assert "Hint:" in done.stderr
    assert [event for event in events(newsroom) if event["kind"] == "meeting"]


@pytest.mark.parametrize(
    ("sidecar", "line", "part"),
    [
        ("outlet: X\npublished: 2024-02-30\n", 2, "2024-02-30"),
        ("outlet: X\noutlet: Y\n", 2, "outlet"),
        ("outlet: [X\n", 2, "YAML"),
    ],
    ids=["a date that does not exist", "a key twice", "broken YAML"],
)
def test_a_broken_sidecar_is_named_with_its_line(newsroom, sidecar, line, part):
    """The message leads to the line; the article itself is still read."""
    newsroom.add("held.txt", HELD, sidecar)

    done = newsroom.run()

    assert done.returncode == 1
    assert re.search(rf"held\.yaml:{line}\b", done.stderr), done.stderr
    assert part in done.stderr
    assert len(json.loads((newsroom.public / "data" / "articles.json").read_text("utf-8"))) == 1


def test_two_articles_with_one_name_are_an_error_that_names_both(newsroom):
    """One sidecar cannot belong to two articles."""
    newsroom.add("a.txt", PLAN)
    newsroom.add("a.html", "<html><body><p>" + RUMOUR + "</p></body></html>")

    done = newsroom.run()

    assert done.returncode == 1
    assert "a.txt" in done.stderr
    assert "a.html" in done.stderr


def test_an_unknown_configuration_key_publishes_nothing(newsroom):
    """Exit status 2, with the line and the key that was meant; what is online stays."""
    newsroom.add_reports()
    newsroom.run()
    before = newsroom.tree()
    (newsroom.folder / "site_config.yaml").write_text("title: Fish\ntagine: x\n")

    done = newsroom.run()

    assert done.returncode == 2
    assert re.search(r"site_config\.yaml:2: there is no key \"tagine\"", done.stderr)
    assert 'did you mean "tagline"?' in done.stderr
    assert newsroom.tree() == before


def test_strict_publishes_nothing_when_something_is_wrong(newsroom):
    """--strict turns every problem into exit status 2."""
    newsroom.add_reports()
    newsroom.add("empty.txt", b"")

    done = newsroom.run("--strict")

    assert done.returncode == 2
    assert not newsroom.public.exists()


def test_a_confidential_text_leaves_no_trace(newsroom):
    """Neither content, site, log nor cache holds anything of it; the build says how many were left alone."""
    newsroom.add_reports()
    newsroom.add("secret.txt", "Canary Quillfeather met Rui Tavares in Porto on 3 May 2024.", "confidential: true\n")

    done = newsroom.run("--verbose")

    written = b"".join(path.read_bytes() for path in newsroom.folder.glob("**/*") if path.is_file() and newsroom.inbox not in path.parents)
    assert "1 confidential" in done.stdout
    assert b"Quillfeather" not in written
    assert b"secret" not in written
    assert "Quillfeather" not in done.stdout + done.stderr


def test_every_option_is_documented():
    """docs/command.md names every option and subcommand of the command."""
    text = (ROOT / "docs" / "command.md").read_text("utf-8")
    options = {
        option for command in [cli, *cli.commands.values()] for item in command.params for option in item.opts if option.startswith("--")
    }

    assert {option for option in options if f"`{option}" not in text} == set()
    assert {name for name in cli.commands if f"`{name}" not in text} == set()


def test_ctrl_c_is_told_from_a_site_with_gaps(newsroom):
    """Exit status 130, as of any interrupted command; 1 would read as "published, but something was left out"."""
    newsroom.add_reports()
    code = (
        "import os, signal\n"
        "from beatbook import command, merging\n"
        "merging.merge_whole = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)\n"
        "command.main()\n"
    )
    folders = ["--content", str(newsroom.content), "--output", str(newsroom.public)]

    done = subprocess.run(
        [sys.executable, "-c", code, *folders, "--quiet"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )

    assert done.returncode == 130
    assert "Interrupted" in done.stderr
    assert not newsroom.public.exists()
