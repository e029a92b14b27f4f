"""`serve`: the site in a browser on this machine, built again whenever something it is made of changes.

Pages live in memory.  A build that fails leaves the last good ones in place, and each page then shows what is wrong.  The browser asks
by a classic script (the pages' own policy forbids anything else) whether there is something newer, and the answer waits until there is.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from beatbook import pipeline, site_files
from beatbook.errors import BeatbookError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from beatbook.pipeline import Options

POLL_SECONDS = 0.3  # between two looks at the files: stat of 10,000 files takes 0.03 s
WAIT_SECONDS = 25.0  # how long an answer to "anything new?" waits; browsers and proxies give up after 30 to 60
OWN = "/_beatbook/"  # below it the server's own script and answers; no page of a site can stand there
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "json": "application/json",
    "xml": "application/xml",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}

# The words are set as text and the colours one by one: no markup from a message, no inline style that the pages' policy would refuse.
_SCRIPT = """(function () {
  var page = %d, draft = %s, news = -1;
  function tell(text, color) {
    var box = document.getElementById("beatbook-serve") || document.createElement("pre");
    box.id = "beatbook-serve";
    box.setAttribute("role", "status");
    box.textContent = text;
    var look = {position: "fixed", left: "0", right: "0", bottom: "0", margin: "0", padding: "0.7rem 1rem", maxHeight: "50vh",
      overflow: "auto", whiteSpace: "pre-wrap", font: "0.85rem/1.4 monospace", color: "#fff", background: color, zIndex: "99"};
    for (var name in look) box.style[name] = look[name];
    if (text) document.body.appendChild(box); else if (box.parentNode) box.parentNode.removeChild(box);
  }
  window.beatbookServe = function (number, latest, error) {
    if (number !== page) return location.reload();
    news = latest;
    if (error) tell(error, "#8b1a1a"); else tell(draft ? "Draft: publish: checked keeps this page back." : "", "#5b4a00");
    ask();
  };
  function ask() {
    var script = document.createElement("script");
    script.src = "/_beatbook/state.js?news=" + news + "&t=" + Date.now();
    script.onload = function () { script.remove(); };
    script.onerror = function () { script.remove(); setTimeout(ask, 1000); };
    document.head.appendChild(script);
  }
  // Only once all is loaded: an answer that waits would hold the browser's own "loading" up with it.
  window.addEventListener("load", function () { setTimeout(ask, 0); });
})();
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the server shows at a moment."""

    number: int = 0  # of the build that made the pages: the browser reloads when it is another one
    news: int = 0  # counts new pages, and errors that come and go
    pages: Mapping[str, bytes] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    error: str = ""  # why the latest build failed; "" when it did not


class Stage:
    """Hands what is shown from the builder to the answers, and wakes those that wait."""

    def __init__(self) -> None:
        self._shown = Shown()
        self._changed = threading.Condition()
        self._closed = False

    @property
    def shown(self) -> Shown:
        return self._shown

    @property
    def closed(self) -> bool:
        return self._closed

    def show(self, shown: Shown) -> None:
        with self._changed:
            self._shown = shown
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait_for_news(self, news: int, *, seconds: float) -> Shown:
        """What is shown, as soon as it is no longer `news`; after `seconds` in any case."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._shown.news != news, seconds)
            return self._shown


def watched(options: Options) -> tuple[Path, ...]:
    """The files and folders that a build reads."""
    try:
        theme = options.config.parent / pipeline.read_config(options).theme
    except BeatbookError:
        theme = options.config.parent / "templates"
    return options.inbox, options.content, options.config, theme


def rebuild(options: Options, shown: Shown, *, drafts: bool, write: bool) -> Shown:
    """What is to be shown after one more build: new pages, or the last good ones with the reason why there are no newer."""
    try:
        if write:
            pipeline.build(options)
        preview = pipeline.preview(options, drafts=drafts)
    except BeatbookError as error:
        return _failed(shown, f"The build failed; this is the last good site.\n\n{error}")
    except Exception as error:  # a fault of ours must not take the server down while somebody writes
        return _failed(shown, f"The build failed by a fault of Beatbook; this is the last good site.\n\n{type(error).__name__}: {error}")
    if preview.pages == shown.pages and preview.drafts == shown.drafts:
        return replace(shown, error="", news=shown.news + 1) if shown.error else shown
    return Shown(shown.number + 1, shown.news + 1, preview.pages, preview.drafts)


