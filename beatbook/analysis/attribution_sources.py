"""Who speaks: the source of a saying verb, named or not, and its voice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import Voice
from beatbook.analysis.subjects import parenthesis_start, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.layout import Layout, Node
    from beatbook.analysis.model import Entity
    from beatbook.rules import Rules


_QUANTITIES = frozenset(("many", "some", "others", "several", "most", "both", "another", "all", "few", "neither"))
_STANDARDS = frozenset(
    [
        "plan",
        "plans",
        "law",
        "laws",
        "rules",
        "schedule",
        "tradition",
        "custom",
        "principle",
        "constitution",
        "size",
        "age",
        "merit",
        "need",
        "needs",
        "taste",
    ]
)
_DESCRIBES = frozenset(["close", "familiar", "with", "who", "briefed", "in", "seen", "reviewed", "obtained", "published", "at", "from"])
_FRAMES = ("say", "noun", "cite", "prepositional", "unnamed", "speaks-for")
_TAKES = frozenset(("speech", "object", "infinitive", "object-infinitive", "noun", "quotation", "for"))
_WORDS = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class AttributionRules:
    """Cue lemmas and words."""

    saying: Mapping[str, frozenset[str]]  # verb -> what it has for content: see rules/attribution.yaml
    nouns: frozenset[str]
    citing: frozenset[str]
    prepositional: tuple[tuple[str, ...], ...]
    unnamed: Mapping[str, str]  # noun -> type of source
    speaks_for: frozenset[str]


def compile_attribution_rules(rules: Rules) -> AttributionRules:
    """The cues of rules/attribution.yaml.  Raises RuleError for an unknown frame."""
    words: dict[str, list[str]] = {}
    unnamed: dict[str, str] = {}
    saying: dict[str, frozenset[str]] = {}
    for rule in rules["attribution"]:
        frame = rule.text("frame")
        if frame not in _FRAMES:
            raise rule.error("rule-field", f'rule "{rule.id}" has frame: {frame}', ", ".join(_FRAMES))
        found = [quoted or plain for quoted, plain in _WORDS.findall(rule.text("words"))]
        if frame == "say":
            takes = frozenset(rule.text("takes", "").split())
            if not takes <= _TAKES:
                raise rule.error("rule-field", f'rule "{rule.id}" takes: {rule.text("takes")}', ", ".join(sorted(_TAKES)))
            saying.update((word, takes) for word in found if word not in saying)
        words.setdefault(frame, []).extend(found)
        if frame == "unnamed":
            unnamed.update((word, rule.text("type")) for word in found if word not in unnamed)
    return AttributionRules(
        saying,
        frozenset(words.get("noun", ())),
        frozenset(words.get("cite", ())),
        tuple(tuple(phrase.split()) for phrase in words.get("prepositional", ())),
        unnamed,
        frozenset(words.get("speaks-for", ())),
    )


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue with its source, before its content is known."""

    first: int  # tokens of the cue
    end: int
    source: tuple[int, int] | None  # tokens of the source
    voices: tuple[Voice, ...]
    on: int | None = None


def verb_cue(layout: Layout, number: int, entities: Sequence[Entity], rules: AttributionRules) -> Cue | None:
    group = layout.groups[number]
    if group.form == "gerund" and (found := _gerund_source(layout, number, entities, rules)) is not None:
        return found
    nodes = subject_of(layout, number)
    if nodes and not group.passive:
        node = nodes[-1]
        before = node.end <= group.first_token
        if before and group.first_token - node.end <= 14:
            span, voices = voice_of(layout, node, entities, rules)
            return Cue(group.first_token, group.end_token, span, voices)
    index = group.end_token
    turns = index < len(layout.tokens) and group.lemma != "tell" and _inverts(layout, number)
    if turns and (inverted := source_at(layout, index, rules) or _described_at(layout, index)) is not None:
        return Cue(group.first_token, group.end_token, *inverted)
    if not group.passive and (unnamed := _source_before(layout, group.first_token, rules)) is not None:
        return Cue(group.first_token, group.end_token, *unnamed)
    if group.form == "gerund" and nodes:
        return Cue(group.first_token, group.end_token, *voice_of(layout, nodes[-1], entities, rules))
    return None if group.passive else plain_source(layout, number)


