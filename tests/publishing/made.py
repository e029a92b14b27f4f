"""A made-up digest of any size, the same on every run: for budgets of bytes, long lists and speed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from beatbook.publishing.site import build_site
from tests.publishing.factories import make_article, make_config, make_document, make_event, make_person

if TYPE_CHECKING:
    from beatbook.briefing.model import Document
    from beatbook.config import Config
    from beatbook.publishing.model import Site

SYLLABLES = (
    "an",
    "bre",
    "cal",
    "dor",
    "el",
    "fin",
    "gar",
    "hol",
    "is",
    "jor",
    "kel",
    "lun",
    "mar",
    "nor",
    "ost",
    "pet",
    "quil",
    "ren",
    "sol",
    "tor",
    "ul",
    "ves",
    "wal",
    "yar",
    "zen",
)
KINDS = {
    "meeting": "meet",
    "visit": "travel",
    "call": "speak",
    "letter": "exchange letters",
    "talks": "hold talks",
    "statement": "speak out",
    "agreement": "sign a paper",
}
STATUSES = ("happened",) * 7 + ("planned", "expected", "cancelled", "postponed")
WORDS = ("fishing", "harbour", "grain", "border", "pipeline", "railway", "prisoner", "ceasefire", "tariff", "visa", "reactor", "ferry", "quota", "loan", "summit", "drill", "treaty", "corridor", "embassy", "satellite")  # fmt: skip


def made_documents(events: int, *, seed: int = 7) -> tuple[Document, ...]:
    """Briefs of this number with about one and a half reports each, and all that they name."""
    random = Random(seed)  # noqa: S311 - no secret, and the same on every run
    people = _names(random, max(6, min(120, events // 8)))
    places = _names(random, max(4, min(60, events // 16)), words=1)
    outlets = _names(random, max(3, min(40, events // 25)))
    documents: list[Document] = [
        make_person(
            _slug(name), name, country="FR", roles=[{"title": "minister", "country": "FR", "from": "2020-01-01", "to": "2024-01-01"}]
        )
        for name in people
    ]
    documents += [
        make_document(
            "place", _slug(name), name=name, country="FR", latitude=str(random.randint(-50, 60)), longitude=str(random.randint(-120, 140))
        )
        for name in places
    ]
    documents += [make_document("outlet", _slug(name), name=name, type="outlet") for name in outlets]
    weights = [1 / (rank + 1) for rank in range(len(people))]
    for number in range(events):
        documents += _event(random, number, random.choices(people, weights, k=4), random.choice(places), outlets)
    return tuple(documents)


def made_site(events: int, config: Config | None = None) -> Site:
    return build_site(made_documents(events), {}, {}, config or make_config(), as_of="2025-01-31")


def _event(random: Random, number: int, cast: list[str], place: str, outlets: list[str]) -> list[Document]:
    day = date(2015, 1, 1) + timedelta(days=random.randint(0, 3650))
    kind, status = random.choice(list(KINDS)), random.choice(STATUSES)
    two = list(dict.fromkeys(cast))[:2]
    about = " and ".join(random.sample(WORDS, 2))
    title = f"{' and '.join(name.split()[-1] for name in two)} {KINDS[kind]} in {place}"
    identifier = f"{_slug(title)}-{number}"
    articles, reports = [], []
    for turn in range(random.choice((1, 1, 2, 2, 3))):
        outlet, published = random.choice(outlets), day + timedelta(days=random.randint(-20, 3))
        article = f"{_slug(outlet)}-{published}-{number}-{turn}"
        quote = f"{two[0]} and {two[-1]} are to talk about {about} in {place}, a spokeswoman for the ministry of {random.choice(WORDS)} said on {published:%A}"
        articles.append(
            make_article(
                article,
                headline=f"{title}: {about}",
                outlet=outlet,
                outlet_id=_slug(outlet),
                published=published.isoformat(),
                url=f"https://{_slug(outlet)}.example/{number}/{turn}",
                language="en",
                published_basis="stated",
            )
        )
        claim = {
            "status": status,
            "date": day.isoformat(),
            "place": _slug(place),
            "said_by": [[{"unnamed": f"a spokeswoman for {about}"}]],
            "at": f"10-{10 + len(quote)}",
            "quote": quote,
        }
        reports.append({"article": article, "status": status, "claims": [claim]})
    cited = "; ".join(f"@{report['article']}" for report in reports)
    summary = f"{two[0]} and {two[-1]} talked in {place} about {about} on {day.day} {day:%B %Y}. [{cited}]"
    participants = [{"person": _slug(name), "role": "participant"} for name in two]
    event = make_event(
        identifier,
        title=title,
        kind=kind,
        status=status,
        date=day.isoformat(),
        extent="lasts",
        place=_slug(place),
        participants=participants,
        summary=summary,
        topics=about.split(" and "),
        reports=reports,
    )
    return [event, *articles]


def _names(random: Random, number: int, *, words: int = 2) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        found[" ".join("".join(random.sample(SYLLABLES, random.randint(2, 3))).capitalize() for _ in range(words))] = None
    return list(found)


def _slug(name: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in name.lower()).split())
