"""The machine's view of everything: what the last build found where it would read the very same, else merged."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from beatbook import files, merging
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.pipeline.versions import MERGED, version
from beatbook.reading import copy_index
from beatbook.stores import DamagedError, Store, hash_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing import HeldKnown, Settled
    from beatbook.content_files import ContentScan, HeldAnalyses
    from beatbook.merging.model import Merged
    from beatbook.pipeline.options import Options
    from beatbook.rules import Rules
    from beatbook.stores import Room


_COPIES = "copies"  # room


class Merging:
    """The machine's view of everything, as the last build found it where that would read the very same.

    It is loaded when somebody asks for it: where only texts were edited, nobody does.
    """

    def __init__(
        self,
        options: Options,
        analyses: HeldAnalyses,
        known: HeldKnown,
        rules: Rules,
        content: ContentScan,
        articles: Mapping[str, bytes],
        settled: Settled,
    ) -> None:
        self._options, self._analyses, self._known, self._rules = options, analyses, known, rules
        self.articles = articles  # id -> hash of the analysis
        code = files.code_fingerprint(".") + msgspec.json.encode(sorted(content.rules.items()))
        self.key = merging.merge_key(articles, known.digest(), hashlib.sha256(code).hexdigest(), options.as_of)
        self._store = Store(options.content / ".cache", MERGED, version())
        self._result: Merged | None = None
        self.is_known = settled.key == self.key
        self.as_of = settled.as_of if self.is_known else self.result().as_of

    def result(self) -> Merged:
        """All of it."""
        if self._result is None:
            with suppress(DamagedError):
                self._result = merging.parse_merged(self._rooms(), self.key, self._analyses)
        if self._result is None:
            identified = [IdentifiedAnalysis(id_, self._analyses[id_]) for id_ in sorted(self._analyses)]
            rules, pairs = merging.compile_rules(self._rules), self._overlapping()
            self._result = merging.merge(identified, self._known.whole(), rules, as_of=self._options.as_of, overlapping=pairs)
            self._hold(self._result)
        return self._result

    def digests(self) -> dict[str, bytes]:
        """ "events/ID", "profiles/ID" and "articles/ID" -> a hash of what is merged there now, of an article all but its analysis.

        What has the hash that it had in another build is what it was then.
        """
        if self._has_result():
            with suppress(DamagedError):
                rooms = (merging.EVENTS, merging.PROFILES, merging.ARTICLES)
                return {f"{name}/{id_}": digest for name in rooms for id_, digest in self._store.room(name).digests().items()}
        self._hold(self.result())
        return self.digests()

    def keep(self) -> None:
        """Writes what the next build may save itself.  Raises OSError where the disk refuses."""
        self._store.keep()

    def forget(self) -> None:
        """Lets go of it: once a build is planned, only `explain` asks for it."""
        self._result = None

    def _rooms(self) -> dict[str, Room]:
        return {name: self._store.room(name) for name in (merging.EVENTS, merging.PROFILES, merging.ARTICLES, merging.REST)}

    def _has_result(self) -> bool:
        """Whether the store has what is merged now."""
        with suppress(DamagedError):
            rest = merging.parse_rest(self._store.room(merging.REST).get("", b""))
            return rest is not None and rest.key == self.key
        return False

    def _overlapping(self) -> tuple[tuple[str, str], ...]:
        """The pairs of texts of which one repeats the other: those that changed are compared, with those that may be one of them."""
        sketches = {id_: self._analyses[id_].shingles for id_ in self._analyses}
        try:
            room = self._store.room(_COPIES)
            digests = room.digests()
            gone = dict.fromkeys(set(copy_index.kept_ids(room)) - sketches.keys())
            same = copy_index.find_same(sketches, digests, hash_value)
            room.put(copy_index.update_overlaps(room, {**gone, **{id_: sketch for id_, sketch in sketches.items() if id_ not in same}}))
        except (DamagedError, KeyError):
            self._store.clear()
            room = self._store.room(_COPIES)
            room.put(copy_index.index_overlaps(sketches))
        return copy_index.kept_pairs(room)

    def _hold(self, merged: Merged) -> None:
        """Puts into the store what is not there yet, and takes out what is no more."""
        try:
            rooms = self._rooms()
        except DamagedError:
            self._store.clear()
            rooms = self._rooms()
        for name, values in merging.format_merged(merged, self.key).items():
            before = rooms[name].digests()
            changed: dict[str, bytes | None] = {key: value for key, value in values.items() if before.get(key) != hash_value(value)}
            changed.update(dict.fromkeys(before.keys() - values.keys()))
            rooms[name].put(changed)
