"""Runs Lighthouse over one page of every kind, on a phone and at a desk, and prints the scores: `make lighthouse`.

    python tools/lighthouse.py [PUBLIC]    (default: public/)

Serves the folder on this machine as a web server would (gzip, caching), for Lighthouse measures what goes over the wire.  Needs Chromium
and `npm install --no-save lighthouse`.  Exit 1 when a score is below 100.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[1]
KINDS = (
    "index.html", "events/index.html", "events", "meetings/index.html", "meetings", "people/index.html", "people", "places/index.html",
    "places", "organizations/index.html", "organizations", "sources/index.html", "sources", "articles/index.html", "articles",
    "timeline.html", "editions/index.html", "editions", "changes.html", "corrections.html", "data/index.html", "search.html", "about.html",
)  # fmt: skip
UNLISTED = {"search.html"}  # asks search engines to leave it out, for which the last score is lower on purpose
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


class Server(SimpleHTTPRequestHandler):
    """Files with gzip and a caching header, without a log."""

    def do_GET(self) -> None:  # the base class's name
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


def page_of(public: Path, kind: str) -> str | None:
    """The page itself, or of a folder the largest that is no list."""
    if kind.endswith(".html"):
        return kind if (public / kind).exists() else None
    pages = [page for page in public.glob(f"{kind}/*.html") if not page.name.startswith("index") and page.name.count(".") == 1]
    return max(pages, key=lambda page: (page.stat().st_size, page.name)).relative_to(public).as_posix() if pages else None


def scores(address: str, *, desk: bool) -> list[int]:
    """The four scores of a page, in the order of CATEGORIES; the median of three runs where the first is slow."""
    first = run(address, desk=desk)
    if first[0] == 100:
        return first
    runs = [first, run(address, desk=desk), run(address, desk=desk)]
    return [sorted(found)[1] for found in zip(*runs, strict=True)]


def run(address: str, *, desk: bool) -> list[int]:
    """The four scores of one run."""
    command = [str(ROOT / "node_modules" / ".bin" / "lighthouse"), address, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", *(["--preset=desktop"] if desk else [])]
    chromium = os.environ.get("BEATBOOK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "CHROME_PATH": chromium})  # noqa: S603 - our own command
    if done.returncode:
        sys.exit(done.stderr)
    found = json.loads(done.stdout)["categories"]
    return [round(100 * (found[name]["score"] or 0)) for name in CATEGORIES]


def main() -> None:
    public = Path(sys.argv[1] if len(sys.argv) > 1 else "public").resolve()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(public)))
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'page':<64} {'':8} {'  '.join(CATEGORIES)}")
    worst = 100
    for kind in KINDS:
        page = page_of(public, kind)
        for desk in (False, True) if page else ():
            found = scores(f"http://127.0.0.1:{server.server_port}/{page}", desk=desk)
            worst = min(worst, *(found[:3] if page in UNLISTED else found))
            row = "  ".join(f"{score:>{len(name)}}" for score, name in zip(found, CATEGORIES, strict=True))
            print(f"{page:<64} {'desk' if desk else 'phone':8} {row}", flush=True)
    server.shutdown()
    sys.exit(worst < 100)


if __name__ == "__main__":
    main()