def _described_at(layout: Layout, index: int) -> tuple[tuple[int, int], tuple[Voice, ...]] | None:
    """Whoever is named behind the verb by what they are: "said its secretary, Dee Falk", "read one letter"."""
    found = noun_phrase_at(layout, index)
    if found is None or layout.tokens[index].tag not in ("DT", "PS", "CD", "NN", "JJ"):
        return None
    (first, end), _ = found
    if end < len(layout.tokens) and layout.tokens[end].tag not in ("PU", "IN", "TO"):
        return None  # "Berg, of Acme, said the offer had been made"
    if end + 1 < len(layout.tokens) and layout.tokens[end].text == "," and layout.node_at[end + 1] >= 0:
        node = layout.nodes[layout.node_at[end + 1]]
        if node.type == "person":
            return (first, node.end), (Voice(node.entities[0], text_of(layout, node.first, node.end)),)
    return found


def _gerund_source(layout: Layout, number: int, entities: Sequence[Entity], rules: AttributionRules) -> Cue | None:
    """ "Aides dismissed the poll, insisting ...": the subject of the main clause; "a letter saying ...": the noun right before."""
    group, tokens = layout.groups[number], layout.tokens
    if group.first_token < 2:
        return None
    before = tokens[group.first_token - 1]
    if before.tag in ("NN", "NNP") and layout.node_at[group.first_token - 1] < 0:
        first = _phrase_first(layout, group.first_token - 1)
        voice = Voice(None, text_of(layout, first, group.first_token), rules.unnamed.get(before.lower, "other"))
        return Cue(group.first_token, group.end_token, (first, group.first_token), (voice,))
    if before.text != ",":
        return None
    finite = [k for k in range(number) if layout.groups[k].form == "finite"]
    said = next((k for k in reversed(finite) if layout.groups[k].lemma in rules.saying), None)  # "..., the firm said, adding that ..."
    main = said if said is not None else next((k for k in finite if not _subordinate(layout, k)), None)
    found = verb_cue(layout, main, entities, rules) if main is not None and not layout.groups[main].passive else None
    if found is None or found.source is None or found.source[0] >= layout.groups[number].first_token:
        return None
    return Cue(group.first_token, group.end_token, found.source, found.voices)


def _subordinate(layout: Layout, number: int) -> bool:
    """The verb stands in a clause that "when", "who" or the like opens."""
    tokens = layout.tokens
    for index in range(layout.groups[number].first_token - 1, -1, -1):
        if tokens[index].tag == "CS" and tokens[index].lower not in ("as", "than"):
            return True
        if tokens[index].text in (",", ";", ":") or (
            layout.group_at[index] >= 0 and layout.groups[layout.group_at[index]].form == "finite"
        ):
            return False
    return False


def plain_source(layout: Layout, number: int) -> Cue | None:
    """Whatever noun phrase or pronoun stands right before the verb: "the club said", "he said".

    A pronoun that no mention explains has no voice.
    """
    group, tokens = layout.groups[number], layout.tokens
    last = before_parenthesis(layout, group.first_token) if group.form == "finite" else group.first_token
    if last and tokens[last - 1].lower in _QUANTITIES and (last == 1 or tokens[last - 2].tag == "PU"):
        return Cue(group.first_token, group.end_token, (last - 1, last), (Voice(None, tokens[last - 1].text, "other"),))
    ends = last > 0 and (
        tokens[last - 1].tag in ("NN", "NNP", "PN") or (last > 1 and tokens[last - 2].tag == "DT" and tokens[last - 1].tag in ("JJ", "CD"))
    )
    if not ends or layout.group_at[last - 1] >= 0:
        return None
    if tokens[last - 1].tag == "PN":
        return (
            Cue(group.first_token, group.end_token, (last - 1, last), ()) if tokens[last - 1].lower in ("he", "she", "they", "it") else None
        )
    first = _subject_first(layout, last)
    return Cue(group.first_token, group.end_token, (first, last), (Voice(None, text_of(layout, first, last), "other"),))


def _subject_first(layout: Layout, last: int) -> int:
    """Where the subject that ends before token `last` begins, with what describes it: "Rescuers searching the coast since Tuesday"."""
    tokens, first = layout.tokens, last
    while first > 0 and last - first < 20:
        number = layout.group_at[first - 1]
        opens = tokens[first - 1].tag in ("PU", "CS", "CC") and tokens[first - 1].lower not in ("since", "before", "after", "until")
        if opens or (number >= 0 and layout.groups[number].form in ("finite", "infinitive")):
            break
        first -= 1
    plain = _phrase_first(layout, last - 1)
    return first if first < plain and tokens[first].tag in ("DT", "PS", "CD", "JJ", "NN", "NNP") and first not in layout.dated else plain


