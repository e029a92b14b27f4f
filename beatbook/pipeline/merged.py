"""The machine's view of everything: what the last build found where it would read the very same, else merged."""

from __future__ import annotations

import hashlib
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from beatbook import files, merging
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.pipeline.versions import MERGED, version
from beatbook.reading import copy_index
from beatbook.stores import DamagedError, Store, hash_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.briefing import HeldKnown, Settled
    from beatbook.content_held import ContentScan, HeldAnalyses
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
        stands: Callable[[], bool],
    ) -> None:
        """`stands`: whether a build said, if under another key, that what lies there is what merging finds."""
        self._options, self._analyses, self._known, self._rules = options, analyses, known, rules
        self.articles = articles  # id -> hash of the analysis
        code = files.code_fingerprint(".") + msgspec.json.encode(sorted(content.rules.items()))
        self._code = hashlib.sha256(code).hexdigest()
        self.key = merging.merge_key(articles, known.digest(), self._code, options.as_of)
        self._store = Store(options.content / ".cache", MERGED, version())
        self._result: Merged | None = None
        self.is_known = settled.key == self.key or stands()
        self.as_of = settled.as_of if self.is_known else self._day()

    def result(self) -> Merged:
        """All of it."""
        if self._result is None and self._has_result():
            self._result = self._read()
        if self._result is None and self._merge_again():
            self._result = self._read()
        if self._result is None:
            self._result = self._merge_whole()
        return self._result

    def _read(self) -> Merged | None:
        """What the store has, whole; None where it is damaged, and is emptied."""
        found = None
        with suppress(DamagedError):
            found = merging.parse_merged(self._rooms(), self.key, self._analyses)
        if found is None:
            self._store.clear()
        return found

    def digests(self) -> dict[str, bytes]:
        """ "events/ID", "profiles/ID" and "articles/ID" -> a hash of what is merged there now, of an article all but its analysis.

        What has the hash that it had in another build is what it was then.
        """
        self._bring_up()
        rooms = (merging.EVENTS, merging.PROFILES, merging.ARTICLES)
        return {f"{name}/{id_}": digest for name in rooms for id_, digest in self._store.room(name).digests().items()}

    def keep(self) -> None:
        """Writes what the next build may save itself.  Raises OSError where the disk refuses."""
        self._store.keep()

    def forget(self) -> None:
        """Lets go of it: once a build is planned, only `explain` asks for it."""
        self._result = None

    def _rooms(self) -> dict[str, Room]:
        names = (merging.EVENTS, merging.PROFILES, merging.ARTICLES, merging.REST, *merging.REMEMBERED)
        return {name: self._store.room(name) for name in names}

    def _day(self) -> str | None:
        self._bring_up()
        rest = merging.parse_rest(self._store.room(merging.REST).get("", b""))
        return rest.as_of if rest else None

    def _has_result(self) -> bool:
        """Whether the store has what is merged now."""
        with suppress(DamagedError):
            rest = merging.parse_rest(self._store.room(merging.REST).get("", b""))
            return rest is not None and rest.key == self.key
        return False

    def _bring_up(self) -> None:
        """Makes the store hold what is merged now."""
        if not self._has_result() and not self._merge_again():
            self._result = self._merge_whole()

    def _merge_again(self) -> bool:
        """Merges what can be other than it was; whether that was possible."""
        try:
            memory = merging.Memory(self._rooms())
            before = memory.standing()
            if before is None or self._options.as_of:
                return False
            edited = {id_ for id_, digest in self.articles.items() if id_ not in before.articles or before.articles[id_].digest != digest}
            sketches = {id_: self._analyses[id_].shingles for id_ in edited}
            pairs = self._overlapping({**dict.fromkeys(before.articles.keys() - self.articles.keys()), **sketches})
            now = self._inputs(pairs)
            merging.merge_again(memory, now)
        except merging.WholeError:
            return False
        except (DamagedError, LookupError, msgspec.DecodeError):  # not what was written
            self._store.clear()
            return False
        return True

    def _merge_whole(self) -> Merged:
        self._store.reset()
        pairs = self._overlapping(None)
        now = self._inputs(pairs)
        identified = [IdentifiedAnalysis(id_, self._analyses[id_]) for id_ in sorted(self._analyses)]
        whole = merging.merge_whole(identified, now.known, now.rules, as_of=self._options.as_of, overlapping=pairs)
        self._hold(whole.merged)
        merging.remember(merging.Memory(self._rooms()), whole, now)
        return whole.merged

    def _inputs(self, pairs: Sequence[tuple[str, str]]) -> merging.Inputs:
        rules = merging.compile_rules(self._rules)
        return merging.Inputs(self._analyses, self.articles, self._known.whole(), rules, pairs, self._code, self.key)

    def _overlapping(self, changed: Mapping[str, tuple[int, ...] | None] | None) -> tuple[tuple[str, str], ...]:
        """The pairs of texts of which one repeats the other: those that changed are compared, with those that may be one of them.

        None: which ones did is not known.
        """
        try:
            room = self._store.room(_COPIES)
            if changed is None:
                sketches = {id_: self._analyses[id_].shingles for id_ in self._analyses}
                same = copy_index.find_same(sketches, room.digests(), hash_value)
                changed = dict.fromkeys(set(copy_index.kept_ids(room)) - sketches.keys())
                changed |= {id_: sketch for id_, sketch in sketches.items() if id_ not in same}
            room.put(copy_index.update_overlaps(room, changed))
        except (DamagedError, LookupError, msgspec.DecodeError, struct.error):
            self._store.clear()
            room = self._store.room(_COPIES)
            room.put(copy_index.index_overlaps({id_: self._analyses[id_].shingles for id_ in self._analyses}))
        return copy_index.kept_pairs(room)

    def _hold(self, merged: Merged) -> None:
        """Puts into the store what is not there yet, and takes out what is no more."""
        rooms = self._rooms()
        for name, values in merging.format_merged(merged, self.key).items():
            before = rooms[name].digests()
            changed: dict[str, bytes | None] = {key: value for key, value in values.items() if before.get(key) != hash_value(value)}
            changed.update(dict.fromkeys(before.keys() - values.keys()))
            rooms[name].put(changed)
