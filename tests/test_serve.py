"""`serve`: the site while somebody writes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from beatbook import serving
from beatbook.pipeline import Options
from tests.newsroom import ROOT, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60.0  # until something is taken for stuck: builds take a second or two, more on a busy machine


@dataclass
class Served:
    """A running server, asked over HTTP."""

    address: str
    told: list[str]

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(f"{self.address}{path}", headers=headers)  # noqa: S310 - our own server
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def state(self, news: int) -> tuple[int, int, str]:
        """(build, news, error), as soon as there is something newer than `news`."""
        _, script = self.get(f"/_beatbook/state.js?news={news}")
        number, latest, error = json.loads(f"[{script[script.index('(') + 1 : script.rindex(')')]}]")
        return number, latest, error


def options_of(room: Newsroom) -> Options:
    return Options(inbox=room.inbox, content=room.content, output=room.public, config=room.folder / "site_config.yaml")


@contextmanager
def serve(room: Newsroom, *, drafts: bool = False, write: bool = False) -> Iterator[Served]:
    """The server on a free port, with its first build done."""
    served, end, started = Served("", []), threading.Event(), threading.Event()

    def tell(line: str) -> None:
        served.told.append(line)
        if found := re.search(r"http://\S+:\d+", line):
            served.address = found[0]
            started.set()

    arguments = {"host": "127.0.0.1", "port": 0, "drafts": drafts, "write": write, "tell": tell, "until": end}
    thread = threading.Thread(target=serving.serve, args=(options_of(room),), kwargs=arguments)
    thread.start()
    try:
        assert started.wait(PATIENCE)
        served.state(0)
        yield served
    finally:
        end.set()
        thread.join(PATIENCE)


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    newsroom.add_reports("held")
    (newsroom.folder / "site_config.yaml").write_text("title: Fish\n")
    return newsroom


# ---- the site


def test_the_site_is_served_and_nothing_is_written(room):
    """Pages come from memory; neither content/ nor public/ is touched."""
    before = room.tree()

    with serve(room) as served:
        status, home = served.get("/")
        _, about = served.get("/about.html")

    assert status == 200
    assert "Fish" in home
    assert "<h1" in about
    assert room.tree() == before


def test_the_script_is_the_servers_alone_and_fits_the_pages_policy(room):
    """A classic script from the same origin; the site itself does not hold it."""
    with serve(room) as served:
        _, home = served.get("/")
        status, script = served.get("/_beatbook/script.js?page=1&draft=0")
    room.run()

    assert '<script defer src="/_beatbook/script.js?page=1' in home
    assert status == 200
    assert "innerHTML" not in script
    assert "fetch(" not in script
    assert "_beatbook" not in (room.public / "index.html").read_text("utf-8")


def test_a_page_that_is_not_there_is_the_sites_own(room):
    """404.html with the status 404; its links lead to the root of the server, whatever the address of the site."""
    (room.folder / "site_config.yaml").write_text("title: Fish\nbase_url: https://owner.github.io/repo/\n")

    with serve(room) as served:
        status, page = served.get("/events/nothing.html")

    assert status == 404
    assert "This page is not here" in page
    assert '<base href="/">' in page


@pytest.mark.parametrize("path", ["/../site_config.yaml", "/%2e%2e/site_config.yaml", "//etc/passwd", "/assets/../../site_config.yaml"])
def test_nothing_but_the_site_is_served(room, path):
    """Paths are names of pages, never of files."""
    with serve(room) as served:
        status, text = served.get(path)

    assert status == 404
    assert "title: Fish" not in text


def test_another_name_for_this_machine_is_not_answered(room):
    """A page elsewhere whose name points here could else read drafts."""
    with serve(room) as served:
        status, text = served.get("/", Host="evil.example")

    assert status == 421
    assert "Fish" not in text


# ---- changes


def test_a_change_is_built_and_the_browser_told(room):
    """In the inbox, in content/, in the configuration, and among the templates."""
    with serve(room) as served:
        number, news, _ = served.state(0)
        seen = []
        for change in (
            lambda: (room.folder / "site_config.yaml").write_text("title: Sardines\n"),
            lambda: room.add_reports("plan"),
            lambda: write(room.content / "pages" / "team.md", "---\ntitle: Who we are\n---\n\nTwo of us.\n"),
            lambda: write(room.folder / "templates" / "404.html", "<html><head></head><body>Gone fishing</body></html>"),
        ):
            change()
            number, news, error = served.state(news)
            seen.append((number, error))
        _, home = served.get("/")
        _, page = served.get("/pages/team.html")
        _, gone = served.get("/x")

    assert seen == [(2, ""), (3, ""), (4, ""), (5, "")]
    assert "Sardines" in home
    assert "Two of us." in page
    assert "Gone fishing" in gone


def write(path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_build_that_fails_leaves_the_last_good_site(room):
    """The error is told with file and line, and goes away when it is mended."""
    with serve(room) as served:
        number, news, _ = served.state(0)
        (room.folder / "site_config.yaml").write_text("title: Fish\ntagine: x\n")
        failed, news, error = served.state(news)
        status, home = served.get("/")
        (room.folder / "site_config.yaml").write_text("title: Fish\n")
        mended, _, nothing = served.state(news)

    assert (failed, status) == (number, 200)
    assert "site_config.yaml:2" in error
    assert "last good site" in error
    assert "Fish" in home
    assert (mended, nothing) == (number, "")


def test_a_fault_of_ours_does_not_take_the_server_down(room, monkeypatch):
    """Whatever it is, it is shown, and the next build may do."""
    preview = serving.pipeline.preview
    failing = [False]

    def fail_once(*arguments, **more):
        if failing[0]:
            raise ZeroDivisionError("a fault")
        return preview(*arguments, **more)

    monkeypatch.setattr(serving.pipeline, "preview", fail_once)

    with serve(room) as served:
        _, news, _ = served.state(0)
        failing[0] = True
        (room.folder / "site_config.yaml").write_text("title: Sole\n")
        _, news, error = served.state(news)
        failing[0] = False
        (room.folder / "site_config.yaml").write_text("title: Cod\n")
        for _ in range(40):  # a build that was under way may still end before the one that sees the change
            _, home = served.get("/")
            if "Cod" in home:
                break
            time.sleep(0.25)

    assert "ZeroDivisionError: a fault" in error
    assert "Cod" in home


def test_a_first_build_that_fails_is_waited_for(room):
    """There is no site yet: a page says so and holds the script that will tell."""
    (room.folder / "site_config.yaml").write_text("tagine: x\n")

    with serve(room) as served:
        _, news, error = served.state(-1)
        _, page = served.get("/")
        (room.folder / "site_config.yaml").write_text("title: Fish\n")
        served.state(news)
        _, home = served.get("/")

    assert "tagine" in error
    assert "The first build failed." in page
    assert "/_beatbook/script.js" in page
    assert "Fish" in home


# ---- drafts, and writing


def test_drafts_show_what_is_kept_back_and_say_so(room):
    """With `publish: checked` an unread brief is no page of the site; with --drafts it is one, marked."""
    (room.folder / "site_config.yaml").write_text("title: Fish\npublish: checked\n")
    room.run()
    brief = next(room.content.glob("events/*.md")).stem

    with serve(room) as served:
        kept_back, _ = served.get(f"/events/{brief}.html")
    with serve(room, drafts=True) as served:
        status, page = served.get(f"/events/{brief}.html")
        _, about = served.get("/about.html")

    assert kept_back == 404
    assert status == 200
    assert "draft=1" in page
    assert "draft=0" in about
    assert not (room.public / "events" / f"{brief}.html").exists()


def test_writing_updates_content_and_output(room):
    """As the build does, and it comes to rest."""
    with serve(room, write=True) as served:
        deadline = time.monotonic() + PATIENCE
        while not (room.public / "index.html").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        number, _, error = served.state(0)

    assert (room.public / "index.html").exists()
    assert list(room.content.glob("events/*.md"))
    assert (number, error) == (1, "")


# ---- the command


def test_the_command_serves_loopback_until_interrupted(room):
    """It says where, and ends without a traceback."""
    folders = ["--content", str(room.content), "--output", str(room.public), "--config", str(room.folder / "site_config.yaml")]
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--port", "0", *folders]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=room.folder) as process:
        first = process.stdout.readline()
        built = process.stdout.readline()
        process.send_signal(2)
        _, error = process.communicate(timeout=PATIENCE)

    assert re.match(r"Serving http://127\.0\.0\.1:\d+/ ", first)
    assert built.startswith("built in ")
    assert (process.returncode, error) == (0, "")


def test_an_address_that_is_taken_is_named(room):
    """With the way out."""
    with serve(room) as served:
        done = room.run("serve", "--port", served.address.rpartition(":")[2])

    assert done.returncode == 1
    assert "--port 0" in done.stderr
