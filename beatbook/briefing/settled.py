"""What a plan found that the next build need not find again, as long as what it rested on stands.

Three things are kept.  `plain`: documents whose text is to the letter what the machine writes for their view, so that nobody has to parse
the one or format the other to know that no person has edited it.  `made`: which views the machine made by itself from the events,
articles and profiles that were merged, so that where nothing is merged anew no sentence is written anew either.  Views and texts are told
by the hashes of their files; a view that differs from what is stored only by what planning adds is not kept a second time.

`quiet` are those documents, nearly all of a digest, that are plain, whose view is what the machine makes, and that have nothing to do with
what people wrote elsewhere: no correction is in them.  Of these it is kept what merging has to know, and while view and text are what they
were, nobody decodes either.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from beatbook.briefing.document import document_type
from beatbook.briefing.fields import is_true, maps_of, text_of
from beatbook.briefing.known import encode_known, known_of
from beatbook.briefing.lasting import NAMING, last_form, with_same_reasons
from beatbook.briefing.model import MachineView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Set

    from beatbook.briefing.model import BriefingPlan, Document

SHOWN = "shown"  # key of a view's `extra`: the hash of what the document showed when the view was stamped
OF_NOTES = ("edited", SHOWN)  # keys of a view's `extra` that an editor's note changes, and that no page shows
_CHECKSUM = 32
_SPEAKING = (*NAMING, "not_about", "split", "former_ids")  # keys of a document that reach beyond it


class Own(msgspec.Struct, array_like=True):
    """A view that the machine made and that is stored with more than planning adds."""

    front_matter: dict[str, Any]
    body: str
    extra: dict[str, Any]


class Made(msgspec.Struct, array_like=True):
    view: bytes  # hash of the view as it is stored, b"" where none is
    own: Own | None  # None: the stored view, without its stamp, is what the machine made
    listed: (
        bool  # whether the stored view lists the claims that were found, where they were found: not that of a brief that could not be read
    )


class Settled(msgspec.Struct, array_like=True):
    """What one build leaves for the next."""

    version: str = ""  # of the code
    key: str = ""  # of what was merged, as `merge_key` gives it
    as_of: str | None = None
    made: dict[str, Made] = {}  # of documents that are not quiet, and of those that are stored with the reasons of an earlier build
    plain: dict[str, tuple[bytes, bytes]] = {}  # path -> hashes of view and text, of documents that are not quiet
    quiet: dict[str, tuple[bytes, bytes, bytes]] = {}  # path -> hashes of view and text (b"": no file), and what is known of it
    articles: dict[str, bytes] = {}  # id -> hash of its analysis
    merged: dict[str, bytes] = {}  # "events/ID", "profiles/ID", "articles/ID" -> hash of what was merged there
    notices: dict[str, tuple[str, tuple[str, ...]]] = {}  # id -> its file and what its analysis has to say, where that is something
    standing: bytes = b""  # hash of what the build said in `_machine/settled.json`

    def find_quiet(self, views: Mapping[str, bytes], texts: Mapping[str, bytes]) -> dict[str, bytes]:
        """What is known of the documents that nobody need look at; `views` and `texts` are today's hashes by path."""
        return {path: known for path, (view, text, known) in self.quiet.items() if views.get(path) == view and texts.get(path, b"") == text}

    def find_plain(self, paths: Iterable[str], views: Mapping[str, bytes], texts: Mapping[str, bytes]) -> frozenset[str]:
        """Those documents of `paths` that are still what the machine wrote; `views` and `texts` are today's hashes by path."""
        return frozenset(path for path in paths if (held := self.plain_of(path)) and held == (views.get(path), texts.get(path)))

    def plain_of(self, path: str) -> tuple[bytes, bytes] | None:
        """The hashes of view and text of a document that was what the machine wrote; None for others."""
        quiet = self.quiet.get(path)
        return self.plain.get(path) if quiet is None else (quiet[0], quiet[1])

    def find_listed(self, views: Mapping[str, MachineView], digests: Mapping[str, bytes], articles: Mapping[str, bytes]) -> frozenset[str]:
        """The events of `views` that list claims of articles of which none has changed: each claim is where the view says."""
        same = {id_ for id_, digest in self.articles.items() if articles.get(id_) == digest}
        made = {path: made for path in views if path.startswith("events/") and (made := self.made_of(path))}
        return frozenset(
            path for path, made in made.items() if made.listed and digests.get(path) == made.view and articles_claimed(views[path]) <= same
        )

    def views_again(
        self, stored: Mapping[str, MachineView], digests: Mapping[str, bytes], quiet: Collection[str] = ()
    ) -> tuple[dict[str, MachineView], frozenset[str]]:
        """The views but `quiet` that the machine would make again from what was merged, and the paths of those that have to be made."""
        found: dict[str, MachineView] = {}
        paths = (self.made.keys() | self.quiet.keys()) - set(quiet)
        for path in sorted(paths):
            view, made = stored.get(path), self.made_of(path)
            if view is not None and made is not None and made.view and digests.get(path) == made.view:
                found[path] = self.view_again(path, view)
        return found, frozenset(paths - found.keys())

    def view_again(self, path: str, stored: MachineView) -> MachineView:
        """The view that the machine would make again where this one, which it left, is stored."""
        made = self.made.get(path)
        own = made.own if made else None
        return bare(stored) if own is None else MachineView(own.front_matter, own.body, None, own.extra)

    def had_page(self, path: str) -> bool:
        """Whether a quiet document had a file."""
        return path in self.quiet and self.quiet[path][1] != b""

    def made_of(self, path: str) -> Made | None:
        """What the machine made of a document by itself; None where that is nothing."""
        quiet = self.quiet.get(path)
        return self.made.get(path) or (None if quiet is None else Made(quiet[0], None, listed=True))


