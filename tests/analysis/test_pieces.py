"""Texts come cut, shuffled and shouted: whatever is left of a sentence is read without failing."""

from __future__ import annotations

import random
import re

import pytest

from beatbook.analysis import annotate
from tests.analysis.made_up import all_rules, compiled

SENTENCES = sorted({example for name in ("triggers", "status", "attribution", "dates", "titles", "places") for rule in all_rules()[name]
                    for example in (*rule.match, *rule.no_match) if " " in example})  # fmt: skip


def a_piece(chance: random.Random) -> str:
    """What a bad copy leaves of a sentence or two."""
    words = chance.choice(SENTENCES).split()
    match chance.randrange(6):
        case 0:
            words = words[: chance.randrange(1, len(words) + 1)]
        case 1:
            words = words[chance.randrange(len(words)) :]
        case 2:
            chance.shuffle(words)
        case 3:
            words = words[: chance.randrange(len(words) + 1)] + chance.choice(SENTENCES).split()
        case 4:
            words = [re.sub(r"[^\w\s]", "", word) for word in words]
        case _:
            words = [word.upper() if chance.random() < 0.5 else word.lower() for word in words]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize("seed", range(8))
def test_any_piece_of_a_sentence_is_read(seed: int) -> None:
    """All spans that come back lie in the text."""
    chance = random.Random(seed)  # noqa: S311  no secret
    for _ in range(250):
        text = a_piece(chance)

        found = annotate({"doc_id": "a", "text": text, "dct": "2021-05-12"}, compiled())

        spans = [(each["start"], each["end"]) for kind in ("timex", "people", "references", "events") for each in found[kind]]
        spans += [tuple(each["content"]) for each in found["attributions"]]
        assert all(0 <= start < end <= len(text) for start, end in spans), text
