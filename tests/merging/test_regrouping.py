"""Claims grouped again after a change: what comes out is what grouping all of them finds."""

from __future__ import annotations

import os
import random
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from beatbook.analysis.model import Analysis
from beatbook.edtf import Interval
from beatbook.merging import board
from beatbook.merging.anchors import anchor
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.merging.regrouping import Editors, Regrouped, regroup
from beatbook.merging.resolved import make_atlas, resolve_claims
from beatbook.merging.traces import GroupTrace, Stand, TracesInMemory, trace_claims
from beatbook.reading.model import ArticleMetadata
from bench import regrouping as newsroom
from bench.merging import corpus
from bench.regrouping import newsroom_claims
from tests.merging.factories import RULES, Text, make_profile
from tests.merging.made_up import World

if TYPE_CHECKING:
    from beatbook.merging.affinity import Cluster, Link
    from beatbook.merging.grouping import Grouping
    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules

ARTICLES = int(os.environ.get("BEATBOOK_ARTICLES", "60"))
SEEDS = int(os.environ.get("BEATBOOK_SEEDS", "10"))
STEPS = int(os.environ.get("BEATBOOK_STEPS", "5"))


class Digest:
    """A world whose claims are grouped again after each change."""

    def __init__(self, world: World) -> None:
        self.world = world
        traced = self.trace()
        self.traces = TracesInMemory(traced.traces, traced.stand)

    def trace(self):
        editors = self.world.editors()
        return trace_claims(self.world.claims(), RULES, known=editors.known, apart=editors.apart, spoken=editors.spoken, days=editors.days)

    def whole(self) -> Grouping:
        return self.trace().grouping

    def again(self, changed) -> Regrouped:
        claims = self.world.articles
        found = regroup(self.traces, changed, lambda article: claims.get(article, ()), RULES, self.world.editors(), most=2.0)
        self.traces.replace(found.gone, found.traces, found.stand)
        return found

    def groups(self):
        return {trace.claims: trace.reasons for trace in self.traces.traces.values()}


def change(world: World, digest: Digest) -> set[str]:
    """Something that may happen between two builds; the articles that it changed."""
    draw = world.draw
    what = draw.randrange(10)
    names = sorted(world.articles)
    if what < 4 or not names:
        name = f"article-{draw.randrange(1000):04}"
        world.write(name)
        return {name}
    if what == 4:
        name = draw.choice(names)
        world.change_a_claim(name)
        return {name}
    if what == 5:
        name = draw.choice(names)
        del world.articles[name]
        return {name}
    if what == 6:
        two = set(draw.sample(names, min(2, len(names))))
        for name in sorted(two):
            world.write(name)
        return two
    world.speak(sorted(digest.groups()))
    return set()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_grouped_again_is_what_is_grouped_anew(seed):
    """After any sequence of changes, of articles and of editors' words, the groups are those of the full grouping, and so are the near pairs."""
    draw = random.Random(seed)  # noqa: S311  # made-up claims, no secret
    world = World(draw, span=draw.choice((20, 120, 400, 2000)), longest=draw.choice((2, 4, 8)))
    for number in range(draw.choice((0, 5, 20, 60))):
        world.write(f"article-{number:04}")
    digest = Digest(world)

    for _ in range(STEPS):
        found = digest.again(change(world, digest))

        whole = digest.whole()
        assert digest.groups() == {tuple(claim.key for claim in group.claims): group.reasons for group in whole.groups}
        assert set(found.new) <= set(whole.groups)
        assert digest.traces.stand.near_pairs() == whole.near


def test_articles_of_a_newsroom_one_by_one():
    """Each article that comes changes the groups as if all had been grouped anew."""
    claims = newsroom_claims(ARTICLES)
    digest = newsroom.Digest({}, RULES)

    for name, told in claims.items():
        digest.change({name: told})
        assert not digest.differs(), name


