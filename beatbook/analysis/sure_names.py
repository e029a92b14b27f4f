"""The first round of naming: names that are sure by themselves, with the roles that stand with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.analysis.model import PersonName
from beatbook.analysis.name_context import PersonSpan, is_name_word
from beatbook.analysis.name_credits import is_about_author, is_credited, is_staff_line
from beatbook.analysis.name_forms import fold, parse_person
from beatbook.analysis.names import (
    ACRONYM,
    CALENDAR,
    DEMONYM,
    ENDING,
    FAMILY,
    GIVEN,
    HEADS,
    INITIAL,
    MALE,
    NEVER,
    PLACE,
    SUFFIX,
    SURNAME,
    WORD,
)
from beatbook.analysis.narration import Told
from beatbook.analysis.people import name_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from beatbook.analysis.cast import Cast
    from beatbook.analysis.model import StatedRole
    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.names import NameRules
    from beatbook.analysis.titles import Title

SURE_ALONE = 2.0  # evidence that a bare word, never given in full, is a surname; lower took company names for people


@dataclass(slots=True)
class Named:
    """What the first round found in a sentence."""

    people: list[Told]
    used: set[int]  # heads of titles that belong to somebody by name


def add_full_names(apart: Sequence[Parts], cast: Cast, rules: NameRules, byline: str = "") -> list[Named]:
    """Puts everybody who is named in full into the cast, body before headlines; what each sentence names, in the order of `apart`.

    Whom the byline names is a credit where the article says who that is ("Ana Ruiz is a fellow at ...").
    """
    signed = f" {fold(byline)} "
    named = [Named([], set()) for _ in apart]
    for at in sorted(range(len(apart)), key=lambda index: (apart[index].headline, index)):
        parts = apart[at]
        staff = is_staff_line(parts, rules)
        for person in parts.people:
            words = name_words(parts.sentence.tokens, person.start, person.end)
            if is_surname_only(person, words) and not _is_regnal(person, cast):
                continue
            titled = _is_regnal(person, cast)
            title = parts.texts[person.title.end - 1] if titled and person.title else ""
            name = parse_person(words, language=person.language, given_only=titled)
            member = cast.add_full(
                words,
                name,
                gender=_gender(person),
                title=title.capitalize() if title.islower() else title,
            )
            role = _role_of(parts, person, named[at].used)
            if titled and role is not None and not role.country:
                role = replace(role, country=_country_behind(parts, person.end))
            credit = staff or is_credited(parts, person) or (is_about_author(parts, person) and f" {fold(' '.join(words))} " in signed)
            if not credit:
                cast.members[member].add_role(role)
                cast.members[member].weight += 2.0 if not parts.sentence.repeat else 0.2
            named[at].people.append(Told(person.start, person.end, member, "full", role, credit))
            named[at].people += _first_of_couple(parts, person, name, cast)
        named[at].people.sort(key=lambda told: told.start)
        _add_peers(parts, named[at], cast)
        _share_plural_titles(parts, named[at], cast)
    return named


def is_surname_only(person: PersonSpan, words: Sequence[str]) -> bool:
    """One word, or a surname with its particle: "Van Rossum said", "Mr De Wijk"."""
    return person.single or (len(words) > 1 and not person.language and not parse_person(words).given)


def _add_peers(parts: Parts, named: Named, cast: Cast) -> None:
    """ "the Duchess of Bergen", and "Camilla, Duchess of Bergen" as one person."""
    for title in parts.titles:
        end = title.peerage_end
        if end is None or title.office.group not in ("royal", "monarch"):
            continue
        words = [parts.texts[at] for at in range(title.head, end)]
        at = title.head - (2 if title.determiner == "the" else 1)
        before = next((told for told in named.people if told.end == at), None) if at > 0 and parts.texts[at] == "," else None
        member = cast.add_peer(words, before.member if before else None, title.office.gender)
        cast.members[member].add_role(title.role)
        named.used.add(title.head)
        named.people.append(Told(title.head, end, member, "full", title.role))
    named.people.sort(key=lambda told: told.start)


def _first_of_couple(parts: Parts, person: PersonSpan, name: PersonName, cast: Cast) -> list[Told]:
    """ "Bill" of "Bill and Marcia Thornbury"."""
    at = person.start - 2
    if at < 0 or parts.texts[at + 1].lower() not in ("and", "&") or person.language or not name.surname or len(name.given.split()) != 1:
        return []
    flags = parts.flags[at]
    if not flags & GIVEN or flags & (PLACE | DEMONYM) or (parts.titles and any(title.head <= at < title.end for title in parts.titles)):
        return []
    if (at and is_name_word(parts.texts[at - 1]) and not parts.texts[at - 1].endswith(".") and not parts.flags[at - 1] & NEVER) or any(
        one.start <= at < one.end for one in parts.people
    ):
        return []
    if any(hit.start <= at < hit.end for hit in parts.hits) or (flags & WORD and at == parts.first and not flags & MALE):
        return []
    member = cast.add_full([parts.texts[at], name.surname], PersonName(name.surname, parts.texts[at]))
    cast.members[member].weight += 1.0
    return [Told(at, at + 1, member, "given")]


def _is_regnal(person: PersonSpan, cast: Cast) -> bool:
    """A given name with a title that makes a full name of it: "Pope Francis", "Queen Ingrid", "King Olav V"."""
    title = person.title
    return (
        person.single and title is not None and title.name_at == person.start and cast.name_with_title(title.role.title, title.office.group)
    )


def _gender(person: PersonSpan) -> str:
    return person.gender or (person.title.office.gender if person.title else "")


def _role_of(parts: Parts, person: PersonSpan, used: set[int]) -> StatedRole | None:
    """The role that stands with a name: before it, before it and a comma, or behind it and a comma."""
    title = _title_of_rank(parts, person) or person.title or _title_before(parts, person) or _title_behind(parts, person)
    if title is None:
        return None
    used.add(title.head)
    return title.role


def _country_behind(parts: Parts, at: int) -> str:
    """ "Queen Ingrid of Norway"."""
    if at + 1 >= len(parts.texts) or parts.texts[at] != "of":
        return ""
    first = at + 1 + (parts.texts[at + 1].lower() == "the")
    return next((hit.phrase.country for hit in parts.hits if hit.start == first and hit.phrase.type == "country"), "")


def _title_of_rank(parts: Parts, person: PersonSpan) -> Title | None:
    """The office before a rank: "Defence Minister" of "Defence Minister General Ivo Maric"."""
    rank = person.title
    if rank is None or rank.office.group != "officer" or rank.start != rank.head:
        return None
    return next((title for title in parts.titles if title.end == rank.start and not title.plural), None)


def _title_before(parts: Parts, person: PersonSpan) -> Title | None:
    """ "the spokesman, Ana Ruiz," - of "the aide to the minister, Ana Ruiz," it is the aide."""
    texts = parts.texts
    closed = person.end >= len(texts) or not texts[person.end][0].isalnum()
    for title in parts.titles:
        owned = title.determiner == "" and bool(title.role.country) and "'s" in texts[title.start : title.head]
        if title.apposed_at != person.start or not closed or title.plural or (title.determiner == "" and not owned):
            continue
        outer_end = title.start - (2 if title.determiner != "'s" else 1)
        for outer in parts.titles:
            if outer.end == outer_end and texts[outer_end].lower() in ("of", "for", "to"):
                return outer
        return title
    return None


def _title_behind(parts: Parts, person: PersonSpan) -> Title | None:
    """ "Ana Ruiz, an international law professor at", "Ana Ruiz, mayor of Porto,"."""
    texts, tokens = parts.texts, parts.sentence.tokens
    at = person.end
    if at + 1 >= len(texts) or texts[at] not in (",", "(", "—", "–"):
        return None
    for title in parts.titles:
        if title.head <= at:
            continue
        if title.head - at > 8 or title.plural or _names_another(parts, title):
            return None
        between = tokens[at + 1 : title.head]
        if any(
            token.text in (",", ";", ":") or token.lower in _STOPS or (token.tag[:2] in ("VB", "MD") and token.tag != "VBN")
            for token in between
        ):
            return None
        return title
    return None


_STOPS = frozenset(
    (
        "who",
        "whose",
        "and",
        "said",
        "says",
        "told",
        "as",
        "with",
        "but",
        "of",
        "to",
        "in",
        "for",
        "from",
        "by",
        "when",
        "while",
        "that",
        "is",
        "was",
    )
)


def _names_another(parts: Parts, title: Title) -> bool:
    return any(person.start == title.name_at for person in parts.people)


def _share_plural_titles(parts: Parts, named: Named, cast: Cast) -> None:
    """ "Presidents Ana Ruiz and Jan Nowak": the title holds for each of the list."""
    for title in parts.titles:
        if not title.plural:
            continue
        reach = title.name_at
        for told in named.people:
            if reach is not None and told.start == reach:
                cast.members[told.member].add_role(title.role)
                named.used.add(title.head)
                following = parts.texts[told.end].lower() if told.end < len(parts.texts) else ""
                reach = told.end + 1 if following in ("and", ",", "&") else None
                if reach is not None and reach < len(parts.texts) and parts.texts[reach].lower() == "and":
                    reach += 1


def add_titled_surnames(apart: Sequence[Parts], named: list[Named], cast: Cast, rules: NameRules) -> None:
    """ "President Xi", "Ms Ruiz": somebody who has that surname, or somebody new."""
    for at, parts in enumerate(apart):
        starts = {told.start: told.member for told in named[at].people}
        ends = {told.end: told.member for told in named[at].people}
        for person in parts.people:
            words = list(parts.texts[person.start : person.end])
            if not is_surname_only(person, words) or _is_regnal(person, cast):
                continue
            gender = _gender(person)
            numbers = [number for number in cast.candidates(words) if not gender or cast.members[number].gender in ("", gender)]
            numbers = [number for number in numbers if cast.members[number].name.surname or cast.members[number].title or not person.title]
            joined = _joined_to(parts, person, ends, starts) | _kin_of(parts, person, starts, rules)
            numbers = [number for number in numbers if number not in joined]
            role = person.title.role if person.title else None
            of_kin = (
                person.single
                and person.title is None
                and not person.row
                and rules.honorifics.get(parts.texts[person.start - 1].lower()) is None
            )
            if not numbers and not of_kin and gender:
                numbers = _married(cast, words, gender)
            if not numbers:
                if (
                    not of_kin
                    and (person.row or rules.honorifics.get(parts.texts[person.start - 1].lower()) is None)
                    and _is_place_here(parts, person)
                ):
                    continue
                name = parse_person(words, given_only=of_kin) if of_kin else PersonName(" ".join(words))
                number = cast.add_full(words, name, gender=gender)
            elif len(numbers) == 1:
                number = numbers[0]
            else:
                number = max(numbers, key=lambda n: (_role_agrees(cast, n, role), cast.members[n].weight, -n))
            member = cast.members[number]
            member.gender = member.gender or gender
            member.weight += 1.0
            if person.title is not None:
                member.add_role(role)
                named[at].used.add(person.title.head)
            credit = is_credited(parts, person) and not person.gender
            named[at].people.append(Told(person.start, person.end, number, "given" if of_kin else "surname", role, credit))
        named[at].people.sort(key=lambda told: told.start)


def _joined_to(parts: Parts, person: PersonSpan, ends: Mapping[int, int], starts: Mapping[int, int]) -> set[int]:
    """ "President Ruiz and first lady Odile Ruiz" are two: the members that "and" and a title at most stand between."""
    found = set()
    for gap in range(1, 6):
        behind, before = person.end + gap, person.start - gap
        if behind in starts and parts.texts[person.end].lower() in ("and", "&") and "," not in parts.texts[person.end : behind]:
            found.add(starts[behind])
        if before in ends and parts.texts[before].lower() in ("and", "&") and "," not in parts.texts[before : person.start]:
            found.add(ends[before])
    return found


def _kin_of(parts: Parts, person: PersonSpan, starts: Mapping[int, int], rules: NameRules) -> set[int]:
    """ "General Haddad's father, Brigadier Nuri Haddad,": the members named right behind as somebody's kin are not that somebody."""
    texts = parts.texts
    if person.end + 1 >= len(texts) or texts[person.end] not in ("'s", "’s"):
        return set()
    kin = next((at for at in range(person.end + 1, min(len(texts), person.end + 4)) if texts[at].lower() in rules.uses["kin"]), None)
    return {starts[at] for at in range(kin + 1, kin + 6) if at in starts} if kin is not None else set()


