"""Who is the subject of what.

No parser: subjects are read off the order of verb groups, prepositions, commas and conjunctions.  Every question walks a bounded number
of tokens, so that a sentence costs time linear in its length.
"""

from __future__ import annotations

from dataclasses import replace

from beatbook.analysis.coordination import coordinated, joined
from beatbook.analysis.layout import PEOPLE_OF, REACH, Layout, Node

_RELATIVE = frozenset(("who", "which", "whose", "whom", "that"))


def subject_of(layout: Layout, number: int, depth: int = 0) -> tuple[Node, ...]:
    """The nodes that are the grammatical subject of verb group `number`; of a passive, those to whom it is done."""
    if depth > 5:
        return ()
    group = layout.groups[number]
    if group.form in ("infinitive", "gerund") or (group.form == "participle"):
        return _controller(layout, number, depth)
    return _finite_subject(layout, number, depth)


def _finite_subject(layout: Layout, number: int, depth: int) -> tuple[Node, ...]:  # noqa: C901, PLR0911, PLR0912  a list of cases, in order
    tokens = layout.tokens
    group = layout.groups[number]
    index = group.first_token - 1
    while index >= 0 and tokens[index].tag == "RB":
        index -= 1
    if index >= 0 and tokens[index].tag == "CC":
        above = next(
            (k for k in range(number - 1, -1, -1) if layout.groups[k].form == "finite" or layout.groups[k].form == group.form), None
        )
        return subject_of(layout, above, depth + 1) if above is not None else ()
    stop = max(-1, group.first_token - REACH)
    seen_noun = False
    while index > stop:
        token = tokens[index]
        other = layout.group_at[index]
        if token.tag == "CS" and token.lower in _RELATIVE and not seen_noun:
            if token.lower == "that" and index and tokens[index - 1].tag not in ("NN", "NNP"):
                return ()
            return _node_before(layout, index)
        if token.tag == "CS" and token.lower not in ("as", "than"):
            return ()
        if token.text in (";", ":") or (token.text in ("”", '"', "’") and _closes_speech(layout, index)):
            return ()
        if other >= 0 and layout.groups[other].form == "finite":
            joined = index + 1 < len(tokens) and any(
                tokens[k].lower in ("and", "but", ",", "then", "or") for k in range(index + 1, group.first_token)
            )
            if seen_noun or not joined:
                return ()
            return subject_of(layout, other, depth + 1)
        if token.text == "," and (opened := parenthesis_start(layout, index)) is not None:
            index = opened - 1
            continue
        if token.text == "," and seen_noun:
            return ()  # "..., the palace said": the subject has no name
        position = layout.node_at[index]
        if position < 0 and token.lower in ("he", "she") and not seen_noun:
            return _speaker_before(layout, number, depth)
        if position >= 0:
            node = layout.nodes[position]
            index = node.first - 1
            if (opened := _relative_before(layout, node)) is not None:
                index = opened - 1
                continue
            if node.acts and not _in_prepositional(layout, node):
                return coordinated(layout, node, leftwards=True)
            if not node.modifier and _in_prepositional(layout, node) and not seen_noun:
                plural = _people_before(layout, node)
                if plural:
                    return tuple(replace(each, body=True) for each in coordinated(layout, node, leftwards=True))
            seen_noun = seen_noun or not node.modifier
            continue
        if token.tag == "NN":
            seen_noun = True
        index -= 1
    return ()


def _relative_before(layout: Layout, node: Node) -> int | None:
    """Index of the "who" in "the men who toppled Berg signed": Berg is the object there, and no subject of what follows."""
    index = node.first - 1
    while (
        index > 0 and layout.group_at[index] < 0 and layout.tokens[index].tag in ("DT", "PS", "JJ", "NN", "NNP") and node.first - index < 6
    ):
        index -= 1
    number = layout.group_at[index] if index > 0 else -1
    if number < 0 or layout.groups[number].form != "finite" or layout.groups[number].lemma in _SAYS:
        return None
    pronoun = layout.groups[number].first_token - 1
    restrictive = pronoun > 0 and layout.tokens[pronoun].lower in ("who", "which", "that") and layout.tokens[pronoun - 1].tag == "NN"
    return pronoun if restrictive else None