def _looked_at(articles: int, monkeypatch: pytest.MonkeyPatch) -> tuple[float, float]:
    """Claims looked at, and pairs of clusters compared, for an article that is added to so many, on average.

    A hundred articles a year, so that what is told of one time and of the same people is as much in a small digest as in a large one.
    """
    analyses, resolution = corpus(articles, years=Interval(date(1990, 1, 1), date(1989 + articles // 100, 12, 31)))
    atlas = make_atlas(resolution.profiles)
    claims = {each.id: resolve_claims(anchor(each, None), resolution.entity_ids[each.id], atlas, RULES) for each in analyses}
    digest = newsroom.Digest(claims, RULES)
    added = random.Random(1).sample(sorted(claims), 40)  # noqa: S311  # a sample, no secret
    looked, compared = 0, 0
    link = board.link

    def counted(one: Cluster, other: Cluster, rules: MergingRules) -> Link:
        nonlocal compared
        compared += 1
        return link(one, other, rules)

    for name in added:
        digest.change({name: ()})
        monkeypatch.setattr(board, "link", counted)
        looked += digest.change({name: claims[name]}).claims
        monkeypatch.setattr(board, "link", link)
    return looked / len(added), compared / len(added)


def test_an_article_more_costs_the_same_among_few_and_among_many(monkeypatch):
    """Sixteen times the articles: neither the claims that are looked at nor the pairs that are compared grow with them."""
    few, more, many = (_looked_at(articles, monkeypatch) for articles in (300, 1200, 4800))

    assert few[0] > 3
    assert max(more[0], many[0]) < 2 * few[0]
    assert max(more[1], many[1]) < 2 * few[1]
    assert many[0] < 0.02 * 3 * 4800


def told(*articles: str) -> dict[str, tuple[ResolvedClaim, ...]]:
    """The claims of articles a, b, c, ..., each written as in rules/merging.yaml, one a line."""
    analyses, ids = {}, {}
    for name, lines in zip("abcdefgh", articles, strict=False):
        text = Text()
        published = [text.add(line.strip()) for line in lines.splitlines()][-1]
        metadata = ArticleMetadata(f"{name}.txt", name, published=published, published_basis="stated")
        analyses[name] = IdentifiedAnalysis(name, Analysis(metadata, tuple(text.timexes), tuple(text.entities), claims=tuple(text.claims)))
        ids[name] = tuple(text.ids)
    atlas = make_atlas([make_profile(id_) for id_ in sorted({id_ for here in ids.values() for id_ in here})])
    return {name: resolve_claims(anchor(analysis, None), ids[name], atlas, RULES) for name, analysis in analyses.items()}


HELD = "meeting berg+lund happened 2021-05-04 (2021-05-05)"
VAGUE = "meeting berg+lund happened def (2021-05-09)"
ELSEWHERE = "meeting moe+quispe happened 2014-02-03 @lima (2014-02-04)"


def groups_of(digest: newsroom.Digest) -> set[str]:
    return {"".join(key.article for key in trace.claims) for trace in digest.traces.traces.values()}


def test_what_is_told_of_other_people_and_times_is_not_looked_at():
    """An article on something else is grouped by itself."""
    claims = told(HELD, VAGUE, ELSEWHERE)
    digest = newsroom.Digest({name: claims[name] for name in "ab"}, RULES)

    found = digest.change({"c": claims["c"]})

    assert (found.claims, found.gone, len(found.new)) == (1, (), 1)
    assert groups_of(digest) == {"ab", "c"}


def test_a_report_of_a_known_event_joins_its_group():
    """Whoever tells of the same meeting on the same day belongs to its group, which is gone, and a larger one is new."""
    claims = told(HELD, ELSEWHERE, HELD)
    digest = newsroom.Digest({name: claims[name] for name in "ab"}, RULES)

    found = digest.change({"c": claims["c"]})

    assert groups_of(digest) == {"ac", "b"}
    assert len(found.gone) == len(found.new) == 1


def test_a_group_comes_apart_when_something_else_may_be_meant():
    """Of two meetings that fit as well, a plan recalled without a day means neither: the group that it was of is looked at again."""
    claims = told(
        "meeting berg+lund planned 2021-05-04 (2021-05-01)",
        "meeting berg+lund planned bg (2021-05-02)",
        "meeting berg+lund planned 2021-05-12 (2021-05-01)",
    )
    digest = newsroom.Digest({name: claims[name] for name in "ab"}, RULES)
    assert groups_of(digest) == {"ab"}

    digest.change({"c": claims["c"]})

    assert groups_of(digest) == {"a", "b", "c"}


def test_an_article_that_is_gone_leaves_its_group():
    """What stays of a group is grouped anew, and nothing keeps the claims of the article that is gone."""
    claims = told(HELD, HELD, ELSEWHERE)
    digest = newsroom.Digest(claims, RULES)

    digest.change({"a": ()})

    assert groups_of(digest) == {"b", "c"}
    assert not digest.differs()


def test_where_too_much_hangs_together_nothing_is_said():
    """Where more groups would have to be looked at than is allowed, all claims are to be grouped."""
    claims = told(HELD, VAGUE)
    traced = trace_claims(list(claims["a"]), RULES, known={})

    found = regroup(TracesInMemory(traced.traces, traced.stand), {"b"}, lambda name: claims[name], RULES, Editors({}), most=0)

    assert found is None


def test_traces_are_plain_values():
    """What a grouping leaves behind is written down and read again as it was."""
    traced = trace_claims([claim for here in told(HELD, VAGUE, ELSEWHERE).values() for claim in here], RULES, known={})

    again = msgspec.msgpack.decode(msgspec.msgpack.encode(traced.traces), type=tuple[GroupTrace, ...])
    stand = msgspec.msgpack.decode(msgspec.msgpack.encode(traced.stand), type=Stand)

    assert (again, stand) == (traced.traces, traced.stand)
