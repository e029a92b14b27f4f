"""Who says what: content, source and the chain of voices from the one nearest to the article to the one it rests on.

"According to Reuters, KCNA stated that ..." is content of KCNA inside content of Reuters: its chain is (Reuters, KCNA).  Unnamed
sources keep their words and a type, never an entity.  Cue verbs and nouns are data (rules/attribution.yaml).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.attribution_sources import (
    AttributionRules,
    Cue,
    compile_attribution_rules,
    noun_phrase_at,
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

_OPEN = frozenset("\"“‘'«")

_LOOSE = frozenset(
    (
        "say",
        "tell",
        "report",
        "add",
        "announce",
        "write",
        "tweet",
        "declare",
        "state",
        "claim",
        "note",
        "warn",
        "insist",
        "explain",
        "reply",
        "argue",
        "confirm",
    )
)


# Verbs that also take plain objects: they speak only with a clause or quotation behind them.

_PLAIN_OBJECT = frozenset(
    (
        "show",
        "describe",
        "know",
        "understand",
        "feel",
        "decide",
        "charge",
        "post",
        "continue",
        "believe",
        "think",
        "expect",
        "hope",
        "fear",
        "agree",
        "ask",
        "urge",
        "promise",
        "pledge",
        "vow",
        "propose",
        "deny",
    )
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
    found: list[Attribution] = []
    speaker: tuple[int, tuple[Voice, ...]] | None = None  # passage and voices of the last direct speech
    for sentence, groups in zip(sentences, verb_groups, strict=True):
        if sentence.repeat:
            continue
        layout = lay_out(sentence, groups, mentions.get(sentence.index, ()), dated.get(sentence.index, ()))
        here = _nested(_in_sentence(layout, naming.entities, timexes, rules))
        if here:
            direct = next((each for each in here if each.direct), None)
            speaker = (sentence.passage, direct.voices) if direct is not None else speaker
        elif speaker is not None and speaker[0] == sentence.passage and _all_quoted(sentence):
            quote = sentence.quotes[0]
            here = [Attribution(quote.start, quote.end, speaker[1], quote, None, sentence.index, direct=True)]
        found.extend(here)
    return tuple(found)


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
        found.extend(_contents(layout, number, replace(cue, on=on)))
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
    return _attribution(layout, at + 1, last, replace(cue, end=at + 1)) if cue is not None and cue.source is not None else None


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


def _contents(layout: Layout, number: int, cue: Cue) -> list[Attribution]:
    tokens = layout.tokens
    group = layout.groups[number]
    first = min(cue.first, cue.source[0]) if cue.source else cue.first
    end = max(cue.end, cue.source[1]) if cue.source else cue.end
    behind = _content_behind(layout, number, end)
    before = _content_before(layout, first)
    found = []
    trailing = before is not None and (behind is None or tokens[min(end, len(tokens) - 1)].text in (",", ".", "—"))
    final = end >= len(tokens) or tokens[end].text in (".", "!") or end in layout.dated
    said = group.lemma in _LOOSE or final or group.lemma not in _PLAIN_OBJECT
    if trailing and before is not None and (said or _quoted(layout, *before)):
        found.append(_attribution(layout, *before, cue))
        if behind is not None and _quoted(layout, *behind):
            found.append(_attribution(layout, *behind, cue))
    elif behind is not None:
        found.append(_attribution(layout, *behind, cue))
    elif before is not None and _quoted(layout, *before):
        found.append(_attribution(layout, *before, cue))
    return found


def _content_before(layout: Layout, first: int) -> tuple[int, int] | None:
    """The content that a comma or closing quotation mark ends right before the source: "The talks failed, Berg said"."""
    tokens = layout.tokens
    if first < 3 or tokens[first - 1].tag != "PU" or tokens[first - 1].text in (":", ";", "(", "--", "—", "-"):
        return None
    end = first - 1
    while end > 0 and tokens[end - 1].tag == "PU" and tokens[end - 1].text in (",", '"', "”", "’", "'"):
        end -= 1
    end = first - 1 if tokens[first - 1].text in ('"', "”", "’", "'") else end
    start = 0
    for index in range(end - 1, -1, -1):
        if tokens[index].text == ";":
            start = index + 1
            break
    if not any(
        layout.group_at[index] >= 0 and layout.groups[layout.group_at[index]].form == "finite" for index in range(start, end)
    ) and not _quoted(layout, start, end):
        return None
    return start, end


def _content_behind(layout: Layout, number: int, end: int) -> tuple[int, int] | None:  # noqa: PLR0911  a list of cases, in order
    """The clause or quotation behind the cue, from "that" on."""
    tokens = layout.tokens
    group = layout.groups[number]
    last = len(tokens) - (tokens[-1].text in (".", "!"))
    stop = _citing_tail(layout, end, last)
    start = end
    while start < stop and (tokens[start].text == "," or _is_aside(layout, start)):
        start += 1
    for index in range(start, min(stop, start + 12)):
        if tokens[index].lower == "that" and tokens[index].tag == "CS":
            return (index, stop) if stop - index > 1 else None
        if tokens[index].text in _OPEN and tokens[index].start in {quote.start for quote in layout.sentence.quotes}:
            return (start if group.lemma in _LOOSE else index, stop)
        if tokens[index].text == ":":
            return (index + 1, stop) if stop - index > 2 else None
    finite = next(
        (
            k
            for k in range(number + 1, len(layout.groups))
            if layout.groups[k].form in ("finite", "infinitive") and layout.groups[k].first_token < stop
        ),
        None,
    )
    if finite is None or start >= stop:
        return None
    inner = layout.groups[finite]
    if inner.form == "infinitive" and (group.lemma not in ("promise", "pledge", "vow", "threaten") or inner.first_token - start > 4):
        return None
    if group.lemma in _PLAIN_OBJECT and inner.form == "finite" and tokens[start].tag in ("IN", "TO", "RB"):
        return None
    comma = next((index for index in range(start, inner.first_token) if tokens[index].text in (",", ";") and index - start < 2), None)
    if comma is not None and group.lemma in _PLAIN_OBJECT:
        return None
    return start, stop


def _is_aside(layout: Layout, index: int) -> bool:
    """A date or place between the verb and what is said: "said on Monday that", "said in Rome"."""
    token = layout.tokens[index]
    for first, end, _ in layout.timexes:
        if first <= index < end or (index + 1 == first and token.lower == "on"):
            return True
    return token.lower in ("reporters", "journalists", "earlier", "also", "later", "him", "her", "them", "us") or (
        token.tag == "RB" and not token.lower.startswith("not") and token.lower != "there"
    )


def _citing_tail(layout: Layout, start: int, end: int) -> int:
    """Where ", citing ..." or ", according to ..." begins behind the content."""
    tokens = layout.tokens
    for index in range(start + 1, end):
        if tokens[index].text == ";" and not any(quote.start <= tokens[index].start < quote.end for quote in layout.sentence.quotes):
            return index
        if tokens[index].text == "," and index + 1 < end and tokens[index + 1].lower in ("citing", "quoting", "according"):
            return index
    return end


def _quoted(layout: Layout, first: int, end: int) -> bool:
    if end <= first:
        return False
    start, stop = layout.tokens[first].start, layout.tokens[end - 1].end
    return any(min(stop, quote.end) - max(start, quote.start) > 0.5 * (stop - start) for quote in layout.sentence.quotes)


def _attribution(layout: Layout, first: int, end: int, cue: Cue) -> Attribution:
    tokens = layout.tokens
    source = Span(tokens[cue.source[0]].start, tokens[cue.source[1] - 1].end) if cue.source else None
    return Attribution(
        tokens[first].start,
        tokens[end - 1].end,
        cue.voices,
        Span(tokens[cue.first].start, tokens[cue.end - 1].end),
        source,
        layout.sentence.index,
        _quoted(layout, first, end),
        cue.on,
    )


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
    return [_attribution(layout, 0, end, Cue(group.first_token, group.end_token, source[0], source[1]))]


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
        return [_attribution(layout, start, last, cue)]
    before = _content_before(layout, min(source[0][0], cue.first))
    return [_attribution(layout, *before, cue)] if before is not None else []


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
                found.append(_attribution(layout, after, last, cue))
            elif index > 2:
                found.append(_attribution(layout, 0, index - (tokens[index - 1].text == ","), cue))
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
    return [_attribution(layout, begin, last, Cue(end, begin, span, voices))] if begin < last else []


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
