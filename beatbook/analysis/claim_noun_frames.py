"""The frame of a noun trigger: possessors, prepositions, and the verb that carries the noun ("hold talks", "attend a summit")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.claim_parts import (
    BODIES,
    PLACES,
    Frame,
    add_fronted_places,
    add_nodes,
    add_places,
    add_slot,
    leader_of_body,
    names_people,
    unnamed_subject,
)
from beatbook.analysis.claim_triggers import has_particle
from beatbook.analysis.coordination import coordinated
from beatbook.analysis.objects import slots_after
from beatbook.analysis.status import phrase_start
from beatbook.analysis.subjects import subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.claim_triggers import ClaimRules, Occurrence
    from beatbook.analysis.layout import Layout, Node
    from beatbook.analysis.objects import Slot


_DONE_BY = frozenset(
    """
    address chair lead join open convene call sign hold host attend send write deliver make issue give conclude reach
    impose initial ratify stage organise organize
    """.split()  # noqa: SIM905  a word list reads better in lines
)

INVITING = frozenset(("invite", "summon"))

_PHRASE = frozenset(("NN", "NNP", "DT", "JJ", "PS", "CC", "POS"))

_MOTION = frozenset(("travel", "fly", "arrive", "come", "go", "visit", "head", "gather", "meet", "convene", "be", "land", "return"))

_FRAMING = frozenset(("at", "in", "during", "after", "before", "following", "through", "via", "ahead", "for"))


def noun_frame(layout: Layout, occurrence: Occurrence, rules: ClaimRules, heard: frozenset[str] = frozenset()) -> Frame | None:  # noqa: C901  a list of cases, in order
    rule = occurrence.rule
    start = phrase_start(layout, occurrence.first)
    frame = Frame(occurrence, phrase=start)
    if (
        rule.near_words
        and rule.id not in heard
        and not any(token.lower in rule.near_words for token in layout.tokens[start : occurrence.first])
    ):
        return None
    if rule.sentence_words and not any(token.lower in rule.sentence_words for token in layout.tokens):
        return None
    frame.carrier = _object_relative(layout, occurrence, rules)
    if frame.carrier < 0:
        frame.carrier = _governor(layout, start, rules)
    if rule.carried and not _is_carried(layout, occurrence, frame.carrier):
        return None
    slots = slots_after(layout, occurrence.end, noun=True)
    verb = next((number for number, slot in enumerate(slots) if slot.preposition == "+verb"), len(slots))
    slots = slots[:verb]
    frame.end = max([occurrence.end, *(slot.end for slot in slots if slot.nodes or slot.preposition)])
    frame.somebody = frame.carrier >= 0 or _has_verb(layout, frame.end)
    _add_left(frame, layout, start)
    filled: set[str] = set()
    for number, slot in enumerate(slots):
        if slot.preposition in filled or (slot.preposition == "of" and number > 1):
            continue  # a second "with" or a late "of" belongs to another noun
        if slot.nodes:
            filled.add(slot.preposition)
        role = rule.frame.get(slot.preposition) if slot.preposition else None
        if slot.preposition == "with" and rule.frame.get("with"):
            add_slot(frame, slot, rule.frame["with"], layout)
        elif role == "place":
            frame.places.extend(node for node in slot.nodes if node.type in PLACES and not node.modifier)
        elif role is not None:
            add_slot(frame, slot, role, layout)
    if not ({"between", "among"} & filled) or rule.kind == "agreement":
        _add_carrier(frame, layout, slots, rules)
    elif frame.carrier >= 0 and part_of(layout, frame.carrier, rules) == "absent":
        frame.absent.extend(subject_of(layout, frame.carrier))
    add_places(frame, slots, layout)
    _add_governed_places(frame, layout)
    add_fronted_places(frame, layout, start)
    return frame


def _object_relative(layout: Layout, occurrence: Occurrence, rules: ClaimRules) -> int:
    """The verb of a relative clause whose object the noun is: "a letter of intent that Okoro signed in May"; -1 for none."""
    tokens, rule = layout.tokens, occurrence.rule
    held = rule.kind in ("exercise", "talks") and occurrence.end < len(tokens) and tokens[occurrence.end].lower in ("that", "which")
    if not (rule.by_verbs or held) or occurrence.end >= len(tokens):
        return -1
    index = occurrence.end + (tokens[occurrence.end].lower in ("that", "which"))
    if index >= len(tokens) or (layout.node_at[index] < 0 and tokens[index].tag != "PN"):
        return -1
    for position in range(index, min(len(tokens), index + 8)):
        number = layout.group_at[position]
        if number >= 0:
            group = layout.groups[number]
            carries = group.lemma in rule.by_verbs or (held and part_of(layout, number, rules) == "own")
            return number if group.form == "finite" and not group.passive and carries else -1
        if tokens[position].text in ",;:":
            return -1
    return -1


def _has_verb(layout: Layout, index: int) -> bool:
    """A verb stands right behind the phrase, whose subject or theme the noun is: "the hearing will begin", "a strike called for Monday"."""
    return any(layout.group_at[position] >= 0 for position in range(index, min(len(layout.tokens), index + 4)))


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
                add_nodes(frame, coordinated(layout, node, leftwards=True) if node.form != "pronoun" else (node,), role)
        elif node.first >= start and node.type in ("person", "state", "organization", "place"):
            parts = [each for each in layout.nodes if each.first == node.first]
            for each in parts:
                people = each.type == "organization" and _belongs_to_people(layout, each.end, first)
                if people or each.type not in ("place", "organization"):  # which is part of the event's own name: "the APEC summit"
                    add_nodes(frame, (each,), role)
                elif each.type == "place" and each not in frame.places:
                    frame.places.append(each)


def _belongs_to_people(layout: Layout, start: int, end: int) -> bool:
    """ "The EU ministers' meeting": the people between the body's name and the noun own it."""
    return any(layout.tokens[index].tag == "POS" and layout.tokens[index - 1].lower in BODIES for index in range(start + 1, end))