_SAYS = frozenset(("say", "tell", "be", "know", "add"))


def _speaker_before(layout: Layout, number: int, depth: int) -> tuple[Node, ...]:
    """ "Berg said he will sign": a pronoun that no mention explains means the subject of the verb before, when that is a person."""
    above = next((k for k in range(number - 1, -1, -1) if layout.groups[k].form == "finite"), None)
    nodes = subject_of(layout, above, depth + 1) if above is not None else ()
    return nodes if len(nodes) == 1 and nodes[0].type == "person" and len(nodes[0].entities) == 1 else ()


def _closes_speech(layout: Layout, index: int) -> bool:
    """The mark closes a quotation that is speech of its own, not words quoted inside the sentence."""
    token = layout.tokens[index]
    closes = token.text == "”" or token.start not in {quote.start for quote in layout.sentence.quotes}
    return closes and index > 0 and layout.tokens[index - 1].text in (",", ".", "!", "?")


def parenthesis_start(layout: Layout, comma: int) -> int | None:
    """Index of the comma that opens the insertion which the comma at `comma` closes: ", who arrived on Friday,"."""
    tokens = layout.tokens
    for index in range(comma - 1, max(-1, comma - 25), -1):
        if tokens[index].text == "," and index + 1 < comma:
            first = tokens[index + 1]
            opens = first.lower in _RELATIVE or first.tag in ("VBN", "VBG", "DT", "PS", "IN", "RB") or first.tag == "CS"
            before = layout.node_at[index - 1] if index else -1
            opens = opens or (before >= 0 and _is_title(layout, index + 1, comma))
            if (
                opens
                and before >= 0
                and first.tag in ("DT", "PS")
                and layout.node_at[index + 1] >= 0
                and not set(layout.nodes[before].entities) & set(layout.nodes[layout.node_at[index + 1]].entities)
            ):
                return None  # a list: "Berg, the king and Okoro"
            if opens and _names_title(layout, before, index + 1, comma):
                return None  # "the minister of trade of Chile, Her Excellency Ines Okafor, met"
            return index if opens else None
        if tokens[index].text in (";", ":"):
            return None
    return None


def _names_title(layout: Layout, before: int, first: int, end: int) -> bool:
    """The insertion at tokens first to before end is the name to the title that ends with node `before`."""
    if before < 0 or layout.nodes[before].type == "person" or layout.tokens[first].lower in _RELATIVE:
        return False
    if any(layout.group_at[index] >= 0 for index in range(first, end)):
        return False
    return any(node.type == "person" and first <= node.first and node.end == end for node in layout.nodes)


def _is_title(layout: Layout, first: int, end: int) -> bool:
    """An apposition without an article: ", Nigerian trade envoy for the north,"."""
    part = layout.tokens[first:end]
    return (
        first < end
        and part[0].tag in ("NNP", "JJ", "NN")
        and any(token.tag == "NN" for token in part)
        and not any(token.lower in ("and", "&") or layout.group_at[first + k] >= 0 for k, token in enumerate(part))
    )


def _in_prepositional(layout: Layout, node: Node) -> bool:  # noqa: PLR0911  a list of cases, in order
    """A preposition governs the node: "in Oslo", "with the Norwegian president", "of Norway and Sweden"."""
    tokens = layout.tokens
    if tokens[node.first].lower in ("he", "she", "they", "we", "i"):
        return False  # "in between she met": the case says so
    for index in range(node.first - 1, max(-1, node.first - 12), -1):
        tag = tokens[index].tag
        if index in layout.dated:
            return False
        if tokens[index].lower == "of" and node.titled_of:
            continue
        if tag in ("IN", "TO"):
            return not _closes_title(layout, node, index)
        if tokens[index].lower in ("and", "&") or (tokens[index].text == "," and index + 1 == node.first):
            before = layout.node_at[index - 1] if index else -1
            if before < 0 or (tokens[index].text == "," and not joined(layout, layout.nodes[before], node)):
                return False
            return _in_prepositional(layout, layout.nodes[before])
        if tag not in ("DT", "JJ", "NN", "NNP", "POS", "CD", "PS", "VBN") and layout.node_at[index] < 0:
            return False
    return False


