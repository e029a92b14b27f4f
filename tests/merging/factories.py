"""Articles in one line: small builders for claims, analyses and what names resolve to.

A claim is written as in rules/merging.yaml: the kind, who (joined by "+", "nobody" for none), the status, and in any order a date,
"@place", the day of publication in brackets, and marks.  Names are surnames or countries of the cast below.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from beatbook.analysis.model import Analysis, Claim, Entity, Participant, PersonName, Quote, Timex, Voice
from beatbook.merging.anchors import anchor, newest_day
from beatbook.merging.model import Event, IdentifiedAnalysis, Known, KnownEvent, MentionAt, Merged, Profile, ProfileRole
from beatbook.merging.resolution import Resolution
from beatbook.merging.ruleset import MergingRules, compile_rules
from beatbook.merging.synthesis import merge_resolved
from beatbook.reading.model import ArticleMetadata, Span
from beatbook.rules import parse_rules

RULES_FOLDER = Path(__file__).parents[2] / "beatbook" / "rules"

# surname -> country; each is a person with an office of that country
PEOPLE = {
    "berg": "NO",
    "lund": "SE",
    "moe": "DK",
    "quispe": "PE",
    "tanaka": "JP",
    "okafor": "NG",
    "silva": "BR",
    "holm": "NO",
    "virtanen": "FI",
}
COUNTRIES = {"norway": "NO", "sweden": "SE", "denmark": "DK", "peru": "PE", "japan": "JP", "nigeria": "NG", "brazil": "BR", "finland": "FI"}
PLACES = {
    "oslo": "NO",
    "bergen": "NO",
    "malmo": "SE",
    "aarhus": "DK",
    "lima": "PE",
    "kyoto": "JP",
    "lagos": "NG",
    "recife": "BR",
    "turku": "FI",
}
BODIES = {
    "acme": ("", "company"),
    "zenith": ("", "company"),
    "norway-ministry": ("NO", "ministry"),
    "northwire": ("", "agency"),
    "gazette": ("", "outlet"),
}


def compiled() -> MergingRules:
    names = ("merging", "status_order", "standing")
    return compile_rules(parse_rules({f"{name}.yaml": (RULES_FOLDER / f"{name}.yaml").read_text("utf-8") for name in names}))


RULES = compiled()


PLAIN = {"name": "label", "figure": "figures", "object": "object", "topic": "topics", "same": "same_as", "sentence": "sentence"}
PLAIN_VALUES = {"figure": lambda text: (text,), "topic": lambda text: (text,), "same": int, "sentence": int}
FLAGS = {
    "bg": {"background": True},
    "def": {"definite": True},
    "begins": {"phase": "begins"},
    "ends": {"phase": "ends"},
    "unnamed": {"said_by": ((Voice(None, "a diplomatic source", "diplomatic"),),)},
}


class Text:
    """One article at work: entities and timexes are added as claims name them."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self.ids: list[str] = []
        self.timexes: list[Timex] = []
        self.claims: list[Claim] = []

    def entity(self, id_: str) -> int:
        if id_ not in self.ids:
            self.ids.append(id_)
            self.entities.append(make_entity(id_))
        return self.ids.index(id_)

    def timex(self, value: str | None, text: str, *, extent: str = "within", expression: str = "FUTURE_REF") -> int:
        self.timexes.append(Timex(0, len(text), text, "DATE", value, expression if value is None else value, extent=extent))
        return len(self.timexes) - 1

    def add(self, line: str) -> str | None:
        """Adds a claim; returns the day of publication that the line names."""
        words = re.findall(r'"[^"]*"|\([^)]*\)|\S+', line)
        kind, who, status = words[:3]
        quote = f"{kind} {who} {status} {line}"
        facts: dict[str, object] = {"sentence": len(self.claims) * 3}
        role = next((word.removeprefix("role:") for word in words if word.startswith("role:")), "participant")
        participants = [Participant(self.entity(self.actor(name)), role) for name in who.split("+") if name != "nobody"]
        published = None
        trigger = Span(0, 0)
        for word in words[3:]:
            if word.startswith("("):
                published = word[1:-1]
            elif word.startswith('"'):
                quote = word[1:-1]
                trigger = Span(0, len(quote))
            elif not word.startswith("role:"):
                self.mark(word, facts)
        self.claims.append(
            Claim(
                kind=kind,
                status=status,
                start=0,
                end=len(quote),
                trigger=trigger,
                participants=tuple(participants),
                evidence=Quote(0, len(quote), quote),
                **facts,
            )
        )
        return published

    def mark(self, word: str, facts: dict[str, object]) -> None:
        name, _, value = word.partition(":")
        if word.startswith("@"):
            facts["place"] = self.entity(word[1:])
        elif re.match(r"\d{4}", word):
            facts.update(self.date(word))
        elif name in PLAIN:
            facts[PLAIN[name]] = PLAIN_VALUES.get(name, str)(value.replace("_", " "))
        elif name in FLAGS:
            facts.update(FLAGS[name])
        else:
            facts.update(self.link(name, value))

    def date(self, word: str) -> dict[str, object]:
        first, _, last = word.partition("/")
        return {"when": self.timex(first, first), "when_to": self.timex(last, last) if last else None}

    def link(self, name: str, value: str) -> dict[str, object]:
        """A mark that names a time, a voice or a person."""
        return {
            "when": lambda: {"when": self.timex(None, value.replace("_", " "))},
            "day": lambda: {"when": self.timex(None, value, expression=f"date::{value.replace('-', ':')}::past")},
            "on": lambda: {"on": self.timex(value, value)},
            "says": lambda: {"said_by": (tuple(self.voice(link) for link in value.split(">")),)},
            "absent": lambda: {"absent": (self.entity(self.actor(value)),)},
            "party": lambda: {"said_by": ((self.voice("berg"),),)},
        }[name]()

    def voice(self, name: str) -> Voice:
        if name in ("official", "analyst", "witness"):
            return Voice(None, f"an {name}", name)
        return Voice(self.entity(self.actor(name)), name)

    def actor(self, name: str) -> str:
        return f"anna-{name}" if name in PEOPLE else name


