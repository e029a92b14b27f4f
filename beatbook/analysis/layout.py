"""A sentence laid out for claims: its verb groups, the mentions as nodes on its tokens, and its dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import EntityType, Mention, Sentence, Timex, Token, VerbGroup


REACH = 40  # tokens that a search for a subject or an object walks at most

_TITLES = frozenset(("headline", "standfirst", "heading"))

PEOPLE_OF = frozenset(
    """
    official officials delegation delegations envoy envoys negotiator negotiators troops forces force army navy military
    government authorities authority team teams diplomat diplomats side sides leaders ministers counterparts
    administration lawmakers representatives regime parliament police ministry cabinet regulators regulator officers
    court prosecutors company firm leadership ambassadors ambassador commissioners judges senators board directors
    investigators inspectors shareholders negotiators mediators ministry police council guards guard servicemen soldiers
    presidency presidents premiers generals commanders rebels fighters warships jets planes
    diplomats embassy commander peacekeepers
    """.split()  # noqa: SIM905  a word list reads better in lines
)


_SITES = frozenset(
    """
    city town village suburb settlement resort port region province district county island islands peninsula valley territory area airport
    base camp range hotel palace museum checkpoint crossing bridge square stadium harbour harbor estate castle ranch barracks
    station park garden theatre theater arena cemetery zone border frontier coast
    """.split()  # noqa: SIM905  a word list reads better in lines
)


@dataclass(frozen=True, slots=True)
class Node:
    """A mention, or a group of mentions with one span, on the tokens of its sentence."""

    first: int
    end: int  # token index, exclusive
    entities: tuple[int, ...]
    type: EntityType
    form: str
    acts_for: bool = False
    possessor: bool = False  # followed by "'s", or "their"
    modifier: bool = False  # stands before the noun or name that it belongs to: "Russian officials", "Kremlin spokesman Peskov"
    titled_of: bool = False  # its title holds an "of": "Secretary of State Anna Berg"
    body: bool = False  # a modifier of people who act for it: "Russian officials", "the Norwegian delegation"

    @property
    def acts(self) -> bool:
        """It can be subject, object or participant."""
        return not self.modifier or self.body


@dataclass(frozen=True, slots=True)
class Layout:
    """A sentence with everything that claims ask for, indexed by token."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    groups: tuple[VerbGroup, ...]
    group_at: tuple[int, ...]  # token -> index of its verb group, -1 for none
    nodes: tuple[Node, ...]  # by position
    node_at: tuple[int, ...]  # token -> index of the first node on it, -1 for none
    timexes: tuple[tuple[int, int, int], ...] = ()  # (first token, end token, index of the timex)
    dated: frozenset[int] = frozenset()  # tokens of time expressions
    title: bool = False  # headline, standfirst or heading: present tense means the past
    caption: bool = False


def lay_out(
    sentence: Sentence, groups: Sequence[VerbGroup], mentions: Sequence[Mention] = (), timexes: Sequence[tuple[int, Timex]] = ()
) -> Layout:
    """The layout of a tagged sentence; `mentions` and `timexes` (with their indexes) are those of this sentence."""
    tokens = sentence.tokens
    group_at = [-1] * len(tokens)
    for number, group in enumerate(groups):
        for index in range(group.first_token, group.end_token):
            group_at[index] = number
    spans = [(number, token_span(tokens, timex.start, timex.end)) for number, timex in timexes]
    dated = frozenset(index for _, (first, end) in spans for index in range(first, end))
    nodes = _nodes(tokens, [0 if index in dated else number for index, number in enumerate(group_at)] if dated else group_at, mentions)
    node_at = [-1] * len(tokens)
    for number, node in reversed(list(enumerate(nodes))):
        for index in range(node.first, node.end):
            node_at[index] = number
    return Layout(
        sentence,
        tokens,
        tuple(groups),
        tuple(group_at),
        nodes,
        tuple(node_at),
        tuple((first, end, number) for number, (first, end) in spans if end > first),
        dated,
        str(sentence.role) in _TITLES,
        str(sentence.role) == LineRole.CAPTION,
    )