def _married(cast: Cast, words: Sequence[str], gender: str) -> list[int]:
    """ "Mrs Ruiz" behind "Jan Ruiz and his wife, Odile": the one member of that gender who is known by given name only."""
    others = [number for number in cast.candidates(words) if cast.members[number].gender not in ("", gender)]
    kin = [
        one.number for one in cast.members if one.gender == gender and one.name.given.isalpha() and not one.name.surname and not one.title
    ]
    return kin if others and len(kin) == 1 else []


def _role_agrees(cast: Cast, number: int, role: StatedRole | None) -> bool:
    return role is not None and any(had.office == role.office for had in cast.members[number].roles)


def _is_place_here(parts: Parts, person: PersonSpan) -> bool:
    return any(hit.start == person.start and hit.phrase.is_place for hit in parts.hits) and not parts.flags[person.start] & SURNAME


def add_bare_surnames(apart: Sequence[Parts], cast: Cast, bodies: Collection[str], rules: NameRules) -> None:
    """Words that stand where people stand, often or clearly enough, become members known by surname alone; those of `bodies` never.

    Twice: "talks with Kovalenko and Petrenko" tells of Petrenko once Kovalenko is somebody.
    """
    if _add_bare_round(apart, cast, bodies, rules):
        _add_bare_round(apart, cast, bodies, rules)


