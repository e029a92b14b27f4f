"""Claims: who did what with whom, where, when and in which status, as one article says.

Triggers and frames are data (rules/triggers.yaml).  A claim needs a trigger whose frame is filled as the rule wants; generic plurals,
habits, conditions and questions make none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.claim_context import Context
from beatbook.analysis.claim_dates import dates_of, first_day, is_background, stretch_of
from beatbook.analysis.claim_details import (
    choose_places,
    event_label,
    find_figures,
    find_topics,
    is_definite,
    object_words,
    places_beside,
)
from beatbook.analysis.claim_frames import fill_frame, part_of
from beatbook.analysis.claim_inheritance import inherit_context
from beatbook.analysis.claim_links import link_claims
from beatbook.analysis.claim_needs import is_wanted
from beatbook.analysis.claim_neighbours import with_attendees, with_called_off_event, with_recipient_elected
from beatbook.analysis.claim_news import with_day_of_news
from beatbook.analysis.claim_noun_frames import INVITING
from beatbook.analysis.claim_places import place_claims
from beatbook.analysis.claim_revisions import find_revisions
from beatbook.analysis.claim_settings import surroundings_of
from beatbook.analysis.claim_speakers import add_previous_subject, add_speakers, participants, voiced_status, voices
from beatbook.analysis.claim_triggers import find_triggers
from beatbook.analysis.layout import lay_out
from beatbook.analysis.model import Claim
from beatbook.analysis.status import Reading, noun_status, verb_status
from beatbook.analysis.subjects import subject_of
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.claim_dates import Dates
    from beatbook.analysis.claim_frames import Frame
    from beatbook.analysis.claim_triggers import ClaimRules, Occurrence
    from beatbook.analysis.layout import Layout, Node
    from beatbook.analysis.mentions import Naming
    from beatbook.analysis.model import Attribution, Mention, Sentence, Timex, VerbGroup
    from beatbook.analysis.status import StatusRules
    from beatbook.reading.model import NewsArticle


_HABITS = frozenset(
    ("often", "regularly", "usually", "always", "sometimes", "frequently", "routinely", "annually", "normally", "typically", "every")
)

_MAX_WORDS = 40

_PHASES: Mapping[str, Literal["whole", "begins", "goes on", "ends"]] = {
    **dict.fromkeys(("begin", "start", "open", "kick", "embark", "launch"), "begins"),
    **dict.fromkeys(("continue", "resume", "restart"), "goes on"),
    **dict.fromkeys(("end", "finish", "conclude", "wrap", "close", "complete", "collapse", "break", "return"), "ends"),
}


def find_claims(
    sentences: Sequence[Sentence],
    verb_groups: Sequence[Sequence[VerbGroup]],
    naming: Naming,
    timexes: Sequence[Timex],
    attributions: Sequence[Attribution],
    article: NewsArticle,
    rules: ClaimRules,
    cues: StatusRules,
) -> tuple[Claim, ...]:
    """All claims in order of the text; `verb_groups` holds those of each sentence.  `evidence` is not filled: see `analyse`."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in naming.mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    dated: dict[int, list[tuple[int, Timex]]] = {}
    for number, timex in enumerate(timexes):
        dated.setdefault(timex.sentence, []).append((number, timex))
    said: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        said.setdefault(attribution.sentence, []).append(attribution)
    created = article.metadata.published[:10] if article.metadata.published else None
    claims: list[Claim] = []
    weak: set[int] = set()
    previous: tuple[int, ...] = ()
    said_on: int | None = None
    heard: frozenset[str] = frozenset()
    for sentence, groups in zip(sentences, verb_groups, strict=True):
        if sentence.repeat or sentence.text.endswith("?"):
            continue
        layout = lay_out(sentence, groups, by_sentence.get(sentence.index, ()), dated.get(sentence.index, ()))
        its = said.get(sentence.index, ())
        context = Context(rules, cues, naming.entities, timexes, created, its, said_on, heard, previous)
        said_on = _day_of_saying(its, timexes, created, said_on)
        previous = _first_subject(layout)
        triggers = list(find_triggers(layout, rules))
        heard |= {each.rule.id for each in triggers if each.rule.near_words and fill_frame(layout, each, rules)}
        told = _sentence_claims(layout, triggers, context)
        revised = find_revisions(layout, context, claims, [claim for claim, _ in told])
        for claim, is_weak in told:
            if is_weak:
                weak.add(len(claims))
            claims.append(claim)
        claims.extend(revised)
    linked = link_claims(claims, naming.entities, timexes, rules, frozenset(weak))
    around = surroundings_of(sentences, by_sentence, dated, naming.entities, article)
    inherited = inherit_context(linked, sentences, naming.entities, around)
    dated_by_news = with_day_of_news(inherited, sentences, timexes, attributions, created)
    return place_claims(dated_by_news, sentences, naming, timexes, article)


