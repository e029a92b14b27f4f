"""Claims: who did what with whom, where, when and in which status."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.analysis import Analysis, Claim, analyse
from beatbook.analysis.claim_triggers import compile_claim_rules
from beatbook.errors import RuleError
from beatbook.rules import parse_rules
from tests.analysis.made_up import all_rules, compiled, make_article

# Names that the rules' examples use without their first names: told in full before, as news does.
CAST = "Prime Minister Anna Berg of Norway knows President Paul Okoro of Nigeria. "


WORDS = """Anna Berg Paul Okoro and met will meet the talks with in Rome on Monday , said to visit between summit “ ” ( ) was cancelled by .""".split()  # noqa: SIM905  a word list reads better in lines


def read(*paragraphs: str, headline: str | None = None, published: str | None = "2021-05-12") -> Analysis:
    return analyse(make_article(*paragraphs, headline=headline, published=published), compiled())


def told(text: str) -> list[Claim]:
    """The claims of a sentence that stands behind the cast."""
    analysis = read(CAST, text)
    return [claim for claim in analysis.claims if claim.start >= len(CAST)]


def names(analysis: Analysis, claim: Claim) -> set[str]:
    return {analysis.entities[part.entity].name for part in claim.participants}


@pytest.mark.parametrize(
    ("kind", "example"),
    [(rule.text("kind"), example) for rule in (*all_rules()["triggers"], *all_rules()["acts"]) for example in rule.match]
    + [(rule.id, example) for rule in all_rules()["kinds"] for example in rule.match],
)
def test_every_trigger_makes_a_claim_of_its_kind(kind: str, example: str) -> None:
    """The examples of each rule, through the whole analysis."""
    assert kind in {claim.kind for claim in told(example)}


@pytest.mark.parametrize(
    ("kind", "example"),
    [(rule.text("kind"), example) for rule in (*all_rules()["triggers"], *all_rules()["acts"]) for example in rule.no_match]
    + [(rule.id, example) for rule in all_rules()["kinds"] for example in rule.no_match],
)
def test_no_trigger_makes_a_claim_of_what_it_must_leave(kind: str, example: str) -> None:
    """Generic nouns, other senses and unnamed actors make none."""
    assert kind not in {claim.kind for claim in told(example)}


@pytest.mark.parametrize(("part", "example"), [(rule.text("part"), example) for rule in all_rules()["verbs"] for example in rule.match])
def test_verbs_that_carry_a_noun_say_what_their_subject_is_to_it(part: str, example: str) -> None:
    """Host, attendee, chief participant, or named as staying away."""
    dated = example.replace(".", " in Lagos on Monday.").replace("summit", "Arctic Trade Summit")
    claims = told(dated)

    assert claims
    roles = {each.role for claim in claims for each in claim.participants}
    assert {"host": "host" in roles, "attendee": "attendee" in roles, "absent": bool(claims[0].absent) and not claims[0].participants}.get(
        part, bool(roles)
    )


@pytest.mark.parametrize(
    "example",
    [(rule.id, example) for rule in all_rules()["topics"] for example in rule.match + tuple("-" + e for e in rule.no_match)],
    ids=str,
)
def test_topics_follow_their_words(example: tuple[str, str]) -> None:
    """A topic is named by the sentence of the claim."""
    topic, text = example
    (claim,) = [
        claim
        for claim in told(f"Anna Berg met Paul Okoro on Monday; {text.lstrip('-').replace('They', 'they')}")
        if claim.kind == "meeting"
    ]

    assert (topic in claim.topics) is not text.startswith("-")


def test_the_same_two_on_two_days_are_two_claims() -> None:
    """Dates keep meetings of one pair apart."""
    analysis = read("Anna Berg met Paul Okoro in Rome on May 3.", "Anna Berg met Paul Okoro in Oslo on May 7.")

    first, second = analysis.claims
    assert (first.same_as, second.same_as) == (None, None)
    assert [analysis.timexes[each.when].value for each in analysis.claims if each.when is not None] == ["2021-05-03", "2021-05-07"]


def test_the_meeting_takes_up_the_meeting_before() -> None:
    """A bare "the meeting" is the one just told."""
    _first, second = read("Anna Berg met Paul Okoro in Rome on Monday.", "The meeting took place at the palace and lasted an hour.").claims

    assert second.same_as == 0


def test_who_skips_an_event_is_absent_not_taking_part() -> None:
    """People named as absent are no participants."""
    analysis = read("Anna Berg skipped the Arctic Energy Forum in Bergen on Monday.")

    (claim,) = analysis.claims
    assert claim.participants == ()
    assert [analysis.entities[each].name for each in claim.absent] == ["Anna Berg"]


def test_an_old_event_is_background() -> None:
    """What lies far before the article's own day is recalled in passing."""
    (claim,) = read("Anna Berg met Paul Okoro in Rome in 2016.").claims

    assert claim.background