def token_span(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Indexes (first, end) of the tokens that text[start:end] touches; equal when none."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    last = low
    while last < len(tokens) and tokens[last].start < end:
        last += 1
    return low, last


def _nodes(tokens: Sequence[Token], group_at: Sequence[int], mentions: Sequence[Mention]) -> tuple[Node, ...]:
    grouped: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        if not mention.credit:
            grouped.setdefault((mention.start, mention.end), []).append(mention)
    spans = sorted(grouped, key=lambda span: (span[0], -span[1]))
    nodes: list[Node] = []
    reached = -1
    for position, span in enumerate(spans):
        if span[0] < reached:
            continue  # inside a longer mention
        reached = span[1]
        following = next((grouped[other][0] for other in spans[position + 1 :] if other[0] >= reached), None)
        nodes.append(_node(tokens, group_at, grouped[span], following))
    return tuple(nodes)


def _node(tokens: Sequence[Token], group_at: Sequence[int], mentions: Sequence[Mention], following: Mention | None) -> Node:
    mention = mentions[0]
    first, end = token_span(tokens, mention.start, mention.end)
    entities = tuple(dict.fromkeys(each.entity for each in mentions))
    possessor = (
        (end < len(tokens) and tokens[end].tag == "POS")
        or (first < len(tokens) and tokens[first].tag == "PS")
        or mention.text.endswith(("'s", "’s"))
    )
    modifier = body = False
    if not possessor:
        modifier, body = _modifies(tokens, group_at, end, mention, following)
    else:
        head = _head_noun(tokens, group_at, end + (end < len(tokens) and tokens[end].tag == "POS"))
        body = mention.type != "person" and head is not None and tokens[head].lower in PEOPLE_OF
    titled = mention.role is not None and (" of " in mention.role.title or _has_complement(tokens, first, mention.role.title))
    return Node(first, end, entities, mention.type, mention.form, mention.acts_for, possessor, modifier or possessor, titled, body)


def _has_complement(tokens: Sequence[Token], first: int, title: str) -> bool:
    """Between the title and the name stands whose title it is: "the president of Chile Ana Ruiz"."""
    last = title.rsplit(maxsplit=1)[-1].lower() if title else ""
    for index in range(first - 1, max(-1, first - 12), -1):
        if tokens[index].lower == last:
            return any(token.lower in ("of", "for", "to") for token in tokens[index + 1 : first])
        if tokens[index].tag in ("PU", "MD", "VBD", "VBZ") and tokens[index].text != ",":
            return False
    return False


def _modifies(tokens: Sequence[Token], group_at: Sequence[int], end: int, mention: Mention, following: Mention | None) -> tuple[bool, bool]:
    """(stands before what it belongs to, that is people who act for it)."""
    if mention.form in ("pronoun", "group") or end >= len(tokens):
        return False, False
    index = end
    while index < min(len(tokens), end + 7):
        token = tokens[index]
        if (
            following is not None
            and following.type == "person"
            and following.form != "pronoun"
            and token.start <= following.start < token.end
            and mention.type != "person"
        ):
            return True, False
        if (
            group_at[index] >= 0
            or token.tag not in ("NN", "NNP", "JJ", "VBN", "CD", "PU", "CC")
            or (token.tag in ("PU", "CC") and token.text not in ("-", "and"))
        ):
            break
        if token.text == "and" and not (
            index > end and tokens[index - 1].tag in ("JJ", "NN") and index + 1 < len(tokens) and tokens[index + 1].tag in ("JJ", "NN")
        ):
            break
        if following is not None and token.start >= following.start and following.type != "person":
            break
        index += 1
    if index == end:
        return False, False
    head = tokens[index - 1]
    if mention.type == "place" and head.lower in _SITES:
        return False, False  # "the Harz region", "the Rusovce border village": the place itself
    nominal = head.tag in ("NN", "NNP") and not (head.tag == "NNP" and mention.type == "person")
    return nominal, nominal and mention.type != "person" and head.lower in PEOPLE_OF


def _head_noun(tokens: Sequence[Token], group_at: Sequence[int], index: int) -> int | None:
    last = None
    for position in range(index, min(len(tokens), index + 6)):
        if group_at[position] >= 0 or tokens[position].tag not in ("NN", "JJ", "NNP", "VBN", "CD"):
            break
        last = position
    return last