def _sentence_claims(layout: Layout, triggers: list[Occurrence], context: Context) -> list[tuple[Claim, bool]]:
    """The claims of a sentence, each with whether the event is only spoken of."""
    occurrences = _without_objects(layout, triggers)
    if not occurrences:
        return []
    nouns = [each for each in occurrences if each.group < 0 and not (each.first and layout.tokens[each.first - 1].lower == "by")]
    dates = dates_of(layout, [(each.first, each.end) for each in nouns])  # "spoke by telephone on Monday": the day of the verb
    claims: list[tuple[Frame, Claim]] = []
    taken: set[int] = set()
    for occurrence in occurrences:
        if occurrence.end in taken:
            continue
        frame = fill_frame(layout, occurrence, context.rules, context.heard)
        claim = _claim(layout, occurrence, frame, dates, context)
        if frame is not None and claim is not None:
            taken.add(occurrence.end)
            claims.append((frame, with_attendees(layout, frame, claim, claims)))
            claims.extend((frame, other) for other in _again(layout, claims[-1][1], context, plural=occurrence.plural))
    claims = with_called_off_event(layout, with_recipient_elected(claims), context)
    # "announced a merger" is the merger, not a statement beside it
    carried = {frame.carrier for frame, claim in claims if frame.carrier >= 0 and claim.kind != "statement"}
    # a journey made for a forum is one event with it
    moved = {frame.mover for frame, claim in claims if frame.mover >= 0 and claim.kind == "forum"}
    claims = [(frame, claim) for frame, claim in claims if not (claim.kind == "visit" and frame.occurrence.group in moved)]
    # "will open talks" are the talks, and no opening beside them
    held = {frame.carrier: claim for frame, claim in claims if frame.carrier >= 0 and claim.kind not in ("statement", "other")}
    dated = {number for number, claim in held.items() if claim.when is not None}
    voted = {frame.occurrence.group for frame, claim in claims if claim.kind == "other" and claim.when is not None} - dated - {-1}
    claims = [
        (frame, claim)
        for frame, claim in claims
        if not (claim.kind == "other" and frame.occurrence.group in held and frame.occurrence.group not in voted)
        and not (
            frame.carrier in voted and claim.kind == "agreement"
        )  # "ratified the treaty on Monday": the vote, where the treaty has no day
    ]
    told = [(claim, frame.weak) for frame, claim in claims if not (claim.kind == "statement" and frame.occurrence.group in carried)]
    return _without_echoes(told)


def _again(layout: Layout, claim: Claim, context: Context, *, plural: bool) -> list[Claim]:
    """ "met on Monday and again on Wednesday", "stoppages on 19 July, 26 July and 2 August": an event a day."""
    listed = plural and claim.kind == "other"
    if claim.when is None or claim.when_to is not None or not (listed or claim.kind in ("meeting", "talks", "call", "visit")):
        return []
    found: list[Claim] = []
    end = next((end for _, end, index in layout.timexes if index == claim.when), len(layout.tokens))
    for first, last, index in layout.timexes:
        words = [token.lower for token in layout.tokens[end:first]]
        if first < end or not (listed or "again" in words):
            continue
        if not set(words) <= {"and", "again", "on", "in", ",", "then"} or context.timexes[index].type not in ("DATE", "TIME"):
            break
        found.append(replace(claim, when=index))
        end = last
    return found


