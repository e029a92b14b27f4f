"""Who says what: content, source and the chain of voices from the one nearest to the article to the one it rests on.

"According to Reuters, KCNA stated that ..." is content of KCNA inside content of Reuters: its chain is (Reuters, KCNA).  Unnamed
sources keep their words and a type, never an entity.  Cue verbs and nouns are data (rules/attribution.yaml).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.attribution_contents import attribution_of, content_before, contents_of
from beatbook.analysis.attribution_phrases import said_according_to, said_by_nouns, said_in_headline, said_in_words_of
from beatbook.analysis.attribution_sources import (
    AttributionRules,
    Cue,
    compile_attribution_rules,
    noun_phrase_at,
    plain_source,
    source_at,
    verb_cue,
    voice_of,
)
from beatbook.analysis.claim_dates import dates_of
from beatbook.analysis.layout import lay_out
from beatbook.analysis.model import Attribution, Voice
from beatbook.analysis.subjects import subject_of
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.layout import Layout
    from beatbook.analysis.mentions import Naming
    from beatbook.analysis.model import Entity, Mention, Sentence, Timex, VerbGroup
    from beatbook.reading.model import NewsArticle

__all__ = ["AttributionRules", "compile_attribution_rules", "find_attributions", "find_cites"]


_QUESTIONS = frozenset(("when", "whether", "who", "how", "what", "where", "why", "if", "which"))

_FEELINGS = frozenset(("hope", "hopes", "concern", "concerns", "confidence", "fear", "fears", "belief", "doubt", "doubts", "optimism"))

_CLEAR = {"make": frozenset(("clear", "plain"))}

_CERTAINTIES = frozenset(
    ("confident", "certain", "sure", "convinced", "hopeful", "optimistic", "adamant", "concerned", "worried", "afraid")
)


def find_attributions(
    sentences: Sequence[Sentence],
    verb_groups: Sequence[Sequence[VerbGroup]],
    naming: Naming,
    timexes: Sequence[Timex],
    rules: AttributionRules,
) -> tuple[Attribution, ...]:
    """All attributions in order of the text; `verb_groups` holds those of each sentence."""
    mentions: dict[int, list[Mention]] = {}
    for mention in naming.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    dated: dict[int, list[tuple[int, Timex]]] = {}
    for number, timex in enumerate(timexes):
        dated.setdefault(timex.sentence, []).append((number, timex))
    read: list[tuple[Sentence, list[Attribution]]] = []
    for sentence, groups in zip(sentences, verb_groups, strict=True):
        if sentence.repeat:
            continue
        layout = lay_out(sentence, groups, mentions.get(sentence.index, ()), dated.get(sentence.index, ()))
        read.append((sentence, _nested(_in_sentence(layout, naming.entities, timexes, rules))))
    return tuple(each for _, here in _with_speech_that_goes_on(read) for each in here)


def _with_speech_that_goes_on(read: Sequence[tuple[Sentence, list[Attribution]]]) -> list[tuple[Sentence, list[Attribution]]]:
    """Sentences that are nothing but words in quotation marks go to who spoke before in their paragraph, or after.

    A paragraph that is all quotation goes on with the speech of the paragraph right before it.
    """
    whole: list[tuple[Sentence, list[Attribution]]] = []
    last: tuple[int, Attribution] | None = None  # passage in which somebody spoke last
    for number, (sentence, here) in enumerate(read):
        if here or not _all_quoted(sentence):
            spoken = [each for each in here if each.source is not None]
            last = (sentence.passage, next((each for each in spoken if each.direct), spoken[0])) if spoken else last
            whole.append((sentence, here))
            continue
        speaker = last[1] if last is not None and last[0] == sentence.passage else _speaks_after(read, number)
        alone = all(_all_quoted(each) for each, _ in read if each.passage == sentence.passage) if speaker is None and last else False
        if speaker is None and last is not None and alone and last[0] == sentence.passage - 1 and whole[-1][1]:
            speaker = last[1]
        if speaker is None:
            whole.append((sentence, here))
            continue
        quote = Span(sentence.quotes[0].start, sentence.quotes[-1].end)
        goes_on = Attribution(quote.start, quote.end, speaker.voices, quote, speaker.source, sentence.index, direct=True)
        last = (sentence.passage, goes_on)
        whole.append((sentence, [goes_on]))
    return whole


def _speaks_after(read: Sequence[tuple[Sentence, list[Attribution]]], number: int) -> Attribution | None:
    """Who is named as the speaker at the end of the speech that sentence `number` begins: '"It was over. We lost," Berg said.'"""
    passage = read[number][0].passage
    for sentence, here in read[number + 1 : number + 6]:
        if sentence.passage != passage:
            return None
        if here:
            return next((each for each in here if each.direct and each.source is not None), None)
        if not _all_quoted(sentence):
            return None
    return None


def _all_quoted(sentence: Sentence) -> bool:
    return sum(quote.end - quote.start for quote in sentence.quotes) > 0.85 * (sentence.end - sentence.start)


def _in_sentence(layout: Layout, entities: Sequence[Entity], timexes: Sequence[Timex], rules: AttributionRules) -> list[Attribution]:
    found: list[Attribution] = []
    cited: list[Attribution] = []
    spoken: dict[int, Cue] = {}
    dates = None
    for number, group in enumerate(layout.groups):
        if group.lemma in rules.citing and (group.form != "infinitive"):
            for each in _citing(layout, number, entities, rules):
                (cited if group.form == "gerund" else found).append(each)
            continue
        if group.negated and group.end_token < len(layout.tokens) and layout.tokens[group.end_token].lower in _QUESTIONS:
            continue  # "did not say when"
        if (attitude := _attitude(layout, number, entities, rules)) is not None:
            found.append(attitude)
            continue
        if group.passive and (passive := _said_of(layout, number, rules)) is not None:
            found.append(passive)
            continue
        if group.lemma not in rules.saying or (group.form == "participle" and group.lemma != "say"):
            continue
        if group.form == "infinitive" and not _will_say(layout, number):
            continue
        cue = _same_speaker(layout, number, spoken) or verb_cue(layout, number, entities, rules) or _will_speak(layout, number)
        if cue is None:
            continue
        spoken[number] = cue
        dates = dates or dates_of(layout, [])
        on = next((index for index in dates.by_group.get(number, ()) if timexes[index].type in ("DATE", "TIME")), None)
        found.extend(contents_of(layout, number, replace(cue, on=on), rules))
    found.extend(said_by_nouns(layout, rules))
    found.extend(said_according_to(layout, rules))
    found.extend(said_in_words_of(layout, entities, rules))
    found.extend(said_in_headline(layout, found, rules))
    return sorted(_joined_with_cited(found, cited), key=lambda each: (each.start, -each.end))


def _same_speaker(layout: Layout, number: int, spoken: Mapping[int, Cue]) -> Cue | None:
    """ "Berg said she was ill and warned that ...": the cue with the source of the saying verb before, where "and" joins them."""
    group, tokens = layout.groups[number], layout.tokens
    before = group.first_token - 1
    while before > 0 and tokens[before].tag == "RB":
        before -= 1
    if before < 0 or tokens[before].tag != "CC" or group.form != "finite":
        return None
    earlier = [cue for k, cue in spoken.items() if layout.groups[k].form == "finite" and layout.groups[k].tense == group.tense]
    return replace(earlier[-1], first=group.first_token, end=group.end_token) if earlier and earlier[-1].source else None


def _will_say(layout: Layout, number: int) -> bool:
    """ "is expected to argue that ...", not "refused to say that ..."."""
    group, tokens = layout.groups[number], layout.tokens
    above = layout.groups[number - 1] if number else None
    behind = tokens[group.end_token].lower if group.end_token < len(tokens) else ""
    return behind == "that" and above is not None and above.lemma not in _REFUSALS and not above.negated and not group.negated


def _will_speak(layout: Layout, number: int) -> Cue | None:
    """The subject of the verb that governs an infinitive: "His lawyer is expected to argue that"."""
    group = layout.groups[number]
    cue = plain_source(layout, number - 1) if group.form == "infinitive" else None
    return replace(cue, first=group.first_token, end=group.end_token) if cue is not None else None


_REFUSALS = frozenset(("refuse", "decline", "fail", "forget", "hesitate"))


def _said_of(layout: Layout, number: int, rules: AttributionRules) -> Attribution | None:
    """What nobody in particular says, expects or asks: "is accused of taking bribes", "is expected to resign", "were told to wait"."""
    group, tokens = layout.groups[number], layout.tokens
    at = group.end_token
    last = len(tokens) - (tokens[-1].text in (".", "!"))
    if at + 1 >= last:
        return None
    if group.lemma in ("accuse", "suspect") and tokens[at].lower == "of":
        at += 1
    elif not (group.lemma in _SAID_OF and layout.group_at[at] == number + 1 and layout.groups[number + 1].form == "infinitive"):
        return None
    elif _says_that(layout, number + 1, rules):
        return None  # "is expected to argue that ...": he will say so himself
    cue = Span(tokens[group.first_token].start, tokens[group.end_token - 1].end)
    return Attribution(tokens[at].start, tokens[last - 1].end, (), cue, None, layout.sentence.index)


def _says_that(layout: Layout, number: int, rules: AttributionRules) -> bool:
    group = layout.groups[number]
    behind = layout.tokens[group.end_token].lower if group.end_token < len(layout.tokens) else ""
    return group.lemma in rules.saying and behind == "that"


_SAID_OF = frozenset(
    ("expect", "say", "believe", "think", "report", "allege", "tell", "ask", "urge", "estimate", "advise", "order", "rumour", "understand")
)


def _attitude(layout: Layout, number: int, entities: Sequence[Entity], rules: AttributionRules) -> Attribution | None:
    """ "expressed hope that talks would resume", "was confident that talks would resume", "made it clear that they would"."""
    group, tokens = layout.groups[number], layout.tokens
    at = group.end_token
    if group.lemma == "make" and at < len(tokens) and tokens[at].lower == "it":
        at += 1
    while at < len(tokens) and tokens[at].tag == "RB":
        at += 1
    words = (
        _FEELINGS if group.lemma in ("express", "voice") else _CERTAINTIES if group.lemma == "be" else _CLEAR.get(group.lemma, frozenset())
    )
    if at + 3 >= len(tokens) or tokens[at].lower not in words or tokens[at + 1].lower != "that":
        return None
    cue = verb_cue(layout, number, entities, rules)
    last = len(tokens) - (tokens[-1].text in (".", "!"))
    return attribution_of(layout, at + 1, last, replace(cue, end=at + 1)) if cue is not None and cue.source is not None else None


def _joined_with_cited(found: Sequence[Attribution], cited: Sequence[Attribution]) -> list[Attribution]:
    """ "CONTENT, Yonhap said, citing a diplomat": one attribution whose chain goes from Yonhap to the diplomat."""
    joined = list(found)
    for each in cited:
        saying = [
            number
            for number, other in enumerate(joined)
            if other.cue.end <= each.cue.start and not (other.start <= each.cue.start < other.end)
        ]
        if not saying:
            joined.append(each)
            continue
        nearest = max(saying, key=lambda number: joined[number].cue.end)
        for number, other in enumerate(joined):
            if other.cue == joined[nearest].cue:
                joined[number] = replace(other, voices=(*other.voices, *each.voices))
    return joined


def _citing(layout: Layout, number: int, entities: Sequence[Entity], rules: AttributionRules) -> list[Attribution]:
    """ "citing a diplomat": what the clause says rests on the diplomat too; "quoted Kim as saying that ..."."""
    group = layout.groups[number]
    source = source_at(layout, group.end_token, rules) if not group.passive else None
    if group.passive:
        nodes = subject_of(layout, number)
        plain = plain_source(layout, number) if not nodes else None
        source = voice_of(layout, nodes[-1], entities, rules) if nodes else (plain.source, plain.voices) if plain and plain.source else None
    if source is None:
        return []
    tokens = layout.tokens
    for index in range(group.end_token, min(len(tokens) - 1, group.end_token + 14)):
        if tokens[index].lower == "as" and tokens[index + 1].lower == "saying":
            return _as_saying(layout, number, index, source, _outer_voice(layout, number, index, entities, rules))
    if group.form != "gerund" or not group.first_token:
        return []
    end = group.first_token - (tokens[group.first_token - 1].text == ",")
    if end <= 0:
        return []
    return [attribution_of(layout, 0, end, Cue(group.first_token, group.end_token, source[0], source[1]))]


def _as_saying(
    layout: Layout, number: int, index: int, source: tuple[tuple[int, int], tuple[Voice, ...]], outer: tuple[Voice, ...]
) -> list[Attribution]:
    """ "Yonhap quoted Berg as saying the talks failed"; '"The talks failed," Berg was quoted as saying': on either side."""
    tokens = layout.tokens
    last = len(tokens) - (tokens[-1].text == ".")
    start = index + 2
    while start < last and tokens[start].text == ",":
        start += 1
    cue = Cue(layout.groups[number].first_token, index + 2, source[0], (*outer, *source[1]))
    if start < last:
        return [attribution_of(layout, start, last, cue)]
    before = content_before(layout, min(source[0][0], cue.first))
    return [attribution_of(layout, *before, cue)] if before is not None else []


def _outer_voice(layout: Layout, number: int, end: int, entities: Sequence[Entity], rules: AttributionRules) -> tuple[Voice, ...]:
    """Who quotes: the subject of "quoted", or behind "was quoted by"."""
    group = layout.groups[number]
    if group.passive:
        by = next((index for index in range(group.end_token, end) if layout.tokens[index].lower == "by"), None)
        found = source_at(layout, by + 1, rules) or noun_phrase_at(layout, by + 1) if by is not None else None
        return found[1] if found else ()
    nodes = subject_of(layout, number)
    if nodes:
        return voice_of(layout, nodes[-1], entities, rules)[1]
    plain = plain_source(layout, number)
    return plain.voices if plain is not None else ()


def _nested(found: Sequence[Attribution]) -> list[Attribution]:
    """Chains: a cue inside the content of another rests on it; "X said, citing Y" makes the clause one of X resting on Y."""
    chained = []
    for one in found:
        outer: list[Attribution] = []
        for other in found:
            if other is one or other.voices == one.voices:
                continue
            if (
                other.start <= one.cue.start
                and one.cue.end <= other.end
                and not (one.start <= other.cue.start and other.cue.end <= one.end)
            ):
                outer.append(other)
        outer.sort(key=lambda each: (each.start, -each.end))
        voices: list[Voice] = []
        for voice in [*(voice for each in outer for voice in each.voices), *one.voices]:
            if voice not in voices:
                voices.append(voice)
        chained.append(replace(one, voices=tuple(voices)))
    return chained


def find_cites(attributions: Sequence[Attribution], entities: Sequence[Entity], article: NewsArticle) -> tuple[Voice, ...]:
    """Every named agency, outlet or office that the article rests on, in order: from chains and from its source line."""
    found: dict[str, Voice] = {}
    for attribution in attributions:
        for voice in attribution.voices:
            if voice.entity is not None and entities[voice.entity].type == "organization":
                name = entities[voice.entity].name
                found.setdefault(name.casefold(), Voice(voice.entity, name))
    for source in article.metadata.sources:
        entity = next(
            (
                number
                for number, each in enumerate(entities)
                if each.type == "organization" and source.casefold() in (each.name.casefold(), *(form.casefold() for form in each.forms))
            ),
            None,
        )
        if entity is None or entities[entity].name.casefold() not in found:
            found.setdefault(source.casefold(), Voice(entity, source))
    return tuple(found.values())