def _add_unexplained_owner(frame: Frame, layout: Layout, start: int, role: str | None) -> None:
    """ "Berg tweeted that her meeting with Okoro ...": "her" without a mention of its own means the subject before."""
    if layout.tokens[start].lower not in ("his", "her") or layout.node_at[start] >= 0:
        return
    number = next(
        (k for k in range(len(layout.groups) - 1, -1, -1) if layout.groups[k].end_token <= start and layout.groups[k].form == "finite"), -1
    )
    nodes = subject_of(layout, number) if number >= 0 else ()
    if number < 0 and start <= _OPENING and layout.tokens[0].tag == "IN":  # "In his speech on Friday, Berg said"
        number = next((k for k, group in enumerate(layout.groups) if group.first_token > start and group.form == "finite"), -1)
        nodes = subject_of(layout, number) if number >= 0 else ()
    if len(nodes) == 1 and nodes[0].type == "person":
        add_nodes(frame, nodes, role)


_OPENING = 3  # tokens before the phrase of a possessor that the sentence names later


def _add_their(frame: Frame, layout: Layout, start: int, role: str | None) -> None:
    """ "Okoro thanked Berg at their meeting": where no mention says who "they" are, the two people named before it."""
    if layout.tokens[start].lower != "their" or layout.node_at[start] >= 0:
        return
    before = [node for node in layout.nodes if node.end <= start and node.type == "person"]
    people = {node.entities: node for node in before}
    if before and len(before[-1].entities) > 1:
        add_nodes(frame, before[-1:], role)  # "the two men ... their call"
    elif len(people) >= 2:
        add_nodes(frame, list(people.values())[-2:], role)


def _possessed_by_other(layout: Layout, node: Node, first: int) -> bool:
    """Between "'s" and the noun a person is named, to whom the possessor belongs: "Norway's Berg summit"."""
    return any(node.end <= each.first < first and each.type == "person" for each in layout.nodes)


def _governor(layout: Layout, start: int, rules: ClaimRules) -> int:  # noqa: C901  a list of cases, in order
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
        while before >= 0 and layout.group_at[before] < 0 and layout.tokens[before].tag in _PHRASE and index - before <= 6:
            before -= 1  # only "invited Okoro and the ministers to talks" reaches so far
        far = before >= 0 and layout.group_at[before] >= 0 and index - before > 3
        if far and layout.groups[layout.group_at[before]].lemma not in INVITING:
            before = -1
        if before >= 0 and (number := layout.group_at[before]) >= 0 and _has_part(layout, number, rules):
            return number
    if index >= 1 and layout.tokens[index].lower in ("and", ","):
        for before in range(index - 1, max(-1, index - 8), -1):
            if layout.group_at[before] >= 0:
                return layout.group_at[before]
    return -1


