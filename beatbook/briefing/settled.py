"""What a plan found that the next build need not find again, as long as what it rested on stands.

Two things are kept.  `plain`: documents whose text is to the letter what the machine writes for their view, so that nobody has to parse
the one or format the other to know that no person has edited it.  `made`: which views the machine made by itself from the events,
articles and profiles that were merged, so that where nothing is merged anew no sentence is written anew either.  Views and texts are told
by the hashes of their files; a view that differs from what is stored only by what planning adds is not kept a second time.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.briefing.model import MachineView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing.model import BriefingPlan

SHOWN = "shown"  # key of a view's `extra`: the hash of what the document showed when the view was stamped
OF_NOTES = ("edited", SHOWN)  # keys of a view's `extra` that an editor's note changes, and that no page shows
_CHECKSUM = 32


class _Own(msgspec.Struct, array_like=True):
    """A view that the machine made and that is stored with more than planning adds."""

    front_matter: dict[str, Any]
    body: str
    extra: dict[str, Any]


class _Made(msgspec.Struct, array_like=True):
    view: bytes  # hash of the view as it is stored, b"" where none is
    own: _Own | None  # None: the stored view, without its stamp, is what the machine made
    listed: (
        bool  # whether the stored view lists the claims that were found, where they were found: not that of a brief that could not be read
    )


class Settled(msgspec.Struct, array_like=True):
    """What one build leaves for the next."""

    version: str = ""  # of the code
    key: str = ""  # of what was merged, as `merge_key` gives it
    as_of: str | None = None
    made: dict[str, _Made] = {}
    plain: dict[str, tuple[bytes, bytes]] = {}  # path -> hashes of view and text
    articles: dict[str, bytes] = {}  # id -> hash of its analysis
    notices: dict[str, tuple[str, tuple[str, ...]]] = {}  # id -> its file and what its analysis has to say, where that is something

    def find_plain(self, views: Mapping[str, bytes], texts: Mapping[str, bytes]) -> frozenset[str]:
        """The documents that are still what the machine wrote; `views` and `texts` are today's hashes by path."""
        return frozenset(path for path, (view, text) in self.plain.items() if views.get(path) == view and texts.get(path) == text)

    def find_listed(self, views: Mapping[str, MachineView], digests: Mapping[str, bytes], articles: Mapping[str, bytes]) -> frozenset[str]:
        """The events whose view lists claims of articles of which none has changed: each claim is where the view says."""
        same = {id_ for id_, digest in self.articles.items() if articles.get(id_) == digest}
        return frozenset(
            path
            for path, made in self.made.items()
            if path.startswith("events/") and made.listed and digests.get(path) == made.view and _rests_on(views[path], same)
        )

    def views_again(self, stored: Mapping[str, MachineView], digests: Mapping[str, bytes]) -> tuple[dict[str, MachineView], frozenset[str]]:
        """The views that the machine would make again from what was merged, and the paths of those that have to be made."""
        found: dict[str, MachineView] = {}
        for path, made in self.made.items():
            view = stored.get(path)
            if view is not None and made.view and digests.get(path) == made.view:
                found[path] = bare(view) if made.own is None else MachineView(made.own.front_matter, made.own.body, None, made.own.extra)
        return found, frozenset(self.made.keys() - found.keys())


def settle(plan: BriefingPlan, views: Mapping[str, bytes], texts: Mapping[str, bytes]) -> Settled:
    """What a plan leaves, once it is carried out; `views` and `texts` are the hashes of what then stands, by path of the document."""
    made = {path: _made(view, plan.views.get(path), views.get(path, b"")) for path, view in plan.made.items()}
    plain = {path: (views[path], texts[path]) for path in sorted(plan.plain) if path in views and path in texts}
    return Settled(made=made, plain=plain)


def bare(view: MachineView) -> MachineView:
    """The view without its stamp, as the machine made it."""
    return replace(view, updated=None, extra={key: value for key, value in view.extra.items() if key != SHOWN})


def format_settled(settled: Settled) -> bytes:
    """The bytes to keep, a checksum in front."""
    content = msgspec.msgpack.encode(settled)
    return sha256(content).digest() + content


def parse_settled(content: bytes | None, version: str) -> Settled:
    """What was kept by this version of the code; nothing where that is damaged or of another one."""
    if not content or sha256(content[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
        return Settled()
    try:
        settled = msgspec.msgpack.decode(content[_CHECKSUM:], type=Settled)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return Settled()
    return settled if settled.version == version else Settled()


def _made(made: MachineView, final: MachineView | None, digest: bytes) -> _Made:
    listed = final is not None and bool(digest) and final.extra.get("claims") == made.extra.get("claims")
    same = final is not None and bare(final) == made
    return _Made(digest, None if same else _Own(made.front_matter, made.body, made.extra), listed)


def _rests_on(view: MachineView, articles: set[str]) -> bool:
    claims = view.extra.get("claims", [])
    return isinstance(claims, list) and all(isinstance(claim, dict) and claim.get("article") in articles for claim in claims)
