"""The people of one article: which names mean one person, and whom a surname, a description or a pronoun means here."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from beatbook.analysis.model import PersonName, StatedRole
from beatbook.analysis.name_forms import VariantRules, fold, likeness, surname_key
from beatbook.analysis.names import FEMALE, GIVEN, MALE, NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.analysis.names import NameRules

# offices of which one description can mean another: "the North Korean leader" is a president elsewhere
_LEADERS = frozenset(("head", "leader", "monarch"))
WITHIN_REACH = 80  # how many people of one surname, or lately told of, are looked at: keeps hostile texts linear
_TITLED_NAMES = frozenset(("monarch", "royal"))


@dataclass(slots=True)
class Member:
    """Somebody of the article, while it is being read."""

    name: PersonName
    words: tuple[str, ...]
    number: int
    forms: dict[str, int] = field(default_factory=dict)
    roles: list[StatedRole] = field(default_factory=list)
    gender: str = ""
    weight: float = 0.0  # of all sure mentions, for prominence
    told: float = 0.0  # of the mentions so far
    last: int = -1  # sentence of the latest mention
    described: bool = False
    text: str = ""  # of a mere description
    key: str = ""  # of the surname, folded
    surname: str = ""  # folded
    title: str = ""  # that is part of the name: "Pope"
    label: bool = False  # named only as whose government or era something is: "the Alder administration"

    @property
    def full(self) -> bool:
        return bool(self.name.surname and self.name.given) or bool(self.title)

    @property
    def country(self) -> str:
        for role in self.roles:
            if role.country:
                return role.country
        return ""

    def add_role(self, role: StatedRole | None) -> None:
        """Takes up a stated role once; the same role with its country replaces the one without."""
        if role is None or role in self.roles:
            return
        for index, had in enumerate(self.roles):
            if had.office == role.office and had.former == role.former and (not had.country or not role.country):
                if not had.country and role.country:
                    self.roles[index] = role
                return
        self.roles.append(role)


class Cast:
    """The people of one article.  Built in two rounds: all full names first, then everything else in the order of the text."""

    def __init__(self, rules: NameRules, variants: VariantRules) -> None:
        self.rules, self.variants = rules, variants
        self.members: list[Member] = []
        self._by_surname: dict[str, list[int]] = {}
        self._by_part: dict[str, list[int]] = {}
        self._by_head: dict[str, list[int]] = {}  # first two words of longer names
        self._peers: dict[str, int] = {}
        self._described: dict[tuple[str, str], int] = {}
        self._told: dict[int, None] = {}  # members by their latest mention

    def add_full(self, words: Sequence[str], name: PersonName, *, gender: str = "", title: str = "") -> int:
        """The member whom this full name means; a new one when nobody fits."""
        key = surname_key(name, self.variants) if name.surname else fold(name.given)
        if (longer := self._whose_tail(words, key)) is not None:
            return longer
        fitting = [index for index in self._by_surname.get(key, ())[-WITHIN_REACH:] if self._fits(self.members[index], name)]
        if fitting:
            index = max(fitting, key=lambda number: (self.members[number].name == name, self.members[number].weight, -number))
            self._improve(self.members[index], name, tuple(words))
            self._set_keys(self.members[index])
        else:
            index = len(self.members)
            self.members.append(Member(name, tuple(words), index))
            self._set_keys(self.members[index])
            self._by_surname.setdefault(key, []).append(index)
        member = self.members[index]
        member.title = member.title or title
        member.gender = member.gender or gender or self.gender_of(name)
        self._index(member, words)
        return index

    def _whose_tail(self, words: Sequence[str], key: str) -> int | None:
        """The one member told before of whose longer name this is the end or the beginning: "Ali Reza" of "A. H. Mahmood Ali Reza"."""
        if len(words) < 2:
            return None
        if len(words) == 2 and (heads := self._by_head.get(fold(" ".join(words)), ())):
            return heads[0] if len(heads) == 1 else None  # "Thora Katla" of "Thora Katla Kjaran"
        tail = [fold(word) for word in words]
        found = [
            number
            for number in self._by_surname.get(key, ())[-WITHIN_REACH:]
            if len(self.members[number].words) > len(tail) + 1 and [fold(word) for word in self.members[number].words[-len(tail) :]] == tail
        ]
        return found[0] if len(found) == 1 else None

    def add_peer(self, words: Sequence[str], member: int | None, gender: str) -> int:
        """The member whose name is a title and a place: "Duchess of Bergen".  `member` is who bears the title, where the text says so."""
        key = fold(" ".join(words))
        had = self._peers.get(key)
        if had is None and member is None:
            member = len(self.members)
            self.members.append(Member(PersonName("", " ".join(words)), tuple(words), member, gender=gender))
        found = had if had is not None else member
        assert found is not None  # noqa: S101  # one of the two is set
        self._peers.setdefault(key, found)
        self.members[found].weight += 1.0
        return found

    def _set_keys(self, member: Member) -> None:
        member.surname = fold(member.name.surname)
        member.key = surname_key(member.name, self.variants) if member.name.surname else ""

    def _fits(self, member: Member, name: PersonName) -> bool:
        found = likeness(member.name, name, self.variants)
        return found == "same" or (found == "maybe" and bool(member.name.given) and bool(name.given))

    @staticmethod
    def _improve(member: Member, name: PersonName, words: tuple[str, ...]) -> None:
        if len(" ".join(words)) > len(" ".join(member.words)) and len(name.given) >= len(member.name.given):
            member.name, member.words = name, words

    def _index(self, member: Member, words: Sequence[str]) -> None:
        heads = self._by_head.setdefault(fold(" ".join(words[:2])), []) if len(words) > 2 else []
        if len(words) > 2 and len(heads) < WITHIN_REACH and member.number not in heads:
            heads.append(member.number)
        for word in words:
            key = fold(word).rstrip(".")
            if (
                len(key) < 2
                or key in ("jr", "sr", "ii", "iii", "iv")
                or (self.rules.lower.get(word.lower(), 0) & NEVER and not word[0].isupper())
            ):
                continue
            numbers = self._by_part.setdefault(key, [])
            if len(numbers) < WITHIN_REACH and member.number not in numbers:
                numbers.append(member.number)
        first = member.surname.split()[0] if "-" in member.name.surname and len(member.surname.split()[0]) > 3 else ""
        for key in sorted({member.surname, member.key, first} - {""}):
            numbers = self._by_part.setdefault(key, [])
            if len(numbers) < WITHIN_REACH and member.number not in numbers:
                numbers.append(member.number)

    def gender_of(self, name: PersonName) -> str:
        """The gender that a given name has in the gazetteer, "" when it is for both or unknown."""
        first = name.given.split()[0] if name.given else ""
        flags = self.rules.names.get(first, 0)
        if name.family_first or not flags & GIVEN or (flags & MALE and flags & FEMALE):
            return ""
        return "m" if flags & MALE else "f" if flags & FEMALE else ""

    def candidates(self, words: Sequence[str]) -> list[int]:
        """The members of whose name these words can be a short form: by surname if any, else by given name."""
        key = fold(" ".join(words))
        numbers = self._by_part.get(key.rstrip("."), ())
        if not numbers and len(words) > 1:
            numbers = [number for number in self._by_part.get(fold(words[-1]), ()) if self._holds(number, key)]
        bare = fold(" ".join(word for word in key.split() if word not in ("al", "el"))) if key[:3] in ("al ", "el ") else key
        numbers = numbers or self._by_part.get(bare, ())
        by_surname = [number for number in numbers if self.is_surname(number, bare, key)]
        exact = [number for number in by_surname if {bare, key} & {self.members[number].surname, self.members[number].key}]
        return exact or by_surname or list(numbers)

    def _holds(self, number: int, key: str) -> bool:
        return f" {key} " in f" {fold(' '.join(self.members[number].words))} "

    def is_surname(self, number: int, *keys: str) -> bool:
        """Whether one of these folded words is the member's surname, or its last word."""
        member = self.members[number]
        parts = member.surname.split()
        halves = parts[:1] if "-" in member.name.surname else []  # "Ravat" of "Mamy Ravat-Lim"
        return any(key in (member.surname, member.key) or parts[-1:] == [key] or halves == [key] for key in keys)

    def most_prominent(self, numbers: Iterable[int], *, sentence: int, apart: frozenset[int] = frozenset(), gender: str = "") -> int | None:
        """The one of these that a bare name means: who was told of most before it, not somebody in `apart`."""
        pool = [number for number in numbers if number not in apart and self._of_gender(number, gender)]
        if not pool:
            return None
        return max(pool, key=lambda number: (self._prominence(self.members[number], sentence), -number))

    def _of_gender(self, number: int, gender: str) -> bool:
        known = self.members[number].gender
        return not gender or not known or known == gender

    def _prominence(self, member: Member, sentence: int) -> float:
        leads = any(self.group(role) in _LEADERS and not role.former for role in member.roles)
        near = 1.0 if 0 <= sentence - member.last <= 2 else 0.0
        return min(member.told, 6.0) + 0.4 * min(member.weight, 10.0) + (2.0 if leads else 0.0) + near

    def group(self, role: StatedRole) -> str:
        return self.rules.office_groups.get(role.office, "")

    def holder(self, office: str, country: str, *, sentence: int, gender: str = "") -> int | None:
        """The member to whom "the Russian president", "the leader" or "the queen" points: the latest told with a role that fits."""
        group = self.rules.office_groups.get(office, "")
        best: tuple[float, int] | None = None
        for member in self._recent():
            fit = max((self._role_fit(role, office, group, country, member) for role in member.roles), default=0.0)
            if fit and self._of_gender(member.number, gender):
                rank = fit + 0.05 * min(member.told, 10) - 0.02 * min(sentence - member.last, 20)
                if best is None or rank > best[0]:
                    best = (rank, member.number)
        return best[1] if best else None

    def tell(self, number: int, sentence: int) -> None:
        """Notes that a member is told of in a sentence."""
        self.members[number].last = sentence
        self._told.pop(number, None)
        self._told[number] = None

    def _recent(self) -> list[Member]:
        """The members told of lately, in the order of their numbers."""
        numbers = sorted(islice(reversed(self._told), WITHIN_REACH))
        return [self.members[number] for number in numbers if not self.members[number].described]

    def _role_fit(  # noqa: PLR0911  a list of cases, in order
        self, role: StatedRole, office: str, group: str, country: str, member: Member
    ) -> float:
        theirs = role.country or member.country
        if country and theirs and country != theirs:
            return 0.0
        if country and not theirs and (country != "US" or office != "president"):
            return 0.0  # American outlets alone write "President Ruiz" of their own
        score = 1.0 if country and theirs == country else 0.5
        if role.office == "leader" and office != "leader" and not theirs:
            return 0.0  # the leader of a union is nobody's prime minister
        if role.former and group == "head":
            return 0.0  # "the prime minister" is in office: not "the deposed prime minister" of the sentence before
        if role.office == office:
            return score + 1.0 - (0.8 if role.former else 0.0)
        if group in _LEADERS and self.group(role) in _LEADERS and "leader" in (office, role.office):
            return score + 0.4 - (0.8 if role.former else 0.0)
        if group and group == self.group(role) and office in ("minister", "secretary", "general"):
            return score
        return 0.0

    def leaders_before(self, sentence: int, count: int, *, office: str = "") -> list[int]:
        """The `count` people who led something and were told of most lately, or whoever was told of lately when too few lead."""
        told = [member for member in self._recent() if sentence - member.last <= 6]
        leading = [member for member in told if any(self.group(role) in _LEADERS for role in member.roles)]
        if office:
            leading = [member for member in leading if any(role.office == office for role in member.roles)] or leading
        pool = leading if len(leading) >= count else told
        chosen = sorted(pool, key=lambda member: (-member.last, -member.told - member.weight * 0.1, member.number))[:count]
        return sorted(member.number for member in chosen) if len(chosen) == count else []

    def royals(self) -> list[int]:
        """The couple that reigns in this article: its only two named monarchs or royals, else its one king and one queen."""
        named = [one for one in self.members if not one.described and one.weight > 0 and not one.name.surname]
        monarchs = [one.number for one in named if any(self.group(role) == "monarch" and not role.former for role in one.roles)]
        royals = [one.number for one in named if any(self.group(role) in _TITLED_NAMES and not role.former for role in one.roles)]
        if len(royals) == 2:
            return royals
        kings = [number for number in monarchs if any(role.office == "king" for role in self.members[number].roles)]
        queens = [number for number in monarchs if any(role.office == "queen" for role in self.members[number].roles)]
        return sorted((*kings, *queens)) if len(kings) == len(queens) == 1 else []

    def named_later(self) -> dict[int, int]:
        """Those known by a description only -> whom the article names elsewhere as the one holder of that office: "The King"."""
        found: dict[int, int] = {}
        for member in self.members:
            role = member.roles[0] if member.described and member.roles else None
            if role is None:
                continue
            fitting = [one.number for one in self.members if not one.described and one.weight > 0 and self._bears(one, role)]
            if len(fitting) == 1:
                found[member.number] = fitting[0]
        return found

    def _bears(self, member: Member, described: StatedRole) -> bool:
        """Whether somebody named holds the office, in that country: stated of both, or of a crown that needs none."""
        for role in member.roles:
            same = role.office == described.office or (described.office == "leader" and self.group(role) in _LEADERS)
            country = role.country or member.country
            crown = self.group(role) == "monarch" and not (described.country and country)
            if same and not role.former and (crown or (country and described.country == country)):
                return True
        return False

    def name_with_title(self, title: str, group: str) -> bool:
        """Whether a title is part of a name that has no surname: "Pope Francis", "Queen Ingrid"."""
        return group in _TITLED_NAMES or title.lower() == "pope"

    def add_described(self, text: str, role: StatedRole, gender: str) -> int:
        """The member known by office and country only."""
        key = (role.office, role.country)
        if key in self._described:
            return self._described[key]
        number = self._described[key] = len(self.members)
        self.members.append(Member(PersonName(""), (), number, roles=[role], gender=gender, described=True, text=text))
        return number
