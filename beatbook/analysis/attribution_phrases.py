"""Who says so without a saying verb: "according to", nouns as "claim", "in Berg's view", and what headlines leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.attribution_contents import attribution_of, inside_quote
from beatbook.analysis.attribution_sources import (
    Cue,
    noun_phrase_at,
    noun_phrase_before,
    source_at,
    text_of,
    voice_of,
    with_complements,
)
from beatbook.analysis.model import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.attribution_sources import AttributionRules
    from beatbook.analysis.layout import Layout
    from beatbook.analysis.model import Attribution, Entity


def said_by_nouns(layout: Layout, rules: AttributionRules) -> list[Attribution]:
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


def said_according_to(layout: Layout, rules: AttributionRules) -> list[Attribution]:
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


def said_in_words_of(layout: Layout, entities: Sequence[Entity], rules: AttributionRules) -> list[Attribution]:
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


def said_in_headline(layout: Layout, found: Sequence[Attribution], rules: AttributionRules) -> list[Attribution]:
    """Headlines name who says so at their end or before a colon: "Faults known for a year, memo shows", "Police: three held"."""
    tokens = layout.tokens
    if len(tokens) < 4 or len(tokens) > 22 or tokens[-1].text in (".", "!", "?", ":", ";") or found:
        return []
    comma = next((k for k in range(len(tokens) - 1, 1, -1) if tokens[k].text == ","), None)
    if comma is not None and not inside_quote(layout, comma):
        verb = next((k for k in range(comma + 2, min(len(tokens), comma + 6)) if _is_saying(tokens[k].lower, rules)), None)
        if verb is not None and len(tokens) - verb <= 3 and not any(tokens[k].tag in ("CS", "IN", "MD") for k in range(comma + 1, verb)):
            source = (comma + 1, verb)
            return [attribution_of(layout, 0, comma, Cue(verb, verb + 1, source, (_voice_at(layout, *source, rules),)))]
    colon = next((k for k in range(1, min(4, len(tokens) - 2)) if tokens[k].text == ":"), None)
    if colon is not None and _names_source(layout, 0, colon, rules):
        return [attribution_of(layout, colon + 1, len(tokens), Cue(colon, colon + 1, (0, colon), (_voice_at(layout, 0, colon, rules),)))]
    colon = next((k for k in range(len(tokens) - 2, max(2, len(tokens) - 5), -1) if tokens[k].text == ":"), None)
    if colon is not None and _names_source(layout, colon + 1, len(tokens), rules):
        source = (colon + 1, len(tokens))
        return [attribution_of(layout, 0, colon, Cue(colon, colon + 1, source, (_voice_at(layout, *source, rules),)))]
    return []


def _is_saying(lower: str, rules: AttributionRules) -> bool:
    """A third person or plural of a saying verb, whatever the tagger made of it between the capitals of a headline."""
    forms = (lower, lower.removesuffix("s"), lower.removesuffix("es"), lower.removesuffix("ies") + "y")
    return any("speech" in rules.saying.get(form, ()) or form in ("show", "find", "suggest") for form in forms)


def _names_source(layout: Layout, first: int, end: int, rules: AttributionRules) -> bool:
    node = layout.node_at[end - 1]
    named = node >= 0 and layout.nodes[node].type in ("person", "organization") and layout.nodes[node].first >= first
    return (
        named
        or layout.tokens[end - 1].lower in rules.unnamed
        or layout.tokens[end - 1].lower in ("review", "watchdog", "memo", "judge", "minister")
    )


def _voice_at(layout: Layout, first: int, end: int, rules: AttributionRules) -> Voice:
    node = layout.node_at[end - 1]
    entity = layout.nodes[node].entities[0] if node >= 0 and layout.nodes[node].type in ("person", "organization") else None
    last = layout.tokens[end - 1].lower
    return Voice(entity, text_of(layout, first, end), "" if entity is not None else rules.unnamed.get(last, "other"))
