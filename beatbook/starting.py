"""`init`: the files of a new site on the installed engine."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from beatbook import __version__, site_files
from beatbook.reading import slug

if TYPE_CHECKING:
    from pathlib import Path

# Where each file of beatbook/starter/ goes.  There they bear plain names: hidden ones would be missing from the wheel, and a build.py would
# count as a module.
PLACES = {
    "build.txt": "build.py",
    "site_config.txt": "site_config.yaml",
    "readme.md": "README.md",
    "gitignore.txt": ".gitignore",
    "inbox.md": "content/inbox/README.md",
    "pages.txt": ".github/workflows/pages.yml",
    "regenerate.txt": ".github/workflows/regenerate.yml",
    "audit.txt": ".github/workflows/audit.yml",
    "dependabot.txt": ".github/dependabot.yml",
}
ENGINE = "beatbook"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class NewSite:
    """What `init` did, and what is worth a word."""

    written: tuple[str, ...]  # paths below the folder
    kept: tuple[str, ...]  # were there already: left as they are
    engine: str  # the requirement that the site pins
    is_local: bool  # the engine was installed from a folder of this machine, where nobody else can fetch it


def init_site(folder: Path, *, year: int, engine: str | None = None) -> NewSite:
    """Writes the files of a new site into `folder`; a file that is there is left as it is.

    `engine` is the requirement under which others install Beatbook ("beatbook==1.2", "beatbook @ git+https://..."); by default the one
    that this installation came from.
    """
    requirement, is_local = engine or engine_requirement(), engine is None and _origin() == "local"
    name = slug(folder.resolve().name)
    values = {"title": _title(name), "site_id": f"beatbook.example,{year}:{name}"}
    texts = {PLACES[source]: _filled(text, values) for source, text in site_files.read_starter(PLACES).items()}
    texts["requirements.txt"] = pinned_requirements(requirement)
    written = site_files.write_new(folder, texts, executable=frozenset({"build.py"}))
    kept = tuple(sorted(texts.keys() - set(written)))
    return NewSite(written, kept, requirement, is_local)


def pinned_requirements(engine: str) -> str:
    """requirements.txt: the engine, and all that it needs at the versions installed here, with which it is known to run."""
    lines = [f"{name}=={metadata.version(name)}" for name in sorted(_needed(ENGINE) - {ENGINE})]
    head = "# The engine and all that it needs, at the versions that this site was made with.  docs/upgrading.md says how to move on."
    return "\n".join([head, engine, *lines]) + "\n"


def engine_requirement() -> str:
    """How others can install this very engine: from the index, or from the commit of the repository that it came from (PEP 610)."""
    origin = _origin()
    return f"{ENGINE}=={__version__}" if origin in ("index", "local") else f"{ENGINE} @ {origin}"


def _origin() -> str:
    """ "index", "local", or the address of the commit ("git+https://...@0a1b2c...") that the engine was installed from."""
    try:
        installed = metadata.distribution(ENGINE)
    except metadata.PackageNotFoundError:
        return "local"  # run from a checkout
    text = installed.read_text("direct_url.json")
    if text is None:
        return "index" if installed.read_text("RECORD") else "local"  # no record: a checkout that was only linked
    origin = json.loads(text)
    commit = origin.get("vcs_info", {})
    is_remote = origin["url"].startswith(("https://", "ssh://"))
    return f"{commit.get('vcs')}+{origin['url']}@{commit.get('commit_id')}" if commit and is_remote else "local"


def _needed(distribution: str) -> set[str]:
    """The names of all installed distributions that one needs, with its own; what only an extra asks for is left out."""
    found: set[str] = set()
    waiting = [distribution]
    while waiting:
        name = _normal(waiting.pop())
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # for another system or Python; or the engine itself, run from a checkout
            continue
        if name not in found:
            found.add(name)
            waiting += [match.group() for line in requires if "extra ==" not in line and (match := _NAME.match(line))]
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _filled(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text