def test_reported_pluperfect_is_news() -> None:
    """ "said he had met" is only the tense that "said" asks for."""
    (claim,) = read("Paul Okoro said on Monday that he had met Anna Berg in Rome.").claims

    assert not claim.background


def test_what_only_unnamed_sources_announce_is_expected() -> None:
    """A plan on the word of nobody in particular is thought likely."""
    (claim,) = read("Sources said Anna Berg will meet Paul Okoro in June.").claims

    assert claim.status == "expected"
    assert [[voice.text for voice in chain] for chain in claim.said_by] == [["Sources"]]


def test_the_day_of_deciding_is_no_day_of_the_event() -> None:
    """ "called off on Monday" dates the decision."""
    analysis = read("Anna Berg called off the summit with Paul Okoro on Monday.")

    (claim,) = analysis.claims
    assert claim.when is None
    assert claim.on is not None
    assert analysis.timexes[claim.on].text == "Monday"


def test_a_headline_in_the_present_tells_what_happened() -> None:
    """Headlines speak of the past in the present, of the future in the infinitive."""
    (past,) = read("Nothing else.", headline="Norway's Anna Berg meets Paul Okoro in Lagos").claims
    (ahead,) = read("Nothing else.", headline="Anna Berg and Paul Okoro to meet in Lagos").claims

    assert (past.status, ahead.status) == ("happened", "planned")


def test_evidence_is_at_most_forty_words_of_the_article() -> None:
    """The quote stands at its offsets, cut around the trigger."""
    tail = ", and then, as so often in those years of long nights and short tempers, everybody went home without another word to anyone at all about any of it"
    analysis = read(
        "In the old town hall, where kings had once been crowned, Anna Berg met Paul Okoro in Rome on Monday" + tail + tail + "."
    )

    quote = analysis.claims[0].evidence
    assert quote is not None
    assert len(quote.quote.split()) <= 40
    assert "met Paul Okoro" in quote.quote


@pytest.mark.parametrize(
    "text",
    [
        "If Anna Berg meets Paul Okoro, she will be glad.",
        "Should Anna Berg meet Paul Okoro?",
        "Anna Berg often meets Paul Okoro.",
        "Peace talks have stalled.",
        "Anna Berg said the deal was dead.",
        "Photo: Anna Berg.",
    ],
)
def test_conditions_questions_habits_and_bare_speech_make_no_claim(text: str) -> None:
    """A statement is an event only when it is one of its own."""
    assert read(text).claims == ()


@pytest.mark.parametrize(("key", "value"), [("kind", "party"), ("subject", "king")])
def test_an_unknown_kind_or_role_is_refused(key: str, value: str) -> None:
    """The message names the rule and what may stand there."""
    fields = {"kind": "meeting", "subject": "host", key: value}
    rule = f"rules:\n  - {{id: a, source: ours, verbs: meet, kind: {fields['kind']}, subject: {fields['subject']}, examples: {{match: [x], no_match: [y]}}}}\n"
    kinds = "rules:\n  - {id: meeting, source: ours, examples: {match: [x], no_match: [y]}}\n"

    with pytest.raises(RuleError, match=value):
        compile_claim_rules(parse_rules({"triggers.yaml": rule, "kinds.yaml": kinds, "verbs.yaml": "rules: []"}))


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=30,
    )
)
def test_any_row_of_words_is_analysed(words: list[str]) -> None:
    """No text makes the analysis fail, and every index points into its own analysis."""
    analysis = read(" ".join(words) or "x")

    for claim in analysis.claims:
        assert all(part.entity < len(analysis.entities) for part in claim.participants)
        assert claim.evidence is not None
        assert claim.same_as is None or claim.same_as < len(analysis.claims)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("A court in Lagos banned the sale of the paint on Monday.", "other", "2021-05-10"),
        ("Thousands of people marched through Lagos on Sunday.", "other", "2021-05-09"),
        ("Train drivers will walk out on May 18.", "other", "2021-05-18"),
        ("The hearing has been set for May 20.", "other", "2021-05-20"),
        ("The unions and the company reached an agreement late on Tuesday.", "agreement", "2021-05-11"),
    ],
)
def test_an_act_of_nobody_named_counts_when_it_has_a_day(text: str, kind: str, day: str) -> None:
    """Courts, crowds, companies that the text does not name act as well; without a day of its own nothing is told."""
    analysis = read(text)
    undated = read(text.rsplit(" on ", 1)[0].removesuffix(" late").removesuffix(" for May 20.") + ".")

    assert [(claim.kind, analysis.timexes[claim.when].value) for claim in analysis.claims if claim.when is not None] == [(kind, day)]
    assert not [claim for claim in undated.claims if claim.kind in ("other", "agreement")] or " for " in text


