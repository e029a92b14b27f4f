"""The machine's view of everything: what the last build found where it would read the very same, else merged."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from beatbook import files, merging
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.pipeline.versions import MERGED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.briefing import Settled
    from beatbook.content_files import ContentScan, HeldAnalyses
    from beatbook.merging.model import Known, Merged
    from beatbook.pipeline.options import Options
    from beatbook.rules import Rules


class Merging:
    """The machine's view of everything, as the last build found it where that would read the very same.

    It is loaded when somebody asks for it: where only texts were edited, nobody does.
    """

    def __init__(
        self,
        options: Options,
        analyses: HeldAnalyses,
        known: Known,
        rules: Rules,
        content: ContentScan,
        articles: Mapping[str, bytes],
        settled: Settled,
    ) -> None:
        self._options, self._analyses, self._known, self._rules = options, analyses, known, rules
        self.articles = articles  # id -> hash of the analysis
        code = files.code_fingerprint(".") + msgspec.json.encode(sorted(content.rules.items()))
        self.key = merging.merge_key(articles, known, hashlib.sha256(code).hexdigest(), options.as_of)
        self.kept: dict[str, bytes] = {}  # what the next build may save itself
        self._result: Merged | None = None
        self.is_known = settled.key == self.key
        self.as_of = settled.as_of if self.is_known else self.result().as_of

    def result(self) -> Merged:
        if self._result is None:
            self._result = merging.parse_merged(files.read_cache(self._options.content, MERGED), self.key, self._analyses)
        if self._result is None:
            identified = [IdentifiedAnalysis(id_, self._analyses[id_]) for id_ in sorted(self._analyses)]
            self._result = merging.merge(identified, self._known, merging.compile_rules(self._rules), as_of=self._options.as_of)
            self.kept = {MERGED: merging.format_merged(self._result, self.key)}
        return self._result

    def forget(self) -> None:
        """Lets go of it: once a build is planned, only `explain` asks for it."""
        self._result = None
