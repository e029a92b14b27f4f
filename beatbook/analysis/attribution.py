"""Who says what: content, source and the chain of voices from the one nearest to the article to the one it rests on.

"According to Reuters, KCNA stated that ..." is content of KCNA inside content of Reuters: its chain is (Reuters, KCNA).  Unnamed
sources keep their words and a type, never an entity.  Cue verbs and nouns are data (rules/attribution.yaml).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.attribution_contents import attribution_of, content_before, contents_of, inside_quote
from beatbook.analysis.attribution_sources import (
    AttributionRules,
    Cue,
    compile_attribution_rules,
    noun_phrase_at,
    noun_phrase_before,
    plain_source,
    source_at,
    text_of,
    verb_cue,
    voice_of,
    with_complements,
)
from beatbook.analysis.claim_dates import dates_of
from beatbook.analysis.clauses import lay_out, subject_of
from beatbook.analysis.model import Attribution, Voice
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.clauses import Layout
    from beatbook.analysis.mentions import Naming
    from beatbook.analysis.model import Entity, Mention, Sentence, Timex, VerbGroup
    from beatbook.reading.model import NewsArticle

__all__ = ["AttributionRules", "compile_attribution_rules", "find_attributions", "find_cites"]


_QUESTIONS = frozenset(("when", "whether", "who", "how", "what", "where", "why", "if", "which"))

_FEELINGS = frozenset(("hope", "hopes", "concern", "concerns", "confidence", "fear", "fears", "belief", "doubt", "doubts", "optimism"))

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
        if speaker is None and last is not None and alone and last[0] == sentence.passage - 1:
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
        if group.lemma not in rules.saying or group.form == "infinitive" or (group.form == "participle" and group.lemma != "say"):
            continue
        cue = verb_cue(layout, number, entities, rules)
        if cue is None:
            continue
        dates = dates or dates_of(layout, [])
        on = next((index for index in dates.by_group.get(number, ()) if timexes[index].type in ("DATE", "TIME")), None)
        found.extend(contents_of(layout, number, replace(cue, on=on), rules))
    found.extend(_said_by_nouns(layout, rules))
    found.extend(_prepositional(layout, rules))
    found.extend(_in_words_of(layout, entities, rules))
    return sorted(_joined_with_cited(found, cited), key=lambda each: (each.start, -each.end))


def _attitude(layout: Layout, number: int, entities: Sequence[Entity], rules: AttributionRules) -> Attribution | None:
    """ "expressed hope that talks would resume", "was confident that talks would resume"."""
    group, tokens = layout.groups[number], layout.tokens
    at = group.end_token
    while at < len(tokens) and tokens[at].tag == "RB":
        at += 1
    words = _FEELINGS if group.lemma in ("express", "voice") else _CERTAINTIES if group.lemma == "be" else frozenset()
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


def _said_by_nouns(layout: Layout, rules: AttributionRules) -> list[Attribution]:
    """ "Berg's claim that the dam was safe", "a warning by engineers that ...": up to the verb of the clause in which it stands."""
    tokens, found = layout.tokens, []
    for index in range(1, len(tokens) - 3):
        if tokens[index].lower not in rules.nouns or tokens[index].tag not in ("NN", "NNP"):
            continue
        at, source = index + 1, _owner(layout, index)
        if source is None and tokens[at].lower in ("by", "from", "of"):
            source = source_at(layout, at + 1, rules) or noun_phrase_at(layout, at + 1)
            at = source[0][1] if source is not None else at
        if source is None or at + 2 >= len(tokens) or tokens[at].lower != "that" or tokens[at].tag != "CS":
            continue
        finite = [group for group in layout.groups if group.form == "finite" and group.first_token > at]
        if not finite:
            continue
        last = len(tokens) - (tokens[-1].text in (".", "!"))
        end = next((k for k in range(finite[0].end_token, last) if tokens[k].text in (",", ";") and not inside_quote(layout, k)), last)
        if len(finite) > 1 and not any(tokens[k].tag in ("CS", "CC") for k in range(finite[0].end_token, finite[1].first_token)):
            end = min(end, finite[1].first_token)
        found.append(attribution_of(layout, at, end, Cue(index, index + 1, *source)))
    return found


def _owner(layout: Layout, index: int) -> tuple[tuple[int, int], tuple[Voice, ...]] | None:
    """Whose claim the noun at token `index` is: "Berg's repeated claim", "his claim", "the ministry's claim"."""
    tokens, at = layout.tokens, index - 1
    while at >= 0 and tokens[at].tag in ("JJ", "VBN", "RB", "CD", "VBG") and layout.node_at[at] < 0:
        at -= 1
    if at < 0:
        return None
    if tokens[at].tag == "PS":
        number = layout.node_at[at]
        voices = (Voice(layout.nodes[number].entities[0], tokens[at].text),) if number >= 0 else ()
        return (at, at + 1), voices
    if tokens[at].text not in ("'s", "’s", "'", "’") or at < 1:
        return None
    number = layout.node_at[at - 1]
    if number >= 0 and layout.nodes[number].end >= at:
        node = layout.nodes[number]
        return (node.first, at), (Voice(node.entities[0], text_of(layout, node.first, at)),)
    phrase = noun_phrase_before(layout, at)
    return (phrase, (Voice(None, text_of(layout, *phrase), "other"),)) if phrase is not None else None


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


def _prepositional(layout: Layout, rules: AttributionRules) -> list[Attribution]:
    tokens = layout.tokens
    found = []
    opening = {phrase[0] for phrase in rules.prepositional}
    for index, token in enumerate(tokens):
        for phrase in rules.prepositional if token.lower in opening else ():
            if token.lower != phrase[0] or tuple(each.lower for each in tokens[index : index + len(phrase)]) != phrase:
                continue
            source = source_at(layout, index + len(phrase), rules) or noun_phrase_at(layout, index + len(phrase))
            if source is None:
                continue
            first, end = source[0]
            whole = first, with_complements(layout, end)
            unnamed = source[1][0].entity is None
            source = whole, (replace(source[1][0], text=text_of(layout, *whole)),) if unnamed else source[1]
            cue = Cue(index, index + len(phrase), source[0], source[1])
            last = len(tokens) - (tokens[-1].text == ".")
            after = next((k + 1 for k in range(source[0][1], last) if tokens[k].text == ","), None)
            if index <= 1 and after is not None and after < last:
                found.append(attribution_of(layout, after, last, cue))
            elif index > 2:
                found.append(attribution_of(layout, 0, index - (tokens[index - 1].text == ","), cue))
    return found


def _in_words_of(layout: Layout, entities: Sequence[Entity], rules: AttributionRules) -> list[Attribution]:
    """ "In Berg's view, the talks failed"; "As Berg put it, the talks failed"; 'Berg: "The talks failed"'."""
    tokens = layout.tokens
    if len(tokens) < 5:
        return []
    node = next((node for node in layout.nodes if node.first <= 1 and node.type in ("person", "organization")), None)
    first, end = (node.first, node.end) if node is not None else (1, 2 + (tokens[2].tag == "NN" and tokens[1].tag == "DT"))
    opening = tokens[0].lower
    last = len(tokens) - (tokens[-1].text == ".")
    words = [token.lower for token in tokens[end : end + 3]]
    owned = opening == "in" and len(words) > 2 and words[0] in ("'s", "’s") and words[1] in ("view", "words", "opinion", "account")
    put = opening == "as" and words[:2] in (["put", "it"], ["puts", "it"])
    if first == 1 and (owned or put) and end + 2 < last and tokens[end + 2].text == ",":
        begin = end + 3
    elif (
        first == 0
        and node is not None
        and words[:1] == [":"]
        and any(quote.start == tokens[end + 1].start for quote in layout.sentence.quotes)
    ):
        begin = end + 1
    else:
        return []
    span, voices = (
        voice_of(layout, node, entities, rules)
        if node is not None and not owned
        else ((first, end), (Voice(node.entities[0] if node else None, text_of(layout, first, end), "" if node else "other"),))
    )
    return [attribution_of(layout, begin, last, Cue(end, begin, span, voices))] if begin < last else []


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