def test_the_verb_tells_of_the_event_and_the_noun_of_what_it_is_done_to() -> None:
    """ "Rejected a bid" is one event, on the day of the rejection."""
    (claim,) = told("Acme Corp. rejected a takeover bid from Zenith Ltd. on Friday.")

    assert claim.kind == "other"
    assert claim.object.startswith("a takeover bid")


def test_joined_verbs_share_the_day_that_opens_the_sentence() -> None:
    """ "On Monday she addressed parliament and signed the treaty": both on Monday."""
    claims = told("On Monday Anna Berg addressed parliament and signed a treaty with Paul Okoro.")

    assert {claim.kind for claim in claims} == {"statement", "agreement"}
    assert len({claim.when for claim in claims}) == 1
    assert claims[0].when is not None


@pytest.mark.parametrize("text", ["Anna Berg called Paul Okoro a liar on Monday.", "Berg has not spoken by phone with Okoro since May."])
def test_no_call_is_made_of_names_that_are_called_or_of_silence(text: str) -> None:
    """A second object follows, or the perfect says that nothing took place."""
    assert "call" not in {claim.kind for claim in told(text)}


def test_who_hosts_or_addresses_an_event_takes_part_in_it() -> None:
    """Also where a clause behind the noun says so."""
    analysis = read(CAST, "A rally in Lagos on Sunday, which will be addressed by Paul Okoro, is expected to be large.")
    (claim,) = [claim for claim in analysis.claims if claim.kind == "other"]

    assert names(analysis, claim) == {"Paul Okoro"}


def test_who_is_invited_to_talks_is_expected_there() -> None:
    """An invitation promises no more."""
    analysis = read(CAST, "Anna Berg has invited Paul Okoro to talks in Oslo on May 20.")
    claims = [claim for claim in analysis.claims if claim.kind == "talks"]

    assert [(claim.status, names(analysis, claim)) for claim in claims] == [("expected", {"Anna Berg", "Paul Okoro"})]


def test_an_exercise_told_of_before_needs_no_adjective() -> None:
    """ "The drill" is military once the article has said so."""
    claims = read("Norway held a naval exercise off Bergen on Monday.", "The exercise, which began on Monday, ends on Friday.").claims

    assert [claim.kind for claim in claims] == ["exercise", "exercise"]
    assert not read("The exercise, which began on Monday, ends on Friday.").claims


def test_a_head_of_state_whose_surname_is_a_word_is_a_person() -> None:
    """ "President Spade" in running text, without a full name anywhere; "Prime Minister Question Time" is none."""
    analysis = read(
        "President Spade welcomed King Olaf to the harbour in Oslo on Monday.", "In March, Spade accepted an offer of talks from Olaf."
    )

    assert [names(analysis, claim) for claim in analysis.claims] == [{"Spade", "King Olaf"}, {"Spade", "King Olaf"}]
    assert not [entity for entity in read("They watched Prime Minister Question Time on Monday.").entities if entity.type == "person"]


