"""Makes sure that the browser tests have what they need.

Chromium and Firefox: uses those that are there, else installs Debian's as root, else names the command.  The checkers of package.json
(axe, the Nu checker, html-validate, puppeteer-core for Firefox) come with npm where that is there; without them their tests are skipped,
each naming what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX = ("firefox-esr", "firefox")


def install_browser(name: str, programs: tuple[str, ...], package: str, otherwise: str = "") -> None:
    """Installs Debian's package where none of the programs is there; exits with the command where that cannot be."""
    variable = f"BEATBOOK_{name.upper()}"
    if os.environ.get(variable) or any(shutil.which(program) for program in programs):
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(install, check=True)
        return
    sys.exit(f"The browser tests need {name}: `sudo {' '.join(install)}` on Debian or Ubuntu{otherwise}, or set {variable} to the program.")


def install_checkers() -> None:
    """`npm ci`, when the lock is another than the one installed.  A registry that cannot be reached costs these tests, not all of them."""
    npm, stamp = shutil.which("npm"), ROOT / "node_modules" / ".lock.sha256"
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == lock:
        return
    if npm is None:
        print("No npm: the tests with axe, the Nu checker and html-validate will be skipped. Node.js 20 or later brings it.")
        return
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=False)
    if done.returncode:
        print("`npm ci --ignore-scripts` failed: the tests with axe, the Nu checker and html-validate will be skipped.")
        return
    stamp.write_text(lock)


if __name__ == "__main__":
    install_browser("Chromium", CHROMIUM, "chromium", ", else `.venv/bin/playwright install chromium`")
    install_browser("Firefox", FIREFOX, "firefox-esr")
    install_checkers()
