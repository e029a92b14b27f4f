"""What the tests of publishing share: a clean checkout, an installed wheel, a server on loopback, and the shell steps of workflows."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from beatbook.strictyaml import load_map

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_PROXY": "*", "no_proxy": "*"}
QUIET_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Ana Ferreira",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana Ferreira",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
}


def run(*command: str | Path, cwd: Path, stdin: str | None = None, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """A command with its output as text; never a question, never the network.  None takes a variable out of the environment."""
    variables = {**os.environ, **OFFLINE, **QUIET_GIT, "GIT_TERMINAL_PROMPT": "0", **environment}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        input=stdin,
        stdin=None if stdin is not None else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={name: value for name, value in variables.items() if value is not None},
    )


def git(*words: str | Path, cwd: Path) -> str:
    """Output of a git command that has to succeed."""
    done = run("git", *words, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def need_git() -> None:
    """Skips the test where git is absent."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")


def copy_checkout(folder: Path) -> Path:
    """The files that git tracks or would track, as they lie in the working tree: what a clone of the next commit holds."""
    need_git()
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    if listed.returncode:
        pytest.skip(f"the tests do not run from a git checkout: {listed.stderr.strip()}")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def commit_all(folder: Path, message: str = "Start") -> None:
    """Makes a repository of the folder, if it is none, and commits what is not ignored."""
    if not (folder / ".git").exists():
        git("init", "--quiet", "--initial-branch=main", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", message, cwd=folder)


# ---- the package, installed


@dataclass(frozen=True)
class Installed:
    """The package as a user has it: in an environment of its own, beside the dependencies of the environment that runs the tests."""

    folder: Path
    wheel: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def path(self) -> str:
        return f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"


def install_wheel(folder: Path) -> Installed:
    """Builds the wheel of a clean checkout and installs it.  No network: the build runs with the setuptools at hand."""
    source = copy_checkout(folder / "source")
    (source / "README.md").touch()
    done = run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder / "wheels",
        source,
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (folder / "wheels").glob("beatbook-*.whl")
    return Installed(install_into(folder / "installed", wheel), wheel)


def install_into(environment: Path, *wheels: Path) -> Path:
    """A new environment that sees the packages of the one that runs the tests, with the wheels in it."""
    done = run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment.parent)
    assert done.returncode == 0, done.stderr
    own = run(
        environment / "bin" / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=environment
    ).stdout.strip()
    # Paths in a .pth file are added behind the environment's own, and .pth files of theirs (a linked checkout) do not count.
    Path(own, "tests.pth").write_text("\n".join(dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])) + "\n")
    for wheel in wheels:
        done = run(
            environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-installed", wheel, cwd=environment
        )
        assert done.returncode == 0, done.stderr
    return environment


# ---- a server on loopback


@dataclass
class Answer:
    """What the server says to one address."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    repeat: int = 1  # the body is sent so many times, without a length


@dataclass
class Server:
    """A web server of one's own: path -> answer."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


@contextmanager
def serve(answers: Mapping[str, Answer] | None = None) -> Iterator[Server]:
    """A server on loopback for the time of a test."""
    state = Server(answers=dict(answers or {}))

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append((self.path, dict(self.headers.items())))
            answer = state.answers.get(self.path, Answer("<p>Not here</p>", 404))
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.repeat == 1:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for _ in range(answer.repeat):
                    self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the reader had enough

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# ---- the shell steps of workflows


@dataclass(frozen=True)
class Step:
    """A step of a workflow or action that runs a shell."""

    file: str
    job: str
    name: str
    script: str
    environment: Mapping[str, str]  # with expressions as written
    folder: str = ""


def load_yaml(path: Path) -> dict[str, Any]:
    """A workflow as a map of strings."""
    loaded = load_map(path.read_text("utf-8"), path=path.name).value
    assert isinstance(loaded, dict)
    return loaded


def shell_steps(path: Path) -> list[Step]:
    """The shell steps of a workflow or a composite action, in order."""
    loaded = load_yaml(path)
    jobs = loaded["jobs"] if "jobs" in loaded else {"action": loaded["runs"]}
    return [
        Step(path.name, name, step.get("name", step["run"]), step["run"], step.get("env", {}), step.get("working-directory", ""))
        for name, job in jobs.items()
        for step in job["steps"]
        if "run" in step
    ]


@dataclass
class Runner:
    """A stand-in for a GitHub runner: one checkout, the files that steps write to, and what the expressions stand for."""

    folder: Path  # the checkout
    home: Path  # temporary files of the runner
    path: str
    expressions: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for name in ("output", "summary"):
            (self.home / name).touch()

    def fill(self, text: str) -> str:
        """The text with its expressions replaced.  One that the test does not know is an error."""
        head, *parts = text.split("${{")
        return head + "".join(self.expressions[part.partition("}}")[0].strip()] + part.partition("}}")[2] for part in parts)

    def run(self, step: Step) -> subprocess.CompletedProcess[str]:
        """Runs the step as GitHub does: `bash -e`, the script as written."""
        assert "${{" not in step.script, "values come in through env:, never through the script"
        script = self.home / "step.sh"
        script.write_text(step.script)
        given = {key: self.fill(str(value)) for key, value in step.environment.items()}
        done = run(
            "bash",
            "--noprofile",
            "--norc",
            "-eo",
            "pipefail",
            script,
            cwd=self.folder / self.fill(step.folder),
            PATH=self.path,
            GITHUB_OUTPUT=str(self.home / "output"),
            GITHUB_STEP_SUMMARY=str(self.home / "summary"),
            RUNNER_TEMP=str(self.home),
            GITHUB_WORKSPACE=str(self.folder),
            **dict.fromkeys(name for name in QUIET_GIT if "CONFIG" not in name),
            **self.environment,
            **given,
        )
        for line in (self.home / "output").read_text().splitlines():
            key, _, value = line.partition("=")
            self.expressions |= {f"steps.{identifier}.outputs.{key}": value for identifier in ("build", "commit")}
        return done

    @property
    def summary(self) -> str:
        return (self.home / "summary").read_text("utf-8")

    @property
    def outputs(self) -> str:
        return (self.home / "output").read_text("utf-8")


def find_step(steps: Sequence[Step], start: str) -> Step:
    """The step whose name begins like this."""
    (found,) = [step for step in steps if step.name.startswith(start)]
    return found