def _add_bare_round(apart: Sequence[Parts], cast: Cast, bodies: Collection[str], rules: NameRules) -> bool:
    before = len(cast.members)
    evidence: dict[str, float] = {}
    acting: set[str] = set()
    bodies = {*bodies, *_first_of_bodies(apart)}
    for parts in apart:
        taken = _taken(parts)
        for at, text in enumerate(parts.texts):
            if at in taken or not text[0].isupper() or len(text) < 2 or parts.headline or text in bodies:
                continue
            found = _alone(parts, at, cast, rules)
            if found > 0:
                evidence[text] = evidence.get(text, 0.0) + found
                if not _is_label(parts, at, rules):
                    acting.add(text)
    for text in sorted(evidence):
        if evidence[text] >= SURE_ALONE and not cast.candidates([text]):
            cast.members[cast.add_full([text], PersonName(text))].label = text not in acting
    return len(cast.members) > before


def _first_of_bodies(apart: Sequence[Parts]) -> set[str]:
    """ "Norvell", once the article writes "Norvell Inc"."""
    return {
        parts.texts[span.start]
        for parts in apart
        for span in parts.headed
        if span.type == "organization" and span.end - span.start > 1 and not parts.headline
    }


def _taken(parts: Parts) -> set[int]:
    taken = {at for person in parts.people for at in range(person.start, person.end)}
    taken.update(at for hit in parts.hits for at in range(hit.start, hit.end))
    taken.update(at for span in parts.headed for at in range(span.start, span.end))
    taken.update(at for title in parts.titles for at in range(title.head, title.end))
    return taken