def _without_echoes(told: list[tuple[Claim, bool]]) -> list[tuple[Claim, bool]]:
    """Without acts of nobody on a day on which the sentence tells of one already: "the trial of Okoro opened on Monday"."""
    acted = {claim.when for claim, _ in told if claim.participants}
    kept: list[tuple[Claim, bool]] = []
    for claim, weak in sorted(told, key=lambda each: each[0].trigger.start):
        if claim.kind == "other" and not claim.participants and claim.when in acted:
            continue
        if claim.kind == "other" and _is_setting(claim, told):
            continue
        acted.add(claim.when)
        kept.append((claim, weak))
    order = {id(claim): number for number, (claim, _) in enumerate(told)}
    return sorted(kept, key=lambda each: order[id(each[0])])


def _is_setting(claim: Claim, told: Sequence[tuple[Claim, bool]]) -> bool:
    """ "will host Okoro at a state banquet on Tuesday": the banquet is where they meet, and no event beside it."""
    people = {part.entity for part in claim.participants}
    return bool(people) and any(
        each.kind in ("meeting", "talks")
        and each.when == claim.when
        and each.trigger.start < claim.trigger.start
        and people < {part.entity for part in each.participants}
        for each, _ in told
    )


def _without_objects(layout: Layout, occurrences: list[Occurrence]) -> list[Occurrence]:
    """ "rejected a bid", "blocked the merger": the verb tells of the event, and the noun of what it is done to."""
    acts = {
        each.group
        for each in occurrences
        if each.group >= 0
        and (each.rule.kind == "other" or layout.groups[each.group].lemma in _JUDGING)
        and (not each.rule.with_words or any(token.lower in each.rule.with_words for token in layout.tokens[each.end : each.end + 10]))
    }
    return [each for each in occurrences if each.group >= 0 or not _is_object(layout, each, acts)]


# the act that is judged is no news of that day
_JUDGING = frozenset(("condemn", "denounce", "criticise", "criticize", "protest", "deplore"))


def _is_object(layout: Layout, occurrence: Occurrence, acts: set[int]) -> bool:
    number, rule = _object_of(layout, occurrence.first), occurrence.rule
    return number in acts and (rule.kind == "other" or (rule.carried and layout.groups[number].lemma not in rule.by_verbs))


def _object_of(layout: Layout, index: int) -> int:
    """The verb group that has the noun at token `index` as its object; -1 for none."""
    for position in range(index - 1, max(-1, index - 10), -1):
        token = layout.tokens[position]
        if layout.group_at[position] >= 0:
            return layout.group_at[position] if layout.groups[layout.group_at[position]].form != "participle" else -1
        if token.tag == "IN" and token.lower in _PARTICLES and layout.group_at[position - 1] >= 0:
            continue  # "threw out the lawsuit"
        if token.tag in ("IN", "TO", "CS", "CC") or token.text in ",;:":
            return -1
    return -1


_PARTICLES = frozenset(("out", "down", "off", "up", "over", "back", "in"))


def _is_told_beside(claim: Claim, others: Sequence[Claim]) -> bool:
    """An act of nobody, on a day on which the sentence tells of one with actors: "the trial of Okoro opened on Monday"."""
    return (
        claim.kind == "other"
        and not claim.participants
        and any(
            each is not claim and each.when == claim.when and (each.participants or each.trigger.start < claim.trigger.start)
            for each in others
        )
    )


def _day_of_saying(attributions: Sequence[Attribution], timexes: Sequence[Timex], created: str | None, before: int | None) -> int | None:
    for attribution in attributions:
        day = first_day(timexes[attribution.on].value) if attribution.on is not None else None
        if day is not None and created is not None and 0 <= (date.fromisoformat(created) - day).days <= 3:
            return attribution.on
    return before


