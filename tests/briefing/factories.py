"""Merged views made by hand: made-up people, places and outlets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatbook.analysis.model import Analysis, Claim, PersonName, Quote
from beatbook.merging.model import Article, ClaimKey, Event, EventParticipant, Merged, Profile, ProfileRole, Report, ReportClaim, VoiceRef
from beatbook.reading.model import ArticleMetadata, Span
from beatbook.rules import Rules, parse_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = Path(__file__).parents[2] / "beatbook" / "rules"
LATVIA = ProfileRole("President", country="LV", first="2021-04-01", last="2021-05-04", articles=("lantern-2021-05-04",))
ESTONIA = ProfileRole("Foreign Minister", country="EE", first="2021-04-01", last="2021-05-04", articles=("lantern-2021-05-04",))


def read_rules() -> Rules:
    """The package's wording rules, country names and verbs."""
    paths = [RULES / "wording.yaml", RULES / "gazetteers" / "countries.tsv", RULES / "gazetteers" / "verbs.tsv"]
    return parse_rules({path.relative_to(RULES).as_posix(): path.read_text(encoding="utf-8") for path in paths})


def make_person(id_: str = "ana-marin", name: str = "Ana Marin", *roles: ProfileRole, surname: str = "", **fields: Any) -> Profile:
    given, _, last = name.rpartition(" ")
    person = PersonName(surname or last, given)
    return Profile(id_, "person", name, person=person, roles=roles, has_page=True, **fields)


MARIN = make_person("ana-marin", "Ana Marin", LATVIA)
VELL = make_person("tomas-vell", "Tomas Vell", ESTONIA)
RIGA = Profile("riga", "place", "Riga", kind="city", country="LV", has_page=True)
LANTERN = Profile("the-lantern", "outlet", "The Lantern", has_page=True)
HERALD = Profile("baltic-herald", "outlet", "Baltic Herald", has_page=True)
AGENCY = Profile("lna", "source", "LNA", kind="agency", has_page=True)
MINISTRY = Profile("fisheries-ministry", "organization", "Fisheries Ministry", kind="government", has_page=True)
LATVIAN_STATE = Profile("latvia", "state", "Latvia", country="LV", has_page=True)
PROFILES = (MARIN, VELL, RIGA, LANTERN, HERALD, AGENCY, MINISTRY, LATVIAN_STATE)


def make_article(
    id_: str = "lantern-2021-05-04", outlet_id: str | None = "the-lantern", published: str | None = "2021-05-04", **fields: Any
) -> Article:
    metadata = ArticleMetadata(f"{id_}.txt", f"{id_}-hash", headline="A headline", outlet="The Lantern" if outlet_id else None)
    claims = tuple(Claim("meeting", "happened", 0, 10, Span(0, 1), 0, topics=fields.pop("topics", ())) for _ in range(1))
    return Article(id_, Analysis(metadata, claims=claims), outlet_id, published, "stated" if published else "unknown", **fields)


def make_claim(article: str = "lantern-2021-05-04", status: Any = "happened", **fields: Any) -> ReportClaim:
    values: dict[str, Any] = {"on": None, "date": "2021-05-03", "place": None, "participants": (), "said_by": ()}
    quote = fields.pop("quote", "Marin met Vell")
    return ReportClaim(
        ClaimKey(article, 0), status, evidence=Quote(10, 10 + len(quote), quote, "before ", " after"), **{**values, **fields}
    )


def make_report(article: str = "lantern-2021-05-04", status: Any = "happened", *claims: ReportClaim, **fields: Any) -> Report:
    return Report(article, status, claims or (make_claim(article, status, **fields),))


def make_event(id_: str = "marin-vell-riga-2021", kind: str = "meeting", status: Any = "happened", **fields: Any) -> Event:
    values: dict[str, Any] = {
        "standing": "confirmed",
        "date": "2021-05-03",
        "place": "riga",
        "participants": (EventParticipant("ana-marin", "person", "host"), EventParticipant("tomas-vell", "person", "visitor")),
        "reports": (make_report(status=status),),
        "origins": 1,
    }
    return Event(id_, kind, status, **{**values, **fields})


def make_merged(
    *events: Event, articles: Sequence[Article] = (), profiles: Sequence[Profile] = PROFILES, as_of: str | None = "2021-05-04"
) -> Merged:
    return Merged(as_of, tuple(articles) or (make_article(),), tuple(profiles), events or (make_event(),))


def voice(name: str) -> VoiceRef:
    """A named source for an id of PROFILES, else an unnamed one."""
    known = {profile.id for profile in PROFILES}
    return VoiceRef(source=name) if name in known else VoiceRef(unnamed=name)


def with_status(event: Event, status: Any) -> Event:
    return replace(event, status=status, reports=(make_report(status=status),))