def _alone(parts: Parts, at: int, cast: Cast, rules: NameRules) -> float:
    """How much a word by itself looks like a surname where it stands; 0 when it is hardly one."""
    flags, texts = parts.flags[at], parts.texts
    if flags & (PLACE | DEMONYM | ACRONYM | HEADS | CALENDAR | NEVER | INITIAL | SUFFIX) or (flags & WORD and at == parts.first):
        return 0.0
    if (at and is_name_word(texts[at - 1])) or (at + 1 < len(texts) and is_name_word(texts[at + 1])):
        return 0.0
    score = 1.0 if flags & SURNAME else 0.7 if flags & ENDING else 0.6 if flags & FAMILY else 0.4 if flags & GIVEN else 0.0
    score += _stands_before(parts, at, cast, rules) + _stands_behind(parts, at, cast, rules) - (0.4 if flags & WORD else 0.0)
    return score if flags & (SURNAME | ENDING | FAMILY) or score >= 1.2 else 0.0


def _is_label(parts: Parts, at: int, rules: NameRules) -> bool:
    """ "the Alder administration"."""
    behind = parts.texts[at + 1].lower() if at + 1 < len(parts.texts) else ""
    return bool(
        at and parts.texts[at - 1].lower() == "the" and parts.flags[at] & (SURNAME | FAMILY) and behind in rules.uses["governed-by"]
    )


def _stands_behind(parts: Parts, at: int, cast: Cast, rules: NameRules) -> float:
    after = parts.texts[at + 1].lower() if at + 1 < len(parts.texts) else ""
    if after in rules.uses["speech"]:
        return 1.2
    if after == "and" and at + 2 < len(parts.texts) and cast.candidates([parts.texts[at + 2]]):
        return 0.6
    return 0.2 if after == "'s" else 0.0


def _stands_before(parts: Parts, at: int, cast: Cast, rules: NameRules) -> float:
    texts = parts.texts
    before = texts[at - 1].lower() if at else ""
    earlier = texts[at - 2] if at > 1 else ""
    if before in ("with", "by", "told", "between", "said", "for"):
        return 1.1 if earlier.lower() in rules.uses["with-people"] else 0.4
    if before in ("and", "&") and earlier and (cast.candidates([earlier]) or any(person.end == at - 1 for person in parts.people)):
        return 1.5
    if _is_label(parts, at, rules):
        return 1.0
    if before in ("the", "a", "an"):
        return -2.0
    return -1.0 if before in ("in", "at", "from", "near", "on", "to", "of") or before in rules.uses["describes-organization"] else 0.0