def before_parenthesis(layout: Layout, index: int) -> int:
    """The end of the subject before a verb, adverbs and an insertion skipped: "The report, published on Monday, also says"."""
    tokens = layout.tokens
    while index > 0 and tokens[index - 1].tag == "RB":
        index -= 1
    if index > 2 and tokens[index - 1].text == "," and (opened := parenthesis_start(layout, index - 1)) is not None:
        return opened
    if index > 2 and tokens[index - 1].text == "," and (opened := _apposition_start(layout, index - 1)) is not None:
        return opened
    if index > 3 and tokens[index - 1].text == "," and tokens[index - 2].tag == "CD" and tokens[index - 3].text == ",":
        return index - 3  # "Haddad, 44,"
    return index


def _apposition_start(layout: Layout, comma: int) -> int | None:
    """Index of the comma before what somebody is: "Paul Okoro, cabinet member for culture,"."""
    tokens = layout.tokens
    for index in range(comma - 1, max(0, comma - 12), -1):
        if tokens[index].text == ",":
            ends = tokens[index - 1].tag in ("NN", "NNP") or tokens[index - 1].lower in _QUANTITIES
            return index if index + 1 < comma and ends else None
        if tokens[index].tag in ("PU", "CS", "RB") or layout.group_at[index] >= 0:
            return None
    return None


def _inverts(layout: Layout, number: int) -> bool:
    """The subject stands behind the verb: '"...," said Berg'."""
    group = layout.groups[number]
    before = layout.tokens[group.first_token - 1] if group.first_token else None
    return before is not None and before.tag == "PU" and before.text not in (";", "(")


def voice_of(layout: Layout, node: Node, entities: Sequence[Entity], rules: AttributionRules) -> tuple[tuple[int, int], tuple[Voice, ...]]:
    """The source's span in tokens, and its voice: unnamed where the mention only modifies ("Russian officials")."""
    first, end = node.first, node.end
    if node.modifier:
        while end < len(layout.tokens) and layout.group_at[end] < 0 and layout.tokens[end].tag in ("POS", "NN", "JJ", "NNP", "VBN"):
            end += 1
        head = layout.tokens[end - 1].lower
        if head in rules.unnamed and head not in rules.speaks_for:
            return (first, end), (Voice(None, text_of(layout, first, end), rules.unnamed[head]),)
    while (
        first > 0
        and layout.group_at[first - 1] < 0
        and (layout.tokens[first - 1].tag in ("NN", "NNP", "JJ", "POS", "DT", "PS") or layout.tokens[first - 1].text == "US")
        and layout.tokens[first].tag not in ("DT", "PS")
    ):
        first -= 1
    entity = node.entities[0]
    if (
        entities
        and entities[entity].described
        and entities[entity].type == "person"
        and layout.tokens[end - 1].lower in rules.unnamed
        and layout.tokens[first].lower in ("a", "an", "one")
    ):
        return (first, end), (Voice(None, text_of(layout, first, end), rules.unnamed[layout.tokens[end - 1].lower]),)
    voices = tuple(Voice(each, text_of(layout, node.first, node.end)) for each in node.entities[:2])
    return (first, end), voices[:1]


def _source_before(layout: Layout, index: int, rules: AttributionRules) -> tuple[tuple[int, int], tuple[Voice, ...]] | None:
    """An unnamed source right before a verb: "experts said", "two people familiar with the matter said"."""
    tokens = layout.tokens
    last = before_parenthesis(layout, index)
    position = last - 1
    relative = _relative_before(layout, index) if last == index else None
    if relative is not None:
        last, position = index, relative - 1
    seen: int | None = None
    while position >= 0 and last - position <= 12 and layout.group_at[position] < 0:
        token = tokens[position]
        if token.lower in rules.unnamed and token.tag in ("NN", "NNP", "JJ") and seen is None:
            seen = position
        if token.text in (",", ";", ":", "“", "”", '"') or token.tag in ("CS", "CC", "PN"):
            break
        position -= 1
    if seen is None:
        return None
    first = _joined_first(layout, seen)
    return (first, last), (Voice(None, text_of(layout, first, last), rules.unnamed[tokens[seen].lower]),)


