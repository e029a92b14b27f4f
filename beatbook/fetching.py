"""A page from the web, within bounds: the only module that opens a connection."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from beatbook import __version__
from beatbook.errors import BeatbookError, Problem

if TYPE_CHECKING:
    from email.message import Message
    from typing import IO

MAX_BYTES = 10 * 1024 * 1024  # unpacked; the heaviest article pages, with everything inlined, have about 5 MB
MAX_REDIRECTS = 5
SILENCE_SECONDS = 20.0  # without a byte
WHOLE_SECONDS = 60.0  # from the first byte to the last: a server that drips is left
_CHUNK = 64 * 1024

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_FORMATS = {
    "application/pdf": ("a PDF", "copy its text into a .txt file, or run pdftotext, then `add` that file"),
    "application/json": ("JSON", "copy the article's text into a .txt file"),
    "application/rss+xml": ("a feed", "add the articles that it names, one by one"),
    "application/atom+xml": ("a feed", "add the articles that it names, one by one"),
    "application/msword": ("a Word document", "save it as plain text (.txt)"),
}
_STATUS = {
    401: ("the page asks for a login", "open it in your browser, save it as .html, then `add` the file"),
    402: ("the page asks for payment", "read it with your own subscription, save it as .html, then `add` the file"),
    403: ("the server refuses programs, or everybody", "open it in your browser, save it as .html, then `add` the file"),
    404: ("there is no such page", "check the address"),
    410: ("the page was taken away", "look for an archived copy and name it with --archived"),
    429: ("the server says: too many requests", "wait a while"),
    451: ("the page is withheld for legal reasons", "look for an archived copy"),
}


class FetchError(BeatbookError):
    """The page could not be fetched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to."""

    url: str  # where it came from in the end
    ending: str  # ".html", ".txt" or ".md"
    content: bytes  # in UTF-8 where the server names the charset; else as it came


def fetch(url: str) -> Fetched:
    """The page at an address.

    http and https only, at most MAX_REDIRECTS redirects, MAX_BYTES and WHOLE_SECONDS.  A page in the public web may not redirect to an
    address inside a private network; an address that is private itself may be asked for.  Raises FetchError.
    """
    address = _checked(url)
    began = time.monotonic()
    opener = _opener(_Guard())
    request = urllib.request.Request(  # noqa: S310 - http and https only, see _checked and _Redirects
        address,
        headers={"User-Agent": f"Beatbook/{__version__}", "Accept": "text/html,text/plain;q=0.9", "Accept-Encoding": "gzip, identity"},
    )
    try:
        with opener.open(request, timeout=SILENCE_SECONDS) as response:
            ending = _ending(response.headers, url)
            content = _read(response, began, url)
            return Fetched(response.url, ending or _sniffed(content, url), _in_utf8(content, response.headers))
    except urllib.error.HTTPError as error:
        error.close()
        raise _status_error(error, url) from error
    except urllib.error.URLError as error:
        raise _error(url, f"the server cannot be reached: {error.reason}", hint="check the address and your connection") from error
    except (TimeoutError, http.client.HTTPException, OSError, ValueError, zlib.error) as error:
        raise _error(url, f"the connection broke: {error or type(error).__name__}", hint="try again later") from error


def _checked(url: str) -> str:
    """The address as it goes over the wire.  Raises FetchError."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        ascii_host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError as error:
        raise _error(url, f"the address is broken: {error}", "https://…") from error
    if parts.scheme not in ("http", "https") or not host:
        raise _error(url, "the address is none of the web", "an address that begins with https:// or http://")
    if parts.username or parts.password:
        raise _error(url, "the address holds a name or password", "an address without one", "it would stand in the sidecar for all to read")
    place = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = place if port is None else f"{place}:{port}"
    safe = "/%:=&?~+!$,;'@()*[]"
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe=safe), quote(parts.query, safe=safe), ""))


# ---- the connection


class _Guard:
    """Watches where one fetch connects to: from the public web no redirect leads into a private network."""

    def __init__(self) -> None:
        self.began_private: bool | None = None

    def check(self, connection: http.client.HTTPConnection) -> None:
        peer = ip_address(connection.sock.getpeername()[0].partition("%")[0])
        inside = not (getattr(peer, "ipv4_mapped", None) or peer).is_global
        if self.began_private is None:
            self.began_private = inside
        elif inside and not self.began_private:
            connection.close()
            raise urllib.error.URLError(f"a redirect leads into a private network ({connection.host})")