def _failed(shown: Shown, error: str) -> Shown:
    return replace(shown, error=error, news=shown.news + 1)


def serve(
    options: Options, *, host: str, port: int, drafts: bool, write: bool, tell: Callable[[str], None], until: threading.Event | None = None
) -> None:
    """Serves the site until the event is set, or until interrupted.  `tell` gets a line for the terminal now and then.

    Raises OSError when the address is taken.
    """
    options = replace(options, base_url="", read_only=not write)
    stage = Stage()
    server = _server(host, port, stage)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        place = f"[{host}]" if ":" in host else host
        tell(f"Serving http://{place}:{server.server_address[1]}/  (Ctrl+C ends it)")
        _build_on_change(options, stage, drafts=drafts, write=write, tell=tell, until=until or threading.Event())
    finally:
        stage.close()
        server.shutdown()
        server.server_close()
        thread.join()


def _build_on_change(
    options: Options, stage: Stage, *, drafts: bool, write: bool, tell: Callable[[str], None], until: threading.Event
) -> None:
    before: dict[str, site_files.Stamp] | None = None
    while not until.is_set():
        now = site_files.stamps(watched(options))
        if now == before:
            until.wait(POLL_SECONDS)
            continue
        began = time.monotonic()
        shown = rebuild(options, stage.shown, drafts=drafts, write=write)
        stage.show(shown)
        tell(
            f"{shown.error}\n"
            if shown.error
            else f"built in {time.monotonic() - began:.1f} s: {len(shown.pages)} files{_draft_word(shown)}"
        )
        # What the build itself wrote under content/ sets off one more, which then finds nothing to do.
        before = now


def _draft_word(shown: Shown) -> str:
    return f", {len(shown.drafts)} of them drafts" if shown.drafts else ""


def _server(host: str, port: int, stage: Stage) -> ThreadingHTTPServer:
    class Handler(_Handler):
        pass

    Handler.stage = stage
    Handler.hosts = _own_names(host)
    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server


def _own_names(host: str) -> frozenset[str]:
    """The names by which a browser may ask; empty for all.  A page elsewhere could else read drafts by a name that points here."""
    if not is_loopback(host):
        return frozenset()
    return frozenset({host, "localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Does this address lead to this machine only?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Handler(BaseHTTPRequestHandler):
    """Answers from what is shown."""

    stage: Stage
    hosts: frozenset[str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.hosts and urlsplit(f"//{self.headers.get('Host', '')}").hostname not in self.hosts:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain; charset=utf-8", b"This server answers to localhost only.\n")
            return
        path = urlsplit(self.path).path
        if path == f"{OWN}state.js":
            self._state()
        elif path == f"{OWN}script.js":
            self._script()
        else:
            self._page(unquote(path).lstrip("/"))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _page(self, path: str) -> None:
        shown = self.stage.shown
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        found = name in shown.pages
        content = shown.pages.get(name) or shown.pages.get("404.html") or _waiting(shown)
        status = HTTPStatus.OK if found or not shown.pages else HTTPStatus.NOT_FOUND
        ending = name.rpartition(".")[2] if found else "html"
        if ending == "html":
            script = f'<script defer src="{OWN}script.js?page={shown.number}&amp;draft={int(name in shown.drafts)}"></script></head>'
            content = content.replace(b"</head>", script.encode(), 1)
        self._send(status, _TYPES.get(ending, "application/octet-stream"), content)

    def _script(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        draft = json.dumps(asked.get("draft") == ["1"])
        self._send(HTTPStatus.OK, _TYPES["js"], (_SCRIPT % (_number(asked, "page"), draft)).encode())

    def _state(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        shown = self.stage.wait_for_news(_number(asked, "news"), seconds=WAIT_SECONDS)
        text = f"window.beatbookServe({shown.number}, {shown.news}, {json.dumps(shown.error)});\n"
        self._send(HTTPStatus.OK, _TYPES["js"], text.encode())

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the browser went on to another page

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Says nothing: the terminal is for the builds."""


def _number(asked: Mapping[str, list[str]], key: str) -> int:
    text = asked.get(key, [""])[0]
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _waiting(shown: Shown) -> bytes:
    """A page while there is no site yet: the first build is at work, or failed."""
    said = "The first build failed." if shown.error else "The first build is at work."
    return f'<!doctype html><html lang="en"><head><title>Beatbook</title></head><body><p>{said}</p></body></html>'.encode()
