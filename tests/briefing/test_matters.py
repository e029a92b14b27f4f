"""What a statement is about: the event told of in what is said, not the occasion of saying it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beatbook.analysis.model import Claim, Participant, Quote
from beatbook.briefing.wording import Writer
from beatbook.briefing.wording_rules import compile_wording
from beatbook.merging.model import ClaimKey, Event, EventParticipant, Merged
from beatbook.reading.model import Span
from tests.briefing.factories import make_article, make_claim, make_event, make_merged, make_report, read_rules

WORDING = compile_wording(read_rules())
SPEAKER = (EventParticipant("ana-marin", "person", "speaker"),)


def told(sentence: str, verb: str, other: str, *, speakers: tuple[EventParticipant, ...] = SPEAKER, kind: str = "meeting") -> str:
    """The title of the statement in a sentence that tells of another event too, by the triggers of both."""
    quote = Quote(0, len(sentence), sentence)
    spans = [Span(sentence.find(word), sentence.find(word) + len(word)) for word in (verb, other)]
    kinds, objects = ("statement", kind), ("reporters", "")
    claims = tuple(
        Claim(kind_, "happened", 0, len(sentence), span, 3, (Participant(0, "participant"),), object=words, evidence=quote)
        for kind_, span, words in zip(kinds, spans, objects, strict=True)
    )
    article = make_article()
    article = replace(article, analysis=replace(article.analysis, claims=claims))
    first, second = (replace(make_claim(), key=ClaimKey(article.id, index)) for index in (0, 1))
    statement = make_event("said", "statement", participants=speakers, place=None, reports=(make_report(article.id, "happened", first),))
    cast = {"participants": (EventParticipant("tomas-vell", "person", "candidate"),)} if kind == "election_or_appointment" else {}
    event = make_event("met", kind, reports=(make_report(article.id, "happened", second),), **cast)
    return title(make_merged(statement, event, articles=(article,)), statement)


def title(merged: Merged, event: Event) -> str:
    return Writer(merged, WORDING).event(event).title


@pytest.mark.parametrize(
    ("sentence", "verb", "other"),
    [
        ("Marin told reporters that she would meet Vell in Riga.", "told", "meet"),
        ("Marin told reporters on Monday in Riga that she had met Vell.", "told", "met"),
        ("She would meet Vell in Riga, Marin told reporters.", "told", "meet"),
        ("Marin told reporters about the meeting with Vell.", "told", "meeting"),
    ],
)
def test_what_is_said_names_the_matter(sentence: str, verb: str, other: str) -> None:
    """Behind "that" and "about", and before a saying that trails its words."""
    assert told(sentence, verb, other) == "Marin speaks to reporters about meeting with Vell"


@pytest.mark.parametrize(
    ("sentence", "verb", "other"),
    [
        ("Marin told reporters during her meeting with Vell.", "told", "meeting"),
        ("At a meeting with Vell, Marin told reporters to be patient.", "told", "meeting"),
        ("Marin told reporters after the meeting with Vell.", "told", "meeting"),
    ],
)
def test_the_occasion_is_no_matter(sentence: str, verb: str, other: str) -> None:
    """What is said at, during or after something is not about it."""
    assert told(sentence, verb, other) == "Marin speaks to reporters"


def test_who_does_not_take_part_speaks_of_both_sides() -> None:
    """A spokesman of a meeting of two others."""
    ministry = (EventParticipant("fisheries-ministry", "organization", "speaker"),)

    said = told("The ministry told reporters that Marin had met Vell.", "told", "met", speakers=ministry)

    assert said == "Fisheries Ministry speaks to reporters about meeting between Marin and Vell"


def test_an_office_that_somebody_left_is_a_noun() -> None:
    """ "resigned" is a resignation."""
    said = told("Marin told reporters that Vell had resigned.", "told", "resigned", kind="election_or_appointment")

    assert said == "Marin speaks to reporters about resignation of Tomas Vell"
