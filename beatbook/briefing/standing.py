"""`_machine/settled.json`: that what lies under content/ is what the machine makes of it.

A build knows from caches what it need not find again; a clone has none.  So a build leaves, beside the machine's views, hashes of all
documents and views and of all analyses, as they stand when it ends.  Where the files of a clone have these hashes, under the same code and
rules, merging would find what the views say already, and all documents but those named here are to the letter what the machine writes.

It holds no truth of its own and is never trusted beyond its hashes: deleted, damaged, of other code, or merged by git into nonsense it
costs time, and the next build writes it anew.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.briefing.model import FOLDERS
from beatbook.briefing.settled import Made, Own, Settled

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDING = "_machine/settled.json"  # under content/
_ANALYSES = "_machine/articles/"
_UNREAD = (STANDING, "_machine/editions/", f"{FOLDERS['page']}/")  # merging reads neither
_ENCODER = msgspec.json.Encoder(order="deterministic")
_ABOUT = "what the last build left is what it would make again; written by each build, safe to delete"


class Sums(msgspec.Struct, frozen=True):
    """Hashes of what merging reads under content/, in hexadecimal digits."""

    documents: str  # of all documents with their views
    analyses: str
    rules: str  # of the publisher's own


class _View(msgspec.Struct):
    """What the machine made of a document by itself, where the view as it stands is more than that."""

    front_matter: dict[str, Any]
    body: str
    extra: dict[str, Any]


class _Other(msgspec.Struct, omit_defaults=True):
    """A document that is not as nearly all are: to the letter what the machine writes for a view that it makes of what was merged."""

    plain: bool = False  # it is to the letter what the machine writes for its view
    made: bool = False  # the machine makes a view of it
    listed: bool = False  # that view lists the claims that are found
    view: _View | None = None  # None: it is the view as it stands, but for what planning adds


class Standing(msgspec.Struct):
    """What the file holds."""

    about: str
    code: str  # stands for the code and the libraries
    documents: str
    analyses: str
    rules: str
    as_of: str | None
    others: dict[str, _Other]
    notices: dict[str, tuple[str, tuple[str, ...]]]
    check: str  # hash of all this: git may take some lines of one branch and some of another

    def is_of(self, sums: Sums) -> bool:
        """Whether it speaks of these files."""
        return (self.documents, self.analyses, self.rules) == (sums.documents, sums.analyses, sums.rules)


def sum_up(digests: Mapping[str, bytes], rules: Mapping[str, str]) -> Sums:
    """The hashes of what a folder holds: `digests` by path under content/, and the publisher's own rules by name."""
    documents = [path for path in digests if not path.startswith((_ANALYSES, *_UNREAD))]
    return Sums(_sum(digests, documents), sum_of_analyses(digests), sha256(msgspec.json.encode(sorted(rules.items()))).hexdigest())


def sum_of_analyses(digests: Mapping[str, bytes]) -> str:
    """What stands for all analyses; `digests` by path under content/."""
    return _sum(digests, [path for path in digests if path.startswith(_ANALYSES)])


def analyses_vouched_for(content: bytes | None, code: str) -> str | None:
    """The sum of the analyses that the build which left this file could decode; None where it was of other code, or the file is damaged."""
    standing = parse_standing(content)
    return standing.analyses if standing is not None and standing.code == code else None


def _sum(digests: Mapping[str, bytes], paths: list[str]) -> str:
    paths.sort()
    names = sha256("\n".join(paths).encode("utf-8", "surrogateescape")).digest()
    return sha256(names + b"".join([digests[path] for path in paths])).hexdigest()


def format_standing(settled: Settled, sums: Sums, views: Mapping[str, bytes], texts: Mapping[str, bytes], code: str) -> bytes:
    """The file that a build leaves; `views` and `texts` are the hashes of what then stands, by path of the document.

    JSON, an entry a line, so that git shows what changed.
    """
    others = {
        path: other for path in sorted(views.keys() - settled.quiet.keys()) if (other := _other(path, settled, views, texts)) is not None
    }
    head = {"about": _ABOUT, "code": code, **msgspec.structs.asdict(sums), "as_of": settled.as_of}
    lines = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    lines += [_lines("others", others), _lines("notices", dict(sorted(settled.notices.items())))]
    lines.append(f"{_json('check')}: {_json(_check(*head.values(), others, settled.notices))}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _check(*values: object) -> str:
    return sha256(_ENCODER.encode(values)).hexdigest()


def _other(path: str, settled: Settled, views: Mapping[str, bytes], texts: Mapping[str, bytes]) -> _Other | None:
    """What is to be said of a document; None where it is as nearly all are."""
    made, plain = settled.made_of(path), settled.plain_of(path) == (views[path], texts.get(path))
    if made is None or made.view != views[path]:
        return _Other(plain)
    if made.own is None and made.listed and plain == (path in texts):
        return None
    view = None if made.own is None else _View(made.own.front_matter, made.own.body, made.own.extra)
    return _Other(plain, made=True, listed=made.listed, view=view)


def _lines(key: str, entries: Mapping[str, object]) -> str:
    inside = ",\n".join(f" {_json(name)}: {_json(entry)}" for name, entry in entries.items())
    return f"{_json(key)}: {{\n{inside}\n}}" if entries else f"{_json(key)}: {{}}"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def parse_standing(content: bytes | None) -> Standing | None:
    """What the file holds; None where there is none or where it is damaged."""
    try:
        standing = msgspec.json.decode(content or b"", type=Standing)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return None
    *values, check = msgspec.structs.astuple(standing)
    return standing if _check(*values) == check else None


def settled_by(
    standing: Standing, digest: bytes, views: Mapping[str, bytes], texts: Mapping[str, bytes], articles: Mapping[str, bytes]
) -> Settled:
    """What the build that left the file found, for files that it speaks of: as a cache would hold it, but the key of what was merged.

    `digest` is the hash of the file; `views` and `texts` are hashes by path of the document, `articles` those of the analyses by id.
    """
    settled = Settled(as_of=standing.as_of, articles=dict(articles), notices=dict(standing.notices), standing=digest)
    usual = _Other(plain=True, made=True, listed=True)
    for path, view in views.items():
        other = standing.others.get(path, usual)
        if other.made:
            own = None if other.view is None else Own(other.view.front_matter, other.view.body, other.view.extra)
            settled.made[path] = Made(view, own, other.listed)
        if other.plain and path in texts:
            settled.plain[path] = (view, texts[path])
    return settled
