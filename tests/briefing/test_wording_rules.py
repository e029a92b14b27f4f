"""Every wording rule's own examples, through the real code.

One made-up event of each kind in each status: Ana Marin and Tomas Vell, Riga, 3 May 2021.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from beatbook.analysis.model import STATUSES, Claim, Participant, Quote
from beatbook.briefing.wording import Writer
from beatbook.briefing.wording_rules import compile_wording
from beatbook.merging.model import Conflict, ConflictValue, EventParticipant, Profile, ProfileRole
from beatbook.reading.model import Span
from tests.briefing.factories import (
    PROFILES,
    make_article,
    make_claim,
    make_event,
    make_merged,
    make_person,
    make_report,
    read_rules,
    voice,
)
from tests.rule_examples import without

RULES = read_rules()
WORDING = compile_wording(RULES)
PLAIN = tuple(replace(profile, roles=()) for profile in PROFILES)
CASTS = {
    "visit": (("ana-marin", "host"), ("tomas-vell", "visitor")),
    "letter": (("ana-marin", "sender"), ("tomas-vell", "recipient")),
    "sanction": (("ana-marin", "sender"), ("tomas-vell", "target")),
    "election_or_appointment": (("tomas-vell", "candidate"),),
}
OTHERS = (("ana-marin", "participant"), ("tomas-vell", "participant"))
CONFLICTS = {
    "date": ("2021-05-03", "2021-05-04"),
    "place": ("riga", "ruhnu-island"),
    "participants": ("ana-marin", "not ana-marin"),
    "status": ("happened", "cancelled"),
    "figures": ("40 boats", "50 boats"),
}
ARTICLES = (make_article(), make_article("herald-2021-05-05", "baltic-herald", "2021-05-05"))


def render(**fields: object) -> str:
    event = make_event(**fields)  # type: ignore[arg-type]  # of an event
    profiles = (
        *PLAIN,
        make_person("lea-orav", "Lea Orav", ProfileRole("Senator", country="US", first="2021-05-01", last="2021-05-04")),
        Profile("ruhnu-island", "place", "Ruhnu Island", kind="island"),
        Profile("sorve", "place", "Sorve Peninsula", kind="region"),
        Profile("kremlin", "organization", "Kremlin"),
        Profile("us", "state", "United States"),
    )
    words = Writer(make_merged(event, articles=ARTICLES, profiles=profiles), WORDING).event(event)
    return f"{words.title}\n{words.summary}\n"


def renderings() -> str:
    """All sentences that the examples may be found in."""
    texts = []
    for kind in WORDING.kinds:
        cast = tuple(EventParticipant(id_, "person", role) for id_, role in CASTS.get(kind, OTHERS))  # type: ignore[arg-type]  # roles
        for status in STATUSES:
            label = "Baltic Forum" if kind == "forum" else ""
            texts.append(render(kind=kind, status=status, participants=cast, label=label, reports=(make_report(status=status),)))
    texts.append(render(status="planned", date="2021-05-30", reports=(make_report(status="planned"),)))
    for field, values in CONFLICTS.items():
        sides = (ConflictValue(values[0], ("lantern-2021-05-04",)), ConflictValue(values[1], ("herald-2021-05-05",)))
        texts.append(render(conflicts=(Conflict(field, sides, values[0], "it is nearer"),)))  # type: ignore[arg-type]  # a field
    off, on = make_claim(status="cancelled", on="2021-05-01"), make_claim(status="planned", on="2021-05-02", said_by=((voice("lna"),),))
    texts.append(render(reports=(make_report("lantern-2021-05-04", "happened", off, on, make_claim()),)))
    texts += [render(place=place) for place in ("ruhnu-island", "sorve")]
    texts += [render(kind="agreement", object=words) for words in ("fishing truce", "to fish", "agreement", 'truce "for now"')]
    texts.append(render(participants=(EventParticipant("lea-orav", "person", "participant"),)))
    marin = EventParticipant("ana-marin", "person", "participant")
    bodies = ("us", "kremlin", "fisheries-ministry")
    texts += [render(participants=(marin, EventParticipant(body, "organization", "participant"))) for body in bodies]
    texts.append(render(kind="visit", participants=(EventParticipant("tomas-vell", "person", "visitor"),), topics=("monarchy", "trade")))
    texts.append(render(participants=(EventParticipant("ana-marin", "person", "host"),), topics=("bilateral-ties", "energy")))
    return "".join((*texts, *deed_renderings()))


def deed_renderings() -> list[str]:
    """An event for every noun that names a deed, by Ana Marin and by the Fisheries Ministry, and for some verbs."""
    texts = []
    nouns = {noun: rule for rule in RULES["wording"] for noun in rule.texts("deed_nouns")}
    for noun in [*nouns, "earthquake", "explosion", "decision"]:
        for actor, type_ in (("ana-marin", "person"), ("fisheries-ministry", "organization"), ("", "")):
            for kind, role in (("other", "participant"), ("statement", "speaker"), ("election_or_appointment", "candidate")):
                cast = (EventParticipant(actor, type_, role),) if actor else ()  # type: ignore[arg-type]  # types and roles
                texts.append(render_deed(kind, noun, cast))
    marin = EventParticipant("ana-marin", "person", "participant")
    texts += [render(kind="other", status="cancelled", object=noun, participants=(marin,)) for noun in ("funeral", "vote")]
    sentences = [("election_or_appointment", "resigned", "", "candidate"), ("statement", "told", "reporters", "speaker")]
    for kind, verb, words, role in sentences:
        marin = EventParticipant("ana-marin", "person", role)  # type: ignore[arg-type]  # a role
        texts.append(render_deed(kind, words, (marin,), sentence=f"Marin {verb} {words} on Monday.", trigger=verb))
    texts.append(render_deed("other", "power", (), sentence="They seized power on Monday.", trigger="seized"))
    return texts


def render_deed(kind: str, words: str, cast: tuple[EventParticipant, ...], *, sentence: str = "", trigger: str = "") -> str:
    """An event whose only claim tells it in these words."""
    start = sentence.find(trigger)
    who = tuple(Participant(0, actor.role) for actor in cast)
    quote = Quote(0, len(sentence), sentence) if sentence else None
    claim = Claim(kind, "happened", 0, 10, Span(start, start + len(trigger)), 0, object=words, participants=who, evidence=quote)
    article = make_article()
    article = replace(article, analysis=replace(article.analysis, claims=(claim,)))
    event = make_event(kind=kind, object=words, participants=cast)
    written = Writer(make_merged(event, articles=(article,), profiles=PLAIN), WORDING).event(event)
    return f"{written.title}\n{written.summary}\n"


RENDERED = renderings()


@pytest.mark.parametrize("rule", RULES["wording"], ids=lambda rule: rule.id)
def test_examples_come_out_of_the_rules_as_they_say(rule) -> None:  # type: ignore[no-untyped-def]  # pytest passes the rule
    """Each `match` is written for one of the events, no `no_match` for any."""
    assert [example for example in rule.match if example not in RENDERED] == []
    assert [example for example in rule.no_match if example in RENDERED] == []


@pytest.mark.parametrize("rule", RULES["wording"], ids=lambda rule: rule.id)
def test_examples_fail_without_their_rule(rule, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]  # as above
    """With the rule taken out, one of its examples is written otherwise, or nothing can be written at all."""
    monkeypatch.setattr(sys.modules[__name__], "WORDING", compile_wording(without(RULES, "wording", rule)))

    try:
        written = renderings()
    except (KeyError, IndexError, ValueError):
        written = ""

    assert [example for example in rule.match if example not in written] + [example for example in rule.no_match if example in written]


def test_every_kind_and_status_is_worded() -> None:
    """No kind of rules/kinds.yaml that the package knows falls back on another one's words."""
    assert set(WORDING.statuses) == set(STATUSES)
    assert set(WORDING.kinds) >= {"meeting", "visit", "call", "letter", "talks", "forum", "agreement", "statement", "sanction", "other"}