def _relative_before(layout: Layout, index: int) -> int | None:
    """ "A person who has seen the report said": where the relative clause begins that ends right before the verb."""
    tokens = layout.tokens
    finite = 0
    for position in range(index - 1, max(0, index - 12), -1):
        number = layout.group_at[position]
        finite += number >= 0 and layout.groups[number].form == "finite" and layout.groups[number].first_token == position
        if tokens[position].lower in ("who", "that", "which") and tokens[position].tag == "CS":
            return position if finite == 1 and tokens[position - 1].tag == "NN" else None
        if tokens[position].text in (",", ";", ":", "“", '"') or finite > 1:
            return None
    return None


def noun_phrase_at(layout: Layout, index: int) -> tuple[tuple[int, int], tuple[Voice, ...]] | None:
    """Any noun phrase behind "according to": "the indictment", "court documents seen by Reuters"; no rule or plan."""
    tokens = layout.tokens
    end = index
    while (
        end < min(len(tokens), index + 8)
        and tokens[end].tag in ("DT", "PS", "JJ", "NN", "NNP", "CD", "VBN", "POS")
        and (layout.group_at[end] < 0 or tokens[end].tag == "VBN")
    ):
        end += 1
    while end > index and tokens[end - 1].tag not in ("NN", "NNP"):
        end -= 1
    if end == index or tokens[end - 1].lower in _STANDARDS:
        return None
    return (index, end), (Voice(None, text_of(layout, index, end), "other"),)


def with_complements(layout: Layout, end: int) -> int:
    """Where a source ends with all that describes it: "a source close to the family", "three people with knowledge of the matter"."""
    tokens = layout.tokens
    if end >= len(tokens) or tokens[end].lower not in _DESCRIBES:
        return end
    while end < len(tokens) and tokens[end].text not in (",", ".", ";", ":", "”", '"'):
        end += 1
    return end


def source_at(layout: Layout, index: int, rules: AttributionRules) -> tuple[tuple[int, int], tuple[Voice, ...]] | None:
    """The source that begins at token `index`: a name with its title, or an unnamed source."""
    tokens = layout.tokens
    head: int | None = None
    for position in range(index, min(len(tokens), index + 10)):
        token = tokens[position]
        number = layout.node_at[position]
        if number >= 0 and not layout.nodes[number].modifier and (layout.nodes[number].type != "place" or layout.nodes[number].acts_for):
            node = layout.nodes[number]
            return (index, node.end), (Voice(node.entities[0], text_of(layout, node.first, node.end)),)
        if token.lower in rules.unnamed and not _compound(layout, position, rules):
            head = position
        if (
            (layout.group_at[position] >= 0 and layout.groups[layout.group_at[position]].form != "participle")
            or token.tag in ("IN", "CS", "TO", "CC", "RB")
            or token.text in (",", ".", ";", ":")
        ):
            break
    if head is None:
        return None
    return (index, head + 1), (Voice(None, text_of(layout, index, head + 1), rules.unnamed[tokens[head].lower]),)


def _compound(layout: Layout, index: int, rules: AttributionRules) -> bool:
    """The noun at `index` only modifies the next one: "court documents"."""
    after = layout.tokens[index + 1] if index + 1 < len(layout.tokens) else None
    return after is not None and after.tag == "NN" and layout.group_at[index + 1] < 0 and after.lower not in rules.unnamed


def _phrase_first(layout: Layout, index: int) -> int:
    while (
        index > 0
        and layout.group_at[index - 1] < 0
        and layout.tokens[index - 1].tag in ("NN", "NNP", "JJ", "DT", "CD", "PS", "POS", "VBN", "RB")
    ):
        index -= 1
    return index


def noun_phrase_before(layout: Layout, index: int) -> tuple[int, int] | None:
    """The noun phrase that ends right before token `index`."""
    if index == 0 or layout.tokens[index - 1].tag not in ("NN", "NNP") or layout.group_at[index - 1] >= 0:
        return None
    return _phrase_first(layout, index - 1), index


def _joined_first(layout: Layout, index: int) -> int:
    """Where the noun phrase that ends at `index` begins, with those joined to it by "and": "top advisers and aides"."""
    tokens, first = layout.tokens, _phrase_first(layout, index)
    while (
        first > 1
        and tokens[first - 1].lower in ("and", "or")
        and tokens[first - 2].tag in ("NN", "NNP")
        and layout.group_at[first - 2] < 0
        and tokens[first].tag not in ("DT", "PS")
    ):
        first = _phrase_first(layout, first - 2)
    return first


def text_of(layout: Layout, first: int, end: int) -> str:
    start = layout.sentence.start
    return layout.sentence.text[layout.tokens[first].start - start : layout.tokens[end - 1].end - start]
