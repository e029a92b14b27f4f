"""Whether any event that a text names is told as fact, as still to come, or as not so."""

from __future__ import annotations

import pytest

from beatbook.analysis.layout import token_span
from beatbook.analysis.veridicality import FRAMES, compile_veridicality_rules, veridicality
from beatbook.errors import RuleError
from beatbook.rules import parse_rules
from tests.analysis.made_up import all_rules, compiled, layout

AHEAD = ("planned", "expected")


def read(marked: str) -> str:
    """The status of the event in [brackets]."""
    head, _, rest = marked.partition("[")
    word, _, tail = rest.partition("]")
    laid_out = layout(head + word + tail)
    return veridicality(laid_out, *token_span(laid_out.tokens, len(head), len(head) + len(word)), compiled().veridicality)


def told(marked: str) -> str:
    """The same with plans and expectations as one."""
    status = read(marked)
    return "planned" if status in AHEAD else status


RULES = [(rule.id, rule.text("gives"), example) for rule in all_rules()["veridicality"] for example in rule.match]
TRAPS = [(rule.id, rule.text("gives"), example) for rule in all_rules()["veridicality"] for example in rule.no_match]


@pytest.mark.parametrize(("rule", "gives", "example"), RULES, ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(RULES)])
def test_rule_gives_its_examples_their_status(rule: str, gives: str, example: str) -> None:
    """The examples of each rule, through the whole reading."""
    assert told(example) == gives, rule


@pytest.mark.parametrize(("rule", "gives", "example"), TRAPS, ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(TRAPS)])
def test_rule_leaves_its_counterexamples(rule: str, gives: str, example: str) -> None:
    """The counterexamples of each rule come out otherwise."""
    assert told(example) != gives, rule


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("The bank [cut] its rates on Tuesday.", "happened"),
        ("The bank will [cut] its rates.", "planned"),
        ("The bank might [cut] its rates.", "planned"),
        ("The bank did not [cut] its rates.", "denied"),
        ("The bank cannot [cut] its rates.", "denied"),
        ("The bank borrowed money to [buy] a rival.", "planned"),
        ("The bank is struggling to [cut] costs.", "planned"),
        ("It is hard to [say] why.", "planned"),
        ("We are going to [try] again.", "planned"),
        ("The town will not rest until the rebels [withdraw].", "planned"),
        ("If the rebels [withdraw], the town will vote.", "planned"),
        ("It was the worst storm to [hit] the coast in years.", "happened"),
        ("Sales declined, [reaching] their lowest level in a decade.", "happened"),
        ("Despite protests [flaring] up in the north, the road will open.", "happened"),
        ("Hundreds are thought to have [drowned].", "happened"),
        ("The panel will say whether the ban [imposed] in May should be lifted.", "happened"),
    ],
)
def test_verbs_are_read_by_tense_mood_and_negation(marked: str, status: str) -> None:
    """Future, modals, purposes and conditions lie ahead; what is told of, believed or singled out took place."""
    assert told(marked) == status


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("No one was [hurt] in the fire.", "denied"),
        ("No arrests were [made].", "denied"),
        ("Police [found] no weapons.", "denied"),
        ("Police have no [suspicion].", "denied"),
        ("The talks ended without an [agreement].", "denied"),
        ("There will be no [inquiry].", "denied"),
        ("The firm [employs] no fewer than 900 people.", "happened"),
        ("Police who found no weapons [left] at noon.", "happened"),
    ],
)
def test_a_negative_subject_or_object_negates_its_verb(marked: str, status: str) -> None:
    """ "No one", "nothing" and "no" negate the verb of their own clause, and the noun behind them."""
    assert told(marked) == status


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("The minister will visit the site of the [crash].", "happened"),
        ("The minister refused a [demand] for her resignation.", "happened"),
        ("The firm hopes to recover from the [recession].", "happened"),
        ("The [blaze] will cost the insurers millions.", "happened"),
        ("The firm will launch a [recall] of the cars.", "planned"),
        ("A [recall] of the cars could follow.", "planned"),
        ("The firm did not issue a [recall].", "denied"),
        ("The firm was not available for [comment].", "planned"),
        ("Doctors asked the public for [help].", "planned"),
        ("The guards and the [shelling] held them back.", "happened"),
        ("Bread will not be [available] on Sunday.", "denied"),
        ("Bread will be [available] on Monday.", "planned"),
        ("They were not [aware] of it.", "denied"),
    ],
)
def test_most_nouns_are_facts_whatever_governs_them(marked: str, status: str) -> None:
    """A noun lies ahead only where what governs it is after it or brings it about; an adjective goes with its verb."""
    assert told(marked) == status


def test_what_people_schedule_is_read_as_in_claims() -> None:
    """Meetings and the like can be called off and put off."""
    assert read("The unions called off the [strike].") == "cancelled"
    assert read("The [hearing] was put off until May.") == "postponed"
    assert read("The two sides agreed on a [summit].") == "planned"


def test_a_place_without_words_is_told_as_fact() -> None:
    """A span that covers no token has nothing that says otherwise."""
    assert read("The bank[ ]cut its rates.") == "happened"


def test_an_unknown_frame_is_refused() -> None:
    """The message lists the frames."""
    text = "rules:\n  - {id: a, source: ours, words: go, frame: sideways, gives: planned, examples: {match: [x], no_match: [y]}}\n"

    with pytest.raises(RuleError, match="sideways"):
        compile_veridicality_rules(parse_rules({"veridicality.yaml": text}), compiled().status)


def test_every_frame_has_words() -> None:
    """No frame that the code asks for is empty."""
    assert all(compiled().veridicality.words.get(frame) for frame in FRAMES)