def test_two_that_are_joined_are_two() -> None:
    """ "President Ruiz and first lady Odile Ruiz": the surname behind the title is not hers."""
    analysis = read("President Ruiz and first lady Odile Ruiz met Paul Okoro in Oslo on Monday.", "Ruiz will fly to Rome on Friday.")

    assert [names(analysis, claim) for claim in analysis.claims] == [{"Ruiz", "Odile Ruiz", "Paul Okoro"}, {"Ruiz"}]


def test_who_is_at_a_meeting_or_on_a_visit_takes_part_in_it() -> None:
    """The verb "be" carries the noun: the subject acts."""
    (meeting,) = told("Berg, who is at a meeting of ministers in Lagos, said she was pleased.")
    assert (meeting.kind, [part.role for part in meeting.participants]) == ("meeting", ["participant"])
    (visit,) = told("Okoro is on a four-day visit to Norway.")
    assert (visit.kind, visit.status, [part.role for part in visit.participants]) == ("visit", "happened", ["visitor"])


def test_the_day_of_a_call_by_phone_is_that_of_the_verb() -> None:
    """ "By phone" is a means and takes no date."""
    analysis = read(CAST, "Berg spoke to Okoro by phone on Friday night.")
    (call,) = [claim for claim in analysis.claims if claim.kind == "call"]
    assert call.when is not None
    assert analysis.timexes[call.when].text == "Friday night"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Berg was to have flown to Lagos, but went home.", "cancelled"),
        ("Berg was to fly to Lagos on Friday.", "planned"),
        ("Berg flew to Lagos on Friday.", "happened"),
    ],
)
def test_what_was_to_have_been_done_was_not(text: str, status: str) -> None:
    """ "Was to have flown" tells of a plan that came to nothing; "was to fly" leaves it open."""
    assert [claim.status for claim in told(text) if claim.kind == "visit"][:1] == [status]


def test_the_object_of_a_relative_clause_does_not_act_in_the_main_one() -> None:
    """ "The men who toppled Berg signed a charter with Okoro": she signed nothing."""
    analysis = read(CAST, "The men who toppled Berg signed a charter with Okoro on Friday.")
    (charter,) = [claim for claim in analysis.claims if claim.kind == "agreement"]
    assert names(analysis, charter) == {"Paul Okoro"}


def test_an_invitation_to_talks_names_a_day_that_is_still_to_come() -> None:
    """Whom one invites to a hearing "on Friday" is to come then; the day of inviting is another."""
    analysis = read(CAST, "The Labour Court last night invited both sides to a hearing on Friday.")
    (hearing,) = [claim for claim in analysis.claims if claim.trigger.start > len(CAST) and claim.kind == "other"]
    assert hearing.when is not None
    assert analysis.timexes[hearing.when].value == "2021-05-14"


def test_a_day_that_opens_the_sentence_goes_with_its_main_verb() -> None:
    """Not with the "may" of an insertion between the two."""
    analysis = read(CAST, "On Friday night, in what may prove to be her last act, Berg sacked Okoro as an envoy.")
    (act,) = [claim for claim in analysis.claims if claim.kind == "election_or_appointment"]
    assert act.when is not None
    assert analysis.timexes[act.when].value == "2021-05-07TNI"


@pytest.mark.parametrize("text", ["Trade talks begin on September 9.", "Ballots close on August 14.", "Polls open on Sunday."])
def test_a_short_fixture_is_an_event(text: str) -> None:
    """A plural noun with "begin", "open" or "close" and a day is a sentence, though each word may be something else."""
    (claim,) = told(text)
    assert (claim.status, claim.when is not None) == ("planned", True)


def test_a_pronoun_in_the_subject_case_acts() -> None:
    """ "In between she met Okoro": no preposition governs "she"."""
    analysis = read(CAST, "Prime Minister Berg saw the elders. In between she met Okoro on Monday.")
    (meeting,) = [claim for claim in analysis.claims if claim.kind == "meeting"]
    assert names(analysis, meeting) == {"Anna Berg", "Paul Okoro"}


@pytest.mark.parametrize(
    "text",
    ["On a visit to Lagos on Monday, Berg praised the deal.", "Berg made the offer during a stopover of three hours in Lagos on Monday."],
)
def test_who_speaks_on_a_journey_makes_it(text: str) -> None:
    """The subject of the clause is the visitor."""
    analysis = read(CAST, text)
    (visit,) = [claim for claim in analysis.claims if claim.kind == "visit"]
    assert names(analysis, visit) == {"Anna Berg"}


