"""Who and what an article names: people with their titles, organizations, places, and states that act.

First all sentences are read for names that are sure by themselves, body before headline; then, in the order of the text, bare
surnames, descriptions ("the Polish president"), groups ("the two leaders") and pronouns are given to the people they mean here.
Offsets are code points of `article.clean.text`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.analysis.cast import Cast
from beatbook.analysis.model import Entity, Mention, PersonName, StatedRole
from beatbook.analysis.name_forms import VariantRules, compile_variant_rules, parse_person
from beatbook.analysis.name_parts import Parts, take_apart
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
    NameRules,
    compile_name_rules,
)
from beatbook.analysis.narration import SURE_ALONE, Narrator, Told
from beatbook.analysis.people import PersonSpan, is_name_word
from beatbook.analysis.sentences import SentenceRules, compile_sentence_rules, split_passage
from beatbook.analysis.surroundings import find_things
from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beatbook.analysis.model import Sentence
    from beatbook.analysis.titles import Title
    from beatbook.reading.model import CleanText, NewsArticle
    from beatbook.rules import Rules

_CREDIT_LINES = frozenset((LineRole.BYLINE, LineRole.CREDIT, LineRole.TEASER, LineRole.TAGS, LineRole.SOURCE))
_NAMES_ONLY = frozenset((LineRole.BYLINE, LineRole.CREDIT))  # what looks like a name there is one
_REPORTING = frozenset(("says", "said", "reports", "reported", "writes", "contributed", "explains"))


@dataclass(frozen=True, slots=True)
class Naming:
    """All that an article names."""

    mentions: tuple[Mention, ...]  # by start, then end
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class MentionRules:
    """What finding mentions goes by."""

    names: NameRules
    variants: VariantRules
    sentences: SentenceRules  # to read lines that are no evidence: bylines, credits, tags


def compile_mention_rules(rules: Rules) -> MentionRules:
    """The rules of names and of their spellings.  Raises RuleError."""
    return MentionRules(compile_name_rules(rules), compile_variant_rules(rules), compile_sentence_rules(rules))


def find_mentions(sentences: Sequence[Sentence], article: NewsArticle | None, rules: MentionRules) -> Naming:
    """Everything that the sentences name, and the names in bylines, credits, teasers and tags of the article as credits.

    Without an article (None) only the sentences are read.
    """
    seen: dict[str, int] = {}
    apart = _take_all_apart(sentences, rules.names, seen)
    cast = Cast(rules.names, rules.variants)
    named = _full_names(apart, cast, rules.names)
    _add_titled_surnames(apart, named, cast, rules.names)
    _add_bare_surnames(apart, cast, rules.names)
    narrator = Narrator(cast, rules.names)
    told = [narrator.tell(parts, named[at].people, frozenset(named[at].used)) for at, parts in enumerate(apart)]
    credits_ = list(_credit_lines(article, cast, rules, seen)) if article is not None else []
    return _assemble(apart, told, credits_, cast, rules)


def _take_all_apart(sentences: Sequence[Sentence], rules: NameRules, seen: dict[str, int]) -> list[Parts]:
    """Body first: in a headline, where every word is capitalised, the names that the body is sure of help."""
    apart = [take_apart(sentence, rules, seen) for sentence in sentences]
    known = frozenset(
        " ".join(parts.texts[person.start : person.end])
        for parts in apart
        if not parts.headline
        for person in parts.people
        if not person.single
    )
    return [take_apart(parts.sentence, rules, seen, known) if parts.headline and known else parts for parts in apart]


# ---- first round: names that are sure by themselves


@dataclass(slots=True)
class _Named:
    """What the first round found in a sentence."""

    people: list[Told]
    used: set[int]  # heads of titles that belong to somebody by name


def _full_names(apart: Sequence[Parts], cast: Cast, rules: NameRules) -> list[_Named]:
    named = [_Named([], set()) for _ in apart]
    for at in sorted(range(len(apart)), key=lambda index: (apart[index].headline, index)):
        parts = apart[at]
        staff = _is_staff_line(parts, rules)
        for person in parts.people:
            if person.single and not _is_regnal(person, cast):
                continue
            words = parts.texts[person.start : person.end]
            titled = _is_regnal(person, cast)
            title = parts.texts[person.title.end - 1] if titled and person.title else ""
            name = parse_person([word for word in words if word != ","], language=person.language, given_only=titled)
            member = cast.add_full(
                [word for word in words if word != ","],
                name,
                gender=_gender(person),
                title=title.capitalize() if title.islower() else title,
            )
            role = _role_of(parts, person, named[at].used)
            credit = staff or _is_credited(parts, person)
            if not credit:
                cast.members[member].add_role(role)
                cast.members[member].weight += 2.0 if not parts.sentence.repeat else 0.2
            named[at].people.append(Told(person.start, person.end, member, "full", role, credit))
            named[at].people += _first_of_couple(parts, person, name, cast)
        named[at].people.sort(key=lambda told: told.start)
        _share_plural_titles(parts, named[at], cast)
    return named


def _first_of_couple(parts: Parts, person: PersonSpan, name: PersonName, cast: Cast) -> list[Told]:
    """ "Bill" of "Bill and Marcia Thornbury"."""
    at = person.start - 2
    if at < 0 or parts.texts[at + 1].lower() not in ("and", "&") or person.language or not name.surname or len(name.given.split()) != 1:
        return []
    flags = parts.flags[at]
    if not flags & GIVEN or flags & (PLACE | DEMONYM | HEADS) or parts.titles and any(title.head <= at < title.end for title in parts.titles):
        return []
    if (at and is_name_word(parts.texts[at - 1]) and not parts.texts[at - 1].endswith(".")) or any(one.start <= at < one.end for one in parts.people):
        return []
    if any(hit.start <= at < hit.end for hit in parts.hits) or flags & WORD and at == parts.first and not flags & MALE:
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
    title = person.title or _title_before(parts, person) or _title_behind(parts, person)
    if title is None:
        return None
    used.add(title.head)
    return title.role


def _title_before(parts: Parts, person: PersonSpan) -> Title | None:
    """ "the spokesman, Ana Ruiz," - of "the aide to the minister, Ana Ruiz," it is the aide."""
    texts = parts.texts
    closed = person.end >= len(texts) or not texts[person.end][0].isalnum()
    for title in parts.titles:
        if title.apposed_at != person.start or not closed or title.plural or title.determiner == "":
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


def _share_plural_titles(parts: Parts, named: _Named, cast: Cast) -> None:
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


def _is_staff_line(parts: Parts, rules: NameRules) -> bool:
    """ "Reporting by Ana Ruiz", "Ana Ruiz contributed to this report"."""
    lowers = [token.lower for token in parts.sentence.tokens]
    if "contributed" in lowers and ("report" in lowers or "reporting" in lowers or "article" in lowers or "story" in lowers):
        return True
    return (
        (bool(lowers)
        and lowers[0].strip("(") in rules.uses["staff"]
        and "by" in lowers[:4])
        or (lowers[:1] == ["("]
        and lowers[1:2]
        and lowers[1] in rules.uses["staff"]
        and "by" in lowers[:5])
    )


def _is_credited(parts: Parts, person: PersonSpan) -> bool:
    """A photographer ("© Ana Ruiz / AFP", "Photo by Ana Ruiz") or a reporter who reports ("says the BBC's Ana Ruiz")."""
    texts, tokens = parts.texts, parts.sentence.tokens
    before = [text.lower() for text in texts[max(0, person.start - 3) : person.start]]
    if (
        before[-1:] == ["©"]
        or before[-1:] == ["/"]
        or before[-2:] in (["photo", "by"], ["photograph", "by"], ["picture", "by"], ["image", "by"])
    ):
        return True
    if before[-2:] in (["photo", ":"], ["photograph", ":"], ["picture", ":"], ["image", ":"], ["credit", ":"]) or before[-1:] == [
        "copyright"
    ]:
        return True
    if "/" in tokens[person.end - 1].text and texts[person.end - 1] != tokens[person.end - 1].text:
        return True
    if person.end + 1 < len(texts) and texts[person.end] in ("/", "|") and texts[person.end + 1][0].isupper():
        return True
    owner = next((hit for hit in parts.hits if hit.end == person.start - 1 and hit.phrase.type in ("outlet", "agency")), None)
    return owner is not None and before[-1] in ("'s", "'", "’") and any(token.lower in _REPORTING for token in tokens)


def _add_titled_surnames(apart: Sequence[Parts], named: list[_Named], cast: Cast, rules: NameRules) -> None:
    """ "President Xi", "Ms Ruiz": somebody who has that surname, or somebody new."""
    for at, parts in enumerate(apart):
        for person in parts.people:
            if not person.single or _is_regnal(person, cast):
                continue
            words = parts.texts[person.start : person.end]
            gender = _gender(person)
            numbers = [number for number in cast.candidates(words) if not gender or cast.members[number].gender in ("", gender)]
            numbers = [number for number in numbers if cast.members[number].name.surname or cast.members[number].title]
            role = person.title.role if person.title else None
            if not numbers:
                if rules.honorifics.get(parts.texts[person.start - 1].lower()) is None and _is_place_here(parts, person):
                    continue
                number = cast.add_full(words, parse_person(words) if len(words) > 1 else PersonName(words[0]), gender=gender)
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
            credit = _is_credited(parts, person) and not person.gender
            named[at].people.append(Told(person.start, person.end, number, "surname", role, credit))
        named[at].people.sort(key=lambda told: told.start)


def _role_agrees(cast: Cast, number: int, role: StatedRole | None) -> bool:
    return role is not None and any(had.office == role.office for had in cast.members[number].roles)


def _is_place_here(parts: Parts, person: PersonSpan) -> bool:
    return any(hit.start == person.start and hit.phrase.is_place for hit in parts.hits) and not parts.flags[person.start] & SURNAME


# ---- surnames that are never given in full


def _add_bare_surnames(apart: Sequence[Parts], cast: Cast, rules: NameRules) -> None:
    """Words that stand where people stand, often or clearly enough, become members known by surname alone."""
    evidence: dict[str, float] = {}
    for parts in apart:
        taken = _taken(parts)
        for at, text in enumerate(parts.texts):
            if at in taken or not text[0].isupper() or len(text) < 2 or parts.headline:
                continue
            found = _alone(parts, at, cast, rules)
            if found > 0:
                evidence[text] = evidence.get(text, 0.0) + found
    for text in sorted(evidence):
        if evidence[text] >= SURE_ALONE and not cast.candidates([text]):
            cast.add_full([text], PersonName(text))


def _taken(parts: Parts) -> set[int]:
    taken = {at for person in parts.people for at in range(person.start, person.end)}
    taken.update(at for hit in parts.hits for at in range(hit.start, hit.end))
    taken.update(at for span in parts.headed for at in range(span.start, span.end))
    taken.update(at for title in parts.titles for at in range(title.head, title.end))
    return taken


def _alone(parts: Parts, at: int, cast: Cast, rules: NameRules) -> float:
    flags, texts = parts.flags[at], parts.texts
    if flags & (PLACE | DEMONYM | ACRONYM | HEADS | CALENDAR | NEVER | INITIAL | SUFFIX):
        return 0.0
    if (
        (flags & WORD and at == parts.first)
        or (at and is_name_word(texts[at - 1]))
        or (at + 1 < len(texts) and is_name_word(texts[at + 1]))
    ):
        return 0.0
    score = 1.0 if flags & SURNAME else 0.7 if flags & ENDING else 0.6 if flags & FAMILY else 0.4 if flags & GIVEN else 0.0
    if flags & WORD:
        score -= 0.4
    before = texts[at - 1].lower() if at else ""
    after = texts[at + 1].lower() if at + 1 < len(texts) else ""
    if after in rules.uses["speech"]:
        score += 1.2
    elif after == "'s":
        score += 0.2
    if before in ("with", "by", "told", "between", "said", "for"):
        score += 0.4
        if at > 1 and texts[at - 2].lower() in _WITH_PEOPLE:
            score += 0.7
    if before in ("and", "&") and at > 1 and (cast.candidates([texts[at - 2]]) or any(person.end == at - 1 for person in parts.people)):
        score += 1.5
    if after == "and" and at + 2 < len(texts) and cast.candidates([texts[at + 2]]):
        score += 0.6
    if before in ("the", "a", "an"):
        score -= 2.0
    if before in ("in", "at", "from", "near", "on", "to", "of") or before in rules.uses["describes-organization"]:
        score -= 1.0
    return score if flags & (SURNAME | ENDING | FAMILY) or score >= 1.2 else 0.0


_WITH_PEOPLE = frozenset(
    (
        "summit",
        "summits",
        "meeting",
        "meetings",
        "talks",
        "met",
        "meet",
        "meets",
        "spoke",
        "call",
        "conversation",
        "dinner",
        "lunch",
        "interview",
    )
)


# ---- lines that are no evidence


@dataclass(frozen=True, slots=True)
class _CreditMention:
    start: int
    end: int
    text: str
    member: int
    full: bool


def _credit_lines(article: NewsArticle, cast: Cast, rules: MentionRules, seen: dict[str, int]) -> Iterator[_CreditMention]:
    for line in article.lines:
        if line.role not in _CREDIT_LINES:
            continue
        start, end = _clean_span(article.clean, line.start, line.end)
        for sentence in split_passage(article.clean.text, start, end, rules.sentences, role=line.role):
            yield from _credit_names(take_apart(sentence, rules.names, seen), cast, line.role, article.clean.text)


def _clean_span(clean: CleanText, start: int, end: int) -> tuple[int, int]:
    if clean.offsets is None:
        return start, end
    return bisect_left(clean.offsets, start), min(bisect_left(clean.offsets, end), len(clean.text))


def _credit_names(parts: Parts, cast: Cast, role: LineRole, text: str) -> Iterator[_CreditMention]:
    tokens = parts.sentence.tokens
    spans = [(person.start, person.end, person.language) for person in parts.people if not person.single]
    if not spans and role in _NAMES_ONLY:
        spans = [(start, end, "") for start, end in _capital_runs(parts)]
    for start, end, language in spans:
        words = [word for word in parts.texts[start:end] if word != ","]
        member = cast.add_full(words, parse_person(words, language=language))
        first, last = tokens[start].start, tokens[end - 1].start + len(parts.texts[end - 1])
        yield _CreditMention(first, last, text[first:last], member, full=True)


def _capital_runs(parts: Parts) -> Iterator[tuple[int, int]]:
    """Two or three words of a byline or credit that are written like a name."""
    taken = {at for hit in parts.hits for at in range(hit.start, hit.end)} | {
        at for span in parts.headed for at in range(span.start, span.end)
    }
    at = 0
    while at < len(parts.texts):
        end = at
        while (
            end < len(parts.texts)
            and end not in taken
            and is_name_word(parts.texts[end])
            and not parts.flags[end] & (NEVER | CALENDAR | ACRONYM)
        ):
            end += 1
        if 2 <= end - at <= 3 and not all(flag & WORD for flag in parts.flags[at:end]):
            yield at, end
        at = max(end, at + 1)


# ---- the result


def _assemble(
    apart: Sequence[Parts], told: Sequence[Sequence[Told]], credits_: Sequence[_CreditMention], cast: Cast, rules: MentionRules
) -> Naming:
    people = [(_span(parts, one), parts, one) for parts, ones in zip(apart, told, strict=True) for one in ones]
    persons_at = [{at for one in ones if one.form in ("full", "surname", "given") and one.first_char is None for at in range(one.start, one.end)} for ones in told]
    things = find_things(apart, persons_at, rules.names)
    drafts: list[tuple[int, int, tuple[str, object], Mention]] = []
    for (start, end), parts, one in people:
        text = parts.sentence.text[start - parts.sentence.start : end - parts.sentence.start]
        drafts.append(
            (
                start,
                end,
                ("person", one.member),
                Mention(start, end, text, "person", 0, one.form, parts.sentence.index, one.credit, one.role),
            )
        )
    for thing in things.found:
        drafts.append(
            (
                thing.start,
                thing.end,
                thing.key,
                Mention(thing.start, thing.end, thing.text, thing.type, 0, "full", thing.sentence, acts_for=thing.acts_for),
            )
        )
    for credit in credits_:
        drafts.append(
            (
                credit.start,
                credit.end,
                ("person", credit.member),
                Mention(credit.start, credit.end, credit.text, "person", 0, "full", -1, credit=True),
            )
        )
    drafts.sort(key=lambda draft: (draft[0], draft[1], str(draft[2])))
    numbers: dict[tuple[str, object], int] = {}
    mentions: list[Mention] = []
    for *_, key, mention in drafts:
        number = numbers.setdefault(key, len(numbers))
        mentions.append(replace(mention, entity=number))
    return Naming(tuple(mentions), _entities(numbers, mentions, cast, things.entities))


def _span(parts: Parts, one: Told) -> tuple[int, int]:
    tokens = parts.sentence.tokens
    if one.first_char is not None and one.last_char is not None:
        return one.first_char, one.last_char
    last = tokens[one.end - 1]
    end = last.end
    if "/" in last.text:
        end = last.start + len(parts.texts[one.end - 1])
    elif last.text.endswith(".") and parts.flags[one.end - 1] & SURNAME and not parts.flags[one.end - 1] & (INITIAL | SUFFIX):
        end -= 1
    return tokens[one.start].start, end


def _entities(
    numbers: dict[tuple[str, object], int], mentions: Sequence[Mention], cast: Cast, things: dict[tuple[str, object], Entity]
) -> tuple[Entity, ...]:
    forms: dict[int, dict[str, None]] = {}
    acting: set[int] = set()
    for mention in mentions:
        if mention.form in ("full", "surname", "given"):
            forms.setdefault(mention.entity, {})[mention.text] = None
        if not mention.credit:
            acting.add(mention.entity)
    entities: list[Entity] = []
    for key, number in numbers.items():
        surface = tuple(sorted(forms.get(number, ()), key=lambda form: (-len(form), form)))
        if key[0] == "person":
            assert isinstance(key[1], int)  # noqa: S101  # keys of people are member numbers
            entities.append(_person(cast, key[1], surface, credit=number not in acting))
        else:
            parent = things[key].parent
            entity = replace(things[key], forms=surface, parent=None)
            if parent is not None:
                country = numbers.get(("place", f"country:{things[key].country}"))
                entity = replace(entity, parent=country if country != number else None)
            entities.append(entity)
    return tuple(entities)


def _person(cast: Cast, number: int, forms: tuple[str, ...], *, credit: bool) -> Entity:
    member = cast.members[number]
    if member.described:
        return Entity("person", member.text, roles=tuple(member.roles), country=member.country, described=True)
    name = " ".join(member.words)
    if member.title and not member.name.surname:
        name = f"{member.title} {name}"
        forms = tuple(dict.fromkeys((name, *forms)))
    return Entity("person", name, person=member.name, forms=forms, roles=tuple(member.roles), country=member.country, credit=credit)
