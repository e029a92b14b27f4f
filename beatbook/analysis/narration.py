"""The second round of naming: sentence by sentence, in the order of the text, every mention goes to whom it means here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.groups import Group, find_holders, group_at
from beatbook.analysis.model import StatedRole
from beatbook.analysis.name_context import is_name_word
from beatbook.analysis.name_forms import fold
from beatbook.analysis.names import ACRONYM, CALENDAR, DEMONYM, FAMILY, GIVEN, HEADS, INITIAL, NEVER, PLACE, SURNAME, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.cast import Cast
    from beatbook.analysis.model import MentionForm
    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.names import NameRules
    from beatbook.analysis.titles import PhraseHit, Title

# offices whose bare description ("the prime minister") means one person of the article, or somebody to be found by office and country
_DESCRIBING = frozenset(
    ("head", "leader", "monarch", "royal", "minister", "deputy-head", "governor", "mayor", "chair", "executive", "diplomat", "spokesperson",
     "aide", "judge", "cleric", "officer", "director", "legislator", "politician", "sport", "spouse")
)  # fmt: skip
_FINDABLE = frozenset(("head", "leader", "monarch", "minister", "deputy-head", "spouse"))  # one holder per country at a time
_VAGUE = frozenset(("minister", "secretary"))  # a country has many
_LEADING = frozenset(("head", "leader", "monarch"))
_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_BEFORE_MONTHS = frozenset(
    (
        "in",
        "on",
        "of",
        "since",
        "until",
        "till",
        "by",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "before",
        "after",
        "from",
        "to",
        "through",
        "every",
        "and",
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A mention of a person, by token indexes of its sentence."""

    start: int
    end: int
    member: int
    form: MentionForm
    role: StatedRole | None = None
    credit: bool = False
    first_char: int | None = None  # code points of a part of a token ("Trump" of "Trump-Kim"); None: the tokens' own
    last_char: int | None = None