def test_a_list_of_days_behind_a_plural_is_as_many_events() -> None:
    """They lie ahead although "gave notice" is past."""
    stoppages = told("The unions gave notice of one-day stoppages on 19 May, 26 May and 2 June.")
    assert [claim.status for claim in stoppages] == ["planned", "planned", "planned"]
    assert len({claim.when for claim in stoppages}) == 3


def test_the_opening_of_talks_is_the_talks() -> None:
    """One event, not an opening beside them."""
    assert [claim.kind for claim in told("Okoro will open national consultations in Lagos on 21 May.")] == ["talks"]


def test_the_peoples_of_a_body_meet_for_it() -> None:
    """ "The African Union foreign ministers' meeting": the body takes part; "the APEC summit" is only named so."""
    analysis = read(CAST, "The African Union foreign ministers' meeting of 7 May was postponed.")
    (meeting,) = [claim for claim in analysis.claims if claim.kind == "meeting"]
    assert (names(analysis, meeting), meeting.status) == ({"African Union"}, "postponed")


def test_verbs_in_capitals_are_verbs() -> None:
    """Resolutions print them so: whom a mission is led by does not meet the summit that approved it."""
    assert told("Summit APPROVED the deployment of a mission led by Anna Berg to Lagos.") == []


def test_who_chairs_the_summit_named_before_was_at_it() -> None:
    """The bare noun takes up the named one."""
    analysis = read(CAST, "The Extraordinary Summit of the Organ was held on 2 May 2021.", "The Summit was chaired by Anna Berg.")
    named, bare = (claim for claim in analysis.claims if claim.start >= len(CAST))
    assert (bare.kind, bare.label, bare.when) == ("forum", "Extraordinary Summit", named.when)
    assert [part.role for part in bare.participants] == ["attendee"]


def test_an_election_that_some_boycott_is_held_all_the_same() -> None:
    """Staying away cancels nothing; nor is one vote cast an event."""
    assert {claim.status for claim in told("Berg won an election in April that was boycotted by ten parties.")} == {"happened"}
    assert told("Prime Minister Anna Berg casts her vote in Lagos on May 2.") == []


def test_what_is_done_there_has_the_day_and_place_of_the_sentence_before() -> None:
    """ "There, Berg will relieve Okoro": where and when the council meets."""
    analysis = read(CAST, "The State Council meets in Lagos on Friday. There, Berg will relieve Okoro of his duties.")
    meeting, dismissal = (claim for claim in analysis.claims if claim.start >= len(CAST))
    assert (dismissal.kind, dismissal.when, dismissal.place) == ("election_or_appointment", meeting.when, meeting.place)


def test_under_whose_chairmanship_a_body_meets_takes_part() -> None:
    """The body's chair is named behind "under"."""
    analysis = read(CAST, "The Electoral Commission met on Monday under the chairmanship of Anna Berg.")
    (meeting,) = [claim for claim in analysis.claims if claim.kind == "meeting"]
    assert names(analysis, meeting) == {"Anna Berg", "Electoral Commission"}


@pytest.mark.parametrize(
    ("word", "acts"),
    [(word, True) for rule in all_rules()["actors"] for word in rule.match]
    + [(word, False) for rule in all_rules()["actors"] for word in rule.no_match],
)
def test_nouns_for_people_and_bodies_act(word: str, acts: bool) -> None:  # noqa: FBT001  a column of the table
    """The examples of rules/actors.yaml: "carmakers" act, "shares" do not."""
    assert compiled().claims.is_actor(word) is acts


