"""Status: happened, planned, thought likely, put off, called off or denied, by tense, modality, negation and governing words."""

from __future__ import annotations

import pytest

from beatbook.analysis.layout import token_span
from beatbook.analysis.status import Reading, compile_status_rules, status_at
from beatbook.errors import RuleError
from beatbook.rules import parse_rules
from tests.analysis.made_up import all_rules, compiled, layout


def read(marked: str) -> Reading:
    """The status of the event in [brackets]."""
    head, _, rest = marked.partition("[")
    word, _, tail = rest.partition("]")
    laid_out = layout(head + word + tail)
    return status_at(laid_out, *token_span(laid_out.tokens, len(head), len(head) + len(word)), compiled().status)


@pytest.mark.parametrize(
    ("effect", "example"),
    [(rule.text("effect"), example) for rule in all_rules()["status"] if rule.text("effect") != "same" for example in rule.match],
)
def test_every_cue_gives_its_status(effect: str, example: str) -> None:
    """The examples of each rule, through the whole reading."""
    assert read(example).status == effect


@pytest.mark.parametrize(
    ("effect", "example"),
    [(rule.text("effect"), example) for rule in all_rules()["status"] if rule.text("effect") != "same" for example in rule.no_match],
)
def test_no_cue_gives_its_status_to_what_it_must_leave(effect: str, example: str) -> None:
    """The counter-examples of each rule come out otherwise."""
    assert read(example).status != effect


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("Berg did not cancel the [visit].", "planned"),
        ("Berg may call off the [visit].", "expected"),
        ("Berg refused to cancel the [visit].", "planned"),
        ("The army denied that it [attacked].", "denied"),
        ("The senate rejected calls to [raise] taxes.", "denied"),
        ("Norway dropped plans for a [summit].", "cancelled"),
        ("They restarted talks that [fell] apart in May.", "happened"),
        ("The [talks] that fell apart in May resume.", "cancelled"),
        ("They may meet before Berg [travels] to Rome.", "planned"),
        ("At a [meeting] with Okoro, Berg spoke of peace.", "happened"),
    ],
)
def test_governing_words_are_weighed_in_their_turn(marked: str, status: str) -> None:
    """What governs an event has a status of its own, and the two combine."""
    assert read(marked).status == status


def test_a_condition_is_hypothetical() -> None:
    """What stands behind "if" asserts nothing."""
    assert read("If Berg [meets] Okoro, she will speak.").hypothetical


def test_pluperfect_is_recalled() -> None:
    """ "had met" tells of the past of the past."""
    assert read("Berg had [met] Okoro.").recalled


def test_what_is_only_spoken_of_has_no_status_of_its_own() -> None:
    """ "spoke about the meeting" does not say whether it was held."""
    assert read("Berg spoke about the [meeting].").weak


@pytest.mark.parametrize(("key", "value"), [("frame", "sideways"), ("effect", "doubtful")])
def test_an_unknown_frame_or_effect_is_refused(key: str, value: str) -> None:
    """The message lists what may stand there."""
    fields = {"frame": "object", "effect": "planned", key: value}
    text = f"rules:\n  - {{id: a, source: ours, words: go, frame: {fields['frame']}, effect: {fields['effect']}, examples: {{match: [x], no_match: [y]}}}}\n"

    with pytest.raises(RuleError, match=value):
        compile_status_rules(parse_rules({"status.yaml": text}))
