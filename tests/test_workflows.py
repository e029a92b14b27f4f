"""The workflows: what they may do, and each of their shell steps, run as written in a fresh clone."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import HELD, PLAN
from tests.publisher import ROOT, Runner, commit_all, copy_checkout, find_step, git, install_into, load_yaml, need_git, run, shell_steps

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
AUDIT, PAGES, REGENERATE, TEST = (ROOT / ".github" / "workflows" / f"{name}.yml" for name in ("audit", "pages", "regenerate", "test"))
FILES = [*WORKFLOWS, ROOT / "action.yml"]
NOTE = "---\noutlet: {outlet}\npublished: {day}\ntext: summary\n---\n\n{text}"


def jobs(path: Path) -> dict[str, Any]:
    return load_yaml(path)["jobs"]


def used_actions(path: Path) -> list[tuple[str, str]]:
    """(action, comment behind it) of every `uses:`."""
    return re.findall(r"^[ -]*uses: *(\S+) *(#.*)?$", path.read_text("utf-8"), re.MULTILINE)


# ---- what they may do


def test_every_workflow_is_known_here():
    """A new one is tested too."""
    assert {path.stem for path in WORKFLOWS} == {"audit", "pages", "regenerate", "test"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path):
    """Forty hex digits, and the version in a comment for people and Dependabot."""
    for action, comment in used_actions(path):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r"# v\d+\.\d+\.\d+", comment), action


def test_zizmor_finds_nothing():
    """The auditor of workflows, at its strictest."""
    done = run(Path(sys.executable).with_name("zizmor"), "--offline", "--quiet", "--persona", "pedantic", *FILES, cwd=ROOT)

    assert done.returncode == 0, done.stdout


def test_one_action_has_one_version():
    """In all workflows and in the action."""
    versions: dict[str, set[str]] = {}
    for path in FILES:
        for action, comment in used_actions(path):
            versions.setdefault(action.partition("@")[0], set()).add(f"{action}{comment}")

    assert {action: found for action, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_nothing_and_each_job_only_what_it_says(path):
    """Every permission of a job stands with a comment that says what for."""
    workflow = load_yaml(path)

    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    for name, job in workflow["jobs"].items():
        assert job["permissions"], name
        assert int(job["timeout-minutes"]) <= 30
    granted = re.findall(r"^ +[a-z-]+: (?:read|write)\b(.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert all(re.match(r" # \w", comment) for comment in granted)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_checkout_leaves_its_token_behind(path):
    """Steps that follow run code of dependencies."""
    for job in jobs(path).values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_expressions_reach_a_script_through_its_environment(path):
    """What stands in `${{ }}` inside a script would run as code."""
    assert [step.name for step in shell_steps(path) if "${{" in step.script] == []


def test_building_may_write_nothing_and_only_deploying_may_publish():
    """A pull request from a fork runs the same build with a token that reads."""
    found = jobs(PAGES)

    assert set(found["build"]["permissions"].values()) == {"read"}
    assert found["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert found["deploy"]["needs"] == "build"
    assert "default_branch" in found["deploy"]["if"]
    assert "pull_request" in found["deploy"]["if"]


def test_hidden_files_are_published_too():
    """The upload leaves them out by default."""
    uploads = [step for step in jobs(PAGES)["build"]["steps"] if "upload" in step.get("uses", "")]

    assert len(uploads) == 2
    assert all(step["with"]["include-hidden-files"] == "true" for step in uploads)
    assert all(step["with"]["path"] == "public" for step in uploads)


def test_deployments_wait_for_each_other_and_reviews_do_not():
    """A deployment is never cancelled half way; an outdated build of a pull request is."""
    assert load_yaml(PAGES)["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    assert jobs(PAGES)["deploy"]["concurrency"] == {"group": "pages-deploy", "cancel-in-progress": "false"}
    assert load_yaml(REGENERATE)["concurrency"]["cancel-in-progress"] == "false"


def test_regenerating_is_switched_on_by_the_publisher():
    """Without the variable a push starts nothing."""
    condition = jobs(REGENERATE)["regenerate"]["if"]

    assert "vars.BEATBOOK_REGENERATE == 'true'" in condition
    assert "default_branch" in condition


# ---- their shell steps


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python of its own, so that no step changes the one that runs the tests; the locked packages are seen through it."""
    return install_into(tmp_path_factory.mktemp("python") / "environment")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone of this repository as it would be committed now."""
    source = copy_checkout(tmp_path / "source")
    commit_all(source)
    git("clone", "--quiet", "--bare", source, tmp_path / "origin.git", cwd=tmp_path)
    git("clone", "--quiet", tmp_path / "origin.git", tmp_path / "clone", cwd=tmp_path)
    return tmp_path / "clone"


def make_runner(folder: Path, environment: Path, **expressions: str) -> Runner:
    home = folder.parent / "runner"
    return Runner(
        folder,
        home,
        f"{home}{os.pathsep}{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
        {
            "steps.pages.outputs.base_url": "",
            "github.event.repository.default_branch": "main",
            "github.token": "secret-token",
            **expressions,
        },
    )


def run_steps(runner: Runner, path: Path, *, job: str) -> None:
    for step in shell_steps(path):
        if step.job == job:
            done = runner.run(step)
            assert done.returncode == 0, f"{step.name}\n{done.stdout}\n{done.stderr}"


def site_of(folder: Path) -> str:
    return (folder / "public" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "base_url", ["", "https://owner.github.io/repo", "https://owner.github.io"], ids=["pull request", "project", "user"]
)
def test_the_site_of_a_fresh_clone_is_built(clone, environment, base_url):
    """Install, build, tell: with the address that configure-pages gives, or none for a pull request."""
    runner = make_runner(clone, environment, **{"steps.pages.outputs.base_url": base_url})

    run_steps(runner, PAGES, job="build")

    canonical = f'<link rel="canonical" href="{base_url}/">'
    assert (canonical in site_of(clone)) is bool(base_url)
    assert (clone / "public" / ".nojekyll").exists()
    assert "digest was built" in runner.summary
    assert "Articles  " in runner.summary
    assert git("status", "--porcelain", cwd=clone) == ""


def test_what_was_refused_stands_in_the_summary(clone, environment):
    """The site is published all the same: exit status 1."""
    (clone / "content" / "inbox" / "empty.md").write_text("")
    runner = make_runner(clone, environment)

    run_steps(runner, PAGES, job="build")

    assert "status=1" in runner.outputs
    assert "something was refused or left out" in runner.summary
    assert "empty.md: the file is empty" in runner.summary


def test_what_would_change_stands_in_the_summary(clone, environment):
    """The briefs that a build would write, and does not."""
    (clone / "content" / "inbox" / "fish.md").write_text(NOTE.format(outlet="The Held Post", day="2024-05-16", text=HELD))
    runner = make_runner(clone, environment)

    run_steps(runner, PAGES, job="build")

    assert re.search(r"would write content/articles/held-post-\S+", runner.summary)


def test_a_build_that_fails_fails_the_job_and_says_why(clone, environment):
    """Nothing is handed to Pages; the summary holds the reason."""
    (clone / "site_config.yaml").write_text("titel: Fish\n")
    runner = make_runner(clone, environment)
    steps = shell_steps(PAGES)

    built = runner.run(find_step(steps, "Build"))
    told = runner.run(find_step(steps, "Tell"))

    assert built.returncode != 0
    assert told.returncode == 0
    assert "Nothing was built" in runner.summary
    assert 'did you mean "title"?' in runner.summary


def test_other_peoples_words_act_neither_as_command_nor_as_markup(clone, environment):
    """A file name can hold a workflow command or a tag."""
    (clone / "content" / "inbox" / "::warning title=x::<img src=x> ```.md").write_text("")
    runner = make_runner(clone, environment)

    steps = [step for step in shell_steps(PAGES) if step.job == "build" and "pip install" not in step.script]
    shown = [runner.run(step).stdout for step in steps][-1]

    pause = re.search(r"::stop-commands::(\S+)", shown)
    assert pause
    assert shown.index("::stop-commands::") < shown.index("<img src=x>") < shown.index(f"::{pause[1]}::")
    assert "<img" not in runner.summary
    assert "&lt;img src=x&gt;" in runner.summary


def test_the_test_workflow_runs_what_everybody_runs(clone):
    """`make check test`, which also runs this test: here make only says what it would do."""
    (step,) = shell_steps(TEST)

    done = run(*step.script.replace("make", "make -n", 1).split(), cwd=clone)

    assert step.script == "make check test"
    assert done.returncode == 0, done.stderr
    assert "pytest" in done.stdout


def test_what_is_published_with_is_what_is_audited():
    """Every week, and whenever a pin changes; the auditor lives in an environment of its own, so that it audits nothing of itself."""
    installs = [
        re.findall(r"-r (\S+)", step.script)
        for path in (PAGES, AUDIT)
        for step in shell_steps(path)
        if step.name == "Install what is pinned"
    ]
    audit = next(step.script for step in shell_steps(AUDIT) if step.name == "Look the packages up")

    assert installs == [["requirements.lock"], ["requirements.lock"]]
    assert '"$RUNNER_TEMP"/pinned/' in audit
    assert load_yaml(AUDIT)["on"]["schedule"]
    assert load_yaml(AUDIT)["on"]["push"]["paths"][0] == "requirements*"


# ---- regenerating


GH = f"""#!{sys.executable}
import json, os, sys
with open(os.environ["GH_LOG"], "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1:3] == ["pr", "list"]:
    print(os.environ.get("GH_OPEN", "0"))
"""
PROTECT = """#!/bin/sh
while read old new ref; do
  if [ "$ref" = refs/heads/main ]; then echo "protected branch" >&2; exit 1; fi
done
"""


@pytest.fixture
def regenerating(clone: Path, environment: Path) -> Runner:
    """A clone that one note has come to, and a stand-in for `gh` that writes down what it is asked."""
    (clone / "content" / "inbox" / "fish.md").write_text(NOTE.format(outlet="The Held Post", day="2024-05-16", text=HELD))
    commit_all(clone, "Add a note")
    git("push", "--quiet", "origin", "HEAD:main", cwd=clone)
    runner = make_runner(clone, environment)
    (runner.home / "gh").write_text(GH)
    (runner.home / "gh").chmod(0o755)
    runner.environment["GH_LOG"] = str(runner.home / "gh.log")
    return runner


def asked_of_gh(runner: Runner) -> list[list[str]]:
    log = runner.home / "gh.log"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def origin_of(runner: Runner) -> Path:
    return runner.folder.parent / "origin.git"


def regenerate(runner: Runner) -> None:
    """All steps, those behind a condition only where it holds."""
    for step in shell_steps(REGENERATE):
        if step.name.startswith("Push") and "changed=true" not in runner.outputs:
            continue
        done = runner.run(step)
        assert done.returncode == 0, f"{step.name}\n{done.stdout}\n{done.stderr}"


def test_regenerated_briefs_are_committed_and_then_published(regenerating):
    """The push of a workflow's token starts nothing, so the publishing is started by name."""
    regenerate(regenerating)

    changed = git("show", "--name-only", "--format=%an", "main", cwd=origin_of(regenerating)).split("\n")
    assert changed[0] == "github-actions[bot]"
    assert any(name.startswith("content/articles/held-post-") for name in changed)
    assert all(name.startswith("content/") for name in filter(None, changed[1:]))
    assert asked_of_gh(regenerating) == [["workflow", "run", "pages.yml", "--ref", "main"]]


def test_regenerating_ends_in_itself(regenerating):
    """A second run on what the first one pushed finds nothing to commit."""
    regenerate(regenerating)
    before = git("rev-parse", "main", cwd=origin_of(regenerating))
    (regenerating.home / "output").write_text("")

    regenerate(regenerating)

    assert "changed=false" in regenerating.outputs
    assert git("rev-parse", "main", cwd=origin_of(regenerating)) == before
    assert len(asked_of_gh(regenerating)) == 1


def test_somebody_who_was_faster_is_not_overrun(regenerating):
    """The briefs are put on top of what came in between."""
    other = regenerating.folder.parent / "other"
    git("clone", "--quiet", origin_of(regenerating), other, cwd=other.parent)
    (other / "NOTES.md").write_text("Mine\n")
    commit_all(other, "Write a note")
    git("push", "--quiet", "origin", "HEAD:main", cwd=other)

    regenerate(regenerating)

    subjects = git("log", "-3", "--format=%s", "main", cwd=origin_of(regenerating)).splitlines()
    assert subjects == ["Regenerate briefs", "Write a note", "Add a note"]


@pytest.mark.parametrize("open_requests", ["0", "1"])
def test_a_protected_branch_gets_a_pull_request(regenerating, open_requests):
    """One, which later runs bring up to date."""
    hook = origin_of(regenerating) / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(PROTECT)
    hook.chmod(0o755)
    regenerating.environment["GH_OPEN"] = open_requests

    regenerate(regenerating)

    words = [call[:2] for call in asked_of_gh(regenerating)]
    assert git("log", "-1", "--format=%s", "main", cwd=origin_of(regenerating)) == "Add a note\n"
    assert git("log", "-1", "--format=%s", "beatbook/regenerated", cwd=origin_of(regenerating)) == "Regenerate briefs\n"
    assert words == ([["pr", "list"], ["pr", "create"]] if open_requests == "0" else [["pr", "list"]])
    assert "wait in a pull request" in regenerating.summary


def test_the_token_is_nowhere_on_the_disk(regenerating):
    """Git asks for it in the one step that has it."""
    regenerate(regenerating)

    need_git()
    assert "secret-token" not in (regenerating.folder / ".git" / "config").read_text()
    assert "secret-token" not in regenerating.summary + regenerating.outputs


# ---- the action


def test_the_action_builds_the_repository_that_uses_it(clone, environment, tmp_path):
    """Its steps, with a site in a folder of another repository."""
    site = tmp_path / "newsroom" / "digest"
    (site / "content" / "inbox").mkdir(parents=True)
    (site / "content" / "inbox" / "plan.md").write_text(NOTE.format(outlet="The Plan Post", day="2024-05-08", text=PLAN))
    inputs = {"inputs.folder": "digest", "inputs.output": "public", "inputs.base-url": "https://news.example/beat/"}
    runner = Runner(tmp_path / "newsroom", tmp_path / "runner", make_runner(clone, environment).path, inputs)
    runner.environment["GITHUB_ACTION_PATH"] = str(clone)
    steps = shell_steps(ROOT / "action.yml")
    install_into(runner.home / "beatbook")

    for step in steps:
        if "-m venv" in step.script:  # the environment stands already, seeing the packages at hand: the rest of the step is run
            step = replace(step, script=step.script.partition("\n")[2])  # noqa: PLW2901
        done = runner.run(step)
        assert done.returncode == 0, f"{step.name}\n{done.stdout}\n{done.stderr}"

    assert f"site={site / 'public'}" in runner.outputs
    assert "status=0" in runner.outputs
    assert "https://news.example/beat/" in (site / "public" / "sitemap.xml").read_text("utf-8")
    assert "digest was built" in runner.summary


def test_the_action_says_what_the_workflow_says():
    """Both quote the log in the same way."""
    told = [find_step(shell_steps(path), "Tell").script for path in (PAGES, ROOT / "action.yml")]

    assert told[0] == told[1]


def test_every_input_and_output_of_the_action_is_described_and_used():
    """In docs/publishing.md too."""
    action = load_yaml(ROOT / "action.yml")
    text = (ROOT / "action.yml").read_text("utf-8")
    docs = (ROOT / "docs" / "publishing.md").read_text("utf-8")

    for name, entry in action["inputs"].items():
        assert entry["description"], name
        assert f"inputs.{name}" in text, name
        assert f"`{name}`" in docs, name
    assert all(f"`{name}`" in docs for name in action["outputs"])