@pytest.mark.parametrize(
    "text",
    [
        "Shares in Acme Corp. closed lower on Monday.",
        "The weather cleared on Sunday.",
        "The ruling opens the door to further suits.",
        "The plan struck a chord with voters on Monday.",
        "Analysts expect shares to open higher on Monday.",
    ],
)
def test_what_things_do_is_no_act(text: str) -> None:
    """Only people and bodies act, named or not: the head of the subject decides."""
    assert [claim.kind for claim in told(text) if claim.kind == "other"] == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The commission barred Paul Okoro from running on Tuesday.", "2021-05-11"),
        ("Chile withdrew from the treaty on Monday.", "2021-05-10"),
        ("A judge threw out the lawsuit against Acme Corp. on Monday.", "2021-05-10"),
        ("On 14 May Anna Berg is due to meet Paul Okoro.", "2021-05-14"),
        ("Anna Berg has resigned, the palace announced on Tuesday.", "2021-05-11"),
    ],
)
def test_an_act_is_dated_by_what_hangs_on_it(text: str, when: str) -> None:
    """Behind its object, behind an infinitive or gerund that hangs on it, before "is due to", or by the saying of fresh news."""
    analysis = read(CAST, text)
    assert when in {analysis.timexes[claim.when].value for claim in analysis.claims if claim.start >= len(CAST) and claim.when is not None}


def test_a_court_is_expected_to_act() -> None:
    """The subject of "is expected" acts in the infinitive that hangs on it."""
    assert [claim.status for claim in told("A court in Vienna is expected to rule on June 3.")] == ["expected"]


def test_a_banquet_at_which_two_meet_is_no_event_beside_it() -> None:
    """It is where they meet."""
    assert [claim.kind for claim in told("King Harald will host Paul Okoro at a state banquet on Tuesday.")] == ["meeting"]


def test_counts_of_people_are_figures() -> None:
    """ "3,000 people"; a number in words counts those who take part."""
    analysis = analyse(make_article("About 3,000 people marched through Oslo on Monday, and two people left."), compiled())

    assert [claim.figures for claim in analysis.claims][:1] == [("3,000 people",)]


def test_a_day_does_not_part_a_denial_from_what_is_denied() -> None:
    """ "denied on Tuesday that she had met"."""
    analysis = analyse(make_article("The ministry denied on Tuesday that Anna Berg had met Paul Okoro."), compiled())

    assert [claim.status for claim in analysis.claims if claim.kind == "meeting"] == ["denied"]


def test_a_list_of_trusted_partners_hides_no_verb() -> None:
    """A word in -ed before its noun is no verb of the clause: "decided" is."""
    (claim,) = told("Chile's cabinet decided on Friday to remove Peru from its list of trusted partners.")
    assert (claim.kind, claim.object) == ("other", "to remove Peru from its list of trusted partners")


def test_the_object_of_a_relative_clause_is_what_was_filed() -> None:
    """ "The complaint that it filed": the noun stands before its verb."""
    assert [claim.kind for claim in told("Chile will drop the complaint that it filed on April 11.")] == ["other"]


def test_since_when_is_not_on_which_day() -> None:
    """ "has introduced since July" has no day of its own."""
    assert told("Okoro has imposed restrictions on travel since April 3.") == []


@pytest.mark.parametrize("verb", ["condemned", "denounced"])
def test_who_condemns_an_attack_makes_a_statement(verb: str) -> None:
    """The attack is no event of that day."""
    assert [claim.kind for claim in told(f"Norway {verb} the attack on Monday.")] == ["statement"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Acme Ltd., which also is a chip maker, on Monday raised its offer for Zenith Inc., up from the offer of November.", "2021-05-10"),
        ("Before reports of Acme Ltd.'s offer for Zenith Inc. in November, shares had been trading at $5.", "2020-11"),
    ],
)
def test_a_date_belongs_to_the_verb_right_behind_it(text: str, day: str) -> None:
    """An insertion before the date, or another date later on, takes nothing from the verb; "reports of" is no verb."""
    analysis = read(text)

    assert {analysis.timexes[claim.when].value for claim in analysis.claims if claim.when is not None} == {day}


def test_since_is_no_day_of_an_act() -> None:
    """ "Criticised its losses since 2005" does not date the criticism."""
    analysis = read("In a presentation on Monday Acme Ltd. criticised Zenith Inc. for its losses since 2005.")

    assert {analysis.timexes[claim.when].value for claim in analysis.claims if claim.when is not None} == {"2021-05-10"}


def test_what_a_bid_is_for_has_not_happened() -> None:
    """To say what a bid is for is not to say that it came about."""
    bid, bought = "Acme Ltd. announced a bid to buy Zenith Inc. on Monday.", "Acme Ltd. bought Zenith Inc. on Monday."

    assert [text[claim.trigger.start : claim.trigger.end] for text in (bid, bought) for claim in read(text).claims] == ["bought"]