def _has_part(layout: Layout, number: int, rules: ClaimRules) -> bool:
    group = layout.groups[number]
    if _puts_name(layout, number) or (
        group.lemma == "be" and group.end_token < len(layout.tokens) and layout.tokens[group.end_token].lower == "on"
    ):
        return True
    return any(
        particle and has_particle(layout, group.end_token, particle) for particle, _ in rules.parts.get(group.lemma, ())
    ) or group.lemma in (
        "agree",
        "participate",
        "engage",
        "join",
        "speak",
        "arrive",
        "emerge",
        *INVITING,
    )


def _puts_name(layout: Layout, number: int) -> bool:
    """ "put their names to the document" is to sign it."""
    group = layout.groups[number]
    words = {token.lower for token in layout.tokens[group.end_token : group.end_token + 4]}
    return group.lemma == "put" and bool(words & {"name", "names", "signature", "signatures"})


def _is_carried(layout: Layout, occurrence: Occurrence, carrier: int) -> bool:
    rule = occurrence.rule
    candidates = [carrier] if carrier >= 0 else []
    for index in range(occurrence.end, min(len(layout.tokens), occurrence.end + 12)):
        if (number := layout.group_at[index]) >= 0:
            group = layout.groups[number]
            if (
                group.form == "finite"
                and not group.passive
                and index - occurrence.end < 5
                and layout.tokens[index - 1].tag in ("PN", "NNP")
            ):
                continue  # "the roadmap he obtained was signed"
            if group.form == "participle" or group.passive:
                candidates.append(number)
            following = number + 1
            if (
                following < len(layout.groups)
                and layout.groups[following].passive
                and layout.groups[following].form == "infinitive"
                and layout.groups[following].first_token - group.end_token < 3
            ):
                candidates.append(following)  # "is expected to be signed"
            break
        if layout.tokens[index].tag == "CS":
            break
    for number in candidates:
        group = layout.groups[number]
        if "sign" in rule.by_verbs and _puts_name(layout, number):
            return True
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