def _first_subject(layout: Layout) -> tuple[int, ...]:
    number = next((number for number, group in enumerate(layout.groups) if group.form == "finite"), None)
    nodes = subject_of(layout, number) if number is not None else ()
    return nodes[0].entities if len(nodes) == 1 and nodes[0].type == "person" and len(nodes[0].entities) == 1 else ()


def _claim(layout: Layout, occurrence: Occurrence, frame: Frame | None, dates: Dates, context: Context) -> Claim | None:
    if frame is None or _is_habit(layout, occurrence, frame):
        return None
    when, on, own = dates.of(layout, frame, context.timexes, context.created)
    if when is None and on is not None and _is_fresh(layout, frame):
        own = True  # "Acme said on Tuesday that it had agreed to buy Zenith": the day of the news will do
    add_speakers(layout, frame, context)
    ahead = when is not None and dates.is_ahead(context.timexes[when], context.created)
    reading = _status(
        layout, frame, context, ahead=ahead, past=when is not None and not ahead and context.timexes[when].direction == "past"
    )
    if reading.status == "denied" and _is_never_yet(layout, occurrence):
        return None
    frame.weak = reading.weak and not frame.attended
    add_previous_subject(layout, frame, context)
    label = event_label(layout, frame)
    kind = _kind(frame, label)
    definite = is_definite(layout, frame)
    said_by, said_on = voices(layout, frame, context)
    timex = context.timexes[when] if when is not None else None
    background = is_background(layout, frame, reading, timex, context.created, reported=bool(said_by))
    if when is None and reading.status == "happened" and not background:
        when = _day_of_news(
            layout, frame, kind, (on, said_on, context.said_on if said_by or frame.attended or kind == "statement" else None)
        )
    if reading.hypothetical or not is_wanted(layout, frame, context, reading, when=when, own=own, label=label, definite=definite):
        return None
    beside = places_beside(layout, when) if own and when is not None and not frame.places and kind != "statement" else ()
    place, venue = choose_places(frame.places or beside, context.entities)
    when, when_to = stretch_of(layout, when, context.timexes)
    status = voiced_status(reading.status, said_by)
    start, end = _clause(layout, frame)
    token = layout.tokens[frame.occurrence.end - 1]
    return Claim(
        kind,
        status,
        layout.tokens[start].start,
        layout.tokens[end - 1].end,
        Span(layout.tokens[frame.occurrence.first].start, token.end),
        layout.sentence.index,
        participants(frame, context, kind),
        place,
        venue,
        when,
        when_to,
        said_by,
        on if on is not None else said_on,
        background,
        definite,
        _phase(layout, frame),
        find_figures(layout, start, end),
        find_topics(layout, context.rules),
        label,
        object_words(layout, frame),
        absent=tuple(dict.fromkeys(entity for node in frame.absent for entity in node.entities)),
    )


def _kind(frame: Frame, label: str) -> str:
    """A summit with a name of its own is a forum: "the G20 summit"."""
    people = {entity for node, _ in frame.parts for entity in node.entities}
    return (
        "forum" if frame.occurrence.rule.id == "meeting" and label and (len(people) < 2 or frame.attended) else frame.occurrence.rule.kind
    )


def _day_of_news(layout: Layout, frame: Frame, kind: str, days: tuple[int | None, ...]) -> int | None:
    """ "said on Thursday that both have agreed" is news of that day, and so is what somebody said at the end of a summit."""
    fresh = kind in ("election_or_appointment", "other", "sanction") and _is_fresh(layout, frame)
    if kind not in ("agreement", "statement") and not frame.attended and not fresh:
        return None
    return next((each for each in days if each is not None), None)


def _is_fresh(layout: Layout, frame: Frame) -> bool:
    """The verb tells of news as such: "has resigned", "had filed for bankruptcy"."""
    number = frame.occurrence.group
    return number >= 0 and layout.groups[number].perfect and layout.groups[number].form == "finite" and not layout.groups[number].negated


def _is_habit(layout: Layout, occurrence: Occurrence, frame: Frame) -> bool:
    first = max(0, frame.phrase - 3)
    return any(token.lower in _HABITS for token in layout.tokens[first : occurrence.end + 2])


