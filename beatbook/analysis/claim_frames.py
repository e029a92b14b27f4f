"""Who takes which part in what a trigger tells of, and where: frames filled from subjects, objects, possessors and prepositions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beatbook.analysis.claim_triggers import has_particle
from beatbook.analysis.clauses import clause_end, coordinated, slots_after, subject_of
from beatbook.analysis.status import phrase_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.analysis.claim_triggers import ClaimRules, Occurrence
    from beatbook.analysis.clauses import Layout, Node, Slot

_ACTORS = frozenset(("person", "organization", "state", "place"))
_PLACES = frozenset(("place", "state"))
_WHERE = frozenset(("in", "at", "near", "on", "outside", "inside", "aboard", "across"))
_ABOUT = frozenset(("of", "on", "about", "over", "regarding", "concerning", "against", "for"))
_DONE_BY = frozenset(
    """
    sign hold host attend send write deliver make issue give conclude reach impose initial ratify stage convene organise
    organize
    """.split()  # noqa: SIM905  a word list reads better in lines
)
_MOTION = frozenset(("travel", "fly", "arrive", "come", "go", "visit", "head", "gather", "meet", "convene"))
_FRAMING = frozenset(("at", "in", "during", "after", "before", "following", "through", "via", "ahead", "for"))
_HUMANS = frozenset(
    """
    officials official leaders leader ministers minister president counterpart counterparts envoys envoy delegates
    delegation representatives executives lawmakers senators ambassador ambassadors diplomats negotiators families
    relatives governor governors mayor king queen prince pope chairman chief general generals commanders team premier
    chancellor members head heads secretary lawyers directors shareholders investors
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


def fill_frame(layout: Layout, occurrence: Occurrence, rules: ClaimRules) -> Frame | None:
    """The frame, or None where the trigger's own conditions (a word behind it, a governing verb) do not hold."""
    return (
        _verb_frame(layout, occurrence)
        if occurrence.group >= 0 and _is_verbal(layout, occurrence)
        else _noun_frame(layout, occurrence, rules)
    )


def _is_verbal(layout: Layout, occurrence: Occurrence) -> bool:
    return layout.groups[occurrence.group].end_token == occurrence.end


# ---- verbs


def _verb_frame(layout: Layout, occurrence: Occurrence) -> Frame | None:
    rule, group = occurrence.rule, layout.groups[occurrence.group]
    end = clause_end(layout, group.end_token)
    if rule.with_words and not any(token.lower in rule.with_words for token in layout.tokens[group.end_token : end + 4]):
        return None
    frame = Frame(occurrence, phrase=group.first_token, end=end)
    frame.subject = subject_of(layout, occurrence.group) or _leader_of_body(layout, group.first_token)
    frame.first_person, frame.both_sides = _unnamed_subject(layout, group.first_token)
    frame.unnamed_subject = not frame.subject and any(
        token.lower in _HUMANS for token in layout.tokens[max(0, group.first_token - 3) : group.first_token]
    )
    slots = slots_after(layout, group.end_token)
    object_role, subject_role = rule.frame.get("object"), rule.frame.get("subject")
    if group.passive or (group.form == "participle" and group.tense == "none" and _is_past_participle(layout, occurrence)):
        _add(frame, frame.subject, subject_role if rule.passive else object_role)
        for slot in slots:
            if slot.preposition == "by":
                _add(frame, slot.nodes, subject_role)
    else:
        _add(frame, frame.subject, subject_role)
        if slots and slots[0].preposition == "" and object_role is not None:
            _add_slot(frame, slots[0], object_role, layout)
    _add_prepositions(frame, slots, layout)
    if rule.frame.get("object") == "participant" and slots and slots[0].preposition == "" and _humans(layout, slots[0]):
        frame.unnamed = True
    _add_places(frame, slots, layout)
    _add_fronted_places(frame, layout, group.first_token)
    return frame


def _unnamed_subject(layout: Layout, index: int) -> tuple[bool, bool]:
    """(the subject right before token `index` is "I", it is "both sides" or the like)."""
    while index > 0 and layout.tokens[index - 1].tag == "RB":
        index -= 1
    if index == 0:
        return False, False
    word = layout.tokens[index - 1].lower
    both = word in ("sides", "parties", "countries", "nations", "governments", "powers", "firms", "companies", "they")
    return word == "i", both and layout.node_at[index - 1] < 0