class Narrator:
    """Goes through the sentences of an article with its cast."""

    def __init__(self, cast: Cast, rules: NameRules) -> None:
        self.cast, self.rules = cast, rules
        self._passage = -1
        self._subjects: list[int] = []  # members told of in this passage, subjects of their sentences first; the latest last
        self._told: list[dict[int, bool]] = []  # members named in each sentence so far, and whether only as an owner ("Ruiz's predecessor")
        self._before: list[int] = []  # the last subjects of the passage before

    def tell(self, parts: Parts, named: Sequence[Told], used: frozenset[int]) -> list[Told]:
        """All people of a sentence; `named` are those that stand there by full name or title and name, `used` the heads of their titles."""
        sentence = parts.sentence
        if sentence.passage != self._passage:
            self._before, self._subjects, self._passage = self._subjects[-1:], [], sentence.passage
        told = list(named)
        taken = {at for one in named for at in range(one.start, one.end)}
        for hit in parts.hits:
            single = hit.end - hit.start == 1
            if not (
                single
                and parts.flags[hit.start] & (SURNAME | GIVEN)
                and not hit.phrase.capital
                and self.cast.candidates([parts.texts[hit.start]])
            ):
                taken.update(range(hit.start, hit.end))
        for span in parts.headed:
            taken.update(range(span.start, span.end))
        told += self._bare_names(parts, taken, named)
        taken.update(at for one in told for at in range(one.start, one.end))
        told += self._descriptions(parts, taken, used, told)
        told.sort(key=lambda one: (one.start, one.end))
        told = self._resolve_open(parts, told)
        self._remember(parts, told)
        return told

    # ---- bare surnames and given names

    def _bare_names(self, parts: Parts, taken: set[int], named: Sequence[Told]) -> list[Told]:
        found: list[Told] = []
        index, texts = 0, parts.texts
        while index < len(texts):
            text = texts[index]
            if index in taken or not (is_name_word(text) or text in ("bin", "von", "van", "de", "al")):
                index += 1
                continue
            end = self._longest(parts, index, taken)
            if end is None:
                found += self._compound(parts, index)
                index += 1
                continue
            member = self._choose(parts, index, end, [*named, *found])
            if member is not None:
                form: MentionForm = "surname" if self.cast.is_surname(member, fold(" ".join(texts[index:end]))) else "given"
                found.append(Told(index, end, member, form, credit=self.cast.members[member].label))
            index = end
        return found

    def _longest(self, parts: Parts, start: int, taken: set[int]) -> int | None:
        """The longest stretch from `start` that is a short form of somebody's name."""
        texts = parts.texts
        for end in range(min(len(texts), start + 3), start, -1):
            if any(at in taken for at in range(start, end)) or not is_name_word(texts[end - 1]):
                continue
            words = texts[start:end]
            if end - start > 1 and all(len(word) < 2 for word in words):
                continue
            if self.cast.candidates(words) and self._may_be_bare(parts, start, end):
                return end
        return None

    def _may_be_bare(self, parts: Parts, start: int, end: int) -> bool:
        """Whether a word that is part of somebody's name means that person here, and is no ordinary word and no part of another name."""
        if end - start > 1:
            return True
        flags = parts.flags[start]
        if flags & (INITIAL | HEADS) and not flags & SURNAME:
            return False
        following = parts.texts[end] if end < len(parts.texts) else ""
        if flags & CALENDAR and not _may_is_name(parts, start, following):
            return False
        if self._is_ordinary(parts, start, following.lower()):
            return False
        return parts.headline or (self._free_behind(parts, start, end) and self._free_before(parts, start))

    def _is_ordinary(self, parts: Parts, start: int, following: str) -> bool:
        flags = parts.flags[start]
        if (
            parts.headline
            and parts.texts[start].isupper()
            and flags & WORD
            and start != parts.first
            and parts.texts[start - 1][0].isalnum()
        ):
            return True  # "LONG" of "A LONG WAY", whoever else is called so
        speaks = following in self.rules.uses["speech"]
        if flags & NEVER and (start == parts.first or parts.headline):
            return not speaks and following != "'s"
        return bool(flags & WORD) and start == parts.first and not flags & (SURNAME | FAMILY) and not speaks

    @staticmethod
    def _free_behind(parts: Parts, start: int, end: int) -> bool:
        """ "Trump Tower" means no Trump: another capital follows that belongs to the name."""
        following = parts.texts[end] if end < len(parts.texts) else ""
        if not following or not is_name_word(following) or following == "I" or any(title.start == end for title in parts.titles):
            return True
        after = parts.flags[end]
        if after & HEADS or (start and parts.texts[start - 1].lower() == "the" and not after & WORD):
            return False
        return bool(after & (WORD | PLACE | DEMONYM | CALENDAR | NEVER | ACRONYM))

    def _free_before(self, parts: Parts, start: int) -> bool:
        """Not behind the given name of somebody else, whose name was not sure enough."""
        if not start or start - 1 == parts.first or not is_name_word(parts.texts[start - 1]):
            return True
        before = parts.flags[start - 1]
        return not before & (GIVEN | INITIAL) or bool(before & (WORD | PLACE)) or self._is_member(parts.texts[start - 1])

    def _is_member(self, text: str) -> bool:
        return bool(self.cast.candidates([text]))

    def _choose(self, parts: Parts, start: int, end: int, others: Sequence[Told]) -> int | None:
        words = parts.texts[start:end]
        numbers = self.cast.candidates(words)
        if len(numbers) == 1:
            member = self.cast.members[numbers[0]]
            if fold(" ".join(words)) in fold(member.name.given).split() and not self._given_allowed(parts, start, numbers[0]):
                return None
            return numbers[0]
        apart = _apposed_names(start, others)
        gender = ""
        if start and (honorific := self.rules.honorifics.get(parts.texts[start - 1].lower())):
            gender = honorific
        return self.cast.most_prominent(numbers, sentence=parts.sentence.index, apart=apart, gender=gender)

    def _given_allowed(self, parts: Parts, start: int, number: int) -> bool:
        member = self.cast.members[number]
        flags, text = parts.flags[start], parts.texts[start]
        if not member.name.surname:
            return True
        if member.name.family_first:
            return "-" in text or len(text) > 3 or (member.told > 0 and start != parts.first and not flags & (NEVER | PLACE))
        return member.told > 0 and not flags & (NEVER | PLACE | CALENDAR) and not (flags & WORD and start == parts.first)

    def _compound(self, parts: Parts, index: int) -> list[Told]:
        """ "the Trump-Kim summit": members joined by a hyphen."""
        text = parts.texts[index]
        if text.count("-") != 1 or not text[-1].isalpha():
            return []
        left, right = text.split("-")
        if len(left) < 2 or len(right) < 2 or not right[0].isupper():
            return []
        found: list[Told] = []
        token = parts.sentence.tokens[index]
        for part, begin in ((left, 0), (right, len(left) + 1)):
            numbers = self.cast.candidates([part])
            member = self.cast.most_prominent(numbers, sentence=parts.sentence.index)
            if member is not None:
                found.append(
                    Told(index, index + 1, member, "surname", first_char=token.start + begin, last_char=token.start + begin + len(part))
                )
        return found if len(found) == 2 else []

    # ---- descriptions, groups, pronouns

    def _descriptions(self, parts: Parts, taken: set[int], used: frozenset[int], told: Sequence[Told]) -> list[Told]:
        found: list[Told] = []
        names_at = {one.start for one in told}
        ends = {one.end for one in told if one.form in ("full", "surname")}
        for title in parts.titles:
            if title.head in taken or title.head in used or title.name_at in names_at or title.plural or _apposes(parts, title, ends):
                continue
            member = self._described(parts, title)
            if member is not None:
                start = title.start - 1 if title.determiner not in ("", "'s") else title.start
                found.append(Told(start, title.end, member, "description"))
        found += self._counterparts(parts, told)
        return found + self._holders(parts, taken)

    def _holders(self, parts: Parts, taken: set[int]) -> list[Told]:
        """ "the presidents of Chile and Peru": of each country who holds the office, by name where the article names them."""
        found: list[Told] = []
        for holders in find_holders(parts):
            office = holders.title.office
            if office.group not in _FINDABLE or office.id in _VAGUE or holders.title.head in taken:
                continue
            for country, name in holders.countries:
                member = self.cast.holder(office.id, country, sentence=parts.sentence.index)
                if member is None:
                    title = holders.title.role.title.lower().removesuffix("s")
                    member = self.cast.add_described(f"the {title} of {name}", StatedRole(title, office.id, country), "")
                found.append(Told(holders.start, holders.end, member, "group"))
        return found

    def _described(self, parts: Parts, title: Title) -> int | None:
        """The member whom a title without a name means; one known by office and country only, where nobody of the article fits."""
        if title.office.group not in _DESCRIBING or not self._is_definite(parts, title):
            return None
        member = self.cast.holder(title.office.id, title.role.country, sentence=parts.sentence.index, gender=title.office.gender)
        if member is not None:
            return member
        by_label = title.determiner == "the" or _is_joined(parts, title)
        crown = parts.texts[title.head].lower() in ("queen", "king", "pope", "emperor", "sultan")
        if crown and by_label and parts.texts[title.head][0].isupper():
            return self._add_described(parts, title)  # as good as a name: "the Queen"
        findable = title.office.group in _FINDABLE and title.office.id not in _VAGUE
        return self._add_described(parts, title) if findable and title.role.country else None

    def _is_definite(self, parts: Parts, title: Title) -> bool:
        """ "the Polish president", "China's president": one person, in office, and the whole phrase."""
        owned = title.determiner == "" and title.role.country and _possessive(parts, title)
        joined = _is_joined(parts, title)  # "the King and Queen"
        if title.role.former or not (title.determiner == "the" or owned or joined):
            return False
        if parts.texts[title.end - 1][0].isupper() and title.determiner != "the" and not joined:
            return False
        following = parts.texts[title.end].lower() if title.end < len(parts.texts) else ""
        goes_on = following in self.rules.uses["after-description"] or not following[:1].isalpha()
        return goes_on or _verbal(parts, title.end, self.rules)

    def _add_described(self, parts: Parts, title: Title) -> int:
        """A member without a name, whom other articles may name."""
        start = title.start - 1 if title.determiner == "the" else title.start
        text = parts.sentence.text[
            parts.sentence.tokens[start].start - parts.sentence.start : parts.sentence.tokens[title.end - 1].end - parts.sentence.start
        ]
        return self.cast.add_described(text, title.role, title.office.gender)

    def _counterparts(self, parts: Parts, told: Sequence[Told]) -> list[Told]:
        """ "his Russian counterpart": the holder of the same office in that country; who is named behind it holds it."""
        found: list[Told] = []
        for index, token in enumerate(parts.sentence.tokens):
            hit = next((hit for hit in parts.hits if hit.end == index), None) if token.lower == "counterpart" else None
            if hit is None or hit.start == 0 or parts.texts[hit.start - 1].lower() not in ("his", "her", "their"):
                continue
            owner = self._owner(told, hit.start)
            named = next((one for one in told if index < one.start <= index + 2 and one.form == "full"), None)
            if named is not None:
                self._share_office(owner, named.member, hit.phrase.country)
                continue
            if index + 1 < len(parts.texts) and is_name_word(parts.texts[index + 1]):
                continue
            member = self._counterpart(parts, hit, index, owner)
            if member is not None:
                found.append(Told(hit.start - 1, index + 1, member, "description"))
        return found

    def _owner(self, told: Sequence[Told], at: int) -> int | None:
        """Whose counterpart it is: who is named last before it in the sentence, else who was told of before."""
        here = [one.member for one in told if one.end < at and not one.credit and one.form != "group"]
        return here[-1] if here else self._antecedent([], "", before=at)

    def _share_office(self, owner: int | None, other: int, country: str) -> None:
        role = (
            next((role for role in self.cast.members[owner].roles if role.office and not role.former), None) if owner is not None else None
        )
        if role is not None and owner != other and not self.cast.members[other].roles:
            self.cast.members[other].add_role(StatedRole(role.title, role.office, country))

    def _counterpart(self, parts: Parts, hit: PhraseHit, index: int, owner: int | None) -> int | None:
        offices = [role.office for role in self.cast.members[owner].roles if not role.former] if owner is not None else []
        leads = not offices or any(self.rules.office_groups.get(office) in _LEADING for office in offices)
        for office in [*offices, "leader"] if leads else offices:
            member = self.cast.holder(office, hit.phrase.country, sentence=parts.sentence.index)
            if member is not None and member != owner:
                return member
        findable = next((office for office in offices if self.rules.office_groups.get(office) in _FINDABLE), "")
        if not findable:
            return None
        return self.cast.add_described(
            " ".join(parts.texts[hit.start - 1 : index + 1]), StatedRole("counterpart", findable, hit.phrase.country), ""
        )

    def _resolve_open(self, parts: Parts, told: list[Told]) -> list[Told]:
        """Adds groups and pronouns, which look back at what is told in the sentence before them."""
        tokens = parts.sentence.tokens
        taken = {at for one in told for at in range(one.start, one.end)}
        added: list[Told] = []
        for index, token in enumerate(tokens):
            if index in taken:
                continue
            group = group_at(tokens, index)
            if group is not None and not any(at in taken for at in range(index, group.end)):
                added += [Told(index, group.end, member, "group") for member in self._members_of(parts, group, told)]
                continue
            gender = _HE.get(token.lower)
            if gender and token.lower != "hers":
                member = self._antecedent([*told, *added], gender, before=index)
                if member is not None:
                    added.append(Told(index, index + 1, member, "pronoun"))
        return sorted([*told, *added], key=lambda one: (one.start, one.end, one.member))

    def _members_of(self, parts: Parts, group: Group, told: Sequence[Told]) -> list[int]:
        """The two whom a group means: named before it in its sentence, else in the nearest sentence that names just two who fit."""
        if group.lead == "royal":
            return self.cast.royals()
        here = list(
            dict.fromkeys(one.member for one in told if one.end <= group.start and one.form in ("full", "surname", "given", "description"))
        )
        if group.lead == "here":
            return sorted(here) if len(here) == 2 else []  # "will raise it with Okoro when they meet"
        if len(here) >= 2 and group.lead != "the-plain":
            return sorted(here[:2])
        if group.lead in ("any", "they"):
            return self._last_two(1 if group.lead == "they" else 3)
        for members in reversed(self._told[-4:]):
            fitting = [member for member in members if self._may_lead(member, group.office)]
            if len(fitting) > 2:
                fitting = [member for member in fitting if not members[member]]
            if len(fitting) == 2:
                return sorted(fitting)
        for one in told:
            self._peek(one, parts.sentence.index)
        return self.cast.leaders_before(parts.sentence.index, 2, office=group.office)

    def _last_two(self, sentences: int) -> list[int]:
        """The two of the nearest sentence that tells of several, when it tells of just two."""
        for members in reversed(self._told[-sentences:]):
            fitting = list(members) if len(members) <= 2 else [member for member in members if not members[member]]
            if len(fitting) == 2:
                return sorted(fitting)
            if len(fitting) > 2:
                return []
        return []

    def _may_lead(self, number: int, office: str) -> bool:
        roles = self.cast.members[number].roles
        if office:
            return any(role.office == office for role in roles)
        return not roles or any(self.cast.group(role) in _LEADING for role in roles)

    def _peek(self, one: Told, sentence: int) -> None:
        if self.cast.members[one.member].last < 0:
            self.cast.tell(one.member, sentence)

    def _antecedent(self, told: Sequence[Told], gender: str, *, before: int) -> int | None:
        """Whom a pronoun means: the subject told of last in this sentence, else in this passage, else at the end of the one before."""
        here = [
            one.member
            for one in told
            if one.end <= before and one.form in ("full", "surname", "given", "description", "pronoun") and not one.credit
        ]
        for pool in (here[:1], self._subjects[::-1], self._before[::-1]):
            for member in pool:
                known = self.cast.members[member].gender
                if not gender or known == gender or not known:
                    return member
        return None

    def _remember(self, parts: Parts, told: Sequence[Told]) -> None:
        index = parts.sentence.index
        self._told.append(_told_in(parts, told))
        subjects: list[int] = []
        for one in told:
            if one.credit:
                continue
            member = self.cast.members[one.member]
            self.cast.tell(one.member, index)
            if one.form != "pronoun":
                member.told += 1.0 if not parts.sentence.repeat else 0.2
            if one.form in ("full", "surname", "given", "description", "pronoun"):
                subjects.append(one.member)
        if subjects:
            rest = [member for member in dict.fromkeys(subjects) if member != subjects[0]]
            self._subjects = [member for member in self._subjects if member not in subjects] + rest[::-1] + [subjects[0]]


