"""Where of a claim, its name, object, figures and topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_frames import Frame
    from beatbook.analysis.claim_triggers import ClaimRules
    from beatbook.analysis.layout import Layout, Node
    from beatbook.analysis.model import Entity

_CITIES = frozenset(("city", "capital", "town", "village"))


# ---- places


def choose_places(nodes: Sequence[Node], entities: Sequence[Entity]) -> tuple[int | None, int | None]:
    """(place, narrower venue): a town before a country, a building beside its town."""
    found = [node.entities[0] for node in nodes]
    venue = next((entity for entity in found if entities[entity].kind in ("venue", "region") and entities[entity].kind == "venue"), None)
    town = next((entity for entity in found if entities[entity].kind in _CITIES), None)
    rest = next((entity for entity in found if entity != venue), None)
    place = town if town is not None else rest
    if place is None and venue is not None:
        return venue, None
    return place, venue


def places_beside(layout: Layout, timex: int) -> tuple[Node, ...]:
    """The place that stands right beside the event's own date, behind other words: "the accord on fish in Lagos in March"."""
    first, end = next(((first, end) for first, end, index in layout.timexes if index == timex), (0, 0))
    before = first - (first > 0 and layout.tokens[first - 1].tag == "IN")
    return tuple(
        node
        for node in layout.nodes
        if node.type == "place"
        and not node.modifier
        and node.first > 0
        and layout.tokens[node.first - 1].lower in ("in", "at")
        and (node.end == before or node.first == end + 1)
    )


# ---- names, objects, figures, topics


def event_label(layout: Layout, frame: Frame) -> str:  # noqa: PLR0911  a list of cases, in order
    """The event's own name: "Eastern Economic Forum", "G20 summit"; "" where the noun stands without one."""
    occurrence = frame.occurrence
    if occurrence.rule.kind not in ("forum", "meeting", "exercise", "other"):
        return ""
    if occurrence.group >= 0 and layout.groups[occurrence.group].end_token == occurrence.end:
        return ""
    tokens = layout.tokens
    head = tokens[occurrence.end - 1]
    if (quoted := _quoted_name(layout, occurrence.end)) and occurrence.rule.kind == "forum":
        return quoted
    people = {
        index
        for node in layout.nodes
        if node.type in ("person", "state", "place") or node.possessor
        for index in range(node.first, node.end)
    }
    first = occurrence.first
    while first > 0 and first - 1 not in people and _is_name_part(layout, first):
        first -= 1
    while first < occurrence.first and not tokens[first].text[0].isupper() and not tokens[first].text[0].isdigit():
        first += 1
    if first == occurrence.first or not any(tokens[index].text[0].isupper() for index in range(first, occurrence.first)):
        return ""
    named = head.text[0].isupper() or any(
        tokens[index].text.isupper() or any(c.isdigit() for c in tokens[index].text) or tokens[index].lower in ("of", "nations")
        for index in range(first, occurrence.first)
    )
    if all(
        "-" in token.text and all(part[:1].isupper() for part in token.text.split("-"))
        for token in tokens[first : occurrence.first]
        if token.text[0].isupper()
    ):
        return ""  # "the U.S.-China summit": whose it is, not what it is called
    if not named or layout.title:
        return "" if not named else layout.sentence.text[tokens[first].start - layout.sentence.start : head.end - layout.sentence.start]
    return layout.sentence.text[tokens[first].start - layout.sentence.start : head.end - layout.sentence.start]


def _quoted_name(layout: Layout, index: int) -> str:
    """'a forum, "One Sea, One Future,"': the name in quotation marks right behind the noun, without them."""
    tokens, sentence = layout.tokens, layout.sentence
    if index < len(tokens) and tokens[index].text == ",":
        index += 1
    quote = next((each for each in sentence.quotes if index < len(tokens) and each.start == tokens[index].start), None)
    if (
        quote is None
        or not sentence.text[quote.start - sentence.start + 1 : quote.start - sentence.start + 2].isupper()
        or quote.end - quote.start > 60
    ):
        return ""
    return sentence.text[quote.start - sentence.start + 1 : quote.end - sentence.start - 1].strip(" ,.")