def _leader_of_body(layout: Layout, index: int) -> tuple[Node, ...]:
    """ "A delegation led by Berg met Okoro": who leads an unnamed body acts with it."""
    tokens = layout.tokens
    for position in range(max(1, index - 22), index):
        if (
            tokens[position].lower == "by"
            and tokens[position - 1].lower in ("led", "headed", "chaired")
            and any(
                token.lower in ("team", "delegation", "mission", "group", "committee") for token in tokens[max(0, position - 8) : position]
            )
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


def _is_past_participle(layout: Layout, occurrence: Occurrence) -> bool:
    return layout.tokens[occurrence.end - 1].tag == "VBN"


def _add_prepositions(frame: Frame, slots: Sequence[Slot], layout: Layout) -> None:
    for slot in slots:
        if slot.preposition == "+verb":
            return
        role = frame.occurrence.rule.frame.get(slot.preposition)
        if role is None or slot.preposition == "":
            continue
        if role == "place":
            frame.places.extend(node for node in slot.nodes if node.type in _PLACES and not node.modifier)
        else:
            _add_slot(frame, slot, role, layout)


def _add_slot(frame: Frame, slot: Slot, role: str, layout: Layout) -> None:
    if role == "place":
        nodes = [node for node in slot.nodes if node.type in _PLACES]
        frame.places.extend(nodes)
        people = [node for node in slot.nodes if node.type == "person"]
        _add(frame, people, "host")
        return
    _add(frame, slot.nodes, role)
    if not slot.nodes and _humans(layout, slot):
        frame.unnamed = True


def _humans(layout: Layout, slot: Slot) -> bool:
    return any(
        layout.tokens[index].lower in _HUMANS
        for index in range(slot.first, min(slot.end, slot.first + 8))
        if layout.tokens[index].tag != "POS"
    )


def _add(frame: Frame, nodes: Iterable[Node], role: str | None) -> None:
    if role is None or role == "place":
        return
    for node in nodes:
        if node.type not in _ACTORS or (node.type == "place" and not node.acts_for and not node.body):
            continue
        known = {entity for each, _ in frame.parts for entity in each.entities}
        if not set(node.entities) <= known:
            frame.parts.append((node, role))


def _add_places(frame: Frame, slots: Sequence[Slot], layout: Layout) -> None:
    about = False
    noun = frame.occurrence.group < 0
    for slot in slots:
        if slot.preposition == "+verb" or (noun and slot.preposition in ("during", "after", "before", "following", "since")):
            return
        if slot.preposition in _WHERE and not about:
            for node in slot.nodes:
                if node.type in _PLACES and node not in frame.places and not node.modifier:
                    frame.places.append(node)
            frame.places.extend(_inside(layout, slot, frame.places))
        if (
            slot.preposition in _ABOUT
            and not (slot.preposition == "of" and frame.occurrence.group < 0)
            and not _is_time(layout, slot)
            and layout.tokens[min(slot.first + 1, len(layout.tokens) - 1)].lower not in ("sidelines", "margins", "border")
        ):
            about = True


def _inside(layout: Layout, slot: Slot, known: Sequence[Node]) -> list[Node]:
    """Further places of the same phrase: "at the Grand Hotel, Oslo", "in Oslo, Norway"."""
    found = []
    for number, node in enumerate(layout.nodes):
        if not slot.first <= node.first < slot.end or node in known or node.type not in _PLACES or node.modifier:
            continue
        before = layout.nodes[number - 1] if number else None
        if before is not None and before.type in _PLACES and node.first - before.end <= 1:
            found.append(node)
    return found


def _is_time(layout: Layout, slot: Slot) -> bool:
    return any(first <= slot.first < end or slot.first <= first < slot.end for first, end, _ in layout.timexes)


def _add_fronted_places(frame: Frame, layout: Layout, index: int) -> None:
    """ "In Oslo, Berg met Okoro"."""
    if frame.places:
        return
    for position in range(index - 1, max(0, index - 7), -1):
        if layout.tokens[position].lower == "where" and layout.node_at[position - 1] >= 0:
            node = layout.nodes[layout.node_at[position - 1]]
            if node.type in _PLACES and not node.modifier:
                frame.places.append(node)  # "to Argentina, where he met Okoro"
            return
        if layout.tokens[position].tag == "CS":
            break
    for node in layout.nodes:
        if node.end > min(index, 8):
            return
        if (
            node.type in _PLACES
            and not node.modifier
            and node.first
            and layout.tokens[node.first - 1].lower in ("in", "at")
            and node.first <= 2
        ):
            frame.places.append(node)


# ---- nouns


def _noun_frame(layout: Layout, occurrence: Occurrence, rules: ClaimRules) -> Frame | None:  # noqa: C901  a list of cases, in order
    rule = occurrence.rule
    start = phrase_start(layout, occurrence.first)
    frame = Frame(occurrence, phrase=start)
    if rule.near_words and not any(token.lower in rule.near_words for token in layout.tokens[start : occurrence.first]):
        return None
    if rule.sentence_words and not any(token.lower in rule.sentence_words for token in layout.tokens):
        return None
    frame.carrier = _governor(layout, start, rules)
    if rule.carried and not _is_carried(layout, occurrence, frame.carrier):
        return None
    slots = slots_after(layout, occurrence.end, noun=True)
    verb = next((number for number, slot in enumerate(slots) if slot.preposition == "+verb"), len(slots))
    slots = slots[:verb]
    frame.end = max([occurrence.end, *(slot.end for slot in slots if slot.nodes or slot.preposition)])
    _add_left(frame, layout, start)
    filled: set[str] = set()
    for number, slot in enumerate(slots):
        if slot.preposition in filled or (slot.preposition == "of" and number > 1):
            continue  # a second "with" or a late "of" belongs to another noun
        if slot.nodes:
            filled.add(slot.preposition)
        role = rule.frame.get(slot.preposition) if slot.preposition else None
        if slot.preposition == "with" and rule.frame.get("with"):
            _add_slot(frame, slot, rule.frame["with"], layout)
        elif role == "place":
            frame.places.extend(node for node in slot.nodes if node.type in _PLACES and not node.modifier)
        elif role is not None:
            _add_slot(frame, slot, role, layout)
    if not ({"between", "among"} & filled) or rule.kind == "agreement":
        _add_carrier(frame, layout, slots, rules)
    elif frame.carrier >= 0 and part_of(layout, frame.carrier, rules) == "absent":
        frame.absent.extend(subject_of(layout, frame.carrier))
    _add_places(frame, slots, layout)
    _add_governed_places(frame, layout)
    _add_fronted_places(frame, layout, start)
    return frame


def _add_left(frame: Frame, layout: Layout, start: int) -> None:  # noqa: C901  a list of cases, in order
    """Possessors ("Berg and Okoro's", "their") and names before the noun ("the Berg-Okoro summit")."""
    role = frame.occurrence.rule.frame.get("possessor")
    first = frame.occurrence.first
    _add_their(frame, layout, start, role)
    _add_unexplained_owner(frame, layout, start, role)
    for node in layout.nodes:
        if node.first > first or node.end < start - 1:
            continue
        token_before = node.end <= first or node.first == first
        if not token_before or (node.first < start and not node.possessor):
            continue
        if node.possessor and node.type == "place" and frame.occurrence.rule.kind in ("weapons_test", "exercise") and node.end <= first:
            frame.places.append(node)
        elif node.possessor and node.end <= first:
            owner = _possessed_by_other(layout, node, first)
            if not owner:
                _add(frame, coordinated(layout, node, leftwards=True) if node.form != "pronoun" else (node,), role)
        elif node.first >= start and node.type in ("person", "state", "organization", "place"):
            parts = [each for each in layout.nodes if each.first == node.first]
            for each in parts:
                if each.type not in ("place", "organization"):  # which is part of the event's own name: "the APEC summit"
                    _add(frame, (each,), role)
                elif each.type == "place" and each not in frame.places:
                    frame.places.append(each)


def _add_unexplained_owner(frame: Frame, layout: Layout, start: int, role: str | None) -> None:
    """ "Berg tweeted that her meeting with Okoro ...": "her" without a mention of its own means the subject before."""
    if layout.tokens[start].lower not in ("his", "her") or layout.node_at[start] >= 0:
        return
    number = next(
        (k for k in range(len(layout.groups) - 1, -1, -1) if layout.groups[k].end_token <= start and layout.groups[k].form == "finite"), -1
    )
    nodes = subject_of(layout, number) if number >= 0 else ()
    if len(nodes) == 1 and nodes[0].type == "person":
        _add(frame, nodes, role)


def _add_their(frame: Frame, layout: Layout, start: int, role: str | None) -> None:
    """ "Okoro thanked Berg at their meeting": where no mention says who "they" are, the two people named before it."""
    if layout.tokens[start].lower != "their" or layout.node_at[start] >= 0:
        return
    before = [node for node in layout.nodes if node.end <= start and node.type == "person"]
    people = {node.entities: node for node in before}
    if len(people) >= 2:
        _add(frame, list(people.values())[-2:], role)


def _possessed_by_other(layout: Layout, node: Node, first: int) -> bool:
    """Between "'s" and the noun a person is named, to whom the possessor belongs: "Norway's Berg summit"."""
    return any(node.end <= each.first < first and each.type == "person" for each in layout.nodes)


def _governor(layout: Layout, start: int, rules: ClaimRules) -> int:
    """The verb group that has the noun as its object ("hold talks", "take part in talks"), or as its subject; -1 for none."""
    index = start - 1
    while index >= 0 and layout.group_at[index] < 0 and layout.tokens[index].tag in ("RB", "CD"):
        index -= 1
    if index >= 0 and layout.group_at[index] >= 0:
        return layout.group_at[index]
    if index >= 1 and layout.tokens[index].tag in ("IN", "TO"):
        before = index - 1
        while before >= 0 and layout.group_at[before] < 0 and layout.tokens[before].tag in ("IN", "RB", "NN") and index - before <= 2:
            before -= 1
        if before >= 0 and (number := layout.group_at[before]) >= 0 and _has_part(layout, number, rules):
            return number
    if index >= 1 and layout.tokens[index].lower in ("and", ","):
        for before in range(index - 1, max(-1, index - 8), -1):
            if layout.group_at[before] >= 0:
                return layout.group_at[before]
    return -1


def _has_part(layout: Layout, number: int, rules: ClaimRules) -> bool:
    group = layout.groups[number]
    return any(
        particle and has_particle(layout, group.end_token, particle) for particle, _ in rules.parts.get(group.lemma, ())
    ) or group.lemma in (
        "agree",
        "participate",
        "engage",
        "join",
        "speak",
        "arrive",
    )


def _is_carried(layout: Layout, occurrence: Occurrence, carrier: int) -> bool:
    rule = occurrence.rule
    candidates = [carrier] if carrier >= 0 else []
    for index in range(occurrence.end, min(len(layout.tokens), occurrence.end + 12)):
        if (number := layout.group_at[index]) >= 0:
            group = layout.groups[number]
            if group.form == "participle" or group.passive:
                candidates.append(number)
            break
        if layout.tokens[index].tag == "CS":
            break
    for number in candidates:
        group = layout.groups[number]
        if group.lemma in rule.by_verbs and (
            group.lemma not in rule.particles or has_particle(layout, group.end_token, rule.particles[group.lemma])
        ):
            return True
    return False


def part_of(layout: Layout, number: int, rules: ClaimRules) -> str:
    """What verb group `number` makes of its subject ("own", "attendee", "host", "absent"); "" when it carries no event."""
    group = layout.groups[number]
    for particle, part in rules.parts.get(group.lemma, ()):
        if not particle or has_particle(layout, group.end_token, particle):
            return part
    return ""


def _add_carrier(frame: Frame, layout: Layout, slots: Sequence[Slot], rules: ClaimRules) -> None:
    rule = frame.occurrence.rule
    role = rule.frame.get("carrier") or rule.frame.get("possessor")
    if frame.carrier >= 0:
        part = part_of(layout, frame.carrier, rules)
        group = layout.groups[frame.carrier]
        if not part and frame.carrier >= 0 and group.lemma not in rule.by_verbs:
            return
        if group.passive:
            return
        frame.subject = subject_of(layout, frame.carrier) or _leader_of_body(layout, group.first_token)
        frame.first_person, frame.both_sides = _unnamed_subject(layout, group.first_token)
        if not frame.subject:
            frame.unnamed_subject = True
        if part == "absent" or (part == "attendee" and group.negated):
            frame.absent.extend(frame.subject)
        elif part == "attendee":
            _add(
                frame,
                frame.subject,
                "attendee"
                if rule.kind in ("forum", "other")
                else rule.frame.get("with", "participant")
                if rule.kind != "statement"
                else "speaker",
            )
        elif part == "host":
            known = len(frame.parts)
            _add(frame, frame.subject, "host")
            frame.parts[known:] = [(node, "host") for node, _ in frame.parts[known:]]
        elif (
            rule.frame.get("carrier")
            or any(slot.preposition in ("with", "to", "by") for slot in slots)
            or not frame.parts
            or rule.kind in ("visit", "statement", "talks", "meeting")
        ):
            # the possessor of "Berg's visit" stays the visitor
            role = "recipient" if group.lemma in ("receive", "get") and rule.kind == "letter" else role
            _add(frame, frame.subject, role if rule.frame.get("carrier") or not (rule.kind == "visit" and frame.parts) else None)
        return
    by = _by_agent(layout, frame.occurrence.end)
    if by:
        _add(frame, by, role)
        return
    _add_framing_subject(frame, layout, slots, role)


def _by_agent(layout: Layout, index: int) -> tuple[Node, ...]:
    """ "The treaty was signed by Berg and Okoro", "a treaty signed by both"."""
    for position in range(index, min(len(layout.tokens), index + 14)):
        number = layout.group_at[position]
        if number >= 0 and (layout.groups[number].passive or layout.groups[number].form == "participle"):
            if layout.groups[number].lemma not in _DONE_BY:
                return ()
            for slot in slots_after(layout, layout.groups[number].end_token):
                if slot.preposition == "by":
                    return slot.nodes
            return ()
        if number >= 0 or layout.tokens[position].tag == "CS":
            return ()
    return ()


def _add_framing_subject(frame: Frame, layout: Layout, slots: Sequence[Slot], role: str | None) -> None:  # noqa: C901  a list of cases, in order
    """ "At a meeting with Okoro, Berg said", "Berg expressed it in a letter to Okoro": the clause's subject takes part."""
    index = frame.phrase - 1
    kind = frame.occurrence.rule.kind
    edge = (
        index > 2
        and layout.tokens[index].lower == "of"
        and layout.tokens[index - 1].lower in ("end", "start", "opening", "close", "sidelines", "margins", "conclusion")
    )
    if edge:
        index -= 2 + (layout.tokens[index - 2].tag == "DT")
    elif index >= 1 and layout.tokens[index].lower == "of" and layout.tokens[index - 1].lower == "ahead":
        index -= 1
    if index < 0 or (
        layout.tokens[index].lower not in _FRAMING
        and not (layout.tokens[index].lower in ("with", "by", "on") and (kind == "letter" or edge))
    ):
        return
    word = layout.tokens[index].lower
    if (
        word == "in"
        and index
        and layout.tokens[index - 1].tag == "NN"
        and layout.group_at[index - 1] < 0
        and frame.occurrence.rule.kind not in ("letter", "call", "statement")
    ):
        return
    number = next((layout.group_at[k] for k in range(index - 1, max(-1, index - 25), -1) if layout.group_at[k] >= 0), -1)
    if word == "for":
        if number >= 0 and layout.groups[number].lemma in _MOTION:
            frame.subject = subject_of(layout, number)
            frame.mover = number
            _add(frame, frame.subject, "attendee" if frame.occurrence.rule.kind == "forum" else role)
            if not frame.places:
                frame.places.extend(
                    node
                    for slot in slots_after(layout, layout.groups[number].end_token)
                    if slot.preposition in ("to", "in", "at")
                    for node in slot.nodes
                    if node.type in _PLACES
                )
        return
    partner = any(slot.preposition in ("with", "to") and (slot.nodes or _humans(layout, slot)) for slot in slots)
    article = layout.tokens[frame.phrase].lower in ("a", "an")
    if not partner and not (article and kind in ("statement", "letter")) and not (edge and kind in ("forum", "meeting")):
        return
    if any(node.possessor for node, _ in frame.parts):
        return
    if number < 0:
        number = next(
            (k for k, group in enumerate(layout.groups) if group.first_token >= frame.occurrence.end and group.form == "finite"), -1
        )
    if number < 0:
        return
    frame.subject = subject_of(layout, number)
    if edge and kind in ("forum", "meeting"):
        frame.attended = True
        role = "attendee"
    _add(frame, [node for node in frame.subject if node.type in ("person", "organization")], role)


def _add_governed_places(frame: Frame, layout: Layout) -> None:
    """ "The summit will take place in Oslo": what follows the verb whose subject or object the noun is."""
    if frame.places:
        return
    number = frame.carrier
    if number < 0:
        for index in range(frame.end, min(len(layout.tokens), frame.end + 12)):
            if layout.group_at[index] >= 0:
                number = layout.group_at[index]
                break
            if layout.tokens[index].tag == "CS" or layout.tokens[index].text in (";", ":"):
                return
    if number >= 0 and layout.groups[number].lemma not in ("say", "tell", "report", "add"):
        _add_places(frame, slots_after(layout, layout.groups[number].end_token), layout)
