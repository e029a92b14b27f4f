"""A digest over HTTP as a web server would send it, gzip and all; every answer is counted."""

from __future__ import annotations

import gzip
import mimetypes
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BASE = "/beat"  # the path of the made-up site's address: its 404 page alone asks below it


@dataclass
class Site:
    """Where a digest is served, and what has been sent: (path, bytes of the compressed body)."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)

    def cost(self) -> int:
        return sum(size for _, size in self.sent)


@contextmanager
def serve(files: Mapping[str, bytes]) -> Iterator[Site]:
    """The files of a site by their paths, at an address of this machine."""
    site = Site("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, files, site))
    Thread(target=server.serve_forever, daemon=True).start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()


def largest(files: Mapping[str, bytes], folder: str) -> str:
    """The page of that folder with most to show."""
    pages = [path for path in files if re.fullmatch(rf"{folder}/(?!index)[^/.]*\.html", path)]
    return max(pages, key=lambda path: (len(files[path]), path))


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, files: Mapping[str, bytes], site: Site, *rest: object) -> None:
        self.files, self.site = files, site
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server hands over

    def do_GET(self) -> None:  # the base class's name
        path = self.path.partition("?")[0].removeprefix(BASE).lstrip("/") or "index.html"
        content = self.files.get(path)
        body = gzip.compress(content or b"", 9)
        self.send_response(200 if content is not None else 404)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)
        self.site.sent.append((path, len(body)))

    def log_message(self, *_: object) -> None:
        return