def _add_carrier(frame: Frame, layout: Layout, slots: Sequence[Slot], rules: ClaimRules) -> None:  # noqa: C901  a list of cases, in order
    rule = frame.occurrence.rule
    role = rule.frame.get("carrier") or rule.frame.get("possessor")
    if frame.carrier >= 0:
        group = layout.groups[frame.carrier]
        part = "attendee" if rule.kind == "forum" and group.lemma == "speak" else part_of(layout, frame.carrier, rules)
        if group.lemma in INVITING:
            _add_invited(frame, layout)
        present = group.lemma == "be" and rule.kind == "visit"  # "is on a visit to Chile"
        if not part and not present and group.lemma not in rule.by_verbs and not (rule.by_verbs and _puts_name(layout, frame.carrier)):
            return
        if group.passive:
            return
        frame.subject = subject_of(layout, frame.carrier) or leader_of_body(layout, group.first_token)
        frame.first_person, frame.both_sides = unnamed_subject(layout, group.first_token)
        if not frame.subject:
            frame.unnamed_subject = True
        if part == "absent" or (part == "attendee" and group.negated):
            frame.absent.extend(frame.subject)
        elif part == "attendee":
            add_nodes(
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
            add_nodes(frame, frame.subject, "host")
            frame.parts[known:] = [(node, "host") for node, _ in frame.parts[known:]]
        elif (
            rule.frame.get("carrier")
            or any(slot.preposition in ("with", "to", "by") for slot in slots)
            or not frame.parts
            or rule.kind in ("visit", "statement", "talks", "meeting", "letter")
        ):
            # the possessor of "Berg's visit" stays the visitor
            role = "recipient" if group.lemma in ("receive", "get") and rule.kind == "letter" else role
            add_nodes(frame, frame.subject, role if rule.frame.get("carrier") or not (rule.kind == "visit" and frame.parts) else None)
        return
    by = _by_agent(layout, frame.occurrence.end)
    if by:
        add_nodes(frame, by, role)
        return
    _add_framing_subject(frame, layout, slots, role)


def _add_invited(frame: Frame, layout: Layout) -> None:
    """ "invited Okoro to talks": who is invited takes part."""
    slots = slots_after(layout, layout.groups[frame.carrier].end_token)
    if slots and slots[0].preposition == "":
        add_slot(frame, slots[0], rule_role(frame), layout)


def _by_agent(layout: Layout, index: int) -> tuple[Node, ...]:
    """ "The treaty was signed by Berg and Okoro", "a treaty signed by both", "a rally, which will be addressed by Okoro"."""
    for position in range(index, min(len(layout.tokens), index + 14)):
        number = layout.group_at[position]
        if number >= 0 and (layout.groups[number].passive or layout.groups[number].form == "participle"):
            if layout.groups[number].lemma not in _DONE_BY:
                return ()
            for slot in slots_after(layout, layout.groups[number].end_token):
                if slot.preposition == "by":
                    return slot.nodes
            return ()
        if number >= 0 or (layout.tokens[position].tag == "CS" and layout.tokens[position].lower not in ("which", "that")):
            return ()
    return ()


def _add_framing_subject(frame: Frame, layout: Layout, slots: Sequence[Slot], role: str | None) -> None:  # noqa: C901, PLR0912  a list of cases, in order
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
        and not (layout.tokens[index].lower in ("with", "by", "on") and (kind in ("letter", "call") or edge))
        and not (layout.tokens[index].lower == "on" and kind == "visit")
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
            add_nodes(frame, frame.subject, "attendee" if frame.occurrence.rule.kind == "forum" else role)
            if not frame.places:
                frame.places.extend(
                    node
                    for slot in slots_after(layout, layout.groups[number].end_token)
                    if slot.preposition in ("to", "in", "at")
                    for node in slot.nodes
                    if node.type in PLACES
                )
        return
    partner = any(slot.preposition in ("with", "to") and (slot.nodes or names_people(layout, slot)) for slot in slots)
    article = layout.tokens[frame.phrase].lower in ("a", "an")
    if article and kind == "call" and not partner and number >= 0:
        for slot in slots_after(layout, layout.groups[number].end_token):
            if slot.preposition == "with" or (slot.preposition == "" and any(node.type == "person" for node in slot.nodes)):
                add_slot(frame, slot, rule_role(frame), layout)  # "informed Okoro in a video call"
                partner = True
    present = number >= 0 and layout.groups[number].lemma == "be" and index - layout.groups[number].end_token < 2
    partner = partner or (kind == "visit" and word in ("on", "during") and (article or layout.tokens[frame.phrase].tag == "PS"))
    attends = word == "at" and (kind == "other" or (present and kind in ("meeting", "forum", "talks")))  # "is at a meeting of ministers"
    if not partner and not attends and not (article and kind in ("statement", "letter")) and not (edge and kind in ("forum", "meeting")):
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
    add_nodes(frame, [node for node in frame.subject if node.type in ("person", "organization")], "attendee" if attends else role)


def rule_role(frame: Frame) -> str:
    return frame.occurrence.rule.frame.get("with", "participant")


_TAKES_PLACE = frozenset(("take", "hold", "happen", "occur", "begin", "start", "open", "end", "convene"))


def _add_governed_places(frame: Frame, layout: Layout) -> None:
    """ "The summit will take place in Oslo": what follows the verb whose subject or object the noun is."""
    if frame.places:
        return
    number = frame.carrier
    if number < 0:
        relative = False
        for index in range(frame.end, min(len(layout.tokens), frame.end + 12)):
            if layout.group_at[index] >= 0:
                number = layout.group_at[index]
                if relative and layout.groups[number].lemma not in _TAKES_PLACE:
                    return
                break
            lower = layout.tokens[index].lower
            relative = relative or lower in ("which", "that")  # "a meeting with Okoro, which took place in Oslo"
            if (layout.tokens[index].tag == "CS" and lower not in ("which", "that")) or lower in (";", ":"):
                return
    if number >= 0 and layout.groups[number].lemma not in ("say", "tell", "report", "add"):
        add_places(frame, slots_after(layout, layout.groups[number].end_token), layout)