def _closes_title(layout: Layout, node: Node, index: int) -> bool:
    """The preposition at `index` belongs to the title of the name: "the Ambassador of Chile to Peru Ramis Aksoylu"."""
    tokens = layout.tokens
    if node.type != "person" or tokens[index].lower not in ("of", "to", "for") or index < 1 or tokens[index - 1].tag not in ("NN", "NNP"):
        return False
    inner = layout.node_at[index + 1] if index + 1 < len(tokens) else -1
    if inner >= 0 and tokens[index + 1].lower == "the":
        inner = layout.node_at[index + 2] if index + 2 < len(tokens) else -1
    return inner >= 0 and layout.nodes[inner].type != "person" and layout.nodes[inner].end == node.first


def _people_before(layout: Layout, node: Node) -> bool:
    """ "officials from Norway", "the leaders of Norway and Sweden"."""
    tokens = layout.tokens
    for index in range(node.first - 1, max(0, node.first - 10), -1):
        if tokens[index].lower in ("of", "from"):
            return tokens[index - 1].lower in PEOPLE_OF
        if tokens[index].tag in ("IN", "TO", "CS") or layout.group_at[index] >= 0:
            return False
    return False


def _node_before(layout: Layout, index: int) -> tuple[Node, ...]:
    """The antecedent of a relative pronoun at `index`."""
    for position in range(index - 1, max(-1, index - 8), -1):
        if layout.node_at[position] >= 0:
            node = layout.nodes[layout.node_at[position]]
            return coordinated(layout, node, leftwards=True) if node.acts else ()
        if layout.group_at[position] >= 0:
            return ()
    return ()


_OBJECT_CONTROL = frozenset(
    """
    invite urge ask tell order allow force persuade encourage request call-on instruct authorise authorize permit enable
    compel convince help send appoint elect name nominate press expect want like advise direct dispatch require push
    """.split()  # noqa: SIM905  a word list reads better in lines
)


def _controller(layout: Layout, number: int, depth: int) -> tuple[Node, ...]:  # noqa: PLR0911  a list of cases, in order
    """Who does what an infinitive, gerund or participle says."""
    group = layout.groups[number]
    tokens = layout.tokens
    if group.form == "participle":
        return _node_before(layout, group.first_token)
    if number == 0 or not _same_clause(layout, layout.groups[number - 1].end_token, group.first_token):
        if (
            group.form == "gerund"
            or (group.first_token and tokens[group.first_token - 1].tag in ("PU", "CS", "IN"))
            or group.first_token == 0
        ):
            return _following_subject(layout, number, depth)
        return _finite_subject(layout, number, depth)
    previous = layout.groups[number - 1]
    objects = [node for node in layout.nodes if previous.end_token <= node.first and node.end <= group.first_token]
    if group.form == "infinitive" and previous.lemma in _OBJECT_CONTROL and not previous.passive:
        direct = [node for node in objects if node.acts and not _in_prepositional(layout, node)]
        if direct:
            return coordinated(layout, direct[0], leftwards=False)
    if (
        group.form == "gerund"
        and group.first_token
        and tokens[group.first_token - 1].tag in ("NN", "NNP")
        and objects
        and objects[-1].end == group.first_token
    ):
        return coordinated(layout, objects[-1], leftwards=True)  # "a photo of Berg meeting Okoro"
    if group.form == "infinitive" and tokens[group.first_token - 1].lower in ("him", "her", "them") and objects:
        return (objects[-1],)
    return subject_of(layout, number - 1, depth + 1)


def _same_clause(layout: Layout, first: int, end: int) -> bool:
    return not any(layout.tokens[index].text in (";", ":") for index in range(first, end))


def _following_subject(layout: Layout, number: int, depth: int) -> tuple[Node, ...]:
    """ "After meeting Okoro, Berg flew home": the subject of the next finite verb."""
    for after in range(number + 1, min(len(layout.groups), number + 4)):
        if layout.groups[after].form == "finite":
            return subject_of(layout, after, depth + 1)
    return ()
