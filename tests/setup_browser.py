"""Makes sure that the browser tests have Chromium: uses one that is there, else installs Debian's as root, else names the command."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]


def main() -> None:
    if os.environ.get("BEATBOOK_CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(INSTALL, check=True)
        return
    commands = f"`sudo {' '.join(INSTALL)}` on Debian or Ubuntu, else `.venv/bin/playwright install chromium`"
    sys.exit(f"The browser tests need Chromium: {commands}, or set BEATBOOK_CHROMIUM to the program.")


if __name__ == "__main__":
    main()
