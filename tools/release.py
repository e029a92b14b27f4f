"""Makes a release in dist/: the wheel, its bill of materials, and proof that it installs and runs in a clean environment; `make release`.

The version is the newest one of CHANGELOG.md and has to be that of the package.  The bill of materials (CycloneDX 1.5, JSON) is what
requirements.lock pins, with the hashes that pip checks; it holds no clock and no path, so the same release gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def find_version(changelog: str) -> str:
    """The newest version of a changelog: the first heading that begins with one.  Raises ValueError."""
    if found := re.search(r"^##\s*\[?v?(\d+\.\d+\.\d+[\w.]*)", changelog, re.MULTILINE):
        return found.group(1)
    raise ValueError("CHANGELOG.md has no heading with a version: ## 0.1.0")


def read_pins(lock: str) -> list[dict[str, Any]]:
    """The packages of a lock file as CycloneDX components, in order of name."""
    components: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if found := PIN.match(line):
            name, version = found.group(1).lower(), found.group(2)
            purl = f"pkg:pypi/{name}@{version}"
            components.append({"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": []})
        components and components[-1]["hashes"].extend({"alg": "SHA-256", "content": digest} for digest in HASH.findall(line))
    return sorted(components, key=lambda component: str(component["name"]))


def write_bill(version: str, lock: str, wheel: Path) -> str:
    """The bill of materials of a wheel."""
    purl = f"pkg:pypi/beatbook@{version}"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    own = {"type": "application", "bom-ref": purl, "name": "beatbook", "version": version, "purl": purl}
    own["hashes"] = [{"alg": "SHA-256", "content": digest}]  # type: ignore[assignment]  # one value of the map is a list
    pins = read_pins(lock)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": pins,
        "dependencies": [{"ref": purl, "dependsOn": [pin["bom-ref"] for pin in pins]}],
    }
    return json.dumps(bill, indent=1) + "\n"


def prove(wheel: Path, lock: Path) -> str:
    """What the installed command says of its version, after it has built a site of one article in a new environment."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run(sys.executable, "-m", "venv", str(folder / "venv"))
        python = str(folder / "venv" / "bin" / "python")
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(lock))
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", str(wheel))
        inbox = folder / "site" / "content" / "inbox"
        inbox.mkdir(parents=True)
        (inbox / "a.txt").write_text(
            "Ministers meet\n\nLISBON, May 15 - Rui Tavares met Karin Lindqvist in Lisbon on Wednesday.\n", "utf-8"
        )
        command = str(folder / "venv" / "bin" / "beatbook")
        run(command, cwd=folder / "site")
        if not (folder / "site" / "public" / "index.html").exists():
            raise FileNotFoundError("the installed command built no site")
        return run(command, "--version", cwd=folder / "site").strip()


def run(*command: str, cwd: Path = ROOT) -> str:
    return subprocess.run(command, cwd=cwd, check=True, text=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - our own commands


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from beatbook import __version__  # noqa: PLC0415 - after the path is set

    is_candidate = "--candidate" in sys.argv  # tried out before the changelog has its heading
    version = __version__ if is_candidate else find_version((ROOT / "CHANGELOG.md").read_text("utf-8"))
    if version != __version__:
        sys.exit(f"CHANGELOG.md is at {version}, beatbook/__init__.py at {__version__}: bring them together")
    DIST.mkdir(exist_ok=True)
    for left in DIST.glob("beatbook-*"):
        left.unlink()
    run(sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "-w", str(DIST), str(ROOT))
    (wheel,) = DIST.glob("beatbook-*.whl")
    lock = ROOT / "requirements.lock"
    (DIST / f"beatbook-{version}.cdx.json").write_text(write_bill(version, lock.read_text("utf-8"), wheel), "utf-8")
    sys.stdout.write(f"{wheel.name}: {prove(wheel, lock)}, installed and run in a clean environment\n")


if __name__ == "__main__":
    main()
