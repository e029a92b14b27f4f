"""Groups of claims that carry no event of their own: nothing that a brief could say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.merging.dating import FORWARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.merging.resolved import ResolvedClaim
    from beatbook.merging.ruleset import MergingRules


def why_dropped(claims: Sequence[ResolvedClaim], rules: MergingRules) -> str | None:
    """Why this group becomes no event; None when it becomes one."""
    kinds = {claim.kind for claim in claims}
    holds = _conditions(claims, rules)
    for leftover in rules.leftovers:
        if (not leftover.kinds or kinds <= leftover.kinds) and leftover.when <= holds:
            return leftover.because
    return None


def _conditions(claims: Sequence[ResolvedClaim], rules: MergingRules) -> frozenset[str]:
    """What is true of the whole group, in the words of the rules of type "leftover"."""
    people = {person for claim in claims for person in claim.people}
    acts = set(rules.acts.values())
    actors = {actor.id for claim in claims for actor in claim.actors}
    facts = {
        "undated": all(claim.days is None for claim in claims),
        "coarse": all(claim.days is None or claim.days.days > 31 for claim in claims),
        "several": all(rules.several.search(claim.text) for claim in claims),
        "vague": all(claim.claim.when is None for claim in claims),
        "placeless": not any(claim.place for claim in claims),
        "background": all(claim.claim.background for claim in claims),
        "definite": all(claim.claim.definite for claim in claims),
        "nobody": not actors,
        "no-person": not people,
        "only-states": all(claim.states and not claim.people and not claim.bodies for claim in claims),
        "alone": len(actors) <= 1,
        "one-person": len(people) <= 1,
        "nameless": not any(claim.claim.label for claim in claims),
        "no-object": not any(claim.claim.object for claim in claims),
        "wordless": all(rules.wordless.search(claim.claim.object) and claim.trigger not in acts for claim in claims),
        "no-figures": not any(claim.claim.figures for claim in claims),
        "one-claim": len(claims) == 1,
        "forward": all(claim.status in FORWARD for claim in claims),
        "done": all(claim.status == "happened" for claim in claims),
        "not-lead": all(claim.claim.sentence > 2 for claim in claims),
    }
    return frozenset(name for name, true in facts.items() if true)
