"""A new site: made by `init` on the installed package, and what it overrides."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

from beatbook import starting
from beatbook.config import Config, parse_config
from beatbook.pipeline import load_rules
from beatbook.starting import PLACES, engine_requirement, init_site
from tests.newsroom import Newsroom
from tests.publisher import ROOT, load_yaml, run

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "beatbook"


# ---- the files


def test_a_new_site_holds_all_that_it_needs(tmp_path):
    """Configuration, an empty inbox, a build.py of three lines that can be run, workflows, and what git shall leave alone."""
    made = init_site(tmp_path / "fish-talks", year=2026)

    site = tmp_path / "fish-talks"
    assert set(made.written) == {*PLACES.values(), "requirements.txt"}
    assert len((site / "build.py").read_text().splitlines()) == 3
    assert os.access(site / "build.py", os.X_OK)
    assert [path.name for path in (site / "content" / "inbox").iterdir()] == ["README.md"]


def test_what_is_there_already_is_kept(tmp_path):
    """Run again, as after an upgrade, `init` writes only what is missing."""
    init_site(tmp_path, year=2026)
    (tmp_path / "site_config.yaml").write_text("title: Mine\n")
    (tmp_path / "requirements.txt").unlink()

    again = init_site(tmp_path, year=2027)

    assert again.written == ("requirements.txt",)
    assert (tmp_path / "site_config.yaml").read_text() == "title: Mine\n"
    assert "site_config.yaml" in again.kept


@pytest.mark.parametrize("name", ["fish-talks", "2024", "no", "null", "Ünïcode: yes #1", 'quo"te', "a b\tc", "東京", "..."])
def test_any_folder_name_gives_a_configuration_that_reads(tmp_path, name):
    """Title and site id are made from the folder's name."""
    folder = tmp_path / "within" / name
    init_site(folder, year=2026)

    config = parse_config((folder / "site_config.yaml").read_text("utf-8"), path="site_config.yaml")

    assert config.title
    assert config.site_id.startswith("beatbook.example,2026:")


def test_the_new_configuration_is_this_repositorys_with_nothing_filled_in():
    """Each key with its comment and its default: whoever adds one to site_config.yaml adds it to beatbook/starter/site_config.txt."""
    filled = re.compile(r"^(site_id|title|tagline|language):.*$", re.MULTILINE)
    starter = (PACKAGE / "starter" / "site_config.txt").read_text("utf-8")
    text = starter.replace("{site_id}", "a.example,2026:x").replace("{title}", "Beatbook")

    assert filled.sub(r"\1", starter) == filled.sub(r"\1", (ROOT / "site_config.yaml").read_text("utf-8"))
    assert parse_config(text, path="site_config.yaml") == Config(site_id="a.example,2026:x")


@pytest.mark.parametrize("name", ["audit", "pages", "regenerate"])
def test_a_new_site_publishes_as_this_repository_does(name):
    """The workflows differ only in what they install: a site its pinned engine, this repository its lock file."""
    own = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
    starter = (PACKAGE / "starter" / f"{name}.txt").read_text("utf-8")

    assert starter == own.replace("--require-hashes -r requirements.lock", "-r requirements.txt")


def test_newer_engines_are_proposed_as_pull_requests():
    """Dependabot reads requirements.txt and the actions, so that fixes reach a site."""
    updates = load_yaml(PACKAGE / "starter" / "dependabot.txt")["updates"]

    assert [update["package-ecosystem"] for update in updates] == ["pip", "github-actions"]


# ---- the pin


