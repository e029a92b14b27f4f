"""The parts of what a trigger tells of, and the ways to add one: nodes with a role, places, people without a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.analysis.claim_triggers import Occurrence
    from beatbook.analysis.layout import Layout, Node
    from beatbook.analysis.objects import Slot


_ACTORS = frozenset(("person", "organization", "state", "place"))

PLACES = frozenset(("place", "state"))

_WHERE = frozenset(("in", "at", "near", "on", "outside", "inside", "aboard", "across", "off", "through"))

_PARTS_OF = frozenset(
    [
        "side",
        "outskirts",
        "heart",
        "centre",
        "center",
        "part",
        "edge",
        "shore",
        "shores",
        "coast",
        "banks",
        "north",
        "south",
        "east",
        "west",
        "suburb",
    ]
)

_OCCASIONS = frozenset(
    [
        "ceremony",
        "dinner",
        "reception",
        "meeting",
        "summit",
        "event",
        "rally",
        "banquet",
        "lunch",
        "conference",
        "gala",
        "briefing",
        "signing",
    ]
)

# what stands "on" these is there; else "on" tells what the talks are about
_GROUNDS = frozenset(["island", "islands", "peninsula", "coast", "border", "frontier", "river", "sea", "lake", "side", "isle", "shore"])

_ABOUT = frozenset(("of", "on", "about", "over", "regarding", "concerning", "against", "for"))

_HUMANS = frozenset(
    """
    officials official leaders leader ministers minister president counterpart counterparts envoys envoy delegates
    delegation representatives executives lawmakers senators ambassador ambassadors diplomats negotiators families
    relatives governor governors mayor king queen prince pope chairman chief general generals commanders team premier
    chancellor members head heads secretary lawyers directors shareholders investors board committee staff employees regulators
    regulator parliament colleagues voters residents relatives workers unions reporters athletes survivors villagers victims
    chiefs commander commanders lawyers bankers creditors executives owners elders scientists prosecutors unionists hostages
    soldiers pilgrims activists students businessmen businesspeople entrepreneurs veterans players farmers doctors nurses
    refugees protesters lawmakers legislators deputies mps community coach rebels elders mediators monitors experts
    """.split()  # noqa: SIM905  a word list reads better in lines
)


BODIES = frozenset(
    """
    commission committee council board cabinet parliament panel assembly delegation delegations ministers leaders envoys
    negotiators sides parties presidents delegates lawmakers government senate judges bishops cardinals mediators troika
    """.split()  # noqa: SIM905  a word list reads better in lines
)


@dataclass(slots=True)
class Frame:
    """A trigger with its parts filled; nodes in text order."""

    occurrence: Occurrence
    parts: list[tuple[Node, str]] = field(default_factory=list)
    places: list[Node] = field(default_factory=list)
    speakers: list[tuple[int, str]] = field(default_factory=list)  # entities that take part because they speak, with their role
    absent: list[Node] = field(default_factory=list)
    unnamed_subject: bool = False  # "an American delegation met ..."
    unnamed: bool = False  # somebody without a name stands on the other side: "met with officials"
    attended: bool = False  # the people were at an event that is named, not at a meeting of their own
    first_person: bool = False  # "I will sign": the speaker is the subject
    both_sides: bool = False  # "both sides", "the parties": two, unnamed
    weak: bool = False  # the event is only spoken of: its status stands elsewhere
    mover: int = -1  # verb group of the journey made for it: "travels to Beijing for a forum"
    carrier: int = -1  # verb group that governs a noun trigger
    phrase: int = 0  # first token of the trigger's phrase
    end: int = 0  # token behind the last thing that belongs to it
    subject: tuple[Node, ...] = ()
    body: bool = False  # the subject is a body or group without a name of its own: "the commission", "the ministers"
    agent: bool = False  # the head of the subject is a noun for people or a body, or a pronoun: "a court", "police", "they"
    crowd: bool = False  # the head of the subject is a plural of such a noun: "officials of both countries"
    somebody: bool = False  # the subject is a noun, named or not: "a court", "police", "thousands of workers"


def unnamed_subject(layout: Layout, index: int) -> tuple[bool, bool]:
    """(the subject right before token `index` is "I", it is "both sides" or the like)."""
    while index > 0 and layout.tokens[index - 1].tag == "RB":
        index -= 1
    if index == 0:
        return False, False
    word = layout.tokens[index - 1].lower
    both = word in ("sides", "parties", "countries", "nations", "governments", "powers", "firms", "companies", "they")
    return word == "i", both and layout.node_at[index - 1] < 0


def subject_words(layout: Layout, index: int, depth: int = 0) -> set[str]:
    """The nouns that stand before the verb at token `index` in its clause: its subject, named or not."""
    found: set[str] = set()
    for position in range(index - 1, max(-1, index - 14), -1):
        token = layout.tokens[position]
        number = layout.group_at[position]
        if number >= 0 and layout.groups[number].form == "finite":
            if _hangs_on(layout, number, index) and depth < 3:
                return subject_words(layout, layout.groups[number].first_token, depth + 1)
            return found or _coordinated_subject(layout, index, depth)
        if token.text in (";", ":") or token.tag == "CS":
            return found
        if position not in layout.dated and token.tag in ("NN", "NNP", "CD"):
            found.add(token.lower)
    return found


def head_nouns(layout: Layout, index: int) -> set[str]:
    """The head of the subject before the verb at token `index`, named or not: "members" of "members of the board", in lower case."""
    found: set[str] = set()
    head = ""
    for position in range(subject_start(layout, index), index):
        token = layout.tokens[position]
        if position in layout.dated or layout.group_at[position] >= 0:
            continue
        if token.tag in ("NN", "NNP", "CD", "PN"):
            head = token.lower
            continue
        if token.tag in ("JJ", "POS", "RB") or token.text == "-":
            continue
        if head:
            found.add(head)
        if token.tag in ("IN", "TO", "CS"):
            return found
        head = ""
    return found | {head} if head else found


def subject_start(layout: Layout, index: int) -> int:
    """The token with which the clause of the verb at token `index` begins: behind a verb, a conjunction of clauses or a fronted phrase."""
    start = index
    for position in range(index - 1, max(-1, index - 30), -1):
        token = layout.tokens[position]
        number = layout.group_at[position]
        if token.text in (";", ":") or token.tag == "CS":
            break
        if number >= 0 and layout.groups[number].form == "finite":
            break
        start = position
    if start < index and layout.tokens[start].tag == "IN" and start + 1 < index:  # "In Rome, police ...", "On Monday the court ..."
        comma = next((k + 1 for k in range(start, index) if layout.tokens[k].text == ","), 0)
        dated = next((k + 1 for k in range(start + 1, min(index, start + 6)) if k in layout.dated and k + 1 not in layout.dated), 0)
        start = comma or dated or start
    return start


def _hangs_on(layout: Layout, number: int, index: int) -> bool:
    """The infinitive at `index` hangs on the finite verb before it: "is to vote", "is expected to rule", "is due to close"."""
    group = layout.groups[number]
    between = layout.tokens[group.end_token : index]
    infinitive = layout.tokens[index].tag == "TO"
    return infinitive and (group.passive or group.lemma == "be") and all(token.tag in ("RB", "JJ", "VBN") for token in between)


def _coordinated_subject(layout: Layout, index: int, depth: int) -> set[str]:
    """ "Police raided the house and arrested two men": the subject of the verb before."""
    before = index - 1
    while before > 0 and layout.tokens[before].tag == "RB":
        before -= 1
    if depth > 2 or before < 0 or layout.tokens[before].tag != "CC":
        return set()
    for position in range(before - 1, max(-1, before - 30), -1):
        number = layout.group_at[position]
        if number >= 0 and layout.groups[number].form == "finite":
            return subject_words(layout, layout.groups[number].first_token, depth + 1)
    return set()


def leader_of_body(layout: Layout, index: int) -> tuple[Node, ...]:
    """ "A delegation led by Berg met Okoro": who leads an unnamed body acts with it."""
    tokens = layout.tokens
    for position in range(max(1, index - 22), index):
        if (
            (tokens[position].lower == "by" and tokens[position - 1].lower in ("led", "headed", "chaired"))
            or (tokens[position].lower == "of" and tokens[position - 1].lower == "leadership")
        ) and any(
            token.lower in ("team", "delegation", "delegations", "mission", "group", "committee")
            for token in tokens[max(0, position - 8) : position]
        ):
            node = next(
                (
                    node
                    for node in layout.nodes
                    if node.first > position and node.type == "person" and node.first - position < 9 and node.end <= index
                ),
                None,
            )
            return (node,) if node is not None else ()
    return ()


def add_slot(frame: Frame, slot: Slot, role: str, layout: Layout) -> None:
    if role == "place":
        nodes = [node for node in slot.nodes if node.type in PLACES]
        frame.places.extend(nodes)
        people = [node for node in slot.nodes if node.type == "person"]
        add_nodes(frame, people, "host")
        return
    add_nodes(frame, slot.nodes, role)
    if not slot.nodes and names_people(layout, slot):
        frame.unnamed = True


def names_people(layout: Layout, slot: Slot) -> bool:
    return any(
        layout.tokens[index].lower in _HUMANS
        for index in range(slot.first, min(slot.end, slot.first + 8))
        if layout.tokens[index].tag != "POS"
    )


def add_nodes(frame: Frame, nodes: Iterable[Node], role: str | None) -> None:
    if role is None or role == "place":
        return
    for node in nodes:
        hit = role == "target" and frame.occurrence.rule.kind == "sanction"  # "sanctions on Belarus" hit the country
        if node.type not in _ACTORS or (node.type == "place" and not node.acts_for and not node.body and not hit):
            continue
        known = {entity for each, _ in frame.parts for entity in each.entities}
        if not set(node.entities) <= known:
            frame.parts.append((node, role))


def add_places(frame: Frame, slots: Sequence[Slot], layout: Layout) -> None:
    about = False
    noun = frame.occurrence.group < 0
    for slot in slots:
        if slot.preposition == "+verb" or (noun and slot.preposition in ("during", "after", "before", "following", "since")):
            return
        if slot.preposition in _WHERE and not about and not (noun and _is_topic(layout, slot)):
            taking_part = {id(node) for node, _ in frame.parts}
            for node in slot.nodes:
                if node.type in PLACES and node not in frame.places and not node.modifier and id(node) not in taking_part:
                    frame.places.append(node)
            frame.places.extend(_inside(layout, slot, frame.places))
            if slot.preposition == "at" and not slot.nodes:
                frame.places.extend(_of_occasion(layout, slot))
            if slot.preposition in ("at", "in") and not frame.places:
                frame.places.extend(_of_building(layout, slot))
            frame.places.extend(node for node in _with_part(layout, slot) if node not in frame.places)
        if slot.preposition == "of" and not frame.places and frame.occurrence.rule.kind == "visit":
            frame.places.extend(_of_settlement(layout, slot))
        if (
            slot.preposition in _ABOUT
            and not (slot.preposition == "of" and frame.occurrence.group < 0)
            and not _is_time(layout, slot)
            and not (slot.preposition == "for" and _is_occasion(layout, slot))
            and layout.tokens[min(slot.first + 1, len(layout.tokens) - 1)].lower not in ("sidelines", "margins", "border")
        ):
            about = True


def _is_topic(layout: Layout, slot: Slot) -> bool:
    """ "talks on Syria" are not held there; "talks on the island of Sentosa", "on the Korean Peninsula" are, if nothing else is told."""
    if slot.preposition != "on" or _is_time(layout, slot):
        return False
    return not any(layout.tokens[index].lower in _GROUNDS for index in range(slot.first, min(len(layout.tokens), slot.end + 1)))


def _with_part(layout: Layout, slot: Slot) -> list[Node]:
    """ "on the Chilean side of the pass", "on the outskirts of Lima"."""
    tokens = layout.tokens
    return [
        node
        for node in layout.nodes
        if slot.first + 2 <= node.first < slot.end + 3
        and node.type == "place"
        and not node.modifier
        and tokens[node.first - 1 - (tokens[node.first - 1].tag == "DT")].lower == "of"
        and tokens[node.first - 2 - (tokens[node.first - 1].tag == "DT")].lower in _PARTS_OF
    ]


def _of_occasion(layout: Layout, slot: Slot) -> list[Node]:
    """ "at a White House ceremony", "at a Geneva news conference"."""
    return [
        node
        for node in layout.nodes
        if slot.first <= node.first < slot.end
        and node.type == "place"
        and not node.possessor
        and any(layout.tokens[index].lower in _OCCASIONS for index in range(node.end, min(len(layout.tokens), node.end + 3)))
    ]


def _of_settlement(layout: Layout, slot: Slot) -> list[Node]:
    """ "visited the village of Kelmo": what a settlement is called."""
    noun = layout.tokens[slot.first - 2].lower if slot.first > 1 else ""
    return [node for node in slot.nodes if node.type in PLACES and not node.modifier][:1] if noun in _SETTLEMENTS else []


_SETTLEMENTS = frozenset("city town village suburb island port capital region province district municipality resort camp".split())  # noqa: SIM905  one line


def _of_building(layout: Layout, slot: Slot) -> list[Node]:
    """ "at his Lagos residence", "in her Bergen constituency office": the town of the building."""
    tokens = layout.tokens
    return [
        node
        for node in layout.nodes
        if slot.first <= node.first < slot.end + 1
        and node.type == "place"
        and not node.acts_for
        and (tokens[node.first - 1].tag in ("DT", "PS", "IN") or tokens[node.first - 1].lower in ("'s", "’s"))
        and any(
            tokens[index].lower in _BUILDINGS and all(tokens[at].text.islower() for at in range(node.end, index + 1))
            for index in range(node.end, min(len(tokens), node.end + 3))
        )
    ]


_BUILDINGS = frozenset(
    "office offices palace residence headquarters hotel embassy consulate home house villa mansion airport studio base mosque church cathedral stadium".split()  # noqa: SIM905, E501  one line
)


def _inside(layout: Layout, slot: Slot, known: Sequence[Node]) -> list[Node]:
    """Further places of the same phrase: "at the Grand Hotel, Oslo", "in Oslo, Norway"."""
    found = []
    for number, node in enumerate(layout.nodes):
        if not slot.first <= node.first < slot.end or node in known or node.type not in PLACES or node.modifier:
            continue
        before = layout.nodes[number - 1] if number else None
        if before is not None and before.type in PLACES and node.first - before.end <= 1:
            found.append(node)
    return found


def _is_occasion(layout: Layout, slot: Slot) -> bool:
    """ "hosted Okoro for dinner in Oslo": the place behind is that of the whole."""
    return any(layout.tokens[index].lower in _OCCASIONS for index in range(slot.first, min(slot.end, slot.first + 5)))


_OCCASIONS = frozenset(
    "dinner lunch breakfast tea coffee talks meeting summit banquet visit ceremony forum conference hearing session funeral".split()  # noqa: SIM905  one line
)


def _is_time(layout: Layout, slot: Slot) -> bool:
    return any(first <= slot.first < end or slot.first <= first < slot.end for first, end, _ in layout.timexes)


def add_fronted_places(frame: Frame, layout: Layout, index: int) -> None:
    """ "In Oslo, Berg met Okoro"."""
    if frame.places:
        return
    for position in range(index - 1, max(0, index - 7), -1):
        if layout.tokens[position].lower == "where" and layout.node_at[position - 1] >= 0:
            node = layout.nodes[layout.node_at[position - 1]]
            if node.type in PLACES and not node.modifier:
                frame.places.append(node)  # "to Argentina, where he met Okoro"
            return
        if layout.tokens[position].tag == "CS":
            break
    fronted = layout.tokens[0].lower in ("in", "at", "on", "near", "outside")
    for node in layout.nodes:
        if node.end > min(index, 8):
            return
        if fronted and node.type == "place" and not node.modifier and node.end < index and layout.tokens[node.end].text == ",":
            frame.places.append(node)  # "On the island of Sentosa, Berg met Okoro"
            return
        if (
            node.type in PLACES
            and not node.modifier
            and node.first
            and layout.tokens[node.first - 1].lower in ("in", "at")
            and node.first <= 2
        ):
            frame.places.append(node)
