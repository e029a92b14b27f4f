"""People, outlets and sources by name: in full with their office, short for titles, as the one who says so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from beatbook.briefing.asked import Noting
from beatbook.briefing.phrases import named, say_day, short_name
from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Role
    from beatbook.briefing.wording_rules import KindWording, Wording
    from beatbook.merging.model import Article, Event, Merged, Profile, VoiceRef

ROLE_REACH: Final = timedelta(days=400)  # an office named once is taken to hold so long before and after; terms are years
_OF_PEOPLE: Final = frozenset({"meeting", "talks", "call", "visit", "letter"})
_SIDES: Final = frozenset({"", "government", "office", "ministry", "country"})  # kinds of what stands behind its people
_NOT_BEFORE_A_NAME: Final = re.compile(
    r"\b(?:of|for|to|and)\b|,|(?:ministers|presidents|leaders|officials|secretaries|envoys|chiefs)$", re.IGNORECASE
)
LEADS: Final = 2  # so many times as many events as the next of a surname make somebody the one whom a bare surname means


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary and the articles that it rests on."""

    text: str
    articles: tuple[str, ...]


class Namer:
    """Everybody and everything in one merged view by name."""

    def __init__(self, merged: Merged, wording: Wording, questions: set[str]) -> None:
        """`questions`: where it is noted what is asked of the merged view, see `asked`."""
        self.wording, self._questions = wording, questions
        self.profiles: Mapping[str, Profile] = Noting({profile.id: _to_be_named(profile) for profile in merged.profiles}, "p", questions)
        self._roles = {profile.id: profile.roles for profile in merged.profiles}
        self.articles: Mapping[str, Article] = Noting({article.id: article for article in merged.articles}, "a", questions)
        self._leading: Mapping[str, str] = Noting(leading_surnames(merged.events, dict(self.profiles)), "s", questions)

    def answer(self, question: str) -> object:
        """The answer to a question that a name asked, as something that can be hashed."""
        letter, (subject, _, day) = question[0], question[1:].partition("\t")
        profile = self.profiles.get(subject)
        if letter == "s":
            return self._leading.get(subject)
        if profile is None:
            return None
        return profile if letter == "p" else self._office(profile, day or None)

    def short(self, profile: Profile, everybody: Sequence[Profile]) -> str:
        """A name for titles: the surname where it can only mean this one, in this title and in the digest."""
        if profile.person is not None and self._leading.get(profile.person.surname.casefold(), profile.id) != profile.id:
            return profile.name
        return short_name(profile, everybody)

    def delegation(self, profile: Profile) -> str:
        """A country that travels: "Chinese delegation"; "" for anybody else."""
        demonym = self.wording.demonyms.get(profile.country, "") if profile.type == "state" else ""
        return f"{demonym} delegation" if demonym else ""

    def plain(self, profile: Profile) -> str:
        return profile.name if profile.type == "person" else named(profile.name, self.wording.names)

    def full(self, profile: Profile, *, event: Event, describe: bool) -> str:
        """A full name, with the office that the reports give for the time: "Latvian President Ana Marin"."""
        role = self._office(profile, event.date) if describe and profile.type == "person" else ""
        if not role or profile.name.casefold().startswith(role.rpartition(" ")[2].casefold()):
            return self.plain(profile)  # "King King Floris"
        return f"{role} {profile.name}"

    def _office(self, profile: Profile, day: str | None) -> str:
        """The office that most articles give for that time, short enough to stand before a name; "" where they leave a doubt."""
        self._questions.add(f"o{profile.id}\t{day or ''}")
        held = Counter[str]()
        for role in self._roles[profile.id]:
            title = role.title.strip()
            if role.former or not title or len(title.split()) > 3 or _NOT_BEFORE_A_NAME.search(title):
                continue
            if not _holds(role.first, role.last, day):
                continue
            demonym = self.wording.demonyms.get(role.country, "")
            stated = any(word in self.wording.names.with_the for word in (title.partition(" ")[0], " ".join(title.split()[:2])))
            if title[:1].islower() and not demonym:
                continue  # "leader Ana Marin" needs to say of whom
            held[title if stated or not demonym or title.startswith(demonym) else f"{demonym} {title}"] += max(1, len(role.articles))
        best = sorted(held.items(), key=lambda entry: (-entry[1], entry[0]))
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""

    # ---- who says so

    def voice(self, voice: VoiceRef) -> str:
        if voice.source is None:
            return voice.unnamed or ""
        profile = self.profiles.get(voice.source)
        return named(profile.name, self.wording.names) if profile else ""

    def is_media(self, voice: VoiceRef) -> bool:
        profile = self.profiles.get(voice.source or "")
        return profile is not None and (
            profile.type in ("outlet", "source") or profile.kind in ("outlet", "agency", "broadcaster", "newspaper")
        )

    def outlet(self, article: Article) -> str:
        profile = self.profiles.get(article.outlet_id or "")
        return profile.name if profile else article.analysis.metadata.outlet or ""

    def outlets(self, articles: Iterable[str]) -> list[str]:
        """The outlets of some articles, each once."""
        found = (self.outlet(self.articles[id_]) for id_ in articles if id_ in self.articles)
        return list(dict.fromkeys(outlet for outlet in found if outlet))