COMMIT = "0a1b2c3d" * 5
ORIGINS = {
    "from the index": ({"RECORD": "x"}, "beatbook==0.1.0"),
    "from a commit": (
        {
            "RECORD": "x",
            "direct_url.json": json.dumps({"url": "https://example.org/b.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}),
        },
        f"beatbook @ git+https://example.org/b.git@{COMMIT}",
    ),
    "from a folder": ({"RECORD": "x", "direct_url.json": json.dumps({"url": "file:///home/ana/b", "dir_info": {}})}, "beatbook==0.1.0"),
    "a linked checkout": ({}, "beatbook==0.1.0"),
}


@pytest.mark.parametrize(("texts", "requirement"), ORIGINS.values(), ids=ORIGINS)
def test_the_engine_is_pinned_to_where_it_came_from(monkeypatch, texts, requirement):
    """A version of the index, or a commit; never a folder of this machine."""

    class Installed:
        def read_text(self, name: str) -> str | None:
            return texts.get(name)

    monkeypatch.setattr(starting, "__version__", "0.1.0")
    monkeypatch.setattr(starting.metadata, "distribution", lambda name: Installed())

    assert engine_requirement() == requirement


def test_everything_the_engine_needs_is_pinned_too(tmp_path, installed):
    """requirements.txt names an exact version for each, and what is installed satisfies it."""
    done = run(installed.folder / "bin" / "beatbook", "init", "site", cwd=tmp_path)

    check = run(installed.python, "-m", "pip", "install", "--quiet", "-r", "requirements.txt", cwd=tmp_path / "site")
    lines = [line for line in (tmp_path / "site" / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert done.returncode == 0, done.stderr
    assert check.returncode == 0, check.stderr
    assert all("==" in line for line in lines)
    assert {"beatbook", "jinja2", "trafilatura", "lxml", "markupsafe"} <= {line.partition("==")[0] for line in lines}


# ---- the package


def test_every_package_is_named_in_pyproject():
    """They are listed by hand, because the theme lies elsewhere."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.glob("**/__init__.py")}

    assert set(named) == folders | {"beatbook.theme"}


def test_the_wheel_holds_code_rules_theme_and_starter(installed):
    """File by file what the checkout holds, the theme as beatbook/theme."""
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    source = installed.folder.parent / "source"
    package = {path.relative_to(source).as_posix() for path in (source / "beatbook").glob("**/*") if path.is_file()}
    theme = {f"beatbook/theme/{path.relative_to(source / 'templates').as_posix()}" for path in (source / "templates").glob("**/*.*")}

    assert package - names == set()
    assert theme - names == set()
    assert {name for name in names if ".dist-info/" not in name} == package | theme


def test_a_new_site_builds_with_the_installed_package(tmp_path, installed):
    """Without a checkout of Beatbook anywhere near, and to the same bytes as with one."""
    run(installed.folder / "bin" / "beatbook", "init", "fish", cwd=tmp_path)
    empty = run(installed.python, "build.py", cwd=tmp_path / "fish")
    site, same = Newsroom(tmp_path / "fish"), Newsroom(tmp_path / "same")
    site.add_reports()
    same.add_reports()
    shutil.copy(site.folder / "site_config.yaml", same.folder)

    done = run(installed.python, "build.py", cwd=site.folder)

    same.run()
    assert empty.returncode == 0, empty.stderr
    assert done.returncode == 0, done.stderr
    assert {path: text for path, text in site.tree().items() if "README" not in path} == same.tree()


# ---- overriding single files


@pytest.fixture
def site(tmp_path: Path, newsroom) -> Path:
    init_site(newsroom.folder, year=2026)
    newsroom.add_reports("held")
    return newsroom.folder


def test_one_template_is_overridden_by_a_file_of_the_same_name(site, newsroom):
    """The others stay the package's."""
    (site / "templates").mkdir()
    (site / "templates" / "404.html").write_text('{% extends "layout.html" %}{% block main %}<h1>Gone fishing</h1>{% endblock %}')

    done = newsroom.run()

    assert done.returncode == 0, done.stderr
    assert "Gone fishing" in (newsroom.public / "404.html").read_text("utf-8")
    assert "Gone fishing" not in (newsroom.public / "about.html").read_text("utf-8")


def test_one_asset_is_overridden_and_another_one_added(site, newsroom):
    """Under names with a hash of their content, so that no cache serves an old one."""
    (site / "templates" / "assets").mkdir(parents=True)
    (site / "templates" / "assets" / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>Fish</title></svg>')
    (site / "templates" / "assets" / "fish.png").write_bytes(b"\x89PNG")

    newsroom.run()

    icons = [path.read_text("utf-8") for path in (newsroom.public / "assets").glob("icon.*.svg")]
    assert len(icons) == 1
    assert "Fish" in icons[0]
    assert list((newsroom.public / "assets").glob("fish.*.png"))


def test_one_text_of_the_interface_is_overridden(site, newsroom):
    """A file of the same name with one key in it; the other texts stay."""
    (site / "templates" / "assets").mkdir(parents=True)
    (site / "templates" / "assets" / "strings.en.yaml").write_text("nav: {about: How this is made}\n")

    done = newsroom.run()

    page = (newsroom.public / "index.html").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert "How this is made" in page
    assert ">Search<" in page
    assert not list((newsroom.public / "assets").glob("strings*"))


def test_one_rule_is_overridden_by_its_id(site, newsroom):
    """content/rules/NAME.yaml: a rule with a known id takes the place of the package's, a new one is added."""
    (site / "content" / "rules").mkdir()
    (site / "content" / "rules" / "gates.yaml").write_text(
        "about: ours\nrules:\n"
        "  - {id: paywall-limit, kind: paywall, source: ours, pattern: no more fish, examples: {match: [No more fish], no_match: [Fish]}}\n"
    )

    rules = {rule.id: rule for rule in load_rules(site / "content")["gates"]}
    assert rules["paywall-limit"].text("pattern") == "no more fish"
    assert "consent-cookies" in rules


def test_one_gazetteer_grows_by_a_file_of_the_same_name(site):
    """content/rules/gazetteers/NAME.tsv: outlets of one's own beat, for example."""
    (site / "content" / "rules" / "gazetteers").mkdir(parents=True)
    (site / "content" / "rules" / "gazetteers" / "outlets.tsv").write_text("# ours\nThe Setubal Herald\n")

    rows = load_rules(site / "content").gazetteer("outlets")

    assert ("The Setubal Herald",) in rows
    assert len(rows) > 1