class _Plain(http.client.HTTPConnection):
    def __init__(self, *arguments: Any, guard: _Guard | None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.guard = guard

    def connect(self) -> None:
        super().connect()
        if self.guard:
            self.guard.check(self)


class _Encrypted(http.client.HTTPSConnection):
    def __init__(self, *arguments: Any, guard: _Guard | None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.guard = guard

    def connect(self) -> None:
        super().connect()
        if self.guard:
            self.guard.check(self)


class _Web(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Opens http and https under the eyes of the guard.  Behind a proxy it is the proxy that connects."""

    def __init__(self, guard: _Guard) -> None:
        urllib.request.HTTPHandler.__init__(self)
        urllib.request.HTTPSHandler.__init__(self)
        self.guard = guard

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Plain, guard=self._guard_of(req)), req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Encrypted, guard=self._guard_of(req)), req)

    def _guard_of(self, request: urllib.request.Request) -> _Guard | None:
        return self.guard if urlsplit(request.full_url).netloc == request.host else None


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        try:
            return super().redirect_request(req, fp, code, msg, headers, _checked(newurl))  # type: ignore[arg-type]  # typeshed wants HTTPMessage
        except FetchError as error:
            fp.close()
            raise urllib.error.URLError(f"it redirects to {newurl[:200]}: {error.problems[0].found}") from error


def _opener(guard: _Guard) -> urllib.request.OpenerDirector:
    """Without the handlers for files, FTP and data: addresses that build_opener would add."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPCookieProcessor(),
        _Redirects(),
        _Web(guard),
    ):
        opener.add_handler(handler)
    return opener


# ---- the answer


def _read(response: Any, began: float, url: str) -> bytes:
    """The body, unpacked.  Raises FetchError when it is too long or takes too long."""
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", "deflate"):
        raise _error(url, f'the answer is packed as "{packing[:40]}"', "gzip or nothing", "save the page from your browser")
    unpack = None if packing == "identity" else zlib.decompressobj(wbits=47)
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += unpack.decompress(chunk, MAX_BYTES + 1 - len(content)) if unpack else chunk
        if len(content) > MAX_BYTES:
            found = f"the page has more than {MAX_BYTES // 2**20} MB"
            raise _error(url, found, "one article", "save its text as .txt, then `add` the file")
        if time.monotonic() - began > WHOLE_SECONDS:
            raise _error(url, f"the page was not there after {WHOLE_SECONDS:.0f} seconds", hint="try again later")
    if not content.strip():
        raise _error(url, "the page is empty", "a page with an article", "open it in your browser, save it as .html, then `add` the file")
    return bytes(content)


def _ending(headers: Message, url: str) -> str:
    """The ending for the kind of text that the server names, "" when it names none.  Raises FetchError for what is no text."""
    if headers.get("Content-Type") is None or headers.get_content_type() == "application/octet-stream":
        return ""
    kind = headers.get_content_type()
    if kind in _KINDS:
        return _KINDS[kind]
    name, hint = _FORMATS.get(kind, (kind[:60], "copy the article's text into a .txt file"))
    raise _error(url, f"the address leads to {name}", "a page or plain text", hint)


def _sniffed(content: bytes, url: str) -> str:
    start = content[:1000].lstrip().lower()
    if start.startswith(b"%pdf-"):
        raise _error(url, f"the address leads to {_FORMATS['application/pdf'][0]}", "a page", _FORMATS["application/pdf"][1])
    return ".html" if looks_like_html(content) else ".txt"


def looks_like_html(content: bytes) -> bool:
    """Does a text of unknown kind begin like a web page?"""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<!--", b"<body", b"<article"))


def _in_utf8(content: bytes, headers: Message) -> bytes:
    """The content in UTF-8 by the charset that the server names (it wins over the page's own); as it came when that does not fit."""
    charset = headers.get_content_charset()
    try:
        return content.decode(charset).encode("utf-8") if charset else content
    except (LookupError, UnicodeError):
        return content


def _status_error(error: urllib.error.HTTPError, url: str) -> FetchError:
    if "not allowed" in str(error.msg):  # said by urllib of a redirect to a file
        return _error(url, "it redirects to something that is not on the web", hint="open it in your browser and copy the last address")
    if 300 <= error.code < 400:
        return _error(
            url, f"the address redirects more than {MAX_REDIRECTS} times", hint="open it in your browser and copy the last address"
        )
    found, hint = _STATUS.get(error.code, ("the server is in trouble" if error.code >= 500 else "the server refuses", "try again later"))
    return _error(url, f"{found} (HTTP {error.code})", hint=hint)


def _error(url: str, found: str, wanted: str = "", hint: str = "") -> FetchError:
    return FetchError(Problem("fetch", url[:300], found, wanted, hint, severity="refused"))
