"""The docs on publishing: their commands run, their configuration reads, their links lead somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from beatbook.config import parse_config
from beatbook.strictyaml import load_map
from tests.newsroom import Newsroom
from tests.publisher import ROOT, load_yaml, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publisher import Installed

DOCS = ("publishing", "upgrading", "rules-and-templates", "data", "taking-down", "licence-and-quotation", "tutorial", "command")
RUN = [name for name in DOCS if name not in {"tutorial", "command"}]  # the tutorial has a test of its own


def text_of(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", text_of(name), re.MULTILINE | re.DOTALL)
    return [re.sub(r"^ {3}", "", block, flags=re.MULTILINE) if block.startswith("   ") else block for block in found]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, installed: Installed) -> Newsroom:
    """A built site with the installed package, as the docs take it for granted."""
    folder = tmp_path_factory.mktemp("docs") / "fish"
    for words in (
        ("init", folder),
        ("--config", folder / "site_config.yaml", "--content", folder / "content", "--output", folder / "public"),
    ):
        room = Newsroom(folder)
        if words[0] != "init":
            room.add_reports()
        done = run(installed.folder / "bin" / "beatbook", *words, cwd=folder.parent)
        assert done.returncode == 0, done.stderr
    return Newsroom(folder)


@pytest.mark.parametrize("name", RUN)
def test_the_commands_of_the_docs_run(site, installed, name):
    """As written, in a site with the installed package."""
    for script in blocks(name, "sh"):
        done = run("bash", "-e", "-c", script, cwd=site.folder, PATH=installed.path, PIP_FIND_LINKS=str(installed.wheel.parent))

        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", DOCS)
def test_links_between_the_docs_lead_somewhere(name):
    """Relative ones, to files of this repository."""
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text_of(name)) if "://" not in target]

    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []


@pytest.mark.parametrize("name", ["publishing", "licence-and-quotation", "tutorial"])
def test_configuration_in_the_docs_reads(name):
    """Each block of YAML that is none of a workflow."""
    for block in blocks(name, "yaml"):
        if "jobs:" not in block:
            parse_config(block, path=f"{name}.md")


def test_the_workflow_with_the_action_uses_the_actions_of_ours():
    """The same commits, and permissions named one by one."""
    (workflow,) = [block for block in blocks("publishing", "yaml") if "jobs:" in block]
    ours = set(re.findall(r"actions/\S+@\S+ # \S+", (ROOT / ".github" / "workflows" / "pages.yml").read_text("utf-8")))
    inputs = load_yaml(ROOT / "action.yml")["inputs"]

    loaded = load_map(workflow, path="publishing.md").value
    (digest,) = [step for step in loaded["jobs"]["digest"]["steps"] if step.get("id") == "digest"]
    assert set(re.findall(r"actions/\S+@\S+ # \S+", workflow)) <= ours
    assert loaded["permissions"] == {}
    assert set(digest["with"]) <= set(inputs)


def test_every_data_file_is_described(site):
    """docs/data.md names what a build writes, and nothing else."""
    written = {path.name for path in (site.public / "data").glob("*.*") if path.suffix in {".json", ".csv"}}
    named = set(re.findall(r"`(\w+\.(?:json|csv))`", text_of("data")))

    assert written == named


def test_what_is_taken_down_is_found_nowhere(tmp_path: Path):
    """The way of docs/taking-down.md: the text, its record and the machine's two files."""
    room = Newsroom(tmp_path)
    room.add_reports("held")
    room.add("tip.txt", "Otto Quillfeather met Rui Tavares in Porto on 3 May 2024.\n", "outlet: The Tip Post\npublished: 2024-05-04\n")
    room.run()
    (record,) = room.content.glob("articles/tip-post-*.md")

    for path in ("inbox/tip.txt", "inbox/tip.yaml", f"articles/{record.name}", f"_machine/articles/{record.stem}.json"):
        (room.content / path).unlink()
    (room.content / "_machine" / "records" / f"{record.stem}.json").unlink()
    done = room.run()

    assert done.returncode == 0, done.stderr
    assert [path for path, text in room.tree().items() if b"Quillfeather" in text] == []


@pytest.mark.parametrize("change", ["excluded: true", "hidden: true"])
def test_an_article_that_is_taken_off_the_site_stays_off(tmp_path: Path, change: str):
    """Through a rebuild from scratch: neither page, search nor data holds it."""
    room = Newsroom(tmp_path)
    room.add_reports("held")
    room.add("tip.txt", "Otto Quillfeather met Rui Tavares in Porto on 3 May 2024.\n", "outlet: The Tip Post\npublished: 2024-05-04\n")
    room.run()
    (record,) = room.content.glob("articles/tip-post-*.md")
    record.write_text(record.read_text("utf-8").replace("---\n", f"---\n{change}\n", 1), "utf-8")

    room.run("--clean")

    assert not (room.public / "articles" / f"{record.stem}.html").exists()
    assert [path for path, text in room.tree().items() if path.startswith("public/") and record.stem.encode() in text] == []


def test_every_link_to_an_editor_leads_to_a_file(site, installed):
    """Pages that are made of no file, as of somebody named in one article, carry no such link."""
    (site.folder / "site_config.yaml").write_text("corrections: {repository: https://github.com/owner/beat}\n")
    done = run(installed.python, "build.py", cwd=site.folder)

    pages = [path.read_text("utf-8") for path in site.public.glob("**/*.html")]
    linked = {path for text in pages for path in re.findall(r'href="https://github\.com/owner/beat/edit/main/([^"]+)"', text)}
    assert done.returncode == 0, done.stderr
    assert {path.split("/")[1] for path in linked} >= {"events", "articles", "people", "places"}
    assert [path for path in linked if not (site.folder / path).is_file()] == []
