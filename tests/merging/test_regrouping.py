"""Claims grouped again after a change: what comes out is what grouping all of them finds."""

from __future__ import annotations

import os
import random

import pytest

from beatbook.merging.grouping import Grouping, group_claims
from beatbook.merging.regrouping import Regrouped, regroup
from beatbook.merging.traces import TracesInMemory, trace_claims
from tests.merging.factories import RULES
from tests.merging.made_up import World

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
        editors = self.world.editors()
        return group_claims(self.world.claims(), RULES, known=editors.known, apart=editors.apart, spoken=editors.spoken, days=editors.days)

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