def _to_be_named(profile: Profile) -> Profile:
    """What names are made of: nothing that a further article on somebody changes."""
    return replace(profile, roles=(), mentions=(), has_page=False, former_ids=())


class Cast:
    """Who acts and whom it is done to."""

    def __init__(self, event: Event, kind: KindWording, profiles: Mapping[str, Profile]) -> None:
        known = _without_crowd(event.kind, [(profiles[who.id], who.role) for who in event.participants if who.id in profiles])
        self.everybody = [who for who, _ in known]
        self.targets = [who for who, role in known if role in kind.target]
        rest = [(who, role) for who, role in known if role not in kind.target]
        leading = next((role for role in kind.actor if any(role == other for _, other in rest)), None)
        self.actors = [who for who, role in rest if leading is None or role == leading]
        self.others = [who for who, role in rest if leading is not None and role != leading]
        if not self.actors and len(self.targets) > 1 and len({role for _, role in known}) == 1:
            self.actors, self.targets = self.targets, []  # no one is marked as the one who acts: all of them do

    def is_plural(self, clause: str) -> bool:
        subject = self.targets if clause.lstrip().startswith("{target}") else self.actors
        return len(subject) > 1


def _without_crowd(kind: str, known: Sequence[tuple[Profile, Role]]) -> list[tuple[Profile, Role]]:
    """The cast without what only stands behind its people: countries where two or more people meet, an office beside its holder."""
    people = sum(who.type == "person" for who, _ in known)
    if kind in _OF_PEOPLE and people >= len(("one", "other")):
        known = [(who, role) for who, role in known if who.type != "state"]
    return _without_own_side(known)


def _without_own_side(known: Sequence[tuple[Profile, Role]]) -> list[tuple[Profile, Role]]:
    """The cast without a country or office that only stands behind one of its people: "Berg and the ministry wrote"."""
    people = {(who.country, role) for who, role in known if who.type == "person" and who.country}
    bodies = ("state", "organization")
    return [
        (who, role)
        for who, role in known
        if who.type not in bodies
        or (who.country, role) not in people
        or who.kind not in ("", "government", "office", "ministry", "country")
    ]


def leading_surnames(events: Iterable[Event], profiles: Mapping[str, Profile]) -> dict[str, str]:
    """Surname that several who take part share, in lower case -> whom it means alone; "" where nobody stands out."""
    parts = Counter(actor.id for event in events for actor in event.participants if actor.type == "person")
    bearers: dict[str, list[tuple[int, str]]] = {}
    for id_, count in sorted(parts.items()):
        profile = profiles.get(id_)
        if profile is not None and profile.person is not None and profile.person.surname:
            bearers.setdefault(profile.person.surname.casefold(), []).append((count, id_))
    found = {}
    for surname, same in bearers.items():
        if len(same) > 1:
            (most, first), (next_, _) = sorted(same, key=lambda entry: (-entry[0], entry[1]))[:2]
            found[surname] = first if most >= LEADS * next_ else ""
    return found


def nameless(day: str | None) -> str:
    """An article whose outlet is not known."""
    return f"an unattributed article{f' of {say_day(day)}' if day else ''}"


def _holds(first: str | None, last: str | None, day: str | None) -> bool:
    """Whether an office that articles name from `first` to `last` can be taken to be held on `day`."""
    if not day or not first:
        return not day
    days = parse_edtf(day)
    return days.first - parse_edtf(last or first).last <= ROLE_REACH and parse_edtf(first).first - days.last <= ROLE_REACH