def _told_in(parts: Parts, told: Sequence[Told]) -> dict[int, bool]:
    members: dict[int, bool] = {}
    for one in told:
        if not one.credit and one.form != "group":
            owner = one.end < len(parts.texts) and parts.texts[one.end] in ("'s", "’s")
            members[one.member] = members.get(one.member, True) and owner
    return members


def _verbal(parts: Parts, at: int, rules: NameRules) -> bool:
    token = parts.sentence.tokens[at]
    return token.tag[:1] == "V" or token.tag in ("MD", "RB", "PU", "POS") or token.lower in rules.verbs or token.lower.endswith("ly")


def _is_joined(parts: Parts, title: Title) -> bool:
    """ "Queen" of "the King and Queen": the article of the title before it holds for both."""
    at = title.start - 1
    if at < 2 or title.determiner or parts.texts[at].lower() != "and":
        return False
    return any(other.end == at and other.determiner == "the" and not other.plural for other in parts.titles)


def _possessive(parts: Parts, title: Title) -> bool:
    """ "China's president": the country owns the office."""
    return any(parts.texts[at] in ("'s", "’s") for at in range(title.start, title.head))


def _may_is_name(parts: Parts, at: int, following: str) -> bool:
    """ "May said" is a person, "in May" and "May 5" are a month."""
    return parts.texts[at] == "May" and not following[:1].isdigit() and not (at and parts.texts[at - 1].lower() in _BEFORE_MONTHS)


def _apposes(parts: Parts, title: Title, ends: set[int]) -> bool:
    """Whether the title stands behind a name and a comma: "Ana Ruiz, the mayor"."""
    before = title.start - (2 if title.determiner not in ("", "'s") else 1)
    return before >= 0 and parts.texts[before] in (",", "(", "-", "–", "—") and before in ends


def _apposed_names(start: int, others: Sequence[Told]) -> frozenset[int]:
    """Members that a bare name at `start` cannot mean: "Kim's chief aide, Kim Chang Son" is about two people."""
    return frozenset(one.member for one in others if one.form == "full" and one.start > start)