def settle(
    plan: BriefingPlan,
    views: Mapping[str, bytes],
    texts: Mapping[str, bytes],
    *,
    articles: Set[str] = frozenset(),
    before: Settled = Settled(),  # noqa: B008 - never changed
) -> Settled:
    """What a plan leaves, once it is carried out; `views` and `texts` are the hashes of what then stands, by path of the document.

    `articles`: ids of those that are analysed; `before`: what the last build left, for the documents that the plan did not look at.
    """
    settled = Settled(
        made={path: held for path, held in before.made.items() if path in plan.quiet},
        quiet={path: held for path, held in before.quiet.items() if path in plan.quiet},
    )
    documents = {document.path: document for document in plan.looked_at}
    for path, view in plan.made.items():
        final, digest, text = plan.views.get(path), views.get(path, b""), texts.get(path, b"")
        made, plain = _made(view, final, digest), path in plan.plain and path in texts and path in views
        same = final is not None and bare(final) == with_same_reasons(view, bare(final))
        if final is not None and same and made.listed and _is_quiet(path, final, documents.get(path), articles, plain=plain):
            held = before.quiet.get(path)
            known = held[2] if held is not None and held[:2] == (digest, text) else encode_known(known_of(path, documents.get(path), final))
            settled.quiet[path] = (digest, text, known)
            if made.own is not None:
                settled.made[path] = made
            continue
        settled.made[path] = made
        if plain:
            settled.plain[path] = (digest, text)
    return settled


def quieted(settled: Settled, views: Mapping[str, MachineView], texts: Collection[str], articles: Set[str]) -> Settled:
    """The same, with what is to be known of those documents that nobody need look at.

    `views`: all views as they stand; `texts`: the paths of all documents; `articles`: ids of those that are analysed.
    """
    found: dict[str, tuple[bytes, bytes, bytes]] = {}
    for path, made in settled.made.items():
        view, plain = views.get(path), settled.plain.get(path)
        if view is None or made.own is not None or not made.listed or (plain is None and path in texts):
            continue
        document = last_form(path, view) if plain else None
        if _is_quiet(path, view, document, articles, plain=plain is not None):
            found[path] = (made.view, plain[1] if plain else b"", encode_known(known_of(path, document, view)))
    rest = {path: made for path, made in settled.made.items() if path not in found}
    plain_rest = {path: held for path, held in settled.plain.items() if path not in found}
    return msgspec.structs.replace(settled, made=rest, plain=plain_rest, quiet=found)


def _is_quiet(path: str, view: MachineView, document: Document | None, articles: Set[str], *, plain: bool) -> bool:
    """Whether the next build need not look at a document that stands, with the view that the machine made."""
    if document is None:
        return document_type(path) not in ("event", "article") and not is_true(view.extra, "has_page")
    return plain and not any(view.front_matter.get(key) for key in _SPEAKING) and articles_claimed(view) <= articles


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


def _made(made: MachineView, final: MachineView | None, digest: bytes) -> Made:
    listed = final is not None and bool(digest) and final.extra.get("claims") == made.extra.get("claims")
    same = final is not None and bare(final) == made
    return Made(digest, None if same else Own(made.front_matter, made.body, made.extra), listed)


def articles_claimed(view: MachineView) -> frozenset[str]:
    """The articles whose claims a view lists."""
    return frozenset(text_of(claim, "article") for claim in maps_of(view.extra, "claims"))
