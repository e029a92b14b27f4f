"""What is looked at when one article is added, by number of articles: it must not grow with them.

    python bench/regrouping.py [N ...] [--added 30] [--check]

The made-up newsroom of bench/corpus.py: each of some articles is taken out of the digest and put in again.  `--check` compares what
comes out with the grouping of all claims, after each step.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from beatbook import analysis, merging, reading  # noqa: E402
from beatbook.merging.anchors import anchor  # noqa: E402
from beatbook.merging.identity import resolve_profiles  # noqa: E402
from beatbook.merging.model import IdentifiedAnalysis, Known  # noqa: E402
from beatbook.merging.regrouping import Editors, Regrouped, regroup  # noqa: E402
from beatbook.merging.resolved import make_atlas, resolve_claims  # noqa: E402
from beatbook.merging.traces import TracesInMemory, trace_claims  # noqa: E402
from beatbook.reading.model import InboxFile  # noqa: E402
from bench.clusters import read_rules  # noqa: E402
from bench.corpus import Newsroom  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

Claims = dict[str, tuple["ResolvedClaim", ...]]  # by article


def newsroom_claims(count: int) -> Claims:
    """The claims of so many articles, in the order in which they come."""
    rules = read_rules()
    reading_rules, analysis_rules, merging_rules = reading.compile_rules(rules), analysis.compile_rules(rules), merging.compile_rules(rules)
    analyses = []
    for story in islice(Newsroom().stories(), count):
        read = reading.read_article(InboxFile(f"{story.name}.txt", story.text.encode(), story.sidecar.encode()), reading_rules)
        assert read.article is not None, read.problems  # noqa: S101  # a corpus that cannot be read is a mistake in it
        analyses.append(IdentifiedAnalysis(story.name, analysis.analyse(read.article, analysis_rules)))
    resolution = resolve_profiles(sorted(analyses, key=lambda each: each.id), Known(), merging_rules)
    atlas = make_atlas(resolution.profiles)
    return {each.id: resolve_claims(anchor(each, None), resolution.entity_ids[each.id], atlas, merging_rules) for each in analyses}


@dataclass
class Digest:
    """Articles whose claims are grouped, and grouped again."""

    articles: Claims
    rules: MergingRules

    def __post_init__(self) -> None:
        traced = trace_claims(self.claims(), self.rules, known={})
        self.traces = TracesInMemory(traced.traces, traced.stand)
        self.asked: set[str] = set()

    def claims(self) -> list[ResolvedClaim]:
        return [claim for claims in self.articles.values() for claim in claims]

    def change(self, articles: Mapping[str, tuple[ResolvedClaim, ...]]) -> Regrouped:
        """Puts articles in, or takes out those that come without claims."""
        self.articles = {id_: claims for id_, claims in {**self.articles, **articles}.items() if claims}
        self.asked = set()
        found = regroup(self.traces, articles.keys(), self._claims_of, self.rules, Editors({}), most=2.0)
        assert found is not None  # noqa: S101  # no bound was given
        self.traces.replace(found.gone, found.traces, found.stand)
        return found

    def differs(self) -> bool:
        """Whether it is not what grouping all claims makes of them."""
        whole = trace_claims(self.claims(), self.rules, known={}).grouping
        groups = {trace.claims: trace.reasons for trace in self.traces.traces.values()}
        same = groups == {tuple(claim.key for claim in group.claims): group.reasons for group in whole.groups}
        return not same or self.traces.stand.near_pairs() != whole.near

    def _claims_of(self, article: str) -> Sequence[ResolvedClaim]:
        self.asked.add(article)
        return self.articles.get(article, ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]  # it has one
    parser.add_argument("counts", nargs="*", type=int, default=[250, 1000])
    parser.add_argument("--added", type=int, default=30)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    gc.disable()
    claims, rules = newsroom_claims(max(options.counts)), merging.compile_rules(read_rules())
    for count in options.counts:
        digest = Digest(dict(islice(claims.items(), count)), rules)
        figures: dict[str, list[float]] = defaultdict(list)
        wrong = 0
        for name in random.Random(1).sample(sorted(digest.articles), options.added):  # noqa: S311  # a sample, no secret
            kept = digest.articles[name]
            digest.change({name: ()})
            wrong += options.check and digest.differs()
            began = time.process_time()
            found = digest.change({name: kept})
            figures["ms of CPU"].append((time.process_time() - began) * 1000)
            figures["claims"].append(found.claims)
            figures["articles"].append(len(digest.asked))
            figures["new groups"].append(len(found.new))
            wrong += options.check and digest.differs()
        print(f"{count:6} articles, {len(digest.claims()):6} claims, {len(digest.traces):6} groups" + f"; {wrong} wrong" * options.check)
        for what, values in figures.items():
            print(f"    {what:10} {_spread(values)}")


def _spread(values: Iterable[float]) -> str:
    """Median, nine tenths, most."""
    ordered = sorted(values)
    return "  ".join(f"{ordered[min(int(len(ordered) * share), len(ordered) - 1)]:6.1f}" for share in (0.5, 0.9, 1.0))


if __name__ == "__main__":
    main()