def _is_name_part(layout: Layout, first: int) -> bool:
    token = layout.tokens[first - 1]
    if token.text[0].isupper() and token.tag in ("NNP", "NN", "JJ") and token.lower != "the":
        return layout.group_at[first - 1] < 0
    if token.text.isdigit() and len(token.text) < 3:
        return first > 1 and layout.tokens[first - 2].lower in ("of", "group")
    return (
        token.lower in ("of", "for", "on", "and")
        and first > 1
        and layout.tokens[first - 2].text[0].isupper()
        and layout.tokens[first - 2].tag in ("NNP", "NN")
        and layout.node_at[first - 2] < 0
    )


def is_definite(layout: Layout, frame: Frame) -> bool:
    """ "the summit", "their last meeting": an event that the text takes for known."""
    occurrence = frame.occurrence
    if occurrence.group >= 0 and layout.groups[occurrence.group].end_token == occurrence.end:
        return False
    first = layout.tokens[frame.phrase]
    return (
        first.lower in ("the", "this", "that")
        or first.tag == "PS"
        or any(layout.tokens[index].tag == "POS" for index in range(frame.phrase, occurrence.first))
    )


def object_words(layout: Layout, frame: Frame) -> str:
    """What was agreed, announced or done, in at most eight words; "" for kinds that need none."""
    occurrence = frame.occurrence
    if occurrence.rule.kind in ("meeting", "visit", "call", "talks"):
        return ""
    if occurrence.group < 0 or layout.groups[occurrence.group].end_token != occurrence.end:
        first = frame.phrase + (layout.tokens[frame.phrase].tag in ("DT", "PS"))
        return _text(layout, first, occurrence.end)
    group = layout.groups[occurrence.group]
    first = _behind_day(layout, group.end_token)
    end = min(len(layout.tokens), first + 9)
    cut = first
    for index in range(first, end):
        token = layout.tokens[index]
        if (
            token.text in (",", ";", ":", ".")
            or (token.tag == "CS" and index > first)
            or any(at <= index < until for at, until, _ in layout.timexes)
        ):
            break
        cut = index + 1
    while cut > first and layout.tokens[cut - 1].tag in ("IN", "TO", "DT", "CC", "CS", "PU", "PS", "JJ"):
        cut -= 1
    if first < cut and layout.tokens[first].lower == "that":
        first += 1
    return _text(layout, first, cut) or occurrence.rule.called


def _behind_day(layout: Layout, index: int) -> int:
    """The token behind the day that stands between a verb and its object: "rejected on Tuesday an appeal"."""
    last = index + (index + 1 < len(layout.tokens) and layout.tokens[index].lower == "on" and index + 1 in layout.dated)
    while last < len(layout.tokens) and last in layout.dated:
        last += 1
    return last if last > index + 1 or (last > index and index in layout.dated) else index


def _text(layout: Layout, first: int, end: int) -> str:
    if end <= first:
        return ""
    start = layout.sentence.start
    return layout.sentence.text[layout.tokens[first].start - start : layout.tokens[end - 1].end - start]


_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d{2,}")  # small numbers are written as words, and count those who take part
_COUNTED = frozenset(
    "people civilians soldiers troops passengers protesters demonstrators workers members villagers residents migrants refugees children women men houses homes".split()  # noqa: SIM905, E501  one line
)


def find_figures(layout: Layout, first: int, end: int) -> tuple[str, ...]:
    """Amounts in the clause: "$117 billion", "25 percent", "3,000 people"."""
    found = []
    for index in range(first, end):
        text = layout.tokens[index].text
        following = layout.tokens[index + 1].lower if index + 1 < end else ""
        if text[0] in "$€£¥₩" and len(text) > 1:
            found.append(_text(layout, index, index + 1 + (following in ("million", "billion", "trillion", "bn", "m"))))
        elif text.endswith("%") or (layout.tokens[index].tag == "CD" and following in ("percent", "per")):
            found.append(_text(layout, index, index + 1 + (following == "percent")))
        elif following in _COUNTED and _COUNT.fullmatch(text):
            found.append(_text(layout, index, index + 2))
    return tuple(dict.fromkeys(found))


def find_topics(layout: Layout, rules: ClaimRules) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rules.topics[token.lower] for token in layout.tokens if token.lower in rules.topics))