def _status(layout: Layout, frame: Frame, context: Context, *, ahead: bool, past: bool) -> Reading:
    occurrence, rule = frame.occurrence, frame.occurrence.rule
    if occurrence.group >= 0 and layout.groups[occurrence.group].end_token == occurrence.end:
        reading = verb_status(layout, occurrence.group, context.cues, future=ahead)
    else:
        reading = noun_status(layout, occurrence.first, occurrence.end, context.cues, noun_end=frame.end, future=ahead, past=past)
        if frame.carrier >= 0:
            group = layout.groups[frame.carrier]
            if group.lemma in rule.done_by and group.tense == "past" and not group.negated:
                reading = Reading("happened")
            if group.lemma in INVITING and group.tense != "none" and reading.status == "happened":
                reading = Reading("expected")
            if part_of(layout, frame.carrier, context.rules) == "absent" or (frame.absent and group.negated):
                reading = Reading("planned" if ahead or group.tense == "future" else "happened")
    if reading.status == "planned" and not ahead and _is_past(frame, layout) and past:
        reading = Reading("happened")
    after = frame.phrase > 0 and layout.tokens[frame.phrase - 1].lower in ("after", "following", "since")
    if past and after and reading.status in ("planned", "expected"):
        reading = Reading("happened")
    if rule.status and reading.status == "happened":
        reading = Reading(rule.status)  # type: ignore[arg-type]  # an invitation promises no more
    return reading


def _is_never_yet(layout: Layout, occurrence: Occurrence) -> bool:
    """ "have not spoken since May", "has never visited Rome": no single event is denied."""
    return occurrence.group >= 0 and layout.groups[occurrence.group].perfect and layout.groups[occurrence.group].negated


def _is_past(frame: Frame, layout: Layout) -> bool:
    """The trigger or its carrier is a gerund: its own past date outweighs the plan on which it hangs."""
    number = frame.occurrence.group if frame.occurrence.group >= 0 else frame.carrier
    return number >= 0 and layout.groups[number].form in ("gerund", "participle")


def _phase(layout: Layout, frame: Frame) -> Literal["whole", "begins", "goes on", "ends"]:
    """Which part of the event the governing verb tells of."""
    number = frame.carrier
    if number < 0 and frame.occurrence.group < 0:
        number = next((layout.group_at[k] for k in range(frame.end, min(len(layout.tokens), frame.end + 6)) if layout.group_at[k] >= 0), -1)
    lemma = layout.groups[number].lemma if number >= 0 else ""
    return _PHASES.get(lemma, "whole")


def _clause(layout: Layout, frame: Frame) -> tuple[int, int]:
    """Tokens of the clause that says so: the whole sentence when it is short, else cut at clause boundaries around the trigger."""
    tokens = layout.tokens
    if len(tokens) <= _MAX_WORDS:
        return 0, len(tokens)
    first, end = frame.occurrence.first, max(frame.occurrence.end, min(frame.end, frame.occurrence.end + 20))
    nodes: list[Node] = [node for node, _ in frame.parts]
    first = min([first, frame.phrase, *(node.first for node in nodes if first - node.first < _MAX_WORDS - 15)])
    end = max([end, *(node.end for node in nodes if node.end - first < _MAX_WORDS - 2)])
    first = _widen(layout, first, -1, max(0, end - _MAX_WORDS + 4))
    end = _widen(layout, end, 1, min(len(tokens), first + _MAX_WORDS - 2))
    return first, end


def _widen(layout: Layout, index: int, step: int, limit: int) -> int:
    """The clause boundary farthest from `index` within `limit`, else the limit of words itself when none is found."""
    tokens = layout.tokens
    best = index
    position = index
    while position > limit if step < 0 else position < limit:
        position += step
        edge = tokens[position - 1] if step < 0 and position > 0 else tokens[position] if step > 0 and position < len(tokens) else None
        if edge is None:
            return position
        if edge.text in (",", ";", ":", "—", "–", "--") or (edge.tag == "CS" and step > 0):
            best = position
    return best