def make_entity(id_: str) -> Entity:
    profile = make_profile(id_)
    return Entity(
        "state" if profile.type == "state" else profile.type if profile.type in ("person", "place") else "organization",
        profile.name,
        kind=profile.kind,
    )


def make_profile(id_: str, articles: tuple[str, ...] = ()) -> Profile:
    mentions = tuple(MentionAt(article, 0, 1, id_) for article in articles)
    surname = id_.removeprefix("anna-")
    if surname in PEOPLE:
        country = PEOPLE[surname]
        person = PersonName(surname.title(), "Anna")
        return Profile(
            id_,
            "person",
            f"Anna {surname.title()}",
            person=person,
            country=country,
            roles=(ProfileRole("minister", country=country),),
            mentions=mentions,
        )
    if id_ in COUNTRIES:
        return Profile(id_, "state", id_.title(), country=COUNTRIES[id_], kind="country", mentions=mentions)
    if id_ in PLACES:
        return Profile(id_, "place", id_.title(), country=PLACES[id_], kind="city", mentions=mentions)
    country, kind = BODIES.get(id_, ("", ""))
    return Profile(id_, "organization", id_.title(), country=country, kind=kind, mentions=mentions)


def digest(
    *articles: str,
    known: tuple[KnownEvent, ...] = (),
    outlets: dict[str, str] | None = None,
    shingles: dict[str, tuple[int, ...]] | None = None,
    ids: tuple[str, ...] = (),
    knowledge: Known | None = None,
) -> Merged:
    """Merges articles; each is one string of claims, one a line.  They are called a, b, c, ... unless `ids` names them."""
    analyses, entity_ids, named = [], {}, {}
    for index, claims in enumerate(articles):
        id_ = ids[index] if ids else "abcdefghijklmnopqrstuvwxyz"[index]
        text, published = Text(), None
        for line in filter(None, (line.strip() for line in claims.splitlines())):
            published = text.add(line) or published
        metadata = ArticleMetadata(
            f"{id_}.txt",
            id_ * 8,
            published=published,
            outlet=(outlets or {}).get(id_),
            published_basis="stated" if published else "unknown",
        )
        sketch = (shingles or {}).get(id_, ())
        analyses.append(
            IdentifiedAnalysis(
                id_, Analysis(metadata, tuple(text.timexes), tuple(text.entities), claims=tuple(text.claims), shingles=sketch)
            )
        )
        entity_ids[id_] = tuple(text.ids)
        for name in text.ids:
            named.setdefault(name, set()).add(id_)
    for place in set(named) & set(PLACES):
        named.setdefault(next(name for name, code in COUNTRIES.items() if code == PLACES[place]), set())
    profiles = tuple(make_profile(name, tuple(sorted(named[name]))) for name in sorted(named))
    knowledge = knowledge or Known(events=known)
    anchored = [anchor(analysis, None) for analysis in analyses]
    return merge_resolved(anchored, Resolution(profiles, entity_ids), knowledge, RULES, as_of=newest_day(anchored))


def one(merged: Merged) -> Event:
    """The only event."""
    assert len(merged.events) == 1, [event.id for event in merged.events]
    return merged.events[0]


def day(text: str) -> date:
    return date.fromisoformat(text)
