"""docs/tutorial.md, run as it stands: from nothing to a site that is right wherever it is published."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html

from tests.publisher import ROOT, Answer, Runner, git, need_git, run, serve, shell_steps
from tests.test_add import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.publisher import Installed

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
HOMES = {"a user page": "https://owner.github.io", "a project page": "https://owner.github.io/fish-talks"}


def blocks(language: str) -> list[str]:
    """The blocks of code of the tutorial, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TUTORIAL, re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Followed:
    """What somebody has who followed the tutorial."""

    site: Path
    origin: Path
    said: str
    path: str


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory, installed: Installed) -> Followed:
    need_git()
    folder = tmp_path_factory.mktemp("tutorial")
    origin = folder / "origin.git"
    git("init", "--quiet", "--bare", "--initial-branch=main", origin, cwd=folder)
    install, *rest = blocks("sh")
    with serve({"/fish": Answer(page())}) as server:
        script = "".join([install, edit_lines(blocks("yaml")[0]), *rest]).replace("https://lantern.example/fish", server.url("/fish"))
        done = run(
            *("bash", "-e", "-c", script),
            cwd=folder,
            PATH=installed.path,
            GIT_CONFIG_COUNT="1",
            GIT_CONFIG_KEY_0=f"url.{origin}.insteadOf",
            GIT_CONFIG_VALUE_0="https://github.com/OWNER/fish-talks.git",
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return Followed(folder / "fish-talks", origin, done.stdout, installed.path)


def edit_lines(lines: str) -> str:
    """Shell words that put each line in the place of the one with its key."""
    return "".join(f"sed -i 's|^{line.partition(':')[0]}:.*|{line}|' site_config.yaml\n" for line in lines.splitlines())


def test_the_four_articles_are_in_the_digest(followed):
    """Two files, one from the web, one pasted; on one meeting that took place."""
    articles = json.loads((followed.site / "public" / "data" / "articles.json").read_text("utf-8"))
    events = json.loads((followed.site / "public" / "data" / "events.json").read_text("utf-8"))

    assert sorted(article["outlet"] for article in articles) == [
        "Setubal Herald",
        "The Atlantic Lantern",
        "The Northern Post",
        "The Tagus Gazette",
    ]
    held = [event for event in events if event["status"] == "happened" and event["date"] == "2024-05-15"]
    assert len(held) == 1
    assert len(held[0]["reports"]) == 4


def test_three_edited_lines_are_what_the_site_is_called(followed):
    """Title, tagline, and the id in the feeds."""
    home = (followed.site / "public" / "index.html").read_text("utf-8")

    assert "Fish talks" in home
    assert "Who meets whom about the fish" in home
    assert "tag:desk.example,2026:fish-talks" in (followed.site / "public" / "feed.xml").read_text("utf-8")


def test_each_article_told_what_it_touches(followed):
    """As the tutorial says."""
    assert followed.said.count("saved ") >= 4
    assert re.search(r"^  \S+: new: ", followed.said, re.MULTILINE)
    assert "expected -> planned, date 2024-05-14 -> 2024-05-15" in followed.said


def test_the_texts_of_others_stay_at_home(followed):
    """What is pushed holds the briefs and what was understood, not the articles."""
    pushed = git("ls-tree", "-r", "--name-only", "main", cwd=followed.origin).splitlines()

    assert [name for name in pushed if name.startswith("content/inbox/")] == ["content/inbox/README.md"]
    assert [name for name in pushed if name.startswith("content/events/")]
    assert [name for name in pushed if name.startswith("public/")] == []
    assert ".github/workflows/pages.yml" in pushed


def test_it_opens_from_disk(followed):
    """Every link of every page leads to a file, whatever the folder is called."""
    public = followed.site / "public"

    assert [link for link in links_of(public, "") if link.home is None and not link.exists] == []


# ---- published


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_the_published_folder_is_right_where_it_stands(followed, tmp_path, home):
    """The workflow's steps in a clone of what was pushed: relative and absolute links, feeds, sitemap and the 404 page."""
    git("clone", "--quiet", followed.origin, tmp_path / "clone", cwd=tmp_path)
    runner = Runner(tmp_path / "clone", tmp_path / "runner", followed.path, {"steps.pages.outputs.base_url": home})

    for step in shell_steps(tmp_path / "clone" / ".github" / "workflows" / "pages.yml"):
        done = runner.run(step)
        assert done.returncode == 0, f"{step.name}\n{done.stdout}\n{done.stderr}"

    public = tmp_path / "clone" / "public"
    links = list(links_of(public, home))
    absolute = [link for link in links if link.home]
    assert "status=0" in runner.outputs
    assert "would write" not in runner.summary
    assert [link for link in links if not link.exists] == []
    assert {link.page for link in absolute} >= {"index.html", "sitemap.xml", "feed.xml", "feed.json"}
    assert [path for path in public.glob("**/*.html") if home not in path.read_text("utf-8") and is_indexed(path)] == []
    base = html.parse(str(public / "404.html")).find(".//base").get("href")
    assert base == f"{urlsplit(home).path}/"


def test_the_published_site_is_the_one_seen_at_home(followed, tmp_path):
    """A clone without the texts builds the same bytes."""
    git("clone", "--quiet", followed.origin, tmp_path / "clone", cwd=tmp_path)

    done = run("python", "build.py", "--frozen", cwd=tmp_path / "clone", PATH=followed.path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "clone" / "public") == tree(followed.site / "public")


# ---- links


@dataclass(frozen=True)
class Found:
    """A link of the site to the site."""

    page: str
    url: str
    exists: bool
    home: str | None  # the address under which an absolute link stands; None for a relative one


def links_of(public: Path, home: str) -> Iterator[Found]:
    """All links of pages, feeds, calendar, sitemap and data that lead to the site itself."""
    for path in sorted(public.glob("**/*")):
        name = path.relative_to(public).as_posix()
        if path.suffix == ".html":
            yield from _of_page(public, name, home)
        elif home and path.suffix in {".xml", ".json", ".ics"}:
            unfolded = path.read_bytes().decode().replace("\r\n ", "")  # a calendar's long lines are folded
            for url in re.findall(rf"{re.escape(urljoin(home, '/'))}[^\s\"'<>\\]*", unfolded):
                yield _absolute(public, name, url, home)


def _of_page(public: Path, name: str, home: str) -> Iterator[Found]:
    tree = html.fromstring((public / name).read_bytes())
    for element in tree.iter(etree.Element):
        for attribute in ("href", "src", "action", "content"):
            url = element.get(attribute, "")
            if not url or element.tag == "base" or (attribute == "content" and not url.startswith("http")):
                continue
            if home and url.startswith(urljoin(home, "/").rstrip("/")):
                yield _absolute(public, name, url, home)
            elif not urlsplit(url).scheme:
                yield _relative(public, name, url)


def _relative(public: Path, name: str, url: str) -> Found:
    """A link that leads out of the site's folder does not exist."""
    path = unquote(urlsplit(urljoin(f"http://host/any/where/{'' if name == '404.html' else name}", url)).path)
    target = path.removeprefix("/any/where/")
    return Found(name, url, path.startswith("/any/where/") and (public / (target or "index.html")).is_file(), None)


def _absolute(public: Path, name: str, url: str, home: str) -> Found:
    """An address under the site's own; one beside it, as under the root of a project page, does not exist."""
    path = unquote(urlsplit(url).path).removeprefix(urlsplit(home).path)
    inside = url.startswith(home) and path.startswith("/")
    return Found(name, url, inside and (public / (path.lstrip("/") or "index.html")).is_file(), home)


def is_indexed(path: Path) -> bool:
    return 'name="robots"' not in path.read_text("utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("**/*")) if path.is_file()}
